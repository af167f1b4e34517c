"""A curator at work in a real browser, under the policy that forbids inline styles and scripts."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from commitments.models import Declaration, Evidence
from tests import factories
from tests.browser.conftest import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "one-common-level"

# Django's own templates and the Select2 that comes with it are not ours to mend: the links of the
# breadcrumbs are told from the text by colour alone, and Select2 leaves its parts without a name.
NOT_OURS = {"exclude": [[".breadcrumbs"], [".select2-container"]]}


@pytest.fixture
def curator(django_user_model):
    return django_user_model.objects.create_superuser("curator", password=PASSWORD)


@pytest.fixture
def desk(page: Page, live_server, curator):
    """Log in through the form, and stand at the index."""
    page.goto(live_server.url + reverse("admin:index"))
    page.get_by_label("Username").fill("curator")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("heading", name="Collections").wait_for()
    return page


def go(page: Page, live_server, name: str, *args, query: str = "") -> None:
    page.goto(live_server.url + reverse(f"admin:{name}", args=args) + query)


def choose(page: Page, label: str, words: str) -> None:
    """Choose the first answer of an autocomplete field after typing a few words."""
    row = page.locator(".form-row", has=page.locator(f"label:text-is('{label}:')"))
    row.locator(".select2-selection").click()
    page.locator(".select2-search__field:visible").last.fill(words)
    page.locator(".select2-results__option--highlighted", has_text=words).click()


def axe_rules(page: Page) -> dict[str, list[str]]:
    """Return the rules of axe that the page breaks, each with the elements that break it."""
    return {
        violation["id"]: [node["html"] for node in violation["nodes"]]
        for violation in Axe().run(page, context=NOT_OURS).response["violations"]
    }


def test_a_curator_enters_evidence(desk, live_server):
    factories.make_claim(text="The lakes promised one level")
    source = factories.make_source(title="Two lakes sign a charter")
    factories.make_snapshot(source)

    go(desk, live_server, "commitments_evidence_add")
    choose(desk, "Claim", "promised")
    choose(desk, "Source", "Two lakes")
    desk.get_by_label("Locator").fill("two common levels")
    desk.get_by_label("Stance").select_option("supports")
    desk.get_by_label("Status").select_option("published")
    desk.get_by_role("button", name="Save", exact=True).click()
    desk.get_by_text("The words were not found in the text.").wait_for()
    desk.get_by_label("Locator").fill("one common level")
    desk.get_by_role("button", name="Save and continue editing").click()
    desk.get_by_text("was added successfully").wait_for()

    assert Evidence.objects.get().state == "anchored"
    assert desk.locator(".field-words .readonly").inner_text() == "one common level"
    assert desk.locator(".field-state .readonly").inner_text() == "Anchored"
    assert desk.get_by_role("link", name="View on site").is_visible()
    assert desk.violations == []


def test_a_curator_withdraws_a_claim(desk, live_server):
    claim = factories.make_claim(text="The lakes promised one level")

    go(desk, live_server, "commitments_claim_changelist")
    desk.locator("input[name=_selected_action]").check()
    desk.get_by_label("Action:").select_option("withdraw")
    desk.get_by_role("button", name="Go").click()
    desk.get_by_label("Reason").fill("It was about another lake.")
    assert desk.violations == []
    assert axe_rules(desk) == {}
    desk.get_by_role("button", name="Withdraw").click()
    desk.get_by_text("1 claim was withdrawn.").wait_for()

    claim.refresh_from_db()
    assert claim.status == "withdrawn"


def test_lists_and_forms_keep_to_the_policy_and_are_accessible(desk, live_server):
    claim = factories.make_claim(clauses=[factories.make_clause()])
    evidence = factories.make_evidence(claim, quote="one common level")
    declaration = Declaration.objects.get(pk=claim.declaration_id)
    factories.make_version(declaration)
    declaration.participations.create(party=factories.make_party())
    declaration.facts.create(position=1, property="vote", value="two", confidence="memory")
    source = evidence.source
    for name, args, query in [
        ("index", [], ""),
        ("commitments_declaration_changelist", [], "?held=no"),
        ("commitments_declaration_change", [declaration.pk], ""),
        ("commitments_claim_changelist", [], "?checked=reports"),
        ("commitments_claim_add", [], ""),
        ("commitments_claim_change", [claim.pk], ""),
        ("commitments_evidence_changelist", [], "?resolves=yes&_facets=True"),
        ("commitments_evidence_change", [evidence.pk], ""),
        ("sources_source_change", [source.pk], ""),
        ("sources_source_delete", [source.pk], ""),
        ("sources_snapshot_change", [source.snapshots.get().pk], ""),
        ("sources_paragraph_changelist", [], ""),
    ]:
        go(desk, live_server, name, *args, query=query)
        desk.wait_for_load_state("networkidle")
        assert desk.violations == [], name
        assert axe_rules(desk) == {}, name
        desk.violations.clear()  # axe itself writes styles into the page


def test_a_row_is_added_to_a_form(desk, live_server):
    declaration = factories.make_declaration()
    factories.make_party(name="Upper Lake")

    go(desk, live_server, "commitments_declaration_change", declaration.pk)
    desk.get_by_text("Add another Participation").click()
    row = desk.locator("#participations-0")
    row.locator(".select2-selection").click()
    desk.locator(".select2-search__field:visible").last.fill("Upper")
    desk.locator(".select2-results__option--highlighted", has_text="Upper Lake").click()
    desk.get_by_role("button", name="Save", exact=True).click()
    desk.get_by_text("was changed successfully").wait_for()

    assert declaration.parties.get().name == "Upper Lake"
    assert desk.violations == []
