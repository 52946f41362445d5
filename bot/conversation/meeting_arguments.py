"""The arguments that only meetings have: one day or a series, where people meet, and which of the meetings is meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from bot.conversation import answers
from bot.conversation.arguments import Code, Day, Env, Hour, Number, Quoted, Repeats, Rest, Title
from bot.conversation.clean import bare
from bot.errors import Refused, Unclear
from bot.i18n import T
from bot.rules import when
from bot.rules.meeting import KINDS, is_by_day
from bot.rules.school_break import Span
from bot.rules.words import Term

#: What a link begins with. Somebody who copies one from a phone may lose the beginning.
_LINK = re.compile(r"https?://\S+|www\.\S+|(?:teams|meet|zoom|whereby)\.[\w.-]+/\S+", re.IGNORECASE)
#: A longer one would be cut where it is shown, and lead nowhere.
_LONGEST_LINK = 400
_SCHEME = re.compile(r"https?://", re.IGNORECASE)
#: Words that stand before a place, or before a link, and say nothing more.
_BEFORE_PLACE = frozenset({"i", "på", "plats", "platsen", "in", "at", "place"})
_BEFORE_LINK = frozenset({"länk", "länken", "via", "link", "och", "and", "med", "with", "på", "on"})
#: The place where people met last.
_SAME_PLACE = frozenset(
    {"samma", "samma plats", "samma ställe", "som sist", "där vi var", "same", "same place", "as last time"}
)


def meeting_kinds(_env: Env) -> Sequence[Term]:
    """What a meeting can be for."""
    return KINDS


@dataclass(frozen=True)
class DayOrSeries(Day):
    """A day, or how often: ``torsdag``, ``varje måndag till 18 juni``, ``varannan torsdag 10 gånger``."""

    def take(self, words: Sequence[str], env: Env) -> int:
        hours = Hour().take(words, env) if self.hour_first else 0
        for begin in {0, hours}:
            count = _count_series(words[begin:])
            if count:
                return begin + count
        return super().take(words, env)

    def value(self, text: str, env: Env) -> Any:
        if _is_series(text):
            return Repeats().value(text, env)
        return super().value(text, env)

    def answer(self, before: str, text: str, env: Env) -> str:
        if _is_series(text):
            return text
        if _is_series(before):
            return Repeats().answer(before, text, env)
        return super().answer(before, text, env)

    def is_answer(self, before: str, text: str, env: Env) -> bool:
        if _is_series(text):
            return True
        if _is_series(before):
            return Repeats().is_answer(before, text, env)
        return super().is_answer(before, text, env)

    def hour_inside(self, words: Sequence[str], env: Env) -> tuple[int, int] | None:
        """Where the hour stands between how often something is and until when, and how many words it is: ``varje
        måndag`` *kl 15* ``till 18 juni``. None when there is none.

        An hour may have an end of its own: ``kl 15 till 16 till 18 juni``. So the longest is tried first.
        """
        begin = _count_series(words)
        if not begin:
            return None
        for count in range(Hour().take(words[begin:], env), 0, -1):
            if Hour().take(words[begin : begin + count], env) != count:
                continue
            without = [*words[:begin], *words[begin + count :]]
            if when.count_recurrence(without) > begin:
                return begin, count
        return None


#: Words that say that something comes again. Two weekdays alone do not: in "samtal med Tor torsdag" one is a man.
_AGAIN = re.compile(
    r"\b(?:var(?:je|annan|annat|t)?|every|each|udda|jämna|gång\w*|times|twice|once|dagligen)\b"
    r"|(?:dagar(?:na)?|days|vis|ly)\b",
    re.IGNORECASE,
)


def _count_series(words: Sequence[str]) -> int:
    """How many words at the front say how often; 0 where they name days and no more."""
    count = when.count_recurrence(words)
    return count if _AGAIN.search(" ".join(words[:count])) else 0


def _is_series(text: str) -> bool:
    return when.is_recurrence(text)


@dataclass(frozen=True)
class MeetingHour(Hour):
    """The hour of a meeting: ``kl tre`` is in the afternoon, since nobody meets at three in the night. Who does says
    ``kl 03.00``."""

    def value(self, text: str, env: Env) -> time:
        try:
            return super().value(text, env)
        except Unclear as unclear:
            by_day = [at for at in map(when.parse_time, unclear.left.split(" eller ")) if is_by_day(at)]
            if len(by_day) != 1:
                raise
            return by_day[0]


class Weekday(date):
    """A day that was said by its weekday alone: of a meeting that is moved, the one of that meeting's week."""


