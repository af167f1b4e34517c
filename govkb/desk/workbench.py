"""The workbench of a source: evidence in the making, from chosen words to a saved draft.

What a curator has entered so far is a small dictionary of texts (`entered`), kept on the server as
an `EvidenceDraft` from the first moment. The page is made from it and nothing else, so that it
looks the same after a crash, after a login, and without JavaScript.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Q, QuerySet
from django.forms import BaseForm, modelform_factory
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from commitments.admin import ClaimForm, EvidenceForm
from commitments.models import (
    Claim,
    Clause,
    ClauseText,
    Declaration,
    Evidence,
    LanguageVersion,
    Stance,
)
from govkb.desk.models import EvidenceDraft
from govkb.desk.quoting import Outcome, Page, Quoted, around, copied, quote
from govkb.desk.suggesting import Suggestion, suggest
from sources.highlighting import Mark, Segment, cut
from sources.models import Paragraph, Snapshot, Source
from sources.text import Span

STANCES = [one for one in Stance if one != Stance.NOT_MENTIONED]  # that a passage can take
MOST_CLAIMS = 8  # shown for one search
MOST_DECLARATIONS = 500  # to choose from for a new claim
MOST_VERSIONS = 3  # of a draft that are kept beside the one at hand
MAX_FIELD = 20_000  # characters of one field

_FIELDS = """
    paragraph quote place q claim new_claim kind declaration clauses stance note checked_by
    checked_on official
"""
TEXTS = _FIELDS.split()
LISTS = ("rejected", "skipped")
DEFAULTS = ("checked_by", "checked_on", "kind", "paragraph")  # no words of the curator's own

Role = Paragraph.Role
Entered = dict[str, Any]


# What was entered, kept


def read_entered(data: Mapping[str, Any]) -> Entered:
    """Return the fields of a request that belong to the workbench, without empty ones."""
    entered: Entered = {name: str(data.get(name, "")).replace("\r\n", "\n") for name in TEXTS}
    entered = {name: value[:MAX_FIELD] for name, value in entered.items() if value.strip()}
    several = getattr(data, "getlist", lambda name: data.get(name, []))
    return entered | {name: values for name in LISTS if (values := several(name)[:50])}


def says_something(entered: Entered) -> bool:
    """Tell whether a curator would miss it."""
    return any(value for name, value in entered.items() if name not in DEFAULTS)


def keep(draft: EvidenceDraft, revision: int, entered: Entered, tab: str) -> bool:
    """Save what was entered if nobody saved since `revision`; tell whether it was.

    If somebody did, nothing is lost: the draft stays as it is, and these words are kept beside it
    under the name of the tab that they came from.
    """
    others = dict(draft.entered.get("others", {}))
    if draft.revision == revision:
        if others.pop(tab, None) and says_something(own(draft)):
            others[f"{tab}:before"] = stamped(own(draft))
        if EvidenceDraft.save_revision(draft.pk, revision, entered=with_others(entered, others)):
            draft.revision, draft.entered = revision + 1, with_others(entered, others)
            return True
    with transaction.atomic():
        row = EvidenceDraft.objects.select_for_update().get(pk=draft.pk)
        others = dict(row.entered.get("others", {}))
        if says_something(entered) and own(row) != entered:
            others[tab] = stamped(entered)
        row.entered = with_others(own(row), others)
        row.save(update_fields=["entered"])
    draft.revision, draft.entered = row.revision, row.entered
    return False


def own(draft: EvidenceDraft) -> Entered:
    """Return what was entered, without the other versions kept beside it."""
    return {name: value for name, value in draft.entered.items() if name != "others"}


def with_others(entered: Entered, others: Mapping[str, Entered]) -> Entered:
    kept = dict(list(others.items())[-MOST_VERSIONS:])
    return entered | ({"others": kept} if kept else {})


def stamped(entered: Entered) -> Entered:
    return entered | {"at": timezone.localtime().strftime("%H:%M")}


# What the page shows


@dataclass(frozen=True, slots=True)
class Shown:
    """A paragraph as the workbench shows it: its words in pieces, with the evidence on them."""

    number: int
    role: str
    segments: list[Segment[int]]
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Paragraphs in a row that are shown, or hidden for the same reason."""

    hidden: str
    paragraphs: list[Shown]


