"""What a person is about to decide: of which claims, in words, and how many they are. Nothing is stored here.

An act that touches one claim is done at once; one that touches more is shown first, with their number, and done when
that very number was agreed to: a cluster may grow between the look and the click.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from django.contrib.auth.models import AbstractBaseUser
from django.utils.text import Truncator

from claims.models import Claim
from corroboration import review
from corroboration.acts import forms, voices
from corroboration.decision_values import BadDecision
from corroboration.decisions import decide
from corroboration.models import Cluster, Decision
from corroboration.selectors.cards import light

Kind = Decision.Kind
TITLE = 80  # characters of a cluster's title in a sentence


@dataclass(frozen=True, slots=True)
class Proposal:
    """A decision that could be made. says: what it comes to. touched: the claims that it would move or judge."""

    kind: str
    claims: tuple[Claim, ...]
    says: str
    touched: tuple[Claim, ...]
    value: dict[str, Any] = field(default_factory=dict)
    reason: str = ""

    @property
    def count(self) -> int:
        return len(self.touched)

    def decide(self, *, by: AbstractBaseUser, now: datetime) -> Decision:
        """Make it. Raises BadDecision."""
        return decide(self.kind, self.claims, by=by, now=now, value=self.value, reason=self.reason)


Build = Callable[[Cluster, Sequence[Claim], forms.ActForm], Proposal]
T = TypeVar("T")
Told = Callable[[Cluster, forms.ActForm], T]


@dataclass(frozen=True, slots=True)
class Act:
    """Something to do. key: its letter on the keyboard. least, most: how many claims it takes; None: any. copies: what
    copies them goes with them."""

    label: str
    key: str
    form: type[forms.ActForm]
    build: Build
    least: int = 1
    most: int | None = None
    copies: bool = False

    @property
    def alone(self) -> bool:
        """Whether it is about the cluster, whatever is chosen."""
        return self.most == 0

    @property
    def at_once(self) -> bool:
        """Whether there is nothing to ask but whether so many claims are meant."""
        return issubclass(self.form, forms.AtOnce) and self.form is not forms.AssignForm


def propose(act: Act, cluster: Cluster, chosen: Sequence[Claim], form: forms.ActForm) -> Proposal:
    """The decision that a filled form asks for. Raises BadDecision where the choice is none that it can be made of."""
    if act.alone:
        return act.build(cluster, (), form)
    if len(chosen) < act.least:
        raise BadDecision(
            "Choose a claim first."
            if act.least == 1
            else f"Choose at least {act.least} claims first: tick their boxes."
        )
    if act.most is not None and len(chosen) > act.most:
        raise BadDecision(f"Choose {act.most} {'claims' if act.most > 1 else 'claim'}, not {len(chosen)}.")
    return act.build(cluster, chosen, form)


def touched_by(act: Act, chosen: Sequence[Claim]) -> tuple[Claim, ...]:
    """The claims that an act will touch when these are chosen."""
    return _with_copies(chosen) if act.copies else tuple(chosen)


def chosen_claims(ids: Iterable[str], cluster: Cluster | None = None) -> list[Claim]:
    """The chosen claims, of this cluster if one is given, earliest first. Raises BadDecision where one is gone."""
    wanted = dict.fromkeys(ids)
    rows = Claim.objects.filter(public_id__in=list(wanted)).select_related("article__outlet")
    if cluster is not None:
        rows = rows.filter(membership__cluster=cluster)
    found = list(rows.defer(*light("article")).order_by("article__told_at", "public_id"))
    if len(found) < len(wanted):
        raise BadDecision("A chosen claim is no longer there: the page has changed meanwhile. Look again.")
    return found


def members(cluster: Cluster) -> list[Claim]:
    """The claims of a cluster that copy nothing, the founder first."""
    rows = Claim.objects.filter(membership__cluster=cluster, membership__copy_of=None)
    return list(rows.select_related("article__outlet").defer(*light("article")).order_by(*EARLIEST))


EARLIEST = ("article__told_at", "article__public_id", "position", "public_id")  # the order in which claims are grouped


def _with_copies(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    ids = [claim.public_id for claim in claims]
    copies = Claim.objects.filter(membership__copy_of__in=ids).exclude(public_id__in=ids)
    rows = copies.select_related("article__outlet").defer(*light("article")).order_by(*EARLIEST)
    return (*claims, *rows)


def _count(claims: Sequence[Claim]) -> str:
    return f"{len(claims)} claim{'s' if len(claims) != 1 else ''}"


def _said(form: forms.ActForm) -> str:
    return form.cleaned_data.get("reason", "")


def _title(cluster: Cluster) -> str:
    return Truncator(cluster.title or "another cluster").chars(TITLE)


# --- about chosen claims ---


def _same(cluster: Cluster, chosen: Sequence[Claim], form: forms.ActForm) -> Proposal:
    says = f"These {_count(chosen)} tell of one event."
    return Proposal(Kind.SAME_EVENT, tuple(chosen), says, tuple(chosen), reason=_said(form))


def _different(cluster: Cluster, chosen: Sequence[Claim], form: forms.ActForm) -> Proposal:
    says = "These 2 claims tell of different events."
    return Proposal(Kind.DIFFERENT_EVENT, tuple(chosen), says, tuple(chosen), reason=_said(form))


def _split(cluster: Cluster, chosen: Sequence[Claim], form: forms.ActForm) -> Proposal:
    ids = {claim.public_id for claim in chosen}
    left = [claim for claim in members(cluster) if claim.public_id not in ids]
    if not left:
        raise BadDecision("Nothing would be left: choose the claims that don't belong here, not all.")
    says = f"Split {_count(chosen)} off from the other {len(left)} of this cluster."
    value = {"off": len(chosen)}
    return Proposal(Kind.SPLIT, (*chosen, *left), says, _with_copies(chosen), value, _said(form))


def _verdict(cluster: Cluster, chosen: Sequence[Claim], form: forms.ActForm) -> Proposal:
    value = form.value()
    says = f"{_count(chosen).capitalize()}: {value['verdict']}."
    return Proposal(Kind.VERDICT, tuple(chosen), says, tuple(chosen), value, _said(form))


def _attribution(cluster: Cluster, chosen: Sequence[Claim], form: forms.AttributionForm) -> Proposal:
    if len({claim.article.outlet_id for claim in chosen}) > 1:
        raise BadDecision("Choose claims of one outlet: an unnamed voice belongs to the outlet that it spoke to.")
    typed = form.typed()
    value = {"chain": voices.chain(typed, chosen[0].article, cluster.public_id)}
    names = " → ".join(each.name for each in typed) or "the outlet's own voice"
    says = f"{_count(chosen).capitalize()} came through: {names}."
    return Proposal(Kind.ATTRIBUTION, tuple(chosen), says, tuple(chosen), value, _said(form))


def _not_a_claim(cluster: Cluster, chosen: Sequence[Claim], form: forms.ActForm) -> Proposal:
    touched = _with_copies(chosen)
    return Proposal(Kind.NOT_A_CLAIM, touched, f"{_count(touched).capitalize()}: not a claim.", touched)


def _pair(kind: str, says: str) -> Build:
    """A decision about how two claims stand to each other: one of a pair, however many claims there are."""

    def build(cluster: Cluster, chosen: Sequence[Claim], form: forms.ActForm) -> Proposal:
        return Proposal(kind, tuple(chosen), says, tuple(chosen[:1]), form.value(), _said(form))

    return build


# --- about the cluster ---


def _merge(cluster: Cluster, chosen: Sequence[Claim], form: forms.ActForm) -> Proposal:
    other = Cluster.objects.filter(public_id=form.cleaned_data["other"]).exclude(pk=cluster.pk).first()
    if other is None:
        raise BadDecision("The cluster to merge with is no longer there: search again.")
    here, there = members(cluster), members(other)
    says = f"The {_count(there)} of “{_title(other)}” and the {_count(here)} here tell of one event."
    return Proposal(Kind.SAME_EVENT, (*here, *there), says, (*here, *there), reason=_said(form))


def _at_cluster(
    kind: str, says: Callable[[Cluster, forms.ActForm], str], value: Callable[..., dict[str, Any]]
) -> Build:
    """A decision that orders work: it hangs on the cluster's founder, and touches no claim."""

    def build(cluster: Cluster, chosen: Sequence[Claim], form: forms.ActForm) -> Proposal:
        founder = review.founder(cluster)
        return Proposal(kind, (founder,), says(cluster, form), (), value(cluster, form), _said(form))

    return build


