"""What things are about: concepts of vocabularies, ours and other people's."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sources.constraints import http_url, not_blank
from sources.publication import Slugged


class Vocabulary(Slugged):
    """A list of concepts kept by somebody: ours, the OECD's, UNESCO's."""

    title = models.CharField(_("title"), max_length=200, help_text=_("Its official title."))
    url = models.URLField(
        _("address"), max_length=2000, blank=True, help_text=_("Where its keeper publishes it.")
    )
    note = models.TextField(
        _("note"), blank=True, help_text=_("What we hold of it, and on what terms.")
    )

    class Meta:
        verbose_name = _("vocabulary")
        verbose_name_plural = _("vocabularies")
        ordering = ["slug"]
        constraints = [
            not_blank("title", name="vocabulary_title_not_blank"),
            http_url("url", name="vocabulary_url_http"),
        ]

    def __str__(self) -> str:
        return self.title


class TopicQuerySet(models.QuerySet["Topic"]):
    def published(self) -> "TopicQuerySet":
        """Return every topic: a vocabulary has nothing to hide."""
        return self.all()

    def for_page(self) -> "TopicQuerySet":
        return self.select_related("vocabulary", "broader")


class Topic(Slugged):
    """A concept of a vocabulary (SKOS: https://www.w3.org/TR/skos-reference/)."""

    vocabulary = models.ForeignKey(
        Vocabulary,
        models.PROTECT,
        related_name="topics",
        verbose_name=_("vocabulary"),
        help_text=_("The list it belongs to."),
    )
    notation = models.CharField(
        _("notation"), max_length=100, help_text=_("Its number or code in the vocabulary.")
    )
    label = models.CharField(_("label"), max_length=300, help_text=_("The preferred label."))
    broader = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="narrower",
        verbose_name=_("broader topic"),
        help_text=_("The concept above it in the same vocabulary."),
    )

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["vocabulary", "notation"]
        constraints = [
            not_blank("label", name="topic_label_not_blank"),
            models.UniqueConstraint(
                fields=["vocabulary", "notation"], name="topic_unique_notation_per_vocabulary"
            ),
            models.CheckConstraint(
                name="topic_not_broader_than_itself",
                condition=~Q(broader=F("id")),
                violation_error_message=_("A topic cannot be broader than itself."),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("topic-detail", kwargs={"slug": self.slug})


class TopicMapping(models.Model):
    """A statement that a topic of ours corresponds to a concept of another vocabulary."""

    class Match(models.TextChoices):
        EXACT = "exact", _("same as")
        CLOSE = "close", _("close to")
        BROAD = "broad", _("narrower than")
        NARROW = "narrow", _("broader than")
        RELATED = "related", _("related to")

    topic = models.ForeignKey(
        Topic,
        models.CASCADE,
        related_name="mappings",
        verbose_name=_("topic"),
        help_text=_("The topic of ours."),
    )
    target = models.ForeignKey(
        Topic,
        models.PROTECT,
        related_name="mapped_from",
        verbose_name=_("concept"),
        help_text=_("The concept of the other vocabulary."),
    )
    match = models.CharField(
        _("match"), max_length=7, choices=Match.choices, help_text=_("How close they are.")
    )

    class Meta:
        verbose_name = _("topic mapping")
        verbose_name_plural = _("topic mappings")
        ordering = ["topic", "target"]
        constraints = [
            models.UniqueConstraint(fields=["topic", "target"], name="topicmapping_unique"),
            models.CheckConstraint(
                name="topicmapping_match_known",
                condition=Q(match__in=["exact", "close", "broad", "narrow", "related"]),
            ),
            models.CheckConstraint(
                name="topicmapping_not_to_itself",
                condition=~Q(topic=F("target")),
                violation_error_message=_("A topic is not mapped to itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic} – {self.get_match_display()} – {self.target}"
