"""Pages about where things were said: publishers, sources and their captures."""

from datetime import UTC, datetime

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_http_date_safe
from django.views.decorators.http import require_safe

from sources import memento
from sources.facets import Facets
from sources.fetching import MEDIA_TYPES
from sources.filters import SourceFilter
from sources.models import Publisher, Snapshot, Source
from sources.originals import OriginalIsDamagedError, read_original
from sources.publication import Moved, find_public

# Lists


@require_safe
def source_list(request: HttpRequest) -> HttpResponse:
    """Show the published sources, newest first, narrowed by the filters of the API."""
    filters = SourceFilter(request.GET, queryset=Source.objects.published().for_list())
    facets = Facets(
        filters, ["kind", "publisher", "held", "published_on__gte", "published_on__lte"]
    )
    page = Paginator(filters.qs, 50).get_page(request.GET.get("page"))
    return render(request, "sources/source_list.html", {"page": page, "facets": facets})


@require_safe
def publisher_list(request: HttpRequest) -> HttpResponse:
    """Show who published, or re-posted, at least one published source."""
    published = Q(sources__status="published")
    publishers = Publisher.objects.published().annotate(
        source_count=Count("sources", filter=published, distinct=True)
    )
    page = Paginator(publishers.order_by("name", "slug"), 100).get_page(request.GET.get("page"))
    return render(request, "sources/publisher_list.html", {"page": page})


# Details


@require_safe
def snapshot_detail(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show what is known of one capture: when, whence, and the hashes that prove it."""
    snapshot = _find_snapshot(slug, number)
    context = {
        "snapshot": snapshot,
        "paragraph_count": snapshot.paragraphs.count(),
        "may_read": snapshot.source.may_show_all_to(request.user),
    }
    response = render(request, "sources/snapshot_detail.html", context)
    return _as_memento(request, response, snapshot)


@require_safe
def snapshot_raw(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Send the canonical text of a capture: exactly the bytes that its hash was made of."""
    snapshot = _find_snapshot(slug, number)
    if not snapshot.source.may_show_all_to(request.user):
        context = {"snapshot": snapshot, "refused": True}
        return render(request, "sources/snapshot_detail.html", context, status=403)
    response = HttpResponse(
        snapshot.text.encode(),
        content_type="text/plain; charset=utf-8",
        headers={"X-Content-Type-Options": "nosniff", "Content-Disposition": "inline"},
    )
    return _as_memento(request, response, snapshot)


@require_safe
def snapshot_original(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Send the bytes of a capture as they came, to be saved: nothing of them is ever shown here."""
    snapshot = _find_snapshot(slug, number)
    if not snapshot.source.may_show_all_to(request.user):
        context = {"snapshot": snapshot, "refused": True}
        return render(request, "sources/snapshot_detail.html", context, status=403)
    try:
        data = read_original(snapshot)
    except OriginalIsDamagedError:
        data = None
    if data is None:
        raise Http404("The original of this capture is not kept here.")
    made = snapshot.attempts.exclude(media_type="").order_by("attempted_at", "pk").first()
    known = made is not None and made.media_type in MEDIA_TYPES
    response = HttpResponse(
        data,
        content_type=made.media_type if known else "application/octet-stream",
        headers={
            "Content-Disposition": f'attachment; filename="{slug}-{number}.original"',
            "X-Content-Type-Options": "nosniff",
            "X-Robots-Tag": "noindex",
        },
    )
    # A page of a stranger's, if it is opened after all, can run nothing and load nothing.
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@require_safe
def snapshot_changes(request: HttpRequest, slug: str, number: int) -> HttpResponse:  # noqa: ARG001
    """Lead from a capture to what has changed since: its comparison with the newest one."""
    snapshot = _find_snapshot(slug, number)
    newest = snapshot.source.snapshots.order_by("-number").values_list("number", flat=True)[0]
    if newest == number:
        return redirect(snapshot)
    return redirect("snapshot-comparison", snapshot.source.slug, number, newest)


# For programs that travel in time


@require_safe
def timemap(request: HttpRequest, slug: str) -> HttpResponse:
    """List the captures of a source for programs that understand Memento."""
    source = find_public(Source.objects.for_page(), slug=slug)
    listed = memento.timemap(source, memento.mementos_of(source), request.build_absolute_uri)
    return HttpResponse(listed, content_type=memento.LINK_FORMAT)


@require_safe
def timegate(request: HttpRequest, slug: str) -> HttpResponse:
    """Lead to the capture that was the newest at the time in `Accept-Datetime`, else to the last.

    RFC 7089, section 4.5.3: a time that cannot be read is answered 400.
    """
    source = find_public(Source.objects.for_page(), slug=slug)
    mementos = memento.mementos_of(source)
    if not mementos:
        raise Http404("No text of this source is held.")
    chosen = mementos[-1]
    if wanted := request.headers.get("Accept-Datetime"):
        seconds = parse_http_date_safe(wanted)
        if seconds is None:
            response = HttpResponseBadRequest(
                "Accept-Datetime: give a time such as “Mon, 06 May 2024 10:00:00 GMT”.\n",
                content_type="text/plain; charset=utf-8",
            )
            patch_vary_headers(response, ["Accept-Datetime"])
            return response
        chosen = memento.nearest(mementos, datetime.fromtimestamp(seconds, UTC))
    response = redirect("snapshot-detail", slug=source.slug, number=chosen.number)
    site = request.build_absolute_uri
    original, _timegate, listed = memento.ways(source, site)
    response["Link"] = ", ".join([original, listed, *memento.ends(source, mementos, site)])
    patch_vary_headers(response, ["Accept-Datetime"])
    return response


# Publishers


@require_safe
def publisher_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a publisher and its sources, the re-posted ones too, newest first."""
    publisher = find_public(Publisher.objects.all(), slug=slug)
    sources = Source.objects.published().for_list()
    own = sources.filter(Q(publisher=publisher) | Q(republisher=publisher))
    page = Paginator(own, 50).get_page(request.GET.get("page"))
    return render(request, "sources/publisher_detail.html", {"publisher": publisher, "page": page})


def _as_memento(request: HttpRequest, response: HttpResponse, snapshot: Snapshot) -> HttpResponse:
    """Say in the headers of which page this is the state, and at what time."""
    mementos = memento.mementos_of(snapshot.source)
    for name, value in memento.headers(snapshot, mementos, request.build_absolute_uri).items():
        response[name] = value
    return response


def _find_snapshot(slug: str, number: int) -> Snapshot:
    """Return a capture of a published source; raise as `find_public` does."""
    try:
        source = find_public(Source.objects.for_page(), slug=slug)
    except Moved as moved:
        raise Moved(get_object_or_404(moved.object.snapshots, number=number)) from None
    return get_object_or_404(source.snapshots, number=number)
