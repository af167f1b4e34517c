"""The forms that a made-up instrument is rendered in: text, mark-up, word processors, law XML."""

import html
import io
import re
import textwrap
import zipfile
from collections.abc import Callable, Iterator

from sources.formats.lines import width
from tests.commitments.made_up import Instrument, Piece

COLUMNS = 72


def paragraphs(made_up: Instrument) -> Iterator[tuple[str, int, str, str]]:
    """Yield (role, depth, label, words) as printed; the label stands apart where it can be."""
    for piece in made_up.pieces:
        depth = piece.depth + 1
        if piece.sign == "#":
            yield "title", 0, "", piece.words
        elif piece.sign in {"~", "=", "+"}:
            yield "text", depth if piece.sign == "+" else 0, "", piece.words
        elif piece.sign == "&":
            yield "heading", 0, "", piece.words
        elif piece.sign == "*":
            yield "bullet", depth, "•", piece.words
        elif piece.sign == "@":
            yield from _group(made_up, piece)
        else:
            yield from _clause(made_up, piece)


def _group(made_up: Instrument, piece: Piece) -> Iterator[tuple[str, int, str, str]]:
    if made_up.headed in {"own", "before"} and piece.label and piece.heading:
        yield "heading", 0, "", piece.label
        yield "heading", 0, "", piece.heading
    else:
        yield "heading", 0, "", f"{piece.label} {piece.heading}".strip()


def _clause(made_up: Instrument, piece: Piece) -> Iterator[tuple[str, int, str, str]]:
    headed = made_up.headed if piece.heading or made_up.headed == "own" else "inline"
    deep = piece.depth > 0 and not piece.heading
    if deep or headed == "inline":
        words = f"{piece.heading} {piece.words}".strip()
        role = "clause" if words or made_up.headed != "inline" else "heading"
        yield role, piece.depth + 1, piece.label, words
    elif headed == "own":
        yield "heading", 0, "", piece.label
        if piece.heading:
            yield "heading", 0, "", piece.heading
        if piece.words:
            yield "text", 0, "", piece.words
    elif headed == "before":
        yield "heading", 0, "", piece.heading
        yield "clause", piece.depth + 1, piece.label, piece.words
    else:
        role = "heading" if piece.depth == 0 else "clause"
        yield role, piece.depth + 1, piece.label, piece.heading
        if piece.words:
            yield "text", piece.depth + 1, "", piece.words


def spaced(label: str, words: str) -> str:
    """Return label and words as one line; no space after a full-width mark."""
    if not label or not words:
        return label or words
    tight = label[-1] in "、）．" or (words[0] == "(" and label[-1] in "조2")
    wide = label[-1] in "条條章节" and not label.isascii()
    return label + ("" if tight else "\u3000" if wide else " ") + words


def plain(made_up: Instrument) -> bytes:
    return _plain(made_up, "\n\n")


def lines(made_up: Instrument) -> bytes:
    return _plain(made_up, "\n")


def _plain(made_up: Instrument, between: str) -> bytes:
    return between.join(spaced(label, words) for _, _, label, words in paragraphs(made_up)).encode()


def wrapped(made_up: Instrument) -> bytes:
    parts = (wrap(spaced(label, words)) for _, _, label, words in paragraphs(made_up))
    return "\n\n".join(parts).encode()


def wrap(text: str, columns: int = COLUMNS) -> str:
    """Break a text at a width in columns, as an editor does; ideographs break anywhere."""
    if width(text) == len(text):
        return textwrap.fill(text, columns, break_long_words=False, break_on_hyphens=False)
    found, line = [], ""
    for token in re.findall(
        r"[^\W\d_]?[\u3000-\u9fff\uff00-\uffef]|\S+?(?=[\u3000-\u9fff])|\S+|\s", text
    ):
        if width(line + token) > columns and token not in "，。、；：）」":
            found.append(line.rstrip())
            line = ""
        line += token if line or token.strip() else ""
    return "\n".join([*found, line])


def markdown(made_up: Instrument) -> bytes:
    """As pandoc writes it: front matter, escapes, wrapped lines, bold or marked headings."""
    out = []
    for role, _, label, words in paragraphs(made_up):
        text = spaced(re.sub(r"^(\d+)([.)])", r"\1\\\2", label), words)
        if role == "title":
            out.append(f'---\ntitle: "{words}"\n---' if not out else wrap(f"# {words}"))
        elif role == "heading":
            out.append(wrap(f"**{text}**"))
        elif role == "bullet":
            out.append(textwrap.indent(wrap(words, 68), "    ").replace("    ", "-   ", 1))
        else:
            out.append(wrap(text))
    return "\n\n".join(out).encode()


