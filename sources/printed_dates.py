"""Dates as newspapers print them, in twelve languages, and how far each can be trusted.

A date that could be read in two orders (03/04/2031) is decided by the language where the language
decides, and is otherwise returned without a value: never guessed.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

# For each language the names of the months from January on; “|” parts the names of one month.
_MONTHS = """
january|jan february|feb march|mar april|apr may june|jun july|jul august|aug september|sept|sep
  october|oct november|nov december|dec
janvier|janv février|fevrier|févr|fév mars avril|avr mai juin juillet|juil août|aout
  septembre|sept octobre|oct novembre|nov décembre|decembre|déc
januar|jänner|jan februar|feb märz|mär april|apr mai juni|jun juli|jul august|aug
  september|sept|sep oktober|okt november|nov dezember|dez
enero|ene febrero|feb marzo|mar abril|abr mayo|may junio|jun julio|jul agosto|ago
  septiembre|setiembre|sept|sep octubre|oct noviembre|nov diciembre|dic
janeiro|jan fevereiro|fev março|marco|mar abril|abr maio|mai junho|jun julho|jul agosto|ago
  setembro|set outubro|out novembro|nov dezembro|dez
gennaio|gen febbraio|feb marzo|mar aprile|apr maggio|mag giugno|giu luglio|lug agosto|ago
  settembre|set|sett ottobre|ott novembre|nov dicembre|dic
januari|jan februari|feb maart|mrt april|apr mei juni|jun juli|jul augustus|aug september|sep
  oktober|okt november|nov december|dec
января|январь|янв февраля|февраль|фев марта|март|мар апреля|апрель|апр мая|май июня|июнь|июн
  июля|июль|июл августа|август|авг сентября|сентябрь|сен|сент октября|октябрь|окт
  ноября|ноябрь|ноя|нояб декабря|декабрь|дек
يناير فبراير مارس أبريل|ابريل|إبريل مايو يونيو يوليو أغسطس|اغسطس سبتمبر أكتوبر|اكتوبر نوفمبر
  ديسمبر
كانون_الثاني|جانفي شباط|فيفري آذار نيسان|أفريل أيار|ماي حزيران|جوان تموز|جويلية آب|أوت أيلول
  تشرين_الأول تشرين_الثاني كانون_الأول
"""
_NAMED = {
    unicodedata.normalize("NFC", name.replace("_", " ")): number
    for months in re.split(r"\n(?! )", _MONTHS.strip())
    for number, names in enumerate(months.split(), 1)
    for name in names.split("|")
}
_MONTH = "|".join(
    re.escape(name).replace(r"\ ", r"\s") for name in sorted(_NAMED, key=len, reverse=True)
)
_DAY = r"\d{1,2}(?:st|nd|rd|th|er|º|°|\.)?"
_DAY_MONTH_YEAR = re.compile(
    rf"(?<!\w)({_DAY})[\s-]*(?:de\s|of\s)?({_MONTH})(?:\s?/\s?\w+)?[.,]?[\s-]+(?:de\s|del\s)?(\d{{4}})(?!\d)",
    re.IGNORECASE,
)
_MONTH_DAY_YEAR = re.compile(rf"(?<!\w)({_MONTH})\.?\s({_DAY}),?\s(\d{{4}})(?!\d)", re.IGNORECASE)
_YEAR_MONTH_DAY = re.compile(
    r"(?<!\d)(\d{4})\s?(?:年|년)\s?(\d{1,2})\s?(?:月|월)\s?(\d{1,2})\s?(?:日|일|号)"
    r"|(?<![\d./-])(\d{4})(-|/|\.\s?)(\d{1,2})\5(\d{1,2})(?![\d/-])"
)
_NUMBERS = re.compile(
    r"(?<![\d./-])(\d{1,2})([./-])\s?(\d{1,2})\2\s?(\d{4}|\d{2})(?![\d/-])(?!\.\d)"
)
_DAY_FIRST = frozenset(["fr", "de", "es", "pt", "it", "nl", "ru", "ar", "pl", "uk", "tr", "sv"])

_LETTERS = re.compile(r"[^\W\d_]{4,}")
_HAN = re.compile("[\u3400-\u9fff\u3040-\u30ff\uac00-\ud7af]")
_TIME_WORDS = re.compile(
    r"\d{1,2} ?[:h.]\d{2}(?::\d{2})?|\d+|\b(?:am|pm|p\.m\.|a\.m\.|uhr|h|gmt|utc|cet|est|edt|et|"
    r"bst|msk|"
    r"мск|published|updated|last|posted|modified|first|on|at|date|publi[ée]|mis|à|jour|le|la|"
    r"veröffentlicht|aktualisiert|am|um|"
    r"stand|vom|publicado|actualizado|atualizado|el|a|las|às|em|de|pubblicato|aggiornato|il|"
    r"alle|ore|опубликовано|обновлено|"
    r"в|г|نشر|نشرت|تحديث|آخر|في|بتاريخ|تاريخ|النشر|发布|发布时间|時間|时间|日期|更新|配信|公開|입력|수정|등록|기사입력|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday|lundi|mardi|mercredi|jeudi|"
    r"vendredi|samedi|dimanche|"
    r"montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lunes|martes|miércoles|jueves|"
    r"viernes|sábado|domingo|"
    r"mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|min|mins|minutes|read|lecture|de)\b|年|月|"
    r"日|点|分",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date in a text: its code points, and its value if it can be read in one way only."""

    start: int
    end: int
    value: date | None
    note: str = ""


