"""Importing an instrument: what is proposed, what is written, and what is refused."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from commitments import integrity
from commitments.instruments import Refused, propose, write
from commitments.models import Clause, ClauseText
from sources.documents import read_document
from sources.models import Snapshot
from tests.factories import make_clause, make_declaration, make_source

pytestmark = pytest.mark.django_db

CHARTER = """Charte des deux lacs

Les deux lacs, réunis au barrage,

1. Les lacs gardent un niveau commun.

2. Les lacs s’informent :

a) des crues ;

b) des sécheresses.

3. Les poissons circulent librement.
"""


def proposed(text=CHARTER):
    return propose(read_document(text.encode(), "charter.txt"))


def imported(declaration, **options):
    fields = {"language": "fr", "status": "authentic"} | options
    return write(proposed(), declaration, **fields)


def run(path, *arguments):
    out = StringIO()
    call_command("import_declaration", str(path), *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def charter(tmp_path):
    path = tmp_path / "charter.txt"
    path.write_text(CHARTER)
    return path


def test_clauses_are_written_as_a_tree_with_their_words():
    declaration = make_declaration()
    report = imported(declaration)

    clauses = list(declaration.clauses.values_list("label", "kind", "parent__label", "eid"))
    assert clauses == [
        ("preamble-1", "preamble", None, "preamble__p_1"),
        ("preamble-2", "preamble", None, "preamble__p_2"),
        ("1", "clause", None, "para_1"),
        ("2", "clause", None, "para_2"),
        ("2(a)", "clause", "2", "para_2__para_a"),
        ("2(b)", "clause", "2", "para_2__para_b"),
        ("3", "clause", None, "para_3"),
    ]
    assert declaration.clauses.get(label="2(a)").printed_label == "a)"
    assert ClauseText.objects.get(clause__label="2(b)").text == "des sécheresses."
    assert (report.clauses, report.texts) == (7, 7)


def test_with_a_source_every_clause_is_tied_to_its_characters():
    declaration, source = make_declaration(), make_source(kind="official_text", language="fr")
    report = imported(declaration, source=source, data=CHARTER.encode())

    assert report.untied == []
    snapshot = source.newest_snapshot()
    for text in ClauseText.objects.all():
        assert snapshot.text[text.start : text.end] == text.text
        assert text.state == "anchored"
    problems = [problem for problem in integrity.problems() if "no parties" not in problem]
    assert problems == []


def test_importing_again_changes_nothing():
    declaration, source = make_declaration(), make_source(language="fr")
    imported(declaration, source=source, data=CHARTER.encode())
    report = imported(declaration, source=source, data=CHARTER.encode())

    assert (report.clauses, report.texts) == (0, 0)
    assert Snapshot.objects.count() == 1
    assert ClauseText.objects.count() == 7


def test_a_second_language_joins_the_same_clauses():
    declaration = make_declaration()
    imported(declaration)
    english = CHARTER.replace("Les poissons circulent librement", "Fish swim freely")
    report = write(proposed(english), declaration, language="en", status="official_translation")

    assert (report.clauses, report.texts) == (0, 7)
    third = declaration.clauses.get(label="3")
    assert {text.version.language for text in third.texts.all()} == {"fr", "en"}


def test_other_clauses_than_those_there_are_refused_and_nothing_is_written():
    declaration = make_declaration()
    make_clause(declaration, label="1")
    make_clause(declaration, label="9", position=9)

    with pytest.raises(Refused, match="missing here 9; only here preamble-1"):
        imported(declaration)
    assert declaration.clauses.count() == 2
    assert not declaration.versions.exists()


def test_other_words_than_those_there_are_refused():
    declaration = make_declaration()
    imported(declaration)
    changed = proposed(CHARTER.replace("librement", "rarement"))

    with pytest.raises(Refused, match="Clause 3 has other words"):
        write(changed, declaration, language="fr", status="authentic")


def test_the_closing_words_are_shown_and_are_no_clause():
    proposal = proposed(CHARTER + "\nFait au barrage, le 3 mars 2031.\n")

    assert proposal.as_json()["conclusions"] == ["Fait au barrage, le 3 mars 2031."]
    assert any(line.startswith("conclusion") for line in proposal.lines())
    assert proposal.as_json()["clauses"][-1]["text"] == "Les poissons circulent librement."


def test_labels_that_stand_twice_stay_apart():
    declaration = make_declaration()
    text = "1. Water.\n\n2. Fish.\n\n2. More fish.\n\n3. Ice.\n"
    write(proposed(text), declaration, language="en", status="authentic")

    assert list(declaration.clauses.values_list("label", "printed_label")) == [
        ("1", "1."),
        ("2", "2."),
        ("2-2", "2."),
        ("3", "3."),
    ]


def test_labels_in_other_scripts_have_an_address_and_stay_as_printed():
    declaration = make_declaration()
    text = "第一条 水位不变。\n\n第二条 鱼群自由。\n"
    write(proposed(text), declaration, language="zh-Hans", status="authentic")

    second = Clause.objects.get(declaration=declaration, label="2")
    assert (second.printed_label, second.eid, second.kind) == ("第二条", "art_2", "article")


def test_the_command_shows_the_tree_and_writes_it(charter):
    declaration = make_declaration(slug="two-lakes")
    out = run(charter, "--declaration", "two-lakes", "--language", "fr")

    assert "    a)  des crues ;" in out
    assert "7 clauses and 7 texts written." in out
    assert declaration.clauses.count() == 7


def test_a_dry_run_writes_nothing_and_needs_no_declaration(charter):
    proposal = json.loads(run(charter, "--dry-run", "--json"))

    assert [clause["label"] for clause in proposal["clauses"]] == ["1.", "2.", "3."]
    assert [child["label"] for child in proposal["clauses"][1]["children"]] == ["a)", "b)"]
    assert proposal["preamble"][1].startswith("Les deux lacs")
    assert 0 < proposal["confidence"] <= 1
    assert proposal["reasons"]
    assert not Clause.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--declaration", "nowhere", "--language", "fr"], "There is no declaration “nowhere”"),
        (["--declaration", "two-lakes"], "Say which language"),
        (["--declaration", "two-lakes", "--language", "français"], "BCP 47"),
        (
            ["--declaration", "two-lakes", "--language", "fr", "--source", "nowhere"],
            "There is no source “nowhere”",
        ),
    ],
)
def test_what_cannot_be_written_is_refused_in_one_line(charter, arguments, message):
    make_declaration(slug="two-lakes")
    with pytest.raises(CommandError, match=message) as refusal:
        run(charter, *arguments)

    assert refusal.value.returncode == 2
    assert "\n" not in str(refusal.value)
    assert not Clause.objects.exists()


def test_a_file_that_is_no_document_is_refused_in_one_line(tmp_path):
    make_declaration(slug="two-lakes")
    for name, data in [("a.pdf", b"%PDF-1.7 broken"), ("b.txt", b""), ("c.bin", bytes(range(256)))]:
        (tmp_path / name).write_bytes(data)
        with pytest.raises(CommandError) as refusal:
            run(tmp_path / name, "--declaration", "two-lakes", "--language", "fr")
        assert refusal.value.returncode == 2
        assert "\n" not in str(refusal.value)
    with pytest.raises(CommandError, match="There is no such file"):
        run(tmp_path / "nowhere.txt", "--dry-run")
    with pytest.raises(CommandError, match="is a directory"):
        run(tmp_path, "--dry-run")
