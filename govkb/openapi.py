"""The OpenAPI 3.1 description of the API, and what drf-spectacular cannot know of it."""

import functools
import threading
from typing import Any

from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.settings import patched_settings

_lock = threading.Lock()

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


SETTINGS = {
    "ENUM_NAME_OVERRIDES": {
        "DeclarationKind": "commitments.models.Declaration.Kind",
        "ClauseKind": "commitments.models.Clause.Kind",
        "ClaimKind": "commitments.models.Claim.Kind",
        "PartyKind": "commitments.models.Party.Kind",
        "SourceKind": "sources.models.Source.Kind",
        "TextStatus": "commitments.models.LanguageVersion.VersionStatus",
        "CoverageStatus": "commitments.fidelity.Coverage",
        "Confidence": "commitments.models.Confidence",
        "DatePrecision": "sources.models.DatePrecision",
        "Stance": "commitments.models.Stance",
        "State": "sources.models.Passage.State",
        "Rights": "sources.models.Source.Rights",
        "OffsetUnit": ["code_points"],
        "Origin": "sources.models.Snapshot.Origin",
        "Modality": "commitments.models.Modality",
        "Checkability": "commitments.models.Commitment.Checkability",
        "Completion": "commitments.models.FollowUp.Completion",
        "LegalStatus": "commitments.models.Declaration.LegalStatus",
        "Match": "commitments.models.TopicMapping.Match",
        "ParticipationRole": "commitments.models.Participation.Role",
        "Predicate": "commitments.models.Predicate",
        "StatedBy": "commitments.models.Relation.StatedBy",
        "FactProperty": "commitments.models.Fact.Property",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "govkb.openapi.describe_problems",
    ],
}


def description() -> dict[str, Any]:
    """Return the description of the whole API. It is made once in the life of a process."""
    # Patched settings are seen by all threads, so only one may make the description.
    with _lock:
        return _make()


@functools.cache
def _make() -> dict[str, Any]:
    with patched_settings(SETTINGS):
        return SchemaGenerator().get_schema(request=None, public=True)
