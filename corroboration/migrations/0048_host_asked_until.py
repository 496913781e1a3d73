"""What a host asked for apart from our own pauses: how long each may be differs."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('corroboration', '0047_heartbeats'),
    ]

    operations = [
        migrations.AddField(
            model_name='host',
            name='asked_until',
            field=models.DateTimeField(null=True),
        ),
    ]
