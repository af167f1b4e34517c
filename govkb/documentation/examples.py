"""What answers look like: examples with invented names, and real ones from what is published."""

import json
from pathlib import Path
from typing import Any

from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest
from django.urls import resolve

# By the names of the schemas they are examples of; `problems` by status. They were answers to an
# invented collection, and a test holds them against the schemas.
EXAMPLES: dict[str, Any] = json.loads(Path(__file__).with_name("examples.json").read_text())

MAX_WORDS = 160  # characters of a text
MAX_ITEMS = 2  # items of a list
CUT = "…"


def page_of(example: Any) -> dict[str, Any]:
    """Return the last page of a list that holds the example alone."""
    return {"next": None, "previous": None, "results": [example]}


def ask(request: HttpRequest, address: str) -> Any:
    """Return what the API answers at the address (a path with a query) to whoever sent `request`.

    The view answers as it does to everybody, without limits and compression, which belong to
    requests from outside. An answer that is no JSON is a mistake of the caller.
    """
    path, _, query = address.partition("?")
    asked = WSGIRequest(
        {
            **request.META,
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "HTTP_ACCEPT": "application/json",
        }
    )
    match = asked.resolver_match = resolve(path)
    response = match.func(asked, *match.args, **match.kwargs)
    if hasattr(response, "render"):
        response.render()
    return json.loads(response.getvalue())


def shorten(value: Any) -> Any:
    """Return JSON with long texts and long lists cut; “…” stands where something is left out."""
    match value:
        case str() if len(value) > MAX_WORDS:
            return value[:MAX_WORDS] + CUT
        case list() if len(value) > MAX_ITEMS:
            return [*map(shorten, value[:MAX_ITEMS]), CUT]
        case list():
            return [shorten(one) for one in value]
        case dict():
            return {name: shorten(one) for name, one in value.items()}
        case _:
            return value


def written(value: Any) -> str:
    """Return JSON as a page shows it."""
    return json.dumps(value, ensure_ascii=False, indent=2)
