"""Who may be in a room, judged a second time: plainly, from the rows of the ledger, without a line of the bot's rules.

What a municipality decides is read from its TOML here, kind by kind it is asked whose yes is needed and whether it
lives. Where this and ``bot.rules`` disagree, one of them is wrong.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib import resources
from typing import Any, Protocol


class Row(Protocol):
    """A line of the ledger, as the rules or the tables have it."""

    @property
    def id(self) -> str: ...
    @property
    def giver(self) -> str: ...
    @property
    def capacity(self) -> str: ...
    @property
    def function(self) -> str: ...
    @property
    def person_id(self) -> str | None: ...
    @property
    def kinds(self) -> Iterable[str]: ...
    @property
    def starts_on(self) -> date: ...
    @property
    def given_on(self) -> date: ...
    @property
    def until(self) -> date: ...
    @property
    def recorded_at(self) -> datetime: ...
    @property
    def withdrawn_at(self) -> datetime | None: ...


@dataclass(frozen=True, kw_only=True)
class Way:
    """What of a municipality's way decides who may be in a room."""

    bands: tuple[tuple[int, str, str], ...]  # the youngest age, the id, whose yes is needed
    required: frozenset[str]
    promising: frozenset[str]  # private persons: in only once they have promised
    linger: timedelta
    silence: dict[int, str]  # at 15 and at 18: keep | freeze

    def givers(self, band: str) -> str:
        return next(givers for _, one, givers in self.bands if one == band)


class Stands(Protocol):
    """Who stands for a function in the case, and in which days."""

    @property
    def function(self) -> str: ...
    @property
    def person_id(self) -> str: ...
    @property
    def named_on(self) -> date: ...
    @property
    def ended_on(self) -> date | None: ...
    @property
    def approved_by(self) -> str | None: ...
    @property
    def promised_on(self) -> date | None: ...


