"""The groups of the three roles with their permissions, as a migration makes them.

A rule about whatever models there are: a later migration whose models an admin keeps in the Django admin runs it again.
"""

from django.contrib.auth.management import create_permissions
from django.db.models import Q

from corroboration.roles import Role

OURS = ("sources", "claims", "corroboration")
RIGHTS = {
    Role.READER: Q(pk__in=[]),  # reading takes a login and no permission
    Role.FACT_CHECKER: Q(codename__in=["add_decision", "add_article"], content_type__app_label__in=OURS),
    Role.ADMIN: (
        Q(content_type__app_label__in=OURS)
        | Q(content_type__app_label="auth", content_type__model="user")
        # Others' tokens can be revoked, and not made: with one, an admin would act in another's name.
        | Q(codename__in=["view_authtoken", "delete_authtoken"], content_type__app_label="knox")
    ),
}


def grant(apps, database: str) -> None:
    """Make the groups where they are missing, and give each its permissions and no others.

    apps may be those of a migration, or today's. On a fresh database permissions are made only after all migrations;
    so they are made here.
    """
    for config in apps.get_app_configs():
        if not hasattr(config, "models_module"):
            config.models_module = True  # a migration's stand-in for an app hasn't said whether it has models
        create_permissions(config, verbosity=0, using=database, apps=apps)
    permissions = apps.get_model("auth", "Permission").objects.using(database)
    for role, rights in RIGHTS.items():
        group, _ = apps.get_model("auth", "Group").objects.using(database).get_or_create(name=role.value)
        group.permissions.set(permissions.filter(rights))
