"""Since when words are erased that the files of the database still hold, and whether only its log does."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('corroboration', '0049_given_passwords'),
    ]

    operations = [
        migrations.AddField(
            model_name='wiping',
            name='erased_since',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='wiping',
            name='rewritten',
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
