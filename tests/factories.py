"""Make test objects: plain functions with keyword defaults, one for each model in use.

Everything is published unless a test says otherwise, and every text is invented.
"""

import hashlib
import itertools
from datetime import UTC, date, datetime
from typing import Any

from commitments.models import (
    Claim,
    Clause,
    ClauseText,
    Commitment,
    CoverageCheck,
    Declaration,
    Evidence,
    LanguageVersion,
    Party,
    Relation,
    Topic,
    Vocabulary,
)
from sources.models import CaptureAttempt, Paragraph, Passage, Publisher, Snapshot, Source

_numbers = itertools.count(1)

TEXT = "The lakes rise.\n\nUpper Lake and Lower Lake promise one common level.\n\nThe end."


def make_publisher(**fields: Any) -> Publisher:
    number = next(_numbers)
    return Publisher.objects.create(
        **{"slug": f"courier-{number}", "name": f"Courier {number}"} | fields
    )


def make_source(**fields: Any) -> Source:
    number = next(_numbers)
    if "publisher" not in fields:
        fields["publisher"] = make_publisher()
    defaults = {
        "slug": f"article-{number}",
        "title": f"Two lakes sign a charter ({number})",
        "kind": Source.Kind.NEWS,
        "language": "en",
        "url": f"https://courier.example/{number}",
        "published_on": date(2031, 3, 4),
        "published_precision": "day",
        "rights": Source.Rights.FULL,
        "status": "published",
    }
    return Source.objects.create(**defaults | fields)


def make_snapshot(source: Source | None = None, text: str = TEXT, **fields: Any) -> Snapshot:
    """Make a snapshot with one body paragraph for each block of the text."""
    source = source or make_source()
    defaults = {
        "number": source.snapshots.count() + 1,
        "captured_at": datetime(2031, 4, 1, 12, tzinfo=UTC),
        "origin": Snapshot.Origin.IMPORT,
        "byte_sha256": hashlib.sha256(text.encode()).hexdigest(),
        "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
    }
    snapshot = Snapshot.objects.create(source=source, text=text, **defaults | fields)
    start = 0
    for number, block in enumerate(text.split("\n\n"), 1):
        Paragraph.objects.create(
            snapshot=snapshot, number=number, start=start, end=start + len(block)
        )
        start += len(block) + 2
    return snapshot


def make_attempt(source: Source, **fields: Any) -> CaptureAttempt:
    """Make a try to fetch a source; a success confirms its newest snapshot unless told another."""
    defaults: dict[str, Any] = {
        "attempted_at": datetime(2031, 5, 3, 9, 30, tzinfo=UTC),
        "outcome": CaptureAttempt.Outcome.UNCHANGED,
    }
    attempt = CaptureAttempt(source=source, **defaults | fields)
    if attempt.succeeded and attempt.snapshot is None:
        attempt.snapshot = source.newest_snapshot() or make_snapshot(source)
    attempt.save()
    return attempt


def make_declaration(**fields: Any) -> Declaration:
    number = next(_numbers)
    defaults = {
        "slug": f"two-lakes-{number}",
        "title": f"Charter of the Two Lakes ({number})",
        "short_title": f"Two Lakes {number}",
        "kind": Declaration.Kind.BILATERAL_DECLARATION,
        "adopted_on": date(2031, 3, 3),
        "adopted_precision": "day",
        "legal_status": Declaration.LegalStatus.POLITICAL,
        "confidence": "seen",
        "status": "published",
    }
    return Declaration.objects.create(**defaults | fields)


def make_version(declaration: Declaration, **fields: Any) -> LanguageVersion:
    defaults = {"language": "fr", "status": LanguageVersion.VersionStatus.AUTHENTIC}
    return LanguageVersion.objects.create(declaration=declaration, **defaults | fields)


def make_clause(declaration: Declaration | None = None, **fields: Any) -> Clause:
    declaration = declaration or make_declaration()
    position = declaration.clauses.count() + 1
    return Clause.objects.create(
        declaration=declaration, **{"label": str(position), "position": position} | fields
    )


def make_clause_text(clause: Clause, version: LanguageVersion, **fields: Any) -> ClauseText:
    return ClauseText.objects.create(
        clause=clause, version=version, **{"text": "The level shall be one."} | fields
    )


def make_claim(declaration: Declaration | None = None, **fields: Any) -> Claim:
    clauses = fields.pop("clauses", [])
    if declaration is None:
        declaration = clauses[0].declaration if clauses else make_declaration()
    defaults = {"text": f"The lakes promised a level ({next(_numbers)})", "status": "published"}
    claim = Claim.objects.create(declaration=declaration, **defaults | fields)
    claim.clauses.set(clauses)
    return claim


def make_evidence(
    claim: Claim | None = None, source: Source | None = None, **fields: Any
) -> Evidence:
    """Make evidence; with `quote` it is anchored at those words of the source's newest snapshot."""
    claim = claim or make_claim()
    source = source or make_source()
    quote = fields.pop("quote", "")
    defaults: dict[str, Any] = {
        "stance": "supports",
        "locator": quote or "one common level",
        "checked_by": "AB",
        "checked_on": date(2031, 4, 2),
        "status": "published",
    }
    if quote:
        snapshot = source.newest_snapshot() or make_snapshot(source)
        start = snapshot.text.index(quote)
        defaults |= {
            "snapshot": snapshot,
            "start": start,
            "end": start + len(quote),
            "state": Passage.State.ANCHORED,
        }
    if fields.get("stance") == "not_mentioned":
        defaults |= {"locator": "", "note": "Read from end to end."}
    return Evidence.objects.create(claim=claim, source=source, **defaults | fields)


def make_party(**fields: Any) -> Party:
    number = next(_numbers)
    return Party.objects.create(
        **{"slug": f"lake-{number}", "name": f"Lake {number}", "kind": Party.Kind.STATE} | fields
    )


def make_vocabulary(**fields: Any) -> Vocabulary:
    number = next(_numbers)
    return Vocabulary.objects.create(
        **{"slug": f"terms-{number}", "title": f"Terms {number}"} | fields
    )


def make_topic(vocabulary: Vocabulary | None = None, **fields: Any) -> Topic:
    number = next(_numbers)
    return Topic.objects.create(
        vocabulary=vocabulary or make_vocabulary(),
        **{"slug": f"water-{number}", "notation": f"w{number}", "label": f"Water {number}"}
        | fields,
    )


def make_commitment(clause: Clause | None = None, **fields: Any) -> Commitment:
    clause = clause or make_clause()
    actors = fields.pop("actors", [])
    defaults = {
        "number": clause.commitments.count() + 1,
        "modality": "commit",
        "action": "hold one common level",
        "checkability": "clear",
    }
    commitment = Commitment.objects.create(clause=clause, **defaults | fields)
    commitment.actors.set(actors)
    return commitment


def make_coverage_check(source: Source, clause: Clause, **fields: Any) -> CoverageCheck:
    return CoverageCheck.objects.create(
        source=source,
        clause=clause,
        **{"checked_by": "AB", "checked_on": date(2031, 4, 2)} | fields,
    )


def make_relation(subject: Declaration, object: Declaration, **fields: Any) -> Relation:  # noqa: A002
    defaults = {
        "predicate": "builds_on",
        "stated_by": "instrument",
        "basis": "The preamble.",
        "confidence": "seen",
        "status": "published",
    }
    return Relation.objects.create(subject=subject, object=object, **defaults | fields)
