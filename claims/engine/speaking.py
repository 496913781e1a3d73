"""Who speaks with a verb: its subject, what stands beside it where the parse has none, or one from a verb above."""

from itertools import islice, takewhile

from spacy.tokens import Span, Token

from claims.engine.phrases import phrase, speakers
from sources.engine.values import Kind

_VOICES = frozenset(
    {Kind.UNNAMED, Kind.OFFICIAL, Kind.AGENCY, Kind.OUTLET, Kind.MONITOR, Kind.ARMED_GROUP, Kind.REPORTS}
)
_TOLD = frozenset({"VBD", "VBZ", "VBN"})
TURNS = frozenset({"as", "after", "while", "when", "before", "although"})
_MARKS = frozenset({"mark", "advmod"})
SHOUTED = frozenset({"IS"})  # names in capitals that the tagger takes for verbs
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_BORROWS = frozenset({"conj", "xcomp", "advcl", "acl", "pcomp", "prep", "pobj", "dobj", "compound", "ccomp", "relcl"})


def speakers_of(verb: Token, sentence: Span) -> tuple[Token, ...]:
    """The heads of the noun phrases that speak: the subject, what stands beside the verb, or a subject above it."""
    behind = inverted(verb, sentence)
    if behind is not None:
        return with_conjuncts(behind)
    if verb.i > sentence.start and verb.nbor(-1).text in SHOUTED:
        return (verb.nbor(-1),)
    subjects = [c for c in verb.children if c.dep_ in SUBJECTS and not (c.i > verb.i + 1 and verb.tag_ == "VBG")]
    if any(c.dep_ == "auxpass" for c in verb.children):
        return ()
    if subjects:
        nearest = _whole_name(min(subjects, key=lambda subject: abs(subject.i - verb.i)))
        return joined(nearest) if can_speak(nearest) else ()
    return _beside(verb, sentence) or _with(verb) or _goes_on(verb, sentence) or _borrowed(verb, sentence)


def subject_above(pronoun: Token) -> Token | None:
    """The subject of the clause above a pronoun's own: whom "it" or "he" most often means there."""
    if pronoun.lower_ not in {"it", "he", "she", "they"} or pronoun.dep_ not in SUBJECTS:
        return None
    for verb in islice(pronoun.head.ancestors, 4):
        subject = next((c for c in verb.children if c.dep_ == "nsubj" and c.i < pronoun.i), None)
        if subject is not None:
            agrees = (subject.tag_ in {"NNS", "NNPS"}) == (pronoun.lower_ == "they") or subject.tag_ == "NNPS"
            return subject if agrees and names_speaker(subject) else None
    return None


def _whole_name(subject: Token) -> Token:
    """The last word of a name whose hyphen the parse takes for its head: "Ibrahim al-Assad"."""
    while subject.is_punct and subject.i + 1 < len(subject.doc) and not subject.whitespace_:
        subject = subject.nbor()
    return subject


def inverted(verb: Token, sentence: Span) -> Token | None:
    """The speaker behind a verb that closes what was said: "..., said the union, adding that ...".

    Where the comma is lost the parser takes what stands before the verb for its subject. What gives the inversion away
    is that nothing with a verb of its own follows the speaker.
    """
    words = speakers().words
    at = verb.i + 1
    if verb.lemma_.lower() not in words["inverting_verbs"] or verb.tag_ not in _TOLD or at >= sentence.end:
        return None
    first = verb.doc[at]
    named = first.ent_type_ == "PERSON" and verb.tag_ != "VBZ"  # "... all we have said N. N."
    if verb.i > sentence.start and _speaks_itself(verb.nbor(-1)) and not (named and verb.nbor(-1).pos_ == "AUX"):
        return None
    if verb.tag_ == "VBN" and not named:
        return None
    if (
        first.pos_ not in {"DET", "ADJ", "NOUN", "PROPN"}
        or first.ent_type_ in {"DATE", "TIME"}
        or first.lower_ == "that"
    ):
        return None
    head = next((t for t in verb.doc[at : min(sentence.end, at + 10)] if _ends_phrase(t, sentence)), None)
    if head is None or not (names_speaker(head) and can_speak(head)):
        return None
    if not any(_is_finite(t) for t in verb.doc[sentence.start : verb.i]):
        return None
    rest = takewhile(lambda t: not _turns(t), verb.doc[head.i + 1 : sentence.end])
    return None if any(_is_finite(t) for t in rest) else head


