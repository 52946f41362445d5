"""What handlers are written with: commands with typed arguments, contexts, replies and questions.

A handler is a plain function ``(ctx, args) -> Outcome``. It reads its arguments, calls a service that makes
the change, and returns what is to be said. It never sends anything: its reply becomes rows of the outbox,
which are delivered once its unit has committed. Where somebody must agree first, it returns a
:class:`Confirm` and writes nothing, until
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
from bot.messages import Attach, Edit, Offer, Pin, React, Redact, Say, Takes, Until, Urgency
from bot.rules import away
from bot.rules.age import in_todays_band
from bot.rules.case import Case
from bot.rules.facts import CaseFacts
from bot.rules.person import Person
from bot.rules.plan import BY_ITSELF, By, Via
from bot.rules.profile import Profile
from bot.rules.roles import Consequence, Duty, Role
from bot.rules.roles import consequence as consequence_of
from bot.rules.room import RoomKind
from storage.room import RoomView
from storage.scoped import CaseStore, UnitStore
from storage.tap import Tap

#: Where a command may be said unless it says otherwise.
EVERYWHERE = (RoomKind.OFFICE, RoomKind.CASE, RoomKind.SIDE, RoomKind.PAGE)


class Args(BaseModel):
    """Arguments of a command. Every field carries an :class:`~bot.conversation.arguments.Arg` that reads its
    words."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class NoArgs(Args):
    """A command without arguments."""


@dataclass(frozen=True, kw_only=True)
class Ask:
    """A question. Its answer fills ``field`` of ``command``; without a field it is answered by yes or no."""

    room_id: str
    person_id: str | None  # whose answer counts; None: any second person's but the sender's
    body: Text | Lines
    command: str
    field: str | None
    # the command's other arguments, as words
    given: Mapping[str, str] = dataclasses.field(default_factory=dict)
    case_id: str | None = None
    digest: str | None = None  # of a yes-or-no question: what the yes is to
    agreed: frozenset[str] = frozenset()  # what was agreed to before, in the same dialogue
    urgency: Urgency = Urgency.QUESTION
    tag: str | None = None
    quiet: bool = False  # see Say: a question that names what no lock screen may show
    lasts: timedelta | None = None  # how long an answer counts; None: as long as the settings say
    reply_to: str | None = None  # event id
    # what the person's next words in a room of a case may answer, without a reply; None: nothing
    takes: Takes | None = None
    mentions: tuple[str, ...] = ()  # person ids
    since: str | None = None  # the message with which the dialogue began, if not the one that is answered now
    until: Until | None = None  # see Say


Effect = Say | Edit | React | Offer | Attach | Pin | Redact | Ask
Reply = tuple[Effect, ...]


