"""Canonical text: what a snapshot holds, and the paragraphs and words in it.

All offsets, here and in the modules that build on this one, count code points; ends are exclusive.
"""

import codecs
import hashlib
import re
import unicodedata
from typing import NamedTuple

_LINE_END = re.compile(r"\r\n?")
_BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n)+")
_LEADING_BLANKS = re.compile(r"\A(?:\ufeff|[^\S\n]*\n)+")
_TRAILING_BLANKS = re.compile(r"(?:\n[^\S\n]*)+\Z")
_SURROGATE = re.compile("[\ud800-\udfff]")

_UTF32_MARKS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

# Han, kana, Thai, Lao, Tibetan, Myanmar, Khmer and their relatives, as the inside of a regular
# expression's character class: in these scripts no space parts the words.
SPACELESS = (
    "\u0e01-\u0eff\u0f00-\u109f\u1780-\u17ff\u1950-\u19ff\u1a20-\u1aaf\u2e80-\u2fdf\u3005-\u3007"
    "\u3021-\u3029\u3031-\u303c\u3040-\u30ff\u3105-\u312f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\ua9e0-\ua9ff\uaa60-\uaadf\uf900-\ufaff\uff66-\uff9f"
    "\U0001aff0-\U0001b16f\U00020000-\U0003ffff"
)
_SPACELESS_CHARACTER = re.compile(f"[{SPACELESS}]")

# https://unicode.org/reports/tr29/#Table_Word_Break_Property_Values: Single_Quote, MidNumLet,
# MidLetter (without the colon, as CLDR has it) and MidNum.
_JOINS_LETTERS = frozenset("'’‘.․·‧")
_JOINS_DIGITS = frozenset("'’‘.․,;")


class Span(NamedTuple):
    """A stretch of a text: code points from `start` up to, not including, `end`."""

    start: int
    end: int


def decode(raw: bytes) -> str:
    """Return the text of `raw`, which must be UTF-8 (with or without a mark) or marked UTF-16.

    Raises ValueError for anything else: an encoding is never guessed.
    """
    if raw.startswith(_UTF32_MARKS):
        raise ValueError("The file is UTF-32; save it as UTF-8.")
    encoding = "utf-16" if raw.startswith(_UTF16_MARKS) else "utf-8-sig"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        message = (
            "The file is not plain text in UTF-8 (nor in UTF-16 with a byte order mark): "
            f"it cannot be read from byte {error.start + 1} on."
        )
        raise ValueError(message) from error
    if "\0" in text:
        raise ValueError("The file holds NUL characters, so it is not plain text.")
    return text


def canonical_text(raw: str) -> str:
    r"""Return the form of `raw` that a snapshot keeps; canonical text comes back unchanged.

    Unicode NFC, `\n` line ends, no byte order mark, paragraphs parted by exactly one blank line, no
    blank line at either end. Everything else stays: apostrophes, slips, indents, line breaks.
    Raises ValueError if the text is empty or holds NUL or half of a surrogate pair.
    """
    if "\0" in raw:
        raise ValueError("The text holds a NUL character, so it is not plain text.")
    if _SURROGATE.search(raw):
        raise ValueError("The text holds half of a surrogate pair, so it was decoded wrongly.")
    text = _LINE_END.sub("\n", unicodedata.normalize("NFC", raw))
    text = _LEADING_BLANKS.sub("", text)
    text = _TRAILING_BLANKS.sub("", _BLANK_LINES.sub("\n\n", text))
    if not text.strip():
        raise ValueError("The text is empty.")
    return text


def text_sha256(text: str) -> str:
    """Return the SHA-256 of the text's UTF-8 bytes, in lower-case hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def paragraph_spans(text: str) -> list[Span]:
    """Return the spans of the paragraphs of a canonical text, in order, without the blank lines."""
    spans = []
    start = 0
    for block in text.split("\n\n"):
        spans.append(Span(start, start + len(block)))
        start += len(block) + 2
    return spans


def is_word_boundary(text: str, offset: int) -> bool:
    """Tell whether a word may begin or end at `offset`.

    The rules are those of https://unicode.org/reports/tr29/#Word_Boundaries that matter for prose:
    none inside a run of letters and digits, none at the apostrophe of "he's" or the point of "3.5",
    none before a combining mark. Scripts written without spaces have one at every character.
    """
    if offset <= 0 or offset >= len(text):
        return True
    before, after = text[offset - 1], text[offset]
    if _extends_word(after):
        return False
    if _is_spaceless(before) or _is_spaceless(after):
        return True
    if _is_in_word(before) and _is_in_word(after):
        return False
    return not (_joins(text, offset) or _joins(text, offset - 1))


def _joins(text: str, offset: int) -> bool:
    """Tell whether the sign at `offset` holds the characters on its two sides in one word."""
    if offset < 1 or offset + 1 >= len(text):
        return False
    before, sign, after = text[offset - 1], text[offset], text[offset + 1]
    if sign in _JOINS_LETTERS and _is_letter(before) and _is_letter(after):
        return True
    return sign in _JOINS_DIGITS and before.isdecimal() and after.isdecimal()


def _is_spaceless(character: str) -> bool:
    return _SPACELESS_CHARACTER.match(character) is not None


def _is_letter(character: str) -> bool:
    return (character.isalpha() or _extends_word(character)) and not _is_spaceless(character)


def _is_in_word(character: str) -> bool:
    return character.isalnum() or character == "_" or _extends_word(character)


def _extends_word(character: str) -> bool:
    """Tell whether a character goes with the one before it (TR29, WB4); U+200B parts words."""
    if character.isascii() or character == "\u200b":
        return False
    return unicodedata.category(character) in {"Mn", "Mc", "Me", "Cf"}
