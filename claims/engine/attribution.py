"""Through whom each stretch of an article came: reporting phrases, and quotations that run on without one.

A sentence without a reporting phrase is the publisher's own voice, unless it stands inside a quotation: then it is
its speaker's, who is named in the same quotation, right behind it, or in the sentence or paragraph before.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from spacy.tokens import Token

from claims.engine import cues as cueing
from claims.engine import denials, disputes, persons, phrases, recognised, voices
from claims.engine.background import aside
from claims.engine.breakdown import breaks_down
from claims.engine.cue import Cue, Manner, Rule
from claims.engine.disputes import Dispute
from claims.engine.document import Sentence
from claims.engine.lexicon import lexicon
from claims.engine.lineage import OWN, Lineage, Reading
from claims.engine.memory import Memory, full_names, mentions
from claims.engine.quoting import is_speech, speech
from claims.engine.running import governors
from claims.engine.sayings import announcement
from claims.engine.speaking import SUBJECTS, subject_above
from claims.engine.unmarked import Unmarked
from claims.engine.values import Modality, Segment
from sources.engine.names import as_voice
from sources.engine.values import Kind, Voice

NAMED_WITHIN = 3  # sentences within which a lead's "an activist website" is named
LONGEST_CHAIN = 5


def read(sentences: Sequence[Sentence], quotes: Sequence[Segment], memory: Memory) -> list[Reading]:
    """The lineages of a part's sentences, in order. memory: of the parts before it; holds this one's when done."""
    memory.turn_to(mentions(sentences, memory.directory), full_names(sentences))
    reader = _Reader(sentences, quotes, memory, [cueing.find(s.span, speech(s, quotes)) for s in sentences])
    return [reader.read(number) for number in range(len(sentences))]


@dataclass(frozen=True, slots=True)
class _Told:
    """A cue whose voices are known."""

    cue: Cue
    chain: tuple[Voice, ...]
    first_hand: bool


class _Reader:
    def __init__(
        self, sentences: Sequence[Sentence], quotes: Sequence[Segment], memory: Memory, cues: Sequence[list[Cue]]
    ) -> None:
        self.sentences, self.quotes, self.memory, self.cues = sentences, quotes, memory, cues
        self.number = 0
        self.governors = governors(sentences, quotes, cues)
        self.unmarked = Unmarked(sentences, quotes, cues, self.governors)
        self.denials: dict[int, Lineage] = {}  # sentences that only deny what was told, and who told and denies it
        self.known: dict[Cue, _Told] = {}
        self.block: dict[int, tuple[Voice, ...]] = {}  # paragraphs that are quotations set apart, and who speaks there

    def read(self, number: int) -> Reading:
        self.number = number
        sentence = self.sentences[number]
        if not number or self.sentences[number - 1].paragraph != sentence.paragraph:
            self._set_apart(number)
        told = [self._told(number, cue) for cue in self.cues[number]]
        spoken = frozenset(i for item in told for i in item.cue.words)
        whole = frozenset(token.i for token in sentence.span)
        lineages = [
            (item.cue.content - aside(item.cue, sentence, self.quotes), self._lineage(item, told, sentence))
            for item in told
            if item.cue.content
        ]
        lineages.sort(key=lambda pair: len(pair[0]))
        dispute = self._disputed(number)
        if dispute is not None:
            lineages = [(content, self._denied(lineage, *dispute)) for content, lineage in lineages]
            spoken |= dispute[0].words if dispute[1] == number else frozenset()
        lineages[:0] = denials.beside(sentence, self.memory)
        running = self._running(number)
        if number in self.denials:
            lineages.append((whole, self.denials[number]))
        elif running is not None:
            lineages = [(content, _through(lineage, running)) for content, lineage in lineages]
            lineages.append((whole, Lineage(running.chain, None, (), running.first_hand)))
        elif sentence.paragraph in self.block:
            lineages.append((whole, Lineage(self.block[sentence.paragraph])))
        elif not told:
            speaker = self._unmarked(number) or self._toll(number)
            if speaker is not None:
                lineages.append((whole, Lineage(speaker.chain, None, (), speaker.first_hand)))
            else:
                self._topic(sentence)
        return Reading(sentence, whole - spoken, tuple(lineages))

    def _disputed(self, number: int) -> tuple[Dispute, int] | None:
        """What disputes the claims of a sentence, itself or the next one, and the number of the sentence that does."""
        if not self.cues[number]:
            return None
        own = disputes.within(self.sentences[number].span)
        if own is not None:
            return own, number
        later = number + 1
        if later >= len(self.sentences) or self.sentences[later].paragraph - self.sentences[number].paragraph > 1:
            return None
        found = disputes.find(self.sentences[later].span)
        return None if found is None else (found, later)

    def _denied(self, lineage: Lineage, dispute: Dispute, number: int) -> Lineage:
        """A lineage whose claims are disputed: by whoever is named, else by the publisher."""
        if not lineage.chain:
            return lineage
        place = self.sentences[number].place(dispute.verb)[0]
        found = [v for head in dispute.deniers for v in voices.identify_all(head, self.memory, None, place)]
        deniers = _unique(found) if dispute.deniers else (self.memory.publisher,)
        if not deniers or set(deniers) & set(lineage.chain):
            return lineage
        self.denials[number] = Lineage(lineage.chain, None, deniers)
        return replace(lineage, modality=Modality.DENIED, denied_by=deniers)

    def _toll(self, number: int) -> _Told | None:
        """Who gave the toll that a sentence breaks down: he to whom the sentence before belongs."""
        before = number - 1
        if before < 0 or not self.cues[before] or not breaks_down(self.sentences[number].span):
            return None
        if self.sentences[number].paragraph - self.sentences[before].paragraph > 1:
            return None
        return self._told(before, max(self.cues[before], key=lambda cue: len(cue.content)))

    def _unmarked(self, number: int) -> _Told | None:
        """Whose direct speech without marks a sentence is: of one who speaks before and behind it, or in his person."""
        behind, before = self.unmarked.behind(number), self.unmarked.before(number)
        if before is None:
            return None
        pointing = self.unmarked.pointing_behind(number)
        if pointing is not None:
            first, last = self._told(before.number, before.cue), self._told(pointing.number, pointing.cue)
            unnamed = first.chain and first.chain[0].kind is Kind.UNNAMED and _is_one(first.chain[0])
            if unnamed and last.chain and last.chain[0].slug == first.chain[0].slug:
                return first
        if not self.unmarked.may_be(number):
            return None
        first = self._told(before.number, before.cue)
        if not first.chain or not _is_one(first.chain[0]):
            return None
        if behind is not None:
            last = self._told(behind.number, behind.cue)
            return first if last.chain and last.chain[0].slug == first.chain[0].slug else None
        return first if before.number == number - 1 and self.unmarked.is_personal(number) else None

    def _set_apart(self, number: int) -> None:
        """Is the paragraph that begins here a quotation without marks? Announced speech, then signs of one in it."""
        here = self.sentences[number].paragraph
        inside = list(takewhile(lambda n: self.sentences[n].paragraph == here, range(number, len(self.sentences))))
        if not number or any(self.cues[n] for n in inside) or is_speech(self.sentences[number], self.quotes):
            return
        before = self.sentences[number - 1]
        text = " ".join(self.sentences[n].span.text for n in inside)
        colon = before.span.text.rstrip().endswith(":")
        if before.paragraph != here - 1 or not (colon or _SET_APART.search(text)):
            return
        announced = announcement(before.span)
        who = announced.speakers[:1] if announced is not None else ()
        found = [v for head in who for v in voices.identify_all(head, self.memory, None, before.segment[0])]
        chain = _unique([voice for voice in found if not self._is_publisher(voice)])
        if chain:
            self.memory.hear(chain, before.segment[0])
            self.block[here] = chain

    def _topic(self, sentence: Sentence) -> None:
        """A known source or a person that a sentence without speech is about: "it" or "he" may be this one next."""
        subject = next((c for c in sentence.span.root.children if c.dep_ in SUBJECTS and c.pos_ != "PRON"), None)
        if subject is None:
            return
        here = sentence.place(subject)[0]
        words = phrases.phrase(subject)
        if self.memory.directory.resolve(phrases.clean(phrases.text_of(words))) is not None:
            self.memory.hear((voices.identify(subject, self.memory, None, here) or self.memory.publisher,), here)
        elif (person := persons.subject(subject, words, self.memory)) is not None:
            self.memory.subject = (here, person)

    def _resolve(self, cue: Cue, sentence: Sentence) -> _Told:
        """The chain of a cue: cited source, speakers, outlets; the publisher itself left out."""
        offset = sentence.place(cue.verb)[0]
        outlets: list[Voice] = []
        first_hand = False
        for head in cue.outlets:
            if head.lower_ in {"us", "me"}:
                first_hand = True
                continue
            voice = self._employer(voices.identify(head, self.memory, None, offset))
            if voice is not None and self._is_publisher(voice):
                first_hand = True
            elif (
                voice is not None
                and (cue.rule is Rule.QUOTED or self._quotes(voice, cue))
                and not voice.slug.startswith(self.memory.publisher.slug + "/")
            ):
                outlets.append(voice)
        inner = outlets[0] if outlets else None
        speakers: list[Voice] = []
        for head in cue.speakers:
            if head.lower_ in phrases.speakers().words["footage"] and outlets:
                continue  # "a video released by N. shows": N. does
            if any(child.lower_ == "our" for child in head.children):
                first_hand = True
                continue
            for voice in self._meant(head, inner, offset):
                voice = self._named_later(voice, head)
                if self._is_publisher(voice):
                    first_hand = first_hand or voices.is_reporter(head)
                else:
                    speakers.append(voice)
                    speakers.extend(self._came_through(voice, head))
        cited = [
            v
            for h in cue.cited
            if (v := voices.identify(h, self.memory, speakers[0] if speakers else None, offset)) is not None
        ]
        first_hand = first_hand or (any(map(voices.is_reporter, cue.cited)) and any(map(self._is_publisher, cited)))
        speakers = voices.together(cue.speakers, speakers)
        if cue.manner is Manner.REPORTS and not speakers:
            speakers = [voices.reports(self.memory)]
        if speakers:
            self._remember_paper(cue.verb, speakers[0])
        chain = _unique([*cited, *speakers, *outlets])
        if chain:
            self.memory.hear(chain, offset)
        return _Told(cue, chain, first_hand)

    @staticmethod
    def _quotes(voice: Voice, cue: Cue) -> bool:
        """Does whoever was told pass it on? An outlet does, an unknown name only where it was told, not written to."""
        told = cue.verb.lemma_.lower() in phrases.speakers().words["telling_verbs"]
        return voice.kind in {Kind.OUTLET, Kind.AGENCY} or (voice.kind is Kind.GROUP and told)

    def _employer(self, voice: Voice | None) -> Voice | None:
        """Whoever told "the N. reporter" told N."""
        body = self.memory.directory.get(voice.speaks_for) if voice and voice.kind is Kind.UNNAMED else None
        return voice if body is None else as_voice(body, body.name)

    def _meant(self, head: Token, inner: Voice | None, offset: int) -> list[Voice]:
        """The voices of a speaker; "it" in a clause below another body's is that body ("the navy told of a raid which
        it said ...").
        """
        above = subject_above(head)
        if above is not None:
            voice = voices.identify(above, self.memory, inner, offset)
            kinds = {Kind.PERSON} if head.lower_ in {"he", "she"} else voices.ORGANISATIONS
            if voice is not None and voice.kind in kinds:
                return [voice]
        return voices.identify_all(head, self.memory, inner, offset)

    def _remember_paper(self, verb: Token, speaker: Voice) -> None:
        """ "N. said in a statement that S": the statement that is quoted next is his."""
        for prep in (child for child in verb.children if child.lower_ == "in"):
            for noun in prep.children:
                if noun.lemma_.lower() in phrases.speakers().words["utterances"]:
                    self.memory.papers[noun.lemma_.lower()] = speaker

    def _named_later(self, voice: Voice, head: Token) -> Voice:
        """ "An activist website" of the lead is the website that the next sentences name as speaker."""
        kind = phrases.speakers().kinds.get(head.lemma_.lower())
        if kind not in {Kind.OUTLET, Kind.AGENCY} or head.pos_ == "PROPN" or not self._is_indefinite(head):
            return voice
        for cues in self.cues[self.number + 1 : self.number + 1 + NAMED_WITHIN]:
            for speaker in (token for cue in cues for token in (*cue.speakers, *cue.outlets)):
                known = self.memory.directory.resolve(phrases.clean(phrases.text_of(phrases.phrase(speaker))))
                if (
                    known is not None
                    and known.kind in {Kind.OUTLET, Kind.AGENCY}
                    and known.slug != self.memory.publisher.slug
                ):
                    return as_voice(known, known.name)
        return voice

    @staticmethod
    def _is_indefinite(head: Token) -> bool:
        return any(child.lower_ in {"a", "an"} for child in head.children)

    def _narrowed(self, cue: Cue, sentence: Sentence) -> Cue:
        """ "According to the Observatory rebels took ...": a known name ends where it ends, whatever the parse says."""
        doc, start = sentence.span.doc, cue.verb.i + 2
        if cue.verb.lower_ != "according":
            return cue
        stop = min(start + phrases.LONGEST_NAME + 2, sentence.span.end, max(cue.words) + 1)
        for end in range(stop, start, -1):
            name = doc[start:end].text
            if end < sentence.span.end and recognised.is_person_noun(doc[end]):
                continue
            if doc[end - 1].text[:1].isupper() and self.memory.directory.exact(name) is not None:
                rest = frozenset(range(end, max(cue.words) + 1))
                head = next((t for t in doc[start:end] if t.head.i >= end or t.head.i < start), doc[end - 1])
                known = head if end - 1 == head.i else doc[end - 1]
                return replace(cue, speakers=(known,), words=cue.words - rest, content=cue.content | rest)
        return cue

    def _came_through(self, voice: Voice, head: Token) -> tuple[Voice, ...]:
        """A speaker who is only pointed back to ("he", "the source") still speaks through the outlet he spoke to."""
        for chain in reversed(self.memory.spoke):
            if voice in chain:
                return chain[chain.index(voice) + 1 :] if voice.kind in {Kind.UNNAMED, Kind.PERSON} else ()
        return ()

    def _is_publisher(self, voice: Voice) -> bool:
        return voice.slug == self.memory.publisher.slug

    def _lineage(self, item: _Told, told: Sequence[_Told], sentence: Sentence) -> Lineage:
        """A cue's own chain, and behind it those of the cues that it stands inside."""
        outer = [
            other
            for other in told
            if other is not item
            and item.cue.verb.i in other.cue.content
            and item.cue.content < other.cue.content
            and not (other.cue.manner is Manner.REPORTS and item.chain)
        ]
        outer.sort(key=lambda other: len(other.cue.content))
        spans = tuple(_segment(sentence, other.cue) for other in (item, *outer))
        first_hand = any(other.first_hand for other in (item, *outer))
        if item.cue.manner is Manner.DENIES:
            around = _unique([v for o in outer for v in o.chain])
            by = (around or (self.memory.publisher,)) if item.cue.rule is Rule.FALSE else item.chain
            return Lineage((), Modality.DENIED, by, first_hand, spans)  # who carried the denial claimed nothing
        denials = [other for other in outer if other.cue.manner is Manner.DENIES]
        told_by = [o for o in (item, *outer) if o not in denials]
        named = [o for o in told_by if o.chain and not (o.cue.rule is Rule.PASSIVE and not o.cue.speakers)]
        chain = _unique([voice for other in named or told_by for voice in other.chain])
        if denials:
            return Lineage(chain, Modality.DENIED, denials[0].chain, first_hand, spans)
        return replace(self._stance(item), chain=chain, first_hand=first_hand, cues=spans)

    def _running(self, number: int) -> _Told | None:
        """The phrase that a sentence runs on from, with its voices."""
        governor = self.governors[number]
        return None if governor is None else self._told(governor.number, governor.cue)

    def _told(self, number: int, cue: Cue) -> _Told:
        """A cue of some sentence with its voices, who are identified once."""
        if cue not in self.known:
            self.known[cue] = self._resolve(self._narrowed(cue, self.sentences[number]), self.sentences[number])
        return self.known[cue]

    def _stance(self, item: _Told) -> Lineage:
        """What the reporting verb says about the truth of what it reports."""
        words = lexicon()
        verb = item.cue.verb
        if any(child.lower_ in words.denying_words for child in verb.children if child.dep_ == "advmod"):
            return Lineage(modality=Modality.DENIED, denied_by=(self.memory.publisher,))
        if item.cue.manner is Manner.REPORTS or verb.lemma_ in words.hedging_speech:
            return Lineage(modality=Modality.HEDGED)
        if verb.lemma_ in words.planned_speech and not any(c.dep_ == "ccomp" for c in verb.children):
            return Lineage(modality=Modality.PLANNED)
        return OWN


