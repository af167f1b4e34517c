"""Invented news pages in eleven languages, in the mark-up of many kinds of site.

Every page is made from one `Story`: its text is what a reader should find again, and all the rest
is surroundings.
"""

# ruff: noqa: E501 - a paragraph is one line

import json
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from textwrap import fill


@dataclass(frozen=True)
class Story:
    language: str
    title: str
    author: str
    printed: str  # the date as printed
    iso: str
    paragraphs: tuple[str, ...]
    heading: str  # stands before the fourth paragraph
    caption: str
    words: dict[str, str]  # what the site says around it


@dataclass(frozen=True)
class NewsPage:
    name: str
    data: str
    story: Story
    kept: tuple[str, ...]  # the article's text, paragraph by paragraph, without title and captions


EN = Story(
    "en", "Two lakes agree to measure their water together", "Mara Quill", "4 March 2031",
    "2031-03-04",
    (
        "The councils of Upper Lake and Lower Lake signed a charter on Tuesday that obliges both of them to measure the water every morning and to publish what they find.",
        "“We have argued about one foot of water for thirty years,” said Ida Brandt, who speaks for the upper shore. “From now on we will at least argue about the same figure.”",
        "Under the charter, each council pays for its own gauges, while a joint office of four people compares the readings and answers questions from the public.",
        "Fishermen on the lower shore were less pleased. Several told this paper that nobody had asked them, and that the gauges would stand where they dry their nets.",
        "Not so, says the office.",
        "The first figures are expected in May, when the snow of the eastern hills has melted and both lakes stand at their highest. A review is due after three years.",
        "Until then the old rules stay in force, including the one that forbids boats at night.",
    ),
    "What the fishermen say", "The mouth of the river between the lakes. Photo: Jon Vale",
    {"by": "By Mara Quill", "published": "Published 4 March 2031, 10:15", "related": "Related articles",
     "also": "Read also:", "ad": "Advertisement", "newsletter": "Sign up for our daily newsletter and never miss a story.",
     "cookies": "We use cookies to improve your visit. By continuing you accept our policy.", "accept": "Accept all",
     "comments": "Comments (2)", "menu": "Home|World|Politics|Business|Sport", "rights": "© 2031 The Lake Courier. All rights reserved.",
     "share": "Share|Facebook|Twitter|Email", "tease": "The bridge that nobody wanted opens after all|Ferry strike enters its second week on the lower shore|Why the herring came back to the bay this year",
     "summary": "Traffic began on Monday, eleven years after the first stone was laid.|Crews want the same pay as the rail workers on the other side.|Researchers counted more fish than in any year since the war.",
     "comment": "I have lived here all my life and nobody ever measured anything, so good luck to them all.|The nets were there first, as my grandfather would have told you."},
)  # fmt: skip
FR = Story(
    "fr", "Deux lacs s’accordent pour mesurer leurs eaux", "Odile Marchais", "4 mars 2031", "2031-03-04",
    (
        "Les conseils du Lac d’en haut et du Lac d’en bas ont signé mardi une charte qui les oblige tous deux à mesurer l’eau chaque matin et à publier ce qu’ils trouvent.",
        "« Nous nous disputons pour un pied d’eau depuis trente ans », rappelle Ida Brandt, qui parle au nom de la rive haute. « Désormais, nous nous disputerons au moins sur le même chiffre. »",
        "Selon la charte, chaque conseil paie ses propres échelles, tandis qu’un bureau commun de quatre personnes compare les relevés et répond aux questions du public.",
        "Les pêcheurs de la rive basse sont moins contents. Plusieurs ont dit à ce journal que personne ne les avait consultés et que les échelles se dresseraient là où sèchent leurs filets.",
        "Les premiers chiffres sont attendus en mai, quand la neige des collines aura fondu et que les deux lacs seront au plus haut. Un examen est prévu au bout de trois ans.",
        "D’ici là, les anciennes règles restent en vigueur, y compris celle qui interdit les barques la nuit.",
    ),
    "Ce que disent les pêcheurs", "L’embouchure de la rivière entre les lacs. Crédit photo : Jon Vale",
    {"by": "Par Odile Marchais", "published": "Publié le 4 mars 2031 à 10h15", "related": "Sur le même sujet",
     "also": "Lire aussi :", "ad": "Publicité", "newsletter": "Abonnez-vous à notre newsletter et recevez chaque matin l’essentiel de l’actualité.",
     "cookies": "Ce site utilise des cookies. En poursuivant votre visite, vous acceptez notre politique.", "accept": "Tout accepter",
     "comments": "2 commentaires", "menu": "Accueil|Monde|Politique|Économie|Culture", "rights": "© 2031 Le Courrier des lacs. Tous droits réservés.",
     "share": "Partager|Facebook|Twitter|Imprimer", "tease": "Le pont dont personne ne voulait ouvre enfin|La grève des bacs entre dans sa deuxième semaine|Pourquoi le hareng est revenu dans la baie",
     "summary": "La circulation a commencé lundi, onze ans après la première pierre.|Les équipages demandent le même salaire que les cheminots d’en face.|Les chercheurs n’ont jamais compté autant de poissons depuis la guerre.",
     "comment": "J’habite ici depuis toujours et personne n’a jamais rien mesuré, alors bonne chance à tous.|Les filets étaient là avant, comme aurait dit mon grand-père."},
)  # fmt: skip
DE = Story(
    "de", "Zwei Seen messen ihr Wasser künftig gemeinsam", "Greta Ohm", "4. März 2031", "2031-03-04",
    (
        "Die Räte des Oberen und des Unteren Sees haben am Dienstag eine Charta unterzeichnet, die beide verpflichtet, jeden Morgen den Wasserstand zu messen und zu veröffentlichen.",
        "„Wir streiten seit dreißig Jahren über einen Fuß Wasser“, sagte Ida Brandt, die für das obere Ufer spricht. „Künftig streiten wir wenigstens über dieselbe Zahl.“",
        "Nach der Charta bezahlt jeder Rat seine eigenen Pegel, während ein gemeinsames Büro mit vier Leuten die Werte vergleicht und Fragen aus der Bevölkerung beantwortet.",
        "Die Fischer am unteren Ufer sind weniger zufrieden. Mehrere sagten dieser Zeitung, niemand habe sie gefragt, und die Pegel stünden dort, wo sie ihre Netze trocknen.",
        "Die ersten Werte werden im Mai erwartet, wenn der Schnee der östlichen Hügel geschmolzen ist und beide Seen am höchsten stehen. Nach drei Jahren wird alles überprüft.",
        "Bis dahin gelten die alten Regeln weiter, auch die, dass nachts keine Boote fahren dürfen.",
    ),
    "Was die Fischer sagen", "Die Flussmündung zwischen den Seen. Foto: Jon Vale",
    {"by": "Von Greta Ohm", "published": "Veröffentlicht am 4. März 2031, 10:15 Uhr", "related": "Mehr zum Thema",
     "also": "Lesen Sie auch:", "ad": "Anzeige", "newsletter": "Jetzt unseren Newsletter abonnieren: Erhalten Sie jeden Morgen die wichtigsten Nachrichten im Newsletter.",
     "cookies": "Wir verwenden Cookies, um unsere Seite zu verbessern. Mit einem Klick stimmen Sie zu.", "accept": "Alle akzeptieren",
     "comments": "Kommentare", "menu": "Startseite|Politik|Wirtschaft|Kultur|Sport", "rights": "© 2031 Seenbote. Alle Rechte vorbehalten.",
     "share": "Teilen|Facebook|Drucken|WhatsApp", "tease": "Die Brücke, die niemand wollte, ist offen|Fährstreik geht in die zweite Woche|Warum der Hering in die Bucht zurückkam",
     "summary": "Seit Montag rollt der Verkehr, elf Jahre nach dem ersten Spatenstich.|Die Mannschaften wollen so viel Lohn wie die Bahner gegenüber.|Forscher zählten mehr Fische als in jedem Jahr seit dem Krieg.",
     "comment": "Ich lebe hier schon immer, und niemand hat je etwas gemessen, also viel Glück.|Die Netze waren zuerst da, hätte mein Großvater gesagt."},
)  # fmt: skip
ES = Story(
    "es", "Dos lagos acuerdan medir juntos sus aguas", "Inés Robledo", "4 de marzo de 2031", "2031-03-04",
    (
        "Los consejos del Lago Alto y del Lago Bajo firmaron el martes una carta que obliga a ambos a medir el agua cada mañana y a publicar lo que encuentren.",
        "«Llevamos treinta años discutiendo por un pie de agua», recordó Ida Brandt, portavoz de la orilla alta. «A partir de ahora discutiremos al menos sobre la misma cifra».",
        "Según la carta, cada consejo paga sus propios medidores, mientras una oficina común de cuatro personas compara las lecturas y responde a las preguntas de los vecinos.",
        "Los pescadores de la orilla baja están menos contentos. Varios dijeron a este diario que nadie les había preguntado y que los medidores se pondrán donde secan sus redes.",
        "Las primeras cifras se esperan en mayo, cuando se haya derretido la nieve de las colinas y los dos lagos estén en su nivel más alto. Habrá una revisión a los tres años.",
        "Hasta entonces siguen vigentes las viejas reglas, incluida la que prohíbe navegar de noche.",
    ),
    "Lo que dicen los pescadores", "La desembocadura del río entre los lagos. Foto: Jon Vale",
    {"by": "Por Inés Robledo", "published": "Publicado el 4 de marzo de 2031 a las 10:15", "related": "Noticias relacionadas",
     "also": "Lea también:", "ad": "Publicidad", "newsletter": "Suscríbete a nuestro boletín y recibe cada mañana las noticias más importantes en tu correo. Boletín gratuito.",
     "cookies": "Utilizamos cookies para mejorar su visita. Si continúa navegando, acepta nuestra política.", "accept": "Aceptar todo",
     "comments": "Comentarios", "menu": "Inicio|Mundo|Política|Economía|Deportes", "rights": "© 2031 El Correo de los Lagos. Todos los derechos reservados.",
     "share": "Compartir|Facebook|Twitter|Imprimir", "tease": "Abre por fin el puente que nadie quería|La huelga de barcas entra en su segunda semana|Por qué el arenque volvió a la bahía",
     "summary": "El tráfico empezó el lunes, once años después de la primera piedra.|Las tripulaciones piden el mismo sueldo que los ferroviarios de enfrente.|Los investigadores contaron más peces que nunca desde la guerra.",
     "comment": "He vivido aquí toda la vida y nadie midió nunca nada, así que suerte a todos.|Las redes estaban antes, como habría dicho mi abuelo."},
)  # fmt: skip
PT = Story(
    "pt", "Dois lagos combinam medir juntos as suas águas", "Lia Fontes", "4 de março de 2031", "2031-03-04",
    (
        "Os conselhos do Lago de Cima e do Lago de Baixo assinaram na terça-feira uma carta que obriga ambos a medir a água todas as manhãs e a publicar o que encontrarem.",
        "“Discutimos há trinta anos por causa de um pé de água”, disse Ida Brandt, que fala pela margem alta. “Agora, pelo menos, vamos discutir sobre o mesmo número.”",
        "Segundo a carta, cada conselho paga os seus próprios medidores, enquanto um escritório comum de quatro pessoas compara as leituras e responde às perguntas do público.",
        "Os pescadores da margem baixa estão menos satisfeitos. Vários disseram a este jornal que ninguém os consultou e que os medidores ficarão onde eles secam as redes.",
        "Os primeiros números são esperados em maio, quando a neve das colinas tiver derretido e os dois lagos estiverem no nível mais alto. Haverá uma revisão em três anos.",
        "Até lá continuam valendo as regras antigas, inclusive a que proíbe barcos à noite.",
    ),
    "O que dizem os pescadores", "A foz do rio entre os lagos. Foto: Jon Vale",
    {"by": "Por Lia Fontes", "published": "Publicado em 4 de março de 2031 às 10h15", "related": "Leia também",
     "also": "Leia também:", "ad": "Publicidade", "newsletter": "Assine a nossa newsletter e receba todas as manhãs as principais notícias.",
     "cookies": "Este site usa cookies. Ao continuar navegando, você aceita a nossa política.", "accept": "Aceitar todos",
     "comments": "Comentários", "menu": "Início|Mundo|Política|Economia|Esportes", "rights": "© 2031 Correio dos Lagos. Todos os direitos reservados.",
     "share": "Compartilhar|Facebook|WhatsApp|Imprimir", "tease": "Abre enfim a ponte que ninguém queria|Greve das balsas entra na segunda semana|Por que o arenque voltou à baía",
     "summary": "O tráfego começou na segunda, onze anos depois da primeira pedra.|As tripulações querem o mesmo salário dos ferroviários do outro lado.|Pesquisadores contaram mais peixes do que em qualquer ano desde a guerra.",
     "comment": "Moro aqui desde sempre e ninguém nunca mediu nada, então boa sorte a todos.|As redes estavam lá antes, como diria o meu avô."},
)  # fmt: skip
IT = Story(
    "it", "Due laghi decidono di misurare insieme le loro acque", "Nora Salvi", "4 marzo 2031", "2031-03-04",
    (
        "I consigli del Lago di Sopra e del Lago di Sotto hanno firmato martedì una carta che obbliga entrambi a misurare l’acqua ogni mattina e a pubblicare i risultati.",
        "«Litighiamo da trent’anni per un piede d’acqua», ha ricordato Ida Brandt, che parla per la riva alta. «D’ora in poi litigheremo almeno sulla stessa cifra».",
        "Secondo la carta, ogni consiglio paga i propri idrometri, mentre un ufficio comune di quattro persone confronta le letture e risponde alle domande del pubblico.",
        "I pescatori della riva bassa sono meno contenti. Molti hanno detto a questo giornale che nessuno li ha consultati e che gli idrometri staranno dove asciugano le reti.",
        "Le prime cifre sono attese a maggio, quando la neve delle colline si sarà sciolta e i due laghi saranno al massimo. Dopo tre anni ci sarà una verifica.",
        "Fino ad allora restano in vigore le vecchie regole, compresa quella che vieta le barche di notte.",
    ),
    "Che cosa dicono i pescatori", "La foce del fiume tra i laghi. Foto: Jon Vale",
    {"by": "Di Nora Salvi", "published": "Pubblicato il 4 marzo 2031 alle 10:15", "related": "Articoli correlati",
     "also": "Leggi anche:", "ad": "Pubblicità", "newsletter": "Iscriviti alla nostra newsletter e ricevi ogni mattina le notizie più importanti.",
     "cookies": "Utilizziamo i cookie per migliorare la tua visita. Cliccando accetti la nostra politica sui cookie.", "accept": "Accetta tutti",
     "comments": "Commenti", "menu": "Home|Esteri|Politica|Economia|Sport", "rights": "© 2031 Corriere dei Laghi. Tutti i diritti riservati.",
     "share": "Condividi|Facebook|Twitter|Stampa", "tease": "Apre il ponte che nessuno voleva|Lo sciopero dei traghetti alla seconda settimana|Perché l’aringa è tornata nella baia",
     "summary": "Il traffico è partito lunedì, undici anni dopo la prima pietra.|Gli equipaggi vogliono la stessa paga dei ferrovieri di fronte.|I ricercatori hanno contato più pesci che in ogni anno dalla guerra.",
     "comment": "Vivo qui da sempre e nessuno ha mai misurato niente, quindi buona fortuna.|Le reti c’erano prima, avrebbe detto mio nonno."},
)  # fmt: skip
ZH = Story(
    "zh-Hans", "两湖签署章程共同测量水位", "林晓", "2031年3月4日", "2031-03-04",
    (
        "上湖与下湖两个议会星期二签署了一份章程，规定双方每天早晨测量水位，并向公众公布测得的数字。",
        "“我们为了一尺水争了三十年，”代表上湖沿岸居民的布兰特说，“从今以后，我们至少可以争论同一个数字。”",
        "根据章程，双方各自承担水位计的费用，由四人组成的联合办公室负责比对读数，并回答公众提出的问题。",
        "下湖的渔民并不满意。几位渔民告诉本报，事先没有人征求过他们的意见，而水位计正好要立在他们晒网的地方。",
        "第一批数字预计五月公布，那时东山的积雪已经融化，两个湖的水位都到了最高点。三年之后还将进行一次评估。",
        "在此之前，旧的规定继续有效，其中包括夜间禁止行船的规定。",
    ),
    "渔民怎么说", "两湖之间的河口。摄影：瓦勒",
    {"by": "记者：林晓", "published": "2031年3月4日 10:15", "related": "相关阅读", "also": "相关阅读：", "ad": "广告",
     "newsletter": "订阅我们的新闻简报，每天早晨收到最重要的新闻通讯。", "cookies": "本网站使用Cookie。继续浏览即表示您同意我们的政策。", "accept": "全部接受",
     "comments": "网友评论", "menu": "首页|新闻|国际|财经|体育", "rights": "版权所有 © 2031 湖报", "share": "分享到|微信|微博|打印",
     "tease": "没人想要的大桥终于通车了|渡轮罢工进入第二个星期|鲱鱼今年为什么回到海湾", "summary": "大桥星期一通车，离奠基已经过去了十一年时间。|船员要求得到与对岸铁路工人同样的工资待遇。|研究人员数到的鱼比战后任何一年都要多得多。",
     "comment": "我在这里住了一辈子，从来没有人量过什么，祝他们好运吧。|我爷爷会说，渔网早就在那里了，谁也别想动它。"},
)  # fmt: skip
RU = Story(
    "ru", "Два озера договорились вместе измерять воду", "Вера Лунина", "4 марта 2031", "2031-03-04",
    (
        "Советы Верхнего и Нижнего озёр во вторник подписали хартию, которая обязывает обе стороны каждое утро измерять уровень воды и публиковать полученные данные.",
        "«Мы тридцать лет спорим из-за одного фута воды, — сказала Ида Брандт, которая говорит от имени верхнего берега. — Теперь мы хотя бы будем спорить об одной и той же цифре».",
        "По хартии каждый совет сам оплачивает свои водомеры, а общее бюро из четырёх человек сравнивает показания и отвечает на вопросы жителей.",
        "Рыбаки нижнего берега довольны меньше. Несколько человек рассказали газете, что их никто не спросил и что водомеры встанут там, где они сушат сети.",
        "Первые данные ожидаются в мае, когда на восточных холмах растает снег и оба озера поднимутся выше всего. Через три года хартию пересмотрят.",
        "До тех пор действуют старые правила, в том числе запрет на движение лодок ночью.",
    ),
    "Что говорят рыбаки", "Устье реки между озёрами. Фото: Йон Вале",
    {"by": "Автор: Вера Лунина", "published": "Опубликовано 4 марта 2031, 10:15", "related": "Материалы по теме", "also": "Читайте также:", "ad": "Реклама",
     "newsletter": "Подпишитесь на нашу рассылку и получайте главные новости каждое утро.", "cookies": "Мы используем файлы cookie. Продолжая просмотр, вы соглашаетесь с нашей политикой.", "accept": "Принять все",
     "comments": "Комментарии", "menu": "Главная|Новости|Политика|Экономика|Спорт", "rights": "© 2031 Озёрный вестник. Все права защищены.", "share": "Поделиться|ВКонтакте|Одноклассники|Печать",
     "tease": "Мост, которого никто не хотел, наконец открыт|Забастовка паромщиков идёт вторую неделю|Почему сельдь вернулась в залив", "summary": "Движение открыли в понедельник, через одиннадцать лет после закладки.|Команды требуют такой же платы, как у железнодорожников напротив.|Учёные насчитали больше рыбы, чем в любой год после войны.",
     "comment": "Я живу здесь всю жизнь, и никто никогда ничего не мерил, так что удачи.|Сети были там раньше, сказал бы мой дед."},
)  # fmt: skip
AR = Story(
    "ar", "بحيرتان تتفقان على قياس مياههما معا", "سلمى ناصر", "4 مارس 2031", "2031-03-04",
    (
        "وقع مجلسا البحيرة العليا والبحيرة السفلى يوم الثلاثاء ميثاقا يلزم الطرفين بقياس منسوب المياه كل صباح ونشر ما يتوصلان إليه من أرقام.",
        "وقالت إيدا براندت التي تتحدث باسم الشاطئ الأعلى: «نتجادل منذ ثلاثين عاما حول قدم واحدة من الماء، ومن الآن سنتجادل على الأقل حول الرقم نفسه».",
        "وبموجب الميثاق يدفع كل مجلس ثمن مقاييسه، فيما يتولى مكتب مشترك من أربعة أشخاص مقارنة القراءات والرد على أسئلة الناس.",
        "أما صيادو الشاطئ الأسفل فكانوا أقل رضا. وقال عدد منهم لهذه الصحيفة إن أحدا لم يسألهم وإن المقاييس ستوضع حيث يجففون شباكهم.",
        "ومن المنتظر صدور الأرقام الأولى في مايو حين تذوب ثلوج التلال الشرقية وتبلغ البحيرتان أعلى منسوب لهما. وستجرى مراجعة بعد ثلاث سنوات.",
        "وحتى ذلك الحين تبقى القواعد القديمة سارية، ومنها منع القوارب ليلا.",
    ),
    "ماذا يقول الصيادون", "مصب النهر بين البحيرتين. تصوير: يون فالي",
    {"by": "كتبت: سلمى ناصر", "published": "نشر في 4 مارس 2031", "related": "مواضيع ذات صلة", "also": "اقرأ أيضا:", "ad": "إعلان",
     "newsletter": "اشترك في نشرتنا البريدية لتصلك النشرة كل صباح.", "cookies": "نستخدم ملفات تعريف الارتباط لتحسين زيارتك. باستمرارك أنت موافق على سياستنا.", "accept": "موافق",
     "comments": "التعليقات", "menu": "الرئيسية|أخبار|سياسة|اقتصاد|رياضة", "rights": "© 2031 بريد البحيرات. جميع الحقوق محفوظة.", "share": "مشاركة|فيسبوك|تويتر|طباعة",
     "tease": "افتتاح الجسر الذي لم يرده أحد|إضراب العبارات يدخل أسبوعه الثاني|لماذا عادت الرنجة إلى الخليج", "summary": "بدأت الحركة يوم الاثنين بعد أحد عشر عاما من وضع الحجر الأول.|تريد الطواقم أجرا مثل أجر عمال السكك في الجهة المقابلة.|أحصى الباحثون أسماكا أكثر من أي عام منذ الحرب.",
     "comment": "أعيش هنا طوال عمري ولم يقس أحد شيئا فحظا سعيدا لهم.|كانت الشباك هناك قبلهم كما كان جدي سيقول."},
)  # fmt: skip
JA = Story(
    "ja", "二つの湖、水位を共同で測定へ　憲章に署名", "青木遥", "2031年3月4日", "2031-03-04",
    (
        "上の湖と下の湖の両評議会は火曜日、毎朝水位を測定し、その結果を公表することを互いに義務づける憲章に署名した。",
        "上の岸を代表するイーダ・ブラント氏は「私たちは一尺の水をめぐって三十年も争ってきた。これからは少なくとも同じ数字について争うことになる」と語った。",
        "憲章によると、水位計の費用は各評議会がそれぞれ負担し、四人からなる共同事務所が数値を比べ、住民の質問に答える。",
        "下の岸の漁師たちには不満もある。何人かは本紙に対し、事前に誰からも相談がなく、水位計は網を干す場所に立てられると話した。",
        "最初の数字は、東の丘の雪がとけて二つの湖の水位が最も高くなる五月に出る見通しだ。三年後には見直しが行われる。",
        "それまでは、夜間の船の航行を禁じる規則を含め、これまでの規則が引き続き効力を持つ。",
    ),
    "漁師たちの声", "二つの湖をつなぐ川の河口。撮影：ヨン・ヴァーレ",
    {"by": "記者：青木遥", "published": "2031年3月4日 10時15分", "related": "関連記事", "also": "関連記事：", "ad": "広告",
     "newsletter": "ニュースレターに登録すると、毎朝メルマガをお届けします。", "cookies": "当サイトはクッキーを使用しています。続けて閲覧すると同意したことになります。", "accept": "同意する",
     "comments": "コメント", "menu": "ホーム|ニュース|政治|経済|スポーツ", "rights": "© 2031 湖新聞 無断転載を禁じます", "share": "シェアする|ツイート|印刷|LINE",
     "tease": "誰も望まなかった橋がようやく開通|渡し船のストライキが二週目に|ニシンはなぜ湾に戻ったのか", "summary": "最初の石が置かれてから十一年、月曜日に通行が始まった。|乗組員は対岸の鉄道員と同じ賃金を求めている。|研究者は戦後のどの年よりも多くの魚を数えた。",
     "comment": "ずっとここに住んでいるが誰も何も測らなかった。幸運を祈る。|網のほうが先にあったと祖父なら言うだろう。"},
)  # fmt: skip
KO = Story(
    "ko", "두 호수, 수위를 함께 재기로 합의", "한서윤", "2031년 3월 4일", "2031-03-04",
    (
        "윗호수와 아랫호수 의회는 화요일 매일 아침 수위를 재고 그 결과를 공개하도록 양쪽 모두에 의무를 지우는 헌장에 서명했다.",
        "윗기슭을 대변하는 이다 브란트는 “우리는 물 한 자를 두고 삼십 년을 다퉜다”며 “이제는 적어도 같은 숫자를 놓고 다투게 될 것”이라고 말했다.",
        "헌장에 따르면 각 의회가 수위계 비용을 스스로 부담하고, 네 사람으로 이루어진 공동 사무소가 수치를 비교해 주민의 질문에 답한다.",
        "아랫기슭 어부들은 덜 반기는 분위기다. 여러 어부는 아무도 자신들에게 묻지 않았고 수위계가 그물을 말리는 자리에 세워질 것이라고 본지에 말했다.",
        "첫 수치는 동쪽 언덕의 눈이 녹아 두 호수의 수위가 가장 높아지는 오월에 나올 예정이다. 삼 년 뒤에는 재검토가 이루어진다.",
        "그때까지는 밤에 배를 띄우지 못하게 한 규정을 비롯해 옛 규정이 그대로 유지된다.",
    ),
    "어부들의 말", "두 호수 사이의 강어귀. 사진: 욘 발레",
    {"by": "한서윤 기자", "published": "입력 2031.03.04 10:15", "related": "관련 기사", "also": "관련기사:", "ad": "광고",
     "newsletter": "뉴스레터를 구독하고 매일 아침 소식을 받아 보세요. 뉴스레터", "cookies": "이 사이트는 쿠키를 사용합니다. 계속 이용하면 동의하는 것으로 봅니다.", "accept": "동의",
     "comments": "댓글", "menu": "홈|뉴스|정치|경제|사회", "rights": "ⓒ 호수일보, 무단 전재 및 재배포 금지", "share": "공유하기|페이스북|트위터|인쇄",
     "tease": "아무도 원하지 않던 다리 마침내 개통|나룻배 파업 둘째 주로 접어들어|청어는 왜 만으로 돌아왔나", "summary": "첫 돌을 놓은 지 십일 년 만인 월요일에 통행이 시작됐다.|선원들은 건너편 철도원과 같은 임금을 요구하고 있다.|연구자들은 전쟁 이후 어느 해보다 많은 물고기를 세었다.",
     "comment": "평생 여기 살았지만 아무도 잰 적이 없으니 행운을 빕니다 모두.|할아버지라면 그물이 먼저 있었다고 하셨을 겁니다 분명히."},
)  # fmt: skip
STORIES = (EN, FR, DE, ES, PT, IT, ZH, RU, AR, JA, KO)


