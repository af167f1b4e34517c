"""Search: what finds what, in which order, what it shows, and what happens with strange words."""

from datetime import date

import pytest
from lxml import html

from commitments.models import Clause, ClauseText
from govkb.search import engine
from govkb.search.queries import MAX_QUERY
from govkb.search.results import Search
from sources.models import Source
from tests.factories import (
    make_claim,
    make_clause,
    make_clause_text,
    make_commitment,
    make_declaration,
    make_evidence,
    make_party,
    make_publisher,
    make_snapshot,
    make_source,
    make_topic,
    make_version,
)

pytestmark = pytest.mark.django_db


def found(text: str, **filters: list[str]) -> list[str]:
    """Return the kinds and names of what a search finds, in order."""
    return [f"{one.kind} {one.entry.name}" for one in Search(text, filters).results]


def kinds(text: str, **filters: list[str]) -> list[str]:
    return [one.kind for one in Search(text, filters).results]


def claims(text: str) -> list[str]:
    return [str(one.object) for one in Search(text, {"type": ["claims"]}).results]


def words(element) -> str:
    return " ".join(element.text_content().split())


def show(client, query: str):
    return html.fromstring(client.get(f"/search/?{query}").content)


# What finds what


def test_all_words_must_occur_in_any_order_case_and_form():
    make_claim(text="Upper Lake was invited to the 2031 summits")
    make_claim(text="Upper Lake stayed away")
    assert claims("SUMMIT lakes inviting") == ["Upper Lake was invited to the 2031 summits"]
    assert claims("summit stayed") == []


def test_the_claim_with_all_the_words_comes_before_one_that_needs_its_notes():
    noted = make_claim(text="Upper Lake came", note="It was invited to the summit of 2031.")
    longer = make_claim(text="Upper Lake was invited to the 2031 summit and to a dinner besides")
    shorter = make_claim(text="Upper Lake was invited to the 2031 summit")
    assert claims("lake invited summit 2031") == [str(shorter), str(longer), str(noted)]


def test_words_side_by_side_as_in_the_query_come_first():
    apart = make_claim(text="The level of the lakes is common to both")
    together = make_claim(text="The lakes of both have a common level")
    assert claims("common level") == [str(together), str(apart)]


@pytest.mark.parametrize("query", ["l'eau", "l’eau", "L'EAU", "«l’eau»", '"l\'eau douce"'])
def test_apostrophes_and_quotation_marks_are_equal(query):
    declaration = make_declaration(title="Charter")
    make_clause_text(make_clause(declaration), make_version(declaration), text="De l’eau douce.")
    assert kinds(query) == ["clauses"]


@pytest.mark.parametrize("query", ["Upper-Lower", "upper\u2011lower", "upper–lower"])
def test_hyphens_are_equal(query):
    make_source(title="The Upper\u2011Lower accord")
    assert kinds(query) == ["sources"]


def test_words_with_a_hyphen_stand_together():
    make_source(title="The lower and the upper accord")
    assert kinds("lower-upper") == []
    assert kinds("lower upper") == ["sources"]


@pytest.mark.parametrize("query", ["étang", "ETANG", "étangs", "etang"])
def test_accents_may_be_left_out(query):
    make_claim(text="The ÉTANG was full")
    assert kinds(query) == ["claims"]


@pytest.mark.parametrize("query", ["développées", "developpees", "DÉVELOPPÉES", "developper"])
def test_french_stems_are_found_without_accents(query):
    declaration = make_declaration(title="Charter")
    clause = make_clause(declaration)
    make_clause_text(clause, make_version(declaration), text="Des rives développées ensemble.")
    assert kinds(query) == ["clauses"]


