"""Made-up instruments of every family, in every form: the clauses are found as they were meant."""

import pytest

from commitments.numbering import Part, number
from sources.documents import read_document
from tests.commitments.made_up import Gold, Instrument
from tests.commitments.made_up_forms import FORMS
from tests.commitments.made_up_instruments import INSTRUMENTS


def compare(parts: list[Part], expected: list[Gold], where: str) -> None:
    """Labels exact and in order, words beginning as they should, all the way down."""
    assert [bare(part.label) for part in parts] == [bare(each.label) for each in expected], where
    for part, each in zip(parts, expected, strict=True):
        printed = f"{part.heading} {part.text}".split()
        words = each.words.split()[:3]
        begins = part.text.split()[: len(words)] == words
        assert begins or contains(printed, words), (where, part.label, printed[:9], words)
        compare(part.children, each.children, f"{where} {part.label}")


def bare(label: str) -> str:
    """Whether a dash or colon after a label is part of it is a matter of taste."""
    return label.rstrip(" –:-")


def contains(printed: list[str], words: list[str]) -> bool:
    return any(printed[at : at + len(words)] == words for at in range(12))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("made_up", INSTRUMENTS, ids=lambda made_up: made_up.name)
def test_the_clauses_are_found_as_they_were_meant(made_up: Instrument, form: str) -> None:
    render, name = FORMS[form]
    document = read_document(render(made_up), name)
    found = number(document.blocks)

    compare(found.clauses, made_up.gold(), "")
    assert found.is_instrument
    assert document.coverage > 0.98
