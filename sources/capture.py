"""Capturing: from the address of a source to a snapshot, or to the reason why there is none.

In three steps, of which only the last touches the database: `look` fetches, `examine` reads what
came, in a process of its own, and judges it against what is held, and `record` writes. A try that
failed is written down and changes nothing else. The text of a page counts as changed when
paragraphs of the article itself did; menus, counters and teasers around it may come and go.
"""

import contextlib
import fcntl
import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from sources import originals
from sources.anchoring import NotFound
from sources.documents import UnreadableDocument
from sources.echo import fingerprint, similarity, squash, words
from sources.fetching import Deadline, Fetched, FetchFailed
from sources.folding import fold
from sources.models import CaptureAttempt, Snapshot, Source
from sources.page_walls import says_not_found, wall
from sources.passages import locate
from sources.readings import OWN, Reading, read
from sources.snapshots import add_snapshot
from sources.text import text_sha256

Outcome = CaptureAttempt.Outcome

SAME_TEXT = 0.1  # the share of its shingles that a text keeps at least while it is the same text
LED_ASTRAY = 0.5  # the same, where the address or the title says that this is another page
_HOME = re.compile(r"/?(?:index\.\w{3,5}|home/?|[a-z]{2}(?:[-_][a-z]{2})?/?)?", re.IGNORECASE)


class Busy(Exception):  # noqa: N818 -- an answer, not an error
    """Another process captures at this moment."""


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Be the one process of this installation that captures; first clear what others broke off.

    Raises Busy at once while there is another. The lock ends with the process that holds it.
    """
    path = Path(settings.VAR_DIR) / "capture.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Busy("Another capture is running; try again when it has ended.") from error
        originals.clear_pending()
        yield


class Fetcher(Protocol):
    """What fetches: `sources.fetching.Client`."""

    def fetch(self, url: str, *, deadline: Deadline) -> Fetched: ...


class Permission(Protocol):
    """What knows the wishes of sites: `sources.robots.Robots`."""

    def allowed(self, url: str, *, deadline: Deadline) -> bool: ...


@dataclass(frozen=True, slots=True)
class Finding:
    """What a try found. Without an outcome, `body` is still to be examined.

    `confirms` is the primary key of the snapshot that the page still holds, when it is unchanged.
    `reading` is there when it was captured, and `body` where it is still of use. `at` is when the
    try ended, if it is not written down at once.
    """

    outcome: Outcome | None
    detail: str = ""
    url: str = ""
    status_code: int | None = None
    media_type: str = ""
    charset: str = ""
    body: bytes = b""
    byte_sha256: str = ""
    confirms: int | None = None
    reading: Reading | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Expected:
    """What is known of a source, to judge a page by.

    `paragraphs` are those of the newest snapshot, each with its role. `quotes` are words cited from
    any of its snapshots, `locators` the passages that still wait for a text.
    """

    title: str = ""
    snapshot: Snapshot | None = None
    paragraphs: tuple[tuple[str, str], ...] = ()
    quotes: tuple[str, ...] = ()
    locators: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, source: Source, quotes: Sequence[str] = (), locators: Sequence[str] = ()
    ) -> "Expected":
        """Return what is held of a source, with the words that are cited from it."""
        newest = source.newest_snapshot()
        paragraphs = newest.paragraphs.order_by("number") if newest else ()
        return cls(
            title=source.title,
            snapshot=newest,
            paragraphs=tuple((one.role, newest.text[one.start : one.end]) for one in paragraphs),
            quotes=tuple(quotes),
            locators=tuple(locators),
        )

    def own(self) -> list[str]:
        """Return the paragraphs of the newest snapshot that are the article's own."""
        return [text for role, text in self.paragraphs if role in OWN]


# First step: fetch


