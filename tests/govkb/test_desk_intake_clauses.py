"""Rows of clauses as curators arrange them: no word is lost, none is made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitments.numbering import number
from govkb.desk.intake_clauses import (
    NotPossible,
    Row,
    indent,
    join,
    kept_blocks,
    number_in,
    numbering_of,
    places_to_split,
    rows_of,
    set_kind,
    split,
    split_before,
)
from sources.blocks import Block
from sources.text import canonical_text, paragraph_spans

WORDS = st.sampled_from(
    ["lake", "shore.", "“level”;", "水", "𠮷a", "evry", "(a)", "2.", "l’eau", "–"]
)
TEXTS = st.lists(st.lists(WORDS, min_size=1, max_size=6).map(" ".join), min_size=1, max_size=5).map(
    "\n\n".join
)


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def whole(text: str) -> Row:
    return Row("clause", spans=[(0, len(text))])


@given(TEXTS, st.integers(0, 150))
def test_a_row_that_is_split_and_joined_is_as_before(text, at):
    rows = [whole(text)]
    try:
        split(rows, 0, at, text)
    except NotPossible:
        assert not text[:at].strip() or not text[at:].strip()
        return
    first, second = rows
    assert letters(first.text(text) + second.label + second.text(text)) == letters(text)
    assert all(text[start:end].strip() == text[start:end] for start, end in first.spans)

    join(rows, 1, text)
    (row,) = rows
    assert letters(row.text(text)) == letters(text)


@given(TEXTS)
def test_every_place_that_is_offered_can_be_split_at(text):
    for at, _words in places_to_split(whole(text), text):
        rows = [whole(text)]
        try:
            split(rows, 0, at, text)
        except NotPossible:
            assert not letters(text[:at]) or not letters(text[at:])


@given(
    st.lists(st.integers(0, 3), min_size=1, max_size=8), st.integers(0, 7), st.sampled_from([1, -1])
)
def test_no_clause_stands_deeper_than_one_level_inside_the_one_before(levels, index, step):
    rows = [Row("clause", level=level, spans=[(0, 1)]) for level in levels]
    set_kind(rows[0], "article")
    before = [row.as_json() for row in rows]
    try:
        indent(rows, min(index, len(rows) - 1), step)
    except NotPossible:
        assert [row.as_json() for row in rows] == before
        return
    deepest = 0
    for row in rows:
        assert 0 <= row.level <= deepest
        deepest = row.level + 1


def test_what_stands_inside_a_clause_moves_with_it():
    rows = [Row("clause", level=level, spans=[(0, 1)]) for level in (0, 0, 1, 2, 0)]
    indent(rows, 1, 1)
    assert [row.level for row in rows] == [0, 1, 2, 3, 0]
    indent(rows, 1, -1)
    assert [row.level for row in rows] == [0, 0, 1, 2, 0]


@given(TEXTS)
def test_rows_hold_what_the_text_holds(text):
    text = canonical_text(text)
    blocks = [Block(text[start:end]) for start, end in paragraph_spans(text)]
    for row in rows_of(number(blocks), text):
        assert row.words == "" or not row.spans
        assert letters(row.text(text)) in letters(text)


def test_wrapped_lines_are_found_though_they_were_made_whole():
    text = "1. The lakes keep one com-\nmon level.\n\n2. They “measure\nit”."
    found = number([Block("1. The lakes keep one common level."), Block("2. They “measure it”.")])
    first, second = rows_of(found, text)
    assert first.text(text) == "The lakes keep one com-\nmon level."
    assert second.text(text) == "They “measure\nit”."
    assert numbering_of([first, second], text).clauses[1].number == "2"


def test_words_that_do_not_stand_in_the_text_are_kept_as_they_are():
    found = number([Block("1. The upper lake."), Block("2. The lower lake.")])
    rows = rows_of(found, "1. The upper lake.")
    assert (rows[1].words, rows[1].spans) == ("The lower lake.", [])
    with pytest.raises(NotPossible, match="Only words that stand"):
        join(rows, 1, "1. The upper lake.")


def test_blocks_of_what_was_left_out_are_left_out():
    text = "Menu\n\nThe lakes agree.\n\nMenu"
    blocks = [Block("Menu"), Block("The lakes agree."), Block("Menu")]
    assert kept_blocks(blocks, text, [(0, 4)]) == blocks[1:]


def test_a_label_and_a_heading_that_stand_between_are_joined_with_the_words():
    text = "1. The lakes\n\nArticle 2\n\nMeasuring\n\nThey measure."
    rows = [
        Row("clause", "1.", spans=[(3, 12)]),
        Row("article", "Article 2", "Measuring", spans=[(text.index("They"), len(text))]),
    ]
    join(rows, 1, text)
    assert rows[0].spans == [(3, len(text))]


def test_what_stands_between_and_was_left_out_stays_out():
    text = "The lakes\n\nMenu\n\nagree."
    rows = [
        Row("clause", spans=[(0, 9)]),
        Row("dropped", spans=[(11, 15)]),
        Row("clause", spans=[(17, 23)]),
    ]
    join(rows, 2, text)
    assert rows[0].text(text) == "The lakes\n\nagree."


@pytest.mark.parametrize("words", ["", "  ", "x" * 2000, "fish", "lake"])
def test_words_must_stand_once_to_split_before_them(words):
    text = "The lake and the other lake."
    with pytest.raises(NotPossible):
        split_before([whole(text)], 0, words, text)


@pytest.mark.parametrize(
    ("label", "number"),
    [("1.", "1"), ("Article 5", "5"), ("第五条", "5"), ("(a)", "a"), ("", "7"), ("§ 4a", "4a"),
     ("–", "7"),
     ("Préambule", "Preambule"), ("5.1", "5.1")],
)  # fmt: skip
def test_a_label_comes_to_a_number_for_addresses(label, number):
    assert number_in(label, 7) == number
