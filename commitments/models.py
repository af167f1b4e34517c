"""What was promised, what is said about it, and the words that show it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sources.constraints import (
    DIGITS,
    LETTERS,
    http_url,
    language_tag,
    not_blank,
    only_characters,
)
from sources.identifiers import validate_language
from sources.models import DatePrecision, Passage, PassageQuerySet, Source, precise_date
from sources.publication import (
    Publishable,
    PublishableQuerySet,
    Referenced,
    Slugged,
    Status,
)

validate_label = RegexValidator(
    r"^[0-9A-Za-z]+(?:[-.()][0-9A-Za-z]+)*\)?\Z",
    "Use the label as printed, such as “6”, “1(a)” or “preamble-2”.",
    code="invalid_label",
)


class Confidence(models.TextChoices):
    """How a researched fact is known. Kept apart from whether it has been reviewed."""

    SEEN = "seen", _("read in the text itself")
    REPORTED = "reported", _("reported by another text")
    MEMORY = "memory", _("from memory, to be checked")


def confidence_known(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name, condition=Q(confidence__in=["seen", "reported", "memory"])
    )


class Vocabulary(Slugged):
    """A list of concepts kept by somebody: ours, the OECD's, UNESCO's."""

    title = models.CharField(_("title"), max_length=200, help_text=_("Its official title."))
    url = models.URLField(
        _("address"), max_length=2000, blank=True, help_text=_("Where its keeper publishes it.")
    )
    note = models.TextField(
        _("note"), blank=True, help_text=_("What we hold of it, and on what terms.")
    )

    class Meta:
        verbose_name = _("vocabulary")
        verbose_name_plural = _("vocabularies")
        ordering = ["slug"]
        constraints = [
            not_blank("title", name="vocabulary_title_not_blank"),
            http_url("url", name="vocabulary_url_http"),
        ]

    def __str__(self) -> str:
        return self.title


class TopicQuerySet(models.QuerySet["Topic"]):
    def published(self) -> "TopicQuerySet":
        """Return every topic: a vocabulary has nothing to hide."""
        return self.all()

    def for_page(self) -> "TopicQuerySet":
        return self.select_related("vocabulary", "broader")


class Topic(Slugged):
    """A concept of a vocabulary (SKOS: https://www.w3.org/TR/skos-reference/)."""

    vocabulary = models.ForeignKey(
        Vocabulary,
        models.PROTECT,
        related_name="topics",
        verbose_name=_("vocabulary"),
        help_text=_("The list it belongs to."),
    )
    notation = models.CharField(
        _("notation"), max_length=100, help_text=_("Its number or code in the vocabulary.")
    )
    label = models.CharField(_("label"), max_length=300, help_text=_("The preferred label."))
    broader = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="narrower",
        verbose_name=_("broader topic"),
        help_text=_("The concept above it in the same vocabulary."),
    )

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["vocabulary", "notation"]
        constraints = [
            not_blank("label", name="topic_label_not_blank"),
            models.UniqueConstraint(
                fields=["vocabulary", "notation"], name="topic_unique_notation_per_vocabulary"
            ),
            models.CheckConstraint(
                name="topic_not_broader_than_itself",
                condition=~Q(broader=F("id")),
                violation_error_message=_("A topic cannot be broader than itself."),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("topic-detail", kwargs={"slug": self.slug})


class TopicMapping(models.Model):
    """A statement that a topic of ours corresponds to a concept of another vocabulary."""

    class Match(models.TextChoices):
        EXACT = "exact", _("same as")
        CLOSE = "close", _("close to")
        BROAD = "broad", _("narrower than")
        NARROW = "narrow", _("broader than")
        RELATED = "related", _("related to")

    topic = models.ForeignKey(
        Topic,
        models.CASCADE,
        related_name="mappings",
        verbose_name=_("topic"),
        help_text=_("The topic of ours."),
    )
    target = models.ForeignKey(
        Topic,
        models.PROTECT,
        related_name="mapped_from",
        verbose_name=_("concept"),
        help_text=_("The concept of the other vocabulary."),
    )
    match = models.CharField(
        _("match"), max_length=7, choices=Match.choices, help_text=_("How close they are.")
    )

    class Meta:
        verbose_name = _("topic mapping")
        verbose_name_plural = _("topic mappings")
        ordering = ["topic", "target"]
        constraints = [
            models.UniqueConstraint(fields=["topic", "target"], name="topicmapping_unique"),
            models.CheckConstraint(
                name="topicmapping_match_known",
                condition=Q(match__in=["exact", "close", "broad", "narrow", "related"]),
            ),
            models.CheckConstraint(
                name="topicmapping_not_to_itself",
                condition=~Q(topic=F("target")),
                violation_error_message=_("A topic is not mapped to itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic} – {self.get_match_display()} – {self.target}"


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
        texts = ClauseText.objects.filter(clause__declaration=models.OuterRef("pk"))
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
            held=models.Exists(texts.exclude(text="")),
        )

    def for_list(self) -> "DeclarationQuerySet":
        """Return declarations with what one row of a list shows, newest first."""
        return (
            self.with_counts()
            .prefetch_related("parties", "versions")
            .order_by(F("adopted_on").desc(nulls_last=True), "slug")
        )

    def for_page(self) -> "DeclarationQuerySet":
        """Return declarations with the facts that their own page shows above the clauses."""
        return self.with_counts().prefetch_related(
            models.Prefetch("versions", LanguageVersion.objects.with_holdings()),
            models.Prefetch("participations", Participation.objects.select_related("party")),
            "facts",
            "topics",
        )


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
        texts = ClauseText.objects.filter(version=models.OuterRef("pk"))
        return (
            self.select_related("source__publisher")
            .annotate(held=models.Exists(texts.exclude(text="")), expected=models.Exists(texts))
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


class Predicate(models.TextChoices):
    """How one instrument stands to another; `INVERSE` gives the words read the other way."""

    BUILDS_ON = "builds_on", _("builds on")
    CONTINUES = "continues", _("continues")
    REAFFIRMS = "reaffirms", _("reaffirms")
    REFERS_TO = "refers_to", _("refers to")
    WELCOMES = "welcomes", _("welcomes")
    ANNOUNCES = "announces", _("announces")
    INVITES_TO = "invites_to", _("invites to")
    IMPLEMENTS = "implements", _("implements")
    ANNEXED_TO = "annexed_to", _("is annexed to")
    AMENDS = "amends", _("amends")
    DRAWN_FROM = "drawn_from", _("is drawn from")
    CREATES = "creates", _("creates")
    FOLLOW_UP_OF = "follow_up_of", _("follows up")
    COMPLEMENTS = "complements", _("complements")
    PROPOSED_WITH = "proposed_with", _("was proposed together with")
    CONTRASTS_WITH = "contrasts_with", _("is contrasted with")
    IN_LINE_WITH = "in_line_with", _("is said to be in line with")

    @property
    def inverse_label(self) -> Any:
        """Return the words for the same relation read from its object."""
        return INVERSE[self]


INVERSE: dict[str, Any] = {
    Predicate.BUILDS_ON: _("is built on by"),
    Predicate.CONTINUES: _("is continued by"),
    Predicate.REAFFIRMS: _("is reaffirmed by"),
    Predicate.REFERS_TO: _("is referred to by"),
    Predicate.WELCOMES: _("is welcomed by"),
    Predicate.ANNOUNCES: _("is announced by"),
    Predicate.INVITES_TO: _("is an occasion offered by"),
    Predicate.IMPLEMENTS: _("is implemented by"),
    Predicate.ANNEXED_TO: _("has as annex"),
    Predicate.AMENDS: _("is amended by"),
    Predicate.DRAWN_FROM: _("is drawn on by"),
    Predicate.CREATES: _("is created by"),
    Predicate.FOLLOW_UP_OF: _("is followed up by"),
    Predicate.COMPLEMENTS: _("is complemented by"),
    Predicate.PROPOSED_WITH: _("was proposed together with"),
    Predicate.CONTRASTS_WITH: _("is contrasted with"),
    Predicate.IN_LINE_WITH: _("is said to be matched by"),
}


class RelationQuerySet(PassageQuerySet):
    parents = ("subject", "object")

    def for_list(self) -> "RelationQuerySet":
        """Return relations with both ends and the words that show them."""
        return (
            self.select_related(
                "subject",
                "object",
                "subject_clause__declaration",
                "object_clause__declaration",
                "source__publisher",
                "snapshot",
            )
            .defer("snapshot__text")
            .with_quote()
            .order_by("subject__slug", "predicate", "object__slug")
        )

    def touching(self, declaration: Declaration) -> "RelationQuerySet":
        """Return the published relations with this declaration at either end."""
        ends = Q(subject=declaration) | Q(object=declaration)
        return self.published().for_list().filter(ends)

    def of_clause(self, clause: Clause) -> "RelationQuerySet":
        """Return those that concern this clause."""
        return self.filter(Q(subject_clause=clause) | Q(object_clause=clause))


class Relation(Passage, Publishable):
    """A declaration or clause that stands in some relation to another, and how that is known."""

    class StatedBy(models.TextChoices):
        INSTRUMENT = "instrument", _("stated by the instrument")
        THIRD_PARTY = "third_party", _("said by a third party")

    subject = models.ForeignKey(
        Declaration,
        models.PROTECT,
        related_name="relations",
        verbose_name=_("declaration"),
        help_text=_("The one that refers, builds, welcomes …"),
    )
    subject_clause = models.ForeignKey(
        Clause,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="relations",
        verbose_name=_("clause"),
        help_text=_("The clause that does so, if known."),
    )
    predicate = models.CharField(
        _("predicate"), max_length=16, choices=Predicate.choices, help_text=_("In what relation.")
    )
    object = models.ForeignKey(
        Declaration,
        models.PROTECT,
        related_name="inverse_relations",
        verbose_name=_("to"),
        help_text=_("The one that is referred to, built on, welcomed …"),
    )
    object_clause = models.ForeignKey(
        Clause,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="inverse_relations",
        verbose_name=_("to clause"),
        help_text=_("The clause of it, if known."),
    )
    stated_by = models.CharField(
        _("stated by"),
        max_length=11,
        choices=StatedBy.choices,
        help_text=_("Whether the instrument itself says so."),
    )
    source = models.ForeignKey(
        Source,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="relations",
        verbose_name=_("source"),
        help_text=_("Where the words that show it stand."),
    )
    source_url = models.URLField(
        _("address of the source"),
        max_length=2000,
        blank=True,
        help_text=_("The page that shows it, when it is not one of our sources."),
    )
    basis = models.CharField(
        _("basis"), max_length=500, blank=True, help_text=_("How it is known, in our words.")
    )
    confidence = models.CharField(
        _("confidence"),
        max_length=8,
        choices=Confidence.choices,
        help_text=_("How the relation is known."),
    )

    objects = RelationQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        ordering = ["subject", "predicate", "object"]
        constraints = [
            *Publishable.Meta.constraints,
            *Passage.Meta.constraints,
            models.UniqueConstraint(
                fields=["subject", "predicate", "object", "subject_clause"],
                name="relation_unique_for_clause",
                violation_error_message=_("This relation of the clause is recorded already."),
            ),
            models.UniqueConstraint(
                fields=["subject", "predicate", "object"],
                condition=Q(subject_clause__isnull=True),
                name="relation_unique_for_declaration",
                violation_error_message=_("This relation is recorded already."),
            ),
            models.CheckConstraint(
                name="relation_not_to_itself",
                condition=~Q(subject=F("object")),
                violation_error_message=_("A declaration does not stand in a relation to itself."),
            ),
            models.CheckConstraint(
                name="relation_predicate_known", condition=Q(predicate__in=list(INVERSE))
            ),
            models.CheckConstraint(
                name="relation_stated_by_known",
                condition=Q(stated_by__in=["instrument", "third_party"]),
            ),
            models.CheckConstraint(
                name="relation_passage_has_source",
                condition=Q(locator="") | Q(source__isnull=False),
                violation_error_message=_("Name the source in which the passage stands."),
            ),
            models.CheckConstraint(
                name="relation_from_memory_not_published",
                condition=~Q(status="published", confidence="memory"),
                violation_error_message=_(
                    "A relation known only from memory must be checked before it is published."
                ),
            ),
            confidence_known("relation_confidence_known"),
            http_url("source_url", name="relation_source_url_http"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.get_predicate_display()} {self.object}"

    @property
    def inverse_label(self) -> Any:
        return Predicate(self.predicate).inverse_label

    def clean(self) -> None:
        """Refuse clauses of other declarations than the two that are related."""
        super().clean()
        if self.subject_clause and self.subject_clause.declaration_id != self.subject_id:
            raise ValidationError({"subject_clause": _("The clause is of another declaration.")})
        if self.object_clause and self.object_clause.declaration_id != self.object_id:
            raise ValidationError({"object_clause": _("The clause is of another declaration.")})


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
        Claim,
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
