"""Understands a youth's own words when they plainly are one of a few wishes.

The *whole* message must be the wish. A message with anything more in it (fear, an insult, a second thought)
is not understood here, on purpose: it is answered with the text that says who can help, never with a form.
Nothing here judges danger.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from bot.conversation import answers
from bot.conversation.answers import Meaning
from bot.conversation.clean import without_courtesy
from bot.i18n import LANGUAGES, Language
from bot.rules.profile import LEAD, YOUTH, Function

#: The longest message, in characters, that may be a wish.
LONGEST = 300


class Intent(StrEnum):
    """What plain words on a youth's or guardian's page ask for or say: a closed list."""

    # what they ask
    WHEN = "when"  # when the next meeting is
    WHERE = "where"
    HOW_LONG = "how_long"  # how long a meeting takes
    WHO_COMES = "who_comes"  # who comes to the meeting
    WHO_READS = "who_reads"  # who can read this ("kan polisen läsa det här"); ``function`` if one is named
    WHAT_IS_THIS = "what_is_this"  # what the group, this chat, a SIG is
    ARE_YOU_HUMAN = "are_you_human"  # who or what the bot is
    MUST_I = "must_i"  # whether one must come, or take part
    MAY_I_BRING = "may_i_bring"  # somebody to the meeting
    CAN_I_STOP = "can_i_stop"  # whether, and how, one can leave it
    WHAT_IS_KEPT = "what_is_kept"
    MY_RIGHTS = "my_rights"
    COORDINATOR = "coordinator"  # who the coordinator is, and the number
    MY_TASKS = "my_tasks"
    MENU = "menu"  # what can be written here
    # what they say about a meeting
    YES = "yes"
    NO = "no"
    CANNOT = "cannot"  # "kan inte då har prov": ``reason`` is from a closed list
    SICK = "sick"
    LATE = "late"  # ``minutes`` when said
    MAYBE = "maybe"
    OTHER_TIME = "other_time"  # ``when``: the words about the time, which say nothing else
    # what they want done
    STOP_REMINDERS = "stop"
    START_REMINDERS = "start"
    CALL_ME = "call"
    OUT = "withdraw"  # somebody is to be out of it; ``function``: who
    IN = "in"  # somebody is to be in it
    BACK_AGAIN = "back_again"  # the writer, or somebody put out, is to be back
    SECRET = "secret"  # noqa: S105 - no password; somebody near may not know; ``said``: what they are called
    OTHER_COORDINATOR = "other_coordinator"
    COMPLAIN = "complain"
    MEET_ELSEWHERE = "meet_elsewhere"
    NOT_AT_MEETING = "not_at_meeting"  # not him or her at the meeting
    LANGUAGE = "language"  # ``said``: the language's code
    INTERPRETER = "interpreter"
    OTHER_PHONE = "other_phone"  # I have another phone
    NOT_ME = "not_me"  # it is not me who writes
    REMOVE_ME = "remove_me"  # "ta bort mig": the group, or life? It gets a question of its own
    CLEAR_AWAY = "clear_away"  # STÄDA: the bot takes its messages away
    UNDO = "undo"  # ÅNGRA: a withdrawal
    # small talk
    GREETING = "greeting"
    THANKS = "thanks"
    FINE = "fine"  # "ok", "okej", "aight" to nothing that is asked
    LAUGHTER = "laughter"
    EMOJI = "emoji"


class Asked(StrEnum):
    """What the bot's open question to somebody is about: some words are an answer to it, and nothing else
    without it."""

    MEETING = "meeting"  # whether they can come: "kan inte", "orkar inte", "vet inte"
    TIME = "time"  # when it would suit them: "ikväll", "efter plugget"
    OTHER = "other"  # any other question that a yes or no answers


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What somebody's plain words ask for or say.

    ``function``: whom it is about; None when that has to be asked, or when it is about nobody. ``said``: what
    they called people, or a language's code. ``minutes``: how late, if that was said. ``when``: words about a
    time and nothing else. ``reason``: why they cannot come, a word from a closed list. ``alarmed``: it was said
    so that the safe words go beside the answer ("STOPP!").
    """

    kind: Intent
    function: str | None = None
    said: str = ""
    minutes: int | None = None
    when: str = ""
    reason: str = ""
    alarmed: bool = False


