import pytest

from sources.blocks import Role
from sources.documents import read_document
from sources.formats import akoma_ntoso, formex, xml
from sources.formats.reading import Reading, UnreadableDocument

AKOMA_NTOSO = b"""<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><act><meta>
<FRBRlanguage language="eng"/></meta><preface>
<p><docTitle>Act on the two lakes</docTitle></p></preface>
<body><article><num>Article 1</num><heading>Aim</heading>
<paragraph><num>1.</num><content><p>The aim<authorialNote><p>See map.</p></authorialNote> is
water.</p>
</content></paragraph><paragraph><num>2.</num><list><intro><p>It covers:</p></intro>
<point><num>(a)</num><content><p>fish of <ref href="#x">Article 2</ref>;</p></content></point>
</list>
</paragraph></article><article><num>Article 2</num><content><p>No heading.</p></content></article>
</body></act></akomaNtoso>"""

FORMEX = b"""<ACT xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
xsi:noNamespaceSchemaLocation="http://formex.publications.europa.eu/schema/formex-06.xd">
<BIB.INSTANCE><LG.DOC>FR</LG.DOC></BIB.INSTANCE><TITLE><TI><P>Act on the lakes</P></TI></TITLE>
<PREAMBLE><GR.CONSID><CONSID><NP><NO.P>(1)</NO.P><TXT>Lakes are deep.</TXT></NP></CONSID>
</GR.CONSID>
</PREAMBLE><ENACTING.TERMS><ARTICLE><TI.ART>Article 1</TI.ART><STI.ART><P>Aim</P></STI.ART>
<PARAG><NO.PARAG>1.</NO.PARAG><ALINEA>A <QUOT.START CODE="00AB"/>lake<QUOT.END CODE="00BB"/>
is water<NOTE><P>Mostly.</P></NOTE>.</ALINEA></PARAG>
<PARAG><NO.PARAG>2.</NO.PARAG><ALINEA><P>It holds:</P><LIST><ITEM><NP><NO.P>(a)</NO.P>
<TXT>fish.</TXT>
</NP></ITEM></LIST></ALINEA></PARAG></ARTICLE></ENACTING.TERMS></ACT>"""


def rows(reading: Reading) -> list[tuple[Role, str, str]]:
    return [(block.role, block.label, block.text) for block in reading.blocks]


def test_akoma_ntoso() -> None:
    root = xml.parse(AKOMA_NTOSO)
    assert akoma_ntoso.is_akoma_ntoso(root)
    reading = akoma_ntoso.read(root)
    assert (reading.title, reading.language) == ("Act on the two lakes", "eng")
    assert rows(reading)[1:] == [
        (Role.HEADING, "", "Article 1"),
        (Role.HEADING, "", "Aim"),
        (Role.PARAGRAPH, "1.", "The aim is water."),
        (Role.FOOTNOTE, "", "See map."),
        (Role.LIST_ITEM, "2.", "It covers:"),
        (Role.LIST_ITEM, "(a)", "fish of Article 2;"),
        (Role.PARAGRAPH, "Article 2", "No heading."),
    ]


def test_formex() -> None:
    root = xml.parse(FORMEX)
    assert formex.is_formex(root)
    assert not akoma_ntoso.is_akoma_ntoso(root)
    reading = formex.read(root)
    assert (reading.title, reading.language) == ("Act on the lakes", "fr")
    assert rows(reading)[2:] == [
        (Role.PARAGRAPH, "(1)", "Lakes are deep."),
        (Role.HEADING, "", "Article 1"),
        (Role.HEADING, "", "Aim"),
        (Role.PARAGRAPH, "1.", "A «lake» is water."),
        (Role.FOOTNOTE, "", "Mostly."),
        (Role.PARAGRAPH, "2.", "It holds:"),
        (Role.LIST_ITEM, "(a)", "fish."),
    ]


def test_other_vocabularies_are_understood_by_their_usual_names() -> None:
    data = (
        b"<law xml:lang='de'><title>Seegesetz</title><section number='1'><para>Wasser "
        b"<i>ist</i> frei.</para><orderedlist><listitem><para>Fisch</para></listitem>"
        b"<listitem tag='b)'><para>Boot</para></listitem></orderedlist></section></law>"
    )
    reading = xml.read(xml.parse(data))
    assert (reading.title, reading.language) == ("Seegesetz", "de")
    assert rows(reading)[1:] == [
        (Role.PARAGRAPH, "1", "Wasser ist frei."),
        (Role.LIST_ITEM, "1.", "Fisch"),
        (Role.LIST_ITEM, "b)", "Boot"),
    ]


def test_a_number_that_a_heading_prints_is_not_taken_from_the_attribute_too() -> None:
    data = b"<law><article number='2'><title>Article 2</title><para>Water.</para></article></law>"
    assert rows(xml.read(xml.parse(data))) == [
        (Role.HEADING, "", "Article 2"),
        (Role.PARAGRAPH, "", "Water."),
    ]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><l>&b;</l>', "entities"),
        (b'<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]><l>&a;</l>', "entities"),
        (b"<l>" * 300 + b"x" + b"</l>" * 300, "deeper than"),
        (b"<l><p>cut", "damaged"),
        (b"<l/>" * 1_000_001, "million"),
    ],
)
def test_hostile_or_damaged_xml_is_refused(data: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableDocument, match=sentence):
        xml.parse(data)


def test_law_xml_is_known_without_a_declaration_of_xml():
    data = (
        b'<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><act><body>'
        b"<article><num>Article 1</num><paragraph><num>1.</num><content><p>Water stays.</p>"
        b"</content></paragraph></article></body></act></akomaNtoso>"
    )
    document = read_document(data)

    assert document.format == "akoma_ntoso"
    assert [(block.label, block.text) for block in document.blocks] == [
        ("Article 1", ""),
        ("1.", "Water stays."),
    ]
