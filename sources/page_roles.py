"""Which blocks of a web page are the article: structure, links, repetition, and two witnesses.

The page says much about itself: where its prose is, what is linked, what stands in cards that look
alike, what JSON-LD gives as the article's body. Each rule marks blocks as boilerplate, as captions,
or as part of another work; nothing is dropped, and prose that no rule is sure of stays.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from sources.echo import squash
from sources.extraction import Role, is_byline
from sources.folding import fold
from sources.formats.lines import width
from sources.page_blocks import Page, PageBlock
from sources.page_phrases import (
    APPEAL,
    BUTTON,
    COOKIE_CHOICE,
    COOKIES,
    COPYRIGHT,
    CREDIT,
    CUT,
    ENDS_ARTICLE,
    INTERFACE,
    LEADS_AWAY,
    NEWSLETTER,
    SLOT,
    SOURCE_LABEL,
)
from sources.printed_dates import is_dateline
from sources.text import SPACELESS

_WORD = re.compile(rf"[{SPACELESS}]{{1,2}}|[^\s{SPACELESS}]+")
_SENTENCE_END = re.compile(r"[.!?。！？।؟…:：;；][\"'”’»)\]）」』]*$")


@dataclass(frozen=True, slots=True)
class Witness:
    """What the page's metadata and a second reader hold for its title and its text."""

    title: str = ""
    body: str = ""  # JSON-LD articleBody
    reader: str = ""  # the text that trafilatura keeps


@dataclass(slots=True, eq=False)
class _Seen:
    """A block as the rules see it."""

    block: PageBlock
    text: str  # folded
    words: int
    squashed: str
    ancestors: frozenset[etree._Element]
    in_body: bool = False
    in_reader: bool = False

    @property
    def is_sentence(self) -> bool:
        return _SENTENCE_END.search(self.text) is not None

    @property
    def is_prose(self) -> bool:
        long = self.words >= 30 or (self.words >= 8 and self.is_sentence)
        return long and self.block.link_share < 0.6 and not self.block.heading

    @property
    def is_linked(self) -> bool:
        return self.block.link_share >= 0.6


@dataclass(slots=True)
class _State:
    page: Page
    blocks: list[_Seen]
    roles: dict[int, Role] = field(default_factory=dict)
    title: int = -1
    region: etree._Element | None = None
    body_known: bool = False  # JSON-LD gives the whole text

    def free(self) -> Iterator[tuple[int, _Seen]]:
        for index, seen in enumerate(self.blocks):
            if index not in self.roles:
                yield index, seen

    def drop(self, indexes: Iterable[int]) -> None:
        for index in list(indexes):
            self.roles.setdefault(index, Role.BOILERPLATE)

    def prose(self) -> list[int]:
        return [index for index, seen in self.free() if seen.is_prose]


@dataclass(frozen=True, slots=True)
class PageRoles:
    """The role of each block, where the title stands (-1: nowhere), where other works begin."""

    roles: list[Role]
    title: int
    works: list[int]


def page_roles(page: Page, witness: Witness) -> PageRoles:
    """Return the role of every block of the page."""
    state = _State(page, [_seen(block) for block in page.blocks])
    _hear(state, witness)
    _find_title(state, witness.title)
    for rule in _BEFORE_REGION:
        state.drop(rule(state))
    works = _other_works(state)
    _find_region(state)
    for rule in _IN_REGION:
        state.drop(rule(state))
    _content(state)
    _lone_headings(state)
    roles = [state.roles.get(index, Role.BODY) for index in range(len(state.blocks))]
    return PageRoles(roles, state.title, works)


def _seen(block: PageBlock) -> _Seen:
    text = fold(block.text).text.strip()
    ancestors = frozenset((block.element, *block.element.iterancestors()))
    return _Seen(block, text, len(_WORD.findall(text)), squash(block.text), ancestors)


