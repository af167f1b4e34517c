"""What belongs to the site as a whole: the version of the collection."""

from django.db import models

from govkb.desk.models import EvidenceDraft, Intake

__all__ = [
    "CollectionStamp",
    "EvidenceDraft",
    "Intake",
    "SearchChange",
    "SearchEntry",
    "SearchWord",
]


class CollectionStamp(models.Model):
    """A part of the number that grows with every committed change of the collection.

    Database triggers write it (see `govkb/stamp.py`), nothing else does. There are several rows so
    that two curators who save at the same moment do not wait for each other: the version is the
    sum of all rows.
    """

    slot = models.PositiveSmallIntegerField(primary_key=True, help_text="Which part this is.")
    number = models.BigIntegerField(default=0, help_text="How many changes were counted here.")
    changed_ms = models.BigIntegerField(
        default=0, help_text="When the last of them was made, in milliseconds since 1970."
    )

    class Meta:
        verbose_name = "collection stamp"
        verbose_name_plural = "collection stamps"

    def __str__(self) -> str:
        return f"{self.slot}: {self.number}"


class SearchEntry(models.Model):
    """One thing that search finds, with all its words in all its languages.

    Derived: `govkb/search/index.py` writes it from the collection, and can remake it. The key is
    the static order of results: newest first, then by kind and place. Small columns come first,
    because most of a search reads no others.
    """

    id = models.BigIntegerField(
        primary_key=True, help_text="Its place in the static order; less is earlier."
    )
    kind = models.CharField(max_length=12, help_text="What it is: “claims”, “clauses” and so on.")
    object_id = models.BigIntegerField(help_text="Which one of them.")
    facets = models.TextField(help_text="What it can be narrowed by: “t:claims l:fr y:2024”.")
    levels = models.TextField(help_text="The lexemes that say more about it than others do.")
    tokens = models.TextField(help_text="All that the index finds it by, between spaces.")
    words = models.TextField(help_text="Its plain words in order, between spaces; | parts texts.")

    class Meta:
        verbose_name = "search entry"
        verbose_name_plural = "search entries"
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="searchentry_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class SearchChange(models.Model):
    """A change of the collection that the search index has not followed yet.

    Database triggers write it in the transaction of the change (see `govkb/search/changes.py`).
    Every change has a row of its own, so that one that is not committed yet cannot be lost when
    another one of the same thing is worked off.
    """

    kind = models.CharField(max_length=12, help_text="What changed; its entries are made anew.")
    object_id = models.BigIntegerField(help_text="Which one.")

    class Meta:
        verbose_name = "search change"
        verbose_name_plural = "search changes"

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class SearchWord(models.Model):
    """A word that stands somewhere in the collection, to suggest when another is misspelt."""

    word = models.CharField(primary_key=True, max_length=60, help_text="In plain form.")

    class Meta:
        verbose_name = "search word"
        verbose_name_plural = "search words"

    def __str__(self) -> str:
        return self.word
