"""One article into its claims, the whole in order: zones, sentences, voices, clauses, frames."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Token

from claims.engine import attribution, document, languages, memory, posts, voices, zones
from claims.engine.atoms import Atom, split
from claims.engine.document import Sentence, load_parser
from claims.engine.firsthand import shows_first_hand
from claims.engine.frame import Context, Description, describe
from claims.engine.lineage import Lineage, Reading
from claims.engine.modality import modality, settle
from claims.engine.phrases import speakers
from claims.engine.reference import Reference
from claims.engine.values import ArticleText, Claim, Extraction, Interval, Modality, Segment, Zone
from sources.engine.names import Directory
from sources.engine.values import Kind, Voice

__all__ = ["extract", "load_parser"]

EARLIER_CLAIMS = 12  # how many of an article's earlier claims a frame may look back to
BRIDGED = 2  # code points between two words of a claim that are no gap (a blank, a comma and a blank)


Hear = Callable[[Sequence[Sentence], Sequence[Segment]], None]


def extract(article: ArticleText, reference: Reference, nlp: Language, hear: Hear | None = None) -> Extraction:
    """The claims of one article. A pure function of its arguments; never raises on any text without NUL.

    hear: is called with the sentences and quotations of each part, in order, for whoever wants more of the parse than
    the claims; nothing it does changes them.
    """
    plan = zones.layout(article.text, article.title, reference.directory)
    context = _context(article, plan, reference)
    claims = [
        claim
        for zone in (Zone.BODY, Zone.COMMENTS)
        for claim in _claims(article, plan.of(zone), zone, context, reference, nlp, hear)
    ]
    wire = _wire(article, plan, reference)
    first_hand = shows_first_hand(article.text, plan.of(Zone.BODY), plan.dateline_place, wire)
    return Extraction(
        claims=tuple(sorted(claims, key=lambda claim: claim.segments)),
        zones=plan.zones,
        wire=wire,
        first_hand=first_hand,
        notes=_notes(article, plan),
    )


def _wire(article: ArticleText, plan: zones.Layout, reference: Reference) -> str:
    """The slug of the agency or outlet that the article came from, "" for none and for the publisher itself.

    The agency of the metadata, else of the text, else the outlet that the metadata say it was republished from.
    """
    agency = reference.directory.resolve(article.wire) if article.wire else None
    republished = reference.directory.voice(article.via, Kind.OUTLET).slug if article.via else ""
    slug = next(filter(None, (agency.slug if agency else "", plan.wire, republished)), "")
    return "" if slug == article.publisher.slug else slug


def _context(article: ArticleText, plan: zones.Layout, reference: Reference) -> Context:
    return Context(
        published=article.published_at.date(),
        day_only=article.published_day_only,
        title=article.title,
        dateline_time=_dateline_time(plan.dateline, article, reference),
        dateline_place=plan.dateline_place,
    )


def _dateline_time(dateline: str, article: ArticleText, reference: Reference) -> Interval | None:
    """The day that a dateline names; its date says more than its weekday."""
    times = reference.times.find_absolute(dateline) or reference.times.find(dateline, article.published_at.date())
    return times[-1].interval if times else None


def _notes(article: ArticleText, plan: zones.Layout) -> tuple[str, ...]:
    notes = []
    if not plan.dateline:
        notes.append("the text names no day of publication")
    if document.has_long_words(article.text):
        notes.append(f"words of {document.LONGEST_WORD} letters and more are left out")
    if any(end - start > document.WINDOW for _, (start, end) in plan.zones):
        notes.append("a very long paragraph was read in pieces")
    notes += languages.notes(plan.foreign, article.language, bool(plan.of(Zone.BODY)))
    return tuple(notes)


def _claims(
    article: ArticleText,
    stretches: Sequence[Segment],
    zone: Zone,
    context: Context,
    reference: Reference,
    nlp: Language,
    hear: Hear | None,
) -> list[Claim]:
    """The claims of one zone, in text order."""
    readable = document.legible(article.text)
    quotes = document.quotations(article.text, stretches)
    posted = posts.find(article.text)
    nation = memory.nation(f"{article.title} {article.text}")
    heard = memory.Memory(reference.directory, article.publisher, nation)
    earlier: deque[Description] = deque(maxlen=EARLIER_CLAIMS)
    claims = []
    for part in document.parts(readable, _paragraphs(article.text, stretches)):
        sentences = document.parse(readable, part, nlp)
        if hear is not None:
            hear(sentences, quotes)
        for plain in attribution.read(sentences, quotes, heard):
            reading = posts.attributed(plain, posted, reference.directory, article.publisher)
            for atom in split(reading.sentence.span, reading.allowed):
                here = replace(context, earlier=tuple(earlier))
                described = describe(atom.told, reading.sentence.span, here, reference, atom.tokens)
                earlier.append(described)
                claims.append(_claim(article, reading, atom, described, zone))
    return [_with_standing_voices(claim, article.publisher, reference.directory) for claim in claims]


def _with_standing_voices(claim: Claim, publisher: Voice, directory: Directory) -> Claim:
    """The claim by the sources that stay: names that the directory lists are theirs already, odder ones are not."""
    chain = dict.fromkeys(map(directory.standing, claim.chain))
    deniers = dict.fromkeys(map(directory.standing, claim.denied_by))
    if tuple(chain) == claim.chain and tuple(deniers) == claim.denied_by:
        return claim
    return replace(claim, chain=tuple(v for v in chain if v.slug != publisher.slug), denied_by=tuple(deniers))


def _paragraphs(text: str, stretches: Sequence[Segment]) -> list[tuple[int, Segment]]:
    """Number the stretches by the line they stand in: those with no line break between them share a number."""
    numbered, number, last = [], 0, 0
    for start, end in stretches:
        if "\n" in text[last:start]:
            number += 1
        numbered.append((number, (start, end)))
        last = end
    return numbered


def _claim(article: ArticleText, reading: Reading, atom: Atom, described: Description, zone: Zone) -> Claim:
    lineage = _lineage(article, reading, atom, zone)
    segments = _segments(reading.sentence, atom.tokens)
    return Claim(
        segments=segments,
        text=" ".join(article.text[start:end] for start, end in segments),
        statement=described.statement,
        sentence=reading.sentence.segment,
        chain=lineage.chain,
        modality=_modality(atom, lineage),
        denied_by=lineage.denied_by,
        zone=zone,
        slot=described.slot,
        frame=described.frame,
        quantities=described.quantities,
        first_hand=lineage.first_hand,
        cues=lineage.cues,
        number_context=described.number_context,
        unresolved=described.unresolved,
    )


def _lineage(article: ArticleText, reading: Reading, atom: Atom, zone: Zone) -> Lineage:
    """The lineage of the clause's head; "reportedly" gives an origin where there is none, a comment its commenter."""
    lineage = reading.of(atom.head)
    if not lineage.chain and any(
        t.lower_ in speakers().words["report_adverbs"] and t.head == atom.head for t in atom.tokens
    ):
        slug = f"{article.publisher.slug}/{voices.REPORTS}"
        lineage = Lineage((Voice(slug, voices.REPORTS, Kind.REPORTS),), Modality.HEDGED, lineage.denied_by)
    if zone is Zone.COMMENTS:
        commenter = Voice(f"{article.publisher.slug}/commenter", "commenter", Kind.COMMENTER)
        lineage = Lineage((*lineage.chain, commenter), lineage.modality, lineage.denied_by)
    return lineage


def _modality(atom: Atom, lineage: Lineage) -> Modality:
    """What the clause's own words and the reporting verb make of it."""
    return settle(modality(atom.head, atom.tokens, atom.purpose), lineage.modality, atom.head)


def _segments(sentence: Sentence, tokens: Sequence[Token]) -> tuple[Segment, ...]:
    """The stretches of the article that the tokens cover; blanks and lone commas between them are no gaps."""
    merged: list[Segment] = []
    for start, end in map(sentence.place, tokens):
        if merged and start - merged[-1][1] <= BRIDGED:
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return tuple(merged)
