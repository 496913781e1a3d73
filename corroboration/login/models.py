"""Where a person is logged in (what Django keeps of a session doesn't say whose it is), and whose password is given."""

from django.conf import settings
from django.db import models


class SignIn(models.Model):
    """A session that somebody began. seen_at: to some minutes. browser: as it names itself."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sign_ins")
    session_key = models.CharField(max_length=40, unique=True)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    address = models.CharField(max_length=45)
    browser = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"{self.user} since {self.began_at:%Y-%m-%d %H:%M}"


class GivenPassword(models.Model):
    """A password that an admin typed, and that its owner hasn't changed yet."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="given_password"
    )
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user} since {self.at:%Y-%m-%d %H:%M}"
