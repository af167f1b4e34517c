"""Search in the API: the same search as on the page, with every parameter understood or refused."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param
from rest_framework.views import APIView

from commitments.models import Stance
from govkb.api import ParameterError
from govkb.api.paging import MAX_LIMIT, read_limit
from govkb.api.parameters import refuse_misuse, suggestion
from govkb.search.engine import CANDIDATES
from govkb.search.results import (
    FILTERS,
    KIND_LABELS,
    LABELS,
    SORTS,
    BadCursorError,
    Result,
    Search,
    labels_of,
    read_results,
)
from govkb.search.views import plain_snippet, title_of
from sources.models import Source

FORMATS = ("json", "csv")
CHUNK = 100  # results read at a time for a table

CHOICES: dict[str, list[str]] = {
    "type": list(KIND_LABELS),
    "stance": list(Stance.values),
    "kind": list(Source.Kind.values),
}
NAMED = ("declaration", "source", "party", "topic")  # by slugs, which must exist

COLUMNS = ["type", "title", "language", "date", "declaration", "html_url", "snippet", "found_in"]


class WordSerializer(serializers.Serializer):
    """A word of the query and what it is called in other languages."""

    text = serializers.CharField(help_text="As it was typed.")
    counterparts = serializers.ListField(
        child=serializers.CharField(), help_text="Terms of other languages that were searched too."
    )


class QuerySerializer(serializers.Serializer):
    """What was asked for."""

    text = serializers.CharField(help_text="The query as it was read.")
    left_out = serializers.ListField(
        child=serializers.CharField(), help_text="Words that are everywhere and were not asked for."
    )
    translations = WordSerializer(many=True, help_text="Words with counterparts.")


class FacetValueSerializer(serializers.Serializer):
    """One value that the results can be narrowed to."""

    value = serializers.CharField(help_text="What the parameter takes.")
    label = serializers.CharField(help_text="What it is called.")
    count = serializers.IntegerField(min_value=0, help_text="How many results have it.")


class FacetSerializer(serializers.Serializer):
    """What the results can be narrowed by."""

    name = serializers.CharField(help_text="The parameter that narrows by it.")
    values = FacetValueSerializer(many=True, help_text="The commonest values.")


class SnippetSerializer(serializers.Serializer):
    """Words of a result around the first hit."""

    text = serializers.CharField(help_text="The words, unchanged; “…” where they are cut.")
    language = serializers.CharField(allow_blank=True, help_text="BCP 47 tag; empty for names.")
    marks = serializers.ListField(
        child=serializers.ListField(child=serializers.IntegerField(min_value=0)),
        help_text="Start and end of each hit in the text, in code points.",
    )


class SearchQuoteSerializer(serializers.Serializer):
    """The best evidence of a claim."""

    exact = serializers.CharField(allow_null=True, help_text="The words, if they may be shown.")
    stance = serializers.ChoiceField(Stance.choices, help_text="How they stand to the claim.")
    source = serializers.CharField(help_text="Slug of the source.")
    language = serializers.CharField(help_text="BCP 47 tag of the source.")


class SearchResultSerializer(serializers.Serializer):
    """One thing that was found."""

    type = serializers.CharField(help_text="What it is: a value of the parameter `type`.")
    title = serializers.CharField(help_text="What to call it.")
    html_url = serializers.URLField(help_text="Its page.")
    date = serializers.DateField(allow_null=True, help_text="Of the declaration or source.")
    snippet = SnippetSerializer(allow_null=True, help_text="Where the words stand.")
    found_in = serializers.ListField(
        child=serializers.CharField(), help_text="Languages of the texts that have the words."
    )
    translated = WordSerializer(many=True, help_text="Words that only a counterpart was found of.")
    quote = SearchQuoteSerializer(allow_null=True, help_text="Of a claim, its best evidence.")


class SearchAnswerSerializer(serializers.Serializer):
    """What a search answers."""

    count = serializers.IntegerField(min_value=0, help_text="How many results there are.")
    count_is_exact = serializers.BooleanField(
        help_text="False above 10000 results: this count and those of the facets are estimates."
    )
    next = serializers.URLField(allow_null=True, help_text="The page after this one.")
    previous = serializers.URLField(allow_null=True, help_text="The page before.")
    query = QuerySerializer(help_text="What was asked for.")
    facets = FacetSerializer(many=True, help_text="What the results can be narrowed by.")
    results = SearchResultSerializer(many=True, help_text="The results of this page.")


def _parameters() -> Iterator[OpenApiParameter]:
    yield OpenApiParameter("q", str, required=True, description="Words, all of which must occur.")
    for name in FILTERS:
        known = CHOICES.get(name)
        yield OpenApiParameter(name, str, enum=known, description=f"{LABELS[name]}.")
        yield OpenApiParameter(
            f"{name}__in",
            {"type": "array", "items": {"type": "string", **({"enum": known} if known else {})}},
            explode=False,
            description=f"{LABELS[name]}: any of several.",
        )
    yield OpenApiParameter("sort", str, enum=list(SORTS), description="In which order.")
    yield OpenApiParameter(
        "limit",
        {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": 50},
        description="How many results a page has at most.",
    )
    yield OpenApiParameter(
        "cursor", str, description="Where the page begins, from `next` or `previous`."
    )


class SearchView(APIView):
    """Declarations, clauses, commitments, claims, sources and passages by their words."""

    filter_backends = ()

    def get_renderers(self) -> list[BaseRenderer]:
        return [one for one in super().get_renderers() if one.format in FORMATS]

    @extend_schema(
        operation_id="search",
        parameters=list(_parameters()),
        responses=SearchAnswerSerializer,
        summary="Search",
        tags=["search"],
    )
    def get(self, request: Request, **_kwargs: Any) -> HttpResponse:
        """Search all kinds of things; as CSV, the best 1000 results."""
        found = read_search(request)
        try:
            _ = found.answer
        except BadCursorError as error:
            detail = "cursor: use the addresses that `next` and `previous` give, unchanged."
            raise refused("cursor", detail) from error
        if request.accepted_renderer.format == "csv":
            return table(request, found)
        return Response(self.present(request, found))

    def present(self, request: Request, found: Search) -> dict[str, Any]:
        here = request.build_absolute_uri()

        def page(cursor: str) -> str | None:
            return replace_query_param(here, "cursor", cursor) if cursor else None

        return {
            "count": found.total,
            "count_is_exact": found.tally.is_exact,
            "next": page(found.next_cursor),
            "previous": page(found.previous_cursor),
            "query": {
                "text": found.text,
                "left_out": list(found.query.left_out),
                "translations": [
                    {"text": word, "counterparts": [term.text for term in terms]}
                    for word, terms in found.query.translations
                ],
            },
            "facets": [
                {
                    "name": facet.name,
                    "values": [
                        {"value": one.value, "label": one.label, "count": one.count}
                        for one in facet.values
                    ],
                }
                for facet in found.facets
            ],
            "results": [present_result(request, one) for one in found.results],
        }


def read_search(request: Request) -> Search:
    """Return the search that a query asks for; raise ParameterError for what it may not ask."""
    several = [f"{name}__in" for name in FILTERS]
    renderer = request.accepted_renderer
    extra = list(getattr(renderer, "query_parameters", {}))
    paging = ["limit", "cursor"] if renderer.format == "json" else []
    allowed = sorted(["q", "sort", *FILTERS, *several, *paging, *extra])
    errors = list(refuse_misuse(request, allowed))
    asked = request.query_params
    chosen: dict[str, list[str]] = {}
    for name in FILTERS:
        values = [asked[name]] if name in asked else []
        values += asked.get(f"{name}__in", "").split(",") if f"{name}__in" in asked else []
        parameter = name if name in asked else f"{name}__in"
        errors += refuse_values(name, parameter, values)
        chosen[name] = values
    sort = asked.get("sort", "relevance")
    if sort not in SORTS:
        errors.append(malformed("sort", f"sort: there is no order “{sort[:50]}”.", SORTS, sort))
    if "q" not in asked:
        errors.append(malformed("q", "q: say what to search for."))
    if not errors:
        limit = read_limit(asked.get("limit"))
        found = Search(asked["q"], chosen, sort=sort, cursor=asked.get("cursor", ""), limit=limit)
        if not found.problem:
            return found
        errors.append(malformed("q", f"q: {found.problem}"))
    raise ParameterError(errors)


def refuse_values(name: str, parameter: str, values: list[str]) -> Iterator[dict[str, Any]]:
    """Yield an error for each value that a filter cannot have."""
    known = CHOICES.get(name)
    if name in NAMED and values:
        known = list(labels_of(name, values))
    for value in values:
        if known is not None and value not in known:
            detail = f"{parameter}: there is no “{value[:100]}”."
            yield malformed(parameter, detail, CHOICES.get(name, []), value)
        elif name == "year" and not (value.isascii() and value.isdigit() and len(value) == 4):
            yield malformed(parameter, f"{parameter}: give a year of four digits.")


def malformed(parameter: str, detail: str, allowed: Any = (), value: str = "") -> dict[str, Any]:
    near = suggestion(value, allowed)
    hint = f" Did you mean “{near['suggestion']}”?" if near else ""
    known = {"allowed": list(allowed)} if allowed else {}
    return {"parameter": parameter, "code": "invalid", "detail": detail + hint, **near, **known}


def refused(parameter: str, detail: str) -> ParameterError:
    return ParameterError([malformed(parameter, detail)])


def present_result(request: Request, result: Result) -> dict[str, Any]:
    """Return a result as the API shows it."""
    return {
        "type": result.kind,
        "title": title_of(result),
        "html_url": request.build_absolute_uri(result.url),
        "date": result.day and result.day.isoformat(),
        "snippet": present_snippet(result),
        "found_in": result.languages,
        "translated": [
            {"text": word, "counterparts": [term.text]} for word, term in result.translated
        ],
        "quote": present_quote(result),
    }


def present_snippet(result: Result) -> dict[str, Any] | None:
    if result.snippet is None:
        return None
    marks, at = [], 0
    for piece in result.snippet.pieces:
        if piece.is_hit:
            marks.append([at, at + len(piece.text)])
        at += len(piece.text)
    return {
        "text": plain_snippet(result),
        "language": result.snippet.language,
        "marks": marks,
    }


def present_quote(result: Result) -> dict[str, Any] | None:
    """Return the evidence that a claim's card shows."""
    if result.kind != "claims":
        return None
    from commitments.templatetags.commitments import best_evidence  # noqa: PLC0415

    best = best_evidence(result.object)
    if best is None:
        return None
    may_quote = best.source.rights != Source.Rights.LINK
    return {
        "exact": (best.quote or None) if may_quote else None,
        "stance": best.stance,
        "source": best.source.slug,
        "language": best.source.language,
    }


