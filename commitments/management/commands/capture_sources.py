"""`manage.py capture_sources [SLUG …] [--missing] [--all]`, or `--url ADDRESS [--json]`."""

import json
from typing import Any

from django.core.management.base import CommandError, CommandParser

from commitments.management.rounds import RoundCommand, chosen
from sources.capture import Expected, Finding, examine, look
from sources.fetching import Client
from sources.models import CaptureAttempt, Source
from sources.robots import Robots


class Command(RoundCommand):
    help = (
        "Fetch sources from their publishers and keep their text where it is new. Ends with 0 when "
        "all could be read, 2 when one could not, 3 while another capture is running."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slugs", nargs="*", metavar="SLUG", help="sources to capture")
        parser.add_argument("--missing", action="store_true", help="all whose text is not held")
        parser.add_argument("--all", action="store_true", help="all that have an address")
        parser.add_argument("--url", help="try an address that is no source yet; keep nothing")
        parser.add_argument("--json", action="store_true", help="with --url: print it as JSON")

    def handle(self, **options: Any) -> None:
        if options["url"]:
            self.try_address(options["url"], as_json=options["json"])
            return
        sources = self.wanted(**options)
        summary = self.round(sources)
        self.stdout.write(str(summary))
        if summary.failed or summary.skipped:
            left = summary.failed + summary.skipped
            raise CommandError(f"{left} of {len(sources)} could not be captured.", returncode=2)

    def wanted(self, **options: Any) -> list[Any]:
        """Return the sources to capture; raise CommandError when none or too much is asked for."""
        ways = [bool(options["slugs"]), options["missing"], options["all"]]
        if sum(ways) != 1:
            raise CommandError(
                "Say what to capture: names of sources, --missing, --all, or --url.", returncode=2
            )
        if options["slugs"]:
            return chosen(options["slugs"])
        sources = Source.objects.with_address().for_check()
        return list(sources.filter(newest_id=None) if options["missing"] else sources)

    def try_address(self, url: str, *, as_json: bool) -> None:
        """Fetch and read an address as a source would be, and say what was found."""
        with Client.configured() as client:
            finding = examine(look(url, client, Robots(client)), url, Expected())
        report = as_report(url, finding)
        if as_json:
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=1))
        elif finding.reading is not None:
            self.stdout.write(f"{finding.url}: {report['text_length']} characters")
            self.stdout.write("\n".join(finding.reading.lines()))
        if finding.outcome != CaptureAttempt.Outcome.CAPTURED:
            label = CaptureAttempt.Outcome(finding.outcome).label
            raise CommandError(f"{label}: {finding.detail}", returncode=2)


def as_report(url: str, finding: Finding) -> dict[str, Any]:
    """Return what was found as plain data; lengths are code points."""
    reading = finding.reading
    facts = reading.facts if reading else {}
    names = ["title", "byline", "language", "published_on", "date_certainty", "canonical_url"]
    return {
        "outcome": finding.outcome,
        "detail": finding.detail,
        "requested_url": url,
        "url": finding.url,
        "status": finding.status_code,
        "media_type": finding.media_type,
        "byte_sha256": finding.byte_sha256,
        "text_length": len(reading.text) if reading else 0,
        "article_length": sum(map(len, reading.own())) if reading else 0,
        **{name: facts.get(name) or None for name in names},
    }
