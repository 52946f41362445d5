"""Texts in the reader's language: a :class:`Text` is a key and its values, rendered once the reader is known.

Texts live in ``bot/locale/<language>/*.po`` (gettext; Swedish is written first, English is equal), keyed by
short names ("consent.covers"). They are written in a little markup (:mod:`bot.markup`) and rendered twice, as
plain text and as HTML. Values are *data*: what a person wrote can neither format, mention nor hide anything,
and never reads as if the bot said it. A value is one line, and where a text quotes somebody no value can end
the quotation. Words that are passed on unchanged are :class:`Words`: several lines, each of them marked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cache, lru_cache
from importlib import resources
from types import MappingProxyType
from typing import Any, Literal
from zoneinfo import ZoneInfo

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from bot import markup

Language = Literal["sv", "en"]
LANGUAGES: tuple[Language, ...] = ("sv", "en")
ZONE = ZoneInfo("Europe/Stockholm")

#: Monday first, January first. Babel has them too, in six megabytes of what is said in every country; a test
#: holds that ours are the same.
WEEKDAYS: Mapping[Language, tuple[str, ...]] = {
    "sv": ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS: Mapping[Language, tuple[str, ...]] = {
    "sv": (
        *("januari", "februari", "mars", "april", "maj", "juni"),
        *("juli", "augusti", "september", "oktober", "november", "december"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
_SHORT_MONTHS: Mapping[Language, tuple[str, ...]] = {
    "sv": ("jan", "feb", "mars", "apr", "maj", "juni", "juli", "aug", "sep", "okt", "nov", "dec"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec"),
}

#: The longest value shown, in characters; longer ones are cut.
LONGEST = 500

#: A date that is at most so many days past or ahead is shown without its year: no two such days of a reader
#: have the same name.
NEAR_BEFORE = 30
NEAR_AHEAD = 334

#: Unicode categories of characters that format or hide text: control, format, private and surrogate
#: characters.
_HIDDEN = ("Cc", "Cf", "Co", "Cs")

#: Characters that end a line or look empty (Braille and Hangul blanks too). A row of them would push what
#: follows onto a line of its own, where it would read like a line of the bot's.
_BLANKS = re.compile("[\\s\u2800\u3164\u115f\u1160\uffa0]+")

#: Double quotation marks of all kinds, characters that look like them, and several single ones in a row.
#: Inside a value they become one single mark, so that only the text around it can end a quotation.
_DOUBLE = '"“”„‟«»〝〞〟＂❝❞⹂「」『』″‴⁗‶‷ʺ˝ˮ˶〃״🙶🙷🙸'
_SINGLE = "'‘’‚‛´`ˈʹʻʼʽˊˋ′‵＇׳‹›"
_QUOTATION_MARKS = re.compile(f"[{_DOUBLE}][{_DOUBLE}{_SINGLE}]*|[{_SINGLE}][{_DOUBLE}{_SINGLE}]+")

#: The mark before each line of somebody's own words.
MARK = "» "


@dataclass(frozen=True)
class Text:
    """A text of the catalogue with its values: texts, dates (:class:`Brief` ones in lists), times, plain data,
    :class:`Words`, or lists of those."""

    key: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", MappingProxyType(dict(self.values)))

    def __hash__(self) -> int:
        return hash((self.key, repr(sorted(self.values.items(), key=lambda item: item[0]))))


@dataclass(frozen=True)
class Lines:
    """Several texts, each on a line (or in a paragraph) of its own.

    ``dated``: they are kept and read later, as a history is, so every date has its year.
    """

    parts: tuple[Text | Lines | Items, ...]
    paragraphs: bool = False
    dated: bool = False


@dataclass(frozen=True)
class Items:
    """Texts that are the items of a list, each of one line; ``numbered``: the choices of a question.

    In plain text the items are lines, and choices stand on one line: ``1 polis · 2 skola``.
    """

    parts: tuple[Text | str, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Words:
    """A value that passes on what somebody wrote. Each line is marked, so that none looks like one of the
    bot's.

    In a text it stands on a line of its own, below one that says whose words they are.
    """

    text: str

    def lines(self) -> list[str]:
        """The lines with hidden characters removed; empty ones fall away."""
        shown = [_visible(line).strip() for line in self.text.splitlines()]
        return [line for line in shown if line] or ["…"]


@dataclass(frozen=True)
class Brief:
    """A day, or a moment, in a list where every line has one: ``tor 26 nov``, without its week."""

    at: date | datetime


@dataclass(frozen=True)
class Rendered:
    """The content of a message, as plain text and as HTML."""

    plain: str
    html: str


def T(key: str, **values: Any) -> Text:  # noqa: N802 - reads like the text it stands for
    """A text of the catalogue. ``n`` chooses the plural form."""
    return Text(key, values)


def lines(*parts: Text | Lines | Items | None, paragraphs: bool = False, dated: bool = False) -> Lines:
    """Texts under each other; ``None`` parts and empty lists fall away."""
    shown = (part for part in parts if part is not None and part not in _NO_ITEMS)
    return Lines(tuple(shown), paragraphs, dated)


_NO_ITEMS = (Items(()), Items((), numbered=True))


def items(*parts: Text | str) -> Items:
    """The items of a list."""
    return Items(parts)


def choices(*parts: Text | str) -> Items:
    """What can be answered to a question, by number or by name."""
    return Items(parts, numbered=True)


class MissingText(KeyError):
    """The catalogue lacks a key. A bug: a test goes through all of them."""


@cache
def catalogue(language: Language) -> Mapping[str, Any]:
    """All messages of a language, by key: the Babel message objects."""
    found: dict[str, Any] = {}
    folder = resources.files("bot") / "locale" / language
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".po"):
            with file.open("rb") as handle:
                po: Catalog = read_po(handle, locale=language)
            for message in po:
                if message.id:
                    key = message.id if isinstance(message.id, str) else message.id[0]
                    if key in found:
                        raise ValueError(f"{key} stands twice in {language}")
                    found[key] = message
    return found


def render(text: Text | Lines, language: Language, *, today: date | None = None) -> Rendered:
    """A text as plain text and HTML, with its values escaped in both.

    ``today``: the day it is read. In HTML, which is what people see, a date that is near it needs no year. In
    plain text, which is copied, searched and read by programs, a date is always whole; so it is in what is kept
    (:attr:`Lines.dated`) and without ``today``.
    """
    marked = _Marked(today)
    source = marked.fill(text, language)
    return Rendered(
        plain=markup.plain(source, marked.values),
        html=markup.as_html(source, marked.seen),
    )


def say(text: Text | Lines, language: Language) -> str:
    """A text as plain text only."""
    marked = _Marked(None)
    source = marked.fill(text, language)
    return markup.plain(source, marked.values)


def clean(value: str) -> str:
    """A value on one line, at most :data:`LONGEST` characters, without hidden characters and double quotation
    marks."""
    kept = _QUOTATION_MARKS.sub("'", _visible(value))
    if len(kept) <= LONGEST:
        return kept
    return kept[: LONGEST - 1] + "…"


def _visible(text: str) -> str:
    """A text on one line, without characters that hide other text or turn it around."""
    spaced = _BLANKS.sub(" ", text)
    if spaced.isprintable():
        return spaced  # nothing of the hidden categories is printable
    kept = "".join(c for c in spaced if unicodedata.category(c) not in _HIDDEN)
    return _BLANKS.sub(" ", kept)


# ------------------------------------------------------------------------------------------------ values


def show_date(day: date, language: Language, today: date | None = None) -> str:
    """A date with its weekday and week: ``tor 17 dec (v. 51)``; with its year unless it is near ``today``."""
    is_near = today is not None and -NEAR_BEFORE <= (day - today).days <= NEAR_AHEAD
    return _show_date(day, language, not is_near)


@lru_cache(maxsize=1024)
def _show_date(day: date, language: Language, with_year: bool) -> str:
    weekday = WEEKDAYS[language][day.weekday()][:3]  # "tor", not "tors", as in a calendar
    month = _SHORT_MONTHS[language][day.month - 1]
    year = f" {day.year}" if with_year else ""
    week = "v." if language == "sv" else "week"
    return f"{weekday} {day.day} {month}{year} ({week} {day.isocalendar().week})"


def show_brief(at: date | datetime, language: Language, today: date | None = None) -> str:
    """A day without its week, ``tor 26 nov``, with the time of a moment; with its year unless it is near ``today``."""
    if isinstance(at, datetime):
        local = at.astimezone(ZONE)
        return f"{show_brief(local.date(), language, today)} {show_time(local.time(), language)}"
    return show_date(at, language, today).rpartition(" (")[0]


def show_time(moment: time, language: Language) -> str:
    """A time of day: ``kl 15.00`` in Swedish, ``15:00`` in English."""
    return f"kl {moment:%H.%M}" if language == "sv" else f"{moment:%H:%M}"


def show_moment(moment: datetime, language: Language, today: date | None = None) -> str:
    """The Swedish date and time of a moment."""
    local = moment.astimezone(ZONE)
    return f"{show_date(local.date(), language, today)} {show_time(local.time(), language)}"


#: A text that is a sentence (it ends like one) and begins with a value.
_SENTENCE = re.compile(r"\**\{(\w+)\}.*[.?!:]\**$", re.DOTALL)


def _is_word(value: Any) -> bool:
    """Whether a value is a word of ours or of the profile, not a name that is written as its owner does."""
    if isinstance(value, (list, tuple)):
        return bool(value) and _is_word(value[0])
    return isinstance(value, Text)


class _Marked:
    """Fills a text with holes instead of values, so that what a person wrote is never read as markup.

    ``values``: what goes into the holes; ``seen``: the same as people see it, where dates are shorter.
    """

    def __init__(self, today: date | None) -> None:
        self.values: list[str] = []
        self.seen: list[str] = []
        self._today = today

    def fill(self, text: Text | Lines | Items, language: Language) -> str:
        if isinstance(text, Lines):
            return self._fill_lines(text, language)
        if isinstance(text, Items):
            mark = markup.CHOICE if text.numbered else markup.ITEM
            return "\n".join(mark + self._mark(part, language).replace("\n", " ") for part in text.parts)
        message = catalogue(language).get(text.key)
        if message is None:
            raise MissingText(f"{text.key} is not in the {language} catalogue")
        template = message.string
        if isinstance(template, (tuple, list)):
            template = template[0 if text.values.get("n") == 1 else 1]
        filled = str(template).format(
            **{name: self._mark(value, language) for name, value in text.values.items()}
        )
        begins = _SENTENCE.match(str(template))
        if begins is None or not _is_word(text.values[begins[1]]):
            return filled
        return self._capitalised(filled)

    def _capitalised(self, filled: str) -> str:
        """A sentence that begins with a word of the profile, which is written as it stands inside one."""
        words = filled.lstrip("*")
        stars = filled[: len(filled) - len(words)]
        place = markup.first_hole(words)
        if place is None:
            return stars + words[:1].upper() + words[1:]
        for values in (self.values, self.seen):
            values[place] = values[place][:1].upper() + values[place][1:]
        return filled

    def _fill_lines(self, text: Lines, language: Language) -> str:
        usual = self._today
        if text.dated:
            self._today = None
        filled = [self.fill(part, language) for part in text.parts]
        self._today = usual
        return ("\n\n" if text.paragraphs else "\n").join(filled)

    def _mark(self, value: Any, language: Language) -> str:
        match value:
            case Text() | Lines() | Items():
                return self.fill(value, language)
            case Brief(at=at):
                return self._put(show_brief(at, language), show_brief(at, language, self._today))
            case datetime():
                return self._put(show_moment(value, language), show_moment(value, language, self._today))
            case date():
                return self._put(show_date(value, language), show_date(value, language, self._today))
            case time():
                shown = show_time(value, language)
            case list() | tuple():
                return ", ".join(self._mark(item, language) for item in value)
            case Words():
                return "\n".join(MARK + self._put(line) for line in value.lines())
            case _:
                shown = clean(str(value))
        return self._put(shown)

    def _put(self, shown: str, seen: str | None = None) -> str:
        self.values.append(shown)
        self.seen.append(shown if seen is None else seen)
        return markup.hole(len(self.values) - 1)
