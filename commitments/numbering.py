"""From blocks to numbered clauses: what the parts of an instrument are, and what they are called.

The labels stay as printed; nothing is renumbered. A label is believed when its neighbours bear it
out: it continues a sequence that is open, opens one that goes on, or is called by a name
(“Article 5”). What merely looks like a label (a year at the start of a wrapped line, a footnote) is
text. Everything unusual, a number missing or standing twice, is kept and reported in words.

One pass over the blocks with a stack of open levels; linear in their number.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from commitments.labels import GROUPS, RANK, Label, read
from commitments.numerals import readings
from sources.blocks import Block, Role

ANNEX = re.compile(
    r"(annex(e|es)?|appendix|appendice|anhang|anlage|anexo|allegato|приложение|ملحق|परिशिष्ट|부칙|별표)\b"
    r"|附件|附录|附錄|附表|別表",
    re.IGNORECASE,
)
TERMINAL = ".;:!?。；：！？…।׃؛”»\"')）"
DOTTED = ("#.#", "digits2")  # the style of 22757.1., which may follow 22757.
BELIEF = 45  # what a label must score to be believed


@dataclass(slots=True)
class Part:
    """One clause of the tree: its printed label, its words, and what stands inside it.

    `number` is the label reduced to ASCII letters and digits: 5 for “Article 5” and for “第五条”,
    a for “(a)”; parts that print none are counted.
    """

    label: str
    kind: str
    number: str = ""
    text: str = ""
    heading: str = ""
    eid: str = ""
    children: list["Part"] = field(default_factory=list)

    def walk(self) -> Iterator["Part"]:
        """Yield this part and everything inside it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(slots=True)
class Numbering:
    """What was found, how sure it is (0 to 1), and why, in words."""

    clauses: list[Part]
    preamble: list[str]
    recitals: list[Part]
    annexes: list[Part]
    is_instrument: bool
    confidence: float
    reasons: list[str]


@dataclass(slots=True)
class _Node:
    """A part while the tree is being built."""

    label: Label
    texts: list[str] = field(default_factory=list)
    heading: str = ""
    group: str = ""
    children: list["_Node"] = field(default_factory=list)
    block: int = 0


@dataclass(frozen=True, slots=True)
class _Choice:
    score: int
    depth: int  # how many open levels stay open above the new part
    label: Label
    remark: str = ""


def number(blocks: Iterable[Block]) -> Numbering:
    """Return the clauses of a document as a tree, with its preamble, recitals and annexes apart.

    Blocks of the roles caption, footnote and boilerplate are left out. The labels are exactly as
    printed (or as the format's automatic numbering prints them).
    """
    kept = [
        block
        for block in blocks
        if block.role not in {Role.CAPTION, Role.FOOTNOTE, Role.BOILERPLATE}
        and (block.text.strip() or block.label)
    ]
    main, annexes = _cut_annexes(kept)
    builder = _Builder(main)
    builder.build()
    reasons = list(builder.remarks)
    nodes, preamble = builder.roots, builder.preamble
    recitals, nodes = _cut_recitals(nodes)
    nodes = _lift_groups(nodes, preamble)
    certainty = 1.0 - 0.08 * len(reasons)
    if not any(node.label.form != "bullet" for node in nodes):
        nodes, preamble = _headings_as_clauses(main)
        certainty = 0.6 if nodes else 0.2
        reasons.append(
            "No part is numbered: the headings are taken for the clauses."
            if nodes
            else "Nothing in the text is numbered, and no headings divide it."
        )
    else:
        reasons.insert(0, _summary(nodes))
    is_instrument = bool(nodes)
    if nodes and (doubt := _list_in_an_article(nodes, main)):
        is_instrument, certainty = False, min(certainty, 0.3)
        reasons.append(doubt)
    clauses = _parts(nodes)
    _name(clauses, prefix="")
    return Numbering(
        clauses=clauses,
        preamble=preamble,
        recitals=_parts(recitals),
        annexes=[_annex(annex, position) for position, annex in enumerate(annexes, 1)],
        is_instrument=is_instrument,
        confidence=round(max(certainty, 0.05), 2),
        reasons=reasons,
    )


