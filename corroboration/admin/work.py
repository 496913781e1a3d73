"""Articles on their way: stuck ones are tried again here."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone

from claims.admin import ReadOnlyAdmin
from claims.models import Article
from corroboration import queue
from corroboration.admin.takedowns import TakingDownAdmin
from corroboration.lines import HEAVY
from corroboration.selectors import stuck
from sources.admin import SECURE_LINKS

SHOWN = 120  # characters of an error in the list


@admin.register(Article)
class ArticleAdmin(TakingDownAdmin, ReadOnlyAdmin):
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
        return stuck.last_line(article.error)[:SHOWN]

    def has_try_again_permission(self, request) -> bool:
        return request.user.has_perm("claims.change_article")

    def get_urls(self):
        page = self.admin_site.admin_view(self.stuck_view)
        return [path("stuck/", page, name="claims_article_stuck"), *super().get_urls()]

    def stuck_view(self, request: HttpRequest) -> HttpResponse:
        """What doesn't get on, by its error or its stage; one article, or all of one error, can be tried again."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            if not self.has_try_again_permission(request):
                raise PermissionDenied
            self.try_again(request, _chosen(request))
            return HttpResponseRedirect(reverse("admin:claims_article_stuck"))
        context = self.admin_site.each_context(request) | {
            "title": "Stuck articles",
            "opts": self.opts,
            "stuck": stuck.stuck(now=timezone.now()),
            "may_try_again": self.has_try_again_permission(request),
        }
        return render(request, "admin/claims/article/stuck.html", context)

    @admin.action(description="Try again", permissions=["try_again"])
    def try_again(self, request, articles: QuerySet[Article]) -> None:
        count = queue.try_again(articles, now=timezone.now())
        if count:
            self.message_user(request, f"{count} set aside before, now back in the queue.", messages.SUCCESS)
        else:
            self.message_user(request, "None of these was set aside: nothing to do.", messages.WARNING)


def _chosen(request: HttpRequest) -> QuerySet[Article]:
    """The one article, or all of one kind of error, that a form of the page names; junk names none."""
    if number := request.POST.get("article", ""):
        return Article.objects.filter(pk=int(number) if number.isdecimal() and len(number) < 19 else 0)
    return stuck.of_kind(request.POST.get("kind", ""), request.POST.get("where", ""))