def _hear(state: _State, witness: Witness) -> None:
    """Note what the witnesses have; a body that the page prints whole settles where it ends."""
    body, reader = squash(witness.body), squash(witness.reader)
    lines = {squash(line) for line in witness.body.split("\n")} - {""}
    found = set()
    for seen in state.blocks:
        enough = len(seen.squashed) >= 12
        seen.in_body = (enough and seen.squashed in body) or seen.squashed in lines
        seen.in_reader = enough and seen.squashed in reader
        if seen.in_body:
            found.add(seen.squashed)
    whole = 0.9 * len(body) <= sum(map(len, found)) <= 1.2 * len(body)
    state.body_known = len(body) > 120 and whole


def _find_title(state: _State, title: str) -> None:
    """Find the heading that the metadata name, or else the first heading of the highest rank."""
    wanted = squash(title)
    scores = [_title_score(seen, wanted) for seen in state.blocks]
    best = max(scores, default=0)
    state.title = scores.index(best) if best >= 3 else -1


def _title_score(seen: _Seen, wanted: str) -> int:
    block = seen.block
    if not seen.squashed or seen.words > 60 or (block.link_share > 0.9 and not block.heading):
        return 0
    rank = block.heading or 7
    exact = seen.squashed == wanted
    long = len(seen.squashed) >= 12 or width(seen.squashed) >= 16  # ideographs count double
    if exact or (long and seen.squashed in wanted):
        score = 20 - rank + 5 * exact
    elif rank <= 2 and not block.furniture:
        score = 10 - rank if seen.words >= 2 else 3
    else:
        return 0
    return score - 6 if block.furniture else score


# Rules that hold wherever a block stands.


def _furniture(state: _State) -> Iterator[int]:
    """Find what stands in menus, feet, boxes and hidden parts, unless JSON-LD has it as text."""
    for index, seen in state.free():
        told = seen.in_body and seen.is_prose and seen.block.furniture not in {"hidden", "noscript"}
        if seen.block.furniture and not told:
            yield index


def _cards(state: _State) -> Iterator[int]:
    """Find teasers: elements that look alike, each with a linked headline and little text."""
    members: dict[etree._Element, list[int]] = defaultdict(list)
    signatures: Counter[tuple[etree._Element | None, str, str]] = Counter()
    title = state.blocks[state.title].ancestors if state.title >= 0 else frozenset()
    for index, seen in state.free():
        for element in seen.ancestors - title:
            members[element].append(index)
    cards = []
    for element, indexes in members.items():
        if not _is_card(element, [state.blocks[index] for index in indexes]):
            continue
        key = (element.getparent(), str(element.tag), element.get("class") or "")
        signatures[key] += 1
        cards.append((key, indexes))
    for key, indexes in cards:
        if signatures[key] >= 2:
            yield from indexes


def _is_card(element: etree._Element, inside: list[_Seen]) -> bool:
    if element.tag not in _CARD_TAGS or sum(seen.words for seen in inside) > 80:
        return False
    if any(seen.in_body for seen in inside):
        return False
    wrapped = any(parent.tag == "a" for parent in (element, *element.iterancestors()))
    headline = any(
        (seen.is_linked and seen.words >= 3) or (wrapped and seen.block.heading) for seen in inside
    ) or (element.tag == "a" and element.get("href") is not None)
    prose = sum(seen.words for seen in inside if not seen.is_linked)
    return headline and (len(inside) == 1 or prose <= 60) and any(seen.is_linked for seen in inside)


_CARD_TAGS = frozenset(["a", "li", "div", "article", "section", "td", "dl", "dd", "figure"])


def _said(state: _State) -> Iterator[int]:
    """Find what says of itself that it is no text: buttons, notices, calls, slots."""
    for index, seen in state.free():
        if index == state.title:
            continue
        text, words = seen.text, seen.words
        line = "\n" not in seen.block.text and words <= 16
        alone = line and (
            SLOT.fullmatch(text)
            or BUTTON.fullmatch(text)
            or (INTERFACE.fullmatch(text) and not seen.in_body)
        )
        notice = words <= 200 and COOKIES.search(text) and COOKIE_CHOICE.search(text)
        call = words <= 60 and (NEWSLETTER.match(text) or APPEAL.match(text)) and not seen.in_body
        right = words <= 60 and COPYRIGHT.match(text)
        if alone or (notice and not seen.in_body) or call or right:
            yield index


