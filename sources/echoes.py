"""Echoes: which other sources hold words of a snapshot, and whom its text credits."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from sources.derivation import Credit, credits_in, is_same_name
from sources.echo import Shared, fingerprint, shared_passages, similarity
from sources.models import Paragraph, Publisher, Snapshot, Source

MAX_SNAPSHOTS = 5_000  # compared in one call, about 5 ms each; the newest captures first
_CHUNK = 200  # snapshots held in memory at a time


@dataclass(frozen=True)
class Echo:
    """A source whose newest snapshot shares words with ours.

    `contained` is the share of our shingles found in theirs, `contains` the share of theirs found
    in ours. In `passages`, `a` is our snapshot and `b` is theirs; offsets are code points.
    """

    source: Source
    snapshot: Snapshot
    contained: float
    contains: float
    passages: list[Shared]


@dataclass(frozen=True)
class Derivation:
    """A proposal that a text derives from a publisher's, because it credits it.

    `sources` are the publisher's sources that share words with the text, the closest first.
    """

    credit: Credit
    publisher: Publisher
    sources: list[Source]


def find_echoes(snapshot: Snapshot) -> list[Echo]:
    """Return the other sources that share at least a shingle with a snapshot, closest first.

    Only the newest snapshot of each source is read, at most `MAX_SNAPSHOTS` of them. Boilerplate
    does not count, on either side. Sources in any state are compared: echoes are for curators.
    """
    own = _without_boilerplate(snapshot, _boilerplate().filter(snapshot=snapshot))
    return echoes_of(own, _newest_snapshots().exclude(source=snapshot.source_id))


def echoes_of(text: str, others: QuerySet[Snapshot] | None = None) -> list[Echo]:
    """Return the same for a text that is no snapshot yet, from which boilerplate was taken out."""
    own = fingerprint(text)
    others = (_newest_snapshots() if others is None else others)[:MAX_SNAPSHOTS]
    echoes = []
    for other in others.iterator(chunk_size=_CHUNK) if own else ():
        its_text = _without_boilerplate(other, other.boilerplate)
        share = similarity(own, fingerprint(its_text))
        if share.of_a:
            passages = shared_passages(text, its_text)
            echoes.append(Echo(other.source, other, share.of_a, share.of_b, passages))
    return sorted(echoes, key=lambda echo: (-echo.contained, echo.source.slug))


def proposed_derivations(snapshot: Snapshot, echoes: Iterable[Echo] = ()) -> list[Derivation]:
    """Return the known publishers that a snapshot's text credits, but for its source's own."""
    text = _without_boilerplate(snapshot, _boilerplate().filter(snapshot=snapshot))
    own = {snapshot.source.publisher_id, snapshot.source.republisher_id}
    publishers = list(Publisher.objects.exclude(pk__in=own - {None}))
    proposals = []
    for credit in credits_in([(text, 0)]):
        for publisher in publishers:
            if is_same_name(credit.name, publisher.name) or is_same_name(
                credit.name, publisher.slug
            ):
                near = [echo.source for echo in echoes if echo.source.publisher_id == publisher.pk]
                proposals.append(Derivation(credit, publisher, near))
    return proposals


def _newest_snapshots() -> QuerySet[Snapshot]:
    newer = Snapshot.objects.filter(source=OuterRef("source"), number__gt=OuterRef("number"))
    return (
        Snapshot.objects.filter(~Exists(newer))
        .select_related("source")
        .prefetch_related(Prefetch("paragraphs", queryset=_boilerplate(), to_attr="boilerplate"))
        .order_by("-captured_at", "-pk")
    )


def _boilerplate() -> QuerySet[Paragraph]:
    return Paragraph.objects.filter(role=Paragraph.Role.BOILERPLATE)


def _without_boilerplate(snapshot: Snapshot, boilerplate: Iterable[Paragraph]) -> str:
    """Return the text with line ends in place of boilerplate, so that all offsets stay."""
    text = snapshot.text
    for paragraph in boilerplate:
        blank = "\n" * (paragraph.end - paragraph.start)
        text = text[: paragraph.start] + blank + text[paragraph.end :]
    return text
