"""Folding: the form of a text in which two spellings of the same words compare equal.

Folding is only for comparing. Unicode NFKC, case-folded; typographic quotes, hyphens and dashes and
no-break spaces become the plain ones; soft hyphens go; a run of white space becomes one space. It
works cluster by cluster (a character with its combining marks), so that a passage folds to the same
characters wherever it stands, and every folded character leads back to the raw ones it came from.
"""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import lru_cache

from sources.text import Span

SOFT_HYPHEN = "\u00ad"
_PLAIN_SIGNS = str.maketrans(
    {
        **dict.fromkeys("’‘ʼ", "'"),
        **dict.fromkeys("“”«»", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015", "-"),
    }
)
_JOINERS = "\u200c\u200d"
_JAMO_VOWELS_AND_FINALS = range(0x1160, 0x1200)


@dataclass(frozen=True, slots=True)
class FoldedText:
    """A text, its folded form, and the way between the two.

    `raw` and `text` differ in length only at some clusters. Those are listed in four parallel
    tuples; between them, one folded character stands for one raw character.
    """

    raw: str
    text: str
    _raw_starts: tuple[int, ...] = field(repr=False)
    _raw_ends: tuple[int, ...] = field(repr=False)
    _starts: tuple[int, ...] = field(repr=False)
    _ends: tuple[int, ...] = field(repr=False)

    def raw_span(self, start: int, end: int) -> Span:
        """Return the raw span of the whole clusters that folded characters `start:end` came from.

        Raises ValueError unless `0 <= start < end <= len(self.text)`.
        """
        _check(start, end, len(self.text))
        raw_start = _across(start, self._starts, self._ends, self._raw_starts, self._raw_ends)
        last = bisect_right(self._starts, end - 1) - 1
        if last >= 0 and end - 1 < self._ends[last]:
            return Span(raw_start, self._raw_ends[last])
        raw_last = _across(end - 1, self._starts, self._ends, self._raw_starts, self._raw_ends)
        return Span(raw_start, raw_last + 1)

    def folded_span(self, start: int, end: int) -> Span:
        """Return the folded span of all clusters that the raw span `start:end` touches.

        It is empty if nothing but soft hyphens is touched.
        Raises ValueError unless `0 <= start < end <= len(self.raw)`.
        """
        _check(start, end, len(self.raw))
        first = _across(start, self._raw_starts, self._raw_ends, self._starts, self._ends)
        last = bisect_right(self._raw_starts, end - 1) - 1
        if last >= 0 and end - 1 < self._raw_ends[last]:
            return Span(first, self._ends[last])
        folded_last = _across(end - 1, self._raw_starts, self._raw_ends, self._starts, self._ends)
        return Span(first, folded_last + 1)

    def is_edge(self, offset: int) -> bool:
        """Tell whether the folded `offset` lies between two clusters and not inside one."""
        nearest = bisect_right(self._starts, offset) - 1
        return nearest < 0 or not self._starts[nearest] < offset < self._ends[nearest]


def fold(text: str) -> FoldedText:
    """Fold `text` for comparing; see the module's own words for what that equates."""
    alphabet = set(text)
    single = {ord(character): _fold_cluster(character) for character in alphabet}
    pieces: list[str] = []
    clusters: list[tuple[int, int, int, int]] = []
    raw_at = folded_at = 0
    for match in _irregular(alphabet).finditer(text):
        start, end = match.span()
        cluster = _fold_cluster(match.group())
        pieces += (text[raw_at:start].translate(single), cluster)
        folded_start = folded_at + start - raw_at
        folded_at = folded_start + len(cluster)
        clusters.append((start, end, folded_start, folded_at))
        raw_at = end
    pieces.append(text[raw_at:].translate(single))
    raw_starts, raw_ends, starts, ends = zip(*clusters, strict=True) if clusters else ((),) * 4
    return FoldedText(text, "".join(pieces), raw_starts, raw_ends, starts, ends)


def _irregular(alphabet: set[str]) -> re.Pattern[str]:
    """Return what finds, in a text of these characters, every cluster that is not one for one."""
    extending = sorted(filter(_extends, alphabet))
    growing = sorted(c for c in alphabet if len(_fold_cluster(c)) != 1 and not _extends(c))
    choices = [rf"\s[\s{SOFT_HYPHEN}]+"]
    if extending:
        choices.append(rf"\S?[{''.join(map(re.escape, extending))}]+")
    if growing:
        choices.append(f"[{''.join(map(re.escape, growing))}]")
    return re.compile("|".join(choices))


@lru_cache(maxsize=1 << 16)
def _fold_cluster(cluster: str) -> str:
    """Fold one cluster, which is a run of white space or a character with its marks."""
    cluster = cluster.replace(SOFT_HYPHEN, "")
    if cluster.isspace():
        return " "
    # The Unicode Standard, section 3.13, D146: folding the case undoes a little of the
    # decomposition and the other way round, hence twice.
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFD", cluster).casefold())
    folded = unicodedata.normalize("NFKC", folded.casefold())
    if folded.startswith(" "):
        return cluster  # a free-standing accent, which NFKC would tear into a space and a mark
    return folded.translate(_PLAIN_SIGNS)


@lru_cache(maxsize=1 << 16)
def _extends(character: str) -> bool:
    """Tell whether a character belongs to the cluster that precedes it."""
    if character == SOFT_HYPHEN or character in _JOINERS:
        return True
    first = unicodedata.normalize("NFKD", character)[0]
    return unicodedata.category(first).startswith("M") or ord(first) in _JAMO_VOWELS_AND_FINALS


def _across(
    offset: int,
    from_starts: tuple[int, ...],
    from_ends: tuple[int, ...],
    to_starts: tuple[int, ...],
    to_ends: tuple[int, ...],
) -> int:
    """Carry an offset over to the other text; one inside a cluster goes to the cluster's start."""
    nearest = bisect_right(from_starts, offset) - 1
    if nearest < 0:
        return offset
    if offset < from_ends[nearest]:
        return to_starts[nearest]
    return to_ends[nearest] + offset - from_ends[nearest]


def _check(start: int, end: int, length: int) -> None:
    if not 0 <= start < end <= length:
        raise ValueError(f"{start}:{end} is not a span of a text of {length} characters.")
