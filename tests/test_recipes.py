"""The programs in the documentation do what is said of them."""

import io
import re
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings

from tests.collection import make_collection
from tests.factories import make_evidence, make_snapshot, make_source

pytestmark = pytest.mark.django_db

RECIPE = (Path(settings.BASE_DIR) / "docs" / "checking.md").read_text()


def run(client, monkeypatch):
    (program,) = re.findall(r"```python\n(.*?)```", RECIPE, re.DOTALL)

    def urlopen(address):
        return closing(io.BytesIO(client.get(address).content))

    monkeypatch.setattr(urllib.request, "urlopen", urlopen)
    monkeypatch.setattr("sys.argv", ["check", "http://testserver"])
    exec(compile(program, "checking.md", "exec"), {})  # noqa: S102 -- it is ours


def test_hashes_and_quotations_are_computed_again(client, monkeypatch, capsys):
    make_collection()
    text = "Le niveau d’été 🜄 est fixé à 𠮷."
    source = make_source()
    make_snapshot(source, text)
    make_evidence(source=source, quote="fixé à 𠮷")
    make_snapshot(make_source(rights="excerpts"))
    run(client, monkeypatch)
    assert capsys.readouterr().out == (
        "3 texts and 3 quotations are what they are said to be;\n1 texts may not be published.\n"
    )


def test_a_wrong_hash_is_found(client, monkeypatch):
    made = make_collection()
    make_snapshot(made.press, "Another text.", text_sha256="0" * 64)
    with pytest.raises(SystemExit, match="not that of the hash"):
        run(client, monkeypatch)


def test_a_quotation_that_is_not_in_the_text_is_found(client, monkeypatch):
    make_collection()
    true_answer = client.get

    def get(address):
        answer = true_answer(address)
        answer.content = answer.content.replace(b'"one common level"', b'"one equal level"')
        return answer

    monkeypatch.setattr(client, "get", get)
    with pytest.raises(SystemExit, match="the quotation is not in the text"):
        run(client, monkeypatch)
