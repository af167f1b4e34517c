"""Parts of an answer by dotted paths."""

import pytest

from sources.shaping import drop, grow, pick

DATA = {
    "ref": "a",
    "quote": {"exact": "words", "span": {"start": 1, "end": 2}},
    "texts": [{"language": "fr", "text": "eau"}, {"language": "en", "text": "water"}],
    "snapshot": None,
}


def test_grow_keeps_the_shorter_of_two_paths():
    assert grow([]) == {}
    assert grow(["a.b", "a.c.d", "e"]) == {"a": {"b": {}, "c": {"d": {}}}, "e": {}}
    assert grow(["a.b.c", "a"]) == grow(["a", "a.b"]) == {"a": {}}
    assert grow(["a.b.c", "a.b", "a.d.e"]) == {"a": {"b": {}, "d": {"e": {}}}}


@pytest.mark.parametrize(
    ("paths", "picked"),
    [
        (["ref"], {"ref": "a"}),
        (["quote.span.end", "ref"], {"ref": "a", "quote": {"span": {"end": 2}}}),
        (["texts.language"], {"texts": [{"language": "fr"}, {"language": "en"}]}),
        (["snapshot.number"], {"snapshot": None}),
        (["quote", "quote.exact"], {"quote": DATA["quote"]}),
        ([], DATA),
    ],
)
def test_pick(paths, picked):
    assert pick(DATA, grow(paths)) == picked
    assert pick([DATA, DATA], grow(paths)) == [picked, picked]


def test_drop_is_the_rest():
    assert drop(DATA, grow([])) == DATA
    assert drop(DATA, grow(["quote", "texts.text", "snapshot.number"])) == {
        "ref": "a",
        "texts": [{"language": "fr"}, {"language": "en"}],
        "snapshot": None,
    }
    assert drop(DATA, grow(["quote.span.start"]))["quote"] == {"exact": "words", "span": {"end": 2}}
