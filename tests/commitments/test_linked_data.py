"""JSON-LD and Markdown: every thing says what it is, and nothing of it can break out of a page."""

import json
import re

import pytest

from commitments.markdown import escape, quotation
from govkb.api_urls import router
from tests.collection import make_collection
from tests.factories import (
    make_clause,
    make_clause_text,
    make_declaration,
    make_evidence,
    make_source,
)

pytestmark = pytest.mark.django_db

LISTS = [prefix for prefix, _viewset, _basename in router.registry]
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def data_of(client, address):
    """Return the data block of a page; there must be exactly one, and no script."""
    page = client.get(address).content.decode()
    (block,) = BLOCK.findall(page)
    assert page.count("<script") == 1
    return json.loads(block)


def addresses(made):
    return {
        "declaration": f"/declarations/{made.declaration.slug}",
        "clause": f"/declarations/{made.declaration.slug}/clauses/1",
        "claim": f"/claims/{made.claim.ref}",
        "evidence": f"/evidence/{made.evidence.ref}",
        "source": f"/sources/{made.press.slug}",
    }


def test_pages_hold_what_the_data_address_has(client):
    made = make_collection()
    for name, address in addresses(made).items():
        block = data_of(client, f"{address}/")
        assert block["@context"] == "https://schema.org"
        assert block["@id"] == block["url"] == f"http://testserver{address}/"
        if name != "evidence":  # whose data are an annotation
            assert client.get(f"{address}.jsonld").json() == block


def test_declaration_is_a_work_not_legislation(client):
    made = make_collection()
    data = data_of(client, f"/declarations/{made.declaration.slug}/")
    assert data["@type"] == "CreativeWork"
    assert data["datePublished"] == "2031-03-03"
    assert [one["name"] for one in data["author"]] == [made.lake.name]
    assert data["inLanguage"] == ["fr", "zh"]
    assert [one["inLanguage"] for one in data["workTranslation"]] == ["en"]
    assert [one["name"] for one in data["hasPart"]] == ["Clause 1", "Clause 2"]
    made.declaration.adopted_precision = "year"
    made.declaration.save()
    data = data_of(client, f"/declarations/{made.declaration.slug}/")
    assert data["datePublished"] == "2031"


def test_clause_has_the_words_that_may_be_shown(client):
    made = make_collection()
    address = f"/declarations/{made.declaration.slug}/clauses/1/"
    data = data_of(client, address)
    assert data["isPartOf"]["@id"] == f"http://testserver/declarations/{made.declaration.slug}/"
    (text,) = data["hasPart"]
    assert (text["inLanguage"], text["creditText"]) == ("fr", "Authentic")
    assert text["text"].startswith("Les deux lacs")
    made.official.rights = "link"
    made.official.save()
    assert "hasPart" not in data_of(client, address)


def test_claim_appears_where_it_is_made_and_is_not_rated(client):
    made = make_collection()
    make_evidence(made.claim, stance="contradicts", note="It says the opposite.")
    data = data_of(client, f"/claims/{made.claim.ref}/")
    assert (data["@type"], data["text"]) == ("Claim", made.claim.text)
    assert [one["name"] for one in data["appearance"]] == [made.press.title]
    assert len(data["subjectOf"]) == 3
    assert "review" not in json.dumps(data).lower()


def test_evidence_is_a_quotation_with_its_stance(client):
    made = make_collection()
    data = data_of(client, f"/evidence/{made.evidence.ref}/")
    assert (data["@type"], data["text"]) == ("Quotation", "one common level")
    assert data["description"].startswith("Supports")
    assert data["about"]["text"] == made.claim.text
    assert data["isPartOf"]["@type"] == "NewsArticle"
    linked = make_evidence(made.claim, make_source(rights="link"), quote="one common level")
    assert "text" not in data_of(client, f"/evidence/{linked.ref}/")