def printed_dates(text: str, language: str = "") -> list[PrintedDate]:
    """Return the dates with day, month and year that `text` prints, in order.

    `language` is the BCP 47 tag of the text; it decides between day and month only where nothing
    else does. Numbers that are no date of the years 1900 to 2100 are left out.
    """
    found = sorted(_found(text, language), key=lambda each: (each.start, -each.end))
    kept: list[PrintedDate] = []
    for each in found:
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return kept


def _found(text: str, language: str) -> Iterator[PrintedDate]:
    for match in _DAY_MONTH_YEAR.finditer(text):
        yield from _made(match, match[3], _month(match[2]), match[1])
    for match in _MONTH_DAY_YEAR.finditer(text):
        yield from _made(match, match[3], _month(match[1]), match[2])
    for match in _YEAR_MONTH_DAY.finditer(text):
        year, month, day = match[1] or match[4], match[2] or match[6], match[3] or match[7]
        yield from _made(match, year, int(month), day)
    for match in _NUMBERS.finditer(text):
        yield from _ordered(match, language)


def _month(name: str) -> int:
    return _NAMED[unicodedata.normalize("NFC", re.sub(r"\s", " ", name).lower())]


def _made(match: re.Match[str], year: str, month: int, day: str) -> Iterator[PrintedDate]:
    value = _date(int(year), month, int(re.match(r"\d+", day)[0]))  # type: ignore[index]
    if value:
        yield PrintedDate(*match.span(), value)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1900 <= year <= 2100 else None
    except ValueError:
        return None


def _ordered(match: re.Match[str], language: str) -> Iterator[PrintedDate]:
    """Read numbers only, whose order has to be found out."""
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    year += 2000 if len(match[4]) == 2 else 0
    day_first, month_first = _date(year, second, first), _date(year, first, second)
    printed = match[0]
    if not day_first and not month_first:
        return
    if not (day_first and month_first) or day_first == month_first:
        note = "The year is printed with two digits." if len(match[4]) == 2 else ""
        yield PrintedDate(*match.span(), day_first or month_first, note)
    elif match[2] == "." or language.partition("-")[0] in _DAY_FIRST or language == "en-GB":
        note = f"“{printed}” is read as day, month, year, as is usual in this language."
        yield PrintedDate(*match.span(), day_first, note)
    elif language == "en-US":
        note = f"“{printed}” is read as month, day, year, as is usual in the United States."
        yield PrintedDate(*match.span(), month_first, note)
    else:
        note = f"“{printed}” may be day, month, year or month, day, year."
        yield PrintedDate(*match.span(), None, note)


def is_dateline(text: str, language: str = "") -> bool:
    """Tell whether a line is a date with a few words about it at most, such as “Published on”."""
    if len(text) > 120:
        return False
    dates = printed_dates(text, language)
    rest = text
    for each in reversed(dates):
        rest = f"{rest[: each.start]} {rest[each.end :]}"
    rest = _TIME_WORDS.sub(" ", rest).strip()
    few = len(_LETTERS.findall(rest)) <= 3 and len(_HAN.findall(rest)) <= 10
    return bool(dates) and few and not re.search(r"\w[.。!?]$", rest)