def markdown_lists(made_up: Instrument) -> bytes:
    """With headings by number signs and lists by their indent."""
    out = []
    for role, depth, label, words in paragraphs(made_up):
        text = spaced(label, words)
        if role in {"title", "heading"}:
            out.append(f"{'#' if role == 'title' else '##'} {text}")
        elif role == "bullet" or depth > 1:
            first = "-" if role == "bullet" else label
            indent = "    " * (depth - 1)
            out.append(f"{indent}{first:<3} {words}")
        else:
            out.append(text)
    return "\n\n".join(out).encode()


def page(made_up: Instrument) -> bytes:
    """HTML of headings and paragraphs, with the labels in the words."""
    out = []
    for role, _, label, words in paragraphs(made_up):
        text = html.escape(spaced(label, words))
        if role == "bullet":
            out.append(f"<ul><li>{html.escape(words)}</li></ul>")
        else:
            tag = {"title": "h1", "heading": "h3"}.get(role, "p")
            out.append(f"<{tag}>{text}</{tag}>")
    return _page(out, made_up)


def page_bold(made_up: Instrument) -> bytes:
    """HTML without heading elements: bold and centred paragraphs, labels bold as well."""
    out = []
    for role, _, label, words in paragraphs(made_up):
        text = html.escape(spaced(label, words))
        if role in {"title", "heading"}:
            out.append(f'<p align="center"><b>{text}</b></p>')
        elif role == "bullet":
            out.append(f"<p>• {html.escape(words)}</p>")
        else:
            bold = f"<strong>{html.escape(label)}</strong>&#160;" if label else ""
            out.append(f"<p>{bold}{html.escape(words)}</p>")
    return _page(out, made_up)


def page_lists(made_up: Instrument) -> bytes:
    """HTML with lists that number themselves, nested; other labels stay in the words."""
    out: list[str] = []
    open_lists: list[tuple[int, str]] = []

    def close(depth: int, kind: str = "") -> None:
        while open_lists and (open_lists[-1][0] > depth or open_lists[-1] != (depth, kind)):
            if open_lists[-1][0] < depth:
                break
            out.append(f"</li></{'ul' if open_lists.pop()[1] == 'ul' else 'ol'}>")

    for role, depth, label, words in paragraphs(made_up):
        kind = "ul" if role == "bullet" else _list_type(label)
        if not kind or role == "heading":
            close(
                depth if role == "text" and depth else -1, open_lists[-1][1] if open_lists else ""
            )
            tag = {"title": "h1", "heading": "h2"}.get(role, "p")
            out.append(f"<{tag}>{html.escape(spaced(label, words))}</{tag}>")
            continue
        close(depth, kind)
        if open_lists and open_lists[-1] == (depth, kind):
            out.append("</li>")
        else:
            open_lists.append((depth, kind))
            start = label.rstrip(".")
            begin = f' start="{start}"' if start.isdigit() and start != "1" else ""
            out.append("<ul>" if kind == "ul" else f'<ol type="{kind}"{begin}>')
        out.append(f"<li>{html.escape(words)}")
    close(-1)
    return _page(out, made_up)


def _list_type(label: str) -> str:
    return "1" if re.fullmatch(r"[0-9]+\.", label) else ""


def _page(parts: list[str], made_up: Instrument) -> bytes:
    body = "\n".join(parts)
    language = made_up.language
    return f'<!DOCTYPE html><html lang="{language}"><body>{body}</body></html>'.encode()


def tables(made_up: Instrument) -> bytes:
    """As the EU's Official Journal prints: a table of two cells for each point, one in another."""
    out, deep = [], 0
    for role, depth, label, words in paragraphs(made_up):
        pointed = role in {"clause", "bullet"} and depth > 2
        level = depth - 2 if pointed else 0
        while deep > level or (deep == level and deep):
            out.append("</td></tr></tbody></table>")
            deep -= 1
        if pointed:
            mark = html.escape(label.replace("•", "—"))
            out.append(
                '<table width="100%"><col width="4%"/><col width="96%"/><tbody><tr><td>'
                f'<p class="oj-normal">{mark}</p></td><td>'
                f'<p class="oj-normal">{html.escape(words)}</p>'
            )
            deep = level
        else:
            kind = {"title": "oj-doc-ti", "heading": "oj-ti-art"}.get(role, "oj-normal")
            gap = "\u00a0\u00a0\u00a0" if re.fullmatch(r"\d+\.|\(\d+\)", label) else " "
            text = f"{label}{gap}{words}" if label and words else label + words
            out.append(f'<p class="{kind}">{html.escape(text)}</p>')
    out += ["</td></tr></tbody></table>"] * deep
    body = "\n".join(out)
    return (
        '<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 '
        'Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">'
        f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>L</title></head><body>{body}'
        "</body></html>"
    ).encode()


WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(made_up: Instrument) -> bytes:
    """A Word file with typed labels, headings by style."""
    out = []
    for role, _, label, words in paragraphs(made_up):
        style = {"title": "Title", "heading": "Heading1"}.get(role, "")
        text = f"{label}\t{words}" if label and words and role != "bullet" else label + words
        if role == "bullet":
            text = f"• {words}"
        out.append(_paragraph(text, f'<w:pStyle w:val="{style}"/>' if style else ""))
    return _docx(out, "")


def docx_auto(made_up: Instrument) -> bytes:
    """A Word file whose “1.” and “(a)” are counted by Word, and whose headings are bold."""
    levels, out = "", []
    for level, (form, text) in enumerate(_AUTOMATIC):
        levels += (
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
            f'<w:lvlText w:val="{text.format(level + 1)}"/></w:lvl>'
        )
    numbering = (
        f'<w:numbering xmlns:w="{WORD}"><w:abstractNum w:abstractNumId="0">{levels}'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    counted: list[int] = []
    for role, depth, label, words in paragraphs(made_up):
        level = _level(label, depth, counted) if role in {"clause", "bullet"} else None
        if level is not None:
            out.append(
                _paragraph(
                    words,
                    f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>',
                )
            )
        else:
            out.append(_paragraph(spaced(label, words), "", bold=role in {"title", "heading"}))
    return _docx(out, numbering)


_AUTOMATIC = [
    ("decimal", "%{}."),
    ("lowerLetter", "(%{})"),
    ("lowerRoman", "(%{})"),
    ("bullet", ""),
]


def _level(label: str, depth: int, counted: list[int]) -> int | None:
    """Return the level of the automatic list that prints this label at this place, if one does."""
    if label == "•":
        return 3
    for level, pattern in enumerate([r"(\d+)\.", r"\(([a-z])\)", r"\(([ivx]+)\)"]):
        match = re.fullmatch(pattern, label)
        if match and depth == level + 1:
            number = {"i": 1, "ii": 2, "iii": 3}.get(match[1], 0) if level == 2 else 0
            number = number or (int(match[1]) if level == 0 else ord(match[1]) - 96)
            if number == (counted[level] if level < len(counted) else 0) + 1:
                del counted[level + 1 :]
                counted += [0] * (level + 1 - len(counted))
                counted[level] = number
                return level
    return None


def _paragraph(text: str, properties: str, *, bold: bool = False) -> str:
    run = "<w:rPr><w:b/></w:rPr>" if bold else ""
    pieces = "<w:tab/>".join(f"<w:t>{html.escape(each)}</w:t>" for each in text.split("\t"))
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r>{run}{pieces}</w:r></w:p>"


def _docx(parts: list[str], numbering: str) -> bytes:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{name}"/></w:style>'
        for name in ("Title", "Heading1")
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{WORD}"><w:body>{"".join(parts)}</w:body></w:document>',
        )
        archive.writestr("word/styles.xml", f'<w:styles xmlns:w="{WORD}">{styles}</w:styles>')
        if numbering:
            archive.writestr("word/numbering.xml", numbering)
    return out.getvalue()


def akoma_ntoso(made_up: Instrument) -> bytes:
    """Law XML: every clause an element with its number, heading and content."""
    preface, preamble, body, end = [], [], [], []
    open_names: list[str] = []

    def close(depth: int) -> None:
        while len(open_names) > depth:
            body.append(f"</{open_names.pop()}>")

    in_group = 0
    for piece in made_up.pieces:
        words = f"<p>{html.escape(piece.words)}</p>"
        label, heading = html.escape(piece.label), html.escape(piece.heading)
        if piece.sign == "#":
            preface.append(f"<p><docTitle>{html.escape(piece.words)}</docTitle></p>")
        elif piece.sign == "~":
            preamble.append(words)
        elif piece.sign in {"=", "&"}:
            end.append(words)
        elif piece.sign == "@":
            close(0)
            open_names.append("chapter")
            body.append(f"<chapter><num>{label}</num><heading>{heading}</heading>")
            in_group = 1
        elif piece.sign == "+":
            close(in_group + 1)
            body.append(f"<paragraph><content>{words}</content></paragraph>")
        else:
            close(in_group + piece.depth)
            name = ["article", "paragraph", "point"][min(piece.depth, 2)]
            open_names.append(name)
            body.append(f"<{name}>{_numbered(piece)}")
            body.append(f"<content>{words}</content>" if piece.words else "")
    close(0)
    return (
        '<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><act>'
        f"<preface>{''.join(preface)}</preface><preamble>{''.join(preamble)}</preamble>"
        f"<body>{''.join(body)}</body><conclusions>{''.join(end)}</conclusions></act></akomaNtoso>"
    ).encode()


