"""From a file to a snapshot of a source: what the file was read as, and what was then held.

Title, date, language, cuts and credits are proposed for a curator to take or leave; they change
nothing. What is written is the text with the roles of its paragraphs, and the passages found in it.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import transaction

from commitments.importing import add_snapshot, anchor_passages, passages_of
from sources.blocks import Block, Role
from sources.documents import Document
from sources.echoes import Derivation, Echo, find_echoes, proposed_derivations
from sources.models import Paragraph, Source
from sources.sandbox import read_article_in_child, read_in_child
from sources.text import canonical_text, paragraph_spans, text_sha256

# What a block of a document is among the paragraphs of a snapshot.
ROLES = {
    Role.HEADING: Paragraph.Role.HEADING,
    Role.LIST_ITEM: Paragraph.Role.LIST_ITEM,
    Role.CAPTION: Paragraph.Role.CAPTION,
}
DOCUMENTS = (b"%PDF-", b"PK\x03\x04")  # what begins so is a document, whatever it is about
ECHO = 0.2  # a source that shares less than this part of its words is no near-copy


class Piece(NamedTuple):
    """A paragraph of a text: where it stands, its role, and its language where it is known."""

    start: int
    end: int
    role: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file was read as."""

    text: str
    pieces: list[Piece]
    facts: dict[str, Any]

    def as_json(self) -> dict[str, Any]:
        """Return the reading as plain data; `paragraphs` are in the order of the text."""
        return self.facts | {
            "paragraphs": [
                {
                    "role": piece.role,
                    "text": self.text[piece.start : piece.end],
                    "language": piece.language,
                }
                for piece in self.pieces
            ]
        }

    def lines(self) -> Iterator[str]:
        """Yield the reading for people: the facts proposed, then the paragraphs by role."""
        facts = self.facts
        yield f"Title: {facts['title'] or 'not found'}"
        if facts["byline"]:
            yield f"Author: {facts['byline']}"
        day = facts["published_on"] or "not found"
        yield f"Date: {day}" + (f" ({facts['date_certainty']})" if facts["published_on"] else "")
        yield f"Language: {facts['language'] or 'not found'}"
        roles = Counter(piece.role for piece in self.pieces)
        counts = ", ".join(f"{number} {role}" for role, number in roles.most_common())
        yield f"Paragraphs: {counts}. Text kept: {facts['coverage']:.0%}."
        for cut in facts["cuts"]:
            yield f"Another work begins at paragraph {cut['paragraph']}: “{cut['title']}”."
        for credit in facts["credits"]:
            yield f"It credits {credit['name']}: “{credit['words']}”."
        yield from facts["warnings"]


def read(data: bytes, name: str) -> Reading:
    """Read a file as an article, or as a document where it is a PDF or a Word file.

    Raises UnreadableDocument with one sentence when it cannot be read.
    """
    if data[:1024].lstrip().startswith(DOCUMENTS):
        return _from_document(read_in_child(data, name))
    found = read_article_in_child(data, name=name)
    text = str(found.pop("text"))
    pieces = [
        Piece(int(one["start"]), int(one["end"]), str(one["role"]), str(one["language"]))
        for one in found.pop("paragraphs")
    ]
    return Reading(text, pieces, found)


def _from_document(document: Document) -> Reading:
    kept = [block for block in document.blocks if block.role != Role.BOILERPLATE]
    pieces = [
        Piece(*span, _role(block), document.language)
        for block in kept
        for span in paragraph_spans(_printed(block))
    ]
    text = canonical_text("\n\n".join(map(_printed, kept)))
    placed = [
        Piece(span.start, span.end, piece.role, piece.language)
        for span, piece in zip(paragraph_spans(text), pieces, strict=True)
    ]
    facts = {
        "title": document.title,
        "byline": "",
        "published_on": None,
        "date_certainty": "",
        "date_note": "",
        "language": document.language,
        "cuts": [],
        "credits": [],
        "coverage": document.coverage,
        "warnings": list(document.warnings),
    }
    return Reading(text, placed, facts)


def _printed(block: Block) -> str:
    return canonical_text(f"{block.label} {block.text}".strip())


def _role(block: Block) -> str:
    return ROLES.get(block.role, Paragraph.Role.BODY).value


def hold(source: Source, reading: Reading, data: bytes, *, dry_run: bool = False) -> list[str]:
    """Make the text a snapshot of the source, unless it is held, and place what points into it.

    Returns what was done, in sentences, with the sources whose text shares words with it.
    """
    with transaction.atomic():
        held = source.snapshots.filter(text_sha256=text_sha256(reading.text)).first()
        if held is not None:
            return [f"Held already, as {held}. Nothing changed."]
        digest = hashlib.sha256(data).hexdigest()
        snapshot = add_snapshot(source, reading.text, digest, reading.pieces)
        placements = anchor_passages(source, passages_of(source))
        lines = [f"{snapshot}: {len(reading.pieces)} paragraphs. {placements.changed} placed."]
        lines += placements.failures
        echoes = find_echoes(snapshot)
        lines += [_said(echo) for echo in echoes if _is_near(echo)]
        lines += [_proposed(each) for each in proposed_derivations(snapshot, echoes)]
        if dry_run:
            transaction.set_rollback(True)
    return lines


def _is_near(echo: Echo) -> bool:
    return max(echo.contained, echo.contains) >= ECHO


def _said(echo: Echo) -> str:
    return (
        f"{echo.contained:.0%} of its words stand in “{echo.source.slug}” too, in "
        f"{len(echo.passages)} passages."
    )


def _proposed(derivation: Derivation) -> str:
    """Say whose words the text credits, for a curator to record as derivation."""
    near = ", ".join(f"“{source.slug}”" for source in derivation.sources)
    return (
        f"It may derive from {derivation.publisher.name}: it says “{derivation.credit.words}”."
        + (f" Closest held: {near}." if near else "")
    )
