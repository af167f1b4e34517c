"""Every call that the documentation shows works as it stands, in its own language.

What is run is taken from the rendered pages, against a running server.
"""

import csv
import http.server
import io
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import urllib.request

import pytest
from django.conf import settings
from django.test import Client
from lxml import html

from commitments.models import Evidence
from govkb.api_urls import router
from govkb.documentation.examples import shorten
from govkb.documentation.reference import resources
from govkb.documentation.views import PAGER
from govkb.search import api as search
from tests.collection import make_collection
from tests.factories import make_evidence

# How a file of each language is run; a spreadsheet's formula is read instead.
COMMANDS = {
    "curl": ("bash", "-e"),
    "python": (sys.executable, "-I"),
    "javascript": ("node",),
    "r": ("Rscript", "--vanilla"),
}
# A comparison needs two snapshots: no row of a list is one.
WITHOUT_AN_ADDRESS = ["sources_snapshots_compare"]
SUFFIXES = {"curl": ".sh", "python": ".py", "javascript": ".mjs", "r": ".R"}


def command(language):
    """Return how a language is run; skip where it is not installed, unless it is demanded."""
    program, *options = COMMANDS[language]
    if not shutil.which(program) or (language == "r" and not has_jsonlite()):
        words = f"{program} is not installed (Debian: nodejs, r-base-core with r-cran-jsonlite)."
        if os.environ.get("GOVKB_REQUIRE_TOOLS"):
            pytest.fail(words)
        pytest.skip(words)
    return [program, *options]


def has_jsonlite():
    asked = ["Rscript", "--vanilla", "-e", "library(jsonlite)"]
    return subprocess.run(asked, capture_output=True, check=False).returncode == 0  # noqa: S603


@pytest.fixture
def site(live_server):
    """Return the address of a running server with a collection, and its names."""
    made = make_collection()
    make_evidence(made.claim, made.official, quote="Chartre des deux lacs")
    return live_server.url, made


