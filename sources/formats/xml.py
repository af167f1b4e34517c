"""XML of any vocabulary: what numbers a part, what heads it, what is a note, what is text.

Akoma Ntoso and Formex name their own elements (see their modules); of any other vocabulary the
usual names are understood, and what has words of its own is a paragraph.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from sources.blocks import Block, Role
from sources.formats import lines as of
from sources.formats.reading import (
    MAX_DEPTH,
    MAX_ELEMENTS,
    Reading,
    UnreadableDocument,
    count_letters,
)

_SPACES = re.compile(r"[ \t\r\n]+")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the elements of a vocabulary are, by their local names in small letters."""

    labels: frozenset[str]  # hold the number of the part they stand in
    headings: frozenset[str]
    notes: frozenset[str]  # stand inside the words, and are printed at the foot
    metadata: frozenset[str]  # are not printed
    items: frozenset[str]  # one level deeper than what holds them
    blocks: frozenset[str] = frozenset()  # always stand alone, even inside running words
    leaves: frozenset[str] = frozenset()  # hold running words: what is inside is inline
    ordered: frozenset[str] = frozenset()  # lists whose items are numbered in print
    captions: frozenset[str] = frozenset(["caption"])
    cells: frozenset[str] = frozenset(["td", "th", "cell", "entry"])
    label_attributes: tuple[str, ...] = ()


GENERIC = Vocabulary(
    labels=frozenset(["num", "number", "no", "label", "enum", "enbez", "pnumber", "designation"]),
    headings=frozenset(["title", "heading", "head", "header", "subtitle", "subheading", "titel"]),
    notes=frozenset(["note", "footnote", "fn", "endnote", "authorialnote"]),
    metadata=frozenset(["meta", "metadata", "metadaten", "style", "script"]),
    items=frozenset(["listitem", "item", "li"]),
    blocks=frozenset(
        ["p", "para", "list", "listitem", "item", "li", "ol", "ul", "table", "tr", "td"]
    ),
    leaves=frozenset(["p", "para", "text", "paragraphtext", "sentence"]),
    ordered=frozenset(["orderedlist", "ol"]),
    label_attributes=("tag", "number", "num"),
)


def parse(data: bytes) -> etree._Element:
    """Return the root of an XML document; entities, DTDs and the network stay out of it.

    Raises UnreadableDocument for what is not well-formed, declares entities, or is too deep or too
    large to be read in full.
    """
    head = data[:100_000]
    if b"<!ENTITY" in head or b"\0<\0!\0E\0N\0T\0I\0T\0Y" in head:
        raise UnreadableDocument("The XML declares entities of its own, which is not accepted.")
    if data.count(b"<") > MAX_ELEMENTS:
        raise UnreadableDocument("The XML has more than a million tags.")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        reason = str(error).partition(",")[0].partition(" (<string>")[0]
        if "depth" in reason.lower():
            reason = f"nested deeper than {MAX_DEPTH} elements"
        raise UnreadableDocument(f"The XML is damaged: {reason}.") from error


def read(root: etree._Element, vocabulary: Vocabulary = GENERIC) -> Reading:
    """Return the blocks of a parsed XML document."""
    reader = Reader(vocabulary)
    reader.walk(root, 0)
    reader.flush(0)
    seen = count_letters(map(str, root.itertext()))
    return Reading(
        reader.blocks, seen, reader.added, title=_title(reader.blocks), language=_language(root)
    )


