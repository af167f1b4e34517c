"""Which clauses a passage may be about: at most three, each with what it shares with the passage.

No model and no likeness of meaning: a clause is suggested for the dates, names, numbers, parties,
terms and words that stand in the passage and in one of the clause's texts, ours among them. The
rarer among the clauses, the more it counts. Suggestions are help for a person and decide nothing.

The clauses that are compared come from the search index, by the rarest words of the passage, so
that it costs the same however many clauses there are; and from the declarations at hand, which
may be drafts that the index does not know.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log, log1p

from commitments.models import Clause, ClauseText, Participation
from govkb.desk.suggest_features import SHARE, Item, Key, Kind, keys_of, party_key, read
from govkb.search import engine, index
from govkb.search.changes import ENTRIES
from govkb.search.entries import TYPE, facet
from govkb.search.glossary import glossary
from govkb.search.index import SAMPLES
from govkb.search.queries import Expression

MOST = 3  # suggestions
RAREST = 8  # terms that candidates are found by
MATCHES = 8_000  # what these terms may match together
FEW = 2_000  # … and more terms are asked for while they match no more than this
CANDIDATES = 200  # clauses whose words are counted
POOL = 24  # clauses whose texts are compared
OF_DECLARATION = 200  # clauses of the declarations at hand that are looked at
ENOUGH = 500  # clauses in a sample that tells how common a word is

CONTEXT = 0.3  # what stands around the passage counts so much of what stands in it
PART = 0.4  # a word of a term of several words that was compared as a whole already
LENGTH = 0.35  # how far a long clause counts less for what it shares, as the b of BM25
PARTY = 0.3  # what a party of the declaration counts that the passage names
MOST_REASONS = 8
LEAST = 0.05  # of the best reason; what counts less is no reason worth showing


@dataclass(frozen=True, slots=True)
class Reason:
    """Something that passage and clause share, as each of them writes it."""

    kind: Kind
    here: str
    there: str

    @property
    def is_same(self) -> bool:
        return self.here.casefold() == self.there.casefold()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A clause that the passage may be about, and why; scores compare within one passage only."""

    clause: Clause
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """What the texts of a clause say, and how long they are."""

    keys: dict[Key, str]
    words: int


def suggest(
    passage: str,
    language: str,
    *,
    context: str = "",
    declarations: Collection[int] = (),
    most: int = MOST,
) -> list[Suggestion]:
    """Return the clauses that share most with a passage, best first; none if nothing is shared.

    `context` is what stands around the passage. `declarations` are the keys of those at hand, whose
    clauses are compared also when they are not public. Seven queries at most.
    """
    terms = glossary()
    items = read(passage, language, terms)
    said = {key for item in items for key in item.keys}
    around = [item for item in read(context, language, terms) if not said.intersection(item.keys)]
    if not items:
        return []
    index.refresh()
    with engine.reading():
        commonness, total = count_terms([*items, *around])
        found = find_candidates(items, around, commonness, total)
    found |= clauses_at_hand(declarations, found)
    pool = read_clauses(found)
    if not pool:
        return []
    clauses = {
        one.pk: one for one in Clause.objects.filter(pk__in=pool).select_related("declaration")
    }
    weights = weigh(pool.values(), [*items, *around], commonness, total)
    parties = named_parties({one.declaration_id for one in clauses.values()}, passage)
    mean = sum(one.words for one in pool.values()) / len(pool)
    suggestions = []
    for pk, known in pool.items():
        named = parties.get(clauses[pk].declaration_id, ([], frozenset()))
        gains = shared(items, known, weights, but=named[1])
        nearby = sum(gain for gain, _reason in shared(around, known, weights, but=named[1]))
        if not gains and not nearby:
            continue
        length = 1 - LENGTH + LENGTH * known.words / mean
        score = (sum(gain for gain, _ in gains) + CONTEXT * nearby) / length + PARTY * len(named[0])
        gains.sort(key=lambda one: (-one[0], one[1].here))
        best = gains[0][0] if gains else 0
        reasons = [reason for gain, reason in gains[:MOST_REASONS] if gain >= LEAST * best]
        reasons += [Reason(Kind.PARTY, name, name) for name in named[0]]
        suggestions.append(Suggestion(clauses[pk], score, tuple(unique(reasons))))
    suggestions.sort(key=lambda one: (-one.score, one.clause.declaration_id, one.clause.position))
    return suggestions[:most]


def unique(reasons: Iterable[Reason]) -> list[Reason]:
    """Return the reasons without those that show words already shown."""
    shown: set[str] = set()
    found = []
    for reason in reasons:
        here = reason.here.casefold()
        if here not in shown:
            shown.add(here)
            found.append(reason)
    return found


