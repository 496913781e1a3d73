"""A filled database made many times as large, by the database itself: every row again under another id, another time.

Filling a million claims takes an hour; ten times a hundred thousand takes minutes, and to an index they are the same.
Each further set of rows lies before the last in time and tells of the same places and sources. PostgreSQL only.
"""

from django.db import connection, models
from django.db.models import Max, Min

from claims.models import Article, Attribution, Claim
from corroboration.models import (
    Assessment,
    BlockKey,
    ClaimFacet,
    Cluster,
    ClusterFacet,
    CopyKey,
    Episode,
    EpisodeMember,
    Link,
    Membership,
    Outcome,
    Relation,
    SearchWord,
)

MULTIPLIED = (
    *(Article, Claim, Attribution, SearchWord, ClaimFacet),
    *(Episode, EpisodeMember, BlockKey, CopyKey, Link),
    *(Cluster, ClusterFacet, Membership, Relation, Assessment, Outcome),
)
STEP = 10_000_000  # between the row numbers of one set and the next
DIGITS = "0123456789abcdef"


def multiply(times: int) -> int:
    """Have so many of each row in place of one, at most 16. Returns the number of claims."""
    days = _span()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # no trigger, no foreign key checked row by row
        for model in MULTIPLIED:
            fields = [field for field in model._meta.concrete_fields if field.column]
            columns = ", ".join(f'"{field.column}"' for field in fields)
            cursor.execute(f'CREATE TEMP TABLE first AS SELECT {columns} FROM "{model._meta.db_table}"')
            for number in range(1, times):
                values = ", ".join(_shifted(field, number, days) for field in fields)
                cursor.execute(f'INSERT INTO "{model._meta.db_table}" ({columns}) SELECT {values} FROM first')
            cursor.execute("DROP TABLE first")
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("VACUUM ANALYZE")
    return Claim.every.count()


def _span() -> int:
    """Days from the first article to the last, and one."""
    ends = Article.objects.aggregate(first=Min("published_at"), last=Max("published_at"))
    return (ends["last"] - ends["first"]).days + 1


def _shifted(field: models.Field, number: int, days: int) -> str:
    """What a column holds in a further set."""
    column, held = f'"{field.column}"', _held(field)
    if isinstance(held, models.AutoField) and held.model in MULTIPLIED:
        return f"{column} + {number * STEP}"
    if held is not None and held.name == "public_id":
        return f"translate({column}, '{DIGITS}', '{DIGITS[number:] + DIGITS[:number]}')"
    if field.name == "external_id":
        return f"{column} || '-{number}'"
    if isinstance(field, models.DateField):
        return f"{column} - interval '{number * days} days'"
    if field.name == "event_day":
        return f"{column} - {number * days}"
    return column


def _held(field: models.Field) -> models.Field | None:
    """The field whose value a column holds: itself, or what a foreign key points at; None outside of what is
    multiplied."""
    if isinstance(field, models.ForeignKey):
        return _held(field.target_field) if field.related_model in MULTIPLIED else None
    return field
