"""Feeds as an admin keeps them: how each does, and what to do about it; found by a site's address; lists taken over."""

import json

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.timesince import timesince, timeuntil

from corroboration.admin.outlets import HealthAdmin, HealthList
from corroboration.feeds import finding, importing, keeping, opml
from corroboration.feeds.models import FeedState
from corroboration.fetching.web import Unfetchable
from corroboration.selectors import feeds as feed_reads
from corroboration.selectors.coverage import told_of
from sources.admin import FeedAdmin
from sources.models import Feed

ADD = "sources.add_feed"
LOOKUPS = {"look": "needs a look"} | {word: word for word in ("well", "failing", "gone", "paused", "new")}
WORDS = 80  # characters of an error in the list


class FeedList(HealthList):
    """A page of the list whose rows know how their feed does."""

    def get_results(self, request) -> None:
        super().get_results(request)
        self.now = timezone.now()
        for row, health in zip(self.result_list, feed_reads.health_of(self.result_list, now=self.now), strict=True):
            row.how = health


class Doing(admin.SimpleListFilter):
    """How feeds do, in a word."""

    title = "how it does"
    parameter_name = "does"

    def lookups(self, request, model_admin):
        return list(LOOKUPS.items())

    def queryset(self, request, queryset: QuerySet[Feed]) -> QuerySet[Feed]:
        return feed_reads.doing(queryset, self.value()) if self.value() in LOOKUPS else queryset


class AddressForm(forms.Form):
    address = forms.CharField(
        max_length=1000,
        widget=forms.TextInput(attrs={"inputmode": "url", "dir": "ltr", "class": "vURLField"}),
        help_text="Of the site’s front page, of any page of it, or of the feed itself.",
    )


class ListForm(forms.Form):
    file = forms.FileField(label="OPML file", help_text="As feed readers export it.")


