import json
from datetime import date
from pathlib import Path

import pytest

from sources.articles import Article, Role, identify, is_markup, read_article
from sources.derivation import credits_in, is_same_name
from sources.extraction import is_byline
from sources.formats.reading import UnreadableDocument
from sources.printed_dates import is_dateline, printed_dates
from sources.text import canonical_text, paragraph_spans
from tests.benchmarks.articles import article_words, f1, words
from tests.sources.news_pages import EN, FR, KINDS, STORIES, NewsPage, modern, news_pages, scroll

PROSE = "The two councils signed the charter on Tuesday after a long night of talks by the lake."
MORE = "Officials said that the first report on the water would be made public next spring."
THIRD = "Nobody at the meeting would say which of the older promises had been kept so far."
SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
KEPT = {Role.BODY, Role.HEADING, Role.LIST_ITEM}


def html(*body: str, head: str = "", attributes: str = 'lang="en"') -> str:
    return f"<html {attributes}><head>{head}</head><body>{''.join(body)}</body></html>"


def kept(article: Article) -> list[str]:
    return [each.text for each in article.paragraphs if each.role in KEPT]


def roles(article: Article) -> dict[str, str]:
    return {each.text: each.role.value for each in article.paragraphs}


@pytest.mark.parametrize("page", news_pages(), ids=lambda page: page.name)
def test_pages_of_many_kinds(page: NewsPage) -> None:
    article = read_article(page.data.encode(), name=f"{page.name}.html")
    wanted = words("\n".join(page.kept))
    assert not wanted - words(article.text)  # nothing of it is lost
    assert f1(article_words(article), wanted) >= 0.97
    assert article.title == " ".join(page.story.title.split())
    assert article.language == page.story.language


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.language)
def test_the_facts_of_a_page(story: object) -> None:
    article = read_article(modern(story).data)  # type: ignore[arg-type]
    assert article.published_on == date(2031, 3, 4)
    assert article.date_certainty == "printed"
    assert article.byline


def test_the_paragraphs_are_those_of_the_canonical_text() -> None:
    for page in (kind(FR) for kind in KINDS):
        article = read_article(page.data)
        assert article.text == canonical_text(article.text)
        assert [(each.start, each.end) for each in article.paragraphs] == paragraph_spans(
            article.text
        )
        for each in article.paragraphs:
            assert each.text == article.text[each.start : each.end]


def test_a_page_is_read_whole() -> None:
    for page in (kind(EN) for kind in KINDS):
        assert read_article(page.data).coverage > 0.99


@pytest.mark.skipif(not SEEDS.is_dir(), reason="The four captures are not part of the checkout.")
@pytest.mark.parametrize(
    ("name", "dropped", "works"),
    [
        ("000", {1}, []),
        ("001", {2, 3}, [19]),
        ("003", {1, 24, 25, 26}, []),
        ("004", {1, 31, 32}, []),
    ],
)
def test_the_captures(name: str, dropped: set[int], works: list[int]) -> None:
    article = read_article(next(SEEDS.glob(f"{name}_*.txt")).read_bytes())
    found = {n for n, each in enumerate(article.paragraphs, 1) if each.role not in KEPT}
    beyond = set(range(works[0], len(article.paragraphs) + 1)) if works else set()
    assert found == dropped | beyond
    assert [cut.paragraph for cut in article.cuts] == works


# Roles


def test_json_ld_saves_text_from_a_box_and_tells_a_promotion_from_text() -> None:
    said = {
        "@type": "NewsArticle",
        "headline": "Lakes Sign",
        "articleBody": f"{PROSE}\n{MORE}\n{THIRD}",
    }
    page = html(
        f"<h1>Lakes Sign</h1><p>{PROSE}</p><div class='promo'><p>{MORE}</p></div><p>{THIRD}</p>",
        "<p>Our book about herons is on sale in every shop by the water now.</p>",
        head=f'<script type="application/ld+json">{json.dumps(said)}</script>',
    )  # fmt: skip
    assert kept(read_article(page)) == ["Lakes Sign", PROSE, MORE, THIRD]
    assert MORE not in kept(read_article(page.replace("articleBody", "other")))


