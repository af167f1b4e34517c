"""A first search: all the words must occur, at the beginning of words, in any order.

The database picks candidates by the plain letters of the words; folding then decides, so that
apostrophes, hyphens, spaces, case and width make no difference. Words between quotation marks
stand together. There is no stemming, no translation and no index: every search reads the tables
through, and looks at no more than `CANDIDATES` rows of a kind. An index replaces it.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commitments.models import Claim, Clause, ClauseText, Declaration, Evidence, LanguageVersion
from sources.folding import fold
from sources.models import Source
from sources.text import SPACELESS, Span

MAX_QUERY = 300  # characters
MAX_TERMS = 12
CANDIDATES = 300  # rows of each kind that folding looks at
SHOWN = 10  # results of each kind on the page of all kinds
SNIPPET = 120  # characters on each side of the first hit

_TERM = re.compile(r'"([^"]*)"|(\S+)')
_PLAIN_LETTERS = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Term:
    """A word, or words that stand together, in folded form."""

    text: str

    @property
    def pattern(self) -> re.Pattern[str]:
        """Match the term in folded text at the beginning of a word, if its script has words."""
        at_beginning = "" if re.match(f"[{SPACELESS}]", self.text) else rf"(?<![^\W{SPACELESS}])"
        return re.compile(at_beginning + re.escape(self.text))

    @property
    def needles(self) -> list[str]:
        """Return what any raw text with the term contains, whatever its case and typography.

        Only plain letters and digits, for which every database knows upper from lower case, and
        characters of scripts that have no case.
        """
        runs = _PLAIN_LETTERS.findall(self.text) + re.findall(f"[{SPACELESS}]+", self.text)
        return sorted(set(runs), key=len, reverse=True)[:4]


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a snippet, and whether it is one of the words searched for."""

    text: str
    is_hit: bool = False


