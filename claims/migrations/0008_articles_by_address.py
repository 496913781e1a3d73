from django.db import migrations, models


class Migration(migrations.Migration):
    """Articles by address alone: whether a page is known already is asked without its outlet."""

    dependencies = [("claims", "0007_articles_by_text")]

    operations = [
        migrations.AddIndex("article", models.Index(fields=["url", "outlet"], name="article_by_address")),
        migrations.RemoveIndex("article", "article_by_url"),
    ]
