"""The glossary: which terms of the field mean the same in French, English and Chinese.

It is read from `seeds/glossary.toml`, our own words, and used when a query is read: a term brings
its counterparts in the other languages along. Nothing of it is stored in the database.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from govkb.search.words import is_spaceless, simplified, stems, units

# Words that only hold a sentence together, in French, English and Chinese.
_STOP_WORDS = """
    a à au aux c ce ces cet cette d dans de des du elle en est et il ils j je l la le les leur leurs
    lui m mais n ne nos notre nous on ou où par pas pour qu que qui s sa se ses son sont sur t un
    une vos votre vous y
    an and are as at be but by did do does for from had has have he her his i in into is it its no
    not of or our she so that the their them there these they this to was we were what when which
    who will with would you your
    的 了 和 与 在 是 及 对 将 把 被 等 也 就 都 而 或 其 这 那 有 之
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())

Signature = tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a query: its plain form and, unless its script has no spaces, its lexemes."""

    text: str
    lexemes: frozenset[str]
    is_spaceless: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """One term of one language: the lexemes of its words that carry meaning, in their order.

    A Chinese term is one word, spelled in simplified script.
    """

    text: str
    language: str
    signature: Signature


class Glossary:
    """Terms that mean the same, to be looked up by the words of a query."""

    def __init__(self, entries: Iterable[Mapping[str, Sequence[str]]]) -> None:
        """Index the terms; raise ValueError if a term has no words."""
        self.by_first: dict[str, list[tuple[Term, list[Term]]]] = {}
        self.longest = 1
        for entry in entries:
            terms = [make_term(one, tag) for tag, several in entry.items() for one in several]
            for term in terms:
                self.longest = max(self.longest, len(term.signature))
                for lexeme in term.signature[0]:
                    self.by_first.setdefault(lexeme, []).append((term, terms))

    def find(self, words: Sequence[Word]) -> tuple[int, list[Term]]:
        """Return how many words at the beginning are a term, and the terms of other languages.

        The longest term wins; a word that is spelled alike in two languages brings the counterparts
        in both. (0, []) if no term begins here.
        """
        for length in range(min(self.longest, len(words)), 0, -1):
            part = words[:length]
            if all(word.is_spaceless for word in part):
                part = [Word("".join(word.text for word in part), frozenset(), is_spaceless=True)]
            found = [
                (term, terms)
                for lexeme in sorted(part[0].lexemes or {part[0].text})
                for term, terms in self.by_first.get(lexeme, [])
                if matches(term.signature, part)
            ]
            if found:
                others = {
                    other.text: other
                    for term, terms in found
                    for other in terms
                    if other.language != term.language and not matches(other.signature, part)
                }
                return length, list(others.values())
        return 0, []


def matches(signature: Signature, words: Sequence[Word]) -> bool:
    """Tell whether these words are the term, all of it."""
    return len(signature) == len(words) and all(
        known & (word.lexemes or {word.text}) for known, word in zip(signature, words, strict=True)
    )


def make_term(text: str, language: str) -> Term:
    """Return a term with the lexemes that a text of its language has for it."""
    signature = tuple(signature_of(text, language))
    if not signature:
        raise ValueError(f"The term “{text}” has no word that can be searched.")
    return Term(text, language, signature)


def signature_of(text: str, language: str) -> Iterator[frozenset[str]]:
    """Yield the lexemes of each word of a term that carries meaning."""
    if is_spaceless(text[0]):
        yield frozenset(["".join(map(simplified, text))])
        return
    for unit in units(text):
        if unit.plain not in STOP_WORDS:
            yield frozenset(stems(text[unit.start : unit.end], language))


@cache
def glossary() -> Glossary:
    """Return the glossary of this installation, empty if its file is missing."""
    path = Path(settings.BASE_DIR) / "seeds" / "glossary.toml"
    if not path.exists():
        return Glossary([])
    return Glossary(tomllib.loads(path.read_text("utf-8")).get("term", []))
