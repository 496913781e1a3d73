"""Django's admin with our site in it, and people as we know them."""

from importlib import import_module

from django.apps import apps
from django.contrib.admin import site
from django.contrib.admin.apps import AdminConfig

HIDDEN = ("account.EmailAddress", "account.EmailConfirmation", "mfa.Authenticator")  # allauth's: nobody edits them


class Admin(AdminConfig):
    default_site = "corroboration.admin_site.Site"

    def ready(self) -> None:
        """What every app registers; then, in place of Django's own users and groups, ours."""
        super().ready()
        site.unregister([model for name in HIDDEN if site.is_registered(model := apps.get_model(name))])
        import_module("corroboration.users_admin")
