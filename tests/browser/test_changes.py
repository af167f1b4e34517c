"""A source that changed after it was cited, as a reader meets it in a browser."""

from datetime import UTC, datetime

import pytest

from commitments.models import ClauseText, Evidence, Relation
from sources.models import Source
from sources.passages import place_all
from tests.browser.test_accessibility import broken_rules
from tests.factories import make_attempt, make_snapshot

pytestmark = pytest.mark.django_db

SLUG = "elysee-declaration-2024-05-06"
PAGES = [
    "/drift/",
    f"/sources/{SLUG}/",
    f"/sources/{SLUG}/versions/1...2/",
    "/declarations/france-china-ai-2024/",
]


@pytest.fixture(scope="module")
def changed(site, django_db_blocker):
    """Return the site after its official text changed, and could not be read the day after."""
    with django_db_blocker.unblock():
        change()
    return site


def change():
    source = Source.objects.get(slug=SLUG)
    source.archive_url = f"https://web.archive.org/web/20310401120000/{source.url}"
    source.save()
    paragraphs = source.newest_snapshot().text.split("\n\n")
    paragraphs.append(paragraphs.pop(6))
    paragraphs[7] = paragraphs[7].replace(" et ", " ou ")
    paragraphs.insert(2, "Ajouté pour essai.")
    text = "\n\n".join(paragraphs)
    second = make_snapshot(source, text, captured_at=datetime(2031, 6, 1, tzinfo=UTC))
    make_attempt(source, outcome="captured", snapshot=second)
    make_attempt(source, attempted_at=datetime(2031, 6, 2, tzinfo=UTC), outcome="too_slow")
    for kind, way in ((Evidence, "source"), (ClauseText, "version__source"), (Relation, "source")):
        for passage, _resolution in place_all(kind.objects.filter(**{way: source}), source):
            passage.save()


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_of_what_changed_are_accessible(changed, visit, scheme, width):
    visitor = visit(
        changed, bypass_csp=True, color_scheme=scheme, viewport={"width": width, "height": 800}
    )
    for address in PAGES:
        visitor.go(address)
        assert broken_rules(visitor.page) == [], address
        for summary in visitor.page.locator("main summary").all():
            summary.click()
        assert broken_rules(visitor.page) == [], f"{address} with all of it opened"
        over = visitor.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert over == 0, address


def test_nothing_is_asked_of_strangers_and_no_policy_is_broken(changed, visit):
    visitor = visit(changed)
    for address in PAGES:
        visitor.go(address)
    assert visitor.complaints == []
    assert visitor.strays == []


def test_what_was_added_and_removed_is_said_and_printed(changed, visit):
    page = visit(changed).page
    page.goto(f"{changed}/sources/{SLUG}/versions/1...2/")
    word = page.locator("del .said").first
    assert word.bounding_box()["width"] <= 1
    assert "removed:" in page.locator("del").first.text_content()
    assert "added:" in page.locator("ins").first.text_content()
    page.emulate_media(media="print")
    assert word.bounding_box()["width"] > 20
    assert page.locator("details p").first.is_visible()


def test_from_a_passage_to_what_became_of_it(changed, visit):
    page = visit(changed).page
    page.goto(f"{changed}/drift/")
    page.get_by_role("link", name="The checks").first.click()
    assert page.url.endswith(f"/sources/{SLUG}/#checks")
    assert "The page could not be read on 2 June 2031: too slow" in page.content()
    page.get_by_role("link", name="What capture 2 changed").click()
    assert page.url.endswith("/versions/1...2/")
