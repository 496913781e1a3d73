"""The published schema, as it is asked for. Apart from schema.py, which REST framework loads before any view."""

from typing import Any

from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.views import SpectacularAPIView


class Once(SchemaGenerator):
    """Makes the schema once in each process: it takes a second, and whoever asks is told the same."""

    made: dict[str, Any] | None = None

    def get_schema(self, request: Any = None, public: bool = False) -> dict[str, Any]:
        if Once.made is None:
            Once.made = super().get_schema(request, public)
        return Once.made


class SchemaView(SpectacularAPIView):
    generator_class = Once
