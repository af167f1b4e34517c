"""What readers could see and when it last changed: a record that no change goes past.

A client that keeps a copy must hear of every change: also of a word mended by `QuerySet.update()`,
of what a new capture takes from readers, and of what a deletion leaves without an address. So the
table of `Change` is kept by triggers, as the version of the collection is (ADR 10). Which objects
are public is not said here again: the triggers are made from the querysets of the lists.

An object changes with its own row and with its parts, which are the rows that have no address of
their own: a clause with its words, a declaration with its parties. It also changes when it appears
or disappears because what it belongs to does, and when its address changes with that.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.models import CharField, F, Model, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from commitments.models import (
    Claim,
    Clause,
    ClauseText,
    Commitment,
    Declaration,
    Evidence,
    Fact,
    FollowUp,
    LanguageVersion,
    Participation,
    Relation,
    VersionDifference,
)
from sources.models import Snapshot, Source
from sources.publication import WRITERS, WRITERS_EPOCH, Change
from sources.triggers import drop_named, find_triggers

TABLE = Change._meta.db_table
CHANGES = ("insert", "update", "delete")


def path(*parts: Any) -> Any:
    """Return the expression of a name with slashes between its parts."""
    slashed = [one for part in parts for one in (Value("/"), Cast(part, CharField()))]
    return Concat(*slashed[1:])


def public_things() -> dict[str, QuerySet[Any]]:
    """Return for each kind what readers may see, as keys and names."""
    relations = Relation.objects.published().filter(Q(source=None) | Q(source__status="published"))
    ends = (F("subject__slug"), F("predicate"), F("object__slug"))
    named = {
        "source": (Source.objects.published(), F("slug")),
        "snapshot": (
            Snapshot.objects.filter(source__status="published"),
            path(F("source__slug"), F("number")),
        ),
        "declaration": (Declaration.objects.published(), F("slug")),
        "clause": (Clause.objects.published(), path(F("declaration__slug"), F("label"))),
        "commitment": (Commitment.objects.published(), F("ref")),
        "claim": (Claim.objects.published(), F("ref")),
        "evidence": (Evidence.objects.published(), F("ref")),
        # Of a whole declaration the name ends with the slash.
        "relation": (relations, path(*ends, F("subject_clause__label"))),
    }
    return {
        kind: queryset.order_by()
        .annotate(object_key=F("pk"), public_name=name)
        .values_list("object_key", "public_name")
        for kind, (queryset, name) in named.items()
    }


@dataclass(frozen=True, slots=True)
class Step:
    """From keys in `column` of a model's rows to those in `key`: from the whole to its parts."""

    model: type[Model]
    column: str
    key: str = "id"


@dataclass(frozen=True, slots=True)
class Rule:
    """A change of a row of `model` changes the object of `kind` with the key in `column`.

    With `steps` it changes all the objects of the kind to which they lead, but only when one of the
    columns `watched` has another value: whether readers see the row, or its part of an address.
    """

    model: type[Model]
    kind: str
    column: str = "id"
    watched: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()


PARTS: tuple[tuple[str, str, tuple[Any, ...]], ...] = (
    (
        "declaration",
        "declaration_id",
        (
            Participation,
            LanguageVersion,
            Fact,
            VersionDifference,
            Declaration.topics.through,
        ),
    ),
    ("clause", "clause_id", (ClauseText, Clause.topics.through)),
    (
        "commitment",
        "commitment_id",
        (FollowUp, Commitment.actors.through, Commitment.topics.through),
    ),
    ("claim", "claim_id", (Claim.clauses.through,)),
    ("claim", "from_claim_id", (Claim.conflicts_with.through,)),
    ("source", "source_id", (Snapshot,)),
)
CLAUSES, CLAIMS = Step(Clause, "declaration_id"), Step(Claim, "declaration_id")
WHOLES = (
    Rule(Declaration, "clause", watched=("status", "slug"), steps=(CLAUSES,)),
    Rule(
        Declaration,
        "commitment",
        watched=("status",),
        steps=(CLAUSES, Step(Commitment, "clause_id")),
    ),
    Rule(Declaration, "claim", watched=("status",), steps=(CLAIMS,)),
    Rule(Declaration, "evidence", watched=("status",), steps=(CLAIMS, Step(Evidence, "claim_id"))),
    Rule(
        Declaration,
        "relation",
        watched=("status", "slug"),
        steps=(Step(Relation, "subject_id"),),
    ),
    Rule(Declaration, "relation", watched=("status", "slug"), steps=(Step(Relation, "object_id"),)),
    Rule(Clause, "relation", watched=("label",), steps=(Step(Relation, "subject_clause_id"),)),
    # What authority the words of a clause have is said of the whole version.
    Rule(
        LanguageVersion,
        "clause",
        watched=("status", "language"),
        steps=(Step(ClauseText, "version_id", "clause_id"),),
    ),
    Rule(Claim, "evidence", watched=("status",), steps=(Step(Evidence, "claim_id"),)),
    # Rights decide how much of the words is shown.
    Rule(
        Source,
        "snapshot",
        watched=("status", "slug", "rights"),
        steps=(Step(Snapshot, "source_id"),),
    ),
    Rule(Source, "evidence", watched=("status", "rights"), steps=(Step(Evidence, "source_id"),)),
    Rule(Source, "relation", watched=("status", "rights"), steps=(Step(Relation, "source_id"),)),
)


