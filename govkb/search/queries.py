"""What a query asks for: words, phrases, words left out, and what they mean in other languages.

`China "common level" -summit` asks for all of a word, for words that stand together, and for none
of a third; `a OR b` for either. Words that only hold a sentence together (`the`, `du`, `的`) are
left out of a query that has others. A term of the glossary also asks for its counterparts in the
other languages. Pure: whatever is typed becomes a query, or a problem in words.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from govkb.search.glossary import STOP_WORDS, Glossary, Term, Word
from govkb.search.words import (
    TOP_LEVEL,
    is_spaceless,
    pairs,
    segments,
    stemmed,
    stems,
    units,
    variants,
)
from sources.text import Span

MAX_QUERY = 300  # characters
MAX_TERMS = 12

_QUOTES = '"“”„‟«»「」『』＂'
_ITEM = re.compile(rf"(?P<minus>-?)[{_QUOTES}](?P<phrase>[^{_QUOTES}]*)[{_QUOTES}]|(?P<word>\S+)")
_ELISION = re.compile(
    r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)['’‘ʼ＇](?=\w)", re.IGNORECASE
)
_POSSESSIVE = re.compile(r"(?<=\w)['’‘ʼ＇]s\b", re.IGNORECASE)

# An expression of the index: a lexeme, or ("&" or "|", expressions), or ("!", what, without).
Expression = str | tuple[str, list["Expression"]]


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way to meet a part of a query: all slots, each by one of its lexemes.

    With a `phrase`, its plain words must stand together in their order; `is_checked` says that the
    lexemes alone do not tell. `via` is the term of the glossary that brought it.
    """

    slots: tuple[frozenset[str], ...]
    phrase: tuple[str, ...] = ()
    is_checked: bool = False
    via: Term | None = None

    @property
    def expression(self) -> Expression:
        return ("&", [("|", sorted(slot)) for slot in self.slots])

    def tier(self, level: int) -> Expression:
        """Return what finds the entries in which every slot has at least this level."""
        marks = range(level, TOP_LEVEL + 1)

        def marked(slot: frozenset[str]) -> Expression:
            return ("|", [f"{one}#{mark}" for one in sorted(slot) for mark in marks])

        return ("&", [marked(slot) for slot in self.slots])


@dataclass(frozen=True, slots=True)
class Group:
    """A part of a query that must be met, by any of its alternatives. `text` is as it was typed."""

    text: str
    alternatives: tuple[Alternative, ...]
    word: Word | None = None  # what it is, if it is a single word that is not quoted

    @property
    def expression(self) -> Expression:
        return ("|", [one.expression for one in self.alternatives])

    def tier(self, level: int) -> Expression:
        return ("|", [one.tier(level) for one in self.alternatives])

    @property
    def is_checked(self) -> bool:
        return any(one.is_checked for one in self.alternatives)


@dataclass(frozen=True, slots=True)
class Query:
    """All that a query asks for. With a `problem` it asks for nothing."""

    text: str
    groups: tuple[Group, ...] = ()
    excluded: tuple[Alternative, ...] = ()
    left_out: tuple[str, ...] = ()
    problem: str | Promise = ""

    def __bool__(self) -> bool:
        return bool(self.groups)

    @property
    def expression(self) -> Expression:
        """Return what the index is asked for; the phrases are for `is_checked` to decide."""
        wanted: Expression = ("&", [group.expression for group in self.groups])
        unwanted = [one.expression for one in self.excluded if not one.is_checked]
        return ("!", [wanted, *unwanted]) if unwanted else wanted

    def tier(self, level: int, *, every: bool) -> Expression:
        """Return what finds entries where every group, or any, has at least this level."""
        wanted: Expression
        if every:
            wanted = ("&", [group.tier(level) for group in self.groups])
        else:
            whole = [group.expression for group in self.groups]
            wanted = ("&", [("|", [group.tier(level) for group in self.groups]), *whole])
        unwanted = [one.expression for one in self.excluded if not one.is_checked]
        return ("!", [wanted, *unwanted]) if unwanted else wanted

    def direct(self) -> "Query":
        """Return the query as it was typed, without counterparts in other languages."""
        groups = (
            replace(group, alternatives=tuple(one for one in group.alternatives if not one.via))
            for group in self.groups
        )
        return replace(self, groups=tuple(groups))

    @property
    def is_translated(self) -> bool:
        return any(one.via for group in self.groups for one in group.alternatives)

    @property
    def translations(self) -> list[tuple[str, list[Term]]]:
        """Return each word that has counterparts, with them."""
        found = [
            (group.text, [one.via for one in group.alternatives if one.via])
            for group in self.groups
        ]
        return [(text, terms) for text, terms in found if terms]

    @property
    def with_one_less(self) -> list[tuple[str, str]]:
        """Return each item as typed with the query that leaves it out."""
        items = [match.group() for match in _ITEM.finditer(self.text)]
        items = [item for item in items if item != "OR"]
        if not 1 < len(items) <= MAX_TERMS:
            return []
        return [
            (item, " ".join(items[:number] + items[number + 1 :]))
            for number, item in enumerate(items)
        ]

    @property
    def with_any(self) -> str:
        """Return the query that asks for any of the words instead of all, or ""."""
        items = [match.group() for match in _ITEM.finditer(self.text)]
        if len(self.groups) < 2 or "OR" in items or any(item.startswith("-") for item in items):
            return ""
        return " OR ".join(item for item in items if item.lower() not in STOP_WORDS)


