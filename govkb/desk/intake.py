"""Texts on their way in: from an address, a file or a pasted text to a source with its snapshot.

What can be read is read as the commands read it; what it says about itself is proposed with the
reason, and nothing of that is stored anywhere but in the intake until a curator saves it.
"""

import contextlib
import gzip
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.text import Truncator, slugify

from commitments.genre import INSTRUMENT, voice
from commitments.holding import is_near
from commitments.instruments import Proposal, Written, write
from commitments.models import Declaration, Participation, Party
from commitments.numbering import number
from govkb.desk.intake_clauses import Row, kept_blocks, numbering_of, rows_of, set_kind
from govkb.desk.models import Intake
from sources import capture, originals
from sources.blocks import Block
from sources.blocks import Role as BlockRole
from sources.capture import Expected, Finding
from sources.derivation import is_same_name
from sources.documents import Document, UnreadableDocument
from sources.echo import squash
from sources.echoes import echoes_of
from sources.fetching import Client
from sources.formats.reading import MAX_TEXT, MAX_UPLOAD
from sources.models import CaptureAttempt, Paragraph, Publisher, Snapshot, Source
from sources.readings import OWN, Piece, Reading, read
from sources.robots import Robots
from sources.sandbox import read_in_child
from sources.snapshots import add_snapshot
from sources.text import text_sha256

Outcome = CaptureAttempt.Outcome
Role = Paragraph.Role

