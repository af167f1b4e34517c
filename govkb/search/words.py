"""The analyser: what words a text has, in the form in which texts and queries meet.

A text is cut into units: words of letters and digits, and single characters of scripts without
spaces. A word becomes its Snowball stem in the language of the text, without accents; a run of
Chinese becomes its characters and all its pairs of neighbours, in simplified script, so that no
match depends on where a segmenter saw a boundary. What comes out are lexemes, the same on every
database. Pure: it knows nothing of databases.
"""

import re
import threading
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise
from typing import NamedTuple

import opencc
import snowballstemmer

from sources.folding import fold
from sources.text import SPACELESS

LANGUAGES = ("fr", "en", "")  # those that are stemmed, and any other
MAX_LEXEME = 60  # characters; PostgreSQL takes 2046 bytes
GAP = "|"  # parts the texts of one entry in its plain words

# How much a word says about a text: BM25 with a fixed length of texts, so that what is indexed
# once stays right when the collection grows, cut into levels. The constants are the usual ones.
K1, B, USUAL_LENGTH = 1.2, 0.75, 60
LEVELS = (1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7, 1.8, 1.9)  # impact from which it is level 1, 2, …
TOP_LEVEL = len(LEVELS)

_MARKS = "".join(
    chr(code)
    for code in (*range(0x300, 0x1100), *range(0x1AB0, 0x1B00), *range(0x1DC0, 0x1E00))
    if unicodedata.category(chr(code)) in {"Mn", "Mc"} and not re.match(f"[{SPACELESS}]", chr(code))
)
_INSIDE = f"{_MARKS}\u00ad\u200c\u200d\u20d0-\u20ff\ufe20-\ufe2f"  # stand in words, begin none
_LETTER = rf"[^\W_{SPACELESS}]"
_RUN = re.compile(rf"[{SPACELESS}](?:\n?[{SPACELESS}])*|{_LETTER}+(?:[{_INSIDE}]+{_LETTER}*)*")
_PLAIN_RUN = re.compile(rf"[{SPACELESS}]|{_LETTER}+")
_SPACELESS = re.compile(f"[{SPACELESS}]")
_LATIN = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th"})


class Unit(NamedTuple):
    """A word or a spaceless character of a text: where it stands, and its plain form.

    `is_joined` tells that it follows the unit before it with nothing in between.
    """

    start: int
    end: int
    plain: str
    is_joined: bool


@dataclass(frozen=True, slots=True)
class Text:
    """Words to be indexed, and their language. A secondary one counts less than what it is beside.

    Secondary are notes, names of parties, topics: what helps to find a thing without being it.
    """

    words: str
    language: str = "en"
    is_primary: bool = True


@dataclass(frozen=True, slots=True)
class Analysis:
    """What the index keeps of an entry: lexemes, levels (`lake#2`) and the plain words in order."""

    lexemes: frozenset[str]
    levels: frozenset[str]
    words: str


def stemmed(language: str) -> str:
    """Return the language whose stems a tag asks for: “fr”, “en”, or "" for any other."""
    primary = language.partition("-")[0].lower()
    return primary if primary in LANGUAGES else ""


def units(text: str) -> Iterator[Unit]:
    """Yield the units of a text in order, with their places in it (code points, end exclusive)."""
    for run in _RUN.finditer(text):
        start, end = run.span()
        if not is_spaceless(text[start]):
            for number, word in enumerate(plain_words(run.group())):
                yield Unit(start, end, word, number > 0)
            continue
        is_joined = False
        for offset in range(start, end):
            if text[offset] != "\n":
                yield Unit(offset, offset + 1, simplified(text[offset]), is_joined)
                is_joined = True


def is_spaceless(character: str) -> bool:
    """Tell whether no space parts the words of this character's script."""
    return _SPACELESS.match(character) is not None


@lru_cache(maxsize=1 << 17)
def plain_words(word: str) -> tuple[str, ...]:
    """Return a word as it is compared letter by letter: folded, without accents.

    Mostly one; a sign that stands for several words, such as a fraction, gives several.
    """
    return tuple(_unaccented(part) for part in _PLAIN_RUN.findall(fold(word).text))


@lru_cache(maxsize=1 << 17)
def stems(word: str, language: str) -> tuple[str, ...]:
    """Return the lexemes of a word in a text of that language (“fr”, “en” or "").

    A French word with accents has two: the stem without accents, and the stem of the word without
    accents, which is what a reader finds who does not type them.
    """
    found: dict[str, None] = {}
    for part in _PLAIN_RUN.findall(fold(word).text):
        plain = _unaccented(part)
        if not language or any(character.isdigit() for character in plain):
            found[plain[:MAX_LEXEME]] = None
            continue
        if language == "fr" and plain != part:
            found[_unaccented(_stem(part, language))[:MAX_LEXEME]] = None
        found[_stem(plain, language)[:MAX_LEXEME]] = None
    return tuple(found)


