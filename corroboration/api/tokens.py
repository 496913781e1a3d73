"""Tokens for programs: hashed, expiring, bound to a user. A token is got with a name and password, once."""

from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from drf_spectacular.authentication import BasicScheme
from drf_spectacular.utils import extend_schema
from knox.models import get_token_model
from knox.views import LoginView
from rest_framework.authentication import BasicAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.generics import get_object_or_404
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response

from corroboration.api import limits
from corroboration.api.base import StrictView, answers
from corroboration.api.serializers import FreshTokenSerializer, TokenSerializer

REFUSED = (400, 401, 403, 406)


class Basic(BasicAuthentication):
    """Name and password in the header. PostgreSQL takes no NUL, so that one is refused before it is looked up."""

    def authenticate_credentials(self, userid, password, request=None):
        limits.password_given(request, userid)
        try:
            ProhibitNullCharactersValidator()(userid + password)
        except ValidationError:
            raise AuthenticationFailed("Invalid username/password.") from None
        return super().authenticate_credentials(userid, password, request)


class NullFreeBasicScheme(BasicScheme):
    """To a client, it is basic authentication as everywhere."""

    target_class = Basic


class ObtainToken(StrictView, LoginView):
    """A fresh token of the user whose name and password are given."""

    authentication_classes = [Basic]
    permission_classes = [IsAuthenticated]

    @extend_schema(
        summary="Get a token",
        operation_id="auth_token_create",
        request=None,
        responses=answers({200: FreshTokenSerializer}, REFUSED),
    )
    def post(self, request) -> Response:
        return super().post(request)


class Tokens(StrictView):
    """The tokens of the user who asks."""

    permission_classes = [IsAuthenticated]

    @extend_schema(
        summary="List your tokens",
        operation_id="auth_tokens_list",
        responses=answers({200: TokenSerializer(many=True)}, REFUSED),
    )
    def get(self, request) -> Response:
        tokens = get_token_model().objects.filter(user=request.user).order_by("-created", "token_key")
        return Response(TokenSerializer(tokens, many=True).data)


class Token(StrictView):
    """One token of the user who asks, by its first characters."""

    permission_classes = [IsAuthenticated]

    @extend_schema(
        summary="Revoke a token of yours",
        operation_id="auth_tokens_destroy",
        responses=answers({204: None}, (*REFUSED, 404)),
    )
    def delete(self, request, key: str) -> Response:
        tokens = get_token_model().objects.filter(user=request.user)
        get_object_or_404(tokens, token_key=key).delete()
        return Response(status=204)
