"""A notation for made-up instruments, and the forms that they are rendered in.

An instrument is written line by line; its clauses, and so the gold, are known by construction:

    # title                     ~ preamble, dateline          = conclusion, signature
    @ chapter | heading         & annex (with its words)      + further words of the part above
    label | words               > label | words (one level deeper; * is a bullet)
    label | heading | words     {1..7}. | words (a run of labels)

`%` stands for the next of some invented sentences in the instrument's language.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import cycle

from sources.formats.counting import han, roman
from tests.commitments.made_up_words import WORDS

_LINE = re.compile(r"(?P<deep>>*)\s*(?P<sign>[#~@=&+*])?\s*(?P<rest>.*)$")
_RUN = re.compile(r"\{(\S+?)\.\.(\S+?)\}")
_DEVANAGARI = str.maketrans("0123456789", "०१२३४५६७८९")
_ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_FULLWIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
COUNTERS: list[Callable[[int], str]] = [
    str,
    roman,
    lambda number: roman(number).upper(),
    lambda number: chr(97 + (number - 1) % 26) * (1 + (number - 1) // 26),
    lambda number: chr(64 + number),
    han,
    lambda number: chr(0x2460 + number - 1),
    lambda number: "가나다라마바사"[number - 1],
    lambda number: "абвгдежзик"[number - 1],
    lambda number: "イロハニホヘト"[number - 1],
    lambda number: "أبجدهوزح"[number - 1],
    lambda number: "कखगघङ"[number - 1],
    lambda number: str(number).translate(_DEVANAGARI),
    lambda number: str(number).translate(_ARABIC),
    lambda number: str(number).translate(_FULLWIDTH),
]


@dataclass
class Piece:
    """One paragraph of the instrument: what it is, how deep, its label, heading and words."""

    sign: str
    depth: int
    label: str
    heading: str
    words: str


@dataclass
class Gold:
    """A clause as it must be found."""

    label: str
    words: str
    children: list["Gold"] = field(default_factory=list)


@dataclass
class Instrument:
    """A made-up instrument. `headed` tells where the clauses print labels and headings: in one line
    with the words (`inline`), a line each (`own`), both on a line before the words (`line`), the
    heading before the label (`before`)."""

    name: str
    language: str
    pieces: list[Piece]
    headed: str = "inline"

    def gold(self) -> list[Gold]:
        """Return the clauses as a tree."""
        roots: list[Gold] = []
        stack: list[Gold] = []
        for piece in self.pieces:
            if piece.sign not in {"", "*"}:
                continue
            node = Gold(piece.label, piece.words or piece.heading)
            del stack[piece.depth :]
            (stack[-1].children if stack else roots).append(node)
            stack.append(node)
        return roots


def instrument(name: str, language: str, spec: str, headed: str = "inline") -> Instrument:
    """Read the notation."""
    words = cycle(WORDS[language])
    pieces: list[Piece] = []
    for raw in filter(None, map(str.strip, spec.strip().splitlines())):
        for line in _expanded(raw):
            match = _LINE.match(line)
            assert match
            sign, rest = match["sign"] or "", match["rest"]
            parts = [part.strip() for part in rest.split("|")]
            parts = [part.replace("%", next(words)) if "%" in part else part for part in parts]
            depth = len(match["deep"])
            if sign in {"", "@"}:
                label, *others = parts
                text = others.pop() if others and sign == "" else ""
                pieces.append(Piece(sign, depth, label, " ".join(others), text))
            else:
                pieces.append(Piece(sign, depth, "", "", " ".join(parts)))
    return Instrument(name, language, pieces, headed)


def _expanded(line: str) -> Iterator[str]:
    run = _RUN.search(line)
    if run is None:
        yield line
        return
    for printed in COUNTERS:
        labels = [_try(printed, number) for number in range(1, 41)]
        if run[1] in labels and run[2] in labels:
            for label in labels[labels.index(run[1]) : labels.index(run[2]) + 1]:
                yield line[: run.start()] + label + line[run.end() :]
            return
    raise ValueError(line)


def _try(printed: Callable[[int], str], number: int) -> str:
    try:
        return printed(number)
    except IndexError:
        return ""
