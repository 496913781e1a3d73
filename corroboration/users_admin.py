"""People in the Django admin: one role each instead of the maze of permissions; nobody is lost who has decided."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import (
    AdminPasswordChangeForm,
    AdminUserCreationForm,
    SetUnusablePasswordMixin,
    UserChangeForm,
)
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html

from corroboration import roles
from corroboration.audit.recording import Kind, note
from corroboration.login import factors, given, sessions, taking_away
from corroboration.login.signing_in import recently
from corroboration.roles import Role
from corroboration.tokens import keeping

LAST = "This is the last active admin: make somebody else an admin first."

admin.site.unregister(Group)  # each is a role, and what it may do is fixed (granting.py)
admin.site.unregister(User)


def role_field() -> forms.ChoiceField:
    choices = [(role.value, f"{role.label}: {role.meaning}") for role in Role]
    return forms.ChoiceField(
        choices=choices, initial=Role.READER, widget=forms.RadioSelect(attrs={"class": "radiolist"})
    )


class NewPersonForm(AdminUserCreationForm):
    usable_password = SetUnusablePasswordMixin.create_usable_password_field(
        "Without a password nobody can log in under this name until an admin sets one."
    )
    role = role_field()


class GivenPasswordForm(AdminPasswordChangeForm):
    """A password that somebody is given, and changes at the next login."""

    def save(self, commit: bool = True) -> User:
        person = super().save(commit)
        given.note(person, now=timezone.now())
        return person


class PersonForm(UserChangeForm):
    role = role_field()

    class Meta(UserChangeForm.Meta):
        fields = ("username", "password", "is_active")
        help_texts = {"is_active": "Without it nobody can log in under this name. What was decided stays."}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial["role"] = roles.role_of(self.instance)

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        stays = found.get("is_active") and found.get("role", Role.ADMIN) == Role.ADMIN
        if not stays and roles.is_last_admin(self.instance):
            self.add_error("role" if found.get("is_active") else "is_active", LAST)
        return found


class RoleFilter(admin.SimpleListFilter):
    title = parameter_name = "role"

    def lookups(self, request, model_admin):
        return Role.choices

    def queryset(self, request, queryset: QuerySet[User]) -> QuerySet[User]:
        return queryset.filter(roles.having(Role(self.value()))) if self.value() in Role.values else queryset


@admin.register(User)
class PersonAdmin(UserAdmin):
    """Whoever has decided stays, because decisions keep their author; who leaves is set inactive."""

    form, add_form, change_password_form = PersonForm, NewPersonForm, GivenPasswordForm
    list_display = ["username", "role", "is_active", "last_login", "decided"]
    list_filter = [RoleFilter, "is_active"]
    search_fields = ["username"]
    filter_horizontal = ()
    actions = None
    readonly_fields = ["last_login", "date_joined", "decided", "second_factor", "sessions"]
    fieldsets = [
        (None, {"fields": ["username", "password", "role", "is_active", "second_factor", "sessions"]}),
        ("So far", {"fields": ["decided", "last_login", "date_joined"]}),
    ]
    add_fieldsets = [(None, {"fields": ["username", "role", "usable_password", "password1", "password2"]})]

    def get_queryset(self, request) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups").annotate(count=Count("decisions"))

    def get_urls(self):
        reset = self.admin_site.admin_view(recently(self.second_factor_view))
        end = self.admin_site.admin_view(recently(self.sessions_view))
        return [
            path("<int:key>/second-factor/", reset, name="auth_user_second_factor"),
            path("<int:key>/sessions/", end, name="auth_user_sessions"),
            *super().get_urls(),
        ]

    def second_factor_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """Takes somebody's second factor away, who lost app and recovery codes, after asking whether it is them."""
        person = get_object_or_404(User, pk=key)
        if not self.has_change_permission(request, person):
            raise PermissionDenied
        if request.method == "POST":
            if taking_away.second_factor(person):
                note(request, kind=Kind.ACCOUNT, detail="second factor taken away by an admin")
                self.message_user(request, f"{person} has no second factor now, and is logged out.", messages.SUCCESS)
            return redirect("admin:auth_user_change", key)
        context = self.admin_site.each_context(request) | {"title": "Take the second factor away", "opts": self.opts}
        context |= {"person": person, "has": factors.has(person)}
        return render(request, "admin/auth/user/second_factor.html", context)

    def sessions_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """Logs somebody out everywhere, and revokes the tokens if the admin chooses so."""
        person = get_object_or_404(User, pk=key)
        if not self.has_change_permission(request, person):
            raise PermissionDenied
        if request.method == "POST":
            ended, revoked = taking_away.ways_in(person, tokens=request.POST.get("tokens") == "revoke")
            told = f"all sessions ended by an admin: {ended}; tokens revoked: {revoked}"
            note(request, kind=Kind.ACCOUNT, detail=told)
            self.message_user(request, f"{person}: {ended} sessions ended, {revoked} tokens revoked.", messages.SUCCESS)
            return redirect("admin:auth_user_change", key)
        context = self.admin_site.each_context(request) | {"title": "End all sessions", "opts": self.opts}
        count = sessions.of(person, now=timezone.now()).count()
        context |= {"person": person, "count": count, "tokens": keeping.of(person).count()}
        return render(request, "admin/auth/user/sessions.html", context)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """Of somebody else; one's own is changed where everybody's is."""
        if unquote(id) == str(request.user.pk):
            return redirect("password")
        return super().user_change_password(request, id, form_url)

    @admin.display(description="second factor")
    def second_factor(self, person: User) -> str:
        if person.pk is None or not factors.has(person):
            return "none"
        address = reverse("admin:auth_user_second_factor", args=[person.pk])
        return format_html('set up; <a href="{}">take it away</a>', address)

    @admin.display(description="sessions")
    def sessions(self, person: User) -> str:
        if person.pk is None:
            return "none"
        count = sessions.of(person, now=timezone.now()).count()
        return format_html('{}; <a href="{}">end all</a>', count, reverse("admin:auth_user_sessions", args=[person.pk]))

    @admin.display
    def role(self, person: User) -> str:
        return roles.role_of(person).label

    @admin.display(description="decisions", ordering="count")
    def decided(self, person: User) -> str:
        address = f"{reverse('decisions')}?{urlencode({'by': person.username})}"
        return format_html('<a href="{}">{}</a>', address, person.count) if person.count else "none"

    def has_change_permission(self, request, obj=None) -> bool:
        return super().has_change_permission(request, obj) and _within_reach(request, obj)

    def has_delete_permission(self, request, obj=None) -> bool:
        return super().has_delete_permission(request, obj) and _within_reach(request, obj)

    def save_model(self, request, obj, form, change) -> None:
        before = roles.role_of(obj).label if change else "nobody"
        super().save_model(request, obj, form, change)
        if not change:
            given.note(obj, now=timezone.now())
        role = Role(form.cleaned_data["role"])
        roles.give(obj, role)
        state = "active" if obj.is_active else "inactive"
        note(request, kind=Kind.ACCOUNT, target=str(obj.pk), detail=f"role: {before} -> {role.label}; {state}")

    @method_decorator(transaction.atomic)  # whether somebody is the last admin is asked and kept so
    def delete_view(self, request, object_id, extra_context=None) -> HttpResponse:
        person = self.get_object(request, unquote(object_id))
        if person is None or not self.has_delete_permission(request, person):
            return super().delete_view(request, object_id, extra_context)
        if why := why_kept(person):
            self.message_user(request, why, messages.ERROR)
            return redirect("admin:auth_user_change", object_id)
        return super().delete_view(request, object_id, extra_context)


def why_kept(person: User) -> str:
    """Why a person can't be deleted, and what to do instead; "" who can."""
    if roles.is_last_admin(person):
        return LAST
    if kept := roles.signed_by(person):
        return (
            f"This person can’t be deleted, because what people decide keeps their name: {', '.join(kept)}. "
            "Take the tick from “Active” instead: then nobody can log in under this name, and what was decided stays."
        )
    return ""


def _within_reach(request: HttpRequest, person: User | None) -> bool:
    """An admin doesn't reach above: only a superuser changes a superuser."""
    return person is None or request.user.is_superuser or not person.is_superuser
