"""Shipped homepages: given to who has none, and never in the place of what was kept."""

import importlib

import pytest
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry

from sources.engine.names import load_homepages
from sources.engine.values import Kind, Voice
from sources.homepages import give_homepages
from sources.models import Source
from sources.services import ensure_voices, load_shipped
from tests.factories import make_source
from tests.people import make_admin

pytestmark = pytest.mark.django_db

MASDAR, RT = "al-masdar-news", "rt"
MIGRATION = importlib.import_module("sources.migrations.0010_shipped_homepages")


def homepage(slug: str) -> str:
    return Source.objects.get(slug=slug).homepage


@pytest.fixture
def old() -> None:
    """A database that was filled before homepages were shipped."""
    load_shipped()
    Source.objects.update(homepage="")


def loaded() -> None:
    load_shipped()


def migrated() -> None:
    MIGRATION.give(apps, None)


@pytest.mark.parametrize("upgrade", [loaded, migrated])
def test_an_upgrade_gives_shipped_sources_theirs(old, upgrade):
    make_source("Nobody’s Gazette")
    upgrade()
    given = dict(Source.objects.exclude(homepage="").values_list("slug", "homepage"))
    assert given == load_homepages()


def test_what_was_kept_stays(old):
    Source.objects.filter(slug=MASDAR).update(homepage="https://masdar.example/")
    load_shipped()
    assert homepage(MASDAR) == "https://masdar.example/"
    assert homepage(RT) == load_homepages()[RT]


def test_what_an_admin_saved_without_one_stays_without(old):
    saved = Source.objects.get(slug=MASDAR)
    LogEntry.objects.log_actions(make_admin().pk, [saved], CHANGE, single_object=True)
    load_shipped()
    assert homepage(MASDAR) == ""
    assert homepage(RT) == load_homepages()[RT]


def test_a_site_that_stands_with_another_source_stays_that_ones(old):
    make_source("Masdar English", homepage="http://almasdarnews.com/en/")
    load_shipped()
    assert homepage(MASDAR) == ""


def test_one_that_was_met_before_it_was_loaded_keeps_what_a_list_of_feeds_said(db):
    make_source("Al-Masdar News", slug=MASDAR, curated=False, homepage="https://masdar.example/")
    load_shipped()
    assert homepage(MASDAR) == "https://masdar.example/"


def test_one_that_is_met_in_an_article_has_it_at_once(db):
    rows = ensure_voices([Voice(RT, "RT", Kind.OUTLET), Voice("gazette", "Gazette", Kind.OUTLET)])
    assert (rows[RT].homepage, rows["gazette"].homepage) == (load_homepages()[RT], "")


def test_a_second_time_gives_nothing(old):
    assert give_homepages() == len(load_homepages())
    assert give_homepages() == 0
