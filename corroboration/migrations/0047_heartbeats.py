"""Signs of life of the workers of each queue."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('corroboration', '0046_roles_see_the_audit'),
    ]

    operations = [
        migrations.CreateModel(
            name='Heartbeat',
            fields=[
                ('queue', models.CharField(max_length=20, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
            ],
        ),
    ]
