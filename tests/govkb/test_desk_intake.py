"""Texts on their way in, without a browser: what is proposed, kept, refused and saved."""

import hashlib
import json
from dataclasses import asdict
from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from commitments.models import Declaration, Party
from govkb.desk import intake as intakes
from govkb.desk import intake_views
from govkb.desk.models import Intake
from sources import originals, readings
from sources.articles import read_article
from sources.fetching import Failure
from sources.models import CaptureAttempt, Publisher, Source
from tests import factories
from tests.sources.web import HEAD, PARAGRAPHS, Web, failed, page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("var")]

URL = "https://courier.example/charter"
ARTICLE = "\n\n".join([HEAD, *PARAGRAPHS])
CHARTER = """Charter of the Two Lakes

Upper Lake and Lower Lake,

Recalling that the water belongs to both shores, and that neither can measure it alone,

Have agreed to the following:

1. The two lakes commit to keep one common level. They shall measure it evry morning.

2. We shall publish what we measure within a day of measuring it.

3. Each lake shall pay for its own gauges, and shall repair them before the winter.

4. We commit to answer every question about the water."""
LIST = """Six things to know about the charter of the lakes

The charter was signed on Tuesday, said an official of the upper shore, who asked for no name.

Analysts said that it was mainly about fish, although the word does not stand in it at all.

1. There are two lakes.

2. There is one level.

3. There are gauges.

What happens next

The gauges will be built in spring, according to reports from the lower shore, where the nets dry.

Who pays for it

The councils said that each of them pays for its own gauges, and that nobody else was asked to.

Fishermen said that nobody had asked them, and that they would rather have had a new pier instead.

An office of four people will compare the readings, reported the courier on its second page."""


@pytest.fixture(autouse=True)
def web(monkeypatch) -> Web:
    web = Web()
    monkeypatch.setattr(intakes.Client, "configured", lambda: web)
    monkeypatch.setattr(intakes, "Robots", lambda client: client)
    return web


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch, request):
    """Read articles here, unless a test is about what reading in a child refuses."""

    def read_here(data, *, name="", url="", charset="", progress=None):
        found = asdict(read_article(data, name=name, url=url, charset=charset))
        return json.loads(json.dumps(found, default=date.isoformat))

    if "in_a_child" not in request.fixturenames:
        monkeypatch.setattr(readings, "read_article_in_child", read_here)


@pytest.fixture
def in_a_child() -> None:
    """Read in a process of its own, with its limits."""


def add(client, given: str = "", **fields):
    return client.post(reverse("admin:desk-intake-add"), {"given": given, **fields})


def take_in(client, given: str = ARTICLE) -> Intake:
    response = add(client, given)
    assert response.status_code == 302, response.context["form"].errors
    return Intake.objects.latest("pk")


def url_of(intake: Intake, name: str = "") -> str:
    return reverse(f"admin:desk-intake{name}", args=[intake.pk])


def post(client, intake: Intake, do: str, name: str = "", **fields):
    intake.refresh_from_db()
    data = {"revision": intake.revision, "do": do} | fields
    response = client.post(url_of(intake, name), data)
    if Intake.objects.filter(pk=intake.pk).exists():
        intake.refresh_from_db()
    return response


def save(client, intake: Intake, **fields) -> Source:
    fields = {"publisher_name": "The Lake Courier"} | fields
    response = post(client, intake, "save", **fields)
    assert response.status_code == 302, response.context["form"].errors
    return intake.source


# One box


@pytest.mark.parametrize(
    ("given", "url", "text"),
    [
        ("https://courier.example/a", "https://courier.example/a", ""),
        ("  https://courier.example/a \n", "https://courier.example/a", ""),
        ("www.courier.example/a", "https://www.courier.example/a", ""),
        ("https://courier.example/a\n\nThe lakes.", "https://courier.example/a", "The lakes."),
        ("See https://courier.example/a", "", "See https://courier.example/a"),
        ("https:// is no address", "", "https:// is no address"),
        ("javascript:alert(1)", "", "javascript:alert(1)"),
    ],
)
def test_one_box_tells_an_address_from_a_text(given, url, text):
    assert intakes.split_address(given) == (url, text)


