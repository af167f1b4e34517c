"""The curator's desk for declarations, their clauses, claims and evidence."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

import commitments.source_admin  # noqa: F401 -- registers the desk of sources
from commitments.models import (
    Claim,
    Clause,
    ClauseText,
    Commitment,
    CoverageCheck,
    Declaration,
    Evidence,
    Fact,
    FollowUp,
    LanguageVersion,
    Participation,
    Party,
    Relation,
    Topic,
    TopicMapping,
    VersionDifference,
    Vocabulary,
)
from sources.admin import (
    PLACE_READ_ONLY,
    PUBLICATION,
    PUBLICATION_READ_ONLY,
    PassageForm,
    PublishableAdmin,
    QuestionFilter,
    RecordAdmin,
    RecordForm,
    RecordInline,
    ResolvesFilter,
    TextHeldFilter,
    count_of,
    excerpt,
    linked_count,
    machine,
)
from sources.passages import place_all


class WithinDeclarationForm(RecordForm):
    """A form whose related objects must be of the same declaration."""

    related_fields: ClassVar[list[str]] = []

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        declaration = data.get("declaration")
        for name in self.related_fields:
            related = data.get(name)
            if not declaration or not related:
                continue
            objects = [related] if isinstance(related, models.Model) else related
            strangers = [str(row) for row in objects if row.declaration_id != declaration.pk]
            if strangers:
                text = _("Of another declaration: %(names)s.") % {"names": "; ".join(strangers)}
                self.add_error(name, text)
        return data


class ClaimForm(WithinDeclarationForm):
    related_fields = ["clauses"]


class VersionDifferenceForm(WithinDeclarationForm):
    related_fields = ["clause", "first_version", "second_version"]


class ClauseTextForm(PassageForm):
    """Words cut from the version's source by a locator, or typed where there is none."""

    place_fields = ["locator", "version"]

    def find_words(self) -> None:
        words = self.instance.text
        super().find_words()
        if self.instance.locator:
            self.instance.cut_words()
        else:
            self.instance.text = words

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("locator") and {"locator", "text"} <= {*self.changed_data} and data.get("text"):
            self.add_error(
                "text", _("The locator cuts the words from the source: leave this empty.")
            )
        return data


# Filters that ask what a curator asks


class CheckedFilter(admin.SimpleListFilter):
    title = _("whether the claim is checked")
    parameter_name = "checked"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("no", _("No: there is no evidence")),
            ("reports", _("Only that a source makes it")),
            ("official", _("Against the official text")),
        ]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> Any:
        official = Evidence.objects.filter(
            claim=models.OuterRef("pk"), source__kind="official_text"
        )
        match self.value():
            case "no":
                return queryset.filter(evidence_count=0)
            case "reports":
                return queryset.filter(~models.Exists(official), evidence_count__gt=0)
            case "official":
                return queryset.filter(models.Exists(official))
        return queryset


class StanceCheckedFilter(QuestionFilter):
    title = _("whether somebody checked the stance")
    parameter_name = "checked"
    yes = Q(checked_on__isnull=False) & ~Q(checked_by="")


class AgainstOfficialTextFilter(QuestionFilter):
    title = _("whether it is from an official text")
    parameter_name = "official"
    yes = Q(source__kind="official_text")


class SplitFilter(QuestionFilter):
    title = _("whether it is split into commitments")
    parameter_name = "split"
    yes = Q(commitment_count__gt=0)


class FollowedUpFilter(QuestionFilter):
    title = _("whether it is followed up")
    parameter_name = "followed_up"
    yes = Q(follow_up_count__gt=0)


class MappedFilter(QuestionFilter):
    title = _("whether it is mapped elsewhere")
    parameter_name = "mapped"
    yes = Q(mapping_count__gt=0)


# Topics


@admin.register(Vocabulary)
class VocabularyAdmin(RecordAdmin):
    fieldsets = [
        (_("Identification"), {"fields": ["title", "slug", "note"]}),
        (_("Addresses"), {"fields": ["url"]}),
    ]
    prepopulated_fields = {"slug": ["title"]}
    search_fields = ["title", "slug"]
    list_display = ["title", "slug", "topic_count"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Vocabulary]:
        queryset = super().get_queryset(request)
        return queryset.annotate(topic_count=count_of(Topic.objects.all(), "vocabulary"))

    @admin.display(description=_("topics"), ordering="topic_count")
    def topic_count(self, obj: Any) -> str:
        return linked_count(Topic, f"vocabulary__id__exact={obj.pk}", obj.topic_count)


