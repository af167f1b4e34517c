"""Exports: all of a list, as a table or line by line, at one moment and in constant memory."""

import csv
import gc
import io
import json
from threading import BoundedSemaphore

import pytest
from django.db import connections

from commitments.models import Clause, Evidence
from govkb.api_urls import router
from govkb.renderers import cell
from sources import representations
from tests.collection import make_collection
from tests.factories import (
    make_claim,
    make_clause,
    make_declaration,
    make_evidence,
    make_source,
    make_version,
)

pytestmark = pytest.mark.django_db

LISTS = [prefix for prefix, _viewset, _basename in router.registry]


def table(response):
    """Return the rows of a CSV as dictionaries; each has as many cells as the header."""
    assert response.status_code == 200, response.content
    assert response["Content-Type"] == "text/csv; charset=utf-8; header=present"
    text = response.getvalue().decode()
    assert text.endswith("\r\n")
    header, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert all(len(row) == len(header) for row in rows)
    assert len(set(header)) == len(header)
    return [dict(zip(header, row, strict=True)) for row in rows]


def lines(response):
    assert response.status_code == 200, response.content
    assert response["Content-Type"] == "application/x-ndjson"
    body = response.getvalue().decode()
    assert body == "" or body.endswith("\n")
    return [json.loads(line) for line in body.split("\n")[:-1]]


@pytest.mark.parametrize("name", LISTS)
def test_exports_have_the_rows_that_they_promise(client, name):
    make_collection()
    listed = client.get(f"/api/v1/{name}/?limit=500").json()["results"]
    response = client.get(f"/api/v1/{name}.ndjson")
    assert lines(response) == listed, "a line is what the list has"
    assert response["Govkb-Row-Count"] == str(len(listed))
    response = client.get(f"/api/v1/{name}.csv")
    rows = table(response)
    assert rows
    assert response["Govkb-Row-Count"] == str(len(rows))
    assert f'filename="{name}.csv"' in response["Content-Disposition"]


@pytest.mark.parametrize("name", LISTS)
def test_exports_of_nothing_are_empty(client, name):
    response = client.get(f"/api/v1/{name}.csv")
    assert response["Govkb-Row-Count"] == "0"
    assert response.getvalue().count(b"\r\n") == 1, "the header is always there"
    response = client.get(f"/api/v1/{name}.ndjson")
    assert (response["Govkb-Row-Count"], response.getvalue()) == ("0", b"")


@pytest.mark.parametrize("name", LISTS)
def test_every_column_is_a_field(client, name):
    """A column that is empty in all rows of a full collection is named for what is not there."""
    make_collection()
    viewset = {prefix: viewset for prefix, viewset, _basename in router.registry}[name]
    (first, *_others) = client.get(f"/api/v1/{name}/").json()["results"]
    for column, path in viewset.table.columns.items():
        assert path.split(".")[0] in first, column


def test_a_clause_is_a_row_for_each_version_and_never_lost(client):
    made = make_collection()
    bare = make_clause(make_declaration(slug="bare"), label="9")
    rows = table(client.get("/api/v1/clauses.csv"))
    mine = [row for row in rows if row["declaration"] == made.declaration.slug]
    assert [(row["label"], row["language"], row["held"]) for row in mine] == [
        ("1", "fr", "true"),
        ("1", "zh", "false"),
        ("1", "en", "false"),
        ("2", "fr", "false"),
        ("2", "zh", "false"),
        ("2", "en", "false"),
    ]
    assert mine[0]["text"] == "Les deux lacs maintiendront un niveau commun."
    assert mine[0]["unit"] == "code_points"
    (alone,) = [row for row in rows if row["declaration"] == "bare"]
    assert (alone["label"], alone["language"]) == (bare.label, "")


def test_coverage_is_a_row_for_each_cell(client):
    made = make_collection()
    elsewhere = make_clause(label="1")
    make_evidence(make_claim(clauses=[elsewhere]), make_source(kind="official_text"))
    response = client.get("/api/v1/coverage.csv")
    rows = table(response)
    assert [(row["clause"], row["source"], row["status"]) for row in rows] == [
        ("1", made.press.slug, "reported"),
        ("2", made.press.slug, "not_reported"),
    ]
    assert response["Govkb-Row-Count"] == "2"