@dataclass(frozen=True)
class NewDay(Day):
    """The day to which a meeting is moved. ``fredag`` alone is a :class:`Weekday`."""

    def value(self, text: str, env: Env) -> date:
        found = super().value(text, env)
        if not _is_weekday_alone(text, env):
            return found
        return Weekday(found.year, found.month, found.day)


def _is_weekday_alone(text: str, env: Env) -> bool:
    """Whether words name a weekday and nothing else: said on any day, they mean the next such day."""
    monday = env.today - timedelta(days=env.today.weekday())
    days = []
    for since in (monday, monday + timedelta(days=70)):
        try:
            days.append(when.parse_date(text, since, breaks={}) - since)
        except Refused:
            return False
    is_near = days[0] == days[1] and timedelta() <= days[0] <= timedelta(days=7)
    return is_near and _NAMES_WEEKDAY.search(text.casefold()) is not None


_NAMES_WEEKDAY = re.compile(
    r"\b(?:(?:på |on |till |to )?(?:mån|tis|ons|tor|fre|lör|sön)\w*|(?:on |to )?(?:mon|tue|wed|thu|fri|sat|sun)\w*)$"
)


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where people meet: a place, a link on which one can click, or both. ``is_same``: where they met last."""

    name: str | None = None
    link: str | None = None
    is_same: bool = False


@dataclass(frozen=True)
class Where(Title):
    """A place, a link, or both: ``Stadshuset``, ``https://möte.example/abc``, ``Teams, https://...``."""

    def value(self, text: str, env: Env) -> Any:
        links = _LINK.findall(text)
        if len(links) > 1:
            raise Refused(T("meeting.one_link"))
        words = _LINK.sub(" ", text).split()
        if links:
            while words and bare(words[-1]) in _BEFORE_LINK:
                words.pop()
        if len(words) > 1 and bare(words[0]) in _BEFORE_PLACE:
            del words[0]
        link = None
        if links:
            link = links[0].rstrip(".,;)")
            link = link if _SCHEME.match(link) else f"https://{link}"
            if len(link) > _LONGEST_LINK:
                raise Refused(T("meeting.long_link"))
        said = " ".join(words).strip(" ,;:–-")
        if link is not None and not said:
            return Place(link=link)
        if bare(said) in _SAME_PLACE:
            return Place(link=link, is_same=True)
        name = super().value(said, env)
        return Place(name=name[:1].upper() + name[1:], link=link)


_WITHOUT = (
    *(
        "men inte under",
        "men inte på",
        "men inte",
        "inte under",
        "inte på",
        "inte",
        "utom under",
        "utom på",
        "utom",
    ),
    *("förutom under", "förutom", "undantaget", "undantagen", "med undantag för", "hoppa över", "skippa"),
    *("but not on", "but not", "except on", "except for", "except", "not on", "not in", "skip", "skipping"),
)
_AND = frozenset({"och", "samt", "and", "&", "eller", "or"})
#: The most words that may say on which days there is no meeting.
_MOST_WITHOUT = 24


@dataclass(frozen=True)
class Without:
    """Days, weeks and breaks in which a series has no meeting: ``utom 4 jan``, ``inte vecka 8``, ``utom den 17 och 24
    dec``."""

    def take(self, words: Sequence[str], env: Env) -> int:
        lead = _lead(words, _WITHOUT)
        rest = words[lead : lead + _MOST_WITHOUT]
        if not lead or any(isinstance(word, Quoted) for word in rest[:1]):
            return 0
        for count in range(len(rest), 0, -1):
            if self._spans(rest[:count], env):
                return lead + count
        return 0

    def value(self, text: str, env: Env) -> Any:
        words = text.split()
        found = self._spans(words[_lead(words, _WITHOUT) :], env)
        if not found:
            raise Refused(T("date.vague", text=text))
        return found

    def _spans(self, words: Sequence[str], env: Env) -> tuple[Span, ...]:
        """What each part of a list means; nothing unless all are understood."""
        parts: list[list[str]] = [[]]
        for word in words:
            if bare(word) in _AND:
                parts.append([])
                continue
            parts[-1].append(word)
            if word.endswith(","):
                parts.append([])
        listed = [part for part in parts if part]
        found = [self._span(part, listed[-1], env) for part in listed]
        return tuple(one for one in found if one is not None) if None not in found else ()

    def _span(self, part: Sequence[str], last: Sequence[str], env: Env) -> Span | None:
        """The days that a part means, if need be in the month of the last: ``17 och 24 dec``."""
        for said in (" ".join(part), f"{' '.join(part)} {last[-1]}"):
            try:
                return when.parse_span(said.rstrip(","), env.today, breaks=env.profile.school_breaks)
            except Refused:
                continue
        return None


