"""Statements that are made once, and what is remembered between requests."""

import pytest
from django.db.models import CharField, DateTimeField
from django.urls import reverse

from sources.models import Snapshot, Source
from sources.rows import Among, Recent, Slot, Statement, address, moment
from tests.collection import make_collection
from tests.factories import make_claim, make_clause, make_declaration, make_snapshot, make_source


@pytest.mark.django_db
def test_a_statement_takes_other_values_each_time():
    first, second = make_source(slug="a"), make_source(slug="b")
    statement = Statement(
        Source.objects.filter(Among("pk"), slug__gte=Slot("from", CharField()))
        .order_by("slug")
        .values_list("slug")
    )
    keys = [first.pk, second.pk]
    assert statement.rows(keys=keys, **{"from": "a"}) == [("a",), ("b",)]
    assert statement.rows(keys=keys, **{"from": "b"}) == [("b",)]
    assert statement.rows(keys=keys[:1], **{"from": "a"}) == [("a",)]
    assert statement.rows(keys=[], **{"from": "a"}) == []


@pytest.mark.django_db
def test_values_of_a_statement_are_those_of_the_query():
    for _ in range(3):
        make_snapshot()
    queryset = Snapshot.objects.order_by("pk").values_list("pk", "captured_at", "url", "number")
    statement = Statement(queryset)
    assert statement.rows() == list(queryset), "moments are moments on both databases"
    assert [len(chunk) for chunk in statement.chunks(2)] == [2, 1]
    assert [row for chunk in statement.chunks(2) for row in chunk] == list(queryset)
    latest = queryset.filter(captured_at__gte=Slot("since", DateTimeField()))
    moments = [row[1] for row in queryset]
    found = Statement(latest).rows(since=max(moments).isoformat())
    assert [row[1] for row in found] == [one for one in moments if one == max(moments)]


@pytest.mark.django_db
def test_a_condition_that_nothing_meets_needs_no_query(django_assert_num_queries):
    statement = Statement(Source.objects.filter(pk__in=[]).values_list("pk"))
    with django_assert_num_queries(0):
        assert statement.rows() == []
        assert list(statement.chunks(10)) == []


@pytest.mark.parametrize(
    ("route", "values"),
    [
        ("api:clause-detail", {"slug": "two-lakes", "label": "1(a)"}),
        ("clause-detail", {"slug": "two-lakes", "label": "preamble-2"}),
        ("api:snapshot-detail", {"slug": "gazette-1", "number": 12}),
        ("api:claim-detail", {"ref": "k7m2qxd"}),
        ("evidence-detail", {"ref": "2222222"}),
        ("api:topic-detail", {"slug": "water"}),
    ],
)
def test_addresses_are_those_of_the_site_map(route, values):
    assert address(route, *values)(*values.values()) == reverse(route, kwargs=values)


def test_what_was_not_asked_for_the_longest_is_forgotten():
    recent = Recent(2)
    recent.keep("a", 1)
    recent.keep("b", 2)
    assert recent.get("a") == 1
    recent.keep("c", 3)
    assert [recent.get(key) for key in "abc"] == [1, None, 3]


@pytest.mark.django_db
def test_moments_are_written_as_the_api_has_them(client):
    made = make_collection()
    (row,) = client.get(f"/api/v1/sources/?slug__in={made.press.slug}").json()["results"]
    assert moment(made.press.updated_at) == row["updated_at"]


# What a query means is remembered


@pytest.mark.django_db
def test_a_name_means_what_it_means_now(client):
    first, second = make_declaration(slug="first"), make_declaration(slug="second")
    make_clause(first, label="1")
    make_clause(second, label="2")
    address = "/api/v1/clauses/?declaration=first"

    def labels():
        return [row["label"] for row in client.get(address).json()["results"]]

    assert labels() == labels() == ["1"]
    first.slug = "third"
    first.save()
    assert labels() == ["1"], "a former name"
    first.slug = "fourth"
    first.save()
    second.slug = "first"
    type(first).objects.filter(pk=second.pk).update(slug="first")
    assert labels() == ["2"]
    type(first).objects.filter(pk=second.pk).update(status="draft", published_at=None)
    assert client.get(address).status_code == 400 or labels() == ["1"]


@pytest.mark.django_db
def test_what_is_written_is_listed_at_once(client):
    for number in range(3):
        make_claim()
        assert len(client.get("/api/v1/claims/?kind=statement").json()["results"]) == number + 1


@pytest.mark.django_db
def test_a_known_question_needs_only_its_rows(client, django_assert_num_queries):
    declaration = make_declaration()
    for label in ("1", "2", "3"):
        make_clause(declaration, label=label)
    path = f"/api/v1/clauses/?declaration={declaration.slug}&limit=1"
    following = client.get(path).json()["next"]
    # version of the collection; rows; versions, texts, topics, commitments
    with django_assert_num_queries(6):
        page = client.get(following).json()
    assert [row["label"] for row in page["results"]] == ["2"]
    with django_assert_num_queries(6):
        assert [row["label"] for row in client.get(page["next"]).json()["results"]] == ["3"]
    with django_assert_num_queries(6):
        assert [row["label"] for row in client.get(page["previous"]).json()["results"]] == ["1"]


@pytest.mark.django_db
@pytest.mark.parametrize("cursor", ["", "cursor=", "cursor=%00", "cursor=a&cursor=a", "cursor=a:b"])
def test_a_known_question_is_no_excuse_for_a_broken_cursor(client, cursor):
    make_claim()
    assert client.get("/api/v1/claims/?kind=statement").status_code == 200
    response = client.get(f"/api/v1/claims/?kind=statement&{cursor or 'cursor=é'}")
    assert response.status_code == 400
    assert {error["parameter"] for error in response.json()["errors"]} == {"cursor"}


@pytest.mark.django_db
def test_a_good_cursor_given_twice_is_refused_though_the_question_is_known(client):
    make_claim()
    make_claim()
    following = client.get("/api/v1/claims/?limit=1").json()["next"]
    assert client.get(following).status_code == 200
    cursor = following.partition("cursor=")[2].partition("&")[0]
    response = client.get(f"{following}&cursor={cursor}")
    assert response.status_code == 400
    assert [error["code"] for error in response.json()["errors"]] == ["repeated"]
