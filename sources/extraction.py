"""Extraction: the paragraphs of a plain text, and which of them are the text's own content.

A page copied as text brings its surroundings along: menus, teasers, captions, notices, even a
second article. Each rule below finds one kind of them by structure (place, shape, repetition) and,
where structure does not decide, by a small table of what web pages say in eight languages. A rule
that is not sure leaves the paragraph alone: content is never set aside on a guess.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from sources.folding import fold
from sources.page_phrases import (
    APPEAL,
    BUTTON,
    COOKIE_CHOICE,
    COOKIES,
    COPYRIGHT,
    CREDIT,
    CUT,
    EDITORS_NOTE,
    ENDS_ARTICLE,
    INTERFACE,
    LEADS_AWAY,
    NAMED_BYLINE,
    NEWSLETTER,
    SLOT,
    SOURCE_LABEL,
)
from sources.text import SPACELESS, Span, paragraph_spans


class Role(StrEnum):
    """What a paragraph is in its page."""

    BODY = "body"
    HEADING = "heading"
    LIST_ITEM = "list_item"
    CAPTION = "caption"
    BOILERPLATE = "boilerplate"
    OTHER_WORK = "other_work"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of a canonical text: its number from 1 on, its code points, its role."""

    number: int
    start: int
    end: int
    role: Role


@dataclass(frozen=True, slots=True)
class _Block:
    """A paragraph as the rules see it; `text` and `lines` are folded, `raw_lines` are not."""

    text: str
    lines: tuple[str, ...]
    raw_lines: tuple[str, ...]
    words: int

    @classmethod
    def of(cls, raw: str) -> "_Block":
        raw_lines = tuple(line.strip() for line in raw.split("\n") if line.strip())
        text = fold(raw).text.strip()
        lines = tuple(fold(line).text.strip() for line in raw_lines)
        return cls(text, lines, raw_lines, len(_WORD.findall(text)))

    @property
    def is_line(self) -> bool:
        return len(self.lines) == 1

    @property
    def is_sentence(self) -> bool:
        return _SENTENCE_END.search(self.text) is not None

    @property
    def is_prose(self) -> bool:
        return (self.is_sentence and self.words >= 8) or _is_list(self)

    @property
    def is_label(self) -> bool:
        """Tell whether it is a short line and no sentence, as headings and menu entries are."""
        return self.is_line and self.words <= 16 and not self.is_sentence


@dataclass(frozen=True, slots=True)
class _Page:
    """The blocks of a text and the roles found so far."""

    blocks: list[_Block]
    roles: dict[int, Role]

    def free(self) -> Iterator[tuple[int, _Block]]:
        for index, block in enumerate(self.blocks):
            if index not in self.roles:
                yield index, block

    def prose(self) -> list[int]:
        return [index for index, block in self.free() if block.is_prose]


_Rule = Callable[[_Page], Iterable[int]]


# Two characters of a script without spaces count as one word.
_WORD = re.compile(rf"[{SPACELESS}]{{1,2}}|[^\s{SPACELESS}]+")
_SENTENCE_END = re.compile(r"[.!?。।؟][\"')\]]*$")
_LABEL_END = re.compile(r"[.,;:。।،、][\"')\]]*$")
_SPEECH = re.compile(r"^[^:?!.]{1,40}: .*[?!]")
_DATE = re.compile(r"^\D{0,12}\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\D{0,3}$")
_NUMBER_MARK = re.compile(
    r"(?:\(?\d{1,3}[.)]|\(?[a-zA-Z][.)]|\(?[ivxIVX]{1,5}[.)])\s|"
    r"[(（]?[一二三四五六七八九十]{1,3}[)）、]|[①-⑳]"
)
_BULLET = re.compile(r"[•◦‣⁃▪▫●○■□◆◇►▶➤✓✔·*]\s")
_DASH = re.compile(r"[-–—]\s")


def paragraphs(text: str) -> list[Paragraph]:
    """Return the paragraphs of a canonical text, in order, numbered from 1, each with its role.

    Every paragraph is returned: what is not content is told by its role, and a paragraph that no
    rule is sure of is body. Where two rules claim a paragraph, the first in `_RULES` has it.
    """
    spans = paragraph_spans(text)
    page = _Page([_Block.of(text[span.start : span.end]) for span in spans], {})
    for role, rule in _RULES:
        for index in list(rule(page)):
            page.roles.setdefault(index, role)
    return [_paragraph(index, span, page) for index, span in enumerate(spans)]


def _paragraph(index: int, span: Span, page: _Page) -> Paragraph:
    return Paragraph(index + 1, *span, page.roles.get(index, Role.BODY))


def _cut_teasers(page: _Page) -> Iterator[int]:
    """Find feed teasers: cut short with an ellipsis, and repeated by a paragraph soon after."""
    for index, block in page.free():
        cut = CUT.search(block.text, max(30, len(block.text) - 60))
        if cut is None:
            continue
        kept = block.text[: cut.start()]
        if any(later.text.startswith(kept) for later in page.blocks[index + 1 : index + 4]):
            yield index


def _promotions(page: _Page) -> Iterator[int]:
    """Find blocks of several lines of which one is only a button or an input field."""
    for index, block in page.free():
        if not block.is_line and any(map(BUTTON.fullmatch, block.lines)):
            yield index


def _notices(page: _Page) -> Iterator[int]:
    """Find cookie notices that ask for a click, newsletter calls and copyright lines."""
    for index, block in page.free():
        if block.words > 200:
            continue
        cookies = COOKIES.search(block.text) and COOKIE_CHOICE.search(block.text)
        short = block.words <= 60 and len(block.text) <= 600
        if cookies or (short and any(_matches(block, NEWSLETTER, APPEAL, COPYRIGHT))):
            yield index


