"""Addresses of publishers, sources and their captures."""

from django.urls import path

import sources.converters  # noqa: F401 -- registers the converters used below
from sources import views

urlpatterns = [
    path("sources/", views.source_list, name="source-list"),
    # The page of one source shows claims, so it stands in commitments/urls.py.
    path(
        "sources/<public_slug:slug>/versions/<int:number>/",
        views.snapshot_detail,
        name="snapshot-detail",
    ),
    path(
        "sources/<public_slug:slug>/versions/<int:number>/raw/",
        views.snapshot_raw,
        name="snapshot-raw",
    ),
    path("publishers/", views.publisher_list, name="publisher-list"),
    path("publishers/<public_slug:slug>/", views.publisher_detail, name="publisher-detail"),
]
