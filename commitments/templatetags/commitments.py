"""How stances, dates, languages and quotes are shown. Presentation only: no queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from django import template
from django.conf.locale import LANG_INFO
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from commitments.models import Claim, Evidence, Stance
from sources.archives import archived_on
from sources.directives import link_to
from sources.models import CaptureAttempt, DatePrecision, Source

register = template.Library()

# Word, glyph, colour and border tell the stances apart; the class chooses the last two.
STANCE_CLASSES = {
    Stance.SUPPORTS: "sup",
    Stance.PARTIALLY_SUPPORTS: "par",
    Stance.DISTORTS: "dis",
    Stance.CONTRADICTS: "con",
    Stance.NOT_MENTIONED: "non",
}
STANCE_GLYPHS = {
    Stance.SUPPORTS: "✓",
    Stance.PARTIALLY_SUPPORTS: "◐",
    Stance.DISTORTS: "≠",
    Stance.CONTRADICTS: "✕",
    Stance.NOT_MENTIONED: "–",
}

# Django names Chinese by its scripts only.
NATIVE_NAMES = {"zh": "中文"} | {
    tag: info["name_local"] for tag, info in LANG_INFO.items() if "name_local" in info
}


@register.filter
def stance_class(stance: str) -> str:
    """Return the last part of the CSS classes of a stance; `none` when nothing was checked."""
    return STANCE_CLASSES.get(stance, "none")


@register.filter
def stance_glyph(stance: str) -> str:
    return STANCE_GLYPHS.get(stance, "▨")


@register.filter
def stance_label(stance: str) -> str | Promise:
    """Return the words for a stance; no stance at all means that nobody has checked."""
    return Stance(stance).label if stance else _("Not checked")


@register.filter
def with_precision(day: date | None, precision: str) -> str:
    """Return as much of a date as is known: “6 May 2024”, “May 2024” or “2024”."""
    if day is None:
        return _("no date")
    if precision == DatePrecision.YEAR:
        return date_format(day, "Y")
    if precision == DatePrecision.MONTH:
        return date_format(day, pgettext("date format", "F Y"))
    return date_format(day, pgettext("date format", "j F Y"))


@register.filter
def iso_with_precision(day: date, precision: str) -> str:
    """Return as much of a date as is known in the form of `<time datetime>`."""
    return day.isoformat()[: {DatePrecision.YEAR: 4, DatePrecision.MONTH: 7}.get(precision, 10)]


@register.filter
def site_name(address: str) -> str:
    """Return the site of an address, as the text of a link to it: “courier.example”."""
    return urlsplit(address).netloc.removeprefix("www.") or address


@register.filter
def at_words(address: str, locator: str) -> str:
    """Return a link that opens a page at a passage, in browsers that know text fragments."""
    return link_to(address, locator)


@register.filter
def archive_day(address: str) -> date | None:
    """Return on which day an archived copy was made, if its address tells."""
    return archived_on(address)


@register.filter
def outcome_label(outcome: str) -> str | Promise:
    """Return the words for what came of a check."""
    return CaptureAttempt.Outcome(outcome).label


@register.simple_tag
def robust(source: Source, address: str, captured: datetime | None = None) -> SafeString:
    """Write the attributes of a Robust Link: the original page, a copy of it, and of which day.

    Follows https://robustlinks.mementoweb.org/spec/. The day is that of our capture, which is what
    is cited, else that of the archived copy; without either, the link is an ordinary one.
    """
    main = source.url or source.original_url
    original = source.original_url if address == source.original_url else main
    version = source.archive_url if original == main else ""
    day = captured.date() if captured else archived_on(version)
    if not original or day is None:
        return SafeString("")
    attributes = {"originalurl": original, "versionurl": version, "versiondate": day.isoformat()}
    return format_html_join(
        "", ' data-{}="{}"', ((name, value) for name, value in attributes.items() if value)
    )


@register.filter
def native_name(tag: str) -> str:
    """Return a language's name in that language (“Français”, “简体中文”); the tag if unknown.

    Not `language_name`, which is Django's filter for the name in English.
    """
    for candidate in (tag.lower(), tag.lower().split("-")[0]):
        if name := NATIVE_NAMES.get(candidate):
            return name[:1].upper() + name[1:]
    return tag


@register.filter
def may_be_quoted(source: Source) -> bool:
    """Tell whether the source's rights allow us to show words of it to the public."""
    return source.rights != Source.Rights.LINK


@register.filter
def best_evidence(claim: Claim) -> Evidence | None:
    """Return the evidence to show first: one whose words can be shown, then one that has any.

    Reads `shown_evidence`, which has official texts first (`ClaimQuerySet.with_evidence`).
    """
    located = [item for item in claim.shown_evidence if item.locator]
    quoted = [item for item in located if item.quote and may_be_quoted(item.source)]
    return next(iter(quoted or located or claim.shown_evidence), None)


@register.filter
def has_official(evidence: Iterable[Evidence]) -> bool:
    """Tell whether any of the evidence is the instrument's own text."""
    return any(item.source.is_official for item in evidence)


@dataclass(frozen=True)
class StanceCount:
    """How many sources take one stance on a claim, by kind of source."""

    stance: str
    kinds: list[str]


@register.filter
def by_stance(evidence: Iterable[Evidence]) -> list[StanceCount]:
    """Count sources by stance and kind: the stances of official texts first, no score, no sum.

    A source that takes one stance in three passages is counted once.
    """
    sources: dict[str, dict[str, set[int]]] = {}
    official = set()
    for item in evidence:
        kinds = sources.setdefault(item.stance, {})
        kinds.setdefault(item.source.kind, set()).add(item.source_id)
        if item.source.is_official:
            official.add(item.stance)
    order = sorted(
        sources, key=lambda stance: (stance not in official, Stance.values.index(stance))
    )
    return [
        StanceCount(
            stance,
            [
                count_of_kind(kind, len(sources[stance][kind]))
                for kind in Source.Kind.values
                if kind in sources[stance]
            ],
        )
        for stance in order
    ]


@register.simple_tag
def count_of_kind(kind: str, number: int) -> str:
    """Return “1 news report”, “2 official texts”."""
    words = {
        Source.Kind.OFFICIAL_TEXT: ngettext(
            "%(number)d official text", "%(number)d official texts", number
        ),
        Source.Kind.GOVERNMENT_STATEMENT: ngettext(
            "%(number)d government statement", "%(number)d government statements", number
        ),
        Source.Kind.STATE_MEDIA: ngettext(
            "%(number)d report of state-owned media",
            "%(number)d reports of state-owned media",
            number,
        ),
        Source.Kind.NEWS: ngettext("%(number)d news report", "%(number)d news reports", number),
        Source.Kind.LEGAL_COMMENTARY: ngettext(
            "%(number)d legal commentary", "%(number)d legal commentaries", number
        ),
        Source.Kind.ACADEMIC: ngettext(
            "%(number)d academic work", "%(number)d academic works", number
        ),
        Source.Kind.UNATTRIBUTED: ngettext(
            "%(number)d unattributed page", "%(number)d unattributed pages", number
        ),
    }
    return words[Source.Kind(kind)] % {"number": number}
