"""Placing passages: from a locator to characters of a snapshot.

The pure part, finding words in a text, is `sources.anchoring`; here its answers become the states
of stored passages.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sources.anchoring import Ambiguous, Anchored, NotFound, Resolution, resolve
from sources.directives import DirectiveError, TextDirective
from sources.folding import FoldedText, fold
from sources.models import CaptureAttempt, Passage, Snapshot, Source

State = Passage.State

# The passage has no place, although the text is held: somebody must mend the locator.
FAILED = (State.AMBIGUOUS, State.NOT_FOUND)


class Placed(NamedTuple):
    """A passage and where its locator points in the newest snapshot of its source."""

    passage: Passage
    resolution: Resolution


def place(passage: Passage, source: Source) -> Resolution | None:
    """Place one passage as `place_all` does; None when there was nothing to look for."""
    return next((resolution for _, resolution in place_all([passage], source)), None)


def place_all(passages: Iterable[Passage], source: Source) -> Iterator[Placed]:
    """Look for each passage in the source's newest snapshot, and set its place and state unsaved.

    A passage that had no place gets one, or is `ambiguous` or `not_found`. A passage placed in an
    older snapshot keeps that place for ever; only its state tells how it stands to the newest one:
    `anchored` (same words, same characters), `moved` (same words elsewhere) or `changed` (other
    words, or not to be told from others). When the last try to fetch the source failed, every
    passage that has a place is `gone` or `unreachable` instead, until one succeeds. Passages
    without a locator are passed over, and those placed in the newest snapshot are not looked for;
    without any snapshot, so is everything.

    The snapshot is folded once at most, however many passages there are.
    """
    newest = source.newest_snapshot()
    if newest is None:
        return
    lost = state_of_loss(source.last_attempt())
    text: FoldedText | None = None
    older: dict[int, str] = {}
    for passage in passages:
        if not passage.locator:
            continue
        if passage.snapshot_id == newest.pk:
            passage.state = lost or State.ANCHORED
            continue
        text = text or fold(newest.text)
        resolution = locate(passage.locator, text)
        if passage.snapshot_id is None:
            _settle(passage, newest, resolution)
        else:
            if passage.snapshot_id not in older:
                older[passage.snapshot_id] = passage.snapshot.text
            passage.state = _drift(passage, older[passage.snapshot_id], resolution, newest.text)
        if passage.snapshot_id and lost:
            passage.state = lost
        yield Placed(passage, resolution)


def state_of_loss(attempt: CaptureAttempt | None) -> Passage.State | None:
    """Return what a try to fetch a source makes of the passages held from it; None if it did."""
    if attempt is None or attempt.succeeded:
        return None
    return State.GONE if attempt.outcome in CaptureAttempt.LOSSES else State.UNREACHABLE


def locate(locator: str, text: FoldedText) -> Resolution:
    """Return where the locator points; one that breaks the syntax points nowhere."""
    try:
        directive = TextDirective.parse(locator)
    except DirectiveError as error:
        return NotFound(str(error))
    return resolve(directive, text)


def _settle(passage: Passage, snapshot: Snapshot, resolution: Resolution) -> None:
    """Give a passage without a place the one that was found, or say why it has none."""
    match resolution:
        case Anchored(start, end):
            passage.snapshot, passage.start, passage.end = snapshot, start, end
            passage.state = State.ANCHORED
        case Ambiguous():
            passage.state = State.AMBIGUOUS
        case NotFound():
            passage.state = State.NOT_FOUND


def _drift(passage: Passage, held: str, resolution: Resolution, newest: str) -> Passage.State:
    """Return how a passage of an older snapshot stands to the newest.

    The ends of a long passage may still be found although words between them changed, so the
    words themselves are compared, folded as for searching.
    """
    if not isinstance(resolution, Anchored):
        return State.CHANGED
    before = fold(held[passage.start : passage.end]).text
    if fold(newest[resolution.start : resolution.end]).text != before:
        return State.CHANGED
    same_place = (passage.start, passage.end) == (resolution.start, resolution.end)
    return State.ANCHORED if same_place else State.MOVED
