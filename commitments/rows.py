"""The rows of long lists as plain dictionaries: what the serializers beside them would make.

Each maker takes rows with the columns that stand above it. What belongs to the rows, it fetches for
all of them at once.
"""

from collections.abc import Iterable
from typing import Any

from commitments.models import (
    Claim,
    Clause,
    ClauseText,
    Commitment,
    Evidence,
    FollowUp,
    LanguageVersion,
    Stance,
)
from commitments.serializers import UNIT, deep_link
from sources.models import Snapshot, Source
from sources.publication import Status
from sources.rows import Among, Rows, Statement, Values, address, moment

Row = dict[str, Any]


# Parts of several kinds of rows


def together(rows: list[Values]) -> dict[int, list[Any]]:
    """Return the second columns of rows by the first ones."""
    groups: dict[int, list[Any]] = {}
    for key, value in rows:
        groups.setdefault(key, []).append(value)
    return groups


def topics_of(rows: list[Values], site: str) -> dict[int, list[Row]]:
    """Return topics in short, by what they are topics of."""
    url = address("api:topic-detail", "slug")
    topics: dict[int, list[Row]] = {}
    for key, slug, label in rows:
        topic = {"url": site + url(slug), "slug": slug, "label": label}
        topics.setdefault(key, []).append(topic)
    return topics


# Clauses

VERSIONS = Statement(
    LanguageVersion.objects.filter(Among("declaration"))
    .order_by("status", "language")
    .values_list(
        "declaration",
        "pk",
        "language",
        "status",
        "source__slug",
        "source__status",
        "source__rights",
    )
)
TEXTS = Statement(
    ClauseText.objects.filter(Among("clause"))
    .order_by()
    .values_list("clause", "version", "text", "snapshot", "start", "end")
)
SNAPSHOTS = Statement(
    Snapshot.objects.filter(Among("pk"))
    .order_by()
    .values_list("pk", "source__slug", "number", "captured_at", "text_sha256")
)
TOPICS_OF_CLAUSES = Statement(
    Clause.topics.through.objects.filter(Among("clause"))
    .order_by("topic__vocabulary__slug", "topic__notation")
    .values_list("clause", "topic__slug", "topic__label")
)
COMMITMENTS_OF_CLAUSES = Statement(
    Commitment.objects.filter(Among("clause"))
    .order_by("clause", "number", "actors__name")
    .values_list("clause", "number", "ref", "modality", "action", "actors__slug")
)

CLAUSE_COLUMNS = (
    "pk",
    "declaration",
    "declaration__slug",
    "label",
    "kind",
    "printed_label",
    "eid",
    "heading",
    "position",
    "parent__label",
    "note",
)


def clause_rows(rows: list[Values], site: str) -> list[Row]:
    """Return clauses as `ClauseSerializer` does."""
    clauses = [row[0] for row in rows]
    versions = versions_of({row[1] for row in rows})
    texts, snapshots = texts_of(clauses, site)
    topics = topics_of(TOPICS_OF_CLAUSES.rows(keys=clauses), site)
    commitments = commitments_of(clauses, site)
    api, page = (
        address("api:clause-detail", "slug", "label"),
        address("clause-detail", "slug", "label"),
    )
    return [
        {
            "url": site + api(slug, label),
            "html_url": site + page(slug, label),
            "declaration": slug,
            "label": label,
            "kind": kind,
            "printed_label": printed_label,
            "eid": eid,
            "heading": heading,
            "position": position,
            "parent": parent,
            "texts": [
                text_row(version, texts.get((clause, version[0]), NO_TEXT), snapshots)
                for version in versions.get(declaration, ())
            ],
            "topics": topics.get(clause, []),
            "commitments": [
                row | {"label": f"{label}.{number}"}
                for number, row in commitments.get(clause, {}).items()
            ],
            "note": note,
        }
        for (
            clause,
            declaration,
            slug,
            label,
            kind,
            printed_label,
            eid,
            heading,
            position,
            parent,
            note,
        ) in rows
    ]


