"""Search in the API: the same as on the page, and strict about its parameters."""

import csv
import io

import jsonschema
import pytest

from govkb.openapi import description
from govkb.search.results import FILTERS
from tests.factories import (
    make_claim,
    make_clause,
    make_clause_text,
    make_declaration,
    make_evidence,
    make_version,
)

pytestmark = pytest.mark.django_db

ADDRESS = "/api/v1/search/"


def make_herons():
    declaration = make_declaration(title="Charter")
    clause = make_clause(declaration)
    make_clause_text(clause, make_version(declaration), text="Le héron « pêche » ici.")
    claim = make_claim(declaration, text="The heron fishes")
    make_evidence(claim, quote="one common level", stance="distorts", note="Not so.")
    return declaration, clause, claim


def get(client, **parameters):
    response = client.get(ADDRESS, parameters)
    assert response.status_code == 200, response.content
    return response.json()


def refused(client, **parameters):
    response = client.get(ADDRESS, parameters)
    assert response.status_code == 400
    return {one["parameter"]: one for one in response.json()["errors"]}


def test_an_answer_is_as_described(client):
    make_herons()
    body = get(client, q="héron poisson")
    body = get(client, q="héron")
    schema = description()
    promised = schema["paths"][ADDRESS]["get"]["responses"]["200"]["content"]["application/json"]
    whole = {**promised["schema"], "components": schema["components"]}
    jsonschema.Draft202012Validator(whole).validate(body)
    assert (body["count"], body["count_is_exact"]) == (2, True)


def test_a_result_says_where_the_words_stand(client):
    _declaration, clause, claim = make_herons()
    first, second = sorted(get(client, q="heron")["results"], key=lambda one: one["type"])
    assert (first["type"], first["title"]) == ("claims", claim.text)
    assert first["quote"]["stance"] == "distorts"
    assert first["quote"]["exact"] == "one common level"
    snippet = second["snippet"]
    (mark,) = snippet["marks"]
    assert snippet["text"][slice(*mark)] == "héron"
    assert (snippet["language"], second["found_in"]) == ("fr", ["fr"])
    assert second["html_url"] == f"http://testserver{clause.get_absolute_url()}"


def test_filters_and_facets(client):
    declaration, *_ = make_herons()
    body = get(client, q="heron", type__in="clauses,claims", declaration=declaration.slug)
    assert body["count"] == 2
    assert get(client, q="heron", type="claims", stance="distorts")["count"] == 1
    facets = {one["name"]: one["values"] for one in body["facets"]}
    assert {one["value"]: one["count"] for one in facets["type"]} == {"claims": 1, "clauses": 1}


def test_pages_lead_on_and_back(client):
    for number in range(5):
        make_claim(text="A heron", position=number)
    for sort in ("relevance", "date"):
        first = get(client, q="heron", limit="2", sort=sort)
        second = client.get(first["next"]).json()
        third = client.get(second["next"]).json()
        assert third["next"] is None
        urls = [one["html_url"] for page in (first, second, third) for one in page["results"]]
        assert len(set(urls)) == 5
        assert client.get(second["previous"]).json()["results"] == first["results"]


@pytest.mark.parametrize(
    ("parameters", "parameter"),
    [
        ({}, "q"),
        ({"q": "heron", "stanse": "supports"}, "stanse"),
        ({"q": "heron", "stance": "suports"}, "stance"),
        ({"q": "heron", "type__in": "claims,nonsense"}, "type__in"),
        ({"q": "heron", "year": "31"}, "year"),
        ({"q": "heron", "declaration": "no-such"}, "declaration"),
        ({"q": "heron", "sort": "age"}, "sort"),
        ({"q": "heron", "limit": "0"}, "limit"),
        ({"q": "heron", "cursor": "made-up"}, "cursor"),
        ({"q": "a" * 1000}, "q"),
        ({"q": "-heron"}, "q"),
        ({"q": "he\x00ron"}, "q"),
        ({"q": ""}, "q"),
    ],
)
def test_what_is_not_understood_is_refused(client, parameters, parameter):
    assert set(refused(client, **parameters)) == {parameter}


def test_a_near_value_is_suggested(client):
    error = refused(client, q="heron", stance="suports")["stance"]
    assert error["suggestion"] == "supports"


def test_a_cursor_belongs_to_its_search(client):
    for number in range(3):
        make_claim(text="A heron fishes", position=number)
    cursor = get(client, q="heron", limit="1")["next"].partition("cursor=")[2]
    assert set(refused(client, q="fishes", limit="1", cursor=cursor)) == {"cursor"}


def test_the_table_has_the_best_results(client):
    make_herons()
    response = client.get("/api/v1/search.csv?q=heron")
    assert response["Content-Type"] == "text/csv; charset=utf-8; header=present"
    rows = list(csv.DictReader(io.StringIO(b"".join(response).decode())))
    assert len(rows) == int(response["Govkb-Row-Count"]) == 2
    assert {row["type"] for row in rows} == {"claims", "clauses"}
    assert client.get("/api/v1/search.csv?q=heron&cursor=x").status_code == 400
    assert client.get("/api/v1/search.csv?q=heron&bom=2").status_code == 400


@pytest.mark.parametrize("name", FILTERS)
def test_a_null_character_in_a_filter_is_refused_and_no_fault(client, name):
    response = client.get("/api/v1/search/", {"q": "level", f"{name}__in": "a\x00b,c"})
    assert response.status_code == 400
    assert client.get("/search/", {"q": "level", name: "a\x00b"}).status_code == 200
