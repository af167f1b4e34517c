"""What a passage and a clause can have in common, whatever their languages.

A text is read into items: words, terms of the glossary, dates, numbers and names. Each item can be
known by several keys, the surest first, and each key has a share of what the item is worth. Two
texts have an item in common when one of its keys stands in both. Pure: no database.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from govkb.search.glossary import STOP_WORDS, Glossary, Term, Word, matches
from govkb.search.words import is_spaceless, pairs, plain_words, stemmed, stems, units

KIN_LETTERS = 5  # words of two languages that begin with as many same letters may be one word
KIN_FROM = 6  # … if both have at least as many


class Kind(StrEnum):
    DATE = "date"
    NUMBER = "number"
    NAME = "name"
    PARTY = "party"
    TERM = "term"
    WORD = "word"
    LIKE = "like"
    KIN = "kin"


# What is shared counts by its rarity and by how surely it is the same thing.
SHARE = {
    Kind.DATE: 1.5,
    Kind.NUMBER: 1.2,
    Kind.NAME: 1.3,
    Kind.TERM: 1.0,
    Kind.WORD: 1.0,
    Kind.LIKE: 0.6,
    Kind.KIN: 0.45,
}

# Words that say little about what a passage is about; with those that search passes over.
_LIGHT = """
    about after all already also although among another any around because been before being between
    both can could each either every few first have having here how however if including itself
    just last latter less like made make many may me might more most much must neither new next now
    one only onto other others ours own per quite rather same several shall should since some such
    take taken takes taking than then these those though through thus together too toward towards
    two under until upon very via way well where whether while whom whose within without would yet
    during also says said say according
    afin ainsi alors après aussi autre autres avant avec avoir celle celles celui cependant certains
    ceux chaque comme comment contre deux dont donc encore entre être faire fait fois ici jamais
    jusque lors lorsque mais même mêmes mettre moins ni notamment ont ou outre peu plus plusieurs
    pourrait peut peuvent pourtant prendre puis quand quel quelle quelques sans selon sera si soit
    sont sous tant tel telle tels tous tout toute toutes très tandis vers y compris doit doivent
"""
_PASSED_OVER = STOP_WORDS | frozenset(
    plain for word in _LIGHT.split() for plain in plain_words(word)
)


_PARAPHRASES = Path(__file__).with_name("paraphrases.toml")


class Key(NamedTuple):
    """Something by which two texts can be compared: “term risk”, “date 2023-04-07”."""

    kind: Kind
    value: str


@dataclass(frozen=True, slots=True)
class Item:
    """One thing said in a text: how it is written there, and the keys that it is known by.

    `lexemes` find it in the search index: texts that have any of them may say it too. `is_part`
    tells that it is a word of a term of several words, which is an item too.
    """

    text: str
    keys: tuple[Key, ...]
    lexemes: frozenset[str] = frozenset()
    is_part: bool = False


_MONTH_NAMES = """
    january janvier|february février fevrier|march mars|april avril|may mai|june juin|
    july juillet|august août aout|september septembre|october octobre|november novembre|
    december décembre decembre
