"""Understands answers about a meeting: whether somebody can come, why not, who comes instead, or when it would suit.

A youth or guardian says it in words of which every one is known. A professional's reason may be any words, once it is
plain that they are about a meeting: what says more than that is not taken for an answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from bot.conversation import answers
from bot.conversation.answers import Meaning, Weight
from bot.conversation.clean import bare
from bot.errors import Refused, Unclear
from bot.rules import when
from bot.rules.meeting import Answer
from bot.rules.meeting_answers import Free

_MEANT = {Meaning.YES: Answer.YES, Meaning.NO: Answer.NO, Meaning.MAYBE: Answer.MAYBE}

_DAYS_AND_HOURS = """måndag måndagen tisdag tisdagen onsdag onsdagen torsdag torsdagen fredag fredagen lördag lördagen
söndag söndagen måndagar tisdagar onsdagar torsdagar fredagar mån tis ons tors tor fre lör sön idag imorgon imorrn
övermorgon morgon morgonen förmiddag förmiddagen eftermiddag eftermiddagen kväll kvällen ikväll lunch lunchen vecka
veckan helg helgen skolan senare tidigare när januari februari mars april maj juni juli augusti september oktober
november december monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri today tomorrow morning
afternoon evening tonight lunch noon week weekend school later earlier whenever january february march may june july
october"""
_BETWEEN_THEM = """jag kan hellre helst gärna på om i nästa den det en ett kl klockan efter före innan runt vid omkring
ungefär typ kanske eller och till från mellan tidigast senast passar funkar går bättre bra bäst mig för fri ledig inte
men dag dagen dagar samma tid tiden snälla hej tack istället stället då som alla hela v can prefer rather maybe on at in
after before around between or and to from next the a works better best for me free not but same time please hi thanks
instead any day days about o'clock would be is good fine"""
_WHEN = frozenset(_DAYS_AND_HOURS.split())
_AROUND = frozenset(_BETWEEN_THEM.split())


def can_come(text: str) -> Answer | None:
    """Yes, no or maybe, when a message is that and at most courtesy; None for any other words."""
    said = answers.read(text)
    if said is None or (said.is_question and said.weight is Weight.GLAD):
        return None
    return _MEANT.get(said.meaning)


def is_time(text: str) -> bool:
    """Whether a message says just when it would suit somebody. Any other word in it may be a cry for help."""
    if len(text) > 120:
        return False
    beside = when.beside_plain_days(text)
    written = re.sub(r"(\d)[.:](\d)", r"\1\2", " ".join(beside).casefold())
    words = re.findall(r"[^\s,.;!?()/–-]+", written)
    says_when = len(beside) < len(text.split()) or any(_says_when(word) for word in words)
    return says_when and all(_says_when(word) or word in _AROUND for word in words)


def _says_when(word: str) -> bool:
    """Whether a word is a day, a time or part of one."""
    return re.fullmatch(r"\d{1,4}(?::?e|:?a|th|st|nd|rd|h|am|pm)?", word) is not None or word in _WHEN


# ------------------------------------------------------------------------------------------------ when it would suit

#: Words for a part of the day, and the hour from which it is.
_FROM = {
    "morgonen": time(8),
    "förmiddag": time(9),
    "förmiddagen": time(9),
    "lunch": time(12),
    "eftermiddag": time(13),
    "eftermiddagen": time(13),
    "skolan": time(15),
    "plugget": time(15),
    "kväll": time(17),
    "kvällen": time(17),
    "morning": time(8),
    "noon": time(12),
    "afternoon": time(13),
    "school": time(15),
    "evening": time(17),
}


_WEEKDAYS = (
    *("mån", "tis", "ons", "tor", "fre", "lör", "sön"),
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
)
_BESIDE_WEEKDAY = frozenset({"på", "on", "fm", "em", *_FROM})
#: An hour at which people meet, as a number alone.
_HOUR_ALONE = re.compile(r"(?:[89]|1[0-9])[,.]?")
#: Words before an hour that is a bare number.
_BEFORE_HOUR = frozenset({"efter", "från", "tidigast", "vid", "runt", "after", "from", "around"})


