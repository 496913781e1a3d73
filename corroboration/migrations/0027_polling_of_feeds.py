"""Polling feeds: when each is asked, which entries were seen, what became of it, when it could not be heard."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('corroboration', '0026_roles_keep_replies'),
        ('sources', '0009_feeds_as_they_are_read'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FeedEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('added', 'added'), ('moved', 'moved for good'), ('gone', 'gone for good'), ('paused', 'paused'), ('resumed', 'resumed')], max_length=7)),
                ('words', models.CharField(blank=True, max_length=1200)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('feed', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='sources.feed')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='FeedState',
            fields=[
                ('token', models.UUIDField(blank=True, editable=False, null=True)),
                ('lease_until', models.DateTimeField(blank=True, editable=False, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('next_attempt_at', models.DateTimeField(help_text='Not to be taken before.')),
                ('feed', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='state', serialize=False, to='sources.feed')),
                ('etag', models.CharField(blank=True, max_length=500)),
                ('last_modified', models.CharField(blank=True, max_length=500)),
                ('interval', models.PositiveIntegerField(help_text='Seconds between polls, as its pace of publishing has it.')),
                ('polled_at', models.DateTimeField(blank=True, null=True)),
                ('succeeded_at', models.DateTimeField(blank=True, null=True)),
                ('failures', models.PositiveIntegerField(default=0, help_text='In a row.')),
                ('error', models.CharField(blank=True, help_text='Of the last poll, if it failed.', max_length=500)),
                ('last_error', models.CharField(blank=True, max_length=500)),
                ('last_error_at', models.DateTimeField(blank=True, null=True)),
                ('gone_at', models.DateTimeField(blank=True, help_text='It answered that it is gone for good.', null=True)),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['next_attempt_at'], name='feed_by_next_poll')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('lease_until__isnull', True), ('token__isnull', True)), models.Q(('lease_until__isnull', False), ('token__isnull', False)), _connector='OR'), name='feedstate_lease_has_token')],
            },
        ),
        migrations.CreateModel(
            name='CoverageGap',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField(blank=True, null=True)),
                ('reason', models.CharField(max_length=500)),
                ('made_up', models.BooleanField(default=False)),
                ('feed', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='gaps', to='sources.feed')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='gaps', to='sources.source')),
            ],
            options={
                'ordering': ['-since', '-pk'],
                'indexes': [models.Index(fields=['source', '-since'], name='gap_of_source'), models.Index(condition=models.Q(('made_up', False)), fields=['since'], name='gap_by_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('since__lte', models.F('until')), _connector='OR'), name='gap_since_before_until'), models.CheckConstraint(condition=models.Q(('made_up', False), ('until__isnull', False), _connector='OR'), name='gap_made_up_once_over'), models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('feed',), name='gap_open_once_a_feed')],
            },
        ),
        migrations.CreateModel(
            name='FeedEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(help_text='Hash of what the entry is known by.', max_length=32)),
                ('content', models.CharField(help_text='Hash of what it says.', max_length=32)),
                ('external_id', models.CharField(max_length=300)),
                ('title', models.CharField(blank=True, max_length=300)),
                ('url', models.CharField(blank=True, max_length=1000)),
                ('state', models.CharField(choices=[('taken', 'taken in from the feed'), ('asked', 'its page is fetched'), ('refused', 'refused')], max_length=7)),
                ('reason', models.CharField(blank=True, help_text='Why it was refused, or what is notable.', max_length=500)),
                ('published_at', models.DateTimeField()),
                ('day_only', models.BooleanField(default=False)),
                ('dating', models.CharField(choices=[('published', 'as the entry says'), ('updated', 'by its last change'), ('fetched', 'by the day on which it was first seen')], max_length=9)),
                ('article', models.CharField(blank=True, help_text='Public id, where taken in.', max_length=24)),
                ('seen_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField(help_text='When what it says was last another.')),
                ('feed', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='sources.feed')),
            ],
            options={
                'verbose_name_plural': 'feed entries',
                'ordering': ['-seen_at', '-pk'],
                'indexes': [models.Index(fields=['feed', '-seen_at'], name='feed_entry_by_day')],
                'constraints': [models.UniqueConstraint(fields=('feed', 'key'), name='feed_entry_once')],
            },
        ),
    ]
