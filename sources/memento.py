"""Captures for programs that travel in time: Memento (RFC 7089) and link formats (RFC 6690).

The original resource is the source at its own address; our captures of it are its mementos.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from django.urls import reverse
from django.utils.http import http_date

from sources.models import Snapshot, Source

LINK_FORMAT = "application/link-format"

# Makes a path of this site absolute
Site = Callable[[str], str]


class Memento(NamedTuple):
    """One capture as others know it: its number, and when it was made."""

    number: int
    captured_at: datetime


def mementos_of(source: Source) -> list[Memento]:
    """Return the captures of a source in the order of time: one query, without texts."""
    rows = source.snapshots.order_by("captured_at", "number")
    return [Memento(*row) for row in rows.values_list("number", "captured_at")]


def nearest(mementos: Sequence[Memento], moment: datetime) -> Memento:
    """Return the capture that was the newest at a moment; before the first, the first."""
    before = [one for one in mementos if one.captured_at <= moment]
    return before[-1] if before else mementos[0]


def headers(snapshot: Snapshot, mementos: Sequence[Memento], site: Site) -> dict[str, str]:
    """Return the headers of an answer that is a memento (RFC 7089, sections 2.1 and 2.2)."""
    return {
        "Memento-Datetime": moment_of(snapshot.captured_at),
        "Link": ", ".join([*ways(snapshot.source, site), *near(snapshot, mementos, site)]),
    }


def ways(source: Source, site: Site) -> list[str]:
    """Return links to the original, to the choice of a capture by time, and to their list."""
    return [
        f'<{original_of(source, site)}>; rel="original"',
        f'<{site(reverse("source-timegate", args=[source.slug]))}>; rel="timegate"',
        (
            f'<{site(reverse("source-timemap", args=[source.slug]))}>; rel="timemap"; '
            f'type="{LINK_FORMAT}"'
        ),
    ]


def near(snapshot: Snapshot, mementos: Sequence[Memento], site: Site) -> list[str]:
    """Return links to the first and last captures, and to those before and after this one."""
    here = [one.number for one in mementos].index(snapshot.number)
    relations: dict[int, list[str]] = {}
    for name, index in (
        ("first", 0),
        ("last", len(mementos) - 1),
        ("prev", here - 1),
        ("next", here + 1),
    ):
        if 0 <= index < len(mementos):
            relations.setdefault(index, []).append(name)
    relations.setdefault(here, [])
    return [
        link(snapshot.source, mementos[index], relations[index], site)
        for index in sorted(relations)
    ]


def ends(source: Source, mementos: Sequence[Memento], site: Site) -> list[str]:
    """Return links to the first and the last capture."""
    if len(mementos) == 1:
        return [link(source, mementos[0], ["first", "last"], site)]
    return [
        link(source, mementos[0], ["first"], site),
        link(source, mementos[-1], ["last"], site),
    ]


def timemap(source: Source, mementos: Sequence[Memento], site: Site) -> str:
    """Return the list of all captures (RFC 7089, section 5)."""
    return ",\n".join(_lines(source, mementos, site)) + "\n"


def _lines(source: Source, mementos: Sequence[Memento], site: Site) -> Iterator[str]:
    original, timegate, this = ways(source, site)
    yield original
    span = ""
    if mementos:
        first, last = mementos[0].captured_at, mementos[-1].captured_at
        span = f'; from="{moment_of(first)}"; until="{moment_of(last)}"'
    yield this.replace('rel="timemap"', 'rel="self"') + span
    yield timegate
    for index, one in enumerate(mementos):
        names = ["first"] if index == 0 else []
        names += ["last"] if index == len(mementos) - 1 else []
        yield link(source, one, names, site)


def link(source: Source, memento: Memento, names: Sequence[str], site: Site) -> str:
    """Return a link to a capture, with how it stands to another, such as “first”."""
    address = site(reverse("snapshot-detail", args=[source.slug, memento.number]))
    relation = " ".join([*names, "memento"])
    return f'<{address}>; rel="{relation}"; datetime="{moment_of(memento.captured_at)}"'


def original_of(source: Source, site: Site) -> str:
    """Return the address whose states the captures are; our page where it has none."""
    address = source.url or source.original_url or site(source.get_absolute_url())
    # What would end the address or the header early is not part of an address anyway.
    return address.replace("<", "%3C").replace(">", "%3E")


def moment_of(captured_at: datetime) -> str:
    """Return a time in the form of HTTP; its seconds are whole."""
    return http_date(captured_at.astimezone(UTC).timestamp())
