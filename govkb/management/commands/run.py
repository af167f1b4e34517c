"""Bring an installation up to date and serve it: what `make run` calls."""

import hashlib
import socket
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from commitments.models import Declaration
from sources.models import Source

THREADS = 4  # in each server process; pages are bound by the processor, so more would not help


class Command(BaseCommand):
    help = "Migrate, load the seeds, import documents, then serve on http://127.0.0.1:PORT."
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--address", default="127.0.0.1", help="address to listen on")
        parser.add_argument("--port", type=int, default=8000, help="port to listen on")
        parser.add_argument("--workers", type=int, default=2, help="number of server processes")
        parser.add_argument("--documents", type=Path, help="folder of documents to import, if any")

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_busy_port(options["address"], options["port"])
        self.stdout.write("Database: migrating where needed …")
        call_command("migrate", verbosity=0)
        self.load_seeds()
        if options["documents"]:
            self.import_documents(options["documents"])
        self.stdout.write("Search: following what changed …")
        call_command("rebuild_search", changes=True, stdout=self.stdout)
        self.offer_capture()
        self.collect_static_files()
        address = f"http://{options['address']}:{options['port']}/"
        self.stdout.write(self.style.SUCCESS(f"govkb is at {address} (stop with Ctrl+C)"))
        serve(options["address"], options["port"], options["workers"])

    def load_seeds(self) -> None:
        """Load the seeds into a new database, and again only when their files have changed."""
        stamp = settings.VAR_DIR / "seeds.sha256"
        digest = digest_of(settings.BASE_DIR / "seeds")
        known = stamp.read_text() if stamp.exists() else ""
        if known == digest and Declaration.objects.exists():
            self.stdout.write("Seeds: up to date.")
            return
        self.stdout.write("Seeds: loading …")
        call_command("load_seeds", stdout=self.stdout)
        stamp.write_text(digest)

    def import_documents(self, folder: Path) -> None:
        """Import what the folder holds; a file that cannot be imported does not stop the site."""
        if not folder.is_dir():
            self.stdout.write(
                f"Documents: no folder “{folder}”; texts that are missing are shown as not held. "
                "Import yours with make run DOCUMENTS=folder."
            )
            return
        self.stdout.write(f"Documents: importing from {folder} …")
        try:
            call_command("import_documents", str(folder), stdout=self.stdout, stderr=self.stderr)
        except CommandError as error:
            self.stderr.write(f"Documents: {error}")

    def offer_capture(self) -> None:
        """Say how texts that are missing can be fetched; nothing is fetched unasked."""
        missing = Source.objects.with_address().with_holdings().filter(held=False).count()
        if missing:
            subject = "1 has" if missing == 1 else f"{missing} have"
            self.stdout.write(
                f"Sources: {subject} no text yet; `make capture` fetches from the publishers."
            )

    def collect_static_files(self) -> None:
        """Collect style sheets and scripts when any of ours, or the installed packages, changed."""
        stamp = settings.VAR_DIR / "static.sha256"
        digest = digest_of(settings.BASE_DIR / "govkb" / "static", settings.BASE_DIR)
        if not stamp.exists() or stamp.read_text() != digest:
            self.stdout.write("Static files: collecting …")
            call_command("collectstatic", interactive=False, clear=True, verbosity=0)
            stamp.write_text(digest)


def digest_of(folder: Path, requirements: Path | None = None) -> str:
    """Return a hash over the files of a folder, and over the requirements where asked."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    if requirements:
        files.append(requirements / "requirements.txt")
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def refuse_busy_port(address: str, port: int) -> None:
    """Raise CommandError with one clear line when something listens there already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            raise CommandError(
                f"Cannot listen on {address}:{port} ({error.strerror}). "
                f"Choose another port: make run PORT={port + 1}"
            ) from error


def serve(address: str, port: int, workers: int) -> None:
    """Serve the site until interrupted."""
    Granian(
        "govkb.wsgi:application",
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        websockets=False,
        log_level=LogLevels.warning,
    ).serve()
