"""The format of the seed files: which tables they hold, and what may stand in each.

It is written down once, as data, for whatever reads or writes such files. `seeds/README.md` says
the same in words; the meaning of each key is the help text of the model's field of that name.
"""

from dataclasses import dataclass, field
from functools import cached_property

from django.db import models

from commitments.models import (
    Claim,
    Clause,
    ClauseText,
    Commitment,
    CoverageCheck,
    Declaration,
    Evidence,
    Fact,
    FollowUp,
    LanguageVersion,
    Participation,
    Party,
    Relation,
    Topic,
    TopicMapping,
    VersionDifference,
    Vocabulary,
)
from sources.models import Publisher, Source
from sources.publication import Publishable


@dataclass(frozen=True, eq=False)
class Table:
    """One kind of table in the files, which becomes the rows of one model."""

    model: type[models.Model]
    # The fields that tell one row from all others, in the files and in the database.
    identity: tuple[str, ...]
    # The fields that a file may give. Whether one must be given, the model says.
    keys: tuple[str, ...]
    # The field that points to the row whose table stands around this one.
    parent: str = ""
    # Set to 1, 2, 3 … in the order of the file.
    counter: str = ""
    # The number that no two rows of one parent may share.
    ordinal: str = ""
    children: "dict[str, Table]" = field(default_factory=dict)
    # What stands in the file, where it is not the same as the fields.
    written: tuple[str, ...] = ()

    @cached_property
    def allowed(self) -> frozenset[str]:
        return frozenset((*(self.written or self.keys), *self.children))

    @cached_property
    def fields(self) -> dict[str, models.Field]:
        """Return the fields that are columns of the model and hold no reference."""
        return {
            name: found
            for name in self.keys
            if not (found := self.model._meta.get_field(name)).is_relation
        }

    @cached_property
    def references(self) -> dict[str, models.ForeignKey]:
        return {
            name: found
            for name in self.keys
            if isinstance(found := self.model._meta.get_field(name), models.ForeignKey)
        }

    @cached_property
    def sets(self) -> dict[str, models.ManyToManyField]:
        return {
            name: found
            for name in self.keys
            if isinstance(found := self.model._meta.get_field(name), models.ManyToManyField)
        }

    @property
    def is_publishable(self) -> bool:
        return issubclass(self.model, Publishable)


PUBLICATION = ("status", "withdrawn_reason")

PUBLISHER = Table(Publisher, ("slug",), ("slug", "name", "description", "url"))
PARTY = Table(Party, ("slug",), ("slug", "name", "kind", "code"))
MAPPING = Table(TopicMapping, ("topic", "target"), ("target", "match"), parent="topic")
TOPIC = Table(
    Topic,
    ("slug",),
    ("slug", "notation", "label", "broader"),
    parent="vocabulary",
    written=("slug", "notation", "label", "broader", *TopicMapping.Match.values),
)
VOCABULARY = Table(
    Vocabulary, ("slug",), ("slug", "title", "url", "note"), children={"topic": TOPIC}
)
COVERAGE = Table(
    CoverageCheck,
    ("source", "clause"),
    ("clause", "checked_by", "checked_on", "note"),
    parent="source",
    written=("declaration", "clauses", "checked_by", "checked_on", "note"),
)
SOURCE = Table(
    Source,
    ("slug",),
    (
        *("slug", "title", "title_note", "kind", "publisher", "author", "language"),
        *("published_on", "published_precision", "published_note"),
        *("url", "original_url", "archive_url"),
        *("republisher", "derived_from", "derivation_note", "reliability_note", "capture_note"),
        *("rights", "known_sha256"),
        *PUBLICATION,
    ),
    children={"coverage_check": COVERAGE},
)
PARTICIPATION = Table(
    Participation, ("declaration", "party"), ("party", "role", "note"), parent="declaration"
)
FACT = Table(
    Fact,
    ("declaration", "position"),
    ("property", "value", "as_of", "source_url", "basis", "confidence"),
    parent="declaration",
    counter="position",
)
VERSION = Table(
    LanguageVersion,
    ("declaration", "language", "status"),
    ("language", "status", "title", "url", "source", "note"),
    parent="declaration",
)
TEXT = Table(ClauseText, ("clause", "version"), ("version", "locator", "text"), parent="clause")
FOLLOW_UP = Table(
    FollowUp,
    ("commitment", "as_of"),
    (
        *("completion", "as_of", "summary", "claim", "source_url", "basis", "confidence"),
        *PUBLICATION,
    ),
    parent="commitment",
)
COMMITMENT = Table(
    Commitment,
    ("ref",),
    (
        *("ref", "number", "actors", "modality", "operative_words", "action", "purpose"),
        *("beneficiary", "occasion", "checkability", "topics"),
    ),
    parent="clause",
    ordinal="number",
    children={"follow_up": FOLLOW_UP},
)
CLAUSE = Table(
    Clause,
    ("declaration", "label"),
    ("label", "printed_label", "eid", "kind", "parent", "heading", "note", "topics"),
    parent="declaration",
    counter="position",
    ordinal="position",
    children={"text": TEXT, "commitment": COMMITMENT},
)
DIFFERENCE = Table(
    VersionDifference,
    ("declaration", "position"),
    (
        *("clause", "aspect", "first_version", "first_reading", "second_version"),
        *("second_reading", "effect", "confidence"),
    ),
    parent="declaration",
    counter="position",
)
RELATION = Table(
    Relation,
    ("subject", "predicate", "object", "subject_clause"),
    (
        *("subject_clause", "predicate", "object", "object_clause", "stated_by", "source"),
        *("source_url", "basis", "confidence", "locator"),
        *PUBLICATION,
    ),
    parent="subject",
)
DECLARATION = Table(
    Declaration,
    ("slug",),
    (
        *("slug", "title", "short_title", "kind", "summary", "adopted_on", "adopted_precision"),
        *("ended_on", "place", "legal_status", "legal_note", "numbering", "confidence", "topics"),
        *PUBLICATION,
    ),
    children={
        "participation": PARTICIPATION,
        "fact": FACT,
        "version": VERSION,
        "clause": CLAUSE,
        "difference": DIFFERENCE,
        "relation": RELATION,
    },
)
EVIDENCE = Table(
    Evidence,
    ("ref",),
    ("ref", "source", "stance", "locator", "note", "checked_by", "checked_on", *PUBLICATION),
    parent="claim",
)
CLAIM = Table(
    Claim,
    ("ref",),
    ("ref", "text", "clauses", "kind", "note", "conflicts_with", *PUBLICATION),
    parent="declaration",
    counter="position",
    children={"evidence": EVIDENCE},
)

# Each table after those that it refers to.
ORDER = (
    *(PUBLISHER, PARTY, VOCABULARY, TOPIC, MAPPING, SOURCE),
    *(DECLARATION, PARTICIPATION, FACT, VERSION, CLAUSE, TEXT, COMMITMENT, DIFFERENCE, RELATION),
    *(CLAIM, EVIDENCE, COVERAGE, FOLLOW_UP),
)

# Its topics have their notation as slug; those of others have the vocabulary's name before it.
OWN_VOCABULARY = "govkb"

# Where the files lie: those with one object each, named after its slug, and those with lists.
OBJECT_FILES = {"vocabularies": VOCABULARY, "sources": SOURCE, "declarations": DECLARATION}
LIST_FILES = {"publishers.toml": ("publisher", PUBLISHER), "parties.toml": ("party", PARTY)}
GLOSSARY = "glossary.toml"  # for search, which reads it as it is
