"""`manage.py rebuild_search [--changes]`."""

import shutil
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error

from govkb.search import entries, index


class Command(BaseCommand):
    help = "Make the search index anew, or only work off the changes that it has not followed yet."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--changes", action="store_true", help="only follow what has changed since"
        )

    def handle(self, *, changes: bool, **options: Any) -> None:
        try:
            if changes:
                self.stdout.write(f"{index.flush()} changes followed.")
                return
            self.total = sum(entries.every_key(kind).count() for kind in entries.KINDS)
            self.done = 0
            made = index.rebuild(self.progress)
        except Error as error:
            raise CommandError(f"The database refused: {error}") from error
        if self.stderr.isatty():
            self.stderr.write("\r" + " " * shutil.get_terminal_size().columns + "\r", ending="")
        self.stdout.write(f"{made} entries.")

    def progress(self, kind: str, number: int) -> None:
        """Draw how far it has come, on a terminal."""
        self.done += number
        if not self.stderr.isatty():
            return
        share = self.done / max(self.total, 1)
        width = max(10, min(40, shutil.get_terminal_size().columns - 40))
        bar = "█" * round(share * width)
        line = f"\r{bar:·<{width}} {share:4.0%} {self.done}/{self.total} {kind:12}"
        self.stderr.write(line, ending="")
        self.stderr.flush()
