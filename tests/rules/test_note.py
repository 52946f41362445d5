from __future__ import annotations

import pytest

from bot.rules.note import KINDS, Note, check, parse_number
from tests.rules.making import TODAY, after, refused


@pytest.mark.parametrize(
    "number",
    [
        "ASN/2024:180",
        "SN § 81",
        "Dnr 105/2017.751",
        "3.1.1-112/2021",
        "SoN 2026/33",
        "SN-2026-0042",
        "dnr: KS 2017/55",
        "2026/17",
        "SoF 2026/33 § 5",
    ],
)
def test_numbers_as_municipalities_write_them(number: str) -> None:
    assert parse_number(f"  {number} ") == number


@pytest.mark.parametrize(
    "text",
    [
        "Alex 17",
        "alex svensson 2010",
        "Alex Svensson",
        "hög risk för våld",
        "slog en kille 2 gånger",
        "20100101-1234",
        "100101-1234",
        "201001011234",
        "SN 20100101 1234",
        "SN 2026/17 misstänkt för rån",
        "",
        "-",
        "SN",
        "1" * 41,
    ],
)
def test_names_grounds_and_personal_numbers_are_no_numbers(text: str) -> None:
    assert refused(parse_number, text) == "gate.no_number"


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_carries_a_number_or_not(kind: str) -> None:
    bare, numbered = Note(kind=kind, day=TODAY, by="anna"), Note(kind=kind, day=TODAY, by="anna", reference="SN 1/26")
    match KINDS[kind].reference:
        case "must":
            assert refused(check, bare, TODAY) == "gate.no_number"
            check(numbered, TODAY)
        case "never":
            assert refused(check, numbered, TODAY) == "gate.date_only"
            check(bare, TODAY)
        case _:
            check(bare, TODAY)
            check(numbered, TODAY)


def test_what_has_not_been_is_not_noted() -> None:
    check(Note(kind="savry", day=after(-1), by="anna"), TODAY)
    check(Note(kind="closing:best_interests", day=TODAY, by="anna"), TODAY)
    assert refused(check, Note(kind="savry", day=after(1), by="anna"), TODAY) == "case.held_in_future"
