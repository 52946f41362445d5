"""``sigbot doctor``: what of the bot's work is stuck, why, and the command that mends it. Looks, and changes nothing.

What mends something is never done behind the back of a bot that runs: it is a row, which the bot carries out within a
minute, or at its next start. Rooms, people and rows are shown by their ids alone.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.cli.check import Line
from bot.cli.identity import database_exists
from bot.clock import Clock, MovableClock
from bot.core import ACCOUNT, Core
from bot.errors import CannotDo
from bot.rules.room import Difference
from bot.settings import Settings
from handlers import TABLE
from storage import due, mending, stuck, version
from storage.db import Database
from storage.sealed import Vault
from storage.stuck import Mends, Waits
from storage.tables import Room

#: Seconds a bot has for showing its page.
_PATIENCE = 5.0

_DO = {
    Mends.ITSELF: "nothing, it is tried again by itself; the log says more, if it does not get less",
    Mends.ROW_BEFORE: "mend the row before it first",
    Mends.TRY_AGAIN: "mend what the cause says, then: sigbot doctor --retry {row}",
    Mends.GIVE_UP: "report the fault; somebody in kontoret can give it up: ge upp {id}",
    Mends.COME_IN: "nothing here: somebody has to accept an invitation; kontoret can ring them",
    Mends.THAW: "in kontoret: tina upp",
    Mends.UPGRADE: "report the fault with its trace in the log, then: sigbot doctor --retry {row}",
    Mends.NOBODY: "report the fault with its trace in the log; whoever wrote it was told",
}

#: What needs nobody: it is told to whom it concerns, or goes by itself.
_NOT_WRONG = frozenset({Mends.COME_IN, Mends.THAW})

_ASKED = (
    "asked: a bot that runs does it within a minute; otherwise it is done at the next start. Look again with: sigbot "
    "doctor"
)


def doctor(settings: Settings) -> Iterator[Line]:
    """The lines of all that is looked at."""
    clock = _clock(settings)
    with closing(_opened(settings)) as db:
        core = Core(settings, db, clock, TABLE)
        yield _page(settings)
        with db.read() as session:
            now = clock.now()
            yield from _waiting(session, now, clock)
            yield from _rooms(session, core)
            yield from _people(session)
            yield _alarms(session)
            yield _keys(session, now)


def retry(settings: Settings, row: str) -> str:
    """Have a row tried again, given as ``outbox:12`` or ``due:7``; returns what is told.

    Raises:
        CannotDo: there is no such row, or it is not to be tried again.
    """
    with closing(_opened(settings)) as db, db.unit() as session:
        unit_id = mending.unit_of_row(session, row)
        if unit_id is None:
            raise CannotDo(
                f"{row}: no such row waits. Do: sigbot doctor, which names them (outbox:12, due:7)"
            )
        _ask(session, settings, mending.RETRY, row, unit_id)
    return _ASKED


def compare(settings: Settings, room_id: str) -> str:
    """Have a room's members compared with those wanted; returns what is told.

    Raises:
        CannotDo: there is no such room.
    """
    with closing(_opened(settings)) as db, db.unit() as session:
        row = session.get(Room, room_id)
        if row is None:
            raise CannotDo(f"{room_id}: no such room. Do: sigbot doctor, which names them")
        _ask(session, settings, mending.COMPARE, room_id, row.unit_id)
    return _ASKED


def _ask(session: Session, settings: Settings, kind: str, subject: str, unit_id: str) -> None:
    now = _clock(settings).now()
    due.schedule(session, unit_id=unit_id, kind=kind, subject=subject, at=now)


def _opened(settings: Settings) -> Database:
    """The database, which is neither made nor migrated here."""
    if not database_exists(settings):
        raise CannotDo("there is no database yet. Do: sigbot run, which makes it on its first start")
    db = Database(settings.database_url, Vault.load(settings.key_file))
    found = version.current(db)
    if found != version.head():
        db.close()
        raise CannotDo(f"the database's tables are of version {found or 'none'}. Look with: sigbot check")
    return db


def _clock(settings: Settings) -> Clock:
    return Clock() if settings.clock_file is None else MovableClock(settings.clock_file)


# ------------------------------------------------------------------------------------------------------------ the lines


def _page(settings: Settings) -> Line:
    """What a bot that runs says of itself."""
    if not settings.health.port:
        wrong = "not asked, because health.port is 0"
        return Line(name="bot", wrong=wrong, do="set a port, and the bot says how it is", unsure=True)
    address = f"http://{settings.health.host}:{settings.health.port}/ready"
    try:
        with urllib.request.urlopen(address, timeout=_PATIENCE):
            return Line(name="bot", good="runs, and does its work")
    except urllib.error.HTTPError as error:
        with error:
            reasons = json.loads(error.read() or b"{}").get("reasons", [])
        wrong = f"runs, and does not do its work: {', '.join(reasons)}"
        do = "look for these words in docs/drift.md"
        return Line(name="bot", wrong=wrong, do=do, about={"reasons": reasons})
    except (OSError, ValueError):
        wrong = "none answers on the health port"
        return Line(name="bot", wrong=wrong, do="start it: sigbot run, or look whether it hangs", unsure=True)


def _waiting(session: Session, now: datetime, clock: Clock) -> Iterator[Line]:
    found = stuck.waiting(session, ACCOUNT, now, clock.today())
    for one in found:
        yield _waits(one, now)
    if not found:
        yield Line(name="rows", good="none waits longer than it should")


def _waits(one: Waits, now: datetime) -> Line:
    row = f"{one.table}:{one.id}"
    told = "somebody was told" if one.told_at is not None else "nobody was told"
    return Line(
        name=one.table,
        wrong=f"{row} ({one.kind}) has waited for {_length(now - one.since)}: {one.cause}; {told}",
        do=_DO[one.mends].format(row=row, id=one.id),
        unsure=one.mends in _NOT_WRONG,
        about={
            "row": row,
            "kind": one.kind,
            "unit": one.unit_id,
            "room": None if one.room is None else one.room.id,
            "since": one.since.isoformat(),
            "cause": one.cause,
            "mends": str(one.mends),
            "next_try": None if one.next_try is None else one.next_try.isoformat(),
            "told_at": None if one.told_at is None else one.told_at.isoformat(),
        },
    )


def _rooms(session: Session, core: Core) -> Iterator[Line]:
    looked_at = 0
    differ = 0
    for row in mending.settled_rooms(session):
        looked_at += 1
        change = core.reconciler.change(session, row)
        if change:
            differ += 1
            yield _differs(row, change)
    if not differ:
        yield Line(name="rooms", good=f"{looked_at} have the members they should have")


def _differs(row: Room, change: Difference) -> Line:
    wrong = f"{row.id} differs from what it should be: {len(change.remove)} too many, {len(change.invite)} lacking"
    return Line(
        name="rooms",
        wrong=wrong,
        do=f"sigbot doctor --compare {row.id}",
        about={
            "room": row.id,
            "kind": str(row.kind),
            "unit": row.unit_id,
            "too_many": len(change.remove),
            "lacking": len(change.invite),
        },
    )


def _people(session: Session) -> Iterator[Line]:
    found = mending.people_unable(session, ACCOUNT)
    for unit_id, person_id in found:
        yield Line(
            name="people",
            wrong=f"{person_id} has an account, and no device that the bot gives keys to",
            do="nothing here: kontoret was told what to say on the phone; `personer` there shows who",
            unsure=True,
            about={"person": person_id, "unit": unit_id},
        )
    if not found:
        yield Line(name="people", good="each who has an account has a device that can read")


def _alarms(session: Session) -> Line:
    number = mending.untaken_alarms(session)
    if not number:
        return Line(name="alarms", good="none is open and not taken")
    wrong = f"{number} are open, and nobody has taken them"
    do = "ring the unit: in kontoret, `larm` shows them"
    return Line(name="alarms", wrong=wrong, do=do, about={"untaken": number})


def _keys(session: Session, now: datetime) -> Line:
    upkeep = mending.key_upkeep(session, ACCOUNT)
    if upkeep is None:
        return Line(name="keys", good="after the first start")
    if not upkeep.is_published:
        wrong = "the bot's device is not published, so nobody can encrypt to it"
        return Line(name="keys", wrong=wrong, do="sigbot run publishes it; then: sigbot identity verify")
    since = "never" if upkeep.fallback_at is None else f"{_length(now - upkeep.fallback_at)} ago"
    return Line(name="keys", good=f"published; a fallback key was made {since}")


def _length(span: timedelta) -> str:
    """A length of time, as one reads it: 3 d 4 h, 2 h 5 min, 7 min."""
    minutes = max(int(span.total_seconds() // 60), 0)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if days:
        return f"{days} d {hours} h"
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"
