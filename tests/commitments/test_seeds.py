"""Loading seed files. The worked example of seeds/README.md is the collection under test."""

import re
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commitments import seeds
from commitments.models import (
    Claim,
    Clause,
    ClauseText,
    Commitment,
    CoverageCheck,
    Declaration,
    Evidence,
    FollowUp,
    Party,
    Relation,
    Topic,
    TopicMapping,
)
from sources.models import Passage, Publisher, Source
from tests.factories import make_claim, make_clause, make_declaration, make_snapshot, make_topic

pytestmark = pytest.mark.django_db

CLAIMS = "claims/two-lakes-2031.toml"
CHARTER = "declarations/two-lakes-2031.toml"
ARTICLE = "sources/evening-courier-2031-03-04.toml"
FRENCH = "Les deux lacs maintiendront, dit le traité conclu de 1998, un niveau commun."

# What the worked example speaks of but does not show.
AROUND_IT = {
    "publishers.toml": """
        [[publisher]]
        slug = "evening-courier"
        name = "Evening Courier"
        [[publisher]]
        slug = "lakes-office"
        name = "Office of the Lakes"
    """,
    "parties.toml": """
        [[party]]
        slug = "upper-lake"
        name = "Upper Lake"
        kind = "state"
        [[party]]
        slug = "lower-lake"
        name = "Lower Lake"
        kind = "state"
    """,
    "vocabularies/govkb.toml": """
        title = "Our topics"
        [[topic]]
        notation = "environment-energy"
        label = "Environment and energy"
        close = ["waters-1-2"]
    """,
    "vocabularies/waters.toml": """
        title = "Terms of the waters"
        [[topic]]
        notation = "1.2"
        label = "Levels"
        broader = "1"
        [[topic]]
        notation = "1"
        label = "Measures"
    """,
    "sources/lakes-charter-2031.toml": """
        title = "Charte des deux lacs"
        kind = "official_text"
        publisher = "lakes-office"
        language = "fr"
    """,
    "declarations/lake-treaty-1998.toml": """
        title = "Treaty of the Lakes"
        short_title = "Lake treaty, 1998"
        kind = "treaty"
    """,
}


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """Return a directory with the worked example, the files around it, and five clauses."""
    readme = (settings.BASE_DIR / "seeds" / "README.md").read_text()
    example = readme.partition("```toml\n")[2].partition("```")[0]
    example = example.replace("…64 hexadecimal digits…", "0" * 64)
    parts = re.split(r"^# (\S+\.toml)\n", example, flags=re.MULTILINE)[1:]
    files = AROUND_IT | dict(zip(parts[::2], parts[1::2], strict=True))
    for name, content in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content)
    for label in ("2", "5"):
        add(tmp_path, CHARTER, f'[[clause]]\nlabel = "{label}"\n')
    return tmp_path


def add(directory: Path, name: str, content: str) -> None:
    with (directory / name).open("a") as file:
        file.write("\n" + content)


def change(directory: Path, name: str, before: str, after: str) -> None:
    path = directory / name
    content = path.read_text()
    assert before in content
    path.write_text(content.replace(before, after))


def load(directory: Path) -> seeds.Report:
    report = seeds.load(directory)
    assert report.problems == []
    return report


def writes(queries: CaptureQueriesContext) -> list[str]:
    statements = ("INSERT", "UPDATE", "DELETE")
    return [query["sql"] for query in queries if query["sql"].startswith(statements)]


def test_the_worked_example_becomes_objects(directory):
    report = load(directory)

    assert report.created.total() == 29
    charter = Declaration.objects.get(slug="two-lakes-2031")
    assert (charter.status, charter.adopted_on) == ("published", date(2031, 3, 3))
    assert charter.published_at is not None
    assert [clause.label for clause in charter.clauses.all()] == ["1", "2", "5"]
    commitment = Commitment.objects.get(ref="k7m2qxd")
    assert {actor.slug for actor in commitment.actors.all()} == {"upper-lake", "lower-lake"}
    assert [topic.slug for topic in commitment.topics.all()] == ["environment-energy"]
    texts = {text.version.language: text for text in ClauseText.objects.all()}
    assert texts["en"].text == "The two lakes will hold one common level."
    assert (texts["fr"].text, texts["fr"].state) == ("", "text_not_held")
    relation = Relation.objects.get()
    assert (relation.subject_clause.label, relation.object.slug) == ("1", "lake-treaty-1998")
    evidence = Evidence.objects.get(ref="g6h7j8k")
    assert (evidence.claim.ref, evidence.status) == ("b3c4d5f", "published")
    assert [check.clause.label for check in CoverageCheck.objects.all()] == ["2", "5"]


