"""The version of the collection: a number that every committed change makes larger.

Validators of HTTP rest on it, so no change may go past it: not `QuerySet.update()`, not the
loader, not `psql`. Hence it is kept by triggers on every table of `sources` and `commitments`,
also on those of models that are not written yet. `docs/adr/0010-version-of-the-collection.md`
says why it is built as it is.
"""

import functools
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import django
from django.apps import apps
from django.conf import settings
from django.db import connection, connections

from sources.triggers import drop_named, find_triggers

APPS = ("sources", "commitments")
TABLE = "govkb_collectionstamp"
SLOTS = 16  # as many transactions as can write at one moment without waiting here
COUNTED = 1000  # changes of one transaction that are told apart

CODE = {"sources", "commitments", "govkb", "templates"}
CODE_SUFFIXES = {".py", ".html", ".css", ".json", ".toml", ".sh", ".mjs", ".R", ".txt"}


@dataclass(frozen=True, slots=True)
class Stamp:
    """One version of the collection. Two answers of one version say the same."""

    number: int
    changed_ms: int

    @property
    def changed(self) -> int:
        """Return when it came to be, in whole seconds since 1970."""
        return self.changed_ms // 1000


def read_stamp() -> Stamp | None:
    """Return the version that this connection sees: one query. None when it is not kept.

    Read it before the content that it is to stand for. Then a change in between makes the answer
    newer than its stamp, and the next request is answered anew; never the other way round.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT CAST(SUM(number) AS BIGINT), MAX(changed_ms) FROM {TABLE}")  # noqa: S608
        number, changed_ms = cursor.fetchone()
    return None if number is None else Stamp(number, changed_ms)


@functools.cache
def release() -> tuple[str, int]:
    """Return what tells this version of the software from others, and when it was last changed.

    A deployment changes answers as a curator does. A hash over our code and templates and the
    pinned requirements; the time is that of the newest of these files, in seconds since 1970.
    """
    files = [
        path
        for folder in sorted(CODE)
        for path in sorted((settings.BASE_DIR / folder).rglob("*"))
        if path.suffix in CODE_SUFFIXES and path.is_file()
    ]
    requirements = settings.BASE_DIR / "requirements.txt"
    files += [requirements] if requirements.exists() else []
    digest = hashlib.sha256(django.__version__.encode())
    for path in files:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16], int(max(path.stat().st_mtime for path in files))


# Triggers


def stamped_tables() -> list[str]:
    """Return the tables whose changes count: all of the two apps, joining tables among them."""
    models = [
        model
        for label in APPS
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
    ]
    return sorted({model._meta.db_table for model in models if model._meta.managed})


NOW_MS = {
    "sqlite": "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)",
    "postgresql": "(extract(epoch FROM clock_timestamp()) * 1000)::bigint",
}

# A statement of PostgreSQL runs it once, however many rows it changes. It takes a slot that no
# other transaction is writing; only when all are taken does it wait. One transaction counts no
# further than a thousand: each count leaves a version of the row that the next has to skip.
FUNCTIONS = f"""
CREATE OR REPLACE FUNCTION govkb_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    chosen integer;
    counted integer := COALESCE(NULLIF(current_setting('govkb.counted', true), ''), '0')::integer;
BEGIN
    IF counted >= {COUNTED} THEN RETURN NULL; END IF;
    PERFORM set_config('govkb.counted', (counted + 1)::text, true);
    SELECT slot INTO chosen FROM {TABLE} ORDER BY slot LIMIT 1 FOR UPDATE SKIP LOCKED;
    UPDATE {TABLE}
    SET number = number + 1, changed_ms = {NOW_MS["postgresql"]}
    WHERE slot = COALESCE(chosen, 0);
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION govkb_stamp_time() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE {TABLE} SET changed_ms = {NOW_MS["postgresql"]}
    WHERE slot = NEW.slot AND number = NEW.number;
    RETURN NULL;
END $$;
"""  # noqa: S608 -- nothing of it comes from outside

# The time is that of the commit, as nearly as a trigger can know it: what was changed ten minutes
# ago in a transaction that ends now is new to readers now.
TIME_TRIGGER = f"""
CREATE CONSTRAINT TRIGGER stamp_time AFTER UPDATE OF number ON {TABLE}
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION govkb_stamp_time()
"""


def create_statements(vendor: str) -> Iterator[str]:
    """Yield the statements that make the triggers."""
    if vendor == "postgresql":
        yield FUNCTIONS
        yield TIME_TRIGGER
        for table in stamped_tables():
            yield (
                f"CREATE TRIGGER stamp_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE "
                f'ON "{table}" FOR EACH STATEMENT EXECUTE FUNCTION govkb_stamp()'
            )
        return
    for table in stamped_tables():
        for change in ("INSERT", "UPDATE", "DELETE"):
            yield (
                f'CREATE TRIGGER "stamp_{table}_{change.lower()}" AFTER {change} ON "{table}" '  # noqa: S608
                f"BEGIN UPDATE {TABLE} SET number = number + 1, "
                f"changed_ms = {NOW_MS['sqlite']} WHERE slot = 0; END"
            )


def drop_triggers(*, using: str, **_: Any) -> None:
    """Drop the triggers so that migrations can rebuild tables. A receiver of `pre_migrate`."""
    drop_named("stamp", using)


def create_triggers(*, using: str, **_: Any) -> None:
    """Create the triggers once the tables are there. A receiver of `post_migrate`.

    Making them counts as a change: nobody knows what happened while they were away.
    """
    database = connections[using]
    with database.cursor() as cursor:
        known = set(database.introspection.table_names(cursor))
        if not {TABLE, *stamped_tables()} <= known:
            return  # a migration to an earlier state
    # A migration has dropped them all; where they still are, tables were emptied and not rebuilt.
    statements = [] if find_triggers("stamp", using) else create_statements(database.vendor)
    with database.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        now = NOW_MS[database.vendor]
        for slot in range(SLOTS if database.vendor == "postgresql" else 1):
            cursor.execute(
                f"INSERT INTO {TABLE} (slot, number, changed_ms) "  # noqa: S608
                f"VALUES ({slot}, 0, 0) ON CONFLICT (slot) DO NOTHING"
            )
        cursor.execute(
            f"UPDATE {TABLE} SET number = number + 1, changed_ms = {now} WHERE slot = 0"  # noqa: S608
        )
