"""What changed in the API, from `changelog.toml`: a page, a feed, and where notices lead."""

import tomllib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from django.contrib.syndication.views import Feed
from django.db.models import TextChoices
from django.http import HttpRequest
from django.urls import reverse, reverse_lazy
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """What a change does to a program that was written before it."""

    ADDED = "added", _("Added")
    CHANGED = "changed", _("Changed")
    DEPRECATED = "deprecated", _("Deprecated")
    REMOVED = "removed", _("Removed")


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `affected` names resources, `resource.field` or `resource?parameter`."""

    slug: str
    date: date
    kind: Kind
    title: str
    text: str
    affected: list[str] = field(default_factory=list)
    sunset: date | None = None

    def get_absolute_url(self) -> str:
        return f"{reverse('api-changelog')}#{self.slug}"


def read(text: str) -> list[Change]:
    """Return the changes of a file, newest first; raise TypeError or ValueError if it is wrong."""
    entries = tomllib.loads(text)["change"]
    changes = [Change(**{**entry, "kind": Kind(entry["kind"])}) for entry in entries]
    return sorted(changes, key=lambda change: change.date, reverse=True)


CHANGES = read(Path(__file__).with_name("changelog.toml").read_text())


class ChangelogFeed(Feed):
    """The changes as an Atom feed (RFC 4287)."""

    feed_type = Atom1Feed
    title = _("Changes of the govkb API")
    subtitle = _("What was added, changed, deprecated or removed, with the fields affected.")
    link = reverse_lazy("api-changelog")
    author_name = "govkb"

    def get_object(self, request: HttpRequest) -> None:
        self.feed_url = request.build_absolute_uri(request.path)

    def items(self) -> list[Change]:
        return CHANGES

    def item_title(self, change: Any) -> str:
        return f"{change.kind.label}: {change.title}"

    def item_description(self, change: Change) -> str:
        affected = f" {_('Affected')}: {', '.join(change.affected)}." if change.affected else ""
        return change.text + affected

    def item_pubdate(self, change: Change) -> datetime:
        return datetime.combine(change.date, time.min, UTC)

    item_updateddate = item_pubdate

    def item_categories(self, change: Change) -> list[str]:
        return [change.kind.value, *change.affected]