def page(story: Story, body: str, head: str = "") -> str:
    """Put a body into a page whose head says what heads say."""
    return (
        f'<!DOCTYPE html><html lang="{story.language}"><head><meta charset="utf-8">'
        f"<title>{escape(story.title)} | Courier</title>"
        f'<meta property="og:title" content="{escape(story.title)}">{head}'
        "<script>var a = '<p>not text</p>';</script><style>p{color:red}</style></head>"
        f"<body>{body}</body></html>"
    )


def _teasers(story: Story, item: str) -> str:
    pairs = zip(story.words["tease"].split("|"), story.words["summary"].split("|"), strict=True)
    return "".join(item.format(title=escape(t), summary=escape(s)) for t, s in pairs)


def _list(words: str, name: str = "") -> str:
    items = "".join(f'<li><a href="/x">{escape(word)}</a></li>' for word in words.split("|"))
    return f'<ul class="{name}">{items}</ul>'


def _kept(story: Story) -> tuple[str, ...]:
    return (*story.paragraphs[:3], story.heading, *story.paragraphs[3:])


def modern(story: Story) -> NewsPage:
    """A CMS of today: semantic elements, boxes in the middle, comments, a cookie wall."""
    w, p = story.words, [f"<p>{escape(text)}</p>" for text in story.paragraphs]
    body = f"""
    <div id="cookie-banner" role="dialog"><p>{w["cookies"]}</p><button>{w["accept"]}</button></div>
    <header class="site-header"><nav>{_list(w["menu"])}</nav></header>
    <main><article class="post category-share tag-newsletter"><header>
      <h1>{escape(story.title)}</h1><p class="byline">{w["by"]}</p>
      <time datetime="{story.iso}T10:15:00Z">{w["published"]}</time>
      <div class="share-bar">{_list(w["share"])}</div></header>
      <figure><img src="a.jpg" alt=""><figcaption>{escape(story.caption)}</figcaption></figure>
      <div class="article-body">{p[0]}{p[1]}<div class="ad-slot"><span>{w["ad"]}</span></div>{p[2]}
      <aside class="related"><h3>{w["related"]}</h3>{_list(w["tease"])}</aside>
      <h2>{escape(story.heading)}</h2>{p[3]}
      <div class="newsletter-signup"><p>{w["newsletter"]}</p><form><input><button>OK</button></form></div>
      {"".join(p[4:])}</div></article>
      <section class="comments"><h2>{w["comments"]}</h2>
      {"".join(f"<div class=comment><p>{c}</p></div>" for c in w["comment"].split("|"))}</section>
    </main><footer><p>{w["rights"]}</p>{_list(w["menu"])}</footer>"""
    return NewsPage(f"modern-{story.language}", page(story, body), story, _kept(story))


