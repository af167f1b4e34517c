"""`manage.py score_instruments DIRECTORY`."""

from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError, CommandParser

from commitments.scoring import scores
from sources.progress import Bar


class Command(BaseCommand):
    help = "Read instruments that have a gold beside them, and print how well each was read."
    requires_system_checks: ClassVar[list[str]] = []  # it needs no database and no pages

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directory", type=Path, help="holds a folder for each instrument")

    def handle(self, *, directory: Path, **options: Any) -> None:
        row = "{:42} {:14} {:7} {:7} {:7} {:>8}"
        self.stdout.write(row.format("instrument", "file", "labels", "words", "nested", "seconds"))
        total = exact = 0
        with Bar(self.stderr, "Reading instruments") as bar:
            for score in scores(directory, bar):
                total += 1
                exact += score.is_exact
                marks = (
                    "ok" if right else "WRONG"
                    for right in (score.labels, score.words, score.nested)
                )
                seconds = f"{score.seconds:.2f}"
                bar.clear()
                self.stdout.write(row.format(score.instrument, score.file, *marks, seconds))
        self.stdout.write(f"{exact} of {total} files exact.")
        if not total:
            raise CommandError("No folder there holds a meta.json beside a source.* or text.txt.")
        if exact < total:
            raise CommandError(f"{total - exact} not exact.")
