"""Home, search and the pages about the site itself."""

from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commitments.models import Claim, Declaration, Evidence, LanguageVersion, Relation
from sources.models import Source

INSTRUMENTS_ON_HOME = 12
ROWS_ON_COVERAGE = 100


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what was checked last, the instruments in time, and how much of them is held."""
    claims = Claim.objects.published().recently_checked().for_list()[:6]
    context = {
        "claims": claims,
        "claim_count": Claim.objects.published().count(),
        "declarations": instruments_in_time(),
        "declaration_count": Declaration.objects.published().count(),
        "holdings": holdings(),
    }
    return render(request, "pages/home.html", context)


@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """Show what is held and what is not: by language, by source, by instrument."""
    instruments = Declaration.objects.published().instruments().for_list()
    sources = Source.objects.published().for_list()
    not_held = instruments.filter(held=False)
    context = {
        "holdings": holdings(),
        "versions": versions_by_language(),
        "sources": sources[:ROWS_ON_COVERAGE],
        "more_sources": sources[ROWS_ON_COVERAGE:].exists(),
        "not_held": not_held[:ROWS_ON_COVERAGE],
        "more_not_held": not_held[ROWS_ON_COVERAGE:].exists(),
    }
    return render(request, "pages/coverage.html", context)


@require_safe
def source_kinds(request: HttpRequest) -> HttpResponse:
    """Show what each kind of source means and how many of it there are."""
    rows = Source.objects.published().order_by().values_list("kind").annotate(Count("pk"))
    numbers = dict(rows)
    kinds = [(kind, numbers.get(kind.value, 0)) for kind in Source.Kind]
    return render(request, "pages/source_kinds.html", {"kinds": kinds})


def instruments_in_time() -> list[Declaration]:
    """Return the instruments that readers are likeliest to look for, oldest first.

    Those whose text is held come before the others, then those with the most reports, then those
    that most others are related to.
    """
    reports = Evidence.objects.published().exclude(source__kind=Source.Kind.OFFICIAL_TEXT)
    relations = Relation.objects.published()
    instruments = Declaration.objects.published().instruments().for_list()
    chosen = instruments.filter(adopted_on__isnull=False).annotate(
        report_count=number_of(reports, "source", by="claim__declaration"),
        related_count=number_of(relations, "pk", by="subject")
        + number_of(relations, "pk", by="object"),
    )
    chosen = chosen.order_by("-held", "-report_count", "-related_count", "-adopted_on", "slug")
    return sorted(chosen[:INSTRUMENTS_ON_HOME], key=lambda declaration: declaration.adopted_on)


def number_of(queryset: QuerySet[Any], what: str, *, by: str) -> Coalesce:
    """Return an expression counting distinct `what` among the rows whose `by` is the outer row."""
    rows = queryset.filter(**{by: OuterRef("pk")}).order_by().values(by)
    return Coalesce(Subquery(rows.annotate(number=Count(what, distinct=True)).values("number")), 0)


def holdings() -> dict[str, Any]:
    """Return how many sources and instruments are published, and of how many text is held."""
    sources = Source.objects.published().with_holdings()
    instruments = Declaration.objects.published().instruments().with_counts()
    languages = sources.filter(held=True).order_by().values_list("language", flat=True).distinct()
    return {
        "sources": sources.aggregate(total=Count("pk"), with_text=Count("pk", filter=Q(held=True))),
        "instruments": instruments.aggregate(
            total=Count("pk"), with_text=Count("pk", filter=Q(held=True))
        ),
        "languages": sorted(languages),
    }


def versions_by_language() -> list[dict[str, Any]]:
    """Return how many language versions of instruments are held, by language and authority."""
    rows = (
        LanguageVersion.objects.published()
        .with_holdings()
        .values("language", "status")
        .annotate(
            with_text=Count("pk", filter=Q(held=True)),
            without_text=Count("pk", filter=Q(held=False)),
        )
        .order_by("-with_text", "status", "language")
    )
    authority = LanguageVersion.VersionStatus
    return [row | {"authority": authority(row["status"]).label} for row in rows]
