"""What web pages say around their articles, in twelve languages: buttons, menus, calls, credits.

Tables only. All patterns but `NAMED_BYLINE` are for text that `sources.folding.fold` has folded
(small letters, plain quotes, half-width signs); each comment says how the pattern is to be matched.
"""

# ruff: noqa: E501 - the alternatives of one language stand on one line

import re
from collections.abc import Iterable


def _phrases(*alternatives: str) -> str:
    return "(?:" + "|".join(alternatives).replace("ß", "ss") + ")"


def _whole(parts: Iterable[str]) -> str:
    """Return alternatives that end where a word does."""
    return _phrases(*parts) + r"(?!\w)"


READ_ON = _phrases(
    "read more", "continue reading", "read (?:the )?full (?:story|article)", "lire la suite",
    "lire l'article(?: complet)?", "weiterlesen", "mehr lesen", "leer más", "seguir leyendo",
    "leggi tutto", "continua a leggere", "leia mais", "continue lendo", "ler mais",
    "lees (?:meer|verder)", "阅读全文", "查看更多", "閱讀全文", "查看更多", "читать (?:далее|полностью)",
    "اقرأ المزيد", "続きを読む", "もっと見る", "더 ?보기",
)  # fmt: skip

# A teaser that was cut short: searched near the end.
CUT = re.compile(rf"\s*\[?\s*\.\.\.\s*\]?(?:\W*{READ_ON})?\W*$")

# A line that is only what stands on a button or in an input field: full match.
BUTTON = re.compile(
    _phrases(
        "download(?: now| here)?", "subscribe(?: now)?", "sign up(?: now)?", "learn more",
        "accept(?: all(?: cookies)?)?", "reject(?: all)?", "type (?:here|your message)",
        "discover", "your e-?mail(?: address)?", "load more(?: stories)?", "show more", READ_ON,
        "manage (?:preferences|settings|options)", "ok", "i agree", "got it",
        "télécharger", "découvrir", "je m'abonne", "s'abonner", "s'inscrire", "en savoir plus",
        "(?:tout )?accepter(?: tout)?", "(?:tout )?refuser(?: tout)?", "écrivez ici",
        "votre (?:adresse )?e-?mail", "paramétrer(?: les cookies)?", "continuer sans accepter",
        "herunterladen", "jetzt (?:anmelden|abonnieren|kaufen)", "abonnieren",
        "alle (?:akzeptieren|ablehnen)",
        "akzeptieren", "ablehnen", "mehr erfahren", "einstellungen", "ihre e-?mail(?:-adresse)?",
        "descargar", "suscribirse", "suscríbe(?:te|ase)", "saber más", "aceptar(?: todo| todas)?",
        "rechazar(?: todo| todas)?", "tu correo electrónico", "configurar",
        "scarica", "iscriviti", "abbonati", "scopri di più", "accett[ao](?: tutt[io])?",
        "rifiut[ao](?: tutt[io])?", "baixar", "assine(?: já)?", "inscreva-se", "saiba mais",
        "aceitar(?: todos| tudo)?", "rejeitar(?: todos| tudo)?", "seu e-?mail",
        "downloaden?", "aanmelden", "meer informatie", "alles accepteren",
        "下载", "订阅", "了解更多", "全部接受", "接受", "同意", "在此输入", "立即(?:订阅|下载|注册)", "下載", "訂閱",
        "подписаться", "принять(?: все)?", "отклонить", "скачать", "подробнее",
        "показать (?:еще|ещё)",
        "اشترك(?: الآن)?", "أوافق", "موافق", "قبول(?: الكل)?", "تحميل",
        "同意する", "登録(?:する)?", "購読(?:する)?", "ダウンロード", "구독(?:하기)?", "동의", "확인",
    )
    + r"(?:\.\.\.|[\s!>\"→»])*"
)  # fmt: skip

