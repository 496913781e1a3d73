"""The dated events in the life of each claim of one cluster.

An outcome begins on the day when the later of two claims was published, or a decision was made, so what was known on
any day can be told without looking ahead. Partners that are not shown to be independent are listed with weight 0:
a reader sees them, no score does.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date

from claims.engine.values import Modality, Zone
from corroboration.engine.corrections import CORRECTION, RETRACTION
from corroboration.engine.dropping import drop_days, dropped, withdrawn, words_of_drop
from corroboration.engine.values import Outcome, OutcomeKind, Pair, Relation, Stance, Telling
from corroboration.engine.verdicts import Verdict, of_verdicts
from sources.engine.values import Kind, Voice

NOBODY = frozenset({Kind.COMMENTER, Kind.REPORTS})
"""Kinds of voices that vouch for nothing: readers below an article, and "reports say"."""

MODALITY_WEIGHT: Mapping[Modality, float] = {
    Modality.ASSERTED: 1.0,
    Modality.HEDGED: 0.5,  # said with a reservation: half a vote
    Modality.PLANNED: 0.5,  # an intention can be reported rightly and yet come to nothing
    Modality.DENIED: 1.0,
}


Ends = Mapping[OutcomeKind, Mapping[str, date]]
"""For a kind of check: claim -> the first day on which its voice stood by it no longer, so that the check ended."""


@dataclass(frozen=True, slots=True)
class _Check:
    """One claim seen from another: what `partner` does to the claim that it is listed under."""

    kind: OutcomeKind
    partner: Telling
    since: date
    shown: bool | None  # shown independent (True), shown dependent (False), or unknown
    evidence: str
    words: str


def outcomes(
    claims: Sequence[Telling],
    relations: Sequence[Relation],
    verdicts: Sequence[Verdict],
    copies: Mapping[str, str],
    decided: Mapping[Pair, date] | None = None,
    wanted: Collection[str] | None = None,
) -> tuple[Outcome, ...]:
    """All outcomes of the claims of one cluster (wanted: of those alone), sorted by claim, day and partner.

    copies: id of a copy -> id of its representative, whose outcomes it inherits from its own publication on. decided:
    the day of the decision that a relation rests on, by its (a, b), where a person made or enabled it.
    """
    tellings = {telling.id: telling for telling in claims if telling.claim.zone is not Zone.COMMENTS}
    links = {(r.a, r.b): r for r in relations if r.a in tellings and r.b in tellings}
    days = {pair: known_on(link, tellings, decided or {}) for pair, link in links.items()}
    ends = {
        OutcomeKind.CONTRADICTED: _first(ended_on(links, days, tellings), drop_days(tellings, copies, dropped)),
        OutcomeKind.CORROBORATED: _first(taken_back_on(links, days, tellings), drop_days(tellings, copies, withdrawn)),
    }
    found: list[Outcome] = []
    checks, newer = _checks(links, days, tellings), _newer(links)
    for claim in sorted(tellings if wanted is None else tellings.keys() & wanted):
        telling, original = tellings[claim], copies.get(claim, claim)
        inherited = [_from(check, telling) for check in checks.get(original, [])]
        found += _of_checks(telling, inherited, links, ends, original)
        found += _of_denial(telling)
        found += _of_supersession(telling, newer.get(original, ()), links, days, tellings)
        found += _of_drop(telling, original, links)
        found += of_verdicts(claim, [v for v in verdicts if v.claim in (claim, original)])
    return tuple(sorted(found, key=lambda o: (o.claim, o.since, o.kind, o.by)))


def _first(left: Mapping[str, date], right: Mapping[str, date]) -> dict[str, date]:
    """Of each claim the first of its days."""
    return {claim: min(days[claim] for days in (left, right) if claim in days) for claim in {*left, *right}}


def lead(telling: Telling) -> Voice | None:
    """The voice that vouches for what a claim says: its origin, or its outlet where it cites nobody.

    None for a denied claim without a known origin: then the article holds denial only.
    """
    if telling.claim.chain:
        return telling.claim.chain[0]
    return None if telling.claim.modality is Modality.DENIED else telling.publisher


def identity(voice: Voice) -> str:
    """Who a voice counts as: a spokesman and the body he speaks for are one."""
    return voice.speaks_for or voice.slug


def day_of(telling: Telling) -> date:
    """The UTC day on which a claim was published."""
    return telling.published_at.astimezone(UTC).date()


def known_on(relation: Relation, tellings: Mapping[str, Telling], decided: Mapping[Pair, date]) -> date:
    """The first day on which a relation was known: both claims were out, and what it took a person to decide was."""
    days = [day_of(tellings[relation.a]), day_of(tellings[relation.b])]
    decision = decided.get((relation.a, relation.b))
    return max([*days, decision] if decision else days)


def ended_on(
    links: Mapping[Pair, Relation], days: Mapping[Pair, date], tellings: Mapping[str, Telling]
) -> dict[str, date]:
    """Claim -> the first day on which its own voice had replaced it or taken it back, and stood by it no longer."""
    ends = taken_back_on(links, days, tellings)
    for pair in sorted(links):
        if links[pair].finding.stance is Stance.SUPERSEDES:
            gone = taken_back(tellings[pair[0]], tellings[pair[1]], links[pair]) or tellings[pair[1]]
            ends[gone.id] = min(days[pair], ends.get(gone.id, days[pair]))
    return ends


def taken_back_on(
    links: Mapping[Pair, Relation], days: Mapping[Pair, date], tellings: Mapping[str, Telling]
) -> dict[str, date]:
    """Claim -> the first day on which its own voice, or the outlet's correction, had taken it back."""
    ends: dict[str, date] = {}
    for pair in sorted(links):
        gone = taken_back(tellings[pair[0]], tellings[pair[1]], links[pair])
        if gone is not None:
            ends[gone.id] = min(days[pair], ends.get(gone.id, days[pair]))
    return ends


