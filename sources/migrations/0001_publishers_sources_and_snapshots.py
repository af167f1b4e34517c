import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import sources.constraints
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.CreateModel(
            name="FormerSlug",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "content_type",
                    models.ForeignKey(
                        help_text="The kind of object.",
                        on_delete=django.db.models.deletion.PROTECT,
                        to="contenttypes.contenttype",
                        verbose_name="kind",
                    ),
                ),
                (
                    "object_id",
                    models.PositiveBigIntegerField(
                        help_text="The renamed object.", verbose_name="object"
                    ),
                ),
                (
                    "slug",
                    models.CharField(
                        help_text="The slug it had.", max_length=100, verbose_name="former slug"
                    ),
                ),
            ],
            options={
                "verbose_name": "former slug",
                "verbose_name_plural": "former slugs",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("content_type", "slug"), name="formerslug_unique_for_kind"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.Exact(
                                sources.constraints.TrimCharacters("slug", models.Value(" \t\r\n")),
                                models.Value(""),
                            ),
                            _negated=True,
                        ),
                        name="formerslug_not_blank",
                        violation_error_message="This must not be empty.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Publisher",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "slug",
                    models.CharField(
                        help_text="Its name in addresses and the API: lower-case words and hyphens. When it is changed, the old address redirects.",
                        max_length=100,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z0-9]+(?:-[a-z0-9]+)*\\Z",
                                "Use lower-case ASCII letters, digits and single hyphens, such as “france-china-ai-2024”.",
                                code="invalid_slug",
                            )
                        ],
                        verbose_name="slug",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="The name readers know, such as “Global Times”.",
                        max_length=200,
                        verbose_name="name",
                    ),
                ),
                (
                    "description",
                    models.TextField(
                        blank=True,
                        help_text="What kind of publisher it is and who stands behind it, in our words.",
                        verbose_name="description",
                    ),
                ),
                (
                    "url",
                    models.URLField(
                        blank=True,
                        help_text="The publisher's own site.",
                        max_length=2000,
                        verbose_name="address",
                    ),
                ),
            ],
            options={
                "verbose_name": "publisher",
                "verbose_name_plural": "publishers",
                "ordering": ["name", "slug"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.Exact(
                                sources.constraints.TrimCharacters("name", models.Value(" \t\r\n")),
                                models.Value(""),
                            ),
                            _negated=True,
                        ),
                        name="publisher_name_not_blank",
                        violation_error_message="This must not be empty.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("url", ""),
                            ("url__startswith", "http://"),
                            ("url__startswith", "https://"),
                            _connector="OR",
                        ),
                        name="publisher_url_http",
                        violation_error_message="The address must start with http:// or https://.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Source",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("in_review", "In review"),
                            ("published", "Published"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        db_index=True,
                        default="draft",
                        help_text="Only published objects are shown to readers and served by the API.",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                (
                    "published_at",
                    models.DateTimeField(
                        blank=True,
                        editable=False,
                        help_text="When readers could first see it. Set by publishing.",
                        null=True,
                        verbose_name="published at",
                    ),
                ),
                (
                    "withdrawn_reason",
                    models.TextField(
                        blank=True,
                        help_text="Shown to readers who follow an old link. Required when withdrawn.",
                        verbose_name="reason for withdrawal",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        auto_now_add=True,
                        help_text="When the record was made.",
                        verbose_name="created at",
                    ),
                ),
                (
                    "updated_at",
                    models.DateTimeField(
                        auto_now=True,
                        help_text="When the record last changed.",
                        verbose_name="updated at",
                    ),
                ),
                (
                    "slug",
                    models.CharField(
                        help_text="Its name in addresses and the API: lower-case words and hyphens. When it is changed, the old address redirects.",
                        max_length=100,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z0-9]+(?:-[a-z0-9]+)*\\Z",
                                "Use lower-case ASCII letters, digits and single hyphens, such as “france-china-ai-2024”.",
                                code="invalid_slug",
                            )
                        ],
                        verbose_name="slug",
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        help_text="The title as the source prints it.",
                        max_length=500,
                        verbose_name="title",
                    ),
                ),
                (
                    "title_note",
                    models.TextField(
                        blank=True,
                        help_text="Where the title comes from when the held text does not print it.",
                        verbose_name="note on the title",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("official_text", "Official text"),
                            ("government_statement", "Government statement"),
                            ("state_media", "State-owned media"),
                            ("news", "News report"),
                            ("legal_commentary", "Legal commentary"),
                            ("academic", "Academic"),
                            ("unattributed", "Unattributed web page"),
                        ],
                        help_text="Official texts are the instrument itself; all other kinds report on it.",
                        max_length=24,
                        verbose_name="kind",
                    ),
                ),
                (
                    "publisher",
                    models.ForeignKey(
                        help_text="Who first published it.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sources",
                        to="sources.publisher",
                        verbose_name="publisher",
                    ),
                ),
                (
                    "author",
                    models.CharField(
                        blank=True,
                        help_text="As signed; empty when unsigned.",
                        max_length=300,
                        verbose_name="author",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        help_text="BCP 47 tag of the main text.",
                        max_length=35,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*\\Z",
                                "Use a BCP 47 language tag such as “fr”, “en” or “zh-Hans”.",
                                code="invalid_language",
                            )
                        ],
                        verbose_name="language",
                    ),
                ),
                (
                    "published_on",
                    models.DateField(
                        blank=True,
                        help_text="When it was published.",
                        null=True,
                        verbose_name="date",
                    ),
                ),
                (
                    "published_precision",
                    models.CharField(
                        blank=True,
                        choices=[("day", "day"), ("month", "month"), ("year", "year")],
                        help_text="How much of the date is known. The rest of it is a placeholder.",
                        max_length=5,
                        verbose_name="precision of the date",
                    ),
                ),
                (
                    "published_note",
                    models.TextField(
                        blank=True,
                        help_text="How the date is known when the source does not print it.",
                        verbose_name="note on the date",
                    ),
                ),
                (
                    "url",
                    models.URLField(
                        blank=True,
                        help_text="Where the text that we hold or cite was read.",
                        max_length=2000,
                        verbose_name="address",
                    ),
                ),
                (
                    "original_url",
                    models.URLField(
                        blank=True,
                        help_text="The publisher's own page, when the text was read elsewhere.",
                        max_length=2000,
                        verbose_name="original address",
                    ),
                ),
                (
                    "archive_url",
                    models.URLField(
                        blank=True,
                        help_text="A copy in a public web archive.",
                        max_length=2000,
                        verbose_name="archived copy",
                    ),
                ),
                (
                    "republisher",
                    models.ForeignKey(
                        blank=True,
                        help_text="Whose copy was read, when it was not the publisher's own.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="republished",
                        to="sources.publisher",
                        verbose_name="re-posted by",
                    ),
                ),
                (
                    "derived_from",
                    models.ForeignKey(
                        blank=True,
                        help_text="The source that this one re-posts, re-words or credits.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="derivatives",
                        to="sources.source",
                        verbose_name="derived from",
                    ),
                ),
                (
                    "derivation_note",
                    models.TextField(
                        blank=True,
                        help_text="What is known about where its content comes from.",
                        verbose_name="note on derivation",
                    ),
                ),
                (
                    "reliability_note",
                    models.TextField(
                        blank=True,
                        help_text="What a reader should know before relying on it. Never a score.",
                        verbose_name="note on reliability",
                    ),
                ),
                (
                    "capture_note",
                    models.TextField(
                        blank=True,
                        help_text="Known problems of the held text, such as a paragraph that stands twice.",
                        verbose_name="note on the capture",
                    ),
                ),
                (
                    "rights",
                    models.CharField(
                        choices=[
                            ("full", "Full text"),
                            ("excerpts", "Quoted passages with a little context"),
                            ("link", "Link only"),
                        ],
                        default="excerpts",
                        help_text="How much of the text may be shown to the public. Curators see all of it.",
                        max_length=8,
                        verbose_name="rights",
                    ),
                ),
                (
                    "known_sha256",
                    models.CharField(
                        blank=True,
                        help_text="Hash of the file whose text our locators were made against.",
                        max_length=64,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9a-f]{64}\\Z",
                                "A SHA-256 is 64 lower-case hexadecimal digits.",
                                code="invalid_sha256",
                            )
                        ],
                        verbose_name="SHA-256 of the known capture",
                    ),
                ),
            ],
            options={
                "verbose_name": "source",
                "verbose_name_plural": "sources",
                "ordering": ["slug"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("published_at__isnull", False),
                                ("status__in", ["published", "withdrawn"]),
                            ),
                            models.Q(
                                ("published_at__isnull", True),
                                ("status__in", ["draft", "in_review"]),
                            ),
                            _connector="OR",
                        ),
                        name="source_published_at_set_when_published",
                        violation_error_message="Publish and withdraw through the actions provided.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "withdrawn"), _negated=True),
                            models.Q(("withdrawn_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="source_withdrawn_with_reason",
                        violation_error_message="Say why it is withdrawn: readers will be told.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["draft", "in_review", "published", "withdrawn"])
                        ),
                        name="source_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.Exact(
                                sources.constraints.TrimCharacters(
                                    "title", models.Value(" \t\r\n")
                                ),
                                models.Value(""),
                            ),
                            _negated=True,
                        ),
                        name="source_title_not_blank",
                        violation_error_message="This must not be empty.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.Exact(
                                sources.constraints.TrimCharacters(
                                    "language",
                                    models.Value(
                                        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-"
                                    ),
                                ),
                                models.Value(""),
                            ),
                            django.db.models.lookups.Exact(
                                sources.constraints.TrimCharacters(
                                    django.db.models.functions.text.Substr("language", 1, 2),
                                    models.Value(
                                        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                    ),
                                ),
                                models.Value(""),
                            ),
                            django.db.models.lookups.Exact(
                                django.db.models.functions.text.Length(
                                    django.db.models.functions.text.Substr("language", 1, 2)
                                ),
                                models.Value(2),
                            ),
                            models.Q(
                                django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("language"),
                                    models.Value(3),
                                ),
                                django.db.models.lookups.Exact(
                                    django.db.models.functions.text.Substr("language", 3, 1),
                                    models.Value("-"),
                                ),
                                django.db.models.lookups.Exact(
                                    django.db.models.functions.text.Substr("language", 4, 1),
                                    models.Value("-"),
                                ),
                                _connector="OR",
                            ),
                            models.Q(("language__endswith", "-"), _negated=True),
                            models.Q(("language__contains", "--"), _negated=True),
                        ),
                        name="source_language_bcp47",
                        violation_error_message="Use a BCP 47 language tag such as “fr”, “en” or “zh-Hans”.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("url", ""),
                            ("url__startswith", "http://"),
                            ("url__startswith", "https://"),
                            _connector="OR",
                        ),
                        name="source_url_http",
                        violation_error_message="The address must start with http:// or https://.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("original_url", ""),
                            ("original_url__startswith", "http://"),
                            ("original_url__startswith", "https://"),
                            _connector="OR",
                        ),
                        name="source_original_url_http",
                        violation_error_message="The address must start with http:// or https://.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("archive_url", ""),
                            ("archive_url__startswith", "http://"),
                            ("archive_url__startswith", "https://"),
                            _connector="OR",
                        ),
                        name="source_archive_url_http",
                        violation_error_message="The address must start with http:// or https://.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                django.db.models.lookups.Exact(
                                    django.db.models.functions.text.Length("known_sha256"),
                                    models.Value(64),
                                ),
                                django.db.models.lookups.Exact(
                                    sources.constraints.TrimCharacters(
                                        "known_sha256", models.Value("0123456789abcdef")
                                    ),
                                    models.Value(""),
                                ),
                            ),
                            ("known_sha256", ""),
                            _connector="OR",
                        ),
                        name="source_known_sha256_hex",
                        violation_error_message="A SHA-256 is 64 lower-case hexadecimal digits.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("published_on__isnull", True), ("published_precision", "")),
                            models.Q(
                                ("published_on__isnull", False),
                                ("published_precision__in", ["day", "month", "year"]),
                            ),
                            _connector="OR",
                        ),
                        name="source_date_with_precision",
                        violation_error_message="Give a date together with its precision, or neither.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("url", ""), _negated=True),
                        fields=("url",),
                        name="source_url_unique",
                        violation_error_message="Another source has this address.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("known_sha256", ""), _negated=True),
                        fields=("known_sha256",),
                        name="source_known_sha256_unique",
                        violation_error_message="Another source has this known capture.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "official_text",
                                    "government_statement",
                                    "state_media",
                                    "news",
                                    "legal_commentary",
                                    "academic",
                                    "unattributed",
                                ],
                            )
                        ),
                        name="source_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rights__in", ["full", "excerpts", "link"])),
                        name="source_rights_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("derived_from", models.F("id")), _negated=True),
                        name="source_not_derived_from_itself",
                        violation_error_message="A source cannot derive from itself.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Snapshot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        help_text="Whose text it is.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="snapshots",
                        to="sources.source",
                        verbose_name="source",
                    ),
                ),
                (
                    "number",
                    models.PositiveIntegerField(
                        help_text="1 for the first capture of this source, and so on.",
                        verbose_name="number",
                    ),
                ),
                (
                    "captured_at",
                    models.DateTimeField(
                        help_text="When the text was fetched or imported.",
                        verbose_name="captured at",
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[("import", "imported file"), ("capture", "captured from the web")],
                        help_text="How the text came to us.",
                        max_length=8,
                        verbose_name="origin",
                    ),
                ),
                (
                    "url",
                    models.URLField(
                        blank=True,
                        help_text="The address that finally answered; empty for a file.",
                        max_length=2000,
                        verbose_name="address",
                    ),
                ),
                (
                    "byte_sha256",
                    models.CharField(
                        help_text="Hash of the file or answer as it came.",
                        max_length=64,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9a-f]{64}\\Z",
                                "A SHA-256 is 64 lower-case hexadecimal digits.",
                                code="invalid_sha256",
                            )
                        ],
                        verbose_name="SHA-256 of the bytes",
                    ),
                ),
                (
                    "text_sha256",
                    models.CharField(
                        help_text="Hash of the canonical text in UTF-8.",
                        max_length=64,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9a-f]{64}\\Z",
                                "A SHA-256 is 64 lower-case hexadecimal digits.",
                                code="invalid_sha256",
                            )
                        ],
                        verbose_name="SHA-256 of the text",
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        help_text="Canonical text: Unicode NFC, one blank line between paragraphs.",
                        verbose_name="text",
                    ),
                ),
            ],
            options={
                "verbose_name": "snapshot",
                "verbose_name_plural": "snapshots",
                "ordering": ["source", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "text_sha256"), name="snapshot_unique_text_per_source"
                    ),
                    models.UniqueConstraint(
                        fields=("source", "number"), name="snapshot_unique_number_per_source"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="snapshot_number_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.Exact(
                                django.db.models.functions.text.Length("byte_sha256"),
                                models.Value(64),
                            ),
                            django.db.models.lookups.Exact(
                                sources.constraints.TrimCharacters(
                                    "byte_sha256", models.Value("0123456789abcdef")
                                ),
                                models.Value(""),
                            ),
                        ),
                        name="snapshot_byte_sha256_hex",
                        violation_error_message="A SHA-256 is 64 lower-case hexadecimal digits.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.Exact(
                                django.db.models.functions.text.Length("text_sha256"),
                                models.Value(64),
                            ),
                            django.db.models.lookups.Exact(
                                sources.constraints.TrimCharacters(
                                    "text_sha256", models.Value("0123456789abcdef")
                                ),
                                models.Value(""),
                            ),
                        ),
                        name="snapshot_text_sha256_hex",
                        violation_error_message="A SHA-256 is 64 lower-case hexadecimal digits.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.Exact(
                                sources.constraints.TrimCharacters("text", models.Value(" \t\r\n")),
                                models.Value(""),
                            ),
                            _negated=True,
                        ),
                        name="snapshot_text_not_blank",
                        violation_error_message="This must not be empty.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("url", ""),
                            ("url__startswith", "http://"),
                            ("url__startswith", "https://"),
                            _connector="OR",
                        ),
                        name="snapshot_url_http",
                        violation_error_message="The address must start with http:// or https://.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("origin__in", ["import", "capture"])),
                        name="snapshot_origin_known",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Paragraph",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "snapshot",
                    models.ForeignKey(
                        help_text="The capture that it is a part of.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="paragraphs",
                        to="sources.snapshot",
                        verbose_name="snapshot",
                    ),
                ),
                (
                    "number",
                    models.PositiveIntegerField(
                        help_text="1 for the first block.", verbose_name="number"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("body", "body"),
                            ("heading", "heading"),
                            ("list_item", "list"),
                            ("caption", "caption"),
                            ("boilerplate", "boilerplate"),
                            ("other_work", "another work on the same page"),
                        ],
                        default="body",
                        help_text="What the block is. Boilerplate and other works are not shown to readers.",
                        max_length=12,
                        verbose_name="role",
                    ),
                ),
                (
                    "start",
                    models.PositiveIntegerField(
                        help_text="Offset of its first character, in code points.",
                        verbose_name="start",
                    ),
                ),
                (
                    "end",
                    models.PositiveIntegerField(
                        help_text="Offset after its last character, in code points.",
                        verbose_name="end",
                    ),
                ),
            ],
            options={
                "verbose_name": "paragraph",
                "verbose_name_plural": "paragraphs",
                "ordering": ["snapshot", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("snapshot", "number"), name="paragraph_unique_number_per_snapshot"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("end__gt", models.F("start"))),
                        name="paragraph_end_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "role__in",
                                [
                                    "body",
                                    "heading",
                                    "list_item",
                                    "caption",
                                    "boilerplate",
                                    "other_work",
                                ],
                            )
                        ),
                        name="paragraph_role_known",
                    ),
                ],
                "indexes": [],
            },
        ),
    ]
