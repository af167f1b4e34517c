import time

import pytest

from sources.blocks import Block, Role
from sources.formats.markdown import read


def blocks(source: str) -> list[Block]:
    return read(source).blocks


def test_front_matter_gives_the_title_and_is_no_text() -> None:
    reading = read(
        '---\ntitle: "The lakes\\u2019\\_Act"\nlang: en\ntags: x\n---\n\nThe water is free.\n'
    )
    assert reading.title == "The lakes’\u00a0Act"
    assert reading.language == "en"
    assert [block.text for block in reading.blocks] == ["The lakes’\u00a0Act", "The water is free."]


def test_escaped_numbers_are_printed_numbers() -> None:
    assert (
        blocks("1\\. The water\nis free.\n\n2\\. So is the ice.")[0].text == "1. The water is free."
    )


def test_emphasis_links_and_tags_leave_only_their_words() -> None:
    found = blocks(
        "The **two *deep* lakes** ([map](https://example.org/a_(b))), 3<sup>rd</sup> `set` &amp;."
    )
    assert found[0].text == "The two deep lakes (map), 3rd set &."


def test_a_line_all_in_bold_is_a_heading() -> None:
    found = blocks("**Support** **clean water.**\n\nText.\n\n# Top #\n\nUnder\n-----\n\nText.")
    assert [(block.role, block.text) for block in found] == [
        (Role.HEADING, "Support clean water."),
        (Role.PARAGRAPH, "Text."),
        (Role.HEADING, "Top"),
        (Role.HEADING, "Under"),
        (Role.PARAGRAPH, "Text."),
    ]


def test_lists_keep_their_labels_and_depth() -> None:
    found = blocks(
        "Each side:\n\n1.  counts:\n    - fish,\n      large or small;\n    - boats;\n\n"
        "<!-- -->\n\n2.  tells.\n"
    )
    assert [(block.label, block.text, block.depth) for block in found] == [
        ("", "Each side:", 0),
        ("1.", "counts:", 1),
        ("•", "fish, large or small;", 2),
        ("•", "boats;", 2),
        ("2.", "tells.", 1),
    ]


def test_a_number_that_begins_a_wrapped_line_is_text() -> None:
    assert (
        len(blocks("We counted the boats of the summer and found\n81. That was more than ever."))
        == 1
    )


def test_rules_and_notes_are_told_by_their_role() -> None:
    found = blocks("Water.[^1]\n\n—————\n\n[^1]: See the map.\n")
    assert [(block.role, block.text, block.label) for block in found] == [
        (Role.PARAGRAPH, "Water.", ""),
        (Role.BOILERPLATE, "—————", ""),
        (Role.FOOTNOTE, "See the map.", "1"),
    ]


@pytest.mark.parametrize("piece", ["![a](", "_a _", "**a", "[", "`a", '[a](b "', "1", "<a", "\\"])
def test_reading_takes_linear_time(piece: str) -> None:
    start = time.process_time()
    read(piece * (100_000 // len(piece)))
    assert time.process_time() - start < 30  # against blow-up only; speed is measured in benchmarks
