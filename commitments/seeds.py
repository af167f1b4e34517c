"""Loading seeds: the TOML files of `seeds/README.md` become rows.

`read` checks everything that the files alone can tell; `load` then tries to write all that is
sound, in one transaction, so that the models and the database can add their objections. If there
is any objection at all, nothing stays written and every one is reported with its file and key.

The files rule the objects that they name: what is written there wins over what the database holds,
except that a withdrawn object stays withdrawn, a renamed one keeps its name, and evidence whose
passage is not found stays in review. Objects that the files do not name are left alone, and nothing
is ever deleted.
"""

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, models, transaction
from django.utils.text import slugify

from commitments.importing import anchor_passages, passage_source
from commitments.models import Clause, Declaration, Evidence, LanguageVersion, TopicMapping
from commitments.seed_format import (
    CLAIM,
    COVERAGE,
    DECLARATION,
    EVIDENCE,
    GLOSSARY,
    LIST_FILES,
    MAPPING,
    OBJECT_FILES,
    ORDER,
    OWN_VOCABULARY,
    RELATION,
    TEXT,
    TOPIC,
    Table,
)
from sources.directives import DirectiveError, TextDirective
from sources.identifiers import is_ref
from sources.models import Passage, Source
from sources.passages import FAILED
from sources.publication import FormerSlug, Slugged, Status

Key = tuple[Any, ...]

TYPES: tuple[tuple[type[models.Field], type, str], ...] = (
    (models.DateField, date, "a date"),
    (models.IntegerField, int, "a whole number"),
    (models.Field, str, "a text in quotes"),
)


# Reading


@dataclass(eq=False)
class Row:
    """One table of a file, on its way to becoming an object."""

    table: Table
    file: str
    path: str
    # The slug of the declaration whose labels and versions are meant here, or of the vocabulary.
    scope: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    # A reference is a key to look up until it is linked, then the row it means.
    links: "dict[str, Key | Row | None]" = field(default_factory=dict)
    sets: dict[str, list[Any]] = field(default_factory=dict)
    broken: bool = False
    obj: Any = None
    is_new: bool = False
    changed: set[str] = field(default_factory=set)

    @property
    def key(self) -> Key:
        """Return what tells this row from all others of its table."""
        parts = []
        for name in self.table.identity:
            link = self.links.get(name)
            parts.append(link.key if isinstance(link, Row) else link or self.values.get(name))
        return tuple(parts)

    def at(self, key: str = "") -> str:
        """Return where the row, or one of its keys, stands: `file: path.key`."""
        path = self.path if self.table is MAPPING else f"{self.path}.{key}".strip(".")
        return f"{self.file}: {path}" if path else self.file


class Seeds:
    """The rows of all files, and the problems found in them."""

    def __init__(self) -> None:
        self.rows: dict[Table, list[Row]] = {table: [] for table in ORDER}
        self.problems: list[str] = []
        self.by_key: dict[tuple[type[models.Model], Key], Row] = {}

    def problem(self, row: Row, key: str, message: str) -> None:
        row.broken = True
        self.say(f"{row.at(key)}: {message}")

    def say(self, problem: str) -> None:
        if problem not in self.problems:
            self.problems.append(problem)


def read(directory: Path) -> Seeds:
    """Read every TOML file of the directory and check it as far as the files alone allow."""
    seeds = Seeds()
    if not directory.is_dir():
        seeds.say(f"{directory}: no such directory")
        return seeds
    paths = sorted(directory.rglob("*.toml"))
    if not paths:
        seeds.say(f"{directory}: no TOML files")
    for path in paths:
        _read_file(seeds, path.relative_to(directory).as_posix(), path)
    for table in ORDER:
        for row in seeds.rows[table]:
            _link(seeds, row)
    _make_conflicts_mutual(seeds)
    for table in ORDER:
        _sort_by_reference(seeds, table)
    return seeds


