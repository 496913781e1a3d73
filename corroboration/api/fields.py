"""Sparse answers: a client names the fields that it wants, and what only the others need isn't looked up."""

from collections.abc import Collection, Mapping
from copy import deepcopy
from typing import Any

from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.serializers import BaseSerializer, ListSerializer, Serializer

NAME = "fields"
Tree = dict[str, Any]  # field -> the tree of those in it; {} where it has none, or is wanted whole
PART = "Part"  # what is put behind the name of a shape for an answer that holds some of its fields


class Fields:
    """The fields that were asked for. None were named: all are."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree

    def __contains__(self, name: str) -> bool:
        return not self._tree or name in self._tree

    def any_of(self, names: Collection[str]) -> bool:
        return any(name in self for name in names)

    def of(self, line: Mapping[str, Any]) -> dict[str, Any]:
        """A line with these fields alone, in its own order."""
        return _pruned(line, self._tree)

    def spared(self, rows: QuerySet[Any], needed: Mapping[str, Collection[str]]) -> QuerySet[Any]:
        """Rows without the look-ups that no field asked for needs, which find nothing instead.

        needed: by the name of a relation that is prefetched, the fields made of it.
        """
        lookups = rows._prefetch_related_lookups  # type: ignore[attr-defined]
        spare = {name for name, fields in needed.items() if not self.any_of(fields)}
        if not spare:
            return rows
        return rows.prefetch_related(None).prefetch_related(*(_spared(each, spare, rows) for each in lookups))


def _spared(lookup: Any, spare: Collection[str], rows: QuerySet[Any]) -> Any:
    name = getattr(lookup, "prefetch_through", lookup)
    if name not in spare:
        return lookup
    return Prefetch(name, rows.model._meta.get_field(name).related_model._base_manager.none())


def asked_fields(request: Any, shape: type[Serializer]) -> Fields:
    """What the query names, joined by commas; parts of a field after a dot. An unknown one is a ValidationError."""
    text = request.query_params.get(NAME)
    if text is None:
        return Fields({})
    tree: Tree = {}
    for path in text.split(","):
        known: Tree | None = known_fields(shape)
        branch, passed = tree, ""
        for name in path.strip().split("."):
            if not known or name not in known:
                _refuse(path, passed, known)
            known, passed = known[name], f"{passed}{name}."
            branch = branch.setdefault(name, {})
    return Fields(tree)


def _refuse(path: str, within: str, known: Tree | None) -> None:
    some = f"expected one of {', '.join(within + name for name in known)}" if known else f"{within[:-1]} has no fields"
    raise ValidationError({NAME: f"{path.strip()[:80]!r} is unknown: {some}"})


def known_fields(shape: type[BaseSerializer]) -> Tree:
    """The fields of a shape, by name, each with those in it."""
    return {name: _inner(field) for name, field in shape().get_fields().items()}


def _inner(field: Any) -> Tree:
    inner = field.child if isinstance(field, ListSerializer) else field
    return known_fields(type(inner)) if isinstance(inner, Serializer) else {}


def _pruned(value: Any, tree: Tree) -> Any:
    if not tree or value is None:
        return value
    if isinstance(value, list):
        return [_pruned(each, tree) for each in value]
    return {name: _pruned(inner, tree[name]) for name, inner in value.items() if name in tree}


def parameter(shape: type[Serializer]) -> OpenApiParameter:
    """How the schema tells of it."""
    names = [path for name, inner in known_fields(shape).items() for path in (name, *(f"{name}.{n}" for n in inner))]
    return OpenApiParameter(
        NAME,
        {"type": "array", "items": {"type": "string", "enum": names}, "minItems": 1},
        style="form",
        explode=False,
        description="Only these fields of each result, joined by commas; a part of a field after a dot.",
    )


def parts(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """A postprocessing hook of drf-spectacular: where fields can be chosen, an answer may hold some of them only."""
    shapes = result["components"]["schemas"]
    for operations in result["paths"].values():
        for operation in operations.values():
            if any(each["name"] == NAME for each in operation.get("parameters", ())):
                for content in operation["responses"]["200"]["content"].values():
                    _allow_parts(content, shapes)
    return result


def _allow_parts(content: dict[str, Any], shapes: dict[str, Any]) -> None:
    """Of a page the rows may be parts, else the answer itself."""
    name = content["schema"]["$ref"].rpartition("/")[2]
    page = shapes[name]["properties"].get("results") if name.startswith("Paginated") else None
    holder, key = (page, "items") if page else (content, "schema")
    if "$ref" not in holder[key]:
        return  # done for another operation
    whole = holder[key]["$ref"]
    holder[key] = {"anyOf": [{"$ref": whole}, {"$ref": _part(whole, shapes)}]}


def _part(ref: str, shapes: dict[str, Any]) -> str:
    """The reference to a shape of which some fields were asked for; those of what stands in it, too."""
    name = ref.rpartition("/")[2]
    if name + PART not in shapes:
        part = deepcopy(shapes[name])
        part.pop("required", None)
        part["description"] = f"{name}, of which some fields were asked for."
        shapes[name + PART] = part
        for shape in part["properties"].values():
            _allow_inner_parts(shape, shapes)
    return ref + PART


def _allow_inner_parts(shape: Any, shapes: dict[str, Any]) -> None:
    for inner in shape if isinstance(shape, list) else [shape]:
        if not isinstance(inner, dict):
            continue
        if "properties" in shapes.get(str(inner.get("$ref", "")).rpartition("/")[2], ()):
            inner["$ref"] = _part(inner["$ref"], shapes)
        for name in ("items", "oneOf", "anyOf", "allOf"):
            _allow_inner_parts(inner.get(name), shapes)
