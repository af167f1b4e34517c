"""The workbench in a real browser: clicks and keys counted, with JavaScript and without."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.sessions.models import Session
from django.urls import reverse

from commitments.models import CoverageCheck, Evidence
from govkb.desk.models import EvidenceDraft
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "one-common-level"
NOT_OURS = {"exclude": [[".breadcrumbs"]]}

TEXT = (
    "Upper Lake and Lower Lake met in the spring.\n\n"
    "The 𠮷 ferry sails again. The two lakes 𠮷 will keep one common level from 2031 on.\n\n"
    "Fish return to both shores.\n\n"
    "Fish return to both shores.\n\n"
    "Subscribe to our newsletter."
)


@pytest.fixture
def curator(django_user_model):
    return django_user_model.objects.create_superuser("curator", password=PASSWORD)


@pytest.fixture
def source():
    """Make an article on a declaration with two clauses and a claim, seen once before."""
    declaration = factories.make_declaration()
    factories.make_version(declaration, language="en", status="working_translation")
    version = declaration.versions.get()
    sixth = factories.make_clause(declaration, heading="Water level")
    other = factories.make_clause(declaration, heading="Fish")
    factories.make_clause_text(sixth, version, text="The parties keep one common level of water.")
    factories.make_clause_text(other, version, text="Ferries and nets are counted every spring.")
    claim = factories.make_claim(
        declaration=declaration, clauses=[sixth], text="Both lakes promise one level"
    )
    source = factories.make_source(title="Two lakes sign a charter")
    snapshot = factories.make_snapshot(source, TEXT)
    snapshot.paragraphs.filter(number=5).update(role="boilerplate")
    first = factories.make_claim(declaration=declaration, text="They met in the spring")
    factories.make_evidence(first, source=source, quote="met in the spring")
    source.claim = claim
    return source


class Desk:
    """A window that counts what a curator does."""

    def __init__(self, visitor):
        self.page = visitor.page
        self.complaints = visitor.complaints
        self.site = visitor.site
        self.clicks = self.keys = 0
        self.page.set_default_timeout(10_000)

    def click(self, locator) -> None:
        self.clicks += 1
        locator.click()

    def press(self, key: str) -> None:
        self.keys += 1
        self.page.keyboard.press(key)

    def go(self, source) -> None:
        self.page.goto(self.site + address(source))


def address(source) -> str:
    return reverse("admin:desk-workbench", args=[source.slug])


@pytest.fixture
def desk(visit, live_server, curator):
    def open_desk(**options):
        visitor = visit(live_server.url, **options)
        log_in(visitor.page, live_server.url + reverse("admin:index"))
        visitor.complaints.clear()  # the login asks for an icon that the test server has not
        return Desk(visitor)

    return open_desk


def log_in(page, url: str) -> None:
    page.goto(url)
    page.get_by_label("Username").fill("curator")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("heading", name="Collections").wait_for()


def drag_over(page, words: str) -> None:
    """Select words of the article as a pointer does."""
    page.evaluate(
        """(words) => {
            for (const one of document.querySelectorAll("#article .words")) {
                const walker = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
                while (walker.nextNode()) {
                    const at = walker.currentNode.data.indexOf(words);
                    if (at < 0) continue;
                    const range = document.createRange();
                    range.setStart(walker.currentNode, at);
                    range.setEnd(walker.currentNode, at + words.length);
                    document.getSelection().removeAllRanges();
                    document.getSelection().addRange(range);
                    document.dispatchEvent(new Event("pointerup"));
                    return;
                }
            }
        }""",
        words,
    )


def made(claim) -> Evidence:
    return Evidence.objects.with_quote().get(claim=claim)


def axe_rules(page) -> dict[str, list[str]]:
    found = Axe().run(page, context=NOT_OURS).response["violations"]
    return {one["id"]: [node["html"] for node in one["nodes"]] for one in found}


def test_a_selected_sentence_becomes_evidence_in_three_clicks(desk, source):
    window = desk()
    window.go(source)
    words = "The two lakes 𠮷 will keep one common level"
    drag_over(window.page, words)
    window.page.get_by_text("Exact, in one place").first.wait_for()
    window.click(window.page.get_by_label("Both lakes promise one level"))
    window.click(window.page.get_by_label("Supports", exact=True))
    window.click(window.page.get_by_role("button", name="Save evidence"))
    window.page.get_by_text("was saved as a draft").wait_for()

    evidence = made(source.claim)
    assert window.clicks == 3
    assert evidence.quote == words
    assert evidence.start == TEXT.index(words)
    assert (evidence.status, evidence.state) == ("draft", "anchored")
    assert window.complaints == []


def test_evidence_by_keyboard_alone_takes_six_keys(desk, source):
    window = desk()
    window.go(source)
    page = window.page
    page.keyboard.press("j")  # reaching the paragraph is not counted
    window.press("e")
    page.locator("#field-quote:focus").wait_for()
    assert page.get_by_label("Words to quote").input_value().startswith("The 𠮷 ferry")
    page.keyboard.press("Control+a")  # trimming is typing
    page.keyboard.insert_text("The two lakes 𠮷 will keep one common level")
    window.press("Escape")
    window.press("/")
    page.keyboard.type("promise")
    window.press("ArrowDown")
    page.locator("#claims input:checked").wait_for()
    window.press("1")
    window.press("Control+Enter")
    page.get_by_text("was saved as a draft").wait_for()

    assert window.keys <= 6
    assert made(source.claim).quote == "The two lakes 𠮷 will keep one common level"
    assert window.complaints == []


def test_a_doubled_sentence_is_asked_about(desk, source):
    window = desk()
    window.go(source)
    page = window.page
    page.get_by_label("Words to quote").fill("Fish return to both shores.")
    page.get_by_role("button", name="Find these words").click()
    page.get_by_text("These words stand in 2 places").first.wait_for()
    assert page.locator("#place input[type=radio]:checked").count() == 0
    page.get_by_label("Paragraph 4").check()
    page.get_by_role("button", name="Use this place").click()
    page.get_by_text("Exact, in one place").first.wait_for()
    page.get_by_label("Both lakes promise one level").check()
    page.get_by_label("Supports", exact=True).check()
    page.get_by_role("button", name="Save evidence").click()
    page.get_by_text("was saved as a draft").wait_for()

    evidence = made(source.claim)
    assert evidence.start == TEXT.rindex("Fish return")
    assert "-," in evidence.locator or ",-" in evidence.locator
    assert window.complaints == []


@pytest.mark.parametrize(("key", "state"), [("y", "accepted"), ("n", "rejected")])
def test_a_suggestion_is_answered_by_one_key(desk, source, key, state):
    window = desk()
    window.go(source)
    page = window.page
    drag_over(page, "will keep one common level from 2031 on")
    page.locator(".offer").first.wait_for()
    assert "common" in page.locator(".offer .reasons").first.inner_text()
    assert page.locator(".offer.accepted, .offer.rejected").count() == 0
    window.press(key)
    page.locator(f".offer.{state}").wait_for()
    assert page.get_by_label("Clauses of the claim").input_value() == (
        source.claim.clauses.get().label if key == "y" else ""
    )
    assert window.complaints == []


def test_not_mentioned_is_recorded_for_several_clauses_in_two_clicks(desk, source):
    window = desk()
    for _ in range(4):
        factories.make_clause(source.claim.declaration)
    window.page.goto(window.site + reverse("admin:desk-coverage", args=[source.slug]) + "?all=1")
    window.page.get_by_label("What was looked for").fill("ferry, nets")
    window.click(window.page.get_by_role("button", name="Record “not mentioned”"))
    window.click(window.page.get_by_role("button", name="Confirm"))
    window.page.get_by_text("clauses were recorded").wait_for()

    assert window.clicks == 2
    checks = CoverageCheck.objects.filter(source=source)
    assert checks.count() == 6
    assert {one.note for one in checks} == {"ferry, nets"}
    assert window.complaints == []


def test_all_of_it_works_without_javascript(desk, source):
    window = desk(java_script_enabled=False)
    window.go(source)
    page = window.page
    page.get_by_role("button", name="Quote this paragraph 2").click()
    words = page.get_by_label("Words to quote")
    assert words.input_value().startswith("The 𠮷 ferry")
    words.fill("The two lakes 𠮷 will keep one common level")
    page.get_by_label("Search claims").fill("promise")
    page.get_by_role("button", name="Search", exact=True).click()
    page.get_by_label("Both lakes promise one level").check()
    page.get_by_label("Distorts").check()
    page.get_by_role("button", name="Save evidence").click()
    page.get_by_text("a note is required unless it supports.").first.wait_for()
    page.get_by_label("Note (required").fill("The article says less.")
    page.get_by_role("button", name="Save and next").click()
    page.get_by_text("was saved as a draft").wait_for()

    assert made(source.claim).stance == "distorts"
    assert page.url.endswith("#p3")


def test_keys_can_be_switched_off_and_never_act_in_fields(desk, source):
    window = desk()
    window.go(source)
    page = window.page
    page.get_by_label("Note (required").press_sequentially("jekyns 1234 ?/")
    assert page.get_by_label("Note (required").input_value() == "jekyns 1234 ?/"
    assert page.get_by_label("Words to quote").input_value() == ""
    page.locator("summary", has_text="Keys").click()
    page.get_by_role("button", name="Switch single keys off").click()
    page.locator("form[data-keys=off]").wait_for()
    page.locator("body").press("e")
    page.locator("body").press("1")
    assert page.locator("input[name=stance]:checked").count() == 0
    assert page.get_by_label("Words to quote").input_value() == ""
    assert page.get_by_label("Note (required").input_value() == "jekyns 1234 ?/"


def test_a_crash_an_ended_session_and_a_second_tab_lose_nothing(desk, source):
    window = desk()
    window.go(source)
    page = window.page
    note = page.get_by_label("Note (required")
    note.fill("Half a thought")
    note.blur()
    page.get_by_text("Saved at").wait_for()
    page.goto("about:blank")  # as if the browser had crashed
    window.go(source)
    page.get_by_text("Restored").wait_for()
    assert note.input_value() == "Half a thought"

    second = page.context.new_page()
    second.goto(page.url)
    second.get_by_label("Note (required").fill("Another thought")
    second.get_by_label("Note (required").blur()
    second.get_by_text("Saved at").wait_for()
    note.fill("A third thought")
    note.blur()
    page.get_by_text("both versions are kept").first.wait_for()
    kept = EvidenceDraft.objects.get().entered
    assert kept["note"] == "Another thought"
    assert [one["note"] for one in kept["others"].values()] == ["A third thought"]

    Session.objects.all().delete()
    second.get_by_label("Note (required").fill("A last thought")
    second.get_by_role("button", name="Save evidence").click()
    second.get_by_label("Username").fill("curator")
    second.get_by_label("Password").fill(PASSWORD)
    second.get_by_role("button", name="Log in").click()
    second.get_by_text("Nothing was saved as evidence yet").wait_for()
    assert second.get_by_label("Note (required").input_value() == "A last thought"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_it_is_accessible_and_keeps_to_the_policy(desk, source, scheme, width, tmp_path: Path):
    window = desk(color_scheme=scheme, viewport={"width": width, "height": 900})
    window.go(source)
    page = window.page
    page.get_by_role("button", name="Quote this paragraph 2").click()
    page.get_by_text("Exact, in one place").first.wait_for()
    page.locator("summary", has_text="Keys").click()
    page.screenshot(path=tmp_path / f"workbench-{scheme}-{width}.png", full_page=True)
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) <= 0
    assert window.complaints == []
    assert axe_rules(page) == {}
    page.goto(f"{window.site}{address(source)}?official={source.claim.declaration.slug}/en")
    page.get_by_text("The parties keep one common level of water.").wait_for()
    page.screenshot(path=tmp_path / f"official-{scheme}-{width}.png", full_page=True)
    assert page.evaluate(wide) <= 0
    assert axe_rules(page) == {}
    page.goto(window.site + reverse("admin:desk-coverage", args=[source.slug]))
    page.screenshot(path=tmp_path / f"coverage-{scheme}-{width}.png", full_page=True)
    assert page.evaluate(wide) <= 0
    assert axe_rules(page) == {}
