"""The desk of sources: capturing with a button, and citing the newest capture."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.urls import reverse

from commitments import drift, source_admin
from commitments.models import Evidence
from sources.capture import alone
from sources.models import CaptureAttempt, Snapshot
from tests.factories import make_evidence, make_source
from tests.sources.web import CITED, CLOSING, MIDDLE, OPENING, QUOTED, Web, page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("var")]

LIST = "admin:sources_source_changelist"
ANEW = "admin:sources_source_cite_newest"


@pytest.fixture(autouse=True)
def web(monkeypatch, settings) -> Web:
    settings.CAPTURE_DELAY = 0
    web = Web()
    monkeypatch.setattr(source_admin.Client, "configured", lambda: web)
    monkeypatch.setattr(source_admin, "Robots", lambda client: client)
    return web


def button(source) -> str:
    return reverse("admin:sources_source_capture", args=[source.pk])


def form(source) -> str:
    return reverse("admin:sources_source_change", args=[source.pk])


def told(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


@pytest.fixture
def assistant(client):
    """Sign in somebody who may look at sources, and change none."""
    user = get_user_model().objects.create_user("assistant", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="view_source"))
    client.force_login(user)
    return client


# The button


def test_the_button_captures_and_says_what_came_of_it(admin_client, web):
    source = make_source(slug="courier")
    web.answers[source.url] = page()

    response = admin_client.post(button(source))

    assert response.url == form(source)
    assert told(response)[0].startswith("courier: captured as courier/1, ")
    assert "courier/1" in LogEntry.objects.get().change_message
    shown = admin_client.get(form(source)).content.decode()
    assert f'<form method="post" action="{button(source)}">' in shown
    assert "captured (courier/1)." in shown


def test_a_failure_is_told_and_recorded(admin_client):
    source = make_source(slug="courier")

    response = admin_client.post(button(source))

    assert told(response) == ["courier: not found (404). The server answered 404."]
    assert CaptureAttempt.objects.get().outcome == "not_found"


def test_the_button_is_for_those_who_may_change_sources(assistant, web):
    source = make_source()

    assert assistant.post(button(source)).status_code == 403
    assert button(source) not in assistant.get(form(source)).content.decode()
    assert assistant.get(button(source)).status_code == 405
    assert web.asked == []


def test_a_page_elsewhere_cannot_press_the_button(admin_user, web):
    from django.test import Client  # noqa: PLC0415

    client = Client(enforce_csrf_checks=True)
    client.force_login(admin_user)

    assert client.post(button(make_source())).status_code == 403
    assert web.asked == []


def test_two_captures_at_once_are_told(admin_client):
    with alone():
        response = admin_client.post(button(make_source()))
    assert told(response) == ["Another capture is running; try again when it has ended."]


def test_a_source_without_an_address_has_no_button(admin_client):
    source = make_source(url="", title="Homeless")

    assert button(source) not in admin_client.get(form(source)).content.decode()
    response = admin_client.post(button(source))
    assert told(response) == ["“Homeless” has no address, or is withdrawn."]


def test_several_are_captured_at_once_but_not_too_many(admin_client, web, monkeypatch):
    sources = [make_source(slug=f"courier-{number}") for number in "ab"]
    web.answers = {source.url: page() for source in sources}
    chosen = {"action": "capture_chosen", "_selected_action": [each.pk for each in sources]}

    response = admin_client.post(reverse(LIST), chosen)

    assert len(told(response)) == 2
    assert Snapshot.objects.count() == 2
    monkeypatch.setattr(source_admin, "MOST_AT_ONCE", 1)
    response = admin_client.post(reverse(LIST), chosen)
    assert told(response)[-1] == "At most 1 at once; the command capture_sources fetches more."
    assert CaptureAttempt.objects.count() == 2


def test_attempts_are_listed_and_cannot_be_changed(admin_client):
    source = make_source(slug="courier")
    admin_client.post(button(source))
    attempt = CaptureAttempt.objects.get()

    shown = admin_client.get(reverse("admin:sources_captureattempt_changelist")).content.decode()
    assert "not found (404)" in shown
    path = reverse("admin:sources_captureattempt_change", args=[attempt.pk])
    assert admin_client.get(path).status_code == 200
    assert admin_client.post(path, {"outcome": "captured"}).status_code == 403


# Citing the newest capture


@pytest.fixture
def moved(web) -> Evidence:
    source = make_source(slug="courier")
    make_evidence(source=source, locator=CITED)
    for paragraphs in ((OPENING, QUOTED, MIDDLE, CLOSING), (OPENING, MIDDLE, QUOTED, CLOSING)):
        web.answers[source.url] = page(*paragraphs)
        drift.capture_source(source, web, web)
    return Evidence.objects.get()


def test_both_places_are_shown_and_nothing_is_changed_by_looking(admin_client, moved):
    shown = admin_client.get(reverse(ANEW)).content.decode()

    assert f'value="evidence:{moved.pk}"' in shown
    assert "Cited: courier/1" in shown
    assert "Newest: courier/2" in shown
    assert shown.count(f"<mark>{CITED}</mark>") == 2
    moved.refresh_from_db()
    assert moved.snapshot.number == 1


def test_what_is_chosen_cites_the_newest_and_its_history_says_so(admin_client, moved):
    response = admin_client.post(reverse(ANEW), {"passage": [f"evidence:{moved.pk}"]})

    assert told(response) == ["1 passage cites the newest capture now."]
    moved.refresh_from_db()
    assert (moved.snapshot.number, moved.state) == (2, "anchored")
    entry = LogEntry.objects.get()
    assert entry.object_id == str(moved.pk)
    assert "Cites courier/2" in entry.change_message


@pytest.mark.parametrize("value", ["", "evidence", "evidence:x", "evidence:999", "user:1"])
def test_what_is_no_passage_is_passed_over(admin_client, moved, value):
    response = admin_client.post(reverse(ANEW), {"passage": [value]})

    assert told(response) == ["0 passages cite the newest capture now."]
    moved.refresh_from_db()
    assert moved.snapshot.number == 1


def test_words_that_changed_meanwhile_are_refused(admin_client, moved, web):
    web.answers[moved.source.url] = page(OPENING, MIDDLE, CLOSING)
    drift.capture_source(moved.source, web, web)

    response = admin_client.post(reverse(ANEW), {"passage": [f"evidence:{moved.pk}"]})

    assert "do not stand exactly once" in told(response)[0]
    moved.refresh_from_db()
    assert moved.snapshot.number == 1


def test_those_who_may_not_change_evidence_may_not_move_it(assistant, moved):
    assert assistant.get(reverse(ANEW)).status_code == 403
    post = assistant.post(reverse(ANEW), {"passage": [f"evidence:{moved.pk}"]})
    assert post.status_code == 403


def test_the_list_of_proposals_costs_the_same_for_many(
    admin_client, moved, django_assert_max_num_queries
):
    for _ in range(5):
        make_evidence(
            source=moved.source,
            locator=CITED,
            snapshot=moved.snapshot,
            start=moved.start,
            end=moved.end,
            state="moved",
        )
    with django_assert_max_num_queries(10):
        assert admin_client.get(reverse(ANEW)).content.decode().count("<mark>") == 12
