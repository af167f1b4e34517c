"""News articles: from a page or a pasted text to its paragraphs, and the facts printed around them.

Everything that the page shows is in the canonical text; what is no part of the article is told by
its role and never dropped, so that a curator can take it back. Dates, cuts and credits are
proposals with the reason for each.
"""

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from urllib.parse import urljoin

import trafilatura
from lxml import etree
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from sources.derivation import Credit, credits_in
from sources.echo import squash
from sources.extraction import Role, is_byline, paragraphs
from sources.folding import fold
from sources.formats.encoding import decode
from sources.formats.reading import UnreadableDocument, count_letters
from sources.page_blocks import Page, PageBlock, parse, read_page
from sources.page_facts import PageFacts, page_facts
from sources.page_phrases import BUTTON, ENDS_ARTICLE, INTERFACE, LEADS_AWAY, NAMED_BYLINE
from sources.page_roles import Witness, page_roles
from sources.printed_dates import PrintedDate, is_dateline, printed_dates
from sources.text import SPACELESS, canonical_text, paragraph_spans

# It warns of every page that it finds no article in, which is no news to a second witness.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class ArticleParagraph:
    """A block of the canonical text: `text[start:end]` in code points, its role and language."""

    role: Role
    text: str
    language: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cut:
    """Where another work seems to begin: the number of its first paragraph, from 1 on."""

    paragraph: int
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class Article:
    """What was read. `coverage` is the share of the letters of the file that the text holds.

    `date_certainty` is "printed" when the page prints the date, "metadata" when only its metadata
    have it, "inferred" when it stands in the address, and empty without a date; `date_note` says
    where it was found and what contradicts it.
    """

    title: str
    byline: str
    published_on: date | None
    date_certainty: str
    date_note: str
    language: str
    paragraphs: list[ArticleParagraph]
    text: str
    cuts: list[Cut]
    credits: list[Credit]
    coverage: float
    warnings: list[str]
    canonical_url: str = ""  # as the page declares it; empty where it declares none


def read_article(data: bytes | str, *, url: str = "", name: str = "", charset: str = "") -> Article:
    """Read a news page (HTML) or a plain text.

    `url` is only looked at for a date; nothing is fetched. `name` is the name of the file, whose
    ending decides what it is when its first characters do not. `charset` is what the server called
    the encoding, where one did.
    Raises UnreadableDocument (a ValueError) when there is no text or not all of it can be read.
    """
    markup, warnings = decode(data, charset) if isinstance(data, bytes) else (data, [])
    markup = markup.replace("\0", "").replace("\ufeff", "")
    if not markup.strip():
        raise UnreadableDocument("The file holds no text.")
    if is_markup(markup, name):
        return _read_page(markup, url, warnings)
    return _read_text(markup, url, warnings)


def is_markup(text: str, name: str = "") -> bool:
    """Tell whether a text is HTML: by its first element, or by its name and any element."""
    start = text[:5000].lstrip()
    if _OPENING.match(start):
        return True
    elements = len(_ELEMENT.findall(text[:200_000]))
    return elements >= (1 if name.lower().endswith((".html", ".htm", ".xhtml")) else 3)


_OPENING = re.compile(
    r"(?:<\?xml[^>]{0,200}\?>\s*)?<(?:!doctype\s+html|html|head|body|!--)", re.IGNORECASE
)
_ELEMENT = re.compile(
    r"</?(?:p|div|br|article|h[1-6]|table|td|li|span|section)(?=[\s>/])", re.IGNORECASE
)


# Web pages


