"""What the credibility of a claim rests on: the votes for and against it, what has come of it, what would change it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F

from claims.models import Claim
from corroboration.engine.reasons import Reason, start
from corroboration.models import Membership, Outcome
from corroboration.selectors.cards import Card, cards, with_details
from corroboration.selectors.links import Here, Stand, here
from corroboration.standing import ORDER

OUTCOMES_SHOWN = 12  # of one claim: what counts, then the latest
VOTE = re.compile(r"([+-]\d+\.\d\d) (.+)", re.DOTALL)
CHANGES = ("one more independent voice", "only another verdict")
"""With which words the reasons of an assessment go on to what would change it (engine/truth.py)."""


@dataclass(frozen=True, slots=True)
class Vote:
    """What one voice does to a claim. weight: signed, in log-odds, as it is written; words: who, how, how reliable."""

    weight: str
    words: str

    @property
    def against(self) -> bool:
        return self.weight.startswith("−")


@dataclass(frozen=True, slots=True)
class Rests:
    """The reasons of an assessment, told apart. notes: what else bears on it. changes: what would change it."""

    votes: tuple[Vote, ...]
    notes: tuple[str, ...]
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Came:
    """An outcome. claim: the public id of the claim that brought it about, "" where a person or an edit did."""

    outcome: Outcome
    claim: str


@dataclass(frozen=True, slots=True)
class Basis:
    """All that the credibility of a claim rests on. more: how many outcomes are left out. here: why the claim stands in
    its cluster."""

    card: Card
    rests: Rests
    outcomes: tuple[Came, ...]
    more: int
    here: Here | None

    @property
    def counted(self) -> list[Came]:
        return [came for came in self.outcomes if came.outcome.weight]

    @property
    def uncounted(self) -> list[Came]:
        return [came for came in self.outcomes if not came.outcome.weight]

    @property
    def start(self) -> Reason | None:
        """What every score of a link begins with, where any is shown."""
        return start() if self.here and self.here.whys else None


def rests_on(reasons: Sequence[str]) -> Rests:
    """The reasons of an assessment, as they are stored: votes, notes, changes, in this order."""
    ends = next((turn for turn, words in enumerate(reasons) if words.startswith(CHANGES)), len(reasons))
    found = [(VOTE.fullmatch(words), words) for words in reasons[:ends]]
    return Rests(
        votes=tuple(Vote(vote[1].replace("-", "−"), vote[2]) for vote, _ in found if vote),
        notes=tuple(words for vote, words in found if not vote),
        changes=tuple(reasons[ends:]),
    )


def basis_of(claim_id: str) -> Basis | None:
    """What a claim's credibility rests on, in a fixed number of queries; None where there is no such claim."""
    claim = with_details(Claim.objects.filter(public_id=claim_id)).first()
    return basis(cards([claim])[0]) if claim else None


def basis(card: Card) -> Basis:
    """The same of a claim that is at hand."""
    came = Outcome.objects.filter(claim=card.claim.public_id).order_by("-weight", "-since", "by")
    outcomes = list(came[:OUTCOMES_SHOWN])
    partners = {outcome.by for outcome in outcomes} - {card.claim.public_id}
    claims = set(Claim.objects.filter(public_id__in=partners).values_list("public_id", flat=True))
    return Basis(
        card=card,
        rests=rests_on(card.assessment.reasons if card.assessment else ()),
        outcomes=tuple(Came(each, each.by if each.by in claims else "") for each in outcomes),
        more=came.count() - len(outcomes),
        here=_here(card),
    )


def _here(card: Card) -> Here | None:
    """Why a claim stands in its cluster."""
    members = Membership.objects.filter(cluster=card.cluster, copy_of=None).order_by(*ORDER)
    episode = F("claim__episode_member__episode")
    rows = members.annotate(episode=episode).values_list("claim_id", "episode", "claim__article")
    stands = [Stand(claim, episode or "", article) for claim, episode, article in rows]
    return here(stands, [card.claim.public_id]).get(card.claim.public_id)
