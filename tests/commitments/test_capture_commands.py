"""The commands that fetch: what they say and what they end with.

What a killed one leaves is tried by `python -m tests.benchmarks.kill`.
"""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.utils import timezone

from commitments import drift
from commitments.management import rounds
from commitments.management.commands import capture_sources
from sources import originals
from sources.capture import alone
from sources.fetching import Failure
from sources.models import CaptureAttempt, Snapshot
from tests.factories import make_evidence, make_snapshot, make_source
from tests.sources.web import CITED, HEAD, OPENING, PARAGRAPHS, QUOTED, Web, failed, page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("var")]


@pytest.fixture(autouse=True)
def web(monkeypatch, settings) -> Web:
    settings.CAPTURE_DELAY = 0
    web = Web()
    for module in (rounds, capture_sources):
        monkeypatch.setattr(module.Client, "configured", lambda: web)
        monkeypatch.setattr(module, "Robots", lambda client: client)
    return web


def run(*arguments, **options) -> tuple[int, str, str]:
    """Run a command; return its exit code, what it wrote and its last word."""
    out = StringIO()
    try:
        call_command(*arguments, stdout=out, **options)
    except CommandError as error:
        return error.returncode, out.getvalue(), str(error)
    return 0, out.getvalue(), ""


# Capturing


def test_sources_are_captured_by_name_or_when_their_text_is_missing(web):
    held, waiting = make_source(slug="held"), make_source(slug="waiting")
    make_snapshot(held)
    web.answers = {waiting.url: page()}

    code, out, _ = run("capture_sources", "--missing")

    assert code == 0
    length = len(waiting.newest_snapshot().text)
    assert out.splitlines()[0].startswith(f"waiting: captured as waiting/1, {length} characters.")
    assert out.splitlines()[-1] == "Sources: 1 captured."
    code, out, error = run("capture_sources", "held", "waiting")
    assert (code, error) == (2, "1 of 2 could not be captured.")
    assert "held: not found (404). The server answered 404.\n" in out
    assert out.splitlines()[-1] == "Sources: 1 unchanged, 1 not found (404)."


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "Say what to capture"),
        (["--all", "--missing"], "Say what to capture"),
        (["unknown"], "There is no source “unknown”."),
        (["homeless"], "The source “homeless” has no address."),
    ],
)
def test_what_cannot_be_captured_is_refused_in_one_line(arguments, said):
    make_source(slug="homeless", url="")

    code, out, error = run("capture_sources", *arguments)

    assert (code, out) == (2, "")
    assert error.startswith(said)
    assert "\n" not in error


def test_one_capture_at_a_time():
    make_source()
    with alone():
        code, _, error = run("capture_sources", "--all")
        assert (code, error) == (3, "Another capture is running; try again when it has ended.")
        assert run("check_sources")[0] == 3
    assert run("check_sources")[0] == 0


@pytest.mark.parametrize(
    ("error", "code"), [(OperationalError("locked"), 3), (OSError(28, "No space left"), 2)]
)
def test_what_stops_a_round_is_told_in_one_line(web, monkeypatch, error, code):
    web.answers[make_source().url] = page()

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(drift, "settle", fail)

    assert run("capture_sources", "--all")[0] == code


def test_a_computer_that_reaches_nobody_says_nothing_of_the_sources(web):
    sources = [make_source(url=f"https://{name}.example/a") for name in ("one", "two", "three")]
    for source in sources:
        make_snapshot(source)
        web.answers[source.url] = failed(Failure.DEAD)

    code, _, error = run("check_sources")

    assert (code, error.partition(":")[0]) == (2, "No server answered")
    assert not CaptureAttempt.objects.exists()
    web.answers[sources[2].url] = page()
    assert run("check_sources")[0] == 4
    assert CaptureAttempt.objects.filter(outcome="dead").count() == 2
    # Of one server alone nobody can tell.
    web.answers[sources[0].url] = page()
    web.answers[sources[2].url] = failed(Failure.DEAD)
    assert run("capture_sources", sources[2].slug)[0] == 2
    assert CaptureAttempt.objects.filter(outcome="dead").count() == 3


def test_withdrawn_sources_are_left_in_peace(web):
    make_source(status="withdrawn", withdrawn_reason="It was a hoax.")

    assert run("capture_sources", "--all")[:2] == (0, "Sources: none to fetch.\n")
    assert web.asked == []


# An address that is no source yet


def test_an_address_is_tried_and_nothing_is_kept(web):
    web.answers["https://courier.example/new"] = page()

    code, out, _ = run("capture_sources", "--url", "https://courier.example/new", "--json")

    found = json.loads(out)
    assert code == 0
    assert {name: found[name] for name in ("outcome", "url", "title", "language", "detail")} == {
        "outcome": "captured",
        "url": "https://courier.example/new",
        "title": HEAD,
        "language": "en",
        "detail": "",
    }
    assert found["article_length"] == sum(map(len, (HEAD, *PARAGRAPHS)))
    assert not Snapshot.objects.exists()
    assert not CaptureAttempt.objects.exists()
    assert list(originals.names()) == []


def test_an_address_that_fails_is_reported_and_ends_with_two(web):
    web.answers["https://courier.example/new"] = failed(Failure.TOO_BIG, 200)

    code, out, error = run("capture_sources", "--url", "https://courier.example/new", "--json")

    assert (code, error) == (2, "too large: It failed: too_big.")
    assert json.loads(out)["outcome"] == "too_big"
    assert run("capture_sources", "--url", "https://courier.example/new")[1] == ""


# Checking


def test_a_check_tells_of_what_drifted_and_ends_with_four(web):
    same, other = make_source(slug="same"), make_source(slug="other")
    make_evidence(source=other, locator=CITED)
    web.answers = {same.url: page(), other.url: page()}
    assert run("check_sources")[0] == 0  # a first text is no drift

    code, out, _ = run("check_sources")
    assert (code, out) == (0, "Sources: 2 unchanged.\n")

    web.answers[other.url] = page(OPENING, QUOTED.replace("common", "even"))
    code, out, error = run("check_sources")

    assert (code, error) == (4, "1 source has drifted.")
    assert "other: captured as other/2" in out
    assert "Anchored → Changed in the newest capture" in out
    assert "same" not in out
    assert run("check_sources")[0] == 0


def test_what_is_lost_and_what_is_back_are_told_once(web):
    source = make_source(slug="courier")
    evidence = make_evidence(source=source, locator=CITED)
    web.answers[source.url] = page()
    run("check_sources")

    for answer, state in ((failed(Failure.GONE, 410), "gone"), (page(), "anchored")):
        web.answers[source.url] = answer
        code, out, _ = run("check_sources")

        evidence.refresh_from_db()
        assert (code, evidence.state) == (4, state)
        assert "evidence" in out
        assert run("check_sources")[0] == 0


def test_a_check_takes_those_that_were_not_tried_for_long(web):
    old, new = make_source(slug="old"), make_source(slug="new")
    web.answers = {old.url: page(), new.url: page()}
    run("capture_sources", "--all")
    CaptureAttempt.objects.filter(source=old).update(attempted_at=timezone.now() - timedelta(9))
    web.asked.clear()

    assert run("check_sources", "--older-than", "7")[0] == 0
    assert web.asked == [old.url]
    assert run("check_sources", "--limit", "1")[0] == 0
    assert web.asked == [old.url, new.url]
    assert run("check_sources", "--limit", "-1")[0] == 2
