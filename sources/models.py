"""Where things were said: publishers, sources, snapshots of their text, and passages in it."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Substr
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from sources.constraints import http_url, language_tag, not_blank, sha256
from sources.identifiers import validate_language, validate_sha256
from sources.publication import Change, FormerSlug, Publishable, PublishableQuerySet, Slugged

__all__ = [
    "CaptureAttempt",
    "Change",
    "FormerSlug",
    "Paragraph",
    "Passage",
    "Publisher",
    "Snapshot",
    "SnapshotIsImmutableError",
    "Source",
]


class DatePrecision(models.TextChoices):
    """How much of a date is known."""

    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")


def precise_date(date: str, precision: str, *, name: str) -> models.CheckConstraint:
    """Require a precision exactly when there is a date."""
    return models.CheckConstraint(
        name=name,
        condition=Q(**{f"{date}__isnull": True, precision: ""})
        | (Q(**{f"{date}__isnull": False, f"{precision}__in": DatePrecision.values})),
        violation_error_message=_("Give a date together with its precision, or neither."),
    )


class PublisherQuerySet(models.QuerySet["Publisher"]):
    def published(self) -> "PublisherQuerySet":
        """Return the publishers of at least one published source."""
        return self.filter(
            Q(sources__status="published") | Q(republished__status="published")
        ).distinct()


class Publisher(Slugged):
    """Who issues sources: a presidency, a newspaper, a law firm, a blog."""

    name = models.CharField(
        _("name"), max_length=200, help_text=_("The name readers know, such as “Global Times”.")
    )
    description = models.TextField(
        _("description"),
        blank=True,
        help_text=_("What kind of publisher it is and who stands behind it, in our words."),
    )
    url = models.URLField(
        _("address"), max_length=2000, blank=True, help_text=_("The publisher's own site.")
    )

    objects = PublisherQuerySet.as_manager()

    class Meta:
        verbose_name = _("publisher")
        verbose_name_plural = _("publishers")
        ordering = ["name", "slug"]
        constraints = [
            not_blank("name", name="publisher_name_not_blank"),
            http_url("url", name="publisher_url_http"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("publisher-detail", kwargs={"slug": self.slug})


class SourceQuerySet(PublishableQuerySet):
    def with_holdings(self) -> "SourceQuerySet":
        """Add `held`: whether a snapshot of the text is held."""
        return self.annotate(
            held=models.Exists(Snapshot.objects.filter(source=models.OuterRef("pk")))
        )

    def with_address(self) -> "SourceQuerySet":
        """Return the sources that can be fetched; withdrawn ones are left in peace."""
        return self.exclude(url="").exclude(status="withdrawn")

    def for_check(self) -> "SourceQuerySet":
        """Add what a check needs, least recently tried first.

        `tried_at` is when the last try ended, `last_outcome` what came of it. `newest_bytes` and
        `checked_bytes` are the hashes of answers that held the text of the newest snapshot; None
        where there is no such answer.
        """
        newest = Snapshot.objects.filter(source=models.OuterRef("pk")).order_by("-number")
        attempts = CaptureAttempt.objects.filter(source=models.OuterRef("pk"))
        confirmed = attempts.filter(snapshot=models.OuterRef("newest_id"))
        latest = ("-attempted_at", "-pk")
        return self.annotate(
            newest_id=models.Subquery(newest.values("pk")[:1]),
            newest_bytes=models.Subquery(newest.values("byte_sha256")[:1]),
            checked_bytes=models.Subquery(confirmed.order_by(*latest).values("byte_sha256")[:1]),
            tried_at=models.Subquery(attempts.order_by(*latest).values("attempted_at")[:1]),
            last_outcome=models.Subquery(attempts.order_by(*latest).values("outcome")[:1]),
        ).order_by(F("tried_at").asc(nulls_first=True), "slug")

    def for_list(self) -> "SourceQuerySet":
        """Return sources with what one row of a list shows, newest first."""
        return (
            self.select_related("publisher", "republisher")
            .with_holdings()
            .order_by(F("published_on").desc(nulls_last=True), "slug")
        )

    def with_checks(self) -> "SourceQuerySet":
        """Add `checked_at`, `outcome` of the last check, and `failing_since` if that failed.

        Failing since the first of the failures in a row of which the last check is one.
        """
        attempts = CaptureAttempt.objects.filter(source=models.OuterRef("pk"))
        latest = attempts.order_by("-attempted_at", "-pk")
        succeeded = latest.filter(outcome__in=CaptureAttempt.SUCCESSES)
        last_success = models.Subquery(succeeded.values("attempted_at")[:1])
        return self.annotate(
            checked_at=models.Subquery(latest.values("attempted_at")[:1]),
            outcome=models.Subquery(latest.values("outcome")[:1]),
            succeeded_at=last_success,
        ).annotate(
            failing_since=models.Subquery(
                attempts.exclude(outcome__in=CaptureAttempt.SUCCESSES)
                .filter(
                    Q(attempted_at__gt=models.OuterRef("succeeded_at"))
                    | ~models.Exists(
                        CaptureAttempt.objects.filter(
                            source=models.OuterRef("source"),
                            outcome__in=CaptureAttempt.SUCCESSES,
                        )
                    )
                )
                .order_by("attempted_at")
                .values("attempted_at")[:1]
            )
        )

    def for_page(self) -> "SourceQuerySet":
        """Return sources with what the source's own page shows beside its text."""
        return self.select_related("publisher", "republisher", "derived_from__publisher")


