"""Asking the index: which entries meet a query, how many, of what sort, and in which order.

What a search costs must not grow with the collection, so nothing here reads every match of a common
word. How common a query is, is learnt from a sample first. Rare ones are ranked as a whole. Of
common ones the entries that say most about the words are gathered, best levels first, until there
are enough to rank; counts and facets are then estimated from the sample. Both databases are asked
the same questions and give the same answers in the same order.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

from django.db import connection, transaction

from govkb.search.changes import ENTRIES, INDEX
from govkb.search.index import SAMPLES, VECTOR
from govkb.search.queries import Alternative, Expression, Group, Query
from govkb.search.words import TOP_LEVEL, units

EXACT = 10_000  # matches that are counted; beyond that counts are estimates
CANDIDATES = 1_000  # entries that are ranked
RERANKED = 250  # of the best candidates the order of words counts too
ENOUGH = 64  # matches in a sample from which it stands for all
SHARE = 8  # one sample is this part of the one before

# Points of a group that is met by a primary text, by a secondary one only, by a translation only.
PRIMARY, SECONDARY, TRANSLATED = 11, 0, -5
COMPLETE = 8  # nothing of the query is met by a secondary text only
ADJACENT, WHOLE = 4, 8  # two words of the query side by side; all of it as it was typed
OF_KIND = {"claims": 6, "declarations": 4, "clauses": 5}

Filters = Mapping[str, Sequence[str]]  # letter of a facet: the values, any of which will do


class Candidate(NamedTuple):
    """An entry that meets a query, and what ranks it."""

    key: int
    kind: str
    object_id: int
    levels: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A ranked entry. Greater scores come first, then lesser keys."""

    score: int
    key: int
    kind: str
    object_id: int

    @property
    def place(self) -> tuple[int, int]:
        return (-self.score, self.key)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many entries meet a query, and how many of them have each facet.

    If not `is_exact`, both are estimates from a sample.
    """

    total: int
    is_exact: bool
    facets: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Condition:
    """What entries must meet: an expression of the index, and SQL for what it cannot tell."""

    expression: Expression
    sql: str = ""
    values: tuple[str, ...] = ()

    def also(self, expression: Expression) -> "Condition":
        """Return the condition with this besides."""
        return Condition(("&", [expression, self.expression]), self.sql, self.values)


def condition(query: Query, filters: Filters, expression: Expression | None = None) -> Condition:
    """Return what meets the query and the filters; `expression` stands for the query's own."""
    wanted = query.expression if expression is None else expression
    chosen = filter_expressions(filters)
    if chosen:
        # What is excluded must stay outermost: it is no condition that can be joined by “and”.
        if isinstance(wanted, tuple) and wanted[0] == "!":
            wanted = ("!", [("&", [*chosen, wanted[1][0]]), *wanted[1][1:]])
        else:
            wanted = ("&", [*chosen, wanted])
    parts: list[str] = []
    values: list[str] = []
    for group in query.groups:
        if group.is_checked:
            sql, more = group_sql(group)
            parts.append(sql)
            values += more
    for one in query.excluded:
        if one.is_checked:
            sql, more = stands("words", " ".join(one.phrase))
            parts.append(f"NOT {sql}")
            values += more
    return Condition(wanted, "".join(f" AND {part}" for part in parts), tuple(values))


def filter_expressions(filters: Filters) -> list[Expression]:
    return [
        ("|", [f"{letter}:{value.lower()}" for value in values])
        for letter, values in filters.items()
        if values
    ]


# Counting


def tally(query: Query, filters: Filters) -> Tally:
    """Return how many entries meet the query, and their facets."""
    wanted = condition(query, filters)
    level = SAMPLES
    sample = facets_of(wanted.also(f"~{level}"), EXACT)
    if sum(sample.values()) < ENOUGH:
        every = facets_of(wanted, EXACT + 1)
        if (total := sum(every.values())) <= EXACT:
            return Tally(total, is_exact=True, facets=split(every, 1))
    while sum(sample.values()) < 5 * ENOUGH and level > 1:
        level -= 1
        sample = facets_of(wanted.also(f"~{level}"), EXACT)
    scale = SHARE**level
    return Tally(sum(sample.values()) * scale, is_exact=False, facets=split(sample, scale))


def count(query: Query, filters: Filters) -> int:
    """Return how many entries meet the query, one more than is counted if there are more."""
    if not query:
        return 0
    return sum(facets_of(condition(query, filters), EXACT + 1).values())


def facets_of(wanted: Condition, most: int) -> Counter[str]:
    """Return the combinations of facets among the first matches, with their numbers."""
    inner, values = select("facets", wanted, most)
    sql = f"SELECT facets, COUNT(*) FROM ({inner}) AS found GROUP BY facets"  # noqa: S608
    return Counter(dict(rows_of(sql, values)))


def split(combinations: Counter[str], scale: int) -> Counter[str]:
    """Return how often each single facet stands in the combinations."""
    single: Counter[str] = Counter()
    for several, number in combinations.items():
        for one in several.split():
            single[one] += number * scale
    return single


# Ranking