def _turns(token: Token) -> bool:
    """Where the words turn from the saying to something else: "adding that", "who", "as rebels advanced"."""
    return token.tag_ == "VBG" or token.lower_ in {"who", "which"} or (token.lower_ in TURNS and token.dep_ in _MARKS)


def _speaks_itself(before: Token) -> bool:
    """Is what stands before a verb its speaker, by all that a word can tell?"""
    kind = speakers().kinds.get(before.lemma_.lower())
    helps = before.pos_ == "ADV" or (before.pos_ == "AUX" and before.head.i == before.i + 1)
    if before.pos_ == "PROPN" and _hangs_on_thing(before):
        return False
    return before.pos_ in {"PRON", "PROPN"} or helps or kind in _VOICES or before.tag_ in {"WP", "WDT"}


def _hangs_on_thing(name: Token) -> bool:
    """ "In the suburbs of N.", "the town of N.": a name behind a preposition that no noun for a speaker carries."""
    first = name
    while first.i > first.sent.start and first.nbor(-1).pos_ in {"PROPN", "DET"}:
        first = first.nbor(-1)
    if first.i <= first.sent.start + 1 or first.nbor(-1).pos_ != "ADP":
        return False
    carrier = first.nbor(-2)
    return carrier.pos_ in {"NOUN", "VERB", "AUX", "ADV", "NUM"} and carrier.lemma_.lower() not in speakers().kinds


def _ends_phrase(token: Token, sentence: Span) -> bool:
    """The last noun of a run of nouns: its next word is none."""
    following = token.nbor() if token.i + 1 < sentence.end else None
    runs_on = following is not None and (following.pos_ in {"NOUN", "PROPN", "ADJ", "PART"} or following.text == "-")
    return token.pos_ in {"NOUN", "PROPN"} and not runs_on


def _is_finite(token: Token) -> bool:
    return token.pos_ in {"VERB", "AUX"} and token.tag_ in {"VBD", "VBZ", "VBP", "MD"}


def _with(verb: Token) -> tuple[Token, ...]:
    """ "... with officials saying S"."""
    before = verb.nbor(-1) if verb.i else verb
    held = before.dep_ == "pobj" and before.head.lower_ == "with"
    return joined(before) if verb.tag_ == "VBG" and held and can_speak(before) else ()


def _goes_on(verb: Token, sentence: Span) -> tuple[Token, ...]:
    """ "The mayor said S, adding T"."""
    if verb.tag_ != "VBG":
        return ()
    for above in islice(verb.ancestors, 3):
        if above.lemma_.lower() in speakers().words["say_verbs"] and above.tag_ != "VBG":
            return speakers_of(above, sentence)
        subject = next((c for c in above.children if c.dep_ in SUBJECTS), None)
        if subject is not None and _speaks_itself(subject):
            return ()
    return ()


def _denier(noun: Token, sentence: Span) -> tuple[Token, ...]:
    """ "The army denied claims by N., saying S": it is the army that says so."""
    over = list(islice(noun.ancestors, 4))
    denying = next((t for t in over if t.lemma_.lower() in speakers().words["deny_verbs"]), None)
    return () if denying is None else speakers_of(denying, sentence)


def _borrowed(verb: Token, sentence: Span) -> tuple[Token, ...]:
    """The subject of a verb that this one is joined to or hangs on ("it raised the toll, saying").

    What suffers ("two were killed") or can't speak ("the raids hit homes") is passed over for a subject further up.
    """
    at = verb
    for _ in range(6):
        if at.dep_ not in _BORROWS or at.head == at:
            return ()
        if at.dep_ == "xcomp" and at.head.lemma_ not in {"go", "begin", "continue", "want", "hasten"}:
            return ()
        if verb.tag_ != "VBG" and at.dep_ not in {"conj", "xcomp"} and at.head.lemma_ not in {"go", "continue"}:
            return ()
        if at == verb and at.dep_ == "acl" and names_speaker(at.head):
            return _denier(at.head, sentence) or joined(at.head)
        at = at.head
        subject = next((c for c in at.children if c.dep_ == "nsubj" and c.i < at.i), None)
        if subject is not None and can_speak(subject) and (names_speaker(subject) or subject.pos_ == "PRON"):
            return joined(subject)
        if subject is not None and at.dep_ == "conj":
            return ()
    return ()


