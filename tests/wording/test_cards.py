"""The card fits one screen of a phone whatever is in it, and tells people and their tasks apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bot.i18n import LANGUAGES, render, say
from bot.rules.card import MOST_LINES
from bot.rules.goal import Outcome
from bot.rules.plan import TaskState
from bot.rules.recurrence import Every, Only, Recurrence
from bot.rules.roles import Role
from bot.wording import cards
from handlers.plan import card as commands
from storage.tables import Actor
from tests.bot.desk import Desk
from tests.conversation.test_lists import heard
from tests.wording.plans import Planned, opened, planned


@pytest.fixture
def made(desk: Desk) -> Iterator[Planned]:
    case = opened(desk)
    with desk.core.db.unit() as session:
        yield planned(desk, session, case)


def card(made: Planned, language: str = "sv") -> list[str]:
    """The lines of the card of the case room."""
    ctx = made.ctx("anna", made.store.room)
    return say(cards.of_room(ctx, made.store.room), "en" if language == "en" else "sv").splitlines()


def whole(made: Planned) -> str:
    return made.answer(commands.show, "anna")


def test_without_goals_and_tasks_it_says_how_to_begin(made: Planned) -> None:
    assert card(made) == ["Åtgärdsplan:", 'Inga uppgifter än. Börja med: !uppgift "Komma till skolan varje dag" @namn']


def test_tasks_stand_under_their_goals_the_late_ones_first(made: Planned) -> None:
    today = made.store.facts.today
    school = made.goal("Komma till skolan varje dag")
    football = made.goal("Börja med fotboll igen")
    made.task("Ringa mentorn", "lisa", goal_id=school.id, due_on=today + timedelta(days=2))
    made.task("Möta vid bussen", "sven", goal_id=school.id, due_on=today - timedelta(days=3))
    made.task("Prata med föräldrarna", "petra", state=TaskState.DONE, goal_id=school.id)
    made.task("Skriva till klubben", None, state=TaskState.ASKED, goal_id=None)

    assert card(made) == [
        "Åtgärdsplan: 1 av 4 klara ✅.",
        "⏰ 1 sen, ☐ 1 väntar på svar, ⏳ 2 på gång",
        "Mål 1 Komma till skolan varje dag · ✅ 1 av 3",
        "⏳ 2 Möta vid bussen – Sven, ⏰ sen sedan fre",
        "⏳ 1 Ringa mentorn – Lisa, ons 25 nov 2026 (v. 48)",
        "✅ 3 Prata med föräldrarna – Petra",
        f"Mål 2 {football.text} · inga uppgifter än",
        "Övrigt",
        "☐ 4 Skriva till klubben – ingen ansvarig",
        "Utan uppgift här: Petra (polis)",
    ]
    assert "Goal 1 Komma till skolan varje dag · ✅ 1 of 3" in card(made, "en")


def test_what_came_of_a_goal_is_told_only_where_no_youth_reads_it(made: Planned) -> None:
    for outcome in Outcome:
        made.goal("Sova", outcome=outcome, judged_on=made.store.facts.today)
    assert [line for line in card(made) if line.startswith("Mål")] == [
        f"Mål {number} Sova · bedömt" for number in (1, 2, 3)
    ]
    in_room = made.answer(commands.show, "anna", made.store.room)
    assert [line for line in in_room.splitlines() if line.startswith("Mål")] == card(made)[1:-1]
    alone = [line for line in whole(made).splitlines() if line.startswith("Mål")]
    assert alone == ["Mål 1 Sova · nått: helt", "Mål 2 Sova · nått: delvis", "Mål 3 Sova · nått: nej"]


def test_what_repeats_says_how_often_and_is_never_late(made: Planned) -> None:
    today = made.store.facts.today
    daily = Recurrence(begins=today - timedelta(days=9), every=Every.DAY, only=Only.SCHOOL)
    monthly = Recurrence(begins=today, every=Every.MONTH, month_day=15)
    made.task("Möta vid bussen", "sven", repeats=daily.stored, due_on=today - timedelta(days=1))
    made.task("Skriva brev", "lisa", repeats=monthly.stored, due_on=date(2026, 12, 15))
    shown = card(made)
    assert "⏳ 1 Möta vid bussen – Sven, varje skoldag" in shown
    assert "⏳ 2 Skriva brev – Lisa, den 15:e i månaden, nästa tis 15 dec 2026 (v. 51)" in shown
    assert not any("sen" in line.split() for line in shown)


def test_who_has_said_that_there_is_no_task_is_not_pointed_at(made: Planned) -> None:
    made.task("Ringa", "sven")
    assert card(made)[-1] == "Utan uppgift här: Lisa (skola), Petra (polis)"
    query = select(Actor).where(Actor.person_id == made.person("lisa").id)
    made.session.scalars(query).one().no_task_on = made.store.facts.today
    made.session.flush()
    assert card(made)[-1] == "Utan uppgift här: Petra (polis)"
    assert "Lisa (skola): har sagt att det inte finns någon uppgift" in made.answer(commands.who_does_what, "anna")


def test_forty_tasks_are_one_screen_and_the_late_ones_are_on_it(made: Planned) -> None:
    today = made.store.facts.today
    goals = [made.goal(f"Mål nummer {number}") for number in range(1, 12)]
    for number in range(1, 41):
        days = -1 if number in (13, 31) else number
        state = TaskState.DONE if number % 2 == 0 else TaskState.DOING
        made.task(
            f"Det som ska göras {number}",
            "sven",
            state=state,
            goal_id=goals[number % 11].id,
            due_on=today + timedelta(days=days),
        )
    for language in LANGUAGES:
        assert len(card(made, language)) <= MOST_LINES
    shown = card(made)
    assert {line for line in shown if "sen sedan" in line} == {
        "⏳ 13 Det som ska göras 13 – Sven, ⏰ sen sedan sön",
        "⏳ 31 Det som ska göras 31 – Sven, ⏰ sen sedan sön",
    }
    hidden = 40 - sum("Det som ska göras" in line for line in shown)
    assert shown[-1] == f"… och 3 mål, {hidden} uppgifter till. Hela planen: skriv !plan"
    assert whole(made).count("Det som ska göras") == 40


def test_two_with_the_same_first_name_are_told_apart_by_what_they_stand_for(made: Planned) -> None:
    other = replace(made.person("petra"), id="", handle="lisa2", name="Lisa Ek", matrix_id="@lisa2:s")
    added = made.store.people.add(other, now=made.store.now)
    made.store.actors.assign("police", added.id, made.store.facts.today)
    made.task("Ringa", "lisa")
    made.task("Mejla", "lisa2")
    made.task("Boka", "sven")
    shown = card(made)
    assert {"⏳ 1 Ringa – Lisa (skola)", "⏳ 2 Mejla – Lisa Ek (polis)", "⏳ 3 Boka – Sven"} <= set(shown)


def test_a_long_title_is_cut_between_words_on_the_card_and_whole_in_the_plan(made: Planned) -> None:
    title = "Följa med till ungdomsmottagningen och hjälpa till att boka en tid som inte krockar med träningen"
    made.task(title, "sven")
    (line,) = [line for line in card(made) if "Följa" in line]
    assert line == "⏳ 1 Följa med till ungdomsmottagningen och hjälpa till att boka… – Sven"
    assert title in whole(made)


@pytest.mark.parametrize(
    ("title", "cut"),
    [
        ("x" * 80, "x" * 59 + "…"),
        ("a" * 58 + "👍🏽" + "b" * 20, "a" * 58 + "…"),
        ("a" * 58 + "e\u0301" + "b" * 20, "a" * 58 + "…"),
        ("kort", "kort"),
    ],
)
def test_no_sign_is_cut_in_half(title: str, cut: str) -> None:
    assert cards.title(title) == cut


def test_a_title_from_right_to_left_keeps_the_rest_in_its_order(made: Planned) -> None:
    made.task("الاتصال بالمدرسة 2026", "sven")
    (line,) = [line for line in card(made) if "Sven" in line]
    assert line == "⏳ 1 \u2068الاتصال بالمدرسة 2026\u2069 – Sven"


def test_emoji_and_markup_in_a_title_stay_what_they_are(made: Planned) -> None:
    made.task("⚽ **träna** <b>nu</b> `x`", "sven")
    ctx = made.ctx("anna", made.store.room)
    html = render(cards.of_room(ctx, made.store.room), "sv").html
    assert "⚽ **träna** &lt;b&gt;nu&lt;/b&gt; `x`" in html


def test_who_waits_for_whom_is_said_until_it_is_done(made: Planned) -> None:
    first = made.task("Ringa", "lisa")
    made.task("Boka", "sven", waits_for=first.id)
    assert "⏳ 2 Boka – Sven, väntar på 1 (Lisa)" in card(made)
    made.store.plan.save(replace(first, state=TaskState.DONE), now=made.store.now)
    assert "⏳ 2 Boka – Sven" in card(made)


def test_a_side_room_has_a_card_of_its_own_which_says_what_it_is_about(made: Planned) -> None:
    made.task("Ringa", "lisa")
    made.task("Förhör", "petra", room_id=made.side.id)
    ctx = made.ctx("anna", made.side)
    shown = say(cards.of_room(ctx, made.side), "sv").splitlines()
    assert shown[0].startswith("Sidorum 1 ")
    assert shown[-2:] == ["⏳ 2 Förhör – Petra", "Utan uppgift här: Sven (socialtjänst)"]
    assert not any("Förhör" in line for line in card(made))
    assert "⏳ 2 Förhör – Petra, sidorum 1" in whole(made)


def test_the_whole_plan_has_a_goals_own_words_and_how_it_is_reached(made: Planned) -> None:
    made.goal("Börja träna igen", own_words="jag vill spela fotboll", means="Klubben och skolan hjälps åt")
    assert "Ungdomens egna ord: ”jag vill spela fotboll”\nSå här: Klubben och skolan hjälps åt" in whole(made)
    assert not any("fotboll" in line for line in card(made))


def test_a_youth_with_a_task_stands_among_those_who_do_something_and_is_never_said_to_have_none(made: Planned) -> None:
    room = made.store.room
    assert "Alex" not in made.answer(commands.who_does_what, "anna", room)
    made.task("Packa väskan", "alex")
    assert "Alex (ungdomen)\n⏳ 1 Packa väskan" in made.answer(commands.who_does_what, "anna", room)
    assert made.person("alex").role is Role.YOUTH


def test_a_card_takes_as_many_statements_with_forty_tasks_as_with_one(made: Planned) -> None:
    def takes() -> list[str]:
        made.session.flush()
        with heard() as statements:
            cards.of_room(made.ctx("anna", made.store.room), made.store.room)
        return statements

    goal = made.goal("Komma till skolan")
    made.task("Ringa", "sven", goal_id=goal.id)
    takes()  # what is read once is known now
    few = takes()
    for number in range(40):
        made.task(f"Det {number}", ("lisa", "petra", "sven")[number % 3], goal_id=made.goal(f"Mål {number}").id)
    takes()
    assert takes() == few
    assert len(few) <= 5
