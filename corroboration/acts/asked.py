"""What a program asks to be decided, as the same proposal that a page makes of what was chosen there.

The acts and forms are those of the pages, so that a decision means and needs the same, wherever it came from. Only the
names of the fields are the program's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from claims.models import Claim
from corroboration.acts.forms import ActForm, AttributionForm
from corroboration.acts.proposals import ACTS, Act, Kind, Proposal, chosen_claims, propose
from corroboration.decision_values import BadDecision
from corroboration.models import Cluster, Membership
from corroboration.selectors.clusters import current_id

ACROSS = (Kind.SAME_EVENT, Kind.DIFFERENT_EVENT)  # what may be decided about claims of several clusters
OF_A_PAGE = {"rating": "verdict"}  # a form's name of a field -> ours


@dataclass(frozen=True, slots=True)
class Asked:
    """A decision as it was asked for. claims, or of what orders people's work cluster: ids. says: the rest, by name."""

    kind: str
    claims: tuple[str, ...] = ()
    cluster: str = ""
    reason: str = ""
    says: Mapping[str, Any] = field(default_factory=dict)


class Misfit(BadDecision):
    """What was asked for fits the rules of its form, and nothing that is there. errors: by field."""

    def __init__(self, errors: Mapping[str, Sequence[str]]) -> None:
        super().__init__("; ".join(f"{name}: {says}" for name, messages in errors.items() for says in messages))
        self.errors = errors


def proposed(asked: Asked) -> tuple[Cluster, Proposal]:
    """The decision that was asked for, and the cluster it is about. Raises Misfit, BadDecision."""
    act = ACTS[_act(asked)]
    cluster, chosen = _about(asked, act)
    form = _form(act, asked)
    if not form.is_valid():
        raise Misfit({_ours(name): list(messages) for name, messages in form.errors.items()})
    return cluster, replace(propose(act, cluster, chosen, form), reason=asked.reason)


def _act(asked: Asked) -> str:
    if asked.kind == Kind.INDEPENDENCE:
        return "independent" if asked.says["independent"] else "copy"
    return asked.kind


def _about(asked: Asked, act: Act) -> tuple[Cluster, list[Claim]]:
    if act.alone:
        return _cluster(asked.cluster), []
    known = set(Claim.objects.filter(public_id__in=asked.claims).values_list("public_id", flat=True))
    homes = dict(Membership.objects.filter(claim__in=asked.claims).values_list("claim_id", "cluster_id"))
    errors = {}
    for place, id in enumerate(asked.claims):
        if id not in known:
            errors[f"claims.{place}"] = ["no claim has this id"]
        elif id not in homes:
            errors[f"claims.{place}"] = ["stands in no cluster: it is still being worked on, or a reader's comment"]
    if errors:
        raise Misfit(errors)
    if len(set(homes.values())) > 1 and asked.kind not in ACROSS:
        raise Misfit({"claims": ["stand in several clusters: decide about those of one at a time"]})
    return Cluster.objects.get(public_id=homes[asked.claims[0]]), chosen_claims(asked.claims)


def _cluster(id: str) -> Cluster:
    """The cluster of an id, or the one that it leads to now."""
    found = Cluster.objects.filter(public_id__in=[id, current_id(id) or id]).first()
    if found is None:
        raise Misfit({"cluster": ["no cluster has this id"]})
    return found


def _form(act: Act, asked: Asked) -> ActForm:
    """The form of the page, as if it had been filled in there."""
    says = asked.says
    data = {"reason": asked.reason, "rating": says.get("verdict"), "links": "\n".join(says.get("links", ()))}
    data |= {name: says[name] for name in ("relation", "to") if name in says}
    if not issubclass(act.form, AttributionForm):
        return act.form(data)
    for index, voice in enumerate(says["chain"]):
        data |= {f"name-{index}": voice["name"], f"kind-{index}": voice.get("kind", "")}
    return act.form(data, chain=[voice["name"] for voice in says["chain"]])


def _ours(name: str) -> str:
    part, _, index = name.partition("-")
    return f"chain.{index}.{part}" if index else OF_A_PAGE.get(name, name)
