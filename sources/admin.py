"""The curator's desk for publishers, sources and their text, and what all desks share.

The headings of the fieldsets are those of the field groups in the models. Whatever a curator
enters goes through the rules of the models: a broken rule is a message in the form.
"""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce, Least, Length, Substr
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from sources.anchoring import MAX_PLACES, Ambiguous, NotFound, Resolution
from sources.directives import DELIMITER, DirectiveError, TextDirective, parse_fragment
from sources.models import (
    CaptureAttempt,
    Change,
    FormerSlug,
    Paragraph,
    Passage,
    Publisher,
    Snapshot,
    Source,
)
from sources.passages import FAILED, place
from sources.publication import Status

PUBLICATION = (_("Publication"), {"fields": ["status", "withdrawn_reason", "published_at"]})
PUBLICATION_READ_ONLY = ["published_at", "created_at", "updated_at"]
PLACE_READ_ONLY = ["state", "words", "snapshot", "start", "end"]

MAX_REASONS = 10  # failures of an action that are told one by one


def machine(*fields: str) -> tuple[Any, dict[str, Any]]:
    """Return the folded fieldset of what no person enters."""
    return _("Machine"), {"classes": ["collapse"], "fields": list(fields)}


def count_of(queryset: models.QuerySet[Any], lookup: str) -> Coalesce:
    """Return an expression that counts the rows whose `lookup` is the outer row."""
    rows = queryset.filter(**{lookup: OuterRef("pk")}).order_by().values(lookup)
    return Coalesce(Subquery(rows.annotate(number=models.Count("pk")).values("number")), 0)


def excerpt(text: str, characters: int = 100) -> str:
    """Return the beginning of a text, for a column of a list."""
    return Truncator(text).chars(characters)


def linked_count(model: type[models.Model], query: str, number: int) -> str:
    """Return a number that links to the admin's list of the rows counted."""
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
    noun = model._meta.verbose_name if number == 1 else model._meta.verbose_name_plural
    return format_html('<a href="{}?{}">{} {}</a>', reverse(name), query, number, noun)


# Forms


class RecordForm(forms.ModelForm):
    """A form that asks every constraint of the database before the database does."""

    def _post_clean(self) -> None:
        # Django skips the constraints that name a field which is not in the form; most of ours
        # name one that the machine sets, so they would surface as a server error.
        super()._post_clean()
        if not self.errors:
            self.complete_instance()
        if not self.errors:
            try:
                self.instance.validate_constraints()
            except ValidationError as error:
                self.add_model_errors(error)

    def complete_instance(self) -> None:
        """Set what the machine sets, before the constraints are asked."""

    def add_model_errors(self, error: ValidationError) -> None:
        """Show errors at their fields, or above the form for fields that it does not have."""
        for field, errors in error.error_dict.items():
            self.add_error(field if field in self.fields else None, errors)


class PassageForm(RecordForm):
    """A form for words in a source: they are looked for in its newest capture before saving.

    A locator that breaks the syntax is refused. Words that stand nowhere or in several places are
    refused in what is published; a draft is saved, and `warning` says what is wrong.
    """

    # The fields that decide where the words are looked for.
    place_fields: ClassVar[list[str]] = ["locator", "source"]

    warning = ""

    def clean_locator(self) -> str:
        """Accept a text directive, or a link that ends in one, as browsers copy it."""
        locator: str = self.cleaned_data["locator"]
        if not locator:
            return ""
        if DELIMITER in locator:
            directives = parse_fragment(locator)
            if len(directives) != 1:
                raise ValidationError(_("The link must hold one text directive that can be read."))
            return directives[0].readable()
        try:
            TextDirective.parse(locator)
        except DirectiveError as error:
            raise ValidationError(str(error)) from error
        return locator

    def complete_instance(self) -> None:
        passage = self.instance
        anew = any(name in self.changed_data for name in self.place_fields)
        if anew or (self.changed_data and passage.snapshot_id is None):
            self.find_words()

    def find_words(self) -> None:
        """Place the passage; refuse or warn when its words are not found in one place."""
        passage = self.instance
        passage.forget_place()
        if not passage.locator:
            return
        if passage.source is None:
            self.add_error("locator", _("There is no source in which to look for the words."))
            return
        problem = self.problem(place(passage, passage.source))
        if problem and getattr(passage, "status", "") == Status.PUBLISHED:
            self.add_error("locator", problem)
        elif problem:
            told = {"name": excerpt(str(passage)), "problem": problem}
            self.warning = _("“%(name)s” was saved, but: %(problem)s") % told

    @staticmethod
    def problem(resolution: Resolution | None) -> str:
        """Say what must be done about the locator; nothing if it fits or no text is held."""
        match resolution:
            case Ambiguous(places) if len(places) < MAX_PLACES:
                text = _("The locator fits %(number)s places: add a prefix or a suffix.")
                return text % {"number": len(places)}
            case Ambiguous(places):
                text = _("The locator fits %(number)s places or more: add a prefix or a suffix.")
                return text % {"number": len(places)}
            case NotFound(reason):
                return _("The words were not found in the text. %(reason)s") % {"reason": reason}
        return ""


