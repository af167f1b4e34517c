"""Akoma Ntoso 3.0 (OASIS LegalDocML), in any of its namespaces."""

from dataclasses import replace

from lxml import etree

from sources.formats import xml
from sources.formats.reading import Reading, name_set

# The names are those of the standard's vocabulary:
# https://docs.oasis-open.org/legaldocml/akn-core/v1.0/os/part2-specs/akn-core-v1.0-os-part2-specs.html
VOCABULARY = xml.Vocabulary(
    labels=frozenset(["num"]),
    headings=frozenset(
        ["heading", "subheading", "crossheading", "longtitle", "doctitle", "shorttitle"]
    ),
    notes=frozenset(["authorialnote"]),
    metadata=frozenset(["meta"]),
    items=name_set(
        "point indent item alinea list hcontainer subparagraph subpoint li subclause tr"
    ),
    blocks=name_set(
        "p block blocklist item list point indent paragraph subparagraph intro wrapup content "
        "ul ol li table tr td th quotedstructure tblock toc tocitem container"
    ),
    leaves=frozenset(["p", "block", "listintroduction", "listwrapup", "span", "intro_", "tocitem"]),
    ordered=frozenset(["ol"]),
)


def is_akoma_ntoso(root: etree._Element) -> bool:
    """Tell whether a root is Akoma Ntoso's, whatever the version in its namespace."""
    return xml.local_name(root) in {"akomantoso", "akn"} or "akn" in str(root.nsmap.get(None, ""))


def read(root: etree._Element) -> Reading:
    """Return the blocks of a document; its language is the one of its expression."""
    reading = xml.read(root, replace(VOCABULARY))
    for element in root.iter():
        if xml.local_name(element) == "frbrlanguage":
            reading.language = element.get("language") or reading.language
            break
    titles = [each for each in root.iter() if xml.local_name(each) in {"doctitle", "shorttitle"}]
    if titles:
        reading.title = xml.text_of(titles[0])
    return reading
