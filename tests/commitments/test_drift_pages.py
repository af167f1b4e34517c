"""What readers are told of sources that changed: comparisons, the page, the feed, the API."""

import hashlib
import re
from datetime import UTC, datetime

import pytest
from django.contrib.auth import get_user_model
from django.urls import resolve
from django.utils import feedgenerator
from lxml import etree

from sources.models import Paragraph
from tests.collection import STAMP
from tests.factories import (
    make_attempt,
    make_clause,
    make_clause_text,
    make_declaration,
    make_evidence,
    make_relation,
    make_snapshot,
    make_source,
    make_version,
)

pytestmark = pytest.mark.django_db

BEFORE = (
    "The lakes met in spring. Nobody came late.\n\n"
    "They spoke of herons. They hold one common level. They drank tea. They sang. They left. "
    "Boats came. Rain fell.\n\n"
    "A list of other articles.\n\n"
    "The sluice stays shut."
)
AFTER = (
    "The lakes met in spring. Nobody came late.\n\n"
    "They spoke of herons. They seek one common level. They drank tea. They sang. They slept. "
    "Boats came. Rain fell.\n\n"
    "A list of newer articles.\n\n"
    "The sluice stays shut.\n\n"
    "A correction was added."
)
ADDRESS = "/sources/courier/versions/1...2/"


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def make_change(rights="full", state="changed"):
    """Make a source that changed after two passages of it were cited."""
    source = make_source(slug="courier", rights=rights, title="The lakes meet")
    first = make_snapshot(source, BEFORE)
    evidence = make_evidence(source=source, quote="hold one common level")
    make_evidence(source=source, quote="The sluice stays shut")
    second = make_snapshot(source, AFTER, captured_at=datetime(2031, 6, 1, tzinfo=UTC))
    Paragraph.objects.filter(number=3).update(role=Paragraph.Role.BOILERPLATE)
    type(evidence).objects.filter(pk=evidence.pk).update(state=state)
    return source, first, second, evidence


# Comparing captures


def test_a_comparison_says_in_words_what_changed(client):
    make_change()
    page = text_of(client.get(ADDRESS))
    assert "What has changed from capture 1 to capture 2" in page
    assert (
        "1 paragraph changed, 1 added, 0 removed, 0 moved; 6 words added, 2 words removed." in page
    )
    assert "1 of 2 cited passages is affected" in page or "1 of 2 cited passages are" in page
    assert '<del><span class="said" lang="en">[removed: </span>hold<span' in page
    assert '<ins><span class="said" lang="en">[added: </span>seek<span' in page
    assert "Added: ¶ 5" in page
    assert "1 unchanged paragraph (¶ 1)" in page
    assert "newer articles" not in page
    assert "1 paragraph of menus, notices or other works on the page differs too" in page


def test_where_only_excerpts_may_be_shown_nothing_else_is(client):
    make_change(rights="excerpts")
    page = text_of(client.get(ADDRESS))
    assert ">[added: </span>seek<" in page
    assert "They drank tea." in page  # a sentence beside the passage
    assert "They left" not in page
    assert "They slept" not in page
    assert "A correction" not in page
    assert "[… 1 removed word not shown]" in page
    assert "1 of 2 cited passages are affected." in page
    client.force_login(get_user_model().objects.create_user("cat", is_staff=True))
    page = text_of(client.get(ADDRESS))
    assert "left" in page
    assert "A correction was added." in page


def test_where_only_a_link_is_allowed_words_are_counted(client):
    make_change(rights="link")
    page = text_of(client.get(ADDRESS))
    assert "so only their number is" in page
    for word in ("herons", "seek", "sluice", "correction"):
        assert word not in page
    assert "6 words added, 2 words removed." in page


