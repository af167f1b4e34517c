"""Many hosts at once, each host one thing at a time."""

import threading
from collections import Counter

import pytest

from sources import turns
from sources.turns import Turns


def never(_found: object) -> bool:
    return False


def test_every_job_is_done_once_in_both_steps():
    jobs = [(f"host{number % 7}", number) for number in range(100)]
    work = Turns(
        lambda job: job * 2,
        lambda job, found: (lambda: found + 1) if job % 3 == 0 else None,
        never,
        delay=0,
    )

    done = dict(work.run(jobs))

    assert done == {job: job * 2 + (job % 3 == 0) for _, job in jobs}


def test_a_host_is_asked_one_thing_at_a_time_and_several_hosts_at_once():
    busy: Counter[str] = Counter()
    lock = threading.Lock()
    together = threading.Barrier(3, timeout=10)

    def fetch(job: tuple[str, int]) -> int:
        with lock:
            busy[job[0]] += 1
            assert busy[job[0]] == 1
        together.wait()  # three hosts must be here at once
        with lock:
            busy[job[0]] -= 1
        return job[1]

    jobs = [(host, (host, number)) for number in range(4) for host in "abc"]
    work = Turns(fetch, lambda *_: None, never, delay=0, fetchers=3)

    assert len(list(work.run(jobs))) == 12


def test_a_slow_host_holds_up_no_other():
    release = threading.Event()

    def fetch(job: str) -> str:
        if job == "slow":
            assert release.wait(10)
        return job

    jobs = [("slow", "slow"), *((f"host{number}", str(number)) for number in range(20))]
    work = Turns(fetch, lambda *_: None, never, delay=0, fetchers=2)
    done = []
    for job, _found in work.run(jobs):
        done.append(job)
        if len(done) == 20:
            release.set()

    assert done[-1] == "slow"


def test_a_host_rests_between_two_fetches(monkeypatch):
    now = [0.0]
    starts = []
    monkeypatch.setattr(turns.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(turns.time, "sleep", lambda seconds: now.__setitem__(0, now[0] + seconds))
    work = Turns(lambda job: starts.append((job, now[0])), lambda *_: None, never, delay=5)

    list(work.run([("a", 1), ("a", 2), ("a", 3)]))

    assert starts == [(1, 0.0), (2, 5.0), (3, 10.0)]


def test_a_host_that_is_down_is_left_alone_and_may_recover_before():
    answers = {0: "down", 1: "down", 2: "up", 3: "down", 4: "down", 5: "down", 6: "up"}
    work = Turns(answers.get, lambda *_: None, lambda found: found == "down", delay=0)

    done = [job for job, _ in work.run([("a", job) for job in answers])]

    assert (done, work.skipped) == ([0, 1, 2, 3, 4, 5], [6])


def test_no_more_is_fetched_than_can_be_read(monkeypatch):
    monkeypatch.setattr(turns, "READERS", 1)
    fetched = []
    release = threading.Event()

    def follow(job: int, _found: int):
        return lambda: release.wait(10) and job

    work = Turns(lambda job: fetched.append(job) or job, follow, never, delay=0, fetchers=2)
    jobs = work.run([(str(number), number) for number in range(50)])
    timer = threading.Timer(0.3, release.set)
    timer.start()
    first = next(jobs)

    assert first[1] in range(50)
    assert len(fetched) <= 5  # two being read or waiting, two being fetched, one more
    assert len(list(jobs)) == 49


def test_what_goes_wrong_in_a_thread_is_raised_to_the_caller():
    def fail(_job: object) -> None:
        raise RuntimeError("a bug")

    with pytest.raises(RuntimeError, match="a bug"):
        list(Turns(fail, lambda *_: None, never, delay=0).run([("a", 1)]))