def shared(
    items: Iterable[Item], known: _Known, weights: Mapping[Key, float], *, but: frozenset[Key]
) -> list[tuple[float, Reason]]:
    """Return what a clause shares with these items, and how much each thing counts.

    Items known by a key in `but` are passed over: the parties tell no clause from another.
    """
    found = []
    for item in items:
        if not but.isdisjoint(item.keys):
            continue
        several = [(weights[key], key) for key in item.keys if key in known.keys]
        if several:
            gain, key = max(several)
            gain *= PART if item.is_part else 1
            found.append((gain, Reason(key.kind, item.text, known.keys[key])))
    return found


def weigh(
    pool: Collection[_Known],
    items: Iterable[Item],
    commonness: Mapping[frozenset[str], float],
    total: int,
) -> dict[Key, float]:
    """Return what each key counts: how rare it is among the clauses compared, and among all."""
    within = Counter(key for known in pool for key in known.keys)
    scale = log1p(len(pool)) / log1p(max(total, len(pool)))
    weights: dict[Key, float] = {}
    for item in items:
        of_all = (
            rarity(commonness[item.lexemes], total) * scale if item.lexemes in commonness else None
        )
        for key in item.keys:
            here = rarity(within[key], len(pool))
            both = here if of_all is None or total <= len(pool) else (here + of_all) / 2
            weights[key] = SHARE[key.kind] * both
    return weights


def rarity(number: float, total: int) -> float:
    """Return the inverse document frequency as BM25 has it; never negative."""
    number = min(number, total)
    return log(1 + (total - number + 0.5) / (number + 0.5))


# Candidates


def count_terms(items: Iterable[Item]) -> tuple[dict[frozenset[str], float], int]:
    """Return about how many clauses the index has for the lexemes of each item, and in all.

    Terms are counted in a sample, which is read once; those that are not in it are counted exactly,
    which is quick because they are rare. Of few clauses the sample is all.
    """
    several = list(dict.fromkeys(item.lexemes for item in items if item.lexemes))
    level, sample = read_sample()
    scale = engine.SHARE**level
    wanted = frozenset().union(*several)
    having: dict[str, set[int]] = {lexeme: set() for lexeme in wanted}
    for number, tokens in enumerate(sample):
        for lexeme in wanted.intersection(tokens):
            having[lexeme].add(number)
    found = {
        lexemes: float(scale * len(set().union(*(having[one] for one in lexemes))))
        for lexemes in several
    }
    if level:
        rare = [lexemes for lexemes, number in found.items() if not number]
        found.update(zip(rare, map(float, count(map(any_of, rare))), strict=True))
    return found, len(sample) * scale


def read_sample() -> tuple[int, list[list[str]]]:
    """Return the tokens of clauses enough to tell how common a word is, and of which sample.

    Sample 0 is all clauses; each further one is an eighth of the one before.
    """
    for level in range(SAMPLES, -1, -1):
        wanted: Expression = f"~{level}" if level else facet(TYPE, "clauses")
        sql, values = engine.select("tokens", of_clauses(wanted), engine.EXACT)
        sample = [tokens.split() for (tokens,) in engine.rows_of(sql, values)]
        if len(sample) >= ENOUGH:
            return level, sample
    return 0, sample


def of_clauses(expression: Expression) -> engine.Condition:
    """Return what clauses must meet. That they are clauses is read from the few rows that do.

    As a part of the expression it would be looked up for every clause there is.
    """
    return engine.Condition(expression, " AND kind = 'clauses'")


def any_of(lexemes: Iterable[str]) -> Expression:
    return ("|", sorted(lexemes))


def count(expressions: Iterable[Expression]) -> list[int]:
    """Return how many clauses meet each of these, in one query."""
    parts, values = [], []
    for number, expression in enumerate(expressions):
        inner, more = engine.select("id", of_clauses(expression), engine.EXACT)
        one = f"SELECT {number} AS place, COUNT(*) FROM ({inner}) AS found_{number}"  # noqa: S608
        parts.append(one)
        values += more
    rows = engine.rows_of(" UNION ALL ".join(parts), values) if parts else []
    return [number for _place, number in sorted(rows)]


