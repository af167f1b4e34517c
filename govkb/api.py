"""The policy of the API: what a query may ask, how lists are paged, what an error looks like.

Settings name these classes, so that the viewsets of both apps follow one policy without knowing it.
"""

import difflib
import logging
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.signals import got_request_exception
from django.core.signing import BadSignature, Signer
from django.db.models import Q, QuerySet
from django.forms import ChoiceField, DateField, Field, Form, ModelChoiceField
from django.http import Http404
from django.urls import reverse
from rest_framework import status
from rest_framework.exceptions import APIException
from rest_framework.filters import BaseFilterBackend
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param
from rest_framework.views import APIView

from sources.filters import ChoicesField
from sources.publication import Gone, Moved

logger = logging.getLogger("django.request")

PROBLEM_TYPE = "application/problem+json"


class ParameterError(APIException):
    """The query asks for what the resource does not offer; `errors` says so for each parameter."""

    status_code = status.HTTP_400_BAD_REQUEST

    def __init__(self, errors: list[dict[str, Any]]) -> None:
        super().__init__(" ".join(error["detail"] for error in errors))
        self.errors = errors


# Errors


def problem(error: Exception, context: dict[str, Any]) -> Response | None:
    """Answer an exception as RFC 9457 has it: https://www.rfc-editor.org/rfc/rfc9457.

    A moved object redirects to its present address in the API. An error of ours is logged and
    answered as 500; with DEBUG it is left to Django's own page.
    """
    request = context["request"]
    match error:
        case Moved():
            return moved(error, request)
        case ParameterError():
            return parameter_problem(error)
        case Gone():
            code, detail = 410, error.object.withdrawn_reason
        case Http404():
            code, detail = 404, str(error) or "There is nothing at this address."
        case PermissionDenied():
            code, detail = 403, "This is not for everyone."
        case APIException():
            code, detail = error.status_code, str(error.detail)
        case _ if settings.DEBUG:
            return None
        case _:
            # As Django does itself: the test client and error trackers listen to the signal.
            got_request_exception.send(sender=None, request=request._request)
            logger.error("Internal Server Error: %s", request.path, exc_info=error)
            code, detail = 500, "Something went wrong on our side. It has been logged."
    return problem_response(code, detail)


def parameter_problem(error: ParameterError) -> Response:
    """Answer a misused parameter; unknown ones have a type of their own."""
    is_unknown = any(one["code"] == "unknown" for one in error.errors)
    name = "unknown-parameter" if is_unknown else "invalid-parameter"
    title = "Unknown query parameter" if is_unknown else "Invalid query parameter"
    return problem_response(400, str(error.detail), name, title, errors=error.errors)


def moved(error: Moved, request: Request) -> Response:
    """Redirect to the same resource under the object's present slug."""
    match = request.resolver_match
    address = reverse(match.view_name, kwargs={**match.kwargs, "slug": error.object.slug})
    return Response(status=301, headers={"Location": request.build_absolute_uri(address)})


def problem_response(
    code: int, detail: str, name: str = "", title: str = "", **extensions: Any
) -> Response:
    """Return a problem of that status; its type is named after the status unless `name` is."""
    phrase = HTTPStatus(code).phrase
    name = name or phrase.lower().replace(" ", "-")
    body = {
        "type": f"/problems/{name}/",
        "title": title or phrase,
        "status": code,
        "detail": detail,
        **extensions,
    }
    return Response(body, status=code, content_type=PROBLEM_TYPE)


# Parameters


def suggestion(word: str, known: Iterable[str]) -> dict[str, str]:
    """Return the nearest known word, if one is near, as a member of a problem."""
    nearest = difflib.get_close_matches(word, list(known), n=1)
    return {"suggestion": nearest[0]} if nearest else {}


