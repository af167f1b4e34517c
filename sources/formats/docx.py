"""DOCX (Office Open XML): the words, and the numbers that Word prints without storing them.

The markup is read directly and not through an HTML converter: converters turn automatic numbers
into plain lists and lose “Article 3.”, “1.2” and restarts (docs/adr/0009-numbers-of-word-files.md).
Element names and rules are those of ECMA-376 part 1, chapter 17.
"""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

from lxml import etree

from sources.blocks import Block, Role
from sources.formats import lines as of
from sources.formats.docx_numbering import Numbering
from sources.formats.docx_styles import Styles, attribute, child
from sources.formats.reading import (
    MAX_BLOCKS,
    MAX_MEMBERS,
    MAX_RATIO,
    MAX_UNPACKED,
    Reading,
    UnreadableDocument,
    count_letters,
    name_set,
)
from sources.formats.xml import local_name, parse

_DROPPED = name_set(
    "del movefrom ppr rpr instrtext deltext delinstrtext commentrangestart fallback sectpr"
)
_MAX_HEADING = 250


@dataclass(slots=True)
class _Reader:
    styles: Styles
    numbering: Numbering
    notes: dict[tuple[str, str], etree._Element]
    blocks: list[Block] = field(default_factory=list)
    pending: list[Block] = field(default_factory=list)  # the notes that the open part calls
    note_count: int = 0
    added: int = 0  # letters of automatic numbers
    paragraphs: int = 0

    def body(self, element: etree._Element, role: Role | None = None) -> None:
        """Read the paragraphs and tables of a body, a cell or a text box."""
        for each in element:
            name = local_name(each)
            if name == "p":
                self._paragraph(each, role)
            elif name == "tbl":
                self._table(each)
            elif name in {"sdt", "sdtcontent", "ins", "moveto", "customxml", "smarttag"}:
                self.body(each, role)
            elif name == "alternatecontent":
                self.body(next(iter(each), each), role)

    def _paragraph(self, element: etree._Element, role: Role | None) -> None:
        self.paragraphs += 1
        if self.paragraphs > 5 * MAX_BLOCKS:
            raise UnreadableDocument(f"The document has more than {5 * MAX_BLOCKS:,} paragraphs.")
        text = _tidy("".join(self._text(element)))
        properties = child(element, "pPr")
        style = self.styles.of(properties)
        label = level = None
        if text and not _is_deleted_mark(properties):
            label, level = self.numbering.next(properties, style)
        if text:
            depth = 0 if level is None else level + 1
            kind = role or self._role(element, style, text, label)
            if label == "•" and of.begins_with_mark(text):
                label = None
            self.added += count_letters([label or ""])
            self.blocks.append(Block(text, kind, label or "", depth))
        self.blocks.extend(self.pending)
        self.pending.clear()
        for box in _text_boxes(element):
            self.body(box, role)

    def _role(self, element: etree._Element, style: str, text: str, label: str | None) -> Role:
        if self.styles.is_heading(style, child(element, "pPr")):
            return Role.HEADING
        if self.styles.is_caption(style):
            return Role.CAPTION
        if label:
            return Role.LIST_ITEM
        if (
            len(text) < _MAX_HEADING
            and any(map(str.isalpha, text))
            and self._is_bold(element, style)
        ):
            return Role.HEADING
        return Role.PARAGRAPH

    def _is_bold(self, element: etree._Element, style: str) -> bool:
        """Tell whether all words of a paragraph are bold, by their runs or by its style."""
        by_style = self.styles.is_bold(style)
        runs = [
            run for run in element.iter() if local_name(run) == "r" and "".join(_words(run)).strip()
        ]
        return bool(runs) and all(self.styles.run_is_bold(run, default=by_style) for run in runs)

    def _text(self, element: etree._Element) -> Iterator[str]:
        for each in element:
            name = local_name(each)
            if name in _DROPPED or not name:
                continue
            if name == "alternatecontent":
                yield from self._text(next(iter(each), each))
            elif name in {"footnotereference", "endnotereference"}:
                self._call_note(name.removesuffix("reference"), attribute(each, "id"))
            elif name == "r" and _is_hidden(each):
                continue
            elif name in _CHARACTERS:
                yield _CHARACTERS[name]
            elif name == "t":
                yield each.text or ""
            elif name == "sym":
                code = attribute(each, "char")
                yield "•" if code.upper().startswith("F0") else chr(int(code or "20", 16))
            elif name not in {"drawing", "pict", "object", "txbxcontent"}:
                yield from self._text(each)

    def _call_note(self, kind: str, number: str) -> None:
        note = self.notes.pop((kind, number), None)
        if note is None:
            return
        self.note_count += 1
        inner = _Reader(self.styles, self.numbering, {})
        inner.body(note, Role.FOOTNOTE)
        label = str(self.note_count)
        self.added += len(label) + inner.added
        for block in inner.blocks:
            self.pending.append(Block(block.text, Role.FOOTNOTE, label))
            label = ""

    def _table(self, table: etree._Element) -> None:
        for row in table.iter():
            if local_name(row) == "tr" and _nearest_table(row) is table:
                self._row(row)

    def _row(self, row: etree._Element) -> None:
        """A row of a mark and its words is a labelled item; other rows are cells."""
        start = len(self.blocks)
        parts: list[list[Block]] = []
        for cell in row.iter():
            if local_name(cell) != "tc" or _nearest_row(cell) is not row:
                continue
            before = len(self.blocks)
            self.body(cell)
            parts.append(self.blocks[before:])
        filled = [part for part in parts if part]
        if len(filled) == 2 and len(filled[0]) == 1 and of.is_mark(filled[0][0].text):
            first, *rest = filled[1]
            depth = first.depth + 1
            item = Block(first.text, Role.LIST_ITEM, filled[0][0].text, depth)
            self.blocks[start:] = [item, *rest]
        elif len(filled) > 1:
            self.blocks[start:] = [
                Block(block.text, Role.CELL, block.label, block.depth)
                if block.role == Role.PARAGRAPH
                else block
                for part in filled
                for block in part
            ]


