"""Which labels are believed, and at which level: the parts of a document as they hold each other.

A label is believed when its neighbours bear it out: it continues a sequence that is open, opens one
that goes on, or is called by a name (“Article 5”). What merely looks like a label (a year at the
start of a wrapped line, a footnote, “Article 5” in a sentence) is text.

Every reading of a label gets a score: 92 and more for the number that is due, 70 to 80 for a first
or a name, around 50 for what is odd and gets a remark. The best is taken if it reaches BELIEF. One
pass over the blocks with a stack of open levels, and an index of where each label stands.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from commitments.labels import GROUPS, RANK, Label, read
from sources.blocks import Block, Role
from sources.formats.lines import width

TERMINAL = ".;:!?。；：！？…।׃؛”»\"')）"
DOTTED = ("#.#", "digits2")  # the style of 22757.1., which may follow 22757.
CAPTION = re.compile(r"[（(][^()（）\n]{1,40}[)）]\s*")
DEEPEST = 20  # levels: no document has more, and walking a tree must not exhaust the stack
BELIEF = 45  # what a label must score to be believed


@dataclass(slots=True)
class Node:
    """A part while the tree is being built."""

    label: Label
    texts: list[str] = field(default_factory=list)
    heading: str = ""
    group: str = ""
    children: list["Node"] = field(default_factory=list)
    block: int = 0  # where in the document it begins
    indent: int = 0  # how many lists the format says it stands in, or 0 when it does not say


@dataclass(frozen=True, slots=True)
class _Choice:
    score: int
    depth: int  # how many open levels stay open above the new part
    label: Label
    remark: str = ""


class Builder:
    """Reads the blocks once, keeping the levels that are open."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks = blocks
        self.labels = [labels_of(block) for block in blocks]
        self.ahead = self._positions()
        self.contents = self._contents()
        self.stack: list[Node] = []
        self.roots: list[Node] = []
        self.last: dict[tuple[str, str], Label] = {}
        self.pending: list[str] = []  # headings that wait for the part they introduce
        self.preamble: list[str] = []
        self.remarks: list[str] = []
        self.previous = ""

    def build(self) -> None:
        for index, block in enumerate(self.blocks):
            choice = None if index in self.contents else self._choose(index)
            if index in self.contents:
                self._add_text(Block(block.text, label=block.label))
            elif choice is None and self._is_caption(index):
                self.pending.append(block.text)
            elif choice is None:
                self._add_text(block)
            else:
                self._open(choice, index)
                self._take(choice.label, block, index)
            self.previous = block.text
        self._flush()

    def _is_caption(self, index: int) -> bool:
        """Tell whether a line is the title, in brackets, of the article that the next one begins.

        Japanese laws put it above: （目的）, 第一条 ….
        """
        after = self.labels[index + 1 : index + 2]
        return (
            CAPTION.fullmatch(self.blocks[index].text.strip()) is not None
            and after != []
            and any(label.form == "article" for label in after[0])
        )

    def _positions(self) -> dict[tuple[tuple[str, str], tuple[int, ...]], list[int]]:
        """Index where each label stands, so that the look-ahead is a search and not a scan."""
        places: dict[tuple[tuple[str, str], tuple[int, ...]], list[int]] = defaultdict(list)
        for index, labels in enumerate(self.labels):
            for label in labels:
                places[label.style, label.value].append(index)
                for inner in read(label.rest):
                    places[inner.style, inner.value].append(index)
        return places

    def _contents(self) -> set[int]:
        """Return the lines of a table of contents: titles in a row that all come again later."""
        found: set[int] = set()
        run: list[int] = []
        seen: set[tuple[str, str, tuple[int, ...]]] = set()
        for index, labels in enumerate([*self.labels, []]):
            brief = labels and labels[0].form in RANK and width(self.blocks[index].text) < 110
            mark = (*labels[0].style, labels[0].value) if labels else ("", "", ())
            if not brief or mark in seen:
                if len(run) >= 3 and self._comes_again(run):
                    found.update(run)
                run, seen = [], set()
            if brief:
                run.append(index)
                seen.add(mark)
        return found

    def _comes_again(self, run: list[int]) -> bool:
        """Tell whether all labels of a run stand elsewhere too, and all but the first after it."""
        labels = [self.labels[index][0] for index in run]
        places = [self.ahead[label.style, label.value] for label in labels]
        elsewhere = places[0][0] < run[0] or places[0][-1] > run[-1]
        return elsewhere and all(place[-1] > run[-1] for place in places[1:])

    def _goes_on(self, label: Label, index: int) -> int | None:
        """Return where the next label of the sequence stands after this block, if anywhere."""
        places = [
            self.ahead.get((_style_of(label, value), value), []) for value in successors(label)
        ]
        later = [place[at] for place in places if (at := bisect_right(place, index)) < len(place)]
        return min(later, default=None)

    def _choose(self, index: int) -> _Choice | None:
        """Return the best reading of the block's label, or None when it is only text."""
        choices = [choice for label in self.labels[index] if (choice := self._judge(label, index))]
        best = max(choices, key=lambda choice: choice.score, default=None)
        if best is None or best.score < BELIEF:
            return None
        return best

    def _judge(self, label: Label, index: int) -> _Choice | None:
        if label.form == "bullet":
            return self._judge_bullet(label, index)
        onward = self._goes_on(label, index)
        depth = self._sibling(label, index)
        if depth is not None:
            return self._judge_sibling(label, self.stack[depth].label, depth, onward, index)
        if self._takes_over(label):
            return _Choice(80, 0, label)
        if label.form == "#_" or (label.form == "#" and not label.printed.isascii()):
            bare = self._judge_bare(label, onward)
            if bare or label.form == "#_":
                return bare
        return self._judge_new(label, onward, index)

    def _sibling(self, label: Label, index: int) -> int | None:
        """Return the level that is open in the style of a label, by preference as deep as it is.

        The first of a list that the format says stands deeper is no sibling of what is open, nor is
        that of a list under a numbered heading; headings go on from headings.
        """
        indent = self.blocks[index].depth if self.blocks[index].label else 0
        levels = [
            depth
            for depth in range(len(self.stack) - 1, -1, -1)
            if self.stack[depth].label.style == label.style
        ]
        for depth in levels if indent else ():
            if self.stack[depth].indent == indent:
                return depth
        heading = self._is_heading(index)
        if levels and indent and _is_first(label.value):
            last = self.stack[levels[0]]
            if 0 < last.indent < indent or self._is_heading(last.block) != heading:
                return None
        due = [at for at in levels if label.value in successors(self.stack[at].label)]
        due.sort(key=lambda at: self._is_heading(self.stack[at].block) != heading)
        return next(iter([*due, *levels]), None)

    def _is_heading(self, index: int) -> bool:
        return self.blocks[index].role == Role.HEADING

    def _judge_bullet(self, label: Label, index: int) -> _Choice | None:
        if not self.stack:
            return None
        indent = self.blocks[index].depth
        lowest = len(self.stack)
        while lowest and self.stack[lowest - 1].label.form == "bullet":
            lowest -= 1
        open_bullets = self.stack[lowest:]
        introduced = self.previous.rstrip().endswith((":", "：", "—"))
        depth = lowest
        for at, node in enumerate(open_bullets, lowest):
            if 0 < node.indent < indent:
                depth = at + 1
            elif node.label.printed == label.printed:
                depth = at
                break
        else:
            if introduced and open_bullets and not indent:
                depth = len(self.stack)
        return _Choice(60, depth, label)

    def _judge_bare(self, label: Label, onward: int | None) -> _Choice | None:
        """Judge a numeral with nothing but a space after it, of which most are words or years.

        It may open the paragraphs of an article, or a list that a colon introduces. Japanese laws
        leave the first paragraph of an article without its number: there the first is a 2.
        """
        if not self.stack:
            return None
        top = self.stack[-1]
        said = top.texts[-1].rstrip() if top.texts else ""
        fresh = said[-1:] in ("", ":", "：", "。", "—") or (
            len(top.texts) == 1 and len(said) < 100 and said[-1] not in TERMINAL
        )
        if _is_first(label.value) and onward is not None and fresh:
            return _Choice(65, len(self.stack), label)
        depth = self._innermost_named()
        if label.value == (2,) and depth and self.stack[depth - 1].texts:
            return _Choice(60, depth, label) if not label.printed.isascii() else None
        return None

    def _judge_sibling(
        self, label: Label, last: Label, depth: int, onward: int | None, index: int
    ) -> _Choice | None:
        """Judge a label whose sequence is open."""
        if label.value in successors(last):
            bonus = self._nearness(onward, index)
            return _Choice(100 - 2 * (len(self.stack) - depth) + bonus, depth, label)
        if self._interrupted(index) or label.form == "#_":
            return None
        return self._judge_odd(label, last, depth, onward, index)

    def _judge_odd(
        self, label: Label, last: Label, depth: int, onward: int | None, index: int
    ) -> _Choice | None:
        """Judge a label that is not the one due: repeated, too high, or a first one again."""
        step = label.value[0] - last.value[0] or label.value[-1] - last.value[-1]
        named = label.is_named
        due = self._goes_on(last, index)
        if step > 1 and due is not None and (onward is None or due < onward):
            return None  # the number that is due still comes: this one is only spoken of
        if label.value == last.value and (onward is not None or named):
            return _Choice(50, depth, label, f"The label “{label.printed}” stands twice.")
        if step > 1 and (named or (onward is not None and step <= 3)):
            remark = f"Between “{last.printed}” and “{label.printed}” a number is missing."
            return _Choice(55, depth, label, remark)
        if _is_first(label.value) and onward is not None:
            return self._judge_restart(label, depth)
        return None

    def _judge_restart(self, label: Label, depth: int) -> _Choice:
        """A sequence begins anew: inside the part that is open, or after a heading."""
        if self.previous.rstrip().endswith((":", "：")) and depth == len(self.stack) - 1:
            return _Choice(60, len(self.stack), label)
        if self.pending or label.form in RANK:
            return _Choice(60, depth, label, f"The numbering begins again at “{label.printed}”.")
        return _Choice(46, depth, label, f"The numbering begins again at “{label.printed}”.")

    def _judge_new(self, label: Label, onward: int | None, index: int) -> _Choice | None:
        """Judge a label whose sequence is not open."""
        depth = self._depth_for(label)
        last = self.last.get(label.style)
        if last is not None and label.value in successors(last):
            return _Choice(92, depth, label)
        if label.is_named:
            return self._judge_named(label, onward, index, depth)
        if _is_first(label.value):
            return self._judge_first(label, onward, index, depth)
        if onward is not None and not self._interrupted(index):
            if not self.stack:
                return _Choice(48, depth, label, f"The numbering begins at “{label.printed}”.")
            if label.form == "#.#" or label.value[0] > 99:
                return _Choice(50, depth, label)
        return None

    def _judge_named(
        self, label: Label, onward: int | None, index: int, depth: int
    ) -> _Choice | None:
        """Judge a first “Article 5”: alone in the text and in a sentence, it is spoken of."""
        if _is_first(label.value):
            return _Choice(75, depth, label)
        alone = onward is None and label.rest and self.blocks[index].role != Role.HEADING
        return None if alone else _Choice(60, depth, label)

    def _judge_first(self, label: Label, onward: int | None, index: int, depth: int) -> _Choice:
        """Judge a 1, an a or an i that would open a sequence."""
        explicit = 10 if self.blocks[index].label else 0
        introduced = self.previous.rstrip().endswith((":", "：", "—", "–")) or not self.previous
        if onward is not None:
            # “(h) …: (i) … (ii) …”: after a colon a list begins rather than goes on.
            bonus = explicit + self._nearness(onward, index) + 30 * introduced
            return _Choice(70 + bonus, depth, label)
        return _Choice((46 if introduced and self.stack else 20) + explicit, depth, label)

    def _takes_over(self, label: Label) -> bool:
        """Tell whether a bare numeral goes on from a named first part: Article premier, II, III."""
        if label.form != "#" or len(self.stack) != 1:
            return False
        return label.value in successors(self.stack[0].label)

    def _depth_for(self, label: Label) -> int:
        """Return how many open levels can hold a part with this label."""
        if label.form in RANK:
            for depth, node in enumerate(self.stack):
                if self._rank(node.label.form) >= self._rank(label.form):
                    return depth
            return len(self.stack)
        if label.form == "#.#":
            return self._depth_for_dotted(label)
        depth = len(self.stack)
        if label.form == "§" and (named := self._innermost_named()):
            return named  # after the list of an article its § goes on with the article
        while depth and self.stack[depth - 1].label.form == "bullet":
            depth -= 1
        return depth

    def _innermost_named(self) -> int:
        """Return how many levels are open down to the last “Article 5”, or 0 without one."""
        levels = range(len(self.stack), 0, -1)
        return next((at for at in levels if self.stack[at - 1].label.form in RANK), 0)

    def _rank(self, form: str) -> float:
        """Return what holds what: sections hold articles, unless “Article I” holds sections.

        It does where the sections come after the first article and begin again in others.
        """
        begins = self.ahead.get(((form, ""), (1,)), [])
        article = self.ahead.get((("article", ""), (1,)), [])
        inside = len(article) == 1 and len(begins) > 1 and article[0] < begins[0]
        return RANK["article"] + 0.5 if inside and form == "section" else RANK.get(form, 99)

    def _depth_for_dotted(self, label: Label) -> int:
        """2.1 stands in 2.; but 22757.1 stands beside 22757., which has no successor."""
        for depth in range(len(self.stack) - 1, -1, -1):
            value = self.stack[depth].label.value
            if value == label.value[: len(value)] and len(value) < len(label.value):
                base = self.stack[depth].label
                alone = (base.style, (value[0] + 1,)) not in self.ahead and value[0] > 99
                return depth if alone else depth + 1
        return len(self.stack)

    def _nearness(self, onward: int | None, index: int) -> int:
        """Prefer the reading whose sequence goes on soonest: (i) before (ii) is Roman."""
        if onward is None:
            return 0
        return max(0, 40 - (onward - index))

    def _interrupted(self, index: int) -> bool:
        """Tell whether the block goes on with a sentence that the block before left open."""
        before = self.previous.rstrip()
        return (
            bool(before)
            and before[-1] not in TERMINAL
            and self.blocks[index].role
            not in {
                Role.LIST_ITEM,
                Role.HEADING,
            }
        )

    def _open(self, choice: _Choice, index: int) -> None:
        if choice.remark:
            self.remarks.append(choice.remark)
        block = self.blocks[index]
        node = Node(choice.label, block=index, indent=block.depth if block.label else 0)
        del self.stack[min(choice.depth, DEEPEST) :]
        if self.pending:
            if not self.roots:
                self._keep_title(choice.label)
            node.group = "\n".join(self.pending)
            self.pending.clear()
        (self.stack[-1].children if self.stack else self.roots).append(node)
        self.stack.append(node)
        if choice.label.form != "bullet":
            self.last[choice.label.style] = choice.label

    def _keep_title(self, first: Label) -> None:
        """Before the first part, only the last heading is the part's; the title never is.

        Nor is any, when the part is a chapter: that is a heading itself.
        """
        titles = [text for text in self.pending[:-1] if text]
        if self.pending[-1] == self.blocks[0].text or first.form in GROUPS:
            titles, self.pending = self.pending, []
        self.preamble.extend(titles)
        self.pending = self.pending[-1:]

    def _take(self, label: Label, block: Block, index: int) -> None:
        """Give the open part what follows its label: its heading, its words, or further labels."""
        named = label.is_named
        group = label.form in GROUPS and label.form != "section"
        title = group and len(label.rest) < 200 and label.rest[-1:] not in TERMINAL
        if named and label.rest and (block.role == Role.HEADING or title):
            self.stack[-1].heading = label.rest
        else:
            self._run_in(label.rest, index)

    def _run_in(self, rest: str, index: int) -> None:
        """Open the labels that follow on the same line: “(c) (1) If …”, 제3조(등록) ① …."""
        while True:
            title = CAPTION.match(rest) if self.stack[-1].label.form == "article" else None
            said = rest[title.end() :] if title else rest
            inner = [
                label
                for label in read(said)
                if _is_first(label.value)
                and label.form in ({"#○"} if title else {"(#)", "#.", "#)", "#○"})
                and label.style != self.stack[-1].label.style
                and self._goes_on(label, index) is not None
            ]
            if not inner:
                break
            label = min(inner, key=lambda each: self._goes_on(each, index) or 0)
            if title:
                self.stack[-1].texts.append(title[0].strip())
            self._open(_Choice(100, len(self.stack), label), index)
            rest = label.rest
        if rest:
            self.stack[-1].texts.append(rest)

    def _add_text(self, block: Block) -> None:
        text = f"{block.label} {block.text}".strip() if block.label else block.text
        if block.role == Role.HEADING:
            top = self.stack[-1] if self.stack else None
            if top and not top.texts and not top.heading and not top.children:
                top.heading = text
            else:
                self.pending.append(text)
            return
        self._flush()
        if self.stack:
            self.stack[-1].texts.append(text)
        else:
            self.preamble.append(text)

    def _flush(self) -> None:
        """Headings that introduced no part are text."""
        for text in self.pending:
            if self.stack:
                self.stack[-1].texts.append(text)
            else:
                self.preamble.append(text)
        self.pending.clear()


