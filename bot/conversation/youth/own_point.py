"""What a youth or guardian wants to have taken up at the next meeting, where it is plainly that: how such a message
begins, and the closed list of what may follow.

As with :mod:`bot.conversation.youth.own_words`, free words after such a beginning may be a cry for help, and are met as
those are: they reach the coordinator when their writer says so.
"""

from __future__ import annotations

import re

from bot.conversation.clean import bare

_BEGINS = (
    r"(?:(?:min )?punkt(?:en)?(?: är)?"
    r"|(?:jag )?(?:vill|skulle vilja)(?: gärna| också)? ta upp"
    r"|(?:kan|får|ska) vi ta upp"
    r"|(?:my )?point(?: is)?"
    r"|(?:i )?(?:want to|would like to) (?:take up|bring up)"
    r"|can we (?:take up|bring up))"
)
_TOPICS = (
    r"(?:min |mitt |mina )?(?:skolskjuts(?:en)?|busskort(?:et)?|bussen|schema(?:t)?|lektionerna|läxor(?:na)?"
    r"|betyg(?:en)?|matten|engelskan|svenskan|idrotten|praktik(?:en)?|praktikplats(?:en)?|sommarjobb(?:et)?|extrajobb(?:et)?"
    r"|träning(?:en)?|fotboll(?:en)?|innebandy(?:n)?|gymkort(?:et)?|körkort(?:et)?|moppekort(?:et)?"
    r"|mötestiden|mötestiderna|tiderna|lokalen|fikat?|sommaren|sommarlovet|jullovet|studiehandledning(?:en)?)",
    r"(?:my |the )?(?:school bus|bus card|bus|schedule|timetable|lessons|homework|grades|maths?|internship|summer job"
    r"|practice|training|football|gym card|driving licence|meeting times?|summer|holidays)",
)
_TOPIC = f"(?:{'|'.join(_TOPICS)})"
_AT = r"(?: (?:på|till|vid|at|for) (?:nästa möte|mötet|the meeting|the next meeting))?"

_PLAIN = re.compile(rf"{_BEGINS}:? (?P<topic>{_TOPIC}(?:(?:,| och| and) {_TOPIC}){{0,2}}){_AT}")


def topic(text: str) -> str | None:
    """What is to be taken up, where the whole of a message is such words and listed; None for any other. What is
    shouted is not."""
    if text.isupper():
        return None
    words = [f"{bare(word)}," if word.endswith(",") else bare(word) for word in text.split()]
    found = _PLAIN.fullmatch(" ".join(words))
    return None if found is None else found["topic"]
