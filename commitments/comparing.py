"""Two captures of a source side by side: what differs, and which passages it touches.

How much is shown follows the source's rights, as on the source's own page: where only excerpts may
be shown, these are the passages that something rests on with the sentences around them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from commitments.models import ClauseText, Evidence, Relation
from commitments.reading import FURNITURE
from sources.differences import (
    Block,
    Counts,
    Kind,
    Op,
    ShownBlock,
    Stretch,
    Visible,
    compare,
    count,
    show,
    stretches,
)
from sources.highlighting import Mark, excerpts
from sources.models import Passage, Snapshot, Source
from sources.publication import Status
from sources.text import Span


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of text with the paragraph that it stands in, as the API lists it."""

    op: Op
    kind: Kind
    first_paragraph: int | None
    second_paragraph: int | None
    first: Span
    second: Span
    text: str | None
    words: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two captures of one source, as one reader may see it.

    `blocks` are the paragraphs of the article; `furniture` counts paragraphs of menus and of other
    works on the page that differ, which are not shown. Of the `cited` passages of the first
    capture, `touched` are those within which something differs.
    """

    first: Snapshot
    second: Snapshot
    blocks: list[ShownBlock]
    counts: Counts
    furniture: int
    cited: list[Passage]
    touched: list[Passage]
    is_coarse: bool
    is_whole: bool

    @property
    def source(self) -> Source:
        return self.first.source

    @property
    def cited_count(self) -> int:
        return len(self.cited)

    @property
    def touched_count(self) -> int:
        return len(self.touched)

    @property
    def segments(self) -> Iterator[Segment]:
        for block in self.blocks:
            for piece in block.pieces:
                yield Segment(
                    op=piece.op,
                    kind=block.kind,
                    first_paragraph=block.before,
                    second_paragraph=block.after,
                    first=piece.before,
                    second=piece.after,
                    text=piece.text,
                    words=piece.words,
                )

    @property
    def stretches(self) -> list[Stretch]:
        return stretches(self.blocks)

    def get_absolute_url(self) -> str:
        return reverse(
            "snapshot-comparison",
            args=[self.source.slug, self.first.number, self.second.number],
        )


def passages_of(*snapshots: Snapshot) -> Iterator[Passage]:
    """Yield the public passages that stand in these captures: three queries.

    Each has `snapshot_id`, `start`, `end`, `state`; evidence comes first.
    """
    everywhere = {"snapshot__in": snapshots}
    yield from Evidence.objects.published().filter(**everywhere).select_related("claim")
    texts = ClauseText.objects.filter(
        **everywhere, clause__declaration__status=Status.PUBLISHED
    ).select_related("clause__declaration", "version")
    yield from texts
    relations = Relation.objects.published().filter(**everywhere)
    yield from relations.select_related("subject", "object")


def compare_snapshots(first: Snapshot, second: Snapshot, *, user: Any) -> Comparison:
    """Compare two captures of one source for a reader: five queries."""
    passages = list(passages_of(first, second))
    cited = [one for one in passages if one.snapshot_id == first.pk]
    later = [one for one in passages if one.snapshot_id == second.pk]
    before, spans = _furniture(first, cited)
    after, later_spans = _furniture(second, later)
    visible = None
    if not first.source.may_show_all_to(user):
        visible = Visible([], [])
        if first.source.may_quote_to(user):
            visible = Visible(
                excerpts(first.text, spans, _marks(cited)),
                excerpts(second.text, later_spans, _marks(later)),
            )
    difference = compare(first.text, second.text)
    article, furniture = [], 0
    for block in difference.blocks:
        if _is_furniture(block, before, after):
            furniture += block.kind is not Kind.SAME
        else:
            article.append(block)
    return Comparison(
        first=first,
        second=second,
        blocks=show(difference, article, visible),
        counts=count(difference, article),
        furniture=furniture,
        cited=cited,
        touched=[one for one in cited if difference.touches(Span(one.start, one.end))],
        is_coarse=difference.is_coarse,
        is_whole=visible is None,
    )


def _marks(passages: Sequence[Passage]) -> list[Mark[Passage]]:
    return [Mark(one, one.start, one.end) for one in passages]


def _furniture(snapshot: Snapshot, passages: Sequence[Passage]) -> tuple[set[int], list[Span]]:
    """Return where the blocks start that are no part of the article, and all other blocks.

    As on the source's page, a block in which a passage stands is shown whatever it is.
    """
    starts, shown = set(), []
    for start, end, role in snapshot.paragraphs.values_list("start", "end", "role"):
        is_cited = any(one.start < end and one.end > start for one in passages)
        if role in FURNITURE and not is_cited:
            starts.add(start)
        else:
            shown.append(Span(start, end))
    return starts, shown


def _is_furniture(block: Block, before: set[int], after: set[int]) -> bool:
    """Tell whether a paragraph is no part of the article, in any of the captures that have it."""
    piece = block.pieces[0]
    here = block.before is None or piece.before.start in before
    there = block.after is None or piece.after.start in after
    return here and there
