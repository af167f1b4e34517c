"""Finding and dropping triggers of ours: those whose names begin with one word."""

from django.db import connections

_FIND = {
    "sqlite": (
        "SELECT name, tbl_name FROM sqlite_master "
        r"WHERE type = 'trigger' AND name LIKE '{}\_%' ESCAPE '\'"
    ),
    "postgresql": (
        "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
        r"WHERE tgname LIKE '{}\_%' AND relnamespace = current_schema()::regnamespace"
    ),
}


def find_triggers(word: str, using: str) -> set[tuple[str, str]]:
    """Return the triggers named `word_…` that the database has, as pairs of trigger and table."""
    with connections[using].cursor() as cursor:
        cursor.execute(_FIND[connections[using].vendor].format(word))
        return {(name, table) for name, table in cursor.fetchall()}


def drop_named(word: str, using: str) -> None:
    """Drop the triggers named `word_…`, so that migrations can rebuild tables."""
    database = connections[using]
    with database.cursor() as cursor:
        for name, table in sorted(find_triggers(word, using)):
            where = f' ON "{table}"' if database.vendor == "postgresql" else ""
            cursor.execute(f'DROP TRIGGER "{name}"{where}')
