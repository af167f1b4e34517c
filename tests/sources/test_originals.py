"""The bytes of captures: whole or not at all, and nothing left behind."""

import hashlib

import pytest

from commitments import integrity
from sources import originals
from sources.models import CaptureAttempt
from sources.originals import OriginalIsDamagedError, clear_pending, kept, read_original
from tests.factories import make_snapshot, make_source

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("var")]

DATA = "<p>The lakes rise — all of them.</p>".encode()
DIGEST = hashlib.sha256(DATA).hexdigest()


def files(var) -> list[str]:
    return sorted(str(file.relative_to(var)) for file in var.rglob("*") if file.is_file())


def captured(**fields):
    source = make_source(slug="courier", **fields)
    snapshot = make_snapshot(source, byte_sha256=DIGEST, origin="capture")
    CaptureAttempt.objects.create(
        source=source,
        attempted_at=snapshot.captured_at,
        outcome="captured",
        snapshot=snapshot,
        media_type="text/html",
        byte_sha256=DIGEST,
    )
    return snapshot


def test_bytes_are_kept_compressed_under_their_hash(var):
    with kept(DATA) as digest:
        assert digest == DIGEST
        assert files(var) == sorted(
            [f"originals/{DIGEST[:2]}/{DIGEST}.gz", f"originals/pending/{DIGEST}"]
        )
    assert files(var) == [f"originals/{DIGEST[:2]}/{DIGEST}.gz"]
    assert list(originals.names()) == [DIGEST]
    assert read_original(captured()) == DATA


def test_bytes_of_a_try_that_fails_are_removed_unless_they_were_there_before(var):
    with pytest.raises(RuntimeError), kept(DATA):
        raise RuntimeError
    assert files(var) == []

    with kept(DATA):
        pass
    with pytest.raises(RuntimeError), kept(DATA):
        raise RuntimeError
    assert list(originals.names()) == [DIGEST]


def test_what_was_broken_off_is_cleared_away_and_nothing_else(var):
    captured()
    with kept(DATA):
        pass
    stray = hashlib.sha256(b"stray").hexdigest()
    unknown = originals.path_of("0" * 64)
    for path in (originals.path_of(stray), unknown):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"whatever")
    pending = originals.folder() / "pending"
    for name in (DIGEST, stray, f"{stray}.part", "f" * 64):
        (pending / name).touch()

    assert clear_pending() == 5

    assert set(originals.names()) == {DIGEST, "0" * 64}
    assert list(pending.iterdir()) == []
    assert list(integrity.originals_are_kept()) == [
        f"An original is kept that no snapshot was made of: {'0' * 64}."
    ]


def test_damage_and_loss_are_seen(var):
    snapshot = captured()
    assert read_original(snapshot) is None
    assert list(integrity.originals_are_kept()) == [
        f"Snapshot {snapshot}: its original is not kept."
    ]
    with kept(DATA):
        pass
    assert list(integrity.originals_are_kept()) == []
    with kept(b"other"):
        pass
    other = originals.path_of(hashlib.sha256(b"other").hexdigest())
    for damaged in (
        other.read_bytes(),
        b"no gzip at all",
        originals.path_of(DIGEST).read_bytes()[:9],
    ):
        originals.path_of(DIGEST).write_bytes(damaged)
        with pytest.raises(OriginalIsDamagedError):
            read_original(snapshot)
    other.unlink()
    assert list(integrity.originals_are_kept()) == [
        f"Snapshot {snapshot}: its original is damaged."
    ]


# Served


def test_an_original_is_sent_to_be_saved_in_a_sandbox(client):
    snapshot = captured()
    with kept(DATA):
        pass

    response = client.get(snapshot.get_original_url())

    assert response.content == DATA
    assert response["Content-Type"] == "text/html"
    assert response["Content-Disposition"] == 'attachment; filename="courier-1.original"'
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_the_page_of_a_capture_leads_to_its_original(client):
    snapshot = captured()
    page = client.get(snapshot.get_absolute_url()).content.decode()
    assert f'href="{snapshot.get_original_url()}"' in page
    imported = make_snapshot(snapshot.source, "A text from a file.")
    page = client.get(imported.get_absolute_url()).content.decode()
    assert f'href="{imported.get_original_url()}"' not in page


def test_a_type_that_is_not_read_here_is_sent_as_bytes(client):
    snapshot = captured()
    with kept(DATA):
        pass
    CaptureAttempt.objects.update(media_type="text/html; charset=utf-8\r\nX: y")

    response = client.get(snapshot.get_original_url())

    assert response["Content-Type"] == "application/octet-stream"


@pytest.mark.parametrize("rights", ["excerpts", "link"])
def test_an_original_that_may_not_be_shown_is_for_curators_only(client, admin_client, rights):
    snapshot = captured(rights=rights)
    with kept(DATA):
        pass

    refused = client.get(snapshot.get_original_url())

    assert refused.status_code == 403
    assert b"lakes rise" not in refused.content
    assert admin_client.get(snapshot.get_original_url()).content == DATA


def test_an_original_that_is_not_kept_is_not_found(client):
    assert client.get(captured().get_original_url()).status_code == 404


def test_drafts_have_no_originals_for_readers(client):
    snapshot = captured(status="draft")
    with kept(DATA):
        pass
    assert client.get(snapshot.get_original_url()).status_code == 404
