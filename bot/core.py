"""Puts together everything but Matrix: what happens between an inbox row and an outbox row.

:mod:`bot.app` adds the homeserver; the fast plays of the stage do without one.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from datetime import MINYEAR, UTC, date, datetime, time, timedelta
from functools import cache
from importlib import resources
from pathlib import Path

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.conversation.command import CaseCtx
from bot.conversation.contexts import BOT, Contexts
from bot.conversation.dispatch import Dispatcher
from bot.conversation.effects import Effects
from bot.conversation.table import Table
from bot.delivery import stuck
from bot.delivery.outbox import Deliver, OutboxWorker
from bot.errors import SettingsWrong
from bot.i18n import ZONE, Language
from bot.logs import get_logger
from bot.messages import Unheard
from bot.rooms.door import Door
from bot.rooms.fingerprint import fingerprint
from bot.rooms.reconciler import Reconciler
from bot.rooms.watch import Watch
from bot.rules import ground, profile
from bot.rules.alarm import Cause
from bot.rules.audit import Action
from bot.rules.ground import Ground
from bot.rules.person import Person
from bot.rules.profile import Profile
from bot.rules.roles import OPERATORS, Role
from bot.rules.room import RoomKind
from bot.rules.trouble import Trouble
from bot.scheduler import MOST_TRIES, DueRunner
from bot.settings import RetentionSettings, Settings, Someone, UnitSettings
from bot.tally import Tally
from storage import agenda as agendas
from storage import (
    audit,
    due,
    inbox,
    just_said,
    keys,
    news,
    outage,
    outbox,
    question,
    room,
    rulebook,
    sealed,
    trouble,
    youth_words,
)
from storage.agenda import Agenda
from storage.db import Database
from storage.dialects import is_passing
from storage.keys import Login
from storage.lease import uptime
from storage.news import Awaited
from storage.person import People
from storage.pruning import Keeping, Pruning
from storage.room import RoomView

log = get_logger(__name__)

#: What is done each minute is done after so long: the timer's minute is never a moment too early for it.
MINUTE = timedelta(seconds=50)

#: So many things are done before rooms that are to be compared, and what is over, get their turn.
MOST_BEFORE_UPKEEP = 8

#: The one bot account of this process; the tables are ready for more.
ACCOUNT = "bot"

#: Marks the session of a unit that has looked what there is to do after it.
_LOOKED = "looked"


class Core:
    """The bot without its homeserver."""

    def __init__(
        self,
        settings: Settings,
        db: Database,
        clock: Clock,
        table: Table,
        *,
        on_step: Callable[[str], None] = lambda _name: None,
        on_alarm: Callable[[], None] = lambda: None,
        tally: Tally | None = None,
    ) -> None:
        """``on_step`` is called with the name of each step (the stage kills the process there), ``on_alarm``
        when there is something to do about a room. ``tally``: where it is counted how long answers take."""
        self.settings = settings
        self.db = db
        self.clock = clock
        self._units = {unit.id: unit for unit in settings.units}
        self._profiles = {
            unit.id: profile_for(unit).on_server(settings.server_name) for unit in settings.units
        }
        self._step = on_step
        self._tally = tally or Tally()
        self._waited = 0  # so many things were done since something was last looked after
        self._agenda: Agenda | None = None  # as the last unit of the desk left it; None: it may be another
        self._looked_on = date.min
        self._aside_on = date.min  # when what was set aside was last tried
        self._minute_at = datetime.min.replace(tzinfo=UTC)
        self._alive_at = uptime()  # when it was last noted that the bot lives, by a clock that is never set
        #: What is wrong with the bot; without Matrix nobody knows of anything
        self.look_for_troubles: Callable[[Session, datetime], tuple[Trouble, ...]] = lambda _session, _now: ()
        self._pruning: Pruning | None = None  # the round of today, while it lasts
        self._pruned_on = date.min
        #: When there is something to do next, as of the last time :meth:`work_one` found nothing
        self.following: datetime | None = None
        self.reconciler = Reconciler(
            clock=clock,
            profile_of=self.profile_of,
            language_of=self.language_of,
            bot_user=settings.user_id,
            on_pause=self._tell_of_pause,
        )
        self.door = Door(settings, clock=clock, profile_of=self.profile_of, on_unit=self._compare)
        self._table = table
        self._contexts = Contexts(
            clock,
            self.profile_of,
            self.language_of,
            settings.codes,
            settings.server_name,
            kept_for=timedelta(hours=settings.windows.kept_hours),
            taking_guests=self.door.units_for,
        )
        self._effects = Effects(self.language_of, timedelta(hours=settings.windows.question_hours))
        self.watch = Watch(
            clock=clock,
            reconciler=self.reconciler,
            bot_user=settings.user_id,
            creators=[] if settings.break_glass_user is None else [settings.break_glass_user],
            on_alarm=on_alarm,
        )
        self.dispatcher = Dispatcher(
            db,
            account_id=ACCOUNT,
            table=table,
            contexts=self._contexts,
            effects=self._effects,
            on_unit=self._end_turn,
            on_heard=self._tally.note_heard,
            names=(settings.display_name, settings.user_id, settings.user_id.split(":")[0]),
        )
        self.due = DueRunner(
            db,
            clock=clock,
            table=table,
            contexts=self._contexts,
            effects=self._effects,
            on_unit=self._end_turn,
            on_step=on_step,
        )
        db.on_rollback(self.begin_turn)
        db.on_commit(self._note_commit)

    def worker(self, deliver: Deliver) -> OutboxWorker:
        """The outbox worker for a way of delivering."""
        return OutboxWorker(
            self.db,
            account_id=ACCOUNT,
            clock=self.clock,
            deliver=deliver,
            on_unheard=self._tell_office_unheard,
            on_unit=self._compare,
            on_step=self._step,
            on_answered=self._tally.note_answered,
            on_refused=self.watch.alarm_on_refusal,
            ground=self._ground,
            backoff=self.settings.outbox.backoff,
        )

    def _ground(
        self, session: Session, room: RoomView, case_id: str, person_id: str | None
    ) -> frozenset[Ground]:
        """What words in a room about a case rest on now; ``person_id``: whom they are for, if it is no room of it."""
        ctx = self._contexts.bot(session, room.unit_id, case_id)
        assert isinstance(ctx, CaseCtx)  # since a case is named
        places = [room.place] if room.kind.of_case else [one.place for one in ctx.store.rooms]
        return ground.standing(ctx.facts, places, person_id)

    def _tell_office_unheard(self, session: Session, unit_id: str, unheard: Unheard) -> None:
        """Tell the office of words that nobody can read on a page, in the unit of work that found it out."""
        ctx = self._contexts.bot(session, unit_id, None)
        self._effects.write(session, ctx, self._table.unheard(ctx, unheard))

    def _tell_of_pause(self, session: Session, paused: RoomView, is_still: bool) -> None:
        """Say in a room of a case that it pauses or goes on, in the unit of work that decides it.

        Kontoret and own pages pause for an alarm only; the command that ends it says that they go on.
        """
        ctx = self._contexts.bot(session, paused.unit_id, paused.case_id)
        if not isinstance(ctx, CaseCtx):
            return
        self._effects.write(session, ctx, self._table.paused(ctx, paused, is_still))

    def prepare(self) -> None:
        """Get ready at each start: add units and people of the settings, free leases, try again, and compare
        the rooms that are to be compared at once. Those whose day has come while the bot slept follow in
        slices, and all of a unit when the rules, its profile or its settings have changed.

        Raises ``SettingsWrong`` when the settings leave out a unit that has rooms.
        """
        with self.db.unit() as session:
            login = keys.open_account(session, ACCOUNT, self.settings.user_id, secrets.token_hex(5).upper())
            known = room.unit_ids(session)
            for gone in sorted(known - {*self._units, OPERATORS}):
                raise SettingsWrong(f"units: {gone} has rooms here, but the settings do not name it any more")
            for unit in self.settings.units:
                self._prepare_unit(session, unit)
            self._prepare_operators(session, is_open=OPERATORS in known)
            self._note_alive(session, login, self.clock.now())
            due.release_leases(session)
            self._retry(session)
            self.reconciler.run(session)

    def work_one(self) -> bool:
        """Do one thing: handle what has come in, or what is due, or look after the rooms and what is over.

        Returns ``False`` when there is nothing to do now; :attr:`following` says when there will be. Whatever
        comes in is handled first, but it never keeps the rest from its turn.
        """
        agenda = self._known_agenda
        if agenda is None:  # mostly something has come in
            if self._waited < MOST_BEFORE_UPKEEP and self._handle_one():
                return True
            agenda = self._known_agenda or self._look_now()
        now = self.clock.now()
        upkeep = self._upkeep(agenda, now)
        if upkeep is not None and self._waited >= MOST_BEFORE_UPKEEP:
            return self._keep_up(upkeep)
        if agenda.has_come_in and self._handle_one():
            return True
        self._waited += 1
        if agenda.due_at is not None and agenda.due_at <= now and self.due.run_batch():
            return True
        if upkeep is not None:
            return self._keep_up(upkeep)
        if self._pruning is not None:  # nobody waits for it, so it never goes before anything
            self._prune_some(self._pruning)
            return True
        self.following = _following(agenda)
        return False

    def begin_turn(self) -> None:
        """Look anew what there is to do: the desk was woken, perhaps by another process."""
        self._agenda = None

    @property
    def _known_agenda(self) -> Agenda | None:
        return self._agenda if self._looked_on == self.clock.today() else None

    def _handle_one(self) -> bool:
        self._waited += 1
        if not self.dispatcher.run_one():
            return False
        self._step("inbox.handled")
        return True

    def _look_now(self) -> Agenda:
        with self.db.read() as session:
            return self._look(session)

    def _look(self, session: Session) -> Agenda:
        """Look what there is to do after this unit."""
        self._looked_on = self.clock.today()
        self._agenda = agendas.agenda(session, ACCOUNT, self._looked_on)
        session.info[_LOOKED] = True
        return self._agenda

    def _note_commit(self, session: Session) -> None:
        if Awaited.DESK in news.noted(session) and _LOOKED not in session.info:
            self._agenda = None

    def _upkeep(self, agenda: Agenda, now: datetime) -> Callable[[], None] | None:
        """What there is to look after; None when there is nothing."""
        if agenda.is_dirty:
            return self._compare_dirty
        if agenda.is_uncompared:
            return self._compare_some
        if not self._minute_at <= now < self._minute_at + MINUTE:
            return self.minute
        return None

    def _keep_up(self, upkeep: Callable[[], None]) -> bool:
        self._waited = 0
        upkeep()
        return True

    def _compare_dirty(self) -> None:
        with self.db.unit() as session:
            self._end_turn(session)

    def _compare_some(self) -> None:
        with self.db.unit() as session:
            self.reconciler.slice(session)
            self._look(session)

    def minute(self) -> None:
        """Do what is done each minute: give up waiting for keys, expire questions and kept words, look for what
        waits and nobody was told of, and look at some rooms that were not looked at today."""
        now = self.clock.now()
        is_first = self._minute_at.year == MINYEAR
        self._minute_at = now
        windows = self.settings.windows
        stood_still = timedelta(seconds=uptime() - self._alive_at)
        with self.db.unit() as session:
            if stood_still >= timedelta(minutes=windows.away_minutes):
                self._note_alive(
                    session, keys.login(session, ACCOUNT), now
                )  # the machine slept, or the database was away
            elif not is_first:
                self._note_life(session, now)
            inbox.give_up_waiting(session, ACCOUNT, now - timedelta(minutes=windows.waiting_minutes))
            question.expire(session, now)
            youth_words.expire(session, now)
            if not is_first:  # a start waits for nothing it need not do; a minute later it is done
                just_said.expire(session, now)
                stuck.schedule_untold(session, ACCOUNT, now)
                self._retry_aside(session, now)
            self.reconciler.sweep(session)
            if self.settings.operators:
                self._watch(session, now)
            self._look(session)
        if not is_first and self._pruned_on != self.clock.today():
            self._pruned_on = self.clock.today()
            self._pruning = Pruning(keeping(self.settings.retention), now)

    def _prune_some(self, pruning: Pruning) -> None:
        """Take away some of what is over and old. A fault is logged, and tried again tomorrow: it holds up nobody."""
        try:
            with self.db.unit() as session:
                is_more_left = pruning.go_on(session)
                self._look(session)
        except DBAPIError as error:
            if is_passing(error):
                raise
            self._give_up_pruning()
        except Exception:  # noqa: BLE001 - logged there
            self._give_up_pruning()
        else:
            if not is_more_left:
                self._pruning = None

    def _give_up_pruning(self) -> None:
        log.exception("pruning.failed")
        self._pruning = None

    def _watch(self, session: Session, now: datetime) -> None:
        """Note what is wrong with the bot and what no longer is; those who run it are told of what lasts."""
        lasts = timedelta(minutes=self.settings.health.told_minutes)
        trouble.note(session, self.look_for_troubles(session, now), now, lasts=lasts)

    def _note_alive(self, session: Session, login: Login | None, now: datetime) -> None:
        """Note that the bot is back, and, if it was away for long, that those whom it touched are to be told."""
        self._alive_at = uptime()
        longest = timedelta(minutes=self.settings.windows.away_minutes)
        assert login is not None  # the account is opened before anything is done
        self.due.back_at = outage.note_alive(session, ACCOUNT, login, now, longest=longest)

    def _note_life(self, session: Session, now: datetime) -> None:
        self._alive_at = uptime()
        outage.note_life(session, ACCOUNT, now)

    def _retry_aside(self, session: Session, now: datetime) -> None:
        """Once a day, and soon after a start, try what was set aside."""
        if self._aside_on != self.clock.today():
            self._aside_on = self.clock.today()
            due.retry_aside(session, now, MOST_TRIES - 1)

    def take_up(self) -> None:
        """Free the leases that nobody holds any more, when the work goes on after it broke off."""
        with self.db.unit() as session:
            due.release_leases(session)

    def daily(self) -> None:
        """Do what is done once a day and when the clock was set: try again what could not be done."""
        with self.db.unit() as session:
            self._retry(session)

    def _retry(self, session: Session) -> None:
        outbox.retry_all(session, ACCOUNT, self.clock.now())
        room.mark_uncompared(session, alarm=Cause.POWERLESS)  # perhaps they can be frozen now

    def next_at(self) -> datetime | None:
        """When there is something to do next; None when nothing waits."""
        with self.db.read() as session:
            times = (_following(self._look(session)), outbox.next_at(session, ACCOUNT, self.clock.now()))
        return min((at for at in times if at is not None), default=None)

    def profile_of(self, unit_id: str) -> Profile:
        """The profile that a unit follows."""
        return self._profiles[self._unit(unit_id).id]

    def language_of(self, unit_id: str) -> Language:
        """The language of a unit, for what is said to nobody in particular."""
        return self._unit(unit_id).language

    def _unit(self, unit_id: str) -> UnitSettings:
        """The settings of a unit; those who run the bot are spoken to as the first one is."""
        return self.settings.units[0] if unit_id == OPERATORS else self._units[unit_id]

    def _compare(self, session: Session) -> None:
        self.reconciler.run(session)

    def _end_turn(self, session: Session) -> None:
        """Compare the dirty rooms at the end of a unit of the desk, and see what there is to do after it."""
        self.reconciler.run(session)
        self._look(session)

    def _prepare_operators(self, session: Session, *, is_open: bool) -> None:
        """Open the room of those who run the bot, and let in whom the settings name now, and nobody else."""
        if not is_open and not self.settings.operators:
            return
        if not is_open:
            key_id = sealed.make_key(session, "unit")
            kind = RoomKind.OPERATORS
            room.add(session, account_id=ACCOUNT, unit_id=OPERATORS, kind=kind, key_id=key_id)
        language = self.language_of(OPERATORS)
        People(session, OPERATORS).set_operators(self.settings.operators, language, now=self.clock.now())

    def _prepare_unit(self, session: Session, unit: UnitSettings) -> None:
        """Add a unit's office and the people of its settings, where they are not there yet."""
        if not room.has_office(session, unit.id):
            key_id = sealed.make_key(session, "unit")
            room.add(session, account_id=ACCOUNT, unit_id=unit.id, kind=RoomKind.OFFICE, key_id=key_id)
        first: list[tuple[Someone, Role]] = [(one, Role.COORDINATOR) for one in unit.coordinators]
        if unit.second is not None:
            first.append((unit.second, Role.SECOND))
        if unit.case_lead is not None:
            first.append((unit.case_lead, Role.LEAD))
        rulebook.adopt(session, unit.id, fingerprint(unit, self._profiles[unit.id], self.settings.user_id))
        self._note_deviations(session, unit)
        self._note_servers(session, unit)
        people = People(session, unit.id)
        for someone, role in first:
            if not people.has_handle(someone.handle):  # whoever has left does not come back by a restart
                people.add(
                    Person(
                        id="",
                        unit_id=unit.id,
                        handle=someone.handle,
                        name=someone.name,
                        role=role,
                        matrix_id=someone.matrix_id,
                        language=unit.language,
                        added_by=BOT,
                        approved_by=BOT,
                    ),
                    now=self.clock.now(),
                )

    def _note_deviations(self, session: Session, unit: UnitSettings) -> None:
        """Note in the audit log how a unit deviates from its profile, whenever that changes ([St] "undvika
        variationer")."""
        now = sorted(f"{deviation.key} = {deviation.value}" for deviation in unit.deviations)
        noted = audit.last_detail(session, unit.id, Action.UNIT_DEVIATIONS)
        before = [] if noted is None else noted["keys"]
        if before != now:
            audit.write(
                session,
                at=self.clock.now(),
                unit_id=unit.id,
                actor=BOT,
                action=Action.UNIT_DEVIATIONS,
                keys=now,
            )

    def _note_servers(self, session: Session, unit: UnitSettings) -> None:
        """Note the allowed servers in the audit log, whenever they change. When one is struck off, people are
        removed from rooms, so the office is told."""
        now = sorted(self._profiles[unit.id].allowed_servers)
        noted = audit.last_detail(session, unit.id, Action.UNIT_SERVERS)
        before = [] if noted is None else noted["servers"]
        if before != now:
            audit.write(
                session,
                at=self.clock.now(),
                unit_id=unit.id,
                actor=BOT,
                action=Action.UNIT_SERVERS,
                servers=now,
            )
        if set(before) - set(now):
            due.schedule(
                session, unit_id=unit.id, kind="servers.struck", subject=unit.id, at=self.clock.now()
            )


