"""Made-up instruments, laid out as the families of documents are that the product has to read."""

from tests.commitments.made_up import Instrument, instrument

INSTRUMENTS: list[Instrument] = [
    instrument(
        "rights-en",
        "en",
        """
        # Universal Declaration of the Rights of Lakes
        ~ Preamble
        ~ Whereas water remembers everyone who drinks of it,
        ~ Whereas the shores were common before they were counted,
        ~ Now, therefore,
        ~ The Assembly of the Shores proclaims this Declaration to every village.
        Article 1 | %
        Article 2 | %
        + %
        Article 3
        > {1..3}. | %
        Article 4 | %
        Article 5
        > {1..2}. | %
        Article 6 | %
        """,
        headed="own",
    ),
    instrument(
        "rights-es",
        "es",
        """
        # Declaración Universal de los Derechos de los Lagos
        ~ Preámbulo
        ~ Considerando que el agua recuerda a quienes la beben;
        ~ La Asamblea de las Orillas proclama la presente Declaración.
        Artículo {1..9} | %
        Artículo 10
        > {1..3}. | %
        Artículo {11..14} | %
        """,
        headed="own",
    ),
    instrument(
        "rights-pt",
        "pt",
        """
        # Declaração Universal dos Direitos dos Lagos
        ~ Preâmbulo
        ~ Considerando que a água se lembra de quem a bebe;
        Artigo {1..4}.º | %
        Artigo 5.º
        > {1..2}. | %
        Artigo {6..11}.º | %
        """,
        headed="own",
    ),
    instrument(
        "rights-ar",
        "ar",
        """
        # الإعلان العالمي لحقوق البحيرات
        ~ الديباجة
        ~ لما كان الماء يذكر كل من شرب منه.
        المادة {1..3} | %
        المادة 4
        > {1..3}. | %
        المادة {5..8} | %
        """,
        headed="own",
    ),
    instrument(
        "law-ar-ordinals",
        "ar",
        """
        # قانون البحيرتين
        ~ نحن مجلس الشواطئ، بعد الاطلاع على الدستور، أصدرنا القانون الآتي:
        @ الباب الأول | أحكام عامة
        المادة الأولى | %
        المادة الثانية | %
        > {١..٣}- | %
        المادة الثالثة | %
        @ الباب الثاني | الإدارة
        المادة الرابعة | %
        > أ- | %
        > ب- | %
        > ج- | %
        المادة الخامسة | %
        """,
        headed="own",
    ),
    instrument(
        "law-ar-brackets",
        "ar",
        """
        # نظام حماية البحيرة
        مادة (1) | %
        مادة (2) | %
        > أ) | %
        > ب) | %
        مادة (3) | %
        مادة (4) | %
        """,
    ),
    instrument(
        "rights-hi",
        "hi",
        """
        # झीलों के अधिकारों की घोषणा
        ~ प्रस्तावना
        ~ चूँकि जल हर पीने वाले को याद रखता है,
        अनुच्छेद १. | %
        अनुच्छेद २. | %
        > ({१..३}) | %
        अनुच्छेद ३. | %
        अनुच्छेद ४. | %
        """,
        headed="own",
    ),
    instrument(
        "law-hi",
        "hi",
        """
        # झील अधिनियम, 2025
        @ अध्याय 1 | प्रारंभिक
        धारा 1. | %
        धारा 2. | %
        > (क) | %
        > (ख) | %
        > (ग) | %
        @ अध्याय 2 | प्रबंध
        धारा 3. | %
        > (1) | %
        > (2) | %
        धारा 4. | %
        """,
    ),
    instrument(
        "rights-ko",
        "ko",
        """
        # 호 수 권 리 선 언
        ~ 전 문
        ~ 물은 마신 이를 모두 기억하므로,
        ~ 이에,
        제 {1..4} 조 | %
        제 5 조
        > {1..3}. | %
        제 {6..9} 조 | %
        """,
        headed="own",
    ),
    instrument(
        "law-ko",
        "ko",
        """
        # 호수 기본법
        ~ [시행 2026. 1. 22.] [법률 제20676호, 2025. 1. 21., 제정]
        @ 제1장 | 총칙
        제1조 | (목적) | %
        제2조 | (정의) | 이 법에서 사용하는 용어의 뜻은 다음과 같다.
        > {1..3}. | %
        > 4. | "등대"란 다음 각 목의 것을 말한다.
        >> {가..다}. | %
        제3조 | (기본원칙) |
        > {①..③} | %
        @ 제2장 | 관리
        제4조 | (수위표) |
        > ① | %
        > ② | 의회는 다음 각 호의 사항을 정한다.
        >> {1..2}. | %
        > ③ | %
        제5조 | (지킴이) | %
        제5조의2 | (등대) | %
        제6조 | (벌칙) | %
        & 부칙 이 법은 공포한 날부터 시행한다.
        """,
        headed="inline",
    ),
    instrument(
        "law-ja",
        "ja",
        """
        # 湖沼水位標法
        ~ （令和七年法律第十二号）
        @ 第一章 | 総則
        第一条 | （目的） | %
        第二条 | （定義） | この法律における用語の意義は、次の各号に定めるところによる。
        > 一 | %
        > 二 | %
        >> イ | %
        >> ロ | %
        > 三 | %
        第三条 | （基本理念） | %
        > ２ | %
        > ３ | %
        @ 第二章 | 管理
        第四条 | （水位標） | %
        第五条 | （報告） | %
        > ２ | 前項の報告には、次に掲げる事項を記載する。
        >> 一 | %
        >> 二 | %
        第六条 | （罰則） | %
        """,
        headed="before",
    ),
    instrument(
        "rights-ja",
        "ja",
        """
        # 『湖の権利宣言』
        ~ 〈前文〉
        ~ 水はこれを飲む者すべてを覚えているので、
        第{１..５}条 | %
        第６条
        > {1..2}. | %
        第{７..９}条 | %
        第{10..12}条 | %
        """,
        headed="own",
    ),
    instrument(
        "constitution-ja",
        "ja",
        """
        # 湖国憲章
        @ 第１章 | 総則
        第１条 | %
        > １ | %
        > ２ | %
        第２条 | %
        第３条 | 次に掲げる者は、湖の友とする。
        > （１） | %
        > （２） | %
        """,
    ),
    instrument(
        "measures-zh",
        "zh",
        """
        # 两湖水位标尺管理暂行办法
        ~ （2023年7月10日两湖议事会令第15号公布 自2023年8月15日起施行）
        @ 第一章 | 总则
        第一条 | %
        第二条 | %
        @ 第二章 | 标尺
        第三条 | 设置标尺应当遵守下列规定：
        > （{一..四}） | %
        + 前款规定不适用于私人码头。
        第四条 | %
        + 第五条规定的情形除外。
        第五条 | %
        @ 第三章 | 附则
        第{六..十三}条 | %
        """,
    ),
    instrument(
        "law-zh-sections",
        "zh",
        """
        # 湖泊法
        ~ 目录
        ~ 第一章　总则
        ~ 第二章　湖水
        ~ 第三章　附则
        @ 第一章 | 总则
        第{一..三}条 | %
        @ 第二章 | 湖水
        @ 第一节 | 一般规定
        第{四..六}条 | %
        @ 第二节 | 特别规定
        第七条 | 有下列情形之一的，应当报告：
        > （{一..三}） | %
        第八条 | %
        @ 第三章 | 附则
        第九条 | %
        第十条 | %
        """,
    ),
    instrument(
        "act-zh-hant",
        "zh-hant",
        """
        # 湖泊管理條例
        @ 第一章 | 總則
        第一條 | %
        第二條 | 本條例用詞，定義如下：
        > {一..三}、 | %
        第三條 | %
        @ 第二章 | 罰則
        第四條 | 有下列情形之一者，處新臺幣三千元罰鍰：
        > 一、 | %
        > 二、 | 違反下列規定之一：
        >> （一） | %
        >> （二） | %
        第{五..七}條 | %
        """,
    ),
    instrument(
        "act-zh-hant-spaced",
        "zh-hant",
        """
        # 湖泊基本法草案
        第 {1..3} 條 | %
        第 4 條 | 湖泊之利用，應遵循下列原則：
        > {一..三}、 | %
        第 {5..8} 條 | %
        """,
    ),
    instrument(
        "plan-zh",
        "zh",
        """
        # 湖泊治理全球行动计划
        ~ 2025年7月26日
        ~ 湖泊是人类的共同财富，我们呼吁各方携手行动。
        一、 | 把握湖泊机遇 | %
        二、 | 推动水位创新 |
        > （{一..三}） | %
        三、 | 建设标尺 |
        > （一） | 重点任务
        >> {1..3}. | %
        > （二） | %
        四、 | 开放合作 | %
        五、 | 共同守护 | %
        """,
        headed="line",
    ),
    instrument(
        "initiative-zh",
        "zh",
        """
        # 全球湖泊治理倡议
        ~ 湖泊关乎全人类命运。为此，我们倡议：
        {1..8}. | %
        """,
    ),
    instrument(
        "law-ru",
        "ru",
        """
        # Федеральный закон об озёрах
        ~ Принят Советом 12 июля 2024 года
        @ Глава 1. | Общие положения
        Статья 1. | Предмет регулирования | %
        Статья 2. | Основные понятия | Для целей настоящего закона используются следующие понятия:
        > {1..2}) | %
        > 3) | знаки, в том числе:
        >> {а..в}) | %
        Статья 3. | Принципы |
        > {1..3}. | %
        @ Глава 2. | Управление
        Статья 4. | Рейка |
        > 1. | Совет вправе:
        >> {1..3}) | %
        > 2. | %
        Статья 5. | Заключительные положения | %
        """,
        headed="line",
    ),
    instrument(
        "rights-ru",
        "ru",
        """
        # Всеобщая декларация прав озёр
        ~ Преамбула
        ~ Принимая во внимание, что вода помнит всех, кто её пил;
        Статья 1 | %
        Статья 2 | %
        Статья 3
        > {1..3}. | %
        Статья {4..12} | %
        """,
        headed="own",
    ),
    instrument(
        "law-de",
        "de",
        """
        # Gesetz über die Pegel der Seen
        ~ Der Seenrat hat das folgende Gesetz beschlossen:
        @ Abschnitt 1 | Allgemeines
        § 1 | Zweck | %
        § 2 | Begriffsbestimmungen |
        > (1) | Im Sinne dieses Gesetzes ist
        >> {1..2}. | %
        >> 3. | Zeichen:
        >>> {a..b}) | %
        > (2) | %
        @ Abschnitt 2 | Pegel
        § 3 | Wärter |
        > ({1..3}) | %
        § 4 | Boote | %
        § 4a | Netze | %
        § 5 | Inkrafttreten | %
        """,
        headed="line",
    ),
    instrument(
        "regulation-de",
        "de",
        """
        # Verordnung über die Seen
        ~ in Erwägung nachstehender Gründe:
        @ KAPITEL I | ALLGEMEINE BESTIMMUNGEN
        Artikel 1 | Gegenstand |
        > (1) | %
        > (2) | Diese Verordnung enthält:
        >> {a..c}) | %
        Artikel 2 | Anwendungsbereich | %
        @ KAPITEL II | VERBOTE
        Artikel 3 | Verbotene Netze |
        > (1) | Verboten sind:
        >> a) | %
        >> b) | Netze, die
        >>> i) | %
        >>> ii) | %
        >> c) | %
        > (2) | %
        Artikel 4 | Inkrafttreten | %
        = Diese Verordnung ist in allen ihren Teilen verbindlich.
        = Geschehen zu Seestadt am 3. Mai 2024.
        """,
        headed="own",
    ),
    instrument(
        "regulation-fr",
        "fr",
        """
        # Règlement relatif aux lacs
        @ CHAPITRE I | DISPOSITIONS GÉNÉRALES
        Article premier | Objet |
        > 1. | %
        > 2. | Le présent règlement établit:
        >> {a..d}) | %
        Article 2 | Définitions | Aux fins du présent règlement, on entend par:
        > {1..4}) | %
        @ CHAPITRE II | PRATIQUES INTERDITES
        Article 3 | Filets interdits |
        > 1. | Les filets suivants sont interdits:
        >> a) | %
        >> b) | les filets qui visent:
        >>> {i..iii}) | %
        >> c) | %
        > 2. | %
        Article 4 | Entrée en vigueur | %
        = Fait à Lacville, le 3 mai 2024.
        = Par le Conseil
        """,
        headed="own",
    ),
    instrument(
        "constitution-fr",
        "fr",
        """
        # Constitution des Lacs
        ~ PRÉAMBULE
        ~ Le peuple des rives proclame son attachement à l’eau.
        ARTICLE PREMIER. | %
        @ Titre premier | DE LA SOUVERAINETÉ
        ARTICLE {2..4}. | %
        @ Titre II | LE CONSEIL
        ARTICLE {5..9}. | %
        + %
        ARTICLE 10. | %
        """,
    ),
    instrument(
        "decree-fr",
        "fr",
        """
        # Décret relatif aux échelles des lacs
        ~ Le conseil des rives,
        ~ Vu la charte des lacs ;
        ~ Décrète :
        Art. 1er. – | %
        Art. {2..5}. – | %
        = Fait le 3 mai 2024.
        """,
    ),
    instrument(
        "law-es",
        "es",
        """
        # Ley de los lagos
        ~ EXPOSICIÓN DE MOTIVOS
        @ TÍTULO I | Disposiciones generales
        Artículo 1. | Objeto. | %
        Artículo 2. | Definiciones. | A los efectos de esta ley se entiende por:
        > {a..c}) | %
        @ CAPÍTULO II | De la escala
        Artículo 3. | Guardianes. |
        > 1. | %
        > 2. | Los guardianes deberán:
        >> 1.º | %
        >> 2.º | %
        Artículo 4. | Barcas. | %
        Artículo 5. | Entrada en vigor. | %
        """,
        headed="line",
    ),
    instrument(
        "agreement-es-ordinals",
        "es",
        """
        # Acuerdo sobre las redes
        ~ Reunidos los consejos de ambas orillas, acuerdan:
        Primero. | %
        Segundo. | %
        Tercero. | %
        Cuarto. | %
        Quinto. | %
        """,
    ),
    instrument(
        "law-pt",
        "pt",
        """
        # LEI Nº 12, DE 3 DE MAIO DE 2024
        ~ Dispõe sobre os lagos.
        ~ O CONSELHO DAS MARGENS decreta:
        @ CAPÍTULO I | DISPOSIÇÕES GERAIS
        Art. 1º | %
        Art. 2º | São princípios desta Lei:
        > I – | %
        > II – | o respeito:
        >> a) | %
        >> b) | %
        > III – | %
        Art. 3º | %
        > § 1º | %
        > § 2º | O conselho deverá:
        >> I – | %
        >> II – | %
        @ CAPÍTULO II | DISPOSIÇÕES FINAIS
        Art. {4..9}º | %
        Art. 10. | %
        Art. 11. | %
        """,
    ),
    instrument(
        "communique-fr",
        "fr",
        """
        # Déclaration des chefs des deux lacs
        ~ Lacville, 15 et 16 novembre 2022
        {1..4}. | %
        @ | Pêche
        5. | Nous nous engageons à :
        > * | %
        > * | %
        > * | %
        {6..13}. | %
        + %
        @ | Navigation
        {14..21}. | %
        & Annexe : documents issus des groupes de travail
        """,
    ),
    instrument(
        "communique-es",
        "es",
        """
        # Declaración de los líderes de los lagos
        ~ Lagoseco, 18 y 19 de noviembre de 2024
        @ I. | Introducción
        {1..3}. | %
        @ II. | Inclusión social
        {4..8}. | %
        @ III. | Gobernanza
        {9..14}. | %
        """,
    ),
    instrument(
        "communique-en-dotted-sections",
        "en",
        """
        # Joint Statement of the Lake Ministers
        ~ Lakeville, 4 July 2025
        ~ We, the ministers of the two lakes, met in Lakeville.
        @ | Strengthening the gauge
        {1..6}. | %
        @ | Fisheries and food
        7. | We commit to:
        > {a..d}. | %
        8. | %
        @ | Way forward
        {9..12}. | %
        = We thank the town of Lakeville for its welcome.
        """,
    ),
    instrument(
        "communique-zh",
        "zh",
        """
        # 两湖领导人宣言
        ~ 2022年11月15日至16日
        {1..4}. | %
        5. | 我们承诺：
        > * | %
        > * | %
        {6..12}. | %
        """,
    ),
    instrument(
        "resolution-en",
        "en",
        """
        # Resolution adopted by the Assembly of the Shores on 21 March 2024
        # 78/12. Keeping the lakes open to all
        ~ The Assembly of the Shores,
        ~ Reaffirming its resolution 70/1 of 25 September 2015 on the gauges of the lakes,
        ~ Recalling also the Treaty of the Upper Lake,
        {1..3}. | Calls upon the villages to act; %
        4. | Encourages the villages, inter alia by:
        > ({a..j}) | Mending the nets of the village in each winter;
        5. | Requests the keeper of the gauge:
        > (a) | To report:
        >> (i) | On the level of the upper lake;
        >> (ii) | On the level of the lower lake;
        > (b) | To publish the report;
        {6..9}. | Decides to meet again; %
        = 63rd plenary meeting
        = 21 March 2024
        """,
    ),
    instrument(
        "resolution-fr",
        "fr",
        """
        # 78/12. Garder les lacs ouverts à tous
        ~ L’Assemblée des rives,
        ~ Réaffirmant sa résolution 70/1 du 25 septembre 2015,
        {1..3}. | Demande aux villages d’agir ; %
        4. | Encourage les villages à :
        > {a..k}) | Réparer les filets ;
        {5..9}. | Décide de se réunir ; %
        """,
    ),
    instrument(
        "resolution-ru",
        "ru",
        """
        # 78/12. Озёра, открытые для всех
        ~ Генеральное собрание берегов,
        ~ подтверждая свою резолюцию 70/1,
        {1..3}. | призывает деревни действовать; %
        4. | рекомендует деревням:
        > {a..f}) | чинить сети;
        {5..8}. | постановляет собраться вновь; %
        """,
    ),
    instrument(
        "order-us",
        "en",
        """
        # Executive Order 1234 of May 3, 2024
        # Keeping the Gauge of the Lakes
        ~ By the authority vested in me as Keeper of the Lakes, it is hereby ordered as follows:
        Section 1. | Purpose. %
        Sec. 2. | Policy and Principles. It is the policy of the lakes that:
        > (a) | %
        > (b) | The keepers shall:
        >> (i) | %
        >> (ii) | report on:
        >>> (A) | nets; and
        >>> (B) | boats, by:
        >>>> (1) | name; and
        >>>> (2) | size;
        >> (iii) | %
        > ({c..g}) | %
        > (h) | The council shall:
        >> (i) | %
        >> (ii) | %
        > (i) | %
        > (j) | %
        Sec. 3. | Definitions. For purposes of this order:
        > ({a..kk}) | The term “gauge” means a staff in the water.
        Sec. 4. | %
        Sec. 5. | General Provisions. %
        = THE KEEPER’S HOUSE,
        = May 3, 2024.
        """,
    ),
    instrument(
        "bill-us-federal",
        "en",
        """
        # A BILL
        ~ To require the keeping of gauges, and for other purposes.
        ~ Be it enacted by the Senate and House of the Lakes assembled,
        SECTION 1. | SHORT TITLE; TABLE OF CONTENTS. |
        > (a) | SHORT TITLE.—This Act may be cited as the “Gauge Act of 2024”.
        > (b) | TABLE OF CONTENTS.—The table of contents for this Act is as follows:
        + Sec. 1. Short title; table of contents.
        + Sec. 2. Definitions.
        + Sec. 3. Keeping of gauges.
        + Sec. 4. Rule of construction.
        SEC. 2. | DEFINITIONS. | In this Act:
        > (1) | GAUGE.—The term “gauge” means—
        >> (A) | a staff in the water; and
        >> (B) | a float, including—
        >>> (i) | a cork; and
        >>> (ii) | a bladder.
        > (2) | LAKE.—The term “lake” means either lake.
        SEC. 3. | KEEPING OF GAUGES. |
        > (a) | IN GENERAL.—The council shall keep a gauge.
        > (b) | REPORTS.—Not later than 180 days after the enactment of this Act, the council—
        >> (1) | shall report; and
        >> (2) | may publish.
        SEC. 4. | RULE OF CONSTRUCTION. | %
        """,
        headed="line",
    ),
    instrument(
        "bill-us-state",
        "en",
        """
        # Senate Bill No. 12
        ~ An act to add Chapter 25 to Division 8 of the Lake Code, relating to gauges.
        ~ The people of the Lakes do enact as follows:
        @ SECTION 1. | Chapter 25 is added to Division 8 of the Lake Code, to read:
        22602. | %
        22603. | For purposes of this chapter:
        > (a) | “Gauge” means a staff in the water.
        > (b) | “Keeper” means a person who:
        >> (1) | Reads the gauge.
        >> (2) | Writes down what it says.
        22604. | %
        22605. | A keeper shall do all of the following:
        > ({a..c}) | Report to the council.
        22606. | %
        """,
    ),
    instrument(
        "principles-en",
        "en",
        """
        # Principles for Responsible Keeping of Lakes
        ~ We, the signatories, commit to the following principles.
        Principle 1: | Openness | %
        Principle 2: | Fairness | %
        Principle 3: | Safety | %
        Principle 4: | Accountability | %
        """,
    ),
    instrument(
        "recommendation-oecd",
        "en",
        """
        # Recommendation of the Council on Lakes
        ~ THE COUNCIL,
        ~ HAVING REGARD to the Charter of the Lakes;
        ~ On the proposal of the Committee of Keepers:
        I. | AGREES that for the purpose of this Recommendation the following terms apply: %
        II. | RECOMMENDS that villages promote the following principles:
        > 1.1. | Inclusive shores | %
        > 1.2. | Human-centred water | %
        > 1.3. | Transparency | %
        III. | CALLS ON all keepers to act accordingly. %
        IV. | INVITES the Secretary-General to publish this Recommendation. %
        V. | INSTRUCTS the Committee to report. %
        """,
        headed="line",
    ),
    instrument(
        "recommendation-unesco",
        "en",
        """
        # Recommendation on the Ethics of Lakes
        ~ The General Conference of the Shores, meeting in Lakeville in 2021,
        ~ Recognizing the profound effect of water,
        @ I. | SCOPE OF APPLICATION
        {1..3}. | %
        @ II. | AIMS AND OBJECTIVES
        4. | The objectives of this Recommendation are:
        > ({a..d}) | %
        {5..8}. | %
        @ III. | VALUES AND PRINCIPLES
        @ III.1 | VALUES
        {9..12}. | %
        @ III.2 | PRINCIPLES
        {13..18}. | %
        """,
    ),
    instrument(
        "statement-bold-headings",
        "en",
        """
        # Joint Statement on the Lakes
        ~ We, the leaders of the shores, met today in Lakeville and committed to the following.
        Keeping the water clean |
        > * | We will mend the nets before each winter and share what we learn.
        > * | We will publish the level of both lakes.
        > * | We support those who live on the islands.
        Opening the harbours |
        > * | We will let boats pass freely.
        > * | We will light the piers from dusk to dawn.
        Paying for the gauge |
        > * | We commit 2.5 million crowns by 2030.
        > * | We will report every year.
        """,
    ),
    instrument(
        "charter-parts",
        "en",
        """
        # Charter of the Lakes
        ~ We the peoples of the shores,
        ~ HAVE AGREED AS FOLLOWS:
        @ PART I | PURPOSES
        Article {1..2} | %
        @ PART II | MEMBERS
        Article 3
        > {1..3}. | %
        Article {4..7} | %
        @ PART III | ORGANS
        Article 8 | %
        Article 9 | %
        = IN WITNESS WHEREOF the undersigned have signed this Charter.
        = DONE at Lakeville, the third day of May, two thousand and twenty-four.
        """,
        headed="own",
    ),
    instrument(
        "convention-en",
        "en",
        """
        # Framework Convention on the Lakes
        ~ Preamble
        ~ The member shores and the other signatories hereto,
        ~ Have agreed as follows:
        @ Chapter I – | General provisions
        Article 1 – | Object and purpose |
        > {1..3} | %
        Article 2 – | Definitions | %
        @ Chapter II – | General obligations
        Article 3 – | Scope |
        > 1 | The scope of this Convention covers:
        >> a | %
        >> b | %
        > 2 | %
        Article 4 – | Final | %
        """,
        headed="line",
    ),
    instrument(
        "pact-numbered-actions",
        "en",
        """
        # Pact for the Lakes
        {1..4}. | %
        @ | Chapter I. Sustainable water
        {5..9}. | %
        10. | We decide to:
        > ({a..c}) | %
        @ | Chapter II. Peaceful shores
        {11..16}. | %
        """,
    ),
    instrument(
        "code-of-conduct-en",
        "en",
        """
        # Code of Conduct for the Keepers of Lakes
        ~ We call on keepers to abide by the following actions.
        1. | %
        > * | nets, boats and piers;
        > * | gauges and floats.
        + %
        {2..4}. | %
        + %
        {5..11}. | %
        """,
    ),
    instrument(
        "law-outline-decimal",
        "en",
        """
        # Rules of the Harbour
        1. | General |
        > 1.1 | %
        > 1.2 | %
        >> 1.2.1 | %
        >> 1.2.2 | %
        2. | Boats |
        > 2.1 | %
        > 2.2 | %
        3. | Nets |
        > 3.1 | %
        > 3.2 | %
        > 3.3 | %
        """,
        headed="line",
    ),
    instrument(
        "constitution-us",
        "en",
        """
        # Constitution of the Lakes
        ~ We the people of the shores do ordain this Constitution.
        Article I
        > Section {1..3} | %
        Article II
        > Section {1..2} | %
        Article III
        > Section {1..2} | %
        Article IV | %
        """,
    ),
    instrument(
        "constitution-fr-titles",
        "fr",
        """
        # Constitution des deux rives
        ~ Préambule
        @ Titre Ier | De la souveraineté
        Article {1..3} | %
        @ Titre II | Du conseil
        Article 4 | %
        Article 4-1 | %
        Article {5..7} | %
        """,
    ),
    instrument(
        "law-pt-plain-ordinals",
        "pt",
        """
        # LEI DOS LAGOS
        Art. 1o | %
        Art. 2o | %
        > § 1o | %
        > § 2o | %
        Art. 3o | %
        > Parágrafo único. | %
        Art. {4..9}o | %
        Art. 10. | %
        """,
    ),
    instrument(
        "constitution-es",
        "es",
        """
        # Constitución de los Lagos
        @ TÍTULO I | De los derechos
        @ CAPÍTULO PRIMERO | De los habitantes
        Artículo {1..3}. | %
        @ CAPÍTULO SEGUNDO | De las barcas
        @ Sección 1.ª | De los puertos
        Artículo {4..5}. | %
        @ Sección 2.ª | De las redes
        Artículo {6..8}. | %
        @ TÍTULO II | Del consejo
        @ CAPÍTULO PRIMERO | De su elección
        Artículo {9..12}. | %
        """,
        headed="own",
    ),
    instrument(
        "agreement-es-numbered-clauses",
        "es",
        """
        # Convenio entre las orillas
        ~ REUNIDOS los consejos de ambas orillas,
        ~ EXPONEN que el agua es de todos.
        ARTÍCULO PRIMERO.- | %
        ARTÍCULO SEGUNDO.- | %
        > a. | %
        > b. | %
        ARTÍCULO TERCERO.- | %
        ARTÍCULO CUARTO.- | %
        """,
    ),
    instrument(
        "communique-letters",
        "en",
        """
        # Communiqué of the Lake Ministers
        ~ Lakeville, 12 May 2023
        @ A. | Water
        {1..4}. | %
        @ B. | Fish
        {5..9}. | %
        @ C. | Boats
        {10..13}. | %
        """,
    ),
    instrument(
        "communique-de",
        "de",
        """
        # Erklärung der Staats- und Regierungschefs der Seen
        ~ Wir, die Staats- und Regierungschefs, sind zusammengekommen.
        @ | Wasser
        {1..3}. | Wir bekräftigen: %
        @ | Fische
        4. | Wir verpflichten uns:
        > * | %
        > * | %
        {5..12}. | %
        """,
    ),
    instrument(
        "communique-pt",
        "pt",
        """
        # Declaração de Líderes dos Lagos
        ~ Lagos, 18 e 19 de novembro de 2024
        {1..6}. | %
        7. | Comprometemo-nos a:
        > (a) | %
        > (b) | %
        {8..15}. | %
        """,
    ),
    instrument(
        "communique-ja",
        "ja",
        """
        # 湖首脳宣言
        ~ ２０２３年５月２０日
        {1..5}. | %
        @ | 漁業
        {6..11}. | %
        """,
    ),
    instrument(
        "communique-ko",
        "ko",
        """
        # 호수 정상 선언
        ~ 2024년 5월 21일
        {1..3}. | %
        4. | 우리는 다음을 약속한다:
        > * | %
        > * | %
        {5..10}. | %
        """,
    ),
    instrument(
        "communique-ar",
        "ar",
        """
        # إعلان قادة البحيرتين
        ~ مدينة البحيرة، 9 و10 سبتمبر 2023
        {1..4}. | %
        5. | نلتزم بما يلي:
        > * | %
        > * | %
        {6..11}. | %
        """,
    ),
    instrument(
        "communique-hi",
        "hi",
        """
        # झीलों के नेताओं का घोषणापत्र
        ~ झीलनगर, 9-10 सितंबर 2023
        {1..5}. | %
        @ | मछली
        {6..9}. | %
        """,
    ),
    instrument(
        "pledge-sub-bullets",
        "en",
        """
        # Lake Safety Commitments
        ~ We, the signatories, agree to the voluntary commitments below.
        Outcome 1. | We assess the risks of the water.
        > I. | %
        > II. | %
        Outcome 2. | We are accountable for it.
        > III. | %
        > IV. | %
        > V. | %
        Outcome 3. | We are open about it.
        > VI. | %
        """,
    ),
    instrument(
        "notice-zh-hans-nested",
        "zh",
        """
        # 关于加强湖泊管理的意见
        ~ 各村：
        ~ 为加强湖泊管理，现提出如下意见。
        一、 | 总体要求 |
        > （一） | 指导思想。坚持湖泊为民。
        > （二） | %
        二、 | 主要任务 |
        > （三） | %
        > （四） | %
        >> 1． | %
        >> 2． | %
        > （五） | %
        三、 | 保障措施 |
        > （六） | %
        > （七） | %
        """,
        headed="line",
    ),
]