def _read_file(seeds: Seeds, file: str, path: Path) -> None:
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        seeds.say(f"{file}: {error}")
        return
    folder, _, name = file.rpartition("/")
    slug = name.removesuffix(".toml")
    if file == GLOSSARY:
        return
    if file in LIST_FILES:
        key, table = LIST_FILES[file]
        _read_list_file(seeds, Row(table, file, ""), {key: table}, content)
    elif folder in OBJECT_FILES:
        if "slug" in content:
            seeds.say(f"{file}: slug: the file's name is the slug; leave it out")
        row = Row(OBJECT_FILES[folder], file, "", scope=slug)
        _read_table(seeds, row, content | {"slug": slug})
    elif folder == "claims":
        row = Row(DECLARATION, file, "", scope=slug, values={"slug": slug})
        _read_list_file(seeds, row, {"claim": CLAIM}, content)
    else:
        seeds.say(f"{file}: not a place for seeds; see seeds/README.md")


def _read_list_file(
    seeds: Seeds, around: Row, tables: dict[str, Table], content: dict[str, Any]
) -> None:
    for key in sorted(content.keys() - tables.keys()):
        seeds.problem(around, key, f"unknown key{_did_you_mean(key, tables)}")
    _read_children(seeds, around, tables, content)


def _read_children(
    seeds: Seeds, around: Row, tables: dict[str, Table], content: dict[str, Any]
) -> None:
    for key, table in tables.items():
        raw_rows = content.get(key, [])
        if not isinstance(raw_rows, list) or not all(isinstance(raw, dict) for raw in raw_rows):
            seeds.problem(around, key, f"must be a list of tables, written [[{key}]]")
            continue
        for number, raw in enumerate(raw_rows):
            row = Row(table, around.file, f"{around.path}.{key}[{number}]".strip("."))
            row.scope = around.scope
            if table.parent:
                # The claims' file names its declaration but does not hold it.
                row.links[table.parent] = (around.scope,) if table is CLAIM else around
            if table.counter:
                row.values[table.counter] = number + 1
            _read_table(seeds, row, raw)


def _read_table(seeds: Seeds, row: Row, raw: dict[str, Any]) -> None:
    table = row.table
    for key in sorted(raw.keys() - table.allowed):
        seeds.problem(row, key, f"unknown key{_did_you_mean(key, table.allowed)}")
    if table is COVERAGE:
        _read_coverage(seeds, row, raw)
        return
    if table is TOPIC:
        raw = _name_topic(row, raw)
    _read_values(seeds, row, raw)
    _check_values(seeds, row)
    seeds.rows[table].append(row)
    _register(seeds, row)
    _read_children(seeds, row, table.children, raw)
    if table is TOPIC:
        _read_mappings(seeds, row, raw)


def _name_topic(row: Row, raw: dict[str, Any]) -> dict[str, Any]:
    """Return a [[topic]] with the slugs that its notation and its broader notation stand for."""
    prefix = "" if row.scope == OWN_VOCABULARY else row.scope

    def slug(notation: str) -> str:
        return slugify(f"{prefix} {notation}".replace(".", "-"))

    named = dict(raw)
    if isinstance(raw.get("notation"), str):
        named.setdefault("slug", slug(raw["notation"]))
    if isinstance(raw.get("broader"), str):
        named["broader"] = slug(raw["broader"])
    return named


def _read_coverage(seeds: Seeds, around: Row, raw: dict[str, Any]) -> None:
    """Read one [[coverage_check]], which stands for one row for each of its clauses."""
    declaration = raw.get("declaration")
    if not isinstance(declaration, str):
        fault = "must be a text in quotes" if "declaration" in raw else "is missing"
        seeds.problem(around, "declaration", fault)
        return
    for label in _strings(seeds, around, "clauses", raw.get("clauses")):
        row = Row(around.table, around.file, around.path, declaration, links=dict(around.links))
        _read_values(seeds, row, {**raw, "clause": label})
        _check_values(seeds, row)
        seeds.rows[row.table].append(row)
        _register(seeds, row)


def _read_mappings(seeds: Seeds, topic: Row, raw: dict[str, Any]) -> None:
    """Read the lists `exact`, `close`, … of a [[topic]], one row for each concept named."""
    for match in TopicMapping.Match.values:
        for target in _strings(seeds, topic, match, raw.get(match, ())):
            row = Row(MAPPING, topic.file, f"{topic.path}.{match}", links={"topic": topic})
            _read_values(seeds, row, {"target": target, "match": match})
            seeds.rows[MAPPING].append(row)
            _register(seeds, row)