def times(text: str, today: date, near: date) -> tuple[Free, ...]:
    """The days that words name, each with the hour from which; a day that may be one of several is left out.

    ``near``: the day of the meeting. A weekday alone is the one of that week, unless it has been.
    """
    words = text.split()
    found: list[Free] = []
    before: time | None = None  # an hour said before its day: "kl 15 på fredag"
    at = 0
    while at < len(words):
        count, day = _day(words[at:], today)
        day = _of_week(words[at : at + count], today, near) or day
        if day is not None:
            part = when.part_of_day(_bare(words[at : at + count]))
            hour = before if part is None else _FROM.get(part)
            before = None
            found.append(Free(day=day, hour=hour))
            at += count
            if _weekday(words[at - count : at]) is not None and _HOUR_ALONE.fullmatch(
                " ".join(words[at : at + 1])
            ):
                found[-1] = replace(found[-1], hour=time(int(bare(words[at]))))
                at += 1
            continue
        count, hour = _hour(words[at:])
        if hour is not None and found:
            found[-1] = replace(found[-1], hour=hour)
        elif hour is not None:
            before = hour
        at += count
    return tuple(dict.fromkeys(found))


def _day(words: Sequence[str], today: date) -> tuple[int, date | None]:
    """How many words a day takes at the front, and the day; 1 and None where none does."""
    count = when.count_date(words)
    if not count:
        return 1, None
    try:
        return count, when.parse_date(_bare(words[:count]), today)
    except Refused:
        return count, None


def _of_week(words: Sequence[str], today: date, near: date) -> date | None:
    """A day that is named by its weekday alone: the one of the week of a meeting, or the next, if that has been; None
    for any other words."""
    weekday = _weekday(words)
    if weekday is None:
        return None
    of_week = near - timedelta(days=near.weekday() - weekday)
    return of_week if of_week > today else today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def _weekday(words: Sequence[str]) -> int | None:
    """The weekday by which words name a day, and by no more: any such day may be meant."""
    said = [bare(word) for word in words if bare(word) not in _BESIDE_WEEKDAY]
    if len(said) != 1:
        return None
    places = (place for place, name in enumerate(_WEEKDAYS) if said[0].startswith(name))
    place = next(places, None)
    return None if place is None else place % 7


def _hour(words: Sequence[str]) -> tuple[int, time | None]:
    """How many words an hour takes at the front, and the hour; 1 and None where none does. Of two hours it may be, the
    one after noon is meant."""
    if bare(words[0]) in _BEFORE_HOUR and len(words) > 1 and re.fullmatch(r"\d{1,2}", bare(words[1])):
        said = f"kl {bare(words[1])}"
        return 2, _hour(said.split())[1]
    count = when.count_time(words)
    if not count:
        return 1, _FROM.get(bare(words[0]))
    said = _bare(words[:count])
    try:
        return count, when.parse_time(said)
    except Unclear:
        return count, _after_noon(said)
    except Refused:
        return count, next((_FROM[bare(word)] for word in words[:count] if bare(word) in _FROM), None)


def _after_noon(said: str) -> time | None:
    try:
        return when.parse_time(f"{said} | eftermiddag")
    except Refused:
        return None


def _bare(words: Sequence[str]) -> str:
    return " ".join(words).strip("?!,;:")


# ---------------------------------------------------------------------------------------- a professional's own words


@dataclass(frozen=True, kw_only=True)
class InWords:
    """What a professional says about a meeting.

    ``answer``: whether they can come; ``late``: by how many minutes they will be late, 0 where they do not say;
    ``is_sick``: that they are ill, which need not be about a meeting. Which meeting: by its ``number``, its ``day``
    and its ``hour``, as far as they name it. ``reason``, and ``instead``, the name of who comes in their place, as
    they wrote it. ``suits``: words about a better time. ``is_any``: of the day only the weekday was named.
    """

    answer: Answer
    late: int | None = None
    is_sick: bool = False
    number: int | None = None
    day: date | None = None
    hour: time | None = None
    reason: str = ""
    instead: str = ""
    suits: str = ""
    is_any: bool = False

    @property
    def names_meeting(self) -> bool:
        """Whether it says which meeting it is about."""
        return self.number is not None or self.day is not None

    @property
    def is_bare(self) -> bool:
        """Whether it says nothing but yes, no or perhaps."""
        return self == InWords(answer=self.answer)


