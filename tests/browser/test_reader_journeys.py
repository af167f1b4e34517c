"""What the site exists for: a reader checks one sentence, in a few clicks, in a real browser."""

import pytest
from playwright.sync_api import expect

from commitments.models import Evidence

pytestmark = pytest.mark.django_db

SUMMIT = "China was invited to the 2025 AI summit"
CONFERENCE = "China invited France to the 2024 World AI Conference and its high-level meeting"


@pytest.mark.parametrize("scripts", [True, False])
def test_was_china_invited_to_the_2025_summit(site, visit, scripts):
    visitor = visit(site, java_script_enabled=scripts)
    page = visitor.page
    visitor.go("/")
    page.get_by_role("searchbox").fill("China invited 2025 summit")
    page.get_by_role("button", name="Search").click()
    card = page.get_by_role("article").filter(has=page.get_by_role("link", name=SUMMIT)).first
    card.get_by_role("link", name="See the passage").click()

    current = page.locator("mark.is-current")
    expect(current.first).to_be_in_viewport()
    assert "est prête à participer" in " ".join(current.all_inner_texts())
    followed = page.locator(".card.is-current")
    expect(followed.locator(".badge")).to_have_text("◐ Partially supports")
    expect(followed.locator(".badge")).to_be_in_viewport()
    expect(followed.get_by_text("no source held states an invitation")).to_be_in_viewport()
    assert visitor.complaints == []


def test_which_sources_say_that_china_invited_france(site, visit):
    page = visit(site).page
    page.goto(f"{site}/search/?q=invited+France+World+AI+Conference")
    card = page.get_by_role("article").filter(has=page.get_by_role("link", name=CONFERENCE)).first
    expect(card.locator("blockquote")).to_contain_text("La Chine invite la France à participer")
    expect(card.locator(".counts li").first).to_contain_text("Supports 1 official text")
    card.get_by_role("link", name=CONFERENCE, exact=True).click()
    kinds = page.locator("main article.card .kind")
    assert kinds.all_inner_texts() == ["Official text", "News report"]


def test_what_clause_6_says_in_french_and_in_english(site, visit):
    page = visit(site).page
    page.goto(f"{site}/declarations/france-china-ai-2024/#clause-6")
    clause = page.locator("#clause-6")
    expect(clause).to_be_in_viewport()
    french, english = clause.locator(".prose:lang(fr)"), clause.locator(".prose:lang(en)")
    expect(clause.get_by_text("govkb working translation, not official")).to_be_visible()
    left, right = french.bounding_box(), english.bounding_box()
    assert left["x"] + left["width"] <= right["x"]
    assert abs(left["y"] - right["y"]) < 2

    page.set_viewport_size({"width": 320, "height": 800})
    above, below = french.bounding_box(), english.bounding_box()
    assert above["y"] + above["height"] <= below["y"]
    labels = clause.locator(".lang")
    assert labels.all_inner_texts() == [
        "Français – Authentic",
        "English – govkb working translation, not official",
    ]
    assert above["y"] > labels.nth(0).bounding_box()["y"]
    assert below["y"] > labels.nth(1).bounding_box()["y"] > above["y"]


def test_what_a_reader_copies_is_what_the_source_printed(site, visit):
    page = visit(site).page
    for slug in ("elysee-declaration-2024-05-06", "ddg-action-plan-2025-07-30"):
        page.goto(f"{site}/sources/{slug}/")
        paragraphs = page.locator(".article > p:has(.evref)")
        assert paragraphs.count() > 3
        copied = paragraphs.evaluate_all(
            """elements => elements.map(element => {
                getSelection().selectAllChildren(element);
                return getSelection().toString();
            })"""
        )
        text = Evidence.objects.filter(source__slug=slug, start__isnull=False).first().snapshot.text
        printed = text.split("\n\n")
        # A paragraph may be shown in part, with a gap: what stands before and after it is exact.
        for words in copied:
            if "words not shown]" not in words:
                assert any(words == whole or words in whole for whole in printed), words


def test_a_passage_that_overlaps_others_is_emphasised_whole_and_alone(site, visit):
    page = visit(site).page
    here = Evidence.objects.filter(source__slug="elysee-declaration-2024-05-06", end__gt=0)
    for evidence in here.select_related("snapshot", "source").order_by("start")[:12]:
        page.goto(site + evidence.get_passage_url())
        marks = page.locator("mark.is-current").all_text_contents()
        assert "".join(marks) == evidence.snapshot.text[evidence.start : evidence.end]


def test_a_number_leads_to_its_card_and_the_card_back(site, visit):
    page = visit(site).page
    page.goto(f"{site}/sources/cryptopolitan-2024-05-07/")
    reference = page.locator(".evref").nth(4)
    box = reference.bounding_box()
    assert box["width"] >= 24
    assert box["height"] >= 24
    reference.focus()
    page.keyboard.press("Enter")
    card = page.locator(".card:target")
    expect(card).to_be_in_viewport()
    card.get_by_role("link", name="Go to passage").click()
    expect(page.locator("mark.is-current").first).to_be_in_viewport()


def test_a_plan_whose_text_is_not_held_has_no_clauses(site, visit):
    page = visit(site).page
    page.goto(f"{site}/declarations/china-action-plan-2025/")
    expect(page.get_by_text("Text not held.")).to_be_visible()
    said = page.locator(".claim-line").filter(has_text="principle of the action plan")
    assert said.count() == 6
    for line in said.all():
        expect(line).to_contain_text("(legal commentary)")
    assert "Clause" not in page.locator("main").inner_text()
