"""Captures for programs that travel in time (RFC 7089), and links that outlive their pages."""

from datetime import UTC, date, datetime

import pytest

from commitments.templatetags.commitments import robust
from sources.archives import archived_on
from sources.directives import link_to
from tests.collection import STAMP
from tests.factories import make_attempt, make_snapshot, make_source

PAGE = "http://testserver/sources/courier/versions"


def make_captures(rights="full"):
    source = make_source(slug="courier", url="https://courier.example/lakes", rights=rights)
    for month in (1, 3, 6):
        text = f"The level is {month}."
        make_snapshot(source, text, captured_at=datetime(2031, month, 1, 12, tzinfo=UTC))
    return source


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["", "raw/"])
def test_a_capture_says_of_which_page_it_is_the_state_and_when(client, address):
    make_captures()
    answer = client.get(f"/sources/courier/versions/2/{address}")
    assert answer["Memento-Datetime"] == "Sat, 01 Mar 2031 12:00:00 GMT"
    assert answer["Link"].split(", <") == [
        '<https://courier.example/lakes>; rel="original"',
        'http://testserver/sources/courier/timegate/>; rel="timegate"',
        (
            'http://testserver/sources/courier/timemap/>; rel="timemap"; '
            'type="application/link-format"'
        ),
        f'{PAGE}/1/>; rel="first prev memento"; datetime="Wed, 01 Jan 2031 12:00:00 GMT"',
        f'{PAGE}/2/>; rel="memento"; datetime="Sat, 01 Mar 2031 12:00:00 GMT"',
        f'{PAGE}/3/>; rel="last next memento"; datetime="Sun, 01 Jun 2031 12:00:00 GMT"',
    ]


@pytest.mark.django_db
def test_what_is_refused_is_no_memento(client):
    make_captures(rights="excerpts")
    answer = client.get("/sources/courier/versions/2/raw/")
    assert answer.status_code == 403
    assert "Memento-Datetime" not in answer


@pytest.mark.django_db
def test_the_list_of_captures_is_a_link_format(client, django_assert_num_queries):
    make_captures()
    with django_assert_num_queries(STAMP + 2):
        answer = client.get("/sources/courier/timemap/")
    assert answer["Content-Type"] == "application/link-format"
    assert answer.content.decode().splitlines() == [
        '<https://courier.example/lakes>; rel="original",',
        (
            '<http://testserver/sources/courier/timemap/>; rel="self"; '
            'type="application/link-format"; from="Wed, 01 Jan 2031 12:00:00 GMT"; '
            'until="Sun, 01 Jun 2031 12:00:00 GMT",'
        ),
        '<http://testserver/sources/courier/timegate/>; rel="timegate",',
        f'<{PAGE}/1/>; rel="first memento"; datetime="Wed, 01 Jan 2031 12:00:00 GMT",',
        f'<{PAGE}/2/>; rel="memento"; datetime="Sat, 01 Mar 2031 12:00:00 GMT",',
        f'<{PAGE}/3/>; rel="last memento"; datetime="Sun, 01 Jun 2031 12:00:00 GMT"',
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "number"),
    [
        (None, 3),
        ("Mon, 01 Jan 2029 00:00:00 GMT", 1),
        ("Fri, 28 Feb 2031 12:00:00 GMT", 1),
        ("Sat, 01 Mar 2031 12:00:00 GMT", 2),
        ("Tue, 01 Jan 2036 00:00:00 GMT", 3),
    ],
)
def test_the_gate_leads_to_the_capture_of_that_time(client, asked, number):
    make_captures()
    headers = {"Accept-Datetime": asked} if asked else {}
    answer = client.get("/sources/courier/timegate/", headers=headers)
    assert answer.status_code == 302
    assert answer["Location"] == f"/sources/courier/versions/{number}/"
    assert "accept-datetime" in answer["Vary"].lower()
    assert '<https://courier.example/lakes>; rel="original"' in answer["Link"]
    assert "Memento-Datetime" not in answer


@pytest.mark.django_db
def test_the_gate_refuses_what_is_no_time_and_has_nothing_without_text(client):
    make_captures()
    answer = client.get("/sources/courier/timegate/", headers={"Accept-Datetime": "yesterday"})
    assert answer.status_code == 400
    assert "accept-datetime" in answer["Vary"].lower()
    make_source(slug="unheld")
    assert client.get("/sources/unheld/timegate/").status_code == 404
    assert client.get("/sources/unheld/timemap/").status_code == 200
    make_source(slug="draft", status="draft")
    assert client.get("/sources/draft/timemap/").status_code == 404


