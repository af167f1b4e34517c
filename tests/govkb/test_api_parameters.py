"""Parameters that every resource of the API has, and filters of one kind everywhere."""

from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from govkb.api import paging
from govkb.api_urls import router
from sources.models import Change
from tests.collection import STAMP, make_collection
from tests.factories import (
    make_claim,
    make_clause,
    make_clause_text,
    make_declaration,
    make_evidence,
    make_source,
    make_version,
)

pytestmark = pytest.mark.django_db

VIEWSETS = [(prefix, viewset) for prefix, viewset, _basename in router.registry]


def get(client, address):
    response = client.get(f"/api/v1/{address}")
    assert response.status_code == 200, response.content
    return response.json()


def slugs(client, address):
    return [one["slug"] for one in get(client, address)["results"]]


def refused(client, address, parameter):
    response = client.get(f"/api/v1/{address}")
    assert response.status_code == 400, response.content
    errors = {error["parameter"]: error for error in response.json()["errors"]}
    assert set(errors) == {parameter}
    return errors[parameter]


# fields, omit, expand


def test_fields_reach_into_what_stands_in_them(client):
    make_collection()
    query = "evidence/?fields=stance,quote.exact,source.title,claim&limit=1"
    (row,) = get(client, query)["results"]
    assert set(row) == {"stance", "quote", "source", "claim"}
    assert set(row["quote"]) == {"exact"}
    assert set(row["source"]) == {"title"}
    assert set(row["claim"]) == {"url", "ref", "text"}


def test_fields_reach_through_lists(client):
    made = make_collection()
    body = get(
        client, f"declarations/{made.declaration.slug}/clauses/1/?fields=label,texts.language"
    )
    assert body == {
        "label": "1",
        "texts": [{"language": "fr"}, {"language": "zh"}, {"language": "en"}],
    }


def test_omit_leaves_the_rest(client):
    made = make_collection()
    whole = get(client, f"claims/{made.claim.ref}/")
    body = get(client, f"claims/{made.claim.ref}/?omit=note,evidence.url,stances.supports")
    assert set(whole) - set(body) == {"note"}
    assert set(whole["evidence"][0]) - set(body["evidence"][0]) == {"url"}
    assert "supports" not in body["stances"]


def test_fields_and_omit_together(client):
    make_collection()
    (row,) = get(client, "evidence/?fields=quote,ref&omit=quote.exact&limit=1")["results"]
    assert set(row) == {"quote", "ref"}
    assert "exact" not in row["quote"]
    assert "start" in row["quote"]


@pytest.mark.parametrize(
    ("query", "parameter", "suggestion"),
    [
        ("fields=stanse", "fields", "stance"),
        ("fields=quote.exakt", "fields", "quote.exact"),
        ("fields=stance.words", "fields", None),
        ("fields=stance,", "fields", None),
        ("fields=" + ",".join(["ref"] * 101), "fields", None),
        ("omit=quote.", "omit", "quote.end"),
        ("expand=claims", "expand", "claim"),
        ("expand=quote", "expand", None),
        ("sort=check_on", "sort", "checked_on"),
        ("sort=-stanse", "sort", "-stance"),
        ("sort=ref,-ref", "sort", None),
        ("sort=claim__declaration__slug", "sort", None),
        ("count=yes", "count", None),
        ("updated_since=yesterday", "updated_since", None),
        ("updated_since=2026-13-01", "updated_since", None),
        ("updated_since=0001-01-01T00:00:00%2B14:00", "updated_since", None),
        ("ref__in=a,b", "ref__in", None),
        ("stance__in=supports,suports", "stance__in", "supports"),
        ("source__in=nothing,nobody", "source__in", None),
        ("clause__in=6,,7", "clause__in", None),
        ("checked_on__isnull=maybe", "checked_on__isnull", None),
    ],
)
def test_what_does_not_exist_is_refused(client, query, parameter, suggestion):
    error = refused(client, f"evidence/?{query}", parameter)
    assert error["code"] == "invalid"
    if suggestion:
        assert error["suggestion"] == suggestion
    if parameter in {"fields", "omit", "expand", "sort"} and suggestion:
        assert suggestion in error["allowed"]