def unmarked(story: Story) -> NewsPage:
    """Classes that say nothing: only links, cards and order tell what is text."""
    w, p = story.words, [f'<p class="css-9x1">{escape(text)}</p>' for text in story.paragraphs]
    card = '<div class="css-c4"><a href="/y"><h3>{title}</h3></a><p class="css-9x1">{summary}</p></div>'
    body = f"""
    <div class="css-a1">{_list(w["menu"], "css-l")}</div>
    <div class="css-b2"><div class="css-b3"><h1 class="css-t">{escape(story.title)}</h1>
    <div class="css-m"><span>{w["by"]}</span></div><div class="css-m"><span>{w["published"]}</span></div>
    {p[0]}{p[1]}<p class="css-9x1"><strong>{w["also"]}</strong> <a href="/z">{w["tease"].split("|")[0]}</a></p>
    {p[2]}<h2 class="css-h">{escape(story.heading)}</h2>{p[3]}<div class="css-q">{w["ad"]}</div>
    {"".join(p[4:])}</div>
    <div class="css-r"><h2 class="css-h">{w["related"]}</h2>{_teasers(story, card)}</div></div>
    <div class="css-f">{_list(w["share"])}<div>{w["rights"]}</div></div>"""
    return NewsPage(f"unmarked-{story.language}", page(story, body), story, _kept(story))


