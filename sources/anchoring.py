"""Anchoring: where in a text a directive points, and which directive points at a passage.

A passage is found exactly, after folding, or it is not found; no likeness ever decides. Matching
follows https://wicg.github.io/scroll-to-text-fragment/#find-a-range-from-a-text-directive with one
difference: where a browser takes the first of several matches, we say that the directive is
ambiguous. All offsets are code points of the raw text; ends are exclusive.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from sources.directives import DirectiveError, TextDirective
from sources.folding import FoldedText, fold
from sources.text import SPACELESS, Span, is_word_boundary

MAX_PLACES = 20  # of an ambiguous directive, how many places are told

_EXACT_WORDS = 8  # up to this many words a passage is quoted whole
_EDGE_WORDS = (4, 8, 16)  # words quoted at each end of a longer passage: tried in this order
_CONTEXT_WORDS = (0, 1, 2, 3, 5, 8, 12)  # words of prefix and suffix: tried in this order

# Two characters of a script without spaces count as one word, with the punctuation after them.
_WORD = re.compile(rf"[{SPACELESS}]{{1,2}}[^\w\s]*|[^\s{SPACELESS}]+")
_COLLAPSIBLE = re.compile(r"[ \t\n\r\f]+")  # what HTML shows as one space


@dataclass(frozen=True, slots=True)
class Anchored:
    """The directive points at this one passage: code points `start` up to, not with, `end`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """The directive points at several passages: the first MAX_PLACES of them, in text order."""

    places: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class NotFound:
    """The directive points nowhere; `reason` is a sentence that says which part fails."""

    reason: str


Resolution = Anchored | Ambiguous | NotFound


class AmbiguousSpan(ValueError):  # noqa: N818 -- it names what the span is, not what went wrong
    """No directive of a few words tells this span from the rest of the text."""


@dataclass(frozen=True, slots=True)
class _Query:
    """A directive with its parts folded."""

    start: str
    end: str
    prefix: str
    suffix: str


def resolve(
    directive: TextDirective, text: FoldedText, *, ignoring: Sequence[Span] = ()
) -> Resolution:
    """Find the one passage that the directive points at.

    Each part must match exactly after folding, as whole words and within one paragraph; a passage
    may run over several. A start is paired with the nearest end after it that the suffix follows.
    `text` is folded canonical text. Places that touch a span in `ignoring` (raw offsets, in order,
    such as the paragraphs that are boilerplate) do not count: a teaser that repeats the article
    makes nothing ambiguous. Takes time linear in the text for a directive of a few words.
    """
    raw = (directive.start, directive.end, directive.prefix, directive.suffix)
    folded = [fold(part).text.strip() for part in raw]
    if any(before and not after for before, after in zip(raw, folded, strict=True)):
        return NotFound("A part of the directive holds nothing but soft hyphens.")
    query = _Query(*folded)
    every = (text.raw_span(*place) for place in _places(query, text))
    places = list(islice(filter(_outside(ignoring), every), MAX_PLACES))
    if not places and ignoring and any(_places(query, text)):
        return NotFound("The passage stands only in paragraphs that do not count here.")
    if not places:
        return NotFound(_reason(query, text, directive))
    return Ambiguous(tuple(places)) if len(places) > 1 else Anchored(*places[0])


def _outside(ignoring: Sequence[Span]) -> Callable[[Span], bool]:
    """Return what tells whether a span touches none of these, which are in order."""
    ends = [span.end for span in ignoring]

    def is_outside(span: Span) -> bool:
        nearest = bisect_right(ends, span.start)
        return nearest == len(ends) or span.end <= ignoring[nearest].start

    return is_outside


def _places(query: _Query, text: FoldedText) -> Iterator[Span]:
    """Yield the folded spans of all passages that fit the query, by where they start."""
    if query.end:
        yield from _ranges(query, text)
        return
    for place in _starts(query, text):
        if _suffix_follows(query, text, place.end):
            yield place