class Source(Slugged, Publishable):
    """One article, page or document that says something about a declaration, or is its text.

    The text itself is kept in snapshots, because the page behind the address changes and a
    citation must not change with it.
    """

    class Kind(models.TextChoices):
        OFFICIAL_TEXT = "official_text", _("Official text")
        GOVERNMENT_STATEMENT = "government_statement", _("Government statement")
        STATE_MEDIA = "state_media", _("State-owned media")
        NEWS = "news", _("News report")
        LEGAL_COMMENTARY = "legal_commentary", _("Legal commentary")
        ACADEMIC = "academic", _("Academic")
        UNATTRIBUTED = "unattributed", _("Unattributed web page")

    class Rights(models.TextChoices):
        FULL = "full", _("Full text")
        EXCERPTS = "excerpts", _("Quoted passages with a little context")
        LINK = "link", _("Link only")

    # Identification
    title = models.CharField(
        _("title"), max_length=500, help_text=_("The title as the source prints it.")
    )
    title_note = models.TextField(
        _("note on the title"),
        blank=True,
        help_text=_("Where the title comes from when the held text does not print it."),
    )
    kind = models.CharField(
        _("kind"),
        max_length=24,
        choices=Kind.choices,
        help_text=_("Official texts are the instrument itself; all other kinds report on it."),
    )
    publisher = models.ForeignKey(
        Publisher,
        models.PROTECT,
        related_name="sources",
        verbose_name=_("publisher"),
        help_text=_("Who first published it."),
    )
    author = models.CharField(
        _("author"), max_length=300, blank=True, help_text=_("As signed; empty when unsigned.")
    )
    language = models.CharField(
        _("language"),
        max_length=35,
        validators=[validate_language],
        help_text=_("BCP 47 tag of the main text."),
    )
    published_on = models.DateField(
        _("date"), null=True, blank=True, help_text=_("When it was published.")
    )
    published_precision = models.CharField(
        _("precision of the date"),
        max_length=5,
        choices=DatePrecision.choices,
        blank=True,
        help_text=_("How much of the date is known. The rest of it is a placeholder."),
    )
    published_note = models.TextField(
        _("note on the date"),
        blank=True,
        help_text=_("How the date is known when the source does not print it."),
    )
    # Addresses
    url = models.URLField(
        _("address"),
        max_length=2000,
        blank=True,
        help_text=_("Where the text that we hold or cite was read."),
    )
    original_url = models.URLField(
        _("original address"),
        max_length=2000,
        blank=True,
        help_text=_("The publisher's own page, when the text was read elsewhere."),
    )
    archive_url = models.URLField(
        _("archived copy"),
        max_length=2000,
        blank=True,
        help_text=_("A copy in a public web archive."),
    )
    # Provenance
    republisher = models.ForeignKey(
        Publisher,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="republished",
        verbose_name=_("re-posted by"),
        help_text=_("Whose copy was read, when it was not the publisher's own."),
    )
    derived_from = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="derivatives",
        verbose_name=_("derived from"),
        help_text=_("The source that this one re-posts, re-words or credits."),
    )
    derivation_note = models.TextField(
        _("note on derivation"),
        blank=True,
        help_text=_("What is known about where its content comes from."),
    )
    reliability_note = models.TextField(
        _("note on reliability"),
        blank=True,
        help_text=_("What a reader should know before relying on it. Never a score."),
    )
    capture_note = models.TextField(
        _("note on the capture"),
        blank=True,
        help_text=_("Known problems of the held text, such as a paragraph that stands twice."),
    )
    robots_override = models.TextField(
        _("reason to fetch against robots.txt"),
        blank=True,
        help_text=_(
            "Why this page is captured although the site asks robots not to. Empty: it is honoured."
        ),
    )
    # Rights
    rights = models.CharField(
        _("rights"),
        max_length=8,
        choices=Rights.choices,
        default=Rights.EXCERPTS,
        help_text=_("How much of the text may be shown to the public. Curators see all of it."),
    )
    # Machine
    known_sha256 = models.CharField(
        _("SHA-256 of the known capture"),
        max_length=64,
        blank=True,
        validators=[validate_sha256],
        help_text=_("Hash of the file whose text our locators were made against."),
    )

    objects = SourceQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["slug"]
        constraints = [
            *Publishable.Meta.constraints,
            not_blank("title", name="source_title_not_blank"),
            language_tag("language", name="source_language_bcp47"),
            http_url("url", name="source_url_http"),
            http_url("original_url", name="source_original_url_http"),
            http_url("archive_url", name="source_archive_url_http"),
            sha256("known_sha256", name="source_known_sha256_hex", blank=True),
            precise_date("published_on", "published_precision", name="source_date_with_precision"),
            models.UniqueConstraint(
                fields=["url"],
                condition=~Q(url=""),
                name="source_url_unique",
                violation_error_message=_("Another source has this address."),
            ),
            models.UniqueConstraint(
                fields=["known_sha256"],
                condition=~Q(known_sha256=""),
                name="source_known_sha256_unique",
                violation_error_message=_("Another source has this known capture."),
            ),
            models.CheckConstraint(
                name="source_kind_known",
                condition=Q(
                    kind__in=[
                        "official_text",
                        "government_statement",
                        "state_media",
                        "news",
                        "legal_commentary",
                        "academic",
                        "unattributed",
                    ]
                ),
            ),
            models.CheckConstraint(
                name="source_rights_known", condition=Q(rights__in=["full", "excerpts", "link"])
            ),
            models.CheckConstraint(
                name="source_not_derived_from_itself",
                condition=~Q(derived_from=F("id")),
                violation_error_message=_("A source cannot derive from itself."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("source-detail", kwargs={"slug": self.slug})

    @property
    def is_official(self) -> bool:
        return self.kind == self.Kind.OFFICIAL_TEXT

    def may_show_all_to(self, user: Any) -> bool:
        """Tell whether this reader may see the whole text; curators may see every text."""
        return self.rights == self.Rights.FULL or user.is_staff

    def may_quote_to(self, user: Any) -> bool:
        """Tell whether this reader may see any of its words."""
        return self.rights != self.Rights.LINK or user.is_staff

    def newest_snapshot(self) -> "Snapshot | None":
        """Return the latest capture of the text, or None when no text is held."""
        return self.snapshots.order_by("-number").first()

    def last_attempt(self) -> "CaptureAttempt | None":
        """Return the latest try to fetch the text, or None when it was never fetched."""
        return self.attempts.latest_first().first()


class SnapshotIsImmutableError(Exception):
    """Someone tried to change a snapshot; make a new one instead."""


class Snapshot(models.Model):
    """One capture of a source's text at one moment. It never changes.

    Offsets into `text` are code points. The database refuses updates too (see
    `sources/immutability.py`), so that an offset once published keeps its meaning.
    """

    class Origin(models.TextChoices):
        IMPORT = "import", _("imported file")
        CAPTURE = "capture", _("captured from the web")

    source = models.ForeignKey(
        Source,
        models.PROTECT,
        related_name="snapshots",
        verbose_name=_("source"),
        help_text=_("Whose text it is."),
    )
    number = models.PositiveIntegerField(
        _("number"), help_text=_("1 for the first capture of this source, and so on.")
    )
    captured_at = models.DateTimeField(
        _("captured at"), help_text=_("When the text was fetched or imported.")
    )
    origin = models.CharField(
        _("origin"),
        max_length=8,
        choices=Origin.choices,
        help_text=_("How the text came to us."),
    )
    url = models.URLField(
        _("address"),
        max_length=2000,
        blank=True,
        help_text=_("The address that finally answered; empty for a file."),
    )
    byte_sha256 = models.CharField(
        _("SHA-256 of the bytes"),
        max_length=64,
        validators=[validate_sha256],
        help_text=_("Hash of the file or answer as it came."),
    )
    text_sha256 = models.CharField(
        _("SHA-256 of the text"),
        max_length=64,
        validators=[validate_sha256],
        help_text=_("Hash of the canonical text in UTF-8."),
    )
    text = models.TextField(
        _("text"),
        help_text=_("Canonical text: Unicode NFC, one blank line between paragraphs."),
    )

    class Meta:
        verbose_name = _("snapshot")
        verbose_name_plural = _("snapshots")
        ordering = ["source", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "number"], name="snapshot_unique_number_per_source"
            ),
            models.CheckConstraint(name="snapshot_number_positive", condition=Q(number__gte=1)),
            sha256("byte_sha256", name="snapshot_byte_sha256_hex"),
            sha256("text_sha256", name="snapshot_text_sha256_hex"),
            not_blank("text", name="snapshot_text_not_blank"),
            http_url("url", name="snapshot_url_http"),
            models.CheckConstraint(
                name="snapshot_origin_known", condition=Q(origin__in=["import", "capture"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id and self.source.slug}/{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert the snapshot; raise `SnapshotIsImmutableError` when it exists already."""
        if not self._state.adding:
            raise SnapshotIsImmutableError("A snapshot never changes; capture the source again.")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("snapshot-detail", kwargs={"slug": self.source.slug, "number": self.number})

    def get_changes_url(self) -> str:
        """Return the address that leads to what has changed since this capture."""
        return reverse("snapshot-changes", kwargs={"slug": self.source.slug, "number": self.number})

    def get_raw_url(self) -> str:
        return reverse("snapshot-raw", kwargs={"slug": self.source.slug, "number": self.number})

    def get_original_url(self) -> str:
        return reverse(
            "snapshot-original", kwargs={"slug": self.source.slug, "number": self.number}
        )


class CaptureAttemptQuerySet(models.QuerySet["CaptureAttempt"]):
    def published(self) -> "CaptureAttemptQuerySet":
        """Return the tries to fetch published sources."""
        return self.filter(source__status="published")

    def latest_first(self) -> "CaptureAttemptQuerySet":
        """Return the tries with their snapshots, the latest first."""
        rows = self.select_related("snapshot").defer("snapshot__text")
        return rows.order_by("-attempted_at", "-pk")

    def findings(self) -> "CaptureAttemptQuerySet":
        """Return the tries that found something new: another text, or failed otherwise than before.

        The first text of a source is none, and a failure that repeats itself is one only once.
        """
        before = CaptureAttempt.objects.filter(
            source=models.OuterRef("source"), attempted_at__lt=models.OuterRef("attempted_at")
        ).order_by("-attempted_at", "-pk")
        another_text = Q(outcome=CaptureAttempt.Outcome.CAPTURED, snapshot__number__gt=1)
        failed = ~Q(outcome__in=CaptureAttempt.SUCCESSES)
        another_end = Q(outcome_before=None) | ~Q(outcome_before=F("outcome"))
        return (
            self.exclude(outcome=CaptureAttempt.Outcome.UNCHANGED)
            .annotate(outcome_before=models.Subquery(before.values("outcome")[:1]))
            .filter(another_text | (failed & another_end))
        )


class CaptureAttempt(models.Model):
    """One try to fetch a source from its address, and what came of it.

    A try that fails never makes a snapshot and never replaces one; it is evidence of its own, that
    on this day the page was not to be had.
    """

    class Outcome(models.TextChoices):
        CAPTURED = "captured", _("captured")
        UNCHANGED = "unchanged", _("unchanged")
        DEAD = "dead", _("no answer")
        TLS = "tls", _("no safe connection")
        NOT_FOUND = "not_found", _("not found (404)")
        GONE = "gone", _("withdrawn (410)")
        SERVER_ERROR = "server_error", _("error of the server")
        REFUSED_BY_SITE = "refused_by_site", _("refused by the site")
        EMPTY = "empty", _("no text on the page")
        WRONG_TYPE = "wrong_type", _("not a kind of document we read")
        UNREADABLE = "unreadable", _("unreadable document")
        TOO_BIG = "too_big", _("too large")
        TOO_SLOW = "too_slow", _("too slow")
        TOO_MANY_REDIRECTS = "too_many_redirects", _("too many redirects")
        REFUSED_ADDRESS = "refused_address", _("an address that is not fetched")
        ROBOTS = "robots", _("robots.txt asks not to")
        WALL = "wall", _("a cookie notice or pay wall instead of the text")
        WORDS_MISSING = "words_missing", _("another text: none of the cited words are there")

    SUCCESSES = frozenset({Outcome.CAPTURED, Outcome.UNCHANGED})
    # The source itself said that it is no more; every other failure may pass.
    LOSSES = frozenset({Outcome.NOT_FOUND, Outcome.GONE, Outcome.WORDS_MISSING})

    source = models.ForeignKey(
        Source,
        models.CASCADE,
        related_name="attempts",
        verbose_name=_("source"),
        help_text=_("What was to be fetched."),
    )
    attempted_at = models.DateTimeField(_("tried at"), help_text=_("When the try ended."))
    outcome = models.CharField(
        _("outcome"), max_length=18, choices=Outcome.choices, help_text=_("What came of it.")
    )
    detail = models.TextField(
        _("detail"), blank=True, help_text=_("One line that says what happened.")
    )
    url = models.URLField(
        _("address"),
        max_length=2000,
        blank=True,
        help_text=_("The address that answered last, after all redirects."),
    )
    status_code = models.PositiveSmallIntegerField(
        _("status"), null=True, blank=True, help_text=_("The status of HTTP, if it came so far.")
    )
    snapshot = models.ForeignKey(
        Snapshot,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="attempts",
        verbose_name=_("snapshot"),
        help_text=_("The snapshot that it made or confirmed; none when it failed."),
    )

    objects = CaptureAttemptQuerySet.as_manager()
    media_type = models.CharField(
        _("media type"),
        max_length=100,
        blank=True,
        help_text=_("What kind of document the answer said it is, without its parameters."),
    )
    byte_sha256 = models.CharField(
        _("SHA-256 of the bytes"),
        max_length=64,
        blank=True,
        validators=[validate_sha256],
        help_text=_("Hash of the answer as it came; empty when there was none."),
    )

    class Meta:
        verbose_name = _("attempt to capture")
        verbose_name_plural = _("attempts to capture")
        ordering = ["source", "-attempted_at", "-pk"]
        indexes = [
            models.Index(fields=["source", "-attempted_at"], name="attempt_latest_of_source")
        ]
        constraints = [
            sha256("byte_sha256", name="attempt_byte_sha256_hex", blank=True),
            models.CheckConstraint(
                name="attempt_success_has_snapshot",
                condition=Q(outcome__in=["captured", "unchanged"], snapshot__isnull=False)
                | (~Q(outcome__in=["captured", "unchanged"]) & Q(snapshot__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.get_outcome_display()}"

    @property
    def succeeded(self) -> bool:
        return self.outcome in self.SUCCESSES

    def in_words(self) -> str:
        """Return when it was, and what came of it, for people who curate."""
        when = date_format(timezone.localtime(self.attempted_at), "j F Y, H:i")
        held = f" ({self.snapshot})" if self.snapshot else ""
        return f"{when}: {self.get_outcome_display()}{held}. {self.detail}".strip()


class Paragraph(models.Model):
    """A numbered block of a snapshot and the part it plays.

    The words are `snapshot.text[start:end]`; only the role is ours, so only it can be corrected.
    """

    class Role(models.TextChoices):
        BODY = "body", _("body")
        HEADING = "heading", _("heading")
        LIST_ITEM = "list_item", _("list")
        CAPTION = "caption", _("caption")
        BOILERPLATE = "boilerplate", _("boilerplate")
        OTHER_WORK = "other_work", _("another work on the same page")

    snapshot = models.ForeignKey(
        Snapshot,
        models.CASCADE,
        related_name="paragraphs",
        verbose_name=_("snapshot"),
        help_text=_("The capture that it is a part of."),
    )
    number = models.PositiveIntegerField(_("number"), help_text=_("1 for the first block."))
    role = models.CharField(
        _("role"),
        max_length=12,
        choices=Role.choices,
        default=Role.BODY,
        help_text=_("What the block is. Boilerplate and other works are not shown to readers."),
    )
    start = models.PositiveIntegerField(
        _("start"), help_text=_("Offset of its first character, in code points.")
    )
    end = models.PositiveIntegerField(
        _("end"), help_text=_("Offset after its last character, in code points.")
    )

    class Meta:
        verbose_name = _("paragraph")
        verbose_name_plural = _("paragraphs")
        ordering = ["snapshot", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["snapshot", "number"], name="paragraph_unique_number_per_snapshot"
            ),
            models.CheckConstraint(
                name="paragraph_end_after_start", condition=Q(end__gt=F("start"))
            ),
            models.CheckConstraint(
                name="paragraph_role_known",
                condition=Q(
                    role__in=[
                        "body",
                        "heading",
                        "list_item",
                        "caption",
                        "boilerplate",
                        "other_work",
                    ]
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.snapshot} ¶{self.number}"


class PassageQuerySet(PublishableQuerySet):
    def drifted(self) -> "PassageQuerySet":
        """Return the passages whose source no longer says the same there, or cannot be read."""
        return self.filter(state__in=Passage.DRIFTED)

    def with_quote(self) -> "PassageQuerySet":
        """Add `quote`: the words of the passage, cut by the database from the snapshot."""
        return self.annotate(quote=Substr("snapshot__text", F("start") + 1, F("end") - F("start")))


class Passage(models.Model):
    """Words in a source: a locator, and the characters it was found at.

    The words are never stored twice: they are `snapshot.text[start:end]`. The locator is a text
    directive (https://wicg.github.io/scroll-to-text-fragment/), kept so that the words can be
    found again in a later snapshot and in the live page.
    """

    class State(models.TextChoices):
        TEXT_NOT_HELD = "text_not_held", _("Text not held")
        ANCHORED = "anchored", _("Anchored")
        MOVED = "moved", _("Moved in the newest capture")
        CHANGED = "changed", _("Changed in the newest capture")
        GONE = "gone", _("The source is no longer there")
        UNREACHABLE = "unreachable", _("The source could not be read at the last check")
        AMBIGUOUS = "ambiguous", _("Several places match")
        NOT_FOUND = "not_found", _("Not found")

    # It was anchored, and is so no longer: the words are kept, but not where they were.
    DRIFTED = (State.MOVED, State.CHANGED, State.GONE, State.UNREACHABLE)

    locator = models.TextField(
        _("locator"),
        blank=True,
        help_text=_(
            "A text directive, “prefix-,start,end,-suffix”: a few words at each end of the "
            "passage, exactly as printed. A comma or hyphen inside the words is written %2C or %2D."
        ),
    )
    snapshot = models.ForeignKey(
        Snapshot,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("snapshot"),
        help_text=_("The capture in which the passage was found."),
    )
    start = models.PositiveIntegerField(
        _("start"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("Offset of the first character in the snapshot's text, in code points."),
    )
    end = models.PositiveIntegerField(
        _("end"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("Offset after the last character, in code points."),
    )
    state = models.CharField(
        _("state"),
        max_length=13,
        choices=State.choices,
        blank=True,
        editable=False,
        help_text=_("How the passage stands to the captures held. Empty without a locator."),
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_span_complete_and_in_order",
                condition=Q(snapshot__isnull=True, start__isnull=True, end__isnull=True)
                | Q(snapshot__isnull=False, start__isnull=False, end__gt=F("start")),
            ),
            models.CheckConstraint(
                name="%(class)s_state_fits_span",
                condition=Q(locator="", state="", snapshot__isnull=True)
                | (
                    ~Q(locator="")
                    & (
                        Q(
                            state__in=["text_not_held", "ambiguous", "not_found"],
                            snapshot__isnull=True,
                        )
                        | Q(
                            state__in=["anchored", "moved", "changed", "gone", "unreachable"],
                            snapshot__isnull=False,
                        )
                    )
                ),
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; a passage that was never looked for says that its text is not held."""
        if not self.state and self.locator:
            self.state = self.State.TEXT_NOT_HELD
        super().save(*args, **kwargs)

    def forget_place(self) -> None:
        """Drop the offsets, because the locator or the source changed."""
        self.snapshot = self.start = self.end = None
        self.state = self.State.TEXT_NOT_HELD if self.locator else ""
