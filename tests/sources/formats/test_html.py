import pytest

from sources.blocks import Block, Role
from sources.formats.html import read
from sources.formats.reading import UnreadableDocument, count_letters


def blocks(body: str) -> list[Block]:
    return read(f"<html><body>{body}</body></html>").blocks


def labels(body: str) -> list[tuple[str, str, int]]:
    return [(block.label, block.text, block.depth) for block in blocks(body)]


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ("", ["1.", "2."]),
        ("start=4", ["4.", "5."]),
        ("type=a start=26", ["z.", "aa."]),
        ("type=I", ["I.", "II."]),
        ("type=i start=4", ["iv.", "v."]),
        ("reversed", ["2.", "1."]),
        ('style="list-style-type: upper-alpha"', ["A.", "B."]),
        ('style="list-style: none"', ["", ""]),
    ],
)
def test_ordered_lists_print_their_numbers(attributes: str, expected: list[str]) -> None:
    found = labels(f"<ol {attributes}><li>water<li>ice</ol>")
    assert [label for label, _, _ in found] == expected


def test_nested_lists_have_depth_and_their_own_numbers() -> None:
    body = (
        "<ol><li>count<ol type=a><li>fish<li value=4>boats</ol><li><p>tell</p><p>more</p></ol>"
        "<ul><li>x</ul>"
    )
    assert labels(body) == [
        ("1.", "count", 1),
        ("a.", "fish", 2),
        ("d.", "boats", 2),
        ("2.", "tell", 1),
        ("", "more", 1),
        ("•", "x", 1),
    ]


def test_a_number_printed_in_the_item_is_not_printed_twice() -> None:
    assert labels("<ol><li>1. water</ol>") == [("", "1. water", 1)]


def test_a_number_whose_item_holds_only_a_list_is_kept() -> None:
    assert labels("<ol><li><ol type=a><li>fish</ol></ol>") == [("1.", "", 1), ("a.", "fish", 2)]


def test_points_in_tables_of_two_cells_are_labelled_items() -> None:
    body = (
        "<table><tr><td><p>a)</p></td><td><p>the lakes:</p><table><tr><td>i)</td><td>the large</td>"
        "</tr></table></td></tr></table><table><tr><td>Name</td><td>Depth</td></tr></table>"
    )
    assert labels(body) == [
        ("a)", "the lakes:", 1),
        ("i)", "the large", 2),
        ("", "Name", 0),
        ("", "Depth", 0),
    ]
    assert [block.role for block in blocks(body)][2:] == [Role.CELL, Role.CELL]


def test_menus_feet_and_hidden_parts_are_set_aside_and_not_lost() -> None:
    prose = "The two lakes belong to nobody and are in the care of all. " * 5
    body = f"<nav>Home</nav><p>{prose}</p><p hidden>Draft</p><footer>Print</footer>"
    roles = {block.text: block.role for block in blocks(body)}
    assert roles.pop(prose.strip()) == Role.PARAGRAPH
    assert roles == dict.fromkeys(["Home", "Draft", "Print"], Role.BOILERPLATE)


def test_a_page_that_stands_in_an_aside_is_text() -> None:
    assert blocks("<aside><p>All the words of the page.</p></aside>")[0].role == Role.PARAGRAPH


def test_headings_bold_paragraphs_and_footnotes() -> None:
    body = "<h2>Aim</h2><p><b>Water</b></p><p><b>Ice</b> melts.</p><p><sup>1</sup> See map.</p>"
    assert [block.role for block in blocks(body)] == [
        Role.HEADING,
        Role.HEADING,
        Role.PARAGRAPH,
        Role.FOOTNOTE,
    ]


def test_line_breaks_part_numbered_lines_only() -> None:
    body = "<p>1. Count<br>2. Tell<br>the other side</p><p>North<br>shore</p>"
    assert [block.text for block in blocks(body)] == [
        "1. Count",
        "2. Tell\nthe other side",
        "North\nshore",
    ]


def test_the_count_of_letters_is_made_without_the_parser() -> None:
    body = "<p>a &lt; b &eacute;</p><!-- no --><style>no</style><div>c</div>"
    reading = read(f"<html><head><title>no</title></head><body>{body}</body></html>")
    assert reading.letters_seen == 4 == count_letters(block.text for block in reading.blocks)


@pytest.mark.parametrize("depth", [300, 5000])
def test_pages_too_deep_to_be_read_in_full_are_refused(depth: int) -> None:
    with pytest.raises(UnreadableDocument, match="deeper than 255"):
        read(
            "<html><body>" + "<div>" * depth + "deep" + "</div>" * depth + "<p>after</body></html>"
        )


def test_title_and_language() -> None:
    reading = read("<html lang=fr-CH><head><title>Site</title></head><body><h1>Loi</h1><p>x</body>")
    assert (reading.title, reading.language) == ("Loi", "fr-CH")
