"""What could be meant by the beginning of a name, among what occurs in clusters."""

from dataclasses import dataclass

from claims.engine.naming import fold
from claims.engine.places import Gazetteer
from claims.selectors import reference
from corroboration.models import ClusterFacet
from sources.engine.names import slugify
from sources.models import Source

SHOWN = 12
LOOKED_AT = 60  # names that begin so, of which those that occur are shown
LAST = "\uffff"  # sorts behind every letter of a slug


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str


def places(text: str) -> list[Option]:
    """Places of which a name begins so, the shortest names first."""
    start = fold(text)
    if not start:
        return []
    gazetteer = reference().gazetteer
    first = start.split()[0]
    named = (name for word, names in gazetteer.names.by_first.items() if word.startswith(first) for name in names)
    found = {name.id for name in named if " ".join(name.pieces).startswith(start)}
    ids = sorted(found, key=lambda id: (len(gazetteer.entries[id].name), id))[:LOOKED_AT]
    occurring = _occurring(ClusterFacet.Kind.PLACE, ids)
    return [Option(id, _where(id, gazetteer)) for id in ids if id in occurring][:SHOWN]


def _where(id: str, gazetteer: Gazetteer) -> str:
    """ "Azaz, Aleppo Governorate, Syria"."""
    return ", ".join(gazetteer.entries[each].name for each in gazetteer.path(id))


def sources(text: str) -> list[Option]:
    """Sources whose slug begins like the name."""
    start = slugify(text) if text else ""
    if not start:
        return []
    rows = Source.objects.filter(slug__gte=start, slug__lt=start + LAST).order_by("slug")
    names = dict(rows.values_list("slug", "name")[:LOOKED_AT])
    occurring = _occurring(ClusterFacet.Kind.SOURCE, list(names))
    return [Option(slug, name) for slug, name in names.items() if slug in occurring][:SHOWN]


def _occurring(kind: str, values: list[str]) -> set[str]:
    found = ClusterFacet.objects.filter(kind=kind, value__in=values).order_by()
    return set(found.values_list("value", flat=True).distinct())
