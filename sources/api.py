"""Publishers, sources and snapshots in the API, and what every resource of the API is."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.db.models import Func, IntegerField, QuerySet
from django.db.models.functions import Length
from django.http import Http404
from django.utils.http import http_date
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import GenericViewSet

from sources.filters import AttemptFilter, PublisherFilter, SnapshotFilter, SourceFilter
from sources.models import CaptureAttempt, Publisher, Snapshot, Source
from sources.publication import find_public
from sources.representations import InFormats
from sources.rows import Recent, Rows
from sources.serializers import (
    AttemptSerializer,
    IntegritySerializer,
    PublisherSerializer,
    SnapshotDetailSerializer,
    SnapshotSerializer,
    SourceDetailSerializer,
    SourceSerializer,
)
from sources.shaping import drop, grow, pick
from sources.tables import ATTEMPTS, INTEGRITY, PUBLISHERS, SNAPSHOTS, SOURCES

CURSOR = re.compile(r"[\w:-]+", re.ASCII)
LISTINGS = Recent(500)


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

    @property
    def site(self) -> str:
        """The beginning of absolute addresses: `https://host`."""
        return self.request.build_absolute_uri("/")[:-1]

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
    only lookups of dates may be null. A list that may grow long has `rows`, which make what the
    serializer would without it. The docstring's first line describes the resource.
    """

    keyset: tuple[str, ...]
    sortable: ClassVar[Mapping[str, str]] = {}
    rows: ClassVar[Rows | None] = None

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().published()

    def present(self, rows: list[Any]) -> list[dict[str, Any]]:
        """Return the rows of one page as plain dictionaries."""
        return self.get_serializer(rows, many=True).data

    def list(self, request: Request, *_args: Any, **_kwargs: Any) -> Any:
        if self.is_export(request):
            return self.export(request)
        if self.makes_rows():
            values = self.paginator.paginate_values(self.listing(request), request, self)
            data = self.rows.make(values, self.site)
        else:
            data = self.present(self.paginate_queryset(self.filter_queryset(self.get_queryset())))
        return self.get_paginated_response(self.shape(data))

    def makes_rows(self) -> bool:
        """Tell whether the rows are made without the serializer; the full forms need it."""
        return self.rows is not None and not self.expanded

    def listing(self, request: Request) -> Any:
        """Return what the query means, worked out once in each version of the collection.

        What a name stands for may change with the version, and nothing else does: a cursor changes
        only the place. One that cannot be ours is left to those who say what is wrong with it.
        """
        stamp = getattr(request._request, "stamp", None)
        cursors = request.GET.getlist("cursor")
        asked = tuple(sorted(item for item in request.GET.lists() if item[0] != "cursor"))
        key = stamp and (stamp, type(self), str(asked))
        if cursors and not (len(cursors) == 1 and CURSOR.fullmatch(cursors[0])):
            key = None
        listing = LISTINGS.get(key) if key else None
        if listing is None:
            queryset = self.filter_queryset(self.get_queryset())
            listing = self.paginator.list_of(queryset, request, self)
            if key:
                LISTINGS.keep(key, listing)
        return listing


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

    def get_serializer_class(self) -> type[SourceSerializer]:
        return SourceSerializer if self.action == "list" else SourceDetailSerializer


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


class Utf8Length(Func):
    """How many bytes a text has in UTF-8."""

    function = "OCTET_LENGTH"
    output_field = IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "LENGTH(CAST(%(expressions)s AS BLOB))"
        return self.as_sql(compiler, connection, template=template, **context)


class IntegrityViewSet(SnapshotViewSet):
    """Hashes and lengths of all captures, so that anyone can re-compute them."""

    queryset = SnapshotViewSet.queryset.annotate(
        characters=Length("text"), bytes=Utf8Length("text")
    )
    serializer_class = IntegritySerializer
    table = INTEGRITY


class AttemptViewSet(PublicList):
    """Tries to fetch sources from their addresses, the failed ones too, and what came of each."""

    queryset = CaptureAttempt.objects.select_related("source", "snapshot").defer("snapshot__text")
    serializer_class = AttemptSerializer
    filterset_class = AttemptFilter
    table = ATTEMPTS
    keyset = ("source__slug", "attempted_at", "pk")
    sortable = {"source": "source__slug", "attempted_at": "attempted_at", "outcome": "outcome"}


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
