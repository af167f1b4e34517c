"""The desks of declarations, clauses, claims and evidence: what may be entered, what may not."""

from datetime import date

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from commitments.models import (
    Claim,
    Clause,
    ClauseText,
    CoverageCheck,
    Declaration,
    Evidence,
    Fact,
    FollowUp,
    LanguageVersion,
    Participation,
    Party,
    Relation,
    Topic,
    TopicMapping,
    VersionDifference,
)
from tests import factories

pytestmark = pytest.mark.django_db

# “one common level” and “the lakes” stand twice, each time with other words beside them.
TEXT = "The lakes hold one common level.\n\nOnce more: the lakes keep one common level for ever."


def admin_url(model, *, pk=None) -> str:
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    return reverse(f"{name}_change", args=[pk]) if pk else reverse(f"{name}_add")


def no_rows(*prefixes: str) -> dict[str, str]:
    """Return what inlines send when they have no rows."""
    return {
        f"{prefix}-{name}": "0" for prefix in prefixes for name in ("TOTAL_FORMS", "INITIAL_FORMS")
    }


def errors_of(response) -> str:
    """Return all messages of a form that was refused."""
    assert response.status_code == 200
    return " ".join(message for errors in response.context["errors"] for message in errors)


def told(response) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def evidence_fields(claim, source, **changes) -> dict[str, str]:
    fields = {
        "claim": claim.pk,
        "source": source.pk,
        "locator": "hold one common level",
        "stance": "supports",
        "status": "published",
    }
    return fields | changes


@pytest.fixture
def claim():
    return factories.make_claim()


@pytest.fixture
def source():
    source = factories.make_source()
    factories.make_snapshot(source, TEXT)
    return source


# Evidence


def test_evidence_is_placed_when_it_is_saved(admin_client, claim, source):
    response = admin_client.post(admin_url(Evidence), evidence_fields(claim, source))

    assert response.status_code == 302
    evidence = Evidence.objects.with_quote().get()
    assert (evidence.state, evidence.start, evidence.quote) == (
        "anchored",
        TEXT.index("hold"),
        "hold one common level",
    )


def test_evidence_waits_for_a_text_that_is_not_held(admin_client, claim):
    admin_client.post(admin_url(Evidence), evidence_fields(claim, factories.make_source()))
    assert Evidence.objects.get().state == "text_not_held"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"stance": "distorts"}, "a note is required"),
        ({"stance": "not_mentioned", "note": "Read."}, "only “not mentioned” goes without one"),
        ({"locator": ""}, "only “not mentioned” goes without one"),
        ({"stance": "not_mentioned", "locator": ""}, "a note is required"),
        ({"locator": "prefix-,"}, "empty part"),
        ({"locator": "fifty% more"}, "two hexadecimal digits"),
        ({"locator": "one,two,three,four"}, "too many commas"),
        ({"locator": "one common level"}, "fits 2 places: add a prefix or a suffix"),
        ({"locator": "two common levels"}, "not found in the text"),
        ({"status": "withdrawn"}, "Say why it is withdrawn"),
        ({"stance": "implies"}, "not one of the available"),
        ({"claim": ""}, "required"),
        ({"source": ""}, "required"),
    ],
)
def test_evidence_that_breaks_a_rule_is_refused(admin_client, claim, source, changes, message):
    response = admin_client.post(admin_url(Evidence), evidence_fields(claim, source) | changes)
    assert message in errors_of(response)
    assert not Evidence.objects.exists()


def test_the_same_passage_is_not_entered_twice(admin_client, claim, source):
    for _ in range(2):
        response = admin_client.post(admin_url(Evidence), evidence_fields(claim, source))
    assert "already exists" in errors_of(response)


