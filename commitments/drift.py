"""Drift: checking sources against their pages, and what that means for all that is cited.

Whatever a check finds, a passage keeps the snapshot and the characters it was cited from; only its
state changes. That a passage should cite a newer snapshot is proposed, and done by a person.
"""

import contextlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Substr

from commitments.importing import anchor_passages, name_of, passages_of
from commitments.models import ClauseText, Evidence, Relation
from sources import capture, originals
from sources.anchoring import Anchored
from sources.capture import Expected, Fetcher, Finding, Permission
from sources.folding import FoldedText, fold
from sources.models import CaptureAttempt, Passage, Snapshot, Source
from sources.passages import locate, place_all, state_of_loss
from sources.publication import Status
from sources.turns import Turns

State = Passage.State
Outcome = CaptureAttempt.Outcome

TOGETHER = 50  # tries that changed nothing are written so many at a time
CONTEXT = 80  # characters shown on either side of words that are cited
# A server that answers so will hardly answer the next request better.
DOWN = frozenset({Outcome.DEAD, Outcome.TOO_SLOW, Outcome.TLS})
# What comes to pass without a word from any server.
SILENT = frozenset({Outcome.DEAD, Outcome.REFUSED_ADDRESS})


class Offline(Exception):  # noqa: N818 -- an answer, not an error
    """None of several servers answered, so it is this computer that reaches nobody."""


# What a passage of each kind is called by in reports.
NAMED_BY: dict[type[Passage], tuple[str, ...]] = {
    Evidence: ("claim",),
    ClauseText: ("clause__declaration", "version"),
    Relation: ("subject", "object"),
}


class StateChange(NamedTuple):
    """A passage whose state a check has changed."""

    name: str
    before: str
    after: str

    def __str__(self) -> str:
        words = dict(State.choices)
        return f"{self.name}: {words[State(self.before)]} → {words[State(self.after)]}"


@dataclass(frozen=True, slots=True)
class Result:
    """What a check of one source came to."""

    source: Source
    attempt: CaptureAttempt
    is_news: bool  # the text held was replaced by another, or lost, or found again
    changes: list[StateChange] = field(default_factory=list)

    @property
    def drifted(self) -> bool:
        return self.is_news or bool(self.changes)

    def line(self) -> str:
        """Say in one line what the try came to."""
        attempt = self.attempt
        said = f"{self.source.slug}: {attempt.get_outcome_display()}"
        if attempt.outcome == Outcome.CAPTURED:
            said += f" as {attempt.snapshot}, {len(attempt.snapshot.text)} characters"
        return f"{said}. {attempt.detail}".strip() if attempt.detail else f"{said}."


# One source


def capture_source(source: Source, fetcher: Fetcher, robots: Permission) -> Result:
    """Fetch one source and write down what came of it; whoever calls it holds `capture.alone`."""
    row = Source.objects.for_check().get(pk=source.pk)
    finding = _look(row, fetcher=fetcher, robots=robots)
    return settle(row, capture.examine(finding, row.url, expected_of(row)))


def expected_of(source: Source) -> Expected:
    """Return what the page of a source should hold, by what is held and cited of it."""
    quotes: list[str] = []
    locators: list[str] = []
    words = Substr("snapshot__text", F("start") + 1, F("end") - F("start"))
    for rows, is_public in _passages(source):
        quotes += rows.filter(snapshot__isnull=False).values_list(words, flat=True)
        waiting = rows.filter(is_public, snapshot__isnull=True).exclude(locator="")
        locators += waiting.values_list("locator", flat=True)
    return Expected.of(source, quotes, locators)


def _passages(source: Source) -> Iterator[tuple[QuerySet[Any], Q]]:
    """Yield the passages of each kind, with the condition under which readers see them."""
    published = Q(status=Status.PUBLISHED)
    yield Evidence.objects.filter(source=source), published
    yield Relation.objects.filter(source=source), published
    yield ClauseText.objects.filter(version__source=source), Q()


