"""Nothing that a stranger sends makes an error of ours, a boundless answer, or a page for people.

Each request of the corpus goes to every list and every kind of object. Whatever it is, the answer
is below 500, has at most 500 rows and about a megabyte, and if it refuses then as a problem that
says which parameter and what else there is.
"""

import json
from urllib.parse import quote, urlencode

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.test import RequestFactory, override_settings

from govkb.api.paging import MAX_BYTES, MAX_LIMIT
from govkb.api_urls import router
from govkb.wsgi import application
from tests.collection import make_collection
from tests.factories import make_claim

pytestmark = pytest.mark.django_db

LISTS = [prefix for prefix, _viewset, _basename in router.registry]
ROOM = 50_000  # for what stands around the rows of a page

NUMBERS = [
    "0",
    "-1",
    "+5",
    " 5",
    "1e20",
    "1e999",
    "NaN",
    "5.0",
    "0x10",
    "501",
    "9" * 400,
    "²",
    "٣",
    "５",
    "\x00",
    "5\x00",
    "",
    " ",
    "null",
    "true",
    "[]",
    "1,2",
    "%",
    "%zz",
    "x" * 10_000,
    "' OR 1=1 --",
    "../../etc/passwd",
    "\ud7ff\U0001f300",
    "\r\nSet-Cookie: a=b",
]
UNKNOWN = [
    "declaration__slug__regex",
    "declaration__slug",
    "_connector",
    "_negated",
    "claim__status",
    "status__in__in",
    "pk",
    "id",
    "pk__gt",
    "withdrawn_reason",
    "withdrawn_reason__contains",
    "created_at__lt",
    "__class__",
    "self",
    "queryset",
    "request",
    "format",
    "q[]",
    "q[$ne]",
    "constructor.prototype",
    "é" * 300,
    "a\x00b",
    "",
]
ORDERS = [
    "pk",
    "id",
    "-",
    "--slug",
    "?",
    "status",
    "withdrawn_reason",
    "created_at",
    "declaration__status",
    "snapshot__text",
    "slug,slug",
    ",",
    "slug,",
    "\x00",
    "-" * 10_000,
    "slug;drop table",
]
SHAPES = [
    ",".join(f"name{number}" for number in range(10_000)),
    "url," * 99 + "url",
    ".".join(["url"] * 3000),
    "url.url.url",
    "..",
    ".",
    ",",
    "*",
    "\x00",
    "__class__",
    "evidence.claim.evidence.claim",
    "evidence,evidence",
]


def check(response, what):
    """Fail unless the answer is one that may be given to anybody."""
    assert response.status_code < 500, what
    body = b"".join(response.streaming_content) if response.streaming else response.content
    assert len(body) <= MAX_BYTES + ROOM, what
    if response.status_code >= 400:
        assert response["Content-Type"] == "application/problem+json", what
        found = json.loads(body)
        assert found["status"] == response.status_code, what
        assert {"type", "title", "detail"} <= set(found), what
        for error in found.get("errors", ()):
            assert error["code"] in {"unknown", "repeated", "empty", "invalid"}, what
            assert len(error["detail"]) < 25_000, what
            if error["code"] == "unknown":
                assert "allowed" in error, what
        return found
    if response["Content-Type"] == "application/json" and "Content-Encoding" not in response:
        assert len(json.loads(body).get("results", ())) <= MAX_LIMIT, what
    return None


def addresses(made):
    slug = made.declaration.slug
    return [
        f"declarations/{slug}/",
        f"declarations/{slug}/clauses/{made.clause.label}/",
        f"claims/{made.claim.ref}/",
        f"evidence/{made.evidence.ref}/",
        f"commitments/{made.commitment.ref}/",
        f"sources/{made.press.slug}/",
        f"sources/{made.press.slug}/snapshots/1/",
        f"parties/{made.lake.slug}/",
        f"topics/{made.topic.slug}/",
        "",
        "openapi.json",
    ]


@pytest.mark.parametrize("name", LISTS)
def test_numbers_and_cursors_that_are_none(client, name):
    make_collection()
    for parameter in ("limit", "cursor", "count"):
        for value in NUMBERS:
            if (parameter, value) == ("count", "true"):
                continue
            response = client.get(f"/api/v1/{name}/", {parameter: value})
            found = check(response, (parameter, value[:50]))
            assert found, (parameter, value[:50])
            assert found["errors"][0]["parameter"] == parameter
    for parameter in ("offset", "page", "page_size", "per_page", "size"):
        for value in ("0", "-1", "1e20", "²"):
            found = check(client.get(f"/api/v1/{name}/", {parameter: value}), (parameter, value))
            assert found["errors"][0]["code"] == "unknown"
    found = check(client.get(f"/api/v1/{name}/?limit=1&limit=500&cursor=a&cursor=b"), "repeated")
    assert {one["code"] for one in found["errors"]} == {"repeated"}