def test_text_that_only_json_ld_holds_is_added() -> None:
    body = "\n".join([PROSE, MORE, THIRD, PROSE[::-1], MORE[::-1]])
    said = {"@type": "Article", "headline": "Lakes Sign", "articleBody": body}
    head = f'<script type="application/ld+json">{json.dumps(said)}</script>'
    article = read_article(html("<h1>Lakes Sign</h1><div id='app'></div>", head=head))
    assert kept(article)[1:4] == [PROSE, MORE, THIRD]


def test_broken_json_ld_counts_as_none() -> None:
    head = f'<script type="application/ld+json">{"[" * 100_000}</script>'
    assert kept(read_article(html(f"<h1>A Title</h1><p>{PROSE}</p>", head=head)))[1] == PROSE


def test_cards_do_not_outweigh_a_short_text() -> None:
    card = "<div class=q><a href=/x>{}</a><p>{}</p></div>"
    pairs = zip(*(EN.words[name].split("|") for name in ("tease", "summary")), strict=True)
    cards = "".join(card.format(*pair) for pair in pairs) * 2
    short = ["The lake rose by two feet on Monday.", "Nobody was hurt, police said."]
    page = html(
        f"<div><h1>Lake Rises</h1><p>{short[0]}</p><p>{short[1]}</p></div><div>{cards}</div>"
    )
    assert kept(read_article(page)) == ["Lake Rises", *short]


def test_prose_beside_and_above_the_text_is_no_part_of_it() -> None:
    about = "The Courier has reported from both of the shores since the old bridge was built."
    page = html(
        f"<div><p>{about}</p></div><div><p>World</p><h1>Lakes Sign</h1><div><p>{PROSE}</p>"
        f"<p>{MORE}</p><p>{THIRD}</p><p>{EN.paragraphs[0]}</p></div></div>"
        f"<div><div><p>{about} Write to us.</p></div></div>"
    )
    assert kept(read_article(page)) == ["Lakes Sign", PROSE, MORE, THIRD, EN.paragraphs[0]]


def test_a_linked_headline_between_paragraphs_is_no_part_of_the_text() -> None:
    link = "<p><a href=/x>Ferry strike enters its second week</a></p>"
    page = html(f"<h1>Lakes Sign</h1><p>{PROSE}</p>{link}<p>{MORE}</p><p>{THIRD}</p>")
    assert kept(read_article(page)) == ["Lakes Sign", PROSE, MORE, THIRD]


def test_paragraphs_on_cookies_are_text_when_the_article_is_about_them() -> None:
    cookies = "The ministry wants every site to ask before it stores cookies, and to accept a no."
    page = html(f"<h1>Cookie Law</h1><p>{PROSE}</p><p>{cookies}</p><p>{MORE}</p>")
    assert cookies in kept(read_article(page))


def test_a_short_title_in_ideographs_is_found_without_the_name_of_the_site() -> None:
    article = read_article(
        html(
            "<h3>두 호수, 등록부 만든다</h3>",
            *(
                f"<p>두 호수의 의회는 {day}일 배를 적는 등록부를 만들기로 했다고 밝혔다.</p>"
                for day in (2, 3, 4)
            ),
            head="<title>두 호수, 등록부 만든다 | 항구신문</title>",
            attributes='lang="ko"',
        )
    )
    assert article.title == "두 호수, 등록부 만든다"
    assert roles(article)[article.title] == "heading"


def test_of_a_pasted_text_the_title_is_the_line_that_speaks_of_the_same() -> None:
    lines = ["We value your privacy", "Ferry strike enters second week", "The Lake Courier"]
    article = read_article("\n\n".join([*lines, "Councils Sign Charter by Night", PROSE, MORE]))
    assert article.title == "Councils Sign Charter by Night"
    assert kept(article) == ["Councils Sign Charter by Night", PROSE, MORE]


