import io
import zipfile

import pytest

from sources.blocks import Role
from sources.documents import UnreadableDocument, read_document
from sources.formats import reading

FRENCH = "Les deux lacs n’appartiennent à personne ; l’été, chaque rive élit ses délégués."
CHINESE = "第一条 两湖的水属于所有住在岸边的人，任何人不得关闭通往水边的道路。"
JAPANESE = "第一条　二つの湖の水は、岸辺に住むすべての人のものであり、道を閉ざしてはならない。"
KOREAN = "제1조 두 호수의 물은 물가에 사는 모든 사람의 것이며 누구도 길을 막아서는 아니 된다."
RUSSIAN = "Статья 1. Вода двух озёр принадлежит всем, кто живёт на их берегах."


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (b"%PDF-", "damaged"),
        (b"<html><body><p>Water</p></body></html>", "html"),
        (
            b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><p>x</p></html>",
            "html",
        ),
        (b"<?xml version='1.0'?><law><article><p>Water</p></article></law>", "xml"),
        (b"# Act\n\n1\\. Water is [free](https://example.org).\n", "markdown"),
        (b"Article 1\n\nWater is free.", "plain"),
    ],
)
def test_the_bytes_tell_the_format(data: bytes, form: str) -> None:
    if form == "damaged":
        with pytest.raises(UnreadableDocument, match=form):
            read_document(data)
    else:
        assert read_document(data).format == form


def test_a_name_that_says_otherwise_is_a_warning() -> None:
    document = read_document(b"<html><body><p>Water</p></body></html>", "act.txt")
    assert document.format == "html"
    assert any("says plain" in warning for warning in document.warnings)


def test_the_name_decides_between_kinds_of_text() -> None:
    assert read_document(b"# not a heading", "a.txt").format == "plain"
    assert read_document(b"plain words", "a.md").format == "markdown"
    assert read_document(b"plain words", "", "text/markdown; charset=utf-8").format == "markdown"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (FRENCH, "cp1252"),
        (FRENCH, "utf-8"),
        (FRENCH, "utf-8-sig"),
        (FRENCH, "utf-16"),
        (CHINESE, "gb18030"),
        (CHINESE.replace("两", "兩").replace("属于", "屬於").replace("闭", "閉").replace("边", "邊")
         .replace("关", "關").replace("条", "條"). replace("于", "於").replace("岸", "岸"), "big5"),
        (JAPANESE, "cp932"),
        (JAPANESE, "euc_jp"),
        (KOREAN, "cp949"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "cp1251"),
    ],
)  # fmt: skip
def test_undeclared_encodings_are_read_right_or_refused(text: str, encoding: str) -> None:
    data = (text + "\n\n" + text).encode(encoding, "ignore")
    text = text.encode(encoding, "ignore").decode(encoding)
    try:
        found = read_document(data).blocks[0].text
    except UnreadableDocument:
        found = text  # refusing is right as well; a wrong reading is not
    assert found == text


def test_common_undeclared_encodings_are_read_with_a_warning() -> None:
    for text, encoding in [
        (FRENCH, "cp1252"),
        (CHINESE, "gb18030"),
        (RUSSIAN, "koi8-r"),
        (KOREAN, "cp949"),
        (JAPANESE, "cp932"),
    ]:
        document = read_document(text.encode(encoding))
        assert document.blocks[0].text == text
        assert any("encoding is not declared" in warning for warning in document.warnings)


def test_a_declared_encoding_is_believed_unless_it_is_plainly_wrong() -> None:
    page = f'<html><head><meta charset="gb2312"></head><body><p>{CHINESE}</p></body></html>'
    assert read_document(page.encode("gb18030")).blocks[0].text == CHINESE
    wrong = f'<html><head><meta charset="iso-8859-1"></head><body><p>{FRENCH}</p></body></html>'
    document = read_document(wrong.encode())
    assert document.blocks[0].text == FRENCH
    assert document.warnings
    assert read_document(RUSSIAN.encode("koi8-r"), "", "text/plain; charset=koi8-r").warnings == ()


def test_the_text_has_the_labels_and_leaves_the_furniture_out() -> None:
    prose = "The two lakes belong to nobody. " * 4
    document = read_document(
        f"<html lang=en><body><nav>Home</nav><p>{prose}</p><ol><li>Water</ol></body>".encode()
    )
    assert document.text == f"{prose.strip()}\n\n1. Water"
    assert document.blocks[0].role == Role.BOILERPLATE
    assert (document.coverage, document.language) == (1.0, "en")


def test_loss_is_told() -> None:
    document = read_document(b"<html><body><p>Water</p><table><caption>x</table></body></html>")
    assert document.coverage == 1.0
    cut = read_document(
        b"<html><body><p>Water</p><math>lost words here</math><p>y</p></body></html>"
    )
    assert cut.coverage <= 1.0


def zip_of(name: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(name, "x")
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"", "", "empty"),
        (b" \n\t ", "", "empty"),
        (b"...\n\n---", "a.txt", "no text"),
        (bytes(range(256)) * 40, "", "binary"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.doc", "old Word"),
        (b"{\\rtf1 x}", "a.rtf", "Rich Text"),
        (b"\x89PNG\r\n\x1a\n", "a.html", "picture"),
        (b"\x1f\x8b\x08", "", "compressed"),
        (b"hello, no PDF", "a.pdf", "named as PDF"),
        (b"hello, no DOCX", "a.docx", "named as DOCX"),
        (zip_of("a.txt"), "a.zip", "no Word document"),
        (b"x" * (reading.MAX_UPLOAD + 1), "", "larger than 20 MB"),
        (b"water " * 900_000, "a.txt", "more than 5 MB"),
        (b"water\n\n" * (reading.MAX_BLOCKS + 1), "a.txt", "20,000 paragraphs"),
        (b"\x81\x8d\x8f\x90\x9d\xff\xfe\x81", "a.txt", "encoding"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line(data: bytes, name: str, sentence: str) -> None:
    with pytest.raises(UnreadableDocument, match=sentence) as refusal:
        read_document(data, name)
    assert "\n" not in str(refusal.value)
    assert str(refusal.value).endswith(".")


def test_limits_hold_at_n_and_not_at_n_plus_one() -> None:
    assert (
        len(read_document(b"water\n\n" * reading.MAX_BLOCKS, "a.txt").blocks) == reading.MAX_BLOCKS
    )
