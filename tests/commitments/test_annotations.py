"""Evidence as W3C Web Annotations: selectors find the words, and say no more than is allowed."""

import json

import pytest

from commitments.annotations import CONTEXT, annotation
from tests.factories import make_claim, make_evidence, make_snapshot, make_source

pytestmark = pytest.mark.django_db

# Two signs beyond the first plane, of two UTF-16 units each, stand before the words.
TEXT = "🜄🜄 Die Chronik.\n\nUpper Lake and Lower Lake promise one common level to all. The end."


def site(path):
    return f"https://lakes.example{path}"


def make_annotation(quote="one common level", **fields):
    source = make_source(url="https://courier.example/a", **fields)
    make_snapshot(source, TEXT)
    evidence = make_evidence(make_claim(text="A level was promised"), source, quote=quote)
    made = annotation(evidence, site)
    json.dumps(made)
    return evidence, made


def selectors(made):
    return {one["type"]: one for one in made["target"].get("selector", [])}


def test_is_an_annotation_that_links_the_claim_and_tells_the_stance():
    evidence, made = make_annotation()
    assert made["@context"][0] == CONTEXT
    assert made["type"] == "Annotation"
    assert made["id"] == site(f"/evidence/{evidence.ref}/")
    assert set(made["motivation"]) == {"linking", "assessing"}
    by_purpose = {body["purpose"]: body for body in made["body"]}
    assert by_purpose["linking"]["source"] == site(f"/claims/{evidence.claim.ref}/")
    assert by_purpose["assessing"]["value"] == "supports"
    assert made["target"]["source"] == "https://courier.example/a"


@pytest.mark.parametrize(
    ("quote", "before", "after"),
    [("one common level", 32, 17), ("🜄🜄 Die", 0, 32), ("The end.", 32, 0)],
)
def test_both_selectors_lead_to_the_words(quote, before, after):
    _evidence, made = make_annotation(quote)
    position = selectors(made)["TextPositionSelector"]
    found = selectors(made)["TextQuoteSelector"]
    assert TEXT[position["start"] : position["end"]] == quote, "positions count code points"
    assert made["govkb:unit"] == "code_points"
    assert found["exact"] == quote
    assert found["prefix"] == TEXT[: position["start"]][-32:]
    assert found["suffix"] == TEXT[position["end"] :][:32]
    assert (len(found["prefix"]), len(found["suffix"])) == (before, after)
    assert f"{found['prefix']}{found['exact']}{found['suffix']}" in TEXT


def test_state_leads_to_the_snapshot():
    evidence, made = make_annotation()
    state = made["target"]["state"]
    assert state["type"] == "TimeState"
    assert state["sourceDate"] == "2031-04-01T12:00:00Z"
    assert state["cached"] == site(f"/sources/{evidence.source.slug}/versions/1/raw/")
    _evidence, excerpts = make_annotation_of(rights="excerpts")
    assert excerpts["target"]["state"]["cached"].endswith("/versions/1/")


def make_annotation_of(**fields):
    source = make_source(**fields)
    make_snapshot(source, TEXT)
    evidence = make_evidence(source=source, quote="one common level")
    return evidence, annotation(evidence, site)


def test_no_words_of_a_source_that_may_only_be_linked():
    _evidence, made = make_annotation_of(rights="link")
    assert set(selectors(made)) == {"TextPositionSelector"}
    assert "common" not in json.dumps(made)


def test_passage_of_a_text_that_is_not_held_has_a_locator_only():
    made = annotation(make_evidence(), site)
    assert set(selectors(made)) == {"FragmentSelector"}
    assert "state" not in made["target"]
    assert made["govkb:state"] == "text_not_held"


def test_silence_of_a_source_is_an_annotation_of_all_of_it():
    made = annotation(make_evidence(stance="not_mentioned"), site)
    assert "selector" not in made["target"]
    assert "not_mentioned" in [body.get("value") for body in made["body"]]


def test_is_served_under_the_media_type_of_annotations(client):
    evidence, made = make_annotation()
    response = client.get(f"/evidence/{evidence.ref}.jsonld")
    assert response["Content-Type"] == f'application/ld+json; profile="{CONTEXT}"'
    assert response.json()["target"]["selector"] == made["target"]["selector"]
    accept = {"Accept": f'application/ld+json; profile="{CONTEXT}"'}
    same = client.get(f"/api/v1/evidence/{evidence.ref}/", headers=accept)
    assert same.json()["type"] == "Annotation"


def test_costs_no_text_and_few_queries(client, django_assert_num_queries):
    evidence, _made = make_annotation()
    # version of the collection; evidence, clauses of its claim; evidence for a page; its words.
    with django_assert_num_queries(5):
        client.get(f"/evidence/{evidence.ref}.jsonld")
