"""Texts that were taken down: who had them erased, by what they are refused, and what is kept of them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('corroboration', '0040_assessments_in_order'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ArticleRemains',
            fields=[
                ('article', models.CharField(max_length=24, primary_key=True, serialize=False)),
                ('reading', models.JSONField()),
                ('together', models.JSONField(help_text='[[claim, claim], ...] that stand in one cluster.')),
            ],
        ),
        migrations.CreateModel(
            name='ClaimRemains',
            fields=[
                ('claim', models.CharField(max_length=24, primary_key=True, serialize=False)),
                ('article', models.CharField(db_index=True, max_length=24)),
                ('reading', models.JSONField()),
                ('found', models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name='Wiping',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Takedown',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(max_length=24, unique=True)),
                ('at', models.DateTimeField()),
                ('reason', models.TextField()),
                ('titles', models.BooleanField(help_text='The titles were erased, too.')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='takedowns', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-at', 'public_id'],
            },
        ),
        migrations.CreateModel(
            name='Tombstone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('article', models.CharField(max_length=24, unique=True)),
                ('identity', models.CharField(db_index=True, max_length=64)),
                ('text_hash', models.CharField(db_index=True, max_length=64)),
                ('words_hash', models.CharField(db_index=True, max_length=64)),
                ('takedown', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='texts', to='corroboration.takedown')),
            ],
        ),
        migrations.AddConstraint(
            model_name='takedown',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='takedown_with_reason'),
        ),
    ]