@pytest.mark.parametrize("name", LISTS)
def test_names_that_are_no_parameters(client, name):
    make_collection()
    for parameter in UNKNOWN:
        found = check(client.get(f"/api/v1/{name}/", {parameter: "1"}), parameter[:50])
        assert found["errors"][0]["code"] == "unknown", parameter
        assert "limit" in found["errors"][0]["allowed"]
    for value in ORDERS:
        found = check(client.get(f"/api/v1/{name}/", {"sort": value}), ("sort", value[:50]))
        assert found["errors"][0]["parameter"] == "sort", value[:50]
    for parameter in ("fields", "omit", "expand"):
        for value in SHAPES:
            check(client.get(f"/api/v1/{name}/", {parameter: value}), (parameter, value[:50]))
        repeated = "&".join([f"{parameter}=url"] * 1000)
        assert check(client.get(f"/api/v1/{name}/?{repeated}"), "repeated")


@pytest.mark.parametrize("name", LISTS)
def test_every_filter_takes_any_value(client, name):
    made = make_collection()
    viewset = next(one for prefix, one, _basename in router.registry if prefix == name)
    values = [
        "\x00",
        "²",
        "x" * 10_000,
        ",",
        "a,,b",
        ",".join("ab" for _ in range(101)),
        "\\",
        "(",
        "%00",
    ]
    values += ["9" * 40, "0001-01-01", "9999-12-31T23:59:59-23:59", "2024-02-30", made.clause.label]
    for parameter in viewset.filterset_class.base_filters:
        for value in values:
            check(client.get(f"/api/v1/{name}/", {parameter: value}), (parameter, value[:50]))
        for suffix in ("__regex", "__in__in", "__isnull__exact", "__", "%00"):
            assert check(client.get(f"/api/v1/{name}/?{parameter}{suffix}=1"), parameter + suffix)


def test_objects_take_what_shapes_them_and_nothing_else(client):
    for address in addresses(make_collection()):
        for parameter in ("limit", "cursor", "q", "sort", "declaration", *UNKNOWN[:6]):
            found = check(client.get(f"/api/v1/{address}", {parameter: "1"}), (address, parameter))
            assert found["errors"][0]["code"] == "unknown", (address, parameter)
        for value in SHAPES:
            check(client.get(f"/api/v1/{address}", {"fields": value, "expand": value}), address)


def raw(path, query="", method="GET", body=b"", **headers):
    """Return the answer to a request whose path and query nobody has made decent."""
    environ = RequestFactory().generic(method, "/", body).environ
    # WSGI has the bytes of the unquoted path as the code points of a string (PEP 3333).
    environ |= {"PATH_INFO": path.decode("latin-1"), "QUERY_STRING": query, **headers}
    response = application.get_response(WSGIRequest(environ))
    response.close()
    return response


@pytest.mark.parametrize(
    "path",
    [
        b"/api/v1/claims/\x00/",
        b"/api/v1/\x00claims/",
        b"/api/v1/claims/\xff\xfe/",
        b"/api/v1/claims/\xed\xa0\x80/",
        b"/api/v1/sources/../../etc/passwd/",
        b"/api/v1/sources/a/snapshots/99999999999999999999999/",
        b"/api/v1/sources/a/snapshots/-1/",
        b"/api/v1/sources/a/snapshots/\xd9\xa3/",
        b"/api/v1/declarations/" + b"a" * 10_000 + b"/",
        b"/api/v1/declarations/a/clauses/" + b"(1)" * 3000 + b"/",
        b"/api/v1/claims.exe",
        b"/api/v1/claims.json.csv",
        b"/api/v1//claims//",
        b"/api/v2/claims/",
        b"/api/v1/%2e%2e/",
        b"/api/v1/claims/\r\nX: y/",
    ],
)
def test_paths_that_lead_nowhere(path):
    response = raw(path)
    assert check(response, path) or response.status_code in {301, 308}, path


@pytest.mark.parametrize("name", ["claims", "clauses", "changes"])
@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=%ff%fe",
        "q=%ED%A0%80",
        "q=%",
        "q=%E4%B8",
        "%00=1",
        "%ff=1",
        "&&&&",
        "=",
        "q",
        "=1",
        "q=a;b=c",
        "q=" + "a" * 100_000,
        "&".join(f"x{number}=1" for number in range(2000)),
        "q=" + quote("(" * 200),
        "q=" + quote("a " * 100),
        "q_exact=" + quote("\\" * 200),
        "q=" + quote("[[:alpha:]]{1,9999}*+?"),
    ],
)
def test_queries_that_no_program_would_send(name, query):
    make_collection()
    response = raw(f"/api/v1/{name}/".encode(), query)
    check(response, query[:60])