@dataclass(frozen=True, kw_only=True)
class Confirm:
    """What would follow, shown to whoever must agree to it. Returned instead of a reply, before anything is
    written."""

    preview: Text | Lines
    # a second person of the unit, in the office: for what binds people and widens access
    by_second: bool = False
    # words for arguments nobody said, whose value depends on the day: as the preview shows them
    fixed: Mapping[str, str] = dataclasses.field(default_factory=dict)

    @property
    def digest(self) -> str:
        """Stands for the wording: when something changes meanwhile, the preview differs, and so does its
        digest."""
        return hashlib.sha256(f"{self.by_second}{say(self.preview, 'sv')}".encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Missing:
    """An optional argument that is needed after all, and so is asked for. Returned instead of a reply."""

    field: str
    # what the question names beside the choices
    values: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    ask: str | None = None  # the question's text, if not the argument's own


Outcome = Reply | Confirm | Missing


@dataclass(frozen=True, kw_only=True)
class UnitCtx:
    """What a handler knows: who speaks where and when, the unit's profile, and a store of this unit alone."""

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
    thread: str | None = None  # the event with which the thread began that is answered in
    written_at: datetime | None = None  # when the words were written, where they came late
    is_late: bool = False  # what is due now was due long ago: the bot was away
    verified: bool = False
    agreed: frozenset[str] = frozenset()
    # a question that waits is only looked at again: no yes counts, so that nothing is done
    looks_again: bool = False
    approver: Person | None = None
    new_code: Callable[[Collection[str]], str]
    unit_language: Language
    own_server: str
    kept_for: timedelta
    # server -> name by unit of those who talk with its people
    taking_guests: Callable[[str], Mapping[str, str]]

    def say(self, body: Text | Lines, *, quiet: bool = False, tag: str | None = None) -> Say:
        """An answer in the room in which the person wrote."""
        return Say(room_id=self.room.id, body=body, quiet=quiet, tag=tag, person_id=self.sender.id)

    @property
    def on_own_page(self) -> bool:
        """Whether a youth or a guardian writes where they are alone with the bot."""
        return self.sender.role in (Role.YOUTH, Role.GUARDIAN) and self.room.kind is RoomKind.PAGE

    def of(self, case: Case) -> CaseCtx:
        """The same context for a case of this unit."""
        fields: dict[str, Any] = {name: getattr(self, name) for name in UnitCtx.__dataclass_fields__}
        fields["store"] = self.store.of(case)
        return CaseCtx(**fields, case=in_todays_band(case, self.profile, self.today))

    def has_agreed(self, confirm: Confirm) -> bool:
        """Whether exactly this preview has got the yes it needs."""
        return confirm.digest in self.agreed

    def still_to_agree(
        self, preview: Text | Lines, *, second: bool = False, fixed: Mapping[str, str] | None = None
    ) -> Confirm | None:
        """What must be agreed to first, by the sender, then by a ``second`` person; None once they have.

        ``fixed``: see :class:`Confirm`.
        """
        needed = [Confirm(preview=preview, fixed=fixed or {})]
        if second:
            needed.append(Confirm(preview=preview, by_second=True, fixed=fixed or {}))
        if self.looks_again:
            return needed[-1]
        return next((confirm for confirm in needed if not self.has_agreed(confirm)), None)

    def acting_as(
        self,
        sender: Person,
        *,
        agreed: frozenset[str] = frozenset(),
        approver: Person | None = None,
        looks_again: bool = False,
    ) -> UnitCtx:
        """The same context for somebody else: whoever gave the command that is answered, or looked at again,
        now.

        ``agreed``: what has been agreed to, this answer included.
        """
        store = self.store if sender.id == self.sender.id else self.store.acting_as(sender.id)
        return replace(
            self,
            sender=sender,
            language=sender.language,
            store=store,
            agreed=agreed,
            approver=approver,
            looks_again=looks_again,
        )


@dataclass(frozen=True, kw_only=True)
class CaseCtx(UnitCtx):
    """Like :class:`UnitCtx`, for one case: its store cannot reach another."""

    case: Case  # as it was when the row began
    store: CaseStore

    @property
    def facts(self) -> CaseFacts:
        """The case, its consents, its actors and the unit's people, as they are now: also after a change."""
        return self.store.facts

    @property
    def reader(self) -> Person:
        """Who reads what is for the case's coordinator: their deputy while they are away."""
        return away.reader(self.facts, self.case)

    @property
    def coordinator_page(self) -> RoomView:
        """The own page of whoever reads for the case's coordinator."""
        return self.store.page(self.reader.id)

    def by(self, via: Via = Via.COMMAND) -> By:
        """Who changes a task now, as its history keeps it: whoever speaks; the bot, when something is due."""
        if self.event_id is None:
            return BY_ITSELF
        return By(person_id=self.sender.id, via=via, verified=self.verified)

    def to_coordinator(self, body: Text | Lines) -> Say:
        """A message to whoever reads for the case's coordinator, in the office."""
        reader = self.reader.id
        return Say(
            room_id=self.store.office.id,
            body=body,
            urgency=Urgency.QUESTION,
            person_id=reader,
            mentions=(reader,),
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
    consequence: Consequence
    also: tuple[str, ...] = ()
    ready: Callable[[Any], None] | None = None
    fill: Callable[[Any, str], str | Missing | None] | None = None
    narrow: Callable[[Any, Mapping[str, Any]], Mapping[str, str]] | None = None
    numbered: str | None = None

    @property
    def key(self) -> str:
        """Its stable name in questions, the audit log and texts: ``consent_record``."""
        return self.en.replace(" ", "_").replace("-", "_")

    @property
    def looks(self) -> bool:
        """Whether it only shows something: a dialogue goes on after it."""
        return self.consequence is Consequence.LOOK

    def name(self, language: Language) -> str:
        """The name in a language."""
        return self.sv if language == "sv" else self.en

    def names(self) -> tuple[str, ...]:
        """All its names, in every language."""
        return (self.sv, self.en, *self.also)

    def fields(self) -> dict[str, Arg]:
        """The arguments in the order they are said."""
        fields = {}
        for name, info in self.args.model_fields.items():
            arg = next((item for item in info.metadata if isinstance(item, Arg)), None)
            if arg is None:
                raise TypeError(f"{self.sv}: argument {name} has no Arg")
            fields[name] = arg
        return fields

    def about(self, words: Mapping[str, str], known: Callable[[str], Person | None]) -> str | None:
        """The short name of the person these words are about, the first if there are several."""
        for name, arg in self.fields().items():
            if name in words and isinstance(arg.reads, Somebody | ShortName):
                person = known(words[name])
                if person is None:
                    return words[name].removeprefix("@").lower()
                return person.handle
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
    consequence: Consequence | None = None,
    ready: Callable[[Any], None] | None = None,
    fill: Callable[[Any, str], str | Missing | None] | None = None,
    narrow: Callable[[Any, Mapping[str, Any]], Mapping[str, str]] | None = None,
    numbered: str | None = None,
) -> Callable[[Callable[[Any, Any], Outcome]], Command]:
    """Make a handler a command. Its annotations decide the rest: with ``ctx: CaseCtx`` it is about one case,
    and ``args`` names its arguments.

    ``evidence``: it takes an encrypted message from a device that its owner has signed, because a password
    may be stolen; not needed where somebody only looks, or speaks for themselves alone. ``aside``: it may be
    said in the middle of a dialogue, which goes on afterwards. ``hidden``: nobody types it; it is reached by
    the answer to a question. ``where``: the kinds of rooms in which it may be said. ``also``: further names
    that people use for it. ``consequence``: what may follow from it, if not what its duty says. ``ready``
    raises :class:`Refused` when the command cannot be carried out now, whatever its arguments are, so that
    none is asked for in vain. ``fill`` is given the context and an argument that was not said: it returns
    the words that can only be meant, what to ask instead, or None to ask as usual. ``narrow`` is given the
    context and the arguments said so far, where several cases could be meant: it returns the ids of those
    that can be, each with what to show beside its code. ``numbered``: the name of the command that is meant
    where nothing but a number (and a case) follows: "uppgift 3" is a look at it.
    """

    def decorate(run: Callable[[Any, Any], Outcome]) -> Command:
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
            consequence=consequence_of(needs) if consequence is None else consequence,
            also=also,
            ready=ready,
            fill=fill,
            narrow=narrow,
            numbered=numbered,
        )

    return decorate


