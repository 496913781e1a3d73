"""How many lines of each kind of check a ledger has, without a look at each line."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0005_actors'),
        ('corroboration', '0023_queue_indexes'),
        ('sources', '0006_public_roles'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='ledgerentry',
            index=models.Index(fields=['source', 'until', 'role', 'kind'], name='ledger_by_kind'),
        ),
    ]
