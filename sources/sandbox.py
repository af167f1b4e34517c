"""Reading a stranger's file where it can do no harm: in a process of its own, with limits.

The process has no more than the memory, the processor time and the clock time given here, writes
no file and gets nothing of this process's environment. What it finds comes back as JSON, which is
checked when it is taken apart; no object of the child is ever brought to life here.
"""

import contextlib
import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from sources.blocks import Block, Role
from sources.documents import Document
from sources.formats.reading import MAX_UPLOAD, UnreadableDocument

MEMORY = 512 * 2**20  # bytes of address space
CPU_SECONDS = 20
WALL_SECONDS = 30
_ROOT = Path(__file__).resolve().parent.parent
_READ = 0
_REFUSED = 3


def read_in_child(data: bytes, name: str = "", media_type: str = "") -> Document:
    """Read a document in a child process; see `sources.documents.read_document`.

    Raises UnreadableDocument with the child's sentence, or with one of its own when the child
    needed too much memory or time, or crashed.
    """
    found = _ask("document", data, name=name, media_type=media_type)
    with _as_damaged():
        return Document(
            blocks=tuple(
                Block(str(one["text"]), Role(one["role"]), str(one["label"]), int(one["depth"]))
                for one in found["blocks"]
            ),
            format=str(found["format"]),
            title=str(found["title"]),
            language=str(found["language"]),
            coverage=float(found["coverage"]),
            warnings=tuple(map(str, found["warnings"])),
        )


def read_article_in_child(data: bytes, *, name: str = "", url: str = "") -> dict[str, Any]:
    """Read a news article in a child process; see `sources.articles.read_article`.

    Returns its fields as plain data, the date as `YYYY-MM-DD` or None. Raises as `read_in_child`.
    """
    return _ask("article", data, name=name, url=url)


def _ask(what: str, data: bytes, **options: str) -> dict[str, Any]:
    if len(data) > MAX_UPLOAD:
        raise UnreadableDocument(f"The file is larger than {MAX_UPLOAD >> 20} MB.")
    request = json.dumps(options).encode() + b"\n" + data
    child = subprocess.Popen(  # noqa: S603 - the command is this interpreter and this module
        [sys.executable, "-I", "-c", _PROGRAM, str(_ROOT), what],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"PYTHONUTF8": "1", "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "1"},
        start_new_session=True,
        close_fds=True,
    )
    try:
        answer, _ = child.communicate(request, timeout=WALL_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise UnreadableDocument(
            f"Reading the document took longer than {WALL_SECONDS} seconds."
        ) from error
    finally:
        _end(child)
    return _answer(child.returncode, answer)


def _end(child: "subprocess.Popen[bytes]") -> None:
    """End the child and whatever it started; it leads a process group of its own."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    for stream in (child.stdin, child.stdout):
        if stream and not stream.closed:
            stream.close()


def _answer(code: int, answer: bytes) -> dict[str, Any]:
    if code in {-signal.SIGXCPU, -signal.SIGKILL}:
        raise UnreadableDocument(
            f"Reading the document took more than {CPU_SECONDS} seconds of computing."
        )
    if code not in {_READ, _REFUSED}:
        raise UnreadableDocument("Reading the document needed too much memory, or it is damaged.")
    with _as_damaged():
        found: dict[str, Any] = json.loads(answer)
        refused = str(found["refused"]) if code == _REFUSED else ""
    if refused:
        raise UnreadableDocument(refused)
    return found


@contextlib.contextmanager
def _as_damaged() -> Iterator[None]:
    """Turn an answer of the wrong shape into a refusal: a child that was taken over may lie."""
    try:
        yield
    except (ValueError, KeyError, TypeError) as error:
        raise UnreadableDocument("Reading the document failed.") from error


def child_main(what: str) -> int:
    """Read one request from standard input, answer on standard output; return the exit code."""
    read = _reader(what)
    limit()
    header, _, data = sys.stdin.buffer.read().partition(b"\n")
    code = _REFUSED
    try:
        answer = asdict(read(data, **json.loads(header)))
        code = _READ
    except UnreadableDocument as refusal:
        answer = {"refused": str(refusal)}
    except (MemoryError, RecursionError):
        answer = {"refused": "Reading the document needed too much memory."}
    sys.stdout.write(json.dumps(answer, default=date.isoformat))
    sys.stdout.flush()
    return code


def _reader(what: str) -> Callable[..., Any]:
    """Import what reads, and let it load what it needs of its own, before the limits stand."""
    if what == "article":
        from sources.articles import identify, read_article  # noqa: PLC0415 - heavy, not for all

        identify("A language model is unpacked when it is first used.")
        return read_article
    from sources.documents import read_document  # noqa: PLC0415

    return read_document


def limit() -> None:
    """Set the limits of the process that calls it, for good."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))


_PROGRAM = (
    "import sys; sys.path.insert(0, sys.argv[1]);"
    "from sources.sandbox import child_main; sys.exit(child_main(sys.argv[2]))"
)
