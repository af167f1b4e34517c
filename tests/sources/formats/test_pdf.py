"""PDFs are written here, a few lines of Helvetica at given places; no file is kept."""

import zlib
from collections.abc import Sequence

import pytest

from sources.blocks import Block, Role
from sources.formats import pdf_pages
from sources.formats.pdf import read
from sources.formats.reading import UnreadableDocument

Word = tuple[float, float, str] | tuple[float, float, str, float]


def make_pdf(pages: Sequence[Sequence[Word]], trailer: bytes = b"") -> bytes:
    """Return a PDF of pages of (left, base line, words, size)."""
    count = len(pages)
    kids = b" ".join(b"%d 0 R" % (4 + 2 * number) for number in range(count))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    for number, words in enumerate(pages):
        content = b"".join(
            b"BT /F %f Tf %f %f Td (%s) Tj ET\n"
            % ((*each, 10.0)[3], each[0], each[1], _escaped(each[2]))
            for each in words
        )
        packed = zlib.compress(content)
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>"
            b"/Contents %d 0 R>>" % (5 + 2 * number)
        )
        objects.append(
            b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed)
        )
    data, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return data + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R%s>>\n"
        b"startxref\n%d\n%%%%EOF" % (len(objects) + 1, table, len(objects) + 1, trailer, len(data))
    )


def _escaped(text: str) -> bytes:
    return text.encode("cp1252").replace(b"(", b"\\(").replace(b")", b"\\)")


def lines(*texts: str, left: float = 72, top: float = 700, pitch: float = 12) -> list[Word]:
    return [(left, top - number * pitch, text) for number, text in enumerate(texts)]


def texts(pages: Sequence[Sequence[Word]], role: Role | None = None) -> list[str]:
    return [
        block.text
        for block in read(make_pdf(pages)).blocks
        if (role is None and block.role != Role.BOILERPLATE) or block.role == role
    ]


PROSE = (
    "The two lakes belong to nobody and are in the care of all who live on their shores, on",
    "whatever side of the border that runs through them their houses stand; nobody may close",
    "them to others, nor take from them more water than the rains of one year bring back.",
)


def test_paragraphs_are_parted_by_gaps_and_by_lines_that_end_early() -> None:
    page = [*lines(*PROSE), *lines("It is so.", "It stays so.", top=640)]
    assert texts([page]) == [" ".join(PROSE), "It is so.", "It stays so."]


def test_indents_and_labels_begin_paragraphs() -> None:
    page = [
        (92, 700, PROSE[0][:-4]),
        (72, 688, PROSE[1]),
        (72, 676, PROSE[2]),
        (92, 664, "(a)"),
        (112, 664, "fish of every kind, whether they are large or small or of any colour;"),
        (92, 652, "(b)"),
        (112, 652, "boats."),
    ]
    assert [text[:8] for text in texts([page])] == ["The two ", "(a) fish", "(b) boat"]


def test_a_paragraph_goes_on_over_the_page_and_running_heads_do_not_enter_it() -> None:
    def page(number: int, *body: str) -> list[Word]:
        head = (72, 800, "Act on the two lakes, 12 March", 8)
        return [head, *lines(*body), (280, 40, f"- {number} -", 8)]

    pages = [page(1, PROSE[0]), page(2, PROSE[1]), page(3, PROSE[2])]
    assert texts(pages) == [" ".join(PROSE)]
    assert texts(pages, Role.BOILERPLATE).count("Act on the two lakes, 12 March") == 3


def test_footnotes_at_the_foot_of_the_page_are_told_apart() -> None:
    page = [*lines(*PROSE), (72, 100, "1 See the map of 1902.", 7), (72, 90, "2 Ibid.", 7)]
    assert texts([page], Role.FOOTNOTE) == ["1 See the map of 1902.", "2 Ibid."]