# A line that is only what stands in menus, search boxes, share bars, switches: full match.
INTERFACE = re.compile(
    "(?:"
    + _phrases(
        "home(?: ?page)?", "menu", "search", "suggest(?:ions?)?", "log ?(?:in|out)",
        "sign (?:in|up)",
        "register", "my account", "share(?: this)?(?: article| story| page| on)?(?: via)?",
        "tweet", "copy link",
        "link copied", "save(?: article)?", "bookmark", "listen(?: to this article)?", "(?:view |show |hide |read |post )?(?:\\d+ )?comments?",
        "print(?: this)?", "e-?mail", "facebook", "twitter", "x", "linkedin", "whatsapp",
        "telegram",
        "instagram", "youtube", "tiktok", "pinterest", "reddit", "bluesky", "threads", "weibo",
        "wechat",
        "line", "messenger", "flipboard", "rss", "google news",
        "skip to (?:main )?content", "aller au contenu(?: principal)?",
        "(?:direkt )?zum (?:haupt)?inhalt(?: springen)?",
        "(?:saltar|ir) al contenido(?: principal)?",
        "(?:pular|ir) para o conteúdo(?: principal)?",
        "(?:vai|salta) al contenuto(?: principale)?", "перейти к (?:основному )?содержимому",
        "(?:تخط[ىي]|انتقل) إلى المحتوى(?: الرئيسي)?", "本文へ(?:スキップ|移動)?", "본문 ?바로가기",
        "跳(?:转|到|至).{0,4}(?:内容|正文)",
        "back to top", "top", "close", "next(?: article)?",
        "previous(?: article)?", "about(?: us)?", "contact(?: us)?", "(?:your )?privacy(?: policy| choices| settings)?", "terms and privacy policy",
        "imprint",
        "terms(?: of (?:use|service)| and conditions)?", "cookie (?:policy|settings)",
        "advertise(?: with us)?",
        "careers", "sitemap", "help", "archives?", "news", "latest(?: news)?", "world", "politics",
        "business",
        "opinions?", "sports?", "culture", "video", "videos", "podcasts?", "subscribe",
        "newsletters?",
        "accueil", "recherche(?:r)?", "(?:se )?conn(?:exion|ecter)",
        "partager(?: (?:cet article|sur))?",
        "imprimer", "fermer", "envoyer(?: par e-?mail)?", "copier le lien", "actualités?", "monde",
        "politique",
        "économie", "mon compte", "s'identifier", "mentions légales", "nous contacter",
        "plan du site", "commenter", "enregistrer",
        "confidentialité", "écouter(?: l'article)?", "suivant", "précédent", "haut de page",
        "retour en haut",
        "startseite", "suchen?", "anmelden", "abmelden", "teilen", "drucken", "schließen", "menü",
        "impressum", "datenschutz(?:erklärung)?", "kontakt", "agb", "merken", "vorlesen",
        "artikel anhören",
        "politik", "wirtschaft", "kultur", "meinung", "panorama", "wissen", "nach oben", "abo",
        "link kopieren", "per mail versenden", "kommentare",
        "inicio", "portada", "buscar", "compartir(?: en)?", "imprimir", "cerrar", "iniciar sesión",
        "enviar",
        "copiar enlace", "aviso legal", "privacidad", "contacto", "economía", "política",
        "deportes", "mundo",
        "cerca", "condividi", "stampa", "accedi", "chiudi", "invia", "contatti", "politica",
        "economia", "sport", "esteri",
        "cronaca", "início", "pesquisar", "compartilh(?:ar|e)", "partilhar", "entrar", "fechar",
        "copiar link",
        "contato", "esportes", "zoeken", "delen", "afdrukken", "inloggen", "sluiten",
        "首页", "首頁", "搜索", "搜尋", "登录", "登入", "注册", "分享", "分享到", "分享至", "打印", "列印", "关闭", "菜单", "微信",
        "微博", "扫一扫",
        "收藏", "评论", "纠错", "字号", "大", "中", "小", "新闻", "国际", "国内", "财经", "体育", "娱乐", "科技", "视频",
        "关于我们",
        "联系我们", "网站地图", "返回顶部", "上一篇", "下一篇", "客户端", "时政", "社会", "军事", "文化", "教育",
        "главная", "поиск", "войти", "поделиться", "печать", "меню", "закрыть", "новости",
        "политика", "экономика",
        "общество", "спорт", "в мире", "контакты", "о нас", "реклама", "вконтакте",
        "одноклассники", "наверх",
        "الرئيسية", "بحث", "شارك", "مشاركة", "طباعة", "القائمة", "إغلاق", "تسجيل الدخول", "أخبار",
        "اتصل بنا", "من نحن",
        "سياسة", "اقتصاد", "رياضة", "فيسبوك", "تويتر", "واتساب",
        "ホーム", "検索", "ログイン", "シェア(?:する)?", "印刷", "メニュー", "閉じる", "ニュース", "トップ", "会員登録", "お問い合わせ",
        "ツイート",
        "홈", "검색", "로그인", "공유(?:하기)?", "인쇄", "메뉴", "닫기", "뉴스", "정치", "경제", "사회", "페이스북", "트위터",
        "카카오톡",
        "english", "french", "german", "spanish", "chinese", "français", "anglais", "deutsch",
        "español", "italiano", "português", "nederlands", "中文", "русский", "العربية", "日本語", "한국어",
        "en", "fr", "de", "es", "it", "pt", "nl", "zh", "ru", "ar",
    )
    + r"(?!\w)[\W_]*)+"
)  # fmt: skip