def ranked(query: Query, filters: Filters, found: Tally) -> list[Hit]:
    """Return the best entries, best first: all that there are, or the best `CANDIDATES`."""
    direct = query.direct() if query.is_translated else query
    candidates: dict[int, tuple[Candidate, bool]] = {}
    for one in gather(direct, filters, found):
        candidates[one.key] = (one, True)
    if query.is_translated and len(candidates) < CANDIDATES:
        for one in gather(query, filters, found):
            candidates.setdefault(one.key, (one, False))
    hits = [
        Hit(score(one, query, is_direct=is_direct), one.key, one.kind, one.object_id)
        for one, is_direct in candidates.values()
    ]
    hits.sort(key=lambda hit: hit.place)
    best, rest = hits[:RERANKED], hits[RERANKED:CANDIDATES]
    return sorted(with_order_of_words(best, query), key=lambda hit: hit.place) + rest


def gather(query: Query, filters: Filters, found: Tally) -> list[Candidate]:
    """Return the entries worth ranking: all, if they are few; else those of the best levels."""
    wanted = condition(query, filters)
    if found.is_exact and found.total <= CANDIDATES:
        return candidates_of(wanted, CANDIDATES)
    gathered: dict[int, Candidate] = {}
    # Whether a phrase stands in an entry is seen in its words, which takes time.
    enough = RERANKED if wanted.sql else CANDIDATES

    def add(expression: Expression) -> bool:
        for one in candidates_of(condition(query, filters, expression), CANDIDATES):
            gathered.setdefault(one.key, one)
        return len(gathered) >= enough

    for level, every in tiers(len(query.groups)):
        if add(query.tier(level, every=every)):
            return list(gathered.values())
    # No level tells the rest apart. Of very many, a sample is as good as the whole.
    total, share = found.total, 0
    while total > 4 * EXACT and share < SAMPLES:
        total, share = total // SHARE, share + 1
    more = candidates_of(wanted.also(f"~{share}") if share else wanted, CANDIDATES)
    gathered |= {one.key: one for one in more if one.key not in gathered}
    return list(gathered.values())


def tiers(groups: int) -> Iterator[tuple[int, bool]]:
    """Yield levels to ask for, best first, and whether every group must have them or any."""
    for level in range(TOP_LEVEL, 0, -2):
        yield level, True
        if groups > 1 and level + 2 <= TOP_LEVEL:
            yield level + 2, False
    if groups > 1:
        yield 1, False


def score(candidate: Candidate, query: Query, *, is_direct: bool) -> int:
    """Return the points of an entry: for each group what its best alternative has."""
    levels = f" {candidate.levels}"
    several = [max(points_of(one, levels) for one in group.alternatives) for group in query.groups]
    points = sum(several) + (COMPLETE if min(several) > SECONDARY else 0)
    return points + OF_KIND.get(candidate.kind, 0) + (0 if is_direct else TRANSLATED)


def points_of(alternative: Alternative, levels: str) -> int:
    """Return what an entry with these levels has for an alternative: that of its weakest slot."""
    weakest = TOP_LEVEL + PRIMARY
    for slot in alternative.slots:
        best = ""
        for lexeme in slot:
            at = levels.find(f" {lexeme}#")
            if at >= 0:
                best = max(best, levels[at + len(lexeme) + 2])
        weakest = min(weakest, SECONDARY if best == "0" else PRIMARY + int(best or 0))
    return weakest


def with_order_of_words(hits: Sequence[Hit], query: Query) -> Iterator[Hit]:
    """Yield the hits with points for words that stand side by side as in the query."""
    typed = re.findall(r"[^\W_]+", " ".join(query_words(query)))
    pairs = [f" {one} {two} " for one, two in pairwise(typed)]
    if not pairs or not hits or "OR" in query.text.split():
        yield from hits
        return
    whole = f" {' '.join(typed)} "
    places = ", ".join(["%s"] * len(hits))
    sql = f"SELECT id, words FROM {ENTRIES} WHERE id IN ({places})"  # noqa: S608
    words = dict(rows_of(sql, [hit.key for hit in hits]))
    for hit in hits:
        text = words.get(hit.key, "")
        side_by_side = sum(pair in text for pair in pairs)
        points = hit.score + min(side_by_side, 3) * ADJACENT + (WHOLE if whole in text else 0)
        yield Hit(points, hit.key, hit.kind, hit.object_id)


def query_words(query: Query) -> Iterator[str]:
    """Yield the plain words of a query in their order, stop words among them."""
    for unit in units(re.sub(r"(?:^|\s)-\S+|\bOR\b", " ", query.text)):
        yield unit.plain


def by_date(
    query: Query,
    filters: Filters,
    found: Tally,
    *,
    beside: int | None,
    most: int,
    backwards: bool = False,
) -> list[Hit]:
    """Return the entries after a key in the static order, newest first; or those before it.

    Of common words so many are near that PostgreSQL finds them soonest by going through the
    entries in their order.
    """
    sign = "<" if backwards else ">"
    beyond = "" if beside is None else f" AND id {sign} {beside:d}"
    order = "id DESC" if backwards else "id"
    walk = not found.is_exact and connection.vendor == "postgresql"
    if walk:
        _set(WALK)
    wanted = condition(query, filters)
    rows = candidates_of(wanted, most, beyond=beyond, order=order, walk=walk)
    if walk:
        _set(LOOK_UP)
    return [Hit(0, one.key, one.kind, one.object_id) for one in (rows[::-1] if backwards else rows)]


