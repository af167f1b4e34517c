"""Pages about what was promised, what is said about it, and the words that show it."""

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from commitments import akoma_ntoso
from commitments.comparing import compare_snapshots
from commitments.fidelity import coverage
from commitments.filters import ClaimFilter, DeclarationFilter
from commitments.models import (
    Claim,
    Clause,
    Commitment,
    Declaration,
    Evidence,
    Party,
    Relation,
    Topic,
)
from commitments.observations import checks, drift_in, drifted_sources
from commitments.reading import (
    chosen_versions,
    columns,
    live_address,
    number_in_text_order,
    particulars,
    read_article,
    read_context,
)
from commitments.representations import declaration_as_statement
from sources import memento
from sources.facets import Facets
from sources.models import Source
from sources.publication import Moved, find_public

ATTEMPTS_ON_PAGE = 20

# Lists


@require_safe
def declaration_list(request: HttpRequest) -> HttpResponse:
    """Show the published declarations, newest first, narrowed by the filters of the API."""
    filters = DeclarationFilter(request.GET, queryset=Declaration.objects.published().for_list())
    facets = Facets(
        filters, ["kind", "party", "topic", "held", "adopted_on__gte", "adopted_on__lte"]
    )
    page = Paginator(filters.qs, 50).get_page(request.GET.get("page"))
    context = {"page": page, "facets": facets}
    return render(request, "commitments/declaration_list.html", context)


@require_safe
def claim_list(request: HttpRequest) -> HttpResponse:
    """Show the published claims with their best quotes, the latest checked first."""
    claims = Claim.objects.published().for_list().recently_checked()
    filters = ClaimFilter(request.GET, queryset=claims)
    facets = Facets(filters, ["kind", "stance", "topic"])
    page = Paginator(filters.qs, 25).get_page(request.GET.get("page"))
    return render(request, "commitments/claim_list.html", {"page": page, "facets": facets})


@require_safe
def party_list(request: HttpRequest) -> HttpResponse:
    """Show who takes part in published declarations, by kind and name."""
    published = Q(declarations__status="published")
    parties = Party.objects.published().annotate(
        declaration_count=Count("declarations", filter=published, distinct=True)
    )
    page = Paginator(parties.order_by("kind", "name"), 200).get_page(request.GET.get("page"))
    return render(request, "commitments/party_list.html", {"page": page})


@require_safe
def topic_list(request: HttpRequest) -> HttpResponse:
    """Show the topics of every vocabulary, in the vocabulary's own order."""
    topics = Topic.objects.published().select_related("vocabulary")
    page = Paginator(topics.order_by("vocabulary__slug", "notation"), 200).get_page(
        request.GET.get("page")
    )
    return render(request, "commitments/topic_list.html", {"page": page})


# Details


@require_safe
def claim_with_words(request: HttpRequest, ref: str, words: str) -> HttpResponse:  # noqa: ARG001
    """Lead an address with words behind the reference to the claim: the reference is enough."""
    return redirect("claim-detail", ref=ref, permanent=True)


