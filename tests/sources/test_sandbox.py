import os
import resource
import time
import zlib
from pathlib import Path

import pytest

from sources import sandbox
from sources.documents import UnreadableDocument, read_document
from tests.sources.formats.test_pdf import lines, make_pdf


def bomb(piece: bytes, times: int) -> bytes:
    """Return a PDF whose only page is one piece many times over, packed as it is made.

    Made so that this process stays small: a child's peak of memory counts its parent's at birth.
    """
    packer = zlib.compressobj(9)
    packed = b"".join([*(packer.compress(piece) for _ in range(times)), packer.flush()])
    data = make_pdf([lines("x")])
    start = data.index(b"stream\n") + 7
    end = data.index(b"\nendstream")
    length = data[:start].replace(b"/Length %d" % (end - start), b"/Length %d" % len(packed))
    return length + packed + data[end:]


def test_the_child_reads_what_is_read_here() -> None:
    data = "<html lang=fr><body><h1>Loi</h1><ol><li>L’eau</ol></body></html>".encode()
    assert sandbox.read_in_child(data, "loi.html") == read_document(data, "loi.html")


def test_a_refusal_comes_back_as_the_same_sentence() -> None:
    with pytest.raises(UnreadableDocument, match="has no text layer"):
        sandbox.read_in_child(make_pdf([[]]))


@pytest.mark.parametrize(
    ("piece", "times"), [(b"BT 1 0 0 1 9 9 Tm (a) Tj ET " * 1000, 1500), (b" " * 10**6, 600)]
)
def test_bombs_end_in_one_line_within_the_limits(piece: bytes, times: int) -> None:
    start = time.monotonic()
    with pytest.raises(UnreadableDocument) as refusal:
        sandbox.read_in_child(bomb(piece, times))
    assert "\n" not in str(refusal.value)
    assert time.monotonic() - start < sandbox.WALL_SECONDS + 1
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 <= sandbox.MEMORY


@pytest.mark.parametrize(
    ("program", "sentence"),
    [
        ("x = bytearray(2**30)", "too much memory"),
        ("\nwhile True: pass", "of computing"),
        ("import time; time.sleep(60)", "longer than"),
        ("import os; os.kill(os.getpid(), 11)", "too much memory, or it is damaged"),
        (
            "import pathlib; pathlib.Path('written').write_text('x')",
            "too much memory, or it is damaged",
        ),
        ("print('[]')", "failed"),
    ],
)
def test_the_limits_hold_for_whatever_the_child_does(
    program: str, sentence: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sandbox, "WALL_SECONDS", 6)
    limits = "import sys; sys.path.insert(0, sys.argv[1]); from sources import sandbox;"
    limits += "sandbox.CPU_SECONDS = 1; sandbox.limit();"
    monkeypatch.setattr(sandbox, "_PROGRAM", limits + program)
    with pytest.raises(UnreadableDocument, match=sentence):
        sandbox.read_in_child(b"Water is free.")
    assert not (tmp_path / "written").exists() or not (tmp_path / "written").stat().st_size


def test_nothing_that_the_child_started_outlives_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "pid").touch()
    program = (
        "import os, sys, time\nchild = os.fork()\nif not child: time.sleep(60)\n"
        "sys.stdout.write(str(child)); sys.stdout.flush(); os._exit(0)"
    )
    monkeypatch.setattr(sandbox, "_PROGRAM", program)
    seen: list[bytes] = []
    monkeypatch.setattr(sandbox, "_answer", lambda _, answer: seen.append(answer))
    monkeypatch.setattr(sandbox, "WALL_SECONDS", 2)
    with pytest.raises(UnreadableDocument, match="longer than"):
        sandbox.read_in_child(b"x")  # the grandchild holds the pipe open until it is ended
    time.sleep(0.2)
    assert b"time.sleep(60)" not in b"".join(_command_lines())


def _command_lines() -> list[bytes]:
    found = []
    for process in Path("/proc").iterdir():
        if process.name.isdigit() and int(process.name) != os.getpid():
            try:
                found.append((process / "cmdline").read_bytes())
            except OSError:
                continue
    return [line for line in found if b"os.fork()" in line]
