"""A generated collection: clauses with a French and an English text each, the same for each seed.

A hundred clauses make a declaration, dated within thirty years.
"""

import itertools
import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from commitments.models import Clause, ClauseText, Declaration, LanguageVersion
from tests.benchmarks.search.prose import SEED, Prose

OF_ONE = 100  # clauses of a declaration


def make_frames(clauses: int, prefix: str) -> list[tuple[Declaration, list[LanguageVersion]]]:
    """Make the declarations that so many clauses need, each with its two versions."""
    chance = random.Random(f"{SEED} {prefix} dates")  # noqa: S311
    declarations = Declaration.objects.bulk_create(
        [
            Declaration(
                slug=f"{prefix}-{number}",
                title=f"Charter {prefix} {number}",
                short_title=f"Charter {number}",
                kind="statement",
                adopted_on=date(1995, 1, 1) + timedelta(days=chance.randrange(30 * 365)),
                adopted_precision="day",
                status="published",
                published_at=timezone.now(),
            )
            for number in range(-(-clauses // OF_ONE))
        ],
        batch_size=1000,
    )
    versions = LanguageVersion.objects.bulk_create(
        [
            LanguageVersion(declaration=one, language=language, status=status)
            for one in declarations
            for language, status in [("fr", "authentic"), ("en", "working_translation")]
        ],
        batch_size=1000,
    )
    pairs = zip(versions[::2], versions[1::2], strict=True)
    return [(one, list(pair)) for one, pair in zip(declarations, pairs, strict=True)]


def rows(
    frames: Sequence[tuple[Declaration, list[LanguageVersion]]], first: int
) -> Iterator[tuple[Clause, list[ClauseText]]]:
    """Yield unsaved clauses with their texts; `first` is the key of the first clause."""
    prose = [Prose("fr"), Prose("en")]
    key = first
    for declaration, versions in frames:
        for position in range(1, OF_ONE + 1):
            clause = Clause(pk=key, declaration=declaration, label=str(position), position=position)
            texts = [
                ClauseText(clause=clause, version=version, text=one.text())
                for version, one in zip(versions, prose, strict=True)
            ]
            yield clause, texts
            key += 1


def fill(clauses: int) -> None:
    """Fill an empty database, as fast as it can be done. The index is not told."""
    made = rows(make_frames(clauses, "made"), 1)
    while part := list(itertools.islice(made, 10_000)):
        insert(Clause, [clause for clause, _texts in part])
        insert(ClauseText, (text for _clause, texts in part for text in texts))


def insert(model: type[Any], objects: Iterable[Any]) -> None:
    fields = [
        one for one in model._meta.concrete_fields if not (one.primary_key and model is ClauseText)
    ]
    columns = ", ".join(f'"{one.column}"' for one in fields)
    values = ([getattr(one, f.attname) for f in fields] for one in objects)
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in values:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", values)  # noqa: S608
