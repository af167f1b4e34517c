"""What a list can be asked for: the same filters drive the HTML list and the API list."""

from datetime import datetime
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
    Participation,
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
    Condition,
    ExactWordsFilter,
    LanguageFilter,
    LanguagesFilter,
    NamedObjectFilter,
    NamedObjectsFilter,
    RefsFilter,
    SinceFilter,
    SlugsFilter,
    TruthFilter,
    UpdatedSinceFilter,
    ValuesFilter,
    WordsFilter,
    days,
    in_languages,
)
from sources.models import Change, Publisher, Source

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


class DeclarationsFilter(NamedObjectsFilter):
    """Keep what belongs to any of several declarations, named by their slugs."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("field_name", "declaration")
        super().__init__(
            label=_("declarations"), queryset=Declaration.objects.published(), **kwargs
        )


class SourcesFilter(NamedObjectsFilter):
    """Keep what belongs to any of several sources, named by their slugs."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("field_name", "source")
        super().__init__(label=_("sources"), queryset=Source.objects.published(), **kwargs)


class TopicsFilter(NamedObjectsFilter):
    """Keep what is about any of several topics."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("topics"), queryset=Topic.objects.published(), **kwargs)


class LabelsFilter(ValuesFilter):
    """Keep what concerns clauses with any of several printed labels."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("clauses"))
        super().__init__(validators=[validate_label], **kwargs)


class DeclarationFilter(django_filters.FilterSet):
    q = WordsFilter(["title", "short_title", "summary", "place"])
    q_exact = ExactWordsFilter(["title", "short_title", "summary", "place"])
    slug__in = SlugsFilter()
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
    party__in = NamedObjectsFilter(
        label=_("parties"), queryset=Party.objects.published(), method="filter_parties"
    )
    topic = NamedObjectFilter(
        label=_("topic"),
        queryset=Topic.objects.published(),
        method="filter_topic",
        help_text=_("What it, or one of its clauses, is about."),
    )
    topic__in = TopicsFilter(method="filter_topics")
    language = LanguageFilter(
        label=_("language"), method="filter_language", help_text=_("A version exists in it.")
    )
    language__in = LanguagesFilter(method="filter_languages")
    held = TruthFilter(
        label=_("text held"), method="filter_held", help_text=_("Whether we hold any of its text.")
    )
    adopted_on, adopted_on__gte, adopted_on__lte, adopted_on__isnull = days(
        "adopted_on", _("adopted")
    ).values()
    updated_since = UpdatedSinceFilter()

    class Meta:
        model = Declaration
        fields: list[str] = []

    def filter_party(self, queryset: Rows, name: str, value: Party) -> Rows:
        return self.filter_parties(queryset, name, [value])

    def filter_parties(self, queryset: Rows, _name: str, value: list[Party]) -> Rows:
        taking_part = Participation.objects.filter(party__in=value, declaration=OuterRef("pk"))
        return queryset.filter(Exists(taking_part.exclude(role="not_party")))

    def filter_topic(self, queryset: Rows, name: str, value: Topic) -> Rows:
        return self.filter_topics(queryset, name, [value])

    def filter_topics(self, queryset: Rows, _name: str, value: list[Topic]) -> Rows:
        through = Declaration.topics.through.objects
        own = through.filter(topic__in=value, declaration=OuterRef("pk"))
        clauses = Clause.objects.filter(topics__in=value, declaration=OuterRef("pk"))
        return queryset.filter(Exists(own) | Exists(clauses))

    def filter_language(self, queryset: Rows, name: str, value: str) -> Rows:
        return self.filter_languages(queryset, name, [value])

    def filter_languages(self, queryset: Rows, _name: str, value: list[str]) -> Rows:
        versions = LanguageVersion.objects.filter(declaration=OuterRef("pk"))
        versions = versions.filter(in_languages("language", value))
        return queryset.filter(Exists(versions))

    def filter_held(self, queryset: Rows, _name: str, value: bool) -> Rows:  # noqa: FBT001
        held = Exists(
            ClauseText.objects.filter(clause__declaration=OuterRef("pk")).exclude(text="")
        )
        return queryset.filter(held if value else ~held)


def in_texts(condition: Condition) -> Exists:
    """Return the condition that some language text of a clause meets the given one."""
    return Exists(ClauseText.objects.filter(condition("text"), clause=OuterRef("pk")))


