"""The pages: each view parses the address, makes one read, and renders."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from corroboration import glossary as words
from corroboration import sample, trial
from corroboration.access import guests_may_post
from corroboration.addresses import asked_text
from corroboration.forms import GUEST_BYTES, ExtractForm
from corroboration.highlight import highlight
from corroboration.search import LONGEST_QUERY as LONGEST_SENTENCE
from corroboration.selectors import home as home_reads
from corroboration.selectors import search as search_reads
from corroboration.selectors import trials as trial_reads


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/home.html", {"home": home_reads.home()})


@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    """How far the work has come: a fragment that asks for itself again while work is pending."""
    return render(request, "parts/progress.html", {"progress": home_reads.progress(), "polled": True})


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Claims like a sentence. Without one, how to search."""
    query = request.GET.get("q", "").replace("\0", "").strip()
    problem = f"Too long: expected at most {LONGEST_SENTENCE:,} characters." if len(query) > LONGEST_SENTENCE else ""
    asked = bool(query) and not problem
    shown = search_reads.search_page(query, page=request.GET.get("page")) if asked else None
    context = {"query": query[:LONGEST_SENTENCE], "shown": shown, "problem": problem}
    return render(request, "pages/search.html", context, status=400 if problem else 200)


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/glossary.html", {"sections": words.glossary()})


@guests_may_post
@csrf_exempt  # _extract checks the token: to find it Django reads the body, and refuses one too large without a word
@require_http_methods(["GET", "HEAD", "POST"])
def extract(request: HttpRequest) -> HttpResponse:
    """An article that somebody pastes, read and not stored. Without one, the form, filled with a sample if asked."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        form = ExtractForm({})
        form.errors.clear()
        form.add_error("text", f"Too long: expected at most {settings.ARTICLE_BYTES:,} bytes.")
        return _extract_page(request, form, status=413)
    return _extract(request)


@csrf_protect
def _extract(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _extract_page(request, ExtractForm(initial=sample.tried().get(asked_text(request, "sample"))))
    most_bytes = settings.ARTICLE_BYTES if request.user.is_authenticated else GUEST_BYTES
    form = ExtractForm(request.POST, most_bytes=most_bytes)
    if not form.is_valid():
        return _extract_page(request, form, status=400)
    try:
        shown = trial_reads.trial_page(trial.read_and_explain(form.submission))
    except trial.Busy:
        form.add_error(None, "Other texts are being read. Try again in a moment.")
        return _extract_page(request, form, status=503)
    return _extract_page(request, form, shown)


def _extract_page(
    request: HttpRequest, form: ExtractForm, shown: trial_reads.TrialPage | None = None, status: int = 200
) -> HttpResponse:
    text = highlight(shown.article.text, shown.marks, cues=shown.cues, zones=shown.zones) if shown else ""
    samples = {id: words for id, words in sample.TRIED.items() if id in sample.tried()}
    context = {"form": form, "shown": shown, "text": text, "samples": samples, "outlets": trial_reads.outlet_names()}
    return render(request, "pages/extract.html", context, status=status)