def _slots(page: _Page) -> Iterator[int]:
    """Find lines that only mark an advertisement, or say how long the reading takes."""
    for index, block in page.free():
        if block.is_line and block.words <= 8 and SLOT.fullmatch(block.text):
            yield index


def _after_the_end(page: _Page) -> Iterable[int]:
    """Find what follows a line such as “Comments” or “Related articles” under the text."""
    prose = page.prose()
    total = sum(page.blocks[index].words for index in prose)
    for index, block in page.free():
        if block.words > 10 or not block.is_line or not ENDS_ARTICLE.fullmatch(block.text):
            continue
        before = sum(page.blocks[number].words for number in prose if number < index)
        if before >= 0.6 * total and sum(number < index for number in prose) >= 2:
            return range(index, len(page.blocks))
    return ()


def is_byline(line: str) -> bool:
    """Tell whether a line only names who wrote the text; give it as printed, not folded."""
    return len(line) <= 160 and NAMED_BYLINE.fullmatch(line.strip()) is not None


def _menus(page: _Page) -> Iterator[int]:
    """Find menus, search boxes and language switches, before or after all prose."""
    prose = page.prose()
    for index, block in page.free():
        if not prose or prose[0] < index < prose[-1]:
            continue
        entries = sum(INTERFACE.fullmatch(line) is not None for line in block.lines)
        if entries >= min(2, len(block.lines)) and 2 * entries >= len(block.lines):
            yield index


def _page_foot(page: _Page) -> Iterator[int]:
    """Find, after all prose, what leads to other pages, and the short lines that follow it."""
    prose = page.prose()
    away = False
    for index, block in page.free():
        if not prose or index < prose[-1]:
            continue
        away = block.is_label and (away or any(_matches(block, LEADS_AWAY)))
        if away:
            yield index


def _second_work(page: _Page) -> Iterable[int]:
    """Find a second article on the page, which runs from its headline to the end.

    A headline alone is no proof, for long articles have headings. It counts when an editor's note
    opens right under it, or a byline where the page's first article has one as well.
    """
    prose = page.prose()
    bylines = any(is_byline(block.raw_lines[0]) for block in page.blocks[:5])
    for index, block in page.free():
        before = bisect_left(prose, index)
        if not (block.is_line and 6 <= block.words <= 30) or block.is_sentence or before < 3:
            continue
        opening = page.blocks[index + 1 : index + 3]
        noted = any(EDITORS_NOTE.match(later.text) for later in opening)
        signed = bylines and any(is_byline(later.raw_lines[0]) for later in opening)
        if (noted or signed) and len(prose) - before >= 2:
            return range(index, len(page.blocks))
    return ()


def _captions(page: _Page) -> Iterator[int]:
    """Find picture captions: short, with a credit near the end, or printed twice in a row."""
    for index, block in page.free():
        credit = CREDIT.search(block.text)
        if credit and block.words <= 60:
            near_end = len(_WORD.findall(block.text[credit.end() :])) <= 8
            if near_end and (block.text.endswith((")", "]")) or not block.is_sentence):
                yield index
        elif index > 1 and block.words >= 4 and _repeats(block, page.blocks[index - 1]):
            yield from (index - 1, index)


def _repeats(block: _Block, before: _Block) -> bool:
    return block.is_label and block.text == before.text


def _lists(page: _Page) -> Iterator[int]:
    """Find blocks of marked lines; a single line needs a bullet, as numbers also open clauses."""
    for index, block in page.free():
        if _is_list(block) or _BULLET.match(block.raw_lines[0]):
            yield index


def _is_list(block: _Block) -> bool:
    marked = sum(
        any(mark.match(line) for mark in (_NUMBER_MARK, _BULLET, _DASH)) for line in block.raw_lines
    )
    return marked >= 2 and 2 * marked >= len(block.lines)


def _headings(page: _Page) -> Iterator[int]:
    """Find short lines without a full stop that content follows, at most three in a row."""
    run: list[int] = []
    for index, block in enumerate(page.blocks):
        role = page.roles.get(index)
        if role in {Role.CAPTION, Role.BOILERPLATE}:
            continue
        if role is None and _is_heading(block):
            run.append(index)
            continue
        content = role is Role.LIST_ITEM or block.is_sentence or block.words > 5
        if content and len(run) <= 3 and role is not Role.OTHER_WORK:
            yield from run
        run.clear()


def _is_heading(block: _Block) -> bool:
    line = block.raw_lines[0]
    first = next(filter(str.isalpha, line), "a")
    return (
        block.is_line
        and block.words <= 16
        and not first.islower()
        and not any(rule.search(block.text) for rule in (_LABEL_END, _SPEECH, _DATE, SOURCE_LABEL))
        and not is_byline(line)
    )


def _matches(block: _Block, *rules: re.Pattern[str]) -> Iterator[bool]:
    return (rule.match(block.text) is not None for rule in rules)


_RULES: tuple[tuple[Role, _Rule], ...] = (
    (Role.BOILERPLATE, _cut_teasers),
    (Role.BOILERPLATE, _promotions),
    (Role.BOILERPLATE, _notices),
    (Role.BOILERPLATE, _slots),
    (Role.BOILERPLATE, _menus),
    (Role.BOILERPLATE, _page_foot),
    (Role.OTHER_WORK, _second_work),
    (Role.BOILERPLATE, _after_the_end),
    (Role.CAPTION, _captions),
    (Role.LIST_ITEM, _lists),
    (Role.HEADING, _headings),
)
