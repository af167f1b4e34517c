"""Words that a reader may have meant: those of the collection that are spelled much alike."""

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from govkb.models import SearchWord

SUGGESTIONS = 5
LENGTH_DIFFERS = 2  # characters


def near(word: str) -> list[str]:
    """Return words of the collection at most two slips away from a plain word, nearest first.

    They begin alike: hardly anybody slips at the first letter. A short word allows one slip.
    """
    slips = 1 if len(word) < 6 else 2
    known = SearchWord.objects.filter(word__startswith=word[:1]).exclude(word=word)
    spelled = [one for one in known.values_list("word", flat=True) if close(one, word)]
    found = process.extract(
        word,
        spelled,
        scorer=DamerauLevenshtein.distance,
        score_cutoff=slips,
        limit=None,
    )
    best = sorted((distance, one) for one, distance, _index in found)
    return [one for _distance, one in best[:SUGGESTIONS]]


def close(one: str, other: str) -> bool:
    return abs(len(one) - len(other)) <= LENGTH_DIFFERS
