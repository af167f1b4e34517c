"""Which format an address answers in: by suffix, by `Accept`, and HTML for readers."""

import json
import re

import pytest
from django.urls import get_resolver

from govkb.openapi import description
from govkb.renderers import BODIES
from tests.collection import make_collection

pytestmark = pytest.mark.django_db

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
TYPES = {
    "json": "application/json",
    "jsonld": "application/ld+json",
    "md": "text/markdown; charset=utf-8",
    "bib": "application/x-bibtex; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
    "csl.json": "application/vnd.citationstyles.csl+json",
}


def objects(made):
    """Return the addresses of every object that has formats of its own, without the slash."""
    return [
        f"/declarations/{made.declaration.slug}",
        f"/declarations/{made.declaration.slug}/clauses/1",
        f"/claims/{made.claim.ref}",
        f"/evidence/{made.evidence.ref}",
        f"/sources/{made.press.slug}",
    ]


def test_suffixes_work_on_pages_and_in_the_api(client):
    made = make_collection()
    for base in objects(made):
        for suffix, media_type in TYPES.items():
            page = client.get(f"{base}.{suffix}")
            assert page.status_code == 200, (base, suffix)
            assert page["Content-Type"].startswith(media_type)
            api = client.get(f"/api/v1{base}.{suffix}")
            assert api.content == page.content


def test_accept_chooses_where_there_is_no_suffix(client):
    made = make_collection()
    for base in objects(made):
        for suffix, media_type in TYPES.items():
            wanted = {"Accept": media_type.partition(";")[0]}
            for address in (f"{base}/", f"/api/v1{base}/"):
                answer = client.get(address, headers=wanted)
                assert answer.content == client.get(f"{base}.{suffix}").content, (address, suffix)
                assert "Accept" in answer["Vary"]


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (None, "text/html"),
        ("*/*", "text/html"),
        (BROWSER, "text/html"),
        ("application/json", "application/json"),
        ("text/html;q=0.5, application/json", "application/json"),
        ("text/html, application/json;q=0.9", "text/html"),
        ("application/*", "application/json"),
        ("image/png, text/markdown;q=0.1", "text/markdown"),
    ],
)
def test_pages_stay_pages_for_whoever_takes_them(client, accept, media_type):
    made = make_collection()
    headers = {"Accept": accept} if accept else {}
    answer = client.get(made.claim.get_absolute_url(), headers=headers)
    assert answer["Content-Type"].startswith(media_type)
    assert "Accept" in answer["Vary"]


def test_api_stays_json_for_browsers(client):
    made = make_collection()
    for address in (f"/api/v1/claims/{made.claim.ref}/", "/api/v1/claims/"):
        answer = client.get(address, headers={"Accept": BROWSER})
        assert answer["Content-Type"] == "application/json"


def test_what_is_not_offered_is_a_problem(client):
    made = make_collection()
    base = f"/claims/{made.claim.ref}"
    for address in (f"{base}/", f"/api/v1{base}/", "/claims/", "/api/v1/claims/"):
        answer = client.get(address, headers={"Accept": "image/png"})
        assert answer.status_code == 406, address
        assert answer["Content-Type"] == "application/problem+json"
        assert "application/json" in answer.json()["detail"]
    for address in (f"{base}.xml", f"{base}.csv", f"/api/v1{base}.xml", "/claims.bib"):
        assert client.get(address).status_code == 404, address
    for address in (f"{base}.json5", f"{base}.", "/claims.", "/claims.html"):
        assert client.get(address, follow=True).status_code == 404, address


def test_a_problem_is_json_whatever_was_asked_for(client):
    made = make_collection()
    made.claim.withdraw("It was never said.")
    for suffix in TYPES:
        answer = client.get(f"/claims/{made.claim.ref}.{suffix}")
        assert answer.status_code == 410, suffix
        assert answer["Content-Type"] == "application/problem+json"
        assert json.loads(answer.content)["detail"] == "It was never said."