@dataclass(slots=True)
class Hits:
    """Where a text meets a query: the spans to mark, and by which alternative each group is met."""

    spans: list[Span] = field(default_factory=list)
    met: dict[int, list[Alternative]] = field(default_factory=dict)


def read_query(raw: str, glossary: Glossary) -> Query:
    """Read what was typed. Never fails: what cannot be searched is a query with a `problem`."""
    # Control characters, NUL among them, separate words like any space.
    text = " ".join("".join(c if c.isprintable() else " " for c in raw[: MAX_QUERY * 4]).split())
    if len(raw) > MAX_QUERY:
        problem = _("That is too long for a search. Search for a few words of it.")
        return Query(text[:MAX_QUERY], problem=problem)
    groups: list[Group] = []
    excluded: list[Alternative] = []
    is_either = False
    for match in _ITEM.finditer(text):
        if match.group() == "OR":
            is_either = bool(groups)
            continue
        word = match["word"]
        is_excluded = bool(match["minus"]) or bool(word and word.startswith("-"))
        quoted = match["phrase"] is not None
        found = list(read_phrase(match["phrase"]) if quoted else read_words(word.lstrip("-")))
        if not found:
            continue
        if is_excluded:
            excluded += [one for group in found for one in group.alternatives]
        elif is_either:
            last = groups.pop()
            either = (*last.alternatives, *found[0].alternatives)
            groups += [Group(f"{last.text} OR {found[0].text}", either), *found[1:]]
        else:
            groups += found
        is_either = False
    return finish(text, groups, tuple(excluded), glossary)


def finish(
    text: str, groups: list[Group], excluded: tuple[Alternative, ...], glossary: Glossary
) -> Query:
    """Return the query of these groups without its stop words, with its translations."""
    said = [group for group in groups if not is_stop_word(group)]
    left_out = tuple(group.text for group in groups if is_stop_word(group)) if said else ()
    groups = list({group.alternatives: group for group in said or groups}.values())
    problem: str | Promise = ""
    if len(groups) > MAX_TERMS:
        problem = _("Those are too many words for a search. Leave some out.")
    elif excluded and not groups:
        problem = _("Say also what to look for, not only what to leave out.")
    elif text and not groups:
        problem = _("There is no letter or digit in that to search for.")
    if problem:
        return Query(text, problem=problem)
    return Query(text, tuple(translate(groups, glossary)), excluded, left_out)


def is_stop_word(group: Group) -> bool:
    """Tell a word that only holds a sentence together; one in capitals (WHO) is a name."""
    return group.word is not None and group.word.text in STOP_WORDS and not group.text.isupper()


def read_phrase(text: str) -> Iterator[Group]:
    """Yield what finds these words together, in this order and these very forms."""
    phrase = tuple(unit.plain for unit in units(text))
    if phrase:
        yield Group(f"“{text.strip()}”", (Alternative(slots_of(text), phrase, is_checked=True),))


def slots_of(text: str) -> tuple[frozenset[str], ...]:
    """Return a slot for each word, and for each two neighbours of a script without spaces."""
    found: dict[frozenset[str], None] = {}
    run = ""
    for unit in [*units(text), None]:
        if unit is not None and is_spaceless(unit.plain):
            run = run + unit.plain if unit.is_joined else unit.plain
            several = pairs(run[-2:]) if len(run) > 1 else (unit.plain,)
            found[frozenset([several[-1]])] = None
        elif unit is not None:
            run = ""
            found[variants(text[unit.start : unit.end])] = None
    return tuple(found)


def read_words(text: str) -> Iterator[Group]:
    """Yield what finds the words of an item without spaces.

    Mostly one. Words with a hyphen or apostrophe between them stand together; an elided article
    (`l'IA`) and an English genitive are left out. Chinese is cut into its words.
    """
    text = _POSSESSIVE.sub("", _ELISION.sub("", text))
    latin: list[tuple[str, str]] = []
    for unit in [*units(text), None]:
        if unit is not None and not is_spaceless(unit.plain):
            latin.append((unit.plain, text[unit.start : unit.end]))
            continue
        if latin:
            yield together(latin)
            latin = []
    for run in re.findall(r"[^\W_]+", text):
        chinese = "".join(unit.plain for unit in units(run) if is_spaceless(unit.plain))
        for word in segments(chinese) if chinese else ():
            yield Group(word, (chinese_word(word),), Word(word, frozenset(), is_spaceless=True))


