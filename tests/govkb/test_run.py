"""What `make run` says before it serves."""

from io import StringIO

import pytest

from govkb.management.commands.run import Command
from tests.factories import make_snapshot, make_source

pytestmark = pytest.mark.django_db


def offered() -> str:
    out = StringIO()
    Command(stdout=out).offer_capture()
    return out.getvalue()


def test_texts_that_are_missing_are_offered_and_not_fetched():
    assert offered() == ""
    make_snapshot(make_source())
    make_source(url="")
    make_source(status="withdrawn", withdrawn_reason="A hoax.")
    assert offered() == ""

    make_source()
    assert offered() == "Sources: 1 has no text yet; `make capture` fetches from the publishers.\n"
    make_source()
    assert offered().startswith("Sources: 2 have no text yet; ")