@pytest.mark.parametrize("query", ["水位", "保持水位", "两湖 水位", "兩湖", '"同一水位"'])
def test_chinese_is_found_without_spaces_in_both_scripts(query):
    declaration = make_declaration(title="Charter")
    version = make_version(declaration, language="zh-Hans")
    make_clause_text(make_clause(declaration), version, text="两湖将保持同一水位。")
    assert kinds(query) == ["clauses"]
    assert kinds("水火") == []
    assert kinds('"保持水位"') == []


def test_simplified_characters_find_traditional_ones():
    declaration = make_declaration(title="Charter")
    version = make_version(declaration, language="zh-Hant")
    make_clause_text(make_clause(declaration), version, text="兩國將會發展新的漁業。")
    assert kinds("发展渔业") == kinds("發展漁業") == ["clauses"]


def test_words_match_as_words():
    make_claim(text="The captain said so")
    assert kinds("ai") == kinds("cap") == []


def test_phrases_stand_together_exactly():
    make_claim(text="One lake, common to both levels")
    assert kinds('"one common"') == []
    assert kinds("one common") == ["claims"]
    assert kinds('"both level"') == []
    assert kinds('"both levels"') == ["claims"]


def test_a_phrase_does_not_reach_from_one_text_into_another():
    make_claim(text="The lakes rise", note="Together they fall.")
    assert kinds('"rise together"') == []


def test_a_word_after_a_minus_sign_must_not_occur():
    make_claim(text="A lake level")
    make_claim(text="A sea level")
    assert claims("level -sea") == ["A lake level"]
    assert claims('level -"sea level"') == ["A lake level"]


def test_or_asks_for_either():
    make_claim(text="A lake level")
    make_claim(text="A sea level")
    make_claim(text="A mountain")
    assert sorted(claims("lake OR sea")) == ["A lake level", "A sea level"]
    assert sorted(claims('"lake level" OR mountain')) == ["A lake level", "A mountain"]


def test_words_that_are_everywhere_are_left_out_unless_they_are_all_there_is():
    make_claim(text="A lake level")
    search = Search("what is the level of a lake", {"type": ["claims"]})
    assert [one.kind for one in search.results] == ["claims"]
    assert search.query.left_out == ("what", "is", "the", "of", "a")
    assert claims("a") == ["A lake level"]
    assert claims("the") == []


def test_a_name_in_capitals_is_no_stop_word():
    make_claim(text="The WHO agreed")
    make_claim(text="The lakes agreed")
    assert claims("WHO agreed") == ["The WHO agreed"]


def test_numbers_are_kept():
    make_claim(text="Article 25(3) applies from 2031")
    assert kinds("25 2031") == ["claims"]
    assert kinds("2") == kinds("203") == []


def test_a_french_word_finds_a_clause_that_is_held_in_english_only():
    declaration = make_declaration(title="Charter")
    version = make_version(declaration, language="en", status="working_translation")
    make_clause_text(make_clause(declaration), version, text="Each lake has its governance.")
    (result,) = Search("gouvernance lac").results or Search("gouvernance").results
    assert result.kind == "clauses"
    search = Search("risque")
    assert [term.text for _word, terms in search.query.translations for term in terms] == [
        "risk",
        "风险",
    ]


def test_a_result_that_only_a_counterpart_found_says_so(client):
    make_claim(text="The summit of the lakes")
    declaration = make_declaration(title="Charter")
    make_clause_text(make_clause(declaration), make_version(declaration), text="Un sommet.")
    page = show(client, "q=sommet")
    first, second = page.xpath("//ol[contains(@class, 'results')]/li")
    assert "counterpart" not in words(first)
    assert "“sommet” by its counterpart “summit”" in words(second)
    assert "“sommet” is also searched as summit, 峰会" in words(page)


