"""Home, the pages that readers need in order to trust the rest, and the pages of errors."""

import re
from datetime import date

import pytest
from django.template.loader import render_to_string
from django.test import override_settings
from django.urls import path
from lxml import html

from sources.models import Source
from tests.collection import STAMP
from tests.factories import (
    make_claim,
    make_clause,
    make_clause_text,
    make_declaration,
    make_evidence,
    make_party,
    make_relation,
    make_snapshot,
    make_source,
    make_version,
)

pytestmark = pytest.mark.django_db

TRUST_PAGES = [
    "/about/",
    "/about/method/",
    "/about/source-kinds/",
    "/about/coverage/",
    "/drift/",
    "/accessibility/",
    "/privacy/",
    "/licence/",
]
PAGES = ["/", "/search/", "/search/?q=level", "/search/?q=zzz", *TRUST_PAGES]


def words(element) -> str:
    return " ".join(element.text_content().split())


def fill(number: int) -> None:
    """Make claims with two pieces of evidence each, and instruments with text and relations."""
    first = make_declaration()
    for _ in range(number):
        declaration = make_declaration()
        make_version(declaration)
        make_relation(declaration, first)
        declaration.participations.create(party=make_party())
        clause = make_clause(declaration)
        make_clause_text(clause, declaration.versions.get())
        claim = make_claim(clauses=[clause])
        make_evidence(claim, quote="one common level")
        make_evidence(claim, make_source(kind=Source.Kind.OFFICIAL_TEXT), stance="not_mentioned")


@pytest.mark.parametrize("url", PAGES)
def test_page_works_on_an_empty_database(client, url):
    response = client.get(url)
    assert response.status_code == 200
    page = html.fromstring(response.content)
    assert len(page.findall(".//h1")) == 1
    assert page.get("lang") == "en-gb"
    assert page.find(".//a[@class='skip']").get("href") == "#main"
    assert page.get_element_by_id("main").tag == "main"


@pytest.mark.parametrize("url", [*PAGES, "/no-such-page/"])
def test_visitors_get_a_strict_policy_and_no_cookie(client, url):
    fill(1)
    response = client.get(url)
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    page = html.fromstring(response.content)
    assert not page.xpath(
        "//style | //script[not(@type='application/ld+json')] | //*[@style] | //img"
    )
    assert not page.xpath("//link[starts-with(@href, 'http') and not(@rel='canonical')]")


def test_footer_links_are_the_same_and_in_the_same_order_everywhere(client):
    footers = set()
    for url in [*PAGES, "/no-such-page/"]:
        page = html.fromstring(client.get(url).content)
        footers.add(tuple(page.xpath("//footer//a/@href")))
    assert footers == {tuple(TRUST_PAGES)}


def test_home_shows_the_latest_checked_claims_with_their_quotes(client):
    old = make_claim(text="The lakes were asked last year")
    make_evidence(old, checked_on=date(2030, 1, 1))
    new = make_claim(text="The lakes promised one level", clauses=[make_clause()])
    official = make_source(kind=Source.Kind.OFFICIAL_TEXT, language="fr", title="La charte")
    make_evidence(new, checked_on=date(2031, 5, 1), stance="supports")
    evidence = make_evidence(
        new, official, quote="promise one common level", stance="distorts", note="One, not equal."
    )
    page = html.fromstring(client.get("/").content)
    cards = page.xpath("//section[@aria-labelledby='recent']/article")
    assert [words(card.find("h3")) for card in cards] == [new.text, old.text]
    # The official text is quoted, not the article, in its own language and with its date.
    quote = cards[0].find(".//blockquote")
    assert (words(quote), quote.get("lang")) == ("promise one common level", "fr")
    assert "captured 1 April 2031" in words(cards[0].find(".//figcaption"))
    assert "Official text" in words(cards[0].find(".//figcaption"))
    assert "One, not equal." in words(cards[0])
    counts = [words(row) for row in cards[0].xpath("ul[@class='counts']/li")]
    assert counts == ["≠ Distorts 1 official text", "✓ Supports 1 news report"]
    assert cards[0].xpath(f".//a[@href='{evidence.get_passage_url()}']")


def test_home_says_that_words_are_not_held_and_who_was_not_asked(client):
    claim = make_claim()
    make_evidence(claim)
    page = html.fromstring(client.get("/").content)
    card = page.find(".//article")
    assert "Text not held" in words(card.find("figure"))
    assert not card.xpath(".//blockquote")
    assert "Not checked against an official text" in words(card.find("ul"))
    assert "See the passage" not in words(card)


def test_home_never_quotes_a_source_that_may_only_be_linked(client):
    claim = make_claim()
    make_evidence(claim, make_source(rights=Source.Rights.LINK), quote="one common level")
    response = client.get("/")
    assert "one common level" not in response.content.decode()
    assert "do not allow it to be quoted" in response.content.decode()


def test_home_shows_instruments_in_time_and_which_are_held(client):
    later = make_declaration(title="The later one", adopted_on=date(2031, 5, 1))
    earlier = make_declaration(
        title="The earlier one", adopted_on=date(2029, 5, 1), adopted_precision="month"
    )
    make_clause_text(make_clause(later), make_version(later))
    make_evidence(make_claim(earlier))
    make_declaration(title="The meeting", kind="event")
    make_declaration(title="The draft", status="draft")
    rows = html.fromstring(client.get("/").content).xpath(
        "//section[@aria-labelledby='instruments']//li"
    )
    shown = [words(row) for row in rows]
    assert [text.split(" Bil")[0] for text in shown] == [
        "May 2029 The earlier one",
        "1 May 2031 The later one",
    ]
    assert "1 report · text not held" in shown[0]
    assert "1 numbered part · text held" in shown[1]


