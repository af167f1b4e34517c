import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.directives import MAX_PART, DirectiveError, TextDirective, parse_fragment


@pytest.mark.parametrize(
    ("value", "directive"),
    [
        ("one", TextDirective("one")),
        ("one,two", TextDirective("one", "two")),
        ("zero-,one", TextDirective("one", prefix="zero")),
        ("one,-two", TextDirective("one", suffix="two")),
        ("zero-,one,two,-three", TextDirective("one", "two", "zero", "three")),
        ("France-Chine", TextDirective("France-Chine")),
        ("l%E2%80%99IA,ensemble", TextDirective("l’IA", "ensemble")),
        ("a%2Cb%2D,%2Dc", TextDirective("a,b-", "-c")),
        ("100%25 + 1", TextDirective("100% + 1")),
    ],
)
def test_parse(value: str, directive: TextDirective) -> None:
    assert TextDirective.parse(value) == directive


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("", "empty"),
        ("one,", "empty part"),
        (",one", "empty part"),
        ("one,,two", "too many commas"),
        ("one,two,three", "too many commas"),
        ("a-,b,c,d,-e", "too many commas"),
        ("-,one", "empty part"),
        ("one,-", "empty part"),
        ("zero-", "no start"),
        ("-three", "no start"),
        ("zero-,-three", "no start"),
        ("this & that", "%26"),
        ("50%", "%25"),
        ("%G1", "%25"),
        ("%E9", "not UTF-8"),
        ("%ED%A0%80", "not UTF-8"),
        ("one,%20", "white space"),
        ("x" * (MAX_PART + 1), "longer"),
    ],
)
def test_parse_refuses_malformed_directives(value: str, message: str) -> None:
    with pytest.raises(DirectiveError, match=message) as caught:
        TextDirective.parse(value)
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize("start", ["", " ", "\ud800"])
def test_a_directive_cannot_be_made_of_nothing(start: str) -> None:
    with pytest.raises(DirectiveError):
        TextDirective(start)


def test_the_readable_form_escapes_only_what_parse_would_misread() -> None:
    directive = TextDirective("50 % d’États, R&D\u2011x", "-fin-", "franco-", "l’été")
    assert str(directive) == "franco%2D-,50 %25 d’États%2C R%26D\u2011x,%2Dfin%2D,-l’été"


def test_the_encoded_form_escapes_hyphens_and_all_that_is_not_ascii() -> None:
    directive = TextDirective("well-known été", prefix="a,b")
    assert directive.encoded() == "a%2Cb-,well%2Dknown%20%C3%A9t%C3%A9"
    assert directive.fragment() == "#:~:text=" + directive.encoded()


PARTS = st.text(
    st.sampled_from("ab-,&% \n\u00a0\u2011é’理𝒜\u0301") | st.characters(exclude_categories=["Cs"]),
    max_size=8,
)
FILLED = PARTS.filter(lambda part: bool(part.strip()))


@given(FILLED, *(FILLED | st.just("") for _ in range(3)))
@settings(derandomize=True, deadline=None)
def test_both_forms_read_back(start: str, end: str, prefix: str, suffix: str) -> None:
    directive = TextDirective(start, end, prefix, suffix)
    assert TextDirective.parse(directive.readable()) == directive
    assert TextDirective.parse(directive.encoded()) == directive
    assert parse_fragment(directive.fragment()) == [directive]
    assert directive.encoded().isascii()
    assert directive.readable().isprintable() or not (start + end + prefix + suffix).isprintable()


@pytest.mark.parametrize(
    ("fragment", "starts"),
    [
        ("#foo:~:text=bar&text=baz", ["bar", "baz"]),
        ("#:~:text=one&selector=x&text=two", ["one", "two"]),
        ("#:~:text=one&text=&text=%&text=two", ["one", "two"]),
        ("https://example.org/a#b:~:text=c", ["c"]),
        ("#foo", []),
        ("#text=foo", []),
        ("", []),
    ],
)
def test_parse_fragment(fragment: str, starts: list[str]) -> None:
    assert [directive.start for directive in parse_fragment(fragment)] == starts