def test_evidence_of_a_declaration_is_one_request(client):
    made = make_collection()
    make_evidence()
    response = client.get(f"/api/v1/evidence.csv?declaration={made.declaration.slug}")
    rows = table(response)
    assert len(rows) == 2
    assert response["Govkb-Row-Count"] == "2"
    assert {row["claim_ref"] for row in rows} == {made.claim.ref}
    assert {row["quote_exact"] for row in rows} == {"one common level", "niveau commun"}
    assert [row["ref"] for row in rows] == sorted(row["ref"] for row in rows)


def test_filters_narrow_an_export_and_misuse_is_refused(client):
    make_declaration(slug="a", kind="law")
    make_declaration(slug="b")
    assert [row["slug"] for row in table(client.get("/declarations.csv?kind=law"))] == ["a"]
    for query in ("kinds=law", "limit=1", "cursor=x", "sort=slug", "count=true", "fields=slug"):
        response = client.get(f"/declarations.csv?{query}")
        assert response.status_code == 400, query
        assert response["Content-Type"] == "application/problem+json"
    assert client.get("/declarations.csv?raw=yes").status_code == 400
    assert client.get("/declarations.ndjson?raw=1").status_code == 400
    assert lines(client.get("/declarations.ndjson?fields=slug")) == [{"slug": "a"}, {"slug": "b"}]


# Cells


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(client, sign):
    evil = f'{sign}HYPERLINK("https://l.example","x")'
    make_claim(text=evil)
    (row,) = table(client.get("/claims.csv"))
    assert row["text"] == f"'{evil}"
    (row,) = table(client.get("/claims.csv?raw=1"))
    assert row["text"] == evil


def test_cells_keep_line_breaks_quotes_and_every_script(client):
    text = 'Upper, "Lower"\nand 湖 🜄'
    make_claim(text=text)
    (row,) = table(client.get("/claims.csv"))
    assert row["text"] == text
    assert not client.get("/claims.csv").getvalue().startswith(b"\xef\xbb\xbf")
    assert client.get("/claims.csv?bom=1").getvalue().startswith(b"\xef\xbb\xbfref,")


def test_values_as_cells():
    assert [cell(value, raw=False) for value in (None, True, False, 0, 3)] == [
        "",
        "true",
        "false",
        "0",
        "3",
    ]
    assert cell(["a", "b"], raw=False) == "a; b"
    assert cell(["=a", None], raw=False) == "'=a; "
    assert cell("a\x00b", raw=False) == "ab"


# Size


def fill(number):
    """Make one declaration with that many clauses of two texts' languages, quickly."""
    declaration = make_declaration()
    make_version(declaration)
    make_version(declaration, language="zh")
    Clause.objects.bulk_create(
        Clause(declaration=declaration, label=str(n), position=n, note="water " * 50)
        for n in range(1, number + 1)
    )
    return declaration


def alive(client, address):
    """Return the most objects that were alive between two chunks, and how many rows came."""
    most = count = 0
    for chunk in client.get(address).streaming_content:
        count += chunk.count(b"\n")
        gc.collect()
        most = max(most, len(gc.get_objects()))
    return most, count


@pytest.mark.parametrize("suffix", ["csv", "ndjson"])
def test_memory_does_not_grow_with_the_rows(client, suffix):
    small, large = fill(200), fill(2000)
    address = f"/api/v1/clauses.{suffix}?declaration="
    alive(client, f"{address}{small.slug}")  # what is remembered once is not counted
    least, few = alive(client, f"{address}{small.slug}")
    most, many = alive(client, f"{address}{large.slug}")
    assert many > 9 * few
    assert most < 1.01 * least


def test_queries_grow_with_the_chunks_only(client, django_assert_num_queries):
    declaration = fill(600)
    address = f"/api/v1/clauses.ndjson?declaration={declaration.slug}"
    client.get(address).getvalue()
    # version of the collection; the declaration that is meant; the number; the rows; and for each
    # of two chunks: versions, texts, topics, commitments.
    with django_assert_num_queries(4 + 2 * 4):
        assert client.get(address).getvalue().count(b"\n") == 600


def test_head_tells_the_number_without_the_rows(client):
    make_collection()
    response = client.head("/api/v1/claims.csv")
    assert response["Govkb-Row-Count"] == "2"
    assert b"".join(response.streaming_content) == b""


# One moment


