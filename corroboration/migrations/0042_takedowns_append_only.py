"""Takedowns and what is kept beside them are only ever added: the database itself refuses UPDATE and DELETE."""

from django.db import migrations

TABLES = tuple(f"corroboration_{name}" for name in ("takedown", "tombstone", "articleremains", "claimremains"))

SQLITE = """
CREATE TRIGGER {table}_no_{event} BEFORE {event} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
# refuse_change() is that of 0002_append_only
POSTGRES = """
CREATE TRIGGER {table}_no_{event} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()
"""


def refuse_changes(apps, schema_editor):
    trigger = POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE
    for table in TABLES:
        for event in ("update", "delete"):
            schema_editor.execute(trigger.format(table=table, event=event))


def allow_changes(apps, schema_editor):
    postgres = schema_editor.connection.vendor == "postgresql"
    for table in TABLES:
        for event in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER {table}_no_{event}" + (f" ON {table}" if postgres else ""))


class Migration(migrations.Migration):
    dependencies = [("corroboration", "0041_takedowns")]
    operations = [migrations.RunPython(refuse_changes, allow_changes)]
