"""Pages are edited behind the archive's back: what is kept, and what is said of what is cited."""

import hashlib
import json
from dataclasses import asdict
from datetime import date

import pytest

from commitments import drift, integrity
from commitments.importing import import_documents
from commitments.models import Evidence
from sources import originals, readings
from sources.articles import read_article
from sources.fetching import Failure
from sources.models import CaptureAttempt, Paragraph, Passage, Snapshot, Source
from tests.factories import (
    make_claim,
    make_clause,
    make_clause_text,
    make_declaration,
    make_evidence,
    make_publisher,
    make_relation,
    make_snapshot,
    make_source,
    make_version,
)
from tests.sources.web import (
    CITED,
    CLOSING,
    HEAD,
    MIDDLE,
    OPENING,
    PARAGRAPHS,
    QUOTED,
    Web,
    answered,
    failed,
    page,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("var")]

State, Outcome = Passage.State, CaptureAttempt.Outcome
PLACE = ("snapshot_id", "start", "end", "locator", "stance", "status", "claim_id")


@pytest.fixture
def web(monkeypatch) -> Web:
    """Return an empty web, whose pages are read in this process: a child for each takes long."""

    def read_here(data: bytes, progress: object = None, **options: str) -> dict:
        return json.loads(json.dumps(asdict(read_article(data, **options)), default=date.isoformat))

    monkeypatch.setattr(readings, "read_article_in_child", read_here)
    return Web()


@pytest.fixture
def article(web) -> Source:
    """Return a source whose page was captured once, with evidence that cites it."""
    source = make_source(slug="courier", title=HEAD, url="https://courier.example/charter")
    make_evidence(source=source, locator=CITED)
    web.answers[source.url] = page()
    drift.capture_source(source, web, web)
    assert Evidence.objects.get().state == State.ANCHORED
    return source


def check(source: Source, web: Web, answer=None) -> drift.Result:
    if answer is not None:
        web.answers[source.url] = answer
    return drift.capture_source(source, web, web)


def places() -> list[tuple]:
    return list(Evidence.objects.order_by("pk").values_list(*PLACE))


def texts() -> list[tuple]:
    return list(Snapshot.objects.order_by("pk").values_list("pk", "text", "text_sha256"))


# Twenty edits

WALL = (
    "<div><p>Subscribe to continue reading.</p><p>Already a subscriber? Log in to read.</p></div>"
)
TEASERS = (
    '<aside><h2>Most read</h2><ul><li><a href="/a">The bridge opens after all</a></li>'
    '<li><a href="/b">The ferries strike again</a></li></ul><p>1,234 views</p></aside>'
)
ELSEWHERE = answered(
    "https://courier.example/",
    page(
        "The herring came back into the bay this year, says the office for fish, and nobody there "
        "can say why that is so, or whether they mean to stay.",
        "Crews of the ferries want the same pay as the workers of the railway on the other side.",
        title="The Lake Courier",
    ),
)
NOT_HERE = page("What you looked for is not here.", title="Page not found")
PLAIN = QUOTED.translate(str.maketrans("“”’–", '""\'-'))
CP1252 = page().replace(b'charset="utf-8"', b'charset="windows-1252"')
CP1252 = CP1252.decode().encode("cp1252")

