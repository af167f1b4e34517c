"""What a list can be asked for: the same filters drive the HTML list and the API list.

Names are those of the API's fields, so a query string means the same in both. A name ending in
`__in` takes several values separated by commas; such filters, and those that name one object,
are hidden in forms and kept when a form is sent again.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, time
from typing import Any

import django_filters
from django import forms
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from sources.identifiers import (
    is_ref,
    validate_language,
    validate_sha256,
    validate_slug,
)
from sources.models import CaptureAttempt, Publisher, Snapshot, Source
from sources.publication import Change, FormerSlug

MAX_QUERY = 200  # characters: the cost of a search grows with its words
MAX_VALUES = 100  # in one list of values
ANY = _("any")

# What people type for one another: the same signs that sources/folding.py takes for one.
ALIKE = {sign: f"[{signs}]" for signs in ("'’‘ʼ", '"“”«»', "‐‑‒–—―-") for sign in signs}

# Says of the text at a lookup whether it is wanted
Condition = Callable[[str], Any]


def has_word(lookup: str, word: str) -> Q:
    """Return the condition that a text has these letters, in any case and with any typography.

    The pattern repeats nothing, so matching takes time in proportion to the text.
    """
    signs = unicodedata.normalize("NFC", word)
    pattern = "".join(ALIKE.get(sign) or re.escape(sign) for sign in signs)
    return Q(**{f"{lookup}__iregex": pattern})


def split(value: str) -> list[str]:
    """Return the values between commas, each once; raise ValidationError for a gap or too many."""
    values = list(dict.fromkeys(value.split(",")))
    if "" in values:
        raise ValidationError(_("There is a comma with no value beside it."), code="invalid")
    if len(values) > MAX_VALUES:
        raise ValidationError(
            _("At most %(number)s values."), code="invalid", params={"number": MAX_VALUES}
        )
    return values


class NamedObjectField(forms.ModelChoiceField):
    """One object of a public set, by its slug or reference.

    A former slug finds the object it named. A name that nothing public has is an error, so that an
    empty list always means that there is nothing, never that a name was mistyped.
    """

    default_error_messages = {
        "invalid_choice": _("Nothing is published under the name “%(value)s”.")
    }

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        name = str(value)
        found = None
        if name.isascii() and name.isprintable():
            found = self.queryset.filter(**{self.to_field_name: name}).first()
            found = found or self.find_renamed(name)
        if found is None:
            raise ValidationError(
                self.error_messages["invalid_choice"], code="invalid_choice", params={"value": name}
            )
        return found

    def find_renamed(self, name: str) -> Any:
        kind = ContentType.objects.get_for_model(self.queryset.model)
        former = FormerSlug.objects.filter(content_type=kind, slug=name)
        return self.queryset.filter(pk__in=former.values("object_id")).first()


class NamedObjectFilter(django_filters.Filter):
    """Keep what belongs to one object, named by its slug (or, with `name`, its reference)."""

    field_class = NamedObjectField

    def __init__(self, *args: Any, name: str = "slug", **kwargs: Any) -> None:
        super().__init__(*args, empty_label=ANY, to_field_name=name, **kwargs)


class NamedObjectsField(forms.Field):
    """Several objects of a public set, by slugs or references separated by commas.

    As with one, former slugs count and an unknown name is an error.
    """

    widget = forms.HiddenInput

    def __init__(self, *, queryset: QuerySet[Any], to_field_name: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.one = NamedObjectField(queryset=queryset, to_field_name=to_field_name)

    def to_python(self, value: Any) -> list[Any]:
        names = split(value) if value else []
        public = self.one.queryset.all()
        plain = [name for name in names if name.isascii() and name.isprintable()]
        by_name = {f"{self.one.to_field_name}__in": plain}
        found = {getattr(one, self.one.to_field_name): one for one in public.filter(**by_name)}
        return [found[name] if name in found else self.one.to_python(name) for name in names]


class NamedObjectsFilter(django_filters.Filter):
    """Keep what belongs to any of several objects."""

    field_class = NamedObjectsField

    def __init__(self, *args: Any, name: str = "slug", **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Several names, separated by commas."))
        super().__init__(*args, lookup_expr="in", to_field_name=name, **kwargs)


class ValuesField(forms.Field):
    """Several values separated by commas, each of which passes the validators."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> list[str]:
        return split(value) if value else []

    def run_validators(self, value: list[str]) -> None:
        for one in value:
            super().run_validators(one)