def _leads_away(state: _State) -> Iterator[int]:
    """Find lines that lead to other pages, with the links of a list that they open."""
    opened = False
    for index, seen in enumerate(state.blocks):
        if index in state.roles or index == state.title:
            continue
        leads = _is_lead(state, index) and not seen.in_body
        short = seen.words <= 40 and (seen.block.link_share > 0.25 or not seen.is_sentence)
        if leads and short:
            opened = True
            yield index
        elif opened and (seen.is_linked or (seen.block.item and not seen.is_prose)):
            yield index
        else:
            opened = False


def _is_lead(state: _State, index: int) -> bool:
    """Tell whether a line leads away: “More on the treaty” over text is a heading of the text."""
    seen = state.blocks[index]
    if not LEADS_AWAY.match(seen.text):
        return False
    if seen.is_linked or ENDS_ARTICLE.fullmatch(seen.text) or _COLON.search(seen.text):
        return True
    after = next((each for each in state.blocks[index + 1 :] if not each.block.furniture), None)
    return after is None or not after.is_prose


_COLON = re.compile(r"^.{2,40}?:(?:\s|$)")


def _after_the_end(state: _State) -> Iterator[int]:
    """Find what follows a line such as “Comments” or “Related articles” under the text."""
    prose = state.prose()
    total = sum(state.blocks[index].words for index in prose)
    for index, seen in enumerate(state.blocks):
        if seen.words > 10 or not ENDS_ARTICLE.fullmatch(seen.text) or index == state.title:
            continue
        before = sum(state.blocks[number].words for number in prose if number < index)
        told = any(each.in_body for each in state.blocks[index:])
        comments = _COMMENTS.search(seen.text) is not None
        if before and not told and before >= (0.4 if comments else 0.65) * total:
            yield from range(index, len(state.blocks))
            return


_COMMENTS = re.compile(
    r"comment|komment|coment|commenti|respon|replies|评论|評論|комментар|تعليق|コメント|댓글"
)


def _find_region(state: _State) -> None:
    """Find the innermost element that holds three quarters of the prose that is left."""
    weights: dict[etree._Element, int] = defaultdict(int)
    prose = state.prose()
    under = [index for index in prose if index > state.title]
    for index in under if 2 * len(under) > len(prose) else prose:
        seen = state.blocks[index]
        if state.body_known and not seen.in_body:
            continue
        for element in seen.ancestors:
            weights[element] += seen.words
    element = state.page.body
    while True:
        inner = max(element, key=lambda child: weights.get(child, 0.0), default=None)
        if (
            inner is None
            or weights.get(inner, 0.0) < 0.75 * weights.get(element, 0.0)
            or not weights.get(inner)
        ):
            break
        element = inner
    parent = element.getparent()
    if element.tag in _TEXT_TAGS and parent is not None:
        element = parent
    state.region = element


_TEXT_TAGS = frozenset(
    ["p", "h1", "h2", "h3", "h4", "span", "font", "b", "strong", "em", "i", "blockquote", "li"]
)


def _outside(state: _State) -> Iterator[int]:
    """Find what stands outside the region, but for the title, its lede, and prose of the text."""
    region = state.region
    inside = [index for index, seen in enumerate(state.blocks) if region in seen.ancestors]
    first = inside[0] if inside else 0
    last = inside[-1] if inside else 0
    near = _common(state)
    around = region.getparent() if region is not None else None
    for index, seen in state.free():
        if region in seen.ancestors or index == state.title:
            continue
        close = around is not state.page.body and around in seen.ancestors
        told = seen.in_body or (close and seen.is_prose and seen.in_reader)
        lede = (
            state.title >= 0
            and state.title < index < first
            and seen.words >= 6
            and not seen.is_linked
            and not seen.block.meta
        )
        sibling = near is not None and near in seen.ancestors and seen.is_prose and index > first
        caption = seen.block.caption and state.title < index < last
        if told or lede or caption or (sibling and not state.body_known):
            continue
        yield index


def _common(state: _State) -> etree._Element | None:
    """Return the <article> that the region stands in, if there is one."""
    element = state.region
    while element is not None and element.tag != "article":
        element = element.getparent()
    return element