def test_topics_are_named_after_their_notation_and_vocabulary(directory):
    load(directory)

    level = Topic.objects.get(slug="waters-1-2")
    assert level.broader.slug == "waters-1"
    mapping = TopicMapping.objects.get()
    assert (mapping.topic.slug, mapping.target, mapping.match) == (
        "environment-energy",
        level,
        "close",
    )


def test_loading_again_writes_nothing(directory):
    created = load(directory).created
    with CaptureQueriesContext(connection) as queries:
        report = load(directory)

    assert writes(queries) == []
    assert report.created.total() == report.updated.total() == 0
    assert report.unchanged == created
    assert list(report.lines()) == ["Nothing changed: 29 objects are as the files say."]


def test_updated_counts_only_what_changed(directory):
    load(directory)
    before = Source.objects.get(slug="evening-courier-2031-03-04").updated_at
    change(directory, CLAIMS, "one common water level", "a common level")

    report = load(directory)

    assert report.updated == {"claims": 1}
    assert Claim.objects.get().text == "The lakes promised a common level"
    assert Source.objects.get(slug="evening-courier-2031-03-04").updated_at == before


def test_a_key_left_out_is_emptied(directory):
    load(directory)
    change(directory, CHARTER, 'heading = "Water level"\n', "")

    assert load(directory).updated == {"clauses": 1}
    assert Clause.objects.get(label="1").heading == ""


def test_publication_is_dated_once(directory):
    change(directory, CLAIMS, 'status = "published"', 'status = "draft"')
    load(directory)
    assert Claim.objects.get().published_at is None

    change(directory, CLAIMS, 'status = "draft"', 'status = "published"')
    load(directory)
    published_at = Claim.objects.get().published_at
    assert published_at is not None

    change(directory, CLAIMS, "one common water level", "a common level")
    load(directory)
    assert Claim.objects.get().published_at == published_at


def test_a_dry_run_reports_and_writes_nothing(directory):
    report = seeds.load(directory, dry_run=True)

    assert report.created.total() == 29
    assert not Source.objects.exists()
    assert not Publisher.objects.exists()


def test_what_curators_made_is_left_alone(directory):
    load(directory)
    charter = Declaration.objects.get(slug="two-lakes-2031")
    theirs = make_clause(charter, label="6")
    claim = make_claim(charter, clauses=[theirs])
    Claim.objects.get(ref="b3c4d5f").conflicts_with.add(claim)
    topic = make_topic()
    Clause.objects.get(label="1").topics.add(topic)

    assert load(directory).updated.total() == 0

    assert theirs.claims.get() == claim
    assert Claim.objects.get(ref="b3c4d5f").conflicts_with.get() == claim
    assert topic in Clause.objects.get(label="1").topics.all()


def test_a_topic_no_longer_listed_is_taken_off(directory):
    load(directory)
    change(directory, CHARTER, 'heading = "Water level"\ntopics = ["environment-energy"]\n', "")

    assert load(directory).updated == {"clauses": 1}
    assert not Clause.objects.get(label="1").topics.exists()


def test_clauses_can_change_places_even_around_a_curators_own(directory):
    load(directory)
    make_clause(Declaration.objects.get(slug="two-lakes-2031"), label="5a", position=4)
    change(directory, CHARTER, '[[clause]]\nlabel = "2"', '[[clause]]\nlabel = "9"')
    add(directory, CHARTER, '[[clause]]\nlabel = "2"\n')

    load(directory)

    labels = [clause.label for clause in Clause.objects.order_by("position")]
    assert labels == ["1", "9", "5", "2", "5a"]
    with CaptureQueriesContext(connection) as queries:
        load(directory)
    assert writes(queries) == []