def _read_page(markup: str, url: str, warnings: list[str]) -> Article:
    root = parse(markup)
    facts = page_facts(root)
    page = read_page(root, _printed_title(root, facts.titles))
    reader = _second_reader(markup)
    witness = Witness(_printed_title(root, facts.titles), facts.body, reader)
    found = page_roles(page, witness)
    blocks, roles = list(page.blocks), list(found.roles)
    if not blocks and not facts.body:
        raise UnreadableDocument("The page holds no text.")
    _add_untold(blocks, roles, facts)
    text, numbers = _canonical([block.text for block in blocks])
    spans = paragraph_spans(text)
    title = blocks[found.title].text if found.title >= 0 else next(iter(facts.titles), "")
    body = " ".join(b.text for b, r in zip(blocks, roles, strict=True) if r in _CONTENT)
    language = _page_language(page, facts, body or text)
    read = [
        ArticleParagraph(roles[n], text[span.start : span.end], "", *span)
        for n, span in zip(numbers, spans, strict=True)
    ]
    declared = [blocks[number].language for number in numbers]
    read = list(_with_languages(read, language, declared))
    head = numbers.index(found.title) if found.title in numbers else 0
    day, certainty, note = _date(read, head, facts, url, page.language or language)
    cuts = [
        Cut(numbers.index(n) + 1, blocks[n].text, "A second article stands on the same page.")
        for n in found.works
    ]
    seen = _letters_shown(markup)
    coverage = min(1.0, count_letters([text]) / seen) if seen else 1.0
    return Article(
        _one_line(title), _byline(read, head, facts), day, certainty, note, language, read, text,
        cuts, _credits(read), coverage, warnings, _address(facts.canonical, url),
    )  # fmt: skip


def _address(said: str, url: str) -> str:
    """Return an address that a page gives, made whole; nothing where it is none of the web."""
    try:
        address = urljoin(url, said) if said else ""
    except ValueError:
        return ""
    return address if re.match(r"https?://[^\s/]", address) and len(address) <= 2000 else ""


_CONTENT = frozenset([Role.BODY, Role.HEADING, Role.LIST_ITEM])


def _printed_title(root: etree._Element, titles: Sequence[str]) -> str:
    """Return the first of the titles that a heading of the page repeats, or the first."""
    headings = [squash("".join(map(str, each.itertext()))) for each in root.iter("h1", "h2")]
    headings = [heading for heading in headings if len(heading) >= 4]
    for title in titles:
        wanted = squash(title)
        if any(
            heading == wanted or (len(heading) >= 12 and heading in wanted) for heading in headings
        ):
            return title
    return titles[0] if titles else ""


def _second_reader(markup: str) -> str:
    """Return the text that trafilatura takes for the article; what it cannot read, it leaves."""
    try:
        read = trafilatura.extract(
            markup,
            favor_recall=True,
            include_comments=False,
            include_tables=True,
            output_format="txt",
        )
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError, etree.LxmlError):
        return ""
    return read or ""


def _add_untold(blocks: list[PageBlock], roles: list[Role], facts: PageFacts) -> None:
    """Add the article's text from JSON-LD when the page's mark-up does not print it."""
    told = squash(" ".join(b.text for b, r in zip(blocks, roles, strict=True) if r in _CONTENT))
    pieces = [piece.strip() for piece in re.split(r"\n+", facts.body) if piece.strip()]
    missing = [piece for piece in pieces if squash(piece) not in told]
    if len(squash(facts.body)) < 300 or len(squash(" ".join(missing))) < 0.7 * len(
        squash(facts.body)
    ):
        return
    if len(told) > 1.5 * len(squash(facts.body)):
        return
    root = etree.Element("p")
    for piece in missing:
        blocks.append(PageBlock(piece, root, sum(map(str.isalnum, piece)), 0))
        roles.append(Role.BODY)


def _canonical(pieces: Sequence[str]) -> tuple[str, list[int]]:
    """Return the canonical text of blocks, and the number of the block of each paragraph."""
    kept = [(number, _tidy(piece)) for number, piece in enumerate(pieces)]
    kept = [(number, piece) for number, piece in kept if piece]
    if not kept:
        raise UnreadableDocument("The page holds no text.")
    text = "\n\n".join(piece for _number, piece in kept)
    return text, [number for number, _piece in kept]


