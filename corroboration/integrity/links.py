"""Rows that name others: whether those are there, and whether what should be once is there once."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta

from django.apps import apps
from django.db.models import Count, Exists, F, ForeignKey, Model, OuterRef, UniqueConstraint

from claims.models import Article, Attribution, Claim
from corroboration.integrity.faults import FROM_BACKUP, MENDS, Check, Fault, read_again, settle_again
from corroboration.leases import FREE, Leased
from corroboration.models import (
    Assessment,
    BlockKey,
    ClaimFacet,
    Cluster,
    ClusterFacet,
    CopyKey,
    Episode,
    EpisodeMember,
    LedgerEntry,
    Link,
    Membership,
    Outcome,
    Redirect,
    Relation,
    SearchWord,
    Suggestion,
)

OURS = ("sources", "claims", "corroboration", "auth", "knox")
DERIVED = (  # made again of articles and decisions: a row that leads nowhere may go
    *(Attribution, Membership, Relation, Link, Episode, EpisodeMember, BlockKey, CopyKey, SearchWord, ClaimFacet),
    *(ClusterFacet, Suggestion, Assessment, Outcome, LedgerEntry),
)
FORGOTTEN = timedelta(hours=1)  # after which a lease that ran out should have been taken by another worker
LONGEST_TRAIL = 20  # redirects followed from one old id, as corroboration.api does


def models() -> list[type[Model]]:
    """All of ours, and those of people and their tokens."""
    return [model for app in OURS for model in apps.get_app_config(app).get_models(include_auto_created=True)]


def orphans(now: datetime) -> Iterator[Fault]:
    """Rows that name a row which isn't there. The database refuses them, unless it was told not to look."""
    for model in models():
        for field in model._meta.concrete_fields:
            if isinstance(field, ForeignKey):
                yield from _orphans(model, field)


def _orphans(model: type[Model], field: ForeignKey) -> Iterator[Fault]:
    target, named = field.related_model, field.target_field.attname
    there = target._base_manager.filter(**{named: OuterRef(field.attname)})
    rows = model._base_manager.filter(~Exists(there)).exclude(**{f"{field.attname}__isnull": True}).order_by()
    for pk, key in rows.values_list("pk", field.attname).iterator():
        says = f"{model._meta.verbose_name} {pk}: its {field.verbose_name} {key} isn't there"
        yield Fault(says, (model, pk, field.attname, key))


def drop_orphans(faults: Collection[Fault], now: datetime) -> None:
    """Delete those that are derived, and have the clusters they stood in settled again. The others stay."""
    clusters: set[str] = set()
    for model, pk, _, _ in (fault.key for fault in faults):
        if model not in DERIVED:
            continue
        rows = model._base_manager.filter(pk=pk)
        names = {field.name: field.attname for field in model._meta.concrete_fields}
        if "cluster" in names and model is not ClusterFacet:
            clusters.update(rows.values_list(names["cluster"], flat=True))
        rows._raw_delete(rows.db)
    settle_again(set(Cluster.objects.filter(public_id__in=clusters).values_list("public_id", flat=True)))


def duplicates(now: datetime) -> Iterator[Fault]:
    """Rows that should be one. A damaged index lets them in."""
    for model in models():
        for fields in unique_of(model):
            twice = model._base_manager.order_by().values(*fields).annotate(rows=Count("*")).filter(rows__gt=1)
            for row in twice.exclude(**{f"{name}__isnull": True for name in fields}).iterator():
                named = ", ".join(f"{name} {row[name]}" for name in fields)
                yield Fault(f"{model._meta.verbose_name}: {row['rows']} rows with {named}")


def unique_of(model: type[Model]) -> Iterable[tuple[str, ...]]:
    """The fields of which the database keeps one row each."""
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint) and constraint.fields and constraint.condition is None:
            yield tuple(constraint.fields)
    yield from ((field.attname,) for field in model._meta.concrete_fields if field.unique)


def circles(now: datetime) -> Iterator[Fault]:
    """Addresses of clusters that lead from one to the next and back, and to no cluster."""
    on = Redirect.objects.filter(old_id=OuterRef("new_id"))
    ids = Redirect.objects.filter(Exists(on)).order_by().values_list("old_id", flat=True).distinct()
    for id in ids.iterator():
        if not Cluster.objects.filter(public_id=id).exists() and (trail := _circle(id)):
            yield Fault(f"cluster {id}: its redirects go in a circle, by {' -> '.join(trail)}")


def _circle(id: str) -> list[str]:
    """The ids on the way from this one, if they come back to one of them and none is a cluster."""
    trail = [id]
    while len(trail) <= LONGEST_TRAIL:
        newest = Redirect.objects.filter(old_id=trail[-1]).order_by("-since", "-pk").first()
        if newest is None or Cluster.objects.filter(public_id=newest.new_id).exists():
            return []
        if newest.new_id in trail:
            return [*trail, newest.new_id]
        trail.append(newest.new_id)
    return trail


def forgotten_leases(now: datetime) -> Iterator[Fault]:
    """Work that a worker held when it died, and that nobody took since."""
    for model in (Article, *(model for model in apps.get_models() if issubclass(model, Leased))):
        rows = model._base_manager.filter(lease_until__lt=now - FORGOTTEN).order_by("pk")
        for pk, until in rows.values_list("pk", "lease_until").iterator():
            says = f"{model._meta.verbose_name} {pk}: its lease ran out at {until:%Y-%m-%d %H:%M}, and nobody took it"
            yield Fault(says, (model, pk))


def free(faults: Collection[Fault], now: datetime) -> None:
    for model, pk in (fault.key for fault in faults):
        model._base_manager.filter(pk=pk, lease_until__lt=now - FORGOTTEN).update(**FREE)


def homeless(now: datetime) -> Iterator[Fault]:
    """Claims of settled articles that stand in no cluster or weren't judged, and clusters that hold others than they
    count."""
    standing = Claim.objects.filter(zone=Claim.Zone.BODY, article__state__in=("settled", "retired")).order_by("pk")
    for model, what in (
        (Membership, "stands in no cluster"),
        (Assessment, "wasn't judged"),
        (EpisodeMember, "isn't linked"),
    ):
        missing = standing.filter(~Exists(model.objects.filter(claim=OuterRef("public_id"))))
        for id, article in missing.values_list("public_id", "article").iterator():
            yield Fault(f"claim {id}: {what}", article)
    counted = Cluster.objects.annotate(members=Count("memberships")).exclude(members=F("claim_count"))
    for id, said, members in counted.order_by("pk").values_list("public_id", "claim_count", "members").iterator():
        yield Fault(f"cluster {id}: says that it has {said} claims, and has {members}", id)


def house(faults: Collection[Fault], now: datetime) -> None:
    clusters = [fault.key for fault in faults if isinstance(fault.key, str)]
    members = Membership.objects.filter(cluster__in=clusters).values_list("claim__article", flat=True)
    read_again({*members, *(fault.key for fault in faults if isinstance(fault.key, int))})


CHECKS = (
    Check(
        "orphaned links",
        orphans,
        f"{MENDS} deletes those that are derived. Of the others: {FROM_BACKUP}",
        drop_orphans,
    ),
    Check("duplicate keys", duplicates, f"An index is damaged. {FROM_BACKUP}"),
    Check("redirects in circles", circles, "Add a row to corroboration_redirect that leads to the right cluster."),
    Check("forgotten leases", forgotten_leases, f"Are workers and beat running? Then {MENDS} frees them.", free),
    Check("claims without a home", homeless, f"{MENDS} has their articles read again.", house, settled=True),
)
