"""What the two commands that fetch sources share: the lock, the lines, the bar, the summary."""

import contextlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error, OperationalError

from commitments.drift import Offline, Result, Round
from sources.capture import Busy, alone
from sources.fetching import Client
from sources.models import CaptureAttempt, Source
from sources.progress import Bar
from sources.robots import Robots


@dataclass
class Summary:
    """How a round ended: how many sources by outcome, which drifted, which were left out."""

    outcomes: Counter[str] = field(default_factory=Counter)
    drifted: int = 0
    skipped: int = 0

    @property
    def failed(self) -> int:
        successes = sum(self.outcomes[outcome] for outcome in CaptureAttempt.SUCCESSES)
        return self.outcomes.total() - successes

    def __str__(self) -> str:
        outcomes = CaptureAttempt.Outcome
        parts = [f"{self.outcomes[one]} {one.label}" for one in outcomes if self.outcomes[one]]
        if self.skipped:
            parts.append(f"{self.skipped} left out, as their server does not answer")
        return f"Sources: {', '.join(parts) or 'none to fetch'}."


class RoundCommand(BaseCommand):
    """A command that fetches sources, one page at a time from each host."""

    def round(self, sources: Sequence[Source], *, quiet: bool = False) -> Summary:
        """Check the sources and tell of each; `quiet` tells only of those that drifted or failed.

        Raises CommandError with 3 while another capture is running or the database is busy, and
        with 2 when nothing can be written or no server answers.
        """
        summary = Summary()
        with (
            refusals(),
            Client.configured() as client,
            alone(),
            Bar(self.stderr, "Fetching") as bar,
        ):
            checks = Round(client, Robots(client))
            for number, result in enumerate(checks.run(sources), 1):
                if result.drifted or not result.attempt.succeeded or not quiet:
                    bar.clear()
                    self.tell(result)
                bar(number, len(sources))
                summary.outcomes[result.attempt.outcome] += 1
                summary.drifted += result.drifted
        summary.skipped = len(checks.skipped)
        for source in checks.skipped:
            self.stdout.write(f"{source.slug}: left out, its server does not answer.")
        return summary

    def tell(self, result: Result) -> None:
        self.stdout.write(result.line())
        for change in result.changes:
            self.stdout.write(f"  {change}")


@contextlib.contextmanager
def refusals() -> Iterator[None]:
    """Turn what stops a round into one line and an exit code."""
    try:
        yield
    except Busy as busy:
        raise CommandError(str(busy), returncode=3) from busy
    except Offline as offline:
        raise CommandError(str(offline), returncode=2) from offline
    except OperationalError as error:
        raise CommandError(f"The database is busy: {error}", returncode=3) from error
    except Error as error:
        raise CommandError(f"The database refused: {error}", returncode=2) from error
    except OSError as error:
        raise CommandError(f"The capture cannot be kept: {error}", returncode=2) from error


def chosen(slugs: Sequence[str]) -> list[Any]:
    """Return the sources of these names, in this order; raise CommandError for an unknown one."""
    rows = {source.slug: source for source in Source.objects.for_check().filter(slug__in=slugs)}
    for slug in slugs:
        if slug not in rows:
            raise CommandError(f"There is no source “{slug}”.", returncode=2)
        if not rows[slug].url:
            raise CommandError(f"The source “{slug}” has no address.", returncode=2)
    return [rows[slug] for slug in dict.fromkeys(slugs)]
