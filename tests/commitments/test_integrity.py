"""Every rule of integrity finds what it is for, and nothing in sound data."""

import inspect
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commitments import integrity
from commitments.models import (
    Claim,
    Clause,
    ClauseText,
    Evidence,
    FollowUp,
    Participation,
    VersionDifference,
)
from sources.models import Paragraph, Snapshot, Source
from tests.factories import (
    TEXT,
    make_claim,
    make_clause,
    make_clause_text,
    make_commitment,
    make_coverage_check,
    make_declaration,
    make_evidence,
    make_party,
    make_relation,
    make_snapshot,
    make_source,
    make_topic,
    make_version,
)

pytestmark = pytest.mark.django_db

QUOTE = "one common level"


@pytest.fixture
def sound() -> Claim:
    """Return a claim in the middle of data that keeps every rule."""
    declaration = make_declaration()
    lake = make_party()
    Participation.objects.create(declaration=declaration, party=lake)
    source = make_source(kind="official_text")
    snapshot = make_snapshot(source)
    start = snapshot.text.index(QUOTE)
    version = make_version(declaration, source=source)
    clause = make_clause(declaration)
    clause.topics.add(make_topic(broader=None))
    make_clause_text(
        clause,
        version,
        locator=QUOTE,
        text=QUOTE,
        snapshot=snapshot,
        start=start,
        end=start + len(QUOTE),
        state="anchored",
    )
    make_commitment(clause, actors=[lake])
    claim = make_claim(clauses=[clause])
    make_evidence(claim, source, quote=QUOTE)
    silent = make_source()
    make_evidence(claim, silent, stance="not_mentioned")
    make_coverage_check(silent, clause)
    other = make_claim(declaration)
    make_evidence(other, silent, locator="waits for its text")
    other.conflicts_with.add(claim)
    return claim


def problems() -> list[str]:
    return list(integrity.problems())


def only_problem() -> str:
    (problem,) = problems()
    return problem


def test_sound_data_has_no_problems(sound):
    assert problems() == []


def test_every_rule_of_the_module_runs_and_says_what_it_is():
    rules = [
        rule
        for name, rule in inspect.getmembers(integrity, inspect.isfunction)
        if rule.__module__ == integrity.__name__ and not name.startswith("_") and name != "problems"
    ]
    assert set(rules) == set(integrity.RULES)
    assert all(inspect.getdoc(rule).splitlines()[0].endswith(".") for rule in rules)


# Texts


def test_a_wrong_hash(sound):
    make_snapshot(text_sha256="0" * 64, source=make_source(slug="hashed"))
    assert only_problem() == "Snapshot hashed/1: the text does not have the recorded SHA-256."


@pytest.mark.parametrize(
    ("number", "span"),
    [(1, {"end": 30}), (2, {"start": 25}), (2, {"end": 60}), (3, {"end": len(TEXT) + 1})],
    ids=["overlap", "word left out", "end left out", "beyond"],
)
def test_paragraphs_that_do_not_fit(sound, number, span):
    Paragraph.objects.filter(snapshot=Snapshot.objects.get(), number=number).update(**span)
    found = problems()
    assert "its paragraphs overlap or leave out some of its text." in found[0]


def test_a_snapshot_without_paragraphs(sound):
    Paragraph.objects.all().delete()
    assert "its paragraphs overlap or leave out" in only_problem()


def test_a_span_beyond_the_text(sound):
    Evidence.objects.exclude(start=None).update(end=len(TEXT) + 1)
    found = problems()
    assert f"/1: some evidence end after its {len(TEXT)} characters." in found[0]


def test_evidence_placed_in_another_source(sound):
    evidence = Evidence.objects.exclude(start=None).get()
    other = make_snapshot(make_source(slug="other"))
    Evidence.objects.filter(pk=evidence.pk).update(snapshot=other)
    assert only_problem() == (
        f"Evidence {evidence.ref} is placed in a snapshot of other, not its source."
    )


def test_a_clause_text_of_a_version_without_source(sound):
    version = ClauseText.objects.get().version
    version.source = None
    version.save()
    assert "is placed in a snapshot of" in only_problem()


def test_a_clause_text_that_is_not_cut_from_the_snapshot(sound):
    ClauseText.objects.update(text="one common devil")
    assert only_problem().endswith("is not what stands in the snapshot.")


def test_a_locator_that_leads_elsewhere(sound):
    evidence = Evidence.objects.exclude(start=None).get()
    Evidence.objects.filter(pk=evidence.pk).update(locator="Upper Lake")
    assert only_problem().startswith(f"Evidence {evidence.ref}: its locator does not lead to")


def test_a_passage_that_was_not_looked_for(sound):
    make_snapshot(Source.objects.get(kind="news"))
    assert only_problem().endswith("was not looked for, although the text is held.")


# Declarations


def test_clauses_without_parties_or_version(sound):
    make_clause(make_declaration(slug="three-lakes"))
    assert problems() == [
        "Declaration three-lakes has clauses but no parties.",
        "Declaration three-lakes has clauses but no language version.",
    ]


