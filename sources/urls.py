"""Addresses of publishers, sources and their captures."""

from django.urls import path

import sources.converters  # noqa: F401 -- registers the converters used below
from sources import api, views
from sources.representations import in_formats, one_of, rows_of

urlpatterns = [
    *in_formats("sources/", views.source_list, rows_of(api.SourceViewSet), name="source-list"),
    # The page of one source shows claims, and a citation of a snapshot is made there too, so both
    # stand in commitments/urls.py.
    path(
        "sources/<public_slug:slug>/versions/<int:number>/raw/",
        views.snapshot_raw,
        name="snapshot-raw",
    ),
    path(
        "sources/<public_slug:slug>/versions/<int:number>/original/",
        views.snapshot_original,
        name="snapshot-original",
    ),
    path(
        "sources/<public_slug:slug>/versions/<int:number>/changes/",
        views.snapshot_changes,
        name="snapshot-changes",
    ),
    path("sources/<public_slug:slug>/timemap/", views.timemap, name="source-timemap"),
    path("sources/<public_slug:slug>/timegate/", views.timegate, name="source-timegate"),
    *in_formats(
        "publishers/",
        views.publisher_list,
        rows_of(api.PublisherViewSet),
        name="publisher-list",
    ),
    *in_formats(
        "publishers/<public_slug:slug>/",
        views.publisher_detail,
        one_of(api.PublisherViewSet),
        name="publisher-detail",
    ),
]
