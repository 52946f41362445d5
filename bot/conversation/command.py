"""The kit handlers are written with: commands with typed arguments, contexts, replies, questions.

A handler is a plain function ``(ctx, args) -> Outcome``. It reads its arguments, has a service change what is to be
changed, and says what happened; it never sends: what it returns is carried out after its unit has committed. Where
something must be agreed to first, it returns a :class:`Confirm` before anything is written, until
:meth:`UnitCtx.has_agreed` says that exactly this preview was agreed to.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, get_type_hints

from pydantic import BaseModel, ConfigDict

from bot.conversation.arguments import Arg, ShortName, Somebody
from bot.errors import Refused
from bot.i18n import Language, Lines, T, Text, say
from bot.messages import Attach, Edit, Pin, React, Redact, Say, Urgency
from bot.rules.age import in_todays_band
from bot.rules.case import Case
from bot.rules.facts import CaseFacts
from bot.rules.person import Person
from bot.rules.profile import Profile
from bot.rules.roles import Duty, Role
from bot.rules.room import RoomKind
from storage.room import RoomView
from storage.scoped import CaseStore, UnitStore

#: Where a command may be said unless it says otherwise.
EVERYWHERE = (RoomKind.OFFICE, RoomKind.CASE, RoomKind.SIDE, RoomKind.PAGE)


class Args(BaseModel):
    """Arguments of a command. Every field carries an :class:`~bot.conversation.arguments.Arg` that reads its words."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class NoArgs(Args):
    """A command without arguments."""


@dataclass(frozen=True, kw_only=True)
class Ask:
    """A question, answered by filling ``field`` of ``command`` (the rest is ``given``, as words); without a field it is
    answered by yes or no."""

    room_id: str
    person_id: str | None  # whose answer counts; None: any second person's but the sender's
    body: Text | Lines
    command: str
    field: str | None
    given: Mapping[str, str] = dataclasses.field(default_factory=dict)
    case_id: str | None = None
    digest: str | None = None  # of a yes-or-no question: what the yes is to
    agreed: frozenset[str] = frozenset()  # what was agreed to before, in the same dialogue
    urgency: Urgency = Urgency.QUESTION
    tag: str | None = None
    quiet: bool = False  # see Say: a question that names what no lock screen may show
    lasts: timedelta | None = None  # how long an answer counts; None: as long as the settings say
    reply_to: str | None = None  # event id
    since: str | None = None  # the message with which the dialogue began, if not the one that is answered now


Effect = Say | Edit | React | Attach | Pin | Redact | Ask
Reply = tuple[Effect, ...]


