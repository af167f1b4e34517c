"""No rule of axe is broken, no policy violated, nothing asked of strangers, nothing cut off."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from commitments.models import Evidence

pytestmark = pytest.mark.django_db

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = [
    "/",
    "/declarations/",
    "/declarations/france-china-ai-2024/",
    "/declarations/france-china-ai-2024/?lang=fr",
    "/declarations/france-china-ai-2024/clauses/6/",
    "/declarations/china-action-plan-2025/",
    "/declarations/bletchley-2023/",
    "/claims/",
    "/claims/{claim}/",
    "/evidence/{evidence}/",
    "/sources/",
    "/sources/elysee-declaration-2024-05-06/",
    "/sources/elysee-declaration-2024-05-06/?evidence={evidence}",
    "/sources/cryptopolitan-2024-05-07/",
    "/sources/elysee-declaration-2024-05-06/versions/1/",
    "/sources/elysee-declaration-2024-05-06/versions/1...1/",
    "/drift/",
    "/publishers/",
    "/publishers/global-times/",
    "/parties/",
    "/parties/france/",
    "/topics/",
    "/topics/international-governance/",
    "/search/?q=summit",
    "/search/?q=zzzz",
    "/about/",
    "/about/method/",
    "/about/source-kinds/",
    "/about/coverage/",
    "/accessibility/",
    "/licence/",
    "/api/",
    "/api/reference/evidence/",
    "/api/reference/declarations/",
    "/api/changelog/",
    "/problems/",
    "/problems/unknown-parameter/",
    "/no-such-page/",
]


def addresses() -> list[str]:
    """Return the addresses of the main pages, with the references of one checked claim."""
    evidence = Evidence.objects.published().select_related("claim", "source")
    one = evidence.get(claim__text__startswith="China was invited", source__kind="official_text")
    return [page.format(evidence=one.ref, claim=one.claim.ref) for page in PAGES]


def broken_rules(page) -> list[str]:
    """Return what axe finds wrong with the page, as rule and element."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    return [
        f"{violation['id']}: {node['html'][:160]}"
        for violation in found.response["violations"]
        for node in violation["nodes"][:3]
    ]


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(site, visit, scheme, width):
    # axe is injected as a script, which the site's own policy rightly refuses.
    visitor = visit(
        site, bypass_csp=True, color_scheme=scheme, viewport={"width": width, "height": 800}
    )
    found = {}
    for address in addresses():
        visitor.go(address)
        if rules := broken_rules(visitor.page):
            found[address] = rules
    assert found == {}


@pytest.mark.parametrize("width", [1280, 320])
def test_policy_origin_and_width(site, visit, width):
    visitor = visit(site, viewport={"width": width, "height": 800})
    too_wide = {}
    for address in addresses():
        visitor.go(address)
        over = visitor.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        if over:
            too_wide[address] = over
    expected = "Failed to load resource: the server responded with a status of 404 (Not Found)"
    assert [words for words in visitor.complaints if words != expected] == []
    assert visitor.strays == []
    assert too_wide == {}