@pytest.mark.parametrize(
    ("locator", "state", "message"),
    [
        ("one common level", "ambiguous", "fits 2 places: add a prefix or a suffix"),
        ("two common levels", "not_found", "not found in the text"),
    ],
)
def test_a_draft_is_saved_with_a_warning(admin_client, claim, source, locator, state, message):
    fields = evidence_fields(claim, source, locator=locator, status="draft")
    response = admin_client.post(admin_url(Evidence), fields)

    evidence = Evidence.objects.get()
    assert (response.status_code, evidence.state, evidence.snapshot) == (302, state, None)
    assert message in told(response)
    page = admin_client.get(admin_url(Evidence, pk=evidence.pk)).content.decode()
    assert evidence.get_state_display() in page

    # It cannot be published as it stands, neither by the form nor by the action.
    assert message in errors_of(
        admin_client.post(
            admin_url(Evidence, pk=evidence.pk),
            evidence_fields(claim, source, locator=locator),
        )
    )
    response = admin_client.post(
        reverse("admin:commitments_evidence_changelist"),
        {"action": "publish", "_selected_action": [evidence.pk]},
    )
    assert "mend the locator first" in told(response)


def test_a_draft_takes_its_place_once_the_locator_is_mended(admin_client, claim, source):
    evidence = factories.make_evidence(claim, source, status="draft", state="ambiguous")
    mended = evidence_fields(claim, source, locator="one common level,-for ever")

    admin_client.post(admin_url(Evidence, pk=evidence.pk), mended)

    evidence.refresh_from_db()
    assert (evidence.state, evidence.start) == ("anchored", TEXT.rindex("one common"))


def test_a_change_elsewhere_leaves_the_place_alone(admin_client, claim, source):
    """Evidence placed in an older capture keeps it while locator and source stay the same."""
    evidence = factories.make_evidence(claim, source, quote="hold one common level")
    factories.make_snapshot(source, "Another text.")
    Evidence.objects.update(state="changed")

    response = admin_client.post(
        admin_url(Evidence, pk=evidence.pk), evidence_fields(claim, source, note="Still so.")
    )

    assert response.status_code == 302
    before, evidence = evidence, Evidence.objects.get()
    assert (evidence.note, evidence.state) == ("Still so.", "changed")
    assert (evidence.snapshot, evidence.start) == (before.snapshot, before.start)


def test_another_source_gives_another_place(admin_client, claim, source):
    evidence = factories.make_evidence(claim, source, quote="hold one common level")
    other = factories.make_source()
    snapshot = factories.make_snapshot(other, "They hold one common level.")

    admin_client.post(admin_url(Evidence, pk=evidence.pk), evidence_fields(claim, other))

    evidence.refresh_from_db()
    assert (evidence.snapshot, evidence.start) == (snapshot, 5)


def test_not_mentioned_forgets_the_place(admin_client, claim, source):
    evidence = factories.make_evidence(claim, source, quote="hold one common level")
    fields = {"stance": "not_mentioned", "locator": "", "note": "Read from end to end."}

    admin_client.post(admin_url(Evidence, pk=evidence.pk), evidence_fields(claim, source, **fields))

    evidence.refresh_from_db()
    assert (evidence.state, evidence.snapshot, evidence.start) == ("", None, None)


def test_a_link_to_the_words_is_taken_for_the_locator(admin_client, claim, source):
    link = "https://courier.example/lakes#:~:text=one%20common%20level,-for%20ever"

    admin_client.post(admin_url(Evidence), evidence_fields(claim, source, locator=link))

    assert Evidence.objects.get().locator == "one common level,-for ever"
    response = admin_client.post(
        admin_url(Evidence), evidence_fields(claim, source, locator="https://a.example/#:~:text=")
    )
    assert "one text directive that can be read" in errors_of(response)


def test_machine_fields_of_evidence_are_not_taken_from_the_form(admin_client, claim, source):
    sent = {"ref": "zzzzzzz", "state": "gone", "start": "5", "end": "6"}
    admin_client.post(admin_url(Evidence), evidence_fields(claim, source, **sent))
    evidence = Evidence.objects.get()
    assert (evidence.ref != "zzzzzzz", evidence.state, evidence.start) == (True, "anchored", 10)


# Claims


def claim_fields(declaration, **changes) -> dict[str, str]:
    fields = {
        "declaration": declaration.pk,
        "position": "1000",
        "text": "The lakes promised one level",
        "kind": "statement",
        "status": "draft",
    }
    return fields | no_rows("evidence") | changes


