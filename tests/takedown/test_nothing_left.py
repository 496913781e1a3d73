"""After a takedown no word of the text stands anywhere: in no table, in no file, on no page."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.utils import timezone

from claims.models import Article, Claim
from corroboration import decisions, takedown
from corroboration.handed import FirstAnswer
from corroboration.imports.models import Import, ImportReject
from corroboration.ingestion import Rejected, accept
from corroboration.models import ArticleRemains, Lease, Retrieval, Wiping
from corroboration.pipeline import SETTLE
from corroboration.takedown.wiping import wipe
from tests.factories import make_user
from tests.pipeline.articles import line, take_in, work
from tests.takedown.dumping import files_with, tables_with

pytestmark = [pytest.mark.usefixtures("nlp")]

WORD = "Zanthrope"
TEXT = (
    f"A car bomb killed at least 12 people at the {WORD} market in the town of Azaz on Friday, a {WORD} official said. "
    f"Karl {WORD}, the mayor, said that 40 {WORD.lower()}s were destroyed by rebels.\n\n"
    f"The {WORD} Committee denied that its fighters had {WORD.lower()}ed the market. "
    f"Residents told the Gazette that {WORD} was burning.\n\n"
    f"Comments\nkarel: it was {WORD}, I saw it"
)
TALE = ("z1", "Orchard Gazette", "2018-05-04T10:00:00Z", TEXT)


@pytest.fixture(autouse=True)
def log(settings, tmp_path):
    settings.TAKEDOWN_LOG = tmp_path / "takedowns.ndjson"
    return settings.TAKEDOWN_LOG


def taken_in() -> Article:
    """An article with the word everywhere, settled; and what is kept of it elsewhere."""
    anna, now = make_user("anna"), timezone.now()
    take_in()
    accept(line(*TALE, title=f"{WORD} burns", html=f"<p>{WORD}</p>", url="https://gazette.example/z1"))
    work()
    article = Article.objects.get(external_id="z1")
    claim = Claim.objects.filter(article=article).first()
    decisions.decide("verdict", [claim], by=anna, now=now, value={"rating": 1.0}, reason="seen")
    work()
    queued = {"next_attempt_at": now}
    Retrieval.objects.create(
        url=article.url, host="gazette.example", asked_at=now, state="done", article=article, page=TEXT,
        found={"title": WORD}, **queued,
    )  # fmt: skip
    body = json.dumps({"claim": claim.public_id, "text": claim.text, "title": article.title})
    FirstAnswer.objects.create(by=anna, key="k", request="r", status=201, body=body, created_at=now, **queued)
    run = Import.objects.create(way="upload", run="0" * 32, name="f", fingerprint="", started_at=now, **queued)
    ImportReject.objects.create(owner=run, number=1, line=json.dumps({"input": {"text": TEXT}}))
    return article


def gone(article: Article) -> None:
    clock = timezone.now()
    takedown.take_down(article, by=make_user("berta"), reason="a court order", now=clock, titles=True)
    work()


@pytest.mark.django_db
def test_no_table_holds_a_word_of_it():
    article = taken_in()
    assert tables_with(WORD) >= {"claims_article.text", "claims_claim.statement", "corroboration_claimfacet.value"}
    gone(article)
    assert tables_with(WORD) == set()


@pytest.mark.django_db
def test_the_log_holds_no_word_of_it_nor_the_reason(log):
    article = taken_in()
    gone(article)
    assert WORD.casefold() not in log.read_text().casefold()
    assert "court" not in log.read_text()
    assert article.public_id in log.read_text()


@pytest.mark.skipif("sqlite" not in settings.DATABASES["default"]["ENGINE"], reason="docs/operations.md: PostgreSQL")
@pytest.mark.usefixtures("kept_rows")
def test_no_file_of_the_database_holds_a_word_of_it():
    article = taken_in()
    assert files_with(WORD) != set()
    gone(article)
    assert wipe(now=timezone.now())
    assert files_with(WORD) == set()
    assert not Wiping.objects.exists()


@pytest.mark.django_db
def test_it_is_not_taken_in_again_by_any_outlet():
    gone(taken_in())
    for outlet, id, text in (
        ("Orchard Gazette", "z1", TEXT),
        ("Orchard Gazette", "z1", "Another text of the same article."),
        ("River Post", "copy", TEXT),
        ("River Post", "copy", TEXT.upper().replace(".", " ! ")),
    ):
        with pytest.raises(Rejected, match=r"taken down on .* a court order"):
            accept(line(id, outlet, "2018-05-04T10:00:00Z", text))
    assert tables_with(WORD) == set()


@pytest.mark.django_db
def test_an_older_backup_is_rid_of_it_again():
    """What the database knew before the takedown is put back, and the log read."""
    article = taken_in()
    stone = takedown.log.Text(article.public_id, "i" * 64, article.text_hash, "w" * 64)
    missing = takedown.log.Text("f" * 24, "j" * 64, "t" * 64, "v" * 64)
    entry = takedown.log.Entry("a" * 24, timezone.now() - timedelta(days=1), True, (stone, missing))
    takedown.log.write(entry)
    assert takedown.reapply(now=timezone.now()) == 1
    work()
    assert tables_with(WORD) == set()
    assert ArticleRemains.objects.count() == 1
    assert takedown.reapply(now=timezone.now()) == 0


@pytest.mark.django_db
def test_a_lease_that_was_restored_with_the_backup_runs_out(settings):
    settings.LEASE_SECONDS = 1
    article = taken_in()
    now = timezone.now()
    Lease.objects.update_or_create(name=SETTLE, defaults={"token": uuid4(), "until": now + timedelta(seconds=1)})
    stone = takedown.log.Text(article.public_id, "i" * 64, article.text_hash, "w" * 64)
    takedown.log.write(takedown.log.Entry("a" * 24, now, True, (stone,)))
    assert takedown.reapply(now=now) == 1
    assert Article.objects.get(pk=article.pk).text == ""
