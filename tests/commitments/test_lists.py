"""The lists of declarations, claims, parties and topics."""

from datetime import date

import pytest
from lxml import html

from sources.models import Source
from tests.collection import STAMP
from tests.factories import (
    make_claim,
    make_clause,
    make_clause_text,
    make_declaration,
    make_evidence,
    make_party,
    make_source,
    make_topic,
    make_version,
    make_vocabulary,
)

pytestmark = pytest.mark.django_db


def words(element) -> str:
    return " ".join(element.text_content().split())


def get(client, url: str):
    response = client.get(url)
    assert response.status_code == 200
    return html.fromstring(response.content)


def headings(client, url: str) -> list[str]:
    return [words(heading) for heading in get(client, url).xpath("//main//h2")]


def test_declarations_come_newest_first_with_undated_ones_last(client):
    make_declaration(title="Undated", adopted_on=None, adopted_precision="")
    make_declaration(title="Old", adopted_on=date(1998, 1, 1), adopted_precision="year")
    make_declaration(title="New", adopted_on=date(2031, 1, 1))
    make_declaration(title="Hidden", status="draft")
    assert headings(client, "/declarations/") == ["New", "Old", "Undated"]
    row = get(client, "/declarations/").xpath("//li[contains(@class, 'row')]")[1]
    assert (row.find("time").get("datetime"), words(row.find("time"))) == ("1998", "1998")


def test_declarations_are_narrowed_by_kind_party_topic_text_and_date(client):
    treaty = make_declaration(title="Treaty", kind="treaty", adopted_on=date(2001, 1, 1))
    party, topic = make_party(slug="upper-lake"), make_topic(slug="water")
    treaty.participations.create(party=party)
    make_clause(treaty).topics.add(topic)
    charter = make_declaration(title="Charter")
    make_clause_text(make_clause(charter), make_version(charter))
    assert headings(client, "/declarations/?kind=treaty") == ["Treaty"]
    assert headings(client, "/declarations/?party=upper-lake") == ["Treaty"]
    assert headings(client, "/declarations/?topic=water") == ["Treaty"]
    assert headings(client, "/declarations/?held=true") == ["Charter"]
    assert headings(client, "/declarations/?adopted_on__lte=2002-01-01") == ["Treaty"]


def test_filtered_to_nothing_offers_to_drop_each_filter(client):
    make_party(slug="upper-lake", name="Upper Lake")
    make_declaration().participations.create(party=make_party())
    declaration = make_declaration(kind="treaty")
    declaration.participations.create(party=make_party(slug="far", name="Far Lake"))
    page = get(client, "/declarations/?kind=law&party=far&page=3")
    offers = page.xpath("//div[@class='empty']//a")
    assert [(words(offer), offer.get("href")) for offer in offers] == [
        ("Remove “Kind: Law”", "?party=far"),
        ("Remove “Party: Far Lake”", "?kind=law"),
    ]
    chips = [words(chip) for chip in page.xpath("//ul[@class='chips']//a")]
    assert chips == ["Remove Kind: Law ✕", "Remove Party: Far Lake ✕", "Clear all"]


def test_unknown_parameters_are_ignored_and_unknown_values_are_said(client):
    make_declaration(title="Charter")
    page = get(client, "/declarations/?utm_source=x&party=nobody&kind=nonsense&page=bad")
    assert [words(heading) for heading in page.xpath("//main//h2")] == ["Charter"]
    notes = " ".join(words(note) for note in page.xpath("//div[@class='note']"))
    assert "nobody" in notes
    assert "nonsense" in notes
    assert not page.xpath("//ul[@class='chips']")


def test_fields_have_labels_and_keep_what_was_chosen(client):
    make_declaration(kind="treaty")
    page = get(client, "/declarations/?kind=treaty&legal_status=political")
    form = page.xpath("//form[contains(@class, 'facets')]")[0]
    assert form.get("method") == "get"
    for field in form.xpath(".//select | .//input[not(@type='hidden')]"):
        assert form.xpath(f".//label[@for='{field.get('id')}']"), field.get("name")
    assert form.xpath(".//select[@name='kind']/option[@selected]/@value") == ["treaty"]
    # Set by a link, without a field of its own: sent along, and shown as a chip.
    assert form.xpath(".//input[@type='hidden' and @name='legal_status']/@value") == ["political"]
    assert "Legal status: Political" in words(page.xpath("//ul[@class='chips']")[0])
    assert not page.xpath("//input[@name='csrfmiddlewaretoken']")


