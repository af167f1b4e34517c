"""The clauses of an instrument as rows that a curator arranges: joined, split, nested, relabelled.

A row never holds words that stand in the text: it holds where they stand (code points, end
exclusive), so that nothing is retyped and printed slips stay. Pure functions over lists of rows.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from commitments.labels import read as read_label
from commitments.numbering import Numbering, Part, name_parts, number_of
from sources.anchoring import Ambiguous, Anchored, resolve
from sources.blocks import Block
from sources.directives import DirectiveError, TextDirective
from sources.folding import fold
from sources.text import is_word_boundary

# What a row can be. A row of the main part is one of CLAUSES; the others stand apart.
CLAUSES = ("clause", "article", "section", "principle")
KINDS = ("preamble", "recital", *CLAUSES, "annex", "conclusion", "dropped")
MAX_LEVEL = 8

_UNFIT = re.compile(r"[^0-9A-Za-z]+")


class NotPossible(ValueError):  # noqa: N818 -- an answer, not an error
    """The rows cannot be changed so; the message is one sentence for the curator."""


@dataclass(slots=True)
class Row:
    """One part of an instrument: its kind, its label as printed, and where its words stand.

    `form` is what the numbering calls it, for the eId. `words` are those of a part that does not
    stand in the text, such as the content of a table cell; then there are no spans.
    """

    kind: str
    label: str = ""
    heading: str = ""
    level: int = 0
    form: str = "paragraph"
    spans: list[tuple[int, int]] = field(default_factory=list)
    words: str = ""

    @classmethod
    def of(cls, data: dict[str, Any]) -> "Row":
        """Return the row that `as_json` wrote."""
        spans = [(start, end) for start, end in data["spans"]]
        return cls(**{**data, "spans": spans})

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def text(self, text: str) -> str:
        """Return its words, cut from the text that it is a part of."""
        return self.words or "\n\n".join(text[start:end] for start, end in self.spans)

    @property
    def is_clause(self) -> bool:
        return self.kind in CLAUSES


# From what was found to rows


def kept_blocks(
    blocks: Iterable[Block], text: str, left_out: Sequence[tuple[int, int]]
) -> list[Block]:
    """Return the blocks of a document without those that stand in a part that was left out."""
    places = _Places(text)
    kept = []
    for block in blocks:
        span = places.find(block.text)
        if span is None or not any(start <= span[0] < end for start, end in left_out):
            kept.append(block)
    return kept


def rows_of(found: Numbering, text: str) -> list[Row]:
    """Return the parts that were found, in reading order, each with its place in the text."""
    places = _Places(text)
    rows = []

    def add(kind: str, part: Part, level: int = 0) -> None:
        row = Row(kind, part.label, part.heading, level, part.kind)
        for paragraph in filter(None, part.text.split("\n\n")):
            span = places.find(paragraph)
            if span is None:
                row.spans, row.words = [], part.text
                break
            _append(row.spans, span, text)
        rows.append(row)
        for child in part.children:
            add("clause" if child.kind not in CLAUSES else child.kind, child, level + 1)

    for words in found.preamble:
        add("preamble", Part("", "preamble", text=words))
    for part in found.recitals:
        add("recital", part)
    for part in found.clauses:
        add(part.kind if part.kind in CLAUSES else "clause", part)
    for words in found.conclusions:
        add("conclusion", Part("", "conclusion", text=words))
    for part in found.annexes:
        add("annex", part)
    return rows


class _Places:
    """Finds the words of one part after another in a text: by letters and digits alone.

    Readers of documents make wrapped lines whole, so spaces and hyphens at line ends may differ.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = [offset for offset, sign in enumerate(text) if sign.isalnum()]
        self.letters = "".join(text[offset] for offset in self.at)
        self.cursor = 0

    def find(self, words: str) -> tuple[int, int] | None:
        """Return where words stand after the last ones found, or else before them; or None."""
        words = unicodedata.normalize("NFC", words)
        letters = "".join(filter(str.isalnum, words))
        if not letters:
            return None
        for begin in (self.cursor, 0):
            place = self.letters.find(letters, begin)
            while place >= 0:
                start, end = self.at[place], self.at[place + len(letters) - 1] + 1
                if is_word_boundary(self.text, start) and is_word_boundary(self.text, end):
                    self.cursor = place + len(letters)
                    return self._with_signs(start, end, words)
                place = self.letters.find(letters, place + 1)
        return None

    def _with_signs(self, start: int, end: int, words: str) -> tuple[int, int]:
        """Widen a place by the brackets, quotation marks and full stops around the words."""
        before = re.match(r"\W*", words)
        after = re.search(r"\W*\Z", words)
        for sign in reversed("".join((before[0] if before else "").split())):
            if self.text[start - 1 : start] != sign:
                break
            start -= 1
        for sign in "".join((after[0] if after else "").split()):
            near = self.text[end : end + 5]
            gap = len(near) - len(near.lstrip())
            if self.text[end + gap : end + gap + 1] != sign:
                break
            end += gap + 1
        return start, end


