"""What is said about declarations, and the words that bear it out or do not."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commitments.models.clauses import Clause
from commitments.models.declarations import Declaration
from sources.constraints import not_blank
from sources.models import Passage, PassageQuerySet, Source
from sources.publication import Publishable, PublishableQuerySet, Referenced, Status


class ClaimQuerySet(PublishableQuerySet):
    parents = ("declaration",)

    def with_evidence(self) -> "ClaimQuerySet":
        """Bring the published evidence of each claim, official texts first, with its quotes."""
        return self.prefetch_related(
            models.Prefetch(
                "evidence", Evidence.objects.published().for_list(), to_attr="shown_evidence"
            )
        )

    def for_list(self) -> "ClaimQuerySet":
        """Return claims with what one card shows: best quote, stances, declaration."""
        return (
            self.select_related("declaration")
            .with_evidence()
            .prefetch_related("clauses__declaration")
        )

    def for_page(self) -> "ClaimQuerySet":
        """Return claims with what their own page shows, as `shown_conflicts` the claims against."""
        conflicts = Claim.objects.published().for_list()
        return self.for_list().prefetch_related(
            models.Prefetch("conflicts_with", conflicts, to_attr="shown_conflicts")
        )

    def recently_checked(self) -> "ClaimQuerySet":
        """Return claims in the order of their latest check, newest first.

        Of claims checked on one day, those held against an official text come first.
        """
        official = Evidence.objects.published().filter(
            claim=models.OuterRef("pk"), source__kind=Source.Kind.OFFICIAL_TEXT
        )
        return self.annotate(
            checked=models.Max("evidence__checked_on"), official=models.Exists(official)
        ).order_by(F("checked").desc(nulls_last=True), "-official", "position", "ref")


class Claim(Referenced, Publishable):
    """A statement about a declaration, in our own words, that somebody makes or asks about."""

    class Kind(models.TextChoices):
        STATEMENT = "statement", _("Statement of fact")
        OPINION = "opinion", _("Opinion")
        DISCLAIMER = "disclaimer", _("Disclaimer")

    declaration = models.ForeignKey(
        Declaration,
        models.PROTECT,
        related_name="claims",
        verbose_name=_("declaration"),
        help_text=_("What the claim is about."),
    )
    clauses = models.ManyToManyField(
        Clause,
        blank=True,
        related_name="claims",
        verbose_name=_("clauses"),
        help_text=_("The clauses it concerns, if any."),
    )
    position = models.PositiveIntegerField(
        _("position"),
        default=1000,
        help_text=_("Among claims checked on one day, lower ones are shown first."),
    )
    text = models.TextField(_("claim"), help_text=_("One sentence, in our own words."))
    kind = models.CharField(
        _("kind"),
        max_length=10,
        choices=Kind.choices,
        default=Kind.STATEMENT,
        help_text=_("Opinion and disclaimers are kept apart from statements of fact."),
    )
    note = models.TextField(
        _("note"), blank=True, help_text=_("What the evidence together shows, or does not.")
    )
    conflicts_with = models.ManyToManyField(
        "self",
        blank=True,
        symmetrical=True,
        verbose_name=_("conflicts with"),
        help_text=_("Claims that cannot be true together with this one."),
    )

    objects = ClaimQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering = ["declaration", "position", "ref"]
        constraints = [
            *Publishable.Meta.constraints,
            not_blank("text", name="claim_text_not_blank"),
            models.CheckConstraint(
                name="claim_kind_known",
                condition=Q(kind__in=["statement", "opinion", "disclaimer"]),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("claim-detail", kwargs={"ref": self.ref})


class Stance(models.TextChoices):
    """How a passage stands to a claim. No evidence at all means: not checked."""

    SUPPORTS = "supports", _("Supports")
    PARTIALLY_SUPPORTS = "partially_supports", _("Partially supports")
    DISTORTS = "distorts", _("Distorts")
    CONTRADICTS = "contradicts", _("Contradicts")
    NOT_MENTIONED = "not_mentioned", _("Not mentioned")


class EvidenceQuerySet(PassageQuerySet):
    parents = ("claim", "claim__declaration", "source")

    def official_first(self) -> "EvidenceQuerySet":
        """Order by weight of the source: the instrument's own text before those who report it."""
        return self.order_by(
            models.Case(models.When(source__kind="official_text", then=0), default=1),
            "source__slug",
            "start",
            "ref",
        )

    def for_list(self) -> "EvidenceQuerySet":
        """Return evidence with its words and where they stand, official texts first."""
        return (
            self.select_related("source__publisher", "source__republisher", "snapshot")
            .defer("snapshot__text")
            .with_quote()
            .official_first()
        )

    def for_page(self) -> "EvidenceQuerySet":
        """Return evidence with what its permanent page shows."""
        return self.for_list().select_related("claim__declaration")

    def for_source_page(self) -> "EvidenceQuerySet":
        """Return evidence with its claims and, as `claim.checks`, what official texts say to them.

        In the order of the text; what stands in no snapshot comes last.
        """
        checks = Evidence.objects.published().filter(source__kind=Source.Kind.OFFICIAL_TEXT)
        return (
            self.select_related("claim__declaration", "snapshot")
            .defer("snapshot__text")
            .prefetch_related(
                "claim__clauses__declaration",
                models.Prefetch(
                    "claim__evidence",
                    checks.select_related("source").order_by("source__slug", "start", "ref"),
                    to_attr="checks",
                ),
            )
            .order_by(F("start").asc(nulls_last=True), "end", "ref")
        )


