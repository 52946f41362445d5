"""Reads times of day as people say them: ``kl 15``, ``halv tre``, ``kl 15-16``, ``8 på kvällen``, ``3pm``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import time, timedelta

from bot.errors import Refused, Unclear
from bot.i18n import T
from bot.rules.when.grammar import PART, PARTS
from bot.rules.when.words import MOST_WORDS, NUMBER, line, number, plain

#: The hours of which nobody says whether they are before or after noon: at three, people meet in the afternoon.
_OPEN_HOURS = range(1, 7)

_MINUTES_SAID = {"kvart": 15, "en kvart": 15, "quarter": 15, "a quarter": 15}
_AT = r"(?:klockan|klocka|kl|at|@)\.? ?"
_BEFORE = rf"(?:vid |från |from |mellan |between )?(?P<at>{_AT})?"
_HALF_DAY = r"(?: ?(?P<half_day>[ap]\.?m\.?))?"
#: The hour that others are told by. "Kl 15 i två timmar" is no quarter to two.
_HOUR = (
    rf"(?!(?:en|an?) )(?:[01]?\d|2[0-4]|{NUMBER})"
    r"(?! ?(?:h|tim|timm\w*|min\w*|hours?|dagar|veckor|personer|gånger|år)(?:\W|$))"
)

#: Each way to say a time of day.
_CLOCKS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?P<hour>\d{{1,2}})(?:[.:](?P<minute>\d\d)|(?P<h>h)(?P<h_minute>\d\d)?)?{_HALF_DAY}(?P<clock> ?o'?clock)?",
        r"(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5][05])(?P<compact>)",
        rf"(?P<word>(?!\d){NUMBER})(?: (?P<word_half_day>[ap]\.?m\.?))?(?P<word_clock> o'?clock)?",
        rf"(?P<minutes>kvart|en kvart|{NUMBER})(?: ?min(?:uter)?)? (?P<side>över|i|före) (?P<halv>halv )?"
        rf"(?P<of>{_HOUR})",
        # "10 to 4" in digits is from ten to four
        rf"(?P<minutes>(?:a )?quarter|(?!\d){NUMBER}|\d+(?= min| past))(?: minutes?)? (?P<side>past|to|after|before) "
        rf"(?P<of>{_HOUR}){_HALF_DAY}",
        rf"(?:halv|half past|half) (?P<half_of>{_HOUR}){_HALF_DAY}",
        r"(?P<noon>noon|midday)",
    )
)
_TO = re.compile(rf" ?(?:-|till|to|until) ?(?:{_AT})?")
_AND = re.compile(rf" (?:och|and) (?:{_AT})?")
_END = re.compile(r"\.?(?: |$)")
_PART_BEFORE = re.compile(rf"(?P<part>{PART}) (?:{_AT})?")
_PART_AFTER = re.compile(rf" (?P<part>{PART}(?: in the (?:morning|afternoon|evening))?)")
#: A time that lacks something, or is none by itself.
_UNTOLD = re.compile(
    r"(?:kvart|fem|tio|tjugo) (?:i|över)(?! \d)|(?:(?:vid|efter|till|före|innan|at|after|before|around) )?"
    r"lunch(?:en|tid|dags|time)?|midnatt|midnight|vid dagens slut"
)
_PART_ALONE = re.compile(PART)
_WHICH_OF_PART = {
    "morning": T("time.which_morning"),
    "afternoon": T("time.which_afternoon"),
    "evening": T("time.which_evening"),
    "night": T("time.which_night"),
}


@dataclass(frozen=True, kw_only=True)
class Hours:
    """When something begins, and for how long, if that is said too.

    ``is_open``: nobody knows which half of the day is meant. ``is_spoken``: it is said in words that know no hours
    after twelve. ``is_marked``: where a time may stand the words can be nothing else; ``is_bare``: in a sentence they
    can (``tre till fem``).
    """

    hour: int
    minute: int = 0
    length: timedelta | None = None
    is_open: bool = False
    is_spoken: bool = False
    is_marked: bool = True
    is_bare: bool = False

    @property
    def begin(self) -> time:
        """When it begins."""
        return time(self.hour, self.minute)


def parse_time(text: str) -> time:
    """A time of day: ``kl 14``, ``14.30``, ``halv tre``, ``kl 15-16``, ``half past two``, ``3pm``.

    Behind a ``|`` stands the part of the day that was said elsewhere. Refused with what to write instead;
    :class:`Unclear` when it may be before or after noon.
    """
    return _hours(text).begin


def length_beside(text: str) -> timedelta | None:
    """How long something takes whose hours are ``kl 15-16``; None when only the beginning is said."""
    try:
        return _hours(text).length
    except Refused:
        return None


def parse_time_answer(before: str, text: str) -> str:
    """An answer to the question which time ``before`` means, as words of a time by themselves."""
    if before in PARTS.values():
        return f"{text} {before}"
    said = plain(text)
    if " eller " in before and _PART_ALONE.fullmatch(said):
        first = re.split(r" eller |-", before)[0]
        return f"{int(first[:2]) % 12}:{first[3:5]} {said}"
    return text


def count_time(words: Sequence[str]) -> int:
    """How many words at the front are a time of day; 0 when none are."""
    read = line(words[:MOST_WORDS])
    untold = _UNTOLD.match(read.plain)
    counts = [read.count_to(0, end) for end, hours in _read(read.plain, 0) if hours.is_marked]
    if untold is not None:
        counts.append(read.count_to(0, untold.end()))
    part = _PART_ALONE.match(read.plain)
    if part is not None:
        counts.append(read.count_to(0, part.end()))
    count = max(counts, default=0)
    if not count and len(words) > 1 and read.plain.split(" ")[0].rstrip(".") in ("kl", "klockan"):
        return 2  # refused as no time
    return count


def is_time(text: str) -> bool:
    """Whether words can be nothing but a time of day."""
    said = plain(text)
    return any(end == len(said) and hours.is_marked for end, hours in _read(said, 0))


def reads_as_time(text: str) -> bool:
    """Whether words are a time of day where one is asked for, even one that may be before or after noon."""
    try:
        _hours(text)
    except Unclear:
        return True
    except Refused:
        return False
    return True


def ends_of_times(text: str, begin: int) -> Iterator[int]:
    """Where the times of day end that begin at a place of a sentence, as far as they can be nothing else."""
    for end, hours in _read(text, begin):
        if hours.is_marked and not hours.is_bare and re.fullmatch(r"\d{4}", text[begin:end]) is None:
            yield end


def _hours(text: str) -> Hours:
    shown, _, elsewhere = (part.strip() for part in text.partition("|"))
    said = plain(f"{shown} {elsewhere}" if elsewhere else shown).rstrip(".")
    found = next((hours for end, hours in _read(said, 0) if end == len(said)), None)
    if found is None:
        if _PART_ALONE.fullmatch(said):
            part = PARTS[said.split(" ")[-1]]
            raise Unclear(_WHICH_OF_PART[part], left=part)
        raise Refused(T("time.unclear", text=shown))
    if found.is_open:
        late = replace(found, hour=found.hour + 12)
        left = " eller ".join(_canonical(each) for each in (late, found))
        raise Unclear(T("time.which_half", text=shown, late=late.begin, early=found.begin), left=left)
    return found


def _canonical(hours: Hours) -> str:
    begin = f"{hours.hour:02}:{hours.minute:02}"
    if hours.length is None:
        return begin
    end = hours.hour * 60 + hours.minute + int(hours.length.total_seconds() // 60)
    return f"{begin}-{end // 60:02}:{end % 60:02}"


def _read(text: str, begin: int) -> Iterator[tuple[int, Hours]]:
    """The times of day that begin at a place of a plain text, and where they end; the longest first."""
    found: list[tuple[int, Hours]] = []
    for part, at in _starts(text, begin):
        start = re.compile(_BEFORE).match(text, at)
        assert start is not None
        is_introduced = start["at"] is not None or part is not None
        for end, first in _clocks(text, start.end()):
            is_marked = first.is_marked or is_introduced
            said = replace(first, is_marked=is_marked)
            found += _with_part(text, end, said, part)
            is_between = start[0].startswith(("mellan", "between"))
            for to_end, last in _lasts(text, end, _AND if is_between else _TO):
                spanned = _span(said, last)
                if spanned is not None:
                    found += _with_part(text, to_end, spanned, part)
    found.sort(key=lambda item: (-item[0], item[1].length is not None))  # "ten to four" is ten minutes to
    yield from ((end, hours) for end, hours in found if _END.match(text, end))


def _starts(text: str, begin: int) -> Iterator[tuple[str | None, int]]:
    """The part of the day that is said first, if any, and where the rest begins."""
    before = _PART_BEFORE.match(text, begin)
    if before is not None:
        yield PARTS[before["part"].split(" ")[-1]], before.end("part") + 1
    yield None, begin


def _clocks(text: str, begin: int) -> Iterator[tuple[int, Hours]]:
    for pattern in _CLOCKS:
        match = pattern.match(text, begin)
        if match is not None:
            hours = _meaning(match)
            if hours is not None:
                yield match.end(), hours
            if hours is not None and match.end() < len(text) and text[match.end() - 1] == ".":
                yield match.end() - 1, hours


def _meaning(match: re.Match[str]) -> Hours | None:
    """The time that a match of one of the ways to say it means; None when there is none."""
    said = match.groupdict()
    if said.get("noon"):
        return Hours(hour=12)
    half_day = (said.get("half_day") or said.get("word_half_day") or "").replace(".", "")
    if said.get("half_of"):
        hour = number(said["half_of"])
        is_english = match[0].startswith("half")
        return _spoken(hour if is_english else hour - 1, 30, half_day)
    if said.get("minutes"):
        return _around(match, half_day)
    is_marked = bool(half_day or said.get("clock") or said.get("word_clock"))
    if said.get("word"):
        hour = number(said["word"])
        return (
            _exact(hour, 0, half_day, is_open=hour in _OPEN_HOURS, is_marked=is_marked)
            if hour <= 24
            else None
        )
    hour = int(said["hour"])
    minute = int(said.get("minute") or said.get("h_minute") or 0)
    is_marked = is_marked or said.get("minute") is not None or bool(said.get("h")) or "compact" in said
    is_open = hour in _OPEN_HOURS and not said["hour"].startswith("0")
    return _exact(hour, minute, half_day, is_open=is_open, is_marked=is_marked)


def _exact(hour: int, minute: int, half_day: str, *, is_open: bool, is_marked: bool) -> Hours | None:
    if half_day:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half_day == "pm" else 0)
        is_open = False
    if hour > 23 or minute > 59:
        return None
    return Hours(hour=hour, minute=minute, is_open=is_open, is_marked=is_marked)


def _around(match: re.Match[str], half_day: str) -> Hours | None:
    """So many minutes before or after an hour: ``tio i fyra``, ``fem över halv fyra``."""
    minutes = _MINUTES_SAID.get(match["minutes"]) or number(match["minutes"])
    if not 0 < minutes < 30:
        return None
    total = number(match["of"]) * 60
    if match.groupdict().get("halv"):
        total -= 30
    total += minutes if match["side"] in ("över", "past", "after") else -minutes
    return _spoken(total // 60, total % 60, half_day)


def _spoken(hour: int, minute: int, half_day: str) -> Hours | None:
    """A time in words in which nobody says the whole day's hours: ``halv tre`` is in the afternoon."""
    if half_day:
        return _exact(hour or 12, minute, half_day, is_open=False, is_marked=True)
    if hour < 0 or hour > 23:
        return None
    late = hour in _OPEN_HOURS or hour == 0
    return Hours(hour=hour + 12 if late else hour, minute=minute, is_spoken=True)


