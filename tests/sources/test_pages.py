"""The pages of captures and publishers."""

import hashlib

import pytest
from django.contrib.auth import get_user_model

from tests.collection import STAMP
from tests.factories import make_publisher, make_snapshot, make_source

pytestmark = pytest.mark.django_db


def test_a_capture_shows_when_it_was_made_and_its_hashes(client):
    snapshot = make_snapshot(make_source(slug="courier"))
    page = client.get("/sources/courier/versions/1/").content.decode()
    assert snapshot.text_sha256 in page
    assert snapshot.byte_sha256 in page
    assert "1 April 2031, 12:00:00 UTC" in page
    assert "<dt>Paragraphs</dt><dd>3</dd>" in page
    assert 'href="/sources/courier/versions/1/raw/"' in page
    assert client.get("/sources/courier/versions/2/").status_code == 404


def test_the_raw_text_is_what_the_hash_was_made_of(client):
    snapshot = make_snapshot(make_source(slug="courier"), "Le niveau d’été — 𠮷.\n\nFin.")
    answer = client.get("/sources/courier/versions/1/raw/")
    assert hashlib.sha256(answer.content).hexdigest() == snapshot.text_sha256
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("rights", ["excerpts", "link"])
def test_the_raw_text_is_refused_where_the_rights_do_not_allow_it(client, rights):
    snapshot = make_snapshot(make_source(slug="courier", rights=rights))
    answer = client.get("/sources/courier/versions/1/raw/")
    assert answer.status_code == 403
    assert b"rights do not allow" in answer.content
    assert snapshot.text_sha256.encode() in answer.content
    assert b"common level" not in answer.content
    client.force_login(get_user_model().objects.create_user("cat", is_staff=True))
    assert b"common level" in client.get("/sources/courier/versions/1/raw/").content


def test_a_capture_of_a_draft_is_not_public_and_of_a_renamed_source_redirects(client):
    make_snapshot(make_source(slug="secret", status="draft"))
    assert client.get("/sources/secret/versions/1/").status_code == 404
    assert client.get("/sources/secret/versions/1/raw/").status_code == 404
    source = make_source(slug="courier")
    make_snapshot(source)
    source.slug = "evening-courier"
    source.save()
    moved = client.get("/sources/courier/versions/1/")
    assert (moved.status_code, moved["Location"]) == (301, "/sources/evening-courier/versions/1/")


def test_a_publisher_lists_what_it_published_and_what_it_reposted(client):
    publisher = make_publisher(slug="courier")
    make_source(publisher=publisher, title="Its own article")
    make_source(republisher=publisher, title="An article by another")
    make_source(publisher=publisher, title="A draft", status="draft")
    page = client.get("/publishers/courier/").content.decode()
    assert "2 sources" in page
    assert "Its own article" in page
    assert "An article by another" in page
    assert "A draft" not in page
    assert client.get(make_publisher().get_absolute_url()).status_code == 404


@pytest.mark.parametrize("sources", [1, 4])
def test_costs(client, django_assert_num_queries, sources):
    publisher = make_publisher(slug="courier")
    for _ in range(sources):
        make_snapshot(make_source(publisher=publisher))
    source = publisher.sources.first()
    # publisher; the number of its sources; the sources
    with django_assert_num_queries(STAMP + 3):
        client.get("/publishers/courier/")
    # source; snapshot; number of paragraphs; all captures
    with django_assert_num_queries(STAMP + 4):
        client.get(f"/sources/{source.slug}/versions/1/")
    # source; snapshot; all captures
    with django_assert_num_queries(STAMP + 3):
        client.get(f"/sources/{source.slug}/versions/1/raw/")
