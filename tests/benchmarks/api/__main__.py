"""How fast lists and exports are, beside the database alone in the same run.

    python -m tests.benchmarks.api --rows 10000 1000000
    python -m tests.benchmarks.api --rows 10000 200000 --database sqlite

Needs PostgreSQL at `--server`, as somebody who may create databases; nothing with `sqlite`. Makes
a database of its own for each size (`data.py`: the same for the same seed), starts one process of
the server on each as `manage.py run` does, and drops the databases at the end. A million clauses
take 3 GB and some minutes.

Everything is up before the first round. In each round every candidate has its turn, in one order
and the next time in the other; ratios are those of one round, and printed as median and quartiles.
The limit has two turns: a run in which it differs from itself is not worth reading. Four clients;
each asks for another place of another kind of clause each time, so no answer is ever asked twice.
Before anything is timed, the answers are compared. Beside what was answered in a second, the time
of the processors for one answer (server, database, client) says what other programs on the machine
cannot distort. What it has shown is in `docs/benchmarks.md`.
"""

import argparse
import json
import os
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from tests.benchmarks.api import limit, load

CLIENTS = 4
PORT = 8131
KINDS = ["clause", "section", "article", "principle", "annex"]
SEED = 1


@dataclass(frozen=True)
class Place:
    """Where a page begins: after a clause, in the list of those of a kind."""

    kind: str
    cursor: str
    slug: str
    position: int