def test_methods(client):
    made = make_collection()
    for address in ("claims/", f"claims/{made.claim.ref}/", "", "openapi.json", "nothing/"):
        for method in (
            "POST",
            "PUT",
            "PATCH",
            "DELETE",
            "TRACE",
            "CONNECT",
            "PROPFIND",
            "X" * 99,
        ):
            response = client.generic(method, f"/api/v1/{address}", b'{"text": "mine"}')
            found = check(response, (method, address))
            assert found, (method, address)
            assert response.status_code in {404, 405}, (method, address)
        for header in ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"):
            response = client.post(f"/api/v1/{address}?_method=DELETE", headers={header: "DELETE"})
            assert check(response, header)
    made.claim.refresh_from_db()
    assert made.claim.is_published


@pytest.mark.parametrize(
    "headers",
    [
        {"Accept": "x"},
        {"Accept": "/"},
        {"Accept": "*/*;q=nan"},
        {"Accept": "application/json;q=-1, text/csv;q=99"},
        {"Accept": "application/json" + ";a=b" * 2000},
        {"Accept": ", ".join(f"a/b{number}" for number in range(2000))},
        {"Accept": "\x00"},
        {"Accept": "image/png"},
        {"Accept": "application/json; indent=99999999"},
        {"Accept-Encoding": "gzip;q=nan, *;q=0"},
        {"Accept-Language": "zz-" * 3000},
        {"If-None-Match": '"' + "a" * 50_000 + '"'},
        {"If-None-Match": ", ".join(f'"{number}"' for number in range(5000))},
        {"If-None-Match": '"unclosed'},
        {"If-Modified-Since": "Thu, 99 Foo 99999 99:99:99 GMT"},
        {"If-Modified-Since": "9" * 1000},
        {"If-Match": "*"},
        {"If-Range": "x", "Range": "bytes=0-1"},
        {"Range": "bytes=0-0"},
        {"Range": "bytes=99999999999999999999-"},
        {"Range": "rows=0-1,5-,--"},
        {"X-Request-Id": "x\ty" * 3000},
        {"X-Request-Id": "<script>"},
        {"Content-Type": "application/json", "Content-Length": "99999999999"},
        {"Content-Length": "-1"},
        {"Content-Type": "multipart/form-data; boundary=" + "x" * 500},
        {"Content-Encoding": "gzip"},
        {"Transfer-Encoding": "chunked"},
        {"Authorization": "Bearer " + "x" * 5000},
        {"Authorization": "Basic %%%"},
        {"Cookie": "sessionid=" + "x" * 5000},
        {"Cookie": ";;=;\x01=\x02"},
        {"Origin": "null"},
        {"X-Forwarded-Host": "evil.example"},
        {"X-Forwarded-Proto": "gopher"},
        {"X-Original-URL": "/admin/"},
    ],
    ids=lambda headers: next(iter(headers)),
)
def test_headers(client, headers):
    made = make_collection()
    for address in ("claims/", "claims.csv", f"evidence/{made.evidence.ref}/"):
        response = client.generic("GET", f"/api/v1/{address}", b"{}", headers=headers)
        found = check(response, address)
        assert response.status_code in {200, 304, 400, 406}, (address, found)
        assert b"evil.example" not in response.getvalue()
        assert "\n" not in response["X-Request-Id"]
        assert len(response["X-Request-Id"]) <= 64


@pytest.mark.parametrize("host", ["evil.example", "a b", "[::1", "", "x" * 5000, "a@b", "%00"])
def test_hosts_that_are_not_ours(client, host):
    response = client.get("/api/v1/claims/", HTTP_HOST=host)
    assert check(response, host), host
    assert response.status_code == 400


@override_settings(RATE_LIMIT=(3, 60), TRUSTED_PROXIES=0)
def test_forwarded_addresses_win_nothing(client, tmp_path, monkeypatch):
    from govkb.api import limits  # noqa: PLC0415

    monkeypatch.setattr(limits, "_counter", limits.SharedCounter(tmp_path / "counts"))
    codes = []
    for number in range(5):
        spoofed = {
            "X-Forwarded-For": f"10.0.0.{number}, 1.2.3.4",
            "X-Real-IP": f"10.1.0.{number}",
            "Forwarded": f"for=10.2.0.{number}",
            "Client-IP": f"10.3.0.{number}",
        }
        response = client.get("/api/v1/claims/", headers=spoofed)
        check(response, spoofed)
        codes.append(response.status_code)
    assert codes == [200] * 3 + [429] * 2


def test_no_page_is_larger_than_a_megabyte(client):
    for _ in range(40):
        make_claim(text="Two lakes. " * 4000)
    seen, following = 0, "/api/v1/claims/?limit=500"
    while following:
        response = client.get(following)
        assert not check(response, following)
        body = response.json()
        assert body["results"]
        seen, following = seen + len(body["results"]), body["next"]
    assert seen == 40


def test_values_of_one_list_are_no_cursors_of_another(client):
    make_collection()
    cursor = client.get("/api/v1/clauses/?limit=1").json()["next"].partition("cursor=")[2]
    for name in LISTS:
        query = f"cursor={cursor}&{urlencode({'limit': 1})}"
        response = client.get(f"/api/v1/{name}/?{query}")
        if name != "clauses":
            assert check(response, name)["errors"][0]["parameter"] == "cursor"
