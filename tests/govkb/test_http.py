"""Validators, compression, origins and names of requests: what HTTP adds to an answer."""

import gzip
import json
import time
from email.utils import parsedate_to_datetime

import pytest
from django.http import StreamingHttpResponse
from django.test import override_settings
from django.urls import include, path

from commitments.models import Claim
from govkb import stamp as stamp_module
from govkb.api import caching
from govkb.middleware import CorsMiddleware
from tests.collection import STAMP, make_collection
from tests.factories import make_claim, make_source

pytestmark = pytest.mark.django_db

LIST = "/api/v1/claims/"
EXPOSED = set(CorsMiddleware.EXPOSED.split(", "))


@pytest.fixture
def later(monkeypatch):
    """Let some seconds pass, so that the date of the last change is told."""
    now = time.time() + 60
    monkeypatch.setattr(time, "time", lambda: now)


def again(client, response, address, **headers):
    return client.get(address, headers={"If-None-Match": response["ETag"], **headers})


# Validators


@pytest.mark.parametrize("address", [LIST, "/", "/claims/", "/api/v1/", "/api/v1/openapi.json"])
def test_an_answer_that_is_current_costs_one_query(client, django_assert_num_queries, address):
    make_collection()
    response = client.get(address)
    assert response.status_code == 200
    assert not response["ETag"].startswith("W/")
    with django_assert_num_queries(STAMP):
        second = again(client, response, address)
    assert second.status_code == 304
    assert second.content == b""
    assert not {"Content-Length", "Content-Type"} & set(second.headers)
    for name in ("ETag", "Cache-Control", "Vary"):
        assert second[name] == response[name]


def test_any_change_makes_a_new_answer(client):
    made = make_collection()
    response = client.get(LIST)
    Claim.objects.filter(pk=made.claim.pk).update(text="Something else.")
    second = again(client, response, LIST)
    assert second.status_code == 200
    assert second["ETag"] != response["ETag"]
    assert "Something else." in second.content.decode()


def test_a_withdrawn_object_is_not_current(client):
    made = make_collection()
    address = f"{LIST}{made.claim.ref}/"
    response = client.get(address)
    made.claim.withdraw("It was wrong.")
    assert again(client, response, address).status_code == 410


def test_a_tag_is_of_one_address_format_and_encoding(client, rf):
    make_collection()
    addresses = [LIST, f"{LIST}?limit=1", f"{LIST}?limit=2", "/api/v1/sources/"]
    tags = [client.get(address)["ETag"] for address in addresses]
    tags.append(client.get(LIST, headers={"Accept": "application/json"})["ETag"])
    tags.append(client.get(LIST, headers={"Accept-Encoding": "gzip"})["ETag"])
    tags.append(client.get(LIST, headers={"Host": "localhost"})["ETag"])
    assert len(set(tags)) == len(tags)
    for address, tag in zip(addresses, tags, strict=False):
        assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
        other = client.get(f"{address}?limit=3", headers={"If-None-Match": tag})
        assert other.status_code != 304


def test_a_tag_does_not_depend_on_who_asks(client, django_user_model):
    make_collection()
    tag = client.get(LIST)["ETag"]
    assert client.get(LIST, headers={"Authorization": "Bearer x"})["ETag"] == tag
    client.force_login(django_user_model.objects.create_user("someone", is_staff=True))
    response = client.get(LIST)
    assert response["ETag"] == tag
    assert "Cookie" not in response["Vary"]
    assert again(client, response, LIST, Authorization="Bearer y").status_code == 304


def test_a_new_release_makes_new_answers(client, monkeypatch):
    make_collection()
    response = client.get(LIST)
    monkeypatch.setattr(caching, "release", lambda: ("another", 0))
    assert again(client, response, LIST).status_code == 200
    assert stamp_module.release()[0] != "another"


@pytest.mark.parametrize("wrong", ['"x"', "nonsense", 'W/"x", "y"', ""])
def test_other_tags_are_not_current(client, wrong):
    assert client.get(LIST, headers={"If-None-Match": wrong}).status_code == 200


def test_tags_are_compared_weakly_and_in_lists(client):
    tag = client.get(LIST)["ETag"]
    for given in (f"W/{tag}", f'"x", {tag}', "*"):
        assert client.get(LIST, headers={"If-None-Match": given}).status_code == 304


