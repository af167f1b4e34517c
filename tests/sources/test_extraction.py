import time
from pathlib import Path

import pytest

from sources.extraction import Paragraph, Role, paragraphs
from sources.text import canonical_text, decode

BODY, HEADING, LIST, CAPTION = Role.BODY, Role.HEADING, Role.LIST_ITEM, Role.CAPTION
BOILERPLATE, OTHER = Role.BOILERPLATE, Role.OTHER_WORK

PROSE = "The two ministries signed the plan on Friday after a long night of talks in the capital."
MORE = "Officials said that the first report on its progress would be made public next spring."
THIRD = "Nobody at the meeting would say which of the older promises had been kept so far."


def roles(*blocks: str) -> list[Role]:
    return [paragraph.role for paragraph in paragraphs(canonical_text("\n\n".join(blocks)))]


def test_paragraphs_are_numbered_and_cover_the_text() -> None:
    text = "A Plain Title\n\nOne sentence of body text\nover two lines."
    assert paragraphs(text) == [
        Paragraph(1, 0, 13, Role.HEADING),
        Paragraph(2, 15, 56, Role.BODY),
    ]


@pytest.mark.parametrize("cut", ["[…]", "[...]", "…", "...", "… Read more →", "[…] Lire la suite"])
def test_a_cut_teaser_that_the_next_paragraph_repeats_is_boilerplate(cut: str) -> None:
    assert roles(PROSE[:60] + cut, PROSE, MORE) == [BOILERPLATE, BODY, BODY]
    assert roles(PROSE[:60] + cut, "A Heading Between", PROSE) == [BOILERPLATE, HEADING, BODY]


def test_a_paragraph_that_ends_in_an_ellipsis_or_is_repeated_stays() -> None:
    assert roles(PROSE[:60] + " […]", MORE) == [BODY, BODY]
    assert roles(PROSE, PROSE) == [BODY, BODY]
    assert roles("And so it went on…", "And so it went on for years without any end.") == [
        BODY,
        BODY,
    ]


@pytest.mark.parametrize(
    "block",
    [
        "Our new white paper on data rules\nDownload",
        "Die neue Studie zum Datenrecht\nHerunterladen\nMehr erfahren",
        "Notre guide du droit des données\ntélécharger\nFrench\nActualité\n2/3/25",
        "Jane Writer\nPicture by a friend\nEl informe completo\nDescargar",
        "Hello there! Do you have a question?\nType here...",
        "新报告\n了解更多",
        "Every month, the news of our practice in your letter box.\nje m'abonne\nOur address.",
    ],
)
def test_blocks_with_a_button_or_an_input_field_are_boilerplate(block: str) -> None:
    assert roles(PROSE, block, MORE) == [BODY, BOILERPLATE, BODY]


def test_a_hard_wrapped_sentence_that_ends_in_a_button_word_stays() -> None:
    wrapped = "The register lists every model that the public may\ndownload."
    assert roles(PROSE, wrapped, MORE) == [BODY, BODY, BODY]


@pytest.mark.parametrize(
    "block",
    [
        "We use cookies to run this site. By continuing, you agree to that.",
        "Ce site utilise des cookies. Pour les refuser, cliquez ici.",
        "Wir verwenden Cookies. Alle akzeptieren oder ablehnen?",
        "Usamos cookies propias. Para aceptarlas, haga clic aquí.",
        "Utilizziamo i cookie. Accetta tutti oppure scegli.",
        "Este site usa cookies. Clique para aceitar.",
        "Wij gebruiken cookies. Alles accepteren?",
        "我们使用cookies。点击同意。",
        "Subscribe to our weekly newsletter",
        "Abonnez-vous à notre infolettre",
        "Melden Sie sich für unseren Newsletter an",
        "Newsletter: receive the news of our newsletter team each week",
        "© 2024 The Example Gazette. All rights reserved.",
    ],
)
def test_notices_are_boilerplate(block: str) -> None:
    assert roles(PROSE, MORE, block) == [BODY, BODY, BOILERPLATE]


@pytest.mark.parametrize(
    "block",
    [
        "The court held that cookies which are not needed require the consent of the user.",
        "The agency now sends a newsletter to which some four thousand officials subscribe.",
        "(c) by 2025 every party shall publish a list of the systems that it uses itself.",
        "Parties receive the notices of the depositary.",
    ],
)
def test_sentences_about_such_things_stay(block: str) -> None:
    assert roles(PROSE, MORE, block) == [BODY, BODY, BODY]


