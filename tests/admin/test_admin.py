"""Every page of the admin opens, stays cheap, and lets people write only what is theirs to write."""

import re
from datetime import timedelta

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims.models import Actor, Article, Claim, Place
from corroboration.models import Cluster, Decision, Outcome, Relation
from sources.models import Alias, Feed, Grading, Source, SourceMerge, TrackRecord
from tests.factories import (
    make_alias,
    make_article,
    make_claim,
    make_cluster,
    make_decision,
    make_feed,
    make_grading,
    make_merge,
    make_outcome,
    make_record,
    make_relation,
    make_source,
    make_user,
)

pytestmark = pytest.mark.django_db

OURS = (
    Source,
    SourceMerge,
    Feed,
    Grading,
    Place,
    Actor,
    Article,
    Claim,
    Cluster,
    Relation,
    Decision,
    Outcome,
    TrackRecord,
)
DERIVED = (SourceMerge, Article, Claim, Cluster, Relation, Decision, Outcome, TrackRecord)


def address(model, page: str, *args) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


@pytest.fixture
def full(world):
    """A row of every kind, so that every page has something to show."""
    make_decision(world.claims[:2])
    make_feed(world.herald)
    make_grading()
    make_merge(world.courier, world.herald)
    Place.objects.create(slug="moravka", name="Morávka", aliases=["Morawka"])
    Actor.objects.create(slug="night-riders", name="Night Riders", aliases=["Riders"])
    return world


@pytest.mark.parametrize("model", OURS)
def test_the_list_and_a_row_of_it_open(model, full, admin_client):
    assert admin_client.get(address(model, "changelist")).status_code == 200
    assert admin_client.get(address(model, "changelist"), {"q": "ostrava"}).status_code == 200
    page = admin_client.get(address(model, "change", model.objects.first().pk))
    assert page.status_code == 200
    assert not re.search(r"<script>|<style|\sstyle=|\son\w+=", page.content.decode()), "the policy forbids it"


@pytest.mark.parametrize("model", OURS)
def test_only_what_is_written_by_people_can_be_added(model, full, admin_client):
    expected = 403 if model in DERIVED else 200
    assert admin_client.get(address(model, "add")).status_code == expected


@pytest.mark.parametrize("model", DERIVED)
def test_what_programs_make_is_neither_changed_nor_deleted(model, full, admin_client):
    pk = model.objects.first().pk
    before = model.objects.filter(pk=pk).values().get()
    assert admin_client.post(address(model, "change", pk), {"title": "x", "reason": "x"}).status_code == 403
    assert admin_client.post(address(model, "delete", pk), {"post": "yes"}).status_code == 403
    assert model.objects.filter(pk=pk).values().get() == before


def more_rows(world) -> None:
    for n in range(5):
        source = make_source(country="CZ")
        make_alias(source, f"Other name {n}")
        make_feed(source)
        make_record(source)
        make_grading()
        merge = make_merge(source, world.herald)
        make_merge(source, world.herald, undoes=merge)
        Place.objects.create(slug=f"place-{n}", name=f"Place {n}")
        Actor.objects.create(slug=f"actor-{n}", name=f"Actor {n}")
        claims = [make_claim(make_article(source), chain=[world.monitor]) for _ in range(2)]
        make_cluster(claims)
        make_relation(claims[1], claims[0])
        make_outcome(claims[0])
        decision = make_decision(claims, by=make_user(f"user{n}"))
        make_decision([], "undo", undoes=decision, by=make_user(f"undoer{n}"))


@pytest.mark.parametrize("model", OURS)
def test_a_list_asks_the_same_questions_for_many_rows_as_for_few(model, full, admin_client):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            admin_client.get(address(model, "changelist"))
        return len(captured)

    queries()  # the first request of a session asks once more
    before = queries()
    more_rows(full)
    assert queries() == before


def test_the_list_of_articles_leaves_their_texts_alone(full, admin_client):
    with CaptureQueriesContext(connection) as captured:
        admin_client.get(address(Article, "changelist"))
    assert not any('"claims_article"."text"' in query["sql"] for query in captured)


def test_nobody_in_particular_is_sent_to_the_login(client, db):
    for model in OURS:
        assert client.get(address(model, "changelist")).status_code == 302


@pytest.mark.parametrize("query", ["?q=%00", "?state__exact=nonsense", "?p=-1", "?p=x", "?o=99", "?kind__exact=%27"])
def test_junk_in_a_list_is_no_500(query, full, admin_client):
    for model in (Source, Article, Relation):
        assert admin_client.get(address(model, "changelist") + query).status_code in (200, 302)


def test_every_model_of_ours_that_people_need_is_there():
    assert set(OURS) <= set(admin.site._registry)


# --- stuck articles ---


@pytest.fixture
def stuck(db):
    trace = "Traceback (most recent call last):\n  ...\nValueError: <b>no sentence</b>\n"
    return make_article(state=Article.State.FAILED, error=trace, attempts=4, title="Stuck")


def try_again(client, *articles):
    data = {"action": "try_again", "_selected_action": [article.pk for article in articles]}
    return client.post(address(Article, "changelist"), data, follow=True)


def test_a_stuck_article_shows_why(stuck, admin_client):
    page = admin_client.get(address(Article, "changelist"), {"state__exact": "failed"}).content.decode()
    assert "ValueError: &lt;b&gt;no sentence&lt;/b&gt;" in page


def test_trying_again_puts_it_back_into_the_queue(stuck, admin_client):
    fine = make_article(title="Fine")
    page = try_again(admin_client, stuck, fine)
    assert "1 set aside before, now back in the queue." in page.content.decode()
    stuck.refresh_from_db()
    fine.refresh_from_db()
    assert (stuck.state, stuck.attempts, stuck.error) == ("received", 0, "")
    assert fine.state == "settled"


