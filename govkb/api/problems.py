"""What an error looks like, and what each kind of error means.

Every answer of 400 and above under /api/ is a problem as RFC 9457 has it
(https://www.rfc-editor.org/rfc/rfc9457): JSON whatever format was asked for, since a client that
asked for CSV must not have to look for an error in a table. `type` leads to a page that says what
happened and what to do.
"""

import json
import logging
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.signals import got_request_exception
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rest_framework import status
from rest_framework.exceptions import APIException
from rest_framework.request import Request

from sources.publication import Gone, Moved

logger = logging.getLogger("django.request")

PROBLEM_TYPE = "application/problem+json"
API_PREFIX = "/api/"
API_PAGES = ("/api/reference/", "/api/changelog")  # for people, and for their feed readers
RETRY_AFTER = 10  # seconds, when the database does not answer

# The database cannot be reached, or will not answer now: locked, restarting, out of connections.
DatabaseDown = (OperationalError, InterfaceError)


class ParameterError(APIException):
    """The query asks for what the resource does not offer; `errors` says so for each parameter."""

    status_code = status.HTTP_400_BAD_REQUEST

    def __init__(self, errors: list[dict[str, Any]]) -> None:
        super().__init__(" ".join(error["detail"] for error in errors))
        self.errors = errors


@dataclass(frozen=True, slots=True)
class ProblemType:
    """A kind of error as its page explains it. `title` never changes; programs compare `slug`s."""

    slug: str
    status: int
    title: str
    cause: str | Promise
    example: str
    fix: str | Promise

    @property
    def url(self) -> str:
        return reverse("problem-detail", kwargs={"slug": self.slug})


PROBLEM_TYPES = {
    one.slug: one
    for one in [
        ProblemType(
            "unknown-parameter",
            400,
            "Unknown query parameter",
            _(
                "The address has a parameter that this resource does not know. Nothing is ever "
                "ignored, because an ignored filter gives an answer to another question."
            ),
            "/api/v1/evidence/?stanse=supports",
            _(
                "`errors` names each such parameter, the nearest one that exists, and all that "
                "exist. Names of filters are those of the fields in the answer."
            ),
        ),
        ProblemType(
            "invalid-parameter",
            400,
            "Invalid query parameter",
            _(
                "A parameter is known, but its value is not of its kind, is empty, is given twice, "
                "or names something that is not published."
            ),
            "/api/v1/evidence/?stance=suports",
            _(
                "`errors` says for each parameter what is expected and, where the values are a "
                "fixed set, which they are. Several values go into one parameter, separated by "
                "commas: stance__in=supports,distorts. A cursor belongs to the list, the filters "
                "and the order that it came from."
            ),
        ),
        ProblemType(
            "bad-request",
            400,
            "Bad Request",
            _("The request cannot be read: its address, its host or one of its headers is broken."),
            "GET /api/v1/claims/ with a Host header that is not ours",
            _("Compare the request as it was sent with the examples of the documentation."),
        ),
        ProblemType(
            "forbidden",
            403,
            "Forbidden",
            _("The text exists, but the rights of its source do not let us show it."),
            "/sources/some-article/versions/1/raw/",
            _("Read it at the publisher's: the source's `external_url` leads there."),
        ),
        ProblemType(
            "not-found",
            404,
            "Not Found",
            _("Nothing is published at this address, and nothing ever was."),
            "/api/v1/claims/2222222/",
            _(
                "Look for a slip in the address, or look the object up in its list. What has once "
                "been public keeps its address: it redirects, or says that it was withdrawn."
            ),
        ),
        ProblemType(
            "method-not-allowed",
            405,
            "Method Not Allowed",
            _("The API is read-only: it knows GET, HEAD and OPTIONS."),
            "POST /api/v1/claims/",
            _("Use GET. The `Allow` header lists what there is."),
        ),
        ProblemType(
            "not-acceptable",
            406,
            "Not Acceptable",
            _("The `Accept` header names only formats that this address does not offer."),
            "GET /api/v1/claims/ with Accept: image/png",
            _("Leave the header out for JSON, or name one of the formats of the documentation."),
        ),
        ProblemType(
            "gone",
            410,
            "Gone",
            _("It was published here and has been withdrawn; `detail` says why."),
            "/api/v1/claims/…/",
            _("Do not cite it any more. Its address will never stand for anything else."),
        ),
        ProblemType(
            "too-many-requests",
            429,
            "Too Many Requests",
            _(
                "More requests came from one network address than the limit allows. The limit is "
                "stated in the `RateLimit-Policy` header of every answer."
            ),
            "the 121st request within a minute",
            _(
                "Wait for as many seconds as `Retry-After` says. Ask for more rows at once "
                "(limit=500), or send back the `ETag` of what you have in `If-None-Match`: an "
                "answer of 304 does not count."
            ),
        ),
        ProblemType(
            "internal-server-error",
            500,
            "Internal Server Error",
            _("Something went wrong on our side. It has been logged under the `request_id`."),
            "any address",
            _("Try again later. If it stays, report it together with the `request_id`."),
        ),
        ProblemType(
            "service-unavailable",
            503,
            "Service Unavailable",
            _(
                "The database does not answer at the moment, or as many exports are being sent as "
                "this server sends at once."
            ),
            "any address",
            _("Try again after as many seconds as `Retry-After` says."),
        ),
    ]
}