def test_a_star_is_nothing_where_there_is_nothing(client):
    for address in (f"{LIST}2222222/", f"{LIST}?colour=blue"):
        response = client.get(address, headers={"If-None-Match": "*"})
        assert response.status_code in {400, 404}
        assert "ETag" not in response


@pytest.mark.usefixtures("later")
def test_dates_serve_who_has_no_tag(client, django_assert_num_queries):
    make_collection()
    response = client.get(LIST)
    since = response["Last-Modified"]
    with django_assert_num_queries(STAMP):
        second = client.get(LIST, headers={"If-Modified-Since": since})
    assert second.status_code == 304
    assert second["Last-Modified"] == since
    after = "Fri, 01 Jan 2100 00:00:00 GMT"
    assert client.get(LIST, headers={"If-Modified-Since": after}).status_code == 304
    before = "Mon, 01 Jan 2024 00:00:00 GMT"
    assert client.get(LIST, headers={"If-Modified-Since": before}).status_code == 200
    assert client.get(LIST, headers={"If-Modified-Since": "yesterday"}).status_code == 200
    nothing = client.get(f"{LIST}2222222/", headers={"If-Modified-Since": after})
    assert nothing.status_code == 404
    both = {"If-None-Match": '"x"', "If-Modified-Since": since}
    assert client.get(LIST, headers=both).status_code == 200, "a tag goes before a date"


def test_no_date_is_told_in_the_second_of_the_change(client):
    make_collection()
    stamp = stamp_module.read_stamp()
    assert caching.last_modified(stamp, stamp.changed + 0.9) is None
    told = caching.last_modified(stamp, stamp.changed + 3600.0)
    assert told == max(stamp.changed, stamp_module.release()[1])


@pytest.mark.usefixtures("later")
def test_the_date_is_that_of_the_change(client):
    make_collection()
    told = parsedate_to_datetime(client.get(LIST)["Last-Modified"]).timestamp()
    assert told >= stamp_module.read_stamp().changed


def test_how_long_an_answer_keeps(client):
    make_collection()
    api = client.get(LIST)
    assert api["Cache-Control"] == "public, max-age=60, stale-while-revalidate=600"
    assert api["Vary"] == "Accept, Accept-Encoding"
    assert client.get("/claims/")["Cache-Control"] == "public, no-cache"
    assert "Cache-Control" not in client.get(f"{LIST}2222222/")


def test_the_signed_in_get_pages_of_their_own(client, django_user_model):
    make_collection()
    tag = client.get("/claims/")["ETag"]
    client.force_login(django_user_model.objects.create_user("someone", is_staff=True))
    response = client.get("/claims/", headers={"If-None-Match": tag, "Accept-Encoding": "gzip"})
    assert response.status_code == 200
    assert "ETag" not in response
    assert "Content-Encoding" not in response
    assert response["Cache-Control"] == "private, no-store"
    admin = client.get("/admin/login/")
    assert "ETag" not in admin
    assert "public" not in admin.get("Cache-Control", "")


def test_an_answer_is_never_older_than_its_tag(client, monkeypatch):
    """A change between the reading of the version and that of the rows: the next asks anew."""
    made = make_collection()
    original = caching.entity_tag

    def change(request, stamp):
        Claim.objects.filter(pk=made.claim.pk).update(text="Changed meanwhile.")
        return original(request, stamp)

    monkeypatch.setattr(caching, "entity_tag", change)
    response = client.get(LIST)
    monkeypatch.undo()
    assert "Changed meanwhile." in response.content.decode()
    assert again(client, response, LIST).status_code == 200


# HEAD and compression


@pytest.mark.parametrize("address", [LIST, "/claims/", f"{LIST}2222222/"])
@pytest.mark.parametrize("encoding", ["", "gzip"])
def test_head_has_the_headers_of_get_and_no_body(client, address, encoding):
    make_collection()
    headers = {"Accept-Encoding": encoding, "X-Request-Id": "the-same-name"}
    get = client.get(address, headers=headers)
    head = client.head(address, headers=headers)
    assert head.status_code == get.status_code
    assert head.content == b""
    assert dict(head.headers) == dict(get.headers) | {"Content-Length": str(len(get.content))}


