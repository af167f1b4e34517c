"""PDF with a text layer: paragraphs from lines by their places, page furniture told apart."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pypdfium2 as pdfium

from sources.blocks import Block, Role
from sources.formats import lines as of
from sources.formats.lines import Words
from sources.formats.pdf_pages import Line, Page, letters, read_page
from sources.formats.reading import (
    MAX_PAGES,
    MAX_TEXT,
    Progress,
    Reading,
    UnreadableDocument,
)

_NOTE = re.compile(r"(?:\[?\d{1,3}\]?|[*†‡§]{1,3}|[a-z])\s?[\W\w]")
_PAGE_NUMBER = re.compile(
    r"\W{0,3}(?:page|seite|página|стр\.?|الصفحة|第|p\.)?\s?(?:\d{1,4}|[ivxlc]{1,7})"
    r"\s?(?:(?:/|of|sur|de|von|из|／)\s?\d{1,4})?\s?[页頁]?\W{0,3}$",
    re.IGNORECASE,
)
_LABELLED = re.compile(r"[^\W\d]{1,14}\.?\s?\d{1,4}\.?$|[(\d]{1,5}[.)]")
_UNKNOWN = re.compile("[\ufffd\ue000-\uf8ff]")
_LINE_NUMBER = re.compile(r"(\d{1,2})(?:\s+|$)")
_RULE = re.compile(r"[_\-–—=*\s.]{3,}$")
_MAX_HEADING = 250
_MAX_LABEL = 14  # characters: a line that is nothing but “Article 5”
_MIN_BLOCK = 5  # lines: fewer short ones of one length are headings, not a narrow column


@dataclass(slots=True)
class _Style:
    """What is usual in the document: the size of its words, and whether bold tells anything."""

    size: float
    bold_is_usual: bool
    pitch: dict[int, float]
    indented: bool = False


def read(data: bytes, progress: Progress | None = None) -> Reading:
    """Return the blocks of a PDF; `progress` is told of every page.

    Raises UnreadableDocument for what is damaged, encrypted, too long or without a text layer.
    """
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "assword" in str(error) or "ecurity" in str(error):
            raise UnreadableDocument("The PDF is encrypted; save it without a password.") from error
        raise UnreadableDocument("The file begins as a PDF but is damaged or cut short.") from error
    try:
        return _read(document, progress)
    except pdfium.PdfiumError as error:
        raise UnreadableDocument("A page of the PDF is damaged.") from error
    finally:
        document.close()


def _read(document: pdfium.PdfDocument, progress: Progress | None) -> Reading:
    if len(document) > MAX_PAGES:
        raise UnreadableDocument(f"The PDF has more than {MAX_PAGES} pages.")
    pages: list[Page] = []
    numbers: list[str] = []
    size = 0
    for number in range(len(document)):
        pages.append(read_page(document, number, pages[-1].gutter if pages else None))
        size += len(pages[-1].raw)
        numbers += _strip_line_numbers(pages[-1])
        if size > MAX_TEXT:
            raise UnreadableDocument("The PDF holds more than 5 MB of text.")
        if progress:
            progress(number + 1, len(document))
    seen = sum(letters(page.raw) for page in pages)
    empty = [page.number + 1 for page in pages if not page.columns]
    if seen < 10 * max(1, len(pages) // 10):
        raise UnreadableDocument(
            "This PDF has no text layer (its pages are pictures); it needs text recognition first."
        )
    raw = "".join(page.raw for page in pages)
    unknown = len(_UNKNOWN.findall(raw))
    if unknown > 0.2 * max(seen, 1):
        raise UnreadableDocument("The fonts of this PDF do not say which characters they show.")
    blocks = list(_assemble(pages))
    if numbers:
        blocks.append(Block(" ".join(numbers), Role.BOILERPLATE))
    title = str(document.get_metadata_dict(skip_empty=True).get("Title", ""))
    warnings = []
    if empty:
        listed = ", ".join(map(str, empty[:20]))
        warnings.append(f"Pages without text (pictures or blank): {listed}.")
    if unknown:
        warnings.append(f"{unknown} characters have no known meaning in the PDF's fonts.")
    return Reading(blocks, seen, title=_title(blocks, title), warnings=warnings)


def _strip_line_numbers(page: Page) -> list[str]:
    """Take the numbers of the lines off a page on which most lines are numbered, as bills are."""
    numbered: list[tuple[Line, re.Match[str]]] = []
    for line in page.lines():
        match = _LINE_NUMBER.match(line.text)
        if match and int(match[1]) == len(numbered) + 1:
            numbered.append((line, match))
    if len(numbered) < max(6, 0.6 * sum(1 for _ in page.lines())):
        return []
    for line, match in numbered:
        line.text = line.text[match.end() :]
        line.left = line.inner or line.left
        line.inner = 0.0
    for column in page.columns:
        column[:] = [line for line in column if line.text]
    return [match[1] for _, match in numbered]


def _assemble(pages: Sequence[Page]) -> Iterator[Block]:
    furniture = _furniture(pages)
    style = _style([line for page in pages for line in page.lines() if id(line) not in furniture])
    words = Words(line.text for page in pages for line in page.lines())
    flow = _Flow(style, words)
    for page in pages:
        set_aside = [line for line in page.lines() if id(line) in furniture]
        for column in page.columns:
            body = [line for line in column if id(line) not in furniture]
            body, notes = _split_notes(body, page, style)
            flow.column(body, page)
            flow.after.extend(_note_blocks(notes, words))
        flow.after.extend(Block(line.text, Role.BOILERPLATE) for line in set_aside)
    flow.close()
    yield from flow.blocks


def _furniture(pages: Sequence[Page]) -> set[int]:
    """Return the ids of the lines that are running heads, feet and page numbers.

    They repeat, but for their numbers, at the same height on several pages, among the outermost
    lines; or they are a number that goes up with the pages.
    """
    found: set[int] = set()
    places: dict[tuple[str, int], list[tuple[int, Line]]] = defaultdict(list)
    numbers: dict[tuple[int, int], list[Line]] = defaultdict(list)
    for page in pages:
        lines = sorted(page.lines(), key=lambda line: -line.base)
        for each in lines if len(lines) < 8 else [*lines[:4], *lines[-4:]]:
            places[_pattern(each.text), round(each.base / 4)].append((page.number, each))
            match = re.search(r"\d{1,4}", each.text) if _PAGE_NUMBER.match(each.text) else None
            if match and _is_marginal([(page.number, each)], pages):
                numbers[int(match[0]) - page.number, each.base > page.height / 2].append(each)
        found |= _outermost_number(lines, page)
    for (pattern, height), lines_there in list(places.items()):
        near = lines_there + places.get((pattern, height + 1), [])
        repeated = len({number for number, _ in near})
        exactly = len({line.text for _, line in near}) == 1
        enough = (2 if len(pages) < 8 else 3) if _is_marginal(near, pages) else 0.6 * len(pages)
        if repeated >= max(2, enough) and (exactly or _counts_pages(near)):
            found |= {id(line) for _, line in near}
    for counted in numbers.values():
        if len(counted) >= max(2, 0.4 * len(pages)):
            found |= {id(line) for line in counted}
    return found


def _counts_pages(lines: Sequence[tuple[int, Line]]) -> bool:
    """Tell whether lines that differ only in a number differ by the number of their page.

    “Article 3” at the head of one page and “Article 9” at the head of another are no running heads.
    """
    numbers = [set(map(int, re.findall(r"\d{1,9}", line.text))) for _, line in lines]
    constant = set.intersection(*numbers)
    offsets = set()
    for (page, line), found in zip(lines, numbers, strict=True):
        if _LABELLED.match(line.text) and not _PAGE_NUMBER.match(line.text):
            return False
        changing = found - constant
        if len(changing) > 1:
            return False
        offsets |= {number - page for number in changing}
    return len(offsets) <= 1


def _is_marginal(lines: Sequence[tuple[int, Line]], pages: Sequence[Page]) -> bool:
    """Tell whether lines stand in the upper or lower sixth of their page."""
    return all(not 0.17 < line.base / pages[number].height < 0.83 for number, line in lines)


def _outermost_number(lines: Sequence[Line], page: Page) -> set[int]:
    """A page number may stand alone in a document of one page: at the very foot, apart."""
    if len(lines) < 3:
        return set()
    last, before = lines[-1], lines[-2]
    apart = before.base - last.base > 2 * last.size and last.base < 0.12 * page.height
    return {id(last)} if apart and _PAGE_NUMBER.match(last.text) else set()


def _pattern(text: str) -> str:
    """Return the text with its numbers, and the order of its parts, left out of account."""
    words = re.sub(r"\d+|\b[ivxlc]{1,6}\b", "#", text.lower())
    return " ".join(sorted(re.findall(r"[^\W_]+|#", words)))


def _style(lines: Sequence[Line]) -> _Style:
    sizes: Counter[float] = Counter()
    bold = total = 0
    gaps: dict[int, list[float]] = defaultdict(list)
    for before, line in zip([None, *lines], lines, strict=False):
        sizes[round(line.size * 2) / 2] += len(line.text)
        bold += len(line.text) * line.bold
        total += len(line.text)
        if before and before.page == line.page and 0 < before.base - line.base < 4 * line.size:
            gaps[round(line.size)].append(round(before.base - line.base, 1))
    pitch = {size: _usual(values) for size, values in gaps.items()}
    size = sizes.most_common(1)[0][0] if sizes else 10.0
    return _Style(size, bold > 0.5 * total, pitch)


def _usual(values: Sequence[float]) -> float:
    """Return the usual distance of two lines: the commonest, or the small one if few agree."""
    rounded = Counter(round(value * 2) / 2 for value in values)
    value, count = rounded.most_common(1)[0]
    return value if count > 1 else min(values)


def _split_notes(lines: list[Line], page: Page, style: _Style) -> tuple[list[Line], list[Line]]:
    """Split off the footnotes: the smaller lines at the foot, the first of them numbered."""
    for start, line in enumerate(lines):
        if line.base > 0.65 * page.height or not _is_small(line, style):
            continue
        if not (_NOTE.match(line.text) or _RULE.match(line.text)):
            continue
        stop = next(
            (at for at in range(start, len(lines)) if not _is_small(lines[at], style)), len(lines)
        )
        words = any(map(str.isalpha, "".join(each.text for each in lines[start:stop])))
        if len(lines) - stop <= 4 and words:
            return lines[:start] + lines[stop:], lines[start:stop]
    return lines, []


def _is_small(line: Line, style: _Style) -> bool:
    return line.size < 0.92 * style.size or _RULE.match(line.text) is not None


def _note_blocks(lines: Sequence[Line], words: Words) -> Iterator[Block]:
    part: list[str] = []
    expected = None
    for line in lines:
        if _RULE.match(line.text):
            yield Block(line.text, Role.BOILERPLATE)
            continue
        number = re.match(r"\[?(\d{1,3})\b(?!\.\d)|[*†‡]", line.text)
        value = int(number[1]) if number and number[1] else None
        follows = value is not None and (expected is None or value == expected)
        if part and number and (value is None or follows or of.ends_sentence(part[-1])):
            yield Block(of.join(part, words), Role.FOOTNOTE)
            part = []
        if value is not None and not part:
            expected = value + 1
        part.append(line.text)
    if part:
        yield Block(of.join(part, words), Role.FOOTNOTE)


@dataclass(slots=True)
class _Flow:
    """The running text, column after column and page after page."""

    style: _Style
    words: Words
    blocks: list[Block] = field(default_factory=list)
    after: list[Block] = field(default_factory=list)  # notes and furniture, behind the paragraph
    part: list[Line] = field(default_factory=list)
    centre: float = 0.0
    start: float = 0.0
    home: float = 0.0  # where most lines of the column begin

    def column(self, lines: list[Line], page: Page) -> None:
        """Read the lines of one column."""
        if not lines:
            return
        _set_margins(lines, page)
        self.centre = page.width / 2
        self.start = min(line.left for line in lines)
        self.home = Counter(round(line.left) for line in lines).most_common(1)[0][0]
        for index, line in enumerate(lines):
            if self.part and self._is_new(self.part[-1], line, beside=index > 0):
                self.close()
            self.part.append(line)

    def close(self) -> None:
        """End the open paragraph."""
        lines, self.part = self.part, []
        if lines:
            text = of.join([line.text for line in lines], self.words)
            if _RULE.match(text):
                self.blocks.append(Block(text, Role.BOILERPLATE))
            elif self.blocks and _waits(self.blocks[-1]) and not of.begins_with_mark(text):
                mark = self.blocks.pop().text
                self.blocks.append(Block(f"{mark} {text}", Role.LIST_ITEM))
            else:
                self.blocks.append(Block(text, self._role(lines, text)))
        self.blocks.extend(self.after)
        self.after.clear()

    def _role(self, lines: Sequence[Line], text: str) -> Role:
        if len(text) < _MAX_HEADING and any(map(str.isalpha, text)):
            bold = not self.style.bold_is_usual and all(line.bold for line in lines)
            large = min(line.size for line in lines) > 1.12 * self.style.size
            if bold or large or (self._is_centred(lines) and not of.ends_sentence(text)):
                return Role.HEADING
        return Role.LIST_ITEM if of.begins_with_mark(text) else Role.PARAGRAPH

    def _is_centred(self, lines: Sequence[Line]) -> bool:
        return all(
            line.left > self.start + 3 * line.size
            and min(
                abs((line.left + line.right) / 2 - centre)
                for centre in (self.centre, (self.start + line.margin) / 2)
            )
            < line.size
            for line in lines
        )

    def _is_new(self, before: Line, line: Line, *, beside: bool) -> bool:
        """Tell whether a line begins a paragraph; `beside` tells that it stands under the other."""
        if not 0.88 < line.size / before.size < 1.14:
            return True
        if (
            line.bold != before.bold
            and not self.style.bold_is_usual
            and (_ended(before, line) or len(line.text) > 60)
        ):
            return True
        if of.begins_with_name(line.text) and (
            len(line.text) < _MAX_LABEL
            or line.size > 1.05 * self.style.size
            or self._is_short(before)
            or self._is_centred([before])
        ):
            return True
        if not beside:
            return self._is_new_after_break(before, line)
        usual = self.style.pitch.get(round(line.size), 1.3 * line.size)
        if before.base - line.base > 1.25 * usual or _ended(before, line):
            return True
        return self._is_indented(before, line)

    def _is_short(self, line: Line) -> bool:
        """Tell whether a line leaves a tenth of its column free."""
        return line.right < line.edge - 0.1 * (line.edge - self.start)

    def _is_indented(self, before: Line, line: Line) -> bool:
        step = line.left - before.left
        first = len(self.part) == 1
        marked = of.begins_with_mark(line.text) and of.ends_clause(before.text)
        if step > 0.7 * line.size:
            hanging = first and (
                abs(line.left - before.inner) < 0.5 * line.size
                or (of.begins_with_mark(before.text) and step < 7 * line.size)
            )
            centred = self._is_centred([before]) or self._is_centred([line])
            return not (hanging or centred) or marked
        if step < -0.7 * line.size:
            return marked or (not first and not self._is_centred([before]))
        # Two lines that are indented alike are two paragraphs of a line each; more are a block.
        indented = line.left > self.home + 0.7 * line.size
        alone = before.run == 2 and indented
        marked = marked or (indented and of.begins_with_mark(line.text))
        return marked or (first and alone and not self._is_centred([line]))

    def _is_new_after_break(self, before: Line, line: Line) -> bool:
        """A paragraph goes on over a page when it is not at its end, and its line is full."""
        if of.begins_with_mark(line.text) and of.ends_clause(before.text):
            return True
        if line.text[:1].islower():
            return False
        if of.ends_sentence(before.text):
            if len(self.part) < 2 or _ended(before, line):
                return True
            # Where paragraphs are indented, a line that is not goes on; elsewhere nobody can tell.
            indented = self.part[0].left - before.left > 0.7 * before.size
            return not indented or abs(line.left - before.left) > 0.7 * line.size
        return _ended(before, line)


def _set_margins(lines: Sequence[Line], page: Page) -> None:
    """Tell each line where the lines of its column end; a narrower block has its own end."""
    rights = sorted(line.right for line in lines)
    usual = rights[-1] if len(rights) < 20 else rights[int(len(rights) * 0.9)]
    if len(lines) < 4:
        others = sorted(line.right for line in page.lines())
        usual = max(usual, others[int(len(others) * 0.9)])
    run: list[Line] = []
    for line in [*lines, None]:
        if line is not None and run and _is_alike(run[-1], line):
            run.append(line)
            continue
        local = max((each.right for each in run), default=usual)
        narrow = (
            len(run) >= _MIN_BLOCK and local < usual - 3 * run[0].size and _is_filled(run, local)
        )
        for each in run:
            each.margin = local if narrow else usual
            each.edge = usual
            each.run = len(run)
        run = [line] if line is not None else []


def _is_alike(before: Line, line: Line) -> bool:
    return (
        abs(line.left - before.left) < 2
        and line.bold == before.bold
        and abs(line.size - before.size) < 0.5
    )


def _is_filled(run: Sequence[Line], margin: float) -> bool:
    """Tell whether most lines of a block but its last come near its end, as running text does."""
    near = sum(line.right > margin - 0.15 * (margin - line.left) for line in run[:-1])
    return near >= 0.7 * (len(run) - 1)


def _ended(before: Line, line: Line) -> bool:
    """Tell whether a line was ended on purpose: the next word would have had room on it."""
    first = line.text.split(" ", 1)[0]
    if of.width(first[:1]) == 2:
        needed = 3.0 * before.size  # signs that must not begin a line take the one before with them
    else:
        width = (before.right - before.left) / max(1, of.width(before.text))
        needed = (min(of.width(first), 40) + 1.5) * width
    return before.right + needed < before.margin


def _waits(block: Block) -> bool:
    return (
        block.role in {Role.PARAGRAPH, Role.LIST_ITEM}
        and not block.label
        and of.is_mark(block.text)
    )


def _title(blocks: Sequence[Block], stated: str) -> str:
    """Return the first heading; what the file states as its title is often a file name."""
    first = [block.text for block in blocks[:12] if block.role == Role.HEADING]
    if first:
        return first[0]
    return stated if " " in stated.strip() else ""