_BEFORE = r"(?:(?:nej|nä|ja|jo|tyvärr|dessvärre|sorry|oj|beklagar|no|yes|unfortunately)[,.!]? )*"
_COMING = r"(?: (?:komma|vara med|delta|närvara|medverka|gå|come|attend|make it|be there))?"
_WEAKLY = r"(?: (?:tyvärr|dessvärre|nog|heller|riktigt|unfortunately))?"
_CANNOT = re.compile(
    _BEFORE + r"(?:jag |vi |i |we )?(?:"
    rf"(?:kan|kommer)(?: jag| vi)?{_WEAKLY} (?:inte|ej){_WEAKLY}{_COMING}"
    r"|hinner(?: jag)? (?:inte|ej) (?:komma|vara med|delta|till mötet)"
    r"|(?:har |får |fick |har fått |fått )?förhinder|är förhindrad|förhindrad"
    r"|måste lämna återbud|lämnar återbud|återbud"
    r"|(?:är |blev |blivit )?sjuk"
    rf"|(?:can'?t|cannot|can not|won'?t be able to){_COMING}|won'?t (?:come|be there|make it)"
    r"|am unable to (?:come|attend)"
    r"|am (?:sick|ill)|(?:sick|ill)"
    r")(?=$|[\s,.;:!–-])",
)
_NUMBER_WORDS = {
    "fem": 5,
    "tio": 10,
    "femton": 15,
    "tjugo": 20,
    "trettio": 30,
    "en kvart": 15,
    "kvart": 15,
    "en halvtimme": 30,
    "halvtimme": 30,
    "en halv timme": 30,
    "en timme": 60,
    "five": 5,
    "ten": 10,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "half an hour": 30,
    "an hour": 60,
}
_MINUTES = (
    r"(?:(?:ca|cirka|ungefär|kanske|nog|typ|max|about) )*"
    r"(?:\d{1,3}|" + "|".join(sorted(_NUMBER_WORDS, key=len, reverse=True)) + r")"
    r"(?: ?(?:min|minuter|minut|minutes|mins)\.?)?"
)
_LATE = r"(?:för sent|försenade|försenad|senare|sena|sent|sen|late)"
_WILL_BE = r"(?:jag |vi |i |we )?(?:kommer|blir|är|will be|'ll be|am|running|am running|i'll be)"
_IS_LATE = re.compile(
    _BEFORE
    + r"(?:(?:jag |vi |i |we )?(?:kommer|kan(?: komma)?|can come|will come|am coming)(?: gärna)?,? (?:men|but) )?"
    + rf"(?:{_WILL_BE} {_MINUTES} {_LATE}|{_MINUTES} {_LATE}|{_WILL_BE}(?: nog| lite| något| a bit)* {_LATE} {_MINUTES}"
    rf"|(?:jag |vi )?kommer(?: nog| lite| något)* (?:sent|senare|för sent)"
    rf"|{_WILL_BE}(?: nog| lite| något| a bit)* {_LATE} (?:till mötet|to the meeting))(?=$|[\s,.;:!–-])"
)
_CAN = re.compile(
    _BEFORE
    + r"(?:jag |vi |i |we )?(?:kan|kommer|can)(?: (?:komma|vara med|delta|gärna|come|attend))*(?=$|[\s,.;:!–-])"
)
_UNSURE = re.compile(
    _BEFORE + r"(?:jag |i )?(?:vet inte(?: än| ännu)?|är osäker på|är inte säker på|don'?t know|am not sure)"
    r" (?:om|if|whether) (?:jag |vi |i |we )(?:kan|kommer|can)"
    r"(?: (?:komma|vara med|delta|come|attend))?(?=$|[\s,.;:!–-])"
)
#: How a professional goes on who says why, or what instead.
_GOES_ON_WORDS = """men för eftersom då pga p.g.a har är jag vi måste ska sitter fick får blev utan because but as since
have am i due tyvärr den det"""
_GOES_ON = frozenset(_GOES_ON_WORDS.split())
_MEETING = frozenset(["möte", "mötet", "möten", "uppföljning", "uppföljningen", "meeting", "follow-up"])
_TO_MEETING_WORDS = """på till den det om to on for the i nr nummer number #"""
_TO_MEETING = frozenset(_TO_MEETING_WORDS.split())
_NOBODY_WORDS = """jag vi det den ni du han hon hen de dom dem ingen någon nån alla mötet man som och men så då här där
inte i we it he she they nobody somebody you that this"""
_NOBODY = frozenset(_NOBODY_WORDS.split())
_SAYS_NOTHING = frozenset({"", "då", "tyvärr", "men", "dessvärre", "tack", "sorry", "then"})
_OF_WHOM = re.compile(r"^(?:(?:min|vår|en|a|my) )?(?:kollega|kollegan|chef|colleague|boss) ", re.IGNORECASE)
_CLAUSE = re.compile(r"\s*[,;]\s*|[.!]\s+|\s+[–-]\s+|\s+(?=(?:men|but)\s)", re.IGNORECASE)
_OPENING = re.compile(
    r"^(?:(?:men|för|eftersom|då|pga\.?|p\.g\.a\.?|på grund av|och|but|because|as|since|and)\s+)+",
    re.IGNORECASE,
)
#: What is said of something that somebody has to do.
_OF_TASK = re.compile(
    r"(?:jag |vi |så )*(?:tar|gör|fixar|ringer|skickar|återkommer|löser|hinner)"
    r"(?: jag)? (?:det|den|dem|på|i|till|när)\b",
    re.IGNORECASE,
)
_WHO = r"(?P<who>@?[^\W\d_][\w.@:-]*(?: [^\W\d_][\w-]*){0,3}?)"
_INSTEAD = (
    r"(?: (?:komma|gå|vara med|delta|ta det|ersätta mig|i ?stället|för mig|då|gärna|nog|come|instead|for me|attend"
    r"|go))*"
)
_COMES = (
    re.compile(
        rf"{_WHO} (?:kan|kommer|går|tar det|ersätter mig|ersätter|hoppar in|ställer upp|can|comes|will come|is coming)"
        rf"{_INSTEAD}[.!]?",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?:jag )?(?:skickar|sänder|ber|i ?stället kommer|i ?stället kan|i'll send|sending) {_WHO}{_INSTEAD}[.!]?",
        re.IGNORECASE,
    ),
)
_RATHER = re.compile(
    r"^(?:(?:jag|vi|det|i)\s+)?(?:(?:kan|passar|går|funkar|föreslår|hellre|helst|gärna|i ?stället|bättre|bra|can"
    r"|prefer|rather|suggest)\s+)*",
    re.IGNORECASE,
)


