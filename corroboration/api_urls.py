"""Addresses of the API, below /api/v1/. Ids and slugs are matched by form, so that junk is simply not found."""

from django.urls import path
from django.views.generic import RedirectView, TemplateView
from drf_spectacular.views import SpectacularAPIView

from corroboration import api, disputed_api, record_api, tokens
from corroboration import urls as pages  # registers the forms of ids and slugs

LIST, ONE = {"get": "list"}, {"get": "retrieve"}

__all__ = ["pages", "urlpatterns"]

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="api-docs")),
    path("schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("docs/", TemplateView.as_view(template_name="api/docs.html"), name="api-docs"),
    path("sources/", api.Sources.as_view(LIST), name="api-sources"),
    path("sources/<source_slug:slug>/track-record/", record_api.TrackRecordView.as_view(), name="api-track-record"),
    path("sources/<source_slug:slug>/ledger/", record_api.LedgerView.as_view(), name="api-ledger"),
    path("sources/<source_slug:slug>/", api.Sources.as_view(ONE), name="api-source"),
    path("articles/", api.Articles.as_view({"get": "list", "post": "create"}), name="api-articles"),
    path("articles/<public_id:public_id>/", api.Articles.as_view(ONE), name="api-article"),
    path("claims/", api.Claims.as_view(LIST), name="api-claims"),
    path("claims/<public_id:public_id>/", api.Claims.as_view(ONE), name="api-claim"),
    path("clusters/", api.Clusters.as_view(LIST), name="api-clusters"),
    path("clusters/<public_id:public_id>/", api.Clusters.as_view(ONE), name="api-cluster"),
    path("relations/", api.Relations.as_view(LIST), name="api-relations"),
    path("relations/<public_id:a>/<public_id:b>/", api.Relations.as_view(ONE), name="api-relation"),
    path("disputed/", disputed_api.DisputedView.as_view(), name="api-disputed"),
    path("extract/", api.ExtractView.as_view(), name="api-extract"),
    path("extract", api.ExtractView.as_view(schema=None)),  # a POST can't be redirected to the address with a slash
    path("auth/token/", tokens.ObtainToken.as_view(), name="api-token"),
    path("auth/tokens/", tokens.Tokens.as_view(), name="api-tokens"),
    path("auth/tokens/<slug:key>/", tokens.Token.as_view(), name="api-token-revoke"),
]
