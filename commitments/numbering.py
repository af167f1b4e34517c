"""From blocks to numbered clauses: what the parts of an instrument are, and what they are called.

The labels stay as printed; nothing is renumbered. A label is believed when its neighbours bear it
out: it continues a sequence that is open, opens one that goes on, or is called by a name
(“Article 5”). What merely looks like a label (a year at the start of a wrapped line, a footnote) is
text. Everything unusual, a number missing or standing twice, is kept and reported in words.

Three steps, each linear in the number of blocks: which labels are believed and at which level
(`commitments/levels.py`), what counts as the clauses (`commitments/grouping.py`), and whether it is
an instrument at all (`commitments/genre.py`).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from commitments import genre
from commitments.grouping import cut_recitals, headings_as_clauses, lift_groups
from commitments.labels import RANK, Label
from commitments.levels import Builder, Node
from commitments.numerals import readings
from sources.blocks import Block, Role

ANNEX = re.compile(
    r"(annex(e|es)?|appendix|appendice|anhang|anlage|anexo|allegato|приложение|ملحق|परिशिष्ट|부칙|별표)\b"
    r"|附件|附录|附錄|附表|別表|附\s?則$",
    re.IGNORECASE,
)
# How what comes after the last clause begins: place and date, signatures, entry into force of EU
# acts, the session of a UN resolution.
CONCLUSION = re.compile(
    r"(?:done (?:at|in)|in witness whereof|in faith whereof"
    r"|fait (?:à|au|aux|en|le)\b|en foi de quoi"
    r"|hecho en|en fe de lo cual|en testimonio|feito em|em fé do que|em testemunho"
    r"|geschehen (?:zu|am|in)\b|zu urkund|fatto a|совершено в|в удостоверение|حرر في|وإثباتا لذلك"
    r"|\(?(?:signed|signé|firmado|assinado|gezeichnet)\)?(?:\s*$|\sby\b|:)"
    r"|(?:for|par|pour|por|im namen|für|per) (?:the|le|la|el|o|a|des?|den|das) (?:european|council"
    r"|commission|government|parl[ae]ment|conseil|gouvernement|consejo|gobierno|conselho|rat)"
    r"|this (?:regulation|directive|decision) shall be binding"
    r"|le présent règlement est obligatoire|diese verordnung ist in allen"
    r"|el presente reglamento será obligatorio|o presente regulamento é obrigatório"
    r"|the white house|президент российской федерации"
    r"|\d{1,4}(?:st|[nr]d|th|e|ª|-е)? (?:plenary|meeting|séance plénière|sesión plenaria|пленарное)"
    r"|第\s?\d{1,4}\s?次全体会议|الجلسة العامة)",
    re.IGNORECASE,
)


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
    conclusions: list[str] = field(default_factory=list)


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
    builder = Builder(main)
    builder.build()
    nodes, preamble = builder.roots, builder.preamble
    reasons = list(builder.remarks)
    nodes = lift_groups(nodes, preamble)
    recitals, nodes = cut_recitals(nodes)
    certainty = 1.0 - 0.08 * len(reasons)
    if any(node.label.form != "bullet" for node in nodes):
        reasons.insert(0, _summary(nodes))
        doubt = _list_in_an_article(nodes, main)
    else:
        nodes, preamble = headings_as_clauses(main)
        certainty, reason, doubt = _judge_headings(nodes, main)
        reasons.append(reason)
    if len(nodes) == 1:
        certainty = min(certainty, 0.5)
    if doubt:
        certainty = min(certainty, 0.3)
        reasons.append(doubt)
    conclusions = _cut_conclusions(nodes)
    clauses = _parts(nodes)
    name_parts(clauses)
    return Numbering(
        clauses=clauses,
        preamble=preamble,
        recitals=_parts(recitals),
        annexes=[_annex(annex, position) for position, annex in enumerate(annexes, 1)],
        is_instrument=bool(nodes) and not doubt,
        confidence=round(max(certainty, 0.05), 2),
        reasons=reasons,
        conclusions=conclusions,
    )


def _cut_annexes(blocks: list[Block]) -> tuple[list[Block], list[list[Block]]]:
    """Split off the annexes: each begins with a short block that starts with the word.

    A line near the beginning that comes again later is of a table of contents.
    """
    starts = [
        index
        for index, block in enumerate(blocks)
        if index
        and len(block.text) < 200
        and ANNEX.match(f"{block.label} {block.text}".strip())
        and not block.text.rstrip().endswith((".", ",", ";"))
    ]
    early = len(blocks) // 4
    later = {_annex_name(blocks[index]) for index in starts if index >= early}
    starts = [at for at in starts if at >= early or _annex_name(blocks[at]) not in later]
    if not starts or starts[0] < early:
        return blocks, []
    ends = [*starts[1:], len(blocks)]
    return blocks[: starts[0]], [blocks[a:b] for a, b in zip(starts, ends, strict=True)]


def _annex_name(block: Block) -> str:
    """Return what an annex is called, without its title: “annexii”."""
    text = f"{block.label} {block.text}".strip()
    word = ANNEX.match(text)
    number = re.compile(r"\W{0,3}\w{0,7}").match(text, word.end() if word else 0)
    return "".join(text[: number.end() if number else 0].split()).casefold()


def _judge_headings(nodes: list[Node], blocks: list[Block]) -> tuple[float, str, str]:
    """Return how sure it is that headings are the clauses, why, and what speaks against it."""
    if not nodes:
        return 0.2, "Nothing in the text is numbered, and no headings divide it.", ""
    listed = sum(bool(node.children) for node in nodes)
    reason = "No part is numbered: the headings are taken for the clauses."
    return 0.6, reason, genre.doubt_about_headings(blocks, listed, len(nodes))


def _cut_conclusions(nodes: list[Node]) -> list[str]:
    """Take off the last part what is said after it: “Done at …”, the signatures, the session."""
    last = nodes[-1] if nodes else None
    while last and last.children:
        last = last.children[-1]
    for at, text in enumerate(last.texts if last else ()):
        if last and (at or last.heading) and CONCLUSION.match(text):
            said, last.texts = last.texts[at:], last.texts[:at]
            return said
    return []


def _list_in_an_article(nodes: list[Node], blocks: list[Block]) -> str:
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


def _summary(nodes: list[Node]) -> str:
    first, last = nodes[0].label.printed, nodes[-1].label.printed
    if len(nodes) == 1:
        return f"One numbered part, “{first}”."
    return f"{len(nodes)} parts, from “{first}” to “{last}”."


def _parts(nodes: list[Node]) -> list[Part]:
    return [_part(node, position) for position, node in enumerate(nodes, 1)]


def _part(node: Node, position: int) -> Part:
    form = node.label.form
    kind = form if form in RANK else {"bullet": "item", "heading": "heading"}.get(form, "paragraph")
    return Part(
        label="" if form == "bullet" else node.label.printed,
        kind=kind,
        number=number_of(node.label, position),
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


# 5, 5.1, 5bis, 4a, 5-A, and 5의2 or 4-1, which become 5-2 and 4-1.
NUMBER = re.compile(
    r"([0-9]+(?:\.[0-9]+)*)(?:\s?(bis|ter|quater)\b|(-?[A-Za-np-z])(?!\w)|(-[0-9]+)(?!\w))?"
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


def name_parts(parts: list[Part], prefix: str = "") -> None:
    """Give each part its eId (Akoma Ntoso Naming Convention 1.0 §5.3)."""
    for part in parts:
        part.eid = f"{prefix}{EID.get(part.kind, part.kind)}_{part.number.lower()}"
        name_parts(part.children, f"{part.eid}__")


def number_of(label: Label, position: int) -> str:
    """Return the number as the label prints it, in ASCII; counted where it prints none."""
    if label.form in {"bullet", "heading"}:
        return str(position)
    if label.is_named:
        if match := NUMBER.search(label.printed):
            return "".join(filter(None, match.groups())).replace(" ", "")
        tokens: list[str] = re.findall(r"[A-Za-z]+", label.printed)
        last = tokens[-1] if tokens and readings(tokens[-1]) else ""
        return last or "-".join(map(str, label.value))
    tokens = re.findall(r"[0-9]+(?:\.[0-9]+)*|[A-Za-z]+", label.printed)
    return tokens[-1] if tokens else ".".join(map(str, label.value))
