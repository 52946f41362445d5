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
#: O’Brien, D’Angelo, McCarthy: names wherever they stand. A restaurant is none.
_PREFIXED = re.compile(r"\b(?:[OD]['’]|Mc(?!Donald['’]?s\b))[A-ZÅÄÖ][a-zåäö]")
#: What a place, an authority or a language ends with.
_NOBODYS_ENDING = re.compile(
    r"(?:tjänsten|nämnden|kassan|verket|skolan|gymnasiet|mottagningen|polisen|kommunen|huset|gården|kontoret|teamet"
    r"|gruppen|förvaltningen|vården|myndigheten|förmedlingen|klubben|centret?|iska)\Z"
)


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
    hej hejsan hallå tack kära bästa god mvh hälsningar
    vi jag du ni han hon hen de dom den det dessa denna detta en ett min mitt
    mina vår vårt våra i på från till hos vid för med om när där här hur vad vem vilken vilka varför kan kunde ska
    skulle får har hade är var finns måste vill och men eller så nu sen sedan att som utan efter under mellan idag igår
    hi hello dear thanks we you he she they this that my our in at from to with about when where here how what who
    which why can could shall should may has have is was are were do does and but or so now then a an the
    """
)
#: Words after which a single word with a capital letter is somebody, where it is nothing that we know.
_ABOUT = _set(
    """
    för med om hos åt kring angående gäller av att när än slår slog träffar träffade träffat
    about for with regarding concerning of that when than
    """
)
_AND = frozenset({"och", "and"})
#: Words before the last part of a name: von Essen, bin Salman.
_BEFORE_NAME = _set("von van af zu bin ben bint ibn abu al el la del della da di dos ter ten der")
#: Words inside a name that are ordinary words elsewhere: Anna de Jong.
_INSIDE_NAME = _BEFORE_NAME | {"de"}
#: Words with a capital letter that name nobody.
_NOBODY = _set(
    """
    i monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december swedish english sverige sweden skolverket socialstyrelsen polisen police
    skolan kommunen socialen soc rektorn rektor läraren lärare mentorn kuratorn mamman pappan mamma pappa ungdomen
    måndag tisdag onsdag torsdag fredag lördag söndag jul påsk islam ramadan adhd autism asperger norr söder öster
    väster nord syd öst väst snapchat instagram tiktok facebook messenger whatsapp telegram discord youtube roblox
    fortnite minecraft google teams zoom netflix spotify swish bris maskrosbarn arabic somali
    """
)


@dataclass(frozen=True, kw_only=True)
class _Said:
    """A word of a text. ``begins``: a sentence; ``bracketed``: a bracket before it; ``follows``: only spaces are
    between it and the word before; ``names``: it is written like a name, and is no word that names nobody."""

    plain: str
    begins: bool
    bracketed: bool
    follows: bool
    names: bool


def names_somebody(text: str, known: Iterable[str] = ()) -> bool:
    """Whether a text seems to name somebody. It errs on the side of a false alarm.

    ``known``: words with a capital letter that name nobody here, such as the municipality's.
    """
    if any(pattern.search(text) for pattern in (_ADDRESS, _NAME_IS, _SON, _PREFIXED)):
        return True
    nobody = _NOBODY | {word.casefold() for each in known for word in _WORD.findall(each)}
    if any(_is_double(match[0], nobody) for match in _WORD.finditer(text)):
        return True
    said = list(_words(text, nobody))
    return any(_is_name(said, place) for place in range(len(said)))


def _is_name(said: Sequence[_Said], place: int) -> bool:
    """Whether a word is somebody, seen what stands before it."""
    word = said[place]
    if place == 0:
        return False
    before = said[place - 1]
    if word.begins and not word.bracketed:
        return False
    if before.plain in _CALLED and word.plain not in _THINGS:
        return True
    if not word.names:
        return False
    if before.plain in _OF or (word.bracketed and before.names):
        return True
    if word.bracketed or not word.follows:
        return False
    if before.plain in _BEFORE_NAME or (before.plain in _ABOUT and not before.names):
        return True
    if before.plain in _AND and place > 1 and said[place - 2].plain in _OF:
        return True
    return _follows_name(said, place)


def _follows_name(said: Sequence[_Said], place: int) -> bool:
    """Whether the word before, or before the small words of a name (Carlos de la Cruz), is a name's first."""
    inside = place - 1
    while inside > 0 and said[inside].plain in _INSIDE_NAME and said[inside].follows:
        inside -= 1
    first = said[inside]
    return first.names and not (first.begins and first.plain in _OPENERS)


def _is_double(word: str, nobody: Collection[str]) -> bool:
    """Whether a word with a hyphen is a name: Anna-Karin, Lind-Berg, al-Hassan."""
    parts = word.split("-")
    if len(parts) < 2 or not _capital(parts[-1]) or len(parts[-1]) < 2:
        return False
    if any(part.casefold() in nobody for part in parts):
        return False
    return all((_capital(part) and len(part) > 1) or part.casefold() in _BEFORE_NAME for part in parts[:-1])


def _words(text: str, nobody: Collection[str]) -> Iterator[_Said]:
    """The words of a text, in order."""
    end = 0
    for match in _WORD.finditer(text):
        between = text[end : match.start()]
        plain = match[0].casefold()
        is_nobody = plain in nobody or _NOBODYS_ENDING.search(plain) is not None
        yield _Said(
            plain=plain,
            begins=end == 0 or _STOPS.search(between) is not None,
            bracketed=between.strip() == "(",
            follows=between.isspace(),
            names=_capital(match[0]) and not is_nobody,
        )
        end = match.end()


def _capital(word: str) -> bool:
    """Whether a word is written like a name. All capitals, as in SIG and BUP, are not."""
    return word[0].isupper() and (len(word) == 1 or not word.isupper())