def test_lookups_of_the_database_are_unknown(client):
    for name in ("declaration__title__regex", "_connector", "claim__declaration", "id", "pk__in"):
        response = client.get(f"/api/v1/evidence/?{name}=x")
        assert response.status_code == 400
        assert response.json()["errors"][0]["code"] == "unknown"


def test_expanded_fields_are_those_of_the_object_itself(client):
    made = make_collection()
    (row,) = get(client, f"evidence/?ref__in={made.evidence.ref}&expand=claim,source")["results"]
    assert row["claim"] == get(client, f"claims/{made.claim.ref}/")
    source = get(client, f"sources/{made.press.slug}/")
    assert source.pop("last_attempt")  # of the object's own address only
    assert row["source"] == source
    (row,) = get(client, f"claims/?ref__in={made.claim.ref}&expand=evidence")["results"]
    assert made.evidence.ref in [one["ref"] for one in row["evidence"]]
    for one in row["evidence"]:
        assert one == get(client, f"evidence/{one['ref']}/")
    assert row == get(client, f"claims/{made.claim.ref}/?expand=evidence")
    for address in ("declarations/?expand=clauses", f"declarations/{made.declaration.slug}/"):
        body = get(client, address)
        row = next(
            one for one in body.get("results", [body]) if one["slug"] == made.declaration.slug
        )
        assert [one["label"] for one in row["clauses"]] == ["1", "2"]
    body = get(client, f"declarations/{made.declaration.slug}/?expand=clauses")
    assert body["clauses"][0] == get(client, f"declarations/{made.declaration.slug}/clauses/1/")


# The lists' own queries (see tests of the apps), and those for what is shown in full.
EXPANDED = {
    "evidence/?expand=claim": 2 + 2,  # its evidence, its conflicts
    "evidence/?expand=source": 2 + 1,  # the sources, no longer joined
    "claims/?expand=evidence": 4 + 1,  # the clauses that each piece names
    "declarations/?expand=clauses": 4 + 5,  # clauses, texts, topics, commitments, actors
}


@pytest.mark.parametrize(("address", "number"), EXPANDED.items())
def test_expanding_costs_the_same_for_any_number_of_rows(client, address, number):
    counts = []
    for _round in range(2):
        make_collection()
        make_collection()
        with CaptureQueriesContext(connection) as queries:
            get(client, address)
        counts.append(len(queries))
    assert counts == [STAMP + number] * 2


# sort


@pytest.mark.parametrize(("name", "viewset"), VIEWSETS)
def test_every_order_can_be_walked_both_ways(client, name, viewset):
    for _round in range(3):
        make_collection()
    everything = get(client, f"{name}/?limit=500")["results"]
    assert viewset.sortable
    for field in viewset.sortable:
        for order in (field, f"-{field}"):
            found, address = [], f"/api/v1/{name}/?limit=2&sort={order}"
            pages = []
            while address:
                body = client.get(address).json()
                pages.append(body)
                found += body["results"]
                address = body["next"]
                assert len(found) <= len(everything), order
            key = str
            assert sorted(found, key=key) == sorted(everything, key=key), order
            if len(pages) > 1:
                assert client.get(pages[-1]["previous"]).json()["results"] == pages[-2]["results"]


def test_several_orders_and_the_key_decides_between_equals(client):
    for slug, kind, title in [("d", "law", "A"), ("b", "law", "B"), ("c", "plan", "A")]:
        make_declaration(slug=slug, kind=kind, title=title)
    make_declaration(slug="a", kind="law", title="B")
    assert slugs(client, "declarations/?sort=-title,kind") == ["a", "b", "d", "c"]
    assert slugs(client, "declarations/?sort=title,-slug") == ["d", "c", "b", "a"]
    assert slugs(client, "declarations/?sort=-kind") == ["c", "a", "b", "d"]


