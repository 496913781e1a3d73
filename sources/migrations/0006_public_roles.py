"""Which persons speak in public: the others get no letter and no ranking."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('sources', '0005_source_merges_append_only'),
    ]

    operations = [
        migrations.AddField(
            model_name='source',
            name='public_role',
            field=models.BooleanField(default=False, help_text='Of a person: speaks in public, by office or profession. Without it, and speaking for nobody, he or she is private and gets no letter and no ranking.'),
        ),
    ]
