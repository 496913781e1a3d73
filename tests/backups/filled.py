"""A row in every table of ours, of whatever is allowed in it; and all that the tables hold."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, models

from corroboration.models import BatchItem, Redirect, Webhook

MOMENT = datetime(2018, 5, 4, 12, tzinfo=UTC)
OURS = ("sources", "claims", "corroboration")
Rows = dict[str, list[dict[str, str]]]
VALUES: dict[type[models.Field], Any] = {
    models.DateTimeField: MOMENT,
    models.DateField: date(2018, 5, 4),
    models.BooleanField: True,
    models.FloatField: 0.5,
    models.IntegerField: 1,
    models.JSONField: [],
    models.BinaryField: b"some",
    models.URLField: "https://example.org/some",
    models.UUIDField: UUID(int=1),
    models.CharField: "some",
    models.TextField: "some",
}
GIVEN: dict[type[models.Model], dict[str, Any]] = {  # what the database asks for beyond the kind of a column
    Redirect: {"new_id": "another"},
    BatchItem: {"result": "rejected", "article": None},
    Webhook: {"switched_off": ""},
}


def fill() -> None:
    """Put a row into every table that has none."""
    for app in OURS:
        for model in apps.get_app_config(app).get_models():
            one_of(model)


def one_of(model: type[models.Model]) -> models.Model:
    """A row that is there, or a new one with what its columns need."""
    row = model._base_manager.order_by("pk").first()
    if row is None:
        fields = (field for field in model._meta.concrete_fields if needed(field))
        row = model._base_manager.create(**{field.name: value(field) for field in fields} | GIVEN.get(model, {}))
    return row


def needed(field: models.Field) -> bool:
    made_by_database = isinstance(field, models.AutoField | models.CompositePrimaryKey)
    return not (made_by_database or field.null or field.has_default())


def first_of(field: models.ForeignKey) -> models.Field:
    """The first field of a row that names one of the same model: two of them must often name two."""
    return next(each for each in field.model._meta.concrete_fields if each.related_model is field.related_model)


def value(field: models.Field) -> Any:
    if isinstance(field, models.ForeignKey):
        one, first = one_of(field.related_model), field is first_of(field)
        return one if first else field.related_model._base_manager.order_by("pk").last()
    if field.choices:
        return field.choices[0][0]
    found = next(value for kind, value in VALUES.items() if isinstance(field, kind))
    return found[: field.max_length] if isinstance(found, str) else found


def rows() -> Rows:
    """What the tables hold, by table and column."""
    found = {}
    with connection.cursor() as cursor:
        for table, names in columns().items():
            cursor.execute(f'SELECT {", ".join(map(connection.ops.quote_name, names))} FROM "{table}"')
            found[table] = [dict(zip(names, map(str, row), strict=True)) for row in cursor.fetchall()]
    return found


def only(told: Rows, wanted: dict[str, list[str]]) -> dict[str, list[str]]:
    """These tables and columns of it, to be compared."""
    return {
        table: sorted(str({name: row[name] for name in names if name in row}) for row in told[table])
        for table, names in wanted.items()
    }


def columns() -> dict[str, list[str]]:
    """The tables of ours, and those of people and their tokens, with the names of their columns."""
    with connection.cursor() as cursor:
        tables = [
            name
            for name in connection.introspection.table_names(cursor)
            if name.split("_")[0] in (*OURS, "auth", "knox") and "permission" not in name
        ]
        return {
            table: [column.name for column in connection.introspection.get_table_description(cursor, table)]
            for table in tables
        }
