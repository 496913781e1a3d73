"""Notes of what is worked on say what was changed together. Those that stand are taken for one work, as they were."""

from uuid import UUID

from django.db import migrations, models

ONE = UUID(int=0)


class Migration(migrations.Migration):
    dependencies = [("corroboration", "0037_token_scopes")]

    operations = [
        migrations.AddField(
            "knowncluster", "work", models.UUIDField(db_index=True, default=ONE), preserve_default=False
        ),
    ]