@pytest.mark.django_db
def test_a_source_without_an_address_is_its_own_original(client):
    make_snapshot(make_source(slug="paper", url=""))
    answer = client.get("/sources/paper/versions/1/")
    assert '<http://testserver/sources/paper/>; rel="original"' in answer["Link"]
    assert 'rel="first last memento"' in answer["Link"]


@pytest.mark.django_db
def test_from_a_capture_to_what_has_changed_since(client):
    make_captures()
    answer = client.get("/sources/courier/versions/1/changes/")
    assert (answer.status_code, answer["Location"]) == (302, "/sources/courier/versions/1...3/")
    answer = client.get("/sources/courier/versions/3/changes/")
    assert (answer.status_code, answer["Location"]) == (302, "/sources/courier/versions/3/")
    assert client.get("/sources/courier/versions/4/changes/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"outcome": "unchanged"}, "Last checked on 3 May 2031: unchanged."),
        ({"outcome": "captured"}, "3 May 2031: the text had changed and was captured again."),
        (
            {"outcome": "gone", "status_code": 410},
            (
                "The page could not be read on 3 May 2031: withdrawn (410). "
                "The text below is the capture of 1 June 2031."
            ),
        ),
    ],
)
def test_a_source_says_what_the_last_check_found(client, fields, words):
    source = make_captures()
    make_attempt(source, attempted_at=datetime(2031, 5, 2, tzinfo=UTC), outcome="dead")
    make_attempt(source, **fields)
    page = " ".join(client.get("/sources/courier/").content.decode().split())
    assert words in page
    assert "The latest 2 checks" in page
    assert 'href="/sources/courier/versions/2...3/"' in page
    assert 'href="/sources/courier/versions/1...2/"' in page
    assert 'href="/sources/courier/versions/0...1/"' not in page


@pytest.mark.django_db
def test_a_source_that_was_never_checked_says_so(client):
    make_source(slug="courier")
    make_source(slug="paper", url="")
    assert b"Never checked" in client.get("/sources/courier/").content
    assert b"no address that could be checked" in client.get("/sources/paper/").content


@pytest.mark.django_db
def test_only_the_latest_checks_are_listed(client):
    source = make_captures()
    for day in range(1, 26):
        make_attempt(source, attempted_at=datetime(2031, 7, day, 9, 30, tzinfo=UTC))
    page = client.get("/sources/courier/").content.decode()
    assert "The latest 20 checks" in page
    assert "25 July 2031, 09:30 UTC" in page
    assert "5 July 2031, 09:30 UTC</th>" not in page.replace("25 July", "").replace("15 July", "")


# Links to other sites


@pytest.mark.parametrize(
    ("address", "day"),
    [
        ("https://web.archive.org/web/20310401120000/https://a.example/", date(2031, 4, 1)),
        ("https://web.archive.org/web/20310401120000id_/http://a.example/", date(2031, 4, 1)),
        ("https://archive.example/20310401/https://a.example/", date(2031, 4, 1)),
        ("https://web.archive.org/web/20311301120000/https://a.example/", None),
        ("https://archive.example/x7Yz", None),
        ("", None),
    ],
)
def test_the_day_of_an_archived_copy(address, day):
    assert archived_on(address) == day


@pytest.mark.django_db
def test_links_to_a_source_are_robust():
    copy = "https://web.archive.org/web/20310401120000/https://courier.example/lakes"
    source = make_source(url="https://courier.example/lakes", archive_url=copy)
    original = ' data-originalurl="https://courier.example/lakes"'
    version = f' data-versionurl="{copy}"'
    for address in (source.url, copy, source.url + "#:~:text=level"):
        assert robust(source, address) == f'{original}{version} data-versiondate="2031-04-01"'
    captured = datetime(2031, 5, 6, tzinfo=UTC)
    assert robust(source, copy, captured).endswith(' data-versiondate="2031-05-06"')
    source.original_url = "https://wire.example/1"
    # The copy in the archive is of the page that was read, not of the one it came from.
    assert robust(source, source.original_url, captured) == (
        ' data-originalurl="https://wire.example/1" data-versiondate="2031-05-06"'
    )
    source.archive_url = ""
    assert robust(source, source.url) == ""


def test_a_link_opens_a_page_at_the_words():
    page = "https://courier.example/lakes"
    assert link_to(f"{page}#top", "one level,two") == f"{page}#:~:text=one%20level,two"
    assert link_to(page, "a,b,c,d") == page
