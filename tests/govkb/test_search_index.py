"""The index follows every write, can be remade, and is compared with the collection."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from commitments.models import Claim, Clause, ClauseText, Declaration
from govkb.models import SearchChange, SearchEntry
from govkb.search import changes, entries, index
from govkb.search.results import Search
from sources.triggers import find_triggers
from tests.collection import make_collection
from tests.factories import (
    make_claim,
    make_clause,
    make_clause_text,
    make_commitment,
    make_declaration,
    make_evidence,
    make_party,
    make_publisher,
    make_snapshot,
    make_source,
    make_topic,
    make_version,
)

pytestmark = pytest.mark.django_db


def found(text: str) -> list[str]:
    return sorted(one.entry.name for one in Search(text, limit=100).results)


def dump() -> list[tuple]:
    return list(
        SearchEntry.objects.order_by("pk").values_list(
            "pk", "kind", "object_id", "facets", "levels", "tokens", "words"
        )
    )


def test_every_kind_of_write_is_followed():
    claim = make_claim(text="A heron came")
    assert found("heron") == [claim.ref]
    claim.text = "An egret came"
    claim.save()
    assert (found("heron"), found("egret")) == ([], [claim.ref])
    Claim.objects.filter(pk=claim.pk).update(text="A stork came")
    assert (found("egret"), found("stork")) == ([], [claim.ref])
    Claim.objects.bulk_update([Claim(pk=claim.pk, text="A crane came")], ["text"])
    assert (found("stork"), found("crane")) == ([], [claim.ref])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE commitments_claim SET text = 'A bittern came'")
    assert (found("crane"), found("bittern")) == ([], [claim.ref])
    claim.delete()
    assert found("bittern") == []


def test_bulk_writes_are_followed():
    declaration = make_declaration()
    version = make_version(declaration)
    clauses = Clause.objects.bulk_create(
        Clause(declaration=declaration, label=str(n), position=n) for n in range(1, 4)
    )
    ClauseText.objects.bulk_create(
        ClauseText(clause=one, version=version, text=f"Un héron {one.label}.") for one in clauses
    )
    assert len(found("héron")) == 3
    ClauseText.objects.filter(clause=clauses[0]).update(text="Une grue.")
    assert (len(found("héron")), len(found("grue"))) == (2, 1)
    ClauseText.objects.all().delete()
    assert found("héron") == []


def test_what_is_rolled_back_is_not_found():
    before = transaction.savepoint()
    make_claim(text="A heron came")
    assert len(found("heron")) == 1
    transaction.savepoint_rollback(before)
    assert found("heron") == []
    assert not SearchEntry.objects.filter(kind="claims").exists()


def test_a_change_reaches_what_depends_on_it():
    declaration = make_declaration(title="Charter", status="draft")
    party, topic, publisher = make_party(), make_topic(), make_publisher(name="Heron Press")
    clause = make_clause(declaration)
    make_clause_text(clause, make_version(declaration), text="Un héron.")
    commitment = make_commitment(clause, action="feed the heron", actors=[party])
    claim = make_claim(declaration, text="The heron is fed", clauses=[clause])
    assert found("heron") == []
    Declaration.objects.update(status="published", published_at="2031-01-01T00:00Z")
    slug = declaration.slug
    assert found("heron") == sorted([f"{slug} {clause.label}", commitment.ref, claim.ref])
    clause.topics.add(topic)
    assert {one.kind for one in Search("heron", {"topic": [topic.slug]}).results} == {
        "clauses",
        "claims",
    }
    type(topic).objects.filter(pk=topic.pk).update(label="Wading birds")
    assert found("wading") == [f"{slug} {clause.label}"]
    type(party).objects.filter(pk=party.pk).update(name="Wetlandia")
    assert found("wetlandia") == [commitment.ref]
    source = make_source(publisher=publisher)
    type(publisher).objects.filter(pk=publisher.pk).update(name="Stork Press")
    assert found("stork") == [source.slug]
    declaration.participations.create(party=party)
    assert len(Search("heron", {"party": [party.slug]}).results) == 3
    clause.topics.clear()
    assert Search("heron", {"topic": [topic.slug]}).results == []


def test_rights_and_evidence_decide_what_of_a_source_is_found():
    source = make_source(rights="full")
    make_snapshot(source, "A heron came.\n\nThe lakes promise one common level. It went.")
    assert found("heron") == [f"{source.slug} 1"]
    type(source).objects.filter(pk=source.pk).update(rights="excerpts")
    assert found("heron") == []
    evidence = make_evidence(make_claim(text="They vowed"), source, quote="promise one common")
    assert f"{source.slug} 2" in found("promise")
    evidence.status = "draft"
    evidence.save()
    assert found("promise") == []
    type(source).objects.filter(pk=source.pk).update(rights="link")
    assert found("came") == []


def test_a_paragraph_that_turns_out_to_be_furniture_is_not_found():
    source = make_source(rights="full")
    snapshot = make_snapshot(source, "A heron came.\n\nSubscribe now.")
    assert found("subscribe") == [f"{source.slug} 2"]
    snapshot.paragraphs.filter(number=2).update(role="boilerplate")
    assert found("subscribe") == []
    snapshot.paragraphs.all().delete()
    assert found("heron") == []


def test_the_triggers_watch_every_table_that_entries_are_made_of():
    with connection.cursor() as cursor:
        known = set(connection.introspection.table_names(cursor))
    assert set(changes.WATCHED) <= known
    watched = {table for _name, table in find_triggers("search", "default")}
    assert set(changes.WATCHED) <= watched
    for outdated in changes.WATCHED.values():
        for kind, _column in outdated:
            assert entries.reach(kind, [0]) is not None
    with pytest.raises(ValueError, match="Nothing is known"):
        entries.reach("nonsense", [0])


def test_many_changes_are_worked_off_in_parts(monkeypatch):
    monkeypatch.setattr(index, "AT_A_SEARCH", 2)
    for number in range(4):
        make_claim(text=f"Heron {number}")
    search = Search("heron")
    assert search.results is not None
    assert not search.is_current
    assert SearchChange.objects.exists()
    assert index.flush() > 0
    assert not SearchChange.objects.exists()
    search = Search("heron")
    assert (len(search.results), search.is_current) == (4, True)


def test_a_page_says_when_the_newest_is_not_searched_yet(client, monkeypatch):
    monkeypatch.setattr(index, "AT_A_SEARCH", 1)
    for number in range(3):
        make_claim(text=f"Heron {number}")
    assert b"the newest of it is not searched yet" in client.get("/search/?q=egret").content
    index.flush()
    assert b"the newest of it is not searched yet" not in client.get("/search/?q=egret").content


def test_an_index_that_follows_is_as_one_made_anew(capsys):
    make_collection()
    make_collection()
    index.flush()
    followed = dump()
    assert {kind for _key, kind, *_rest in followed} == set(entries.KINDS)
    call_command("rebuild_search")
    assert f"{len(followed)} entries." in capsys.readouterr().out
    assert dump() == followed
    assert Search("lacs").total
    call_command("rebuild_search", "--changes")
    assert "0 changes followed." in capsys.readouterr().out


def test_the_command_that_checks_the_collection_checks_the_index():
    make_claim(text="A heron came")
    index.flush()
    SearchEntry.objects.filter(kind="claims").delete()
    said = StringIO()
    with pytest.raises(CommandError):
        call_command("check_integrity", stdout=said)
    assert "Search: 1 claims are not in the index as they are." in said.getvalue()


def test_integrity_sees_what_the_index_has_wrong():
    make_collection()
    assert list(index.differences()) == []
    entry = SearchEntry.objects.filter(kind="claims").first()
    SearchEntry.objects.filter(pk=entry.pk).update(words=" something else | ")
    assert list(index.differences()) == ["Search: 1 claims are not in the index as they are."]
    SearchEntry.objects.filter(pk=entry.pk).delete()
    assert list(index.differences()) == ["Search: 1 claims are not in the index as they are."]
    entry.object_id += 1000
    entry.save(force_insert=True)
    assert "Search: the index has 1 claims that do not exist." in list(index.differences())


def test_two_things_with_one_key_by_chance_are_both_found(monkeypatch):
    monkeypatch.setattr(entries.Entry, "key", 7 << 40)
    make_claim(text="Heron one")
    make_claim(text="Heron two")
    assert len(Search("heron", {"type": ["claims"]}).results) == 2
    assert list(index.differences()) == []
