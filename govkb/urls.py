"""The site map, in the order in which a visitor meets it."""

from django.contrib import admin
from django.urls import include, path, re_path
from django.views.generic import TemplateView

from govkb import error_views, views
from govkb.api_views import NoSuchAddress

handler400 = error_views.bad_request
handler403 = error_views.permission_denied
handler404 = error_views.page_not_found
handler500 = error_views.server_error

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("", include("commitments.urls")),
    path("", include("sources.urls")),
    # What a reader needs in order to trust the rest
    path("about/", TemplateView.as_view(template_name="pages/about.html"), name="about"),
    path("about/method/", TemplateView.as_view(template_name="pages/method.html"), name="method"),
    path("about/source-kinds/", views.source_kinds, name="source-kinds"),
    path("about/coverage/", views.coverage, name="coverage"),
    path(
        "accessibility/",
        TemplateView.as_view(template_name="pages/accessibility.html"),
        name="accessibility",
    ),
    path("privacy/", TemplateView.as_view(template_name="pages/privacy.html"), name="privacy"),
    path("licence/", TemplateView.as_view(template_name="pages/licence.html"), name="licence"),
    # For machines, and for curators
    path("problems/", error_views.problem_list, name="problem-list"),
    path("problems/<slug:slug>/", error_views.problem_detail, name="problem-detail"),
    path("api/v1/", include("govkb.api_urls")),
    # With the slash, so that an address without one is still led to the right place
    re_path(r"^api/.*/\Z", NoSuchAddress.as_view()),
    path("admin/", admin.site.urls),
]
