"""Making snapshots: the one way in which a text, imported or captured, is kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from django.db.models import Max
from django.utils import timezone

from sources.extraction import paragraphs
from sources.models import Paragraph, Snapshot, Source
from sources.text import text_sha256


class Block(Protocol):
    """A paragraph of a text: where it stands, and its role."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def role(self) -> str: ...


def add_snapshot(  # noqa: PLR0913 -- what is told of a capture
    source: Source,
    text: str,
    byte_sha256: str,
    blocks: Sequence[Block] | None = None,
    *,
    origin: str = Snapshot.Origin.IMPORT,
    url: str = "",
    at: datetime | None = None,
) -> Snapshot:
    """Store canonical text as the source's newest snapshot, with its paragraphs and their roles.

    `blocks` are the paragraphs of the text where its format told them; else the text itself does.
    `at` is when the text came, if not now.
    The caller holds a transaction; whoever else adds to the same source waits for its end.
    """
    Source.objects.select_for_update().only("pk").get(pk=source.pk)
    last = source.snapshots.aggregate(last=Max("number"))["last"] or 0
    snapshot = Snapshot.objects.create(
        source=source,
        number=last + 1,
        captured_at=at or timezone.now(),
        origin=origin,
        url=url,
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
