"""Which addresses a person or a program can ask for, of the table that says who may."""

from django.urls import reverse

from tests.access_table import API, things
from tests.security.planted import plant, plant_articles
from tests.test_access import ALL, MODELS
from tests.world import make_world

UNSEEN = {"login", "logout", "admin:login", "admin:logout"}  # an admin who is logged in sees none of them


def planted_world() -> dict:
    """The things that addresses are made of, after everything that can be written was written over."""
    world = make_world()
    known = things(world)
    article, claim = plant_articles(world.herald)
    plant()
    for model in MODELS:
        known[f"{model._meta.app_label}_{model._meta.model_name}"] = model.objects.order_by("pk").first().pk
    cluster = claim.membership.cluster
    known["more"] = [
        f"/articles/{article.public_id}/?claim={claim.public_id}",
        f"/clusters/{cluster.public_id}/",
        f"/clusters/{cluster.public_id}/?view=table",
        f"/claims/{claim.public_id}/basis/",
        "/search/?q=alert",
        "/search/?q=%3Cscript%3Ealert(1)%3C/script%3E",
        "/clusters/?q=%22%3E%3Cimg+src=x+onerror=alert(1)%3E&place=%3Cscript%3E",
        "/sources/compare/?left=morning-herald&right=evening-courier",
    ]
    return known


def pages(known: dict) -> list[str]:
    """The addresses of all pages that an admin may see."""
    named = [path_of(key, known) for key in ALL.keys() - API.keys() - UNSEEN if ALL[key].get == 200]
    return sorted({*named, *known["more"]})


def answers(known: dict) -> list[str]:
    """The addresses that programs read."""
    return sorted(path_of(key, known) for key in API if API[key].get == 200 and key != "api-docs")


def path_of(key: str, known: dict) -> str:
    route = ALL[key]
    return route.path or reverse(key, args=[known.get(word, word) for word in route.args])