def test_a_teaser_and_a_pulled_quote_stand_once() -> None:
    page = html(
        f"<h1>Lakes Sign</h1><p>{PROSE[:60]} […]</p><p>{PROSE}</p><p>{MORE}</p>"
        f"<blockquote>{MORE[:60]}</blockquote><p>{THIRD}</p><p>{THIRD}</p>"
    )
    assert kept(read_article(page)) == ["Lakes Sign", PROSE, MORE, THIRD]


def test_a_link_in_a_sentence_or_a_short_answer_is_text() -> None:
    linked = f'<a href="/a" class="tag share">The two councils signed</a>{PROSE[23:]}'
    page = html(f"<h1>Lakes Sign</h1><p>{linked}</p><p>No.</p><p>{MORE}</p>")
    assert kept(read_article(page)) == ["Lakes Sign", PROSE, "No.", MORE]


def test_lists_and_tables_of_the_article_are_kept() -> None:
    page = html(
        f"<h1>Lakes Sign</h1><p>{PROSE}</p><ol start=3>"
        "<li>the upper lake</li><li>the lower</li></ol>"
        f"<table><tr><th>Lake<th>Feet<tr><td>Upper<td>12</table><p>{MORE}</p>"
    )
    assert kept(read_article(page))[2:-1] == [
        "3. the upper lake",
        "4. the lower",
        "Lake\tFeet",
        "Upper\t12",
    ]


def test_a_heading_that_sounds_like_a_menu_stays_over_its_text() -> None:
    page = html(f"<h1>Lakes Sign</h1><p>{PROSE}</p><h2>More on the charter</h2><p>{MORE}</p>")
    assert "More on the charter" in kept(read_article(page))
    page = html(
        f"<h1>Lakes Sign</h1><p>{PROSE}</p><p>{MORE}</p>"
        f"<h2>More on the lakes</h2><p><a href=x>{THIRD}</a></p>"
    )
    assert kept(read_article(page)) == ["Lakes Sign", PROSE, MORE]


def test_line_breaks_part_paragraphs_only_in_twos() -> None:
    page = html(f"<h1>Lakes Sign</h1><div>{PROSE}<br>{MORE}<br><b></b><br>{THIRD}</div>")
    assert kept(read_article(page))[1:] == [f"{PROSE}\n{MORE}", THIRD]


def test_a_second_article_is_proposed_as_a_cut() -> None:
    article = read_article(scroll(EN).data)
    (cut,) = article.cuts
    assert cut.title == FR.title
    assert article.paragraphs[cut.paragraph - 1].text == FR.title
    others = [each.text for each in article.paragraphs if each.role is Role.OTHER_WORK]
    assert set(FR.paragraphs) <= set(others)


@pytest.mark.parametrize("element", ["article", "div"])
def test_a_longer_article_below_is_still_the_other_one(element: str) -> None:
    posts = [
        f"<{element} class='post p{n}'><h2>{title}</h2>{text}</{element}>"
        for n, (title, text) in enumerate(
            [
                ("Lakes Sign", f"<p>{PROSE}</p><p>{MORE}</p>"),
                (FR.title, "".join(f"<p>{text}</p>" for text in FR.paragraphs)),
            ]
        )
    ]
    article = read_article(html(*posts, head="<title>Lakes Sign</title>"))
    assert kept(article) == ["Lakes Sign", PROSE, MORE]
    assert [cut.title for cut in article.cuts] == [FR.title]


def test_sections_of_an_article_are_no_other_works() -> None:
    parts = [f"<section class=story-part><h2>{t}</h2><p>{PROSE}</p><p>{x}</p></section>" for t, x in
             [("Lakes Sign", MORE), ("What Comes Now", THIRD)]]  # fmt: skip
    article = read_article(html("<h1>Lakes Sign</h1>", *parts))
    assert article.cuts == []
    assert THIRD in kept(article)


def test_one_paragraph_on_each_line_of_a_text_is_a_paragraph() -> None:
    lines = [f"{PROSE} {MORE}", f"{MORE} {THIRD}", f"{THIRD} {PROSE}"]
    assert kept(read_article("\n".join(["Lakes Sign a Charter", *lines]))) == [
        "Lakes Sign a Charter",
        *lines,
    ]