NO_TEXT = (None, None, None, None, None, None)


def versions_of(declarations: set[int]) -> dict[int, list[Values]]:
    """Return the versions of declarations: key, what every text of it says, whether to quote it."""
    versions: dict[int, list[Values]] = {}
    for declaration, key, language, status, source, source_status, rights in VERSIONS.rows(
        keys=declarations
    ):
        said = {
            "language": language,
            "status": status,
            "status_label": str(LanguageVersion.VersionStatus(status).label),
        }
        public = source if source_status == Status.PUBLISHED else None
        versions.setdefault(declaration, []).append(
            (key, said, public, rights != Source.Rights.LINK)
        )
    return versions


def texts_of(clauses: list[int], site: str) -> tuple[dict[Values, Values], dict[int, Row]]:
    """Return the texts of clauses by clause and version, and the snapshots they are cut from."""
    texts = TEXTS.rows(keys=clauses)
    snapshots = snapshots_of({text[3] for text in texts} - {None}, site)
    return {text[:2]: text for text in texts}, snapshots


def text_row(version: Values, text: Values, snapshots: dict[int, Row]) -> Row:
    _key, said, source, may_quote = version
    _clause, _version, words, snapshot, start, end = text
    return {
        **said,
        "held": bool(words),
        "text": words if words and may_quote else None,
        "source": source,
        "snapshot": snapshots.get(snapshot),
        "start": start,
        "end": end,
        "unit": UNIT,
    }


def snapshots_of(keys: set[int], site: str) -> dict[int, Row]:
    """Return snapshots in short."""
    if not keys:
        return {}
    url = address("api:snapshot-detail", "slug", "number")
    return {
        key: {
            "url": site + url(slug, number),
            "number": number,
            "captured_at": moment(captured_at),
            "text_sha256": text_sha256,
        }
        for key, slug, number, captured_at, text_sha256 in SNAPSHOTS.rows(keys=keys)
    }


def commitments_of(clauses: list[int], site: str) -> dict[int, dict[int, Row]]:
    """Return the commitments of clauses in short, by clause and number."""
    url = address("api:commitment-detail", "ref")
    commitments: dict[int, dict[int, Row]] = {}
    for clause, number, ref, modality, action, actor in COMMITMENTS_OF_CLAUSES.rows(keys=clauses):
        # A row for each actor, whose names are in order
        numbered = commitments.setdefault(clause, {})
        if number not in numbered:
            numbered[number] = {
                "url": site + url(ref),
                "ref": ref,
                "label": "",  # begins with that of the clause, which its row has
                "modality": modality,
                "action": action,
                "actors": [],
            }
        if actor is not None:
            numbered[number]["actors"].append(actor)
    return commitments


CLAUSES = Rows(CLAUSE_COLUMNS, clause_rows)


# Commitments

ACTORS = Statement(
    Commitment.actors.through.objects.filter(Among("commitment"))
    .order_by("party__name")
    .values_list("commitment", "party__slug", "party__name")
)
TOPICS_OF_COMMITMENTS = Statement(
    Commitment.topics.through.objects.filter(Among("commitment"))
    .order_by("topic__vocabulary__slug", "topic__notation")
    .values_list("commitment", "topic__slug", "topic__label")
)
FOLLOW_UPS = Statement(
    FollowUp.objects.published()
    .filter(Among("commitment"))
    .order_by("-as_of")
    .values_list(
        "commitment",
        "as_of",
        "completion",
        "summary",
        "claim__ref",
        "claim__status",
        "source_url",
        "basis",
        "confidence",
    )
)

COMMITMENT_COLUMNS = (
    "pk",
    "ref",
    "clause__declaration__slug",
    "clause__label",
    "number",
    "modality",
    "operative_words",
    "action",
    "purpose",
    "beneficiary",
    "occasion",
    "checkability",
)


