"""Finds words in free text that say when, and so may be meant as another argument of the command."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from bot.rules.when import grammar
from bot.rules.when.hour import ends_of_times
from bot.rules.when.length import end_of_length
from bot.rules.when.recurrence import ends_of_recurrences
from bot.rules.when.words import NUMBER, WEEKDAY_NAMES, Line, any_of, line

# Words that say when without being a day or a time by themselves
_WHEN = re.compile(
    rf"(?:för|efter)middag(?:en)?|i ?natt|\d{{1,2}}:[ae]|(?:om|in) {NUMBER} (?:timm(?:e|ar)|hours?|minuter|minutes)|"
    rf"vid {NUMBER}-?tiden"
)
# Words that stand before a day. At the end of a text the day after them has already been taken as a date
_EACH = r"(?:varje|varannan|every(?: other| second)?)"
_THIS = r"(?:denna|den här|this)"
_EACH_DAY = re.compile(rf"(?:{_EACH}|{_THIS}) {any_of(WEEKDAY_NAMES)}")
_EACH_ONE = re.compile(rf"{_EACH} (?:dag|vecka|månad|day|week|month)")
_LEFT_OVER = re.compile(_EACH)
# The same where hours and durations are arguments of their own
_HOUR_LEFT_OVER = re.compile(rf"{_THIS}|i|for")
_LASTING = re.compile(
    rf"(?:(?:i|på|in|for) )?(?:(?:{NUMBER}|en halv|half an) )?"
    r"(?:(?:halv)?timm(?:e|en|ar|arna)|minut(?:en|er|erna)?|hours?|minutes?)|[ap]\.?m"
)

#: What an hour in words has that nobody can take for anything else: "sex på kvällen" has nothing of it.
_PLAIN_TIME = re.compile(r"\d|(?:halv|kvart|kl|klockan|half|quarter|at)\b")

#: After these a number is the name of a room, a house or a page, and no time: ``sal 15.30``.
_NAMED_BY_NUMBER = re.compile(
    "sal|salen|rum|rummet|lokal|nr|nummer|plan|våning|hus|port|dörr|sida|kapitel|version|tel|telefon|ring|"
    "room|floor|number|no|page|chapter|phone|building|door"
)
#: After these a weekday is any such day: ``en fredag``.
_ANY = re.compile("en|någon|vilken|a|any|some|which")
#: After these a day belongs to what is said before it: ``prata om fredag``, ``klart före fredag``.
_ABOUT = re.compile("om|inför|kring|angående|about|före|innan|efter|before|after|mellan|between|sedan|since")


def says_when(text: str, *, lengths: bool = False, repeats: bool = False) -> str | None:
    """The first words of a free text that read like a day, a week or a time of day; None when there are none.

    ``lengths``: hours and durations are arguments too; ``repeats``: so is how often.
    """
    read = line(text.split())
    for at, begin in enumerate(read.begins):
        before = "" if at == 0 else read.plain[read.begins[at - 1] : begin - 1]
        ends = _ends(read, begin, before, lengths=lengths)
        count = max((read.count_to(begin, end) for end in ends), default=0)
        if repeats:
            often = ends_of_recurrences(read.plain, begin)
            count = max((read.count_to(begin, end) for end in often), default=count)
        if count:
            return " ".join(read.words[at : at + count]).strip("\"'()[].,;:!?–-")
    return None


def beside_plain_days(text: str) -> list[str]:
    """The words of a text that are no part of a plain day or hour, as they were written.

    Plain is what says nothing but when: a weekday, a date, ``om två veckor``, ``halv fyra``. No slips are mended.
    """
    words = text.split()
    ends = plain_days_in(words)
    left: list[str] = []
    at = 0
    while at < len(words):
        if at not in ends:
            left.append(words[at])
        at = max(ends.get(at, (at + 1,)))
    return left


def plain_days_in(words: Sequence[str]) -> Mapping[int, Sequence[int]]:
    """Where plain days and hours end in a row of words, by where they begin. Plain is as of beside_plain_days."""
    read = line(words, mend=False)
    found: dict[int, Sequence[int]] = {}
    for at, begin in enumerate(read.begins):
        ends = [phrase.end for phrase in grammar.read(read.plain, begin) if grammar.is_plain(phrase.facts)]
        ends += [end for end in ends_of_times(read.plain, begin) if _PLAIN_TIME.search(read.plain[begin:end])]
        counts = {read.count_to(begin, end) for end in ends} - {0}
        if counts:
            found[at] = sorted(at + count for count in counts)
    return found


def belongs_to(words: Sequence[str]) -> bool:
    """Whether a day after these words belongs to them, so that nothing is due on it: ``en``, ``prata om``."""
    last = words[-1].casefold() if words else ""
    return _ANY.fullmatch(last) is not None or _ABOUT.fullmatch(last) is not None


def _ends(read: Line, begin: int, before: str, *, lengths: bool) -> Iterator[int]:
    """Where words end that begin at a place and say when. ``before``: the word before them."""
    text = read.plain
    if _ANY.fullmatch(before) is None:
        yield from (phrase.end for phrase in grammar.read(text, begin))
    if _NAMED_BY_NUMBER.fullmatch(before) is None:
        yield from ends_of_times(text, begin)
    patterns = [_WHEN, _EACH_DAY]
    left_over = [_LEFT_OVER]
    if lengths:
        patterns += [_LASTING, _EACH_ONE]
        left_over.append(_HOUR_LEFT_OVER)
        end = end_of_length(text, begin)
        if end is not None:
            yield end
    for pattern in patterns:
        match = pattern.match(text, begin)
        if match is not None:
            yield match.end()
    for pattern in left_over:
        match = pattern.match(text, begin)
        if match is not None and text[match.end() : match.end() + 2] in ("", ".", " |"):
            yield match.end()
