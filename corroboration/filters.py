"""What lists of the API can be narrowed to."""

from datetime import UTC, date, datetime, time
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema_field

from claims.models import Article, Attribution, Claim
from claims.selectors import reference
from corroboration import claim_facets
from corroboration.as_of import Day
from corroboration.claim_facets import clusters_with
from corroboration.days import parse_day
from corroboration.engine.searching import RANKED
from corroboration.engine.topics import all_topics
from corroboration.models import Assessment, ClaimFacet, Cluster, ClusterFacet, Membership, Relation
from corroboration.named import place_named, slugs_standing_for
from corroboration.past import end_of
from corroboration.search import LONGEST_QUERY
from sources.engine.names import slugify
from sources.models import Source

PLACE = "Gazetteer id or any spelling of a place: what happened there, or anywhere in it."
TOPICS = [(topic, topic) for topic in all_topics()]
SURE = ("outlet", "source", "topic", "published_from", "published_to")  # of a cluster, since the day it is told
YES_OR_NO = (("true", "yes"), ("false", "no"))
LARGEST_COUNT = 1_000_000


class DayField(forms.Field):
    def to_python(self, value):
        if value in self.empty_values:
            return None
        try:
            return parse_day(value)
        except ValueError as error:
            raise forms.ValidationError("%(error)s", params={"error": error}) from None


def _shown(each: filters.Filter, **shape: Any) -> None:
    """Say in the API's schema what a filter takes, with its help text, which drf-spectacular would leave out."""
    extend_schema_field({"description": each.extra.get("help_text", ""), **shape})(each)


class DayFilter(filters.Filter):
    field_class = DayField

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        _shown(self, type="string", format="date")


class FromDay(DayFilter):
    """Moments on or after a UTC day; days likewise, with moments=False."""

    def __init__(self, *args, moments: bool = True, **kwargs):
        super().__init__(*args, **kwargs)
        self.moments = moments

    def filter(self, qs, value):
        if value is None:
            return qs
        start = datetime.combine(value, time.min, UTC) if self.moments else value
        return qs.filter(**{f"{self.field_name}__gte": start})


class ToDay(FromDay):
    """Moments up to the end of a UTC day."""

    def filter(self, qs, value):
        if value is None:
            return qs
        if self.moments:
            return qs.filter(**{f"{self.field_name}__lt": end_of(value)})
        return qs.filter(**{f"{self.field_name}__lte": value})


def text(field_name: str | None = None, *, longest: int = 200, **options) -> filters.CharFilter:
    made = filters.CharFilter(field_name=field_name, max_length=longest, strip=False, **options)
    _shown(made, type="string", maxLength=longest)
    return made


class OutletFilter(filters.CharFilter):
    """What a source published, with what those published that were merged into it."""

    def __init__(self, field_name: str, help_text: str) -> None:
        super().__init__(field_name, max_length=200, strip=False, help_text=help_text)

    def filter(self, qs, value: str):
        return qs.filter(**{f"{self.field_name}__in": slugs_standing_for(value)}) if value else qs


class SourceFilter(filters.FilterSet):
    name = text(method="by_name", longest=300, help_text="Any name of a source: the one that goes by it, if any.")
    kind = filters.ChoiceFilter(choices=Source.Kind.choices)
    country = text(longest=2, help_text="ISO 3166-1, such as SY.")
    curated = filters.ChoiceFilter(choices=YES_OR_NO, method="by_curated", help_text="Reference data, or met in text.")

    def by_name(self, queryset, name, value: str):
        """A known source by any of its names, another by its own."""
        known = reference().directory.resolve(value)
        return queryset.filter(slug=known.slug if known else slugify(value))

    def by_curated(self, queryset, name, value: str):
        return queryset.filter(curated=value == "true")


class ArticleFilter(filters.FilterSet):
    outlet = OutletFilter("outlet__slug", "Slug of the outlet.")
    external_id = text(longest=300, help_text="Its outlet's own id.")
    state = filters.ChoiceFilter(choices=Article.State.choices)
    published_from = FromDay("published_at", help_text="Published on this UTC day or later.")
    published_to = ToDay("published_at", help_text="Published on this UTC day or earlier.")