class ClauseFilter(django_filters.FilterSet):
    """Language, status and `held` speak of one and the same text of the clause."""

    q = WordsFilter(["heading", "note"], more=in_texts)
    q_exact = ExactWordsFilter(["heading", "note"], more=in_texts)
    declaration = OneDeclarationFilter()
    declaration__in = DeclarationsFilter()
    updated_since = UpdatedSinceFilter()
    label = LabelFilter(label=_("label"))
    label__in = LabelsFilter(field_name="label", label=_("labels"))
    parent__isnull = TruthFilter(
        field_name="parent", lookup_expr="isnull", label=_("not within another clause")
    )
    kind = django_filters.ChoiceFilter(
        label=_("kind"), choices=Clause.Kind.choices, empty_label=ANY
    )
    kind__in = ChoiceInFilter(field_name="kind", label=_("kinds"), choices=Clause.Kind.choices)
    topic = NamedObjectFilter(
        label=_("topic"), queryset=Topic.objects.published(), method="filter_topic"
    )
    topic__in = TopicsFilter(method="filter_topics")
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
    modality__in = ChoiceInFilter(
        label=_("modalities"), choices=Modality.choices, method="filter_modalities"
    )

    class Meta:
        model = Clause
        fields: list[str] = []

    def filter_topic(self, queryset: Rows, name: str, value: Topic) -> Rows:
        return self.filter_topics(queryset, name, [value])

    def filter_topics(self, queryset: Rows, _name: str, value: list[Topic]) -> Rows:
        through = Clause.topics.through.objects
        return queryset.filter(Exists(through.filter(topic__in=value, clause=OuterRef("pk"))))

    def filter_modality(self, queryset: Rows, name: str, value: str) -> Rows:
        return self.filter_modalities(queryset, name, [value])

    def filter_modalities(self, queryset: Rows, _name: str, value: list[str]) -> Rows:
        commitments = Commitment.objects.filter(clause=OuterRef("pk"), modality__in=value)
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
            versions = versions.filter(in_languages("language", [language]))
        if status:
            versions = versions.filter(status=status)
        # A version whose clause has no words here is known and not held.
        clause_texts = ClauseText.objects.filter(clause=OuterRef("pk")).exclude(text="")
        if language:
            clause_texts = clause_texts.filter(in_languages("version__language", [language]))
        if status:
            clause_texts = clause_texts.filter(version__status=status)
        if held is True:
            return queryset.filter(Exists(clause_texts))
        if held is False:
            return queryset.filter(Exists(versions) & ~Exists(clause_texts))
        return queryset.filter(Exists(versions))


