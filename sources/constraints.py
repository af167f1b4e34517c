"""Pieces for database constraints that read the same on SQLite and PostgreSQL.

Regular expressions are avoided: SQLite has none of its own, so a database with such a check
could not be opened by anything but Django.
"""

from typing import Any

from django.db.models import CheckConstraint, Func, Q, TextField, Value
from django.db.models.functions import Length, Substr
from django.db.models.lookups import Exact, LessThanOrEqual

LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
DIGITS = "0123456789"


class TrimCharacters(Func):
    """``TRIM(text, characters)``: empty exactly when the text has no other characters."""

    function = "TRIM"
    arity = 2
    output_field = TextField()


def only_characters(expression: Any, characters: str) -> Exact:
    """Say that the text consists of the given characters (or is empty)."""
    return Exact(TrimCharacters(expression, Value(characters)), Value(""))


def http_url(field: str, *, name: str) -> CheckConstraint:
    """Require an empty value or an address that starts with http:// or https://."""
    return CheckConstraint(
        name=name,
        condition=Q(**{field: ""})
        | Q(**{f"{field}__startswith": "http://"})
        | Q(**{f"{field}__startswith": "https://"}),
        violation_error_message="The address must start with http:// or https://.",
    )


def sha256(field: str, *, name: str, blank: bool = False) -> CheckConstraint:
    """Require 64 lower-case hexadecimal digits (or nothing, where blank is allowed)."""
    condition = Q(Exact(Length(field), Value(64))) & Q(only_characters(field, DIGITS + "abcdef"))
    return CheckConstraint(
        name=name,
        condition=condition | Q(**{field: ""}) if blank else condition,
        violation_error_message="A SHA-256 is 64 lower-case hexadecimal digits.",
    )


def language_tag(field: str, *, name: str, blank: bool = False) -> CheckConstraint:
    """Require the outline of a BCP 47 tag: two or three letters, then subtags after hyphens."""
    condition = (
        Q(only_characters(field, LETTERS + DIGITS + "-"))
        & Q(only_characters(Substr(field, 1, 2), LETTERS))
        & Q(Exact(Length(Substr(field, 1, 2)), Value(2)))
        & (
            Q(LessThanOrEqual(Length(field), Value(3)))
            | Q(Exact(Substr(field, 3, 1), Value("-")))
            | Q(Exact(Substr(field, 4, 1), Value("-")))
        )
        & ~Q(**{f"{field}__endswith": "-"})
        & ~Q(**{f"{field}__contains": "--"})
    )
    return CheckConstraint(
        name=name,
        condition=condition | Q(**{field: ""}) if blank else condition,
        violation_error_message="Use a BCP 47 language tag such as “fr”, “en” or “zh-Hans”.",
    )


def not_blank(field: str, *, name: str) -> CheckConstraint:
    """Require some text other than spaces."""
    return CheckConstraint(
        name=name,
        condition=~Q(only_characters(field, " \t\r\n")),
        violation_error_message="This must not be empty.",
    )