def _numbered(piece: Piece) -> str:
    """Return number and heading; what has neither digits nor words is a heading itself."""
    label, heading = html.escape(piece.label), html.escape(piece.heading)
    if label and not piece.words and not heading and not any(map(str.isdigit, label)):
        return f"<heading>{label}</heading>"
    return f"<num>{label or '•'}</num>" + (f"<heading>{heading}</heading>" if heading else "")


def formex(made_up: Instrument) -> bytes:
    """The XML of the EU's Official Journal."""
    out: list[str] = []
    open_names: list[str] = []

    def close(depth: int) -> None:
        while len(open_names) > depth:
            out.append(open_names.pop())

    title = [piece.words for piece in made_up.pieces if piece.sign == "#"]
    for piece in made_up.pieces:
        words, label = html.escape(piece.words), html.escape(piece.label)
        heading = html.escape(piece.heading)
        if piece.sign in {"#", "~", "&", "="}:
            continue
        if piece.sign == "@":
            close(0)
            out.append(
                f"<DIVISION><TITLE><TI><P>{label}</P></TI><STI><P>{heading}</P></STI></TITLE>"
            )
            open_names.append("</DIVISION>")
        elif piece.sign == "+":
            out.append(f"<ALINEA>{words}</ALINEA>")
        elif piece.depth == 0:
            close(1 if open_names[:1] == ["</DIVISION>"] else 0)
            sub = f"<STI.ART>{heading}</STI.ART>" if heading else ""
            out.append(f"<ARTICLE><TI.ART>{label}</TI.ART>{sub}")
            out.append(f"<ALINEA>{words}</ALINEA>" if words else "")
            open_names.append("</ARTICLE>")
        else:
            base = 1 + (open_names[:1] == ["</DIVISION>"])
            close(base + piece.depth - 1)
            mark = label or "—"
            out.append(f"<LIST><ITEM><NP><NO.P>{mark}</NO.P><TXT>{words or heading}</TXT>")
            open_names.append("</NP></ITEM></LIST>")
    close(0)
    final = "".join(
        f"<P>{html.escape(p.words)}</P>" for p in made_up.pieces if p.sign in {"=", "&"}
    )
    preamble = "".join(f"<P>{html.escape(p.words)}</P>" for p in made_up.pieces if p.sign == "~")
    return (
        f"<ACT><BIB.INSTANCE/><TITLE><TI><P>{html.escape(' '.join(title))}</P></TI></TITLE>"
        f"<PREAMBLE>{preamble}</PREAMBLE><ENACTING.TERMS>{''.join(out)}</ENACTING.TERMS>"
        f"<FINAL>{final}</FINAL></ACT>"
    ).encode()


def breaks(made_up: Instrument) -> bytes:
    """HTML of one block, its lines parted by forced breaks, as old pages are."""
    text = [html.escape(spaced(label, words)) for _, _, label, words in paragraphs(made_up)]
    return _page([f"<div>{'<br><br>'.join(text)}</div>"], made_up)


FORMS: dict[str, tuple[Callable[[Instrument], bytes], str]] = {
    "plain": (plain, "a.txt"),
    "lines": (lines, "a.txt"),
    "wrapped": (wrapped, "a.txt"),
    "markdown": (markdown, "a.md"),
    "markdown-lists": (markdown_lists, "a.md"),
    "html": (page, "a.html"),
    "html-bold": (page_bold, "a.html"),
    "html-lists": (page_lists, "a.html"),
    "tables": (tables, "a.xhtml"),
    "docx": (docx, "a.docx"),
    "docx-auto": (docx_auto, "a.docx"),
    "akn": (akoma_ntoso, "a.xml"),
    "formex": (formex, "a.xml"),
    "breaks": (breaks, "a.html"),
}
