"""What a web page's metadata say about its article: title, author, date, language, and its text."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lxml import etree

_ISO_DATE = re.compile(r"\s*(\d{4})-(\d{2})-(\d{2})")
_DATE_NAMES = (
    "article:published_time", "og:article:published_time", "datepublished", "date", "pubdate",
    "publishdate", "publish-date", "publication_date", "dc.date", "dc.date.issued",
    "dcterms.created", "dcterms.date", "parsely-pub-date", "sailthru.date", "article.published",
    "cxenseparse:recs:publishtime", "citation_publication_date", "og:published_time",
)  # fmt: skip
_SITE = re.compile(r"\s+[|–—·»-]\s+|_|\s\|\s?")
_MAX_DEPTH = 40
_MAX_JSON = 2_000_000  # characters


@dataclass(slots=True)
class PageFacts:
    """What the page says about its article without printing it; empty where it says nothing."""

    titles: list[str]  # the likeliest first
    authors: list[str]
    published_on: date | None = None
    published_at: str = ""  # where that was said
    language: str = ""
    body: str = ""  # the article's text as JSON-LD gives it
    site: str = ""
    canonical: str = ""  # the address that the page calls its own


def page_facts(root: etree._Element) -> PageFacts:
    """Return what JSON-LD, the meta elements and microdata say, in this order of trust."""
    facts = PageFacts([], [])
    for article in _articles(root):
        _add_article(facts, article)
    meta = _meta(root)
    facts.titles += [
        meta[name] for name in ("og:title", "twitter:title", "title") if meta.get(name)
    ]
    element = root.find(".//title")
    if element is not None and (title := _words("".join(map(str, element.itertext())))):
        facts.titles += [title, max(_SITE.split(title), key=len)]
    if not facts.authors:
        names = [
            meta.get(name, "")
            for name in ("author", "article:author", "dc.creator", "byl", "parsely-author")
        ]
        facts.authors = [name for name in names if name and "://" not in name][:1]
    for element in root.xpath('//*[@rel="author"] | //*[@itemprop="author"]')[:3]:
        name = _words("".join(map(str, element.itertext())))
        if not facts.authors and 3 <= len(name) <= 60:
            facts.authors = [re.sub(r"^(?:by|par|von|por|di) ", "", name, flags=re.IGNORECASE)]
    _add_date(facts, meta, root)
    facts.language = facts.language or meta.get("og:locale", "").replace("_", "-")
    facts.site = facts.site or meta.get("og:site_name", "")
    links = root.xpath('//link[translate(@rel, "CANOIL", "canoil") = "canonical"]/@href')
    facts.canonical = next((str(link).strip() for link in links), "") or meta.get("og:url", "")
    return facts


def _add_article(facts: PageFacts, article: dict[str, object]) -> None:
    """Add what one JSON-LD object says, where nothing was said yet."""
    if title := _text(article.get("headline")) or _text(article.get("name")):
        facts.titles.append(title)
    facts.authors = facts.authors or list(dict.fromkeys(_names(article.get("author"))))
    if not facts.published_on and (day := _day(_text(article.get("datePublished")))):
        facts.published_on, facts.published_at = day, "JSON-LD datePublished"
    facts.language = facts.language or _text(article.get("inLanguage"))
    facts.body = facts.body or _text(article.get("articleBody"), paragraphs=True)
    facts.site = facts.site or next(iter(_names(article.get("publisher"))), "")


def _add_date(facts: PageFacts, meta: dict[str, str], root: etree._Element) -> None:
    for name in _DATE_NAMES:
        if not facts.published_on and (day := _day(meta.get(name, ""))):
            facts.published_on, facts.published_at = day, f"the page's metadata, “{name}”"
    for element in root.xpath('//*[@itemprop="datePublished"] | //time[@pubdate]'):
        said = element.get("content") or element.get("datetime") or ""
        if not facts.published_on and (day := _day(said)):
            facts.published_on, facts.published_at = day, "the page's mark-up, “datePublished”"


def _meta(root: etree._Element) -> dict[str, str]:
    said: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        said.setdefault(name.strip().lower(), _words(element.get("content") or ""))
    return said


def _articles(root: etree._Element) -> Iterator[dict[str, object]]:
    """Return the JSON-LD objects that describe an article; broken ones count as not there."""
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "") or len(script.text or "") > _MAX_JSON:
            continue
        try:
            said = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for each in _objects(said, 0):
            kinds = each.get("@type")
            names = kinds if isinstance(kinds, list) else [kinds]
            if any(isinstance(name, str) and _ARTICLE.search(name) for name in names):
                yield each


_ARTICLE = re.compile(r"(?:Article|Posting|^Report)$")


def _objects(said: object, depth: int) -> Iterator[dict[str, object]]:
    if depth > _MAX_DEPTH:
        return
    if isinstance(said, list):
        for each in said:
            yield from _objects(each, depth + 1)
    elif isinstance(said, dict):
        yield said
        for name in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _objects(said.get(name), depth + 1)


def _text(said: object, *, paragraphs: bool = False) -> str:
    if isinstance(said, list):
        said = next((each for each in said if isinstance(each, str)), "")
    if not isinstance(said, str):
        return ""
    said = re.sub(r"</?[a-zA-Z][^<>]{0,300}>", "\n", said) if "</" in said else said
    return said.strip() if paragraphs else _words(said)


def _words(text: str) -> str:
    return " ".join(text.split())


def _names(said: object) -> Iterator[str]:
    if isinstance(said, str) and "://" not in said:
        yield _words(said)
    elif isinstance(said, list):
        for each in said[:20]:
            yield from _names(each)
    elif isinstance(said, dict) and isinstance(said.get("name"), (str, list)):
        yield from _names(said["name"])


def _day(said: str) -> date | None:
    match = _ISO_DATE.match(said) or re.match(r"\s*(\d{4})(\d{2})(\d{2})(?!\d)", said)
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None
