"""Publishers, sources and snapshots in the API, and what every resource of the API is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404
from django.utils.http import http_date
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import GenericViewSet

from sources.filters import PublisherFilter, SnapshotFilter, SourceFilter
from sources.models import Publisher, Snapshot, Source
from sources.publication import find_public
from sources.representations import InFormats
from sources.serializers import (
    PublisherSerializer,
    SnapshotDetailSerializer,
    SnapshotSerializer,
    SourceSerializer,
)
from sources.shaping import drop, grow, pick
from sources.tables import PUBLISHERS, SNAPSHOTS, SOURCES


@dataclass(frozen=True, slots=True)
class Deprecation:
    """Something of the API that will go: since when, until when, and where to read about it.

    Sent as `Deprecation` (RFC 9745), `Sunset` (RFC 8594) and a link; both times are aware.
    """

    since: datetime
    sunset: datetime | None
    link: str

    def mark(self, response: Any) -> None:
        """Add the headers to a response."""
        response["Deprecation"] = f"@{int(self.since.timestamp())}"
        if self.sunset:
            response["Sunset"] = http_date(self.sunset.timestamp())
        link = f'<{self.link}>; rel="deprecation"; type="text/html"'
        response["Link"] = f"{response['Link']}, {link}" if response.has_header("Link") else link


@dataclass(frozen=True, slots=True)
class Expansion:
    """What stands in a field when a query says `expand=`: the full form instead of the short."""

    serializer: type[BaseSerializer]
    source: str | None = None
    many: bool = False

    def field(self, name: str) -> BaseSerializer:
        source = None if self.source == name else self.source
        return self.serializer(source=source, many=self.many, read_only=True, allow_null=True)


class PublicView(InFormats, GenericViewSet):
    """What a list and an object have in common: which parts of them an answer shows.

    A subclass may name in `expandable` the fields that `expand=` puts their full form into; its
    `get_queryset` then brings what these need when their names are in `self.expanded`. What is
    going to be removed stands in `deprecation` (the whole resource), `deprecated_parameters` or
    `deprecated_fields`; answers that use it say so.
    """

    expandable: ClassVar[Mapping[str, Expansion]] = {}
    deprecation: Deprecation | None = None
    deprecated_parameters: ClassVar[Mapping[str, Deprecation]] = {}
    deprecated_fields: ClassVar[Mapping[str, Deprecation]] = {}

    def names(self, parameter: str) -> list[str]:
        """Return the names that a parameter of the query lists."""
        value = self.request.query_params.get(parameter, "") if self.request else ""
        return value.split(",") if value else []

    @property
    def expanded(self) -> list[str]:
        return [name for name in self.expandable if name in self.names("expand")]

    def get_serializer(self, *args: Any, **kwargs: Any) -> BaseSerializer:
        """Return the serializer with the fields that this answer shows."""
        serializer = super().get_serializer(*args, **kwargs)
        fields = getattr(serializer, "child", serializer).fields
        for name in self.expanded:
            fields[name] = self.expandable[name].field(name)
        wanted, unwanted = grow(self.names("fields")), grow(self.names("omit"))
        for name in list(fields):
            if (wanted and name not in wanted) or unwanted.get(name) == {}:
                fields.pop(name)  # not worth the making
        return serializer

    def shape(self, data: Any) -> Any:
        """Return what `fields` and `omit` leave of the data."""
        return drop(pick(data, grow(self.names("fields"))), grow(self.names("omit")))

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        wanted, unwanted = self.names("fields"), self.names("omit")
        notices = [
            self.deprecation,
            *(one for name, one in self.deprecated_parameters.items() if name in request.GET),
            *(
                one
                for name, one in self.deprecated_fields.items()
                if name not in unwanted and (not wanted or name in wanted)
            ),
        ]
        for notice in notices:
            if notice is not None:
                notice.mark(response)
        return response


class PublicList(ListModelMixin, PublicView):
    """A list of published objects.

    A subclass gives `queryset` with its joins, `serializer_class`, `filterset_class`, and
    `keyset`: the lookups that order the list. Together they must be unique and never null, so that
    a cursor means one place in the order. `sortable` maps the names that `sort=` takes to lookups;
    only lookups of dates may be null. The docstring's first line describes the resource.
    """

    keyset: tuple[str, ...]
    sortable: ClassVar[Mapping[str, str]] = {}

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().published()

    def present(self, rows: list[Any]) -> list[dict[str, Any]]:
        """Return the rows of one page as plain dictionaries."""
        return self.get_serializer(rows, many=True).data

    def list(self, request: Request, *_args: Any, **_kwargs: Any) -> Any:
        if self.is_export(request):
            return self.export(request)
        rows = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.shape(self.present(rows)))


class PublicDetail(RetrieveModelMixin, PublicView):
    """One published object; a former name redirects, and a withdrawn object says why."""

    def retrieve(self, request: Request, *_args: Any, **_kwargs: Any) -> Response:
        found = self.get_object()
        if request.accepted_renderer.format in self.representations:
            return Response(self.represent(request, found))
        return Response(self.shape(self.get_serializer(found).data))

    def get_object(self) -> Any:
        # The filters refuse every parameter here that does not shape the answer.
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
    table = PUBLISHERS
    keyset = ("slug",)
    sortable = {"slug": "slug", "name": "name"}


class SourceViewSet(PublicViewSet):
    """Articles, pages and documents that report on a declaration, or are its text."""

    queryset = Source.objects.select_related(
        "publisher", "republisher", "derived_from"
    ).with_holdings()
    serializer_class = SourceSerializer
    filterset_class = SourceFilter
    table = SOURCES
    keyset = ("slug",)
    sortable = {
        "slug": "slug",
        "title": "title",
        "kind": "kind",
        "publisher": "publisher__slug",
        "language": "language",
        "published_on": "published_on",
        "updated_at": "updated_at",
    }


class SnapshotViewSet(PublicList):
    """Captures of a source's text at one moment, with their hashes; they never change."""

    queryset = Snapshot.objects.select_related("source").defer("text")
    serializer_class = SnapshotSerializer
    filterset_class = SnapshotFilter
    table = SNAPSHOTS
    keyset = ("source__slug", "number")
    sortable = {"source": "source__slug", "number": "number", "captured_at": "captured_at"}

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