def commitment_rows(rows: list[Values], site: str) -> list[Row]:
    """Return commitments as `CommitmentSerializer` does."""
    keys = [row[0] for row in rows]
    url, page = address("api:commitment-detail", "ref"), address("clause-detail", "slug", "label")
    party = address("api:party-detail", "slug")
    actors: dict[int, list[Row]] = {}
    for key, slug, name in ACTORS.rows(keys=keys):
        actor = {"url": site + party(slug), "slug": slug, "name": name}
        actors.setdefault(key, []).append(actor)
    topics = topics_of(TOPICS_OF_COMMITMENTS.rows(keys=keys), site)
    follow_ups = follow_ups_of(keys)
    return [
        {
            "url": site + url(ref),
            "html_url": f"{site}{page(slug, label)}#commitment-{ref}",
            "ref": ref,
            "declaration": slug,
            "clause": label,
            "number": number,
            "label": f"{label}.{number}",
            "actors": actors.get(key, []),
            "modality": modality,
            "operative_words": operative_words,
            "action": action,
            "purpose": purpose,
            "beneficiary": beneficiary,
            "occasion": occasion,
            "checkability": checkability,
            "topics": topics.get(key, []),
            "follow_ups": follow_ups.get(key, []),
        }
        for (
            key,
            ref,
            slug,
            label,
            number,
            modality,
            operative_words,
            action,
            purpose,
            beneficiary,
            occasion,
            checkability,
        ) in rows
    ]


def follow_ups_of(commitments: list[int]) -> dict[int, list[Row]]:
    """Return what became of commitments, the latest first."""
    return together(
        [
            (
                key,
                {
                    "as_of": as_of.isoformat(),
                    "completion": completion,
                    "summary": summary,
                    "claim": claim if status == Status.PUBLISHED else None,
                    "source_url": source_url or None,
                    "basis": basis,
                    "confidence": confidence,
                },
            )
            for (
                key,
                as_of,
                completion,
                summary,
                claim,
                status,
                source_url,
                basis,
                confidence,
            ) in FOLLOW_UPS.rows(keys=commitments)
        ]
    )


COMMITMENTS = Rows(COMMITMENT_COLUMNS, commitment_rows)


# Claims

CLAUSES_OF_CLAIMS = Statement(
    Claim.clauses.through.objects.filter(Among("claim"))
    .order_by("clause__position")
    .values_list("claim", "clause__label")
)
EVIDENCE_OF_CLAIMS = Statement(
    Evidence.objects.published()
    .filter(Among("claim"))
    .official_first()
    .values_list("claim", "ref", "source__slug", "stance", "state")
)
CONFLICTS = Statement(
    Claim.conflicts_with.through.objects.filter(
        Among("from_claim"), to_claim__in=Claim.objects.published()
    )
    .order_by("to_claim__ref")
    .values_list("from_claim", "to_claim__ref")
)

CLAIM_COLUMNS = ("pk", "ref", "declaration__slug", "text", "kind", "note", "updated_at")


def claim_rows(rows: list[Values], site: str) -> list[Row]:
    """Return claims as `ClaimSerializer` does."""
    keys = [row[0] for row in rows]
    clauses = together(CLAUSES_OF_CLAIMS.rows(keys=keys))
    conflicts = together(CONFLICTS.rows(keys=keys))
    evidence = evidence_of(keys, site)
    url, page = address("api:claim-detail", "ref"), address("claim-detail", "ref")
    return [
        {
            "url": site + url(ref),
            "html_url": site + page(ref),
            "ref": ref,
            "declaration": declaration,
            "clauses": clauses.get(key, []),
            "text": text,
            "kind": kind,
            "note": note,
            "stances": count_stances(evidence.get(key, ())),
            "evidence": evidence.get(key, []),
            "conflicts_with": conflicts.get(key, []),
            "updated_at": moment(updated_at),
        }
        for key, ref, declaration, text, kind, note, updated_at in rows
    ]


