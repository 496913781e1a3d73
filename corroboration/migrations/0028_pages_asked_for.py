"""Pages that are asked for, and whose turn it is at their hosts."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0006_articles_of_outlets'),
        ('corroboration', '0027_polling_of_feeds'),
        ('sources', '0009_feeds_as_they_are_read'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Host',
            fields=[
                ('name', models.CharField(help_text='With the port, where it is unusual.', max_length=260, primary_key=True, serialize=False)),
                ('next_turn_at', models.DateTimeField()),
                ('pause', models.FloatField(default=0.0, help_text='Seconds between two requests, as robots.txt wishes.')),
                ('robots', models.TextField(blank=True)),
                ('robots_known', models.BooleanField(default=False)),
                ('robots_until', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Retrieval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.UUIDField(blank=True, editable=False, null=True)),
                ('lease_until', models.DateTimeField(blank=True, editable=False, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('next_attempt_at', models.DateTimeField(help_text='Not to be taken before.')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('url', models.URLField(max_length=1000)),
                ('host', models.CharField(help_text='Whose turn it takes.', max_length=260)),
                ('outlet', models.CharField(blank=True, help_text='Name or slug, where it was given.', max_length=300)),
                ('hints', models.JSONField(blank=True, default=dict)),
                ('asked_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('waiting', 'waiting to be fetched'), ('unclear', 'waiting for a person'), ('done', 'taken in'), ('failed', 'failed')], default='waiting', max_length=10)),
                ('reason', models.TextField(blank=True, help_text='Why it failed, is tried again, or waits for a person.')),
                ('found', models.JSONField(blank=True, default=dict)),
                ('article', models.ForeignKey(blank=True, help_text='What it became.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='retrievals', to='claims.article')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='retrievals', to=settings.AUTH_USER_MODEL)),
                ('feed', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='retrievals', to='sources.feed')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['state', 'next_attempt_at'], name='retrieval_queue'), models.Index(fields=['-asked_at'], name='retrieval_latest')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('lease_until__isnull', True), ('token__isnull', True)), models.Q(('lease_until__isnull', False), ('token__isnull', False)), _connector='OR'), name='retrieval_lease_has_token'), models.UniqueConstraint(condition=models.Q(('state__in', ('waiting', 'unclear'))), fields=('url',), name='retrieval_open_once'), models.CheckConstraint(condition=models.Q(('state__in', ('waiting', 'done')), models.Q(('reason', ''), _negated=True), _connector='OR'), name='retrieval_failed_with_reason')],
            },
        ),
    ]