def rules() -> Iterator[Rule]:
    """Yield what changes with what: things with their rows and parts, and with their wholes."""
    for kind, queryset in public_things().items():
        yield Rule(queryset.model, kind)
    for kind, column, parts in PARTS:
        for part in parts:
            yield Rule(part, kind, column)
    yield from WHOLES


# SQL

# SQLite compares moments as words: a whole second has no fraction, as Django writes it.
NOW = {
    "sqlite": "replace(strftime('%Y-%m-%d %H:%M:%f000', 'now'), '.000000', '')",
    "postgresql": "clock_timestamp()",
}


# Few keys and many things: the planners have to be told to begin with the keys. PostgreSQL keeps
# the plan that was best for the first statement; SQLite counts no rows.
FIND = {
    "sqlite": "({keys}) AS keys CROSS JOIN {public} WHERE public.object_key = keys.object_key",
    "postgresql": "{public} WHERE public.object_key = ANY (ARRAY({keys}))",
}
AMONG = {"sqlite": "IN ({})", "postgresql": "= ANY (ARRAY({}))"}


def in_words(queryset: QuerySet[Any], using: str) -> str:
    """Return a query with its values written into it; they are ours, and words or numbers."""
    sql, values = queryset.query.get_compiler(using).as_sql()
    return sql % tuple(f"'{value}'" if isinstance(value, str) else value for value in values)


def record(kind: str, keys: str, using: str) -> Iterator[str]:
    """Yield the statements that record a change of the objects that a query of keys finds."""
    vendor = connections[using].vendor
    now, public = NOW[vendor], f"({in_words(public_things()[kind], using)}) AS public"
    yield f"""
        INSERT INTO {TABLE} (kind, object_id, name, former_name, appeared_at, at, is_gone)
        SELECT '{kind}', public.object_key, public.public_name, '', {now}, {now}, false
        FROM {FIND[vendor].format(public=public, keys=keys)}
        ON CONFLICT (kind, object_id) DO UPDATE SET
            at = excluded.at,
            appeared_at = CASE WHEN {TABLE}.is_gone
                THEN excluded.at ELSE {TABLE}.appeared_at END,
            former_name = CASE WHEN {TABLE}.name <> excluded.name
                THEN {TABLE}.name ELSE {TABLE}.former_name END,
            name = excluded.name,
            is_gone = false
        """  # noqa: S608 -- nothing of it comes from outside
    yield f"{disappear(kind, using)} AND object_id {AMONG[vendor].format(keys)}"


def disappear(kind: str, using: str) -> str:
    """Return the statement that records what readers do not see any more."""
    return f"""
        UPDATE {TABLE} SET is_gone = true, at = {NOW[connections[using].vendor]}
        WHERE kind = '{kind}' AND NOT is_gone AND NOT EXISTS (
            SELECT 1 FROM ({in_words(public_things()[kind], using)}) AS public
            WHERE public.object_key = object_id)
        """  # noqa: S608


def appear(kind: str, using: str) -> str:
    """Return the query of the keys of what readers see, and of which no such record is there."""
    return f"""
        SELECT public.object_key FROM ({in_words(public_things()[kind], using)}) AS public
        LEFT JOIN {TABLE} AS known ON known.kind = '{kind}' AND known.object_id = public.object_key
        WHERE known.id IS NULL OR known.is_gone OR known.name <> public.public_name
        """  # noqa: S608


# Triggers

# A transaction that changes anything says so, with the second in which it began to, until it ends.
# `Change.objects.settled()` looks for those that have not ended.
FUNCTION = f"""
CREATE OR REPLACE FUNCTION sources_changing() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF COALESCE(current_setting('govkb.changing', true), '') = '' THEN
        PERFORM pg_advisory_xact_lock_shared(
            {WRITERS}, (floor(extract(epoch FROM clock_timestamp())) - {WRITERS_EPOCH})::integer);
        PERFORM set_config('govkb.changing', 'yes', true);
    END IF;
END $$
"""


