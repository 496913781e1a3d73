"""A database of the previous release is brought to today: nothing is lost, it settles as it was, and pages answer."""

import gzip
import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from knox.models import AuthToken

from claims.models import Article
from corroboration import rebuilding, roles
from corroboration.integrity import looking
from corroboration.models import Cluster, Decision
from sources.models import Source
from tests.pipeline.articles import work

DATA = Path(__file__).resolve().parent.parent / "data"
RELEASE = DATA / "release-6.gz"
DIGEST = re.search(r"`([0-9a-f]{64})`", (DATA / "README.md").read_text()).group(1)

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("nlp"),
    pytest.mark.skipif(os.environ.get("DATABASE_URL", "").startswith("postgres"), reason="the file is SQLite's"),
]


@pytest.fixture
def release(tmp_path, monkeypatch) -> Iterator[Path]:
    """The file of the previous release, which is the database meanwhile."""
    path = tmp_path / "release.sqlite3"
    path.write_bytes(gzip.decompress(RELEASE.read_bytes()))
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = str(path)
    yield path
    connection.close()
    connection.settings_dict["NAME"] = before


def rows(path: Path, query: str) -> list[tuple]:
    with closing(sqlite3.connect(path)) as file:
        return sorted(file.execute(query))


def test_it_is_brought_to_today(release):
    articles = rows(release, "SELECT public_id, text FROM claims_article")
    decisions = rows(release, "SELECT public_id, kind, reason FROM corroboration_decision")
    tokens = rows(release, "SELECT digest FROM knox_authtoken")
    call_command("migrate", verbosity=0)
    work()
    assert sorted(Article.objects.values_list("public_id", "text")) == articles
    assert sorted(Decision.objects.values_list("public_id", "kind", "reason")) == decisions
    assert sorted(AuthToken.objects.values_list("digest")) == tokens
    assert not Article.objects.exclude(state=Article.State.SETTLED).exists()
    # As CHANGELOG.md documents it: a release that changes it is marked (digest), and takes this one's place here
    assert rebuilding.digest() == DIGEST
    assert [fault for _, faults in looking.look(now=timezone.now()) for fault in faults or ("left out",)] == []
    vera, anna = (get_user_model().objects.get(username=name) for name in ("vera", "anna"))
    assert (roles.role_of(vera), roles.role_of(anna)) == (roles.Role.FACT_CHECKER, roles.Role.ADMIN)
    pages_answer(vera)


def pages_answer(person) -> None:
    cluster = Cluster.objects.order_by("-claim_count").first()
    source = Source.objects.filter(articles__isnull=False).first()
    client = Client()
    client.force_login(person)
    for path in (
        *("/", "/clusters/", "/sources/", f"/clusters/{cluster.public_id}/", f"/sources/{source.slug}/", "/decisions/"),
        *(f"/articles/{Article.objects.first().public_id}/", "/api/v1/claims/", f"/api/v1/sources/{source.slug}/"),
    ):
        assert client.get(path).status_code == 200, path
