"""How declarations stand to one another, and how that is known."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commitments.models.clauses import Clause
from commitments.models.declarations import Confidence, Declaration, confidence_known
from sources.constraints import http_url
from sources.models import Passage, PassageQuerySet, Source
from sources.publication import Publishable


class Predicate(models.TextChoices):
    """How one instrument stands to another; `INVERSE` gives the words read the other way."""

    BUILDS_ON = "builds_on", _("builds on")
    CONTINUES = "continues", _("continues")
    REAFFIRMS = "reaffirms", _("reaffirms")
    REFERS_TO = "refers_to", _("refers to")
    WELCOMES = "welcomes", _("welcomes")
    ANNOUNCES = "announces", _("announces")
    INVITES_TO = "invites_to", _("invites to")
    IMPLEMENTS = "implements", _("implements")
    ANNEXED_TO = "annexed_to", _("is annexed to")
    AMENDS = "amends", _("amends")
    DRAWN_FROM = "drawn_from", _("is drawn from")
    CREATES = "creates", _("creates")
    FOLLOW_UP_OF = "follow_up_of", _("follows up")
    COMPLEMENTS = "complements", _("complements")
    PROPOSED_WITH = "proposed_with", _("was proposed together with")
    CONTRASTS_WITH = "contrasts_with", _("is contrasted with")
    IN_LINE_WITH = "in_line_with", _("is said to be in line with")

    @property
    def inverse_label(self) -> Any:
        """Return the words for the same relation read from its object."""
        return INVERSE[self]


INVERSE: dict[str, Any] = {
    Predicate.BUILDS_ON: _("is built on by"),
    Predicate.CONTINUES: _("is continued by"),
    Predicate.REAFFIRMS: _("is reaffirmed by"),
    Predicate.REFERS_TO: _("is referred to by"),
    Predicate.WELCOMES: _("is welcomed by"),
    Predicate.ANNOUNCES: _("is announced by"),
    Predicate.INVITES_TO: _("is an occasion offered by"),
    Predicate.IMPLEMENTS: _("is implemented by"),
    Predicate.ANNEXED_TO: _("has as annex"),
    Predicate.AMENDS: _("is amended by"),
    Predicate.DRAWN_FROM: _("is drawn on by"),
    Predicate.CREATES: _("is created by"),
    Predicate.FOLLOW_UP_OF: _("is followed up by"),
    Predicate.COMPLEMENTS: _("is complemented by"),
    Predicate.PROPOSED_WITH: _("was proposed together with"),
    Predicate.CONTRASTS_WITH: _("is contrasted with"),
    Predicate.IN_LINE_WITH: _("is said to be matched by"),
}


class RelationQuerySet(PassageQuerySet):
    parents = ("subject", "object")

    def for_list(self) -> "RelationQuerySet":
        """Return relations with both ends and the words that show them."""
        return (
            self.select_related(
                "subject",
                "object",
                "subject_clause__declaration",
                "object_clause__declaration",
                "source__publisher",
                "snapshot",
            )
            .defer("snapshot__text")
            .with_quote()
            .order_by("subject__slug", "predicate", "object__slug")
        )

    def touching(self, declaration: Declaration) -> "RelationQuerySet":
        """Return the published relations with this declaration at either end."""
        ends = Q(subject=declaration) | Q(object=declaration)
        return self.published().for_list().filter(ends)

    def of_clause(self, clause: Clause) -> "RelationQuerySet":
        """Return those that concern this clause."""
        return self.filter(Q(subject_clause=clause) | Q(object_clause=clause))


class Relation(Passage, Publishable):
    """A declaration or clause that stands in some relation to another, and how that is known."""

    class StatedBy(models.TextChoices):
        INSTRUMENT = "instrument", _("stated by the instrument")
        THIRD_PARTY = "third_party", _("said by a third party")

    subject = models.ForeignKey(
        Declaration,
        models.PROTECT,
        related_name="relations",
        verbose_name=_("declaration"),
        help_text=_("The one that refers, builds, welcomes …"),
    )
    subject_clause = models.ForeignKey(
        Clause,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="relations",
        verbose_name=_("clause"),
        help_text=_("The clause that does so, if known."),
    )
    predicate = models.CharField(
        _("predicate"), max_length=16, choices=Predicate.choices, help_text=_("In what relation.")
    )
    object = models.ForeignKey(
        Declaration,
        models.PROTECT,
        related_name="inverse_relations",
        verbose_name=_("to"),
        help_text=_("The one that is referred to, built on, welcomed …"),
    )
    object_clause = models.ForeignKey(
        Clause,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="inverse_relations",
        verbose_name=_("to clause"),
        help_text=_("The clause of it, if known."),
    )
    stated_by = models.CharField(
        _("stated by"),
        max_length=11,
        choices=StatedBy.choices,
        help_text=_("Whether the instrument itself says so."),
    )
    source = models.ForeignKey(
        Source,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="relations",
        verbose_name=_("source"),
        help_text=_("Where the words that show it stand."),
    )
    source_url = models.URLField(
        _("address of the source"),
        max_length=2000,
        blank=True,
        help_text=_("The page that shows it, when it is not one of our sources."),
    )
    basis = models.CharField(
        _("basis"), max_length=500, blank=True, help_text=_("How it is known, in our words.")
    )
    confidence = models.CharField(
        _("confidence"),
        max_length=8,
        choices=Confidence.choices,
        help_text=_("How the relation is known."),
    )

    objects = RelationQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        ordering = ["subject", "predicate", "object"]
        constraints = [
            *Publishable.Meta.constraints,
            *Passage.Meta.constraints,
            models.UniqueConstraint(
                fields=["subject", "predicate", "object", "subject_clause"],
                name="relation_unique_for_clause",
                violation_error_message=_("This relation of the clause is recorded already."),
            ),
            models.UniqueConstraint(
                fields=["subject", "predicate", "object"],
                condition=Q(subject_clause__isnull=True),
                name="relation_unique_for_declaration",
                violation_error_message=_("This relation is recorded already."),
            ),
            models.CheckConstraint(
                name="relation_not_to_itself",
                condition=~Q(subject=F("object")),
                violation_error_message=_("A declaration does not stand in a relation to itself."),
            ),
            models.CheckConstraint(
                name="relation_predicate_known", condition=Q(predicate__in=list(INVERSE))
            ),
            models.CheckConstraint(
                name="relation_stated_by_known",
                condition=Q(stated_by__in=["instrument", "third_party"]),
            ),
            models.CheckConstraint(
                name="relation_passage_has_source",
                condition=Q(locator="") | Q(source__isnull=False),
                violation_error_message=_("Name the source in which the passage stands."),
            ),
            models.CheckConstraint(
                name="relation_from_memory_not_published",
                condition=~Q(status="published", confidence="memory"),
                violation_error_message=_(
                    "A relation known only from memory must be checked before it is published."
                ),
            ),
            confidence_known("relation_confidence_known"),
            http_url("source_url", name="relation_source_url_http"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.get_predicate_display()} {self.object}"

    @property
    def inverse_label(self) -> Any:
        return Predicate(self.predicate).inverse_label

    def clean(self) -> None:
        """Refuse clauses of other declarations than the two that are related."""
        super().clean()
        if self.subject_clause and self.subject_clause.declaration_id != self.subject_id:
            raise ValidationError({"subject_clause": _("The clause is of another declaration.")})
        if self.object_clause and self.object_clause.declaration_id != self.object_id:
            raise ValidationError({"object_clause": _("The clause is of another declaration.")})
