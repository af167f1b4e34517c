"""The shape of declarations, clauses, claims and evidence in the API.

Related objects are named by slug, label or reference; where an answer is of little use without
them, a short form with their address stands in their place. Offsets are code points into the text
of the snapshot that is named beside them; `end` is the offset after the last character.
"""

from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from commitments.fidelity import Coverage
from commitments.models import (
    Claim,
    Clause,
    ClauseText,
    Commitment,
    Declaration,
    Evidence,
    Fact,
    FollowUp,
    LanguageVersion,
    Participation,
    Party,
    Relation,
    Stance,
    Topic,
    TopicMapping,
    VersionDifference,
    Vocabulary,
)
from sources.differences import Kind, Op
from sources.directives import DirectiveError, TextDirective
from sources.models import Change, DatePrecision, Passage, Source
from sources.serializers import (
    ApiURLField,
    OptionalChoiceField,
    OptionalURLField,
    PageURLField,
    SnapshotSummarySerializer,
    SourceSummarySerializer,
    public_slug,
)

UNIT = "code_points"


def slug_of(**kwargs: Any) -> serializers.SlugRelatedField:
    """Name a related object by its slug."""
    return serializers.SlugRelatedField(slug_field="slug", read_only=True, **kwargs)


def label_of(**kwargs: Any) -> serializers.SlugRelatedField:
    """Name a clause by its label, within a declaration that is named beside it."""
    return serializers.SlugRelatedField(slug_field="label", read_only=True, **kwargs)


def may_quote(source: Source | None) -> bool:
    """Tell whether words of the source may be shown at all; our own words always may."""
    return source is None or source.rights != Source.Rights.LINK


def deep_link(url: str, locator: str) -> str | None:
    """Return the address of the live page at the passage; None where there is no such thing."""
    if not url or not locator:
        return None
    try:
        return url + TextDirective.parse(locator).fragment()
    except DirectiveError:
        return None


class UnitField(serializers.ChoiceField):
    """What offsets count: always code points."""

    def __init__(self) -> None:
        super().__init__([UNIT], source="*", read_only=True, help_text="What offsets count.")

    def to_representation(self, _value: Any) -> str:
        return UNIT


# Parties and topics


class PartySummarySerializer(serializers.ModelSerializer):
    url = ApiURLField("party-detail", slug="slug")

    class Meta:
        model = Party
        fields = ["url", "slug", "name"]
        read_only_fields = fields


class PartySerializer(serializers.ModelSerializer):
    """Who takes part in declarations."""

    url = ApiURLField("party-detail", slug="slug")
    html_url = PageURLField()

    class Meta:
        model = Party
        fields = ["url", "html_url", "slug", "name", "kind", "code"]
        read_only_fields = fields


class VocabularySerializer(serializers.ModelSerializer):
    """A list of topics."""

    url = ApiURLField("vocabulary-detail", slug="slug")
    external_url = OptionalURLField("url", help_text="Where its keeper publishes it.")

    class Meta:
        model = Vocabulary
        fields = ["url", "slug", "title", "external_url", "note"]
        read_only_fields = fields


class TopicSummarySerializer(serializers.ModelSerializer):
    url = ApiURLField("topic-detail", slug="slug")

    class Meta:
        model = Topic
        fields = ["url", "slug", "label"]
        read_only_fields = fields


class TopicMappingSerializer(serializers.ModelSerializer):
    topic = TopicSummarySerializer(
        source="target", read_only=True, help_text="The concept that corresponds."
    )

    class Meta:
        model = TopicMapping
        fields = ["match", "topic"]
        read_only_fields = fields


class TopicSerializer(serializers.ModelSerializer):
    """A concept of a vocabulary."""

    url = ApiURLField("topic-detail", slug="slug")
    html_url = PageURLField()
    vocabulary = slug_of(help_text="Slug of the list it belongs to.")
    broader = slug_of(allow_null=True, help_text="Slug of the concept above it.")
    mappings = TopicMappingSerializer(
        many=True, read_only=True, help_text="Concepts of other vocabularies it corresponds to."
    )

    class Meta:
        model = Topic
        fields = [
            "url",
            "html_url",
            "slug",
            "vocabulary",
            "notation",
            "label",
            "broader",
            "mappings",
        ]
        read_only_fields = fields


