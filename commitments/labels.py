"""The label that a block begins with: how it is printed, and what it can mean.

Purely textual: whether a label really numbers the block is decided by its neighbours, in
`commitments/numbering.py`. Every pattern is bounded, so reading takes constant time per block.
"""

import re
import unicodedata
from dataclasses import dataclass, replace

from commitments.numerals import readings

# The words that documents call their parts by. Rank orders what can hold what: parts hold
# chapters, chapters hold articles. Parts of equal rank never hold each other.
WORDS: dict[str, tuple[int, str]] = {
    "book": (0, "book livre libro livro buch книга 编 編 पुस्तक"),
    "part": (1, "part partie parte teil часть الباب القسم भाग"),
    "title": (2, "title titre título titulo titolo titel раздел"),
    "chapter": (3, "chapter chapitre capítulo capitulo capitolo kapitel глава الفصل अध्याय"),
    "section": (4, "section sec. sec sección seção secção sezione abschnitt धारा"),
    "pillar": (4, "pillar pilier pilar säule столп axis axe eje eixo"),
    "article": (
        5,
        "article art. art artikel artículo articulo artigo articolo статья المادة مادة अनुच्छेद",
    ),
    "principle": (
        5,
        "principle principe principio princípio grundsatz prinzip принцип المبدأ सिद्धांत",
    ),
    "clause": (5, "clause cláusula clausula klausel"),
    "commitment": (5, "commitment engagement compromiso compromisso"),
    "recommendation": (5, "recommendation recommandation recomendación recomendação empfehlung"),
    "goal": (5, "goal objectif objetivo ziel цель الهدف लक्ष्य"),
    "action": (5, "action acción ação maßnahme"),
    "outcome": (5, "outcome résultat resultado ergebnis"),
    "measure": (5, "measure mesure medida мера"),
    "guideline": (5, "guideline directriz diretriz leitlinie"),
    "objective": (5, "objective objetivo"),
    "priority": (5, "priority priorité prioridad prioridade priorität приоритет"),
    "requirement": (5, "requirement exigence requisito anforderung требование"),
    "rule": (5, "rule règle regla regra regel правило"),
    "paragraph": (6, "parágrafo"),
}
CJK_WORDS = {
    "编": "book", "編": "book", "部分": "part", "篇": "part", "편": "part",
    "章": "chapter", "장": "chapter", "节": "section", "節": "section", "절": "section",
    "条": "article", "條": "article", "조": "article", "款": "paragraph", "项": "point",
    "項": "point", "항": "paragraph",
}  # fmt: skip
GROUPS = {"book", "part", "title", "chapter", "section"}

_ORDINAL_WORDS = [  # the words for 1, 2, 3 …
    (
        "premier première premiere 1er 1re first one primero primera primeiro primeira único única"
        " unico unica unique erste erster первая первый первое الأولى الاولى الأول الاول प्रथम"
    ),
    "second deuxième two segundo segunda zweite вторая второй второе الثانية الثاني",
    "third troisième three tercero tercera terceiro terceira dritte третья третий الثالثة الثالث",
    "fourth quatrième four cuarto cuarta quarto quarta vierte четвертая الرابعة الرابع",
    "fifth cinquième five quinto quinta fünfte пятая الخامسة الخامس",
    "sixth sixième six sexto sexta sechste шестая السادسة السادس",
    "seventh septième seven séptimo séptima sétimo sétima siebte седьмая السابعة السابع",
    "eighth huitième eight octavo octava oitavo oitava achte восьмая الثامنة الثامن",
    "ninth neuvième nine noveno novena nono nona neunte девятая التاسعة التاسع",
    "tenth dixième ten décimo décima zehnte десятая العاشرة العاشر",
    "eleventh eleven onzième undécimo undécima",
    "twelfth twelve douzième duodécimo duodécima",
    "thirteenth decimotercero decimotercera",
    "fourteenth decimocuarto decimocuarta",
    "fifteenth decimoquinto decimoquinta",
]
ORDINALS = {word: value for value, words in enumerate(_ORDINAL_WORDS, 1) for word in words.split()}
_ARABIC_UNITS = ["الحادية", *(_ORDINAL_WORDS[unit].split()[-2] for unit in range(1, 9))]
_ARABIC_TENS = ["العشرون", "الثلاثون", "الأربعون", "الخمسون", "الستون", "السبعون", "الثمانون"]
ORDINALS |= {f"{unit} عشرة": 10 + value for value, unit in enumerate(_ARABIC_UNITS, 1)}
ORDINALS |= {word: 10 * ten for ten, word in enumerate(_ARABIC_TENS, 2)}
ORDINALS |= {
    f"{unit} و{word}": 10 * ten + value
    for ten, word in enumerate(_ARABIC_TENS, 2)
    for value, unit in enumerate(_ARABIC_UNITS, 1)
}
BULLETS = "•‣▪●◦∙■□–—*·-"

