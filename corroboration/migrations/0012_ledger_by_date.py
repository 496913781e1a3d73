"""An index by which a page of a ledger is sliced, the latest lines first, and its lines are counted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("corroboration", "0011_camps")]

    operations = [
        migrations.AddIndex(
            "ledgerentry",
            models.Index(fields=["source", "date", "until", "since", "role"], name="ledger_by_date"),
        ),
    ]
