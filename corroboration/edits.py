"""What an outlet changed in an article after it came out, noted when the changed text comes in."""

from collections.abc import Iterable
from datetime import datetime

from claims.models import Article
from corroboration.engine.revised import Version, revision_order
from corroboration.fetching.rows import Edit
from corroboration.fetching.sameness import says_so


def note(article: Article, earlier: Iterable[Article], *, now: datetime) -> None:
    """Note that a text came in place of an earlier one. Of several earlier texts, of the one next before it."""
    others = [each for each in earlier if each.text_hash != article.text_hash]
    if not others:
        return
    place = _order(article)
    before = max((each for each in others if _order(each) < place), key=_order, default=None)
    if before is None:
        return  # it is itself the earlier one, and came late
    text = Article.objects.values_list("text", flat=True).get(pk=before.pk)
    fields = {"before": before, "noted": says_so(text, article.text), "at": article.revised_at or now}
    Edit.objects.update_or_create(article=article, defaults=fields)


def _order(article: Article) -> tuple[datetime, str, str]:
    return revision_order(Version(article.public_id, article.published_at, article.revised_at, article.text_hash))
