"""Credits: the words in which a text says that its content comes from somebody else."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sources.echo import squash


@dataclass(frozen=True, slots=True)
class Credit:
    """Words that say where the content comes from: the name given, and the code points."""

    name: str
    words: str
    start: int
    end: int


_MAX_LINE = 3000  # code points of a line that are looked at
_NAME = r"([^\s.,;:()|，。；：][^.,;:()|\n，。；：]{1,60}?)"
_PROPER = r"([A-ZÀ-ÞА-Я][^.,;:()|\n]{1,60}?)"
_END = r"(?=\s*[.,;)|）。，；]|\s*$)"
_AGENCY = (
    "AFP|AP|Reuters|Xinhua|dpa|EFE|ANSA|Lusa|TASS|Kyodo|Yonhap|Bloomberg|KNA|epd|PTI|ANI|"
    "Chine nouvelle|Associated Press"
)
_LABEL = (
    "(?i:sources?|quellen?|fuentes?|font[ei]s?|bron|via|источник|المصدر|(?:文章|稿件|信息)?(?:来源|來源)|"
    "出典|出所|출처)"
)
_FIRST = "|".join(
    (
        "originally (?:published|appeared) (?:on|in|at|by)",
        "first (?:published|appeared) (?:on|in|at|by)",
        "appeared first on",
        "(?:re)?publié (?:initialement |à l['’]origine )?(?:par|dans|sur)(?= [A-Z])",
        "zuerst (?:erschienen|veröffentlicht) (?:bei|in|auf)",
        "publicado originalmente (?:en|em|no|na|por)",
        "pubblicato originariamente (?:su|da)",
        "with (?:reporting|information|inputs?) (?:by|from)",
        "mit Material (?:von|der)",
        "con información de",
        "com informações d[aeo]",
    )
)
_CREDITS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"^\W{{0,3}}{_LABEL}\s*[:：]\s*{_NAME}{_END}",
        r"\s(?:来源|來源|出典|출처)\s*[:：]\s*([^\s，。；|]{2,20})",
        rf"\b[Vv]ia {_PROPER}{_END}",
        rf"\b(?i:{_FIRST}) (?:the )?{_NAME}{_END}",
        r"(?:转载自|轉載自|转自|轉自|据|據)\s*[“《]?([^\s，。、；：“”《》]{2,16}?)[”》]?(?:报道|報道|報導|消息|$)",
        rf"^[^()\n]{{0,80}}\(({_AGENCY})\)",
        r"\b[Tt]he ([A-Z][\w’'-]*(?: [A-Z][\w’'-]*){0,4}) (?:reported|said in a report)\b",
        rf"\b(?i:selon|d['’]après|laut|según|segundo) (?:l['’]agence |der Agentur )?({_AGENCY})\b",
        r"(新华社|新華社|中新社|央视新闻|共同社|时事社|法新社|路透社|美联社|塔斯社)[^，。\n]{0,16}[电電]",
    )
)


def credits_in(paragraphs: Iterable[tuple[str, int]]) -> list[Credit]:
    """Return the credits in paragraphs, given with their offsets: each name once, in order."""
    found: dict[str, Credit] = {}
    for text, offset in paragraphs:
        for line in re.finditer(r"[^\n]+", text):
            for match in _matches(line[0][:_MAX_LINE]):
                words = match[0].strip()
                start = offset + line.start() + match.start() + match[0].find(words)
                name = match[1].strip(" “”\"'")
                found.setdefault(squash(name), Credit(name, words, start, start + len(words)))
    return sorted(found.values(), key=lambda credit: credit.start)


def _matches(line: str) -> Iterator[re.Match[str]]:
    return (match for pattern in _CREDITS for match in pattern.finditer(line))


def is_same_name(one: str, other: str) -> bool:
    """Tell whether two names are likely to mean one publisher: “manilatimes”, “The Manila Times”.

    Case, spaces, signs and a leading article do not count; a short form may leave out the end.
    """
    short, long = sorted((_core(one), _core(other)), key=len)
    return short == long or (len(short) >= (5 if short.isascii() else 2) and long.startswith(short))


_ARTICLE = re.compile(r"(?:(?:the|le|la|les|der|die|das|el|il|o) |l['’])", re.IGNORECASE)


def _core(name: str) -> str:
    name = name.strip()
    article = _ARTICLE.match(name)
    return squash(name[article.end() :] if article else name)
