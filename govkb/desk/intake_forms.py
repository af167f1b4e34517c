"""The forms of a text on its way in: what is given, what the source is, what the instrument is."""

import datetime
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from commitments.models import Declaration, LanguageVersion, Participation, Party
from govkb.desk import intake as intakes
from sources.admin import RecordForm
from sources.identifiers import validate_language, validate_slug
from sources.models import DatePrecision, Publisher, Source

_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


class PartialDateField(forms.CharField):
    """A date of which only the month or the year may be known: 2024-05-06, 2024-05 or 2024.

    Its value is the date and its precision, (None, "") when it is empty.
    """

    default_error_messages = {"invalid": _("Write a date as 2024-05-06, 2024-05 or 2024.")}

    def clean(self, value: Any) -> tuple[datetime.date | None, str]:
        text = super().clean(value)
        if not text:
            return None, ""
        match = _DATE.fullmatch(text)
        if match is None:
            raise ValidationError(self.error_messages["invalid"], "invalid")
        try:
            date = datetime.date(*(int(part) if part else 1 for part in match.groups()))
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], "invalid") from error
        if match[3]:
            return date, DatePrecision.DAY
        return date, DatePrecision.MONTH if match[2] else DatePrecision.YEAR


def partial_date(date: datetime.date | None, precision: str) -> str:
    """Return a date as it is written in a PartialDateField."""
    if date is None:
        return ""
    length = {DatePrecision.YEAR: 4, DatePrecision.MONTH: 7}.get(precision, 10)
    return date.isoformat()[:length]


