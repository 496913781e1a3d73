"""What is known of sources, claims, clusters and relations, over the API."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404
from django.urls import reverse
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.generics import get_object_or_404
from rest_framework.response import Response

from claims.models import Claim
from corroboration import lines, search
from corroboration.api import serializers as shapes
from corroboration.api import tags
from corroboration.api.base import answers
from corroboration.api.dated import AS_OF_NOTE, Dated, Merged
from corroboration.api.lists import READ, Line, Lines, ReadOnly, described
from corroboration.api.past_clusters import passes
from corroboration.as_of import Day
from corroboration.filters import ClaimFilter, ClusterFilter, RelationFilter, SourceFilter
from corroboration.models import Cluster, Redirect, Relation
from corroboration.moved import answer_follows
from corroboration.pagination import CURSOR, SIZE, RankedPagination
from corroboration.selectors import links
from sources.models import Source

LIKE = "q"  # the parameter that holds a sentence to search by
LONGEST_TRAIL = 20  # redirects followed from one old id; a cluster is merged a few times at most
JUDGED = ("cluster", "status", "credibility", "admiralty")  # fields of a claim that follow from its cluster


@extend_schema_view(
    retrieve=extend_schema(
        description="One that was merged into another is answered with a redirect to that.",
        responses=answers({200: shapes.SourceSerializer, 302: shapes.MergedSerializer}, (400, *READ)),
    )
)
@tags.described
@described(shapes.SourceSerializer, "source", "Anyone a claim can come from, by slug.")
class Sources(tags.TaggedSources, ReadOnly):
    queryset = Source.objects.all()
    serializer_class = shapes.SourceSerializer
    filterset_class = SourceFilter
    lookup_field = "slug"
    needed = {
        "aliases": ("aliases",),
        "feeds": ("feeds", "coverage"),
        "gaps": ("coverage",),
        "ownerships": ("owners",),
        "merges": ("merged_into",),
        "replies": ("reply",),
    }

    def get_queryset(self):
        return lines.sources()

    @answer_follows
    def retrieve(self, request, slug: str) -> Response:
        return super().retrieve(request, slug)


@tags.described
@described(
    shapes.ClaimSerializer,
    "claim",
    "Checkable statements of articles, newest article first; with `q`, likest first." + AS_OF_NOTE,
    dated=True,
)
class Claims(tags.TaggedClaims, Dated):
    queryset = Claim.objects.all()
    serializer_class = shapes.ClaimSerializer
    filterset_class = ClaimFilter
    lookup_field = "public_id"
    needed = {"attributions": ("attribution", "denied_by")}

    def get_queryset(self):
        return lines.claims().order_by("-article__told_at", "-article__public_id", "position")

    def list(self, request, *args, **kwargs) -> Response:
        """With a sentence in `q`, the claims like it among those that the other filters leave, best first."""
        if LIKE not in request.query_params:
            return super().list(request, *args, **kwargs)
        fields, day = self.fields, self.day
        left = self.filter_queryset(self.get_queryset())
        if day:
            left = day.claims(left)
            self.dated_page(day)
        narrowed = request.query_params.keys() - {LIKE, CURSOR, SIZE, tags.TAGS, *ReadOnly.parameters}
        found = search.similar(request.query_params[LIKE], left if narrowed else None)
        pages = RankedPagination()
        page = pages.paginate_queryset(found, request)
        told = self._found_then(day, page) if day else lines.found_claim_lines(page)
        response = pages.get_paginated_response([fields.of(line) for line in told])
        if day:
            response.data |= self.paginator.of_day()
        return response

    def _found_then(self, day: Day, page: Sequence[search.Found]) -> Lines:
        rows = lines.claims().filter(public_id__in=[each.id for each in page])
        told = {line["id"]: line for line in self._passed(day.claim_lines(list(rows)))}
        return [told[each.id] | {"match": lines.match_line(each)} for each in page if each.id in told]

    def stood(self, day: Day, asked: ClaimFilter) -> Any:
        return self.fields.spared(day.claims(asked.qs), self.needed)

    def lines_then(self, day: Day, page: Sequence[Claim], asked: ClaimFilter) -> Lines:
        judged = self.fields.any_of(JUDGED) or "status" in self.request.query_params
        return self._passed(day.claim_lines(page, judged=judged))

    def _passed(self, found: Lines) -> Lines:
        status = self.request.query_params.get("status")
        return [line for line in found if status in (None, line["status"])]

    def line_then(self, day: Day) -> Line | None:
        claim = day.claims(self.get_queryset()).filter(public_id=self.kwargs["public_id"]).first()
        return day.claim_lines([claim])[0] if claim else None


@extend_schema_view(
    retrieve=extend_schema(
        description="An id that once was this cluster's, before a merge, is answered with a redirect.",
        responses=answers({200: shapes.ClusterSerializer, 301: None}, (400, *READ)),
    )
)
@described(
    shapes.ClusterSerializer,
    "cluster",
    "Claims about one event, latest told first; of a day, latest begun first." + AS_OF_NOTE,
    dated=True,
)
class Clusters(Dated):
    queryset = Cluster.objects.all()
    serializer_class = shapes.ClusterSerializer
    filterset_class = ClusterFilter
    lookup_field = "public_id"
    needed = {"memberships": ("claims",)}

    def get_queryset(self):
        return lines.clusters().order_by("-last_published_at", "public_id")

    def retrieve(self, request, *args, **kwargs) -> Response:
        try:
            return super().retrieve(request, *args, **kwargs)
        except Http404:
            if (successor := _successor(kwargs["public_id"])) is None or not self._stood(successor):
                raise
            query = f"?{asked}" if (asked := request.META.get("QUERY_STRING", "")) else ""
            return Response(status=301, headers={"Location": reverse("api-cluster", args=[successor]) + query})

    def _stood(self, cluster: str) -> bool:
        return self.day is None or bool(self.day.members([cluster]))

    def line(self, row: Cluster) -> Line:
        line = super().line(row)
        if "suggestions" in self.fields:
            line["suggestions"] = [lines.suggestion_line(each) for each in links.suggested(links.likeliest(row))]
        return line

    def stood(self, day: Day, asked: ClusterFilter) -> Any:
        """In the order of their first claims: the latest may have come later, the first never did."""
        stored = day.stood(asked.qs).prefetch_related(None).order_by("-first_published_at", "public_id")
        return Merged(stored.only("public_id", "first_published_at"), day.other_clusters())

    def lines_then(self, day: Day, page: Sequence[Cluster], asked: ClusterFilter) -> Lines:
        members = day.members([row.public_id for row in page])
        stood = day.clusters(members)
        kept = [id for row in page if (id := row.public_id) in stood and passes(stood[id], asked.form.cleaned_data)]
        return [lines.cluster_line(stood[id].row, members[id]) for id in kept]

    def line_then(self, day: Day) -> Line | None:
        members = day.members([self.kwargs["public_id"]])
        rows = day.clusters(members)
        return next((lines.cluster_line(stood.row, members[id]) for id, stood in rows.items()), None)


def _successor(old_id: str) -> str | None:
    """The cluster to which a trail of redirects leads from an id; None where there is none."""
    trail = [old_id]
    while len(trail) <= LONGEST_TRAIL:
        newest = Redirect.objects.filter(old_id=trail[-1]).order_by("-since", "-pk").first()
        if newest is None or newest.new_id in trail:
            break
        trail.append(newest.new_id)
    return trail[-1] if Cluster.objects.filter(public_id=trail[-1]).exists() else None


@described(shapes.RelationSerializer, "relation", "How two claims of one cluster stand to each other.", dated=True)
class Relations(Dated):
    queryset = Relation.objects.all()
    serializer_class = shapes.RelationSerializer
    filterset_class = RelationFilter

    def get_queryset(self):
        return lines.relations()

    def get_object(self):
        return get_object_or_404(self.get_queryset(), a=self.kwargs["a"], b=self.kwargs["b"])

    def stood(self, day: Day, asked: RelationFilter) -> Any:
        others = [row for cluster, row in day.other_relations() if _asked_for(cluster, row, asked.form.cleaned_data)]
        return Merged(day.relations(asked.qs), others)

    def lines_then(self, day: Day, page: Sequence[Relation], asked: RelationFilter) -> Lines:
        return self.lines(page)

    def line_then(self, day: Day) -> Line | None:
        pair = self.kwargs["a"], self.kwargs["b"]
        stored = day.relations(self.get_queryset()).filter(a=pair[0], b=pair[1])
        others = [row for _, row in day.other_relations() if (row.a_id, row.b_id) == pair]
        return next((lines.relation_line(row) for row in (*others, *stored)), None)


def _asked_for(cluster: str, row: Relation, asked: Mapping[str, Any]) -> bool:
    """Whether a relation that isn't stored passes the filters."""
    known = {"true": True, "false": False, "unknown": None}
    return (
        asked["relation"] in ("", row.kind)
        and asked["type"] in ("", row.type)
        and (not asked["independent"] or known[asked["independent"]] is row.independent)
        and asked["cluster"] in ("", cluster)
        and asked["claim"] in ("", row.a_id, row.b_id)
    )