def test_a_claim_is_saved_with_its_evidence(admin_client, source):
    row = evidence_fields(Claim(), source)
    fields = claim_fields(factories.make_declaration(), **{"evidence-TOTAL_FORMS": "1"})
    fields |= {f"evidence-0-{name}": value for name, value in row.items() if name != "claim"}

    response = admin_client.post(admin_url(Claim), fields)

    assert response.status_code == 302, response.context["errors"]
    assert Claim.objects.get().evidence.get().state == "anchored"


def test_evidence_within_a_claim_is_placed_and_refused_as_on_its_own(admin_client, source):
    row = evidence_fields(Claim(), source, locator="one common level")
    fields = claim_fields(factories.make_declaration(), **{"evidence-TOTAL_FORMS": "1"})
    fields |= {f"evidence-0-{name}": value for name, value in row.items() if name != "claim"}

    assert "fits 2 places" in errors_of(admin_client.post(admin_url(Claim), fields))
    fields["evidence-0-status"] = "draft"
    assert "fits 2 places" in told(admin_client.post(admin_url(Claim), fields))
    assert Evidence.objects.get().state == "ambiguous"


def test_a_claim_has_clauses_of_its_own_declaration(admin_client):
    stranger = factories.make_clause()
    fields = claim_fields(factories.make_declaration(), clauses=[stranger.pk])
    assert f"Of another declaration: {stranger}." in errors_of(
        admin_client.post(admin_url(Claim), fields)
    )


def test_a_claim_that_has_evidence_is_not_deleted(admin_client):
    evidence = factories.make_evidence()
    url = reverse("admin:commitments_claim_delete", args=[evidence.claim_id])
    page = admin_client.post(url, {"post": "yes"})
    assert "Cannot delete claim" in page.content.decode()
    assert Claim.objects.exists()


@pytest.mark.parametrize(
    ("answer", "expected"),
    [("no", ["unchecked"]), ("reports", ["reported"]), ("official", ["official"])],
)
def test_claims_are_filtered_by_whether_they_were_checked(admin_client, answer, expected):
    factories.make_claim(text="unchecked")
    factories.make_evidence(factories.make_claim(text="reported"))
    official = factories.make_claim(text="official")
    factories.make_evidence(official, factories.make_source(kind="official_text"))
    factories.make_evidence(official)

    page = admin_client.get(reverse("admin:commitments_claim_changelist"), {"checked": answer})

    assert [claim.text for claim in page.context["cl"].result_list] == expected


# Clauses and their texts


def text_fields(clause, version, **changes) -> dict[str, str]:
    return {"clause": clause.pk, "version": version.pk, "locator": "", "text": ""} | changes


@pytest.fixture
def clause():
    return factories.make_clause()


@pytest.fixture
def version(clause, source):
    return factories.make_version(clause.declaration, source=source)


def test_the_words_of_a_clause_are_cut_from_the_source(admin_client, clause, version):
    locator = "Once more,for ever"
    admin_client.post(admin_url(ClauseText), text_fields(clause, version, locator=locator))

    text = ClauseText.objects.get()
    assert text.text == "Once more: the lakes keep one common level for ever"
    assert text.state == "anchored"
    page = admin_client.get(admin_url(ClauseText, pk=text.pk))
    assert "text" not in page.context["adminform"].form.fields


def test_typed_words_are_kept(admin_client, clause, version):
    admin_client.post(admin_url(ClauseText), text_fields(clause, version, text="One level."))
    text = ClauseText.objects.get()
    assert (text.text, text.state) == ("One level.", "")

    url = admin_url(ClauseText, pk=text.pk)
    admin_client.post(url, text_fields(clause, version, text="One level only."))
    text.refresh_from_db()
    assert text.text == "One level only."


def test_words_cut_stay_when_the_locator_is_taken_away(admin_client, clause, version):
    locator = "Once more,for ever"
    admin_client.post(admin_url(ClauseText), text_fields(clause, version, locator=locator))
    text = ClauseText.objects.get()

    admin_client.post(admin_url(ClauseText, pk=text.pk), text_fields(clause, version))

    text.refresh_from_db()
    assert (text.text[:9], text.state, text.snapshot) == ("Once more", "", None)


