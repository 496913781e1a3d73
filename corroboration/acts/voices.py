"""Names that a person writes into a chain, as the sources that they mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from claims.models import Article, Attribution, Claim
from claims.selectors import reference
from corroboration.decision_values import BadDecision
from sources.engine.names import Directory, slugify
from sources.models import Source

NOBODY_IN_PARTICULAR = (Source.Kind.UNNAMED, Source.Kind.REPORTS, Source.Kind.GROUP)
SUGGESTED = 200  # names offered while one is typed: those met in the articles of the cluster


@dataclass(frozen=True, slots=True)
class Typed:
    """A voice as a person wrote it. kind: "" for a known source's own."""

    name: str
    kind: str


def chain_of(claim: Claim) -> list[str]:
    """The names of the voices through whom a claim is said to have come, to start from."""
    rows = Attribution.objects.filter(claim=claim, part=Attribution.Part.CHAIN).order_by("position")
    return list(rows.values_list("name", flat=True))


def chain(typed: Sequence[Typed], article: Article, cluster: str) -> list[dict[str, Any]]:
    """The voices as a decision stores them, for a claim of this article in this cluster.

    A name that the article gives a voice means that voice, a known name its source, a name that another article of the
    cluster gives somebody in particular that one; an unnamed voice belongs to the outlet that spoke to it. Raises
    BadDecision where a name is unknown and it isn't said what it is.
    """
    directory = reference().directory
    here = Attribution.objects.filter(claim__article=article)
    around = Attribution.objects.filter(claim__membership__cluster=cluster).exclude(kind__in=NOBODY_IN_PARTICULAR)
    return [_met(each, here) or _known(each, directory) or _met(each, around) or _new(each, article) for each in typed]


def _met(typed: Typed, rows: QuerySet[Attribution]) -> dict[str, Any] | None:
    rows = rows.filter(name=typed.name).order_by("pk")
    if typed.kind:
        rows = rows.filter(kind=typed.kind)
    found = rows.values("source__slug", "name", "kind", "speaks_for").first()
    return _voice(found.pop("source__slug"), **found) if found else None


def _known(typed: Typed, directory: Directory) -> dict[str, Any] | None:
    """Only under its very name: a person who means another than he wrote would not notice."""
    known = directory.exact(typed.name)
    if known is None or (typed.kind and typed.kind != known.kind):
        return None
    return _voice(known.slug, typed.name, str(known.kind), known.speaks_for)


def _new(typed: Typed, article: Article) -> dict[str, Any]:
    if not typed.kind:
        raise BadDecision(f"“{typed.name}” is no known source: say what kind of voice it is")
    slug = slugify(typed.name)
    if typed.kind in NOBODY_IN_PARTICULAR:
        slug = f"{article.outlet.slug}/{slug}"
    return _voice(slug, typed.name, typed.kind, "")


def _voice(source: str, name: str, kind: str, speaks_for: str) -> dict[str, Any]:
    return {"source": source, "name": name, "kind": kind, "speaks_for": speaks_for}


def suggestions(cluster: str) -> list[str]:
    """Names of voices met in a cluster, for a person who types one."""
    rows = Attribution.objects.filter(claim__membership__cluster=cluster).order_by("name")
    return list(rows.values_list("name", flat=True).distinct()[:SUGGESTED])
