"""What lists of the API can be narrowed to."""

from datetime import UTC, datetime, time

from django import forms
from django.db.models import Exists, OuterRef, Q
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from claims.models import Article, Attribution, Claim
from claims.selectors import reference
from corroboration import history
from corroboration.days import parse_day
from corroboration.engine.searching import RANKED
from corroboration.models import Assessment, Cluster, Membership, Relation
from corroboration.search import LONGEST_QUERY
from sources.engine.names import slugify
from sources.models import Source
from sources.selectors import slugs_counted_as

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


@extend_schema_field(OpenApiTypes.DATE)
class DayFilter(filters.Filter):
    field_class = DayField


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
            return qs.filter(**{f"{self.field_name}__lt": history.end_of(value)})
        return qs.filter(**{f"{self.field_name}__lte": value})


def text(field_name: str | None = None, *, longest: int = 200, **options) -> filters.CharFilter:
    shape = extend_schema_field({"type": "string", "maxLength": longest})
    return shape(filters.CharFilter(field_name=field_name, max_length=longest, strip=False, **options))


class OutletFilter(filters.CharFilter):
    """What a source published, with what those published that were merged into it."""

    def __init__(self, field_name: str, help_text: str) -> None:
        super().__init__(field_name, max_length=200, strip=False, help_text=help_text)

    def filter(self, qs, value: str):
        return qs.filter(**{f"{self.field_name}__in": slugs_counted_as(value)}) if value else qs


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
    external_id = text(longest=300)
    state = filters.ChoiceFilter(choices=Article.State.choices)
    published_from = FromDay("published_at")
    published_to = ToDay("published_at")


class Likeness(filters.CharFilter):
    """A sentence by which the view ranks what the other filters leave. Here it is only checked."""

    def __init__(self) -> None:
        super().__init__(
            max_length=LONGEST_QUERY,
            help_text=f"Claims like this sentence, at most {RANKED}, best first; each with its `match`.",
        )

    def filter(self, qs, value: str):
        return qs


class ClaimFilter(filters.FilterSet):
    q = Likeness()
    outlet = OutletFilter("article__outlet__slug", "Slug of the outlet that printed it.")
    article = text(method="by_article", help_text="Id of the article, or of one text of it: the claims that this says.")
    cluster = text("membership__cluster_id", help_text="Id of the cluster.")
    source = text(method="by_source", help_text="Slug of a source anywhere in the claim's chain.")
    origin = text(method="by_origin", help_text="Slug of the first source of the chain.")
    denier = text(method="by_denier", help_text="Slug of a source that denies the claim.")
    slot = text(longest=40, help_text="The question that the claim answers, such as killed.")
    status = filters.ChoiceFilter(choices=Assessment.Status.choices, method="by_status")
    modality = filters.ChoiceFilter(choices=Claim.Modality.choices)
    zone = filters.ChoiceFilter(choices=Claim.Zone.choices)
    published_from = FromDay("article__told_at", help_text="Told on this day or later.")
    published_to = ToDay("article__told_at", help_text="Told on this day or earlier.")

    def by_article(self, queryset, name, value: str):
        again = Claim.every.filter(said_before=OuterRef("public_id"), article__public_id=value)
        return queryset.filter(Q(article__public_id=value) | Exists(again))

    def by_source(self, queryset, name, value: str):
        return _spoken(queryset, part=Attribution.Part.CHAIN, source__slug=value)

    def by_origin(self, queryset, name, value: str):
        return _spoken(queryset, part=Attribution.Part.CHAIN, position=0, source__slug=value)

    def by_denier(self, queryset, name, value: str):
        return _spoken(queryset, part=Attribution.Part.DENIER, source__slug=value)

    def by_status(self, queryset, name, value: str):
        """A claim that was not assessed yet is unconfirmed."""
        found = Q(assessment__status=value)
        return queryset.filter(found | Q(assessment__isnull=True) if value == Assessment.Status.UNCONFIRMED else found)


def _spoken(queryset, **voice):
    return queryset.filter(Exists(Attribution.objects.filter(claim=OuterRef("pk"), **voice)))


class WholeNumber(filters.NumberFilter):
    field_class = forms.IntegerField


class ClusterFilter(filters.FilterSet):
    outlet = text(method="by_outlet", help_text="Slug of an outlet that told it.")
    place = text("place_id", longest=100, help_text="Gazetteer id of the place.")
    status = filters.ChoiceFilter(choices=Cluster.Status.choices, method="by_status")
    disputed = filters.ChoiceFilter(choices=YES_OR_NO, method="by_disputed", help_text="Holds a contradiction.")
    min_origins = WholeNumber("origin_count", lookup_expr="gte", min_value=0, max_value=LARGEST_COUNT)
    event_from = FromDay("event_to", moments=False, help_text="The event ended on this day or later.")
    event_to = ToDay("event_from", moments=False, help_text="The event began on this day or earlier.")
    published_from = FromDay("last_published_at", help_text="Told on this day or later.")
    published_to = ToDay("first_published_at", help_text="First told on this day or earlier.")

    def by_outlet(self, queryset, name, value: str):
        outlets = slugs_counted_as(value)
        told = Membership.objects.filter(cluster=OuterRef("public_id"), claim__article__outlet__slug__in=outlets)
        return queryset.filter(Exists(told))

    def by_status(self, queryset, name, value: str):
        """As Cluster.status has it."""
        if value == Cluster.Status.CONTESTED:
            return queryset.filter(contradictions__gt=0)
        agreed = Q(corroborations__gt=0) if value == Cluster.Status.CORROBORATED else Q(corroborations=0)
        return queryset.filter(agreed, contradictions=0)

    def by_disputed(self, queryset, name, value: str):
        return queryset.filter(contradictions__gt=0) if value == "true" else queryset.filter(contradictions=0)


class RelationFilter(filters.FilterSet):
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
