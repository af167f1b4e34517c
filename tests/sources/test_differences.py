"""What differs between two texts: the pieces give both back, and say what a reader would say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources import differences
from sources.differences import (
    Counts,
    Kind,
    Op,
    Visible,
    compare,
    count,
    show,
    stretches,
)
from sources.text import Span, paragraph_spans

LAKES = "The lakes rise.\n\nUpper Lake and Lower Lake promise one common level.\n\nThe end."

words = st.text(alphabet="ab ,.’'-\n两湖é\u0301🜄", max_size=12)
texts = st.one_of(
    st.text(max_size=60),
    st.lists(words, max_size=8).map("\n\n".join),
    st.lists(st.sampled_from(["one lake.", "two lakes.", "a dam, open"]), max_size=9).map(
        "\n\n".join
    ),
)


def halves(difference):
    """Return both texts, put together from the pieces."""
    before = "".join(
        difference.before[slice(*piece.before)]
        for piece in difference.pieces
        if piece.op is not Op.ADDED
    )
    after = "".join(
        difference.after[slice(*piece.after)]
        for piece in difference.pieces
        if piece.op is not Op.REMOVED
    )
    return before, after


def said(before, after):
    """Return what became of each paragraph, and of the words of those that changed."""
    difference = compare(before, after)
    return [
        (
            block.kind.value,
            [
                (piece.op.value, difference.text_of(piece).strip("\n"))
                for piece in block.pieces
                if block.kind is Kind.CHANGED
            ],
        )
        for block in difference.blocks
    ]


@given(texts, texts)
def test_the_pieces_give_both_texts_back(before, after):
    difference = compare(before, after)
    assert halves(difference) == (before, after)


@given(texts, texts)
def test_pieces_follow_each_other_and_same_pieces_are_the_same(before, after):
    difference = compare(before, after)
    here = there = 0
    for piece in difference.pieces:
        assert (piece.before.start, piece.after.start) == (here, there)
        assert piece.before.start < piece.before.end or piece.after.start < piece.after.end
        here, there = piece.before.end, piece.after.end
        match piece.op:
            case Op.SAME:
                assert before[slice(*piece.before)] == after[slice(*piece.after)]
            case Op.REMOVED:
                assert piece.after.start == piece.after.end
            case Op.ADDED:
                assert piece.before.start == piece.before.end
    assert (here, there) == (len(before), len(after))


@given(texts)
def test_a_text_does_not_differ_from_itself(text):
    difference = compare(text, text)
    assert count(difference).nothing
    assert not difference.is_coarse
    assert {block.kind for block in difference.blocks} <= {Kind.SAME}


@given(texts, texts)
def test_there_and_back_the_same_paragraphs_are_the_same(before, after):
    there, back = count(compare(before, after)), count(compare(after, before))
    assert (there.added, there.removed, there.moved) == (back.removed, back.added, back.moved)


@given(texts, texts)
def test_what_is_hidden_is_counted_and_what_is_shown_is_the_text(before, after):
    difference = compare(before, after)
    whole = show(difference)
    assert all(piece.text is not None for block in whole for piece in block.pieces)
    spans = Visible([Span(0, len(before) // 2)], [])
    cut = [piece for block in show(difference, visible=spans) for piece in block.pieces]
    for piece in cut:
        if piece.text is not None and piece.op is not Op.ADDED:
            inside = piece.before.end <= len(before) // 2
            assert inside or piece.text.isspace()
    starts = [piece.before.start for piece in cut]
    assert starts == sorted(starts)
    assert cut == [] or cut[-1].before.end == len(before)


def test_numbers_are_those_of_the_paragraphs():
    difference = compare(LAKES, "A new first one.\n\n" + LAKES)
    assert [(block.before, block.after) for block in difference.blocks] == [
        (None, 1),
        (1, 2),
        (2, 3),
        (3, 4),
    ]
    for block in difference.blocks[1:]:
        span = paragraph_spans(LAKES)[block.before - 1]
        assert block.pieces[0].before.start == span.start


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            "They promise one common level.",
            "They promise two common levels.",
            [
                ("same", "They promise "),
                ("removed", "one"),
                ("added", "two"),
                ("same", " common "),
                ("removed", "level"),
                ("added", "levels"),
                ("same", "."),
            ],
        ),
        (
            "Il dit « l’eau ».",
            "Il dit « l'eau ».",
            [
                ("same", "Il dit « l"),
                ("removed", "’"),
                ("added", "'"),
                ("same", "eau »."),
            ],
        ),
        (
            "两湖承诺保持水位。",
            "两湖承诺努力保持水位。",
            [("same", "两湖承诺"), ("added", "努力"), ("same", "保持水位。")],
        ),
        (
            "The old dam of the north stays shut for many winters.",
            "The new sluice on the south stays shut for many winters.",
            [
                ("same", "The "),
                ("removed", "old dam of the north"),
                ("added", "new sluice on the south"),
                ("same", " stays shut for many winters."),
            ],
        ),
    ],
)
def test_words_are_marked_as_a_reader_would(before, after, expected):
    assert said(before, after) == [("changed", expected)]


def test_a_paragraph_that_moved_is_neither_added_nor_removed():
    first, second, third = LAKES.split("\n\n")
    after = "\n\n".join([second, third, first])
    assert [kind for kind, _ in said(LAKES, after)] == ["moved_from", "same", "same", "moved_to"]
    assert count(compare(LAKES, after)) == Counts(0, 0, 0, 1, 0, 0)


def test_other_words_are_another_paragraph_not_a_change():
    after = "The lakes rise.\n\nNobody knows who drew this map, or why it hangs here.\n\nThe end."
    assert [kind for kind, _ in said(LAKES, after)] == ["same", "removed", "added", "same"]
    assert count(compare(LAKES, after)) == Counts(0, 1, 1, 0, 11, 9)


def test_a_passage_is_touched_by_what_happens_within_it_and_by_nothing_else():
    passage = Span(LAKES.index("one common"), LAKES.index(" level"))
    for after, touched in {
        LAKES: False,
        LAKES.replace("one common", "two common"): True,
        LAKES.replace("one common", "one and common"): True,
        LAKES.replace("promise one", "promise to hold one"): False,
        LAKES.replace("level", "height"): False,
        LAKES.replace("The end", "No end"): False,
        "The end.\n\n" + LAKES.replace("\n\nThe end.", ""): False,
        "Upper Lake and Lower Lake promise one common level.\n\nThe lakes rise.": False,
    }.items():
        assert compare(LAKES, after).touches(passage) is touched, after


def test_a_passage_whose_paragraph_moved_is_touched():
    before = "One common level.\n\n" + LAKES.replace("one common level", "a board")
    after = LAKES.replace("one common level", "a board") + "\n\nOne common level."
    difference = compare(before, after)
    assert difference.touches(Span(0, 10))
    assert not difference.touches(Span(before.index("Upper"), before.index(" promise")))


def test_only_what_may_be_seen_is_shown():
    before = "Secret one. Secret two. They promise one level. Secret three. Secret four."
    after = "Secret new. Secret two. They promise two levels. Secret three. Secret five."
    start = before.index("They")
    allowed = Visible([Span(start, before.index(" Secret three"))], [])
    shown = show(compare(before, after), visible=allowed)
    visible = "".join(piece.text or "…" for block in shown for piece in block.pieces)
    assert "They promise one leveltwo levels." in visible
    assert "Secret" not in visible


def test_a_long_addition_within_a_passage_is_counted_not_shown():
    promise = "They promise, before all who came to the shore that day, "
    before = promise * 3 + "one level."
    after = promise * 3 + "very " * 70 + "one level."
    (block,) = show(compare(before, after), visible=Visible([Span(0, len(before))], []))
    assert [(piece.op, piece.words) for piece in block.pieces if piece.text is None] == [
        (Op.ADDED, 70)
    ]


def test_excerpts_of_both_texts_are_seen():
    other = LAKES.replace("The lakes rise.", "The lakes fall.")
    spans = paragraph_spans(other)
    (block, *_) = show(compare(LAKES, other), visible=Visible([], []))
    assert block.is_hidden
    (block, *_) = show(compare(LAKES, other), visible=Visible([], [spans[0]]))
    assert [piece.text for piece in block.pieces if piece.op is Op.ADDED] == ["fall"]
    assert [piece.text for piece in block.pieces if piece.op is Op.REMOVED] == [None]


def test_what_is_the_same_is_put_together():
    after = LAKES.replace("The end.", "An end.") + "\n\nMore."
    shown = stretches(show(compare(LAKES, after)))
    assert [(one.same, len(one.blocks)) for one in shown] == [(True, 2), (False, 1), (False, 1)]


def test_what_is_too_long_is_told_apart_in_larger_parts(monkeypatch):
    before = "One dam is open. " * 40 + "Two lakes rise. " + "Three boats pass. " * 40
    after = before.replace("Two lakes rise", "Two lakes fall")
    fine = compare("x " + before + "y", "z " + after + "v")
    assert not fine.is_coarse
    monkeypatch.setattr(differences, "MAX_CELLS", 7_000)
    by_sentence = compare("x " + before + "y", "z " + after + "v")
    assert halves(by_sentence) == ("x " + before + "y", "z " + after + "v")
    assert not by_sentence.is_coarse
    assert ("removed", "rise") in [
        (piece.op.value, by_sentence.text_of(piece)) for piece in by_sentence.pieces
    ]
    monkeypatch.setattr(differences, "MAX_CELLS", 10)
    coarse = compare("x " + before + "y", "z " + after + "v")
    assert coarse.is_coarse
    assert halves(coarse) == ("x " + before + "y", "z " + after + "v")


@given(texts, texts)
def test_the_pieces_give_both_texts_back_when_nothing_can_be_afforded(before, after):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(differences, "MAX_CELLS", 3)
        patch.setattr(differences, "MAX_PAIRS", 2)
        patch.setattr(differences, "MAX_PARAGRAPH", 6)
        assert halves(compare(before, after)) == (before, after)
