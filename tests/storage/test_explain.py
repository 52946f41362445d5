"""No statement reads more, the longer the bot has worked: seen with 100 000 rows that are over in each table."""

from __future__ import annotations

import ast
import asyncio
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, select, text
from sqlalchemy.orm import Session

from bot.core import ACCOUNT
from bot.messages import Delivered, Kind
from bot.rules.audit import Action
from bot.rules.patience import UNREAD
from bot.rules.room import RoomKind
from bot.stage import cast, script
from bot.stage.fast import SERVER, FastStage
from bot.stage.play import play
from bot.stage.steps import Script
from handlers import TABLE
from storage import (
    audit,
    backlog,
    consultation,
    device,
    device_news,
    due,
    flood,
    inbox,
    keys,
    meeting,
    outbox,
    overview,
    personal_number,
    pruning,
    question,
    restore,
    room,
    sealed,
    stuck,
    youth_words,
)
from storage.body import EditBody, OpenBody, RedactBody, SayBody
from storage.db import Database
from storage.device import KnownDevice
from storage.keys import Pickle, RoomPickle
from storage.outbox import Item
from storage.room import RoomView
from storage.sealed import Vault
from storage.tables import Base, Case, Room
from tests import opened
from tests.storage import history, plans
from tests.storage.making import said
from tests.storage.statements import Recorder, Statement, reads

#: The plays begin then.
BEGINNING = datetime(2026, 11, 23, 8, tzinfo=UTC)

CONVERSATIONS = Path(__file__).parents[1] / "conversations"

#: Guests, the office, pages, previews, a second person's yes, changes of what was said, reminders, the daily round.
SOME = ("konsultation-fran-larare",)
MORE = (*SOME, "flera-fragor-pa-egen-sida", "hela-arendet", "rop-pa-hjalp-mitt-i-allt", "en-ny-tid-om-dagen")

#: What may read all there is, and why.
MAY_READ_ALL = {
    "audit.of_case": "whoever asks for the history of a case gets all of it counted",
    "audit.links": "an operator has the whole chain checked",
    "audit._is_vouched_for": "likewise",
    "audit.last_before": "once a month, as much as is to be taken away",
    "keys.drop_megolm_of_room": "a room is forgotten once",
    "question.forget_room": "a room is forgotten once",
    "erasure.forget_room": "likewise",
    "erasure.forget_traces": "once for each case, after years",
    "erasure.forget_person": "once for each person",
    "consultation.begin": "a new code must differ from all there ever were",
    "keys.drop_megolm_before": "once a day; an index by last use would be written anew with each message that is read",
}

#: SQLite's machine takes more steps than this for every scan of a table of 100 000 rows.
MOST_STEPS = 50_000

_ON = [
    pytest.param(("sqlite", SOME), id="sqlite"),
    pytest.param(("sqlite", MORE), marks=pytest.mark.long, id="sqlite-more"),
    pytest.param(("postgres", SOME), marks=[pytest.mark.long, pytest.mark.postgres], id="postgres"),
]


@dataclass(frozen=True, kw_only=True)
class Played:
    """A database that has worked for years, and what was issued on it since."""

    db: Database
    recorder: Recorder

    def faults(self, session: Session) -> str:
        """What reads too much: who issues it, and how it is looked up. Empty when nothing does."""
        found: set[str] = set()
        for statement in self.statements():
            callers = " ".join(sorted(statement.callers))
            found.update(f"{callers}: {fault}" for fault in plans.faults(session, statement))
        return "\n".join(sorted(found))

    def statements(self) -> list[Statement]:
        """What looked something up and may not read all there is."""
        return [one for one in reads(self.recorder) if not one.callers <= set(MAY_READ_ALL)]


class OldRooms(FastStage):
    """A stage on which every room has seen much before it is opened."""

    async def _deliver(self, item: Item, where: RoomView) -> Delivered:
        delivered = await super()._deliver(item, where)
        if isinstance(item.body, OpenBody) and where.kind is not RoomKind.OFFICE:
            with self._core.db.unit() as session:
                row = session.get_one(Room, where.id)
                history.fill_room(session, row, where.person_id or "p0", self.now())
        return delivered

    def ask(self) -> None:
        """Issue what a play without Matrix does not: what a sync, its repairs and an operator ask."""
        with self._core.db.unit() as session:
            _ask(session, self.now())


