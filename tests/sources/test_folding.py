import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.folding import fold
from sources.text import Span

PIECES = st.sampled_from(
    [
        *"aB1 .'-—’«“…éßﬁİŉΐ½´𝒜😀人ガ한ﷺำ",
        *("\n", "\n\n", "\t", "\u00a0", "\u202f", "\u00ad", "\u2011", "\u0301", "\u200d"),
        *("e\u0301", "q\u0323\u0307", "ｶﾞ", "か\u3099", "\u1112\u1161\u11ab", "葛\U000e0100"),
    ]
)
TEXTS = st.lists(PIECES).map("".join) | st.text(max_size=30)


@pytest.mark.parametrize(
    ("raw", "folded"),
    [
        ("L’IA ‘a’ ʼb", "l'ia 'a' 'b"),
        ("“a” «b»", '"a" "b"'),
        ("a‐b\u2011c‒d–e—f―g", "a-b-c-d-e-f-g"),
        ("a\u00a0b\u202fc\u2009d", "a b c d"),
        ("co\u00adoperation", "cooperation"),
        ("a \n\n\t b", "a b"),
        ("a \u00ad b", "a b"),
        ("Straße STRASSE", "strasse strasse"),
        ("ﬁn", "fin"),
        ("ＡＩ①", "ai1"),
        ("e\u0301 = é", "é = é"),
        ("ｶﾞ = ガ", "ガ = ガ"),
        ("e\u00ad\u0301", "é"),
        ("a´b", "a´b"),
    ],
)
def test_folding_equates_spellings(raw: str, folded: str) -> None:
    assert fold(raw).text == folded


def test_folding_keeps_accents_apart() -> None:
    assert fold("peché").text != fold("pêché").text != fold("peche").text


@pytest.mark.parametrize(
    ("raw", "word", "span"),
    [
        ("die Straße dort", "strasse", Span(4, 10)),
        ("le ﬁn mot", "fin", Span(3, 5)),
        ("a \n\n b", " ", Span(1, 5)),
        ("the co\u00adop x", "coop", Span(4, 9)),
        ("𝒜𝒷 😀 tail", "tail", Span(5, 9)),
        ("cafe\u0301 noir", "café", Span(0, 5)),
        ("\u00adstart", "start", Span(1, 6)),
    ],
)
def test_a_folded_word_leads_back_to_its_raw_span(raw: str, word: str, span: Span) -> None:
    folded = fold(raw)
    start = folded.text.index(word)
    assert folded.raw_span(start, start + len(word)) == span
    assert folded.folded_span(*span) == Span(start, start + len(word))


def test_half_of_an_expansion_leads_back_to_the_whole_cluster() -> None:
    folded = fold("aßb")
    assert folded.text == "assb"
    assert folded.raw_span(1, 2) == folded.raw_span(2, 3) == folded.raw_span(1, 3) == Span(1, 2)
    assert [folded.is_edge(offset) for offset in range(5)] == [True, True, False, True, True]


@pytest.mark.parametrize("span", [(0, 0), (2, 1), (-1, 1), (0, 4)])
def test_spans_outside_the_text_are_refused(span: tuple[int, int]) -> None:
    folded = fold("abc")
    with pytest.raises(ValueError, match="not a span"):
        folded.raw_span(*span)
    with pytest.raises(ValueError, match="not a span"):
        folded.folded_span(*span)


@given(TEXTS)
@settings(derandomize=True, deadline=None, max_examples=300)
def test_every_folded_span_is_the_folding_of_its_raw_span(raw: str) -> None:
    folded = fold(raw)
    edges = [offset for offset in range(len(folded.text) + 1) if folded.is_edge(offset)]
    for start in edges:
        for end in edges:
            if start < end:
                span = folded.raw_span(start, end)
                assert fold(raw[span.start : span.end]).text == folded.text[start:end]
                assert folded.folded_span(*span) == (start, end)


@given(TEXTS)
@settings(derandomize=True, deadline=None, max_examples=300)
def test_the_clusters_tile_the_raw_text_but_for_leading_soft_hyphens(raw: str) -> None:
    folded = fold(raw)
    spans = [folded.raw_span(offset, offset + 1) for offset in range(len(folded.text))]
    at = len(raw) - len(raw.lstrip("\u00ad"))
    for span in dict.fromkeys(spans):
        assert span.start == at
        at = span.end
    assert not spans or at == len(raw)


@given(TEXTS)
@settings(derandomize=True, deadline=None, max_examples=300)
def test_folding_is_idempotent_and_blind_to_normal_form(raw: str) -> None:
    once = fold(raw).text
    assert fold(once).text == once
    assert fold(unicodedata.normalize("NFD", raw)).text == once
