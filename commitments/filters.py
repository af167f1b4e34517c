"""What a list can be asked for: the same filters drive the HTML list and the API list."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from commitments.models import (
    Claim,
    Clause,
    ClauseText,
    Commitment,
    Confidence,
    Declaration,
    Evidence,
    LanguageVersion,
    Modality,
    Party,
    Predicate,
    Relation,
    Stance,
    Topic,
    Vocabulary,
)
from commitments.models.clauses import validate_label
from sources.filters import (
    ANY,
    ChoiceInFilter,
    DayFilter,
    LanguageFilter,
    NamedObjectFilter,
    TruthFilter,
    WordsFilter,
)
from sources.models import Publisher, Source

Rows = QuerySet[Any]


class OneDeclarationFilter(NamedObjectFilter):
    """Keep what belongs to one declaration, named by its slug. Links set it, not a form."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("declaration"))
        kwargs.setdefault("help_text", _("Slug of a declaration: france-china-ai-2024."))
        super().__init__(
            *args, queryset=Declaration.objects.published(), widget=forms.HiddenInput, **kwargs
        )


class OneSourceFilter(NamedObjectFilter):
    """Keep what belongs to one source, named by its slug. Links set it, not a form."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("source"))
        kwargs.setdefault("help_text", _("Slug of a source."))
        super().__init__(
            *args, queryset=Source.objects.published(), widget=forms.HiddenInput, **kwargs
        )


class LabelFilter(django_filters.CharFilter):
    """Keep what concerns clauses with one printed label; give the declaration too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("clause"))
        kwargs.setdefault("help_text", _("Label as printed: “6”, “1(a)”, “preamble-2”."))
        super().__init__(
            *args, max_length=40, validators=[validate_label], widget=forms.HiddenInput, **kwargs
        )


class DeclarationFilter(django_filters.FilterSet):
    q = WordsFilter(["title", "short_title", "summary", "place"])
    kind = django_filters.ChoiceFilter(
        label=_("kind"), choices=Declaration.Kind.choices, empty_label=ANY
    )
    kind__in = ChoiceInFilter(field_name="kind", label=_("kinds"), choices=Declaration.Kind.choices)
    legal_status = django_filters.ChoiceFilter(
        label=_("legal status"), choices=Declaration.LegalStatus.choices, empty_label=ANY
    )
    legal_status__in = ChoiceInFilter(
        field_name="legal_status",
        label=_("legal statuses"),
        choices=Declaration.LegalStatus.choices,
    )
    party = NamedObjectFilter(
        label=_("party"),
        queryset=Party.objects.published(),
        method="filter_party",
        help_text=_("Who made it, joined it or hosted it."),
    )
    topic = NamedObjectFilter(
        label=_("topic"),
        queryset=Topic.objects.published(),
        method="filter_topic",
        help_text=_("What it, or one of its clauses, is about."),
    )
    language = LanguageFilter(
        label=_("language"), method="filter_language", help_text=_("A version exists in it.")
    )
    held = TruthFilter(
        label=_("text held"), method="filter_held", help_text=_("Whether we hold any of its text.")
    )
    adopted_on__gte = DayFilter(
        field_name="adopted_on", lookup_expr="gte", label=_("adopted on or after")
    )
    adopted_on__lte = DayFilter(
        field_name="adopted_on", lookup_expr="lte", label=_("adopted on or before")
    )

    class Meta:
        model = Declaration
        fields: list[str] = []

    def filter_party(self, queryset: Rows, _name: str, value: Party) -> Rows:
        return queryset.filter(
            Exists(
                value.participations.filter(declaration=OuterRef("pk")).exclude(role="not_party")
            )
        )

    def filter_topic(self, queryset: Rows, _name: str, value: Topic) -> Rows:
        own = Declaration.topics.through.objects.filter(topic=value, declaration=OuterRef("pk"))
        clauses = Clause.objects.filter(topics=value, declaration=OuterRef("pk"))
        return queryset.filter(Exists(own) | Exists(clauses))

    def filter_language(self, queryset: Rows, _name: str, value: str) -> Rows:
        versions = LanguageVersion.objects.filter(declaration=OuterRef("pk"), language=value)
        return queryset.filter(Exists(versions))

    def filter_held(self, queryset: Rows, _name: str, value: bool) -> Rows:  # noqa: FBT001
        held = Exists(
            ClauseText.objects.filter(clause__declaration=OuterRef("pk")).exclude(text="")
        )
        return queryset.filter(held if value else ~held)


