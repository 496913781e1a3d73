"""Articles on their way, and what came of them: stuck ones are tried again here. And how records are graded."""

from contextlib import nullcontext

from django.contrib import admin, messages
from django.contrib.admin.helpers import AdminForm
from django.contrib.admin.utils import flatten
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils import timezone

from claims.admin import ReadOnlyAdmin
from claims.models import Article
from corroboration import grading, queue, reference_changes
from corroboration.lines import HEAVY
from corroboration.models import Cluster, Decision, Outcome, Relation
from corroboration.selectors.decisions import why_not_binding
from sources.admin import SECURE_LINKS, SourceAdmin
from sources.models import Grading, Source, TrackRecord
from sources.selectors import latest_grading

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


@admin.register(Source)
class FollowedSourceAdmin(SourceAdmin):
    """What is changed of a source here is taken up by the next settling, for what was settled already, too."""

    READ_AGAIN = "If it changes, articles that name the source, or that it published, are read again."
    HELP = {
        "name": f"{READ_AGAIN} Those that misspell it only by `manage.py rebuild`.",
        "kind": READ_AGAIN,
        "speaks_for": f"The body this person or office speaks for: the two count as one voice. {READ_AGAIN}",
    }

    def get_form(self, request, obj=None, change=False, **kwargs):
        return super().get_form(request, obj, change, **(kwargs | {"help_texts": self.HELP}))

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        with reference_changes.followed() if request.method == "POST" else nullcontext():
            return super().changeform_view(request, object_id, form_url, extra_context)

    def delete_view(self, request, object_id, extra_context=None):
        with reference_changes.followed() if request.method == "POST" else nullcontext():
            return super().delete_view(request, object_id, extra_context)

    def delete_queryset(self, request, queryset: QuerySet[Source]) -> None:
        with reference_changes.followed():
            super().delete_queryset(request, queryset)


@admin.register(Grading)
class GradingAdmin(ReadOnlyAdmin):
    """The half-life and the cuts of the letters: the newest count. What they change is shown before it is saved."""

    SET = (
        "half_life_days",
        *(("mean_a", "low_a"), ("mean_b", "low_b"), ("mean_c", "low_c"), ("mean_d", "low_d")),
        *("widest", "fewest_checks", "reason"),
    )
    list_display = ["set_at", "by", "half_life_days", "widest", "fewest_checks", "reason"]
    list_select_related = ["by"]
    ordering = ["-pk"]

    def has_add_permission(self, request) -> bool:
        return admin.ModelAdmin.has_add_permission(self, request)

    def get_fields(self, request, obj=None):
        return [*self.SET, "set_at", "by"] if obj else self.SET

    def get_changeform_initial_data(self, request):
        """What counts now: whoever sets one thing leaves the others."""
        now = latest_grading() or Grading()
        fields = (field for field in flatten(self.SET) if field != "reason")
        return {field: getattr(now, field) for field in fields}

    def add_view(self, request, form_url="", extra_context=None):
        """The form; once it is sent what it would change; and it is saved when it is sent again as it was shown."""
        if request.method == "POST":
            form = self.get_form(request)(request.POST)
            if form.is_valid() and request.POST.get("previewed") != _told(form):
                return self._previewed(request, form, form_url)
        return super().add_view(request, form_url, extra_context)

    def _previewed(self, request, form, form_url):
        if not self.has_add_permission(request):
            raise PermissionDenied
        shown = AdminForm(form, list(self.get_fieldsets(request)), {}, (), model_admin=self)
        context = self.admin_site.each_context(request) | {
            "title": "Set how records are graded",
            "adminform": shown,
            "media": self.media + shown.media,
            "inline_admin_formsets": [],
            "errors": [],
            "is_popup": False,
            "preserved_filters": self.get_preserved_filters(request),
            "preview": grading.preview(form.instance),
            "previewed": _told(form),
        }
        return self.render_change_form(request, context, add=True, form_url=form_url)

    def save_model(self, request, obj, form, change) -> None:
        grading.grade_by(obj, by=request.user, now=timezone.now())


def _told(form) -> str:
    """What a form says, so that only what was shown is saved."""
    return repr(sorted(form.cleaned_data.items()))