class AddForm(forms.Form):
    """One box for an address or a text, and a file instead."""

    given = forms.CharField(
        label=_("Address or text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "cols": 80, "autofocus": True}),
        help_text=_(
            "An address is fetched. Anything else is taken as the text itself; an address alone on "
            "its first line is kept with it."
        ),
    )
    file = forms.FileField(
        label=_("Or a file"),
        required=False,
        help_text=_("Text, Markdown, HTML, PDF or DOCX, up to 20 MB."),
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        given = bool((data.get("given") or "").strip())
        if given and data.get("file"):
            raise ValidationError(_("Give an address, a text or a file: one of them."))
        if not given and not data.get("file") and not self.errors:
            raise ValidationError(_("Give an address, a text or a file."))
        return data


class PasteForm(forms.Form):
    """The text of a page that could not be read."""

    text = forms.CharField(
        label=_("The text of the page"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "cols": 80, "autofocus": True}),
    )


def _field(field: Any, **options: Any) -> Any:
    """Return the field of a form; an address without a scheme is one with https."""
    if isinstance(field, models.URLField):
        options["assume_scheme"] = "https"
    return field.formfield(**options)


class SourceForm(RecordForm):
    """What a curator says of a source before it is saved; a publisher by name, new or known."""

    publisher_name = forms.CharField(
        label=_("Publisher"),
        max_length=200,
        help_text=_("Choose one by its name or slug; another name makes a new publisher."),
        widget=forms.TextInput(attrs={"list": "publishers", "autocomplete": "off"}),
    )
    published = PartialDateField(
        label=_("Date"),
        required=False,
        max_length=10,
        help_text=_("As much as is known: 2024-05-06, 2024-05 or 2024."),
    )

    class Meta:
        model = Source
        fields = [
            "title",
            "author",
            "language",
            "published_note",
            "kind",
            "rights",
            "url",
            "original_url",
            "slug",
        ]
        widgets = {"published_note": forms.TextInput}
        formfield_callback = _field

    field_order = [
        "title",
        "author",
        "publisher_name",
        "language",
        "published",
        "published_note",
        "kind",
        "rights",
        "url",
        "original_url",
        "slug",
    ]

    publisher: Publisher

    def __init__(self, *args: Any, may_add_publisher: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.may_add_publisher = may_add_publisher
        self.fields["slug"].required = False

    def clean_publisher_name(self) -> str:
        name = " ".join(self.cleaned_data["publisher_name"].split())
        try:
            found = intakes.find_publisher(name)
        except intakes.Refused as refusal:
            raise ValidationError(str(refusal)) from refusal
        if found is None and not self.may_add_publisher:
            raise ValidationError(_("No publisher is called so, and you may not add one."))
        self.publisher = found or Publisher(name=name, slug=intakes.free_slug(Publisher, name))
        if not self.publisher.slug:
            raise ValidationError(
                _("No slug can be made of this name: add the publisher in its list first.")
            )
        return name

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not data.get("slug") and "slug" not in self.errors and data.get("title"):
            data["slug"] = intakes.free_slug(Source, data["title"])
            if not data["slug"]:
                self.add_error("slug", _("No slug can be made of the title: give one."))
        return data

    def complete_instance(self) -> None:
        date, precision = self.cleaned_data["published"]
        self.instance.published_on, self.instance.published_precision = date, precision


class DeclarationForm(RecordForm):
    """What a curator says of an instrument; or the slug of one whose clauses these are."""

    existing = forms.CharField(
        label=_("Declaration that is here already"),
        required=False,
        max_length=100,
        help_text=_(
            "Its slug, when this is its text or another language of it. Then only the language and "
            "the status of the text count."
        ),
        widget=forms.TextInput(attrs={"list": "declarations", "autocomplete": "off"}),
    )
    adopted = PartialDateField(
        label=_("Date"),
        required=False,
        max_length=10,
        help_text=_("When it was adopted, as much as is known: 2024-05-06, 2024-05 or 2024."),
    )
    language = forms.CharField(
        label=_("Language of this text"),
        max_length=35,
        validators=[validate_language],
        help_text=_("BCP 47 language tag, such as “fr”."),
    )
    version_status = forms.ChoiceField(
        label=_("Status of this text"),
        choices=LanguageVersion.VersionStatus.choices,
        initial=LanguageVersion.VersionStatus.AUTHENTIC,
        help_text=_("What authority the words have."),
    )

    class Meta:
        model = Declaration
        fields = ["title", "short_title", "slug", "kind", "legal_status"]

    field_order = [
        "title",
        "short_title",
        "slug",
        "kind",
        "adopted",
        "legal_status",
        "language",
        "version_status",
        "existing",
    ]

    held: Declaration | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound and self["existing"].data:
            for name in self.Meta.fields:
                self.fields[name].required = False

    def clean_existing(self) -> str:
        slug: str = self.cleaned_data["existing"].strip()
        if slug:
            self.held = Declaration.objects.filter(slug=slug).first()
            if self.held is None:
                raise ValidationError(_("There is no declaration of this slug."))
        return slug

    def _post_clean(self) -> None:
        if not self["existing"].data:
            super()._post_clean()

    def complete_instance(self) -> None:
        date, precision = self.cleaned_data["adopted"]
        self.instance.adopted_on, self.instance.adopted_precision = date, precision


class PartyForm(forms.Form):
    """A party to an instrument, by its name; one that is not known yet is made."""

    name = forms.CharField(
        label=_("Party"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"list": "parties", "autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label=_("Part it takes"), required=False, choices=Participation.Role.choices
    )
    kind = forms.ChoiceField(
        label=_("Kind, if it is new"), required=False, choices=Party.Kind.choices
    )

    party: Party | None = None

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if name:
            known = Party.objects.filter(name__iexact=name) | Party.objects.filter(slug=name)
            self.party = known.first() or Party(name=name, slug=intakes.free_slug(Party, name))
            validate_slug(self.party.slug)
        return name

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if self.party and self.party.pk is None:
            self.party.kind = data.get("kind") or Party.Kind.STATE
        return data

    def participation(self) -> Participation | None:
        """Return its part, unsaved; None of an empty row."""
        if self.party is None:
            return None
        role = self.cleaned_data["role"] or Participation.Role.PARTY
        return Participation(party=self.party, role=role)


class BasePartyFormSet(forms.BaseFormSet):
    def clean(self) -> None:
        """Refuse a party that stands in two rows."""
        names = [form.party.slug for form in self.forms if form.is_valid() and form.party]
        if len(names) != len(set(names)):
            raise ValidationError(_("A party stands there twice."))


PartyFormSet = forms.formset_factory(
    PartyForm, formset=BasePartyFormSet, extra=2, max_num=300, absolute_max=300
)