def test_other_formats_take_no_parameters(client):
    made = make_collection()
    for suffix in ("bib", "md", "jsonld"):
        answer = client.get(f"/claims/{made.claim.ref}.{suffix}?fields=text")
        assert answer.status_code == 400, suffix
    assert client.get(f"/claims/{made.claim.ref}.json?fields=text").json() == {
        "text": made.claim.text
    }


def test_renamed_objects_redirect_in_the_same_format(client):
    made = make_collection()
    former = made.declaration.slug
    made.declaration.slug = "charter"
    made.declaration.save()
    for before, after in {
        f"/declarations/{former}.bib": "/declarations/charter.bib",
        f"/declarations/{former}/clauses/1.csl.json": "/declarations/charter/clauses/1.csl.json",
        f"/api/v1/declarations/{former}.xml": "/api/v1/declarations/charter.xml",
    }.items():
        answer = client.get(before)
        assert (answer.status_code, answer["Location"]) == (301, f"http://testserver{after}")


def test_labels_may_have_dots(client):
    made = make_collection()
    for label in ("1.2", "1.bib", "3.json.x"):
        made.clause.label = label
        made.clause.save()
        base = made.clause.get_absolute_url().removesuffix("/")
        assert client.get(f"{base}/").status_code == 200
        for suffix, media_type in TYPES.items():
            answer = client.get(f"{base}.{suffix}")
            assert answer.status_code == 200, (label, suffix)
            assert answer["Content-Type"].startswith(media_type)


def test_lists_have_data_beside_them(client):
    made = make_collection()
    for name in ("declarations", "claims", "sources", "parties", "topics", "publishers"):
        listed = client.get(f"/{name}.json").json()["results"]
        assert listed == client.get(f"/api/v1/{name}/").json()["results"]
        for suffix in ("csv", "ndjson"):
            whole = client.get(f"/{name}.{suffix}")
            assert whole["Govkb-Row-Count"] == str(len(listed)), name
            assert whole.getvalue() == client.get(f"/api/v1/{name}.{suffix}").getvalue()
    assert made


def test_list_pages_lead_to_all_of_what_they_show(client):
    make_collection()
    page = client.get(
        "/declarations/?kind=bilateral_declaration&party=&page=1&x=1"
    ).content.decode()
    (address,) = re.findall(r'href="(/declarations\.csv[^"]*)"', page)
    assert address == "/declarations.csv?kind=bilateral_declaration"
    for name in ("declarations", "claims", "sources", "parties", "topics", "publishers"):
        page = client.get(f"/{name}/").content.decode()
        for suffix in ("csv", "ndjson", "json"):
            assert f'href="/{name}.{suffix}"' in page, name


def test_ndjson_goes_by_both_of_its_names(client):
    for media_type in ("application/x-ndjson", "application/jsonl"):
        answer = client.get("/api/v1/claims/", headers={"Accept": media_type})
        assert answer["Content-Type"] == "application/x-ndjson"


def test_the_description_tells_every_format():
    paths = description()["paths"]
    for path, operations in paths.items():
        content = operations["get"]["responses"]["200"]["content"]
        for media_type in content.keys() - {"application/json"}:
            assert content[media_type]["schema"] == BODIES[media_type], path
    assert not [path for path in paths if "format" in path]
    assert {"text/csv", "application/x-ndjson"} < set(
        paths["/api/v1/claims/"]["get"]["responses"]["200"]["content"]
    )
    one = paths["/api/v1/declarations/{slug}/"]["get"]["responses"]["200"]["content"]
    assert {"application/akn+xml", "application/x-bibtex", "text/markdown"} < set(one)


def test_every_list_and_object_of_the_api_has_a_suffix():
    api = next(one for one in get_resolver().url_patterns if getattr(one, "namespace", "") == "api")
    names = {one.name for one in api.url_patterns}
    plain = {name for name in names if name.endswith(("-list", "-detail"))}
    assert {f"{name}-in-format" for name in plain} <= names
    assert len(plain) > 20