def evidence_of(claims: list[int], site: str) -> dict[int, list[Row]]:
    """Return the evidence of claims in short."""
    url = address("api:evidence-detail", "ref")
    return together(
        [
            (
                key,
                {
                    "url": site + url(ref),
                    "ref": ref,
                    "source": source,
                    "stance": stance,
                    "state": state or None,
                },
            )
            for key, ref, source, stance, state in EVIDENCE_OF_CLAIMS.rows(keys=claims)
        ]
    )


def count_stances(evidence: Iterable[Row]) -> dict[str, int]:
    """Return how many pieces of evidence take each stance."""
    counts = dict.fromkeys(Stance.values, 0)
    for one in evidence:
        counts[one["stance"]] += 1
    return counts


CLAIMS = Rows(CLAIM_COLUMNS, claim_rows)


# Evidence

EVIDENCE_COLUMNS = (
    "ref",
    "claim",
    "claim__ref",
    "claim__text",
    "claim__declaration__slug",
    "source__slug",
    "source__title",
    "source__kind",
    "source__publisher__slug",
    "source__language",
    "source__rights",
    "source__url",
    "stance",
    "note",
    "state",
    "locator",
    "quote",
    "start",
    "end",
    "snapshot__number",
    "snapshot__captured_at",
    "snapshot__text_sha256",
    "checked_by",
    "checked_on",
    "updated_at",
)


def evidence_rows(rows: list[Values], site: str) -> list[Row]:
    """Return evidence as `EvidenceSerializer` does."""
    named = [dict(zip(EVIDENCE_COLUMNS, row, strict=True)) for row in rows]
    clauses = together(CLAUSES_OF_CLAIMS.rows(keys={row["claim"] for row in named}))
    return [evidence_row(row, clauses.get(row["claim"], []), site) for row in named]


def evidence_row(row: Row, clauses: list[str], site: str) -> Row:
    """Return one piece of evidence from its columns and the labels of its claim's clauses."""
    ref, claim, source = row["ref"], row["claim__ref"], row["source__slug"]
    checked_on, number = row["checked_on"], row["snapshot__number"]
    quote = snapshot = None
    if number is not None:
        quote = {
            "exact": row["quote"] if row["source__rights"] != Source.Rights.LINK else None,
            "language": row["source__language"],
            "start": row["start"],
            "end": row["end"],
            "unit": UNIT,
        }
        snapshot = {
            "url": site + address("api:snapshot-detail", "slug", "number")(source, number),
            "number": number,
            "captured_at": moment(row["snapshot__captured_at"]),
            "text_sha256": row["snapshot__text_sha256"],
        }
    return {
        "url": site + address("api:evidence-detail", "ref")(ref),
        "html_url": site + address("evidence-detail", "ref")(ref),
        "ref": ref,
        "claim": {
            "url": site + address("api:claim-detail", "ref")(claim),
            "ref": claim,
            "text": row["claim__text"],
        },
        "declaration": row["claim__declaration__slug"],
        "clauses": clauses,
        "source": {
            "url": site + address("api:source-detail", "slug")(source),
            "html_url": site + address("source-detail", "slug")(source),
            "slug": source,
            "title": row["source__title"],
            "kind": row["source__kind"],
            "publisher": row["source__publisher__slug"],
            "language": row["source__language"],
        },
        "stance": row["stance"],
        "note": row["note"],
        "state": row["state"] or None,
        "locator": row["locator"],
        "quote": quote,
        "snapshot": snapshot,
        "deep_link": deep_link(row["source__url"], row["locator"]),
        "checked_by": row["checked_by"],
        "checked_on": checked_on.isoformat() if checked_on else None,
        "updated_at": moment(row["updated_at"]),
    }


EVIDENCE = Rows(EVIDENCE_COLUMNS, evidence_rows)
