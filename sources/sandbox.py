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
from pathlib import Path

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
    if len(data) > MAX_UPLOAD:
        raise UnreadableDocument(f"The file is larger than {MAX_UPLOAD >> 20} MB.")
    request = json.dumps({"name": name, "media_type": media_type}).encode() + b"\n" + data
    child = subprocess.Popen(  # noqa: S603 - the command is this interpreter and this module
        [sys.executable, "-I", "-c", _PROGRAM, str(_ROOT)],
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


def _answer(code: int, answer: bytes) -> Document:
    if code in {-signal.SIGXCPU, -signal.SIGKILL}:
        raise UnreadableDocument(
            f"Reading the document took more than {CPU_SECONDS} seconds of computing."
        )
    if code not in {_READ, _REFUSED}:
        raise UnreadableDocument("Reading the document needed too much memory, or it is damaged.")
    try:
        found = json.loads(answer)
        if code == _REFUSED:
            raise UnreadableDocument(str(found["refused"]))
        return Document(
            blocks=tuple(
                Block(str(text), Role(role), str(label), int(depth))
                for text, role, label, depth in found["blocks"]
            ),
            format=str(found["format"]),
            title=str(found["title"]),
            language=str(found["language"]),
            coverage=float(found["coverage"]),
            warnings=tuple(map(str, found["warnings"])),
        )
    except (ValueError, KeyError, TypeError) as error:
        if isinstance(error, UnreadableDocument):
            raise
        raise UnreadableDocument("Reading the document failed.") from error


def child_main() -> int:
    """Read one request from standard input, answer on standard output; return the exit code."""
    from sources.documents import read_document  # noqa: PLC0415 - after the limits are set

    header, _, data = sys.stdin.buffer.read().partition(b"\n")
    request = json.loads(header)
    try:
        document = read_document(data, request["name"], request["media_type"])
        code = _READ
        answer = {
            "blocks": [(each.text, each.role, each.label, each.depth) for each in document.blocks],
            "format": document.format,
            "title": document.title,
            "language": document.language,
            "coverage": document.coverage,
            "warnings": document.warnings,
        }
    except UnreadableDocument as refusal:
        code, answer = _REFUSED, {"refused": str(refusal)}
    except (MemoryError, RecursionError):
        code = _REFUSED
        answer = {"refused": "Reading the document needed too much memory."}
    sys.stdout.write(json.dumps(answer))
    sys.stdout.flush()
    return code


def limit() -> None:
    """Set the limits of the process that calls it, for good."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))


# The limits stand before anything is imported that could be large.
_PROGRAM = (
    "import sys; sys.path.insert(0, sys.argv[1]);"
    "from sources.sandbox import limit, child_main; limit(); sys.exit(child_main())"
)
