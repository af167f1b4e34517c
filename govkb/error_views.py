"""Errors as answers: pages for readers, problems for programs, and the pages problems lead to."""

import sys
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.views import defaults
from django.views.decorators.http import require_safe

from govkb.api.problems import (
    PROBLEM_TYPES,
    failure,
    problem_response,
    wants_problem,
)

# What Django calls when an error reaches it: `handler400` and so on in urls.py


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if wants_problem(request):
        return problem_response(request, 400, "The request cannot be read.")
    return defaults.bad_request(request, exception)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    if wants_problem(request):
        return problem_response(request, 403, "This is not for everyone.")
    return defaults.permission_denied(request, exception)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if wants_problem(request):
        detail = f"There is nothing at {request.path}. The index is at /api/v1/."
        return problem_response(request, 404, detail)
    return defaults.page_not_found(request, exception)


def server_error(request: HttpRequest, *_args: Any) -> HttpResponse:
    """Answer an error of ours; one of a database that does not answer asks to come again."""
    code, detail, headers = failure(sys.exc_info()[1])
    if wants_problem(request):
        return problem_response(request, code, detail, headers=headers)
    page = get_template(f"{code}.html").render()
    return HttpResponse(page, status=code, headers=headers)


# Pages


@require_safe
def problem_list(request: HttpRequest) -> HttpResponse:
    """Show every kind of problem that the API answers."""
    return render(request, "pages/problem_list.html", {"problems": PROBLEM_TYPES.values()})


@require_safe
def problem_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what a problem means and what to do about it: where its `type` leads."""
    if slug not in PROBLEM_TYPES:
        raise Http404("There is no problem of that name.")
    return render(request, "pages/problem_detail.html", {"problem": PROBLEM_TYPES[slug]})
