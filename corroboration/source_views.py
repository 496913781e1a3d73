"""The pages of sources: the list, and one with its record."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from corroboration import records
from corroboration.addresses import asked_choice, asked_text, past_day
from corroboration.engine.topics import all_topics
from corroboration.ledgers import Wanted
from corroboration.models import Outcome
from corroboration.moved import page_follows
from corroboration.selectors import sources as source_reads
from corroboration.selectors.compare import comparison, findable
from corroboration.selectors.source_page import source_page
from sources.models import Source

LONGEST_SLUG = 200
MOST_ASKED = 20  # slugs that a comparison looks up: of more than four it says which it leaves out
PICKED = ("kind", "date_from", "date_to", "checker")  # what narrows the ledger alone
ASKED = ("as_of", "role", "topic", *PICKED)


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    order = asked_choice(request, "order", source_reads.ORDERS, source_reads.DEFAULT_ORDER)
    kinds = {value: label for value, label in Source.Kind.choices if value not in source_reads.NOT_RANKED}
    kind, query = asked_choice(request, "kind", kinds), asked_text(request, "q")
    countries = source_reads.countries()
    country = asked_choice(request, "country", countries)
    page = request.GET.get("page")
    found = source_reads.sources(order=order, query=query, kind=kind, country=country, page=page)
    context = {
        "found": found,
        "order": order,
        "ranks": source_reads.ORDERS[order].ranks,
        "query": query,
        "kind": kind,
        "kinds": kinds.items(),
        "country": country,
        "countries": countries,
    }
    return render(request, "pages/sources.html", context)


@require_safe
@page_follows
def source(request: HttpRequest, slug: str) -> HttpResponse:
    """A source's record, now or as of a date, in all or in one role and topic, and its ledger, narrowed further. A date
    that is none is said to be so, beside what there is without it."""
    days = {name: past_day(asked_text(request, name)) for name in ("as_of", "date_from", "date_to")}
    as_of = days["as_of"][0]
    wanted = Wanted(
        role=asked_choice(request, "role", records.ROLES),
        kind=asked_choice(request, "kind", Outcome.Kind.values),
        topic=asked_choice(request, "topic", all_topics()),
        start=days["date_from"][0],
        end=days["date_to"][0],
        checker=asked_text(request, "checker"),
    )
    whole = request.GET.get("whole") == "true"
    try:
        shown = source_page(slug, as_of, wanted, whole=whole, page=request.GET.get("page"), now=timezone.now())
    except Source.DoesNotExist:
        raise Http404("There is no source of this name.") from None
    asked = {name: asked_text(request, name) for name in ASKED} | {"role": wanted.role, "topic": wanted.topic}
    asked |= {"kind": wanted.kind}
    valid = {name: value for name, value in asked.items() if value and not days.get(name, (None, ""))[1]}
    context = {
        "shown": shown,
        "source": shown.source,
        "as_of": as_of,
        "then": f"?as_of={as_of}" if as_of else "",
        "asked": asked,
        "picked": any(valid.get(name) for name in PICKED),
        "problems": {name: problem for name, (_, problem) in days.items()},
        "topics": all_topics(),
        "query": urlencode(valid),  # for the API: of the ledger, and of the record
        "record_query": urlencode({name: value for name, value in valid.items() if name not in PICKED}),
    }
    wrong = any(problem for _, problem in days.values())
    return render(request, "pages/source.html", context, status=400 if wrong else 200)


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Up to four sources side by side, in one role at a time, now or as of a day."""
    raw, words = asked_text(request, "as_of"), asked_text(request, "q")
    as_of, problem = past_day(raw)
    slugs = [slug.replace("\0", "").strip()[:LONGEST_SLUG] for slug in request.GET.getlist("s")[:MOST_ASKED]]
    shown = comparison([slug for slug in slugs if slug], asked_choice(request, "role", records.ROLES), as_of)
    context = {
        "shown": shown,
        "offered": findable(words, shown.slugs) if words and not shown.full else [],
        "words": words,
        "raw": raw,
        "as_of": as_of,
        "problem": problem,
        "then": f"?as_of={as_of}" if as_of else "",
    }
    return render(request, "pages/compare.html", context, status=400 if problem or shown.unknown else 200)
