"""The OpenAPI 3.1 description of the API, and what drf-spectacular cannot know of it."""

import functools
from typing import Any

from drf_spectacular.generators import SchemaGenerator

PROBLEM = {
    "type": "object",
    "description": "A problem, as RFC 9457 has it.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "description": "One for each parameter that is refused.",
            "items": {
                "type": "object",
                "required": ["parameter", "code", "detail"],
                "properties": {
                    "parameter": {"type": "string"},
                    "code": {
                        "type": "string",
                        "enum": ["unknown", "repeated", "empty", "invalid"],
                    },
                    "detail": {"type": "string"},
                    "suggestion": {"type": "string", "description": "The nearest that is known."},
                    "allowed": {"type": "array", "items": {"type": "string"}},
                },
            },
        },
    },
}


def describe_problems(result: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
    """Add to every operation the errors that it can answer."""
    result["components"]["schemas"]["Problem"] = PROBLEM
    for path, operations in result["paths"].items():
        errors = {"400": "A parameter is unknown, repeated, empty or malformed."}
        if "{" in path:
            errors["404"] = "Nothing is published under this name."
            errors["410"] = "It was published and has been withdrawn; the detail says why."
        for operation in operations.values():
            for code, description in errors.items():
                operation["responses"][code] = {
                    "description": description,
                    "content": {
                        "application/problem+json": {
                            "schema": {"$ref": "#/components/schemas/Problem"}
                        }
                    },
                }
    return result


@functools.cache
def description() -> dict[str, Any]:
    """Return the description of the whole API. It is made once in the life of a process."""
    return SchemaGenerator().get_schema(request=None, public=True)
