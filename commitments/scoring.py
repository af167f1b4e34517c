"""How well instruments are read, beside the gold that stands next to them.

A folder holds the instrument (`source.*`, `text.txt` or both) and `meta.json`, whose `gold` gives
the printed labels of the clauses in order, their first words, and where it states them the parts
inside (`nested` or `tree`).
"""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from commitments.numbering import Part, number
from sources.documents import UnreadableDocument, read_document

FIRST_WORDS = ("first_three_words", "first_words", "first_characters")


@dataclass(frozen=True, slots=True)
class Score:
    """What was right in one file, and how long it took."""

    instrument: str
    file: str
    labels: bool
    words: bool
    nested: bool
    seconds: float

    @property
    def is_exact(self) -> bool:
        return self.labels and self.words and self.nested


def scores(directory: Path, progress: Callable[[int, int], None] | None = None) -> Iterator[Score]:
    """Yield a score for every instrument's every file below a directory, in order of names.

    `progress` is told how many files are read, of how many.
    """
    files = [
        (path, meta)
        for meta in sorted(directory.glob("*/meta.json"))
        for path in sorted([*meta.parent.glob("source.*"), *meta.parent.glob("text.txt")])
    ]
    for done, (path, meta) in enumerate(files):
        if progress:
            progress(done, len(files))
        yield score(path, json.loads(meta.read_text())["gold"])


def score(path: Path, gold: dict[str, Any]) -> Score:
    """Read one file and compare it with its gold."""
    started = time.perf_counter()
    try:
        parts = number(read_document(path.read_bytes(), path.name).blocks).clauses
    except UnreadableDocument:
        parts = []
    seconds = time.perf_counter() - started
    labels = [part.label for part in parts] == gold["labels"]
    words = labels and _begin(parts, _first_words(gold))
    nested = labels and all(
        _nested_right(part, gold["nested"][part.label])
        for part in parts
        if part.label in (gold.get("nested") or {})
    )
    if "tree" in gold:
        nested = nested and _tree_right(parts, gold["tree"])
    return Score(path.parent.name, path.name, labels, words, nested, seconds)


def _first_words(gold: dict[str, Any]) -> list[str]:
    return next((gold[key] for key in FIRST_WORDS if key in gold), [])


def _begin(parts: list[Part], words: list[str]) -> bool:
    return not words or (len(parts) == len(words) and all(map(begins, parts, words)))


def _nested_right(part: Part, gold: dict[str, Any]) -> bool:
    children = part.children
    labels = gold.get("labels")
    return (
        len(children) == gold["count"]
        and (labels is None or [child.label for child in children] == labels)
        and all(map(begins, children, _first_words(gold)))
    )


def _tree_right(parts: list[Part], gold: list[dict[str, Any]]) -> bool:
    return [part.label for part in parts] == [each["label"] for each in gold] and all(
        begins(part, each.get("first_three_words", ""))
        and _tree_right(part.children, each.get("children", []))
        for part, each in zip(parts, gold, strict=True)
    )


def as_printed(part: Part) -> str:
    """Return the words of a part; where it has none, those of its first child with its label."""
    if part.text:
        return " ".join(part.text.split())
    child = next(iter(part.children), None)
    return f"{child.label} {as_printed(child)}" if child else ""


def begins(part: Part, words: str) -> bool:
    """Tell whether a part begins with these words; a first child's label counts or does not."""
    child = part.children[0] if part.children and not part.text else part
    return as_printed(part).startswith(words) or as_printed(child).startswith(words)