def find(terms: Sequence[tuple[Expression, float]]) -> list[int]:
    """Return the keys of the clauses that have most of these terms by weight, in one query."""
    parts, values = [], []
    for number, (expression, _weight) in enumerate(terms):
        inner, more = engine.select("object_id", of_clauses(expression), engine.EXACT)
        parts.append(f"SELECT {number} AS place, object_id FROM ({inner}) AS found_{number}")  # noqa: S608
        values += more
    scores: Counter[int] = Counter()
    for number, pk in engine.rows_of(" UNION ALL ".join(parts), values):
        scores[pk] += terms[number][1]  # type: ignore[assignment]
    return sorted(scores, key=lambda pk: (-scores[pk], pk))[:CANDIDATES]


def find_candidates(
    items: Sequence[Item],
    around: Sequence[Item],
    commonness: Mapping[frozenset[str], float],
    total: int,
) -> set[int]:
    """Return the keys of the clauses that share the rarest terms, the most promising of them.

    The terms of the passage come before those that stand around it.
    """
    known = {one.lexemes: commonness[one.lexemes] for one in [*items, *around] if one.lexemes}
    own = {one.lexemes for one in items}
    rarest = sorted(
        (one not in own, number, sorted(one)) for one, number in known.items() if number
    )
    weights = {one: rarity(number, total) for one, number in known.items()}
    wanted: list[tuple[Expression, float]] = []
    matched = 0.0
    for _is_around, number, lexemes in rarest:
        most = MATCHES if len(wanted) < RAREST else FEW
        if matched + number <= most:
            matched += number
            wanted.append((any_of(lexemes), weights[frozenset(lexemes)]))
    if not wanted and rarest:
        # All its words are common: only clauses that share the two rarest of them are looked at.
        wanted = [(("&", [any_of(lexemes) for _is_around, _number, lexemes in rarest[:2]]), 1.0)]
    found = find(wanted) if wanted else []
    if len(found) <= POOL:
        return set(found)
    places = ", ".join(["%s"] * len(found))
    sql = f"SELECT object_id, tokens FROM {ENTRIES} WHERE kind = 'clauses' AND object_id IN "  # noqa: S608
    scores: list[tuple[float, int]] = []
    for pk, tokens in engine.rows_of(f"{sql} ({places})", found):
        words = set(tokens.split())
        gain = sum(weight for one, weight in weights.items() if not words.isdisjoint(one))
        scores.append((-gain, pk))
    return {pk for _gain, pk in sorted(scores)[:POOL]}


def clauses_at_hand(declarations: Collection[int], found: Collection[int]) -> set[int]:
    """Return the keys of clauses of the declarations at hand, if they are not too many."""
    if not declarations:
        return set()
    rows = Clause.objects.filter(declaration__in=declarations).exclude(pk__in=found)
    return set(rows.order_by("position").values_list("pk", flat=True)[:OF_DECLARATION])


def read_clauses(keys: Collection[int]) -> dict[int, _Known]:
    """Return what the texts of each clause say; clauses without any text are left out."""
    rows = ClauseText.objects.filter(clause__in=keys).exclude(text="").order_by("clause", "version")
    texts: dict[int, list[tuple[str, str]]] = {}
    for pk, text, language in rows.values_list("clause", "text", "version__language"):
        texts.setdefault(pk, []).append((text, language))
    return {pk: read_clause(tuple(several)) for pk, several in texts.items()}


@lru_cache(maxsize=2048)
def read_clause(texts: tuple[tuple[str, str], ...]) -> _Known:
    """Return what the texts of one clause say; kept, since one article is about few clauses."""
    terms = glossary()
    keys: dict[Key, str] = {}
    for text, language in texts:
        for key, written in keys_of(read(text, language, terms)).items():
            keys.setdefault(key, written)
    return _Known(keys, max(len(text.split()) for text, _language in texts))


def named_parties(
    declarations: Collection[int], passage: str
) -> dict[int, tuple[list[str], frozenset[Key]]]:
    """Return for each declaration the parties that the passage names, and the keys of all."""
    words = f" {party_key(passage)} "
    rows = Participation.objects.filter(declaration__in=declarations).exclude(role="not_party")
    parties: dict[int, list[str]] = {}
    names = rows.order_by("party__name").values_list("declaration", "party__name")
    for declaration, name in names.distinct():
        parties.setdefault(declaration, []).append(name)
    return {
        declaration: (
            [name for name in several if f" {party_key(name)} " in words],
            keys_of_parties(tuple(several)),
        )
        for declaration, several in parties.items()
    }


@lru_cache(maxsize=512)
def keys_of_parties(names: tuple[str, ...]) -> frozenset[Key]:
    """Return the keys of these names and their terms; single words of a longer name are none."""
    return frozenset(
        key
        for name in names
        for key in keys_of(read(name, "en", glossary()))
        if key.kind == Kind.TERM or (key.kind != Kind.KIN and " " not in name)
    )
