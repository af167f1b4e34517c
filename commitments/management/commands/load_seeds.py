"""`manage.py load_seeds [DIRECTORY] [--dry-run]`."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error

from commitments import seeds


class Command(BaseCommand):
    help = "Write the seed files into the database: all of them or, with any problem, none."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "directory", nargs="?", type=Path, help="where the files lie (default: seeds/)"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would change, and change nothing"
        )

    def handle(self, *, directory: Path | None, dry_run: bool, **options: Any) -> None:
        try:
            report = seeds.load(directory or settings.BASE_DIR / "seeds", dry_run=dry_run)
        except Error as error:
            raise CommandError(f"The database refused: {error}") from error
        if report.problems:
            for problem in report.problems:
                self.stderr.write(problem)
            count = f"{len(report.problems)} problem{'s'[: len(report.problems) > 1]}"
            raise CommandError(f"{count}; nothing was written.")
        for line in report.lines():
            self.stdout.write(line)
        if dry_run:
            self.stdout.write("Dry run: nothing was written.")
