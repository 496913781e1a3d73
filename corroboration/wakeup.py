"""Wake-ups: messages that tell workers to look. Losing one costs a few seconds, never an article."""

import logging

from celery import current_app

log = logging.getLogger(__name__)


def article(article_id: int) -> None:
    """Tell a worker that this article is waiting."""
    _send("corroboration.tasks.process_article", article_id=article_id)


def file(import_id: int) -> None:
    """Tell a worker that this uploaded file is waiting."""
    _send("corroboration.tasks.take_in_file", import_id=import_id)


def settle() -> None:
    """Tell a worker that linked articles wait to be grouped, related and settled."""
    _send("corroboration.tasks.settle")


def feed(feed_id: int) -> None:
    """Tell a worker that this feed is due."""
    _send("corroboration.tasks.poll_feed", feed_id=feed_id)


def retrieval(retrieval_id: int) -> None:
    """Tell a worker that this page is to be fetched."""
    _send("corroboration.tasks.retrieve", retrieval_id=retrieval_id)


def look(page_id: int) -> None:
    """Tell a worker that this page is to be looked at again."""
    _send("corroboration.tasks.look", page_id=page_id)


def deliver(webhook: int) -> None:
    """Tell a worker that notices wait to be delivered to a webhook."""
    _send("corroboration.tasks.deliver", webhook_id=webhook)


def reviews() -> None:
    """Tell a worker that others' reviews were imported."""
    _send("corroboration.tasks.look_for_reviews")


def _send(name: str, **ids: int) -> None:
    try:
        current_app.send_task(name, kwargs=ids)
    except Exception as error:  # the broker may fail in many ways; the sweep finds the row all the same
        log.warning("No wake-up for %s %s (%s): the sweep will find it", name, ids, error)