# Declarations


class ParticipationSerializer(serializers.ModelSerializer):
    url = ApiURLField("party-detail", slug="party.slug")
    slug = serializers.CharField(
        source="party.slug", read_only=True, help_text="Slug of the party."
    )
    name = serializers.CharField(
        source="party.name", read_only=True, help_text="Name of the party."
    )

    class Meta:
        model = Participation
        fields = ["url", "slug", "name", "role", "note"]
        read_only_fields = fields


class LanguageVersionSerializer(serializers.ModelSerializer):
    status_label = serializers.CharField(
        source="get_status_display", read_only=True, help_text="The status in words."
    )
    external_url = OptionalURLField("url", help_text="Where this version is published.")
    source = serializers.SerializerMethodField(
        help_text="Slug of the source whose text the clauses are cut from."
    )
    held = serializers.BooleanField(read_only=True, help_text="Whether any words of it are held.")

    class Meta:
        model = LanguageVersion
        fields = [
            "language",
            "status",
            "status_label",
            "title",
            "external_url",
            "source",
            "held",
            "note",
        ]
        read_only_fields = fields

    def get_source(self, version: LanguageVersion) -> str | None:
        return public_slug(version.source)


class DeclarationSerializer(serializers.ModelSerializer):
    """An instrument, or a body or event that instruments speak of."""

    url = ApiURLField("declaration-detail", slug="slug")
    html_url = PageURLField()
    adopted_precision = OptionalChoiceField(
        DatePrecision.choices, help_text="How much of the date is known."
    )
    parties = ParticipationSerializer(
        source="participations", many=True, read_only=True, help_text="Who takes part, and how."
    )
    topics = TopicSummarySerializer(many=True, read_only=True, help_text="What it is about.")
    versions = LanguageVersionSerializer(
        many=True, read_only=True, help_text="Its texts by language, held or not."
    )
    clause_count = serializers.IntegerField(
        read_only=True, help_text="Clauses known, the preamble not counted."
    )
    held = serializers.BooleanField(read_only=True, help_text="Whether any of its text is held.")

    class Meta:
        model = Declaration
        fields = [
            "url",
            "html_url",
            "slug",
            # Identification
            "title",
            "short_title",
            "kind",
            "summary",
            # Adoption
            "adopted_on",
            "adopted_precision",
            "ended_on",
            "place",
            "legal_status",
            "legal_note",
            "numbering",
            "confidence",
            "parties",
            "topics",
            # Text
            "versions",
            "clause_count",
            "held",
            "updated_at",
        ]
        read_only_fields = fields


class FactSerializer(serializers.ModelSerializer):
    source_url = OptionalURLField(help_text="The page that says so.")

    class Meta:
        model = Fact
        fields = ["property", "value", "as_of", "source_url", "basis", "confidence"]
        read_only_fields = fields


class VersionDifferenceSerializer(serializers.ModelSerializer):
    clause = label_of(allow_null=True, help_text="Label of the clause; null for the whole.")
    first_language = serializers.CharField(
        source="first_version.language", read_only=True, help_text="BCP 47 tag of one version."
    )
    second_language = serializers.CharField(
        source="second_version.language", read_only=True, help_text="BCP 47 tag of the other."
    )

    class Meta:
        model = VersionDifference
        fields = [
            "clause",
            "aspect",
            "first_language",
            "first_reading",
            "second_language",
            "second_reading",
            "effect",
            "confidence",
        ]
        read_only_fields = fields


class ClauseSummarySerializer(serializers.ModelSerializer):
    url = ApiURLField("clause-detail", slug="declaration.slug", label="label")

    class Meta:
        model = Clause
        fields = ["url", "label", "kind", "heading"]
        read_only_fields = fields


