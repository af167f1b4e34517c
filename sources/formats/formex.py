"""Formex 4, the XML of the EU's Official Journal."""

from lxml import etree

from sources.formats import xml
from sources.formats.reading import Reading, name_set

# The names are those of the schema's manual: https://op.europa.eu/en/web/eu-vocabularies/formex
VOCABULARY = xml.Vocabulary(
    labels=frozenset(["no.p", "no.parag", "no.doc.txt", "no.case"]),
    headings=frozenset(["ti", "sti", "ti.art", "sti.art", "ti.cjt", "ti.annex"]),
    notes=frozenset(["note"]),
    metadata=frozenset(["bib.instance", "bib.data", "bib.doc", "lg.doc", "no.seq", "page.first"]),
    items=frozenset(["item"]),
    blocks=name_set(
        "p alinea parag list item np txt article consid visa division quot.s tbl row cell note "
        "gr.consid gr.visa preamble.init preamble.final final signature"
    ),
    leaves=frozenset(["txt", "p", "visa", "preamble.init", "gr.consid.init", "preamble.final"]),
    cells=frozenset(["cell"]),
)
_ROOTS = frozenset(["act", "cons.act", "cons.doc", "annex", "general", "agr", "letter", "decision"])


def is_formex(root: etree._Element) -> bool:
    """Tell whether a root is Formex's: by its schema, else by the elements that no other has."""
    schema = " ".join(map(str, root.attrib.values())).lower()
    return "formex" in schema or (
        xml.local_name(root) in _ROOTS
        and any(xml.local_name(each) == "bib.instance" for each in root)
    )


def read(root: etree._Element) -> Reading:
    """Return the blocks of a document; quotation marks are elements here and become signs."""
    for element in list(root.iter()):
        name = xml.local_name(element)
        if name in {"quot.start", "quot.end"}:
            code = element.get("CODE") or ("2018" if name == "quot.start" else "2019")
            element.text = chr(int(code, 16)) if len(code) == 4 else "'"
    language = next(
        (xml.text_of(each).lower() for each in root.iter() if xml.local_name(each) == "lg.doc"), ""
    )
    reading = xml.read(root, VOCABULARY)
    reading.language = language or reading.language
    titles = [each for each in root.iter() if xml.local_name(each) == "title"]
    if titles:
        reading.title = xml.text_of(titles[0])
    return reading