def test_the_same_comparison_in_the_api(client):
    make_change()
    body = client.get("/api/v1/sources/courier/snapshots/1...2/").json()
    assert body["counts"] == {
        "changed": 1,
        "added": 1,
        "removed": 0,
        "moved": 0,
        "words_added": 6,
        "words_removed": 2,
    }
    assert (body["cited"], body["touched"], body["furniture"]) == (2, 1, 1)
    for segment in body["segments"]:
        here, there = segment["first"], segment["second"]
        if segment["op"] != "added":
            assert BEFORE[here["start"] : here["end"]] == segment["text"]
        if segment["op"] != "removed":
            assert AFTER[there["start"] : there["end"]] == segment["text"]
    assert [one["text"] for one in body["segments"] if one["op"] == "removed"] == ["hold", "left"]
    assert body["html_url"] == f"http://testserver{ADDRESS}"
    same = client.get(ADDRESS, headers={"Accept": "application/json"})
    assert same.json()["segments"] == body["segments"]
    assert client.get("/sources/courier/versions/1...2.json").json()["counts"] == body["counts"]


@pytest.mark.parametrize("rights", ["excerpts", "link"])
def test_the_api_keeps_back_what_the_page_keeps_back(client, rights):
    make_change(rights=rights)
    answer = client.get("/api/v1/sources/courier/snapshots/1...2/")
    assert "correction" not in answer.content.decode()
    assert "slept" not in answer.content.decode()
    assert ("seek" in answer.content.decode()) == (rights == "excerpts")
    hidden = [one for one in answer.json()["segments"] if one["text"] is None]
    assert sum(one["words"] for one in hidden if one["op"] == "added") >= 5


def test_a_comparison_that_is_not_there(client):
    source, *_ = make_change()
    for numbers in ("1...3", "0...1", "9...9"):
        assert client.get(f"/sources/courier/versions/{numbers}/").status_code == 404
        assert client.get(f"/api/v1/sources/courier/snapshots/{numbers}/").status_code == 404
    assert "Nothing in the text differs." in text_of(client.get("/sources/courier/versions/2...2/"))
    source.slug = "evening-courier"
    source.save()
    moved = client.get(ADDRESS)
    assert (moved.status_code, moved["Location"]) == (
        301,
        "/sources/evening-courier/versions/1...2/",
    )
    source.withdraw("It was a forgery.")
    assert client.get("/sources/evening-courier/versions/1...2/").status_code == 410


def test_comparisons_count_against_the_limit():
    assert resolve(ADDRESS).func.is_limited


@pytest.mark.parametrize("passages", [1, 4])
def test_what_a_comparison_costs(client, django_assert_num_queries, passages):
    source, *_ = make_change()
    for _ in range(passages):
        make_evidence(source=source, quote="A correction")
    # source; captures; evidence, texts, relations; paragraphs of both.
    with django_assert_num_queries(STAMP + 7):
        client.get(ADDRESS)


# Where passages are shown


@pytest.mark.parametrize(
    ("state", "words", "link"),
    [
        ("moved", "has these words at another place", "/sources/courier/versions/1/changes/"),
        ("changed", "no longer has exactly these words", "/sources/courier/versions/1/changes/"),
        ("gone", "Its page is no longer there", "/sources/courier/versions/1/"),
        ("unreachable", "its page could not be read", "/sources/courier/#checks"),
    ],
)
def test_what_became_of_a_passage_is_said_wherever_it_is_shown(client, state, words, link):
    source, first, _second, evidence = make_change(state=state)
    declaration = evidence.claim.declaration
    clause = make_clause(declaration)
    version = make_version(declaration, source=source)
    place = {"snapshot": first, "start": 0, "end": 9, "state": state, "locator": "The lakes"}
    make_clause_text(clause, version, text="The lakes", **place)
    make_relation(declaration, make_declaration(), source=source, **place)
    for page in (
        evidence.get_absolute_url(),
        evidence.claim.get_absolute_url(),
        "/sources/courier/?evidence=" + evidence.ref,
        clause.get_absolute_url(),
        declaration.get_absolute_url(),
        "/drift/",
    ):
        shown = text_of(client.get(page))
        assert words in shown, page
        assert f'href="{link}"' in shown, page


def test_a_passage_that_stands_needs_no_words(client):
    _source, _first, _second, evidence = make_change(state="anchored")
    assert 'class="drift"' not in text_of(client.get(evidence.get_absolute_url()))


# The page