def candidates_of(
    wanted: Condition, most: int, *, beyond: str = "", order: str = "id", walk: bool = False
) -> list[Candidate]:
    """Return the first entries, in the static order, that meet a condition."""
    columns = "id, kind, object_id, levels"
    sql, values = select(columns, wanted, most, beyond=beyond, order=order, walk=walk)
    return [Candidate(*row) for row in rows_of(sql, values)]


def rows_of(sql: str, values: Sequence[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


# SQL


@contextmanager
def reading() -> Iterator[None]:
    """Make sure that PostgreSQL, while this lasts, reads the index and not the table.

    Its estimates of how many entries have a lexeme are guesses, and a wrong guess would make it
    read everything. Everything here that asks the database is to be called within.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic(savepoint=False):
        _set(LOOK_UP)
        yield
        if len(connection.atomic_blocks) > 1:  # the transaction, and the settings with it, go on
            _set(AS_USUAL)


def _set(settings: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(settings)


def _settings(**values: str) -> str:
    several = ", ".join(f"set_config('{name}', '{value}', true)" for name, value in values.items())
    return f"SELECT {several}"


LOOK_UP = _settings(enable_seqscan="off", enable_indexscan="off", enable_bitmapscan="on", jit="off")
WALK = _settings(enable_seqscan="off", enable_indexscan="on", enable_bitmapscan="off", jit="off")
AS_USUAL = _settings(enable_seqscan="on", enable_indexscan="on", enable_bitmapscan="on", jit="on")


def select(
    columns: str,
    wanted: Condition,
    most: int,
    *,
    beyond: str = "",
    order: str = "",
    walk: bool = False,
) -> tuple[str, list[Any]]:
    """Return the statement that selects columns of the entries that meet a condition."""
    if connection.vendor == "postgresql":
        # Joined with nothing it is no longer what is indexed, so that the walk is not left.
        vector = f"({VECTOR} || ''::tsvector)" if walk else VECTOR
        sql = f"SELECT {columns} FROM {ENTRIES} WHERE {vector} @@ %s::tsquery"  # noqa: S608
        values: list[Any] = [as_tsquery(wanted.expression)]
    else:
        columns = ", ".join(f"{ENTRIES}.{name.strip()}" for name in columns.split(","))
        order = order.replace("id", f"{INDEX}.rowid")
        beyond = beyond.replace(" id ", f" {INDEX}.rowid ")
        sql = (
            f"SELECT {columns} FROM {INDEX} CROSS JOIN {ENTRIES} "  # noqa: S608
            f"ON {ENTRIES}.id = {INDEX}.rowid WHERE {INDEX} MATCH %s"
        )
        values = [as_fts5(wanted.expression)]
    order = f" ORDER BY {order}" if order else ""
    sql = f"{sql}{qualified(wanted.sql)}{beyond}{order} LIMIT {most:d}"
    return sql, [*values, *wanted.values]


def qualified(sql: str) -> str:
    return re.sub(r"\b(words|tokens)\b", rf"{ENTRIES}.\1", sql)


def group_sql(group: Group) -> tuple[str, list[str]]:
    """Return what tells whether an entry really meets a group: phrases stand in its words."""
    sql: list[str] = []
    values: list[str] = []
    for one in group.alternatives:
        if one.is_checked:
            part, more = stands("words", " ".join(one.phrase))
        else:
            several = [[stands("tokens", lexeme) for lexeme in sorted(slot)] for slot in one.slots]
            part = " AND ".join(f"({' OR '.join(sql for sql, _ in slot)})" for slot in several)
            more = [value for slot in several for _sql, each in slot for value in each]
        sql.append(f"({part})")
        values += more
    return f"({' OR '.join(sql)})", values


def stands(column: str, what: str) -> tuple[str, list[str]]:
    function = "strpos" if connection.vendor == "postgresql" else "instr"
    return f"{function}({column}, %s) > 0", [f" {what} "]


def as_fts5(expression: Expression) -> str:
    """Return an expression in the language of FTS5. Lexemes are quoted, so none is an operator."""
    if isinstance(expression, str):
        return '"' + expression.replace('"', '""') + '"'
    sign, parts = expression
    word = {"&": " AND ", "|": " OR ", "!": " NOT "}[sign]
    written = [as_fts5(part) for part in parts]
    return written[0] if len(written) == 1 else f"({word.join(written)})"


def as_tsquery(expression: Expression) -> str:
    """Return an expression in the language of PostgreSQL's `tsquery`."""
    if isinstance(expression, str):
        return "'" + expression.replace("\\", "\\\\").replace("'", "''") + "'"
    sign, parts = expression
    written = [as_tsquery(part) for part in parts]
    if sign == "!":
        return f"({' & !'.join(written)})"
    return written[0] if len(written) == 1 else f"({f' {sign} '.join(written)})"
