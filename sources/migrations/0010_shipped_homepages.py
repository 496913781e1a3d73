"""Sources that an older version brought in get the homepages that are shipped since."""

from django.db import migrations

from sources.homepages import give_homepages


def give(apps, schema_editor):
    give_homepages(apps.get_model("sources", "Source").objects, apps.get_model("admin", "LogEntry").objects)


class Migration(migrations.Migration):

    dependencies = [
        ('sources', '0009_feeds_as_they_are_read'),
        ('admin', '0003_logentry_add_action_flag_choices'),
        ('contenttypes', '0002_remove_content_type_name'),
    ]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
