"""A backup that is taken while another process takes in and settles articles: whole, and worked on to the same end."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from claims.models import Article
from corroboration import rebuilding
from corroboration.integrity import looking
from tests.backups.processes import environment
from tests.pipeline.articles import line, work

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("nlp")]
TOWNS = ("Azaz", "Manbij", "Idlib", "Homs", "Palmyra")
OUTLETS = ("Orchard Gazette", "River Post", "Hill Tribune")
ARTICLES = 30


def articles(path: Path) -> Path:
    """Three outlets on attacks in five towns, of which they give two tolls."""
    with path.open("w") as file:
        for number in range(ARTICLES):
            town, outlet, day = TOWNS[number % 5], OUTLETS[number % 3], 1 + number % 5 * 5 + number // 15
            text = (
                f"A car bomb killed {12 + number // 15} people in {town} on Friday, the local council said.\n\n"
                f"Police in {town} said {number + 2} people were wounded."
            )
            file.write(
                json.dumps(line(f"n{number}", outlet, f"2018-05-{day:02}T{8 + number % 12:02}:00:00Z", text)) + "\n"
            )
    return path


def settled() -> int:
    found = Article.objects.filter(state=Article.State.SETTLED).count()
    connection.close()  # each look is a moment of its own
    return found


def test_what_is_restored_comes_out_as_if_it_had_been_made_of_its_articles(tmp_path):
    program = [sys.executable, "manage.py", "ingest", str(articles(tmp_path / "articles.ndjson")), "--wait"]
    writer = subprocess.Popen(program, env=environment(), cwd=settings.BASE_DIR, stdout=subprocess.DEVNULL)
    made: list[Path] = []
    try:
        while writer.poll() is None:
            if Article.objects.exists() and len(made) < 4:
                made.append(tmp_path / f"{len(made)}.backup")
                call_command("backup", str(made[-1]))
                time.sleep(1)  # for the writer to get on
            connection.close()
    finally:
        writer.wait(300)
    assert settled() == ARTICLES
    whole, unfinished = rebuilding.digest(), 0
    for path in made:
        call_command("restore", str(path), "--replace")
        unfinished += settled() < ARTICLES
        assert faults(left_out=True) == []
        work()
        assert faults() == []
        digest = rebuilding.digest()
        assert (digest == whole) is (Article.objects.count() == ARTICLES)
        rebuilding.forget(now=timezone.now())
        work()
        assert rebuilding.digest() == digest
    assert unfinished, "no backup fell between the first article and the last"


def faults(*, left_out: bool = False) -> list[str]:
    """left_out: whether some can't be looked for, because work waits."""
    found = []
    for check, looked in looking.look(now=timezone.now(), again=True):
        assert left_out or looked is not None, check.name
        found += [fault.says for fault in looked or ()]
    return found
