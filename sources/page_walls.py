"""Pages that answer with something else than their article: walls, and notices that it is gone.

A page that asks for a choice or for money around a whole article is an article; so the words of a
wall decide nothing alone. It is a wall where there is next to no text beside them, or far less than
the page says, or than was there before.
"""

# ruff: noqa: E501 - the alternatives of one language stand on one line

import re
from collections.abc import Iterable, Sequence

from sources.echo import words
from sources.folding import fold
from sources.page_phrases import COOKIE_CHOICE, COOKIES

SHORT = 120  # words: a text with this many may be a beginning that a wall cuts off
HARDLY_ANY = 40  # words: less beside a call to pay is no article
NOTHING = 15  # words: less beside a notice about cookies is none; many articles have a notice
FAR_SHORTER = 0.6  # of what was held, or of what the page says of itself

# Searched in a folded paragraph: what only a pay wall or a log-in says.
_PAY = re.compile(
    "|".join(
        [
            "subscribe (?:now )?(?:to|and) (?:read|continue|unlock|access|keep)", "to (?:continue|keep) reading",
            "(?:read|unlock|access) (?:the|this) (?:full|whole|entire|rest of the) (?:article|story|text)", "already a (?:subscriber|member)",
            "for subscribers(?: only)?", "subscribers[- ]only", "(?:exclusive|reserved) (?:to|for) (?:our )?(?:subscribers|members)",
            "(?:log|sign) in (?:to|or (?:subscribe|register)) ", "(?:free )?articles? (?:left|remaining) this month", "create (?:a free|an) account to",
            "pour lire la suite", "(?:article|contenu) (?:est )?(?:réservé|reserve) aux abonn", "deja abonn|déjà abonn", "abonnez-vous pour", "il vous reste .{1,20} (?:à lire|de cet article)", "connectez-vous pour",
            "jetzt weiterlesen", "bereits abonnent", "(?:dieser artikel|dieser inhalt) ist .{0,30}abonnent", "nur für abonnent", "um weiterzulesen", "mit .{1,30} weiterlesen",
            "(?:solo|exclusivo|exclusiva) para suscriptores", "ya (?:eres|soy|es) suscriptor", "(?:suscríbete|suscríbase) para", "para seguir leyendo", "inicia(?:r)? sesión para",
            "(?:contenuto|articolo) riservato", "sei già abbonato", "abbonati per", "per continuare a leggere",
            "(?:exclusivo|apenas) para assinantes", "já (?:é|sou) assinante", "assine para", "para continuar lendo",
            "alleen voor abonnees", "al abonnee", "om verder te lezen", "только для подписчиков", "чтобы (?:прочитать|читать) (?:полностью|дальше)", "оформите подписку",
            "للمشتركين فقط", "سجل الدخول ل", "登录后(?:阅读|查看|可)", "付费(?:阅读|内容)", "订阅后", "开通会员", "剩余.{0,6}(?:%|内容)", "登入後", "會員(?:限定|專屬)",
            "会員限定", "続きを読むには", "ログインして", "회원 전용", "구독자 전용", "로그인 후",
        ]
    )
)  # fmt: skip
# Searched: a machine asks whether we are one.
_CHALLENGE = re.compile(
    "|".join(
        [
            "verify (?:that )?you are (?:a )?human", "checking (?:if the site connection is secure|your browser)", "are you a robot", "complete the (?:captcha|security check)",
            "vérifi\\w+ que vous (?:êtes|n'êtes pas)", "ich bin kein roboter", "no soy un robot", "人机验证", "安全验证", "请完成验证", "подтвердите, что вы не робот",
        ]
    )
)  # fmt: skip
_CONSENT_FIRST = re.compile(
    "|".join(
        [
            "before you continue", "(?:accept|allow|consent to|enable) (?:all )?cookies", "we (?:and our (?:\\d+ )?partners|value your privacy)", "manage (?:your )?(?:choices|preferences|consent)",
            "continuer sans accepter", "nos (?:\\d+ )?partenaires", "accepte[rz] (?:les|tous les) cookies", "(?:cookies|alle) akzeptieren", "unsere (?:\\d+ )?partner", "aceptar (?:todas las |las )?cookies",
            "accetta (?:tutti i |i )?cookie", "aceitar (?:todos os )?cookies", "接受(?:所有)?cookie", "принять (?:все )?(?:файлы )?cookie",
        ]
    )
)  # fmt: skip
# Searched in a title: the page is not there, although the server says 200.
_NOT_FOUND = re.compile(
    "|".join(
        [
            r"\b(?:error )?(?:404|410)\b", "(?:page|article|content|story|document)s? (?:was |is |could )?(?:not (?:be )?found|no longer (?:available|exists)|does not exist|unavailable|removed|deleted)",
            "nothing (?:was )?found", "page introuvable", "(?:page|article|contenu) .{0,20}(?:introuvable|n'existe (?:pas|plus)|supprim|plus disponible)",
            "(?:seite|artikel|inhalt) .{0,20}(?:nicht gefunden|nicht mehr verfügbar|existiert nicht)", "(?:página|artículo) no (?:encontrad|existe|disponible)", "pagina non trovata", "página não encontrada", "pagina niet gevonden",
            "страница не найдена", "(?:页面|頁面|文章|内容).{0,6}(?:不存在|未找到|找不到|已(?:被)?删除|已失效)", "الصفحة غير موجودة", "ページが見つかりません", "페이지를 찾을 수 없",
        ]
    )
)  # fmt: skip
_NOT_FREE = re.compile(r'"isAccessibleForFree"\s{0,9}:\s{0,9}(?:"\s{0,3})?false', re.IGNORECASE)
_WORD_COUNT = re.compile(r'"wordCount"\s{0,9}:\s{0,9}"?(\d{2,6})\b')


