"""The values that pass between the stages of judgement."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from claims.engine.values import Claim
from sources.engine.values import Voice

if TYPE_CHECKING:
    from corroboration.engine.profiles import Profile

Pair = tuple[str, str]  # ids, the lesser first
UNDATED = datetime(1970, 1, 1, tzinfo=UTC)  # the publication of a statement that was handed in without a date


@dataclass(frozen=True, slots=True)
class Dropped:
    """How a claim ended by an edit of its article. at: when. text: public id of the text that no longer says it.
    updated_as: the claim by which that text gives a newer answer; "": it withdraws the claim."""

    at: datetime
    text: str
    updated_as: str = ""

    @property
    def day(self) -> date:
        return self.at.astimezone(UTC).date()


@dataclass(frozen=True, slots=True)
class Remains:
    """What is kept of a claim whose words were erased: what had been found of it, which can't be found again.

    questions: those it answers. print: of its wording. episode: the claim that heads its episode. relations: other
    claim -> (whether this one came second, stance, type, score). lineage, voices: other claim -> whether the two were
    shown to come from two origins, or one; without and with those who deny them. Who isn't named was in doubt.
    """

    questions: tuple[str, ...] = ()
    print: str = ""
    episode: str = ""
    relations: "Mapping[str, tuple[bool, str, str, float]]" = field(default_factory=dict)
    lineage: Mapping[str, bool] = field(default_factory=dict)
    voices: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Telling:
    """A claim as one article told it: the unit that is related and decided about; episodes of them are grouped.

    id: public id (a hash of content). article: public id of the article. position: order of the claim in it.
    wire: slug of the agency the article's text came from. family: slugs of owner and configured families of the
    publisher (state media of one state ...). original_reporting: an admin marked the publisher so.
    article_print: shingle hashes of the whole article, to find near-identical texts (empty: not known).
    published_at: when the text came out that was first to say it. dropped: how its outlet ended it by an edit.
    remains: what is kept of one whose words were erased; None of all others.
    """

    id: str
    article: str
    position: int
    publisher: Voice
    published_at: datetime
    claim: Claim
    wire: str = ""
    family: frozenset[str] = frozenset()
    original_reporting: bool = False
    day_only: bool = False
    article_print: frozenset[int] = frozenset()
    families: Mapping[str, frozenset[str]] = field(default_factory=dict)  # of the voices in the chain, by slug
    dropped: Dropped | None = None
    remains: Remains | None = None

    @property
    def order(self) -> tuple[datetime, str, int, str]:
        """The order in which claims enter clusters: by publication, within an article as they stand in it.

        The lead of an article founds its event, and what follows joins it. In the order of ids, which are hashes, any
        detail may be the founder (B-cubed F1 on the gold articles: 0.751 and 0.648 this way, 0.655 and 0.600 that way).
        """
        return (self.published_at, self.article, self.position, self.id)


@dataclass(frozen=True, slots=True)
class Episode:
    """Claims of one article about one happening, in the order they stand in: what is linked and grouped as one.

    profile: what episodes are compared by. id: that of the first claim, the episode's head.
    """

    members: "tuple[Telling, ...]"
    profile: "Profile"

    @property
    def head(self) -> "Telling":
        return self.members[0]

    @property
    def id(self) -> str:
        return self.head.id

    @property
    def article(self) -> str:
        return self.head.article

    @property
    def published_at(self) -> datetime:
        return self.head.published_at

    @property
    def order(self) -> tuple[datetime, str, int, str]:
        return self.head.order


@dataclass(frozen=True, slots=True)
class Link:
    """A scored pair of episodes that may be about one event, by their heads: left < right. features explain it."""

    left: str
    right: str
    score: float
    features: Mapping[str, float]


def ordered(one: str, other: str) -> Pair:
    """Two ids as the pair they make."""
    return (one, other) if one < other else (other, one)


class Stance(StrEnum):
    CORROBORATES = "corroborates"
    CONTRADICTS = "contradicts"
    DIFFERS = "differs"
    SUPERSEDES = "supersedes"


@dataclass(frozen=True, slots=True)
class Finding:
    """How two claims stand to each other. type: the slot or clash ("number", "denial", "perpetrator", "place",
    "time", "outcome", "wording"). reasons: in words a reader understands."""

    stance: Stance
    type: str
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Independence:
    """Whether two claims are two voices: True, False, or None where it can't be told. evidence in words."""

    verdict: bool | None
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """A finding between two claims. a is the later one; in *supersedes* a replaces b."""

    a: str
    b: str
    finding: Finding
    independence: Independence


@dataclass(frozen=True, slots=True)
class Constraint:
    """A person's decision about two claims: they are of the same event, or of different ones.

    decision: its id. One decision about several claims makes several constraints, which hold together or not at all.
    leaves: of two that are of different events the one that leaves the other's; "": either may.
    """

    left: str
    right: str
    same: bool
    decision: str = ""
    leaves: str = ""


class OutcomeKind(StrEnum):
    """The dated events in a claim's life."""

    CORROBORATED = "corroborated"
    CONTRADICTED = "contradicted"
    DENIED = "denied"
    SUPERSEDED = "superseded"
    RETRACTED = "retracted"
    VERDICT = "verdict"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One dated event in a claim's life, from `since` until `until` (None: still). by: id of the partner claim,
    or of the decision. weight in [0, 1]: how much it counts, 0 where it is shown but never counted."""

    claim: str
    kind: OutcomeKind
    since: date
    until: date | None
    by: str
    weight: float
    reason: str
