"""The index: kept in step with the collection, remade, and compared with it.

Changes are noted by triggers (`govkb/search/changes.py`). Whoever searches works them off first,
so that no answer is older than the data; an importer of ours does so at its end. On SQLite the
words are in FTS5, on PostgreSQL in a GIN index; both hold the same lexemes.
"""

import itertools
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DatabaseError, InternalError, OperationalError, connection, transaction

from govkb.models import SearchChange, SearchEntry
from govkb.search import entries
from govkb.search.changes import ENTRIES, FTS_TRIGGERS, INDEX
from govkb.search.entries import Entry
from govkb.search.words import analyse

BATCH = 1000  # entries made at a time
AT_A_SEARCH = 2000  # changes that one search works off before it answers
WAIT = 3000  # milliseconds for another process that is working changes off
SAMPLES = 3  # each is an eighth of the one before

Row = tuple[int, str, int, str, str, str, str]
Progress = Callable[[str, int], None]


def row_of(entry: Entry) -> Row:
    """Return an entry as the table has it."""
    analysis = analyse(entry.texts)
    facets = " ".join(entry.facet_lexemes)
    levels = " ".join(sorted(analysis.levels))
    key = entry.key
    tokens = " ".join(sorted(analysis.lexemes))
    sampled = " ".join(f"~{number}" for number in samples_of(key))
    return (
        key,
        entry.kind,
        entry.object_id,
        facets,
        levels,
        f" {tokens} {levels} {facets} {sampled} ",
        f" {analysis.words} ",
    )


def samples_of(key: int) -> range:
    """Return the samples that an entry belongs to: a fixed eighth of all, an eighth of these …"""
    number = 0
    while number < SAMPLES and key % 8 == 0:
        key //= 8
        number += 1
    return range(1, number + 1)


# Following changes


def refresh() -> bool:
    """Work off what has changed; tell whether nothing is left.

    False when there is more than a search should wait for, or another process is at it.
    """
    if not SearchChange.objects.exists():
        return True
    try:
        with _soon(), transaction.atomic():
            _wait_in_line()
            return work_off(AT_A_SEARCH) < AT_A_SEARCH
    except (OperationalError, InternalError):
        # Somebody else is writing, for whose end a reader does not wait; or nothing can be written.
        if connection.in_atomic_block:
            raise
        return False


@contextmanager
def _soon() -> Iterator[None]:
    """Let SQLite wait for the lock no longer than PostgreSQL does in `_wait_in_line()`."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        usual = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {WAIT}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {usual}")


def flush() -> int:
    """Work off all changes, however many; return the number. An importer does so at its end."""
    done = 0
    with transaction.atomic():
        _wait_in_line()
        while number := work_off(100 * AT_A_SEARCH):
            done += number
    return done


def work_off(most: int) -> int:
    """Make the entries anew that the oldest changes outdated; return how many changes those were.

    To be called in a transaction. The changes are taken before the collection is read: what
    changes after that has been noted once more.
    """
    changed = take_changes(most)
    number = sum(map(len, changed.values()))
    if number > BATCH and connection.vendor == "postgresql":
        _run(MUCH)
    outdated: dict[str, set[int]] = defaultdict(set)
    for kind, keys in changed.items():
        for part in _parts(keys):
            for reached, several in entries.reach(kind, part).items():
                outdated[reached].update(several)
    seen: set[str] = set()
    for kind in entries.KINDS:
        for part in _parts(outdated[kind]):
            remove(kind, part)
            insert(entries.build(kind, part), seen)
    if changed:
        settle()
    return number


# Of many entries PostgreSQL gathers the words first and sorts them in once.
MUCH = [
    "SELECT set_config('gin_pending_list_limit', '262144', true)",
    "SELECT set_config('maintenance_work_mem', '262144', true)",
]


def take_changes(most: int) -> dict[str, set[int]]:
    """Delete the oldest changes and return them by kind."""
    changed: dict[str, set[int]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM govkb_searchchange WHERE id IN "
            "(SELECT id FROM govkb_searchchange ORDER BY id LIMIT %s) RETURNING kind, object_id",
            [most],
        )
        for kind, key in cursor.fetchall():
            changed[kind].add(key)
    return changed


def _wait_in_line() -> None:
    """Let one process at a time write to the index; raise DatabaseError if it takes too long."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{WAIT}ms"])
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('govkb_search'))")


# Writing


def remove(kind: str, keys: Collection[int]) -> None:
    """Delete the entries of these things."""
    SearchEntry.objects.filter(kind=kind, object_id__in=keys).delete()


def insert(several: Iterable[Entry], seen: set[str]) -> int:
    """Insert entries and remember their words; return how many. `seen` are words known to be."""
    rows = with_free_keys([row_of(entry) for entry in several])
    if not rows:
        return 0
    columns = "id, kind, object_id, facets, levels, tokens, words"
    rows.sort()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {ENTRIES} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(rows[0]))
            cursor.executemany(f"INSERT INTO {ENTRIES} ({columns}) VALUES ({places})", rows)  # noqa: S608
    remember({word for row in rows for word in row[-1].split()} - seen, seen)
    return len(rows)


