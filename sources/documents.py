"""From the bytes of a document to its blocks, whatever format it is in.

The format is told by what the bytes are; a file's name and media type only decide between kinds of
text that look alike. Whatever cannot be read in full raises `UnreadableDocument` with one sentence.
Files that strangers made are read in a process of their own: see `sources/sandbox.py`.
"""

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from sources.blocks import Block, Role
from sources.formats import (
    akoma_ntoso,
    docx,
    formex,
    html,
    markdown,
    pdf,
    plain,
    xml,
)
from sources.formats.encoding import decode
from sources.formats.reading import (
    MAX_BLOCKS,
    MAX_TEXT,
    MAX_UPLOAD,
    Progress,
    Reading,
    UnreadableDocument,
    count_letters,
)
from sources.text import canonical_text

__all__ = ["Document", "UnreadableDocument", "read_document"]

# What a file begins with that is none of ours, and what to say.
_REFUSED: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0", "This is an old Word, Excel or PowerPoint file; save it as DOCX or PDF."),
    (b"{\\rtf", "This is a Rich Text file; save it as DOCX or PDF."),
    (b"\x89PNG", "This is a picture; only text can be read."),
    (b"\xff\xd8\xff", "This is a picture; only text can be read."),
    (b"GIF8", "This is a picture; only text can be read."),
    (b"II*\0", "This is a picture; only text can be read."),
    (b"MM\0*", "This is a picture; only text can be read."),
    (b"RIFF", "This is a picture or a sound; only text can be read."),
    (b"\x1f\x8b", "This is a compressed file; unpack it first."),
    (b"BZh", "This is a compressed file; unpack it first."),
    (b"\xfd7zXZ", "This is a compressed file; unpack it first."),
    (b"7z\xbc\xaf", "This is a compressed file; unpack it first."),
    (b"Rar!", "This is a compressed file; unpack it first."),
    (b"\x7fELF", "This is a program, not a document."),
    (b"MZ", "This is a program, not a document."),
    (b"%!PS", "This is PostScript; save it as PDF."),
    (b"SQLite format 3", "This is a database, not a document."),
)
_EXTENSIONS = {
    ".pdf": "pdf", ".docx": "docx", ".html": "html", ".htm": "html", ".xhtml": "html",
    ".xml": "xml", ".akn": "xml", ".md": "markdown", ".markdown": "markdown", ".txt": "plain",
    ".text": "plain",
}  # fmt: skip
_MEDIA_TYPES = {
    "application/pdf": "pdf", "text/html": "html", "application/xhtml+xml": "html",
    "application/xml": "xml", "text/xml": "xml", "text/markdown": "markdown", "text/plain": "plain",
    "application/akn+xml": "xml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}  # fmt: skip
_HTML = re.compile(
    rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]|<(?:p|div|h[1-6]|ol|ul|table|article)[\s>]",
    re.IGNORECASE,
)
_XHTML = re.compile(rb"<!doctype\s+html|<(?:[\w-]{1,20}:)?html[\s>]", re.IGNORECASE)
_XML = re.compile(rb"\s*<(?:\?xml|!--|!DOCTYPE|[A-Za-z_])", re.IGNORECASE)
_FIRST_TAG = re.compile(rb"<(?![?!])(?:[\w-]{1,20}:)?([\w.-]{1,40})")
_MARKDOWN = re.compile(
    r"^---\n(?:[\w-]+:.*\n)|^#{1,6} \S|^\*\*[^*\n]+\*\*\s*$|^\d+\\[.)] |\[[^\]\n]+\]\(https?://"
    r"|^(?:=|-){4,}$\n|^- {1,3}\S",
    re.MULTILINE,
)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{2,30})", re.IGNORECASE)
_LANGUAGES = {
    "eng": "en", "fra": "fr", "fre": "fr", "zho": "zh", "chi": "zh", "spa": "es", "por": "pt",
    "deu": "de", "ger": "de", "kor": "ko", "jpn": "ja", "ara": "ar", "hin": "hi", "rus": "ru",
    "ita": "it", "nld": "nl", "dut": "nl", "heb": "he", "pol": "pl",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Document:
    """What a document holds.

    `coverage` is the share of the letters in the file that the blocks hold, those that are set
    aside as furniture among them: below 1 something was lost. `language` is the one the document
    declares, or nothing. `warnings` are sentences for the curator.
    """

    blocks: tuple[Block, ...]
    format: str
    title: str
    language: str
    coverage: float
    warnings: tuple[str, ...]

    @property
    def text(self) -> str:
        """Return the canonical text: the blocks in order, labels before the words, no furniture."""
        kept = (block for block in self.blocks if block.role != Role.BOILERPLATE)
        return canonical_text("\n\n".join(f"{block.label} {block.text}".strip() for block in kept))


def read_document(
    data: bytes, name: str = "", media_type: str = "", progress: Progress | None = None
) -> Document:
    """Return the blocks of a document; `progress` is told of the pages of a PDF.

    Raises UnreadableDocument, with one sentence, for what is empty, binary, encrypted, damaged,
    without a text layer, of a kind that is not read here, or beyond the limits.
    """
    if len(data) > MAX_UPLOAD:
        raise UnreadableDocument(f"The file is larger than {MAX_UPLOAD >> 20} MB.")
    if not data.strip():
        raise UnreadableDocument("The file is empty.")
    said = _EXTENSIONS.get(PurePosixPath(name.lower()).suffix) or _MEDIA_TYPES.get(
        media_type.partition(";")[0].strip().lower(), ""
    )
    charset = _CHARSET.search(media_type)
    form, reading = _read(data, said, charset[1] if charset else "", progress)
    return _document(reading, form, said)


def _document(reading: Reading, form: str, said: str) -> Document:
    blocks = tuple(_tidied(reading.blocks))
    warnings = list(reading.warnings)
    if len(blocks) > MAX_BLOCKS:
        raise UnreadableDocument(f"The document has more than {MAX_BLOCKS:,} paragraphs.")
    if sum(len(block.text.encode("utf-8", "replace")) for block in blocks) > MAX_TEXT:
        raise UnreadableDocument("The document holds more than 5 MB of text.")
    words = [block.text for block in blocks if block.role != Role.BOILERPLATE]
    if not count_letters(words):
        raise UnreadableDocument("The document holds no text.")
    family = "xml" if form in {"akoma_ntoso", "formex"} else form
    if said and said != family and {said, family} not in ({"html", "xml"}, {"markdown", "plain"}):
        warnings.append(
            f"The file's name or type says {said}, but it is {form}; it was read as that."
        )
    kept = count_letters(block.text for block in blocks) - reading.letters_added
    kept += count_letters(block.label for block in blocks)
    coverage = min(1.0, kept / reading.letters_seen) if reading.letters_seen else 1.0
    if coverage < 0.98:
        warnings.append(f"Only {coverage:.0%} of the letters in the file were kept; compare them.")
    return Document(
        blocks=blocks,
        format=form,
        title=" ".join(reading.title.split()),
        language=_language(reading.language),
        coverage=round(coverage, 4),
        warnings=tuple(warnings),
    )


def _tidied(blocks: list[Block]) -> list[Block]:
    """Drop NUL and half surrogates, which no text may hold; signs alone are furniture."""
    tidy = []
    for block in blocks:
        text = block.text.replace("\0", "")
        text = text.encode("utf-8", "ignore").decode() if _HALF.search(text) else text
        signs = not block.label and not any(map(str.isalnum, text))
        role = Role.BOILERPLATE if signs else block.role
        tidy.append(Block(text, role, block.label, block.depth))
    return tidy


_HALF = re.compile("[\ud800-\udfff]")


def _read(data: bytes, said: str, charset: str, progress: Progress | None) -> tuple[str, Reading]:
    """Tell the format by the bytes and read it."""
    if b"%PDF-" in data[:1024]:
        return "pdf", pdf.read(data, progress)
    if data[:4] in {b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"}:
        return "docx", docx.read(data)
    for beginning, sentence in _REFUSED:
        if data.startswith(beginning):
            raise UnreadableDocument(sentence)
    if said in {"pdf", "docx"}:
        raise UnreadableDocument(
            f"The file is named as {said.upper()} but is not one, or is damaged."
        )
    if _is_xml(data):
        return _read_xml(data)
    text, warnings = decode(data, charset)
    if "\0" in text:
        raise UnreadableDocument("The file is binary, not text in any encoding known here.")
    form = _text_format(data, text, said)
    if form != "html" and len(text) > MAX_TEXT:
        raise UnreadableDocument("The document holds more than 5 MB of text.")
    reading = {"html": html.read, "markdown": markdown.read, "plain": plain.read}[form](text)
    reading.warnings[:0] = warnings
    return form, reading


def _is_xml(data: bytes) -> bool:
    """Tell whether the bytes are XML and no page for a browser."""
    head = data[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")
    if not _XML.match(head) or _XHTML.search(head):
        return False
    first = _FIRST_TAG.search(head)
    foreign = first is not None and first[1].decode().lower() not in html.BLOCKS | {"head"}
    return foreign or head.lstrip().startswith(b"<?xml") or not _HTML.search(head)


def _read_xml(data: bytes) -> tuple[str, Reading]:
    root = xml.parse(data)
    if akoma_ntoso.is_akoma_ntoso(root):
        return "akoma_ntoso", akoma_ntoso.read(root)
    if formex.is_formex(root):
        return "formex", formex.read(root)
    return "xml", xml.read(root)


def _text_format(data: bytes, text: str, said: str) -> str:
    """Tell HTML, Markdown and plain text apart, which only their marks and names do."""
    begins = data[:2048].lstrip().startswith(b"<")
    if said == "html" or (begins and _HTML.search(data[:4096])):
        return "html"
    if said in {"markdown", "plain"}:
        return said
    if len(_MARKDOWN.findall(text[:20_000])) >= 2 or text.startswith("---\n"):
        return "markdown"
    return "plain"


def _language(code: str) -> str:
    primary = code.strip().replace("_", "-").split("-")[0].lower()
    if primary in _LANGUAGES:
        return _LANGUAGES[primary]
    return (
        code.strip()
        if re.fullmatch(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}", code.strip())
        else ""
    )