class TopicMappingInline(RecordInline):
    model = TopicMapping
    fk_name = "topic"
    fields = [("match", "target")]
    autocomplete_fields = ["target"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[TopicMapping]:
        return super().get_queryset(request).select_related("topic", "target")


@admin.register(Topic)
class TopicAdmin(RecordAdmin):
    fieldsets = [
        (
            _("Identification"),
            {"fields": ["label", "slug", "vocabulary", "notation", "broader"]},
        ),
    ]
    autocomplete_fields = ["vocabulary", "broader"]
    prepopulated_fields = {"slug": ["label"]}
    inlines = [TopicMappingInline]
    search_fields = ["label", "slug", "notation"]
    list_display = ["label", "vocabulary", "notation", "broader", "mapping_count"]
    list_filter = [("vocabulary", admin.RelatedOnlyFieldListFilter), MappedFilter]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Topic]:
        return (
            super()
            .get_queryset(request)
            .select_related("vocabulary", "broader")
            .annotate(mapping_count=count_of(TopicMapping.objects.all(), "topic"))
        )

    @admin.display(description=_("mappings"), ordering="mapping_count")
    def mapping_count(self, obj: Any) -> int:
        return obj.mapping_count


@admin.register(TopicMapping)
class TopicMappingAdmin(RecordAdmin):
    fieldsets = [(_("Identification"), {"fields": ["topic", "match", "target"]})]
    autocomplete_fields = ["topic", "target"]
    search_fields = ["topic__label", "target__label"]
    list_display = ["topic", "match", "target", "vocabulary"]
    list_filter = ["match", ("target__vocabulary", admin.RelatedOnlyFieldListFilter)]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[TopicMapping]:
        return super().get_queryset(request).select_related("topic", "target__vocabulary")

    @admin.display(description=_("vocabulary"), ordering="target__vocabulary")
    def vocabulary(self, obj: TopicMapping) -> Vocabulary:
        return obj.target.vocabulary


# Declarations


@admin.register(Party)
class PartyAdmin(RecordAdmin):
    fieldsets = [(_("Identification"), {"fields": ["name", "slug", "kind", "code"]})]
    prepopulated_fields = {"slug": ["name"]}
    search_fields = ["name", "slug", "code"]
    list_display = ["name", "kind", "code", "slug", "participation_count"]
    list_filter = ["kind"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Party]:
        queryset = super().get_queryset(request)
        count = count_of(Participation.objects.all(), "party")
        return queryset.annotate(participation_count=count)

    @admin.display(description=_("takes part in"), ordering="participation_count")
    def participation_count(self, obj: Any) -> str:
        return linked_count(Participation, f"party__id__exact={obj.pk}", obj.participation_count)


class LanguageVersionInline(RecordInline):
    """The versions known; the source of each is set on its own form, where its texts are cut."""

    model = LanguageVersion
    fields = [("language", "status"), "title", "url", "source"]
    readonly_fields = ["source"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[LanguageVersion]:
        return super().get_queryset(request).select_related("declaration", "source")


class ParticipationInline(RecordInline):
    model = Participation
    fields = [("party", "role"), "note"]
    autocomplete_fields = ["party"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Participation]:
        return super().get_queryset(request).select_related("declaration", "party")


class FactInline(RecordInline):
    model = Fact
    fields = [
        ("position", "property", "as_of"),
        "value",
        "source_url",
        "basis",
        "confidence",
    ]


@admin.register(Declaration)
class DeclarationAdmin(PublishableAdmin):
    fieldsets = [
        (
            _("Identification"),
            {"fields": ["title", "short_title", "slug", "kind", "summary", "clause_count"]},
        ),
        (
            _("Adoption"),
            {
                "fields": [
                    ("adopted_on", "adopted_precision"),
                    "ended_on",
                    "place",
                    "legal_status",
                    "legal_note",
                    "numbering",
                    "confidence",
                    "topics",
                ]
            },
        ),
        PUBLICATION,
        machine("created_at", "updated_at"),
    ]
    readonly_fields = [*PUBLICATION_READ_ONLY, "clause_count"]
    autocomplete_fields = ["topics"]
    prepopulated_fields = {"slug": ["short_title"]}
    inlines = [LanguageVersionInline, ParticipationInline, FactInline]
    search_fields = ["title", "short_title", "slug"]
    list_display = [
        "short_title",
        "kind",
        "adopted_on",
        "legal_status",
        "clause_count",
        "held",
        "confidence",
        "status",
    ]
    list_filter = ["status", TextHeldFilter, "confidence", "kind", "legal_status"]
    date_hierarchy = "adopted_on"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Declaration]:
        return super().get_queryset(request).with_counts()

    @admin.display(description=_("clauses"), ordering="clause_count")
    def clause_count(self, obj: Any) -> str:
        if obj.pk is None:
            return _("Save the declaration first.")
        return linked_count(Clause, f"declaration__id__exact={obj.pk}", obj.clause_count)

    @admin.display(description=_("text held"), boolean=True, ordering="held")
    def held(self, obj: Any) -> bool:
        return obj.held