def test_a_conflict_stated_once_holds_both_ways(directory):
    add(
        directory,
        CLAIMS,
        """
        [[claim]]
        ref = "c4d5f6g"
        text = "The lakes promised nothing"
        conflicts_with = ["b3c4d5f"]
        status = "draft"
        """,
    )
    load(directory)

    assert Claim.objects.get(ref="b3c4d5f").conflicts_with.get().ref == "c4d5f6g"
    assert load(directory).updated.total() == 0


def test_a_withdrawn_object_stays_withdrawn(directory):
    load(directory)
    Claim.objects.get().withdraw("It was never said.")

    report = load(directory)

    assert Claim.objects.get().status == "withdrawn"
    assert report.updated.total() == 0
    assert report.notes == [f"{CLAIMS}: claim[0]: stays withdrawn (It was never said.)"]


def test_a_renamed_object_keeps_its_new_name(directory):
    load(directory)
    courier = Publisher.objects.get(slug="evening-courier")
    courier.slug = "courier"
    courier.save()

    assert load(directory).updated.total() == 0
    assert set(Publisher.objects.values_list("slug", flat=True)) == {"courier", "lakes-office"}


def test_a_follow_up_names_its_claim(directory):
    change(
        directory,
        CHARTER,
        "[[relation]]",
        """
        [[clause.commitment.follow_up]]
        completion = "limited"
        as_of = 2032-01-01
        summary = "The level was measured once."
        claim = "b3c4d5f"
        confidence = "reported"
        [[relation]]
        """,
    )
    load(directory)

    follow_up = FollowUp.objects.get()
    assert (follow_up.commitment.ref, follow_up.claim.ref) == ("k7m2qxd", "b3c4d5f")


# Passages


def hold_the_charter() -> None:
    make_snapshot(Source.objects.get(slug="lakes-charter-2031"), f"Charte\n\n{FRENCH}\n\nFin.")


def test_passages_of_a_held_text_are_placed_at_once(directory):
    change(directory, CLAIMS, "[[claim.evidence]]", "[[claim.evidence]]\nnote = 'As printed.'")
    load(directory)
    hold_the_charter()
    add(
        directory,
        CLAIMS,
        """
        [[claim.evidence]]
        ref = "h7j8k9m"
        source = "lakes-charter-2031"
        stance = "supports"
        locator = "un niveau commun"
        """,
    )
    load(directory)

    evidence = Evidence.objects.get(ref="h7j8k9m")
    assert evidence.state == Passage.State.ANCHORED
    assert evidence.snapshot.text[evidence.start : evidence.end] == "un niveau commun"


def test_a_changed_locator_is_looked_for_again(directory):
    load(directory)
    hold_the_charter()
    text = ClauseText.objects.get(version__language="fr")
    change(directory, CHARTER, "Les deux lacs,niveau commun.", "maintiendront,1998")

    report = load(directory)

    text.refresh_from_db()
    assert report.updated == {"clause texts": 1}
    assert text.text == "maintiendront, dit le traité conclu de 1998"
    change(directory, CHARTER, "maintiendront,1998", "maintiendront,2000")
    report = load(directory)
    text.refresh_from_db()
    assert (text.text, text.state, text.snapshot) == ("", "not_found", None)
    assert report.notes == [
        (
            "two-lakes-2031, clause 1 (fr authentic): “maintiendront,2000”: not found. "
            "The end words “2000” do not come after “maintiendront”."
        )
    ]


def test_another_source_of_a_version_moves_its_texts(directory):
    load(directory)
    hold_the_charter()
    change(directory, CHARTER, 'locator = "Les deux', 'locator = "deux')
    load(directory)
    assert ClauseText.objects.get(version__language="fr").state == "anchored"

    change(
        directory,
        CHARTER,
        'title = "Charte des deux lacs"\nsource = "lakes-charter-2031"',
        'title = "Charte des deux lacs"\nsource = "evening-courier-2031-03-04"',
    )
    load(directory)

    text = ClauseText.objects.get(version__language="fr")
    assert (text.state, text.text, text.snapshot) == ("text_not_held", "", None)


