"""Admins may keep everybody's webhooks: what the role has is a rule about all models, run again."""

from django.db import migrations

from corroboration.granting import grant


def give_rights(apps, schema_editor):
    grant(apps, schema_editor.connection.alias)


class Migration(migrations.Migration):
    dependencies = [("corroboration", "0034_claims_found_by")]

    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
