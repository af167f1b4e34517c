"""Declarations as Akoma Ntoso: valid, named by the convention, one document for each version."""

import re
from pathlib import Path

import pytest
from lxml import etree

from commitments.akoma_ntoso import MEDIA_TYPE, NAMESPACE, iso_639_2
from tests.factories import (
    make_clause,
    make_clause_text,
    make_declaration,
    make_party,
    make_source,
    make_version,
)

pytestmark = pytest.mark.django_db

SCHEMA = etree.RelaxNG(etree.parse(Path(__file__).with_name("akoma_ntoso.rng")))
NS = {"a": NAMESPACE}


def make_charter(**fields):
    """Make a charter of a preamble, two clauses, and one that has parts."""
    declaration = make_declaration(slug="two-lakes", **fields)
    for slug in ("upper-lake", "lower-lake"):
        declaration.participations.create(party=make_party(slug=slug, code="ul"))
    french = make_version(declaration, language="fr", title="Charte des deux lacs")
    texts = {
        "preamble-1": "Rappelant la crue,",
        "1": "Les deux lacs auront un niveau.\n\nIl sera <commun> & sûr.",
        "2": "Chaque lac :",
        "2(a)": "mesure ;",
        "2(b)": "",
    }
    parents = {}
    for label, text in texts.items():
        kind = "preamble" if label.startswith("preamble") else "clause"
        clause = make_clause(
            declaration, label=label, kind=kind, parent=parents.get(label.partition("(")[0])
        )
        parents[label] = clause
        if text:
            make_clause_text(clause, french, text=text)
    return declaration, french


def read(client, address="/declarations/two-lakes.xml"):
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == MEDIA_TYPE
    document = etree.fromstring(response.content)
    SCHEMA.assertValid(document)
    eids = document.xpath(
        "//@eId[not(parent::a:TLCOrganization or parent::a:TLCRole)]", namespaces=NS
    )
    assert len(eids) == len(set(eids)), "no two parts have one name"
    return document


def find(document, path):
    return document.xpath(path, namespaces=NS)


def value(document, path):
    (found,) = find(document, f"{path}/@*[1]")
    return found


def test_the_schema_of_these_tests_refuses_what_is_wrong(client):
    make_charter()
    for wrong in ("//a:FRBRlanguage", "//a:num", "//a:mainBody", "//a:FRBRcountry/@value"):
        document = read(client)
        (found, *_others) = find(document, wrong)
        if isinstance(found, str):
            found.getparent().set("value", "france")
        else:
            found.getparent().remove(found)
        assert not SCHEMA.validate(document), wrong


def test_names_follow_the_naming_convention(client):
    make_charter()
    document = read(client)
    work = "/akn/aa/statement/2031-03-03/two-lakes"
    assert value(document, "//a:FRBRWork/a:FRBRuri") == work
    assert value(document, "//a:FRBRWork/a:FRBRthis") == f"{work}/!main"
    assert value(document, "//a:FRBRExpression/a:FRBRuri") == f"{work}/fra@2031-03-03"
    assert value(document, "//a:FRBRManifestation/a:FRBRuri") == f"{work}/fra@2031-03-03.xml"
    assert value(document, "//a:FRBRlanguage") == "fra"
    assert value(document, "//a:FRBRcountry") == "aa", "several parties have no country"
    assert find(document, "//a:FRBRWork/a:FRBRauthor/@href") == ["#upper-lake", "#lower-lake"]
    organisations = find(document, "//a:TLCOrganization/@eId")
    assert {"govkb", "lower-lake", "upper-lake"} == set(organisations)
    assert find(document, "//a:docTitle/text()") == ["Charte des deux lacs"]


def test_parts_are_named_and_nested_as_printed(client):
    make_charter()
    document = read(client)
    eids = find(document, "//a:preamble//@eId | //a:mainBody//@eId")
    assert eids == [
        "preamble",
        "preamble__p_1",
        "para_1",
        "para_1__p_1",
        "para_1__p_2",
        "para_2",
        "para_2__p_1",
        "para_2__subpara_a",
        "para_2__subpara_a__p_1",
        "para_2__subpara_b",
        "para_2__subpara_b__p_1",
    ]
    assert find(document, "//a:paragraph/a:num/text()") == ["1", "2"]
    assert find(document, "//a:intro/a:p/text()") == ["Chaque lac :"]
    blocks = find(document, "//a:paragraph[@eId='para_1']/a:content/a:p/text()")
    assert blocks == ["Les deux lacs auront un niveau.", "Il sera <commun> & sûr."]


