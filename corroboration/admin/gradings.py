"""How records are graded: set here, after what it would change was shown."""

from django.contrib import admin
from django.contrib.admin.helpers import AdminForm
from django.contrib.admin.utils import flatten
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from claims.admin import ReadOnlyAdmin
from corroboration import grading
from sources.models import Grading
from sources.selectors import latest_grading


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