def settle(source: Source, finding: Finding) -> Result:
    """Write a try down with all that follows from it, in one transaction.

    The bytes of a new snapshot are on the disk before the database says so.
    """
    with contextlib.ExitStack() as stack:
        if finding.reading is not None:
            stack.enter_context(originals.kept(finding.body))
        stack.enter_context(transaction.atomic())
        before = source.last_attempt()
        attempt = capture.record(source, finding)
        was_lost, is_lost = state_of_loss(before), state_of_loss(attempt)
        changes = []
        if attempt.outcome == Outcome.CAPTURED or was_lost != is_lost:
            changes = _place(source)
        replaced = attempt.outcome == Outcome.CAPTURED and attempt.snapshot.number > 1
        held = attempt.snapshot is not None or source.snapshots.exists()
    return Result(source, attempt, replaced or (held and was_lost != is_lost), changes)


def _place(source: Source) -> list[StateChange]:
    """Bring the states of all passages of a source up to date; return those that had a place."""
    passages = passages_of(source)
    before = [(passage.snapshot_id, passage.state) for passage in passages]
    anchor_passages(source, passages)
    return [
        StateChange(name_of(passage), state, passage.state)
        for passage, (snapshot, state) in zip(passages, before, strict=True)
        if snapshot and state != passage.state
    ]


# Many sources


class Round:
    """One check of many sources: several hosts at once, each host one page at a time.

    `skipped` are, afterwards, the sources that were left out because their server was down.
    """

    def __init__(self, fetcher: Fetcher, robots: Permission, *, delay: float | None = None) -> None:
        self._turns: Turns[Source, Finding] = Turns(
            partial(_look, fetcher=fetcher, robots=robots),
            _follow,
            lambda finding: finding.outcome in DOWN,
            delay=settings.CAPTURE_DELAY if delay is None else delay,
        )

    @property
    def skipped(self) -> list[Source]:
        return self._turns.skipped

    def run(self, sources: Iterable[Source]) -> Iterator[Result]:
        """Check sources that come from `Source.objects.for_check()`; yield each as it ends.

        Whoever calls it holds `capture.alone`. Raises Offline, with nothing written, when there are
        several servers and none of them answers.
        """
        jobs = ((urlsplit(source.url).netloc.lower(), source) for source in sources)
        confirmed: list[CaptureAttempt] = []
        for source, finding in _once_online(self._turns.run(jobs)):
            if not _changes_nothing(source, finding):
                yield settle(source, finding)
                continue
            confirmed.append(capture.attempt_of(source, finding))
            if len(confirmed) == TOGETHER:
                yield from _confirm(confirmed)
                confirmed.clear()
        yield from _confirm(confirmed)


def _once_online(found: Iterable[tuple[Source, Finding]]) -> Iterator[tuple[Source, Finding]]:
    """Pass on what was found; hold failures back until some server has answered.

    What this computer cannot reach says nothing of the sources.
    """
    online = False
    held: list[tuple[Source, Finding]] = []
    for source, finding in found:
        online = online or finding.outcome not in SILENT
        held.append((source, finding))
        if online:
            yield from held
            held.clear()
    dead = [source for source, finding in held if finding.outcome == Outcome.DEAD]
    if len({urlsplit(source.url).netloc.lower() for source in dead}) > 1:
        raise Offline("No server answered: this computer seems to be offline. Nothing is recorded.")
    yield from held


def _changes_nothing(source: Any, finding: Finding) -> bool:
    """Tell whether a page is as it was at the last try, so that nothing else follows from it."""
    return finding.outcome == Outcome.UNCHANGED and (
        source.last_outcome is None or source.last_outcome in CaptureAttempt.SUCCESSES
    )


def _confirm(attempts: list[CaptureAttempt]) -> Iterator[Result]:
    """Write down tries that changed nothing, all at once."""
    for attempt in CaptureAttempt.objects.bulk_create(attempts):
        yield Result(attempt.source, attempt, is_news=False)


def _look(source: Any, *, fetcher: Fetcher, robots: Permission) -> Finding:
    return capture.look(
        source.url,
        fetcher,
        None if source.robots_override else robots,
        known=frozenset(filter(None, (source.newest_bytes, source.checked_bytes))),
        newest=source.newest_id,
    )