"""
_MONTHS = {
    name: number
    for number, names in enumerate(_MONTH_NAMES.split("|"), 1)
    for name in names.split()
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_ORDINAL = r"(?:st|nd|rd|th|er|ère|re|e|ème|eme|º)?"
_DATE = re.compile(
    rf"""(?<![\w])(?:
        (?P<d1>\d{{1,2}}){_ORDINAL}\s+(?:of\s+)?(?P<m1>{_MONTH})(?!\w)(?:,?\s+(?P<y1>\d{{4}})(?!\d))?
      | (?P<m2>{_MONTH})\s+(?P<d2>\d{{1,2}}){_ORDINAL}(?![\d\w])(?:,?\s+(?P<y2>\d{{4}})(?!\d))?
      | (?P<m3>{_MONTH})\s+(?P<y3>\d{{4}})(?!\d)
      | (?P<y4>\d{{4}})-(?P<m4>\d\d)-(?P<d4>\d\d)(?!\d)
      | (?P<y5>\d{{4}})年(?:(?P<m5>\d{{1,2}})月(?:(?P<d5>\d{{1,2}})日)?)?
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_CHINESE_DAY = re.compile(r"(?P<m>\d{1,2})月(?P<d>\d{1,2})日")
_YEAR = re.compile(r"(?<![\w.,])(?:1[89]|20)\d\d(?![\d.,]\d|\w)")
_NUMBER = re.compile(rf"(?<![\w.,-])(\d{{1,6}}){_ORDINAL}(?![\w])")
_CAPITALISED = re.compile(r"[^\W\d_a-z][^\W_]*(?:[’'-][^\W\d_]+)*")
_SENTENCE_START = re.compile(r"(?:\A|[.!?…:;]['\"’”»)]*\s+|\n)[\s\"'“‘«(–—-]*\Z")
_SMALL_WORDS = "of on for the and de du des la le les et sur pour l d"
_SMALL = frozenset(_SMALL_WORDS.split())
_CJK_DIGITS = {ord("０") + n: str(n) for n in range(10)}


def read(text: str, language: str, glossary: Glossary) -> list[Item]:
    """Return the items of a text, each once, in the order in which they first stand there."""
    text = text.translate(_CJK_DIGITS)
    taken: list[tuple[int, int]] = []
    items = [*_dates(text, taken), *_numbers(text, taken)]
    names = dict(_names(text))
    items += _acronyms(text)
    items += _words(text, language, glossary, names, taken)
    unique: dict[Key, Item] = {}
    for item in items:
        word = next((key for key in item.keys if key.kind == Kind.WORD), item.keys[0])
        unique.setdefault(word, item)
    return list(unique.values())


@cache
def paraphrases() -> dict[tuple[str, str], tuple[str, ...]]:
    """Return for the stems of each language the groups of words used for the same thing."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    groups = tomllib.loads(_PARAPHRASES.read_text("utf-8"))["group"]
    for group in groups:
        for language, words in group.items():
            for stem in {stems(word, language)[-1] for word in words}:
                found[language, stem] = (*found.get((language, stem), ()), group["en"][0])
    return found


def keys_of(items: Iterable[Item]) -> dict[Key, str]:
    """Return everything by which items are known, with how the first of each is written."""
    found: dict[Key, str] = {}
    for item in items:
        for key in item.keys:
            found.setdefault(key, item.text)
    return found


def _dates(text: str, taken: list[tuple[int, int]]) -> Iterator[Item]:
    for match in _DATE.finditer(text):
        groups = match.groupdict()
        year, month, day = (
            next((groups[f"{one}{n}"] for n in range(1, 6) if groups.get(f"{one}{n}")), None)
            for one in "ymd"
        )
        number = _MONTHS.get(month.lower(), 0) if month and not month.isdecimal() else month
        taken.append(match.span())
        yield from _date_items(
            match.group(), year, int(number) if number else None, int(day) if day else None
        )
    for match in _CHINESE_DAY.finditer(text):
        if not _overlaps(match.span(), taken):
            taken.append(match.span())
            yield from _date_items(match.group(), None, int(match["m"]), int(match["d"]))
    for match in _YEAR.finditer(text):
        if not _overlaps(match.span(), taken):
            taken.append(match.span())
            yield from _date_items(match.group(), match.group(), None, None)


def _date_items(text: str, year: str | None, month: int | None, day: int | None) -> Iterator[Item]:
    if month and day:
        yield Item(text, (Key(Kind.DATE, f"{month}-{day}"),))
    elif month and year:
        yield Item(text, (Key(Kind.DATE, f"{year}-{month}"),))
    if year:
        yield Item(year, (Key(Kind.DATE, year),), frozenset([year]))


def _numbers(text: str, taken: list[tuple[int, int]]) -> Iterator[Item]:
    for match in _NUMBER.finditer(text):
        if not _overlaps(match.span(), taken):
            written = match.group().lower()
            lexemes = frozenset([match[1], written])
            yield Item(match.group(), (Key(Kind.NUMBER, match[1].lstrip("0") or "0"),), lexemes)


def _overlaps(span: tuple[int, int], others: Iterable[tuple[int, int]]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in others)


def _names(text: str) -> Iterator[tuple[int, int]]:
    """Yield where words stand that are capitalised though no sentence begins with them."""
    for match in _CAPITALISED.finditer(text):
        word = match.group()
        is_acronym = len(word) > 1 and word.isupper()
        before = text[max(0, match.start() - 12) : match.start()]
        if is_acronym or (len(word) > 2 and not _SENTENCE_START.search(before)):
            yield match.span()


def _acronyms(text: str) -> Iterator[Item]:
    """Yield the first letters of names of several words: World AI Conference, WAIC."""
    run: list[str] = []
    for word in [*re.findall(r"[^\W_]+|[^\w\s’'-]", text), "."]:
        if word[0].isupper():
            run.append(word)
        elif word.lower() not in _SMALL or not run:
            if len(run) >= 2:
                parts = (one if one.isupper() and len(one) < 4 else one[0] for one in run)
                letters = "".join(parts).lower()
                yield Item(" ".join(run), (Key(Kind.NAME, letters),), frozenset([letters]))
            run = []


class _Token(NamedTuple):
    start: int
    end: int
    plain: str
    lexemes: tuple[str, ...]


def _words(
    text: str,
    language: str,
    glossary: Glossary,
    names: dict[int, int],
    taken: Sequence[tuple[int, int]],
) -> Iterator[Item]:
    tongue = stemmed(language)
    tokens: list[_Token] = []
    run: list[int] = []
    for unit in units(text):
        if is_spaceless(unit.plain[0]):
            if run and run[-1] != unit.start:
                yield from _chinese(text[run[0] : run[-1]], glossary)
                run = []
            run = [*run[:1], unit.end] if run else [unit.start, unit.end]
            continue
        written = text[unit.start : unit.end]
        if unit.plain not in _PASSED_OVER or (len(written) > 1 and written.isupper()):
            tokens.append(_Token(unit.start, unit.end, unit.plain, stems(written, tongue)))
    if run:
        yield from _chinese(text[run[0] : run[-1]], glossary)
    parts: list[tuple[int, int]] = []
    yield from _terms(text, tokens, glossary, parts)
    for token in tokens:
        if token.plain.isdecimal() or _overlaps((token.start, token.end), taken):
            continue
        is_name = any(start <= token.start < end for start, end in names.items())
        is_part = _overlaps((token.start, token.end), parts)
        yield _word(text[token.start : token.end], token, tongue, is_name, is_part)


def _word(written: str, token: _Token, language: str, is_name: bool, is_part: bool) -> Item:  # noqa: FBT001 -- called once for every word
    stem = token.lexemes[-1]
    keys = [Key(Kind.WORD, stem)]
    if is_name:
        keys.insert(0, Key(Kind.NAME, token.plain))
    else:
        keys += [Key(Kind.LIKE, group) for group in paraphrases().get((language, stem), ())]
    if len(token.plain) >= KIN_FROM and token.plain.isalpha():
        keys.append(Key(Kind.KIN, token.plain[:KIN_LETTERS]))
    return Item(written, tuple(keys), frozenset(token.lexemes), is_part)


def _terms(
    text: str, tokens: Sequence[_Token], glossary: Glossary, parts: list[tuple[int, int]]
) -> Iterator[Item]:
    """Yield the terms of the glossary; of terms that begin at one word, the longest.

    Where terms of several words stand is added to `parts`.
    """
    words = [Word(one.plain, frozenset(one.lexemes)) for one in tokens]
    for at in range(len(words)):
        for length in range(min(glossary.longest, len(words) - at), 0, -1):
            part = words[at : at + length]
            found = {
                terms[0].text: terms
                for lexeme in sorted(part[0].lexemes)
                for term, terms in glossary.by_first.get(lexeme, [])
                if matches(term.signature, part)
            }
            for terms in found.values():
                written = text[tokens[at].start : tokens[at + length - 1].end]
                yield _term(written, terms)
            if found:
                if length > 1:
                    parts.append((tokens[at].start, tokens[at + length - 1].end))
                break


def _term(written: str, terms: Sequence[Term]) -> Item:
    return Item(written, (Key(Kind.TERM, terms[0].text),), _lexemes_of(tuple(terms)))


@lru_cache(maxsize=4096)
def _lexemes_of(terms: tuple[Term, ...]) -> frozenset[str]:
    """Return what stands in the index for terms of one word; of longer ones, their longest word.

    That finds a little too much, which the comparison of the texts puts right.
    """
    found: set[str] = set()
    for term in terms:
        if is_spaceless(term.text[0]):
            several = pairs(term.text)
            found.add(several[-1])
        else:
            best = max(term.signature, key=lambda lexemes: len(max(lexemes, key=len)))
            found |= best
    return frozenset(found)


def _chinese(run: str, glossary: Glossary) -> Iterator[Item]:
    """Yield the terms in a run of Chinese, and each two neighbouring characters."""
    plain = "".join(one for one in pairs(run) if len(one) == 1)
    for at in range(len(plain)):
        for length in range(min(10, len(plain) - at), 1, -1):
            word = [Word(plain[at : at + length], frozenset(), is_spaceless=True)]
            found = {
                terms[0].text: terms
                for term, terms in glossary.by_first.get(word[0].text, [])
                if matches(term.signature, word)
            }
            for terms in found.values():
                yield _term(word[0].text, terms)
            if found:
                break
    for two in (plain[at : at + 2] for at in range(len(plain) - 1)):
        if not any(one in STOP_WORDS for one in two):
            yield Item(two, (Key(Kind.WORD, two),), frozenset([two]))


def party_key(name: str) -> str:
    """Return the form in which names of parties are compared."""
    return " ".join(word for part in name.split() for word in plain_words(part))