def test_a_clause_text_without_a_place_is_saved_empty_with_a_warning(admin_client, clause, version):
    fields = text_fields(clause, version, locator="one common level")
    response = admin_client.post(admin_url(ClauseText), fields)
    assert "fits 2 places" in told(response)
    text = ClauseText.objects.get()
    assert (text.text, text.state) == ("", "ambiguous")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({}, "Give the words, or a locator"),
        ({"text": "Words.", "locator": "hold one"}, "leave this empty"),
        ({"text": "Words.", "clause": ""}, "required"),
        ({"text": "Words.", "version": ""}, "required"),
    ],
)
def test_a_clause_text_that_breaks_a_rule_is_refused(
    admin_client, clause, version, changes, message
):
    response = admin_client.post(admin_url(ClauseText), text_fields(clause, version) | changes)
    assert message in errors_of(response)


def test_a_clause_text_needs_a_version_of_the_same_declaration_and_a_source(admin_client, clause):
    other = factories.make_version(factories.make_declaration())
    fields = text_fields(clause, other, text="Words.")
    assert "of another declaration" in errors_of(admin_client.post(admin_url(ClauseText), fields))
    own = factories.make_version(clause.declaration)
    fields = text_fields(clause, own, locator="hold one")
    assert "no source" in errors_of(admin_client.post(admin_url(ClauseText), fields))


def test_a_version_given_another_source_is_cut_again(admin_client, clause, version):
    admin_client.post(
        admin_url(ClauseText), text_fields(clause, version, locator="Once more,for ever")
    )
    source = factories.make_source()
    snapshot = factories.make_snapshot(source, "Once more, and for ever")
    fields = {"declaration": clause.declaration_id, "language": "fr", "status": "authentic"}

    response = admin_client.post(
        admin_url(LanguageVersion, pk=version.pk), fields | {"source": source.pk}
    )

    text = ClauseText.objects.get()
    assert (text.text, text.snapshot) == ("Once more, and for ever", snapshot)
    assert "found in the new source: 1 of 1" in told(response)
    admin_client.post(admin_url(LanguageVersion, pk=version.pk), fields)
    text.refresh_from_db()
    assert (text.text, text.state) == ("", "text_not_held")


def clause_fields(declaration, **changes) -> dict[str, str]:
    fields = {"declaration": declaration.pk, "label": "7", "kind": "clause", "position": "7"}
    return fields | no_rows("texts") | changes


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"label": "1"}, "already exists"),
        ({"position": "1"}, "already exists"),
        ({"label": "six bis"}, "label as printed"),
        ({"position": "-1"}, "greater than or equal to 0"),
        ({"position": "99999999999999999999"}, "less than or equal"),
    ],
)
def test_a_clause_that_breaks_a_rule_is_refused(admin_client, clause, changes, message):
    fields = clause_fields(clause.declaration, **changes)
    assert message in errors_of(admin_client.post(admin_url(Clause), fields))


def test_a_clause_is_within_one_of_its_own_declaration(admin_client, clause):
    fields = clause_fields(factories.make_declaration(), parent=clause.pk)
    assert "another declaration" in errors_of(admin_client.post(admin_url(Clause), fields))
    fields = clause_fields(clause.declaration, parent=clause.pk, label="1", position="1")
    own = admin_client.post(admin_url(Clause, pk=clause.pk), fields)
    assert "cannot stand within itself" in errors_of(own)


# Declarations


def declaration_fields(**changes) -> dict[str, str]:
    fields = {
        "title": "Charter of the Two Lakes",
        "short_title": "Two Lakes",
        "slug": "two-lakes",
        "kind": "statement",
        "adopted_on": "2031-03-03",
        "adopted_precision": "day",
        "legal_status": "political",
        "confidence": "seen",
        "status": "draft",
    }
    return fields | no_rows("versions", "participations", "facts") | changes