def test_the_clause_itself_leads_from_one_language_to_the_other(client):
    declaration = make_declaration(title="Charter")
    clause = make_clause(declaration)
    make_clause_text(clause, make_version(declaration), text="Les pêcheurs s’entraident.")
    english = make_version(declaration, language="en", status="working_translation")
    make_clause_text(clause, english, text="Those who fish help each other.")
    (row,) = show(client, "q=pecheurs").xpath("//ol[contains(@class, 'results')]/li")
    french, also = row.findall("p")[1:3]
    assert (french.get("lang"), also.get("lang")) == ("fr", "en")
    assert words(french) == "Les pêcheurs s’entraident."
    assert words(also) == "In English: Those who fish help each other."
    assert "Found in Français." in words(row)


def test_sources_are_found_by_title_and_publisher():
    source = make_source(title="Rising water", publisher=make_publisher(name="Evening Courier"))
    assert found("courier rising") == [f"sources {source.slug}"]


def test_declarations_are_found_by_the_title_of_any_version_and_by_who_made_them():
    declaration = make_declaration(short_title="Two Lakes")
    make_version(declaration, title="Charte des deux lacs")
    declaration.participations.create(party=make_party(name="Upperlandia"))
    assert kinds("deux lacs") == kinds("upperlandia") == ["declarations"]


def test_clauses_are_found_by_their_topics_and_headings():
    topic = make_topic(label="Fishing rights")
    clause = make_clause(heading="Of nets")
    clause.topics.add(topic)
    assert kinds("nets fishing") == ["clauses"]
    assert Search("nets fishing").results[0].is_beside


def test_commitments_are_found_by_what_is_undertaken():
    commitment = make_commitment(make_clause(), action="dredge the canal")
    assert found("dredging canals") == [f"commitments {commitment.ref}"]


def test_drafts_are_not_found_nor_what_belongs_to_them():
    declaration = make_declaration(title="A secret charter", status="draft")
    clause = make_clause(declaration)
    make_clause_text(clause, make_version(declaration), text="Un secret.")
    make_claim(declaration, text="A secret claim")
    make_commitment(clause, action="keep a secret")
    make_claim(text="Another secret", status="draft")
    make_snapshot(make_source(title="A secret source", status="draft"), "A secret text.")
    assert kinds("secret") == []


# Words of sources


LONG = "\n\n".join(
    [
        "The lake rose. The heron left. The reeds stayed.",
        "Upper Lake promises one level. A pike was seen. A carp was not.",
        "Far from it all a badger slept.",
    ]
)


def test_passages_of_a_source_that_may_be_shown_in_full():
    source = make_source(title="Chronicle", rights="full")
    make_snapshot(source, LONG)
    assert found("badger") == [f"passages {source.slug} 3"]
    (result,) = Search("badger").results
    assert result.url == f"/sources/{source.slug}/#p-3"


def test_of_a_source_that_may_be_quoted_only_what_its_page_shows_is_found():
    source = make_source(title="Chronicle", rights="excerpts")
    make_snapshot(source, LONG)
    assert kinds("pike") == kinds("badger") == []
    make_evidence(make_claim(text="They vowed it"), source, quote="promises one level")
    assert kinds("pike") == ["passages"]
    assert kinds("sleeping badger") == []


def test_words_of_a_source_that_may_only_be_linked_are_not_found():
    source = make_source(title="Chronicle", rights="link")
    make_snapshot(source, LONG)
    make_evidence(make_claim(text="They vowed it"), source, quote="promises one level")
    assert kinds("promises") == kinds("pike") == []


def test_only_the_newest_capture_is_searched():
    source = make_source(title="Chronicle")
    make_snapshot(source, "An otter came.")
    assert kinds("otter") == ["passages"]
    make_snapshot(source, "A weasel came.")
    assert kinds("otter") == []
    assert kinds("weasel") == ["passages"]


# Narrowing, order and pages