def test_an_address_is_fetched_and_saved_with_the_try(admin_client, web):
    web.answers[URL] = page()

    intake = take_in(admin_client, URL)
    source = save(admin_client, intake)

    assert (source.title, source.url, source.status) == (HEAD, URL, "draft")
    assert source.publisher.name == "The Lake Courier"
    (snapshot,) = source.snapshots.all()
    assert (snapshot.text, snapshot.origin) == (intake.text, "capture")
    assert snapshot.paragraphs.count() == len(intake.paragraphs)
    (attempt,) = source.attempts.all()
    assert (attempt.outcome, attempt.snapshot) == ("captured", snapshot)
    assert snapshot.captured_at == attempt.attempted_at < source.created_at
    assert originals.read_original(snapshot) == page()
    assert bytes(intake.original) == b""
    entry = LogEntry.objects.get()
    assert (entry.object_id, entry.is_addition()) == (str(source.pk), True)


def test_an_address_that_fails_can_be_pasted_and_keeps_the_reason(admin_client, web):
    web.answers[URL] = failed(Failure.REFUSED_BY_SITE, 403)
    intake = take_in(admin_client, URL)
    shown = admin_client.get(url_of(intake)).content.decode()
    assert "refused by the site" in shown
    assert URL in shown

    response = post(admin_client, intake, "paste", text="")
    assert "This field is required" in response.content.decode()
    post(admin_client, intake, "paste", text=ARTICLE.replace("\n", "\r\n"))
    source = save(admin_client, intake)

    assert (source.url, intake.text) == (URL, ARTICLE)
    snapshot = source.newest_snapshot()
    assert (snapshot.origin, snapshot.byte_sha256) == (
        "import",
        hashlib.sha256(ARTICLE.encode()).hexdigest(),
    )
    attempt = source.attempts.get()
    assert (attempt.outcome, attempt.snapshot) == (CaptureAttempt.Outcome.REFUSED_BY_SITE, None)


def test_an_address_that_fails_can_be_tried_again(admin_client, web):
    first = take_in(admin_client, URL)
    web.answers[URL] = page()
    post(admin_client, first, "again")

    (again,) = Intake.objects.all()
    assert (again.url, again.problem, bool(again.text)) == (URL, "", True)


