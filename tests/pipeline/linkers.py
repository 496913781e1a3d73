"""What the processes of test_together.py do: `python -m tests.pipeline.linkers fill SEED | work START | check`."""

import os
import random
import sys
import time
from pathlib import Path

ARTICLES = 60
DAYS = 2  # so that all of them are news of the same days, and keys are crowded


def fill(seed: str) -> None:
    """The same articles in another order."""
    from tests.pipeline.stored import made, store

    articles = made(random.Random(1), ARTICLES, DAYS)
    for told in random.Random(seed).sample(articles, len(articles)):
        store(told)


def work(start: str) -> None:
    """Do what is due until nothing is left, from the moment on at which a file appears. Leaves a file when ready."""
    from corroboration import pipeline, rebuilding

    Path(f"{start}.{os.getpid()}").touch()
    while not Path(start).exists():
        time.sleep(0.005)
    while rebuilding.unsettled():
        if not (pipeline.process_next() or pipeline.settle(wait=False)):
            time.sleep(0.02)


def check(_: str) -> None:
    """All is stored as whole keys in memory would have it, and nothing failed on the way."""
    from claims.models import Article
    from tests.pipeline.stored import check

    check()
    assert not Article.objects.exclude(error="").exists()


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django

    django.setup()
    {"fill": fill, "work": work, "check": check}[sys.argv[1]](sys.argv[2])
