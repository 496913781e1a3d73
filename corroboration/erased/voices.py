"""Sources that only texts named that are taken down: they keep their records, and lose their names."""

import json
import re
from collections.abc import Collection, Mapping, Sequence

from django.db.models import Model

from claims.models import Attribution
from corroboration.ingestion import public_id
from corroboration.models import Effect, KeptFit, LedgerMonth, Notice
from sources.models import Source

Nameless = Mapping[str, tuple[str, str]]  # slug -> (slug without words, name)
MARK = "taken-down-"
NAME = "a source named only in a text taken down"
PLACE = ("claim__public_id", "part", "position")
KEPT_AS_TOLD = {  # what isn't worked out again, or late
    Effect: ("before", "after"),
    Notice: ("data",),
    KeptFit: ("trust", "disputed"),
}
ONLY_MET = {  # by which a source is known from articles alone
    "curated": False,
    "public_role": False,
    "articles": None,
    "ownerships": None,
    "holdings": None,
    "spokespeople": None,
    "merges": None,
    "merges_into_it": None,
    "replies": None,
}


def nameless(articles: Collection[int]) -> dict[str, tuple[str, str]]:
    """The sources that these articles alone name, each with what it is called from now on.

    The new slug is made of the place where the source is first named, so that the same comes out when a takedown is
    done again.
    """
    here = Attribution.objects.filter(claim__article__in=articles)
    slugs = set(Source.objects.filter(pk__in=here.values("source"), **ONLY_MET).values_list("slug", flat=True))
    elsewhere = Attribution.objects.filter(source__slug__in=slugs).exclude(claim__article__in=articles)
    slugs -= set(elsewhere.values_list("source__slug", flat=True))
    found: dict[str, tuple[str, str]] = {}
    rows = here.filter(source__slug__in=slugs).order_by(*PLACE)
    for slug, *place in rows.values_list("source__slug", *PLACE):
        if MARK not in slug:
            owner, _, unnamed = slug.rpartition("/")  # who isn't named belongs to the outlet that spoke to him
            own = f"{MARK}{public_id('voice', *map(str, place))}"
            found.setdefault(slug, (f"{owner}/{own}" if unnamed and owner else own, NAME))
    return found


def called(articles: Collection[int]) -> dict[tuple[str, str, int], str]:
    """What each voice of these articles is called: (claim, part, position) -> slug."""
    rows = Attribution.objects.filter(claim__article__in=articles)
    return {tuple(place): slug for *place, slug in rows.values_list(*PLACE, "source__slug")}


def rename(before: Mapping[tuple[str, str, int], str], after: Mapping[tuple[str, str, int], str]) -> None:
    """Have the sources that lost their names lose them wherever else they stand, inside the caller's transaction."""
    new = {slug: after[place] for place, slug in before.items() if after.get(place, slug) != slug}
    gone = Source.objects.filter(slug__in=new, attributions=None, **ONLY_MET)
    new = {slug: new[slug] for slug in gone.values_list("slug", flat=True)}
    if not new:
        return
    gone.filter(slug__in=new).delete()
    LedgerMonth.objects.filter(voice__in=new).delete()  # those of the new name are made when it is settled
    names = re.compile(rf"(?<![\w/-])(?:{'|'.join(map(re.escape, sorted(new)))})(?![\w/-])")
    for model, fields in KEPT_AS_TOLD.items():
        for row in model.objects.iterator(chunk_size=500):
            _renamed(row, fields, names, new)


def _renamed(row: Model, fields: Sequence[str], names: re.Pattern[str], new: Mapping[str, str]) -> None:
    for field in fields:
        text = json.dumps(getattr(row, field))
        if names.search(text):
            told = json.loads(names.sub(lambda found: new[found[0]], text))
            type(row)._base_manager.filter(pk=row.pk).update(**{field: told})
