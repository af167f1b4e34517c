"""`manage.py import_documents DIRECTORY [--dry-run]`."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error

from commitments import importing
from sources.progress import Bar


class Command(BaseCommand):
    help = "Take files of known sources, and find in them the passages that are cited."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directory", type=Path, help="where the files lie")
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would change, and change nothing"
        )

    def handle(self, *, directory: Path, dry_run: bool, **options: Any) -> None:
        try:
            with Bar(self.stderr, "Reading files") as bar:
                report = importing.import_documents(directory, dry_run=dry_run, progress=bar)
        except importing.Refused as refusal:
            raise CommandError(str(refusal), returncode=2) from refusal
        except Error as error:
            raise CommandError(f"The database refused: {error}") from error
        for line in report.lines():
            self.stdout.write(line)
        if dry_run:
            self.stdout.write("Dry run: nothing was written.")
        for line in report.refused:
            self.stderr.write(line)
        if report.refused:
            raise CommandError(f"{len(report.refused)} refused.", returncode=2)
