"""The cases of the text-fragments polyfill and of the web platform tests, run on our resolver.

They lie beside the project, in the shared folder. Each case that we answer otherwise than a browser
is listed here with the reason.
"""

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from sources.anchoring import Ambiguous, Anchored, NotFound, Resolution, resolve
from sources.directives import TextDirective, parse_fragment
from sources.folding import fold
from sources.text import Span

MATCHING = "text-fragments-polyfill: matching"
READING = "text-fragments-polyfill: reading the directive"
NORMALISING = "text-fragments-polyfill: text normalisation"
BOUNDARIES = "text-fragments-polyfill: word boundaries"
RANGES = "web-platform-tests: find a range from a text directive"
SCROLLING = "web-platform-tests: scroll to text fragment"

NEEDS_LAYOUT = {
    "text=Target%20text-fragment%203": "only layout shows that overflow clips the words away",
}
NEEDS_DICTIONARY = {
    "ようこ": "what is a word of kana takes a dictionary; we cut scripts without spaces anywhere",
}
OTHER_PASSAGE = {
    # The polyfill joins text nodes by a space and counts a word that is not displayed.
    "text=is%20a%20test,And%20another%20one": (
        "is a test. A list item. Another one. hey And another one"
    ),
}
FIRST_OF_SEVERAL = {
    # A browser scrolls to the first of several matches. Evidence must say which one it means.
    "#:~:text=test",
    "#:~:text=test,-page",
    "#:~:text=this&text=test,page",
    "#:~:text=none&text=test%20page",
    "#:~:text=test&directive&text=page",
    "#pagestate:~:text=test",
}

BLOCKS = {"body", "br", "div", "li", "p", "table", "td", "th", "tr"}
UNREAD = {"head", "iframe", "script", "style", "title"}


@dataclass
class Page:
    """The text of a document, one paragraph per block, and where its elements and markers lie."""

    text: str = ""
    elements: dict[str, Span] = field(default_factory=dict)
    spacer: int = 0

    @classmethod
    def read(cls, path: Path) -> "Page":
        page = cls()
        page.add_element(html.fromstring(path.read_text(encoding="utf-8")), hidden=False)
        return page

    def add_element(self, element: html.HtmlElement, *, hidden: bool) -> None:
        style = element.get("style", "")
        if not isinstance(element.tag, str) or element.tag in UNREAD or "display: none" in style:
            return
        hidden = hidden or "visibility: hidden" in style
        self.break_block(element)
        start = len(self.text)
        if element.get("class") == "spacer":
            self.spacer = start
        self.add_text(element.text, hidden=hidden)
        for child in element:
            self.add_element(child, hidden=hidden)
            self.add_text(child.tail, hidden=hidden)
        self.elements[element.get("id", "")] = Span(start, len(self.text))
        self.break_block(element)

    def add_text(self, text: str | None, *, hidden: bool) -> None:
        if hidden or not text:
            return
        text = re.sub(r"[ \t\n\r]+", " ", text)
        self.text += text.removeprefix(" ") if not self.text or self.text[-1].isspace() else text

    def break_block(self, element: html.HtmlElement) -> None:
        if element.tag in BLOCKS and self.text.strip():
            self.text = self.text.rstrip() + "\n\n"

    def resolve(self, directive: str) -> Resolution:
        return resolve(TextDirective.parse(directive.removeprefix("text=")), fold(self.text))


@pytest.fixture(scope="module")
def anchoring(shared: Path) -> Path:
    return shared / "anchoring"


def cases(anchoring: Path, group: str) -> Iterator[dict[str, Any]]:
    groups = json.loads((anchoring / "cases.json").read_text(encoding="utf-8"))
    (found,) = [each["cases"] for each in groups if each["name"] == group]
    yield from found


def fits(case: dict[str, Any], page: Page, place: Resolution) -> bool:
    if case.get("match_count") == 2:
        return isinstance(place, Ambiguous)
    if case.get("match_count") == 1:
        return isinstance(place, Anchored)
    expected = OTHER_PASSAGE.get(case["directive"], case["expected_text"])
    if expected is None or not isinstance(place, Anchored):
        return expected is None and isinstance(place, NotFound)
    inside = page.elements[case.get("in_element", "")]
    first = page.elements[case.get("starts_in", "")]
    last = page.elements[case.get("ends_in", "")]
    return (
        " ".join(page.text[place.start : place.end].split()) == expected
        and inside.start <= place.start <= place.end <= inside.end
        and first.start <= place.start <= first.end
        and last.start <= place.end <= last.end
    )


def test_matching(anchoring: Path) -> None:
    wrong = []
    for case in cases(anchoring, MATCHING):
        page = Page.read(anchoring / case["document"])
        page.elements[""] = Span(0, len(page.text))
        place = page.resolve(case["directive"])
        if case["directive"] not in NEEDS_LAYOUT and not fits(case, page, place):
            wrong.append((case, place))
    assert wrong == []


def test_reading(anchoring: Path) -> None:
    wrong = []
    for case in cases(anchoring, READING):
        if "hash" in case:
            good = list(map(str, parse_fragment(case["hash"]))) == case["expected_directives"]
        else:
            good = TextDirective.parse(case["directive"]) == TextDirective(**case["expected"])
        if not good:
            wrong.append(case)
    assert wrong == []


def test_normalising(anchoring: Path) -> None:
    wrong = [
        case
        for case in cases(anchoring, NORMALISING)
        # The polyfill leaves kana decomposed; we compose them.
        if fold(case["input"]).text != unicodedata.normalize("NFC", case["expected"])
    ]
    assert wrong == []


def test_word_boundaries(anchoring: Path) -> None:
    wrong = []
    for case in cases(anchoring, BOUNDARIES):
        if not case["substring"].strip():
            assert not case["word_bounded"]  # and no directive can be made of it
            continue
        place = resolve(TextDirective(case["substring"]), fold(case["data"]))
        bounded = case["word_bounded"] or case["substring"] in NEEDS_DICTIONARY
        if isinstance(place, NotFound) is bounded:
            wrong.append((case, place))
    assert wrong == []


def test_ranges(anchoring: Path) -> None:
    wrong = []
    for case in cases(anchoring, RANGES):
        page = Page.read(anchoring / case["document"])
        assert page.spacer
        place = page.resolve(case["directive"])
        if case["match"]:
            good = isinstance(place, Anchored) and place.start >= page.spacer
        else:
            good = isinstance(place, NotFound)
        if not good:
            wrong.append((case, place))
    assert wrong == []


def test_scrolling(anchoring: Path) -> None:
    wrong = []
    ambiguous = set()
    for case in cases(anchoring, SCROLLING):
        page = Page.read(anchoring / case["document"])
        directives = parse_fragment(case["hash"])
        places = [resolve(directive, fold(page.text)) for directive in directives]
        place = next((each for each in places if not isinstance(each, NotFound)), None)
        if isinstance(place, Ambiguous):
            ambiguous.add(case["hash"])
        element = case["expected_element"] if directives else None
        if not lies_in(page, element, place):
            wrong.append((case, place))
    assert wrong == []
    assert ambiguous == FIRST_OF_SEVERAL


def lies_in(page: Page, element: str | None, place: Resolution | None) -> bool:
    """Tell whether the place, or the first of the ambiguous places, is in the element."""
    if element is None or place is None:
        return element is None and place is None
    span = page.elements[element]
    match place:
        case Ambiguous(places):
            return span.start <= places[0].start <= places[0].end <= span.end
        case Anchored(start, end):
            return span.start <= start <= end <= span.end
        case NotFound():
            return False