def test_a_wrapped_text_keeps_its_lines() -> None:
    text = f"Lakes Sign a Charter\n\n{PROSE[:40]}\n{PROSE[41:]}\n\n{MORE}"
    assert read_article(text).text == text


# Facts


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("Published 3 March 2031", "en", date(2031, 3, 3)),
        ("March 3rd, 2031", "en", date(2031, 3, 3)),
        ("le 1er août 2031 à 10h", "fr", date(2031, 8, 1)),
        ("Montag, 4. März 2031", "de", date(2031, 3, 4)),
        ("4 de marzo de 2031", "es", date(2031, 3, 4)),
        ("4 de março de 2031", "pt", date(2031, 3, 4)),
        ("lunedì 4 marzo 2031", "it", date(2031, 3, 4)),
        ("4 марта 2031 г.", "ru", date(2031, 3, 4)),
        ("٤ مارس ٢٠٣١", "ar", date(2031, 3, 4)),
        ("4 آذار/مارس 2031", "ar", date(2031, 3, 4)),
        ("2031年3月4日10:20", "zh", date(2031, 3, 4)),
        ("２０３１年３月４日", "ja", date(2031, 3, 4)),
        ("2031년 3월 4일", "ko", date(2031, 3, 4)),
        ("2031. 3. 4. 오전", "ko", date(2031, 3, 4)),
        ("2031-03-04T10:00", "", date(2031, 3, 4)),
        ("30/7/31", "en", date(2031, 7, 30)),
        ("03/04/2031", "fr", date(2031, 4, 3)),
        ("03/04/2031", "en-US", date(2031, 3, 4)),
        ("03.04.2031", "", date(2031, 4, 3)),
    ],
)
def test_printed_dates(text: str, language: str, value: date) -> None:
    (found,) = printed_dates(text, language)
    assert found.value == value


def test_an_ambiguous_date_has_no_value_but_a_note() -> None:
    (found,) = printed_dates("03/04/2031", "en")
    assert found.value is None
    assert "03/04/2031" in found.note
    article = read_article(f"Lakes Sign a Charter\n\n03/04/2031\n\n{PROSE}\n\n{MORE}")
    assert (article.published_on, article.date_certainty) == (None, "")
    assert "03/04/2031" in article.date_note


@pytest.mark.parametrize(
    "text", ["31 February 2031", "version 1.2.3", "3-4-5", "1:2031", "999/1/1/2"]
)
def test_what_is_no_date(text: str) -> None:
    assert printed_dates(text, "en") == []


def test_a_sentence_with_a_date_is_no_dateline() -> None:
    assert is_dateline("Published on Monday 3 March 2031 at 10:15 GMT")
    assert not is_dateline("The charter was signed on 3 March 2031 by both of the councils.")


def test_where_the_date_comes_from() -> None:
    meta = '<meta property="article:published_time" content="2031-03-04T23:30:00Z">'
    printed = "<p>5 March 2031</p>"
    body = f"<h1>Lakes Sign</h1>{{}}<p>{PROSE}</p><p>{MORE}</p>"
    both = read_article(html(body.format(printed), head=meta))
    assert (both.published_on, both.date_certainty) == (date(2031, 3, 5), "printed")
    only = read_article(html(body.format(""), head=meta))
    assert (only.published_on, only.date_certainty) == (date(2031, 3, 4), "metadata")
    apart = read_article(html(body.format("<p>Updated 9 April 2031</p>"), head=meta))
    assert (apart.published_on, apart.date_certainty) == (date(2031, 3, 4), "metadata")
    assert "2031-04-09" in apart.date_note
    address = read_article(html(body.format("")), url="https://courier.example/2031/03/04/lakes")
    assert (address.published_on, address.date_certainty) == (date(2031, 3, 4), "inferred")
    month = read_article(html(body.format("")), url="https://courier.example/2031/03/lakes")
    assert (month.published_on, month.date_certainty) == (None, "")
    assert "2031-03" in month.date_note