def test_long_answers_are_compressed_for_who_can_read_them(client):
    for _number in range(10):
        make_claim()
    plain = client.get(LIST)
    assert "Content-Encoding" not in plain
    for accepted in ("gzip", "br, gzip;q=0.5", "*", "GZIP"):
        packed = client.get(LIST, headers={"Accept-Encoding": accepted})
        assert packed["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.content) == plain.content
        assert int(packed["Content-Length"]) == len(packed.content) < len(plain.content)
        assert packed.content == client.get(LIST, headers={"Accept-Encoding": accepted}).content
    for refused in ("br", "gzip;q=0", "gzip; q=0.0", "identity"):
        assert "Content-Encoding" not in client.get(LIST, headers={"Accept-Encoding": refused})
    assert "Content-Encoding" not in client.get(
        f"{LIST}2222222/", headers={"Accept-Encoding": "gzip"}
    ), "too short to gain"


def rows(_request):
    lines = (json.dumps({"row": number}).encode() + b"\n" for number in range(1000))
    return StreamingHttpResponse(lines, content_type="application/x-ndjson")


urlpatterns = [path("api/rows/", rows), path("", include("govkb.urls"))]


@override_settings(ROOT_URLCONF="tests.govkb.test_http")
def test_streams_are_compressed_as_they_flow(client):
    packed = client.get("/api/rows/", headers={"Accept-Encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert "Content-Length" not in packed
    plain = client.get("/api/rows/")
    assert gzip.decompress(b"".join(packed.streaming_content)) == b"".join(plain.streaming_content)
    assert b"".join(client.head("/api/rows/").streaming_content) == b""


# Origins


def test_any_page_may_read_the_api(client):
    made = make_collection()
    for address in (LIST, f"{LIST}{made.claim.ref}/", f"{LIST}2222222/", f"{LIST}?colour=blue"):
        response = client.get(address, headers={"Origin": "https://elsewhere.example"})
        assert response["Access-Control-Allow-Origin"] == "*"
        assert set(response["Access-Control-Expose-Headers"].split(", ")) == EXPOSED
        assert "Access-Control-Allow-Credentials" not in response
    assert {"ETag", "Link", "RateLimit", "X-Request-Id", "Govkb-Row-Count"} < EXPOSED
    current = again(client, client.get(LIST), LIST)
    assert current.status_code == 304
    assert current["Access-Control-Allow-Origin"] == "*"


def test_a_browser_may_ask_first(client, django_assert_num_queries):
    ask = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "GET"}
    with django_assert_num_queries(0):
        for address in (LIST, "/api/v1/nothing/", "/claims.csv"):
            response = client.options(address, headers=ask)
            assert response.status_code == 204
            assert response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
            assert response["Access-Control-Allow-Headers"] == "*"
            assert response["Access-Control-Max-Age"] == "86400"
    plain = client.options(LIST)
    assert (plain.status_code, plain["Allow"]) == (204, "GET, HEAD, OPTIONS")


def test_pages_and_the_admin_are_not_for_other_sites(client):
    make_source()
    ask = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "POST"}
    for address in ("/", "/sources/", "/admin/login/"):
        assert "Access-Control-Allow-Origin" not in client.get(address)
    assert "Access-Control-Allow-Origin" not in client.options("/admin/login/", headers=ask)


# Names of requests


@pytest.mark.parametrize("address", [LIST, "/", "/no-such-page/", f"{LIST}2222222/"])
def test_every_answer_names_its_request(client, address):
    given = client.get(address, headers={"X-Request-Id": "trace-1234.5"})
    assert given["X-Request-Id"] == "trace-1234.5"
    made = [client.get(address)["X-Request-Id"] for _time in range(2)]
    assert len(set(made)) == 2


@pytest.mark.parametrize("odd", ["short", "x" * 65, "with space", "a\nb-c-d-e-f", "<script>", ""])
def test_odd_names_are_replaced(client, odd):
    name = client.get(LIST, headers={"X-Request-Id": odd})["X-Request-Id"]
    assert name != odd
    assert len(name) == 32
