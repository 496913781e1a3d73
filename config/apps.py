"""Django's admin with our site in it."""

from django.contrib.admin.apps import AdminConfig


class Admin(AdminConfig):
    default_site = "corroboration.admin_site.Site"