# How a line begins that leads to other pages of the site or asks the reader to write: match.
LEADS_AWAY = re.compile(
    _whole([
        "related (?:articles?|content|posts?|stories|story|news|topics|coverage|reading)",
        "(?:see|read|watch) (?:also|next)", "also read", "read more(?: about| on|:)",
        "you (?:may|might) (?:also )?(?:like|be interested)", "(?:see|view|show) all",
        "more (?:from|on|stories|news|coverage|in this)", "most (?:read|popular|viewed|shared)",
        "trending(?: now)?",
        "recommended(?: for you| stories| reading)?", "editors?'s? picks?",
        "latest (?:news|stories|headlines)",
        "popular (?:posts|stories|now)", "don't miss", "up next", "what to read next",
        "in other news",
        "post a comment", "leave a (?:comment|reply)", r"\d+ (?:comments?|responses?|replies)",
        "comments?", "join the (?:discussion|conversation)", "about the authors?",
        "promoted stories", "from around the web",
        "sponsored (?:content|links)", "follow us", "share this", "filed under",
        "(?:tags?|topics?|keywords?|mots[- ]cl[ée]s|étiquettes|schlag(?:worte|wörter)|stichworte|themen|etiquetas|temas|tópicos|palavras-chave|parole chiave|argomenti|tag|теги|الوسوم|وسوم|كلمات مفتاحية)(?= ?:)",
        "à (?:consulter|lire|voir|découvrir)(?: (?:également|aussi|ailleurs))?",
        "(?:lire|voir) (?:aussi|également|tou\\w*)",
        "lisez aussi", "sur le même (?:sujet|thème)", "dans la même rubrique", "notre sélection",
        "à ne pas manquer",
        "articles? (?:liés?|similaires?|associés?|recommandés?)", "(?:les )?plus lus",
        "(?:nos|vos) derni(?:ers|ères)\\w* (?:articles|actualités)",
        "(?:laisser|publier|ajouter|poster) un commentaire", r"\d+ commentaires?", "commentaires",
        "(?:vous aimerez|pourrait vous) (?:aussi|intéresser)",
        "suivez-nous", "partager cet article", "réagir", "contenus sponsorisés",
        "les plus (?:lus|populaires|partagés)",
        "(?:mehr|weitere (?:artikel|beiträge|meldungen)) zum thema",
        "das könnte (?:sie|dich|ihnen)", "alle (?:artikel|anzeigen)(?= (?:zu|von)|$)",
        "kommentar (?:schreiben|verfassen)", r"(?:\d+ )?kommentare", "lesen sie (?:auch|mehr)",
        "lesen sie hierzu", "auch interessant", "mehr dazu", "zum thema(?=:|$)",
        "meistgelesen\\w*", "(?:ähnliche|verwandte) (?:artikel|themen)",
        "mehr (?:aus|von|zu)(?= )", "empfehlungen der redaktion",
        "neueste (?:artikel|nachrichten)", "folgen sie uns",
        "(?:ver|lea|lee) (?:también|además|tod[oa]s)", "te puede interesar",
        "(?:le|te) recomendamos", "lo más (?:leído|visto)",
        "más (?:noticias|información|sobre)(?=:| de| en|$)",
        "(?:artículos|noticias|contenidos?|temas) relacionad[oa]s?",
        "(?:deja|publicar|escribe|dejar) un comentario", r"(?:\d+ )?comentarios", "síguenos",
        "últimas noticias", "también te puede",
        "leggi anche", "(?:articoli|notizie) correlat[ie]", r"vedi (?:anche|tutt\w*)",
        "lascia un commento", "potrebbe interessarti", "(?:i )?più letti", "ultime notizie",
        "seguici", "ti potrebbe", r"(?:\d+ )?commenti",
        "(?:leia|veja|saiba|confira) (?:também|mais)",
        "(?:artigos|notícias|matérias|conteúdos?) relacionad[oa]s?", "deixe (?:um|seu) comentário",
        "(?:as )?mais lidas", "últimas notícias", "siga-nos", "você pode gostar",
        r"(?:\d+ )?comentários", "recomendados para você",
        "lees ook", "gerelateerde", "bekijk alle?", "(?:plaats|laat) een reactie", "meest gelezen",
        "читайте также", "по теме", "материалы по теме", "читать также",
        "самое (?:читаемое|популярное)", "популярное", "другие новости",
        "(?:оставить комментарий|комментарии)", "смотрите также", "новости партн[её]ров",
        "подписывайтесь на",
        "اقرأ (?:أيضا|أيضًا|ايضا|أيضاً)", "مواضيع (?:ذات صلة|متعلقة)", "(?:أخبار|مقالات) ذات صلة",
        "الأكثر (?:قراءة|مشاهدة)", "التعليقات", "أضف تعليق\\w*", "قد يعجبك", "تابعونا",
        "المزيد من", "ذات صلة",
    ])
    + "|"
    + _phrases(
        "(?:关键词|關鍵字|标签|標籤|キーワード|タグ|태그|키워드)(?= ?:)", "相关(?:阅读|文章|新闻|链接|报道|推荐)", "延伸阅读", "延伸閱讀",
        "相關(?:閱讀|文章|新聞|報導)", "查看(?:全部|更多)", "发表评论", "網友評論", "网友评论", "留言", "热门(?:文章|新闻|推荐)",
        "推荐阅读", "更多(?:新闻|内容|精彩|报道)", "猜你喜欢", "为您推荐", "热点(?:新闻|推荐)", "点击排行", "阅读排行", "精彩推荐",
        "評論(?=\\W|$)", "评论(?=\\W|$)", "扫码(?:关注|下载)", "关注我们",
        "関連(?:記事|ニュース|リンク|キーワード|トピック)", "あわせて読みたい", "おすすめ(?:記事|の記事)?", "人気記事", "アクセスランキング",
        "ランキング", "コメント(?=\\W|$|する|を)", "この記事(?:をシェア|に関するニュース)", "最新記事", "注目(?:の)?記事",
        "관련 ?(?:기사|뉴스)", "많이 본 (?:기사|뉴스)", "댓글", "추천 ?(?:기사|뉴스)", "인기 ?(?:기사|뉴스)", "이 ?시각 주요 ?뉴스",
        "주요 ?뉴스",
    )
)  # fmt: skip