@pytest.fixture
def database(transactional_db, tmp_path):
    """Return a database that a second connection can write to: on SQLite, one in a file."""
    before = connections["default"]
    if before.vendor == "sqlite":
        name = tmp_path / "exports.sqlite3"
        with before.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(name)])
        connections["default"] = before.copy()
        connections["default"].settings_dict["NAME"] = str(name)
    yield connections["default"]
    if before.vendor == "sqlite":
        connections["default"].close()
        connections["default"] = before


def test_what_is_written_meanwhile_is_neither_counted_nor_sent(client, database):
    """Nor does the writer wait for whoever reads slowly."""
    make_claim()
    response = client.get("/api/v1/claims.csv")
    stream = iter(response.streaming_content)
    next(stream)  # the header: the number has been read, the rows have not
    writer = database.copy()
    with writer.cursor() as cursor:
        cursor.execute("DELETE FROM commitments_claim")
    writer.close()
    rest = b"".join(stream)
    response.close()
    assert response["Govkb-Row-Count"] == "1"
    assert rest.count(b"\r\n") == 1
    assert table(client.get("/api/v1/claims.csv")) == []


def test_a_reader_who_leaves_frees_the_transaction(client, database):
    make_claim()
    mode = getattr(database, "transaction_mode", None)
    response = client.get("/api/v1/claims.csv")
    next(iter(response.streaming_content))
    assert database.in_atomic_block
    response.close()
    assert not database.in_atomic_block
    assert getattr(database, "transaction_mode", None) == mode
    make_claim()
    assert len(table(client.get("/api/v1/claims.csv"))) == 2


def test_drafts_are_not_exported(client):
    made = make_collection()
    Evidence.objects.update(status="draft", published_at=None)
    assert table(client.get(f"/api/v1/evidence.csv?declaration={made.declaration.slug}")) == []


# Few at once


@pytest.fixture
def only_one(monkeypatch):
    """Let one export be sent at a time."""
    monkeypatch.setattr(representations, "_exports", BoundedSemaphore(1))


def test_who_comes_when_enough_exports_are_sent_is_told_when_to_come_again(client, only_one):
    make_claim()
    first = client.get("/api/v1/claims.ndjson")
    second = client.get("/api/v1/claims.csv")
    assert second.status_code == 503
    assert second["Content-Type"] == "application/problem+json"
    assert int(second["Retry-After"]) > 0
    assert "Govkb-Row-Count" not in second
    assert client.get("/api/v1/claims/").status_code == 200, "lists are not limited"
    assert len(lines(first)) == 1
    assert len(table(client.get("/api/v1/claims.csv"))) == 1, "sent to the end, it made room"


def test_a_reader_who_leaves_makes_room(client, database, only_one):
    make_claim()
    first = client.get("/api/v1/claims.csv")
    next(iter(first.streaming_content))
    assert client.get("/api/v1/claims.csv").status_code == 503
    first.close()
    assert len(table(client.get("/api/v1/claims.csv"))) == 1


@pytest.mark.parametrize("address", ["/api/v1/claims.csv?raw=yes", "/api/v1/claims.csv?limit=1"])
def test_what_is_refused_takes_no_room(client, only_one, address):
    assert client.get(address).status_code == 400
    assert table(client.get("/api/v1/claims.csv")) == []


def test_an_error_on_the_way_makes_room(client, only_one, monkeypatch):
    make_claim()
    client.raise_request_exception = False
    with monkeypatch.context() as broken:
        broken.setattr(representations, "one_moment", None)
        assert client.get("/api/v1/claims.csv").status_code == 500
    assert len(table(client.get("/api/v1/claims.csv"))) == 1


def test_who_has_the_export_is_told_so_before_anything_is_read(
    client, only_one, django_assert_num_queries
):
    make_claim()
    with django_assert_num_queries(1):  # the version of the collection
        response = client.get("/api/v1/claims.ndjson", headers={"If-None-Match": "*"})
    assert (response.status_code, response.content) == (304, b"")
    refused = client.get("/api/v1/claims.ndjson?kinds=x", headers={"If-None-Match": "*"})
    assert refused.status_code == 400
    assert len(lines(client.get("/api/v1/claims.ndjson"))) == 1, "no room was taken"


def test_who_asks_for_the_headers_only_takes_no_room(client, only_one):
    make_claim()
    assert client.head("/api/v1/claims.csv")["Govkb-Row-Count"] == "1"
    assert len(table(client.get("/api/v1/claims.csv"))) == 1