def read(text: str, today: date) -> InWords | None:
    """What a professional's words say about a meeting; None when they may be about anything else."""
    text = " ".join(text.split())
    lowered = text.lower()
    if len(lowered) != len(text):
        return None
    late = _IS_LATE.match(lowered)
    if late is not None:
        return _with_rest(InWords(answer=Answer.YES, late=_minutes(late[0])), text[late.end() :], today)
    cannot = _CANNOT.match(lowered)
    if cannot is not None:
        sick = re.search(r"\b(?:sjuk|sick|ill)$", cannot[0])
        reason = "" if sick is None else sick[0]
        return _with_rest(
            InWords(answer=Answer.NO, reason=reason, is_sick=sick is not None), text[cannot.end() :], today
        )
    unsure = _UNSURE.match(lowered)
    if unsure is not None:
        return _with_rest(InWords(answer=Answer.MAYBE), text[unsure.end() :], today)
    can = _CAN.match(lowered)
    if can is None:
        return None
    said = _with_which(InWords(answer=Answer.YES), text[can.end() :].split(), today)
    if said is not None and not said[1]:
        return said[0]
    rest = text[can.end() :].strip(" ,.!")
    if not is_time(rest):
        return None
    return InWords(answer=Answer.YES, suits=rest)


def more(text: str, today: date) -> InWords:
    """What a professional writes who has said no already: why, who comes instead, or when it would suit."""
    said = read(text, today)
    if said is not None and said.answer is not Answer.YES:
        return said
    if said is not None and said.suits:
        return replace(said, answer=Answer.NO)
    if said is not None:
        return said
    return _clauses(InWords(answer=Answer.NO), text)


