"""Makes the contexts that handlers get: of a unit or of one case, for a person or for the bot itself."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import timedelta
from functools import cache

from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.conversation.arguments import Env, nearest
from bot.conversation.command import Command, UnitCtx
from bot.i18n import Language
from bot.messages import Incoming, Kind
from bot.rules import case as rules
from bot.rules.person import Person, meant, without_accents
from bot.rules.profile import Profile
from bot.rules.roles import OWN_WORDS, Duty, Role, may
from bot.rules.room import RoomKind
from bot.rules.words import Term
from storage import room as rooms
from storage.room import RoomView
from storage.scoped import UnitStore

#: Kinds of rows whose ``about`` is the message they change; in all others it is the one replied to.
_CHANGES = frozenset({Kind.EDIT, Kind.NUMBER, Kind.NUMBER_AGAIN, Kind.FLOOD})

#: Words that have taken so long came while the bot was away, or could not be reached.
LATE = timedelta(minutes=10)

#: Who acts when something is due.
BOT = "bot"


class Contexts:
    """Makes contexts, with the clock, the profiles and the languages of the units."""

    def __init__(
        self,
        clock: Clock,
        profile_of: Callable[[str], Profile],
        language_of: Callable[[str], Language],
        codes: Sequence[str],
        own_server: str,
        kept_for: timedelta = timedelta(hours=12),
        taking_guests: Callable[[str], Mapping[str, str]] = lambda _server: {},
    ) -> None:
        self._clock = clock
        self._profile_of = profile_of
        self._language_of = language_of
        self._codes = codes
        self._own_server = own_server
        self._kept_for = kept_for
        self._taking_guests = taking_guests

    def unit(
        self,
        session: Session,
        sender: Person,
        room: RoomView,
        row: Incoming | None = None,
        *,
        agreed: frozenset[str] = frozenset(),
        approver: Person | None = None,
    ) -> UnitCtx:
        """The context of somebody speaking in a room."""
        now = self._clock.now()
        return UnitCtx(
            unit_id=room.unit_id,
            sender=sender,
            room=room,
            profile=self._profile_of(room.unit_id),
            language=sender.language,
            now=now,
            today=self._clock.today(),
            store=UnitStore(
                session,
                room.unit_id,
                sender.id,
                now,
                profile=self._profile_of(room.unit_id),
                language=self._language_of(room.unit_id),
            ),
            event_id=None if row is None else row.event_id,
            said_in=None if row is None else _said_in(row),
            thread=None if row is None or _is_own_words(sender, room) else row.thread,
            written_at=None if row is None or row.seen_at - row.sent_at < LATE else row.sent_at,
            verified=row is not None and row.verified,
            agreed=agreed,
            approver=approver,
            new_code=self._new_code,
            unit_language=self._language_of(room.unit_id),
            own_server=self._own_server,
            kept_for=self._kept_for,
            taking_guests=self._taking_guests,
        )

    def _new_code(self, taken: Collection[str]) -> str:
        """A code that no case has; the stage may say which come first."""
        for code in self._codes:
            if code not in taken:
                return code
        return rules.new_code(taken, secrets.choice)

    def bot(self, session: Session, unit_id: str, case_id: str | None) -> UnitCtx:
        """The context in which the bot acts by itself, in the office; about a case of the unit, if one is
        given."""
        nobody = Person(
            id=BOT,
            unit_id=unit_id,
            handle=BOT,
            name="",
            role=Role.COORDINATOR,
            function=None,
            matrix_id=None,
            language=self._language_of(unit_id),
            reminders=False,
            active=True,
            added_by=BOT,
            approved_by=None,
        )
        ctx = self.unit(session, nobody, rooms.office(session, unit_id))
        if case_id is None:
            return ctx
        return ctx.of(ctx.store.one_case(case_id))


def env(ctx: UnitCtx) -> Env:
    """What the reading of words depends on, for this person here and now."""
    among_others = ctx.room.kind.of_case
    return Env(
        profile=ctx.profile,
        today=ctx.today,
        language=ctx.language,
        person=_nameable(ctx),
        near=_nearly_nameable(ctx),
        first_named=_first_named(ctx),
        nobody="kit.no_person_here" if among_others else "kit.no_person",
        own_words=ctx.sender.role in OWN_WORDS,
        among_others=among_others,
    )


def _nameable(ctx: UnitCtx) -> Callable[[str], Person | None]:
    """Finds a person among those whom somebody may name here.

    For those who bind people, where no others read the answer, it is everybody of the unit; in a case's rooms
    the people of that case; elsewhere only oneself. Nobody else is looked for, so that neither the answer nor
    the time it takes tells who is known.
    """
    if _may_name_all(ctx):
        return ctx.store.people.find

    @cache
    def near() -> Sequence[Person]:
        return _nameable_here(ctx)

    def find(said: str) -> Person | None:
        return meant(near(), said)

    return find


def _may_name_all(ctx: UnitCtx) -> bool:
    return ctx.room.kind in (RoomKind.OFFICE, RoomKind.PAGE) and may(ctx.sender.role, Duty.BIND_PERSON)


def _nameable_here(ctx: UnitCtx) -> Sequence[Person]:
    """Those whom somebody may name where they write, if that is not everybody of the unit."""
    if ctx.room.case_id is None:
        return [ctx.sender]
    return [ctx.sender, *ctx.store.circle(ctx.room.case_id)]


def _nearly_nameable(ctx: UnitCtx) -> Callable[[str], Person | None]:
    """Finds, for a mistyped name, the one it can mean among those whom somebody may name here; never a guest, whom
    nobody names."""

    def find(said: str) -> Person | None:
        if ctx.sender.role in OWN_WORDS:
            return None
        people = _everybody_nameable(ctx)
        by_handle = {person.handle: person for person in people}
        known = [Term(id="person", sv=handle, en=handle) for handle in by_handle]
        term = nearest(said.removeprefix("@"), known)
        return None if term is None else by_handle[term.sv]

    return find


def _everybody_nameable(ctx: UnitCtx) -> Sequence[Person]:
    if not _may_name_all(ctx):
        return _nameable_here(ctx)
    return [one for one in ctx.store.people.all() if one.active and one.role is not Role.GUEST]


def _first_named(ctx: UnitCtx) -> Callable[[str], Sequence[Person]]:
    """Finds those with a first name among those whom somebody may name here, by short name."""

    def find(said: str) -> Sequence[Person]:
        if ctx.sender.role in OWN_WORDS:
            return ()
        first = without_accents(said.removeprefix("@").strip().lower())
        people = {person.id: person for person in _everybody_nameable(ctx)}.values()
        found = [one for one in people if without_accents(one.name.lower()).split()[:1] == [first]]
        return sorted(found, key=lambda one: one.handle)

    return find


def called(ctx: UnitCtx, command: Command, case_id: str | None, words: Mapping[str, str]) -> str | None:
    """The name of what a command is about: the code of its case, else the short name of the person."""
    if case_id is not None:
        return ctx.store.one_case(case_id).code
    return command.about(words, ctx.store.people.find)


def _is_own_words(sender: Person, room: RoomView) -> bool:
    """Whether it is the own page of a youth, guardian or guest, where everything stays in one place."""
    return room.kind is RoomKind.PAGE and sender.role in OWN_WORDS


def _said_in(row: Incoming) -> str:
    """The event whose words these are: of an edit, the message it changes."""
    if row.about and row.kind in _CHANGES:
        return row.about
    return row.event_id
