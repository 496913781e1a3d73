"""A STIX bundle of all sources, or of all claims with their sources and verdicts, written a piece at a time."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from django.conf import settings
from django.urls import reverse

from claims.models import Article
from corroboration import lines
from corroboration.formats import to_json
from corroboration.interchange import stix
from corroboration.interchange.ratings import number_of
from corroboration.interchange.site import Site
from corroboration.interchange.verdicts import everything
from corroboration.models import Decision
from sources.models import Source, TrackRecord, private

PIECE = 500  # rows read at a time
SOURCES, CLAIMS = "sources", "claims"
KINDS = (SOURCES, CLAIMS)


def bundle(kind: str, site: Site) -> Iterator[str]:
    """The bundle as text. kind: CLAIMS has the sources too, as claims refer to them."""
    known_at = _known_at()
    yield f'{{"type": "bundle", "id": "{stix.id_of("bundle", kind, site.url, known_at)}", "objects": ['
    comma = ""
    for node in objects(kind, site, known_at):
        yield f"{comma}\n{to_json(node)}"
        comma = ","
    yield "\n]}\n"


def objects(kind: str, site: Site, known_at: str) -> Iterator[stix.Node]:
    tlp = "white" if settings.PUBLIC_READ else "amber"
    common = {"spec_version": "2.1", "created_by_ref": stix.publisher(site), "modified": known_at}
    common |= {"object_marking_refs": [stix.TLP[tlp]]}
    yield from stix.frame(site, known_at, tlp)
    yield from _identities(common)
    if kind == CLAIMS:
        yield from _notes(site, common)
        yield from _opinions(common)


def _known_at() -> str:
    """Up to when is known what is told: the greatest date of articles and decisions, never the clock."""
    told = Article.objects.order_by("-told_at").values_list("told_at", flat=True).first()
    decided = Decision.objects.order_by("-decided_at").values_list("decided_at", flat=True).first()
    latest = max(filter(None, (told, decided)), default=None)
    return lines.moment(latest) or stix.DEFINED


def _identities(common: Mapping[str, Any]) -> Iterator[stix.Node]:
    rows = lines.sources().iterator(chunk_size=PIECE)
    while piece := list(islice(rows, PIECE)):
        records = _records(piece)
        for source in piece:
            yield stix.identity(lines.source_line(source), records[source.slug], source.withheld, dict(common))


def _records(sources: list[Source]) -> dict[str, list[lines.Line]]:
    found: dict[str, list[lines.Line]] = defaultdict(list)
    rows = TrackRecord.objects.filter(source__in=sources).exclude(private("source")).select_related("source")
    for record in rows.order_by("source__slug", "role"):
        found[record.source.slug].append(lines.record_line(record))
    return found


def _notes(site: Site, common: Mapping[str, Any]) -> Iterator[stix.Node]:
    for claim in lines.claims().iterator(chunk_size=PIECE):
        page = site.at(reverse("claim", args=[claim.public_id]))
        yield stix.note(lines.judged_claim_line(claim), claim.article.url, site, page, dict(common))


def _opinions(common: Mapping[str, Any]) -> Iterator[stix.Node]:
    for given in everything():
        decision = given.decision
        days = lines.moment(given.published), lines.moment(given.modified)
        number = number_of(decision.value)
        yield stix.opinion(given.claim, decision.public_id, number, decision.reason, days, dict(common))
