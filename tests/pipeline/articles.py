"""Articles of our own making about two look-alike attacks, for tests of the whole pipeline."""

from typing import Any

from corroboration import pipeline
from corroboration.ingestion import Accepted, accept

TALES = [
    (
        "a1",
        "Orchard Gazette",
        "2018-05-04T09:00:00Z",
        "A car bomb killed at least 12 people in the town of Azaz on Friday, the Syrian Observatory for Human Rights "
        "said.\n\nThe Observatory said 30 people were wounded.",
    ),
    (
        "a2",
        "River Post",
        "2018-05-04T15:00:00Z",
        "A car bomb killed 12 people in Azaz on Friday, the local council said.\n\nThe council said the blast hit a "
        "market.",
    ),
    (
        "a3",
        "Orchard Gazette",
        "2018-05-05T08:00:00Z",
        "The death toll of Friday's car bomb in Azaz rose to at least 17, the Syrian Observatory for Human Rights "
        "said.",
    ),
    (
        "a4",
        "Hill Tribune",
        "2018-05-05T11:00:00Z",
        "A car bomb killed 12 people in Azaz on Friday, the local council said.\n\nThe council said the blast hit a "
        "market.",
    ),
    (
        "b1",
        "River Post",
        "2018-09-20T10:00:00Z",
        "A car bomb killed four people in Azaz on Thursday, a police officer told River Post.\n\nNobody claimed the "
        "attack.",
    ),
    ("b2", "Hill Tribune", "2018-09-21", "Police denied that a car bomb had killed anyone in Azaz on Thursday."),
]


def line(external_id: str, outlet: str, published_at: str, text: str, **more: Any) -> dict[str, Any]:
    return {"external_id": external_id, "outlet": outlet, "published_at": published_at, "text": text, **more}


def take_in(*tales: tuple[str, str, str, str]) -> list[Accepted]:
    """Accept these tales (all of TALES when none is named), without working on them."""
    return [accept(line(*tale)) for tale in tales or TALES]


def work() -> None:
    """Do all work that is due, in this process."""
    while pipeline.finish():
        pass
