"""`manage.py check_sources [SLUG …] [--older-than DAYS] [--limit N]`, for cron."""

from datetime import timedelta
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db.models import Q
from django.utils import timezone

from commitments.management.rounds import RoundCommand, chosen
from sources.models import Source

DRIFTED = 4


class Command(RoundCommand):
    help = (
        "Fetch sources again, keep what is new, and tell what drifted. Ends with 0 when nothing "
        "did, 4 when something did, 3 while another capture is running, 2 when refused."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slugs", nargs="*", metavar="SLUG", help="only these sources")
        parser.add_argument(
            "--older-than", type=float, metavar="DAYS", help="only those not tried for so long"
        )
        parser.add_argument(
            "--limit", type=int, metavar="N", help="only so many, those not tried for longest"
        )

    def handle(self, **options: Any) -> None:
        summary = self.round(self.due(**options), quiet=options["verbosity"] < 2)
        self.stdout.write(str(summary))
        if summary.drifted:
            plural = "sources have" if summary.drifted > 1 else "source has"
            raise CommandError(f"{summary.drifted} {plural} drifted.", returncode=DRIFTED)

    def due(self, **options: Any) -> list[Any]:
        """Return the sources that are to be checked, least recently tried first."""
        if (options["older_than"] or 0) < 0 or (options["limit"] or 0) < 0:
            raise CommandError("Days and numbers cannot be negative.", returncode=2)
        if options["slugs"]:
            return chosen(options["slugs"])
        sources = Source.objects.with_address().for_check()
        if options["older_than"] is not None:
            before = timezone.now() - timedelta(days=options["older_than"])
            sources = sources.filter(Q(tried_at=None) | Q(tried_at__lt=before))
        return list(sources[: options["limit"]])