def labels_of(block: Block) -> list[Label]:
    if not block.label:
        found = read(block.text)
        return [] if block.role == Role.HEADING and found and found[0].form == "bullet" else found
    return [
        Label(block.label.strip(), label.form, label.kind, label.value, block.text)
        for label in read(block.label)
        if not label.rest
    ] or [Label(block.label.strip(), "bullet", "", (0,), block.text)]


def successors(label: Label) -> set[tuple[int, ...]]:
    """Return the numbers that may follow: 3 → 4; 1.2 → 1.3 or 2.1; 22757 → 22757.1.

    Between articles others are put in later: § 4 → § 4a → § 5, 第五条 → 第五条之二 → 第六条.
    """
    value = label.value
    after = {(*value[:-1], value[-1] + 1)}
    if len(value) > 1:
        after.add((*value[:-2], value[-2] + 1, 1))
    if label.is_named:
        after |= {(value[0] + 1,), (value[0], 1), (value[0], 2)} - {value}
    elif len(value) == 1 and value[0] > 99:
        after.add((value[0], 1))
    return after


def _style_of(label: Label, value: tuple[int, ...]) -> tuple[str, str]:
    """Return the style in which a successor is written: 22757.1. after 22757. is dotted."""
    longer = len(value) > len(label.value) and not label.is_named
    return DOTTED if longer else label.style


def _is_first(value: tuple[int, ...]) -> bool:
    return value[-1] == 1
