"""Fetching from many hosts at once, and from each of them one thing at a time.

Threads fetch and read; everything else, the database above all, stays in the thread that asked.
"""

import heapq
import os
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Generic, TypeVar

Job = TypeVar("Job")
Found = TypeVar("Found")

FETCHERS = 8
READERS = min(4, os.cpu_count() or 1)
PATIENCE = 3  # fetches in a row that a host may fail before the rest of its jobs are left out


class Turns(Generic[Job, Found]):
    """Jobs in two steps: `fetch` in a thread, then what `follow` returns, in another.

    `follow` is called in the thread of the caller; None means that the job is done. A host whose
    turn was waits `delay` seconds, counted from the end of a fetch, before it is asked again. One
    whose server `is_down` several times in a row is left alone: the rest of its jobs is `skipped`.
    While more jobs wait for a reader than there are readers, nothing new is fetched; so what is
    held in memory is bounded, however many jobs there are.
    """

    def __init__(
        self,
        fetch: Callable[[Job], Found],
        follow: Callable[[Job, Found], Callable[[], Found] | None],
        is_down: Callable[[Found], bool],
        *,
        delay: float,
        fetchers: int = FETCHERS,
    ) -> None:
        self.fetch = fetch
        self.follow = follow
        self.is_down = is_down
        self.skipped: list[Job] = []
        self.delay = delay
        self.fetchers = fetchers
        self._failed: Counter[str] = Counter()
        self._queues: dict[str, deque[Job]] = defaultdict(deque)
        self._ready: list[tuple[float, int, str]] = []
        self._fetching: dict[Future[Found], tuple[str, Job]] = {}
        self._reading: dict[Future[Found], Job] = {}
        self._turn = 0

    def run(self, jobs: Iterable[tuple[str, Job]]) -> Iterator[tuple[Job, Found]]:
        """Do the jobs, each with the name of its host; yield them as they end."""
        for host, job in jobs:
            if host not in self._queues:
                self._wait(host, time.monotonic())
            self._queues[host].append(job)
        fetchers = ThreadPoolExecutor(self.fetchers, thread_name_prefix="fetch")
        readers = ThreadPoolExecutor(READERS, thread_name_prefix="read")
        try:
            while self._ready or self._fetching or self._reading:
                pause = self._start(fetchers)
                running = {*self._fetching, *self._reading}
                if not running:
                    time.sleep(pause or 0)
                    continue
                for future in wait(running, pause, FIRST_COMPLETED).done:
                    yield from self._end(future, readers)
        finally:
            fetchers.shutdown(wait=False, cancel_futures=True)
            readers.shutdown(wait=False, cancel_futures=True)

    def _start(self, fetchers: ThreadPoolExecutor) -> float | None:
        """Start what may be; return the seconds until more may be, None if only an end helps."""
        while self._ready and len(self._fetching) < self.fetchers:
            if len(self._reading) >= 2 * READERS:
                return None
            if (pause := self._ready[0][0] - time.monotonic()) > 0:
                return pause
            host = heapq.heappop(self._ready)[2]
            job = self._queues[host].popleft()
            self._fetching[fetchers.submit(self.fetch, job)] = (host, job)
        return None

    def _end(
        self, future: Future[Found], readers: ThreadPoolExecutor
    ) -> Iterator[tuple[Job, Found]]:
        if future in self._reading:
            yield self._reading.pop(future), future.result()
            return
        host, job = self._fetching.pop(future)
        found = future.result()
        self._failed[host] = self._failed[host] + 1 if self.is_down(found) else 0
        if self._failed[host] >= PATIENCE:
            self.skipped.extend(self._queues.pop(host))
        elif self._queues[host]:
            self._wait(host, time.monotonic() + self.delay)
        step = self.follow(job, found)
        if step is None:
            yield job, found
        else:
            self._reading[readers.submit(step)] = job

    def _wait(self, host: str, until: float) -> None:
        self._turn += 1
        heapq.heappush(self._ready, (until, self._turn, host))
