"""Merging two sources in the admin: found, looked at, confirmed with a reason, undone the same way."""

import pytest
from django.contrib.auth.models import Permission
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from corroboration import merging_sources
from corroboration.models import Relation, SourceChange
from sources.models import Source, SourceMerge
from tests.factories import make_feed, make_merge, make_ownership, make_record, make_source, make_user

pytestmark = pytest.mark.django_db

HISTORY = "admin:sources_sourcemerge_changelist"


def page_of(source: Source) -> str:
    return reverse("admin:sources_source_merge", args=[source.pk])


def undo_page(merge: SourceMerge) -> str:
    return reverse("admin:sources_sourcemerge_undo", args=[merge.pk])


def test_a_source_leads_to_where_it_is_merged(world, admin_client):
    page = admin_client.get(reverse("admin:sources_source_change", args=[world.courier.pk])).content.decode()
    assert f'href="{page_of(world.courier)}"' in page


def test_sources_named_alike_are_offered_first(world, admin_client):
    met = make_source("Herald of the Morning")
    page = admin_client.get(page_of(met)).content.decode()
    assert "Named alike" in page and "?into=morning-herald" in page and "?into=silesian-monitor" not in page


@pytest.mark.parametrize(
    ("query", "found"), [("courier", True), ("COURIER", True), ("Herald", False), ("", False), ("\0'", False)]
)
def test_others_are_found_by_any_name(query, found, world, admin_client):
    page = admin_client.get(page_of(world.monitor), {"q": query}).content.decode()
    assert ("?into=evening-courier" in page) is found
    assert "?into=silesian-monitor" not in page


def test_what_would_move_is_shown_before_anything_does(world, admin_client):
    make_feed(world.courier)
    make_ownership(world.herald, make_source("Odra House", kind="group"))
    page = admin_client.get(page_of(world.courier), {"into": "morning-herald"}).content.decode()
    for words in ("Courier, Evening Courier", "Vltava Holding", "evening-courier.example/feed", "They have different"):
        assert words in page, words
    assert not SourceMerge.objects.exists()


def test_what_speaks_against_it_is_said(world):
    person = make_source("Ana Kovar", kind="person", country="SK", speaks_for=world.courier, original_reporting=True)
    said = " ".join(merging_sources.preview(person, world.courier).warnings)
    for words in (
        "One is marked as person, the other as outlet.",
        "One speaks for the other",
        "SK and CZ",
        "not origin",
    ):
        assert words in said, words
    assert "Both published" not in said
    assert (
        merging_sources.preview(world.agency, world.herald).warnings[-1].startswith("Both published on 1 of the same")
    )


def test_of_a_private_person_no_letter_is_shown(world):
    person = make_source("Ana Kovar", kind="person", curated=True)
    make_record(person, role="origin")
    assert merging_sources.preview(person, world.herald).moved.records == []
    assert len(merging_sources.preview(person, world.herald).stays.records) == 2


def test_agreement_that_would_no_longer_count_is_counted(world):
    Relation.objects.filter(kind="corroborates").update(independent=True)
    assert merging_sources.preview(world.agency, world.herald).warnings[-1].startswith("1 times one independently")


def test_it_is_merged_with_a_reason_and_followed(world, admin_client, wakeups, django_capture_on_commit_callbacks):
    page = page_of(world.courier) + "?into=morning-herald"
    assert "This field is required" in admin_client.post(page, {"reason": ""}).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        response = admin_client.post(page, {"reason": "one house"})
    assert response.url == reverse(HISTORY)
    row = SourceMerge.objects.get()
    assert (row.source, row.into, row.name, row.reason) == (world.courier, world.herald, "Evening Courier", "one house")
    assert row.by.username == "admin"
    assert set(SourceChange.objects.values_list("slug", flat=True)) == {"evening-courier", "morning-herald"}
    assert wakeups == [("corroboration.tasks.settle", {})]


def test_what_is_refused_says_why_and_has_no_button(world, admin_client):
    make_merge(world.courier, world.herald)
    page = admin_client.get(page_of(world.courier), {"into": "silesian-monitor"}).content.decode()
    assert "counts as morning-herald already" in page and 'value="Merge"' not in page
    admin_client.post(page_of(world.courier) + "?into=silesian-monitor", {"reason": "why not"})
    assert SourceMerge.objects.count() == 1