def test_what_has_no_date_comes_last_both_ways(client):
    make_declaration(slug="none", adopted_on=None, adopted_precision="")
    make_declaration(slug="old", adopted_on="2020-01-01")
    make_declaration(slug="new", adopted_on="2030-01-01")
    assert slugs(client, "declarations/?sort=adopted_on") == ["old", "new", "none"]
    assert slugs(client, "declarations/?sort=-adopted_on") == ["new", "old", "none"]
    following = get(client, "declarations/?sort=-adopted_on&limit=2")["next"]
    assert [one["slug"] for one in client.get(following).json()["results"]] == ["none"]


def test_a_cursor_is_good_for_its_own_question_only(client):
    for _number in range(4):
        make_source()
    following = get(client, "sources/?limit=1&language=en&sort=-title")["next"]
    (cursor,) = parse_qs(urlsplit(following).query)["cursor"]
    for query in (
        "language=en",
        "sort=-title",
        "language=en&sort=title",
        "language=fr&sort=-title",
    ):
        refused(client, f"sources/?{query}&cursor={cursor}", "cursor")
    same = f"sources/?sort=-title&language=en&cursor={cursor}"
    assert len(get(client, f"{same}&limit=2&count=true&fields=slug")["results"]) == 2


# count, and how much an answer holds


def test_count_is_of_all_pages(client, django_assert_num_queries):
    for language in ("en", "en", "en", "fr"):
        make_source(language=language)
    assert "count" not in get(client, "sources/?language=en&limit=1")
    # The rows, and their number.
    with django_assert_num_queries(STAMP + 2):
        body = get(client, "sources/?language=en&limit=1&count=true")
    assert body["count"] == 3
    assert client.get(body["next"]).json()["count"] == 3
    assert "count" not in get(client, "sources/?count=false")


@pytest.mark.parametrize(("name", "_viewset"), VIEWSETS)
def test_every_list_counts_what_it_walks(client, name, _viewset):
    make_collection()
    body = get(client, f"{name}/?count=true&limit=500")
    assert body["count"] == len(body["results"])


def test_a_page_ends_before_a_megabyte(client, monkeypatch):
    monkeypatch.setattr(paging, "MAX_BYTES", 3_000)
    declaration = make_declaration()
    version = make_version(declaration)
    for _number in range(7):
        make_clause_text(make_clause(declaration), version, text="Water. " * 100)
    address = f"/api/v1/clauses/?declaration={declaration.slug}"
    found, sizes = [], []
    while address:
        body = client.get(address).json()
        found += [one["label"] for one in body["results"]]
        sizes.append(len(body["results"]))
        address, last = body["next"], body
    assert found == list("1234567")
    assert max(sizes) == 2
    back = client.get(last["previous"]).json()
    assert [one["label"] for one in back["results"]] == ["5", "6"]
    assert back["previous"]


def test_one_row_is_shown_however_large(client, monkeypatch):
    monkeypatch.setattr(paging, "MAX_BYTES", 10)
    make_source(), make_source()
    body = get(client, "sources/")
    assert len(body["results"]) == 1
    assert body["next"]


# Filters of one kind


def test_updated_since_takes_days_and_moments(client):
    old, new = make_claim(), make_claim()
    changes = Change.objects.filter(kind="claim")
    changes.filter(object_id=old.pk).update(at=datetime(2030, 1, 1, 12, tzinfo=UTC))
    changes.filter(object_id=new.pk).update(at=datetime(2030, 1, 2, 12, tzinfo=UTC))
    for since, number in {
        "2030-01-01": 2,
        "2030-01-02": 1,
        "2030-01-01T12:00:00Z": 2,
        "2030-01-01T12:00:01Z": 1,
        "2030-01-02T13:00:00%2B02:00": 1,
        "2030-01-02T12:00:00.000001Z": 0,
    }.items():
        assert len(get(client, f"claims/?updated_since={since}")["results"]) == number, since


