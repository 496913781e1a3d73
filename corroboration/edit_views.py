"""The pages of edits: those that outlets made without saying so, and one, word by word and claim by claim."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from corroboration.addresses import asked_choice
from corroboration.selectors import edits as reads

NOTED = {"": "Without a word to readers", "told": "With a note to readers"}


@require_safe
def edits(request: HttpRequest) -> HttpResponse:
    which = asked_choice(request, "which", NOTED)
    shown = reads.edits(request.GET.get("page"), noted=which == "told")
    return render(request, "pages/edits.html", {"shown": shown, "which": which, "kinds": NOTED.items()})


@require_safe
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    shown = reads.edit_page(public_id)
    if shown is None:
        raise Http404("This text came in place of none.")
    return render(request, "pages/edit.html", {"shown": shown, "edit": shown.edit})
