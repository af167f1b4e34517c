"""The parts of a declaration: their words in each language, and what they commit to."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commitments.models.declarations import (
    Confidence,
    Declaration,
    LanguageVersion,
    Party,
    confidence_known,
)
from commitments.models.topics import Topic
from sources.constraints import DIGITS, LETTERS, http_url, not_blank, only_characters
from sources.models import Passage, Source
from sources.publication import Publishable, PublishableQuerySet, Referenced, Status

validate_label = RegexValidator(
    r"^[0-9A-Za-z]+(?:[-.()][0-9A-Za-z]+)*\)?\Z",
    "Use the label as printed, such as “6”, “1(a)” or “preamble-2”.",
    code="invalid_label",
)


class ClauseQuerySet(models.QuerySet["Clause"]):
    parents = ("declaration",)

    def published(self) -> "ClauseQuerySet":
        """Return the clauses of published declarations."""
        return self.filter(declaration__status=Status.PUBLISHED)

    def with_texts(self) -> "ClauseQuerySet":
        """Bring every language text of each clause with its version, authentic first."""
        return self.prefetch_related(
            models.Prefetch(
                "texts",
                ClauseText.objects.select_related("version__source", "snapshot")
                .defer("snapshot__text")
                .order_by("version__status", "version__language"),
            )
        )

    def with_claims(self) -> "ClauseQuerySet":
        """Bring as `shown_claims` the published claims about each clause, with their evidence."""
        from commitments.models.claims import Claim  # noqa: PLC0415 -- claims know this module

        return self.prefetch_related(
            models.Prefetch(
                "claims", Claim.objects.published().with_evidence(), to_attr="shown_claims"
            )
        )

    def for_page(self) -> "ClauseQuerySet":
        """Return clauses with what their own page shows."""
        return (
            self.select_related("declaration", "parent__declaration")
            .with_texts()
            .with_claims()
            .prefetch_related(
                "topics__vocabulary", models.Prefetch("commitments", Commitment.objects.for_page())
            )
        )


class Clause(models.Model):
    """A numbered part of a declaration, labelled as the document prints it."""

    class Kind(models.TextChoices):
        PREAMBLE = "preamble", _("Preamble")
        CLAUSE = "clause", _("Clause")
        SECTION = "section", _("Section")
        ARTICLE = "article", _("Article")
        PRINCIPLE = "principle", _("Principle")
        ANNEX = "annex", _("Annex")
        RECITAL = "recital", _("Recital")

    declaration = models.ForeignKey(
        Declaration,
        models.PROTECT,
        related_name="clauses",
        verbose_name=_("declaration"),
        help_text=_("Which it is a part of."),
    )
    label = models.CharField(
        _("label"),
        max_length=40,
        validators=[validate_label],
        help_text=_("As printed: “6”, “1(a)”; unprinted parts as “preamble-2”."),
    )
    kind = models.CharField(
        _("kind"),
        max_length=10,
        choices=Kind.choices,
        default=Kind.CLAUSE,
        help_text=_("What the document calls this part."),
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("within"),
        help_text=_("The clause that it is a part of."),
    )
    position = models.PositiveIntegerField(
        _("position"), help_text=_("Order in the document, from 1.")
    )
    printed_label = models.CharField(
        _("printed label"),
        max_length=200,
        blank=True,
        help_text=_("The label exactly as the document prints it: “Article premier”, “第一条”."),
    )
    eid = models.CharField(
        _("eId"),
        max_length=200,
        blank=True,
        help_text=_("Its identifier in Akoma Ntoso, such as “art_5__para_1”."),
    )
    heading = models.CharField(
        _("heading"),
        max_length=200,
        blank=True,
        help_text=_("What it is about in a few words of ours."),
    )
    note = models.TextField(
        _("note"), blank=True, help_text=_("What a reader of the words should know.")
    )
    topics = models.ManyToManyField(
        Topic,
        blank=True,
        related_name="clauses",
        verbose_name=_("topics"),
        help_text=_("What it is about."),
    )

    objects = ClauseQuerySet.as_manager()

    class Meta:
        verbose_name = _("clause")
        verbose_name_plural = _("clauses")
        ordering = ["declaration", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["declaration", "label"], name="clause_unique_label_per_declaration"
            ),
            models.UniqueConstraint(
                fields=["declaration", "position"], name="clause_unique_position_per_declaration"
            ),
            models.CheckConstraint(
                name="clause_label_characters",
                condition=~Q(label="") & Q(only_characters("label", LETTERS + DIGITS + "-.()")),
                violation_error_message=_("A label has letters, digits, hyphens and brackets."),
            ),
            models.CheckConstraint(
                name="clause_not_within_itself",
                condition=~Q(parent=F("id")),
                violation_error_message=_("A clause cannot stand within itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.declaration} – {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("clause-detail", kwargs={"slug": self.declaration.slug, "label": self.label})

    @property
    def name(self) -> str:
        """Return what to call it in a sentence: “Clause 6”, “Preamble 2”."""
        number = self.label.removeprefix("preamble-")
        return f"{self.get_kind_display()} {number}"

    @property
    def anchor(self) -> str:
        """Return its place on the declaration's page: `clause-6`, `preamble-2`."""
        return self.label if self.label.startswith("preamble") else f"clause-{self.label}"

    def clean(self) -> None:
        """Refuse a parent from another declaration."""
        super().clean()
        if self.parent and self.parent.declaration_id != self.declaration_id:
            raise ValidationError({"parent": _("The parent belongs to another declaration.")})


