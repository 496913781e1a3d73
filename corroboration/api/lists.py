"""What all resources of the API have in common: lists in pages, and single rows."""

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins
from rest_framework.viewsets import GenericViewSet

from corroboration.api.base import READERS, StrictView, answers
from corroboration.pagination import KeysetPagination

READ, LIST = (401, 404, 406), (400, 401, 406)


def described(serializer, name: str, about: str):
    """The schema of a read-only resource: what its list and its single rows answer."""
    many, one = answers({200: serializer(many=True)}, LIST), answers({200: serializer}, (400, *READ))
    return extend_schema_view(
        list=extend_schema(summary=f"List {name}s", description=about, responses=many, auth=READERS),
        retrieve=extend_schema(summary=f"One {name}", description=about, responses=one, auth=READERS),
    )


class ReadOnly(StrictView, mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet):
    """Lists in pages, and single rows."""

    pagination_class = KeysetPagination
