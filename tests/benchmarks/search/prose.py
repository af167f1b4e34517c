"""Invented words and texts, and queries of every class, the same for each seed.

Words are made of syllables and endings, so that stems matter; how often each stands follows Zipf's
law, as in prose.
"""

import itertools
import random

SEED = 7
WORDS = 40_000  # of each language
SHORTEST, LONGEST = 30, 90  # words of a text

_BEGINNINGS = [
    "b",
    "c",
    "d",
    "f",
    "g",
    "l",
    "m",
    "n",
    "p",
    "r",
    "s",
    "t",
    "v",
    "br",
    "cl",
    "dr",
    "fl",
    "gr",
    "pl",
    "pr",
    "st",
    "tr",
]
_MIDDLES = ["a", "e", "i", "o", "u", "ai", "eau", "ou", "an", "en", "on", "ar", "er", "or"]
_ENDINGS = {
    "fr": ["", "er", "ement", "ation", "ique", "eux", "ité", "és", "e", "es"],
    "en": ["", "ing", "ed", "ation", "ness", "ly", "ity", "s", "er", "ment"],
}


def vocabulary(language: str) -> list[str]:
    """Return the words of a language, the commonest first."""
    chance = random.Random(f"{SEED} {language}")  # noqa: S311
    words: dict[str, None] = {}
    while len(words) < WORDS:
        syllables = range(chance.choice([1, 2, 2, 3, 3]))
        stem = "".join(chance.choice(_BEGINNINGS) + chance.choice(_MIDDLES) for _ in syllables)
        words[stem + chance.choice(_ENDINGS[language])] = None
    return list(words)


class Prose:
    """Texts of one language."""

    def __init__(self, language: str) -> None:
        self.words = vocabulary(language)
        self.weights = list(itertools.accumulate(1 / rank for rank in range(1, WORDS + 1)))
        self.chance = random.Random(f"{SEED} {language} texts")  # noqa: S311

    def text(self) -> str:
        number = self.chance.randint(SHORTEST, LONGEST)
        chosen = self.chance.choices(self.words, cum_weights=self.weights, k=number)
        return " ".join(chosen).capitalize() + "."


# Queries


RANKS = {"common": range(10), "middle": range(200, 400), "rare": range(8_000, 20_000)}
CLASSES: dict[str, tuple[str, ...]] = {
    "one common word": ("common",),
    "one middling word": ("middle",),
    "one rare word": ("rare",),
    "two common words": ("common", "common"),
    "common OR common": ("common", "OR", "common"),
    "middling OR rare": ("middle", "OR", "rare"),
    "common and rare": ("common", "rare"),
    "common and middling": ("common", "middle"),
    "three words": ("common", "middle", "common"),
    "without a common word": ("middle", "-common"),
    "a phrase": ('"', "common", "middle", '"'),
    # Only reading the words of every entry that has both tells where they stand together.
    "a phrase of common words": ('"', "common", "common", '"'),
}
APART = "a phrase of common words"  # shown, and not counted with the others


def queries(of_each: int) -> list[tuple[str, str]]:
    """Return queries of every class, with the name of the class: each word another one."""
    chance = random.Random(f"{SEED} queries")  # noqa: S311
    words = {language: vocabulary(language) for language in ("fr", "en")}
    found = []
    for name, pattern in CLASSES.items():
        for number in range(of_each):
            known = words["fr" if number % 2 else "en"]
            parts = []
            for one in pattern:
                sign, rank = ("-", one[1:]) if one.startswith("-") else ("", one)
                parts.append(sign + known[chance.choice(RANKS[rank])] if rank in RANKS else one)
            query = " ".join(parts).replace('" ', '"', 1).replace(' "', '"')
            found.append((name, query))
    return found