class WithdrawalForm(forms.Form):
    """Why something is taken from readers."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Shown to readers who follow an old link."),
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
    )


# Filters


class QuestionFilter(admin.SimpleListFilter):
    """A question about each row that is answered with yes or no."""

    # The condition that is true of the rows answered with yes.
    yes: ClassVar[models.Q]

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("Yes")), ("no", _("No"))]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> Any:
        match self.value():
            case "yes":
                return queryset.filter(self.yes)
            case "no":
                return queryset.exclude(self.yes)
        return queryset


class TextHeldFilter(QuestionFilter):
    title = _("whether a text is held")
    parameter_name = "held"
    yes = models.Q(held=True)


class ResolvesFilter(admin.SimpleListFilter):
    """Which passages need mending: those that are drafts for want of a place come first."""

    title = _("whether the passage resolves")
    parameter_name = "resolves"

    STATES = {
        "no": FAILED,
        "drifted": [Passage.State.MOVED, Passage.State.CHANGED],
        "lost": [Passage.State.GONE, Passage.State.UNREACHABLE],
        "yes": [Passage.State.ANCHORED],
        "waiting": [Passage.State.TEXT_NOT_HELD],
        "without": [""],
    }

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("no", _("No: not found, or in several places")),
            ("drifted", _("It did, but the source has changed since")),
            ("lost", _("It did, but the source is gone or cannot be read")),
            ("yes", _("Yes")),
            ("waiting", _("Text not held")),
            ("without", _("There is no passage")),
        ]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> Any:
        if self.value() in self.STATES:
            return queryset.filter(state__in=self.STATES[self.value()])
        return queryset


# What desks share


class RecordFieldsMixin:
    """Fields of the right size, and relations that bring what their labels are made of."""

    formfield_overrides = {
        models.URLField: {"assume_scheme": "https"},
        models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 3})},
    }

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Give titles and notes a field as wide as what is written in it."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, AdminTextInputWidget) and db_field.max_length >= 200:
            field.widget.attrs["class"] = "vLargeTextField"
        return field

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs.setdefault("queryset", self.choices_of(db_field, request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs.setdefault("queryset", self.choices_of(db_field, request))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def choices_of(self, db_field: Any, request: HttpRequest) -> models.QuerySet[Any]:
        model = db_field.remote_field.model
        if not self.admin_site.is_registered(model):
            return model._default_manager.all()
        return self.admin_site.get_model_admin(model).get_queryset(request)


class RecordAdmin(RecordFieldsMixin, admin.ModelAdmin):
    """A desk for records of one kind."""

    form = RecordForm
    list_per_page = 50
    show_full_result_count = False

    def view_on_site(self, obj: models.Model) -> str | None:
        """Link to the page that readers see, once they can."""
        queryset = type(obj)._default_manager.all()
        if not hasattr(obj, "get_absolute_url") or not hasattr(queryset, "published"):
            return None
        # The stored row: the one at hand may carry a slug that the form has just refused.
        stored = queryset.published().filter(pk=obj.pk).first()
        return stored.get_absolute_url() if stored else None

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        super().save_model(request, obj, form, change)
        self.warn(request, form)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: Any) -> None:
        super().save_formset(request, form, formset, change)
        for row in formset.forms:
            if row not in formset.deleted_forms:
                self.warn(request, row)

    def warn(self, request: HttpRequest, form: Any) -> None:
        """Tell what was saved although it needs mending."""
        if getattr(form, "warning", ""):
            messages.warning(request, form.warning)


class RecordInline(RecordFieldsMixin, admin.StackedInline):
    """A few rows that belong to a record; each can be opened on its own.

    Stacked, because Django's tables of rows have no label that is tied to its field.
    """

    form = RecordForm
    extra = 0
    show_change_link = True
    view_on_site = False  # the row's own desk knows whether readers can see it


class PublishableAdmin(RecordAdmin):
    """A desk for what readers see only once it is published."""

    readonly_fields = PUBLICATION_READ_ONLY
    actions = ["publish", "send_for_review", "withdraw"]

    @admin.action(description=_("Publish"), permissions=["change"])
    def publish(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> None:
        def verb(obj: Any) -> None:
            if obj.is_published:
                raise ValidationError(_("It is published already."))
            obj.publish()

        self.apply(request, queryset, verb, done=_("published"))

    @admin.action(description=_("Send for review"), permissions=["change"])
    def send_for_review(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> None:
        def verb(obj: Any) -> None:
            if obj.status != Status.DRAFT:
                raise ValidationError(_("Only a draft is sent for review."))
            obj.status = Status.IN_REVIEW
            obj.full_clean()
            obj.save()

        self.apply(request, queryset, verb, done=_("sent for review"))

    @admin.action(description=_("Withdraw …"), permissions=["change"])
    def withdraw(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> HttpResponse | None:
        """Ask for the reason first, then withdraw."""
        form = WithdrawalForm(request.POST if "reason" in request.POST else None)
        if not form.is_valid():
            context = {
                **self.admin_site.each_context(request),
                "title": _("Withdraw %(name)s") % {"name": self.opts.verbose_name_plural},
                "opts": self.opts,
                "objects": queryset,
                "form": form,
                "media": self.media,
            }
            return TemplateResponse(request, "admin/withdraw.html", context)

        def verb(obj: Any) -> None:
            if not obj.is_published:
                raise ValidationError(_("Only what is published can be withdrawn."))
            obj.withdraw(form.cleaned_data["reason"])

        self.apply(request, queryset, verb, done=_("withdrawn"))
        return None

    def apply(
        self, request: HttpRequest, queryset: models.QuerySet[Any], verb: Any, *, done: Any
    ) -> None:
        """Do something to each object, and say how many it was done to and why not to others."""
        count, failures = 0, []
        for obj in queryset:
            try:
                verb(obj)
            except ValidationError as error:
                failures.append((obj, " ".join(error.messages)))
            else:
                count += 1
                self.log_change(request, obj, str(done).capitalize())
        if count:
            told = {"names": self.names(count), "done": done}
            text = ngettext("%(names)s was %(done)s.", "%(names)s were %(done)s.", count)
            messages.success(request, text % told)
        self.tell_failures(request, failures, done)

    def tell_failures(
        self, request: HttpRequest, failures: list[tuple[Any, str]], done: Any
    ) -> None:
        """Say which objects an action failed on, and why; beyond a few only how many more."""
        for obj, reason in failures[:MAX_REASONS]:
            told = {"name": excerpt(str(obj)), "done": done, "reason": reason}
            messages.error(request, _("“%(name)s” was not %(done)s. %(reason)s") % told)
        rest = len(failures) - MAX_REASONS
        if rest > 0:
            text = ngettext(
                "%(names)s more was not %(done)s.", "%(names)s more were not %(done)s.", rest
            )
            messages.error(request, text % {"names": self.names(rest), "done": done})

    def names(self, count: int) -> str:
        """Return “1 claim” or “3 claims”."""
        noun = self.opts.verbose_name if count == 1 else self.opts.verbose_name_plural
        return f"{count} {noun}"


# Desks


@admin.register(Publisher)
class PublisherAdmin(RecordAdmin):
    fieldsets = [
        (_("Identification"), {"fields": ["name", "slug", "description"]}),
        (_("Addresses"), {"fields": ["url"]}),
    ]
    prepopulated_fields = {"slug": ["name"]}
    search_fields = ["name", "slug"]
    list_display = ["name", "slug", "url", "source_count"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Publisher]:
        queryset = super().get_queryset(request)
        return queryset.annotate(source_count=count_of(Source.objects.all(), "publisher"))

    @admin.display(description=_("sources"), ordering="source_count")
    def source_count(self, obj: Any) -> str:
        return linked_count(Source, f"publisher__id__exact={obj.pk}", obj.source_count)


class SnapshotInline(RecordInline):
    """The captures of a source, to look at."""

    model = Snapshot
    fields = [("number", "captured_at", "origin"), "url", "text_sha256"]
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Snapshot]:
        return super().get_queryset(request).select_related("source").defer("text")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Source)
class SourceAdmin(PublishableAdmin):
    fieldsets = [
        (
            _("Identification"),
            {
                "fields": [
                    "title",
                    "slug",
                    "title_note",
                    "kind",
                    "publisher",
                    "author",
                    "language",
                    ("published_on", "published_precision"),
                    "published_note",
                ]
            },
        ),
        (_("Addresses"), {"fields": ["url", "original_url", "archive_url"]}),
        (
            _("Provenance"),
            {
                "fields": [
                    "republisher",
                    "derived_from",
                    "derivation_note",
                    "reliability_note",
                ]
            },
        ),
        (_("Capture"), {"fields": ["last_attempts", "robots_override", "capture_note"]}),
        (_("Rights"), {"fields": ["rights"]}),
        PUBLICATION,
        machine("known_sha256", "created_at", "updated_at"),
    ]
    readonly_fields = [*PUBLICATION_READ_ONLY, "last_attempts"]
    autocomplete_fields = ["publisher", "republisher", "derived_from"]
    prepopulated_fields = {"slug": ["title"]}
    inlines = [SnapshotInline]
    search_fields = ["title", "slug", "publisher__name", "author"]
    list_display = ["title", "kind", "publisher", "language", "published_on", "held", "status"]
    list_filter = [
        "status",
        TextHeldFilter,
        "kind",
        "rights",
        "language",
        ("publisher", admin.RelatedOnlyFieldListFilter),
    ]
    date_hierarchy = "published_on"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Source]:
        return super().get_queryset(request).with_holdings().select_related("publisher")

    @admin.display(description=_("text held"), boolean=True, ordering="held")
    def held(self, obj: Any) -> bool:
        return obj.held

    @admin.display(description=_("last tries"), empty_value=_("It was never fetched."))
    def last_attempts(self, obj: Source) -> str | None:
        """Show the last tries to fetch it, newest first, and the way to all of them."""
        if obj.pk is None:
            return None
        attempts = list(obj.attempts.select_related("snapshot__source").defer("snapshot__text")[:5])
        if not attempts:
            return None
        lines = format_html_join("", "{}<br>", ((attempt.in_words(),) for attempt in attempts))
        query = f"source__id__exact={obj.pk}"
        return lines + linked_count(CaptureAttempt, query, obj.attempts.count())


class LookOnlyAdmin(RecordAdmin):
    """A desk for records that the machine makes and nobody may change."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Snapshot)