@lru_cache(maxsize=1 << 16)
def variants(word: str) -> frozenset[str]:
    """Return the lexemes of a word whose language is not known: those of every language."""
    return frozenset(stem for language in LANGUAGES for stem in stems(word, language))


@lru_cache(maxsize=1 << 16)
def pairs(run: str) -> tuple[str, ...]:
    """Return the lexemes of a run of spaceless characters: each of them, and each two together."""
    plain = "".join(simplified(character) for character in run if character != "\n")
    return (*plain, *map("".join, pairwise(plain)))


def segments(run: str) -> list[str]:
    """Return the words of a run of Chinese, in simplified script."""
    import rjieba  # noqa: PLC0415 -- its dictionary takes half a second, and only Chinese needs it

    plain = "".join(simplified(character) for character in run if character != "\n")
    return list(rjieba.cut(plain))


@lru_cache(maxsize=1 << 15)
def simplified(character: str) -> str:
    """Return a character in simplified script and canonical form; always one character."""
    return _CONVERTER.convert(unicodedata.normalize("NFKC", character))[:1] or character


class Forms(NamedTuple):
    """What one run of a text becomes: its lexemes, and its plain words."""

    lexemes: tuple[str, ...]
    plain: tuple[str, ...]


class Known(dict[str, Forms]):
    """What the runs of one language become, each worked out once.

    An index of a million texts asks for its words a hundred million times, so this is a dictionary
    and no `lru_cache`, which would do more at each of them.
    """

    MOST = 300_000

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language

    def __missing__(self, run: str) -> Forms:
        if len(self) >= self.MOST:
            self.clear()
        found = self[run] = forms(run, self.language)
        return found


_KNOWN = {language: Known(language) for language in LANGUAGES}


def forms(run: str, language: str) -> Forms:
    """Return what a run becomes in a text of that language (“fr”, “en” or "")."""
    if is_spaceless(run[0]):
        return Forms(pairs(run), tuple(simplified(one) for one in run if one != "\n"))
    return Forms(stems(run, language), plain_words(run))


def analyse(texts: Iterable[Text]) -> Analysis:
    """Return what the index keeps of the texts of one entry.

    The level of a lexeme is the highest that it has in one of the primary texts; one that stands
    in secondary texts only has level 0.
    """
    primary: set[str] = set()
    secondary: set[str] = set()
    levels: dict[str, int] = {}
    words: list[str] = []
    for text in texts:
        known = _KNOWN[stemmed(text.language)]
        found = [known[run] for run in _RUN.findall(text.words)]
        counts = Counter(chain.from_iterable([one[0] for one in found]))
        plain = list(chain.from_iterable([one[1] for one in found]))
        words += plain
        words.append(GAP)
        if not text.is_primary:
            secondary.update(counts)
            continue
        primary.update(counts)
        norm = K1 * (1 - B + B * len(plain) / USUAL_LENGTH)
        of_one = level_of((K1 + 1) / (1 + norm))
        for lexeme, count in counts.items():
            if count > 1 or of_one:
                level = level_of(count * (K1 + 1) / (count + norm)) if count > 1 else of_one
                if level > levels.get(lexeme, 0):
                    levels[lexeme] = level
    marked = {f"{lexeme}#{level}" for lexeme, level in levels.items()}
    marked.update(f"{lexeme}#0" for lexeme in secondary - primary)
    return Analysis(frozenset(primary | secondary), frozenset(marked), " ".join(words))


def level_of(impact: float) -> int:
    """Return the level of an impact: 0 for the usual, `TOP_LEVEL` for the greatest."""
    level = 0
    while level < TOP_LEVEL and impact >= LEVELS[level]:
        level += 1
    return level


def _unaccented(word: str) -> str:
    if word.isascii():
        return word
    parts = unicodedata.normalize("NFD", word)
    bare = "".join(part for part in parts if not unicodedata.combining(part))
    return unicodedata.normalize("NFC", bare).translate(_LATIN)


def _stem(word: str, language: str) -> str:
    # The stemmers keep what they work on in themselves, so no two threads may use one.
    stemmers = getattr(_THREAD, "stemmers", None)
    if stemmers is None:
        names = {"fr": "french", "en": "english"}
        stemmers = {key: snowballstemmer.stemmer(name) for key, name in names.items()}
        _THREAD.stemmers = stemmers
    return str(stemmers[language].stemWord(word))


_THREAD = threading.local()
_CONVERTER = opencc.OpenCC("t2s")
