"""Taking articles down in the admin: what would go, typed confirmation and reason; and the takedowns there were."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html_join

from claims.admin import ReadOnlyAdmin
from claims.models import Article
from corroboration import takedown
from corroboration.models import Takedown
from corroboration.takedown import wiping

TAKE_DOWN = "corroboration.add_takedown"
WORDS = "take down"  # that who takes something down types


class TakedownForm(forms.Form):
    copies = forms.ModelMultipleChoiceField(Article.objects.none(), required=False)
    titles = forms.BooleanField(
        required=False, label="Erase the titles, too", help_text="Otherwise they stay as the articles’ names."
    )
    reason = forms.CharField(
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Who asked for it and on what ground. It is kept, and told to whoever hands the text in again: "
        "so quote nothing of it.",
    )
    confirmation = forms.CharField(max_length=40, label=f"Type “{WORDS}” to confirm")

    def __init__(self, *args, copies, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["copies"].queryset = Article.objects.filter(pk__in=[each.pk for each in copies])
        self.fields["confirmation"].widget.attrs["autocomplete"] = "off"

    def clean_confirmation(self) -> str:
        typed = " ".join(self.cleaned_data["confirmation"].split())
        if typed.casefold() != WORDS:
            raise forms.ValidationError(f"Type “{WORDS}”, without the quotes: this can’t be undone.")
        return typed


class TakingDownAdmin(admin.ModelAdmin):
    """An article's page leads to where it is taken down."""

    def get_urls(self):
        page = self.admin_site.admin_view(self.take_down_view)
        return [path("<path:object_id>/take-down/", page, name="claims_article_take_down"), *super().get_urls()]

    def take_down_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What would be erased for good; done when that is confirmed by typing, with a reason."""
        if not request.user.has_perm(TAKE_DOWN):
            raise PermissionDenied
        article = self.get_object(request, object_id)
        if article is None:
            raise Http404("There is no such article.")
        shown = takedown.preview(article)
        form = TakedownForm(request.POST or None, copies=shown.copies)
        if request.method == "POST" and form.is_valid() and self._taken_down(request, article, form):
            return HttpResponseRedirect(reverse("admin:corroboration_takedown_changelist"))
        context = self.admin_site.each_context(request) | {
            "title": "Take an article down",
            "opts": self.opts,
            "original": article,
            "preview": shown,
            "chosen": {each.pk for each in form.cleaned_data.get("copies", ())} if form.is_bound else None,
            "form": form,
            "done": all(each.erased_at for each in shown.articles),
            "where": wiping.whereabouts(article.erased_at),
        }
        return render(request, "admin/claims/article/take_down.html", context)

    def _taken_down(self, request: HttpRequest, article: Article, form: TakedownForm) -> bool:
        said = form.cleaned_data
        chosen = {"titles": said["titles"], "copies": list(said["copies"]), "reason": said["reason"]}
        try:
            takedown.take_down(article, by=request.user, now=timezone.now(), **chosen)
        except (takedown.Again, takedown.LogUnwritable) as refused:
            form.add_error(None, str(refused))
            return False
        article.refresh_from_db(fields=["erased_at"])
        where = wiping.whereabouts(article.erased_at)
        self.message_user(request, f"Its words are {where}. What was found of it stands.", messages.SUCCESS)
        return True


@admin.register(Takedown)
class TakedownAdmin(ReadOnlyAdmin):
    """Who had what erased, when and why. Rows are only added: nothing brings a text back."""

    list_display = ["at", "articles", "words", "titles", "by", "reason"]
    list_select_related = ["by"]
    list_filter = ["at"]
    search_fields = ["public_id", "reason", "texts__article", "by__username"]
    fields = ["public_id", "at", "by", "reason", "titles", "articles", "words"]
    readonly_fields = ["articles", "words"]
    ordering = ["-at"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("texts")

    @admin.display(description="their words")
    def words(self, row: Takedown) -> str:
        """The least that can be said of all of them: articles that aren't here have none."""
        names = [text.article for text in row.texts.all()]
        erased = list(Article.objects.filter(public_id__in=names).values_list("erased_at", flat=True))
        return wiping.whereabouts(None if None in erased else max(erased, default=row.at))

    @admin.display(description="texts")
    def articles(self, row: Takedown) -> str:
        links = ((reverse("article", args=[text.article]), text.article) for text in row.texts.all())
        return format_html_join(", ", '<a href="{}">{}</a>', links)