def understood_all(
    text: str,
    functions: Iterable[Function],
    language: Language,
    *,
    people: Mapping[str, str] | None = None,
    asked: Asked | None = None,
) -> tuple[Wish, ...]:
    """Every wish of a message that is wholly ordinary ("hej när är mötet och var"), in its order; none when any
    word of it is more.

    ``people``: the names by which people of the case are known, and the function each stands for. ``asked``: what
    the question is about that is open to the writer.
    """
    wish = understood(text, functions, language, people=people, asked=asked)
    return () if wish is None else (wish,)


def understood(
    text: str,
    functions: Iterable[Function],
    language: Language,
    *,
    people: Mapping[str, str] | None = None,
    asked: Asked | None = None,
) -> Wish | None:
    """The one wish a message says; None when it says none, or several (:func:`understood_all`).

    Both languages are understood, the person's own first.
    """
    if len(text) > LONGEST:
        return None
    said = _plain(text)
    if said in _PHRASES:
        return _PHRASES[said]
    bare = without_courtesy(text)
    short = answers.read(text)
    if short is not None and short.meaning is Meaning.STOP:
        return Wish(kind=Intent.STOP_REMINDERS)
    known = tuple(function for function in functions if function.id not in (YOUTH, LEAD))
    order: tuple[Language, ...] = ("en", "sv") if language == "en" else ("sv", "en")
    for each in order:
        if _STOP[each].fullmatch(bare):
            return Wish(kind=Intent.STOP_REMINDERS)
        if _CALL[each].fullmatch(said):
            return Wish(kind=Intent.CALL_ME)
        if answers.THANKS[each].fullmatch(said):
            return Wish(kind=Intent.THANKS)
        if _WHO[each].fullmatch(said):
            return Wish(kind=Intent.ARE_YOU_HUMAN)
        for pattern in _patterns(_SECRETS[each], known, each):
            match = pattern.fullmatch(said)
            if match is not None and _private(match["who"], known):
                return Wish(
                    kind=Intent.SECRET, function=_who(match["who"], known), said=_called(match["who"])
                )
        for pattern in _patterns(_WITHDRAWALS[each], known, each):
            if match := pattern.fullmatch(said):
                return Wish(kind=Intent.OUT, function=_who(match.groupdict().get("who"), known))
    return None


#: Whole messages, until the grammar knows them.
_PHRASES = {
    "hej": Wish(kind=Intent.GREETING),
    "när är mötet": Wish(kind=Intent.WHEN),
    "var är det": Wish(kind=Intent.WHERE),
    "hur länge är mötet": Wish(kind=Intent.HOW_LONG),
    "vem kommer": Wish(kind=Intent.WHO_COMES),
    "vem kan läsa det här": Wish(kind=Intent.WHO_READS),
    "kan polisen läsa det här": Wish(kind=Intent.WHO_READS, function="police"),
    "vad är det här": Wish(kind=Intent.WHAT_IS_THIS),
    "måste jag gå dit": Wish(kind=Intent.MUST_I),
    "får jag ta med en kompis": Wish(kind=Intent.MAY_I_BRING),
    "vad sparar ni om mig": Wish(kind=Intent.WHAT_IS_KEPT),
    "vilka rättigheter har jag": Wish(kind=Intent.MY_RIGHTS),
    "vem är min samordnare": Wish(kind=Intent.COORDINATOR),
    "mina uppgifter": Wish(kind=Intent.MY_TASKS),
    "meny": Wish(kind=Intent.MENU),
    "menu": Wish(kind=Intent.MENU),
    "kan inte då har prov": Wish(kind=Intent.CANNOT, reason="prov"),
    "är sjuk": Wish(kind=Intent.SICK),
    "blir 10 min sen": Wish(kind=Intent.LATE, minutes=10),
    "efter plugget": Wish(kind=Intent.OTHER_TIME, when="efter plugget"),
    "tolk": Wish(kind=Intent.INTERPRETER),
    "jag vill ha en annan samordnare": Wish(kind=Intent.OTHER_COORDINATOR),
    "jag vill klaga": Wish(kind=Intent.COMPLAIN),
    "städa": Wish(kind=Intent.CLEAR_AWAY),
    "ta bort mig": Wish(kind=Intent.REMOVE_ME),
    "haha": Wish(kind=Intent.LAUGHTER),
}

