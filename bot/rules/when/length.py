"""Reads how long something takes: ``1 h``, ``45 min``, ``en och en halv timme``, ``half an hour``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from bot.errors import Refused
from bot.i18n import T
from bot.rules.when.words import MOST_WORDS, NUMBER, line, number, plain

#: The shortest and the longest duration that can be typed.
SHORTEST = timedelta(minutes=5)
LONGEST = timedelta(hours=12)

_FOR = r"(?:(?:i|for|under|på) )?"
_HOURS = (
    rf"(?P<hours>\d{{1,2}}(?:[.,]\d{{1,2}})?|{NUMBER}) ?"
    r"(?:h|tim|timmars|timmar|timme|timma|timmes|hours|hour|hrs?)\.?"
)
_MINUTES = rf"(?P<minutes>\d{{1,3}}|{NUMBER}) ?(?:minuters|minuter|minut|minutes|minute|mins?|m)\.?"
_SAID = {
    "en halv timme": 30,
    "en halvtimme": 30,
    "halvtimme": 30,
    "en halv tim": 30,
    "half an hour": 30,
    "a half hour": 30,
    "en kvart": 15,
    "a quarter of an hour": 15,
    "tre kvart": 45,
    "trekvart": 45,
    "three quarters of an hour": 45,
    "halvannan timme": 90,
    "en och en halv timme": 90,
    "en och en halvtimme": 90,
    "an hour and a half": 90,
    "one and a half hours": 90,
    "en timme och en kvart": 75,
    "en timme": 60,
    "an hour": 60,
    "one hour": 60,
}
_LENGTH = re.compile(
    rf"{_FOR}(?:(?P<said>{'|'.join(sorted(_SAID, key=len, reverse=True))})"
    rf"|(?P<halves>{NUMBER})(?: och en halv| and a half) (?:timmar|timme|hours)"
    rf"|{_HOURS}(?: ?(?:och |and )?{_MINUTES}|(?P<bare>\d\d)(?!\d))?"
    rf"|{_MINUTES.replace('minutes>', 'only>')})(?=\.?(?: |$))"
)


def parse_duration(text: str) -> timedelta:
    """How long something takes; five minutes to twelve hours. Refused with what to write instead."""
    said = plain(text)
    match = _LENGTH.match(said)
    if match is None or match.end() < len(said.rstrip(".")):
        raise Refused(T("duration.unclear", text=text.strip()))
    found = _meaning(match)
    if not SHORTEST <= found <= LONGEST:
        raise Refused(T("duration.out_of_range", text=text.strip()))
    return found


def is_duration(text: str) -> bool:
    """Whether words have the form of a duration, even one that is too long."""
    said = plain(text)
    match = _LENGTH.match(said)
    return match is not None and match.end() >= len(said.rstrip("."))


def count_duration(words: Sequence[str]) -> int:
    """How many words at the front say how long; 0 when none do."""
    read = line(words[:MOST_WORDS])
    match = _LENGTH.match(read.plain)
    return 0 if match is None else read.count_to(0, match.end())


def end_of_length(text: str, begin: int) -> int | None:
    """Where the duration ends that begins at a place of a plain text."""
    match = _LENGTH.match(text, begin)
    return None if match is None else match.end()


def _meaning(match: re.Match[str]) -> timedelta:
    if match["said"]:
        return timedelta(minutes=_SAID[match["said"]])
    if match["halves"]:
        return timedelta(minutes=60 * number(match["halves"]) + 30)
    if match["only"]:
        return timedelta(minutes=number(match["only"]))
    hours = match["hours"].replace(",", ".")
    found = timedelta(hours=float(hours) if hours[0].isdigit() else number(hours))
    minutes = match["minutes"] or match["bare"]
    return found + timedelta(minutes=number(minutes) if minutes else 0)
