"""The lists of sources and publishers."""

from datetime import date

import pytest
from lxml import html

from sources.models import Source
from tests.collection import STAMP
from tests.factories import make_publisher, make_snapshot, make_source

pytestmark = pytest.mark.django_db


def words(element) -> str:
    return " ".join(element.text_content().split())


def get(client, url: str):
    response = client.get(url)
    assert response.status_code == 200
    return html.fromstring(response.content)


def headings(client, url: str) -> list[str]:
    return [words(heading) for heading in get(client, url).xpath("//main//h2")]


def test_a_source_says_what_it_is_and_whether_its_text_is_held(client):
    source = make_source(
        title="La charte",
        kind=Source.Kind.OFFICIAL_TEXT,
        language="fr",
        publisher=make_publisher(name="Lake Office"),
        republisher=make_publisher(name="Aggregator"),
        published_on=date(2031, 3, 1),
        published_precision="month",
    )
    make_snapshot(source)
    row = get(client, "/sources/").xpath("//li[contains(@class, 'row')]")[0]
    assert words(row) == (
        "March 2031 La charte Official text · Lake Office · read at Aggregator "
        "· Français · text held"
    )
    assert row.find("time").get("datetime") == "2031-03"
    assert row.find(".//h2/a").get("lang") == "fr"
    assert row.xpath(".//a[@href='/about/source-kinds/#official_text']")


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("fr", "Français"),
        ("zh-Hans", "简体中文"),
        ("zh", "中文"),
        ("fr-CA", "Français"),
        ("tlh", "tlh"),
    ],
)
def test_languages_are_named_in_themselves(client, tag, name):
    make_source(language=tag)
    assert f"· {name} ·" in words(get(client, "/sources/").find(".//main"))


def test_sources_are_narrowed_by_kind_publisher_text_and_date(client):
    courier = make_publisher(slug="courier", name="Courier")
    make_source(title="Report", publisher=courier, published_on=date(2030, 1, 1))
    held = make_source(title="Charter", kind=Source.Kind.OFFICIAL_TEXT)
    make_snapshot(held)
    make_source(title="Hidden", status="draft")
    assert headings(client, "/sources/?kind=official_text") == ["Charter"]
    assert headings(client, "/sources/?publisher=courier") == ["Report"]
    assert headings(client, "/sources/?held=false") == ["Report"]
    assert headings(client, "/sources/?published_on__gte=2031-01-01") == ["Charter"]
    assert headings(client, "/sources/") == ["Charter", "Report"]


def test_publishers_are_counted_by_their_published_sources(client):
    courier, silent = make_publisher(name="Courier"), make_publisher(name="Silent")
    make_source(publisher=courier)
    make_source(publisher=courier)
    make_source(publisher=courier, status="draft")
    make_source(publisher=silent, status="draft")
    assert headings(client, "/publishers/") == ["Courier"]
    assert "2 sources" in words(get(client, "/publishers/").find(".//main"))


@pytest.mark.parametrize(
    ("url", "queries"),
    [
        # choices of publisher; number; sources
        ("/sources/", 3),
        ("/publishers/", 2),  # number, publishers
    ],
)
def test_queries_do_not_grow_with_the_rows(client, django_assert_num_queries, url, queries):
    make_source()
    make_source()
    with django_assert_num_queries(STAMP + queries):
        client.get(url)
    for _ in range(5):
        make_snapshot(make_source(republisher=make_publisher()))
    with django_assert_num_queries(STAMP + queries):
        client.get(url)


@pytest.mark.parametrize("url", ["/sources/", "/publishers/"])
def test_an_empty_list_says_so(client, url):
    page = get(client, url)
    assert words(page.xpath("//div[@class='empty']")[0]).startswith("No ")
    assert not client.get(url).cookies
