"""A language version of a declaration as an Akoma Ntoso 1.0 `statement`.

OASIS Akoma Ntoso Version 1.0 part 2, namespace 3.0, and its Naming Convention 1.0 for the IRIs and
the identifiers (`eId`). The convention wants a country of two letters; a text of several parties
has `aa`, which ISO 3166 leaves to users. Languages are those of ISO 639-2 (T).
Clauses whose words are not held, or may not be shown, stand there as `incomplete` with a remark.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from lxml import etree

from commitments.models import Clause, Declaration, LanguageVersion, Participation, Party
from sources.models import DatePrecision, Source

Site = Callable[[str], str]

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
MEDIA_TYPE = "application/akn+xml"
SEVERAL_COUNTRIES = "aa"
US = "#govkb"

# ISO 639-1 to ISO 639-2 (T), for the languages that instruments and their translations are in.
LANGUAGES: dict[str, str] = dict(
    re.findall(
        r"(\w+):(\w+)",
        """
    am:amh ar:ara az:aze be:bel bg:bul bn:ben bs:bos ca:cat cs:ces cy:cym da:dan de:deu el:ell
    en:eng es:spa et:est eu:eus fa:fas fi:fin fr:fra ga:gle gl:glg gu:guj ha:hau he:heb hi:hin
    hr:hrv hu:hun hy:hye id:ind ig:ibo is:isl it:ita ja:jpn ka:kat kk:kaz km:khm kn:kan ko:kor
    ky:kir lb:ltz lo:lao lt:lit lv:lav mk:mkd ml:mal mn:mon mr:mar ms:msa mt:mlt my:mya nb:nob
    ne:nep nl:nld nn:nno no:nor pa:pan pl:pol ps:pus pt:por ro:ron ru:rus rw:kin si:sin sk:slk
    sl:slv so:som sq:sqi sr:srp sv:swe sw:swa ta:tam te:tel tg:tgk th:tha tk:tuk tl:tgl tr:tur
    uk:ukr ur:urd uz:uzb vi:vie xh:xho yo:yor zh:zho zu:zul
    """,
    )
)

# Abbreviations of the naming convention (5.3) and the elements they stand for.
ELEMENTS = {
    "art": "article",
    "chp": "chapter",
    "cl": "clause",
    "para": "paragraph",
    "part": "part",
    "point": "point",
    "sec": "section",
    "subpara": "subparagraph",
    "title": "title",
    "book": "book",
}
KINDS: dict[str, str] = {
    Clause.Kind.ARTICLE: "art",
    Clause.Kind.SECTION: "sec",
    Clause.Kind.CLAUSE: "para",
    Clause.Kind.PRINCIPLE: "para",
    Clause.Kind.ANNEX: "hcontainer",
}
WITHIN = {"art": "para", "sec": "para", "para": "subpara"}


def statement(
    declaration: Declaration,
    version: LanguageVersion,
    clauses: Sequence[Clause],
    site: Site,
) -> bytes:
    """Return the version as an XML document in UTF-8.

    `clauses` are those of the declaration in its own order, with their texts in the version; the
    participations come with their parties.
    """
    root = etree.Element(_tag("akomaNtoso"), nsmap={None: NAMESPACE})
    document = _add(root, "statement", name=declaration.kind.replace("_", "-"))
    _describe(_add(document, "meta"), declaration, version, site)
    title = version.title or declaration.title
    _add(
        _add(_add(document, "preface", eId="preface"), "p", eId="preface__p_1"), "docTitle"
    ).text = _clean(title)
    parts = _tree(clauses)
    _write_preamble(document, [part for part in parts if part.clause.kind in PREAMBLE], version)
    body = _add(document, "mainBody")
    rest = [part for part in parts if part.clause.kind not in PREAMBLE]
    for part in rest:
        _write_part(body, part, version)
    if not rest:
        _write_missing(_add(body, "p", eId="p_1", status="incomplete"))
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)


# Identification


def _describe(
    meta: etree._Element, declaration: Declaration, version: LanguageVersion, site: Site
) -> None:
    """Write who made the work, this expression of it and this file, and by what names they go."""
    names = Names.of(declaration, version)
    authors = [
        part.party
        for part in declaration.participations.all()
        if part.role == Participation.Role.PARTY
    ]
    identification = _add(meta, "identification", source=US)
    work = _add(identification, "FRBRWork")
    _name(work, f"{names.work}/!main", names.work)
    _add(work, "FRBRalias", value=declaration.title, name="title")
    _add(work, "FRBRalias", value=site(declaration.get_absolute_url()), name="govkb")
    _date(work, *_adoption(declaration))
    _authors(work, authors)
    _add(work, "FRBRcountry", value=names.country)
    _add(work, "FRBRnumber", value=declaration.slug)
    authoritative = version.status == LanguageVersion.VersionStatus.AUTHENTIC
    expression = _add(identification, "FRBRExpression")
    _name(expression, f"{names.expression}/!main", names.expression)
    _date(expression, *_adoption(declaration))
    _authors(expression, authors if authoritative else [])
    _add(expression, "FRBRauthoritative", value=str(authoritative).lower())
    _add(expression, "FRBRlanguage", language=names.language)
    original = _original(declaration, version)
    if original is not None:
        _add(
            expression,
            "FRBRtranslation",
            href=Names.of(declaration, original).expression,
            fromLanguage=iso_639_2(original.language),
            authoritative="false",
        )
    manifestation = _add(identification, "FRBRManifestation")
    _name(manifestation, f"{names.expression}/!main.xml", f"{names.expression}.xml")
    _date(manifestation, declaration.updated_at.date(), "Generation")
    _authors(manifestation, [])
    _add(manifestation, "FRBRformat", value=MEDIA_TYPE)
    references = _add(meta, "references", source=US)
    _add(references, "TLCOrganization", eId="govkb", href=site("/"), showAs="govkb")
    for party in authors:
        address = site(party.get_absolute_url())
        _add(references, "TLCOrganization", eId=party.slug, href=address, showAs=party.name)
    _add(references, "TLCRole", eId="author", href="/akn/ontology/role/author", showAs="Author")


@dataclass(frozen=True, slots=True)
class Names:
    """IRIs of a work and of one expression of it."""

    country: str
    work: str
    expression: str
    language: str

    @classmethod
    def of(cls, declaration: Declaration, version: LanguageVersion) -> "Names":
        """Name a version: a translation says of which authority, for there may be several."""
        country = _country([part.party for part in declaration.participations.all()])
        day, _name = _adoption(declaration)
        known = {DatePrecision.YEAR: 4, DatePrecision.MONTH: 7}
        dated = day.isoformat()[: known.get(declaration.adopted_precision, 10)]
        language = iso_639_2(version.language)
        work = f"/akn/{country}/statement/{dated}/{declaration.slug}"
        authority = version.status.replace("_", "-")
        version_of = "" if authority == "authentic" else f"/{authority}"
        return cls(country, work, f"{work}/{language}@{day.isoformat()}{version_of}", language)


def iso_639_2(tag: str) -> str:
    """Return the code of three letters for a BCP 47 tag; `und` where we do not know it."""
    primary = tag.partition("-")[0]
    return primary if len(primary) == 3 else LANGUAGES.get(primary, "und")


def _country(parties: Sequence[Party]) -> str:
    """Return the country of a text that one state made, else the code that is no country."""
    if len(parties) == 1 and parties[0].kind == Party.Kind.STATE:
        code = parties[0].code.lower()
        if re.fullmatch(r"[a-z]{2}", code):
            return code
    return SEVERAL_COUNTRIES


def _adoption(declaration: Declaration) -> tuple[date, str]:
    """Return the date of the work and what happened then; a date is demanded of every work."""
    if declaration.adopted_on is not None:
        known = {DatePrecision.YEAR: "Adoption, year only", DatePrecision.MONTH: "Adoption, month"}
        return declaration.adopted_on, known.get(declaration.adopted_precision, "Adoption")
    return declaration.created_at.date(), "Record in govkb; date of adoption unknown"


def _original(declaration: Declaration, version: LanguageVersion) -> LanguageVersion | None:
    """Return the authentic version that a translation can be held against; None for an original."""
    authentic = LanguageVersion.VersionStatus.AUTHENTIC
    if version.status == authentic:
        return None
    originals = [one for one in declaration.versions.all() if one.status == authentic]
    return min(originals, key=lambda one: one.language, default=None)


def _name(level: etree._Element, this: str, uri: str) -> None:
    _add(level, "FRBRthis", value=this)
    _add(level, "FRBRuri", value=uri)


def _date(level: etree._Element, day: date, name: str) -> None:
    _add(level, "FRBRdate", date=day.isoformat(), name=name)


def _authors(level: etree._Element, parties: Iterable[Party]) -> None:
    """Name the authors, or us where the words or the file are ours."""
    references = [f"#{party.slug}" for party in parties] or [US]
    for reference in references:
        _add(level, "FRBRauthor", href=reference, **{"as": "#author"})


# Text

PREAMBLE = {Clause.Kind.PREAMBLE, Clause.Kind.RECITAL}


@dataclass(slots=True)
class Part:
    """A clause with its identifier, the element it becomes, and the parts within it."""

    clause: Clause
    eid: str
    element: str
    children: list["Part"]


def _tree(clauses: Sequence[Clause]) -> list[Part]:
    """Return the clauses as a tree, each with the identifier of its place, no two alike."""
    parts: dict[int, Part] = {}
    top: list[Part] = []
    taken: set[str] = set()
    for clause in clauses:
        above = parts.get(clause.parent_id) if clause.parent_id else None
        eid = clause.eid or _eid(clause, above, len(above.children if above else top) + 1)
        while eid in taken:
            eid += "-bis"
        taken.add(eid)
        short = eid.rpartition("__")[2].partition("_")[0]
        part = Part(clause, eid, ELEMENTS.get(short, "hcontainer"), [])
        parts[clause.pk] = part
        (above.children if above else top).append(part)
    return top


def _eid(clause: Clause, above: Part | None, position: int) -> str:
    """Return the identifier that the naming convention makes of the kind and the number."""
    if clause.kind == Clause.Kind.PREAMBLE:
        return f"preamble__p_{position}"
    if clause.kind == Clause.Kind.RECITAL:
        return f"recs__rec_{_number(clause, above) or position}"
    short = KINDS[clause.kind]
    if above is not None and short == "para":
        short = WITHIN.get(above.eid.rpartition("__")[2].partition("_")[0], "point")
    own = f"{short}_{_number(clause, above) or position}"
    return own if above is None else f"{above.eid}__{own}"


def _number(clause: Clause, above: Part | None) -> str:
    """Return the number without punctuation: `a` for “1(a)” within “1”."""
    own = clause.label.removeprefix(above.clause.label) if above else clause.label
    return "-".join(re.findall(r"[0-9a-z]+", own.lower()))


def _write_preamble(
    document: etree._Element, parts: Sequence[Part], version: LanguageVersion
) -> None:
    """Write paragraphs and recitals in their order; recitals that follow one another together."""
    if not parts:
        return
    preamble = _add(document, "preamble", eId="preamble")
    group, groups = None, 0
    for part in parts:
        if part.clause.kind == Clause.Kind.RECITAL:
            if group is None:
                groups += 1
                group = _add(preamble, "recitals", eId="recs" if groups == 1 else f"recs_{groups}")
            recital = _add(group, "recital", eId=part.eid)
            _add(recital, "num").text = part.clause.printed_label or part.clause.label
            _write_words(recital, part, version)
        else:
            group = None
            _write_words(preamble, part, version, own=part.eid)


def _write_part(above: etree._Element, part: Part, version: LanguageVersion) -> None:
    """Write a numbered part with its words, and the parts within it after an introduction."""
    name = {"name": part.clause.kind} if part.element == "hcontainer" else {}
    element = _add(above, part.element, eId=part.eid, **name)
    _add(element, "num").text = part.clause.printed_label or part.clause.label
    if not part.children:
        _write_words(_add(element, "content"), part, version)
        return
    if _words(part.clause, version):
        _write_words(_add(element, "intro"), part, version)
    for child in part.children:
        _write_part(element, child, version)


def _write_words(
    above: etree._Element, part: Part, version: LanguageVersion, own: str = ""
) -> None:
    """Write a paragraph for each block of the words, or one that says that they are missing."""
    blocks = _words(part.clause, version)
    for number, block in enumerate(blocks or [""], 1):
        name = own if number == 1 else f"{own}-{number}"
        paragraph = _add(above, "p", eId=name if own else f"{part.eid}__p_{number}")
        if block:
            paragraph.text = block
        else:
            paragraph.set("status", "incomplete")
            _write_missing(paragraph)


def _write_missing(paragraph: etree._Element) -> None:
    _add(paragraph, "remark", status="editorial").text = "[Text not held]"


def _words(clause: Clause, version: LanguageVersion) -> list[str]:
    """Return the blocks of the clause's text; none where it is not held or may only be linked."""
    if version.source is not None and version.source.rights == Source.Rights.LINK:
        return []
    text = next((one.text for one in clause.texts.all() if one.version_id == version.pk), "")
    return [_clean(block) for block in text.split("\n\n") if block.strip()]


# XML

# What XML 1.0 cannot hold
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def _clean(text: str) -> str:
    return FORBIDDEN.sub("", text)


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _add(above: etree._Element, element: str, /, **attributes: str) -> etree._Element:
    cleaned = {key: _clean(value) for key, value in attributes.items()}
    return etree.SubElement(above, _tag(element), cleaned)
