"""The pages of sources: the list, and one with its record."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from corroboration import records
from corroboration.addresses import asked_choice, asked_text, past_day
from corroboration.engine.topics import all_topics
from corroboration.moved import page_follows
from corroboration.selectors import copying as copying_reads
from corroboration.selectors import sources as source_reads
from sources.models import Source, TrackRecord

Role = TrackRecord.Role


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    order = asked_choice(request, "order", source_reads.ORDERS, source_reads.DEFAULT_ORDER)
    kinds = {value: label for value, label in Source.Kind.choices if value not in source_reads.NOT_RANKED}
    kind = asked_choice(request, "kind", kinds, "")
    query = asked_text(request, "q")
    found = source_reads.sources(order=order, query=query, kind=kind, page=request.GET.get("page"))
    context = {"found": found, "order": order, "query": query, "kind": kind, "kinds": kinds.items()}
    return render(request, "pages/sources.html", context)


@require_safe
@page_follows
def source(request: HttpRequest, slug: str) -> HttpResponse:
    """A source's record, now or as of a date, in all or in one role and topic. A date that is none is said to be so,
    beside the record of today."""
    raw = asked_text(request, "as_of")
    as_of, problem = past_day(raw)
    role, topic = asked_choice(request, "role", records.ROLES, ""), asked_choice(request, "topic", all_topics(), "")
    try:
        record = records.shown(slug, as_of, role, topic, whole=request.GET.get("whole") == "true")
        shown = source_reads.source_page(record, past=as_of is not None, page=request.GET.get("page"))
    except Source.DoesNotExist:
        raise Http404("There is no source of this name.") from None
    part = {"as_of": as_of and as_of.isoformat(), "role": role, "topic": topic}
    context = {"shown": shown, "source": shown.source, "as_of": as_of, "problem": problem, "raw": raw}
    asked = {"role": role, "topic": topic, "roles": Role.choices, "topics": all_topics()}
    asked["query"] = urlencode({name: value for name, value in part.items() if value})  # for the API
    asked["copying"] = copying_reads.copying_of(slug, as_of)
    return render(request, "pages/source.html", context | asked, status=400 if problem else 200)
