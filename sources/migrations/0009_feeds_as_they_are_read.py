"""How a feed is read: whether its text is the article, and whether it lists other outlets' articles."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('sources', '0008_replies_append_only'),
    ]

    operations = [
        migrations.AddField(
            model_name='feed',
            name='aggregates',
            field=models.BooleanField(default=False, help_text='Each entry then belongs to the outlet that it names or whose site it leads to. Without it, entries that lead elsewhere are refused.', verbose_name='lists other outlets’ articles'),
        ),
        migrations.AddField(
            model_name='feed',
            name='full_text',
            field=models.CharField(choices=[('auto', 'where it reads like a whole article'), ('always', 'always: what the feed brings is the article'), ('never', "never: each entry's page is fetched")], default='auto', help_text='Otherwise the page that an entry leads to is fetched.', max_length=6, verbose_name='take the text from the feed'),
        ),
        migrations.AlterField(
            model_name='feed',
            name='active',
            field=models.BooleanField(default=True, help_text='It is polled.'),
        ),
        migrations.AlterField(
            model_name='feed',
            name='url',
            field=models.URLField(max_length=500, unique=True, verbose_name='address'),
        ),
        migrations.AddConstraint(
            model_name='feed',
            constraint=models.CheckConstraint(condition=models.Q(('full_text__in', ['auto', 'always', 'never'])), name='feed_full_text_known'),
        ),
    ]
