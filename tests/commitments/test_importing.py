"""Importing documents: which file is whose, what it leaves behind, and what is refused."""

import hashlib
import os
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commitments import importing
from commitments.importing import import_documents
from commitments.models import ClauseText, Evidence, Relation
from sources import files
from sources.models import Paragraph, Passage, Snapshot, Source
from sources.readings import read
from tests.factories import (
    make_claim,
    make_clause,
    make_declaration,
    make_evidence,
    make_relation,
    make_source,
    make_version,
)
from tests.sources.formats.test_docx import make_docx, p
from tests.sources.formats.test_pdf import lines, make_pdf

pytestmark = pytest.mark.django_db

TEXT = """Two lakes sign a charter

The lakes rise, and nobody knew what to do about it until this week.

Upper Lake and Lower Lake promise one common level, an official said on Monday.
"""


@pytest.fixture
def article() -> Source:
    return make_source(
        slug="evening-courier",
        title="Two lakes sign a charter",
        url="https://courier.example/lakes",
        known_sha256=hashlib.sha256(TEXT.encode()).hexdigest(),
    )


def put(directory: Path, name: str, content: str | bytes = TEXT) -> Path:
    path = directory / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def changes(directory: Path) -> list[str]:
    """Import the directory and return the statements that wrote something."""
    with CaptureQueriesContext(connection) as queries:
        import_documents(directory)
    statements = ("INSERT", "UPDATE", "DELETE")
    return [query["sql"] for query in queries if query["sql"].startswith(statements)]


def test_a_known_file_becomes_a_snapshot_with_paragraphs(tmp_path, article):
    put(tmp_path, "a.txt")

    report = import_documents(tmp_path)

    assert report.files == ["a.txt: evening-courier/1, 3 paragraphs"]
    snapshot = Snapshot.objects.get()
    assert snapshot.source == article
    assert snapshot.text == TEXT.strip()
    assert snapshot.byte_sha256 == article.known_sha256
    assert snapshot.text_sha256 == hashlib.sha256(TEXT.strip().encode()).hexdigest()
    blocks = [(block.role, snapshot.text[block.start : block.end]) for block in paragraphs()]
    assert blocks[0] == ("heading", "Two lakes sign a charter")
    assert [text for _, text in blocks] == TEXT.strip().split("\n\n")


def paragraphs() -> list[Paragraph]:
    return list(Paragraph.objects.order_by("number"))


def test_importing_again_changes_nothing(tmp_path, article):
    put(tmp_path, "a.txt")
    make_evidence(source=article, locator="one common level")
    import_documents(tmp_path)

    assert changes(tmp_path) == []
    report = import_documents(tmp_path)
    assert list(report.lines()) == [
        "a.txt: held already, as evening-courier/1",
        "Passages: 1 anchored, 0 ambiguous, 0 not found.",
        "Nothing changed.",
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Two lakes sign a charter\n\nThey did so.", True),
        ("Menu\n\nTWO LAKES sign a charter\n\nThey did so.", True),
        ("http://courier.example/lakes/\n\nThey did so.", True),
        ("Source: https://courier.example/lakes#top\n\nThey did so.", True),
        ("They did so.\n\nSee https://courier.example/lakes for more.", False),
        ("They did so.\n\nWhen two lakes sign a charter, all are glad.", False),
        ("Line\n" * 30 + "Two lakes sign a charter", False),
    ],
)
def test_an_unknown_file_is_recognised_by_its_title_or_address(tmp_path, article, text, found):
    put(tmp_path, "a.txt", text)

    report = import_documents(tmp_path)

    assert Snapshot.objects.exists() is found
    line = "evening-courier/1" if found else "matches no source"
    assert report.files[0].startswith(f"a.txt: {line}")
    assert ("not the file that our locators were made against" in report.files[0]) is found


def test_the_hash_decides_before_title_and_address(tmp_path, article):
    make_source(title=article.title, url="https://other.example/")
    put(tmp_path, "a.txt")
    import_documents(tmp_path)
    assert Snapshot.objects.get().source == article


def test_a_file_that_fits_two_sources_is_left_out(tmp_path, article):
    make_source(slug="morning-courier", title=article.title)
    put(tmp_path, "a.txt", "Two lakes sign a charter\n\nThey did so.")

    report = import_documents(tmp_path)

    assert report.files == [
        "a.txt: matches several sources (evening-courier, morning-courier), so it was left out"
    ]
    assert not Snapshot.objects.exists()


def test_another_text_of_the_same_source_is_its_next_snapshot(tmp_path, article):
    put(tmp_path, "a.txt")
    evidence = make_evidence(source=article, locator="one common level")
    import_documents(tmp_path)
    put(tmp_path, "a.txt", TEXT.replace("The lakes rise", "Note: the lakes rise"))

    import_documents(tmp_path)

    assert [snapshot.number for snapshot in article.snapshots.order_by("number")] == [1, 2]
    evidence.refresh_from_db()
    assert (evidence.state, evidence.snapshot.number) == ("moved", 1)


