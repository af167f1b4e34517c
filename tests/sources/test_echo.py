import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.echo import Shared, fingerprint, shared_passages, similarity, words

PASSAGE = "Both councils measure the water every morning and publish what they find."
HAN = "双方每天早晨测量水位，并向公众公布测得的数字。"

WORDS = st.lists(
    st.sampled_from(["lake", "water", "shore", "net", "boat", "gauge", "council", "morning"])
)
TEXTS = WORDS.map(" ".join)


def shared(a: str, b: str) -> list[tuple[str, str]]:
    return [(a[m:n], b[p:q]) for m, n, p, q in shared_passages(a, b)]


def test_a_passage_is_found_with_its_offsets() -> None:
    a, b = f"It began so. {PASSAGE} Then rain.", f"Elsewhere, snow: {PASSAGE}"
    assert shared(a, b) == [(PASSAGE[:-1], PASSAGE[:-1])]


def test_signs_spaces_and_case_do_not_count() -> None:
    a = "He said: “Both councils measure the water, every morning — and publish.”"
    b = "both councils measure\nthe WATER every morning and publish"
    assert shared(a, b) == [("Both councils measure the water, every morning — and publish", b)]


def test_seven_words_are_no_echo_and_eight_are() -> None:
    assert shared("one two three four five six seven", "one two three four five six seven") == []
    eight = "one two three four five six seven eight"
    assert shared(eight, f"zero {eight} nine") == [(eight, eight)]


def test_sixteen_characters_are_enough_without_spaces() -> None:
    assert shared(f"消息说，{HAN}", f"{HAN}三年之后") == [(HAN[:-1], HAN[:-1])]
    assert shared(HAN[:15], HAN[:15]) == []


def test_a_changed_word_parts_two_passages() -> None:
    first, second = "one two three four five six seven eight", "a b c d e f g h i"
    a, b = f"{first} red {second}", f"{first} blue {second}"
    assert shared(a, b) == [(first, first), (second, second)]


def test_unrelated_texts_share_nothing() -> None:
    a = PASSAGE
    b = "Nobody on the lower shore was asked where the nets would dry when the gauges came."
    assert shared_passages(a, b) == []
    assert similarity(fingerprint(a), fingerprint(b)) == (0, 0)


def test_containment_has_two_sides() -> None:
    part, whole = (
        PASSAGE,
        f"{PASSAGE} Until then the old rules of the two lakes stay in force as ever.",
    )
    of_part, of_whole = similarity(fingerprint(part), fingerprint(whole))
    assert of_part == 1
    assert 0 < of_whole < 0.5
    assert similarity(fingerprint(""), fingerprint(whole)) == (0, 0)


def test_hashes_are_the_same_in_another_process() -> None:
    code = f"from sources.echo import fingerprint; print(sorted(fingerprint({PASSAGE!r})))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert run.stdout.strip() == str(sorted(fingerprint(PASSAGE)))


@given(TEXTS, TEXTS)
def test_shared_passages_are_the_same_words_and_symmetric(a: str, b: str) -> None:
    found = shared_passages(a, b)
    for a_start, a_end, b_start, b_end in found:
        assert words(a[a_start:a_end]) == words(b[b_start:b_end])
        assert len(words(a[a_start:a_end])) >= 8
    assert sorted(Shared(*each[2:], *each[:2]) for each in found) == shared_passages(b, a)
    assert bool(found) == bool(fingerprint(a) & fingerprint(b))


@given(TEXTS, WORDS.filter(lambda each: len(each) >= 8).map(" ".join), TEXTS)
def test_what_is_copied_is_found(before: str, passage: str, after: str) -> None:
    whole = f"{before} {passage} {after}"
    assert similarity(fingerprint(passage), fingerprint(whole)).of_a == 1


@pytest.mark.parametrize("text", ["water " * 20_000, "水" * 40_000, "one two three " * 8_000])
def test_repetition_takes_no_longer(text: str) -> None:
    start = time.process_time()
    assert shared_passages(text, text)
    assert time.process_time() - start < 30  # against blow-up only; speed is measured in benchmarks
