"""The blocks of a web page, with what its mark-up says about each: place, links, class, language.

Nothing is dropped here but scripts and styles; what a block is worth is decided in
`sources.page_roles`.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from sources.echo import squash
from sources.formats.reading import MAX_DEPTH, MAX_ELEMENTS, UnreadableDocument

BLOCKS = frozenset(
    [
        "address", "article", "aside", "blockquote", "body", "button", "caption", "center",
        "dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure",
        "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html",
        "legend", "li", "main", "menu", "nav", "ol", "optgroup", "option", "p", "pre",
        "section", "select", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
        "ul", "amp-ad", "amp-sidebar", "amp-consent", "amp-list", "label",
    ]
)  # fmt: skip
_UNSEEN = frozenset(
    [
        "script", "style", "template", "head", "noframes", "object", "svg", "math", "iframe",
    ]
)  # fmt: skip
_FURNITURE_TAGS = frozenset(
    [
        "nav", "footer", "aside", "form", "button", "select", "dialog", "noscript", "menu",
        "textarea", "label", "amp-ad", "amp-sidebar", "amp-consent", "amp-list",
    ]
)  # fmt: skip
_FURNITURE_ROLES = frozenset(
    [
        "navigation", "banner", "contentinfo", "search", "complementary", "dialog",
        "alertdialog", "menu", "menubar", "toolbar",
    ]
)  # fmt: skip
# In the class and id of an element, written small with a hyphen before and after every word.
_FURNITURE_CLASS = re.compile(
    r"-(?:comments?|commentaires?|kommentare?|comentarios?|disqus|respond|related|relat(?:ed|ives)\w*|recommend\w*|recirc\w*|"
    r"recomm?\w*dad[oa]s|newsletters?|subscribe|subscription|signup|cookies?|consent|gdpr|share|sharing|"
    r"sharebar|social|socials|addtoany|sharedaddy|breadcrumbs?|pagination|pager|paging|advert\w*|ads?|adsense|adsbygoogle|"
    r"advertorial|dfp|sponsor(?:ed|s)?|promos?|promoted|promotion|outbrain|taboola|zergnet|trending|popular|"
    r"teasers?|footer|colophon|nav|navbar|navigation|menu|sidebar|side-bar|masthead|toolbar|tags?(?!-line)|"
    r"taglist|tag-list|keywords|skip|login|paywall|donat\w*|widget-?(?:area|title|recent|sidebar)|modal|popup|overlay|ticker|banner|"
    r"publicite|publicidad\w*|publicidade|werbung|anzeige|reklama|relacionad[oa]s|correlati|"
    r"aehnliche|hotnews|ranking|rank|jiathis|bdshare|ewm|qrcode|copyright|disclaimer|subnav|topbar|"
    r"flyout|drawer|carousel|slider|"
    r"(?:most|meist)-?(?:read|viewed|popular|shared|gelesen)|read-?(?:more|also|next)|see-?also|"
    r"also-?(?:like|read)|more-?(?:from|on|stories|news|posts|articles)|up-?next|lire-?aussi|a-lire|"
    r"leer-?mas|lea-?tambien|leia-?tambem|leggi-?anche|mehr-?zum-?thema|author-?(?:bio|box|card|info)|about-?author|"
    r"bio|screen-?reader(?:-text)?|sr-?only|visually-?hidden|app-?download|follow-?us|in-?read|"
    r"article-?(?:tools|actions|links)|post-?(?:nav|navigation|tags|meta-footer)|call-?to-?action|cta|"
    r"read-?time|reading-?time)-"
)
_META_CLASS = re.compile(
    r"-(?:by-?lines?|authors?|autor|auteur|auteurs|autore|date|dates|datetime|dateline|pubdate|published|"
    r"publish(?:ed)?-?(?:on|at|date|time)?|time|timestamp|meta|post-?meta|entry-?meta|article-?meta|post-?info|article-?info|"
    r"kicker|eyebrow|overline|category|rubrique|rubrik|section-?name|dachzeile|signature|source|laiyuan|updated|credits?)-"
)
_CAPTION_CLASS = re.compile(
    r"-(?:captions?|wp-caption-text|legende?|bildunterschrift|pie-?(?:de-?)?foto|didascalia|legenda|"
    r"(?:image|photo|picture|media|img|foto|bild)-?(?:credits?|caption|description|legend|desc|title|info|note|source|copyright))-"
)
_HEADING_CLASS = re.compile(
    r"-(?:inter|intertitre|inter-?title|sub-?head(?:ing|line)?|sub-?title|cross-?head(?:ing)?|"
    r"zwischentitel|zwischenueberschrift|ladillo|heading|headline|section-title|h[2-4])-"
)
_TITLE_CLASS = re.compile(
    r"-(?:(?:article-|entry-|post-|story-|news-|page-|main-)?(?:title|titre|titel|titulo|titolo|tit)|"
    r"hl|headline)-"
)
_EDITORIAL_ASIDE = re.compile(
    r"-(?:fact-?box|facts?|infobox|info-?box|background|key-?(?:points|facts|takeaways)|summary|explainer|"
    r"encadre|faktenbox|hintergrund|pull-?quote|quote|highlights|takeaways)-"
)
# What blogs say of the subject of a post, in the class of the element around all of it.
_TAXONOMY = re.compile(
    r"(?:category|tag|cat|topic|section|theme|type|format|taxonomy|is|has|no|with)[-_]\w"
)
_WORD_EDGE = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[^a-zA-Z0-9]+")
_CONTROLS = frozenset(["button", "select", "textarea", "label", "noscript"])
_OUT_OF_SIGHT = frozenset(
    [
        "hidden",
        "noscript",
        "sr-only",
        "sronly",
        "screen-reader",
        "screen-reader-text",
        "visually-hidden",
    ]
)
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\f\v\u200b\ufeff\u00a0]+")
# Signs put between the words while a block is read; text that holds them loses them first.
_LINE_BREAK, _LINK, _LINK_END, _BOLD, _BOLD_END = "\x01\x02\x03\x04\x05"
_SIGNS = re.compile(f"[{_LINK}{_LINK_END}{_BOLD}{_BOLD_END}]")
_NO_SIGNS = str.maketrans(dict.fromkeys("\x01\x02\x03\x04\x05"))
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,300}\?>")
_ITEM_NUMBER = re.compile(r"[(（\[]?[\w]{1,4}[.)）\]、:]")


@dataclass(slots=True, eq=False)
class PageBlock:
    """A piece of text of the page, and what the mark-up says about it."""

    text: str
    element: etree._Element
    letters: int  # letters and digits
    linked: int  # those of them inside links
    furniture: str = ""  # why an element around it is no part of any article; empty: it may be
    strong: bool = False  # all of its letters are bold
    heading: int = 0  # 1 to 6
    caption: bool = False
    meta: bool = False  # byline, date, section
    item: bool = False
    row: bool = False
    language: str = ""  # from an element inside the body

    @property
    def link_share(self) -> float:
        return self.linked / self.letters if self.letters else 0.0


@dataclass(frozen=True, slots=True)
class _Place:
    furniture: str = ""
    heading: int = 0
    caption: bool = False
    meta: bool = False
    item: bool = False
    language: str = ""
    preformatted: bool = False


@dataclass(slots=True)
class Page:
    """A parsed page: its tree, its blocks in order, and the letters under each element."""

    root: etree._Element
    body: etree._Element
    blocks: list[PageBlock]
    letters_seen: int
    language: str


def parse(markup: str) -> etree._Element:
    """Return the tree of a page.

    Raises UnreadableDocument when the page has too many tags, or is nested so deep that the parser
    would drop text, or holds nothing.
    """
    if markup.count("<") > MAX_ELEMENTS:
        raise UnreadableDocument("The page has more than a million tags.")
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=False, no_network=True, remove_comments=True, remove_pis=True
    )
    raw = _DECLARATION.sub("", markup).encode("utf-8", "replace").replace(b"\0", b"")
    try:
        root = etree.fromstring(raw, parser)
    except etree.LxmlError as error:
        raise UnreadableDocument("The page holds no HTML that can be read.") from error
    if root is None:
        raise UnreadableDocument("The page holds no text.")
    if any("xcessive depth" in entry.message for entry in parser.error_log):
        raise UnreadableDocument(
            f"The page is nested deeper than {MAX_DEPTH} elements; text would be lost."
        )
    return root


def read_page(root: etree._Element, title: str = "") -> Page:
    """Return the blocks of a page.

    `title` is what the page's metadata say its title is: an element around the heading of that
    name is not taken for the head of the site.
    """
    body = root.find("body")
    body = root if body is None else body
    unlinked = _unlinked(body)
    spared = _spared(body, title)
    reader = _Reader(unlinked, unlinked[body], spared, _forms(body, unlinked) - spared)
    reader.walk(body, _Place())
    reader.flush(body, _Place())
    language = root.get("lang") or root.get(_XML_LANG) or body.get("lang") or ""
    seen = sum(block.letters for block in reader.blocks)
    return Page(root, body, reader.blocks, seen, language.strip())


_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def _name(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def _unlinked(body: etree._Element) -> dict[etree._Element, int]:
    """Count, for each element, the letters inside it that are neither linked nor in a script."""
    counts: dict[etree._Element, int] = defaultdict(int)
    for element in reversed(list(body.iter())):  # children before their parents
        name = _name(element)
        own = 0
        if name and name not in _UNSEEN and name not in {"a", "button", "option"}:
            own = counts[element] + _count(element.text)
        counts[element] = own
        parent = element.getparent()
        if parent is not None:
            counts[parent] += own + _count(element.tail)
    return counts


def _count(text: str | None) -> int:
    return sum(map(str.isalnum, text)) if text else 0


def _spared(body: etree._Element, title: str) -> set[etree._Element]:
    """Return the elements around the page's title and around what is marked as its text."""
    inside: list[etree._Element] = list(body.xpath('.//*[@itemprop="articleBody"]'))
    wanted = squash(title)
    for heading in body.iter("h1", "h2"):
        words = squash("".join(map(str, heading.itertext())))
        if words and wanted and (words == wanted or (len(words) > 15 and words in wanted)):
            inside.append(heading)
            break
    return {each for element in inside for each in (element, *element.iterancestors())}


