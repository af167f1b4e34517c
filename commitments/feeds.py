"""Feeds for readers who want to hear of what happens (Atom, RFC 4287)."""

import uuid
from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse, reverse_lazy
from django.utils.feedgenerator import Atom1Feed
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sources.models import CaptureAttempt

ENTRIES = 50

# What our names of findings are derived from: any fixed UUID does.
FINDINGS = uuid.UUID("6ad5b2c0-6f3c-4c1b-9d54-0d2f6a1c9e7b")


class DriftFeed(Feed):
    """Checks of sources that found something else than the check before: the latest fifty."""

    feed_type = Atom1Feed
    title = gettext_lazy("Sources that changed since they were cited")
    subtitle = gettext_lazy("Each check that found another text, or that a page cannot be read.")
    author_name = "govkb"
    link = reverse_lazy("drift")

    def feed_url(self) -> str:
        return reverse("drift-feed")

    def items(self) -> Any:
        return (
            CaptureAttempt.objects.published()
            .findings()
            .select_related("source__publisher", "snapshot")
            .defer("snapshot__text")
            .order_by("-attempted_at", "-pk")[:ENTRIES]
        )

    def item_title(self, item: CaptureAttempt) -> str:
        finding = _("the text changed") if item.succeeded else item.get_outcome_display()
        return f"{item.source.title}: {finding}"

    def item_description(self, item: CaptureAttempt) -> str:
        day = date_format(item.attempted_at, "j F Y")
        publisher = item.source.publisher
        if item.succeeded:
            return _(
                "On %(day)s the page of %(publisher)s had another text than before. What was cited "
                "stays as it was; the page compares the two captures."
            ) % {"day": day, "publisher": publisher}
        return _(
            "On %(day)s the page of %(publisher)s could not be read: %(outcome)s. What was cited "
            "stays as it was captured."
        ) % {"day": day, "publisher": publisher, "outcome": item.get_outcome_display()}

    def item_link(self, item: CaptureAttempt) -> str:
        if item.succeeded and item.snapshot is not None:
            newest = item.snapshot.number
            return reverse("snapshot-comparison", args=[item.source.slug, newest - 1, newest])
        return f"{item.source.get_absolute_url()}#checks"

    def item_guid(self, item: CaptureAttempt) -> str:
        """Name the finding for ever, whatever the source is called and wherever this site is."""
        return uuid.uuid5(FINDINGS, f"{item.source_id} {item.attempted_at.isoformat()}").urn

    def item_pubdate(self, item: CaptureAttempt) -> datetime:
        return item.attempted_at

    def item_updateddate(self, item: CaptureAttempt) -> datetime:
        return item.attempted_at

    def item_categories(self, item: CaptureAttempt) -> tuple[str]:
        return (item.outcome,)

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Answer with XML that a browser shows instead of offering to save it."""
        response = super().__call__(request, *args, **kwargs)
        response["Content-Disposition"] = "inline"
        return response
