"""Importing documents: files that the user has become snapshots, and waiting passages find words.

The files hold other people's texts, so they are never part of the project: they come from a
directory of the user's, are recognised by hash, address or title, and stay in this installation.
"""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, Protocol

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from commitments.models import ClauseText, Evidence, Relation
from sources.anchoring import NotFound, Resolution
from sources.extraction import paragraphs
from sources.folding import fold
from sources.models import Paragraph, Passage, Snapshot, Source
from sources.passages import FAILED, place_all
from sources.publication import Status
from sources.text import canonical_text, decode, text_sha256

MAX_BYTES = 20_000_000
HEAD_LINES = 20  # where a file's title or address is looked for

_HTML = re.compile(r"\s*<(?:!doctype|html|\?xml)", re.IGNORECASE)
# An address alone on its line is the page's own; one within a sentence may be anybody's.
_ADDRESS_LINE = re.compile(r"(?:\w+ ?: )?(https?://\S+)")


class Refused(Exception):  # noqa: N818 -- an answer, not an error
    """The file cannot be imported; the message is a clause for its owner."""


class Block(Protocol):
    """A paragraph of a text: where it stands, and its role."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def role(self) -> str: ...


class Placements(NamedTuple):
    """How many passages were saved with a new place or state, and a line for each without one."""

    changed: int
    failures: list[str]


@dataclass
class Report:
    """What an import did, or would have done."""

    files: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    states: Counter[str] = field(default_factory=Counter)
    snapshots: int = 0
    placed: int = 0

    def lines(self) -> Iterator[str]:
        """Yield the report for people: a line for each file and each lost passage, then totals."""
        yield from self.files
        yield from self.failures
        always = {Passage.State.ANCHORED, *FAILED}
        states = [state for state in Passage.State if self.states[state] or state in always]
        counts = [f"{self.states[state]} {state.value.replace('_', ' ')}" for state in states]
        yield f"Passages: {', '.join(counts)}."
        if self.snapshots or self.placed:
            yield f"Snapshots: {self.snapshots} made. Passages: {self.placed} placed."
        else:
            yield "Nothing changed."


def import_documents(directory: Path, *, dry_run: bool = False) -> Report:
    """Import every file of the directory, in the order of their names, in one transaction.

    A file that cannot be read, or belongs to no source or to several, is reported and changes
    nothing; importing the same files again changes nothing. Files whose names begin with a dot and
    the files of folders within are not looked at. Raises Refused if it is not a directory.
    """
    if not directory.is_dir():
        raise Refused(f"{directory} is not a directory.")
    report = Report()
    names = _Names()
    sources: dict[Source, None] = {}
    with transaction.atomic():
        for path in sorted(directory.iterdir()):
            if path.name.startswith("."):
                continue
            name = path.name.encode("utf-8", "replace").decode()
            try:
                source, line = _import_file(path, names, report)
            except Refused as refusal:
                report.refused.append(f"{name}: {refusal}")
                continue
            report.files.append(f"{name}: {line}")
            if source is not None:
                sources[source] = None
        for source in sources:
            passages = passages_of(source)
            placements = anchor_passages(source, passages)
            report.placed += placements.changed
            report.failures += placements.failures
            report.states.update(passage.state for passage in passages)
        if dry_run:
            transaction.set_rollback(True)
    return report


def _import_file(path: Path, names: "_Names", report: Report) -> tuple[Source | None, str]:
    """Return the source of the file, if any, and a line that says what became of it."""
    raw = _read(path)
    text = _text(raw)
    byte_sha256 = hashlib.sha256(raw).hexdigest()
    found = names.sources_of(byte_sha256, text)
    if not found:
        return None, "matches no source"
    if len(found) > 1:
        slugs = ", ".join(sorted(source.slug for source in found))
        return None, f"matches several sources ({slugs}), so it was left out"
    source = found[0]
    held = source.snapshots.filter(text_sha256=text_sha256(text)).first()
    if held is not None:
        return source, f"held already, as {held}"
    snapshot = add_snapshot(source, text, byte_sha256)
    report.snapshots += 1
    line = f"{snapshot}, {snapshot.paragraphs.count()} paragraphs"
    if source.known_sha256 and source.known_sha256 != byte_sha256:
        line += "; not the file that our locators were made against"
    return source, line


def _read(path: Path) -> bytes:
    """Return the bytes of a file; raise Refused for anything else and for too many."""
    if path.is_dir():
        raise Refused("is a directory")
    if not path.is_file():
        raise Refused("is not a file")
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise Refused(f"cannot be read ({error.strerror})") from error
    if len(raw) > MAX_BYTES:
        raise Refused(f"is larger than {MAX_BYTES:,} bytes")
    return raw


def _text(raw: bytes) -> str:
    """Return the canonical text of the bytes; raise Refused if they are not plain text."""
    try:
        text = canonical_text(decode(raw))
    except ValueError as error:
        raise Refused(str(error)) from error
    if _HTML.match(text):
        raise Refused("is HTML or XML, not plain text; hold it with import_source")
    return text


def add_snapshot(
    source: Source, text: str, byte_sha256: str, blocks: Sequence[Block] | None = None
) -> Snapshot:
    """Store canonical text as the source's newest snapshot, with its paragraphs and their roles.

    `blocks` are the paragraphs of the text where its format told them; else the text itself does.
    """
    last = source.snapshots.aggregate(last=Max("number"))["last"] or 0
    snapshot = Snapshot.objects.create(
        source=source,
        number=last + 1,
        captured_at=timezone.now(),
        origin=Snapshot.Origin.IMPORT,
        byte_sha256=byte_sha256,
        text_sha256=text_sha256(text),
        text=text,
    )
    Paragraph.objects.bulk_create(
        Paragraph(
            snapshot=snapshot, number=number, start=block.start, end=block.end, role=block.role
        )
        for number, block in enumerate(paragraphs(text) if blocks is None else blocks, 1)
    )
    return snapshot


class _Names:
    """What the sources can be recognised by; read from the database when first needed."""

    def sources_of(self, byte_sha256: str, text: str) -> list[Source]:
        """Return the sources of the file: by its hash, else by address, else by title."""
        known = list(Source.objects.filter(known_sha256=byte_sha256))
        if known:
            return known
        lines = [line.strip() for line in text.splitlines() if line.strip()][:HEAD_LINES]
        addresses = [match[1] for line in lines if (match := _ADDRESS_LINE.fullmatch(line))]
        found = {pk for address in addresses for pk in self.by_address[_plain(address)]}
        if not found:
            found = {pk for line in lines for pk in self.by_title[_folded(line)]}
        return list(Source.objects.filter(pk__in=found))

    @cached_property
    def by_address(self) -> dict[str, set[int]]:
        names = defaultdict(set)
        rows = Source.objects.values_list("pk", "url", "original_url", "archive_url")
        for pk, *addresses in rows:
            for address in filter(None, addresses):
                names[_plain(address)].add(pk)
        return names

    @cached_property
    def by_title(self) -> dict[str, set[int]]:
        names = defaultdict(set)
        for pk, title in Source.objects.values_list("pk", "title"):
            names[_folded(title)].add(pk)
        return names


def _plain(address: str) -> str:
    return (
        address.partition("#")[0].rstrip("/.,;)").removeprefix("https://").removeprefix("http://")
    )


def _folded(line: str) -> str:
    return fold(line).text.strip()


# Anchoring


def passages_of(source: Source) -> list[Passage]:
    """Return all that points into the source's text, with what is needed to name it."""
    evidence = Evidence.objects.filter(source=source).select_related("claim")
    texts = ClauseText.objects.filter(version__source=source)
    relations = Relation.objects.filter(source=source).select_related("subject", "object")
    return [
        *texts.exclude(locator="").select_related("clause__declaration", "version"),
        *relations.exclude(locator=""),
        *evidence.exclude(locator=""),
    ]


