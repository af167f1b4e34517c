"""What a citation of each thing says. The formats are in `commitments.citations`.

The functions read what the page of the thing has loaded anyway. `site` makes a path an absolute
address, as `request.build_absolute_uri` does.
"""

from collections.abc import Callable
from dataclasses import replace

from commitments.citations import Citation
from commitments.models import Claim, Clause, Declaration, Evidence, LanguageVersion, Participation
from sources.models import Snapshot, Source

Site = Callable[[str], str]
Citable = Declaration | Clause | Claim | Evidence | Source | Snapshot

INSTRUMENT_GENRES: dict[str, str] = {
    Declaration.Kind.LAW: "law",
    Declaration.Kind.UNILATERAL_PLAN: "report",
    Declaration.Kind.PLAN: "report",
    Declaration.Kind.STRATEGY: "report",
    Declaration.Kind.PRINCIPLES: "report",
    Declaration.Kind.CODE: "report",
    Declaration.Kind.RECOMMENDATION: "report",
    Declaration.Kind.VOLUNTARY_COMMITMENT: "report",
    Declaration.Kind.UNILATERAL_INITIATIVE: "report",
    Declaration.Kind.BODY: "webpage",
    Declaration.Kind.EVENT: "webpage",
}
SOURCE_GENRES: dict[str, str] = {
    Source.Kind.OFFICIAL_TEXT: "report",
    Source.Kind.GOVERNMENT_STATEMENT: "report",
    Source.Kind.STATE_MEDIA: "news",
    Source.Kind.NEWS: "news",
    Source.Kind.ACADEMIC: "academic",
}


def cite(thing: Citable, site: Site) -> Citation:
    """Return the citation of anything that has one."""
    match thing:
        case Declaration():
            return of_declaration(thing, site)
        case Clause():
            return of_clause(thing, site)
        case Claim():
            return of_claim(thing, site)
        case Evidence():
            return of_evidence(thing, site)
        case Source():
            return of_source(thing, site)
        case Snapshot():
            return of_snapshot(thing, site)


def of_declaration(declaration: Declaration, site: Site) -> Citation:
    """Cite a declaration as issued by its parties, in its authentic language."""
    version = original_version(declaration)
    return Citation(
        key=declaration.slug,
        genre=INSTRUMENT_GENRES.get(declaration.kind, "declaration"),
        title=declaration.title,
        url=site(declaration.get_absolute_url()),
        authors=issuing_bodies(declaration),
        issued=declaration.adopted_on,
        precision=declaration.adopted_precision,
        language=version.language if version else "",
        original_title=version.title if version else "",
        kind=str(declaration.get_kind_display()),
        notes=(str(declaration.get_legal_status_display()), *language_notes(declaration)),
        original_url=version.url if version else "",
    )


def of_clause(clause: Clause, site: Site) -> Citation:
    """Cite a clause as a numbered part of its declaration."""
    return replace(
        of_declaration(clause.declaration, site),
        key=f"{clause.declaration.slug}:{clause.label}",
        url=site(clause.get_absolute_url()),
        part=clause.name,
        locator=clause.label,
        notes=language_notes(clause.declaration),
    )


def of_claim(claim: Claim, site: Site) -> Citation:
    """Cite a claim: our words, so govkb is its author."""
    return Citation(
        key=f"claim:{claim.ref}",
        genre="webpage",
        title=claim.text,
        url=site(claim.get_absolute_url()),
        authors=("govkb",),
        issued=claim.published_at.date() if claim.published_at else None,
        language="en",
        container="govkb",
        kind="Claim recorded with its evidence",
        notes=(f"About: {claim.declaration.title}",),
    )


def of_evidence(evidence: Evidence, site: Site) -> Citation:
    """Cite a passage of a source: the words are the source's, the stance on the claim is ours."""
    stance, part = str(evidence.get_stance_display()), ""
    if evidence.locator:
        stance += " the claim"
    if evidence.snapshot:
        part = f"Characters {evidence.start}–{evidence.end} of capture {evidence.snapshot.number}"
    return replace(
        of_source(evidence.source, site),
        key=f"evidence:{evidence.ref}",
        url=site(evidence.get_absolute_url()),
        part=part,
        notes=(f"{stance}: {evidence.claim.text}",),
    )


def of_source(source: Source, site: Site) -> Citation:
    """Cite an article or page as published, with the permanent record of it here."""
    return Citation(
        key=source.slug,
        genre=SOURCE_GENRES.get(source.kind, "webpage"),
        title=source.title,
        url=site(source.get_absolute_url()),
        authors=signed(source),
        issued=source.published_on,
        precision=source.published_precision,
        language=source.language,
        container=source.publisher.name,
        kind=str(source.get_kind_display()),
        notes=(f"Re-posted by {source.republisher}",) if source.republisher else (),
        original_url=source.url or source.original_url,
    )


def of_snapshot(snapshot: Snapshot, site: Site) -> Citation:
    """Cite one capture of a source: its hash proves which text is meant."""
    cited = of_source(snapshot.source, site)
    return replace(
        cited,
        key=f"{snapshot.source.slug}:{snapshot.number}",
        url=site(snapshot.get_absolute_url()),
        part=f"Text as captured at {snapshot.captured_at:%Y-%m-%d %H:%M} UTC",
        notes=(f"SHA-256 of the text: {snapshot.text_sha256}",),
        original_url=snapshot.url or cited.original_url,
    )


def issuing_bodies(declaration: Declaration) -> tuple[str, ...]:
    """Return the names of those who made it; hosts and later joiners are not its authors."""
    return tuple(
        part.party.name
        for part in declaration.participations.all()
        if part.role == Participation.Role.PARTY
    )


def original_version(declaration: Declaration) -> LanguageVersion | None:
    """Return the authentic version, the first by language of several; None if none is known."""
    authentic = [
        version
        for version in declaration.versions.all()
        if version.status == LanguageVersion.VersionStatus.AUTHENTIC
    ]
    return min(authentic, key=lambda version: version.language, default=None)


def language_notes(declaration: Declaration) -> tuple[str, ...]:
    """Say which languages are authentic, because the title that is cited may be in none of them."""
    tags = sorted(
        version.language
        for version in declaration.versions.all()
        if version.status == LanguageVersion.VersionStatus.AUTHENTIC
    )
    return (f"Authentic text in: {', '.join(tags)}",) if tags else ()


def signed(source: Source) -> tuple[str, ...]:
    """Return the author as signed; an unsigned text has its publisher for an author."""
    return (source.author or source.publisher.name,)