def test_published_evidence_that_is_not_found_goes_back_to_review_and_stays_there(directory):
    load(directory)
    hold_the_charter()
    change(directory, CLAIMS, "maintiendront,commun", "promettent,commun")

    report = load(directory)

    evidence = Evidence.objects.get()
    assert (evidence.state, evidence.status) == ("not_found", "in_review")
    assert "The words “promettent” are not in the text." in report.notes[0]
    assert load(directory).updated.total() == 0

    change(directory, CLAIMS, "promettent,commun", "maintiendront,commun")
    load(directory)
    evidence.refresh_from_db()
    assert (evidence.state, evidence.status) == ("anchored", "published")


# Problems


@pytest.mark.parametrize(
    ("file", "before", "after", "problem"),
    [
        (
            CLAIMS,
            'stance = "supports"',
            'stance = "supportz"',
            (
                f"{CLAIMS}: claim[0].evidence[0].stance: “supportz” is not one of supports, "
                "partially_supports, distorts, contradicts, not_mentioned; did you mean “supports”?"
            ),
        ),
        (
            CLAIMS,
            'text = "The lakes',
            'txet = "The lakes',
            f"{CLAIMS}: claim[0].txet: unknown key; did you mean “text”?",
        ),
        (CLAIMS, "ref = ", "#", f"{CLAIMS}: claim[0].ref: is missing"),
        (
            CLAIMS,
            '"b3c4d5f"',
            '"lake"',
            f"{CLAIMS}: claim[0].ref: “lake” is not a reference of seven characters",
        ),
        (
            CLAIMS,
            'clauses = ["1"]',
            'clauses = ["7"]',
            f"{CLAIMS}: claim[0].clauses: no clause of two-lakes-2031 is called “7”",
        ),
        (
            CLAIMS,
            'clauses = ["1"]',
            'clauses = "1"',
            f"{CLAIMS}: claim[0].clauses: must be a list of texts in quotes",
        ),
        (
            CLAIMS,
            'clauses = ["1"]',
            'clauses = ["1", "1"]',
            f"{CLAIMS}: claim[0].clauses: names “1” twice",
        ),
        (
            CLAIMS,
            "maintiendront,commun",
            "maintiendront,,",
            (
                f"{CLAIMS}: claim[0].evidence[0].locator: The text directive has too many commas; "
                "in words write %2C."
            ),
        ),
        (
            CLAIMS,
            "checked_on = 2031-04-01",
            'checked_on = "2031-04-01"',
            f"{CLAIMS}: claim[0].evidence[0].checked_on: must be a date",
        ),
        (
            CLAIMS,
            "checked_on = 2031-04-01",
            "checked_on = 2031-04-01T10:00:00Z",
            f"{CLAIMS}: claim[0].evidence[0].checked_on: must be a date",
        ),
        (
            CLAIMS,
            'source = "lakes-charter-2031"',
            'source = "lakes-charter"',
            (
                f"{CLAIMS}: claim[0].evidence[0].source: no source is called “lakes-charter”; "
                "did you mean “lakes-charter-2031”?"
            ),
        ),
        (
            CLAIMS,
            'stance = "supports"',
            'stance = "contradicts"',
            f"{CLAIMS}: claim[0].evidence[0]: Say why: a note is required unless it supports.",
        ),
        (
            CHARTER,
            "number = 1",
            "number = true",
            f"{CHARTER}: clause[0].commitment[0].number: must be a whole number",
        ),
        (
            CHARTER,
            "adopted_on = 2031-03-03\n",
            "",
            f"{CHARTER}: Give a date together with its precision, or neither.",
        ),
        (
            CHARTER,
            'version = "en working_translation"',
            'version = "en"',
            (
                f"{CHARTER}: clause[0].text[1].version: no language version of two-lakes-2031 is "
                "called “en”"
            ),
        ),
        (
            CHARTER,
            'confidence = "seen"\nstatus = "published"\n\n[[participation]]',
            'confidence = "memory"\n\n[[participation]]',
            f"{CHARTER}: An entry known only from memory must be checked before it is published.",
        ),
        (
            CHARTER,
            'label = "5"',
            'label = "2"',
            f"{CHARTER}: clause[2].label: the same as {CHARTER}: clause[1]",
        ),
        (
            CHARTER,
            'text = "The two lakes will',
            'locator = "lacs"\ntext = "The two lakes will',
            f"{CHARTER}: clause[0].text[1].text: is cut from the source; give a text or a locator",
        ),
        (
            ARTICLE,
            'url = "https://',
            'url = "ftp://',
            f"{ARTICLE}: The address must start with http:// or https://.",
        ),
        (ARTICLE, 'title = "', 'slug = "x"\ntitle = "', f"{ARTICLE}: slug: the file's name is"),
        (ARTICLE, 'language = "en"', "", f"{ARTICLE}: language: is missing"),
        (
            "vocabularies/waters.toml",
            'label = "Measures"',
            'label = "Measures"\nbroader = "1.2"',
            "vocabularies/waters.toml: topic[0].broader: refers to itself in a circle",
        ),
        (
            "vocabularies/govkb.toml",
            '["waters-1-2"]',
            '["waters-1-3"]',
            "vocabularies/govkb.toml: topic[0].close: no topic is called “waters-1-3”; did you",
        ),
        ("parties.toml", "[[party]]", "[party]", "parties.toml: "),
        (
            "parties.toml",
            'name = "Upper',
            'name = "\\u0000Up',
            "parties.toml: party[0].name: holds",
        ),
    ],
)
def test_a_mistake_is_named_with_its_file_and_key(directory, file, before, after, problem):
    change(directory, file, before, after)

    report = seeds.load(directory)

    assert any(line.startswith(problem) for line in report.problems), report.problems
    assert not Party.objects.exists()


