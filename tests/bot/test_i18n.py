"""Texts: rendered for one reader, their values harmless, their dates as people write them."""

from __future__ import annotations

import html
import re
from datetime import UTC, date, datetime, time, timedelta
from html.parser import HTMLParser

import pytest
from babel.dates import format_date, get_day_names, get_month_names
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.i18n import (
    LANGUAGES,
    LONGEST,
    MONTHS,
    WEEKDAYS,
    Language,
    Lines,
    MissingText,
    Rendered,
    T,
    Text,
    Words,
    clean,
    lines,
    render,
    say,
    show_date,
)


class Tags(HTMLParser):
    """Which tags a piece of HTML holds, and its text."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags, self.text = list[str](), ""
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not attrs
        if tag == "br":
            self.text += "\n"

    def handle_data(self, data: str) -> None:
        self.text += data


def quoted(value: object) -> Rendered:
    """A text around one value."""
    return render(T("kit.no_code", text=value), "sv")


# ------------------------------------------------------------------------------------------------ harmless values

HOSTILE = [
    "<b>fet</b>",
    '<a href="https://matrix.to/#/@anna:s">Anna</a>',
    "<img src=x onerror=alert(1)>",
    "[Anna](https://matrix.to/#/@anna:s)",
    "![bild](mxc://s/x)",
    "**fet** _kursiv_ `kod` ~~struken~~",
    "# rubrik",
    "- punkt",
    "1. punkt",
    "> citat",
    "| a | b |\n|---|---|",
    "```\nkod\n```",
    "<script>",
    "&lt;b&gt; &amp; &#60;",
    "{text} {0} {x.__class__} %s %(a)s",
    "\ue0000\ue001 \ue00099\ue001",
    "\u202eabc\u202c \u2066x\u2069",
    "a\u200bb\u00adc\ufeff",
    "\x00\x07\x1b[31m",
    "@room @anna:s",
    "a\r\nb\u2028c\u2029d",
    "\ud800",
]


@pytest.mark.parametrize("value", HOSTILE)
def test_what_a_person_wrote_stays_what_they_wrote(value: str) -> None:
    plain_of = quoted("VALUE").plain
    shown = quoted(value)
    assert shown.plain == plain_of.replace("VALUE", clean(value))
    seen = Tags(shown.html)
    assert seen.tags == []
    assert seen.text.replace("\u00a0", " ") == shown.plain
    assert "\n" not in shown.plain


@pytest.mark.parametrize(
    "value", ["\u202e\u202c\u2066\u2069\u200b\u200f\u00ad\ufeff", "\x00\x07\x1b", "\ue000\ue001\ud800"]
)
def test_what_hides_or_turns_text_around_falls_away(value: str) -> None:
    assert clean(f"a{value}b") == "ab"


#: What somebody may put between two words to make the second begin a line.
BREAKS = [
    *("\n", "\r", "\r\n", "\n\n", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029", "\t", "\n\u200b\n"),
    *(" " * 300, "\u00a0" * 300, "\u3000" * 99, "\u2800" * 300, "\u3164" * 99, "\u200b \u200b \u2003"),
]


@pytest.mark.parametrize("between", BREAKS)
def test_a_value_is_one_line(between: str) -> None:
    """Nobody makes the bot say a line of their own."""
    assert clean(f"x{between}Polisen är inte längre med.") == "x Polisen är inte längre med."


@pytest.mark.parametrize(
    "mark",
    [
        *'"“”„‟«»〝〞＂❝❞「」″‴⁗‶‷ʺ˝ˮ˶〃״🙷',
        *("''", "’’", "‘‘", "´´", "``", "′′", "ʼʼ", "’'", "'''", "'\u200b'", "'\"'", "””", "‹›"),
    ],
)
def test_no_value_ends_a_quotation(mark: str) -> None:
    assert clean(f"x{mark}. Ärendet är stängt. {mark}y") == "x'. Ärendet är stängt. 'y"


def test_emoji_and_letters_stay() -> None:
    assert clean("två ord ✅ åäö 👍🏽 'så' O’Hara") == "två ord ✅ åäö 👍🏽 'så' O’Hara"


def test_texts_in_texts_keep_their_lines() -> None:
    inner = lines(T("kit.empty"), T("kit.yes_no"))
    assert say(T("kit.ask", position="2/3 ", question=inner), "sv") == f"2/3 {say(inner, 'sv')}"


# -------------------------------------------------------------------------------------------------- whole words

SAID = 'Hej.\r\n\n☑ K-7F2: allt är "klart".\u2028**Polisen** är inte med.\x85  » mer \u202e\n \u200b\n'


def test_words_are_passed_on_line_by_line_each_of_them_marked() -> None:
    text = lines(T("youth.wrote", code="K-7F2", who="x"), T("youth.quote", text=Words(SAID)), T("kit.yes_no"))
    shown = render(text, "sv")
    assert shown.plain.splitlines()[1:-1] == [
        "» Hej.",
        '» ☑ K-7F2: allt är "klart".',
        "» **Polisen** är inte med.",
        "» » mer",
    ]
    seen = Tags(shown.html)
    assert set(seen.tags) <= {"br", "code"}
    assert seen.text.split() == shown.plain.split()


def test_words_are_never_cut_and_never_nothing() -> None:
    assert say(T("youth.quote", text=Words("ord " * 2000)), "sv").count("ord") == 2000
    assert say(T("youth.quote", text=Words(" \n\u200b\n")), "sv") == "» …"


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_no_line_of_somebodys_words_is_without_a_mark(value: str) -> None:
    shown = render(T("youth.quote", text=Words(value)), "sv")
    assert all(line.startswith("» ") for line in shown.plain.splitlines())
    assert set(Tags(shown.html).tags) <= {"br"}


def test_a_long_value_is_cut() -> None:
    assert clean("x" * LONGEST) == "x" * LONGEST
    cut = clean("x" * 10_000)
    assert len(cut) == LONGEST
    assert cut.endswith("…")


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_no_value_makes_markup(value: str) -> None:
    shown = quoted(value)
    assert Tags(shown.html).tags == []
    assert clean(value) in shown.plain
    # between two digits the HTML has a space at which no line ends
    assert html.escape(clean(value), quote=True) in shown.html.replace("\xa0", " ")


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(max_size=30), max_size=4))
def test_no_value_reaches_another(values: list[str]) -> None:
    text = T("kit.no_choice", text="X", choices=values)
    assert ", ".join(clean(value) for value in values) in say(text, "sv")


# ------------------------------------------------------------------------------------------------------ the reader


def test_a_text_is_told_in_the_readers_language_all_the_way_down() -> None:
    inner = T("profile.word", sv="polis", en="police")
    text = T("kit.no_choice", text="x", choices=[inner, inner])
    assert "polis, polis" in say(text, "sv")
    assert "police, police" in say(text, "en")


@pytest.mark.parametrize(
    ("value", "swedish", "english"),
    [
        (date(2026, 12, 17), "tor 17 dec 2026 (v. 51)", "Thu 17 Dec 2026 (week 51)"),
        (date(2027, 1, 1), "fre 1 jan 2027 (v. 53)", "Fri 1 Jan 2027 (week 53)"),
        (date(2027, 5, 24), "mån 24 maj 2027 (v. 21)", "Mon 24 May 2027 (week 21)"),
        (date(2026, 9, 6), "sön 6 sep 2026 (v. 36)", "Sun 6 Sept 2026 (week 36)"),
        (time(15, 0), "kl 15.00", "15:00"),
        (
            datetime(2026, 12, 17, 14, 5, tzinfo=UTC),
            "tor 17 dec 2026 (v. 51) kl 15.05",
            "Thu 17 Dec 2026 (week 51) 15:05",
        ),
        (
            datetime(2026, 7, 1, 22, 30, tzinfo=UTC),
            "tor 2 juli 2026 (v. 27) kl 00.30",
            "Thu 2 Jul 2026 (week 27) 00:30",
        ),
    ],
)
def test_dates_are_echoed_with_weekday_date_and_week(value: date | time, swedish: str, english: str) -> None:
    assert say(T("profile.word", sv=value, en=value), "sv") == swedish
    assert say(T("profile.word", sv=value, en=value), "en") == english


@pytest.mark.parametrize("language", LANGUAGES)
def test_days_and_months_have_the_names_that_babel_knows(language: Language) -> None:
    days, months = get_day_names("wide", locale=language), get_month_names("wide", locale=language)
    assert list(WEEKDAYS[language]) == [days[number] for number in range(7)]
    assert list(MONTHS[language]) == [months[number] for number in range(1, 13)]


@pytest.mark.parametrize(
    ("days", "shown"),
    [
        (0, "mån 30 nov (v. 49)"),
        (17, "tor 17 dec (v. 51)"),
        (334, "lör 30 okt (v. 43)"),
        (335, "sön 31 okt 2027 (v. 43)"),
        (365, "tis 30 nov 2027 (v. 48)"),
        (-30, "lör 31 okt (v. 44)"),
        (-31, "fre 30 okt 2026 (v. 44)"),
    ],
)
def test_a_date_has_no_year_while_it_is_near(days: int, shown: str) -> None:
    today = date(2026, 11, 30)
    day = today + timedelta(days=days)
    assert show_date(day, "sv", today) == shown
    rendered = render(T("profile.word", sv=[day], en=""), "sv", today=today)
    assert rendered.html.replace("\u00a0", " ") == shown
    assert rendered.plain == show_date(day, "sv")  # what is copied and searched says the whole date


def test_no_two_days_without_a_year_have_the_same_name() -> None:
    today = date(2028, 3, 1)
    days = [today + timedelta(days=number) for number in range(-400, 400)]
    near = [(day.day, day.month) for day in days if show_date(day, "sv", today) != show_date(day, "sv")]
    assert len(near) == len(set(near)) == 365


def test_what_is_kept_has_the_year_of_every_date() -> None:
    today = date(2026, 11, 30)
    day = T("profile.word", sv=date(2026, 12, 17), en="")
    text = lines(day, lines(lines(day), dated=True), day)
    shown = render(text, "sv", today=today).html.replace("\u00a0", " ")
    assert shown.split("<br />\n") == [
        "tor 17 dec (v. 51)",
        "tor 17 dec 2026 (v. 51)",
        "tor 17 dec (v. 51)",
    ]


def test_every_day_is_written_as_babel_writes_it() -> None:
    for number in range(366):
        day = date(2028, 1, 1) + timedelta(days=number)
        week = day.isocalendar().week
        weekday = format_date(day, "EEE", locale="sv")[:3]
        swedish = format_date(day, "d MMM y", locale="sv").replace(".", "")
        assert show_date(day, "sv") == f"{weekday} {swedish} (v. {week})"
        assert show_date(day, "en") == f"{format_date(day, 'EEE d MMM y', locale='en_GB')} (week {week})"


def test_the_months_of_a_year_have_no_full_stops() -> None:
    for month in range(1, 13):
        shown = say(T("profile.word", sv=date(2026, month, 15), en=""), "sv")
        assert re.fullmatch(r"(mån|tis|ons|tor|fre|lör|sön) 15 [a-zåäö]{3,4} 2026 \(v\. \d{1,2}\)", shown), shown


def test_a_sentence_begins_with_a_capital_whatever_word_of_the_profile_it_begins_with() -> None:
    police = T("profile.word", sv="polis", en="police")
    for first in (police, [police, police], T("profile.word", sv=police, en=police)):
        assert say(T("deputy.none", function=first, code="K-7F2"), "sv").startswith("Polis")
    assert say(T("task.card_empty", plan=police), "sv") == "Polis:"
    assert render(T("task.card_empty", plan=police), "en").html == "<strong>Police:</strong>"
    # A name is written as its owner does, and what is no sentence is part of one
    assert say(T("task.obstacle_told", code="x", name="y", number=1), "sv").startswith("x: y")
    assert say(T("device.reads_again", name="af Klercker"), "sv").startswith("af Klercker")
    assert say(T("task.line", mark="", number=1, text="", owner=police), "sv").endswith("polis")


def test_one_and_many() -> None:
    assert say(T("case.count", n=1), "sv") != say(T("case.count", n=2), "sv").replace("2", "1")
    assert "0" in say(T("case.count", n=0), "sv")


# ------------------------------------------------------------------------------------------------ putting together


def test_lines_stand_under_each_other_and_none_falls_away() -> None:
    text = lines(T("kit.empty"), None, T("kit.yes_no"))
    assert text == Lines((T("kit.empty"), T("kit.yes_no")))
    shown = render(text, "sv")
    assert shown.plain == f"{say(T('kit.empty'), 'sv')}\n{say(T('kit.yes_no'), 'sv')}"
    assert Tags(shown.html).text.replace("\n\n", "\n") == shown.plain
    assert "\n\n" in render(lines(T("kit.empty"), T("kit.yes_no"), paragraphs=True), "sv").plain


def test_bold_words_lose_their_stars_in_the_plain_twin() -> None:
    shown = render(T("kit.did_you_mean", name="öppna"), "sv")
    assert "<strong>”öppna”</strong>" in shown.html
    assert "*" not in shown.plain


def test_a_missing_text_is_a_bug_not_a_silence() -> None:
    with pytest.raises(MissingText):
        render(T("there.is.none"), "sv")
    with pytest.raises(KeyError):
        render(T("kit.no_code"), "sv")


def test_texts_are_values() -> None:
    assert T("a", x=1) == T("a", x=1)
    assert hash(T("a", x=1, y=2)) == hash(T("a", y=2, x=1))
    given = {"x": 1}
    text = Text("a", given)
    given["x"] = 2
    assert text.values["x"] == 1
