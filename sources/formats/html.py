"""HTML and XHTML: what a browser shows, with the numbers that lists print.

Points laid out as tables of two cells (the EU's Official Journal prints them so) become labelled
items. Menus, page feet and hidden parts are told by their role, not dropped.
"""

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from lxml import etree

from sources.blocks import Block, Role
from sources.formats import lines as of
from sources.formats import plain
from sources.formats.counting import HTML_FORMATS
from sources.formats.reading import (
    MAX_DEPTH,
    MAX_ELEMENTS,
    Reading,
    UnreadableDocument,
    count_letters,
    name_set,
)

BLOCKS = name_set(
    "address article aside blockquote body caption center dd details dialog dir div dl dt "
    "fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend "
    "li main menu nav ol optgroup option p pre section summary table tbody td tfoot th "
    "thead tr ul"
)
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_UNSEEN = frozenset(
    ["script", "style", "template", "head", "noframes", "object", "svg", "math", "iframe"]
)
_FURNITURE = frozenset(
    ["nav", "footer", "aside", "form", "button", "select", "dialog", "noscript", "menu"]
)
_FURNITURE_CLASS = name_set(
    "nav navbar navigation menu main-menu breadcrumb breadcrumbs footer site-footer "
    "page-footer sidebar cookie cookies cookie-banner cookie-notice share sharing social "
    "social-share pagination skip-link sr-only newsletter related related-posts advert "
    "advertisement ad-container toolbar site-header oj-hd-ti oj-hd-lg oj-hd-coll oj-hd-uniq "
    "oj-hd-date"
)
_FURNITURE_ROLE = frozenset(
    ["navigation", "banner", "contentinfo", "search", "complementary", "menu"]
)
_NOTE_CLASS = name_set(
    "footnote footnotes endnotes oj-note note-text fn footnote-item footnotes-list"
)
_NOTE_ROLE = frozenset(["doc-footnote", "doc-endnotes", "doc-footnotes"])
_HEADING_CLASS = re.compile(
    r"(?:^|[-_])(?:s?ti|title|titre|titulo|heading)(?:[-_]|$)|^(?:heading|title)\d?$", re.IGNORECASE
)
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\f\u200b]+")
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,300}\?>")
_SUPERSCRIPT_START = re.compile(r"[\d*†‡]{1,3}$")
_MAX_HEADING = 250


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in the page the text stands that is being read."""

    role: Role = Role.PARAGRAPH
    depth: int = 0
    fixed: bool = False  # the role comes from outside and holds for everything inside
    preformatted: bool = False


@dataclass(slots=True)
class _List:
    number: int
    step: int
    printed: Callable[[int], str] | None  # None: bullets
    plain: bool = False  # the list prints no marks at all


@dataclass(slots=True)
class _Reader:
    letters: int
    blocks: list[Block] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    label: str = ""
    strong: int = 0  # how many <b> and <strong> are open
    weak_letters: int = 0  # letters of the open block outside them
    added: int = 0  # letters of the numbers that lists print
    note: bool = False  # the open block begins with a raised number

    def walk(self, element: etree._Element, place: _Place) -> None:
        """Read an element and everything inside it."""
        name = _name(element)
        if not name or name in _UNSEEN:
            return
        if name == "br":
            self.text.append("\n")
            return
        is_block = name in BLOCKS
        if is_block:
            self.flush(place)
        inside = self._enter(element, name, place)
        if name in {"ol", "ul", "dir", "menu"}:
            self._list(element, inside)
        elif name == "tr":
            self._row(element, inside)
        elif name in {"b", "strong"}:
            self.strong += 1
            self._children(element, inside)
            self.strong -= 1
        else:
            self._raised(element, name)
            self._children(element, inside)
        if is_block:
            self.flush(inside)

    def _enter(self, element: etree._Element, name: str, place: _Place) -> _Place:
        """Return the place that the inside of an element is."""
        if place.fixed:
            return replace(place, depth=place.depth + (name in {"ol", "ul"}))
        if role := self._fixed_role(element, name):
            return replace(place, role=role, fixed=True)
        if name == "dt":
            return replace(place, role=Role.HEADING)
        return replace(place, preformatted=True) if name == "pre" else place

    def _fixed_role(self, element: etree._Element, name: str) -> Role | None:
        """Return the role that an element gives to everything inside it, if it gives one."""
        classes = set((element.get("class") or "").lower().split())
        role = (element.get("role") or "").lower()
        named = name in {"p", "div"} and any(map(_HEADING_CLASS.search, classes))
        rules = (
            (Role.FOOTNOTE, role in _NOTE_ROLE or bool(classes & _NOTE_CLASS)),
            (Role.BOILERPLATE, self._is_furniture(element, name, classes, role)),
            (Role.HEADING, name in _HEADINGS or role == "heading"),
            (Role.CAPTION, name in {"figcaption", "caption"}),
            (Role.HEADING, named and _is_short_leaf(element)),
        )
        return next((found for found, holds in rules if holds), None)

    def _is_furniture(
        self, element: etree._Element, name: str, classes: set[str], role: str
    ) -> bool:
        hidden = (
            element.get("hidden") is not None
            or element.get("aria-hidden") == "true"
            or _HIDDEN.search(element.get("style") or "") is not None
        )
        suspect = (
            hidden
            or name in _FURNITURE
            or role in _FURNITURE_ROLE
            or bool(classes & _FURNITURE_CLASS)
        )
        if not suspect or name in {"body", "main", "html"}:
            return False
        # Some pages wrap all they have in a form or an aside: what holds half the text is the text.
        return hidden or 2 * count_letters(map(str, element.itertext())) < self.letters

    def _children(self, element: etree._Element, place: _Place) -> None:
        self._add(element.text, place)
        for child in element:
            self.walk(child, place)
            self._add(child.tail, place)

    def _add(self, text: str | None, place: _Place) -> None:
        if not text:
            return
        if not self.strong and not self.weak_letters:
            self.weak_letters += sum(map(str.isalpha, text[:500]))
        self.text.append(text if place.preformatted else _SPACES.sub(" ", text))

    def _raised(self, element: etree._Element, name: str) -> None:
        """Notice a block that opens with a raised number: that is how footnotes are printed."""
        if name == "sup" and not "".join(self.text).strip() and not self.label:
            self.note = _SUPERSCRIPT_START.match(_text(element)) is not None

    def _list(self, element: etree._Element, place: _Place) -> None:
        inside = place if place.fixed else replace(place, role=Role.LIST_ITEM)
        inside = replace(inside, depth=place.depth + (not place.fixed))
        counter = _counter(element)
        self._keep_label(place)
        for child in element:
            if _name(child) != "li":
                self.walk(child, inside)
            else:
                self._item(child, inside, counter)
            self._add(child.tail, inside)
        self.flush(inside)

    def _item(self, element: etree._Element, place: _Place, counter: _List) -> None:
        self.flush(place)
        value = (element.get("value") or "").strip()
        if re.fullmatch(r"-?\d{1,7}", value):
            counter.number = int(value)
        style = _LIST_STYLE.search(element.get("style") or "")
        plain = counter.plain or (style is not None and style[1].lower() == "none")
        if counter.printed:
            # An item that prints its own number has it in its words, whatever the list counts.
            printed = counter.printed(counter.number)
            own = _start(element).lstrip("([ ")
            if not plain and not re.match(rf"{re.escape(printed)}\s?[.):\-–]", own):
                self.label = f"{printed}."
                self.added += count_letters([printed])
        elif not (plain or place.fixed or of.begins_with_mark(_start(element))):
            self.label = "•"
        counter.number += counter.step
        children = self._enter(element, "li", place)
        self._children(element, children)
        self.flush(children)
        self._keep_label(place)

    def _keep_label(self, place: _Place) -> None:
        """A number without words of its own is a part that holds the parts after it."""
        if self.label and self.label != "•":
            self.blocks.append(Block("", place.role, self.label, place.depth))
        self.label = ""

    def _row(self, element: etree._Element, place: _Place) -> None:
        cells = [cell for cell in element if _name(cell) in {"td", "th"}]
        filled = [cell for cell in cells if _text(cell)]
        if len(filled) == 2 and not place.fixed and (label := _cell_label(*filled)):
            self._keep_label(place)
            self.label = label
            inside = replace(place, role=Role.LIST_ITEM, depth=place.depth + 1)
            self._children(filled[1], inside)
            self.flush(inside)
            self._keep_label(inside)
            return
        several = len(filled) > 1 and not place.fixed
        for cell in cells:
            inside = replace(place, role=Role.CELL) if several and _is_plain(cell) else place
            self._children(cell, self._enter(cell, "td", inside))
            self.flush(inside)

    def flush(self, place: _Place) -> None:
        """Close the open block, if it holds anything, and begin a new one."""
        raw = "".join(self.text)
        self.text.clear()
        weak, self.weak_letters = self.weak_letters, 0
        note, self.note = self.note, False
        if not raw.strip():
            return
        parts = list(_parts(raw, preformatted=place.preformatted))
        for part, following in zip_longest(parts, parts[1:], fillvalue=""):
            role = place.role
            if role in {Role.PARAGRAPH, Role.LIST_ITEM} and not place.fixed:
                if note:
                    role = Role.FOOTNOTE
                elif (
                    not weak and not self.label and len(part) < _MAX_HEADING and _has_letters(part)
                ):
                    role = Role.HEADING
                elif role == Role.LIST_ITEM and not self.label:
                    role = Role.PARAGRAPH
                elif len(parts) > 2 and plain.is_heading(part, following, alone=True):
                    role = Role.HEADING  # old pages part a page by forced breaks alone
            self.blocks.append(Block(part, role, self.label, place.depth))
            self.label = ""


def read(markup: str) -> Reading:
    """Return the blocks of a page.

    Raises UnreadableDocument when the page is nested so deep that the parser would drop text, or
    when it has more elements than memory can hold.
    """
    if markup.count("<") > MAX_ELEMENTS:
        raise UnreadableDocument("The page has more than a million tags.")
    seen = _letters_shown(markup)
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(_DECLARATION.sub("", markup).encode(), parser)
    except etree.LxmlError as error:
        raise UnreadableDocument("The page holds no HTML that can be read.") from error
    if root is None:
        raise UnreadableDocument("The page holds no text.")
    if any("xcessive depth" in entry.message for entry in parser.error_log):
        raise UnreadableDocument(
            f"The page is nested deeper than {MAX_DEPTH} elements; text would be lost."
        )
    body = root.find("body")
    reader = _Reader(seen)
    reader.walk(root if body is None else body, _Place())
    reader.flush(_Place())
    return Reading(
        reader.blocks,
        seen,
        reader.added,
        title=_title(root, reader.blocks),
        language=_language(root),
    )


def _letters_shown(markup: str) -> int:
    """Count the letters between the tags in one pass, without the parser that is to be checked."""
    count = position = 0
    start = markup.lower().find("<body")
    position = max(start, 0)
    while (opening := markup.find("<", position)) >= 0:
        count += _count(markup[position:opening])
        if markup.startswith("<!--", opening):
            end = markup.find("-->", opening)
            position = end + 3
        elif match := _RAW_TEXT.match(markup, opening):
            closing = _RAW_END[match[1].lower()].search(markup, match.end())
            end = closing.end() if closing else -1
            position = end
        elif _TAG_START.match(markup, opening):
            end = markup.find(">", opening)
            position = end + 1
        else:
            end, position = opening, opening + 1
        if end < 0:
            return count
    return count + _count(markup[position:])


_RAW = ["script", "style", "template", "svg", "math", "iframe", "object", "noframes", "head"]
_RAW_TEXT = re.compile(rf"<({'|'.join(_RAW)})(?=[\s>/])", re.IGNORECASE)
_RAW_END = {name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in _RAW}
_TAG_START = re.compile(r"</?[a-zA-Z]|<[!?]")


def _count(text: str) -> int:
    return count_letters([html.unescape(text) if "&" in text else text])


def _name(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""


def _text(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


def _start(element: etree._Element) -> str:
    """Return the first words of an element, without collecting the rest."""
    start = ""
    for piece in element.itertext():
        start = (start + str(piece)).lstrip()
        if len(start) >= 12:
            break
    return start[:12]


def _has_letters(text: str) -> bool:
    return any(map(str.isalpha, text))


def _is_plain(cell: etree._Element) -> bool:
    """Tell whether a cell holds words only, and not a part of the page laid out as a table."""
    return not any(_name(each) in {"table", "ul", "ol"} | _HEADINGS for each in cell.iter())


def _is_short_leaf(element: etree._Element) -> bool:
    return (
        not any(_name(each) in BLOCKS for each in element.iterdescendants())
        and 0 < len(_text(element)) < _MAX_HEADING
    )


def _cell_label(first: etree._Element, second: etree._Element) -> str:
    """Return the label in the first of two cells, when the second holds the words it numbers."""
    label, words = _text(first), _text(second)
    if len(label) > 12 or len(words) < 2:
        return ""
    number = re.fullmatch(r"\d{1,3}|[IVXLC]{1,6}", label) and len(words.split()) >= 4
    dash = label in {"—", "–", "-"}
    return label if of.is_mark(label) or dash or number else ""


def _counter(element: etree._Element) -> _List:
    """Return how a list counts: start, step, and the way it prints its numbers."""
    style = _LIST_STYLE.search(element.get("style") or "")
    kind = (style[1].lower() if style else "") or (element.get("type") or "1")
    if _name(element) != "ol" or kind in {"none", "disc", "circle", "square"}:
        return _List(1, 1, None, plain=kind == "none")
    printed = HTML_FORMATS.get(kind, str)
    reverse = element.get("reversed") is not None
    start = (element.get("start") or "").strip()
    items = sum(_name(child) == "li" for child in element)
    first = int(start) if re.fullmatch(r"-?\d{1,7}", start) else items if reverse else 1
    return _List(first, -1 if reverse else 1, printed)


def _parts(raw: str, *, preformatted: bool) -> Iterator[str]:
    """Part a block at empty lines, and at a forced line break that a marked line follows."""
    if preformatted:
        yield from (part.strip() for part in re.split(r"\n[^\S\n]*\n\s*", raw) if part.strip())
        return
    part: list[str] = []
    for line in (each.strip() for each in raw.split("\n")):
        if part and (not line or of.begins_with_mark(line)):
            yield "\n".join(part)
            part = []
        if line:
            part.append(line)
    if part:
        yield "\n".join(part)


def _title(root: etree._Element, blocks: list[Block]) -> str:
    tops = [_text(each) for each in root.iter("h1")]
    if len(tops) == 1 and tops[0]:
        return tops[0]
    for meta in root.iter("meta"):
        if meta.get("property") == "og:title" and meta.get("content"):
            return _SPACES.sub(" ", str(meta.get("content"))).strip()
    title = next(root.iter("title"), None)
    if title is not None and _text(title):
        return _text(title)
    return next((block.text for block in blocks if block.role == Role.HEADING), "")


def _language(root: etree._Element) -> str:
    for holder in [root, *root.iter("body")]:
        for name in ("lang", "{http://www.w3.org/XML/1998/namespace}lang", "xml:lang"):
            if value := holder.get(name):
                return str(value).strip()
    for meta in root.iter("meta"):
        if (meta.get("http-equiv") or "").lower() == "content-language":
            return str(meta.get("content") or "").strip()
    return ""
