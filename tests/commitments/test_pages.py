"""The reading pages of declarations, clauses, claims, evidence, sources, parties and topics."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from commitments.models import Fact, FollowUp, TopicMapping, VersionDifference
from commitments.reading import chosen_versions, particulars
from sources.models import Paragraph
from tests.collection import STAMP
from tests.factories import (
    make_claim,
    make_clause,
    make_clause_text,
    make_commitment,
    make_coverage_check,
    make_declaration,
    make_evidence,
    make_party,
    make_publisher,
    make_relation,
    make_snapshot,
    make_source,
    make_topic,
    make_version,
)

pytestmark = pytest.mark.django_db

CHARTER = (
    "Upper Lake and Lower Lake hold one common level. The dams stay open. Boats pass freely. "
    "Fish are counted each spring. A board meets each year."
)


def text_of(response) -> str:
    """Return the page without its line breaks, so that a sentence can be looked for."""
    return " ".join(response.content.decode().split())


def make_charter(claims: int = 2):
    """Make a charter with two held clauses, its official text, and a report that bends it."""
    declaration = make_declaration(slug="two-lakes", short_title="Two Lakes", title="The Charter")
    official = make_source(kind="official_text", slug="charter-text", language="fr")
    make_snapshot(official, CHARTER)
    french = make_version(declaration, source=official)
    english = make_version(declaration, language="en", status="working_translation")
    make_version(declaration, language="zh", status="authentic")
    report = make_source(slug="courier-report", publisher=make_publisher(name="Evening Courier"))
    make_snapshot(report, "The lakes agreed.\n\nTheir level will be equal. The dams will close.")
    for label in ("1", "2"):
        clause = make_clause(declaration, label=label)
        make_clause_text(clause, french, text=f"Texte de la clause {label}.")
        make_clause_text(clause, english, text=f"Text of clause {label}.")
        commitment = make_commitment(clause, actors=[make_party()])
        FollowUp.objects.create(
            commitment=commitment,
            completion="limited",
            as_of=date(2032, 1, 1),
            summary="One dam was opened.",
            basis="The board's report.",
            confidence="reported",
            status="published",
        )
        for _ in range(claims):
            claim = make_claim(clauses=[clause])
            make_evidence(claim, official, quote="one common level")
            make_evidence(
                claim, report, quote="dams will close", stance="distorts", note="They stay open."
            )
    return declaration, official, report


# Declarations


def test_a_declaration_shows_its_clauses_in_parallel_and_labels_each_text(client):
    make_charter()
    page = text_of(client.get("/declarations/two-lakes/"))
    assert '<section class="clause" id="clause-2"' in page
    assert 'lang="fr"><p>Texte de la clause 1.</p>' in page
    assert 'lang="en"><p>Text of clause 1.</p>' in page
    assert page.index("Texte de la clause 1.") < page.index("Text of clause 1.")
    assert page.index("Text of clause 1.") < page.index("Texte de la clause 2.")
    assert "govkb working translation, not official" in page
    assert "Permanent link to clause 2" in page
    assert "Political, not legally binding" in page


@pytest.mark.parametrize("query", ["lang=en", "lang=en,xx", "lang=xx&lang=en"])
def test_the_language_chooser_shows_only_the_languages_asked_for(client, query):
    make_charter()
    page = text_of(client.get(f"/declarations/two-lakes/?{query}"))
    assert "Text of clause 1." in page
    assert "Texte de la clause 1." not in page
    assert 'rel="canonical" href="http://testserver/declarations/two-lakes/"' in page


def test_a_language_that_is_not_held_is_listed_and_can_be_asked_for():
    declaration, _, _ = make_charter()
    versions = list(declaration.versions.with_holdings())
    assert [(version.language, version.held) for version in versions] == [
        ("fr", True),
        ("zh", False),
        ("en", True),
    ]
    assert [version.language for version in chosen_versions(versions, [])] == ["fr", "en"]
    assert [version.language for version in chosen_versions(versions, ["zh"])] == ["zh"]
    assert [version.language for version in chosen_versions(versions, ["xx"])] == ["fr", "en"]


def test_a_clause_whose_words_are_not_held_says_so(client):
    declaration = make_declaration(slug="two-lakes")
    clause = make_clause(declaration)
    version = make_version(declaration)
    make_clause_text(clause, version, text="", locator="Les deux lacs,niveau")
    page = text_of(client.get("/declarations/two-lakes/"))
    assert "Français</span> – Authentic – text not held" in page


def test_a_declaration_says_who_reports_a_clause_who_does_not_and_who_was_not_checked(client):
    declaration, _, _ = make_charter()
    silent = make_source(publisher=make_publisher(name="Silent Herald"))
    unread = make_source(publisher=make_publisher(name="Unread Gazette"))
    clause = declaration.clauses.get(label="2")
    make_coverage_check(silent, clause)
    make_evidence(make_claim(declaration), unread)
    page = text_of(client.get("/declarations/two-lakes/clauses/2/"))
    assert "reports it in 2 passages (News report)" in page
    assert "does not report it (checked by AB on 2 April 2031)" in page
    assert "nobody has checked whether it reports this" in page
    assert page.index("Silent Herald") < page.index("does not report it")
    assert page.index("Unread Gazette") < page.index("nobody has checked")


def test_disagreeing_facts_stand_side_by_side(client):
    declaration = make_declaration(slug="two-lakes", kind="statement")
    for position, (who, number) in enumerate([("the Courier", "28"), ("the Herald", "29")], 1):
        Fact.objects.create(
            declaration=declaration,
            position=position,
            property="parties",
            value=f"{number} lakes",
            basis=who,
            confidence="reported",
        )
    page = text_of(client.get("/declarations/two-lakes/"))
    assert "Sources disagree:" in page
    assert page.index("28 lakes") < page.index("the Courier") < page.index("29 lakes")


def test_facts_of_different_dates_or_of_a_kind_with_many_values_do_not_disagree():
    fact = {"property": "parties", "confidence": "reported", "basis": "x"}
    facts = [
        Fact(value="28", as_of=date(2031, 1, 1), **fact),
        Fact(value="29", as_of=date(2032, 1, 1), **fact),
        Fact(value="https://a.example", **fact | {"property": "address"}),
        Fact(value="https://b.example", **fact | {"property": "address"}),
    ]
    assert [particular.disputed for particular in particulars(facts)] == [False, False]


def test_an_instrument_without_a_held_text_shows_what_is_said_and_by_whom(client):
    declaration = make_declaration(slug="plan-2032", kind="unilateral_plan")
    claim = make_claim(declaration, text="The plan has six aims")
    source = make_source(kind="legal_commentary", publisher=make_publisher(name="Lake Law"))
    make_evidence(claim, source)
    page = text_of(client.get("/declarations/plan-2032/"))
    assert "Text not held." in page
    assert "as reported by Lake Law (legal commentary)" in page
    assert "Clause" not in page


def test_relations_read_both_ways(client):
    older = make_declaration(slug="older", short_title="Older Charter")
    newer = make_declaration(slug="newer", short_title="Newer Charter")
    make_relation(newer, older)
    assert "builds on <a" in text_of(client.get("/declarations/newer/"))
    assert 'is built on by <a href="/declarations/newer/">' in text_of(
        client.get("/declarations/older/")
    )


def test_a_relation_to_a_draft_is_not_shown(client):
    declaration = make_declaration(slug="newer")
    make_relation(declaration, make_declaration(short_title="Secret Charter", status="draft"))
    assert "Secret Charter" not in text_of(client.get("/declarations/newer/"))


# Names


def test_drafts_renamed_and_withdrawn_objects(client):
    declaration, official, _ = make_charter(claims=1)
    declaration.slug = "lakes-2031"
    declaration.save()
    moved = client.get("/declarations/two-lakes/clauses/2/")
    assert (moved.status_code, moved["Location"]) == (301, "/declarations/lakes-2031/clauses/2/")
    assert client.get("/declarations/two-lakes/")["Location"] == "/declarations/lakes-2031/"
    assert client.get("/declarations/lakes-2031/clauses/9/").status_code == 404
    claim = declaration.claims.first()
    evidence = claim.evidence.get(source=official)
    claim.withdraw("It was about another lake.")
    for address in (claim.get_absolute_url(), evidence.get_absolute_url()):
        gone = client.get(address)
        assert gone.status_code == 410
        assert "It was about another lake." in text_of(gone)
    assert client.get(make_claim(status="draft").get_absolute_url()).status_code == 404


def test_words_behind_a_claim_s_reference_are_not_needed(client):
    claim = make_claim()
    answer = client.get(f"/claims/{claim.ref}/the-lakes/promised/")
    assert (answer.status_code, answer["Location"]) == (301, f"/claims/{claim.ref}/")


# Clauses, claims, evidence


def test_a_clause_page_tells_what_is_committed_and_what_became_of_it(client):
    declaration, _, _ = make_charter()
    first, second = declaration.versions.filter(language__in=["fr", "en"])
    VersionDifference.objects.create(
        declaration=declaration,
        clause=declaration.clauses.get(label="2"),
        position=1,
        aspect="the verb",
        first_version=first,
        first_reading="shall",
        second_version=second,
        second_reading="may",
        effect="One of them binds more.",
        confidence="seen",
    )
    page = text_of(client.get("/declarations/two-lakes/clauses/2/"))
    assert "undertakes (5 of 5)" in page
    assert "Can be checked clearly" in page
    assert "<strong>Limited</strong> (as of 1 January 2032). One dam was opened." in page
    assert "One of them binds more." in page
    assert "‹ Clause 1" in page
    assert "2 claims about it" in page
    assert page.index("one common level</p>") < page.index("dams will close</p>")


def test_a_claim_nobody_checked_says_so(client):
    claim = make_claim()
    make_evidence(claim)
    page = text_of(client.get(claim.get_absolute_url()))
    assert "Nobody has checked this claim against an official text." in page


def test_a_claim_shows_the_official_text_first_and_what_conflicts_with_it(client):
    claim = make_claim()
    other = make_claim(claim.declaration, text="The lakes promised nothing")
    claim.conflicts_with.add(other, make_claim(claim.declaration, text="Hidden", status="draft"))
    make_evidence(claim, make_source(slug="a-report"), quote="The lakes rise")
    make_evidence(claim, make_source(kind="official_text"), quote="one common level")
    page = text_of(client.get(claim.get_absolute_url()))
    assert page.index("one common level</p>") < page.index("The lakes rise</p>")
    assert "The lakes promised nothing" in page
    assert "Hidden" not in page


def test_evidence_has_a_permanent_page_with_its_words_in_their_place(client):
    source = make_source(url="https://courier.example/charter", rights="excerpts")
    make_snapshot(source, CHARTER)
    evidence = make_evidence(source=source, quote="Boats pass freely")
    page = text_of(client.get(f"/evidence/{evidence.ref}/"))
    assert 'stay open. <mark class="hl is-current">Boats pass freely</mark>. Fish' in page
    assert f"/sources/{source.slug}/?evidence={evidence.ref}#ev-{evidence.ref}" in page
    assert "https://courier.example/charter#:~:text=Boats%20pass%20freely" in page
    assert evidence.snapshot.text_sha256 in page


def test_evidence_that_is_not_mentioned_or_not_held_says_so(client):
    silent = make_evidence(stance="not_mentioned")
    assert "it has no passage about this" in text_of(client.get(silent.get_absolute_url()))
    unheld = make_evidence()
    assert "Text not held" in text_of(client.get(unheld.get_absolute_url()))


def test_a_source_that_may_only_be_linked_to_is_quoted_nowhere(client):
    source = make_source(rights="link", slug="linked")
    make_snapshot(source, CHARTER)
    clause = make_clause()
    evidence = make_evidence(make_claim(clauses=[clause]), source, quote="Boats pass freely")
    make_relation(
        clause.declaration,
        make_declaration(),
        source=source,
        locator="Boats pass freely",
        snapshot=evidence.snapshot,
        start=evidence.start,
        end=evidence.end,
        state="anchored",
    )
    for address in (
        "/sources/linked/",
        evidence.get_absolute_url(),
        evidence.claim.get_absolute_url(),
        clause.get_absolute_url(),
        clause.declaration.get_absolute_url(),
    ):
        page = text_of(client.get(address))
        # The locator is our own record of where to look, and stands on the evidence's own page.
        assert "Boats pass freely</" not in page.replace("Boats pass freely</dd>", ""), address


# Sources


def test_overlapping_passages_are_cut_and_the_followed_one_is_emphasised_whole(client):
    source = make_source(slug="courier")
    make_snapshot(source, CHARTER)
    first = make_evidence(source=source, quote="The dams stay open. Boats pass")
    second = make_evidence(source=source, quote="Boats pass freely. Fish")
    page = client.get(f"/sources/courier/?evidence={second.ref}").content.decode()
    current = [
        piece.split("</mark>")[0].split(">", 1)[1]
        for piece in page.split("<mark ")[1:]
        if "is-current" in piece.split(">")[0]
    ]
    assert "".join(current) == "Boats pass freely. Fish"
    assert f'id="ev-{first.ref}"' in page
    assert f'href="#card-{second.ref}"' in page
    assert 'rel="canonical" href="http://testserver/sources/courier/"' in page
    assert "hl--multi" in page


def test_markers_can_be_hidden(client):
    source = make_source(slug="courier")
    make_evidence(source=source, quote="one common level")
    assert "<mark" in client.get("/sources/courier/").content.decode()
    page = client.get("/sources/courier/?marks=off").content.decode()
    assert "<mark" not in page
    assert "evref" not in page


def test_excerpts_leave_out_the_rest_but_curators_read_all(client):
    source = make_source(slug="courier", rights="excerpts")
    words = " ".join(f"Sentence number {number} stands here." for number in range(1, 11))
    make_snapshot(source, words)
    make_evidence(source=source, quote="number 5 stands")
    page = text_of(client.get("/sources/courier/"))
    assert "Sentence number 3" in page
    assert "Sentence number 7" in page
    assert "Sentence number 2 " not in page
    assert "Sentence number 8" not in page
    assert "[… 10 words not shown]" in page
    assert "[… 15 words not shown]" in page
    curator = Client()
    curator.force_login(get_user_model().objects.create_user("cat", is_staff=True))
    assert "Sentence number 10" in text_of(curator.get("/sources/courier/"))


def test_page_furniture_is_left_out_and_said_unless_evidence_stands_in_it(client):
    source = make_source(slug="courier")
    snapshot = make_snapshot(source, "The level.\n\nSubscribe now\n\nAnother story\n\nIts words.")
    snapshot.paragraphs.filter(number=2).update(role=Paragraph.Role.BOILERPLATE)
    snapshot.paragraphs.filter(number__gt=2).update(role=Paragraph.Role.OTHER_WORK)
    page = text_of(client.get("/sources/courier/"))
    assert "Subscribe now" not in page
    assert "1 paragraph of page furniture; another work on the same page (2 paragraphs)." in page
    make_evidence(source=source, quote="Its words")
    page = text_of(client.get("/sources/courier/"))
    assert "Its words" in page
    assert "another work on the same page (1 paragraph)." in page


def test_evidence_of_an_older_capture_opens_that_capture(client):
    source = make_source(slug="courier")
    make_snapshot(source, "The level is one.", captured_at=datetime(2031, 4, 1, tzinfo=UTC))
    old = make_evidence(source=source, quote="level is one")
    make_snapshot(source, "The level is two.", captured_at=datetime(2031, 6, 1, tzinfo=UTC))
    assert "level is two" in text_of(client.get("/sources/courier/"))
    page = text_of(client.get(f"/sources/courier/?evidence={old.ref}"))
    assert "is-current" in page
    assert "level is two" not in page
    assert "This is the capture of 1 April 2031" in page


def test_the_list_beside_a_report_gives_what_the_official_text_says(client):
    make_charter(claims=1)
    page = text_of(client.get("/sources/courier-report/"))
    aside = page[page.index("<aside") :]
    assert aside.index("Supports") < aside.index("official text")
    assert "This source itself: Distorts" in aside
    assert "starts: Supports (official text)</span>" in page
    assert "They stay open." in aside


def test_a_source_without_text_lists_what_it_is_cited_for(client):
    source = make_source(slug="courier")
    evidence = make_evidence(source=source)
    silent = make_evidence(source=source, stance="not_mentioned")
    draft = make_evidence(source=source, status="draft")
    page = text_of(client.get(f"/sources/courier/?evidence={evidence.ref}"))
    assert "Text not held." in page
    assert evidence.claim.text in page
    assert silent.claim.text in page
    assert draft.claim.text not in page


def test_words_of_a_source_are_escaped(client):
    source = make_source(slug="courier")
    make_snapshot(source, "A <script>alert(1)</script> level.")
    make_evidence(source=source, quote="<script>alert")
    assert "<script>" not in client.get("/sources/courier/").content.decode()


# Hubs


def test_a_party_shows_its_declarations_and_its_strongest_commitments_first(client):
    party = make_party(slug="upper-lake")
    declaration = make_declaration(slug="two-lakes")
    declaration.participations.create(party=party, role="host")
    clause = make_clause(declaration)
    make_commitment(clause, actors=[party], modality="recognise", action="recognise the heron")
    make_commitment(clause, actors=[party], action="open the dam")
    hidden = make_clause(make_declaration(status="draft"))
    make_commitment(hidden, actors=[party], action="drain the lake")
    page = text_of(client.get("/parties/upper-lake/"))
    assert page.index("Open the dam") < page.index("Recognise the heron")
    assert "host" in page
    assert "Drain the lake" not in page


def test_a_topic_shows_what_it_covers_and_its_kin(client):
    topic = make_topic(slug="water", label="Water")
    kin = make_topic(label="Hydrology")
    TopicMapping.objects.create(topic=topic, target=kin, match="close")
    clause = make_clause(heading="Levels")
    clause.topics.add(topic)
    commitment = make_commitment(clause)
    commitment.topics.add(topic)
    clause.declaration.topics.add(topic)
    page = text_of(client.get("/topics/water/"))
    for words in ("Levels", "Hydrology", "Close to", "Hold one common level"):
        assert words in page
    assert "Nothing in the collection" in text_of(client.get(make_topic().get_absolute_url()))


# Costs


@pytest.mark.parametrize("claims", [1, 4])
def test_pages_cost_the_same_however_much_they_show(client, django_assert_num_queries, claims):
    declaration, official, report = make_charter(claims)
    claim = declaration.claims.first()
    conflicting = make_claim(declaration, clauses=[declaration.clauses.first()])
    make_evidence(conflicting, report, quote="The lakes agreed")
    claim.conflicts_with.add(conflicting)
    make_coverage_check(report, declaration.clauses.first())
    party = make_party(slug="upper-lake")
    topic = make_topic(slug="water")
    for clause in declaration.clauses.all():
        clause.topics.add(topic)
        for commitment in clause.commitments.all():
            commitment.actors.add(party)
            commitment.topics.add(topic)
    declaration.topics.add(topic)
    for number in range(claims):
        declaration.participations.create(party=make_party())
        make_relation(declaration, make_declaration(slug=f"older-{number}"))
    evidence = claim.evidence.get(source=report)
    costs = {
        # declaration, versions, participations, facts, topics; clauses, texts, claims, evidence;
        # coverage 5; claims about the whole, differences, relations.
        "/declarations/two-lakes/": 17,
        # declaration, versions, parties; clause, texts, claims, evidence, topics, vocabularies,
        # commitments, actors, follow-ups; coverage 5; previous, next, differences, relations.
        "/declarations/two-lakes/clauses/1/": 21,
        # claim, evidence, clauses, their declarations; conflicts, evidence, clauses, declarations.
        f"/claims/{claim.ref}/": 8,
        # evidence; text of the snapshot, paragraphs.
        f"/evidence/{evidence.ref}/": 3,
        # source; evidence, claims' clauses, declarations, checks; snapshots, text, paragraphs;
        # attempts; versions, coverage checks.
        f"/sources/{official.slug}/": 11,
        f"/sources/{report.slug}/?evidence={evidence.ref}": 11,
        # party; participations; commitments, their number.
        "/parties/upper-lake/": 4,
        # topic; narrower, mappings both ways; declarations, clauses, commitments.
        "/topics/water/": 7,
    }
    for address, cost in costs.items():
        with django_assert_num_queries(STAMP + cost, info=address):
            assert client.get(address).status_code == 200
