"""Personal identity numbers are seen in whatever way they are typed; other numbers are left alone."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from bot.rules import personal_number
from bot.rules.personal_number import WRITTEN_ABOUT
from tests.at_once import read_at_once

TODAY = date(2026, 11, 23)


def holds_personal_number(text: str) -> bool:
    return personal_number.holds_personal_number(text, TODAY)


def without_numbers(text: str) -> str:
    return personal_number.without_numbers(text, TODAY)


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
    # More than one sign between, or another than a dash
    "811228, 9874",
    "811228…9874",
    "811228 ➖ 9874",
    "811228 👉 9874",
    "**811228**-**9874**",
    "811228-98-74",
    "1981-1228-9874",
    # Words between
    "811228 streck 9874",
    "811228 minus 9874",
    "811228 bindestreck 9874",
    "81 streck 12 streck 28 streck 9874",
    "811228, sista fyra 9874",
    "811228 och sista fyra är 9874",
    "1981-12-28 fyra sista: 9874",
    "811228 (last four: 9874)",
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
        # A day that is still to come is nobody's day of birth
        "20261217 1502",
        "20261217-1502",
        "202612171502",
        "2026-12-17 15:00-16:30",
        # What stands before it, or after
        "mobil 0708122890",
        "Ring mig på 0708122890!",
        "tfn: 0708122890",
        "OCR 8112289874",
        "811228 9874 kr",
        "https://example.org/artikel/8112289874",
        "https://matrix.to/#/!abc8112289874:example.org/$811228_9874-aBcDeFgHiJkLmNoPqRsTuVwXyZ012345678?via=x",
        "$811228_9874-aBcDeFgHiJkLmNoPqRsTuVwXyZ012345678",
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
        st.sampled_from([*(one for one in NUMBERS if one[-1] not in ")*"), "hej", "ring 112", "2026-12-17"]), max_size=6
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
        with read_at_once():
            holds_personal_number(piece * (65_000 // len(piece)))


# ----------------------------------------------------------------------------------------------- thousands, made up

_ONE_PIECE = ("{y}{m}{d}{n}", "{c}{y}{m}{d}{n}")
_PARTED = (
    "{y}{m}{d}-{n}", "{c}{y}{m}{d}-{n}", "{y}{m}{d} {n}", "{c}{y}{m}{d} {n}", "{y}{m}{d}\u00a0{n}",
    "{y}{m}{d} - {n}", "{y}{m}{d}\n{n}", "{c}{y}{m}{d}\n{n}", "{y}{m}{d}–{n}", "{y}{m}{d}—{n}",
    "{c}{y}{m}{d}\u2011{n}", "{y}{m}{d}\u2212{n}", "{y}{m}{d}/{n}", "{y}{m}{d}.{n}", "{y}{m}{d}_{n}", "{y}{m}{d}:{n}",
    "{y}{m}{d}, {n}", "{c}{y}-{m}-{d}-{n}", "{c}{y}-{m}-{d} {n}", "{c}{y}-{m}-{d}, {n}", "{y}-{m}-{d}-{n}",
    "{y}.{m}.{d}-{n}", "{c}{y}/{m}/{d} {n}", "{y}/{m}/{d}-{n}", "{c}{y} {m} {d} {n}", "{y} {m} {d} {n}",
    "{c} {y} {m} {d} {n}", "{c} {y}{m}{d}-{n}", "{y}{m}{d}({n})", "{c}{y}{m}{d} ({n})", "{y}{m}{d} streck {n}",
    "{y}{m}{d} minus {n}", "{y}{m}{d}, sista fyra {n}", "{y}{m}{d} sista fyra siffrorna är {n}", "{y}{m}{d}+{n}",
)  # fmt: skip
_CUT = ("{y}{m}{d} {n0} {n1}", "{y}{m}{d}-{n0} {n1}", "{y} {m} {d} {n0} {n1}", "{c} {y} {m} {d} {n0} {n1}")
_SENTENCES = (
    "{}", "alex är {}", "Alex ({}) kommer inte", "pnr {}.", "personnummer: {}, ring 112", "Det gäller {}\nVad gör vi?",
    "kl 15 kommer {} hit", "{} och 2026-12-17 kl 15", "möte 2026-12-17 kl 15 om {}",
    "!uppgift Skriva till {} @lisa fredag",
    "070-174 06 05 / {}", "1. {}", "\"{}\"", "SN 2026/17: {}", "{} ring 0500-49 80 00",
)  # fmt: skip


def _last_three(chance: random.Random, born: str, first: str | None = None) -> str:
    """Four digits after a date of six, the last of which makes it right."""
    head = first or str(chance.randrange(10))
    three = f"{head}{chance.randrange(100):02}"
    counted = three if three.isdigit() else "1" + three[1:]
    return three + str(luhn.calc_check_digit(born + counted))


def _numbers(chance: random.Random, count: int) -> Iterator[str]:
    """Personal numbers of people born before the days one writes about, as people write them."""
    latest = (TODAY - WRITTEN_ABOUT - date(1930, 1, 1)).days
    for _ in range(count):
        born = date(1930, 1, 1) + timedelta(days=chance.randrange(latest))
        kind = chance.random()
        year, month, day = f"{born:%Y}", f"{born:%m}", born.day
        if kind < 0.2:
            day += 60
        if kind < 0.04:
            month, day = "00", 60
        first = chance.choice("JKLMNRSTUWX") if kind > 0.9 else None
        last = _last_three(chance, f"{year[2:]}{month}{day:02}", first)
        layouts: tuple[str, ...] = (*_ONE_PIECE, *_PARTED, *_CUT)
        if first is not None:
            layouts = (
                *_ONE_PIECE,
                "{y}{m}{d}-{n}",
                "{c}{y}{m}{d}-{n}",
                "{y}{m}{d}–{n}",
                "{y}{m}{d} {n}",
                "{y}{m}{d}/{n}",
            )
        written = chance.choice(layouts).format(
            c=year[:2], y=year[2:], m=month, d=f"{day:02}", n=last, n0=last[:2], n1=last[2:]
        )
        if chance.random() < 0.1 and first is None:
            written = written.translate(dict(zip(map(ord, "0123456789"), chance.choice(_DIGITS), strict=True)))
        yield written


_DIGITS = ("０１２３４５６７８９", "٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९")


def test_of_thousands_of_personal_numbers_none_is_missed() -> None:
    chance = random.Random(8)
    missed = []
    for number in _numbers(chance, 6000):
        text = chance.choice(_SENTENCES).format(number)
        if not holds_personal_number(text) or holds_personal_number(without_numbers(text)):
            missed.append(text)
    assert missed == []


def test_several_in_one_message_are_all_struck_out() -> None:
    chance = random.Random(9)
    for _ in range(300):
        numbers = list(_numbers(chance, 3))
        shown = without_numbers(" och ".join(numbers))
        assert shown.replace("…)", "…") == "… och … och …", numbers


def _right(digits: str) -> str:
    """The same digits with a last one that makes the last ten right."""
    return digits[:-1] + str(luhn.calc_check_digit(digits[-10:-1]))


def _moments(chance: random.Random) -> str:
    """A day with a time, whose digits together are a personal number as often as can be."""
    at = TODAY - WRITTEN_ABOUT + timedelta(days=chance.randrange(2 * WRITTEN_ABOUT.days))
    hour, minute = chance.randrange(24), chance.randrange(60)
    for minute in range(60):
        if luhn.is_valid(f"{at:%y%m%d}{hour:02}{minute:02}"):
            break
    later = (hour + 1) % 24
    clock = f"{hour:02}{minute:02}"
    return chance.choice(
        (
            f"{at:%Y%m%d} {clock}", f"{at:%Y-%m-%d} {clock}", f"{at:%y-%m-%d} {clock}", f"{at:%y%m%d} {clock}",
            f"{at:%Y-%m-%d} {hour:02}:{minute:02}", f"{at:%Y-%m-%d} {hour:02}:{minute:02}-{later:02}:30",
            f"{at:%Y-%m-%d} {hour:02}.{minute:02}–{later:02}.30", f"{at:%Y-%m-%d} kl {hour:02}.{minute:02}",
            f"{at:%d/%m} {hour:02}:{minute:02}", f"{at:%d.%m.%Y} {clock}", f"{at:%Y-%m-%d} {hour:02}-{later:02}",
            f"{at:%Y-%m-%d}, {clock}", f"{at:%Y-%m-%d} - {at + timedelta(days=9):%Y-%m-%d}",
            f"{at:%Y-%m-%d}--{at + timedelta(days=9):%Y-%m-%d}", f"{at:%Y%m%d}_{clock}00.jpg", f"{at:%Y%m%d}{clock}",
            f"{at:%Y-%m-%dT}{hour:02}:{minute:02}:00", f"{at:%y.%m.%d}, {clock}",
            f"{at:%Y %m %d} {hour:02} {minute:02}",
        )
    )  # fmt: skip


def _telephones(chance: random.Random) -> str:
    """A telephone number whose ten digits are a personal number."""
    born = f"0{chance.randrange(1, 10)}0{chance.randrange(1, 10)}{chance.randrange(1, 29):02}"
    if chance.random() < 0.3:
        born = f"08{chance.randrange(1, 13):02}{chance.randrange(1, 29):02}"
    n = _right(f"{born}{chance.randrange(1000, 10000)}")
    return chance.choice(
        (
            f"{n[:3]}-{n[3:6]} {n[6:8]} {n[8:]}", f"{n[:4]}-{n[4:6]} {n[6:8]} {n[8:]}", f"{n[:3]}-{n[3:]}",
            f"{n[:4]}-{n[4:]}", f"{n[:3]} {n[3:6]} {n[6:8]} {n[8:]}", f"{n[:4]} {n[4:6]} {n[6:8]} {n[8:]}",
            f"{n[:2]}-{n[2:5]} {n[5:8]} {n[8:]}", f"{n[:2]}-{n[2:4]} {n[4:6]} {n[6:8]} {n[8:]}", f"{n[:2]}-{n[2:]}",
            f"{n[:4]}/{n[4:6]} {n[6:8]} {n[8:]}", f"{n[:3]} {n[3:6]} {n[6:]}", f"{n[:5]}-{n[5:]}",
            f"+46 {n[1:3]} {n[3:6]} {n[6:8]} {n[8:]}", f"+46{n[1:]}", f"+46 (0){n[1:3]}-{n[3:6]} {n[6:8]} {n[8:]}",
            f"0046 {n[1:3]} {n[3:6]} {n[6:8]} {n[8:]}", f"mobil {n}", f"ring {n}", f"tel. {n}",
            f"Tfn: {n}", f"sms:a {n}",
        )
    )  # fmt: skip


def _others(chance: random.Random) -> str:
    """A number in some register, a link, an amount."""
    born = date(1950, 1, 1) + timedelta(days=chance.randrange(25000))
    six = f"{born:%y%m%d}"
    ten = _right(f"{six}{chance.randrange(1000, 10000)}")
    company = _right(f"5{chance.randrange(5, 10)}{chance.randrange(20, 100)}{chance.randrange(100000, 1000000)}")
    token = "".join(chance.choices("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ-_", k=30))
    return chance.choice(
        (
            f"{company[:6]}-{company[6:]}", company, f"16{company}", f"SN 2026/{chance.randrange(1, 999)}",
            f"Dnr SN {born:%Y-%m%d}-{ten[6:]}", f"SN {born:%Y/%m%d}-{ten[6:]}", f"OCR {ten}", f"OCR-nummer: {ten}",
            f"faktura {ten}", f"{chance.randrange(1, 10)}{ten}", f"{ten}{chance.randrange(10)}", f"${ten}{token}",
            f"$abc{ten}{token}", f"!{token}{ten}:example.org", f"https://example.org/{ten}", f"K-{ten[:1]}F2",
            f"https://example.org/a?id={ten}&b=2", f"https://matrix.to/#/!{ten}{token}:example.org/${token}",
            f"{six[:3]} {six[3:]},{ten[6:8]} kr", f"{ten[0]} {ten[1:4]} {ten[4:7]} {ten[7:]} kr",
            f"{ten[:8]}-{ten[8:]}",
            f"{ten[:4]} {ten[4:8]} {ten[8:]}12 3456", f"SE{ten[:2]} {ten[2:6]} {ten[6:]} 0000 0549 1000 0003",
            f"{ten[:3]}-{ten[3:7]}, {ten[7:]} kr", f"{born:%Y-%m-%d} och {born + timedelta(days=40):%Y-%m-%d}",
        )
    )  # fmt: skip


@pytest.mark.parametrize("make", [_moments, _telephones, _others])
def test_of_thousands_of_other_numbers_none_is_taken(make: Callable[[random.Random], str]) -> None:
    chance = random.Random(10)
    sentences = ("{}", "vi ses {}", "Frågor? {} (vardagar)", "{}, tack", "möte {} Stadshuset", "Obs! {}\nHej")
    texts = [chance.choice(sentences).format(make(chance)) for _ in range(4000)]
    assert [text for text in texts if holds_personal_number(text)] == []
