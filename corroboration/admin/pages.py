"""Other people's pages as an admin sees them: those asked for, those looked at again, and the servers they are on."""

from datetime import datetime

from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from claims.admin import ReadOnlyAdmin, ReadOnlyInline
from corroboration import retrieval
from corroboration.fetching import politeness
from corroboration.fetching.rows import Host, Look, Page, Retrieval
from corroboration.fetching.web import Unfetchable
from corroboration.selectors import retrievals as reads

SHOWN = 120  # characters of a reason in the list
CHANGE = {
    "retrieval": "corroboration.change_retrieval",
    "page": "corroboration.change_page",
    "host": "corroboration.change_host",
}


class Asker(admin.SimpleListFilter):
    """Whether a feed listed a page, or somebody asked for it."""

    title = "who asked"
    parameter_name = "asker"

    def lookups(self, request, model_admin):
        return [("feed", "a feed"), ("person", "a person or a program")]

    def queryset(self, request, queryset: QuerySet[Retrieval]) -> QuerySet[Retrieval]:
        which = {"feed": Q(feed__isnull=False), "person": Q(feed=None)}.get(self.value() or "")
        return queryset if which is None else queryset.filter(which)


@admin.register(Retrieval)
class RetrievalAdmin(ReadOnlyAdmin):
    """Pages that a feed listed or somebody asked for: what became of each, and why. Those set aside can be asked for
    again; those that wait for a person are answered on their own page."""

    list_display = ["address", "how", "asked_at", "next_try"]
    list_filter = ["state", Asker, "asked_at"]
    list_select_related = ["article"]
    search_fields = ["url", "host", "outlet"]
    ordering = ["-asked_at", "-pk"]
    actions = ["ask_again"]
    fields = ["url", "its_page", "state", "reason", "attempts", "next_attempt_at", "asked_at", "feed", "by"]
    fields += ["outlet", "hints", "found", "became"]

    def get_queryset(self, request) -> QuerySet[Retrieval]:
        """Kept pages can be megabytes, and no page of the admin shows one."""
        return super().get_queryset(request).defer("page", *reads.HEAVY_OF_ARTICLE)

    @admin.display(description="page", ordering="url")
    def address(self, row: Retrieval) -> str:
        return row.url or "handed in without an address"

    @admin.display(description="state, and why", ordering="state")
    def how(self, row: Retrieval) -> str:
        state = row.get_state_display()
        return f"{state}: {row.reason[:SHOWN]}" if row.reason else state

    @admin.display(description="next attempt", ordering="next_attempt_at")
    def next_try(self, row: Retrieval) -> datetime | None:
        return row.next_attempt_at if row.state == Retrieval.State.WAITING else None

    @admin.display(description="how it goes")
    def its_page(self, row: Retrieval) -> str:
        return format_html('<a href="{}">its page</a>', reverse("retrieval", args=[row.public_id]))

    @admin.display(description="article")
    def became(self, row: Retrieval) -> str:
        if row.article is None:
            return ""
        return format_html('<a href="{}">{}</a>', reverse("article", args=[row.article.public_id]), row.article)

    def has_ask_again_permission(self, request) -> bool:
        return request.user.has_perm(CHANGE["retrieval"])

    @admin.action(description="Ask again", permissions=["ask_again"])
    def ask_again(self, request, rows: QuerySet[Retrieval]) -> None:
        asked = 0
        for row in rows.filter(state=Retrieval.State.FAILED).exclude(url=""):
            try:
                asked += retrieval.try_again(row, now=timezone.now()) == row
            except Unfetchable as refusal:
                self.message_user(request, f"{row}: {refusal}", messages.WARNING)
        words = f"To be asked for again: {asked}." if asked else "None of these was set aside: nothing to do."
        self.message_user(request, words, messages.SUCCESS if asked else messages.WARNING)


class LookInline(ReadOnlyInline):
    """Each look at a page, the latest first."""

    model = Look
    fields = ["at", "outcome", "reason", "status", "final_url"]
    readonly_fields = fields


@admin.register(Page)
class PageAdmin(ReadOnlyAdmin):
    """Pages that were taken in as articles and are looked at again for a month: what each look found."""

    inlines = [LookInline]
    list_display = ["url", "outlet", "last_found", "next_look"]
    list_filter = ["state", "first_seen_at"]
    list_select_related = ["outlet"]
    search_fields = ["url", "external_id", "outlet__name"]
    ordering = ["-first_seen_at", "-pk"]
    actions = ["look_now"]
    fields = [
        "url",
        "outlet",
        "external_id",
        "state",
        "looks",
        "first_seen_at",
        "seen_at",
        "next_attempt_at",
        "attempts",
    ]

    def get_queryset(self, request) -> QuerySet[Page]:
        return reads.with_last_look(super().get_queryset(request))

    @admin.display(description="last look")
    def last_found(self, page: Page) -> str:
        outcome, reason = page.last_outcome, page.last_reason  # type: ignore[attr-defined]
        words = Look.Outcome(outcome).label if outcome else ""
        return f"{words}: {reason[:SHOWN]}" if reason else words

    @admin.display(description="next look", ordering="next_attempt_at")
    def next_look(self, page: Page) -> datetime | None:
        return page.next_attempt_at if page.state == Page.State.WATCHED else None

    def has_look_now_permission(self, request) -> bool:
        return request.user.has_perm(CHANGE["page"])

    @admin.action(description="Look again now", permissions=["look_now"])
    def look_now(self, request, pages: QuerySet[Page]) -> None:
        count = retrieval.look_now(pages, now=timezone.now())
        self.message_user(request, f"To be looked at as soon as it is our turn: {count}.", messages.SUCCESS)


@admin.register(Host)
class HostAdmin(ReadOnlyAdmin):
    """Servers that were asked: from when on each may be asked again, and what its robots.txt says."""

    list_display = ["name", "robots_says", "robots_until", "pause", "next_turn_at", "asked_until"]
    list_filter = ["robots_known"]
    search_fields = ["name"]
    ordering = ["name"]
    actions = ["read_robots"]
    fields = ["name", "next_turn_at", "asked_until", "pause", "robots_known", "robots_until", "robots"]

    @admin.display(description="robots.txt", ordering="robots_known")
    def robots_says(self, host: Host) -> str:
        if host.robots_known:
            return f"{len(host.robots.splitlines())} lines" if host.robots.strip() else "none: all may be asked"
        return "not asked yet" if host.robots_until is None else "couldn’t be had: nothing is asked for the time being"

    def has_read_robots_permission(self, request) -> bool:
        return request.user.has_perm(CHANGE["host"])

    @admin.action(description="Read its robots.txt again", permissions=["read_robots"])
    def read_robots(self, request, hosts: QuerySet[Host]) -> None:
        count = politeness.forget_robots(hosts)
        words = f"To be read before the next page is asked for: {count}."
        self.message_user(request, words, messages.SUCCESS)