_WORD_OF = {word: name for name, (_, words) in WORDS.items() for word in words.split()}
_WORD = "|".join(sorted(map(re.escape, _WORD_OF), key=len, reverse=True))
_HAN = "〇零一二三四五六七八九十百千两兩"
_ORDINAL = "|".join(sorted(map(re.escape, ORDINALS), key=len, reverse=True))

NAMED = re.compile(
    rf"(?P<word>{_WORD})(?:\s{{1,3}}|(?=[\d(]))(?:[Nn][o°º]\.?\s?|№\s?)?[(]?"
    rf"(?P<number>\d{{1,5}}(?:\.\d{{1,4}}){{0,4}}|(?:{_ORDINAL})(?!\w)|(?-i:[IVXLC]{{1,7}}|[ivxlc]{{1,7}}|[A-Z])(?=er\b|re\b|\W|$))"
    r"(?:er|re|[ºª°]|\.[ºª°]|o(?!\w))?"
    r"(?P<added>\s?(?:bis|ter|quater)(?!\w)|-(?:[A-Z]|\d{1,2})(?!\w)|[a-np-z](?!\w))?"
    r"[)]?(?P<close>\.(?!\d)|)",
    re.IGNORECASE,
)
CJK = re.compile(
    rf"(?P<label>[第弟제]\s{{0,2}}(?P<number>[{_HAN}]{{1,7}}|\d{{1,4}})\s{{0,2}}"
    rf"(?P<word>{'|'.join(CJK_WORDS)})(?:[之의の]\s?(?P<added>[{_HAN}]{{1,3}}|\d{{1,2}}))?)"
)
# What follows the words “Article 5” in a sentence about that article, and never its own words.
CJK_REFERENCE = re.compile(
    r"[、，,的款第规規にのをはが]|项(?!目)|項(?!目)|之(?!外)|所[列规規称稱]|中[的规規所]|[和与與及或至到]第"
    r"|情形|前款|から|及び|又は|並びに|에서|에|의|을|를|은|는|과|와|부터|까지|제|및|또는"
)
SIGN = re.compile(
    r"(?P<label>§\s{0,2}(?P<number>\d{1,5}(?:\.\d{1,4}){0,4})(?P<added>[a-np-z]?)"
    r"(?:\.?[ºª°]|o)?\.?)(?=\s|$)"
)
_ORDINAL_LETTERS = "|".join(sorted(filter(str.isalpha, ORDINALS), key=len, reverse=True))
ORDINAL = re.compile(
    rf"(?P<label>(?P<number>{_ORDINAL_LETTERS})(?:\.-|\.?º|[.:]))(?=\s|$)",
    re.IGNORECASE,
)
DOTTED = re.compile(r"(?P<label>(?P<number>\d{1,5}(?:[.．]\d{1,4}){1,5})[.)．]?)(?=\s|$|[^\W\d])")
BRACKETED = re.compile(r"(?P<label>[(（\[]\s?(?P<number>[^\W_]{1,7})\s?[)）\]])")
CLOSED = re.compile(
    r"(?P<label>(?P<number>[^\W_]{1,7}?|[א-ת]{1,3}[״׳\"'][א-ת]?)"
    r"(?P<close>\.[ºª°]|\.-|\.\)|[.)）、．:：º°]|\s?[-–—](?=\s|$)))(?=\s|$|[^\d\s])"
)
BARE = re.compile(r"(?P<label>(?P<number>[^\W_]{1,7}))\s*$")
SPACED = re.compile(
    rf"(?P<label>(?P<number>\d{{1,2}}|[a-z]|[{_HAN}]{{1,4}}|[ア-ン]))[^\S\n]{{1,4}}(?=\S)"
)
BULLET = re.compile(rf"(?P<label>[{re.escape(BULLETS)}])\s+")
# “Article 5 Absatz 2 …”: a sentence about the article.
REFERENCE = re.compile(r"(?:Absatz|Abs\.|Nummer|Nr\.|Satz|Buchstabe)\b")
CLOSES = {"）": ")", "．": ".", "：": ":", ".-": "-", "–": "-", "—": "-", ".)": ")"}