@dataclass
class Bench:
    """All that the workbench shows of a source and of the evidence in the making."""

    source: Source
    entered: Entered
    errors: dict[str, list[str]] = field(default_factory=dict)
    outcome: Outcome | None = None

    def __post_init__(self) -> None:
        if self.outcome is None and self.entered.get("quote"):
            self.outcome = self.find()

    # The text

    @cached_property
    def snapshot(self) -> Snapshot | None:
        return self.source.newest_snapshot()

    @cached_property
    def paragraphs(self) -> list[Paragraph]:
        return list(self.snapshot.paragraphs.order_by("number")) if self.snapshot else []

    @cached_property
    def page(self) -> Page:
        foreign = [n for n, one in enumerate(self.paragraphs) if one.role == Role.OTHER_WORK]
        spans = [Span(one.start, one.end) for one in self.paragraphs]
        return Page.of(self.snapshot.text if self.snapshot else "", spans, foreign)

    @cached_property
    def evidence(self) -> list[Evidence]:
        """Return what was found in this text before, in its order."""
        rows = Evidence.objects.filter(source=self.source).exclude(status="withdrawn")
        placed = rows.filter(snapshot=self.snapshot, start__isnull=False)
        return list(placed.select_related("claim__declaration").order_by("start", "end", "ref"))

    @cached_property
    def groups(self) -> list[Group]:
        """Return the paragraphs with their evidence; boilerplate and other works are hidden."""
        marks = [Mark(n, one.start, one.end) for n, one in enumerate(self.evidence, 1)]
        text = self.page.text.raw
        current = self.current
        shown = [
            Shown(one.number, one.role, cut(text, marks, one.start, one.end), one.number == current)
            for one in self.paragraphs
        ]

        def hidden(one: Shown) -> str:
            return one.role if one.role in (Role.BOILERPLATE, Role.OTHER_WORK) else ""

        return [Group(why, list(several)) for why, several in groupby(shown, hidden)]

    @property
    def current(self) -> int:
        """Return the number of the paragraph at hand; the first that is shown by default."""
        number = self.entered.get("paragraph", "")
        if str(number).isdecimal():
            return int(number)
        return next((p.number for g in self.groups_open() for p in g), 0)

    def groups_open(self) -> list[list[Paragraph]]:
        """Return the paragraphs that are not hidden."""
        aside = (Role.BOILERPLATE, Role.OTHER_WORK)
        return [[one for one in self.paragraphs if one.role not in aside]]

    def paragraph(self, number: int) -> str | None:
        """Return the words of a paragraph, None if there is none or it is of another work."""
        for one in self.paragraphs:
            if one.number == number and one.role != Role.OTHER_WORK:
                return self.page.text.raw[one.start : one.end]
        return None

    def after(self, number: int) -> int:
        """Return the number of the next paragraph that is shown, or this one at the end."""
        later = [p.number for g in self.groups_open() for p in g if p.number > number]
        return later[0] if later else number

    # The passage

    def find(self) -> Outcome:
        """Look for the words entered, at the place chosen if there are several."""
        first, _dash, last = self.entered.get("place", "").partition("-")
        place = Span(int(first), int(last)) if first.isdecimal() and last.isdecimal() else None
        return quote(self.page, self.entered["quote"], place=place)

    @property
    def quoted(self) -> Quoted | None:
        return self.outcome if isinstance(self.outcome, Quoted) else None

    @property
    def quoted_paragraph(self) -> int | None:
        if self.quoted is None:
            return None
        start = self.quoted.span.start
        return next((one.number for one in self.paragraphs if one.start <= start < one.end), None)

    @property
    def places(self) -> list[dict[str, Any]]:
        """Return the places to choose from, each with its paragraph and what stands around it."""
        return [self.told(span) for span in getattr(self.outcome, "places", ())]

    @property
    def near(self) -> list[dict[str, Any]]:
        return [self.told(span) for span in getattr(self.outcome, "near", ())]

    def told(self, span: Span) -> dict[str, Any]:
        before, after = around(self.page.text.raw, span)
        found = (one.number for one in self.paragraphs if one.start <= span.start < one.end)
        return {
            "value": f"{span.start}-{span.end}",
            "paragraph": next(found, None),
            "before": before,
            "words": self.page.text.raw[span.start : span.end],
            "after": after,
        }

    # What it is evidence for

    @cached_property
    def at_hand(self) -> list[Declaration]:
        """Return the declarations that the source is about, or is the text of."""
        about = Q(claims__evidence__source=self.source) | Q(versions__source=self.source)
        about |= Q(clauses__coverage_checks__source=self.source)
        if chosen := self.entered.get("declaration"):
            about |= Q(slug=chosen)
        return list(Declaration.objects.filter(about).distinct().order_by("slug")[:20])

    @cached_property
    def declarations(self) -> list[Declaration]:
        """Return the declarations that a new claim can be about, those at hand first."""
        known = {one.pk for one in self.at_hand}
        rest = Declaration.objects.exclude(status="withdrawn").exclude(pk__in=known)
        return [*self.at_hand, *rest.order_by("short_title")[:MOST_DECLARATIONS]]

    @cached_property
    def claim(self) -> Claim | None:
        """Return the claim chosen."""
        ref = self.entered.get("claim", "")
        rows = Claim.objects.select_related("declaration").prefetch_related("clauses")
        return rows.filter(ref=ref).first() if ref and ref != "new" else None

    @cached_property
    def claims(self) -> list[Claim]:
        """Return the claims to choose from: those that the search finds, or those at hand."""
        rows: QuerySet[Claim] = Claim.objects.exclude(status="withdrawn")
        rows = rows.select_related("declaration").prefetch_related("clauses")
        words = self.entered.get("q", "").split()[:8]
        near = {one.pk for one in self.at_hand}
        if words:
            for word in words:
                rows = rows.filter(Q(text__icontains=word) | Q(ref=word.lower()))
            found = list(rows.filter(declaration__in=near)[:MOST_CLAIMS])
            if len(found) < MOST_CLAIMS:
                rest = rows.exclude(declaration__in=near).order_by("-pk")
                found += rest[: MOST_CLAIMS - len(found)]
        else:
            likely = {one.clause.pk for one in self.suggestions}
            mine = rows.filter(declaration__in=near).order_by("position", "ref")[:200]
            ranked = sorted(mine, key=lambda one: self.likelihood(one, likely))
            found = ranked[:MOST_CLAIMS]
        if self.claim and self.claim not in found:
            found.insert(0, self.claim)
        return found

    @staticmethod
    def likelihood(claim: Claim, clauses: set[int]) -> int:
        """Return 0 for claims on suggested clauses, 1 for others: an order, not a choice."""
        return 0 if any(one.pk in clauses for one in claim.clauses.all()) else 1

    @cached_property
    def suggestions(self) -> list[Suggestion]:
        """Return the clauses that the passage may be about, without those that were rejected."""
        if self.quoted is None:
            return []
        span = self.quoted.span
        touched = [one for one in self.paragraphs if one.start < span.end and one.end > span.start]
        context = self.page.text.raw[touched[0].start : touched[-1].end] if touched else ""
        return suggest(
            self.quoted.words,
            self.source.language,
            context=context,
            declarations=[one.pk for one in self.at_hand],
        )

    @property
    def offers(self) -> list[dict[str, Any]]:
        """Return the suggestions with what was said to each; those skipped come last."""
        told = []
        for one in self.suggestions:
            value = f"{one.clause.declaration.slug}#{one.clause.label}"
            state = "accepted" if self.is_chosen(one.clause) else ""
            if value in self.entered.get("rejected", []):
                state = "rejected"
            skipped = value in self.entered.get("skipped", [])
            told.append({"value": value, "suggestion": one, "state": state, "skipped": skipped})
        return sorted(told, key=lambda offer: offer["skipped"])

    def is_chosen(self, clause: Clause) -> bool:
        declaration = self.entered.get("declaration")
        if self.claim:
            declaration = self.claim.declaration.slug
        return clause.declaration.slug == declaration and clause.label in self.labels

    @property
    def labels(self) -> list[str]:
        """Return the labels of the clauses that were entered."""
        return self.entered.get("clauses", "").replace(",", " ").split()

    @property
    def copied(self) -> str:
        """Return the words in a row that a new claim has from the source; "" if it is our own."""
        own_words = self.entered.get("new_claim", "")
        return copied(own_words, self.page.text) if own_words and self.snapshot else ""

    # The official text beside the article

    @cached_property
    def versions(self) -> list[LanguageVersion]:
        """Return the language versions that can be opened beside the article."""
        rows = LanguageVersion.objects.filter(declaration__in=[one.pk for one in self.at_hand])
        return list(
            rows.select_related("declaration", "source").order_by(
                "declaration", "status", "language"
            )
        )

    @cached_property
    def official(self) -> LanguageVersion | None:
        chosen = self.entered.get("official", "")
        return next((one for one in self.versions if name_of(one) == chosen), None)

    @cached_property
    def official_texts(self) -> list[ClauseText]:
        if self.official is None:
            return []
        texts = self.official.texts.exclude(text="").select_related("clause")
        return list(texts.order_by("clause__position"))


