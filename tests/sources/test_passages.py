"""Placing passages: every state that DESIGN.md §4 names, and when it changes."""

import pytest

from commitments.models import Evidence
from sources import passages
from sources.anchoring import Ambiguous, Anchored, NotFound
from sources.models import Passage
from sources.passages import place, place_all
from tests.factories import make_evidence, make_snapshot, make_source

pytestmark = pytest.mark.django_db

State = Passage.State
FIRST = "The lakes rise.\n\nUpper Lake and Lower Lake promise one common level.\n\nThe end."


def waiting(source, locator: str) -> Evidence:
    return make_evidence(source=source, locator=locator)


def quote(evidence: Evidence) -> str:
    return evidence.snapshot.text[evidence.start : evidence.end]


def test_without_a_snapshot_the_text_is_not_held():
    source = make_source()
    evidence = waiting(source, "one common level")

    assert place(evidence, source) is None
    assert (evidence.state, evidence.snapshot) == (State.TEXT_NOT_HELD, None)


def test_a_passage_is_placed_in_the_newest_snapshot():
    source = make_source()
    make_snapshot(source, "Nothing of the kind.")
    newest = make_snapshot(source, FIRST)
    evidence = waiting(source, "Upper Lake,common level")

    assert isinstance(place(evidence, source), Anchored)

    evidence.save()
    evidence.refresh_from_db()
    assert (evidence.state, evidence.snapshot) == (State.ANCHORED, newest)
    assert quote(evidence) == "Upper Lake and Lower Lake promise one common level"


@pytest.mark.parametrize(
    ("locator", "state", "resolution"),
    [
        ("Lake", State.AMBIGUOUS, Ambiguous),
        ("one uncommon level", State.NOT_FOUND, NotFound),
        ("one,,level", State.NOT_FOUND, NotFound),
    ],
)
def test_words_in_several_places_or_none_have_no_place(locator, state, resolution):
    source = make_source()
    make_snapshot(source, FIRST)
    evidence = waiting(source, locator)

    assert isinstance(place(evidence, source), resolution)
    assert (evidence.state, evidence.snapshot, evidence.start) == (state, None, None)


def test_a_passage_that_failed_is_looked_for_in_the_next_snapshot():
    source = make_source()
    make_snapshot(source, "Nothing of the kind.")
    evidence = waiting(source, "one common level")
    place(evidence, source)
    assert evidence.state == State.NOT_FOUND

    newest = make_snapshot(source, FIRST)
    place(evidence, source)
    assert (evidence.state, evidence.snapshot) == (State.ANCHORED, newest)


@pytest.mark.parametrize(
    ("newest", "state"),
    [
        (FIRST.replace("The end.", "The very end."), State.ANCHORED),
        (f"Corrected.\n\n{FIRST}", State.MOVED),
        (FIRST.replace("Lake and", "Lake or"), State.CHANGED),
        (FIRST.replace("one common level", "nothing"), State.CHANGED),
        (f"{FIRST}\n\nUpper Lake had once had one common level.", State.CHANGED),
        (FIRST.replace("Lower Lake promise", "Lower\u00a0Lake promise"), State.ANCHORED),
    ],
    ids=["same", "elsewhere", "inside", "vanished", "now twice", "typography"],
)
def test_a_placed_passage_keeps_its_place_and_tells_how_it_stands(newest, state):
    source = make_source()
    first = make_snapshot(source, FIRST)
    evidence = waiting(source, "Upper Lake,common level")
    place(evidence, source)
    place_before = (evidence.start, evidence.end)

    make_snapshot(source, newest)
    place(evidence, source)
    evidence.save()

    evidence.refresh_from_db()
    assert evidence.state == state
    assert (evidence.snapshot, evidence.start, evidence.end) == (first, *place_before)


def test_a_passage_back_at_its_place_is_anchored_again():
    source = make_source()
    first = make_snapshot(source, FIRST)
    evidence = waiting(source, "one common level")
    place(evidence, source)
    make_snapshot(source, "Under repair.")
    place(evidence, source)
    assert evidence.state == State.CHANGED

    make_snapshot(source, f"{FIRST} Really.")
    place(evidence, source)
    assert (evidence.state, evidence.snapshot) == (State.ANCHORED, first)


def test_offsets_count_code_points():
    source = make_source()
    make_snapshot(source, "🌊🌊 The lakes promise 𝔬𝔫𝔢 level.")
    evidence = waiting(source, "𝔬𝔫𝔢 level")
    place(evidence, source)
    assert (evidence.start, quote(evidence)) == (21, "𝔬𝔫𝔢 level")


def test_what_has_no_locator_or_its_place_already_is_passed_over():
    source = make_source()
    evidence = make_evidence(source=source, quote="one common level")
    silent = make_evidence(source=source, stance="not_mentioned")

    assert list(place_all([evidence, silent], source)) == []
    assert (silent.state, silent.snapshot) == ("", None)


def test_a_snapshot_is_folded_once(monkeypatch, django_assert_num_queries):
    source = make_source()
    make_snapshot(source, FIRST)
    waiting_ones = [waiting(source, words) for words in ("The lakes", "Upper Lake", "The end")]
    folded = []
    fold = passages.fold
    monkeypatch.setattr(passages, "fold", lambda text: folded.append(text) or fold(text))

    with django_assert_num_queries(2):  # the newest snapshot, the last attempt
        assert len(list(place_all(waiting_ones, source))) == 3
    assert folded == [FIRST]
