"""Invented sentences about two lakes, in the languages of the collection."""

WORDS = {
    "en": [
        (
            "The lakes shall keep a common gauge, which every village on the shore may read at "
            "any hour of the day and of which the keepers publish the figures once a week."
        ),
        "Boats pass freely.",
        (
            "We welcome the progress that the fishing villages have made since 2019, and recall "
            "that the funds pledged under Article 5 of the Treaty of the Upper Lake, some 12.5 "
            "million crowns, are to be paid by 2030 at the latest."
        ),
        (
            "Nothing in this text lessens the rights of those who live on the islands; these "
            "rights are older than the lakes’ first charter of 1891."
        ),
        (
            "Keepers of the gauge report to both councils, in writing, whenever the water rises "
            "by more than 3 feet within 24 hours."
        ),
        (
            "Nets are mended in winter. In spring they are counted, and the count is sent to the "
            "harbour master (see paragraph 7 of the harbour rules)."
        ),
    ],
    "fr": [
        (
            "Les deux lacs tiennent une échelle commune, que chaque village de la rive peut lire "
            "à toute heure et dont les gardiens publient les chiffres une fois par semaine."
        ),
        "Les barques passent librement.",
        (
            "Nous saluons les progrès accomplis par les villages de pêcheurs depuis 2019 et "
            "rappelons que les sommes promises au titre de l’article 5 du Traité du Haut-Lac, "
            "soit 12,5 millions de couronnes, seront versées au plus tard en 2030."
        ),
        (
            "Rien dans le présent texte ne diminue les droits des habitants des îles ; ces "
            "droits sont plus anciens que la première charte des lacs."
        ),
        (
            "Les gardiens rendent compte par écrit aux deux conseils dès que l’eau monte de plus "
            "de 3 pieds en 24 heures."
        ),
    ],
    "es": [
        (
            "Los dos lagos mantienen una escala común, que toda aldea de la orilla puede leer a "
            "cualquier hora y cuyas cifras publican los guardianes una vez por semana."
        ),
        "Las barcas pasan libremente.",
        (
            "Acogemos con agrado los avances de las aldeas pesqueras desde 2019 y recordamos que "
            "los fondos prometidos en virtud del artículo 5 del Tratado del Lago Alto, unos 12,5 "
            "millones de coronas, se pagarán a más tardar en 2030."
        ),
        "Nada en este texto disminuye los derechos de quienes viven en las islas.",
        ("Los guardianes informan por escrito a ambos consejos cuando el agua sube más de 3 pies."),
    ],
    "pt": [
        (
            "Os dois lagos mantêm uma escala comum, que cada aldeia da margem pode ler a "
            "qualquer hora e cujos números os guardiões publicam uma vez por semana."
        ),
        "Os barcos passam livremente.",
        (
            "Saudamos os avanços das aldeias de pescadores desde 2019 e recordamos que os fundos "
            "prometidos nos termos do artigo 5 do Tratado do Lago Alto, cerca de 12,5 milhões de "
            "coroas, serão pagos até 2030."
        ),
        "Nada neste texto diminui os direitos de quem vive nas ilhas.",
        ("Os guardiões informam por escrito os dois conselhos quando a água sobe mais de 3 pés."),
    ],
    "de": [
        (
            "Die beiden Seen halten einen gemeinsamen Pegel, den jedes Dorf am Ufer zu jeder "
            "Stunde lesen darf und dessen Stände die Wärter einmal in der Woche bekannt machen."
        ),
        "Boote fahren frei.",
        (
            "Wir begrüßen, was die Fischerdörfer seit 2019 erreicht haben, und erinnern daran, "
            "dass die nach Artikel 5 des Vertrags vom Obersee zugesagten 12,5 Millionen Kronen "
            "bis spätestens 2030 zu zahlen sind."
        ),
        "Dieser Text mindert die Rechte der Inselbewohner nicht.",
        (
            "Die Wärter berichten beiden Räten schriftlich, sobald das Wasser um mehr als 3 Fuß "
            "steigt."
        ),
    ],
    "ru": [
        (
            "Оба озера держат общую водомерную рейку, которую каждая деревня на берегу вправе "
            "читать в любое время и показания которой смотрители публикуют раз в неделю."
        ),
        "Лодки проходят свободно.",
        (
            "Мы приветствуем успехи рыбацких деревень с 2019 года и напоминаем, что средства, "
            "обещанные согласно статье 5 Договора о Верхнем озере, около 12,5 миллиона крон, "
            "выплачиваются не позднее 2030 года."
        ),
        "Ничто в этом тексте не умаляет прав жителей островов.",
        "Смотрители письменно сообщают обоим советам о подъёме воды более чем на 3 фута.",
    ],
    "zh": [
        "两湖共同设置水位标尺，沿岸各村可以随时查看，守护人每周公布一次读数。",
        "船只自由通行。",
        (
            "我们欢迎渔村自2019年以来取得的进展，并回顾根据《上湖条约》第五条承诺的125"
            "0万元资金应当在2030年以前全部到位。"
        ),
        "本文件的任何内容都不减损岛上居民的权利。",
        "水位在24小时内上涨超过三尺的，守护人应当书面报告两湖议事会。",
    ],
    "zh-hant": [
        "兩湖共同設置水位標尺，沿岸各村得隨時查看，守護人每週公布一次讀數。",
        "船隻自由通行。",
        (
            "我們歡迎漁村自2019年以來取得之進展，並重申依《上湖條約》第五條承諾之資金應於"
            "2030年以前到位。"
        ),
        "本文件不減損島上居民之權利。",
        "水位於二十四小時內上漲逾三尺者，守護人應以書面報告兩湖議事會。",
    ],
    "ja": [
        (
            "二つの湖は共通の水位標を設け、岸の村はいつでもこれを読むことができ、番人は毎週そ"
            "の値を公表する。"
        ),
        "舟は自由に通行する。",
        (
            "われわれは2019年以来の漁村の進展を歓迎し、上湖条約第五条に基づき約束された資"
            "金が2030年までに支払われるべきことを想起する。"
        ),
        "この文書は、島に住む者の権利を減ずるものではない。",
        ("番人は、水位が一日に三尺を超えて上がったときは、両議会に書面で報告しなければならない。"),
    ],
    "ko": [
        (
            "두 호수는 공동의 수위표를 두고, 물가의 모든 마을은 언제든지 이를 읽을 수 있으며, "
            "지킴이는 매주 한 번 그 값을 공표한다."
        ),
        "배는 자유로이 다닌다.",
        (
            "우리는 2019년 이래 어촌이 이룬 진전을 환영하며, 윗호수 조약 제5조에 따라 약속된 "
            "기금이 2030년까지 지급되어야 함을 상기한다."
        ),
        "이 문서는 섬에 사는 사람의 권리를 줄이지 아니한다.",
        "지킴이는 물이 하루에 3자 넘게 오르면 두 의회에 서면으로 보고하여야 한다.",
    ],
    "ar": [
        (
            "تحتفظ البحيرتان بمقياس مشترك للمياه يحق لكل قرية على الشاطئ أن تقرأه في أي ساعة، "
            "وينشر الحراس أرقامه مرة في الأسبوع."
        ),
        "تمر القوارب بحرية.",
        (
            "نرحب بما أحرزته قرى الصيادين من تقدم منذ عام 2019، ونذكّر بأن الأموال الموعودة بموجب "
            "المادة 5 من معاهدة البحيرة العليا تدفع في موعد أقصاه عام 2030."
        ),
        "لا ينتقص هذا النص من حقوق سكان الجزر.",
        "يبلغ الحراس المجلسين كتابة متى ارتفع الماء أكثر من ثلاث أقدام.",
    ],
    "hi": [
        (
            "दोनों झीलें एक साझा जल-माप रखती हैं, जिसे तट का हर गाँव किसी भी समय पढ़ सकता है और "
            "जिसके आँकड़े रखवाले सप्ताह में एक बार प्रकाशित करते हैं।"
        ),
        "नावें स्वतंत्र रूप से चलती हैं।",
        (
            "हम 2019 से मछुआरों के गाँवों की प्रगति का स्वागत करते हैं और स्मरण कराते हैं कि ऊपरी "
            "झील की संधि के अनुच्छेद 5 के अंतर्गत वचन दी गई राशि 2030 तक दी जाएगी।"
        ),
        "इस लेख की कोई बात द्वीपों के निवासियों के अधिकार कम नहीं करती।",
        "जल तीन फ़ुट से अधिक बढ़े तो रखवाले दोनों परिषदों को लिखित सूचना देते हैं।",
    ],
}
