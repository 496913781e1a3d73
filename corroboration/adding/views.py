"""The pages of that door: the form, how a page goes, and what a person says of it."""

from uuid import UUID

from django.core.exceptions import NON_FIELD_ERRORS
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from corroboration import ingestion, retrieval
from corroboration.access import deciders_only
from corroboration.adding.forms import AddForm, UnclearForm
from corroboration.addresses import LONGEST_QUERY
from corroboration.fetching.rows import URL_LENGTH, Retrieval
from corroboration.fetching.web import Unfetchable
from corroboration.selectors import retrievals as reads
from corroboration.selectors.trials import outlet_names

State = Retrieval.State


@deciders_only
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """An article by its address, as a page, or as a text. A bookmarklet comes here with ?url=."""
    if request.method != "POST":
        url = request.GET.get("url", "").replace("\0", "").strip()[:URL_LENGTH]
        title = request.GET.get("title", "").replace("\0", "").strip()[:LONGEST_QUERY]
        return _form(request, AddForm(initial={"url": url, "title": title}), known=_known(url))
    form = AddForm(request.POST, request.FILES)
    if not form.is_valid():
        return _form(request, form, status=400)
    given, now = form.cleaned_data, timezone.now()
    if given["text"].strip():
        return _text(request, form)
    if not form.page and (article := retrieval.known(given["url"])):
        return redirect("article", public_id=article.public_id)
    said = {"outlet": given["outlet"], "by": request.user, "now": now}
    if form.page:
        row = retrieval.hand_in(form.page, url=given["url"], published_at=given["published_at"], **said)
    else:
        hints = {name: given[name] for name in ("published_at", "title")}
        row = retrieval.ask(given["url"], hints=hints, **said)
    return redirect("retrieval", public_id=row.public_id)


def _text(request: HttpRequest, form: AddForm) -> HttpResponse:
    """A text goes in as it is; what is wrong with it is said at its fields."""
    line = retrieval.line_of_text(**{name: form.cleaned_data[name] for name in _OF_TEXT})
    try:
        article = ingestion.accept(line).article
    except ingestion.Rejected as rejected:
        for field, messages in rejected.by_field(NON_FIELD_ERRORS).items():
            form.add_error(field if field in form.fields else None, [capfirst(words) for words in messages])
        return _form(request, form, status=400)
    return redirect("article", public_id=article.public_id)


_OF_TEXT = ("text", "url", "outlet", "published_at", "title")


@deciders_only
@require_safe
def one(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """How a page that was asked for goes. htmx asks for the part of it that changes."""
    row = _row(public_id)
    unclear = UnclearForm(initial=_proposed(row)) if row.state == State.UNCLEAR else None
    return _one(request, row, unclear, part=bool(request.htmx))


@deciders_only
@require_POST
def settle(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take in a page that waits for a person, with what the person says."""
    row = _row(public_id)
    if row.state != State.UNCLEAR:
        return redirect("retrieval", public_id=public_id)
    form = UnclearForm(request.POST)
    if not form.is_valid():
        return _one(request, row, form, status=400)
    retrieval.settle(row, by=request.user, now=timezone.now(), **form.cleaned_data)
    return redirect("retrieval", public_id=public_id)


@deciders_only
@require_POST
def again(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask anew for a page that failed."""
    row = _row(public_id)
    if row.state != State.FAILED or not row.url:
        return redirect("retrieval", public_id=public_id)
    try:
        fresh = retrieval.try_again(row, now=timezone.now())
    except Unfetchable:  # what may be asked has changed since
        return redirect("retrieval", public_id=public_id)
    return redirect("retrieval", public_id=fresh.public_id)


def _known(url: str):
    try:
        return retrieval.known(url) if url else None
    except Unfetchable:
        return None


def _proposed(row: Retrieval) -> dict[str, str]:
    found = row.found
    outlet = row.outlet or found.get("outlet", "") or found.get("proposed_outlet", "")
    return {"outlet": outlet, "published_at": row.hints.get("published_at") or found.get("published_at", "")}


def _row(public_id: UUID) -> Retrieval:
    row = reads.one(public_id)
    if row is None:
        raise Http404("Nobody asked for this page.")
    return row


def _form(request: HttpRequest, form: AddForm, *, known=None, status: int = 200) -> HttpResponse:
    opened = any(form[name].errors or form[name].value() for name in ("html", "text", "file"))
    context = {
        "form": form,
        "known": known,
        "opened": opened,
        "asked": reads.asked(request.user),
        "outlets": outlet_names(),
        "here": request.build_absolute_uri(reverse("article-add")),
    }
    return render(request, "pages/add.html", context, status=status)


def _one(
    request: HttpRequest, row: Retrieval, form: UnclearForm | None, *, part: bool = False, status: int = 200
) -> HttpResponse:
    word, reason = reads.progress(row)
    template = "parts/adding/progress.html" if part else "pages/adding.html"
    context = {"row": row, "found": row.found, "word": word, "reason": reason, "form": form}
    return render(request, template, context | {"outlets": outlet_names() if form else []}, status=status)