class Likeness(filters.CharFilter):
    """A sentence by which the view ranks what the other filters leave. Here it is only checked."""

    def __init__(self) -> None:
        super().__init__(
            max_length=LONGEST_QUERY,
            help_text=f"Claims like this sentence, at most {RANKED}, best first; each with its `match`.",
        )

    def filter(self, qs, value: str):
        return qs


class Dated(filters.FilterSet):
    """Filters of what is scored, now or as of a day: by what was judged, the view filters the past itself."""

    @property
    def day(self) -> Day | None:
        return getattr(self.request, "day", None)


class ClaimFilter(Dated):
    q = Likeness()
    outlet = text(method="by_outlet", help_text="Slug of the outlet that printed it.")
    article = text(method="by_article", help_text="Id of the article, or of one text of it: the claims that this says.")
    cluster = text(method="by_cluster", help_text="Id of the cluster.")
    source = text(method="by_source", help_text="Slug of a source anywhere in the claim's chain.")
    origin = text(method="by_origin", help_text="Slug of the first source of the chain.")
    denier = text(method="by_denier", help_text="Slug of a source that denies the claim.")
    place = text(method="by_place", longest=100, help_text=PLACE)
    topic = filters.ChoiceFilter(choices=TOPICS, method="by_topic", help_text="What it is about.")
    slot = text(longest=40, help_text="The question that the claim answers, such as killed.")
    status = filters.ChoiceFilter(choices=Assessment.Status.choices, method="by_status")
    modality = filters.ChoiceFilter(choices=Claim.Modality.choices)
    zone = filters.ChoiceFilter(choices=Claim.Zone.choices)
    event_from = DayFilter(method="by_event", help_text="It happened, or ended, on this day or later.")
    event_to = DayFilter(method="by_event", help_text="It happened, or began, on this day or earlier.")
    published_from = FromDay("article__told_at", help_text="Told on this day or later.")
    published_to = ToDay("article__told_at", help_text="Told on this day or earlier.")

    def filter_queryset(self, queryset):
        self.wanted: list[claim_facets.Values] = []
        queryset = super().filter_queryset(queryset)
        return claim_facets.narrowed(queryset, self.wanted)

    def by_outlet(self, queryset, name, value: str):
        return self._found_by(queryset, ClaimFacet.Kind.OUTLET, slugs_standing_for(value))

    def by_article(self, queryset, name, value: str):
        again = Claim.every.filter(said_before=OuterRef("public_id"), article__public_id=value)
        if self.day:
            again = self.day.claims(again)
        return queryset.filter(Q(article__public_id=value) | Exists(again))

    def by_cluster(self, queryset, name, value: str):
        if self.day is None:
            return queryset.filter(membership__cluster_id=value)
        return queryset.filter(public_id__in=self.day.members([value]).get(value, []))

    def by_source(self, queryset, name, value: str):
        return self._found_by(queryset, ClaimFacet.Kind.SOURCE, slugs_standing_for(value))

    def by_origin(self, queryset, name, value: str):
        slugs = slugs_standing_for(value)
        first = Attribution.objects.filter(part=Attribution.Part.CHAIN, position=0, source__slug__in=slugs)
        queryset = self._found_by(queryset, ClaimFacet.Kind.SOURCE, slugs)
        return queryset.filter(Exists(first.filter(claim=OuterRef("pk"))))

    def by_denier(self, queryset, name, value: str):
        return self._found_by(queryset, ClaimFacet.Kind.DENIER, slugs_standing_for(value))

    def by_place(self, queryset, name, value: str):
        return self._found_by(queryset, ClaimFacet.Kind.PLACE, [place_named(value, reference())])

    def by_topic(self, queryset, name, value: str):
        return self._found_by(queryset, ClaimFacet.Kind.TOPIC, [value])

    def by_event(self, queryset, name, value: date):
        """By its month in the facets, then by its day. An event of which one day is known began and ended on it."""
        found = ClaimFacet.objects.filter(claim=OuterRef("public_id"), kind=ClaimFacet.Kind.MONTH)
        near, far = ("frame__time__to", "frame__time__from")[:: 1 if name == "event_from" else -1]
        step = "gte" if name == "event_from" else "lte"
        known = Q(**{f"{near}__{step}": value.isoformat()}) & ~Q(**{near: None})  # to PostgreSQL null is the least
        known |= Q(**{near: None, f"{far}__{step}": value.isoformat()})
        return queryset.filter(Exists(found.filter(**{f"value__{step}": f"{value:%Y-%m}"})), known)

    def by_status(self, queryset, name, value: str):
        """A claim that was not assessed yet is unconfirmed."""
        if self.day:
            return queryset
        if value == Assessment.Status.UNCONFIRMED:
            return queryset.filter(Q(assessment__status=value) | Q(assessment__isnull=True))
        return self._found_by(queryset, claim_facets.STATUS, [value])

    def _found_by(self, queryset, kind: str, values: list[str]):
        self.wanted.append((kind, values))
        return queryset


