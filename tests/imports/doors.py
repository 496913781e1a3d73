"""What the tests of files as doors share: articles of our own making, and the command on files."""

import io
import json
from typing import Any

from django.core.management import call_command

from claims.models import Article

GOOD = {
    "external_id": "o-1",
    "outlet": "Ostrava Post",
    "published_at": "2021-05-04T12:00:00Z",
    "text": "A bridge fell in Ostrava on Monday and killed four people, the mayor said.",
}


def article(number: int, **change: Any) -> dict[str, Any]:
    """An article of its own."""
    return GOOD | {"external_id": f"o-{number}", "text": f"Bridge {number} fell in Ostrava."} | change


def ingest(*files: object, **options: Any) -> tuple[dict[str, int], str]:
    """What the last line of output counts, and what was said on stderr."""
    out, err = io.StringIO(), io.StringIO()
    call_command("ingest", *map(str, files), stdout=out, stderr=err, **options)
    return json.loads(out.getvalue().splitlines()[-1]), err.getvalue()


def stored() -> dict[str, str]:
    """The texts taken in, by external id."""
    return dict(Article.objects.values_list("external_id", "text"))
