"""From the claims of a cluster to questions with votes: what the joint inference counts.

A *question* holds answers that exclude each other (claims joined by contradictions), an *answer* the claims that say
the same. Within an answer, claims that are shown to depend on each other stand for one *vote*, whoever carried it:
origins are counted, not outlets.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from itertools import permutations
from typing import TypeVar

from claims.engine.values import Modality, Zone
from corroboration.engine.dropping import all_dropped, known_by, withdrawn
from corroboration.engine.independence import independence
from corroboration.engine.outcomes import (
    MODALITY_WEIGHT,
    NOBODY,
    day_of,
    deniers,
    ended_on,
    excludes,
    identity,
    known_on,
    lead,
    same_content,
    takes_back_own,
)
from corroboration.engine.taken_back import TakenBack, stood_by_until, taken_back_of
from corroboration.engine.values import Pair, Relation, Telling
from corroboration.engine.verdicts import Verdict
from sources.engine.values import Voice

T = TypeVar("T", bound=Hashable)


class Role(StrEnum):
    """In what part a voice spoke. Its records in the three parts are kept apart."""

    OWN = "own"  # the outlet itself, citing nobody
    ORIGIN = "origin"  # first of an attribution chain, or a denier
    CARRIER = "carrier"  # published or passed on what it attributes to another


@dataclass(frozen=True, slots=True)
class ClusterEvidence:
    """All that bears on the claims of one cluster.

    tellings: its claims, copies included. relations: between representatives of copies. verdicts: on its claims.
    copies: id of a copy -> id of its representative. decided: for relations that rest on a person's decision (a merge,
    an overruled stance), the day it was made, by (a, b); the relation was not known before.
    """

    cluster_id: str
    tellings: Sequence[Telling]
    relations: Sequence[Relation] = ()
    verdicts: Sequence[Verdict] = ()
    copies: Mapping[str, str] = field(default_factory=dict)
    decided: Mapping[Pair, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Vote:
    """One origin's word on one answer.

    id: of the claim that carried it first. voice, role: whose record weighs it; name: as shown. answer: index in its
    question. members: all claims that repeat it, earliest first. against: it denies the answer. counted: it was shown
    independent of some other voice. shown: by which of its members. vouched: somebody in particular stands behind it.
    weight: what a check of it can count in a record, by its modality. hedged: whoever carries it says it with a
    reservation.
    """

    id: str
    voice: str
    name: str
    role: Role
    who: str  # identity: what it counts as beside other votes
    answer: int
    day: date
    weight: float
    members: tuple[str, ...]
    against: bool = False
    counted: bool = True
    vouched: bool = True
    hedged: bool = False
    shown: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Question:
    """Answers of which at most one is right.

    answers: the claims of each, earliest first. verdicts: answer -> its latest verdict in force. apart: pairs of votes
    (indices, either order) whose independence was looked at -> whether it was shown, and never put in doubt.
    withdrawn: answers that all who gave them took back. taken_back: the claims that were, in order.
    """

    key: str
    answers: tuple[tuple[str, ...], ...]
    votes: tuple[Vote, ...]
    verdicts: Mapping[int, Verdict]
    apart: Mapping[tuple[int, int], bool]
    withdrawn: frozenset[int] = frozenset()
    taken_back: tuple[TakenBack, ...] = ()


def up_to(evidence: ClusterEvidence, as_of: date | None) -> ClusterEvidence:
    """What was known of a cluster at the end of a day: later claims, relations and decisions taken out."""
    if as_of is None:
        return evidence
    tellings = [known_by(t, as_of) for t in evidence.tellings if day_of(t) <= as_of]
    ids = {t.id: t for t in tellings}
    relations = [
        r for r in evidence.relations if r.a in ids and r.b in ids and known_on(r, ids, evidence.decided) <= as_of
    ]
    verdicts = [
        replace(v, undone_on=v.undone_on if v.undone_on and v.undone_on <= as_of else None)
        for v in evidence.verdicts
        if v.decided_on <= as_of
    ]
    copies = {copy: original for copy, original in evidence.copies.items() if copy in ids and original in ids}
    return ClusterEvidence(evidence.cluster_id, tellings, relations, verdicts, copies, evidence.decided)


def questions(evidence: ClusterEvidence) -> tuple[Question, ...]:
    """The questions that a cluster's claims answer, in the order in which they were first answered."""
    tellings = sorted((t for t in evidence.tellings if t.claim.zone is not Zone.COMMENTS), key=lambda t: t.order)
    by_id = {t.id: t for t in tellings}
    links = {(r.a, r.b): r for r in evidence.relations if r.a in by_id and r.b in by_id}
    agree, clash, apart = _pairs(evidence, by_id, links)
    until = stood_by_until(links, by_id)
    answers = _answers(list(by_id), agree, clash)
    place = {claim: index for index, answer in enumerate(answers) for claim in answer}
    groups = joined(range(len(answers)), [(place[a], place[b]) for a in sorted(clash) for b in sorted(clash[a])])
    home = {index: number for number, group in enumerate(groups) for index in group}
    near: list[dict[Pair, bool | None]] = [{} for _ in groups]
    for pair, verdict in apart.items():
        if home[place[pair[0]]] == home[place[pair[1]]]:
            near[home[place[pair[0]]]][pair] = verdict
    return tuple(
        _question(evidence, [answers[index] for index in group], by_id, near[number], until)
        for number, group in enumerate(groups)
    )


