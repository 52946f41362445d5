"""A consultation: somebody asks whether SIG could help, without saying whom it is about ([Sk]
"oidentifierat").

It is not a case. Only a guest on a page of their own takes part, who reaches no case at all; what they write
is passed on to the unit and not kept. These rules decide which guests and messages are let in, and which
messages are held back because they seem to name somebody.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from bot.rules.profile import Profile

#: The first letter of a consultation's code, as K is of a case's.
PREFIX = "A"
#: How many messages of one guest are passed on in a day.
MOST_A_DAY = 20
#: How many messages of all guests one office is sent in an hour and in a day. A guest's first message counts
#: against twice as many, so that guests who write a lot do not keep others from asking.
MOST_IN_AN_HOUR = 30
MOST_IN_A_DAY = 100
#: From how many reminders in the same morning on they are told in one line.
REMINDED_TOGETHER = 5
#: How many consultations a list shows.
MOST_LISTED = 40
#: How many new guests are accepted in an hour, from one server and in all.
WITHIN = timedelta(hours=1)
MOST_OF_SERVER = 6
MOST_GUESTS = 10
#: Days until a guest who never wrote anything is forgotten.
SILENT_DAYS = 3
#: Days until the page of an ended consultation is removed.
ENDED_DAYS = 1


class State(StrEnum):
    """The state of a consultation."""

    ASKED = "asked"  # the guest has been asked which unit it is for
    NEW = "new"  # nothing has been passed on yet
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, kw_only=True)
class Consultation:
    """One consultation: its code, who asks, and the day it is erased."""

    id: str
    unit_id: str
    code: str
    person_id: str
    state: State
    began_on: date
    purge_on: date

    @property
    def known_to_unit(self) -> bool:
        """Whether any of it has been passed on to the unit."""
        return self.state in (State.OPEN, State.CLOSED)


def server_of(user_id: str) -> str:
    """The server of a Matrix id."""
    return user_id.partition(":")[2]


def accepts_server(profile: Profile, server: str, *, own: str, others: Collection[str]) -> bool:
    """Whether a unit consults with people of a server: the bot's own, or one that profile and operator both
    allow."""
    return profile.consultation and (
        server == own or (server in profile.allowed_servers and server in others)
    )


def accepts_guest(user_id: str, lately: Sequence[str]) -> bool:
    """Whether one more guest is accepted now; ``lately``: the Matrix ids of the guests of the last hour."""
    same = [one for one in lately if server_of(one) == server_of(user_id)]
    return len(lately) < MOST_GUESTS and len(same) < MOST_OF_SERVER


def within_limits(in_hour: int, in_day: int, *, first: bool) -> bool:
    """Whether one more message is passed on, after so many from all guests in the last hour and day."""
    times = 2 if first else 1
    return in_hour < times * MOST_IN_AN_HOUR and in_day < times * MOST_IN_A_DAY


def purge_on(written_on: date, profile: Profile) -> date:
    """The day a consultation is erased if nothing more is written in it."""
    return written_on + timedelta(days=profile.consultation_days)


def with_message(consultation: Consultation, profile: Profile, today: date) -> Consultation:
    """The consultation after a message today: it is open, and the days until it is erased begin anew."""
    began_on = consultation.began_on if consultation.known_to_unit else today
    return replace(consultation, state=State.OPEN, began_on=began_on, purge_on=purge_on(today, profile))


def next_working_day(today: date) -> date:
    """The next working day, by which somebody who asks today can expect an answer. Holidays are not known
    here."""
    day = today + timedelta(days=1)
    while day.weekday() >= 5:
        day += timedelta(days=1)
    return day


def ended(consultation: Consultation, today: date) -> Consultation:
    """The consultation after it has ended. Its page stays long enough for the guest to read the last
    message."""
    return replace(consultation, state=State.CLOSED, purge_on=today + timedelta(days=ENDED_DAYS))


# -------------------------------------------------------------------------------------------------------------- names

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
#: Signs between two words after which the second has a capital letter because it begins a sentence.
_STOPS = re.compile(r"[.!?:;\n\"“”(•–—]")
_ADDRESS = re.compile(r"\S@\S|@\w")
_NAME_IS = re.compile(r"\b(?:name|namn|namnet)(?:['’]s|\s+(?:is|är|was|var))\s+\w", re.IGNORECASE)
_SON = re.compile(r"[^\W\d_]{2,}sson\b", re.IGNORECASE)


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


#: Words followed by a name, with or without a capital letter.
_CALLED = frozenset({"heter", "hette"})
#: Words followed by a name if the next word has a capital letter: "min elev Erik".
_OF = _set(
    """
    kallas namn namnet called named
    elev eleven elever son sonen dotter dottern barn barnet kille killen tjej tjejen pojke pojken flicka flickan
    bror brorsan brodern syster systern kompis kompisen ungdom ungdomen mamma mamman pappa pappan förälder
    pupil student son daughter child kid boy girl brother sister friend mother father
    """
)
#: Words after "heter" that are no names.
_THINGS = _set("det den de dom så inte ju något nåt ni du hen insatsen")
#: First words of a sentence after which two words with capitals are a place or a greeting: "I Hentorp", "Hej
#: Anna".
_OPENERS = _set(
    """
    hej hejsan hallå tack kära bästa god vi jag du ni han hon hen de dom den det dessa denna detta en ett min mitt
    mina vår vårt våra i på från till hos vid för med om när där här hur vad vem vilken vilka varför kan kunde ska
    skulle får har hade är var finns måste vill och men eller så nu sen sedan att som utan efter under mellan idag igår
    hi hello dear thanks we you he she they this that my our in at from to with about when where here how what who
    which why can could shall should may has have is was are were do does and but or so now then a an the
    """
)
#: Words with a capital letter that name nobody.
_NOBODY = _set(
    """
    i monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december swedish english sverige sweden skolverket socialstyrelsen polisen police
    """
)


def names_somebody(text: str, known: Iterable[str] = ()) -> bool:
    """Whether a text seems to name somebody. It errs on the side of a false alarm.

    ``known``: words with a capital letter that name nobody here, such as the municipality's.
    """
    if any(pattern.search(text) for pattern in (_ADDRESS, _NAME_IS, _SON)):
        return True
    nobody = _NOBODY | {word.casefold() for each in known for word in _WORD.findall(each)}
    before = ""
    capital = False
    began = True
    for word, begins, follows in _words(text):
        plain = word.casefold()
        names = plain not in nobody and _capital(word)
        if not begins:
            if before in _CALLED and plain not in _THINGS:
                return True
            if names and before in _OF:
                return True
            if names and follows and capital and not (began and before in _OPENERS):
                return True
        before = plain
        capital = names
        began = begins
    return False


def _words(text: str) -> Iterator[tuple[str, bool, bool]]:
    """Each word, whether it begins a sentence, and whether only spaces are between it and the word before."""
    end = 0
    for match in _WORD.finditer(text):
        between = text[end : match.start()]
        begins = end == 0 or _STOPS.search(between) is not None
        yield match[0], begins, between.isspace()
        end = match.end()


def _capital(word: str) -> bool:
    """Whether a word is written like a name. All capitals, as in SIG and BUP, are not."""
    return word[0].isupper() and (len(word) == 1 or not word.isupper())
