"""Instruments: what they are, who made them, and in which languages they exist."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commitments.models.topics import Topic
from sources.constraints import http_url, language_tag, not_blank
from sources.identifiers import validate_language
from sources.models import DatePrecision, Source, precise_date
from sources.publication import Publishable, PublishableQuerySet, Slugged, Status


class Confidence(models.TextChoices):
    """How a researched fact is known. Kept apart from whether it has been reviewed."""

    SEEN = "seen", _("read in the text itself")
    REPORTED = "reported", _("reported by another text")
    MEMORY = "memory", _("from memory, to be checked")


def confidence_known(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name, condition=Q(confidence__in=["seen", "reported", "memory"])
    )


class PartyQuerySet(models.QuerySet["Party"]):
    def published(self) -> "PartyQuerySet":
        """Return the parties of at least one published declaration."""
        return self.filter(
            Q(participations__declaration__status=Status.PUBLISHED)
            | Q(commitments__clause__declaration__status=Status.PUBLISHED)
        ).distinct()


class Party(Slugged):
    """A state, organisation, company or group that takes part in a declaration."""

    class Kind(models.TextChoices):
        STATE = "state", _("State")
        ORGANISATION = "organisation", _("International organisation")
        COMPANY = "company", _("Company")
        GROUP = "group", _("Group")

    name = models.CharField(_("name"), max_length=200, help_text=_("Its usual English name."))
    kind = models.CharField(
        _("kind"), max_length=12, choices=Kind.choices, help_text=_("What kind of party it is.")
    )
    code = models.CharField(
        _("code"),
        max_length=12,
        blank=True,
        help_text=_("ISO 3166-1 code of a state, or the usual abbreviation."),
    )

    objects = PartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        ordering = ["name"]
        constraints = [
            not_blank("name", name="party_name_not_blank"),
            models.CheckConstraint(
                name="party_kind_known",
                condition=Q(kind__in=["state", "organisation", "company", "group"]),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("party-detail", kwargs={"slug": self.slug})


class DeclarationQuerySet(PublishableQuerySet):
    def instruments(self) -> "DeclarationQuerySet":
        """Return what has a text of its own: neither bodies nor events."""
        return self.exclude(kind__in=[Declaration.Kind.BODY, Declaration.Kind.EVENT])

    def with_counts(self) -> "DeclarationQuerySet":
        """Add `clause_count` and `held`: the clauses known, and whether any text is held."""
        from commitments.models.clauses import Clause  # noqa: PLC0415 -- clauses know this module

        held = LanguageVersion.objects.filter(declaration=models.OuterRef("pk"), texts__text__gt="")
        clauses = (
            Clause.objects.filter(declaration=models.OuterRef("pk"))
            .exclude(kind=Clause.Kind.PREAMBLE)
            .order_by()
            .values("declaration")
            .annotate(number=models.Count("pk"))
            .values("number")
        )
        return self.annotate(
            clause_count=models.functions.Coalesce(models.Subquery(clauses), 0),
            held=models.Exists(held),
        )

    def for_list(self) -> "DeclarationQuerySet":
        """Return declarations with what one row of a list shows, newest first."""
        return (
            self.with_counts()
            .prefetch_related("parties", "versions")
            .order_by(F("adopted_on").desc(nulls_last=True), "slug")
        )

    def for_citation(self) -> "DeclarationQuerySet":
        """Return declarations with what a citation says: who issued them, in which languages."""
        return self.prefetch_related(
            models.Prefetch("versions", LanguageVersion.objects.with_holdings()),
            models.Prefetch("participations", Participation.objects.select_related("party")),
        )

    def for_page(self) -> "DeclarationQuerySet":
        """Return declarations with the facts that their own page shows above the clauses."""
        return self.with_counts().for_citation().prefetch_related("facts", "topics")


class Declaration(Slugged, Publishable):
    """An instrument: a declaration, statement, plan, resolution, treaty or law.

    Bodies and events stand in the same table, because instruments welcome, create and invite to
    them with the same relations; `kind` keeps them apart.
    """

    class Kind(models.TextChoices):
        BILATERAL_DECLARATION = "bilateral_declaration", _("Bilateral declaration")
        MULTILATERAL_DECLARATION = "multilateral_declaration", _("Multilateral declaration")
        STATEMENT = "statement", _("Statement")
        UNILATERAL_INITIATIVE = "unilateral_initiative", _("Unilateral initiative")
        UNILATERAL_PLAN = "unilateral_plan", _("Unilateral plan")
        VOLUNTARY_COMMITMENT = "voluntary_commitment", _("Voluntary commitment")
        PRINCIPLES = "principles", _("Principles")
        CODE = "code", _("Code of conduct")
        RECOMMENDATION = "recommendation", _("Recommendation")
        RESOLUTION = "resolution", _("Resolution")
        PACT = "pact", _("Pact")
        PLAN = "plan", _("Plan")
        STRATEGY = "strategy", _("Strategy")
        MOU = "mou", _("Memorandum of understanding")
        TREATY = "treaty", _("Treaty")
        LAW = "law", _("Law")
        BODY = "body", _("Body")
        EVENT = "event", _("Event")

    class LegalStatus(models.TextChoices):
        POLITICAL = "political", _("Political, not legally binding")
        VOLUNTARY = "voluntary", _("Voluntary")
        BINDING = "binding", _("Legally binding")
        BINDING_IN_FORCE = "binding_when_in_force", _("Binding on its parties once in force")
        NOT_APPLICABLE = "not_applicable", _("Not an instrument")
        NOT_RECORDED = "not_recorded", _("Not recorded")

    # Identification
    title = models.CharField(
        _("title"), max_length=500, help_text=_("English title, official where there is one.")
    )
    short_title = models.CharField(
        _("short title"),
        max_length=120,
        help_text=_("What people call it; used in lists and breadcrumbs."),
    )
    kind = models.CharField(
        _("kind"), max_length=24, choices=Kind.choices, help_text=_("What it is.")
    )
    summary = models.TextField(
        _("summary"), blank=True, help_text=_("What a reader should know first, in our words.")
    )
    # Adoption
    adopted_on = models.DateField(
        _("date"),
        null=True,
        blank=True,
        help_text=_("When it was adopted or issued; for an event, its first day."),
    )
    adopted_precision = models.CharField(
        _("precision of the date"),
        max_length=5,
        choices=DatePrecision.choices,
        blank=True,
        help_text=_("How much of the date is known."),
    )
    ended_on = models.DateField(
        _("last day"), null=True, blank=True, help_text=_("For an event of several days.")
    )
    place = models.CharField(
        _("place"), max_length=200, blank=True, help_text=_("Where it was adopted or held.")
    )
    legal_status = models.CharField(
        _("legal status"),
        max_length=24,
        choices=LegalStatus.choices,
        default=LegalStatus.NOT_RECORDED,
        help_text=_("Whether it binds anyone in law."),
    )
    legal_note = models.TextField(
        _("note on legal status"), blank=True, help_text=_("Why, in our words.")
    )
    numbering = models.CharField(
        _("numbering"),
        max_length=200,
        blank=True,
        help_text=_("How the document numbers its parts, such as “1. … 10.”."),
    )
    confidence = models.CharField(
        _("confidence"),
        max_length=8,
        choices=Confidence.choices,
        default=Confidence.REPORTED,
        help_text=_("How we know that it exists. An entry from memory is not published."),
    )
    parties = models.ManyToManyField(
        Party,
        through="Participation",
        related_name="declarations",
        verbose_name=_("parties"),
        help_text=_("Who made it or joined it."),
    )
    topics = models.ManyToManyField(
        Topic,
        blank=True,
        related_name="declarations",
        verbose_name=_("topics"),
        help_text=_("What the whole of it is about; clauses have topics of their own."),
    )

    objects = DeclarationQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("declaration")
        verbose_name_plural = _("declarations")
        ordering = ["slug"]
        constraints = [
            *Publishable.Meta.constraints,
            not_blank("title", name="declaration_title_not_blank"),
            not_blank("short_title", name="declaration_short_title_not_blank"),
            precise_date("adopted_on", "adopted_precision", name="declaration_date_with_precision"),
            models.CheckConstraint(
                name="declaration_ends_after_it_begins",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("adopted_on")),
                violation_error_message=_("The last day must not be before the first."),
            ),
            confidence_known("declaration_confidence_known"),
            models.CheckConstraint(
                name="declaration_from_memory_not_published",
                condition=~Q(status="published", confidence="memory"),
                violation_error_message=_(
                    "An entry known only from memory must be checked before it is published."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.short_title

    def get_absolute_url(self) -> str:
        return reverse("declaration-detail", kwargs={"slug": self.slug})

    @property
    def is_instrument(self) -> bool:
        """Tell a text from a body or an event."""
        return self.kind not in {self.Kind.BODY, self.Kind.EVENT}


class ParticipationQuerySet(models.QuerySet["Participation"]):
    def published(self) -> "ParticipationQuerySet":
        """Return the parts that parties have in published declarations."""
        return self.filter(declaration__status=Status.PUBLISHED)

    def by_date(self) -> "ParticipationQuerySet":
        """Bring the declarations, newest first."""
        return self.select_related("declaration").order_by(
            F("declaration__adopted_on").desc(nulls_last=True), "declaration__slug"
        )


class Participation(models.Model):
    """A party's part in a declaration."""

    class Role(models.TextChoices):
        PARTY = "party", _("party")
        JOINED_LATER = "joined_later", _("joined later")
        HOST = "host", _("host")
        NOT_PARTY = "not_party", _("present but not a party")

    declaration = models.ForeignKey(
        Declaration,
        models.CASCADE,
        related_name="participations",
        verbose_name=_("declaration"),
        help_text=_("What it takes part in."),
    )
    party = models.ForeignKey(
        Party,
        models.PROTECT,
        related_name="participations",
        verbose_name=_("party"),
        help_text=_("Who takes part."),
    )
    role = models.CharField(
        _("role"),
        max_length=12,
        choices=Role.choices,
        default=Role.PARTY,
        help_text=_("In what way."),
    )
    note = models.CharField(
        _("note"), max_length=300, blank=True, help_text=_("For instance, when it joined.")
    )

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        ordering = ["declaration", "party__name"]
        constraints = [
            models.UniqueConstraint(fields=["declaration", "party"], name="participation_unique"),
            models.CheckConstraint(
                name="participation_role_known",
                condition=Q(role__in=["party", "joined_later", "host", "not_party"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party} – {self.declaration}"


class Fact(models.Model):
    """One particular of a declaration, with who says so and as of when.

    Sources disagree about dates and numbers of signatories; such facts stand side by side and are
    never averaged. The fields of the declaration itself hold the value we sort and filter by.
    """

    class Property(models.TextChoices):
        TITLE = "title", _("Title")
        DATE = "date", _("Date")
        PLACE = "place", _("Place")
        PARTIES = "parties", _("Parties")
        CLAUSES = "clauses", _("Numbered parts")
        LEGAL_STATUS = "legal_status", _("Legal status")
        VOTE = "vote", _("Vote and sponsors")
        ADDRESS = "address", _("Address of the text")
        LATER = "later", _("What followed")
        OTHER = "other", _("Note")

    declaration = models.ForeignKey(
        Declaration,
        models.CASCADE,
        related_name="facts",
        verbose_name=_("declaration"),
        help_text=_("What the fact is about."),
    )
    position = models.PositiveIntegerField(_("position"), help_text=_("Order on the page."))
    property = models.CharField(
        _("property"), max_length=12, choices=Property.choices, help_text=_("Which particular.")
    )
    value = models.TextField(_("value"), help_text=_("What is said, in our words."))
    as_of = models.DateField(
        _("as of"), null=True, blank=True, help_text=_("When it was true, if it changes.")
    )
    source_url = models.URLField(
        _("address of the source"),
        max_length=2000,
        blank=True,
        help_text=_("The page that says so."),
    )
    basis = models.CharField(
        _("basis"),
        max_length=500,
        blank=True,
        help_text=_("Who says so, when there is no address."),
    )
    confidence = models.CharField(
        _("confidence"),
        max_length=8,
        choices=Confidence.choices,
        help_text=_("How the fact is known."),
    )

    class Meta:
        verbose_name = _("fact")
        verbose_name_plural = _("facts")
        ordering = ["declaration", "position"]
        constraints = [
            not_blank("value", name="fact_value_not_blank"),
            http_url("source_url", name="fact_source_url_http"),
            confidence_known("fact_confidence_known"),
            models.UniqueConstraint(
                fields=["declaration", "position"], name="fact_unique_position"
            ),
            models.CheckConstraint(
                name="fact_has_a_basis",
                condition=~Q(source_url="") | ~Q(basis="") | Q(confidence="memory"),
                violation_error_message=_("Say who says so, or mark it as known from memory."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_property_display()}: {self.value}"


class LanguageVersionQuerySet(models.QuerySet["LanguageVersion"]):
    def published(self) -> "LanguageVersionQuerySet":
        """Return the versions of published declarations."""
        return self.filter(declaration__status=Status.PUBLISHED)

    def with_holdings(self) -> "LanguageVersionQuerySet":
        """Add `held` (words of it are held) and `expected` (clauses are known), authentic first."""
        this = LanguageVersion.objects.filter(pk=models.OuterRef("pk"))
        return (
            self.select_related("source__publisher")
            .annotate(
                held=models.Exists(this.filter(texts__text__gt="")),
                expected=models.Exists(this.filter(texts__isnull=False)),
            )
            .order_by("status", "language")
        )


class LanguageVersion(models.Model):
    """One language text of a declaration (an expression, in the words of FRBR).

    A version can be known without being held: then it has no clause texts, and pages say so.
    """

    class VersionStatus(models.TextChoices):
        AUTHENTIC = "authentic", _("Authentic")
        OFFICIAL = "official_translation", _("Official translation")
        PUBLISHER = "publisher_translation", _("Publisher's translation")
        WORKING = "working_translation", _("govkb working translation, not official")

    declaration = models.ForeignKey(
        Declaration,
        models.CASCADE,
        related_name="versions",
        verbose_name=_("declaration"),
        help_text=_("Whose text it is."),
    )
    language = models.CharField(
        _("language"),
        max_length=35,
        validators=[validate_language],
        help_text=_("BCP 47 language tag."),
    )
    status = models.CharField(
        _("status"),
        max_length=24,
        choices=VersionStatus.choices,
        help_text=_("What authority the words have."),
    )
    title = models.CharField(
        _("title"), max_length=500, blank=True, help_text=_("Title in this language.")
    )
    url = models.URLField(
        _("address"), max_length=2000, blank=True, help_text=_("Where this version is published.")
    )
    source = models.ForeignKey(
        Source,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="versions",
        verbose_name=_("source"),
        help_text=_("The source whose text the clauses are cut from."),
    )
    note = models.TextField(
        _("note"), blank=True, help_text=_("Which version a translation renders, and the like.")
    )

    objects = LanguageVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("language version")
        verbose_name_plural = _("language versions")
        ordering = ["declaration", "status", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["declaration", "language", "status"], name="languageversion_unique"
            ),
            language_tag("language", name="languageversion_language_bcp47"),
            http_url("url", name="languageversion_url_http"),
            models.CheckConstraint(
                name="languageversion_status_known",
                condition=Q(
                    status__in=[
                        "authentic",
                        "official_translation",
                        "publisher_translation",
                        "working_translation",
                    ]
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.declaration} ({self.language}, {self.get_status_display()})"
