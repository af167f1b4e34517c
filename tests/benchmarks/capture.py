"""Checks of sources against plain fetching of their pages: `python -m tests.benchmarks.capture`.

A server on loopback, in a process of its own, has pages at several ports, as if they were hosts.
In interleaved rounds the same pages are fetched with httpx by as many threads as a check has, and
checked: robots.txt, addresses, limits, hashes, and one row written for each. Prints how many checks
are made for each plain fetch in the same time (it should be 0.7 or more), and how long a check of
all takes with a server among them that answers nothing for twenty seconds. httpx is no requirement
of the project: `pip install httpx` first.
"""

import contextlib
import http.server
import multiprocessing
import os
import resource
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HOSTS = 8
PAGES = 1_000
ROUNDS = 5


class _Pages(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    body = b""

    def do_GET(self) -> None:
        if self.path.startswith("/slow"):
            time.sleep(30)
        found = self.path != "/robots.txt"
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(self.body) if found else 0))
        self.end_headers()
        if found:
            self.wfile.write(self.body)

    def log_message(self, *_: object) -> None:
        pass


def _serve(body: bytes, ports: "multiprocessing.SimpleQueue[int]") -> None:
    _Pages.body = body
    servers = [http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Pages) for _ in range(HOSTS + 1)]
    for server in servers:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        ports.put(server.server_port)
    threading.Event().wait()


@contextlib.contextmanager
def pages(body: bytes) -> Iterator[list[int]]:
    """Serve the pages; yield the ports, of which the last is for the slow server."""
    context = multiprocessing.get_context("spawn")
    ports = context.SimpleQueue()
    process = context.Process(target=_serve, args=(body, ports), daemon=True)
    process.start()
    try:
        yield [ports.get() for _ in range(HOSTS + 1)]
    finally:
        process.kill()
        process.join()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "govkb.settings",
            "GOVKB_VAR": folder,
            "CAPTURE_DELAY": "0",
        }
        os.environ.pop("DATABASE_URL", None)
        import django  # noqa: PLC0415 - the settings must be known first
        from django.core.management import call_command  # noqa: PLC0415

        django.setup()
        call_command("migrate", verbosity=0)
        from tests.sources.web import PARAGRAPHS, page  # noqa: PLC0415

        with pages(page(*PARAGRAPHS, raw="<!--" + "surroundings " * 5_000 + "-->")) as ports:
            _compare(Path(folder), ports)


def _compare(folder: Path, ports: list[int]) -> None:
    import httpx  # noqa: PLC0415
    from django.conf import settings  # noqa: PLC0415

    from commitments import drift  # noqa: PLC0415
    from sources.fetching import Client  # noqa: PLC0415
    from sources.models import Source  # noqa: PLC0415
    from sources.robots import Robots  # noqa: PLC0415
    from sources.turns import FETCHERS  # noqa: PLC0415

    *hosts, slow = ports
    settings.CAPTURE_LABORATORY = ",".join(f"127.0.0.1:{port}" for port in ports)
    urls = [f"http://127.0.0.1:{hosts[n % HOSTS]}/{n}" for n in range(PAGES)]
    _make_sources(urls)

    def check() -> float:
        started = time.perf_counter()
        with Client.configured() as client:
            checks = drift.Round(client, Robots(client))
            number = sum(1 for _ in checks.run(Source.objects.for_check()))
        assert number >= PAGES
        return number / (time.perf_counter() - started)

    def fetch() -> float:
        started = time.perf_counter()
        with httpx.Client(timeout=20) as client, ThreadPoolExecutor(FETCHERS) as threads:
            sizes = list(threads.map(lambda url: len(client.get(url).content), urls))
        return len(sizes) / (time.perf_counter() - started)

    check()
    ratios = []
    for _ in range(ROUNDS):
        plain, checked = fetch(), check()
        ratios.append(checked / plain)
        _say(f"{plain:.0f} pages fetched, {checked:.0f} sources checked in a second")
    _say(f"checks / plain fetches: {statistics.median(ratios):.2f}")
    _make_sources([f"http://127.0.0.1:{slow}/slow{n}" for n in range(5)])
    started = time.perf_counter()
    check()
    took = time.perf_counter() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    _say(f"{PAGES} sources and a slow server: {took:.0f} s, at most {memory} MB")


def _make_sources(urls: list[str]) -> None:
    """Make sources whose text is held, as if each had been captured before."""
    import hashlib  # noqa: PLC0415
    import urllib.request  # noqa: PLC0415

    from tests.factories import make_publisher, make_snapshot, make_source  # noqa: PLC0415

    publisher = make_publisher()
    slow = "/slow" in urls[0]
    with urllib.request.urlopen(urls[0].replace("/slow0", "/0")) as answer:  # noqa: S310
        digest = hashlib.sha256(answer.read()).hexdigest()
    for url in urls:
        source = make_source(publisher=publisher, url=url)
        if not slow:
            make_snapshot(source, byte_sha256=digest, origin="capture")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
