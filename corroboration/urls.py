"""Addresses of the pages. Ids and slugs are matched by form, so that junk in a path is simply not found."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from claims.models import PUBLIC_ID_LENGTH
from corroboration import (
    account_views,
    act_views,
    cluster_views,
    edit_views,
    external_views,
    review_views,
    source_views,
    views,
)
from corroboration.adding import views as adding
from corroboration.health import views as health
from corroboration.imports import views as files
from corroboration.login import account_views as own
from corroboration.login import factor_views as factors
from corroboration.login import views as login


class PublicIdConverter(StringConverter):
    regex = f"[0-9a-f]{{{PUBLIC_ID_LENGTH}}}"


class SourceSlugConverter(StringConverter):
    """Words joined by '-', parts joined by '/': an unnamed source stands below the outlet it spoke to."""

    regex = r"[a-z0-9-]+(?:/[a-z0-9-]+)*"


register_converter(PublicIdConverter, "public_id")
register_converter(SourceSlugConverter, "source_slug")

urlpatterns = [
    path("", views.home, name="home"),
    path("progress/", views.progress, name="progress"),
    path("clusters/", review_views.queue, name="clusters"),
    path("clusters/places/", review_views.places, name="queue-places"),
    path("clusters/sources/", review_views.voices, name="queue-sources"),
    path("clusters/together/", review_views.together, name="queue-together"),
    path("clusters/views/", review_views.save_view, name="queue-view-save"),
    path("clusters/views/<int:key>/", review_views.rename_view, name="queue-view-rename"),
    path("clusters/views/<int:key>/delete/", review_views.delete_view, name="queue-view-delete"),
    path("clusters/<public_id:public_id>/", cluster_views.cluster, name="cluster"),
    path("clusters/<public_id:public_id>/act/<slug:name>/", act_views.act, name="act"),
    path("clusters/<public_id:public_id>/suggested/", act_views.suggested, name="act-suggested"),
    path("clusters/<public_id:public_id>/news/", act_views.news, name="cluster-news"),
    path("decisions/", act_views.made, name="decisions"),
    path("decisions/<public_id:public_id>/", act_views.one_made, name="decision"),
    path("decisions/<public_id:public_id>/undo/", act_views.undo, name="decision-undo"),
    path("external-reviews/", external_views.reviews, name="external-reviews"),
    path("external-reviews/<public_id:public_id>/", external_views.review, name="external-review"),
    path("external-reviews/<public_id:public_id>/answer/", external_views.answered, name="external-review-answer"),
    path("claims/<public_id:public_id>/", cluster_views.claim, name="claim"),
    path("claims/<public_id:public_id>/basis/", cluster_views.basis, name="claim-basis"),
    path("articles/add/", adding.add, name="article-add"),
    path("articles/add/files/", files.files, name="imports"),
    path("articles/add/files/<uuid:run>/", files.one, name="import"),
    path("articles/add/files/<uuid:run>/rejects/", files.rejects, name="import-rejects"),
    path("articles/add/<uuid:public_id>/", adding.one, name="retrieval"),
    path("articles/add/<uuid:public_id>/settle/", adding.settle, name="retrieval-settle"),
    path("articles/add/<uuid:public_id>/again/", adding.again, name="retrieval-again"),
    path("articles/<public_id:public_id>/", cluster_views.article, name="article"),
    path("articles/<public_id:public_id>/changes/", edit_views.edit, name="article-changes"),
    path("edits/", edit_views.edits, name="edits"),
    path("search/", views.search, name="search"),
    path("sources/", source_views.sources, name="sources"),
    path("sources/compare/", source_views.compare, name="sources-compare"),
    path("sources/<source_slug:slug>/", source_views.source, name="source"),
    path("extract/", views.extract, name="extract"),
    path("glossary/", views.glossary, name="glossary"),
    path("login/", login.Login.as_view(), name="login"),
    path("login/code/", login.code, name="login-code"),
    path("logout/", login.Logout.as_view(), name="logout"),
    path("confirm/", own.confirm, name="confirm"),
    path("password/", own.Password.as_view(), name="password"),
    path("second-factor/", factors.second_factor, name="second-factor"),
    path("second-factor/app/", factors.app, name="second-factor-app"),
    path("second-factor/app/remove/", factors.remove_app, name="second-factor-app-remove"),
    path("second-factor/keys/add/", factors.add_key, name="second-factor-key-add"),
    path("second-factor/keys/<int:key>/rename/", factors.rename_key, name="second-factor-key-rename"),
    path("second-factor/keys/<int:key>/remove/", factors.remove_key, name="second-factor-key-remove"),
    path("second-factor/codes/", factors.new_codes, name="second-factor-codes"),
    path("second-factor/remove/", factors.remove_factor, name="second-factor-remove"),
    path("sessions/", own.sessions_of_mine, name="sessions"),
    path("sessions/others/end/", own.end_other_sessions, name="sessions-end-others"),
    path("sessions/<int:key>/end/", own.end_session, name="session-end"),
    path("tokens/", account_views.tokens, name="tokens"),
    path("tokens/<slug:key>/revoke/", account_views.revoke_token, name="token-revoke"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.prometheus, name="metrics"),
]
