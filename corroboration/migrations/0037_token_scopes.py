"""What a token is for and how far it reaches. Those that there are keep what they may: their owner's role of today."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

ROLES = ["reader", "fact-checker", "admin"]


def scope_what_there_is(apps, schema_editor):
    alias = schema_editor.connection.alias
    scopes = apps.get_model("corroboration", "TokenScope").objects.using(alias)
    tokens = apps.get_model("knox", "AuthToken").objects.using(alias).select_related("user")
    for token in tokens:
        groups = set(token.user.groups.values_list("name", flat=True))
        role = "admin" if token.user.is_superuser else max(groups & {*ROLES} or {"reader"}, key=ROLES.index)
        scopes.create(token=token, name="Made before tokens had names", role=role)


class Migration(migrations.Migration):
    dependencies = [
        ("corroboration", "0036_notes_of_imports"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("knox", "0009_extend_authtoken_field"),
        migrations.swappable_dependency(settings.KNOX_TOKEN_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TokenScope",
            fields=[
                (
                    "token",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="scope",
                        serialize=False,
                        to=settings.KNOX_TOKEN_MODEL,
                    ),
                ),
                ("name", models.CharField(max_length=100)),
                ("role", models.CharField(choices=[(role, role) for role in ROLES], max_length=12)),
                ("last_used_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("role__in", ROLES)), name="token_role_known"),
                ],
            },
        ),
        migrations.RunPython(scope_what_there_is, migrations.RunPython.noop),
    ]