@dataclass(frozen=True, slots=True)
class Label:
    """A label as printed, and one of the things it can mean.

    `form` is the way of writing (`#.`, `(#)`, `article` …) and `kind` the sort of numeral; two
    labels belong to one sequence when both agree. `value` is the number, or for `2.3` the numbers.
    `rest` is what follows the label in the block.
    """

    printed: str
    form: str
    kind: str
    value: tuple[int, ...]
    rest: str

    @property
    def is_named(self) -> bool:
        """Tell whether it says what it is called by: “Article 5”, “§ 5”."""
        return self.form in RANK or self.form == "§"

    @property
    def style(self) -> tuple[str, str]:
        """Return what labels of one sequence have in common."""
        return (self.form, "" if self.form in RANK else self.kind)


RANK = {name: rank for name, (rank, _) in WORDS.items()}


def read(text: str) -> list[Label]:
    """Return every reading of the label at the start of the text; nothing when there is none."""
    text = text.lstrip()
    if found := _enclosed(text) or _worded(text) or _signed(text):
        return found
    if match := BRACKETED.match(text):
        form = "(#)"
    elif match := CLOSED.match(text):
        close = match["close"].strip()
        form = "#" + CLOSES.get(close, close)
    elif match := BARE.match(text):
        form = "#"
    elif match := SPACED.match(text):
        form = "#_"
    else:
        return []
    return _labels(match["label"].strip(), form, match["number"], text[match.end() :])


def _signed(text: str) -> list[Label]:
    """Read what can mean one thing only: § 4a, Primero., 2.1, a bullet."""
    if match := SIGN.match(text):
        label = _dotted(match["label"], "§", match["number"], text[match.end() :])
        return [replace(label, kind="", value=(*label.value, *_added(match["added"])))]
    if match := ORDINAL.match(text):
        value = (ORDINALS[match["number"].casefold()],)
        return [Label(match["label"], "ordinal", "", value, text[match.end() :].lstrip())]
    if match := DOTTED.match(text):
        return [_dotted(match["label"], "#.#", match["number"], text[match.end() :])]
    if match := BULLET.match(text):
        return [Label(match["label"], "bullet", "", (0,), text[match.end() :].lstrip())]
    return []


def _added(suffix: str | None) -> tuple[int, ...]:
    """Return the place of a part that was put in later: 4a and 4 bis follow 4 and come before 5."""
    suffix = (suffix or "").strip(" -").casefold()
    if not suffix:
        return ()
    latin = {"bis": 1, "ter": 2, "quater": 3}.get(suffix)
    return (latin or readings(suffix)[-1][1],)


def _enclosed(text: str) -> list[Label]:
    """Read a numeral that is one character with its brackets, circle or full stop: ㈠ ① ⒈."""
    first = unicodedata.normalize("NFKC", text[:1])
    if len(first) < 2 and not "①" <= text[:1] <= "⑳":
        return []
    form = "(#)" if first.startswith("(") else "#○" if first.isdigit() else "#."
    return _labels(text[:1], form, first.strip("(). "), text[1:])


def _labels(printed: str, form: str, token: str, rest: str) -> list[Label]:
    return [Label(printed, form, kind, (value,), rest.lstrip()) for kind, value in readings(token)]


def _dotted(printed: str, form: str, number: str, rest: str) -> Label:
    value = tuple(int(part) for part in number.replace("．", ".").split("."))
    return Label(printed, form, f"digits{len(value)}", value, rest.lstrip())


def _worded(text: str) -> list[Label]:
    """Read “Article 5”, “第五条”, “Principle 2”; a reference (“Article 5 of …”) is no label."""
    if match := CJK.match(text):
        rest = text[match.end() :]
        first = readings(match["number"])[0][1]
        numbers = (first, *_added(match["added"]))
        named = Label(match["label"], CJK_WORDS[match["word"]], "", numbers, rest.lstrip())
        return [] if CJK_REFERENCE.match(rest) else [named]
    match = NAMED.match(text)
    if match is None:
        return []
    rest = text[match.end() :]
    separated = bool(match["close"]) or not rest or rest[0] == "\n"
    after = rest.lstrip(" \t\u00a0:–—-.")
    if not separated and after[:1].islower() and rest[:2].strip()[:1] not in {":", "–", "—", "-"}:
        return []
    if rest.startswith((",", ";", "،", ")")) or REFERENCE.match(after):
        return []
    number = match["number"].casefold()
    if number in ORDINALS:
        value: tuple[int, ...] = (ORDINALS[number],)
    elif "." in number:
        value = tuple(int(part) for part in number.split("."))
    else:
        value = (dict(readings(match["number"].upper())).get("ROMAN") or readings(number)[0][1],)
    value = (*value, *_added(match["added"]))
    printed = text[: match.end()].strip()
    return [Label(printed, _WORD_OF[match["word"].casefold()], "", value, after)]
