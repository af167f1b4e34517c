"""A made-up collection of any size: the same for the same seed, on both databases.

A hundred clauses to a declaration, each with two texts, one of them cut from a snapshot; every
third has a topic, every fourth a commitment with an actor, every tenth stands within another.
Words follow Zipf's law, as those of people do.
"""

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import accumulate, islice
from typing import Any

from django.db import connection, models

from commitments.models import (
    Clause,
    ClauseText,
    Commitment,
    Declaration,
    LanguageVersion,
    Party,
    Topic,
    Vocabulary,
)
from govkb.stamp import create_triggers, drop_triggers
from sources.identifiers import REF_ALPHABET, REF_LENGTH
from sources.models import Publisher, Snapshot, Source

SEED = 20_260
PER_DECLARATION = 100
TOPICS, PARTIES, PUBLISHERS = 40, 60, 25
WHEN = datetime(2031, 5, 4, 9, 30, 15, 123456, tzinfo=UTC)
KINDS = ["preamble", "clause", "clause", "clause", "section", "article", "principle", "annex"]

Row = dict[str, Any]


class Words:
    """Made-up words, the frequent ones short; sentences of them by a seed of their own."""

    def __init__(self, seed: int, vocabulary: int = 5_000) -> None:
        self.chance = random.Random(seed)  # noqa: S311
        syllables = [f"{a}{b}" for a in "bdfgklmnprstv" for b in ("a", "e", "é", "i", "o", "u")]
        made = {
            "".join(self.chance.choices(syllables, k=1 + n * 3 // vocabulary)) + "s"[: n % 2]
            for n in range(vocabulary)
        }
        self.known = sorted(made, key=lambda word: (len(word), word))
        self.weights = list(accumulate(1 / rank for rank in range(1, len(self.known) + 1)))

    def sentence(self, length: int) -> str:
        words = self.chance.choices(self.known, cum_weights=self.weights, k=length)
        return " ".join(words).capitalize() + "."


def fill(clauses: int) -> None:
    """Fill the migrated, empty database that settings name with so many clauses."""
    drop_triggers(using="default")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")  # no foreign keys to check
        else:
            cursor.execute("PRAGMA synchronous = OFF")
        for model, rows in tables(clauses // PER_DECLARATION):
            write(cursor, model, rows)
        if connection.vendor == "postgresql":
            cursor.execute("RESET session_replication_role")
            cursor.execute("VACUUM ANALYZE")
        else:
            cursor.execute("PRAGMA synchronous = NORMAL")
            cursor.execute("ANALYZE")
    create_triggers(using="default")


def write(cursor: Any, model: type[models.Model], rows: Iterator[Row]) -> None:
    """Write rows of a model as fast as the database takes them; what they lack has its default."""
    fields = model._meta.concrete_fields
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    usual = {field.attname: field.get_default() for field in fields}
    complete = (tuple({**usual, **row}.values()) for row in rows)
    table = quote(model._meta.db_table)
    if connection.vendor == "postgresql":
        with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
            for row in complete:
                copy.write_row(row)
        return
    places = ", ".join(["%s"] * len(fields))
    written = (tuple(map(as_sqlite_has_it, row)) for row in complete)
    while chunk := list(islice(written, 10_000)):
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", chunk)  # noqa: S608


def as_sqlite_has_it(value: Any) -> Any:
    """Return a value as Django writes it: moments in UTC, without saying so."""
    return value.replace(tzinfo=None) if isinstance(value, datetime) else value


def tables(declarations: int) -> Iterator[tuple[type[models.Model], Iterator[Row]]]:
    """Yield what stands in each table, in an order that foreign keys allow."""
    numbers = range(1, declarations + 1)
    clauses = range(1, declarations * PER_DECLARATION + 1)
    published = {"status": "published"}
    published |= dict.fromkeys(("published_at", "created_at", "updated_at"), WHEN)

    words = Words(SEED)
    yield (
        Publisher,
        (
            {"id": n, "slug": f"publisher-{n}", "name": f"Publisher {n}"}
            for n in range(1, PUBLISHERS + 1)
        ),
    )
    yield (
        Source,
        (
            {
                "id": n,
                "slug": f"source-{n}",
                "title": words.sentence(6),
                "kind": "official_text",
                "publisher_id": 1 + n % PUBLISHERS,
                "language": "fr",
                "rights": "full",
                **published,
            }
            for n in numbers
        ),
    )
    yield (
        Snapshot,
        (
            {
                "id": n,
                "source_id": n,
                "number": 1,
                "captured_at": WHEN,
                "origin": "import",
                "byte_sha256": f"{n:064x}",
                "text_sha256": f"{n:064x}",
                "text": words.sentence(30),
            }
            for n in numbers
        ),
    )
    yield Vocabulary, iter([{"id": 1, "slug": "made-up", "title": "Made up"}])
    yield (
        Topic,
        (
            {
                "id": n,
                "slug": f"topic-{n}",
                "vocabulary_id": 1,
                "notation": str(n),
                "label": f"Topic {n}",
            }
            for n in range(1, TOPICS + 1)
        ),
    )
    yield (
        Party,
        (
            {"id": n, "slug": f"party-{n}", "name": f"Party {n}", "kind": "state"}
            for n in range(1, PARTIES + 1)
        ),
    )
    yield (
        Declaration,
        (
            {
                "id": n,
                # Neither in the order of the rows nor against it
                "slug": f"accord-{n * 7919 % 1_000_003}-{n}",
                "title": words.sentence(9),
                "short_title": f"Accord {n}",
                "kind": "statement",
                "confidence": "seen",
                **published,
            }
            for n in numbers
        ),
    )
    yield (
        LanguageVersion,
        (
            {
                "id": 2 * n - 1 + working,
                "declaration_id": n,
                "language": "en" if working else "fr",
                "status": "working_translation" if working else "authentic",
                "source_id": None if working else n,
            }
            for n in numbers
            for working in (0, 1)
        ),
    )
    yield (
        Clause,
        (
            {
                "id": n,
                "declaration_id": 1 + (n - 1) // PER_DECLARATION,
                "position": (place := 1 + (n - 1) % PER_DECLARATION),
                "label": str(place),
                "kind": KINDS[n * 31 % 13 % len(KINDS)],
                "parent_id": n - 1 if place > 1 and n % 10 == 0 else None,
                "heading": words.sentence(4),
                "eid": f"art_{place}",
            }
            for n in clauses
        ),
    )
    yield (
        Clause.topics.through,
        ({"id": n, "clause_id": n, "topic_id": 1 + n % TOPICS} for n in clauses if n % 3 == 0),
    )
    yield ClauseText, (text_of(n, working, words) for n in clauses for working in (0, 1))
    yield (
        Commitment,
        (
            {
                "id": n,
                "ref": ref_of(n),
                "clause_id": n,
                "number": 1,
                "modality": "commit",
                "action": words.sentence(10),
                "checkability": "clear",
            }
            for n in clauses
            if n % 4 == 0
        ),
    )
    yield (
        Commitment.actors.through,
        ({"id": n, "commitment_id": n, "party_id": 1 + n % PARTIES} for n in clauses if n % 4 == 0),
    )


def text_of(clause: int, working: int, words: Words) -> Row:
    """Return the words of a clause: our own rendering, or those of the snapshot."""
    declaration = 1 + (clause - 1) // PER_DECLARATION
    row = {
        "id": 2 * clause - 1 + working,
        "clause_id": clause,
        "version_id": 2 * declaration - 1 + working,
        "text": words.sentence(50),
    }
    if not working:
        start = 700 * ((clause - 1) % PER_DECLARATION)
        row |= {"locator": "a,b", "state": "anchored", "snapshot_id": declaration}
        row |= {"start": start, "end": start + len(row["text"])}
    return row


def ref_of(number: int) -> str:
    """Return a reference that no other number has."""
    signs = []
    for _ in range(REF_LENGTH):
        number, digit = divmod(number, len(REF_ALPHABET))
        signs.append(REF_ALPHABET[digit])
    return "".join(signs)
