"""What a query may ask: every parameter is either understood or refused, none is ignored."""

import difflib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet
from django.forms import ChoiceField, DateField, Field, Form, ModelChoiceField
from django_filters import FilterSet
from drf_spectacular.drainage import get_override
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request
from rest_framework.serializers import BaseSerializer, Serializer, SerializerMethodField
from rest_framework.views import APIView

from govkb.api.paging import read_count, read_limit
from govkb.api.problems import ParameterError
from sources.filters import (
    MAX_VALUES,
    ChoicesField,
    MomentField,
    NamedObjectsField,
    ValuesField,
)
from sources.shaping import Tree, grow

MAX_PATHS = 100  # in `fields` or `omit`


def suggestion(word: str, known: Iterable[str]) -> dict[str, str]:
    """Return the nearest known word, if one is near, as a member of a problem."""
    nearest = difflib.get_close_matches(word[:100], list(known), n=1)
    return {"suggestion": nearest[0]} if nearest else {}


class StrictFilterBackend(BaseFilterBackend):
    """Filter by the view's FilterSet, and refuse every parameter that nothing reads.

    A parameter is refused with 400 when it is unknown, given twice, empty or malformed. None is
    ever ignored: a reader of the answer may rely on every word of the question.

    A renderer may read parameters too: it names them, with their schemas, in `query_parameters`,
    and they are allowed when it is the one that answers.
    """

    def filter_queryset(self, request: Request, queryset: QuerySet, view: APIView) -> QuerySet:
        is_list = view.action == "list"
        filterset_class = view.filterset_class if is_list else None
        filters = filterset_class.base_filters if filterset_class else {}
        renderer = getattr(request, "accepted_renderer", None)
        others = [*reserved(view), *getattr(renderer, "query_parameters", {})]
        errors = list(refuse_misuse(request, sorted([*filters, *others])))
        named = {error["parameter"] for error in errors}
        asked = frozenset(name for name in request.query_params if name in filters)
        filterset = filterset_class and narrowed(filterset_class, asked)(
            request.query_params, queryset=queryset, request=request
        )
        more = [*(refuse_malformed(filterset.form) if filterset else []), *refuse_shape(view)]
        if is_list:
            more += refuse_paging(request, view)
        errors += [error for error in more if error["parameter"] not in named]
        if errors:
            raise ParameterError(errors)
        return queryset if filterset is None else filterset.qs

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:
        described = describe_reserved(view)
        if view.action != "list":
            return described
        form = view.filterset_class(queryset=view.queryset.none()).form
        filters = [
            {
                "name": name,
                "in": "query",
                "required": False,
                "description": describe(field),
                **parameter_schema(field),
            }
            for name, field in form.fields.items()
        ]
        return [*filters, *described]


class Answers(dict[str, Any]):
    """The cleaned data of a form: None for what was not asked."""

    def __missing__(self, _name: str) -> None:
        return None


class NarrowForm(Form):
    def clean(self) -> Answers:
        return Answers(super().clean())


@lru_cache(maxsize=1000)
def narrowed(filterset_class: type[FilterSet], names: frozenset[str]) -> type[FilterSet]:
    """Return the FilterSet with only these filters, as if the others were left empty.

    A form with a field for everything that nobody asked takes three milliseconds of a request.
    """
    meta = type("Meta", (filterset_class.Meta,), {"form": NarrowForm})
    narrow = type(filterset_class.__name__, (filterset_class,), {"Meta": meta})
    filters = filterset_class.base_filters
    narrow.base_filters = {name: one for name, one in filters.items() if name in names}
    return narrow


# Parameters that every resource has


def reserved(view: APIView) -> list[str]:
    """Return the parameters of the view that are not filters."""
    names = ["fields", "omit", *(["expand"] if view.expandable else [])]
    return [*names, "sort", "count", "limit", "cursor"] if view.action == "list" else names