def _beside(verb: Token, sentence: Span) -> tuple[Token, ...]:
    """The noun phrase right before a finite verb, or right behind it, where the parse gives it no subject."""
    before = verb.i - 1
    if verb.tag_ == "VBN" and not (verb.dep_ == "acl" and before >= sentence.start and names_speaker(verb.doc[before])):
        return ()
    if verb.tag_ not in {"VBD", "VBZ", "VBP", "VBN"}:
        return ()
    while before > sentence.start and verb.doc[before].pos_ in {"ADV", "AUX"}:
        before -= 1
    if before >= sentence.start and verb.doc[before].pos_ in {"NOUN", "PROPN", "PRON"} and can_speak(verb.doc[before]):
        return joined(verb.doc[before])
    above = [t for t in verb.doc[before].ancestors if before - 8 < t.i < before and t.pos_ in {"NOUN", "PROPN"}][:2]
    if (
        before >= sentence.start
        and verb.doc[before].pos_ == "NOUN"
        and any(names_speaker(t) and _is_body(t) for t in above)
    ):
        return (next(t for t in above if names_speaker(t) and _is_body(t)),)
    behind = next(
        (
            c
            for c in verb.children
            if c.i > verb.i and c.dep_ in {"dobj", "attr", "oprd"} and c.pos_ in {"NOUN", "PROPN"}
        ),
        None,
    )
    tells = verb.lemma_.lower() in speakers().words["telling_verbs"]
    if (
        behind is not None
        and not tells
        and verb.i > sentence.start + 2
        and names_speaker(behind)
        and _ends_speech(behind, sentence)
    ):
        return with_conjuncts(behind)
    return ()


def _ends_speech(head: Token, sentence: Span) -> bool:
    """Does hardly anything follow the speaker, or only what he added ("said the union, adding ...")?"""
    behind = [t for t in sentence if t.i > phrase(head)[-1].i and not t.is_punct]
    return len(behind) <= 5 or behind[0].tag_ == "VBG"


def _is_body(head: Token) -> bool:
    return head.lemma_.lower() in speakers().kinds


def names_speaker(head: Token) -> bool:
    words, noun = speakers(), head.lemma_.lower()
    listed = noun in words.kinds or noun in words.words["speaking"] or head.lower_ in words.words["media_words"]
    return listed or head.ent_type_ in {"ORG", "PERSON"} or head.pos_ == "PROPN"


def joined(head: Token) -> tuple[Token, ...]:
    """The head with those joined to it: "state television and a local paper", in text order."""
    first = phrase(head)[0].i
    found = [head, *(c for c in head.conjuncts if c.i > head.i and c.pos_ in {"NOUN", "PROPN"} and names_speaker(c))]
    if first - 2 >= head.sent.start and head.doc[first - 1].lower_ == "and":
        other = head.doc[first - 2]
        if (
            other.pos_ in {"NOUN", "PROPN"}
            and names_speaker(other)
            and other.ent_type_ not in {"DATE", "TIME", "GPE", "LOC"}
        ):
            found.insert(0, other)
    return tuple(found)


_PEOPLE = ("er", "or", "ist", "ian", "ant", "ee", "man", "ese")  # endings of nouns for people, where there are many
_PERSON = ("ist", "ian", "woman", "person")  # endings that nouns for things don't have


_SOME = frozenset({"one", "two", "some", "many", "several", "most", "others", "both", "none", "three", "few", "half"})


def can_speak(head: Token) -> bool:
    words = speakers()
    if any(child.lower_ == "no" for child in head.children) or head.lower_ in {"nobody", "none"}:
        return False
    if head.lower_ in _SOME and any(c.lower_ == "of" and any(map(can_speak, c.children)) for c in head.children):
        return True  # "one of his relatives"
    if head.ent_type_ in {"DATE", "TIME", "CARDINAL", "MONEY", "QUANTITY"}:
        return False
    noun = head.lemma_.lower()
    return (
        head.pos_ in {"PROPN", "PRON"}
        or noun in words.kinds
        or noun in words.words["speaking"]
        or noun in words.words["papers"]
        or head.ent_type_ in {"ORG", "GPE", "PERSON", "NORP"}
        or noun in words.words["report_nouns"]
        or head.lower_ in words.words["media_words"]
        or (head.tag_ == "NN" and head.text[:1].isupper() and head.left_edge == head)  # a surname the tagger missed
        or (head.tag_ == "NNS" and noun.endswith(_PEOPLE))
        or (head.pos_ == "NOUN" and noun.endswith(_PERSON))
        or any(child.text[:1].isupper() and child.pos_ == "PROPN" for child in head.children)
    )


def with_conjuncts(head: Token) -> tuple[Token, ...]:
    return (head, *(c for c in head.conjuncts if c.i > head.i and c.pos_ in {"NOUN", "PROPN"} and can_speak(c)))
