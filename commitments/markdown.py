"""Declarations, clauses, claims, evidence and sources as Markdown.

Beside every quote stand its stance, its language and status, and the kind of its source, so that
nobody, and no program, can take the words without them.
"""

import re
from collections.abc import Callable, Iterable, Sequence

from commitments.citing import cite
from commitments.linked_data import iso
from commitments.models import Claim, Clause, Declaration, Evidence, LanguageVersion
from sources.models import Snapshot, Source

Site = Callable[[str], str]


def declaration_markdown(
    declaration: Declaration, clauses: Sequence[Clause], claims: Sequence[Claim], site: Site
) -> str:
    """Return a declaration with its clauses in every language version, and the claims about each.

    `clauses` come with texts and `shown_claims`, `claims` are those about the whole of it.
    """
    versions = list(declaration.versions.all())
    bodies = ", ".join(cite(declaration, site).authors)
    lines = [
        f"# {escape(declaration.title)}",
        escape(declaration.summary),
        facts(
            {
                "Kind": declaration.get_kind_display(),
                "Legal status": declaration.get_legal_status_display(),
                "Date": iso(declaration.adopted_on, declaration.adopted_precision) or "not known",
                "Parties": bodies or "not recorded",
                "Address": site(declaration.get_absolute_url()),
            }
        ),
        "## Texts" if versions else "",
        "\n".join(f"- {status_line(one)}" for one in versions),
    ]
    for clause in clauses:
        clause.declaration = declaration  # known, and saves a query for each clause
        lines += [_clause_heading(clause, "##"), *_texts(clause, versions), *_claims(clause, site)]
    if claims:
        lines += ["## Claims about the whole of it", *_flat(claim_lines(c, site) for c in claims)]
    return join(lines)


def clause_markdown(clause: Clause, site: Site) -> str:
    """Return a clause with its words, what it commits to and the claims about it."""
    versions = list(clause.declaration.versions.all())
    commitments = [
        (
            f"- {one.label}: {escape(', '.join(actor.name for actor in one.actors.all()))} – "
            f"{one.get_modality_display()}: {escape(one.action)}"
        )
        for one in clause.commitments.all()
    ]
    return join(
        [
            _clause_heading(clause, "#"),
            facts(
                {
                    "Of": clause.declaration.title,
                    "Address": site(clause.get_absolute_url()),
                }
            ),
            *_texts(clause, versions),
            "## What it commits to" if commitments else "",
            "\n".join(commitments),
            *_claims(clause, site),
        ]
    )


def claim_markdown(claim: Claim, site: Site) -> str:
    """Return a claim with all its evidence, official texts first."""
    evidence = claim.shown_evidence
    return join(
        [
            f"# {escape(claim.text)}",
            facts(
                {
                    "About": claim.declaration.title,
                    "Kind": claim.get_kind_display(),
                    "Address": site(claim.get_absolute_url()),
                }
            ),
            escape(claim.note),
            "## Evidence" if evidence else "Not checked: there is no evidence on this claim.",
            *_flat(evidence_lines(one, site) for one in evidence),
        ]
    )


def evidence_markdown(evidence: Evidence, site: Site) -> str:
    """Return one passage with its claim, its stance and where the words stand."""
    snapshot = evidence.snapshot
    place = {}
    if snapshot:
        place = {
            "Captured": f"{snapshot.captured_at:%Y-%m-%d %H:%M} UTC",
            "Characters (code points, end exclusive)": f"{evidence.start}–{evidence.end}",
            "SHA-256 of the text": snapshot.text_sha256,
        }
    return join(
        [
            f"# {evidence.get_stance_display()}: {escape(evidence.claim.text)}",
            *evidence_lines(evidence, site),
            facts(
                {
                    "Claim": site(evidence.claim.get_absolute_url()),
                    "State": evidence.get_state_display() or "no passage",
                    **place,
                }
            ),
        ]
    )


def source_markdown(
    source: Source, evidence: Sequence[Evidence], snapshots: Sequence[Snapshot], site: Site
) -> str:
    """Return what is known of a source, and each claim that rests on it with the words."""
    captures = ", ".join(f"{one.captured_at:%Y-%m-%d}" for one in snapshots)
    lines = [
        f"# {escape(source.title)}",
        facts(
            {
                "Kind": source.get_kind_display(),
                "Publisher": source.publisher.name,
                "Language": source.language,
                "Published": iso(source.published_on, source.published_precision) or "not known",
                "Captured": captures or "text not held",
                "Original": source.url or source.original_url or "no address",
                "Address": site(source.get_absolute_url()),
            }
        ),
        f"Before you rely on it: {escape(source.reliability_note)}"
        if source.reliability_note
        else "",
        "## Claims that rest on it" if evidence else "",
    ]
    for one in evidence:
        one.source = source  # known, with its publisher
        lines += [f"### {escape(one.claim.text)}", *evidence_lines(one, site)]
    return join(lines)


