"""Markdown, as pandoc and people write it: front matter, headings, lists, escapes, hard wraps.

Not a full CommonMark parser: what is read is what holds text. Code and HTML stay as their words.
"""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sources.blocks import Block, Role
from sources.formats import lines as of
from sources.formats.lines import Words
from sources.formats.reading import Reading, count_letters

_FRONT_MATTER = re.compile(
    r"\A\ufeff?---[^\S\n]*\n(.{0,20000}?)\n(?:---|\.\.\.)[^\S\n]*(?:\n|\Z)", re.DOTALL
)
_FIELD = re.compile(r"^(title|lang|language):\s*(.+?)\s*$", re.MULTILINE)
_COMMENT = re.compile(r"<!--.{0,5000}?-->", re.DOTALL)
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,300}/?>")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*(?:\{[^}]*\})?$")
_UNDERLINE = re.compile(r"(?:=+|-+)\s*$")
_RULE = re.compile(r"(?:[*_\-–—]\s?){3,}[*_\-–—\s]*$|[—–\-]{2,3}\s*$")
_BULLET = re.compile(r"([-*+])(\s+)(?=\S)")
_NUMBER = re.compile(
    r"(\d{1,9}[.)]|\(?[a-zA-Z][.)]|\(?[ivxIVX]{1,5}[.)]|\(\d{1,3}\)|#\.)(\s+)(?=\S)"
)
_QUOTE = re.compile(r"\A(?:>\s?)+")
_TABLE_ROW = re.compile(r"\|.*\|\s*$")
_TABLE_RULE = re.compile(r"\|?[\s:|-]+\|?$")
_FOOTNOTE = re.compile(r"\[\^([^\]\s]{1,40})\]:\s*")
_FOOTNOTE_MARK = re.compile(r"(?<!\\)\[\^[^\]\s]{1,40}\](?!:)")
_TARGET = r"\((?:[^()\s]|\([^()\s]{0,200}\)){0,500}(?:\s\"[^\"\n]{0,300}\")?\)"
_IMAGE = re.compile(rf"!\[([^\[\]]{{0,500}})\]{_TARGET}")
_LINK = re.compile(
    rf"(?<!\\)\[([^\[\]]{{0,1000}})\](?:{_TARGET}|\[[^\[\]]{{0,200}}\])(?:\{{[^{{}}]{{0,200}}\}})?"
)
_STRONG = re.compile(
    r"(?<![\\\w*])(\*{1,3})(?=\S)([^*]{1,2000}?)(?<=[^\s\\])\1(?![\w*])"
    r"|(?<![\\\w_])(_{1,3})(?=\S)([^_]{1,2000}?)(?<=[^\s\\])\3(?![\w_])"
)
_SUPER = re.compile(r"(?<!\\)\^([^\s^]{1,20})\^|(?<!\\)~([^\s~]{1,20})~")
_BOLD_ONLY = re.compile(r"(?:\*\*|__)(?=\S).{1,400}?(?:\*\*|__)[\s.:：。]*$", re.DOTALL)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


@dataclass(slots=True)
class _Item:
    """A run of lines that belong together, and what they stand for."""

    role: Role
    lines: list[str] = field(default_factory=list)
    label: str = ""
    depth: int = 0

    def take(self, line: str, *, ends: bool) -> None:
        """Add a line; one that underlines the only line before it makes that a heading.

        A line that ends on purpose (`ends`) keeps its line break.
        """
        if _UNDERLINE.match(line) and len(self.lines) == 1 and not self.label:
            self.role = Role.HEADING
        else:
            self.lines.append(line + ("\n" if ends else ""))