def name_of(version: LanguageVersion) -> str:
    """Return how a form names a language version: “two-lakes-2031/fr”."""
    return f"{version.declaration.slug}/{version.language}"


# Saving


@dataclass
class Saved:
    """What came of saving: the evidence, or the errors by field."""

    evidence: Evidence | None = None
    claim: Claim | None = None
    errors: dict[str, list[str]] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


class _Failed(Exception):  # noqa: N818 -- it ends a transaction
    pass


def save_evidence(request: HttpRequest, bench: Bench) -> Saved:
    """Save what was entered as a draft, with its claim, through the forms of the admin, or nothing.

    Everything is in one transaction and in the history of each object.
    """
    saved = Saved()
    if bench.quoted is None:
        text = _("Choose the words first: they must stand in one place of the text.")
        saved.errors["quote"] = [text]
    if not bench.entered.get("claim") and not bench.entered.get("new_claim"):
        saved.errors["claim"] = [_("Choose a claim, or write a new one.")]
    elif bench.entered.get("claim", "new") != "new" and bench.entered.get("new_claim"):
        text = _("You chose a claim and wrote another: choose “A new claim”, or empty its words.")
        saved.errors["claim"] = [text]
    if not bench.entered.get("stance"):
        saved.errors["stance"] = [_("Say how the passage stands to the claim.")]
    elif bench.entered["stance"] not in STANCES:
        saved.errors["stance"] = [_("Choose one of the stances shown.")]
    elif bench.entered["stance"] != Stance.SUPPORTS and not bench.entered.get("note"):
        saved.errors["note"] = [_("Say why: a note is required unless it supports.")]
    if saved.errors:
        return saved
    try:
        with transaction.atomic():
            saved.claim = claim_of(request, bench, saved)
            saved.evidence = evidence_of(request, bench, saved)
    except _Failed:
        saved.evidence = saved.claim = None
    return saved


