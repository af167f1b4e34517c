"""What a search answers with: results with the words around the hits, facets, and the next page."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.core.signing import BadSignature, Signer
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commitments.models import Claim, Clause, Commitment, Declaration, Party, Stance, Topic
from govkb.search import engine, entries, index, spelling
from govkb.search.engine import Hit, Tally
from govkb.search.entries import Entry
from govkb.search.glossary import Term, glossary
from govkb.search.queries import MAX_QUERY, Hits, Query, find_hits, read_query
from sources.models import Paragraph, Source
from sources.text import Span

LIMIT = 20  # results on a page
SNIPPET = 120  # characters before the first hit, and twice as many after it
BEGINNING = 160  # characters shown of a text in another language
VALUES = 8  # of a facet that are shown

KIND_LABELS: dict[str, str | Promise] = {
    "claims": _("Claims"),
    "clauses": _("Clauses"),
    "commitments": _("Commitments"),
    "declarations": _("Declarations"),
    "sources": _("Sources"),
    "passages": _("Passages of sources"),
}

_VALUE = re.compile(r"[A-Za-z0-9_-]{1,100}")

# The parameters that narrow a search, with the facets that they choose from.
FILTERS = {
    "type": entries.TYPE,
    "language": entries.LANGUAGE,
    "stance": entries.STANCE,
    "kind": entries.SOURCE_KIND,
    "declaration": entries.DECLARATION,
    "source": entries.SOURCE,
    "party": entries.PARTY,
    "topic": entries.TOPIC,
    "year": entries.YEAR,
}
LABELS: dict[str, str | Promise] = {
    "type": _("Type"),
    "language": _("Language"),
    "stance": _("Stance"),
    "kind": _("Kind of source"),
    "declaration": _("Declaration"),
    "source": _("Source"),
    "party": _("Party"),
    "topic": _("Topic"),
    "year": _("Year"),
}
SORTS: dict[str, str | Promise] = {"relevance": _("Best match"), "date": _("Newest first")}


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a snippet, and whether it is one of the words searched for."""

    text: str
    is_hit: bool = False


@dataclass(frozen=True, slots=True)
class Snippet:
    """Words of a result in their language, cut around the first hit; never changed."""

    pieces: list[Piece]
    language: str