def _append(spans: list[tuple[int, int]], span: tuple[int, int], text: str) -> None:
    """Add a place; one that follows the last with nothing between makes it longer."""
    if spans and spans[-1][1] <= span[0] and not text[spans[-1][1] : span[0]].strip():
        spans[-1] = (spans[-1][0], span[1])
    else:
        spans.append(span)


# What a curator does with rows


def join(rows: list[Row], index: int, text: str) -> None:
    """Make a row the end of the one before it, with its label and heading where they are printed.

    Raises NotPossible when there is none before, or when one has words of its own.
    """
    before = next((row for row in reversed(rows[:index]) if row.kind != "dropped"), None)
    row = rows[index]
    if before is None:
        raise NotPossible("There is no part before this one.")
    if before.words or not row.spans:
        raise NotPossible("Only words that stand in the text can be joined.")
    spans = list(row.spans)
    if before.spans and spans and before.spans[-1][1] <= spans[0][0]:
        gap = text[before.spans[-1][1] : spans[0][0]]
        if _letters(gap) and _letters(gap) in _letters(f"{row.heading} {row.label} {row.heading}"):
            start = before.spans[-1][1] + len(gap) - len(gap.lstrip())
            spans[0] = (start, spans[0][1])
    for span in spans:
        _append(before.spans, span, text)
    del rows[index]
    settle(rows)


def split(rows: list[Row], index: int, at: int, text: str) -> None:
    """Part a row in two before the character at an offset of the text.

    A label that the second begins with becomes its label. Raises NotPossible when no words of the
    row stand on both sides.
    """
    row = rows[index]
    first = _trimmed([(start, min(end, at)) for start, end in row.spans], text)
    second = _trimmed([(max(start, at), end) for start, end in row.spans], text)
    if not first or not second:
        raise NotPossible("There must be words on both sides of the place.")
    new = replace(row, label="", heading="", spans=second)
    if row.is_clause or row.kind == "recital":
        _take_label(new, text)
    row.spans = first
    rows.insert(index + 1, new)


def split_before(rows: list[Row], index: int, words: str, text: str) -> None:
    """Part a row in two before words that stand in it once; raise NotPossible when they do not."""
    try:
        directive = TextDirective(start=words.strip())
    except DirectiveError as error:
        raise NotPossible("Give a few of the words that the second part begins with.") from error
    places = []
    for start, end in rows[index].spans:
        found = resolve(directive, fold(text[start:end]))
        if isinstance(found, Ambiguous):
            raise NotPossible(f"“{words}” stands there several times: give more words.")
        if isinstance(found, Anchored):
            places.append(start + found.start)
    if not places:
        raise NotPossible(f"“{words}” does not stand in this part.")
    if len(places) > 1:
        raise NotPossible(f"“{words}” stands there several times: give more words.")
    split(rows, index, places[0], text)


def places_to_split(row: Row, text: str) -> Iterator[tuple[int, str]]:
    """Yield where a row may be split without more ado, each with the words that would begin anew.

    Those are its paragraphs, lines and sentences, but for the first.
    """
    for number, (start, end) in enumerate(row.spans):
        if number:
            yield start, _first_words(text[start:end])
        for match in _BREAK.finditer(text, start, end):
            if match.end() < end:
                yield match.end(), _first_words(text[match.end() : end])