def wants_problem(request: HttpRequest) -> bool:
    """Tell whether the address is for programs: all of the API but its documentation."""
    path = request.path
    return path.startswith(API_PREFIX) and path != API_PREFIX and not path.startswith(API_PAGES)


def problem_response(
    request: HttpRequest,
    code: int,
    detail: str,
    *,
    slug: str = "",
    headers: dict[str, str] | None = None,
    **extensions: Any,
) -> HttpResponse:
    """Return a problem of that status; its type is named after the status unless `slug` is."""
    phrase = HTTPStatus(code).phrase
    slug = slug or phrase.lower().replace(" ", "-")
    known = PROBLEM_TYPES.get(slug)
    body: dict[str, Any] = {
        # A status that we have no page for is named by its phrase, as the RFC has it.
        "type": known.url if known else "about:blank",
        "title": known.title if known else phrase,
        "status": code,
        "detail": detail,
    }
    if request_id := getattr(request, "id", ""):
        body |= {"instance": f"urn:request:{request_id}", "request_id": request_id}
    text = json.dumps(body | extensions, ensure_ascii=False)
    response = HttpResponse(text, status=code, content_type=PROBLEM_TYPE)
    for name, value in (headers or {}).items():
        response[name] = value
    return response


def problem(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """Answer an exception of a view of the API. REST framework's `EXCEPTION_HANDLER`.

    A moved object redirects to its present address in the API. An error of ours is logged and
    answered as 500, or 503 when the database is away; with DEBUG it is left to Django's own page.
    """
    request: Request = context["request"]
    slug, extensions, headers = "", {}, {}
    match error:
        case Moved():
            return moved(error, request)
        case ParameterError():
            code, detail = 400, str(error.detail)
            is_unknown = any(one["code"] == "unknown" for one in error.errors)
            slug = "unknown-parameter" if is_unknown else "invalid-parameter"
            extensions = {"errors": error.errors}
        case Gone():
            code, detail = 410, error.object.withdrawn_reason
        case Http404():
            code, detail = 404, str(error) or "There is nothing at this address."
        case PermissionDenied():
            code, detail = 403, "This is not for everyone."
        case APIException():
            code, detail = error.status_code, str(error.detail)
            if wait := getattr(error, "wait", None):
                headers = {"Retry-After": str(wait)}
        case _ if settings.DEBUG:
            return None
        case _:
            # As Django does itself: the test client and error trackers listen to the signal.
            got_request_exception.send(sender=None, request=request._request)
            logger.error("Internal Server Error: %s", request.path, exc_info=error)
            code, detail, headers = failure(error)
    return problem_response(
        request._request, code, detail, slug=slug, headers=headers, **extensions
    )


def failure(error: BaseException | None) -> tuple[int, str, dict[str, str]]:
    """Return status, detail and headers for an error of ours."""
    if isinstance(error, DatabaseDown):
        detail = "The database does not answer at the moment."
        return 503, detail, {"Retry-After": str(RETRY_AFTER)}
    return 500, "Something went wrong on our side. It has been logged.", {}


def moved(error: Moved, request: Request) -> HttpResponse:
    """Redirect to the same resource under the object's present slug."""
    match = request.resolver_match
    address = reverse(match.view_name, kwargs={**match.kwargs, "slug": error.object.slug})
    if query := request.META.get("QUERY_STRING"):
        address = f"{address}?{query}"
    return HttpResponse(status=301, headers={"Location": request.build_absolute_uri(address)})