class StrictFilterBackend(BaseFilterBackend):
    """Filter by the view's FilterSet, and refuse every parameter that it does not read.

    A parameter is refused with 400 when it is unknown, given twice, empty or malformed. None is
    ever ignored: a reader of the answer may rely on every word of the question.
    """

    def filter_queryset(self, request: Request, queryset: QuerySet, view: APIView) -> QuerySet:
        is_list = view.action == "list"
        filterset_class = view.filterset_class if is_list else None
        filters = filterset_class.base_filters if filterset_class else {}
        paging = ("cursor", "limit") if is_list else ()
        errors = list(refuse_misuse(request, sorted([*filters, *paging])))
        filterset = filterset_class and filterset_class(
            request.query_params, queryset=queryset, request=request
        )
        if filterset is not None:
            named = {error["parameter"] for error in errors}
            errors += [
                error
                for error in refuse_malformed(filterset.form)
                if error["parameter"] not in named
            ]
        if errors:
            raise ParameterError(errors)
        return queryset if filterset is None else filterset.qs

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:
        if view.action != "list":
            return []
        form = view.filterset_class(queryset=view.queryset.none()).form
        return [
            {
                "name": name,
                "in": "query",
                "required": False,
                "description": describe(field),
                **parameter_schema(field),
            }
            for name, field in form.fields.items()
        ]


def refuse_misuse(request: Request, allowed: list[str]) -> Iterable[dict[str, Any]]:
    """Yield an error for each parameter that is unknown, repeated, empty or has a NUL."""
    for name, values in request.query_params.lists():
        if name not in allowed:
            near = suggestion(name, allowed)
            hint = f" Did you mean “{near['suggestion']}”?" if near else ""
            yield {
                "parameter": name,
                "code": "unknown",
                "detail": f"“{name}” is not a parameter of {request.path}.{hint}",
                **near,
                "allowed": allowed,
            }
        elif len(values) > 1:
            several = f"{name}__in"
            hint = f" Several values are given as {several}=a,b." if several in allowed else ""
            yield {
                "parameter": name,
                "code": "repeated",
                "detail": f"“{name}” is given {len(values)} times.{hint}",
            }
        elif not values[0].strip():
            yield {"parameter": name, "code": "empty", "detail": f"“{name}” has no value."}
        elif "\x00" in values[0]:
            yield {
                "parameter": name,
                "code": "invalid",
                "detail": f"“{name}” has a null character.",
            }


def refuse_malformed(form: Form) -> Iterable[dict[str, Any]]:
    """Yield an error for each parameter whose value the form does not accept."""
    for name, messages in form.errors.get_json_data().items():
        known = choices(form.fields[name])
        yield {
            "parameter": name,
            "code": "invalid",
            "detail": f"{name}: {messages[0]['message']}",
            **(suggestion(form.data[name], known) if known else {}),
            **({"allowed": known} if known else {}),
        }


def choices(field: Field) -> list[str]:
    """Return the values that a field takes; an empty list when they are not a fixed set."""
    if isinstance(field, ModelChoiceField) or not isinstance(field, ChoiceField | ChoicesField):
        return []
    return [value for value, _label in field.choices if value]


def describe(field: Field) -> str:
    """Return what a parameter means: its label, and its help text as a second sentence."""
    label = str(field.label or "")
    return f"{label[:1].upper()}{label[1:]}. {field.help_text}".strip()


def parameter_schema(field: Field) -> dict[str, Any]:
    """Return the parts of an OpenAPI parameter that tell what values it takes."""
    if isinstance(field, ChoicesField):
        items = {"type": "string", "enum": choices(field)}
        return {
            "schema": {"type": "array", "items": items},
            "style": "form",
            "explode": False,
        }
    if known := choices(field):
        return {"schema": {"type": "string", "enum": known}}
    if isinstance(field, DateField):
        return {"schema": {"type": "string", "format": "date"}}
    schema: dict[str, Any] = {"type": "string", "minLength": 1}
    if maximum := getattr(field, "max_length", None):
        schema["maxLength"] = maximum
    return {"schema": schema}


# Paging


