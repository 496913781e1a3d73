"""The Django admin, without a login of its own, sorted by what people come for."""

from functools import update_wrapper

from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from corroboration.access import to_login
from corroboration.admin_tasks import Apps, by_task
from corroboration.health.findings import report
from corroboration.login.views import Logout
from corroboration.roles import Role, RoleNeeded
from corroboration.selectors.needs_look import needs_look


class Site(AdminSite):
    """Who isn't logged in goes to the one login; who is, and is no admin, is told so and not asked to log in again."""

    def admin_view(self, view, cacheable=False):
        inner = super().admin_view(view, cacheable)

        def checked(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                return to_login(request)
            if not self.has_permission(request):
                raise RoleNeeded(Role.ADMIN)
            return inner(request, *args, **kwargs)

        return update_wrapper(checked, inner)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> Apps:
        apps = super().get_app_list(request, app_label)
        return apps if app_label else by_task(apps)

    def get_urls(self):
        return [path("health/", self.admin_view(self.health), name="health"), *super().get_urls()]

    @method_decorator(require_safe)
    def health(self, request: HttpRequest) -> HttpResponse:
        """What is wrong, in words, and what to do about it."""
        context = self.each_context(request) | {"title": "Health", "report": report(now=timezone.now())}
        return render(request, "admin/health.html", context)

    def index(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        return super().index(request, (extra_context or {}) | {"needs_look": needs_look(now=timezone.now())})

    def password_change(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        """One page for everybody's own password: it ends other sessions, and counts tries."""
        return redirect("password")

    def password_change_done(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        return redirect("password")

    def logout(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        return Logout.as_view()(request)

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        index = reverse("admin:index", current_app=self.name)
        if request.user.is_authenticated:
            return redirect(index)
        return redirect_to_login(request.GET.get(REDIRECT_FIELD_NAME) or index)
