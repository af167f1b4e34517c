"""Importing documents: files that the user has become snapshots, and waiting passages find words.

The files hold other people's texts, so they are never part of the project: they come from a
directory of the user's, are recognised by hash, address or title, and stay in this installation.
Plain text is held as it is; pages and documents are read as `sources/readings.py` says.
"""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

from django.db import transaction

from commitments.models import ClauseText, Evidence, Relation
from sources.anchoring import NotFound, Resolution
from sources.documents import UnreadableDocument
from sources.files import read_file
from sources.folding import fold
from sources.models import Passage, Source
from sources.passages import FAILED, place_all
from sources.publication import Status
from sources.readings import DOCUMENTS, Piece, read
from sources.snapshots import add_snapshot
from sources.text import canonical_text, decode, text_sha256

HEAD_LINES = 20  # where a file's title or address is looked for

_HTML = re.compile(rb"<(?:!doctype|html|\?xml)", re.IGNORECASE)
_MARKS = b"\xef\xbb\xbf\xff\xfe"  # of the byte order
# An address alone on its line is the page's own; one within a sentence may be anybody's.
_ADDRESS_LINE = re.compile(r"(?:\w+ ?: )?(https?://\S+)")


class Refused(Exception):  # noqa: N818 -- an answer, not an error
    """The file cannot be imported; the message is a clause for its owner."""


class Placements(NamedTuple):
    """How many passages were saved with a new place or state, and a line for each without one."""

    changed: int
    failures: list[str]


class _File(NamedTuple):
    """What a file holds, and the lines by which its source may be known."""

    name: str
    byte_sha256: str
    text: str
    pieces: Sequence[Piece] | None
    head: list[str]


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


def import_documents(
    directory: Path,
    *,
    dry_run: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Report:
    """Import every file of the directory, in the order of their names, in one transaction.

    All are read before it begins, so that nobody waits for a slow file; `progress` is told how many
    are read, of how many. A file that cannot be read, or belongs to no source or to several, is
    reported and changes nothing; importing the same files again changes nothing. Files whose names
    begin with a dot and the files of folders within are not looked at.
    Raises Refused if it is not a directory.
    """
    if not directory.is_dir():
        raise Refused(f"{directory} is not a directory.")
    report = Report()
    names = _Names()
    sources: dict[Source, None] = {}
    paths = sorted(path for path in directory.iterdir() if not path.name.startswith("."))
    files = list(_read_all(paths, report, progress))
    with transaction.atomic():
        for file in files:
            source, line = _import_file(file, names, report)
            report.files.append(f"{file.name}: {line}")
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


def _read_all(
    paths: Sequence[Path], report: Report, progress: Callable[[int, int], None] | None
) -> Iterator[_File]:
    """Yield what the files hold, and report those that cannot be read."""
    for done, path in enumerate(paths):

        def tell(*_pages: int, done: int = done) -> None:
            if progress:
                progress(done, len(paths))

        tell()
        name = path.name.encode("utf-8", "replace").decode()
        try:
            yield _read(path, name, tell)
        except (Refused, UnreadableDocument) as refusal:
            report.refused.append(f"{name}: {refusal}")


def _import_file(file: _File, names: "_Names", report: Report) -> tuple[Source | None, str]:
    """Return the source of the file, if any, and a line that says what became of it."""
    found = names.sources_of(file.byte_sha256, file.head)
    if not found:
        return None, "matches no source"
    if len(found) > 1:
        slugs = ", ".join(sorted(source.slug for source in found))
        return None, f"matches several sources ({slugs}), so it was left out"
    source = found[0]
    held = source.snapshots.filter(text_sha256=text_sha256(file.text)).first()
    if held is not None:
        return source, f"held already, as {held}"
    snapshot = add_snapshot(source, file.text, file.byte_sha256, file.pieces)
    report.snapshots += 1
    line = f"{snapshot}, {snapshot.paragraphs.count()} paragraphs"
    if source.known_sha256 and source.known_sha256 != file.byte_sha256:
        line += "; not the file that our locators were made against"
    return source, line


def _read(path: Path, name: str, progress: Callable[[int, int], None]) -> _File:
    raw = read_file(path)
    digest = hashlib.sha256(raw).hexdigest()
    if not _is_formatted(raw, name):
        try:
            text = canonical_text(decode(raw))
        except ValueError as error:
            raise Refused(str(error)) from error
        return _File(name, digest, text, None, _head(text.splitlines()))
    reading = read(raw, name, progress=progress)
    facts = reading.facts
    own = chain.from_iterable(map(str.splitlines, reading.own()))
    head = _head(chain([facts["canonical_url"], facts["title"]], own))
    return _File(name, digest, reading.text, reading.pieces, head)


def _is_formatted(raw: bytes, name: str) -> bool:
    """Tell whether a file is a page or a document; anything else is plain text or nothing."""
    head = raw[:1024].replace(b"\0", b"").lstrip(_MARKS).lstrip()
    named = name.lower().endswith((".html", ".htm", ".xhtml"))
    return named or head.startswith(DOCUMENTS) or _HTML.match(head) is not None


def _head(lines: Iterable[str]) -> list[str]:
    return list(islice(filter(None, map(str.strip, lines)), HEAD_LINES))


class _Names:
    """What the sources can be recognised by; read from the database when first needed."""

    def sources_of(self, byte_sha256: str, lines: Sequence[str]) -> list[Source]:
        """Return the sources of the file: by its hash, else by address, else by title."""
        known = list(Source.objects.filter(known_sha256=byte_sha256))
        if known:
            return known
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
    return f"{name_of(passage)}: “{passage.locator}”: {why}"


def name_of(passage: Passage) -> str:
    """Return what a passage is called in reports."""
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
