"""Admins may merge sources and keep actors: what the role has is a rule about all models, run again."""

from django.db import migrations

from corroboration.granting import grant


def give_rights(apps, schema_editor):
    grant(apps, schema_editor.connection.alias)


class Migration(migrations.Migration):
    dependencies = [
        ("corroboration", "0021_name_changes"),
        ("claims", "0005_actors"),
        ("sources", "0005_source_merges_append_only"),
    ]

    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
