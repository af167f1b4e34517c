"""`manage.py check_integrity`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from commitments import integrity


class Command(BaseCommand):
    help = "Check the rules that hold across objects: a line for each problem, exit code 1 if any."

    def handle(self, **options: Any) -> None:
        found = 0
        rules = [*integrity.RULES, *integrity.RULES_OF_OTHERS]
        try:
            for rule in rules:
                for problem in rule():
                    self.stdout.write(problem)
                    found += 1
        except Error as error:
            raise CommandError(f"The database refused: {error}") from error
        if found:
            raise CommandError(f"{found} problem{'s'[: found > 1]}.")
        self.stdout.write(f"{len(rules)} rules, no problems.")