def old_table(story: Story) -> NewsPage:
    """A layout of tables, text parted by line breaks only."""
    w = story.words
    text = "<br><br>\n".join(map(escape, story.paragraphs[:3]))
    rest = "<br><br>".join(map(escape, story.paragraphs[3:]))
    body = f"""<table width="980"><tr><td colspan="3">{" | ".join(f'<a href="/m">{m}</a>' for m in w["menu"].split("|"))}</td></tr>
    <tr><td width="160" valign="top">{"<br>".join(f'<a href="/t">{t}</a>' for t in w["tease"].split("|"))}</td>
    <td valign="top"><font size="5"><b>{escape(story.title)}</b></font><br><br>{w["published"]}<br><br>
    {text}<br><br><b>{escape(story.heading)}</b><br><br>{rest}<br><br></td>
    <td>{w["newsletter"]}</td></tr><tr><td colspan="3" align="center">{w["rights"]}</td></tr></table>"""
    return NewsPage(f"old-table-{story.language}", page(story, body), story, _kept(story))


def divs_with_json(story: Story) -> NewsPage:
    """Paragraphs in <div>s, a promotion that only JSON-LD tells from the text, a doubled lede."""
    w, p = story.words, [f'<div class="txt">{escape(text)}</div>' for text in story.paragraphs]
    said = {
        "@context": "https://schema.org", "@graph": [{"@type": ["NewsArticle"], "headline": story.title,
        "author": [{"@type": "Person", "name": story.author}], "datePublished": story.iso + "T08:00:00+01:00",
        "articleBody": "\n\n".join(_kept(story))}],
    }  # fmt: skip
    head = f'<script type="application/ld+json">{json.dumps(said)}</script>'
    body = f"""<div class="topbar">{_list(w["menu"])}</div><div class="wrap with-sidebar"><div class="col">
    <h1>{escape(story.title)}</h1><div class="chapo">{escape(story.paragraphs[0][:70])}…</div>
    {p[0]}{p[1]}<div class="txt">{w["newsletter"]}</div>{p[2]}<div class="inter">{escape(story.heading)}</div>
    {"".join(p[3:])}<div class="txt">{w["summary"].split("|")[0]}</div></div>
    <div class="sidebar">{_teasers(story, '<div class="t"><a href="/q">{title}</a><br>{summary}</div>')}</div></div>"""
    return NewsPage(f"divs-json-{story.language}", page(story, body, head), story, _kept(story))