def _tidy(piece: str) -> str:
    try:
        return canonical_text(re.sub(r"\n\s*\n", "\n", piece)).strip()
    except ValueError:
        return ""


_RAW = re.compile(
    r"<(script|style|template|svg|math|iframe|object|noframes|head)(?=[\s>])", re.IGNORECASE
)


def _letters_shown(markup: str) -> int:
    """Count the letters between the tags without the parser, so that its losses can be seen."""
    pieces, position = [], 0
    while True:
        opening = markup.find("<", position)
        if opening < 0:
            pieces.append(markup[position:])
            break
        pieces.append(markup[position:opening])
        raw = _RAW.match(markup, opening)
        end = "-->" if markup.startswith("<!--", opening) else f"</{raw[1]}" if raw else ">"
        close = re.compile(re.escape(end), re.IGNORECASE).search(markup, opening)
        if close is None:
            break
        position = close.end()
    return count_letters([re.sub(r"&[#\w]{1,30};", " ", piece) for piece in pieces])


# Plain text


def _read_text(raw: str, url: str, warnings: list[str]) -> Article:
    text = canonical_text(_parted(raw))
    found = paragraphs(text)
    roles = [each.role for each in found]
    blocks = [text[each.start : each.end] for each in found]
    language = identify(_longest(blocks, roles))
    head = _text_title(blocks, roles)
    _leave_surroundings(blocks, roles, head)
    read = [
        ArticleParagraph(role, block, "", each.start, each.end)
        for role, block, each in zip(roles, blocks, found, strict=True)
    ]
    read = list(_with_languages(read, language, [""] * len(read)))
    facts = PageFacts([], [])
    day, certainty, note = _date(read, max(head, 0), facts, url, language)
    cuts = [
        Cut(number, _one_line(each.text), "A headline with its own byline or editor's note.")
        for number, each in enumerate(read, 1)
        if each.role is Role.OTHER_WORK and read[number - 2].role is not Role.OTHER_WORK
    ]
    title = _one_line(blocks[head]) if head >= 0 else ""
    coverage = count_letters([text]) / max(1, count_letters([raw]))
    return Article(
        title, _byline(read, max(head, 0), facts), day, certainty, note, language, read, text,
        cuts, _credits(read), min(1.0, coverage), warnings,
    )  # fmt: skip


def _parted(raw: str) -> str:
    """Part a text by blank lines that has every paragraph on one line of its own.

    Such a text has long lines that touch each other and end where sentences do. A text that is
    wrapped by hand, or that parts its paragraphs by blank lines already, comes back unchanged.
    """
    lines = re.split(r"\r\n?|\n", raw)
    touching = [
        line.rstrip() for line, after in pairwise(lines) if _is_long(line) and after.strip()
    ]
    long = [line for line in lines if _is_long(line)]
    if len(touching) < 2 or 2 * len(touching) < len(long):
        return raw
    ended = sum(
        line.endswith((".", "!", "?", "。", "！", "？", "”", "»", '"', ":", "؟"))
        for line in touching
    )
    return "\n\n".join(lines) if 4 * ended >= 3 * len(touching) else raw


def _is_long(line: str) -> bool:
    return len(line) > 100 or (len(line) > 30 and len(_WIDE.findall(line)) > 24)


_WIDE = re.compile(f"[{SPACELESS}\uac00-\ud7af]")


def _longest(blocks: Sequence[str], roles: Sequence[Role]) -> str:
    return " ".join(b for b, r in zip(blocks, roles, strict=True) if r is Role.BODY) or " ".join(
        blocks
    )


_WORD = re.compile(rf"[{SPACELESS}]{{1,2}}|[^\s{SPACELESS}]+")


def _words(text: str) -> int:
    return len(_WORD.findall(text))


def _is_label(text: str) -> bool:
    return "\n" not in text and len(text) <= 300 and not re.search(r"[.。;；,，:：]$", text)


