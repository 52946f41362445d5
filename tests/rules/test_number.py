"""Personal identity numbers are seen in whatever way they are typed; other numbers are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.number import holds_personal_number, without_numbers

# The tax agency's own examples for tests, which belong to nobody
NUMBERS = (
    "201212121212",
    "19811228-9874",
    "811228-9874",
    "8112289874",
    "19811228 9874",
    "811228 - 9874",
    "811228–9874",
)
COORDINATION = ("701063-2391", "19701063-2391", "7010632391")


@pytest.mark.parametrize("number", [*NUMBERS, *COORDINATION])
@pytest.mark.parametrize("around", ["{}", "alex har {}.", "({})", "pnr:{},", "a\n{}\nb"])
def test_a_personal_number_is_seen(number: str, around: str) -> None:
    assert holds_personal_number(around.format(number))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "811228-9875",  # its check digit is wrong
        "811328-9874",  # there is no such month
        "701093-2391",  # nor such a day, with the 60 taken off
        "ring 070-174 06 05",
        "SN 2026-00123",
        "K-7F2",
        "2026-12-17 kl 15.00",
        "8112289874123",  # longer numbers are something else
        "x" * 5000,
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert not holds_personal_number(text)


@given(st.text(max_size=300))
def test_whatever_is_written_gets_an_answer(text: str) -> None:
    assert holds_personal_number(text) in (True, False)


@given(st.text(alphabet="0123456789-+ ", max_size=40))
def test_any_heap_of_digits_gets_an_answer(text: str) -> None:
    assert holds_personal_number(text) in (True, False)


@given(st.lists(st.sampled_from([*NUMBERS, "hej", "ring 112", "2026-12-17"]), max_size=6))
def test_what_is_struck_out_is_gone_and_the_rest_stays(words: list[str]) -> None:
    shown = without_numbers(" och ".join(words))
    assert not holds_personal_number(shown)
    assert shown == " och ".join("…" if word in NUMBERS else word for word in words)
