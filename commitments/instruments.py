"""From a file to the clauses of a declaration: what is proposed, and what is then written.

Nothing is guessed silently. The proposal says what was found, how sure that is and why; writing
refuses what does not fit the clauses that are there already, and says which labels differ.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from commitments.models import Clause, ClauseText, Declaration, LanguageVersion
from commitments.numbering import Numbering, Part, number
from sources.anchoring import AmbiguousSpan, directive_for
from sources.documents import Document
from sources.folding import FoldedText, fold
from sources.models import Passage, Snapshot, Source
from sources.snapshots import add_snapshot
from sources.text import canonical_text, text_sha256

KINDS = {
    "article": Clause.Kind.ARTICLE,
    "section": Clause.Kind.SECTION,
    "principle": Clause.Kind.PRINCIPLE,
}


class Refused(Exception):  # noqa: N818 -- an answer, not an error
    """The text cannot be written as it is; the message is one sentence for the curator."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a document was read as."""

    document: Document
    numbering: Numbering

    def as_json(self) -> dict[str, Any]:
        """Return the proposal as plain data: `clauses` is the tree, labels are as printed."""
        found = self.numbering
        return {
            "title": self.document.title,
            "language": self.document.language,
            "is_instrument": found.is_instrument,
            "clauses": [_as_json(part) for part in found.clauses],
            "preamble": found.preamble,
            "recitals": [_as_json(part) for part in found.recitals],
            "conclusions": found.conclusions,
            "annexes": [_as_json(part) for part in found.annexes],
            "confidence": found.confidence,
            "reasons": found.reasons,
            "coverage": self.document.coverage,
            "warnings": list(self.document.warnings),
        }

    def lines(self) -> Iterator[str]:
        """Yield the proposal for people: the tree, then how sure it is and why."""
        for position, text in enumerate(self.numbering.preamble, 1):
            yield f"preamble {position}  {_start(text)}"
        for part in self.numbering.recitals:
            yield f"recital {part.label}  {_start(part.text)}"
        yield from _tree(self.numbering.clauses, "")
        for text in self.numbering.conclusions:
            yield f"conclusion  {_start(text)}"
        for part in self.numbering.annexes:
            yield f"annex  {_start(part.label)}"
        if not self.numbering.is_instrument:
            yield "This does not look like an instrument."
        yield f"Confidence {self.numbering.confidence:.0%}. " + " ".join(self.numbering.reasons)
        yield f"Text kept: {self.document.coverage:.0%}."
        yield from self.document.warnings


@dataclass
class Written:
    """What writing a proposal did."""

    clauses: int = 0
    texts: int = 0
    untied: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        if not self.clauses and not self.texts:
            yield "Nothing changed: the clauses and their words are there already."
            return
        yield f"{self.clauses} clauses and {self.texts} texts written."
        if self.untied:
            labels = ", ".join(self.untied)
            yield f"Not tied to characters of a snapshot, because they are interrupted: {labels}."


def propose(document: Document) -> Proposal:
    """Read the document's blocks as an instrument."""
    return Proposal(document, number(document.blocks))


@dataclass(frozen=True, slots=True)
class _Row:
    """A clause to be written: its label in addresses, its kind, its part, and what holds it."""

    label: str
    kind: str
    part: Part
    parent: str = ""


@transaction.atomic
def write(
    proposal: Proposal,
    declaration: Declaration,
    *,
    language: str,
    status: str,
    source: Source | Snapshot | None = None,
    data: bytes = b"",
) -> Written:
    """Write the proposed clauses as one language version of the declaration, or change nothing.

    With a source, the document's text becomes a snapshot of it (unless held already) and every
    clause is tied to its characters; with a snapshot, to those of that one. Raises Refused when
    nothing was found to write, or when the declaration has other clauses than the text. Writing the
    same again changes nothing.
    """
    rows = list(_rows(proposal.numbering))
    if not proposal.numbering.clauses:
        raise Refused("No clauses were found. " + " ".join(proposal.numbering.reasons))
    clauses, made = _clauses(declaration, rows)
    snapshot = source if isinstance(source, Snapshot) else None
    source = snapshot.source if isinstance(source, Snapshot) else source
    version = _version(declaration, language, status, source)
    if source and snapshot is None:
        snapshot = _snapshot(source, proposal.document.text, data)
    report = Written(clauses=made)
    words = _Words(snapshot)
    known = {text.clause_id: text for text in version.texts.all()}
    for row in rows:
        if not row.part.text:
            continue
        text = ClauseText(clause=clauses[row.label], version=version)
        words.give(text, row.part.text)
        if snapshot and not text.locator:
            report.untied.append(row.label)
        held = known.get(clauses[row.label].pk)
        if held is None:
            text.save()
            report.texts += 1
        elif held.text != text.text:
            raise Refused(
                f"Clause {row.label} has other words in this version already; withdraw them first."
            )
    return report