def _text_title(blocks: Sequence[str], roles: Sequence[Role]) -> int:
    """Return the number of the title's block, or −1: a short line above the text, of its words.

    Menus and notices stand there as well, but they speak of other things than the text does. When
    no line shares words with it, the title is the first heading of at least four words.
    """
    prose = [number for number, block in enumerate(blocks) if _is_text(block, roles[number])]
    labels = [
        number
        for number in range(prose[0] if prose else len(blocks))
        if roles[number] in {Role.HEADING, Role.BODY}
        and _is_label(blocks[number])
        and not _is_around(blocks[number])
    ]
    text = _terms(" ".join(blocks[number] for number in prose))
    near = [number for number in labels if _share(_terms(blocks[number]), text) >= 0.4]
    long = [number for number in labels if _words(blocks[number]) >= 4]
    headings = [number for number in labels if roles[number] is Role.HEADING]
    found = next(
        iter([n for n in near if n in long] or near or long or headings or labels[-1:]), -1
    )
    same = [n for n in labels if squash(blocks[n]) == squash(blocks[found])] if found >= 0 else [-1]
    return same[-1]  # printed twice, the second one stands over the text


def _is_text(block: str, role: Role) -> bool:
    return role is Role.BODY and (
        _words(block) >= 25 or (_words(block) >= 8 and not _is_label(block))
    )


def _is_around(block: str) -> bool:
    """Tell whether a block is a byline, a date, a menu's entry or a button, and nothing else."""
    if len(block) > 400:
        return False
    lines = block.split("\n")
    if all(is_byline(line) or is_dateline(line) for line in lines):
        return True
    folded = [fold(line).text.strip() for line in lines]
    return all(INTERFACE.fullmatch(line) or BUTTON.fullmatch(line) for line in folded)


def _terms(text: str) -> set[str]:
    """Return the beginnings of the longer words, and in scripts without spaces pairs of signs."""
    terms = {word[:5] for word in _LONG_WORD.findall(text.casefold())}
    for run in _SPACELESS_RUN.findall(text):
        terms.update(run[at : at + 2] for at in range(len(run) - 1))
    return terms


def _share(some: set[str], all_: set[str]) -> float:
    return len(some & all_) / len(some) if len(some) >= 2 else 0.0


_LONG_WORD = re.compile(rf"[^\W\d_{SPACELESS}]{{4,}}|[\uac00-\ud7af]{{2,}}")
_SPACELESS_RUN = re.compile(f"[{SPACELESS}]+")


def _leave_surroundings(blocks: Sequence[str], roles: list[Role], title: int) -> None:
    """Mark what stands above the title, and the lines that say who wrote it and when."""
    prose = [n for n, block in enumerate(blocks) if n > title and _is_text(block, roles[n])]
    first, last = (prose[0], prose[-1]) if prose else (len(blocks), -1)
    if title >= 0:
        roles[title] = Role.HEADING
    for number, block in enumerate(blocks):
        if number == title or roles[number] not in {Role.BODY, Role.HEADING}:
            continue
        signs = not first + 1 < number < last and _is_around(block)
        away = len(block) <= 200 and _LEADS_AWAY.match(fold(block).text.strip()) is not None
        if number < title or signs or away or (_words(block) <= 4 and _is_button(block)):
            roles[number] = Role.BOILERPLATE
    _leave_names(blocks, roles, title, first)
    _leave_boxes(blocks, roles, prose)
    _leave_runs(blocks, roles, title, first, last)


def _leave_names(blocks: Sequence[str], roles: list[Role], title: int, first: int) -> None:
    """Mark a name without “by” between title and text: beside a date, with no word of the text."""
    if first >= len(blocks):
        return
    text = _terms(" ".join(blocks[first:]))
    for number in range(title + 1, first):
        block = blocks[number]
        beside = blocks[max(title + 1, number - 1) : number + 2]
        dated = any(is_dateline(line) for each in beside for line in each.split("\n"))
        if dated and _words(block) <= 8 and _is_label(block) and _share(_terms(block), text) < 0.4:
            roles[number] = Role.BOILERPLATE


