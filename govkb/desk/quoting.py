"""Quoting: from words that a curator chose to a locator that finds exactly these words.

What a browser sends is words, never offsets: it counts UTF-16 units and we count code points.
Words are looked for as they stand, but for white space and typography, and nothing like them is
ever taken for them. Pure; offsets are code points, ends exclusive.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from sources.anchoring import Anchored, directive_for, resolve, widen
from sources.folding import FoldedText, fold
from sources.highlighting import sentences
from sources.text import Span, is_word_boundary

MAX_QUOTE = 10_000  # characters; the longest passage that can be quoted at once
MAX_PLACES = 20
CONTEXT = 32  # characters shown, and compared, on each side of a place
NEAR = 3  # near matches shown as help
LIKE_ENOUGH = 60  # of 100, from which a sentence is shown as a near match
COPIED_WORDS = 8  # words in a row of the source in a text that should be in our own words


@dataclass(frozen=True, slots=True)
class Quoted:
    """The words stand in one place, and `locator` finds exactly these characters."""

    span: Span
    words: str
    locator: str


@dataclass(frozen=True, slots=True)
class Several:
    """The words stand in several places: the first MAX_PLACES of them, in text order."""

    places: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """The words cannot be quoted; `reason` is a sentence, `near` what stands there instead.

    The near matches are help for a person. Nothing is anchored by them.
    """

    reason: str
    near: tuple[Span, ...] = ()


Outcome = Quoted | Several | Refused


@dataclass(frozen=True, slots=True)
class Page:
    """A text to quote from: folded once, with its paragraphs and those that are another work's."""

    text: FoldedText
    paragraphs: tuple[Span, ...]
    foreign: frozenset[int] = frozenset()

    @classmethod
    def of(cls, text: str, paragraphs: Sequence[Span], foreign: Sequence[int] = ()) -> "Page":
        """Fold the text; `foreign` are places in `paragraphs`, counted from 0."""
        return cls(fold(text), tuple(paragraphs), frozenset(foreign))


def quote(page: Page, words: str, *, place: Span | None = None) -> Outcome:
    """Return where the words stand and the locator that finds them there.

    `place` is the span chosen where there are several; one at which the words do not stand is as
    good as none.
    """
    found = places_of(page, words)
    if isinstance(found, Refused):
        return found
    chosen = [span for span in found if span == place] or found
    if len(chosen) > 1:
        return Several(tuple(chosen[:MAX_PLACES]))
    return locate(page, chosen[0])


def select(page: Page, number: int, exact: str, prefix: str, suffix: str) -> Outcome:
    """Return what a selection in a browser is: the words `exact` from paragraph `number` on.

    Paragraphs are counted from 1. `prefix` and `suffix` are what stands right before and after in
    the same paragraph. A selection that cuts a word is grown to whole words, which the curator
    then sees; that is the only thing changed but for outer white space.
    """
    if not 0 < number <= len(page.paragraphs):
        return Refused("There is no such paragraph.")
    home = page.paragraphs[number - 1]
    found = [
        span for span in _occurrences(page.text.raw, exact) if home.start <= span.start < home.end
    ]
    before, after = _loose(prefix), _loose(suffix)
    fitting = [
        span
        for span in found
        if _loose(page.text.raw[max(0, span.start - 2 * CONTEXT) : span.start]).endswith(before)
        and _loose(page.text.raw[span.end : span.end + 2 * CONTEXT]).startswith(after)
    ] or found
    if not fitting:
        return Refused("The selected words do not stand in this paragraph of the text held.")
    if len(fitting) > 1:
        return Several(tuple(fitting[:MAX_PLACES]))
    try:
        return locate(page, widen(page.text, *fitting[0]))
    except ValueError:
        return Refused("Nothing but white space is selected.")


def places_of(page: Page, words: str) -> list[Span] | Refused:
    """Return the spans at which these words stand as whole words, or why there are none."""
    if len(words) > MAX_QUOTE:
        return Refused(f"That is more than {MAX_QUOTE} characters: quote a shorter passage.")
    wanted = fold(words).text.strip()
    if not wanted:
        return Refused("There are no words to look for.")
    inside = False
    found: list[Span] = []
    at = page.text.text.find(wanted)
    while at >= 0:
        end = at + len(wanted)
        whole = is_word_boundary(page.text.text, at) and is_word_boundary(page.text.text, end)
        if page.text.is_edge(at) and page.text.is_edge(end) and whole:
            found.append(page.text.raw_span(at, end))
        else:
            inside = True
        at = page.text.text.find(wanted, at + 1)
    if found:
        return found
    if inside:
        return Refused("The quotation begins or ends inside a word: quote whole words.")
    return Refused("These words do not stand in the text held.", near_matches(page, words))


def locate(page: Page, span: Span) -> Quoted | Refused:
    """Return the shortest locator that finds exactly this span, or why there is none."""
    touched = {
        number
        for number, one in enumerate(page.paragraphs)
        if one.start < span.end and one.end > span.start
    }
    if page.foreign & touched:
        if page.foreign >= touched:
            return Refused("The words belong to another work on the same page.")
        return Refused("The passage runs across the cut to another work on the same page.")
    reason = "No locator of a few words finds exactly this passage."
    try:
        if widen(page.text, *span) != span:
            reason = "The quotation begins or ends inside a word: quote whole words."
        else:
            directive = directive_for(page.text, *span)
            if resolve(directive, page.text) == Anchored(*span):
                words = page.text.raw[span.start : span.end]
                return Quoted(span, words, directive.readable())
    except ValueError as error:
        reason = str(error)
    return Refused(reason)


def near_matches(page: Page, words: str) -> tuple[Span, ...]:
    """Return the sentences most like these words, best first; help for a person, no more."""
    wanted = fold(words).text
    known = [span for one in page.paragraphs for span in sentences(page.text.raw, one)]
    scored = [
        (
            fuzz.partial_ratio(wanted, fold(page.text.raw[span.start : span.end]).text),
            -span.start,
            span,
        )
        for span in known
        if span.end - span.start >= min(len(words) // 2, 20)
    ]
    scored = sorted(scored, reverse=True)[:NEAR]
    return tuple(span for score, _start, span in scored if score >= LIKE_ENOUGH)


def around(text: str, span: Span) -> tuple[str, str]:
    """Return what stands right before and after a span, to tell places apart by."""
    return text[max(0, span.start - CONTEXT) : span.start], text[span.end : span.end + CONTEXT]


def copied(own: str, text: FoldedText) -> str:
    """Return the longest run of words in `own` that the source has too, "" if it is short.

    COPIED_WORDS words in a row are not our own words any more.
    """
    words = re.findall(r"\S+", fold(own).text)
    longest: list[str] = []
    for start in range(len(words)):
        end = start + max(COPIED_WORDS, len(longest) + 1)
        while end <= len(words) and " ".join(words[start:end]) in text.text:
            longest = words[start:end]
            end += 1
    return " ".join(longest)


def _occurrences(text: str, exact: str) -> list[Span]:
    """Return where words stand in a text exactly, but for how wide the white space is."""
    parts = exact.split()
    if not parts or len(exact) > MAX_QUOTE:
        return []
    spans = []
    loose = re.compile(r"\s+".join(map(re.escape, parts)))
    at = loose.search(text)
    while at:
        spans.append(Span(*at.span()))
        at = loose.search(text, at.start() + 1)
    return spans


def _loose(text: str) -> str:
    """Return a text with each run of white space as one space, and none at the ends."""
    return " ".join(text.split())
