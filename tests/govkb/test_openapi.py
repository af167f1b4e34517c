"""The description of the API is valid, complete and true."""

import itertools
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


def in_full(schema):
    """Return the schema of answers that are shown in full: without “or some of its properties”."""
    if isinstance(schema, list):
        return [in_full(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    first, *others = schema.get("anyOf", [None])
    if others and "propertyNames" in others[-1]:
        return in_full(first)
    return {name: in_full(value) for name, value in schema.items()}


def check(schema, body, path, code="200", media="application/json", *, part=False):
    """Fail unless the body is what the description promises; in full unless it is a part."""
    promised = schema["paths"][path]["get"]["responses"][code]["content"][media]["schema"]
    schema, promised = (schema, promised) if part else (in_full(schema), in_full(promised))
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
        and "format" not in pattern.pattern.converters
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
        "sources/{slug}/snapshots/{first}...{second}/": (made.official.slug, 1, 1),
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


def viewsets():
    return [(prefix, viewset) for prefix, viewset, _basename in router.registry]


@pytest.mark.parametrize(("name", "viewset"), viewsets())
def test_expanded_answers_are_as_described(client, schema, name, viewset):
    make_collection()
    for field, expansion in viewset.expandable.items():
        body = client.get(f"/api/v1/{name}/?expand={field}").json()
        check(schema, body, f"/api/v1/{name}/")
        component = expansion.serializer.__name__.removesuffix("Serializer")
        full = {"$ref": f"#/components/schemas/{component}", "components": schema["components"]}
        found = [row[field] for row in body["results"]]
        for one in itertools.chain(*found) if expansion.many else found:
            jsonschema.validate(one, in_full(full))


@pytest.mark.parametrize("name", LISTS)
def test_parts_of_answers_are_as_described(client, schema, name):
    make_collection()
    whole = client.get(f"/api/v1/{name}/").json()["results"][0]
    field = next(iter(whole))
    for query in (f"fields={field}", f"omit={field}"):
        body = client.get(f"/api/v1/{name}/?{query}").json()
        check(schema, body, f"/api/v1/{name}/", part=True)
        with pytest.raises(jsonschema.ValidationError):
            check(schema, body, f"/api/v1/{name}/")


def test_every_operation_tells_its_errors_and_headers(schema):
    for path, operations in schema["paths"].items():
        for operation in operations.values():
            expected = {"200", "304", "400", "406", "429", "500", "503"}
            expected |= {"404", "410"} if "{" in path else set()
            assert set(operation["responses"]) == expected, path
            assert {"ETag", "X-Request-Id"} < set(operation["responses"]["200"]["headers"])


def test_operations_have_stable_names(schema):
    names = [one["operationId"] for path in schema["paths"].values() for one in path.values()]
    assert len(names) == len(set(names))
    assert {"index", "claims_list", "claims_retrieve", "snapshots_list"} <= set(names)
