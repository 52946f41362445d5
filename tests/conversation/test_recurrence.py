"""How often something repeats, said in the middle of a command, and asked for where it is not clear."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import pytest

from bot.conversation import parse
from bot.conversation.arguments import Arg, Day, Repeats, Somebody, Title, Unsure
from bot.conversation.command import Args, CaseCtx, Reply, command
from bot.conversation.parse import UnclearWords
from bot.i18n import Text
from bot.rules.person import Person
from bot.rules.recurrence import Recurrence
from bot.rules.roles import Duty
from tests.bot.desk import Desk
from tests.bot.written import PETRA, env


class Given(Args):
    """Who does what, how often or by when."""

    text: Annotated[str, Arg(reads=Title((Day(), Repeats())))]
    owner: Annotated[Person, Arg(reads=Somebody())]
    often: Annotated[Recurrence | None, Arg(reads=Repeats())] = None
    day: Annotated[date | None, Arg(reads=Day(), words=("senast", "by"))] = None


@command(sv="ge", en="give", needs=Duty.PLAN)
def give(ctx: CaseCtx, args: Given) -> Reply:
    return ()


def heard(text: str) -> parse.ParsedCommand:
    return parse.read(give, parse.split(text), env())


@pytest.mark.parametrize(
    ("said", "text", "stored"),
    [
        (
            "Möta Alex vid bussen @petra varje skoldag från den 30:e",
            "Möta Alex vid bussen",
            "day school from 2026-11-30",
        ),
        ("Möta Alex vid bussen varje skoldag @petra", "Möta Alex vid bussen", "day school from 2026-11-24"),
        (
            "Möta Alex vid bussen varje skoldag från den 30:e @petra",
            "Möta Alex vid bussen",
            "day school from 2026-11-30",
        ),
        ("Ringa mentorn @petra varje tisdag senast jul", "Ringa mentorn", "week tu from 2026-11-24 to 2026-12-22"),
        (
            "Ringa mentorn @petra varje tisdag senast fredag v 51",
            "Ringa mentorn",
            "week tu from 2026-11-24 to 2026-12-15",
        ),
        # Also where the person stands in the middle of it
        (
            "Möta Alex varje skoldag @petra från den 30:e till jul",
            "Möta Alex",
            "day school from 2026-11-30 to 2026-12-18",
        ),
        ("Ringa mentorn varje tisdag @petra senast jul", "Ringa mentorn", "week tu from 2026-11-24 to 2026-12-22"),
        ("Väcka Alex varje morgon @petra", "Väcka Alex", "day morning from 2026-11-24"),
        ("Ringa mentorn tisdagar och torsdagar @petra", "Ringa mentorn", "week tu,th from 2026-11-24"),
        ("Ringa hem mån, ons och fre @petra", "Ringa hem", "week mo,we,fr from 2026-11-25"),
        ("Följa med till träningen @petra varannan torsdag", "Följa med till träningen", "week/2 th from 2026-11-26"),
        ("Rapportera @petra första måndagen i varje månad", "Rapportera", "month mo nth 1 from 2026-12-07"),
        ('"Träna varje dag" @petra varje fredag', "Träna varje dag", "week fr from 2026-11-27"),
        ("Meet Alex at the bus @petra every school day", "Meet Alex at the bus", "day school from 2026-11-24"),
        (
            "Meet Alex @petra every other Thursday until Christmas",
            "Meet Alex",
            "week/2 th from 2026-11-26 to 2026-12-10",
        ),
    ],
)
def test_how_often_is_found_in_the_line(said: str, text: str, stored: str) -> None:
    found: Any = parse.values(heard(said), env())
    assert (found.text, found.owner, found.often.stored, found.day) == (text, PETRA, stored, None)


@pytest.mark.parametrize(
    ("said", "text", "day"),
    [
        ("Ringa mentorn @petra senast fredag", "Ringa mentorn", date(2026, 11, 27)),
        ("Ringa mentorn @petra på fredag", "Ringa mentorn", date(2026, 11, 27)),
        ("Ringa mentorn fredag @petra", "Ringa mentorn", date(2026, 11, 27)),
        ("Ringa mentorn @petra", "Ringa mentorn", None),
        ("Hjälpa till varje gång @petra", "Hjälpa till varje gång", None),
    ],
)
def test_one_day_is_still_one_day(said: str, text: str, day: date | None) -> None:
    found: Any = parse.values(heard(said), env())
    assert (found.text, found.owner, found.often, found.day) == (text, PETRA, None, day)


@pytest.mark.parametrize(
    ("said", "part"),
    [
        ("Laga mat varje dag med mamma @petra", "varje dag"),
        ("Läxor på skoldagar med mentorn @petra", "på skoldagar"),
        ("Träna tisdag och torsdag i hallen @petra", "tisdag och torsdag"),
    ],
)
def test_how_often_inside_a_text_is_asked_about(said: str, part: str) -> None:
    """It may be how often, or part of what is to be done: a task that does not repeat would be a guess."""
    with pytest.raises(Unsure) as unsure:
        parse.values(heard(said), env())
    assert (unsure.value.field, unsure.value.part) == ("text", part)


@pytest.mark.parametrize(
    ("said", "key", "left"),
    [
        ("Ringa @petra varje vecka", "recurrence.which_weekday", "varje vecka"),
        ("Ringa två gånger i veckan @petra", "recurrence.which_weekdays", "två gånger i veckan"),
        ("Ringa @petra varje måndag", "recurrence.from_today", "varje måndag från 2026-11-23 eller 2026-11-30"),
        ("Ringa @petra då och då", "recurrence.vague", "då och då"),
    ],
)
def test_what_is_not_clear_is_asked_for_by_its_argument(said: str, key: str, left: str) -> None:
    with pytest.raises(UnclearWords) as unclear:
        parse.values(heard(said), env())
    assert isinstance(unclear.value.text, Text)
    assert (unclear.value.field, unclear.value.text.key, unclear.value.left) == ("often", key, left)


@pytest.mark.parametrize(
    ("before", "answer", "is_answer"),
    [
        ("varje vecka", "tisdag", True),
        ("varje vecka", "2", True),  # to be told that it is not clear
        ("varje vecka", "hur går det med planen", False),
        ("varje måndag från 2026-11-23 eller 2026-11-30", "den andra", True),
        ("varje måndag från 2026-11-23 eller 2026-11-30", "klar 2", False),
        ("då och då", "varannan fredag", True),
        ("varje vecka tisdag och torsdag", "ja", True),
    ],
)
def test_what_answers_the_question(before: str, answer: str, is_answer: bool) -> None:
    assert Repeats().is_answer(before, answer, env()) == is_answer


# ------------------------------------------------------------------------------------------------ the question itself


def test_the_weekday_is_asked_for_and_the_rest_is_kept(desk: Desk) -> None:
    assert (
        "Vilken veckodag ska ”varannan vecka till jul” vara?" in desk.say("anna", "upprepa varannan vecka till jul")[0]
    )
    assert desk.say("anna", "torsdag") == ["week/2 th from 2026-11-26 to 2026-12-10"]


def test_a_number_answers_which_of_two_days(desk: Desk) -> None:
    assert "menar du från idag, mån 23 nov" in desk.say("anna", "upprepa varje måndag")[0]
    assert desk.say("anna", "2") == ["week mo from 2026-11-30"]


def test_a_yes_answers_whether_it_is_each_week(desk: Desk) -> None:
    assert "varje vecka? Svara 1 för ja." in desk.say("anna", "upprepa tisdag och torsdag")[0]
    assert desk.say("anna", "ja") == ["week tu,th from 2026-11-24"]


def test_what_is_vague_is_asked_about_until_it_is_said(desk: Desk) -> None:
    assert "Hur ofta är ”ibland”?" in desk.say("anna", "upprepa ibland")[0]
    assert "Hur ofta är ”då och då”?" in desk.say("anna", "då och då")[0]
    assert desk.say("anna", "varje skoldag till jul") == ["day school from 2026-11-24 to 2026-12-18"]


def test_one_question_may_follow_another(desk: Desk) -> None:
    desk.say("anna", "upprepa en gång i veckan")
    assert "menar du från idag" in desk.say("anna", "måndag")[0]
    assert desk.say("anna", "idag") == ["week mo from 2026-11-23"]


def test_another_command_is_no_answer(desk: Desk) -> None:
    desk.say("anna", "upprepa varje vecka")
    assert "red 1" in desk.say("anna", "måla röd 1")
