"""What happens to every request on its way in, and to every answer on its way out.

In the order of `MIDDLEWARE`; what a class needs from those before it is said in its docstring.
"""

import gzip
import re
import time
import uuid
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render

from govkb.api import caching, limits
from govkb.api.problems import problem_response, wants_problem
from govkb.stamp import read_stamp
from sources.publication import Gone, Moved

ADMIN_PREFIX = "/admin/"  # as in urls.py

Answer = Callable[[HttpRequest], HttpResponse]


def is_admin(request: HttpRequest) -> bool:
    """Tell whether the address is the curators'."""
    return request.path.startswith(ADMIN_PREFIX)


def is_public(request: HttpRequest) -> bool:
    """Tell whether everybody gets the same answer: no page of the admin, none for the signed in.

    The API does not look at cookies, so its answers are everybody's.
    """
    if request.method not in {"GET", "HEAD"} or is_admin(request):
        return False
    return wants_problem(request) or settings.SESSION_COOKIE_NAME not in request.COOKIES


class Middleware:
    """What the classes below have in common."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)


class RequestIdMiddleware(Middleware):
    """Give every request a name that its answer and our log share. Stands first.

    A name that the client or a proxy gave is kept when it is short and plain. Answers without a
    body leave here as RFC 9110 has them, whatever the server would do about it: one to HEAD with
    the headers of GET, those of 204 and 304 without length and type.
    """

    SANE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-Id", "")
        request.id = given if self.SANE.fullmatch(given) else uuid.uuid4().hex  # type: ignore[attr-defined]
        response = self.get_response(request)
        response["X-Request-Id"] = request.id  # type: ignore[attr-defined]
        if response.status_code in {204, 304}:
            del response["Content-Length"], response["Content-Type"]
        elif request.method == "HEAD":
            if response.streaming:
                response.streaming_content = ()
            else:
                response["Content-Length"] = str(len(response.content))
                response.content = b""
        return response


class CorsMiddleware(Middleware):
    """Let programs in any web page read the API, and whatever is no web page itself.

    Nothing here depends on credentials, so `*` gives away nothing; browsers send none with it.
    """

    METHODS = "GET, HEAD, OPTIONS"
    EXPOSED = (
        "Content-Disposition, Deprecation, ETag, Govkb-Row-Count, Last-Modified, Link, "
        "Memento-Datetime, RateLimit, RateLimit-Policy, Retry-After, Sunset, X-Request-Id"
    )

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_api = wants_problem(request)
        if request.method == "OPTIONS" and (is_api or self.is_preflight(request)):
            return self.options(request)
        response = self.get_response(request)
        is_page = response.get("Content-Type", "").startswith("text/html")
        if is_api or not (is_page or is_admin(request)):
            response["Access-Control-Allow-Origin"] = "*"
            response["Access-Control-Expose-Headers"] = self.EXPOSED
        return response

    def is_preflight(self, request: HttpRequest) -> bool:
        """Tell whether a browser asks on behalf of a program; never for the admin."""
        return "Access-Control-Request-Method" in request.headers and not is_admin(request)

    def options(self, request: HttpRequest) -> HttpResponse:
        """Say what may be done: the same everywhere, so that even a 404 can be read."""
        response = HttpResponse(status=204, headers={"Allow": self.METHODS})
        response["Access-Control-Allow-Origin"] = "*"
        if self.is_preflight(request):
            response["Access-Control-Allow-Methods"] = self.METHODS
            response["Access-Control-Allow-Headers"] = "*"
            response["Access-Control-Max-Age"] = "86400"
        return response


class CompressionMiddleware(Middleware):
    """Compress public answers for those who can read them so.

    Never those of the admin or of the signed in: what has a secret in it must not change its
    length with what an attacker puts beside it (BREACH). The bytes are the same each time, so that
    an entity tag that names the encoding stays strong.
    """

    LEVEL = 4
    SMALLEST = 500  # bytes
    TEXT = re.compile(r"text/|application/(?:.+\+)?(?:json|xml|x-ndjson|jsonl|x-bibtex)\b")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not is_public(request) or not self.TEXT.match(response.get("Content-Type", "")):
            return response
        if response.has_header("Content-Encoding") or not caching.accepts_gzip(request):
            return response
        if response.streaming:
            response.streaming_content = compress(response.streaming_content, self.LEVEL)
            del response["Content-Length"]
        elif len(response.content) < self.SMALLEST:
            return response
        else:
            response.content = gzip.compress(response.content, self.LEVEL, mtime=0)
            response["Content-Length"] = str(len(response.content))
        response["Content-Encoding"] = "gzip"
        caching.patch_vary_headers(response, ["Accept-Encoding"])
        return response


def compress(chunks: Iterable[bytes], level: int) -> Iterator[bytes]:
    """Yield a stream of gzip, in pieces as they come."""
    packer = zlib.compressobj(level, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    for chunk in chunks:
        if packed := packer.compress(chunk):
            yield packed
    yield packer.flush()


class PublicNamesMiddleware(Middleware):
    """Turn `Moved` into a permanent redirect and `Gone` into a page that says why."""

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Moved):
            return HttpResponsePermanentRedirect(exception.object.get_absolute_url())
        if isinstance(exception, Gone):
            return render(request, "410.html", {"object": exception.object}, status=410)
        return None


class ConditionalMiddleware(Middleware):
    """Answer 304 to whoever has the present answer, and say on each answer which version it is.

    One query, for the collection's version, and for a 304 nothing else. The version is read before
    the answer is made, so an answer is never older than its tag says. Not with DEBUG, where
    templates change without a restart.
    """

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        found = getattr(request, "validators", None)
        if found is not None and response.status_code == 200 and not response.cookies:
            if request.is_known:  # type: ignore[attr-defined]
                response = HttpResponse(status=304)
            caching.add_validators(request, response, *found)
        elif found is not None and response.status_code == 304:
            caching.add_validators(request, response, *found)
        elif settings.SESSION_COOKIE_NAME in request.COOKIES and not wants_problem(request):
            response.setdefault("Cache-Control", caching.STAFF_CACHE_CONTROL)
        return response

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        if settings.DEBUG or not is_public(request):
            return None
        stamp = read_stamp()
        if stamp is None:
            return None
        tag = caching.entity_tag(request, stamp)
        modified = caching.last_modified(stamp, time.time())
        # For views: what their answer is true for, and whether all that will be said of it is 304.
        request.stamp = stamp  # type: ignore[attr-defined]
        request.is_known = caching.is_current_after_all(request, modified)  # type: ignore[attr-defined]
        request.validators = (tag, modified)  # type: ignore[attr-defined]
        return HttpResponse(status=304) if caching.is_current(request, tag, modified) else None


class RateLimitMiddleware(Middleware):
    """Refuse a client that asks too often. Stands after what answers 304, which does not count.

    Limited are data, at whatever address, and the views marked `is_limited`, which cost more than
    a page does.
    """

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        found = getattr(request, "allowance", None)
        if found is None and response.status_code == 304 and wants_problem(request):
            found = limits.allowance(request, cost=0)
        if found is not None:
            for name, value in limits.headers_of(found).items():
                response[name] = value
        return response

    def is_limited(self, request: HttpRequest, view: Any) -> bool:
        """Tell whether a request counts; views of the API have their class in `cls`."""
        is_data = hasattr(view, "cls") or not request.accepts("text/html")
        return wants_problem(request) or is_data or getattr(view, "is_limited", False)

    def process_view(self, request: HttpRequest, view: Any, *_: Any) -> HttpResponse | None:
        if not self.is_limited(request, view):
            return None
        found = limits.allowance(request)
        request.allowance = found  # type: ignore[attr-defined]
        if found is None or found.granted:
            return None
        if wants_problem(request):
            detail = f"Too many requests. Try again in {found.seconds} seconds."
            headers = {"Retry-After": str(found.seconds)}
            return problem_response(request, 429, detail, headers=headers)
        response = render(request, "429.html", {"seconds": found.seconds}, status=429)
        response["Retry-After"] = str(found.seconds)
        return response