def _before_title(state: _State) -> Iterator[int]:
    """Find what stands above the title, unless most of the text does."""
    if state.title < 0:
        return
    prose = state.prose()
    above = sum(state.blocks[index].words for index in prose if index < state.title)
    if above > 0.3 * sum(state.blocks[index].words for index in prose):
        return
    yield from (index for index, seen in state.free() if index < state.title)


def _bylines(state: _State) -> Iterator[int]:
    """Find who wrote it and when, which are kept as facts about the article."""
    prose = state.prose()
    if not prose:
        return
    for index, seen in state.free():
        if index == state.title or seen.block.heading or seen.words > 25 or seen.in_body:
            continue
        text = seen.block.text
        if (
            (seen.block.meta and not (seen.is_sentence and seen.words > 12))
            or is_byline(text)
            or is_dateline(text, state.page.language)
        ):
            yield index


def _links(state: _State) -> Iterator[int]:
    """Find headlines of other pages: short and linked, alone or in lists of links."""
    lists: dict[etree._Element, list[_Seen]] = defaultdict(list)
    for _index, seen in state.free():
        if seen.block.item:
            lists[_list_of(seen.block.element)].append(seen)
    linked = {
        element
        for element, items in lists.items()
        if 2 * sum(seen.is_linked for seen in items) > len(items)
    }
    for index, seen in state.free():
        if index == state.title or seen.in_body or seen.block.row:
            continue
        in_list = seen.block.item and _list_of(seen.block.element) in linked
        if in_list or (seen.block.link_share > 0.8 and seen.words <= 30):
            yield index


def _list_of(element: etree._Element) -> etree._Element:
    for each in (element, *element.iterancestors()):
        if each.tag in {"ul", "ol", "menu", "dir"}:
            return each
    return element


def _scraps(state: _State) -> Iterator[int]:
    """Find loose words: of no paragraph, or a headline that stands linked elsewhere."""
    prose = state.prose()
    if not prose:
        return
    elsewhere = {seen.squashed for index, seen in enumerate(state.blocks) if index in state.roles}
    for index, seen in state.free():
        block = seen.block
        kept = block.caption or block.row or block.heading or seen.in_body or seen.is_prose
        if index == state.title or kept or SOURCE_LABEL.match(seen.text.lstrip("([-– ")):
            continue
        if block.strong and prose[0] < index < prose[-1]:
            continue
        loose = not (block.element.tag in _PARAGRAPHS or block.item or seen.is_sentence)
        short = seen.words <= 5 and not seen.in_reader
        after = index > prose[-1] and seen.words <= 16
        again = 4 <= seen.words <= 20 and seen.squashed in elsewhere
        if (loose and (short or after)) or again:
            yield index


_PARAGRAPHS = frozenset(["p", "blockquote", "pre", "dd", "dt"])


def _repeats(state: _State) -> Iterator[int]:
    """Find text that stands twice: a teaser before its paragraph, a quote pulled out of one."""
    free = [(index, seen) for index, seen in state.free() if seen.squashed]
    copies = Counter(seen.squashed for _index, seen in free)
    prose = [seen.squashed for _index, seen in free if seen.is_prose]
    running = "\0".join(prose) if len(free) <= 2000 else ""
    standing = Counter(prose)
    first: set[str] = set()
    for index, seen in free:
        title = state.title >= 0 and seen.squashed == state.blocks[state.title].squashed
        if (seen.words < 6 and not seen.block.heading and not title) or index == state.title:
            continue
        cut = CUT.search(seen.text, max(0, len(seen.text) - 60))
        kept = squash(seen.text[: cut.start()]) if cut else seen.squashed
        within = len(kept) >= 25 and running.count(kept) > standing[kept] + (
            seen.is_prose and kept != seen.squashed
        )
        teaser = cut is not None and (copies[kept] > 1 or within)
        quoted = within and seen.words <= 60 and not seen.block.heading
        if title or seen.squashed in first or teaser or quoted:
            copies[seen.squashed] -= 1
            yield index
        else:
            first.add(seen.squashed)


