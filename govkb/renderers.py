"""How each format is written, and which one a request asks for.

What is written comes from the views: `sources.representations` and, for the formats of the field,
`commitments.representations`. A problem is always written as JSON.
"""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

import orjson
from django.http import Http404
from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.utils.encoders import JSONEncoder

from commitments import akoma_ntoso, annotations

# A spreadsheet takes what begins with one of these for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
BOM = "\ufeff"
ENCODER = JSONEncoder()


class Negotiation(BaseContentNegotiation):
    """The suffix of the address decides, else `Accept` with its preferences (RFC 9110, 12.5.1)."""

    def select_parser(self, _request: Request, parsers: list[Any]) -> Any:
        return next(iter(parsers), None)

    def select_renderer(
        self, request: Request, renderers: list[Any], format_suffix: str | None = None
    ) -> tuple[Any, str]:
        """Return the renderer; raise Http404 for a suffix, NotAcceptable for types not offered."""
        if format_suffix:
            for renderer in renderers:
                if renderer.format == format_suffix:
                    return renderer, renderer.media_type
            raise Http404(f"This is not offered as “.{format_suffix}”.")
        by_type = {
            media_type: renderer
            for renderer in renderers
            for media_type in (renderer.media_type, *getattr(renderer, "aliases", ()))
        }
        wanted = request._request.get_preferred_type(list(by_type))
        if wanted is None:
            raise NotAcceptable(f"Offered here: {', '.join(by_type)}.")
        return by_type[wanted], wanted


class JsonRenderer(JSONRenderer):
    """JSON, many times faster than the standard library writes it."""

    def render(
        self, data: Any, _media_type: str | None = None, _context: Mapping[str, Any] | None = None
    ) -> bytes:
        """Return the bytes of the body."""
        return b"" if data is None else write_json(data)


def write_json(data: Any, option: int = 0) -> bytes:
    """Return JSON in UTF-8; what JSON has no word for as the REST framework writes it."""
    return orjson.dumps(data, default=ENCODER.default, option=option | orjson.OPT_UTC_Z)


class Written(BaseRenderer):
    """What a view has made already, as text or bytes."""

    charset = "utf-8"

    def render(
        self, data: Any, _media_type: str | None = None, context: Mapping[str, Any] | None = None
    ) -> bytes:
        """Return the bytes of the body."""
        if context and context["response"].status_code >= 400:
            return write_json(data)
        return self.write(data)

    def write(self, data: Any) -> bytes:
        return data if isinstance(data, bytes) else data.encode()


class BibtexRenderer(Written):
    media_type = "application/x-bibtex"
    format = "bib"


class RisRenderer(Written):
    media_type = "application/x-research-info-systems"
    format = "ris"


class MarkdownRenderer(Written):
    media_type = "text/markdown"
    format = "md"


class AkomaNtosoRenderer(Written):
    media_type = akoma_ntoso.MEDIA_TYPE
    format = "xml"
    charset = None  # the document says it itself


class CslJsonRenderer(Written):
    media_type = "application/vnd.citationstyles.csl+json"
    format = "csl.json"
    charset = None

    def write(self, data: Any) -> bytes:
        return json.dumps(data, ensure_ascii=False, indent=2).encode() + b"\n"


class JsonLdRenderer(CslJsonRenderer):
    """JSON-LD; an annotation says that it is one in the profile of its media type."""

    media_type = "application/ld+json"
    aliases = (annotations.MEDIA_TYPE,)
    format = "jsonld"

    def render(
        self, data: Any, media_type: str | None = None, context: Mapping[str, Any] | None = None
    ) -> bytes:
        if context and annotations.CONTEXT in data.get("@context", ()):
            context["response"]["Content-Type"] = annotations.MEDIA_TYPE
        return super().render(data, media_type, context)


class CsvRenderer(Written):
    """RFC 4180 in UTF-8: a header, CRLF, and quotes where they are needed.

    A cell that a spreadsheet would take for a formula begins with an apostrophe unless `raw`; with
    `bom` the file begins as some spreadsheets need it to see that it is UTF-8.
    """

    media_type = "text/csv"
    format = "csv"
    content_type = "text/csv; charset=utf-8; header=present"
    query_parameters = {
        "raw": {"type": "string", "enum": ["0", "1"], "default": "0"},
        "bom": {"type": "string", "enum": ["0", "1"], "default": "0"},
    }

    def header(self, names: Iterable[str], *, bom: bool = False, **_options: bool) -> bytes:
        return (BOM if bom else "").encode() + self.lines([list(names)], raw=True)

    def lines(self, rows: Iterable[Iterable[Any]], *, raw: bool = False, **_options: bool) -> bytes:
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerows([cell(value, raw=raw) for value in row] for row in rows)
        return text.getvalue().encode()


class NdjsonRenderer(Written):
    """One JSON object on each line, as the list of the API has it."""

    media_type = "application/x-ndjson"
    aliases = ("application/jsonl",)
    format = "ndjson"
    charset = None
    content_type = media_type

    def lines(self, rows: Iterable[Any], **_options: bool) -> bytes:
        return b"".join(write_json(row, orjson.OPT_APPEND_NEWLINE) for row in rows)


def cell(value: Any, *, raw: bool) -> str:
    """Return a value as the text of one cell; several values with semicolons between them."""
    if isinstance(value, list):
        text = "; ".join(cell(one, raw=True) for one in value)
    elif isinstance(value, bool):
        text = str(value).lower()
    else:
        text = "" if value is None else str(value)
    text = text.replace("\x00", "")
    return f"'{text}" if text.startswith(FORMULA) and not raw else text


# What a body is, for the description of the API; JSON is described by its serializer.
BODIES: dict[str, dict[str, Any]] = {
    BibtexRenderer.media_type: {"type": "string", "description": "One BibTeX entry."},
    RisRenderer.media_type: {"type": "string", "description": "One RIS record."},
    MarkdownRenderer.media_type: {"type": "string", "description": "Markdown (CommonMark)."},
    AkomaNtosoRenderer.media_type: {
        "type": "string",
        "description": "An Akoma Ntoso statement in the authentic language.",
    },
    CslJsonRenderer.media_type: {
        "type": "array",
        "items": {"type": "object"},
        "description": "A list of one CSL item.",
    },
    JsonLdRenderer.media_type: {
        "type": "object",
        "required": ["@context"],
        "description": "JSON-LD: schema.org; for evidence, a W3C Web Annotation.",
    },
    CsvRenderer.media_type: {
        "type": "string",
        "description": "All rows that the filters leave, never a page of them, with a header row. "
        "`bom=1` begins the file with a byte order mark; `raw=1` leaves out the apostrophe before "
        "cells that a spreadsheet would take for formulas.",
    },
    NdjsonRenderer.media_type: {
        "type": "string",
        "description": "All rows that the filters leave, never a page of them: one object a line.",
    },
}


def describe_formats(result: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
    """Say in the description of the API what each format holds, and count the rows of exports."""
    count = {
        "description": "Exports only: how many rows follow.",
        "schema": {"type": "integer", "minimum": 0},
    }
    for operations in result["paths"].values():
        for operation in operations.values():
            answer = operation["responses"].get("200", {})
            content = answer.get("content", {})
            for media_type in content.keys() & BODIES.keys():
                content[media_type] = {"schema": BODIES[media_type]}
            if NdjsonRenderer.media_type in content:
                answer.setdefault("headers", {})["Govkb-Row-Count"] = count
    return result