@pytest.fixture(scope="module", params=_ON)
def played(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Played]]:
    kind, names = request.param
    folder = tmp_path_factory.mktemp("years")
    server = f"sqlite:///{folder}/"
    if kind == "postgres":
        server = request.getfixturevalue("postgres_server").url.removesuffix("postgres")
    scripts = {name: script.load(CONVERSATIONS / f"{name}.yaml") for name in names}
    vault = Vault.fresh()
    with ExitStack() as stack:
        stack.enter_context(_database(server, "years"))
        _fill(f"{server}years", vault)
        found = []
        for number, one in enumerate(scripts.values()):
            url = stack.enter_context(_database(server, f"play{number}", copy_of="years"))
            recorder = Recorder()
            with recorder.listening():
                _play(one, folder / f"of{number}", url, vault)
            db = Database(url, vault)
            stack.callback(db.close)
            found.append(Played(db=db, recorder=recorder))
        yield found


@contextmanager
def _database(server: str, name: str, *, copy_of: str | None = None) -> Iterator[str]:
    """An empty database, or a copy of another."""
    url = make_url(f"{server}{name}")
    if url.get_backend_name() == "sqlite":
        if copy_of is not None:
            shutil.copy(str(make_url(f"{server}{copy_of}").database), str(url.database))
        yield f"{server}{name}"
        Path(str(url.database)).unlink()
        return
    admin = create_engine(f"{server}postgres", isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}" + (f" TEMPLATE {copy_of}" if copy_of else "")))
        yield f"{server}{name}"
        connection.execute(text(f"DROP DATABASE {name}"))
    admin.dispose()


def _fill(url: str, vault: Vault) -> None:
    with closing(Database(url, vault)) as db:
        Base.metadata.create_all(db.engine)
        indexes = [index for table in Base.metadata.tables.values() for index in table.indexes]
        for index in indexes:
            index.drop(db.engine)
        with db.unit() as session:
            keys.open_account(session, ACCOUNT, cast.matrix_id("assistent", SERVER), "DEVICE")
            key_id = sealed.make_key(session, "unit")
            office = room.add(session, account_id=ACCOUNT, unit_id=cast.UNIT, kind=RoomKind.OFFICE, key_id=key_id)
            history.fill(session, cast.UNIT, office.id, BEGINNING)
        for index in indexes:  # faster than to keep them while all that is written
            index.create(db.engine)
        with db.unit() as session:
            session.execute(text("ANALYZE"))


def _play(one: Script, folder: Path, url: str, vault: Vault) -> None:
    folder.mkdir()
    with closing(OldRooms(one, TABLE, folder, url, vault=vault)) as stage:
        failure = asyncio.run(play(one, stage))
        assert failure is None, str(failure)
        stage.ask()


def test_no_statement_reads_in_proportion_to_what_is_over(played: list[Played]) -> None:
    for one in played:
        with one.db.unit() as session:
            assert one.faults(session) == ""


def test_nor_on_sqlite_where_nobody_counts_what_there_is(played: list[Played]) -> None:
    """SQLite counts only when it is told to ANALYZE, which nobody does where the bot works."""
    for one in on_sqlite(played):
        with undone(one.db) as session:
            session.execute(text("DELETE FROM sqlite_stat1"))
            session.execute(text("ANALYZE sqlite_schema"))  # forget what was read of it
            assert one.faults(session) == ""


def test_every_index_is_used(played: list[Played]) -> None:
    """Each write pays for each index."""
    growing = [Base.metadata.tables[name] for name in plans.GROWING]
    names = {str(index.name) for table in growing for index in table.indexes}
    for one in on_sqlite(played):
        with one.db.unit() as session:
            for statement in reads(one.recorder):
                names -= set(plans.indexes(session, statement))
    assert names == set()