@admin.register(Participation)
class ParticipationAdmin(RecordAdmin):
    fieldsets = [(_("Identification"), {"fields": ["declaration", "party", "role", "note"]})]
    autocomplete_fields = ["declaration", "party"]
    search_fields = ["party__name", "declaration__short_title", "declaration__slug"]
    list_display = ["declaration", "party", "role", "note"]
    list_filter = ["role", ("party", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["declaration", "party"]


@admin.register(Fact)
class FactAdmin(RecordAdmin):
    fieldsets = [
        (_("Identification"), {"fields": ["declaration", "position", "property"]}),
        (_("Text"), {"fields": ["value", "as_of"]}),
        (_("Provenance"), {"fields": ["source_url", "basis", "confidence"]}),
    ]
    autocomplete_fields = ["declaration"]
    search_fields = ["value", "basis", "declaration__short_title", "declaration__slug"]
    list_display = ["declaration", "property", "short_value", "as_of", "confidence"]
    list_filter = ["confidence", "property"]
    list_select_related = ["declaration"]

    @admin.display(description=_("value"), ordering="value")
    def short_value(self, obj: Fact) -> str:
        return excerpt(obj.value)


@admin.register(LanguageVersion)
class LanguageVersionAdmin(RecordAdmin):
    fieldsets = [
        (_("Identification"), {"fields": ["declaration", "language", "status", "title"]}),
        (_("Provenance"), {"fields": ["source", "url", "note"]}),
        (_("Text"), {"fields": ["text_count"]}),
    ]
    readonly_fields = ["text_count"]
    autocomplete_fields = ["declaration", "source"]
    search_fields = ["title", "language", "declaration__short_title", "declaration__slug"]
    list_display = ["declaration", "language", "status", "title", "source", "text_count"]
    list_filter = [TextHeldFilter, "status", "language"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[LanguageVersion]:
        held = ClauseText.objects.filter(version=models.OuterRef("pk")).exclude(text="")
        return (
            super()
            .get_queryset(request)
            .select_related("declaration", "source")
            .annotate(
                held=models.Exists(held), text_count=count_of(ClauseText.objects.all(), "version")
            )
        )

    @admin.display(description=_("clause texts"), ordering="text_count")
    def text_count(self, obj: Any) -> str:
        if obj.pk is None:
            return _("Save the version first.")
        return linked_count(ClauseText, f"version__id__exact={obj.pk}", obj.text_count)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        super().save_model(request, obj, form, change)
        if change and "source" in form.changed_data:
            self.cut_again(request, obj)

    def cut_again(self, request: HttpRequest, version: LanguageVersion) -> None:
        """Cut the texts of the version from its new source, and say how many were found there."""
        texts = list(version.texts.exclude(locator=""))
        for text in texts:
            text.forget_place()
        if version.source:
            list(place_all(texts, version.source))
        for text in texts:
            text.cut_words()
            text.save()
        if texts:
            told = {"found": sum(text.snapshot_id is not None for text in texts), "all": len(texts)}
            messages.info(
                request, _("Clause texts found in the new source: %(found)s of %(all)s.") % told
            )


# Clauses


class ClauseTextInline(RecordInline):
    """The texts of a clause, to look at; each has a form of its own."""

    model = ClauseText
    fields = ["version", "locator", "state", "text"]
    readonly_fields = fields
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[ClauseText]:
        queryset = super().get_queryset(request)
        return queryset.select_related("clause__declaration", "version__declaration")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Clause)
class ClauseAdmin(RecordAdmin):
    fieldsets = [
        (
            _("Identification"),
            {
                "fields": [
                    *["declaration", "label", "printed_label", "eid"],
                    *["kind", "parent", "position", "heading"],
                ]
            },
        ),
        (_("Text"), {"fields": ["note", "topics", "commitment_count"]}),
    ]
    readonly_fields = ["commitment_count"]
    autocomplete_fields = ["declaration", "parent", "topics"]
    inlines = [ClauseTextInline]
    search_fields = ["=label", "heading", "declaration__short_title", "declaration__slug"]
    list_display = [
        "label",
        "declaration",
        "kind",
        "position",
        "heading",
        "held",
        "commitment_count",
        "claim_count",
    ]
    list_filter = [
        TextHeldFilter,
        SplitFilter,
        "kind",
        ("declaration", admin.RelatedOnlyFieldListFilter),
    ]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Clause]:
        held = ClauseText.objects.filter(clause=models.OuterRef("pk")).exclude(text="")
        return (
            super()
            .get_queryset(request)
            .select_related("declaration")
            .annotate(
                held=models.Exists(held),
                commitment_count=count_of(Commitment.objects.all(), "clause"),
                claim_count=count_of(Claim.clauses.through.objects.all(), "clause"),
            )
        )

    @admin.display(description=_("text held"), boolean=True, ordering="held")
    def held(self, obj: Any) -> bool:
        return obj.held

    @admin.display(description=_("commitments"), ordering="commitment_count")
    def commitment_count(self, obj: Any) -> str:
        if obj.pk is None:
            return _("Save the clause first.")
        return linked_count(Commitment, f"clause__id__exact={obj.pk}", obj.commitment_count)

    @admin.display(description=_("claims"), ordering="claim_count")
    def claim_count(self, obj: Any) -> str:
        return linked_count(Claim, f"clauses__id__exact={obj.pk}", obj.claim_count)


@admin.register(ClauseText)
class ClauseTextAdmin(RecordAdmin):
    form = ClauseTextForm
    fieldsets = [
        (_("Identification"), {"fields": ["clause", "version"]}),
        (_("Text"), {"fields": ["locator", "state", "text"]}),
        machine("snapshot", "start", "end"),
    ]
    readonly_fields = ["state", "snapshot", "start", "end"]
    autocomplete_fields = ["clause", "version"]
    search_fields = ["=clause__label", "clause__declaration__slug", "text", "locator"]
    list_display = ["clause", "language", "version_status", "state", "beginning"]
    list_filter = [ResolvesFilter, "version__status", "version__language"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[ClauseText]:
        return (
            super()
            .get_queryset(request)
            .select_related("clause__declaration", "version__declaration", "snapshot__source")
            .defer("snapshot__text")
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Leave the words to the locator where there is one."""
        if obj and obj.locator:
            return [*self.readonly_fields, "text"]
        return self.readonly_fields

    @admin.display(description=_("language"), ordering="version__language")
    def language(self, obj: ClauseText) -> str:
        return obj.version.language

    @admin.display(description=_("status"), ordering="version__status")
    def version_status(self, obj: ClauseText) -> str:
        return obj.version.get_status_display()

    @admin.display(description=_("text"))
    def beginning(self, obj: ClauseText) -> str:
        return excerpt(obj.text)


@admin.register(VersionDifference)
class VersionDifferenceAdmin(RecordAdmin):
    form = VersionDifferenceForm
    fieldsets = [
        (_("Identification"), {"fields": ["declaration", "clause", "position", "aspect"]}),
        (
            _("Text"),
            {
                "fields": [
                    "first_version",
                    "first_reading",
                    "second_version",
                    "second_reading",
                    "effect",
                ]
            },
        ),
        (_("Provenance"), {"fields": ["confidence"]}),
    ]
    autocomplete_fields = ["declaration", "clause", "first_version", "second_version"]
    search_fields = ["aspect", "first_reading", "second_reading", "declaration__slug"]
    list_display = ["declaration", "clause", "aspect", "confidence"]
    list_filter = ["confidence", ("declaration", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["declaration", "clause__declaration"]


class FollowUpInline(RecordInline):
    model = FollowUp
    fields = [
        ("completion", "as_of"),
        "summary",
        "claim",
        "source_url",
        "basis",
        "confidence",
        "status",
        "withdrawn_reason",
    ]
    autocomplete_fields = ["claim"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[FollowUp]:
        return super().get_queryset(request).select_related("commitment__clause__declaration")


@admin.register(Commitment)
class CommitmentAdmin(RecordAdmin):
    fieldsets = [
        (_("Identification"), {"fields": ["clause", "number"]}),
        (
            _("Text"),
            {
                "fields": [
                    "actors",
                    "modality",
                    "operative_words",
                    "action",
                    "purpose",
                    "beneficiary",
                    "occasion",
                    "topics",
                ]
            },
        ),
        (_("Review"), {"fields": ["checkability"]}),
        machine("ref"),
    ]
    readonly_fields = ["ref"]
    autocomplete_fields = ["clause", "actors", "topics"]
    inlines = [FollowUpInline]
    search_fields = ["action", "operative_words", "=ref", "=clause__label"]
    list_display = ["label", "declaration", "who", "modality", "action", "checkability"]
    list_filter = [
        FollowedUpFilter,
        "modality",
        "checkability",
        ("clause__declaration", admin.RelatedOnlyFieldListFilter),
        ("actors", admin.RelatedOnlyFieldListFilter),
    ]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Commitment]:
        return (
            super()
            .get_queryset(request)
            .select_related("clause__declaration")
            .prefetch_related("actors")
            .annotate(follow_up_count=count_of(FollowUp.objects.all(), "commitment"))
        )

    @admin.display(description=_("label"), ordering="clause__position")
    def label(self, obj: Commitment) -> str:
        return obj.label

    @admin.display(description=_("declaration"), ordering="clause__declaration__short_title")
    def declaration(self, obj: Commitment) -> Declaration:
        return obj.clause.declaration

    @admin.display(description=_("actors"))
    def who(self, obj: Commitment) -> str:
        return ", ".join(party.name for party in obj.actors.all())


@admin.register(FollowUp)
class FollowUpAdmin(PublishableAdmin):
    fieldsets = [
        (_("Identification"), {"fields": ["commitment", "as_of"]}),
        (_("Text"), {"fields": ["completion", "summary"]}),
        (_("Provenance"), {"fields": ["claim", "source_url", "basis", "confidence"]}),
        PUBLICATION,
        machine("created_at", "updated_at"),
    ]
    autocomplete_fields = ["commitment", "claim"]
    search_fields = ["summary", "commitment__action", "=commitment__ref"]
    list_display = ["commitment", "completion", "as_of", "short_summary", "confidence", "status"]
    list_filter = ["status", "completion", "confidence"]
    date_hierarchy = "as_of"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[FollowUp]:
        return super().get_queryset(request).select_related("commitment__clause__declaration")

    @admin.display(description=_("summary"))
    def short_summary(self, obj: FollowUp) -> str:
        return excerpt(obj.summary)


# Claims and evidence


class EvidenceForm(PassageForm):
    """A passage and a stance."""


EVIDENCE_REVIEW = ["stance", "note", ("checked_by", "checked_on")]


class EvidenceInline(RecordInline):
    model = Evidence
    form = EvidenceForm
    fields = [
        "source",
        "locator",
        ("state", "words"),
        *EVIDENCE_REVIEW,
        "status",
        "withdrawn_reason",
    ]
    readonly_fields = ["state", "words"]
    autocomplete_fields = ["source"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Evidence]:
        queryset = super().get_queryset(request)
        return queryset.select_related("claim", "source").with_quote()

    @admin.display(description=_("words"))
    def words(self, obj: Any) -> str:
        return getattr(obj, "quote", "")


@admin.register(Claim)
class ClaimAdmin(PublishableAdmin):
    form = ClaimForm
    fieldsets = [
        (_("Identification"), {"fields": ["declaration", "clauses", "position", "kind"]}),
        (_("Text"), {"fields": ["text", "note", "conflicts_with"]}),
        PUBLICATION,
        machine("ref", "created_at", "updated_at"),
    ]
    readonly_fields = [*PUBLICATION_READ_ONLY, "ref"]
    autocomplete_fields = ["declaration", "clauses", "conflicts_with"]
    inlines = [EvidenceInline]
    search_fields = ["text", "=ref", "declaration__short_title", "declaration__slug"]
    list_display = ["short_text", "declaration", "kind", "evidence_count", "checked", "status"]
    list_filter = [
        "status",
        CheckedFilter,
        "kind",
        ("declaration", admin.RelatedOnlyFieldListFilter),
    ]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Claim]:
        evidence = Evidence.objects.filter(claim=models.OuterRef("pk"), checked_on__isnull=False)
        latest = evidence.order_by("-checked_on").values("checked_on")[:1]
        return (
            super()
            .get_queryset(request)
            .select_related("declaration")
            .annotate(
                evidence_count=count_of(Evidence.objects.all(), "claim"),
                checked=models.Subquery(latest),
            )
        )

    @admin.display(description=_("claim"), ordering="text")
    def short_text(self, obj: Claim) -> str:
        return excerpt(obj.text)

    @admin.display(description=_("evidence"), ordering="evidence_count")
    def evidence_count(self, obj: Any) -> str:
        return linked_count(Evidence, f"claim__id__exact={obj.pk}", obj.evidence_count)

    @admin.display(description=_("last checked"), ordering="checked", empty_value=_("not checked"))
    def checked(self, obj: Any) -> Any:
        return obj.checked


@admin.register(Evidence)
class EvidenceAdmin(PublishableAdmin):
    form = EvidenceForm
    fieldsets = [
        (_("Identification"), {"fields": ["claim", "source"]}),
        (_("Text"), {"fields": ["locator", "state", "words"]}),
        (_("Review"), {"fields": EVIDENCE_REVIEW}),
        PUBLICATION,
        machine("ref", "snapshot", "start", "end", "created_at", "updated_at"),
    ]
    readonly_fields = [*PUBLICATION_READ_ONLY, *PLACE_READ_ONLY, "ref"]
    autocomplete_fields = ["claim", "source"]
    search_fields = ["claim__text", "=ref", "=claim__ref", "note", "locator", "source__title"]
    list_display = ["short_claim", "source", "stance", "state", "status", "checked_on", "words"]
    list_filter = [
        "status",
        ResolvesFilter,
        StanceCheckedFilter,
        AgainstOfficialTextFilter,
        "stance",
        ("source", admin.RelatedOnlyFieldListFilter),
        ("claim__declaration", admin.RelatedOnlyFieldListFilter),
    ]
    date_hierarchy = "checked_on"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Evidence]:
        return (
            super()
            .get_queryset(request)
            .select_related("claim", "source", "snapshot__source")
            .defer("snapshot__text")
            .with_quote()
        )

    @admin.display(description=_("claim"), ordering="claim__text")
    def short_claim(self, obj: Evidence) -> str:
        return excerpt(obj.claim.text)

    @admin.display(description=_("words"))
    def words(self, obj: Any) -> str:
        return excerpt(getattr(obj, "quote", None) or "", 600)


@admin.register(CoverageCheck)
class CoverageCheckAdmin(RecordAdmin):
    fieldsets = [
        (_("Identification"), {"fields": ["source", "clause"]}),
        (_("Review"), {"fields": [("checked_by", "checked_on"), "note"]}),
    ]
    autocomplete_fields = ["source", "clause"]
    search_fields = ["source__title", "source__slug", "=clause__label", "note"]
    list_display = ["source", "clause", "checked_by", "checked_on"]
    list_filter = [
        ("source", admin.RelatedOnlyFieldListFilter),
        ("clause__declaration", admin.RelatedOnlyFieldListFilter),
    ]
    date_hierarchy = "checked_on"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[CoverageCheck]:
        return super().get_queryset(request).select_related("source", "clause__declaration")


class RelationForm(PassageForm):
    """A relation; the passage that shows it, if there is one."""


@admin.register(Relation)
class RelationAdmin(PublishableAdmin):
    form = RelationForm
    fieldsets = [
        (
            _("Identification"),
            {"fields": ["subject", "subject_clause", "predicate", "object", "object_clause"]},
        ),
        (
            _("Provenance"),
            {
                "fields": [
                    "stated_by",
                    "source",
                    "locator",
                    "state",
                    "words",
                    "source_url",
                    "basis",
                    "confidence",
                ]
            },
        ),
        PUBLICATION,
        machine("snapshot", "start", "end", "created_at", "updated_at"),
    ]
    readonly_fields = [*PUBLICATION_READ_ONLY, *PLACE_READ_ONLY]
    autocomplete_fields = ["subject", "subject_clause", "object", "object_clause", "source"]
    search_fields = [
        "subject__short_title",
        "subject__slug",
        "object__short_title",
        "object__slug",
        "basis",
    ]
    list_display = ["subject", "predicate", "object", "stated_by", "confidence", "state", "status"]
    list_filter = ["status", ResolvesFilter, "predicate", "stated_by", "confidence"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Relation]:
        return (
            super()
            .get_queryset(request)
            .select_related("subject", "object", "source", "snapshot__source")
            .defer("snapshot__text")
            .with_quote()
        )

    @admin.display(description=_("words"))
    def words(self, obj: Any) -> str:
        return excerpt(getattr(obj, "quote", None) or "", 600)
