"""The shape of publishers, sources and snapshots in the API.

Every object has `url`, its address in the API, and `html_url`, its page; both are absolute.
Addresses outside govkb are named for what they are: `external_url`, `original_url`, `archive_url`.
"""

from typing import Any

from django.db import models
from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from sources.models import CaptureAttempt, DatePrecision, Publisher, Snapshot, Source
from sources.publication import Status


class ApiURLField(serializers.URLField):
    """The absolute address of an object in the API.

    Takes the name of the route, and for each of its parameters the dotted path to the value.
    An object that is not there has no address: None.
    """

    def __init__(self, route: str, *, of: str = "*", **names: str) -> None:
        super().__init__(
            source=of, read_only=True, allow_null=of != "*", help_text="Its address in the API."
        )
        self.route = route
        self.names = names

    def to_representation(self, value: Any) -> str:
        kwargs = {name: follow(value, path) for name, path in self.names.items()}
        address = reverse(f"api:{self.route}", kwargs=kwargs)
        return self.context["request"].build_absolute_uri(address)


class PageURLField(serializers.URLField):
    """The absolute address of an object's page for readers."""

    def __init__(self) -> None:
        super().__init__(source="*", read_only=True, help_text="Its page for readers.")

    def to_representation(self, value: Any) -> str:
        return self.context["request"].build_absolute_uri(value.get_absolute_url())


class OptionalChoiceField(serializers.ChoiceField):
    """One of the choices, or null where the model has an empty string."""

    def __init__(self, choices: Any, **kwargs: Any) -> None:
        super().__init__(choices, read_only=True, allow_null=True, **kwargs)

    def to_representation(self, value: Any) -> Any:
        return super().to_representation(value) or None


class OptionalURLField(serializers.URLField):
    """An address outside govkb, or null where the model has an empty string."""

    def __init__(self, source: str | None = None, **kwargs: Any) -> None:
        super().__init__(source=source, read_only=True, allow_null=True, **kwargs)

    def to_representation(self, value: str) -> str | None:
        return value or None


def follow(value: Any, path: str) -> Any:
    """Return the value at a dotted path of attributes."""
    for name in path.split("."):
        value = getattr(value, name)
    return value


def public_slug(obj: models.Model | None) -> str | None:
    """Return the slug of a publishable object if readers may know of it."""
    return obj.slug if obj is not None and obj.status == Status.PUBLISHED else None


class PublisherSummarySerializer(serializers.ModelSerializer):
    url = ApiURLField("publisher-detail", slug="slug")
    html_url = PageURLField()

    class Meta:
        model = Publisher
        fields = ["url", "html_url", "slug", "name"]
        read_only_fields = fields


class PublisherSerializer(PublisherSummarySerializer):
    """Who issues sources."""

    external_url = OptionalURLField("url", help_text="The publisher's own site.")

    class Meta:
        model = Publisher
        fields = ["url", "html_url", "slug", "name", "description", "external_url"]
        read_only_fields = fields


class SourceSummarySerializer(serializers.ModelSerializer):
    url = ApiURLField("source-detail", slug="slug")
    html_url = PageURLField()
    publisher = serializers.SlugRelatedField(
        slug_field="slug", read_only=True, help_text="Slug of the publisher."
    )

    class Meta:
        model = Source
        fields = ["url", "html_url", "slug", "title", "kind", "publisher", "language"]
        read_only_fields = fields


class SourceSerializer(serializers.ModelSerializer):
    """One article, page or document."""

    url = ApiURLField("source-detail", slug="slug")
    html_url = PageURLField()
    publisher = PublisherSummarySerializer(read_only=True, help_text="Who issued it.")
    republisher = PublisherSummarySerializer(
        read_only=True,
        allow_null=True,
        help_text="Whose copy was read, when it was not the publisher's own.",
    )
    published_precision = OptionalChoiceField(
        DatePrecision.choices, help_text="How much of the date is known."
    )
    external_url = OptionalURLField(
        "url", help_text="Where the text that we hold or cite was read."
    )
    original_url = OptionalURLField(
        help_text="The publisher's own page, when the text was read elsewhere."
    )
    archive_url = OptionalURLField(help_text="A copy in a public web archive.")
    derived_from = serializers.SerializerMethodField(
        help_text="Slug of the source that this one re-posts, re-words or credits."
    )
    held = serializers.BooleanField(read_only=True, help_text="Whether a snapshot is held.")

    class Meta:
        model = Source
        fields = [
            "url",
            "html_url",
            "slug",
            # Identification
            "title",
            "title_note",
            "kind",
            "publisher",
            "author",
            "language",
            "published_on",
            "published_precision",
            "published_note",
            # Addresses
            "external_url",
            "original_url",
            "archive_url",
            # Provenance
            "republisher",
            "derived_from",
            "derivation_note",
            "reliability_note",
            "capture_note",
            # Rights and holdings
            "rights",
            "held",
            "known_sha256",
            "updated_at",
        ]
        read_only_fields = fields

    def get_derived_from(self, source: Source) -> str | None:
        return public_slug(source.derived_from)


