"""docs/operations.md lists the migrations that earlier code can't write beside, for whoever plans an upgrade."""

import re
from pathlib import Path

from django.db.migrations import Migration, operations
from django.db.migrations.loader import MigrationLoader
from django.db.models.fields import NOT_PROVIDED

PAGE = Path(__file__).resolve().parent.parent / "docs" / "operations.md"
OURS = ("claims", "corroboration", "sources")
TAKEN_AWAY = (operations.RemoveField, operations.RenameField, operations.DeleteModel, operations.RenameModel)


def breaks(migration: Migration) -> bool:
    """Whether code of before fails at a table afterwards: something is gone, or a column must be filled that it doesn't
    know. Django's own defaults aren't the database's."""
    made = {each.name_lower for each in migration.operations if isinstance(each, operations.CreateModel)}
    added = [each for each in migration.operations if isinstance(each, operations.AddField)]
    return any(isinstance(each, TAKEN_AWAY) for each in migration.operations) or any(
        not (each.field.null or each.field.many_to_many or each.field.db_default is not NOT_PROVIDED)
        for each in added
        if each.model_name_lower not in made
    )


def test_migrations_that_need_a_stop_are_listed():
    found = {
        f"{app}.{name}"
        for (app, name), migration in MigrationLoader(None).disk_migrations.items()
        if app in OURS and breaks(migration)
    }
    listed = set(re.findall(r"`((?:claims|corroboration|sources)\.\d{4}_\w+)`", PAGE.read_text(encoding="utf-8")))
    assert found == listed