def _forms(body: etree._Element, unlinked: dict[etree._Element, int]) -> set[etree._Element]:
    """Return the small elements around input fields: boxes that ask the reader for an address."""
    forms = set()
    for field_ in body.iter("input", "textarea"):
        if (field_.get("type") or "text").lower() not in {"text", "email", "search"}:
            continue
        for element in field_.iterancestors():
            if element is body or unlinked[element] > min(500, unlinked[body] // 4):
                break
            forms.add(element)
    return forms


@dataclass(slots=True)
class _Reader:
    unlinked: dict[etree._Element, int]
    total: int  # of the whole body
    spared: set[etree._Element]
    forms: set[etree._Element]  # small elements around an input field
    blocks: list[PageBlock] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    signs: list[str] = field(default_factory=list)  # links and bold that are open
    number: str = ""

    def walk(self, element: etree._Element, place: _Place) -> None:
        """Read an element and everything inside it."""
        name = _name(element)
        if not name or name in _UNSEEN:
            return
        if name == "br":
            self.text.append(_LINE_BREAK)
            return
        is_block = name in BLOCKS
        inside = self._enter(element, name, place)
        if not is_block and inside.furniture and not place.furniture:
            if inside.furniture not in _OUT_OF_SIGHT:
                inside = replace(place, language=inside.language)  # a class on a word of the text
            else:
                self._out_of_sight(element, inside)
                return
        if is_block:
            parent = element.getparent()
            self.flush(element if parent is None else parent, place)
        if name == "tr" and _is_data_row(element):
            self._row(element, inside)
        elif name in {"ol", "ul", "menu", "dir"}:
            self._list(element, inside)
        else:
            self._inline(element, name, inside)
        if is_block:
            self.flush(element, inside)

    def _out_of_sight(self, element: etree._Element, place: _Place) -> None:
        """Set apart words inside a paragraph that only a screen reader would read."""
        text = _SPACES.sub(" ", "".join(map(str, element.itertext()))).strip()
        if text:
            self.blocks.append(PageBlock(text, element, _count(text), 0, place.furniture))

    def _inline(self, element: etree._Element, name: str, inside: _Place) -> None:
        link = name == "a" and element.get("href") is not None
        if not link and name not in {"b", "strong"}:
            self._children(element, inside)
            return
        opening, closing = (_LINK, _LINK_END) if link else (_BOLD, _BOLD_END)
        self.text.append(opening)
        self.signs.append(opening)
        self._children(element, inside)
        self.signs.pop()
        self.text.append(closing)

    def _children(self, element: etree._Element, place: _Place) -> None:
        self._add(element.text, place)
        for child in element:
            self.walk(child, place)
            self._add(child.tail, place)

    def _add(self, text: str | None, place: _Place) -> None:
        if not text:
            return
        text = text.translate(_NO_SIGNS)
        if place.preformatted:
            text = text.replace("\r\n", "\n").replace("\n", _LINE_BREAK)
        self.text.append(text)

    def _list(self, element: etree._Element, place: _Place) -> None:
        start = (element.get("start") or "1").strip()
        number = int(start) if re.fullmatch(r"-?\d{1,6}", start) else 1
        style = (element.get("style") or "") + (element.get("class") or "")
        numbered = (
            _name(element) == "ol" and "none" not in style and element.get("type") in {None, "1"}
        )
        for child in element:
            if _name(child) == "li":
                self.flush(element, place)
                own = "".join(map(str, child.itertext()))[:80].strip()
                self.number = f"{number}. " if numbered and not _ITEM_NUMBER.match(own) else ""
                number += 1
                self.walk(child, replace(place, item=True))
                self.number = ""
            else:
                self.walk(child, place)
            self._add(child.tail, place)

    def _row(self, element: etree._Element, place: _Place) -> None:
        cells = [_line("".join(map(str, cell.itertext()))) for cell in element]
        linked = sum(_count("".join(map(str, link.itertext()))) for link in element.iter("a"))
        text = "\t".join(filter(None, cells))
        self._append(text, element, place, min(linked, _count(text)), 0)
        self.blocks[-1].row = True

    def _enter(self, element: etree._Element, name: str, place: _Place) -> _Place:
        """Return the place that the inside of an element is."""
        language = (element.get("lang") or element.get(_XML_LANG) or "").strip()
        if language and name not in {"html", "body"}:
            place = replace(place, language=language)
        if place.furniture or name in {"html", "body"}:
            return place
        classes = _classes(element)
        if reason := self._furniture(element, name, classes):
            return replace(place, furniture=reason)
        if name == "pre":
            return replace(place, preformatted=True)
        if level := self._heading(element, name, classes):
            return replace(place, heading=level, meta=False)
        if self._is_caption(element, name, classes):
            return replace(place, caption=True)
        return replace(place, meta=place.meta or self._is_meta(element, name, classes))

    def _heading(self, element: etree._Element, name: str, classes: str) -> int:
        if re.fullmatch(r"h[1-6]", name):
            return int(name[1])
        if name not in {"div", "p"} or not 0 < self.unlinked[element] < 120:
            return 0
        if _HEADING_CLASS.search(classes):
            return 3
        leaf = all(_name(each) not in BLOCKS for each in element.iterdescendants())
        return 2 if leaf and _TITLE_CLASS.search(classes) else 0

    def _is_caption(self, element: etree._Element, name: str, classes: str) -> bool:
        if name == "figure":
            return not any(True for _ in element.iter("blockquote", "table", "p"))
        named = name in {"figcaption", "caption"}
        classed = name != "article" and _CAPTION_CLASS.search(classes) is not None
        return (named or classed) and self.unlinked[element] < 600

    def _is_meta(self, element: etree._Element, name: str, classes: str) -> bool:
        small = name != "article" and self.unlinked[element] < 150
        signed = element.get("rel") == "author" or _META_CLASS.search(classes) is not None
        return small and signed

    def _furniture(self, element: etree._Element, name: str, classes: str) -> str:
        """Return why an element is no part of an article, or nothing.

        What holds most of the page's words is its text, whatever its name or class says: a class
        may be meant for a part beside (“with-sidebar”), and some sites wrap all in a form.
        """
        if name == "main" or element in self.spared:
            return ""
        if element in self.forms or name in _CONTROLS:
            return name
        if 2 * self.unlinked[element] > self.total:
            return ""
        if _is_hidden(element):
            return "hidden"
        if _EDITORIAL_ASIDE.search(classes):
            return ""
        return self._by_class(element, name, classes) or _by_name(element, name)

    def _by_class(self, element: etree._Element, name: str, classes: str) -> str:
        match = _FURNITURE_CLASS.search(classes)
        if match is None or name == "h1":
            return ""
        if "teaser" in match[0] and next(element.iter("a"), None) is None:
            return ""  # in German papers, the lede
        large = self.unlinked[element] > 400 and (name == "article" or "paywall" in match[0])
        return "" if large else match[0].strip("-")

    def flush(self, element: etree._Element, place: _Place) -> None:
        """Close the open block, if it holds anything, and begin a new one."""
        raw = "".join(self.text)
        self.text[:] = self.signs
        if not raw.strip():
            return
        linked, bold = _Counter(_LINK, _LINK_END), _Counter(_BOLD, _BOLD_END)
        for part in _paragraphs(raw):
            in_links, in_bold = linked.letters(part), bold.letters(part)
            lines = [_line(_SIGNS.sub("", line)) for line in part.split(_LINE_BREAK)]
            if text := "\n".join(filter(None, lines)):
                self._append(text, element, place, in_links, in_bold)

    def _append(
        self, text: str, element: etree._Element, place: _Place, linked: int, bold: int
    ) -> None:
        letters = _count(text)
        number, self.number = self.number, ""
        self.blocks.append(
            PageBlock(
                number + text, element, letters, linked, place.furniture, 0 < letters <= bold,
                place.heading, place.caption, place.meta, place.item, language=place.language,
            )
        )  # fmt: skip


@dataclass(slots=True)
class _Counter:
    """Counts the letters between two signs, part after part of one text."""

    opening: str
    closing: str
    open: int = 0

    def letters(self, part: str) -> int:
        count = 0
        for piece in re.split(f"([{self.opening}{self.closing}])", part):
            if piece == self.opening:
                self.open += 1
            elif piece == self.closing:
                self.open = max(0, self.open - 1)
            elif self.open:
                count += _count(piece)
        return count


def _paragraphs(raw: str) -> Iterator[str]:
    """Part running text at empty lines, that is, where two line breaks stand together."""
    part: list[str] = []
    for line in raw.split(_LINE_BREAK):
        part.append(line)
        if not _SIGNS.sub("", line).strip():
            yield _LINE_BREAK.join(part)
            part = []
    yield _LINE_BREAK.join(part)


def _line(text: str) -> str:
    return _SPACES.sub(" ", text).strip()


def _is_hidden(element: etree._Element) -> bool:
    told = element.get("hidden") is not None or element.get("aria-hidden") == "true"
    return told or _HIDDEN.search(element.get("style") or "") is not None


def _by_name(element: etree._Element, name: str) -> str:
    role = (element.get("role") or "").lower()
    if name in _FURNITURE_TAGS or (name == "header" and not _in_article(element)):
        return name
    return role if role in _FURNITURE_ROLES else ""


def _classes(element: etree._Element) -> str:
    """Return the words of the class and id, small, with a hyphen between and around them."""
    names = (element.get("class") or "").split() + (element.get("id") or "").split()
    of_post = _name(element) in {"article", "main"} or not {"post", "hentry"}.isdisjoint(names)
    words = [
        "-".join(filter(None, _WORD_EDGE.split(name))).lower()
        for name in names
        if not (of_post and _TAXONOMY.match(name))
    ]
    return "".join(f"-{word}-" for word in words)


def _in_article(element: etree._Element) -> bool:
    return any(_name(each) in {"article", "main"} for each in element.iterancestors())


def _is_data_row(row: etree._Element) -> bool:
    """Tell whether a row holds data, and not a part of the page laid out as a table."""
    cells = [cell for cell in row if _name(cell) in {"td", "th"}]
    texts = ["".join(map(str, cell.itertext())).strip() for cell in cells]
    if len(list(filter(None, texts))) < 2 or max(map(len, texts)) > 300:
        return False
    inner = {_name(each) for cell in cells for each in cell.iterdescendants()}
    return not inner & {"table", "ul", "ol", "h1", "h2", "h3", "h4", "form", "script", "br", "div"}