def test_trying_again_what_was_not_stuck_says_so(db, admin_client):
    assert "nothing to do" in try_again(admin_client, make_article()).content.decode()


def test_who_may_only_look_may_not_try_again(stuck, client):
    user = make_user("looker", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_article"))
    client.force_login(user)
    page = client.get(address(Article, "changelist"))
    assert page.status_code == 200
    assert "Try again" not in page.content.decode()
    try_again(client, stuck)
    stuck.refresh_from_db()
    assert stuck.state == "failed"


def test_who_may_try_again_need_not_be_an_admin(stuck, client):
    user = make_user("keeper", is_staff=True)
    user.user_permissions.add(*Permission.objects.filter(codename__in=["view_article", "change_article"]))
    client.force_login(user)
    try_again(client, stuck)
    stuck.refresh_from_db()
    assert stuck.state == "received"


# --- sources and their names ---


def source_form(source: Source | None = None, *aliases: str, **fields) -> dict:
    """What the browser sends for a source: its fields, the aliases it has, then the new ones."""
    kept = list(source.aliases.all()) if source else []
    values = {"slug": "new-gazette", "name": "New Gazette", "kind": "outlet", "curated": "on"}
    if source:
        values |= {"name": source.name, "kind": source.kind}
    for prefix, total, initial in (
        ("aliases", len(kept) + len(aliases), len(kept)),
        ("ownerships", 0, 0),
        ("feeds", 0, 0),
    ):
        values |= {f"{prefix}-TOTAL_FORMS": total, f"{prefix}-INITIAL_FORMS": initial}
    for n, alias in enumerate(kept):
        values |= {f"aliases-{n}-id": alias.pk, f"aliases-{n}-source": source.pk, f"aliases-{n}-name": alias.name}
    for n, name in enumerate(aliases, len(kept)):
        values[f"aliases-{n}-name"] = name
    return values | fields


def test_a_new_outlet_gets_its_names_folded(db, admin_client):
    response = admin_client.post(address(Source, "add"), source_form(None, "N. G.", "The Néw Gazette"))
    assert response.status_code == 302
    assert list(Alias.objects.values_list("folded", flat=True)) == ["n g", "new gazette"]


def test_a_name_of_another_source_is_refused_and_the_other_named(world, admin_client):
    response = admin_client.post(address(Source, "add"), source_form(None, "COURIER"))
    assert response.status_code == 200
    assert "Evening Courier (evening-courier) goes by this name already." in response.content.decode()
    assert not Source.objects.filter(slug="new-gazette").exists()


@pytest.mark.parametrize("name", ["The Courier", "evening courier"])
def test_a_source_is_not_called_like_another(name, world, admin_client):
    response = admin_client.post(address(Source, "add"), source_form(name=name))
    assert "Evening Courier (evening-courier) goes by this name already." in response.content.decode()


def test_two_spellings_of_one_name_are_one_too_many(world, admin_client):
    response = admin_client.post(address(Source, "change", world.herald.pk), source_form(world.herald, "M.H.", "m h"))
    assert response.status_code == 200
    assert "The same name as M.H., once it is folded." in response.content.decode()


def test_a_name_can_be_replaced_by_another_spelling_of_itself(world, admin_client):
    alias = world.herald.aliases.get()
    form = source_form(world.herald, "THE HERALD") | {"aliases-0-DELETE": "on"}
    assert admin_client.post(address(Source, "change", world.herald.pk), form).status_code == 302
    assert list(world.herald.aliases.values_list("name", flat=True)) == ["THE HERALD"]
    assert not Alias.objects.filter(pk=alias.pk).exists()


@pytest.mark.parametrize("name", ["...", "\x00", "   "])
def test_a_name_of_nothing_is_refused(name, world, admin_client):
    form = source_form(world.herald, name)
    response = admin_client.post(address(Source, "change", world.herald.pk), form)
    assert response.status_code in (200, 302)
    assert world.herald.aliases.count() == 1


@pytest.mark.parametrize("slug", ["New Gazette", "-x", "a//b", "x" * 201, ""])
def test_a_slug_that_is_none_is_refused(slug, db, admin_client):
    assert admin_client.post(address(Source, "add"), source_form(slug=slug)).status_code == 200
    assert not Source.objects.exists()


def test_a_slug_stays_as_it_was_made(world, admin_client):
    form = source_form(world.herald, slug="other")
    assert admin_client.post(address(Source, "change", world.herald.pk), form).status_code == 302
    world.herald.refresh_from_db()
    assert world.herald.slug == "morning-herald"


def test_a_source_with_articles_is_not_deleted(world, admin_client):
    admin_client.post(address(Source, "delete", world.herald.pk), {"post": "yes"})
    assert Source.objects.filter(pk=world.herald.pk).exists()


def test_the_list_of_decisions_says_which_bind_and_why_others_do_not(full, admin_client):
    checker = make_user("vera")
    first, second = full.claims[:2]
    undone = make_decision([first, second], by=checker)
    make_decision([first, second], "undo", by=checker, undoes=undone)
    later = undone.decided_at + timedelta(days=1)
    make_decision([first, second], "different-event", by=checker, decided_at=later, recorded_at=later)
    make_decision([second], "verdict", by=checker, value={"rating": 1.0})
    Claim.objects.filter(pk=second.pk).update(segments=[[0, 1]])
    page = admin_client.get(address(Decision, "changelist")).content.decode()
    for words in (">undone<", "of its 2 claims can", "1 of its 1 claims can"):
        assert words in page
