"""The collection that the repository ships, alone and with the five documents."""

import shutil
from itertools import pairwise

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commitments import integrity, seeds
from commitments.importing import import_documents
from commitments.models import ClauseText, Declaration, Evidence, Relation
from sources.models import Paragraph, Passage, Snapshot, Source
from sources.passages import FAILED

pytestmark = pytest.mark.django_db

SEEDS = settings.BASE_DIR / "seeds"
FIRST = "france-china-ai-2024"


@pytest.fixture
def loaded() -> seeds.Report:
    report = seeds.load(SEEDS)
    assert report.problems == []
    return report


@pytest.fixture
def imported(loaded, shared, tmp_path):
    """Import copies of the documents, so that nothing else in their folder matters."""
    for path in sorted((shared / "seeds").glob("*.txt")):
        shutil.copy(path, tmp_path)
    return import_documents(tmp_path), tmp_path


def texts_of_the_declaration() -> list[ClauseText]:
    """Return the authentic French texts, in the order of the clauses."""
    texts = ClauseText.objects.filter(clause__declaration__slug=FIRST, version__language="fr")
    return list(texts.order_by("clause__position"))


def writes(queries: CaptureQueriesContext) -> list[str]:
    statements = ("INSERT", "UPDATE", "DELETE")
    return [query["sql"] for query in queries if query["sql"].startswith(statements)]


def test_the_seeds_load_and_keep_every_rule(loaded):
    assert loaded.created.total() > 1000
    assert loaded.updated.total() == loaded.unchanged.total() == 0
    assert list(integrity.problems()) == []


def test_loading_the_seeds_again_writes_nothing(loaded):
    with CaptureQueriesContext(connection) as queries:
        again = seeds.load(SEEDS)
    assert writes(queries) == []
    assert (again.created.total(), again.updated.total()) == (0, 0)
    assert again.unchanged == loaded.created


def test_the_first_declaration_is_whole(loaded):
    declaration = Declaration.objects.get(slug=FIRST)
    labels = [clause.label for clause in declaration.clauses.order_by("position")]
    assert labels == [*(f"preamble-{n}" for n in (1, 2, 3)), *(str(n) for n in range(1, 11))]
    numbers = [clause.commitments.count() for clause in declaration.clauses.all()]
    assert (sum(numbers), min(numbers) > 0) == (46, True)


def test_nothing_known_only_from_memory_is_published(loaded):
    assert not Declaration.objects.published().filter(confidence="memory").exists()
    assert not Relation.objects.published().filter(confidence="memory").exists()


def test_without_documents_every_text_is_not_held(loaded):
    assert set(Evidence.objects.exclude(locator="").values_list("state", flat=True)) == {
        Passage.State.TEXT_NOT_HELD
    }
    assert {text.text for text in texts_of_the_declaration()} == {""}


def test_every_locator_anchors_and_none_is_ambiguous(imported):
    report, _ = imported

    assert report.refused == []
    assert report.snapshots == 5
    assert report.failures == []
    assert not any(report.states[state] for state in FAILED)
    held = Source.objects.filter(snapshots__isnull=False)
    for passages in (
        Evidence.objects.filter(source__in=held),
        ClauseText.objects.filter(version__source__in=held),
        Relation.objects.filter(source__in=held),
    ):
        assert set(passages.exclude(locator="").values_list("state", flat=True)) <= {"anchored"}
    assert list(integrity.problems()) == []


def test_thirteen_clause_texts_are_cut_from_the_official_text(imported):
    texts = texts_of_the_declaration()

    assert len(texts) == 13
    for before, after in pairwise(texts):
        assert before.end <= after.start
    for text in texts:
        assert text.text == text.snapshot.text[text.start : text.end]
        assert "\n\n" not in text.text
        assert text.text.endswith(".")


def test_the_clauses_are_the_body_of_the_page_and_hold_no_furniture(imported):
    texts = texts_of_the_declaration()
    (snapshot,) = {text.snapshot for text in texts}
    body = Paragraph.objects.filter(snapshot=snapshot, role="body").order_by("number")
    words = [snapshot.text[paragraph.start : paragraph.end] for paragraph in body]

    assert len(words) == 13
    for text, paragraph in zip(texts, words, strict=True):
        assert paragraph.strip().endswith(text.text)
        assert len(paragraph) - len(text.text) <= len("10. ") + 1
    last = texts[-1]
    assert last.text.endswith("pour l’emploi et le travailleur.")
    left = snapshot.text[last.end :].strip()
    furniture = snapshot.paragraphs.filter(start__gte=last.end)
    assert left
    assert set(furniture.values_list("role", flat=True)) == {"boilerplate"}


def test_importing_the_documents_again_writes_nothing(imported):
    _, directory = imported
    with CaptureQueriesContext(connection) as queries:
        report = import_documents(directory)
    assert writes(queries) == []
    assert (report.snapshots, report.placed) == (0, 0)
    assert Snapshot.objects.count() == 5


def test_loading_the_seeds_after_the_documents_writes_nothing(imported):
    with CaptureQueriesContext(connection) as queries:
        assert seeds.load(SEEDS).updated.total() == 0
    assert writes(queries) == []


def test_loading_after_holding_the_documents_places_the_same_passages(imported):
    before = set(Evidence.objects.values_list("ref", "start", "end", "state"))
    for model in (Evidence, ClauseText, Relation):
        for passage in model.objects.exclude(locator=""):
            passage.locator += " "
            passage.save(update_fields=["locator"])

    seeds.load(SEEDS)

    assert set(Evidence.objects.values_list("ref", "start", "end", "state")) == before
