"""Personal identity numbers are seen in whatever way they are typed; other numbers are left alone."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.personal_number import holds_personal_number, without_numbers

# The tax agency's own examples for tests, which belong to nobody
NUMBERS = (
    "201212121212",
    "19811228-9874",
    "811228-9874",
    "8112289874",
    "19811228 9874",
    "811228 - 9874",
    "811228\n9874",
    "811228.9874",
    "811228/9874",
    "811228_9874",
    "811228:9874",
    # Each of the dashes that phones, word processors and web pages make
    *(f"811228{dash}9874" for dash in "–—−‐‑‒―﹣－"),
    # and of the spaces
    *(f"811228{space}9874" for space in "\u00a0\u2009\u202f\u3000\t"),
    # The date as dates are written
    "1981-12-28-9874",
    "1981-12-28 9874",
    "1981–12–28—9874",
    "1981/12/28-9874",
    "1981.12.28-9874",
    "81-12-28-9874",
    "81.12.28-9874",
    "81 12 28-9874",
    "81 12 28 9874",
    "1981 12 28 9874",
    "1981 1228 9874",
    "1981 1228-9874",
    "1981-12-28, 9874",
    "1981-12-28 (9874)",
    # The last four in pairs, or every digit by itself
    "811228 98 74",
    "811228-98 74",
    "81 12 28 98 74",
    "81 12 28-98 74",
    "1981 12 28 98 74",
    "8 1 1 2 2 8 9 8 7 4",
    "8 1 1 2 2 8 - 9 8 7 4",
    "8.1.1.2.2.8.9.8.7.4",
    "8-1-1-2-2-8-9-8-7-4",
    "1 9 8 1 1 2 2 8 9 8 7 4",
    # More than one sign between
    "811228 (9874)",
    "811228(9874)",
    "811228--9874",
    "811228 -- 9874",
    "811228...9874",
    "811228   9874",
    "811228\n\n\n9874",
    "811228 | 9874",
    "811228=9874",
    "811228~9874",
    *(f"811228{blank}-{blank}9874" for blank in "\u2800\u3164\u115f\u1160\uffa0\u2007"),
    # What nobody sees, and other digits
    "811228\u200b-\u00ad9874",
    "8️⃣11228-9874",
    "８１１２２８－９８７４",
)
COORDINATION = (
    "701063-2391",
    "19701063-2391",
    "7010632391",
    # Month and day unknown
    "191500882392",
    "150088-2392",
    "701060-0000",
    "700061-0001",
    "700060-0002",
)
INTERIM = ("000101-R220", "20000101-R220", "000101R220", "000101-r220", "000101‑R220")


@pytest.mark.parametrize("number", [*NUMBERS, *COORDINATION, *INTERIM])
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
        "811228-98741",
        "1811228-9874",
        # Dates, and what stands after them, though the check digit would be right
        "2026-12-17",
        "2026-12-17 1500",
        "26-12-17 1500",
        "26.12.17  1500",
        "2025-01-07 - 2025-06-10",
        "2025-01-07–2025-06-10",
        "2025-08-20/2021-09-01",
        "1981-12-28\n9874 kr",
        "2026-12-17 kl 1500, 2026-12-17 kl 1815",
        "20261217_150000.jpg",
        "IMG-20261217-WA0001.jpg",
        "PXL_20261217_150000123.jpg",
        "möte 2000-01-01 R220",  # a room
        "den 000101 R220",
        # Telephones, accounts, cases
        "070-812 28 98",
        "08-12 12 28 98",
        "+46811228987",
        "0811-22 89 87",
        "+46 70 812 28 98",
        "5050-1055",
        "556016-0680",
        "SE35 5000 0000 0549 1000 0003",
        "SN 2026/00123-4",
        "dnr 2026-12-17:15",
        "mål nr B 8112-28",
        "811228, 9874",
        "811228 och 9874",
        "geo:59.3293234,18.0685808;u=35",
        "01d2b3c4-8112-2898-74ab-811228ab9874",
        "2026-11-30 12 15",
        # In other groups, though the check digit would be right
        "0708 12 28 90",
        "08-12 12 28 93",
        "08-121 228 93",
        "070-812 28 90, 070-812 28 90",
        "ring 0708-12 28 90 kl 15",
        "SN 2026-1130-9879",
        "SN 2026/1130-9879",
        "2026-11-30 15 12",
        "2026-11-30 14 13",
        "2026-11-30, 1215",
        "2026-11-30 (1215)",
        "26.11.30, 1330",
        "26 12 02 26 12 24",
        "07 26 11 30 15 12",
        "26 11 30 15 12 22",
        "4812 1981 1228 9874",
        "1981 1228 9874 1234",
        "1, 9, 8, 1, 1, 2, 2, 8, 9, 8, 7, 4",
        "5 8 1 1 2 2 8 9 8 7 4",
        "8 1 1 2 2 8 9 8 7 4 5",
        "8 1 1 2 2 8 9 8 7 5",
        "8 1 1 3 2 8 9 8 7 4",
        "bg 811-2289, 874 kr",
        "x" * 5000,
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert not holds_personal_number(text)


def test_a_century_by_itself_is_not_the_beginning_of_a_row() -> None:
    assert holds_personal_number("19 81 12 28 98 74")


@given(st.text(max_size=300))
def test_whatever_is_written_gets_an_answer(text: str) -> None:
    assert holds_personal_number(text) in (True, False)


@given(st.text(alphabet="0123456789-+ ", max_size=40))
def test_any_heap_of_digits_gets_an_answer(text: str) -> None:
    assert holds_personal_number(text) in (True, False)


@given(
    st.lists(
        st.sampled_from([*(one for one in NUMBERS if one[-1] != ")"), "hej", "ring 112", "2026-12-17"]), max_size=6
    )
)
def test_what_is_struck_out_is_gone_and_the_rest_stays(words: list[str]) -> None:
    shown = without_numbers(" och ".join(words))
    assert not holds_personal_number(shown)
    assert shown == " och ".join("…" if word in NUMBERS else word for word in words)


@pytest.mark.parametrize(
    "text", ["👩‍👧 är 811228‑9874 – inte sant?", "e\u0301: 1981-12-28-9874", "a 811228\u200b9874 b 811228-9874"]
)
def test_what_is_struck_out_leaves_every_other_sign(text: str) -> None:
    shown = without_numbers(text)
    assert not holds_personal_number(shown)
    before, after = shown.split("…", 1)
    assert text.startswith(before)
    assert text.endswith(after.rpartition("…")[2])


@given(st.text(max_size=300))
def test_a_text_without_numbers_stays_as_it_is(text: str) -> None:
    assert holds_personal_number(text) or without_numbers(text) == text


def test_a_long_text_of_digits_is_read_at_once() -> None:
    """As long as any event may be, in the ways that begin like a number everywhere."""
    pieces = ("811228-9875 ", "81 12 28 98 ", "1981-12-28-98 ", "1981 1228 98 ", "811228 98 ", "811228         ", "８")
    for piece in (*pieces, "8 1 1 2 2 8 9 8 7 5 ", "81 12 28 98 75 ", "8 ", "8-", "811228((((((((", "\u3164", "👩‍👧"):
        before = time.process_time()
        holds_personal_number(piece * (65_000 // len(piece)))
        assert time.process_time() - before < 1
