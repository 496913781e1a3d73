"""Attributions as they stand on the page: who, by which words, what; and the rule that found each.

For whoever wants to see what the rules did, and for measuring them against texts that people have marked.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from claims.engine import cues as cueing
from claims.engine import stances
from claims.engine.cue import Cue, Manner, Rule, phrase_words
from claims.engine.document import Sentence
from claims.engine.quoting import speech
from claims.engine.running import Governor, governors
from claims.engine.values import Segment

_OUTER = " \t\r\n,.;:-–—…"  # marks that end or begin what was said without belonging to it
_OPENING = '“"„«'


@dataclass(frozen=True, slots=True)
class Attribution:
    """One attribution: stretches of the text, in order; `source` is empty where nobody is named."""

    source: tuple[Segment, ...]
    cue: tuple[Segment, ...]
    content: tuple[Segment, ...]
    manner: Manner
    rule: Rule


def attributions(text: str, sentences: Sequence[Sentence], quotes: Sequence[Segment]) -> list[Attribution]:
    """All attributions of a text's sentences, in order of their reporting phrases."""
    cues = [cueing.find(sentence.span, speech(sentence, quotes)) for sentence in sentences]
    governed = governors(sentences, quotes, cues)
    for governor in governed:
        if governor is not None and governor.cue not in cues[governor.number]:
            cues[governor.number].append(governor.cue)
    spoken = _spoken(sentences, governed)
    found = []
    for number, sentence in enumerate(sentences):
        held = stances.find(sentence.span, frozenset(cue.verb.i for cue in cues[number]))
        for cue in sorted((*cues[number], *held), key=lambda cue: cue.verb.i):
            said = _stretches(sentence, cue.content)
            said = [*said, *spoken.get((number, cue.verb.i), ())]
            content = [part for start, end in _merged(text, said) if (part := _trimmed(text, start, end))]
            if content:
                found.append(_attribution(text, sentence, cue, content))
    return found


def _attribution(text: str, sentence: Sentence, cue: Cue, content: Sequence[Segment]) -> Attribution:
    """A cue's words as stretches. Who speaks is one stretch: joined speakers stand side by side."""
    heads = [head for head in cue.speakers or cue.outlets if sentence.span.start <= head.i < sentence.span.end]
    words = {i for head in heads for i in source_words(head, cue)}
    verb = phrase_words(cue.verb, ()) if cue.rule is not Rule.ACCORDING else {cue.verb.i, cue.verb.i + 1}
    verb = {i for i in verb - words if not sentence.span.doc[i].is_punct and sentence.span.doc[i].dep_ != "mark"}
    return Attribution(
        tuple(_bare(text, *stretch) for stretch in _stretches(sentence, _filled(words))),
        tuple(_stretches(sentence, verb)),
        tuple(content),
        cue.manner,
        cue.rule,
    )


def source_words(head: Token, cue: Cue) -> set[int]:
    """A speaker as it stands, clauses and appositions included, as far as it doesn't hold the verb."""
    if head.tag_ in {"WP", "WDT", "PRP", "PRP$", "WP$"}:
        return {head.i}
    words = {token.i for token in head.subtree if not _belongs_to(token, head, cue.verb)}
    words = {i for i in words if (i < cue.verb.i) == (head.i < cue.verb.i)} - cue.content
    first = last = head.i
    while first - 1 in words:
        first -= 1
    while last + 1 in words:
        last += 1
    return set(range(first, last + 1))


def _belongs_to(token: Token, head: Token, verb: Token) -> bool:
    """Is a word of the speaker's subtree under the verb of speaking itself ("the man who said S")?"""
    at = token
    while at != head:
        if at == verb:
            return True
        at = at.head
    return False


def _filled(words: Iterable[int]) -> set[int]:
    inside = set(words)
    return set(range(min(inside), max(inside) + 1)) if inside else inside


def _spoken(sentences: Sequence[Sentence], governed: Sequence[Governor | None]) -> dict[tuple[int, int], list[Segment]]:
    """The sentences that run on from a reporting phrase, by its sentence and verb."""
    found: dict[tuple[int, int], list[Segment]] = {}
    for sentence, governor in zip(sentences, governed, strict=True):
        if governor is not None:
            found.setdefault((governor.number, governor.cue.verb.i), []).append(sentence.segment)
    return found


def _stretches(sentence: Sentence, words: Iterable[int]) -> list[Segment]:
    """Tokens as stretches of the text."""
    runs: list[list[int]] = []
    for i in sorted(words):
        if runs and i == runs[-1][1] + 1:
            runs[-1][1] = i
        else:
            runs.append([i, i])
    doc = sentence.span.doc
    return [(sentence.place(doc[first])[0], sentence.place(doc[last])[1]) for first, last in runs]


def _bare(text: str, start: int, end: int) -> Segment:
    """Without the marks and blanks at either end."""
    while start < end and text[start] in _OUTER:
        start += 1
    while start < end and text[end - 1] in _OUTER:
        end -= 1
    return start, end


def _trimmed(text: str, start: int, end: int) -> Segment | None:
    """Bare but for the quotation marks around it, and what they enclose."""
    start, end = _bare(text, start, end)
    if not any(c.isalnum() for c in text[start:end]):
        return None
    while start and text[start - 1] in _OPENING and not text[start - 2 : start - 1].isalnum():
        start -= 1
    if text[max(0, start - 2) : start] == "''":
        start -= 2
    return start, _closed(text, start, end)


def _closed(text: str, start: int, end: int) -> int:
    """The end moved behind the quotation mark that closes what was opened inside: "..., " he said."""
    at = end
    while at < len(text) and at - end < 3 and text[at] in ".,!?;…":
        at += 1
    inside = text[start:end]
    opened = inside.count("“") > inside.count("”") or inside.count('"') % 2 == 1 or inside.count("''") % 2 == 1
    if opened and at < len(text) and text[at] in "”\"'":
        return at + (2 if text[at : at + 2] == "''" else 1)
    return end


def _merged(text: str, segments: Sequence[Segment]) -> list[Segment]:
    """In order, joined where nothing but blanks and marks stands between them."""
    merged: list[Segment] = []
    for start, end in sorted(segments):
        if merged and not any(c.isalnum() for c in text[merged[-1][1] : start]):
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