def describe_reserved(view: APIView) -> list[dict[str, Any]]:
    """Describe `fields`, `omit`, `expand` and `sort`; the rest is described where it is read."""

    def names(name: str, description: str, known: Iterable[str]) -> dict[str, Any]:
        allowed = sorted(known)
        items: dict[str, Any] = {"type": "string", "enum": allowed}
        if name in {"fields", "omit"}:
            words = "|".join(allowed)
            items = {"type": "string", "pattern": rf"^({words})(\.[a-z0-9_]+)*$"}
        return {
            "name": name,
            "in": "query",
            "required": False,
            "description": description,
            "schema": {"type": "array", "items": items, "minItems": 1, "maxItems": MAX_PATHS},
            "style": "form",
            "explode": False,
        }

    tree = shape_of(view)
    described = [
        names("fields", "Only these fields; “quote.exact” is one within another.", tree),
        names("omit", "All fields but these.", tree),
    ]
    if view.expandable:
        described.append(
            names("expand", "Show these in full instead of in short.", view.expandable)
        )
    if view.action == "list":
        orders = [*view.sortable, *(f"-{name}" for name in view.sortable)]
        text = "In which order; - turns it round. What has no value comes last."
        described.append(names("sort", text, orders))
    return described


def shape_of(view: APIView) -> Tree:
    """Return the fields of the view's answers as `fields` and `omit` name them."""
    tree = fields_of(view.get_serializer_class()())
    for name, expansion in view.expandable.items():
        full = fields_of(expansion.serializer())
        tree[name] = {**tree.get(name, {}), **full}
    return tree


def fields_of(serializer: Serializer) -> Tree:
    """Return the fields of a serializer, with those of what stands in them."""
    tree: Tree = {}
    for name, field in serializer.fields.items():
        below: Any = field
        if isinstance(field, SerializerMethodField):
            below = get_override(getattr(serializer, field.method_name), "field")
        if isinstance(below, type) and issubclass(below, BaseSerializer):
            below = below()
        below = getattr(below, "child", below)
        tree[name] = fields_of(below) if isinstance(below, Serializer) else {}
    return tree


def refuse_shape(view: APIView) -> Iterator[dict[str, Any]]:
    """Yield an error for each of `fields`, `omit` and `expand` that names what is not there."""
    asked = {name: view.names(name) for name in ("fields", "omit", "expand")}
    if not any(asked.values()):
        return
    tree = shape_of(view)
    for parameter, paths in asked.items():
        if len(paths) > MAX_PATHS:
            yield {
                "parameter": parameter,
                "code": "invalid",
                "detail": f"{parameter}: at most {MAX_PATHS} names.",
            }
            continue
        known = tree if parameter != "expand" else grow(view.expandable)
        for path in paths:
            if error := refuse_path(parameter, path, known):
                yield error
                break


def refuse_path(parameter: str, path: str, tree: Tree) -> dict[str, Any] | None:
    """Return an error if the path leads nowhere."""
    for depth, name in enumerate(path.split(".")):
        if name not in tree:
            before = ".".join(path.split(".")[:depth])
            known = sorted(f"{before}.{one}" if before else one for one in tree)
            near = suggestion(path, known)
            hint = f" Did you mean “{near['suggestion']}”?" if near else ""
            return {
                "parameter": parameter,
                "code": "invalid",
                "detail": f"{parameter}: there is no “{path[:100]}”.{hint}",
                **near,
                "allowed": known,
            }
        tree = tree[name]
    return None


def refuse_paging(request: Request, view: APIView) -> Iterator[dict[str, Any]]:
    """Yield an error for each of `limit`, `count` and `sort` that cannot be followed."""
    for name, read in (("limit", read_limit), ("count", read_count)):
        if (value := request.query_params.get(name)) is not None:
            try:
                read(value)
            except ParameterError as error:
                yield from error.errors
    if value := request.query_params.get("sort"):
        known = [*view.sortable, *(f"-{name}" for name in view.sortable)]
        names = value.split(",")
        unknown = next((name for name in names if name not in known), None)
        if unknown is not None:
            near = suggestion(unknown, known)
            hint = f" Did you mean “{near['suggestion']}”?" if near else ""
            yield {
                "parameter": "sort",
                "code": "invalid",
                "detail": f"sort: there is no order “{unknown[:100]}” here.{hint}",
                **near,
                "allowed": sorted(known),
            }
        elif repeated(names):
            yield {
                "parameter": "sort",
                "code": "invalid",
                "detail": "sort: a name stands in it twice.",
            }


