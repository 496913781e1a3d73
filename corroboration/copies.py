"""Which stored claims are copies: the same sentence as an earlier article's, within days. A copy needs no links."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime

from django.db.models import Count, QuerySet

from corroboration.engine.copies import COPY_WINDOW, Text, copy_key, originals
from corroboration.engine.values import Telling
from corroboration.evidence import in_chunks
from corroboration.models import CopyKey

EARLIEST = datetime.min.replace(tzinfo=UTC)  # that a database can hold


def found_at_first(own: Mapping[str, Telling]) -> list[CopyKey]:
    """The prints of an article's claims, unsaved, and what they seem to copy.

    What arrives at the same moment isn't seen: recount() says what holds.
    """
    prints = {id: key for id, telling in own.items() if (key := copy_key(telling))}
    if not prints:
        return []
    published_at = own[min(prints)].published_at
    since = published_at - min(COPY_WINDOW, published_at - EARLIEST)
    known: dict[str, list[Text]] = {}
    for keys in in_chunks(sorted(set(prints.values()))):
        rows = CopyKey.objects.filter(key__in=keys, original=None, published_at__range=(since, published_at))
        others = rows.exclude(claim__in=list(own))
        for key, *text in others.values_list("key", "claim_id", "claim__article__public_id", "published_at"):
            known.setdefault(key, []).append(Text(*text))
    made = []
    for id, key in sorted(prints.items()):
        telling = own[id]
        earlier = (text for text in known.get(key, ()) if (text.published_at, text.article) < telling.order[:2])
        first = min(earlier, key=lambda text: (text.published_at, text.article), default=None)
        made.append(
            CopyKey(claim_id=id, key=key, published_at=telling.published_at, original_id=first.id if first else None)
        )
    return made


def recount(claims: Collection[str], gone: Collection[str]) -> dict[str, str | None]:
    """What the arrival of some claims, and the going of others, changes: claim -> what it copies now, None: nothing."""
    touched: dict[str, dict[str, datetime]] = defaultdict(dict)  # key -> claim -> its publication
    for ids in in_chunks(sorted({*claims, *gone})):
        for key, *row in CopyKey.objects.filter(claim__in=ids).values_list("key", "claim_id", "published_at"):
            touched[key].update([row])
    several: set[str] = set()
    for chunk in in_chunks(sorted(touched)):
        rows = CopyKey.objects.filter(key__in=chunk).values("key").annotate(claims=Count("pk"))
        several.update(row["key"] for row in rows if row["claims"] > 1)
    changed: dict[str, str | None] = {}
    for key in sorted(several):
        changed |= _recount(key, touched[key], gone)
    return changed


def _recount(key: str, touched: Mapping[str, datetime], gone: Collection[str]) -> dict[str, str | None]:
    """The changes among the claims with one print: read from the last original before those touched on, until what
    follows is as it was."""
    rows = CopyKey.objects.filter(key=key)
    first, last = min(touched.values()), max(touched.values())
    before = rows.filter(original=None, published_at__lt=first).order_by("-published_at")
    start = before.values_list("published_at", flat=True).first() or first
    stored: dict[str, str | None] = {}
    changed: dict[str, str | None] = {}
    for text, original in originals(_texts(rows.filter(published_at__gte=start), gone, stored)):
        if stored[text.id] != original:
            changed[text.id] = original
        elif original is None and text.published_at > last:
            break
    return changed


def _texts(rows: QuerySet[CopyKey], gone: Collection[str], stored: dict[str, str | None]) -> Iterator[Text]:
    """Rows in order as the engine sees them. stored: filled with what is stored of those handed out."""
    in_order = rows.order_by("published_at", "claim__article__public_id", "claim__position", "claim_id")
    fields = in_order.values_list("claim_id", "claim__article__public_id", "published_at", "original_id")
    for *text, original in fields.iterator(chunk_size=200):
        if text[0] not in gone:
            stored[text[0]] = original
            yield Text(*text)


def store(changed: Mapping[str, str | None]) -> None:
    """Store what recount() found, inside the caller's transaction."""
    by_original: dict[str | None, list[str]] = {}
    for id, original in sorted(changed.items()):
        by_original.setdefault(original, []).append(id)
    for original, ids in by_original.items():
        for chunk in in_chunks(ids):
            CopyKey.objects.filter(claim__in=chunk).update(original_id=original)
