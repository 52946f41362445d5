from __future__ import annotations

import pytest

from bot.conversation.meeting_answers import can_come, is_time
from bot.rules.meeting import Answer
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