def taken_back(left: Telling, right: Telling, relation: Relation) -> Telling | None:
    """Which of two claims is taken back by the other: corrected by its publisher, or denied by its own voice later."""
    if _corrects(relation):
        return left if left.id == relation.b else right
    later, earlier = (left, right) if left.order > right.order else (right, left)
    return earlier if _recants(later, earlier, relation) else None


def takes_back_own(by: Telling, voice: Voice) -> bool:
    """Whether a claim that takes another back does so for a voice itself, not for an outlet that misreported it."""
    own = lead(by)
    return identity(voice) in {identity(speaker) for speaker in (*by.claim.denied_by, *([own] if own else []))}


def _corrects(relation: Relation) -> bool:
    """Whether the newer claim is a correction: its publisher, or its voice, says that the older one was wrong."""
    return relation.finding.stance is Stance.SUPERSEDES and relation.finding.type in (CORRECTION, RETRACTION)


def _recants(later: Telling, earlier: Telling, relation: Relation) -> bool:
    """Whether the voice behind the earlier claim denies it in the later one."""
    own = lead(earlier)
    if own is None or later.claim.modality is not Modality.DENIED or not same_content(later, earlier, relation):
        return False
    return any(identity(voice) == identity(own) for voice in later.claim.denied_by if voice.kind not in NOBODY)


def same_content(left: Telling, right: Telling, relation: Relation) -> bool:
    """Whether two claims say the same, whoever denies it.

    A denied claim is what is denied. So it says the same as a claim that it "contradicts" by the denial alone, and the
    denier speaks against both; it excludes a claim that negates it, with which its denier agrees.
    """
    stance = relation.finding.stance
    if Modality.DENIED not in (left.claim.modality, right.claim.modality):
        return stance is Stance.CORROBORATES
    alike = left.claim.frame.polarity == right.claim.frame.polarity
    return alike and _about_denial(relation)


def _about_denial(relation: Relation) -> bool:
    finding = relation.finding
    return finding.stance is Stance.CORROBORATES or (finding.stance is Stance.CONTRADICTS and finding.type == "denial")


def excludes(left: Telling, right: Telling, relation: Relation) -> bool:
    """Whether at most one of two claims can hold."""
    if Modality.DENIED in (left.claim.modality, right.claim.modality) and _about_denial(relation):
        return not same_content(left, right, relation)
    return relation.finding.stance is Stance.CONTRADICTS


def deniers(telling: Telling) -> tuple[Voice, ...]:
    """The voices that deny what a claim says and can be held to it: not its own origin, not "reports"."""
    own = lead(telling)
    return tuple(
        voice
        for voice in telling.claim.denied_by
        if voice.kind not in NOBODY and (own is None or identity(voice) != identity(own))
    )


def _checks(
    links: Mapping[Pair, Relation], days: Mapping[Pair, date], tellings: Mapping[str, Telling]
) -> dict[str, list[_Check]]:
    checks: dict[str, list[_Check]] = {}
    for pair in sorted(links):
        for claim, partner in (pair, pair[::-1]):
            found = _checks_by(tellings[claim], tellings[partner], links[pair], days[pair])
            checks.setdefault(claim, []).extend(found)
    return checks


