"""Publishers, sources and snapshots in the API."""

import hashlib

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.collection import STAMP
from tests.factories import TEXT, make_attempt, make_publisher, make_snapshot, make_source

pytestmark = pytest.mark.django_db


def names(client, address, field="slug"):
    return [one[field] for one in client.get(f"/api/v1/{address}").json()["results"]]


def test_source_says_where_it_comes_from(client):
    origin = make_source(slug="wire")
    blog = make_publisher(slug="blog", name="The Blog")
    source = make_source(
        slug="copy",
        url="https://blog.example/lakes",
        derived_from=origin,
        republisher=blog,
        derivation_note="Word for word.",
    )
    body = client.get("/api/v1/sources/copy/").json()
    assert body["derived_from"] == "wire"
    assert body["republisher"]["slug"] == "blog"
    assert body["publisher"]["url"].endswith(f"/api/v1/publishers/{source.publisher.slug}/")
    assert body["external_url"] == "https://blog.example/lakes"
    assert body["archive_url"] is None
    assert body["held"] is False
    assert body["published_on"] == "2031-03-04"
    make_snapshot(source)
    assert client.get("/api/v1/sources/copy/").json()["held"] is True


def test_source_keeps_silent_about_a_draft_it_derives_from(client):
    make_source(slug="copy", derived_from=make_source(status="draft"))
    assert client.get("/api/v1/sources/copy/").json()["derived_from"] is None


def test_unknown_precision_is_null(client):
    make_source(slug="undated", published_on=None, published_precision="")
    body = client.get("/api/v1/sources/undated/").json()
    assert (body["published_on"], body["published_precision"]) == (None, None)


def test_source_filters(client):
    lake = make_publisher(slug="lake-press", name="Lake Press")
    make_source(slug="a", kind="news", language="fr", title="Accord", publisher=lake)
    make_source(slug="b", kind="academic", title="The lakes, a study", published_on="2031-05-01")
    held = make_source(slug="c", kind="state_media", rights="link", author="A. Heron")
    make_snapshot(held)
    for query, found in {
        "kind=news": ["a"],
        "kind__in=news,academic": ["a", "b"],
        "language=fr": ["a"],
        "publisher=lake-press": ["a"],
        "rights=link": ["c"],
        "held=true": ["c"],
        "held=false": ["a", "b"],
        "published_on__gte=2031-05-01": ["b"],
        "published_on__lte=2031-03-04": ["a", "c"],
        "q=STUDY lakes": ["b"],
        "q=press": ["a"],
        "q=heron": ["c"],
        "q=heron study": [],
        "kind=news&language=en": [],
    }.items():
        assert names(client, f"sources/?{query}") == found, query


def test_snapshot_shows_its_text_only_when_all_of_it_may_be_shown(client):
    source = make_source(slug="lake", rights="full")
    make_snapshot(source)
    body = client.get("/api/v1/sources/lake/snapshots/1/").json()
    assert body["text"] == TEXT
    assert hashlib.sha256(body["text"].encode()).hexdigest() == body["text_sha256"]
    assert body["raw_url"].startswith("http://testserver/")
    assert body["source"] == "lake"
    for rights in ("excerpts", "link"):
        source.rights = rights
        source.save()
        body = client.get("/api/v1/sources/lake/snapshots/1/").json()
        assert (body["text"], body["raw_url"], body["rights"]) == (None, None, rights)
        assert body["text_sha256"]


def test_snapshot_list_has_no_texts_and_is_filtered(client):
    first, second = make_source(slug="a"), make_source(slug="b")
    snapshot = make_snapshot(first)
    make_snapshot(first, "Other words.")
    make_snapshot(second)
    make_snapshot(make_source(status="draft"))
    body = client.get("/api/v1/snapshots/").json()
    assert [(one["source"], one["number"]) for one in body["results"]] == [
        ("a", 1),
        ("a", 2),
        ("b", 1),
    ]
    assert "text" not in body["results"][0]
    assert names(client, "snapshots/?source=a", "number") == [1, 2]
    same = f"snapshots/?text_sha256={snapshot.text_sha256}"
    assert names(client, same, "source") == ["a", "b"]


def test_publishers_of_drafts_only_are_not_shown(client):
    make_source(publisher=make_publisher(slug="seen", name="Seen"))
    make_source(publisher=make_publisher(slug="unseen", name="Unseen"), status="draft")
    assert names(client, "publishers/") == ["seen"]
    assert names(client, "publishers/?q=unseen") == []
    assert client.get("/api/v1/publishers/unseen/").status_code == 404
    assert client.get("/api/v1/sources/?publisher=unseen").status_code == 400


# 1 query each: the rows with their joins.
@pytest.mark.parametrize(
    "name", ["publishers/", "sources/", "snapshots/", "attempts/", "integrity/"]
)
def test_queries_do_not_grow_with_the_rows(client, name):
    counts = []
    for _round in range(2):
        for _number in range(3):
            source = make_source(republisher=make_publisher(), derived_from=make_source())
            make_attempt(source)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(f"/api/v1/{name}").json()["results"]
        counts.append(len(queries))
    assert counts == [STAMP + 1] * 2


def test_queries_of_one_object(client, django_assert_num_queries):
    source = make_snapshot(make_source(republisher=make_publisher())).source
    # The object with its joins; of a source also its last attempt.
    for address, cost in (
        (f"sources/{source.slug}/", 2),
        (f"publishers/{source.publisher.slug}/", 1),
    ):
        with django_assert_num_queries(STAMP + cost):
            assert client.get(f"/api/v1/{address}").status_code == 200
    # The source, which may have moved or gone, then the snapshot.
    with django_assert_num_queries(STAMP + 2):
        assert client.get(f"/api/v1/sources/{source.slug}/snapshots/1/").status_code == 200
