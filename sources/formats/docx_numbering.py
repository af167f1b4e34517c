"""The automatic numbers of a Word file: counted as Word counts them, printed as Word prints them.

ECMA-376 part 1, 17.9: a paragraph names a `num` and a level; the `num` points at an `abstractNum`
whose levels say how to count and what to print (“%1.%2”), and may override some of them. Numbers
that share an `abstractNum` share its counters.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, replace

from lxml import etree

from sources.formats.counting import WORD_FORMATS
from sources.formats.docx_styles import Styles, attribute, child, is_on, value
from sources.formats.xml import local_name

_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    format: str = "decimal"
    text: str = ""
    style: str = ""
    restart: int | None = None  # 0: never begins again
    legal: bool = False  # all numbers in digits


class Numbering:
    """Gives each numbered paragraph its label, in reading order."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self.styles = styles
        self.abstract: dict[str, dict[int, _Level]] = {}
        self.linked: dict[str, str] = {}  # abstractNum → the numbering style that defines it
        self.nums: dict[str, tuple[str, dict[int, _Level], dict[int, int]]] = {}
        self.counters: dict[str, dict[int, int]] = defaultdict(dict)
        self.begun: set[tuple[str, int]] = set()
        for element in root if root is not None else ():
            if local_name(element) == "abstractnum":
                self._read_abstract(element)
        for element in root if root is not None else ():
            if local_name(element) == "num":
                self._read_num(element)

    def _read_abstract(self, element: etree._Element) -> None:
        key = attribute(element, "abstractNumId")
        self.abstract[key] = {
            _integer(attribute(each, "ilvl"), 0): _level(each)
            for each in element
            if local_name(each) == "lvl"
        }
        if link := value(element, "numStyleLink"):
            self.linked[key] = link

    def _read_num(self, element: etree._Element) -> None:
        levels: dict[int, _Level] = {}
        starts: dict[int, int] = {}
        for override in element:
            if local_name(override) != "lvloverride":
                continue
            number = _integer(attribute(override, "ilvl"), 0)
            own = child(override, "lvl")
            if own is not None:
                levels[number] = _level(own)
            if start := value(override, "startOverride"):
                starts[number] = _integer(start, 1)
        self.nums[attribute(element, "numId")] = (value(element, "abstractNumId"), levels, starts)

    def next(self, properties: etree._Element | None, style: str) -> tuple[str | None, int | None]:
        """Count a paragraph; return its label and level (from 0), or nothing for both."""
        num, level = self._place(properties, style)
        if num not in self.nums:
            return None, None
        key, levels, starts = self._definition(num)
        definition = levels.get(level)
        if definition is None:
            return None, None
        self._count(num, key, levels, starts, level)
        return self._print(key, levels, level), level

    def _place(self, properties: etree._Element | None, style: str) -> tuple[str, int]:
        """Return the number's id and level: the paragraph's own, else its style's."""
        own = child(properties, "numPr")
        num = value(own, "numId")
        level = value(own, "ilvl")
        for each in self.styles.chain(style):
            by_style = child(child(each, "pPr"), "numPr")
            if not num and by_style is not None:
                num = value(by_style, "numId")
                level = level or value(by_style, "ilvl") or str(self._level_of_style(num, each))
        return num, _integer(level, 0)

    def _level_of_style(self, num: str, style: etree._Element) -> int:
        if num not in self.nums:
            return 0
        _, levels, _ = self._definition(num)
        name = attribute(style, "styleId")
        return next((number for number, level in levels.items() if level.style == name), 0)

    def _definition(self, num: str) -> tuple[str, dict[int, _Level], dict[int, int]]:
        key, own, starts = self.nums[num]
        for _ in range(5):
            if key not in self.linked:
                break
            style = self.styles.by_id.get(self.linked[key])
            other = value(child(child(style, "pPr"), "numPr"), "numId")
            if other not in self.nums:
                break
            key = self.nums[other][0]
        return key, self.abstract.get(key, {}) | own, starts

    def _count(
        self, num: str, key: str, levels: dict[int, _Level], starts: dict[int, int], level: int
    ) -> None:
        counter = self.counters[key]
        if level in starts and (num, level) not in self.begun:
            counter[level] = starts[level]
        elif level in counter:
            counter[level] += 1
        else:
            counter[level] = levels[level].start
        self.begun.add((num, level))
        for above in range(level):
            if above in levels:
                counter.setdefault(above, levels[above].start)
        for below in [each for each in counter if each > level]:
            restart = levels[below].restart if below in levels else None
            if restart is None or level < restart:
                del counter[below]

    def _print(self, key: str, levels: dict[int, _Level], level: int) -> str | None:
        own = levels[level]
        if own.format == "bullet":
            return "•"
        counter = self.counters[key]

        def number(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            form = levels.get(place, _Level()).format
            if form in {"none", "bullet"}:
                return ""
            if own.legal:
                form = "decimal"
            return WORD_FORMATS.get(form, str)(counter.get(place, 1))

        return _PLACE.sub(number, own.text).strip() or None


def _level(element: etree._Element) -> _Level:
    restart = value(element, "lvlRestart")
    return replace(
        _Level(),
        start=_integer(value(element, "start"), 1),
        format=value(element, "numFmt") or "decimal",
        text=value(element, "lvlText"),
        style=value(element, "pStyle"),
        restart=_integer(restart, 0) if restart else None,
        legal=is_on(child(element, "isLgl")),
    )


def _integer(text: str, default: int) -> int:
    return int(text) if re.fullmatch(r"-?\d{1,7}", text) else default
