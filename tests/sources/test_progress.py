"""The line on a terminal that says how far long work is; the terminal is a real one of its kind."""

import os
import pty
import struct
import subprocess
import sys
import termios
from collections.abc import Iterator
from fcntl import ioctl
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management.base import OutputWrapper

from sources import progress
from sources.formats.lines import width
from sources.progress import Bar


class Terminal:
    """A terminal of so many columns, and what was written to it."""

    def __init__(self) -> None:
        self.ours, theirs = pty.openpty()
        self.stream = OutputWrapper(os.fdopen(theirs, "w", encoding="utf-8"))

    def resize(self, columns: int) -> None:
        ioctl(self.ours, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))

    def written(self) -> str:
        """Return all of it: the other end comes later, and not at once."""
        self.stream.write("\a", ending="")
        self.stream.flush()
        found = b""
        while not found.endswith(b"\a"):
            found += os.read(self.ours, 2**16)
        return found[:-1].decode()


@pytest.fixture(autouse=True)
def _at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(progress, "PAUSE", 0)


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    terminal = Terminal()
    yield terminal
    terminal.stream.close()
    os.close(terminal.ours)


def test_the_line_is_drawn_over_itself_and_cleared(terminal: Terminal) -> None:
    terminal.resize(80)
    with Bar(terminal.stream, "Reading law.pdf") as bar:
        bar(0, 0)
        bar(36, 144)
    written = terminal.written()
    assert written.split(progress._CLEAR) == [
        "",
        "Reading law.pdf: 0 s",
        "Reading law.pdf: 0 s",
        "Reading law.pdf: 25 % (36/144), 0 s",
        "",
    ]


def test_it_is_cleared_when_the_work_fails(terminal: Terminal) -> None:
    with pytest.raises(ValueError, match="lost"), Bar(terminal.stream, "Reading"):
        raise ValueError("lost")
    assert terminal.written().endswith(progress._CLEAR)


@pytest.mark.parametrize("columns", [1, 2, 7, 12, 25, 40])
@pytest.mark.parametrize("name", ["a-law-with-a-long-name.pdf", "关于湖泊的法律全文与附件.pdf"])
def test_it_never_fills_a_narrow_terminal(terminal: Terminal, columns: int, name: str) -> None:
    terminal.resize(columns)
    with Bar(terminal.stream, name) as bar:
        bar(120, 144)
    drawn = terminal.written().split(progress._CLEAR)
    assert max(map(width, drawn)) < columns
    assert columns < 25 or "83 % (120/144)" in drawn[2]


def test_a_name_cannot_steer_the_terminal(terminal: Terminal) -> None:
    with Bar(terminal.stream, "Reading a\x1b[2J\nb"):
        pass
    assert "Reading a?[2J?b: 0 s" in terminal.written()


def test_it_is_not_drawn_more_often_than_anybody_sees(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "PAUSE", 60)
    with Bar(terminal.stream, "Reading") as bar:
        for done in range(1000):
            bar(done, 1000)
    assert terminal.written().count(progress._CLEAR) == 2


@pytest.mark.parametrize(("name", "value"), [("CI", "true"), ("TERM", "dumb")])
def test_it_is_not_drawn_where_nobody_looks(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with Bar(terminal.stream, "Reading") as bar:
        bar(1, 2)
    terminal.stream.write("next")
    assert terminal.written() == "next\r\n"


def test_nothing_is_drawn_in_a_pipe() -> None:
    stream = StringIO()
    with Bar(OutputWrapper(stream), "Reading") as bar:
        bar(1, 2)
    assert stream.getvalue() == ""


@pytest.mark.parametrize("errors", ["terminal", "pipe"])
def test_a_command_draws_it_on_a_terminal_and_nowhere_else(
    tmp_path: Path, terminal: Terminal, errors: str
) -> None:
    (tmp_path / "lakes.html").write_text("<html><body><p>The lakes belong to nobody.</p></body>")
    command = [sys.executable, "manage.py", "import_source", str(tmp_path / "lakes.html")]
    done = subprocess.run(  # noqa: S603 - the command is this interpreter and our own
        [*command, "--dry-run", "--json"],
        cwd=settings.BASE_DIR,
        stdout=subprocess.PIPE,
        stderr=terminal.stream.fileno() if errors == "terminal" else subprocess.PIPE,
        check=True,
    )
    assert b"belong to nobody" in done.stdout
    assert progress._CLEAR.encode() not in done.stdout
    if errors == "terminal":
        written = terminal.written()
        assert "Reading lakes.html: 0 s" in written
        assert written.endswith(progress._CLEAR)
    else:
        assert done.stderr == b""
