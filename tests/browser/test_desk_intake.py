"""A text comes in, in a real browser: clicks are counted, with and without scripts and a mouse."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from commitments.models import Declaration
from govkb.desk import intake as intakes
from govkb.desk.models import Intake
from sources.models import Source
from tests import factories
from tests.browser.conftest import Page, Visitor
from tests.sources.web import HEAD, PARAGRAPHS, Web
from tests.sources.web import page as web_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "one-common-level"
URL = "https://courier.example/charter"
ARTICLE = "\n\n".join([HEAD, *PARAGRAPHS, "Heron season opens early", "By Ida Brandt"])
NOT_OURS = {"exclude": [[".breadcrumbs"]]}


@pytest.fixture(autouse=True)
def web(monkeypatch) -> Web:
    web = Web()
    web.answers[URL] = web_page()
    monkeypatch.setattr(intakes.Client, "configured", lambda: web)
    monkeypatch.setattr(intakes, "Robots", lambda client: client)
    return web


class Desk:
    """A curator at the admin's home, whose presses are counted."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.page: Page = visitor.page
        self.clicks = 0

    def click(self, name: str) -> None:
        """Press the first button or link of this name."""
        self.clicks += 1
        role = self.page.get_by_role("button", name=name, exact=True)
        role.or_(self.page.get_by_role("link", name=name, exact=True)).first.click()

    def type_into(self, label: str, words: str) -> None:
        """Type into the field that has the focus already, or that Tab leads to."""
        field = self.page.get_by_label(label, exact=True)
        for _ in range(60):
            if field.evaluate("field => field === document.activeElement"):
                break
            self.page.keyboard.press("Tab")
        assert field.evaluate("field => field === document.activeElement"), label
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(words)

    def see(self, heading: str) -> None:
        self.page.get_by_role("heading", name=heading, exact=True).wait_for()

    @property
    def refused(self) -> list[str]:
        """Return what the policy, or the scripts, complained of."""
        harmless = ("Failed to load resource", "Autofocus processing was blocked")
        return [one for one in self.visitor.complaints if not one.startswith(harmless)]


@pytest.fixture
def enter(visit, live_server, django_user_model) -> Iterator[Callable[..., Desk]]:
    django_user_model.objects.create_superuser("curator", password=PASSWORD)

    def open_desk(**options) -> Desk:
        visitor = visit(live_server.url, **options)
        visitor.go(reverse("admin:index"))
        visitor.page.get_by_label("Username").fill("curator")
        visitor.page.get_by_label("Password").fill(PASSWORD)
        visitor.page.get_by_role("button", name="Log in").click()
        visitor.page.get_by_role("link", name="Add a text", exact=True).wait_for()
        return Desk(visitor)

    return open_desk


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_an_address_becomes_a_source_in_three_clicks(enter, scripts):
    factories.make_source(
        url="https://courier.example/old",
        publisher=factories.make_publisher(name="The Lake Courier"),
    )
    desk = enter(java_script_enabled=scripts)

    desk.click("Add a text")
    desk.page.get_by_label("Address or text").fill(URL)
    desk.click("Read it")
    desk.see("Look at the text")
    desk.click("Save as a draft")
    desk.see("What next?")

    assert desk.clicks <= 3
    source = Source.objects.get(url=URL)
    assert (source.title, str(source.publisher)) == (HEAD, "The Lake Courier")
    assert source.newest_snapshot().paragraphs.count() > len(PARAGRAPHS)
    assert desk.refused == []


def test_a_text_becomes_a_source_in_three_clicks_by_the_keyboard_but_for_them(enter):
    desk = enter()

    desk.click("Add a text")
    desk.type_into("Address or text", ARTICLE)
    desk.click("Read it")
    desk.see("Look at the text")
    desk.type_into("Publisher", "The Lake Courier")
    desk.click("Save as a draft")
    desk.see("What next?")

    assert desk.clicks <= 3
    assert Source.objects.get().publisher.name == "The Lake Courier"
    assert desk.refused == []


def test_the_keyboard_alone_adds_an_address(enter):
    desk = enter()
    desk.page.get_by_role("link", name="Add a text", exact=True).focus()
    desk.page.keyboard.press("Enter")
    desk.see("Add a text")
    desk.type_into("Address or text", URL)
    desk.page.keyboard.press("Enter")
    desk.see("Look at the text")
    desk.type_into("Publisher", "The Lake Courier")
    desk.page.get_by_label("Article").nth(2).focus()
    desk.page.keyboard.press("ArrowRight")
    words = desk.page.locator("#paragraph-3 .desk-words")
    assert "line-through" in words.evaluate("one => getComputedStyle(one).textDecorationLine")
    desk.page.keyboard.press("Control+s")
    desk.see("What next?")

    assert desk.clicks == 0
    assert Source.objects.get().newest_snapshot().paragraphs.get(number=3).role == "boilerplate"


def test_what_is_entered_is_kept_without_a_press(enter):
    desk = enter()
    desk.click("Add a text")
    desk.page.get_by_label("Address or text").fill(ARTICLE)
    desk.click("Read it")
    desk.type_into("Publisher", "The Lake Courier")
    desk.page.keyboard.press("Tab")
    desk.page.get_by_text("Kept at").wait_for()
    assert Intake.objects.get().entered["publisher_name"] == "The Lake Courier"

    with desk.page.expect_response(lambda answer: answer.request.method == "POST"):
        desk.page.get_by_label("Left out").nth(1).check()
    desk.page.reload()
    assert desk.page.get_by_label("Publisher", exact=True).input_value() == "The Lake Courier"
    assert desk.page.get_by_label("Left out").nth(1).is_checked()
    assert desk.refused == []


