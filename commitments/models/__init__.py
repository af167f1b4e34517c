"""What was promised, what is said about it, and the words that show it.

One module for each thing a reader would look for; import from here.
"""

from commitments.models.claims import Claim, CoverageCheck, Evidence, Stance
from commitments.models.clauses import (
    Clause,
    ClauseText,
    Commitment,
    FollowUp,
    Modality,
    VersionDifference,
)
from commitments.models.declarations import (
    Confidence,
    Declaration,
    Fact,
    LanguageVersion,
    Participation,
    Party,
)
from commitments.models.relations import Predicate, Relation
from commitments.models.topics import Topic, TopicMapping, Vocabulary

__all__ = [
    "Claim",
    "Clause",
    "ClauseText",
    "Commitment",
    "Confidence",
    "CoverageCheck",
    "Declaration",
    "Evidence",
    "Fact",
    "FollowUp",
    "LanguageVersion",
    "Modality",
    "Participation",
    "Party",
    "Predicate",
    "Relation",
    "Stance",
    "Topic",
    "TopicMapping",
    "VersionDifference",
    "Vocabulary",
]