@pytest.mark.parametrize("name", ["ix_inbox_unhandled", "ix_outbox_budget", "ix_outbox_event_id", "ix_question_open"])
def test_without_an_index_it_is_seen(played: list[Played], name: str) -> None:
    found = ""
    for one in played:
        with undone(one.db) as session:
            session.execute(text(f"DROP INDEX {name}"))
            found += one.faults(session)
    assert found


def test_no_statement_takes_more_steps_than_a_look_up_does(played: list[Played]) -> None:
    slow = {
        " ".join(sorted(statement.callers)): statement.steps
        for one in played
        for statement in one.statements()
        if statement.steps > MOST_STEPS
    }
    assert slow == {}


def test_whatever_looks_up_in_the_storage_was_issued(played: list[Played]) -> None:
    seen = {caller for one in played for caller in one.recorder.callers()}
    assert looking_up() - seen - set(MAY_READ_ALL) == set()


def on_sqlite(played: list[Played]) -> list[Played]:
    """The plays, unless they were on PostgreSQL."""
    found = [one for one in played if one.db.url.startswith("sqlite")]
    if not found:
        pytest.skip("a test for SQLite")
    return found


@contextmanager
def undone(db: Database) -> Iterator[Session]:
    """A session whose every change is undone at its end."""
    with db.unit() as session:
        yield session
        session.rollback()


def looking_up() -> set[str]:
    """The functions of the storage that look something up in what grows: ``outbox.ready``."""
    found = set()
    for module in (outbox, inbox, due, question, audit, flood, keys, youth_words, backlog, personal_number, pruning):
        file = Path(str(module.__file__))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and _executes(node):
                found.add(f"{file.stem}.{node.name}")
    return found


def _executes(function: ast.FunctionDef) -> bool:
    called = (node.func for node in ast.walk(function) if isinstance(node, ast.Call))
    return any(isinstance(one, ast.Attribute) and one.attr in ("execute", "scalar", "scalars") for one in called)


def _ask(session: Session, now: datetime) -> None:
    where = session.scalars(select(Room).where(Room.kind == RoomKind.OFFICE)).one()
    who = next(person for person in opened.people(session) if person.handle == "anna")
    sender = str(who.matrix_id)
    _ask_of_sync(session, where, sender, now)
    _ask_of_keys(session, sender, now)
    _ask_of_delivery(session, where, sender, now)
    _ask_of_questions(session, where, who.id, now)
    _ask_of_words(session, now)
    _ask_of_others(session, where, who.id, now)
    _prune(session, now)


def _ask_of_sync(session: Session, where: Room, sender: str, now: datetime) -> None:
    flood.verdict(session, account_id=ACCOUNT, room=where, sender=sender, sent_at=now, seen_at=now)
    flood.has_too_many_keyless(session, ACCOUNT, sender)
    came = said("$asked", sender=sender, session_id="asked", message_index=1, sent_at=now, seen_at=now)
    number = inbox.add(session, where, came) or 0
    inbox.is_addressed(session, where, said("$edit", sender=sender, kind=Kind.EDIT, about="$asked"))
    inbox.is_ours(session, "$asked")
    inbox.seen_at(session, ACCOUNT, "$asked")
    inbox.thread_of(session, ACCOUNT, "$asked")
    inbox.is_reaction(session, ACCOUNT, "$asked")
    inbox.later_change(session, ACCOUNT, "$asked")
    inbox.said_in(session, ACCOUNT, [where.id], sender, now - timedelta(days=1))
    personal_number.kind(session, account_id=ACCOUNT, sender=sender, seen_at=now)
    inbox.waiting(session, ACCOUNT)
    inbox.waiting(session, ACCOUNT, where.matrix_room, "asked")
    inbox.note_failure(session, number, inbox.REFUSED, most_tries=1)
    inbox.was_refused_so_far(session, number)
    inbox.is_refused(session, ACCOUNT, "$asked")
    inbox.clear_refused(session, ACCOUNT, "$asked")
    inbox.mark_done(session, number)


