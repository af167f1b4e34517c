"""The filters of a list as its page shows them: a plain form, and a chip for each one in use.

The filters themselves are those of the API (`filters.py`). A page ignores what it does not know,
where the API refuses it, because a link with a tracking parameter must still work.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.forms import BoundField, ModelChoiceField
from django.http import QueryDict
from django.utils.text import capfirst
from django_filters import FilterSet


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in use: what it asks for, and the address of the list without it."""

    label: str
    value: str
    url: str


class Facets:
    """Some filters of a set as the fields of a form; iterating gives those fields.

    `shown` names the filters with a field of their own. Others that are in use, because a link set
    them, are kept when the form is sent.
    """

    def __init__(self, filterset: FilterSet, shown: list[str]) -> None:
        self.form = filterset.form
        self.shown = shown
        self.parameters: QueryDict = filterset.data.copy()
        self.parameters.pop("page", None)
        # Validating fills cleaned_data; what is invalid is not in it, and not applied.
        self.errors = [message for messages in self.form.errors.values() for message in messages]
        self.used = [
            name
            for name in self.parameters
            if self.form.cleaned_data.get(name) not in (None, "", [])
        ]

    def __iter__(self) -> Iterator[BoundField]:
        return (self.form[name] for name in self.shown)

    @property
    def kept(self) -> list[tuple[str, str]]:
        """Return name and value of each filter in use that has no field of its own."""
        return [(name, self.parameters[name]) for name in self.used if name not in self.shown]

    @property
    def chips(self) -> list[Chip]:
        return [
            Chip(capfirst(self.form.fields[name].label), self._words(name), self._without(name))
            for name in self.used
        ]

    @property
    def query_string(self) -> str:
        """Return the filters in use as a query string to put before `page=`."""
        used = QueryDict(mutable=True)
        used.update({name: self.parameters[name] for name in self.used})
        return f"{used.urlencode()}&" if used else ""

    def _words(self, name: str) -> str:
        field, value = self.form.fields[name], self.form.cleaned_data[name]
        if isinstance(value, Model):
            return str(value)
        choices: dict[Any, Any] = {}
        if not isinstance(field, ModelChoiceField):
            choices = dict(getattr(field, "choices", ()))
        return str(choices.get(self.parameters[name], self.parameters[name]))

    def _without(self, name: str) -> str:
        rest = self.parameters.copy()
        rest.pop(name)
        return f"?{rest.urlencode()}"