def test_the_page_lists_what_changed_by_source(client):
    source, _first, second, evidence = make_change()
    moved = make_evidence(source=source, quote="A correction", state="moved")
    make_attempt(source, outcome="captured", snapshot=second)
    page = text_of(client.get("/drift/"))
    assert evidence.claim.text in page
    assert page.index(evidence.claim.text) < page.index(moved.claim.text)
    assert "1 passage that stands at another place now" in page
    assert "newest capture of 1 June 2031" in page
    assert "last checked on 3 May 2031" in page
    assert "1 of 1 source has been checked, the last on 3 May 2031, 09:30 UTC" in page
    assert "never checked" not in page


def test_the_page_says_since_when_a_source_cannot_be_read(client):
    source, *_ = make_change(state="gone")
    for day, outcome in ((1, "not_found"), (2, "unchanged"), (3, "dead"), (4, "gone")):
        make_attempt(source, attempted_at=datetime(2031, 7, day, tzinfo=UTC), outcome=outcome)
    page = text_of(client.get("/drift/"))
    assert "not readable since 3 July 2031 (withdrawn (410))" in page


def test_a_source_that_was_never_read_cannot_be_read_since_the_first_try(client):
    source, *_ = make_change(state="gone")
    for day in (5, 6):
        make_attempt(source, attempted_at=datetime(2031, 7, day, tzinfo=UTC), outcome="gone")
    assert "not readable since 5 July 2031" in text_of(client.get("/drift/"))


def test_what_is_not_public_is_not_on_the_page(client):
    source, *_ = make_change()
    assert "The lakes meet" in text_of(client.get("/drift/"))
    source.evidence.update(status="draft", published_at=None)
    page = text_of(client.get("/drift/"))
    assert "The lakes meet" not in page
    assert "No source has been checked yet" in page
    make_attempt(source)
    assert "every cited passage stood where it was cited" in text_of(client.get("/drift/"))
    make_source(slug="unchecked", title="Never looked at")
    page = text_of(client.get("/drift/"))
    assert "1 of 2 sources have been checked" in page
    assert 'href="/sources/?checked=false"' in page
    listed = text_of(client.get("/sources/?checked=false"))
    assert "Never looked at" in listed
    assert "The lakes meet" not in listed


@pytest.mark.parametrize("sources", [1, 4])
def test_what_the_page_costs(client, django_assert_num_queries, sources):
    for _ in range(sources):
        source = make_source()
        make_evidence(source=source, quote="one common level", state="changed")
        make_evidence(source=source, quote="The lakes rise", state="moved")
        make_attempt(source)
    # sources, their number; evidence, texts, relations; how many were checked.
    with django_assert_num_queries(STAMP + 6):
        client.get("/drift/")


# The feed


def entries(client):
    feed = etree.fromstring(client.get("/drift/feed/").content)
    space = {"a": "http://www.w3.org/2005/Atom"}
    return [
        {
            "title": entry.findtext("a:title", namespaces=space),
            "id": entry.findtext("a:id", namespaces=space),
            "updated": entry.findtext("a:updated", namespaces=space),
            "link": entry.find("a:link", namespaces=space).get("href"),
        }
        for entry in feed.findall("a:entry", namespaces=space)
    ]


def test_the_feed_has_an_entry_for_each_check_that_found_something(client):
    source, first, second, _evidence = make_change()
    for day, outcome, snapshot in (
        (1, "captured", first),
        (2, "unchanged", first),
        (3, "captured", second),
        (4, "gone", None),
        (5, "gone", None),
        (6, "unchanged", second),
        (7, "gone", None),
    ):
        moment = datetime(2031, 7, day, tzinfo=UTC)
        make_attempt(source, attempted_at=moment, outcome=outcome, snapshot=snapshot)
    hidden = make_source(status="draft")
    make_attempt(hidden, outcome="gone")
    found = entries(client)
    assert [(one["updated"][:10], one["title"]) for one in found] == [
        ("2031-07-07", "The lakes meet: withdrawn (410)"),
        ("2031-07-04", "The lakes meet: withdrawn (410)"),
        ("2031-07-03", "The lakes meet: the text changed"),
    ]
    assert found[2]["link"] == f"http://testserver{ADDRESS}"
    assert found[0]["link"] == "http://testserver/sources/courier/#checks"
    names = [one["id"] for one in found]
    assert len(set(names)) == 3
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", name) for name in names)
    source.slug = "evening-courier"
    source.save()
    assert [one["id"] for one in entries(client)] == names