_BREAK = re.compile(r"\s*\n\s*|(?<=[.;:!?])[”\"»)]?\s+|(?<=[。；！？])")


def indent(rows: list[Row], index: int, step: int) -> None:
    """Move a clause, with what stands inside it, a level in (1) or out (-1).

    Raises NotPossible for what is no clause, the first clause inwards, and the outermost outwards.
    """
    row = rows[index]
    if not row.is_clause:
        raise NotPossible("Only clauses stand inside others.")
    before = next((one for one in reversed(rows[:index]) if one.is_clause), None)
    most = min(before.level + 1, MAX_LEVEL) if before else 0
    if not 0 <= row.level + step <= most:
        raise NotPossible("It cannot stand there.")
    level = row.level
    row.level += step
    for below in rows[index + 1 :]:
        if not below.is_clause or below.level <= level:
            break
        below.level += step
    settle(rows)


def set_kind(row: Row, kind: str) -> None:
    """Make a row something else."""
    if kind == row.kind or kind not in KINDS:
        return
    row.form = {"clause": "paragraph"}.get(kind, kind)
    row.kind = kind
    if not row.is_clause:
        row.level = 0


def settle(rows: list[Row]) -> None:
    """Let every clause stand at most one level inside the one before it."""
    deepest = 0
    for row in rows:
        if row.is_clause:
            row.level = min(row.level, deepest)
            deepest = row.level + 1


def _take_label(row: Row, text: str) -> None:
    """Set apart the label that the words of a row begin with."""
    start, end = row.spans[0]
    labels = [one for one in read_label(text[start:end]) if one.form not in {"bullet", "#_", "#"}]
    if not labels:
        return
    rest = end - len(labels[0].rest)
    if start < rest < end:
        row.label = labels[0].printed
        row.spans[0] = (rest, end)


def _trimmed(spans: Iterable[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """Return the places without white space at their ends, and without empty ones."""
    trimmed = []
    for start, end in spans:
        words = text[start:end]
        if words.strip():
            begin = start + len(words) - len(words.lstrip())
            trimmed.append((begin, begin + len(words.strip())))
    return trimmed


def _letters(words: str) -> str:
    return "".join(filter(str.isalnum, words))


def _first_words(words: str, length: int = 50) -> str:
    line = " ".join(words.split())
    return line if len(line) <= length else line[:length].rsplit(" ", 1)[0] + " …"


# From rows to what is written


def numbering_of(rows: Iterable[Row], text: str) -> Numbering:
    """Return the rows as the numbering that `commitments.instruments.write` takes."""
    found = Numbering([], [], [], [], is_instrument=True, confidence=1.0, reasons=[])
    within: list[Part] = []
    for row in rows:
        words = row.text(text)
        match row.kind:
            case "preamble":
                found.preamble.append(words)
            case "conclusion":
                found.conclusions.append(words)
            case "recital":
                found.recitals.append(_part(row, words, found.recitals))
            case "annex":
                found.annexes.append(replace(_part(row, words, found.annexes), children=[]))
            case "dropped":
                continue
            case _:
                del within[row.level :]
                siblings = within[-1].children if within else found.clauses
                siblings.append(_part(row, words, siblings))
                within.append(siblings[-1])
    name_parts(found.clauses)
    return found


def _part(row: Row, words: str, siblings: Sequence[Part]) -> Part:
    position = len(siblings) + 1
    number = str(position) if row.kind == "annex" else number_in(row.label, position)
    return Part(row.label, row.form, number, words, row.heading)


def number_in(label: str, position: int) -> str:
    """Return what a label comes to in ASCII letters and digits; the position when it has none."""
    labels = read_label(label)
    # An accent is a sign of its own here, and falls away.
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode()
    number = number_of(labels[0], position) if labels else _UNFIT.sub("-", plain)
    return number[:30].strip("-.") or str(position)
