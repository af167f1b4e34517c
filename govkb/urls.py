"""The site map, in the order in which a visitor meets it."""

from django.contrib import admin
from django.urls import include, path, re_path
from django.views.generic import RedirectView, TemplateView

from govkb import error_views, views
from govkb.api_views import NoSuchAddress
from govkb.documentation import views as documentation
from govkb.documentation.changelog import ChangelogFeed
from govkb.search import views as search_views

handler400 = error_views.bad_request
handler403 = error_views.permission_denied
handler404 = error_views.page_not_found
handler500 = error_views.server_error

urlpatterns = [
    # Asked for most, and many addresses to try before it would be felt
    path("api/v1/", include("govkb.api_urls")),
    path("", views.home, name="home"),
    path("search/", search_views.search, name="search"),
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
    path("api/", documentation.landing, name="api-docs"),
    path("api/reference/", RedirectView.as_view(url="/api/#resources"), name="api-references"),
    path("api/reference/<slug:name>/", documentation.reference, name="api-reference"),
    path("api/changelog/", documentation.changelog, name="api-changelog"),
    path("api/changelog.atom", ChangelogFeed(), name="api-changelog-feed"),
    # With the slash, so that an address without one is still led to the right place
    re_path(r"^api/(?!reference/|changelog/).*/\Z", NoSuchAddress.as_view()),
    path("admin/", admin.site.urls),
]
