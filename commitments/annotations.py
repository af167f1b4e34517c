"""A piece of evidence as a W3C Web Annotation: https://www.w3.org/TR/annotation-model/.

The passage is the target, the claim and the stance are the body. Positions count code points, as
the model's section 4.2.4 has it, in the canonical text of the snapshot named in the state; `end` is
the offset after the last character.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.db.models.functions import Substr

from commitments.models import Evidence
from sources.directives import DirectiveError, TextDirective
from sources.models import Snapshot, Source

Site = Callable[[str], str]

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
MEDIA_TYPE = f'application/ld+json; profile="{CONTEXT}"'
FRAGMENTS = "https://wicg.github.io/scroll-to-text-fragment/"
SURROUNDINGS = 32  # characters before and after: enough to tell one place from another


class Words(NamedTuple):
    """A passage with what stands right before and after it."""

    prefix: str
    exact: str
    suffix: str


def annotation(evidence: Evidence, site: Site) -> dict[str, Any]:
    """Return the annotation of published evidence.

    Words of a source that may only be linked are not in it, nor is a locator made of them.
    """
    source = evidence.source
    target: dict[str, Any] = {
        "type": "SpecificResource",
        "source": source.url or source.original_url or site(source.get_absolute_url()),
    }
    if selectors := _selectors(evidence):
        target["selector"] = selectors
    if evidence.snapshot:
        target["state"] = {
            "type": "TimeState",
            "sourceDate": f"{evidence.snapshot.captured_at:%Y-%m-%dT%H:%M:%SZ}",
            "cached": site(_address_of_copy(evidence)),
        }
    return {
        "@context": [CONTEXT, {"govkb": site("/about/method/#")}],
        "id": site(evidence.get_absolute_url()),
        "type": "Annotation",
        "motivation": ["linking", "assessing"],
        "created": f"{evidence.published_at:%Y-%m-%dT%H:%M:%SZ}",
        "modified": f"{evidence.updated_at:%Y-%m-%dT%H:%M:%SZ}",
        **({"creator": {"name": evidence.checked_by}} if evidence.checked_by else {}),
        "generator": {"id": site("/"), "type": "Software", "name": "govkb"},
        "body": _bodies(evidence, site),
        "target": target,
        "govkb:unit": "code_points",
        "govkb:state": evidence.state or None,
    }


def _bodies(evidence: Evidence, site: Site) -> list[dict[str, Any]]:
    """Return what the passage is linked to, what stance it takes, and why."""
    bodies = [
        {
            "type": "SpecificResource",
            "source": site(evidence.claim.get_absolute_url()),
            "purpose": "linking",
        },
        {"type": "TextualBody", "value": evidence.claim.text, "purpose": "describing"},
        {"type": "TextualBody", "value": evidence.stance, "purpose": "assessing"},
    ]
    if evidence.note:
        bodies.append({"type": "TextualBody", "value": evidence.note, "purpose": "commenting"})
    return [
        body | ({"format": "text/plain", "language": "en"} if "value" in body else {})
        for body in bodies
    ]


def _selectors(evidence: Evidence) -> list[dict[str, Any]]:
    """Return every way of finding the passage that may be told."""
    selectors: list[dict[str, Any]] = []
    may_quote = evidence.source.rights != Source.Rights.LINK
    if evidence.snapshot and may_quote:
        words = words_of(evidence)
        selectors.append(
            {
                "type": "TextQuoteSelector",
                "exact": words.exact,
                "prefix": words.prefix,
                "suffix": words.suffix,
            }
        )
    if evidence.snapshot:
        selectors.append(
            {"type": "TextPositionSelector", "start": evidence.start, "end": evidence.end}
        )
    if evidence.locator and may_quote:
        try:
            fragment = TextDirective.parse(evidence.locator).fragment()
        except DirectiveError:
            return selectors
        selectors.append(
            {
                "type": "FragmentSelector",
                "conformsTo": FRAGMENTS,
                "value": fragment.removeprefix("#"),
            }
        )
    return selectors


def words_of(evidence: Evidence) -> Words:
    """Return the passage with its surroundings, cut by the database: one query."""
    before = max(evidence.start - SURROUNDINGS, 0)
    row = (
        Snapshot.objects.filter(pk=evidence.snapshot_id)
        .values_list(
            Substr("text", before + 1, evidence.start - before),
            Substr("text", evidence.start + 1, evidence.end - evidence.start),
            Substr("text", evidence.end + 1, SURROUNDINGS),
        )
        .get()
    )
    return Words(*row)


def _address_of_copy(evidence: Evidence) -> str:
    """Return the snapshot's text where it may be read whole, else the page that proves it."""
    evidence.snapshot.source = evidence.source  # it is the source's, and costs no query
    if evidence.source.rights == Source.Rights.FULL:
        return evidence.snapshot.get_raw_url()
    return evidence.snapshot.get_absolute_url()