def look(
    url: str,
    fetcher: Fetcher,
    robots: Permission | None,
    *,
    known: frozenset[str] = frozenset(),
    newest: int | None = None,
) -> Finding:
    """Fetch an address before one deadline; no database and no parser is asked.

    `robots` is None when a person has decided to fetch against their wishes. `known` are hashes of
    answers that hold the text of the snapshot `newest`: such an answer is `unchanged` without being
    read.
    """
    deadline = Deadline()
    try:
        if robots and not robots.allowed(url, deadline=deadline):
            return Finding(Outcome.ROBOTS, "The site asks robots not to fetch this page.", url)
        fetched = fetcher.fetch(url, deadline=deadline)
        if robots and fetched.url != url and not robots.allowed(fetched.url, deadline=deadline):
            told = "The address leads to a page that the site asks robots not to fetch."
            return Finding(Outcome.ROBOTS, told, fetched.url, fetched.status)
    except FetchFailed as failed:
        return Finding(
            Outcome(failed.outcome.value), failed.detail, failed.url or url, failed.status_code
        )
    digest = hashlib.sha256(fetched.body).hexdigest()
    is_known = newest is not None and digest in known
    return Finding(
        Outcome.UNCHANGED if is_known else None,
        url=fetched.url,
        status_code=fetched.status,
        media_type=fetched.media_type,
        charset=fetched.charset,
        body=b"" if is_known else fetched.body,
        byte_sha256=digest,
        confirms=newest if is_known else None,
    )


# Second step: read and judge


def examine(finding: Finding, asked: str, expected: Expected) -> Finding:
    """Read what came from the address `asked`, and decide what it is.

    Answers that are decided already come back as they are.
    """
    if finding.outcome is not None:
        return finding
    if not finding.body.strip():
        return replace(finding, outcome=Outcome.EMPTY, detail="The answer is empty.")
    name = PurePosixPath(urlsplit(finding.url).path).name
    try:
        reading = read(finding.body, name, url=finding.url, charset=finding.charset)
    except UnreadableDocument as refusal:
        empty = "holds no text" in str(refusal)
        outcome = Outcome.EMPTY if empty else Outcome.UNREADABLE
        return replace(finding, outcome=outcome, detail=str(refusal))
    reading = _with_known_roles(reading, expected)
    outcome, reason = _judge(reading, finding, asked, expected)
    decided = replace(finding, outcome=outcome, detail=reason)
    if outcome == Outcome.CAPTURED:
        return replace(decided, reading=reading)
    newest = expected.snapshot.pk if expected.snapshot else None
    return replace(decided, body=b"", confirms=newest if outcome == Outcome.UNCHANGED else None)


def _judge(
    reading: Reading, finding: Finding, asked: str, expected: Expected
) -> tuple[Outcome, str]:
    """Return what a page that could be read is, and why."""
    if is_same_article(reading, expected):
        return Outcome.UNCHANGED, ""
    own = reading.own()
    markup = finding.body.decode("utf-8", "replace")
    held = sum(len(words(each)) for each in expected.own())
    if reason := wall(own, reading.around(), markup, held):
        return Outcome.WALL, reason
    if not any(map(squash, own)):
        return Outcome.EMPTY, "The page holds no article."
    if reason := is_another_text(reading, expected, asked, finding.url):
        return Outcome.WORDS_MISSING, reason
    return Outcome.CAPTURED, ""


def is_same_article(reading: Reading, expected: Expected) -> bool:
    """Tell whether a page still holds the article of the newest snapshot, letter for letter.

    Only its own paragraphs are compared, as they are: other quotation marks make another text. What
    is cited from elsewhere on the page must still stand there too.
    """
    newest = expected.snapshot
    if newest is None:
        return False
    if text_sha256(reading.text) == newest.text_sha256:
        return True
    if reading.own() != expected.own():
        return False
    before, after = fold(newest.text).text, fold(reading.text).text
    quotes = [fold(quote).text for quote in expected.quotes]
    return all(quote in after for quote in quotes if quote in before)


def is_another_text(reading: Reading, expected: Expected, asked: str, answered: str) -> str:
    """Return why a page is another one than was cited; nothing when it is the same, or may be."""
    if expected.snapshot is None:
        return _is_not_what_is_waited_for(reading, expected, asked, answered)
    after = fold(reading.text).text
    if any(fold(quote).text in after for quote in expected.quotes):
        return ""
    own, held = reading.own(), expected.own()
    before, text = "\n\n".join(held), "\n\n".join(own)
    shared = similarity(fingerprint(before), fingerprint(text)).of_a
    astray = _led_astray(reading, asked, answered)
    if astray and shared < LED_ASTRAY:
        return astray
    kept = {squash(paragraph) for paragraph in own}
    if shared >= SAME_TEXT or any(squash(one) in kept for one in held if len(words(one)) >= 6):
        return ""
    # A few words leave no shingle whole when one changes: then their vocabulary tells.
    vocabulary = set(words(before))
    if len(vocabulary & set(words(text))) >= 0.5 * len(vocabulary):
        return ""
    return f"The page holds another text: it shares {shared:.0%} with the capture held."


