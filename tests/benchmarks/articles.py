"""Compare what we keep of news pages with what trafilatura keeps: word-level F1, page by page.

Run by hand: `python -m tests.benchmarks.articles [name …]`. Lists the words that went wrong for the
pages named.
"""

# ruff: noqa: T201 - it prints a table

import re
import sys
from collections import Counter

import trafilatura

from sources.articles import Article, Role, read_article
from sources.text import SPACELESS
from tests.sources.news_pages import NewsPage, news_pages

_WORD = re.compile(rf"[{SPACELESS}]|[^\W{SPACELESS}]+")
KEPT = {Role.BODY, Role.HEADING, Role.LIST_ITEM}


def words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text.casefold()))


def f1(found: Counter[str], wanted: Counter[str]) -> float:
    shared = sum((found & wanted).values())
    return 2 * shared / (sum(found.values()) + sum(wanted.values())) if shared else 0.0


def article_words(article: Article) -> Counter[str]:
    """Return the words of an article without its title and captions."""
    kept = [each.text for each in article.paragraphs if each.role in KEPT]
    if kept and " ".join(kept[0].split()) == article.title:
        kept = kept[1:]
    return words("\n".join(kept))


def scores(page: NewsPage) -> tuple[float, float, Article]:
    """Return our F1, trafilatura's, and what we read."""
    article = read_article(page.data.encode())
    wanted = words("\n".join(page.kept))
    plain = words(trafilatura.extract(page.data, favor_recall=True, include_comments=False) or "")
    with_title = wanted + words(page.story.title)
    return (
        f1(article_words(article), wanted),
        max(f1(plain, wanted), f1(plain, with_title)),
        article,
    )


def main(names: list[str]) -> None:
    ours, theirs = [], []
    print(f"{'page':24} {'ours':>6} {'plain':>6}")
    for page in news_pages():
        if names and not any(name in page.name for name in names):
            continue
        own, plain, article = scores(page)
        ours.append(own)
        if page.data.startswith("<"):
            theirs.append(plain)
        print(f"{page.name:24} {own:6.3f} " + (f"{plain:6.3f}" if plain else "     –"))
        if names:
            wanted, found = words("\n".join(page.kept)), article_words(article)
            print("  lost:", " ".join((wanted - found).elements())[:300])
            print("  too much:", " ".join((found - wanted).elements())[:300])
            print("  ", repr(article.title), article.byline, article.published_on, article.language)
    if ours and theirs:
        print(f"{'worst':24} {min(ours):6.3f} {min(theirs):6.3f}")
        print(f"{'mean':24} {sum(ours) / len(ours):6.3f} {sum(theirs) / len(theirs):6.3f}")


if __name__ == "__main__":
    main(sys.argv[1:])