class Count(filters.NumberFilter):
    field_class = forms.IntegerField

    def __init__(self, field: str | None = None, **options: Any) -> None:
        super().__init__(field, min_value=0, max_value=LARGEST_COUNT, **options)
        _shown(self, type="integer", minimum=0, maximum=LARGEST_COUNT)


class ClusterFilter(Dated):
    outlet = text(method="by_outlet", help_text="Slug of an outlet that told it.")
    source = text(
        method="by_source", help_text="Slug of a source that told it: outlet, anywhere in a chain, or denier."
    )
    place = text(method="by_place", longest=100, help_text=PLACE)
    topic = filters.ChoiceFilter(choices=TOPICS, method="by_topic", help_text="What a claim of it is about.")
    status = filters.ChoiceFilter(choices=Cluster.Status.choices, method="by_status")
    disputed = filters.ChoiceFilter(choices=YES_OR_NO, method="by_disputed", help_text="Holds a contradiction.")
    min_origins = Count(method="by_origins", help_text="Counted origins.")
    event_from = FromDay("event_to", moments=False, help_text="The event ended on this day or later.")
    event_to = ToDay("event_from", moments=False, help_text="The event began on this day or earlier.")
    published_from = FromDay("last_published_at", help_text="Told on this day or later.")
    published_to = ToDay("first_published_at", help_text="First told on this day or earlier.")

    def filter_queryset(self, queryset):
        """Of a day, only by what is sure to hold of more than stood then: the view looks at each that is left."""
        if self.day is None:
            return super().filter_queryset(queryset)
        for name, value in self.form.cleaned_data.items():
            if name in SURE:
                queryset = self.filters[name].filter(queryset, value)
        return queryset

    def by_outlet(self, queryset, name, value: str):
        outlets = slugs_standing_for(value)
        told = Membership.objects.filter(cluster=OuterRef("public_id"), claim__article__outlet__slug__in=outlets)
        return clusters_with(queryset, ClusterFacet.Kind.SOURCE, outlets).filter(Exists(told))

    def by_source(self, queryset, name, value: str):
        return clusters_with(queryset, ClusterFacet.Kind.SOURCE, slugs_standing_for(value))

    def by_place(self, queryset, name, value: str):
        return clusters_with(queryset, ClusterFacet.Kind.PLACE, [place_named(value, reference())])

    def by_topic(self, queryset, name, value: str):
        return clusters_with(queryset, ClusterFacet.Kind.TOPIC, [value])

    def by_status(self, queryset, name, value: str):
        """As Cluster.status has it."""
        if value == Cluster.Status.CONTESTED:
            return queryset.filter(contradictions__gt=0)
        agreed = Q(corroborations__gt=0) if value == Cluster.Status.CORROBORATED else Q(corroborations=0)
        return queryset.filter(agreed, contradictions=0)

    def by_disputed(self, queryset, name, value: str):
        return queryset.filter(contradictions__gt=0) if value == "true" else queryset.filter(contradictions=0)

    def by_origins(self, queryset, name, value: int):
        return queryset.filter(origin_count__gte=value)


class RelationFilter(Dated):
    relation = filters.ChoiceFilter("kind", choices=Relation.Kind.choices)
    type = text(longest=40, help_text="What it is about, such as number or denial.")
    independent = filters.ChoiceFilter(
        choices=(*YES_OR_NO, ("unknown", "can't be told")), method="by_independence", help_text="Two voices, or one?"
    )
    cluster = text("a__membership__cluster_id", help_text="Id of the cluster of the two claims.")
    claim = text(method="by_claim", help_text="Id of either claim.")

    def by_independence(self, queryset, name, value: str):
        return queryset.filter(independent={"true": True, "false": False, "unknown": None}[value])

    def by_claim(self, queryset, name, value: str):
        return queryset.filter(Q(a=value) | Q(b=value))
