"""From bytes to characters: what the document declares, else what the bytes can only be.

A wrong decoding is worse than none: it looks like text and is not. So a declaration is tried
strictly, and where there is none an encoding is accepted only when the characters it gives are the
ordinary ones of a language that uses it.
"""

import codecs
import re
from collections.abc import Callable

from sources.formats.reading import UnreadableDocument

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHARSET = re.compile(
    rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{2,30})|<meta[^>]{0,300}?charset\s*=\s*["']?\s*"""
    rb"""([\w.:-]{2,30})""",
    re.IGNORECASE,
)
# What pages mean by these names: https://encoding.spec.whatwg.org/#names-and-labels
_MEANT = {
    "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "gb_2312-80": "gb18030",
    "iso-8859-1": "cp1252", "iso8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252",
    "us-ascii": "cp1252", "ascii": "cp1252", "shift_jis": "cp932", "shift-jis": "cp932",
    "x-sjis": "cp932", "sjis": "cp932", "windows-31j": "cp932", "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949", "ksc5601": "cp949", "big5": "big5hkscs", "big5-hkscs": "big5hkscs",
    "iso-8859-9": "cp1254", "tis-620": "cp874",
    # Python's names that are no character encodings must not be reached from a document.
    "unicode": "utf-8", "utf8": "utf-8",
}  # fmt: skip
_CANDIDATES = ("gb18030", "big5hkscs", "cp932", "euc_jp", "cp949", "koi8-r", "cp1251", "cp1252")


def decode(data: bytes, declared: str = "") -> tuple[str, list[str]]:
    """Return the text and what the curator should know about how it was decoded.

    `declared` is the charset that the transport named, if any; a declaration in the document's own
    first 4 KB counts after it. Raises UnreadableDocument when no reading is safe.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding), []
    if b"\0" in data[:4096]:
        raise UnreadableDocument("The file is binary, not text in any encoding known here.")
    name = declared or _declared(data)
    valid = _try(data, "utf-8")
    if not name:
        return (valid, []) if valid is not None else _guess(data)
    encoding = _MEANT.get(name.lower(), name.lower())
    if encoding in {"utf-8", "utf-16", "utf-16le", "utf-16be"} and valid is not None:
        return valid, []
    if valid is not None and not data.isascii():
        return valid, [f"The document says it is {name}, but it is UTF-8; it was read as that."]
    text = _try(data, encoding)
    if text is not None:
        return text, []
    text, warnings = _guess(data)
    return text, [f"The document says it is {name}, but it is not.", *warnings]


def _declared(data: bytes) -> str:
    match = _CHARSET.search(data[:4096])
    return (match[1] or match[2]).decode("ascii", "replace") if match else ""


def _try(data: bytes, encoding: str) -> str | None:
    try:
        info = codecs.lookup(encoding)
        if not info._is_text_encoding:  # rot13, base64 and zlib are codecs too
            return None
        return data.decode(encoding)
    except (LookupError, ValueError):
        return None


def _strictly(data: bytes, encoding: str) -> str:
    text = _try(data, encoding)
    if text is None:
        raise UnreadableDocument(f"The file is marked as {encoding.upper()}, but it is not.")
    return text


def _guess(data: bytes) -> tuple[str, list[str]]:
    """Try the encodings that are still met, and take one only when no other is nearly as good."""
    found = {name: text for name in _CANDIDATES if (text := _try(data, name)) is not None}
    scores = sorted(((_ordinary(text, name), name) for name, text in found.items()), reverse=True)
    best, chosen = scores[0] if scores else (0.0, "")
    next_best = scores[1][0] if len(scores) > 1 else 0.0
    if best < 0.6 or next_best > best - 0.1:
        raise UnreadableDocument(
            "The encoding of the text is not declared and cannot be told; save the file as UTF-8."
        )
    warning = f"The encoding is not declared; the text was read as {chosen}. Check it."
    return found[chosen], [warning]


def _ordinary(text: str, encoding: str) -> float:
    """Return how ordinary a text is for an encoding, from 0 to 1.

    The characters beyond ASCII must be those that the encoding is used for, and where a script has
    thousands of characters, some twelfth of them at least must be its very commonest.
    """
    beyond = [char for char in text if char > "\x7f"]
    if not beyond:
        return 1.0
    share = sum(map(_ORDINARY[encoding], beyond)) / len(beyond)
    if common := _COMMON.get(encoding):
        share *= min(1.0, 12 * sum(char in common for char in beyond) / len(beyond))
    return share - _mixed(text)


def _mixed(text: str) -> float:
    """Count against a reading what never stands in words: capitals after small letters."""
    broken = len(re.findall(r"[a-zà-ÿа-я][А-ЯÀ-Þ]", text))
    return 2 * broken / max(1, sum(char > "\x7f" for char in text))


def _in_rows(encoding: str, first: int, last: int) -> Callable[[str], bool]:
    """Accept the rows of a double-byte set that hold its frequent characters, and its signs."""

    def is_frequent(char: str) -> bool:
        if char in _CJK_SIGNS:
            return True
        try:
            raw = char.encode(encoding)
        except UnicodeEncodeError:
            return False
        return len(raw) == 2 and first <= raw[0] <= last

    return is_frequent


def _is_japanese(char: str) -> bool:
    return char in _CJK_SIGNS or "\u3041" <= char <= "\u30fe" or _JIS_FIRST_LEVEL(char)


_CJK_SIGNS = frozenset(
    "，。、；：？！（）《》〈〉「」『』【】—…“”‘’　・ー０１２３４５６７８９〔〕％"
)
_JIS_FIRST_LEVEL = _in_rows("euc_jp", 0xB0, 0xCF)
_WESTERN = frozenset(
    "àâäáãåæçéèêëíìîïñóòôöõøœúùûüýÿßÀÂÄÁÃÅÆÇÉÈÊËÍÌÎÏÑÓÒÔÖÕØŒÚÙÛÜÝŸ«»“”‘’–—…•€§°ºª¿¡\u00a0·©®"
)
_RUSSIAN = frozenset(
    "абвгдежзийклмнопрстуфхцчшщъыьэюяёАБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЭЮЯЁ«»–—…№“”„\u00a0§"
)
_KANA = frozenset("のにをはがとでたしいるすなもかられてあっこうりまさくんき")
_COMMON = {
    "gb18030": frozenset(
        "的一是不了在人有大以中上到国和为于会可能对所行用发成者主法条第规定其他应当"
    ),
    "big5hkscs": frozenset(
        "的一是不了在人有大以中上到國和為於會可能對所行用發成者主法條第規定其他應當"
    ),
    "cp932": _KANA,
    "euc_jp": _KANA,
    "cp949": frozenset("이의는을다에가한고하로사지은도기자인정제부를대조리나시여"),
}
_ORDINARY: dict[str, Callable[[str], bool]] = {
    "gb18030": _in_rows("gb2312", 0xB0, 0xD7),
    "big5hkscs": _in_rows("big5", 0xA4, 0xC6),
    "cp932": _is_japanese,
    "euc_jp": _is_japanese,
    "cp949": lambda char: "가" <= char <= "힣" or char in _CJK_SIGNS,
    "koi8-r": _RUSSIAN.__contains__,
    "cp1251": _RUSSIAN.__contains__,
    "cp1252": _WESTERN.__contains__,
}