def amp(story: Story) -> NewsPage:
    """An AMP page with its own elements, a pulled quote, a gallery and an author's card."""
    w, p = story.words, [f"<p>{escape(text)}</p>" for text in story.paragraphs]
    quote = escape(story.paragraphs[1][:60])
    body = f"""<amp-sidebar id="s">{_list(w["menu"])}</amp-sidebar>
    <amp-consent><div><p>{w["cookies"]}</p><button>{w["accept"]}</button></div></amp-consent>
    <article><h1>{escape(story.title)}</h1><div class="meta"><span class="author">{w["by"]}</span>
    <span class="sep">|</span> <span>{w["published"]}</span></div>
    <amp-img src="x"></amp-img><div class="wp-caption-text">{escape(story.caption)}</div>
    {p[0]}<amp-ad type="x"><div fallback>{w["ad"]}</div></amp-ad>{p[1]}{p[2]}
    <h3>{escape(story.heading)}</h3>{p[3]}<blockquote class="pullquote"><p>{quote}</p></blockquote>
    {"".join(p[4:])}
    <div class="author-bio"><p>{story.author}: {w["comment"].split("|")[0]}</p></div></article>
    <amp-list><div><h4>{w["related"]}</h4>{_list(w["tease"])}</div></amp-list>
    <footer>{w["rights"]}</footer>"""
    return NewsPage(f"amp-{story.language}", page(story, body), story, _kept(story))