def make_mixed():
    lake, sea = make_party(name="Lake"), make_party(name="Sea")
    topic = make_topic(label="Depth")
    first = make_declaration(title="First charter", adopted_on=date(2031, 5, 1))
    second = make_declaration(title="Second charter", adopted_on=date(2032, 5, 1))
    first.participations.create(party=lake)
    second.participations.create(party=sea)
    clause = make_clause(first)
    clause.topics.add(topic)
    make_clause_text(clause, make_version(first), text="Un niveau de marée.")
    claim = make_claim(first, text="The marée was named", clauses=[clause])
    make_evidence(claim, make_source(kind="news"), quote="one common level", stance="supports")
    make_claim(second, text="The marée was not named")
    return first, second, lake, topic


def counts(search: Search, name: str) -> dict[str, int]:
    facet = next((facet for facet in search.facets if facet.name == name), None)
    return {one.value: one.count for one in facet.values} if facet else {}


def test_facets_count_what_was_found_and_narrow_it():
    first, second, lake, topic = make_mixed()
    search = Search("marée")
    assert counts(search, "type") == {"claims": 2, "clauses": 1}
    assert counts(search, "language") == {"en": 2, "fr": 1}
    assert counts(search, "year") == {"2031": 2, "2032": 1}
    assert counts(search, "declaration") == {first.slug: 2, second.slug: 1}
    assert counts(search, "stance") == {"supports": 1}
    assert counts(search, "kind") == {"news": 1}
    assert counts(search, "topic") == {topic.slug: 2}
    assert kinds("marée", party=[lake.slug]) == ["claims", "clauses"]
    assert kinds("marée", stance=["supports"], year=["2031"]) == ["claims"]
    assert kinds("marée", stance=["supports"], year=["2032"]) == []
    assert len(kinds("marée", year=["2031", "2032"])) == 3


def test_counts_of_a_facet_ignore_what_is_chosen_of_it_but_not_of_others():
    make_mixed()
    search = Search("marée", {"type": ["clauses"]})
    assert search.total == 1
    assert counts(search, "type") == {"claims": 2, "clauses": 1}
    assert counts(search, "year") == {"2031": 1}


def test_newest_first():
    make_mixed()
    dates = [one.entry.day for one in Search("marée", sort="date").results]
    assert dates == sorted(dates, reverse=True)


@pytest.mark.parametrize("sort", ["relevance", "date"])
def test_pages_have_every_result_once_and_lead_back(sort):
    for number in range(23):
        make_claim(text=f"A heron's level {'deep ' * (number % 4)}", position=number)
    whole = [one.url for one in Search("heron", sort=sort, limit=50).results]
    assert len(whole) == 23
    walked, cursor, pages = [], "", []
    while True:
        search = Search("heron", sort=sort, limit=5, cursor=cursor)
        walked += [one.url for one in search.results]
        pages.append(search)
        cursor = search.next_cursor
        if not cursor:
            break
    assert walked == whole
    back = Search("heron", sort=sort, limit=5, cursor=pages[2].previous_cursor)
    assert [one.url for one in back.results] == whole[5:10]
    assert pages[0].previous_cursor == ""


def test_a_new_result_shifts_no_page():
    for number in range(10):
        make_claim(text="A lake level", position=number + 5)
    first = Search("lake", limit=5)
    seen = [one.url for one in first.results]
    make_claim(text="A lake level", position=1)
    second = Search("lake", limit=5, cursor=first.next_cursor)
    assert not {one.url for one in second.results} & set(seen)
    assert len(second.results) == 5


def test_many_results_are_ranked_as_all_of_them_would_be(monkeypatch):
    for number in range(60):
        make_claim(text=f"A lake {'lake ' * (number % 5)} {'and sand ' * (number % 7)}")
    exact = Search("lake sand", limit=20).answer[1]
    monkeypatch.setattr(engine, "EXACT", 10)
    monkeypatch.setattr(engine, "CANDIDATES", 25)
    monkeypatch.setattr(engine, "ENOUGH", 1)
    search = Search("lake sand", limit=20)
    best = search.answer[1]
    assert not search.tally.is_exact
    assert sum(hit.score for hit in best) >= 0.9 * sum(hit.score for hit in exact)
    assert best[0].score == exact[0].score


