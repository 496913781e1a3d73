"""Who a program is, by its token. How tokens are hashed and compared is knox's."""

import re

from django.contrib.auth.models import User
from django.utils import timezone
from drf_spectacular.contrib.knox_auth_token import KnoxTokenScheme
from knox.auth import TokenAuthentication
from knox.models import AuthToken
from rest_framework.exceptions import AuthenticationFailed

from corroboration import roles
from corroboration.tokens import keeping

WRITTEN = re.compile(rb"[0-9A-Za-z]{1,200}")  # a token may be nothing else; PostgreSQL would stumble over a NUL


class ByToken(TokenAuthentication):
    """The token's owner, with no more than the token's role."""

    def authenticate_credentials(self, token: bytes) -> tuple[User, AuthToken]:
        if not WRITTEN.fullmatch(token):
            raise AuthenticationFailed("Invalid token.")
        return super().authenticate_credentials(token)

    def validate_user(self, auth_token: AuthToken) -> tuple[User, AuthToken]:
        owner, token = super().validate_user(auth_token)
        roles.bound(owner, keeping.reach(token, owner, now=timezone.now()))
        return owner, token


class ByTokenScheme(KnoxTokenScheme):
    """To a client, it is knox's."""

    target_class = ByToken
    name = "knoxApiToken"
