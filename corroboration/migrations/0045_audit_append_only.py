"""Events of the audit are only ever added: the database refuses UPDATE, and DELETE of what isn't 90 days old, by its
own clock. So no setting, and nobody who got into the program, can make away with what they just did."""

from django.db import migrations

TABLE = "corroboration_auditevent"
DAYS = 90  # AUDIT_DAYS can't be less
SQLITE = {
    "update": "CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} BEGIN {refuse} END",
    "delete": (
        "CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
        "WHEN OLD.at > datetime('now', '-{days} days') BEGIN {refuse} END"
    ),
}
POSTGRES = {
    "update": "CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    "delete": (
        "CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} FOR EACH ROW "
        "WHEN (OLD.at > now() - interval '{days} days') EXECUTE FUNCTION refuse_change()"
    ),
}
REFUSE = f"SELECT RAISE(ABORT, '{TABLE} is append-only');"


def refuse_changes(apps, schema_editor):
    triggers = POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE
    for trigger in triggers.values():
        schema_editor.execute(trigger.format(table=TABLE, days=DAYS, refuse=REFUSE))


def allow_changes(apps, schema_editor):
    on = f" ON {TABLE}" if schema_editor.connection.vendor == "postgresql" else ""
    for event in SQLITE:
        schema_editor.execute(f"DROP TRIGGER {TABLE}_no_{event}{on}")


class Migration(migrations.Migration):
    dependencies = [("corroboration", "0044_audit_and_sign_ins")]
    operations = [migrations.RunPython(refuse_changes, allow_changes)]
