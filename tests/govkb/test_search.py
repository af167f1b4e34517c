"""Search: what finds what, in which order, and what happens with strange words."""

import pytest
from lxml import html

from govkb.search import MAX_QUERY, Search, terms_of
from sources.models import Source
from tests.factories import (
    make_claim,
    make_clause,
    make_clause_text,
    make_declaration,
    make_evidence,
    make_publisher,
    make_snapshot,
    make_source,
    make_version,
)

pytestmark = pytest.mark.django_db


def found(text: str, kind: str = "") -> dict[str, list[str]]:
    """Return the names of what a search finds, by kind."""
    return {
        group.kind: [str(result.object) for result in group.results]
        for group in Search(text, kind=kind).groups
    }


def words(element) -> str:
    return " ".join(element.text_content().split())


def test_all_words_must_occur_in_any_order_and_case():
    make_claim(text="Upper Lake was invited to the 2031 summit")
    make_claim(text="Upper Lake stayed away")
    assert found("SUMMIT lake invited") == {"claims": ["Upper Lake was invited to the 2031 summit"]}
    assert found("summit stayed") == {}


def test_the_claim_with_all_the_words_comes_before_one_that_needs_its_notes():
    noted = make_claim(text="Upper Lake came", note="It was invited to the summit of 2031.")
    longer = make_claim(text="Upper Lake was invited to the 2031 summit and to a dinner besides")
    short = make_claim(text="Upper Lake was invited to the 2031 summit")
    assert found("Lake invited 2031 summit")["claims"] == [short.text, longer.text, noted.text]


def test_words_are_found_in_quotes_and_notes_of_evidence():
    claim = make_claim(text="They agreed")
    make_evidence(claim, quote="promise one common level", note="Said in haste.")
    assert found("haste common")["claims"] == ["They agreed"]


def test_quotes_that_may_not_be_shown_are_not_searched():
    claim = make_claim(text="They agreed")
    make_evidence(claim, make_source(rights=Source.Rights.LINK), quote="one common level")
    assert found("common level") == {}


@pytest.mark.parametrize("query", ["l'eau", "l’eau", "L'EAU", "«l’eau»", '"l\'eau douce"'])
def test_apostrophes_and_quotation_marks_are_equal(query):
    declaration = make_declaration(title="Charter")
    make_clause_text(make_clause(declaration), make_version(declaration), text="De l’eau douce.")
    assert list(found(query)) == ["clauses"]


@pytest.mark.parametrize("query", ["Upper-Lower", "upper\u2011lower", "upper–lower"])
def test_hyphens_are_equal(query):
    make_source(title="The Upper\u2011Lower accord")
    assert list(found(query)) == ["sources"]


def test_accented_capitals_are_found_on_every_database():
    make_claim(text="The ÉTANG was full")
    assert list(found("étang")) == ["claims"]


def test_chinese_is_found_without_spaces():
    declaration = make_declaration(title="Charter")
    version = make_version(declaration, language="zh-Hans")
    make_clause_text(make_clause(declaration), version, text="两湖将保持同一水位。")
    assert list(found("水位")) == ["clauses"]
    assert found("水火") == {}


def test_words_match_at_their_beginning_only():
    make_claim(text="The captain said so")
    assert found("ai") == {}
    assert list(found("cap")) == ["claims"]


def test_phrases_stand_together():
    make_claim(text="One lake, common to both")
    assert found('"one common"') == {}
    assert list(found("one common")) == ["claims"]


def test_sources_are_found_by_title_and_publisher():
    make_source(title="Rising water", publisher=make_publisher(name="Evening Courier"))
    assert found("courier rising") == {"sources": ["Rising water"]}


def test_declarations_are_found_by_the_title_of_any_version():
    declaration = make_declaration(short_title="Two Lakes")
    make_version(declaration, title="Charte des deux lacs")
    assert found("deux lacs") == {"declarations": ["Two Lakes"]}


def test_one_kind_can_be_asked_for():
    make_claim(text="A level", declaration=make_declaration(title="The level charter"))
    assert set(found("level")) == {"claims", "declarations"}
    assert set(found("level", kind="claims")) == {"claims"}
    assert set(found("level", kind="nonsense")) == {"claims", "declarations"}


def test_clause_results_show_the_words_around_the_first_hit(client):
    declaration = make_declaration(title="Charter")
    clause = make_clause(declaration, heading="Water")
    text = f"{'Before. ' * 40}The common LEVEL is <one>. {'After. ' * 80}"
    make_clause_text(clause, make_version(declaration), text=text)
    row = html.fromstring(client.get("/search/?q=level").content).xpath("//li[@class='row']")[0]
    snippet = row.find("p")
    assert [mark.text for mark in snippet.findall("mark")] == ["LEVEL"]
    assert snippet.get("lang") == "fr"
    assert words(snippet).startswith("… Before. ")
    assert "The common LEVEL is <one>." in words(snippet)
    assert words(snippet).endswith("After. …")


def test_the_best_quote_is_visible_in_the_results(client):
    claim = make_claim(text="The lakes promised a level")
    make_evidence(claim, quote="promise one common level", stance="distorts", note="Not quite.")
    card = html.fromstring(client.get("/search/?q=lakes+promised").content).find(".//article")
    assert words(card.find(".//blockquote")) == "promise one common level"
    assert "Distorts" in words(card)


def test_nothing_found_offers_to_leave_words_out(client):
    response = client.get("/search/?q=lake+unicorn&type=claims")
    page = html.fromstring(response.content)
    assert "No results for “lake unicorn”" in words(page.get_element_by_id("nothing"))
    links = page.xpath("//section[@class='empty']//li/a/@href")
    assert links == ["?q=lake%20unicorn", "?q=unicorn", "?q=lake"]
    assert "Text is held of 0 of 0 instruments" in words(page)


@pytest.mark.parametrize(
    "query",
    [
        "\x00",
        "lake\x00level",
        "😀",
        "a" * 10_000,
        "a " * 150,
        "a" * MAX_QUERY,
        "-".join("a" * 150),
        '"',
        "' OR 1=1 --",
        "%",
        "_",
        "\\",
        "\ud7ff\ufffd\u202e",
        "((((",
    ],
)
def test_strange_queries_get_a_page(client, query):
    make_claim(text="A lake level")
    make_snapshot()
    response = client.get("/search/", {"q": query})
    assert response.status_code == 200
    assert html.fromstring(response.content).findall(".//h1")


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("a" * 10_000, "too long"),
        ("a b c d e f g h i j k l m n", "too many words"),
        ("😀 – !", "no letter or digit"),
    ],
)
def test_a_query_that_cannot_be_searched_says_why(client, query, problem):
    page = html.fromstring(client.get("/search/", {"q": query}).content)
    assert problem in words(page.xpath("//div[@class='note']")[0])


def test_wildcards_of_the_database_mean_nothing():
    make_claim(text="A lake level")
    assert found("l%l") == {}
    assert found("l_ke") == {}


def test_terms_lose_the_signs_around_them():
    assert [term.text for term in terms_of("«Lake», (level)! level")] == ["lake", "level"]


def test_more_results_are_one_click_away(client):
    for number in range(12):
        make_claim(text=f"A lake level {number}")
    page = html.fromstring(client.get("/search/?q=lake+level").content)
    assert len(page.findall(".//article")) == 10
    more = page.xpath("//a[contains(@href, 'type=claims')]")[0]
    assert words(more) == "All 12 – Claims"
    everything = html.fromstring(client.get(f"/search/{more.get('href')}").content)
    assert len(everything.findall(".//article")) == 12
