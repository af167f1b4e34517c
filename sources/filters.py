"""What a list can be asked for: the same filters drive the HTML list and the API list.

Names are those of the API's fields, so a query string means the same in both. A name ending in
`__in` takes several values separated by commas; such filters, and those that name one object,
are hidden in forms and kept when a form is sent again.
"""

from typing import Any

import django_filters
from django import forms
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from sources.identifiers import validate_language, validate_sha256
from sources.models import Publisher, Snapshot, Source
from sources.publication import FormerSlug

MAX_QUERY = 200  # characters: the cost of a search grows with its words
ANY = _("any")


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


class ChoicesField(forms.Field):
    """Several of the choices, separated by commas."""

    widget = forms.HiddenInput
    default_error_messages = {"invalid_choice": _("“%(value)s” is not one of the choices.")}

    def __init__(self, *, choices: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.choices = list(choices)

    def to_python(self, value: Any) -> list[str]:
        values = list(dict.fromkeys(value.split(","))) if value else []
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


class LanguageFilter(django_filters.CharFilter):
    """Keep what is in one language, by its BCP 47 tag."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("A BCP 47 tag, such as “fr”."))
        super().__init__(*args, max_length=35, validators=[validate_language], **kwargs)


class WordsFilter(django_filters.CharFilter):
    """Keep what has every one of the words in one of the fields, in any case."""

    def __init__(self, fields: list[str], **kwargs: Any) -> None:
        kwargs.setdefault("label", _("words"))
        kwargs.setdefault("help_text", _("Every word must occur, in any order."))
        super().__init__(max_length=MAX_QUERY, **kwargs)
        self.fields = fields

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        for word in (value or "").split():
            anywhere = Q()
            for field in self.fields:
                anywhere |= Q(**{f"{field}__icontains": word})
            qs = qs.filter(anywhere)
        return qs


class PublisherFilter(django_filters.FilterSet):
    q = WordsFilter(["name", "description"])

    class Meta:
        model = Publisher
        fields: list[str] = []


class SourceFilter(django_filters.FilterSet):
    q = WordsFilter(["title", "author", "publisher__name"])
    kind = django_filters.ChoiceFilter(
        label=_("kind"), choices=Source.Kind.choices, empty_label=ANY
    )
    kind__in = ChoiceInFilter(field_name="kind", label=_("kinds"), choices=Source.Kind.choices)
    publisher = NamedObjectFilter(
        label=_("publisher"),
        queryset=Publisher.objects.published(),
        help_text=_("Who first published it."),
    )
    language = LanguageFilter(label=_("language"))
    rights = django_filters.ChoiceFilter(
        label=_("rights"),
        choices=Source.Rights.choices,
        empty_label=ANY,
        help_text=_("How much of the text may be shown."),
    )
    held = TruthFilter(
        label=_("text held"), method="filter_held", help_text=_("Whether we hold its text.")
    )
    published_on__gte = DayFilter(
        field_name="published_on", lookup_expr="gte", label=_("published on or after")
    )
    published_on__lte = DayFilter(
        field_name="published_on", lookup_expr="lte", label=_("published on or before")
    )

    class Meta:
        model = Source
        fields: list[str] = []

    def filter_held(self, queryset: QuerySet[Source], _name: str, value: bool) -> Any:  # noqa: FBT001
        held = Exists(Snapshot.objects.filter(source=OuterRef("pk")))
        return queryset.filter(held if value else ~held)


class SnapshotFilter(django_filters.FilterSet):
    source = NamedObjectFilter(
        label=_("source"),
        queryset=Source.objects.published(),
        widget=forms.HiddenInput,
        help_text=_("Whose text it is."),
    )
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