def test_estimates_are_near_the_truth_and_marked(client, monkeypatch):
    declaration = make_declaration()
    Clause.objects.bulk_create(
        Clause(declaration=declaration, label=str(n), position=n) for n in range(1, 801)
    )
    version = make_version(declaration)
    ClauseText.objects.bulk_create(
        ClauseText(clause=clause, version=version, text="Un lac.")
        for clause in declaration.clauses.all()
    )
    assert Search("lac").total == 800
    monkeypatch.setattr(engine, "EXACT", 100)
    monkeypatch.setattr(engine, "ENOUGH", 2)
    search = Search("lac")
    assert not search.tally.is_exact
    assert 400 < search.total < 1600
    page = show(client, "q=lac")
    assert "More than 10000 results, about" in words(page)
    assert "≈" in words(page.xpath("//fieldset")[0])


# The page


def test_clause_results_show_the_words_around_the_first_hit(client):
    declaration = make_declaration(title="Charter")
    clause = make_clause(declaration, heading="Water")
    text = f"{'Before. ' * 40}The common LEVEL is <one>. {'After. ' * 80}"
    make_clause_text(clause, make_version(declaration), text=text)
    row = show(client, "q=level").xpath("//ol[contains(@class, 'results')]/li")[0]
    snippet = row.findall("p")[1]
    assert [mark.text for mark in snippet.findall("mark")] == ["LEVEL"]
    assert snippet.get("lang") == "fr"
    assert words(snippet).startswith("… Before. ")
    assert "The common LEVEL is <one>." in words(snippet)
    assert words(snippet).endswith("After. …")


def test_the_best_quote_is_visible_in_the_results(client):
    claim = make_claim(text="The lakes promised a level")
    make_evidence(claim, quote="promise one common level", stance="distorts", note="Not quite.")
    card = show(client, "q=lakes+promised&type=claims").find(".//article")
    assert words(card.find(".//blockquote")) == "promise one common level"
    assert "Distorts" in words(card)


def test_filters_in_use_can_be_dropped_one_by_one(client):
    make_mixed()
    page = show(client, "q=mar%C3%A9e&type=claims&type=clauses&year=2031")
    chips = page.xpath("//ul[@class='chips']//a")
    assert [words(chip) for chip in chips] == [
        "Remove Type: Claims ✕",
        "Remove Type: Clauses ✕",
        "Remove Year: 2031 ✕",
    ]
    assert chips[0].get("href") == "?q=mar%C3%A9e&type=clauses&year=2031"
    checked = page.xpath("//input[@type='checkbox'][@checked]/@value")
    assert sorted(checked) == ["2031", "claims", "clauses"]


def test_nothing_found_offers_to_leave_out_what_would_help(client):
    make_claim(text="A heron's level")
    page = show(client, "q=heron+unicorn&type=claims&year=1999")
    assert "No results for “heron unicorn” with Type: Claims, Year: 1999" in words(
        page.get_element_by_id("nothing")
    )
    assert not page.xpath("//section[@class='empty']//li/a/@href")
    page = show(client, "q=heron+unicorn")
    links = page.xpath("//section[@class='empty']//li/a")
    assert [(words(one), one.get("href")) for one in links] == [
        ("Search without “unicorn”", "?q=heron"),
        ("Search for any of the words", "?q=heron+OR+unicorn"),
    ]
    assert "Text is held of 0 of" in words(page)
    page = show(client, "q=heron&year=1999")
    assert words(page.xpath("//section[@class='empty']//li")[0]) == (
        "Search without “Year: 1999” (1 result)"
    )