def test_one_mistake_is_one_problem(directory):
    change(directory, CLAIMS, 'stance = "supports"', 'stance = "supportz"')
    assert len(seeds.load(directory).problems) == 1


def test_all_mistakes_are_told_at_once(directory):
    change(directory, CLAIMS, 'stance = "supports"', 'stance = "distorts"')  # and no note
    change(directory, ARTICLE, "publisher =", "publihser =")
    (directory / "parties.toml").write_text("[[party]\n")
    (directory / "notes.toml").write_text("")

    problems = "\n".join(seeds.load(directory).problems)

    assert f"{ARTICLE}: publihser: unknown key" in problems
    assert f"{ARTICLE}: publisher: is missing" in problems
    assert "parties.toml: Expected ']]'" in problems
    assert "notes.toml: not a place for seeds" in problems
    assert "no party is called “upper-lake”" in problems
    assert "claim[0].evidence[0]: Say why" in problems


def test_claims_of_an_unknown_declaration_are_one_problem(directory):
    (directory / CLAIMS).rename(directory / "claims/two-lakes-2013.toml")

    assert seeds.load(directory).problems == [
        (
            "claims/two-lakes-2013.toml: no declaration is called “two-lakes-2013”; "
            "did you mean “two-lakes-2031”?"
        )
    ]


def test_the_same_address_as_another_source_is_a_problem(directory):
    load(directory)
    Source.objects.filter(slug="evening-courier-2031-03-04").update(slug="a-curators-own")

    assert seeds.load(directory).problems[0].startswith(f"{ARTICLE}: another source has the same")


def test_an_error_in_the_middle_leaves_nothing(directory, monkeypatch):
    def fail(*args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Evidence, "clean", fail)
    with pytest.raises(KeyboardInterrupt):
        seeds.load(directory)
    assert not Publisher.objects.exists()


# The command


def run(*arguments: object) -> str:
    output = StringIO()
    call_command("load_seeds", *arguments, stdout=output, stderr=output)
    return output.getvalue()


def test_the_command_reports_in_few_lines(directory):
    assert "claims: 1 created\n" in run(directory)
    assert run(directory) == "Nothing changed: 29 objects are as the files say.\n"
    assert run(directory, "--dry-run").endswith("Dry run: nothing was written.\n")


def test_the_command_fails_with_a_count(directory):
    change(directory, CLAIMS, 'stance = "supports"', 'stance = "supportz"')
    with pytest.raises(CommandError, match=r"^1 problem; nothing was written\.$"):
        run(directory)
    with pytest.raises(CommandError, match=r"^1 problem; nothing was written\.$"):
        run(directory / "nowhere")


def test_seeds_may_extend_a_database_that_has_more(directory):
    make_declaration(slug="three-lakes-2040")
    load(directory)
    assert Declaration.objects.count() == 3
