"""The addresses of the API, version 1. Everything here is read-only and needs no key."""

from django.urls import path, re_path
from rest_framework.routers import SimpleRouter

import commitments.converters  # noqa: F401 -- registers `label`
import sources.converters  # noqa: F401 -- registers `public_slug` and `ref`
from commitments import api as commitments_api
from govkb.api_views import ApiIndex, ApiSchema, NoSuchAddress
from govkb.search.api import SearchView
from sources import api as sources_api
from sources.representations import with_suffix

app_name = "api"

router = SimpleRouter(use_regex_path=False)
router.register("declarations", commitments_api.DeclarationViewSet, "declaration")
router.register("clauses", commitments_api.ClauseViewSet, "clause")
router.register("commitments", commitments_api.CommitmentViewSet, "commitment")
router.register("claims", commitments_api.ClaimViewSet, "claim")
router.register("evidence", commitments_api.EvidenceViewSet, "evidence")
router.register("coverage", commitments_api.CoverageViewSet, "coverage")
router.register("relations", commitments_api.RelationViewSet, "relation")
router.register("sources", commitments_api.SourceViewSet, "source")
router.register("snapshots", sources_api.SnapshotViewSet, "snapshot")
router.register("attempts", sources_api.AttemptViewSet, "attempt")
router.register("integrity", sources_api.IntegrityViewSet, "integrity")
router.register("publishers", sources_api.PublisherViewSet, "publisher")
router.register("parties", commitments_api.PartyViewSet, "party")
router.register("topics", commitments_api.TopicViewSet, "topic")
router.register("vocabularies", commitments_api.VocabularyViewSet, "vocabulary")
router.register("changes", commitments_api.ChangeViewSet, "change")

resources = tuple(
    (prefix, f"{basename}-list", viewset.__doc__.partition("\n")[0])
    for prefix, viewset, basename in router.registry
)

objects_and_lists = [
    *router.urls,
    path("search/", SearchView.as_view(), name="search"),
    # What the world names within something else is addressed within it.
    path(
        "declarations/<public_slug:slug>/clauses/<label:label>/",
        commitments_api.ClauseDetail.as_view({"get": "retrieve"}),
        name="clause-detail",
    ),
    path(
        "sources/<public_slug:slug>/snapshots/<int:number>/",
        commitments_api.SnapshotDetail.as_view({"get": "retrieve"}),
        name="snapshot-detail",
    ),
    path(
        "sources/<public_slug:slug>/snapshots/<int:first>...<int:second>/",
        commitments_api.SnapshotComparison.as_view({"get": "retrieve"}),
        name="snapshot-comparison",
    ),
]

urlpatterns = [
    path("", ApiIndex.as_view(resources=resources), name="index"),
    path("openapi.json", ApiSchema.as_view(), name="openapi"),
    *objects_and_lists,
    *(
        path(with_suffix(str(one.pattern)), one.callback, name=f"{one.name}-in-format")
        for one in objects_and_lists
    ),
    # Only with its slash, so that an address that merely lacks one is redirected first.
    re_path(r"^.*/\Z", NoSuchAddress.as_view(), name="no-such-address"),
]
