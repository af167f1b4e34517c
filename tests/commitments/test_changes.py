"""Whoever keeps a copy hears of every change, whatever made it, and of what is there no longer."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from commitments.changes import NOW
from commitments.models import (
    Claim,
    Clause,
    ClauseText,
    Commitment,
    Declaration,
    Evidence,
    Fact,
    LanguageVersion,
    Participation,
    Relation,
)
from sources.models import Change, Source
from tests.collection import make_collection
from tests.factories import make_claim, make_clause, make_declaration, make_party, make_topic

pytestmark = pytest.mark.django_db

LONG_AGO = timezone.now() - timedelta(days=400)


@pytest.fixture
def made():
    """Return a collection all of which last changed long ago."""
    found = make_collection()
    forget()
    return found


def forget():
    Change.objects.update(at=LONG_AGO, appeared_at=LONG_AGO)


def ask(client, **query):
    response = client.get("/api/v1/changes/", query)
    assert response.status_code == 200, response.content
    return response.json()["results"]


def news(client, **query):
    """Return what changed in the last hour, as type, reference and what happened."""
    since = (timezone.now() - timedelta(hours=1)).isoformat()
    found = ask(client, since=since, **query)
    return {(one["type"], one["reference"]): one["change"] for one in found}


def in_sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_first_answer_is_everything_that_readers_see(client):
    made = make_collection()
    make_claim(make_declaration(status="draft"), status="draft")
    found = ask(client, limit=500)
    assert {one["change"] for one in found} == {"created"}
    seen = {(one["type"], one["reference"]) for one in found}
    assert ("declaration", made.declaration.slug) in seen
    assert ("clause", f"{made.declaration.slug}/{made.clause.label}") in seen
    assert {kind for kind, _name in seen} == set(Change.Kind.values)
    for one in found:
        assert client.get(one["url"]).status_code == 200, one
        assert one["html_url"] is None or client.get(one["html_url"]).status_code == 200, one
    listed = 0
    for name in ("sources", "snapshots", "declarations", "clauses", "commitments"):
        listed += client.get(f"/api/v1/{name}/?count=true").json()["count"]
    for name in ("claims", "evidence", "relations"):
        listed += client.get(f"/api/v1/{name}/?count=true").json()["count"]
    assert len(found) == listed


def test_every_way_of_changing_an_object_is_told(client, made):
    clause = ("clause", f"{made.declaration.slug}/{made.clause.label}")
    declaration = ("declaration", made.declaration.slug)
    claim, evidence = ("claim", made.claim.ref), ("evidence", made.evidence.ref)
    commitment = ("commitment", made.commitment.ref)
    topic, party = make_topic(), make_party()
    text = ClauseText.objects.filter(clause=made.clause).first()
    version = LanguageVersion.objects.get(declaration=made.declaration, language="en")
    ways = {
        "save": (made.claim.save, {claim}),
        "update": (lambda: Claim.objects.filter(pk=made.claim.pk).update(note="New."), {claim}),
        "bulk update": (
            lambda: Evidence.objects.bulk_update([made.evidence], ["checked_by"]),
            {evidence},
        ),
        "words": (lambda: ClauseText.objects.filter(pk=text.pk).update(text="Mended."), {clause}),
        "heading": (lambda: in_sql("UPDATE commitments_clause SET heading = 'x'"), {clause}),
        "topic": (lambda: made.clause.topics.add(topic), {clause}),
        "no topics": (made.clause.topics.clear, {clause}),
        "commitment": (
            lambda: Commitment.objects.filter(pk=made.commitment.pk).update(action="To do it."),
            {commitment},
        ),
        "actor": (lambda: made.commitment.actors.add(party), {commitment}),
        "clauses of a claim": (made.claim.clauses.clear, {claim}),
        "party": (
            lambda: Participation.objects.create(declaration=made.declaration, party=party),
            {declaration},
        ),
        "fact": (lambda: Fact.objects.all().delete(), {declaration}),
        "status of the words": (
            lambda: LanguageVersion.objects.filter(pk=version.pk).update(status="authentic"),
            {declaration},
        ),
        "relation": (lambda: Relation.objects.update(basis="It says so."), set()),
    }
    for name, (change, expected) in ways.items():
        forget()
        change()
        told = news(client)
        assert set(told.values()) == {"revised"}, name
        assert expected <= set(told), name


def test_nothing_else_is_told(client, made):
    Claim.objects.filter(pk=made.claim.pk).update(note="New.")
    assert news(client) == {("claim", made.claim.ref): "revised"}
    made.declaration.save()
    assert ("claim", made.claim.ref) in news(client)
    assert len(news(client)) == 2, "what belongs to a declaration does not change with it"


def test_what_a_declaration_takes_with_it(client, made):
    slug = made.declaration.slug
    with transaction.atomic():
        made.declaration.withdraw("It was a draft.")
    told = news(client)
    assert set(told.values()) == {"withdrawn"}
    assert {kind for kind, _name in told} >= {
        "declaration",
        "clause",
        "commitment",
        "claim",
        "evidence",
        "relation",
    }
    for one in ask(client, limit=500):
        # A relation has no address but in the list of relations, which does not know the slug now.
        gone = 400 if one["type"] == "relation" else 410
        expected = gone if one["change"] == "withdrawn" else 200
        assert client.get(one["url"]).status_code == expected, one
    forget()
    made.declaration.publish()
    told = news(client)
    assert set(told.values()) == {"created"}, "it is new to whoever asked meanwhile"
    assert ("clause", f"{slug}/{made.clause.label}") in told


def test_what_goes_back_to_review_and_what_is_deleted(client, made):
    Evidence.objects.filter(pk=made.evidence.pk).update(status="in_review", published_at=None)
    assert news(client)["evidence", made.evidence.ref] == "withdrawn"
    Relation.objects.all().delete()
    assert "withdrawn" in {what for (kind, _), what in news(client).items() if kind == "relation"}
    lonely = make_clause(made.declaration, label="99")
    name = ("clause", f"{made.declaration.slug}/99")
    assert news(client)[name] == "created"
    lonely.delete()
    assert news(client)[name] == "withdrawn"


def test_drafts_are_never_told(client, made):
    forget()
    draft = make_declaration(status="draft", slug="secret-plan")
    make_clause(draft)
    claim = make_claim(draft)
    claim.delete()
    draft.save()
    assert "secret-plan" not in str(ask(client, limit=500))
    assert not any(kind in {"declaration", "clause", "claim"} for kind, _name in news(client))


def test_renamed_things_say_what_they_were(client, made):
    old = made.declaration.slug
    made.declaration.slug = "two-lakes"
    made.declaration.save()
    found = {(one["type"], one["reference"]): one for one in ask(client, limit=500)}
    assert found["declaration", "two-lakes"]["former_reference"] == old
    clause = found["clause", f"two-lakes/{made.clause.label}"]
    assert clause["former_reference"] == f"{old}/{made.clause.label}"
    assert clause["change"] == "created", "without `since`, everything is new"
    assert ("clause", f"two-lakes/{made.clause.label}") in news(client)
    assert client.get(clause["url"]).status_code == 200
    Clause.objects.filter(pk=made.clause.pk).update(label="1bis")
    found = {one["reference"]: one for one in ask(client, limit=500)}
    assert found["two-lakes/1bis"]["former_reference"] == f"two-lakes/{made.clause.label}"


def test_walk_meets_what_changes_meanwhile_again(client, made):
    for number in range(5):
        make_clause(made.declaration, label=f"9{number}")
    seen, following = [], "/api/v1/changes/?limit=3"
    while following:
        body = client.get(following).json()
        if not seen:
            Claim.objects.filter(pk=made.claim.pk).update(note="Meanwhile.")
        seen += [(one["type"], one["reference"], one["at"]) for one in body["results"]]
        following = body["next"]
    assert len(set(seen)) == len(seen)
    assert [at for *_names, at in seen] == sorted(at for *_names, at in seen)
    assert seen[-1][:2] == ("claim", made.claim.ref)


def test_types_and_moments(client, made):
    assert {kind for kind, _ in news(client)} == set()
    Declaration.objects.filter(pk=made.declaration.pk).update(place="Here")
    Source.objects.filter(pk=made.press.pk).update(author="A. Writer")
    assert {kind for kind, _ in news(client, type="source")} == {"source"}
    assert len(news(client, type__in="source,declaration")) == 2
    last = ask(client, limit=500)[-1]
    assert [one["reference"] for one in ask(client, since=last["at"])] == [last["reference"]]
    assert ask(client, since="2999-01-01T00:00:00+02:00") == []
    assert client.get("/api/v1/changes/?since=yesterday").status_code == 400
    assert client.get("/api/v1/changes/?type=draft").json()["errors"][0]["allowed"]


def test_updated_since_follows_the_same_record(client, made):
    since = (timezone.now() - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ")

    def labels(name, field):
        results = client.get(f"/api/v1/{name}/", {"updated_since": since}).json()["results"]
        return [one[field] for one in results]

    assert labels("clauses", "label") == labels("commitments", "ref") == []
    text = ClauseText.objects.filter(clause=made.clause).first()
    ClauseText.objects.filter(pk=text.pk).update(text="Mended.")
    assert labels("clauses", "label") == [made.clause.label]
    assert labels("commitments", "ref") == []
    Commitment.objects.filter(pk=made.commitment.pk).update(purpose="Peace.")
    assert labels("commitments", "ref") == [made.commitment.ref]
    Evidence.objects.filter(pk=made.evidence.pk).update(note="Moved.")
    assert labels("evidence", "ref") == [made.evidence.ref]
    assert labels("declarations", "slug") == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time")
def test_changes_wait_for_those_that_began_before(client):
    first, second = make_declaration(), make_declaration()
    begun, written = threading.Event(), threading.Event()

    def write_slowly():
        try:
            with transaction.atomic():
                Declaration.objects.filter(pk=first.pk).update(place="Slow")
                begun.set()
                written.wait(10)
        finally:
            connection.close()

    thread = threading.Thread(target=write_slowly)
    thread.start()
    assert begun.wait(10)
    Declaration.objects.filter(pk=second.pk).update(place="Quick")
    assert all(one["reference"] != second.slug for one in ask(client, limit=500))
    written.set()
    thread.join()
    told = [one["reference"] for one in ask(client, limit=500) if one["type"] == "declaration"]
    assert told[-2:] == [first.slug, second.slug]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has a type for moments")
@pytest.mark.parametrize("microsecond", [0, 7000, 120000])
def test_moments_are_written_as_they_are_compared(microsecond):
    """A cursor at a whole second must not find the row that it came from once more."""
    moment = datetime(2031, 5, 3, 9, 30, 1, microsecond, tzinfo=UTC)
    sql = NOW["sqlite"].replace("'now'", f"'{moment:%Y-%m-%d %H:%M:%S.%f}'")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {sql}")
        (written,) = cursor.fetchone()
    assert written == connection.ops.adapt_datetimefield_value(moment)