def _ask_of_keys(session: Session, sender: str, now: datetime) -> None:
    keys.save_olm_session(session, ACCOUNT, "curve", "mine", Pickle(pickle="p", created_at=now, used_at=now))
    keys.olm_sessions(session, ACCOUNT, "curve")
    mine = RoomPickle(session_id="mine", sender_key="curve", ed25519="", pickle="p")
    keys.save_megolm_session(session, ACCOUNT, "!old1", mine, now)
    keys.megolm_sessions(session, ACCOUNT, "!old1", "mine")
    keys.touch_megolm_session(session, ACCOUNT, "!old1", "curve", "mine", now)
    for number in range(history.GONE):
        known = KnownDevice(
            user_id=f"@p{number}:stage", device_id="D", ed25519="e", curve25519=f"curve{number}", name="", trusted=True
        )
        device.replace(session, ACCOUNT, known.user_id, [known])
    keys.drop_strange_sessions(session, ACCOUNT)
    keys.save_position(session, ACCOUNT, "s1", now)
    keys.drop_megolm_before(session, ACCOUNT, now - timedelta(days=3650))


def _ask_of_delivery(session: Session, where: Room, sender: str, now: datetime) -> None:
    number = outbox.put_redaction(session, where.id, "$asked", now=now)
    for keys_offered in (("✅",), ()):
        outbox.put_seeds(session, room.view(where), "task:1", keys_offered, now=now)
    outbox.tapped_in_thread(session, where.id, "$root", ("task",))
    outbox.was_said_since(session, where.id, "unclear:1", now)
    outbox.came_with_opening(session, where.id, "nobody")
    outbox.event_of(session, number)
    outbox.put_off(session, number, now)
    outbox.has_backlog(session, ACCOUNT, now, over=50)
    outbox.was_failing(session, number)
    outbox.is_tried(session, number)
    outbox.is_sent(session, number)
    outbox.is_waiting(session, number)
    outbox.postpone(session, number, now, "a test", now)
    outbox.next_try_before(session, number)
    outbox.give_way(session, number, now)
    outbox.note_told(session, [number], now)
    outbox.hold(session, number, now, outbox.NOBODY_READS, now)
    stuck.untold(session, ACCOUNT, now, unread=UNREAD)
    stuck.waiting(session, ACCOUNT, now, now.date())
    outbox.wake(session, where.id, now)
    outbox.alarms(session, where.id)
    outbox.retry_invitation(session, where.id, now, inviting=sender)
    outbox.newest_event(session, ACCOUNT)
    outbox.newest_tag(session, where.id, "change:1:")
    outbox.shown_event(session, where.id, "again")
    outbox.standing(session, where.id, "again", most=25)
    outbox.is_queued(session, where.id, "again")
    outbox.row_behind(session, "$asked")
    outbox.sent_count(session, "p2", "reminder", now)
    outbox.disturb(session, number, ["p2"])
    outbox.disturbs(session, number)
    outbox.unprompted(session, ["p2"], now, now, gone_out=True, but=number)
    outbox.gone_out(session, "p2", "reminder", now, but=number)
    outbox.append(session, where.id, "again", SayBody(plain="", html=""), now)
    outbox.reword(session, where.id, "again", EditBody(plain="", html=""), now)
    outbox.give_back(session, [number])
    outbox.drop(session, number, "a test")
    outbox.move_to_room(session, "room1", "room2")
    outbox.drop_room(session, where.id, "a test")
    restore.unsent(session, ACCOUNT)
    backlog.counts(session, ACCOUNT, now)
    backlog.watched(session, ACCOUNT)


