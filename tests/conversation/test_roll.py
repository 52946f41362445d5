"""Who came to a meeting, as somebody tired says it: understood whole, or asked about."""

from __future__ import annotations

import pytest

from bot.conversation.roll import Roll, WhoCame
from bot.errors import Refused
from tests.bot.written import env


def read(text: str) -> Roll:
    return WhoCame().value(text, env("sv"))


def named(text: str) -> tuple[list[str], list[str]]:
    """Who was away and who was late, by what they stand for."""
    roll = read(text)
    return [each.function or "" for each in roll.absent], [each.function or "" for each in roll.late]


@pytest.mark.parametrize(
    ("text", "away", "late"),
    [
        ("alla", [], []),
        ("alla kom", [], []),
        ("Ja, alla var där!", [], []),
        ("alla utom polisen", ["police"], []),
        ("all utom polis", ["police"], []),
        ("alla kom utom polis och skola", ["police", "school"], []),
        ("alla utom polis, skola", ["police", "school"], []),
        ("bara polisen saknades", ["police"], []),
        ("polisen kom inte, skolan sen", ["police"], ["school"]),
        ("alla utom polisen, skolan kom sent", ["police"], ["school"]),
        ("polisen var inte med men skolan var sen", ["police"], ["school"]),
        ("everybody but police", ["police"], []),
    ],
)
def test_who_was_away_or_late_is_understood(text: str, away: list[str], late: list[str]) -> None:
    assert named(text) == (away, late)


def test_only_some_came() -> None:
    roll = read("bara polis och skola kom")
    assert [each.function for each in roll.there] == ["police", "school"]
    assert not roll.others


@pytest.mark.parametrize("text", ["blev inte av", "det blev inte av", "mötet blev inte av", "nej", "ingen kom"])
def test_that_there_was_no_meeting_is_understood(text: str) -> None:
    assert not read(text).took_place


@pytest.mark.parametrize("text", ["ja", "polisen", "polisen kom", "alla utom kalle", "bra möte", "alla var så arga"])
def test_what_is_not_wholly_understood_is_asked_about(text: str) -> None:
    with pytest.raises(Refused):
        read(text)
