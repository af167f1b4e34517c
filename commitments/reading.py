"""How texts and facts are laid out for reading: side by side, or with their passages marked.

How much of a source is shown follows its rights. The cutting itself is `sources.highlighting`.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from commitments.fidelity import WORST_FIRST
from commitments.models import Clause, ClauseText, Evidence, Fact, LanguageVersion
from sources.directives import link_to
from sources.highlighting import Block, Gap, Mark, excerpts, lay_out
from sources.models import Paragraph, Snapshot, Source
from sources.text import Span

# Blocks that are no part of the article. They are shown all the same where evidence stands in them.
FURNITURE = (Paragraph.Role.BOILERPLATE, Paragraph.Role.OTHER_WORK)

# Particulars that can have one value only, so that two values mean that sources disagree.
SINGLE_VALUED = {
    Fact.Property.DATE,
    Fact.Property.PLACE,
    Fact.Property.PARTIES,
    Fact.Property.CLAUSES,
    Fact.Property.LEGAL_STATUS,
    Fact.Property.VOTE,
}


@dataclass(frozen=True, slots=True)
class ShownParagraph:
    """A paragraph, or what may be shown of it; the pieces concatenate to the source's words."""

    paragraph: Paragraph
    pieces: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """What is shown of one snapshot, and how many blocks of the page are left out, by role."""

    snapshot: Snapshot
    blocks: list[ShownParagraph | Gap]
    is_excerpt: bool
    boilerplate: int
    other_work: int


@dataclass(frozen=True, slots=True)
class Particular:
    """One particular of a declaration, with everything that is said about it."""

    label: str
    facts: list[Fact]
    disputed: bool


@dataclass(frozen=True, slots=True)
class Column:
    """One language version of a clause; `text` is None where no words of it are held."""

    version: LanguageVersion
    text: ClauseText | None

    @property
    def held(self) -> bool:
        return self.text is not None


def chosen_versions(
    versions: Sequence[LanguageVersion], wanted: Iterable[str]
) -> list[LanguageVersion]:
    """Return the versions to show: those in the languages asked for, else all that have clauses.

    `wanted` holds language tags, singly or with commas between them; unknown ones are ignored.
    `versions` come from `LanguageVersionQuerySet.with_holdings()`.
    """
    tags = {tag.strip() for value in wanted for tag in value.split(",")}
    chosen = [version for version in versions if version.language in tags]
    return chosen or [version for version in versions if version.expected]


def columns(clause: Clause, versions: Sequence[LanguageVersion]) -> list[Column]:
    """Return the clause in each of the versions, in their order."""
    texts = {text.version_id: text for text in clause.texts.all() if text.text}
    return [Column(version, texts.get(version.pk)) for version in versions]


def particulars(facts: Iterable[Fact]) -> list[Particular]:
    """Group facts by what they are about; disputed are two values for one thing at one time."""
    groups: dict[str, list[Fact]] = {}
    for fact in facts:
        groups.setdefault(fact.property, []).append(fact)
    return [
        Particular(
            Fact.Property(name).label,
            group,
            name in SINGLE_VALUED
            and len({fact.value for fact in group}) > len({fact.as_of for fact in group}),
        )
        for name, group in groups.items()
    ]


def number_in_text_order(evidence: Sequence[Evidence], snapshot: Snapshot | None) -> list[Evidence]:
    """Return the evidence that stands in this snapshot, in text order, with `number` from 1.

    Each carries a `verdict` too: the stance that the official text takes on its claim, the worst
    of several, or "" where nobody has checked. In an official text that is its own stance.
    `evidence` comes from `EvidenceQuerySet.for_source_page()`.
    """
    here = [one for one in evidence if snapshot is not None and one.snapshot_id == snapshot.pk]
    here.sort(key=lambda one: (one.start, one.end, one.ref))
    for number, one in enumerate(here, 1):
        one.number = number
        checks = [one] if one.source.is_official else one.claim.checks
        one.verdict = min((check.stance for check in checks), key=WORST_FIRST.index, default="")
    return here


def read_article(snapshot: Snapshot, evidence: Sequence[Evidence], *, whole: bool) -> Article:
    """Lay out a snapshot with these passages of it marked: all of it, or excerpts around them."""
    marks = [Mark(one, one.start, one.end) for one in evidence]
    everything = list(snapshot.paragraphs.all())
    shown = [one for one in everything if one.role not in FURNITURE or _is_marked(one, marks)]
    left_out = Counter(one.role for one in everything if one not in shown)
    spans = [Span(one.start, one.end) for one in shown]
    only = None if whole else excerpts(snapshot.text, spans, marks)
    return Article(
        snapshot=snapshot,
        blocks=[
            ShownParagraph(shown[item.index], item.pieces) if isinstance(item, Block) else item
            for item in lay_out(snapshot.text, spans, marks, only=only)
        ],
        is_excerpt=not whole,
        boilerplate=left_out[Paragraph.Role.BOILERPLATE],
        other_work=left_out[Paragraph.Role.OTHER_WORK],
    )


def read_context(evidence: Evidence) -> list[ShownParagraph | Gap]:
    """Return the passage of one piece of evidence with the sentences around it."""
    article = read_article(evidence.snapshot, [evidence], whole=False)
    return [block for block in article.blocks if not isinstance(block, Gap)]


def live_address(source: Source, locator: str) -> str:
    """Return a link that opens the page that was read at the passage, or "" without an address."""
    address = source.url or source.original_url
    if not address:
        return ""
    return link_to(address, locator)


def _is_marked(paragraph: Paragraph, marks: Sequence[Mark[Evidence]]) -> bool:
    return any(mark.start < paragraph.end and mark.end > paragraph.start for mark in marks)
