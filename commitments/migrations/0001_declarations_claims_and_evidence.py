import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import sources.constraints
import sources.identifiers
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("sources", "0001_publishers_sources_and_snapshots"),
    ]

    operations = [
        migrations.CreateModel(
            name="Vocabulary",
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
                    "title",
                    models.CharField(
                        help_text="Its official title.", max_length=200, verbose_name="title"
                    ),
                ),
                (
                    "url",
                    models.URLField(
                        blank=True,
                        help_text="Where its keeper publishes it.",
                        max_length=2000,
                        verbose_name="address",
                    ),
                ),
                (
                    "note",
                    models.TextField(
                        blank=True,
                        help_text="What we hold of it, and on what terms.",
                        verbose_name="note",
                    ),
                ),
            ],
            options={
                "verbose_name": "vocabulary",
                "verbose_name_plural": "vocabularies",
                "ordering": ["slug"],
                "constraints": [
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
                        name="vocabulary_title_not_blank",
                        violation_error_message="This must not be empty.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("url", ""),
                            ("url__startswith", "http://"),
                            ("url__startswith", "https://"),
                            _connector="OR",
                        ),
                        name="vocabulary_url_http",
                        violation_error_message="The address must start with http:// or https://.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Topic",
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
                    "vocabulary",
                    models.ForeignKey(
                        help_text="The list it belongs to.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="topics",
                        to="commitments.vocabulary",
                        verbose_name="vocabulary",
                    ),
                ),
                (
                    "notation",
                    models.CharField(
                        help_text="Its number or code in the vocabulary.",
                        max_length=100,
                        verbose_name="notation",
                    ),
                ),
                (
                    "label",
                    models.CharField(
                        help_text="The preferred label.", max_length=300, verbose_name="label"
                    ),
                ),
                (
                    "broader",
                    models.ForeignKey(
                        blank=True,
                        help_text="The concept above it in the same vocabulary.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="narrower",
                        to="commitments.topic",
                        verbose_name="broader topic",
                    ),
                ),
            ],
            options={
                "verbose_name": "topic",
                "verbose_name_plural": "topics",
                "ordering": ["vocabulary", "notation"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.Exact(
                                sources.constraints.TrimCharacters(
                                    "label", models.Value(" \t\r\n")
                                ),
                                models.Value(""),
                            ),
                            _negated=True,
                        ),
                        name="topic_label_not_blank",
                        violation_error_message="This must not be empty.",
                    ),
                    models.UniqueConstraint(
                        fields=("vocabulary", "notation"),
                        name="topic_unique_notation_per_vocabulary",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("broader", models.F("id")), _negated=True),
                        name="topic_not_broader_than_itself",
                        violation_error_message="A topic cannot be broader than itself.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="TopicMapping",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        help_text="The topic of ours.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mappings",
                        to="commitments.topic",
                        verbose_name="topic",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        help_text="The concept of the other vocabulary.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mapped_from",
                        to="commitments.topic",
                        verbose_name="concept",
                    ),
                ),
                (
                    "match",
                    models.CharField(
                        choices=[
                            ("exact", "same as"),
                            ("close", "close to"),
                            ("broad", "narrower than"),
                            ("narrow", "broader than"),
                            ("related", "related to"),
                        ],
                        help_text="How close they are.",
                        max_length=7,
                        verbose_name="match",
                    ),
                ),
            ],
            options={
                "verbose_name": "topic mapping",
                "verbose_name_plural": "topic mappings",
                "ordering": ["topic", "target"],
                "constraints": [
                    models.UniqueConstraint(fields=("topic", "target"), name="topicmapping_unique"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("match__in", ["exact", "close", "broad", "narrow", "related"])
                        ),
                        name="topicmapping_match_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("topic", models.F("target")), _negated=True),
                        name="topicmapping_not_to_itself",
                        violation_error_message="A topic is not mapped to itself.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Party",
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
                        help_text="Its usual English name.", max_length=200, verbose_name="name"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("state", "State"),
                            ("organisation", "International organisation"),
                            ("company", "Company"),
                            ("group", "Group"),
                        ],
                        help_text="What kind of party it is.",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        blank=True,
                        help_text="ISO 3166-1 code of a state, or the usual abbreviation.",
                        max_length=12,
                        verbose_name="code",
                    ),
                ),
            ],
            options={
                "verbose_name": "party",
                "verbose_name_plural": "parties",
                "ordering": ["name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.Exact(
                                sources.constraints.TrimCharacters("name", models.Value(" \t\r\n")),
                                models.Value(""),
                            ),
                            _negated=True,
                        ),
                        name="party_name_not_blank",
                        violation_error_message="This must not be empty.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["state", "organisation", "company", "group"])
                        ),
                        name="party_kind_known",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Declaration",
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
                        help_text="English title, official where there is one.",
                        max_length=500,
                        verbose_name="title",
                    ),
                ),
                (
                    "short_title",
                    models.CharField(
                        help_text="What people call it; used in lists and breadcrumbs.",
                        max_length=120,
                        verbose_name="short title",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("bilateral_declaration", "Bilateral declaration"),
                            ("multilateral_declaration", "Multilateral declaration"),
                            ("statement", "Statement"),
                            ("unilateral_initiative", "Unilateral initiative"),
                            ("unilateral_plan", "Unilateral plan"),
                            ("voluntary_commitment", "Voluntary commitment"),
                            ("principles", "Principles"),
                            ("code", "Code of conduct"),
                            ("recommendation", "Recommendation"),
                            ("resolution", "Resolution"),
                            ("pact", "Pact"),
                            ("plan", "Plan"),
                            ("strategy", "Strategy"),
                            ("mou", "Memorandum of understanding"),
                            ("treaty", "Treaty"),
                            ("law", "Law"),
                            ("body", "Body"),
                            ("event", "Event"),
                        ],
                        help_text="What it is.",
                        max_length=24,
                        verbose_name="kind",
                    ),
                ),
                (
                    "summary",
                    models.TextField(
                        blank=True,
                        help_text="What a reader should know first, in our words.",
                        verbose_name="summary",
                    ),
                ),
                (
                    "adopted_on",
                    models.DateField(
                        blank=True,
                        help_text="When it was adopted or issued; for an event, its first day.",
                        null=True,
                        verbose_name="date",
                    ),
                ),
                (
                    "adopted_precision",
                    models.CharField(
                        blank=True,
                        choices=[("day", "day"), ("month", "month"), ("year", "year")],
                        help_text="How much of the date is known.",
                        max_length=5,
                        verbose_name="precision of the date",
                    ),
                ),
                (
                    "ended_on",
                    models.DateField(
                        blank=True,
                        help_text="For an event of several days.",
                        null=True,
                        verbose_name="last day",
                    ),
                ),
                (
                    "place",
                    models.CharField(
                        blank=True,
                        help_text="Where it was adopted or held.",
                        max_length=200,
                        verbose_name="place",
                    ),
                ),
                (
                    "legal_status",
                    models.CharField(
                        choices=[
                            ("political", "Political, not legally binding"),
                            ("voluntary", "Voluntary"),
                            ("binding", "Legally binding"),
                            ("binding_when_in_force", "Binding on its parties once in force"),
                            ("not_applicable", "Not an instrument"),
                            ("not_recorded", "Not recorded"),
                        ],
                        default="not_recorded",
                        help_text="Whether it binds anyone in law.",
                        max_length=24,
                        verbose_name="legal status",
                    ),
                ),
                (
                    "legal_note",
                    models.TextField(
                        blank=True,
                        help_text="Why, in our words.",
                        verbose_name="note on legal status",
                    ),
                ),
                (
                    "numbering",
                    models.CharField(
                        blank=True,
                        help_text="How the document numbers its parts, such as “1. … 10.”.",
                        max_length=200,
                        verbose_name="numbering",
                    ),
                ),
                (
                    "confidence",
                    models.CharField(
                        choices=[
                            ("seen", "read in the text itself"),
                            ("reported", "reported by another text"),
                            ("memory", "from memory, to be checked"),
                        ],
                        default="reported",
                        help_text="How we know that it exists. An entry from memory is not published.",
                        max_length=8,
                        verbose_name="confidence",
                    ),
                ),
                (
                    "topics",
                    models.ManyToManyField(
                        blank=True,
                        help_text="What the whole of it is about; clauses have topics of their own.",
                        related_name="declarations",
                        to="commitments.topic",
                        verbose_name="topics",
                    ),
                ),
            ],
            options={
                "verbose_name": "declaration",
                "verbose_name_plural": "declarations",
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
                        name="declaration_published_at_set_when_published",
                        violation_error_message="Publish and withdraw through the actions provided.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "withdrawn"), _negated=True),
                            models.Q(("withdrawn_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="declaration_withdrawn_with_reason",
                        violation_error_message="Say why it is withdrawn: readers will be told.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["draft", "in_review", "published", "withdrawn"])
                        ),
                        name="declaration_status_known",
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
                        name="declaration_title_not_blank",
                        violation_error_message="This must not be empty.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.Exact(
                                sources.constraints.TrimCharacters(
                                    "short_title", models.Value(" \t\r\n")
                                ),
                                models.Value(""),
                            ),
                            _negated=True,
                        ),
                        name="declaration_short_title_not_blank",
                        violation_error_message="This must not be empty.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("adopted_on__isnull", True), ("adopted_precision", "")),
                            models.Q(
                                ("adopted_on__isnull", False),
                                ("adopted_precision__in", ["day", "month", "year"]),
                            ),
                            _connector="OR",
                        ),
                        name="declaration_date_with_precision",
                        violation_error_message="Give a date together with its precision, or neither.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on__isnull", True),
                            ("ended_on__gte", models.F("adopted_on")),
                            _connector="OR",
                        ),
                        name="declaration_ends_after_it_begins",
                        violation_error_message="The last day must not be before the first.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("confidence__in", ["seen", "reported", "memory"])),
                        name="declaration_confidence_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confidence", "memory"), ("status", "published"), _negated=True
                        ),
                        name="declaration_from_memory_not_published",
                        violation_error_message="An entry known only from memory must be checked before it is published.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Participation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "declaration",
                    models.ForeignKey(
                        help_text="What it takes part in.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="participations",
                        to="commitments.declaration",
                        verbose_name="declaration",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        help_text="Who takes part.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="participations",
                        to="commitments.party",
                        verbose_name="party",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("party", "party"),
                            ("joined_later", "joined later"),
                            ("host", "host"),
                            ("not_party", "present but not a party"),
                        ],
                        default="party",
                        help_text="In what way.",
                        max_length=12,
                        verbose_name="role",
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True,
                        help_text="For instance, when it joined.",
                        max_length=300,
                        verbose_name="note",
                    ),
                ),
            ],
            options={
                "verbose_name": "participation",
                "verbose_name_plural": "participations",
                "ordering": ["declaration", "party__name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("declaration", "party"), name="participation_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("role__in", ["party", "joined_later", "host", "not_party"])
                        ),
                        name="participation_role_known",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Fact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "declaration",
                    models.ForeignKey(
                        help_text="What the fact is about.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="facts",
                        to="commitments.declaration",
                        verbose_name="declaration",
                    ),
                ),
                (
                    "position",
                    models.PositiveIntegerField(
                        help_text="Order on the page.", verbose_name="position"
                    ),
                ),
                (
                    "property",
                    models.CharField(
                        choices=[
                            ("title", "Title"),
                            ("date", "Date"),
                            ("place", "Place"),
                            ("parties", "Parties"),
                            ("clauses", "Numbered parts"),
                            ("legal_status", "Legal status"),
                            ("vote", "Vote and sponsors"),
                            ("address", "Address of the text"),
                            ("later", "What followed"),
                            ("other", "Note"),
                        ],
                        help_text="Which particular.",
                        max_length=12,
                        verbose_name="property",
                    ),
                ),
                (
                    "value",
                    models.TextField(help_text="What is said, in our words.", verbose_name="value"),
                ),
                (
                    "as_of",
                    models.DateField(
                        blank=True,
                        help_text="When it was true, if it changes.",
                        null=True,
                        verbose_name="as of",
                    ),
                ),
                (
                    "source_url",
                    models.URLField(
                        blank=True,
                        help_text="The page that says so.",
                        max_length=2000,
                        verbose_name="address of the source",
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        blank=True,
                        help_text="Who says so, when there is no address.",
                        max_length=500,
                        verbose_name="basis",
                    ),
                ),
                (
                    "confidence",
                    models.CharField(
                        choices=[
                            ("seen", "read in the text itself"),
                            ("reported", "reported by another text"),
                            ("memory", "from memory, to be checked"),
                        ],
                        help_text="How the fact is known.",
                        max_length=8,
                        verbose_name="confidence",
                    ),
                ),
            ],
            options={
                "verbose_name": "fact",
                "verbose_name_plural": "facts",
                "ordering": ["declaration", "position"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.Exact(
                                sources.constraints.TrimCharacters(
                                    "value", models.Value(" \t\r\n")
                                ),
                                models.Value(""),
                            ),
                            _negated=True,
                        ),
                        name="fact_value_not_blank",
                        violation_error_message="This must not be empty.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("source_url", ""),
                            ("source_url__startswith", "http://"),
                            ("source_url__startswith", "https://"),
                            _connector="OR",
                        ),
                        name="fact_source_url_http",
                        violation_error_message="The address must start with http:// or https://.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("confidence__in", ["seen", "reported", "memory"])),
                        name="fact_confidence_known",
                    ),
                    models.UniqueConstraint(
                        fields=("declaration", "position"), name="fact_unique_position"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("source_url", ""), _negated=True),
                            models.Q(("basis", ""), _negated=True),
                            ("confidence", "memory"),
                            _connector="OR",
                        ),
                        name="fact_has_a_basis",
                        violation_error_message="Say who says so, or mark it as known from memory.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="LanguageVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "declaration",
                    models.ForeignKey(
                        help_text="Whose text it is.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="commitments.declaration",
                        verbose_name="declaration",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        help_text="BCP 47 language tag.",
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
                    "status",
                    models.CharField(
                        choices=[
                            ("authentic", "Authentic"),
                            ("official_translation", "Official translation"),
                            ("publisher_translation", "Publisher's translation"),
                            ("working_translation", "govkb working translation, not official"),
                        ],
                        help_text="What authority the words have.",
                        max_length=24,
                        verbose_name="status",
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        blank=True,
                        help_text="Title in this language.",
                        max_length=500,
                        verbose_name="title",
                    ),
                ),
                (
                    "url",
                    models.URLField(
                        blank=True,
                        help_text="Where this version is published.",
                        max_length=2000,
                        verbose_name="address",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        help_text="The source whose text the clauses are cut from.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="sources.source",
                        verbose_name="source",
                    ),
                ),
                (
                    "note",
                    models.TextField(
                        blank=True,
                        help_text="Which version a translation renders, and the like.",
                        verbose_name="note",
                    ),
                ),
            ],
            options={
                "verbose_name": "language version",
                "verbose_name_plural": "language versions",
                "ordering": ["declaration", "status", "language"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("declaration", "language", "status"), name="languageversion_unique"
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
                        name="languageversion_language_bcp47",
                        violation_error_message="Use a BCP 47 language tag such as “fr”, “en” or “zh-Hans”.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("url", ""),
                            ("url__startswith", "http://"),
                            ("url__startswith", "https://"),
                            _connector="OR",
                        ),
                        name="languageversion_url_http",
                        violation_error_message="The address must start with http:// or https://.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "authentic",
                                    "official_translation",
                                    "publisher_translation",
                                    "working_translation",
                                ],
                            )
                        ),
                        name="languageversion_status_known",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Clause",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "declaration",
                    models.ForeignKey(
                        help_text="Which it is a part of.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clauses",
                        to="commitments.declaration",
                        verbose_name="declaration",
                    ),
                ),
                (
                    "label",
                    models.CharField(
                        help_text="As printed: “6”, “1(a)”; unprinted parts as “preamble-2”.",
                        max_length=40,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9A-Za-z]+(?:[-.()][0-9A-Za-z]+)*\\)?\\Z",
                                "Use the label as printed, such as “6”, “1(a)” or “preamble-2”.",
                                code="invalid_label",
                            )
                        ],
                        verbose_name="label",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("preamble", "Preamble"),
                            ("clause", "Clause"),
                            ("section", "Section"),
                            ("article", "Article"),
                            ("principle", "Principle"),
                            ("annex", "Annex"),
                        ],
                        default="clause",
                        help_text="What the document calls this part.",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        help_text="The clause that it is a part of.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="commitments.clause",
                        verbose_name="within",
                    ),
                ),
                (
                    "position",
                    models.PositiveIntegerField(
                        help_text="Order in the document, from 1.", verbose_name="position"
                    ),
                ),
                (
                    "heading",
                    models.CharField(
                        blank=True,
                        help_text="What it is about in a few words of ours.",
                        max_length=200,
                        verbose_name="heading",
                    ),
                ),
                (
                    "note",
                    models.TextField(
                        blank=True,
                        help_text="What a reader of the words should know.",
                        verbose_name="note",
                    ),
                ),
                (
                    "topics",
                    models.ManyToManyField(
                        blank=True,
                        help_text="What it is about.",
                        related_name="clauses",
                        to="commitments.topic",
                        verbose_name="topics",
                    ),
                ),
            ],
            options={
                "verbose_name": "clause",
                "verbose_name_plural": "clauses",
                "ordering": ["declaration", "position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("declaration", "label"), name="clause_unique_label_per_declaration"
                    ),
                    models.UniqueConstraint(
                        fields=("declaration", "position"),
                        name="clause_unique_position_per_declaration",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("label", ""), _negated=True),
                            django.db.models.lookups.Exact(
                                sources.constraints.TrimCharacters(
                                    "label",
                                    models.Value(
                                        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.()"
                                    ),
                                ),
                                models.Value(""),
                            ),
                        ),
                        name="clause_label_characters",
                        violation_error_message="A label has letters, digits, hyphens and brackets.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("parent", models.F("id")), _negated=True),
                        name="clause_not_within_itself",
                        violation_error_message="A clause cannot stand within itself.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="ClauseText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "locator",
                    models.TextField(
                        blank=True,
                        help_text="A text directive, “prefix-,start,end,-suffix”: a few words at each end of the passage, exactly as printed. A comma or hyphen inside the words is written %2C or %2D.",
                        verbose_name="locator",
                    ),
                ),
                (
                    "snapshot",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        help_text="The capture in which the passage was found.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sources.snapshot",
                        verbose_name="snapshot",
                    ),
                ),
                (
                    "start",
                    models.PositiveIntegerField(
                        blank=True,
                        editable=False,
                        help_text="Offset of the first character in the snapshot's text, in code points.",
                        null=True,
                        verbose_name="start",
                    ),
                ),
                (
                    "end",
                    models.PositiveIntegerField(
                        blank=True,
                        editable=False,
                        help_text="Offset after the last character, in code points.",
                        null=True,
                        verbose_name="end",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("text_not_held", "Text not held"),
                            ("anchored", "Anchored"),
                            ("moved", "Moved in the newest capture"),
                            ("changed", "Changed in the newest capture"),
                            ("gone", "The source no longer answers"),
                            ("ambiguous", "Several places match"),
                            ("not_found", "Not found"),
                        ],
                        editable=False,
                        help_text="How the passage stands to the captures held. Empty without a locator.",
                        max_length=13,
                        verbose_name="state",
                    ),
                ),
                (
                    "clause",
                    models.ForeignKey(
                        help_text="Which clause.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="texts",
                        to="commitments.clause",
                        verbose_name="clause",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        help_text="In which version.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="texts",
                        to="commitments.languageversion",
                        verbose_name="language version",
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        blank=True,
                        help_text="The words; empty while the text is not held.",
                        verbose_name="text",
                    ),
                ),
            ],
            options={
                "verbose_name": "clause text",
                "verbose_name_plural": "clause texts",
                "ordering": ["clause", "version"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("end__isnull", True),
                                ("snapshot__isnull", True),
                                ("start__isnull", True),
                            ),
                            models.Q(
                                ("end__gt", models.F("start")),
                                ("snapshot__isnull", False),
                                ("start__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="clausetext_span_complete_and_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("locator", ""), ("snapshot__isnull", True), ("state", "")),
                            models.Q(
                                models.Q(("locator", ""), _negated=True),
                                models.Q(
                                    models.Q(
                                        ("snapshot__isnull", True),
                                        ("state__in", ["text_not_held", "ambiguous", "not_found"]),
                                    ),
                                    models.Q(
                                        ("snapshot__isnull", False),
                                        ("state__in", ["anchored", "moved", "changed", "gone"]),
                                    ),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="clausetext_state_fits_span",
                    ),
                    models.UniqueConstraint(fields=("clause", "version"), name="clausetext_unique"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("locator", ""), models.Q(("text", ""), _negated=True)),
                            models.Q(
                                models.Q(("locator", ""), _negated=True),
                                models.Q(
                                    models.Q(("snapshot__isnull", True), ("text", "")),
                                    models.Q(
                                        ("snapshot__isnull", False),
                                        models.Q(("text", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="clausetext_held_or_located",
                        violation_error_message="Give the words, or a locator to cut them by.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="VersionDifference",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "declaration",
                    models.ForeignKey(
                        help_text="Whose versions differ.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="differences",
                        to="commitments.declaration",
                        verbose_name="declaration",
                    ),
                ),
                (
                    "clause",
                    models.ForeignKey(
                        blank=True,
                        help_text="Where; empty for the title or date.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="differences",
                        to="commitments.clause",
                        verbose_name="clause",
                    ),
                ),
                (
                    "position",
                    models.PositiveIntegerField(
                        help_text="Order on the page.", verbose_name="position"
                    ),
                ),
                (
                    "aspect",
                    models.CharField(
                        help_text="What differs, in a few words.",
                        max_length=120,
                        verbose_name="aspect",
                    ),
                ),
                (
                    "first_version",
                    models.ForeignKey(
                        help_text="One of the two versions.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="commitments.languageversion",
                        verbose_name="first version",
                    ),
                ),
                (
                    "first_reading",
                    models.TextField(
                        help_text="What it says: a few of its words, with our gloss.",
                        verbose_name="first reading",
                    ),
                ),
                (
                    "second_version",
                    models.ForeignKey(
                        help_text="The other version.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="commitments.languageversion",
                        verbose_name="second version",
                    ),
                ),
                (
                    "second_reading",
                    models.TextField(
                        help_text="What it says: a few of its words, with our gloss.",
                        verbose_name="second reading",
                    ),
                ),
                (
                    "effect",
                    models.TextField(
                        help_text="What follows from the difference.", verbose_name="effect"
                    ),
                ),
                (
                    "confidence",
                    models.CharField(
                        choices=[
                            ("seen", "read in the text itself"),
                            ("reported", "reported by another text"),
                            ("memory", "from memory, to be checked"),
                        ],
                        help_text="How the readings are known.",
                        max_length=8,
                        verbose_name="confidence",
                    ),
                ),
            ],
            options={
                "verbose_name": "difference between versions",
                "verbose_name_plural": "differences between versions",
                "ordering": ["declaration", "position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("declaration", "position"), name="versiondifference_unique_position"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("first_version", models.F("second_version")), _negated=True
                        ),
                        name="versiondifference_two_versions",
                        violation_error_message="Choose two different versions.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("confidence__in", ["seen", "reported", "memory"])),
                        name="versiondifference_confidence_known",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Commitment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "ref",
                    models.CharField(
                        default=sources.identifiers.mint_ref,
                        editable=False,
                        help_text="Permanent name in addresses, the API and seed files. It never changes.",
                        max_length=12,
                        unique=True,
                        verbose_name="reference",
                    ),
                ),
                (
                    "clause",
                    models.ForeignKey(
                        help_text="Where it stands.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commitments",
                        to="commitments.clause",
                        verbose_name="clause",
                    ),
                ),
                (
                    "number",
                    models.PositiveIntegerField(
                        help_text="Its order in the clause: 3 for commitment 6.3.",
                        verbose_name="number",
                    ),
                ),
                (
                    "modality",
                    models.CharField(
                        choices=[
                            ("commit", "undertakes"),
                            ("decide", "decides"),
                            ("endeavour", "will strive"),
                            ("agree", "agrees"),
                            ("reiterate", "reiterates"),
                            ("prepared", "stands ready"),
                            ("invite", "invites"),
                            ("ongoing", "is doing"),
                            ("support", "supports"),
                            ("hold", "holds that"),
                            ("underline", "stresses"),
                            ("welcome", "welcomes"),
                            ("recognise", "recognises"),
                        ],
                        help_text="The strength of the operative verb.",
                        max_length=10,
                        verbose_name="modality",
                    ),
                ),
                (
                    "operative_words",
                    models.CharField(
                        blank=True,
                        help_text="The few words of the authentic text that carry it.",
                        max_length=120,
                        verbose_name="operative words",
                    ),
                ),
                (
                    "action",
                    models.TextField(
                        help_text="What is undertaken, in our words.", verbose_name="action"
                    ),
                ),
                (
                    "purpose",
                    models.TextField(
                        blank=True, help_text="What for, if stated.", verbose_name="purpose"
                    ),
                ),
                (
                    "beneficiary",
                    models.CharField(
                        blank=True,
                        help_text="For whom, if stated.",
                        max_length=200,
                        verbose_name="beneficiary",
                    ),
                ),
                (
                    "occasion",
                    models.CharField(
                        blank=True,
                        help_text="When or on what condition, if stated.",
                        max_length=200,
                        verbose_name="occasion",
                    ),
                ),
                (
                    "checkability",
                    models.CharField(
                        choices=[
                            ("clear", "can be checked clearly"),
                            ("soft", "can be checked in part"),
                            ("none", "cannot be checked"),
                        ],
                        help_text="Whether anyone could tell that it was done.",
                        max_length=5,
                        verbose_name="checkability",
                    ),
                ),
                (
                    "actors",
                    models.ManyToManyField(
                        help_text="Who commits.",
                        related_name="commitments",
                        to="commitments.party",
                        verbose_name="actors",
                    ),
                ),
                (
                    "topics",
                    models.ManyToManyField(
                        blank=True,
                        help_text="What it is about.",
                        related_name="commitments",
                        to="commitments.topic",
                        verbose_name="topics",
                    ),
                ),
            ],
            options={
                "verbose_name": "commitment",
                "verbose_name_plural": "commitments",
                "ordering": ["clause__declaration", "clause__position", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("clause", "number"), name="commitment_unique_number_per_clause"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.Exact(
                                sources.constraints.TrimCharacters(
                                    "action", models.Value(" \t\r\n")
                                ),
                                models.Value(""),
                            ),
                            _negated=True,
                        ),
                        name="commitment_action_not_blank",
                        violation_error_message="This must not be empty.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "modality__in",
                                [
                                    "commit",
                                    "decide",
                                    "endeavour",
                                    "agree",
                                    "reiterate",
                                    "prepared",
                                    "invite",
                                    "ongoing",
                                    "support",
                                    "hold",
                                    "underline",
                                    "welcome",
                                    "recognise",
                                ],
                            )
                        ),
                        name="commitment_modality_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("checkability__in", ["clear", "soft", "none"])),
                        name="commitment_checkability_known",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Claim",
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
                    "ref",
                    models.CharField(
                        default=sources.identifiers.mint_ref,
                        editable=False,
                        help_text="Permanent name in addresses, the API and seed files. It never changes.",
                        max_length=12,
                        unique=True,
                        verbose_name="reference",
                    ),
                ),
                (
                    "declaration",
                    models.ForeignKey(
                        help_text="What the claim is about.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="commitments.declaration",
                        verbose_name="declaration",
                    ),
                ),
                (
                    "position",
                    models.PositiveIntegerField(
                        default=1000,
                        help_text="Among claims checked on one day, lower ones are shown first.",
                        verbose_name="position",
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        help_text="One sentence, in our own words.", verbose_name="claim"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("statement", "Statement of fact"),
                            ("opinion", "Opinion"),
                            ("disclaimer", "Disclaimer"),
                        ],
                        default="statement",
                        help_text="Opinion and disclaimers are kept apart from statements of fact.",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "note",
                    models.TextField(
                        blank=True,
                        help_text="What the evidence together shows, or does not.",
                        verbose_name="note",
                    ),
                ),
                (
                    "clauses",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The clauses it concerns, if any.",
                        related_name="claims",
                        to="commitments.clause",
                        verbose_name="clauses",
                    ),
                ),
                (
                    "conflicts_with",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Claims that cannot be true together with this one.",
                        to="commitments.claim",
                        verbose_name="conflicts with",
                    ),
                ),
            ],
            options={
                "verbose_name": "claim",
                "verbose_name_plural": "claims",
                "ordering": ["declaration", "position", "ref"],
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
                        name="claim_published_at_set_when_published",
                        violation_error_message="Publish and withdraw through the actions provided.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "withdrawn"), _negated=True),
                            models.Q(("withdrawn_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="claim_withdrawn_with_reason",
                        violation_error_message="Say why it is withdrawn: readers will be told.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["draft", "in_review", "published", "withdrawn"])
                        ),
                        name="claim_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.Exact(
                                sources.constraints.TrimCharacters("text", models.Value(" \t\r\n")),
                                models.Value(""),
                            ),
                            _negated=True,
                        ),
                        name="claim_text_not_blank",
                        violation_error_message="This must not be empty.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["statement", "opinion", "disclaimer"])),
                        name="claim_kind_known",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
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
                    "ref",
                    models.CharField(
                        default=sources.identifiers.mint_ref,
                        editable=False,
                        help_text="Permanent name in addresses, the API and seed files. It never changes.",
                        max_length=12,
                        unique=True,
                        verbose_name="reference",
                    ),
                ),
                (
                    "locator",
                    models.TextField(
                        blank=True,
                        help_text="A text directive, “prefix-,start,end,-suffix”: a few words at each end of the passage, exactly as printed. A comma or hyphen inside the words is written %2C or %2D.",
                        verbose_name="locator",
                    ),
                ),
                (
                    "snapshot",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        help_text="The capture in which the passage was found.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sources.snapshot",
                        verbose_name="snapshot",
                    ),
                ),
                (
                    "start",
                    models.PositiveIntegerField(
                        blank=True,
                        editable=False,
                        help_text="Offset of the first character in the snapshot's text, in code points.",
                        null=True,
                        verbose_name="start",
                    ),
                ),
                (
                    "end",
                    models.PositiveIntegerField(
                        blank=True,
                        editable=False,
                        help_text="Offset after the last character, in code points.",
                        null=True,
                        verbose_name="end",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("text_not_held", "Text not held"),
                            ("anchored", "Anchored"),
                            ("moved", "Moved in the newest capture"),
                            ("changed", "Changed in the newest capture"),
                            ("gone", "The source no longer answers"),
                            ("ambiguous", "Several places match"),
                            ("not_found", "Not found"),
                        ],
                        editable=False,
                        help_text="How the passage stands to the captures held. Empty without a locator.",
                        max_length=13,
                        verbose_name="state",
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        help_text="What it is evidence for or against.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="commitments.claim",
                        verbose_name="claim",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        help_text="Where the passage stands.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="sources.source",
                        verbose_name="source",
                    ),
                ),
                (
                    "stance",
                    models.CharField(
                        choices=[
                            ("supports", "Supports"),
                            ("partially_supports", "Partially supports"),
                            ("distorts", "Distorts"),
                            ("contradicts", "Contradicts"),
                            ("not_mentioned", "Not mentioned"),
                        ],
                        help_text="How the passage stands to the claim.",
                        max_length=18,
                        verbose_name="stance",
                    ),
                ),
                (
                    "note",
                    models.TextField(
                        blank=True,
                        help_text="Why, in a sentence or two. Required unless the passage simply supports.",
                        verbose_name="note",
                    ),
                ),
                (
                    "checked_by",
                    models.CharField(
                        blank=True,
                        help_text="Shown to readers.",
                        max_length=100,
                        verbose_name="checked by",
                    ),
                ),
                (
                    "checked_on",
                    models.DateField(
                        blank=True,
                        help_text="When the stance was last checked.",
                        null=True,
                        verbose_name="checked on",
                    ),
                ),
            ],
            options={
                "verbose_name": "evidence",
                "verbose_name_plural": "evidence",
                "ordering": ["claim", "source", "ref"],
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
                        name="evidence_published_at_set_when_published",
                        violation_error_message="Publish and withdraw through the actions provided.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "withdrawn"), _negated=True),
                            models.Q(("withdrawn_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="evidence_withdrawn_with_reason",
                        violation_error_message="Say why it is withdrawn: readers will be told.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["draft", "in_review", "published", "withdrawn"])
                        ),
                        name="evidence_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("end__isnull", True),
                                ("snapshot__isnull", True),
                                ("start__isnull", True),
                            ),
                            models.Q(
                                ("end__gt", models.F("start")),
                                ("snapshot__isnull", False),
                                ("start__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="evidence_span_complete_and_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("locator", ""), ("snapshot__isnull", True), ("state", "")),
                            models.Q(
                                models.Q(("locator", ""), _negated=True),
                                models.Q(
                                    models.Q(
                                        ("snapshot__isnull", True),
                                        ("state__in", ["text_not_held", "ambiguous", "not_found"]),
                                    ),
                                    models.Q(
                                        ("snapshot__isnull", False),
                                        ("state__in", ["anchored", "moved", "changed", "gone"]),
                                    ),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="evidence_state_fits_span",
                    ),
                    models.UniqueConstraint(
                        fields=("claim", "source", "locator"),
                        name="evidence_unique_passage_per_claim",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "stance__in",
                                [
                                    "supports",
                                    "partially_supports",
                                    "distorts",
                                    "contradicts",
                                    "not_mentioned",
                                ],
                            )
                        ),
                        name="evidence_stance_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("locator", ""), ("stance", "not_mentioned")),
                            models.Q(
                                models.Q(("stance", "not_mentioned"), _negated=True),
                                models.Q(("locator", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="evidence_passage_unless_not_mentioned",
                        violation_error_message="Give the passage; only “not mentioned” goes without one.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("stance", "supports"),
                            models.Q(("note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="evidence_note_unless_supports",
                        violation_error_message="Say why: a note is required unless it supports.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["ambiguous", "not_found"]),
                            ("status", "published"),
                            _negated=True,
                        ),
                        name="evidence_published_is_anchored",
                        violation_error_message="The passage was not found, or in several places: mend the locator first.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="CoverageCheck",
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
                        help_text="Which source was read.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coverage_checks",
                        to="sources.source",
                        verbose_name="source",
                    ),
                ),
                (
                    "clause",
                    models.ForeignKey(
                        help_text="Which clause it does not report.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coverage_checks",
                        to="commitments.clause",
                        verbose_name="clause",
                    ),
                ),
                (
                    "checked_by",
                    models.CharField(
                        help_text="Shown to readers.", max_length=100, verbose_name="checked by"
                    ),
                ),
                (
                    "checked_on",
                    models.DateField(help_text="When it was read.", verbose_name="checked on"),
                ),
                (
                    "note",
                    models.TextField(
                        blank=True, help_text="What was looked for.", verbose_name="note"
                    ),
                ),
            ],
            options={
                "verbose_name": "coverage check",
                "verbose_name_plural": "coverage checks",
                "ordering": ["clause", "source"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "clause"), name="coveragecheck_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.Exact(
                                sources.constraints.TrimCharacters(
                                    "checked_by", models.Value(" \t\r\n")
                                ),
                                models.Value(""),
                            ),
                            _negated=True,
                        ),
                        name="coveragecheck_checked_by_not_blank",
                        violation_error_message="This must not be empty.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Relation",
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
                    "locator",
                    models.TextField(
                        blank=True,
                        help_text="A text directive, “prefix-,start,end,-suffix”: a few words at each end of the passage, exactly as printed. A comma or hyphen inside the words is written %2C or %2D.",
                        verbose_name="locator",
                    ),
                ),
                (
                    "snapshot",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        help_text="The capture in which the passage was found.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sources.snapshot",
                        verbose_name="snapshot",
                    ),
                ),
                (
                    "start",
                    models.PositiveIntegerField(
                        blank=True,
                        editable=False,
                        help_text="Offset of the first character in the snapshot's text, in code points.",
                        null=True,
                        verbose_name="start",
                    ),
                ),
                (
                    "end",
                    models.PositiveIntegerField(
                        blank=True,
                        editable=False,
                        help_text="Offset after the last character, in code points.",
                        null=True,
                        verbose_name="end",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("text_not_held", "Text not held"),
                            ("anchored", "Anchored"),
                            ("moved", "Moved in the newest capture"),
                            ("changed", "Changed in the newest capture"),
                            ("gone", "The source no longer answers"),
                            ("ambiguous", "Several places match"),
                            ("not_found", "Not found"),
                        ],
                        editable=False,
                        help_text="How the passage stands to the captures held. Empty without a locator.",
                        max_length=13,
                        verbose_name="state",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        help_text="The one that refers, builds, welcomes …",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="relations",
                        to="commitments.declaration",
                        verbose_name="declaration",
                    ),
                ),
                (
                    "subject_clause",
                    models.ForeignKey(
                        blank=True,
                        help_text="The clause that does so, if known.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="relations",
                        to="commitments.clause",
                        verbose_name="clause",
                    ),
                ),
                (
                    "predicate",
                    models.CharField(
                        choices=[
                            ("builds_on", "builds on"),
                            ("continues", "continues"),
                            ("reaffirms", "reaffirms"),
                            ("refers_to", "refers to"),
                            ("welcomes", "welcomes"),
                            ("announces", "announces"),
                            ("invites_to", "invites to"),
                            ("implements", "implements"),
                            ("annexed_to", "is annexed to"),
                            ("amends", "amends"),
                            ("drawn_from", "is drawn from"),
                            ("creates", "creates"),
                            ("follow_up_of", "follows up"),
                            ("complements", "complements"),
                            ("proposed_with", "was proposed together with"),
                            ("contrasts_with", "is contrasted with"),
                            ("in_line_with", "is said to be in line with"),
                        ],
                        help_text="In what relation.",
                        max_length=16,
                        verbose_name="predicate",
                    ),
                ),
                (
                    "object",
                    models.ForeignKey(
                        help_text="The one that is referred to, built on, welcomed …",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inverse_relations",
                        to="commitments.declaration",
                        verbose_name="to",
                    ),
                ),
                (
                    "object_clause",
                    models.ForeignKey(
                        blank=True,
                        help_text="The clause of it, if known.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inverse_relations",
                        to="commitments.clause",
                        verbose_name="to clause",
                    ),
                ),
                (
                    "stated_by",
                    models.CharField(
                        choices=[
                            ("instrument", "stated by the instrument"),
                            ("third_party", "said by a third party"),
                        ],
                        help_text="Whether the instrument itself says so.",
                        max_length=11,
                        verbose_name="stated by",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        help_text="Where the words that show it stand.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="relations",
                        to="sources.source",
                        verbose_name="source",
                    ),
                ),
                (
                    "source_url",
                    models.URLField(
                        blank=True,
                        help_text="The page that shows it, when it is not one of our sources.",
                        max_length=2000,
                        verbose_name="address of the source",
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        blank=True,
                        help_text="How it is known, in our words.",
                        max_length=500,
                        verbose_name="basis",
                    ),
                ),
                (
                    "confidence",
                    models.CharField(
                        choices=[
                            ("seen", "read in the text itself"),
                            ("reported", "reported by another text"),
                            ("memory", "from memory, to be checked"),
                        ],
                        help_text="How the relation is known.",
                        max_length=8,
                        verbose_name="confidence",
                    ),
                ),
            ],
            options={
                "verbose_name": "relation",
                "verbose_name_plural": "relations",
                "ordering": ["subject", "predicate", "object"],
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
                        name="relation_published_at_set_when_published",
                        violation_error_message="Publish and withdraw through the actions provided.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "withdrawn"), _negated=True),
                            models.Q(("withdrawn_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="relation_withdrawn_with_reason",
                        violation_error_message="Say why it is withdrawn: readers will be told.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["draft", "in_review", "published", "withdrawn"])
                        ),
                        name="relation_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("end__isnull", True),
                                ("snapshot__isnull", True),
                                ("start__isnull", True),
                            ),
                            models.Q(
                                ("end__gt", models.F("start")),
                                ("snapshot__isnull", False),
                                ("start__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="relation_span_complete_and_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("locator", ""), ("snapshot__isnull", True), ("state", "")),
                            models.Q(
                                models.Q(("locator", ""), _negated=True),
                                models.Q(
                                    models.Q(
                                        ("snapshot__isnull", True),
                                        ("state__in", ["text_not_held", "ambiguous", "not_found"]),
                                    ),
                                    models.Q(
                                        ("snapshot__isnull", False),
                                        ("state__in", ["anchored", "moved", "changed", "gone"]),
                                    ),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="relation_state_fits_span",
                    ),
                    models.UniqueConstraint(
                        fields=("subject", "predicate", "object", "subject_clause"),
                        name="relation_unique_for_clause",
                        violation_error_message="This relation of the clause is recorded already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("subject_clause__isnull", True)),
                        fields=("subject", "predicate", "object"),
                        name="relation_unique_for_declaration",
                        violation_error_message="This relation is recorded already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("subject", models.F("object")), _negated=True),
                        name="relation_not_to_itself",
                        violation_error_message="A declaration does not stand in a relation to itself.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "predicate__in",
                                [
                                    "builds_on",
                                    "continues",
                                    "reaffirms",
                                    "refers_to",
                                    "welcomes",
                                    "announces",
                                    "invites_to",
                                    "implements",
                                    "annexed_to",
                                    "amends",
                                    "drawn_from",
                                    "creates",
                                    "follow_up_of",
                                    "complements",
                                    "proposed_with",
                                    "contrasts_with",
                                    "in_line_with",
                                ],
                            )
                        ),
                        name="relation_predicate_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("stated_by__in", ["instrument", "third_party"])),
                        name="relation_stated_by_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("locator", ""), ("source__isnull", False), _connector="OR"
                        ),
                        name="relation_passage_has_source",
                        violation_error_message="Name the source in which the passage stands.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confidence", "memory"), ("status", "published"), _negated=True
                        ),
                        name="relation_from_memory_not_published",
                        violation_error_message="A relation known only from memory must be checked before it is published.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("confidence__in", ["seen", "reported", "memory"])),
                        name="relation_confidence_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("source_url", ""),
                            ("source_url__startswith", "http://"),
                            ("source_url__startswith", "https://"),
                            _connector="OR",
                        ),
                        name="relation_source_url_http",
                        violation_error_message="The address must start with http:// or https://.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="FollowUp",
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
                    "commitment",
                    models.ForeignKey(
                        help_text="What was undertaken.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="follow_ups",
                        to="commitments.commitment",
                        verbose_name="commitment",
                    ),
                ),
                (
                    "completion",
                    models.CharField(
                        choices=[
                            ("not_started", "Not started"),
                            ("limited", "Limited"),
                            ("substantial", "Substantial"),
                            ("complete", "Complete"),
                            ("no_evidence", "No evidence found"),
                            ("contested", "Contested"),
                        ],
                        help_text="How far it got.",
                        max_length=12,
                        verbose_name="completion",
                    ),
                ),
                (
                    "as_of",
                    models.DateField(
                        help_text="The day for which this holds.", verbose_name="as of"
                    ),
                ),
                (
                    "summary",
                    models.TextField(
                        help_text="What happened, in our words.", verbose_name="summary"
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        blank=True,
                        help_text="The claim whose evidence shows it.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="follow_ups",
                        to="commitments.claim",
                        verbose_name="claim",
                    ),
                ),
                (
                    "source_url",
                    models.URLField(
                        blank=True,
                        help_text="The page that shows it, when no claim is recorded.",
                        max_length=2000,
                        verbose_name="address of the source",
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        blank=True,
                        help_text="Who says so, in our words.",
                        max_length=500,
                        verbose_name="basis",
                    ),
                ),
                (
                    "confidence",
                    models.CharField(
                        choices=[
                            ("seen", "read in the text itself"),
                            ("reported", "reported by another text"),
                            ("memory", "from memory, to be checked"),
                        ],
                        help_text="How it is known.",
                        max_length=8,
                        verbose_name="confidence",
                    ),
                ),
            ],
            options={
                "verbose_name": "follow-up",
                "verbose_name_plural": "follow-ups",
                "ordering": ["commitment", "-as_of"],
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
                        name="followup_published_at_set_when_published",
                        violation_error_message="Publish and withdraw through the actions provided.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "withdrawn"), _negated=True),
                            models.Q(("withdrawn_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="followup_withdrawn_with_reason",
                        violation_error_message="Say why it is withdrawn: readers will be told.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["draft", "in_review", "published", "withdrawn"])
                        ),
                        name="followup_status_known",
                    ),
                    models.UniqueConstraint(
                        fields=("commitment", "as_of"), name="followup_unique_date"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "completion__in",
                                [
                                    "not_started",
                                    "limited",
                                    "substantial",
                                    "complete",
                                    "no_evidence",
                                    "contested",
                                ],
                            )
                        ),
                        name="followup_completion_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("claim__isnull", False),
                            models.Q(("source_url", ""), _negated=True),
                            models.Q(("basis", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="followup_has_a_basis",
                        violation_error_message="Name the claim or the page that shows it.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.Exact(
                                sources.constraints.TrimCharacters(
                                    "summary", models.Value(" \t\r\n")
                                ),
                                models.Value(""),
                            ),
                            _negated=True,
                        ),
                        name="followup_summary_not_blank",
                        violation_error_message="This must not be empty.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("source_url", ""),
                            ("source_url__startswith", "http://"),
                            ("source_url__startswith", "https://"),
                            _connector="OR",
                        ),
                        name="followup_source_url_http",
                        violation_error_message="The address must start with http:// or https://.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("confidence__in", ["seen", "reported", "memory"])),
                        name="followup_confidence_known",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.AddField(
            model_name="declaration",
            name="parties",
            field=models.ManyToManyField(
                help_text="Who made it or joined it.",
                related_name="declarations",
                through="commitments.Participation",
                to="commitments.party",
                verbose_name="parties",
            ),
        ),
    ]
