"""`manage.py import_declaration FILE --declaration SLUG --language fr --status authentic`."""

import json
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error, OperationalError

from commitments.instruments import Refused, propose, write
from commitments.models import Declaration, LanguageVersion
from sources.documents import UnreadableDocument
from sources.files import read_file
from sources.models import Source
from sources.progress import Bar
from sources.sandbox import read_in_child


class Command(BaseCommand):
    help = "Read an instrument from a file, show its clauses as a tree, and write them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="text, Markdown, HTML, PDF, DOCX or XML")
        parser.add_argument("--declaration", help="slug of the declaration to write to")
        parser.add_argument("--language", default="", help="BCP 47 tag of the text")
        parser.add_argument(
            "--status", choices=LanguageVersion.VersionStatus.values, default="authentic"
        )
        parser.add_argument("--source", help="slug of the source whose text this is")
        parser.add_argument("--dry-run", action="store_true", help="write nothing")
        parser.add_argument("--json", action="store_true", help="print the proposal as JSON")

    def handle(self, *, file: Path, dry_run: bool, **options: Any) -> None:
        try:
            data = read_file(file)
            with Bar(self.stderr, f"Reading {file.name}") as bar:
                proposal = propose(read_in_child(data, file.name, progress=bar))
            if options["json"]:
                self.stdout.write(json.dumps(proposal.as_json(), ensure_ascii=False, indent=1))
            else:
                self.stdout.write("\n".join(proposal.lines()))
            if not dry_run:
                self.write(proposal, data, options)
        except UnreadableDocument as refusal:
            raise CommandError(f"{file}: {refusal}", returncode=2) from refusal
        except Refused as refusal:
            raise CommandError(str(refusal), returncode=2) from refusal
        except ValidationError as error:
            raise CommandError(" ".join(error.messages), returncode=2) from error
        except OperationalError as error:
            raise CommandError(f"The database is busy: {error}", returncode=3) from error
        except Error as error:
            raise CommandError(f"The database refused: {error}", returncode=2) from error

    def write(self, proposal: Any, data: bytes, options: dict[str, Any]) -> None:
        declaration = Declaration.objects.filter(slug=options["declaration"] or "").first()
        if declaration is None:
            raise Refused(f"There is no declaration “{options['declaration']}”: make it first.")
        source = Source.objects.filter(slug=options["source"] or "").first()
        if options["source"] and source is None:
            raise Refused(f"There is no source “{options['source']}”: make it first.")
        language = options["language"] or proposal.document.language
        if not language:
            raise Refused("Say which language the text is in: --language fr.")
        written = write(
            proposal,
            declaration,
            language=language,
            status=options["status"],
            source=source,
            data=data,
        )
        if not options["json"]:
            self.stdout.write("\n".join(written.lines()))
