"""What an admin changes of a source reaches what was settled before by itself, as if it had been known all along."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import timezone

from claims.models import Actor, Article, Attribution, Claim, Place
from claims.selectors import reference
from corroboration import extraction, pipeline, queue, rebuilding, reference_changes, relating, settling
from corroboration.engine import hierarchy
from corroboration.evidence import tellings
from corroboration.ingestion import accept
from corroboration.models import Cluster, NameChange, Relation, Rereading, SourceChange
from corroboration.queue import State
from sources.models import Alias, Ownership, Source
from sources.services import load_shipped
from tests.factories import make_alias, make_ownership, make_source
from tests.pipeline.articles import TALES, line, take_in, work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nlp")]

BOMB = "A car bomb killed 12 people in the town of Azaz on Friday, {}.\n\nThe blast hit a market."
DIED = "Twelve people died when a car bomb went off in Azaz on Friday, the Syrian Civil Defence said."
BURIED = (
    "Rescuers in Azaz buried the dead of a car bomb. Ten people were killed on Friday, Karim Sabbagh, a doctor, said."
)
FLOOD = "A flood destroyed a bridge in Raqqa on Thursday, the Amaq agency said."
TOLD = [
    ("h1", "Orchard Gazette", "2018-05-04T09:00:00Z", BOMB.format("the Syrian Observatory for Human Rights said")),
    ("h2", "River Post", "2018-05-04T15:00:00Z", DIED),
    ("h3", "Hill Tribune", "2018-05-05T11:00:00Z", BURIED),
    ("z1", "Hill Tribune", "2018-09-21T10:00:00Z", FLOOD),
]


@pytest.fixture
def told() -> None:
    load_shipped()
    for name in ("Orchard Gazette", "River Post", "Hill Tribune"):
        make_source(name, curated=True)
    make_ownership(source("white-helmets"), make_source("Harbour Trust", kind="group", curated=True))
    take_in(*TOLD, *TALES)
    work()


def source(slug: str) -> Source:
    return Source.objects.get(slug=slug)


def rebuilt() -> str:
    rebuilding.forget(now=timezone.now())
    work()
    return rebuilding.digest()


def between(one: str, other: str) -> Relation:
    """The relation between claims of two articles that says that they agree."""
    ids = {one, other}
    [found] = [
        relation
        for relation in Relation.objects.filter(kind="corroborates").select_related("a__article", "b__article")
        if {relation.a.article.external_id, relation.b.article.external_id} == ids
    ]
    return found


def origin(article: str) -> list[str]:
    rows = Attribution.objects.filter(claim__article__external_id=article, part="chain", position=0)
    return sorted(set(rows.values_list("source__slug", flat=True)))


def one_house() -> None:
    house = make_source("Lantern House", kind="group", curated=True)
    for slug in ("white-helmets", "sohr"):
        make_ownership(source(slug), house)


def a_house_of_the_house() -> None:
    """Neither source is changed itself: who holds the owner of one is."""
    make_ownership(source("harbour-trust"), source("sohr"))


def an_alias() -> None:
    make_alias(source("white-helmets"), "Amaq agency")


def a_name() -> None:
    Source.objects.filter(slug="river-post").update(name="The River Post of Azaz")


def a_spokesman() -> None:
    doctor = make_source("Karim Sabbagh", kind="person")
    Source.objects.filter(pk=doctor.pk).update(curated=True, speaks_for=source("white-helmets"))


def no_alias() -> None:
    Alias.objects.filter(source__slug="white-helmets").delete()


def another_kind() -> None:
    Source.objects.filter(slug="orchard-gazette").update(kind="monitor")


def original_reporting() -> None:
    Source.objects.filter(slug__in=["hill-tribune", "river-post"]).update(original_reporting=True)


READ = (an_alias, a_name, a_spokesman, no_alias, another_kind)
RELATED = (one_house, a_house_of_the_house, original_reporting)


@pytest.mark.parametrize("change", [*READ, *RELATED], ids=lambda change: change.__name__)
def test_it_comes_out_as_a_rebuild_has_it(told, change: Callable[[], None]):
    before = rebuilding.digest()
    with reference_changes.followed():
        change()
    assert settling.waiting() and SourceChange.objects.exists()
    work()
    assert not settling.waiting() and not Rereading.objects.exists()
    followed = rebuilding.digest()
    assert followed != before
    assert rebuilt() == followed


@pytest.mark.parametrize("change", [a_name, no_alias, one_house], ids=lambda change: change.__name__)
def test_so_it_does_of_an_article_that_was_revised(told, change: Callable[[], None]):
    injured = f"{DIED} Thirty people were injured, the Syrian Civil Defence said."
    accept(line("h2", "River Post", TOLD[1][2], injured, revised_at="2018-05-04T18:00:00Z"))
    accept(line("h3", "Hill Tribune", TOLD[2][2], BURIED.replace("Ten", "Eleven"), revised_at="2018-05-06T18:00:00Z"))
    work()
    with reference_changes.followed():
        change()
    work()
    followed = rebuilding.digest()
    assert rebuilt() == followed


def test_an_owner_set_in_the_admin_makes_two_origins_one_voice(told, admin_client):
    assert between("h1", "h2").independent is True
    origins = Cluster.objects.get(memberships__claim=between("h1", "h2").a).origin_count
    digest = rebuilding.digest()
    house = make_source("Lantern House", kind="group", curated=True)
    for slug in ("white-helmets", "sohr"):
        row = source(slug)
        aliases = {f"aliases-{n}-{name}": getattr(alias, attribute) for n, alias in enumerate(row.aliases.all())
                   for name, attribute in (("id", "pk"), ("source", "source_id"), ("name", "name"))}  # fmt: skip
        counts = {"aliases": row.aliases.count(), "ownerships": 0, "feeds": 0}
        form = {f"{name}-INITIAL_FORMS": count for name, count in counts.items()} | aliases
        form |= {f"{name}-TOTAL_FORMS": count for name, count in (counts | {"ownerships": 1}).items()}
        form |= {"name": row.name, "kind": row.kind, "curated": "on", "ownerships-0-owner": house.pk}
        response = admin_client.post(reverse("admin:sources_source_change", args=[row.pk]), form)
        assert response.status_code == 302
    work()
    assert between("h1", "h2").independent is False
    assert "one house (lantern-house)" in " ".join(between("h1", "h2").evidence)
    assert Cluster.objects.get(memberships__claim=between("h1", "h2").a).origin_count == origins - 1
    followed = rebuilding.digest()
    assert followed != digest and rebuilt() == followed


def test_what_is_deleted_in_the_admin_is_followed(told, admin_client):
    one_house()
    row = make_source("Quiet Paper", curated=True)
    for delete in (
        lambda: admin_client.post(reverse("admin:sources_source_delete", args=[row.pk]), {"post": "yes"}),
        lambda: admin_client.post(
            reverse("admin:sources_source_changelist"),
            {
                "action": "delete_selected",
                "_selected_action": [make_source("Loud Paper", curated=True).pk],
                "post": "yes",
            },
        ),
    ):
        SourceChange.objects.all().delete()
        assert delete().status_code == 302
        assert SourceChange.objects.count() == 1


def test_looking_at_a_source_or_saving_it_as_it_is_changes_nothing(told, admin_client):
    row = source("river-post")
    page = reverse("admin:sources_source_change", args=[row.pk])
    admin_client.get(page)
    counts = {
        f"{name}-{total}_FORMS": 0 for name in ("aliases", "ownerships", "feeds") for total in ("TOTAL", "INITIAL")
    }
    assert admin_client.post(page, counts | {"name": row.name, "kind": row.kind, "curated": "on"}).status_code == 302
    assert not settling.waiting()


def test_only_what_names_the_source_is_done_again(told, monkeypatch):
    related: list[str] = []
    store = relating.store
    monkeypatch.setattr(relating, "store", lambda cluster, *rest: (related.append(cluster), store(cluster, *rest)))
    monkeypatch.setattr(extraction, "read", lambda *article: pytest.fail("an owner is no matter to reading"))
    with reference_changes.followed():
        make_ownership(source("white-helmets"), make_source("Lantern House", kind="group", curated=True))
    work()
    named = Cluster.objects.filter(memberships__claim__attributions__source__slug="white-helmets")
    assert set(related) == set(named.values_list("public_id", flat=True))
    assert 0 < len(related) < Cluster.objects.count()


def test_only_articles_that_have_the_name_are_read_again(told, monkeypatch):
    read = []
    reading = extraction.read
    monkeypatch.setattr(
        extraction, "read", lambda article, *parser: (read.append(article.external_id), reading(article, *parser))[1]
    )
    with reference_changes.followed():
        make_alias(source("river-post"), "Karim Sabbagh")
    work()
    assert read == ["h3"]
    assert origin("h3") == ["river-post"]


# --- whatever happens meanwhile ---


def test_a_change_during_a_settling_is_taken_up_by_the_next(told, monkeypatch):
    """The clusters were loaded with the old owners when the admin saved the new ones."""
    judge = relating.judge

    def slow(*given):
        found = judge(*given)
        if not Ownership.objects.filter(owner__slug="lantern-house").exists():
            with reference_changes.followed():
                one_house()
        return found

    Ownership.objects.filter(owner__slug="lantern-house").delete()
    Cluster.objects.update(related=False)
    settling.mark(["any"])
    monkeypatch.setattr(relating, "judge", slow)
    pipeline.settle(wait=False)
    assert between("h1", "h2").independent is True and settling.waiting()
    work()
    assert between("h1", "h2").independent is False


def test_who_reads_an_article_with_the_old_names_loses_it(told):
    article = take_in(("n1", "Hill Tribune", "2018-09-22T10:00:00Z", "The Sparrow group said ten shells hit Raqqa."))[0]
    taken = queue.take(article.article.pk, now=timezone.now())
    take_in(("n2", "Hill Tribune", "2018-09-22T11:00:00Z", "The Amaq agency said two bridges fell in Raqqa."))
    pipeline.process_next()
    with reference_changes.followed():
        make_alias(source("white-helmets"), "Sparrow group")
    assert pipeline.settle(wait=False) == 1
    with pytest.raises(queue.LeaseLost), queue.finishing(taken, State.EXTRACTED, now=timezone.now()):
        pass
    work()
    assert origin("n1") == ["white-helmets"]


@pytest.mark.parametrize("killed_in", ["_mark", "_relate_again", "send_back"])
def test_a_killed_run_is_made_good_by_the_next(told, monkeypatch, killed_in):
    with reference_changes.followed():
        an_alias()
    with monkeypatch.context() as patched:
        patched.setattr(reference_changes, killed_in, lambda *_, **__: (_ for _ in ()).throw(queue.LeaseLost("killed")))
        assert pipeline.settle(wait=False) == 0
    assert settling.waiting()
    work()
    followed = rebuilding.digest()
    assert Article.objects.exclude(state=State.SETTLED).count() == 0
    assert rebuilt() == followed


# --- places and actors ---


def a_new_place() -> None:
    Place.objects.create(
        slug="lantern-bridge", name="Lantern Bridge", kind="town", parent="sy", aliases=["Raqqa on Thursday"]
    )


def a_place_elsewhere() -> None:
    """Azaz itself lies somewhere else: all that names it says so."""
    old = reference().gazetteer.entries["azaz"]
    Place.objects.create(slug="azaz", name=old.name, kind=old.kind, parent="homs", aliases=list(old.aliases))


def what_holds_a_place() -> None:
    """Nothing of Raqqa is changed but the governorate in which it lies."""
    path = reference().gazetteer.path("raqqa")
    outer = reference().gazetteer.entries[path[1]]
    Place.objects.create(slug=outer.id, name=outer.name, kind=outer.kind, parent="iq", aliases=list(outer.aliases))


def a_new_actor() -> None:
    Actor.objects.create(slug="night-riders", name="Night Riders", kind="armed-group", aliases=["car bomb"])


@pytest.mark.parametrize(
    "change", [a_new_place, a_place_elsewhere, what_holds_a_place, a_new_actor], ids=lambda change: change.__name__
)
def test_a_changed_place_or_actor_comes_out_as_a_rebuild_has_it(told, change: Callable[[], None]):
    before = derived()
    with reference_changes.followed():
        change()
    assert settling.waiting() and NameChange.objects.exists()
    work()
    assert not settling.waiting()
    followed = derived()
    assert followed != before
    assert (rebuilt(), frames()) == followed
    with reference_changes.followed():
        Place.objects.all().delete()
        Actor.objects.all().delete()
    work()
    assert derived() == before


def frames() -> list[tuple[str, dict]]:
    """What the digest doesn't tell: the ids of actors and of the places around a place."""
    return list(Claim.objects.order_by("public_id").values_list("public_id", "frame"))