def _noted(cluster: Cluster, form: forms.ActForm) -> str:
    return "Note added."


def _nothing(cluster: Cluster, form: forms.ActForm) -> dict[str, Any]:
    return {}


def _of_form(cluster: Cluster, form: forms.ActForm) -> dict[str, Any]:
    return form.value()


def _reviewed(cluster: Cluster, form: forms.ActForm) -> str:
    return "Marked as reviewed."


def _seen(cluster: Cluster, form: forms.ActForm) -> dict[str, Any]:
    return review.seen(cluster)


def _assigned(cluster: Cluster, form: forms.ActForm) -> str:
    to = form.cleaned_data["to"]
    return f"Assigned to {to}." if to else "Assigned to nobody."


def suggested(cluster: Cluster, ids: Iterable[str], *, here: bool, accept: bool) -> Proposal:
    """Accept or refuse suggested matches. here: claims that may belong to the cluster; else its own, that may belong to
    it and stand elsewhere (cluster: that other one). Raises BadDecision."""
    chosen = chosen_claims(ids)
    if not chosen:
        raise BadDecision("Choose a suggestion first.")
    founder = review.founder(cluster)
    kind = Kind.SAME_EVENT if accept else Kind.DIFFERENT_EVENT
    verb = "belong" if len(chosen) > 1 else "belongs"
    if not accept:
        verb = "don't belong" if len(chosen) > 1 else "does not belong"
    where = "here" if here else f"to “{_title(cluster)}”"
    return Proposal(kind, (founder, *chosen), f"{_count(chosen).capitalize()} {verb} {where}.", tuple(chosen))


