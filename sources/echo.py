"""Echo: what two texts share word for word, found by shingles.

A shingle is a run of eight folded words; in scripts without spaces two characters count as a word.
Signs and spaces do not count, so a passage is shared even if its quotation marks or line breaks
differ. Offsets are code points of the texts as given, ends exclusive. All hashes are the same in
every process and on every machine.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import NamedTuple

from sources.folding import FoldedText, fold
from sources.text import SPACELESS

_TOKEN = re.compile(rf"[{SPACELESS}]|[^\W_{SPACELESS}]+")
_SPACELESS = re.compile(f"[{SPACELESS}]")
_SHINGLE = 16  # a word weighs two, a character of a script without spaces one
_PRIME = (1 << 61) - 1
_BASE = 0x1F3D5B79A2C4E681 % _PRIME
_MAX_PLACES = 8  # of one shingle in one text; more of the same are the same repetition


class Shared(NamedTuple):
    """A passage that stands in both texts: `a[a_start:a_end]` and `b[b_start:b_end]`."""

    a_start: int
    a_end: int
    b_start: int
    b_end: int


class Similarity(NamedTuple):
    """The share of the shingles of each text that stand in the other, from 0 to 1."""

    of_a: float
    of_b: float


@dataclass(frozen=True, slots=True)
class _Tokens:
    """The words of a text, where they stand in its folded form, and its shingles by first word."""

    folded: FoldedText
    words: list[str]
    spans: list[tuple[int, int]]
    shingles: list[int]

    @classmethod
    def of(cls, text: str) -> "_Tokens":
        folded = fold(text)
        found = list(_TOKEN.finditer(folded.text))
        words = [match[0] for match in found]
        return cls(folded, words, [match.span() for match in found], _shingles(words))

    def raw_span(self, first: int, end: int) -> tuple[int, int]:
        return self.folded.raw_span(self.spans[first][0], self.spans[end - 1][1])


def squash(text: str) -> str:
    """Return only the letters and digits of a text, small: the form to compare lines in."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def words(text: str) -> list[str]:
    """Return the folded words that shingles are made of."""
    return _TOKEN.findall(fold(text).text)


def fingerprint(text: str) -> frozenset[int]:
    """Return the hashes of the shingles of a text; a text of fewer than eight words has none."""
    return frozenset(_shingles(words(text)))


def similarity(a: frozenset[int], b: frozenset[int]) -> Similarity:
    """Compare two fingerprints. A text without shingles shares nothing."""
    shared = len(a & b)
    return Similarity(shared / len(a) if a else 0.0, shared / len(b) if b else 0.0)


def shared_passages(a: str, b: str) -> list[Shared]:
    """Return the longest runs of at least a shingle that two texts share, in the order of `a`.

    A run ends where the words differ, and a word of the text that sorts first is in one run at
    most; so swapping the texts swaps the sides and changes nothing else. Linear in time.
    """
    if a > b:
        return sorted(Shared(*each[2:], *each[:2]) for each in shared_passages(b, a))
    one, other = _Tokens.of(a), _Tokens.of(b)
    places: dict[int, list[int]] = defaultdict(list)
    for place, shingle in enumerate(other.shingles):
        if len(places[shingle]) < _MAX_PLACES:
            places[shingle].append(place)
    found = []
    at = 0
    while at < len(one.shingles):
        starts = places.get(one.shingles[at], ())
        length, start = max(
            ((_run(one, at, other, each), -each) for each in starts), default=(0, 0)
        )
        if length:
            sides = one.raw_span(at, at + length), other.raw_span(-start, -start + length)
            found.append(Shared(*sides[0], *sides[1]))
        at += max(1, length)
    return found


def _run(one: _Tokens, at: int, other: _Tokens, start: int) -> int:
    """Return how many words are the same from two places on, or 0 if that is no whole shingle."""
    length = 0
    most = min(len(one.words) - at, len(other.words) - start)
    while length < most and one.words[at + length] == other.words[start + length]:
        length += 1
    return length if _weight(one.words[at : at + min(length, _SHINGLE)]) >= _SHINGLE else 0


def _weight(tokens: Sequence[str]) -> int:
    return sum(1 if _SPACELESS.match(token) else 2 for token in tokens)


def _shingles(tokens: Sequence[str]) -> list[int]:
    """Return the hash of the shingle that begins at each word, as far as there are whole ones.

    The hash of a run is the value of a polynomial whose coefficients are the hashes of its words,
    so that each follows from two prefixes.
    """
    hashes: dict[str, int] = {}
    for token in set(tokens):
        digest = blake2b(token.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        hashes[token] = int.from_bytes(digest, "big") % _PRIME + 1
    prefix, weights = [0], [0]
    for token in tokens:
        prefix.append((prefix[-1] * _BASE + hashes[token]) % _PRIME)
        weights.append(weights[-1] + (1 if _SPACELESS.match(token) else 2))
    powers = [pow(_BASE, length, _PRIME) for length in range(_SHINGLE + 1)]
    shingles, end = [], 0
    for start in range(len(tokens)):
        while end < len(tokens) and weights[end] - weights[start] < _SHINGLE:
            end += 1
        if weights[end] - weights[start] < _SHINGLE:
            break
        shingles.append((prefix[end] - prefix[start] * powers[end - start]) % _PRIME)
    return shingles