def test_two_columns_are_read_one_after_the_other() -> None:
    left = [f"north shore line {number} of the column" for number in range(9)]
    right = [f"south shore line {number} of the column" for number in range(9)]
    rows = [
        word
        for number in range(9)
        for word in ((60, 700 - 12 * number, left[number]), (320, 700 - 12 * number, right[number]))
    ]
    found = " ".join(
        texts(
            [[(60, 740, "Report on both shores of the two lakes and their waters together"), *rows]]
        )
    )
    assert found.index("north shore line 8") < found.index("south shore line 0")


def test_a_label_alone_on_its_line_goes_with_the_words_below() -> None:
    page = [*lines("3."), *lines("The water is free.", top=670)]
    assert texts([page]) == ["3. The water is free."]


def test_words_broken_at_line_ends_are_made_whole() -> None:
    page = lines(
        "The government of the lakes keeps a register of all boats and all nets, and the govern-",
        "ment answers for what stands in it before the two councils and all who live beside them.",
    )
    assert "the government answers" in texts([page])[0]


@pytest.mark.parametrize(
    ("printed", "meant"),
    [("第⼀条", "第一条"), ("⻚", "页"), ("⻓⻔", "长门"), ("ﬁsh", "fish"), ("ﻻ", "لا")],
)
def test_radicals_and_ligatures_become_what_they_mean(printed: str, meant: str) -> None:
    assert pdf_pages.clean(pdf_pages.resolve(printed)) == meant
    assert len(pdf_pages.resolve(printed)) == len(printed)


def test_coverage_is_counted_on_the_page_and_not_in_the_blocks() -> None:
    reading = read(make_pdf([lines(*PROSE)]))
    assert reading.letters_seen == sum(map(str.isalnum, "".join(PROSE)))


def test_a_pdf_without_text_is_its_own_answer() -> None:
    with pytest.raises(UnreadableDocument, match="no text layer"):
        read(make_pdf([[], []]))


def test_an_encrypted_or_damaged_or_endless_pdf_is_refused() -> None:
    key = b"/Encrypt<</Filter/Standard/V 1/R 2/O(%s)/U(%s)/P -4>>/ID[(a)(b)]" % (
        b"o" * 32,
        b"u" * 32,
    )
    with pytest.raises(UnreadableDocument, match="encrypted"):
        read(make_pdf([lines("x")], key))
    with pytest.raises(UnreadableDocument, match="damaged"):
        read(make_pdf([lines("x")])[:200])
    with pytest.raises(UnreadableDocument, match="500 pages"):
        read(make_pdf([[]] * 501))


def test_large_and_centred_lines_are_headings() -> None:
    blocks: list[Block] = read(
        make_pdf([[(72, 760, "Act on the lakes", 18), *lines(*PROSE), (280, 600, "Article 1")]])
    ).blocks
    assert [block.role for block in blocks] == [Role.HEADING, Role.PARAGRAPH, Role.HEADING]


def test_the_numbers_of_the_lines_of_a_bill_are_no_text():
    words = [
        "SECTION 1. SHORT TITLE.",
        "This Act may be cited as the Gauge Act, and it holds",
        "for both lakes and for all who live on their shores.",
        "SEC. 2. BOATS.",
        "(a) Boats pass freely at all hours, by day and by night,",
        "unless the water is frozen; and",
        "(b) nets are mended in winter.",
    ]
    numbers = [(50, 700 - 24 * at, str(at + 1)) for at in range(len(words))]
    page = [*numbers, *((80, 700 - 24 * at, text) for at, text in enumerate(words))]

    found = [block for block in read(make_pdf([page])).blocks if block.role != Role.BOILERPLATE]
    assert [block.text for block in found if block.text[:1] in "S("] == [
        words[0],
        words[3],
        f"{words[4]} {words[5]}",
        words[6],
    ]
    assert not any(block.text[0].isdigit() for block in found)


def test_an_article_after_a_short_line_is_a_paragraph():
    page = lines("PART III", "ORGANS", "Article 8", "The council meets once a year in Lakeville.")

    assert "Article 8" in texts([page])
