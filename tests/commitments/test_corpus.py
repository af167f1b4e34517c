"""Every instrument of the shared corpus, read from its own file and numbered, beside its gold."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from commitments.numbering import Numbering, Part, number
from commitments.scoring import FIRST_WORDS, as_printed, begins
from sources.documents import Document, read_document

INSTRUMENTS = [
    "apec-golden-gate-2023-en-docx-autonum",
    "cn-genai-interim-measures-zh-pdf",
    "cn-spc-face-recognition-2021-zh",
    "ddhc-1789-fr",
    "eu-ai-act-2024-fr-xhtml-excerpt",
    "g20-bali-2022-en",
    "hiroshima-guiding-principles-en-pdf",
    "la-declaration-2022-fr",
    "preambule-1946-fr",
    "quad-tech-principles-2021-en",
    "sixg-principles-2024-en-html",
    "udhr-en",
    "udhr-fr",
    "udhr-hi",
    "udhr-zh-hans",
    "unga-res-78-265-en-pdf",
    "us-ca-sb942-2024-en-pdf",
]


def files(folder: Path) -> list[Path]:
    """The instrument as published, and the plain text derived from it, where there are both."""
    return sorted(path for path in folder.iterdir() if path.name != "meta.json")


def read(path: Path) -> tuple[Document, Numbering]:
    document = read_document(path.read_bytes(), path.name)
    return document, number(document.blocks)


def gold(shared: Path, name: str) -> dict[str, Any]:
    return json.loads((shared / "corpus" / name / "meta.json").read_text())["gold"]


@pytest.fixture(params=INSTRUMENTS)
def instrument(request: pytest.FixtureRequest, shared: Path) -> tuple[str, Path]:
    return request.param, shared / "corpus" / request.param


def test_the_list_is_the_corpus(shared: Path) -> None:
    assert sorted(path.parent.name for path in shared.glob("corpus/*/meta.json")) == INSTRUMENTS


def test_top_labels_are_exact_and_in_order(instrument: tuple[str, Path], shared: Path) -> None:
    name, folder = instrument
    for path in files(folder):
        _, found = read(path)
        assert [part.label for part in found.clauses] == gold(shared, name)["labels"], path.name


def test_first_words_are_right(instrument: tuple[str, Path], shared: Path) -> None:
    name, folder = instrument
    expected = gold(shared, name)
    words = next((expected[key] for key in FIRST_WORDS if key in expected), [])
    for path in files(folder):
        _, found = read(path)
        for part, first in zip(found.clauses, words, strict=bool(words)):
            assert begins(part, first), (path.name, part.label, as_printed(part)[:60], first)


def nested(expected: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    yield from (expected.get("nested") or {}).items()


def test_nested_parts_are_right_where_the_gold_states_them(
    instrument: tuple[str, Path], shared: Path
) -> None:
    name, folder = instrument
    for path in files(folder):
        _, found = read(path)
        parts = {part.label: part for part in found.clauses}
        for label, inside in nested(gold(shared, name)):
            children = parts[label].children
            assert len(children) == inside["count"], (path.name, label)
            if "labels" in inside:
                assert [child.label for child in children] == inside["labels"]
            words = next((inside[key] for key in FIRST_WORDS if key in inside), [])
            for child, first in zip(children, words, strict=False):
                assert begins(child, first), (path.name, label, child.label)


def test_trees_are_right_where_the_gold_states_them(
    instrument: tuple[str, Path], shared: Path
) -> None:
    name, folder = instrument
    tree = gold(shared, name).get("tree")
    if tree is None:
        return
    for path in files(folder):
        _, found = read(path)
        compare(found.clauses, tree, path.name)


def compare(parts: list[Part], expected: list[dict[str, Any]], where: str) -> None:
    assert [part.label for part in parts] == [each["label"] for each in expected], where
    for part, each in zip(parts, expected, strict=True):
        if "first_three_words" in each:
            assert begins(part, each["first_three_words"]), (where, part.label)
        compare(part.children, each.get("children", []), f"{where} {part.label}")


def test_nothing_is_lost(instrument: tuple[str, Path]) -> None:
    _, folder = instrument
    for path in files(folder):
        document, _ = read(path)
        assert document.coverage >= 0.999, path.name
        assert document.text


def test_recitals_and_the_head_of_the_page_are_no_clauses(shared: Path) -> None:
    document, found = read(shared / "corpus" / "eu-ai-act-2024-fr-xhtml-excerpt" / "source.xhtml")
    assert [part.label for part in found.recitals] == ["(1)", "(2)"]
    assert "Journal officiel" not in document.text