EDITS = {
    "nothing": (page(), Outcome.UNCHANGED, State.ANCHORED),
    "the quoted paragraph moved": (
        page(OPENING, MIDDLE, QUOTED, CLOSING),
        Outcome.CAPTURED,
        State.MOVED,
    ),
    "a word changed in the quotation": (
        page(OPENING, QUOTED.replace("common", "even"), MIDDLE, CLOSING),
        Outcome.CAPTURED,
        State.CHANGED,
    ),
    "a word changed after the quotation": (
        page(OPENING, QUOTED, MIDDLE.replace("four", "seven"), CLOSING),
        Outcome.CAPTURED,
        State.ANCHORED,
    ),
    "a word changed before the quotation": (
        page(OPENING.replace("Tuesday", "Monday night"), QUOTED, MIDDLE, CLOSING),
        Outcome.CAPTURED,
        State.MOVED,
    ),
    "quotes and dashes changed only": (
        page(OPENING, PLAIN, MIDDLE, CLOSING),
        Outcome.CAPTURED,
        State.ANCHORED,
    ),
    "quotes changed outside the quotation only": (
        page(OPENING, QUOTED.replace("“", "«").replace("”", "»"), MIDDLE, CLOSING),
        Outcome.CAPTURED,
        State.ANCHORED,
    ),
    "the quoted paragraph deleted": (
        page(OPENING, MIDDLE, CLOSING),
        Outcome.CAPTURED,
        State.CHANGED,
    ),
    "the quoted paragraph printed twice": (
        page(OPENING, QUOTED, MIDDLE, QUOTED, CLOSING),
        Outcome.CAPTURED,
        State.CHANGED,
    ),
    "a paragraph added at the end": (
        page(*PARAGRAPHS, "The first figures are expected in May, when the snow has melted."),
        Outcome.CAPTURED,
        State.ANCHORED,
    ),
    "menu and foot only": (
        page(menu="Start News Lakes", foot="© 2032 The Lake Courier. All rights reserved."),
        Outcome.UNCHANGED,
        State.ANCHORED,
    ),
    "teasers and a counter only": (page(raw=TEASERS), Outcome.UNCHANGED, State.ANCHORED),
    "the encoding only": (
        answered("https://courier.example/charter", CP1252, charset="windows-1252"),
        Outcome.UNCHANGED,
        State.ANCHORED,
    ),
    "the page is gone": (failed(Failure.GONE, 410), Outcome.GONE, State.GONE),
    "the page is not found": (failed(Failure.NOT_FOUND, 404), Outcome.NOT_FOUND, State.GONE),
    "the page says that it is not found": (NOT_HERE, Outcome.WORDS_MISSING, State.GONE),
    "the address leads to the entrance": (ELSEWHERE, Outcome.WORDS_MISSING, State.GONE),
    "a pay wall": (page(OPENING[:90] + " …", raw=WALL), Outcome.WALL, State.UNREACHABLE),
    "a cookie wall": (
        page(
            "We value your privacy. We and our 812 partners use cookies to improve your visit.",
            "Accept all cookies to continue, or manage your choices.",
        ),
        Outcome.WALL,
        State.UNREACHABLE,
    ),
    "no text": (page(" ", title=""), Outcome.EMPTY, State.UNREACHABLE),
    "no answer": (failed(Failure.DEAD), Outcome.DEAD, State.UNREACHABLE),
    "an error of the server": (
        failed(Failure.SERVER_ERROR, 503),
        Outcome.SERVER_ERROR,
        State.UNREACHABLE,
    ),
}


@pytest.mark.parametrize("edit", EDITS)
def test_the_state_after_an_edit_is_right_and_nothing_kept_is_altered(article, web, edit):
    answer, outcome, state = EDITS[edit]
    cited, kept = places(), texts()

    result = check(article, web, answer)

    assert (result.attempt.outcome, Evidence.objects.get().state) == (outcome, state), result.line()
    assert places() == cited
    assert texts()[: len(kept)] == kept
    assert len(texts()) == len(kept) + (outcome == Outcome.CAPTURED)
    assert (result.attempt.snapshot is None) == (outcome not in CaptureAttempt.SUCCESSES)
    assert result.drifted == (outcome != Outcome.UNCHANGED)
    assert list(integrity.passages_say_what_the_last_check_found()) == []
    assert list(integrity.originals_are_kept()) == []

    again = check(article, web)

    assert Evidence.objects.get().state == state
    assert not again.drifted
    assert again.attempt.outcome == (Outcome.UNCHANGED if result.attempt.succeeded else outcome)
    # A page that is restored restores the state, and nothing else.
    check(article, web, page())

    assert Evidence.objects.get().state == State.ANCHORED
    assert places() == cited


