"""Other stories' headlines, tag lists and section heads that a page ran into its text, told by how they are set.

Many texts arrive as one line, the page's furniture glued into its sentences. Headlines Are Set Like This; a list of
tags has no verb; A SECTION HEAD SHOUTS. What follows them is prose again, and begins where the words say so.
"""

import re
from collections.abc import Iterator, Sequence

from claims.engine.document import Segment
from claims.engine.patterns import Patterns, patterns
from sources.engine.names import Directory

RUN_WORDS, RUN_TELLS = 7, 2  # a headline inside a line: so many words in capitals, so many of them tell-tale
CREDIT_WORDS, CREDIT_TELLS = 5, 1  # the same behind a photo's credit ("REUTERS Jo Hale Ferry Sinks Near Port")
STRIP_WORDS = 120  # words of a list of headlines or tags, at most; a longer one is prose that lost its full stops
LOOK_BACK = 6  # words: how far the opening word of a sentence stands before its first verb or article
NAME_WORDS = 4  # of a person with an office: "Foreign Minister Jo Hale said"
HEAD_LETTERS = 4  # shorter words in capitals are acronyms

_WORD = re.compile(r"\S+")
_STARTS = re.compile(r"(?:^|[.!?…][\"”')]{0,2}\s+)(?=[\"“'‘(\[]?[A-Z0-9])")
_INITIALS = re.compile(r"(?:[A-Z]\.)+|(?:Brig|Gen|Col|Maj|Capt|Lt|Sgt|Cpl|Adm|Gov|Sen|Rep|Mr|Mrs|Ms|Dr|St|No)\.")
_ARTICLE_NAME = re.compile(r"(?:[Aa][lsdnrtz]|[Ee][lzs]|[Aa]sh)-[A-Z]")
_POSTED = re.compile(r"\s?(?:https?|pic\.twitter)")  # behind what somebody posted, which is told
_DASHES = frozenset("-–—|/&")
_TAGS = re.compile(r"\b(?:Tags|TAGS|Keywords|Topics):? (?=\S)")
_SHOUT = re.compile(r"[A-Z][A-Z'’&-]{1,20}(?: [A-Z&][A-Z'’&-]{0,20}){1,6}(?= (?:[A-Z][a-z]|A [a-z]|[\"“][A-Z])|\s?$)")


def found(text: str, line: Segment, directory: Directory) -> list[Segment]:
    """All strips of one line."""
    return [
        *_headlines(text, line, directory),
        *_tag_lists(text, line),
        *_related(text, line),
        *_section_heads(text, line, directory),
    ]


def is_set_in_capitals(words: str) -> bool:
    """Has every word of these a capital or is small ("Reports Coast Agency of Port Alder 3")?"""
    small = patterns().small
    return all(_capital(word) or word.lower() in small or not word[0].isalpha() for word in words.split())


def is_abbreviated(text: str, stop: int) -> bool:
    """Does this full stop only shorten its word ("Col. Hale")?"""
    word = text[text.rfind(" ", max(0, stop - 8), stop) + 1 : stop + 1]
    return _INITIALS.fullmatch(word) is not None


def at_sentence(text: str, at: int) -> bool:
    """Does a sentence end before this place, or the line begin?"""
    before = text[max(0, at - 4) : at].rstrip(" \t\"”')")
    return not before or before[-1] in ".!?…\n\r"


def _headlines(text: str, line: Segment, directory: Directory) -> list[Segment]:
    """Related stories Set Like This at a sentence's place, a photo's credit before them or not."""
    if line[1] - line[0] < RUN_WORDS:
        return []
    rules = patterns()
    strips: list[Segment] = []
    reached = line[0]
    for start in _STARTS.finditer(text, *line):
        if start.end() < reached:
            continue
        run: list[re.Match[str]] = []
        prose_follows = False
        for word in _WORD.finditer(text, start.end(), line[1]):
            prose_follows = not (_capital(word[0]) or word[0].lower() in rules.small)
            if prose_follows:
                break
            run.append(word)
            if _ends(word[0]):
                break
        reached = run[-1].end() if run else start.end()
        if not _POSTED.match(text, reached):
            strips.extend(_headline(run, prose_follows, rules, directory))
    return strips


def _headline(run: list[re.Match[str]], prose_follows: bool, rules: Patterns, directory: Directory) -> list[Segment]:
    """The headlines that a run of words in capitals begins with: none, or one stretch."""
    if len(run) < CREDIT_WORDS:
        return []
    if prose_follows:
        run = run[: _sentence_in(run, rules)]
    while run and run[-1][0].lower() in rules.small:
        run.pop()
    tells = sum(word[0] != word[0].lower() and word[0].lower() in rules.tells for word in run[1:])
    credited = bool(run) and run[0][0].isalpha() and directory.exact(run[0][0]) is not None
    enough = len(run) >= CREDIT_WORDS and tells >= CREDIT_TELLS if credited else False
    if not enough and not (len(run) >= RUN_WORDS and tells >= RUN_TELLS):
        return []
    return [] if all(word[0].isupper() for word in run) else [(run[0].start(), run[-1].end())]


