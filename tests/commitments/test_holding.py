"""Holding the text of a source: what a file is read as, and what is then kept."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from commitments.holding import hold
from sources.documents import UnreadableDocument
from sources.models import Paragraph, Snapshot
from sources.readings import read
from tests.factories import (
    make_claim,
    make_evidence,
    make_publisher,
    make_snapshot,
    make_source,
)

pytestmark = pytest.mark.django_db

PAGE = """<!doctype html><html lang="en"><head><title>Two lakes sign a charter</title></head><body>
<nav><a href="/">Home</a> <a href="/fish">Fish</a></nav>
<article><h1>Two lakes sign a charter</h1>
<p>By Ann Waters</p>
<p>Upper Lake and Lower Lake promised on Monday to hold one common level, and to tell each other
of every storm before it breaks.</p>
<p>The charter has seven articles. Fishermen on both shores said that they would read every one of
them before the season begins.</p>
<p>Nobody in the harbour could say who will pay for the gauges, which are older than the bridge.</p>
</article>
<footer><p>We use cookies. Accept all cookies</p></footer></body></html>"""


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "lakes.html"
    path.write_text(PAGE)
    return path


def run(path, *arguments):
    out = StringIO()
    call_command("import_source", str(path), *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_the_article_is_told_from_the_page_around_it(page):
    reading = json.loads(run(page, "--dry-run", "--json"))

    assert reading["title"] == "Two lakes sign a charter"
    assert reading["language"] == "en"
    roles = {one["text"].split()[0]: one["role"] for one in reading["paragraphs"]}
    assert roles["Upper"] == roles["Nobody"] == "body"
    assert roles["Home"] == roles["We"] == "boilerplate"
    assert not Snapshot.objects.exists()


def test_the_text_is_held_with_its_roles_and_waiting_passages_are_placed(page):
    source = make_source(slug="lakes")
    evidence = make_evidence(make_claim(), source, locator="hold one common level")
    out = run(page, "--source", "lakes")

    assert "1 placed" in out
    evidence.refresh_from_db()
    assert evidence.state == "anchored"
    snapshot = source.newest_snapshot()
    assert snapshot.text[evidence.start : evidence.end] == "hold one common level"
    assert Paragraph.objects.filter(snapshot=snapshot, role="boilerplate").exists()
    spans = list(snapshot.paragraphs.values_list("start", "end"))
    assert "\n\n".join(snapshot.text[a:b] for a, b in spans) == snapshot.text


def test_holding_the_same_text_again_changes_nothing(page):
    source = make_source(slug="lakes")
    run(page, "--source", "lakes")

    assert "Nothing changed" in run(page, "--source", "lakes")
    assert source.snapshots.count() == 1


def test_a_dry_run_says_what_it_would_do_and_holds_nothing(page):
    make_source(slug="lakes")

    assert "lakes/1" in run(page, "--source", "lakes", "--dry-run")
    assert not Snapshot.objects.exists()


def test_near_copies_among_what_is_held_are_named(page):
    reading = read(PAGE.encode(), "lakes.html")
    copy = make_source(slug="copy")
    make_snapshot(copy, text=reading.text)
    make_snapshot(make_source(slug="other"), text="Quite another thing is said here, at length.")
    lines = hold(make_source(), reading, PAGE.encode())

    assert any("“copy”" in line for line in lines)
    assert not any("“other”" in line for line in lines)


def test_a_publisher_that_the_text_credits_is_proposed_as_its_origin():
    make_source(publisher=make_publisher(name="Harbour Gazette"))
    page = PAGE.replace("</article>", "<p>Source: Harbour Gazette</p></article>")
    reading = read(page.encode(), "lakes.html")
    source = make_source()
    lines = hold(source, reading, page.encode())

    assert any("may derive from Harbour Gazette" in line for line in lines)
    source.refresh_from_db()
    assert source.derived_from is None, "it is proposed, not imposed"


def test_another_work_on_the_page_is_said(tmp_path, shared):
    path = next((shared / "seeds").glob("001*"))

    assert "Another work begins at paragraph 19" in run(path, "--dry-run")


def test_a_pdf_is_read_as_a_document(shared):
    path = shared / "corpus" / "hiroshima-guiding-principles-en-pdf" / "source.pdf"
    reading = read(path.read_bytes(), path.name)

    assert len(reading.pieces) > 20
    assert all(reading.text[piece.start : piece.end].strip() for piece in reading.pieces)


@pytest.mark.parametrize(
    ("name", "data"), [("a.html", b""), ("b.pdf", b"%PDF-1.7 broken"), ("c.txt", bytes(range(256)))]
)
def test_what_cannot_be_read_is_refused_in_one_line(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    make_source(slug="lakes")

    with pytest.raises(UnreadableDocument):
        read(data, name)
    with pytest.raises(CommandError) as refusal:
        run(tmp_path / name, "--source", "lakes")
    assert refusal.value.returncode == 2
    assert "\n" not in str(refusal.value)
    assert not Snapshot.objects.exists()


def test_a_source_that_is_not_there_is_refused(page):
    with pytest.raises(CommandError, match="There is no source “nowhere”"):
        run(page, "--source", "nowhere")


def test_a_page_can_be_looked_at_before_its_source_is_made(page):
    assert "There is no source “nowhere”" in run(page, "--source", "nowhere", "--dry-run")