_CHARACTERS = {"tab": "\t", "br": "\n", "cr": "\n", "nobreakhyphen": "\u2011", "softhyphen": ""}


def read(data: bytes) -> Reading:
    """Return the blocks of a DOCX file.

    Raises UnreadableDocument for what is no DOCX, is damaged, encrypted or larger than the limits.
    """
    with _archive(data) as archive:
        members = {info.filename: info for info in archive.infolist()}
        if "word/document.xml" not in members:
            raise UnreadableDocument("This zip file holds no Word document.")
        parts = {
            name: parse(_member(archive, members[f"word/{name}.xml"]))
            for name in ("document", "styles", "numbering", "footnotes", "endnotes")
            if f"word/{name}.xml" in members
        }
    styles = Styles(parts.get("styles"))
    notes = {
        (kind, attribute(note, "id")): note
        for kind in ("footnote", "endnote")
        for note in parts.get(f"{kind}s", ())
        if attribute(note, "type") in {"", "normal"}
    }
    seen = count_letters(_printed(parts["document"]))
    seen += sum(count_letters(_printed(note)) for note in notes.values())
    reader = _Reader(styles, Numbering(parts.get("numbering"), styles), notes)
    body = child(parts["document"], "body")
    if body is not None:
        reader.body(body)
    return Reading(
        reader.blocks, seen, reader.added, title=_title(reader), language=styles.language
    )


def _archive(data: bytes) -> zipfile.ZipFile:
    """Open the container, having checked what it claims to hold before anything is unpacked."""
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise UnreadableDocument(
            "The file begins as a zip file but is damaged or cut short."
        ) from error
    members = archive.infolist()
    names = [info.filename for info in members]
    unpacked = sum(info.file_size for info in members)
    packed = sum(info.compress_size for info in members)
    if len(members) > MAX_MEMBERS:
        raise UnreadableDocument(f"The zip file has more than {MAX_MEMBERS:,} members.")
    if unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * max(packed, 10_000):
        raise UnreadableDocument("The zip file unpacks to more than is accepted.")
    if len(set(names)) < len(names):
        raise UnreadableDocument("The zip file holds the same name twice.")
    if any(name.startswith(("/", "\\")) or ".." in name or ":" in name for name in names):
        raise UnreadableDocument("The zip file holds a path that leads out of it.")
    if any(info.flag_bits & 1 for info in members):
        raise UnreadableDocument("The file is encrypted.")
    return archive


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    try:
        with archive.open(info) as member:
            data = member.read(MAX_UNPACKED + 1)
    except Exception as error:  # zlib and lzma have error classes of their own
        raise UnreadableDocument(
            f"The file is damaged: {info.filename} cannot be unpacked."
        ) from error
    if len(data) > MAX_UNPACKED:
        raise UnreadableDocument("The zip file unpacks to more than is accepted.")
    return data


def _printed(root: etree._Element) -> Iterator[str]:
    """Yield the words of a part, without what a tracked deletion took out or a fallback repeats."""
    for element in root.iter():
        if local_name(element) == "t" and element.text:
            above = {local_name(each) for each in element.iterancestors()}
            if not above & {"del", "movefrom", "fallback"}:
                yield element.text


def _words(run: etree._Element) -> Iterator[str]:
    return (each.text or "" for each in run.iter() if local_name(each) == "t")


def _is_hidden(run: etree._Element) -> bool:
    properties = child(run, "rPr")
    return properties is not None and child(properties, "vanish") is not None


def _is_deleted_mark(properties: etree._Element | None) -> bool:
    run = child(properties, "rPr")
    return child(run, "del") is not None


def _text_boxes(element: etree._Element) -> Iterator[etree._Element]:
    for box in element.iter():
        if local_name(box) == "txbxcontent" and "fallback" not in {
            local_name(each) for each in box.iterancestors()
        }:
            yield box


def _nearest_table(row: etree._Element) -> etree._Element | None:
    return next((each for each in row.iterancestors() if local_name(each) == "tbl"), None)


def _nearest_row(cell: etree._Element) -> etree._Element | None:
    return next((each for each in cell.iterancestors() if local_name(each) == "tr"), None)


def _tidy(text: str) -> str:
    lines = (" ".join(line.split(" ")).replace("\t", " ").strip() for line in text.split("\n"))
    return "\n".join(filter(None, lines)).replace("\u00ad", "")


def _title(reader: _Reader) -> str:
    return next((block.text for block in reader.blocks if block.role == Role.HEADING), "")