def derived() -> tuple[str, list[tuple[str, dict]]]:
    return rebuilding.digest(), frames()


def test_only_articles_that_name_the_place_are_read_again(told, monkeypatch):
    read = []
    reading = extraction.read
    monkeypatch.setattr(
        extraction, "read", lambda article, *parser: (read.append(article.external_id), reading(article, *parser))[1]
    )
    with reference_changes.followed():
        Place.objects.create(
            slug="old-bridge", name="A bridge", kind="town", parent="raqqa", aliases=["Bridge in Raqqa"]
        )
    work()
    assert read == ["z1"]


def test_a_place_saved_as_it_is_changes_nothing(told):
    with reference_changes.followed():
        old = reference().gazetteer.entries["azaz"]
        values = {"name": old.name, "kind": old.kind, "parent": old.parent, "aliases": list(old.aliases)}
        Place.objects.create(slug="azaz", latitude=old.lat, longitude=old.lon, **values)
    assert not settling.waiting()


def test_whom_an_added_actor_belongs_to_counts_when_claims_are_compared(told):
    assert not hierarchy.actor_within("night-riders", "syria-army")
    with reference_changes.followed():
        Actor.objects.create(slug="night-riders", name="Night Riders", kind="army", parent="syria-army")
    tellings([])
    assert hierarchy.actor_within("night-riders", "syria-army")
    Actor.objects.all().delete()
    tellings([])
    assert not hierarchy.actor_within("night-riders", "syria-army")
