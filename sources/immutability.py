"""Database triggers that refuse to change a snapshot.

The model refuses too, but `QuerySet.update()`, the shell and other programs do not ask it.
"""

from typing import Any

from django.db import connections

COLUMNS = "source_id, number, captured_at, origin, url, byte_sha256, text_sha256, text"

CREATE = {
    "sqlite": [
        f"""
        CREATE TRIGGER sources_snapshot_immutable
        BEFORE UPDATE OF {COLUMNS} ON sources_snapshot
        BEGIN SELECT RAISE(ABORT, 'snapshots are immutable'); END
        """
    ],
    "postgresql": [
        """
        CREATE OR REPLACE FUNCTION sources_refuse_update() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'snapshots are immutable' USING ERRCODE = 'check_violation'; END $$
        """,
        f"""
        CREATE TRIGGER sources_snapshot_immutable
        BEFORE UPDATE OF {COLUMNS} ON sources_snapshot
        FOR EACH ROW EXECUTE FUNCTION sources_refuse_update()
        """,
    ],
}
DROP = {
    "sqlite": "DROP TRIGGER IF EXISTS sources_snapshot_immutable",
    "postgresql": "DROP TRIGGER IF EXISTS sources_snapshot_immutable ON sources_snapshot",
}


def create_triggers(*, using: str, **_: Any) -> None:
    """Create the triggers, once the table is there. A receiver of `post_migrate`."""
    _run(using, lambda vendor: [DROP[vendor], *CREATE[vendor]])


def drop_triggers(*, using: str, **_: Any) -> None:
    """Drop the triggers so that migrations can rebuild the table. A receiver of `pre_migrate`."""
    _run(using, lambda vendor: [DROP[vendor]])


def _run(using: str, statements: Any) -> None:
    connection = connections[using]
    with connection.cursor() as cursor:
        if "sources_snapshot" not in connection.introspection.table_names(cursor):
            return
        for statement in statements(connection.vendor):
            cursor.execute(statement)