def _read_values(seeds: Seeds, row: Row, raw: dict[str, Any]) -> None:
    """Take over the values of the right type; note those that are missing."""
    for name, column in row.table.fields.items():
        optional = name not in row.table.identity and (column.blank or column.has_default())
        if name in raw:
            if _is_of_type(seeds, row, column, raw[name]):
                value = raw[name]
                row.values[name] = value.strip() if isinstance(value, str) else value
        elif not optional:
            seeds.problem(row, name, "is missing")
    if row.table.is_publishable:
        row.values.setdefault("status", Status.PUBLISHED)
    _read_references(seeds, row, raw)


def _read_references(seeds: Seeds, row: Row, raw: dict[str, Any]) -> None:
    """Take over the names of other objects, as keys to look up when all files are read."""
    for name, reference in row.table.references.items():
        row.links[name] = None
        if name not in raw:
            if not reference.null:
                seeds.problem(row, name, "is missing")
        elif not isinstance(raw[name], str):
            seeds.problem(row, name, "must be a text in quotes")
        else:
            row.links[name] = _reference_key(row, name, reference, raw)
    for name, many in row.table.sets.items():
        if not many.blank and not raw.get(name):
            seeds.problem(row, name, "is missing")
        row.sets[name] = [
            _reference_key(row, name, many, {**raw, name: value})
            for value in _strings(seeds, row, name, raw.get(name, ()))
        ]


def _is_of_type(seeds: Seeds, row: Row, column: models.Field, value: Any) -> bool:
    wanted, words = next((t, words) for kind, t, words in TYPES if isinstance(column, kind))
    if not isinstance(value, wanted) or isinstance(value, (bool, datetime)):
        seeds.problem(row, column.name, f"must be {words}")
        return False
    if isinstance(value, str) and "\0" in value:
        seeds.problem(row, column.name, "holds a NUL character")
        return False
    return True


def _strings(seeds: Seeds, row: Row, key: str, value: Any) -> list[str]:
    """Return the different strings of a list, or none, with a problem, if it is something else."""
    if value is None:
        seeds.problem(row, key, "is missing")
    elif not isinstance(value, (list, tuple)) or not all(isinstance(one, str) for one in value):
        seeds.problem(row, key, "must be a list of texts in quotes")
    else:
        for twice in sorted(one for one, count in Counter(value).items() if count > 1):
            seeds.problem(row, key, f"names “{twice}” twice")
        return list(dict.fromkeys(value))
    return []


def _reference_key(row: Row, name: str, reference: Any, raw: dict[str, Any]) -> Key:
    """Return the key of the row that a value means: labels and versions belong to a declaration."""
    declaration = str(raw.get("object")) if name == "object_clause" else row.scope
    if reference.related_model is Clause:
        return ((declaration,), raw[name])
    if reference.related_model is LanguageVersion:
        return ((declaration,), *raw[name].split(maxsplit=1))
    return (raw[name],)


def _check_values(seeds: Seeds, row: Row) -> None:
    """Validate each value given, as a form would, and what the format adds to that."""
    values = {name: value for name, value in row.values.items() if name in row.table.fields}
    given = row.table.model(**values)
    unchecked = {column.name for column in given._meta.fields} - values.keys()
    try:
        given.clean_fields(exclude=unchecked)
    except ValidationError as error:
        for name, errors in error.error_dict.items():
            for each in errors:
                seeds.problem(row, name, _in_our_words(each, given._meta.get_field(name)))
    if "ref" in row.values and not is_ref(row.values["ref"]):
        seeds.problem(row, "ref", f"“{row.values['ref']}” is not a reference of seven characters")
    if locator := row.values.get("locator"):
        try:
            TextDirective.parse(locator)
        except DirectiveError as error:
            seeds.problem(row, "locator", str(error))
        if row.values.get("text"):
            seeds.problem(row, "text", "is cut from the source; give a text or a locator")


def _in_our_words(error: ValidationError, column: models.Field) -> str:
    if error.code == "invalid_choice":
        known = [value for value, _ in column.flatchoices]
        value = str(error.params["value"])
        return f"“{value}” is not one of {', '.join(known)}{_did_you_mean(value, known)}"
    return " ".join(error.messages)


def _did_you_mean(word: str, known: Iterable[str]) -> str:
    near = get_close_matches(word, sorted(known), n=1)
    return f"; did you mean “{near[0]}”?" if near else ""