class DeclarationDetailSerializer(DeclarationSerializer):
    """A declaration with its clauses, facts and differences between versions."""

    clauses = ClauseSummarySerializer(many=True, read_only=True, help_text="In document order.")
    facts = FactSerializer(many=True, read_only=True, help_text="Particulars, with who says so.")
    differences = VersionDifferenceSerializer(
        many=True, read_only=True, help_text="Where two language versions do not say the same."
    )

    class Meta:
        model = Declaration
        fields = [*DeclarationSerializer.Meta.fields, "clauses", "facts", "differences"]
        read_only_fields = fields


# Clauses and commitments


class ClauseTextSerializer(serializers.Serializer):
    """The words of a clause in one language version of its declaration."""

    # Takes a mapping of `version` and `text`; `text` is None where none is known.

    language = serializers.CharField(source="version.language", help_text="BCP 47 tag.")
    status = serializers.ChoiceField(
        LanguageVersion.VersionStatus.choices,
        source="version.status",
        help_text="What authority the words have.",
    )
    status_label = serializers.CharField(
        source="version.get_status_display", help_text="The status in words."
    )
    held = serializers.SerializerMethodField(help_text="Whether we hold the words.")
    text = serializers.SerializerMethodField(
        help_text="The words; null when they are not held, or may not be shown."
    )
    source = serializers.SerializerMethodField(
        help_text="Slug of the source that the words are cut from; null for our own rendering."
    )
    snapshot = SnapshotSummarySerializer(
        source="text.snapshot",
        allow_null=True,
        help_text="The capture that the words are cut from; null for our own rendering.",
    )
    start = serializers.IntegerField(
        source="text.start",
        allow_null=True,
        help_text="Offset of the first character in the snapshot's text.",
    )
    end = serializers.IntegerField(
        source="text.end", allow_null=True, help_text="Offset after the last character."
    )
    unit = UnitField()

    def get_held(self, pair: dict[str, Any]) -> bool:
        return pair["text"] is not None and pair["text"].text != ""

    def get_text(self, pair: dict[str, Any]) -> str | None:
        if not self.get_held(pair) or not may_quote(pair["version"].source):
            return None
        return pair["text"].text

    def get_source(self, pair: dict[str, Any]) -> str | None:
        return public_slug(pair["version"].source)


class CommitmentSummarySerializer(serializers.ModelSerializer):
    url = ApiURLField("commitment-detail", ref="ref")
    actors = slug_of(many=True, help_text="Slugs of those who commit.")

    class Meta:
        model = Commitment
        fields = ["url", "ref", "label", "modality", "action", "actors"]
        read_only_fields = fields


class ClauseSerializer(serializers.ModelSerializer):
    """A numbered part of a declaration, with its words in every language version."""

    url = ApiURLField("clause-detail", slug="declaration.slug", label="label")
    html_url = PageURLField()
    declaration = slug_of(help_text="Slug of the declaration.")
    parent = label_of(allow_null=True, help_text="Label of the clause that it is a part of.")
    texts = serializers.SerializerMethodField(
        help_text="One for every language version of the declaration, authentic first."
    )
    topics = TopicSummarySerializer(many=True, read_only=True, help_text="What it is about.")
    commitments = CommitmentSummarySerializer(
        many=True, read_only=True, help_text="The undertakings in it, in order."
    )

    class Meta:
        model = Clause
        fields = [
            "url",
            "html_url",
            "declaration",
            "label",
            "kind",
            "printed_label",
            "eid",
            "heading",
            "position",
            "parent",
            "texts",
            "topics",
            "commitments",
            "note",
        ]
        read_only_fields = fields

    @extend_schema_field(ClauseTextSerializer(many=True))
    def get_texts(self, clause: Clause) -> list[dict[str, Any]]:
        known: dict[int, ClauseText] = {text.version_id: text for text in clause.texts.all()}
        pairs = [
            {"version": version, "text": known.get(version.pk)}
            for version in clause.declaration.versions.all()
        ]
        return ClauseTextSerializer(pairs, many=True, context=self.context).data


class FollowUpSerializer(serializers.ModelSerializer):
    source_url = OptionalURLField(help_text="The page that says so.")
    claim = serializers.SerializerMethodField(help_text="Reference of the claim that shows it.")

    class Meta:
        model = FollowUp
        fields = ["as_of", "completion", "summary", "claim", "source_url", "basis", "confidence"]
        read_only_fields = fields

    def get_claim(self, follow_up: FollowUp) -> str | None:
        claim = follow_up.claim
        return claim.ref if claim is not None and claim.is_published else None