def _sentence_in(run: Sequence[re.Match[str]], rules: Patterns) -> int:
    """The word of a run that begins the sentence behind it: one that opens sentences, else the last capital."""
    for number in range(len(run) - 1, max(0, len(run) - LOOK_BACK), -1):
        if _opens(run[number][0], rules):
            return number
    return next((number for number in range(len(run) - 1, -1, -1) if run[number][0][0].isupper()), len(run))


def _opens(word: str, rules: Patterns) -> bool:
    """A capital that hardly stands but at the beginning of a sentence: "The", "Meanwhile", a quotation."""
    return word[0] in '"“‘' or (word[0].isupper() and word.lower() in rules.openers)


def _tag_lists(text: str, line: Segment) -> Iterator[Segment]:
    """ "Tags Port Alder ferries Jo Hale At least ten ...": to the sentence behind it, or to the end of the line."""
    for match in _TAGS.finditer(text, *line):
        verb = _WORD.match(text, match.end(), line[1])
        if verb and (verb[0] in patterns().prose or verb[0] in patterns().joints):
            continue  # "Tags were found on the cargo"
        if at_sentence(text, match.start()) or text[match.start() - 2 : match.start() - 1].isdigit():
            yield match.start(), _prose_from(text, (match.end(), line[1]), tags=True)


def _related(text: str, line: Segment) -> Iterator[Segment]:
    """ "Related News" and the headlines behind it, to the sentence that follows them."""
    start, end = line
    for match in patterns().strips.finditer(text, max(0, start - 20), end):
        if match.end() >= start - 2:
            yield max(start, match.start()), _prose_from(text, (max(start, match.end()), end), tags=False)


def _prose_from(text: str, stretch: Segment, tags: bool) -> int:
    """Where a sentence begins behind a list of headlines or of tags; the end of the stretch where none does.

    A sentence shows by an article or verb that neither has, and begins at a capital before that.
    """
    rules = patterns()
    words = [word for _, word in zip(range(STRIP_WORDS), _WORD.finditer(text, *stretch), strict=False)]
    for number, word in enumerate(words):
        bare = word[0].strip('.,;:"“”()')
        if bare in rules.prose or (tags and (bare in rules.joints or _finite(words, number, rules))):
            return _opening(words, number, rules, 1 if tags else NAME_WORDS)
        if tags and _opens(word[0], rules) and words[number + 1 : number + 2] and words[number + 1][0].islower():
            return word.start()
        if tags and word[0].endswith(".") and not _INITIALS.fullmatch(word[0]):
            return word.end()
    return stretch[1] if len(words) < STRIP_WORDS else stretch[0]


def _opening(words: Sequence[re.Match[str]], verb: int, rules: Patterns, names: int) -> int:
    """Where the sentence of this verb or article begins: a word that opens sentences, else the name before it."""
    for number in range(verb, max(-1, verb - 1 - LOOK_BACK), -1):
        if _opens(words[number][0], rules):
            return words[number].start()
    last = next((number for number in range(verb, -1, -1) if words[number][0][0].isupper()), 0)
    first = last
    while first > 0 and _capital(words[first - 1][0]):
        first -= 1
    return words[first if last - first < names else last].start()


def _finite(words: Sequence[re.Match[str]], number: int, rules: Patterns) -> bool:
    """ "warplanes bombed Kurdish", "forces returned to": not the participle of "armed groups"."""
    word = words[number][0]
    if number == 0 or not word.endswith("ed") or not word.islower() or number + 1 == len(words):
        return False
    following = words[number + 1][0]
    return _capital(following) or following in rules.prose or following in rules.joints


def _section_heads(text: str, line: Segment, directory: Directory) -> Iterator[Segment]:
    """ "NO WARNING The ferry left": two words or more that shout, no acronyms, before a sentence in plain letters."""
    for match in _SHOUT.finditer(text, *line):
        words = match[0].split()
        long = [word for word in words if len(word) >= HEAD_LETTERS]
        named = any(directory.exact(part) is not None for part in (match[0], *words))
        if len(long) > 1 and not named and at_sentence(text, match.start()):
            yield match.span()


def _capital(word: str) -> bool:
    bare = word.lstrip("\"“'‘([")
    return bool(bare) and (
        bare in _DASHES or bare[0].isupper() or bare[0].isdigit() or _ARTICLE_NAME.match(bare) is not None
    )


def _ends(word: str) -> bool:
    return word[-1] in ".!?" and _INITIALS.fullmatch(word) is None
