"""What differs between two texts: paragraph by paragraph, then word by word.

Nothing here knows where the texts come from: two captures, two language versions, two drafts. The
pieces of a difference give both texts back exactly. Offsets are code points, ends exclusive.

Alignment is by longest common subsequence (rapidfuzz, bit-parallel), first of paragraphs, then of
words within paragraphs that are alike; scripts without spaces are compared by character.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby, pairwise
from typing import NamedTuple

from rapidfuzz.distance import Indel

from sources.highlighting import count_words, sentences
from sources.text import SPACELESS, Span

# What one alignment may cost: the product of both lengths. 20,000 words against as many take
# a fifth of a second and 50 MB; beyond that, larger units are compared.
MAX_CELLS = 400_000_000
MAX_CELLS_IN_ALL = 4 * MAX_CELLS
MAX_PAIRS = 60_000  # of paragraphs that are held against each other
MAX_PARAGRAPH = 200_000  # characters; a longer one is not taken apart

# Two paragraphs are versions of one when so much of their words, in order, is common to both.
ALIKE = 0.4

# Words that came into what may be shown are shown with it, but not a new article.
MAX_ADDED_WORDS = 60

_PARAGRAPH = re.compile(r"(?s)(.*?)(\n{2,}|\Z)")
_MARKS = (
    r"!-/:-@\[-`{-~\u00a1-\u00bf\u2010-\u2027\u2030-\u205e\u3000-\u3003\u3008-\u301f\uff01-\uff0f"
)
_TOKEN = re.compile(rf"\s+|[{SPACELESS}]|[{_MARKS}]|[^\s{SPACELESS}{_MARKS}]+")


class Op(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


class Kind(StrEnum):
    """What became of a paragraph."""

    SAME = "same"
    CHANGED = "changed"
    REMOVED = "removed"
    ADDED = "added"
    MOVED_FROM = "moved_from"
    MOVED_TO = "moved_to"


class Piece(NamedTuple):
    """A piece that both texts have, or only the first, or only the second.

    Of a removed piece `after` is empty and says where it would stand, of an added one `before`.
    """

    op: Op
    before: Span
    after: Span


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph with its numbers in the two texts, from 1; None where it does not stand."""

    kind: Kind
    before: int | None
    after: int | None
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """How much differs. Words of paragraphs that only moved are counted in neither number."""

    changed: int
    added: int
    removed: int
    moved: int
    words_added: int
    words_removed: int

    @property
    def nothing(self) -> bool:
        return not (self.changed or self.added or self.removed or self.moved)


@dataclass(frozen=True, slots=True)
class Difference:
    """Two texts and what differs between them, in the order of a reader.

    `is_coarse` tells that some of it was too long to compare word by word.
    """

    before: str
    after: str
    blocks: tuple[Block, ...]
    is_coarse: bool

    @property
    def pieces(self) -> Iterator[Piece]:
        for block in self.blocks:
            yield from block.pieces

    def text_of(self, piece: Piece) -> str:
        if piece.op is Op.ADDED:
            return self.after[piece.after.start : piece.after.end]
        return self.before[piece.before.start : piece.before.end]

    def touches(self, passage: Span) -> bool:
        """Tell whether words of a passage of the first text are gone, moved or parted by others."""
        return any(
            # What was added has no length here, so it counts only where it parts the passage.
            piece.before.start < passage.end and piece.before.end > passage.start
            for piece in self.pieces
            if piece.op is not Op.SAME and not self.text_of(piece).isspace()
        )


class Unit(NamedTuple):
    """A paragraph, and what parts it from the next."""

    number: int
    core: Span
    end: int


class Run(NamedTuple):
    """Stretches of two sequences that are the same, or that stand for each other."""

    same: bool
    before: Span
    after: Span


def compare(before: str, after: str) -> Difference:
    """Return what differs between two texts.

    Time and memory are bounded: what is too long to be compared by words is compared by sentences,
    or told apart as a whole, and the difference says that it is coarse.
    """
    first, second = _units(before), _units(after)
    ours, theirs = _cores(before, first), _cores(after, second)
    effort = Effort()
    blocks = []
    place = Span(0, 0)  # how far both texts have been read
    for i, j in _align_paragraphs(ours, theirs, effort):
        if i is not None and j is not None:
            block = _in_both(before, after, first[i], second[j], effort)
        elif i is not None:
            span = Span(first[i].core.start, first[i].end)
            piece = Piece(Op.REMOVED, span, Span(place.end, place.end))
            block = Block(Kind.REMOVED, first[i].number, None, (piece,))
        elif j is not None:
            span = Span(second[j].core.start, second[j].end)
            piece = Piece(Op.ADDED, Span(place.start, place.start), span)
            block = Block(Kind.ADDED, None, second[j].number, (piece,))
        place = Span(block.pieces[-1].before.end, block.pieces[-1].after.end)
        blocks.append(block)
    return Difference(before, after, tuple(_mark_moved(before, after, blocks)), effort.fell_short)


