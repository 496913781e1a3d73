"""Who is heard speaking in an article, by place: for whoever asks which rule found the words behind a claim."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from spacy.language import Language

from claims.engine.document import Sentence
from claims.engine.extract import extract
from claims.engine.reference import Reference
from claims.engine.spans import Attribution, attributions
from claims.engine.values import ArticleText, Extraction, Segment

NESTED = 8  # so many attributions may stand inside each other


def listen(article: ArticleText, reference: Reference, nlp: Language) -> tuple[Extraction, list[Attribution]]:
    """An article's claims, and the attributions of its text with the rules that found them."""
    found: list[Attribution] = []

    def hear(sentences: Sequence[Sentence], quotes: Sequence[Segment]) -> None:
        found.extend(attributions(article.text, sentences, quotes))

    return extract(article, reference, nlp, hear), found


class Heard:
    """Attributions by where their reporting words and contents begin, so that looking one up takes no time."""

    def __init__(self, attributions: Iterable[Attribution]) -> None:
        found = list(attributions)
        self._cues = sorted(((cue[0], n) for n, each in enumerate(found) for cue in each.cue[:1]))
        self._contents = sorted(((part[0], n) for n, each in enumerate(found) for part in each.content))
        self._all = found

    def carrying(self, cue: Segment) -> Attribution | None:
        """The attribution whose verb stands in these reporting words."""
        at = bisect_left(self._cues, (cue[0], 0))
        return self._all[self._cues[at][1]] if at < len(self._cues) and self._cues[at][0] < cue[1] else None

    def around(self, segment: Segment) -> Attribution | None:
        """The innermost attribution whose content holds this stretch."""
        end = bisect_right(self._contents, (segment[0], len(self._all)))
        for _, number in reversed(self._contents[max(0, end - NESTED) : end]):
            if any(start <= segment[0] and segment[1] <= stop for start, stop in self._all[number].content):
                return self._all[number]
        return None


def spanned(attribution: Attribution) -> Segment:
    """Who speaks and the words of speaking, as one stretch."""
    parts = sorted((*attribution.source, *attribution.cue))
    return parts[0][0], max(end for _, end in parts)