def test_source_leads_to_its_captures(client):
    made = make_collection()
    data = data_of(client, f"/sources/{made.press.slug}/")
    assert data["@type"] == "NewsArticle"
    assert data["archivedAt"] == [f"http://testserver/sources/{made.press.slug}/versions/1/"]
    assert data["sameAs"] == [made.press.url]
    assert data["publisher"]["name"] == made.press.publisher.name


def test_site_says_how_it_is_searched(client):
    data = data_of(client, "/")
    assert data["@type"] == "WebSite"
    target = data["potentialAction"]["target"]
    assert target.endswith("/search/?q={search_term_string}")
    assert client.get(target.replace("{search_term_string}", "water")).status_code == 200


@pytest.mark.parametrize(
    ("suffix", "media_type"), [("csv", "text/csv"), ("ndjson", "application/x-ndjson")]
)
def test_every_list_is_offered_whole(client, suffix, media_type):
    for name in LISTS:
        response = client.get(f"/api/v1/{name}.{suffix}")
        assert response["Content-Type"].startswith(media_type)
        response.getvalue()


def test_nothing_breaks_out_of_the_data_block(client):
    evil = "</script><script>alert(1)</script><!-- & \u2028 ]]>"
    declaration = make_declaration(title=evil)
    assert data_of(client, declaration.get_absolute_url())["name"] == evil


# Markdown


def markdown(client, address):
    response = client.get(f"{address}.md")
    assert response["Content-Type"] == "text/markdown; charset=utf-8"
    return response.content.decode()


def test_every_quote_stands_beside_its_stance_language_and_kind(client):
    made = make_collection()
    labels = {
        "niveau commun": "— *Official text, fr, Partially supports*",
        "one common level": "— *News report, en, Supports*",
    }
    for name, address in addresses(made).items():
        text = markdown(client, address)
        for quote, label in labels.items():
            for after in text.split(f"\n> {quote}\n")[1:]:
                assert after.startswith(f">\n> {label}\n"), name
        if name in {"declaration", "clause", "claim"}:
            assert all(f"\n> {quote}\n" in text for quote in labels), name


def test_clause_says_the_status_of_every_version_held_or_not(client):
    made = make_collection()
    text = markdown(client, addresses(made)["clause"])
    assert "> Les deux lacs maintiendront un niveau commun.\n>\n> — *fr – Authentic*" in text
    assert "zh – Authentic: text not held." in text
    assert "en – govkb working translation, not official: text not held." in text


def test_words_that_may_only_be_linked_are_not_in_any_format(client):
    made = make_collection()
    for source in (made.official, made.press):
        source.rights = "link"
        source.save()
    for address in addresses(made).values():
        for suffix in ("md", "jsonld", "json", "bib", "ris", "csl.json"):
            body = client.get(f"{address}.{suffix}").content.decode()
            assert "maintiendront" not in body
            assert "lacs maintiendront un niveau commun" not in body
    assert "rights allow a link only" in markdown(client, addresses(made)["evidence"])


def test_claim_without_evidence_is_not_checked(client):
    made = make_collection()
    conflicting = made.claim.conflicts_with.get()
    assert "Not checked" in markdown(client, f"/claims/{conflicting.ref}")


def test_text_is_shown_as_it_is():
    assert escape("1. a") == "1\\. a"
    assert escape("# *b* _c_ <d> [e](f)") == r"\# \*b\* \_c\_ \<d\> \[e\](f)"
    assert escape("https://l.example/a_b") == "<https://l.example/a_b>"
    assert quotation("a\n\nb", "x") == "> a\n>\n> b\n>\n> — *x*"


def test_words_cannot_leave_their_quotation(client):
    declaration = make_declaration()
    clause = make_clause(declaration)
    version = declaration.versions.create(language="fr", status="authentic")
    make_clause_text(clause, version, text="a\r\n# Heading\u2028## more")
    text = markdown(client, clause.get_absolute_url().removesuffix("/"))
    assert "\n> \\# Heading" in text
    assert "\n#" not in text.partition("> a")[2].partition("— *fr")[0]
