"""The OpenAPI 3.1 description of the API, and what drf-spectacular cannot know of it."""

import functools
import re
from typing import Any

from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema

from govkb.documentation.examples import EXAMPLES, page_of

PROBLEM = {
    "type": "object",
    "description": "A problem, as RFC 9457 has it.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {
            "type": "string",
            "format": "uri-reference",
            "description": "What kind of problem it is: the address of a page that explains it.",
        },
        "title": {"type": "string", "description": "The same for all problems of the type."},
        "status": {"type": "integer", "description": "The status of the answer."},
        "detail": {"type": "string", "description": "What was wrong this time."},
        "instance": {"type": "string", "format": "uri", "description": "Names this one request."},
        "request_id": {
            "type": "string",
            "description": "The same as the `X-Request-Id` header; say it in a report.",
        },
        "errors": {
            "type": "array",
            "description": "One for each parameter that is refused.",
            "items": {
                "type": "object",
                "required": ["parameter", "code", "detail"],
                "properties": {
                    "parameter": {"type": "string", "description": "Its name."},
                    "code": {
                        "type": "string",
                        "enum": ["unknown", "repeated", "empty", "invalid"],
                        "description": "What is wrong with it, for programs.",
                    },
                    "detail": {"type": "string", "description": "What is wrong with it."},
                    "suggestion": {"type": "string", "description": "The nearest that is known."},
                    "allowed": {
                        "type": "array",
                        "items": {"type": "string"},
                        "description": "All names or values that would do.",
                    },
                },
            },
        },
    },
}

ERRORS = {
    "400": "A parameter is unknown, repeated, empty or malformed.",
    "404": "Nothing is published under this name.",
    "406": "None of the formats in the Accept header is offered.",
    "410": "It was published and has been withdrawn; the detail says why.",
    "429": "Too many requests; Retry-After says when to try again.",
    "500": "Something went wrong on our side.",
    "503": "The database does not answer; Retry-After says when to try again.",
}
OF_OBJECTS = {"404", "410"}  # only where an address names an object

PATH_PARAMETERS = {
    "slug": "Name in addresses, as in the `slug` of the list. A former one redirects.",
    "ref": "Reference, as in the `ref` of the list. It never changes.",
    "label": "Label of the clause within its declaration: 6, 3.b, preamble-2.",
    "number": "Number of the snapshot within its source, from 1.",
    "first": "Number of the snapshot to compare from.",
    "second": "Number of the snapshot to compare with.",
}

HEADERS = {
    "ETag": ("Names this version of the answer; send it back in If-None-Match.", "string"),
    "Last-Modified": ("When anything that is published last changed.", "string"),
    "X-Request-Id": ("Names this one request; yours, when you gave one.", "string"),
    "RateLimit-Policy": ("How many requests (q) are allowed in how many seconds (w).", "string"),
    "RateLimit": ("How many requests remain (r) for how many seconds (t).", "string"),
    "Retry-After": ("After how many seconds to try again.", "integer"),
    "Link": ("The next and previous pages.", "string"),
}


class Operation(AutoSchema):
    """Describes one operation; the parameters of an object's answer are described like a list's."""

    def get_filter_backends(self) -> list[Any]:
        return getattr(self.view, "filter_backends", [])

    def is_deprecated(self) -> bool:
        return getattr(self.view, "deprecation", None) is not None

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        operation = super().get_operation(*args, **kwargs)
        going = getattr(self.view, "deprecated_parameters", {})
        for parameter in (operation or {}).get("parameters", []):
            if parameter["name"] in going:
                parameter["deprecated"] = True
        return operation


