"""Columns that tell how outlets go, worked out once for a page of a list; and who is an outlet at all."""

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Exists, OuterRef, QuerySet

from claims.models import Article
from corroboration.selectors import health
from corroboration.selectors.coverage import unheard_now
from sources.models import Feed, Source

PUBLISHERS = (Source.Kind.OUTLET, Source.Kind.AGENCY)


class Publishes(admin.SimpleListFilter):
    """Who published an article: outlets and agencies, and bodies with pages of their own."""

    title = "articles"
    parameter_name = "articles"

    def lookups(self, request, model_admin):
        return [("yes", "published some"), ("no", "published none")]

    def queryset(self, request, queryset: QuerySet[Source]) -> QuerySet[Source]:
        published = Exists(Article.objects.filter(outlet=OuterRef("pk")))
        wanted = {"yes": published, "no": ~published}.get(self.value())
        return queryset if wanted is None else queryset.filter(wanted)


class HealthList(ChangeList):
    """A page of a list whose rows know the health of their outlet."""

    def get_results(self, request) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        found = health.of_outlets({_outlet(row).pk for row in self.result_list})
        unheard = unheard_now(found)
        for row in self.result_list:
            row.health, row.unheard = found.get(_outlet(row).pk), _outlet(row).pk in unheard


class HealthAdmin(admin.ModelAdmin):
    def get_changelist(self, request, **kwargs) -> type[ChangeList]:
        return HealthList

    @admin.display(description="articles")
    def arrivals(self, row: Source | Feed) -> str:
        publishes = row.health is not None or _outlet(row).kind in PUBLISHERS
        return health.in_words(row.health, unheard=row.unheard) if publishes else ""


def _outlet(row: Source | Feed) -> Source:
    return row.source if isinstance(row, Feed) else row
