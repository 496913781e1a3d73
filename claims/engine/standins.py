"""Names that the parser takes for verbs ("IS said"): it is shown another name in their place, and given them back.

The parser reads words, not the tags one might correct, so the sentence is parsed with a name of equal length that it
knows, and the tree is moved onto the words as they stand.
"""

import re
from collections.abc import Iterable, Iterator

from spacy.tokens import Doc

_NAMES = {"IS": "EU"}  # of equal length, so that no offset moves
# In capitals among words that are not: a line that is all capitals may well say "is".
_MARKED = re.compile(rf"(?<![A-Z] )\b(?:{'|'.join(_NAMES)})\b(?! [A-Z]{{2}})")


def disguise(text: str) -> str:
    """The text as the parser is shown it, as long as the original."""
    return _MARKED.sub(lambda match: _NAMES[match[0]], text)


def undisguise(docs: Iterable[Doc], texts: Iterable[str]) -> Iterator[Doc]:
    """The parsed documents with the words of the original texts."""
    for doc, text in zip(docs, texts, strict=True):
        yield doc if doc.text == text else _with_words(doc, [text[t.idx : t.idx + len(t)] for t in doc])


def _with_words(doc: Doc, words: list[str]) -> Doc:
    return Doc(
        doc.vocab,
        words=words,
        spaces=[bool(token.whitespace_) for token in doc],
        tags=[token.tag_ for token in doc],
        pos=[token.pos_ for token in doc],
        morphs=[str(token.morph) for token in doc],
        lemmas=[token.lemma_ if token.text == word else word for token, word in zip(doc, words, strict=True)],
        heads=[token.head.i for token in doc],
        deps=[token.dep_ for token in doc],
        ents=[f"{token.ent_iob_}-{token.ent_type_}" if token.ent_type_ else "O" for token in doc],
    )
