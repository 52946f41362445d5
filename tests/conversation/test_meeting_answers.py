from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from bot.conversation import clean
from bot.conversation.meeting_answers import InWords, can_come, is_time, more, read, times
from bot.rules.meeting import Answer
from bot.rules.meeting_answers import Free
from tests.at_once import read_at_once


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("JA", Answer.YES),
        ("ja!", Answer.YES),
        (" Ja, jag kan. ", Answer.YES),
        ("japp", Answer.YES),
        ("OK", Answer.YES),
        ("Yes!!", Answer.YES),
        ("👍🏽", Answer.YES),
        ("✅", Answer.YES),
        ("ok tack", Answer.YES),
        ("Ja, tack!", Answer.YES),
        ("hej, jag kan 😊", Answer.YES),
        ("nej tack", Answer.NO),
        ("Kan inte, tack", Answer.NO),
        ("nej", Answer.NO),
        ("Nej, jag kan inte", Answer.NO),
        ("kan inte", Answer.NO),
        ("No.", Answer.NO),
        ("I can’t", Answer.NO),
        ("❌", Answer.NO),
        ("Kanske?", Answer.MAYBE),
        ("vet inte", Answer.MAYBE),
        ("maybe", Answer.MAYBE),
        ("❓", Answer.MAYBE),
        ("ja men kan vi ta det klockan fyra", None),
        ("nej jag orkar inte mer", None),
        ("tack", None),
        ("tack för allt", None),
        ("ok men jag är livrädd", None),
        ("jag", None),
        ("", None),
        ("de ska skjuta mig", None),
    ],
)
def test_short_answers(text: str, answer: Answer | None) -> None:
    assert can_come(text) is answer


@pytest.mark.parametrize(
    "text",
    [
        "fredag efter lunch",
        "på tisdag kl 15.30",
        "15",
        "helst imorgon",
        "kl 14 eller 16",
        "inte före kl 10",
        "Friday after 3",
        "17/12",
        "halv fyra på fredag",
        "helst kvart över tre",
        "klockan tre imorgon",
        "fredag halv 4 eller kvart i fem",
        "om två veckor",
        "nästa vecka på torsdag kl 15-16",
        "den 3:e december efter lunch",
        "Friday at half past two",
        "in two weeks",
    ],
)
def test_words_about_a_time_and_nothing_else_are_a_time(text: str) -> None:
    assert is_time(text)


@pytest.mark.parametrize(
    "text",
    [
        "jag klarar mig inte till fredag",
        "de slår mig varje kväll",
        "ring mig imorgon",
        "jag dör 2026",
        "sex på kvällen",
        "klockan slår",
        "de kommer klockan tre",
        "klockan tre hoppar jag",
        "jag är inte här halv fyra",
        "jag orkar inte vänta till fredag halv fyra",
        "jag kan inte mer efter fredag",
        "dö kvart över tre",
        "halv",
        "fem män i fredags",
        "för två år sedan",
        "i natt",
        "imorgon natt",
        "sista dagen",
        "inte efter nyår",
        "dagen före julafton",
        "fredag | de slår mig",
        "fridag",
        "|",
        "!!!",
        "-",
        "jag kan inte",
        "inte",
        "",
        "fredag " * 40,
    ],
)
def test_anything_more_is_no_time(text: str) -> None:
    assert not is_time(text)


def test_a_long_text_is_no_short_answer_and_is_read_at_once() -> None:
    with read_at_once():
        for piece in ("tack ", "hej ", "ja tack ", "🙏", "12 ", "1.", "måndag "):
            text = piece * (60_000 // len(piece))
            assert can_come(text) is None
            assert not is_time(text)


# ---------------------------------------------------------------------------------------- a professional's own words

TUESDAY = date(2026, 12, 1)
NO = InWords(answer=Answer.NO)
YES = InWords(answer=Answer.YES)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("kan inte", NO),
        ("Tyvärr, jag kan inte komma", NO),
        ("kan inte då", NO),
        ("får förhinder", NO),
        ("kan inte, har domstol", replace(NO, reason="har domstol")),
        ("kan inte eftersom jag är i rätten", replace(NO, reason="jag är i rätten")),
        ("kan inte. Är i rätten, hela dagen!", replace(NO, reason="Är i rätten, hela dagen!")),
        ("kan inte, men Karin kan", replace(NO, instead="Karin")),
        ("kan inte, skickar min kollega Karin Ek", replace(NO, instead="Karin Ek")),
        ("kan inte, @karin kommer i stället", replace(NO, instead="@karin")),
        ("kan inte, det kan ingen", replace(NO, reason="det kan ingen")),
        ("kan inte men kan fredag kl 15", replace(NO, suits="fredag kl 15")),
        ("kan inte den 17 dec kl 15, VAB", replace(NO, day=date(2026, 12, 17), hour=time(15), reason="VAB")),
        ("kan inte på torsdag", replace(NO, day=date(2026, 12, 3), is_any=True)),
        ("kan inte möte 3", replace(NO, number=3)),
        ("kan inte 3, utbildning", replace(NO, number=3, reason="utbildning")),
        ("sjuk idag", replace(NO, day=TUESDAY, reason="sjuk", is_sick=True)),
        ("hinner inte till mötet, har förhör", replace(NO, reason="har förhör")),
        ("can't make it, in court", replace(NO, reason="in court")),
        ("cannot come but Karin can", replace(NO, instead="Karin")),
        ("kan", YES),
        ("jag kommer gärna", YES),
        ("kan torsdagen", replace(YES, day=date(2026, 12, 3), is_any=True)),
        ("I can come on 17 December", replace(YES, day=date(2026, 12, 17))),
        ("kan på fredag efter 15", replace(YES, suits="på fredag efter 15")),
        ("kommer 10 min sent", replace(YES, late=10)),
        ("blir en kvart sen, står i kö", replace(YES, late=15, reason="står i kö")),
        ("10 minuter sen", replace(YES, late=10)),
        ("jag kommer men blir kanske 10 min sen", replace(YES, late=10)),
        ("kan komma, men är en kvart sen", replace(YES, late=15)),
        ("blir lite sen till mötet", replace(YES, late=0)),
        ("kommer 20 min sent på torsdag", replace(YES, late=20, day=date(2026, 12, 3), is_any=True)),
        ("vet inte om jag kan", InWords(answer=Answer.MAYBE)),
    ],
)
def test_a_professional_says_in_words_whether_they_can_come_and_why(text: str, said: InWords) -> None:
    assert read(text, TUESDAY) == said