# Of those, the ones after which nothing of the article follows when they stand alone: full match.
ENDS_ARTICLE = re.compile(
    r"(?:\d+ )?"
    + _phrases(
        "comments?", "post a comment", "leave a (?:comment|reply)", "responses?", "replies",
        "related (?:articles?|content|posts?|stories|news)", "you (?:may|might) also like",
        "most (?:read|popular|viewed)",
        "more (?:stories|news)", "recommended(?: for you| stories| reading)?", "editors?'s? picks?", "don't miss", "trending(?: now)?", "latest news",
        "about the author",
        "more from .{2,40}", "popular posts", "from around the web", "up next", "what to read next",
        "commentaires?", "laisser un commentaire", "sur le même (?:sujet|thème)",
        "dans la même rubrique", "articles (?:liés|similaires|associés|recommandés)",
        "les plus lus", "à lire (?:aussi|également)", "notre sélection", "vous aimerez aussi",
        "kommentare?", "mehr zum thema", "weitere (?:artikel|beiträge|meldungen)(?: zum thema)?",
        "das könnte (?:sie|dich|ihnen) auch .{4,30}", "meistgelesen(?:e artikel)?",
        "auch interessant", "ähnliche artikel", "verwandte (?:artikel|themen)",
        "comentarios?", "(?:artículos|noticias) relacionad[oa]s", "te puede interesar",
        "lo más (?:leído|visto)", "deja un comentario", "últimas noticias", "más noticias",
        "commenti", "articoli correlati", "(?:i )?più letti", "leggi anche", "ultime notizie",
        "potrebbe interessarti", "notizie correlate",
        "comentários?", "(?:artigos|notícias|matérias) relacionad[oa]s", "(?:as )?mais lidas",
        "leia também", "veja também", "deixe (?:um|seu) comentário", "últimas notícias",
        "комментарии", "материалы по теме", "читайте также", "по теме", "самое читаемое",
        "популярное", "другие новости", "новости партн[её]ров", "смотрите также",
        "التعليقات", "مواضيع (?:ذات صلة|متعلقة)", "(?:أخبار|مقالات) ذات صلة", "الأكثر قراءة",
        "اقرأ (?:أيضا|أيضًا|أيضاً)", "ذات صلة", "قد يعجبك أيضا?ً?",
        "相关(?:阅读|文章|新闻|链接|报道|推荐)", "延伸阅读", "延伸閱讀", "相關(?:閱讀|文章|新聞|報導)", "网友评论", "網友評論",
        "(?:发表|最新|热门)?评论", "热门(?:文章|新闻|推荐)", "推荐阅读", "更多新闻", "猜你喜欢", "为您推荐", "点击排行", "阅读排行",
        "精彩推荐",
        "関連(?:記事|ニュース|リンク)", "あわせて読みたい", "おすすめ(?:の)?記事", "人気記事", "アクセスランキング", "ランキング", "コメント",
        "最新記事",
        "관련 ?(?:기사|뉴스)", "많이 본 (?:기사|뉴스)", "댓글", "추천 ?(?:기사|뉴스)", "인기 ?(?:기사|뉴스)", "이 ?시각 주요 ?뉴스",
    )
    + r"\W*(?:\d+\W*)?"
)  # fmt: skip

