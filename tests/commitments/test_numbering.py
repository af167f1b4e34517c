"""Numbering: labels as printed, trees as meant, and doubts in words. All texts are invented."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitments.labels import read
from commitments.numbering import Numbering, Part, number
from commitments.numerals import readings
from sources.blocks import Block, Role


def numbered(*texts: str | Block) -> Numbering:
    return number(text if isinstance(text, Block) else Block(text) for text in texts)


def labels(parts: list[Part]) -> list[str]:
    return [part.label for part in parts]


def tree(parts: list[Part]) -> list[object]:
    return [(part.label, tree(part.children)) if part.children else part.label for part in parts]


@pytest.mark.parametrize(
    "printed",
    [
        ["1.", "2.", "3."],
        ["1)", "2)", "3)"],
        ["(1)", "(2)", "(3)"],
        ["(a)", "(b)", "(c)"],
        ["i.", "ii.", "iii."],
        ["I.", "II.", "III."],
        ["A.", "B.", "C."],
        ["§ 1", "§ 2", "§ 3"],
        ["1.º", "2.º", "3.º"],
        ["Article 1", "Article 2", "Article 3"],
        ["Article premier", "Article 2", "Article 3"],
        ["Art. 1º", "Art. 2º", "Art. 3º"],
        ["ARTICLE 1", "ARTICLE 2", "ARTICLE 3"],
        ["Section 1.", "Section 2.", "Section 3."],
        ["Sec. 1.", "Sec. 2.", "Sec. 3."],
        ["Principle 1", "Principle 2", "Principle 3"],
        ["Pillar I", "Pillar II", "Pillar III"],
        ["Artikel 1", "Artikel 2", "Artikel 3"],
        ["Artículo 1.º", "Artículo 2.º", "Artículo 3.º"],
        ["Artigo 1.º", "Artigo 2.º", "Artigo 3.º"],
        ["Статья 1.", "Статья 2.", "Статья 3."],
        ["а)", "б)", "в)"],
        ["第一条", "第二条", "第三条"],
        ["第一條", "第二條", "第三條"],
        ["第１条", "第２条", "第３条"],
        ["一、", "二、", "三、"],
        ["（一）", "（二）", "（三）"],
        ["㈠", "㈡", "㈢"],
        ["①", "②", "③"],
        ["제1조", "제2조", "제3조"],
        ["가.", "나.", "다."],
        ["المادة 1", "المادة 2", "المادة 3"],
        ["المادة الأولى", "المادة الثانية", "المادة الثالثة"],
        ["١-", "٢-", "٣-"],
        ["अनुच्छेद १.", "अनुच्छेद २.", "अनुच्छेद ३."],
        ["(१)", "(२)", "(३)"],
        ["א.", "ב.", "ג."],
    ],
    ids=lambda printed: printed[0],
)
def test_labels_are_kept_as_printed(printed):
    found = numbered("The lakes agree:", *(f"{label} Water stays." for label in printed))

    assert labels(found.clauses) == printed
    assert [part.text for part in found.clauses] == ["Water stays."] * 3
    assert found.preamble == ["The lakes agree:"]
    assert found.is_instrument


def test_a_label_on_a_line_of_its_own_takes_the_text_below():
    found = numbered("Article 1", "Water stays.", "Article 2", "Fish stay.")

    assert [(part.label, part.text) for part in found.clauses] == [
        ("Article 1", "Water stays."),
        ("Article 2", "Fish stay."),
    ]


def test_bare_roman_numerals_go_on_from_a_first_article():
    found = numbered("ARTICLE PREMIER", "L’eau reste.", "II", "Le poisson reste.", "III", "Fin.")

    assert labels(found.clauses) == ["ARTICLE PREMIER", "II", "III"]


def test_nested_lists_keep_their_levels():
    found = numbered(
        "1. The lakes will:",
        "(a) keep the level;",
        "(b) tell each other:",
        "(i) of storms;",
        "(ii) of drought;",
        "(c) meet.",
        "2. Fish are free.",
    )

    assert tree(found.clauses) == [("1.", ["(a)", ("(b)", ["(i)", "(ii)"]), "(c)"]), "2."]


def test_i_after_h_is_a_letter_and_i_before_ii_is_roman():
    letters = [f"({letter}) one thing;" for letter in "abcdefghij"]
    found = numbered("1. The lakes will:", *letters, "2. End.")
    assert labels(found.clauses[0].children) == [f"({letter})" for letter in "abcdefghij"]

    found = numbered(
        "1. The lakes will:",
        *letters[:8],
        "(i) see to the dam;",
        "(ii) see to the lock;",
        "2. End.",
    )
    assert tree(found.clauses[0].children)[-1] == ("(h)", ["(i)", "(ii)"])


def test_labels_that_run_in_are_levels_of_their_own():
    found = numbered(
        "1. (a) (i) Water stays.", "(ii) Ice melts.", "(b) Fish swim.", "2. (a) End.", "(b) Really."
    )

    assert tree(found.clauses) == [
        ("1.", [("(a)", ["(i)", "(ii)"]), "(b)"]),
        ("2.", ["(a)", "(b)"]),
    ]


def test_decimal_numbers_nest_unless_the_first_has_no_successor():
    nested = numbered("1. Water", "1.1 It stays.", "1.2 It flows.", "2. Fish", "2.1 They swim.")
    assert tree(nested.clauses) == [("1.", ["1.1", "1.2"]), ("2.", ["2.1"])]

    beside = numbered("4711. Water.", "4711.1. It stays.", "4711.2. It flows.")
    assert labels(beside.clauses) == ["4711.", "4711.1.", "4711.2."]


def test_chapters_are_headings_when_articles_run_on_across_them():
    found = numbered(
        "第一章 总则",
        "第一条 水位不变。",
        "第二条 鱼群自由。",
        "第二章 附则",
        "第三条 自即日起施行。",
    )

    assert labels(found.clauses) == ["第一条", "第二条", "第三条"]
    assert found.clauses[2].heading.startswith("第二章")


def test_sections_are_the_clauses_when_numbers_begin_again_in_each():
    found = numbered(
        "Pillar I: Water", "1. It stays.", "2. It flows.", "Pillar II: Fish", "1. They swim."
    )

    assert tree(found.clauses)[0] == ("Pillar I", ["1.", "2."])
    assert labels(found.clauses) == ["Pillar I", "Pillar II"]


def test_recitals_before_the_first_article_stand_apart():
    found = numbered(
        "Whereas:", "(1) water is old;", "(2) fish are older.", "Article 1", "Water stays."
    )

    assert labels(found.recitals) == ["(1)", "(2)"]
    assert labels(found.clauses) == ["Article 1"]


def test_annexes_stand_apart():
    found = numbered(
        "1. Water stays.", "2. Fish swim.", "Annex: The gauges", "1. Upper Lake.", "2. Lower Lake."
    )

    assert labels(found.clauses) == ["1.", "2."]
    assert labels(found.annexes) == ["Annex: The gauges"]
    assert "Lower Lake." in found.annexes[0].text


@pytest.mark.parametrize(
    "looks_like_a_label",
    [
        "2015 on the overall review",
        "81.6 billion went to the lakes",
        "15 December of that year",
        "17 gauges were set",
        "Article 5 of the old treaty still holds",
        "(c) of the section above applies",
    ],
)
def test_what_only_looks_like_a_label_is_text(looks_like_a_label):
    found = numbered("1. The lakes recall the treaty of", looks_like_a_label, "2. Water stays.")

    assert labels(found.clauses) == ["1.", "2."]
    assert looks_like_a_label in found.clauses[0].text


def test_a_missing_number_is_reported_and_nothing_is_renumbered():
    found = numbered("1. Water.", "2. Fish.", "4. Ice.", "5. Snow.")

    assert labels(found.clauses) == ["1.", "2.", "4.", "5."]
    assert any("missing" in reason for reason in found.reasons)
    assert found.confidence < 1


def test_a_label_that_stands_twice_is_kept_and_reported():
    found = numbered("1. Water.", "2. Fish.", "2. More fish.", "3. Ice.")

    assert labels(found.clauses) == ["1.", "2.", "2.", "3."]
    assert any("twice" in reason for reason in found.reasons)


def test_bullets_stand_inside_the_numbered_part():
    found = numbered("1. The lakes will", "• keep the level", "• meet", "2. Fish swim.")

    assert [child.text for child in found.clauses[0].children] == ["keep the level", "meet"]
    assert labels(found.clauses[0].children) == ["", ""]


def test_automatic_numbers_count_like_printed_ones():
    found = numbered(
        Block("Water stays.", Role.LIST_ITEM, label="1."),
        Block("of storms;", Role.LIST_ITEM, label="(a)", depth=1),
        Block("of drought.", Role.LIST_ITEM, label="(b)", depth=1),
        Block("Fish swim.", Role.LIST_ITEM, label="2."),
    )

    assert tree(found.clauses) == [("1.", ["(a)", "(b)"]), "2."]


def test_headings_are_the_clauses_of_a_text_without_numbers():
    found = numbered(
        Block("Charter", Role.HEADING),
        "We, the lakes, agree.",
        Block("On water", Role.HEADING),
        "• It stays.",
        "• It flows.",
        Block("On fish", Role.HEADING),
        "They swim.",
    )

    assert labels(found.clauses) == ["On water", "On fish"]
    assert len(found.clauses[0].children) == 2
    assert found.confidence <= 0.6


def test_a_list_inside_an_article_is_not_an_instrument():
    prose = "The lakes have long argued about their gauges, and the paper looks back at it. " * 3
    found = numbered(
        Block("What the charter means", Role.HEADING),
        prose,
        Block("Principles", Role.HEADING),
        "1. Water stays.",
        "2. Fish swim.",
        prose,
        Block("Outlook", Role.HEADING),
        prose,
        Block("Conclusion", Role.HEADING),
        prose,
    )

    assert not found.is_instrument
    assert any("list inside an article" in reason for reason in found.reasons)


def test_page_furniture_and_footnotes_are_left_out():
    found = numbered(
        "1. Water stays.",
        Block("2. See the gauge book.", Role.FOOTNOTE),
        Block("3. Subscribe!", Role.BOILERPLATE),
        "2. Fish swim.",
    )

    assert labels(found.clauses) == ["1.", "2."]
    assert "Subscribe" not in found.clauses[0].text


def test_eids_follow_the_akoma_ntoso_convention():
    found = numbered("Article 5", "1. The lakes will:", "a) meet;", "b) talk.", "2. End.")
    article = found.clauses[0]

    assert article.eid == "art_5"
    assert article.children[0].eid == "art_5__para_1"
    assert article.children[0].children[1].eid == "art_5__para_1__para_b"


@pytest.mark.parametrize("filler", ["1", ".", "(", "1.", "(a)", "第一条", "i", "§ ", "٣"])
def test_a_wall_of_labels_takes_no_time(filler):
    wall = filler * (100_000 // len(filler))
    started = time.process_time()
    numbered(wall)
    numbered(*(filler for _ in range(20_000)))

    assert (
        time.process_time() - started < 30
    )  # against blow-up only; speed is measured in benchmarks


@given(st.lists(st.text(max_size=40), max_size=30))
def test_no_text_breaks_it_and_none_is_lost(texts):
    found = numbered(*texts)
    everything = " ".join(
        [
            *found.preamble,
            *(
                f"{each.label} {each.heading} {each.text}"
                for group in (found.recitals, found.clauses, found.annexes)
                for part in group
                for each in part.walk()
            ),
        ]
    )
    for text in texts:
        for word in text.split():
            assert word.strip("•‣▪●◦∙■□–—*·-") in everything or read(text)


@given(st.integers(min_value=2, max_value=200))
def test_counting_up_is_always_believed(count):
    found = numbered("The lakes agree:", *(f"{at}. Water stays." for at in range(1, count + 1)))

    assert labels(found.clauses) == [f"{at}." for at in range(1, count + 1)]


@pytest.mark.parametrize(
    ("token", "expected"),
    [
        ("xiv", [("roman", 14)]),
        ("i", [("roman", 1), ("latin", 9)]),
        ("IIII", []),
        ("二十一", [("han", 21)]),
        ("一〇三", [("han", 103)]),
        ("१२", [("digits", 12)]),
        ("י״ב", [("hebrew", 12)]),
        ("aa", [("latin", 27)]),
        ("word", []),
    ],
)
def test_numerals_have_the_values_that_their_scripts_give_them(token, expected):
    assert list(readings(token)) == expected


@pytest.mark.parametrize(
    "reference",
    [
        "Article 2 of the treaty lets boats pass.",
        "Article 2, as amended, lets boats pass.",
        "Artikel 2 Absatz 1 gilt entsprechend.",
        "第二条规定的情形除外。",
        "第二条第一款的船只可以通行。",
        "제2조에 따라 배는 다닌다.",
    ],
)
def test_an_article_that_is_spoken_of_is_no_article(reference):
    assert read(reference) == []


def test_a_number_that_comes_too_early_is_text():
    found = numbered("Article 1 Water.", "Article 5 Boats.", "Article 2 Fish.", "Article 3 Ice.")

    assert labels(found.clauses) == ["Article 1", "Article 2", "Article 3"]
    assert "Article 5 Boats." in found.clauses[0].text


def test_a_table_of_contents_is_no_clause():
    titles = ["Section 1. Water.", "Section 2. Fish.", "Section 3. Ice."]
    found = numbered("Contents", *titles, *(f"{title} It stays as it is." for title in titles))

    assert labels(found.clauses) == ["Section 1.", "Section 2.", "Section 3."]
    assert found.preamble == ["Contents", *titles]
    assert found.confidence == 1


def test_articles_hold_sections_where_the_sections_begin_again():
    found = numbered(
        "Article I", "Section 1 Ice.", "Section 2 Ice.", "Article II", "Section 1 Ice."
    )

    assert tree(found.clauses) == [
        ("Article I", ["Section 1", "Section 2"]),
        ("Article II", ["Section 1"]),
    ]


def test_numbers_that_run_on_across_headings_are_the_clauses():
    found = numbered("I. Water", "1. It stays.", "2. It flows.", "II. Fish", "3. They swim.")

    assert labels(found.clauses) == ["1.", "2.", "3."]
    assert found.clauses[2].heading == "II.\nFish"


def test_a_list_that_the_format_says_stands_deeper_is_inside():
    found = numbered(
        Block("Water", Role.LIST_ITEM, label="1.", depth=1),
        Block("stays", Role.LIST_ITEM, label="1.", depth=2),
        Block("flows", Role.LIST_ITEM, label="2.", depth=2),
        Block("Fish", Role.LIST_ITEM, label="2.", depth=1),
    )

    assert tree(found.clauses) == [("1.", ["1.", "2."]), "2."]


def test_bullets_of_another_sort_after_a_colon_are_inside():
    found = numbered("1. Water", "• stays:", "- in winter", "- in spring", "• flows", "2. Fish")

    assert tree(found.clauses) == [("1.", [("", ["", ""]), ""]), "2."]


def test_lists_under_numbered_headings_are_inside_them():
    care, review = Block("2. Care", Role.HEADING), Block("3. Review", Role.HEADING)
    items = [
        Block(text, Role.LIST_ITEM, label=label, depth=1)
        for label, text in [("1.", "Keep it clean."), ("2.", "Keep it cold.")]
    ]
    found = numbered(Block("1. Water", Role.HEADING), "It stays.", care, *items, review, "In May.")

    assert tree(found.clauses) == ["1.", ("2.", ["1.", "2."]), "3."]
    assert found.confidence == 1.0


def test_the_signs_of_an_article_stand_beside_its_list():
    found = numbered(
        "Art. 1º São do lago:", "I - a água; e", "II - os peixes:", "a) grandes; e", "b) pequenos.",
        "§ 1º Ninguém os vende.", "§ 2º Ninguém os compra.", "Art. 2º Isto vale hoje.",
    )  # fmt: skip

    inside = ["I -", ("II -", ["a)", "b)"]), "§ 1º", "§ 2º"]
    assert tree(found.clauses) == [("Art. 1º", inside), "Art. 2º"]


def test_circled_paragraphs_begin_after_the_title_of_a_korean_article():
    found = numbered(
        "제1조(목적) 호수를 지킨다.", "제2조(등록) ① 배를 적는다.", "② 다음을 적는다.", "1. 이름",
        "2. 크기", "제3조(시행) 오늘부터 시행한다.",
    )  # fmt: skip

    assert tree(found.clauses) == ["제1조", ("제2조", ["①", ("②", ["1.", "2."])]), "제3조"]
    assert found.clauses[1].text == "(등록)"
    assert found.clauses[1].children[0].text == "배를 적는다."


def test_a_title_in_brackets_above_an_article_is_its_heading():
    found = numbered(
        "湖の条例", "（目的）", "第一条　湖を守る。", "（登録）", "第二条　船を登録する。"
    )

    assert [(part.heading, part.text) for part in found.clauses] == [
        ("（目的）", "湖を守る。"),
        ("（登録）", "船を登録する。"),
    ]
    assert found.preamble == ["湖の条例"]


def test_a_contents_list_that_names_the_annexes_is_none_of_them():
    found = numbered(
        "湖の条例", "附則", "第一条　湖を守る。", "第二条　船を守る。", "第三条　魚を守る。",
        "第四条　水を守る。", "附　則", "今日から施行する。",
    )  # fmt: skip

    assert labels(found.clauses) == ["第一条", "第二条", "第三条", "第四条"]
    assert [(annex.label, annex.text) for annex in found.annexes] == [
        ("附　則", "今日から施行する。")
    ]


def test_the_heading_of_an_article_is_not_its_text():
    article = Block("Aim", Role.HEADING, label="Article 1")
    found = numbered(article, "Water stays.", Block("Article 2 Fish", Role.HEADING), "They swim.")

    assert [(part.heading, part.text) for part in found.clauses] == [
        ("Aim", "Water stays."),
        ("Fish", "They swim."),
    ]


def test_what_is_signed_after_the_last_clause_is_no_part_of_it():
    found = numbered(
        "Article 1", "Water stays.", "Article 2", "End.", "Done at Lakeville.", "A. B."
    )

    assert found.clauses[1].text == "End."
    assert found.conclusions == ["Done at Lakeville.", "A. B."]


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("§ 4a", "para_4a"),
        ("Article 5 bis", "art_5bis"),
        ("Article 4-1", "art_4-1"),
        ("第五条之二", "art_5-2"),
        ("Article IV", "art_iv"),
    ],
)
def test_articles_put_in_later_have_names_of_their_own(label, expected):
    found = numbered(Block(label, Role.HEADING), "Water stays.", Block(label, Role.HEADING), "End.")

    assert found.clauses[0].eid == expected


def test_an_article_that_reports_is_not_an_instrument():
    found = numbered(
        Block("Lakes sign declaration", Role.HEADING),
        "The two lakes signed a declaration on Monday, the harbour office said.",
        Block("What it means", Role.HEADING),
        "The text is a first step, according to keepers who know the gauge.",
        Block("Reactions", Role.HEADING),
        "Fishers told this paper that they had not been asked about it at all.",
    )

    assert not found.is_instrument
    assert any("reports what others said" in reason for reason in found.reasons)