def joined(items: Iterable[T], edges: Iterable[tuple[T, T]]) -> list[list[T]]:
    """Connected components, each in the order of the items, in the order of their first members."""
    listed = list(items)
    root = {item: item for item in listed}

    def find(item: T) -> T:
        while root[item] != item:
            root[item] = root[root[item]]
            item = root[item]
        return item

    for left, right in edges:
        root[find(right)] = find(left)
    groups: dict[T, list[T]] = {}
    for item in listed:
        groups.setdefault(find(item), []).append(item)
    return list(groups.values())


def _pairs(
    evidence: ClusterEvidence, by_id: Mapping[str, Telling], links: Mapping[Pair, Relation]
) -> tuple[dict[str, set[str]], dict[str, set[str]], dict[Pair, bool | None]]:
    """(who says the same as whom, who excludes whom, independence of pairs), each in both directions.

    A claim that its own voice has replaced or taken back neither contradicts nor is contradicted: nobody stands by it
    any more. (The agreements of a replaced one stay: at its time it was right together with others.)
    """
    days = {pair: known_on(r, by_id, evidence.decided) for pair, r in links.items()}
    replaced = ended_on(links, days, by_id).keys() | all_dropped(by_id, evidence.copies)
    agree: dict[str, set[str]] = {}
    clash: dict[str, set[str]] = {}
    apart: dict[Pair, bool | None] = {}
    for a, b in sorted(links):
        relation = links[a, b]
        for left, right in ((a, b), (b, a)):
            apart[left, right] = relation.independence.verdict
            if same_content(by_id[a], by_id[b], relation):
                agree.setdefault(left, set()).add(right)
            elif excludes(by_id[a], by_id[b], relation) and a not in replaced and b not in replaced:
                clash.setdefault(left, set()).add(right)
    for copy, original in sorted(evidence.copies.items()):
        if copy != original and copy in by_id and original in by_id:
            for left, right in ((copy, original), (original, copy)):
                apart[left, right] = False
                agree.setdefault(left, set()).add(right)
    for copy, original in sorted(evidence.copies.items()):
        if copy in by_id and original in by_id and withdrawn(by_id[original]):
            _inherit(copy, original, apart)
    return agree, clash, apart


def _inherit(copy: str, original: str, apart: dict[Pair, bool | None]) -> None:
    """Let a copy that goes on be apart from whom its original was: nobody speaks for the two there any more."""
    for (left, right), verdict in list(apart.items()):
        if left == original and right != copy:
            apart.setdefault((copy, right), verdict)
            apart.setdefault((right, copy), verdict)