def _lasts(text: str, begin: int, joining: re.Pattern[str]) -> Iterator[tuple[int, Hours]]:
    """The ends of what begins before that place: ``-16``, ``till 16.30``."""
    to = joining.match(text, begin)
    if to is not None:
        yield from _clocks(text, to.end())


def _span(first: Hours, last: Hours) -> Hours | None:
    begin = first.hour * 60 + first.minute
    end = last.hour * 60 + last.minute
    if first.is_open and not last.is_open and last.hour >= 12:
        begin += 12 * 60  # "3-16"
        first = replace(first, hour=first.hour + 12, is_open=False)
    if end <= begin and end + 12 * 60 < 24 * 60 and last.hour <= 12:
        end += 12 * 60
    length = timedelta(minutes=end - begin)
    if not timedelta(minutes=5) <= length <= timedelta(hours=12):
        return None
    is_bare = not first.is_marked and not last.is_marked
    return replace(first, length=length, is_marked=True, is_bare=is_bare)


def _with_part(text: str, end: int, hours: Hours, part: str | None) -> list[tuple[int, Hours]]:
    """The same with the part of the day that is said before or after it."""
    found = []
    at = end
    parts = [] if part is None else [part]
    while True:
        told = _in_parts(hours, parts)
        if told is not None:
            found.append((at, told))
        after = _PART_AFTER.match(text, at)
        if after is None:
            return found
        parts.append(PARTS[after["part"].split(" ")[-1]])
        at = after.end()
        hours = replace(hours, is_marked=True, is_bare=False)


#: The hours that belong to a part of the day, as said on a clock of twelve hours.
_LATE = {"morning": (), "afternoon": range(1, 8), "evening": range(4, 12), "night": range(9, 12)}
_OF_PART = {
    "morning": range(3, 13),
    "afternoon": range(12, 20),
    "evening": range(16, 24),
    "night": (*range(7), *range(20, 24)),
}


def _in_parts(hours: Hours, parts: Sequence[str]) -> Hours | None:
    """A time in those parts of the day; None when it is not in them."""
    for part in parts:
        hour = hours.hour
        if hour in _LATE[part]:
            hour += 12
        elif hours.is_spoken and part in ("morning", "night") and 12 <= hour <= 18:
            hour -= 12  # "halv tre på natten"
        elif part == "night" and hour == 12:
            hour = 0
        if hour not in _OF_PART[part]:
            return None
        hours = replace(hours, hour=hour, is_open=False)
    return hours
