"""Sources, snapshots and publishers as tables: a column is named after its field in the JSON."""

from sources.representations import Table, same

SOURCES = Table(
    same(
        "slug",
        "title",
        "kind",
        "publisher.slug",
        "publisher.name",
        "author",
        "language",
        "published_on",
        "published_precision",
        "external_url",
        "original_url",
        "archive_url",
        "republisher.slug",
        "derived_from",
        "rights",
        "held",
        "known_sha256",
        "html_url",
        "updated_at",
    )
)
SNAPSHOTS = Table(
    same(
        "source",
        "number",
        "captured_at",
        "origin",
        "external_url",
        "byte_sha256",
        "text_sha256",
        "rights",
        "html_url",
    )
)
INTEGRITY = Table(
    same(
        "source",
        "number",
        "captured_at",
        "text_sha256",
        "byte_sha256",
        "characters",
        "bytes",
        "raw_url",
        "withheld",
    )
)
ATTEMPTS = Table(
    same(
        "source",
        "attempted_at",
        "outcome",
        "status_code",
        "detail",
        "external_url",
        "snapshot",
    )
)
PUBLISHERS = Table(same("slug", "name", "description", "external_url", "html_url"))