class Evidence(Passage, Referenced, Publishable):
    """What a source says to a claim: a passage and a stance.

    Evidence from an official text checks the claim against the instrument; evidence from any
    other source shows who makes the claim. *Not mentioned* says that the source was read and is
    silent, so it has no passage.
    """

    claim = models.ForeignKey(
        Claim,
        models.PROTECT,
        related_name="evidence",
        verbose_name=_("claim"),
        help_text=_("What it is evidence for or against."),
    )
    source = models.ForeignKey(
        Source,
        models.PROTECT,
        related_name="evidence",
        verbose_name=_("source"),
        help_text=_("Where the passage stands."),
    )
    stance = models.CharField(
        _("stance"),
        max_length=18,
        choices=Stance.choices,
        help_text=_("How the passage stands to the claim."),
    )
    note = models.TextField(
        _("note"),
        blank=True,
        help_text=_("Why, in a sentence or two. Required unless the passage simply supports."),
    )
    checked_by = models.CharField(
        _("checked by"), max_length=100, blank=True, help_text=_("Shown to readers.")
    )
    checked_on = models.DateField(
        _("checked on"), null=True, blank=True, help_text=_("When the stance was last checked.")
    )

    objects = EvidenceQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["claim", "source", "ref"]
        constraints = [
            *Publishable.Meta.constraints,
            *Passage.Meta.constraints,
            models.UniqueConstraint(
                fields=["claim", "source", "locator"], name="evidence_unique_passage_per_claim"
            ),
            models.CheckConstraint(
                name="evidence_stance_known",
                condition=Q(
                    stance__in=[
                        "supports",
                        "partially_supports",
                        "distorts",
                        "contradicts",
                        "not_mentioned",
                    ]
                ),
            ),
            models.CheckConstraint(
                name="evidence_passage_unless_not_mentioned",
                condition=Q(stance="not_mentioned", locator="")
                | (~Q(stance="not_mentioned") & ~Q(locator="")),
                violation_error_message=_(
                    "Give the passage; only “not mentioned” goes without one."
                ),
            ),
            models.CheckConstraint(
                name="evidence_note_unless_supports",
                condition=Q(stance="supports") | ~Q(note=""),
                violation_error_message=_("Say why: a note is required unless it supports."),
            ),
            models.CheckConstraint(
                name="evidence_published_is_anchored",
                condition=~Q(status="published", state__in=["ambiguous", "not_found"]),
                violation_error_message=_(
                    "The passage was not found, or in several places: mend the locator first."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_stance_display()}: {self.claim} ({self.source})"

    def get_absolute_url(self) -> str:
        return reverse("evidence-detail", kwargs={"ref": self.ref})

    def get_passage_url(self) -> str:
        """Return the address of the source's page with this passage emphasised."""
        return f"{self.source.get_absolute_url()}?evidence={self.ref}#ev-{self.ref}"


class CoverageCheckQuerySet(models.QuerySet["CoverageCheck"]):
    def published(self) -> "CoverageCheckQuerySet":
        """Return the checks of published sources on clauses of published declarations."""
        return self.filter(
            source__status=Status.PUBLISHED, clause__declaration__status=Status.PUBLISHED
        )


class CoverageCheck(models.Model):
    """A curator read a source through and found that it does not report a clause."""

    source = models.ForeignKey(
        Source,
        models.PROTECT,
        related_name="coverage_checks",
        verbose_name=_("source"),
        help_text=_("Which source was read."),
    )
    clause = models.ForeignKey(
        Clause,
        models.PROTECT,
        related_name="coverage_checks",
        verbose_name=_("clause"),
        help_text=_("Which clause it does not report."),
    )
    checked_by = models.CharField(_("checked by"), max_length=100, help_text=_("Shown to readers."))
    checked_on = models.DateField(_("checked on"), help_text=_("When it was read."))
    note = models.TextField(_("note"), blank=True, help_text=_("What was looked for."))

    objects = CoverageCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("coverage check")
        verbose_name_plural = _("coverage checks")
        ordering = ["clause", "source"]
        constraints = [
            models.UniqueConstraint(fields=["source", "clause"], name="coveragecheck_unique"),
            not_blank("checked_by", name="coveragecheck_checked_by_not_blank"),
        ]

    def __str__(self) -> str:
        return f"{self.source} does not report {self.clause}"