def _answers(claims: Sequence[str], agree: Mapping[str, set[str]], clash: Mapping[str, set[str]]) -> list[list[str]]:
    """Group claims that say the same, in order of publication, so that later claims never regroup earlier ones.

    A claim joins the first answer that holds one it agrees with and none that it excludes; else it opens its own.
    """
    answers: list[list[str]] = []
    place: dict[str, int] = {}
    for claim in claims:
        fits = {place[other] for other in agree.get(claim, ()) if other in place}
        fits -= {place[other] for other in clash.get(claim, ()) if other in place}
        place[claim] = min(fits, default=len(answers))
        if not fits:
            answers.append([])
        answers[place[claim]].append(claim)
    return answers


def _question(
    evidence: ClusterEvidence,
    answers: Sequence[Sequence[str]],
    by_id: Mapping[str, Telling],
    apart: Mapping[Pair, bool | None],
    until: Mapping[str, Telling],
) -> Question:
    place = {claim: index for index, answer in enumerate(answers) for claim in answer}
    shown = {left for (left, _), verdict in apart.items() if verdict}
    dependent: list[list[Pair]] = [[] for _ in answers]
    for left, right in sorted(pair for pair, verdict in apart.items() if verdict is False):
        if place[left] == place[right]:
            dependent[place[left]].append((left, right))
    votes: list[Vote] = []
    withdrawn: set[int] = set()
    for index, answer in enumerate(answers):
        tellings = [by_id[claim] for claim in answer]
        standing, recanted = _standing(tellings, until)
        said = _votes(index, standing, dependent[index], shown)
        denied = _denials(index, tellings, {vote.who for vote in said} | recanted)
        votes += [*(_answering(said) if denied else said), *denied]
        if len(standing) < len(tellings) and not said:
            withdrawn.add(index)
    return Question(
        key=f"{evidence.cluster_id}/{answers[0][0]}",
        answers=tuple(tuple(answer) for answer in answers),
        votes=tuple(votes),
        verdicts=_verdicts(place, evidence),
        apart=_between(votes, apart, by_id),
        withdrawn=frozenset(withdrawn),
        taken_back=tuple(taken_back_of([by_id[claim] for answer in answers for claim in answer], until)),
    )


def _standing(tellings: Sequence[Telling], until: Mapping[str, Telling]) -> tuple[list[Telling], set[str]]:
    """The claims of an answer that are stood by, and the voices that took theirs back.

    A voice that takes a claim back takes it back wherever it was printed before, and may make it again later; an outlet
    that corrects what it had from another takes back its own articles alone.
    """
    voices = {telling.id: voice for telling in tellings if (voice := lead(telling)) is not None}
    gone = [(telling, until[telling.id]) for telling in tellings if telling.id in voices and telling.id in until]
    recanted = {identity(voices[t.id]) for t, by in gone if takes_back_own(by, voices[t.id])}

    def stands(telling: Telling) -> bool:
        return not (telling.id in until or withdrawn(telling)) and not any(
            telling.order < by.order
            and identity(voices[telling.id]) == identity(voices[taken.id])
            and (takes_back_own(by, voices[taken.id]) or telling.publisher.slug == taken.publisher.slug)
            for taken, by in gone
            if telling.id in voices
        )

    return [telling for telling in tellings if stands(telling)], recanted


def _between(
    votes: Sequence[Vote], apart: Mapping[Pair, bool | None], by_id: Mapping[str, Telling]
) -> dict[tuple[int, int], bool]:
    """Pairs of votes -> whether some of their claims are shown independent and none dependent.

    Two votes that agree only through a third were never compared: their first claims are looked at here.
    """
    owner = {claim: index for index, vote in enumerate(votes) if not vote.against for claim in vote.members}
    seen: dict[tuple[int, int], set[bool | None]] = {}
    for (left, right), verdict in apart.items():
        if left in owner and right in owner and owner[left] != owner[right]:
            seen.setdefault((owner[left], owner[right]), set()).add(verdict)
    able = [index for index, vote in enumerate(votes) if vote.counted and not vote.against]
    for one, other in permutations(able, 2):
        if (one, other) not in seen:
            seen[one, other] = {independence(by_id[votes[one].id], by_id[votes[other].id]).verdict}
    return {pair: True in verdicts and False not in verdicts for pair, verdicts in seen.items()}


