"""Tokens for programs: hashed, expiring, for what their owner may or less. Each is shown once, when it is made."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError as DjangoError
from django.core.validators import ProhibitNullCharactersValidator
from django.utils import timezone
from drf_spectacular.authentication import BasicScheme
from drf_spectacular.utils import OpenApiParameter, extend_schema
from knox.models import AuthToken
from rest_framework.authentication import BasicAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed, ValidationError
from rest_framework.generics import get_object_or_404
from rest_framework.permissions import SAFE_METHODS, BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.settings import api_settings

from corroboration.api import limits
from corroboration.api.authentication import ByToken
from corroboration.api.base import StrictView, answers
from corroboration.api.token_serializers import FreshTokenSerializer, TokenSerializer, TokenSubmissionSerializer
from corroboration.audit.recording import Kind, note
from corroboration.login import factors, given
from corroboration.roles import Role, role_of
from corroboration.tokens import keeping

REFUSED = (400, 401, 403, 406)
SECOND_FACTOR = "Second-Factor"
CODE = OpenApiParameter(
    SECOND_FACTOR,
    str,
    OpenApiParameter.HEADER,
    description=(
        "With a password, of who has a second factor: a code that the app shows, or a recovery code. A security key "
        "answers browsers alone: who has no app makes tokens on the page Tokens."
    ),
)


class Basic(BasicAuthentication):
    """Name and password in the header. PostgreSQL takes no NUL, so that one is refused before it is looked up."""

    def authenticate_credentials(self, userid, password, request=None):
        limits.password_given(request, userid)
        try:
            ProhibitNullCharactersValidator()(userid + password)
        except DjangoError:
            raise AuthenticationFailed("Invalid username/password.") from None
        try:
            user, _ = super().authenticate_credentials(userid, password, request)
        except AuthenticationFailed:
            note(request, kind=Kind.LOGIN_FAILED, person=User.objects.filter(username=userid).first())
            raise
        if given.to_change(user):
            raise AuthenticationFailed("An admin typed this password: log in on the pages, and choose one of your own.")
        _ask_second_factor(request, user)
        return user, None


def _ask_second_factor(request: Request, user: User) -> None:
    """A password is half of it for who has a second factor, and none of it for who must have one and hasn't."""
    code = request.headers.get(SECOND_FACTOR, "")
    if not factors.has(user):
        if factors.required(user):
            raise AuthenticationFailed("Your role takes a second factor: log in on the pages, and set one up.")
        return
    if not code:
        raise AuthenticationFailed(f"Send a code of your second factor, too, in the header `{SECOND_FACTOR}`.")
    limits.code_given(request, user.pk)
    if not factors.accept(user, code, now=timezone.now()):
        note(request, kind=Kind.LOGIN_FAILED, person=user, detail="wrong code of the second factor")
        raise AuthenticationFailed(f"The code in the header `{SECOND_FACTOR}` isn't right, or was used before.")


class NullFreeBasicScheme(BasicScheme):
    """To a client, it is basic authentication as everywhere."""

    target_class = Basic


class AsThemselves(BasePermission):
    """A token makes no tokens, and takes none but itself: one that was stolen could outlive itself, or all others."""

    message = (
        "A token makes no tokens, and revokes itself alone. Send name and password (basic authentication), or use the "
        "page Tokens."
    )

    def has_permission(self, request, view) -> bool:
        by_token = isinstance(request.auth, AuthToken)
        return not by_token or request.method in SAFE_METHODS or request.auth.token_key == view.kwargs.get("key")


MANAGING = [ByToken, Basic, SessionAuthentication]


def fresh(token: AuthToken, secret: str, status: int) -> Response:
    """What is shown once, and kept by nobody on the way."""
    token.secret = secret
    return Response(FreshTokenSerializer(token).data, status=status, headers={"Cache-Control": "no-store"})


class ObtainToken(StrictView):
    """A token for a day's work, of the user whose name and password are given."""

    authentication_classes = [Basic]
    permission_classes = [IsAuthenticated]

    @extend_schema(
        summary="Get a token",
        description=(
            "With name and password. It may do what its owner may, and lasts ten hours. For one that may do less, or "
            "lasts longer, see `POST /api/v1/auth/tokens/`, or the page Tokens."
        ),
        operation_id="auth_token_create",
        parameters=[CODE],
        request=None,
        responses=answers({200: FreshTokenSerializer}, REFUSED),
    )
    def post(self, request) -> Response:
        token, secret = _made(request.user, "Got with a password", role_of(request.user), keeping.BY_PASSWORD)
        note(request, kind=Kind.LOGIN, target=token.token_key, detail=f"token got with a password: {token.role}")
        return fresh(token, secret, 200)


class Tokens(StrictView):
    """The tokens of the user who asks."""

    authentication_classes = MANAGING
    permission_classes = [IsAuthenticated, AsThemselves]

    @extend_schema(
        summary="List your tokens",
        operation_id="auth_tokens_list",
        responses=answers({200: TokenSerializer(many=True)}, REFUSED),
    )
    def get(self, request) -> Response:
        return Response(TokenSerializer(keeping.of(request.user), many=True).data)

    @extend_schema(
        summary="Make a token",
        description=(
            "For a program that acts for you, with the role it needs. Takes name and password, or a login; and no "
            "Idempotency-Key: only a hash of a token is kept, so that one whose answer was lost can't be told again. "
            "Revoke it, and make another."
        ),
        operation_id="auth_tokens_create",
        parameters=[CODE],
        request=TokenSubmissionSerializer,
        responses=answers({201: FreshTokenSerializer}, (*REFUSED, 413, 415)),
        auth=[{"basicAuth": []}, {"cookieAuth": []}],
    )
    def post(self, request) -> Response:
        asked = TokenSubmissionSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        said = asked.validated_data
        token, secret = _made(request.user, said["name"], Role(said["role"]), timedelta(days=said["days"]))
        note(request, kind=Kind.ACCOUNT, target=token.token_key, detail=f"token made: {token.role}")
        return fresh(token, secret, 201)


def _made(owner: User, name: str, role: Role, lasts: timedelta) -> tuple[AuthToken, str]:
    try:
        return keeping.make(owner, name=name, role=role, lasts=lasts)
    except keeping.Refused as refused:
        field = refused.field or api_settings.NON_FIELD_ERRORS_KEY
        raise ValidationError({field: refused.message}) from None


class Token(StrictView):
    """One token of the user who asks, by its first characters."""

    authentication_classes = MANAGING
    permission_classes = [IsAuthenticated, AsThemselves]

    @extend_schema(
        summary="Revoke a token of yours",
        description="With name and password, or a login; a token revokes itself alone.",
        operation_id="auth_tokens_destroy",
        responses=answers({204: None}, (*REFUSED, 404)),
    )
    def delete(self, request, key: str) -> Response:
        get_object_or_404(keeping.of(request.user), token_key=key).delete()
        note(request, kind=Kind.ACCOUNT, detail="token revoked")
        return Response(status=204)