def test_a_text_that_comes_back_is_a_snapshot_of_its_own(article, web):
    """The history says what the page held when: first this, then that, then this again."""
    check(article, web, page(*PARAGRAPHS[:3]))
    result = check(article, web, page())

    first, _, third = Snapshot.objects.order_by("number")
    assert (result.attempt.snapshot, third.number) == (third, 3)
    assert first.text_sha256 == third.text_sha256
    assert originals.read_original(first) == originals.read_original(third) == page()


def test_every_outcome_of_a_fetch_is_recorded_as_it_is(article, web):
    for failure in Failure:
        result = check(article, web, failed(failure))

        assert result.attempt.outcome == failure.value
        gone = failure in {Failure.GONE, Failure.NOT_FOUND}
        assert Evidence.objects.get().state == (State.GONE if gone else State.UNREACHABLE)
    assert Snapshot.objects.count() == 1


# What a check is told by


def test_robots_are_honoured_unless_a_reason_is_given(article, web):
    web.forbidden.add(article.url)
    asked = len(web.asked)

    assert check(article, web).attempt.outcome == Outcome.ROBOTS
    assert len(web.asked) == asked

    article.robots_override = "The ministry told us by letter that we may."
    article.save()
    assert check(article, web).attempt.outcome == Outcome.UNCHANGED


def test_a_page_that_is_led_to_asks_robots_too(article, web):
    web.forbidden.add("https://courier.example/hidden")
    answer = answered("https://courier.example/hidden", page(OPENING))

    assert check(article, web, answer).attempt.outcome == Outcome.ROBOTS
    assert Snapshot.objects.count() == 1


def test_the_same_bytes_are_not_read_again(article, web, monkeypatch):
    other = page(menu="Start News")
    check(article, web, other)
    monkeypatch.setattr("sources.capture.read", None)

    assert check(article, web, other).attempt.outcome == Outcome.UNCHANGED
    assert check(article, web, page()).attempt.outcome == Outcome.UNCHANGED


def test_bytes_of_a_page_that_a_newer_file_replaced_are_read(article, web, tmp_path):
    """The hash of the last answer stands for the newest text only while that is the newest."""
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "a.txt").write_text("\n\n".join((HEAD, *PARAGRAPHS[:3])))
    import_documents(folder)
    assert article.newest_snapshot().number == 2

    result = check(article, web)

    assert result.attempt.outcome == Outcome.CAPTURED
    assert article.newest_snapshot().number == 3


def test_a_role_that_a_curator_corrected_stays_corrected(article, web):
    Paragraph.objects.filter(snapshot__source=article, number=8).update(role="boilerplate")
    assert check(article, web, page(menu="Start News Lakes Boats")).attempt.outcome == "unchanged"

    result = check(article, web, page(*PARAGRAPHS, "One more thing was said on the shore."))

    texts = {
        result.attempt.snapshot.text[one.start : one.end]: one.role
        for one in result.attempt.snapshot.paragraphs.all()
    }
    assert texts[MIDDLE] == "boilerplate"


def test_cited_words_outside_the_article_count(article, web):
    words = "Two boats were seen on the ice, says the harbour master of the lower lake."
    check(article, web, page(raw=f"<aside><h2>Related articles</h2><p>{words}</p></aside>"))
    assert article.newest_snapshot().number == 1
    check(article, web, page(*PARAGRAPHS[:3], raw=f"<aside><h2>Related</h2><p>{words}</p></aside>"))
    evidence = make_evidence(source=article, quote="Two boats were seen on the ice")

    result = check(article, web, page(*PARAGRAPHS[:3]))

    evidence.refresh_from_db()
    assert result.attempt.outcome == Outcome.CAPTURED
    assert evidence.state == State.CHANGED


def test_what_the_page_says_of_itself_is_proposed_and_not_imposed(web):
    source = make_source(title="The charter", language="fr", url="https://courier.example/x")
    head = '<link rel="canonical" href="/charter"><meta name="date" content="2031-03-05">'
    result = check(source, web, page(head=head))

    assert result.attempt.detail == (
        f"The page says otherwise than our record: title “{HEAD}”, language en, date 2031-03-05, "
        "address https://courier.example/charter."
    )
    source.refresh_from_db()
    assert (source.title, source.language, source.url) == (
        "The charter",
        "fr",
        "https://courier.example/x",
    )