def test_a_second_tab_is_told_and_both_are_kept(enter):
    desk = enter()
    desk.click("Add a text")
    desk.page.get_by_label("Address or text").fill(ARTICLE)
    desk.click("Read it")
    desk.see("Look at the text")
    other = desk.visitor.context.new_page()
    other.goto(desk.page.url)
    other.get_by_label("Title", exact=True).fill("From the other tab")
    other.get_by_role("button", name="Keep for later").first.click()
    other.get_by_text("Kept. It is not a source yet.").wait_for()

    desk.page.get_by_label("Title", exact=True).fill("From this tab")
    desk.page.keyboard.press("Tab")
    desk.page.get_by_text("Somebody saved a newer state. Press a button").wait_for()
    desk.click("Save as a draft")
    desk.see("Somebody saved a newer state")
    assert desk.page.get_by_text(
        "saved: “From the other tab” · yours: “From this tab”"
    ).is_visible()
    desk.click("Keep mine")
    desk.page.get_by_text("Kept. It is not a source yet.").wait_for()
    assert Intake.objects.get().entered["title"] == "From this tab"


def test_the_declaration_becomes_a_draft_of_ten_clauses_in_six_clicks(enter, shared):
    text = (shared / "seeds" / "002_005aedb553b34193.txt").read_text()
    desk = enter()

    desk.click("Add a text")
    desk.page.get_by_label("Address or text").fill(text)
    desk.click("Read it")
    desk.see("Look at the text")
    desk.type_into("Title", "A joint declaration")
    desk.type_into("Publisher", "A presidency")
    desk.click("Save: this text is an instrument")
    desk.see("The clauses")
    desk.page.get_by_text("10 clauses, 3 preamble paragraphs.").wait_for()
    desk.click("Continue with these clauses")
    desk.see("The declaration")
    desk.page.keyboard.type("Bil")  # the first field that is empty has the focus
    desk.click("Save as a draft")
    desk.see("What next?")

    assert desk.clicks <= 6
    declaration = Declaration.objects.get()
    labels = list(declaration.clauses.order_by("position").values_list("label", flat=True))
    assert labels == [*(f"preamble-{number}" for number in (1, 2, 3)), *map(str, range(1, 11))]
    version = declaration.versions.get()
    assert (declaration.status, version.language) == ("draft", "fr")
    assert declaration.kind == "bilateral_declaration"
    assert version.texts.filter(state="anchored").count() == 13
    assert all(one.text in text for one in version.texts.all())
    assert desk.refused == []


def test_the_article_on_a_plan_is_asked_about_and_the_second_work_is_cut(enter, shared):
    desk = enter()
    for name, told in [
        ("003_0c6b7fa62b851347.txt", "make clauses anyway?"),
        ("001_357e3f5d95fca9c8.txt", ""),
    ]:
        desk.visitor.go(reverse("admin:desk-intake-add"))
        desk.page.get_by_label("Address or text").fill((shared / "seeds" / name).read_text())
        desk.click("Read it")
        desk.see("Look at the text")
        if not told:
            cut = desk.page.locator(".desk-begins .desk-words").first
            assert cut.inner_text().startswith("Diplomatic Channel:")
            continue
        desk.type_into("Publisher", "A firm")
        desk.click("Save: this text is an instrument")
        desk.page.get_by_text(told).wait_for()
    assert not Declaration.objects.exists()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_the_pages_are_accessible_and_fit(enter, web, scheme, width, tmp_path):
    del web.answers[URL]
    desk = enter(viewport={"width": width, "height": 900}, color_scheme=scheme)
    near = factories.make_source(title="A near copy")
    factories.make_snapshot(near, text="\n\n".join(PARAGRAPHS))

    def look(name: str) -> None:
        page = desk.page
        assert desk.refused == [], name
        broken = Axe().run(page, context=NOT_OURS).response["violations"]
        assert {one["id"]: [node["html"] for node in one["nodes"]] for one in broken} == {}, name
        desk.visitor.complaints.clear()  # axe writes styles into the page
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, name
        page.screenshot(path=tmp_path / f"{name}-{scheme}-{width}.png", full_page=True)

    desk.click("Add a text")
    look("add")
    desk.page.get_by_label("Address or text").fill(URL)
    desk.click("Read it")
    desk.see("The address could not be read")
    look("paste")
    desk.page.get_by_label("The text of the page").fill(CHARTER + "\n\n" + "\n\n".join(PARAGRAPHS))
    desk.click("Read it")
    desk.see("Look at the text")
    desk.page.locator("#paragraph-9").get_by_role("button").click()
    desk.page.get_by_text("Another work begins here.", exact=True).wait_for()
    look("preview")
    desk.page.get_by_label("Publisher", exact=True).fill("")
    desk.page.get_by_role("button", name="Save as a draft").first.click()
    desk.page.get_by_text("This field is required").wait_for(state="attached")
    look("errors")
    desk.click("Look at the article alone")
    look("article")
    desk.click("Back to the text")
    desk.page.get_by_label("Publisher", exact=True).fill("The Lake Courier")
    desk.click("Save: this text is an instrument")
    desk.page.locator("summary").first.click()
    look("clauses")
    desk.page.get_by_role("button", name="Move inside").last.click()
    desk.click("Continue with these clauses")
    desk.see("The declaration")
    look("declaration")
    desk.page.get_by_label("Kind", exact=True).select_option("statement")
    desk.click("Save as a draft")
    desk.see("What next?")
    look("next")


CHARTER = """Charter of the Two Lakes

Recalling that the water belongs to both shores, and that neither can measure it alone,

1. The two lakes commit to keep one common level. They shall measure it every morning.

2. We shall publish what we measure within a day of measuring it.

3. Each lake shall pay for its own gauges, and shall repair them before the winter.

4. We commit to answer every question about the water."""