def test_it_is_undone_with_a_reason_once(world, admin_client):
    merge = make_merge(world.courier, world.herald)
    assert (
        undo_page(merge)
        in admin_client.get(reverse("admin:sources_sourcemerge_change", args=[merge.pk])).content.decode()
    )
    assert "1 article that came under Evening Courier" in admin_client.get(undo_page(merge)).content.decode()
    assert admin_client.post(undo_page(merge), {"reason": "two after all"}).status_code == 302
    assert not SourceMerge.in_force.exists()
    assert admin_client.post(undo_page(merge), {"reason": "again"}).status_code == 404
    history = admin_client.get(reverse(HISTORY)).content.decode()
    for words in ("undone by admin on", "undo of an earlier one", "two after all", "a test"):
        assert words in history, words


def test_a_source_others_were_merged_into_stays_reference_data_and_its_names_stay_taken(world, admin_client):
    met = make_source("Night Courier")
    make_merge(met, world.courier)
    form = {f"{p}-{n}_FORMS": 0 for p in ("aliases", "ownerships", "feeds") for n in ("TOTAL", "INITIAL")}
    address = reverse("admin:sources_source_change", args=[world.courier.pk])
    page = admin_client.post(address, form | {"name": "Evening Courier", "kind": "outlet"}).content.decode()
    assert "Others were merged into this source" in page
    values = {"slug": "new-paper", "name": "Night Courier", "kind": "outlet", "curated": "on"}
    page = admin_client.post(reverse("admin:sources_source_add"), form | values).content.decode()
    assert "Evening Courier (evening-courier) goes by this name already." in page


@pytest.mark.parametrize("rights", [(), ("view_source", "change_source", "view_sourcemerge")])
def test_who_may_not_merge_is_kept_out(rights, world, client):
    merge = make_merge(world.courier, world.herald)
    user = make_user("keeper", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(user)
    for page in (page_of(world.monitor), undo_page(merge)):
        assert client.get(page).status_code == 403
        assert client.post(page + "?into=morning-herald", {"reason": "x"}).status_code == 403
    assert SourceMerge.objects.count() == 1


def test_a_merge_can_be_neither_changed_nor_deleted_even_behind_the_pages(world):
    merge = make_merge(world.courier, world.herald)
    for write in (
        lambda: SourceMerge.objects.update(reason="x"),
        lambda: SourceMerge.objects.filter(pk=merge.pk).delete(),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            write()


def test_the_page_of_a_merged_source_says_as_what_it_counts(world, admin_client):
    address = reverse("admin:sources_source_change", args=[world.courier.pk])
    assert "Counts as" not in admin_client.get(address).content.decode()
    merge = make_merge(world.courier, world.herald)
    page = admin_client.get(address).content.decode()
    assert "Counts as" in page and reverse("admin:sources_sourcemerge_change", args=[merge.pk]) in page


def test_the_pages_of_a_source_lead_to_each_other(world, admin_client):
    public, kept = reverse("source", args=["evening-courier"]), address_of(world.courier)
    assert f'href="{public}"' in admin_client.get(kept).content.decode()
    assert f'href="{kept}"' in admin_client.get(public).content.decode()


def address_of(source: Source) -> str:
    return reverse("admin:sources_source_change", args=[source.pk])


@pytest.mark.parametrize("page", ["merge/", "merge/?into=nobody", "merge/?into=%00"])
def test_junk_is_not_found(page, world, admin_client):
    assert admin_client.get(f"/admin/sources/source/999999/{page}").status_code == 404
    assert admin_client.get("/admin/sources/sourcemerge/x/undo/").status_code == 404


def test_a_preview_asks_the_same_questions_for_much_as_for_little(world, django_assert_num_queries):
    with CaptureQueriesContext(connection) as before:
        merging_sources.preview(world.courier, world.herald)
    for n in range(4):
        make_feed(world.courier, f"https://c{n}.example/feed")
        make_ownership(world.courier, make_source(f"House {n}", kind="group"))
        make_source(f"v{n}", slug=f"evening-courier/v{n}", kind="unnamed")
    with django_assert_num_queries(len(before)):
        merging_sources.preview(world.courier, world.herald)
