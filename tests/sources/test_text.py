import codecs
import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.text import (
    Span,
    canonical_text,
    decode,
    is_word_boundary,
    paragraph_spans,
    text_sha256,
)

PIECES = st.sampled_from(
    [
        *"aé.",
        "e\u0301",
        " ",
        "\t",
        "\n",
        "\r",
        "\r\n",
        "\n\n",
        "\ufeff",
        "\u00a0",
        "\u2011",
        "理",
        "𝒜",
    ]
)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("\ufeffone", "one"),
        ("\n \n\ufeff\none", "one"),
        ("one\n\n\n \t\n\u00a0\ntwo", "one\n\ntwo"),
        ("one\n\n\n", "one"),
        ("cafe\u0301", "café"),
        ("  • indented\n  • lines ", "  • indented\n  • lines "),
        (
            "l’un et l'autre, co\u00adop, a\u2011b, 1\u00a0%",
            "l’un et l'autre, co\u00adop, a\u2011b, 1\u00a0%",
        ),
    ],
)
def test_canonical_text_settles_form_and_keeps_the_rest(raw: str, text: str) -> None:
    assert canonical_text(raw) == text


@pytest.mark.parametrize("raw", ["", " \n\u00a0\n", "\ufeff", "a\0b", "a\ud800"])
def test_canonical_text_refuses_what_is_no_text(raw: str) -> None:
    with pytest.raises(ValueError, match=r"^The text .+\.$"):
        canonical_text(raw)


@given(st.lists(PIECES).map("".join))
@settings(derandomize=True, deadline=None)
def test_canonical_text_is_idempotent_and_loses_no_word(raw: str) -> None:
    try:
        text = canonical_text(raw)
    except ValueError:
        assert not raw.replace("\ufeff", "").strip()
        return
    assert canonical_text(text) == text
    spans = paragraph_spans(text)
    assert "\n\n".join(text[start:end] for start, end in spans) == text
    assert all(text[start:end].strip() for start, end in spans)


@pytest.mark.parametrize(
    "raw",
    [
        "naïve".encode(),
        codecs.BOM_UTF8 + "naïve".encode(),
        codecs.BOM_UTF16_LE + "naïve".encode("utf-16-le"),
        codecs.BOM_UTF16_BE + "naïve".encode("utf-16-be"),
    ],
)
def test_decode_reads_utf8_and_marked_utf16(raw: bytes) -> None:
    assert decode(raw) == "naïve"


@pytest.mark.parametrize(
    "raw",
    [
        "naïve".encode("latin-1"),
        "naïve".encode("utf-16-le"),
        "naïve".encode("utf-32"),
        b"\x89PNG\r\n\x1a\n",
        b"plain\0text",
        codecs.BOM_UTF16_LE + b"odd",
    ],
)
def test_decode_never_guesses(raw: bytes) -> None:
    with pytest.raises(ValueError, match=r"^The file .+\.$"):
        decode(raw)


def test_decode_names_utf32() -> None:
    with pytest.raises(ValueError, match="UTF-32"):
        decode("naïve".encode("utf-32"))


def test_paragraph_spans_leave_the_blank_lines_out() -> None:
    text = "One line\nand another\n\nTwo"
    assert paragraph_spans(text) == [Span(0, 20), Span(22, 25)]


def test_text_sha256_is_that_of_the_utf8_bytes() -> None:
    assert text_sha256("é") == hashlib.sha256(b"\xc3\xa9").hexdigest()


@pytest.mark.parametrize(
    ("marked", "boundary"),
    [
        ("|word", True),
        ("word|", True),
        ("wo|rd", False),
        ("two| words", True),
        ("two |words", True),
        ("GPT|4", False),
        ("snake|_case", False),
        ("he|'s", False),
        ("he'|s", False),
        ("l’|IA", False),
        ("he|' said", True),
        ("'|quoted'", True),
        ("3|.5", False),
        ("3.|5", False),
        ("10|,000", False),
        ("3|. Next", True),
        ("well|-known", True),
        ("e|\u0301", False),
        ("e\u0301|n", False),
        ("人|工智能", True),
        ("AI|治理", True),
        ("カ|タカナ", True),
        ("か|\u3099", False),
        ("ปัญ|ญา", True),
        ("ป|ัญญา", False),
        ("理.|理", True),
        ("a|\u200bb", True),
        ("𝒜|𝒷", False),
    ],
)
def test_word_boundaries(marked: str, *, boundary: bool) -> None:
    assert is_word_boundary(marked.replace("|", ""), marked.index("|")) is boundary