@pytest.fixture
def run(tmp_path):
    """Return a function that runs a snippet as it stands and returns what it prints."""

    def run_it(language, code):
        file = tmp_path / f"snippet{SUFFIXES[language]}"
        file.write_text(code)
        done = subprocess.run(  # noqa: S603
            [*command(language), str(file)],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            encoding="utf-8",
            env={**os.environ, "NO_PROXY": "*", "no_proxy": "*", "PYTHONIOENCODING": "utf-8"},
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, f"{code}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    return run_it


def page(site, path):
    with urllib.request.urlopen(f"{site}{path}") as answer:  # noqa: S310
        return html.fromstring(answer.read().decode())


def calls(element, language):
    """Return the calls in a language below an element of a page, as they would be copied."""
    found = element.xpath(".//code[@data-language=$language]", language=language)
    return [one.text_content() for one in found]


def recipe(landing, name, language):
    """Return the recipe of that name: what stands between its heading and the next one."""
    heading = landing.get_element_by_id(name)
    following = heading.xpath("following-sibling::*")
    ends = [number for number, one in enumerate(following) if one.tag == "h3"]
    own = following[: ends[0]] if ends else following
    return next(code for one in own for code in calls(one, language))


def ask(site, address):
    with urllib.request.urlopen(f"{site}{address}") as answer:  # noqa: S310
        return json.load(answer)


# The first call, and the calls of the reference


def test_a_newcomers_first_call_answers_as_shown(site, run):
    url, _made = site
    landing = page(url, "/api/")
    first = landing.get_element_by_id("first-call")
    answered = json.loads(run("curl", calls(first, "curl")[0]))
    assert shorten(answered) == json.loads(calls(first, "json")[0])
    [row] = answered["results"]
    assert row["quote"]["exact"]
    assert row["stance"]
    assert row["source"]["url"].startswith(f"{url}/api/v1/sources/")


def test_the_first_call_of_the_readme(site, run):
    url, _made = site
    readme = (settings.BASE_DIR / "README.md").read_text()
    [code] = re.findall(r"^curl .*\n", readme, re.MULTILINE)
    [row] = json.loads(run("curl", code.replace("http://127.0.0.1:8000", url)))["results"]
    assert set(row) == {"claim", "stance", "quote", "source"}


@pytest.mark.parametrize("language", ["python", "javascript", "r"])
def test_the_first_call_in_other_languages(site, run, language):
    first = page(site[0], "/api/").get_element_by_id("first-call")
    [row] = json.loads(calls(first, "json")[0])["results"]
    printed = run(language, calls(first, language)[0]).splitlines()
    assert printed == [row["stance"], row["quote"]["exact"], row["source"]["title"]]


@pytest.mark.parametrize("language", COMMANDS)
def test_every_call_of_the_reference(site, run, language):
    url, _made = site
    invented = []
    for name, resource in resources().items():
        reference = page(url, f"/api/reference/{name}/")
        for operation in resource.operations:
            section = reference.get_element_by_id(operation.id)
            [code] = calls(section, language)
            if "invented names" in section.text_content():
                invented.append(operation.id)
                continue
            address = re.search(rf'"{url}([^"]+)"', code)[1]
            answer = ask(url, address)
            printed = run(language, code)
            if language == "curl":
                assert json.loads(printed) == answer
                continue
            rows = answer["results"] if operation.is_list else [answer]
            assert rows, f"{operation.id}: there is something to print"
            for row in rows:
                for field in operation.printed:
                    value = {"python": str, "javascript": as_javascript, "r": as_r}[language]
                    assert value(row[field]) in printed, (operation.id, field)
    assert invented == WITHOUT_AN_ADDRESS


def as_javascript(value):
    return value if isinstance(value, str) else json.dumps(value)


def as_r(value):
    # A column of nothing but null prints NA, and a value of nothing prints nothing.
    return "" if value is None else str(value)


def test_every_formula_brings_a_table_with_the_fields(site):
    url, _made = site
    pages = ["/api/", *(f"/api/reference/{name}/" for name in resources())]
    found = [code for path in pages for code in calls(page(url, path), "spreadsheet")]
    columns = {
        name: list(viewset.table.columns)
        for name, viewset, _basename in router.registry
        if viewset.table
    } | {"search": search.COLUMNS}
    assert len(found) == len(columns) + 2, "and those of the first call and of a recipe"
    for code in found:
        address = re.fullmatch(r'=IMPORTDATA\("(\S+)"\)\n', code)[1]
        with urllib.request.urlopen(address) as answer:  # noqa: S310
            assert answer.headers.get_content_type() == "text/csv"
            text = io.TextIOWrapper(answer, "utf-8", newline="")
            names, *rows = csv.reader(text, strict=True)
            assert len(rows) == int(answer.headers["Govkb-Row-Count"])
        assert names == columns[re.search(r"/v1/(\w+)\.csv", address)[1]]
        assert {len(row) for row in rows} == {len(names)}, address


# Recipes


def test_all_quotes_of_a_clause(site, run):
    url, _made = site
    landing = page(url, "/api/")
    rows = json.loads(run("curl", recipe(landing, "quotes", "curl")))["results"]
    assert len(rows) == Evidence.objects.count()
    printed = run("python", recipe(landing, "quotes", "python"))
    assert len(printed.splitlines()) == len(rows)
    assert "supports | news | one common level" in printed


def test_a_table_is_counted(site, run):
    url, _made = site
    landing = page(url, "/api/")
    code = recipe(landing, "table", "python")
    assert run("python", code) == f"{Evidence.objects.count()} rows\n"
    printed = run("r", recipe(landing, "table", "r"))
    assert "partially_supports" in printed


def test_what_changed_costs_nothing_when_nothing_did(site, run):
    url, made = site
    code = recipe(page(url, "/api/"), "changes", "python")
    assert run("python", code) == f"{Evidence.objects.count()} new or changed\n"
    assert run("python", code) == "Nothing has changed.\n"
    made.evidence.note = "Read again."
    made.evidence.save()
    assert run("python", code) == f"{Evidence.objects.count()} new or changed\n"


def test_a_hash_is_computed_again(site, run):
    assert run("python", recipe(page(site[0], "/api/"), "hash", "python")) == "True\n"


def test_a_clause_is_cited(site, run):
    _url, made = site
    printed = run("curl", recipe(page(site[0], "/api/"), "citation", "curl"))
    entry, items = printed[: printed.index("\n[")], printed[printed.index("\n[") :]
    assert entry.startswith("@")
    [item] = json.loads(items)
    assert item["URL"].endswith(f"/declarations/{made.declaration.slug}/clauses/1/")


def test_not_reported_is_not_the_same_as_not_checked(site, run):
    _url, made = site
    printed = run("python", recipe(page(site[0], "/api/"), "coverage", "python"))
    assert f"2: {made.press.slug} was read, and does not report it" in printed
    assert f"1: {made.press.slug} reports it" in printed


# The pager


def test_the_pager_is_short():
    assert len(PAGER.read_text().splitlines()) <= 40


def test_the_pager_on_the_page_is_the_one_to_be_downloaded(site, run):
    url, _made = site
    landing = page(url, "/api/")
    assert calls(landing, "pager") == [PAGER.read_text()]
    folder = run("curl", recipe(landing, "pager", "curl") + "cat rows.ndjson\n")
    assert len(folder.splitlines()) == Evidence.objects.count()


class Rows(http.server.BaseHTTPRequestHandler):
    """Three pages of two rows; what `failures` names is refused once, with a reason."""

    failures: dict[str, tuple[int, dict[str, str]]]
    asked: list[str]

    def do_GET(self):
        self.asked.append(self.path)
        status, headers = self.failures.pop(self.path, (200, {}))
        number = int(self.path.rpartition("=")[2])
        host = f"http://{self.headers['Host']}"
        following = f"{host}/rows/?page={number + 1}" if number < 3 else None
        body = {"results": [{"row": 2 * number - 1}, {"row": 2 * number}], "next": following}
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *_words):
        """Say nothing."""