def _votes(index: int, tellings: Sequence[Telling], dependent: Sequence[Pair], shown: set[str]) -> list[Vote]:
    """One vote for each set of claims of an answer that depend on each other or go back to one voice."""
    voices = {telling.id: voice for telling in tellings if (voice := lead(telling)) is not None}
    by_id = {telling.id: telling for telling in tellings}
    edges = [(left, right) for left, right in dependent if left in voices and right in voices]
    first: dict[str, str] = {}
    for claim, voice in voices.items():
        edges.append((first.setdefault(identity(voice), claim), claim))
    return [_vote(index, [by_id[claim] for claim in group], voices, shown) for group in joined(voices, edges)]


def _vote(index: int, members: Sequence[Telling], voices: Mapping[str, Voice], shown: set[str]) -> Vote:
    """The vote of claims that stand for one origin, led by the earliest whose independence of others was shown."""
    able = [t for t in members if voices[t.id].kind not in NOBODY]
    known = [t for t in able if t.id in shown]
    first = (known or able or members)[0]
    voice = voices[first.id]
    return Vote(
        id=first.id,
        voice=voice.slug,
        name=voice.name,
        role=Role.ORIGIN if first.claim.chain else Role.OWN,
        who=identity(voice),
        answer=index,
        day=min(day_of(t) for t in members),
        weight=max(MODALITY_WEIGHT[t.claim.modality] for t in members),
        members=tuple(t.id for t in members),
        counted=bool(known),
        vouched=bool(able),
        hedged=all(t.claim.modality is Modality.HEDGED for t in members),
        shown=frozenset(t.id for t in known),
    )


def _answering(said: Sequence[Vote]) -> list[Vote]:
    """The votes for an answer that is denied: a denier is another voice, so against it the first origin counts."""
    first = next((vote for vote in said if vote.role is Role.ORIGIN and vote.vouched), None)
    if first is None or any(vote.counted for vote in said):
        return list(said)
    return [replace(vote, counted=vote is first) for vote in said]


def _denials(index: int, tellings: Sequence[Telling], asserting: set[str]) -> list[Vote]:
    """One vote against an answer for each voice that denies it and does not also vouch for it."""
    first: dict[str, tuple[Voice, list[Telling]]] = {}
    for telling in tellings:
        for voice in deniers(telling):
            if identity(voice) not in asserting:
                first.setdefault(identity(voice), (voice, []))[1].append(telling)
    return [
        Vote(
            id=carriers[0].id,
            voice=voice.slug,
            name=voice.name,
            role=denial_role(carriers[0], voice),
            who=who,
            answer=index,
            day=day_of(carriers[0]),
            weight=1.0,
            members=tuple(t.id for t in carriers),
            against=True,
        )
        for who, (voice, carriers) in first.items()
    ]


def denial_role(telling: Telling, denier: Voice) -> Role:
    """The part in which a voice denies: in its own pages, or quoted by another."""
    return Role.OWN if denier.slug == telling.publisher.slug else Role.ORIGIN


def _verdicts(place: Mapping[str, int], evidence: ClusterEvidence) -> dict[int, Verdict]:
    """Answer -> the latest verdict in force on any of its claims that says true or false."""
    found: dict[int, Verdict] = {}
    for verdict in sorted(evidence.verdicts, key=lambda v: v.decided_on):  # of one day as they were given
        if verdict.claim in place and verdict.undone_on is None and verdict.rating is not None:
            found[place[verdict.claim]] = verdict
    return found
