"""A real browser: Chromium, driven through Playwright; and sites to look at with it."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer


@pytest.fixture(scope="session", autouse=True)
def _orm_beside_playwright() -> Iterator[None]:
    """Let tests use the ORM: Playwright's synchronous API runs an event loop in their thread."""
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    yield
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
    else:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep SQLite in a file: in memory, the server's threads would share the tests' connection."""
    if connection.vendor == "sqlite":
        name = tmp_path_factory.mktemp("database") / "test_browser.sqlite3"
        connection.settings_dict["TEST"]["NAME"] = str(name)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Chromium: the one named by CHROMIUM, else the one on the path."""
    executable = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not executable:
        pytest.fail("There is no Chromium: install it, or name it in CHROMIUM.")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=executable,
            args=[
                "--no-sandbox",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ],
        )
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Open a page with nothing stored; `page.violations` collects what the policy refused."""
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.violations = []

    def note(message) -> None:
        if "Content Security Policy" in message.text:
            page.violations.append(message.text)

    page.on("console", note)
    yield page
    context.close()


@dataclass
class Visitor:
    """A window at a site, what its console complained of, and what addresses it asked for."""

    context: BrowserContext
    page: Page
    site: str
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def go(self, address: str) -> None:
        self.page.goto(self.site + address)

    @property
    def strays(self) -> list[str]:
        """Return the addresses asked for that are not the site's own."""
        return [url for url in self.requests if not url.startswith((f"{self.site}/", "data:"))]


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Visitor]]:
    """Return a function that opens a window at a site; its options are those of a context."""
    contexts = []

    def open_window(site: str, **options: Any) -> Visitor:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}} | options)
        contexts.append(context)
        visitor = Visitor(context, context.new_page(), site)
        visitor.page.on("console", lambda message: visitor.complaints.append(message.text))
        visitor.page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
        visitor.page.on("request", lambda asked: visitor.requests.append(asked.url))
        return visitor

    yield open_window
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def site(request: pytest.FixtureRequest, shared: Path) -> Iterator[str]:
    """Return the address of a site with the seeds and the five documents."""
    yield from _serve(request, shared / "seeds")


@pytest.fixture(scope="module")
def bare_site(request: pytest.FixtureRequest) -> Iterator[str]:
    """Return the address of a site with the seeds and no document."""
    yield from _serve(request, None)


def _serve(request: pytest.FixtureRequest, documents: Path | None) -> Iterator[str]:
    """Load the seeds once for a whole module, and leave the database as empty as before.

    pytest-django makes a test database only for tests marked `django_db`; a module that uses this
    without the mark would write to the real one, so it is refused.
    """
    request.getfixturevalue("django_db_setup")
    with request.getfixturevalue("django_db_blocker").unblock():
        if not Path(connection.settings_dict["NAME"]).name.startswith("test_"):
            pytest.fail("Mark the module with django_db: this is not a test database.")
        call_command("load_seeds", stdout=StringIO())
        if documents is not None:
            call_command("import_documents", str(documents), stdout=StringIO())
        # A test on SQLite holds the lock that following changes at the first search would need.
        call_command("rebuild_search", changes=True, stdout=StringIO())
        server = LiveServer("localhost")
        yield server.url
        server.stop()
        call_command("flush", verbosity=0, interactive=False)