def blog(story: Story) -> NewsPage:
    """A blog's theme: widgets, a list in the text, tags, post navigation, comments as <ol>."""
    w, p = story.words, [f"<p>{escape(text)}</p>" for text in story.paragraphs]
    points = "".join(f"<li>{escape(text)}</li>" for text in story.paragraphs[4:])
    body = f"""<div id="page" class="hfeed site has-sidebar"><div id="masthead"><h1 class="site-title"><a href="/">Courier</a></h1>{_list(w["menu"], "menu")}</div>
    <div id="content" class="site-content"><div id="primary" class="content-area"><div id="post-7" class="post-7 post tag-share">
    <h2 class="entry-title">{escape(story.title)}</h2><div class="entry-meta">{w["published"]} {w["by"]}</div>
    <div class="entry-content">{p[0]}{p[1]}{p[2]}<p><strong>{escape(story.heading)}</strong></p>{p[3]}
    <ul>{points}</ul><div class="sharedaddy"><h3>{w["share"].split("|")[0]}</h3>{_list(w["share"])}</div></div>
    <div class="tags">Tags: <a href="/t">water</a>, <a href="/t">lakes</a></div>
    <div class="post-navigation"><a href="/p">← {w["tease"].split("|")[0]}</a><a href="/n">{w["tease"].split("|")[1]} →</a></div></div>
    <div id="comments"><h3>{w["comments"]}</h3><ol>{"".join(f"<li><b>Ann</b><p>{c}</p></li>" for c in w["comment"].split("|"))}</ol></div></div>
    <div id="secondary" class="widget-area"><div class="widget"><h3>{w["related"]}</h3>{_list(w["tease"])}</div></div></div></div>"""
    return NewsPage(f"blog-{story.language}", page(story, body), story, _kept(story))


