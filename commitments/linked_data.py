"""What is here in the words of schema.org, as JSON-LD.

A declaration is a `CreativeWork`, not `Legislation`: most of them bind nobody in law, and readers
of the data must not be told otherwise. A claim is a `Claim` without a review: nothing is rated.
Functions read what the page of the thing has loaded anyway; `site` makes a path an absolute
address.
"""

import json
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from commitments.models import Claim, Clause, Declaration, Evidence, LanguageVersion, Participation
from sources.models import DatePrecision, Snapshot, Source

Site = Callable[[str], str]
Data = dict[str, Any]

CONTEXT = "https://schema.org"
PARTY_TYPES = {"state": "Country"}
SOURCE_TYPES: dict[str, str] = {
    Source.Kind.NEWS: "NewsArticle",
    Source.Kind.STATE_MEDIA: "NewsArticle",
    Source.Kind.ACADEMIC: "ScholarlyArticle",
    Source.Kind.LEGAL_COMMENTARY: "Article",
    Source.Kind.OFFICIAL_TEXT: "DigitalDocument",
    Source.Kind.GOVERNMENT_STATEMENT: "DigitalDocument",
    Source.Kind.UNATTRIBUTED: "WebPage",
}

# As Django's json_script has it: nothing in a data block can end the element that holds it.
ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def data_block(data: Data) -> SafeString:
    """Return JSON-LD for a `<script type="application/ld+json">` element.

    Such an element is data, not a script: the content security policy has no say in it.
    """
    text = json.dumps({"@context": CONTEXT} | data, ensure_ascii=False)
    return mark_safe(text.translate(ESCAPES))  # noqa: S308 -- escaped in the line itself


def declaration_data(
    declaration: Declaration, site: Site, clauses: Iterable[Clause] | None = None
) -> Data:
    """Return a declaration with its parties, its language versions and the clauses given."""
    address = site(declaration.get_absolute_url())
    versions = list(declaration.versions.all())
    originals = [one for one in versions if one.status == LanguageVersion.VersionStatus.AUTHENTIC]
    parts = declaration.clauses.all() if clauses is None else clauses
    return _filled(
        {
            "@type": "CreativeWork",
            "@id": address,
            "url": address,
            "identifier": declaration.slug,
            "name": declaration.title,
            "alternateName": declaration.short_title,
            "abstract": declaration.summary,
            "genre": str(declaration.get_kind_display()),
            "datePublished": iso(declaration.adopted_on, declaration.adopted_precision),
            "locationCreated": {"@type": "Place", "name": declaration.place}
            if declaration.place
            else None,
            "author": [
                {
                    "@type": PARTY_TYPES.get(part.party.kind, "Organization"),
                    "@id": site(part.party.get_absolute_url()),
                    "name": part.party.name,
                }
                for part in declaration.participations.all()
                if part.role == Participation.Role.PARTY
            ],
            "inLanguage": sorted({one.language for one in originals}),
            "workTranslation": [
                _filled(
                    {
                        "@type": "CreativeWork",
                        "inLanguage": one.language,
                        "name": one.title or declaration.title,
                        "creditText": str(one.get_status_display()),
                        "url": one.url,
                    }
                )
                for one in versions
                if one not in originals
            ],
            "about": [
                {"@type": "DefinedTerm", "name": topic.label} for topic in declaration.topics.all()
            ],
            "sameAs": sorted({one.url for one in originals if one.url}),
            "hasPart": [
                {
                    "@type": "CreativeWork",
                    "@id": site(_address(clause, declaration)),
                    "name": clause.name,
                    "position": clause.position,
                }
                for clause in parts
            ],
            "dateModified": f"{declaration.updated_at:%Y-%m-%dT%H:%M:%SZ}",
        }
    )


def clause_data(clause: Clause, site: Site) -> Data:
    """Return a clause as a part of its declaration, with its words in each language held."""
    address = site(clause.get_absolute_url())
    shown = [
        text
        for text in clause.texts.all()
        if text.text and (text.source is None or text.source.rights != Source.Rights.LINK)
    ]
    return _filled(
        {
            "@type": "CreativeWork",
            "@id": address,
            "url": address,
            "name": f"{clause.declaration.title}, {clause.name}",
            "headline": clause.heading,
            "position": clause.position,
            "identifier": clause.label,
            "isPartOf": {
                "@type": "CreativeWork",
                "@id": site(clause.declaration.get_absolute_url()),
                "name": clause.declaration.title,
            },
            "about": [
                {"@type": "DefinedTerm", "name": topic.label} for topic in clause.topics.all()
            ],
            "hasPart": [
                {
                    "@type": "CreativeWork",
                    "inLanguage": text.version.language,
                    "creditText": str(text.version.get_status_display()),
                    "text": text.text,
                }
                for text in shown
            ],
        }
    )