class CommitmentSerializer(serializers.ModelSerializer):
    """One atomic undertaking of a clause."""

    url = ApiURLField("commitment-detail", ref="ref")
    html_url = PageURLField()
    declaration = serializers.CharField(
        source="clause.declaration.slug", read_only=True, help_text="Slug of the declaration."
    )
    clause = label_of(help_text="Label of the clause.")
    label = serializers.CharField(read_only=True, help_text="Its name in the document: “6.3”.")
    actors = PartySummarySerializer(many=True, read_only=True, help_text="Who commits.")
    topics = TopicSummarySerializer(many=True, read_only=True, help_text="What it is about.")
    follow_ups = FollowUpSerializer(
        source="shown_follow_ups", many=True, read_only=True, help_text="What became of it."
    )

    class Meta:
        model = Commitment
        fields = [
            "url",
            "html_url",
            "ref",
            "declaration",
            "clause",
            "number",
            "label",
            "actors",
            "modality",
            "operative_words",
            "action",
            "purpose",
            "beneficiary",
            "occasion",
            "checkability",
            "topics",
            "follow_ups",
        ]
        read_only_fields = fields


# Claims and evidence


class EvidenceSummarySerializer(serializers.ModelSerializer):
    url = ApiURLField("evidence-detail", ref="ref")
    source = slug_of(help_text="Slug of the source.")
    state = OptionalChoiceField(
        Passage.State.choices, help_text="How the passage stands to the captures held."
    )

    class Meta:
        model = Evidence
        fields = ["url", "ref", "source", "stance", "state"]
        read_only_fields = fields


class StanceCountsSerializer(serializers.Serializer):
    """How many pieces of published evidence take each stance."""

    supports = serializers.IntegerField(help_text="How many say what the claim says.")
    partially_supports = serializers.IntegerField(help_text="How many say a part of it.")
    distorts = serializers.IntegerField(help_text="How many say it with another meaning.")
    contradicts = serializers.IntegerField(help_text="How many say the opposite.")
    not_mentioned = serializers.IntegerField(help_text="How many were read and are silent.")


class ClaimSummarySerializer(serializers.ModelSerializer):
    url = ApiURLField("claim-detail", ref="ref")

    class Meta:
        model = Claim
        fields = ["url", "ref", "text"]
        read_only_fields = fields


class ClaimSerializer(serializers.ModelSerializer):
    """A statement about a declaration, in our own words."""

    url = ApiURLField("claim-detail", ref="ref")
    html_url = PageURLField()
    declaration = slug_of(help_text="Slug of the declaration.")
    clauses = label_of(many=True, help_text="Labels of the clauses it concerns.")
    stances = serializers.SerializerMethodField(
        help_text="How many pieces of evidence take each stance."
    )
    evidence = EvidenceSummarySerializer(
        source="shown_evidence", many=True, read_only=True, help_text="Official texts first."
    )
    conflicts_with = serializers.SlugRelatedField(
        slug_field="ref",
        many=True,
        read_only=True,
        help_text="References of claims that cannot be true together with this one.",
    )

    class Meta:
        model = Claim
        fields = [
            "url",
            "html_url",
            "ref",
            "declaration",
            "clauses",
            "text",
            "kind",
            "note",
            "stances",
            "evidence",
            "conflicts_with",
            "updated_at",
        ]
        read_only_fields = fields

    @extend_schema_field(StanceCountsSerializer)
    def get_stances(self, claim: Claim) -> dict[str, int]:
        counts = dict.fromkeys(Stance.values, 0)
        for evidence in claim.shown_evidence:
            counts[evidence.stance] += 1
        return counts


class QuoteSerializer(serializers.Serializer):
    """The words of a passage, and where they stand in the text of the snapshot."""

    exact = serializers.CharField(
        allow_null=True, help_text="The words; null when the source's rights allow a link only."
    )
    language = serializers.CharField(help_text="BCP 47 tag.")
    start = serializers.IntegerField(help_text="Offset of the first character.")
    end = serializers.IntegerField(help_text="Offset after the last character.")
    unit = UnitField()


