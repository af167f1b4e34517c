"""How a page says what it is to programs, and how it is cited. No queries beyond the page's own."""

import json
from collections.abc import Iterable
from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commitments.citations import Citation, bibtex, csl_json, plain, ris
from commitments.citing import Citable, Site, cite
from commitments.linked_data import (
    claim_data,
    clause_data,
    data_block,
    declaration_data,
    evidence_data,
    iso,
    source_data,
    website_data,
)
from commitments.models import Claim, Clause, Declaration, Evidence
from sources.models import Snapshot, Source

register = template.Library()

JSON = ("json", "application/json", "JSON")
JSON_LD = ("jsonld", "application/ld+json", "JSON-LD")
MARKDOWN = ("md", "text/markdown", "Markdown")
AKOMA_NTOSO = ("xml", "application/akn+xml", "Akoma Ntoso")
WHOLE_LISTS = (("csv", _("All as CSV")), ("ndjson", _("All as NDJSON")), ("json", _("JSON")))
CITATIONS = (
    ("bib", "application/x-bibtex", "BibTeX"),
    ("ris", "application/x-research-info-systems", "RIS"),
    ("csl.json", "application/vnd.citationstyles.csl+json", "CSL-JSON"),
)


@register.inclusion_tag("components/representations.html", takes_context=True)
def representations(
    context: dict[str, Any], thing: Citable, parts: Iterable[Any] | None = None
) -> dict[str, Any]:
    """Write the head of a thing's page: its other formats, how to cite it, and its data block.

    `parts` are the clauses of a declaration or the snapshots of a source, as the page has them.
    """
    site = context["request"].build_absolute_uri
    cited = cite(thing, site)
    return {
        "citation": cited,
        "issued": (iso(cited.issued, cited.precision) or "").replace("-", "/"),
        "is_article": cited.genre in {"news", "academic"},
        "formats": addresses(thing, [*formats_of(thing), *CITATIONS]),
        "data": data_of(thing, site, parts),
    }


def formats_of(thing: Citable) -> list[tuple[str, str, str]]:
    """Return the formats of a thing beside those of reference managers."""
    match thing:
        case Snapshot():
            return [JSON]
        case Declaration():
            return [JSON, JSON_LD, MARKDOWN, AKOMA_NTOSO]
        case _:
            return [JSON, JSON_LD, MARKDOWN]


def data_of(thing: Citable, site: Site, parts: Iterable[Any] | None) -> str:
    """Return the data block of a thing's page; a snapshot has none, its source has."""
    match thing:
        case Declaration():
            return data_block(declaration_data(thing, site, parts))
        case Clause():
            return data_block(clause_data(thing, site))
        case Claim():
            return data_block(claim_data(thing, site))
        case Evidence():
            return data_block(evidence_data(thing, site))
        case Source():
            return data_block(source_data(thing, site, parts or ()))
        case _:
            return ""


@register.inclusion_tag("components/cite.html", takes_context=True)
def citation(context: dict[str, Any], thing: Citable) -> dict[str, Any]:
    """Write the citation of a thing in every format, to be copied or downloaded."""
    today = timezone.localdate()
    cited = cite(thing, context["request"].build_absolute_uri)
    return {
        "plain": plain(cited, today),
        "forms": forms(cited, thing),
        "formats": addresses(thing, formats_of(thing)),
    }


@register.inclusion_tag("components/downloads.html", takes_context=True)
def downloads(context: dict[str, Any], parameters: str = "") -> dict[str, Any]:
    """Write links to all of the list that the page shows, narrowed by the same filters.

    `parameters` is the query string of the filters (`Facets.query_string`).
    """
    query = f"?{parameters.rstrip('&')}" if parameters else ""
    base = context["request"].path.removesuffix("/")
    return {
        "formats": [
            {"name": name, "url": f"{base}.{suffix}{query}"} for suffix, name in WHOLE_LISTS
        ]
    }


@register.simple_tag(takes_context=True)
def website(context: dict[str, Any]) -> str:
    """Write the data block of the whole site."""
    return data_block(website_data(context["request"].build_absolute_uri))


def forms(cited: Citation, thing: Citable) -> list[dict[str, str]]:
    """Return the three formats of reference managers with their names and addresses."""
    today = timezone.localdate()
    written = {
        "bib": bibtex(cited, today),
        "ris": ris(cited, today).replace("\r\n", "\n"),
        "csl.json": as_text(csl_json(cited, today)),
    }
    return [one | {"text": written[one["suffix"]]} for one in addresses(thing, CITATIONS)]


def as_text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def addresses(thing: Citable, formats: Iterable[tuple[str, str, str]]) -> list[dict[str, str]]:
    """Return suffix, media type, name and address of each format."""
    base = thing.get_absolute_url().removesuffix("/")
    return [
        {"suffix": suffix, "media_type": media_type, "name": name, "url": f"{base}.{suffix}"}
        for suffix, media_type, name in formats
    ]
