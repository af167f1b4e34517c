"""`manage.py import_source FILE --source SLUG [--dry-run] [--json]`."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error, OperationalError

from commitments.holding import hold
from sources.documents import UnreadableDocument
from sources.files import read_file
from sources.models import Source
from sources.progress import Bar
from sources.readings import Reading, read


class Command(BaseCommand):
    help = "Read an article or page from a file, and hold its text for a source."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="HTML, text, PDF or DOCX")
        parser.add_argument("--source", help="slug of the source whose text this is")
        parser.add_argument("--dry-run", action="store_true", help="write nothing")
        parser.add_argument("--json", action="store_true", help="print what was read as JSON")

    def handle(self, *, file: Path, dry_run: bool, **options: Any) -> None:
        try:
            data = read_file(file)
            with Bar(self.stderr, f"Reading {file.name}") as bar:
                reading = read(data, file.name, progress=bar)
            if options["json"]:
                self.stdout.write(json.dumps(reading.as_json(), ensure_ascii=False, indent=1))
            else:
                self.stdout.write("\n".join(reading.lines()))
            if options["source"] or not dry_run:
                out = self.stderr if options["json"] else self.stdout
                out.write("\n".join(self.hold(reading, data, options["source"], dry_run=dry_run)))
        except UnreadableDocument as refusal:
            raise CommandError(f"{file}: {refusal}", returncode=2) from refusal
        except OperationalError as error:
            raise CommandError(f"The database is busy: {error}", returncode=3) from error
        except Error as error:
            raise CommandError(f"The database refused: {error}", returncode=2) from error

    def hold(self, reading: Reading, data: bytes, slug: str | None, *, dry_run: bool) -> list[str]:
        source = Source.objects.filter(slug=slug or "").first()
        if source is None:
            told = f"There is no source “{slug}”: make it first."
            if dry_run:  # what was read is of use before the source is made
                return [told]
            raise CommandError(told, returncode=2)
        return hold(source, reading, data, dry_run=dry_run)
