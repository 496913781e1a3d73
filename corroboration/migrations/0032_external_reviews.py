"""What other fact-checkers published, what it may be about, and what people answered."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('corroboration', '0031_looks_at_pages'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='decision',
            name='kind',
            field=models.CharField(choices=[('same-event', 'same event'), ('different-event', 'different event'), ('split', 'split off'), ('verdict', 'verdict'), ('independence', 'independence'), ('relation', 'relation'), ('attribution', 'attribution'), ('not-a-claim', 'not a claim'), ('note', 'note'), ('assign', 'assignment'), ('reviewed', 'reviewed'), ('external-review', "others' review"), ('undo', 'undo')], max_length=20),
        ),
        migrations.CreateModel(
            name='ExternalReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(editable=False, max_length=24, unique=True)),
                ('key', models.CharField(editable=False, max_length=64, unique=True)),
                ('url', models.CharField(max_length=2000)),
                ('publisher', models.CharField(max_length=300)),
                ('publisher_site', models.CharField(help_text='Host, without www.', max_length=300)),
                ('claim_text', models.TextField()),
                ('claimant', models.CharField(blank=True, max_length=300)),
                ('claimed_on', models.DateField(blank=True, null=True)),
                ('reviewed_on', models.DateField(blank=True, null=True)),
                ('title', models.CharField(blank=True, max_length=1000)),
                ('rating_words', models.CharField(blank=True, max_length=300)),
                ('rating', models.FloatField(blank=True, null=True)),
                ('worst', models.FloatField(blank=True, null=True)),
                ('best_rating', models.FloatField(blank=True, null=True)),
                ('explanation', models.TextField(blank=True)),
                ('language', models.CharField(blank=True, max_length=35)),
                ('license', models.CharField(blank=True, max_length=2000)),
                ('appearances', models.JSONField(default=list, help_text='Addresses at which the claim appeared, the first first.')),
                ('raw', models.JSONField(help_text='As it was received.')),
                ('content_hash', models.CharField(max_length=64)),
                ('imported_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField(blank=True, null=True)),
                ('looked_at', models.DateTimeField(blank=True, help_text='When its claim was last looked for.', null=True)),
                ('best', models.FloatField(blank=True, null=True)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='external_reviews', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-imported_at', 'public_id'],
            },
        ),
        migrations.CreateModel(
            name='ExternalMatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('claim', models.CharField(max_length=24)),
                ('score', models.FloatField()),
                ('reasons', models.JSONField(default=list)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='matches', to='corroboration.externalreview')),
            ],
            options={
                'ordering': ['-score', 'claim'],
            },
        ),
        migrations.CreateModel(
            name='ExternalAnswer',
            fields=[
                ('decision', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='external', serialize=False, to='corroboration.decision')),
                ('answer', models.CharField(choices=[('verdict', 'took it up in a verdict'), ('related', 'related, no verdict'), ('rejected', 'about something else')], max_length=8)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='corroboration.externalreview')),
            ],
        ),
        migrations.CreateModel(
            name='ExternalVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rating_words', models.CharField(blank=True, max_length=300)),
                ('raw', models.JSONField()),
                ('content_hash', models.CharField(max_length=64)),
                ('until', models.DateTimeField(help_text='When another was imported in its place.')),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='corroboration.externalreview')),
            ],
            options={
                'ordering': ['-until', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ExternalWord',
            fields=[
                ('pk', models.CompositePrimaryKey('review', 'root', blank=True, editable=False, primary_key=True, serialize=False)),
                ('root', models.CharField(max_length=120)),
                ('review', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='words', to='corroboration.externalreview')),
            ],
        ),
        migrations.AddIndex(
            model_name='externalreview',
            index=models.Index(fields=['-best', '-imported_at', 'public_id'], name='external_by_fit'),
        ),
        migrations.AddIndex(
            model_name='externalreview',
            index=models.Index(fields=['publisher_site', '-best'], name='external_by_site'),
        ),
        migrations.AddIndex(
            model_name='externalreview',
            index=models.Index(fields=['looked_at'], name='external_to_look_for'),
        ),
        migrations.AddIndex(
            model_name='externalreview',
            index=models.Index(fields=['url'], name='external_by_address'),
        ),
        migrations.AddIndex(
            model_name='externalmatch',
            index=models.Index(fields=['claim'], name='external_match_of_claim'),
        ),
        migrations.AddConstraint(
            model_name='externalmatch',
            constraint=models.UniqueConstraint(fields=('review', 'claim'), name='external_match_once'),
        ),
        migrations.AddConstraint(
            model_name='externalanswer',
            constraint=models.CheckConstraint(condition=models.Q(('answer__in', ['verdict', 'related', 'rejected'])), name='external_answer_known'),
        ),
        migrations.AddIndex(
            model_name='externalword',
            index=models.Index(fields=['root', 'review'], name='external_word_by_root'),
        ),
    ]