def claim_of(request: HttpRequest, bench: Bench, saved: Saved) -> Claim:
    """Return the claim chosen, or make it; its clauses are those it had and those entered."""
    desk = admin.site.get_model_admin(Claim)
    is_new = bench.entered.get("claim", "new") == "new"
    if not is_new and bench.claim is None:
        fail(saved, "claim", [_("There is no such claim.")])
    declaration = bench.claim.declaration if bench.claim else None
    if is_new:
        slug = bench.entered.get("declaration", "")
        declaration = Declaration.objects.filter(slug=slug).first()
        if declaration is None:
            fail(saved, "declaration", [_("Choose the declaration that the claim is about.")])
    clauses = list(Clause.objects.filter(declaration=declaration, label__in=bench.labels))
    if missing := sorted({*bench.labels} - {one.label for one in clauses}):
        told = {"declaration": declaration, "labels": ", ".join(missing)}
        text = _("“%(declaration)s” has no clause %(labels)s.") % told
        fail(saved, "clauses", [text])
    if bench.claim:
        more = [one for one in clauses if one not in bench.claim.clauses.all()]
        if more:
            if not desk.has_change_permission(request, bench.claim):
                fail(saved, "clauses", [_("You may not change this claim.")])
            bench.claim.clauses.add(*more)
            names = ", ".join(one.name for one in more)
            desk.log_change(request, bench.claim, f"Clauses added at the workbench: {names}.")
        return bench.claim
    if not desk.has_add_permission(request):
        fail(saved, "new_claim", [_("You may not add claims.")])
    fields = ["declaration", "clauses", "text", "kind"]
    form = modelform_factory(Claim, form=ClaimForm, fields=fields)(
        {
            "declaration": declaration and declaration.pk,
            "clauses": [one.pk for one in clauses],
            "text": bench.entered.get("new_claim", ""),
            "kind": bench.entered.get("kind") or Claim.Kind.STATEMENT,
        }
    )
    check(form, saved, {"text": "new_claim"})
    claim: Claim = form.save()
    desk.log_addition(request, claim, f"Added at the workbench of “{bench.source}”.")
    return claim