def repeated(names: list[str]) -> bool:
    """Tell whether an order names a field twice, in whatever direction."""
    plain = [name.removeprefix("-") for name in names]
    return len(set(plain)) < len(plain)


# Misuse


def refuse_parameters(request: Request) -> None:
    """Raise ParameterError for any parameter, where none has a meaning."""
    if errors := list(refuse_misuse(request, [])):
        raise ParameterError(errors)


def refuse_misuse(request: Request, allowed: list[str]) -> Iterable[dict[str, Any]]:
    """Yield an error for each parameter that is unknown, repeated, empty or has a NUL."""
    for name, values in request.query_params.lists():
        if name not in allowed:
            near = suggestion(name, allowed)
            hint = f" Did you mean “{near['suggestion']}”?" if near else ""
            yield {
                "parameter": name,
                "code": "unknown",
                "detail": f"“{name}” is not a parameter of {request.path}.{hint}",
                **near,
                "allowed": allowed,
            }
        elif len(values) > 1:
            several = f"{name}__in"
            hint = f" Several values are given as {several}=a,b." if several in allowed else ""
            yield {
                "parameter": name,
                "code": "repeated",
                "detail": f"“{name}” is given {len(values)} times.{hint}",
            }
        elif not values[0].strip():
            yield {"parameter": name, "code": "empty", "detail": f"“{name}” has no value."}
        elif "\x00" in values[0]:
            yield {
                "parameter": name,
                "code": "invalid",
                "detail": f"“{name}” has a null character.",
            }


def refuse_malformed(form: Form) -> Iterable[dict[str, Any]]:
    """Yield an error for each parameter whose value the form does not accept."""
    for name, messages in form.errors.get_json_data().items():
        known = choices(form.fields[name])
        yield {
            "parameter": name,
            "code": "invalid",
            "detail": f"{name}: {messages[0]['message']}",
            **(suggestion(form.data[name], known) if known else {}),
            **({"allowed": known} if known else {}),
        }


def choices(field: Field) -> list[str]:
    """Return the values that a field takes; an empty list when they are not a fixed set."""
    if isinstance(field, ModelChoiceField) or not isinstance(field, ChoiceField | ChoicesField):
        return []
    return [value for value, _label in field.choices if value]


def describe(field: Field) -> str:
    """Return what a parameter means: its label, and its help text as a second sentence."""
    label = str(field.label or "")
    return f"{label[:1].upper()}{label[1:]}. {field.help_text}".strip()


def parameter_schema(field: Field) -> dict[str, Any]:
    """Return the parts of an OpenAPI parameter that tell what values it takes."""
    if isinstance(field, ChoicesField | ValuesField | NamedObjectsField):
        known = choices(field)
        items = {"type": "string", "enum": known} if known else {"type": "string", "minLength": 1}
        return {
            "schema": {"type": "array", "items": items, "minItems": 1, "maxItems": MAX_VALUES},
            "style": "form",
            "explode": False,
        }
    if known := choices(field):
        return {"schema": {"type": "string", "enum": known}}
    if isinstance(field, DateField):
        return {"schema": {"type": "string", "format": "date"}}
    if isinstance(field, MomentField):
        return {
            "schema": {"type": "string", "anyOf": [{"format": "date"}, {"format": "date-time"}]}
        }
    schema: dict[str, Any] = {"type": "string", "minLength": 1}
    if maximum := getattr(field, "max_length", None):
        schema["maxLength"] = maximum
    return {"schema": schema}
