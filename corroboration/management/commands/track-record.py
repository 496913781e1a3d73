"""`track-record SLUG`: a source's reliability, what it follows from, and the ledger behind it, as JSON."""  # noqa: N999

import json

from django.core.management.base import CommandError
from rapidfuzz import process

from corroboration import records
from corroboration.engine.topics import all_topics
from corroboration.management.arguments import iso_day
from corroboration.management.base import DatabaseCommand
from sources.models import Source
from sources.selectors import merged_into

ALIKE = 60  # of 100: below this a suggestion is noise


class Command(DatabaseCommand):
    help = (
        "Print a source's track record: how reliable it is in each role and topic, and the ledger of checks behind it."
    )

    def add_arguments(self, parser):
        parser.add_argument("slug", help="the source's slug, such as al-masdar-news")
        parser.add_argument("--as-of", type=iso_day, metavar="DATE", help="as it stood at the end of this UTC day")
        parser.add_argument("--role", choices=records.ROLES, default="", help="only what it said in this role")
        parser.add_argument("--topic", choices=all_topics(), default="", help="only claims of this topic")

    def handle(self, *, slug, as_of, role, topic, **options):
        if into := merged_into(slug):
            self.stderr.write(f"{slug} was merged: this is the record of {into}, as which it counts")
            slug = into
        try:
            record = records.opened(slug, as_of, role, topic)
        except Source.DoesNotExist:
            raise CommandError(unknown(slug)) from None
        self.stdout.write(json.dumps(record, ensure_ascii=False, indent=2, default=str))


def unknown(slug: str) -> str:
    """What to say of a slug that nobody has, with the closest ones that somebody has."""
    slugs = Source.objects.values_list("slug", flat=True).iterator()
    close = process.extract(slug, slugs, limit=3, score_cutoff=ALIKE)
    hint = f" Did you mean {' or '.join(match for match, *_ in close)}?" if close else ""
    return f"No source has the slug {slug!r}.{hint}"
