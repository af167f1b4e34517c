"""What holds for every resource: parameters, pages, errors, and what is public."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from govkb.api_urls import router
from sources.api import PublisherViewSet
from tests.collection import make_collection
from tests.factories import (
    make_clause,
    make_declaration,
    make_evidence,
    make_publisher,
    make_relation,
    make_source,
)

pytestmark = pytest.mark.django_db

LISTS = [prefix for prefix, _viewset, _basename in router.registry]


def problem(response, status):
    """Return the body after checking that it is a problem of that status."""
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    body = response.json()
    assert body["status"] == status
    assert {"type", "title", "detail"} < set(body)
    return body


def walk(client, address, between=lambda: None):
    """Return the results of all pages, following `next` until it is null."""
    found = []
    while address:
        body = client.get(address).json()
        found += body["results"]
        assert len(found) < 500, "the walk goes in a circle"
        address = body["next"]
        between()
    return found


# Parameters


def test_unknown_parameter_is_named_with_the_nearest(client):
    body = problem(client.get("/api/v1/evidence/?stanse=supports"), 400)
    assert body["type"] == "/problems/unknown-parameter/"
    (error,) = body["errors"]
    assert error["parameter"] == "stanse"
    assert error["code"] == "unknown"
    assert error["suggestion"] == "stance"
    assert {"stance", "claim", "limit", "cursor"} <= set(error["allowed"])
    assert "“stance”" in body["detail"]


def test_all_misused_parameters_are_told_at_once(client):
    query = "?stanse=x&kind=a&kind=b&source=&stance=suports&limit=5&checked_on__gte=1.2.2024"
    body = problem(client.get(f"/api/v1/evidence/{query}"), 400)
    told = {error["parameter"]: error["code"] for error in body["errors"]}
    assert told == {
        "stanse": "unknown",
        "kind": "repeated",
        "source": "empty",
        "stance": "invalid",
        "checked_on__gte": "invalid",
    }
    by_name = {error["parameter"]: error for error in body["errors"]}
    assert by_name["stance"]["suggestion"] == "supports"
    assert "distorts" in by_name["stance"]["allowed"]
    assert "kind__in=a,b" in by_name["kind"]["detail"]


@pytest.mark.parametrize("name", ["", "openapi.json", *(f"{name}/" for name in LISTS)])
def test_everything_refuses_unknown_parameters(client, name):
    body = problem(client.get(f"/api/v1/{name}?colour=blue"), 400)
    assert body["errors"][0]["code"] == "unknown"


def test_objects_take_only_parameters_of_their_shape(client):
    made = make_collection()
    for address in (
        f"claims/{made.claim.ref}/",
        f"declarations/{made.declaration.slug}/clauses/1/",
        f"sources/{made.press.slug}/snapshots/1/",
        f"vocabularies/{made.topic.vocabulary.slug}/",
    ):
        assert client.get(f"/api/v1/{address}").status_code == 200
        problem(client.get(f"/api/v1/{address}?limit=5"), 400)
        problem(client.get(f"/api/v1/{address}?sort=url"), 400)


def test_a_mistyped_name_is_not_an_empty_list(client):
    body = problem(client.get("/api/v1/claims/?declaration=two-laks"), 400)
    assert body["errors"][0]["parameter"] == "declaration"
    assert "two-laks" in body["detail"]


def test_a_former_name_still_filters(client):
    made = make_collection()
    former = made.declaration.slug
    made.declaration.slug = "charter-of-the-lakes"
    made.declaration.save()
    body = client.get(f"/api/v1/claims/?declaration={former}").json()
    assert [one["declaration"] for one in body["results"]] == ["charter-of-the-lakes"] * 2


@pytest.mark.parametrize("name", LISTS)
def test_odd_values_never_break_anything(client, name):
    make_collection()
    viewset = {prefix: viewset for prefix, viewset, _basename in router.registry}[name]
    for value in ("%00", "a%00b", "%F0%9F%9C%84", "%ED%A0%80", "%25_'\"\\", "9" * 99, "x" * 5000):
        for parameter in [*viewset.filterset_class.base_filters, "limit", "cursor"]:
            response = client.get(f"/api/v1/{name}/?{parameter}={value}")
            assert response.status_code in {200, 400}, (parameter, value)
        assert client.get(f"/api/v1/{name}/?{value}=1").status_code == 400
        assert client.get(f"/api/v1/{name}/{value}/").status_code == 404


@pytest.mark.parametrize("number", ["0", "2", "-1", "9" * 30, "9" * 5000, "%D9%A1"])
def test_snapshot_numbers_that_are_none_are_not_found(client, number):
    made = make_collection()
    problem(client.get(f"/api/v1/sources/{made.press.slug}/snapshots/{number}/"), 404)


# Pages


def test_limit_has_a_default_and_a_bound(client):
    publisher = make_publisher()
    for _number in range(51):
        make_source(publisher=publisher)
    assert len(client.get("/api/v1/sources/").json()["results"]) == 50
    assert len(client.get("/api/v1/sources/?limit=500").json()["results"]) == 51
    for limit in ("0", "501", "-1", "ten", "1e2", "٣", "1.0", "9" * 40):
        body = problem(client.get("/api/v1/sources/", {"limit": limit}), 400)
        assert body["errors"][0]["parameter"] == "limit"


def test_cursor_must_be_one_of_ours_for_this_list(client):
    for _number in range(3):
        make_source()
    after = client.get("/api/v1/sources/?limit=1").json()["next"]
    (cursor,) = parse_qs(urlsplit(after).query)["cursor"]
    for wrong in ("x", cursor[:-1], cursor + "x", "WyJhIl0", "[false,1]"):
        body = problem(client.get("/api/v1/sources/", {"cursor": wrong}), 400)
        assert body["errors"][0]["parameter"] == "cursor"
    problem(client.get("/api/v1/publishers/", {"cursor": cursor}), 400)
    assert client.get("/api/v1/sources/", {"cursor": cursor}).status_code == 200


def test_walking_meets_each_row_once_while_rows_are_added(client):
    declarations = [make_declaration(slug=f"lake-{letter}") for letter in "bdf"]
    clauses = [make_clause(declaration) for declaration in declarations for _time in range(3)]
    before = {(clause.declaration.slug, clause.label) for clause in clauses}
    names = iter(["lake-a", "lake-c", "lake-e", "lake-g"])

    def add():
        if name := next(names, None):
            make_clause(make_declaration(slug=name))
        make_clause(declarations[0])

    found = [
        (one["declaration"], one["label"]) for one in walk(client, "/api/v1/clauses/?limit=2", add)
    ]
    assert len(found) == len(set(found))
    assert before <= set(found)
    assert ("lake-e", "1") in found, "a row added ahead of the cursor is met too"
    assert found == sorted(found)


def test_walking_relations_that_share_parts_of_their_key(client):
    subject, first, last = (make_declaration(slug=slug) for slug in ("lakes", "a", "z"))
    one, two = make_clause(subject), make_clause(subject)
    for predicate, target, clause in [
        ("welcomes", first, two),
        ("welcomes", first, None),
        ("builds_on", last, two),
        ("builds_on", last, one),
        ("builds_on", first, None),
    ]:
        make_relation(subject, target, predicate=predicate, subject_clause=clause)
    found = [
        (one["predicate"], one["object"]["slug"], one["subject_clause"])
        for one in walk(client, "/api/v1/relations/?limit=1")
    ]
    assert found == [
        ("builds_on", "a", None),
        ("builds_on", "z", "1"),
        ("builds_on", "z", "2"),
        ("welcomes", "a", None),
        ("welcomes", "a", "2"),
    ]


def test_previous_leads_back_and_links_say_the_same(client):
    for letter in "abcde":
        make_source(slug=letter)

    def page(address):
        response = client.get(address)
        body = response.json()
        links = response.headers.get("Link", "")
        assert (f'<{body["next"]}>; rel="next"' in links) == (body["next"] is not None)
        assert (f'<{body["previous"]}>; rel="prev"' in links) == (body["previous"] is not None)
        return "".join(one["slug"] for one in body["results"]), body

    words, first = page("/api/v1/sources/?limit=2&language=en")
    assert (words, first["previous"]) == ("ab", None)
    words, second = page(first["next"])
    assert words == "cd"
    words, last = page(second["next"])
    assert (words, last["next"]) == ("e", None)
    words, back = page(last["previous"])
    assert words == "cd"
    words, start = page(back["previous"])
    assert (words, start["previous"]) == ("ab", None)
    assert page(start["next"])[0] == "cd"
    assert "language=en" in start["next"], "the filters stay"


def test_keysets_are_unique_and_never_null():
    """Every list can be walked: no two rows share a key, and none has a null in it."""
    make_collection()
    make_collection()
    for _prefix, viewset, _basename in router.registry:
        queryset = viewset.queryset
        keys = list(queryset.order_by().values_list(*viewset.keyset))
        assert keys, viewset
        assert len(keys) == len(set(keys)), viewset
        assert all(value is not None for key in keys for value in key), viewset


# Errors


@pytest.mark.parametrize(
    "address", ["nothing/", "claims/2222222/", "declarations/none/", "claims/NOT-A-REF/", "a/b/c/"]
)
def test_what_is_not_there_is_a_problem(client, address):
    body = problem(client.get(f"/api/v1/{address}"), 404)
    assert body["type"] == "/problems/not-found/"


def test_a_missing_slash_is_added(client):
    response = client.get("/api/v1/claims?limit=2")
    assert response.status_code == 301
    assert response["Location"] == "/api/v1/claims/?limit=2"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("name", ["", *(f"{name}/" for name in LISTS)])
def test_nothing_can_be_written(client, name, method):
    response = getattr(client, method)(f"/api/v1/{name}")
    body = problem(response, 405)
    assert body["type"] == "/problems/method-not-allowed/"
    assert "GET" in response["Allow"]
    assert "POST" not in response["Allow"]


def test_drafts_are_not_found(client):
    make_declaration(slug="draft", status="draft")
    problem(client.get("/api/v1/declarations/draft/"), 404)


def test_withdrawn_objects_say_why(client):
    made = make_collection()
    made.declaration.withdraw("It was a forgery.")
    for address in (
        f"declarations/{made.declaration.slug}/",
        f"declarations/{made.declaration.slug}/clauses/1/",
        f"claims/{made.claim.ref}/",
        f"evidence/{made.evidence.ref}/",
        f"commitments/{made.commitment.ref}/",
    ):
        body = problem(client.get(f"/api/v1/{address}"), 410)
        assert body["detail"] == "It was a forgery."
        assert body["type"] == "/problems/gone/"


def test_renamed_objects_redirect_to_their_address_in_the_api(client):
    made = make_collection()
    former, former_source = made.declaration.slug, made.press.slug
    for obj, slug in ((made.declaration, "charter"), (made.press, "paper")):
        obj.slug = slug
        obj.save()
    for before, after in {
        f"declarations/{former}/": "declarations/charter/",
        f"declarations/{former}/clauses/1/": "declarations/charter/clauses/1/",
        f"sources/{former_source}/": "sources/paper/",
        f"sources/{former_source}/snapshots/1/": "sources/paper/snapshots/1/",
    }.items():
        response = client.get(f"/api/v1/{before}")
        assert response.status_code == 301
        assert response["Location"] == f"http://testserver/api/v1/{after}"


def test_an_error_of_ours_is_a_problem_and_is_logged(monkeypatch, caplog):
    def fail(_self):
        raise RuntimeError("the sluice is stuck")

    monkeypatch.setattr(PublisherViewSet, "get_queryset", fail)
    client = Client(raise_request_exception=False)
    body = problem(client.get("/api/v1/publishers/"), 500)
    assert "sluice" not in json.dumps(body)
    assert "the sluice is stuck" in caplog.text
    with pytest.raises(RuntimeError):
        Client().get("/api/v1/publishers/")


def test_formats_that_are_not_offered(client):
    problem(client.get("/api/v1/claims/", headers={"Accept": "image/png"}), 406)
    assert client.get("/api/v1/claims/", headers={"Accept": "text/html,*/*;q=0.8"}).json()


# The index, and what is public


def test_index_lists_every_resource_with_a_line_about_it(client):
    body = client.get("/api/v1/").json()
    assert [one["name"] for one in body["resources"]] == LISTS
    for one in body["resources"]:
        assert one["description"].endswith(".")
        assert client.get(one["url"]).status_code == 200
    assert client.get(body["openapi"]).status_code == 200


# Topics are public by themselves, and changes tell what is not public any more.
OF_PUBLISHED = [name for name in LISTS if name not in {"topics", "vocabularies", "changes"}]


@pytest.mark.parametrize("name", OF_PUBLISHED)
def test_lists_have_only_what_is_published(client, name):
    made = make_collection()
    assert client.get(f"/api/v1/{name}/").json()["results"]
    type(made.declaration).objects.update(status="draft", published_at=None)
    type(made.press).objects.update(status="draft", published_at=None)
    assert client.get(f"/api/v1/{name}/").json()["results"] == []


def test_html_and_api_addresses_lead_to_the_object(client):
    made = make_collection()
    body = client.get(f"/api/v1/evidence/{made.evidence.ref}/").json()
    assert body["html_url"] == f"http://testserver{made.evidence.get_absolute_url()}"
    assert client.get(body["url"]).json() == body
    other = make_evidence()
    assert other.ref not in json.dumps(body)