@require_safe
def declaration_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what is known of a declaration, and its clauses in parallel languages."""
    declaration = find_public(Declaration.objects.for_page(), slug=slug)
    shown = chosen_versions(declaration.versions.all(), request.GET.getlist("lang"))
    clauses = list(declaration.clauses.with_texts().with_claims())
    cells = {row.clause.pk: row.cells for row in coverage(declaration, clauses)}
    for clause in clauses:
        clause.declaration = declaration
        clause.columns = columns(clause, shown)
        clause.cells = cells[clause.pk]
    context = {
        "declaration": declaration,
        "shown": shown,
        "clauses": clauses,
        "particulars": particulars(declaration.facts.all()),
        "claims": declaration.claims.published().filter(clauses=None).with_evidence(),
        "differences": declaration.differences.for_list(),
        "relations": Relation.objects.touching(declaration),
    }
    return render(request, "commitments/declaration_detail.html", context)


@require_safe
def declaration_text(
    request: HttpRequest, slug: str, language: str, authority: str = ""
) -> HttpResponse:
    """Send one language version as Akoma Ntoso: that of most authority, unless one is named."""
    declaration = find_public(Declaration.objects.for_citation(), slug=slug)
    versions = [
        version
        for version in declaration.versions.all()
        if version.language == language and authority in {"", version.status.replace("_", "-")}
    ]
    if not versions:
        raise Http404("No text in this language is known.")
    versions.sort(key=lambda version: not version.held)
    document = declaration_as_statement(declaration, request.build_absolute_uri, versions[0])
    return HttpResponse(document, content_type=akoma_ntoso.MEDIA_TYPE)


@require_safe
def clause_detail(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    """Show one clause: its words, what it commits to, what is said about it and by whom."""
    try:
        declaration = find_public(Declaration.objects.for_citation(), slug=slug)
    except Moved as moved:
        raise Moved(get_object_or_404(moved.object.clauses.all(), label=label)) from None
    clause = get_object_or_404(declaration.clauses.for_page(), label=label)
    clause.declaration = declaration
    versions = declaration.versions.all()
    context = {
        "clause": clause,
        "columns": columns(clause, chosen_versions(versions, [])),
        "cells": coverage(declaration, [clause])[0].cells,
        "previous": declaration.clauses.filter(position__lt=clause.position).last(),
        "next": declaration.clauses.filter(position__gt=clause.position).first(),
        "differences": clause.differences.for_list(),
        "relations": Relation.objects.touching(declaration).of_clause(clause),
    }
    return render(request, "commitments/clause_detail.html", context)


@require_safe
def claim_detail(request: HttpRequest, ref: str) -> HttpResponse:
    """Show one claim with all its evidence: the official text first, then who makes it."""
    claim = find_public(Claim.objects.for_page(), ref=ref)
    context = {
        "claim": claim,
        "official": [one for one in claim.shown_evidence if one.source.is_official],
        "reports": [one for one in claim.shown_evidence if not one.source.is_official],
    }
    return render(request, "commitments/claim_detail.html", context)


@require_safe
def evidence_detail(request: HttpRequest, ref: str) -> HttpResponse:
    """Show one piece of evidence for good: its words with a little around them, and its origin."""
    evidence = find_public(Evidence.objects.for_page(), ref=ref)
    may_quote = evidence.source.may_quote_to(request.user)
    context = {
        "evidence": evidence,
        "context": read_context(evidence) if evidence.snapshot and may_quote else [],
        "live": live_address(evidence.source, evidence.locator) if evidence.locator else "",
    }
    return render(request, "commitments/evidence_detail.html", context)


@require_safe
def source_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a source, its text with the passages marked, and the claims that rest on them."""
    source = find_public(Source.objects.for_page(), slug=slug)
    everything = list(source.evidence.published().for_source_page())
    snapshots = list(source.snapshots.defer("text").order_by("-number"))
    followed = request.GET.get("evidence")
    current = next((one for one in everything if one.ref == followed and one.snapshot_id), None)
    snapshot = current.snapshot if current else next(iter(snapshots), None)
    passages = number_in_text_order(everything, snapshot)
    context = {
        "source": source,
        "evidence": [one for one in everything if one.locator],
        "not_mentioned": [one for one in everything if not one.locator],
        "current": current,
        "snapshot": snapshot,
        "snapshots": snapshots,
        "superseded": snapshot is not None and snapshot != snapshots[0],
        "passages": passages,
        "article": None,
        "marks": request.GET.get("marks") != "off",
        "versions": source.versions.published().select_related("declaration"),
        "attempts": list(source.attempts.latest_first()[:ATTEMPTS_ON_PAGE]),
        "unreported": source.coverage_checks.published().select_related("clause__declaration"),
    }
    if snapshot is not None and source.may_quote_to(request.user):
        whole = source.may_show_all_to(request.user)
        context["article"] = read_article(snapshot, passages, whole=whole)
    response = render(request, "sources/source_detail.html", context)
    if snapshots:
        response["Link"] = ", ".join(memento.ways(source, request.build_absolute_uri))
    return response


@require_safe
def snapshot_comparison(request: HttpRequest, slug: str, first: int, second: int) -> HttpResponse:
    """Show what differs between two captures of a source, as far as its rights allow."""
    try:
        source = find_public(Source.objects.for_page(), slug=slug)
    except Moved as moved:
        name = moved.object.slug
        return redirect("snapshot-comparison", name, first, second, permanent=True)
    snapshots = {one.number: one for one in source.snapshots.filter(number__in=[first, second])}
    if not {first, second} <= snapshots.keys():
        raise Http404("The source has no captures of these numbers.")
    comparison = compare_snapshots(snapshots[first], snapshots[second], user=request.user)
    return render(request, "sources/snapshot_comparison.html", {"comparison": comparison})


# As `govkb.api.limits.limited` has it: two long texts are compared anew for each request.
snapshot_comparison.is_limited = True  # type: ignore[attr-defined]


@require_safe
def drift(request: HttpRequest) -> HttpResponse:
    """Show which passages are no longer as they were cited, by source, and what was checked."""
    page = Paginator(drifted_sources(), 25).get_page(request.GET.get("page"))
    context = {"page": page, "drifts": drift_in(page), "checks": checks()}
    return render(request, "commitments/drift.html", context)


@require_safe
def party_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what a party took part in, and what it committed to, the strongest first."""
    party = find_public(Party.objects.all(), slug=slug)
    commitments = Commitment.objects.published().filter(actors=party).by_strength()
    context = {
        "party": party,
        "participations": party.participations.published().by_date(),
        "page": Paginator(commitments, 100).get_page(request.GET.get("page")),
    }
    return render(request, "commitments/party_detail.html", context)


@require_safe
def topic_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what a topic covers: declarations, clauses and commitments, and kindred concepts."""
    topic = find_public(Topic.objects.for_page(), slug=slug)
    clauses = Clause.objects.published().filter(topics=topic).select_related("declaration")
    commitments = Commitment.objects.published().filter(topics=topic).by_strength()
    context = {
        "topic": topic,
        "narrower": topic.narrower.all(),
        "mappings": topic.mappings.select_related("target__vocabulary"),
        "mapped_from": topic.mapped_from.select_related("topic__vocabulary"),
        "declarations": topic.declarations.published().order_by("-adopted_on", "slug")[:100],
        "clauses": clauses.order_by("declaration__slug", "position")[:100],
        "commitments": commitments[:100],
    }
    return render(request, "commitments/topic_detail.html", context)
