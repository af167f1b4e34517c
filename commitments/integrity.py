"""Rules that hold across rows, which no constraint of the database can express.

Each rule is a function that yields one sentence for each violation; its docstring is the rule.
`manage.py check_integrity` runs them all. They ask in sets: a few queries for a rule, and one for
each snapshot where its text must be read.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.models import Exists, F, Max, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Length, Substr

from commitments.models import (
    Claim,
    Clause,
    ClauseText,
    Commitment,
    CoverageCheck,
    Declaration,
    Evidence,
    FollowUp,
    Participation,
    Relation,
    Stance,
    Topic,
    VersionDifference,
)
from sources import originals
from sources.anchoring import Anchored
from sources.folding import FoldedText, fold
from sources.models import CaptureAttempt, Paragraph, Passage, Snapshot, Source
from sources.passages import locate
from sources.publication import Status
from sources.text import text_sha256

Rule = Callable[[], Iterator[str]]

# Each kind of passage: what names it, and where to find the source that its words stand in.
PASSAGES: tuple[tuple[type[Passage], tuple[str, ...], str], ...] = (
    (Evidence, ("ref",), "source"),
    (
        ClauseText,
        ("clause__declaration__slug", "clause__label", "version__language", "version__status"),
        "version__source",
    ),
    (Relation, ("subject__slug", "predicate", "object__slug"), "source"),
)


def problems() -> Iterator[str]:
    """Yield a line for each violation of each rule."""
    for rule in RULES:
        yield from rule()


# Texts


def snapshot_hash_is_of_its_text() -> Iterator[str]:
    """The recorded hash of a snapshot is the hash of its text."""
    for snapshot in _snapshots().iterator(chunk_size=100):
        if text_sha256(snapshot.text) != snapshot.text_sha256:
            yield f"Snapshot {snapshot}: the text does not have the recorded SHA-256."


def paragraphs_cover_the_snapshot() -> Iterator[str]:
    """The paragraphs of a snapshot follow one another and leave out nothing but white space."""
    for snapshot in _snapshots().prefetch_related("paragraphs").iterator(chunk_size=100):
        end = 0
        for block in sorted(snapshot.paragraphs.all(), key=lambda block: block.number):
            if block.start < end or snapshot.text[end : block.start].strip():
                break
            end = block.end
        if snapshot.text[end:].strip() or end > len(snapshot.text):
            yield f"Snapshot {snapshot}: its paragraphs overlap or leave out some of its text."


def spans_lie_within_the_text() -> Iterator[str]:
    """No passage and no paragraph ends after the text of its snapshot."""
    lengths = Snapshot.objects.annotate(length=Length("text"))
    for model in (Evidence, ClauseText, Relation, Paragraph):
        last = model._default_manager.filter(snapshot=OuterRef("pk")).order_by()
        last = last.values("snapshot").annotate(last=Max("end")).values("last")
        beyond = lengths.annotate(last=Subquery(last)).filter(last__gt=F("length"))
        for slug, number, length in beyond.values_list("source__slug", "number", "length"):
            name = model._meta.verbose_name_plural
            yield f"Snapshot {slug}/{number}: some {name} end after its {length} characters."


def passages_cite_their_own_source() -> Iterator[str]:
    """The snapshot in which a passage was found is one of the source that the passage names."""
    for model, name, source in PASSAGES:
        placed = model._default_manager.filter(snapshot__isnull=False)
        strange = placed.filter(
            Q(**{f"{source}__isnull": True}) | ~Q(snapshot__source=F(source))
        ).values_list(*name, "snapshot__source__slug")
        for *words, slug in strange:
            yield f"{_called(model, words)} is placed in a snapshot of {slug}, not its source."


def clause_texts_are_cut_from_the_snapshot() -> Iterator[str]:
    """A clause text that has a place holds exactly the characters that stand there."""
    cut = Substr("snapshot__text", F("start") + 1, F("end") - F("start"))
    wrong = ClauseText.objects.filter(snapshot__isnull=False).exclude(text=cut)
    for words in wrong.values_list(*PASSAGES[1][1]):
        yield f"{_called(ClauseText, words)} is not what stands in the snapshot."


def published_locators_still_point_at_their_span() -> Iterator[str]:
    """The locator of published evidence leads to the characters recorded for it."""
    placed = (
        Evidence.objects.filter(status=Status.PUBLISHED, snapshot__isnull=False)
        .order_by("snapshot")
        .values_list("ref", "snapshot", "locator", "start", "end")
    )
    current, text = None, FoldedText("", "", (), (), (), ())
    for ref, snapshot, locator, start, end in placed.iterator():
        if snapshot != current:
            current = snapshot
            text = fold(Snapshot.objects.values_list("text", flat=True).get(pk=snapshot))
        if locate(locator, text) != Anchored(start, end):
            yield f"Evidence {ref}: its locator does not lead to its characters {start}–{end}."


def no_passage_waits_for_a_held_text() -> Iterator[str]:
    """A passage says “text not held” only while its source has no snapshot."""
    for model, name, source in PASSAGES:
        held = Snapshot.objects.filter(source=OuterRef(source))
        waiting = model._default_manager.filter(Exists(held), state=Passage.State.TEXT_NOT_HELD)
        for words in waiting.values_list(*name):
            yield f"{_called(model, words)} was not looked for, although the text is held."


def passages_say_what_the_last_check_found() -> Iterator[str]:
    """A passage is gone or unreachable exactly when the last try to fetch its source failed."""
    last = CaptureAttempt.objects.filter(source=OuterRef("snapshot__source"))
    last = last.order_by("-attempted_at", "-pk").values("outcome")[:1]
    lost = (Passage.State.GONE, Passage.State.UNREACHABLE)
    for model, name, _source in PASSAGES:
        placed = model._default_manager.filter(snapshot__isnull=False).annotate(
            outcome=Subquery(last)
        )
        failed = Q(outcome__isnull=False) & ~Q(outcome__in=CaptureAttempt.SUCCESSES)
        wrong = placed.filter((Q(state__in=lost) & ~failed) | (~Q(state__in=lost) & failed))
        for words in wrong.values_list(*name):
            yield f"{_called(model, words)}: its state is not what the last check of it found."


def originals_are_kept() -> Iterator[str]:
    """The bytes of every captured snapshot are kept, unharmed, and none but those of snapshots."""
    captured = Snapshot.objects.filter(origin=Snapshot.Origin.CAPTURE)
    captured = captured.select_related("source").defer("text").order_by("pk")
    imported = Snapshot.objects.filter(origin=Snapshot.Origin.IMPORT)
    known = set(imported.values_list("byte_sha256", flat=True))
    for snapshot in captured.iterator(chunk_size=100):
        known.add(snapshot.byte_sha256)
        try:
            kept = originals.read_original(snapshot) is not None
        except originals.OriginalIsDamagedError:
            yield f"Snapshot {snapshot}: its original is damaged."
            continue
        if not kept:
            yield f"Snapshot {snapshot}: its original is not kept."
    for name in sorted(set(originals.names()) - known):
        yield f"An original is kept that no snapshot was made of: {name}."


# Declarations


def declarations_with_clauses_name_parties_and_versions() -> Iterator[str]:
    """A published declaration whose clauses are known names its parties and a language version."""
    known = Declaration.objects.filter(
        Exists(Clause.objects.filter(declaration=OuterRef("pk"))), status=Status.PUBLISHED
    )
    for slug in known.filter(participations__isnull=True).values_list("slug", flat=True):
        yield f"Declaration {slug} has clauses but no parties."
    for slug in known.filter(versions__isnull=True).values_list("slug", flat=True):
        yield f"Declaration {slug} has clauses but no language version."


def parts_belong_to_one_declaration() -> Iterator[str]:
    """What is part of a declaration refers only to clauses and versions of the same one."""
    checks: tuple[tuple[type[Model], str, tuple[str, ...]], ...] = (
        (Clause, "declaration", ("parent__declaration",)),
        (ClauseText, "clause__declaration", ("version__declaration",)),
        (
            VersionDifference,
            "declaration",
            (
                "clause__declaration",
                "first_version__declaration",
                "second_version__declaration",
            ),
        ),
        (Relation, "subject", ("subject_clause__declaration",)),
        (Relation, "object", ("object_clause__declaration",)),
    )
    for model, own, others in checks:
        for other in others:
            strange = model._default_manager.filter(**{f"{other}__isnull": False})
            strange = strange.exclude(**{other: F(own)})
            for slug, other_slug in strange.values_list(f"{own}__slug", f"{other}__slug"):
                name = model._meta.verbose_name
                yield f"Declaration {slug}: a {name} of it refers to a part of {other_slug}."


def claims_concern_clauses_of_their_declaration() -> Iterator[str]:
    """The clauses that a claim concerns are clauses of the declaration that it is about."""
    links = Claim.clauses.through._default_manager
    strange = links.exclude(clause__declaration=F("claim__declaration"))
    for ref, slug, label in strange.values_list(
        "claim__ref", "clause__declaration__slug", "clause__label"
    ):
        yield f"Claim {ref} concerns clause {label} of {slug}, but is about another declaration."


def commitments_are_made_by_parties() -> Iterator[str]:
    """Every commitment has an actor, and every actor is a party of the declaration."""
    for ref in Commitment.objects.filter(actors__isnull=True).values_list("ref", flat=True):
        yield f"Commitment {ref}: nobody makes it."
    parties = Participation.objects.filter(
        declaration=OuterRef("commitment__clause__declaration"), party=OuterRef("party")
    ).exclude(role=Participation.Role.NOT_PARTY)
    links = Commitment.actors.through._default_manager.exclude(Exists(parties))
    for ref, slug in links.values_list("commitment__ref", "party__slug"):
        yield f"Commitment {ref}: {slug} is not a party of the declaration."


def nothing_contains_itself() -> Iterator[str]:
    """No clause, topic or source comes from, or lies within, itself by way of others."""
    links = (
        (Clause, "parent", "pk"),
        (Topic, "broader", "slug"),
        (Source, "derived_from", "slug"),
    )
    for model, field, name in links:
        linked = model._default_manager.filter(**{f"{field}__isnull": False})
        rows = {pk: (above, called) for pk, above, called in linked.values_list("pk", field, name)}
        for pk in _in_circles({pk: above for pk, (above, _) in rows.items()}):
            yield f"{_called(model, [rows[pk][1]])}: {field} leads back to itself."


def topics_are_broader_within_their_vocabulary() -> Iterator[str]:
    """The topic above a topic belongs to the same vocabulary."""
    strange = Topic.objects.filter(broader__isnull=False).exclude(
        broader__vocabulary=F("vocabulary")
    )
    for slug in strange.values_list("slug", flat=True):
        yield f"Topic {slug}: the topic above it is of another vocabulary."


# Claims


def published_claims_have_published_evidence() -> Iterator[str]:
    """A published claim has at least one published piece of evidence from a published source."""
    evidence = Evidence.objects.filter(
        claim=OuterRef("pk"), status=Status.PUBLISHED, source__status=Status.PUBLISHED
    )
    bare = Claim.objects.filter(~Exists(evidence), status=Status.PUBLISHED)
    for ref in bare.values_list("ref", flat=True):
        yield f"Claim {ref} is published without published evidence."


def conflicts_are_mutual() -> Iterator[str]:
    """If one claim conflicts with another, the other conflicts with the one."""
    links = Claim.conflicts_with.through._default_manager
    back = links.filter(from_claim=OuterRef("to_claim"), to_claim=OuterRef("from_claim"))
    one_way = links.exclude(Exists(back))
    for ref, other in one_way.values_list("from_claim__ref", "to_claim__ref"):
        yield f"Claim {ref} conflicts with {other}, but not the other way round."


def silence_is_not_contradicted() -> Iterator[str]:
    """A source said to be silent on a matter has no published passage on it.

    Silence is said in two ways: by a coverage check, of a clause, and by “not mentioned”, of a
    claim. Either would stand beside the passage in the same cell of a table.
    """
    told = Evidence.objects.filter(status=Status.PUBLISHED).exclude(stance=Stance.NOT_MENTIONED)
    reported = told.filter(source=OuterRef("source"), claim__clauses=OuterRef("clause"))
    wrong = CoverageCheck.objects.filter(Exists(reported))
    for source, slug, label in wrong.values_list(
        "source__slug", "clause__declaration__slug", "clause__label"
    ):
        yield f"Source {source} is said not to report clause {label} of {slug}, but is cited on it."
    silent = Evidence.objects.filter(status=Status.PUBLISHED, stance=Stance.NOT_MENTIONED)
    both = silent.filter(Exists(told.filter(source=OuterRef("source"), claim=OuterRef("claim"))))
    for ref, source in both.values_list("ref", "source__slug"):
        yield f"Evidence {ref} says that {source} is silent, but other evidence cites it."


def published_follow_ups_rest_on_published_claims() -> Iterator[str]:
    """A published follow-up that rests on a claim rests on a published one."""
    loose = FollowUp.objects.filter(status=Status.PUBLISHED, claim__isnull=False).exclude(
        claim__status=Status.PUBLISHED
    )
    for ref, claim in loose.values_list("commitment__ref", "claim__ref"):
        yield f"Commitment {ref}: a published follow-up rests on claim {claim}, not published."


RULES: tuple[Rule, ...] = (
    snapshot_hash_is_of_its_text,
    paragraphs_cover_the_snapshot,
    spans_lie_within_the_text,
    passages_cite_their_own_source,
    clause_texts_are_cut_from_the_snapshot,
    published_locators_still_point_at_their_span,
    no_passage_waits_for_a_held_text,
    passages_say_what_the_last_check_found,
    originals_are_kept,
    declarations_with_clauses_name_parties_and_versions,
    parts_belong_to_one_declaration,
    claims_concern_clauses_of_their_declaration,
    commitments_are_made_by_parties,
    nothing_contains_itself,
    topics_are_broader_within_their_vocabulary,
    published_claims_have_published_evidence,
    conflicts_are_mutual,
    silence_is_not_contradicted,
    published_follow_ups_rest_on_published_claims,
)

# What an app that builds on this one has to check besides; it adds its rules when it is ready.
RULES_OF_OTHERS: list[Rule] = []


def _snapshots() -> QuerySet[Snapshot]:
    return Snapshot.objects.select_related("source").order_by("pk")


def _called(model: type[Model], words: Iterable[Any]) -> str:
    return f"{str(model._meta.verbose_name).capitalize()} {' '.join(map(str, words))}"


def _in_circles(above: dict[Any, Any]) -> Iterator[Any]:
    """Yield each object that is reached from itself by following `above`."""
    safe: set[Any] = set()
    for first in above:
        path: list[Any] = []
        seen: set[Any] = set()
        at = first
        while at in above and at not in safe and at not in seen:
            path.append(at)
            seen.add(at)
            at = above[at]
        if at in seen:
            yield from path[path.index(at) :]
        safe.update(path)