class PassageSerializer(serializers.ModelSerializer):
    """What evidence and relations share: a locator, its state, and the words where held."""

    state = OptionalChoiceField(
        Passage.State.choices,
        help_text="How the passage stands to the captures held; null where there is none to find.",
    )
    quote = serializers.SerializerMethodField(help_text="Null while the text is not held.")
    snapshot = serializers.SerializerMethodField(
        help_text="The capture in which the passage was found."
    )
    deep_link = serializers.SerializerMethodField(
        help_text="The live page at the passage: its address with a text fragment."
    )

    @extend_schema_field(QuoteSerializer(allow_null=True))
    def get_quote(self, passage: Passage) -> dict[str, Any] | None:
        if passage.snapshot is None:
            return None
        quote = {
            "exact": passage.quote if may_quote(passage.source) else None,
            "language": passage.source.language,
            "start": passage.start,
            "end": passage.end,
        }
        return QuoteSerializer(quote).data

    @extend_schema_field(SnapshotSummarySerializer(allow_null=True))
    def get_snapshot(self, passage: Passage) -> dict[str, Any] | None:
        if passage.snapshot is None:
            return None
        # The snapshot is the source's, so its address needs no further query.
        passage.snapshot.source = passage.source
        return SnapshotSummarySerializer(passage.snapshot, context=self.context).data

    @extend_schema_field(serializers.URLField(allow_null=True))
    def get_deep_link(self, passage: Passage) -> str | None:
        return deep_link(passage.source.url if passage.source else "", passage.locator)


class EvidenceSerializer(PassageSerializer):
    """A passage of a source, and the stance that it takes on a claim."""

    url = ApiURLField("evidence-detail", ref="ref")
    html_url = PageURLField()
    claim = ClaimSummarySerializer(read_only=True, help_text="The claim that it bears on.")
    declaration = serializers.CharField(
        source="claim.declaration.slug", read_only=True, help_text="Slug of the declaration."
    )
    clauses = label_of(
        source="claim.clauses", many=True, help_text="Labels of the clauses the claim concerns."
    )
    source = SourceSummarySerializer(read_only=True, help_text="Where the passage stands.")

    class Meta:
        model = Evidence
        fields = [
            "url",
            "html_url",
            "ref",
            "claim",
            "declaration",
            "clauses",
            "source",
            "stance",
            "note",
            "state",
            "locator",
            "quote",
            "snapshot",
            "deep_link",
            "checked_by",
            "checked_on",
            "updated_at",
        ]
        read_only_fields = fields


# Relations and coverage


class DeclarationSummarySerializer(serializers.ModelSerializer):
    url = ApiURLField("declaration-detail", slug="slug")
    html_url = PageURLField()

    class Meta:
        model = Declaration
        fields = ["url", "html_url", "slug", "short_title"]
        read_only_fields = fields


class ListURLField(serializers.URLField):
    """The absolute address of a row that has no name of its own: the list narrowed down to it."""

    def __init__(self, route: str, **names: str) -> None:
        super().__init__(source="*", read_only=True, help_text="Its address in the API.")
        self.route = route
        self.names = names

    def to_representation(self, value: Any) -> str:
        query = {}
        for name, path in self.names.items():
            found = value
            for step in path.split("."):
                found = getattr(found, step, None)
            if found is not None:
                query[name] = found
        address = f"{reverse(f'api:{self.route}')}?{urlencode(query)}"
        return self.context["request"].build_absolute_uri(address)