class SnapshotAdmin(LookOnlyAdmin):
    fieldsets = [
        (_("Identification"), {"fields": ["source", "number", "captured_at", "origin", "url"]}),
        (_("Text"), {"fields": ["paragraph_count", "text"]}),
        (_("Machine"), {"fields": ["byte_sha256", "text_sha256"]}),
    ]
    readonly_fields = ["paragraph_count"]
    search_fields = ["source__title", "source__slug", "text_sha256", "byte_sha256"]
    list_display = ["source", "number", "captured_at", "origin", "characters", "paragraph_count"]
    list_display_links = ["number"]
    list_filter = ["origin", ("source", admin.RelatedOnlyFieldListFilter)]
    date_hierarchy = "captured_at"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Snapshot]:
        return (
            super()
            .get_queryset(request)
            .select_related("source")
            .defer("text")
            .annotate(
                characters=Length("text"),
                paragraph_count=count_of(Paragraph.objects.all(), "snapshot"),
            )
        )

    def view_on_site(self, obj: Snapshot) -> str | None:
        return obj.get_absolute_url() if obj.source.is_published else None

    @admin.display(description=_("characters"), ordering="characters")
    def characters(self, obj: Any) -> int:
        return obj.characters

    @admin.display(description=_("paragraphs"), ordering="paragraph_count")
    def paragraph_count(self, obj: Any) -> str:
        return linked_count(Paragraph, f"snapshot__id__exact={obj.pk}", obj.paragraph_count)