# A line that only marks an advertisement or a part that is not text: full match.
SLOT = re.compile(
    r"\W*"
    + _phrases(
        "advertise?ments?", "ads?", "sponsored", "article continues (?:below|after).{0,40}",
        "story continues.{0,40}",
        "scroll (?:down )?to continue.{0,40}", "continue reading below.{0,30}", "loading.{0,20}",
        "(?:after|skip past) newsletter (?:promotion|sign-?up)", "video player is loading.{0,20}",
        "publicité", "la suite après (?:la|cette) publicité", "anzeige", "werbung", "publicidad",
        "anuncio", "pubblicità", "annuncio",
        "publicidade", "continua após a publicidade", "anúncio", "advertentie", "广告", "廣告",
        "реклама", "إعلان", "اعلان",
        "広告", "スポンサーリンク", "광고",
        r"\d{1,3} ?(?:min(?:utes?|uten|utos|uti)?\.?|мин(?:ут\w?)?\.?|分钟|分)(?: (?:read|de lecture|lesezeit|de lectura|di lettura|de leitura|чтения))?",
        "(?:reading time|temps de lecture|lesezeit|tiempo de lectura|tempo di lettura|tempo de leitura|время чтения|阅读时间)\\W+.{1,20}",
        "(?:read|lire|lecture) ?:? ?\\d+ min\\w*", "link copied.{0,20}", "subscribers? only",
        "(?:article )?réservé aux abonnés", "nur für abonnenten", "solo para suscriptores",
    )
    + r"\W*"
)  # fmt: skip

# Match.
COPYRIGHT = re.compile(
    r"(?:copyright )?(?:©|\(c\)) ?(?:copyright )?(?:\d{4}|.*(?:rights reserved|droits réservés|版权所有|"
    r"rechte vorbehalten|derechos reservados|diritti riservati|direitos reservados|права защищены|"
    r"الحقوق محفوظة))|(?:copyright )?all rights reserved|copyright \d{4}|tous droits réservés|alle rechte vorbehalten|todos los "
    r"derechos reservados|tutti i diritti riservati|todos os direitos reservados|все права защищены|"
    r"جميع الحقوق محفوظة|版权所有|版權所有|無断(?:転載|複製)|(?:ⓒ|저작권자)|.{0,60}무단 ?전재"
)