# ------------------------------------------------------------------------------------------------------------ patterns
#
# {who} stands for one or several functions as people call them, {anyone} for an unknown name or pronoun.

_STOP: dict[Language, re.Pattern[str]] = {
    "sv": re.compile(
        r"(?:sluta|kan (?:du|ni) sluta) påminna(?: mig)?|inga (?:fler )?påminnelser|stoppa påminnelserna"
    ),
    "en": re.compile(r"(?:stop|can you stop) reminding me|no (?:more )?reminders|stop the reminders"),
}

_CALL: dict[Language, re.Pattern[str]] = {
    "sv": re.compile(
        r"(?:kan (?:du|ni|någon|nån|samordnaren) )?ring(?:a)? (?:upp )?mig(?: tack| snälla| nu| idag| imorgon| snart)?"
        r"|jag vill att (?:du|ni|någon|nån|samordnaren) ringer(?: mig)?|jag vill bli uppringd"
    ),
    "en": re.compile(
        r"(?:(?:can|could) (?:you|someone|somebody) )?(?:please )?call me(?: please| now| today| tomorrow| soon)?"
        r"|i want (?:you|someone|somebody) to call me"
    ),
}

_HELLO = {"sv": r"(?:hej|hejsan|hallå|tjena)", "en": r"(?:hi|hello|hey)"}
_ASKS_WHO = {
    "sv": r"(?:vem är (?:du|det)|vad är (?:du|det här|detta)|är du (?:en )?(?:bot|robot|människa))",
    "en": r"(?:who are you|who is this|what (?:are you|is this)|are you (?:a )?(?:bot|robot|human|person))",
}
_WHO = {
    language: re.compile(rf"{_HELLO[language]}|(?:{_HELLO[language]},? )?{_ASKS_WHO[language]}")
    for language in LANGUAGES
}

_BEFORE: dict[Language, str] = {
    "sv": r"(?:(?:hej|snälla|asså|alltså|men),? )*",
    "en": r"(?:(?:hi|hello|please|but),? )*",
}
_AFTER: dict[Language, str] = {
    "sv": r"(?:,? (?:längre|mer|mera|nu|alls|tack|snälla|om mig|i det här|(?:i|från) (?:gruppen|chatten|rummet)))*",
    "en": r"(?:,? (?:any ?more|any longer|now|at all|please|about me|in this|(?:in|from) the (?:group|chat|room)))*",
}

_TAKES_PART_SV = (
    r"(?:vara|va) med|delta|få vara med|(?:få )?(?:veta|se|läsa|höra)(?: något| nåt| nånting| allt| mer)?"
    r"|ha något med det(?: här)? att göra"
)
_TAKES_PART_EN = (
    r"be (?:here|there|in (?:it|this|here)|part of (?:it|this)|involved)|take part|join"
    r"|(?:know|see|read|hear)(?: anything| things| everything| more)?"
)

