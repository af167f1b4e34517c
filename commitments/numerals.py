"""Numerals that documents number their parts with, in the scripts of the collection.

A token may be read in several ways: “i” is the first Roman numeral and the ninth letter. All
readings are given; the neighbours decide (see `commitments/numbering.py`).
"""

import re
import unicodedata
from functools import lru_cache

ALPHABETS = {
    "latin": "abcdefghijklmnopqrstuvwxyz",
    "cyrillic": "абвгдежзиклмнопрстуфхцчшщэюя",
    "greek": "αβγδεζηθικλμνξοπρστυφχψω",
    "hangul": "가나다라마바사아자차카타파하",
    "devanagari": "कखगघङचछजझञटठडढणतथदधन",
    "kana": "アイウエオカキクケコサシスセソ",
    "iroha": "イロハニホヘトチリヌルヲ",
}
# Arabic orders its letters for lists by the abjad; hamza and alif are written either way.
ABJAD = {letter: value for value, letter in enumerate("ابجدهوزحطيكلمنسعفصقرشت", 1)} | {
    "أ": 1,
    "إ": 1,
}
HEBREW = dict(
    zip(
        "אבגדהוזחטיכלמנסעפצקרשת",
        [*range(1, 11), *range(20, 100, 10), 100, 200, 300, 400],
        strict=True,
    )
)
HAN_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "两": 2,
    "兩": 2,
    "壹": 1,
    "貳": 2,
    "贰": 2,
    "叁": 3,
    "參": 3,
}
HAN_UNITS = {"十": 10, "拾": 10, "百": 100, "千": 1000}
ROMAN = re.compile(r"(?=[ivxlc])c{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
MAX_TOKEN = 12


@lru_cache(maxsize=4096)
def readings(token: str) -> tuple[tuple[str, int], ...]:
    """Return every (kind, value) that the token can mean; nothing when it is no numeral.

    Kinds: `digits` (any script's decimal digits), `han`, `roman` and `ROMAN`, and for letters the
    name of the alphabet, in capitals for capital letters. Values count from 1.
    """
    if not token or len(token) > MAX_TOKEN:
        return ()
    if token.isdecimal():
        return (("digits", int(token)),)
    if all(char in HAN_DIGITS or char in HAN_UNITS for char in token):
        return (("han", han_value(token)),)
    found = [*_roman(token), *_letters(token)]
    if len(token) == 1 and token in ABJAD:
        found.append(("abjad", ABJAD[token]))
    plain = token.replace("'", "").replace("״", "").replace("׳", "").replace('"', "")
    if plain and all(char in HEBREW for char in plain):
        found.append(("hebrew", sum(HEBREW[char] for char in plain)))
    return tuple(found)


def han_value(token: str) -> int:
    """Return the value of a Chinese numeral: 二十一 is 21, 一〇三 is 103, 十 is 10."""
    total = digit = 0
    positional = ""
    for char in token:
        if char in HAN_UNITS:
            total += (digit or 1) * HAN_UNITS[char]
            digit = 0
        else:
            digit = HAN_DIGITS[char]
            positional += str(digit)
    return int(positional) if positional and len(positional) == len(token) else total + digit


def _roman(token: str) -> list[tuple[str, int]]:
    lower = unicodedata.normalize("NFKC", token).lower()
    if not ROMAN.fullmatch(lower) or (token != token.lower() and token != token.upper()):
        return []
    total = 0
    for char, following in zip(lower, [*lower[1:], " "], strict=True):
        value = ROMAN_VALUES[char]
        total += -value if ROMAN_VALUES.get(following, 0) > value else value
    return [("roman" if token.islower() else "ROMAN", total)]


def _letters(token: str) -> list[tuple[str, int]]:
    """Read a letter, or one letter repeated: a, …, z, aa, bb, …"""
    if len(set(token)) != 1 or len(token) > 3:
        return []
    letter = token[0]
    found = []
    for name, alphabet in ALPHABETS.items():
        position = alphabet.find(letter.lower())
        if position >= 0:
            kind = name.upper() if letter != letter.lower() else name
            found.append((kind, position + 1 + len(alphabet) * (len(token) - 1)))
    return found