def together(words: Sequence[tuple[str, str]]) -> Group:
    """Return what finds one word in all its forms, or several that stand together."""
    (plain, raw), *more = words
    if not more:
        return Group(raw, (Alternative((variants(raw),)),), Word(plain, variants(raw)))
    slots = tuple(dict.fromkeys(variants(one) for _plain, one in words))
    phrase = tuple(one for one, _raw in words)
    text = "-".join(one for _plain, one in words)
    return Group(text, (Alternative(slots, phrase, is_checked=True),))


def chinese_word(word: str, via: Term | None = None) -> Alternative:
    """Return what finds a Chinese word: its characters side by side."""
    two = [pair for pair in pairs(word) if len(pair) == 2]
    slots = tuple(frozenset([one]) for one in dict.fromkeys(two or pairs(word)))
    return Alternative(slots, tuple(word), is_checked=len(word) > 2, via=via)


def translate(groups: Sequence[Group], glossary: Glossary) -> Iterator[Group]:
    """Yield the groups; words that are a term together become one, with its counterparts."""
    rest = list(groups)
    while rest:
        words: list[Word] = []
        for group in rest:
            if group.word is None:
                break
            words.append(group.word)
        length, terms = glossary.find(words) if words else (0, [])
        if not length:
            yield rest.pop(0)
            continue
        own, rest = rest[:length], rest[length:]
        slots = tuple(slot for group in own for slot in group.alternatives[0].slots)
        phrase = own[0].alternatives[0].phrase if length == 1 else ()
        first = Alternative(slots, phrase, own[0].alternatives[0].is_checked and length == 1)
        others = tuple(counterpart(term) for term in terms)
        yield Group(" ".join(group.text for group in own), (first, *others))


def counterpart(term: Term) -> Alternative:
    """Return what finds a term of the glossary in texts of its language."""
    if is_spaceless(term.text[0]):
        return chinese_word(next(iter(term.signature[0])), term)
    return Alternative(term.signature, via=term)


# Finding a query in a text


def find_hits(text: str, language: str, query: Query) -> Hits:
    """Return where the text of that language meets the query."""
    every = list(units(text))
    stem_as = stemmed(language)
    lexemes: list[frozenset[str]] = [
        frozenset([unit.plain])
        if is_spaceless(unit.plain)
        else frozenset(stems(text[unit.start : unit.end], stem_as))
        for unit in every
    ]
    at: dict[str, list[int]] = {}
    for number, several in enumerate(lexemes):
        for lexeme in several:
            at.setdefault(lexeme, []).append(number)
    plain: dict[str, list[int]] = {}
    for number, unit in enumerate(every):
        plain.setdefault(unit.plain, []).append(number)
    hits = Hits()
    marked: set[int] = set()
    for index, group in enumerate(query.groups):
        for one in group.alternatives:
            places = place_phrase(one.phrase, every, plain) if one.phrase else place(one, at)
            if places:
                hits.met.setdefault(index, []).append(one)
                marked.update(places)
    hits.spans = join_spans(text, [Span(every[n].start, every[n].end) for n in sorted(marked)])
    return hits


def place(alternative: Alternative, at: dict[str, list[int]]) -> list[int]:
    """Return the numbers of the units that fill the slots; none if a slot stays empty."""
    filled = [[n for lexeme in slot for n in at.get(lexeme, ())] for slot in alternative.slots]
    return [number for several in filled for number in several] if all(filled) else []


def place_phrase(
    phrase: Sequence[str], every: Sequence[object], plain: dict[str, list[int]]
) -> list[int]:
    """Return the numbers of the units of every occurrence of a phrase."""
    found: list[int] = []
    for start in plain.get(phrase[0], ()):
        stop = start + len(phrase)
        if stop <= len(every) and all(
            start + offset in plain.get(word, ()) for offset, word in enumerate(phrase)
        ):
            found += range(start, stop)
    return found


def join_spans(text: str, spans: Sequence[Span]) -> list[Span]:
    """Return the spans, those with nothing but a joining sign or space between them as one."""
    joined: list[Span] = []
    for span in spans:
        between = text[joined[-1].end : span.start] if joined else "?"
        if joined and not between.strip(" '’-\u2011\u00a0\u202f"):
            joined[-1] = Span(joined[-1].start, max(span.end, joined[-1].end))
        else:
            joined.append(span)
    return joined
