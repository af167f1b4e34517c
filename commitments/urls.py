"""Addresses of declarations, clauses, claims and evidence, and of who and what they concern."""

from django.urls import path

import commitments.converters  # noqa: F401 -- registers a converter used below
import sources.converters  # noqa: F401 -- so does this
from commitments import views

urlpatterns = [
    path("declarations/", views.declaration_list, name="declaration-list"),
    path("declarations/<public_slug:slug>/", views.declaration_detail, name="declaration-detail"),
    path(
        "declarations/<public_slug:slug>/clauses/<label:label>/",
        views.clause_detail,
        name="clause-detail",
    ),
    path("claims/", views.claim_list, name="claim-list"),
    path("claims/<ref:ref>/", views.claim_detail, name="claim-detail"),
    path("claims/<ref:ref>/<path:words>/", views.claim_with_words, name="claim-with-words"),
    path("evidence/<ref:ref>/", views.evidence_detail, name="evidence-detail"),
    path("sources/<public_slug:slug>/", views.source_detail, name="source-detail"),
    path("parties/", views.party_list, name="party-list"),
    path("parties/<public_slug:slug>/", views.party_detail, name="party-detail"),
    path("topics/", views.topic_list, name="topic-list"),
    path("topics/<public_slug:slug>/", views.topic_detail, name="topic-detail"),
]
