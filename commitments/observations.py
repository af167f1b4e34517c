"""What the checks of the sources found: which passages are no longer as they were cited.

The states themselves are set when a source is checked; here they are put together for readers.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery

from commitments.models import ClauseText, Evidence, Relation
from sources.models import Passage, Snapshot, Source
from sources.publication import Status


def drifted_passages() -> tuple[tuple[QuerySet[Any], str], ...]:
    """Return what readers see of passages that have drifted, with the way to their source."""
    texts = ClauseText.objects.filter(
        state__in=Passage.DRIFTED, clause__declaration__status=Status.PUBLISHED
    )
    return (
        (Evidence.objects.published().drifted(), "source"),
        (texts, "version__source"),
        (Relation.objects.published().drifted(), "source"),
    )


def drifted_sources() -> QuerySet[Source]:
    """Return the sources that such passages stand in, those checked last first.

    Each has the annotations of `SourceQuerySet.with_checks`, and `newest_number` and `newest_at`
    of its newest capture.
    """
    any_of_them = Q()
    for passages, way in drifted_passages():
        any_of_them |= Q(Exists(passages.filter(**{way: OuterRef("pk")})))
    newest = Snapshot.objects.filter(source=OuterRef("pk")).order_by("-number")
    return (
        Source.objects.published()
        .filter(any_of_them)
        .select_related("publisher")
        .with_checks()
        .annotate(
            newest_number=Subquery(newest.values("number")[:1]),
            newest_at=Subquery(newest.values("captured_at")[:1]),
        )
        .order_by(F("checked_at").desc(nulls_last=True), "slug")
    )


@dataclass(slots=True)
class Passages:
    """Passages of one source, by what they show; in the order of its text."""

    evidence: list[Evidence] = field(default_factory=list)
    texts: list[ClauseText] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.evidence) + len(self.texts) + len(self.relations)


@dataclass(slots=True)
class Drift:
    """What has drifted in one source: passages that stand elsewhere now, and the graver cases."""

    source: Source
    graver: Passages = field(default_factory=Passages)
    moved: Passages = field(default_factory=Passages)


def drift_in(sources: Iterable[Source]) -> list[Drift]:
    """Return what has drifted in each of the sources, with what one line shows: three queries."""
    found = {source.pk: Drift(source) for source in sources}
    evidence, texts, relations = (
        passages.filter(**{f"{way}__in": found}).defer("snapshot__text").order_by("start", "pk")
        for passages, way in drifted_passages()
    )

    def of(passage: Passage, source: int) -> Passages:
        is_moved = passage.state == Passage.State.MOVED
        return found[source].moved if is_moved else found[source].graver

    for one in evidence.select_related("claim", "snapshot"):
        of(one, one.source_id).evidence.append(one)
    for text in texts.select_related("clause__declaration", "version", "snapshot"):
        of(text, text.version.source_id).texts.append(text)
    for relation in relations.select_related("subject", "object", "snapshot"):
        of(relation, relation.source_id).relations.append(relation)
    return list(found.values())


def checks() -> dict[str, Any]:
    """Return how many sources are published, how many were ever checked, and when last."""
    return (
        Source.objects.published()
        .with_checks()
        .aggregate(total=Count("pk"), checked=Count("checked_at"), last=Max("checked_at"))
    )