def test_long_lists_have_pages_that_keep_the_filters(client):
    for _ in range(51):
        make_declaration(kind="treaty")
    page = get(client, "/declarations/?kind=treaty&utm_source=x")
    assert len(page.xpath("//main//h2")) == 50
    assert page.xpath("//a[@rel='next']/@href") == ["?kind=treaty&page=2"]
    last = get(client, "/declarations/?kind=treaty&page=2")
    assert len(last.xpath("//main//h2")) == 1
    assert last.xpath("//a[@rel='prev']/@href") == ["?kind=treaty&page=1"]


def test_claims_are_narrowed_by_stance_and_declaration(client):
    declaration = make_declaration(slug="charter-2031")
    bent = make_claim(declaration, text="Bent")
    make_evidence(bent, stance="distorts", note="Why.")
    make_claim(text="Straight")
    assert headings(client, "/claims/?stance=distorts") == ["Bent"]
    assert headings(client, "/claims/?declaration=charter-2031") == ["Bent"]
    assert set(headings(client, "/claims/")) == {"Bent", "Straight"}


def test_a_claim_without_evidence_says_that_nobody_has_checked(client):
    make_claim()
    assert "Not checked no evidence recorded" in words(get(client, "/claims/").find(".//article"))


def test_sources_are_counted_once_for_each_stance(client):
    claim = make_claim()
    article = make_source()
    make_evidence(claim, article, quote="one common level")
    make_evidence(claim, article, quote="The lakes rise")
    make_evidence(claim, make_source(kind=Source.Kind.STATE_MEDIA))
    counts = get(client, "/claims/").xpath("//ul[@class='counts']/li")
    assert words(counts[0]) == "✓ Supports 1 report of state-owned media, 1 news report"


def test_only_parties_of_published_declarations_are_listed_with_their_number(client):
    lake, hidden = make_party(name="Upper Lake"), make_party(name="Hidden Lake")
    for _ in range(2):
        make_declaration().participations.create(party=lake)
    make_declaration(status="draft").participations.create(party=lake)
    make_declaration(status="draft").participations.create(party=hidden)
    items = get(client, "/parties/").xpath("//ul[@class='names']/li")
    assert [words(item) for item in items] == ["Upper Lake 2 declarations"]


def test_topics_stand_under_their_vocabularies(client):
    make_topic(make_vocabulary(title="Water words", note="Ours."), label="Level")
    page = get(client, "/topics/")
    assert [words(heading) for heading in page.xpath("//h2")] == ["Water words"]
    assert [words(item) for item in page.xpath("//ul[@class='names']/li")] == ["Level"]


def fill(number: int) -> None:
    for _ in range(number):
        declaration = make_declaration()
        make_version(declaration)
        declaration.participations.create(party=make_party())
        claim = make_claim(clauses=[make_clause(declaration)])
        make_evidence(claim, quote="one common level")
        make_topic()


@pytest.mark.parametrize(
    ("url", "queries"),
    [
        # choices of party, of topic; number; declarations, parties, versions
        ("/declarations/", 6),
        # choices of topic; number; claims, evidence, clauses, the clauses' declarations
        ("/claims/", 6),
        ("/parties/", 2),  # number, parties
        ("/topics/", 2),  # number, topics
    ],
)
def test_queries_do_not_grow_with_the_rows(client, django_assert_num_queries, url, queries):
    fill(2)
    with django_assert_num_queries(STAMP + queries):
        client.get(url)
    fill(6)
    with django_assert_num_queries(STAMP + queries):
        client.get(url)


@pytest.mark.parametrize("url", ["/declarations/", "/claims/", "/parties/", "/topics/"])
def test_an_empty_list_says_so(client, url):
    page = get(client, url)
    assert len(page.findall(".//h1")) == 1
    assert words(page.xpath("//div[@class='empty']")[0]).startswith("No ")
    assert not client.get(url).cookies


def test_words_after_a_claims_reference_are_dropped(client):
    claim = make_claim()
    response = client.get(f"/claims/{claim.ref}/the-lakes/promised/")
    assert (response.status_code, response["Location"]) == (301, f"/claims/{claim.ref}/")


@pytest.mark.parametrize(
    "address",
    [
        "/claims/CLAIM/",
        "/claims/aeiouae/",
        "/evidence/2345678901/",
        "/declarations/Two_Lakes/",
        "/declarations/two--lakes/",
        "/declarations/two-lakes/clauses/1;2/",
    ],
)
def test_what_cannot_be_a_name_is_not_looked_up(client, django_assert_num_queries, address):
    with django_assert_num_queries(0):
        assert client.get(address).status_code == 404
