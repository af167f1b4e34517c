"""What tells search that the collection changed: triggers on every table that it reads.

Words cannot be analysed in the database, but it can be noted there, in the transaction of the
change and whoever makes it, which entries are outdated. Nothing can go past that: not
`bulk_create()`, not `QuerySet.update()`, not `psql`. `docs/adr/0017-search.md` says why.
"""

from collections.abc import Iterator
from typing import Any

from django.db import connections

from sources.triggers import drop_named, find_triggers

CHANGES, ENTRIES, INDEX = "govkb_searchchange", "govkb_searchentry", "govkb_searchindex"

# Each table with what a change in it outdates: a kind that `entries.reach()` knows, and the column
# that says which one.
WATCHED: dict[str, tuple[tuple[str, str], ...]] = {
    "commitments_declaration": (("declaration", "id"),),
    "commitments_languageversion": (("declaration", "declaration_id"),),
    "commitments_participation": (("declaration", "declaration_id"),),
    "commitments_declaration_topics": (("declarations", "declaration_id"),),
    "commitments_clause": (("clause", "id"),),
    "commitments_clause_topics": (("clause", "clause_id"),),
    "commitments_clausetext": (("clauses", "clause_id"),),
    "commitments_commitment": (("commitments", "id"),),
    "commitments_commitment_actors": (("commitments", "commitment_id"),),
    "commitments_commitment_topics": (("commitments", "commitment_id"),),
    "commitments_claim": (("claims", "id"),),
    "commitments_claim_clauses": (("claims", "claim_id"),),
    "commitments_evidence": (("claims", "claim_id"), ("source", "source_id")),
    "commitments_party": (("party", "id"),),
    "commitments_topic": (("topic", "id"),),
    "sources_source": (("source", "id"),),
    "sources_publisher": (("publisher", "id"),),
    "sources_snapshot": (("source", "source_id"),),
    "sources_paragraph": (("passages", "id"), ("snapshot", "snapshot_id")),
}

# A statement of PostgreSQL runs it once, with all the rows that it changed.
FUNCTION = f"""
CREATE OR REPLACE FUNCTION govkb_search_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    rows_changed text := CASE TG_OP
        WHEN 'INSERT' THEN 'SELECT %1$I AS key FROM new_rows'
        WHEN 'DELETE' THEN 'SELECT %1$I AS key FROM old_rows'
        ELSE 'SELECT %1$I AS key FROM old_rows UNION SELECT %1$I FROM new_rows' END;
BEGIN
    FOR at IN 0 .. TG_NARGS - 1 BY 2 LOOP
        EXECUTE format(
            'INSERT INTO {CHANGES} (kind, object_id) SELECT DISTINCT %2$L, key FROM ('
            || rows_changed || ') AS changed WHERE key IS NOT NULL',
            TG_ARGV[at + 1], TG_ARGV[at]
        );
    END LOOP;
    RETURN NULL;
END $$
"""  # noqa: S608 -- nothing of it comes from outside

# FTS5 keeps no words of its own; these keep it in step with the entries
# (https://www.sqlite.org/fts5.html#external_content_tables).
_ADDED = f"INSERT INTO {INDEX} (rowid, tokens) VALUES (NEW.id, NEW.tokens)"  # noqa: S608
_REMOVED = f"INSERT INTO {INDEX} ({INDEX}, rowid, tokens) VALUES ('delete', OLD.id, OLD.tokens)"  # noqa: S608
FTS_TRIGGERS = {
    name: f"CREATE TRIGGER {name} AFTER {change} ON {ENTRIES} BEGIN {'; '.join(what)}; END"
    for name, change, what in [
        ("search_added", "INSERT", [_ADDED]),
        ("search_removed", "DELETE", [_REMOVED]),
        ("search_replaced", "UPDATE", [_REMOVED, _ADDED]),
    ]
}

ROWS = {
    "INSERT": "NEW TABLE AS new_rows",
    "UPDATE": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "DELETE": "OLD TABLE AS old_rows",
}


def create_statements(vendor: str) -> Iterator[str]:
    """Yield the statements that make the triggers."""
    if vendor == "postgresql":
        yield FUNCTION
        for table, outdated in WATCHED.items():
            arguments = ", ".join(f"'{kind}', '{column}'" for kind, column in outdated)
            for change, rows in ROWS.items():
                yield (
                    f'CREATE TRIGGER search_{change.lower()} AFTER {change} ON "{table}" '
                    f"REFERENCING {rows} FOR EACH STATEMENT "
                    f"EXECUTE FUNCTION govkb_search_change({arguments})"
                )
        return
    for table, outdated in WATCHED.items():
        for change in ROWS:
            notes = [note for kind, column in outdated for note in notes_of(change, kind, column)]
            yield (
                f'CREATE TRIGGER "search_{table}_{change.lower()}" AFTER {change} ON "{table}" '
                f"BEGIN {'; '.join(notes)}; END"
            )
    yield from FTS_TRIGGERS.values()


def notes_of(change: str, kind: str, column: str) -> Iterator[str]:
    """Yield what SQLite notes of a changed row: where it was, and where it is now if elsewhere."""
    note = f"INSERT INTO {CHANGES} (kind, object_id) SELECT '{kind}', "
    if change != "INSERT":
        yield f"{note} OLD.{column} WHERE OLD.{column} IS NOT NULL"
    if change != "DELETE":
        moved = f" AND OLD.{column} IS NOT NEW.{column}" if change == "UPDATE" else ""
        yield f"{note} NEW.{column} WHERE NEW.{column} IS NOT NULL{moved}"


def drop_triggers(*, using: str, **_: Any) -> None:
    """Drop the triggers so that migrations can rebuild tables. A receiver of `pre_migrate`."""
    drop_named("search", using)


def create_triggers(*, using: str, **_: Any) -> None:
    """Create the triggers once the tables are there. A receiver of `post_migrate`."""
    database = connections[using]
    with database.cursor() as cursor:
        known = set(database.introspection.table_names(cursor))
        if not {CHANGES, ENTRIES, *WATCHED} <= known:
            return  # a migration to an earlier state
    if find_triggers("search", using):
        return  # a migration drops them first; here tables were emptied and not rebuilt
    with database.cursor() as cursor:
        for statement in create_statements(database.vendor):
            cursor.execute(statement)
