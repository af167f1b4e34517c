"""Highlighting: a text cut where passages start and end, and the excerpts that may be shown.

Passages may overlap, nest and run over several paragraphs, so a page cannot wrap each of them in
one element. The text is cut at every start and end instead, and each piece knows the passages that
cover it. Pure: it knows nothing of databases or HTML. Offsets are code points, ends exclusive.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, NamedTuple, TypeVar

from sources.text import SPACELESS, Span

CONTEXT_SENTENCES = 2  # shown on each side of a passage where the whole text may not be shown

Key = TypeVar("Key")

# Two characters of a script without spaces count as one word.
_WORD = re.compile(rf"[{SPACELESS}]{{1,2}}|[^\s{SPACELESS}]+")

# The white space after a sentence belongs to it, so that sentences concatenate to their text. After
# a single letter ("M. Dupont") and before a small one a full stop ends an abbreviation.
_SENTENCE_END = re.compile(
    r"""(?:(?<!\b[^\W\d_])\.|[!?…])["'”’»)\]]*\s+(?![a-zà-ÿ])|[。！？][”’」』）]*\s*|\n+"""
)

_LABEL = re.compile(r"\d{1,3}\.\s+")  # the number of a clause is no sentence of its own


class Mark(NamedTuple, Generic[Key]):
    """A passage to highlight: the code points `start:end`, and whose passage it is."""

    key: Key
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Segment(Generic[Key]):
    """A piece of text that no passage starts or ends within.

    `keys` cover it, in the order of the marks; `opens` of them start with it, `closes` end with it.
    """

    text: str
    keys: tuple[Key, ...]
    opens: tuple[Key, ...]
    closes: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """So many words that are not shown."""

    words: int


@dataclass(frozen=True, slots=True)
class Block(Generic[Key]):
    """What is shown of the paragraph that was given as number `index`, counted from 0."""

    index: int
    pieces: tuple[Segment[Key] | Gap, ...]


def cut(
    text: str, marks: Iterable[Mark[Key]], start: int = 0, end: int | None = None
) -> list[Segment[Key]]:
    """Return the segments of `text[start:end]`, in order.

    They concatenate to exactly that text, and those that carry a key concatenate to the part of
    its passage that lies there. None is empty.
    """
    stop = len(text) if end is None else end
    inside = [mark for mark in marks if mark.start < stop and mark.end > start]
    edges = {edge for mark in inside for edge in (mark.start, mark.end) if start < edge < stop}
    return [
        Segment(
            text[first:last],
            tuple(mark.key for mark in inside if mark.start < last and mark.end > first),
            tuple(mark.key for mark in inside if mark.start == first),
            tuple(mark.key for mark in inside if mark.end == last),
        )
        for first, last in pairwise(sorted(edges | {start, stop}))
    ]


def lay_out(
    text: str,
    blocks: Sequence[Span],
    marks: Sequence[Mark[Key]],
    *,
    only: Sequence[Span] | None = None,
) -> list[Block[Key] | Gap]:
    """Return the paragraphs `blocks` of a text, cut into segments.

    With `only`, nothing outside these spans is shown: gaps tell how many words are left out, within
    a paragraph where words of it stand on both sides, else between paragraphs.
    """
    laid: list[Block[Key] | Gap] = []
    hidden = 0
    for index, block in enumerate(blocks):
        pieces: list[Segment[Key] | Gap] = []
        position = block.start
        for run in _runs(block, only):
            hidden += count_words(text[position : run.start])
            if hidden and pieces:
                pieces.append(Gap(hidden))
            elif hidden:
                laid.append(Gap(hidden))
            hidden = 0
            pieces += cut(text, marks, run.start, run.end)
            position = run.end
        hidden += count_words(text[position : block.end])
        if pieces:
            laid.append(Block(index, tuple(pieces)))
    if hidden:
        laid.append(Gap(hidden))
    return laid


def excerpts(
    text: str,
    blocks: Sequence[Span],
    marks: Iterable[Mark[Key]],
    *,
    context: int = CONTEXT_SENTENCES,
) -> list[Span]:
    """Return the sentences that hold the marked passages, and `context` more on each side.

    In text order, each once and within one block. Context runs on into the neighbouring blocks.
    """
    known = [sentence for block in blocks for sentence in sentences(text, block)]
    shown: set[int] = set()
    for mark in marks:
        touched = [n for n, s in enumerate(known) if s.start < mark.end and s.end > mark.start]
        if touched:
            shown.update(range(touched[0] - context, touched[-1] + context + 1))
    return [sentence for number, sentence in enumerate(known) if number in shown]


def sentences(text: str, block: Span) -> list[Span]:
    """Return the sentences of a block, about as a reader counts them; they join without gaps."""
    ends = [
        match.end()
        for match in _SENTENCE_END.finditer(text, *block)
        if not _LABEL.fullmatch(text, block.start, match.end())
    ]
    edges = sorted({block.start, *ends, block.end})
    return [Span(first, last) for first, last in pairwise(edges)]


def count_words(text: str) -> int:
    """Return how many words a text has; two characters of a script without spaces are one."""
    return sum(1 for _ in _WORD.finditer(text))


def _runs(block: Span, only: Sequence[Span] | None) -> Iterator[Span]:
    """Yield what may be shown of a block, spans that touch each other as one."""
    if only is None:
        yield block
        return
    run: Span | None = None
    for span in only:
        start, end = max(span.start, block.start), min(span.end, block.end)
        if start >= end:
            continue
        if run is not None and start <= run.end:
            run = Span(run.start, max(run.end, end))
            continue
        if run is not None:
            yield run
        run = Span(start, end)
    if run is not None:
        yield run