@admin.register(CaptureAttempt)
class CaptureAttemptAdmin(LookOnlyAdmin):
    fieldsets = [
        (_("Identification"), {"fields": ["source", "attempted_at", "outcome", "detail"]}),
        (_("Addresses"), {"fields": ["url", "status_code", "media_type"]}),
        (_("Text"), {"fields": ["snapshot"]}),
        (_("Machine"), {"fields": ["byte_sha256"]}),
    ]
    search_fields = ["source__title", "source__slug", "detail", "url", "byte_sha256"]
    list_display = ["attempted_at", "source", "outcome", "status_code", "short_detail", "snapshot"]
    list_filter = ["outcome", ("source", admin.RelatedOnlyFieldListFilter)]
    date_hierarchy = "attempted_at"
    ordering = ["-attempted_at", "-pk"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[CaptureAttempt]:
        queryset = super().get_queryset(request)
        return queryset.select_related("source", "snapshot__source").defer("snapshot__text")

    @admin.display(description=_("detail"))
    def short_detail(self, obj: CaptureAttempt) -> str:
        return excerpt(obj.detail, 200)


@admin.register(Paragraph)
class ParagraphAdmin(RecordAdmin):
    fieldsets = [
        (_("Identification"), {"fields": ["snapshot", "number", "role"]}),
        (_("Text"), {"fields": ["words"]}),
        machine("start", "end"),
    ]
    readonly_fields = ["snapshot", "number", "words", "start", "end"]
    search_fields = ["snapshot__source__title", "snapshot__source__slug"]
    list_display = ["number", "snapshot", "role", "words"]
    list_editable = ["role"]
    list_filter = ["role", ("snapshot__source", admin.RelatedOnlyFieldListFilter)]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Paragraph]:
        return (
            super()
            .get_queryset(request)
            .select_related("snapshot__source")
            .defer("snapshot__text")
            .annotate(
                words=Substr("snapshot__text", F("start") + 1, Least(F("end") - F("start"), 500))
            )
        )

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_choice_field(db_field, request, **kwargs)
        field.widget.attrs["aria-label"] = _("Role")  # in the list there is no label beside it
        return field

    @admin.display(description=_("words"))
    def words(self, obj: Any) -> str:
        return obj.words

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(FormerSlug)
class FormerSlugAdmin(LookOnlyAdmin):
    fieldsets = [(_("Identification"), {"fields": ["slug", "content_type", "leads_to"]})]
    search_fields = ["slug"]
    list_display = ["slug", "content_type", "leads_to"]
    list_filter = [("content_type", admin.RelatedOnlyFieldListFilter)]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[FormerSlug]:
        queryset = super().get_queryset(request)
        return queryset.select_related("content_type").prefetch_related("object")

    @admin.display(description=_("leads to"))
    def leads_to(self, obj: FormerSlug) -> str:
        return str(obj.object) if obj.object else _("nothing: the object was deleted")


@admin.register(Change)
class ChangeAdmin(LookOnlyAdmin):
    fieldsets = [
        (_("Identification"), {"fields": ["kind", "name", "former_name"]}),
        (_("Publication"), {"fields": ["appeared_at", "at", "is_gone"]}),
    ]
    search_fields = ["name", "former_name"]
    list_display = ["name", "kind", "at", "is_gone"]
    list_filter = ["kind", "is_gone"]
    date_hierarchy = "at"
