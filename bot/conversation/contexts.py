"""Makes the contexts handlers get: one of a unit, or of one case, for a person or for the bot itself."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import timedelta
from functools import cache

from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.conversation.arguments import Env
from bot.conversation.command import CaseCtx, Command, UnitCtx
from bot.i18n import Language
from bot.messages import Incoming, Kind
from bot.rules import case as rules
from bot.rules.person import Person, is_meant
from bot.rules.profile import Profile
from bot.rules.roles import OWN_WORDS, Duty, Role, may
from bot.rules.room import RoomKind
from storage import room
from storage.room import RoomView
from storage.scoped import UnitStore

#: Kinds of rows whose ``about`` is the message they change; of any other it is the one replied to.
_CHANGES = frozenset({Kind.EDIT, Kind.NUMBER, Kind.NUMBER_AGAIN, Kind.FLOOD})

#: Who acts when a due row does.
BOT = "bot"


class Contexts:
    """Knows the clock and the units' profiles and languages."""

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
        where: RoomView,
        row: Incoming | None = None,
        *,
        agreed: frozenset[str] = frozenset(),
        approver: Person | None = None,
    ) -> UnitCtx:
        """The context of somebody speaking in a room."""
        now = self._clock.now()
        return UnitCtx(
            unit_id=where.unit_id,
            sender=sender,
            room=where,
            profile=self._profile_of(where.unit_id),
            language=sender.language,
            now=now,
            today=self._clock.today(),
            store=UnitStore(
                session,
                where.unit_id,
                sender.id,
                now,
                profile=self._profile_of(where.unit_id),
                language=self._language_of(where.unit_id),
            ),
            event_id=None if row is None else row.event_id,
            said_in=None if row is None else row.about if row.about and row.kind in _CHANGES else row.event_id,
            verified=row is not None and row.verified,
            agreed=agreed,
            approver=approver,
            new_code=self._new_code,
            unit_language=self._language_of(where.unit_id),
            own_server=self._own_server,
            kept_for=self._kept_for,
            taking_guests=self._taking_guests,
        )

    def case(self, session: Session, ctx: UnitCtx, case_id: str) -> CaseCtx:
        """The same context, for one case of the unit. Raises ``LookupError`` for a case of another."""
        return ctx.of(ctx.store.one_case(case_id))

    def _new_code(self, taken: Collection[str]) -> str:
        """A code no case has; the stage may say which come first."""
        planned = (code for code in self._codes if code not in taken)
        return next(planned, None) or rules.new_code(taken, secrets.choice)

    def bot(self, session: Session, unit_id: str, case_id: str | None) -> UnitCtx:
        """The context of the bot acting by itself: it stands in the office."""
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
        ctx = self.unit(session, nobody, room.office(session, unit_id))
        return ctx if case_id is None else self.case(session, ctx, case_id)


def env(ctx: UnitCtx) -> Env:
    """What reading words depends on, for this person here and now."""
    among_others = ctx.room.kind.of_case
    return Env(
        profile=ctx.profile,
        today=ctx.today,
        language=ctx.language,
        person=_nameable(ctx),
        nobody="kit.no_person_here" if among_others else "kit.no_person",
        own_words=ctx.sender.role in OWN_WORDS,
        among_others=among_others,
    )


def _nameable(ctx: UnitCtx) -> Callable[[str], Person | None]:
    """Finds whom somebody may name here: all of the unit for those who bind people, where no others read the answer; in
    a case's rooms the people of that case; elsewhere oneself. Nobody else is looked for, so that neither the answer nor
    the time it takes tells who is known.
    """
    if ctx.room.kind in (RoomKind.OFFICE, RoomKind.PAGE) and may(ctx.sender.role, Duty.BIND_PERSON):
        return ctx.store.people.find

    @cache
    def near() -> Sequence[Person]:
        return [ctx.sender, *(() if ctx.room.case_id is None else ctx.store.circle(ctx.room.case_id))]

    return lambda said: next((person for person in near() if is_meant(person, said)), None)


def called(ctx: UnitCtx, command: Command, case_id: str | None, words: Mapping[str, str]) -> str | None:
    """What people call that which a command is about: the code of its case, else the person's short name."""
    if case_id is not None:
        return ctx.store.one_case(case_id).code
    return command.about(words, ctx.store.people.find)
