"""Text directives: `prefix-,start,end,-suffix`, the syntax of URL text fragments.

The syntax is that of https://wicg.github.io/scroll-to-text-fragment/#syntax. A directive is what
evidence stores, what a seed file holds and what a link to a live page ends in.
"""

import re
from dataclasses import dataclass
from typing import Self
from urllib.parse import quote, unquote_to_bytes

DELIMITER = ":~:"
MAX_PART = 1000  # characters; a bound on what a search costs, far above the few words meant

_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_MUST_ESCAPE = re.compile(r"[%,&\x00-\x1f\x7f]|\A-|-\Z")
_SURROGATE = re.compile("[\ud800-\udfff]")


class DirectiveError(ValueError):
    """A text directive breaks the syntax; the message is a sentence for the person who wrote it."""


@dataclass(frozen=True, slots=True)
class TextDirective:
    """The words that a passage starts and ends with, and the words right before and after it.

    Without `end`, `start` is the whole passage. The parts are plain words, not percent-encoded.
    Raises DirectiveError if `start` is blank, another part is blank but not empty, a part is longer
    than MAX_PART characters or cannot be written as UTF-8.
    """

    start: str
    end: str = ""
    prefix: str = ""
    suffix: str = ""

    def __post_init__(self) -> None:
        if not self.start:
            raise DirectiveError("A text directive needs the words that the passage starts with.")
        for part in (self.start, self.end, self.prefix, self.suffix):
            if part and not part.strip():
                raise DirectiveError("A part of a text directive holds nothing but white space.")
            if len(part) > MAX_PART:
                message = f"A part of a text directive is longer than {MAX_PART} characters."
                raise DirectiveError(message)
            if _SURROGATE.search(part):
                raise DirectiveError("A part of a text directive holds half of a surrogate pair.")

    @classmethod
    def parse(cls, value: str) -> Self:
        """Read what follows `text=` in a fragment; raw and percent-encoded words are both read.

        Follows https://wicg.github.io/scroll-to-text-fragment/#parse-a-text-directive and raises
        DirectiveError where that gives up.
        """
        if not value:
            raise DirectiveError("The text directive is empty.")
        if "&" in value:
            raise DirectiveError("An & parts two directives; within words it is written %26.")
        parts = value.split(",")
        prefix = suffix = ""
        if parts[0].endswith("-"):
            prefix = _decode(parts.pop(0)[:-1])
        if parts and parts[-1].startswith("-"):
            suffix = _decode(parts.pop()[1:])
        if not parts:
            raise DirectiveError("The text directive has a prefix or a suffix but no start.")
        if len(parts) > 2:
            raise DirectiveError("The text directive has too many commas; in words write %2C.")
        start, end = _decode(parts[0]), _decode(parts[1]) if len(parts) == 2 else ""
        return cls(start, end, prefix, suffix)

    def __str__(self) -> str:
        return self.readable()

    def readable(self) -> str:
        """Return the stored form: raw words, escaped only where `parse` would misread them."""
        return self._join(
            *(
                _MUST_ESCAPE.sub(lambda sign: f"%{ord(sign[0]):02X}", part)
                for part in (self.prefix, self.start, self.end, self.suffix)
            )
        )

    def encoded(self) -> str:
        """Return the form for a URL: percent-encoded UTF-8, the hyphens of words included."""
        return self._join(
            *(
                quote(part, safe="").replace("-", "%2D")
                for part in (self.prefix, self.start, self.end, self.suffix)
            )
        )

    def fragment(self) -> str:
        """Return the end of a link to the passage on a page, from its `#` on."""
        return f"#{DELIMITER}text={self.encoded()}"

    @staticmethod
    def _join(prefix: str, start: str, end: str, suffix: str) -> str:
        parts = (f"{prefix}-" if prefix else "", start, end, f"-{suffix}" if suffix else "")
        return ",".join(filter(None, parts))


def parse_fragment(fragment: str) -> list[TextDirective]:
    """Return the text directives of a URL or its fragment, in order.

    As https://wicg.github.io/scroll-to-text-fragment/#parse-the-fragment-directive has it, unknown
    and malformed directives are passed over, and an element id before the directives is ignored.
    """
    _, _, directives = fragment.partition(DELIMITER)
    found = []
    for directive in directives.split("&"):
        name, _, value = directive.partition("=")
        if name != "text":
            continue
        try:
            found.append(TextDirective.parse(value))
        except DirectiveError:
            continue
    return found


def link_to(address: str, locator: str) -> str:
    """Return a link that opens a page at a passage; at its top when the locator is malformed."""
    try:
        return address.partition("#")[0] + TextDirective.parse(locator).fragment()
    except DirectiveError:
        return address


def _decode(part: str) -> str:
    if not part:
        raise DirectiveError("The text directive has an empty part.")
    if _BAD_ESCAPE.search(part):
        raise DirectiveError("A % must be followed by two hexadecimal digits; alone, write %25.")
    try:
        return unquote_to_bytes(part).decode()
    except UnicodeError as error:
        raise DirectiveError("The percent-encoded bytes are not UTF-8.") from error