def read(text: str) -> Reading:
    """Return the blocks of a Markdown text; the front matter gives title and language."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    title, language, body = _front_matter(text)
    body = _COMMENT.sub("\n\n", body).expandtabs(4)
    items = list(_items(body.split("\n")))
    words = Words(line for item in items for line in item.lines)
    blocks = [block for item in items for block in _blocks(item, words)]
    top = next((block.text for block in blocks if block.role == Role.HEADING), "")
    if title and not any(_same(title, block.text) for block in blocks[:3]):
        blocks.insert(0, Block(title, Role.HEADING))
    seen = count_letters([title, _seen(body)])
    return Reading(blocks, seen, title=title or top, language=language)


def _same(title: str, text: str) -> bool:
    return title.split() == text.split()


def _seen(body: str) -> str:
    """Return the body without what is never printed: tags and the targets of links."""
    return _TAG.sub("", _LINK.sub(r"\1", _IMAGE.sub(r"\1", html.unescape(body))))


def _front_matter(text: str) -> tuple[str, str, str]:
    match = _FRONT_MATTER.match(text)
    if not match or not re.search(r"^[\w-]+:", match[1], re.MULTILINE):
        return "", "", text
    fields = {name: _unquoted(value) for name, value in _FIELD.findall(match[1])}
    language = fields.get("lang") or fields.get("language", "")
    return fields.get("title", ""), language, text[match.end() :]


def _unquoted(value: str) -> str:
    """Read a YAML scalar in one line, with the escapes that its double quotes allow."""
    if len(value) > 1 and value[0] == value[-1] == "'":
        return value[1:-1].replace("''", "'")
    if not (len(value) > 1 and value[0] == value[-1] == '"'):
        return value
    named = {"_": "\u00a0", "n": " ", "t": " ", "e": "", "0": "", "N": " ", "L": " ", "P": " "}

    def character(match: re.Match[str]) -> str:
        code = match[1] or match[2] or match[3]
        return chr(int(code, 16)) if code else named.get(match[4], match[4])

    escape = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U(000[0-9a-fA-F]{5})|(.))")
    return escape.sub(character, value[1:-1])


def _items(lines: Sequence[str]) -> Iterator[_Item]:
    """Part the lines into headings, list items, table cells, footnotes and paragraphs."""
    item: _Item | None = None
    indents: list[int] = []  # where the words of the open list levels begin
    blank = fenced = False
    for raw in lines:
        line = _QUOTE.sub("", raw.lstrip()).strip()
        indent = len(raw) - len(raw.lstrip())
        if line.startswith(("```", "~~~")):
            fenced = not fenced
            continue
        if not line:
            blank = True
            continue
        found = None if fenced else _opening(line, indent, indents, blank=blank, item=item)
        if found is None and _is_closed(item, blank=blank):
            while indents and indent < indents[-1]:
                indents.pop()
            found = [_Item(Role.PARAGRAPH, [line], depth=len(indents))]
        if found is None and item is not None:
            item.take(line, ends=raw.endswith(("  ", "\\")))
        for each in found or []:
            if item:
                yield item
            item = each
        blank = False
    if item:
        yield item


def _is_closed(item: _Item | None, *, blank: bool) -> bool:
    """Tell whether a plain line cannot go on with what is open."""
    return item is None or blank or item.role in {Role.HEADING, Role.CELL, Role.BOILERPLATE}


def _opening(
    line: str, indent: int, indents: list[int], *, blank: bool, item: _Item | None
) -> list[_Item] | None:
    """Return what a line opens, or None when it goes on with what is open."""
    if heading := _HEADING.match(line):
        indents.clear()
        return [_Item(Role.HEADING, [heading[2]])]
    if _RULE.match(line) and (blank or item is None or item.role != Role.PARAGRAPH):
        indents.clear()
        return [_Item(Role.BOILERPLATE, [line])]
    if note := _FOOTNOTE.match(line):
        return [_Item(Role.FOOTNOTE, [line[note.end() :]], label=note[1])]
    if _TABLE_ROW.match(line):
        cells = [cell.strip() for cell in line.strip("| ").split("|")]
        return (
            [] if _TABLE_RULE.match(line) else [_Item(Role.CELL, [cell]) for cell in cells if cell]
        )
    mark = _BULLET.match(line) or _NUMBER.match(line)
    if mark is None or not (
        blank or item is None or item.role == Role.LIST_ITEM or _may_interrupt(line, item)
    ):
        return None
    while indents and indent < indents[-1]:
        indents.pop()
    indents.append(indent + mark.end())
    label = "•" if mark[1] in {"-", "*", "+"} else mark[1]
    return [_Item(Role.LIST_ITEM, [line[mark.end() :]], label=label, depth=len(indents))]


def _may_interrupt(line: str, item: _Item) -> bool:
    """CommonMark lets a bullet or a number 1 end a paragraph; elsewhere a number is text."""
    return of.ends_clause(item.lines[-1]) and (_BULLET.match(line) is not None or line[0] in "1(a")


def _blocks(item: _Item, words: Words) -> Iterator[Block]:
    role = item.role
    if role == Role.BOILERPLATE:
        yield Block(item.lines[0], role)
        return
    raw = "\n".join(line.rstrip("\n") for line in item.lines)
    if role == Role.PARAGRAPH and _BOLD_ONLY.match(raw) and len(raw) < 300:
        role = Role.HEADING
    label = item.label
    for part in _parts(item):
        text = of.join([plain(line) for line in part], words)
        text = re.sub(r"[^\S\n]{2,}", " ", text).strip()
        if text or label:
            yield Block(text, role, label, item.depth)
        label = ""


def _parts(item: _Item) -> Iterator[list[str]]:
    """Part a paragraph where the author broke the line, or where numbered lines follow each other.

    Emphasis that runs over lines is taken off before they are parted.
    """
    whole = plain_emphasis("\n".join(line.rstrip("\n") for line in item.lines)).split("\n")
    forced = [line.endswith("\n") for line in item.lines]
    if len(forced) != len(whole):
        forced = [False] * len(whole)
    part: list[str] = []
    for line, ends in zip(whole, forced, strict=True):
        if (
            part
            and of.begins_with_mark(plain(line))
            and of.ends_clause(part[-1])
            and "\\" not in part[-1][-1:]
        ):
            yield part
            part = []
        part.append(line)
        if ends:
            yield part
            part = []
    if part:
        yield part


def plain_emphasis(text: str) -> str:
    """Take the marks of emphasis off; three times, for emphasis inside emphasis."""
    for _ in range(3):
        text, count = _STRONG.subn(lambda match: match[2] or match[4], text)
        if not count:
            break
    return text


def plain(text: str) -> str:
    """Return a line without mark-up: links as their words, escapes and entities as characters."""
    text = _IMAGE.sub(r"\1", text)
    text = _LINK.sub(r"\1", text)
    text = _FOOTNOTE_MARK.sub("", text)
    text = _SUPER.sub(lambda match: match[1] or match[2], text)
    text = _TAG.sub("", _BREAK.sub("\n", text))
    text = re.sub(r"(?<![\\`])`{1,2}([^`]{1,500})`{1,2}", r"\1", text)
    text = re.sub(r"\\$", "", text)
    return html.unescape(_ESCAPED.sub(r"\1", text))
