"""From what a file was read as to a snapshot of a source, and the passages found in it."""

import hashlib

from django.db import transaction

from commitments.importing import anchor_passages, passages_of
from sources.echoes import Derivation, Echo, find_echoes, proposed_derivations
from sources.models import Source
from sources.readings import Reading
from sources.snapshots import add_snapshot
from sources.text import text_sha256

ECHO = 0.2  # a source that shares less than this part of its words is no near-copy


def hold(source: Source, reading: Reading, data: bytes, *, dry_run: bool = False) -> list[str]:
    """Make the text a snapshot of the source, unless it is held, and place what points into it.

    Returns what was done, in sentences, with the sources whose text shares words with it.
    """
    with transaction.atomic():
        held = source.snapshots.filter(text_sha256=text_sha256(reading.text)).first()
        if held is not None:
            return [f"Held already, as {held}. Nothing changed."]
        digest = hashlib.sha256(data).hexdigest()
        snapshot = add_snapshot(source, reading.text, digest, reading.pieces)
        placements = anchor_passages(source, passages_of(source))
        lines = [f"{snapshot}: {len(reading.pieces)} paragraphs. {placements.changed} placed."]
        lines += placements.failures
        echoes = find_echoes(snapshot)
        lines += [_said(echo) for echo in echoes if is_near(echo)]
        lines += [_proposed(each) for each in proposed_derivations(snapshot, echoes)]
        if dry_run:
            transaction.set_rollback(True)
    return lines


def is_near(echo: Echo) -> bool:
    """Tell whether a source shares so much that one may be a copy of the other."""
    return max(echo.contained, echo.contains) >= ECHO


def _said(echo: Echo) -> str:
    return (
        f"{echo.contained:.0%} of its words stand in “{echo.source.slug}” too, in "
        f"{len(echo.passages)} passages."
    )


def _proposed(derivation: Derivation) -> str:
    """Say whose words the text credits, for a curator to record as derivation."""
    near = ", ".join(f"“{source.slug}”" for source in derivation.sources)
    return (
        f"It may derive from {derivation.publisher.name}: it says “{derivation.credit.words}”."
        + (f" Closest held: {near}." if near else "")
    )