class ClauseText(Passage):
    """The words of one clause in one language version.

    An authentic text is cut from a snapshot and tied to its characters; a working translation is
    our own words and has no snapshot. Until the snapshot is held, the text is empty.
    """

    clause = models.ForeignKey(
        Clause,
        models.CASCADE,
        related_name="texts",
        verbose_name=_("clause"),
        help_text=_("Which clause."),
    )
    version = models.ForeignKey(
        LanguageVersion,
        models.CASCADE,
        related_name="texts",
        verbose_name=_("language version"),
        help_text=_("In which version."),
    )
    text = models.TextField(
        _("text"), blank=True, help_text=_("The words; empty while the text is not held.")
    )

    class Meta(Passage.Meta):
        verbose_name = _("clause text")
        verbose_name_plural = _("clause texts")
        ordering = ["clause", "version"]
        constraints = [
            *Passage.Meta.constraints,
            models.UniqueConstraint(fields=["clause", "version"], name="clausetext_unique"),
            models.CheckConstraint(
                name="clausetext_held_or_located",
                condition=Q(locator="") & ~Q(text="")
                | ~Q(locator="")
                & (Q(snapshot__isnull=True, text="") | (Q(snapshot__isnull=False) & ~Q(text=""))),
                violation_error_message=_("Give the words, or a locator to cut them by."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clause} ({self.version.language})"

    @property
    def source(self) -> Source | None:
        return self.version.source

    def cut_words(self) -> None:
        """Take the words from the characters that the text was placed at, unsaved."""
        if self.snapshot:
            self.text = self.snapshot.text[self.start : self.end]

    def forget_place(self) -> None:
        super().forget_place()
        self.text = ""

    def clean(self) -> None:
        """Refuse a version of another declaration."""
        super().clean()
        if self.clause_id is None or self.version_id is None:
            return  # that they are missing is said at their fields
        if self.clause.declaration_id != self.version.declaration_id:
            raise ValidationError({"version": _("The version is of another declaration.")})


class VersionDifferenceQuerySet(models.QuerySet["VersionDifference"]):
    def for_list(self) -> "VersionDifferenceQuerySet":
        """Return differences with the clause and the two versions, in their order."""
        return self.select_related(
            "clause__declaration", "first_version", "second_version"
        ).order_by("position")


class VersionDifference(models.Model):
    """A point at which two language versions do not say the same."""

    declaration = models.ForeignKey(
        Declaration,
        models.CASCADE,
        related_name="differences",
        verbose_name=_("declaration"),
        help_text=_("Whose versions differ."),
    )
    clause = models.ForeignKey(
        Clause,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="differences",
        verbose_name=_("clause"),
        help_text=_("Where; empty for the title or date."),
    )
    position = models.PositiveIntegerField(_("position"), help_text=_("Order on the page."))
    aspect = models.CharField(
        _("aspect"), max_length=120, help_text=_("What differs, in a few words.")
    )
    first_version = models.ForeignKey(
        LanguageVersion,
        models.PROTECT,
        related_name="+",
        verbose_name=_("first version"),
        help_text=_("One of the two versions."),
    )
    first_reading = models.TextField(
        _("first reading"), help_text=_("What it says: a few of its words, with our gloss.")
    )
    second_version = models.ForeignKey(
        LanguageVersion,
        models.PROTECT,
        related_name="+",
        verbose_name=_("second version"),
        help_text=_("The other version."),
    )
    second_reading = models.TextField(
        _("second reading"), help_text=_("What it says: a few of its words, with our gloss.")
    )
    effect = models.TextField(_("effect"), help_text=_("What follows from the difference."))
    confidence = models.CharField(
        _("confidence"),
        max_length=8,
        choices=Confidence.choices,
        help_text=_("How the readings are known."),
    )

    objects = VersionDifferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("difference between versions")
        verbose_name_plural = _("differences between versions")
        ordering = ["declaration", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["declaration", "position"], name="versiondifference_unique_position"
            ),
            models.CheckConstraint(
                name="versiondifference_two_versions",
                condition=~Q(first_version=F("second_version")),
                violation_error_message=_("Choose two different versions."),
            ),
            confidence_known("versiondifference_confidence_known"),
        ]

    def __str__(self) -> str:
        return f"{self.declaration}: {self.aspect}"


class Modality(models.TextChoices):
    """How strongly the operative verb commits, weakest last."""

    COMMIT = "commit", _("undertakes")
    DECIDE = "decide", _("decides")
    ENDEAVOUR = "endeavour", _("will strive")
    AGREE = "agree", _("agrees")
    REITERATE = "reiterate", _("reiterates")
    PREPARED = "prepared", _("stands ready")
    INVITE = "invite", _("invites")
    ONGOING = "ongoing", _("is doing")
    SUPPORT = "support", _("supports")
    HOLD = "hold", _("holds that")
    UNDERLINE = "underline", _("stresses")
    WELCOME = "welcome", _("welcomes")
    RECOGNISE = "recognise", _("recognises")

    @property
    def strength(self) -> int:
        """Return 5 for an outright undertaking down to 0 for a recital of fact."""
        return STRENGTH[self]


STRENGTH: dict[str, int] = {
    Modality.COMMIT: 5,
    Modality.DECIDE: 4,
    Modality.ENDEAVOUR: 4,
    Modality.AGREE: 3,
    Modality.REITERATE: 3,
    Modality.PREPARED: 3,
    Modality.INVITE: 3,
    Modality.ONGOING: 2,
    Modality.SUPPORT: 2,
    Modality.HOLD: 2,
    Modality.UNDERLINE: 1,
    Modality.WELCOME: 1,
    Modality.RECOGNISE: 0,
}


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    parents = ("clause__declaration",)

    def published(self) -> "CommitmentQuerySet":
        """Return the commitments of published declarations."""
        return self.filter(clause__declaration__status=Status.PUBLISHED)

    def for_page(self) -> "CommitmentQuerySet":
        """Bring who commits, and as `shown_follow_ups` what became of it, the latest first."""
        return self.prefetch_related(
            "actors",
            models.Prefetch(
                "follow_ups",
                FollowUp.objects.published().select_related("claim").order_by("-as_of"),
                to_attr="shown_follow_ups",
            ),
        )

    def by_strength(self) -> "CommitmentQuerySet":
        """Order by the strength of the verb, outright undertakings first, with their clauses."""
        strength = models.Case(
            *(models.When(modality=word, then=number) for word, number in STRENGTH.items())
        )
        return self.select_related("clause__declaration").order_by(
            strength.desc(), "clause__declaration__slug", "clause__position", "number"
        )


class Commitment(Referenced):
    """One atomic undertaking of a clause: who, how strongly, what, for whom, when.

    The modality is stored per commitment because one clause mixes strong and weak verbs.
    """

    class Checkability(models.TextChoices):
        CLEAR = "clear", _("can be checked clearly")
        SOFT = "soft", _("can be checked in part")
        NONE = "none", _("cannot be checked")

    clause = models.ForeignKey(
        Clause,
        models.PROTECT,
        related_name="commitments",
        verbose_name=_("clause"),
        help_text=_("Where it stands."),
    )
    number = models.PositiveIntegerField(
        _("number"), help_text=_("Its order in the clause: 3 for commitment 6.3.")
    )
    actors = models.ManyToManyField(
        Party, related_name="commitments", verbose_name=_("actors"), help_text=_("Who commits.")
    )
    modality = models.CharField(
        _("modality"),
        max_length=10,
        choices=Modality.choices,
        help_text=_("The strength of the operative verb."),
    )
    operative_words = models.CharField(
        _("operative words"),
        max_length=120,
        blank=True,
        help_text=_("The few words of the authentic text that carry it."),
    )
    action = models.TextField(_("action"), help_text=_("What is undertaken, in our words."))
    purpose = models.TextField(_("purpose"), blank=True, help_text=_("What for, if stated."))
    beneficiary = models.CharField(
        _("beneficiary"), max_length=200, blank=True, help_text=_("For whom, if stated.")
    )
    occasion = models.CharField(
        _("occasion"),
        max_length=200,
        blank=True,
        help_text=_("When or on what condition, if stated."),
    )
    checkability = models.CharField(
        _("checkability"),
        max_length=5,
        choices=Checkability.choices,
        help_text=_("Whether anyone could tell that it was done."),
    )
    topics = models.ManyToManyField(
        Topic,
        blank=True,
        related_name="commitments",
        verbose_name=_("topics"),
        help_text=_("What it is about."),
    )

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering = ["clause__declaration", "clause__position", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["clause", "number"], name="commitment_unique_number_per_clause"
            ),
            not_blank("action", name="commitment_action_not_blank"),
            models.CheckConstraint(
                name="commitment_modality_known", condition=Q(modality__in=list(STRENGTH))
            ),
            models.CheckConstraint(
                name="commitment_checkability_known",
                condition=Q(checkability__in=["clear", "soft", "none"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clause.declaration} {self.label}"

    @property
    def label(self) -> str:
        """Return its printed-style name, such as “6.3” or “preamble-2.1”."""
        return f"{self.clause.label}.{self.number}"

    @property
    def strength(self) -> int:
        """Return how strongly the verb commits: 5 for an undertaking, 0 for a recital of fact."""
        return STRENGTH[self.modality]

    def get_absolute_url(self) -> str:
        return f"{self.clause.get_absolute_url()}#commitment-{self.ref}"


class FollowUpQuerySet(PublishableQuerySet):
    parents = ("commitment__clause__declaration",)


class FollowUp(Publishable):
    """What became of a commitment, as of a date, on the strength of a claim or a page."""

    class Completion(models.TextChoices):
        NOT_STARTED = "not_started", _("Not started")
        LIMITED = "limited", _("Limited")
        SUBSTANTIAL = "substantial", _("Substantial")
        COMPLETE = "complete", _("Complete")
        NO_EVIDENCE = "no_evidence", _("No evidence found")
        CONTESTED = "contested", _("Contested")

    commitment = models.ForeignKey(
        Commitment,
        models.PROTECT,
        related_name="follow_ups",
        verbose_name=_("commitment"),
        help_text=_("What was undertaken."),
    )
    completion = models.CharField(
        _("completion"), max_length=12, choices=Completion.choices, help_text=_("How far it got.")
    )
    as_of = models.DateField(_("as of"), help_text=_("The day for which this holds."))
    summary = models.TextField(_("summary"), help_text=_("What happened, in our words."))
    claim = models.ForeignKey(
        "commitments.Claim",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name=_("claim"),
        help_text=_("The claim whose evidence shows it."),
    )
    source_url = models.URLField(
        _("address of the source"),
        max_length=2000,
        blank=True,
        help_text=_("The page that shows it, when no claim is recorded."),
    )
    basis = models.CharField(
        _("basis"), max_length=500, blank=True, help_text=_("Who says so, in our words.")
    )
    confidence = models.CharField(
        _("confidence"),
        max_length=8,
        choices=Confidence.choices,
        help_text=_("How it is known."),
    )

    objects = FollowUpQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = ["commitment", "-as_of"]
        constraints = [
            *Publishable.Meta.constraints,
            models.UniqueConstraint(fields=["commitment", "as_of"], name="followup_unique_date"),
            models.CheckConstraint(
                name="followup_completion_known",
                condition=Q(
                    completion__in=[
                        "not_started",
                        "limited",
                        "substantial",
                        "complete",
                        "no_evidence",
                        "contested",
                    ]
                ),
            ),
            models.CheckConstraint(
                name="followup_has_a_basis",
                condition=Q(claim__isnull=False) | ~Q(source_url="") | ~Q(basis=""),
                violation_error_message=_("Name the claim or the page that shows it."),
            ),
            not_blank("summary", name="followup_summary_not_blank"),
            http_url("source_url", name="followup_source_url_http"),
            confidence_known("followup_confidence_known"),
        ]

    def __str__(self) -> str:
        return f"{self.commitment}: {self.get_completion_display()} ({self.as_of})"
