"""Sources that only texts named that are taken down: they keep their records, and lose their names."""

from collections.abc import Collection, Mapping

from claims.models import Attribution
from corroboration.ingestion import public_id
from sources.models import Source

Nameless = Mapping[str, tuple[str, str]]  # slug -> (slug without words, name)
MARK = "taken-down-"
NAME = "a source named only in a text taken down"
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
    rows = here.filter(source__slug__in=slugs).order_by("claim__public_id", "part", "position")
    for slug, *place in rows.values_list("source__slug", "claim__public_id", "part", "position"):
        if MARK not in slug:
            owner, _, unnamed = slug.rpartition("/")  # who isn't named belongs to the outlet that spoke to him
            own = f"{MARK}{public_id('voice', *map(str, place))}"
            found.setdefault(slug, (f"{owner}/{own}" if unnamed and owner else own, NAME))
    return found


def drop_unused(slugs: Collection[str]) -> None:
    """Delete those of these sources that nothing names any more, inside the caller's transaction."""
    Source.objects.filter(slug__in=slugs, attributions=None, **ONLY_MET).delete()