def _follow(source: Source, finding: Finding) -> Callable[[], Finding] | None:
    """Return the reading of what came, where it must be read."""
    if finding.outcome is not None:
        return None
    return partial(capture.examine, finding, source.url, expected_of(source))


# Citing the newest snapshot instead


class NotTheSameError(Exception):
    """The words do not stand exactly once in the newest snapshot; the message says so."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A passage cited from an older snapshot whose words stand, once, in the newest as well."""

    passage: Passage
    source: Source
    newest: Snapshot
    start: int
    end: int

    @property
    def name(self) -> str:
        return name_of(self.passage)

    @property
    def before(self) -> tuple[str, str, str]:
        """Return the words as cited, between a little of what stands around them."""
        return _in_context(self.passage.snapshot.text, self.passage.start, self.passage.end)

    @property
    def after(self) -> tuple[str, str, str]:
        """Return the words of the newest snapshot, between a little of what stands around them."""
        return _in_context(self.newest.text, self.start, self.end)


def proposals_of(kind: type[Passage], source: Source | None = None) -> Iterator[Proposal]:
    """Yield the passages of a kind that could cite the newest snapshot of their source.

    Each snapshot is read once for all its passages.
    """
    newer = Snapshot.objects.filter(
        source=OuterRef("snapshot__source"), number__gt=OuterRef("snapshot__number")
    )
    rows = kind._default_manager.filter(Exists(newer), state__in=[State.ANCHORED, State.MOVED])
    if source is not None:
        rows = rows.filter(snapshot__source=source)
    rows = rows.select_related("snapshot__source", *NAMED_BY[kind])
    rows = rows.order_by("snapshot__source", "start", "pk")
    for held, passages in groupby(rows.iterator(chunk_size=100), lambda row: row.snapshot.source):
        newest = held.newest_snapshot()
        if newest is None:
            continue
        text = fold(newest.text)
        for passage in passages:
            with contextlib.suppress(NotTheSameError):
                yield _propose(passage, held, newest, text)


def cite_newest(passage: Passage) -> str:
    """Make a passage cite the newest snapshot of its source, where the very same words stand.

    Returns what was done, for the history. Raises NotTheSameError when they do not stand there
    exactly once, as when another capture came meanwhile.
    """
    with transaction.atomic():
        passage = type(passage)._default_manager.select_for_update(of=["self"]).get(pk=passage.pk)
        if passage.snapshot is None:
            raise NotTheSameError("The passage has no place yet.")
        source = passage.snapshot.source
        newest = source.newest_snapshot()
        found = _propose(passage, source, newest, fold(newest.text))
        told = (
            f"Cites {found.newest} at {found.start}–{found.end} instead of "
            f"{passage.snapshot} at {passage.start}–{passage.end}."
        )
        passage.snapshot, passage.start, passage.end = found.newest, found.start, found.end
        if isinstance(passage, ClauseText):
            passage.text = found.newest.text[found.start : found.end]
        list(place_all([passage], source))
        passage.save()
    return told


def _propose(passage: Passage, source: Source, newest: Snapshot, text: FoldedText) -> Proposal:
    """Return where the words of a passage stand in the newest snapshot.

    Raises NotTheSameError unless the very same words, folded, stand there in one place.
    """
    if passage.snapshot is None or passage.snapshot_id == newest.pk:
        raise NotTheSameError("It cites the newest capture already.")
    place = locate(passage.locator, text)
    cited = fold(passage.snapshot.text[passage.start : passage.end]).text
    if not isinstance(place, Anchored) or fold(newest.text[place.start : place.end]).text != cited:
        raise NotTheSameError("Its words do not stand exactly once in the newest capture.")
    return Proposal(passage, source, newest, place.start, place.end)


def _in_context(text: str, start: int, end: int) -> tuple[str, str, str]:
    before = text[max(0, start - CONTEXT) : start]
    after = text[end : end + CONTEXT]
    return before.partition("\n\n")[2] or before, text[start:end], after.partition("\n\n")[0]
