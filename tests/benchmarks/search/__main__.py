"""How search grows with the collection, on databases of several sizes at the same time.

    python -m tests.benchmarks.search --clauses 10000 100000
    python -m tests.benchmarks.search --clauses 10000 1000000 --rounds 5
    python -m tests.benchmarks.search --clauses 10000 100000 --database sqlite

Each clause has a French and an English text. Needs PostgreSQL at `--server`, as somebody who may
create databases; nothing with `sqlite`. Makes a database of its own for each size (the same for the
same seed) and drops it at the end. All are up before the first round; in each round each query is
asked of every size, in one order and the next time in the other. What is timed is the whole page
but its template: the index asked whether it is current, the count, the first twenty with snippets,
all facets. Beside it, in the same run, PostgreSQL ranks every match by `ts_rank_cd`.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

import psycopg

from tests.benchmarks.search import prose

OF_EACH = 6  # queries of a class


class Worker:
    """The process that holds one database."""

    def __init__(self, clauses: int, url: str, folder: Path) -> None:
        self.clauses = clauses
        environment = os.environ | {
            "DATABASE_URL": url,
            "GOVKB_VAR": str(folder),
            "DJANGO_SETTINGS_MODULE": "govkb.settings",
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.search.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )

    def send(self, name: str, **arguments: Any) -> None:
        self.process.stdin.write(json.dumps([name, arguments]) + "\n")
        self.process.stdin.flush()

    def receive(self) -> dict[str, Any]:
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"The process of {self.clauses} clauses ended.")
        return json.loads(line)

    def call(self, name: str, **arguments: Any) -> dict[str, Any]:
        self.send(name, **arguments)
        return self.receive()


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def say(line: str) -> None:
    print(line, flush=True)  # noqa: T201


def measure(workers: list[Worker], rounds: int, *, is_postgresql: bool) -> None:
    """Ask every query of every size, round by round, and say what came of it."""
    asked = prose.queries(OF_EACH)
    times: dict[int, dict[str, list[float]]] = {w.clauses: defaultdict(list) for w in workers}
    everything: dict[str, list[float]] = defaultdict(list)
    for number in range(rounds + 1):
        order = workers if number % 2 else workers[::-1]
        for name, query in asked:
            for worker in order:
                answer = worker.call("ask", query=query)
                if number:  # the first round only warms up
                    times[worker.clauses][name].append(answer["seconds"])
            plain = '"' not in query and "-" not in query
            if is_postgresql and plain and number in {0, rounds}:
                answer = workers[-1].call("rank_everything", query=query)
                if number:
                    everything[name].append(answer["seconds"])
    small, large = workers[0].clauses, workers[-1].clauses
    say(
        f"{'class':24}"
        + "".join(f"{w.clauses:>10} p50 {'p95':>6}" for w in workers)
        + "   ranking all"
    )
    for name in prose.CLASSES:
        columns = "".join(
            f"{1000 * percentile(times[w.clauses][name], 0.5):14.1f}"
            f" {1000 * percentile(times[w.clauses][name], 0.95):6.1f}"
            for w in workers
        )
        whole = everything.get(name)
        say(f"{name:24}{columns}" + (f"{1000 * statistics.median(whole):12.1f}" if whole else ""))
    p95 = {size: percentile(together(by_class), 0.95) for size, by_class in times.items()}
    say(f"p95 over the others, {large} to {small}: {p95[large] / p95[small]:.2f} times")
    if everything:
        share = p95[large] / percentile(together(everything), 0.95)
        say(f"p95 to that of ranking every match: {share:.3f}")


def together(by_class: dict[str, list[float]]) -> list[float]:
    """Return the times of all classes but the one that is shown apart."""
    return [one for name, several in by_class.items() if name != prose.APART for one in several]


def judge(workers: list[Worker]) -> None:
    """Say how near the first twenty come to the best twenty of all matches."""
    shares = []
    for name, query in prose.queries(2):
        for worker in workers:
            answer = worker.call("quality", query=query)
            if answer["matches"]:
                share = answer["ours"] / answer["exact"]
                shares.append((share, name, worker.clauses, answer["matches"]))
    share, name, size, matches = min(shares)
    mean = statistics.mean(one[0] for one in shares)
    say(f"score of our twenty to the best: mean {mean:.3f}, least {share:.3f}")
    say(f"  least with {name}, {matches} matches, {size} clauses")


def time_imports(worker: Worker, clauses: int) -> None:
    """Say how much longer an import takes with the index than without."""
    ratios = []
    for number in range(2):
        taken = {}
        for indexed in (False, True) if number else (True, False):
            prefix = f"import{number}{'ab'[indexed]}"
            answer = worker.call("import_clauses", clauses=clauses, indexed=indexed, prefix=prefix)
            taken[indexed] = answer["seconds"]
        ratios.append(taken[True] / taken[False])
        say(
            f"import of {clauses}: {taken[False]:.1f} s without, {taken[True]:.1f} s with the index"
        )
    say(f"import with the index to without: {statistics.median(ratios):.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clauses", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--imports", type=int, default=0, help="clauses to import, 0 for none")
    parser.add_argument("--database", choices=["postgresql", "sqlite"], default="postgresql")
    parser.add_argument("--server", default="postgres://postgres@127.0.0.1:5432")
    options = parser.parse_args()
    is_postgresql = options.database == "postgresql"
    names = [f"search_benchmark_{size}" for size in options.clauses]
    with tempfile.TemporaryDirectory() as folder:
        if is_postgresql:
            create(options.server, names)
        workers = []
        try:
            for size, name in zip(options.clauses, names, strict=True):
                own = Path(folder) / name
                own.mkdir()
                url = f"{options.server}/{name}" if is_postgresql else f"sqlite:///{own}/db.sqlite3"
                workers.append(Worker(size, url, own))
            for worker in workers:
                made = worker.call("prepare", clauses=worker.clauses)
                wall, own = made["texts_per_second"], made["texts_per_second_of_process"]
                say(f"{worker.clauses} clauses: {wall:.0f} texts indexed a second")
                say(f"  ({own:.0f} in a second of our process's own time)")
            measure(workers, options.rounds, is_postgresql=is_postgresql)
            judge(workers)
            if options.imports:
                time_imports(workers[0], options.imports)
        finally:
            for worker in workers:
                worker.process.terminate()
                worker.process.wait()
            if is_postgresql:
                drop(options.server, names)


def create(server: str, names: list[str]) -> None:
    drop(server, names)
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        for name in names:
            connection.execute(f"CREATE DATABASE {name}")


def drop(server: str, names: list[str]) -> None:
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        for name in names:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


if __name__ == "__main__":
    main()