def _register(seeds: Seeds, row: Row) -> None:
    """Make the row known by its key, a broken one too, so that only its own fault is reported."""
    first = seeds.by_key.setdefault((row.table.model, row.key), row)
    if first is not row and not row.broken:
        key = row.table.identity[-1] if row.table.identity[-1] in row.table.keys else ""
        seeds.problem(row, key, f"the same as {first.at()}")


def _link(seeds: Seeds, row: Row) -> None:
    """Replace the keys that the row refers to by the rows that they mean."""
    for name, link in row.links.items():
        if isinstance(link, tuple):
            row.links[name] = _find(seeds, row, name, link)
    for name, keys in row.sets.items():
        found = [_find(seeds, row, name, key) for key in keys]
        row.sets[name] = [other for other in found if other is not None]


def _find(seeds: Seeds, row: Row, name: str, key: Key) -> Row | None:
    model = row.table.model._meta.get_field(name).related_model
    if len(key) > 1 and (Declaration, key[0]) not in seeds.by_key:
        model, name, key = Declaration, "declaration", key[0]
    found = seeds.by_key.get((model, key))
    if found is None:
        words = " ".join(map(str, key[1:])) or key[0]
        siblings = [k for m, k in seeds.by_key if m is model and (len(k) == 1 or k[0] == key[0])]
        known = [" ".join(map(str, k[1:])) or str(k[0]) for k in siblings]
        of = f" of {key[0][0]}" if len(key) > 1 else ""
        message = f"no {model._meta.verbose_name}{of} is called “{words}”"
        message += _did_you_mean(words, known)
        if name in (*row.table.keys, *row.table.written):
            seeds.problem(row, name, message)
        else:  # the name of the file; once is enough
            row.broken = True
            seeds.say(f"{row.file}: {message}")
    return found


def _make_conflicts_mutual(seeds: Seeds) -> None:
    """Let a conflict stated by one of two claims be stated by both."""
    for claim in seeds.rows[CLAIM]:
        for other in claim.sets["conflicts_with"]:
            if other is claim:
                seeds.problem(claim, "conflicts_with", "a claim cannot conflict with itself")
            elif claim not in other.sets["conflicts_with"]:
                other.sets["conflicts_with"].append(claim)


def _sort_by_reference(seeds: Seeds, table: Table) -> None:
    """Put rows that refer to others of their own table after these."""
    own = [name for name, ref in table.references.items() if ref.related_model is table.model]
    if not own:
        return
    done: dict[Row, None] = {}

    def visit(row: Row, above: tuple[Row, ...]) -> None:
        if row in above:
            seeds.problem(row, own[0], "refers to itself in a circle")
        elif row not in done:
            link = row.links[own[0]]
            if isinstance(link, Row):
                visit(link, (*above, row))
            done[row] = None

    for row in seeds.rows[table]:
        visit(row, ())
    seeds.rows[table] = list(done)


# Writing


@dataclass
class Report:
    """What a load did, or would have done."""

    created: Counter[str] = field(default_factory=Counter)
    updated: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """Yield the report for people, a line for each kind of object that changed."""
        for name in dict.fromkeys([*self.created, *self.updated]):
            counts = (f"{self.created[name]} created", f"{self.updated[name]} updated")
            yield f"{name}: {', '.join(count for count in counts if count[0] != '0')}"
        yield from self.notes
        total = self.created.total() + self.updated.total()
        same = self.unchanged.total()
        yield (
            f"{self.created.total()} created, {self.updated.total()} updated, {same} unchanged."
            if total
            else f"Nothing changed: {same} objects are as the files say."
        )


def load(directory: Path, *, dry_run: bool = False) -> Report:
    """Write the seeds of a directory into the database: all of them, or none.

    With problems in the report nothing was written. Loading twice changes nothing: a row is saved
    only if it differs from what the files say. With `dry_run` everything is tried and undone.
    """
    seeds = read(directory)
    report = Report(problems=seeds.problems)
    with transaction.atomic():
        for table in ORDER:
            _write_table(seeds, table, report)
        _anchor(seeds, report)
        if dry_run or seeds.problems:
            transaction.set_rollback(True)
    seeds.problems.sort(key=lambda problem: problem.partition(":")[0])
    return report