@dataclass(slots=True)
class Result:
    """One thing that was found, with what shows that it was."""

    kind: str
    object: Any
    entry: Entry
    snippet: Snippet | None = None
    also: Snippet | None = None  # the beginning of the same thing in English
    languages: list[str] = field(default_factory=list)  # of the texts that meet the query
    translated: list[tuple[str, Term]] = field(default_factory=list)
    is_titled: bool = False  # the snippet is of what it is called, which stands above it
    is_beside: bool = False  # met only together with notes, quotes, names or topics

    @property
    def day(self) -> date | None:
        return self.entry.day

    @property
    def url(self) -> str:
        return str(self.object.get_absolute_url())


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet, with how many results there are with it."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """What results can be narrowed by, its commonest values first."""

    name: str
    label: str | Promise
    values: list[Value]


@dataclass(frozen=True, slots=True)
class WayOut:
    """A search to try when nothing was found, and how much it would find."""

    words: str
    parameters: dict[str, list[str]]
    count: int


class BadCursorError(ValueError):
    """The cursor is not one that this search gave out."""


class Search:
    """One search, for the page and for the API alike.

    `filters` maps names of `FILTERS` to the values wanted, any of which will do; `cursor` is one
    that an earlier page of the same search gave. Everything is asked of the database once, when it
    is first needed; the index follows the collection before the first question.
    """

    def __init__(
        self,
        text: str,
        filters: Mapping[str, Sequence[str]] | None = None,
        *,
        sort: str = "relevance",
        cursor: str = "",
        limit: int = LIMIT,
    ) -> None:
        self.query: Query = read_query(text, glossary())
        # What no value of a facet looks like is ignored, as what is not known at all.
        wanted = {
            name: list(dict.fromkeys(filter(_VALUE.fullmatch, values)))
            for name, values in (filters or {}).items()
        }
        self.chosen = {name: values for name, values in wanted.items() if values}
        self.sort = sort if sort in SORTS else "relevance"
        self.limit = limit
        self.cursor = cursor
        self.is_current = True

    @property
    def text(self) -> str:
        return self.query.text

    @property
    def problem(self) -> str | Promise:
        return self.query.problem

    @cached_property
    def answer(self) -> tuple[Tally, list[Hit], bool, bool]:
        """Return how much was found, the hits of this page, and whether any are before and after.

        Raises BadCursorError.
        """
        if not self.query:
            return Tally(0, is_exact=True), [], False, False
        backwards, key = self._read_cursor()
        self.is_current = index.refresh()
        with engine.reading():
            found = engine.tally(self.query, self._filters())
            if self.sort == "date":
                return found, *self._by_date(found, key, backwards=backwards)
            hits = engine.ranked(self.query, self._filters(), found)
        after = [hit.place > key for hit in hits] if key else [True] * len(hits)
        start = after.index(True) if True in after else len(hits)
        if backwards:
            stop = next((n for n, hit in enumerate(hits) if hit.place >= key), len(hits))
            start = max(0, stop - self.limit)
        shown = hits[start : start + self.limit]
        return found, shown, start > 0, start + self.limit < len(hits)

    def _by_date(
        self, found: Tally, key: tuple[int, int] | None, *, backwards: bool
    ) -> tuple[list[Hit], bool, bool]:
        beside = key[1] if key else None
        hits = engine.by_date(
            self.query,
            self._filters(),
            found,
            beside=beside,
            most=self.limit + 1,
            backwards=backwards,
        )
        more = len(hits) > self.limit
        if backwards:
            return hits[-self.limit :], more, True
        return hits[: self.limit], key is not None, more

    @property
    def tally(self) -> Tally:
        return self.answer[0]

    @property
    def total(self) -> int:
        return self.tally.total

    @cached_property
    def results(self) -> list[Result]:
        """Return the results of this page, with their snippets."""
        return read_results(self.answer[1], self.query)

    @property
    def next_cursor(self) -> str:
        _found, hits, _before, after = self.answer
        return self._sign(hits[-1], backwards=False) if hits and after else ""

    @property
    def previous_cursor(self) -> str:
        _found, hits, before, _after = self.answer
        return self._sign(hits[0], backwards=True) if hits and before else ""

    @property
    def is_at_the_end(self) -> bool:
        """Tell whether the last that is ranked is on this page, and there is more that is not."""
        listed = self.sort == "relevance" and bool(self.answer[1]) and not self.next_cursor
        return listed and self.total > engine.CANDIDATES

    # Narrowing

    @cached_property
    def facets(self) -> list[Facet]:
        """Return the facets with their values; counts of a facet ignore what is chosen of it."""
        if not self.query:
            return []
        counts = {}
        with engine.reading():
            for name, letter in FILTERS.items():
                if name in self.chosen:
                    counts[name] = engine.tally(self.query, self._filters(name)).facets
                else:
                    counts[name] = self.tally.facets
                counts[name] = {
                    one[2:]: number
                    for one, number in counts[name].items()
                    if one.startswith(f"{letter}:")
                }
        shown = {name: self._shown(name, counts[name]) for name in FILTERS}
        labels = {name: labels_of(name, shown[name]) for name in FILTERS}
        return [
            Facet(
                name,
                LABELS[name],
                [
                    Value(
                        value,
                        labels[name].get(value, value),
                        counts[name].get(value, 0),
                        value in self._lower(name),
                    )
                    for value in shown[name]
                ],
            )
            for name in FILTERS
            if shown[name]
        ]

    def _shown(self, name: str, counts: Mapping[str, int]) -> list[str]:
        chosen = self._lower(name)
        common = sorted(counts, key=lambda value: (-counts[value], value))
        if name in {"type", "stance", "kind"}:
            return common + [value for value in chosen if value not in counts]
        rest = [value for value in common if value not in chosen]
        return [*chosen, *rest[: max(0, VALUES - len(chosen))]]

    def _lower(self, name: str) -> list[str]:
        return [value.lower() for value in self.chosen.get(name, [])]

    def _filters(self, without: str = "") -> dict[str, list[str]]:
        return {FILTERS[name]: values for name, values in self.chosen.items() if name != without}

    # When nothing was found

    @cached_property
    def ways_out(self) -> list[WayOut]:
        """Return the searches with one filter or word less that find something."""
        ways = []
        with engine.reading():
            for name, values in self.chosen.items():
                number = engine.count(self.query, self._filters(name))
                labels = labels_of(name, values)
                words = ", ".join(labels.get(one.lower(), one) for one in values)
                rest = {key: kept for key, kept in self.chosen.items() if key != name}
                ways.append(
                    WayOut(f"“{LABELS[name]}: {words}”", {"q": [self.text], **rest}, number)
                )
            for word, rest_of_it in self.query.with_one_less:
                number = engine.count(read_query(rest_of_it, glossary()), self._filters())
                ways.append(WayOut(f"“{word}”", {"q": [rest_of_it], **self.chosen}, number))
        return [way for way in ways if way.count]

    @cached_property
    def any_of_them(self) -> WayOut | None:
        """Return the search for any of the words, if it finds something."""
        text = self.query.with_any
        if not text or len(text) > MAX_QUERY:
            return None
        with engine.reading():
            number = engine.count(read_query(text, glossary()), self._filters())
        return WayOut(text, {"q": [text], **self.chosen}, number) if number else None

    @cached_property
    def did_you_mean(self) -> list[WayOut]:
        """Return searches with one word spelled as in the collection that find something."""
        found: dict[str, WayOut] = {}
        with engine.reading():
            for group in self.query.groups:
                word = group.word
                if word is None or word.is_spaceless or not word.text.isalpha():
                    continue
                alone = read_query(group.text, glossary())
                if len(word.text) < 4 or engine.count(alone, {}):
                    continue
                for near in spelling.near(word.text):
                    text = self.text.replace(group.text, near)
                    number = engine.count(read_query(text, glossary()), {})
                    if number and text not in found:
                        found[text] = WayOut(text, {"q": [text]}, number)
        return list(found.values())[: spelling.SUGGESTIONS]

    # Pages

    def _signer(self) -> Signer:
        asked = sorted((name, sorted(values)) for name, values in self.chosen.items())
        return Signer(salt=f"govkb.search.{self.text}.{asked}.{self.sort}")

    def _sign(self, hit: Hit, *, backwards: bool) -> str:
        return str(self._signer().sign_object([int(backwards), *hit.place]))

    def _read_cursor(self) -> tuple[bool, tuple[int, int] | None]:
        if not self.cursor:
            return False, None
        try:
            backwards, points, key = self._signer().unsign_object(self.cursor)
        except (BadSignature, ValueError) as error:
            raise BadCursorError("The cursor belongs to another search.") from error
        return bool(backwards), (points, key)


# Objects and snippets


def _claims() -> QuerySet[Any]:
    return Claim.objects.for_list()


def _clauses() -> QuerySet[Any]:
    return Clause.objects.select_related("declaration")


def _commitments() -> QuerySet[Any]:
    return Commitment.objects.select_related("clause__declaration").prefetch_related("actors")


def _declarations() -> QuerySet[Any]:
    return Declaration.objects.for_list()


def _sources() -> QuerySet[Any]:
    return Source.objects.for_list()


@dataclass(frozen=True, slots=True)
class ShownPassage:
    """A paragraph of a source with its address on the source's page."""

    paragraph: Paragraph
    source: Source

    def get_absolute_url(self) -> str:
        return f"{self.source.get_absolute_url()}#p-{self.paragraph.number}"


