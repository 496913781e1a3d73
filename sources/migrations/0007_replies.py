"""What sources say themselves about what is told of them."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('sources', '0006_public_roles'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Reply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about', models.CharField(blank=True, help_text='What it is about, such as a claim, a verdict or the record.', max_length=200)),
                ('text', models.TextField(blank=True, help_text="In the source's own words: plain text, at most 5,000 characters. An empty line begins a new paragraph.", validators=[django.core.validators.MaxLengthValidator(5000)])),
                ('url', models.URLField(blank=True, help_text='A link, if there is one.', max_length=500, validators=[django.core.validators.URLValidator(schemes=['http', 'https'])], verbose_name='where it was made')),
                ('at', models.DateTimeField(verbose_name='entered')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='replies', to=settings.AUTH_USER_MODEL)),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='sources.source')),
                ('withdraws', models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='withdrawn_by', to='sources.reply')),
            ],
            options={
                'verbose_name': 'reply of a source',
                'verbose_name_plural': 'replies of sources',
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('withdraws__isnull', True), models.Q(('text', ''), _negated=True)), models.Q(('withdraws__isnull', False), ('text', '')), _connector='OR'), name='reply_says_or_withdraws')],
            },
        ),
    ]