class ValuesFilter(django_filters.Filter):
    """Keep what has any of several values."""

    field_class = ValuesField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Several values, separated by commas."))
        super().__init__(*args, lookup_expr="in", **kwargs)


def validate_ref(value: str) -> None:
    """Refuse what cannot be a reference."""
    if not is_ref(value):
        raise ValidationError(_("A reference is seven letters and digits, such as “k7m2qxd”."))


class SlugsFilter(ValuesFilter):
    """Keep the objects that have one of the slugs; a slug that nothing has finds nothing."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(field_name="slug", label=_("slugs"), validators=[validate_slug], **kwargs)


class RefsFilter(ValuesFilter):
    """Keep the objects that have one of the references; one that nothing has finds nothing."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            field_name="ref", label=_("references"), validators=[validate_ref], **kwargs
        )


class ChoicesField(forms.Field):
    """Several of the choices, separated by commas."""

    widget = forms.HiddenInput
    default_error_messages = {"invalid_choice": _("“%(value)s” is not one of the choices.")}

    def __init__(self, *, choices: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.choices = list(choices)

    def to_python(self, value: Any) -> list[str]:
        values = split(value) if value else []
        known = {choice for choice, _label in self.choices}
        for unknown in [value for value in values if value not in known]:
            raise ValidationError(
                self.error_messages["invalid_choice"],
                code="invalid_choice",
                params={"value": unknown},
            )
        return values


class ChoiceInFilter(django_filters.Filter):
    """Keep what has any of several values."""

    field_class = ChoicesField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Several values, separated by commas."))
        super().__init__(*args, lookup_expr="in", **kwargs)


class TruthFilter(django_filters.TypedChoiceFilter):
    """Keep what answers yes, or no, to a question; the method gets True or False."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(
            *args,
            choices=[("", ANY), ("true", _("yes")), ("false", _("no"))],
            coerce=lambda value: value == "true",
            **kwargs,
        )


class DayFilter(django_filters.DateFilter):
    """Compare with a day, written as ISO 8601 has it: 2024-05-06."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("A day, such as 2024-05-06."))
        super().__init__(
            *args,
            input_formats=["%Y-%m-%d"],
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            **kwargs,
        )


class MomentField(forms.Field):
    """A moment: a timestamp of ISO 8601, or a day, which begins at midnight UTC."""

    default_error_messages = {
        "invalid": _(
            "Give a day, 2024-05-06, or a moment, 2024-05-06T10:00:00Z; in an address + is %%2B."
        )
    }

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        try:
            day = parse_date(value)
            moment = datetime.combine(day, time.min) if day else parse_datetime(value)
            if moment is not None:
                # What has no zone is read as UTC, as everything here is written.
                moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
                return moment.astimezone(UTC)
        except (ValueError, OverflowError):
            pass
        raise ValidationError(self.error_messages["invalid"] % (), code="invalid")


class SinceFilter(django_filters.Filter):
    """Keep what is of a moment or after it. Links of programs set it, not a form."""

    field_class = MomentField

    def __init__(self, field_name: str, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("A day, or a moment such as 2024-05-06T10:00:00Z."))
        super().__init__(field_name, lookup_expr="gte", widget=forms.HiddenInput, **kwargs)


class UpdatedSinceFilter(SinceFilter):
    """Keep what changed at a moment or after it, itself or its parts, however it was changed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("pk", label=_("updated since"), **kwargs)

    def filter(self, qs: QuerySet[Any], value: datetime | None) -> QuerySet[Any]:
        if value is None:
            return qs
        kind = qs.model._meta.model_name
        return qs.filter(
            Exists(Change.objects.filter(kind=kind, object_id=OuterRef("pk"), at__gte=value))
        )


def days(field_name: str, what: Any) -> dict[str, django_filters.Filter]:
    """Return the filters of a day: on it, on or after, on or before, and whether it is known."""
    return {
        field_name: DayFilter(field_name=field_name, label=format_lazy(_("{what} on"), what=what)),
        f"{field_name}__gte": DayFilter(
            field_name=field_name,
            lookup_expr="gte",
            label=format_lazy(_("{what} on or after"), what=what),
        ),
        f"{field_name}__lte": DayFilter(
            field_name=field_name,
            lookup_expr="lte",
            label=format_lazy(_("{what} on or before"), what=what),
        ),
        f"{field_name}__isnull": TruthFilter(
            field_name=field_name,
            lookup_expr="isnull",
            label=format_lazy(_("{what} on an unknown day"), what=what),
        ),
    }


def in_languages(lookup: str, tags: Iterable[str]) -> Q:
    """Return the condition that a text is in one of the languages.

    A tag stands for all that begin with it, as the basic filtering of RFC 4647 has it: “zh” finds
    “zh-Hans”, not the other way round.
    """
    found = Q()
    for tag in tags:
        found |= Q(**{lookup: tag}) | Q(**{f"{lookup}__startswith": f"{tag}-"})
    return found


class LanguageFilter(django_filters.CharFilter):
    """Keep what is in one language, by its BCP 47 tag."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("A BCP 47 tag, such as “fr”; “zh” finds “zh-Hans” too."))
        super().__init__(*args, max_length=35, validators=[validate_language], **kwargs)

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        if self.method or not value:
            return super().filter(qs, value)
        return qs.filter(in_languages(self.field_name, [value]))


class LanguagesFilter(ValuesFilter):
    """Keep what is in any of several languages."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("languages"), validators=[validate_language], **kwargs)

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        if self.method or not value:
            return super().filter(qs, value)
        return qs.filter(in_languages(self.field_name, value))


class WordsFilter(django_filters.CharFilter):
    """Keep what has every one of the words in one of the fields.

    Case makes no difference, nor does typography: `l'IA` finds `l’IA`. `more` returns the
    condition that a word occurs somewhere else.
    """

    def __init__(
        self, fields: list[str], more: Callable[[Condition], Any] | None = None, **kwargs: Any
    ) -> None:
        kwargs.setdefault("label", _("words"))
        kwargs.setdefault("help_text", _("Every word must occur, in any order."))
        super().__init__(max_length=MAX_QUERY, **kwargs)
        self.fields = fields
        self.more = more

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        for word in (value or "").split():
            qs = qs.filter(self.anywhere(lambda field, word=word: has_word(field, word)))
        return qs

    def anywhere(self, condition: Condition) -> Q:
        """Return the condition that one of the fields meets the given one."""
        anywhere = Q()
        for field in self.fields:
            anywhere |= Q(condition(field))
        return anywhere | Q(self.more(condition)) if self.more else anywhere


class ExactWordsFilter(WordsFilter):
    """Keep what has exactly these characters, spaces and signs among them, in one of the fields."""

    def __init__(self, fields: list[str], **kwargs: Any) -> None:
        kwargs.setdefault("label", _("exact words"))
        kwargs.setdefault("help_text", _("These very characters, in this case and order."))
        super().__init__(fields, strip=False, widget=forms.HiddenInput, **kwargs)

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        return qs.filter(self.anywhere(lambda field: has_exactly(field, value))) if value else qs


def has_exactly(field: str, words: str) -> Any:
    """Return the condition that a text has these characters; LIKE would ignore their case."""
    return GreaterThan(StrIndex(field, Value(words)), 0)


class PublisherFilter(django_filters.FilterSet):
    q = WordsFilter(["name", "description"])
    q_exact = ExactWordsFilter(["name", "description"])
    slug__in = SlugsFilter()

    class Meta:
        model = Publisher
        fields: list[str] = []


class SourceFilter(django_filters.FilterSet):
    q = WordsFilter(["title", "author", "publisher__name"])
    q_exact = ExactWordsFilter(["title", "author", "publisher__name"])
    slug__in = SlugsFilter()
    kind = django_filters.ChoiceFilter(
        label=_("kind"), choices=Source.Kind.choices, empty_label=ANY
    )
    kind__in = ChoiceInFilter(field_name="kind", label=_("kinds"), choices=Source.Kind.choices)
    publisher = NamedObjectFilter(
        label=_("publisher"),
        queryset=Publisher.objects.published(),
        help_text=_("Who first published it."),
    )
    publisher__in = NamedObjectsFilter(
        field_name="publisher", label=_("publishers"), queryset=Publisher.objects.published()
    )
    language = LanguageFilter(label=_("language"))
    language__in = LanguagesFilter(field_name="language")
    rights = django_filters.ChoiceFilter(
        label=_("rights"),
        choices=Source.Rights.choices,
        empty_label=ANY,
        help_text=_("How much of the text may be shown."),
    )
    held = TruthFilter(
        label=_("text held"), method="filter_held", help_text=_("Whether we hold its text.")
    )
    published_on, published_on__gte, published_on__lte, published_on__isnull = days(
        "published_on", _("published")
    ).values()
    checked = TruthFilter(
        label=_("checked"),
        method="filter_checked",
        help_text=_("Whether its address was ever tried."),
    )
    updated_since = UpdatedSinceFilter()

    class Meta:
        model = Source
        fields: list[str] = []

    def filter_held(self, queryset: QuerySet[Source], _name: str, value: bool) -> Any:  # noqa: FBT001
        held = Exists(Snapshot.objects.filter(source=OuterRef("pk")))
        return queryset.filter(held if value else ~held)

    def filter_checked(self, queryset: QuerySet[Source], _name: str, value: bool) -> Any:  # noqa: FBT001
        checked = Exists(CaptureAttempt.objects.filter(source=OuterRef("pk")))
        return queryset.filter(checked if value else ~checked)


class AttemptFilter(django_filters.FilterSet):
    source = NamedObjectFilter(
        label=_("source"),
        queryset=Source.objects.published(),
        widget=forms.HiddenInput,
        help_text=_("What was to be fetched."),
    )
    source__in = NamedObjectsFilter(
        field_name="source", label=_("sources"), queryset=Source.objects.published()
    )
    outcome = django_filters.ChoiceFilter(
        label=_("outcome"),
        choices=CaptureAttempt.Outcome.choices,
        empty_label=ANY,
        help_text=_("What came of it."),
    )
    outcome__in = ChoiceInFilter(
        field_name="outcome", label=_("outcomes"), choices=CaptureAttempt.Outcome.choices
    )
    attempted_at__gte = SinceFilter("attempted_at", label=_("tried since"))

    class Meta:
        model = CaptureAttempt
        fields: list[str] = []


class SnapshotFilter(django_filters.FilterSet):
    source = NamedObjectFilter(
        label=_("source"),
        queryset=Source.objects.published(),
        widget=forms.HiddenInput,
        help_text=_("Whose text it is."),
    )
    source__in = NamedObjectsFilter(
        field_name="source", label=_("sources"), queryset=Source.objects.published()
    )
    captured_at__gte = SinceFilter("captured_at", label=_("captured since"))
    origin = django_filters.ChoiceFilter(
        label=_("origin"), choices=Snapshot.Origin.choices, empty_label=ANY
    )
    text_sha256 = django_filters.CharFilter(
        label=_("SHA-256 of the text"), max_length=64, validators=[validate_sha256]
    )
    byte_sha256 = django_filters.CharFilter(
        label=_("SHA-256 of the bytes"), max_length=64, validators=[validate_sha256]
    )

    class Meta:
        model = Snapshot
        fields: list[str] = []
