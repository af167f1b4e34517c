"""Citations, read back by the parsers that other people wrote."""

import json
from datetime import date
from html.parser import HTMLParser

import bibtexparser
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware

from commitments.citations import Citation, bibtex, csl_json, plain, ris
from commitments.citing import cite
from tests.collection import make_collection
from tests.factories import make_declaration, make_evidence, make_source, make_version

pytestmark = pytest.mark.django_db

TODAY = date(2031, 5, 6)
HOSTILE = r"50% of {lakes} & #1 costs $2_a~b^c \ “Äçé 湖”"


def make(**fields):
    return Citation(
        **{
            "key": "two-lakes:1(a)",
            "genre": "declaration",
            "title": "Charter of the Two Lakes",
            "url": "https://lakes.example/declarations/two-lakes/clauses/1(a)/",
        }
        | fields
    )


def read_bibtex(text):
    """Return the one entry: its type, key and fields, commands turned into signs."""
    library = bibtexparser.parse_string(text, append_middleware=[LatexDecodingMiddleware()])
    assert not library.failed_blocks
    (entry,) = library.entries
    return entry.entry_type, entry.key, {name: one.value for name, one in entry.fields_dict.items()}


def read_ris(text):
    (record,) = rispy.loads(text)
    return record


def test_bibtex_says_what_was_cited():
    cited = make(
        authors=("Upper Lake", "Republic of Lower Lake and Isles"),
        issued=date(2031, 3, 4),
        language="fr",
        part="Clause 1(a)",
        kind="Bilateral declaration",
    )
    kind, key, fields = read_bibtex(bibtex(cited, TODAY))
    assert (kind, key) == ("misc", "two-lakes:1-a")
    assert fields["author"] == "Upper Lake and Republic of Lower Lake and Isles"
    assert "{Republic of Lower Lake and Isles}" in bibtex(cited, TODAY), "one body, not three"
    assert (fields["year"], fields["month"], fields["date"]) == ("2031", "mar", "2031-03-04")
    assert fields["url"] == cited.url
    assert (fields["language"], fields["urldate"]) == ("fr", "2031-05-06")
    assert fields["note"].startswith("Clause 1(a)")


@pytest.mark.parametrize("title", [HOSTILE, "{a{b}}", "\\", "a\nb", "%"])
def test_bibtex_keeps_every_sign_of_a_title(title):
    _kind, _key, fields = read_bibtex(bibtex(make(title=title), TODAY))
    # The parser's table has a letter-like circumflex for the command.
    assert fields["title"].replace("\u02c6", "^") == " ".join(title.split())


@pytest.mark.parametrize("title", ["{", "}", "}{", "a}, note = {b", "{{}"])
def test_lone_braces_end_no_field(title):
    """The parser does not know the commands for them, but must see where the field ends."""
    library = bibtexparser.parse_string(bibtex(make(title=title), TODAY))
    assert not library.failed_blocks
    (entry,) = library.entries
    assert set(entry.fields_dict) == {"title", "url", "urldate"}
    assert r"\textbrace" in entry["title"]


def test_bibtex_address_cannot_end_its_field():
    text = bibtex(make(url="https://l.example/}{a_b%20c"), TODAY)
    (entry,) = bibtexparser.parse_string(text).entries
    assert entry["url"] == "https://l.example/%7D%7Ba_b%20c", "verbatim: no TeX in it"


def test_ris_says_what_was_cited():
    cited = make(
        authors=("Upper Lake", "Lower Lake"),
        issued=date(2031, 3, 4),
        language="fr",
        locator="1(a)",
        part="Clause 1(a)",
        kind="Bilateral declaration",
        notes=("Authentic text in: fr, zh",),
    )
    text = ris(cited, TODAY)
    assert text.endswith("ER  - \r\n")
    lines = text.split("\r\n")[:-1]
    assert all(line[2:6] == "  - " for line in lines), "two spaces, a hyphen and a space"
    assert not any("\n" in line or "\r" in line for line in lines)
    record = read_ris(text)
    assert record["type_of_reference"] == "GOVDOC"
    assert record["authors"] == ["Upper Lake", "Lower Lake"]
    assert (record["title"], record["year"]) == ("Charter of the Two Lakes", "2031")
    assert (record["date"], record["access_date"]) == ("2031/03/04", "2031/05/06")
    assert (record["section"], record["language"]) == ("1(a)", "fr")
    assert record["urls"] == [cited.url]
    assert record["notes"] == ["Clause 1(a)", "Authentic text in: fr, zh"]


def test_ris_value_cannot_begin_a_field():
    record = read_ris(ris(make(title="One\r\nER  - \r\nTY  - BOOK\u2028two"), TODAY))
    assert record["title"] == "One ER - TY - BOOK two"
    assert record["type_of_reference"] == "GOVDOC"


@pytest.mark.parametrize(
    ("precision", "parts", "iso", "slashed", "words"),
    [
        ("day", [2031, 3, 4], "2031-03-04", "2031/03/04", "4 March 2031"),
        ("month", [2031, 3], "2031-03", "2031/03/", "March 2031"),
        ("year", [2031], "2031", "2031//", "2031"),
    ],
)
def test_no_more_of_a_date_is_told_than_is_known(precision, parts, iso, slashed, words):
    cited = make(issued=date(2031, 3, 4), precision=precision)
    (item,) = csl_json(cited, TODAY)
    assert item["issued"] == {"date-parts": [parts]}
    _kind, _key, fields = read_bibtex(bibtex(cited, TODAY))
    assert fields["date"] == iso
    assert ("month" in fields) == (len(parts) > 1)
    assert read_ris(ris(cited, TODAY))["date"] == slashed
    assert f". {words}. " in plain(cited, TODAY)