_ADDRESS = re.compile(r"https?://[^\s/]\S*|www\.[^\s/.]+\.\S+", re.IGNORECASE)
# Whose addresses are those of governments and of bodies that states have made.
_OFFICIAL_HOST = re.compile(r"(?:^|\.)(?:gov|gouv|gob|govt|go|mil|int|europa)(?:\.[a-z]{2,3})?$")
_TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid)=[^&#]*&?")


class Refused(Exception):  # noqa: N818 -- an answer, not an error
    """What was given cannot be taken; the message is one sentence for the curator."""


class NewerStateError(Exception):
    """Somebody has saved the intake since it was shown."""


# What was given


def split_address(given: str) -> tuple[str, str]:
    """Return the address and the text in what was put into the one box; either may be empty.

    An address alone is to be fetched; alone on the first line, it is where the text below stands.
    """
    first, _, rest = given.strip().partition("\n")
    if not _ADDRESS.fullmatch(first.strip()):
        return "", given.strip()
    address = first.strip()
    return address if "://" in address else f"https://{address}", rest.strip()


def begin_with_address(curator: Any, url: str) -> Intake:
    """Fetch an address as `capture_sources --url` does, and keep what came or why nothing did."""
    with Client.configured() as client:
        finding = capture.examine(capture.look(url, client, Robots(client)), url, Expected())
    intake = Intake(curator=curator, origin=Intake.Origin.ADDRESS, url=url)
    told = {
        "outcome": str(finding.outcome),
        "detail": finding.detail,
        "url": finding.url,
        "status_code": finding.status_code,
        "media_type": finding.media_type,
        "byte_sha256": finding.byte_sha256,
        "at": timezone.now().isoformat(),
    }
    if finding.reading is None:
        intake.problem = f"{Outcome(finding.outcome).label}: {finding.detail}"
        intake.found = {"attempt": told}
        intake.save()
        return intake
    return _keep(intake, finding.reading, finding.body, told)


def begin_with_file(curator: Any, data: bytes, name: str) -> Intake:
    """Read a file as `import_source` does. Raises UnreadableDocument with one sentence."""
    intake = Intake(curator=curator, origin=Intake.Origin.FILE, file_name=name[:255])
    return _keep(intake, read(data, name), data)


def begin_with_text(curator: Any, text: str, url: str = "") -> Intake:
    """Read a pasted text, which may be mark-up. Raises UnreadableDocument with one sentence."""
    intake = Intake(curator=curator, origin=Intake.Origin.TEXT, url=url)
    return _keep(intake, *_read_pasted(text, url))


def paste(intake: Intake, revision: int, text: str) -> None:
    """Give the text to an intake whose address could not be read; the address is kept.

    Raises UnreadableDocument, or NewerStateError when somebody else was quicker.
    """
    reading, data = _read_pasted(text, intake.url)
    _fill(intake, reading, data, intake.found.get("attempt"))
    names = ("byte_sha256", "original", "text", "paragraphs", "found")
    if not Intake.save_revision(
        intake.pk, revision, **{name: getattr(intake, name) for name in names}
    ):
        raise NewerStateError


def _read_pasted(text: str, url: str) -> tuple[Reading, bytes]:
    # Browsers send line ends as CRLF; what was pasted had none of them.
    data = text.replace("\r\n", "\n").encode("utf-8", "replace")
    if len(data) > MAX_TEXT:
        raise UnreadableDocument(f"The text is larger than {MAX_TEXT >> 20} MB.")
    return read(data, url=url), data


def read_upload(file: Any) -> bytes:
    """Return the bytes of an uploaded file; raise UnreadableDocument when it is too large."""
    if file.size > MAX_UPLOAD:
        raise UnreadableDocument(f"The file is larger than {MAX_UPLOAD >> 20} MB.")
    data: bytes = file.read()
    return data


def _keep(
    intake: Intake, reading: Reading, data: bytes, attempt: dict[str, Any] | None = None
) -> Intake:
    _fill(intake, reading, data, attempt)
    intake.save()
    return intake


def _fill(intake: Intake, reading: Reading, data: bytes, attempt: dict[str, Any] | None) -> None:
    cuts = {cut["paragraph"]: cut["reason"] for cut in reading.facts["cuts"]}
    intake.byte_sha256 = hashlib.sha256(data).hexdigest()
    intake.original = gzip.compress(data, mtime=0)
    intake.text = reading.text
    intake.paragraphs = [
        {
            "start": piece.start,
            "end": piece.end,
            "role": str(piece.role),
            "proposed": str(piece.role),
            "language": piece.language,
            "why": cuts.get(number, ""),
        }
        for number, piece in enumerate(reading.pieces, 1)
    ]
    facts = {name: reading.facts[name] for name in ("cuts", "credits", "coverage", "warnings")}
    intake.found = {
        **facts,
        "attempt": attempt,
        "fields": propose_fields(reading, intake.url, attempt, intake.file_name),
        "echoes": near_copies(intake),
    }


def original_of(intake: Intake) -> bytes:
    """Return the bytes that the text was read from."""
    return gzip.decompress(bytes(intake.original))


# What is proposed


def propose_fields(
    reading: Reading, url: str, attempt: dict[str, Any] | None, file_name: str = ""
) -> dict[str, dict[str, str]]:
    """Return for each field of a source that something can be said of: the value, and why."""
    fields: dict[str, dict[str, str]] = {}

    def propose(name: str, value: str, why: str) -> None:
        if value:
            fields[name] = {"value": value, "why": why}

    facts = reading.facts
    title, why = _title(reading)
    propose("title", title, why)
    propose("author", str(facts["byline"]), "The text is signed so.")
    propose("language", str(facts["language"]), "Most of the words are in this language.")
    _propose_date(facts, propose)
    _propose_addresses(facts, url, (attempt or {}).get("url") or "", propose)
    publisher = publisher_at(url) if url else None
    host = (urlsplit(url).hostname or "").removeprefix("www.") if url else ""
    if publisher:
        propose("publisher", publisher.name, f"Other sources come from {host}.")
    elif host:
        propose("publisher", host, "No publisher is known at this address: give its name.")
    kind, why = _kind(reading, publisher, host, title or file_name)
    propose("kind", kind, why)
    is_official = kind == Source.Kind.OFFICIAL_TEXT
    if is_official:
        propose("rights", Source.Rights.FULL, "Official texts may be shown whole.")
    else:
        propose("rights", Source.Rights.EXCERPTS, "The words belong to their author.")
    propose("slug", free_slug(Source, title), "Made of the title.")
    return fields


def _title(reading: Reading) -> tuple[str, str]:
    if reading.facts["title"]:
        return Truncator(reading.facts["title"]).chars(500), "The text is headed so."
    own = [piece for piece in reading.pieces if piece.role in OWN]
    for piece in own[:3]:
        words = " ".join(reading.text[piece.start : piece.end].split())
        if piece.role == Role.HEADING or (len(words) <= 120 and words[-1:].isalnum()):
            return Truncator(words).chars(500), "It is the first line that could be a title."
    return "", ""


def _propose_date(facts: dict[str, Any], propose: Any) -> None:
    certainty = str(facts["date_certainty"])
    reasons = {
        "printed": "It is printed in the text.",
        "metadata": "Only the page’s metadata say so.",
        "inferred": "It stands in the address only.",
    }
    why = f"{reasons.get(certainty, '')} {facts['date_note']}".strip()
    propose("published", str(facts["published_on"] or ""), why)
    if facts["published_on"] and certainty != "printed":
        propose("published_note", why, "It is not printed.")


def _propose_addresses(facts: dict[str, Any], url: str, answered: str, propose: Any) -> None:
    canonical = str(facts["canonical_url"])
    place = answered or url
    if canonical and (not place or urlsplit(canonical).netloc == urlsplit(place).netloc):
        propose("url", canonical, "The page calls this its address.")
    else:
        propose("url", url, "You gave it.")
        propose("original_url", canonical, "The page names it as the original.")


def _kind(reading: Reading, publisher: Publisher | None, host: str, title: str) -> tuple[str, str]:
    """Return what kind of source it seems to be, and why."""
    heard = voice(
        [Block(text, BlockRole.PARAGRAPH) for text in reading.own()],
    )
    commits = heard.operative * 2 >= max(heard.paragraphs, 1) and heard.reporting <= 1
    if commits and (INSTRUMENT.search(title) or heard.operative >= 5):
        return Source.Kind.OFFICIAL_TEXT, "Its sentences are those of an instrument."
    if publisher:
        usual = publisher.sources.values("kind").annotate(number=Count("pk")).order_by("-number")
        if first := usual.first():
            return first["kind"], f"Most sources of {publisher} are of this kind."
    if _OFFICIAL_HOST.search(host):
        return Source.Kind.GOVERNMENT_STATEMENT, f"{host} is an address of public bodies."
    return Source.Kind.NEWS, "Nothing says otherwise."


def publisher_at(url: str) -> Publisher | None:
    """Return who publishes at the host of an address, as far as other sources tell."""
    host = (urlsplit(url).netloc or "").lower()
    if not host:
        return None
    hosts = {host.removeprefix("www."), f"www.{host.removeprefix('www.')}"}
    places = Q()
    for each in hosts:
        for scheme in ("http", "https"):
            places |= Q(url=f"{scheme}://{each}") | Q(url__startswith=f"{scheme}://{each}/")
    source = Source.objects.filter(places).select_related("publisher").order_by("pk").first()
    return source.publisher if source else Publisher.objects.filter(places).order_by("pk").first()


def free_slug(model: type[Any], words: str) -> str:
    """Return a name for addresses made of words, which no other object of the kind has."""
    stem = slugify(words)[:80].strip("-")
    if not stem:
        return ""
    taken = set(model._default_manager.filter(slug__startswith=stem).values_list("slug", flat=True))
    slug, number = stem, 1
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug


# What is held already


@dataclass(frozen=True, slots=True)
class Duplicates:
    """Sources that may be the same: by address, by the very same text; and other intakes."""

    by_address: list[Source]
    by_text: list[Source]
    intakes: list[Intake]

    def __bool__(self) -> bool:
        return bool(self.by_address or self.by_text or self.intakes)


def duplicates(intake: Intake, addresses: Iterable[str]) -> Duplicates:
    """Return what is held under any of the addresses, however written, or with the same text."""
    forms = {form for address in addresses if address for form in address_forms(address)}
    places = Q(url__in=forms) | Q(original_url__in=forms) | Q(archive_url__in=forms)
    same_text = Snapshot.objects.filter(text_sha256=text_sha256(intake.text))
    others = Intake.objects.filter(source=None).exclude(pk=intake.pk).select_related("curator")
    same = Q(url__in=forms) if forms else Q(pk=None)
    if intake.byte_sha256:
        same |= Q(byte_sha256=intake.byte_sha256)
    sources = Source.objects.select_related("publisher")
    return Duplicates(
        list(sources.filter(places)[:10]) if forms else [],
        list(sources.filter(pk__in=same_text.values("source"))[:10]) if intake.text else [],
        list(others.filter(same).defer("text", "original", "paragraphs")[:10]),
    )


def address_forms(url: str) -> Iterator[str]:
    """Yield the ways in which one address may be written: scheme, www, last slash, tracking."""
    bare = url.partition("#")[0]
    for form in {bare, _TRACKING.sub("", bare).rstrip("?&")}:
        rest = re.sub(r"^https?://(?:www\.)?", "", form, flags=re.IGNORECASE).rstrip("/")
        host, slash, path = rest.partition("/")
        for scheme in ("http", "https"):
            for www in ("", "www."):
                plain = f"{scheme}://{www}{host.lower()}{slash}{path}"
                yield from (plain, f"{plain}/")


def near_copies(intake: Intake) -> list[dict[str, Any]]:
    """Return the sources that share so many words that one may be made of the other."""
    text = intake.text
    for one in intake.paragraphs:
        if one["role"] not in OWN:
            blank = "\n" * (one["end"] - one["start"])
            text = text[: one["start"]] + blank + text[one["end"] :]
    return [
        {
            "source": echo.source.pk,
            "title": echo.source.title,
            "ours": round(echo.contained, 3),
            "theirs": round(echo.contains, 3),
            "passages": len(echo.passages),
        }
        for echo in echoes_of(text)
        if is_near(echo)
    ][:10]


# What the curator decides


def set_role(paragraph: dict[str, Any], choice: str) -> None:
    """Make a paragraph one of the article's own (`own`), left out (`out`) or of another work."""
    if choice == "out":
        paragraph["role"] = Role.BOILERPLATE.value
    elif choice == "other":
        paragraph["role"] = Role.OTHER_WORK.value
    elif choice == "own" and paragraph["role"] not in OWN:
        proposed = paragraph["proposed"]
        paragraph["role"] = proposed if proposed in OWN else Role.BODY.value


def choice_of(paragraph: dict[str, Any]) -> str:
    """Return which of the three choices a paragraph's role is."""
    role = paragraph["role"]
    return {Role.BOILERPLATE: "out", Role.OTHER_WORK: "other"}.get(role, "own")


def cut(paragraphs: list[dict[str, Any]], number: int) -> None:
    """Let another work begin at a paragraph (from 1), up to the end, or end it if it begins there.

    What is left out stays left out.
    """
    begins = begins_other_work(paragraphs, number)
    for paragraph in paragraphs[number - 1 :]:
        choice = choice_of(paragraph)
        if begins and choice == "own":
            break
        if choice != "out":
            set_role(paragraph, "own" if begins else "other")


def begins_other_work(paragraphs: list[dict[str, Any]], number: int) -> bool:
    """Tell whether another work begins at a paragraph, counted from 1."""
    before = [choice_of(one) for one in paragraphs[: number - 1]]
    kept = [choice for choice in before if choice != "out"]
    return choice_of(paragraphs[number - 1]) == "other" and (not kept or kept[-1] != "other")


def reading_of(intake: Intake) -> Reading:
    """Return the text with its paragraphs as the curator has decided."""
    pieces = [
        Piece(one["start"], one["end"], one["role"], one["language"]) for one in intake.paragraphs
    ]
    # What the page says of itself was shown in the form; a note where it differs would repeat it.
    facts = {"title": "", "language": "", "published_on": None, "canonical_url": ""}
    return Reading(intake.text, pieces, facts)


# Saving


def find_publisher(name: str) -> Publisher | None:
    """Return the publisher of that name or slug; None when there is none.

    Raises Refused when several have the name.
    """
    found = list(Publisher.objects.filter(Q(name__iexact=name) | Q(slug=name))[:2])
    exact = [publisher for publisher in found if publisher.slug == name]
    if len(found) > 1 and not exact:
        raise Refused(f"Several publishers are called “{name}”: give the slug of one.")
    return (exact or found or [None])[0]


def similar_publishers(name: str) -> list[str]:
    """Return names of publishers that probably mean the same one."""
    names: QuerySet[Any] = Publisher.objects.values_list("name", flat=True)
    return [each for each in names.iterator() if each != name and is_same_name(each, name)][:3]


def save_source(intake: Intake, revision: int, source: Source, publisher: Publisher) -> Source:
    """Make the source with its snapshot, paragraphs and, where it was fetched, the try.

    All or nothing. Raises NewerStateError when the intake was saved since `revision`, and OSError
    when the original cannot be kept.
    """
    data = original_of(intake)
    with originals.kept(data), transaction.atomic():
        if publisher.pk is None:
            publisher.full_clean()
            publisher.save()
        source.publisher = publisher
        source.save()
        _add_text(intake, source)
        if not Intake.save_revision(intake.pk, revision, source=source, original=b""):
            raise NewerStateError
    return source


def _add_text(intake: Intake, source: Source) -> None:
    """Write the try to fetch, if there was one, and the snapshot."""
    told = intake.found.get("attempt")
    reading = reading_of(intake)
    if told is None:
        add_snapshot(source, intake.text, intake.byte_sha256, reading.pieces, at=intake.begun_at)
        return
    at: datetime | None = parse_datetime(told["at"])
    was_read = told["outcome"] == Outcome.CAPTURED
    finding = Finding(
        Outcome(told["outcome"]),
        told["detail"],
        told["url"],
        told["status_code"],
        told["media_type"],
        byte_sha256=told["byte_sha256"],
        reading=reading if was_read else None,
        at=at,
    )
    capture.record(source, finding)
    if not was_read:
        add_snapshot(source, intake.text, intake.byte_sha256, reading.pieces)


@contextlib.contextmanager
def one_line_refusals() -> Iterator[None]:
    """Turn everything that stops a text on its way in into a Refused with one sentence."""
    try:
        yield
    except UnreadableDocument as refusal:
        raise Refused(str(refusal)) from refusal
    except OSError as error:
        raise Refused(f"It cannot be kept: {error.strerror or error}.") from error


def name_of_document(intake: Intake) -> str:
    """Return the name by which a reader may tell the format: that of the file or of the page."""
    if intake.origin == Intake.Origin.ADDRESS:
        return PurePosixPath(urlsplit(intake.url).path).name
    return intake.file_name


# Instruments


def propose_clauses(intake: Intake) -> dict[str, Any]:
    """Return the clauses that the text of a saved intake seems to have, for `Intake.clauses`.

    What was left out of the article is left out here. `asks` is whether it is doubtful that they
    are clauses at all; then a curator must say so.
    """
    document = _document(intake)
    left_out = [(one["start"], one["end"]) for one in intake.paragraphs if one["role"] not in OWN]
    found = number(kept_blocks(document.blocks, intake.text, left_out))
    rows = rows_of(found, intake.text)
    reasons = [*found.reasons, *document.warnings]
    title = squash(intake.source.title) if intake.source else ""
    if rows and rows[0].kind == "preamble" and squash(rows[0].text(intake.text)) == title:
        set_kind(rows[0], "dropped")
        reasons.append("The first line is the title, so it is left out.")
    return {
        "rows": [row.as_json() for row in rows],
        "confidence": found.confidence,
        "reasons": reasons,
        "numbered": len(found.clauses),
        "asks": not found.is_instrument,
    }


# What the title of an instrument says that it is; the first that fits.
_KINDS = (
    (r"memorand|protocole d.accord", "mou"),
    (r"treaty|convention|traité|tratado|vertrag|条约|公约", "treaty"),
    (r"resolution|résolution|决议", "resolution"),
    (r"recommend|recommand|建议", "recommendation"),
    (r"code of|code de", "code"),
    (r"principle|principe|原则", "principles"),
    (r"\b(?:act|law|regulation|directive|loi|règlement|gesetz)\b|法$|条例", "law"),
    (r"strateg|stratég|战略", "strategy"),
    (r"\bplan\b|计划", "plan"),
    (r"commitments|engagements", "voluntary_commitment"),
    (r"initiative|倡议", "unilateral_initiative"),
    (r"statement|communiqué|声明|公报", "statement"),
)


def kind_of_instrument(title: str, parties: int) -> str:
    """Return what an instrument seems to be by its title; a declaration of two is bilateral."""
    for pattern, kind in _KINDS:
        if re.search(pattern, title, re.IGNORECASE):
            return kind
    if parties == 2:
        return Declaration.Kind.BILATERAL_DECLARATION
    return Declaration.Kind.MULTILATERAL_DECLARATION if parties > 2 else ""


def _document(intake: Intake) -> Document:
    """Read the original as an instrument's file is read; else the text, where that is refused."""
    snapshot = snapshot_of(intake)
    data = originals.read_original(snapshot) if snapshot else None
    if data is not None:
        with contextlib.suppress(UnreadableDocument):
            return read_in_child(data, name_of_document(intake))
    return read_in_child(intake.text.encode(), "text.txt")


def snapshot_of(intake: Intake) -> Snapshot | None:
    """Return the snapshot that the text of a saved intake became."""
    if intake.source is None:
        return None
    return intake.source.snapshots.filter(text_sha256=text_sha256(intake.text)).first()


@transaction.atomic
def save_declaration(
    intake: Intake,
    declaration: Declaration,
    participations: Iterable[Participation],
    *,
    language: str,
    status: str,
) -> Written:
    """Write a declaration, new or held, with the clauses as arranged; all or nothing.

    Raises `commitments.instruments.Refused` and ValidationError as `write` does.
    """
    rows = [Row.of(one) for one in intake.clauses["rows"]]
    if declaration.pk is None:
        declaration.save()
    for each in participations:
        if each.party.pk is None:
            each.party.full_clean()
            each.party.save()
        # The party has its key only now.
        each.party, each.declaration = each.party, declaration
        each.full_clean()
        each.save()
    numbering = numbering_of(rows, intake.text)
    proposal = Proposal(Document((), "plain", "", language, 1.0, ()), numbering)
    return write(
        proposal,
        declaration,
        language=language,
        status=status,
        source=snapshot_of(intake),
    )


def parties_named_in(intake: Intake, title: str) -> list[Party]:
    """Return the parties known here whose names stand in the title or at the beginning."""
    head = squash(f"{title} {intake.text[:3000]}")
    names = Party.objects.order_by("name")
    return [one for one in names.iterator() if len(one.name) > 3 and squash(one.name) in head]
