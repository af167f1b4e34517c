from typing import Any

import pytest

from sources.echoes import find_echoes, proposed_derivations
from sources.models import Paragraph
from tests.factories import make_publisher, make_snapshot, make_source

pytestmark = pytest.mark.django_db

PASSAGE = "Both councils measure the water every morning and publish what they find."
OWN = f"The charter was signed.\n\n{PASSAGE}\n\nThe nets dry on the lower shore."


def test_the_newest_snapshots_of_other_sources_are_compared() -> None:
    snapshot = make_snapshot(text=OWN)
    make_snapshot(source=snapshot.source, text=f"{OWN} Later.")
    other = make_source(slug="other")
    make_snapshot(source=other, text="Nothing of it here.")
    make_snapshot(source=other, text=f"They write: {PASSAGE}")
    dropped = make_source(slug="dropped")
    make_snapshot(source=dropped, text=PASSAGE)
    make_snapshot(source=dropped, text="The page was rewritten.")
    (echo,) = find_echoes(snapshot)
    assert echo.source == other
    assert echo.snapshot.number == 2
    ((start, end, their_start, their_end),) = echo.passages
    assert snapshot.text[start:end] == echo.snapshot.text[their_start:their_end] == PASSAGE[:-1]
    assert 0 < echo.contained < echo.contains < 1


def test_the_closest_source_comes_first() -> None:
    snapshot = make_snapshot(text=OWN)
    make_snapshot(source=make_source(slug="a-part"), text=PASSAGE)
    make_snapshot(source=make_source(slug="whole"), text=f"{OWN}\n\nAnd more.")
    assert [echo.source.slug for echo in find_echoes(snapshot)] == ["whole", "a-part"]


def test_boilerplate_is_no_echo() -> None:
    snapshot = make_snapshot(text=OWN)
    other = make_snapshot(text=f"Another text.\n\n{PASSAGE}")
    Paragraph.objects.filter(snapshot=other, number=2).update(role="boilerplate")
    assert find_echoes(snapshot) == []
    assert find_echoes(other) == []


def test_a_text_of_a_few_words_has_no_echo() -> None:
    make_snapshot(text="A few words.")
    assert find_echoes(make_snapshot(text="A few words.")) == []


def test_a_thousand_snapshots(django_assert_num_queries: Any) -> None:
    publisher = make_publisher()
    for number in range(1_000):
        text = f"Story {number}. " + " ".join(f"word{number}x{n}" for n in range(40))
        source = make_source(publisher=publisher)
        make_snapshot(source=source, text=f"{text} {PASSAGE}" if number % 100 == 0 else text)
    snapshot = make_snapshot(text=OWN)
    # Our boilerplate, the snapshots, and their boilerplate for each 200 of them.
    with django_assert_num_queries(1 + 1 + 5):
        assert len(find_echoes(snapshot)) == 10


def test_credits_are_matched_with_known_publishers() -> None:
    times = make_publisher(slug="lake-times", name="The Lake Times")
    make_publisher(slug="hill-post", name="Hill Post")
    credited = make_source(slug="lake-times-1", publisher=times)
    make_snapshot(source=credited, text=PASSAGE)
    snapshot = make_snapshot(text=f"{OWN}\n\nSource: laketimes")
    (proposal,) = proposed_derivations(snapshot, find_echoes(snapshot))
    assert proposal.publisher == times
    assert proposal.credit.name == "laketimes"
    assert snapshot.text[proposal.credit.start : proposal.credit.end] == "Source: laketimes"
    assert proposal.sources == [credited]


def test_the_publisher_of_the_source_is_no_origin() -> None:
    times = make_publisher(slug="lake-times", name="The Lake Times")
    snapshot = make_snapshot(
        source=make_source(publisher=times), text=f"{OWN}\n\nSource: The Lake Times"
    )
    assert proposed_derivations(snapshot) == []