def _checks_by(claim: Telling, partner: Telling, relation: Relation, since: date) -> list[_Check]:
    evidence, words = "; ".join(relation.independence.evidence), "; ".join(relation.finding.reasons)
    found = []
    for kind in _kinds(claim, partner, relation):
        shown = relation.independence.verdict
        if kind is OutcomeKind.DENIED:
            kind, shown = _denial(claim, partner, relation)
        found.append(_Check(kind, partner, since, shown, evidence, words))
    return found


def _kinds(claim: Telling, partner: Telling, relation: Relation) -> list[OutcomeKind]:
    """What the partner does to the claim. Whoever passes on a claim with its denial does two things at once."""
    denied = partner.claim.modality is Modality.DENIED
    if same_content(claim, partner, relation):
        said = [OutcomeKind.CORROBORATED] if lead(partner) is not None else []
        return [*said, OutcomeKind.DENIED] if denied else said
    if not excludes(claim, partner, relation):
        return []
    agrees = relation.finding.stance is Stance.CORROBORATES and denied
    return [OutcomeKind.CORROBORATED if agrees else OutcomeKind.CONTRADICTED]


def _denial(claim: Telling, partner: Telling, relation: Relation) -> tuple[OutcomeKind, bool | None]:
    """What a denier's word amounts to, and whether he is a voice of his own.

    The one who made a claim and now denies it has taken it back; one who denied it and now makes it has taken back the
    denial, which counts no longer. A denier is independent of whoever it denies, even where both stand in one article;
    only a nameless denial counts for nothing.
    """
    own = lead(claim)
    voices = [voice for voice in partner.claim.denied_by if voice.kind not in NOBODY]
    if own is not None and any(identity(voice) == identity(own) for voice in voices):
        recanted = taken_back(claim, partner, relation) is claim
        return (OutcomeKind.RETRACTED if recanted else OutcomeKind.DENIED), False
    return OutcomeKind.DENIED, (True if voices else None)


def _from(check: _Check, telling: Telling) -> _Check:
    """The same check, seen from a copy: it begins when the copy is out too, and an outlet does not confirm itself."""
    shown: bool | None = check.shown
    if check.partner.publisher.slug == telling.publisher.slug and check.kind is not OutcomeKind.DENIED and shown:
        own = lead(telling)
        shown = own is not None and own.slug != telling.publisher.slug
    since = max(check.since, day_of(telling))
    return _Check(check.kind, check.partner, since, shown, check.evidence, check.words)


def _of_checks(
    telling: Telling, checks: Iterable[_Check], links: Mapping[Pair, Relation], ends: Ends, original: str
) -> list[Outcome]:
    """The outcomes that partners bring, each origin counted once: the earliest of it that was published, and from the
    day on which that was taken back the next."""
    counted: dict[OutcomeKind, list[tuple[Telling, date | None]]] = {}
    found = []
    for check in sorted(checks, key=lambda c: (c.since, c.partner.order)):
        earlier = counted.setdefault(check.kind, [])
        until = _until(check, ends, telling, original)
        repeats, free = _repeated(check.partner, check.kind, earlier, links)
        since = max(check.since, free) if free is not None else check.since
        check = replace(check, since=since)
        weight, reason = _weigh(check, repeats, until)
        if weight > 0:
            earlier.append((check.partner, until))
        lasting = until if until is not None and until > since else None
        found.append(Outcome(telling.id, check.kind, since, lasting, check.partner.id, weight, reason))
    return found


def _until(check: _Check, ends: Ends, telling: Telling, original: str) -> date | None:
    """The day on which a check ended: a contradiction, when one of the two voices had replaced or dropped its claim and
    stood by it no longer; a corroboration, when one of the two had taken its claim back."""
    if check.kind not in ends:
        return None
    days = [ends[check.kind][claim] for claim in (original, check.partner.id) if claim in ends[check.kind]]
    ended = dropped(telling) if check.kind is OutcomeKind.CONTRADICTED else withdrawn(telling)
    return min([*days, *([telling.dropped.day] if telling.dropped and ended else [])], default=None)


