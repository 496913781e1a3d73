"""What refuses a text that was taken down: by hash, so that nothing of it has to be kept."""

import hashlib
import re
from collections.abc import Iterable

from django.db.models import Q

from corroboration.erased.rows import Tombstone

_WORD = re.compile(r"\w+")
Known = tuple[str, str, str]  # identity, hash of the text, hash of its words


def hashes(outlet: str, external_id: str, text: str) -> Known:
    """By what a text is known that was taken down."""
    return identity(outlet, external_id), _sha(text), words_hash(text)


def identity(outlet: str, external_id: str) -> str:
    """Of an article, whatever its text. outlet: its slug."""
    return _sha(f"{outlet}\x1f{external_id}")


def words_hash(text: str) -> str:
    """Of a text's words: the same whatever the case, the marks and the spaces between them."""
    return _sha(" ".join(_WORD.findall(text.casefold())))


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def refusals(texts: Iterable[Known]) -> dict[Known, str]:
    """Those of these texts that were taken down, each with what to say to whoever hands it in again."""
    wanted = list(texts)
    same = Q(identity__in={each[0] for each in wanted}) | Q(text_hash__in={each[1] for each in wanted})
    same |= Q(words_hash__in={each[2] for each in wanted})
    rows = list(Tombstone.objects.filter(same).select_related("takedown").order_by("pk")) if wanted else []
    found = {}
    for text in wanted:
        for row in rows:
            if text[0] == row.identity or text[1] == row.text_hash or text[2] == row.words_hash:
                found[text] = _words(row)
                break
    return found


def _words(row: Tombstone) -> str:
    takedown = row.takedown
    return (
        f"taken down on {takedown.at:%Y-%m-%d} (takedown {takedown.public_id}: {takedown.reason}): not taken in again"
    )
