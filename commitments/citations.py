"""Citations as reference managers read them: CSL-JSON, BibTeX, RIS, and one plain line.

Pure: a `Citation` says what is cited and nothing here asks a database. Field names and types are
those of https://docs.citationstyles.org/en/stable/specification.html (CSL 1.0.2), of BibTeX with
the fields that biblatex adds, and of RIS as reference managers exchange it. A joint declaration is
no treaty in law; CSL and RIS have no type of their own for it, so it is a `treaty` and a `GOVDOC`.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple


class Types(NamedTuple):
    """What one genre is called in each format."""

    csl: str
    bibtex: str
    ris: str


GENRES = {
    "declaration": Types("treaty", "misc", "GOVDOC"),
    "law": Types("legislation", "misc", "STAT"),
    "report": Types("report", "misc", "GOVDOC"),
    "news": Types("article-newspaper", "article", "NEWS"),
    "academic": Types("article-journal", "article", "JOUR"),
    "webpage": Types("webpage", "misc", "ELEC"),
}

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


@dataclass(frozen=True, slots=True)
class Citation:
    """What a reference needs to say.

    `url` is the permanent address here; `original_url` is where the thing itself is published.
    Authors are bodies or names as signed, never taken apart. `precision` is `day`, `month` or
    `year`, and tells how much of `issued` is known.
    """

    key: str
    genre: str
    title: str
    url: str
    authors: tuple[str, ...] = ()
    issued: date | None = None
    precision: str = "day"
    language: str = ""
    original_title: str = ""
    container: str = ""
    kind: str = ""
    part: str = ""
    locator: str = ""
    notes: tuple[str, ...] = ()
    original_url: str = ""

    @property
    def types(self) -> Types:
        return GENRES[self.genre]

    @property
    def issued_parts(self) -> list[int]:
        """Return as much of the date as is known: year, month, day."""
        if self.issued is None:
            return []
        known = {"year": 1, "month": 2}.get(self.precision, 3)
        return [self.issued.year, self.issued.month, self.issued.day][:known]

    @property
    def remarks(self) -> list[str]:
        """Return what no field of the formats is for, as sentences without full stops."""
        original = [f"Published at {self.original_url}"] if self.original_url else []
        return [text for text in (self.part, *self.notes, *original) if text]


def plain(citation: Citation, accessed: date) -> str:
    """Return one line for a footnote."""
    issued = _in_words(citation.issued_parts)
    parts = [
        "; ".join(citation.authors),
        f"“{citation.title}”",
        citation.container,
        issued,
        citation.kind,
        f"[{citation.language}]" if citation.language else "",
        *citation.remarks,
    ]
    today = _in_words([accessed.year, accessed.month, accessed.day])
    sentences = ". ".join(_one_line(part).removesuffix(".") for part in parts if part)
    return f"{sentences}. {citation.url} (accessed {today})."


def csl_json(citation: Citation, accessed: date) -> list[dict[str, Any]]:
    """Return a list of one item, which is what programs that read CSL-JSON take."""
    item: dict[str, Any] = {
        "id": citation.key,
        "type": citation.types.csl,
        "title": _one_line(citation.title),
        "author": [{"literal": _one_line(author)} for author in citation.authors],
        "issued": {"date-parts": [citation.issued_parts]} if citation.issued else None,
        "accessed": {"date-parts": [[accessed.year, accessed.month, accessed.day]]},
        "URL": citation.url,
        "language": citation.language,
        "container-title": _one_line(citation.container),
        "original-title": _one_line(citation.original_title),
        "genre": citation.kind,
        "section": citation.locator,
        "locator": citation.locator,
        "note": _one_line(". ".join(citation.remarks)),
        "source": "govkb",
    }
    if citation.genre in {"declaration", "law"}:
        item["authority"] = "; ".join(citation.authors)
    return [{name: value for name, value in item.items() if value}]


def bibtex(citation: Citation, accessed: date) -> str:
    """Return one entry in UTF-8.

    Titles and authors stand in double braces: bodies are not first and last names, and capitals
    are part of a title.
    """
    year, month = (*citation.issued_parts, 0, 0)[:2]
    journal = "journal" if citation.types.bibtex == "article" else "howpublished"
    fields = {
        "author": " and ".join(f"{{{_tex(author)}}}" for author in citation.authors),
        "title": f"{{{_tex(citation.title)}}}",
        "origtitle": _tex(citation.original_title),
        journal: _tex(citation.container),
        "date": "-".join(f"{part:02}" for part in citation.issued_parts),
        "year": str(year) if year else "",
        "language": citation.language,
        "type": _tex(citation.kind),
        "note": _tex(". ".join(citation.remarks)),
        "url": _tex_url(citation.url),
        "urldate": accessed.isoformat(),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    if month:
        lines.append(f"  month = {MONTHS[month - 1][:3].lower()},")
    return "\n".join([f"@{citation.types.bibtex}{{{_key(citation.key)},", *lines, "}", ""])


def ris(citation: Citation, accessed: date) -> str:
    """Return one record, its lines ended by CRLF."""
    parts = citation.issued_parts
    issued = "/".join(f"{part:02}" for part in parts) + "/" * (3 - len(parts)) if parts else ""
    lines = [
        ("TY", citation.types.ris),
        ("ID", citation.key),
        *(("AU", author) for author in citation.authors),
        ("TI", citation.title),
        ("OP", citation.original_title),
        ("T2", citation.container),
        ("PY", str(parts[0]) if parts else ""),
        ("DA", issued),
        ("LA", citation.language),
        ("M3", citation.kind),
        ("SE", citation.locator),
        *(("N1", remark) for remark in citation.remarks),
        ("UR", citation.url),
        ("Y2", accessed.strftime("%Y/%m/%d")),
        ("DP", "govkb"),
    ]
    written = [f"{tag}  - {_one_line(value)}\r\n" for tag, value in lines if value]
    return "".join([*written, "ER  - \r\n"])


def _in_words(parts: list[int]) -> str:
    """Return a date that is known to the year, the month or the day: “3 March 2031”."""
    if not parts:
        return ""
    year, *rest = parts
    return " ".join([*map(str, rest[1:]), *(MONTHS[month - 1] for month in rest[:1]), str(year)])


def _one_line(text: str) -> str:
    """Return the text on one line: a line break would begin another field."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f\u2028\u2029]", " ", text).split())


TEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
} | {sign: f"\\{sign}" for sign in "{}%&_#$"}
LONE_BRACES = {"{": r"\textbraceleft{}", "}": r"\textbraceright{}"}


def _tex(text: str) -> str:
    """Return the text with every sign that means something to TeX escaped.

    BibTeX counts even escaped braces when it looks for the end of a field, so those without a
    partner are written as commands.
    """
    text = _one_line(text)
    signs = TEX if _is_balanced(text) else TEX | LONE_BRACES
    return "".join(signs.get(sign, sign) for sign in text)


def _is_balanced(text: str) -> bool:
    depth = 0
    for sign in text:
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if depth < 0:
            return False
    return depth == 0


def _tex_url(url: str) -> str:
    """Return an address for a field that is read verbatim: only what ends the field is encoded."""
    return url.replace("\\", "%5C").replace("{", "%7B").replace("}", "%7D").replace(" ", "%20")


def _key(key: str) -> str:
    """Return a key without the signs that end one."""
    return re.sub(r"[^A-Za-z0-9:.-]+", "-", key).strip("-")
