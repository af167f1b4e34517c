"""JSON-LD as a processor reads it: every word of it means something, and what it is meant to."""

import re
from collections import Counter

import pytest
from pyld import jsonld

from tests.collection import make_collection
from tests.commitments.contexts import load
from tests.factories import make_evidence, make_source

pytestmark = pytest.mark.django_db

OA = "http://www.w3.org/ns/oa#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
OPTIONS = {"documentLoader": load}
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def addresses(made):
    return {
        "declaration": f"/declarations/{made.declaration.slug}.jsonld",
        "clause": f"/declarations/{made.declaration.slug}/clauses/1.jsonld",
        "claim": f"/claims/{made.claim.ref}.jsonld",
        "source": f"/sources/{made.press.slug}.jsonld",
        "official": f"/sources/{made.official.slug}.jsonld",
        "evidence": f"/evidence/{made.evidence.ref}.jsonld",
        "silence": f"/evidence/{made.silence.ref}.jsonld",
        "not held": f"/evidence/{made.not_held.ref}.jsonld",
    }


@pytest.fixture
def made():
    found = make_collection()
    found.silence = make_evidence(found.claim, make_source(), stance="not_mentioned")
    found.not_held = make_evidence(found.claim, make_source())
    return found


def alike(value):
    """Return data without what says nothing: null, a list of one, and the order of a list."""
    if isinstance(value, list):
        found = sorted((alike(one) for one in value), key=repr)
        return found[0] if len(found) == 1 else found
    if isinstance(value, dict):
        return {name: alike(one) for name, one in sorted(value.items()) if one is not None}
    return value


def test_nothing_is_lost_on_a_processor(client, made):
    for name, address in addresses(made).items():
        data = client.get(address).json()
        again = jsonld.compact(jsonld.expand(data, OPTIONS), data["@context"], OPTIONS)
        assert alike(again) == alike(data), name


def graph(data):
    """Return the statements of a graph: subject, predicate and the object with its type."""
    dataset = jsonld.to_rdf(data, OPTIONS)
    return [
        (one["subject"]["value"], one["predicate"]["value"], one["object"])
        for one in dataset["@default"]
    ]


def test_addresses_are_whole_and_lead_somewhere(client, made):
    for name, address in addresses(made).items():
        for subject, predicate, value in graph(client.get(address).json()):
            assert subject.startswith(("_:", "http")), name
            assert predicate.startswith("http"), name
            if value["type"] == "IRI" and value["value"].startswith("http://testserver/"):
                page = value["value"].partition("#")[0]
                assert client.get(page).status_code == 200, (name, page)


def test_declaration_is_one_thing_with_one_name(client, made):
    statements = graph(client.get(addresses(made)["declaration"]).json())
    this = f"http://testserver/declarations/{made.declaration.slug}/"
    about = {predicate for subject, predicate, _value in statements if subject == this}
    assert {"http://schema.org/name", "http://schema.org/hasPart", f"{RDF}type"} <= about
    dates = [value for _s, predicate, value in statements if predicate.endswith("datePublished")]
    assert [one["datatype"] for one in dates] == ["http://schema.org/Date"]


@pytest.mark.parametrize("name", ["evidence", "silence", "not held"])
def test_annotation_has_what_the_model_demands(client, made, name):
    """The rules are those marked MUST in https://www.w3.org/TR/annotation-model/."""
    data = client.get(addresses(made)[name]).json()
    statements = graph(data)
    types = {subject: value["value"] for subject, p, value in statements if p == f"{RDF}type"}
    number = Counter((subject, predicate) for subject, predicate, _value in statements)
    this = data["id"]
    assert types[this] == f"{OA}Annotation"
    assert number[this, f"{OA}hasTarget"] >= 1
    motivations = {value["value"] for _s, p, value in statements if p == f"{OA}motivatedBy"}
    assert motivations == {f"{OA}linking", f"{OA}assessing"}
    once = {
        f"{OA}SpecificResource": [f"{OA}hasSource"],
        f"{OA}TextualBody": [f"{RDF}value"],
        f"{OA}TextQuoteSelector": [f"{OA}exact"],
        f"{OA}TextPositionSelector": [f"{OA}start", f"{OA}end"],
        f"{OA}FragmentSelector": [f"{RDF}value"],
        f"{OA}TimeState": [f"{OA}sourceDate"],
    }
    for subject, kind in types.items():
        for predicate in once.get(kind, ()):
            assert number[subject, predicate] == 1, (kind, predicate)
    for _subject, predicate, value in statements:
        if predicate in {f"{OA}start", f"{OA}end"}:
            assert value["datatype"].endswith("#nonNegativeInteger")
            assert value["value"].isdigit()
        if value.get("datatype", "").endswith("#dateTime"):
            assert MOMENT.fullmatch(value["value"]), "with its zone, as the model has it"
        if predicate == f"{OA}cachedSource":
            assert value["type"] == "IRI"