class Someone(Protocol):
    """Somebody the bot knows."""

    @property
    def id(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def function(self) -> str | None: ...
    @property
    def matrix_id(self) -> str | None: ...
    @property
    def active(self) -> bool: ...


class Life(Protocol):
    """What of a case decides who may be in its rooms."""

    @property
    def state(self) -> str: ...
    @property
    def age_band(self) -> str: ...
    @property
    def coordinator_id(self) -> str: ...
    @property
    def scope(self) -> Iterable[str]: ...
    @property
    def born(self) -> str | None: ...
    @property
    def protected(self) -> Iterable[str]: ...
    @property
    def youth_choice(self) -> str | None: ...
    @property
    def opened_on(self) -> date | None: ...
    @property
    def leave_on(self) -> date | None: ...


@dataclass(frozen=True, kw_only=True)
class Facts:
    """All there is to know about a case on a day."""

    way: Way
    case: Life
    rows: Sequence[Row]
    actors: Sequence[Stands]
    people: Sequence[Someone]
    day: date

    def allowed(self, kind: str, scope: Iterable[str], *, lingering: bool = False) -> dict[str, str]:
        """The Matrix ids of those who may be in a room (``case`` or ``side``) about ``scope``, by person.

        ``lingering``: the room is frozen, and those whose consent has run out have some days to leave.
        """
        linger = self.way.linger if lingering else timedelta(0)
        people = {one.id: one for one in self.people if one.active and one.matrix_id is not None}
        if self.case.opened_on is None or self.case.state not in ("active", "frozen", "closing", "closed"):
            return {}
        if (self.case.leave_on is not None and self.day >= self.case.leave_on) or not set(scope):
            return {}
        found = {self.case.coordinator_id} if people.get(self.case.coordinator_id) else set()
        for actor in self._standing():
            who = people.get(actor.person_id)
            if who is None or (self.case.protected and actor.function != "youth" and actor.approved_by is None):
                continue
            if actor.function in self.way.promising and actor.promised_on is None:
                continue
            if actor.function == "youth":
                if kind == "case" and self.case.youth_choice == "room":
                    found.add(who.id)
            elif actor.function == "lead" or all(self._hears(actor, one, linger) for one in scope):
                found.add(who.id)
        return {one: str(people[one].matrix_id) for one in found}

    def must_rest(self, kind: str, scope: Iterable[str]) -> bool:
        """Whether nothing may be said in a room: its case rests, nobody is covered for it, or somebody who must be
        there is not covered for the case room."""
        if self.case.state in ("frozen", "closing", "closed"):
            return True
        lacking = not self.way.required <= self._reached(scope if kind == "case" else self.case.scope)
        return lacking or not self._reached(scope)

    def _reached(self, scope: Iterable[str]) -> set[str]:
        return {
            actor.function
            for actor in self._standing()
            if actor.function not in ("youth", "lead") and all(self._hears(actor, one, timedelta(0)) for one in scope)
        }

    def _standing(self) -> list[Stands]:
        return [
            one for one in self.actors if one.named_on <= self.day and not (one.ended_on and one.ended_on <= self.day)
        ]

    def _hears(self, actor: Stands, kind: str, linger: timedelta) -> bool:
        # What a birthday has ended lingers by the rules of the age before it
        bands = {self._band(self.day), self._band(self.day - linger)}
        return any(
            may_hear(self.rows, actor, kind, givers=self.way.givers(band), day=self.day, linger=linger, ends=self._ends)
            for band in bands
        )

    def _band(self, day: date) -> str:
        if self.case.born is None:
            return self.case.age_band
        return [band for _, band, _ in self.way.bands if self._begins(band) <= day][-1]

    def _begins(self, band: str) -> date:
        """The first day of the month of birth; of the one after it, where a minor would be asked for less from then."""
        assert self.case.born is not None
        place = [one for _, one, _ in self.way.bands].index(band)
        youngest, _, givers = self.way.bands[place]
        year, month = (int(part) for part in self.case.born.split("-"))
        if place and youngest < 18 and _ASKS[givers] < _ASKS[self.way.bands[place - 1][2]]:
            year, month = year + month // 12, month % 12 + 1
        return date(year + youngest, month, 1) if place else date.min

    def _ends(self, row: Row) -> date:
        """The last day of a yes: the one written down, or the day before a birthday that ends it."""
        until = row.until
        for youngest, band, _ in self.way.bands if self.case.born is not None else ():
            if youngest not in (15, 18):
                continue
            day = self._begins(band)
            long_before = row.given_on < day - timedelta(days=90)
            if (youngest == 18 and row.giver != "youth") or (self.way.silence[youngest] == "freeze" and long_before):
                until = min(until, day - timedelta(days=1))
        return until


_SILENCE = {15: "keep", 18: "freeze"}
_ASKS = {"any": 0, "youth": 1, "guardian": 1, "both": 2}


@cache
def way(profile: str) -> Way:
    """Read it, as a person would, from the file."""
    text = (resources.files("bot.rules") / "profiles" / f"{profile}.toml").read_text(encoding="utf-8")
    found: dict[str, Any] = tomllib.loads(text)
    return Way(
        bands=tuple((band["youngest"], band["id"], band["givers"]) for band in found["bands"]),
        required=frozenset(found["required_functions"]),
        promising=frozenset(one["id"] for one in found["functions"] if one.get("private")) - {"youth", "guardian"},
        linger=timedelta(days=found["expiry_leave_days"]),
        silence={age: found["withdrawal"].get(f"silence_at_{age}", _SILENCE[age]) for age in (15, 18)},
    )


def may_hear(
    rows: Sequence[Row],
    actor: Stands,
    kind: str,
    *,
    givers: str,
    day: date,
    linger: timedelta,
    ends: Callable[[Row], date],
) -> bool:
    """Whether somebody may hear of a kind of information on a day (or so long after as people ``linger``)."""
    about = [row for row in rows if row.function == actor.function and row.person_id in (None, actor.person_id)]
    withdrawn = [row.withdrawn_at for row in about if row.withdrawn_at is not None]
    living = [
        row
        for row in about
        if row.withdrawn_at is None
        and row.starts_on <= day <= ends(row) + linger
        and all(row.recorded_at >= end for end in withdrawn)
    ]
    needed, appointed = _custody(rows)
    youth = any(row.giver == "youth" and kind in row.kinds for row in living)
    said = {row.giver for row in living if kind in row.kinds and (row.capacity == "appointed") == appointed}
    guardians = needed <= said
    return {"youth": youth, "guardian": guardians, "any": youth or guardians, "both": youth and guardians}[givers]


def _custody(rows: Sequence[Row]) -> tuple[set[str], bool]:
    """Whose word is needed of the guardians, by the latest one of them; and whether a court has appointed them."""
    theirs = sorted((row for row in rows if row.giver != "youth"), key=lambda row: (row.recorded_at, row.id))
    if not theirs:
        return {"guardian1"}, False
    newest = theirs[-1]
    if newest.capacity == "joint":
        return {"guardian1", "guardian2"}, False
    needed = {newest.giver}
    while newest.capacity == "appointed" and theirs and theirs[-1].capacity == "appointed":
        needed.add(theirs.pop().giver)
    return needed, newest.capacity == "appointed"
