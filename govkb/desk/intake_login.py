"""What was sent after the session had ended is kept in the page that asks for the login.

Nothing is stored for somebody who is not logged in: the fields that were sent come back as hidden
fields beside name and password, and are acted upon once these are right (WCAG 2.2, 3.3.7).
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters

View = Callable[..., HttpResponse]

_CREDENTIALS = {"username", "password", "csrfmiddlewaretoken"}


def losing_nothing(site: AdminSite, view: View) -> View:
    """Ask for a login as the rest of the admin does, but keep the form that was sent without one.

    A file cannot be kept so: browsers do not let a page hold one. The page says that.
    """
    inner = site.admin_view(view)

    @sensitive_post_parameters("password")
    @never_cache
    @csrf_protect
    @wraps(view)
    def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST" or site.has_permission(request):
            return inner(request, *args, **kwargs)
        given = request.POST if "password" in request.POST else None
        form = AdminAuthenticationForm(request, given)
        if form.is_valid():
            login(request, form.get_user())
            return inner(request, *args, **kwargs)
        context = {
            **site.each_context(request),
            "title": _("Log in again: what you entered is kept"),
            "form": form,
            "kept": [
                (name, value)
                for name, values in request.POST.lists()
                if name not in _CREDENTIALS
                for value in values
            ],
            "had_file": bool(request.FILES),
        }
        return TemplateResponse(request, "admin/desk/intake_login.html", context)

    return kept