# Parts


def claim_lines(claim: Claim, site: Site) -> list[str]:
    """Return a claim and its evidence as a section of another document."""
    nothing = ["Not checked: there is no evidence on this claim."]
    return [
        f"### Claim: {escape(claim.text)}",
        f"<{site(claim.get_absolute_url())}>",
        *(_flat(evidence_lines(one, site) for one in claim.shown_evidence) or nothing),
    ]


def evidence_lines(evidence: Evidence, site: Site) -> list[str]:
    """Return the stance and the source, the words with their language, the note and the check."""
    source = evidence.source
    checked = ""
    if evidence.checked_on:
        checked = f"Checked by {evidence.checked_by or 'the editors'} on {evidence.checked_on}."
    what = f"{source.get_kind_display()}, {source.language}"
    where = f"{escape(source.title)} ({escape(source.publisher.name)})"
    return [
        f"**{evidence.get_stance_display()}** – {what}: {where}",
        _words(evidence),
        f"{escape(evidence.note)} {checked} <{site(evidence.get_absolute_url())}>".strip(),
    ]


def _words(evidence: Evidence) -> str:
    """Return the words as a quotation, or why there are none."""
    source = evidence.source
    if not evidence.locator:
        return "The source was read through; it says nothing about this."
    if not evidence.snapshot:
        return "Text not held."
    if source.rights == Source.Rights.LINK:
        return "The words are held, but the source's rights allow a link only."
    label = f"{source.get_kind_display()}, {source.language}, {evidence.get_stance_display()}"
    return quotation(evidence.quote, label)


def _clause_heading(clause: Clause, level: str) -> str:
    heading = f" – {escape(clause.heading)}" if clause.heading else ""
    return f"{level} {escape(clause.name)}{heading}"


def _texts(clause: Clause, versions: Iterable[LanguageVersion]) -> list[str]:
    """Return the clause in every version, held or not, each under its status."""
    texts = {text.version_id: text.text for text in clause.texts.all()}
    shown = []
    for version in versions:
        label = status_line(version)
        text = texts.get(version.pk, "")
        if text and version.source is not None and version.source.rights == Source.Rights.LINK:
            shown.append(f"{label}: held, but the source's rights allow a link only.")
        elif text:
            shown.append(quotation(text, label))
        else:
            shown.append(f"{label}: text not held.")
    return shown


def _claims(clause: Clause, site: Site) -> list[str]:
    return _flat(claim_lines(claim, site) for claim in clause.shown_claims)


def status_line(version: LanguageVersion) -> str:
    """Return the language and what authority its words have."""
    return f"{version.language} – {version.get_status_display()}"


def quotation(text: str, label: str) -> str:
    """Return words as a block quotation that ends in what they are."""
    lines = [escape(line) for line in text.splitlines()]
    return "\n".join(f"> {line}".rstrip() for line in [*lines, "", f"— *{label}*"])


def facts(named: dict[str, object]) -> str:
    """Return names and values as a list."""
    return "\n".join(f"- **{name}**: {escape(str(value))}" for name, value in named.items())


def join(blocks: Iterable[str]) -> str:
    """Return the blocks with a blank line between them; empty ones are left out."""
    return "\n\n".join(block for block in blocks if block) + "\n"


def _flat(lists: Iterable[list[str]]) -> list[str]:
    return [line for lines in lists for line in lines]


# Signs that mean something within a line, and those that do so at its beginning.
INLINE = re.compile(r"([\\`*_\[\]<>|~&])")
AT_START = re.compile(r"^(\s*)([-+#=]|\d+(?=[.)]))", re.MULTILINE)


def escape(text: str) -> str:
    """Return text that Markdown shows as it is; addresses stay addresses."""
    if re.fullmatch(r"https?://[^\s<>]+", text):
        return f"<{text}>"
    return AT_START.sub(_escape_start, INLINE.sub(r"\\\1", text))


def _escape_start(match: re.Match[str]) -> str:
    space, sign = match.groups()
    return f"{space}{sign}\\" if sign.isdigit() else f"{space}\\{sign}"
