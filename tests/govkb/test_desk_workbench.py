"""The workbench: quoting that is exact or refused, drafts that are never lost, evidence saved."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from commitments.models import Claim, CoverageCheck, Evidence
from govkb.desk.models import EvidenceDraft
from govkb.desk.quoting import (
    Page,
    Quoted,
    Refused,
    Several,
    copied,
    locate,
    quote,
    select,
)
from govkb.search.index import flush
from sources.anchoring import Anchored, widen
from sources.folding import fold
from sources.passages import locate as locate_stored
from sources.text import Span, canonical_text, paragraph_spans
from tests import factories

TEXT = (
    "Upper Lake and Lower Lake met in the spring.\n\n"
    "The 𠮷 ferry sails again. The two lakes 𠮷 will keep one common level.\n\n"
    "Fish return to both shores.\n\n"
    "Fish return to both shores.\n\n"
    "Another bay has a story of its own."
)


def page_of(text: str, foreign=()) -> Page:
    return Page.of(text, paragraph_spans(text), foreign)


PAGE = page_of(TEXT, foreign=[4])

# Words of several scripts, with what makes offsets go wrong: astral characters, marks, doubling.
_WORDS = st.sampled_from(
    [
        "lake",
        "Lake",
        "𠮷",
        "𠮷野",
        "湖水",
        "été",
        "e\u0301te\u0301",
        "ﬁsh",
        "l’eau",
        "2031",
        "😀",
        "नदी",
        "—",
        "a\u00adb",
    ]
)
_SENTENCES = st.lists(_WORDS, min_size=1, max_size=6).map(" ".join)
_TEXTS = (
    st.lists(_SENTENCES, min_size=1, max_size=5)
    .flatmap(lambda some: st.lists(st.sampled_from(some), min_size=1, max_size=6))
    .map(lambda some: canonical_text("\n\n".join(some)))
)


@given(_TEXTS, st.data())
def test_any_selection_is_located_exactly_or_refused(text, data):
    page = page_of(text)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    number, home = next((n, one) for n, one in enumerate(page.paragraphs, 1) if start < one.end + 2)
    if start < home.start or start >= home.end:
        start = home.start
        end = max(end, start + 1)
    last = next(one for one in reversed(page.paragraphs) if one.start < end)
    stop = min(end, last.end)
    exact = text[start:stop].replace("\n", "\r\n")
    found = select(page, number, exact, text[home.start : start][-32:], text[stop : last.end][:32])
    if isinstance(found, Refused):
        assert found.reason
        return
    if isinstance(found, Several):
        assert len(found.places) > 1
        assert all(home.start <= one.start < home.end for one in found.places)
        return
    assert locate_stored(found.locator, fold(text)) == Anchored(*found.span)
    assert text[slice(*found.span)] == found.words
    assert found.span == widen(page.text, start, stop)


@given(_TEXTS, st.data())
def test_words_quoted_are_located_exactly_or_refused(text, data):
    page = page_of(text)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = quote(page, text[start:end])
    if isinstance(found, Quoted):
        assert fold(found.words).text.strip() == fold(text[start:end]).text.strip()
        assert locate_stored(found.locator, fold(text)) == Anchored(*found.span)


def test_a_selection_after_an_astral_character_is_where_it_was_made():
    words = "will keep one common level"
    found = select(PAGE, 2, words, "The two lakes 𠮷 ", ".")
    assert isinstance(found, Quoted)
    assert found.span == Span(TEXT.index(words), TEXT.index(words) + len(words))


def test_a_selection_across_paragraphs_is_one_passage():
    found = select(PAGE, 1, "in the spring.\r\n\r\nThe 𠮷 ferry", "met ", " sails")
    assert isinstance(found, Quoted)
    assert found.words == "in the spring.\n\nThe 𠮷 ferry"


def test_what_belongs_to_another_work_is_refused():
    across = select(PAGE, 4, "both shores.\n\nAnother bay", "Fish return to ", " has")
    inside = quote(PAGE, "a story of its own")
    assert isinstance(across, Refused)
    assert "across the cut" in across.reason
    assert isinstance(inside, Refused)
    assert "another work" in inside.reason


def test_doubled_words_are_asked_about_and_told_apart():
    found = quote(PAGE, "Fish return to both shores.")
    assert isinstance(found, Several)
    assert len(found.places) == 2
    second = quote(PAGE, "Fish return to both shores.", place=found.places[1])
    assert isinstance(second, Quoted)
    assert second.span.start == TEXT.rindex("Fish")
    assert locate_stored(second.locator, PAGE.text) == Anchored(*second.span)


def test_like_words_are_shown_and_never_taken():
    found = quote(PAGE, "The two lakes will keep a common level")
    assert isinstance(found, Refused)
    assert TEXT[slice(*found.near[0])].startswith("The two lakes")


def test_parts_of_words_are_refused_when_quoted_and_grown_when_selected():
    assert isinstance(quote(PAGE, "erry sails"), Refused)
    part = locate(PAGE, Span(0, 3))
    assert isinstance(part, Refused)
    assert "inside a word" in part.reason
    grown = select(PAGE, 2, "erry sai", "The 𠮷 f", "ls again.")
    assert isinstance(grown, Quoted)
    assert grown.words == "ferry sails"


def test_what_stands_around_a_selection_tells_equal_words_apart():
    page = page_of("Nets rise. Boats rise. Nets rise. Fish rise.")
    found = select(page, 1, "rise", "Boats ", ".")
    assert isinstance(found, Quoted)
    assert found.span.start == page.text.raw.index("rise", 10)
    assert isinstance(select(page, 1, "Nets rise", "", ""), Several)


def test_typography_does_not_matter_and_the_source_s_words_are_kept():
    found = quote(page_of("Il a dit : « l’eau monte »."), "l'eau monte")
    assert isinstance(found, Quoted)
    assert found.words == "l’eau monte"


def test_a_run_of_the_source_s_words_is_noticed():
    own = "It says that the two lakes 𠮷 will keep one common level for good"
    assert copied(own, PAGE.text) == "the two lakes 𠮷 will keep one common level"
    assert copied("Both promise the same level", PAGE.text) == ""


# The pages


@pytest.fixture
def curator(django_user_model):
    return django_user_model.objects.create_superuser("curator", password="one-common-level")


@pytest.fixture
def desk(client, curator):
    client.force_login(curator)
    return client


@pytest.fixture
def claim():
    clause = factories.make_clause()
    return factories.make_claim(
        declaration=clause.declaration, clauses=[clause], text="Both lakes promise one level"
    )


@pytest.fixture
def source():
    source = factories.make_source()
    snapshot = factories.make_snapshot(source, TEXT)
    snapshot.paragraphs.filter(number=5).update(role="other_work")
    return source


def address(source) -> str:
    return reverse("admin:desk-workbench", args=[source.slug])


def revision(response) -> str:
    return re.search(r'name="revision" value="(\d+)"', response.content.decode())[1]


def send(client, source, action, tab="a", **fields):
    """Do what a button of the page at hand does."""
    now = revision(client.get(address(source)))
    return client.post(
        address(source),
        {"action": action, "revision": now, "tab": tab, "curator": "curator"} | fields,
    )


def fields(chosen, **more):
    return {
        "quote": "will keep one common level",
        "claim": chosen.ref,
        "stance": "supports",
        "checked_by": "AB",
        "checked_on": "2031-05-01",
    } | more


@pytest.mark.django_db
def test_evidence_is_saved_as_a_draft_with_history(desk, source, claim):
    response = send(desk, source, "save", **fields(claim))
    assert response.status_code == 302
    evidence = Evidence.objects.with_quote().get()
    assert (evidence.status, evidence.state) == ("draft", "anchored")
    assert evidence.quote == "will keep one common level"
    assert str(evidence.checked_on) == "2031-05-01"
    assert LogEntry.objects.get().object_id == str(evidence.pk)
    assert EvidenceDraft.objects.get().entered.keys() == {"paragraph"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"stance": "distorts"}, "a note is required"),
        ({"stance": "not_mentioned"}, "Choose one of the stances"),
        ({"quote": "nobody wrote this"}, "they must stand in one place"),
        ({"claim": ""}, "Choose a claim"),
        ({"claim": "xxxxxxx"}, "no such claim"),
        ({"clauses": "99"}, "has no clause 99"),
        ({"checked_on": "soon"}, "valid date"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(desk, source, claim, changed, message):
    sent = fields(claim) | changed
    response = send(desk, source, "save", **sent)
    assert response.status_code == 422
    assert message in response.content.decode()
    assert not Evidence.objects.exists()
    kept = EvidenceDraft.objects.get().entered
    assert {name: value for name, value in sent.items() if value}.items() <= kept.items()


@pytest.mark.django_db
def test_a_new_claim_is_made_with_its_clauses_or_not_at_all(desk, source, claim):
    declaration = claim.declaration
    new = {
        "claim": "new",
        "new_claim": "The ferry is back",
        "declaration": declaration.slug,
        "clauses": declaration.clauses.get().label,
    }
    wrong = send(desk, source, "save", **fields(claim, **new, checked_on="never"))
    assert wrong.status_code == 422
    assert Claim.objects.count() == 1
    send(desk, source, "save", **fields(claim, **new))
    made = Claim.objects.get(text="The ferry is back")
    assert made.status == "draft"
    assert list(made.clauses.all()) == [declaration.clauses.get()]
    assert Evidence.objects.get().claim == made


@pytest.mark.django_db
def test_an_older_revision_is_refused_and_both_versions_are_kept(desk, source):
    old = revision(desk.get(address(source)))
    send(desk, source, "find", note="one")
    response = desk.post(
        address(source),
        {"action": "find", "revision": old, "tab": "b", "curator": "curator", "note": "two"},
    )
    assert response.status_code == 409
    assert "two" in response.content.decode()
    kept = EvidenceDraft.objects.get().entered
    assert kept["note"] == "one"
    assert kept["others"]["b"]["note"] == "two"
    # Whoever insists has his way, and the other version is still there.
    send(desk, source, "find", tab="b", note="two")
    kept = EvidenceDraft.objects.get().entered
    assert kept["note"] == "two"
    assert [one["note"] for one in kept["others"].values()] == ["one"]


def log_in_again(client, source, page, username):
    """Fill the form that came instead of the answer, with all that it kept."""
    sent = dict(page.context_data["kept"]) | {"username": username, "password": "one-common-level"}
    return client.post(address(source), sent)


@pytest.mark.django_db
def test_what_is_sent_after_the_session_ended_is_kept(desk, source):
    now = revision(desk.get(address(source)))
    desk.logout()
    sent = {"action": "find", "revision": now, "curator": "curator", "note": "Not lost"}
    login = desk.post(address(source), sent)
    assert not EvidenceDraft.objects.exists()
    assert log_in_again(desk, source, login, "curator").status_code == 302
    assert EvidenceDraft.objects.get().entered["note"] == "Not lost"


@pytest.mark.django_db
def test_what_one_curator_sent_never_replaces_the_words_of_another(desk, source, django_user_model):
    other = django_user_model.objects.create_superuser("other", password="one-common-level")
    draft = EvidenceDraft.objects.create(curator=other, source=source, entered={"note": "Mine"})
    now = revision(desk.get(address(source)))
    desk.logout()
    sent = {"action": "find", "revision": now, "curator": "curator", "note": "His"}
    login = desk.post(address(source), sent)
    assert log_in_again(desk, source, login, "other").status_code == 409
    draft.refresh_from_db()
    assert draft.entered["note"] == "Mine"
    assert [one["note"] for one in draft.entered["others"].values()] == ["His"]


@pytest.mark.django_db
def test_the_desk_is_for_those_who_may_add_evidence(client, source, django_user_model):
    assert client.get(address(source)).status_code == 302
    staff = django_user_model.objects.create_user("staff", password="x", is_staff=True)
    client.force_login(staff)
    assert client.get(address(source)).status_code == 403
    assert client.get(reverse("admin:desk-coverage", args=[source.slug])).status_code == 403


@pytest.mark.django_db
def test_forged_requests_are_refused(curator, source):
    client = Client(enforce_csrf_checks=True)
    client.force_login(curator)
    assert client.post(address(source), {"action": "find"}).status_code == 403
    assert not EvidenceDraft.objects.exists()


@pytest.mark.django_db
def test_overlapping_evidence_is_labelled(desk, source, claim):
    factories.make_evidence(claim, source, quote="two lakes 𠮷 will keep")
    other = factories.make_claim(declaration=claim.declaration)
    factories.make_evidence(other, source, quote="will keep one common level")
    page = re.sub(r"<[^>]+>", "", desk.get(address(source)).content.decode())
    assert "[1 two lakes 𠮷 [2 will keep 1] one common level 2]." in page


@pytest.mark.django_db
def test_an_official_clause_is_checked_at_its_own_source(desk, source, claim):
    official = factories.make_source(kind="official_text", language="fr")
    charter = factories.make_snapshot(official, "Chartre.\n\nUn niveau commun.")
    version = factories.make_version(claim.declaration, source=official)
    clause = claim.clauses.get()
    factories.make_clause_text(
        clause,
        version,
        text="Un niveau commun.",
        locator="Un niveau commun.",
        snapshot=charter,
        start=10,
        end=27,
        state="anchored",
    )
    factories.make_evidence(claim, source, quote="met in the spring")
    name = f"{claim.declaration.slug}/fr"
    assert "Un niveau commun." in desk.get(address(source) + f"?official={name}").content.decode()
    value = f"check:{claim.declaration.slug}#{clause.label}"
    response = send(desk, source, value, official=name, claim=claim.ref)
    assert response["Location"].startswith(address(official))
    there = EvidenceDraft.objects.get(source=official).entered
    assert (there["claim"], there["quote"]) == (claim.ref, "Un niveau commun.")
    send(desk, official, "save", **there | {"stance": "supports"})
    evidence = Evidence.objects.with_quote().get(source=official)
    assert evidence.quote == "Un niveau commun."


@pytest.mark.django_db
def test_the_page_costs_the_same_however_much_there_is(desk, claim, django_assert_max_num_queries):
    text = "\n\n".join(f"Paragraph {n} tells of the lake and of net {n}." for n in range(300))
    source = factories.make_source()
    factories.make_snapshot(source, text)
    for number in range(100):
        one = factories.make_claim(declaration=claim.declaration, clauses=list(claim.clauses.all()))
        factories.make_evidence(one, source, quote=f"net {number}.")
    flush()
    send(desk, source, "quote:7")
    with django_assert_max_num_queries(35):
        response = desk.get(address(source))
    assert response.content.decode().count('class="paragraph') == 300


# Not mentioned


@pytest.mark.django_db
def test_not_mentioned_is_recorded_for_all_or_none(desk, source, claim):
    declaration = claim.declaration
    clauses = [factories.make_clause(declaration) for _ in range(5)]
    where = reverse("admin:desk-coverage", args=[source.slug])
    sent = {
        "declaration": declaration.slug,
        "clauses": [one.label for one in clauses],
        "checked_by": "AB",
        "checked_on": "2031-05-01",
        "note": "ferry",
    }
    asked = desk.post(where, sent)
    assert asked.status_code == 200
    assert "Record 5 clauses" in asked.content.decode()
    assert not CoverageCheck.objects.exists()
    assert desk.post(where, sent | {"confirm": "1", "note": ""}).status_code == 422
    assert not CoverageCheck.objects.exists()
    assert desk.post(where, sent | {"confirm": "1"}).status_code == 302
    assert CoverageCheck.objects.filter(source=source, note="ferry").count() == 5
    assert LogEntry.objects.count() == 5
    again = desk.post(where, sent | {"confirm": "1"})
    assert again.status_code == 422
    assert CoverageCheck.objects.count() == 5
