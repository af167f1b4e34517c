"""What a file or page was read as: an article, or a document where it is a PDF or a Word file.

Title, date, language, cuts and credits are proposed for a curator to take or leave. What counts is
the canonical text and the roles of its paragraphs.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from sources.blocks import Block, Role
from sources.documents import Document
from sources.formats.reading import Progress
from sources.models import Paragraph
from sources.sandbox import read_article_in_child, read_in_child
from sources.text import canonical_text, paragraph_spans

# What a block of a document is among the paragraphs of a snapshot.
ROLES = {
    Role.HEADING: Paragraph.Role.HEADING,
    Role.LIST_ITEM: Paragraph.Role.LIST_ITEM,
    Role.CAPTION: Paragraph.Role.CAPTION,
}
# What a paragraph is when it is the article's own, and not of the page around it.
OWN = frozenset(Paragraph.Role.values) - {Paragraph.Role.BOILERPLATE, Paragraph.Role.OTHER_WORK}
DOCUMENTS = (b"%PDF-", b"PK\x03\x04")  # what begins so is a document, whatever it is about


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

    def own(self) -> list[str]:
        """Return the paragraphs that are the article's own: no boilerplate, no other work."""
        return [self.text[one.start : one.end] for one in self.pieces if one.role in OWN]

    def around(self) -> list[str]:
        """Return the other paragraphs of the page."""
        return [self.text[one.start : one.end] for one in self.pieces if one.role not in OWN]

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
        if facts["canonical_url"]:
            yield f"Address: {facts['canonical_url']}"
        roles = Counter(piece.role for piece in self.pieces)
        counts = ", ".join(f"{number} {role}" for role, number in roles.most_common())
        yield f"Paragraphs: {counts}. Text kept: {facts['coverage']:.0%}."
        for cut in facts["cuts"]:
            yield f"Another work begins at paragraph {cut['paragraph']}: “{cut['title']}”."
        for credit in facts["credits"]:
            yield f"It credits {credit['name']}: “{credit['words']}”."
        yield from facts["warnings"]


def read(
    data: bytes,
    name: str = "",
    *,
    url: str = "",
    charset: str = "",
    progress: Progress | None = None,
) -> Reading:
    """Read a file as an article, or as a document where it is a PDF or a Word file.

    It is read in a process of its own. `url` is only looked at for a date, `charset` is what the
    server called the encoding; `progress` is told of pages as by `sources.sandbox.read_in_child`.
    Raises UnreadableDocument with one sentence when it cannot be read.
    """
    if data[:1024].lstrip().startswith(DOCUMENTS):
        return _from_document(read_in_child(data, name, progress=progress))
    found = read_article_in_child(data, name=name, url=url, charset=charset, progress=progress)
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
        "canonical_url": "",
        "coverage": document.coverage,
        "warnings": list(document.warnings),
    }
    return Reading(text, placed, facts)


def _printed(block: Block) -> str:
    return canonical_text(f"{block.label} {block.text}".strip())


def _role(block: Block) -> str:
    return ROLES.get(block.role, Paragraph.Role.BODY).value