def _ranges(query: _Query, text: FoldedText) -> Iterator[Span]:
    """Yield the folded spans from each start to the nearest fitting end after it."""
    ends = _ends(query, text)
    end = next(ends, None)
    for start in _starts(query, text):
        # Starts only grow, so an end passed over once is never needed again.
        while end is not None and end.start < start.end:
            end = next(ends, None)
        if end is None:
            return
        yield Span(start.start, end.end)


def _starts(query: _Query, text: FoldedText) -> Iterator[Span]:
    """Yield where the start words stand, right after the prefix if there is one."""
    whole_end = bool(query.end) or not query.suffix
    for place in _occurrences(query.start, text):
        if whole_end and not is_word_boundary(text.text, place.end):
            continue
        if query.prefix:
            if _prefix_precedes(query, text, place.start):
                yield place
        elif is_word_boundary(text.text, place.start):
            yield place


def _ends(query: _Query, text: FoldedText) -> Iterator[Span]:
    """Yield where the end words stand, right before the suffix if there is one."""
    for place in _occurrences(query.end, text):
        if not is_word_boundary(text.text, place.start):
            continue
        if query.suffix:
            if _suffix_follows(query, text, place.end):
                yield place
        elif is_word_boundary(text.text, place.end):
            yield place


def _prefix_precedes(query: _Query, text: FoldedText, offset: int) -> bool:
    end = offset - text.text.startswith(" ", offset - 1) if offset else 0
    start = end - len(query.prefix)
    return (
        start >= 0
        and text.text.startswith(query.prefix, start)
        and is_word_boundary(text.text, start)
        and _is_one_piece(text, start, end)
    )


def _suffix_follows(query: _Query, text: FoldedText, offset: int) -> bool:
    if not query.suffix:
        return True
    start = offset + text.text.startswith(" ", offset)
    end = start + len(query.suffix)
    return (
        text.text.startswith(query.suffix, start)
        and is_word_boundary(text.text, end)
        and _is_one_piece(text, start, end)
    )


def _occurrences(words: str, text: FoldedText) -> Iterator[Span]:
    """Yield every place of folded words, overlapping ones too, within one paragraph."""
    start = text.text.find(words)
    while start >= 0:
        end = start + len(words)
        if _is_one_piece(text, start, end):
            yield Span(start, end)
        start = text.text.find(words, start + 1)


def _is_one_piece(text: FoldedText, start: int, end: int) -> bool:
    """Tell whether a folded span cuts no cluster and holds no paragraph break."""
    if not (text.is_edge(start) and text.is_edge(end)):
        return False
    return text.raw.find("\n\n", *text.raw_span(start, end)) < 0


def _reason(query: _Query, text: FoldedText, directive: TextDirective) -> str:
    """Say which part of a directive that points nowhere fails, trying them one after the other."""
    start = f"“{directive.start}”"
    if query.start not in text.text:
        return f"The words {start} are not in the text."
    if not any(_occurrences(query.start, text)):
        return f"The words {start} run across a paragraph break."
    if not any(_starts(query, text)):
        if query.prefix:
            return f"The prefix “{directive.prefix}” never stands right before whole words {start}."
        return f"The words {start} are in the text only as parts of longer words."
    if query.end and not any(_ranges(replace(query, suffix=""), text)):
        return f"The end words “{directive.end}” do not come after {start}."
    last = f"“{directive.end}”" if query.end else start
    return f"The suffix “{directive.suffix}” never stands right after {last}."


def widen(text: FoldedText, start: int, end: int) -> Span:
    """Return the raw span `start:end` without outer white space, grown to whole words.

    Widening a widened span changes nothing. Raises ValueError if the span is empty, lies outside
    the text or holds only white space.
    """
    first, last = text.folded_span(start, end)
    while first < last and text.text[first] == " ":
        first += 1
    while first < last and text.text[last - 1] == " ":
        last -= 1
    if first == last:
        raise ValueError("The span holds nothing but white space.")
    while not (text.is_edge(first) and is_word_boundary(text.text, first)):
        first -= 1
    while not (text.is_edge(last) and is_word_boundary(text.text, last)):
        last += 1
    return text.raw_span(first, last)


