"""The words that days, hours and lengths are said with, in Swedish and English, and how a text is made plain.

Patterns are written for plain text: small letters, single spaces, one kind of dash.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.i18n import LANGUAGES, MONTHS, WEEKDAYS

#: The most words a day, an hour or a length is said with: ``på onsdag i vecka 50 den 9 december 2026``.
MOST_WORDS = 12

#: Signs around a word that say nothing about when. A dot does: ``27.11.``
_AROUND = "\"'’“”„»«()[]{},;:!?…*_"
_DASHES = re.compile("[‐‑‒–—−]")


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first."""
    return "(?:" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + ")"


# ------------------------------------------------------------------------------------------------ weekdays and months

_SWEDISH_WEEKDAYS = {name.casefold(): day for day, name in enumerate(WEEKDAYS["sv"])}
WEEKDAY_NAMES: Mapping[str, int] = {
    **{name.casefold(): day for lang in LANGUAGES for day, name in enumerate(WEEKDAYS[lang])},
    **{f"{name}en": day for name, day in _SWEDISH_WEEKDAYS.items()},
}
#: ``i tisdags``
LAST_WEEKDAYS: Mapping[str, int] = {f"{name}s": day for name, day in _SWEDISH_WEEKDAYS.items()}
#: Short forms that are no other words and no names.
PLAIN_SHORT_WEEKDAYS: Mapping[str, int] = {
    **{"tis": 1, "ons": 2, "tors": 3, "fre": 4, "lör": 5, "sön": 6},
    **{"tues": 1, "weds": 2, "thur": 3, "thurs": 3},
}
#: Short forms that count only beside something else of a date: Tor is also a man, and 3 mån are months.
SHORT_WEEKDAYS: Mapping[str, int] = {
    **PLAIN_SHORT_WEEKDAYS,
    **{"mån": 0, "månd": 0, "tisd": 1, "onsd": 2, "tor": 3, "torsd": 3, "fred": 4, "lörd": 5, "sönd": 6},
    **{"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6},
}
MONTH_NAMES: Mapping[str, int] = {
    name.casefold(): month for lang in LANGUAGES for month, name in enumerate(MONTHS[lang], 1)
}
SHORT_MONTHS: Mapping[str, int] = {
    **MONTH_NAMES,
    **{name[:length]: month for name, month in MONTH_NAMES.items() for length in (3, 4)},
}

# ------------------------------------------------------------------------------------------------ numbers in words

_UNITS = {
    **dict.fromkeys(("en", "ett", "one", "a", "an"), 1),
    **{word: n for n, word in enumerate(("två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio"), 2)},
    **{
        word: n for n, word in enumerate(("two", "three", "four", "five", "six", "seven", "eight", "nine"), 2)
    },
}
_TEENS = {
    word: n
    for words in (
        "tio elva tolv tretton fjorton femton sexton sjutton arton nitton",
        "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen",
    )
    for n, word in enumerate(words.split(), 10)
} | {"aderton": 18}
_TENS = {
    word: 10 * n
    for words in (
        "tjugo trettio fyrtio femtio sextio sjuttio åttio nittio",
        "twenty thirty forty fifty sixty seventy eighty ninety",
    )
    for n, word in enumerate(words.split(), 2)
}
_HUNDRED = {"hundra": 100, "etthundra": 100, "hundred": 100, "a hundred": 100}
_ORDINALS = {
    word: n
    for words in (
        "första andra tredje fjärde femte sjätte sjunde åttonde nionde tionde elfte tolfte trettonde fjortonde "
        "femtonde sextonde sjuttonde artonde nittonde tjugonde",
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
        "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth",
    )
    for n, word in enumerate(words.split(), 1)
} | {"förste": 1, "andre": 2, "trettionde": 30, "thirtieth": 30}
_SMALL_ORDINALS = {word: n for word, n in _ORDINALS.items() if n < 10}

_AFTER_TENS = {word: n for word, n in _UNITS.items() if len(word) > 1 and word != "an"}
_WORD_NUMBER = (
    f"(?:{any_of(_TENS)}[ -]?{any_of(_AFTER_TENS)}|"
    f"{any_of([*_HUNDRED, *_TENS, *_TEENS, *_UNITS])})(?![a-zåäö])"
)
#: A number in digits or words, up to a hundred in words.
NUMBER = rf"(?:\d{{1,6}}|{_WORD_NUMBER})"
#: The number of a day in its month, marked as such: ``3:e``, ``1:a``, ``3rd``, ``tredje``, ``twenty-first``.
ORDINAL = (
    r"(?:\d{1,2}(?::?[ae]|:?de|st|nd|rd|th)(?![a-zåäö])|"
    f"(?:(?:tjugo|trettio|twenty|thirty)[ -]?{any_of(_SMALL_ORDINALS)}|{any_of(_ORDINALS)})(?![a-zåäö]))"
)


_NUMBERS = {**_ORDINALS, **_UNITS, **_TEENS, **_TENS, **_HUNDRED}


def number(said: str) -> int:
    """The value of what :data:`NUMBER` or :data:`ORDINAL` matched."""
    digits = re.match(r"\d+", said)
    if digits is not None:
        return int(digits[0])
    if said in _NUMBERS:
        return _NUMBERS[said]
    tens = next(word for word in _TENS if said.startswith(word))
    return _TENS[tens] + _NUMBERS[said[len(tens) :].strip(" -")]


# ------------------------------------------------------------------------------------------------ plain text


@dataclass(frozen=True)
class Line:
    """A text as words, and made plain, where the plain form of each word begins and ends."""

    words: Sequence[str]
    plain: str
    begins: Sequence[int]
    ends: Mapping[int, int]  # where a word ends in the plain text -> how many words that is

    def count_to(self, begin: int, end: int) -> int:
        """How many words stand between two places of the plain text; 0 when ``end`` is inside of one."""
        if end < len(self.plain) and self.plain[end] == ".":
            end += 1
        if end not in self.ends:
            return 0
        return self.ends[end] - self.begins.index(begin)


def line(words: Sequence[str], *, mend: bool = True) -> Line:
    """Words of a text, made plain. ``mend``: with slips in the names of days mended."""
    plain: list[str] = []
    begins: list[int] = []
    ends: dict[int, int] = {}
    at = 0
    for count, word in enumerate(words, 1):
        shown = _plain(word)
        if mend:
            shown = _mended(shown)
        begins.append(at)
        plain.append(shown)
        at += len(shown)
        ends[at] = count
        at += 1
    return Line(words, " ".join(plain), begins, ends)


def plain(text: str) -> str:
    """A text in small letters, with single spaces and one kind of dash."""
    return line(text.split()).plain


def _plain(word: str) -> str:
    shown = _DASHES.sub("-", word.casefold()).strip(_AROUND)
    if not shown:
        return "|"  # nothing that is said goes on across it
    return shown


def _mended(word: str) -> str:
    return _without_slip(word) if len(word) >= 5 and word.isalpha() else word


# ------------------------------------------------------------------------------------------------ slips

#: Names that are long enough to be told in spite of one wrong letter, and what they name. "March" is not: a match is
#: something else.
_TOLD_APART: Mapping[str, object] = {
    **{name: ("weekday", day) for name, day in WEEKDAY_NAMES.items()},
    **{name: ("month", month) for name, month in MONTH_NAMES.items() if len(name) >= 5 and name != "march"},
    **{name: name for name in ("imorgon", "tomorrow", "övermorgon", "yesterday")},
    **{name: name for name in ("julafton", "nyårsafton", "midsommarafton", "långfredagen", "skärtorsdagen")},
}
#: Words for how often, which are told as names are if their first letter is right: Tarje is a man.
_HOW_OFTEN = frozenset(
    {
        *("varje", "varannan", "vardag", "vardagar", "skoldag", "skoldagar", "arbetsdag", "arbetsdagar"),
        *("veckor", "månaden", "dagligen", "weekday", "weekdays"),
        *(f"{name}ar" for name in _SWEDISH_WEEKDAYS),
        *(f"{name.casefold()}s" for name in WEEKDAYS["en"]),
    }
)
#: Words that are one letter from the name of a day or month, or from how often, and mean something else.
_OTHER_WORDS = frozenset(
    {
        *("fridag", "fridagen", "fridagar", "augusta", "march", "morgon", "morron", *LAST_WEEKDAYS),
        *("vårdag", "vårdagar", "vårdagen", "månader", "vardagen", "skoldagen", "arbetsdagen"),
    }
)


@lru_cache(maxsize=4096)
def _without_slip(word: str) -> str:
    """The one name that a word is, but for one letter; else the word itself."""
    if word in _TOLD_APART or word in _HOW_OFTEN or word in _OTHER_WORDS:
        return word
    meant = [name for name in _TOLD_APART if _is_slip(word, name)]
    meant += [name for name in _HOW_OFTEN if word[0] == name[0] and _is_slip(word, name)]
    return meant[0] if len({_TOLD_APART.get(name, name) for name in meant}) == 1 else word


def _is_slip(word: str, name: str) -> bool:
    """Whether one letter too many, too few, another, or two in the wrong order make a name this word.

    Another letter behind it is none: it makes another word (``fredags``).
    """
    if abs(len(word) - len(name)) > 1 or (word[:-1] == name and word[-1] != name[-1]):
        return False
    same = next(
        (at for at, (one, two) in enumerate(zip(word, name, strict=False)) if one != two),
        min(len(word), len(name)),
    )
    rest, meant = word[same:], name[same:]
    if len(word) == len(name):
        swapped = rest[:2] == meant[:2][::-1] and rest[2:] == meant[2:]
        return swapped or rest[1:] == meant[1:]
    return rest[1:] == meant if len(word) > len(name) else rest == meant[1:]