def _ask_of_questions(session: Session, where: Room, person_id: str, now: datetime) -> None:
    question.in_thread(session, where.id, "$root", person_id, now)
    number = outbox.put(session, where, RedactBody(event_id="$asked"), now=now)
    asked_id = question.ask(
        session,
        room.view(where),
        person_id=person_id,
        asker=person_id,
        command=question.OWN_WITHDRAWAL,
        words={},
        agreed=frozenset(),
        field=None,
        digest="d",
        case_id=None,
        outbox_id=number,
        now=now,
        lasts=timedelta(hours=1),
    )
    outbox.mark_sent(session, number, "$sent", now)
    asked = question.get(session, asked_id, now)
    assert asked is not None
    question.is_question(session, number)
    question.forget_message(session, "$asked", room_id=where.id, asker=person_id)
    question.of_message(session, number)
    question.replied_to(session, number, person_id, now)
    question.is_last_word(session, asked)
    question.is_beyond_doubt(session, asked, person_id, now)
    question.latest(session, where.id, person_id)
    question.delivered(session, where.id, person_id, now)
    question.answerable_as_second(session, where.id, person_id, now)
    question.awaiting_second(session, where.id)
    question.overtake(session, where.unit_id, "case5", now)
    about = question.asked_about(session, where.id, person_id, question.MEETING_ANSWER, ("meeting", "1"))
    question.close_about(session, about)
    question.close_awaiting_second(session, where.id, person_id)
    question.is_awaiting_second(session, where.id, person_id, now)
    question.close_offers(session, where.id, person_id)
    question.cancel_caused_by(session, ACCOUNT, "$asked", person_id)
    question.close_same_command(session, person_id, "task", None, {})
    question.mark_replaced(session, asked_id)
    question.close_person(session, person_id)


def _ask_of_words(session: Session, now: datetime) -> None:
    page = session.scalars(select(Room).where(Room.kind == RoomKind.PAGE, Room.person_id.not_like("p_%"))).first()
    assert page is not None
    who = str(page.person_id)
    inbox.last_from(session, page.account_id, "@anna:s")
    youth_words.add(session, unit_id=page.unit_id, person_id=who, text="hej", event_id="$kept", now=now, expires_at=now)
    youth_words.has_words(session, who)
    youth_words.forget_message(session, "$kept", changed=True)
    youth_words.take(session, who)
    youth_words.has_declined(session, who)
    youth_words.decline(session, who, now)
    youth_words.all_of(session, who)
    youth_words.forget(session, who)
    youth_words.expire(session, now)


def _prune(session: Session, now: datetime) -> None:
    """A step of each walk: in the middle of what is old, and where nothing is left."""
    days = timedelta(days=90)
    keeping = pruning.Keeping(inbox=days, outbox=days, question=days, due=days, audit=days)
    for at in (now, now + timedelta(days=4000)):
        going = pruning.Pruning(keeping, at)
        going._begin(session, 0)
        for walk in going._walks[1:]:
            for after in (0, 50_000):
                walk(session, after)
    last = next(audit.links(session, after=10_000, most=1))
    audit.begin_after(session, last, 10_000, now)
    assert audit.checkpoint(session) is not None
    assert audit.take_away(session, 100)
    assert audit.last_before(session, now) > last.seq


def _ask_of_others(session: Session, where: Room, person_id: str, now: datetime) -> None:
    inbox.forget_room(session, "room5")
    question.forget_room(session, "room5")
    keys.drop_megolm_of_room(session, ACCOUNT, "!old5")
    audit.last_detail(session, where.unit_id, Action.UNIT_SERVERS)
    audit.last_link(session)
    audit.of_case(session, "case1", page=1, size=10, commands=True)
    device_news.Devices(session, where.unit_id).reported(person_id)
    consultation.note_turned_away(session, where.unit_id, now)
    due.schedule(session, unit_id=where.unit_id, kind="asked", subject="1", at=now)
    due.pending_subjects(session, "asked", "case1")
    due.is_due(session, "asked", "case1", now)
    due.take_all(session, ["asked"], "case1", now, "a test")
    due.take_all_of_unit(session, "asked", where.unit_id, "a test")
    due.cancel(session, "a test", case_id="case1")
    due.postpone(session, 1, now)
    due.set_aside(session, 1, due.FAILED, now)
    due.retry_aside(session, now, 1)
    due.free(session, [1])
    due.uncount(session, [1])
    due.next_at(session)
    due.forget(session, "asked", "1")
    due.is_pending_in(session, "overview.morning", where.unit_id)
    of_unit = overview.Overview(session, where.unit_id)
    of_unit.seconds(where.id, now)
    case_ids = list(session.scalars(select(Case.id)))
    meeting.planned_of(session, case_ids, now)
    of_unit.tasks(case_ids, now.date())
    for read in (of_unit.goals, of_unit.receipts, of_unit.failing, of_unit.changes):
        read(case_ids)
    of_unit.meetings(case_ids, now)