def _leave_boxes(blocks: Sequence[str], roles: list[Role], prose: Sequence[int]) -> None:
    """Mark the headlines under a line such as “Recommended stories” in the middle of a text."""
    inside = False
    for number, block in enumerate(blocks):
        if prose and number > prose[0] and ENDS_ARTICLE.fullmatch(fold(block[:80]).text.strip()):
            inside = True
        elif not _is_label(block) or _words(block) > 20 or roles[number] is Role.LIST_ITEM:
            inside = False
        if inside and roles[number] is not Role.OTHER_WORK:
            roles[number] = Role.BOILERPLATE


def _is_button(block: str) -> bool:
    folded = fold(block).text.strip()
    return (INTERFACE.fullmatch(folded) or BUTTON.fullmatch(folded)) is not None


# “Read also: …” in the middle of a text; without the colon it may be a heading of the text.
_LEADS_AWAY = re.compile(rf"(?:{LEADS_AWAY.pattern})[^.:\n]{{0,12}}(?::|\s[-–—])\s*\S")


def _leave_runs(
    blocks: Sequence[str], roles: list[Role], title: int, first: int, last: int
) -> None:
    """Mark runs of four and more very short lines before the first prose and after the last."""
    run: list[int] = []
    for number in range(len(blocks) + 1):
        entry = (
            number < len(blocks)
            and number != title
            and not first < number < last
            and _is_label(blocks[number])
            and (_words(blocks[number]) <= 4 or roles[number] is Role.BOILERPLATE)
        )
        if entry:
            run.append(number)
            continue
        if len(run) >= 4:
            for each in run:
                roles[each] = Role.BOILERPLATE
        run.clear()


# Language


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


_HAN = re.compile("[\u3400-\u9fff]")
_TRADITIONAL = re.compile(
    "[們這個國說會為來時對發後過學還點開關當經現實體間問題與應長員機從動種進業處區總萬將無東車見語]"
)
_SIMPLIFIED = re.compile(
    "[们这个国说会为来时对发后过学还点开关当经现实体间问题与应长员机从动种进业处区总万将无东车见语]"
)


def identify(text: str) -> str:
    """Return the BCP 47 tag of the language of a text: zh with its script, others by language."""
    return _identify(text)[0]


def _identify(text: str) -> tuple[str, float]:
    language, probability = _identifier().classify(text[:20_000])
    if language == "zh":
        return _chinese(text), float(probability)
    return str(language), float(probability)


def _chinese(text: str) -> str:
    traditional, simplified = len(_TRADITIONAL.findall(text)), len(_SIMPLIFIED.findall(text))
    return "zh-Hant" if traditional > simplified else "zh-Hans"


def _tag(declared: str, text: str) -> str:
    """Return a declared language as we write it: without a region; Chinese with its script."""
    language = declared.strip().replace("_", "-").split("-")[0].lower()
    if not re.fullmatch(r"[a-z]{2,3}", language):
        return ""
    return _chinese(text) if language == "zh" else language


def _page_language(page: Page, facts: PageFacts, text: str) -> str:
    """Return the language that the page declares, unless its own words clearly say otherwise.

    Templates declare the language of the site; sixty words are enough to tell that of the text.
    """
    declared = _tag(page.language, text) or _tag(facts.language, text)
    found, probability = _identify(text)
    clear = probability > 0.99 and _words(text) >= 60
    return found if clear or not declared else declared


def _with_languages(
    read: Sequence[ArticleParagraph], language: str, declared: Sequence[str]
) -> Iterator[ArticleParagraph]:
    """Give each paragraph its language: as declared, or by its words, or that of the article."""
    for each, said in zip(read, declared, strict=True):
        tag = _tag(said, each.text)
        if not tag and _words(each.text) >= 8:
            found, probability = _identify(each.text)
            tag = found if probability > 0.95 else ""
        yield ArticleParagraph(each.role, each.text, tag or language, each.start, each.end)


