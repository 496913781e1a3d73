"""Admins may read the audit: what the role has is a rule about all models, run again."""

from django.db import migrations

from corroboration.granting import grant


def give_rights(apps, schema_editor):
    grant(apps, schema_editor.connection.alias)


class Migration(migrations.Migration):
    dependencies = [("corroboration", "0045_audit_append_only")]

    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