# An insertion in brackets, an omission, or a speaker's own person: what an article in the third person lacks.
_SET_APART = re.compile(r"\[\w[^\]]{0,40}\]|\.{3,}|\bI\b(?!\.)|\b(?:[Ww]e|[Oo]ur|my|My)\b")


def _is_one(voice: Voice) -> bool:
    """A single person, named or described."""
    return voice.kind is Kind.PERSON or (voice.kind is Kind.UNNAMED and not voice.name.split()[0].endswith("s"))


def _through(lineage: Lineage, told: _Told) -> Lineage:
    """A lineage inside a quotation has come through its speaker."""
    return replace(lineage, chain=_unique([*lineage.chain, *told.chain]))


def _unique(chain: Sequence[Voice]) -> tuple[Voice, ...]:
    """In order, each voice once."""
    kept: dict[str, Voice] = {}
    for voice in chain:
        kept.setdefault(voice.slug, voice)
    return tuple(kept.values())[:LONGEST_CHAIN]


def _segment(sentence: Sentence, cue: Cue) -> Segment:
    """The reporting phrase around its verb, as one stretch of the article."""
    at = end = cue.verb.i
    while at - 1 in cue.words:
        at -= 1
    while end + 1 in cue.words:
        end += 1
    doc = sentence.span.doc
    return sentence.place(doc[at])[0], sentence.place(doc[end])[1]