def _is_not_what_is_waited_for(
    reading: Reading, expected: Expected, asked: str, answered: str
) -> str:
    """Judge the first text of a source by its address, its title, and what is waited for."""
    text = fold(reading.text)
    if any(not isinstance(locate(one, text), NotFound) for one in expected.locators):
        return ""
    if astray := _led_astray(reading, asked, answered):
        return astray
    found, wanted = squash(str(reading.facts["title"])), squash(expected.title)
    if not expected.locators or (found and wanted and (found in wanted or wanted in found)):
        return ""
    return "The page has another title, and none of the cited words are on it."


def _led_astray(reading: Reading, asked: str, answered: str) -> str:
    """Say that a page is a notice or the site's entrance, where it is one; else nothing."""
    title = str(reading.facts["title"])
    if says_not_found(title):
        return f"The page says “{title}”."
    before, after = urlsplit(asked), urlsplit(answered)
    if _HOME.fullmatch(after.path) and not after.query and not _HOME.fullmatch(before.path):
        return f"The address leads to the entrance of the site, {answered}"
    return ""


def _with_known_roles(reading: Reading, expected: Expected) -> Reading:
    """Give paragraphs that stood in the last capture the role they have there.

    A curator may have corrected it. A text that came from a file was read by other rules, and a
    paragraph that stands there twice may be two things, so their roles are not taken over.
    """
    if expected.snapshot is None or expected.snapshot.origin != Snapshot.Origin.CAPTURE:
        return reading
    number = Counter(text for _, text in expected.paragraphs)
    roles = {text: role for role, text in expected.paragraphs if number[text] == 1}
    pieces = [
        piece._replace(role=roles.get(reading.text[piece.start : piece.end], piece.role))
        for piece in reading.pieces
    ]
    return replace(reading, pieces=pieces)


# Third step: write


def record(source: Source, finding: Finding) -> CaptureAttempt:
    """Write the try, and the snapshot if there is a new text. The caller holds a transaction.

    Whether it is new is asked again: the same text may have come from a file meanwhile.
    """
    attempt = attempt_of(source, finding)
    if finding.reading is not None:
        attempt.detail = proposals(finding.reading, source)
        newest = source.snapshots.defer("text").order_by("-number").first()
        if newest and newest.text_sha256 == text_sha256(finding.reading.text):
            attempt.outcome, attempt.snapshot = Outcome.UNCHANGED, newest
        else:
            attempt.snapshot = add_snapshot(
                source,
                finding.reading.text,
                finding.byte_sha256,
                finding.reading.pieces,
                origin=Snapshot.Origin.CAPTURE,
                url=_stored(finding.url),
                at=finding.at,
            )
    attempt.save()
    return attempt


def attempt_of(source: Source, finding: Finding) -> CaptureAttempt:
    """Return the try as it is to be written, unsaved."""
    if finding.outcome is None:
        raise ValueError("What came was not examined.")
    return CaptureAttempt(
        source=source,
        attempted_at=finding.at or timezone.now(),
        outcome=finding.outcome,
        detail=finding.detail,
        url=_stored(finding.url),
        status_code=finding.status_code,
        snapshot_id=finding.confirms,
        media_type=finding.media_type[:100],
        byte_sha256=finding.byte_sha256,
    )


def proposals(reading: Reading, source: Source) -> str:
    """Say in one line what the page says of itself that our record does not; nothing is changed."""
    facts = reading.facts
    title, language = str(facts["title"]), str(facts["language"])
    day, address = facts["published_on"], str(facts["canonical_url"])
    found = [
        ("title", f"“{title}”", title and squash(title) != squash(source.title)),
        ("language", language, language and _primary(language) != _primary(source.language)),
        ("date", day, day and day != str(source.published_on)),
        ("address", address, address and address not in {source.url, source.original_url}),
    ]
    said = [f"{name} {value}" for name, value, differs in found if differs]
    return f"The page says otherwise than our record: {', '.join(said)}." if said else ""


def _primary(language: str) -> str:
    return language.partition("-")[0].lower()


def _stored(url: str) -> str:
    """Return an address as it is stored: one that is too long, or none of the web, is left out."""
    return url if len(url) <= 2000 and url.startswith(("http://", "https://")) else ""
