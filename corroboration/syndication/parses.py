"""A parser that remembers: the same text under the next outlet isn't parsed again.

Parsing is two thirds of reading, and a function of the text alone; the rules, which ask who publishes, when and under
which title, run anew for each article. So what is read with the parser that remembers is what is read without, bit for
bit: kept are the very arguments of a call to the parser with all that it answered, and a fresh answer goes the same
way, through its bytes, as one that was kept.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

import spacy
from django.db.models import Max
from spacy.language import Language
from spacy.tokens import Doc, DocBin

from corroboration.syndication.models import KeptParse

KEPT = 10_000  # parses: of news of some days, within which copies come; some 6 KB each
LONGEST = 30_000  # characters: no wire copy comes near, and a book would take the room of many
FORM = 1  # of what is kept; another one is not read
# All that a tree consists of. What a word is by itself (its shape, whether it is a number) follows from the word.
PARTS = ("NORM", "SPACY", "TAG", "POS", "LEMMA", "DEP", "HEAD", "ENT_IOB", "ENT_TYPE", "MORPH", "SENT_START")


class Remembering:
    """Stands for the parser while one article is read. keep() stores what it had to parse."""

    def __init__(self, parser: Language):
        self.parser = parser
        self.vocab = parser.vocab
        self.fresh: dict[str, bytes] = {}

    def pipe(self, texts: Iterable[str], **options: Any) -> Iterator[Doc]:
        """What the parser makes of these texts together."""
        given = list(texts)
        key = key_of(self.parser, given, options)
        content = KeptParse.objects.filter(key=key).values_list("content", flat=True).first()
        if content is None:
            content = packed(self.parser.pipe(given, **options))
            if sum(map(len, given)) <= LONGEST:
                self.fresh[key] = content
        return unpacked(bytes(content), self.parser)

    def keep(self) -> None:
        """Store what was parsed, inside the caller's transaction, and drop what is oldest."""
        rows = [KeptParse(key=key, content=content) for key, content in self.fresh.items()]
        if rows:
            KeptParse.objects.bulk_create(rows, ignore_conflicts=True)  # another worker may have read the same text
            newest = KeptParse.objects.aggregate(pk=Max("pk"))["pk"]
            KeptParse.objects.filter(pk__lte=newest - KEPT).delete()


def key_of(parser: Language, texts: list[str], options: dict[str, Any]) -> str:
    """What a call to the parser is known by."""
    version = [FORM, spacy.__version__, parser.meta["lang"], parser.meta["name"], parser.meta["version"]]
    return hashlib.sha256(json.dumps([version, texts, options], sort_keys=True).encode()).hexdigest()


def packed(docs: Iterable[Doc]) -> bytes:
    content: bytes = DocBin(attrs=PARTS, store_user_data=False, docs=docs).to_bytes()
    return content


def unpacked(content: bytes, parser: Language) -> Iterator[Doc]:
    return DocBin().from_bytes(content).get_docs(parser.vocab)


def forget() -> None:
    """Drop all that is kept."""
    KeptParse.objects.all().delete()
