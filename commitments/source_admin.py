"""The desk of sources, with what only commitments know: capturing, and what is cited anew.

It takes the place of the desk in `sources.admin`: to capture is also to bring the states of
evidence, clause texts and relations up to date.
"""

from itertools import islice
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from commitments import drift
from commitments.models import ClauseText, CoverageCheck, Evidence, Relation
from sources.admin import SourceAdmin
from sources.capture import Busy, alone
from sources.fetching import Client
from sources.models import Passage, Source
from sources.robots import Robots

KINDS: dict[str, type[Passage]] = {
    kind._meta.model_name: kind for kind in (Evidence, ClauseText, Relation)
}
MOST_AT_ONCE = 20  # sources that one request captures; the command is for more
MOST_SHOWN = 100  # proposals on one page


class SilenceFilter(admin.SimpleListFilter):
    """Which sources report something, while nobody noted what they leave out."""

    title = _("whether it was checked for silence")
    parameter_name = "silence"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("no", _("No: it reports, and no clause is recorded as left out")),
            ("yes", _("Some clause is recorded as left out")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Source]) -> QuerySet[Source]:
        checked = Exists(CoverageCheck.objects.filter(source=OuterRef("pk")))
        match self.value():
            case "no":
                reports = Exists(Evidence.objects.filter(source=OuterRef("pk")))
                unchecked = queryset.filter(~checked, reports)
                return unchecked.exclude(kind=Source.Kind.OFFICIAL_TEXT)
            case "yes":
                return queryset.filter(checked)
        return queryset


admin.site.unregister(Source)


@admin.register(Source)
class CapturingSourceAdmin(SourceAdmin):
    """The desk of sources, with a button that captures one."""

    actions = [*SourceAdmin.actions, "capture_chosen"]
    list_filter = [*SourceAdmin.list_filter, SilenceFilter]

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        return [
            path("cite-newest/", wrap(self.cite_newest), name="sources_source_cite_newest"),
            path("<int:pk>/capture/", wrap(self.capture_now), name="sources_source_capture"),
            *super().get_urls(),
        ]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Offer the button where there is an address, and the right to use it."""
        obj = context.get("original")
        if obj and obj.url and self.has_change_permission(request, obj):
            context["capture_url"] = reverse("admin:sources_source_capture", args=[obj.pk])
        return super().render_change_form(request, context, *args, **kwargs)

    # Capturing

    def capture_now(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Fetch one source and say what came of it."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        source = get_object_or_404(Source, pk=pk)
        if not self.has_change_permission(request, source):
            raise PermissionDenied
        self.capture(request, [source])
        return redirect("admin:sources_source_change", pk)

    @admin.action(description=_("Capture now"), permissions=["change"])
    def capture_chosen(self, request: HttpRequest, queryset: Any) -> None:
        chosen = list(queryset.order_by("slug")[: MOST_AT_ONCE + 1])
        if len(chosen) > MOST_AT_ONCE:
            text = _("At most %(number)s at once; the command capture_sources fetches more.")
            messages.error(request, text % {"number": MOST_AT_ONCE})
            return
        self.capture(request, chosen)

    def capture(self, request: HttpRequest, sources: list[Source]) -> None:
        """Fetch sources and tell of each, in messages and in its history."""
        fetched = Source.objects.with_address().for_check()
        chosen = list(fetched.filter(pk__in=[source.pk for source in sources]))
        for source in sources:
            if source not in chosen:
                text = _("“%(source)s” has no address, or is withdrawn.")
                messages.error(request, text % {"source": source})
        try:
            with alone(), Client.configured() as client:
                checks = drift.Round(client, Robots(client))
                for result in checks.run(chosen):
                    self.tell_result(request, result)
                for source in checks.skipped:
                    text = _("“%(source)s” was left out: its server does not answer.")
                    messages.warning(request, text % {"source": source})
        except (Busy, drift.Offline) as reason:
            messages.error(request, str(reason))
        except OSError as error:
            text = _("The capture cannot be kept: %(error)s")
            messages.error(request, text % {"error": error})

    def tell_result(self, request: HttpRequest, result: drift.Result) -> None:
        tell = messages.success if result.attempt.succeeded else messages.warning
        tell(request, result.line())
        for change in result.changes:
            messages.warning(request, str(change))
        self.log_change(request, result.source, f"Captured. {result.line()}")

    # Citing the newest capture

    def cite_newest(self, request: HttpRequest) -> HttpResponse:
        """Show the passages whose words stand in a newer capture too; move those chosen."""
        kinds = {
            name: kind
            for name, kind in KINDS.items()
            if self.admin_site.get_model_admin(kind).has_change_permission(request)
        }
        if not kinds:
            raise PermissionDenied
        if request.method == "POST":
            self.cite_chosen(request, kinds)
            return redirect("admin:sources_source_cite_newest")
        found = ((name, one) for name, kind in kinds.items() for one in drift.proposals_of(kind))
        shown = list(islice(found, MOST_SHOWN + 1))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Passages that could cite a newer capture"),
            "proposals": [(f"{name}:{one.passage.pk}", one) for name, one in shown[:MOST_SHOWN]],
            "has_more": len(shown) > MOST_SHOWN,
        }
        return TemplateResponse(request, "admin/sources/source/cite_newest.html", context)

    def cite_chosen(self, request: HttpRequest, kinds: dict[str, type[Passage]]) -> None:
        done = 0
        for value in request.POST.getlist("passage")[:MOST_SHOWN]:
            name, _colon, key = value.partition(":")
            rows = kinds[name]._default_manager if name in kinds and key.isdecimal() else None
            passage = rows.filter(pk=key).first() if rows else None
            if passage is None:
                continue
            try:
                told = drift.cite_newest(passage)
            except drift.NotTheSameError as error:
                messages.error(request, f"{passage}: {error}")
                continue
            self.admin_site.get_model_admin(kinds[name]).log_change(request, passage, told)
            done += 1
        text = ngettext(
            "%(number)s passage cites the newest capture now.",
            "%(number)s passages cite the newest capture now.",
            done,
        )
        messages.success(request, text % {"number": done})
