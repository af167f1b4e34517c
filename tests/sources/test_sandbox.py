import os
import subprocess
import sys
import time
import zlib
from pathlib import Path

import pytest

from sources import sandbox
from sources.documents import UnreadableDocument, read_document
from tests.sources.formats.test_pdf import lines, make_pdf


def bomb(piece: bytes, times: int) -> bytes:
    """Return a PDF whose only page is one piece many times over, packed as it is made."""
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


# A program of its own, because a child's peak of memory counts that of its parent at its birth.
READ_BOMB = """
import resource, sys
from sources import sandbox
from sources.documents import UnreadableDocument
from tests.sources.test_sandbox import bomb
try:
    sandbox.read_in_child(bomb({piece}, {times}))
except UnreadableDocument as refusal:
    print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024, str(refusal))
"""


@pytest.mark.parametrize(
    ("piece", "times"), [('b"BT 1 0 0 1 9 9 Tm (a) Tj ET " * 1000', 1500), ('b" " * 10**6', 600)]
)
def test_bombs_end_in_one_line_within_the_limits(piece: str, times: int) -> None:
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", READ_BOMB.format(piece=piece, times=times)],
        check=True,
        capture_output=True,
        text=True,
        timeout=sandbox.WALL_SECONDS + 10,
    )
    (line,) = done.stdout.splitlines()
    peak, _, sentence = line.partition(" ")
    assert sentence.endswith(".")
    assert int(peak) <= sandbox.MEMORY


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


def told(monkeypatch: pytest.MonkeyPatch, program: str) -> list[tuple[int, int]]:
    """Return what is told of a child that runs this program and then answers nothing."""
    monkeypatch.setattr(sandbox, "PAUSE", 0.05)
    monkeypatch.setattr(sandbox, "_PROGRAM", f"import os, struct, sys, time\n{program}")
    heard: list[tuple[int, int]] = []
    with pytest.raises(UnreadableDocument):
        sandbox.read_in_child(b"x", progress=lambda *pages: heard.append(pages))
    return heard


def test_pages_are_told_while_they_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    wait = (
        "sys.path.insert(0, sys.argv[1])\n"
        "from sources import sandbox\n"
        "write = os.write\n"
        "def slowly(*what): write(*what); time.sleep(0.3)\n"
        "os.write = slowly\n"
        "sys.exit(sandbox.child_main(sys.argv[2], int(sys.argv[3])))"
    )
    monkeypatch.setattr(sandbox, "PAUSE", 0.05)
    monkeypatch.setattr(sandbox, "_PROGRAM", f"import os, sys, time\n{wait}")
    heard: list[tuple[int, int]] = []
    # More than a pipe holds: the child has not read it all when it is first looked at.
    padding = b"%" + b"water" * 50_000
    data = make_pdf([lines(f"The lakes belong to {owner}.") for owner in ("all", "us", "none")])
    data = data.replace(b"\n", b"\n" + padding + b"\n", 1)
    found = sandbox.read_in_child(data, progress=lambda *pages: heard.append(pages))

    assert found == read_document(data)
    assert heard == sorted(heard)
    assert {(1, 3), (2, 3), (3, 3)} <= set(heard)


@pytest.mark.parametrize(
    "record",
    [
        "struct.pack('<II', 9, 2)",
        "struct.pack('<II', 1, 2**31)",
        "b'50 percent'",
        "struct.pack('<II', 1, 0) * 9000",
    ],
)
def test_a_child_that_lies_about_its_pages_is_not_believed(
    record: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = f"os.write(int(sys.argv[3]), {record})\ntime.sleep(0.5)"
    assert set(told(monkeypatch, program)) == {(0, 0)}


def test_a_child_that_floods_is_heard_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    program = (
        "end = time.monotonic() + 0.5\n"
        "while time.monotonic() < end:\n"
        "    try: os.write(int(sys.argv[3]), struct.pack('<II', 1, 2))\n"
        "    except BlockingIOError: pass\n"
    )
    heard = told(monkeypatch, program)
    assert (1, 2) in heard
    assert len(heard) < 20