def test_a_declaration_is_saved_with_its_rows(admin_client):
    party = factories.make_party()
    fields = declaration_fields(
        **{
            "versions-TOTAL_FORMS": "1",
            "versions-0-language": "fr",
            "versions-0-status": "authentic",
            "participations-TOTAL_FORMS": "1",
            "participations-0-party": party.pk,
            "participations-0-role": "party",
            "facts-TOTAL_FORMS": "1",
            "facts-0-position": "1",
            "facts-0-property": "vote",
            "facts-0-value": "two",
            "facts-0-confidence": "seen",
            "facts-0-basis": "The charter.",
        }
    )

    response = admin_client.post(admin_url(Declaration), fields)

    assert response.status_code == 302, response.context["errors"]
    declaration = Declaration.objects.get()
    assert [declaration.parties.get(), declaration.versions.get().language] == [party, "fr"]
    assert declaration.facts.get().value == "two"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"ended_on": "2031-03-01"}, "must not be before the first"),
        ({"adopted_precision": ""}, "together with its precision"),
        ({"confidence": "memory", "status": "published"}, "only from memory"),
        ({"status": "withdrawn"}, "Say why it is withdrawn"),
        ({"slug": "taken"}, "already exists"),
        ({"slug": "once"}, "Another object had this name"),
        ({"short_title": ""}, "required"),
        (
            {
                "facts-TOTAL_FORMS": "1",
                "facts-0-position": "1",
                "facts-0-property": "vote",
                "facts-0-value": "two",
                "facts-0-confidence": "seen",
            },
            "Say who says so",
        ),
        (
            {
                "versions-TOTAL_FORMS": "1",
                "versions-0-language": "french",
                "versions-0-status": "authentic",
            },
            "BCP 47",
        ),
        (
            {
                "versions-TOTAL_FORMS": "1",
                "versions-0-language": "fr",
                "versions-0-status": "authentic",
                "versions-0-url": "ftp://lakes.example/",
            },
            "http:// or https://",
        ),
    ],
)
def test_a_declaration_that_breaks_a_rule_is_refused(admin_client, changes, message):
    renamed = factories.make_declaration(slug="once")
    renamed.slug = "taken"
    renamed.save()
    response = admin_client.post(admin_url(Declaration), declaration_fields(**changes))
    assert message in errors_of(response)
    assert not Declaration.objects.filter(short_title="Two Lakes").exists()


def test_two_rows_do_not_take_one_place(admin_client):
    fields = declaration_fields(**{"facts-TOTAL_FORMS": "2"})
    for number in range(2):
        fields |= {
            f"facts-{number}-{name}": value
            for name, value in {
                "position": "1",
                "property": "vote",
                "value": "two",
                "confidence": "memory",
            }.items()
        }
    assert "duplicate" in errors_of(admin_client.post(admin_url(Declaration), fields))


# Other rules across two fields or two rows


def test_relations_are_placed_and_refused_as_evidence_is(admin_client, source):
    subject, other = factories.make_declaration(), factories.make_declaration()
    fields = {
        "subject": subject.pk,
        "predicate": "builds_on",
        "object": other.pk,
        "stated_by": "instrument",
        "confidence": "seen",
        "status": "published",
    }
    url = admin_url(Relation)
    for changes, message in [
        ({"object": subject.pk}, "does not stand in a relation to itself"),
        ({"locator": "hold one"}, "Name the source in which the passage stands"),
        ({"locator": "hold-", "source": source.pk}, "no start"),
        ({"locator": "one common level", "source": source.pk}, "fits 2 places"),
        ({"source_url": "ftp://lakes.example/"}, "http:// or https://"),
        ({"confidence": "memory"}, "known only from memory must be checked"),
        ({"subject_clause": factories.make_clause().pk}, "of another declaration"),
    ]:
        assert message in errors_of(admin_client.post(url, fields | changes)), changes

    placed = fields | {"locator": "hold one", "source": source.pk}
    assert admin_client.post(url, placed).status_code == 302
    assert Relation.objects.get().state == "anchored"
    assert "recorded already" in errors_of(admin_client.post(url, fields))