def _minutes(said: str) -> int:
    """The minutes among words; 0 where there are none."""
    figures = re.search(r"\d+", said)
    if figures is not None:
        return int(figures[0])
    named = (word for word in sorted(_NUMBER_WORDS, key=len, reverse=True) if re.search(rf"\b{word}\b", said))
    return _NUMBER_WORDS.get(next(named, ""), 0)


def _with_rest(said: InWords, rest: str, today: date) -> InWords | None:
    """What is said with the meeting it names and the reason behind it; None where more follows than that."""
    is_cut_off = rest[:1] in {",", ".", ";", ":", "!"} or rest.lstrip()[:1] in {"–", "-"}
    named = _with_which(said, rest.lstrip(" ,.;:!–-").split(), today)
    if named is None:
        return None
    said, left = named
    if not left:
        return said
    words_before = rest.split()[: len(rest.split()) - len(left)]
    is_cut_off = is_cut_off or bool(words_before and words_before[-1][-1] in ",.;:–-!")
    if not is_cut_off and bare(left[0]) not in _GOES_ON:
        return None
    if not said.names_meeting and _OF_TASK.match(" ".join(left)):
        return None
    return _clauses(said, " ".join(left))


def _with_which(said: InWords, words: Sequence[str], today: date) -> tuple[InWords, list[str]] | None:
    """What is said with the meeting that the first words name, and the words behind them."""
    left = list(words)
    known = left
    while left:
        word = bare(left[0])
        number = re.fullmatch(r"#?(\d{1,3})", word)
        if word in _MEETING:
            left = known = left[1:]
            continue
        count, day = _day(left, today)
        of_week = _of_week(left[:count], today, today)
        day = of_week or day
        if day is not None and said.day is None:
            said = replace(said, day=day, is_any=of_week is not None)
            left = known = left[count:]
            continue
        count = when.count_time(left) if not word.isdigit() else 0
        hour = _hour(left)[1] if count else None
        if hour is not None and said.hour is None:
            said = replace(said, hour=hour)
            left = known = left[count:]
            continue
        if (
            number is not None
            and said.number is None
            and (len(left) == 1 or left[0][-1] in ",.;:" or bare(left[1]) in _GOES_ON)
        ):
            said = replace(said, number=int(number[1]))
            left = known = left[1:]
            continue
        if word not in _TO_MEETING:
            break
        left = left[1:]
    return said, list(known)


def _clauses(said: InWords, text: str) -> InWords:
    """What is said with what each of its clauses adds: who comes instead, a better time, or why."""
    reasons = [said.reason] if said.reason else []
    for clause in _CLAUSE.split(text.strip()):
        plain = _OPENING.sub("", clause.strip()).strip()
        if bare(plain) in _SAYS_NOTHING:
            continue
        who = _who(plain)
        if who and not said.instead:
            said = replace(said, instead=who)
            continue
        suits = _RATHER.sub("", plain).strip(" .!")
        if suits and not said.suits and is_time(suits):
            said = replace(said, suits=suits)
            continue
        if plain:
            reasons.append(plain.strip(" ,.;"))
    return replace(said, reason=", ".join(each for each in reasons if each))


def _who(clause: str) -> str:
    """The name of who comes instead, where a clause says just that."""
    for pattern in _COMES:
        match = pattern.fullmatch(clause)
        if match is None:
            continue
        name = match["who"]
        if not any(bare(word) in _NOBODY for word in name.split()):
            return _OF_WHOM.sub("", name.strip(",."))
    return ""