@pytest.mark.parametrize(
    "menu",
    [
        "Search Suggest",
        "Home | Search | Log in",
        "English\nFrançais\nDeutsch",
        "Accueil\nRecherche\nNos métiers",
        "Facebook Twitter LinkedIn",
        "首页\n搜索",
        "EN / FR",
    ],
)
def test_menus_are_boilerplate_before_and_after_the_prose_only(menu: str) -> None:
    assert roles(menu, "The Title of It", PROSE, MORE) == [BOILERPLATE, HEADING, BODY, BODY]
    assert roles(PROSE, MORE, menu) == [BODY, BODY, BOILERPLATE]
    assert roles(PROSE, menu, MORE)[1] is not BOILERPLATE


@pytest.mark.parametrize(
    "label",
    [
        "Related articles",
        "Post a Comment",
        "À lire aussi",
        "Voir toutes les actualités",
        "Das könnte Sie auch interessieren",
        "Noticias relacionadas",
        "Leggi anche",
        "Leia também",
        "Lees ook",
        "延伸阅读",
    ],
)
def test_the_foot_of_a_page_is_boilerplate_with_the_short_lines_after_it(label: str) -> None:
    blocks = (PROSE, MORE, label, "Ten Things to Know About Trade")
    assert roles(*blocks) == [BODY, BODY, BOILERPLATE, BOILERPLATE]
    assert roles(PROSE, label, MORE)[1] is not BOILERPLATE


def test_signatures_and_credits_at_the_end_stay() -> None:
    blocks = (PROSE, MORE, "Done at Oslo, 3 May 2021", "For Norway:", "Kari Nordmann")
    assert roles(*blocks) == [BODY] * 5
    assert roles(PROSE, "Source: examplepost", "Leave a Reply") == [BODY, BODY, BOILERPLATE]
    assert roles(PROSE, "Brazil\nFrance\nJapan\nRwanda") == [BODY, BODY]


HEADLINE = "Former Envoy Looks Back on Ten Years of Quiet Work for the Treaty"


def test_a_second_article_runs_from_its_headline_to_the_end() -> None:
    first = ("Plan Signed at Last", PROSE, MORE, THIRD)
    second = (HEADLINE, "Editor's Note:", PROSE, "Photo: Example Agency", MORE)
    assert roles(*first, *second) == [HEADING, BODY, BODY, BODY] + [OTHER] * 5


def test_a_second_byline_opens_a_second_article_if_the_first_has_one_too() -> None:
    second = (HEADLINE, "By Ann Other and Bo Third", PROSE, MORE)
    signed = ("Plan Signed at Last", "By Jane Writer", PROSE, MORE, THIRD)
    assert roles(*signed, *second)[5:] == [OTHER] * 4
    assert OTHER not in roles("Plan Signed at Last", PROSE, MORE, THIRD, *second)


def test_a_long_heading_does_not_open_a_second_article() -> None:
    blocks = (PROSE, MORE, THIRD, HEADLINE, PROSE, MORE)
    assert roles(*blocks) == [BODY, BODY, BODY, HEADING, BODY, BODY]
    noted = (
        PROSE,
        MORE,
        THIRD,
        "Editor's note: an earlier version had the wrong day.",
        PROSE,
        MORE,
    )
    assert OTHER not in roles(*noted)
    assert OTHER not in roles("Page Title", HEADLINE, "Editor's Note:", PROSE, MORE)


@pytest.mark.parametrize(
    "caption",
    [
        "The hall before the talks Photo: Example Agency",
        "The hall before the talks. (Photo by A. Person)",
        "Le palais vu du jardin Crédit photo : une agence",
        "© Example Agency",
        "Image: Example Agency",
        "会议现场 图片：某通讯社",
    ],
)
def test_a_credited_line_is_a_caption(caption: str) -> None:
    assert roles(PROSE, caption, MORE) == [BODY, CAPTION, BODY]
    assert roles("The Title", caption, caption, PROSE) == [HEADING, CAPTION, CAPTION, BODY]