def test_names_that_the_document_has_are_kept(client):
    declaration = make_declaration(slug="two-lakes", kind="law")
    french = make_version(declaration)
    article = make_clause(
        declaration, label="5", kind="article", eid="chp_1__art_5", printed_label="Art. 5"
    )
    make_clause_text(article, french)
    make_clause(declaration, label="5.1", parent=article)
    make_clause(declaration, label="5-1", parent=article)
    make_clause(declaration, label="A", kind="annex")
    make_clause(declaration, label="r1", kind="recital")
    document = read(client)
    assert find(document, "//a:article/@eId") == ["chp_1__art_5"]
    assert find(document, "//a:article/a:num/text()") == ["Art. 5"]
    inside = find(document, "//a:article/a:paragraph/@eId")
    assert inside == ["chp_1__art_5__para_1", "chp_1__art_5__para_1-bis"]
    assert find(document, "//a:hcontainer/@name") == ["annex"]
    assert find(document, "//a:recitals/a:recital/@eId") == ["recs__rec_r1"]


def test_words_that_are_not_held_are_said_to_be_missing(client):
    declaration, _french = make_charter()
    document = read(client)
    (missing,) = find(document, "//a:p[@status='incomplete']")
    assert missing.get("eId") == "para_2__subpara_b__p_1"
    assert "not held" in "".join(missing.itertext())
    declaration.versions.update(source=make_source(rights="link"))
    document = read(client)
    words = "".join(find(document, "//a:mainBody//text()"))
    assert "niveau" not in words, "words that may only be linked are missing too"


def test_each_version_is_an_expression_of_its_own(client):
    declaration, _french = make_charter()
    make_version(declaration, language="zh", title="两湖宪章")
    english = make_version(declaration, language="en", status="working_translation")
    official = make_version(declaration, language="en", status="official_translation")
    make_clause_text(declaration.clauses.get(label="1"), english, text="One level.")
    chinese = read(client, "/declarations/two-lakes/texts/zh.xml")
    assert value(chinese, "//a:FRBRlanguage") == "zho"
    assert find(chinese, "//a:FRBRauthoritative/@value") == ["true"]
    held = read(client, "/declarations/two-lakes/texts/en.xml")
    assert find(held, "//a:paragraph[1]//a:p/text()") == ["One level."], "words come before rank"
    assert find(held, "//a:FRBRExpression/a:FRBRauthor/@href") == ["#govkb"]
    assert find(held, "//a:FRBRtranslation/@fromLanguage") == ["fra"]
    other = read(client, "/declarations/two-lakes/texts/en/official-translation.xml")
    assert not "".join(find(other, "//a:mainBody//a:p/text()")).strip()
    names = {value(one, "//a:FRBRExpression/a:FRBRuri") for one in (chinese, held, other)}
    assert len(names) == 3
    assert official.pk
    for address in ("texts/de.xml", "texts/fr/official-translation.xml", "texts/fr/x.xml"):
        assert client.get(f"/declarations/two-lakes/{address}").status_code == 404


def test_date_is_named_no_closer_than_it_is_known(client):
    make_charter(adopted_precision="month")
    assert value(read(client), "//a:FRBRWork/a:FRBRuri").split("/")[4] == "2031-03"


@pytest.mark.parametrize("fields", [{}, {"adopted_on": None, "adopted_precision": ""}])
def test_declaration_of_which_nothing_is_held_is_valid_too(client, fields):
    make_declaration(slug="two-lakes", title="Bad \x0b\x01 title", **fields)
    document = read(client)
    assert value(document, "//a:FRBRlanguage") == "und"
    assert "not held" in "".join(find(document, "//a:mainBody//text()"))


def test_one_state_gives_its_country(client):
    declaration = make_declaration(slug="two-lakes")
    declaration.participations.create(party=make_party(code="UL"))
    assert value(read(client), "//a:FRBRcountry") == "ul"


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("fr", "fra"),
        ("fr-CA", "fra"),
        ("zh-Hans", "zho"),
        ("de", "deu"),
        ("haw", "haw"),
        ("xx", "und"),
    ],
)
def test_languages_have_three_letters(tag, code):
    assert iso_639_2(tag) == code


@pytest.mark.parametrize("more", [0, 6])
def test_costs_the_same_however_many_clauses(client, django_assert_num_queries, more):
    declaration, french = make_charter()
    for number in range(more):
        make_clause_text(make_clause(declaration, label=str(number + 3)), french)
    # version of the collection; declaration, participations, versions, topics, differences, facts,
    # clauses for the API; declaration, versions, participations, facts, topics, clauses, texts.
    with django_assert_num_queries(15):
        client.get("/declarations/two-lakes.xml")


def test_eids_are_names_without_spaces(client):
    make_charter()
    assert all(
        re.fullmatch(r"[a-z0-9_.-]+", eid) for eid in find(read(client), "//a:mainBody//@eId")
    )
