"""Automatic numbers as word processors and browsers print them: 3 as “c”, “iii”, “三” or “３”."""

from collections.abc import Callable

_ROMAN = [
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
]  # fmt: skip
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_CYRILLIC = "абвгдежзиклмнопрстуфхцчшщэюя"
_GREEK = "αβγδεζηθικλμνξοπρστυφχψω"
_GANADA = "가나다라마바사아자차카타파하"
_AIUEO = (
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
)
_IROHA = (
    "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス"
)
_ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
_ALPHA = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"
_HAN_DIGITS = "零一二三四五六七八九"
_HEBREW = [
    (400, "ת"), (300, "ש"), (200, "ר"), (100, "ק"), (90, "צ"), (80, "פ"), (70, "ע"), (60, "ס"),
    (50, "נ"), (40, "מ"), (30, "ל"), (20, "כ"), (10, "י"), (9, "ט"), (8, "ח"), (7, "ז"), (6, "ו"),
    (5, "ה"), (4, "ד"), (3, "ג"), (2, "ב"), (1, "א"),
]  # fmt: skip
_DIGITS = {
    "hindiNumbers": "०१२३४५६७८९", "devanagari": "०१२३४५६७८९", "arabic-indic": "٠١٢٣٤٥٦٧٨٩",
    "hindiArabic": "٠١٢٣٤٥٦٧٨٩", "persian": "۰۱۲۳۴۵۶۷۸۹", "bengali": "০১২৩৪৫৬৭৮৯",
    "thai": "๐๑๒๓๔๕๖๗๘๙", "thaiNumbers": "๐๑๒๓๔๕๖๗๘๙", "decimalFullWidth": "０１２３４５６７８９",
}  # fmt: skip


def roman(number: int) -> str:
    """Return the number in small Roman numerals; numbers from 4000 on stay in digits."""
    if not 0 < number < 4000:
        return str(number)
    printed = ""
    for value, sign in _ROMAN:
        printed += sign * (number // value)
        number %= value
    return printed


def han(number: int) -> str:
    """Return the number as Chinese counts: 12 is 十二, 20 is 二十, 105 is 一百零五."""
    if not 0 < number < 1000:
        return "".join(_HAN_DIGITS[int(digit)] for digit in str(abs(number)))
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    printed = f"{_HAN_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        printed += ("" if tens == 1 and not hundreds else _HAN_DIGITS[tens]) + "十"
    elif hundreds and ones:
        printed += "零"
    return printed + (_HAN_DIGITS[ones] if ones else "")


def _additive(number: int) -> str:
    if not 0 < number < 1000:
        return str(number)
    printed = ""
    for value, sign in _HEBREW:
        while number >= value:
            printed += sign
            number -= value
    return printed.replace("יה", "טו").replace("יו", "טז")


def _spreadsheet(alphabet: str) -> Callable[[int], str]:
    """…, z, aa, ab, …: how browsers go on after the last letter."""

    def printed(number: int) -> str:
        letters = ""
        while number > 0:
            number, place = divmod(number - 1, len(alphabet))
            letters = alphabet[place] + letters
        return letters

    return printed


def _repeated(alphabet: str) -> Callable[[int], str]:
    """…, z, aa, bb, …: how Word goes on after the last letter."""

    def printed(number: int) -> str:
        if not 0 < number <= 50 * len(alphabet):
            return str(number)
        return alphabet[(number - 1) % len(alphabet)] * ((number - 1) // len(alphabet) + 1)

    return printed


def _in_digits(digits: str) -> Callable[[int], str]:
    table = str.maketrans("0123456789", digits)
    return lambda number: str(number).translate(table)


def _english_ordinal(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if 10 < number % 100 < 14 else ending}"


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if 0 < number <= 20 else str(number)


# The names that Word gives to formats (ECMA-376 part 1, 17.18.59 ST_NumberFormat).
WORD_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02}",
    "lowerLetter": _repeated(_LATIN),
    "upperLetter": lambda number: _repeated(_LATIN)(number).upper(),
    "lowerRoman": roman,
    "upperRoman": lambda number: roman(number).upper(),
    "ordinal": _english_ordinal,
    "chineseCounting": han,
    "chineseCountingThousand": han,
    "chineseLegalSimplified": han,
    "taiwaneseCounting": han,
    "taiwaneseCountingThousand": han,
    "ideographDigital": _in_digits("〇一二三四五六七八九"),
    "japaneseCounting": han,
    "japaneseDigitalTenThousand": han,
    "koreanDigital": str,
    "ganada": _repeated(_GANADA),
    "aiueo": _repeated(_AIUEO),
    "aiueoFullWidth": _repeated(_AIUEO),
    "iroha": _repeated(_IROHA),
    "irohaFullWidth": _repeated(_IROHA),
    "russianLower": _repeated(_CYRILLIC),
    "russianUpper": lambda number: _repeated(_CYRILLIC)(number).upper(),
    "arabicAbjad": _repeated(_ABJAD),
    "arabicAlpha": _repeated(_ALPHA),
    "hebrew1": _additive,
    "hebrew2": _repeated("אבגדהוזחטיכלמנסעפצקרשת"),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": lambda number: f"({number})",
    "decimalEnclosedFullstop": lambda number: f"{number}.",
    "numberInDash": lambda number: f"- {number} -",
    **{name: _in_digits(digits) for name, digits in _DIGITS.items()},
}

# The types of HTML lists: the attribute `type`, then the names of the property list-style-type
# (https://www.w3.org/TR/css-counter-styles-3/).
HTML_FORMATS: dict[str, Callable[[int], str]] = {
    "1": str,
    "a": _spreadsheet(_LATIN),
    "A": lambda number: _spreadsheet(_LATIN)(number).upper(),
    "i": roman,
    "I": lambda number: roman(number).upper(),
    "decimal": str,
    "decimal-leading-zero": lambda number: f"{number:02}",
    "lower-alpha": _spreadsheet(_LATIN),
    "lower-latin": _spreadsheet(_LATIN),
    "upper-alpha": lambda number: _spreadsheet(_LATIN)(number).upper(),
    "upper-latin": lambda number: _spreadsheet(_LATIN)(number).upper(),
    "lower-roman": roman,
    "upper-roman": lambda number: roman(number).upper(),
    "lower-greek": _spreadsheet(_GREEK),
    "cjk-ideographic": han,
    "simp-chinese-informal": han,
    "trad-chinese-informal": han,
    "cjk-decimal": _in_digits("〇一二三四五六七八九"),
    "japanese-informal": han,
    "hangul": _spreadsheet(_GANADA),
    "katakana": _spreadsheet(_AIUEO),
    "katakana-iroha": _spreadsheet(_IROHA),
    "hebrew": _additive,
    **{name: _in_digits(digits) for name, digits in _DIGITS.items()},
}
