"""What a youth wants to have in the plan in their own words, where it is plainly that: how such a message begins, and
the closed list of what may follow.

Free words after such a beginning may be a cry for help as any others may, and are met as those are. Only what is
listed here whole is no alarm; nobody reads it either, until the youth says so.
"""

from __future__ import annotations

import re

from bot.conversation.clean import bare

_BEGINS = (
    r"(?:mina(?: egna)? ord(?: är| är att)?"
    r"|(?:jag vill att )?det (?:ska|skall) stå(?: i planen)?(?: att)?"
    r"|(?:kan du |ni kan |du kan )?skriv(?:a)?(?: in)? i planen(?: att)?"
    r"|my(?: own)? words(?: are| are that)?"
    r"|(?:i want it to say|it should say|write)(?: in the plan)?(?: that)?)"
)

_SPORTS = (
    r"(?:fotboll|innebandy|basket|handboll|hockey|ishockey|tennis|badminton|volleyboll|pingis|golf|gitarr|piano"
    r"|trummor|musik|teater|spel|schack|football|basketball|guitar|music|chess)"
)
_AGAIN = r"(?: (?:igen|mer|oftare|varje dag|varje vecka|på riktigt|again|more|every day|every week))?"
_SCHOOL = r"(?:skolan|gymnasiet|lektionerna|matten|engelskan|svenskan|idrotten|praktiken|jobbet|träningen)"
_THINGS = (
    rf"spela {_SPORTS}{_AGAIN}",
    rf"(?:börja|fortsätta)(?: med| att spela)? {_SPORTS}{_AGAIN}",
    rf"(?:träna|gymma|dansa|rita|måla|simma|rida|meka|laga mat|baka){_AGAIN}",
    rf"(?:börja|fortsätta)(?: att)? (?:träna|gymma|dansa|rita|måla|simma|rida|meka){_AGAIN}",
    rf"(?:gå|komma|komma i tid|hinna) (?:i|till) {_SCHOOL}{_AGAIN}",
    r"(?:klara|bli klar med|läsa klart|gå klart) (?:skolan|nian|åttan|gymnasiet|matten|engelskan|svenskan)",
    r"(?:få|ha)(?: bättre| högre)? betyg(?: i (?:matte|engelska|svenska|alla ämnen))?",
    r"(?:få|ha|hitta|söka)(?: ett| en)? (?:jobb|sommarjobb|extrajobb|praktik|praktikplats)",
    r"(?:ta|få) (?:körkort|moppekort|epakort)",
    r"(?:få|ha|hitta)(?: nya| fler)? (?:kompisar|vänner)",
    r"(?:få )?(?:lära mig|bli bättre på) (?:matte|engelska|svenska|att laga mat|laga mat|simma|köra bil)",
    rf"play {_SPORTS}{_AGAIN}",
    r"(?:go|get) to (?:school|practice|work)(?: every day| on time)?",
    r"(?:get|have|find) (?:a job|better grades|a summer job|more friends|a driving licence)",
)
_THING = f"(?:{'|'.join(_THINGS)})"
_WANT = (
    r"(?:(?:jag )?(?:vill|skulle vilja|tänker|ska)(?: gärna| också| helst)?(?: kunna| få)?"
    r"|(?:i )?(?:want to|would like to))"
)

_ALONE = re.compile(r"(?:visa )?mina(?: egna)? ord|(?:show )?my(?: own)? words")
_PLAIN = re.compile(rf"{_BEGINS}:? (?:att )?{_WANT} {_THING}(?:(?:,| och| and)(?: {_WANT})? {_THING}){{0,3}}")


def asks_to_see(text: str) -> bool:
    """Whether a message is nothing but the name of one's own words."""
    return _ALONE.fullmatch(_read(text)) is not None


def is_plain(text: str) -> bool:
    """Whether the whole of a message is such words and listed. What is shouted is not."""
    if "!" in text or text.isupper():
        return False
    return _PLAIN.fullmatch(_read(text)) is not None


def _read(text: str) -> str:
    """A message as it is compared: small letters, single spaces, without what stands around it."""
    return " ".join(bare(text).replace('"', " ").replace("”", " ").split())