def directive_for(
    text: FoldedText, start: int, end: int, *, ignoring: Sequence[Span] = ()
) -> TextDirective:
    """Return a short directive that `resolve` anchors at exactly `widen(text, start, end)`.

    A short passage is quoted whole, a long one by its first and last words; a prefix and a suffix
    are added, a word at a time, until the passage is the only one that fits. No part crosses a line
    break, which a browser may take for the end of a block. `ignoring` is as in `resolve`.

    Raises AmbiguousSpan if that takes more than a few words or if the span is among the ignored,
    ValueError as `widen` does.
    """
    span = widen(text, start, end)
    if not _outside(ignoring)(span):
        raise AmbiguousSpan("The passage lies in a paragraph that does not count.")
    wanted = Anchored(*span)
    try:
        for directive in _candidates(text, span):
            if resolve(directive, text, ignoring=ignoring) == wanted:
                return directive
    except DirectiveError as error:
        raise AmbiguousSpan("The words at the ends of the passage are too long.") from error
    raise AmbiguousSpan("A few words before and after do not tell the passage from others.")


def _candidates(text: FoldedText, span: Span) -> Iterator[TextDirective]:
    """Yield directives that may point at the span, the shortest first, none of them twice."""
    before, after = _words_before(text, span.start), _words_after(text, span.end)
    seen = set()
    for start, end in _quotes(text, span):
        for size in _CONTEXT_WORDS:
            prefix = _quote(text, before[len(before) - min(size, len(before)) :])
            suffix = _quote(text, after[:size])
            for context in ((prefix, ""), ("", suffix), (prefix, suffix)):
                directive = TextDirective(start, end, *context)
                if directive not in seen:
                    seen.add(directive)
                    yield directive


def _quotes(text: FoldedText, span: Span) -> Iterator[tuple[str, str]]:
    """Yield the start and end words to try: the whole of a short passage, the ends of a long one.

    The first and the last words never overlap, for the end is searched after the start.
    """
    first_break = text.raw.find("\n", *span)
    if first_break < 0:
        first = last = _words(text, *span)
        if len(first) <= _EXACT_WORDS:
            yield _quote(text, first), ""
            return
        most = len(first) // 2
    else:
        first = _words(text, span.start, first_break)
        last = _words(text, text.raw.rfind("\n", *span) + 1, span.end)
        most = max(_EDGE_WORDS)
    for size in _EDGE_WORDS:
        yield _quote(text, first[: min(size, most)]), _quote(text, last[-min(size, most) :])


def _words_before(text: FoldedText, offset: int) -> list[Span]:
    """Return the words that stand before the raw offset, on the last line that has any."""
    end = len(text.raw[:offset].rstrip())
    return _words(text, text.raw.rfind("\n", 0, end) + 1, end)


def _words_after(text: FoldedText, offset: int) -> list[Span]:
    """Return the words that stand after the raw offset, on the first line that has any."""
    start = len(text.raw) - len(text.raw[offset:].lstrip())
    end = text.raw.find("\n", start)
    return _words(text, start, len(text.raw) if end < 0 else end)


def _words(text: FoldedText, start: int, end: int) -> list[Span]:
    """Return the folded spans of the words in a raw span."""
    if start >= end:
        return []
    return [
        Span(*match.span()) for match in _WORD.finditer(text.text, *text.folded_span(start, end))
    ]


def _quote(text: FoldedText, words: list[Span]) -> str:
    """Return the raw words from the first to the last of these, whole clusters, on one line."""
    if not words:
        return ""
    start, end = text.raw_span(words[0].start, words[-1].end)
    return _COLLAPSIBLE.sub(" ", text.raw[start:end])