class ClauseFilter(django_filters.FilterSet):
    """Language, status and `held` speak of one and the same text of the clause."""

    q = WordsFilter(["heading", "note"], method="filter_words")
    declaration = OneDeclarationFilter()
    label = LabelFilter(label=_("label"))
    kind = django_filters.ChoiceFilter(
        label=_("kind"), choices=Clause.Kind.choices, empty_label=ANY
    )
    kind__in = ChoiceInFilter(field_name="kind", label=_("kinds"), choices=Clause.Kind.choices)
    topic = NamedObjectFilter(
        label=_("topic"), queryset=Topic.objects.published(), method="filter_topic"
    )
    language = LanguageFilter(
        label=_("language"), method="filter_later", help_text=_("A text exists in it.")
    )
    status = django_filters.ChoiceFilter(
        label=_("status of the text"),
        choices=LanguageVersion.VersionStatus.choices,
        empty_label=ANY,
        method="filter_later",
    )
    held = TruthFilter(
        label=_("text held"), method="filter_later", help_text=_("Whether we hold such a text.")
    )
    modality = django_filters.ChoiceFilter(
        label=_("modality"),
        choices=Modality.choices,
        empty_label=ANY,
        method="filter_modality",
        help_text=_("One of its commitments has it."),
    )

    class Meta:
        model = Clause
        fields: list[str] = []

    def filter_words(self, queryset: Rows, _name: str, value: str) -> Rows:
        for word in value.split():
            in_texts = ClauseText.objects.filter(clause=OuterRef("pk"), text__icontains=word)
            queryset = queryset.filter(
                Q(heading__icontains=word) | Q(note__icontains=word) | Exists(in_texts)
            )
        return queryset

    def filter_topic(self, queryset: Rows, _name: str, value: Topic) -> Rows:
        through = Clause.topics.through.objects
        return queryset.filter(Exists(through.filter(topic=value, clause=OuterRef("pk"))))

    def filter_modality(self, queryset: Rows, _name: str, value: str) -> Rows:
        commitments = Commitment.objects.filter(clause=OuterRef("pk"), modality=value)
        return queryset.filter(Exists(commitments))

    def filter_later(self, queryset: Rows, _name: str, _value: Any) -> Rows:
        return queryset

    def filter_queryset(self, queryset: Rows) -> Rows:
        queryset = super().filter_queryset(queryset)
        wanted = self.form.cleaned_data
        language, status, held = (wanted.get(name) for name in ("language", "status", "held"))
        if not language and not status and held in {None, ""}:
            return queryset
        versions = LanguageVersion.objects.filter(declaration=OuterRef("declaration"))
        if language:
            versions = versions.filter(language=language)
        if status:
            versions = versions.filter(status=status)
        # A version whose clause has no words here is known and not held.
        clause_texts = ClauseText.objects.filter(clause=OuterRef("pk")).exclude(text="")
        if language:
            clause_texts = clause_texts.filter(version__language=language)
        if status:
            clause_texts = clause_texts.filter(version__status=status)
        if held is True:
            return queryset.filter(Exists(clause_texts))
        if held is False:
            return queryset.filter(Exists(versions) & ~Exists(clause_texts))
        return queryset.filter(Exists(versions))