ACTS: dict[str, Act] = {
    "verdict": Act("Verdict", "v", forms.VerdictForm, _verdict),
    "split": Act("Split off", "s", forms.ActForm, _split, copies=True),
    "merge": Act("Merge", "m", forms.MergeForm, _merge, most=0),
    "same-event": Act("Same event", "e", forms.AtOnce, _same, least=2),
    "different-event": Act("Different events", "d", forms.AtOnce, _different, least=2, most=2),
    "attribution": Act("Fix attribution", "a", forms.AttributionForm, _attribution),
    "not-a-claim": Act("Not a claim", "o", forms.AtOnce, _not_a_claim, copies=True),
    "copy": Act("One voice", "c", forms.CopyForm, _pair(Kind.INDEPENDENCE, "One voice."), 2, 2),
    "independent": Act("Two voices", "i", forms.IndependentForm, _pair(Kind.INDEPENDENCE, "Two voices."), 2, 2),
    "relation": Act("Relation", "r", forms.RelationForm, _pair(Kind.RELATION, "The two are related so."), 2, 2),
    "note": Act("Note", "t", forms.NoteForm, _at_cluster(Kind.NOTE, _noted, _nothing), most=0),
    "assign": Act("Assign", "g", forms.AssignForm, _at_cluster(Kind.ASSIGN, _assigned, _of_form), most=0),
    "reviewed": Act("Reviewed", "y", forms.AtOnce, _at_cluster(Kind.REVIEWED, _reviewed, _seen), most=0),
}
