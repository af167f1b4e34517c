"""Publishers, sources and snapshots in the API, and what every resource of the API is."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.viewsets import GenericViewSet

from sources.filters import PublisherFilter, SnapshotFilter, SourceFilter
from sources.models import Publisher, Snapshot, Source
from sources.publication import find_public
from sources.serializers import (
    PublisherSerializer,
    SnapshotDetailSerializer,
    SnapshotSerializer,
    SourceSerializer,
)


class PublicList(ListModelMixin, GenericViewSet):
    """A list of published objects.

    A subclass gives `queryset` with its joins, `serializer_class`, `filterset_class`, and
    `keyset`: the lookups that order the list. Together they must be unique and never null, so that
    a cursor means one place in the order. Its docstring's first line describes the resource.
    """

    keyset: tuple[str, ...]

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().published()


class PublicDetail(RetrieveModelMixin, GenericViewSet):
    """One published object; a former name redirects, and a withdrawn object says why."""

    def get_object(self) -> Any:
        # The filters refuse every parameter here: one object cannot be narrowed down.
        queryset = self.filter_queryset(self.get_queryset())
        return find_public(queryset, **{self.lookup_field: self.kwargs[self.lookup_field]})


class PublicViewSet(PublicDetail, PublicList):
    """A list, and each object of it by its slug or reference."""

    lookup_field = "slug"
    lookup_value_converter = "public_slug"


class PublisherViewSet(PublicViewSet):
    """Who issues sources: presidencies, newspapers, law firms, blogs."""

    queryset = Publisher.objects.all()
    serializer_class = PublisherSerializer
    filterset_class = PublisherFilter
    keyset = ("slug",)


class SourceViewSet(PublicViewSet):
    """Articles, pages and documents that report on a declaration, or are its text."""

    queryset = Source.objects.select_related(
        "publisher", "republisher", "derived_from"
    ).with_holdings()
    serializer_class = SourceSerializer
    filterset_class = SourceFilter
    keyset = ("slug",)


class SnapshotViewSet(PublicList):
    """Captures of a source's text at one moment, with their hashes; they never change."""

    queryset = Snapshot.objects.select_related("source").defer("text")
    serializer_class = SnapshotSerializer
    filterset_class = SnapshotFilter
    keyset = ("source__slug", "number")

    def get_queryset(self) -> QuerySet[Any]:
        return GenericViewSet.get_queryset(self).filter(source__status="published")


class SnapshotDetail(PublicDetail):
    """One capture of a source, with its text where the source's rights allow it in full."""

    queryset = Snapshot.objects.select_related("source")
    serializer_class = SnapshotDetailSerializer

    def get_object(self) -> Snapshot:
        self.filter_queryset(self.get_queryset())
        source = find_public(Source.objects.all(), slug=self.kwargs["slug"])
        snapshot = self.get_queryset().filter(source=source, number=self.kwargs["number"]).first()
        if snapshot is None:
            raise Http404("The source has no snapshot of that number.")
        return snapshot