def test_nothing_is_told_of_a_date_that_is_not_known():
    cited = make()
    assert "issued" not in csl_json(cited, TODAY)[0]
    assert not {"date", "year", "month"} & set(read_bibtex(bibtex(cited, TODAY))[2])
    assert not {"date", "year"} & set(read_ris(ris(cited, TODAY)))


def test_csl_types_follow_the_genre():
    types = {
        genre: csl_json(make(genre=genre), TODAY)[0]["type"]
        for genre in ("declaration", "law", "report", "news", "academic", "webpage")
    }
    assert types == {
        "declaration": "treaty",
        "law": "legislation",
        "report": "report",
        "news": "article-newspaper",
        "academic": "article-journal",
        "webpage": "webpage",
    }


# What is cited of each thing


def site(path):
    return f"https://lakes.example{path}"


def test_clause_is_cited_by_number_in_the_authentic_language():
    made = make_collection()
    made.declaration.versions.filter(language="fr").update(title="Charte des deux lacs")
    cited = cite(made.clause, site)
    assert cited.title == made.declaration.title
    assert cited.original_title == "Charte des deux lacs"
    assert (cited.part, cited.locator, cited.language) == ("Clause 1", "1", "fr")
    assert cited.authors == (made.lake.name,)
    line = plain(cited, TODAY)
    for words in (made.declaration.title, "Clause 1", "[fr]", cited.url, "6 May 2031"):
        assert words in line


def test_hosts_and_guests_did_not_issue_it():
    made = make_collection()
    made.declaration.participations.update(role="host")
    assert cite(made.declaration, site).authors == ()


def test_passage_is_cited_with_its_stance_and_both_addresses():
    made = make_collection()
    cited = cite(made.evidence, site)
    assert cited.url == site(f"/evidence/{made.evidence.ref}/")
    assert cited.original_url == made.press.url
    assert cited.kind == "News report"
    assert f"Supports the claim: {made.claim.text}" in cited.notes
    assert "of capture 1" in cited.part
    silent = cite(make_evidence(stance="not_mentioned"), site)
    assert silent.part == ""
    assert silent.notes[0].startswith("Not mentioned: ")


def test_snapshot_is_cited_with_the_hash_that_proves_it():
    made = make_collection()
    cited = cite(made.charter, site)
    assert made.charter.text_sha256 in cited.notes[0]
    assert cited.url.endswith("/versions/1/")


def test_unsigned_source_has_its_publisher_for_an_author():
    source = make_source(kind="academic", author="A. Heron")
    assert cite(source, site).authors == ("A. Heron",)
    assert cite(source, site).types.ris == "JOUR"
    source.author = ""
    assert cite(source, site).authors == (source.publisher.name,)


def test_declaration_without_an_authentic_text_has_no_language():
    declaration = make_declaration()
    make_version(declaration, language="en", status="working_translation")
    assert cite(declaration, site).language == ""


# Downloads and pages


class Head(HTMLParser):
    """Collects meta tags and links of a page."""

    def __init__(self, page):
        super().__init__()
        self.meta, self.links = {}, []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "meta" and "name" in given:
            self.meta.setdefault(given["name"], []).append(given["content"])
        if tag == "link":
            self.links.append(given)


def pages(made):
    return [
        f"/declarations/{made.declaration.slug}/",
        f"/declarations/{made.declaration.slug}/clauses/1/",
        f"/claims/{made.claim.ref}/",
        f"/evidence/{made.evidence.ref}/",
        f"/sources/{made.press.slug}/",
        f"/sources/{made.press.slug}/versions/1/",
    ]


def test_everything_citable_can_be_downloaded_and_read(client):
    made = make_collection()
    for page in pages(made):
        base = page.removesuffix("/")
        for address in (base, f"/api/v1{base}".replace("versions", "snapshots")):
            permanent = f"http://testserver{page}"
            _kind, _key, fields = read_bibtex(client.get(f"{address}.bib").content.decode())
            assert (fields["url"], len(fields["urldate"])) == (permanent, 10)
            record = read_ris(client.get(f"{address}.ris").content.decode())
            assert record["urls"] == [permanent]
            (item,) = json.loads(client.get(f"{address}.csl.json").content)
            assert (item["URL"], set(item["accessed"])) == (permanent, {"date-parts"})
            assert item["title"] == record["title"] == fields["title"]


def test_pages_lead_to_their_formats_and_show_how_to_cite(client):
    made = make_collection()
    for address in pages(made):
        page = client.get(address).content.decode()
        head = Head(page)
        permanent = f"http://testserver{address}"
        assert [one["href"] for one in head.links if one["rel"] == "cite-as"] == [permanent]
        assert head.meta["citation_public_url"] == [permanent]
        assert head.meta["citation_title"][0]
        others = {one["type"]: one["href"] for one in head.links if one["rel"] == "alternate"}
        assert {"application/json", "application/x-bibtex"} < set(others)
        for media_type, other in others.items():
            response = client.get(other)
            assert response.status_code == 200, other
            assert response["Content-Type"].startswith(media_type)
        _before, _tag, panel = page.partition('<details class="noprint" id="cite">')
        panel = panel.partition("</details>")[0]
        assert panel.count("<pre tabindex=") == 3
        assert "@" in panel
        assert "TY  - " in panel
        assert permanent in panel
