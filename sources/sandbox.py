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
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import date
from functools import partial
from pathlib import Path
from typing import IO, Any, cast

from sources.blocks import Block, Role
from sources.documents import Document
from sources.formats.reading import MAX_PAGES, MAX_UPLOAD, Progress, UnreadableDocument

MEMORY = 512 * 2**20  # bytes of address space
CPU_SECONDS = 20
WALL_SECONDS = 30
PAUSE = 0.1  # seconds between two looks at how far the child is
_ROOT = Path(__file__).resolve().parent.parent
_READ = 0
_REFUSED = 3
_PAGES = struct.Struct("<II")  # pages read, pages in all


def read_in_child(
    data: bytes, name: str = "", media_type: str = "", progress: Progress | None = None
) -> Document:
    """Read a document in a child process; see `sources.documents.read_document`.

    `progress` is called some times a second while the child is at work: with the pages read and the
    pages in all of a PDF, and with zeros as long as nothing is known.
    Raises UnreadableDocument with the child's sentence, or with one of its own when the child
    needed too much memory or time, or crashed.
    """
    found = _ask("document", data, progress, name=name, media_type=media_type)
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


def read_article_in_child(
    data: bytes,
    *,
    name: str = "",
    url: str = "",
    charset: str = "",
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Read a news article in a child process; see `sources.articles.read_article`.

    Returns its fields as plain data, the date as `YYYY-MM-DD` or None. Raises as `read_in_child`.
    """
    return _ask("article", data, progress, name=name, url=url, charset=charset)


def _ask(what: str, data: bytes, progress: Progress | None, **options: str) -> dict[str, Any]:
    if len(data) > MAX_UPLOAD:
        raise UnreadableDocument(f"The file is larger than {MAX_UPLOAD >> 20} MB.")
    request = json.dumps(options).encode() + b"\n" + data
    with _pipe() as (told, tell):
        child = subprocess.Popen(  # noqa: S603 - the command is this interpreter and this module
            [sys.executable, "-I", "-c", _PROGRAM, str(_ROOT), what, str(tell)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PYTHONUTF8": "1", "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "1"},
            start_new_session=True,
            pass_fds=(tell,),
        )
        _feed(child, request)
        try:
            answer = _wait(child, told, progress)
        except subprocess.TimeoutExpired as error:
            raise UnreadableDocument(
                f"Reading the document took longer than {WALL_SECONDS} seconds."
            ) from error
        finally:
            _end(child)
    return _answer(child.returncode, answer)


@contextlib.contextmanager
def _pipe() -> Iterator[tuple[int, int]]:
    """Give both ends of a pipe on which nobody ever waits, and close them."""
    ends = os.pipe()
    try:
        for end in ends:
            os.set_blocking(end, False)
        yield ends
    finally:
        for end in ends:
            os.close(end)


def _feed(child: "subprocess.Popen[bytes]", request: bytes) -> None:
    """Give the child its request from a thread, which ends with the child.

    `communicate` forgets what it has not written yet when it is called again after a pause.
    """
    stream, child.stdin = cast("IO[bytes]", child.stdin), None

    def write() -> None:
        with contextlib.suppress(BrokenPipeError), stream:
            stream.write(request)

    threading.Thread(target=write, daemon=True).start()


def _wait(child: "subprocess.Popen[bytes]", told: int, progress: Progress | None) -> bytes:
    """Return the child's answer; raise subprocess.TimeoutExpired when there is none in time."""
    ends = time.monotonic() + WALL_SECONDS
    pages = (0, 0)
    while True:
        wait = max(ends - time.monotonic(), 0)
        try:
            return child.communicate(timeout=min(PAUSE, wait) if progress else wait)[0]
        except subprocess.TimeoutExpired:
            if time.monotonic() >= ends:
                raise
        pages = _newest(told) or pages
        if progress:
            progress(*pages)


def _newest(told: int) -> tuple[int, int] | None:
    """Return the last page numbers in the pipe, if there are any that can be."""
    try:
        records = os.read(told, 2**16)
    except BlockingIOError:
        return None
    if len(records) < _PAGES.size or len(records) % _PAGES.size:
        return None
    done, total = _PAGES.unpack(records[-_PAGES.size :])
    return (done, total) if done <= total <= MAX_PAGES else None


def _end(child: "subprocess.Popen[bytes]") -> None:
    """End the child and whatever it started; it leads a process group of its own."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    if child.stdout and not child.stdout.closed:
        child.stdout.close()


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


def child_main(what: str, tell: int) -> int:
    """Read one request from standard input, answer on standard output; return the exit code.

    The pages that are read are told on `tell`, unless nobody empties it.
    """
    read = _reader(what, tell)
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


def _reader(what: str, tell: int) -> Callable[..., Any]:
    """Import what reads, and let it load what it needs of its own, before the limits stand."""
    if what == "article":
        from sources.articles import identify, read_article  # noqa: PLC0415 - heavy, not for all

        identify("A language model is unpacked when it is first used.")
        return read_article
    from sources.documents import read_document  # noqa: PLC0415

    def progress(done: int, total: int) -> None:
        with contextlib.suppress(BlockingIOError):
            os.write(tell, _PAGES.pack(done, total))

    return partial(read_document, progress=progress)


def limit() -> None:
    """Set the limits of the process that calls it, for good."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))


_PROGRAM = (
    "import sys; sys.path.insert(0, sys.argv[1]);"
    "from sources.sandbox import child_main; sys.exit(child_main(sys.argv[2], int(sys.argv[3])))"
)
