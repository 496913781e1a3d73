"""A reprint is known again whatever the pages put around it."""

import pytest

from claims.models import Article
from corroboration.engine.shingling import containment
from corroboration.ingestion import accept
from tests.pipeline.articles import line, work

STORY = (
    "A car bomb went off near the bakery in the centre of Azaz early on Friday. Shops along the main street burned for "
    "hours before firefighters could reach them. The blast left a crater as wide as the road."
)
COMMENTS = "\n\nComments\n\n" + "\n".join(
    f"Reader{n} says:\nI never believed what they wrote about the town number {n} and neither should anybody else."
    for n in range(20)
)


@pytest.mark.django_db
@pytest.mark.usefixtures("nlp")
def test_readers_comments_do_not_hide_a_reprint():
    accept(line("a1", "Orchard Gazette", "2018-05-04T09:00:00Z", STORY + COMMENTS))
    accept(line("a2", "River Post", "2018-05-04T15:00:00Z", STORY + COMMENTS.replace("the town", "that place")))
    work()
    prints = [frozenset(article.shingles) for article in Article.objects.order_by("external_id")]
    assert containment(*prints) == 1.0
    assert len(prints[0]) < 60  # the story's words alone
