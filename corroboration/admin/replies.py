"""The right of reply: statements of sources, entered and withdrawn, never edited."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.utils import timezone

from claims.admin import ReadOnlyAdmin
from sources import replying
from sources.admin import SECURE_LINKS
from sources.models import Reply


@admin.register(Reply)
class ReplyAdmin(ReadOnlyAdmin):
    """What sources say themselves. The newest of each is shown on its page, unless it was withdrawn."""

    list_display = ["source", "about", "at", "by", "state"]
    list_select_related = ["source", "by", "withdrawn_by"]
    search_fields = ["source__name", "source__slug", "text", "about"]
    raw_id_fields = ["source"]
    formfield_overrides = SECURE_LINKS
    ordering = ["-pk"]
    actions = ["withdraw"]

    def has_add_permission(self, request) -> bool:
        return admin.ModelAdmin.has_add_permission(self, request)

    def get_fields(self, request, obj=None):
        written = ["source", "about", "text", "url"]
        return [*written, "at", "by", "withdraws"] if obj else written

    @admin.display(description="state")
    def state(self, reply: Reply) -> str:
        if reply.withdraws_id:
            return "withdraws the one before"
        return "withdrawn" if hasattr(reply, "withdrawn_by") else "entered"

    def save_model(self, request, obj, form, change) -> None:
        replying.enter(obj, by=request.user, now=timezone.now())

    def has_withdraw_permission(self, request) -> bool:
        return self.has_add_permission(request)

    @admin.action(description="Withdraw the statement", permissions=["withdraw"])
    def withdraw(self, request, replies: QuerySet[Reply]) -> None:
        now = timezone.now()
        done = sum(replying.withdraw(reply, by=request.user, now=now) is not None for reply in replies)
        left = len(replies) - done
        if done:
            self.message_user(request, f"Withdrawn: {done}. Older statements stay as history.", messages.SUCCESS)
        if left:
            self.message_user(request, f"{left} of these aren't shown: nothing to withdraw.", messages.WARNING)
