"""A text may be empty once it was erased for good."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("claims", "0008_articles_by_address")]
    operations = [
        migrations.AddField(
            model_name="article",
            name="erased_at",
            field=models.DateTimeField(
                blank=True,
                editable=False,
                help_text="When its words were erased for good (takedown).",
                null=True,
            ),
        ),
        migrations.RemoveConstraint(model_name="article", name="article_text_given"),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=~Q(text="") | Q(erased_at__isnull=False), name="article_text_given"
            ),
        ),
    ]
