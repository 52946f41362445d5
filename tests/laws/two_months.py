"""A unit's December and January: cases with plans, people who answer or say nothing, and every message that reaches
somebody, by day, person and class."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from bot.i18n import ZONE
from bot.messages import Urgency
from bot.rules import working_day
from bot.rules.case import Case
from bot.rules.plan import By, Via
from bot.rules.recurrence import Every, Only, Recurrence
from bot.rules.roles import Role
from bot.services import followup, plan, silence
from storage.body import SayBody
from storage.outbox import Item
from storage.room import RoomView
from tests.bot.desk import Desk
from tests.services.opened import known
from tests.services.stores import case_store, unit_store

FIRST, LAST = date(2026, 12, 1), date(2027, 1, 31)

#: How people answer: at once and all of it, now and then, by words, or never.
HABITS = ("at once", "now and then", "in words", "never")

#: Of the tasks in each case: how often each comes, as (which weekdays, or how many days from the beginning).
_EVERY_SCHOOL_DAY = Recurrence(begins=FIRST, every=Every.DAY, only=Only.SCHOOL)
_WORDS = ("klar", "pågår", "hinder", "försenad")


@dataclass(frozen=True)
class Rung:
    """A message that rang for somebody, and whether the bot said it by itself."""

    on: date
    handle: str
    urgency: str
    by_itself: bool


@dataclass
class TwoMonths:
    """The unit, played day by day. ``rung`` is all that rang for anybody."""

    desk: Desk
    cases: int
    tasks_each: int = 10
    rung: list[Rung] = field(default_factory=list)
    _is_bots_turn: bool = True
    _handles: dict[str, str] = field(default_factory=dict)
    _habits: dict[str, str] = field(default_factory=dict)
    _opened: list[Case] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)
    _random: Random = field(default_factory=lambda: Random(20261201))

    def play(self) -> None:
        """Set the unit up, and play every day."""
        self.desk.clock.at = _at(FIRST - timedelta(days=1), 12)
        self._people()
        for number in range(self.cases):
            self._open(number)
        self.desk.work()
        self.desk.server.fail = self._note
        day = FIRST
        while day <= LAST:
            self._day(day)
            day += timedelta(days=1)

    def _people(self) -> None:
        """So many of each that each has about seven cases, and one who coordinates them all."""
        each = max(1, self.cases // 7)
        made = [
            (f"{function}{number}", function) for function in ("police", "social_services") for number in range(each)
        ]
        for number, (handle, function) in enumerate(made):
            one = self.desk.add(handle, Role.ACTOR, function)
            self._handles[one.id] = handle
            self._habits[handle] = HABITS[number % len(HABITS)]
        for handle in ("anna", "berit"):
            self._handles[self.desk.person(handle).id] = handle
        self._habits["anna"] = "now and then"
        rare = self.desk.person("police0")
        with self.desk.core.db.unit() as session:
            silence.choose(unit_store(self.desk, session), rare.id, weekly=True)

    def _open(self, number: int) -> None:
        each = max(1, self.cases // 7)
        actors = [
            ("police", f"police{number % each}"),
            ("social_services", f"social_services{(number * 3 + 1) % each}"),
        ]
        case = self.desk.case(f"K-{100 + number}", actors=actors)
        self.desk.open_case_room(case)
        self._opened.append(case)
        with self.desk.core.db.unit() as session:
            store = case_store(self.desk, session, case)
            followup.plan_next(store, FIRST - timedelta(days=1 + number % 28))
            owners = [known(store, handle).id for _, handle in actors] + [known(store, "anna").id]
            for task in range(self.tasks_each):
                # The coordinator has one in ten
                owner_id = owners[2] if task == 0 else owners[task % 2]
                by = By(person_id=owners[2], via=Via.COMMAND)
                repeats = None
                due_on: date | None = FIRST + timedelta(days=self._random.randrange(60))
                if task % 5 == 1:
                    repeats, due_on = _EVERY_SCHOOL_DAY, None
                elif task % 5 == 2:
                    weekday = self._random.randrange(7)
                    repeats, due_on = Recurrence(begins=FIRST, every=Every.WEEK, weekdays=(weekday,)), None
                plan.add(store, f"uppgift {task}", owner_id=owner_id, due_on=due_on, by=by, repeats=repeats)

    def _day(self, day: date) -> None:
        for hour in (7, 9, 10):
            self.desk.clock.at = _at(day, hour)
            self._is_bots_turn = True
            self.desk.work()
        if working_day.is_working_day(day):
            self._is_bots_turn = False
            for handle, habit in self._habits.items():
                self._answer(handle, habit, day)
            self.desk.work()

    def _answer(self, handle: str, habit: str, day: date) -> None:
        """What somebody answers on a day, of all that waits for them."""
        if habit == "never" or (habit == "now and then" and self._random.random() < 0.6):
            return
        person = self.desk.person(handle)
        with self.desk.core.db.read() as session:
            store = unit_store(self.desk, session)
            waiting = sorted(
                (store.one_case(each.case_id).code, each.number)
                for each in store.silent(asked_until=day, person_id=person.id)
            )
        for code, number in waiting:
            word = self._random.choice(_WORDS)
            friday = " till om 8 dagar" if word == "försenad" else ""
            if word == "hinder":
                friday = " väntar på besked"
            self.desk.hear(handle, f"{word} {code} {number}{friday}", where="page")

    def _note(self, item: Item, where: RoomView) -> None:
        """Note whom a message rings for that leaves now."""
        if not isinstance(item.body, SayBody) or item.body.quiet or item.txn in self._seen:
            return
        self._seen.add(item.txn)
        on = self.desk.clock.today()
        handles = [user.removeprefix("@").removesuffix(":s") for user in item.body.mentions]
        if where.person_id is not None and where.person_id in self._handles:
            handles = [self._handles[where.person_id]]
        elif item.person_id in self._handles and not handles:
            handles = [self._handles[str(item.person_id)]]
        for handle in dict.fromkeys(handles):
            self.rung.append(Rung(on, handle, item.urgency, self._is_bots_turn))

    # ------------------------------------------------------------------------------------------------- what came of it

    def unprompted(self) -> list[Rung]:
        """What the bot said by itself, without what somebody asked for and without alarms."""
        outside = {Urgency.ALARM, Urgency.ANSWER, Urgency.NOTICE}
        return [each for each in self.rung if each.by_itself and each.urgency not in outside]

    def by_week(self) -> Mapping[tuple[str, date], int]:
        """How many such messages each person got in each week, by its Monday."""
        return Counter((each.handle, each.on - timedelta(days=each.on.weekday())) for each in self.unprompted())

    def by_day(self) -> Mapping[tuple[str, date], int]:
        """How many such messages each person got on each day."""
        return Counter((each.handle, each.on) for each in self.unprompted())

    def professionals(self) -> list[str]:
        """Who takes part in cases without coordinating them."""
        return [handle for handle in self._habits if handle != "anna"]

    def with_habit(self, habit: str) -> list[str]:
        """Who of them answers so, without those who want it once a week."""
        return [handle for handle in self.professionals() if self._habits[handle] == habit and handle != "police0"]

    def weeks(self) -> Iterator[date]:
        """The Mondays of the weeks that were played."""
        monday = FIRST - timedelta(days=FIRST.weekday())
        while monday <= LAST:
            yield monday
            monday += timedelta(days=7)


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=ZONE).astimezone(UTC)