@dataclass(frozen=True, kw_only=True)
class DueHandler:
    """A handler for a kind of due row: ``(ctx, subject) -> Reply``."""

    kind: str
    run: Callable[[Any, str], Reply]
    of_case: bool


def when_due(kind: str) -> Callable[[Callable[[Any, str], Reply]], DueHandler]:
    """Make a function the handler of a kind of due row ("meeting.reminder")."""

    def decorate(run: Callable[[Any, str], Reply]) -> DueHandler:
        return DueHandler(kind=kind, run=run, of_case=issubclass(get_type_hints(run)["ctx"], CaseCtx))

    return decorate


@dataclass(frozen=True, kw_only=True)
class TapHandler:
    """A handler for taps on messages of the bot that are tagged ``tag:<subject>``: ``(ctx, subject, key) ->
    Reply``.

    ``key`` is the emoji, or the ``ja`` or ``nej`` of a direct reply. What it means depends on the message, so
    messages that ask different things have different tags. ``back``: handles a tap that is taken back.
    """

    tag: str
    run: Callable[[CaseCtx, str, str], Reply]
    back: Callable[[CaseCtx, Tap], Reply]


def when_tapped(
    tag: str, *, back: Callable[[CaseCtx, Tap], Reply]
) -> Callable[[Callable[[CaseCtx, str, str], Reply]], TapHandler]:
    """Make a function the handler of taps on messages tagged ``tag:<subject>``, and ``back`` of those that are
    taken back.

    A homeserver can forge a reaction, so nothing with legal effect may follow from one.
    """

    def decorate(run: Callable[[CaseCtx, str, str], Reply]) -> TapHandler:
        return TapHandler(tag=tag, run=run, back=back)

    return decorate


@dataclass(frozen=True, kw_only=True)
class MemberHandler:
    """A handler for somebody who comes to a room of the bot or leaves it: ``(ctx, change) -> Reply``.

    ``change`` is ``join``, ``invite``, ``leave`` (they were removed), ``ban`` or ``knock``. For those who go
    by themselves it is ``left`` or ``declined``, followed by a space and their reason, if they gave one.
    """

    run: Callable[[UnitCtx, str], Reply]


def when_member(run: Callable[[UnitCtx, str], Reply]) -> MemberHandler:
    """Make a function the handler of membership changes; ``ctx.sender`` is the person they are about."""
    return MemberHandler(run=run)


def refuse(key: str, **values: Any) -> Refused:
    """The refusal with a text's key and values: ``raise refuse("consent.none")``."""
    return Refused(T(key, **values))
