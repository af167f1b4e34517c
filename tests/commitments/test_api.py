"""Declarations, clauses, commitments, claims, evidence, relations and coverage in the API."""

from urllib.parse import unquote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commitments.fidelity import Coverage, coverage
from commitments.models import Commitment
from tests.collection import CHARTER, STAMP, make_collection
from tests.factories import (
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


def get(client, address):
    response = client.get(f"/api/v1/{address}")
    assert response.status_code == 200, response.content
    return response.json()


def names(client, address, field="ref"):
    return [one[field] for one in get(client, address)["results"]]


# Declarations


def test_declaration_has_its_parties_versions_and_clauses(client):
    made = make_collection()
    body = get(client, f"declarations/{made.declaration.slug}/")
    assert [(one["slug"], one["role"]) for one in body["parties"]] == [(made.lake.slug, "party")]
    assert [(one["language"], one["status"], one["held"]) for one in body["versions"]] == [
        ("fr", "authentic", True),
        ("zh", "authentic", False),
        ("en", "working_translation", False),
    ]
    assert body["clause_count"] == 2
    assert [one["label"] for one in body["clauses"]] == ["1", "2"]
    assert body["facts"][0]["value"] == "two"
    assert body["differences"][0]["second_language"] == "zh"
    assert "facts" not in get(client, "declarations/")["results"][0], "lists stay lean"


def test_declaration_filters(client):
    topic, lake, host = make_topic(slug="water"), make_party(slug="lake"), make_party(slug="host")
    a = make_declaration(slug="a", kind="law", legal_status="binding", adopted_on="2030-01-01")
    b = make_declaration(slug="b", summary="On sluices", adopted_on="2032-01-01")
    c = make_declaration(slug="c", adopted_on=None, adopted_precision="")
    a.topics.add(topic)
    make_clause(b).topics.add(topic)
    make_clause_text(b.clauses.get(), make_version(b, language="de"))
    a.participations.create(party=lake)
    a.participations.create(party=host, role="host")
    c.participations.create(party=lake, role="not_party")
    for query, found in {
        "kind=law": ["a"],
        "kind__in=law,treaty": ["a"],
        "legal_status=binding": ["a"],
        "legal_status__in=binding,political": ["a", "b", "c"],
        "topic=water": ["a", "b"],
        "party=lake": ["a"],
        "party=host": ["a"],
        "language=de": ["b"],
        "held=true": ["b"],
        "held=false": ["a", "c"],
        "adopted_on__gte=2031-01-01": ["b"],
        "adopted_on__lte=2031-01-01": ["a"],
        "q=SLUICES": ["b"],
    }.items():
        assert names(client, f"declarations/?{query}", "slug") == found, query


# Clauses


def test_clause_answers_every_language_version_held_or_not(client):
    made = make_collection()
    body = get(client, f"declarations/{made.declaration.slug}/clauses/1/")
    french, chinese, english = body["texts"]
    assert french["text"] == "Les deux lacs maintiendront un niveau commun."
    assert CHARTER[french["start"] : french["end"]] == french["text"], "offsets are code points"
    assert french["unit"] == "code_points"
    assert french["held"] is True
    assert french["source"] == made.official.slug
    assert french["snapshot"]["text_sha256"] == made.charter.text_sha256
    assert get(client, french["snapshot"]["url"].partition("/api/v1/")[2])["text"] == CHARTER
    assert (chinese["language"], chinese["status"]) == ("zh", "authentic")
    nothing = ("text", "source", "snapshot", "start", "end")
    assert all(chinese[name] is None for name in nothing)
    assert chinese["held"] is False
    assert english["status"] == "working_translation"
    assert english["status_label"]
    assert body["parent"] is None
    assert body["topics"][0]["slug"] == made.topic.slug
    assert body["commitments"][0]["label"] == "1.1"
    assert body["commitments"][0]["actors"] == [made.lake.slug]


def test_clause_list_says_the_same_as_the_clause(client):
    made = make_collection()
    listed = get(client, f"clauses/?declaration={made.declaration.slug}")["results"]
    assert [one["label"] for one in listed] == ["1", "2"]
    assert listed[1]["parent"] == "1"
    assert listed[0] == get(client, f"declarations/{made.declaration.slug}/clauses/1/")


def test_text_of_a_source_that_may_only_be_linked_is_withheld(client):
    made = make_collection()
    made.official.rights = "link"
    made.official.save()
    text = get(client, f"declarations/{made.declaration.slug}/clauses/1/")["texts"][0]
    assert (text["held"], text["text"]) == (True, None)


def test_clause_filters(client):
    topic = make_topic(slug="water")
    declaration = make_declaration(slug="lakes")
    french = make_version(declaration, language="fr")
    english = make_version(declaration, language="en", status="working_translation")
    make_clause(declaration, label="preamble-1", kind="preamble", heading="Why")
    six = make_clause(declaration, label="6(a)")
    six.topics.add(topic)
    make_commitment(six, modality="decide")
    make_clause_text(six, french, text="Le niveau de l’eau.")
    make_clause_text(six, english, text="The water level.")
    seven = make_clause(declaration, label="7")
    make_clause_text(seven, english, text="The end.")
    make_clause(make_declaration(slug="elsewhere"), label="7")
    everything = ["preamble-1", "6(a)", "7"]
    for query, found in {
        "declaration=lakes": everything,
        "declaration=lakes&label=7": ["7"],
        "label=6(a)": ["6(a)"],
        "kind=preamble": ["preamble-1"],
        "kind__in=preamble,annex": ["preamble-1"],
        "topic=water": ["6(a)"],
        "modality=decide": ["6(a)"],
        "language=fr": everything,
        "language=fr&held=true": ["6(a)"],
        "language=fr&held=false": ["preamble-1", "7"],
        "status=authentic&held=true": ["6(a)"],
        "language=fr&status=working_translation": [],
        "language=en&status=working_translation&held=true": ["6(a)", "7"],
        "held=true": ["6(a)", "7"],
        "q=WATER": ["6(a)"],
        "q=why": ["preamble-1"],
    }.items():
        assert names(client, f"clauses/?{query}", "label") == found, query


# Commitments


def test_commitment_has_actors_and_what_became_of_it(client):
    made = make_collection()
    body = get(client, f"commitments/{made.commitment.ref}/")
    assert body["declaration"] == made.declaration.slug
    assert (body["clause"], body["number"], body["label"]) == ("1", 1, "1.1")
    assert body["actors"][0]["slug"] == made.lake.slug
    assert body["html_url"].endswith(f"/clauses/1/#commitment-{made.commitment.ref}")
    (follow_up,) = body["follow_ups"]
    assert (follow_up["completion"], follow_up["claim"]) == ("limited", made.claim.ref)
    made.commitment.follow_ups.update(status="draft", published_at=None)
    assert get(client, f"commitments/{made.commitment.ref}/")["follow_ups"] == []


def test_commitment_filters(client):
    lake, topic = make_party(slug="lake"), make_topic(slug="water")
    clause = make_clause(make_declaration(slug="lakes"), label="6")
    a = make_commitment(clause, modality="commit", actors=[lake], action="Hold the level")
    b = make_commitment(clause, modality="welcome", checkability="none")
    b.topics.add(topic)
    c = make_commitment(modality="decide", beneficiary="Herons")
    refs = {a.ref: "a", b.ref: "b", c.ref: "c"}
    for query, found in {
        "declaration=lakes": "ab",
        "clause=6": "ab",
        "declaration=lakes&clause=7": "",
        "modality=commit": "a",
        "modality__in=commit,decide": "ac",
        "actor=lake": "a",
        "checkability=none": "b",
        "checkability__in=none,soft": "b",
        "topic=water": "b",
        "q=herons": "c",
    }.items():
        assert sorted(refs[ref] for ref in names(client, f"commitments/?{query}")) == list(found)


# Claims and evidence


def test_claim_counts_stances_and_names_its_conflicts(client):
    made = make_collection()
    hidden = make_claim(made.declaration, status="draft")
    made.claim.conflicts_with.add(hidden)
    make_evidence(made.claim, status="draft")
    make_evidence(made.claim, make_source(status="draft"))
    body = get(client, f"claims/{made.claim.ref}/")
    assert body["declaration"] == made.declaration.slug
    assert body["clauses"] == ["1"]
    assert body["stances"] == {
        "supports": 1,
        "partially_supports": 1,
        "distorts": 0,
        "contradicts": 0,
        "not_mentioned": 0,
    }
    assert [one["source"] for one in body["evidence"]] == [made.official.slug, made.press.slug]
    (conflict,) = body["conflicts_with"]
    assert conflict not in {hidden.ref, made.claim.ref}


def test_claim_filters(client):
    topic, press = make_topic(slug="water"), make_source(slug="press")
    declaration = make_declaration(slug="lakes")
    clause = make_clause(declaration, label="6")
    clause.topics.add(topic)
    a = make_claim(clauses=[clause], text="The LEVEL is one")
    b = make_claim(declaration, kind="opinion", text="The level is low")
    c = make_claim(text="Herons return")
    make_evidence(a, press)
    make_evidence(a, stance="distorts", note="No.")
    make_evidence(b, press, stance="distorts", note="No.", status="draft")
    refs = {a.ref: "a", b.ref: "b", c.ref: "c"}
    for query, found in {
        "declaration=lakes": "ab",
        "clause=6": "a",
        "kind=opinion": "b",
        "kind__in=opinion,statement": "abc",
        "stance=distorts": "a",
        "source=press": "a",
        "source=press&stance=supports": "a",
        "source=press&stance=distorts": "",
        "topic=water": "a",
        "q=level one": "a",
        "q=LEVEL": "ab",
    }.items():
        assert sorted(refs[ref] for ref in names(client, f"claims/?{query}")) == list(found), query


def test_evidence_quotes_the_characters_of_a_snapshot(client):
    made = make_collection()
    source = make_source(language="fr", url="https://lakes.example/charter")
    snapshot = make_snapshot(source, CHARTER)
    evidence = make_evidence(made.claim, source, quote="un niveau commun")
    body = get(client, f"evidence/{evidence.ref}/")
    quote = body["quote"]
    assert quote["exact"] == "un niveau commun"
    assert CHARTER[quote["start"] : quote["end"]] == quote["exact"]
    assert (quote["unit"], quote["language"]) == ("code_points", "fr")
    assert body["state"] == "anchored"
    assert body["snapshot"]["number"] == 1
    assert body["snapshot"]["text_sha256"] == snapshot.text_sha256
    assert body["snapshot"]["url"].endswith(f"/api/v1/sources/{source.slug}/snapshots/1/")
    assert unquote(body["deep_link"]) == ("https://lakes.example/charter#:~:text=un niveau commun")
    assert body["claim"]["text"] == made.claim.text
    assert (body["declaration"], body["clauses"]) == (made.declaration.slug, ["1"])
    assert body["source"]["kind"] == "news"
    assert (body["checked_by"], body["checked_on"]) == ("AB", "2031-04-02")


def test_evidence_without_words(client):
    not_held = make_evidence()
    body = get(client, f"evidence/{not_held.ref}/")
    assert (body["state"], body["quote"], body["snapshot"]) == ("text_not_held", None, None)
    assert body["locator"] == "one common level"
    silent = make_evidence(stance="not_mentioned")
    body = get(client, f"evidence/{silent.ref}/")
    assert (body["state"], body["locator"], body["deep_link"]) == (None, "", None)


def test_words_of_a_source_that_may_only_be_linked_are_withheld(client):
    evidence = make_evidence(source=make_source(rights="link"), quote="one common level")
    quote = get(client, f"evidence/{evidence.ref}/")["quote"]
    assert quote["exact"] is None
    assert quote["end"] > quote["start"]


def test_evidence_filters(client):
    declaration = make_declaration(slug="lakes")
    claim = make_claim(clauses=[make_clause(declaration, label="6")], text="About herons")
    press = make_source(slug="press", language="fr", kind="academic")
    a = make_evidence(claim, press, quote="one common level")
    b = make_evidence(claim, stance="distorts", note="Other herons", checked_on="2032-01-01")
    c = make_evidence(stance="not_mentioned")
    refs = {a.ref: "a", b.ref: "b", c.ref: "c"}
    for query, found in {
        f"claim={claim.ref}": "ab",
        "declaration=lakes": "ab",
        "clause=6": "ab",
        "clause=7": "",
        "source=press": "a",
        f"publisher={press.publisher.slug}": "a",
        "kind=academic": "a",
        "kind__in=academic,news": "abc",
        "language=fr": "a",
        "stance=distorts": "b",
        "stance__in=distorts,not_mentioned": "bc",
        "state=anchored": "a",
        "state__in=anchored,text_not_held": "ab",
        "checked_on__gte=2032-01-01": "b",
        "checked_on__lte=2031-12-31": "ac",
        "q=other herons": "b",
    }.items():
        assert sorted(refs[ref] for ref in names(client, f"evidence/?{query}")) == list(found)


# Relations


def test_relation_reads_both_ways_and_shows_its_words(client):
    made = make_collection()
    (relation,) = get(client, f"relations/?declaration={made.declaration.slug}")["results"]
    assert relation["subject"]["slug"] == made.declaration.slug
    assert relation["subject_clause"] == "1"
    assert relation["predicate"] == "builds_on"
    assert relation["predicate_label"] == "builds on"
    assert relation["inverse_label"] == "is built on by"
    assert (relation["state"], relation["quote"]) == ("text_not_held", None)
    same = client.get(relation["url"]).json()["results"]
    assert same == [relation]
    target = relation["object"]["slug"]
    assert get(client, f"relations/?declaration={target}")["results"] == [relation]


def test_relation_filters(client):
    a, b, c = (make_declaration(slug=slug) for slug in "abc")
    make_relation(a, b)
    make_relation(b, c, predicate="welcomes", stated_by="third_party", confidence="reported")
    make_relation(a, c, status="draft")
    make_relation(c, a, source=make_source(status="draft"))
    for query, found in {
        "": ["builds_on", "welcomes"],
        "subject=a": ["builds_on"],
        "object=c": ["welcomes"],
        "declaration=b": ["builds_on", "welcomes"],
        "predicate=welcomes": ["welcomes"],
        "predicate__in=welcomes,amends": ["welcomes"],
        "stated_by=third_party": ["welcomes"],
        "confidence=seen": ["builds_on"],
    }.items():
        assert names(client, f"relations/?{query}", "predicate") == found, query


# Topics and parties


def test_topic_has_its_place_and_its_mappings(client):
    made = make_collection()
    body = get(client, f"topics/{made.topic.slug}/")
    assert body["vocabulary"] == made.topic.vocabulary.slug
    assert body["mappings"][0]["match"] == "close"
    narrow = make_topic(made.topic.vocabulary, broader=made.topic)
    assert names(client, f"topics/?broader={made.topic.slug}", "slug") == [narrow.slug]
    same = names(client, f"topics/?vocabulary={made.topic.vocabulary.slug}", "slug")
    assert same == sorted([made.topic.slug, narrow.slug])


def test_parties_of_drafts_only_are_not_shown(client):
    seen, unseen = make_party(slug="seen", name="Seen", kind="company"), make_party(slug="unseen")
    make_commitment(actors=[seen])
    make_commitment(make_clause(make_declaration(status="draft")), actors=[unseen])
    assert names(client, "parties/", "slug") == ["seen"]
    assert names(client, "parties/?kind=state", "slug") == []
    assert names(client, "parties/?q=SEEN&kind__in=company", "slug") == ["seen"]
    assert client.get("/api/v1/parties/unseen/").status_code == 404


# Coverage


def test_coverage_tells_not_reported_from_not_checked(client):
    made = make_collection()
    other = make_source(slug="zz-other")
    make_evidence(make_claim(made.declaration), other)  # about the whole, no clause
    rows = get(client, f"coverage/?declaration={made.declaration.slug}")["results"]
    assert [(row["declaration"], row["clause"]) for row in rows] == [
        (made.declaration.slug, "1"),
        (made.declaration.slug, "2"),
    ]
    cells = [{cell["source"]["slug"]: cell for cell in row["sources"]} for row in rows]
    reported, silent = cells[0][made.press.slug], cells[1][made.press.slug]
    assert reported["status"] == "reported"
    assert reported["stances"] == ["partially_supports"]
    assert reported["evidence"] == [made.evidence.ref]
    assert (silent["status"], silent["checked_by"], silent["checked_on"]) == (
        "not_reported",
        "AB",
        "2031-04-02",
    )
    assert [one["zz-other"]["status"] for one in cells] == ["not_checked"] * 2
    assert made.official.slug not in cells[0]
    assert client.get(rows[0]["url"]).json()["results"] == rows[:1]


def test_coverage_derives_stances_only_from_what_the_source_claims():
    declaration = make_declaration()
    clause = make_clause(declaration)
    elsewhere = make_clause(declaration)
    official, press = make_source(kind="official_text"), make_source()
    claimed, denied, both = (make_claim(clauses=[clause]) for _number in range(3))
    both.clauses.add(elsewhere)
    make_evidence(claimed, press)
    make_evidence(denied, press, stance="contradicts", note="It says the opposite.")
    make_evidence(both, press, stance="partially_supports", note="Half.")
    make_evidence(claimed, official)
    make_evidence(denied, official, stance="distorts", note="Not what it says.")
    make_evidence(both, official, stance="contradicts", note="No.")
    make_evidence(both, official, stance="distorts", note="Hidden.", status="draft", locator="x")
    row, other = coverage(declaration)
    (cell,) = row.cells
    assert cell.status == Coverage.REPORTED
    assert cell.stances == ("contradicts", "supports"), "worst first; the denied claim is not its"
    assert len(cell.evidence) == 3
    assert other.cells[0].stances == ("contradicts",)
    assert len(other.cells[0].evidence) == 1


def test_coverage_counts_only_what_is_published():
    declaration = make_declaration()
    clause = make_clause(declaration)
    claim = make_claim(clauses=[clause])
    make_evidence(claim, make_source(status="draft"))
    make_evidence(claim, status="draft")
    make_evidence(make_claim(clauses=[clause], status="draft"))
    make_coverage_check(make_source(status="draft"), clause)
    assert coverage(declaration)[0].cells == ()
    silent = make_source()
    make_evidence(claim, silent, stance="not_mentioned")
    (cell,) = coverage(declaration)[0].cells
    assert cell.status == Coverage.NOT_CHECKED, "silent on a claim is not silent on the clause"


def test_coverage_of_some_clauses_has_the_same_columns(django_assert_num_queries):
    made = make_collection()
    whole = coverage(made.declaration)
    # Evidence pairs, checked pairs, sources, evidence on the clauses, checks on the clauses.
    with django_assert_num_queries(5):
        (row,) = coverage(made.declaration, [made.silent])
    assert row == whole[1]


# Queries


# The rows with their joins; then, of what belongs to them:
QUERIES = {
    "declarations/": 4,  # participations, versions, topics
    "clauses/": 6,  # versions, texts, snapshots, topics, commitments
    "commitments/": 4,  # actors, topics, follow-ups
    "claims/": 4,  # clauses, evidence, conflicts
    "evidence/": 2,  # clauses of the claims
    "relations/": 1,
    "coverage/": 6,  # evidence pairs, checked pairs, sources, evidence, checks
    "parties/": 1,
    "topics/": 2,  # mappings
    "vocabularies/": 1,
}


@pytest.mark.parametrize(("name", "number"), QUERIES.items())
def test_queries_do_not_grow_with_the_rows(client, name, number):
    counts = []
    for _round in range(2):
        make_collection()
        make_collection()
        with CaptureQueriesContext(connection) as queries:
            assert get(client, name)["results"]
        counts.append(len(queries))
    assert counts == [STAMP + number] * 2


@pytest.mark.parametrize(
    ("address", "number"),
    [
        ("declarations/{made.declaration.slug}/", 7),  # the list's, clauses, differences, facts
        ("declarations/{made.declaration.slug}/clauses/1/", 6),
        ("commitments/{made.commitment.ref}/", 4),
        ("claims/{made.claim.ref}/", 4),
        ("evidence/{made.evidence.ref}/", 2),
        ("parties/{made.lake.slug}/", 1),
        ("topics/{made.topic.slug}/", 2),
        ("vocabularies/{made.topic.vocabulary.slug}/", 1),
    ],
)
def test_queries_of_one_object(client, django_assert_num_queries, address, number):
    made = make_collection()
    make_collection()
    with django_assert_num_queries(STAMP + number):
        get(client, address.format(made=made))


def test_filters_cost_a_query_only_to_find_what_they_name(client, django_assert_num_queries):
    made = make_collection()
    # The declaration and the source by name; then the list as ever.
    with django_assert_num_queries(STAMP + 2 + QUERIES["claims/"]):
        get(client, f"claims/?declaration={made.declaration.slug}&source={made.press.slug}&q=lakes")
    assert Commitment.objects.count() == 1