def test_several_names_at_once(client):
    claims = [make_claim(make_declaration(slug=slug)) for slug in ("a", "b", "c")]
    sources = [make_source(slug=slug) for slug in ("x", "y", "z")]
    for claim, source in zip(claims, sources, strict=True):
        make_evidence(claim, source)

    def found(query):
        return sorted(one["declaration"] for one in get(client, query)["results"])

    assert found("claims/?declaration__in=a,c") == ["a", "c"]
    assert found("claims/?source__in=x,y") == ["a", "b"]
    assert found("evidence/?source__in=y,y,z") == ["b", "c"]
    assert found(f"evidence/?claim__in={claims[0].ref},{claims[2].ref}") == ["a", "c"]
    assert found(f"claims/?ref__in={claims[1].ref},2222222") == ["b"]
    assert slugs(client, "sources/?slug__in=z,x") == ["x", "z"]
    sources[0].slug = "former-x"
    sources[0].save()
    assert found("evidence/?source__in=x,z") == ["a", "c"], "a former name still counts"


def test_dates_that_are_unknown_can_be_asked_for(client):
    make_declaration(slug="known")
    make_declaration(slug="unknown", adopted_on=None, adopted_precision="")
    assert slugs(client, "declarations/?adopted_on__isnull=true") == ["unknown"]
    assert slugs(client, "declarations/?adopted_on__isnull=false") == ["known"]
    assert slugs(client, "declarations/?adopted_on=2031-03-03") == ["known"]


def test_q_folds_and_q_exact_does_not(client):
    make_declaration(slug="one", title="L’Éclat du lac‑Nord (100%)")
    make_declaration(slug="two", title="L'éclat du lac-nord")
    for query in ("l'éclat", "L’ÉCLAT", "lac-nord", "LAC‐NORD du", "(100%)  éclat"):
        expected = ["one"] if "100" in query else ["one", "two"]
        assert slugs_by(client, q=query) == expected, query
    for query, found in {
        "L'éclat": ["two"],
        "L’Éclat du": ["one"],
        "l'éclat": [],
        "(100%)": ["one"],
        "éclat du ": ["two"],
        ".*": [],
    }.items():
        assert slugs_by(client, q_exact=query) == found, query


def slugs_by(client, **query):
    body = client.get("/api/v1/declarations/", query).json()
    return [one["slug"] for one in body["results"]]


@pytest.mark.parametrize("signs", [".*", "(", "[a-", "\\", "***:x", "(?i)", "$^", "a{9999}", "\\1"])
def test_signs_of_patterns_are_only_signs(client, signs):
    make_declaration(slug="plain", title="Plain")
    make_declaration(slug="odd", title=f"Odd {signs} title")
    assert slugs_by(client, q=signs) == ["odd"]
    assert slugs_by(client, q_exact=signs) == ["odd"]


def test_words_of_clauses_are_found_in_any_text(client):
    made = make_collection()
    for query in ("q=NIVEAU COMMUN", "q_exact=niveau commun"):
        body = client.get(f"/api/v1/clauses/?{query}").json()
        assert [one["label"] for one in body["results"]] == ["1"], query
    assert client.get("/api/v1/clauses/?q_exact=NIVEAU").json()["results"] == []
    assert made


def test_a_language_stands_for_its_scripts_and_regions(client):
    for number, tag in enumerate(("zh-Hans", "zh", "zho", "fr"), start=1):
        declaration = make_declaration(slug=f"d{number}")
        version = make_version(declaration, language=tag)
        make_clause_text(make_clause(declaration), version, text="a")
        make_source(slug=f"s{number}", language=tag)
    for query in ("language=zh", "language__in=zh", "language__in=zh,zh-Hans"):
        assert slugs(client, f"declarations/?{query}") == ["d1", "d2"]
        assert slugs(client, f"sources/?{query}") == ["s1", "s2"]
    assert slugs(client, "declarations/?language=zh-Hans") == ["d1"]
    for query in ("language=zh", "language=zh&held=true"):
        found = get(client, f"clauses/?{query}")["results"]
        assert [one["declaration"] for one in found] == ["d1", "d2"]
    assert get(client, "clauses/?language=zh&held=false")["results"] == []