@pytest.mark.parametrize(
    "line",
    [
        "By Mara Quill",
        "Par Odile Marchais et Bo Third",
        "Von Greta Ohm, Seestadt",
        "记者：林晓",
        "한서윤 기자",
        "Автор: Вера Лунина",
    ],
)
def test_bylines(line: str) -> None:
    assert is_byline(line)


@pytest.mark.parametrize(
    "line", ["By the lake", "Von allen Seiten kam Wasser.", "Por fin llegó el agua"]
)
def test_no_bylines(line: str) -> None:
    assert not is_byline(line)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Source: laketimes", "laketimes"),
        ("来源：湖报", "湖报"),
        ("Quelle: Seenbote", "Seenbote"),
        ("This story was originally published on Hill Post.", "Hill Post"),
        ("The post Lakes Sign appeared first on Hill Post.", "Hill Post"),
        ("It was signed, the Lake News Agency reported on Tuesday.", "Lake News Agency"),
        ("SEESTADT (AFP) – It was signed.", "AFP"),
        ("据新华社报道，章程已签署。", "新华社"),
    ],
)
def test_credits(text: str, name: str) -> None:
    (credit,) = credits_in([(f"Before.\n{text}", 10)])
    assert credit.name == name
    assert f"Before.\n{text}"[credit.start - 10 : credit.end - 10].strip() == credit.words


def test_a_source_of_water_is_no_credit() -> None:
    assert credits_in([("The source of the river is open to all, via the bridge.", 0)]) == []


def test_names_of_publishers() -> None:
    assert is_same_name("manilatimes", "The Manila Times")
    assert is_same_name("Xinhua", "Xinhua News Agency")
    assert not is_same_name("The", "The Lake Times")
    assert not is_same_name("Lake Times", "Hill Times")


def test_the_language_is_that_of_the_words_where_there_are_enough() -> None:
    assert identify(" ".join(FR.paragraphs)) == "fr"
    wrong = modern(FR).data.replace('lang="fr"', 'lang="en-US"')
    assert read_article(wrong).language == "fr"
    short = read_article(html("<h1>Hotel Central</h1><p>Hotel.</p>", attributes='lang="pt-BR"'))
    assert short.language == "pt"


def test_each_paragraph_has_its_language() -> None:
    page = html(
        f"<h1>Lakes Sign</h1><p>{PROSE}</p><p>{FR.paragraphs[0]}</p><p lang='de'>Ja, so ist es.</p>"
    )
    languages = {each.text: each.language for each in read_article(page).paragraphs}
    assert [languages[text] for text in (PROSE, FR.paragraphs[0], "Ja, so ist es.")] == [
        "en",
        "fr",
        "de",
    ]


# Hostile and odd files


def test_pages_nested_too_deep_are_refused() -> None:
    with pytest.raises(UnreadableDocument, match="nested deeper"):
        read_article(html("<div>" * 400, PROSE, "</div>" * 400))


@pytest.mark.parametrize("data", [b"", b"   \n", "<html><script>1</script></html>"])
def test_files_without_text_are_refused(data: bytes | str) -> None:
    with pytest.raises(ValueError, match=r"no text|empty"):
        read_article(data)


def test_markup_is_told_from_text() -> None:
    assert is_markup("<!DOCTYPE html><p>x")
    assert is_markup("<p>x", "page.html")
    assert not is_markup("5 < 6 and <p> is an element", "note.txt")


@pytest.mark.parametrize(
    "markup",
    [
        "<p>" + "a<br>" * 20_000, "<p>" + "." * 50_000, "<a href=x>" * 200 + "x" * 500,
        "<ul>" + "<li><a href=x>one two three</a>" * 3_000, "<p>" + "\x02\x04" * 5_000 + PROSE,
        "<p>a<br>" + " " * 100_000 + "b",
    ],
)  # fmt: skip
def test_odd_pages_are_read(markup: str) -> None:
    assert read_article(f"<html><body>{markup}").paragraphs
