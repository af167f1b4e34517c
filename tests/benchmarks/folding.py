"""Folding against NFKC and case-folding alone: `python -m tests.benchmarks.folding`.

Prints how many times as long the map takes, the median of several interleaved rounds.
"""

import statistics
import time
import unicodedata
from collections.abc import Callable

from sources.folding import fold

ROUNDS = 9
TEXT = (
    "L’article 5 — adopté à « Genève » — s’applique aux États\u202f: co\u2011opération.\n\n" * 700
)[:50_000]


def seconds(work: Callable[[str], object]) -> float:
    started = time.perf_counter()
    work(TEXT)
    return time.perf_counter() - started


def main() -> None:
    ratios = []
    for _ in range(ROUNDS):
        plain = seconds(lambda text: unicodedata.normalize("NFKC", text).casefold())
        ratios.append(seconds(fold) / plain)
    print(f"fold / NFKC and casefold: {statistics.median(ratios):.1f}")  # noqa: T201


if __name__ == "__main__":
    main()
