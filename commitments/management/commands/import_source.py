"""`manage.py import_source FILE --source SLUG [--dry-run] [--json]`."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error, OperationalError

from commitments import articles
from sources.documents import UnreadableDocument
from sources.files import read_file
from sources.models import Source


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
            reading = articles.read(data, file.name)
            if options["json"]:
                self.stdout.write(json.dumps(reading.as_json(), ensure_ascii=False, indent=1))
            else:
                self.stdout.write("\n".join(reading.lines()))
            source = Source.objects.filter(slug=options["source"] or "").first()
            if source is None and (options["source"] or not dry_run):
                raise CommandError(
                    f"There is no source “{options['source']}”: make it first.", returncode=2
                )
            if source is not None:
                for line in articles.hold(source, reading, data, dry_run=dry_run):
                    (self.stderr if options["json"] else self.stdout).write(line)
        except UnreadableDocument as refusal:
            raise CommandError(str(refusal), returncode=2) from refusal
        except OperationalError as error:
            raise CommandError(f"The database is busy: {error}", returncode=3) from error
        except Error as error:
            raise CommandError(f"The database refused: {error}", returncode=2) from error