class CommitmentFilter(django_filters.FilterSet):
    q = WordsFilter(["action", "purpose", "beneficiary", "occasion", "operative_words"])
    declaration = OneDeclarationFilter(field_name="clause__declaration")
    clause = LabelFilter(field_name="clause__label")
    modality = django_filters.ChoiceFilter(
        label=_("modality"), choices=Modality.choices, empty_label=ANY
    )
    modality__in = ChoiceInFilter(
        field_name="modality", label=_("modalities"), choices=Modality.choices
    )
    actor = NamedObjectFilter(
        label=_("actor"),
        queryset=Party.objects.published(),
        method="filter_actor",
        help_text=_("Who commits."),
    )
    checkability = django_filters.ChoiceFilter(
        label=_("checkability"), choices=Commitment.Checkability.choices, empty_label=ANY
    )
    checkability__in = ChoiceInFilter(
        field_name="checkability",
        label=_("checkabilities"),
        choices=Commitment.Checkability.choices,
    )
    topic = NamedObjectFilter(
        label=_("topic"), queryset=Topic.objects.published(), method="filter_topic"
    )

    class Meta:
        model = Commitment
        fields: list[str] = []

    def filter_actor(self, queryset: Rows, _name: str, value: Party) -> Rows:
        through = Commitment.actors.through.objects
        return queryset.filter(Exists(through.filter(party=value, commitment=OuterRef("pk"))))

    def filter_topic(self, queryset: Rows, _name: str, value: Topic) -> Rows:
        through = Commitment.topics.through.objects
        return queryset.filter(Exists(through.filter(topic=value, commitment=OuterRef("pk"))))


class ClaimFilter(django_filters.FilterSet):
    """Source and stance speak of one and the same published evidence."""

    q = WordsFilter(["text", "note"])
    declaration = OneDeclarationFilter()
    clause = LabelFilter(method="filter_clause")
    kind = django_filters.ChoiceFilter(label=_("kind"), choices=Claim.Kind.choices, empty_label=ANY)
    kind__in = ChoiceInFilter(field_name="kind", label=_("kinds"), choices=Claim.Kind.choices)
    stance = django_filters.ChoiceFilter(
        label=_("stance"),
        choices=Stance.choices,
        empty_label=ANY,
        method="filter_later",
        help_text=_("Some evidence takes it."),
    )
    source = OneSourceFilter(
        method="filter_later", help_text=_("Slug of a source that is evidence for or against it.")
    )
    topic = NamedObjectFilter(
        label=_("topic"),
        queryset=Topic.objects.published(),
        method="filter_topic",
        help_text=_("What a clause it concerns is about."),
    )

    class Meta:
        model = Claim
        fields: list[str] = []

    def filter_clause(self, queryset: Rows, _name: str, value: str) -> Rows:
        through = Claim.clauses.through.objects
        return queryset.filter(Exists(through.filter(claim=OuterRef("pk"), clause__label=value)))

    def filter_topic(self, queryset: Rows, _name: str, value: Topic) -> Rows:
        through = Claim.clauses.through.objects
        return queryset.filter(Exists(through.filter(claim=OuterRef("pk"), clause__topics=value)))

    def filter_later(self, queryset: Rows, _name: str, _value: Any) -> Rows:
        return queryset

    def filter_queryset(self, queryset: Rows) -> Rows:
        queryset = super().filter_queryset(queryset)
        names = [name for name in ("stance", "source") if self.form.cleaned_data.get(name)]
        if not names:
            return queryset
        wanted = {name: self.form.cleaned_data[name] for name in names}
        evidence = Evidence.objects.published().filter(claim=OuterRef("pk"), **wanted)
        return queryset.filter(Exists(evidence))


