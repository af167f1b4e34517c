"""Cutting a text at overlapping passages, and choosing what may be shown of it."""

from hypothesis import given
from hypothesis import strategies as st

from sources.highlighting import Block, Gap, Mark, Segment, count_words, cut, excerpts, lay_out
from sources.highlighting import sentences as sentences_of
from sources.text import Span, canonical_text, paragraph_spans

letters = st.sampled_from("ab é.!?。 𠮷\n")
texts = st.text(letters, min_size=1, max_size=60).filter(lambda text: text.strip())


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, list[Mark[int]]]:
    """Draw a canonical text and up to six passages in it, which overlap as they please."""
    text = canonical_text(draw(texts))
    marks = []
    for key in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(text) - 1))
        marks.append(Mark(key, start, draw(st.integers(start + 1, len(text)))))
    return text, marks


@given(marked_texts())
def test_segments_concatenate_to_the_text_and_to_each_passage(drawn):
    text, marks = drawn
    segments = cut(text, marks)
    assert "".join(segment.text for segment in segments) == text
    for mark in marks:
        own = [segment for segment in segments if mark.key in segment.keys]
        assert "".join(segment.text for segment in own) == text[mark.start : mark.end]
        assert [mark.key in segment.opens for segment in own] == [True] + [False] * (len(own) - 1)
        assert [mark.key in segment.closes for segment in own] == [False] * (len(own) - 1) + [True]


@given(marked_texts())
def test_paragraphs_are_laid_out_whole(drawn):
    text, marks = drawn
    blocks = paragraph_spans(text)
    laid = lay_out(text, blocks, marks)
    assert [block.index for block in laid] == list(range(len(blocks)))
    for block, span in zip(laid, blocks, strict=True):
        assert "".join(piece.text for piece in block.pieces) == text[span.start : span.end]


@given(marked_texts(), st.integers(0, 3))
def test_excerpts_show_every_passage_whole_and_count_what_they_leave_out(drawn, context):
    text, marks = drawn
    blocks = paragraph_spans(text)
    shown = excerpts(text, blocks, marks, context=context)
    laid = lay_out(text, blocks, marks, only=shown)
    pieces = [
        piece for item in laid for piece in (item.pieces if isinstance(item, Block) else [item])
    ]
    for mark in marks:
        own = "".join(p.text for p in pieces if isinstance(p, Segment) and mark.key in p.keys)
        within = "".join(
            text[max(mark.start, span.start) : min(mark.end, span.end)] for span in blocks
        )
        assert own == within
    segments = "".join(piece.text for piece in pieces if isinstance(piece, Segment))
    hidden = sum(piece.words for piece in pieces if isinstance(piece, Gap))
    whole = sum(count_words(text[span.start : span.end]) for span in blocks)
    # A sentence may end within a run of letters ("a.。b"), where words cannot be counted apart.
    assert hidden >= whole - count_words(segments) - len(pieces)
    assert all(piece.words for piece in pieces if isinstance(piece, Gap))
    if not marks:
        assert not segments


@given(marked_texts())
def test_sentences_concatenate_to_their_paragraph(drawn):
    text, _ = drawn
    for block in paragraph_spans(text):
        spans = sentences_of(text, block)
        assert "".join(text[start:end] for start, end in spans) == text[block.start : block.end]


def test_overlapping_passages_share_the_segment_where_they_overlap():
    text = "The two lakes hold one level."
    marks = [Mark("a", 4, 18), Mark("b", 8, 22)]
    assert cut(text, marks) == [
        Segment("The ", (), (), ()),
        Segment("two ", ("a",), ("a",), ()),
        Segment("lakes hold", ("a", "b"), ("b",), ("a",)),
        Segment(" one", ("b",), (), ("b",)),
        Segment(" level.", (), (), ()),
    ]


def test_a_passage_over_two_paragraphs_opens_once_and_closes_once():
    text = "One level\n\nfor two lakes"
    laid = lay_out(text, paragraph_spans(text), [Mark("a", 4, 14)])
    segments = [piece for block in laid for piece in block.pieces]
    assert [segment.text for segment in segments if segment.keys] == ["level", "for"]
    assert [segment.opens for segment in segments if segment.keys] == [("a",), ()]
    assert [segment.closes for segment in segments if segment.keys] == [(), ("a",)]


def test_offsets_count_code_points():
    assert cut("𠮷𠮷 lake", [Mark("a", 1, 2)])[1].text == "𠮷"


def test_gaps_stand_within_a_paragraph_or_between_paragraphs():
    text = "One. Two. Three. Four. Five. Six. Seven words.\n\nEight. Nine.\n\nTen. Eleven."
    blocks = paragraph_spans(text)
    marks = [Mark("a", 0, 3), Mark("b", text.index("Six"), text.index("Six") + 3)]
    laid = lay_out(text, blocks, marks, only=excerpts(text, blocks, marks, context=0))
    assert [piece if isinstance(piece, Gap) else piece.text for piece in laid[0].pieces] == [
        "One",
        ". ",
        Gap(4),
        "Six",
        ". ",
    ]
    assert laid[1:] == [Gap(6)]


def test_context_runs_on_into_the_neighbouring_paragraphs():
    text = "One. Two.\n\nThree.\n\nFour. Five. Six."
    blocks = paragraph_spans(text)
    shown = excerpts(text, blocks, [Mark("a", text.index("Three"), text.index("Three") + 5)])
    assert [text[start:end] for start, end in shown] == [
        "One. ",
        "Two.",
        "Three.",
        "Four. ",
        "Five. ",
    ]


def test_initials_and_abbreviations_do_not_end_a_sentence():
    text = "M. Dupont came in c. 1998 or so. He left."
    assert sentences_of(text, Span(0, len(text))) == [Span(0, 33), Span(33, len(text))]


def test_the_number_of_a_clause_is_no_sentence():
    text = "6. The lakes agree. They meet in 2031. 7. This is no label."
    pieces = [text[start:end] for start, end in sentences_of(text, Span(0, len(text)))]
    assert pieces == ["6. The lakes agree. ", "They meet in 2031. ", "7. ", "This is no label."]


def test_words_of_scripts_without_spaces_are_counted():
    assert count_words("人工智能 level") == 3