def test_a_file_is_read_and_its_bytes_kept(admin_client):
    file = SimpleUploadedFile("charter.txt", ARTICLE.encode())
    response = add(admin_client, file=file)
    assert response.status_code == 302

    intake = Intake.objects.get()
    snapshot = save(admin_client, intake).newest_snapshot()

    assert intake.file_name == "charter.txt"
    assert originals.read_original(snapshot) == ARTICLE.encode()
    assert snapshot.origin == "import"
    from commitments.integrity import originals_are_kept  # noqa: PLC0415

    assert list(originals_are_kept()) == []


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"%PDF-1.7\ngarbage", "PDF"),
        (b"PK\x03\x04garbage", ""),
        (b"\0\1\2\3" * 100, "binary"),
        (b"   ", "no text"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line(admin_client, in_a_child, content, told):
    response = add(admin_client, file=SimpleUploadedFile("x", content))

    assert response.status_code == 200
    (error,) = response.context["form"].errors["file"]
    assert told in error
    assert error.count("\n") == 0
    assert not Intake.objects.exists()


def test_what_is_too_large_is_refused_and_not_lost(admin_client, monkeypatch):
    monkeypatch.setattr(intakes, "MAX_UPLOAD", 2**20)
    response = add(admin_client, file=SimpleUploadedFile("x.txt", b"a" * (2**20 + 1)))
    assert response.context["form"].errors["file"] == ["The file is larger than 1 MB."]

    monkeypatch.setattr(intakes, "MAX_TEXT", 2**20)
    text = "water " * 200_000
    response = add(admin_client, text)
    assert response.context["form"].errors["given"] == ["The text is larger than 1 MB."]
    assert response.context["form"]["given"].value() == text


def test_a_pasted_text_may_be_as_large_as_a_text_can_be(settings):
    assert settings.DATA_UPLOAD_MAX_MEMORY_SIZE > intakes.MAX_TEXT


def test_nothing_given_and_two_things_given_are_refused(admin_client):
    assert "one of them" not in str(add(admin_client, " ").context["form"].errors)
    both = add(admin_client, ARTICLE, file=SimpleUploadedFile("x.txt", b"a"))
    assert "one of them" in str(both.context["form"].errors)
    assert not Intake.objects.exists()


# What is proposed


def test_fields_are_proposed_with_their_reasons(admin_client, web):
    courier = factories.make_publisher(name="The Lake Courier", slug="lake-courier")
    factories.make_source(
        publisher=courier, url="https://www.courier.example/other", kind="academic"
    )
    head = (
        '<link rel="canonical" href="https://courier.example/2031/charter">'
        '<meta property="article:published_time" content="2031-05-06">'
    )
    web.answers[URL] = page(head=head)

    intake = take_in(admin_client, URL)
    fields = intake.found["fields"]

    assert fields["publisher"]["value"] == "The Lake Courier"
    assert fields["kind"]["value"] == "academic"
    assert fields["language"]["value"] == "en"
    assert fields["url"]["value"] == "https://courier.example/2031/charter"
    assert fields["published"]["value"] == "2031-05-06"
    assert fields["published_note"]["value"]
    shown = admin_client.get(url_of(intake)).content.decode()
    assert [name for name, one in fields.items() if escape(one["why"]) not in shown] == []


def test_an_instrument_is_proposed_as_an_official_text(admin_client):
    fields = take_in(admin_client, CHARTER).found["fields"]
    assert (fields["kind"]["value"], fields["rights"]["value"]) == ("official_text", "full")


def test_what_is_held_already_is_shown_before_saving(admin_client, web):
    by_address = factories.make_source(
        title="By address", url="http://www.courier.example/charter/"
    )
    by_text = factories.make_source(title="By text")
    near = factories.make_source(title="A near copy")
    web.answers[URL] = page()
    text = take_in(admin_client, URL).text
    factories.make_snapshot(by_text, text=text)
    factories.make_snapshot(near, text="\n\n".join([HEAD, *PARAGRAPHS[:2]]))

    intake = take_in(admin_client, f"{URL}?utm_source=letter\n\n{text}")
    shown = admin_client.get(url_of(intake))

    held = shown.context["duplicates"]
    assert held.by_address == [by_address]
    assert held.by_text == [by_text]
    assert [one.origin for one in held.intakes] == ["address"]
    echoes = {echo["source"]: echo["ours"] for echo in shown.context["echoes"]}
    assert echoes[by_text.pk] == 1
    assert 0.2 < echoes[near.pk] < 0.8
    assert "Is it here already?" in shown.content.decode()


def test_an_address_that_a_source_has_is_refused_at_its_field(admin_client, web):
    factories.make_source(url=URL)
    web.answers[URL] = page()
    intake = take_in(admin_client, URL)

    response = post(admin_client, intake, "save", publisher_name="Courier")

    assert "Another source has this address." in str(response.context["form"].errors)
    assert Source.objects.count() == 1


@pytest.mark.parametrize(
    ("written", "day", "precision"),
    [
        ("2031-05-06", date(2031, 5, 6), "day"),
        ("2031-05", date(2031, 5, 1), "month"),
        ("2031", date(2031, 1, 1), "year"),
        ("", None, ""),
    ],
)
def test_a_date_is_as_precise_as_it_is_written(admin_client, written, day, precision):
    source = save(admin_client, take_in(admin_client), published=written)
    assert (source.published_on, source.published_precision) == (day, precision)


@pytest.mark.parametrize("written", ["2031-13", "31 May", "2031-05-32", "0000"])
def test_a_date_that_is_none_is_refused_and_kept(admin_client, written):
    intake = take_in(admin_client)
    response = post(admin_client, intake, "save", publisher_name="C", published=written)

    assert "Write a date as" in str(response.context["form"].errors["published"])
    assert intake.entered["published"] == written


def test_publishers_are_known_by_name_or_slug_or_made(admin_client):
    known = factories.make_publisher(name="The Lake Courier", slug="courier")
    for name in ("the lake courier", "courier"):
        assert save(admin_client, take_in(admin_client), publisher_name=name).publisher == known
    made = save(admin_client, take_in(admin_client), publisher_name="Water Weekly").publisher
    assert (made.name, made.slug) == ("Water Weekly", "water-weekly")

    factories.make_publisher(name="The Lake Courier")
    intake = take_in(admin_client)
    response = post(admin_client, intake, "save", publisher_name="The Lake Courier")
    assert "give the slug" in str(response.context["form"].errors["publisher_name"])
    shown = post(admin_client, intake, "save", publisher_name="Water Week", title="").context
    assert shown["similar"] == ["Water Weekly"]


# Paragraphs


def roles(intake: Intake) -> list[str]:
    return [one["role"] for one in intake.paragraphs]


def test_paragraphs_are_left_out_and_taken_back(admin_client):
    intake = take_in(admin_client, f"{ARTICLE}\n\nSee all articles")
    before = roles(intake)

    post(admin_client, intake, "keep", **{"paragraph-2": "out", "paragraph-3": "other"})
    assert roles(intake)[1:3] == ["boilerplate", "other_work"]
    post(admin_client, intake, "keep", **{"paragraph-2": "own", "paragraph-3": "own"})
    assert roles(intake) == before


def test_another_work_begins_and_ends_where_the_curator_says(admin_client):
    intake = take_in(admin_client)
    before = roles(intake)
    post(admin_client, intake, "keep", **{"paragraph-4": "out"})

    post(admin_client, intake, "cut:3")
    assert roles(intake)[2:] == ["other_work", "boilerplate", "other_work"]
    assert roles(intake)[:2] == before[:2]
    post(admin_client, intake, "cut:3")
    assert roles(intake)[2:] == [before[2], "boilerplate", before[4]]

    post(admin_client, intake, "cut:3")
    snapshot = save(admin_client, intake).newest_snapshot()
    assert list(snapshot.paragraphs.values_list("role", flat=True)) == roles(intake)
    shown = admin_client.get(url_of(intake, "-article")).content.decode()
    assert PARAGRAPHS[0][:30] in shown
    assert PARAGRAPHS[3][:30] not in shown


def test_everything_is_escaped(admin_client):
    bad = "<script>alert(1)</script> & “more” of it stands here for everybody to read aloud."
    intake = take_in(admin_client, f"Heading of it\n\n{bad}\n\nAnother line of the same text.")
    post(admin_client, intake, "keep", title="<img src=x onerror=alert(1)>")
    for name in ("", "-article"):
        shown = admin_client.get(url_of(intake, name)).content.decode()
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown
        assert "&lt;script&gt;alert" in shown


def test_a_long_text_is_shown_in_pages_and_keeps_what_is_on_others(admin_client):
    text = "\n\n".join(f"Paragraph {number} says something of the lakes." for number in range(450))
    intake = take_in(admin_client, text)
    first = admin_client.get(url_of(intake)).content.decode()
    assert first.count('class="desk-words"') == 200
    third = admin_client.get(url_of(intake), {"p": "3"}).content.decode()
    assert third.count('class="desk-words"') == 50
    post(admin_client, intake, "page:2", **{"paragraph-1": "out"})
    post(admin_client, intake, "keep", **{"paragraph-449": "out"})
    assert [number for number, role in enumerate(roles(intake), 1) if role == "boilerplate"] == [
        1,
        449,
    ]


def test_as_many_queries_for_three_hundred_paragraphs_as_for_five(admin_client):
    def queries(text: str) -> int:
        intake = take_in(admin_client, text)
        with CaptureQueriesContext(connection) as shown:
            admin_client.get(url_of(intake))
        with CaptureQueriesContext(connection) as saved:
            save(admin_client, intake, title="A charter")
        return len(shown), len(saved)

    many = "\n\n".join(f"Paragraph {number} says something of the lakes." for number in range(300))
    queries(ARTICLE)
    few = queries(ARTICLE.replace("charter", "treaty"))
    shown, saved = queries(many)
    assert shown == few[0] <= 14
    assert saved <= few[1] + 4  # SQLite takes a few hundred rows at a time


# Nothing is lost


def test_a_second_tab_is_told_and_loses_nothing(admin_client):
    intake = take_in(admin_client)
    old = intake.revision
    post(admin_client, intake, "keep", title="The first tab’s title")

    second = admin_client.post(
        url_of(intake),
        {"revision": old, "do": "save", "title": "The second’s", "paragraph-2": "out"},
    )

    assert second.status_code == 409
    shown = second.content.decode()
    assert "Somebody saved a newer state" in shown
    assert "The first tab’s title" in shown
    assert second.context["form"]["title"].value() == "The second’s"
    intake.refresh_from_db()
    assert intake.entered["title"] == "The first tab’s title"
    mine = {"title": "The second’s", "paragraph-2": "out"}
    assert second.context["intake"].revision == intake.revision
    post(admin_client, intake, "keep", **mine)
    assert (intake.entered["title"], roles(intake)[1]) == ("The second’s", "boilerplate")


def test_a_script_keeps_what_is_entered_though_it_is_not_right_yet(admin_client):
    intake = take_in(admin_client)
    response = post(admin_client, intake, "autosave", published="31 M", title="")
    assert response.json()["revision"] == intake.revision == 1
    assert intake.entered["published"] == "31 M"

    stale = admin_client.post(url_of(intake), {"revision": 0, "do": "autosave", "title": "x"})
    assert (stale.status_code, stale.json()["newer"]) == (409, True)


def test_saving_twice_makes_one_source(admin_client):
    intake = take_in(admin_client)
    data = {"revision": 0, "do": "save", "publisher_name": "Courier"}
    for _ in range(2):
        assert admin_client.post(url_of(intake), data).status_code == 302
    assert Source.objects.count() == 1


def test_what_is_kept_while_another_saves_is_not_lost(admin_client, monkeypatch):
    intake = take_in(admin_client)
    save_source = intakes.save_source

    def slowly(late, revision, *args):
        Intake.save_revision(late.pk, revision, entered={"title": "Kept in between"})
        return save_source(late, revision, *args)

    monkeypatch.setattr(intakes, "save_source", slowly)
    response = post(admin_client, intake, "save", publisher_name="Courier", title="Mine")

    assert response.status_code == 409
    assert "Kept in between" in response.content.decode()
    assert not Source.objects.exists()
    assert list(originals.names()) == []


def test_a_save_that_fails_leaves_nothing_behind(admin_client, monkeypatch):
    intake = take_in(admin_client)

    def fail(*args, **options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(intakes, "add_snapshot", fail)
    response = post(admin_client, intake, "save", publisher_name="Water Weekly")

    assert "No space left on device" in str(response.context["form"].errors)
    assert not Source.objects.exists()
    assert not Publisher.objects.exists()
    assert list(originals.names()) == []
    assert intake.entered["publisher_name"] == "Water Weekly"


def test_a_text_can_be_thrown_away(admin_client):
    intake = take_in(admin_client)
    assert post(admin_client, intake, "discard").status_code == 302
    assert not Intake.objects.exists()


def test_what_is_sent_after_the_session_has_ended_is_kept(client, django_user_model):
    django_user_model.objects.create_superuser("ida", password="one-common-level")
    sent = {"given": "The lakes\n\n<b>rise</b> & fall, as everybody knows who has seen them."}

    asked = client.post(reverse("admin:desk-intake-add"), sent)
    assert "&lt;b&gt;rise" in asked.content.decode()
    assert ("given", sent["given"]) in asked.context["kept"]
    wrong = {"username": "ida", "password": "two levels"}
    refused = client.post(reverse("admin:desk-intake-add"), sent | wrong)
    assert refused.context["form"].errors
    assert ("given", sent["given"]) in refused.context["kept"]
    assert "two levels" not in refused.content.decode()

    right = {"username": "ida", "password": "one-common-level"}
    answer = client.post(reverse("admin:desk-intake-add"), sent | right)
    intake = Intake.objects.get()
    assert answer.url == url_of(intake)
    assert intake.text == sent["given"]
    client.logout()
    late = {"revision": 0, "do": "keep", "title": "Entered late"}
    client.post(url_of(intake), late | right)
    intake.refresh_from_db()
    assert intake.entered["title"] == "Entered late"


def test_a_login_of_somebody_who_is_no_curator_does_nothing(client, django_user_model):
    django_user_model.objects.create_user("reader", password="one-common-level")
    sent = {"given": ARTICLE, "username": "reader", "password": "one-common-level"}
    assert client.post(reverse("admin:desk-intake-add"), sent).context["form"].errors
    assert not Intake.objects.exists()


# Who may


def pages_of(intake: Intake) -> list[str]:
    names = ["", "-article", "-next", "-clauses", "-declaration"]
    return [reverse("admin:desk-intake-add"), *(url_of(intake, name) for name in names)]


def test_only_who_may_add_sources_may_add_a_text(client, admin_client, django_user_model):
    intake = take_in(admin_client)
    client.logout()
    assert [client.get(url).status_code for url in pages_of(intake)] == [302] * 6

    reader = django_user_model.objects.create_user("reader", password="x", is_staff=True)
    client.force_login(reader)
    assert [client.get(url).status_code for url in pages_of(intake)] == [403] * 6
    assert "Add a text" not in client.get(reverse("admin:index")).content.decode()

    reader.user_permissions.set(Permission.objects.filter(codename="add_source"))
    assert "Add a text" in client.get(reverse("admin:index")).content.decode()
    assert client.get(url_of(intake)).status_code == 200
    assert client.get(url_of(intake, "-clauses")).status_code == 403
    response = post(client, intake, "save", publisher_name="New one")
    assert "may not add" in str(response.context["form"].errors["publisher_name"])


# Instruments


def arrange(client, intake: Intake, do: str, **fields):
    return post(client, intake, do, "-clauses", **fields)


def rows(intake: Intake) -> list[tuple[str, str, str]]:
    return [
        (row["kind"], row["label"], intakes.Row.of(row).text(intake.text)[:20])
        for row in intake.clauses["rows"]
    ]


@pytest.fixture
def charter(admin_client) -> Intake:
    intake = take_in(admin_client, CHARTER)
    save(admin_client, intake, title="Charter of the Two Lakes")
    admin_client.get(url_of(intake, "-clauses"))
    intake.refresh_from_db()
    return intake


def declare(client, intake: Intake, **fields):
    entered = {
        "title": "Charter of the Two Lakes",
        "short_title": "Lake Charter",
        "slug": "lake-charter-2031",
        "kind": "bilateral_declaration",
        "adopted": "2031-05",
        "legal_status": "political",
        "language": "en",
        "version_status": "authentic",
        "form-TOTAL_FORMS": "2",
        "form-INITIAL_FORMS": "0",
        "form-0-name": "Upper Lake",
        "form-0-role": "party",
        "form-0-kind": "state",
    }
    return post(client, intake, "save", "-declaration", **entered | fields)


def test_an_instrument_becomes_a_draft_with_its_clauses(admin_client, charter):
    upper = factories.make_party(name="Upper Lake")
    assert [row[:2] for row in rows(charter)] == [
        ("dropped", ""),
        ("preamble", ""),
        ("preamble", ""),
        ("preamble", ""),
        ("clause", "1."),
        ("clause", "2."),
        ("clause", "3."),
        ("clause", "4."),
    ]
    named = admin_client.get(url_of(charter, "-declaration")).context["parties"]
    assert [form["name"].value() for form in named][:1] == ["Upper Lake"]

    response = declare(
        admin_client, charter, **{"form-1-name": "Lower Lake", "form-1-role": "host"}
    )
    assert response.status_code == 302, response.context["form"].errors

    declaration = Declaration.objects.get()
    assert (declaration.status, declaration.adopted_precision) == ("draft", "month")
    parts = declaration.participations.order_by("pk").values_list("party__name", "role")
    assert list(parts) == [("Upper Lake", "party"), ("Lower Lake", "host")]
    assert declaration.participations.filter(party=upper).exists()
    clauses = list(declaration.clauses.order_by("position"))
    assert [clause.label for clause in clauses] == [
        "preamble-1", "preamble-2", "preamble-3", "1", "2", "3", "4",
    ]  # fmt: skip
    first = clauses[3].texts.get()
    assert first.text == (
        "The two lakes commit to keep one common level. They shall measure it evry morning."
    )
    snapshot = charter.source.newest_snapshot()
    assert charter.source.snapshots.count() == 1
    for clause in clauses:
        text = clause.texts.get()
        assert text.snapshot == snapshot
        assert snapshot.text[text.start : text.end] == text.text
        assert text.state == "anchored"
    assert LogEntry.objects.filter(object_id=str(declaration.pk)).exists()
    assert "Lake Charter" in admin_client.get(url_of(charter, "-next")).content.decode()


def test_clauses_are_joined_split_relabelled_nested_and_left_out(admin_client, charter):
    text = charter.text
    arrange(admin_client, charter, "join:6")
    assert rows(charter)[5][:2] == ("clause", "2.")
    joined = intakes.Row.of(charter.clauses["rows"][5])
    assert joined.spans == [(text.index("We shall publish"), text.index("winter.") + 7)]
    assert "\n\n3. Each" in joined.text(text)

    arrange(admin_client, charter, f"split:5:{text.index('3. Each')}")
    assert [row[1] for row in rows(charter)] == ["", "", "", "", "1.", "2.", "3.", "4."]
    arrange(admin_client, charter, "words:4", **{"words-4": "They shall measure"})
    arrange(admin_client, charter, "in:5", **{"label-5": "(a)", "label-4": "1"})
    assert [(row["label"], row["level"]) for row in charter.clauses["rows"][4:7]] == [
        ("1", 0),
        ("(a)", 1),
        ("2.", 0),
    ]
    arrange(admin_client, charter, "keep", **{"kind-7": "annex", "kind-3": "recital"})

    assert declare(admin_client, charter).status_code == 302
    declaration = Declaration.objects.get()
    assert list(declaration.clauses.order_by("position").values_list("label", "kind")) == [
        ("preamble-1", "preamble"),
        ("preamble-2", "preamble"),
        ("recital-1", "recital"),
        ("1", "clause"),
        ("1(a)", "clause"),
        ("2", "clause"),
        ("4", "clause"),
        ("annex-1", "annex"),
    ]
    nested = declaration.clauses.get(label="1(a)")
    assert nested.parent.label == "1"
    assert nested.texts.get().text == "They shall measure it evry morning."


@pytest.mark.parametrize(
    ("do", "told"),
    [
        ("join:0", "no part before"),
        ("in:4", "cannot stand there"),
        ("out:4", "cannot stand there"),
        ("in:1", "Only clauses"),
        ("split:4:0", "both sides"),
        ("words:4", "Give a few"),
        ("join:99", "no such part"),
        ("join:-1", "no such part"),
    ],
)
def test_what_cannot_be_done_is_told_and_changes_nothing(admin_client, charter, do, told):
    before = charter.clauses
    arrange(admin_client, charter, do)
    shown = admin_client.get(url_of(charter, "-clauses")).content.decode()
    assert told in shown
    assert charter.clauses == before


def test_words_that_stand_twice_are_not_split_at(admin_client, charter):
    arrange(admin_client, charter, "words:6", **{"words-6": "shall"})
    assert "several times" in admin_client.get(url_of(charter, "-clauses")).content.decode()


def test_a_second_tab_does_not_arrange_what_it_does_not_show(admin_client, charter):
    old = charter.revision
    arrange(admin_client, charter, "join:6")
    late = admin_client.post(
        url_of(charter, "-clauses"), {"revision": old, "do": "join:7", "label-4": "1bis"}
    )
    assert late.status_code == 409
    assert "1bis" in late.content.decode()
    before = charter.clauses
    charter.refresh_from_db()
    assert charter.clauses == before


def test_a_list_in_an_article_is_asked_about_first(admin_client):
    intake = take_in(admin_client, LIST)
    save(admin_client, intake)
    shown = admin_client.get(url_of(intake, "-clauses")).content.decode()

    assert "make clauses anyway?" in shown
    assert "a list inside an article" in shown
    assert "desk-part" not in shown
    response = admin_client.get(url_of(intake, "-declaration"))
    assert response.url == url_of(intake, "-clauses")
    assert declare(admin_client, intake).status_code == 302
    assert not Declaration.objects.exists()

    arrange(admin_client, intake, "anyway")
    assert "desk-part" in admin_client.get(url_of(intake, "-clauses")).content.decode()


def test_what_was_left_out_of_the_article_makes_no_clause(admin_client):
    intake = take_in(admin_client, CHARTER)
    post(admin_client, intake, "keep", **{"paragraph-1": "out"})
    save(admin_client, intake)
    admin_client.get(url_of(intake, "-clauses"))
    intake.refresh_from_db()
    assert [row[2] for row in rows(intake)][:1] == ["Upper Lake and Lower"]


def test_a_declaration_that_is_refused_leaves_nothing_behind(admin_client, charter):
    factories.make_declaration(slug="taken")
    response = declare(admin_client, charter, slug="taken")
    assert "slug" in response.context["form"].errors
    response = declare(admin_client, charter, **{"form-0-name": "水"})
    assert response.context["parties"].total_error_count()
    response = declare(admin_client, charter, **{"form-0-name": "Lake A", "form-1-name": "Lake A"})
    assert "stands there twice" in str(response.context["parties"].non_form_errors())
    arrange(admin_client, charter, "keep", **{f"kind-{row}": "dropped" for row in range(8)})
    response = declare(admin_client, charter)
    assert "No clauses were found" in str(response.context["form"].errors)

    assert Declaration.objects.count() == 1
    assert not Party.objects.exists()
    assert charter.entered["declaration"]["short_title"] == "Lake Charter"


def test_another_language_of_a_declaration_that_is_here(admin_client, charter):
    arrange(admin_client, charter, "keep", **{f"kind-{row}": "dropped" for row in range(4)})
    held = factories.make_declaration(slug="held")
    for label in "1234":
        factories.make_clause(held, label=label)

    wrong = declare(admin_client, charter, existing="nothing")
    assert "no declaration of this slug" in str(wrong.context["form"].errors)
    response = declare(admin_client, charter, existing="held", title="", short_title="")
    assert response.status_code == 302, response.context["form"].errors

    assert held.clauses.count() == 4
    assert held.versions.get().texts.count() == 4
    assert not held.participations.exists()


def test_as_many_queries_for_three_hundred_clauses_as_for_three(admin_client):
    def queries(number: int) -> int:
        text = "Charter\n\n" + "\n\n".join(
            f"{each}. The lakes shall keep rule {each} of the water." for each in range(1, number)
        )
        intake = take_in(admin_client, text)
        save(admin_client, intake)
        admin_client.get(url_of(intake, "-clauses"))
        with CaptureQueriesContext(connection) as shown:
            admin_client.get(url_of(intake, "-clauses"))
        return len(shown)

    assert queries(4) == queries(300) <= 8


def test_a_page_has_no_more_fields_than_a_form_may_send(settings):
    assert settings.DATA_UPLOAD_MAX_NUMBER_FIELDS > intake_views.PER_PAGE * 4
