"""Articles and the claims read from them: whether the words are those that the offsets give."""

import hashlib
from collections.abc import Collection, Iterator
from datetime import datetime

from django.db.models import F, Q

from claims.models import Article, Claim
from corroboration import extraction, queue
from corroboration.integrity.faults import FROM_BACKUP, MENDS, Check, Fault, pieces, read_again

ARTICLES = 50  # texts held at once: the longest have two million characters
LISTED = ("public_id", "external_id", "text_hash", "text", "erased_at", "outlet__slug")
State = Article.State


def _texts() -> Iterator[list[Article]]:
    rows = Article.objects.select_related("outlet").only(*LISTED).order_by("pk")
    yield from pieces(rows.iterator(chunk_size=ARTICLES), ARTICLES)


def changed_texts(now: datetime) -> Iterator[Fault]:
    """Texts that aren't those that were received."""
    for rows in _texts():
        for row in rows:
            if not _whole(row):
                yield Fault(f"article {row.public_id}: its text isn't the one that was received")


def _whole(row: Article) -> bool:
    return row.erased_at is not None or hashlib.sha256(row.text.encode()).hexdigest() == row.text_hash


def lying_offsets(now: datetime) -> Iterator[Fault]:
    """Claims whose segments don't give their text, or whose id isn't made of what they are."""
    for rows in _texts():
        texts = {row.pk: row for row in rows if _whole(row)}  # of a damaged text nothing should be read again
        claims = Claim.every.filter(article__in=texts).order_by("pk")
        for claim in claims.only("public_id", "article_id", "start", "end", "segments", "text").iterator():
            if wrong := _wrong(claim, texts[claim.article_id]):
                yield Fault(f"claim {claim.public_id}: {wrong}", claim.article_id)


def _wrong(claim: Claim, article: Article) -> str:
    segments = tuple((start, end) for start, end in claim.segments)
    if not segments or (claim.start, claim.end) != (segments[0][0], segments[-1][1]):
        return "its first and last character aren't those of its segments"
    edges = [edge for segment in segments for edge in segment]
    if edges != sorted(edges) or edges[0] < 0 or any(start == end for start, end in segments):
        return "its segments aren't in order"
    if extraction.claim_id(article, segments) != claim.public_id:
        return "its id isn't made of its article and segments"
    words = " ".join(article.text[start:end] for start, end in segments)
    if article.erased_at is None and words != claim.text:
        return "its segments don't give its text"
    return ""


def impossible_states(now: datetime) -> Iterator[Fault]:
    """Articles in a state that contradicts what else is known of them."""
    replaced = Q(state=State.SETTLED, replaced_by__isnull=False) | Q(state=State.RETIRED, replaced_by__isnull=True)
    held = Q(token__isnull=False) & ~Q(state__in=queue.TO_PROCESS)
    other = ~Q(replaced_by__outlet=F("outlet")) | ~Q(replaced_by__external_id=F("external_id"))
    itself = Q(replaced_by=F("pk"))
    says = (
        (replaced, "is settled and replaced at once, or neither"),
        (held, "is held by a worker in a state in which none works on it"),
        (Q(replaced_by__isnull=False) & (other | itself), "is replaced by itself, or by a text of another article"),
        (~Q(state__in=State.values), "is in a state that doesn't exist"),
    )
    for where, what in says:
        for id, pk in Article.objects.filter(where).order_by("pk").values_list("public_id", "pk").iterator():
            yield Fault(f"article {id}: {what}", pk)


def begin_anew(faults: Collection[Fault], now: datetime) -> None:
    """Nobody's any more, and read again: what it is then follows from the texts of its article."""
    pks = [fault.key for fault in faults]
    Article.objects.filter(pk__in=pks).update(token=None, lease_until=None)
    Article.objects.filter(pk__in=pks).exclude(state__in=State.values).update(**queue.AFRESH, next_attempt_at=now)
    read_again(pks)


def reread(faults: Collection[Fault], now: datetime) -> None:
    read_again([fault.key for fault in faults])


CHECKS = (
    Check("changed texts", changed_texts, FROM_BACKUP),
    Check("lying offsets", lying_offsets, f"{MENDS} has the articles read again.", reread),
    Check("impossible states", impossible_states, f"{MENDS} has the articles read again.", begin_anew, settled=True),
)
