"""News of people's devices: what is told of them, once, within waking hours and not too often."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from bot.messages import Urgency
from bot.rules import budget
from bot.rules.audit import Action
from bot.rules.device import (
    NEEDS_ACTION,
    REMEMBERED,
    SETTLING_TIME,
    TOLD_AGAIN_AFTER,
    Account,
    AccountState,
    Device,
)
from bot.rules.person import Person
from bot.rules.roles import Role
from storage.scoped import UnitStore

#: Remembered of somebody whose identity was accepted: it is told in any case whether they can read now.
_ACCEPTED = "cannot.accepted"

#: Two limits on how often something is told: to the office of a person, and on a person's own page.
_OFFICE = "office"
_PAGE = "page"


class About(Enum):
    """What there is to tell."""

    CANNOT_READ = auto()  # to the office: what happened, and what to say on the phone
    READS_AGAIN = auto()  # to the office
    YOU_READ_AGAIN = auto()  # on the own page, as all below
    NEW_DEVICES = auto()
    CONFIRMED_DEVICES = auto()


@dataclass(frozen=True, kw_only=True)
class News:
    """Something to tell now about somebody's account, and the devices it is about (none: about all of it)."""

    about: About
    account: Account
    devices: tuple[Device, ...] = ()


@dataclass(frozen=True, kw_only=True)
class _Change:
    """Something to tell, and when. ``to``: whose waking hours are kept, when it notifies. ``limit``: what
    keeps it from being told too often. ``learned`` and ``over``: what is remembered by telling it, and what
    no longer is."""

    news: News
    to: Role | None = None
    limit: str = ""
    learned: tuple[str, ...] = ()
    over: tuple[str, ...] = ()


def take_news(store: UnitStore, person: Person) -> list[News]:
    """What is to be told now of somebody's devices, which is told by this; what must wait is looked at again
    later."""
    account = store.devices.of(person.id)
    if (
        account is None or not person.active or person.role is Role.GUEST
    ):  # whom nobody knows, nobody can ring
        return []
    reported = store.devices.reported(person.id)
    told: list[News] = []
    later: list[datetime] = []
    for change in _changes(person, account, frozenset(reported)):
        at = store.now if change.to is None else _earliest(change.to, store.now, reported.get(change.limit))
        if at > store.now:
            later.append(at)
            continue
        told.append(change.news)
        _remember(store, person, account, change)
    if later:
        store.devices.schedule_news(person.id, min(later))
    return told


def expect_news(store: UnitStore, person: Person) -> None:
    """Have it told soon whether somebody whose identity was just accepted can read, whatever was told
    before."""
    store.devices.note_reported(person.id, _ACCEPTED, store.now + REMEMBERED)
    store.devices.forget_reported(person.id, _OFFICE)
    store.devices.schedule_news(person.id, store.now + SETTLING_TIME)


# -------------------------------------------------------------------------------------------------------------- inside


def _changes(person: Person, account: Account, reported: frozenset[str]) -> Iterator[_Change]:
    """What differs from what was told before (``reported``)."""
    if account.reading in NEEDS_ACTION:
        what = f"cannot.{account.reading}.{(account.seen or '')[:8]}"
        if what not in reported or _ACCEPTED in reported:
            yield _Change(
                news=News(about=About.CANNOT_READ, account=account),
                to=Role.COORDINATOR,
                limit=_OFFICE,
                learned=(what,),
                over=(_ACCEPTED,),
            )
        return
    if account.reading is not AccountState.READS:
        return
    over = tuple(what for what in reported if what.startswith("cannot."))
    if over:
        yield _Change(news=News(about=About.READS_AGAIN, account=account), over=over)
        yield _Change(news=News(about=About.YOU_READ_AGAIN, account=account))
    new = tuple(device for device in account.unconfirmed if _mark(device) not in reported)
    if new:
        yield _Change(
            news=News(about=About.NEW_DEVICES, account=account, devices=new),
            to=person.role,
            limit=_PAGE,
            learned=tuple(_mark(device) for device in new),
        )
    confirmed = tuple(device for device in account.devices if device.trusted and _mark(device) in reported)
    if confirmed:
        yield _Change(
            news=News(about=About.CONFIRMED_DEVICES, account=account, devices=confirmed),
            over=tuple(_mark(device) for device in confirmed),
        )


def _mark(device: Device) -> str:
    """What is remembered of a new device that was told of."""
    return f"new.{device.mark}"


def _earliest(to: Role, now: datetime, limit: datetime | None) -> datetime:
    """The first moment within the hours of whom it is for, and not too soon after the last time."""
    return budget.may_leave_at(Urgency.QUESTION, to, max(now, limit or now), 0) or now


def _remember(store: UnitStore, person: Person, account: Account, change: _Change) -> None:
    if change.limit == _OFFICE:
        store.audit(Action.DEVICE_HELD_BACK, person=person.id, why=str(account.reading))
    for what in change.learned:
        store.devices.note_reported(person.id, what, store.now + REMEMBERED)
    for what in change.over:
        store.devices.forget_reported(person.id, what)
    if change.limit:
        store.devices.note_reported(person.id, change.limit, store.now + TOLD_AGAIN_AFTER)