def _write_table(seeds: Seeds, table: Table, report: Report) -> None:
    rows = [row for row in seeds.rows[table] if _is_ready(row)]
    existing = _existing(table, rows)
    if table.ordinal:
        _make_room(table, rows, existing)
    for row in rows:
        row.obj = existing.get(_identity(table, row))
        row.is_new = row.obj is None
        if _is_ready(row):
            _write_row(seeds, row, report)
    rows = [row for row in rows if not row.broken]
    for name in table.sets:
        _write_set(seeds, table, name, rows)
    for row in rows:
        count = (
            report.created if row.is_new else report.updated if row.changed else report.unchanged
        )
        count[str(table.model._meta.verbose_name_plural)] += 1


def _is_ready(row: Row) -> bool:
    """Tell whether the row can be written; what refers to a broken row is broken."""
    meant = [*row.links.values(), *(other for rows in row.sets.values() for other in rows)]
    row.broken |= any(other.broken for other in meant if isinstance(other, Row))
    return not row.broken


def _identity(table: Table, row: Row) -> Key:
    parts = []
    for name in table.identity:
        link = row.links.get(name)
        if link is None:
            parts.append(row.values.get(name))
        else:
            parts.append(link.obj.pk)
    return tuple(parts)


def _existing(table: Table, rows: list[Row]) -> dict[Key, Any]:
    """Fetch the objects that the rows may mean, by their identity; renamed ones by both names."""
    wanted = {_identity(table, row)[0] for row in rows}
    columns = [table.model._meta.get_field(name).attname for name in table.identity]
    found = table.model._default_manager.filter(**{f"{columns[0]}__in": wanted})
    objects = {tuple(getattr(obj, column) for column in columns): obj for obj in found}
    if issubclass(table.model, Slugged):
        kind = ContentType.objects.get_for_model(table.model)
        former = FormerSlug.objects.filter(content_type=kind, slug__in=wanted)
        pks = dict(former.values_list("slug", "object_id"))
        renamed = table.model._default_manager.in_bulk(list(pks.values()))
        objects |= {(slug,): renamed[pk] for slug, pk in pks.items()}
    return objects


def _make_room(table: Table, rows: list[Row], existing: dict[Key, Any]) -> None:
    """Move objects to the end whose number the files give to another object of their parent."""
    parent = table.model._meta.get_field(table.parent).attname
    wanted = {}
    for row in rows:
        obj = existing.get(_identity(table, row))
        place = (row.links[table.parent].obj.pk, row.values[table.ordinal])
        wanted[place] = obj.pk if obj else None
    siblings = table.model._default_manager.filter(
        **{f"{parent}__in": {parent_pk for parent_pk, _ in wanted}}
    )
    last = max((number for _, number in wanted), default=0)
    places = list(siblings.values_list("pk", parent, table.ordinal))
    last = max([last, *(number for _, _, number in places)])
    for pk, parent_pk, number in places:
        if wanted.get((parent_pk, number), pk) != pk:
            last += 1
            siblings.filter(pk=pk).update(**{table.ordinal: last})


def _write_row(seeds: Seeds, row: Row, report: Report) -> None:
    """Save the row's object if it is new or differs; note what the model or database objects to."""
    row.obj = row.obj or row.table.model()
    wanted = _wanted(row, report)
    row.changed = {name for name, value in wanted.items() if getattr(row.obj, name) != value}
    displaced = _is_displaced(row)
    for name, link in row.links.items():
        if isinstance(link, Row):
            setattr(row.obj, name, link.obj)
    if not (row.is_new or row.changed or displaced):
        return
    _assign(row.obj, wanted)
    if displaced:
        row.changed.add("locator")
        row.obj.forget_place()
        _assign(row.obj, wanted)  # once more, as forgetting drops the text too
    try:
        with transaction.atomic():
            row.obj.clean()
            row.obj.save()
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            known = name if name in row.table.keys else ""
            seeds.problem(row, known, " ".join(messages))
    except (IntegrityError, DataError) as error:
        seeds.problem(row, "", _objection(error, row.table.model))


def _assign(obj: models.Model, wanted: dict[str, Any]) -> None:
    for name, value in wanted.items():
        setattr(obj, name, value)