def _repeated(
    partner: Telling, kind: OutcomeKind, earlier: Iterable[tuple[Telling, date | None]], links: Mapping[Pair, Relation]
) -> tuple[Telling | None, date | None]:
    """The partner already counted from which this one is not shown to be independent; where all such were taken back,
    the day on which the last was."""
    free: date | None = None
    for other, until in earlier:
        link = links.get((partner.id, other.id)) or links.get((other.id, partner.id))
        if kind is OutcomeKind.DENIED:
            dependent = bool({identity(v) for v in deniers(partner)} & {identity(v) for v in deniers(other)})
        else:
            dependent = same_lead(partner, other) if link is None else link.independence.verdict is not True
        if dependent and until is None:
            return other, None
        if dependent and until is not None:
            free = max(until, free or until)
    return None, free


def same_lead(left: Telling, right: Telling) -> bool:
    """Whether one voice vouches for both claims."""
    ours, theirs = lead(left), lead(right)
    return ours is not None and theirs is not None and identity(ours) == identity(theirs)


def _weigh(check: _Check, repeats: Telling | None, until: date | None) -> tuple[float, str]:
    """(weight, reason) of a check. Only what is shown independent, new and still standing counts."""
    who = _speaker(check)
    said = f"{check.kind} by {who}: {check.words}" if check.words else f"{check.kind} by {who}"
    if check.kind is OutcomeKind.RETRACTED:
        return 0.0, f"taken back by {who}"
    if check.shown is not True:
        why = "not independent" if check.shown is False else "independence unknown"
        return 0.0, f"{said} ({why}{': ' + check.evidence if check.evidence else ''}; not counted)"
    if repeats is not None:
        return 0.0, f"{said} (not shown independent of {_name(repeats)}, which counts already; not counted)"
    if until is not None and until <= check.since:
        return 0.0, f"{said} (of a claim already replaced by its own voice; not counted)"
    return MODALITY_WEIGHT[check.partner.claim.modality], said


def _speaker(check: _Check) -> str:
    if check.kind in (OutcomeKind.DENIED, OutcomeKind.RETRACTED) and check.partner.claim.denied_by:
        return ", ".join(voice.name for voice in check.partner.claim.denied_by)
    return _name(check.partner)


def _name(telling: Telling) -> str:
    """Origin and outlet, as a reader would cite them."""
    own = lead(telling)
    if own is None or own.slug == telling.publisher.slug:
        return telling.publisher.name
    return f"{own.name} in {telling.publisher.name}"


def _of_denial(telling: Telling) -> list[Outcome]:
    """A claim that is itself reported as denied is denied from the day it was published."""
    if telling.claim.modality is not Modality.DENIED or not telling.claim.denied_by:
        return []
    held = deniers(telling)
    names = ", ".join(voice.name for voice in telling.claim.denied_by)
    reason = f"denied by {names}" if held else f"denied by {names} (nobody who can be held to it; not counted)"
    return [Outcome(telling.id, OutcomeKind.DENIED, day_of(telling), None, telling.id, 1.0 if held else 0.0, reason)]


def _newer(links: Mapping[Pair, Relation]) -> dict[str, list[Pair]]:
    """By claim the relations in which another takes its place, in order."""
    found: dict[str, list[Pair]] = {}
    for pair in sorted(links):
        if links[pair].finding.stance is Stance.SUPERSEDES:
            found.setdefault(pair[1], []).append(pair)
    return found


def _of_supersession(
    telling: Telling,
    newer: Iterable[Pair],
    links: Mapping[Pair, Relation],
    days: Mapping[Pair, date],
    tellings: Mapping[str, Telling],
) -> list[Outcome]:
    """Replaced or taken back by its own voice: shown, and neither for nor against it."""
    found = []
    for pair in newer:
        relation = links[pair]
        kind = OutcomeKind.RETRACTED if _corrects(relation) else OutcomeKind.SUPERSEDED
        since = max(days[pair], day_of(telling))
        reason = f"{kind} by {_name(tellings[pair[0]])}: {'; '.join(relation.finding.reasons)}"
        found.append(Outcome(telling.id, kind, since, None, pair[0], 0.0, reason))
    return found


def _of_drop(telling: Telling, original: str, links: Mapping[Pair, Relation]) -> list[Outcome]:
    """Withdrawn or updated by an edit of its article, where no relation tells of the update."""
    drop = telling.dropped
    if drop is None:
        return []
    kind, by = (OutcomeKind.SUPERSEDED, drop.updated_as) if drop.updated_as else (OutcomeKind.RETRACTED, drop.text)
    link = links.get((by, original))
    if link is not None and link.finding.stance is Stance.SUPERSEDES:
        return []
    return [Outcome(telling.id, kind, max(drop.day, day_of(telling)), None, by, 0.0, words_of_drop(telling))]
