"""Understands answers about a meeting: whether somebody can come, or when it would suit them instead."""

from __future__ import annotations

import re

from bot.conversation import answers
from bot.conversation.answers import Meaning, Weight
from bot.rules import when
from bot.rules.meeting import Answer

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
