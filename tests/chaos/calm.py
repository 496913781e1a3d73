"""The same inputs without blows, in one process, on SQLite: what the app under blows has to come to.

Articles are read while the others are still at it. Decisions are those that were acknowledged there, with their dates;
feeds and pages are asked for once those of the others are all taken in.
"""

import json
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

READ, GO, DONE = "read", "go.json", "calm.json"


def main(folder: Path) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from corroboration import pipeline, rebuilding
    from sources.services import load_shipped
    from tests.chaos import stands

    call_command("migrate", verbosity=0)
    load_shipped()
    _accept(json.loads((folder / "inputs.json").read_text(encoding="utf-8")))
    while pipeline.process_next():
        pass
    (folder / READ).touch()
    while not (folder / GO).exists():
        time.sleep(0.1)
    others = json.loads((folder / GO).read_text(encoding="utf-8"))
    _poll(others["site"], others["entries"])
    _decide(others["decisions"])
    while pipeline.finish():
        pass
    assert stands.settled(), "there is no more work, and not all is settled"
    found = {"digest": rebuilding.digest(), "counts": stands.counts(), "set_aside": stands.set_aside()}
    fresh = folder / f"{DONE}.new"
    fresh.write_text(json.dumps(found), encoding="utf-8")
    fresh.rename(folder / DONE)


def _accept(given: dict[str, Any]) -> None:
    """Poison is set aside at once: nobody reads it here."""
    from claims.models import Article
    from corroboration.ingestion import accept

    for line in given["lines"]:
        accept(line)
    for line in given["poison"]:
        article = accept(line).article
        Article.objects.filter(pk=article.pk).update(state=Article.State.FAILED, error="poison")


def _poll(site: str, entries: int) -> None:
    from django.utils import timezone

    from corroboration import pipeline, retrieving
    from corroboration.feeds import polling
    from corroboration.fetching.rows import Retrieval
    from sources.models import Feed
    from tests.chaos import sites

    sites.follow(site)
    while not sites.taken_in(entries):
        polling.due(now=timezone.now())
        for feed in Feed.objects.values_list("pk", flat=True):
            sites.wind()
            polling.poll(feed, now=timezone.now())
        for waiting in Retrieval.objects.filter(state=Retrieval.State.WAITING).values_list("pk", flat=True):
            sites.wind()
            retrieving.retrieve(waiting, now=timezone.now())
        time.sleep(0.1)
    while pipeline.process_next():
        pass


def _decide(decisions: Iterable[dict[str, Any]]) -> None:
    """Decisions as they were made elsewhere, before anything is grouped."""
    from django.contrib.auth import get_user_model

    from corroboration.anchoring import name_articles
    from corroboration.models import Decision

    person, made = get_user_model().objects.get_or_create(username="vera")[0], {}
    for line in decisions:
        undoes = made.get(line.pop("undoes"))
        decision = made[line["public_id"]] = Decision.objects.create(by=person, undoes=undoes, **line)
        name_articles(decision)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