class EvidenceFilter(django_filters.FilterSet):
    q = WordsFilter(["note", "claim__text"])
    claim = NamedObjectFilter(
        name="ref",
        label=_("claim"),
        queryset=Claim.objects.published(),
        widget=forms.HiddenInput,
        help_text=_("Reference of a claim."),
    )
    declaration = OneDeclarationFilter(field_name="claim__declaration")
    clause = LabelFilter(method="filter_clause")
    source = OneSourceFilter()
    publisher = NamedObjectFilter(
        field_name="source__publisher", label=_("publisher"), queryset=Publisher.objects.published()
    )
    kind = django_filters.ChoiceFilter(
        field_name="source__kind",
        label=_("kind of source"),
        choices=Source.Kind.choices,
        empty_label=ANY,
    )
    kind__in = ChoiceInFilter(
        field_name="source__kind", label=_("kinds of source"), choices=Source.Kind.choices
    )
    language = LanguageFilter(field_name="source__language", label=_("language of the source"))
    stance = django_filters.ChoiceFilter(label=_("stance"), choices=Stance.choices, empty_label=ANY)
    stance__in = ChoiceInFilter(field_name="stance", label=_("stances"), choices=Stance.choices)
    state = django_filters.ChoiceFilter(
        label=_("state"),
        choices=Evidence.State.choices,
        empty_label=ANY,
        help_text=_("How the passage stands to the captures held."),
    )
    state__in = ChoiceInFilter(
        field_name="state", label=_("states"), choices=Evidence.State.choices
    )
    checked_on__gte = DayFilter(
        field_name="checked_on", lookup_expr="gte", label=_("checked on or after")
    )
    checked_on__lte = DayFilter(
        field_name="checked_on", lookup_expr="lte", label=_("checked on or before")
    )

    class Meta:
        model = Evidence
        fields: list[str] = []

    def filter_clause(self, queryset: Rows, _name: str, value: str) -> Rows:
        through = Claim.clauses.through.objects
        same = through.filter(claim=OuterRef("claim"), clause__label=value)
        return queryset.filter(Exists(same))


class RelationFilter(django_filters.FilterSet):
    declaration = OneDeclarationFilter(
        method="filter_declaration", help_text=_("Slug of a declaration at either end.")
    )
    subject = OneDeclarationFilter(label=_("subject"))
    subject_clause = LabelFilter(field_name="subject_clause__label", label=_("subject's clause"))
    predicate = django_filters.ChoiceFilter(
        label=_("predicate"), choices=Predicate.choices, empty_label=ANY
    )
    predicate__in = ChoiceInFilter(
        field_name="predicate", label=_("predicates"), choices=Predicate.choices
    )
    object = OneDeclarationFilter(label=_("object"))
    stated_by = django_filters.ChoiceFilter(
        label=_("stated by"), choices=Relation.StatedBy.choices, empty_label=ANY
    )
    confidence = django_filters.ChoiceFilter(
        label=_("confidence"), choices=Confidence.choices, empty_label=ANY
    )
    source = OneSourceFilter()

    class Meta:
        model = Relation
        fields: list[str] = []

    def filter_declaration(self, queryset: Rows, _name: str, value: Declaration) -> Rows:
        return queryset.filter(Q(subject=value) | Q(object=value))


class PartyFilter(django_filters.FilterSet):
    q = WordsFilter(["name", "code"])
    kind = django_filters.ChoiceFilter(label=_("kind"), choices=Party.Kind.choices, empty_label=ANY)
    kind__in = ChoiceInFilter(field_name="kind", label=_("kinds"), choices=Party.Kind.choices)

    class Meta:
        model = Party
        fields: list[str] = []


class VocabularyFilter(django_filters.FilterSet):
    q = WordsFilter(["title", "note"])

    class Meta:
        model = Vocabulary
        fields: list[str] = []


class TopicFilter(django_filters.FilterSet):
    q = WordsFilter(["label", "notation"])
    vocabulary = NamedObjectFilter(label=_("vocabulary"), queryset=Vocabulary.objects.all())
    broader = NamedObjectFilter(
        label=_("broader topic"), queryset=Topic.objects.published(), widget=forms.HiddenInput
    )

    class Meta:
        model = Topic
        fields: list[str] = []


class CoverageFilter(django_filters.FilterSet):
    """Which clauses to tell the coverage of."""

    declaration = OneDeclarationFilter()
    clause = LabelFilter(field_name="label")

    class Meta:
        model = Clause
        fields: list[str] = []
