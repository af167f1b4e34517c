"""What is public: publication states, permanent names, and finding an object by its name.

Every public page and API answer reaches its object through `find_public`, so a draft is a 404,
a renamed object redirects and a withdrawn one says why, everywhere alike.
"""

from datetime import datetime
from typing import Any, TypeVar

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.models import Q
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sources.constraints import not_blank
from sources.identifiers import mint_ref, validate_slug

Model = TypeVar("Model", bound=models.Model)


class Gone(Exception):  # noqa: N818 -- an answer, not an error
    """The object was public and has been withdrawn: answer 410 with the reason."""

    def __init__(self, obj: models.Model) -> None:
        super().__init__(str(obj))
        self.object = obj


class Moved(Exception):  # noqa: N818 -- an answer, not an error
    """The object has another name now: answer 301 to its present page."""

    def __init__(self, obj: models.Model) -> None:
        super().__init__(str(obj))
        self.object = obj


class Status(models.TextChoices):
    """Where an object stands on its way to readers."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class PublishableQuerySet(models.QuerySet[Any]):
    """Sets by publication state."""

    # Lookups to the objects whose publication this one depends on.
    parents: tuple[str, ...] = ()

    def published(self) -> "PublishableQuerySet":
        """Return the objects that readers may see: published, as is all they depend on."""
        lookups = {f"{parent}__status": Status.PUBLISHED for parent in self.parents}
        return self.filter(status=Status.PUBLISHED, **lookups)


class Publishable(models.Model):
    """Something that readers see only once a curator has published it."""

    status = models.CharField(
        _("status"),
        max_length=12,
        choices=Status.choices,
        default=Status.DRAFT,
        db_index=True,
        help_text=_("Only published objects are shown to readers and served by the API."),
    )
    published_at = models.DateTimeField(
        _("published at"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("When readers could first see it. Set by publishing."),
    )
    withdrawn_reason = models.TextField(
        _("reason for withdrawal"),
        blank=True,
        help_text=_("Shown to readers who follow an old link. Required when withdrawn."),
    )
    created_at = models.DateTimeField(
        _("created at"), auto_now_add=True, help_text=_("When the record was made.")
    )
    updated_at = models.DateTimeField(
        _("updated at"), auto_now=True, help_text=_("When the record last changed.")
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_published_at_set_when_published",
                condition=Q(status__in=["published", "withdrawn"], published_at__isnull=False)
                | Q(status__in=["draft", "in_review"], published_at__isnull=True),
                violation_error_message=_("Publish and withdraw through the actions provided."),
            ),
            models.CheckConstraint(
                name="%(class)s_withdrawn_with_reason",
                condition=~Q(status="withdrawn") | ~Q(withdrawn_reason=""),
                violation_error_message=_("Say why it is withdrawn: readers will be told."),
            ),
            models.CheckConstraint(
                name="%(class)s_status_known",
                condition=Q(status__in=["draft", "in_review", "published", "withdrawn"]),
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, keeping `published_at` in step with the status."""
        self.stamp_publication()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Keep `published_at` in step before the constraints are validated."""
        super().clean()
        self.stamp_publication()

    def stamp_publication(self) -> None:
        """Set `published_at` when the status says public for the first time, else clear it."""
        if self.status in {Status.DRAFT, Status.IN_REVIEW}:
            self.published_at = None
        elif self.published_at is None:
            self.published_at = timezone.now()

    def publish(self) -> None:
        """Show the object to readers."""
        self.status = Status.PUBLISHED
        self.full_clean()
        self.save()

    def withdraw(self, reason: str) -> None:
        """Take it from readers, who are told why; raise ValidationError without a reason."""
        if not reason.strip():
            raise ValidationError({"withdrawn_reason": _("Say why: readers will be told.")})
        self.status = Status.WITHDRAWN
        self.withdrawn_reason = reason
        self.full_clean()
        self.save()

    @property
    def is_published(self) -> bool:
        return self.status == Status.PUBLISHED


class Referenced(models.Model):
    """Something that has a permanent opaque name because the world gives it none."""

    ref = models.CharField(
        _("reference"),
        max_length=12,
        unique=True,
        default=mint_ref,
        editable=False,
        help_text=_("Permanent name in addresses, the API and seed files. It never changes."),
    )

    class Meta:
        abstract = True


class FormerSlug(models.Model):
    """A slug that an object had before it was renamed; its address redirects for ever.

    One table for all kinds of object, because the rule is one: a name once given out is never
    given to anything else of that kind.
    """

    content_type = models.ForeignKey(
        ContentType, models.PROTECT, verbose_name=_("kind"), help_text=_("The kind of object.")
    )
    object_id = models.PositiveBigIntegerField(_("object"), help_text=_("The renamed object."))
    object = GenericForeignKey()
    slug = models.CharField(_("former slug"), max_length=100, help_text=_("The slug it had."))

    class Meta:
        verbose_name = _("former slug")
        verbose_name_plural = _("former slugs")
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "slug"], name="formerslug_unique_for_kind"
            ),
            not_blank("slug", name="formerslug_not_blank"),
        ]

    def __str__(self) -> str:
        return self.slug


# The key of the advisory lock that a transaction has which writes: a number of ours, and the second
# in which it began to write.
WRITERS = 7340
WRITERS_EPOCH = 1_767_225_600  # seconds are counted from 2026, so that they fit


class ChangeQuerySet(models.QuerySet["Change"]):
    def settled(self) -> "ChangeQuerySet":
        """Return the changes before which no other can appear any more.

        A change is dated when it is made and seen when its transaction ends, so one that took long
        might appear before others that are known already. On PostgreSQL, changes are held back
        until all that began to write before them have ended: who goes on from the last one that he
        saw misses none. SQLite has one writer at a time, so there they appear in their order.
        """
        if connection.vendor != "postgresql":
            return self.all()
        # Before the changes themselves are read: who has ended by now is seen, all others wait.
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT LEAST(clock_timestamp(), to_timestamp(MIN(objid::bigint) + %s)) "
                "FROM pg_locks "
                "WHERE locktype = 'advisory' AND classid = %s AND pid <> pg_backend_pid() "
                "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
                [WRITERS_EPOCH, WRITERS],
            )
            (horizon,) = cursor.fetchone()
        return self.filter(at__lt=horizon)

    def since(self, moment: datetime | None) -> "ChangeQuerySet":
        """Return what changed at a moment or after it, and as `change` what happened to it."""
        before = Q(appeared_at__lt=moment) if moment else Q(pk=None)
        changed = self.filter(at__gte=moment) if moment else self.all()
        return changed.annotate(
            change=models.Case(
                models.When(is_gone=True, then=models.Value("withdrawn")),
                models.When(before, then=models.Value("revised")),
                default=models.Value("created"),
            )
        )


class Change(models.Model):
    """When something that readers can see, or could, last changed: one row for each thing.

    Kept by database triggers (see `commitments/changes.py`), and by nothing else.
    """

    class Kind(models.TextChoices):
        SOURCE = "source", _("source")
        SNAPSHOT = "snapshot", _("snapshot")
        DECLARATION = "declaration", _("declaration")
        CLAUSE = "clause", _("clause")
        COMMITMENT = "commitment", _("commitment")
        CLAIM = "claim", _("claim")
        EVIDENCE = "evidence", _("evidence")
        RELATION = "relation", _("relation")

    class What(models.TextChoices):
        """What a client that keeps a copy has to do: add, fetch again, or remove."""

        CREATED = "created", _("created")
        REVISED = "revised", _("revised")
        WITHDRAWN = "withdrawn", _("withdrawn")

    kind = models.CharField(
        _("kind"), max_length=11, choices=Kind.choices, help_text=_("What kind of thing changed.")
    )
    object_id = models.PositiveBigIntegerField(_("object"), help_text=_("Its key in its table."))
    name = models.CharField(
        _("name"),
        max_length=400,
        help_text=_("Its reference or slug; of a part, after that of the whole and a slash."),
    )
    former_name = models.CharField(
        _("former name"), max_length=400, blank=True, help_text=_("The name it had before.")
    )
    appeared_at = models.DateTimeField(
        _("appeared at"), help_text=_("When readers could first see it, or see it again.")
    )
    at = models.DateTimeField(_("changed at"), help_text=_("When it last changed."))
    is_gone = models.BooleanField(
        _("gone"), default=False, help_text=_("Readers cannot see it any more.")
    )

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["at", "id"], name="change_by_time")]
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="change_unique_object"),
            not_blank("name", name="change_name_not_blank"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class Slugged(models.Model):
    """Something that the world names; the slug is that name in addresses and files."""

    slug = models.CharField(
        _("slug"),
        max_length=100,
        unique=True,
        validators=[validate_slug],
        help_text=_(
            "Its name in addresses and the API: lower-case words and hyphens. When it is changed, "
            "the old address redirects."
        ),
    )

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; a changed slug is remembered so that the old address redirects."""
        kind = ContentType.objects.get_for_model(type(self))
        before = None
        if self.pk:
            before = type(self)._default_manager.filter(pk=self.pk).values_list("slug", flat=True)
        old = before.first() if before is not None else None
        super().save(*args, **kwargs)
        if old is not None and old != self.slug:
            FormerSlug.objects.update_or_create(
                content_type=kind, slug=old, defaults={"object_id": self.pk}
            )
            FormerSlug.objects.filter(content_type=kind, slug=self.slug, object_id=self.pk).delete()

    def clean(self) -> None:
        """Refuse a slug that another object of this kind once had."""
        super().clean()
        taken = FormerSlug.objects.filter(
            content_type=ContentType.objects.get_for_model(type(self)), slug=self.slug
        ).exclude(object_id=self.pk)
        if taken.exists():
            raise ValidationError(
                {"slug": _("Another object had this name; its links still work.")}
            )