def test_a_slip_is_mended_from_the_words_of_the_collection(client):
    make_claim(text="The symposium of the lakes")
    page = show(client, "q=symposum+lakes")
    suggestion = page.xpath("//section[@class='empty']/p[1]/a")[0]
    assert (words(suggestion), suggestion.get("href")) == (
        "symposium lakes",
        "?q=symposium+lakes",
    )
    assert not Search("zzzzzzz").did_you_mean


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
        '""" "',
        "' OR 1=1 --",
        "OR",
        "OR OR lake OR",
        "-",
        "-lake",
        "--",
        '-"',
        "%",
        "_",
        "\\",
        "\\' & ! | ( ) <-> :* lake",
        "NEAR(lake level) AND NOT tokens:lake*",
        "lake#5 t:claims ~1",
        "\ud7ff\ufffd\u202e",
        "((((",
        "½ ² ﬁ ﷺ",
        "ก็ ไทย",
        "e\u0301" * 40,
        "治" * 290,
        '"' + "治理" * 100 + '"',
    ],
)
def test_strange_queries_get_an_answer(client, query):
    make_claim(text="A lake level")
    make_snapshot()
    response = client.get("/search/", {"q": query})
    assert response.status_code == 200
    assert html.fromstring(response.content).findall(".//h1")
    assert client.get("/search/", {"q": query, "format": "atom"}).status_code == 200
    assert client.get("/api/v1/search/", {"q": query}).status_code in {200, 400}


@pytest.mark.parametrize(
    "filters",
    [
        {"type": "nonsense"},
        {"year": "' OR 1"},
        {"language": "\x00"},
        {"declaration": "é 治 \\"},
        {"cursor": "made-up"},
        {"sort": "nonsense"},
        {"utm_source": "letter"},
    ],
)
def test_strange_filters_get_a_page(client, filters):
    make_claim(text="A lake level")
    assert client.get("/search/", {"q": "lake", **filters}).status_code == 200


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("a" * 10_000, "too long"),
        ("b d e f g h k o p q r u v w", "too many words"),
        ("😀 – !", "no letter or digit"),
        ("-lake", "also what to look for"),
    ],
)
def test_a_query_that_cannot_be_searched_says_why(client, query, problem):
    page = html.fromstring(client.get("/search/", {"q": query}).content)
    assert problem in words(page.xpath("//div[@class='note']")[0])


def test_signs_of_the_database_mean_nothing():
    make_claim(text="A lake level")
    for query in ["l%l", "l_ke", "lev*", "t:claims", "~1", "lake#1"]:
        assert kinds(query) == [], query


def test_the_feed_has_the_newest_results(client):
    make_mixed()
    response = client.get("/search/?q=mar%C3%A9e&format=atom")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = html.fromstring(response.content)
    assert len(feed.findall(".//entry")) == 3
    page = show(client, "q=mar%C3%A9e")
    (link,) = page.xpath("//link[@type='application/atom+xml']/@href")
    assert link == "?q=mar%C3%A9e&format=atom"


@pytest.mark.parametrize("what", ["declaration", "source"])
def test_a_page_searches_within_itself(client, what):
    if what == "declaration":
        thing = make_declaration(title="Charter")
        make_clause_text(make_clause(thing), make_version(thing), text="Un lac.")
    else:
        thing = make_source(title="Chronicle")
        make_snapshot(thing, "Un lac.")
    make_claim(text="Un lac ailleurs")
    page = html.fromstring(client.get(thing.get_absolute_url()).content)
    form = page.xpath(f"//form[.//input[@name='{what}']]")[0]
    hidden = form.xpath(f".//input[@name='{what}']")[0]
    assert (form.get("action"), hidden.get("value")) == ("/search/", thing.slug)
    assert len(kinds("lac", **{what: [thing.slug]})) == 1


def test_the_number_of_queries_does_not_grow(client, django_assert_max_num_queries):
    make_mixed()
    for number in range(20):
        make_claim(text=f"A marée {number}")
        make_source(title=f"Marée {number}", rights=Source.Rights.FULL)
    client.get("/search/?q=mar%C3%A9e")
    with django_assert_max_num_queries(45):
        client.get("/search/?q=mar%C3%A9e")
