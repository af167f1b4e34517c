"""Calls in the languages that people use, as files of their own with names to fill in.

`list.py` is the call of a list in Python, `one.R` that of one object in R, and so on. The page
shows them filled in, and the tests run what the page shows.
"""

import string
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "snippets"


class Form(string.Template):
    """A file with names such as @@url: $ has a meaning in most languages."""

    delimiter = "@@"


@dataclass(frozen=True, slots=True)
class Language:
    """A language that calls are shown in."""

    slug: str
    name: str
    suffix: str


LANGUAGES = (
    Language("curl", "curl", ".sh"),
    Language("python", "Python", ".py"),
    Language("javascript", "JavaScript", ".mjs"),
    Language("r", "R", ".R"),
    Language("spreadsheet", "Spreadsheet", ".txt"),
)


@dataclass(frozen=True, slots=True)
class Snippet:
    """A call that can be copied and run."""

    language: Language
    code: str


def snippets(name: str, **words: str) -> list[Snippet]:
    """Return the call of that name in every language that it is written in.

    Raises KeyError for a word that a file asks for and nobody gave.
    """
    files = [(language, FOLDER / f"{name}{language.suffix}") for language in LANGUAGES]
    return [
        Snippet(language, Form(file.read_text()).substitute(words))
        for language, file in files
        if file.exists()
    ]
