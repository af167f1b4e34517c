"""The admin site: Django's own, with our name on it and the curation desk in it."""

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse


class GovkbAdminSite(AdminSite):
    site_header = "govkb curation"
    site_title = "govkb curation"
    index_title = "Collections"

    def get_urls(self) -> list[Any]:
        """Return the addresses of the admin, with those of the desk before the catch-all."""
        from govkb.desk.urls import desk_urls  # noqa: PLC0415 -- the models must be loaded first

        return [*desk_urls(self), *super().get_urls()]

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show what waits for the curator before what there is."""
        from govkb.desk.worklists import work_lists  # noqa: PLC0415 -- as above

        waiting = {"work_lists": list(work_lists(self, request))}
        return super().index(request, waiting | (extra_context or {}))
