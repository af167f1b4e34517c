"""The search page, and the same search as an Atom feed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from govkb.api.limits import limited
from govkb.search.results import (
    FILTERS,
    KIND_LABELS,
    SORTS,
    BadCursorError,
    Result,
    Search,
    labels_of,
)
from govkb.views import holdings
from sources.facets import Chip

MAX_VALUES = 20  # of one filter


@limited
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what has all the words asked for, or say what to do when nothing has."""
    found = search_of(request.GET)
    if request.GET.get("format") == "atom":
        return feed(request, found)

    context = {"search": found, "page": SearchPage(found), "holdings": holdings}
    return render(request, "pages/search.html", context)


def search_of(asked: QueryDict) -> Search:
    """Return the search that a query string asks for; what a page does not know, it ignores."""
    chosen = {name: asked.getlist(name)[:MAX_VALUES] for name in FILTERS if name in asked}
    text, sort = asked.get("q", ""), asked.get("sort", "")
    found = Search(text, chosen, sort=sort, cursor=asked.get("cursor", ""))
    try:
        _ = found.answer
    except BadCursorError:
        found = Search(text, chosen, sort=sort)
    return found


@dataclass(frozen=True, slots=True)
class SearchPage:
    """The addresses that the search page leads to."""

    search: Search

    def address(self, **changes: Any) -> str:
        """Return this search with other parameters; None drops one. Without a place in it."""
        parameters: dict[str, Any] = {"q": self.search.text, **self.search.chosen}
        if self.search.sort != "relevance":
            parameters["sort"] = self.search.sort
        parameters |= changes
        return query_string({name: value for name, value in parameters.items() if value})

    @property
    def chips(self) -> list[Chip]:
        """Return each value in use with the search without it."""
        chips = []
        for name, values in self.search.chosen.items():
            labels = labels_of(name, values)
            for value in values:
                rest = [one for one in values if one != value]
                label = next((str(f.label) for f in self.search.facets if f.name == name), name)
                words = labels.get(value.lower(), value)
                chips.append(Chip(label, words, self.address(**{name: rest})))
        return chips

    @property
    def kinds(self) -> list[tuple[str, int, str]]:
        """Return each kind of result: what it is called, how many, and the search for it only."""
        found = next((facet.values for facet in self.search.facets if facet.name == "type"), [])
        return [
            (str(KIND_LABELS[one.value]), one.count, self.address(type=[one.value]))
            for one in found
            if one.count
        ]

    @property
    def sorts(self) -> list[tuple[str, str, bool]]:
        return [
            (str(label), self.address(sort=name), name == self.search.sort)
            for name, label in SORTS.items()
        ]

    @property
    def next(self) -> str:
        cursor = self.search.next_cursor
        return self.address(cursor=cursor) if cursor else ""

    @property
    def previous(self) -> str:
        cursor = self.search.previous_cursor
        return self.address(cursor=cursor) if cursor else ""

    @property
    def atom(self) -> str:
        return self.address(sort=None, format="atom")

    @property
    def csv(self) -> str:
        """Return the query string of the same search in the API."""
        several = {f"{name}__in": ",".join(values) for name, values in self.search.chosen.items()}
        return query_string({"q": self.search.text, **several})

    @property
    def ways_out(self) -> list[tuple[str, int, str]]:
        """Return what can be left out when nothing was found."""
        return [
            (way.words, way.count, query_string(way.parameters)) for way in self.search.ways_out
        ]

    @property
    def suggestions(self) -> list[tuple[str, int, str]]:
        return [
            (way.words, way.count, query_string(way.parameters)) for way in self.search.did_you_mean
        ]

    @property
    def any_of_them(self) -> tuple[str, int, str] | None:
        way = self.search.any_of_them
        return way and (way.words, way.count, query_string(way.parameters))


def query_string(parameters: Mapping[str, str | Sequence[str]]) -> str:
    return f"?{urlencode(parameters, doseq=True)}"


# Atom


def feed(request: HttpRequest, found: Search) -> HttpResponse:
    """Send the newest results of a search, for who wants to be told of new ones."""
    newest = Search(found.text, found.chosen, sort="date")
    page = SearchPage(newest)
    here = request.build_absolute_uri(request.path)
    atom = Atom1Feed(
        title=_("govkb: search for “%(text)s”") % {"text": found.text},
        link=here + page.address(sort=None),
        description=str(found.problem),
        feed_url=request.build_absolute_uri(),
        language="en",
    )
    for result in newest.results:
        address = request.build_absolute_uri(result.url)
        day = datetime.combine(result.day or date(1970, 1, 1), time(), UTC)
        atom.add_item(
            title=title_of(result),
            link=address,
            unique_id=address,
            description=plain_snippet(result),
            updateddate=day,
            categories=[result.kind],
        )
    response = HttpResponse(content_type="application/atom+xml; charset=utf-8")
    atom.write(response, "utf-8")
    return response


def title_of(result: Result) -> str:
    """Return what to call a result in one line."""
    match result.kind:
        case "clauses":
            heading = f": {result.object.heading}" if result.object.heading else ""
            return f"{result.object}{heading}"
        case "commitments":
            return f"{result.object}: {result.object.action}"
        case "declarations":
            return str(result.object.title)
        case "passages":
            return f"{result.object.source.title}, ¶ {result.object.paragraph.number}"
        case _:
            return str(result.object)


def plain_snippet(result: Result) -> str:
    if result.snippet is None:
        return ""
    return "".join(piece.text for piece in result.snippet.pieces)
