"""A year of a busy unit: cases that begin, are worked on, close and are disposed of, while people write every day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from sqlalchemy import func, select, text

from bot.i18n import ZONE
from bot.rules import calendar, working_day
from bot.rules.case import Case
from bot.rules.plan import By, Via
from bot.rules.recurrence import Every, Recurrence
from bot.rules.roles import Role
from bot.services import closing, followup, plan
from bot.settings import RetentionSettings
from storage import audit
from storage import member as members
from storage import room as rooms
from storage.audit import Link
from storage.tables import Base
from tests.bot.desk import Desk
from tests.services.opened import known
from tests.services.stores import case_store, unit_store

FIRST = date(2027, 1, 4)
#: Closed cases are kept so long here; a profile says years.
RESTS = timedelta(days=60)
_MONTH = timedelta(days=28)

_WORDS = ("klar", "pågår", "hinder")


@dataclass(frozen=True, kw_only=True)
class Month:
    """What there is at the end of a month: bytes of the database in use, and rows by table."""

    on: date
    used: int
    rows: dict[str, int]


@dataclass(kw_only=True)
class Year:
    """The unit, played day by day. ``cases``: how many begin in the year, each of which lasts ``lasts``."""

    desk: Desk
    cases: int
    lasts: timedelta
    tasks_each: int = 5
    every: int = 1  # people write on one day in so many
    retention: RetentionSettings = field(default_factory=RetentionSettings)
    months: list[Month] = field(default_factory=list)
    archived: list[Link] = field(default_factory=list)
    commands: int = 0
    _open: list[tuple[Case, date, str]] = field(default_factory=list)
    _random: Random = field(default_factory=lambda: Random(20270104))

    def play(self, days: int = 364) -> None:
        """Play so many days from the first Monday of the year."""
        core = self.desk.core
        core.settings = core.settings.model_copy(update={"retention": self.retention})
        for handle in ("petra", "sven"):
            self.desk.add(handle, Role.ACTOR, "police" if handle == "petra" else "social_services")
        begun = 0
        for number in range(0, days, self.every):
            on = FIRST + timedelta(days=number)
            while begun < self.cases * (number + 1) / days:
                self._begin(begun, on)
                begun += 1
            self._day(on)
            if on >= FIRST + (len(self.months) + 1) * _MONTH - timedelta(days=self.every):
                if len(self.months) % 3 == 2:
                    self._archive()
                self.months.append(self._month(on))

    def _begin(self, number: int, on: date) -> None:
        self.desk.clock.at = _at(on, 6)
        youth = self.desk.add(f"youth{number}", Role.YOUTH)
        actors = [("police", "petra"), ("social_services", "sven"), ("youth", youth.handle)]
        case = self.desk.case(f"K-{100 + number}", actors=actors)
        self.desk.open_case_room(case)
        with self.desk.core.db.unit() as session:
            store = case_store(self.desk, session, case)
            followup.plan_next(store, on)
            owners = [known(store, handle).id for handle in ("petra", "sven")]
            for task in range(self.tasks_each):
                by = By(person_id=owners[0], via=Via.COMMAND)
                due_on: date | None = on + timedelta(days=self._random.randrange(self.lasts.days))
                repeats = None
                if task == 0:
                    due_on, repeats = None, Recurrence(begins=on, every=Every.WEEK, weekdays=(on.weekday(),))
                plan.add(store, f"uppgift {task}", owner_id=owners[task % 2], due_on=due_on, by=by, repeats=repeats)
        self._open.append((case, on, youth.handle))

    def _day(self, on: date) -> None:
        for minute in (0, 1):  # in the second minute of a day what is old goes
            self.desk.clock.at = _at(on, 10) + timedelta(minutes=minute)
            self.desk.work()
        for case, youth in [(case, youth) for case, since, youth in self._open if since + self.lasts <= on]:
            self._close(case)
            self._leave(youth)
        self._open = [one for one in self._open if one[1] + self.lasts > on]
        if not working_day.is_working_day(on):
            return
        self._hear("anna", "ärenden")
        for case, _, youth in self._open:
            if self._random.random() < 0.3:
                self._hear("anna", f"plan {case.code}")
            if self._random.random() < 0.1:
                self._hear(youth, "hej", where="page")
        for handle in ("petra", "sven"):
            self._answer(handle, on)
        self.desk.work()

    def _answer(self, handle: str, on: date) -> None:
        person = self.desk.person(handle)
        with self.desk.core.db.read() as session:
            store = unit_store(self.desk, session)
            waiting = sorted(
                (store.one_case(each.case_id).code, each.number)
                for each in store.silent(asked_until=on, person_id=person.id)
            )
        for code, number in waiting:
            if self._random.random() < 0.5:
                word = self._random.choice(_WORDS)
                why = " väntar på besked" if word == "hinder" else ""
                self._hear(handle, f"{word} {code} {number}{why}", where="page")

    def _hear(self, who: str, words: str, *, where: str = "office") -> None:
        self.commands += 1
        self.desk.hear(who, words, where=where)

    def _leave(self, youth: str) -> None:
        """Have a youth leave their page; whoever stays there is not erased."""
        person = self.desk.person(youth)
        with self.desk.core.db.unit() as session:
            page = rooms.page(session, person.id)
            assert page.matrix_room is not None
            now = self.desk.clock.now()
            members.note_membership(session, "bot", page.matrix_room, f"@{youth}:s", "leave", now, by_self=True)

    def _close(self, case: Case) -> None:
        with self.desk.core.db.unit() as session:
            store = case_store(self.desk, session, case)
            closing.begin(store, "målen är nådda")
            closing.acknowledge(store, "SN 2027/17")
            store.schedule("case.dispose", case.id, calendar.morning(store.facts.today + RESTS))

    # ------------------------------------------------------------------------------------------------- what there is

    def _month(self, on: date) -> Month:
        with self.desk.core.db.read() as session:
            size = session.scalar(text("PRAGMA page_size")) or 0
            pages, free = (session.scalar(text(f"PRAGMA {what}")) or 0 for what in ("page_count", "freelist_count"))
            rows = {
                name: session.scalar(select(func.count()).select_from(table)) or 0
                for name, table in Base.metadata.tables.items()
            }
        return Month(on=on, used=size * (pages - free), rows={name: n for name, n in rows.items() if n})

    def _archive(self) -> None:
        """Take out of the log what may go, as an operator does, and keep it."""
        core = self.desk.core
        with core.db.read() as session:
            until = audit.last_before(session, self.desk.clock.now() - timedelta(days=28))
            begins = audit.checkpoint(session)
            links = list(audit.links(session, after=0 if begins is None else begins.seq, until=until)) if until else []
        if not links:
            return
        with core.db.unit() as session:
            audit.begin_after(session, links[-1], len(links), self.desk.clock.now())
        self.archived += links

    def broken(self) -> Sequence[tuple[int, str]]:
        """What is wrong in the log: what was taken out, what is left, and where they meet."""
        with self.desk.core.db.read() as session:
            begins = audit.checkpoint(session)
            wrong = list(audit.broken_links(session))
        if self.archived:
            assert begins is not None
            last = self.archived[-1]
            assert (last.seq, last.digest) == (begins.seq, begins.digest)
        return [*audit.broken(self.archived, seq=0, digest=audit.START), *wrong]

    def table(self) -> str:
        """The months as a table: for each the size and the rows of what grows."""
        shown = ("inbox", "heard", "outbox", "spoken", "question", "due", "audit", "task_event", "person", "member")
        lines = ["month       kB  " + " ".join(f"{name:>10}" for name in shown)]
        for one in self.months:
            cells = " ".join(f"{one.rows.get(name, 0):>10}" for name in shown)
            lines.append(f"{one.on} {one.used // 1024:>6}  {cells}")
        return "\n".join(lines)


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=ZONE).astimezone(UTC)
