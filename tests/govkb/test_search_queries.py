"""Queries in three languages over the real collection, with what must come first.

The seeds alone decide the first table. The second needs the texts of the shared documents.
"""

import pytest
from django.core.management import call_command

from govkb.search import index
from govkb.search.results import Search

pytestmark = pytest.mark.django_db

FIRST = {
    "China invited 2025 summit": "claims 3qjn296",
    "invited France World AI Conference": "claims b578bhn",
    "future of work": "clauses france-china-ai-2024 10",
    "avenir du travail": "clauses france-china-ai-2024 10",
    "emploi": "clauses france-china-ai-2024 10",
    "employment": "clauses france-china-ai-2024 10",
    "就业": "clauses france-china-ai-2024 10",
    "人工智能治理": "declarations global-ai-governance-initiative-2023",
    "峰会": "claims 3qjn296",
    "Bletchley Declaration": "declarations bletchley-2023",
    "Seoul declaration": "declarations seoul-declaration-2024",
    "sommet de Séoul": "declarations seoul-ministerial-statement-2024",
    "Shanghai Declaration": "declarations shanghai-declaration-2024",
    "Conseil de l'Europe": "declarations council-of-europe-convention-2024",
    "Council of Europe treaty": "claims smgp3hk",
    "AI Act": "declarations eu-ai-act-2024",
    "droits d'auteur": "claims 98mm76z",
    "DROITS D’AUTEUR": "claims 98mm76z",
    "copyright": "claims 98mm76z",
    "版权": "claims 98mm76z",
    "developing countries": "claims krfjczd",
    "capacity building plan": "declarations china-capacity-building-plan-2024",
    "renforcement des capacités": "declarations china-capacity-building-plan-2024",
    "能力建设": "declarations china-capacity-building-plan-2024",
    "biodiversité": "clauses france-china-ai-2024 8",
    "biodiversity": "clauses france-china-ai-2024 8",
    "生物多样性": "clauses france-china-ai-2024 8",
    "nuclear weapons control": "declarations us-china-nuclear-control-2024",
    "armes nucléaires": "declarations us-china-nuclear-control-2024",
    "军事": "declarations unga-resolution-79-239-2024",
    "military AI": "declarations unga-resolution-79-239-2024",
    "militaire": "declarations unga-resolution-79-239-2024",
    "REAIM blueprint": "declarations reaim-blueprint-2024",
    "UNESCO ethics": "declarations unesco-ethics-2021",
    "éthique": "declarations unesco-ethics-2021",
    "ethique": "declarations unesco-ethics-2021",
    "伦理": "declarations china-ethics-plan-2026",
    "linguistic diversity": "clauses france-china-ai-2024 9",
    "diversité linguistique": "clauses france-china-ai-2024 9",
    "cybersecurity": "claims pwqb94z",
    "cybersécurité": "claims pwqb94z",
    "quantum": "claims sm96kgn",
    '"common good"': "clauses france-china-ai-2024 8",
    "bien commun": "clauses france-china-ai-2024 8",
    '"AI for good"': "claims m6h2hf7",
    "résolution capacités": "declarations unga-resolution-78-311-2024",
    "G20 principles": "declarations g20-ai-principles-2019",
    "OECD recommendation": "declarations oecd-ai-recommendation-2019",
    "Hiroshima code of conduct": "declarations hiroshima-code-2023",
    "BRICS statement": "declarations brics-ai-statement-2025",
    "India–France": "declarations india-france-ai-2025",
    "Global Partnership on AI": "declarations global-partnership-on-ai",
    "Digital Compact": "declarations global-digital-compact-2024",
    "safety institutes network": "declarations ai-safety-institutes-network-2024",
    "white house commitments": "declarations white-house-commitments-2023",
    "symposium Lyon": "claims kdz6m2p",
    "évaluation des risques": "claims 9hdbpfv",
    "risk assessment": "claims 9hdbpfv",
    "world AI cooperation organization": "declarations waico-agreement-2026",
    "Pax Silica": "declarations pax-silica-2025",
    "ASEAN guide": "declarations asean-guide-2024",
    "African Union strategy": "declarations african-union-ai-strategy-2024",
    "APEC initiative": "declarations apec-ai-initiative-2025",
    "Cryptopolitan": "sources cryptopolitan-2024-05-07",
    "Xi Macron Ukraine": "claims zjpgg68",
    "souveraineté": "clauses france-china-ai-2024 5",
    "sovereignty": "clauses france-china-ai-2024 5",
    "joint laboratories quantum-safe": "claims sm96kgn",
    "核武器": "declarations us-china-nuclear-control-2024",
    "stratégie Union africaine": "declarations african-union-ai-strategy-2024",
    "首尔 宣言": "declarations seoul-ministerial-statement-2024",
    "上海宣言": "declarations shanghai-declaration-2024",
    "plan d'action mondial gouvernance": "declarations china-action-plan-2025",
    "Inde France": "declarations india-france-ai-2025",
    "laboratoires Paris Shanghai": "claims sm96kgn",
    "巴黎 上海 实验室": "claims sm96kgn",
    "Global Times": "sources global-times-editorial-2025-12",
}

WITH_TEXTS = {
    "travail": "clauses france-china-ai-2024 10",
    "emploi": "clauses france-china-ai-2024 10",
    "就业": "clauses france-china-ai-2024 10",
    "future of work": "clauses france-china-ai-2024 10",
    "China invited 2025 summit": "claims 3qjn296",
    "invited France World AI Conference": "claims b578bhn",
}


def names(query: str) -> list[str]:
    return [f"{one.kind} {one.entry.name}" for one in Search(query, limit=500).results]


def wrong(expected: dict[str, str]) -> dict[str, list[str]]:
    """Return the queries that find something else first, with what they find."""
    found = {query: names(query)[:2] for query in expected}
    return {query: found[query] for query in expected if found[query][:1] != [expected[query]]}


def test_queries_find_first_what_they_should(capsys):
    call_command("load_seeds")
    assert len(FIRST) >= 60
    assert wrong(FIRST) == {}
    assert list(index.differences()) == []


def test_queries_over_the_texts(shared, capsys):
    call_command("load_seeds")
    call_command("import_documents", shared / "seeds")
    assert wrong(WITH_TEXTS) == {}
    assert names("l'IA") == names("l’IA") == names("L'ia")
    assert "passages surrealstrokes-2025-12" in " ".join(names("China-France"))
    in_phrase = " ".join(names('"AI for good"'))
    assert "passages global-times-2024-05-07" in in_phrase
    assert "passages cryptopolitan-2024-05-07" in in_phrase
    results = {one.entry.name: one for one in Search("travail").results}
    clause = results["france-china-ai-2024 10"]
    assert (clause.snippet.language, clause.also.language) == ("fr", "en")
    assert clause.translated == []
    assert list(index.differences()) == []


def test_traditional_and_simplified_characters_find_the_same(capsys):
    call_command("load_seeds")
    for traditional, simplified in [
        ("發展中國家", "发展中国家"),
        ("軍事", "军事"),
        ("峰會", "峰会"),
    ]:
        assert names(traditional) == names(simplified) != []
