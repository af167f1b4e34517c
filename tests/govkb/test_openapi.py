"""The description of the API is valid, complete and true."""

import re

import jsonschema
import pytest
from django.urls import get_resolver
from drf_spectacular.drainage import GENERATOR_STATS
from openapi_spec_validator import validate

from govkb.api_urls import router
from govkb.openapi import description
from tests.collection import make_collection

pytestmark = pytest.mark.django_db

LISTS = [prefix for prefix, _viewset, _basename in router.registry]


@pytest.fixture(scope="module")
def schema():
    return description()


def check(schema, body, path, code="200", media="application/json"):
    """Fail unless the body is what the description promises."""
    promised = schema["paths"][path]["get"]["responses"][code]["content"][media]["schema"]
    whole = {**promised, "components": schema["components"]}
    jsonschema.Draft202012Validator(
        whole, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    ).validate(body)


def test_is_valid_openapi_3_1(client):
    response = client.get("/api/v1/openapi.json")
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/json")
    assert response.json()["openapi"].startswith("3.1")
    validate(response.json())


def test_is_made_without_warnings():
    with GENERATOR_STATS.silence():
        GENERATOR_STATS.reset()
        description.cache_clear()
        description()
        assert not GENERATOR_STATS, GENERATOR_STATS._warn_cache


def test_has_every_route(schema):
    resolver = next(
        one for one in get_resolver().url_patterns if getattr(one, "namespace", None) == "api"
    )
    routes = {
        "/api/v1/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(pattern.pattern))
        for pattern in resolver.url_patterns
        if pattern.name not in {"openapi", "no-such-address"}
    }
    assert routes == set(schema["paths"])
    assert len(routes) > 20


def test_enumerations_have_names(schema):
    odd = [name for name in schema["components"]["schemas"] if re.search(r"[0-9]|.Enum$", name)]
    assert odd == ["NullEnum"]


def test_no_field_is_a_primary_key(schema):
    for name, component in schema["components"]["schemas"].items():
        assert not {"id", "pk"} & set(component.get("properties", {})), name


@pytest.mark.parametrize("name", LISTS)
def test_lists_are_as_described(client, schema, name):
    make_collection()
    body = client.get(f"/api/v1/{name}/").json()
    assert body["results"], "there is something to check"
    check(schema, body, f"/api/v1/{name}/")


def test_objects_are_as_described(client, schema):
    made = make_collection()
    objects = {
        "declarations/{slug}/": (made.declaration.slug,),
        "declarations/{slug}/clauses/{label}/": (made.declaration.slug, made.clause.label),
        "commitments/{ref}/": (made.commitment.ref,),
        "claims/{ref}/": (made.claim.ref,),
        "evidence/{ref}/": (made.evidence.ref,),
        "sources/{slug}/": (made.official.slug,),
        "sources/{slug}/snapshots/{number}/": (made.official.slug, 1),
        "publishers/{slug}/": (made.official.publisher.slug,),
        "parties/{slug}/": (made.lake.slug,),
        "topics/{slug}/": (made.topic.slug,),
        "vocabularies/{slug}/": (made.topic.vocabulary.slug,),
    }
    described = {path for path in schema["paths"] if "{" in path}
    assert {f"/api/v1/{path}" for path in objects} == described
    for path, names in objects.items():
        address = "/api/v1/" + re.sub(r"{\w+}", "{}", path).format(*names)
        response = client.get(address)
        assert response.status_code == 200, address
        check(schema, response.json(), f"/api/v1/{path}")
        assert response.json()["url"] == f"http://testserver{address}"


def test_index_and_problems_are_as_described(client, schema):
    check(schema, client.get("/api/v1/").json(), "/api/v1/")
    problem = "application/problem+json"
    body = client.get("/api/v1/claims/?stanse=x&kind=y").json()
    check(schema, body, "/api/v1/claims/", "400", problem)
    body = client.get("/api/v1/claims/2222222/").json()
    check(schema, body, "/api/v1/claims/{ref}/", "404", problem)


@pytest.mark.parametrize("name", LISTS)
def test_every_parameter_described_is_accepted(client, schema, name):
    values = {"date": "2024-05-06", "integer": "1"}
    parameters = schema["paths"][f"/api/v1/{name}/"]["get"]["parameters"]
    assert {"limit", "cursor"} < {one["name"] for one in parameters}
    for one in parameters:
        kind = one["schema"].get("items", one["schema"])
        value = kind.get("enum", [values.get(kind.get("format", kind["type"]), "q")])[0]
        answer = client.get(f"/api/v1/{name}/", {one["name"]: value}).json()
        codes = [error["code"] for error in answer.get("errors", [])]
        assert "unknown" not in codes, one["name"]