@dataclass(slots=True)
class Reader:
    """Walks a document once. `labels` wait for the words that they number."""

    vocabulary: Vocabulary
    blocks: list[Block] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    role: Role | None = None
    added: int = 0  # letters of numbers that are counted or stand in attributes

    def walk(self, element: etree._Element, depth: int, *, inline: bool = False) -> None:
        """Read an element and everything inside it."""
        name = local_name(element)
        known = self.vocabulary
        if not name:
            return
        if name in known.metadata:
            self._alone(element, Role.BOILERPLATE, depth)
        elif name in known.notes:
            self.notes.append(text_of(element)) if inline else self._alone(
                element, Role.FOOTNOTE, depth
            )
        elif name in known.labels and not inline:
            self.flush(depth)
            self._take_label(text_of(element))
        elif name in known.headings or (name.endswith("title") and not inline):
            self._heading(element, depth)
        elif name in known.captions:
            self._alone(element, Role.CAPTION, depth)
        elif inline and name not in known.blocks:
            self._content(element, depth, inline=True)
        else:
            self._block(element, name, depth)

    def _block(self, element: etree._Element, name: str, depth: int) -> None:
        self.flush(depth)
        known = self.vocabulary
        waiting = len(self.labels)
        if name in known.items:
            depth += 1
            self._item_label(element)
        elif name not in known.leaves:
            self._attribute_label(element)
        role, self.role = self.role, Role.CELL if name in known.cells else self.role
        self._content(element, depth, inline=name in known.leaves or _is_mixed(element))
        self.flush(depth)
        self.role = role
        if len(self.labels) > waiting:  # a number with no words of its own
            self.blocks.append(Block("", Role.LIST_ITEM, " ".join(self.labels), depth))
            self.labels.clear()

    def _content(self, element: etree._Element, depth: int, *, inline: bool) -> None:
        self._add(element.text)
        for child in element:
            self.walk(child, depth, inline=inline)
            self._add(child.tail)

    def _add(self, text: str | None) -> None:
        if text:
            self.text.append(_SPACES.sub(" ", text))

    def _alone(self, element: etree._Element, role: Role, depth: int) -> None:
        self.flush(depth)
        if text := text_of(element):
            self.blocks.append(Block(text, role, "", depth))

    def _heading(self, element: etree._Element, depth: int) -> None:
        """A number with a heading after it is printed above the text: both are headings."""
        self.flush(depth)
        if self.labels:
            self.blocks.append(Block(" ".join(self.labels), Role.HEADING, "", depth))
            self.labels.clear()
        before = len(self.blocks)
        self._content(element, depth, inline=_is_mixed(element) or len(element) == 0)
        self.flush(depth)
        self.blocks[before:] = [
            Block(f"{block.label} {block.text}".strip(), Role.HEADING, "", depth)
            if block.role in {Role.PARAGRAPH, Role.LIST_ITEM}
            else block
            for block in self.blocks[before:]
        ]

    def _take_label(self, label: str) -> None:
        """Keep a number for the words that follow; one that waits already is a part of its own."""
        if self.labels and label:
            self.blocks.append(Block("", Role.LIST_ITEM, " ".join(self.labels)))
            self.labels.clear()
        if label:
            self.labels.append(label)

    def _item_label(self, element: etree._Element) -> None:
        """Return what numbers a list item: its attribute, else its place in an ordered list."""
        if self._attribute_label(element):
            return
        parent = element.getparent()
        if parent is None or local_name(parent) not in self.vocabulary.ordered:
            is_marked = any(local_name(child) in self.vocabulary.labels for child in element.iter())
            if not is_marked and not of.begins_with_mark(text_of(element)[:12]):
                self._take_label("•")
            return
        items = [child for child in parent if local_name(child) == local_name(element)]
        self._take_label(f"{items.index(element) + 1}.")
        self.added += count_letters([self.labels[-1]])

    def _attribute_label(self, element: etree._Element) -> bool:
        """Take the number from an attribute, when no element inside prints it."""
        label = next(filter(None, map(element.get, self.vocabulary.label_attributes)), "")
        printing = self.vocabulary.labels | self.vocabulary.headings
        if not label or any(
            local_name(child) in printing or local_name(child).endswith(("title", "num"))
            for child in element
        ):
            return False
        if element.getparent() is not None:
            self._take_label(label.strip())
            self.added += count_letters([label])
        return True

    def flush(self, depth: int) -> None:
        """Close the open block, if it holds anything; its notes follow it."""
        text = _SPACES.sub(" ", "".join(self.text)).strip()
        self.text.clear()
        if text:
            label = " ".join(self.labels)
            self.labels.clear()
            role = Role.LIST_ITEM if label and depth else self.role or Role.PARAGRAPH
            self.blocks.append(Block(text, role, label, depth))
        self.blocks.extend(Block(note, Role.FOOTNOTE, "", depth) for note in self.notes if note)
        self.notes.clear()


def local_name(element: etree._Element) -> str:
    """Return the name without its namespace, in small letters; nothing for comments."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def text_of(element: etree._Element) -> str:
    """Return all words of an element as one line."""
    return _SPACES.sub(" ", "".join(map(str, element.itertext()))).strip()


def _is_mixed(element: etree._Element) -> bool:
    """Tell whether words stand directly in an element, beside or around its children."""
    return bool((element.text or "").strip()) or any(
        (child.tail or "").strip() for child in element
    )


def _title(blocks: list[Block]) -> str:
    return next((block.text for block in blocks if block.role == Role.HEADING), "")


def _language(root: etree._Element) -> str:
    names = ("{http://www.w3.org/XML/1998/namespace}lang", "lang", "language")
    attributes: Mapping[str, str] = {str(key): str(value) for key, value in root.attrib.items()}
    return next((attributes[name] for name in names if attributes.get(name)), "")