class _Builder:
    """Reads the blocks once, keeping the levels that are open."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks = blocks
        self.labels = [_labels(block) for block in blocks]
        self.ahead = self._positions()
        self.stack: list[_Node] = []
        self.roots: list[_Node] = []
        self.last: dict[tuple[str, str], tuple[int, ...]] = {}
        self.pending: list[str] = []  # headings that wait for the part they introduce
        self.preamble: list[str] = []
        self.remarks: list[str] = []
        self.previous = ""

    def build(self) -> None:
        for index, block in enumerate(self.blocks):
            choice = self._choose(index)
            if choice is None:
                self._add_text(block)
            else:
                self._open(choice, index)
                self._run_in(choice.label.rest, index)
            self.previous = block.text
        self._flush()

    def _positions(self) -> dict[tuple[tuple[str, str], tuple[int, ...]], list[int]]:
        """Index where each label stands, so that the look-ahead is a search and not a scan."""
        places: dict[tuple[tuple[str, str], tuple[int, ...]], list[int]] = defaultdict(list)
        for index, labels in enumerate(self.labels):
            for label in labels:
                places[label.style, label.value].append(index)
                for inner in read(label.rest):
                    places[inner.style, inner.value].append(index)
        return places

    def _goes_on(self, label: Label, index: int) -> int | None:
        """Return where the next label of the sequence stands after this block, if anywhere."""
        places = [
            self.ahead.get((DOTTED if len(value) > len(label.value) else label.style, value), [])
            for value in _successors(label.value)
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
            return self._judge_bullet(label)
        onward = self._goes_on(label, index)
        for depth in range(len(self.stack) - 1, -1, -1):
            node = self.stack[depth]
            if node.label.style == label.style:
                return self._judge_sibling(label, node.label, depth, onward, index)
        if self._takes_over(label):
            return _Choice(80, 0, label)
        return self._judge_new(label, onward, index)

    def _judge_bullet(self, label: Label) -> _Choice | None:
        if not self.stack:
            return None
        depth = len(self.stack)
        for at in range(len(self.stack) - 1, -1, -1):
            if self.stack[at].label.form == "bullet":
                depth = at
        return _Choice(60, depth, label)

    def _judge_sibling(
        self, label: Label, last: Label, depth: int, onward: int | None, index: int
    ) -> _Choice | None:
        """Judge a label whose sequence is open."""
        if label.value in _successors(last.value):
            bonus = self._nearness(onward, index)
            return _Choice(100 - 2 * (len(self.stack) - depth) + bonus, depth, label)
        if self._interrupted(index):
            return None
        step = label.value[-1] - last.value[-1]
        named = label.form in RANK
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
        if last is not None and label.value in _successors(last):
            return _Choice(92, depth, label)
        if label.form in RANK:
            return _Choice(75 if _is_first(label.value) else 60, depth, label)
        if _is_first(label.value):
            return self._judge_first(label, onward, index, depth)
        if onward is not None and not self._interrupted(index):
            if not self.stack:
                return _Choice(48, depth, label, f"The numbering begins at “{label.printed}”.")
            if label.form == "#.#" or label.value[0] > 99:
                return _Choice(50, depth, label)
        return None

    def _judge_first(self, label: Label, onward: int | None, index: int, depth: int) -> _Choice:
        """Judge a 1, an a or an i that would open a sequence."""
        explicit = 10 if self.blocks[index].label else 0
        if onward is not None:
            return _Choice(70 + explicit + self._nearness(onward, index), depth, label)
        introduced = self.previous.rstrip().endswith((":", "：")) or not self.previous
        return _Choice((46 if introduced and self.stack else 20) + explicit, depth, label)

    def _takes_over(self, label: Label) -> bool:
        """Tell whether a bare numeral goes on from a named first part: Article premier, II, III."""
        if label.form != "#" or len(self.stack) != 1:
            return False
        return label.value in _successors(self.stack[0].label.value)

    def _depth_for(self, label: Label) -> int:
        """Return how many open levels can hold a part with this label."""
        if label.form in RANK:
            for depth, node in enumerate(self.stack):
                if RANK.get(node.label.form, 99) >= RANK[label.form]:
                    return depth
            return len(self.stack)
        if label.form == "#.#":
            return self._depth_for_dotted(label)
        depth = len(self.stack)
        while depth and self.stack[depth - 1].label.form == "bullet":
            depth -= 1
        return depth

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
        node = _Node(choice.label, block=index)
        del self.stack[choice.depth :]
        if self.pending:
            if not self.roots:
                self._keep_title()
            node.group = "\n".join(self.pending)
            self.pending.clear()
        (self.stack[-1].children if self.stack else self.roots).append(node)
        self.stack.append(node)
        if choice.label.form != "bullet":
            self.last[choice.label.style] = choice.label.value

    def _keep_title(self) -> None:
        """Before the first part, only the last heading is the part's; the title never is."""
        titles = [text for text in self.pending[:-1] if text]
        if self.pending[-1] == self.blocks[0].text:
            titles, self.pending = self.pending, []
        self.preamble.extend(titles)
        self.pending = self.pending[-1:]

    def _run_in(self, rest: str, index: int) -> None:
        """Open the labels that follow on the same line: “(c) (1) If …”."""
        while True:
            inner = [
                label
                for label in read(rest)
                if _is_first(label.value)
                and label.form in {"(#)", "#.", "#)"}
                and label.style != self.stack[-1].label.style
                and self._goes_on(label, index) is not None
            ]
            if not inner:
                break
            label = min(inner, key=lambda each: self._goes_on(each, index) or 0)
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