def wall(kept: Sequence[str], surroundings: Iterable[str], markup: str, held: int) -> str:
    """Return why a page is a wall and not its article; nothing when it is not.

    `kept` are the paragraphs read as the article's own, `surroundings` the others, `markup` is the
    page as it came and `held` the number of words of the article as it was held before, 0 if none.
    """
    own = [fold(each).text for each in kept]
    others = [fold(each).text for each in surroundings]
    said = [each for each in (*own, *others) if _is_of_wall(each)]
    size = sum(len(words(each)) for each in own if not _is_of_wall(each))
    shorter = held >= SHORT and size < FAR_SHORTER * held
    cut_off = shorter or (size < SHORT and not held)
    if _NOT_FREE.search(markup):
        declared = max((int(each) for each in _WORD_COUNT.findall(markup)[:20]), default=0)
        if cut_off or (size < FAR_SHORTER * declared and not held):
            return f"The page says it is not free, and shows only {size} words."
    if not said:
        return ""
    told = f"There are only {size} words beside “{_beginning(said[0])}”"
    if shorter:
        return f"{told}, and {held} were held."
    pays = any(_PAY.search(each) or _CHALLENGE.search(each) for each in said)
    return f"{told}." if size < (HARDLY_ANY if pays else NOTHING) or (pays and cut_off) else ""


def says_not_found(title: str) -> bool:
    """Tell whether the title of a page says that what was asked for is not there."""
    return len(title) <= 200 and _NOT_FOUND.search(fold(title).text) is not None


def _is_of_wall(paragraph: str) -> bool:
    """Tell whether a folded paragraph speaks for a wall; a long one is prose about the matter."""
    if len(paragraph) > 1_200:
        return False
    cookies = COOKIES.search(paragraph) and COOKIE_CHOICE.search(paragraph)
    return bool(cookies) or any(
        phrase.search(paragraph) for phrase in (_PAY, _CHALLENGE, _CONSENT_FIRST)
    )


def _beginning(text: str) -> str:
    return text if len(text) <= 80 else text[:79].rsplit(" ", 1)[0] + " …"
