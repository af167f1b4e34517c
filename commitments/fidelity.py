"""Which source reports which clause, and how faithfully.

Nothing here is stored: a cell is derived from published evidence and from coverage checks, so it
cannot contradict them. "Not reported" always rests on somebody's check; where nobody looked, the
cell says "not checked".
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from commitments.models import Clause, CoverageCheck, Declaration, Evidence, Stance
from sources.models import Source

# Who makes a claim is shown by these; one who distorts or contradicts it says something else.
MAKING = {Stance.SUPPORTS, Stance.PARTIALLY_SUPPORTS}

WORST_FIRST = [
    Stance.CONTRADICTS,
    Stance.DISTORTS,
    Stance.NOT_MENTIONED,
    Stance.PARTIALLY_SUPPORTS,
    Stance.SUPPORTS,
]


class Coverage(models.TextChoices):
    """Whether a source reports a clause."""

    REPORTED = "reported", _("Reported")
    NOT_REPORTED = "not_reported", _("Not reported")
    NOT_CHECKED = "not_checked", _("Not checked")


@dataclass(frozen=True, slots=True)
class Cell:
    """What is known of one source and one clause.

    `evidence` holds the references of the source's passages on the clause. `stances` are those
    that official texts take on the claims which the source makes about the clause, each once,
    worst first; it is empty where nobody checked those claims against the text. `checked_by` and
    `checked_on` tell of the source's reading: its latest checked passage, or the coverage check.
    """

    source: Source
    status: Coverage = Coverage.NOT_CHECKED
    stances: tuple[Stance, ...] = ()
    evidence: tuple[str, ...] = ()
    checked_by: str = ""
    checked_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ClauseCoverage:
    """One row of the matrix: a clause, and a cell for every source that was looked at."""

    clause: Clause
    cells: tuple[Cell, ...] = field(default=())


def coverage(
    declaration: Declaration, clauses: Iterable[Clause] | None = None
) -> list[ClauseCoverage]:
    """Return the coverage of a declaration's clauses, in the order given, or of the document.

    Every row has the same cells: one for each published source, other than official texts, that
    has published evidence on a claim about the declaration or a coverage check on one of its
    clauses; by slug. Costs five queries however many clauses and sources there are, six without
    `clauses`.
    """
    if clauses is None:
        clauses = declaration.clauses.order_by("position")
    return coverage_of(clauses)


def coverage_of(clauses: Iterable[Clause]) -> list[ClauseCoverage]:
    """Return the coverage of clauses of any number of declarations, in the order given.

    Five queries, as `coverage`; the clauses must be of published declarations.
    """
    clauses = list(clauses)
    columns = _columns({clause.declaration_id for clause in clauses})
    passages = _passages(clauses)
    checks = {
        (check.clause_id, check.source_id): check
        for check in CoverageCheck.objects.filter(clause__in=[clause.pk for clause in clauses])
    }
    return [
        ClauseCoverage(
            clause,
            tuple(
                _cell(source, passages[clause.pk], checks.get((clause.pk, source.pk)))
                for source in columns[clause.declaration_id]
            ),
        )
        for clause in clauses
    ]


def number_of_cells(clauses: models.QuerySet[Clause]) -> int:
    """Return how many cells the coverage of these clauses has: four queries, and none is made."""
    numbers = dict(clauses.order_by().values_list("declaration").annotate(models.Count("pk")))
    pairs = _pairs(set(numbers))
    sources = set(_looked_at(pairs).values_list("pk", flat=True))
    return sum(numbers[declaration] for declaration, source in pairs if source in sources)


def _columns(declarations: set[int]) -> dict[int, list[Source]]:
    """Return the sources that were looked at for each declaration, by slug: three queries."""
    pairs = _pairs(declarations)
    columns: dict[int, list[Source]] = defaultdict(list)
    for source in _looked_at(pairs).select_related("publisher").order_by("slug"):
        for declaration in declarations:
            if (declaration, source.pk) in pairs:
                columns[declaration].append(source)
    return columns


def _looked_at(pairs: set[tuple[int, int]]) -> models.QuerySet[Source]:
    """Return the sources that may stand in the matrix: published, and not the text itself."""
    return (
        Source.objects.published()
        .filter(pk__in={source for _declaration, source in pairs})
        .exclude(kind=Source.Kind.OFFICIAL_TEXT)
    )


def _pairs(declarations: set[int]) -> set[tuple[int, int]]:
    """Return each declaration with each source that has evidence on it or was checked for it."""
    return set(
        Evidence.objects.published()
        .filter(claim__declaration__in=declarations)
        .exclude(source__kind=Source.Kind.OFFICIAL_TEXT)
        .order_by()
        .values_list("claim__declaration", "source")
        .distinct()
    ) | set(
        CoverageCheck.objects.filter(clause__declaration__in=declarations)
        .order_by()
        .values_list("clause__declaration", "source")
        .distinct()
    )


def _passages(clauses: list[Clause]) -> dict[int, list[dict[str, Any]]]:
    """Return the published evidence on the claims that concern each clause: one query."""
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    rows = (
        Evidence.objects.published()
        .filter(claim__clauses__in=[clause.pk for clause in clauses])
        .order_by("ref")
        .values(
            "ref",
            "stance",
            "source",
            "checked_by",
            "checked_on",
            "claim",
            kind=models.F("source__kind"),
            clause=models.F("claim__clauses"),
        )
    )
    for row in rows:
        found[row["clause"]].append(row)
    return found


def _cell(source: Source, passages: list[dict[str, Any]], check: CoverageCheck | None) -> Cell:
    """Derive one cell from the evidence on the clause, of all sources, and the check on both."""
    own = [
        row
        for row in passages
        if row["source"] == source.pk and row["stance"] != Stance.NOT_MENTIONED
    ]
    if own:
        claims = {row["claim"] for row in own if row["stance"] in MAKING}
        official = {
            row["stance"]
            for row in passages
            if row["kind"] == Source.Kind.OFFICIAL_TEXT and row["claim"] in claims
        }
        latest = max(own, key=lambda row: row["checked_on"] or date.min)
        return Cell(
            source,
            Coverage.REPORTED,
            stances=tuple(stance for stance in WORST_FIRST if stance in official),
            evidence=tuple(row["ref"] for row in own),
            checked_by=latest["checked_by"],
            checked_on=latest["checked_on"],
        )
    if check is not None:
        return Cell(
            source,
            Coverage.NOT_REPORTED,
            checked_by=check.checked_by,
            checked_on=check.checked_on,
            note=check.note,
        )
    return Cell(source)