class RelationSerializer(PassageSerializer):
    """How one declaration stands to another, and how that is known."""

    url = ListURLField(
        "relation-list",
        subject="subject.slug",
        subject_clause="subject_clause.label",
        predicate="predicate",
        object="object.slug",
    )
    html_url = serializers.SerializerMethodField(help_text="The page of its subject.")
    subject = DeclarationSummarySerializer(read_only=True, help_text="What the relation is of.")
    subject_clause = label_of(allow_null=True, help_text="Label of the clause that says so.")
    predicate_label = serializers.CharField(
        source="get_predicate_display", read_only=True, help_text="Read from subject to object."
    )
    inverse_label = serializers.CharField(
        read_only=True, help_text="The same relation read from the object."
    )
    object = DeclarationSummarySerializer(read_only=True, help_text="What it is related to.")
    object_clause = label_of(allow_null=True, help_text="Label of the clause that is meant.")
    source = SourceSummarySerializer(
        read_only=True, allow_null=True, help_text="The source that shows it, when it is held here."
    )
    source_url = OptionalURLField(help_text="The page that shows it, when it is no source here.")

    class Meta:
        model = Relation
        fields = [
            "url",
            "html_url",
            "subject",
            "subject_clause",
            "predicate",
            "predicate_label",
            "inverse_label",
            "object",
            "object_clause",
            "stated_by",
            "source",
            "source_url",
            "basis",
            "confidence",
            "state",
            "locator",
            "quote",
            "snapshot",
            "deep_link",
            "updated_at",
        ]
        read_only_fields = fields

    @extend_schema_field(serializers.URLField())
    def get_html_url(self, relation: Relation) -> str:
        place = relation.subject_clause or relation.subject
        return self.context["request"].build_absolute_uri(place.get_absolute_url())


class CoverageCellSerializer(serializers.Serializer):
    """Whether one source reports the clause, and what official texts say to what it claims."""

    source = SourceSummarySerializer(help_text="The source that was looked at.")
    status = serializers.ChoiceField(
        Coverage.choices, help_text="“Not reported” rests on a check; “not checked” on none."
    )
    stances = serializers.ListField(
        child=serializers.ChoiceField(Stance.choices),
        help_text="Stances of official texts on what the source claims, each once, worst first.",
    )
    evidence = serializers.ListField(
        child=serializers.CharField(), help_text="References of its passages on the clause."
    )
    checked_by = serializers.CharField(help_text="Who read the source; empty when nobody did.")
    checked_on = serializers.DateField(allow_null=True, help_text="When it was read.")
    note = serializers.CharField(help_text="What was looked for.")


class CoverageSerializer(serializers.Serializer):
    """One row: a clause, and a cell for each source that was looked at for its declaration."""

    url = ListURLField(
        "coverage-list", declaration="clause.declaration.slug", clause="clause.label"
    )
    html_url = serializers.SerializerMethodField(help_text="The page of the clause.")
    declaration = serializers.CharField(
        source="clause.declaration.slug", help_text="Slug of the declaration."
    )
    clause = serializers.CharField(source="clause.label", help_text="Label of the clause.")
    heading = serializers.CharField(source="clause.heading", help_text="Heading of the clause.")
    sources = CoverageCellSerializer(
        source="cells", many=True, help_text="One for each source looked at for the declaration."
    )

    @extend_schema_field(serializers.URLField())
    def get_html_url(self, row: Any) -> str:
        return self.context["request"].build_absolute_uri(row.clause.get_absolute_url())


RELATION_PARTS = ("subject", "predicate", "object", "subject_clause")


class ChangeSerializer(serializers.ModelSerializer):
    """What happened to one thing that readers can see, or could."""

    type = serializers.ChoiceField(
        Change.Kind.choices, source="kind", help_text="What kind of thing it is."
    )
    reference = serializers.CharField(
        source="name",
        help_text="Its slug or reference; of a clause, a snapshot or a relation, with what it is "
        "a part of: “lakes-2031/6”.",
    )
    former_reference = serializers.SerializerMethodField(
        help_text="What it was called before it was renamed; null when it never was."
    )
    url = serializers.SerializerMethodField(help_text="Its address in the API.")
    html_url = serializers.SerializerMethodField(
        help_text="Its page for readers; null for what has no page of its own."
    )
    change = serializers.ChoiceField(
        Change.What.choices,
        help_text="What happened to it since the moment that `since` gives, or ever.",
    )
    at = serializers.DateTimeField(help_text="When it last changed.")

    class Meta:
        model = Change
        fields = ["url", "html_url", "type", "reference", "former_reference", "change", "at"]
        read_only_fields = fields

    @extend_schema_field({"type": ["string", "null"]})
    def get_former_reference(self, change: Change) -> str | None:
        return change.former_name or None

    @extend_schema_field(serializers.URLField())
    def get_url(self, change: Change) -> str:
        parts = change.name.split("/")
        if change.kind == Change.Kind.RELATION:  # which the world does not name
            query = {name: part for name, part in zip(RELATION_PARTS, parts, strict=True) if part}
            address = f"{reverse('api:relation-list')}?{urlencode(query)}"
        else:
            address = reverse(f"api:{change.kind}-detail", args=parts)
        return self.context["request"].build_absolute_uri(address)

    @extend_schema_field({"type": ["string", "null"], "format": "uri"})
    def get_html_url(self, change: Change) -> str | None:
        if change.kind in {Change.Kind.COMMITMENT, Change.Kind.RELATION}:
            return None
        address = reverse(f"{change.kind}-detail", args=change.name.split("/"))
        return self.context["request"].build_absolute_uri(address)