class SnapshotSummarySerializer(serializers.ModelSerializer):
    url = ApiURLField("snapshot-detail", slug="source.slug", number="number")

    class Meta:
        model = Snapshot
        fields = ["url", "number", "captured_at", "text_sha256"]
        read_only_fields = fields


class SnapshotSerializer(serializers.ModelSerializer):
    """One capture of a source's text at one moment."""

    url = ApiURLField("snapshot-detail", slug="source.slug", number="number")
    html_url = PageURLField()
    raw_url = serializers.SerializerMethodField(
        help_text="The text alone, as text/plain; null unless it may be shown in full."
    )
    source = serializers.SlugRelatedField(
        slug_field="slug", read_only=True, help_text="Slug of the source."
    )
    external_url = OptionalURLField("url", help_text="The address that answered; null for a file.")
    rights = serializers.ChoiceField(
        Source.Rights.choices,
        source="source.rights",
        read_only=True,
        help_text="How much of the text may be shown.",
    )

    class Meta:
        model = Snapshot
        fields = [
            "url",
            "html_url",
            "raw_url",
            "source",
            "number",
            "captured_at",
            "origin",
            "external_url",
            "byte_sha256",
            "text_sha256",
            "rights",
        ]
        read_only_fields = fields

    @extend_schema_field(serializers.URLField(allow_null=True))
    def get_raw_url(self, snapshot: Snapshot) -> str | None:
        if snapshot.source.rights != Source.Rights.FULL:
            return None
        return self.context["request"].build_absolute_uri(snapshot.get_raw_url())


class IntegritySerializer(SnapshotSerializer):
    """What lets anyone re-compute the hash of one capture from its raw text."""

    characters = serializers.IntegerField(
        help_text="Length of the text in code points, in which all offsets are counted."
    )
    bytes = serializers.IntegerField(
        help_text="Length of the text in UTF-8: of what the raw address serves."
    )
    withheld = serializers.SerializerMethodField(
        help_text="Why the raw text is not served; null where it is."
    )

    class Meta:
        model = Snapshot
        fields = [
            "url",
            "source",
            "number",
            "captured_at",
            "text_sha256",
            "byte_sha256",
            "characters",
            "bytes",
            "raw_url",
            "withheld",
        ]
        read_only_fields = fields

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_withheld(self, snapshot: Snapshot) -> str | None:
        return {
            Source.Rights.FULL: None,
            Source.Rights.EXCERPTS: "The source's rights allow only quoted passages to be shown; "
            "whoever has the text can hash it.",
            Source.Rights.LINK: "The source's rights allow only a link; whoever has the text can "
            "hash it.",
        }[Source.Rights(snapshot.source.rights)]


class AttemptSerializer(serializers.ModelSerializer):
    """One try to fetch a source, and what came of it."""

    source = serializers.SlugRelatedField(
        slug_field="slug", read_only=True, help_text="Slug of the source."
    )
    external_url = OptionalURLField(
        "url", help_text="The address that answered last, after all redirects; null if none did."
    )
    snapshot = serializers.IntegerField(
        source="snapshot.number",
        read_only=True,
        allow_null=True,
        default=None,
        help_text="Number of the capture that it made or confirmed; null when it failed.",
    )

    class Meta:
        model = CaptureAttempt
        fields = [
            "source",
            "attempted_at",
            "outcome",
            "status_code",
            "detail",
            "external_url",
            "snapshot",
        ]
        read_only_fields = fields


class SourceDetailSerializer(SourceSerializer):
    """One article, page or document, with the last try to fetch it."""

    last_attempt = serializers.SerializerMethodField(
        help_text="The latest try to fetch it; null when it was never tried."
    )

    class Meta:
        model = Source
        fields = [*SourceSerializer.Meta.fields, "last_attempt"]
        read_only_fields = fields

    @extend_schema_field(AttemptSerializer(allow_null=True))
    def get_last_attempt(self, source: Source) -> dict[str, Any] | None:
        attempt = source.last_attempt()
        if attempt is None:
            return None
        attempt.source = source
        return AttemptSerializer(attempt, context=self.context).data


class SnapshotDetailSerializer(SnapshotSerializer):
    """One capture of a source's text at one moment, with the text where it may be shown."""

    text = serializers.SerializerMethodField(
        help_text="The canonical text; null unless it may be shown in full."
    )

    class Meta:
        model = Snapshot
        fields = [*SnapshotSerializer.Meta.fields, "text"]
        read_only_fields = fields

    def get_text(self, snapshot: Snapshot) -> str | None:
        return snapshot.text if snapshot.source.rights == Source.Rights.FULL else None
