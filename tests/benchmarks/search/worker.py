"""One database of the benchmark: fills it, indexes it, and answers one question a line.

Started by `tests.benchmarks.search`, with `DATABASE_URL` and `GOVKB_VAR` in the environment. Reads
lines of JSON and writes one for each.
"""

import gc
import json
import sys
import time
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from commitments.models import Clause, ClauseText  # noqa: E402
from govkb.models import SearchChange  # noqa: E402
from govkb.search import changes, engine, index  # noqa: E402
from govkb.search.results import Search  # noqa: E402
from tests.benchmarks.search import data  # noqa: E402


def prepare(clauses: int) -> dict[str, Any]:
    """Make the tables, fill them and make the index; say how fast that was."""
    call_command("migrate", verbosity=0)
    changes.drop_triggers(using="default")
    data.fill(clauses)
    changes.create_triggers(using="default")
    wall, own = time.perf_counter(), time.process_time()
    index.rebuild(lambda _kind, _number: None)
    wall, own = time.perf_counter() - wall, time.process_time() - own
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "CREATE TABLE ranked AS SELECT id, to_tsvector('simple', replace(words, '|', ' ')) "
                "AS vector FROM govkb_searchentry"
            )
            cursor.execute("CREATE INDEX ON ranked USING gin (vector)")
            cursor.execute("VACUUM ANALYZE")
        else:
            cursor.execute("ANALYZE")
    gc.collect()
    gc.freeze()
    texts = 2 * clauses
    return {"texts_per_second": texts / wall, "texts_per_second_of_process": texts / own}


def ask(query: str) -> dict[str, Any]:
    """Make the whole results page once; return what it took and what came of it."""
    started, own = time.perf_counter(), time.process_time()
    search = Search(query)
    results = [(one.kind, one.entry.name) for one in search.results]
    facets = sum(len(facet.values) for facet in search.facets)
    took = time.perf_counter() - started
    return {
        "seconds": took,
        "own": time.process_time() - own,
        "total": search.total,
        "exact": search.tally.is_exact,
        "results": len(results),
        "facets": facets,
    }


def rank_everything(query: str) -> dict[str, Any]:
    """Let PostgreSQL rank every match by `ts_rank_cd`; return what it took."""
    search = Search(query)
    words = engine.as_tsquery(
        ("|" if " OR " in query else "&", [one for one in query.lower().split() if one != "or"])
    )
    del search
    started = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, ts_rank_cd(vector, %s::tsquery) AS rank FROM ranked "
            "WHERE vector @@ %s::tsquery ORDER BY rank DESC, id LIMIT 20",
            [words, words],
        )
        cursor.fetchall()
    return {"seconds": time.perf_counter() - started}


def quality(query: str) -> dict[str, Any]:
    """Return the scores of our first twenty beside those that ranking all matches would give."""
    search = Search(query)
    with engine.reading():
        found = engine.tally(search.query, {})
        ours = engine.ranked(search.query, {}, found)[:20]
        limits = engine.CANDIDATES, engine.RERANKED, engine.EXACT
        engine.CANDIDATES = engine.RERANKED = engine.EXACT = 10**9
        try:
            everything = engine.candidates_of(engine.condition(search.query, {}), 10**9)
            hits = [
                engine.Hit(engine.score(one, search.query, is_direct=True), *one[:3])
                for one in everything
            ]
            best = sorted(hits, key=lambda hit: hit.place)[:5000]
            exact = sorted(
                engine.with_order_of_words(best, search.query), key=lambda hit: hit.place
            )[:20]
        finally:
            engine.CANDIDATES, engine.RERANKED, engine.EXACT = limits
    return {
        "ours": sum(hit.score for hit in ours),
        "exact": sum(hit.score for hit in exact),
        "matches": len(everything),
    }


def import_clauses(clauses: int, *, indexed: bool, prefix: str) -> dict[str, Any]:
    """Write clauses with `bulk_create`, with or without the index; return what it took."""
    last = Clause.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    frames = data.make_frames(clauses, prefix)
    made = list(data.rows(frames, last + 1))
    index.flush()
    if not indexed:
        changes.drop_triggers(using="default")
    started = time.perf_counter()
    Clause.objects.bulk_create([clause for clause, _texts in made], batch_size=1000)
    texts = [text for _clause, several in made for text in several]
    ClauseText.objects.bulk_create(texts, batch_size=1000)
    written = time.perf_counter() - started
    if indexed:
        index.flush()
    took = time.perf_counter() - started
    if not indexed:
        changes.create_triggers(using="default")
    assert not SearchChange.objects.exists()
    return {"seconds": took, "written": written}


def main() -> None:
    calls = {
        "prepare": prepare,
        "ask": ask,
        "rank_everything": rank_everything,
        "quality": quality,
        "import_clauses": import_clauses,
    }
    for line in sys.stdin:
        name, arguments = json.loads(line)
        answer = calls[name](**arguments)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
