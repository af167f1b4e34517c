"""The reference: what the OpenAPI description says, arranged as people read it."""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from rest_framework.settings import api_settings

from govkb.api.problems import PROBLEM_TYPES, ProblemType
from govkb.documentation.examples import EXAMPLES, page_of
from govkb.openapi import description, name_of

NEVER_PRINTED = {"url", "html_url"}  # what a snippet prints says more than an address
# Parameters that choose no rows, but what is shown of them, in which order and how many at a time.
SHAPING = ("fields", "omit", "expand", "sort", "limit", "cursor", "count", "raw", "bom")

# How drf-spectacular lists the values of a choice below its description.
CHOICE = re.compile(r"^\* `([^`]*)` - (.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Shape:
    """What a value is: a kind in words, its possible values, the component it is made of."""

    kind: str
    values: list[str] = field(default_factory=list)
    component: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """A parameter of an address or a field of an answer."""

    name: str
    shape: Shape
    description: str
    default: str = ""
    deprecated: bool = False
    required: bool = False

    @property
    def words(self) -> SafeString:
        """Return the description as HTML, without the list of values."""
        return marked(CHOICE.sub("", self.description).strip())

    @property
    def values(self) -> list[tuple[str, str]]:
        """Return the values it may have, each with what it means where that is known."""
        meanings = dict(CHOICE.findall(self.description))
        return [
            (value, "" if meaning.lower() == value.replace("_", " ") else meaning)
            for value in self.shape.values
            for meaning in [meanings.get(value, "")]
        ]


@dataclass(frozen=True, slots=True)
class Format:
    """A form of the answer, with the suffix of the address that asks for it."""

    media_type: str
    suffix: str


@dataclass(frozen=True, slots=True)
class Error:
    """A status that is no success, and the problems that may be behind it."""

    status: str
    description: str
    problems: list[ProblemType]


@dataclass(frozen=True, slots=True)
class Component:
    """A kind of object in answers."""

    name: str
    description: str
    fields: list[Named]


@dataclass(frozen=True, slots=True)
class Operation:
    """One address, and what can be asked of it."""

    id: str
    path: str
    title: str
    is_list: bool
    path_parameters: list[Named]
    parameters: list[Named]
    formats: list[Format]
    errors: list[Error]
    answer: str  # the component that an answer is
    component: str  # that of its rows, or the same
    deprecated: bool

    def is_at(self, path: str) -> bool:
        """Tell whether the path of an address is one of this operation."""
        words = re.split(r"{\w+}", self.path)
        return re.fullmatch("[^/]+".join(map(re.escape, words)), path) is not None

    @property
    def filters(self) -> list[Named]:
        """Return the parameters that choose rows."""
        return [one for one in self.parameters if one.name not in SHAPING]

    @property
    def shaping(self) -> list[Named]:
        """Return the other parameters, those that most calls need first."""
        shaping = [one for one in self.parameters if one.name in SHAPING]
        return sorted(shaping, key=lambda one: SHAPING.index(one.name))

    @property
    def printed(self) -> list[str]:
        """Return the names of two fields that tell one object from another."""
        names = [
            one.name
            for one in components()[self.component].fields
            if one.shape.kind.startswith("string") and one.name not in NEVER_PRINTED
        ]
        return (names * 2)[:2]


@dataclass(frozen=True, slots=True)
class Resource:
    """A list of the API and the objects in it."""

    name: str
    description: str
    operations: list[Operation]

    @property
    def components(self) -> list[Component]:
        """Return what its answers are made of: first the objects, then what stands in them."""
        found: list[str] = []
        waiting = [one.answer for one in self.operations]
        while waiting:
            name = waiting.pop(0)
            if name not in found:
                found.append(name)
                waiting += [
                    one.shape.component for one in components()[name].fields if one.shape.component
                ]
        return [components()[name] for name in found]


@functools.cache
def resources() -> dict[str, Resource]:
    """Return all resources by name, in the order of the index."""
    from govkb.api_urls import resources as known  # noqa: PLC0415 -- the addresses need this module

    operations = list(read_operations())
    described = {name: words for name, _route, words in known}
    for one in operations:
        # What is no list of things of one kind, such as the search, stands for itself.
        described.setdefault(resource_of(one.path), one.title)
    return {
        name: Resource(name, words, [one for one in operations if resource_of(one.path) == name])
        for name, words in described.items()
    }


@functools.cache
def components() -> dict[str, Component]:
    """Return every kind of object in answers, by name."""
    return {
        name: Component(name, schema.get("description", ""), list(read_fields(schema)))
        for name, schema in description()["components"]["schemas"].items()
        if "properties" in schema
    }


def resource_of(path: str) -> str:
    """Return the name of the resource: the last word of the address that is none of a name."""
    words = re.findall(r"/([a-z]+)(?=/)", path)
    return words[-1] if len(words) > 1 else ""


def read_operations() -> Iterator[Operation]:
    """Yield every operation of the description, lists before their objects."""
    for path, methods in sorted(description()["paths"].items(), key=lambda one: len(one[0])):
        for operation in methods.values():
            answer = operation["responses"]["200"]["content"]
            whole, is_list = name_of(answer["application/json"]["schema"])
            if not whole:
                continue
            rows = whole if is_list else rows_of(whole)
            parameters = operation.get("parameters", [])
            yield Operation(
                id=operation["operationId"],
                path=path,
                title=operation.get("description", "").partition("\n")[0],
                is_list=bool(rows),
                path_parameters=[read_named(one) for one in parameters if one["in"] == "path"],
                parameters=[read_named(one) for one in parameters if one["in"] == "query"],
                formats=list(read_formats(answer)),
                errors=list(read_errors(operation["responses"])),
                answer=whole,
                component=rows or whole,
                deprecated=operation.get("deprecated", False),
            )


def rows_of(name: str) -> str:
    """Return the component that the rows of an answer are; an empty string if it has none."""
    fields = {one.name: one for one in components()[name].fields}
    return fields["results"].shape.component if "results" in fields else ""


def read_formats(content: dict[str, Any]) -> Iterator[Format]:
    """Yield the formats of an answer."""
    suffixes = {one.media_type: one.format for one in api_settings.DEFAULT_RENDERER_CLASSES}
    for media_type in content:
        yield Format(media_type, suffixes[media_type])


def read_errors(responses: dict[str, Any]) -> Iterator[Error]:
    """Yield what an answer may be instead of a success."""
    for status, response in sorted(responses.items()):
        if int(status) >= 400:
            problems = [one for one in PROBLEM_TYPES.values() if str(one.status) == status]
            yield Error(status, response["description"], problems)


def read_fields(schema: dict[str, Any]) -> Iterator[Named]:
    """Yield the fields of an object."""
    for name, one in schema["properties"].items():
        yield Named(name, shape_of(one), one.get("description", ""))


def read_named(parameter: dict[str, Any]) -> Named:
    """Return a parameter."""
    schema = parameter["schema"]
    default = schema.get("default", "")
    return Named(
        parameter["name"],
        shape_of(schema),
        parameter.get("description", ""),
        str(default),
        parameter.get("deprecated", False),
        parameter.get("required", False),
    )


def shape_of(schema: dict[str, Any]) -> Shape:
    """Return what a value is, in words. `null` is named where a value may be absent."""
    if "$ref" in schema:
        return shape_of_component(schema["$ref"].rpartition("/")[2])
    for word in ("allOf", "anyOf", "oneOf"):
        if word in schema:
            common = {"type": schema["type"]} if "type" in schema else {}
            return shape_of_one_of([shape_of(common | one) for one in schema[word]])
    if schema.get("type") == "array":
        item = shape_of(schema["items"])
        kinds = re.sub(r"^(string|integer|number|boolean)", r"\1s", item.kind)
        return Shape(f"list of {kinds}", item.values, item.component)
    types = schema.get("type", "any")
    names = types if isinstance(types, list) else [types]
    if schema.get("format") and "string" in names:
        names = [f"string ({schema['format']})" if one == "string" else one for one in names]
    values = [str(one) for one in schema.get("enum", ()) if one is not None]
    return Shape(" or ".join(names), values or path_words(schema))


def marked(text: str) -> SafeString:
    """Return a text as HTML, with what stands between backticks as code."""
    parts = text.split("`")
    return format_html_join(
        "",
        "{}",
        (
            (format_html("<code>{}</code>", part) if number % 2 else part,)
            for number, part in enumerate(parts)
        ),
    )


def path_words(schema: dict[str, Any]) -> list[str]:
    """Return the words that a path of names begins with, as `fields` takes them."""
    pattern = schema.get("pattern", "")
    if not pattern.endswith(r"(\.[a-z0-9_]+)*$"):
        return []
    return pattern[2 : pattern.index(")")].split("|")


def shape_of_component(name: str) -> Shape:
    """Return what stands behind the name of a component: an object, or a set of values."""
    schema = description()["components"]["schemas"][name]
    return Shape(name, component=name) if "properties" in schema else shape_of(schema)


def shape_of_one_of(shapes: list[Shape]) -> Shape:
    """Return what a value is that may be of several kinds, each named once."""
    kinds = list(dict.fromkeys(one.kind for one in shapes))
    if len(kinds) > 1 and all(kind.startswith("string (") for kind in kinds):
        kinds = ["string (" + " or ".join(kind[8:-1] for kind in kinds) + ")"]
    values = [value for one in shapes for value in one.values]
    component = next((one.component for one in shapes if one.component), "")
    return Shape(" or ".join(kinds), values, component)


def example_of(operation: Operation) -> Any:
    """Return the answer with invented names that the description gives as its example."""
    if operation.is_list and operation.answer == operation.component:
        return page_of(EXAMPLES.get(operation.component, {}))
    return EXAMPLES.get(operation.answer, {})
