"""Addresses of the API, below /api/v1/. Ids and slugs are matched by form, so that junk is simply not found."""

from django.urls import path
from django.views.generic import RedirectView, TemplateView

from corroboration import urls as pages  # registers the forms of ids and slugs
from corroboration.api import (
    articles,
    batches,
    beside,
    claim_reviews,
    coverage,
    decisions,
    disputed,
    exports,
    extracting,
    records,
    resolving,
    resources,
    retrievals,
    review_imports,
    searching,
    stix,
    tokens,
    webhooks,
)
from corroboration.api.schema_view import SchemaView

LIST, ONE, MAKE = {"get": "list"}, {"get": "retrieve"}, {"post": "create"}

__all__ = ["pages", "urlpatterns"]

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="api-docs")),
    path("schema/", SchemaView.as_view(), name="api-schema"),
    path("docs/", TemplateView.as_view(template_name="api/docs.html"), name="api-docs"),
    path("sources/", resources.Sources.as_view(LIST), name="api-sources"),
    path("sources/resolve/", resolving.ResolveView.as_view(), name="api-resolve"),
    path("sources/compare/", beside.CompareView.as_view(), name="api-compare"),
    path("sources/<source_slug:slug>/coverage/", coverage.CoverageView.as_view(), name="api-coverage"),
    path("sources/<source_slug:slug>/lead-times/", beside.LeadTimesView.as_view(), name="api-lead-times"),
    path("sources/<source_slug:slug>/track-record/", records.TrackRecordView.as_view(), name="api-track-record"),
    path("sources/<source_slug:slug>/ledger/", records.LedgerView.as_view(), name="api-ledger"),
    path("sources/<source_slug:slug>/", resources.Sources.as_view(ONE), name="api-source"),
    path("articles/", articles.Articles.as_view({"get": "list", "post": "create"}), name="api-articles"),
    path("articles/batches/", batches.Batches.as_view(), name="api-batches"),
    path("articles/batches/<public_id:public_id>/", batches.BatchView.as_view(), name="api-batch"),
    path("articles/batches/<public_id:public_id>/items/", batches.BatchItems.as_view(), name="api-batch-items"),
    path("articles/retrievals/", retrievals.Retrievals.as_view(), name="api-retrievals"),
    path("articles/retrievals/<uuid:public_id>/", retrievals.RetrievalView.as_view(), name="api-retrieval"),
    path("articles/<public_id:public_id>/texts/", retrievals.TextsView.as_view(), name="api-article-texts"),
    path("articles/<public_id:public_id>/", articles.Articles.as_view(ONE), name="api-article"),
    path("claims/", resources.Claims.as_view(LIST), name="api-claims"),
    path("claims/<public_id:public_id>/", resources.Claims.as_view(ONE), name="api-claim"),
    path("clusters/", resources.Clusters.as_view(LIST), name="api-clusters"),
    path("clusters/<public_id:public_id>/", resources.Clusters.as_view(ONE), name="api-cluster"),
    path("relations/", resources.Relations.as_view(LIST), name="api-relations"),
    path("relations/<public_id:a>/<public_id:b>/", resources.Relations.as_view(ONE), name="api-relation"),
    path("claim-reviews/", claim_reviews.ClaimReviews.as_view(), name="api-claim-reviews"),
    path("claim-reviews/feed/", claim_reviews.ClaimReviewFeed.as_view(), name="api-claim-review-feed"),
    path("decisions/", decisions.Decisions.as_view({"get": "list", "post": "create"}), name="api-decisions"),
    path("decisions/<public_id:public_id>/", decisions.Decisions.as_view(ONE), name="api-decision"),
    path("decisions/<public_id:public_id>/undo/", decisions.Undo.as_view(), name="api-decision-undo"),
    path("claim-reviews/imports/", review_imports.ReviewImports.as_view(), name="api-review-imports"),
    path("exports/stix/", stix.StixExport.as_view(), name="api-export-stix"),
    path("search/", searching.SearchView.as_view(), name="api-search"),
    path("disputed/", disputed.DisputedView.as_view(), name="api-disputed"),
    path("exports/<slug:kind>/", exports.ExportView.as_view(), name="api-export"),
    path("extract/", extracting.ExtractView.as_view(), name="api-extract"),
    path("extract", extracting.ExtractView.as_view(schema=None)),  # a POST isn't redirected to the slash
    path("webhooks/", webhooks.Webhooks.as_view({"get": "list", "post": "create"}), name="api-webhooks"),
    path(
        "webhooks/<public_id:public_id>/",
        webhooks.Webhooks.as_view({"get": "retrieve", "patch": "partial_update", "delete": "destroy"}),
        name="api-webhook",
    ),
    path("webhooks/<public_id:public_id>/secret/", webhooks.Secret.as_view(MAKE), name="api-webhook-secret"),
    path("webhooks/<public_id:public_id>/test/", webhooks.Test.as_view(MAKE), name="api-webhook-test"),
    path(
        "webhooks/<public_id:public_id>/deliveries/",
        webhooks.Deliveries.as_view({"get": "list"}),
        name="api-webhook-deliveries",
    ),
    path(
        "webhooks/<public_id:public_id>/deliveries/<public_id:notice>/redeliver/",
        webhooks.Deliveries.as_view({"post": "redeliver"}),
        name="api-webhook-redeliver",
    ),
    path("auth/token/", tokens.ObtainToken.as_view(), name="api-token"),
    path("auth/tokens/", tokens.Tokens.as_view(), name="api-tokens"),
    path("auth/tokens/<slug:key>/", tokens.Token.as_view(), name="api-token-revoke"),
]