def count(difference: Difference, blocks: Iterable[Block] | None = None) -> Counts:
    """Count what differs, in all of a difference or in some of its blocks."""
    chosen = difference.blocks if blocks is None else tuple(blocks)
    kinds = Counter(block.kind for block in chosen)
    words: Counter[Op] = Counter()
    for block in chosen:
        if block.kind not in {Kind.SAME, Kind.MOVED_FROM, Kind.MOVED_TO}:
            for piece in block.pieces:
                words[piece.op] += _count_words(difference.text_of(piece))
    return Counts(
        changed=kinds[Kind.CHANGED],
        added=kinds[Kind.ADDED],
        removed=kinds[Kind.REMOVED],
        moved=kinds[Kind.MOVED_TO],
        words_added=words[Op.ADDED],
        words_removed=words[Op.REMOVED],
    )


def _count_words(text: str) -> int:
    """Count words; a piece that is nothing but signs has none."""
    return count_words(text) if any(sign.isalnum() for sign in text) else 0


# Showing


@dataclass(frozen=True, slots=True)
class ShownPiece:
    """A piece with its words; `text` is None, and `words` their number, where none may be shown."""

    op: Op
    before: Span
    after: Span
    text: str | None
    words: int


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """A paragraph as it may be shown."""

    kind: Kind
    before: int | None
    after: int | None
    pieces: tuple[ShownPiece, ...]

    @property
    def is_moved(self) -> bool:
        """Tell whether it stands in both texts as it is, only at another place."""
        return self.kind in {Kind.MOVED_FROM, Kind.MOVED_TO}

    @property
    def is_hidden(self) -> bool:
        """Tell whether none of its words may be shown."""
        return all(piece.text is None for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Paragraphs that follow each other: all the same in both texts, or one that differs."""

    same: bool
    blocks: tuple[ShownBlock, ...]

    @property
    def is_hidden(self) -> bool:
        return all(block.is_hidden for block in self.blocks)


@dataclass(frozen=True, slots=True)
class Visible:
    """What may be shown of two texts: spans of each, in order and apart from each other."""

    before: Sequence[Span]
    after: Sequence[Span]


def show(
    difference: Difference, blocks: Iterable[Block] | None = None, visible: Visible | None = None
) -> list[ShownBlock]:
    """Return the blocks with their words; with `visible`, only with the words in these spans.

    A few words that were added within a span of the first text belong to it.
    """
    shown = []
    for block in difference.blocks if blocks is None else blocks:
        pieces = []
        for piece in block.pieces:
            if visible is None or (
                # A whole paragraph belongs to nothing that is shown beside it.
                block.kind is Kind.CHANGED and _belongs(difference, piece, visible)
            ):
                pieces.append(_shown(difference, piece, is_visible=True))
                continue
            pieces += [
                _shown(difference, part, is_visible=_is_visible(part, visible))
                for part in _cut(difference, piece, visible)
            ]
        shown.append(ShownBlock(block.kind, block.before, block.after, tuple(pieces)))
    return shown


def stretches(blocks: Iterable[ShownBlock]) -> list[Stretch]:
    """Put paragraphs that are the same together, so that a page can fold them."""
    found: list[Stretch] = []
    for same, group in groupby(blocks, key=lambda block: block.kind is Kind.SAME):
        if same:
            found.append(Stretch(same=True, blocks=tuple(group)))
        else:
            found += [Stretch(same=False, blocks=(block,)) for block in group]
    return found


def _shown(difference: Difference, piece: Piece, *, is_visible: bool) -> ShownPiece:
    text = difference.text_of(piece)
    return ShownPiece(*piece, text if is_visible or text.isspace() else None, _count_words(text))


def _cut(difference: Difference, piece: Piece, visible: Visible) -> list[Piece]:
    """Cut a piece where what may be shown begins and ends."""
    edges = set()
    if piece.op is not Op.ADDED:
        edges |= _edges(piece.before, visible.before)
    if piece.op is not Op.REMOVED:
        edges |= _edges(piece.after, visible.after)
    length = len(difference.text_of(piece))
    points = [0, *sorted(edges), length]
    return [
        Piece(
            piece.op,
            _part(piece.before, first, last) if piece.op is not Op.ADDED else piece.before,
            _part(piece.after, first, last) if piece.op is not Op.REMOVED else piece.after,
        )
        for first, last in pairwise(points)
    ]


def _part(span: Span, first: int, last: int) -> Span:
    return Span(span.start + first, span.start + last)


def _edges(span: Span, spans: Sequence[Span]) -> set[int]:
    """Return where within a span others begin and end, counted from its start."""
    near = spans[max(0, bisect_right(spans, span) - 1) :]
    found = set()
    for one in near:
        if one.start >= span.end:
            break
        found |= {edge - span.start for edge in one if span.start < edge < span.end}
    return found


def _is_visible(piece: Piece, visible: Visible) -> bool:
    match piece.op:
        case Op.REMOVED:
            return _covers(visible.before, piece.before)
        case Op.ADDED:
            return _covers(visible.after, piece.after)
        case Op.SAME:
            return _covers(visible.before, piece.before) or _covers(visible.after, piece.after)


def _covers(spans: Sequence[Span], part: Span) -> bool:
    return any(span.start <= part.start and part.end <= span.end for span in spans)


def _belongs(difference: Difference, piece: Piece, visible: Visible) -> bool:
    """Tell whether a few words were added within, or right after, something that may be shown."""
    return (
        piece.op is Op.ADDED
        and count_words(difference.text_of(piece)) <= MAX_ADDED_WORDS
        and any(span.start < piece.before.start <= span.end for span in visible.before)
    )


# Comparing


def _units(text: str) -> list[Unit]:
    """Return the paragraphs of a text, numbered as the reader counts them."""
    units = []
    number = 0
    for match in _PARAGRAPH.finditer(text):
        if match.start() == match.end():
            continue
        core = Span(*match.span(1))
        number += core.start < core.end
        units.append(Unit(max(number, 1), core, match.end()))
    return units


def _cores(text: str, units: Iterable[Unit]) -> list[str]:
    return [text[unit.core.start : unit.core.end] for unit in units]


class Effort:
    """What one comparison may still cost, and whether something was too much for it."""

    def __init__(self) -> None:
        self.left = MAX_CELLS_IN_ALL
        self.fell_short = False

    def allows(self, cells: int) -> bool:
        """Tell whether an alignment of that size may be made, and count it if so."""
        if cells > min(self.left, MAX_CELLS):
            return False
        self.left -= cells
        return True


def _ends(before: Sequence[str], after: Sequence[str]) -> tuple[int, int]:
    """Return how many elements two sequences have in common at their beginnings and ends."""
    shorter = min(len(before), len(after))
    head = 0
    while head < shorter and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < shorter - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    return head, tail


def _align(before: Sequence[str], after: Sequence[str], effort: Effort) -> tuple[list[Run], bool]:
    """Align two sequences; where that costs too much, all that differs stands for each other."""
    head, tail = _ends(before, after)
    last, end = len(before) - tail, len(after) - tail
    runs = [Run(same=True, before=Span(0, head), after=Span(0, head))]
    affordable = effort.allows((last - head) * (end - head))
    if affordable:
        opcodes = Indel.opcodes(before[head:last], after[head:end])
        for same, group in groupby(opcodes, key=lambda opcode: opcode.tag == "equal"):
            part = list(group)
            here = Span(part[0].src_start + head, part[-1].src_end + head)
            there = Span(part[0].dest_start + head, part[-1].dest_end + head)
            runs.append(Run(same, here, there))
    else:
        runs.append(Run(same=False, before=Span(head, last), after=Span(head, end)))
    runs.append(Run(same=True, before=Span(last, len(before)), after=Span(end, len(after))))
    return [run for run in runs if _size(run)], affordable


def _align_paragraphs(
    before: list[str], after: list[str], effort: Effort
) -> Iterator[tuple[int | None, int | None]]:
    """Yield each paragraph of either text once, in order, versions of one paragraph together."""
    head, tail = _ends(before, after)
    last, end = len(before) - tail, len(after) - tail
    yield from zip(range(head), range(head), strict=True)
    here, there = Span(head, last), Span(head, end)
    if _length(here) * _length(there) <= MAX_PAIRS:
        yield from _pair(before, after, here, there, effort)
    else:
        runs, affordable = _align(before[head:last], after[head:end], effort)
        effort.fell_short |= not affordable
        for run in runs:
            one = Span(run.before.start + head, run.before.end + head)
            other = Span(run.after.start + head, run.after.end + head)
            if run.same:
                yield from zip(range(*one), range(*other), strict=True)
            else:
                yield from _pair(before, after, one, other, effort)
    yield from zip(range(last, len(before)), range(end, len(after)), strict=True)


def _pair(
    before: list[str], after: list[str], here: Span, there: Span, effort: Effort
) -> Iterator[tuple[int | None, int | None]]:
    """Yield the paragraphs of two stretches, versions of one together.

    In order, so that the most words stand beside their like. Stretches of very many paragraphs
    are paired by position.
    """
    first = [_words_of(text[:MAX_PARAGRAPH]) for text in before[slice(*here)]]
    second = [_words_of(text[:MAX_PARAGRAPH]) for text in after[slice(*there)]]
    # What is in both texts as it was has moved, if it does not stand beside itself.
    kept = set(before[slice(*here)]) & set(after[slice(*there)])

    def weight(i: int, j: int) -> float:
        one, other = before[here.start + i], after[there.start + j]
        words = len(first[i]) + len(second[j])
        if one in kept or other in kept:
            return words if one == other else 0.0
        return words * _likeness(first[i], second[j], effort)

    if len(first) * len(second) <= MAX_PAIRS:
        pairs = _best_pairs(len(first), len(second), weight)
    else:
        pairs = [(i, i) for i in range(min(len(first), len(second))) if weight(i, i)]
    i = j = 0
    for one, other in [*pairs, (len(first), len(second))]:
        yield from ((here.start + index, None) for index in range(i, one))
        yield from ((None, there.start + index) for index in range(j, other))
        if one < len(first):
            yield here.start + one, there.start + other
        i, j = one + 1, other + 1


def _best_pairs(
    first: int, second: int, weight: Callable[[int, int], float]
) -> list[tuple[int, int]]:
    """Return the pairs, in order on both sides, whose weights together are the greatest."""
    weights = [[weight(i, j) for j in range(second)] for i in range(first)]
    best = [[0.0] * (second + 1) for _ in range(first + 1)]
    for i in reversed(range(first)):
        for j in reversed(range(second)):
            paired = weights[i][j] and weights[i][j] + best[i + 1][j + 1]
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    pairs = []
    i = j = 0
    while i < first and j < second:
        if best[i][j] == best[i + 1][j]:
            i += 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            pairs.append((i, j))
            i, j = i + 1, j + 1
    return pairs


def _likeness(words: list[str], others: list[str], effort: Effort) -> float:
    """Return how much of two paragraphs is common, from 0 to 1; 0 when they are not alike."""
    shorter, longer = sorted((len(words), len(others)))
    if not shorter or 2 * shorter < ALIKE * (shorter + longer):
        return 0.0
    if not effort.allows(shorter * longer):
        return ALIKE  # too long to be told; of a size, they are taken for versions of one
    return float(Indel.normalized_similarity(words, others, score_cutoff=ALIKE))


def _mark_moved(before: str, after: str, blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks; what is gone at one place and has come at another is said to have moved."""
    texts = [
        before[slice(*block.pieces[0].before)].rstrip("\n")
        if block.kind is Kind.REMOVED
        else after[slice(*block.pieces[0].after)].rstrip("\n")
        for block in blocks
    ]
    sides = {Kind.REMOVED: Kind.MOVED_FROM, Kind.ADDED: Kind.MOVED_TO}
    found = {
        kind: Counter(
            text for text, block in zip(texts, blocks, strict=True) if block.kind is kind and text
        )
        for kind in sides
    }
    moved = found[Kind.REMOVED] & found[Kind.ADDED]
    left = {kind: Counter(moved) for kind in sides}
    for text, block in zip(texts, blocks, strict=True):
        if block.kind in sides and left[block.kind][text]:
            left[block.kind][text] -= 1
            yield replace(block, kind=sides[block.kind])
        else:
            yield block


def _words_of(text: str) -> list[str]:
    return [token for token in _TOKEN.findall(text) if not token.isspace()]


def _by_words(before: str, after: str, one: Span, other: Span, effort: Effort) -> list[Piece]:
    """Compare two spans word by word, or by sentences first where they are too long for that."""
    if max(_length(one), _length(other)) > MAX_PARAGRAPH:
        effort.fell_short = True
        return _by_units(before, after, [one], [other], effort)[0]
    pieces, exact = _by_units(before, after, _tokens(before, one), _tokens(after, other), effort)
    if exact:
        return pieces
    parts, exact = _by_units(before, after, sentences(before, one), sentences(after, other), effort)
    effort.fell_short |= not exact
    pieces = []
    for same, group in groupby(parts, key=lambda piece: piece.op is Op.SAME):
        part = list(group)
        if same:
            pieces += part
            continue
        fewer, exact = _by_units(
            before,
            after,
            _tokens(before, Span(part[0].before.start, part[-1].before.end)),
            _tokens(after, Span(part[0].after.start, part[-1].after.end)),
            effort,
        )
        effort.fell_short |= not exact
        pieces += fewer
    return pieces


def _tokens(text: str, span: Span) -> list[Span]:
    return [Span(*match.span()) for match in _TOKEN.finditer(text, *span)]


def _by_units(
    before: str, after: str, first: Sequence[Span], second: Sequence[Span], effort: Effort
) -> tuple[list[Piece], bool]:
    """Compare two spans by units that fill them; also tell whether it could be afforded."""
    runs, exact = _align(
        [before[span.start : span.end] for span in first],
        [after[span.start : span.end] for span in second],
        effort,
    )
    spans = [Run(run.same, _span(run.before, first), _span(run.after, second)) for run in runs]
    pieces = []
    for run in _simplify(spans):
        if run.same:
            pieces.append(Piece(Op.SAME, run.before, run.after))
            continue
        if run.before.start < run.before.end:
            nowhere = Span(run.after.start, run.after.start)
            pieces.append(Piece(Op.REMOVED, run.before, nowhere))
        if run.after.start < run.after.end:
            nowhere = Span(run.before.end, run.before.end)
            pieces.append(Piece(Op.ADDED, nowhere, run.after))
    return pieces, exact


def _span(run: Span, units: Sequence[Span]) -> Span:
    """Return the characters of some units; of none, the place between their neighbours."""
    if run.start < run.end:
        return Span(units[run.start].start, units[run.end - 1].end)
    place = units[run.start].start if run.start < len(units) else units[-1].end if units else 0
    return Span(place, place)


def _simplify(runs: Iterable[Run]) -> list[Run]:
    """Take what is the same between two changes into them where it is no longer than either.

    A space, a comma or an “of” that two sentences share by chance helps nobody to read them.
    """
    kept: list[Run] = []
    for run in runs:
        kept.append(run)
        while len(kept) >= 3 and not kept[-1].same and kept[-2].same:
            change, same, last = kept[-3:]
            length = _length(same.before)
            if length > _size(change) or length > _size(last):
                break
            kept[-3:] = [
                Run(
                    same=False,
                    before=Span(change.before.start, last.before.end),
                    after=Span(change.after.start, last.after.end),
                )
            ]
    return kept


def _length(span: Span) -> int:
    return span.end - span.start


def _size(run: Run) -> int:
    return max(_length(run.before), _length(run.after))


def _in_both(before: str, after: str, one: Unit, other: Unit, effort: Effort) -> Block:
    """Return a paragraph that stands in both texts, with what parts it from the next."""
    if before[slice(*one.core)] == after[slice(*other.core)]:
        kind, pieces = Kind.SAME, [Piece(Op.SAME, one.core, other.core)]
    else:
        kind, pieces = Kind.CHANGED, _by_words(before, after, one.core, other.core, effort)
    here, there = Span(one.core.end, one.end), Span(other.core.end, other.end)
    if before[slice(*here)] == after[slice(*there)]:
        pieces.append(Piece(Op.SAME, here, there))
    else:
        pieces.append(Piece(Op.REMOVED, here, Span(there.start, there.start)))
        pieces.append(Piece(Op.ADDED, Span(here.end, here.end), there))
    return Block(kind, one.number, other.number, tuple(_joined(pieces)))


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield the pieces without empty ones, neighbours of one kind as one."""
    last: Piece | None = None
    for piece in pieces:
        if _length(piece.before) == _length(piece.after) == 0:
            continue
        if last is not None and last.op is piece.op:
            last = Piece(
                last.op,
                Span(last.before.start, piece.before.end),
                Span(last.after.start, piece.after.end),
            )
            continue
        if last is not None:
            yield last
        last = piece
    if last is not None:
        yield last