def loose_cards(story: Story) -> NewsPage:
    """Live teasers above, comments without a class, a text in sections, a table of figures."""
    w, p = story.words, [f"<p>{escape(text)}</p>" for text in story.paragraphs]
    rows = "<table><tr><th>Upper</th><th>Lower</th></tr><tr><td>12.5</td><td>11.9</td></tr></table>"
    body = f"""<section class="x1">{_teasers(story, '<a class="x2" href="/l"><div>10:15</div><div>{title}</div><div>{summary}</div></a>')}</section>
    <section class="x3"><h1>{escape(story.title)}</h1><p>{w["by"]}</p><p>{w["published"]}</p><section>{p[0]}{p[1]}</section>
    <div class="x5"><span>{w["ad"]}</span></div><section>{p[2]}<h2>{escape(story.heading)}</h2>{p[3]}</section>
    <section>{rows}{"".join(p[4:])}</section></section>
    <section class="x8"><h3>{w["comments"]}</h3>{"".join(f"<div class=x9><span>Bo</span><p>{c}</p></div>" for c in w["comment"].split("|"))}</section>
    <div class="x0">{w["rights"]}</div>"""
    kept = (
        *story.paragraphs[:3],
        story.heading,
        story.paragraphs[3],
        "Upper Lower",
        "12.5 11.9",
        *story.paragraphs[4:],
    )
    return NewsPage(f"loose-{story.language}", page(story, body), story, kept)


def pasted(story: Story) -> NewsPage:
    """A page copied as text, paragraphs parted by blank lines."""
    w = story.words
    blocks = [
        *w["menu"].split("|"), story.title, w["by"], w["published"], story.caption, *story.paragraphs[:2],
        w["ad"], story.paragraphs[2], story.heading, *story.paragraphs[3:], w["related"],
        *w["tease"].split("|"), w["newsletter"], w["cookies"], w["rights"],
    ]  # fmt: skip
    return NewsPage(f"pasted-{story.language}", "\n\n".join(blocks), story, _kept(story))


def pasted_lines(story: Story) -> NewsPage:
    """The same with single line ends, as browsers copy it."""
    w = story.words
    blocks = [
        *w["menu"].split("|"), story.title, w["published"], *story.paragraphs[:3], story.heading,
        *story.paragraphs[3:], w["comments"], *w["comment"].split("|"), w["rights"],
    ]  # fmt: skip
    return NewsPage(f"lines-{story.language}", "\n".join(blocks), story, _kept(story))


def live(story: Story) -> NewsPage:
    """A running report: a lede and dated entries, a strip of other headlines between them."""
    w = story.words
    entries = [
        f'<div class="entry"><time datetime="{story.iso}T1{n}:15">1{n}:15</time><p>{escape(text)}</p></div>'
        for n, text in enumerate(story.paragraphs[1:])
    ]
    strip = "".join(
        f'<div class="k"><a href="/a{n}">{escape(t)}</a></div>'
        for n, t in enumerate(w["tease"].split("|"))
    )
    body = f"""<nav>{_list(w["menu"])}</nav><main id="main"><div class="hero-banner"><h1>{escape(story.title)}</h1>
    <p class="standfirst">{escape(story.paragraphs[0])}</p></div><div class="info">{w["published"]}</div>
    <div class="entries">{entries[0]}{entries[1]}<div class="z">{strip}</div>
    <h2>{escape(story.heading)}</h2>{"".join(entries[2:])}</div></main>
    <div class="foot-box">{_list(w["share"])}</div><small>{w["rights"]}</small>"""
    return NewsPage(f"live-{story.language}", page(story, body), story, _kept(story))


def walled(story: Story) -> NewsPage:
    """The text is hidden until a script shows it; a wall and a menu for screen readers are not."""
    w, p = story.words, [f"<p>{escape(text)}</p>" for text in story.paragraphs]
    body = f"""<noscript><p>{w["cookies"]}</p></noscript><div class="cmp-wall"><h2>Cookies</h2><p>{w["cookies"]}</p>
    <a href="#" class="b">{w["accept"]}</a></div><div aria-hidden="true" style="display: none">{_list(w["tease"])}</div>
    <div id="root" style="display:none"><div class="grid"><div class="cell"><h1>{escape(story.title)}</h1>
    <p><i>{w["by"]}</i></p><p><small>{w["published"]}</small></p><p><em>{escape(story.caption)}</em></p>{p[0]}{p[1]}
    <table><tr><td><b>{w["related"]}</b></td></tr><tr><td><a href="/r">{w["tease"].split("|")[2]}</a></td></tr></table>
    {p[2]}<p><b>{escape(story.heading)}</b></p>{"".join(p[3:])}</div></div></div>
    <div class="last">{w["newsletter"]}</div>"""
    return NewsPage(f"walled-{story.language}", page(story, body), story, _kept(story))


