"""Declarations, clauses, commitments, claims, evidence, relations and coverage in the API."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_view

import sources.api
from commitments import representations, rows, tables
from commitments.comparing import Comparison, compare_snapshots
from commitments.fidelity import coverage_of
from commitments.filters import (
    ChangeFilter,
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
    ChangeSerializer,
    ClaimSerializer,
    ClauseSerializer,
    CommitmentSerializer,
    ComparisonSerializer,
    CoverageSerializer,
    DeclarationDetailSerializer,
    DeclarationSerializer,
    EvidenceSerializer,
    PartySerializer,
    RelationSerializer,
    TopicSerializer,
    VocabularySerializer,
)
from sources.api import Expansion, PublicDetail, PublicList, PublicViewSet
from sources.models import Change, Snapshot, Source
from sources.publication import find_public
from sources.serializers import SourceSerializer

CLAUSE_DETAILS = (
    Prefetch(
        "texts",
        ClauseText.objects.select_related("snapshot__source").defer("snapshot__text"),
    ),
    "topics",
    Prefetch("commitments", Commitment.objects.select_related("clause").order_by("number")),
    "commitments__actors",
)


class DeclarationViewSet(PublicViewSet):
    """Declarations, plans, resolutions, treaties and laws; bodies and events among them."""

    queryset = Declaration.objects.with_counts().prefetch_related(
        Prefetch("participations", Participation.objects.select_related("party")),
        Prefetch("versions", LanguageVersion.objects.with_holdings()),
        "topics",
    )
    detail_queryset = queryset.prefetch_related(
        Prefetch(
            "differences",
            VersionDifference.objects.select_related("clause", "first_version", "second_version"),
        ),
        "facts",
    )
    serializer_class = DeclarationSerializer
    filterset_class = DeclarationFilter
    table = tables.DECLARATIONS
    representations = representations.DECLARATION
    keyset = ("slug",)
    sortable = {
        "slug": "slug",
        "title": "title",
        "kind": "kind",
        "adopted_on": "adopted_on",
        "updated_at": "updated_at",
    }
    expandable = {"clauses": Expansion(ClauseSerializer, many=True)}

    def get_queryset(self) -> QuerySet[Any]:
        queryset = super().get_queryset() if self.action == "list" else self.detail_queryset.all()
        clauses = Clause.objects.select_related("parent").order_by("position")
        if "clauses" in self.expanded:
            # The versions are those of the declaration, which has them already.
            clauses = clauses.prefetch_related(*CLAUSE_DETAILS)
        elif self.action == "list":
            return queryset
        return queryset.prefetch_related(Prefetch("clauses", clauses))

    def get_serializer_class(self) -> type[DeclarationSerializer]:
        return DeclarationSerializer if self.action == "list" else DeclarationDetailSerializer


class ClauseViewSet(PublicList):
    """Numbered parts of declarations, with their words in every language version."""

    queryset = Clause.objects.select_related("declaration", "parent").prefetch_related(
        Prefetch(
            "declaration__versions",
            LanguageVersion.objects.select_related("source").order_by("status", "language"),
        ),
        *CLAUSE_DETAILS,
    )
    serializer_class = ClauseSerializer
    filterset_class = ClauseFilter
    table = tables.CLAUSES
    rows = rows.CLAUSES
    keyset = ("declaration__slug", "position")
    sortable = {
        "declaration": "declaration__slug",
        "label": "label",
        "kind": "kind",
        "position": "position",
    }


class ClauseDetail(PublicDetail):
    """One clause, by its declaration and its printed label."""

    queryset = ClauseViewSet.queryset
    serializer_class = ClauseSerializer
    representations = representations.CLAUSE

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
    table = tables.COMMITMENTS
    rows = rows.COMMITMENTS
    keyset = ("clause__declaration__slug", "clause__position", "number")
    sortable = {
        "ref": "ref",
        "declaration": "clause__declaration__slug",
        "modality": "modality",
        "checkability": "checkability",
    }
    lookup_field = "ref"
    lookup_value_converter = "ref"


class ClaimViewSet(PublicViewSet):
    """Statements about declarations, in our words, that sources make or readers ask about."""

    queryset = Claim.objects.select_related("declaration").prefetch_related(
        Prefetch("clauses", Clause.objects.order_by("position")),
        Prefetch("conflicts_with", Claim.objects.published().order_by("ref")),
    )
    serializer_class = ClaimSerializer
    filterset_class = ClaimFilter
    table = tables.CLAIMS
    rows = rows.CLAIMS
    representations = representations.CLAIM
    keyset = ("ref",)
    sortable = {
        "ref": "ref",
        "declaration": "declaration__slug",
        "kind": "kind",
        "updated_at": "updated_at",
    }
    expandable = {"evidence": Expansion(EvidenceSerializer, source="shown_evidence", many=True)}
    lookup_field = "ref"
    lookup_value_converter = "ref"

    def get_queryset(self) -> QuerySet[Any]:
        evidence = Evidence.objects.published().select_related("source").official_first()
        if "evidence" in self.expanded:
            evidence = (
                evidence.select_related("claim__declaration", "source__publisher", "snapshot")
                .defer("snapshot__text")
                .with_quote()
                .prefetch_related(Prefetch("claim__clauses", Clause.objects.order_by("position")))
            )
        return (
            super()
            .get_queryset()
            .prefetch_related(Prefetch("evidence", evidence, to_attr="shown_evidence"))
        )


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
    table = tables.EVIDENCES
    rows = rows.EVIDENCE
    representations = representations.EVIDENCE
    keyset = ("ref",)
    sortable = {
        "ref": "ref",
        "declaration": "claim__declaration__slug",
        "source": "source__slug",
        "stance": "stance",
        "state": "state",
        "checked_on": "checked_on",
        "updated_at": "updated_at",
    }
    expandable = {"claim": Expansion(ClaimSerializer), "source": Expansion(SourceSerializer)}
    lookup_field = "ref"
    lookup_value_converter = "ref"

    def get_queryset(self) -> QuerySet[Any]:
        queryset = super().get_queryset()
        if "claim" in self.expanded:
            queryset = queryset.prefetch_related(
                Prefetch(
                    "claim__evidence",
                    Evidence.objects.published().select_related("source").official_first(),
                    to_attr="shown_evidence",
                ),
                Prefetch("claim__conflicts_with", Claim.objects.published().order_by("ref")),
            )
        if "source" in self.expanded:
            # What is joined is not fetched again, so the join goes.
            sources = Source.objects.select_related("publisher", "republisher", "derived_from")
            queryset = (
                queryset.select_related(None)
                .select_related("claim__declaration", "snapshot")
                .prefetch_related(Prefetch("source", sources.with_holdings()))
            )
        return queryset


class RelationViewSet(PublicList):
    """How declarations and their clauses stand to one another, each with how it is known."""

    # A relation has no name of its own; this is the key that its constraints make unique.
    queryset = Relation.objects.for_list().annotate(
        subject_position=Coalesce(F("subject_clause__position"), 0)
    )
    serializer_class = RelationSerializer
    filterset_class = RelationFilter
    table = tables.RELATIONS
    keyset = ("subject__slug", "predicate", "object__slug", "subject_position")
    sortable = {
        "subject": "subject__slug",
        "predicate": "predicate",
        "object": "object__slug",
        "updated_at": "updated_at",
    }

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().filter(Q(source=None) | Q(source__status="published"))


class CoverageViewSet(PublicList):
    """For every clause, which sources report it, and how faithfully."""

    queryset = Clause.objects.select_related("declaration")
    serializer_class = CoverageSerializer
    filterset_class = CoverageFilter
    table = tables.COVERAGE
    keyset = ("declaration__slug", "position")
    sortable = {"declaration": "declaration__slug", "clause": "label"}

    def present(self, rows: list[Clause]) -> list[dict[str, Any]]:
        return super().present(coverage_of(rows))


class PartyViewSet(PublicViewSet):
    """States, organisations, companies and groups that take part in declarations."""

    queryset = Party.objects.all()
    serializer_class = PartySerializer
    filterset_class = PartyFilter
    table = tables.PARTIES
    keyset = ("slug",)
    sortable = {"slug": "slug", "name": "name", "kind": "kind"}


class VocabularyViewSet(PublicViewSet):
    """Lists of topics, kept by us and by others."""

    queryset = Vocabulary.objects.all()
    serializer_class = VocabularySerializer
    filterset_class = VocabularyFilter
    table = tables.VOCABULARIES
    keyset = ("slug",)
    sortable = {"slug": "slug", "title": "title"}

    def get_queryset(self) -> QuerySet[Vocabulary]:
        return Vocabulary.objects.all()

    def get_object(self) -> Vocabulary:
        return get_object_or_404(
            self.filter_queryset(self.get_queryset()), slug=self.kwargs["slug"]
        )


class TopicViewSet(PublicViewSet):
    """Concepts of vocabularies, and which concept corresponds to which."""

    queryset = Topic.objects.select_related("vocabulary", "broader").prefetch_related(
        Prefetch("mappings", TopicMapping.objects.select_related("target").order_by("target__slug"))
    )
    serializer_class = TopicSerializer
    filterset_class = TopicFilter
    table = tables.TOPICS
    keyset = ("slug",)
    sortable = {
        "slug": "slug",
        "vocabulary": "vocabulary__slug",
        "notation": "notation",
        "label": "label",
    }


class ChangeViewSet(PublicList):
    """What was created, revised or withdrawn since a moment, for whoever keeps a copy."""

    queryset = Change.objects.all()
    serializer_class = ChangeSerializer
    filterset_class = ChangeFilter
    table = tables.CHANGES
    # In the order in which they were made: what changes while the list is read comes again.
    keyset = ("at", "pk")
    sortable = {"at": "at"}

    def get_queryset(self) -> QuerySet[Any]:
        return Change.objects.settled().since(None)


# What is about sources can be cited; how, is known here.


class SourceViewSet(sources.api.SourceViewSet):
    """Articles, pages and documents that report on a declaration, or are its text."""

    representations = representations.SOURCE


@extend_schema_view(retrieve=extend_schema(operation_id="sources_snapshots_compare"))
class SnapshotComparison(PublicDetail):
    """What differs between two captures of a source, with the words that its rights allow."""

    queryset = Snapshot.objects.select_related("source")
    serializer_class = ComparisonSerializer

    def get_object(self) -> Comparison:
        self.filter_queryset(self.get_queryset())
        source = find_public(Source.objects.all(), slug=self.kwargs["slug"])
        first, second = self.kwargs["first"], self.kwargs["second"]
        rows = self.get_queryset().filter(source=source, number__in=[first, second])
        snapshots = {one.number: one for one in rows}
        if not {first, second} <= snapshots.keys():
            raise Http404("The source has no snapshots of these numbers.")
        return compare_snapshots(snapshots[first], snapshots[second], user=AnonymousUser())


class SnapshotDetail(sources.api.SnapshotDetail):
    """One capture of a source, with its text where the source's rights allow it in full."""

    representations = representations.SNAPSHOT