def evidence_of(request: HttpRequest, bench: Bench, saved: Saved) -> Evidence:
    desk = admin.site.get_model_admin(Evidence)
    if not desk.has_add_permission(request):
        fail(saved, "quote", [_("You may not add evidence.")])
    fields = ["claim", "source", "locator", "stance", "note", "checked_by", "checked_on", "status"]
    form = modelform_factory(Evidence, form=EvidenceForm, fields=fields)(
        {
            "claim": saved.claim and saved.claim.pk,
            "source": bench.source.pk,
            "locator": bench.quoted and bench.quoted.locator,
            "status": "draft",
        }
        | {name: bench.entered.get(name, "") for name in fields[3:7]}
    )
    check(form, saved, {"locator": "quote", "source": "quote"})
    evidence: Evidence = form.save()
    desk.log_addition(request, evidence, f"Added at the workbench of “{bench.source}”.")
    return evidence


def check(form: BaseForm, saved: Saved, names: Mapping[str, str]) -> None:
    """Take over the errors of a form under the names that the workbench has for its fields."""
    if form.is_valid():
        return
    for name, errors in form.errors.items():
        saved.errors.setdefault(names.get(name, name), []).extend(map(str, errors))
    raise _Failed


def fail(saved: Saved, name: str, errors: list[str]) -> None:
    saved.errors[name] = errors
    raise _Failed


def begin(curator: AbstractBaseUser, source: Source) -> EvidenceDraft:
    """Return what this curator is writing at this source; nothing yet, if he begins."""
    return EvidenceDraft.objects.get_or_create(curator=curator, source=source)[0]


def defaults(curator: Any, today: date) -> Entered:
    """Return what stands in the form before anything is entered."""
    return {
        "checked_by": (curator.get_full_name() or curator.get_username())[:100],
        "checked_on": today.isoformat(),
        "kind": Claim.Kind.STATEMENT.value,
    }
