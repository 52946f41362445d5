"""The table of contents hangs together: what handlers list is what the bot understands."""

from __future__ import annotations

import ast
import dataclasses
import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import handlers
from bot.conversation import parse
from bot.conversation.arguments import Arg, Day, Repeats
from bot.conversation.command import (
    Args,
    CaseCtx,
    Command,
    DueHandler,
    MemberHandler,
    NoArgs,
    Reply,
    TapHandler,
    UnitCtx,
    command,
)
from bot.core import load_profile
from bot.i18n import LANGUAGES, Language, T, catalogue, say
from bot.rules.roles import DUTIES, OWN_WORDS, Consequence, Duty, Role
from bot.rules.room import RoomKind
from handlers import TABLE
from tests.bot import small
from tests.bot.desk import Desk
from tests.bot.written import env, written

ROOT = Path(__file__).parents[2]


class Bare(Args):
    """An argument that nobody reads."""

    text: str


def test_every_command_can_be_asked_about_in_both_languages() -> None:
    for made in TABLE.commands:
        for language in LANGUAGES:
            assert f"command.{made.key}" in catalogue(language)
            assert all(f"arg.{name}" in catalogue(language) for name in made.fields())


def test_somebody_has_each_duty_a_command_needs() -> None:
    held = frozenset().union(*DUTIES.values())
    assert {made.needs for made in TABLE.commands} <= held


def test_what_is_legal_needs_evidence() -> None:
    """Consent, binding, opening and closing: never by a message of a device nobody vouches for."""
    for made in TABLE.commands:
        if made.needs in (Duty.BIND_PERSON, Duty.CLOSE, Duty.WITHDRAW_OWN) or made.key in ("consent_record", "open"):
            assert made.evidence or made.key in ("people",), made.key


#: What only shows something.
LOOKS = {"calendar", "help", "cases", "case", "history", "consent_show", "people", "consultations", "profile"} | {
    *("circle", "who_sees_what", "plan", "who_does_what", "show_task", "mine"),
    *("show_goal", "catalogue", "without_task", "week", "who_comes", "agenda", "meetings"),
}

#: What somebody says for themselves: a youth's own words and answers, their way out of the room, how a task goes (also
#: told by a tap), and what judges by itself who it is that says it.
OWN = {
    "language",
    "cancel",
    "stop",
    "start",
    "call_me",
    "pass_on",
    "talk_about_it",
    *("meeting_answer", "meeting_words"),
    *("late", "help_with", "remind_me", "digest", "point"),
    "suggest_time",
    "own_page",
    "monday",
} | {*("done", "ongoing", "no_task", "obstacle", "lost_device", "choose_lost_device")}


def test_what_reaches_others_needs_evidence() -> None:
    """Whoever has stolen a password has no device that its owner vouches for."""
    assert {made.key for made in TABLE.commands if not made.evidence} == LOOKS | OWN


def test_what_only_shows_something_says_so() -> None:
    """It is shown on a guess, and has no dry run."""
    assert {made.key for made in TABLE.commands if made.consequence is Consequence.LOOK} == LOOKS


def test_other_words_for_commands_begin_with_a_command() -> None:
    names = {name for command in TABLE.spoken for name in command.names()}
    seen: set[str] = set()
    for table in (TABLE.called, TABLE.perhaps):
        for begins, words in table.items():
            assert parse.find(begins, TABLE.spoken) is not None, begins
            assert not names & set(words), "it is a name already"
            assert not seen & set(words), "it means something else already"
            seen |= set(words)


def test_questions_can_be_asked_for_every_required_argument() -> None:
    for made in TABLE.commands:
        for name, arg in made.fields().items():
            if made.required(name) and not made.hidden:
                assert (arg.ask or f"ask.{name}") in catalogue("sv"), f"{made.key}.{name}"


def test_what_is_offered_is_what_one_may_say() -> None:
    youth = {made.key for made in TABLE.offered(Role.YOUTH, RoomKind.PAGE)}
    assert "stop" in youth
    assert not youth & {"case_new", "open", "consent_record", "people"}
    assert all(not made.hidden for made in TABLE.offered(Role.COORDINATOR))


def test_kinds_of_due_rows_and_tags_have_one_handler_each() -> None:
    assert len(TABLE.by_due) == len(TABLE.due)
    assert len(TABLE.by_tag) == len(TABLE.tapped)


def test_two_commands_of_one_name_are_noticed() -> None:
    twice = dataclasses.replace(small.TABLE, commands=[small.paint, small.paint])
    with pytest.raises(ValueError, match="share a name"):
        assert twice.by_key


