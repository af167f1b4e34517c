"""What can be found: each kind of thing with its texts, and what it can be narrowed by.

One function for each kind reads many things with a few queries and yields an entry for each that is
public; what is not public has none. Of a source's words only those are here that its page shows to
everybody.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Model, OuterRef, Q, QuerySet, Subquery

from commitments.models import (
    Claim,
    Clause,
    ClauseText,
    Commitment,
    Declaration,
    Evidence,
    LanguageVersion,
    Participation,
)
from commitments.reading import Article, read_article
from govkb.search.words import Text
from sources.highlighting import Gap
from sources.models import Paragraph, Snapshot, Source
from sources.publication import Status

# In the order in which things of one day stand when nothing else decides.
KINDS = ("declarations", "claims", "clauses", "commitments", "sources", "passages")

# The letters of facets: what an entry can be narrowed by.
TYPE, LANGUAGE, DECLARATION, PARTY, TOPIC, YEAR, STANCE, SOURCE_KIND, SOURCE = "tldpoysku"

FIRST_DAY = date(1800, 1, 1).toordinal()
DAY_BITS, KIND_BITS, PLACE_BITS, HASH_BITS = 17, 3, 11, 32  # 63, so that it is a positive bigint


@dataclass(slots=True)
class Entry:
    """One thing that can be found. `name` is its public name, unique in its kind."""

    kind: str
    object_id: int
    name: str
    day: date | None
    place: int
    texts: list[Text] = field(default_factory=list)
    facets: list[tuple[str, str]] = field(default_factory=list)

    @property
    def key(self) -> int:
        """Return its place in the static order: newest first, then kind, place and chance.

        Made of public names only, so that every database has the same order.
        """
        days = 0 if self.day is None else self.day.toordinal() - FIRST_DAY
        before = (1 << DAY_BITS) - 1 - max(0, min(days, (1 << DAY_BITS) - 1))
        digest = hashlib.blake2b(f"{self.kind} {self.name}".encode(), digest_size=4).digest()
        place = max(0, min(self.place, (1 << PLACE_BITS) - 1))
        key = before << KIND_BITS | KINDS.index(self.kind)
        return (key << PLACE_BITS | place) << HASH_BITS | int.from_bytes(digest, "big")

    @property
    def facet_lexemes(self) -> list[str]:
        """Return its facets as the index has them: “t:claims”, “l:zh-hans”; each once."""
        year = [(YEAR, str(self.day.year))] if self.day else []
        several = [(TYPE, self.kind), *self.facets, *year]
        return list(dict.fromkeys(facet(letter, value) for letter, value in several if value))

    def say(self, words: str | None, language: str = "en", *, primary: bool = True) -> None:
        """Add a text, unless it is empty."""
        if words and words.strip():
            self.texts.append(Text(words, language, primary))


def facet(letter: str, value: str) -> str:
    return f"{letter}:{value.lower()}"


def build(kind: str, keys: Collection[int]) -> Iterator[Entry]:
    """Yield the entries of the public ones among these things, which are of one kind."""
    return BUILDERS[kind](keys)


def every_key(kind: str) -> QuerySet[Any]:
    """Return the keys of all things of a kind, public or not."""
    return MODELS[kind]._default_manager.order_by("pk").values_list("pk", flat=True)


def grouped(rows: Iterable[tuple[Any, Any]]) -> dict[Any, list[Any]]:
    """Return pairs as lists of the second by the first."""
    found: dict[Any, list[Any]] = defaultdict(list)
    for key, value in rows:
        found[key].append(value)
    return found


def declarations(keys: Collection[int]) -> Iterator[Entry]:
    versions = grouped(
        (row[0], row[1:])
        for row in LanguageVersion.objects.filter(declaration__in=keys)
        .order_by("status", "language")
        .values_list("declaration", "title", "language")
    )
    parties = _parties(keys)
    topics = _topics(Declaration.topics.through.objects, "declaration", keys)
    for one in Declaration.objects.published().filter(pk__in=keys):
        entry = Entry("declarations", one.pk, one.slug, one.adopted_on, 0)
        entry.say(one.title)
        if one.short_title != one.title:
            entry.say(one.short_title)
        for title, language in versions[one.pk]:
            if title != one.title:
                entry.say(title, language)
        entry.say(one.summary, primary=False)
        entry.say(one.place, "", primary=False)
        entry.say(", ".join(name for _slug, name in parties[one.pk]), "", primary=False)
        entry.say(", ".join(label for _slug, label in topics[one.pk]), primary=False)
        entry.facets = [
            (DECLARATION, one.slug),
            (LANGUAGE, "en"),
            *((LANGUAGE, language) for _title, language in versions[one.pk]),
            *((PARTY, slug) for slug, _name in parties[one.pk]),
            *((TOPIC, slug) for slug, _label in topics[one.pk]),
        ]
        yield entry


def clauses(keys: Collection[int]) -> Iterator[Entry]:
    rows = list(
        Clause.objects.published()
        .filter(pk__in=keys)
        .order_by()
        .values_list("pk", "label", "position", "heading", "note", "declaration_id")
    )
    around = _declarations({row[-1] for row in rows})
    topics = _topics(Clause.topics.through.objects, "clause", keys)
    texts = grouped(
        (row[0], row[1:])
        for row in ClauseText.objects.filter(clause__in=keys)
        .exclude(text="")
        .order_by("version__status", "version__language")
        .values_list("clause", "text", "version__language")
    )
    for pk, label, position, heading, note, declaration in rows:
        slug, day, parties = around[declaration]
        entry = Entry("clauses", pk, f"{slug} {label}", day, position)
        for text, language in texts[pk]:
            entry.say(text, language)
        entry.say(heading)
        entry.say(note, primary=False)
        entry.say(", ".join(name for _slug, name in topics[pk]), primary=False)
        entry.facets = [
            (DECLARATION, slug),
            *((LANGUAGE, language) for _text, language in texts[pk]),
            *((PARTY, party) for party in parties),
            *((TOPIC, topic) for topic, _label in topics[pk]),
        ]
        yield entry


def commitments(keys: Collection[int]) -> Iterator[Entry]:
    rows = list(Commitment.objects.published().filter(pk__in=keys).select_related("clause"))
    around = _declarations({one.clause.declaration_id for one in rows})
    authentic = dict(
        LanguageVersion.objects.filter(declaration__in=around, status="authentic")
        .order_by("-language")
        .values_list("declaration", "language")
    )
    topics = _topics(Commitment.topics.through.objects, "commitment", keys)
    actors = grouped(
        (row[0], row[1:])
        for row in Commitment.actors.through.objects.filter(commitment__in=keys)
        .order_by("party__name")
        .values_list("commitment", "party__slug", "party__name")
    )
    for one in rows:
        slug, day, _parties = around[one.clause.declaration_id]
        entry = Entry("commitments", one.pk, one.ref, day, one.clause.position)
        language = authentic.get(one.clause.declaration_id, "")
        own = " · ".join(filter(None, [one.action, one.purpose, one.beneficiary, one.occasion]))
        entry.say(own)
        entry.say(one.operative_words, language, primary=False)
        entry.say(", ".join(name for _slug, name in actors[one.pk]), "", primary=False)
        entry.facets = [
            (DECLARATION, slug),
            (LANGUAGE, "en"),
            *((PARTY, party) for party, _name in actors[one.pk]),
            *((TOPIC, topic) for topic, _label in topics[one.pk]),
        ]
        yield entry


def claims(keys: Collection[int]) -> Iterator[Entry]:
    rows = list(
        Claim.objects.published()
        .filter(pk__in=keys)
        .order_by()
        .values_list("pk", "ref", "position", "text", "note", "declaration_id")
    )
    around = _declarations({row[-1] for row in rows})
    topics = grouped(
        Claim.clauses.through.objects.filter(claim__in=keys, clause__topics__isnull=False)
        .order_by("clause__topics__slug")
        .values_list("claim", "clause__topics__slug")
        .distinct()
    )
    evidence: dict[int, list[Evidence]] = defaultdict(list)
    for one in Evidence.objects.published().for_list().filter(claim__in=keys):
        evidence[one.claim_id].append(one)
    for pk, ref, position, text, note, declaration in rows:
        slug, day, parties = around[declaration]
        entry = Entry("claims", pk, ref, day, position)
        entry.say(text)
        entry.say(note, primary=False)
        entry.facets = [(DECLARATION, slug), (LANGUAGE, "en")]
        for one in evidence[pk]:
            if one.quote and one.source.rights != Source.Rights.LINK:
                entry.say(one.quote, one.source.language, primary=False)
                entry.facets.append((LANGUAGE, one.source.language))
            entry.say(one.note, primary=False)
            entry.facets += [
                (STANCE, one.stance),
                (SOURCE_KIND, one.source.kind),
                (SOURCE, one.source.slug),
            ]
        entry.facets += [(PARTY, party) for party in parties]
        entry.facets += [(TOPIC, topic) for topic in topics[pk]]
        yield entry


def sources(keys: Collection[int]) -> Iterator[Entry]:
    about = _declarations_of_sources(keys)
    rows = Source.objects.published().filter(pk__in=keys)
    for one in rows.select_related("publisher", "republisher"):
        entry = Entry("sources", one.pk, one.slug, one.published_on, 0)
        entry.say(one.title, one.language)
        entry.say(one.publisher.name, "")
        entry.say(one.republisher and one.republisher.name, "")
        entry.say(one.author, "")
        entry.facets = _facets_of_source(one, about[one.pk])
        yield entry


def passages(keys: Collection[int]) -> Iterator[Entry]:
    """Yield the shown paragraphs among these, each with the words that its page shows of it."""
    wanted = set(keys)
    of_them = Paragraph.objects.filter(pk__in=keys).order_by().values_list("snapshot__source")
    for source, about, article, evidence in shown_articles(of_them):
        for block in article.blocks:
            if isinstance(block, Gap) or block.paragraph.pk not in wanted:
                continue
            paragraph = block.paragraph
            name = f"{source.slug} {paragraph.number}"
            entry = Entry("passages", paragraph.pk, name, source.published_on, paragraph.number)
            words = "".join("\n…\n" if isinstance(one, Gap) else one.text for one in block.pieces)
            entry.say(words, source.language)
            entry.facets = [
                *_facets_of_source(source, about),
                *(
                    (STANCE, one.stance)
                    for one in evidence
                    if one.start < paragraph.end and one.end > paragraph.start
                ),
            ]
            yield entry


def shown_articles(
    keys: Any,
) -> Iterator[tuple[Source, list[str], Article, list[Evidence]]]:
    """Yield what everybody may read of sources: the newest text, and the evidence in it.

    With each source come the slugs of the declarations that it is about.
    """
    newest = Snapshot.objects.filter(source=OuterRef("source")).order_by("-number")
    rows = Snapshot.objects.filter(
        source__in=keys,
        source__status=Status.PUBLISHED,
        number=Subquery(newest.values("number")[:1]),
    ).exclude(source__rights=Source.Rights.LINK)
    snapshots = list(
        rows.order_by("source__slug").select_related("source").prefetch_related("paragraphs")
    )
    evidence = grouped(
        (one.snapshot_id, one)
        for one in Evidence.objects.published()
        .filter(snapshot__in=[one.pk for one in snapshots])
        .order_by("start", "ref")
    )
    about = _declarations_of_sources([one.source_id for one in snapshots])
    for snapshot in snapshots:
        source, here = snapshot.source, evidence[snapshot.pk]
        article = read_article(snapshot, here, whole=source.rights == Source.Rights.FULL)
        yield source, about[source.pk], article, here


def _declarations(keys: Collection[int]) -> dict[int, tuple[str, date | None, list[str]]]:
    """Return slug, date and parties of declarations."""
    parties = _parties(keys)
    return {
        pk: (slug, day, [party for party, _name in parties[pk]])
        for pk, slug, day in Declaration.objects.filter(pk__in=keys).values_list(
            "pk", "slug", "adopted_on"
        )
    }


def _parties(keys: Collection[int]) -> dict[int, list[tuple[str, str]]]:
    rows = Participation.objects.filter(declaration__in=keys).exclude(role="not_party")
    rows = rows.order_by("party__name")
    return grouped(
        (row[0], row[1:]) for row in rows.values_list("declaration", "party__slug", "party__name")
    )


def _topics(through: Any, owner: str, keys: Collection[int]) -> dict[int, list[tuple[str, str]]]:
    rows = through.filter(**{f"{owner}__in": keys}).order_by("topic__slug")
    return grouped(
        (row[0], row[1:]) for row in rows.values_list(owner, "topic__slug", "topic__label")
    )


def _declarations_of_sources(keys: Collection[int]) -> dict[int, list[str]]:
    """Return the slugs of the declarations whose text a source is, or that it is evidence on."""
    official = (
        LanguageVersion.objects.filter(source__in=keys, declaration__status=Status.PUBLISHED)
        .order_by("declaration__slug")
        .values_list("source", "declaration__slug")
    )
    evidence = (
        Evidence.objects.published()
        .filter(source__in=keys)
        .order_by("claim__declaration__slug")
        .values_list("source", "claim__declaration__slug")
        .distinct()
    )
    return grouped([*official, *evidence])


def _facets_of_source(source: Source, about: Iterable[str]) -> list[tuple[str, str]]:
    return [
        (SOURCE, source.slug),
        (SOURCE_KIND, source.kind),
        (LANGUAGE, source.language),
        *((DECLARATION, slug) for slug in about),
    ]


BUILDERS: dict[str, Callable[[Collection[int]], Iterator[Entry]]] = {
    "declarations": declarations,
    "claims": claims,
    "clauses": clauses,
    "commitments": commitments,
    "sources": sources,
    "passages": passages,
}
MODELS: dict[str, type[Model]] = {
    "declarations": Declaration,
    "claims": Claim,
    "clauses": Clause,
    "commitments": Commitment,
    "sources": Source,
    "passages": Paragraph,
}


# What a change reaches: kinds of change that are no kinds of entries lead to entries


def reach(kind: str, keys: Collection[int]) -> dict[str, set[int]]:
    """Return the entries, by kind, whose content may depend on these things."""
    if kind in BUILDERS:
        return {kind: set(keys)}
    found: dict[str, set[int]] = defaultdict(set)

    def add(kind: str, rows: QuerySet[Any]) -> None:
        found[kind].update(rows.order_by().values_list("pk", flat=True))

    match kind:
        case "declaration":
            found["declarations"].update(keys)
            add("clauses", Clause.objects.filter(declaration__in=keys))
            add("commitments", Commitment.objects.filter(clause__declaration__in=keys))
            add("claims", Claim.objects.filter(declaration__in=keys))
            of_it = Q(versions__declaration__in=keys) | Q(evidence__claim__declaration__in=keys)
            add("sources", Source.objects.filter(of_it).distinct())
            _merge(found, _passages_of(found["sources"]))
        case "clause":
            found["clauses"].update(keys)
            add("commitments", Commitment.objects.filter(clause__in=keys))
            add("claims", Claim.objects.filter(clauses__in=keys))
        case "party":
            around = Participation.objects.filter(party__in=keys).values_list("declaration")
            _merge(found, reach("declaration", [pk for (pk,) in around]))
            add("commitments", Commitment.objects.filter(actors__in=keys))
        case "topic":
            add("declarations", Declaration.objects.filter(topics__in=keys))
            add("clauses", Clause.objects.filter(topics__in=keys))
            add("commitments", Commitment.objects.filter(topics__in=keys))
            add("claims", Claim.objects.filter(clauses__topics__in=keys))
        case "publisher":
            add("sources", Source.objects.filter(Q(publisher__in=keys) | Q(republisher__in=keys)))
        case "source":
            found["sources"].update(keys)
            add("claims", Claim.objects.filter(evidence__source__in=keys))
            _merge(found, _passages_of(keys))
        case "snapshot":
            around = Snapshot.objects.filter(pk__in=keys).values_list("source", flat=True)
            _merge(found, _passages_of(set(around)))
        case _:
            raise ValueError(f"Nothing is known of changes of “{kind}”.")
    return found


def _passages_of(sources: Collection[int]) -> dict[str, set[int]]:
    rows = Paragraph.objects.filter(snapshot__source__in=sources).order_by()
    return {"passages": set(rows.values_list("pk", flat=True))}


def _merge(found: dict[str, set[int]], more: dict[str, set[int]]) -> None:
    for kind, keys in more.items():
        found[kind].update(keys)
