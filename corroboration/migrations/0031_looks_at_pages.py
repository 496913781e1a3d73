"""Looks at pages that were taken in, and texts that came in place of earlier ones."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0006_articles_of_outlets'),
        ('corroboration', '0031_webhooks'),
        ('sources', '0009_feeds_as_they_are_read'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Edit',
            fields=[
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='edit', serialize=False, to='claims.article')),
                ('noted', models.BooleanField()),
                ('at', models.DateTimeField(help_text='When the outlet revised it, as far as known; else when it was noticed.')),
            ],
            options={
                'ordering': ['-at', '-article_id'],
            },
        ),
        migrations.CreateModel(
            name='Look',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('outcome', models.CharField(choices=[('first', 'taken in'), ('same', 'the same text'), ('changed', 'another text'), ('gone', 'gone'), ('unreachable', 'not to be had'), ('unreadable', 'no article in it')], max_length=12)),
                ('reason', models.TextField(blank=True)),
                ('status', models.PositiveSmallIntegerField(help_text='Of HTTP; none: there was no answer.', null=True)),
                ('final_url', models.URLField(blank=True, help_text='Where redirects led.', max_length=2000)),
                ('body_hash', models.CharField(blank=True, help_text='SHA-256 of what came, as it came.', max_length=64)),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Page',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.UUIDField(blank=True, editable=False, null=True)),
                ('lease_until', models.DateTimeField(blank=True, editable=False, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('next_attempt_at', models.DateTimeField(help_text='Not to be taken before.')),
                ('external_id', models.CharField(help_text='Of its article.', max_length=300)),
                ('url', models.URLField(max_length=1000)),
                ('host', models.CharField(max_length=260)),
                ('state', models.CharField(choices=[('watched', 'looked at again'), ('over', 'no longer looked at'), ('gone', 'gone')], default='watched', max_length=10)),
                ('looks', models.PositiveSmallIntegerField(default=0)),
                ('first_seen_at', models.DateTimeField()),
                ('seen_at', models.DateTimeField(help_text='When it last answered with its article.')),
                ('etag', models.CharField(blank=True, max_length=300)),
                ('last_modified', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.RemoveConstraint(
            model_name='retrieval',
            name='retrieval_open_once',
        ),
        migrations.AddField(
            model_name='retrieval',
            name='page',
            field=models.TextField(blank=True),
        ),
        migrations.AlterField(
            model_name='retrieval',
            name='url',
            field=models.URLField(blank=True, help_text='Empty: a page handed in without its address.', max_length=1000),
        ),
        migrations.AddIndex(
            model_name='retrieval',
            index=models.Index(fields=['host', 'state'], name='retrieval_of_host'),
        ),
        migrations.AddConstraint(
            model_name='retrieval',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('waiting', 'unclear')), models.Q(('url', ''), _negated=True)), fields=('url',), name='retrieval_open_once'),
        ),
        migrations.AddField(
            model_name='edit',
            name='before',
            field=models.ForeignKey(help_text='The text it replaced.', on_delete=django.db.models.deletion.CASCADE, related_name='+', to='claims.article'),
        ),
        migrations.AddField(
            model_name='look',
            name='article',
            field=models.ForeignKey(help_text='The text that it brought.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='looks', to='claims.article'),
        ),
        migrations.AddField(
            model_name='page',
            name='outlet',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pages', to='sources.source'),
        ),
        migrations.AddField(
            model_name='look',
            name='page',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='history', to='corroboration.page'),
        ),
        migrations.AddIndex(
            model_name='edit',
            index=models.Index(fields=['noted', '-at'], name='edit_unnoted_by_date'),
        ),
        migrations.AddConstraint(
            model_name='edit',
            constraint=models.CheckConstraint(condition=models.Q(('article', models.F('before')), _negated=True), name='edit_of_another_text'),
        ),
        migrations.AddIndex(
            model_name='page',
            index=models.Index(fields=['state', 'next_attempt_at'], name='page_queue'),
        ),
        migrations.AddConstraint(
            model_name='page',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('lease_until__isnull', True), ('token__isnull', True)), models.Q(('lease_until__isnull', False), ('token__isnull', False)), _connector='OR'), name='page_lease_has_token'),
        ),
        migrations.AddConstraint(
            model_name='page',
            constraint=models.UniqueConstraint(fields=('outlet', 'external_id'), name='page_once_an_article'),
        ),
    ]
