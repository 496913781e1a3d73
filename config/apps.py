"""Django's admin with our site in it, and people as we know them."""

from importlib import import_module

from django.contrib.admin.apps import AdminConfig


class Admin(AdminConfig):
    default_site = "corroboration.admin_site.Site"

    def ready(self) -> None:
        """What every app registers; then, in place of Django's own users and groups, ours."""
        super().ready()
        import_module("corroboration.users_admin")
