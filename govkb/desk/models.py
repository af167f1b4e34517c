"""Work that is not finished: texts on their way in, and evidence being written.

It is kept on the server from the first moment, so that a crash, an expired session or a second tab
loses nothing. It belongs to the curators alone: nothing here is public, searched or exported, and
none of it changes the version of the collection.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sources.constraints import http_url
from sources.models import Source


class UnfinishedWork(models.Model):
    """What a curator is doing. Each save names the revision that it changes, and makes the next.

    Two tabs can then not overwrite each other: who saves an older revision is told so and keeps
    what he typed.
    """

    curator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="+",
        verbose_name=_("curator"),
        help_text=_("Whose work it is."),
    )
    revision = models.PositiveIntegerField(
        _("revision"), default=0, help_text=_("How often it was saved.")
    )
    begun_at = models.DateTimeField(_("begun"), auto_now_add=True)
    updated_at = models.DateTimeField(_("last saved"), auto_now=True)

    class Meta:
        abstract = True

    @classmethod
    def save_revision(cls, pk: int, revision: int, **changes: Any) -> bool:
        """Change the fields of a row if it is still at `revision`; tell whether it was.

        One statement, so that of two that come at the same moment one is refused.
        """
        changed = cls._default_manager.filter(pk=pk, revision=revision).update(
            revision=revision + 1, updated_at=timezone.now(), **changes
        )
        return bool(changed)


class Intake(UnfinishedWork):
    """A text on its way in: what was found in it, and what the curator made of that.

    `text` is canonical and never changes; everything decided about it refers to its characters
    (code points, end exclusive). The bytes it was read from are kept in the row, and move to
    `sources.originals` when it becomes a source.
    """

    class Origin(models.TextChoices):
        ADDRESS = "address", _("an address")
        FILE = "file", _("a file")
        TEXT = "text", _("pasted text")

    origin = models.CharField(
        _("origin"), max_length=7, choices=Origin.choices, help_text=_("How the text came.")
    )
    url = models.URLField(
        _("address"), max_length=2000, blank=True, help_text=_("Where the text is to be found.")
    )
    file_name = models.CharField(
        _("file"), max_length=255, blank=True, help_text=_("The name of the file, as it came.")
    )
    byte_sha256 = models.CharField(
        _("SHA-256 of the bytes"),
        max_length=64,
        blank=True,
        help_text=_("Hash of the file or page as it came; empty while there is none."),
    )
    original = models.BinaryField(
        _("bytes"),
        blank=True,
        help_text=_("The file or page as it came, compressed; empty once it is a source."),
    )
    problem = models.TextField(
        _("problem"),
        blank=True,
        help_text=_("Why the address or file could not be read; the text can be pasted instead."),
    )
    text = models.TextField(_("text"), blank=True, help_text=_("Canonical text."))
    paragraphs = models.JSONField(
        _("paragraphs"),
        default=list,
        blank=True,
        help_text=_("For each: start, end, role, the role proposed, and why."),
    )
    found = models.JSONField(
        _("found"), default=dict, blank=True, help_text=_("What the text says about itself.")
    )
    entered = models.JSONField(
        _("entered"), default=dict, blank=True, help_text=_("What the curator has entered so far.")
    )
    clauses = models.JSONField(
        _("clauses"),
        null=True,
        blank=True,
        help_text=_("The clauses as proposed and arranged; nothing unless it is an instrument."),
    )
    source = models.ForeignKey(
        Source,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("source"),
        help_text=_("The source that it became."),
    )

    class Meta:
        verbose_name = _("text on its way in")
        verbose_name_plural = _("texts on their way in")
        ordering = ["-updated_at", "-pk"]
        constraints = [http_url("url", name="intake_url_http")]

    def __str__(self) -> str:
        return str(self.entered.get("title") or self.found.get("title") or self.url or self.pk)


class EvidenceDraft(UnfinishedWork):
    """Evidence that a curator is writing at the workbench of a source: one for each source."""

    source = models.ForeignKey(
        Source,
        models.CASCADE,
        related_name="+",
        verbose_name=_("source"),
        help_text=_("The source that is being read."),
    )
    entered = models.JSONField(
        _("entered"), default=dict, blank=True, help_text=_("The fields as they stand.")
    )

    class Meta:
        verbose_name = _("evidence being written")
        verbose_name_plural = _("evidence being written")
        ordering = ["-updated_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["curator", "source"], name="evidencedraft_unique")
        ]

    def __str__(self) -> str:
        return f"{self.curator}: {self.source}"
