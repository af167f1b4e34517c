"""The scoring command: a table of how well instruments are read, beside their gold."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command


def instrument(folder: Path, text: str, **gold: Any) -> None:
    folder.mkdir()
    (folder / "text.txt").write_text(text)
    (folder / "meta.json").write_text(json.dumps({"gold": gold}))


def test_what_is_exact_is_said_to_be(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "We agree:\n\n1. Water stays:\n\n(a) in winter;\n\n(b) in spring.\n\n2. Fish swim."
    inside = {"1.": {"count": 2, "labels": ["(a)", "(b)"], "first_words": ["in winter;", "in"]}}
    instrument(
        tmp_path / "lake",
        text,
        labels=["1.", "2."],
        first_three_words=["Water stays:", "Fish swim."],
        nested=inside,
    )
    call_command("score_instruments", tmp_path)

    assert "1 of 1 files exact." in capsys.readouterr().out


@pytest.mark.parametrize(
    "gold",
    [
        {"labels": ["1."]},
        {"labels": ["1.", "2."], "first_words": ["Water", "Boats"]},
        {"labels": ["1.", "2."], "nested": {"1.": {"count": 2}}},
        {"labels": ["1.", "2."], "tree": [{"label": "1."}, {"label": "3."}]},
    ],
)
def test_what_is_wrong_fails(
    gold: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    instrument(tmp_path / "lake", "We agree:\n\n1. Water stays.\n\n2. Fish swim.", **gold)

    with pytest.raises(CommandError, match="1 not exact"):
        call_command("score_instruments", tmp_path)
    assert "WRONG" in capsys.readouterr().out


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"meta\.json"):
        call_command("score_instruments", tmp_path)