# The first text of a source


def test_a_page_that_is_not_the_one_waited_for_is_not_kept(web):
    source = make_source(title=HEAD)
    evidence = make_evidence(source=source, locator=CITED)
    other = page("The herring came back into the bay, and nobody knows why.", title="Herring")

    assert check(source, web, other).attempt.outcome == Outcome.WORDS_MISSING
    evidence.refresh_from_db()
    assert (evidence.state, evidence.is_published) == (State.TEXT_NOT_HELD, True)
    assert not Snapshot.objects.exists()


def test_a_page_with_the_title_waited_for_is_kept_without_the_words(web):
    source = make_source(title=HEAD)
    evidence = make_evidence(source=source, locator="words that stand nowhere")

    assert check(source, web, page()).attempt.outcome == Outcome.CAPTURED
    evidence.refresh_from_db()
    assert (evidence.state, evidence.is_published) == (State.NOT_FOUND, False)


def test_a_page_that_is_cited_by_nobody_is_kept(web):
    assert check(make_source(), web, page()).attempt.outcome == Outcome.CAPTURED


def test_a_short_honest_page_with_a_cookie_notice_is_kept(web):
    notice = "<div><p>We use cookies to improve your visit. Accept all cookies</p></div>"
    short = page(OPENING, QUOTED, raw=notice)

    assert check(make_source(title=HEAD), web, short).attempt.outcome == Outcome.CAPTURED


def test_a_plain_text_is_kept(web):
    source = make_source(url="https://courier.example/charter.txt")
    answer = answered(source.url, "\n\n".join(PARAGRAPHS).encode(), media_type="text/plain")

    assert check(source, web, answer).attempt.outcome == Outcome.CAPTURED
    assert source.newest_snapshot().text == "\n\n".join(PARAGRAPHS)


# All kinds of passages


def test_relations_and_clause_texts_have_their_states_too(web):
    source = make_source(kind="official_text", title=HEAD)
    web.answers[source.url] = page()
    declaration = make_declaration()
    version = make_version(declaration, language="en", source=source)
    text = make_clause_text(make_clause(declaration), version, text="", locator=CITED)
    relation = make_relation(
        declaration, make_declaration(), source=source, locator="a joint office of four people"
    )
    check(source, web)
    text.refresh_from_db()
    assert (text.state, text.text) == (State.ANCHORED, CITED)

    result = check(source, web, failed(Failure.TLS))

    assert len(result.changes) == 2
    for passage in (text, relation):
        passage.refresh_from_db()
        assert passage.state == State.UNREACHABLE
    check(source, web, page(OPENING, MIDDLE, CLOSING))
    text.refresh_from_db()
    relation.refresh_from_db()
    assert (text.state, text.text, relation.state) == (State.CHANGED, CITED, State.MOVED)


def test_an_import_does_not_make_a_lost_source_be_there_again(article, web, tmp_path):
    check(article, web, failed(Failure.NOT_FOUND, 404))
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "a.txt").write_text("\n\n".join((HEAD, *PARAGRAPHS)))

    import_documents(tmp_path / "documents")

    assert Evidence.objects.get().state == State.GONE
    assert list(integrity.passages_say_what_the_last_check_found()) == []


def test_states_that_the_last_check_does_not_bear_out_are_found(article, web):
    Evidence.objects.update(state=State.GONE)
    (problem,) = integrity.passages_say_what_the_last_check_found()
    assert problem.endswith("its state is not what the last check of it found.")
    check(article, web, failed(Failure.DEAD))
    assert list(integrity.passages_say_what_the_last_check_found()) == []
    Evidence.objects.update(state=State.ANCHORED)
    assert len(list(integrity.passages_say_what_the_last_check_found())) == 1