#: Words with which a time begins that is not understood: "till en annan dag" names no place.
_BEGINS_TIME = frozenset(
    {
        *(
            "nästa",
            "veckan",
            "vecka",
            "v",
            "samma",
            "efter",
            "innan",
            "före",
            "slutet",
            "början",
            "mitten",
            "kl",
        ),
        *(
            "klockan",
            "en",
            "ett",
            "annan",
            "annat",
            "någon",
            "nån",
            "senare",
            "tidigare",
            "dagen",
            "dag",
            "helgen",
        ),
        *("tid", "när", "om", "vid", "lunch", "morgonen", "kvällen", "eftermiddagen", "förmiddagen", "mitt"),
        *(
            "next",
            "week",
            "same",
            "after",
            "before",
            "the",
            "a",
            "an",
            "another",
            "later",
            "earlier",
            "some",
            "at",
        ),
    }
)


def begins_like_time(words: Sequence[str]) -> bool:
    """Whether words may say when, though they are not understood as a day."""
    first = bare(words[0])
    return (
        not first
        or first[0].isdigit()
        or first in _BEGINS_TIME
        or when.says_when(" ".join(words)) is not None
    )


@dataclass(frozen=True)
class Points(Rest):
    """The points of an agenda: ``läget, skolan, nästa steg``; also with semicolons, or one after each ``•``."""

    def value(self, text: str, env: Env) -> Any:
        found = super().value(text, env)
        parts = [part.strip(" -–•*.:") for part in re.split(r"\s*[,;•\n]\s*|\s+[-–]\s+", found)]
        points = tuple(part for part in parts if part)
        if not points:
            raise Refused(T("kit.empty"))
        return points


@dataclass(frozen=True, kw_only=True)
class Which:
    """Which of the planned meetings is meant: by its number or day, and whether those after it in its series are meant
    too (``onward``). With neither, a whole series, or ``every`` one of the case."""

    number: int | None = None
    day: date | None = None
    onward: bool = False
    every: bool = False


_ONWARD = (
    *(
        "alla från och med",
        "alla från o med",
        "alla fr o m",
        "alla fr.o.m.",
        "alla from",
        "alla från",
        "alla efter",
    ),
    *("alla möten från och med", "alla möten från", "mötena från och med", "mötena från", "allt från"),
    *(
        "serien från och med",
        "serien från",
        "resten från och med",
        "resten från",
        "från och med",
        "fr o m",
        "fr.o.m.",
    ),
    *("all from", "all since", "everything from", "the series from", "the rest from", "from and including"),
)
_EVERY = (
    *("alla möten", "alla mötena", "alla", "allihop", "samtliga möten", "samtliga", "allt"),
    *("all meetings", "all of them", "all", "everything"),
)
_SERIES = (
    *(
        "resten av serien",
        "hela serien",
        "hela möteserien",
        "möteserien",
        "mötesserien",
        "serien",
        "serie",
        "resten",
    ),
    *("alla möten i serien", "alla i serien", "serien med möten", "seriens möten"),
    *("the rest of the series", "the whole series", "whole series", "the series", "series", "the rest"),
)
_NAMED = frozenset(
    {"möte", "mötet", "nr", "nummer", "meeting", "number", "no", "#", "träff", "träffen", "gång"}
)
_TO = frozenset({"till", "to"})


