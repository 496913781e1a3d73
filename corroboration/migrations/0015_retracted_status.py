"""A claim that was taken back has a status of its own."""

from django.db import migrations, models

STATUSES = ("corroborated", "contradicted", "contested", "differs", "superseded", "retracted", "unconfirmed")


class Migration(migrations.Migration):
    dependencies = [("corroboration", "0014_topics_of_lines")]

    operations = [
        migrations.AlterField(
            "assessment", "status", models.CharField(choices=[(name, name) for name in STATUSES], max_length=12)
        ),
    ]