@dataclass
class Site:
    """A database of one size, and the server on it."""

    rows: int
    vendor: str
    name: str
    url: str
    port: int
    worker: int = 0
    places: list["Place"] = field(default_factory=list)

    @property
    def path(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def connect(self) -> Any:
        if self.vendor == "postgresql":
            return psycopg.connect(self.url, autocommit=True)
        connection = sqlite3.connect(
            self.name, check_same_thread=False, isolation_level=None, cached_statements=16
        )
        connection.execute("PRAGMA query_only = 1")
        return connection

    def processes(self) -> list[int]:
        """Return the processes that answer: the server, and those of the database."""
        found = [os.getpid(), self.worker]
        if self.vendor == "postgresql":
            with self.connect() as connection:
                query = "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
                found += [pid for (pid,) in connection.execute(query).fetchall()]
        return [pid for pid in found if Path(f"/proc/{pid}").exists()]


# What takes turns


def from_database(site: Site, number: int) -> load.Ask:
    """Ask the database for a page."""
    chance, connection = random.Random(number), site.connect()  # noqa: S311
    statement = limit.page(site.vendor, site.path)
    keywords = {"prepare": True} if site.vendor == "postgresql" else {}
    cursor = connection.cursor()

    def ask() -> Any:
        at = chance.choice(site.places)
        values = (at.kind, at.slug, at.slug, at.slug, at.position)
        return cursor.execute(statement, values, **keywords).fetchone()[0].encode()

    return ask


def from_server(site: Site, number: int) -> load.Ask:
    """Ask the server for a page."""
    chance, client = random.Random(number), load.Client(site.port)  # noqa: S311

    def ask() -> bytes:
        at = chance.choice(site.places)
        path = f"/api/v1/clauses/?limit=100&kind={at.kind}&cursor={at.cursor}"
        status, _, body = client.get(path)
        assert status == 200, body
        return body

    return ask


def from_memory(site: Site, number: int) -> load.Ask:
    """Ask the server whether a page is still the one that the client has."""
    client, path = load.Client(site.port), f"/api/v1/clauses/?limit=100&kind={KINDS[number % 5]}"
    tag = client.get(path)[1]["etag"].encode()

    def ask() -> None:
        status, _, _ = client.get(path, b"If-None-Match: " + tag + b"\r\n")
        assert status == 304

    return ask


CANDIDATES: dict[str, Callable[[Site, int], load.Ask]] = {
    "limit": from_database,
    "limit again": from_database,
    "list": from_server,
    "304": from_memory,
}


# Databases and servers


@contextmanager
def made(rows: int, place: int, options: argparse.Namespace) -> Iterator[Site]:
    """Make a database of a size, start a server on it, and clear both away afterwards."""
    name = f"govkb_benchmark_{rows}"
    with tempfile.TemporaryDirectory(prefix="govkb-benchmark-") as folder:
        if options.database == "sqlite":
            site = Site(rows, "sqlite", f"{folder}/{name}", "", PORT + place)
            site.url = f"sqlite:///{site.name}"
        else:
            administer(options.server, f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name}")
            url = options.server.rsplit("/", 1)[0] + f"/{name}"
            site = Site(rows, "postgresql", name, url, PORT + place)
        environment = os.environ | {
            "DATABASE_URL": site.url,
            "DJANGO_SETTINGS_MODULE": "govkb.settings",
            "GOVKB_VAR": folder,
            "RATE_LIMIT": "1000000000/60",  # counted as always, and never reached
        }
        python = sys.executable
        run = [python, "manage.py", "migrate", "-v0"]
        subprocess.run(run, env=environment, check=True)  # noqa: S603
        words = f"from tests.benchmarks.api.data import fill; fill({rows})"
        fill = [python, "manage.py", "shell", "-v0", "-c", words]
        subprocess.run(fill, env=environment, check=True)  # noqa: S603
        serve = [python, "-m", "tests.benchmarks.api.server", str(site.port)]
        server = subprocess.Popen(serve, env=environment, stderr=subprocess.DEVNULL)  # noqa: S603
        try:
            wait_for(site.port)
            children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
            site.worker = int(children[-1])
            site.places = list(places(site))
            yield site
        finally:
            server.terminate()
            server.wait(20)
            if options.database != "sqlite":
                administer(options.server, f"DROP DATABASE {name} WITH (FORCE)")


def administer(server: str, *statements: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def wait_for(port: int) -> None:
    for _ in range(300):
        try:
            load.Client(port).get("/api/v1/clauses/?limit=1")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("The server does not come up.")


def places(site: Site) -> Iterator[Place]:
    """Yield places in the list of each kind that have a whole page after them."""
    client = load.Client(site.port)
    for kind in KINDS:
        path = f"/api/v1/clauses/?limit=100&kind={kind}&fields=declaration,position"
        place = None
        for _ in range(200):
            page = json.loads(client.get(path)[2])
            if page["next"] is None:
                break
            if place:
                yield place
            path = page["next"].removeprefix(site.path)
            cursor = path.partition("cursor=")[2].partition("&")[0]
            last = page["results"][-1]
            place = Place(kind, cursor, last["declaration"], last["position"])


# Comparing


def check(site: Site) -> None:
    """Raise AssertionError unless the server's answer is what the database makes."""
    client = load.Client(site.port)
    statement = limit.page(site.vendor, site.path)
    cursor = site.connect().cursor()
    for at in site.places[::20]:
        path = f"/api/v1/clauses/?limit=100&kind={at.kind}&cursor={at.cursor}"
        values = (at.kind, at.slug, at.slug, at.slug, at.position)
        plain = json.loads(cursor.execute(statement, values).fetchone()[0])
        assert load.results(client.get(path)[2]) == plain, f"{at}: not the same answer"
        assert len(plain) == 100


def measure(sites: list[Site], options: argparse.Namespace) -> dict[Any, list[tuple[float, float]]]:
    """Return for each site and candidate its rounds: answers a second, processor ms of one."""
    asks = {
        (site.rows, name): [make(site, number) for number in range(CLIENTS)]
        for site in sites
        for name, make in CANDIDATES.items()
    }
    found: dict[Any, list[tuple[float, float]]] = {key: [] for key in asks}
    by_rows = {site.rows: site for site in sites}
    for turn in range(-1, options.rounds):
        for key in list(asks) if turn % 2 else list(asks)[::-1]:
            processes = by_rows[key[0]].processes()
            before, began = load.processor_seconds(processes), time.perf_counter()
            rate = load.rate(asks[key], options.seconds)
            count = rate * (time.perf_counter() - began)
            used = load.processor_seconds(processes) - before
            if turn >= 0:  # the first is for warming up
                found[key].append((rate, 1000 * used / count))
    return found


def export(site: Site) -> tuple[float, float]:
    """Return what the server takes for all clauses in parts of what the database does: time, work.

    Both figures are the database's through the server's, so that more is better.
    """
    connection = site.connect()
    statement = limit.everything(site.vendor, site.path)
    processes = site.processes()
    if site.vendor == "postgresql":
        processes.append(connection.info.backend_pid)
    marks = [(time.perf_counter(), load.processor_seconds(list(set(processes))))]
    count = 0
    if site.vendor == "postgresql":
        with connection.cursor().copy(f"COPY ({statement}) TO STDOUT") as rows:
            for block in rows:
                count += bytes(block).count(b"\n")
    else:
        for _row in connection.execute(statement):
            count += 1
    marks.append((time.perf_counter(), load.processor_seconds(list(set(processes)))))
    assert load.Client(site.port).stream("/api/v1/clauses.ndjson") == count == site.rows
    marks.append((time.perf_counter(), load.processor_seconds(list(set(processes)))))
    first, middle, last = marks
    connection.close()
    return tuple((middle[n] - first[n]) / (last[n] - middle[n]) for n in (0, 1))


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def spread(values: list[float]) -> str:
    """Return the median and, if there are enough values, the quartiles."""
    if len(values) < 4:
        return f"{statistics.median(values):.2f}"
    low, middle, high = statistics.quantiles(values, n=4)
    return f"{middle:.2f} ({low:.2f} to {high:.2f})"


def report(sites: list[Site], found: dict[Any, list[tuple[float, float]]]) -> None:
    for site in sites:
        say(f"\n{site.rows} clauses, {site.vendor}, {CLIENTS} clients, ratio to the limit")
        base = found[site.rows, "limit"]
        for name in CANDIDATES:
            rounds = found[site.rows, name]
            rates = [mine[0] / limits[0] for mine, limits in zip(rounds, base, strict=True)]
            costs = [limits[1] / mine[1] for mine, limits in zip(rounds, base, strict=True)]
            say(f"  {name:12} answers {spread(rates):24} processor {spread(costs)}")
    first, last = sites[0].rows, sites[-1].rows
    if first != last:
        for name in ("limit", "list"):
            pairs = list(zip(found[first, name], found[last, name], strict=True))
            times = spread([few[0] / many[0] for few, many in pairs])
            costs = spread([many[1] / few[1] for few, many in pairs])
            say(f"Growth of the {name} from {first} to {last}: {times}, processor {costs}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000], help="clauses, each size")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--seconds", type=float, default=1.0, help="of one turn")
    parser.add_argument("--database", choices=["postgresql", "sqlite"], default="postgresql")
    parser.add_argument("--server", default="postgres://postgres@127.0.0.1:5432/postgres")
    options = parser.parse_args()
    random.seed(SEED)
    with ExitStack() as stack:
        sites = [
            stack.enter_context(made(rows, place, options))
            for place, rows in enumerate(sorted(options.rows))
        ]
        for site in sites:
            check(site)
        report(sites, measure(sites, options))
        memory = []
        for site in sites:
            turns = [export(site) for _ in range(5 if site.rows < 500_000 else 1)]
            memory.append(load.peak_memory(site.worker))
            times, work = (spread([turn[n] for turn in turns]) for n in (0, 1))
            say(f"Export of {site.rows} clauses, ratio to the limit: {times}, processor {work}")
        if len(memory) > 1:
            ratio = memory[-1] / memory[0]
            say(f"Memory of the server at the largest size, to the smallest: {ratio:.2f}")


if __name__ == "__main__":
    main()
