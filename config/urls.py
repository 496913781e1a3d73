"""All addresses: pages, API, admin."""

from django.contrib import admin
from django.urls import include, path

from corroboration.api.fact_checks import ClaimsSearch

handler400 = "config.problems.bad_request"
handler403 = "config.problems.permission_denied"
handler404 = "config.problems.not_found"
handler500 = "config.problems.server_error"

urlpatterns = [
    path("api/v1/", include("corroboration.api.urls")),
    path("api/v1alpha1/claims:search", ClaimsSearch.as_view(), name="api-claims-search"),  # Google's name for it
    path("admin/", admin.site.urls),
    path("", include("corroboration.urls")),
]