#: Ways to say that somebody may not know something, which is no wish to have them removed.
_KNOW_SV = (
    r"(?:få )?(?:veta|vet|se|ser|läsa|läser|höra|hör|reda på|få reda på|får reda på|får veta|får se|får höra)"
)
_IT_SV = r"(?: (?:något|nåt|nånting|någonting|allt|det|det här|detta|mer|om det|om det här|om mig|saker))*"
_IT_EN = r"(?: (?:anything|everything|it|this|that|about it|about this|about me|things|stuff|more))*"
_SECRETS: dict[Language, tuple[str, ...]] = {
    "sv": (
        rf"jag vill inte (?:längre )?att {{who}} (?:ska |skall |får |måste )?{_KNOW_SV}{_IT_SV}",
        rf"{{who}} (?:får|ska|skall|kan|måste) (?:absolut |verkligen |bara )?inte (?:längre )?{_KNOW_SV}{_IT_SV}",
        rf"(?:ni|du) (?:får|ska) (?:absolut )?inte (?:säga|berätta|skriva|visa|prata|snacka){_IT_SV}"
        rf" (?:till|för|med) {{who}}{_IT_SV}",
        rf"(?:säg|berätta|skriv|visa|skicka) (?:inte|inget|ingenting|aldrig){_IT_SV} (?:till|för) {{who}}{_IT_SV}",
        rf"jag vill inte (?:längre )?att (?:ni|du) (?:pratar|snackar|delar|berättar|skriver|säger){_IT_SV}"
        rf" (?:med|för|till) {{who}}{_IT_SV}",
        r"(?:(?:kan|kunde|skulle) (?:ni|du) |(?:ni|du) (?:ska|måste|får) |jag vill att (?:ni|du) )?(?:sluta|slutar)"
        rf" (?:att )?(?:prata|snacka|dela|berätta|skriva){_IT_SV} (?:med|för|till) {{who}}{_IT_SV}",
    ),
    "en": (
        rf"i (?:do not|don't|dont) want {{who}} to (?:know|see|read|hear|find out){_IT_EN}",
        r"{who} (?:should not|shouldn't|must not|mustn't|can not|cannot|can't|may not)"
        rf" (?:know|see|read|hear|find out){_IT_EN}",
        rf"(?:please )?(?:do not|don't|dont|never) (?:tell|show|let) {{who}}(?: know)?{_IT_EN}",
        rf"(?:please )?(?:do not|don't|dont|never) (?:say|write|talk|speak){_IT_EN} (?:to|with) {{who}}{_IT_EN}",
        rf"i (?:do not|don't|dont) want you to (?:talk|speak|share|write|tell){_IT_EN} (?:to |with )?{{who}}{_IT_EN}",
        r"(?:(?:can|could|would) you (?:please )?|i want you to )?stop (?:talking|speaking|sharing|writing)"
        rf"{_IT_EN} (?:to|with) {{who}}{_IT_EN}",
    ),
}

_WITHDRAWALS: dict[Language, tuple[str, ...]] = {
    "sv": (
        rf"jag vill inte (?:längre )?att {{who}} (?:ska |skall |får )?(?:{_TAKES_PART_SV}|är med|vet något|ser något)",
        r"jag vill inte (?:längre )?ha med {who}",
        r"jag vill inte (?:längre )?ha {who} med",
        r"jag vill inte (?:längre )?att (?:ni|du) (?:pratar|snackar|delar|berättar|skriver)"
        r"(?: något| nåt| saker| grejer)? (?:med|för|till) {who}",
        r"(?:(?:kan|kunde|skulle) (?:ni|du) |(?:ni|du) (?:ska|måste|får) |jag vill att (?:ni|du) )?(?:sluta|slutar)"
        r" (?:att )?(?:prata|snacka|dela|berätta|skriva)(?: saker| grejer)? (?:med|för|till) {who}",
        r"(?:(?:kan|kunde|skulle) (?:ni|du) |jag vill att (?:ni|du) )?(?:tar? bort|kicka|släng ut|kasta ut) {who}",
        rf"{{who}} (?:ska|skall|får) inte (?:längre )?(?:{_TAKES_PART_SV})",
        r"jag (?:vill )?(?:återkallar?|ångrar|ångra|tar tillbaka|ta tillbaka|drar tillbaka|dra tillbaka)"
        r" (?:mitt )?(?:samtycke|samtycket)(?: (?:för|till) {who})?",
        # Whom it is about has to be asked
        r"(?:(?:kan|kunde|skulle) (?:ni|du) |jag vill att (?:ni|du) )?(?:tar? bort|kicka|släng ut|kasta ut)"
        r" (?:alla|allihop|allihopa)(?: andra)?",
        r"jag vill inte (?:längre )?vara med i (?:gruppen|sig)",
        r"(?:(?:kan|kunde) ni |jag vill att ni )?(?:sluta|slutar) (?:att )?dela (?:uppgifter|saker|grejer|information)",
        r"jag vill inte (?:längre )?att {anyone} (?:ska |skall |får )?(?:(?:vara|va|är) med)",
    ),
    "en": (
        rf"i (?:do not|don't|dont) want {{who}} (?:to )?(?:{_TAKES_PART_EN}|in (?:it|this|here))",
        r"i (?:do not|don't|dont) want you to (?:talk|speak|share|write)(?: anything| stuff)? (?:to|with) {who}",
        r"(?:(?:can|could|would) you (?:please )?|i want you to )?stop (?:talking|speaking|sharing|writing)"
        r"(?: things| stuff)? (?:to|with) {who}",
        r"(?:(?:can|could|would) you (?:please )?|i want you to )?(?:remove|take out|kick out|kick|leave out) {who}",
        rf"{{who}} (?:should not|shouldn't|must not|mustn't|can not|cannot|can't|may not) (?:{_TAKES_PART_EN})",
        r"i (?:want to )?(?:withdraw|take back|revoke) (?:my )?consent(?: (?:for|to) {who})?",
        # Whom it is about has to be asked
        r"(?:(?:can|could|would) you (?:please )?|i want you to )?(?:remove|take out|kick out|kick|throw out)"
        r" (?:everybody|everyone|all of them|them all)(?: else)?",
        r"i (?:do not|don't|dont) want to be (?:in (?:the|this) group|part of (?:the|this) group)",
        r"(?:(?:can|could|would) you (?:please )?|i want you to )?stop sharing (?:things|stuff|information)",
        r"i (?:do not|don't|dont) want {anyone} to be (?:here|in (?:it|this|here)|part of (?:it|this)|involved)",
    ),
}

