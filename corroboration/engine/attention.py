"""How much a person's look at a cluster would add, and why: what orders the review queue.

Grounds are added up, each with its words and its worth, and all of them are shown. The weights order the queue and
nothing else: no score depends on them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log2

from corroboration.engine.numbers import counts_of
from corroboration.engine.values import Relation, Stance, Telling

# A contradiction between two shown voices is what a fact-checker is for; one of unknown lineage less. Many origins and
# many records make an answer consequential; near misses and weak ties are doubt about "same event"; answers far apart,
# and claims as likely true as false, are where nobody knows. What changed since somebody looked rises above one more
# such contradiction. Where two camps can't be told apart, what would tell comes first: the others make 117 at most.
ASKED, CHANGED = 200.0, 8.0
INDEPENDENT_CLASH, CLASH, DIFFERENCE, UNSURE, SUGGESTION = 5.0, 2.0, 0.5, 0.5, 0.5
ORIGIN, RECORD = 1.0, 0.2
MOST_COUNTED = 10  # beyond ten of a kind, more of the same tells a reviewer nothing new
DOUBLING, MOST_SPREAD = 1.0, 4.0  # what each doubling from the least to the largest number is worth; at most
SURE_TIE, TENTH_OF_TIE, MOST_DOUBT = 0.65, 1.0, 3.0  # an episode joins from 0.55 on: just above it a look is worth it
AS_LIKELY_AS_NOT = (0.4, 0.6)  # credibility of a disputed claim of which nothing is known so far
WEIGHTY = ("asked", "changed", "independent", "clash", "differs", "spread", "unsure", "tie", "suggestion")
ORDER = (*WEIGHTY, "origins", "records")


@dataclass(frozen=True, slots=True)
class Ground:
    """One reason to look. kind: of ORDER. says: in words. adds: to the cluster's place in the queue."""

    kind: str
    says: str
    adds: float


def grounds(
    relations: Sequence[Relation],
    told: Mapping[str, Telling],
    *,
    origins: int,
    suggestions: int,
    weakest: float | None = None,
) -> tuple[Ground, ...]:
    """What the cluster itself gives a reviewer to look at.

    relations: those between claims that somebody stands by. told: the claims by id. weakest: the score of the loosest
    tie by which an episode of the cluster holds to the others; None where no link ties any.
    """
    clashes = [r for r in relations if r.finding.stance is Stance.CONTRADICTS]
    differing = [r for r in relations if r.finding.stance is Stance.DIFFERS]
    independent = sum(r.independence.verdict is True for r in clashes)
    found = (
        _counted("independent", independent, INDEPENDENT_CLASH, "{} contradiction{s} between independent origins"),
        _counted("clash", len(clashes) - independent, CLASH, "{} contradiction{s} of unknown or shared lineage"),
        _counted("differs", len(differing), DIFFERENCE, "{} differing count{s}"),
        _spread([*clashes, *differing], told),
        _tie(weakest),
        _counted("suggestion", suggestions, SUGGESTION, "{} suggested match{es}"),
        _origins(origins),
        _counted("records", len(_voices(clashes, told)), RECORD, "{} source{s} whose record hangs on it"),
    )
    return tuple(ground for ground in found if ground)


def asked(questions: int) -> Ground | None:
    """questions: those of the cluster on which a verdict would help to tell two camps apart."""
    return _counted("asked", questions, ASKED, "{} question{s} on which a verdict would tell two camps apart")


def unsure(claims: int) -> Ground | None:
    """claims: disputed ones of which nothing says whether they are true or false."""
    return _counted("unsure", claims, UNSURE, "{} disputed claim{s} as likely true as false")


def changed(news: str) -> Ground:
    """news: what changed since a person reviewed it."""
    return Ground("changed", news, CHANGED)


def in_order(found: Iterable[Ground | None]) -> tuple[Ground, ...]:
    """The grounds there are, in the order in which they are told."""
    return tuple(sorted((ground for ground in found if ground), key=lambda ground: ORDER.index(ground.kind)))


def attention(found: Iterable[Ground], *, reviewed: bool = False) -> float:
    """The place in the review queue; 0 where nothing is left to look at.

    Many origins alone are no reason to look. reviewed: a person saw it as it is now; only a verdict may be missing.
    """
    counting = [ground for ground in found if not reviewed or ground.kind == "asked"]
    if not any(ground.kind in WEIGHTY for ground in counting):
        return 0.0
    return round(sum(ground.adds for ground in counting), 2)


def _counted(kind: str, count: int, worth: float, words: str) -> Ground | None:
    if not count:
        return None
    plural = {"s": "s" * (count > 1), "es": "es" * (count > 1)}
    return Ground(kind, words.format(count, **plural), round(worth * min(count, MOST_COUNTED), 2))


def _origins(count: int) -> Ground | None:
    """What several origins tell is consequential; that there is one is nothing to look at."""
    more = min(max(count - 1, 0), MOST_COUNTED)
    return Ground("origins", f"{count} origins", round(ORIGIN * more, 2)) if more else None


def _spread(relations: Iterable[Relation], told: Mapping[str, Telling]) -> Ground | None:
    """How far the numbers lie apart, at most, that two of the claims give as the answer to one question."""
    pairs = (counts_of(told[r.a], told[r.b]) for r in relations if r.finding.type == "number")
    sizes = [sorted(count.size for count in pair) for pair in pairs if pair]
    times = max((large / small for small, large in sizes if small > 0), default=1.0)
    if times < 2:
        return None
    worth = min(MOST_SPREAD, DOUBLING * log2(times))
    return Ground("spread", f"numbers up to {times:.3g} times apart", round(worth, 2))


def _tie(weakest: float | None) -> Ground | None:
    if weakest is None or weakest >= SURE_TIE:
        return None
    worth = min(MOST_DOUBT, TENTH_OF_TIE * 10 * (SURE_TIE - weakest))
    return Ground("tie", f"a claim that may be of another event ({weakest:.2f})", round(worth, 2))


def _voices(relations: Iterable[Relation], told: Mapping[str, Telling]) -> set[str]:
    """Who vouches for the claims of these relations."""
    claims = {id for relation in relations for id in (relation.a, relation.b)}
    return {told[id].claim.chain[0].slug if told[id].claim.chain else told[id].publisher.slug for id in claims}