def _passages() -> QuerySet[Any]:
    return Paragraph.objects.select_related(
        "snapshot__source__publisher", "snapshot__source__republisher"
    ).defer("snapshot__text")


OBJECTS: dict[str, Callable[[], QuerySet[Any]]] = {
    "claims": _claims,
    "clauses": _clauses,
    "commitments": _commitments,
    "declarations": _declarations,
    "sources": _sources,
    "passages": _passages,
}


def read_results(hits: Sequence[Hit], query: Query) -> list[Result]:
    """Return the things that were found in their order, with the words that show it."""
    keys: dict[str, list[int]] = defaultdict(list)
    for hit in hits:
        keys[hit.kind].append(hit.object_id)
    objects: dict[tuple[str, int], Any] = {}
    texts: dict[tuple[str, int], Entry] = {}
    for kind, several in keys.items():
        for one in OBJECTS[kind]().filter(pk__in=several):
            shown = ShownPassage(one, one.snapshot.source) if kind == "passages" else one
            objects[kind, one.pk] = shown
        for entry in entries.build(kind, several):
            texts[kind, entry.object_id] = entry
    places = [(hit.kind, hit.object_id) for hit in hits]
    # Between the search and this, something may have been withdrawn.
    return [
        explain(Result(place[0], objects[place], texts[place]), query)
        for place in places
        if place in objects and place in texts
    ]


