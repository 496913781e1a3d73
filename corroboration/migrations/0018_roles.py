"""Reader, fact-checker and admin: a group each. Who was among the fact-checkers so far stays one."""

from django.db import migrations

from corroboration.granting import grant

BEFORE, NOW = "Fact-checkers", "fact-checker"


def rename(apps, schema_editor):
    """Their pages aren't in the Django admin any more, so it closes to them."""
    apps.get_model("auth", "Group").objects.filter(name=BEFORE).update(name=NOW)
    _checkers(apps).update(is_staff=False)


def _checkers(apps):
    return apps.get_model("auth", "User").objects.filter(groups__name=NOW, is_superuser=False)


def give_rights(apps, schema_editor):
    grant(apps, schema_editor.connection.alias)


def take_back(apps, schema_editor):
    _checkers(apps).update(is_staff=True)
    groups = apps.get_model("auth", "Group").objects
    groups.filter(name__in=["reader", "admin"]).delete()
    groups.filter(name=NOW).update(name=BEFORE)


class Migration(migrations.Migration):
    dependencies = [
        ("corroboration", "0017_effects_of_decisions"),
        ("claims", "0004_corrected_readings"),
        ("sources", "0003_gradings_append_only"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("knox", "0009_extend_authtoken_field"),
    ]

    operations = [
        migrations.RunPython(rename, migrations.RunPython.noop),
        migrations.RunPython(give_rights, take_back),
    ]
