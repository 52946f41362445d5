"""Several lines in one message: each command is its own, done or refused by itself, once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.conversation import several
from bot.messages import Kind
from bot.rules.roles import Role
from storage import inbox
from storage.tables import Inbox
from tests.bot.desk import Desk, sv
from tests.bot.small import FACTS, TABLE
from tests.bot.written import env

ROOM = replace(env(), among_others=True)


def parts(text: str, *, in_room: bool = False) -> Sequence[str]:
    """The messages that a text is, one after the other as they are taken."""
    found = []
    rest = text
    while rest:
        first, rest, _ = several.first(rest, TABLE.spoken, ROOM if in_room else env(), ())
        found.append(first)
    return found


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("måla blå 1\nmåla röd 2", ["måla blå 1", "måla röd 2"]),
        ("måla blå 1\n\n  måla röd 2\n", ["måla blå 1", "  måla röd 2"]),
        ("- måla blå 1\n- måla röd 2", ["- måla blå 1", "- måla röd 2"]),
        ("1. måla blå 1\n2) måla röd 2", ["1. måla blå 1", "2) måla röd 2"]),
        ("måla\nblå\n7", ["måla\nblå\n7"]),
        ("radera det här\noch det där", ["radera det här\noch det där"]),
        ("radera det här\nmåla", ["radera det här", "måla"]),
        ('radera "det här\nmåla blå 1"', ['radera "det här\nmåla blå 1"']),
        ('måla "blå\nmåla röd 1', ['måla "blå', "måla röd 1"]),
        ("radera\nja", ["radera", "ja"]),
        ("radera\nja\nmåla blå 2", ["radera", "ja", "måla blå 2"]),
        ("ja\nmen inte Petra", ["ja\nmen inte Petra"]),
        ("ja\nnej", ["ja\nnej"]),
        ("ja K-7F2\nja K-8G3", ["ja K-7F2", "ja K-8G3"]),
        ("jag tänker på en sak\nmåla hela huset", ["jag tänker på en sak\nmåla hela huset"]),
        ("jag tänker på en sak\nmåla blå 1", ["jag tänker på en sak", "måla blå 1"]),
        ("jag tänker på en sak\nradera det", ["jag tänker på en sak\nradera det"]),
        ("hej\npå\ndig", ["hej\npå\ndig"]),
        ("en rad", ["en rad"]),
        ("a\n" * 300 + "måla blå 1", ["a\n" * 300 + "måla blå 1"]),
    ],
)
def test_which_lines_are_messages_of_their_own(text: str, messages: list[str]) -> None:
    assert parts(text) == messages


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("!måla blå 1\n!måla röd 2", ["!måla blå 1", "!måla röd 2"]),
        ("!måla blå 1\nmåla röd 2", ["!måla blå 1", "måla röd 2"]),
        ("!måla blå 1\nvi ses imorgon", ["!måla blå 1"]),
        ("!måla blå 1\nmåla om hela huset", ["!måla blå 1"]),
        ("!måla blå 1\nvi ses\nmåla röd 2", ["!måla blå 1", "måla röd 2"]),
        ("!radera det här\noch det där", ["!radera det här\noch det där"]),
        ("!hejsan\nvi ses", ["!hejsan"]),
        ("!måla blå 1\nvisa kort vad trött jag är", ["!måla blå 1"]),
        ("!måla blå 1\nvisa kort", ["!måla blå 1", "visa kort"]),
        ("det är stopp\npå vägen", ["det är stopp\npå vägen"]),
    ],
)
def test_in_a_room_other_lines_are_said_to_people(text: str, messages: list[str]) -> None:
    assert parts(text, in_room=True) == messages


def test_each_is_done_or_refused_by_itself(desk: Desk) -> None:
    told = desk.say("anna", "måla blå 1\nmåla grön 2\nhej\nmåla röd 3 tack!")
    assert FACTS.ran == ["blue 1", "red 3"]
    assert told[0] == "blue 1"
    assert told[1].startswith(sv("kit.of_line", line="måla grön 2\nhej").split("\n")[0])
    assert told[2] == "red 3"


def test_a_preview_is_not_answered_by_the_lines_below_it(desk: Desk) -> None:
    shown, early = desk.say("anna", "radera\nja")
    assert shown == "så\n" + sv("kit.yes_no")
    assert early.endswith(sv("kit.too_early"))
    assert FACTS.ran == []
    assert desk.say("anna", "ja") == ["erased"]


def test_a_preview_shown_between_two_lines_is_not_answered_either(desk: Desk) -> None:
    desk.hear("anna", "radera\nja")
    assert desk.core.dispatcher.run_one()
    desk.work()  # the preview is sent before the second line is taken
    assert FACTS.ran == []


def test_a_bare_yes_below_a_command_answers_nobody_elses_question(desk: Desk) -> None:
    desk.say("anna", "binda ett")
    desk.say("anna", "ja")
    told = desk.say("berit", "måla blå 1\nja")
    assert told[-1].endswith(sv("kit.too_early"))
    assert FACTS.ran == ["blue 1"]


def test_a_preview_stands_while_other_lines_are_done(desk: Desk) -> None:
    told = desk.say("anna", "radera\nmåla blå 1")
    assert told == ["så\n" + sv("kit.yes_no"), "blue 1"]
    assert desk.say("anna", "ja") == ["erased"]


def test_of_two_previews_only_the_last_waits_for_a_bare_yes(desk: Desk) -> None:
    told = desk.say("anna", "radera\nbinda två")
    assert sv("kit.preview_over", name="radera") in told
    desk.say("anna", "ja")
    assert "erased" not in FACTS.ran
    assert sv("kit.nothing_asked") not in desk.say("berit", "ja")[0]
    desk.say("anna", "ja")
    assert "erased" not in FACTS.ran


def test_several_second_yeses_may_be_given_at_once_by_their_names(desk: Desk) -> None:
    for code in ("K-7F2", "K-8G3"):
        desk.case(code)
        desk.say("anna", f"flytta hem {code}")
        desk.say("anna", "ja")
    told = desk.say("berit", "ja K-7F2\nja K-8G3")
    assert len([one for one in told if one.startswith("moved")]) == 2


def test_a_crash_between_lines_repeats_nothing_and_loses_nothing(desk: Desk) -> None:
    desk.hear("anna", "måla blå 1\nmåla röd 2\nmåla blå 3")
    desk.hear("anna", "måla röd 4")
    for _ in range(3):
        assert desk.core.dispatcher.run_one()
        ran = list(FACTS.ran)
        desk.rebuild()
        assert FACTS.ran == ran
    desk.work()
    assert FACTS.ran == ["blue 1", "red 2", "blue 3", "red 4"]


def test_what_is_handled_is_wiped_line_by_line(desk: Desk) -> None:
    desk.hear("anna", "måla blå 1\nmåla röd 2")
    assert desk.core.dispatcher.run_one()
    with desk.core.db.read() as session:
        row = session.scalars(select(Inbox)).one()
        assert (inbox.body(session, row), row.part, row.state) == ("måla röd 2", 1, "new")
    desk.work()
    with desk.core.db.read() as session:
        row = session.scalars(select(Inbox)).one()
        assert (row.body_sealed, row.state) == (None, "done")


def test_a_line_that_fails_again_and_again_does_not_hold_up_the_next(desk: Desk) -> None:
    told = desk.say("anna", "trasig\nmåla blå 1")
    assert told[0].startswith(sv("kit.of_line", line="trasig"))
    assert FACTS.ran[-1] == "blue 1"


def test_an_edit_says_all_lines_anew_only_if_none_was_done(desk: Desk) -> None:
    desk.say("anna", "måla grön 1\nmåla grön 2")
    event = f"$in{desk.heard}"
    desk.say("anna", "måla blå 1\nmåla röd 2", kind=Kind.EDIT, about=event)
    assert FACTS.ran == ["blue 1", "red 2"]
    assert sv("kit.edited") in desk.say("anna", "måla blå 5\nmåla röd 6", kind=Kind.EDIT, about=event)[0]
    assert FACTS.ran == ["blue 1", "red 2"]


@pytest.mark.parametrize("text", ["måla blå 1\nmåla grön 2", "måla grön 1\nmåla blå 2"])
def test_an_edit_repeats_no_line_that_was_done(desk: Desk, text: str) -> None:
    desk.say("anna", text)
    ran = list(FACTS.ran)
    told = desk.say("anna", "måla röd 1\nmåla röd 2", kind=Kind.EDIT, about=f"$in{desk.heard}")
    assert told[-1].endswith(sv("kit.edited"))
    assert FACTS.ran == ran


def test_taken_back_it_takes_back_what_waits_for_a_second_yes(desk: Desk) -> None:
    desk.say("anna", "måla blå 1\nbinda tre")
    event = f"$in{desk.heard}"
    desk.say("anna", "ja")
    assert "gäller inte längre" in desk.say("anna", "", kind=Kind.REDACTION, about=event)[-1]
    assert not any("bound" in one for one in desk.say("berit", "ja"))


def test_too_many_are_all_refused(desk: Desk) -> None:
    desk.say("anna", "\n".join(["måla blå 1"] * several.MOST))
    assert len(FACTS.ran) == several.MOST
    told = desk.say("anna", "\n".join(["måla blå 1"] * (several.MOST + 1)))
    assert told == [sv("kit.too_many_lines", n=several.MOST)]
    assert len(FACTS.ran) == several.MOST


@pytest.mark.parametrize("role", [Role.YOUTH, Role.GUARDIAN])
def test_of_a_youth_or_guardian_lines_are_never_cut(desk: Desk, role: Role) -> None:
    desk.add("alex", role)
    desk.say("alex", "läge\nmåla blå 1", where="page")
    assert FACTS.ran == ["free 15"]