@dataclass(frozen=True)
class WhichMeeting:
    """One of the planned meetings, or a series: ``4``, ``nr 4``, ``den 14``, ``serien``, ``alla från och med den 14``.

    ``moves``: a new day follows, so that a number or a day only counts with ``till``, or another day, behind it.
    """

    moves: bool = False

    def take(self, words: Sequence[str], env: Env) -> int:
        onward = _lead(words, _ONWARD)
        if onward:
            count = self._one(words[onward:], env)
            return onward + count if count else 0
        series = max(_lead(words, _SERIES), _lead(words, _EVERY))
        if series:
            return series
        count = self._one(words, env)
        if not count or not self.moves:
            return count
        following = words[count:]
        if self._is_numbered(words[:count]) or (following and bare(following[0]) in _TO):
            return count
        if Day().take(words, env):
            return 0
        return count if not following or self._is_new(following, env) else 0

    def _is_new(self, words: Sequence[str], env: Env) -> bool:
        """Whether words behind a number say when instead, so that it is no hour."""
        return any(reads.take(words, env) for reads in (Day(), Hour(), Code()))

    def _one(self, words: Sequence[str], env: Env) -> int:
        """How many words the number or the day of one meeting is."""
        named = 0
        while named < len(words) and bare(words[named]) in _NAMED:
            named += 1
        day = Day().take(words[named:], env)
        if day:
            return named + day
        for lead in (named, 0):
            count = Number().take(words[lead:], env)
            if count:
                return lead + count
        return 0

    def _is_numbered(self, words: Sequence[str]) -> bool:
        """Whether words say that they are a number: ``nr 4``, ``#4``."""
        return bare(words[0]) in _NAMED or words[0].startswith("#")

    def value(self, text: str, env: Env) -> Any:
        words = text.split()
        onward = _lead(words, _ONWARD)
        rest = words[onward:]
        if not onward and _lead(words, _SERIES) == len(words):
            return Which(onward=True)
        if not onward and _lead(words, _EVERY) == len(words):
            return Which(every=True)
        while len(rest) > 1 and bare(rest[0]) in _NAMED:
            del rest[0]
        said = " ".join(rest)
        if Number().take(rest, env) == len(rest):
            return Which(number=Number().value(said, env), onward=bool(onward))
        if rest and Day().take(rest, env) == len(rest):
            return Which(day=Day().value(said, env), onward=bool(onward))
        raise Refused(T("meeting.which_not_understood", text=text))


def _lead(words: Sequence[str], phrases: Sequence[str]) -> int:
    """How many words the longest of some phrases is with which words begin."""
    best = 0
    for phrase in phrases:
        parts = phrase.split()
        said = [bare(word) for word in words[: len(parts)]]
        if len(parts) > best and said == [bare(part) for part in parts]:
            best = len(parts)
    return best


@dataclass(frozen=True, kw_only=True)
class NextDay:
    """When the next meeting is. Which day ``words`` are depends on when people met last; without words it is as it was
    proposed. ``at``: at which hour, if it was said with the day; ``is_later``: not now; ``said``: all of it."""

    words: str | None = None
    at: time | None = None
    is_later: bool = False
    said: str = ""

    def isoformat(self) -> str:
        """The words, which stay as they were said until the day is shown."""
        return self.said


_LATER = (
    *("senare", "inte nu", "vänta", "inte än", "fråga senare", "jag återkommer", "återkommer", "vet inte"),
    *("later", "not now", "not yet", "wait", "ask later", "do not know"),
)


@dataclass(frozen=True)
class NextWhen(Day):
    """When the next meeting is: ``om en månad``, ``fyra veckor``, ``torsdag v. 3``; ``ja`` to what was proposed, or
    ``senare``."""

    def take(self, words: Sequence[str], env: Env) -> int:
        if not words or isinstance(words[0], Quoted):
            return 0
        return Day().take(words, env) or max(0, Day().take(["om", *words], env) - 1)

    def value(self, text: str, env: Env) -> Any:
        said = answers.yes_or_no(text)
        if said is True:
            return NextDay()
        if said is False or bare(text) in _LATER:
            return NextDay(is_later=True)
        words = text.split()
        if words and not Day().take(words, env) and Day().take(["om", *words], env):
            words = ["om", *words]
        days = Day().take(words, env)
        day, hour = " ".join(words[:days]), words[days:]
        if hour and MeetingHour(bare=bool(days)).take(hour, env) != len(hour):
            raise Refused(T("meeting.no_next_day", text=text))
        if not words:
            raise Refused(T("meeting.no_next_day", text=text))
        at = MeetingHour().value(" ".join(hour), env) if hour else None
        return NextDay(words=day or None, at=at, said=text)

    def answer(self, before: str, text: str, env: Env) -> str:
        if answers.yes_or_no(text) is True:
            return before
        words = text.split()
        return f"{before} {text}" if Hour().take(words, env) == len(words) else text

    def is_answer(self, before: str, text: str, env: Env) -> bool:
        try:
            self.value(text, env)
        except Refused:
            return False
        return True