def remember(words: set[str], seen: set[str]) -> None:
    """Keep words to suggest to those who misspell them."""
    seen |= words
    new = sorted(filter(is_suggestible, words))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sql = "INSERT INTO govkb_searchword SELECT unnest(%s::text[]) ON CONFLICT DO NOTHING"
            cursor.execute(sql, [new])
        else:
            sql = "INSERT OR IGNORE INTO govkb_searchword (word) VALUES (%s)"
            cursor.executemany(sql, [[word] for word in new])


def with_free_keys(rows: list[Row]) -> list[Row]:
    """Return the rows with keys that are not taken: chance may give two things one key."""
    taken: set[int] = set()
    free = list(rows)
    while True:
        for number, row in enumerate(free):
            key = row[0]
            while key in taken:
                key += 8**SAMPLES  # in the same samples, next to it
            taken.add(key)
            free[number] = (key, *row[1:])
        keys = {row[0] for row in free}
        taken = set(SearchEntry.objects.filter(pk__in=keys).values_list("pk", flat=True))
        if not taken:
            return free


def is_suggestible(word: str) -> bool:
    """Tell a word that a reader may have meant from a number or sign."""
    return 4 <= len(word) <= 30 and word.isalpha()


def settle() -> None:
    """Merge what was written into the index proper, so that a search need not read it through."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT gin_clean_pending_list(%s::regclass)", [INDEX])


# Remaking


def rebuild(progress: Progress) -> int:
    """Make the whole index anew, in one transaction; return the number of entries.

    Searches wait meanwhile on PostgreSQL, and answer from the old index on SQLite. `progress` is
    told the kind and how many of it were made since it was last told.
    """
    made = 0
    seen: set[str] = set()
    with transaction.atomic():
        _wait_in_line()
        take_changes(2**62)
        _run(BEFORE_REBUILD[connection.vendor])
        for kind in entries.KINDS:
            for part in _batches(entries.every_key(kind)):
                made += insert(entries.build(kind, part), seen)
                progress(kind, len(part))
        _run(AFTER_REBUILD[connection.vendor])
    analyse_tables()
    return made


# What PostgreSQL indexes; the same as in the migration, or its index would not be used.
VECTOR = "array_to_tsvector(string_to_array(btrim(tokens), ' '))"

# A full-text index is made several times as fast at the end as row by row.
BEFORE_REBUILD = {
    "postgresql": [
        f"DROP INDEX IF EXISTS {INDEX}",
        f"TRUNCATE {ENTRIES}, govkb_searchword",
    ],
    "sqlite": [
        *(f"DROP TRIGGER IF EXISTS {name}" for name in FTS_TRIGGERS),
        f"DELETE FROM {ENTRIES}",  # noqa: S608
        "DELETE FROM govkb_searchword",
    ],
}
AFTER_REBUILD = {
    "postgresql": [
        "SELECT set_config('maintenance_work_mem', '256MB', true)",
        f"CREATE INDEX {INDEX} ON {ENTRIES} USING gin ({VECTOR})",
    ],
    "sqlite": [
        f"INSERT INTO {INDEX} ({INDEX}) VALUES ('rebuild')",  # noqa: S608
        *FTS_TRIGGERS.values(),
    ],
}


def _run(statements: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def analyse_tables() -> None:
    """Let the database learn how the entries are spread, which decides how it reads them."""
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {ENTRIES}")


def _parts(keys: Collection[int]) -> Iterator[list[int]]:
    rows = sorted(keys)
    return (rows[at : at + BATCH] for at in range(0, len(rows), BATCH))


def _batches(keys: Any) -> Iterator[list[int]]:
    rows = keys.iterator(chunk_size=BATCH)
    while part := list(itertools.islice(rows, BATCH)):
        yield part


# Comparing


def differences() -> Iterator[str]:
    """The search index, once it has followed all changes, has exactly what the collection says."""
    flush()
    for kind in entries.KINDS:
        there = 0
        for part in _batches(entries.every_key(kind)):
            wanted = {row[2]: row[3:] for row in map(row_of, entries.build(kind, part))}
            held = {
                key: tuple(values)
                for key, *values in SearchEntry.objects.filter(
                    kind=kind, object_id__in=part
                ).values_list("object_id", "facets", "levels", "tokens", "words")
            }
            there += len(held)
            if wrong := [key for key in wanted.keys() | held.keys() if not same(wanted, held, key)]:
                yield f"Search: {len(wrong)} {kind} are not in the index as they are."
        if stray := SearchEntry.objects.filter(kind=kind).count() - there:
            yield f"Search: the index has {stray} {kind} that do not exist."
    yield from _broken_index()


def same(wanted: dict[int, tuple[str, ...]], held: dict[int, tuple[str, ...]], key: int) -> bool:
    """Tell whether an entry is as it should be; the samples follow its key, not its content."""
    if key not in wanted or key not in held:
        return False
    plain = [
        (row[0], row[1], row[2].partition(" ~")[0].rstrip(), row[3])
        for row in (wanted[key], held[key])
    ]
    return plain[0] == plain[1]


def _broken_index() -> Iterator[str]:
    """Yield a line if FTS5 does not hold what its table does."""
    if connection.vendor == "sqlite":
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"INSERT INTO {INDEX} ({INDEX}, rank) VALUES ('integrity-check', 1)")  # noqa: S608
        except DatabaseError:
            yield "Search: the words in FTS5 are not those of the entries; run rebuild_search."
