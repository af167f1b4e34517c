"""The documentation of the API: complete, as configured here, and readable by machines too."""

import json
import re
from datetime import datetime

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html

from govkb.api_urls import router
from govkb.documentation import changelog
from govkb.documentation.changelog import CHANGES, Kind
from govkb.documentation.examples import CUT, MAX_ITEMS, MAX_WORDS, shorten
from govkb.documentation.reference import Named, Shape, components, marked, resources, shape_of
from govkb.documentation.snippets import LANGUAGES, snippets
from govkb.openapi import description
from sources.api import Deprecation
from tests.collection import STAMP, make_collection

pytestmark = pytest.mark.django_db

PAGES = ["/api/", "/api/changelog/", *(f"/api/reference/{name}/" for name in resources())]
ATOM = {"atom": "http://www.w3.org/2005/Atom"}


def page(client, path):
    response = client.get(path)
    assert response.status_code == 200, path
    return html.fromstring(response.content.decode())


def words(element):
    return " ".join(element.text_content().split())


# The pages


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("is_empty", [True, False])
def test_pages_are_there_whatever_is_published(client, path, is_empty):
    if not is_empty:
        make_collection()
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/html")
    links = response["Link"]
    assert '</api/v1/openapi.json>; rel="service-desc"' in links
    assert '</api/>; rel="service-doc"' in links
    document = html.fromstring(response.content.decode())
    ids = document.xpath("//@id")
    assert len(ids) == len(set(ids)), "ids are unique"
    inner = {
        link.removeprefix("#") for link in document.xpath("//main//a/@href[starts-with(., '#')]")
    }
    assert inner <= set(ids), "links within the page lead somewhere"
    assert not document.xpath("//script | //style | //@style")
    again = client.get(path, headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304
    assert response["Cache-Control"] == "public, no-cache"


def test_addresses(client):
    assert client.get("/api").headers["Location"] == "/api/"
    assert client.get("/api/reference/").headers["Location"] == "/api/#resources"
    assert client.get("/api/v1").headers["Location"] == "/api/v1/"
    unknown = client.get("/api/reference/nothing/")
    assert unknown.status_code == 404
    assert unknown["Content-Type"].startswith("text/html")
    # Whoever asks for another version is a program.
    assert client.get("/api/v2/").headers["Content-Type"] == "application/problem+json"
    assert client.post("/api/").status_code == 405


def test_the_navigation_leads_to_the_documentation(client):
    links = page(client, "/").xpath("//nav[contains(@class, 'site-nav')]//a[text() = 'API']/@href")
    assert links == ["/api/"]
    current = page(client, "/api/reference/sources/").xpath("//a[@aria-current = 'true']/text()")
    assert current == ["API"], "not the sources, whose name stands in the address too"


def test_the_index_leads_to_both_descriptions(client):
    links = client.get("/api/v1/")["Link"]
    assert '</api/v1/openapi.json>; rel="service-desc"; type="application/json"' in links
    assert '</api/>; rel="service-doc"; type="text/html"' in links


def test_the_landing_shows_every_resource_and_the_limits_as_they_are(client, settings):
    settings.RATE_LIMIT = (7, 9)
    document = page(client, "/api/")
    for name, resource in resources().items():
        [link] = document.xpath("//main//dt/a[@href = $to]", to=f"/api/reference/{name}/")
        assert words(link.getparent().getnext()) == " ".join(resource.description.split())
    assert "7 requests in 9 seconds" in words(document)
    settings.RATE_LIMIT = None
    assert "sets no limit of its own" in words(page(client, "/api/"))


def test_the_landing_says_when_names_are_invented(client):
    assert "in invented words" in words(page(client, "/api/"))
    made = make_collection()
    document = page(client, "/api/")
    assert "invented" not in words(document)
    assert f"declaration={made.declaration.slug}" in words(document)


@pytest.mark.parametrize("name", resources())
def test_the_reference_says_all_that_the_description_says(client, name):
    make_collection()
    document = page(client, f"/api/reference/{name}/")
    paths = description()["paths"]
    for operation in resources()[name].operations:
        section = document.get_element_by_id(operation.id)
        described = paths[operation.path]["get"]
        named = set(section.xpath(".//dl[contains(@class, 'params')]/dt/code/text()"))
        assert {one["name"] for one in described["parameters"]} <= named
        assert {code for code in described["responses"] if code >= "400"} <= named
        media = described["responses"]["200"]["content"]
        assert set(media) <= set(section.xpath(".//li//code/text()"))
    for component in resources()[name].components:
        section = document.get_element_by_id(component.name)
        names = section.xpath(".//dt/code/text()")
        assert names == [one.name for one in component.fields]


def test_every_operation_is_in_the_reference():
    shown = {one.id for resource in resources().values() for one in resource.operations}
    ids = {one["get"]["operationId"] for one in description()["paths"].values()}
    assert ids - shown == {"index"}, "the index is on the landing page"


def test_an_answer_that_is_shown_is_the_real_one(client):
    made = make_collection()
    document = page(client, "/api/reference/publishers/")
    section = document.get_element_by_id("publishers_list")
    [shown] = section.xpath(".//code[@data-language = 'json']")
    assert json.loads(shown.text_content()) == client.get("/api/v1/publishers/?limit=2").json()
    assert made.press.publisher.slug in shown.text_content()


@pytest.mark.parametrize(("path", "most"), [("/api/", 30), ("/api/reference/clauses/", 30)])
def test_queries_do_not_grow_with_the_collection(client, path, most, django_assert_max_num_queries):
    make_collection()
    client.get(path)
    with django_assert_max_num_queries(most) as few:
        client.get(path)
    for _time in range(3):
        make_collection()
    with django_assert_max_num_queries(most) as many:
        client.get(path)
    assert len(many) == len(few)


def test_what_does_not_depend_on_the_collection_asks_it_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(STAMP):
        client.get("/api/changelog/")


# What the pages are made of


def test_kinds_are_in_words():
    assert shape_of({"type": ["string", "null"], "format": "uri"}).kind == "string (uri) or null"
    assert shape_of({"type": "array", "items": {"type": "string"}}).kind == "list of strings"
    moment = {"type": "string", "anyOf": [{"format": "date"}, {"format": "date-time"}]}
    assert shape_of(moment).kind == "string (date or date-time)"
    assert shape_of({"$ref": "#/components/schemas/Stance"}).values[0] == "supports"
    assert shape_of({"$ref": "#/components/schemas/Quote"}) == Shape("Quote", component="Quote")


def test_values_say_what_they_mean_once():
    text = "How it stands.\n\n* `moved` - Moved in the newest capture\n* `not_found` - Not found"
    named = Named("state", Shape("string", ["moved", "not_found"]), text)
    assert named.words == "How it stands."
    assert named.values == [("moved", "Moved in the newest capture"), ("not_found", "")]


def test_code_in_words_is_marked_and_escaped():
    assert marked("`next` <b>") == "<code>next</code> &lt;b&gt;"


def test_no_kind_is_left_unsaid():
    for component in components().values():
        for one in component.fields:
            assert "any" not in one.shape.kind.split(), (component.name, one.name)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=300),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=20,
)


