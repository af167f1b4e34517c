"""How well clauses are suggested, measured on what curators have decided."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from govkb.desk.suggest_scoring import score


class Command(BaseCommand):
    help = (
        "Suggest clauses for the passages of the collection's own evidence and print how often "
        "the right one is among the first. Passages that are about no clause of the operative "
        "text (a title, a preamble) are counted apart."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--misses", action="store_true", help="List what was not found first.")

    def handle(self, *args: Any, **options: Any) -> None:
        table = score()
        for row in table.rows():
            self.stdout.write(row)
        if options["misses"]:
            for line in table.misses():
                self.stdout.write(line)