def test_a_try_is_written_whole_or_not_at_all(article, web, monkeypatch):
    def fail(*_: object) -> None:
        raise RuntimeError("the plug was pulled")

    monkeypatch.setattr(drift, "anchor_passages", fail)
    with pytest.raises(RuntimeError):
        check(article, web, page(*PARAGRAPHS[:3]))

    assert (Snapshot.objects.count(), CaptureAttempt.objects.count()) == (1, 1)
    assert list(originals.names()) == [hashlib.sha256(page()).hexdigest()]


# Many sources


def test_a_round_asks_each_host_one_thing_at_a_time_and_leaves_a_dead_one(web):
    publisher = make_publisher()
    good = [make_source(publisher=publisher, url=f"https://good.example/{n}") for n in range(5)]
    dead = [make_source(publisher=publisher, url=f"https://dead.example/{n}") for n in range(6)]
    for source in good:
        web.answers[source.url] = page()
    for source in dead:
        web.answers[source.url] = failed(Failure.TOO_SLOW)

    checks = drift.Round(web, web, delay=0)
    results = list(checks.run(Source.objects.for_check()))

    outcomes = [result.attempt.outcome for result in results]
    assert (outcomes.count("captured"), outcomes.count("too_slow")) == (5, 3)
    assert {source.url for source in checks.skipped} == {source.url for source in dead[3:]}
    assert CaptureAttempt.objects.count() == 8


def test_those_not_tried_for_longest_come_first(article, web):
    never = make_source(slug="never")
    assert list(Source.objects.for_check()) == [never, article]
    check(never, web, page())
    assert list(Source.objects.for_check()) == [article, never]


# Citing the newest capture


def test_the_same_words_elsewhere_are_proposed_and_moved_by_a_person_only(article, web):
    evidence = Evidence.objects.get()
    check(article, web, page(OPENING, MIDDLE, PLAIN, CLOSING))
    (proposal,) = drift.proposals_of(Evidence)
    first, second = Snapshot.objects.order_by("number")

    assert (proposal.passage, proposal.newest) == (evidence, second)
    at = QUOTED.index(CITED)
    assert proposal.before == ("“We promise ", CITED, QUOTED[at + len(CITED) :][:80])
    assert proposal.after[:2] == ('"We promise ', "one common level - and we'll keep it")
    evidence.refresh_from_db()
    assert evidence.snapshot == first

    told = drift.cite_newest(evidence)

    place = second.text.index("one common level")
    evidence.refresh_from_db()
    assert (evidence.snapshot, evidence.start, evidence.state) == (second, place, "anchored")
    assert told.startswith(f"Cites courier/2 at {place}–{place + len(CITED)} instead of courier/1")
    assert list(drift.proposals_of(Evidence)) == []
    assert list(integrity.problems()) == []


def test_other_words_are_never_proposed(article, web):
    check(article, web, page(OPENING, QUOTED.replace("common", "even"), MIDDLE, CLOSING))

    assert list(drift.proposals_of(Evidence)) == []
    with pytest.raises(drift.NotTheSameError):
        drift.cite_newest(Evidence.objects.get())


def test_a_clause_text_that_is_cited_anew_is_cut_anew(web):
    source = make_source(kind="official_text", title=HEAD)
    web.answers[source.url] = page()
    declaration = make_declaration()
    version = make_version(declaration, language="en", source=source)
    words = "one common level,for the better part of thirty years"
    text = make_clause_text(make_clause(declaration), version, text="", locator=words)
    check(source, web)
    check(source, web, page(OPENING, PLAIN, MIDDLE))
    text.refresh_from_db()
    assert "we’ll keep it,” said" in text.text

    drift.cite_newest(text)

    text.refresh_from_db()
    assert "we'll keep it,\" said" in text.text
    assert list(integrity.clause_texts_are_cut_from_the_snapshot()) == []


def test_no_claim_is_needed_for_a_source_to_be_checked(web):
    """A source without evidence drifts too: its page is gone, or another text."""
    source = make_source()
    make_claim()
    make_snapshot(source, "\n\n".join(PARAGRAPHS))

    result = check(source, web, ELSEWHERE)

    assert result.attempt.outcome == Outcome.WORDS_MISSING
    assert result.drifted
