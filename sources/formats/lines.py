"""Lines that a page broke, made whole: which lines belong together, and how to join them.

Used where a format holds lines instead of paragraphs: PDF, plain text, Markdown.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache

from sources.text import SPACELESS

BULLETS = "•‣▪●◦∙■□○◆◇►▶➢➤✓·⁃\uf0b7\uf0a7\uf0d8\uf076"
_NUMBER = (
    r"\d{1,5}(?:\.\d{1,4}){0,4}|[a-zA-Z]{1,2}|[ivxlIVXL]{1,6}|[〇零一二三四五六七八九十百]{1,5}"
    r"|[а-яё]|[א-ת]{1,2}|[ء-ي]|[가나다라마바사아자차카타파하]|[ア-ン]"
)
_MARK = re.compile(
    rf"(?:[{re.escape(BULLETS)}]|[*\-–—](?=\s)|[(（\[]\s?(?:{_NUMBER})\s?[)）\]]"
    rf"|(?:{_NUMBER})(?:[.)]{{1,2}}(?=\s|$|[^\W\d_])|[）、．])"
    r"|[①-⑳㈠-㈩⑴-⒇]|§\s?\d|[第弟]\s?[〇零一二三四五六七八九十百千\d]{1,6}\s?[条條章节節編编款]"
    r"|제\s?\d{1,4}\s?[조장절항]|[IVXLC]{1,6}\s[–-](?=\s))"
)
# “Article 5”, “Sec. 2.”, “Статья 3”: the words that parts are called by, in capitals or with one.
# A small letter after the number makes it a sentence about the article.
_NAMED_MARK = re.compile(
    r"(?:art(?:icle|ículo|igo|ikel|icolo)?|section|sect?|chap(?:ter|itre)|capítulo|kapitel|titre"
    r"|título|principle|principe|principio|princípio|recommendation|recommandation|chapter|part"
    r"|parte|abschnitt|статья|глава|раздел|مادة|المادة|الفصل|الباب|अनुच्छेद|धारा|अध्याय)"
    r"\.?\s[(]?(?:\d{1,4}|[IVXLC]{1,7}\b|premi(?:er|ère)|ال\w+"
    r"|(?:prim|segund|tercer|cuart|quart|quint|sext|s[eé]p?tim|o[ci]tav|non|noven|d[eé]cim)\w{1,3})"
    r"(?:er|o\b|[.]?[ºª°])?[)]?"
    r"(?=[.:]|\s?[–—-]|\s*$|\s(?-i:[^a-zß-ÿа-я]))",
    re.IGNORECASE,
)
_CJK_NAMED_MARK = re.compile(
    r"[第弟]\s?[〇零一二三四五六七八九十百千\d]{1,6}\s?[条條章节節](?=\s|[（(]|$)|제\s?\d{1,4}\s?[조장절](?=\s|\(|$)"
)
_LONE_MARK = re.compile(
    rf"(?:[{re.escape(BULLETS)}]|[(（\[]?\s?(?:{_NUMBER})\s?(?:[.)）\]]{{1,2}}|[、．º–—-]))$"
)
_END_OF_CLAUSE = re.compile(
    r"[.;:!?。；：！？।؟؛।—][\"'”’»)）\]]*$|[;,]?\s(?:and|or|et|ou|und|oder|y|o|e)$"
)
_END_OF_SENTENCE = re.compile(r"[.!?。！？।؟:：;；][\"'”’»)）\]]*$")
_SPACELESS_SIGN = re.compile(rf"[{SPACELESS}，。、；：？！（）《》「」『』【】—…“”‘’]")
_BROKEN = re.compile(r"(\w+(?:[-‐]\w+)*)[-‐\u00ad]$")
_TAIL = 12  # characters: how lines end is looked for no farther back
_ELISION = re.compile(
    r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|dell|nell|all|un)[’']$", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*")


def begins_with_mark(line: str) -> bool:
    """Tell whether a line begins as a list item or a numbered part does."""
    return _MARK.match(line.lstrip()) is not None or begins_with_name(line)


def begins_with_name(line: str) -> bool:
    """Tell whether a line begins as a part does that is called by a name: “Article 5”, “第五条”."""
    line = line.lstrip()
    first = line[:1]
    if first in "第弟제":
        return bool(first) and _CJK_NAMED_MARK.match(line) is not None
    return first.isalpha() and not first.islower() and _NAMED_MARK.match(line) is not None


def is_mark(line: str) -> bool:
    """Tell whether a line is only the mark of an item whose words stand elsewhere."""
    return _LONE_MARK.match(line.strip()) is not None


def ends_clause(line: str) -> bool:
    """Tell whether a line ends as a part of a list ends: with a stop, or “; and”."""
    return _END_OF_CLAUSE.search(line.rstrip()[-_TAIL:]) is not None


def ends_sentence(line: str) -> bool:
    """Tell whether a line ends with the stop of a sentence or of an introduction."""
    return _END_OF_SENTENCE.search(line.rstrip()[-_TAIL:]) is not None


def width(text: str) -> int:
    """Return how many columns a text takes: ideographs and full-width signs take two."""
    if text.isascii():
        return len(text)
    return sum(map(_width, text))


@lru_cache(4096)
def _width(char: str) -> int:
    if unicodedata.east_asian_width(char) in "WF":
        return 2
    return 0 if unicodedata.combining(char) else 1


class Words:
    """The words of a document, which tell whether a hyphen at a line end belongs to a word."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = lines

    @cached_property
    def counts(self) -> Counter[str]:
        """Count the words, once the first broken one is met."""
        return Counter(word.lower() for line in self.lines for word in _WORD.findall(line))

    def whole(self, before: str, after: str) -> str:
        """Return the word that a hyphen at the line end broke: “govern-”, “ment” → “government”.

        The hyphen stays when the document has the word with a hyphen elsewhere, when the halves are
        not both in small letters, or when the first half is a word and the whole is none.
        """
        joined, hyphened = before + after, f"{before}-{after}"
        if not (before.isalpha() and before[-1:].islower() and after[:1].islower()):
            return hyphened
        if self.counts[joined.lower()]:
            return joined
        if self.counts[hyphened.lower()]:
            return hyphened
        return hyphened if len(before) > 2 and self.counts[before.lower()] else joined


def join(lines: Sequence[str], words: Words) -> str:
    """Return the lines of one paragraph as one line.

    Broken words are made whole; no space comes between two characters of a script without spaces.
    """
    text = ""
    for raw in lines:
        line = raw.strip()
        if not line:
            continue
        text = _joined(text, line, words) if text else line
    return text.replace("\u00ad", "")


def _joined(text: str, line: str, words: Words) -> str:
    if text.endswith("\u00ad"):
        return text[:-1] + line
    broken = _BROKEN.search(text[-60:]) if text[-1] in "-‐" else None
    after = _WORD.match(line)
    if broken and after:
        before = re.split("[-‐]", broken[1])[-1]
        kept = text[: len(text) - 1 - len(before)]
        return kept + words.whole(before, after[0]) + line[after.end() :]
    if broken and line[:1].isdigit():
        return text + line
    if _is_tight(text[-1], line[0]):
        return text + line
    return (
        text + line if _ELISION.search(text[-_TAIL:]) and line[:1].isalpha() else f"{text} {line}"
    )


def _is_tight(before: str, after: str) -> bool:
    """Tell whether no space parts two characters: ideographs, and the numbers between them."""
    left, right = _SPACELESS_SIGN.match(before), _SPACELESS_SIGN.match(after)
    return bool((left and (right or after.isdigit())) or (right and before.isdigit()))
