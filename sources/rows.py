"""Rows for lists and exports, taken from the database as plain values.

A serializer costs a millisecond a row, and what it costs is not the database: making models and
asking each field in turn. Where lists are long, their rows are made of tuples instead. A statement
brings the columns of a page; a few more bring what belongs to these rows, each in one go; a plain
function nests them. The serializer still says what the shape is, and a test holds the two against
each other for every row there is: `docs/adr/0012-rows-without-serializers.md`.

The SQL of a statement is made once and run many times: making it costs more than running it.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from threading import Lock
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections, router
from django.db.models import BooleanField, Expression, F, QuerySet, TextField
from django.urls import reverse

Values = tuple[Any, ...]


class Slot(Expression):
    """A place in a statement for a value that is given when it runs."""

    def __init__(self, name: str, output_field: Any) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, _compiler: Any, _connection: Any) -> tuple[str, list[Any]]:
        return "%s", [self]

    def prepare(self, value: Any, connection: Any) -> Any:
        """Return a value of JSON as the database takes it."""
        field = self.output_field
        return field.get_db_prep_value(field.to_python(value), connection, prepared=False)


class Numbers(Slot):
    """A place for any number of primary keys: one parameter, so that the SQL is always the same."""

    def __init__(self, name: str = "keys") -> None:
        super().__init__(name, TextField())

    def prepare(self, value: Iterable[int], connection: Any) -> str:
        numbers = ",".join(map(str, value))
        return f"{{{numbers}}}" if connection.vendor == "postgresql" else f"[{numbers}]"


class Among(Expression):
    """The condition that a column is one of the keys that a statement is given."""

    output_field = BooleanField()

    def __init__(self, column: str) -> None:
        super().__init__()
        self.expressions = [F(column), Numbers()]

    def get_source_expressions(self) -> list[Any]:
        return self.expressions

    def set_source_expressions(self, expressions: list[Any]) -> None:
        self.expressions = expressions

    def as_sql(self, compiler: Any, _connection: Any) -> tuple[str, list[Any]]:
        (column, before), (keys, after) = map(compiler.compile, self.expressions)
        return f"{column} IN (SELECT value FROM json_each({keys}))", [*before, *after]  # noqa: S608

    def as_postgresql(self, compiler: Any, _connection: Any) -> tuple[str, list[Any]]:
        (column, before), (keys, after) = map(compiler.compile, self.expressions)
        return f"{column} = ANY({keys}::bigint[])", [*before, *after]


class Statement:
    """The query of a `values_list`, whose SQL is made when it first runs, and then kept."""

    def __init__(self, queryset: QuerySet[Any]) -> None:
        self.queryset = queryset

    @property
    def using(self) -> str:
        return router.db_for_read(self.queryset.model)

    @cached_property
    def compiled(self) -> tuple[str | None, Values, dict[int, Any]]:
        """The SQL, its parameters and slots, and what turns columns into values of Python.

        No SQL when the conditions cannot be met.
        """
        compiler = self.queryset.query.get_compiler(self.using)
        try:
            sql, parameters = compiler.as_sql()
        except EmptyResultSet:
            return None, (), {}
        columns = [column for column, _sql, _alias in compiler.select]
        return sql, tuple(parameters), compiler.get_converters(columns)

    def rows(self, **values: Any) -> list[Values]:
        """Run it with these values in its slots, and return all rows."""
        with connections[self.using].cursor() as cursor:
            return self.converted(self.run(cursor, values).fetchall()) if self.compiled[0] else []

    def chunks(self, size: int, **values: Any) -> Iterator[list[Values]]:
        """Run it, and yield its rows in lists of at most that size, never holding all of them."""
        if self.compiled[0] is None:
            return
        with connections[self.using].chunked_cursor() as cursor:
            self.run(cursor, values)
            while rows := cursor.fetchmany(size):
                yield self.converted(rows)

    def run(self, cursor: Any, values: dict[str, Any]) -> Any:
        sql, parameters, _converters = self.compiled
        database = connections[self.using]
        cursor.execute(
            sql,
            [
                one.prepare(values[one.name], database) if isinstance(one, Slot) else one
                for one in parameters
            ],
        )
        return cursor

    def converted(self, rows: list[Values]) -> list[Values]:
        converters = self.compiled[2]
        if not converters:
            return rows
        database = connections[self.using]
        columns = list(zip(*rows, strict=True))
        for place, (steps, expression) in converters.items() if rows else ():
            column = columns[place]
            for step in steps:
                column = [step(value, expression, database) for value in column]
            columns[place] = column
        return list(zip(*columns, strict=True))


@dataclass(frozen=True, slots=True)
class Rows:
    """How the rows of a list are made: the columns that they need, and what makes them of these.

    `make` takes rows of the columns and the beginning of absolute addresses, `https://host`, and
    returns what the serializer of the list would.
    """

    columns: tuple[str, ...]
    make: Callable[[list[Values], str], list[dict[str, Any]]]


# Parts of rows


def moment(value: datetime) -> str:
    """Return a moment as the serializers write it: ISO 8601 in UTC."""
    return value.isoformat().replace("+00:00", "Z")


# For each parameter of an address a value that its converter takes, and no address has otherwise.
SAMPLES = {
    "slug": "slug-of-the-thing",
    "label": "label-of-the-thing",
    "ref": "zzzzzzz",
    "number": "987654321",
}


@cache
def address(route: str, *names: str) -> Callable[..., str]:
    """Return what makes the path of a route from values for its parameters, in that order.

    For names that need no encoding: slugs, references, labels and numbers.
    """
    path = reverse(route, kwargs={name: SAMPLES[name] for name in names})
    for place, name in enumerate(names):
        path = path.replace(SAMPLES[name], f"{{{place}}}")
    return path.format


# What is worked out once


class Recent:
    """The values that were asked for last, at most so many; threads share it."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.values: OrderedDict[Hashable, Any] = OrderedDict()
        self.lock = Lock()

    def get(self, key: Hashable) -> Any:
        """Return the value of a key, or None."""
        with self.lock:
            if key in self.values:
                self.values.move_to_end(key)
            return self.values.get(key)

    def keep(self, key: Hashable, value: Any) -> None:
        """Remember a value; the one that was not asked for the longest is forgotten."""
        with self.lock:
            self.values[key] = value
            self.values.move_to_end(key)
            while len(self.values) > self.size:
                self.values.popitem(last=False)