def test_home_counts_what_is_held(client):
    make_snapshot(make_source(language="fr"))
    make_source()
    make_declaration()
    held = words(html.fromstring(client.get("/").content).xpath("//*[@id='held']/..")[0])
    assert "Text is held of 0 of 1 instruments and of 1 of 2 sources." in held
    assert "Français" in held


def test_unpublished_things_are_on_no_page(client):
    make_claim(text="A secret claim", status="draft")
    make_declaration(title="A secret charter", short_title="Secret", status="in_review")
    make_source(title="A secret source", status="draft")
    for url in [
        "/",
        "/search/?q=secret",
        "/about/coverage/",
        "/declarations/",
        "/claims/",
        "/sources/",
    ]:
        assert "A secret" not in client.get(url).content.decode(), url


@pytest.mark.parametrize(
    ("url", "queries"),
    [
        # claims, their evidence, their clauses, the clauses' declarations; number of claims;
        # instruments, their parties, their versions; number of declarations; sources held,
        # instruments held, languages held
        ("/", 12),
        # sources held, instruments held, languages held; versions; sources, whether there are
        # more; instruments, their parties, their versions, whether there are more
        ("/about/coverage/", 10),
        # sources by kind
        ("/about/source-kinds/", 1),
        ("/about/", 0),
        ("/about/method/", 0),
        ("/accessibility/", 0),
        ("/privacy/", 0),
        ("/licence/", 0),
        ("/no-such-page/", -STAMP),
    ],
)
def test_queries_do_not_grow_with_the_rows(client, django_assert_num_queries, url, queries):
    fill(2)
    make_declaration(summary="Something about a level")
    make_source(title="A level of its own")
    with django_assert_num_queries(STAMP + queries):
        client.get(url)
    fill(5)
    with django_assert_num_queries(STAMP + queries):
        client.get(url)


def test_coverage_is_counted_from_the_data(client):
    held, known = make_declaration(), make_declaration(title="Known by name")
    make_clause_text(make_clause(held), make_version(held, language="fr"))
    make_version(known, language="fr")
    page = html.fromstring(client.get("/about/coverage/").content)
    rows = [[words(cell) for cell in row] for row in page.xpath("//table/tbody/tr")]
    assert rows == [["Français", "Authentic", "1", "1"]]
    missing = page.xpath("//section[@aria-labelledby='not-held']//h3")
    assert [words(heading) for heading in missing] == ["Known by name"]


def test_method_defines_every_stance_with_an_example(client):
    page = html.fromstring(client.get("/about/method/").content)
    defined = [words(term) for term in page.xpath("//dl[@class='stances']/dt")]
    assert defined == [
        "✓ Supports",
        "◐ Partially supports",
        "≠ Distorts",
        "✕ Contradicts",
        "– Not mentioned",
        "▨ Not checked",
    ]
    assert all(len(dd.findall("p")) == 2 for dd in page.xpath("//dl[@class='stances']/dd"))
    # Each has a class of its own, and the style sheet knows it.
    classes = page.xpath("//dl[@class='stances']//span[contains(@class, 'badge')]/@class")
    assert len(set(classes)) == 6


def test_every_kind_of_source_is_explained_and_can_be_linked_to(client):
    make_source(kind=Source.Kind.ACADEMIC)
    page = html.fromstring(client.get("/about/source-kinds/").content)
    for kind in Source.Kind.values:
        section = page.get_element_by_id(kind)
        assert len(words(section.find("p"))) > 50, kind
    assert page.xpath("//section[@id='academic']//a/@href") == ["/sources/?kind=academic"]


def test_404_offers_ways_on(client):
    response = client.get("/no-such-page/")
    assert response.status_code == 404
    page = html.fromstring(response.content)
    assert page.xpath("//main//form[@action='/search/']")
    links = page.xpath("//main//li/a/@href")
    assert links == ["/declarations/", "/claims/", "/sources/"]


def test_410_says_why(client):
    declaration = make_declaration(short_title="The old charter")
    declaration.withdraw("It was a forgery.")
    response = client.get(declaration.get_absolute_url())
    assert response.status_code == 410
    page = words(html.fromstring(response.content).find(".//main"))
    assert "It was a forgery." in page
    assert "The old charter" in page


def broken(request):
    raise RuntimeError("on purpose")


urlpatterns = [path("broken/", broken)]


@override_settings(ROOT_URLCONF="tests.govkb.test_pages")
def test_500_needs_neither_database_nor_other_files(client, django_assert_num_queries):
    client.raise_request_exception = False
    with django_assert_num_queries(STAMP):  # before the view; the page asks nothing
        response = client.get("/broken/")
    assert response.status_code == 500
    page = html.fromstring(response.content)
    assert words(page.find(".//h1")) == "Something went wrong on our side"
    assert not page.xpath("//link | //script | //style | //img")
    assert "{" not in response.content.decode()


def test_every_component_states_its_inputs():
    from django.conf import settings  # noqa: PLC0415

    folder = settings.BASE_DIR / "templates" / "components"
    for component in folder.glob("*.html"):
        comment = re.match(r"{% comment %}(.*?){% endcomment %}", component.read_text(), re.DOTALL)
        assert comment, component.name
        assert "Inputs:" in comment[1], component.name


def test_a_notice_escapes_what_it_is_told():
    rendered = render_to_string("components/notice.html", {"text": "<b>x</b>"})
    assert "&lt;b&gt;" in rendered


@pytest.mark.parametrize("method", ["post", "put", "delete", "trace"])
@pytest.mark.parametrize("address", ["/", "/search/", "/declarations/", "/claims/", "/sources/"])
def test_pages_are_only_read(client, method, address):
    assert getattr(client, method)(address).status_code == 405