_ANYONE = r"\w+(?: \w+)?"
_AND = r"(?: ?, ?| och | eller | and | or | & )"
_MINE = r"(?:(?:min|mitt|mina|den|my|the) )?"


@lru_cache(maxsize=128)
def _patterns(
    patterns: tuple[str, ...], functions: tuple[Function, ...], language: Language
) -> tuple[re.Pattern[str], ...]:
    """The patterns of a language, with the profile's functions and courtesy filled in."""
    names = sorted((name for function in functions for name in function.names), key=len, reverse=True)
    one = _MINE + "(?:" + ("|".join(re.escape(name) for name in names) or "(?!)") + ")"
    who = f"(?P<who>{one}(?:{_AND}{one})*)"
    before = _BEFORE[language]
    after = _AFTER[language]
    return tuple(
        re.compile(f"{before}(?:{pattern.format(who=who, anyone=_ANYONE)}){after}") for pattern in patterns
    )


def _who(words: str | None, functions: tuple[Function, ...]) -> str | None:
    """The one function that words name; None when they name none or several."""
    found = set() if words is None else {function.id for function in _named(words, functions)}
    return found.pop() if len(found) == 1 else None


def _private(words: str, functions: tuple[Function, ...]) -> bool:
    return any(function.private for function in _named(words, functions))


def _named(words: str, functions: tuple[Function, ...]) -> list[Function]:
    """The functions that words such as "min mamma och polisen" name."""
    names = [name for word in re.split(_AND, words) for name in (word.strip(), _without_mine(word))]
    return [function for function in functions if function.names & set(names)]


def _called(words: str) -> str:
    """What the youth called people, without "my": ``mamma och pappa``."""
    joined = re.split(rf"({_AND})", words)
    return "".join(part if at % 2 else _without_mine(part) for at, part in enumerate(joined)).strip()


def _without_mine(word: str) -> str:
    return re.sub(rf"^{_MINE}", "", word.strip())


def _plain(text: str) -> str:
    """A message in small letters, with plain apostrophes, single spaces and no punctuation but commas."""
    words = text.casefold().replace("’", "'").replace("´", "'")
    return " ".join(re.sub(r"[^\w\s,'&-]", " ", words).split()).strip(" ,-'")