def explain(result: Result, query: Query) -> Result:
    """Add to a result what shows why it was found."""
    texts = result.entry.texts
    found = [find_hits(text.words, text.language, query) for text in texts]
    if not texts:
        return result
    best = max(range(len(texts)), key=lambda n: (weight(found[n]), texts[n].is_primary, -n))
    result.snippet = snippet(texts[best].words, texts[best].language, found[best].spans)
    result.is_titled = best == 0 and result.kind in {"claims", "declarations", "sources"}
    met = [hits for hits, text in zip(found, texts, strict=True) if text.is_primary]
    result.is_beside = len({group for hits in met for group in hits.met}) < len(query.groups)
    languages = [text.language for text, hits in zip(texts, found, strict=True) if hits.met]
    result.languages = list(dict.fromkeys(filter(None, languages)))
    for number, group in enumerate(query.groups):
        ways = [one.via for hits in found for one in hits.met.get(number, [])]
        if ways and all(ways):
            result.translated.append((group.text, next(filter(None, ways))))
    english = next((t for t in texts if t.is_primary and t.language.startswith("en")), None)
    if english is not None and result.kind == "clauses" and texts[best] is not english:
        hits = found[texts.index(english)]
        result.also = snippet(english.words, "en", hits.spans, most=BEGINNING)
    return result


def weight(hits: Hits) -> float:
    """Return how well a text meets a query: groups met as typed count a little more."""
    return sum(1 if any(one.via is None for one in ways) else 0.9 for ways in hits.met.values())


def snippet(text: str, language: str, spans: Sequence[Span], *, most: int = 3 * SNIPPET) -> Snippet:
    """Cut the words around the first hit from a text, or its beginning."""
    first = spans[0].start if spans else 0
    start = max(0, first - SNIPPET)
    end = min(len(text), start + most)
    # Whole words at both ends, where there is a space not far off.
    if start:
        start = text.find(" ", start, first) + 1 or start
    if end < len(text):
        end = max(text.rfind(" ", max(first, end - SNIPPET), end), 0) or end
    return Snippet(list(pieces(text, spans, start, end)), language)


def pieces(text: str, spans: Sequence[Span], start: int, end: int) -> Iterator[Piece]:
    """Cut `text[start:end]` where the spans begin and end."""
    if start:
        yield Piece("… ")
    at = start
    for span in spans:
        if at <= span.start and span.end <= end:
            if text[at : span.start]:
                yield Piece(text[at : span.start])
            yield Piece(text[span.start : span.end], is_hit=True)
            at = span.end
    if text[at:end]:
        yield Piece(text[at:end])
    if end < len(text):
        yield Piece(" …")


# Names of values


def labels_of(name: str, values: Sequence[str]) -> dict[str, str]:
    """Return what to call the values of a facet; those that are no values are left out."""
    # PostgreSQL takes no NUL, and nothing here has one in its name.
    wanted = [value.lower() for value in values if "\x00" not in value]
    if not wanted:
        return {}
    match name:
        case "type":
            return {kind: str(label) for kind, label in KIND_LABELS.items()}
        case "stance":
            return {one.value: str(one.label) for one in Stance}
        case "kind":
            return {one.value: str(one.label) for one in Source.Kind}
        case "declaration":
            rows = Declaration.objects.published().values_list("slug", "short_title")
        case "source":
            rows = Source.objects.published().values_list("slug", "title")
        case "party":
            rows = Party.objects.values_list("slug", "name")
        case "topic":
            rows = Topic.objects.values_list("slug", "label")
        case _:
            return {}
    return dict(rows.filter(slug__in=wanted).order_by())
