"""Addresses of declarations, clauses, claims and evidence, and of who and what they concern.

Each page has the same thing in other formats beside it: `/claims/k7m2qxd.bib`.
"""

from django.urls import path
from django.views.decorators.http import require_safe

import commitments.converters  # noqa: F401 -- registers a converter used below
import sources.converters  # noqa: F401 -- so does this
from commitments import api, views
from commitments.feeds import DriftFeed
from sources.representations import in_formats, one_of, rows_of
from sources.views import snapshot_detail

urlpatterns = [
    *in_formats(
        "declarations/",
        views.declaration_list,
        rows_of(api.DeclarationViewSet),
        name="declaration-list",
    ),
    *in_formats(
        "declarations/<public_slug:slug>/",
        views.declaration_detail,
        one_of(api.DeclarationViewSet),
        name="declaration-detail",
    ),
    path(
        "declarations/<public_slug:slug>/texts/<str:language>.xml",
        views.declaration_text,
        name="declaration-text",
    ),
    path(
        "declarations/<public_slug:slug>/texts/<str:language>/<slug:authority>.xml",
        views.declaration_text,
        name="declaration-text",
    ),
    *in_formats(
        "declarations/<public_slug:slug>/clauses/<label:label>/",
        views.clause_detail,
        one_of(api.ClauseDetail),
        name="clause-detail",
    ),
    *in_formats("claims/", views.claim_list, rows_of(api.ClaimViewSet), name="claim-list"),
    *in_formats(
        "claims/<ref:ref>/", views.claim_detail, one_of(api.ClaimViewSet), name="claim-detail"
    ),
    path("claims/<ref:ref>/<path:words>/", views.claim_with_words, name="claim-with-words"),
    *in_formats(
        "evidence/<ref:ref>/",
        views.evidence_detail,
        one_of(api.EvidenceViewSet),
        name="evidence-detail",
    ),
    *in_formats(
        "sources/<public_slug:slug>/",
        views.source_detail,
        one_of(api.SourceViewSet),
        name="source-detail",
    ),
    *in_formats(
        "sources/<public_slug:slug>/versions/<int:number>/",
        snapshot_detail,
        one_of(api.SnapshotDetail),
        name="snapshot-detail",
    ),
    *in_formats(
        "sources/<public_slug:slug>/versions/<int:first>...<int:second>/",
        views.snapshot_comparison,
        one_of(api.SnapshotComparison),
        name="snapshot-comparison",
    ),
    path("drift/", views.drift, name="drift"),
    path("drift/feed/", require_safe(DriftFeed()), name="drift-feed"),
    *in_formats("parties/", views.party_list, rows_of(api.PartyViewSet), name="party-list"),
    *in_formats(
        "parties/<public_slug:slug>/",
        views.party_detail,
        one_of(api.PartyViewSet),
        name="party-detail",
    ),
    *in_formats("topics/", views.topic_list, rows_of(api.TopicViewSet), name="topic-list"),
    *in_formats(
        "topics/<public_slug:slug>/",
        views.topic_detail,
        one_of(api.TopicViewSet),
        name="topic-detail",
    ),
]