def describe_answers(result: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
    """Add to every operation its errors, headers, and what `fields` and `expand` make of it."""
    components = result["components"]
    components["schemas"]["Problem"] = PROBLEM
    components["headers"] = {
        name: {"description": description, "schema": {"type": kind}}
        for name, (description, kind) in HEADERS.items()
    }
    describe_expansions(components["schemas"])
    for path, operations in result["paths"].items():
        for operation in operations.values():
            is_list = operation["operationId"].endswith("_list")
            describe_call(operation, path, is_list=is_list)
            add_example(operation["responses"]["200"]["content"])
            describe_parts(operation, components["schemas"])
            add_headers(operation["responses"]["200"], is_list=is_list)
            operation["responses"]["304"] = {
                "description": "What If-None-Match or If-Modified-Since names is still current."
            }
            for code, description in ERRORS.items():
                if code not in OF_OBJECTS or "{" in path:
                    operation["responses"][code] = problem_of(code, description)
    return result


def describe_call(operation: dict[str, Any], path: str, *, is_list: bool) -> None:
    """Give an operation a title, and a meaning to the names in its address."""
    words = re.findall(r"/([a-z]+)(?=/)", path)
    if len(words) > 1:
        one = f"Read one of {words[-1]}" if "{" in path else words[-1].capitalize()
        operation["summary"] = f"List {words[-1]}" if is_list else one
        operation["tags"] = [words[-1]]
    for parameter in operation.get("parameters", []):
        if parameter["in"] == "path" and parameter["name"] in PATH_PARAMETERS:
            parameter.setdefault("description", PATH_PARAMETERS[parameter["name"]])


def name_of(schema: dict[str, Any]) -> tuple[str, bool]:
    """Return the name of the object that an answer holds, and whether it is a list of them.

    The name is empty when the answer is described where it stands.
    """
    whole = schema.get("anyOf", [schema])[0]
    name = whole.get("$ref", "").rpartition("/")[2]
    if name.startswith("Paginated"):
        return name.removeprefix("Paginated").removesuffix("List"), True
    return name, False


def add_example(content: dict[str, Any]) -> None:
    """Put an example beside the schema of an answer in JSON."""
    described = content["application/json"]
    name, is_list = name_of(described["schema"])
    example = EXAMPLES.get(name or "index")
    if example is not None:
        described["example"] = page_of(example) if is_list else example


def problem_of(code: str, description: str) -> dict[str, Any]:
    """Return the description of one error."""
    schema = {"$ref": "#/components/schemas/Problem"}
    described: dict[str, Any] = {
        "description": description,
        "content": {
            "application/problem+json": {"schema": schema, "example": EXAMPLES["problems"][code]}
        },
    }
    if code in {"429", "503"}:
        described["headers"] = {"Retry-After": {"$ref": "#/components/headers/Retry-After"}}
    return described


def add_headers(response: dict[str, Any], *, is_list: bool) -> None:
    """Describe the headers of an answer."""
    absent = {"Retry-After"} | (set() if is_list else {"Link"})
    response["headers"] = {
        name: {"$ref": f"#/components/headers/{name}"} for name in HEADERS if name not in absent
    }


def describe_parts(operation: dict[str, Any], schemas: dict[str, Any]) -> None:
    """Say that with `fields` or `omit` an answer has only some of its properties.

    The whole comes first: that is what everybody gets who asks for nothing else.
    """
    shapes = {one["name"] for one in operation.get("parameters", [])} & {"fields", "omit"}
    if not shapes:
        return
    names = next(one for one in operation["parameters"] if one["name"] == "fields")
    pattern = names["schema"]["items"]["pattern"]
    part = {
        "type": "object",
        "description": "Some of these properties: those that `fields` names or `omit` leaves.",
        "propertyNames": {"enum": pattern[2 : pattern.index(")")].split("|")},
    }
    for content in operation["responses"]["200"]["content"].values():
        schema = content["schema"]
        name = schema.get("$ref", "").rpartition("/")[2]
        if name.startswith("Paginated"):
            items = schemas[name]["properties"]["results"]
            items["description"] = "The rows of this page, in the order of `sort`."
            if "anyOf" not in items["items"]:
                items["items"] = {"anyOf": [items["items"], part]}
        elif name:
            content["schema"] = {"anyOf": [schema, part]}


def describe_expansions(schemas: dict[str, Any]) -> None:
    """Say that a field which `expand` may fill out has the short form or the full one."""
    from govkb.api_urls import router  # noqa: PLC0415 -- the addresses need this module

    for _prefix, viewset, _basename in router.registry:
        for name, expansion in getattr(viewset, "expandable", {}).items():
            owner = schemas[viewset.serializer_class.__name__.removesuffix("Serializer")]
            full = expansion.serializer.__name__.removesuffix("Serializer")
            reference = {"$ref": f"#/components/schemas/{full}"}
            field = owner["properties"].get(name)
            if field is None:
                continue  # shown by objects only, or only when expanded
            place = field["items"] if expansion.many else field
            if "anyOf" in place:
                continue
            short = dict(place)
            place.clear()
            place["anyOf"] = [short, reference]
            for word in ("description", "readOnly"):
                if word in short and not expansion.many:
                    place[word] = short.pop(word)


@functools.cache
def description() -> dict[str, Any]:
    """Return the description of the whole API. It is made once in the life of a process."""
    return SchemaGenerator().get_schema(request=None, public=True)