class CommitmentFilter(django_filters.FilterSet):
    q = WordsFilter(["action", "purpose", "beneficiary", "occasion", "operative_words"])
    q_exact = ExactWordsFilter(["action", "purpose", "beneficiary", "occasion", "operative_words"])
    ref__in = RefsFilter()
    declaration = OneDeclarationFilter(field_name="clause__declaration")
    declaration__in = DeclarationsFilter(field_name="clause__declaration")
    updated_since = UpdatedSinceFilter()
    clause = LabelFilter(field_name="clause__label")
    clause__in = LabelsFilter(field_name="clause__label")
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
    actor__in = NamedObjectsFilter(
        label=_("actors"), queryset=Party.objects.published(), method="filter_actors"
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
    topic__in = TopicsFilter(method="filter_topics")

    class Meta:
        model = Commitment
        fields: list[str] = []

    def filter_actor(self, queryset: Rows, name: str, value: Party) -> Rows:
        return self.filter_actors(queryset, name, [value])

    def filter_actors(self, queryset: Rows, _name: str, value: list[Party]) -> Rows:
        through = Commitment.actors.through.objects
        return queryset.filter(Exists(through.filter(party__in=value, commitment=OuterRef("pk"))))

    def filter_topic(self, queryset: Rows, name: str, value: Topic) -> Rows:
        return self.filter_topics(queryset, name, [value])

    def filter_topics(self, queryset: Rows, _name: str, value: list[Topic]) -> Rows:
        through = Commitment.topics.through.objects
        return queryset.filter(Exists(through.filter(topic__in=value, commitment=OuterRef("pk"))))


class ClaimFilter(django_filters.FilterSet):
    """Source and stance speak of one and the same published evidence."""

    q = WordsFilter(["text", "note"])
    q_exact = ExactWordsFilter(["text", "note"])
    ref__in = RefsFilter()
    declaration = OneDeclarationFilter()
    declaration__in = DeclarationsFilter()
    updated_since = UpdatedSinceFilter()
    clause = LabelFilter(method="filter_clause")
    clause__in = LabelsFilter(method="filter_clauses")
    kind = django_filters.ChoiceFilter(label=_("kind"), choices=Claim.Kind.choices, empty_label=ANY)
    kind__in = ChoiceInFilter(field_name="kind", label=_("kinds"), choices=Claim.Kind.choices)
    stance = django_filters.ChoiceFilter(
        label=_("stance"),
        choices=Stance.choices,
        empty_label=ANY,
        method="filter_later",
        help_text=_("Some evidence takes it."),
    )
    stance__in = ChoiceInFilter(label=_("stances"), choices=Stance.choices, method="filter_later")
    source = OneSourceFilter(
        method="filter_later", help_text=_("Slug of a source that is evidence for or against it.")
    )
    source__in = SourcesFilter(method="filter_later")
    topic = NamedObjectFilter(
        label=_("topic"),
        queryset=Topic.objects.published(),
        method="filter_topic",
        help_text=_("What a clause it concerns is about."),
    )
    topic__in = TopicsFilter(method="filter_topics")

    class Meta:
        model = Claim
        fields: list[str] = []

    def filter_clause(self, queryset: Rows, name: str, value: str) -> Rows:
        return self.filter_clauses(queryset, name, [value])

    def filter_clauses(self, queryset: Rows, _name: str, value: list[str]) -> Rows:
        through = Claim.clauses.through.objects
        same = through.filter(claim=OuterRef("pk"), clause__label__in=value)
        return queryset.filter(Exists(same))

    def filter_topic(self, queryset: Rows, name: str, value: Topic) -> Rows:
        return self.filter_topics(queryset, name, [value])

    def filter_topics(self, queryset: Rows, _name: str, value: list[Topic]) -> Rows:
        through = Claim.clauses.through.objects
        about = through.filter(claim=OuterRef("pk"), clause__topics__in=value)
        return queryset.filter(Exists(about))

    def filter_later(self, queryset: Rows, _name: str, _value: Any) -> Rows:
        return queryset

    def filter_queryset(self, queryset: Rows) -> Rows:
        queryset = super().filter_queryset(queryset)
        names = ("stance", "stance__in", "source", "source__in")
        wanted = {
            name: self.form.cleaned_data[name] for name in names if self.form.cleaned_data.get(name)
        }
        if not wanted:
            return queryset
        evidence = Evidence.objects.published().filter(claim=OuterRef("pk"), **wanted)
        return queryset.filter(Exists(evidence))


class EvidenceFilter(django_filters.FilterSet):
    q = WordsFilter(["note", "claim__text"])
    q_exact = ExactWordsFilter(["note", "claim__text"])
    ref__in = RefsFilter()
    updated_since = UpdatedSinceFilter()
    claim = NamedObjectFilter(
        name="ref",
        label=_("claim"),
        queryset=Claim.objects.published(),
        widget=forms.HiddenInput,
        help_text=_("Reference of a claim."),
    )
    claim__in = NamedObjectsFilter(
        field_name="claim", name="ref", label=_("claims"), queryset=Claim.objects.published()
    )
    declaration = OneDeclarationFilter(field_name="claim__declaration")
    declaration__in = DeclarationsFilter(field_name="claim__declaration")
    clause = LabelFilter(method="filter_clause")
    clause__in = LabelsFilter(method="filter_clauses")
    source = OneSourceFilter()
    source__in = SourcesFilter()
    publisher = NamedObjectFilter(
        field_name="source__publisher", label=_("publisher"), queryset=Publisher.objects.published()
    )
    publisher__in = NamedObjectsFilter(
        field_name="source__publisher",
        label=_("publishers"),
        queryset=Publisher.objects.published(),
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
    language__in = LanguagesFilter(field_name="source__language")
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
    snapshot__isnull = TruthFilter(
        field_name="snapshot", lookup_expr="isnull", label=_("not found in any capture")
    )
    checked_on, checked_on__gte, checked_on__lte, checked_on__isnull = days(
        "checked_on", _("checked")
    ).values()

    class Meta:
        model = Evidence
        fields: list[str] = []

    def filter_clause(self, queryset: Rows, name: str, value: str) -> Rows:
        return self.filter_clauses(queryset, name, [value])

    def filter_clauses(self, queryset: Rows, _name: str, value: list[str]) -> Rows:
        through = Claim.clauses.through.objects
        same = through.filter(claim=OuterRef("claim"), clause__label__in=value)
        return queryset.filter(Exists(same))


class RelationFilter(django_filters.FilterSet):
    declaration = OneDeclarationFilter(
        method="filter_declaration", help_text=_("Slug of a declaration at either end.")
    )
    declaration__in = DeclarationsFilter(method="filter_declarations")
    updated_since = UpdatedSinceFilter()
    subject = OneDeclarationFilter(label=_("subject"))
    subject__in = DeclarationsFilter(field_name="subject")
    subject_clause__isnull = TruthFilter(
        field_name="subject_clause", lookup_expr="isnull", label=_("of the whole declaration")
    )
    subject_clause = LabelFilter(field_name="subject_clause__label", label=_("subject's clause"))
    predicate = django_filters.ChoiceFilter(
        label=_("predicate"), choices=Predicate.choices, empty_label=ANY
    )
    predicate__in = ChoiceInFilter(
        field_name="predicate", label=_("predicates"), choices=Predicate.choices
    )
    object = OneDeclarationFilter(label=_("object"))
    object__in = DeclarationsFilter(field_name="object")
    stated_by = django_filters.ChoiceFilter(
        label=_("stated by"), choices=Relation.StatedBy.choices, empty_label=ANY
    )
    confidence = django_filters.ChoiceFilter(
        label=_("confidence"), choices=Confidence.choices, empty_label=ANY
    )
    source = OneSourceFilter()
    source__in = SourcesFilter()
    source__isnull = TruthFilter(
        field_name="source", lookup_expr="isnull", label=_("without a source held here")
    )

    class Meta:
        model = Relation
        fields: list[str] = []

    def filter_declaration(self, queryset: Rows, name: str, value: Declaration) -> Rows:
        return self.filter_declarations(queryset, name, [value])

    def filter_declarations(self, queryset: Rows, _name: str, value: list[Declaration]) -> Rows:
        return queryset.filter(Q(subject__in=value) | Q(object__in=value))


class PartyFilter(django_filters.FilterSet):
    q = WordsFilter(["name", "code"])
    q_exact = ExactWordsFilter(["name", "code"])
    slug__in = SlugsFilter()
    kind = django_filters.ChoiceFilter(label=_("kind"), choices=Party.Kind.choices, empty_label=ANY)
    kind__in = ChoiceInFilter(field_name="kind", label=_("kinds"), choices=Party.Kind.choices)

    class Meta:
        model = Party
        fields: list[str] = []


class VocabularyFilter(django_filters.FilterSet):
    q = WordsFilter(["title", "note"])
    q_exact = ExactWordsFilter(["title", "note"])
    slug__in = SlugsFilter()

    class Meta:
        model = Vocabulary
        fields: list[str] = []


class TopicFilter(django_filters.FilterSet):
    q = WordsFilter(["label", "notation"])
    q_exact = ExactWordsFilter(["label", "notation"])
    slug__in = SlugsFilter()
    vocabulary = NamedObjectFilter(label=_("vocabulary"), queryset=Vocabulary.objects.all())
    vocabulary__in = NamedObjectsFilter(
        field_name="vocabulary", label=_("vocabularies"), queryset=Vocabulary.objects.all()
    )
    broader = NamedObjectFilter(
        label=_("broader topic"), queryset=Topic.objects.published(), widget=forms.HiddenInput
    )
    broader__isnull = TruthFilter(
        field_name="broader", lookup_expr="isnull", label=_("at the top of its vocabulary")
    )

    class Meta:
        model = Topic
        fields: list[str] = []


class CoverageFilter(django_filters.FilterSet):
    """Which clauses to tell the coverage of."""

    declaration = OneDeclarationFilter()
    declaration__in = DeclarationsFilter()
    clause = LabelFilter(field_name="label")
    clause__in = LabelsFilter(field_name="label")

    class Meta:
        model = Clause
        fields: list[str] = []


class ChangeFilter(django_filters.FilterSet):
    """What to tell of; `since` also decides what is new: what readers could not see before it."""

    since = SinceFilter(
        "at",
        label=_("changed since"),
        method="filter_since",
        help_text=_(
            "The `at` of the last change you have; or a day, or a moment such as "
            "2024-05-06T10:00:00Z. What changed at that very moment comes again."
        ),
    )
    type = django_filters.ChoiceFilter(
        field_name="kind", label=_("type"), choices=Change.Kind.choices, empty_label=ANY
    )
    type__in = ChoiceInFilter(field_name="kind", label=_("types"), choices=Change.Kind.choices)

    class Meta:
        model = Change
        fields: list[str] = []

    def filter_since(self, queryset: Rows, _name: str, value: datetime) -> Rows:
        return queryset.since(value)