# Match, in a short paragraph.
NEWSLETTER = re.compile(
    r"(?:newsletters?\W+)?(?:.{0,40}[!?:.] )?"
    + _phrases(
        "subscribe", "sign up", "join", "receive", "get (?:our|the)", "want ", "enjoy", "abonnez",
        "inscrivez", "recevez",
        "abonnieren", "abonnier", "erhalten sie", "melden sie", "suscríb", "recib[ea](?!\\w)",
        "apúnt", "regístr", "iscriviti", "ricevi",
        "assine", "inscreva", "receba", "cadastre", "abonneer", "ontvang", "meld je", "订阅", "訂閱",
        "подпи", "получайте", "اشترك", "سجل",
        "登録", "購読", "구독",
    )
    + r".*"
    + _phrases(
        "news-?letters?", "mailing list", "in your inbox", "to your inbox", "daily briefing",
        "infolettre", "lettre d'information", "rundbrief",
        "boletín(?! oficial)", "boletines", "bollettino", "boletim", "nieuwsbrief", "通讯", "简报", "電子報",
        "рассылк", "النشرة", "نشرتنا",
        "メルマガ", "ニュースレター", "뉴스레터",
    )
    + r"|(?=.*(?:登録|購読|お届け))(?:.*(?:メルマガ|ニュースレター))|.*뉴스레터.{0,30}(?:구독|신청|받아)"
    + r"|.{0,12}(?:输入|填写|注册).{0,30}(?:邮箱|电子邮件|邮件)"
)  # fmt: skip

# Match, in a short paragraph: what the house asks of its readers.
APPEAL = re.compile(
    r"(?:.{0,60}[!?:.] )?"
    + _phrases(
        r"follow (?:us|our) .{0,60}", "download our .{0,20}app", "share (?:this|on) ",
        "subscribe to (?:read|continue|unlock|our)",
        "this (?:article|story|content) is (?:only )?(?:for|available to|reserved) .{0,20}subscribers",
        "already a subscriber", "support (?:our|independent) journalism",
        "your support (?:makes|helps)", "turn on notifications", "enable (?:javascript|cookies)",
        "please enable", "join (?:our|us on|the) .{0,30}(?:channel|group|telegram|whatsapp)",
        "by (?:signing|submitting|subscribing|clicking).{0,80}(?:agree|accept)",
        "suivez-nous", "retrouvez-nous", "téléchargez (?:notre|l'app)",
        "(?:cet )?article (?:est )?réservé aux abonnés", "déjà abonné",
        "il vous reste .{1,12}de cet article",
        "pour lire la suite", "soutenez", "folgen sie uns", "laden sie (?:unsere|die) .{0,15}app",
        "dieser artikel ist .{0,30}abonnent", "bereits abonnent", "jetzt weiterlesen",
        "unterstützen sie (?:unse|unab)", r"s[íi]gue(?:nos|n?os) ", "descarga (?:nuestra|la) app",
        "contenido exclusivo para", "este (?:artículo|contenido) es .{0,25}suscriptores",
        "ya (?:eres|soy) suscriptor",
        "seguici su", "scarica l'app", "contenuto riservato agli", "sei già abbonato",
        "siga .{0,20}(?:nas redes|no instagram|no facebook|no twitter)", "baixe o app",
        "conteúdo exclusivo para", "participe do .{0,20}(?:canal|grupo)", "clique aqui e",
        "подписывайтесь", "подпишитесь", "следите за", "скачайте .{0,20}приложение", "تابعونا",
        "تابعوا", "حمل(?:وا)? تطبيق", "انضم", "扫码", "扫描二维码", "扫一扫", "长按二维码", "关注(?:我们|公众号|微信)",
        "下载(?!量).{0,8}(?:客户端|app)",
        "この記事は(?:有料)?会員限定", "会員登録", "アプリを", "フォロー", "앱 ?(?:다운|설치)", "제보는", "구독하고", "채널 ?(?:추가|구독)",
        "we (?:value|care about|respect) your privacy", "we and our (?:\\d+ )?partners",
        "nous et nos (?:\\d+ )?partenaires", "(?:le respect de )?votre vie privée",
        "wir und unsere (?:\\d+ )?partner", "nosotros y nuestros (?:\\d+ )?socios",
        "valoramos (?:tu|su) privacidad", "nós e (?:os )?nossos (?:\\d+ )?parceiros",
        "noi e (?:i nostri )?(?:\\d+ )?partner", "мы и наши партн[её]ры",
        "责任编辑", "責任編輯", "(?:本文)?编辑 ?:", r"\(?责编", "(?:版权|特别)?声明 ?:.{0,60}(?:本站|本网|转载|观点|版权)", "免责声明", "免責聲明",
    )
)  # fmt: skip

