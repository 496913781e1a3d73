"""Admins may take texts down: what the role has is a rule about all models, run again."""

from django.db import migrations

from corroboration.granting import grant


def give_rights(apps, schema_editor):
    grant(apps, schema_editor.connection.alias)


class Migration(migrations.Migration):
    dependencies = [("corroboration", "0042_takedowns_append_only")]

    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
