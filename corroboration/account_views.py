"""What a person does about his or her own account. Others' accounts are the admin's (users_admin.py)."""

from django.contrib.auth.views import PasswordChangeView
from django.contrib.messages.views import SuccessMessageMixin
from django.urls import reverse_lazy


class Password(SuccessMessageMixin, PasswordChangeView):
    """A new password, for who knows the old one."""

    template_name = "registration/own_password.html"
    success_url = reverse_lazy("home")
    success_message = "Your password is changed."
