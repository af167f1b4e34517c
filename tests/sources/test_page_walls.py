"""Walls and notices: told from honest pages, in several languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.page_walls import says_not_found, wall

LONG = ["The councils measured the water every morning and wrote down what they had found. " * 20]
SHORT = ["The councils of both lakes signed a charter on Tuesday, after thirty years of quarrels."]
NOT_FREE = '<script>{"isAccessibleForFree": "False", "wordCount": 900}</script>'

CALLS = [
    "Subscribe to continue reading.",
    "Already a subscriber? Log in.",
    "This article is for subscribers only.",
    "Pour lire la suite, abonnez-vous.",
    "Cet article est réservé aux abonnés.",
    "Jetzt weiterlesen mit unserem Abo.",
    "Contenido exclusivo para suscriptores.",
    "Contenuto riservato agli abbonati.",
    "Conteúdo exclusivo para assinantes.",
    "登录后阅读全文",
    "Материал доступен только для подписчиков.",
    "Verify you are human by completing the action below.",
]


@pytest.mark.parametrize("call", CALLS)
def test_a_call_beside_hardly_any_text_is_a_wall(call):
    assert wall(SHORT, [call], "", 0).startswith("There are only 15 words beside “")
    assert wall([*SHORT, call], [], "", 0)
    assert wall(LONG, [call], "", 0) == ""


@pytest.mark.parametrize("call", CALLS)
def test_a_call_beside_far_less_text_than_was_held_is_a_wall(call):
    half = [LONG[0][:800]]
    assert wall(half, [call], "", 600).endswith(", and 600 were held.")
    assert wall(LONG, [call], "", 280) == ""


@pytest.mark.parametrize(
    "notice",
    [
        "We use cookies to improve your visit. Accept all cookies or manage your choices.",
        "Nous et nos 812 partenaires utilisons des cookies. Continuer sans accepter.",
        "Wir verwenden Cookies. Alle akzeptieren.",
    ],
)
def test_a_notice_about_cookies_is_a_wall_only_where_nothing_else_is(notice):
    assert wall([notice], [], "", 0)
    assert wall(["Cookies"], [notice], "", 0)
    assert wall(SHORT * 2, [notice], "", 0) == ""


def test_a_page_that_says_it_is_not_free_and_shows_a_beginning_is_a_wall():
    assert wall(SHORT, [], NOT_FREE, 0).startswith("The page says it is not free")
    assert wall(LONG, [], NOT_FREE, 0)  # 280 of 900 words
    assert wall(LONG, [], NOT_FREE.replace("900", "300"), 0) == ""
    assert wall(LONG, [], NOT_FREE, 280) == ""  # it is all that was ever held
    assert wall(SHORT, [], NOT_FREE, 280)
    assert wall(SHORT, [], NOT_FREE.replace("False", "True"), 0) == ""


def test_prose_about_walls_is_no_wall():
    prose = [LONG[0] + " Readers must subscribe to continue reading, and we use cookies, it says."]
    assert wall(prose, [], "", 0) == ""


def test_an_article_that_became_shorter_is_no_wall():
    assert wall(SHORT, ["Home", "© The Lake Courier"], "", 600) == ""


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Page not found", True),
        ("404 – The Lake Courier", True),
        ("This article is no longer available", True),
        ("Page introuvable", True),
        ("Cet article n’existe plus", True),
        ("Seite nicht gefunden", True),
        ("页面不存在", True),
        ("Two lakes sign a charter", False),
        ("Treasure not found yet", False),
        ("Rule 4040 is dropped", False),
    ],
)
def test_titles_that_say_that_nothing_is_there(title, found):
    assert says_not_found(title) is found


@given(st.lists(st.text(max_size=300), max_size=5), st.lists(st.text(max_size=300), max_size=5))
def test_any_page_is_judged(own, around):
    assert isinstance(wall(own, around, "".join(own), 100), str)