def triggers(using: str) -> Iterator[tuple[str, str, list[str]]]:
    """Yield for each table and kind of change the statements that record it."""
    by_table: dict[str, list[Rule]] = {}
    for rule in rules():
        by_table.setdefault(rule.model._meta.db_table, []).append(rule)
    vendor = connections[using].vendor
    for table, its_rules in by_table.items():
        for change in CHANGES:
            statements = [
                statement
                for rule in its_rules
                if change == "update" or not rule.watched
                for statement in record(rule.kind, keys_of(rule, change, vendor), using)
            ]
            yield table, change, statements


def keys_of(rule: Rule, change: str, vendor: str) -> str:
    """Return the query of the keys of the objects that change by a rule."""
    keys = KEYS[vendor](rule, change)
    for step in rule.steps:
        keys = (
            f'SELECT DISTINCT "{step.key}" AS object_key FROM "{step.model._meta.db_table}" '  # noqa: S608
            f'WHERE "{step.column}" {AMONG[vendor].format(keys)}'
        )
    return keys


def keys_in_sqlite(rule: Rule, change: str) -> str:
    """Return the query of the keys that a changed row has, and had."""
    if rule.watched:
        differs = " OR ".join(f'OLD."{name}" IS NOT NEW."{name}"' for name in rule.watched)
        return f"SELECT NEW.id AS object_key WHERE {differs}"
    rows = {"insert": ["NEW"], "update": ["NEW", "OLD"], "delete": ["OLD"]}[change]
    return " UNION ".join(f'SELECT {row}."{rule.column}" AS object_key' for row in rows)


def keys_in_postgresql(rule: Rule, change: str) -> str:
    """Return the query of the keys that the changed rows have, and had: all of one statement."""
    if rule.watched:
        differs = " OR ".join(f'o."{name}" IS DISTINCT FROM n."{name}"' for name in rule.watched)
        return (
            "SELECT n.id AS object_key "  # noqa: S608
            f"FROM rows_after n JOIN rows_before o ON o.id = n.id WHERE {differs}"
        )
    tables = {
        "insert": ["rows_after"],
        "update": ["rows_after", "rows_before"],
        "delete": ["rows_before"],
    }[change]
    return " UNION ".join(f'SELECT "{rule.column}" AS object_key FROM {one}' for one in tables)  # noqa: S608


KEYS = {"sqlite": keys_in_sqlite, "postgresql": keys_in_postgresql}
TRANSITIONS = {
    "insert": "REFERENCING NEW TABLE AS rows_after",
    "update": "REFERENCING OLD TABLE AS rows_before NEW TABLE AS rows_after",
    "delete": "REFERENCING OLD TABLE AS rows_before",
}


def create_statements(using: str) -> Iterator[str]:
    """Yield the statements that make the triggers."""
    is_postgresql = connections[using].vendor == "postgresql"
    if is_postgresql:
        yield FUNCTION
    for table, change, statements in triggers(using):
        body, event = "; ".join(statements), change.upper()
        if not is_postgresql:
            yield (
                f'CREATE TRIGGER "change_{table}_{change}" AFTER {event} ON "{table}" '
                f"BEGIN {body}; END"
            )
            continue
        function = f"change_{table}_{change}"
        yield (
            f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN PERFORM sources_changing(); {body}; RETURN NULL; END $$"
        )
        yield (
            f'CREATE TRIGGER change_{change} AFTER {event} ON "{table}" {TRANSITIONS[change]} '
            f"FOR EACH STATEMENT EXECUTE FUNCTION {function}()"
        )


def drop_triggers(*, using: str, **_: Any) -> None:
    """Drop the triggers so that migrations can rebuild tables. A receiver of `pre_migrate`."""
    drop_named("change", using)


def create_triggers(*, using: str, **_: Any) -> None:
    """Create the triggers once the tables are there, and record what happened while they were away.

    A receiver of `post_migrate`.
    """
    database = connections[using]
    with database.cursor() as cursor:
        known = set(database.introspection.table_names(cursor))
        if not {TABLE, *(rule.model._meta.db_table for rule in rules())} <= known:
            return  # a migration to an earlier state
    # A migration has dropped them all; where they still are, tables were emptied and not rebuilt.
    statements = [] if find_triggers("change", using) else create_statements(using)
    with database.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        for kind in public_things():
            appeared, _gone = record(kind, appear(kind, using), using)
            cursor.execute(appeared)
            cursor.execute(disappear(kind, using))