@pytest.mark.parametrize(
    "text",
    [
        "kan inte nå mentorn",
        "kan inte göra 2, väntar på svar",
        "kan inte logga in",
        "kan inte komma in i rummet",
        "kan inte läsa planen",
        "kommer inte vidare med 2",
        "kommer inte åt filen",
        "kan inte, tar det på måndag",
        "hinner inte",
        "blir sen med 3",
        "är sen",
        "vet inte",
        "kan du ringa mig",
        "kan Sven ta 2?",
        "kan ni flytta mötet",
        "kommer Petra på mötet",
        "kommer polisen",
        "Alex kan inte komma",
        "ja",
        "",
    ],
)
def test_what_may_be_about_anything_else_is_no_answer_about_a_meeting(text: str) -> None:
    assert read(text, TUESDAY) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("har domstol", replace(NO, reason="har domstol")),
        ("fredag kl 15", replace(NO, suits="fredag kl 15")),
        ("har rättegång men kan fredag", replace(NO, reason="har rättegång", suits="fredag")),
        ("Karin kan komma", replace(NO, instead="Karin")),
        ("kan fredag efter 15", replace(NO, suits="fredag efter 15")),
        ("jag kan ändå komma", replace(NO, reason="jag kan ändå komma")),
        ("jag kan komma", YES),
    ],
)
def test_after_a_no_any_words_say_why_or_what_instead(text: str, said: InWords) -> None:
    assert more(text, TUESDAY) == said


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fredag", [Free(day=date(2026, 12, 18))]),
        ("fredag efter skolan", [Free(day=date(2026, 12, 18), hour=time(15))]),
        ("kl 15 på fredag", [Free(day=date(2026, 12, 18), hour=time(15))]),
        ("fre 15", [Free(day=date(2026, 12, 18), hour=time(15))]),
        ("fredag kl 3", [Free(day=date(2026, 12, 18), hour=time(15))]),
        ("fredag förmiddag", [Free(day=date(2026, 12, 18), hour=time(8))]),
        (
            "måndag kl 9 eller fredag efter 13",
            [Free(day=date(2026, 12, 14), hour=time(9)), Free(day=date(2026, 12, 18), hour=time(13))],
        ),
        ("22 december kl 10", [Free(day=date(2026, 12, 22), hour=time(10))]),
        ("imorgon", [Free(day=date(2026, 12, 2))]),
        ("helst efter lunch", []),
        ("vecka 52", []),
    ],
)
def test_the_days_that_would_suit_are_those_of_the_meetings_week(text: str, expected: list[Free]) -> None:
    assert list(times(text, TUESDAY, date(2026, 12, 17))) == expected


def test_a_weekday_that_has_been_in_the_meetings_week_is_the_next_one() -> None:
    thursday = date(2026, 12, 17)
    assert times("måndag", thursday, thursday) == (Free(day=date(2026, 12, 21)),)
    assert times("torsdag", thursday, thursday) == (Free(day=date(2026, 12, 24)),)


def test_the_longest_message_is_read_at_once() -> None:
    with read_at_once():
        for piece in ("kan inte ", "på torsdag ", "men ", "kl 15, ", "Karin ", "ca ", "nej ", "1 "):
            text = "kan inte, " + piece * (clean.LONGEST // len(piece))
            read(text, TUESDAY)
            more(text, TUESDAY)
            times(text, TUESDAY, TUESDAY)