def _labels(block: Block) -> list[Label]:
    if not block.label:
        found = read(block.text)
        return [] if block.role == Role.HEADING and found and found[0].form == "bullet" else found
    return [
        Label(block.label.strip(), label.form, label.kind, label.value, block.text)
        for label in read(block.label)
        if not label.rest
    ] or [Label(block.label.strip(), "bullet", "", (0,), block.text)]


def _successors(value: tuple[int, ...]) -> set[tuple[int, ...]]:
    """Return the numbers that may follow: 3 → 4; 1.2 → 1.3 or 2.1; 22757 → 22757.1."""
    after = {(*value[:-1], value[-1] + 1)}
    if len(value) > 1:
        after.add((*value[:-2], value[-2] + 1, 1))
    elif value[0] > 99:
        after.add((value[0], 1))
    return after


def _is_first(value: tuple[int, ...]) -> bool:
    return value[-1] == 1


def _cut_annexes(blocks: list[Block]) -> tuple[list[Block], list[list[Block]]]:
    """Split off the annexes: each begins with a short block that starts with the word."""
    starts = [
        index
        for index, block in enumerate(blocks)
        if index
        and len(block.text) < 200
        and ANNEX.match(f"{block.label} {block.text}".strip())
        and not block.text.rstrip().endswith((".", ",", ";"))
    ]
    if not starts or starts[0] < len(blocks) // 4:
        return blocks, []
    ends = [*starts[1:], len(blocks)]
    return blocks[: starts[0]], [blocks[a:b] for a, b in zip(starts, ends, strict=True)]


def _cut_recitals(nodes: list[_Node]) -> tuple[list[_Node], list[_Node]]:
    """Numbered parts before the first article of a text in articles are recitals."""
    named = [index for index, node in enumerate(nodes) if node.label.form in RANK]
    if not named or named[0] == 0:
        return [], nodes
    return nodes[: named[0]], nodes[named[0] :]


def _lift_groups(nodes: list[_Node], preamble: list[str]) -> list[_Node]:
    """Take the parts out of chapters and sections whose numbering runs on across them.

    The words of the first group before its first part are added to the preamble.
    """
    while nodes and all(node.label.form in GROUPS for node in nodes):
        inner = [node.children for node in nodes]
        children = [child for group in inner for child in group if child.label.form != "bullet"]
        articles = [child for child in children if child.label.form in RANK]
        if not articles and not _runs_on(inner):
            break
        preamble.extend(nodes[0].texts)
        nodes[0].texts.clear()
        for node in nodes:
            if node.children:
                first = node.children[0]
                titles = [node.group, node.label.printed, node.heading, *node.texts, first.group]
                first.group = "\n".join(filter(None, titles))
        nodes = articles or children
    return _lift_mixed(nodes)


def _lift_mixed(nodes: list[_Node]) -> list[_Node]:
    """Where articles stand in some chapters and beside others, articles are the clauses."""
    groups = [node for node in nodes if node.label.form in GROUPS and node.children]
    if not groups or len(groups) == len(nodes):
        return nodes
    lifted: list[_Node] = []
    for node in nodes:
        named = [child for child in node.children if child.label.form in RANK]
        lifted.extend(named if node in groups and named else [node])
    return lifted