# Facts


def _credits(read: Sequence[ArticleParagraph]) -> list[Credit]:
    """Return the credits of the article; long boilerplate and other works credit their own."""
    own = (
        (each.text, each.start)
        for each in read
        if each.role is not Role.OTHER_WORK
        and (each.role is not Role.BOILERPLATE or len(each.text) <= 300)
    )
    return credits_in(own)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _byline(read: Sequence[ArticleParagraph], head: int, facts: PageFacts) -> str:
    """Return who wrote the article, as the metadata name them or as a line prints it."""
    if facts.authors:
        return ", ".join(facts.authors)[:300]
    lines = [
        line for each in [*read[head : head + 8], *read[-3:]] for line in each.text.split("\n")
    ]
    for line in lines:
        match = NAMED_BYLINE.fullmatch(line.strip()) if len(line) <= 160 else None
        if match:
            return next((group for group in (match[1], match[3], match[4]) if group), "").strip()
    return ""


_PUBLISHED = re.compile(
    r"publi|veröffentlicht|erstellt|posted|опубликован|نشر|发布|發布|公開|配信|입력|등록|stand|date|日期|时间|時間",
    re.IGNORECASE,
)
_UPDATED = re.compile(
    r"updat|modif|actualis|aktualisier|actualiz|atualiz|aggiorn|mis à jour|обновлен|تحديث|更新|"
    r"수정",
    re.IGNORECASE,
)


def _date(
    read: Sequence[ArticleParagraph], head: int, facts: PageFacts, url: str, language: str
) -> tuple[date | None, str, str]:
    """Return the day of publication, how it is known, and a note for the curator."""
    printed = _printed_date(read, head, language)
    day = printed.value if printed else None
    if facts.published_on and (day is None or abs((day - facts.published_on).days) > 1):
        also = f" The page also prints {day}." if day else ""
        return facts.published_on, "metadata", f"From {facts.published_at}.{also}"
    if printed and day:
        return day, "printed", printed.note
    day, note = _date_in(url)
    if day:
        return day, "inferred", note
    return None, "", note or (printed.note if printed else "")


def _date_in(url: str) -> tuple[date | None, str]:
    """Return the date in an address, or what else the address says of it."""
    match = _URL_DATE.search(url)
    if not match:
        return None, ""
    try:
        return date(*map(int, match.groups())), "From the address."
    except TypeError:
        return None, f"The address says {match[1]}-{match[2]}; the day is not known."
    except ValueError:
        return None, ""


_URL_DATE = re.compile(r"/((?:19|20)\d{2})[/-]?(\d{2})(?:[/-]?(\d{2}))?(?=[/_.-]|$)")


def _printed_date(read: Sequence[ArticleParagraph], head: int, language: str) -> PrintedDate | None:
    """Return the date that stands near the title, on a line that is not a sentence of the text.

    A line that says “updated” counts only when there is no other; a first paragraph that opens
    with a place and a date counts after both.
    """
    ranked: list[tuple[int, int, PrintedDate]] = []
    for number, each in enumerate(read):
        far = number > head + 8
        if far and number < len(read) - 3:
            continue
        for line in each.text.split("\n")[:40]:
            for found in printed_dates(line[:400], language)[:2]:
                label = line[max(0, found.start - 30) : found.start]
                if is_dateline(line, language) or (
                    _words(line) <= 12 and each.role is not Role.HEADING
                ):
                    rank = 2 if _UPDATED.search(label) else 0 if _PUBLISHED.search(label) else 1
                elif (
                    found.start <= 40
                    and not far
                    and re.search(r"^.{0,70}?(?:[-–—)]|电|電|訊)", line)
                ):
                    rank = 3
                else:
                    continue
                ranked.append((rank + 4 * far, number, found))
    return min(ranked, key=lambda each: each[:2])[2] if ranked else None
