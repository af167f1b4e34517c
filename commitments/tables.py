"""Lists as tables: which columns, and what is one row.

A column is named after the field of the JSON that it comes from. A clause is a row for each
language version of its declaration, held or not; coverage is a row for each clause and source.
"""

from django.db.models import Count, QuerySet

from commitments.fidelity import number_of_cells
from commitments.models import Clause
from sources.representations import Table, same


def number_of_texts(clauses: QuerySet[Clause]) -> int:
    """Return how many rows the table of clauses has: one for each version, at least one."""
    with_versions = clauses.aggregate(number=Count("declaration__versions__pk"))["number"]
    return with_versions + clauses.filter(declaration__versions=None).count()


DECLARATIONS = Table(
    same(
        "slug",
        "title",
        "short_title",
        "kind",
        "adopted_on",
        "adopted_precision",
        "ended_on",
        "place",
        "legal_status",
    )
    | {
        "parties": "parties.slug",
        "topics": "topics.slug",
        "languages": "versions.language",
        "language_statuses": "versions.status",
    }
    | same("clause_count", "held", "confidence", "summary", "html_url", "updated_at")
)
CLAUSES = Table(
    same("declaration", "label", "kind", "printed_label", "eid", "heading", "position", "parent")
    | {
        "language": "texts.language",
        "status": "texts.status",
        "held": "texts.held",
        "text": "texts.text",
        "source": "texts.source",
        "snapshot": "texts.snapshot.number",
        "start": "texts.start",
        "end": "texts.end",
        "unit": "texts.unit",
        "topics": "topics.slug",
        "commitments": "commitments.label",
    }
    | same("note", "html_url"),
    each="texts",
    count=number_of_texts,
)
COMMITMENTS = Table(
    same("ref", "declaration", "clause", "number", "label")
    | {"actors": "actors.slug"}
    | same(
        "modality",
        "operative_words",
        "action",
        "purpose",
        "beneficiary",
        "occasion",
        "checkability",
    )
    | {
        "topics": "topics.slug",
        "completions": "follow_ups.completion",
        "completions_as_of": "follow_ups.as_of",
    }
    | same("html_url")
)
CLAIMS = Table(
    same(
        "ref",
        "declaration",
        "clauses",
        "text",
        "kind",
        "note",
        "stances.supports",
        "stances.partially_supports",
        "stances.distorts",
        "stances.contradicts",
        "stances.not_mentioned",
    )
    | {"evidence": "evidence.ref"}
    | same("conflicts_with", "html_url", "updated_at")
)
EVIDENCES = Table(
    same(
        "ref",
        "declaration",
        "clauses",
        "claim.ref",
        "claim.text",
        "stance",
        "note",
        "source.slug",
        "source.title",
        "source.kind",
        "source.publisher",
        "quote.exact",
        "quote.language",
        "quote.start",
        "quote.end",
        "quote.unit",
        "state",
        "locator",
        "snapshot.number",
        "snapshot.text_sha256",
        "snapshot.captured_at",
        "deep_link",
        "checked_by",
        "checked_on",
        "html_url",
        "updated_at",
    )
)
RELATIONS = Table(
    same(
        "subject.slug",
        "subject_clause",
        "predicate",
        "predicate_label",
        "object.slug",
        "object_clause",
        "stated_by",
        "source.slug",
        "source_url",
        "basis",
        "confidence",
        "state",
        "quote.exact",
        "html_url",
        "updated_at",
    )
)
COVERAGE = Table(
    same("declaration", "clause", "heading")
    | {
        "source": "sources.source.slug",
        "source_title": "sources.source.title",
        "source_kind": "sources.source.kind",
        "status": "sources.status",
        "stances": "sources.stances",
        "evidence": "sources.evidence",
        "checked_by": "sources.checked_by",
        "checked_on": "sources.checked_on",
        "note": "sources.note",
    }
    | same("html_url"),
    each="sources",
    keep_empty=False,
    count=number_of_cells,
)
PARTIES = Table(same("slug", "name", "kind", "code", "html_url"))
TOPICS = Table(
    same("slug", "vocabulary", "notation", "label", "broader")
    | {"mapped_to": "mappings.topic.slug", "matches": "mappings.match"}
    | same("html_url")
)
VOCABULARIES = Table(same("slug", "title", "external_url", "note"))
CHANGES = Table(same("type", "reference", "former_reference", "change", "at", "url", "html_url"))
