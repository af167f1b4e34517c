"""Pages of a list that begin after a key, and how far they reach."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import orjson
from django.core.exceptions import FieldDoesNotExist
from django.core.signing import BadSignature, Signer
from django.db.models import DateField, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from govkb.api.problems import ParameterError
from sources.rows import Slot, Statement, Values

DEFAULT_LIMIT = 50
MAX_LIMIT = 500
MAX_BYTES = 1_000_000  # of the rows of one page, as JSON

# Parameters that change how a page looks, but not which rows the list has nor their order: a
# cursor is good for any value of these.
COSMETIC = {"cursor", "limit", "count", "fields", "omit", "expand"}


@dataclass(frozen=True, slots=True)
class Key:
    """One part of an order: a lookup, and whether greater values come first."""

    lookup: str
    descending: bool = False


@dataclass(frozen=True)
class Listing:
    """What a query means but for the place in it: which rows, and the keys that order them."""

    queryset: QuerySet
    keys: list[Key]
    statements: dict[Any, Statement] = field(default_factory=dict)

    def page(self, key: Sequence[Any], size: int, *, backwards: bool) -> QuerySet:
        """Return so many rows after a key, or before it."""
        order = [
            f"-{one.lookup}" if one.descending != backwards else one.lookup for one in self.keys
        ]
        queryset = self.queryset
        if key:
            queryset = queryset.filter(beyond(self.keys, key, backwards=backwards))
        return queryset.order_by(*order)[:size]

    def statement(
        self, columns: Sequence[str], size: int, *, backwards: bool, begins: bool
    ) -> Statement:
        """Return the statement of a page: columns, then keys; the place is left open (`slots`)."""
        form = (columns, size, backwards, begins)
        if form not in self.statements:
            places = [
                Slot(name, self.field(key.lookup))
                for name, key in zip(slots(self.keys), self.keys, strict=True)
            ]
            page = self.page([] if begins else places, size, backwards=backwards)
            lookups = [key.lookup for key in self.keys]
            self.statements[form] = Statement(page.values_list(*columns, *lookups))
        return self.statements[form]

    def field(self, lookup: str) -> Any:
        """Return the field that a lookup ends at."""
        if lookup in self.queryset.query.annotations:
            return self.queryset.query.annotations[lookup].output_field
        model, field = self.queryset.model, None
        for name in lookup.split("__"):
            field = model._meta.pk if name == "pk" else model._meta.get_field(name)
            model = field.related_model
        return field


def slots(values: Sequence[Any]) -> dict[str, Any]:
    """Return the values of a key by the names of the slots that they go into."""
    return {f"key_{number}": value for number, value in enumerate(values)}


class StableCursorPagination(BasePagination):
    """Pages that begin after a key, not at a count, so rows added or removed shift nothing.

    The view's `keyset` names the lookups that order its list: together unique, never null, and
    readable from the rows without a query; `sort` puts others before them. A cursor is the key of a
    row, signed, and good only for the list, filters and order that issued it. Walking `next` until
    it is null meets each row that was there all the time exactly once, however many there are.

    A page has at most `limit` rows, and fewer when these would be more than `MAX_BYTES`; never
    fewer than one.
    """

    def paginate_queryset(
        self, queryset: QuerySet, request: Request, view: APIView
    ) -> list[Any] | None:
        listing = self.list_of(queryset, request, view)
        key = self.begin(listing, request, view)
        return self.end(list(listing.page(key, self.limit + 1, backwards=self.backwards)), read)

    def paginate_values(self, listing: Listing, request: Request, view: APIView) -> list[Values]:
        """Return a page of the columns of `view.rows`, by a statement that is made only once."""
        key = self.begin(listing, request, view)
        columns = view.rows.columns
        statement = listing.statement(
            columns, self.limit + 1, backwards=self.backwards, begins=not key
        )
        places = {one.lookup: len(columns) + n for n, one in enumerate(self.keys)}
        rows = self.end(statement.rows(**slots(key)), lambda row, lookup: row[places[lookup]])
        return [row[: len(columns)] for row in rows]

    def list_of(self, queryset: QuerySet, request: Request, view: APIView) -> Listing:
        """Return the rows in the order that is asked for."""
        asked = request.query_params.get("sort", "")
        return Listing(*ordering(queryset, view, asked.split(",") if asked else []))

    def begin(self, listing: Listing, request: Request, view: APIView) -> list[Any]:
        """Read where the page is, and return its key; none at the beginning of the list."""
        self.request = request
        self.keys = listing.keys
        self.signer = Signer(salt=f"govkb.api.{view.basename}.{question(request)}")
        self.limit = read_limit(request.query_params.get("limit"))
        self.backwards, key = self.read_cursor(request.query_params.get("cursor"))
        self.began_at_key = bool(key)
        self.count = None
        if read_count(request.query_params.get("count")):
            self.count = listing.queryset.count()
        return key

    def end(self, rows: list[Any], value: Callable[[Any, str], Any]) -> list[Any]:
        """Return the rows of the page in their order; one more than these is only looked at."""
        self.more, self.rows = len(rows) > self.limit, rows[: self.limit]
        if self.backwards:
            self.rows.reverse()
        self.value = value
        return self.rows

    def get_paginated_response(self, data: list[Any]) -> Response:
        data = self.cut(data)
        rows, backwards, more = self.rows, self.backwards, self.more
        following = rows and (more or backwards) and self.address(rows[-1], backwards=False)
        before = (more if backwards else self.began_at_key) and rows
        previous = before and self.address(rows[0], backwards=True)
        links = [(following, "next"), (previous, "prev")]
        header = ", ".join(f'<{address}>; rel="{rel}"' for address, rel in links if address)
        body = {"next": following or None, "previous": previous or None, "results": data}
        if self.count is not None:
            body = {"count": self.count, **body}
        return Response(body, headers={"Link": header} if header else None)

    def cut(self, data: list[Any]) -> list[Any]:
        """Return as many rows as fit into an answer, and remember that there are more."""
        if len(orjson.dumps(data, default=str)) <= MAX_BYTES:
            return data
        size, kept = 0, 0
        for row in reversed(data) if self.backwards else data:
            size += len(orjson.dumps(row, default=str))
            if size > MAX_BYTES and kept:
                break
            kept += 1
        if kept < len(data):
            part = slice(len(data) - kept, None) if self.backwards else slice(kept)
            data, self.rows, self.more = data[part], self.rows[part], True
        return data

    def read_cursor(self, value: str | None) -> tuple[bool, list[Any]]:
        """Return the direction and the key; raise ParameterError for a cursor that is not ours."""
        if value is None:
            return False, []
        try:
            backwards, *key = self.signer.unsign_object(value)
        except (BadSignature, ValueError) as error:
            detail = (
                "cursor: use the addresses that `next` and `previous` give, unchanged. A cursor "
                "belongs to the list, the filters and the order that it came from."
            )
            raise ParameterError(
                [{"parameter": "cursor", "code": "invalid", "detail": detail}]
            ) from error
        return backwards, key

    def address(self, row: Any, *, backwards: bool) -> str:
        """Return the address of the page that begins beside a row."""
        values = (self.value(row, key.lookup) for key in self.keys)
        key = [value.isoformat() if isinstance(value, date) else value for value in values]
        cursor = self.signer.sign_object([backwards, *key])
        query = self.request.query_params.copy()
        query["cursor"] = cursor
        return self.request.build_absolute_uri(f"{self.request.path}?{query.urlencode()}")

    def get_schema_operation_parameters(self, _view: APIView) -> list[dict[str, Any]]:
        described = {
            "limit": (
                (
                    "How many results a page has at most. It has fewer when they would be more "
                    "than a megabyte; `next` goes on where it ends."
                ),
                {
                    "type": "integer",
                    "minimum": 1,
                    "maximum": MAX_LIMIT,
                    "default": DEFAULT_LIMIT,
                },
            ),
            "cursor": (
                "Where the page begins, from `next` or `previous` of another page of this list.",
                {"type": "string", "minLength": 1},
            ),
            "count": (
                "Whether to count all results as well.",
                {"type": "string", "enum": ["true", "false"], "default": "false"},
            ),
        }
        return [
            {
                "name": name,
                "in": "query",
                "required": False,
                "description": description,
                "schema": schema,
            }
            for name, (description, schema) in described.items()
        ]

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        address = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {
                "count": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "How many results there are on all pages; with `count=true`.",
                },
                "next": {**address, "description": "The page after this one; null at the end."},
                "previous": {**address, "description": "The page before; null at the beginning."},
                "results": schema,
            },
        }


# Reading the query


def refuse(parameter: str, detail: str) -> ParameterError:
    """Return the error that a parameter is malformed."""
    error = {"parameter": parameter, "code": "invalid", "detail": f"{parameter}: {detail}"}
    return ParameterError([error])


def read_limit(value: str | None) -> int:
    """Return the number of rows asked for; raise ParameterError unless from 1 to the limit."""
    if value is None:
        return DEFAULT_LIMIT
    if value.isascii() and value.isdigit() and len(value) < 9:
        limit = int(value)
        if 1 <= limit <= MAX_LIMIT:
            return limit
    raise refuse("limit", f"give a whole number from 1 to {MAX_LIMIT}.")


def read_count(value: str | None) -> bool:
    """Return whether all rows are to be counted."""
    if value not in {None, "true", "false"}:
        raise refuse("count", "give true or false.")
    return value == "true"


def question(request: Request) -> str:
    """Return what tells this list from others of its resource: filters and order, not looks."""
    asked = sorted((name, v) for name, v in request.query_params.items() if name not in COSMETIC)
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:16]


# Order


def ordering(queryset: QuerySet, view: APIView, names: list[str]) -> tuple[QuerySet, list[Key]]:
    """Return the keys of an order, those asked for first, and the queryset that has them all.

    A date that may be missing is read as one after all others, or before them in descending order,
    so that what has none comes last both ways.
    """
    keys = []
    for name in names:
        descending = name.startswith("-")
        lookup = view.sortable[name.removeprefix("-")]
        if is_nullable(queryset.model, lookup):
            last = date.min if descending else date.max
            annotation = f"sort_{lookup}"
            queryset = queryset.annotate(
                **{annotation: Coalesce(lookup, Value(last, output_field=DateField()))}
            )
            lookup = annotation
        keys.append(Key(lookup, descending))
    known = {key.lookup for key in keys}
    return queryset, [*keys, *(Key(lookup) for lookup in view.keyset if lookup not in known)]


def is_nullable(model: Any, lookup: str) -> bool:
    """Tell whether a lookup may find nothing. What is annotated by a view never is null."""
    field = None
    for name in lookup.split("__"):
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            return False
        if field.null:
            return True
        model = field.related_model
    return False


def read(row: Any, lookup: str) -> Any:
    """Return the value of a lookup such as `clause__declaration__slug` from a row."""
    if hasattr(row, lookup):
        return getattr(row, lookup)
    for name in lookup.split("__"):
        row = getattr(row, name)
    return row


def beyond(keys: Sequence[Key], values: list[Any], *, backwards: bool) -> Q:
    """Return the condition that a row stands after a key in the order, or before it.

    Key by key as words are sorted letter by letter. The first part also bounds the whole, so that
    an index on it is used.
    """
    condition = Q()
    same: dict[str, Any] = {}
    ways = ["lt" if key.descending != backwards else "gt" for key in keys]
    for key, way, value in zip(keys, ways, values, strict=True):
        condition |= Q(**same, **{f"{key.lookup}__{way}": value})
        same[key.lookup] = value
    return Q(**{f"{keys[0].lookup}__{ways[0]}e": values[0]}) & condition
