"""A small published collection with something in every list of the API."""

from datetime import date
from types import SimpleNamespace

from commitments.models import (
    Fact,
    FollowUp,
    Participation,
    TopicMapping,
    VersionDifference,
)
from sources.models import Passage
from tests.factories import (
    make_attempt,
    make_claim,
    make_clause,
    make_clause_text,
    make_commitment,
    make_coverage_check,
    make_declaration,
    make_evidence,
    make_party,
    make_relation,
    make_snapshot,
    make_source,
    make_topic,
    make_version,
)

# The query that every public answer begins with: the version of the collection, for its validators.
STAMP = 1

CHARTER = "Chartre des deux lacs 🜄\n\nLes deux lacs maintiendront un niveau commun.\n\nFin."


def make_collection() -> SimpleNamespace:
    """Make a declaration with all that can belong to it; each call makes another one."""
    official = make_source(kind="official_text", language="fr")
    press = make_source()
    charter = make_snapshot(official, CHARTER)
    make_snapshot(press)
    topic, concept = make_topic(), make_topic()
    TopicMapping.objects.create(topic=topic, target=concept, match="close")
    lake = make_party()
    declaration, other = make_declaration(), make_declaration()
    declaration.topics.add(topic)
    Participation.objects.create(declaration=declaration, party=lake)
    Fact.objects.create(
        declaration=declaration,
        position=1,
        property="parties",
        value="two",
        basis="The charter.",
        confidence="seen",
    )
    french = make_version(declaration, source=official)
    chinese = make_version(declaration, language="zh")
    make_version(declaration, language="en", status="working_translation")
    VersionDifference.objects.create(
        declaration=declaration,
        position=1,
        aspect="verb",
        first_version=french,
        first_reading="maintain",
        second_version=chinese,
        second_reading="strive",
        effect="One is weaker.",
        confidence="reported",
    )
    clause = make_clause(declaration, heading="Water level")
    clause.topics.add(topic)
    silent = make_clause(declaration, parent=clause)
    start = CHARTER.index("Les deux")
    end = CHARTER.index("\n\nFin")
    make_clause_text(
        clause,
        french,
        text=CHARTER[start:end],
        locator="Les deux lacs,commun.",
        snapshot=charter,
        start=start,
        end=end,
        state=Passage.State.ANCHORED,
    )
    commitment = make_commitment(clause, actors=[lake])
    commitment.topics.add(topic)
    claim = make_claim(clauses=[clause])
    claim.conflicts_with.add(make_claim(declaration, clauses=[clause]))
    FollowUp.objects.create(
        commitment=commitment,
        completion="limited",
        as_of=date(2032, 1, 1),
        summary="One sluice was built.",
        claim=claim,
        confidence="reported",
        status="published",
    )
    evidence = make_evidence(claim, press, quote="one common level")
    make_evidence(
        claim,
        official,
        quote="niveau commun",
        stance="partially_supports",
        note="Of one kind of water only.",
    )
    make_coverage_check(press, silent)
    make_attempt(press)
    relation = make_relation(
        declaration, other, subject_clause=clause, source=official, locator="deux lacs"
    )
    return SimpleNamespace(
        official=official,
        press=press,
        charter=charter,
        topic=topic,
        lake=lake,
        declaration=declaration,
        clause=clause,
        silent=silent,
        commitment=commitment,
        claim=claim,
        evidence=evidence,
        relation=relation,
    )
