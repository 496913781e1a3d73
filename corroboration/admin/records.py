"""What programs make of articles and decisions, and the decisions themselves: to be looked at."""

from django.contrib import admin
from django.db.models import QuerySet

from claims.admin import ReadOnlyAdmin
from corroboration.models import Cluster, Decision, Outcome, Relation
from corroboration.selectors.decisions import why_not_binding
from sources.models import TrackRecord, private


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

    def get_queryset(self, request) -> QuerySet[TrackRecord]:
        """Of private persons no record is shown, here neither."""
        return super().get_queryset(request).exclude(private("source"))
