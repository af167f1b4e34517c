"""The form that every format is read into before anything else looks at it."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a block is, as far as the format itself says."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    CELL = "cell"
    CAPTION = "caption"
    FOOTNOTE = "footnote"
    BOILERPLATE = "boilerplate"


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph-like piece of a document, in reading order.

    `label` is what numbers the block when the format holds it apart from the words: an automatic
    number, the cell before, the `num` element. A label printed inside the words stays there.
    `depth` counts the lists (or rows of points) that the block stands in.
    """

    text: str
    role: Role = Role.PARAGRAPH
    label: str = ""
    depth: int = 0
