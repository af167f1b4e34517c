"""Answers that depend on what became of an object: moved or withdrawn."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render

from sources.publication import Gone, Moved


class PublicNamesMiddleware:
    """Turn `Moved` into a permanent redirect and `Gone` into a page that says why."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Moved):
            return HttpResponsePermanentRedirect(exception.object.get_absolute_url())
        if isinstance(exception, Gone):
            return render(request, "410.html", {"object": exception.object}, status=410)
        return None
