"""What waits for a curator: lists of the admin, with how many stand on each.

Each list is a page of the admin with its filters set. Its number is counted by the same condition,
so what the front page promises is what the list shows.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.contrib.admin import AdminSite
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commitments.models import Claim, Clause, ClauseText, CoverageCheck, Declaration, Evidence
from sources.models import Passage, Snapshot, Source
from sources.passages import FAILED
from sources.publication import Status

State = Passage.State
OFFICIAL = Q(source__kind=Source.Kind.OFFICIAL_TEXT)


class Waiting(NamedTuple):
    """One list: what stands on it, the filters that make it, and the condition they stand for."""

    title: Any
    model: type[Model]
    filters: dict[str, str]
    condition: Q


class WorkList(NamedTuple):
    """One list as shown: its title, how many wait, and where they are."""

    title: str
    count: int
    url: str


def of(rows: QuerySet[Any], field: str) -> Exists:
    """Return the condition that a row has some of these."""
    return Exists(rows.filter(**{field: OuterRef("pk")}))


HAS_TEXT = Q(of(Snapshot.objects.all(), "source"))
READS = Q(of(Evidence.objects.all(), "source"))
CHECKED = Q(of(CoverageCheck.objects.all(), "source"))
CLAUSE_HAS_TEXT = Q(of(ClauseText.objects.exclude(text=""), "clause"))
HAS_EVIDENCE = Q(of(Evidence.objects.all(), "claim"))
HAS_OFFICIAL = Q(of(Evidence.objects.filter(OFFICIAL), "claim"))

LISTS: list[tuple[Any, list[Waiting]]] = [
    (
        _("Passages to look at"),
        [
            Waiting(
                _("Evidence that does not resolve"),
                Evidence,
                {"resolves": "no"},
                Q(state__in=FAILED),
            ),
            Waiting(
                _("Evidence whose source has changed since"),
                Evidence,
                {"resolves": "drifted"},
                Q(state__in=[State.MOVED, State.CHANGED]),
            ),
            Waiting(
                _("Evidence whose source is gone or cannot be read"),
                Evidence,
                {"resolves": "lost"},
                Q(state__in=[State.GONE, State.UNREACHABLE]),
            ),
            Waiting(
                _("Clause texts that do not resolve"),
                ClauseText,
                {"resolves": "no"},
                Q(state__in=FAILED),
            ),
            Waiting(
                _("Clause texts whose source has changed since"),
                ClauseText,
                {"resolves": "drifted"},
                Q(state__in=[State.MOVED, State.CHANGED]),
            ),
        ],
    ),
    (
        _("What is missing"),
        [
            Waiting(_("Sources without text"), Source, {"held": "no"}, ~HAS_TEXT),
            Waiting(_("Clauses without text"), Clause, {"held": "no"}, ~CLAUSE_HAS_TEXT),
            Waiting(
                _("Sources that report and were not checked for silence"),
                Source,
                {"silence": "no"},
                READS & ~CHECKED & ~Q(kind=Source.Kind.OFFICIAL_TEXT),
            ),
            Waiting(_("Claims without evidence"), Claim, {"checked": "no"}, ~HAS_EVIDENCE),
            Waiting(
                _("Claims not checked against an official text"),
                Claim,
                {"checked": "reports"},
                HAS_EVIDENCE & ~HAS_OFFICIAL,
            ),
        ],
    ),
    (
        _("Waiting to be finished"),
        [
            Waiting(title, model, {"status__exact": status}, Q(status=status))
            for title, model, status in (
                (_("Drafts of sources"), Source, Status.DRAFT),
                (_("Drafts of declarations"), Declaration, Status.DRAFT),
                (_("Drafts of claims"), Claim, Status.DRAFT),
                (_("Drafts of evidence"), Evidence, Status.DRAFT),
                (_("Claims in review"), Claim, Status.IN_REVIEW),
                (_("Evidence in review"), Evidence, Status.IN_REVIEW),
            )
        ],
    ),
]


def work_lists(site: AdminSite, request: HttpRequest) -> Iterator[tuple[str, list[WorkList]]]:
    """Yield the lists that this curator may see, by heading; one query for each."""
    for heading, lists in LISTS:
        shown = [
            WorkList(
                title=str(one.title),
                count=one.model._default_manager.filter(one.condition).count(),
                url=f"{address(one.model)}?{urlencode(one.filters)}",
            )
            for one in lists
            if site.get_model_admin(one.model).has_view_permission(request)
        ]
        if shown:
            yield str(heading), shown


def address(model: type[Model]) -> str:
    """Return where the admin lists the rows of a model."""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