# Searched, both: a notice about cookies that asks for a choice.
COOKIES = re.compile(r"cookies?(?!\w)|файл\w* cookie|ملفات تعريف الارتباط|クッキー|쿠키")
COOKIE_CHOICE = re.compile(
    _phrases(
        r"\bclick", "by (?:continuing|using|closing)", "learn more", "accept all", "manage (?:your |cookie )",
        "cookie settings", "we (?:and our partners )?use", "this (?:site|website|page) uses", "you (?:accept|agree|consent)",
        "your (?:visit|experience|consent|preferences)",
        "cliqu", "en (?:poursuivant|continuant)", "en savoir plus", "tout accepter", "vous acceptez",
        "(?:nous utilisons|ce site utilise)", "votre (?:navigation|expérience|visite|consentement)",
        r"\bklick", "alle akzeptieren", "mehr erfahren", "stimmen sie", "(?:wir|diese (?:seite|website)) (?:verwende|nutz|setz)\\w*",
        "haga clic", "pulse ", "aceptar tod", "(?:utilizamos|usamos)", "este sitio", "acepta (?:el|su|nuestra|nuestras)",
        "clicc", "accetta tutt", "utilizziamo", "questo sito", "la tua (?:visita|esperienza)",
        r"\bclique", "aceitar tod", "este site", "você (?:aceita|concorda)", "sua experiência",
        r"\bklik", "alles accepteren", "wij gebruiken", "deze (?:site|website)",
        "点击", "继续(?:使用|浏览)", "本(?:网站|站)", "我们使用", "本網站", "мы используем", "(?:этот|наш) сайт", "вы соглаша",
        "نستخدم", "هذا الموقع", "أنت موافق", "当サイト", "当社", "이 사이트", "당사",
    )
)  # fmt: skip

# Searched: who made a picture.
CREDIT = re.compile(
    r"(?:\b(?:photos?|fotos?|photo credits?|crédits?(?: photos?)?|bildnachweis|bildquelle|摄影|攝影|图片?(?:来源)?|圖片?(?:來源)?|фото|"
    r"صورة|الصورة|تصوير|撮影|写真|사진)"
    r"(?: (?:by|par|von|credit))? ?[:/©=]"
    r"|^(?:image|picture|illustration|bild|imagen|immagine|imagem|afbeelding) ?[:/©]"
    r"|\b(?:photo|foto|image) (?:by|par|von|courtesy) |^© ?(?!\d|copyright)"
    r"|(?:资料图|图为|圖為|/摄$|摄$| 摄影?$|写真は)|\(?(?:getty images|afp photo|ap photo|ap/|reuters/|afp/|epa/|xinhua/|shutterstock))"
)  # fmt: skip

SOURCE_LABEL = re.compile(
    r"(?:source|sources|quelle|quellen|fuentes?|fonti|fontes?|bron|via|crédit|来源|來源|источник|المصدر|出典|出所|출처) ?:"
)

# Match.
EDITORS_NOTE = re.compile(
    r"(?:editor'?s'? note|note de la rédaction|anmerkung der redaktion|nota (?:del editor|"
    r"de la redacción|della redazione|do editor|da redação)|noot van de redactie|编者按|編者按|"
    r"от редакции|примечание редакции|ملاحظة المحرر|編集部注|편집자 ?주)(?!\w)"
)

_NAME = r"(?:[A-ZÀ-ÞА-ЯЁ][\w.’'-]*|de|da|do|dos|del|della|van|von|der|den|la|le|du|bin|al)"
_BY = r"(?:By|Par|Von|Por|Di|De|Door|BY|PAR|VON|POR|DI|Text von|Propos recueillis par|Автор:?|Автор текста:?|Written by|Reporting by)"
_AND = r"(?:,? (?:and|et|und|y|e|en|и|&) |, | )"

# A line, as printed, that names who wrote the text: full match. Group 1 is the names, group 2 what
# follows them after a comma or a bar (an agency, a place, a date).
NAMED_BYLINE = re.compile(
    rf"{_BY} ({_NAME}(?:{_AND}{_NAME}){{0,9}})"
    r"(?:,? (?:avec|with|mit|con|com|и|y|and|et|und) (?:l['’]|die |der )?[A-Z][\w’' ]{1,30})?"
    r"(?:\s?[,|/•·–—-]\s?(.{2,60}))?"
    r"|(?:本报记者|新华社记者|(?:本站)?记者|記者|作者|文|撰文|بقلم|كتب|كتبت|文=|取材=)\s?[:：/／| ]\s?([^|｜\d]{2,30})"
    r"|(.{2,16}?)\s?(?:기자|특파원|記者)(?:\s?[\w.]+@[\w.]+)?"
)