@admin.register(Feed)
class KeptFeedAdmin(HealthAdmin, FeedAdmin):
    """How each feed does: when it was last heard, what it brings, what went wrong, when it is asked next."""

    list_display = ["url", "source", "does", "arrivals"]
    list_filter = [Doing]
    actions = ["poll_now", "pause", "resume"]
    change_form_template = "admin/sources/feed/change_form.html"

    def get_changelist(self, request, **kwargs) -> type[FeedList]:
        return FeedList

    @admin.display(description="how it does")
    def does(self, feed: Feed) -> str:
        """In a word, when it was last heard and is asked next, what it brings, what went wrong."""
        how = feed.how
        told = (
            _heard(how.state),
            f"{how.a_day:.1f} articles a day",
            _refused(how.refused),
            _aside(how.set_aside),
            _next(feed, how.state),
        )
        error = how.state.error[:WORDS] if how.state else ""
        return format_html(
            '<span class="does does-{0}">{0}</span> {1} <span class="wrong" dir="auto">{2}</span>',
            *(how.word, "; ".join(filter(None, told)), error),
        )

    # --- one feed ---

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """The form, and below it how the feed does."""
        feed = self.get_object(request, object_id)
        now = timezone.now()
        shown = {"shown": feed_reads.feed_page(feed, now=now), "gaps": told_of([feed.source], now=now)} if feed else {}
        return super().change_view(request, object_id, form_url, (extra_context or {}) | shown)

    def save_model(self, request, obj: Feed, form, change) -> None:
        before = form.initial.get("url", "") if change else ""
        super().save_model(request, obj, form, change)
        keeping.noted(obj, before=before, by=request.user, now=timezone.now())

    def get_deleted_objects(self, objs, request):
        """What goes with a feed, counted: thousands of entries would be listed one by one. Articles stay."""
        _, counts, lacking, protected = super().get_deleted_objects(objs, request)
        return [str(feed) for feed in objs], counts, lacking, protected

    # --- what is done with them ---

    @admin.action(description="Poll now", permissions=["change"])
    def poll_now(self, request, feeds: QuerySet[Feed]) -> None:
        count = keeping.poll_now(feeds, now=timezone.now())
        self._said(request, count, "polled as soon as it is our turn at its server", "paused: nothing to poll")

    @admin.action(description="Pause", permissions=["change"])
    def pause(self, request, feeds: QuerySet[Feed]) -> None:
        count = keeping.pause(feeds, by=request.user, now=timezone.now())
        self._said(request, count, "paused; what is published meanwhile isn’t known here", "paused already")

    @admin.action(description="Resume", permissions=["change"])
    def resume(self, request, feeds: QuerySet[Feed]) -> None:
        count = keeping.resume(feeds, by=request.user, now=timezone.now())
        self._said(request, count, "polled again, at once", "in use already")

    def _said(self, request, count: int, done: str, nothing: str) -> None:
        feeds = "1 feed" if count == 1 else f"{count} feeds"
        level = messages.SUCCESS if count else messages.WARNING
        self.message_user(request, f"{feeds}: {done}." if count else f"All of these are {nothing}.", level)

    # --- pages of its own ---

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("find/", view(self.find_view), name="sources_feed_find"),
            path("import/", view(self.import_view), name="sources_feed_import"),
            path("export/", view(self.export_view), name="sources_feed_export"),
            *super().get_urls(),
        ]

    def find_view(self, request: HttpRequest) -> HttpResponse:
        """The feeds of a site, by the address of a page of it."""
        if not request.user.has_perm(ADD):
            raise PermissionDenied
        form, found = AddressForm(request.POST or None), None
        if request.method == "POST" and form.is_valid():
            try:
                found = finding.find(form.cleaned_data["address"], now=timezone.now())
            except Unfetchable as problem:
                form.add_error("address", str(problem))
        return self._page(request, "find", "Find the feeds of a site", form=form, found=found)

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """A list of feeds: uploaded, looked through, and taken over as far as it was ticked."""
        if not request.user.has_perm(ADD):
            raise PermissionDenied
        if "outlines" in request.POST:
            return self._taken(request)
        form, planned = ListForm(request.POST or None, request.FILES or None), None
        if request.method == "POST" and form.is_valid():
            try:
                outlines = opml.read(form.cleaned_data["file"].read(opml.MOST_BYTES + 1))
            except opml.NotOpml as problem:
                form.add_error("file", str(problem))
            else:
                planned = importing.plan(outlines)
        told = json.dumps([importing.as_list(each.outline) for each in planned or ()])
        return self._page(request, "import", "Take over a list of feeds", form=form, planned=planned, outlines=told)

    def _taken(self, request: HttpRequest) -> HttpResponse:
        """The lines are planned anew: what was shown may have changed since."""
        planned = importing.chosen(request.POST["outlines"], request.POST.getlist("take"))
        feeds, outlets = importing.take(planned, by=request.user, now=timezone.now())
        said = f"Feeds taken over: {feeds}; outlets that are new by that: {outlets}."
        self.message_user(request, said, messages.SUCCESS if feeds else messages.WARNING)
        return HttpResponseRedirect(reverse("admin:sources_feed_changelist"))

    def export_view(self, request: HttpRequest) -> HttpResponse:
        """Our feeds, for anybody's reader."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        body = opml.write(importing.listed(), title="Second Source", now=timezone.now())
        headers = {"Content-Disposition": 'attachment; filename="feeds.opml"'}
        return HttpResponse(body, content_type="text/x-opml", headers=headers)

    def _page(self, request: HttpRequest, name: str, title: str, **shown: object) -> HttpResponse:
        context = self.admin_site.each_context(request) | {"title": title, "opts": self.opts} | shown
        return render(request, f"admin/sources/feed/{name}.html", context)


def _heard(state: FeedState | None) -> str:
    return f"heard {timesince(state.succeeded_at, depth=1)} ago" if state and state.succeeded_at else "never heard"


def _refused(count: int) -> str:
    return f"{count} refused in two weeks" if count else ""


def _aside(count: int) -> str:
    return f"{count} page{'s' if count != 1 else ''} set aside" if count else ""


def _next(feed: Feed, state: FeedState | None) -> str:
    if not feed.active:
        return ""
    if state is None or state.next_attempt_at <= timezone.now():
        return "polled soon"
    return f"polled in {timeuntil(state.next_attempt_at, depth=1)}"
