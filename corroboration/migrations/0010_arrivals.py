"""When the last article of each month arrived. The next run of settle fills it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("corroboration", "0009_settle_again")]

    operations = [
        migrations.CreateModel(
            name="Arrival",
            fields=[
                ("month", models.DateField(help_text="Its first day.", primary_key=True, serialize=False)),
                ("last", models.DateTimeField()),
            ],
        ),
    ]