@given(JSON)
def test_what_is_shortened_says_so(value):
    short = shorten(value)
    assert CUT in json.dumps(short, ensure_ascii=False) or short == value

    def check(one):
        match one:
            case str():
                assert len(one) <= MAX_WORDS + len(CUT)
            case list():
                assert len(one) <= MAX_ITEMS + 1
                for item in one:
                    check(item)
            case dict():
                for item in one.values():
                    check(item)

    check(short)


def test_calls_are_in_every_language():
    listed = snippets("list", url="U", first="slug", second="name", table="T")
    assert [one.language for one in listed] == list(LANGUAGES)
    assert not [one for one in listed if "@@" in one.code]
    with pytest.raises(KeyError):
        snippets("list", url="U")


# Changes


def test_the_changelog_names_what_there_is():
    """What is affected by a change that took nothing away stands in the description."""
    known = set(resources())
    for name, resource in resources().items():
        for operation in resource.operations:
            known |= {f"{name}?{one.name}" for one in operation.parameters}
            known |= {f"{name}.{one.name}" for one in components()[operation.component].fields}
    for change in CHANGES:
        if change.kind is not Kind.REMOVED:
            assert set(change.affected) <= known, change.slug
        assert change.title
        assert change.text
    assert len({change.slug for change in CHANGES}) == len(CHANGES)


def test_a_wrong_changelog_is_refused():
    entry = '[[change]]\nslug = "a"\ndate = 2031-01-01\ntitle = "A"\ntext = "B"\n'
    [change] = changelog.read(f'{entry}kind = "removed"\n')
    assert change.kind is Kind.REMOVED
    with pytest.raises(ValueError, match="vanished"):
        changelog.read(f'{entry}kind = "vanished"\n')
    with pytest.raises(TypeError):
        changelog.read(f'{entry}kind = "added"\ncolour = "blue"\n')


def test_the_page_of_changes(client):
    document = page(client, "/api/changelog/")
    assert document.xpath("//link[@type = 'application/atom+xml']/@href") == ["/api/changelog.atom"]
    for change in CHANGES:
        assert change.title in words(document.get_element_by_id(change.slug))


def test_the_feed_is_valid_atom(client):
    """RFC 4287: what a feed and an entry must have, and names that no two entries share."""
    response = client.get("/api/changelog.atom")
    assert response["Content-Type"].startswith("application/atom+xml")
    assert response["Access-Control-Allow-Origin"] == "*"
    feed = etree.fromstring(response.content)
    assert feed.tag == "{http://www.w3.org/2005/Atom}feed"
    for required in ("id", "title", "updated", "author/atom:name"):
        assert feed.xpath(f"string(atom:{required})", namespaces=ATOM), required
    [own] = feed.xpath("atom:link[@rel = 'self']/@href", namespaces=ATOM)
    assert own == "http://testserver/api/changelog.atom"
    entries = feed.xpath("atom:entry", namespaces=ATOM)
    assert len(entries) == len(CHANGES)
    for required in ("id", "title", "updated", "summary"):
        values = [one.xpath(f"string(atom:{required})", namespaces=ATOM) for one in entries]
        assert all(values), required
        if required == "id":
            assert len(set(values)) == len(values)
        if required == "updated":
            assert all(datetime.fromisoformat(value).tzinfo for value in values)
    links = feed.xpath("atom:entry/atom:link/@href", namespaces=ATOM)
    base = f"http://testserver{reverse('api-changelog')}"
    assert links == [f"{base}#{change.slug}" for change in CHANGES]
    tag = response["ETag"]
    assert client.get("/api/changelog.atom", headers={"If-None-Match": tag}).status_code == 304


def test_every_notice_leads_to_the_change():
    """A deprecation's link is the address of the change that announces it."""
    announced = {change.get_absolute_url() for change in CHANGES if change.kind is Kind.DEPRECATED}
    notices: list[Deprecation] = []
    for _prefix, viewset, _basename in router.registry:
        notices += [viewset.deprecation] if viewset.deprecation else []
        notices += [*viewset.deprecated_parameters.values(), *viewset.deprecated_fields.values()]
    assert {re.sub(r"^https?://[^/]+", "", notice.link) for notice in notices} <= announced
