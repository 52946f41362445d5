"""Texts in the reader's language: a :class:`Text` is a key and its values, rendered only when the reader is known.

Texts live in ``bot/locale/<language>/*.po`` (gettext; Swedish is complete and comes first, English is equal), keyed by
short names ("consent.covers"). They are written in a little Markdown and rendered twice: as plain text and as HTML.
Values are *data*: whatever a person wrote can neither format, mention nor hide anything, and never speaks in the bot's
voice. A value is one line; where a text quotes somebody, no value can end the quotation. Words that are passed on as
they stand are :class:`Words`: several lines, each of them marked.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any, Literal
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from markdown_it import MarkdownIt

Language = Literal["sv", "en"]
LANGUAGES: tuple[Language, ...] = ("sv", "en")
ZONE = ZoneInfo("Europe/Stockholm")

#: Longest value shown; a title of ten kilobytes is cut, not refused.
LONGEST = 500

#: Unicode categories that format or hide: control, format, private and surrogate characters.
_HIDDEN = ("Cc", "Cf", "Co", "Cs")

#: Everything that ends a line or looks like nothing (Braille and Hangul blanks too): a row of them would push what
#: follows onto a line of its own, where it reads like a line of ours.
_BLANKS = re.compile("[\\s\u2800\u3164\u115f\u1160\uffa0]+")

#: Double quotation marks of all kinds, what looks like them, and single ones beside each other: inside a value they are
#: one single mark, so that only a text ends its quotation.
_DOUBLE = '"“”„‟«»〝〞〟＂❝❞⹂「」『』″‴⁗‶‷ʺ˝ˮ˶〃״🙶🙷🙸'
_SINGLE = "'‘’‚‛´`ˈʹʻʼʽˊˋ′‵＇׳‹›"
_QUOTATION_MARKS = re.compile(f"[{_DOUBLE}][{_DOUBLE}{_SINGLE}]*|[{_SINGLE}][{_DOUBLE}{_SINGLE}]+")

#: Stands before each line of somebody's own words.
MARK = "» "


@dataclass(frozen=True)
class Text:
    """A text of the catalogue with its values. Values may be texts, dates, times, lists of those, plain data, or
    :class:`Words`."""

    key: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", MappingProxyType(dict(self.values)))

    def __hash__(self) -> int:
        return hash((self.key, repr(sorted(self.values.items(), key=lambda item: item[0]))))


@dataclass(frozen=True)
class Lines:
    """Several texts, one a line (or a paragraph each)."""

    parts: tuple[Text | Lines, ...]
    paragraphs: bool = False


@dataclass(frozen=True)
class Words:
    """A value: what somebody wrote, passed on whole. Each of its lines is marked, so none looks like one of ours.

    In a text it stands on a line of its own, below one that says whose words they are.
    """

    text: str

    def lines(self) -> list[str]:
        """Its lines, harmless one by one; those with nothing to see fall away."""
        shown = [_visible(line).strip() for line in self.text.splitlines()]
        return [line for line in shown if line] or ["…"]


@dataclass(frozen=True)
class Rendered:
    """What goes into a message: the plain text and its HTML twin."""

    plain: str
    html: str


def T(key: str, **values: Any) -> Text:  # noqa: N802 - reads like the text it stands for
    """A text of the catalogue. ``n`` chooses the plural form."""
    return Text(key, values)


def lines(*parts: Text | Lines | None, paragraphs: bool = False) -> Lines:
    """Texts under each other; ``None`` parts fall away."""
    return Lines(tuple(part for part in parts if part is not None), paragraphs)


class MissingText(KeyError):
    """The catalogue lacks a key; a test walks all of them, so this is a bug."""


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


def render(text: Text | Lines, language: Language) -> Rendered:
    """Plain text and HTML of a text, its values made harmless in both."""
    marked = _Marked()
    source = marked.fill(text, language)
    body = _markdown().render(source).strip()
    # A single paragraph needs no <p> around it
    if body.startswith("<p>") and body.count("<p>") == 1 and body.endswith("</p>"):
        body = body[3:-4]
    return Rendered(plain=marked.plain(_unmark(source)), html=marked.html(body))


def say(text: Text | Lines, language: Language) -> str:
    """The plain text only."""
    return render(text, language).plain


def clean(value: str) -> str:
    """A value on one line, without control, bidirectional and zero-width characters or double quotation marks, and not
    too long."""
    kept = _QUOTATION_MARKS.sub("'", _visible(value))
    return kept if len(kept) <= LONGEST else kept[: LONGEST - 1] + "…"


def _visible(text: str) -> str:
    """A text on one line, with nothing in it that hides or turns other text around."""
    spaced = _BLANKS.sub(" ", text)
    kept = "".join(c for c in spaced if unicodedata.category(c) not in _HIDDEN)
    return _BLANKS.sub(" ", kept)


# ------------------------------------------------------------------------------------------------ values


def show_date(day: date, language: Language) -> str:
    """Every date is echoed with weekday, date and week: ``tor 17 dec 2026 (v. 51)``."""
    week = day.isocalendar().week
    if language == "sv":
        weekday = format_date(day, "EEE", locale="sv")[:3]  # tor, not tors: as people write it in a calendar
        return f"{weekday} {format_date(day, 'd MMM y', locale='sv').replace('.', '')} (v. {week})"
    return f"{format_date(day, 'EEE d MMM y', locale='en_GB')} (week {week})"


def show_time(moment: time, language: Language) -> str:
    """``kl 15.00`` in Swedish, ``15:00`` in English."""
    return f"kl {moment:%H.%M}" if language == "sv" else f"{moment:%H:%M}"


def show_moment(moment: datetime, language: Language) -> str:
    """Date and local time of a moment."""
    local = moment.astimezone(ZONE)
    return f"{show_date(local.date(), language)} {show_time(local.time(), language)}"


class _Marked:
    """Fills a text with place marks instead of values, so that Markdown never sees what a person wrote."""

    def __init__(self) -> None:
        self._values: list[str] = []

    def fill(self, text: Text | Lines, language: Language) -> str:
        if isinstance(text, Lines):
            return ("\n\n" if text.paragraphs else "\n").join(self.fill(part, language) for part in text.parts)
        message = catalogue(language).get(text.key)
        if message is None:
            raise MissingText(f"{text.key} is not in the {language} catalogue")
        template = message.string
        if isinstance(template, (tuple, list)):
            template = template[0 if text.values.get("n") == 1 else 1]
        return str(template).format(**{name: self._mark(value, language) for name, value in text.values.items()})

    def _mark(self, value: Any, language: Language) -> str:
        match value:
            case Text() | Lines():
                return self.fill(value, language)
            case datetime():
                shown = show_moment(value, language)
            case date():
                shown = show_date(value, language)
            case time():
                shown = show_time(value, language)
            case list() | tuple():
                return ", ".join(self._mark(item, language) for item in value)
            case Words():
                return "\n".join(MARK + self._put(line) for line in value.lines())
            case _:
                shown = clean(str(value))
        return self._put(shown)

    def _put(self, shown: str) -> str:
        self._values.append(shown)
        return f"\ue000{len(self._values) - 1}\ue001"

    def plain(self, source: str) -> str:
        return re.sub("\ue000(\\d+)\ue001", lambda mark: self._values[int(mark[1])], source)

    def html(self, source: str) -> str:
        def escaped(mark: re.Match[str]) -> str:
            return html.escape(self._values[int(mark[1])], quote=True)

        return re.sub("\ue000(\\d+)\ue001", escaped, source)


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table")


def _unmark(source: str) -> str:
    """The plain twin: without the stars of bold text."""
    return re.sub(r"\*\*(.+?)\*\*", r"\1", source)