def test_parts_of_another_declaration(sound):
    other = make_declaration(slug="three-lakes", status="draft")
    theirs = make_clause(other)
    ours = Clause.objects.get(declaration=sound.declaration)

    Clause.objects.filter(pk=ours.pk).update(parent=theirs)
    assert only_problem().endswith("a clause of it refers to a part of three-lakes.")
    Clause.objects.filter(pk=ours.pk).update(parent=None)

    make_clause_text(ours, make_version(other))
    assert only_problem().endswith("a clause text of it refers to a part of three-lakes.")
    ClauseText.objects.filter(version__declaration=other).delete()

    relation = make_relation(sound.declaration, other, object_clause=theirs)
    assert problems() == []
    relation.subject_clause = theirs
    relation.save()
    assert only_problem().endswith("a relation of it refers to a part of three-lakes.")
    relation.delete()

    VersionDifference.objects.create(
        declaration=sound.declaration,
        position=1,
        aspect="level",
        first_version=make_version(sound.declaration, language="en"),
        second_version=make_version(other, language="zh"),
        first_reading="a",
        second_reading="b",
        effect="c",
        confidence="seen",
    )
    assert "a difference between versions of it refers to a part of" in only_problem()


def test_a_claim_on_a_clause_of_another_declaration(sound):
    theirs = make_clause(make_declaration(slug="three-lakes", status="draft"), label="9")
    sound.clauses.add(theirs)
    assert only_problem() == (
        f"Claim {sound.ref} concerns clause 9 of three-lakes, but is about another declaration."
    )


def test_a_commitment_of_nobody_or_of_a_bystander(sound):
    clause = Clause.objects.get()
    nobody = make_commitment(clause)
    assert only_problem() == f"Commitment {nobody.ref}: nobody makes it."

    bystander = make_party(slug="pond")
    nobody.actors.add(bystander)
    assert only_problem() == f"Commitment {nobody.ref}: pond is not a party of the declaration."

    part = Participation.objects.create(
        declaration=clause.declaration, party=bystander, role="not_party"
    )
    assert len(problems()) == 1
    part.role = "joined_later"
    part.save()
    assert problems() == []


def test_circles(sound):
    topic = make_topic(slug="water")
    above = make_topic(topic.vocabulary, slug="nature", broader=topic)
    below = make_topic(topic.vocabulary, slug="waves", broader=topic)
    assert problems() == []

    topic.broader = above
    topic.save()
    assert sorted(problems()) == [
        "Topic nature: broader leads back to itself.",
        "Topic water: broader leads back to itself.",
    ]
    assert below.slug not in "".join(problems())


def test_a_broader_topic_of_another_vocabulary(sound):
    make_topic(slug="water", broader=make_topic())
    assert only_problem() == "Topic water: the topic above it is of another vocabulary."


# Claims


def test_a_published_claim_without_published_evidence(sound):
    bare = make_claim(sound.declaration)
    make_claim(sound.declaration, status="draft")
    assert only_problem() == f"Claim {bare.ref} is published without published evidence."
    evidence = make_evidence(bare, status="draft")
    assert len(problems()) == 1
    evidence.publish()
    assert problems() == []
    Source.objects.filter(pk=evidence.source_id).update(status="draft", published_at=None)
    assert len(problems()) == 1


def test_a_one_sided_conflict(sound):
    links = Claim.conflicts_with.through.objects
    links.filter(from_claim=sound).delete()
    assert only_problem().endswith(f"conflicts with {sound.ref}, but not the other way round.")


def test_a_coverage_check_that_evidence_contradicts(sound):
    clause = Clause.objects.get()
    source = make_source(slug="told")
    make_coverage_check(source, clause)
    assert problems() == []
    evidence = make_evidence(sound, source, status="draft")
    assert problems() == []
    evidence.publish()
    assert only_problem() == (
        f"Source told is said not to report clause 1 of {sound.declaration.slug}, "
        "but is cited on it."
    )


def test_not_mentioned_beside_a_passage(sound):
    silent = Source.objects.get(kind="news")
    make_evidence(sound, silent, locator="a word")
    assert [line for line in problems() if line.startswith("Evidence")] == [
        (
            f"Evidence {sound.evidence.get(stance='not_mentioned').ref} says that {silent.slug} "
            "is silent, but other evidence cites it."
        )
    ]


def test_a_follow_up_resting_on_an_unpublished_claim(sound):
    draft = make_claim(sound.declaration, status="draft")
    commitment = sound.clauses.get().commitments.get()
    FollowUp.objects.create(
        commitment=commitment,
        completion="limited",
        as_of=date(2032, 1, 1),
        summary="Measured once.",
        claim=draft,
        confidence="reported",
        status="published",
    )
    assert only_problem() == (
        f"Commitment {commitment.ref}: a published follow-up rests on claim {draft.ref}, "
        "not published."
    )


# Running


def test_the_number_of_queries_does_not_grow_with_the_rows(sound):
    with CaptureQueriesContext(connection) as before:
        problems()
    for _ in range(3):
        claim = make_claim(sound.declaration, clauses=list(sound.clauses.all()))
        make_evidence(claim, Source.objects.get(kind="official_text"), quote=QUOTE)
    with CaptureQueriesContext(connection) as after:
        assert problems() == []
    assert len(after) == len(before)


def test_the_command(sound):
    output = StringIO()
    call_command("check_integrity", stdout=output)
    rules = len(integrity.RULES) + len(integrity.RULES_OF_OTHERS)
    assert output.getvalue() == f"{rules} rules, no problems.\n"

    make_claim(sound.declaration, ref="b2c3d4f")
    with pytest.raises(CommandError, match="1 problem"):
        call_command("check_integrity", stdout=output)
    assert "Claim b2c3d4f is published without published evidence.\n" in output.getvalue()
