"""Instrument or article: what speaks for and against a text being one that commits anybody.

An article about a declaration has headings, lists and even numbered paragraphs too. It reports what
others said; an instrument speaks for those who made it. The words are those of the languages of the
collection.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sources.blocks import Block, Role

# What instruments call themselves.
INSTRUMENT = re.compile(
    r"\b(?:declaration|déclaration|declaración|declaração|erklärung|dichiarazione|декларация"
    r"|statement|communiqué|communique|comunicado|kommuniqué|коммюнике|заявление"
    r"|principles|principes|principios|princípios|grundsätze|prinzipien|принципы"
    r"|charter|charte|carta|charta|хартия|устав|convention|convenio|convenção|übereinkommen"
    r"|конвенция|treaty|traité|tratado|vertrag|договор|agreement|accord|acuerdo|acordo|abkommen"
    r"|соглашение|resolution|résolution|resolución|resolução|entschließung|резолюция"
    r"|recommendation|recommandation|recomendación|recomendação|empfehlung|рекомендация"
    r"|commitments|engagements|compromisos|compromissos|pledge|pact|compact|pacte|pacto|pakt"
    r"|action plan|plan d’action|plan d'action|plan de acción|plano de ação|aktionsplan"
    r"|code of (?:conduct|practice)|guidelines|framework|initiative|roadmap|act|law|loi|ley|lei"
    r"|gesetz|verordnung|regulation|règlement|reglamento|regulamento|закон|constitution)\b"
    r"|宣言|声明|聲明|公报|公報|原则|原則|宪章|憲章|公约|公約|条约|條約|协定|協定|决议|決議|建议|建議|倡议|倡議"
    r"|行动计划|行動計畫|办法|辦法|条例|條例|法$|规定|規定|선언|성명|원칙|헌장|협약|조약|협정|결의|권고|법률"
    r"|إعلان|بيان|مبادئ|ميثاق|اتفاقية|معاهدة|قرار|توصية|قانون|घोषणा|वक्तव्य|सिद्धांत|संधि|अधिनियम",
    re.IGNORECASE,
)
# Instruments speak in the first person plural, or say what shall be.
OPERATIVE = re.compile(
    r"\b(?:we|our|nous|notre|nos|nosotros|nuestr[oa]s?|nós|noss[oa]s?|wir|unsere?|мы|наш[аеи]?"
    r"|shall|must|will|commit|doit|doivent|devra|deberán?|deverão|devem|müssen|sollen|должн\w+"
    r"|reconocemos|acogemos|saudamos|reafirmamos|comprometemos|werden|обязу\w+)\b"
    r"|我们|我們|应当|應當|应|須|我々|われわれ|しなければならない|우리|하여야|نحن|نلتزم|نرحب|हम|करेंगे",
    re.IGNORECASE,
)
# Articles report, and quote.
REPORTING = re.compile(
    r"\b(?:said|says|told|according to|reported|reports|announced|analysts?|experts?|interview"
    r"|a (?:déclaré|annoncé|indiqué)|selon|d’après|estime|dijo|según|anunció|afirmó|segundo|disse"
    r"|afirmou|sagte|laut|erklärte|teilte|mitgeteilt|заявил\w*|сообщ\w+|по словам|сказал\w*)\b"
    r"|表示|指出|报道|報導|记者|記者|专家|專家|述べ|によると|報じ|말했다|밝혔다|전했다|보도|기자"
    r"|قال|صرح|ذكرت|وفقا|कहा|बताया|के अनुसार",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Voice:
    """How many paragraphs of a text commit, how many report, and how many there are."""

    operative: int
    reporting: int
    paragraphs: int


def voice(blocks: Sequence[Block]) -> Voice:
    """Count the paragraphs that speak like an instrument, and those that speak like an article."""
    texts = [block.text for block in blocks if block.role != Role.HEADING and len(block.text) > 40]
    operative = sum(OPERATIVE.search(text) is not None for text in texts)
    reporting = sum(REPORTING.search(text) is not None for text in texts)
    return Voice(operative, reporting, len(texts))


def doubt_about_headings(blocks: Sequence[Block], listed: int, headed: int) -> str:
    """Return why headings do not make clauses of a text without numbers, or nothing.

    `headed` counts the headings that were taken for clauses, `listed` those with a list below.
    """
    heard = voice(blocks)
    if heard.reporting >= 2 and heard.reporting * 8 > heard.paragraphs:
        return "It reports what others said, as an article does."
    titled = any(INSTRUMENT.search(block.text) for block in blocks[:4])
    commits = heard.operative * 3 >= heard.paragraphs
    if listed * 2 > headed and (titled or commits):
        return ""
    if titled and commits:
        return ""
    return "Neither its title nor its sentences are those of an instrument."