@dataclass(frozen=True, kw_only=True)
class Confirm:
    """Returned instead of a reply, before anything is written: what would follow, shown to whoever must agree to it."""

    preview: Text | Lines
    by_second: bool = False  # a second person of the unit, in the office: for what binds people and widens access

    @property
    def digest(self) -> str:
        """Stands for the wording itself: should anything change meanwhile, the preview differs, and so does this."""
        return hashlib.sha256(f"{self.by_second}{say(self.preview, 'sv')}".encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Missing:
    """Returned instead of a reply: an argument that is otherwise optional is needed after all, so it is asked for."""

    field: str
    values: Mapping[str, Any] = dataclasses.field(default_factory=dict)  # what the question names beside the choices


Outcome = Reply | Confirm | Missing


@dataclass(frozen=True, kw_only=True)
class UnitCtx:
    """What a handler knows: who speaks where and when, the unit's way of working, and a store of this unit alone."""

    unit_id: str
    sender: Person
    room: RoomView
    profile: Profile
    language: Language
    now: datetime
    today: date
    store: UnitStore
    event_id: str | None = None
    said_in: str | None = None  # the event whose words these are: of an edit, the one it changes
    verified: bool = False
    agreed: frozenset[str] = frozenset()
    approver: Person | None = None
    new_code: Callable[[Collection[str]], str]
    unit_language: Language
    own_server: str
    kept_for: timedelta
    taking_guests: Callable[[str], Mapping[str, str]]  # server -> name by unit of those who talk with its people

    def say(self, body: Text | Lines, *, quiet: bool = False, tag: str | None = None) -> Say:
        """An answer in the room where the person is."""
        return Say(room_id=self.room.id, body=body, quiet=quiet, tag=tag, person_id=self.sender.id)

    @property
    def on_own_page(self) -> bool:
        """Whether a youth or a guardian writes where they are alone with the bot."""
        return self.sender.role in (Role.YOUTH, Role.GUARDIAN) and self.room.kind is RoomKind.PAGE

    def of(self, case: Case) -> CaseCtx:
        """The same context for a case of this unit."""
        fields: dict[str, Any] = {name: getattr(self, name) for name in UnitCtx.__dataclass_fields__}
        return CaseCtx(**{**fields, "store": self.store.of(case)}, case=in_todays_band(case, self.profile, self.today))

    def has_agreed(self, asked: Confirm) -> bool:
        """Whether whoever had to has said yes to exactly this preview."""
        return asked.digest in self.agreed

    def still_to_agree(self, preview: Text | Lines, *, second: bool = False) -> Confirm | None:
        """What must be agreed to first, by the sender, then by a ``second`` person; None once they have."""
        asked = [Confirm(preview=preview)]
        if second:
            asked.append(Confirm(preview=preview, by_second=True))
        return next((each for each in asked if not self.has_agreed(each)), None)

    def acting_as(
        self, sender: Person, *, agreed: frozenset[str] = frozenset(), approver: Person | None = None
    ) -> UnitCtx:
        """The same context for whoever asked for what is answered now; ``agreed``: what has been agreed to by it."""
        store = self.store if sender.id == self.sender.id else self.store.acting_as(sender.id)
        return replace(self, sender=sender, language=sender.language, store=store, agreed=agreed, approver=approver)


@dataclass(frozen=True, kw_only=True)
class CaseCtx(UnitCtx):
    """Like :class:`UnitCtx`, for one case: its store cannot reach another."""

    case: Case  # as it was when the row began
    store: CaseStore

    @property
    def facts(self) -> CaseFacts:
        """All that who may be in the case's rooms depends on, as it is now: also after a change."""
        return self.store.facts

    def to_coordinator(self, body: Text | Lines) -> Say:
        """Something for the case's coordinator to see to, said in the office."""
        return Say(
            room_id=self.store.office.id,
            body=body,
            urgency=Urgency.QUESTION,
            person_id=self.case.coordinator_id,
            mentions=(self.case.coordinator_id,),
        )


@dataclass(frozen=True, kw_only=True)
class Command:
    """One command of the table: its names, who may say it, and how its words are read."""

    sv: str
    en: str
    needs: Duty
    run: Callable[[Any, Any], Outcome]
    args: type[Args]
    of_case: bool
    evidence: bool
    aside: bool
    hidden: bool
    where: frozenset[RoomKind]
    also: tuple[str, ...] = ()
    ready: Callable[[Any], None] | None = None

    @property
    def key(self) -> str:
        """Stable name for questions, audit and texts: ``consent_record``."""
        return self.en.replace(" ", "_").replace("-", "_")

    def name(self, language: Language) -> str:
        """The name in a language."""
        return self.sv if language == "sv" else self.en

    def names(self) -> tuple[str, ...]:
        """Everything it answers to, in any language."""
        return (self.sv, self.en, *self.also)

    def fields(self) -> dict[str, Arg]:
        """The arguments in the order they are said."""
        found = {}
        for name, info in self.args.model_fields.items():
            arg = next((item for item in info.metadata if isinstance(item, Arg)), None)
            if arg is None:
                raise TypeError(f"{self.sv}: argument {name} has no Arg")
            found[name] = arg
        return found

    def about(self, words: Mapping[str, str], known: Callable[[str], Person | None]) -> str | None:
        """The short name of the person these words are about, the first if there are several."""
        for name, arg in self.fields().items():
            if name in words and isinstance(arg.reads, Somebody | ShortName):
                found = known(words[name])
                return words[name].removeprefix("@").lower() if found is None else found.handle
        return None

    def required(self, name: str) -> bool:
        """Whether an argument is asked for when it is not said."""
        return self.args.model_fields[name].is_required()


def command(
    *,
    sv: str,
    en: str,
    needs: Duty,
    evidence: bool = True,
    aside: bool = False,
    hidden: bool = False,
    where: tuple[RoomKind, ...] = EVERYWHERE,
    also: tuple[str, ...] = (),
    ready: Callable[[Any], None] | None = None,
) -> Callable[[Callable[[Any, Any], Outcome]], Command]:
    """Make a handler a command. ``evidence``: only an encrypted message from a device its owner signed will do, for a
    password may be stolen; not needed where somebody only looks, or speaks for themselves alone. ``aside``: it may be
    said in the middle of a dialogue, which goes on afterwards. ``also``: further names people use for it. ``ready``
    raises :class:`Refused` when it cannot be done now whatever the arguments: before anything is asked.

    The annotations decide the rest: ``ctx: CaseCtx`` makes it a command of one case, ``args`` names its arguments.
    """

    def made(run: Callable[[Any, Any], Outcome]) -> Command:
        hints = get_type_hints(run)
        return Command(
            sv=sv,
            en=en,
            needs=needs,
            run=run,
            args=hints["args"],
            of_case=issubclass(hints["ctx"], CaseCtx),
            evidence=evidence,
            aside=aside,
            hidden=hidden,
            where=frozenset(where),
            also=also,
            ready=ready,
        )

    return made


@dataclass(frozen=True, kw_only=True)
class When:
    """A handler for a kind of due row: ``(ctx, subject) -> Reply``."""

    kind: str
    run: Callable[[Any, str], Reply]
    of_case: bool


def when_due(kind: str) -> Callable[[Callable[[Any, str], Reply]], When]:
    """Make a function the handler of a kind of due row ("meeting.reminder")."""

    def made(run: Callable[[Any, str], Reply]) -> When:
        return When(kind=kind, run=run, of_case=issubclass(get_type_hints(run)["ctx"], CaseCtx))

    return made


@dataclass(frozen=True, kw_only=True)
class Tapped:
    """A handler for reactions on messages of ours whose tag begins with ``tag``: ``(ctx, subject, key) -> Reply``.

    ``key`` is the emoji, or ``ja`` or ``nej`` in direct reply. What the signs mean hangs on the message they are put
    on, so messages that ask different things have different tags.
    """

    tag: str
    run: Callable[[CaseCtx, str, str], Reply]


def when_tapped(tag: str) -> Callable[[Callable[[CaseCtx, str, str], Reply]], Tapped]:
    """Make a function the handler of reactions on ``tag:<subject>``. They can be forged: never for anything legal."""

    def made(run: Callable[[CaseCtx, str, str], Reply]) -> Tapped:
        return Tapped(tag=tag, run=run)

    return made


@dataclass(frozen=True, kw_only=True)
class MemberChange:
    """A handler for somebody joining or leaving a room we keep: ``(ctx, change) -> Reply``.

    ``change``: join, invite, leave (removed), ban or knock; ``left`` or ``declined`` for who goes by themselves, then a
    space and their reason if they gave one.
    """

    run: Callable[[UnitCtx, str], Reply]


def when_member(run: Callable[[UnitCtx, str], Reply]) -> MemberChange:
    """Make a function the handler of membership changes; ``ctx.sender`` is the person they are about."""
    return MemberChange(run=run)


def refuse(key: str, **values: Any) -> Refused:
    """``raise refuse("consent.none")``."""
    return Refused(T(key, **values))
