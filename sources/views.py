"""Pages about where things were said: publishers, sources and their captures."""

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from sources.facets import Facets
from sources.filters import SourceFilter
from sources.models import Publisher, Snapshot, Source
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
    return render(request, "sources/snapshot_detail.html", context)


@require_safe
def snapshot_raw(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Send the canonical text of a capture: exactly the bytes that its hash was made of."""
    snapshot = _find_snapshot(slug, number)
    if not snapshot.source.may_show_all_to(request.user):
        context = {"snapshot": snapshot, "refused": True}
        return render(request, "sources/snapshot_detail.html", context, status=403)
    return HttpResponse(
        snapshot.text.encode(),
        content_type="text/plain; charset=utf-8",
        headers={"X-Content-Type-Options": "nosniff", "Content-Disposition": "inline"},
    )


@require_safe
def publisher_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a publisher and its sources, the re-posted ones too, newest first."""
    publisher = find_public(Publisher.objects.all(), slug=slug)
    sources = Source.objects.published().for_list()
    own = sources.filter(Q(publisher=publisher) | Q(republisher=publisher))
    page = Paginator(own, 50).get_page(request.GET.get("page"))
    return render(request, "sources/publisher_detail.html", {"publisher": publisher, "page": page})


def _find_snapshot(slug: str, number: int) -> Snapshot:
    """Return a capture of a published source; raise as `find_public` does."""
    try:
        source = find_public(Source.objects.for_page(), slug=slug)
    except Moved as moved:
        raise Moved(get_object_or_404(moved.object.snapshots, number=number)) from None
    return get_object_or_404(source.snapshots, number=number)
