"""Articles on their way, and what came of them. Only one thing is done here: trying a stuck article again."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.utils import timezone

from claims.admin import ReadOnlyAdmin
from claims.models import Article
from corroboration import queue
from corroboration.lines import HEAVY
from corroboration.models import Cluster, Decision, Outcome, Relation
from corroboration.selectors.decisions import why_not_binding
from sources.admin import SECURE_LINKS
from sources.models import TrackRecord

SHOWN = 120  # characters of an error in the list


@admin.register(Article)
class ArticleAdmin(ReadOnlyAdmin):
    """Articles as they were received. Those set aside show their error and can be tried again."""

    list_display = ["__str__", "outlet", "published_at", "state", "attempts", "waiting_since", "last_error"]
    list_filter = ["state"]
    list_select_related = ["outlet"]
    search_fields = ["title", "external_id", "public_id", "outlet__name"]
    ordering = ["-waiting_since"]
    exclude = ["shingles", "token"]
    formfield_overrides = SECURE_LINKS
    actions = ["try_again"]

    def get_queryset(self, request) -> QuerySet[Article]:
        """Texts can be megabytes: only the page of one article fetches its own, as each is shown."""
        return super().get_queryset(request).defer(*HEAVY)

    @admin.display(description="error")
    def last_error(self, article: Article) -> str:
        lines = article.error.strip().splitlines()
        return lines[-1][:SHOWN] if lines else ""

    def has_try_again_permission(self, request) -> bool:
        return request.user.has_perm("claims.change_article")

    @admin.action(description="Try again", permissions=["try_again"])
    def try_again(self, request, articles: QuerySet[Article]) -> None:
        count = queue.try_again(articles, now=timezone.now())
        if count:
            self.message_user(request, f"{count} set aside before, now back in the queue.", messages.SUCCESS)
        else:
            self.message_user(request, "None of these was set aside: nothing to do.", messages.WARNING)


@admin.register(Cluster)
class ClusterAdmin(ReadOnlyAdmin):
    list_display = ["title", "place", "event_from", "claim_count", "outlet_count", "origin_count", "contradictions"]
    search_fields = ["title", "place", "public_id"]
    ordering = ["-last_published_at", "public_id"]


@admin.register(Relation)
class RelationAdmin(ReadOnlyAdmin):
    list_display = ["a", "kind", "b", "type", "independent", "score"]
    list_filter = ["kind", "independent"]
    list_select_related = ["a", "b"]
    search_fields = ["a__public_id", "b__public_id"]
    ordering = ["-pk"]


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    """What people decided: the database itself refuses to change or delete it. `binds` says why one isn't followed."""

    list_display = ["kind", "by", "decided_at", "recorded_at", "reason", "undoes"]
    list_filter = ["kind"]
    list_select_related = ["by", "undoes__by", "undone_by"]
    search_fields = ["reason", "public_id", "by__username"]
    ordering = ["-decided_at", "public_id"]

    def get_list_display(self, request):
        """The columns, with one that is worked out once for the whole list: any decision may stand against another."""
        reasons = why_not_binding()

        @admin.display(description="binds")
        def binds(decision: Decision) -> str:
            return "undone" if hasattr(decision, "undone_by") else reasons.get(decision.pk, "yes")

        return [*super().get_list_display(request), binds]


@admin.register(Outcome)
class OutcomeAdmin(ReadOnlyAdmin):
    list_display = ["claim", "kind", "since", "until", "weight", "reason"]
    list_filter = ["kind"]
    list_select_related = ["claim"]
    search_fields = ["claim__public_id", "by"]
    ordering = ["-since", "pk"]


@admin.register(TrackRecord)
class TrackRecordAdmin(ReadOnlyAdmin):
    list_display = ["source", "role", "letter", "mean", "low", "high", "checks", "as_of"]
    list_filter = ["role", "letter"]
    list_select_related = ["source"]
    search_fields = ["source__name", "source__slug"]
    ordering = ["source__slug", "role"]