def _wanted(row: Row, report: Report) -> dict[str, Any]:
    """Return what the columns of the row's object should hold; what a file leaves out is empty."""
    table = row.table
    wanted = {
        name: row.values[name] if name in row.values else column.get_default()
        for name, column in table.fields.items()
    }
    if table.counter:
        wanted[table.counter] = row.values[table.counter]
    for name, link in row.links.items():
        column = table.model._meta.get_field(name).attname
        wanted[column] = link.obj.pk if isinstance(link, Row) else None
    if not row.is_new:
        wanted.pop("slug", None)  # a renamed object keeps its new name
    if table is TEXT and wanted["locator"]:
        del wanted["text"]  # it is cut from the snapshot
    if table.is_publishable and not row.is_new:
        wanted |= _kept_status(row, wanted, report)
    return wanted


def _kept_status(row: Row, wanted: dict[str, Any], report: Report) -> dict[str, Any]:
    """Return the status that the files must not overrule, if any."""
    obj = row.obj
    if obj.status == Status.WITHDRAWN != wanted["status"]:
        report.notes.append(f"{row.at()}: stays withdrawn ({obj.withdrawn_reason})")
        return {"status": obj.status, "withdrawn_reason": obj.withdrawn_reason}
    unplaced = isinstance(obj, Evidence) and obj.state in FAILED
    if unplaced and wanted["status"] == Status.PUBLISHED and obj.locator == wanted["locator"]:
        return {"status": Status.IN_REVIEW}
    return {}


def _is_displaced(row: Row) -> bool:
    """Tell whether the passage's place is to be forgotten: other words, or another source."""
    if row.is_new or not isinstance(row.obj, Passage):
        return False
    version = row.links.get("version")
    new_source = isinstance(version, Row) and "source_id" in version.changed
    return new_source or bool(row.changed & {"locator", "source_id"})


def _objection(error: Exception, model: type[models.Model]) -> str:
    """Say in words which rule of the database refused a row."""
    message = str(error)
    for constraint in model._meta.constraints:
        if constraint.name in message:
            if isinstance(constraint, models.UniqueConstraint):
                names = ", ".join(constraint.fields)
                return f"another {model._meta.verbose_name} has the same {names}"
            return str(constraint.get_violation_error_message())
    if columns := re.search(r"UNIQUE constraint failed: (.*)", message):
        names = re.sub(r"\w+\.", "", columns[1])
        return f"another {model._meta.verbose_name} has the same {names}"
    return message.splitlines()[0]


def _write_set(seeds: Seeds, table: Table, name: str, rows: list[Row]) -> None:
    """Make the links of one many-to-many field as the files say.

    Links to objects that the files do not name, such as a curator's own topic, are left alone.
    """
    many = table.sets[name]
    own, other = many.m2m_field_name(), many.m2m_reverse_field_name()
    held: dict[int, set[int]] = defaultdict(set)
    links = many.remote_field.through._default_manager.filter(
        **{f"{own}__in": [row.obj.pk for row in rows if not row.is_new]}
    )
    for pk, other_pk in links.values_list(f"{own}_id", f"{other}_id"):
        held[pk].add(other_pk)
    named = {
        target.obj.pk
        for table in ORDER
        if table.model is many.related_model
        for target in seeds.rows[table]
        if not target.broken
    }
    for row in rows:
        wanted = {target.obj.pk for target in row.sets[name] if not target.broken}
        added, dropped = wanted - held[row.obj.pk], (held[row.obj.pk] & named) - wanted
        if added:
            getattr(row.obj, name).add(*added)
        if dropped:
            getattr(row.obj, name).remove(*dropped)
        if (added or dropped) and not row.is_new:
            row.changed.add(name)
            row.obj.save()


def _anchor(seeds: Seeds, report: Report) -> None:
    """Place the passages just written whose text is held already."""
    waiting: dict[Source, list[Passage]] = defaultdict(list)
    for table in (TEXT, RELATION, EVIDENCE):
        for row in seeds.rows[table]:
            if (row.is_new or row.changed) and not row.broken and row.obj.locator:
                source = passage_source(row.obj)
                if source is not None and row.obj.state == Passage.State.TEXT_NOT_HELD:
                    waiting[source].append(row.obj)
    for source, passages in waiting.items():
        report.notes.extend(anchor_passages(source, passages).failures)