def claim_data(claim: Claim, site: Site) -> Data:
    """Return a claim with where it appears and what the official texts say; it is never rated.

    Reads `shown_evidence` (`ClaimQuerySet.with_evidence`). Its appearances are in sources that make
    it: passages of other kinds of source that support it, wholly or in part.
    """
    address = site(claim.get_absolute_url())
    makers = {"supports", "partially_supports"}
    return _filled(
        {
            "@type": "Claim",
            "@id": address,
            "url": address,
            "identifier": claim.ref,
            "text": claim.text,
            "inLanguage": "en",
            "about": {
                "@type": "CreativeWork",
                "@id": site(claim.declaration.get_absolute_url()),
                "name": claim.declaration.title,
            },
            "appearance": [
                _source_summary(one.source, site)
                for one in claim.shown_evidence
                if one.stance in makers and not one.source.is_official
            ],
            "subjectOf": [
                {
                    "@type": "Quotation",
                    "@id": site(one.get_absolute_url()),
                    "description": f"{one.get_stance_display()} ({one.source.get_kind_display()})",
                }
                for one in claim.shown_evidence
            ],
            "dateModified": f"{claim.updated_at:%Y-%m-%dT%H:%M:%SZ}",
        }
    )


def evidence_data(evidence: Evidence, site: Site) -> Data:
    """Return a passage as a quotation from its source, about its claim, with the stance in words.

    Reads `quote` (`PassageQuerySet.with_quote`). Words of a source that may only be linked are
    left out.
    """
    address = site(evidence.get_absolute_url())
    may_quote = evidence.source.rights != Source.Rights.LINK
    stance = str(evidence.get_stance_display())
    return _filled(
        {
            "@type": "Quotation" if evidence.locator else "CreativeWork",
            "@id": address,
            "url": address,
            "identifier": evidence.ref,
            "text": getattr(evidence, "quote", "") if may_quote else None,
            "inLanguage": evidence.source.language,
            "description": f"{stance}. {evidence.note}".strip(),
            "about": {
                "@type": "Claim",
                "@id": site(evidence.claim.get_absolute_url()),
                "text": evidence.claim.text,
            },
            "isPartOf": _source_summary(evidence.source, site),
        }
    )


def source_data(source: Source, site: Site, snapshots: Iterable[Snapshot] = ()) -> Data:
    """Return an article, page or document with its publisher and our captures of it."""
    captures = []
    for snapshot in snapshots:
        snapshot.source = source  # known, and saves a query
        captures.append(site(snapshot.get_absolute_url()))
    return _source_summary(source, site) | _filled(
        {
            "datePublished": iso(source.published_on, source.published_precision),
            "author": {"@type": "Person", "name": source.author} if source.author else None,
            "isBasedOn": site(source.derived_from.get_absolute_url())
            if source.derived_from and source.derived_from.is_published
            else None,
            "archivedAt": [*captures, *([source.archive_url] if source.archive_url else [])],
            "sameAs": [url for url in (source.url, source.original_url) if url],
            "dateModified": f"{source.updated_at:%Y-%m-%dT%H:%M:%SZ}",
        }
    )


def website_data(site: Site) -> Data:
    """Return the site with its search."""
    return {
        "@type": "WebSite",
        "@id": site("/"),
        "url": site("/"),
        "name": "govkb",
        "description": "What was promised about AI, and who says so – to the sentence.",
        "potentialAction": {
            "@type": "SearchAction",
            "target": site("/search/?q=") + "{search_term_string}",
            "query-input": "required name=search_term_string",
        },
    }


def iso(day: date | None, precision: str) -> str | None:
    """Return as much of a date as is known: 2031-03-04, 2031-03 or 2031."""
    if day is None:
        return None
    return day.isoformat()[: {DatePrecision.YEAR: 4, DatePrecision.MONTH: 7}.get(precision, 10)]


def _source_summary(source: Source, site: Site) -> Data:
    """Return what names a source wherever it is spoken of."""
    address = site(source.get_absolute_url())
    return {
        "@type": SOURCE_TYPES.get(source.kind, "WebPage"),
        "@id": address,
        "url": address,
        "name": source.title,
        "genre": str(source.get_kind_display()),
        "inLanguage": source.language,
        "publisher": {"@type": "Organization", "name": source.publisher.name},
    }


def _address(clause: Clause, declaration: Declaration) -> str:
    clause.declaration = declaration  # known, and saves a query for each clause
    return clause.get_absolute_url()


def _filled(data: Data) -> Data:
    """Leave out what is not known, so that nothing is said to be empty."""
    return {name: value for name, value in data.items() if value not in (None, "", [])}
