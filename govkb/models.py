"""What belongs to the site as a whole: the version of the collection."""

from django.db import models


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