def passage_source(passage: Passage) -> Source | None:
    """Return the source that a passage stands in."""
    if isinstance(passage, ClauseText):
        return passage.version.source
    if isinstance(passage, (Evidence, Relation)):
        return passage.source
    raise TypeError(f"{type(passage).__name__} is not a kind of passage that we place.")


def anchor_passages(source: Source, passages: Sequence[Passage]) -> Placements:
    """Place passages of one source in its newest snapshot, and save those that changed.

    A clause text gets its words. Published evidence whose words are not found, or found in several
    places, goes back to review: readers never see evidence without its passage.
    """
    before = [_placement(passage) for passage in passages]
    failures = [
        _failure(passage, resolution)
        for passage, resolution in place_all(passages, source)
        if passage.state in FAILED
    ]
    changed = 0
    for passage, old in zip(passages, before, strict=True):
        if _placement(passage) == old:
            continue
        if isinstance(passage, ClauseText) and not passage.text:
            passage.cut_words()
        if isinstance(passage, Evidence) and passage.state in FAILED and passage.is_published:
            passage.status = Status.IN_REVIEW
        passage.save()
        changed += 1
    return Placements(changed, failures)


def _placement(passage: Passage) -> tuple[object, ...]:
    return (passage.snapshot_id, passage.start, passage.end, passage.state)


def _failure(passage: Passage, resolution: Resolution) -> str:
    """Say which passage has no place, and why."""
    if isinstance(resolution, NotFound):
        why = f"not found. {resolution.reason}"
    else:
        why = f"ambiguous, {len(resolution.places)} places; add a prefix or a suffix"
    return f"{_name(passage)}: “{passage.locator}”: {why}"


def _name(passage: Passage) -> str:
    match passage:
        case Evidence():
            return f"claim {passage.claim.ref}, evidence {passage.ref}"
        case ClauseText():
            clause = passage.clause
            version = f"{passage.version.language} {passage.version.status}"
            return f"{clause.declaration.slug}, clause {clause.label} ({version})"
        case Relation():
            return f"{passage.subject.slug} {passage.predicate} {passage.object.slug}"
    raise TypeError(f"{type(passage).__name__} has no name here.")