def test_evidence_relations_and_clause_texts_find_their_words(tmp_path, article):
    declaration = make_declaration()
    version = make_version(declaration, source=article)
    clause = make_clause(declaration)
    text = ClauseText.objects.create(clause=clause, version=version, locator="The lakes,the end")
    ClauseText.objects.filter(pk=text.pk).update(locator="The lakes,do about it")
    relation = make_relation(declaration, make_declaration(), source=article, locator="Lower Lake")
    evidence = make_evidence(make_claim(declaration), article, locator="Upper Lake,level")
    put(tmp_path, "a.txt")

    report = import_documents(tmp_path)

    text.refresh_from_db()
    assert text.text == "The lakes rise, and nobody knew what to do about it"
    assert text.text == text.snapshot.text[text.start : text.end]
    relation.refresh_from_db()
    evidence.refresh_from_db()
    assert {relation.state, evidence.state} == {Passage.State.ANCHORED}
    assert evidence.snapshot.text[evidence.start : evidence.end].endswith("one common level")
    assert (report.placed, report.states, report.failures) == (3, {"anchored": 3}, [])


def test_passages_without_a_place_are_told_and_go_back_to_review(tmp_path, article):
    claim = make_claim()
    absent = make_evidence(claim, article, locator="one uncommon level")
    twice = make_evidence(claim, article, locator="Lake")
    put(tmp_path, "a.txt")

    report = import_documents(tmp_path)

    assert sorted(report.failures) == sorted(
        [
            (
                f"claim {claim.ref}, evidence {absent.ref}: “one uncommon level”: not found. "
                "The words “one uncommon level” are not in the text."
            ),
            (
                f"claim {claim.ref}, evidence {twice.ref}: “Lake”: ambiguous, 2 places; "
                "add a prefix or a suffix"
            ),
        ]
    )
    assert "Passages: 0 anchored, 1 ambiguous, 1 not found." in report.lines()
    states = set(Evidence.objects.values_list("status", "state", "published_at"))
    assert states == {("in_review", "not_found", None), ("in_review", "ambiguous", None)}
    assert changes(tmp_path) == []
    assert len(import_documents(tmp_path).failures) == 2


def test_a_dry_run_reports_and_writes_nothing(tmp_path, article):
    evidence = make_evidence(source=article, locator="one common level")
    put(tmp_path, "a.txt")

    report = import_documents(tmp_path, dry_run=True)

    assert (report.snapshots, report.placed) == (1, 1)
    assert not Snapshot.objects.exists()
    evidence.refresh_from_db()
    assert evidence.state == "text_not_held"


def test_an_interruption_leaves_nothing(tmp_path, article, monkeypatch):
    def fail(*args: object) -> None:
        raise KeyboardInterrupt

    put(tmp_path, "a.txt")
    monkeypatch.setattr(importing, "anchor_passages", fail)
    with pytest.raises(KeyboardInterrupt):
        import_documents(tmp_path)
    assert not Snapshot.objects.exists()
    assert not Paragraph.objects.exists()


# Pages and documents

PAGE = """<!DOCTYPE html><html lang="en"><head><title>Lakes | Evening Courier</title>
<link rel="canonical" href="{address}"></head><body><nav><a href="/">Home</a> <a href="/n">News</a>
<a href="/w">Weather</a></nav><article><h1>{title}</h1>
<p>The lakes rise, and nobody knew what to do about it until this week in the old harbour.</p>
<p>Upper Lake and Lower Lake promise one common level, an official said on Monday morning.</p>
</article></body></html>"""


@pytest.mark.parametrize(
    ("name", "title", "address"),
    [
        ("a.html", "Two lakes sign a charter", "https://elsewhere.example/"),
        ("a.html", "Of lakes", "https://courier.example/lakes"),
        ("a.txt", "Two lakes sign a charter", ""),
    ],
)
def test_a_page_is_recognised_by_its_title_or_address(tmp_path, article, name, title, address):
    page = PAGE.format(title=title, address=address).encode()
    put(tmp_path, name, page)
    evidence = make_evidence(source=article, locator="one common level")

    import_documents(tmp_path)

    snapshot = Snapshot.objects.get()
    assert snapshot.text == read(page, name).text
    assert "<p>" not in snapshot.text
    roles = {block.role: snapshot.text[block.start : block.end] for block in paragraphs()}
    assert roles["heading"] == title
    evidence.refresh_from_db()
    assert evidence.state == "anchored"
    assert changes(tmp_path) == []


