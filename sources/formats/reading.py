"""What every format reader gives back, and the limits that all of them keep to."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from sources.blocks import Block

MAX_UPLOAD = 20 * 2**20  # bytes of the file as it came
MAX_UNPACKED = 100 * 2**20  # bytes of all parts of a zip container together
MAX_MEMBERS = 1_000
MAX_RATIO = 100  # unpacked bytes to packed bytes
MAX_PAGES = 500
MAX_TEXT = 5 * 2**20  # bytes of UTF-8
MAX_BLOCKS = 20_000
MAX_ELEMENTS = 1_000_000  # of HTML or XML: what 512 MB of memory hold with room to spare
MAX_DEPTH = 255  # where libxml2 stops reading without an error

Progress = Callable[[int, int], None]  # told how many pages are read, of how many

_SIGNS = bytes(code for code in range(128) if not chr(code).isalnum())
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")


class UnreadableDocument(ValueError):  # noqa: N818 - it says what the document is
    """The document cannot be read, for the reason that the message gives in one sentence."""


@dataclass(slots=True)
class Reading:
    """What one reader found in a document.

    `letters_seen` counts the letters and digits that the document holds, by a count of its own that
    does not go through the blocks: the blocks can be measured against it.
    """

    blocks: list[Block]
    letters_seen: int
    letters_added: int = 0  # of the automatic numbers, which the document does not hold as words
    title: str = ""
    language: str = ""
    warnings: list[str] = field(default_factory=list)


def count_letters(pieces: Iterable[str]) -> int:
    """Count letters and digits; marks, signs and spaces are no part of any coverage figure."""
    text = "".join(pieces)
    plain = text.encode("ascii", "ignore").translate(None, _SIGNS)
    return len(plain) + sum(map(str.isalnum, "".join(_BEYOND_ASCII.findall(text))))


def name_set(names: str) -> frozenset[str]:
    """Return the names that stand in a text, parted by spaces."""
    return frozenset(names.split())
