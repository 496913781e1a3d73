"""The audit in the admin: to be read and searched, never written."""

from django.contrib import admin
from django.db.models import QuerySet

from claims.admin import ReadOnlyAdmin
from corroboration.audit.models import AuditEvent

OUTCOMES = {"done": (200, 400), "refused": (400, 500), "failed": (500, 600)}


class OutcomeFilter(admin.SimpleListFilter):
    """How the request ended, by the class of its status."""

    title, parameter_name = "outcome", "outcome"

    def lookups(self, request, model_admin):
        return [(name, name) for name in OUTCOMES]

    def queryset(self, request, queryset: QuerySet[AuditEvent]) -> QuerySet[AuditEvent]:
        if self.value() not in OUTCOMES:
            return queryset
        least, below = OUTCOMES[self.value()]
        return queryset.filter(status__gte=least, status__lt=below)


@admin.register(AuditEvent)
class AuditAdmin(ReadOnlyAdmin):
    list_display = ["when", "kind", "who", "what", "status", "detail"]
    list_filter = ["kind", "at", OutcomeFilter]
    search_fields = ["=name", "=address", "=token", "=route", "=target"]
    ordering = ["-at", "-pk"]

    @admin.display(ordering="at")
    def when(self, event: AuditEvent) -> str:
        return f"{event.at:%Y-%m-%d %H:%M:%S}"

    @admin.display
    def who(self, event: AuditEvent) -> str:
        token = f"token {event.token}" if event.token else ""
        return " · ".join(part for part in (event.name, event.role, token, event.address) if part) or "–"

    @admin.display
    def what(self, event: AuditEvent) -> str:
        return f"{event.method} {event.route} {event.target}".strip()