def test_a_page_is_not_known_by_what_it_says_of_others(tmp_path, article):
    page = PAGE.format(title="Of boats", address="https://courier.example/boats")
    put(tmp_path, "a.html", page.replace("Weather", article.title))

    assert import_documents(tmp_path).files == ["a.html: matches no source"]


@pytest.mark.parametrize("ending", ["pdf", "docx"])
def test_a_document_is_read_and_recognised_by_its_title(tmp_path, article, ending):
    words = "Upper Lake and Lower Lake promise one common level to all who live there."
    data = (
        make_pdf([[(72, 700, article.title, 18.0), *lines(words, top=650)]])
        if ending == "pdf"
        else make_docx(p(article.title) + p(words))
    )
    put(tmp_path, f"a.{ending}", data)

    assert import_documents(tmp_path).files[0].startswith("a." + ending + ": evening-courier/1, 2")
    assert Snapshot.objects.get().text == f"{article.title}\n\n{words}"


def test_whoever_waits_is_told_how_many_files_are_read(tmp_path, article):
    put(tmp_path, "a.txt")
    put(tmp_path, "b.txt")
    told: list[tuple[int, int]] = []
    import_documents(tmp_path, progress=lambda done, total: told.append((done, total)))
    assert told == [(0, 2), (1, 2)]


# Bad input


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "The text is empty."),
        (b" \n\n ", "The text is empty."),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not plain text in UTF-8"),
        (b"%PDF-1.7\n\xe2\xe3\xcf\xd3", "begins as a PDF but is damaged"),
        (b"PK\x03\x04" + b"\0" * 40, "damaged"),
        (TEXT.encode("utf-16-le"), "not plain text"),
        ("Été".encode("latin-1"), "not plain text in UTF-8"),
        (b"Two lakes\0", "not plain text"),
        (b"<!DOCTYPE html><title>Two lakes</title>", "The page holds no text."),
    ],
    ids=["empty", "blank", "image", "pdf", "docx", "utf-16 unmarked", "latin-1", "nul", "html"],
)
def test_what_holds_no_text_that_can_be_read_is_refused(tmp_path, article, content, reason):
    put(tmp_path, "bad.txt", content)
    put(tmp_path, "good.txt")

    report = import_documents(tmp_path)

    (line,) = report.refused
    assert line.startswith("bad.txt: ")
    assert reason in line
    assert "\n" not in line
    assert report.files == ["good.txt: evening-courier/1, 3 paragraphs"]


def test_a_file_over_the_limit_is_refused(tmp_path, article, monkeypatch):
    monkeypatch.setattr(files, "MAX_UPLOAD", len(TEXT.encode()))
    put(tmp_path, "fits.txt")
    put(tmp_path, "large.txt", TEXT + "!")
    report = import_documents(tmp_path)
    assert [line.partition(" than ")[0] for line in report.refused] == [
        "large.txt: The file is larger"
    ]
    assert Snapshot.objects.count() == 1


def test_a_file_of_50_megabytes_is_not_read_whole(tmp_path):
    with (tmp_path / "large.txt").open("wb") as file:
        file.truncate(50_000_000)
    assert import_documents(tmp_path).refused == ["large.txt: The file is larger than 20 MB."]


def test_directories_pipes_and_broken_links_are_refused(tmp_path):
    (tmp_path / "inner").mkdir()
    put(tmp_path / "inner", "a.txt")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    put(tmp_path, ".hidden")
    report = import_documents(tmp_path)
    assert report.refused == [
        "inner: It is a directory.",
        "link: There is no such file.",
        "pipe: It is not a file.",
    ]
    assert report.files == []


# The command


def run(*arguments: object) -> str:
    output = StringIO()
    call_command("import_documents", *arguments, stdout=output, stderr=output)
    return output.getvalue()


def test_the_command_reports_and_succeeds(tmp_path, article):
    put(tmp_path, "a.txt")
    put(tmp_path, "readme.txt", "Nothing to do with it.")
    assert run(tmp_path) == (
        "a.txt: evening-courier/1, 3 paragraphs\n"
        "readme.txt: matches no source\n"
        "Passages: 0 anchored, 0 ambiguous, 0 not found.\n"
        "Snapshots: 1 made. Passages: 0 placed.\n"
    )


def test_the_command_fails_with_2_when_a_file_was_refused(tmp_path):
    put(tmp_path, "a.txt", b"\xff\xfe\xfd")
    with pytest.raises(CommandError) as failure:
        run(tmp_path)
    assert failure.value.returncode == 2


def test_the_command_fails_without_a_directory(tmp_path):
    for missing in (tmp_path / "nowhere", put(tmp_path, "a.txt")):
        with pytest.raises(CommandError, match="is not a directory") as failure:
            run(missing)
        assert failure.value.returncode == 2
    assert Relation.objects.count() == 0