def test_the_feed_is_found_and_is_atom(client):
    assert 'type="application/atom+xml"' in client.get("/drift/").content.decode()
    answer = client.get("/drift/feed/")
    assert answer["Content-Type"] == feedgenerator.Atom1Feed.content_type
    assert client.post("/drift/feed/").status_code == 405


def test_what_the_feed_costs(client, django_assert_num_queries):
    for _ in range(3):
        make_attempt(make_source(), outcome="gone")
    with django_assert_num_queries(STAMP + 1):
        client.get("/drift/feed/")


# The API


def test_attempts_are_listed_and_the_last_stands_with_its_source(client):
    source, _first, second, _evidence = make_change()
    make_attempt(source, outcome="captured", snapshot=second, status_code=200)
    make_attempt(
        source,
        attempted_at=datetime(2031, 6, 2, tzinfo=UTC),
        outcome="gone",
        status_code=410,
        detail="It was withdrawn.",
        url="https://courier.example/gone",
    )
    last = {
        "source": "courier",
        "attempted_at": "2031-06-02T00:00:00Z",
        "outcome": "gone",
        "status_code": 410,
        "detail": "It was withdrawn.",
        "external_url": "https://courier.example/gone",
        "snapshot": None,
    }
    assert client.get("/api/v1/sources/courier/").json()["last_attempt"] == last
    assert client.get(f"/api/v1/sources/{make_source().slug}/").json()["last_attempt"] is None
    listed = client.get("/api/v1/attempts/?source=courier&sort=-attempted_at").json()["results"]
    assert listed[0] == last
    assert (listed[1]["outcome"], listed[1]["snapshot"]) == ("captured", 2)
    for query, number in {
        "outcome=gone": 1,
        "outcome__in=gone,captured": 2,
        "attempted_at__gte=2031-06-01": 1,
    }.items():
        found = client.get(f"/api/v1/attempts/?{query}").json()["results"]
        assert len(found) == number, query
    assert client.get("/api/v1/attempts/?outcome=lost").status_code == 400


def test_pages_of_attempts_meet_each_once(client):
    source, *_ = make_change()
    for _ in range(5):
        make_attempt(source)  # all at one moment
    make_attempt(make_source(status="draft"), outcome="dead")
    address, seen = "/api/v1/attempts/?limit=2", 0
    while address:
        body = client.get(address).json()
        seen += len(body["results"])
        address = body["next"]
    assert seen == 5


def test_evidence_is_found_by_its_state(client):
    _source, _first, _second, evidence = make_change()
    for query in ("state=changed", "state__in=moved,changed,gone,unreachable"):
        (found,) = client.get(f"/api/v1/evidence/?{query}").json()["results"]
        assert found["ref"] == evidence.ref


def test_every_hash_can_be_computed_again_from_the_list_of_captures(client):
    make_snapshot(make_source(slug="open"), "Le niveau d’été — 𠮷.\n\nFin.")
    make_change(rights="excerpts")
    make_snapshot(make_source(slug="linked", rights="link"))
    make_snapshot(make_source(status="draft"))
    body = client.get("/api/v1/integrity/?count=true").json()
    assert body["count"] == 4
    assert [(one["source"], one["raw_url"] is None) for one in body["results"]] == [
        ("courier", True),
        ("courier", True),
        ("linked", True),
        ("open", False),
    ]
    for one in body["results"]:
        assert (one["raw_url"] is None) == (one["withheld"] is not None)
        if one["raw_url"]:
            raw = client.get(one["raw_url"]).content
            assert hashlib.sha256(raw).hexdigest() == one["text_sha256"]
            assert (len(raw), len(raw.decode())) == (one["bytes"], one["characters"])
            assert one["bytes"] > one["characters"]
        else:
            assert "rights" in one["withheld"]
    rows = client.get("/api/v1/integrity.csv").getvalue().decode().splitlines()
    assert len(rows) == 5
