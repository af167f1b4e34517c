"""Pull the plug on captures: `python -m tests.benchmarks.kill [TIMES]`.

An installation of its own, a server on loopback whose pages are new each time, and `kill -9` at
random moments of `capture_sources`. After each, whatever is in the database must be whole; after
the next run, no file may lie about that no snapshot was made of.
"""

import http.server
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from tests.sources.web import PARAGRAPHS, page

ROOT = Path(__file__).resolve().parents[2]
SOURCES = 6

_MAKE = """
from tests.factories import make_publisher, make_source
publisher = make_publisher()
for number in range({sources}):
    make_source(slug=f"page-{{number}}", publisher=publisher, url=f"{site}/{{number}}")
"""


class _Pages(http.server.BaseHTTPRequestHandler):
    """A page of many bytes for each address, with another text whenever it is asked."""

    count = 0

    def do_GET(self) -> None:
        if self.path == "/robots.txt":
            self.send_error(404)
            return
        type(self).count += 1
        noise = random.Random(self.count).randbytes(200_000).hex()  # noqa: S311
        body = page(*PARAGRAPHS, f"Edition {self.count} of this page.", head=f"<!--{noise}-->")
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


def kill_captures(folder: Path, *, times: int, seed: int) -> list[str]:
    """Kill captures so many times; return what was found wrong, in sentences."""
    chance = random.Random(seed)  # noqa: S311
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    host = f"127.0.0.1:{server.server_port}"
    environment = {
        **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
        "DJANGO_SETTINGS_MODULE": "govkb.settings",
        "GOVKB_VAR": str(folder),
        "CAPTURE_LABORATORY": host,
        "CAPTURE_DELAY": "0",
    }

    def manage(*arguments: str) -> "subprocess.Popen[bytes]":
        command = [sys.executable, str(ROOT / "manage.py"), *arguments]
        return subprocess.Popen(  # noqa: S603 - this interpreter and our own program
            command,
            env=environment,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    problems = []
    try:
        for prepare in (
            ("migrate",),
            ("shell", "-c", _MAKE.format(sources=SOURCES, site=f"http://{host}")),
        ):
            if manage(*prepare).wait():
                return [f"{prepare[0]} failed."]
        started = time.monotonic()
        manage("capture_sources", "--all").wait()
        whole = time.monotonic() - started
        for number in range(times):
            child = manage("capture_sources", "--all")
            time.sleep(chance.uniform(0.3, 1.0) * whole)
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
            problems += [f"After kill {number + 1}: {one}" for one in _unsound(folder)]
        if manage("capture_sources", "--all").wait():
            problems.append("The run after the last kill failed.")
        problems += _unsound(folder) + _strays(folder)
        if manage("check_integrity").wait():
            problems.append("check_integrity found problems.")
    finally:
        server.shutdown()
        server.server_close()
    return problems


def _snapshots(folder: Path) -> list[tuple[str, str, int]]:
    with sqlite3.connect(folder / "db.sqlite3") as database:
        rows = database.execute(
            "SELECT byte_sha256, text, (SELECT COUNT(*) FROM sources_paragraph"
            " WHERE snapshot_id = sources_snapshot.id) FROM sources_snapshot"
        ).fetchall()
    database.close()
    return rows


def _unsound(folder: Path) -> list[str]:
    """Return the snapshots without text, paragraphs or original."""
    found = []
    for digest, text, paragraphs in _snapshots(folder):
        if not text or not paragraphs:
            found.append(f"a snapshot has no text or no paragraphs ({digest}).")
        if not (folder / "originals" / digest[:2] / f"{digest}.gz").exists():
            found.append(f"the original of a snapshot is missing ({digest}).")
    return found


def _strays(folder: Path) -> list[str]:
    known = {f"{digest}.gz" for digest, _, _ in _snapshots(folder)}
    files = [file for file in (folder / "originals").rglob("*") if file.is_file()]
    return [f"{file.name} is a stray file." for file in files if file.name not in known]


def main() -> None:
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    with tempfile.TemporaryDirectory() as folder:
        problems = kill_captures(Path(folder), times=times, seed=random.randrange(10**6))  # noqa: S311
        print("\n".join(problems) or f"{times} captures were killed, and nothing is amiss.")  # noqa: T201
    sys.exit(bool(problems))


if __name__ == "__main__":
    main()
