"""Articles on their way: stuck ones are tried again here."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.utils import timezone

from claims.admin import ReadOnlyAdmin
from claims.models import Article
from corroboration import queue
from corroboration.lines import HEAVY
from sources.admin import SECURE_LINKS

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
