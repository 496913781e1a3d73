"""Sources as an admin keeps them: what is changed of one is followed, and two that are one are merged."""

from django.contrib import admin
from django.urls import reverse

from corroboration.admin.followed import FollowedAdmin
from corroboration.admin.merging import MergingAdmin
from corroboration.admin.outlets import HealthAdmin, Publishes
from sources.admin import SourceAdmin
from sources.models import Source


@admin.register(Source)
class FollowedSourceAdmin(FollowedAdmin, MergingAdmin, HealthAdmin, SourceAdmin):
    """What is changed of a source here is taken up by the next settling, for what was settled already, too."""

    list_display = [*SourceAdmin.list_display, "arrivals"]
    list_filter = [Publishes, *SourceAdmin.list_filter]
    READ_AGAIN = "If it changes, articles that name the source, or that it published, are read again."
    HELP = {
        "name": f"{READ_AGAIN} Those that misspell it only by `manage.py rebuild`.",
        "kind": READ_AGAIN,
        "speaks_for": f"The body this person or office speaks for: the two count as one voice. {READ_AGAIN}",
    }

    def view_on_site(self, source: Source) -> str:
        return reverse("source", args=[source.slug])

    def get_form(self, request, obj=None, change=False, **kwargs):
        return super().get_form(request, obj, change, **(kwargs | {"help_texts": self.HELP}))
