"""Plain text: blocks parted by blank lines, hard-wrapped lines made whole, lists line by line."""

import re
from collections.abc import Iterator, Sequence

from sources.blocks import Block, Role
from sources.formats import lines as of
from sources.formats.lines import Words
from sources.formats.reading import Reading, count_letters

_RULE = re.compile(r"[\s\-–—_=*~•·.#]{3,}$")
_LABELLED_HEADING = re.compile(
    r"[^\W\d_]{2,15}\.?\s(?:\d{1,4}|[IVXLC]{1,7}|[^\W\d_]{3,10})(?:er|º|°)?\.?$"
    r"|第\s?[〇零一二三四五六七八九十百千\d]{1,6}\s?[章节節編编]|제\s?\d{1,4}\s?[장절편]"
)
_NOTICE = re.compile(
    r"[\[(（〔【](?=[^\d]{0,60}\d).*[\])）〕】]$", re.DOTALL
)  # “(adopted on 3 May)”
_MAX_WRAP = 130  # columns: longer lines are paragraphs, not lines of a page
_MAX_HEADING = 150


def read(text: str) -> Reading:
    """Return the blocks of a plain text."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n")
    groups = [
        [line.strip() for line in group.split("\n")]
        for group in re.split(r"\n(?:[^\S\n]*\n)+", text.strip("\n"))
    ]
    groups = [[line for line in group if line] for group in groups]
    groups = [group for group in groups if group]
    words = Words(line for group in groups for line in group)
    wrap = _wrap(groups)
    parts: list[tuple[str, bool]] = []
    for group in groups:
        whole = [of.join(part, words) for part in paragraphs(group, wrap)]
        parts.extend((part, len(whole) == 1) for part in whole)
    blocks = list(_blocks(parts))
    return Reading(blocks, count_letters([text]), title=_title(blocks))


def _wrap(groups: Sequence[Sequence[str]]) -> int:
    """Return the width at which the text is wrapped, in columns, or 0 when it is not.

    Wrapped lines that are followed by another line of their block crowd just below one width.
    """
    inner = sorted(of.width(line) for group in groups for line in group[:-1])
    if len(inner) < 3:
        widest = max(of.width(line) for group in groups for line in group)
        short = inner and 40 <= widest <= 100 and inner[0] >= 0.75 * widest
        return widest if short else 0
    widest = inner[int(len(inner) * 0.97)]
    if not 40 <= widest <= _MAX_WRAP:
        return 0
    full = sum(length >= 0.8 * widest for length in inner)
    return widest if full >= 0.5 * len(inner) else 0


def paragraphs(group: Sequence[str], wrap: int) -> Iterator[list[str]]:
    """Part the lines of one block: where a line ends early, and where a list goes on.

    A line that had room for the next line's first word was ended on purpose.
    """
    part: list[str] = []
    for line in group:
        if part and _is_new(part[-1], line, wrap):
            yield part
            part = []
        part.append(line)
    if part:
        yield part


def _is_new(before: str, line: str, wrap: int) -> bool:
    if of.is_mark(before):
        return of.begins_with_mark(line)
    if not wrap:
        return True
    if of.begins_with_mark(line) and (of.ends_clause(before) or of.width(before) < 0.75 * wrap):
        return True
    first = line.split(maxsplit=1)[0]
    room = 2 if of.width(first[:1]) == 2 else of.width(first) + 1
    return of.width(before) + room + 1 < 0.9 * wrap


def _blocks(parts: Sequence[tuple[str, bool]]) -> Iterator[Block]:
    for index, (text, alone) in enumerate(parts):
        if _RULE.match(text):
            yield Block(text, Role.BOILERPLATE)
            continue
        following = parts[index + 1][0] if index + 1 < len(parts) else ""
        if is_heading(text, following, alone=alone):
            yield Block(text, Role.HEADING)
        elif of.begins_with_mark(text):
            yield Block(text, Role.LIST_ITEM)
        else:
            yield Block(text)


def is_heading(text: str, following: str, *, alone: bool) -> bool:
    """Tell whether a block of plain text is a heading: short, no sentence, and with text below it.

    A line that directly touches others (`alone` is false) needs to be labelled (“Article 5”).
    """
    if not following or len(text) > _MAX_HEADING:
        return False
    if _LABELLED_HEADING.match(text) and len(text) <= 80 and not text.endswith(("。", "；", ";")):
        return True
    first = next(filter(str.isalpha, text), "a")
    if _NOTICE.match(text) or first.islower() or text[-1] in "-–," or text[:1] in of.BULLETS:
        return False
    if text[-1] in ".。।۔;；؛:：،,，、…" or (text[-1] in "!?！？؟" and not alone):
        introduces_list = following[:1] in of.BULLETS and text[-1] in ".。"
        return introduces_list and not of.begins_with_mark(text) and alone
    return alone or text.isupper() or following[:1] in of.BULLETS


def _title(blocks: Sequence[Block]) -> str:
    first = next((block for block in blocks if block.role != Role.BOILERPLATE), None)
    return (
        first.text if first and len(first.text) <= 300 and not of.ends_sentence(first.text) else ""
    )