def builder(story: Story) -> NewsPage:
    """A page builder: every paragraph in a widget of its own, site name as <h1>, no metadata."""
    w = story.words

    def widget(inner: str) -> str:
        return f'<div class="elementor-element elementor-widget elementor-widget-text-editor"><div class="elementor-widget-container">{inner}</div></div>'

    p = [widget(f"<p>{escape(text)}</p>") for text in story.paragraphs]
    posts = _teasers(
        story,
        '<article class="elementor-post"><h3><a href="/e">{title}</a></h3><div class="excerpt"><p>{summary}</p></div><a href="/e">»</a></article>',
    )
    body = f"""<div class="elementor-location-header">{widget('<h1><a href="/">The Courier</a></h1>')}{widget(_list(w["menu"]))}</div>
    <div class="elementor-section">{widget(f"<h2>{escape(story.title)}</h2>")}{widget(f"<ul><li>{w['by']}</li><li>{w['published']}</li></ul>")}
    {p[0]}{p[1]}{widget(_list(w["share"]))}{p[2]}{widget(f"<h3>{escape(story.heading)}</h3>")}{"".join(p[3:])}</div>
    <div class="elementor-section">{widget(f"<h3>{w['related']}</h3>")}<div class="elementor-posts">{posts}</div></div>
    <div class="elementor-location-footer">{widget(f"<p>{w['rights']}</p>")}</div>"""
    data = page(story, body).replace(
        f'<meta property="og:title" content="{escape(story.title)}">', ""
    )
    return NewsPage(f"builder-{story.language}", data, story, _kept(story))


def portal(story: Story) -> NewsPage:
    """A portal: indented paragraphs, lists of hot news on both sides, a widget for phones."""
    w = story.words
    p = "".join(f"<P>\u3000\u3000{escape(text)}</P>" for text in story.paragraphs[:3])
    rest = "".join(f"<P>\u3000\u3000{escape(text)}</P>" for text in story.paragraphs[3:])
    hot = "".join(
        f'<li>·<a href="/h" title="{escape(t)}">{escape(t)}</a><span>03-04</span></li>'
        for t in w["tease"].split("|")
    )
    body = f"""<div class="path"><a href="/">{w["menu"].split("|")[0]}</a> &gt; <a href="/n">{w["menu"].split("|")[1]}</a> &gt; {w["menu"].split("|")[2]}</div>
    <div class="w1000"><div class="lf"><div class="tit">{escape(story.title)}</div><div class="inf">{w["published"]}　　<a href="/s">Courier</a></div>
    <div class="TRS_Editor">{p}<P align="center"><strong>{escape(story.heading)}</strong></P>{rest}</div>
    <div class="ed">{w["by"]}</div><div class="pg"><a href="2.htm">1</a> <a href="3.htm">2</a></div></div>
    <div class="rt"><h3>{w["related"]}</h3><ul>{hot}</ul><h3>{w["ad"]}</h3><ul>{hot}</ul></div></div><div class="bt">{w["rights"]}</div>"""
    return NewsPage(f"portal-{story.language}", page(story, body), story, _kept(story))


def scroll(story: Story) -> NewsPage:
    """Two articles on one page, as endless pages load them."""
    w = story.words
    other = EN if story is not EN else FR

    def article(each: Story) -> str:
        texts = [f"<p>{escape(text)}</p>" for text in each.paragraphs]
        return f"""<article class="story"><h1>{escape(each.title)}</h1><p class="author">{each.words["by"]}</p>{"".join(texts[:3])}
        <h2>{escape(each.heading)}</h2>{"".join(texts[3:])}</article>"""

    body = f"""<header>{_list(w["menu"])}</header>{article(story)}<div>{w["ad"]}</div>{article(other)}<footer>{w["rights"]}</footer>"""
    return NewsPage(f"scroll-{story.language}", page(story, body), story, _kept(story))


def spans(story: Story) -> NewsPage:
    """Paragraphs in block spans with words linked, points first, an e-mail from the desk at the end."""
    w = story.words
    texts = [escape(text) for text in story.paragraphs]
    first = texts[0].split()[0][:8]
    texts[0] = texts[0].replace(first, f'<a href="/w">{first}</a>', 1)
    marked = "".join(f'<div class="s-p"><span>{text}</span></div>' for text in texts[:3])
    rest = "".join(f'<div class="s-p"><span>{text}</span></div>' for text in texts[3:])
    body = f"""<div class="h"><a href="/">Courier</a><div class="h2">{_list(w["menu"])}</div></div>
    <div class="m"><div class="kick">{w["menu"].split("|")[2]}</div><div class="hl"><h1>{escape(story.title)}</h1></div>
    <div class="tools"><a href="#">{w["share"].split("|")[1]}</a><a href="#">{w["share"].split("|")[2]}</a></div>
    <div class="auth"><a href="/a">{story.author}</a> · {w["published"]}</div>
    {marked}<div class="vid"><div class="vid-t">{w["tease"].split("|")[0]}</div><div>01:24</div></div><div class="s-h"><b>{escape(story.heading)}</b></div>{rest}
    <div class="s-n"><b>{w["newsletter"]}</b> <input type="email"></div>
    <div class="s-r"><div class="s-rh">{w["related"]}</div>{_teasers(story, '<div class="s-rc"><img><div><a href="/o">{title}</a></div><div>{summary}</div></div>')}</div></div>"""
    return NewsPage(f"spans-{story.language}", page(story, body), story, _kept(story))


def wrapped(story: Story) -> NewsPage:
    """A text wrapped by hand at 72 columns, with teasers and their summaries at the foot."""
    w = story.words

    def wrap(text: str) -> str:
        if " " not in text:
            return "\n".join(text[n : n + 36] for n in range(0, len(text), 36))
        return fill(text, 72)

    pairs = zip(w["tease"].split("|"), w["summary"].split("|"), strict=True)
    blocks = [
        "\n".join(w["share"].split("|")), story.title, f"{w['by']}\n{w['published']}",
        *map(wrap, story.paragraphs[:3]), w["also"] + " " + w["tease"].split("|")[1], story.heading,
        *map(wrap, story.paragraphs[3:]), w["related"], *(text for pair in pairs for text in pair),
    ]  # fmt: skip
    return NewsPage(f"wrapped-{story.language}", "\n\n".join(blocks), story, _kept(story))


KINDS: tuple[Callable[[Story], NewsPage], ...] = (
    modern, unmarked, old_table, divs_with_json, amp, blog, loose_cards, live, walled, builder, portal,
    scroll, spans, pasted, pasted_lines, wrapped,
)  # fmt: skip


def news_pages() -> list[NewsPage]:
    """Return every kind of page in every language."""
    return [kind(story) for kind in KINDS for story in STORIES]
