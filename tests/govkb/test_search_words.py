"""The analyser and the reading of queries: pure, so tried with whatever can be typed."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govkb.search.engine import as_fts5, as_tsquery
from govkb.search.glossary import Glossary, glossary
from govkb.search.queries import MAX_TERMS, find_hits, read_query
from govkb.search.words import (
    TOP_LEVEL,
    Text,
    analyse,
    level_of,
    simplified,
    stems,
    units,
    variants,
)

NONE = Glossary([])
ANYTHING = st.text(max_size=120)
WORDS = st.text(
    alphabet="abéèçœ'’-\u2011 ABÉ0159,.\u00a0\u00ad\u0301人工智慧发發展ﬁ½«»\"", max_size=60
)


@given(ANYTHING | WORDS)
def test_units_stand_where_they_say_and_in_order(text):
    found = list(units(text))
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(a.end <= b.start or a.start == b.start for a, b in pairwise(found))
    assert all(one.plain and " " not in one.plain for one in found)


@given(ANYTHING | WORDS)
def test_lexemes_are_words_of_the_index(text):
    analysis = analyse([Text(text, "fr"), Text(text, "en", is_primary=False)])
    for lexeme in analysis.lexemes:
        assert lexeme
        assert not set(lexeme) & set(" #:~\x00'\"\\")
    for mark in analysis.levels:
        lexeme, _, level = mark.rpartition("#")
        assert lexeme in analysis.lexemes
        assert 0 <= int(level) <= TOP_LEVEL


@given(WORDS, st.sampled_from(["fr", "en", "de", "zh-Hans"]))
def test_a_text_is_found_by_each_of_its_own_words(text, language):
    lexemes = analyse([Text(text, language)]).lexemes
    for unit in units(text):
        raw = text[unit.start : unit.end]
        wanted = variants(raw) if len(unit.plain) > 1 or unit.plain.isascii() else {unit.plain}
        assert lexemes & wanted


@given(WORDS)
def test_case_accents_and_composition_make_no_difference_to_being_found(text):
    lexemes = analyse([Text(text, "fr")]).lexemes
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    for word in bare.split():
        if word.isalpha() and word.isascii():
            for form in (word, word.upper(), word.lower()):
                assert lexemes & variants(form)


@given(ANYTHING | WORDS)
def test_whatever_is_typed_is_a_query_or_a_problem(text):
    query = read_query(text, glossary())
    assert len(query.groups) <= MAX_TERMS
    assert bool(query.groups) or query.problem or not query.text
    if query:
        for written in (as_fts5(query.expression), as_tsquery(query.expression)):
            assert "()" not in written
        assert query.direct().groups
        assert read_query(query.text, glossary()).groups == query.groups


@given(ANYTHING | WORDS, WORDS)
def test_hits_are_spans_of_the_text(text, typed):
    hits = find_hits(text, "fr", read_query(typed, glossary()))
    assert all(0 <= start < end <= len(text) for start, end in hits.spans)
    assert all(a.end < b.start for a, b in pairwise(hits.spans))


@pytest.mark.parametrize(
    ("word", "language", "lexemes"),
    [
        ("Évaluées", "fr", ("evalu", "evalue")),
        ("evaluees", "fr", ("evalue",)),
        ("lakes", "en", ("lake",)),
        ("lakes", "", ("lakes",)),
        ("Œuvres", "fr", ("oeuvr",)),
        ("A2", "en", ("a2",)),
        ("ﬁsh", "en", ("fish",)),
        ("co\u00adop", "en", ("coop",)),
        ("e\u0301te\u0301", "", ("ete",)),
    ],
)
def test_stems(word, language, lexemes):
    assert stems(word, language) == lexemes


def test_chinese_becomes_characters_and_pairs_across_broken_lines():
    assert analyse([Text("水\n位 高", "zh")]).lexemes == {"水", "位", "高", "水位"}
    assert simplified("發") == "发"


def test_levels_grow_with_repetition_and_shortness():
    once = analyse([Text("lake " + "sand " * 59, "en")]).levels
    short = analyse([Text("lake sand", "en")]).levels
    assert not any(one.startswith("lake#") for one in once)
    assert max(one for one in short if one.startswith("lake#")) > "lake#5"
    assert [level_of(impact) for impact in (1.0, 1.1, 1.55, 2.2)] == [0, 1, 5, 9]


def test_secondary_words_have_level_nought():
    texts = [Text("lake", "en"), Text("a lake of sand", "en", is_primary=False)]
    levels = analyse(texts).levels
    assert {"sand#0", "of#0", "a#0"} < levels
    assert "lake#0" not in levels


@pytest.mark.parametrize(
    ("typed", "groups"),
    [
        ("l'IA d’aujourd'hui", ["IA", "aujourd-hui"]),
        ("the lake's level", ["lake", "level"]),
        ("the", ["the"]),
        ("“one level” lake", ["“one level”", "lake"]),
        ("a OR b", ["a OR b"]),
        ("水位保持", ["水位", "保持"]),
        ("AI治理", ["AI", "治理"]),
        ("lake lake", ["lake"]),
        ('"unclosed phrase', ["unclosed", "phrase"]),
    ],
)
def test_what_a_query_asks_for(typed, groups):
    assert [group.text for group in read_query(typed, NONE).groups] == groups


def test_terms_of_the_glossary_bring_their_counterparts_in_other_languages():
    terms = Glossary([{"fr": ["lac", "plan d'eau"], "en": ["lake"], "zh": ["湖泊"]}])

    def counterparts(typed):
        query = read_query(typed, terms)
        return {term.text for _word, found in query.translations for term in found}

    assert counterparts("lacs") == {"lake", "湖泊"}
    assert counterparts("plan d’eau") == {"lake", "湖泊"}
    assert counterparts("plans") == set()
    assert counterparts("湖泊") == {"lac", "plan d'eau", "lake"}
    assert counterparts('"lac"') == set()
    assert counterparts("-lac") == set()


def test_the_longest_term_wins():
    terms = Glossary(
        [{"fr": ["eau"], "en": ["water"]}, {"fr": ["eau douce"], "en": ["freshwater"]}]
    )
    query = read_query("eau douce", terms)
    assert [group.text for group in query.groups] == ["eau douce"]
    assert query.translations[0][1][0].text == "freshwater"


def test_every_term_of_the_seeds_stands_in_one_entry_only():
    seen = {}
    for found in glossary().by_first.values():
        for term, entry in found:
            assert seen.setdefault((term.text, term.language), id(entry)) == id(entry)
    assert len(seen) > 150


def test_a_term_without_words_is_refused():
    with pytest.raises(ValueError, match="no word"):
        Glossary([{"fr": ["de la"], "en": ["lake"]}])