def _following(agenda: Agenda) -> datetime | None:
    """When there is something to do next."""
    changes_at = None if agenda.changes_on is None else datetime.combine(agenda.changes_on, time(), ZONE)
    times = (agenda.due_at, changes_at)
    return min((at.astimezone(UTC) for at in times if at is not None), default=None)


def keeping(retention: RetentionSettings) -> Keeping:
    """How long the rows of what is over are kept, as the settings say."""
    audit_days = retention.audit_days
    return Keeping(
        inbox=timedelta(days=retention.inbox_days),
        outbox=timedelta(days=retention.outbox_days),
        question=timedelta(days=retention.question_days),
        due=timedelta(days=retention.due_days),
        audit=None if audit_days is None else timedelta(days=audit_days),
    )


def profile_for(unit: UnitSettings) -> Profile:
    """The profile as a unit follows it: with its deviations and telephone numbers.

    Raises ``SettingsWrong``, which names the unit.
    """
    try:
        found = load_profile(unit.profile)
        if unit.deviations:
            values = {deviation.key: deviation.value for deviation in unit.deviations}
            reasons = {deviation.key: deviation.why for deviation in unit.deviations}
            found = found.with_deviations(values, reasons)
        return found.with_phones(phone=unit.phone, socialjour=unit.socialjour)
    except SettingsWrong as wrong:
        raise SettingsWrong(f"unit {unit.id}: {wrong}") from wrong


@cache
def load_profile(name: str) -> Profile:
    """A municipality's profile, by its name or by the path of a file.

    Raises ``SettingsWrong`` when there is none, or when it is wrong.
    """
    if name.endswith(".toml"):
        try:
            return profile.parse(Path(name).read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsWrong(f"profile: cannot read {name} ({type(error).__name__})") from error
        except SettingsWrong as wrong:
            raise SettingsWrong(f"{name}: {wrong}") from wrong
    try:
        text = (resources.files("bot.rules") / "profiles" / f"{name}.toml").read_text(encoding="utf-8")
    except FileNotFoundError:
        raise SettingsWrong(f"profile: there is no {name}. Choose one of: {', '.join(profiles())}") from None
    return profile.parse(text)


def profiles() -> Sequence[str]:
    """The names of the profiles that come with the bot."""
    folder = resources.files("bot.rules") / "profiles"
    return sorted(
        entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml")
    )
