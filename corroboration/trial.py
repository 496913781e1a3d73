"""An article read without being stored: for `manage.py extract`, the extraction page and POST /api/v1/extract/.

One code path for the three, so that they can't tell different things of one article.
"""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from claims.engine.explain import Explanation, Reason, explain
from claims.engine.heard import listen
from claims.engine.values import Extraction
from claims.models import Article, Attribution, Claim
from claims.selectors import reference
from corroboration import extraction, ingestion, lines
from corroboration.evidence import article_text
from corroboration.ingestion import Submission

EXTERNAL_ID = "pasted"  # what a text is called that comes without an id; claim ids are made of it
# The parser keeps a core busy and one text in memory at a time: threads of one process take turns. One more may wait.
MOST_AT_ONCE = 2
_room = threading.BoundedSemaphore(MOST_AT_ONCE)
_turn = threading.Lock()


class Busy(Exception):
    """Other texts are being read; this one was not begun."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What would be stored of an article. claims: rows that were never saved, with their attributions."""

    article: Article
    extraction: Extraction
    claims: list[tuple[Claim, list[Attribution]]]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExplainedTrial:
    """A trial, and why it came out so. reasons: of each claim, by its public id."""

    trial: Trial
    whole: Explanation
    reasons: dict[str, tuple[Reason, ...]]


def check(fields: Mapping[str, Any], *, now: datetime) -> Submission:
    """The fields of an article, as `ingest` checks them, but that it needs no id. Raises Rejected."""
    external_id = fields.get("external_id")
    return ingestion.check({**fields, "external_id": EXTERNAL_ID if external_id is None else external_id}, now=now)


def read(submission: Submission) -> Trial:
    """Read an article whose fields were found good. Raises Busy."""
    article = ingestion.unsaved(submission)
    with _reading():
        found = extraction.read(article)
    return _trial(article, found, submission)


def read_and_explain(submission: Submission) -> ExplainedTrial:
    """Read an article, and say why it is read so. Raises Busy."""
    unsaved, known = ingestion.unsaved(submission), reference()
    article = article_text(unsaved)
    with _reading():
        found, spoken = listen(article, known, extraction.parser())
    trial = _trial(unsaved, found, submission)
    whole = explain(article, found, known, spoken)
    by_value = dict(zip(found.claims, whole.claims, strict=True))
    reasons = {public_id: by_value[value] for public_id, value in extraction.told(trial.article, found)}
    return ExplainedTrial(trial, whole, reasons)


def _trial(article: Article, found: Extraction, submission: Submission) -> Trial:
    return Trial(article, found, list(extraction.unsaved_rows(article, found)), submission.warnings)


@contextmanager
def _reading() -> Iterator[None]:
    if not _room.acquire(blocking=False):
        raise Busy
    try:
        with _turn:
            yield
    finally:
        _room.release()


def claim_lines(trial: Trial) -> list[lines.Line]:
    """The claims as `export claims` would write them."""
    return [lines.claim_line(claim, attributions) for claim, attributions in trial.claims]


def trial_line(explained: ExplainedTrial) -> lines.Line:
    """The whole as the API answers it. `text` is what offsets count: of `html`, the text that was found in it."""
    trial, whole = explained.trial, explained.whole
    return {
        "article": lines.article_key(trial.article),
        "text": trial.article.text,
        "claims": claim_lines(trial),
        "zones": [
            {"zone": str(zone), "start": start, "end": end, "reason": reason.says}
            for (zone, (start, end)), reason in zip(trial.extraction.zones, whole.zones, strict=True)
        ],
        "wire": trial.extraction.wire,
        "first_hand": trial.extraction.first_hand,
        "notes": list(trial.extraction.notes),
        "explanation": {
            "article": [reason_line(reason) for reason in whole.article],
            "claims": [
                {"claim": public_id, "reasons": [reason_line(reason) for reason in reasons]}
                for public_id, reasons in explained.reasons.items()
            ],
        },
        "warnings": list(trial.warnings),
    }


def reason_line(reason: Reason) -> lines.Line:
    return {"about": str(reason.about), "says": reason.says, "segments": [list(part) for part in reason.segments]}