def table(request: Request, found: Search) -> StreamingHttpResponse:
    """Send the best results as a table, read and sent in parts."""
    options = {}
    for name in ("raw", "bom"):
        value = request.query_params.get(name, "0")
        if value not in {"0", "1"}:
            raise refused(name, f"{name}: give 1 or 0.")
        options[name] = value == "1"
    whole = Search(found.text, found.chosen, sort=found.sort, limit=CANDIDATES)
    hits = whole.answer[1]
    renderer = request.accepted_renderer

    def body() -> Iterator[bytes]:
        yield renderer.header(COLUMNS, **options)
        for at in range(0, len(hits), CHUNK):
            results = read_results(hits[at : at + CHUNK], whole.query)
            rows = [cells(present_result(request, one), one) for one in results]
            yield renderer.lines(rows, **options)

    headers = {
        "Content-Disposition": 'attachment; filename="search.csv"',
        "Govkb-Row-Count": str(len(hits)),
    }
    return StreamingHttpResponse(body(), content_type=renderer.content_type, headers=headers)


def cells(shown: dict[str, Any], result: Result) -> list[Any]:
    snippet = shown["snippet"] or {"text": "", "language": ""}
    slug = next((value for letter, value in result.entry.facets if letter == "d"), "")
    return [
        shown["type"],
        shown["title"],
        snippet["language"],
        shown["date"],
        slug,
        shown["html_url"],
        snippet["text"],
        shown["found_in"],
    ]
