"""The formats in which declarations, clauses, claims, evidence and sources are offered.

Which object is meant, and that it is public, the API has found out; here it is loaded with what the
format needs, in a number of queries that does not grow with it.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from commitments.akoma_ntoso import statement
from commitments.annotations import annotation
from commitments.citations import bibtex, csl_json, ris
from commitments.citing import Citable, Site, cite, original_version
from commitments.linked_data import (
    CONTEXT,
    claim_data,
    clause_data,
    declaration_data,
    source_data,
)
from commitments.markdown import (
    claim_markdown,
    clause_markdown,
    declaration_markdown,
    evidence_markdown,
    source_markdown,
)
from commitments.models import (
    Claim,
    Clause,
    Declaration,
    Evidence,
    LanguageVersion,
    Participation,
)
from sources.models import Source
from sources.representations import Represent

# Loading


def load_declaration(found: Declaration) -> Declaration:
    """Return a declaration with its parties, versions, facts and topics."""
    return Declaration.objects.for_page().get(pk=found.pk)


def load_clause(found: Clause) -> Clause:
    """Return a clause with its texts, commitments and claims, and who made the declaration."""
    return Clause.objects.for_page().prefetch_related(*OF_DECLARATION).get(pk=found.pk)


def load_claim(found: Claim) -> Claim:
    return Claim.objects.for_page().get(pk=found.pk)


def load_evidence(found: Evidence) -> Evidence:
    return Evidence.objects.for_page().get(pk=found.pk)


def load_source(found: Source) -> Source:
    return Source.objects.for_page().get(pk=found.pk)


OF_DECLARATION = (
    Prefetch("declaration__versions", LanguageVersion.objects.with_holdings()),
    Prefetch("declaration__participations", Participation.objects.select_related("party")),
)

# Citations


def citations(load: Callable[[Any], Citable] = lambda found: found) -> dict[str, Represent]:
    """Return the three formats of reference managers; today is the day of access."""

    def write(form: Callable[..., Any]) -> Represent:
        return lambda found, site: form(cite(load(found), site), timezone.localdate())

    return {"bib": write(bibtex), "ris": write(ris), "csl.json": write(csl_json)}


# Declarations


def declaration_as_markdown(found: Declaration, site: Site) -> str:
    declaration = load_declaration(found)
    clauses = list(declaration.clauses.with_texts().with_claims())
    claims = list(declaration.claims.published().filter(clauses=None).with_evidence())
    return declaration_markdown(declaration, clauses, claims, site)


def declaration_as_statement(
    found: Declaration, site: Site, version: LanguageVersion | None = None
) -> bytes:
    """Return one version as Akoma Ntoso; without one, the authentic text, else the best there is.

    A declaration of which no version is known has one nevertheless, in an unknown language and
    without words, so that its clauses and their names can be had.
    """
    declaration = load_declaration(found)
    versions = list(declaration.versions.all())
    held = [one for one in versions if one.held]
    chosen = version or next(iter(held), None) or original_version(declaration)
    chosen = chosen or next(iter(versions), None) or LanguageVersion(language="und", status="")
    return statement(declaration, chosen, list(declaration.clauses.with_texts()), site)


def declaration_as_linked_data(found: Declaration, site: Site) -> dict[str, Any]:
    return {"@context": CONTEXT} | declaration_data(load_declaration(found), site)


DECLARATION: Mapping[str, Represent] = {
    "jsonld": declaration_as_linked_data,
    "xml": declaration_as_statement,
    "md": declaration_as_markdown,
    **citations(load_declaration),
}

# Clauses, claims, evidence

CLAUSE: Mapping[str, Represent] = {
    "jsonld": lambda found, site: {"@context": CONTEXT} | clause_data(load_clause(found), site),
    "md": lambda found, site: clause_markdown(load_clause(found), site),
    **citations(load_clause),
}

CLAIM: Mapping[str, Represent] = {
    "jsonld": lambda found, site: {"@context": CONTEXT} | claim_data(load_claim(found), site),
    "md": lambda found, site: claim_markdown(load_claim(found), site),
    **citations(load_claim),
}

EVIDENCE: Mapping[str, Represent] = {
    "jsonld": lambda found, site: annotation(load_evidence(found), site),
    "md": lambda found, site: evidence_markdown(load_evidence(found), site),
    **citations(load_evidence),
}

# Sources


def source_as_linked_data(found: Source, site: Site) -> dict[str, Any]:
    source = load_source(found)
    snapshots = source.snapshots.defer("text").order_by("-number")
    return {"@context": CONTEXT} | source_data(source, site, snapshots)


def source_as_markdown(found: Source, site: Site) -> str:
    source = load_source(found)
    evidence = list(source.evidence.published().select_related("claim").for_list())
    snapshots = list(source.snapshots.defer("text").order_by("-number"))
    return source_markdown(source, evidence, snapshots, site)


SOURCE: Mapping[str, Represent] = {
    "jsonld": source_as_linked_data,
    "md": source_as_markdown,
    **citations(load_source),
}

SNAPSHOT: Mapping[str, Represent] = citations()