def _runs_on(groups: list[list[_Node]]) -> bool:
    """Tell whether the numbers go on from group to group instead of beginning again."""
    filled = [group for group in groups if group and group[0].label.form != "bullet"]
    if not filled:
        return False
    if len(filled) == 1:
        return len(groups) == 1 and len(filled[0]) >= 3
    return all(
        after[0].label.value in _successors(before[-1].label.value)
        for before, after in pairwise(filled)
    )


def _headings_as_clauses(blocks: list[Block]) -> tuple[list[_Node], list[str]]:
    """Make a clause of every heading that has text below it; bullets stand inside."""
    nodes: list[_Node] = []
    before: list[str] = []
    for index, block in enumerate(blocks):
        bullet = next((label for label in _labels(block) if label.form == "bullet"), None)
        follows = blocks[index + 1] if index + 1 < len(blocks) else None
        if index and block.role == Role.HEADING and follows and follows.role != Role.HEADING:
            nodes.append(_Node(Label(block.text.strip(), "heading", "", (len(nodes) + 1,), "")))
        elif not nodes:
            before.append(block.text)
        elif bullet:
            nodes[-1].children.append(_Node(bullet, texts=[bullet.rest]))
        else:
            (nodes[-1].children[-1] if nodes[-1].children else nodes[-1]).texts.append(block.text)
    return nodes, before


def _list_in_an_article(nodes: list[_Node], blocks: list[Block]) -> str:
    """Return why the numbered parts look like a list inside an article, or nothing."""
    if any(node.label.form in RANK or node.label.form == "heading" for node in nodes):
        return ""
    total = sum(len(block.text) for block in blocks)
    inside = blocks[nodes[0].block : nodes[-1].block + 1]
    share = sum(len(block.text) for block in inside) / max(total, 1)
    after = [block for block in blocks[nodes[-1].block + 1 :] if block.role != Role.LIST_ITEM]
    headings = [block for block in after if block.role == Role.HEADING]
    if share < 0.5 and len(nodes) <= 20 and (len(headings) >= 2 or len(after) >= 5):
        return (
            f"The {len(nodes)} numbered paragraphs are {share:.0%} of the text, and other headed "
            "text follows them: a list inside an article, not an instrument."
        )
    return ""


def _summary(nodes: list[_Node]) -> str:
    first, last = nodes[0].label.printed, nodes[-1].label.printed
    if len(nodes) == 1:
        return f"One numbered part, “{first}”."
    return f"{len(nodes)} parts, from “{first}” to “{last}”."


def _parts(nodes: list[_Node]) -> list[Part]:
    return [_part(node, position) for position, node in enumerate(nodes, 1)]


def _part(node: _Node, position: int) -> Part:
    form = node.label.form
    kind = form if form in RANK else {"bullet": "item", "heading": "heading"}.get(form, "paragraph")
    return Part(
        label="" if form == "bullet" else node.label.printed,
        kind=kind,
        number=_number(node.label, position),
        text="\n\n".join(node.texts).strip(),
        heading="\n".join(filter(None, [node.group.strip(), node.heading])),
        children=_parts(node.children),
    )


def _annex(blocks: list[Block], position: int) -> Part:
    return Part(
        label=blocks[0].text.strip(),
        kind="annex",
        number=str(position),
        text="\n\n".join(f"{block.label} {block.text}".strip() for block in blocks[1:]),
    )


EID = {
    "article": "art",
    "section": "sec",
    "chapter": "chp",
    "part": "part",
    "title": "title",
    "book": "book",
    "paragraph": "para",
    "item": "item",
    "clause": "cl",
}


def _name(parts: list[Part], prefix: str) -> None:
    """Give each part its eId (Akoma Ntoso Naming Convention 1.0 §5.3)."""
    for part in parts:
        part.eid = f"{prefix}{EID.get(part.kind, part.kind)}_{part.number.lower()}"
        _name(part.children, f"{part.eid}__")


def _number(label: Label, position: int) -> str:
    """Return the number as the label prints it, in ASCII; counted where it prints none."""
    if label.form in {"bullet", "heading"}:
        return str(position)
    tokens: list[str] = re.findall(r"[0-9]+(?:\.[0-9]+)*|[A-Za-z]+", label.printed)
    for token in reversed(tokens):
        if label.form not in RANK or not token.isalpha() or readings(token):
            return token
    return ".".join(map(str, label.value))