def find_public(queryset: "models.QuerySet[Model]", **name: str) -> Model:
    """Return the one published object of that name.

    The queryset is the one of the page, with its joins; the name is `slug=…`, `ref=…` or the
    lookups that identify the object. Raises `Moved` for a former slug, `Gone` for a withdrawn
    object and `Http404` for a draft or an unknown name.
    """
    published = queryset.published().filter(**name).first()  # type: ignore[attr-defined]
    if published is not None:
        return published
    everything = queryset.model._default_manager.all()
    withdrawn = _withdrawn(everything.filter(**name).first(), queryset)
    if withdrawn is not None:
        raise Gone(withdrawn)
    if set(name) == {"slug"}:
        former = FormerSlug.objects.filter(
            content_type=ContentType.objects.get_for_model(queryset.model), slug=name["slug"]
        ).first()
        if former is not None and former.object is not None:
            raise Moved(former.object)
    raise Http404(f"No {queryset.model._meta.verbose_name} is published under this address.")


def _withdrawn(obj: Any, queryset: "models.QuerySet[Any]") -> Any:
    """Return what was withdrawn, the object or something it depends on; None if nothing was."""
    if obj is None:
        return None
    if getattr(obj, "status", None) == Status.WITHDRAWN:
        return obj
    for parent in getattr(queryset, "parents", ()):
        above = obj
        for step in parent.split("__"):
            above = getattr(above, step)
        if above.status == Status.WITHDRAWN:
            return above
    return None