def _rows(found: Numbering) -> Iterator[_Row]:
    """Yield the clauses in the order of the document, each with a label that no other has."""
    taken: dict[str, int] = {}

    def unique(label: str) -> str:
        taken[label] = taken.get(label, 0) + 1
        return label if taken[label] == 1 else f"{label}-{taken[label]}"

    for position, text in enumerate(found.preamble, 1):
        part = Part("", "preamble", str(position), text, eid=f"preamble__p_{position}")
        yield _Row(unique(f"preamble-{position}"), Clause.Kind.PREAMBLE, part)
    for part in found.recitals:
        yield _Row(unique(f"recital-{part.number}"), Clause.Kind.RECITAL, part)

    def below(part: Part, parent: str) -> Iterator[_Row]:
        label = unique(f"{parent}({part.number})" if parent else part.number)
        yield _Row(label, KINDS.get(part.kind, Clause.Kind.CLAUSE), part, parent)
        for child in part.children:
            yield from below(child, label)

    for part in found.clauses:
        yield from below(part, "")
    for part in found.annexes:
        yield _Row(unique(f"annex-{part.number}"), Clause.Kind.ANNEX, part)


def _clauses(declaration: Declaration, rows: list[_Row]) -> tuple[dict[str, Clause], int]:
    """Return the clauses by label, and how many were made; refuse where others are there."""
    held = {clause.label: clause for clause in declaration.clauses.all()}
    labels = [row.label for row in rows]
    if held and set(held) != set(labels):
        missing = ", ".join(label for label in held if label not in labels) or "none"
        added = ", ".join(label for label in labels if label not in held) or "none"
        raise Refused(
            f"The declaration has other clauses than this text: missing here {missing}; "
            f"only here {added}."
        )
    if held:
        return held, 0
    for position, row in enumerate(rows, 1):
        clause = Clause(
            declaration=declaration,
            label=row.label,
            kind=row.kind,
            parent=held.get(row.parent),
            position=position,
            printed_label=row.part.label[:200],
            eid=row.part.eid[:200],
            heading=" ".join(row.part.heading.split())[:200],
        )
        clause.full_clean()
        clause.save()
        held[row.label] = clause
    return held, len(rows)


def _version(
    declaration: Declaration, language: str, status: str, source: Source | None
) -> LanguageVersion:
    version = declaration.versions.filter(language=language, status=status).first()
    if version is None:
        version = LanguageVersion(declaration=declaration, language=language, status=status)
    if source and version.source_id not in {None, source.pk}:
        raise Refused(f"This version is cut from another source, “{version.source.slug}”.")
    version.source = source or version.source
    version.full_clean()
    version.save()
    return version


def _snapshot(source: Source, text: str, data: bytes) -> Snapshot:
    held = source.snapshots.filter(text_sha256=text_sha256(text)).first()
    return held or add_snapshot(source, text, hashlib.sha256(data).hexdigest())


class _Words:
    """Finds the words of one part after another in a snapshot; back only for what stands once."""

    def __init__(self, snapshot: Snapshot | None) -> None:
        self.snapshot = snapshot
        self.folded: FoldedText | None = fold(snapshot.text) if snapshot else None
        self.cursor = 0

    def give(self, text: ClauseText, words: str) -> None:
        """Set the words, and where they stand when they stand in the snapshot in one piece."""
        text.text = canonical_text(words)
        if self.snapshot is None or self.folded is None:
            return
        start = self.snapshot.text.find(text.text, self.cursor)
        if start < 0 and self.snapshot.text.count(text.text) == 1:
            start = self.snapshot.text.find(text.text)  # a part that was moved in the tree
        if start < 0:
            return
        end = start + len(text.text)
        try:
            locator = directive_for(self.folded, start, end)
        except (AmbiguousSpan, ValueError):
            return
        text.locator = str(locator)
        text.snapshot, text.start, text.end = self.snapshot, start, end
        text.state = Passage.State.ANCHORED
        self.cursor = max(self.cursor, end)


def _as_json(part: Part) -> dict[str, Any]:
    return {
        "label": part.label,
        "kind": part.kind,
        "eid": part.eid,
        "heading": part.heading,
        "text": part.text,
        "children": [_as_json(child) for child in part.children],
    }


def _tree(parts: Iterable[Part], indent: str) -> Iterator[str]:
    for part in parts:
        heading = f"[{' / '.join(part.heading.split(chr(10)))}] " if part.heading else ""
        yield f"{indent}{part.label or '•'}  {heading}{_start(part.text)}".rstrip()
        yield from _tree(part.children, indent + "    ")


def _start(text: str, length: int = 60) -> str:
    line = " ".join(text.split())
    return line if len(line) <= length else line[:length].rstrip() + " …"
