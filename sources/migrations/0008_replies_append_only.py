"""Replies of sources are only ever added: the database itself refuses UPDATE and DELETE."""

from django.db import migrations

TABLE = "sources_reply"

SQLITE = """
CREATE TRIGGER {table}_no_{event} BEFORE {event} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_other_reply() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append-only', ERRCODE = 'integrity_constraint_violation'; END $$
"""
POSTGRES = """
CREATE TRIGGER {table}_no_{event} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_other_reply()
"""


def refuse_changes(apps, schema_editor):
    postgres = schema_editor.connection.vendor == "postgresql"
    if postgres:
        schema_editor.execute(POSTGRES_FUNCTION)
    for event in ("update", "delete"):
        schema_editor.execute((POSTGRES if postgres else SQLITE).format(table=TABLE, event=event))


def allow_changes(apps, schema_editor):
    postgres = schema_editor.connection.vendor == "postgresql"
    for event in ("update", "delete"):
        schema_editor.execute(f"DROP TRIGGER {TABLE}_no_{event}" + (f" ON {TABLE}" if postgres else ""))
    if postgres:
        schema_editor.execute("DROP FUNCTION refuse_other_reply()")


class Migration(migrations.Migration):
    dependencies = [("sources", "0007_replies")]
    operations = [migrations.RunPython(refuse_changes, allow_changes)]
