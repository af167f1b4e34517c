"""Every error under /api/ is a problem, and every problem is explained."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import InterfaceError, OperationalError, connection
from django.http import Http404
from django.test import Client, override_settings
from django.urls import include, path
from lxml import html

from govkb import middleware
from govkb.api.problems import PROBLEM_TYPES
from govkb.openapi import description
from sources.api import PublisherViewSet
from tests.govkb.test_openapi import check

pytestmark = pytest.mark.django_db

ERRORS = {
    "bad": (SuspiciousOperation("odd"), 400),
    "forbidden": (PermissionDenied("no"), 403),
    "missing": (Http404("nothing"), 404),
    "broken": (RuntimeError("the sluice is stuck"), 500),
    "away": (OperationalError("connection refused"), 503),
    "closed": (InterfaceError("connection already closed"), 503),
}


def failing(_request, name):
    raise ERRORS[name][0]


handler400 = "govkb.error_views.bad_request"
handler403 = "govkb.error_views.permission_denied"
handler404 = "govkb.error_views.page_not_found"
handler500 = "govkb.error_views.server_error"
urlpatterns = [
    path("api/fail/<str:name>/", failing),
    path("fail/<str:name>/", failing),
    path("", include("govkb.urls")),
]


@pytest.fixture
def patient():
    return Client(raise_request_exception=False)


def problem(response, status):
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    body = response.json()
    assert body["status"] == status
    assert body["request_id"] == response["X-Request-Id"]
    assert body["instance"] == f"urn:request:{body['request_id']}"
    return body


@override_settings(ROOT_URLCONF="tests.govkb.test_problems")
@pytest.mark.parametrize("name", ERRORS)
def test_errors_outside_the_framework_are_problems_too(patient, name):
    _error, status = ERRORS[name]
    body = problem(patient.get(f"/api/fail/{name}/"), status)
    assert "sluice" not in str(body)
    assert patient.get(body["type"]).status_code == 200
    page = patient.get(f"/fail/{name}/")
    assert page.status_code == status
    assert page["Content-Type"].startswith("text/html")
    assert html.fromstring(page.content).find(".//h1") is not None


@override_settings(ROOT_URLCONF="tests.govkb.test_problems")
def test_a_database_that_is_away_asks_to_come_again(patient, django_assert_num_queries):
    for address in ("/api/fail/away/", "/fail/away/"):
        response = patient.get(address)
        assert int(response["Retry-After"]) > 0
    assert "Not available" in response.content.decode()


@pytest.mark.parametrize("address", ["/api/v1/claims/", "/claims/", "/", "/api/v1/"])
def test_nothing_is_500_while_the_database_is_away(patient, monkeypatch, address):
    def away():
        raise OperationalError("could not connect")

    monkeypatch.setattr(middleware, "read_stamp", away)
    response = patient.get(address)
    assert response.status_code == 503
    assert response["Retry-After"]
    with pytest.raises(OperationalError):
        Client().get(address)


def test_a_list_whose_database_goes_away_is_503(patient, monkeypatch, caplog):
    def away(_self):
        raise OperationalError("terminating connection")

    monkeypatch.setattr(PublisherViewSet, "get_queryset", away)
    response = patient.get("/api/v1/publishers/")
    body = problem(response, 503)
    assert body["type"] == "/problems/service-unavailable/"
    assert response["Retry-After"]
    assert "terminating connection" in caplog.text


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_methods_that_are_not_there(client, method):
    for address in ("/api/v1/claims/", "/api/v1/", "/api/v1/openapi.json"):
        response = getattr(client, method)(address)
        body = problem(response, 405)
        assert body["type"] == "/problems/method-not-allowed/"
        assert "GET" in response["Allow"]
    assert client.trace("/search/").status_code == 405


def test_a_strange_host_is_a_problem(client):
    problem(client.get("/api/v1/claims/", headers={"Host": "evil.example"}), 400)


def test_a_format_that_is_not_offered_is_told_in_json(client):
    body = problem(client.get("/api/v1/claims/", headers={"Accept": "image/png"}), 406)
    assert body["type"] == "/problems/not-acceptable/"


@pytest.mark.parametrize("slug", PROBLEM_TYPES)
def test_every_type_leads_to_its_page(client, slug):
    kind = PROBLEM_TYPES[slug]
    response = client.get(f"/problems/{slug}/")
    page = html.fromstring(response.content)
    assert page.find(".//h1").text == kind.title
    assert [one.text for one in page.iterfind(".//main//h2")] == ["Cause", "Example", "What to do"]
    assert str(kind.status) in page.text_content()
    listed = html.fromstring(client.get("/problems/").content)
    assert listed.xpath(f"//main//a[@href='/problems/{slug}/']/text()") == [kind.title]


def test_other_names_have_no_page(client):
    assert client.get("/problems/nothing/").status_code == 404


@override_settings(ROOT_URLCONF="tests.govkb.test_problems")
def test_every_problem_is_as_described(patient):
    schema = description()
    answers = [patient.get(f"/api/fail/{name}/") for name in ERRORS]
    answers += [
        patient.get("/api/v1/claims/?stanse=x"),
        patient.get("/api/v1/claims/?kind=x&limit=0"),
        patient.get("/api/v1/claims/2222222/"),
        patient.get("/api/v1/nothing/"),
        patient.post("/api/v1/claims/"),
        patient.get("/api/v1/claims/", headers={"Accept": "image/png"}),
    ]
    for response in answers:
        code = str(response.status_code)
        code = code if code not in {"403", "405"} else "400"  # what no operation answers
        media = "application/problem+json"
        check(schema, response.json(), "/api/v1/claims/{ref}/", code, media)


HOSTILE = [
    "limit=100000000000000000000",
    "limit=%C2%B2",
    "limit=-1",
    "limit=1&limit=2",
    "cursor=%00",
    "cursor=eyJhIjoxfQ:1:2",
    "offset=100000000000000000000",
    "page=%C2%B2",
    "page=%D9%A1",
    "q=%00",
    "q=" + "(" * 200,
    "q=" + "%F0%9F%9C%84" * 200,
    "q_exact=%00x",
    "declaration__title__regex=(a%2B)%2B",
    "sort=%00",
    "sort=" + "ref," * 500,
    "fields=" + "a." * 5000,
    "expand=__class__",
    "updated_since=99999-01-01",
    "updated_since=2026-01-01T24:61:00",
    "declaration=%ED%A0%80",
    "declaration__in=" + ",".join(f"s{number}" for number in range(101)),
    "%00=%00",
    "=",
    "&&&",
    "format=xml",
]


@pytest.mark.parametrize("query", HOSTILE)
def test_hostile_queries_are_answered_calmly(client, query):
    for name in ("evidence", "clauses", "sources", "coverage"):
        response = client.get(f"/api/v1/{name}/?{query}")
        assert response.status_code in {200, 400}, name
        assert len(response.content) < 1_100_000
    assert connection.is_usable()