def _not_told(state: _State) -> Iterator[int]:
    """Find what stands after the text that JSON-LD gives, when the page prints all of that."""
    if not state.body_known:
        return
    last = max(
        index
        for index, seen in enumerate(state.blocks)
        if seen.in_body and not seen.block.furniture
    )
    after = [index for index, _seen in state.free() if index > last]
    words = sum(state.blocks[index].words for index in after)
    if words <= 0.3 * sum(seen.words for seen in state.blocks if seen.in_body):
        yield from (index for index in after if not SOURCE_LABEL.search(state.blocks[index].text))


_BEFORE_REGION: tuple[Callable[[_State], Iterable[int]], ...] = (
    _furniture, _said, _after_the_end, _cards, _leads_away,
)  # fmt: skip
_IN_REGION: tuple[Callable[[_State], Iterable[int]], ...] = (
    _outside, _before_title, _bylines, _links, _repeats, _scraps, _not_told,
)  # fmt: skip


def _other_works(state: _State) -> list[int]:
    """Set apart the articles beside the one that holds the title, and return where they begin.

    They are <article> elements, or look in tag and class like the element of a post or article
    that the title stands in; and they open with a heading of the title's rank.
    """
    if state.title < 0:
        return []
    title = state.blocks[state.title]
    own = next(filter(_is_work, title.block.element.iterancestors()), None)
    if own is None:
        return []
    groups: dict[etree._Element, list[int]] = defaultdict(list)
    for index, seen in state.free():
        if own not in seen.ancestors:
            outer = [each for each in seen.ancestors if _is_like(each, own)]
            if outer:
                groups[outer[0]].append(index)
    begins = []
    for indexes in groups.values():
        opening = [state.blocks[index].block.heading for index in indexes[:4]]
        prose = [index for index in indexes if state.blocks[index].is_prose]
        if title.block.heading in opening and title.block.heading and len(prose) >= 2:
            begins.append(indexes[0])
            state.roles.update(dict.fromkeys(indexes, Role.OTHER_WORK))
    return begins


_WORK_CLASSES = frozenset(["post", "hentry", "entry", "article", "story", "blog-post", "news-item"])


def _is_work(element: etree._Element) -> bool:
    classes = (element.get("class") or "").lower().split()
    return element.tag == "article" or not _WORK_CLASSES.isdisjoint(classes)


def _is_like(element: etree._Element, own: etree._Element) -> bool:
    if element.tag != own.tag:
        return False
    alike = set((element.get("class") or "").split()) & set((own.get("class") or "").split())
    return element.tag == "article" or (element.getparent() is own.getparent() and bool(alike))


def _content(state: _State) -> None:
    """Give what is left the role that its mark-up says."""
    for index, seen in list(state.free()):
        block = seen.block
        credit = CREDIT.search(seen.text) if seen.words <= 40 else None
        near_end = credit is not None and len(seen.text) - credit.end() <= 50
        if index == state.title:
            state.roles[index] = Role.HEADING
        elif (
            block.caption
            or (near_end and not seen.is_prose)
            or (near_end and credit and credit.start() == 0)
        ):
            state.roles[index] = Role.CAPTION
        elif block.heading:
            state.roles[index] = Role.HEADING
        elif block.item:
            state.roles[index] = Role.LIST_ITEM
        elif block.strong and seen.words <= 16 and not seen.is_sentence:
            state.roles[index] = Role.HEADING


def _lone_headings(state: _State) -> None:
    """Take back headings that only links or nothing of the article follows."""
    text_follows = False
    for index in range(len(state.blocks) - 1, -1, -1):
        role = state.roles.get(index, Role.BODY)
        if role in {Role.BODY, Role.LIST_ITEM}:
            text_follows = True
        elif role is Role.BOILERPLATE and _is_link_list(state.blocks[index]):
            text_follows = False
        elif role is Role.HEADING and index != state.title and not text_follows:
            state.roles[index] = Role.BOILERPLATE


def _is_link_list(seen: _Seen) -> bool:
    return seen.is_linked and not seen.block.furniture and seen.words >= 3
