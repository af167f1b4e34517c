"""Addresses of the API that belong to no resource: the index, the schema, and all that is not."""

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from govkb.api import refuse_parameters
from govkb.openapi import description


def service_links() -> str:
    """Return a Link header's value: where the API is described, for programs and for people.

    https://www.rfc-editor.org/rfc/rfc8631
    """
    return (
        f'<{reverse("api:openapi")}>; rel="service-desc"; type="application/json", '
        f'<{reverse("api-docs")}>; rel="service-doc"; type="text/html"'
    )


class ApiIndex(APIView):
    """What the API holds: each resource with its address and one line about it."""

    resources: tuple[tuple[str, str, str], ...] = ()
    filter_backends = ()

    @extend_schema(
        operation_id="index",
        responses={
            200: {
                "type": "object",
                "required": ["openapi", "resources"],
                "properties": {
                    "openapi": {
                        "type": "string",
                        "format": "uri",
                        "description": "The description of the API in OpenAPI 3.1.",
                    },
                    "resources": {
                        "type": "array",
                        "description": "Every list of the API.",
                        "items": {
                            "type": "object",
                            "required": ["name", "url", "description"],
                            "properties": {
                                "name": {"type": "string", "description": "Its name."},
                                "url": {
                                    "type": "string",
                                    "format": "uri",
                                    "description": "Its address.",
                                },
                                "description": {"type": "string", "description": "What it holds."},
                            },
                        },
                    },
                },
            }
        },
    )
    def get(self, request: Request) -> Response:
        refuse_parameters(request)

        def absolute(route: str) -> str:
            return request.build_absolute_uri(reverse(f"api:{route}"))

        resources = [
            {"name": name, "url": absolute(route), "description": description}
            for name, route, description in self.resources
        ]
        return Response(
            {"openapi": absolute("openapi"), "resources": resources},
            headers={"Link": service_links()},
        )


class NoSuchAddress(APIView):
    """Answers every other address under the API, with any method, as a problem."""

    def initial(self, request: Request, *_args: Any, **_kwargs: Any) -> None:
        raise NotFound(f"There is nothing at {request.path}. The index is at /api/v1/.")


@extend_schema(exclude=True)
class ApiSchema(APIView):
    """The OpenAPI 3.1 description of everything here."""

    def get(self, request: Request) -> Response:
        refuse_parameters(request)
        return Response(description(), headers={"Link": service_links()})
