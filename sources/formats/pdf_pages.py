"""The lines of a PDF page, with their places, in reading order.

PDFium gives the characters of a page and breaks them into lines. A few calls for each line (none
for each character) tell where it stands, how large it is and whether it is bold.
"""

import ctypes
import re
import statistics
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, pairwise
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as api

from sources.formats.reading import count_letters

# CJK radicals that fonts of PDF writers stand in for whole characters. Kangxi radicals (U+2F00 on)
# decompose under NFKC; of the supplement Unicode gives the equivalents in a data file only:
# https://www.unicode.org/Public/UCD/latest/ucd/EquivalentUnifiedIdeograph.txt
_RADICALS = (  # each radical, then the ideograph it stands for
    "⺁厂⺄乙⺅亻⺆冂⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺒巳⺓幺⺔彑⺕彐⺖忄⺗㣺⺘扌⺙攵⺛旡"
    "⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺫目⺬示⺭礻⺯糹⺰纟⺱罓⺲罒⺹耂"
    "⺺肀⺻聿⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻈讠⻉贝⻋车⻌辶⻍辶⻎辶⻏邑⻐钅⻑長⻒镸"
    "⻓长⻔门⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻟飠⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾"
    "⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
_KANGXI = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
_LIGATURES = {
    code: unicodedata.normalize("NFKC", chr(code))
    for code in (*range(0xFB00, 0xFB07), *range(0xFB50, 0xFDFC), *range(0xFE70, 0xFEFD))
    if unicodedata.category(chr(code)) != "Cn"
}
_CONTROLS = dict.fromkeys([*range(0x20), 0x7F, 0xFEFF, 0x200B, 0xFFFE])
_SUPPLEMENT = dict(zip(map(ord, _RADICALS[::2]), _RADICALS[1::2], strict=True))
_EQUAL = _SUPPLEMENT | _KANGXI | {0xA0: " "}
_CLEAN = _LIGATURES | _CONTROLS
# A search is much faster than a translation, and most lines hold none of these.
_UNEQUAL, _LIGATURE, _UNCLEAN = (
    re.compile(f"[{re.escape(''.join(map(chr, sorted(codes))))}]")
    for codes in (_EQUAL, _LIGATURES, _CLEAN)
)
_LINES = re.compile("[^\r\n\ufffe\x02]+[\ufffe\x02]?")
_SPACES = re.compile(r" {2,}")
_GAP = re.compile(r" (?<=[^\s\d] )(?=[^\s\d])")  # it begins with what is fast to look for
_AFTER_SPACE = re.compile(r"(?<=\s)\S")
_WIDE = re.compile("[\U00010000-\U0010ffff]")
_RIGHTWARD = re.compile(r"[\dA-Za-zÀ-ɏ]+(?:[.,:/\-][\dA-Za-zÀ-ɏ]+)*")
_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


Box = tuple[float, float, float, float]  # left, bottom, right, top


@dataclass(slots=True)
class Line:
    """A line of a page; places in points from the left and from the bottom.

    In a text that runs from right to left `left` and `right` are measured from the right edge, so
    that lines begin at `left` in every script.
    """

    text: str
    left: float
    right: float
    bottom: float
    top: float
    base: float
    size: float
    bold: bool
    page: int = 0
    inner: float = 0.0  # where the words begin that follow a short piece and a gap: “(a)    Words”
    margin: float = 0.0  # where the lines of its block end
    edge: float = 0.0  # where the lines of its column end
    run: int = 1  # how many lines in a row begin there


@dataclass(slots=True)
class Page:
    """The lines of one page in reading order, column by column."""

    number: int
    width: float
    height: float
    columns: list[list[Line]]
    raw: str
    gutter: float | None = None

    def lines(self) -> Iterator[Line]:
        """Yield the lines in reading order."""
        for column in self.columns:
            yield from column


def _untyped(function: Any, result: Any = ctypes.c_int) -> Any:
    """Return a function of PDFium that takes its arguments as they are.

    To check the types of the arguments takes ctypes longer than most of these calls take PDFium.
    """
    return ctypes.CFUNCTYPE(result)(ctypes.cast(function, ctypes.c_void_p).value or 0)


_count_rects = _untyped(api.FPDFText_CountRects)
_get_rect = _untyped(api.FPDFText_GetRect)
_get_origin = _untyped(api.FPDFText_GetCharOrigin)
_get_size = _untyped(api.FPDFText_GetFontSize, ctypes.c_double)
_get_matrix = _untyped(api.FPDFText_GetMatrix)
_get_weight = _untyped(api.FPDFText_GetFontWeight)
_get_box = _untyped(api.FPDFText_GetCharBox)
_is_generated = _untyped(api.FPDFText_IsGenerated)


class _Geometry:
    """The calls to PDFium about one page, with the memory that they write into.

    Characters are named by their place in the text of the page; PDFium's own numbers for them
    differ where the text holds what is not printed, or characters beyond U+FFFF.
    """

    def __init__(self, page: pdfium.PdfTextPage, raw: str) -> None:
        self.page = ctypes.cast(page.raw, ctypes.c_void_p)
        self.typed_page = page.raw
        self.raw = raw
        self.wide = _WIDE.search(raw) is not None
        self.plain = not self.wide and page.count_chars() == len(raw)
        self.left, self.bottom = ctypes.c_double(), ctypes.c_double()
        self.right, self.top = ctypes.c_double(), ctypes.c_double()
        self.matrix = api.FS_MATRIX()
        self.to_left, self.to_bottom = ctypes.byref(self.left), ctypes.byref(self.bottom)
        self.to_right, self.to_top = ctypes.byref(self.right), ctypes.byref(self.top)
        self.to_matrix = ctypes.byref(self.matrix)

    def index(self, place: int) -> int:
        """Return PDFium's number of a character."""
        if self.plain:
            return place
        if self.wide:
            place = len(self.raw[:place].encode("utf-16-le", "surrogatepass")) // 2
        return int(max(api.FPDFText_GetCharIndexFromTextIndex(self.typed_page, place), 0))

    def rectangles(self, start: int, end: int) -> list[Box]:
        """Return (left, bottom, right, top) for each stretch of characters without a jump."""
        page, left, bottom, right, top = self.page, self.left, self.bottom, self.right, self.top
        to = self.to_left, self.to_top, self.to_right, self.to_bottom
        first, last = (start, end - 1) if self.plain else (self.index(start), self.index(end - 1))
        return [
            (left.value, bottom.value, right.value, top.value)
            for index in range(_count_rects(page, first, max(last + 1 - first, 1)))
            if _get_rect(page, index, *to) and right.value > left.value
        ]

    def place(self, place: int) -> tuple[float, float]:
        """Return the height of the base line and the size in points of one character."""
        page, matrix = self.page, self.matrix
        index = place if self.plain else self.index(place)
        _get_origin(page, index, self.to_left, self.to_bottom)
        size = _get_size(page, index)
        if _get_matrix(page, index, self.to_matrix):
            size *= (matrix.b**2 + matrix.d**2) ** 0.5
        return self.bottom.value, size

    def is_bold(self, place: int) -> bool:
        """Tell whether a character is bold."""
        return bool(_get_weight(self.page, place if self.plain else self.index(place)) >= 600)

    def edges(self, place: int) -> tuple[float, float]:
        """Return where a character begins and ends from left to right."""
        index = place if self.plain else self.index(place)
        _get_box(self.page, index, self.to_left, self.to_right, self.to_bottom, self.to_top)
        return self.left.value, self.right.value

    def index_at(self, start: int, end: int, box: Box) -> int | None:
        """Return the character after a space, or else after a line, that begins a box."""

        def begins(left: float) -> bool:
            return abs(left - box[0]) < 3 and box[1] - 3 < self.bottom.value < box[3]

        for match in _AFTER_SPACE.finditer(self.raw, start + 1, end):
            if begins(self.edges(match.start())[0]):
                return match.start()
        before, _ = self.edges(start)
        for place in range(start + 1, end):
            left, _ = self.edges(place)
            if left < before and begins(left) and not self.raw[place].isspace():
                return place
            before = left
        return None

    def spaced(self, start: int, end: int, size: float) -> str:
        """Return a stretch of text without the spaces that PDFium saw where there are none.

        It puts a space where letters stand apart; fonts that are set letter by letter, and those
        of Indic scripts, make it see more of them than a reader does.
        """
        page, raw, plain = self.page, self.raw, self.plain
        text, done = "", start
        for match in _GAP.finditer(raw, start, end):
            gap = match.start()
            if (
                _is_generated(page, gap if plain else self.index(gap)) == 1
                and _is_lettered(raw[gap - 1])
                and _is_lettered(raw[gap + 1])
                and -size < self.edges(gap + 1)[0] - self.edges(gap - 1)[1] < 0.18 * size
            ):
                text += raw[done:gap]
                done = gap + 1
        return text + raw[done:end]

    def leftward(self, start: int, end: int) -> str:
        """Return a stretch that runs from right to left in the order of reading.

        PDFium gives some words in the order of the page, which their places tell. Numbers run from
        left to right in every script.
        """

        def word(match: re.Match[str]) -> str:
            piece, place = match[0], start + match.start()
            lettered = [at for at, char in enumerate(piece) if _is_lettered(char)]
            # The stop after a word stands to the left of it whichever way its letters are given.
            first, last = (lettered[0], lettered[-1]) if len(lettered) > 1 else (0, len(piece) - 1)
            if first == last or self.edges(place + first)[0] >= self.edges(place + last)[0]:
                return piece
            turned = _RIGHTWARD.sub(lambda run: run[0][::-1], piece[first : last + 1][::-1])
            return piece[:first] + turned + piece[last + 1 :]

        return _mirrored(re.sub(r"\S+", word, self.raw[start:end]))


def _mirrored(text: str) -> str:
    """Turn the brackets of a leftward line that stand as they look: “)1(” is “(1)”."""
    brackets = [char for char in text if char in "()"]
    lone = brackets == ["("] and "(" in text[:5]
    if not lone and (brackets[:1] != [")"] or "(" not in brackets):
        return text
    text = text.translate({40: ")", 41: "("})
    return re.sub(r"(?<=\S)\( (?=\S)", " (", re.sub(r"(?<=\S) \)(?=\S)", ") ", text))


def _is_lettered(char: str) -> bool:
    return unicodedata.category(char)[0] in "LM"


def resolve(raw: str) -> str:
    """Return as long a text with ideographs for their radicals, and plain spaces."""
    return _UNEQUAL.sub(lambda match: _EQUAL[ord(match[0])], raw)


def clean(text: str) -> str:
    """Return the characters that are meant: ligatures resolved, controls dropped."""
    if not (text.isascii() and text.isprintable()) and _UNCLEAN.search(text):
        text = text.translate(_CLEAN)
    return _SPACES.sub(" ", text).strip() if "  " in text else text.strip()


def letters(raw: str) -> int:
    """Count the letters of a page; a ligature is as many as it is made of."""
    return count_letters([raw.translate(_LIGATURES) if _LIGATURE.search(raw) else raw])


def read_page(document: pdfium.PdfDocument, number: int, gutter: float | None = None) -> Page:
    """Return the lines of the page with this number (from 0).

    `gutter` is where the page before parted its columns: a last page may be too short to tell.
    """
    page = document[number]
    width, height = page.get_size()
    text_page = page.get_textpage()
    try:
        raw = resolve(text_page.get_text_range())
        leftward = _is_leftward(raw)
        pieces = list(_pieces(text_page, raw, number, leftward=leftward))
    finally:
        text_page.close()
        page.close()
    if leftward:
        for piece in pieces:
            piece.left, piece.right = width - piece.right, width - piece.left
    pieces.sort(key=lambda piece: -piece.top)
    gutter = _gutter(pieces) or _same_gutter(pieces, gutter)
    columns = [_rows(column) for column in _columns(pieces, gutter)]
    return Page(number, width, height, [column for column in columns if column], raw, gutter)


def _pieces(
    text_page: pdfium.PdfTextPage, raw: str, number: int, *, leftward: bool
) -> Iterator[Line]:
    """Yield the lines as PDFium breaks them, cut where a gap as wide as a gutter is."""
    geometry = _Geometry(text_page, raw)
    for match in _LINES.finditer(raw):
        if not match[0].strip():
            continue
        boxes = geometry.rectangles(*match.span())
        if not boxes:
            continue
        for start, end, group in (
            _cut(geometry, *match.span(), boxes) if len(boxes) > 1 else [(*match.span(), boxes)]
        ):
            middle = _middle(raw, start, end)
            base, size = geometry.place(middle)
            size = size or group[0][3] - group[0][1]
            bold = geometry.is_bold(middle) and (middle == start or geometry.is_bold(start))
            if leftward:
                text = geometry.leftward(start, end)
            elif len(group) > 1 and _is_loose(group, size):
                text = geometry.spaced(start, end, size)
            else:
                text = raw[start:end]
            hyphen = "-" if raw[end - 1] in "\ufffe\x02" else ""
            if cleaned := clean(text):
                left, bottom, right, top = group[0] if len(group) == 1 else _around(group)
                inner = 0.0 if leftward or len(group) == 1 else _inner(group, size)
                yield Line(
                    cleaned + hyphen,
                    left,
                    right,
                    bottom,
                    top,
                    base,
                    size,
                    bold,
                    number,
                    inner,
                )


def _around(boxes: Sequence[Box]) -> Box:
    """Return the smallest box around some."""
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def _is_leftward(raw: str) -> bool:
    """Tell whether most letters of a page are of a script that runs from right to left."""
    if raw.isascii():
        return False
    found = len(_RTL.findall(raw))
    return found > 0 and 2 * found > sum(map(str.isalpha, raw))


def _middle(raw: str, start: int, end: int) -> int:
    """Return a character near the middle that is no space: spaces have no size of their own."""
    middle = (start + end) // 2
    if raw[middle].isalnum():
        return middle
    for index in chain(range(middle, end), range(middle, start, -1)):
        if raw[index].isalnum():
            return index
    return start


def _cut(
    geometry: _Geometry, start: int, end: int, boxes: Sequence[Box]
) -> list[tuple[int, int, Sequence[Box]]]:
    """Part a line where its stretches stand far apart, or one below the other.

    The cells of a table stand far apart; and PDFium misses some line breaks.
    """
    parts: list[tuple[int, int, Sequence[Box]]] = []
    first = 0
    wide = 1.8 * max([box[3] - box[1] for box in boxes])
    for cut, (before, after) in enumerate(pairwise(boxes), 1):
        if after[0] - before[2] < wide and not (after[3] < before[1] and after[0] < before[0]):
            continue
        place = geometry.index_at(start, end, after)
        if place is not None:
            parts.append((start, place, boxes[first:cut]))
            start, first = place, cut
    return [*parts, (start, end, boxes[first:])]


def _is_loose(boxes: Sequence[Box], size: float) -> bool:
    """Tell whether stretches of a line stand apart by less than a space is wide."""
    least, most = 0.03 * size, 0.18 * size
    return any(least < after[0] - before[2] < most for before, after in pairwise(boxes))


def _inner(boxes: Sequence[Box], size: float) -> float:
    if (
        len(boxes) > 1
        and boxes[1][0] - boxes[0][2] > 0.5 * size
        and boxes[0][2] - boxes[0][0] < 5 * size
    ):
        return boxes[1][0]
    return 0.0


def _columns(pieces: list[Line], gutter: float | None) -> list[list[Line]]:
    """Part the pieces into columns in reading order; what spans the gutter parts the page.

    A gutter counts only between two bodies of prose: a label beside its words is no column.
    """
    if gutter is None:
        return [pieces]
    columns: list[list[Line]] = []
    left: list[Line] = []
    right: list[Line] = []
    across: list[Line] = []
    for piece in pieces:
        if piece.right <= gutter:
            side = left
        elif piece.left >= gutter:
            side = right
        else:
            columns += [left, right]
            left, right = [], []
            across.append(piece)
            continue
        if across:
            columns.append(across)
            across = []
        side.append(piece)
    return [each for each in [*columns, across, left, right] if each]


def _gutter(pieces: Sequence[Line]) -> float | None:
    """Return where the gutter of a page in two columns is, if it has one.

    It is the widest strip near the middle that the fewest pieces cross, with lines on both sides of
    it that fill their columns.
    """
    if len(pieces) < 12:
        return None
    start, end = min(piece.left for piece in pieces), max(piece.right for piece in pieces)
    crossing = [0] * (int(end - start) + 3)
    for piece in pieces:
        crossing[int(piece.left - start)] += 1
        crossing[int(piece.right - start) + 1] -= 1
    counts = list(accumulate(crossing))
    first, last = int(0.3 * (end - start)), int(0.7 * (end - start))
    fewest = min(counts[first:last], default=len(pieces))
    if fewest > 0.25 * len(pieces):
        return None
    place, width = _widest(counts, fewest, first, last)
    middle = start + place + width / 2
    left = [piece for piece in pieces if piece.right <= middle]
    right = [piece for piece in pieces if piece.left >= middle]
    if min(len(left), len(right)) < 5 or width < 0.6 * statistics.median(
        piece.size for piece in pieces
    ):
        return None
    beside = min(left[0].top, right[0].top) - max(left[-1].bottom, right[-1].bottom)
    return middle if beside > 60 and _is_filled(left) and _is_filled(right) else None


def _same_gutter(pieces: Sequence[Line], gutter: float | None) -> float | None:
    """Return the gutter of the page before, when this page has words on both sides of it."""
    if gutter is None:
        return None
    left = sum(piece.right <= gutter for piece in pieces)
    right = sum(piece.left >= gutter for piece in pieces)
    return gutter if min(left, right) > 2 and left + right > 0.85 * len(pieces) else None


def _widest(counts: Sequence[int], value: int, first: int, last: int) -> tuple[int, int]:
    """Return place and width of the longest run of a value."""
    best = (first, 0)
    place = first
    for at in range(first, last + 1):
        if counts[at] != value:
            place = at + 1
        elif at + 1 - place > best[1]:
            best = (place, at + 1 - place)
    return best


def _is_filled(pieces: Sequence[Line]) -> bool:
    """Tell whether a fifth of the lines are nearly as wide as their column, as prose is."""
    start, end = min(piece.left for piece in pieces), max(piece.right for piece in pieces)
    wide = sum(piece.right - piece.left > 0.75 * (end - start) for piece in pieces)
    return wide >= max(4, 0.2 * len(pieces)) and end - start > 100


def _rows(pieces: Sequence[Line]) -> list[Line]:
    """Put together what stands on one line: a label and its words, a raised mark, cells."""
    rows: list[list[Line]] = []
    for piece in sorted(pieces, key=lambda piece: (-piece.base, piece.left)):
        for row in reversed(rows[-3:]):
            if _on_one_line(row[0], piece):
                row.append(piece)
                break
        else:
            rows.append([piece])
    lines = [row[0] if len(row) == 1 else _merge(row) for row in rows]
    return sorted(lines, key=lambda line: -line.base)


def _on_one_line(first: Line, piece: Line) -> bool:
    larger = first.size if first.size > piece.size else piece.size
    apart = abs(first.base - piece.base) / larger
    if apart >= 0.6:
        return False
    overlap = min(first.top, piece.top) - max(first.bottom, piece.bottom)
    lower = min(first.top - first.bottom, piece.top - piece.bottom)
    raised = not 0.8 < first.size / piece.size < 1.25
    return (apart < 0.3 or raised) and (overlap > 0.4 * lower or apart < 0.1)


def _merge(row: list[Line]) -> Line:
    row.sort(key=lambda piece: piece.left)
    main = max(row, key=lambda piece: (piece.size, piece.right - piece.left))
    text = row[0].text
    for before, piece in pairwise(row):
        apart = piece.left - before.right > 0.12 * main.size
        text += (" " if apart else "") + piece.text
    return Line(
        text,
        row[0].left,
        max(piece.right for piece in row),
        min(piece.bottom for piece in row),
        max(piece.top for piece in row),
        main.base,
        main.size,
        all(piece.bold for piece in row),
        main.page,
        row[0].inner or (row[1].left if len(row[0].text) <= 12 else 0.0),
    )
