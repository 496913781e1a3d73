"""Whether the voices fall into two camps that can't be told apart, and which clusters a verdict would help most."""

from dataclasses import dataclass
from datetime import date

from claims.models import Claim
from corroboration.models import Cluster, KeptFit, Outcome


@dataclass(frozen=True, slots=True)
class Disputed:
    """What the latest fit left open.

    month: its last day, None before the first fit. undecided: whether two camps can't be told apart. questions: those
    on which verdicts would tell most, first ones first, by the claims that name them, without those judged since.
    """

    month: date | None = None
    undecided: bool = False
    questions: tuple[Claim, ...] = ()

    @property
    def clusters(self) -> list[Cluster]:
        """Those of the questions, each once."""
        return list({claim.membership.cluster_id: claim.membership.cluster for claim in self.questions}.values())


def disputed() -> Disputed:
    """The latest fit's list, decided or not."""
    found = _latest()
    return Disputed() if found is None else Disputed(found.month, found.undecided, _open(found))


def camps() -> Disputed | None:
    """The same, where two camps can't be told apart: what the first page asks for help with."""
    found = _latest()
    return Disputed(found.month, True, _open(found)) if found is not None and found.undecided else None


def _latest() -> KeptFit | None:
    return KeptFit.objects.defer("trust").order_by("-month").first()


def _open(found: KeptFit) -> tuple[Claim, ...]:
    """A verdict that came after the fit takes its question off the list at once, though it counts with the next fit."""
    claims = Claim.objects.filter(public_id__in=found.disputed, membership__isnull=False)
    known = {claim.public_id: claim for claim in claims.select_related("membership__cluster")}
    verdicts = Outcome.objects.filter(kind=Outcome.Kind.VERDICT, since__gt=found.month, until=None)
    judged = verdicts.filter(claim__membership__cluster__in={claim.membership.cluster_id for claim in known.values()})
    done = set(judged.values_list("claim__membership__cluster", "claim__slot"))
    listed = [known[id] for id in found.disputed if id in known]
    return tuple(claim for claim in listed if (claim.membership.cluster_id, claim.slot) not in done)
