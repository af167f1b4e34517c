"""The addresses of the curation desk, below `/admin/desk/`."""

from typing import Any

from django.contrib.admin import AdminSite
from django.urls import path

from govkb.desk import intake_views, workbench_coverage, workbench_views
from govkb.desk.intake_login import losing_nothing


def desk_urls(site: AdminSite) -> list[Any]:
    """Return the addresses of the desk; every one asks for a login, as the rest of the admin."""
    wrap = site.admin_view
    return [
        path("desk/", losing_nothing(site, intake_views.add), name="desk-intake-add"),
        path(
            "desk/texts/<int:pk>/", losing_nothing(site, intake_views.preview), name="desk-intake"
        ),
        path(
            "desk/texts/<int:pk>/article/", wrap(intake_views.article), name="desk-intake-article"
        ),
        path("desk/texts/<int:pk>/next/", wrap(intake_views.what_next), name="desk-intake-next"),
        path(
            "desk/texts/<int:pk>/clauses/",
            losing_nothing(site, intake_views.clauses),
            name="desk-intake-clauses",
        ),
        path(
            "desk/texts/<int:pk>/declaration/",
            losing_nothing(site, intake_views.declaration),
            name="desk-intake-declaration",
        ),
        path(
            "desk/sources/<slug:slug>/",
            losing_nothing(site, workbench_views.bench),
            name="desk-workbench",
        ),
        path(
            "desk/sources/<slug:slug>/coverage/",
            losing_nothing(site, workbench_coverage.not_mentioned),
            name="desk-coverage",
        ),
    ]
