"""Declarations, clauses, commitments, claims, evidence, relations and coverage in the API."""

from typing import Any

from django.db.models import F, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from commitments.fidelity import coverage_of
from commitments.filters import (
    ClaimFilter,
    ClauseFilter,
    CommitmentFilter,
    CoverageFilter,
    DeclarationFilter,
    EvidenceFilter,
    PartyFilter,
    RelationFilter,
    TopicFilter,
    VocabularyFilter,
)
from commitments.models import (
    Claim,
    Clause,
    ClauseText,
    Commitment,
    Declaration,
    Evidence,
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
from commitments.serializers import (
    ClaimSerializer,
    ClauseSerializer,
    CommitmentSerializer,
    CoverageSerializer,
    DeclarationDetailSerializer,
    DeclarationSerializer,
    EvidenceSerializer,
    PartySerializer,
    RelationSerializer,
    TopicSerializer,
    VocabularySerializer,
)
from sources.api import PublicDetail, PublicList, PublicViewSet
from sources.publication import find_public


class DeclarationViewSet(PublicViewSet):
    """Declarations, plans, resolutions, treaties and laws; bodies and events among them."""

    queryset = Declaration.objects.with_counts().prefetch_related(
        Prefetch("participations", Participation.objects.select_related("party")),
        Prefetch("versions", LanguageVersion.objects.with_holdings()),
        "topics",
    )
    detail_queryset = queryset.prefetch_related(
        Prefetch("clauses", Clause.objects.select_related("declaration").order_by("position")),
        Prefetch(
            "differences",
            VersionDifference.objects.select_related("clause", "first_version", "second_version"),
        ),
        "facts",
    )
    serializer_class = DeclarationSerializer
    filterset_class = DeclarationFilter
    keyset = ("slug",)

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset() if self.action == "list" else self.detail_queryset.all()

    def get_serializer_class(self) -> type[DeclarationSerializer]:
        return DeclarationSerializer if self.action == "list" else DeclarationDetailSerializer


class ClauseViewSet(PublicList):
    """Numbered parts of declarations, with their words in every language version."""

    queryset = Clause.objects.select_related("declaration", "parent").prefetch_related(
        Prefetch(
            "declaration__versions",
            LanguageVersion.objects.select_related("source").order_by("status", "language"),
        ),
        Prefetch(
            "texts",
            ClauseText.objects.select_related("snapshot__source").defer("snapshot__text"),
        ),
        "topics",
        Prefetch("commitments", Commitment.objects.select_related("clause").order_by("number")),
        "commitments__actors",
    )
    serializer_class = ClauseSerializer
    filterset_class = ClauseFilter
    keyset = ("declaration__slug", "position")


class ClauseDetail(PublicDetail):
    """One clause, by its declaration and its printed label."""

    queryset = ClauseViewSet.queryset
    serializer_class = ClauseSerializer

    def get_object(self) -> Clause:
        clauses = self.filter_queryset(self.get_queryset())
        slug, label = self.kwargs["slug"], self.kwargs["label"]
        try:
            return find_public(clauses, declaration__slug=slug, label=label)
        except Http404:
            # A declaration's former slug redirects, and so must the addresses of its clauses.
            find_public(Declaration.objects.all(), slug=slug)
            raise


class CommitmentViewSet(PublicViewSet):
    """Atomic undertakings of clauses: who, how strongly, what, for whom, when."""

    queryset = Commitment.objects.select_related("clause__declaration").prefetch_related(
        "actors",
        "topics",
        Prefetch(
            "follow_ups",
            FollowUp.objects.published().select_related("claim").order_by("-as_of"),
            to_attr="shown_follow_ups",
        ),
    )
    serializer_class = CommitmentSerializer
    filterset_class = CommitmentFilter
    keyset = ("clause__declaration__slug", "clause__position", "number")
    lookup_field = "ref"
    lookup_value_converter = "ref"


class ClaimViewSet(PublicViewSet):
    """Statements about declarations, in our words, that sources make or readers ask about."""

    queryset = Claim.objects.select_related("declaration").prefetch_related(
        Prefetch("clauses", Clause.objects.order_by("position")),
        Prefetch(
            "evidence",
            Evidence.objects.published().select_related("source").official_first(),
            to_attr="shown_evidence",
        ),
        Prefetch("conflicts_with", Claim.objects.published().order_by("ref")),
    )
    serializer_class = ClaimSerializer
    filterset_class = ClaimFilter
    keyset = ("ref",)
    lookup_field = "ref"
    lookup_value_converter = "ref"


class EvidenceViewSet(PublicViewSet):
    """Passages of sources with the stance that they take on a claim."""

    queryset = (
        Evidence.objects.select_related("claim__declaration", "source__publisher", "snapshot")
        .defer("snapshot__text")
        .with_quote()
        .prefetch_related(Prefetch("claim__clauses", Clause.objects.order_by("position")))
    )
    serializer_class = EvidenceSerializer
    filterset_class = EvidenceFilter
    keyset = ("ref",)
    lookup_field = "ref"
    lookup_value_converter = "ref"


class RelationViewSet(PublicList):
    """How declarations and their clauses stand to one another, each with how it is known."""

    # A relation has no name of its own; this is the key that its constraints make unique.
    queryset = Relation.objects.for_list().annotate(
        subject_position=Coalesce(F("subject_clause__position"), 0)
    )
    serializer_class = RelationSerializer
    filterset_class = RelationFilter
    keyset = ("subject__slug", "predicate", "object__slug", "subject_position")

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().filter(Q(source=None) | Q(source__status="published"))


class CoverageViewSet(PublicList):
    """For every clause, which sources report it, and how faithfully."""

    queryset = Clause.objects.select_related("declaration")
    serializer_class = CoverageSerializer
    filterset_class = CoverageFilter
    keyset = ("declaration__slug", "position")

    def list(self, _request: Request, *_args: Any, **_kwargs: Any) -> Response:
        clauses = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        rows = self.get_serializer(coverage_of(clauses), many=True)
        return self.get_paginated_response(rows.data)


class PartyViewSet(PublicViewSet):
    """States, organisations, companies and groups that take part in declarations."""

    queryset = Party.objects.all()
    serializer_class = PartySerializer
    filterset_class = PartyFilter
    keyset = ("slug",)


class VocabularyViewSet(PublicViewSet):
    """Lists of topics, kept by us and by others."""

    queryset = Vocabulary.objects.all()
    serializer_class = VocabularySerializer
    filterset_class = VocabularyFilter
    keyset = ("slug",)

    def get_queryset(self) -> QuerySet[Vocabulary]:
        return Vocabulary.objects.all()

    def get_object(self) -> Vocabulary:
        return get_object_or_404(self.filter_queryset(self.get_queryset()), **self.kwargs)


class TopicViewSet(PublicViewSet):
    """Concepts of vocabularies, and which concept corresponds to which."""

    queryset = Topic.objects.select_related("vocabulary", "broader").prefetch_related(
        Prefetch("mappings", TopicMapping.objects.select_related("target").order_by("target__slug"))
    )
    serializer_class = TopicSerializer
    filterset_class = TopicFilter
    keyset = ("slug",)
