"""What settling keeps: lines of ledgers with the days between which they stood, fits, and blocks of numbers.

Lines stored so far were faded and had no such days: their table begins empty, and the next migration fills it again.
"""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import corroboration.fields


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0001_initial"),
        ("corroboration", "0007_index_copies_only"),
        ("sources", "0001_initial"),
    ]

    operations = [
        migrations.DeleteModel(name="LedgerEntry"),
        migrations.CreateModel(
            name="KeptFit",
            fields=[
                ("month", models.DateField(help_text="Its last day.", primary_key=True, serialize=False)),
                ("trust", models.JSONField()),
                ("stamp", models.CharField(max_length=64)),
                ("stale", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="Unsettled",
            fields=[
                ("cluster", models.CharField(max_length=24, primary_key=True, serialize=False)),
            ],
        ),
        migrations.CreateModel(
            name="LedgerMonth",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("voice", models.CharField(max_length=200)),
                ("role", models.CharField(max_length=10)),
                ("month", models.DateField(help_text="Its first day.")),
                ("lines", models.BinaryField(default=b"")),
                ("due", models.BooleanField(default=True)),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("due", True)), fields=["voice", "role"], name="ledger_month_due")
                ],
                "constraints": [models.UniqueConstraint(fields=("voice", "role", "month"), name="ledger_month_once")],
            },
        ),
        migrations.CreateModel(
            name="Part",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("cluster", models.CharField(max_length=24)),
                ("voice", models.CharField(max_length=200)),
                ("role", models.CharField(max_length=10)),
                (
                    "name",
                    models.TextField(
                        blank=True, help_text="As its earliest claim there names it; empty: it has no record."
                    ),
                ),
                ("since", models.DateField(help_text="The day of that claim.", null=True)),
                (
                    "first",
                    models.CharField(
                        blank=True, help_text="That claim's place among all, in sorted order.", max_length=120
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["voice", "role", "first"], name="part_of_voice")],
                "constraints": [models.UniqueConstraint(fields=("cluster", "voice", "role"), name="part_once")],
            },
        ),
        migrations.CreateModel(
            name="Polled",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("cluster", models.CharField(max_length=24)),
                ("month", models.DateField(help_text="Its last day.")),
                ("ballots", models.JSONField()),
            ],
            options={
                "indexes": [models.Index(fields=["month"], name="polled_by_month")],
                "constraints": [models.UniqueConstraint(fields=("cluster", "month"), name="polled_once_a_month")],
            },
        ),
        migrations.CreateModel(
            name="LedgerEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(max_length=10)),
                ("cluster", models.CharField(blank=True, db_index=True, max_length=24)),
                ("kind", models.CharField(max_length=12)),
                ("partner", models.CharField(blank=True, max_length=200)),
                ("date", models.DateField()),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                ("whole_up", models.FloatField()),
                ("whole_down", models.FloatField()),
                ("whole_weight", models.FloatField()),
                ("reason", models.TextField(blank=True)),
                (
                    "claim",
                    corroboration.fields.ClaimKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="ledger_entries",
                        to="claims.claim",
                        to_field="public_id",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="ledger", to="sources.source"
                    ),
                ),
            ],
            options={
                "ordering": ["-date", "claim"],
                "base_manager_name": "ever",
                "indexes": [
                    models.Index(fields=["source", "role", "date"], name="ledger_of_source"),
                    models.Index(fields=["source", "role", "since"], name="ledger_by_since"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until__isnull", True), ("since__lt", models.F("until")), _connector="OR"),
                        name="ledger_since_before_until",
                    )
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("ever", django.db.models.manager.Manager()),
            ],
        ),
    ]
