"""How well clauses are suggested: the passages that curators have placed, suggested anew.

Gold is the collection's own evidence: passages of sources that are not official texts, and the
clauses of their claims. One passage may bear several claims; any of their clauses is right.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from commitments.models import Clause, Evidence
from govkb.desk.suggesting import MOST, suggest
from sources.models import Paragraph, Source


@dataclass(slots=True)
class Case:
    """A passage, the clauses it is about, and what was suggested for it."""

    source: str
    words: str
    right: frozenset[Clause]
    suggested: list[Clause]

    @property
    def place(self) -> int:
        """Return the place of the first right suggestion, from 1; 0 if there is none."""
        hits = [n for n, one in enumerate(self.suggested, 1) if one in self.right]
        return hits[0] if hits else 0


@dataclass(slots=True)
class Table:
    """The cases, and how many passages were left out because they are about no clause."""

    cases: list[Case] = field(default_factory=list)
    without_clause: int = 0
    of_preamble: int = 0

    def share(self, first: int) -> float:
        """Return in how many of the cases a right clause is among the `first`, 0 to 1."""
        return share(self.cases, first)

    def rows(self) -> Iterator[str]:
        """Yield the table, a line for each source and one for all."""
        yield f"{'source':<40} {'passages':>8} {'first':>6} {'of ' + str(MOST):>6}"
        by_source = defaultdict(list)
        for case in self.cases:
            by_source[case.source].append(case)
        for name, cases in [*sorted(by_source.items()), ("all", self.cases)]:
            first, among = share(cases, 1), share(cases, MOST)
            yield f"{name[:40]:<40} {len(cases):>8} {first:>6.1%} {among:>6.1%}"
        yield (
            f"Left out: {self.of_preamble} passages about a preamble only, "
            f"{self.without_clause} whose claims are about no clause."
        )

    def misses(self) -> Iterator[str]:
        """Yield a line for each case in which a right clause is not the first."""
        for case in self.cases:
            if case.place != 1:
                right = ", ".join(sorted(one.name for one in case.right))
                got = ", ".join(one.name for one in case.suggested) or "nothing"
                yield f"{case.source}: “{case.words[:90]}” is {right}; suggested: {got}"


def share(cases: list[Case], first: int) -> float:
    return sum(0 < case.place <= first for case in cases) / len(cases) if cases else 0.0


def score() -> Table:
    """Suggest clauses for every placed passage of the collection, as the workbench would."""
    rows = (
        Evidence.objects.exclude(source__kind=Source.Kind.OFFICIAL_TEXT)
        .filter(snapshot__isnull=False)
        .select_related("source", "snapshot")
        .prefetch_related("claim__clauses__declaration")
        .order_by("source__slug", "start", "end", "ref")
    )
    passages: dict[tuple[int, int, int], list[Evidence]] = defaultdict(list)
    for one in rows:
        passages[one.snapshot_id, one.start, one.end].append(one)
    table = Table()
    for (snapshot, start, end), several in passages.items():
        clauses = frozenset(clause for one in several for clause in one.claim.clauses.all())
        if not clauses:
            table.without_clause += 1
        elif all(clause.kind == Clause.Kind.PREAMBLE for clause in clauses):
            table.of_preamble += 1
        else:
            evidence = several[0]
            text = evidence.snapshot.text
            found = suggest(
                text[start:end],
                evidence.source.language,
                context=context_of(snapshot, text, start, end),
            )
            suggested = [one.clause for one in found]
            table.cases.append(Case(evidence.source.slug, text[start:end], clauses, suggested))
    return table


def context_of(snapshot: int, text: str, start: int, end: int) -> str:
    """Return the words of the paragraphs that a passage touches."""
    touched = list(Paragraph.objects.filter(snapshot=snapshot, start__lt=end, end__gt=start))
    return (
        text[min(one.start for one in touched) : max(one.end for one in touched)] if touched else ""
    )
