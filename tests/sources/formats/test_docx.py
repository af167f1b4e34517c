"""Word files are written here as zip files of our own XML; no file is kept."""

import io
import zipfile

import pytest

from sources.blocks import Block, Role
from sources.formats.docx import read
from sources.formats.reading import UnreadableDocument

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def make_docx(body: str, members: dict[str, str] | None = None, **parts: str) -> bytes:
    """Return a DOCX of a body and of other parts (`numbering`, `styles`, `footnotes`)."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "word/document.xml", f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
        )
        for name, inner in parts.items():
            archive.writestr(f"word/{name}.xml", f'<w:{name} xmlns:w="{W}">{inner}</w:{name}>')
        for name, content in (members or {}).items():
            archive.writestr(name, content)
    return target.getvalue()


def p(text: str, properties: str = "", run: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def item(text: str, level: int = 0, num: int = 1) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')


def level(number: int, form: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(*levels: str, nums: str = "") -> str:
    first = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    return f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{first}{nums}'


def blocks(body: str, **parts: str) -> list[Block]:
    return read(make_docx(body, **parts)).blocks


def labels(body: str, **parts: str) -> list[str]:
    return [block.label for block in blocks(body, **parts)]


@pytest.mark.parametrize(
    ("form", "text", "expected"),
    [
        ("decimal", "%1.", ["1.", "2.", "3."]),
        ("lowerLetter", "(%1)", ["(a)", "(b)", "(c)"]),
        ("upperRoman", "%1 -", ["I -", "II -", "III -"]),
        ("lowerRoman", "%1)", ["i)", "ii)", "iii)"]),
        ("chineseCounting", "第%1条", ["第一条", "第二条", "第三条"]),
        ("ordinal", "%1", ["1st", "2nd", "3rd"]),
        ("decimalFullWidth", "%1．", ["１．", "２．", "３．"]),
        ("bullet", "\uf0b7", ["•", "•", "•"]),
        ("decimal", "Article %1", ["Article 1", "Article 2", "Article 3"]),
    ],
)
def test_automatic_numbers_are_printed_as_word_prints_them(
    form: str, text: str, expected: list[str]
) -> None:
    body = item("water") + item("ice") + item("fish")
    assert labels(body, numbering=numbering(level(0, form, text))) == expected


def test_levels_print_the_levels_above_and_begin_again_below_them() -> None:
    definition = numbering(level(0, "decimal", "%1."), level(1, "decimal", "%1.%2"))
    body = item("a") + item("b", 1) + item("c", 1) + item("d") + item("e", 1)
    assert labels(body, numbering=definition) == ["1.", "1.1", "1.2", "2.", "2.1"]
    assert [block.depth for block in blocks(body, numbering=definition)] == [1, 2, 2, 1, 2]


def test_legal_numbering_and_levels_that_never_begin_again() -> None:
    definition = numbering(
        level(0, "upperRoman", "%1."),
        level(1, "decimal", "%1.%2", '<w:lvlRestart w:val="0"/><w:isLgl/>'),
    )
    body = item("a") + item("b", 1) + item("c") + item("d", 1)
    assert labels(body, numbering=definition) == ["I.", "1.1", "II.", "2.2"]


def test_a_second_list_goes_on_unless_it_is_told_to_begin_again() -> None:
    goes_on = '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
    again = (
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    definition = numbering(level(0, "decimal", "%1."), nums=goes_on + again)
    body = item("a") + item("b", num=2) + item("c", num=3) + item("d", num=3)
    assert labels(body, numbering=definition) == ["1.", "2.", "5.", "6."]


def test_numbers_come_from_styles_and_can_be_switched_off() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="N"><w:name w:val="List Number"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="M"><w:name w:val="x"/><w:basedOn w:val="N"/>'
        "</w:style>"
    )
    off = '<w:pStyle w:val="N"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    body = p("a", '<w:pStyle w:val="N"/>') + p("b", off) + p("c", '<w:pStyle w:val="M"/>')
    assert labels(body, styles=styles, numbering=numbering(level(0, "decimal", "%1."))) == [
        "1.",
        "",
        "2.",
    ]


def test_deletions_are_dropped_insertions_kept_and_hidden_words_left_out() -> None:
    body = (
        "<w:p><w:r><w:t>The </w:t></w:r><w:del><w:r><w:delText>old </w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>new</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>x</w:t></w:r>"
        "<w:r><w:tab/><w:t>lake</w:t><w:noBreakHyphen/><w:t>side</w:t></w:r></w:p>"
    )
    assert [block.text for block in blocks(body)] == ["The new lake\u2011side"]


def test_footnotes_follow_the_paragraph_that_calls_them() -> None:
    body = '<w:p><w:r><w:t>Water</w:t><w:footnoteReference w:id="2"/></w:r></w:p>' + p("Ice")
    notes = (
        f'<w:footnote w:type="separator" w:id="0">{p("-")}</w:footnote>'
        f'<w:footnote w:id="2">{p("See the map.")}</w:footnote>'
    )
    found = blocks(body, footnotes=notes)
    assert [(block.text, block.role, block.label) for block in found] == [
        ("Water", Role.PARAGRAPH, ""),
        ("See the map.", Role.FOOTNOTE, "1"),
        ("Ice", Role.PARAGRAPH, ""),
    ]


def test_headings_by_style_by_level_and_by_bold() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 1"/></w:style>'
    body = (
        p("Aim", '<w:pStyle w:val="H"/>')
        + p("Scope", '<w:outlineLvl w:val="1"/>')
        + p("Duties", run="<w:b/>")
        + p("Words", run='<w:b w:val="0"/>')
    )
    assert [block.role for block in blocks(body, styles=styles)] == [Role.HEADING] * 3 + [
        Role.PARAGRAPH
    ]


def test_tables_give_labelled_items_and_cells() -> None:
    def row(*cells: str) -> str:
        return "<w:tr>" + "".join(f"<w:tc>{p(cell)}</w:tc>" for cell in cells) + "</w:tr>"

    body = "<w:tbl>" + row("(a)", "fish") + row("Name", "Depth") + "</w:tbl>"
    found = blocks(body)
    assert (found[0].label, found[0].text, found[0].role) == ("(a)", "fish", Role.LIST_ITEM)
    assert [block.role for block in found[1:]] == [Role.CELL, Role.CELL]


def test_nothing_is_lost_and_numbers_are_no_part_of_the_count() -> None:
    reading = read(make_docx(item("water"), numbering=numbering(level(0, "decimal", "%1."))))
    assert (reading.letters_seen, reading.letters_added) == (5, 1)


@pytest.mark.parametrize(
    ("members", "sentence"),
    [
        ({"../../out": "x"}, "leads out"),
        ({"/out": "x"}, "leads out"),
        ({f"m{number}": "" for number in range(1001)}, "1,000 members"),
        ({"word/media/x": "0" * 30_000_000}, "unpacks to more"),
    ],
)
def test_containers_beyond_the_limits_are_refused(members: dict[str, str], sentence: str) -> None:
    with pytest.raises(UnreadableDocument, match=sentence):
        read(make_docx(p("x"), members))


def test_what_is_no_word_file_or_damaged_is_refused() -> None:
    with pytest.raises(UnreadableDocument, match="damaged"):
        read(make_docx(p("x"))[:90])
    with pytest.raises(UnreadableDocument, match="entities"):
        read(_with_entity())
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("a.txt", "x")
    with pytest.raises(UnreadableDocument, match="no Word document"):
        read(other.getvalue())


def _with_entity() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("word/document.xml", '<!DOCTYPE d [<!ENTITY a "b">]><d>&a;</d>')
    return target.getvalue()
