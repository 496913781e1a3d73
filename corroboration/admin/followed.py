"""Reference data that an admin keeps: what is changed of them reaches what was settled already."""

from contextlib import nullcontext

from django.contrib import admin
from django.db.models import QuerySet

from corroboration import reference_changes


class FollowedAdmin(admin.ModelAdmin):
    """What is saved or deleted here is noted in the same transaction, and taken up by the next settling."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        with reference_changes.followed() if request.method == "POST" else nullcontext():
            return super().changeform_view(request, object_id, form_url, extra_context)

    def delete_view(self, request, object_id, extra_context=None):
        with reference_changes.followed() if request.method == "POST" else nullcontext():
            return super().delete_view(request, object_id, extra_context)

    def delete_queryset(self, request, queryset: QuerySet) -> None:
        with reference_changes.followed():
            super().delete_queryset(request, queryset)
