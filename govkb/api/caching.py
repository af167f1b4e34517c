"""Validators of public answers: what lets a client ask whether it has the present one.

An entity tag stands for the collection's version, the software's, the whole address and what was
negotiated, never for who asks: two clients have the same, whatever cookies or tokens they send.
"""

import hashlib
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date, parse_etags, parse_http_date_safe

from govkb.api.problems import wants_problem
from govkb.stamp import Stamp, release

API_CACHE_CONTROL = "public, max-age=60, stale-while-revalidate=600"
# A page is asked for again each time, and mostly answered 304: a curator who has just published
# something, and whoever was told of it, must not see the page of a minute ago.
PAGE_CACHE_CONTROL = "public, no-cache"
STAFF_CACHE_CONTROL = "private, no-store"


def accepts_gzip(request: HttpRequest) -> bool:
    """Tell whether the client takes gzip; a quality of zero refuses it."""
    for one in request.headers.get("Accept-Encoding", "").lower().split(","):
        name, _, parameters = one.partition(";")
        if name.strip() in {"gzip", "*"}:
            quality = parameters.replace(" ", "").removeprefix("q=")
            return quality.strip("0.") != "" or quality == ""
    return False


def entity_tag(request: HttpRequest, stamp: Stamp) -> str:
    """Return the strong entity tag of the answer to this request at that version.

    Keyed, so that nobody can make one up and be told 304 of a page that is not there.
    """
    parts = [
        release()[0],
        str(stamp.number),
        str(stamp.changed_ms),
        request.build_absolute_uri(),
        request.headers.get("Accept", "*/*"),
        "gzip" if accepts_gzip(request) else "",
        # Citations say on which day the page was read.
        timezone.now().date().isoformat(),
    ]
    key = hashlib.sha256(settings.SECRET_KEY.encode()).digest()
    digest = hashlib.blake2b("\n".join(parts).encode(), digest_size=16, key=key)
    return f'"{digest.hexdigest()}"'


def last_modified(stamp: Stamp, now: float) -> int | None:
    """Return when the answer last changed, in seconds since 1970, or None while it is too early.

    A date of whole seconds cannot tell two changes within one second apart, so none is given
    before that second is over.
    """
    changed = max(stamp.changed, release()[1])
    return changed if now >= changed + 2 else None


def is_current(request: HttpRequest, tag: str, modified: int | None) -> bool:
    """Tell whether the client has the present answer, without making it.

    A date is believed only when it is the one that we gave; a later one might be that of an answer
    that was never ours, and is compared once the answer is there.
    """
    tags = request.headers.get("If-None-Match")
    if tags is not None:
        # RFC 9110 compares weakly here: a proxy may have weakened the tag on its way.
        return any(one.removeprefix("W/") == tag for one in parse_etags(tags))
    since = request.headers.get("If-Modified-Since")
    return bool(since) and modified is not None and parse_http_date_safe(since) == modified


def is_current_after_all(request: HttpRequest, modified: int | None) -> bool:
    """Tell whether a client that asked loosely (`*`, or a later date) has the present answer."""
    tags = request.headers.get("If-None-Match")
    if tags is not None:
        return tags.strip() == "*"
    since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    return since is not None and modified is not None and since >= modified


def add_validators(request: HttpRequest, response: Any, tag: str, modified: int | None) -> None:
    """Say on the answer which version it is, how long it keeps, and what it depends on."""
    response["ETag"] = tag
    if modified is not None:
        response["Last-Modified"] = http_date(modified)
    if not response.has_header("Cache-Control"):
        is_api = wants_problem(request)
        response["Cache-Control"] = API_CACHE_CONTROL if is_api else PAGE_CACHE_CONTROL
    # Not on cookies: who is signed in is never told 304, and every use of a page asks first.
    patch_vary_headers(response, ["Accept", "Accept-Encoding"])