@pytest.fixture
def rows():
    """Return the address of the first page, and the handler that answers."""
    handler = type("Handler", (Rows,), {"failures": {}, "asked": []})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/rows/?page=1", handler
    server.shutdown()
    server.server_close()
    thread.join()


def walk(address, folder):
    return subprocess.run(  # noqa: S603
        [sys.executable, "-I", str(PAGER), address],
        cwd=folder,
        capture_output=True,
        text=True,
        env={**os.environ, "NO_PROXY": "*", "no_proxy": "*"},
        timeout=60,
        check=False,
    )


def numbers(done):
    return [json.loads(line)["row"] for line in done.stdout.splitlines()]


def test_the_pager_waits_as_it_is_told(rows, tmp_path):
    address, handler = rows
    handler.failures["/rows/?page=2"] = (429, {"Retry-After": "1"})
    done = walk(address, tmp_path)
    assert numbers(done) == [1, 2, 3, 4, 5, 6]
    assert handler.asked == [f"/rows/?page={number}" for number in (1, 2, 2, 3)]
    assert not (tmp_path / "pager.place").exists()


def test_the_pager_goes_on_where_it_stopped(rows, tmp_path):
    address, handler = rows
    handler.failures["/rows/?page=3"] = (500, {})
    stopped = walk(address, tmp_path)
    assert stopped.returncode == 1
    assert stopped.stderr.startswith("500: ")
    assert numbers(stopped) == [1, 2, 3, 4]
    resumed = walk(address, tmp_path)
    assert resumed.returncode == 0
    assert numbers(resumed) == [5, 6]


def test_the_pager_walks_a_real_list(site, tmp_path):
    url, _made = site
    done = walk(f"{url}/api/v1/evidence/?limit=2", tmp_path)
    refs = [json.loads(line)["ref"] for line in done.stdout.splitlines()]
    assert sorted(refs) == sorted(Evidence.objects.values_list("ref", flat=True))
    assert Client().get("/api/v1/evidence/?limit=2").json()["next"], "there is more than one page"