def test_whatever_a_handler_is_made_for_is_in_the_table() -> None:
    listed = [*TABLE.commands, *TABLE.due, *TABLE.tapped, *TABLE.members]
    for module in pkgutil.walk_packages(handlers.__path__, "handlers."):
        for name, listable in vars(importlib.import_module(module.name)).items():
            if isinstance(listable, Command | DueHandler | TapHandler | MemberHandler):
                assert any(listable is one for one in listed), f"{module.name}.{name}"


def scheduled() -> Iterator[tuple[str, str]]:
    """Each kind of due row that is written out where it is scheduled, and the place."""
    for package in ("bot", "handlers", "storage"):
        for file in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "schedule":
                    kinds = [*node.args[:1], *(keyword.value for keyword in node.keywords if keyword.arg == "kind")]
                    for kind in kinds:
                        if isinstance(kind, ast.Constant):
                            yield str(kind.value), f"{file.relative_to(ROOT)}:{node.lineno}"


def test_what_is_scheduled_has_a_handler() -> None:
    """A kind that is in no table fails only when it is due, which may be months later."""
    found = list(scheduled())
    assert len(found) > 10
    assert [place for kind, place in found if kind not in TABLE.by_due] == []


def test_annotations_make_the_command() -> None:
    @command(sv="ett två", en="one two-three", needs=Duty.SELF)
    def of_unit(ctx: UnitCtx, args: NoArgs) -> Reply:
        return ()

    @command(sv="tre", en="four", needs=Duty.SELF, hidden=True, where=(RoomKind.PAGE,))
    def of_case(ctx: CaseCtx, args: small.Noted) -> Reply:
        return ()

    assert (of_unit.key, of_unit.of_case, of_unit.fields()) == ("one_two_three", False, {})
    assert (of_case.of_case, of_case.hidden, of_case.where) == (True, True, frozenset({"page"}))
    assert not of_case.required("text")


def test_an_argument_without_a_reader_is_noticed() -> None:
    @command(sv="x", en="y", needs=Duty.SELF)
    def made(ctx: UnitCtx, args: Bare) -> Reply:
        return ()

    with pytest.raises(TypeError, match="text has no Arg"):
        made.fields()


def test_a_youth_is_never_met_by_a_parsers_error(desk: Desk) -> None:
    alex = desk.add("alex", Role.YOUTH, "youth")
    with desk.core.db.read() as session:
        contexts = desk.core.dispatcher._contexts
        office = desk.view(session, "office", "anna", "norr")
        theirs = contexts.unit(session, alex, office)
        anna = contexts.unit(session, theirs.store.people.all()[1], office)
        for text, youth in (("3", True), ("jag vill inte", False), ("avbryt", False), ("Cancel!", False)):
            assert small.TABLE.is_answer(theirs, small.paint, "number", text) is youth
        assert anna.sender.handle == "anna"
        assert small.TABLE.is_answer(anna, small.paint, "number", "jag vill inte")
        assert not small.TABLE.is_answer(anna, small.paint, "number", "avbryt")


# --------------------------------------------------------------------------------------- every command, by its usage

PROFILE = load_profile("skovde")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", TABLE.spoken, ids=lambda command: command.key)
def test_every_command_can_be_written_from_its_own_usage(command: Command, language: Language) -> None:
    shown = say(parse.usage(command, language), language)
    line = [command.name(language)] + (["K-7F2"] if command.of_case else [])
    line_of: list[Arg] = []
    for name, arg in command.fields().items():
        word = [arg.words[0 if language == "sv" else -1]] if arg.words else []
        label = say(T(f"arg.{name}"), language)
        if [label] == word:
            label = "…"
        words = " ".join([*word, f"<{label}>" if command.required(name) else label])
        assert words in shown
        if isinstance(arg.reads, Day) and any(isinstance(one.reads, Repeats) for one in line_of):
            continue  # a day behind how often something repeats is its last one
        line_of.append(arg)
        line += [*word, written(arg, env(language, "arboga"))]
    heard = parse.read(*found(" ".join(line)), env(language, "arboga"))
    assert heard.command is command
    assert heard.code == ("K-7F2" if command.of_case else None)
    assert set(heard.words) == {name for name, arg in command.fields().items() if arg in line_of}
    parse.values(heard, env(language, "arboga"))


def found(text: str) -> tuple[Command, list[str]]:
    match = parse.find(text, TABLE.commands)
    assert match is not None
    return match


@pytest.mark.parametrize("where", list(RoomKind))
@pytest.mark.parametrize("role", [role for role in Role if role not in OWN_WORDS])
def test_a_message_is_compared_with_few_of_the_ways_to_say_a_command(role: Role, where: RoomKind) -> None:
    wordings = TABLE.wordings(role, where)
    assert TABLE.wordings(role, where) is wordings  # and they are put in order once
    for offered in wordings.commands:
        for name in offered.names():
            said = name.casefold().split()
            near = [wording.parts for wording in wordings.nearby(said)]
            assert tuple(said) in near
            assert len(near) < 50
