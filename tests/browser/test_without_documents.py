"""Before any document is imported every page works, and says what is not held."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_accessibility import addresses, broken_rules

pytestmark = pytest.mark.django_db


def test_every_page_works_without_documents(bare_site, visit):
    visitor = visit(bare_site, bypass_csp=True, viewport={"width": 320, "height": 800})
    found = {}
    for address in addresses():
        if "/versions/" in address:
            continue
        visitor.go(address)
        if rules := broken_rules(visitor.page):
            found[address] = rules
    assert found == {}


def test_the_question_is_answered_without_the_words(bare_site, visit):
    page = visit(bare_site).page
    page.goto(f"{bare_site}/declarations/france-china-ai-2024/clauses/6/")
    expect(page.locator(".lang").first).to_have_text("Français – Authentic – text not held")
    expect(page.locator(".prose:lang(en)")).to_contain_text("China stands ready")
    claim = page.locator(".claim").filter(has_text="China was invited to the 2025 AI summit")
    expect(claim.get_by_text("Text not held").first).to_be_visible()
    expect(claim.get_by_text("no source held states an invitation")).to_be_visible()
