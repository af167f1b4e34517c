"""The description of the API has examples for everything, and every error is as it says."""

import re

import jsonschema
import pytest
from django.db import OperationalError
from rest_framework.views import APIView

from govkb.api import limits
from govkb.api.problems import PROBLEM_TYPE
from govkb.openapi import description
from tests.collection import make_collection
from tests.govkb.test_openapi import check, in_full

pytestmark = pytest.mark.django_db

# Programs are generated from these names: one may be added here, none may go or change.
OPERATIONS = {
    "index",
    "attempts_list",
    "changes_list",
    "claims_list",
    "claims_retrieve",
    "clauses_list",
    "commitments_list",
    "commitments_retrieve",
    "coverage_list",
    "declarations_clauses_retrieve",
    "declarations_list",
    "declarations_retrieve",
    "evidence_list",
    "evidence_retrieve",
    "integrity_list",
    "parties_list",
    "parties_retrieve",
    "publishers_list",
    "publishers_retrieve",
    "relations_list",
    "search",
    "snapshots_list",
    "sources_list",
    "sources_retrieve",
    "sources_snapshots_compare",
    "sources_snapshots_retrieve",
    "topics_list",
    "topics_retrieve",
    "vocabularies_list",
    "vocabularies_retrieve",
}
UNKNOWN = {
    "slug": "no-such-name",
    "ref": "2222222",
    "label": "999",
    "number": "99",
    "first": "98",
    "second": "99",
}

PATHS = {path: operations["get"] for path, operations in description()["paths"].items()}


def address_of(path):
    """Return an address of the operation at which nothing is."""
    return re.sub(r"{(\w+)}", lambda name: UNKNOWN[name[1]], path)


def test_the_names_of_operations_are_frozen():
    assert {one["operationId"] for one in PATHS.values()} == OPERATIONS


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_has_an_example_that_fits(path):
    """A new kind of object needs an example in govkb/documentation/examples.json."""
    content = PATHS[path]["responses"]["200"]["content"]["application/json"]
    check(description(), content["example"], path)
    for body in whole_objects(content["example"]):
        known = properties_of(content["schema"])
        assert set(body) <= known


def whole_objects(example):
    return example.get("results", [example])


def properties_of(schema):
    """Return the names of the fields of an answer, or of the rows of one."""
    schema = in_full(schema)
    schema = {"components": in_full(description()["components"]), **schema}
    while "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        schema = in_full(description()["components"]["schemas"][name])
    rows = schema["properties"].get("results")
    return properties_of(rows["items"]) if rows else set(schema["properties"])


@pytest.mark.parametrize("path", PATHS)
def test_every_error_has_an_example_that_fits(path):
    for code, response in PATHS[path]["responses"].items():
        if int(code) >= 400:
            content = response["content"][PROBLEM_TYPE]
            assert content["example"]["status"] == int(code)
            check(description(), content["example"], path, code, PROBLEM_TYPE)


def test_everything_is_explained():
    """Every parameter and every field says what it means."""
    silent = [
        f"{path}?{one['name']}"
        for path, operation in PATHS.items()
        for one in operation.get("parameters", [])
        if not one.get("description")
    ]
    for name, schema in description()["components"]["schemas"].items():
        silent += list(unexplained(name, schema))
    index = PATHS["/api/v1/"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert silent + list(unexplained("index", index)) == []


def unexplained(name, schema):
    for field, one in schema.get("properties", {}).items():
        if not one.get("description"):
            yield f"{name}.{field}"
        if "items" in one:
            yield from unexplained(f"{name}.{field}", one["items"])


# Errors as they really are


def refused(client, path, code, **headers):
    """Ask and fail unless the answer is the error, as described."""
    response = client.get(address_of(path), headers=headers)
    assert response.status_code == int(code), path
    assert response["Content-Type"] == PROBLEM_TYPE
    check(description(), response.json(), path, code, PROBLEM_TYPE)


@pytest.mark.parametrize("path", PATHS)
def test_a_parameter_that_is_unknown(client, path):
    response = client.get(f"{address_of(path)}?stanse=x")
    assert response.status_code == 400
    check(description(), response.json(), path, "400", PROBLEM_TYPE)


@pytest.mark.parametrize("path", [path for path in PATHS if "{" in path])
def test_a_name_that_is_unknown(client, path):
    refused(client, path, "404")


@pytest.mark.parametrize("path", PATHS)
def test_a_format_that_is_not_offered(client, path):
    refused(client, path, "406", Accept="image/png")


@pytest.mark.parametrize("path", PATHS)
def test_too_many_requests(client, settings, tmp_path, monkeypatch, path):
    settings.RATE_LIMIT = (1, 60)
    settings.RATE_LIMIT_FILE = tmp_path / "counts"
    monkeypatch.setattr(limits, "_counter", None)
    client.get(address_of(path))
    refused(client, path, "429")


@pytest.mark.parametrize(("error", "code"), [(RuntimeError, "500"), (OperationalError, "503")])
@pytest.mark.parametrize("path", PATHS)
def test_what_goes_wrong_here(client, monkeypatch, path, error, code):
    def fail(*_args, **_kwargs):
        raise error

    monkeypatch.setattr(APIView, "initial", fail)
    client.raise_request_exception = False
    refused(client, path, code)


def test_what_was_withdrawn(client):
    made = make_collection()
    addresses = {
        "/api/v1/declarations/{slug}/": made.declaration,
        "/api/v1/claims/{ref}/": made.claim,
        "/api/v1/evidence/{ref}/": made.evidence,
        "/api/v1/sources/{slug}/": made.official,
    }
    for path, one in addresses.items():
        type(one).objects.filter(pk=one.pk).update(status="withdrawn", withdrawn_reason="Wrong.")
        name = getattr(one, "ref", None) or one.slug
        response = client.get(re.sub(r"{\w+}", name, path))
        assert response.status_code == 410, path
        check(description(), response.json(), path, "410", PROBLEM_TYPE)


def test_a_wrong_problem_would_be_noticed(client):
    body = client.get("/api/v1/claims/2222222/").json()
    del body["detail"]
    with pytest.raises(jsonschema.ValidationError):
        check(description(), body, "/api/v1/claims/{ref}/", "404", PROBLEM_TYPE)
