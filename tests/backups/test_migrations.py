"""Migrations on a database with rows in every table: back to the previous release and forth again, and nothing that it
knew came out otherwise."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from knox.models import AuthToken

from claims.models import Article, Claim
from corroboration import rebuilding
from corroboration.decisions import decide
from corroboration.integrity import looking
from corroboration.models import Decision
from tests.backups import filled
from tests.people import make_checker
from tests.pipeline.articles import take_in, work

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("nlp")]
PREVIOUS = {"corroboration": "0026", "claims": "0006", "sources": "0008"}  # as tests/data/release-6.gz has them
TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT DISTINCT trigger_name FROM information_schema.triggers",
}


def triggers() -> list[str]:
    """By which tables are only added to: SQLite loses them where a table is made anew."""
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS[connection.vendor])
        return sorted(name for (name,) in cursor.fetchall())


def test_back_to_the_previous_release_and_forth():
    take_in()
    work()
    checker = make_checker("vera")
    claim = Claim.objects.order_by("pk").first()
    decide("verdict", [claim], by=checker, now=timezone.now(), value={"rating": 1}, reason="seen")
    AuthToken.objects.create(user=checker)
    work()
    filled.fill()
    whole = filled.rows()
    assert all(rows for name, rows in whole.items() if name.split("_")[0] in filled.OURS), "a row in every table"
    digest, guards = rebuilding.digest(), triggers()
    articles, decisions = sorted(Article.objects.values_list("public_id", "text")), list(Decision.objects.values())
    try:
        for app, number in PREVIOUS.items():
            call_command("migrate", app, number, verbosity=0)
        assert len(triggers()) < len(guards), "what came since is gone"
        then = filled.columns()
        assert {"corroboration_takedown", "corroboration_webhook"} <= whole.keys() - then.keys()
    finally:
        call_command("migrate", verbosity=0)
    assert filled.only(filled.rows(), then) == filled.only(whole, then)
    work()
    assert rebuilding.digest() == digest
    assert triggers() == guards
    assert sorted(Article.objects.values_list("public_id", "text")) == articles
    assert list(Decision.objects.values()) == decisions
    assert AuthToken.objects.count() == 1
    assert [fault for _, faults in looking.look(now=timezone.now()) for fault in faults or ("left out",)] == []