def test_a_line_printed_twice_in_a_row_is_a_caption() -> None:
    line = "The two ministers in the palace garden"
    assert roles(PROSE, line, line, MORE) == [BODY, CAPTION, CAPTION, BODY]
    assert CAPTION not in roles(line, line, PROSE)
    assert CAPTION not in roles(PROSE, line + ".", line + ".", MORE)


def test_sentences_about_photos_stay() -> None:
    about = "She kept one photo: it showed the hall on the morning of the vote."
    assert roles(PROSE, about, "A Question of Image: Trust and the State", MORE)[1:3] == [
        BODY,
        HEADING,
    ]


@pytest.mark.parametrize(
    "block",
    [
        "• first of the points\n• second of the points",
        "  1. first of the points\n  2. second of the points",
        "(a) first of the points\n(b) second of the points",
        "- first of the points\n- second of the points",
        "The points are:\n– first of them\n– second of them",
        "（一）第一点\n（二）第二点",
        "• a single point.",
    ],
)
def test_blocks_of_marked_lines_are_list_items(block: str) -> None:
    assert roles(PROSE, block) == [BODY, LIST]


@pytest.mark.parametrize(
    "block",
    ["7. The parties will meet every year in one of the two capitals.", "– And then? Nothing."],
)
def test_a_numbered_clause_or_a_line_of_speech_is_no_list(block: str) -> None:
    assert roles(PROSE, block, MORE) == [BODY, BODY, BODY]


@pytest.mark.parametrize(
    "line",
    [
        "What Comes Next",
        "2. Scope",
        "Towards a New Order?",
        "Une question d’équilibre",
        "第一章 总则",
    ],
)
def test_a_short_line_before_content_is_a_heading(line: str) -> None:
    assert roles(PROSE, line, MORE) == [BODY, HEADING, BODY]
    assert roles(PROSE, line, "• one point\n• two points")[1] is HEADING
    assert roles(PROSE, line)[1] is BODY


@pytest.mark.parametrize(
    "line",
    [
        "It was over.",
        "The points are:",
        "The parties,",
        "and nothing more",
        "By Jane Writer",
        "Source: examplepost",
        "30/7/25",
        "Q: And what did the envoy say to that?",
        "This line has no full stop and yet is so long that it could hardly be a heading at all",
    ],
)
def test_other_short_lines_are_body(line: str) -> None:
    assert roles(PROSE, line, MORE) == [BODY, BODY, BODY]


def test_a_long_run_of_short_lines_is_no_pile_of_headings() -> None:
    assert roles("Brazil", "France", "Japan", "Rwanda", PROSE) == [BODY] * 5
    assert roles("Title", "Subtitle", "Part One", PROSE) == [HEADING] * 3 + [BODY]


@pytest.mark.parametrize("unit", ["a ", "... ", "…", "Ab ", "en ", ")", "\n\nA", "1. a\n", "图 "])
def test_hostile_texts_do_not_blow_up(unit: str) -> None:
    text = canonical_text("x" + unit * (100_000 // len(unit)) + "x")
    started = time.process_time()
    paragraphs(text)
    assert (
        time.process_time() - started < 30
    )  # against blow-up only; speed is measured in benchmarks


EXPECTED = {
    "000": {BOILERPLATE: {1}, HEADING: {3, 8}},
    "001": {HEADING: {1}, CAPTION: {2, 3}, OTHER: set(range(19, 53))},
    "002": {BOILERPLATE: {14, 15}},
    "003": {
        BOILERPLATE: {1, 24, 25, 26},
        HEADING: {2, 4, 8, 12, 16, 21},
        LIST: {10, 14, 19},
    },
    "004": {
        BOILERPLATE: {1, 31, 32},
        HEADING: {2, 3, 5, 7, 11, 14, 18, 20, 24, 26},
        LIST: {9, 13, 17, 23, 25},
    },
}


@pytest.mark.parametrize("number", EXPECTED)
def test_the_roles_in_the_five_documents(shared: Path, number: str) -> None:
    (path,) = (shared / "seeds").glob(f"{number}_*.txt")
    found: dict[Role, set[int]] = {}
    for paragraph in paragraphs(canonical_text(decode(path.read_bytes()))):
        if paragraph.role is not BODY:
            found.setdefault(paragraph.role, set()).add(paragraph.number)
    assert found == EXPECTED[number]
