"""What the review queue can be narrowed to: as the address says it, by the rules of the API where these know it too."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.functional import cached_property
from django_filters import rest_framework as filters

from claims.engine.reference import Reference
from claims.selectors import reference
from corroboration.engine.clashes import exclusive_slots
from corroboration.engine.searching import asked
from corroboration.filters import ClusterFilter, Count, text
from corroboration.models import Cluster, ClusterFacet, Membership, SearchWord
from corroboration.named import place_named, slugs_standing_for, source_named

Viewer = AbstractBaseUser | AnonymousUser
Facet = ClusterFacet.Kind
CLASHES = ("number", "denial", "outcome", "decision")  # beside the slots that only one answer fits
FEW = 8_000  # clusters with the words asked for: up to here they are named, and the words looked up once
SPREAD = 20_000  # claims that hold the words: with more of them it isn't tried whether their clusters are few
ME, ANYONE, NOBODY = "me", "anyone", "nobody"


class Review(models.TextChoices):
    """What is left to do. The default is what a person's look would add most to."""

    NEEDS = "needs", "needs review"
    OPEN = "open", "not reviewed, or changed since"
    UNREVIEWED = Cluster.Review.UNREVIEWED, "not reviewed"
    CHANGED = Cluster.Review.CHANGED, "changed since review"
    REVIEWED = Cluster.Review.REVIEWED, "reviewed"
    ANY = "any", "any"


OPEN = (Cluster.Review.UNREVIEWED, Cluster.Review.CHANGED)


def clashes() -> list[tuple[str, str]]:
    """What claims of one event can contradict each other about."""
    return [(each, each.replace("-", " ")) for each in sorted({*CLASHES, *exclusive_slots()})]


class QueueFilter(ClusterFilter):
    """The clusters of a queue. viewer: who "me" is. A value that is no good is told beside its field, and left out."""

    outlet = disputed = topic = published_from = published_to = None
    q = text(method="by_words", label="Words")
    place = text(method="by_place", longest=100, label="Place")
    source = text(method="by_source", label="Source")
    clash = filters.ChoiceFilter(choices=clashes(), method="by_clash", label="Contradiction")
    min_origins = Count("origin_count", lookup_expr="gte", label="Origins")
    assigned = text(method="by_assignee", longest=150, label="Assigned to")
    review = filters.ChoiceFilter(choices=Review.choices, method="by_review", label="Review")

    def __init__(self, data: Mapping[str, Any], queryset: QuerySet[Cluster], *, viewer: Viewer) -> None:
        super().__init__(data, queryset)
        self.viewer = viewer

    @cached_property
    def known(self) -> Reference:
        return reference()

    def narrowed(self, *, without: tuple[str, ...] = ()) -> QuerySet[Cluster]:
        """The clusters that pass, some filters left out."""
        self.form.is_valid()
        found = self.queryset
        for name, value in self.form.cleaned_data.items():
            if name not in without:
                found = self.filters[name].filter(found, value)
        return found

    def by_words(self, queryset, name, value: str):
        """Those with a claim that holds all the telling words."""
        return queryset.filter(public_id__in=self.holders) if asked(value) else queryset.none()

    @cached_property
    def holders(self) -> list[str] | QuerySet:
        """The clusters that hold the words asked for: named, where they are few. Asked for once."""
        roots = list(asked(self.form.cleaned_data["q"]))
        claims = SearchWord.objects.filter(root=roots[0])
        for root in roots[1:]:
            claims = claims.filter(Exists(SearchWord.objects.filter(root=root, claim=OuterRef("claim"))))
        held = Membership.objects.filter(claim__in=claims.values("claim")).order_by().values("cluster").distinct()
        if claims[SPREAD : SPREAD + 1].exists():
            return held
        few = list(held.values_list("cluster", flat=True)[: FEW + 1])
        return few if len(few) <= FEW else held

    def by_place(self, queryset, name, value: str):
        return having(queryset, Facet.PLACE, [place_named(value, self.known)])

    def by_source(self, queryset, name, value: str):
        return having(queryset, Facet.SOURCE, slugs_standing_for(source_named(value, self.known)))

    def by_clash(self, queryset, name, value: str):
        return having(queryset, Facet.CLASH, [value])

    def by_assignee(self, queryset, name, value: str):
        if value == ME:
            return queryset.filter(assignee=self.viewer.pk) if self.viewer.pk else queryset.none()
        if value in (ANYONE, NOBODY):
            return queryset.filter(assignee__isnull=value == NOBODY)
        return queryset.filter(assignee__username=value)

    def by_review(self, queryset, name, value: str):
        if value == Review.NEEDS:
            return queryset.filter(attention__gt=0)
        if value == Review.ANY:
            return queryset
        return queryset.filter(review__in=OPEN if value == Review.OPEN else [value])


def having(clusters: QuerySet[Cluster], kind: str, values: Sequence[str]) -> QuerySet[Cluster]:
    """Those with one of these facets. "+ 0" keeps SQLite from fetching them one by one: it reads the index that the
    list or its counts are in, and looks each up in the facets (100,000 clusters: 13 ms instead of 140)."""
    found = ClusterFacet.objects.filter(kind=kind, value__in=values).values("cluster")
    return clusters.alias(number=F("pk") + 0).filter(number__in=found)
