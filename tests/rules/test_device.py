"""Whether somebody can read: every way it can stand, and codes two people can read to each other."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from bot.i18n import LANGUAGES, say
from bot.rules.device import NEEDS_ACTION, Account, AccountState, Device


def device(name: str = "a", *, trusted: bool = False, lost: bool = False) -> Device:
    return Device(id=name, name=name, key="AbCdEfGhIjKlMnOpQrStUvWx", trusted=trusted, lost=lost)


def account(*devices: Device, pinned: str | None = "m", seen: str | None = "m", closed: bool = False) -> Account:
    return Account(user_id="@petra:s", asked=True, pinned=pinned, seen=seen, closed=closed, devices=devices)


GOOD, BAD, LOST = device("a", trusted=True), device("b"), device("c", lost=True)


@pytest.mark.parametrize(
    ("given", "reading"),
    [
        (account(GOOD), "reads"),
        (account(GOOD, BAD, LOST, closed=True), "reads"),
        (replace(account(GOOD), asked=False), "reads"),
        (replace(account(pinned=None, seen=None), asked=False), "unknown"),
        (account(), "no_device"),
        (account(pinned=None, seen=None), "no_device"),
        (account(BAD), "unsigned"),
        (account(BAD, pinned=None, seen=None), "unsigned"),
        (account(BAD, LOST), "unsigned"),
        (account(BAD, seen="n"), "changed"),
        (account(seen="n"), "changed"),
        (account(LOST, seen="n", closed=True), "changed"),
        (account(BAD, seen=None), "gone"),
        (account(LOST, closed=True), "lost"),
        (account(LOST, BAD, closed=True), "waiting"),
    ],
)
def test_how_it_stands(given: Account, reading: str) -> None:
    assert given.reading == reading


@pytest.mark.parametrize("reading", list(AccountState))
def test_whoever_cannot_read_is_said_not_to_and_why(reading: AccountState) -> None:
    given = {
        "reads": account(GOOD),
        "unknown": replace(account(pinned=None), asked=False),
        "no_device": account(),
        "unsigned": account(BAD),
        "changed": account(seen="n"),
        "gone": account(BAD, seen=None),
        "lost": account(LOST),
        "waiting": account(LOST, BAD, closed=True),
    }[reading]
    assert given.reading is reading
    text = given.cannot_read("Petra")
    assert (text is None) == (reading is AccountState.READS)
    if text is not None:
        assert all("Petra" in say(text, language) for language in LANGUAGES)


def test_nobody_is_rung_about_what_needs_nothing_done() -> None:
    assert {"unsigned", "changed", "gone", "waiting"} == NEEDS_ACTION


def test_what_can_be_accepted() -> None:
    assert not account(GOOD).acceptable
    assert not account(BAD).acceptable
    assert not account(BAD, seen=None).acceptable
    assert not account(LOST, seen=None, closed=True).acceptable
    assert account(BAD, seen="n").acceptable
    assert account(GOOD, LOST, closed=True).acceptable


def test_codes_can_be_read_on_the_phone() -> None:
    codes = {account().code(f"key {number}") for number in range(200)}
    assert len(codes) == 200
    assert all(re.fullmatch(r"\d{4}( \d{4}){4}", code) for code in codes)
    assert account().code("m") != replace(account(), user_id="@mallory:s").code("m")
    assert BAD.key_in_fours == "AbCd EfGh IjKl MnOp"


def test_what_is_unconfirmed_is_neither_trusted_nor_lost() -> None:
    assert account(GOOD, BAD, LOST).unconfirmed == (BAD,)
