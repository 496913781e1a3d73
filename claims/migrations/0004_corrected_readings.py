"""What people set right of a reading: the chain of a claim, and whether it is a claim at all."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("claims", "0003_read_replaced_texts")]

    operations = [
        migrations.AddField(
            "claim",
            "refused",
            models.BooleanField(default=False, editable=False, help_text="A person decided that it is no claim."),
        ),
        migrations.AddField(
            "claim",
            "chain_corrected",
            models.BooleanField(default=False, editable=False, help_text="A person set its chain right."),
        ),
        migrations.AddConstraint(
            "claim",
            models.CheckConstraint(condition=Q(refused=False) | Q(stands=False), name="claim_refused_does_not_stand"),
        ),
        migrations.AlterField(
            "attribution",
            "part",
            models.CharField(
                choices=[
                    ("chain", "chain"),
                    ("denier", "denier"),
                    ("read", "chain as it was read, where a person set it right"),
                ],
                default="chain",
                max_length=6,
            ),
        ),
    ]
