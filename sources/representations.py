"""One thing in several formats: which are offered, at which addresses, and lists sent whole.

A format is chosen by the suffix of the address (`/claims/k7m2qxd.bib`) or by `Accept`. How a format
is written is the business of the renderers in the settings; here is what they are given.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from itertools import islice
from threading import BoundedSemaphore
from typing import Any, ClassVar

from django.conf import settings
from django.db import connections, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import URLPattern, path
from django.utils.cache import patch_vary_headers
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from sources.rows import Statement

CHUNK = 100  # models in memory at a time; with more, what they leave is collected too late
ROWS = 500  # rows of plain values, of which nothing is left
RETRY_AFTER = 30  # seconds, when too many exports are being sent
EXPORTS = ("csv", "ndjson")

# A table has all rows and columns that are its own.
NOT_FOR_EXPORTS = ("limit", "cursor", "count", "sort")
NOT_FOR_TABLES = ("fields", "omit", "expand")

# Each export that is being sent holds a connection, and a thread of the server.
_exports = BoundedSemaphore(settings.EXPORTS_AT_ONCE)

Represent = Callable[[Any, Callable[[str], str]], Any]


@dataclass(frozen=True, slots=True)
class Table:
    """How the objects of a list become rows of a table.

    `columns` maps the names of the columns to dotted paths into the object's JSON. With `each`, a
    path to a list, every item of it is a row; an object without items has one row if `keep_empty`.
    Paths that begin with `each` then lead into the item. `count` tells how many rows that makes.
    """

    columns: Mapping[str, str]
    each: str = ""
    keep_empty: bool = True
    count: Callable[[QuerySet[Any]], int] = lambda rows: rows.count()

    def rows(self, objects: Iterable[dict[str, Any]]) -> Iterator[list[Any]]:
        """Yield the cells of every row."""
        for one in objects:
            items = one[self.each] if self.each else [{}]
            for item in items or ([{}] if self.keep_empty else []):
                whole = one | {self.each: item} if self.each else one
                yield [follow(whole, path) for path in self.columns.values()]


def same(*names: str) -> dict[str, str]:
    """Return columns that are named as their fields, with underscores for the dots of paths."""
    return {name.replace(".", "_"): name for name in names}


def follow(data: Any, path: str) -> Any:
    """Return what a dotted path leads to: a list where it goes through one, None where it ends."""
    for name in path.split("."):
        if isinstance(data, list):
            data = [one.get(name) for one in data]
        else:
            data = data.get(name) if data else None
    return data


class InFormats:
    """A view of the API in more formats than JSON.

    `representations` maps a format to the function that makes it of the object and of `site`, which
    makes paths absolute. A list is offered as NDJSON, and as CSV if it has a `table`.
    """

    representations: ClassVar[Mapping[str, Represent]] = {}
    table: ClassVar[Table | None] = None

    def get_renderers(self) -> list[BaseRenderer]:
        return [one for one in super().get_renderers() if one.format in self.offered_formats()]

    def offered_formats(self) -> list[str]:
        """Return the formats of this action, JSON first."""
        if self.action == "list":
            return ["json", *(name for name in EXPORTS if name != "csv" or self.table)]
        return ["json", *(self.representations if self.action == "retrieve" else ())]

    # One object

    def represent(self, request: Request, thing: Any) -> Any:
        """Return the object in the format that was asked for, which is not JSON.

        Raises ValidationError for parameters: they choose among the fields of the JSON.
        """
        if request.query_params:
            name = next(iter(request.query_params))
            raise ValidationError(f"“{name}” has no meaning here: it is for JSON.")
        make = self.representations[request.accepted_renderer.format]
        return make(thing, request.build_absolute_uri)

    # All of a list

    def is_export(self, request: Request) -> bool:
        return request.accepted_renderer.format in EXPORTS

    def export(self, request: Request) -> HttpResponse:
        """Return everything that the filters leave, in the order of the list's names.

        `Govkb-Row-Count` is the number of rows that follow, header not counted. Both are read at
        one moment. Rows are read, made and sent in chunks, so the memory it takes is constant.
        Raises Busy when as many exports as settings allow are being sent: each holds a connection
        to the database until its last row.
        """
        queryset = self.filter_queryset(self.get_queryset()).order_by(*self.keyset)
        options = self.read_options(request)
        renderer = request.accepted_renderer
        headers = {"Content-Disposition": f'attachment; filename="{self.file_name(request)}"'}
        if getattr(request._request, "is_known", False):
            # The client has it already: it will be told so, and nothing need be read.
            return HttpResponse(content_type=renderer.content_type, headers=headers)
        body = self.everything(renderer, queryset, options)
        count = next(body)  # begins the transaction; what follows is read in the same one
        headers["Govkb-Row-Count"] = str(count)
        if request.method == "HEAD":
            body.close()
            body = iter(())
        return StreamingHttpResponse(body, content_type=renderer.content_type, headers=headers)

    def file_name(self, request: Request) -> str:
        """Return what to call the export: the resource, and the format as its suffix."""
        name = request.path.rstrip("/").rpartition("/")[2].partition(".")[0]
        return f"{name}.{request.accepted_renderer.format}"

    def everything(
        self, renderer: Any, queryset: QuerySet[Any], options: dict[str, bool]
    ) -> Iterator[Any]:
        """Yield the number of rows, then the bytes of all of them."""
        table = self.table if renderer.format == "csv" else None
        with one_of_few(), one_moment(queryset.db):
            yield table.count(queryset) if table else queryset.count()
            if table:
                yield renderer.header(table.columns, **options)
            for objects in self.objects(queryset):
                yield renderer.lines(table.rows(objects) if table else objects, **options)

    def objects(self, queryset: QuerySet[Any]) -> Iterator[Any]:
        """Yield all objects of a list as the API shows them, some at a time."""
        if self.makes_rows():
            site = self.site
            for values in Statement(queryset.values_list(*self.rows.columns)).chunks(ROWS):
                yield self.shape(self.rows.make(values, site))
        else:
            for rows in chunks(queryset.iterator(chunk_size=CHUNK)):
                yield self.shape(self.present(rows))

    def read_options(self, request: Request) -> dict[str, bool]:
        """Return the options of the format, such as `raw` and `bom` of a table.

        Raises ValidationError for what has no meaning here; nothing of a query is ever ignored.
        """
        is_table = request.accepted_renderer.format == "csv"
        refused = [*NOT_FOR_EXPORTS, *(NOT_FOR_TABLES if is_table else ())]
        if wrong := [name for name in refused if name in request.query_params]:
            raise ValidationError(
                f"“{wrong[0]}” has no meaning here: an export has every row, and a table all of "
                "its columns."
            )
        options = {}
        for name in getattr(request.accepted_renderer, "query_parameters", ()):
            value = request.query_params.get(name, "0")
            if value not in {"0", "1"}:
                raise ValidationError(f"{name}: give 1 or 0.")
            options[name] = value == "1"
        return options


def chunks(rows: Iterable[Any]) -> Iterator[list[Any]]:
    """Yield the rows in lists of at most `CHUNK`."""
    rows = iter(rows)
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


class Busy(APIException):
    """As many exports as this process may send at once are being sent: come again."""

    status_code = 503
    default_detail = (
        f"Too many exports are being sent at the moment. Try again in {RETRY_AFTER} seconds, or "
        "page through the list, which is not limited so."
    )
    wait = RETRY_AFTER


@contextmanager
def one_of_few() -> Iterator[None]:
    """Be one of the exports that may be sent at once, or raise Busy without waiting."""
    room = _exports
    if not room.acquire(blocking=False):
        raise Busy
    try:
        yield
    finally:
        room.release()


@contextmanager
def one_moment(using: str) -> Iterator[None]:
    """Read everything as it is at one moment, whatever is written meanwhile.

    On PostgreSQL a repeatable read, on SQLite a deferred transaction: the immediate ones that the
    settings ask for would keep every writer waiting until the last row is sent. Within another
    transaction, that one decides.
    """
    connection = connections[using]
    if connection.in_atomic_block:
        yield
        return
    mode = getattr(connection, "transaction_mode", None)
    try:
        if connection.vendor == "sqlite":
            connection.ensure_connection()
            mode, connection.transaction_mode = connection.transaction_mode, "DEFERRED"
        with transaction.atomic(using):
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
    finally:
        if connection.vendor == "sqlite":
            connection.transaction_mode = mode


# Addresses


def rows_of(viewset: Any) -> Callable[..., Any]:
    """Return the view of a list of the API."""
    return viewset.as_view({"get": "list"}, basename=viewset.queryset.model._meta.model_name)


def one_of(viewset: Any) -> Callable[..., Any]:
    """Return the view of one object of the API."""
    return viewset.as_view({"get": "retrieve"})


def in_formats(
    route: str, page: Callable[..., HttpResponse], data: Callable[..., Any], *, name: str
) -> list[URLPattern]:
    """Return the address of a page, and those of the same thing in other formats.

    The page answers whoever accepts HTML; who prefers another format gets it from `data`, a view of
    the API, at the same address or at that with a suffix instead of the last slash.
    """
    return [
        path(route, negotiated(page, data), name=name),
        path(with_suffix(route), data, name=f"{name}-in-format"),
    ]


def with_suffix(route: str) -> str:
    """Return the route with a suffix instead of the last slash.

    Slugs and references have no dots, so that where the name ends is plain. Labels may have some.
    """
    return f"{route.removesuffix('/').replace('<label:', '<label_of_file:')}.<format:format>"


def negotiated(page: Callable[..., HttpResponse], data: Callable[..., Any]) -> Callable[..., Any]:
    """Return a view that answers with the page, or with data if these are preferred."""

    @wraps(page)
    def view(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        view_class = data.cls(**data.initkwargs)
        view_class.action = data.actions["get"]
        offered = [
            media_type
            for renderer in view_class.get_renderers()
            for media_type in (renderer.media_type, *getattr(renderer, "aliases", ()))
        ]
        # Where nothing offered will do, the API says so.
        wanted = request.get_preferred_type(["text/html", *offered])
        answer = page if wanted == "text/html" else data
        response = answer(request, *args, **kwargs)
        patch_vary_headers(response, ["Accept"])
        return response

    return view