class StableCursorPagination(BasePagination):
    """Pages that begin after a key, not at a count, so rows added or removed shift nothing.

    The view's `keyset` names the lookups that order its list: together unique, never null, and
    readable from the rows without a query. A cursor is the key of a row, signed, and good for the
    list that issued it only. Walking `next` until it is null meets each row that was there all the
    time exactly once.
    """

    default_limit = 50
    max_limit = 500

    def paginate_queryset(
        self, queryset: QuerySet, request: Request, view: APIView
    ) -> list[Any] | None:
        self.request = request
        self.keyset = view.keyset
        self.signer = Signer(salt=f"govkb.api.{view.basename}")
        limit = self.read_limit(request.query_params.get("limit"))
        backwards, key = self.read_cursor(request.query_params.get("cursor"))
        order = [f"-{lookup}" for lookup in self.keyset] if backwards else self.keyset
        if key:
            queryset = queryset.filter(beyond(self.keyset, key, "lt" if backwards else "gt"))
        rows = list(queryset.order_by(*order)[: limit + 1])
        more, rows = len(rows) > limit, rows[:limit]
        if backwards:
            rows.reverse()
        self.next = rows and (more or backwards) and self.address(rows[-1], backwards=False)
        self.previous = (
            rows and (more if backwards else key) and self.address(rows[0], backwards=True)
        )
        return rows

    def get_paginated_response(self, data: list[Any]) -> Response:
        links = [(self.next, "next"), (self.previous, "prev")]
        header = ", ".join(f'<{address}>; rel="{rel}"' for address, rel in links if address)
        body = {"next": self.next or None, "previous": self.previous or None, "results": data}
        return Response(body, headers={"Link": header} if header else None)

    def read_limit(self, value: str | None) -> int:
        """Return the number of rows asked for; raise ParameterError unless from 1 to the limit."""
        if value is None:
            return self.default_limit
        if value.isascii() and value.isdigit() and len(value) < 9:
            limit = int(value)
            if 1 <= limit <= self.max_limit:
                return limit
        detail = f"limit: give a whole number from 1 to {self.max_limit}."
        raise ParameterError([{"parameter": "limit", "code": "invalid", "detail": detail}])

    def read_cursor(self, value: str | None) -> tuple[bool, list[Any]]:
        """Return the direction and the key; raise ParameterError for a cursor that is not ours."""
        if value is None:
            return False, []
        try:
            backwards, *key = self.signer.unsign_object(value)
        except (BadSignature, ValueError) as error:
            detail = "cursor: use the addresses that `next` and `previous` give, unchanged."
            raise ParameterError(
                [{"parameter": "cursor", "code": "invalid", "detail": detail}]
            ) from error
        return backwards, key

    def address(self, row: Any, *, backwards: bool) -> str:
        """Return the address of the page that begins beside a row."""
        cursor = self.signer.sign_object([backwards, *(read(row, path) for path in self.keyset)])
        return replace_query_param(self.request.build_absolute_uri(), "cursor", cursor)

    def get_schema_operation_parameters(self, _view: APIView) -> list[dict[str, Any]]:
        limit = {
            "type": "integer",
            "minimum": 1,
            "maximum": self.max_limit,
            "default": self.default_limit,
        }
        return [
            {
                "name": "limit",
                "in": "query",
                "required": False,
                "description": "How many results a page has at most.",
                "schema": limit,
            },
            {
                "name": "cursor",
                "in": "query",
                "required": False,
                "description": "Where the page begins, from `next` or `previous` of another page.",
                "schema": {"type": "string", "minLength": 1},
            },
        ]

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        address = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {
                "next": {**address, "description": "The page after this one; null at the end."},
                "previous": {**address, "description": "The page before; null at the beginning."},
                "results": schema,
            },
        }


def read(row: Any, lookup: str) -> Any:
    """Return the value of a lookup such as `clause__declaration__slug` from a row."""
    for name in lookup.split("__"):
        row = getattr(row, name)
    return row


def beyond(keyset: tuple[str, ...], key: list[Any], way: str) -> Q:
    """Return the condition that a row's key comes after (`gt`) or before (`lt`) the given one.

    Key by key as words are sorted letter by letter. The first part also bounds the whole, so that
    an index on it is used.
    """
    condition = Q()
    same: dict[str, Any] = {}
    for lookup, value in zip(keyset, key, strict=True):
        condition |= Q(**same, **{f"{lookup}__{way}": value})
        same[lookup] = value
    return Q(**{f"{keyset[0]}__{way}e": key[0]}) & condition