@dataclass(slots=True)
class Result:
    """Something found. `texts` is what was searched of it, the most telling first."""

    object: Any
    texts: list[tuple[str, str]]  # words and their language
    snippet: list[Piece] = field(default_factory=list)
    language: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The results of one kind. `complete` is false when there may be more than were looked at."""

    kind: str
    label: str | Promise
    results: list[Result]
    total: int
    complete: bool


class Search:
    """One search: the words asked for, what they found by kind, and what was wrong with them."""

    def __init__(self, text: str, *, kind: str = "") -> None:
        self.problem: str | Promise = ""
        if len(text) > MAX_QUERY:
            self.problem = _("That is too long for a search. Search for a few words of it.")
            text = text[:MAX_QUERY]
        # Control characters, NUL among them, separate words like any space.
        self.text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
        self.terms = [] if self.problem else terms_of(self.text)
        if len(self.terms) > MAX_TERMS:
            self.problem = _("Those are too many words for a search. Leave some out.")
            self.terms = []
        elif self.text and not self.terms and not self.problem:
            self.problem = _("There is no letter or digit in that to search for.")
        self.kind = kind if kind in FINDERS else ""

    @cached_property
    def groups(self) -> list[Group]:
        """Return what was found, by kind; kinds with no result are left out."""
        if not self.terms:
            return []
        kinds = [self.kind] if self.kind else list(FINDERS)
        found = [self._group(kind) for kind in kinds]
        return [group for group in found if group.total]

    @property
    def total(self) -> int:
        return sum(group.total for group in self.groups)

    @property
    def with_one_word_less(self) -> list[tuple[str, str]]:
        """Return each word with the search that leaves it out, to offer when nothing was found."""
        words = [match.group() for match in _TERM.finditer(self.text)]
        if not 1 < len(words) <= MAX_TERMS:
            return []
        return [
            (word, " ".join(words[:index] + words[index + 1 :])) for index, word in enumerate(words)
        ]

    def _group(self, kind: str) -> Group:
        label, find = FINDERS[kind]
        candidates = list(find(self.terms))
        results = ranked(candidates[:CANDIDATES], self.terms)
        shown = results if self.kind else results[:SHOWN]
        for result in shown:
            add_snippet(result, self.terms)
        return Group(kind, label, shown, len(results), len(candidates) <= CANDIDATES)


def terms_of(text: str) -> list[Term]:
    """Return the words and quoted phrases of a query, folded, without signs around them."""
    pieces = (phrase or word for phrase, word in _TERM.findall(fold(text).text))
    cleaned = (re.sub(r"^\W+|\W+$", "", piece) for piece in pieces)
    return [Term(piece) for piece in dict.fromkeys(cleaned) if piece]


def ranked(results: Iterable[Result], terms: list[Term]) -> list[Result]:
    """Keep the results that have every term, those whose first text has most of them first."""
    patterns = [term.pattern for term in terms]
    scored = []
    for result in results:
        texts = [fold(text).text for text, _language in result.texts]
        if all(any(pattern.search(text) for text in texts) for pattern in patterns):
            in_first = sum(pattern.search(texts[0]) is not None for pattern in patterns)
            # Of two texts with the same words, the shorter one says less besides.
            scored.append((-in_first, len(texts[0]), result))
    return [result for *_score, result in sorted(scored, key=lambda row: row[:2])]


def add_snippet(result: Result, terms: list[Term]) -> None:
    """Cut the words around the first hit from the text that has most of the terms."""
    folded = [(fold(text), language) for text, language in result.texts if text]
    patterns = [term.pattern for term in terms]
    best, result.language = max(
        folded, key=lambda row: sum(pattern.search(row[0].text) is not None for pattern in patterns)
    )
    spans = sorted(
        best.raw_span(*match.span())
        for pattern in patterns
        for match in pattern.finditer(best.text)
    )
    first = spans[0].start if spans else 0
    start, end = max(0, first - SNIPPET), min(len(best.raw), first + 2 * SNIPPET)
    # Whole words at both ends, where there is a space not far off.
    if start:
        start = best.raw.find(" ", start, first) + 1 or start
    if end < len(best.raw):
        end = max(best.raw.rfind(" ", first + SNIPPET, end), 0) or end
    result.snippet = list(_pieces(best.raw, spans, start, end))


def _pieces(text: str, spans: list[Span], start: int, end: int) -> Iterator[Piece]:
    """Cut `text[start:end]` where the spans begin and end."""
    yield Piece("… " if start else "")
    at = start
    for span in spans:
        if at <= span.start and span.end <= end:
            yield Piece(text[at : span.start])
            yield Piece(text[span.start : span.end], is_hit=True)
            at = span.end
    yield Piece(text[at:end])
    yield Piece(" …" if end < len(text) else "")


# What is searched of each kind


def find_claims(terms: list[Term]) -> list[Result]:
    """Search claims with their notes, and the notes and quotes of their evidence."""
    evidence = Evidence.objects.published().with_quote().filter(claim=OuterRef("pk"))
    claims = having(
        Claim.objects.published().for_list().order_by("position", "ref"),
        terms,
        lambda needle: (
            Q(text__icontains=needle)
            | Q(note__icontains=needle)
            | Exists(evidence.filter(Q(quote__icontains=needle) | Q(note__icontains=needle)))
        ),
    )
    return [
        Result(
            claim,
            [
                (claim.text, ""),
                (claim.note, ""),
                *(
                    (item.quote, item.source.language)
                    for item in claim.shown_evidence
                    if item.quote and item.source.rights != Source.Rights.LINK
                ),
                *((item.note, "") for item in claim.shown_evidence),
            ],
        )
        for claim in claims
    ]


def find_clauses(terms: list[Term]) -> list[Result]:
    """Search the words of clauses in every language version, and our headings."""
    texts = ClauseText.objects.filter(clause=OuterRef("pk"))
    clauses = having(
        Clause.objects.published()
        .select_related("declaration")
        .with_texts()
        .order_by("declaration__slug", "position"),
        terms,
        lambda needle: Q(heading__icontains=needle) | Exists(texts.filter(text__icontains=needle)),
    )
    return [
        Result(
            clause,
            [
                *((text.text, text.version.language) for text in clause.texts.all()),
                (clause.heading, ""),
            ],
        )
        for clause in clauses
    ]


def find_declarations(terms: list[Term]) -> list[Result]:
    """Search the titles of declarations in every language, and our summaries."""
    versions = LanguageVersion.objects.filter(declaration=OuterRef("pk"))
    declarations = having(
        Declaration.objects.published().for_list(),
        terms,
        lambda needle: (
            Q(title__icontains=needle)
            | Q(short_title__icontains=needle)
            | Q(summary__icontains=needle)
            | Exists(versions.filter(title__icontains=needle))
        ),
    )
    return [
        Result(
            declaration,
            [
                (f"{declaration.title} {declaration.short_title}", ""),
                *((version.title, version.language) for version in declaration.versions.all()),
                (declaration.summary, ""),
            ],
        )
        for declaration in declarations
    ]


def find_sources(terms: list[Term]) -> list[Result]:
    """Search the titles of sources, who wrote and who published them; not their texts."""
    sources = having(
        Source.objects.published().for_list(),
        terms,
        lambda needle: (
            Q(title__icontains=needle)
            | Q(author__icontains=needle)
            | Q(publisher__name__icontains=needle)
            | Q(republisher__name__icontains=needle)
        ),
    )
    return [
        Result(
            source,
            [
                (source.title, source.language),
                (f"{source.publisher} {source.republisher or ''} {source.author}", ""),
            ],
        )
        for source in sources
    ]


def having(
    queryset: QuerySet[Any], terms: list[Term], condition: Callable[[str], Any]
) -> QuerySet[Any]:
    """Keep the rows that may have every term; one more than will be looked at."""
    for term in terms:
        for needle in term.needles:
            queryset = queryset.filter(condition(needle))
    return queryset[: CANDIDATES + 1]


FINDERS: dict[str, tuple[str | Promise, Callable[[list[Term]], list[Result]]]] = {
    "claims": (_("Claims"), find_claims),
    "clauses": (_("Clauses"), find_clauses),
    "declarations": (_("Declarations"), find_declarations),
    "sources": (_("Sources"), find_sources),
}
