"""What counts as the clauses: taken out of the chapters that group them, or made of headings.

Works on the parts as they hold each other (`commitments/levels.py`).
"""

from collections.abc import Callable, Iterator
from itertools import pairwise, zip_longest

from commitments import genre
from commitments.labels import GROUPS, RANK, Label
from commitments.levels import DOTTED, Node, labels_of, successors
from sources.blocks import Block, Role


def cut_recitals(nodes: list[Node]) -> tuple[list[Node], list[Node]]:
    """Numbered parts before the first article of a text in articles are recitals."""
    named = [index for index, node in enumerate(nodes) if node.label.form in RANK]
    if not named or named[0] == 0:
        return [], nodes
    return nodes[: named[0]], nodes[named[0] :]


def lift_groups(nodes: list[Node], preamble: list[str]) -> list[Node]:
    """Take the clauses out of what only groups them: chapters, “I. Introduction”, “A. Trade”.

    Articles are the clauses wherever they stand; else the parts whose numbers run on from group to
    group; else the sections of titles and chapters. What a group says before its first clause
    becomes that clause's heading, or for the first group is preamble.
    """
    for is_unit, is_group, deepest in (
        (_is_article, _is_named_group, 9),
        (_is_numbered, _is_heading_like, 1),
        (_is_numbered, _is_heading_like, 2),
        (_is_numbered, _is_heading_like, 3),
        (_is_section, _is_named_group, 9),
    ):
        units = list(_units(nodes, is_unit, is_group, deepest))
        lifted = any(above for _, above in units)
        if lifted and (is_unit is not _is_numbered or _runs_on(units)):
            return _lift(units, preamble)
    return nodes


def _is_article(node: Node) -> bool:
    return node.label.form in RANK and node.label.form not in GROUPS


def _is_section(node: Node) -> bool:
    return node.label.form == "section"


def _is_numbered(node: Node) -> bool:
    return node.label.form != "bullet"


def _is_named_group(node: Node) -> bool:
    return node.label.form in GROUPS


def _is_heading_like(node: Node) -> bool:
    """Tell whether a part says no more than a heading does, and holds numbered parts."""
    words = " ".join(node.texts).strip()
    holds = any(map(_is_numbered, node.children))
    if node.label.form in GROUPS:
        return holds
    if node.label.form in RANK or node.label.kind not in {"ROMAN", "LATIN"}:
        return False
    return holds and len(words) < 200 and not words.endswith((":", "：", ";", "；", ","))


def _units(
    nodes: list[Node],
    is_unit: Callable[[Node], bool],
    is_group: Callable[[Node], bool],
    deepest: int,
    above: tuple[Node, ...] = (),
) -> Iterator[tuple[Node, tuple[Node, ...]]]:
    """Yield the clauses in reading order, each with the groups that it stands in.

    Whatever else stands there is yielded too, to be judged or kept by the caller.
    """
    for node in nodes:
        holds = len(above) < deepest and is_group(node)
        if holds and any(is_unit(each) for each in _below(node, is_group)):
            yield from _units(node.children, is_unit, is_group, deepest, (*above, node))
        else:
            yield node, above


def _below(node: Node, is_group: Callable[[Node], bool]) -> Iterator[Node]:
    for child in node.children:
        yield child
        if is_group(child):
            yield from _below(child, is_group)


def _lift(units: list[tuple[Node, tuple[Node, ...]]], preamble: list[str]) -> list[Node]:
    """Return the clauses as one list; headings go to the clause that follows them."""
    styles = {group.label.style for _, above in units for group in above}
    opened: set[int] = set()
    lifted: list[Node] = []
    for unit, above in units:
        titles: list[str] = []
        for group in above:
            if id(group) in opened:
                continue
            opened.add(id(group))
            titles += [group.group, group.label.printed, group.heading]
            (titles if lifted else preamble).extend(group.texts)
        if not _is_numbered(unit) or (unit.label.style in styles and not above):
            words = [*titles, *_words(unit)]
            (lifted[-1].texts if lifted else preamble).extend(filter(None, words))
            continue
        unit.group = "\n".join(filter(None, [*titles, unit.group]))
        lifted.append(unit)
    return lifted


def _words(node: Node) -> Iterator[str]:
    """Yield all words of a part and what it holds, as paragraphs."""
    first = " ".join(filter(None, [node.label.printed, node.heading, *node.texts[:1]]))
    yield from filter(None, [node.group, first, *node.texts[1:]])
    for child in node.children:
        yield from _words(child)


def _runs_on(units: list[tuple[Node, tuple[Node, ...]]]) -> bool:
    """Tell whether the numbers go on from group to group instead of beginning again."""
    inside = [(unit, above) for unit, above in units if above and _is_numbered(unit)]
    styles = {unit.label.style for unit, _ in inside}
    held = {id(above[-1]) for _, above in inside}
    outside = [
        unit for unit, above in units if not above and {unit.label.style} <= styles and unit.texts
    ]
    numbered = [unit for unit, above in units if unit.label.style in styles]
    if len(held) + bool(outside) < 2:
        only = len(units) == len(inside) >= 3
        return only and all(group.label.form in GROUPS for _, above in inside for group in above)
    if len(styles - {DOTTED}) > 1 or any(_extends(unit, above[-1]) for unit, above in inside):
        return False
    return all(
        after.label.value in successors(before.label) for before, after in pairwise(numbered)
    )


def _extends(unit: Node, group: Node) -> bool:
    """Tell whether a number repeats the one above it, as 2.1 does below 2."""
    return len(unit.label.value) > len(group.label.value) and group.label.form not in GROUPS


def headings_as_clauses(blocks: list[Block]) -> tuple[list[Node], list[str]]:
    """Make a clause of every heading that has text below it; bullets stand inside.

    The headings at the very top are the title, unless the last of them heads the first clause.
    """
    top = next((at for at, block in enumerate(blocks) if block.role != Role.HEADING), len(blocks))
    if top > 1 and not genre.INSTRUMENT.search(blocks[top - 1].text):
        top -= 1
    nodes: list[Node] = []
    before = [block.text for block in blocks[:top]]
    groups: list[str] = []
    for block, follows in zip_longest(blocks[top:], blocks[top + 1 :]):
        bullet = next((label for label in labels_of(block) if label.form == "bullet"), None)
        if block.role == Role.HEADING and follows and follows.role == Role.HEADING:
            groups.append(block.text)
        elif block.role == Role.HEADING and follows:
            label = Label(block.text.strip(), "heading", "", (len(nodes) + 1,), "")
            nodes.append(Node(label, group="\n".join(groups)))
            groups.clear()
        elif not nodes:
            before.append(f"{block.label} {block.text}".strip())
        elif bullet:
            nodes[-1].children.append(Node(bullet, texts=[bullet.rest]))
        else:
            (nodes[-1].children[-1] if nodes[-1].children else nodes[-1]).texts.append(block.text)
    return nodes, [*before, *groups]
