"""How often one client may ask."""

import os
import subprocess
import sys

import pytest
from lxml import html

from govkb.api import limits
from govkb.api.limits import ENTRIES, PROBES, SharedCounter, client_of
from tests.collection import make_collection

pytestmark = pytest.mark.django_db

LIST = "/api/v1/claims/"


@pytest.fixture
def limited(settings, tmp_path, monkeypatch):
    """Allow five requests a minute, counted in a file of this test."""
    settings.RATE_LIMIT = (5, 60)
    settings.RATE_LIMIT_FILE = tmp_path / "counts"
    monkeypatch.setattr(limits, "_counter", None)
    return settings


def statuses(client, number, address=LIST, **headers):
    return [client.get(address, **headers).status_code for _time in range(number)]


@pytest.mark.usefixtures("limited")
def test_who_asks_too_often_is_told_when_to_come_again(client):
    first = client.get(LIST)
    assert first["RateLimit-Policy"] == '"anon";q=5;w=60'
    assert first["RateLimit"] == '"anon";r=4;t=60'
    assert statuses(client, 4) == [200] * 4
    refused = client.get(LIST)
    assert refused.status_code == 429
    assert refused["Content-Type"] == "application/problem+json"
    assert 1 <= int(refused["Retry-After"]) <= 60
    assert refused["RateLimit"].startswith('"anon";r=0;')
    body = refused.json()
    assert body["type"] == "/problems/too-many-requests/"
    assert body["request_id"] == refused["X-Request-Id"]
    assert client.get(LIST, REMOTE_ADDR="192.0.2.7").status_code == 200


@pytest.mark.usefixtures("limited")
def test_a_refusal_costs_no_rows(client, django_assert_max_num_queries):
    statuses(client, 5)
    with django_assert_max_num_queries(1):  # the version: what is current is answered even now
        assert client.get(LIST).status_code == 429


@pytest.mark.usefixtures("limited")
def test_what_is_current_does_not_count(client):
    make_collection()
    tag = client.get(LIST)["ETag"]
    for _time in range(9):
        response = client.get(LIST, headers={"If-None-Match": tag})
        assert response.status_code == 304
        assert response["RateLimit"].startswith('"anon";r=4;')
    assert statuses(client, 5) == [200] * 4 + [429]
    assert client.get(LIST, headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.usefixtures("limited")
def test_search_is_limited_and_other_pages_are_not(client):
    assert statuses(client, 3, "/search/?q=lake") + statuses(client, 3) == [200] * 5 + [429]
    response = client.get("/search/?q=lake")
    assert response.status_code == 429
    assert int(response["Retry-After"]) >= 1
    page = html.fromstring(response.content)
    assert page.find(".//h1").text == "Too many requests"
    assert statuses(client, 9, "/claims/") == [200] * 9
    assert client.options(LIST).status_code == 204
    assert client.get(LIST, headers={"Accept": "*/*"}).status_code == 429


@pytest.mark.usefixtures("limited")
def test_data_counts_at_the_addresses_of_pages_too(client):
    assert statuses(client, 6, "/claims/", headers={"Accept": "text/csv"})[-1] == 429
    assert statuses(client, 1, "/claims.csv") == [429]


@pytest.mark.usefixtures("limited")
def test_errors_and_nothing_count_too(client):
    assert statuses(client, 6, f"{LIST}?colour=blue") == [400] * 5 + [429]
    assert statuses(client, 1, "/api/v1/nothing/") == [429]


@pytest.mark.usefixtures("limited")
def test_a_forged_address_is_not_believed(client):
    found = [
        client.get(LIST, headers={"X-Forwarded-For": f"192.0.2.{number}"}).status_code
        for number in range(10)
    ]
    assert found == [200] * 5 + [429] * 5


def test_addresses_that_our_proxies_wrote_are_believed(rf, settings):
    def seen(forwarded, proxies):
        settings.TRUSTED_PROXIES = proxies
        return client_of(
            rf.get("/", headers={"X-Forwarded-For": forwarded}, REMOTE_ADDR="10.0.0.1")
        )

    forged = "198.51.100.1, 192.0.2.9"
    assert seen(forged, 0) == "10.0.0.1"
    assert seen(forged, 1) == "192.0.2.9"
    assert seen(f"198.51.100.1, {forged}", 2) == "198.51.100.1"
    assert seen(forged, 3) == "10.0.0.1", "fewer than there are proxies: none of them wrote it"
    assert seen("", 1) == "10.0.0.1"
    assert seen("nonsense", 1) == "nonsense"


def test_a_network_of_ipv6_is_one_client(rf):
    one, other, third = (
        client_of(rf.get("/", REMOTE_ADDR=address))
        for address in ("2001:db8::1", "2001:db8::ffff:2", "2001:db8:0:1::1")
    )
    assert one == other != third
    assert client_of(rf.get("/", REMOTE_ADDR="::ffff:192.0.2.1")) == "192.0.2.1"
    assert client_of(rf.get("/", REMOTE_ADDR="")) == ""


def test_without_a_limit_nothing_is_said(client):
    response = client.get(LIST)
    assert "RateLimit" not in response
    assert "RateLimit-Policy" not in response


def test_a_file_that_cannot_be_written_stops_nobody(client, limited, tmp_path, caplog):
    (tmp_path / "file").touch()
    limited.RATE_LIMIT_FILE = tmp_path / "file" / "counts"
    assert statuses(client, 9) == [200] * 9
    assert "cannot be counted" in caplog.text


# The counter itself


def test_a_window_begins_with_the_first_request(tmp_path):
    counter = SharedCounter(tmp_path / "counts")
    take = [counter.take("a", 2, 60, now=now) for now in (100.0, 159.0, 159.9, 160.0, 161.0)]
    assert [one.granted for one in take] == [True, True, False, True, True]
    assert [one.remaining for one in take] == [1, 0, 0, 1, 0]
    assert [one.seconds for one in take] == [60, 1, 1, 60, 59]
    assert counter.take("b", 2, 60, now=159.5).remaining == 1
    assert counter.take("b", 2, 60, now=100.0).remaining == 1, "the clock was set back"


def test_looking_costs_nothing(tmp_path):
    counter = SharedCounter(tmp_path / "counts")
    for _time in range(5):
        assert counter.take("a", 2, 60, now=100.0, cost=0).remaining == 2
    assert counter.take("a", 2, 60, now=100.0).remaining == 1


def test_the_file_never_grows(tmp_path):
    counter = SharedCounter(tmp_path / "counts")
    size = (tmp_path / "counts").stat().st_size
    for number in range(2_000):
        assert counter.take(f"client {number}", 5, 60, now=100.0).granted
    assert (tmp_path / "counts").stat().st_size == size < 1 << 20
    assert ENTRIES > 2_000 > PROBES


ASK = """
import sys
from pathlib import Path
import django
django.setup()
from govkb.api.limits import SharedCounter
counter = SharedCounter(Path(sys.argv[1]))
print(sum(counter.take("a", 100, 60, now=100.0).granted for _time in range(80)))
"""


def test_processes_count_together(tmp_path):
    asking = [
        subprocess.Popen(  # noqa: S603 -- ourselves
            [sys.executable, "-c", ASK, tmp_path / "counts"],
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"},
        )
        for _number in range(3)
    ]
    granted = [int(process.communicate(timeout=60)[0]) for process in asking]
    assert sum(granted) == 100
    assert max(granted) <= 80