def test_rules_of_the_smaller_records_are_messages(admin_client):
    declaration, party = factories.make_declaration(), factories.make_party()
    topic, target = factories.make_topic(), factories.make_topic()
    clause, source = factories.make_clause(declaration), factories.make_source()
    commitment = factories.make_commitment(clause)
    french = factories.make_version(declaration)
    Participation.objects.create(declaration=declaration, party=party)
    TopicMapping.objects.create(topic=topic, target=target, match="exact")
    factories.make_coverage_check(source, clause)
    FollowUp.objects.create(
        commitment=commitment,
        completion="limited",
        as_of=date(2032, 1, 1),
        summary="Begun.",
        basis="The gauge.",
        confidence="seen",
    )
    for model, fields, message in [
        (
            Participation,
            {"declaration": declaration.pk, "party": party.pk, "role": "party"},
            "already exists",
        ),
        (
            TopicMapping,
            {"topic": topic.pk, "target": target.pk, "match": "close"},
            "already exists",
        ),
        (
            TopicMapping,
            {"topic": topic.pk, "target": topic.pk, "match": "close"},
            "is not mapped to itself",
        ),
        (
            CoverageCheck,
            {
                "source": source.pk,
                "clause": clause.pk,
                "checked_by": "AB",
                "checked_on": "2031-04-02",
            },
            "already exists",
        ),
        (
            Fact,
            {
                "declaration": declaration.pk,
                "position": "1",
                "property": "vote",
                "value": "two",
                "confidence": "seen",
            },
            "Say who says so",
        ),
        (
            FollowUp,
            {
                "commitment": commitment.pk,
                "completion": "limited",
                "as_of": "2032-01-01",
                "summary": "Begun.",
                "confidence": "seen",
                "status": "draft",
                "basis": "The gauge.",
            },
            "already exists",
        ),
        (
            FollowUp,
            {
                "commitment": commitment.pk,
                "completion": "limited",
                "as_of": "2033-01-01",
                "summary": "Begun.",
                "confidence": "seen",
                "status": "draft",
            },
            "Name the claim or the page",
        ),
        (
            VersionDifference,
            {
                "declaration": declaration.pk,
                "clause": factories.make_clause().pk,
                "position": "1",
                "aspect": "verb",
                "first_version": french.pk,
                "first_reading": "shall",
                "second_version": french.pk,
                "second_reading": "may",
                "effect": "None.",
                "confidence": "seen",
            },
            "Of another declaration",
        ),
    ]:
        assert message in errors_of(admin_client.post(admin_url(model), fields)), fields


def test_a_topic_is_saved_with_what_it_corresponds_to(admin_client):
    vocabulary, target = factories.make_vocabulary(), factories.make_topic()
    fields = {
        "label": "Floods",
        "slug": "floods",
        "vocabulary": vocabulary.pk,
        "notation": "f",
        "mappings-0-target": target.pk,
        "mappings-0-match": "close",
    }
    fields |= no_rows("mappings") | {"mappings-TOTAL_FORMS": "1"}
    assert admin_client.post(admin_url(Topic), fields).status_code == 302
    assert Topic.objects.get(slug="floods").mappings.get().target == target


def test_what_is_public_is_linked_and_drafts_are_not(admin_client):
    """An object is public when it and all it depends on are published, as on the site itself."""
    declaration = factories.make_declaration()
    clause = factories.make_clause(declaration)
    commitment = factories.make_commitment(clause)
    claim = factories.make_claim(declaration)
    evidence = factories.make_evidence(claim)
    rows = [declaration, clause, commitment, claim, evidence]
    party = factories.make_party()
    Participation.objects.create(declaration=declaration, party=party)
    rows.append(party)

    def linked(obj) -> bool:
        page = admin_client.get(admin_url(type(obj), pk=obj.pk)).content.decode()
        return f'href="{obj.get_absolute_url()}"' in page

    assert all(linked(row) for row in rows)
    Declaration.objects.update(status="draft", published_at=None)
    assert not any(linked(row) for row in rows)


def test_a_party_is_found_by_its_code(admin_client):
    factories.make_party(code="UL")
    factories.make_party(code="LL")
    page = admin_client.get(reverse("admin:commitments_party_changelist"), {"q": "UL"})
    assert [party.code for party in page.context["cl"].result_list] == ["UL"]
    assert Party.objects.count() == 2
