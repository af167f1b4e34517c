"""Suggestions of clauses: what texts share across languages, explained, and measured."""

from io import StringIO

import pytest
from django.core.management import call_command

from govkb.desk.suggest_features import Key, Kind, keys_of, read
from govkb.desk.suggest_scoring import score
from govkb.desk.suggesting import suggest
from govkb.search.glossary import Glossary, glossary
from govkb.search.index import flush
from tests import factories

TERMS = Glossary(
    [
        {"fr": ["traversée en bac"], "en": ["ferry crossing"], "zh": ["轮渡"]},
        {"fr": ["niveau"], "en": ["level"], "zh": ["水位"]},
    ]
)


def shared(one: str, language: str, other: str, other_language: str) -> set[tuple[Kind, str]]:
    first = keys_of(read(one, language, TERMS))
    second = keys_of(read(other, other_language, TERMS))
    return {(key.kind, key.value) for key in first.keys() & second.keys()}


@pytest.mark.parametrize(
    ("english", "french", "key"),
    [
        ("on April 7, 2023", "du 7 avril 2023", (Kind.DATE, "4-7")),
        ("on 7th of April", "le 7 avril", (Kind.DATE, "4-7")),
        ("in May 2031", "en mai 2031", (Kind.DATE, "2031-5")),
        ("the 60th anniversary", "le 60ème anniversaire", (Kind.NUMBER, "60")),
        ("the ferry crossings", "la traversée en bac", (Kind.TERM, "traversée en bac")),
        ("the Bay Water Forum", "la réunion du BWF", (Kind.NAME, "bwf")),
        ("they will strengthen it", "pour la renforcer", (Kind.LIKE, "strengthen")),
        ("users of the tool", "les utilisateurs et l’utilité", (Kind.LIKE, "user")),
    ],
)
def test_the_same_thing_is_known_in_two_languages(english, french, key):
    assert key in shared(english, "en", french, "fr")


@pytest.mark.parametrize(
    ("chinese", "english", "key"),
    [
        ("自2023年4月7日起", "since 7 April 2023", (Kind.DATE, "4-7")),
        ("保持共同水位。", "one common level", (Kind.TERM, "niveau")),
        ("輪渡", "a ferry crossing", (Kind.TERM, "traversée en bac")),
    ],
)
def test_chinese_is_compared_by_terms_and_dates(chinese, english, key):
    assert key in shared(chinese, "zh-Hans", english, "en")


def test_small_words_and_sentence_beginnings_are_nothing():
    keys = keys_of(read("This is also what they said. Lakes may rise.", "en", TERMS))
    assert Key(Kind.NAME, "lakes") not in keys
    assert not {"this", "also", "may"} & {key.value for key in keys}


def test_a_word_of_a_longer_term_counts_less():
    items = {item.text: item for item in read("the ferry crossing", "en", TERMS)}
    assert items["ferry"].is_part
    assert not items["ferry crossing"].is_part


def make_clauses(texts, language="fr", **fields):
    declaration = factories.make_declaration(**fields)
    version = factories.make_version(declaration, language=language, status="working_translation")
    clauses = []
    for text in texts:
        clause = factories.make_clause(declaration)
        factories.make_clause_text(clause, version, text=text)
        clauses.append(clause)
    return clauses


FRENCH = [
    "Les parties réduisent la fracture numérique entre les pays en développement.",
    "Une rencontre se tiendra le 7 avril 2033 à Port-Lacustre.",
    "La flexibilité est articulée avec la protection des données à caractère personnel.",
    "Les deux lacs maintiennent un niveau commun.",
]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("passage", "place", "kind"),
    [
        ("to bridge the digital divide among developing countries", 0, Kind.TERM),
        ("a session in Port-Lacustre on April 7, 2033", 1, Kind.DATE),
        ("protecting personal data", 2, Kind.TERM),
    ],
)
def test_the_right_clause_comes_first_with_the_reason(passage, place, kind):
    clauses = make_clauses(FRENCH)
    flush()
    found = suggest(passage, "en")
    assert found[0].clause == clauses[place]
    assert kind in {reason.kind for reason in found[0].reasons}
    assert len(found) <= 3
    assert found == suggest(passage, "en")


@pytest.mark.django_db
def test_nothing_in_common_is_no_suggestion():
    make_clauses(FRENCH)
    flush()
    assert suggest("Zwölf Boxkämpfer", "de") == []
    assert suggest("", "en") == []


@pytest.mark.django_db
def test_drafts_are_suggested_only_where_they_are_at_hand():
    clauses = make_clauses(FRENCH, status="draft")
    flush()
    assert suggest("personal data", "en") == []
    found = suggest("personal data", "en", declarations=[clauses[0].declaration_id])
    assert found[0].clause == clauses[2]


@pytest.mark.django_db
def test_parties_do_not_tell_one_clause_from_another():
    china = factories.make_party(name="China")
    clauses = make_clauses(["La Chine parle.", "Les pêcheurs comptent leurs filets de pêche."])
    clauses[0].declaration.participations.create(party=china)
    flush()
    found = suggest("China counts the fishing nets of fishers, pêcheurs", "en")
    assert found[0].clause == clauses[1]
    assert (Kind.PARTY, "China") in {(one.kind, one.here) for one in found[0].reasons}


@pytest.mark.django_db
def test_a_suggestion_costs_a_bounded_number_of_queries(django_assert_max_num_queries):
    make_clauses([f"{text} {n}" for n in range(20) for text in FRENCH])
    flush()
    with django_assert_max_num_queries(12):
        assert len(suggest("protecting personal data on April 7, 2033", "en")) == 3


@pytest.mark.django_db
def test_the_score_counts_any_right_clause_and_says_what_it_leaves_out():
    clauses = make_clauses(FRENCH)
    source = factories.make_source()
    factories.make_snapshot(
        source, "They protect personal data.\n\nA title.\n\nThe level is common."
    )
    declaration = clauses[0].declaration
    for words, right in [("protect personal data", clauses[2:3]), ("A title", [])]:
        claim = factories.make_claim(declaration=declaration, clauses=right)
        factories.make_evidence(claim, source, quote=words)
    also = factories.make_claim(declaration=declaration, clauses=clauses[:1])
    factories.make_evidence(also, source, quote="protect personal data")
    flush()
    table = score()
    assert [case.place for case in table.cases] == [1]
    assert table.cases[0].right == {clauses[0], clauses[2]}
    assert table.without_clause == 1
    out = StringIO()
    call_command("score_suggestions", "--misses", stdout=out)
    assert "100.0%" in out.getvalue()
    assert "Left out" in out.getvalue()


@pytest.mark.django_db
def test_the_shared_articles_reach_the_goal(shared):
    call_command("load_seeds", stdout=StringIO())
    call_command("import_documents", str(shared / "seeds"), stdout=StringIO())
    table = score()
    assert len(table.cases) >= 30
    assert table.share(3) >= 0.9
    assert table.share(1) >= 0.75
    assert glossary().longest > 1
