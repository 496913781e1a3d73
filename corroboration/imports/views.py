"""The pages of files: handing one in, how it goes, and what of it was refused."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from corroboration.access import deciders_only
from corroboration.imports import uploads
from corroboration.imports.forms import FileForm
from corroboration.imports.models import Import
from corroboration.selectors import imports as reads
from corroboration.selectors.trials import outlet_names


@deciders_only
@require_http_methods(["GET", "HEAD", "POST"])
def files(request: HttpRequest) -> HttpResponse:
    """Hand a file in; and those that were handed in lately."""
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if form.is_bound and form.is_valid():
        row = uploads.keep(form.cleaned_data["file"], form.how, by=request.user, now=timezone.now())
        return redirect("import", run=row.run)
    context = {"form": form, "rows": reads.latest(), "outlets": outlet_names(), "largest": uploads.LARGEST}
    return render(request, "pages/imports.html", context, status=400 if form.is_bound else 200)


@deciders_only
@require_safe
def one(request: HttpRequest, run: UUID) -> HttpResponse:
    """How a file goes. htmx asks for the part of it that changes."""
    template = "parts/import_progress.html" if request.htmx else "pages/import.html"
    return render(request, template, {"shown": reads.shown(_row(run))})


@deciders_only
@require_safe
def rejects(request: HttpRequest, run: UUID) -> StreamingHttpResponse:
    """The records that were refused, with the reasons, as a file of NDJSON."""
    row = _row(run)
    answer = StreamingHttpResponse(reads.refused_lines(row), content_type="application/x-ndjson")
    answer["Content-Disposition"] = f'attachment; filename="rejects-{row.run}.ndjson"'
    return answer


def _row(run: UUID) -> Import:
    row = reads.uploaded(run)
    if row is None:
        raise Http404("No such file was handed in.")
    return row