class SpanSerializer(serializers.Serializer):
    """A stretch of a text, in code points; empty where the words do not stand in it."""

    start = serializers.IntegerField(help_text="Offset of the first character.")
    end = serializers.IntegerField(help_text="Offset after the last character.")


class SegmentSerializer(serializers.Serializer):
    """A piece of text that both captures have, or only the first, or only the second."""

    op = serializers.ChoiceField(
        [(op.value, op.name) for op in Op], help_text="What became of these words."
    )
    kind = serializers.ChoiceField(
        [(kind.value, kind.name) for kind in Kind],
        help_text="What became of the paragraph that they stand in.",
    )
    first_paragraph = serializers.IntegerField(
        allow_null=True, help_text="Number of the paragraph in the first capture; null without one."
    )
    second_paragraph = serializers.IntegerField(
        allow_null=True, help_text="Number of the paragraph in the second; null without one."
    )
    first = SpanSerializer(help_text="Where the words stand, or would, in the first capture.")
    second = SpanSerializer(help_text="Where the words stand, or would, in the second capture.")
    text = serializers.CharField(
        allow_null=True, help_text="The words; null where the source's rights do not allow them."
    )
    words = serializers.IntegerField(help_text="How many words these are.")


class DifferenceCountsSerializer(serializers.Serializer):
    """How much differs. Words of paragraphs that only moved count as neither."""

    changed = serializers.IntegerField(help_text="Paragraphs that changed.")
    added = serializers.IntegerField(help_text="Paragraphs that were added.")
    removed = serializers.IntegerField(help_text="Paragraphs that were removed.")
    moved = serializers.IntegerField(help_text="Paragraphs that stand elsewhere now.")
    words_added = serializers.IntegerField(help_text="Words that were added.")
    words_removed = serializers.IntegerField(help_text="Words that were removed.")


class ComparisonSerializer(serializers.Serializer):
    """What differs between two captures of a source."""

    url = ApiURLField(
        "snapshot-comparison", slug="source.slug", first="first.number", second="second.number"
    )
    html_url = PageURLField()
    source = serializers.CharField(source="source.slug", help_text="Slug of the source.")
    first = SnapshotSummarySerializer(help_text="The capture that is compared.")
    second = SnapshotSummarySerializer(help_text="The capture that it is compared with.")
    rights = serializers.ChoiceField(
        Source.Rights.choices,
        source="source.rights",
        help_text="How much of the text may be shown.",
    )
    counts = DifferenceCountsSerializer(help_text="How much differs in the article.")
    furniture = serializers.IntegerField(
        help_text="Paragraphs of menus, notices and other works that differ; not in the segments."
    )
    cited = serializers.IntegerField(
        source="cited_count", help_text="Passages of the first capture that something rests on."
    )
    touched = serializers.IntegerField(
        source="touched_count", help_text="Those of them within which something differs."
    )
    is_coarse = serializers.BooleanField(
        help_text="Whether some of it was too long to be compared word by word."
    )
    unit = UnitField()
    segments = SegmentSerializer(
        many=True, help_text="The article in order: what is the same, and what is not."
    )
