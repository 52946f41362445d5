"""The table of all commands and other handlers, built once from the lists in :mod:`handlers`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from bot.conversation import contexts, parse
from bot.conversation.clean import bare
from bot.conversation.command import CaseCtx, Command, DueHandler, MemberHandler, Reply, TapHandler, UnitCtx
from bot.conversation.rephrase import Wordings
from bot.errors import Refused
from bot.messages import Incoming, Unheard
from bot.rules.roles import OWN_WORDS, Role, may
from bot.rules.room import RoomKind
from storage.room import RoomView

#: Ends a dialogue, in either language.
CANCEL = frozenset({"avbryt", "cancel"})


@dataclass(frozen=True, kw_only=True)
class Table:
    """Every handler there is, by what it handles."""

    commands: Sequence[Command]
    due: Sequence[DueHandler]
    tapped: Sequence[TapHandler]
    members: Sequence[MemberHandler]
    free_words: Callable[[UnitCtx, str], Reply]  # the free words of those in bot.rules.roles.OWN_WORDS
    number: Callable[[UnitCtx, str, bool], Reply]  # a personal number; True: the writer has been told
    unreadable: Callable[[UnitCtx, str], Reply]  # what could not be read, or has no words
    unheard: Callable[[UnitCtx, Unheard], Reply]  # words of the bot that nobody could read on a page
    paused: Callable[[CaseCtx, RoomView, bool], Reply]  # a room is about to freeze (True), or thaws
    operators: Callable[[UnitCtx, Incoming], Reply]  # what happens in the room of those who run the bot
    # what people call things: how a command begins, or the key of a text, and the words for it
    called: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    perhaps: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    told: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    # by a command's Swedish name, which words of a sentence speak of it, and how plainly; and words without slips
    #: What means a command where it is all that somebody writes
    alone: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    cues: Mapping[str, Sequence[tuple[int, str]]] = field(default_factory=dict)
    known: frozenset[str] = frozenset()

    @cached_property
    def by_key(self) -> Mapping[str, Command]:
        """Commands by their stable name. Raises ``ValueError`` when two have the same."""
        by_key = {command.key: command for command in self.commands}
        if len(by_key) != len(self.commands):
            raise ValueError("two commands share a name")
        return by_key

    @cached_property
    def spoken(self) -> Sequence[Command]:
        """The commands people write; hidden ones are only reached by the answer to a question."""
        return [command for command in self.commands if not command.hidden]

    @cached_property
    def by_due(self) -> Mapping[str, DueHandler]:
        """Due handlers by kind."""
        return {handler.kind: handler for handler in self.due}

    @cached_property
    def by_tag(self) -> Mapping[str, TapHandler]:
        """Tap handlers by the first part of the tag."""
        return {handler.tag: handler for handler in self.tapped}

    def begins(self, text: str) -> bool:
        """Whether a text begins with the name of a command."""
        return parse.find(text, self.spoken) is not None

    def offered(self, role: Role, where: RoomKind | None = None) -> list[Command]:
        """The commands that a role may say (in a kind of room), as suggestions show them."""
        allowed = [command for command in self.spoken if may(role, command.needs)]
        if where is None:
            return allowed
        return [command for command in allowed if where in command.where]

    def wordings(self, role: Role, where: RoomKind) -> Wordings:
        """What a role may say in a kind of room, by every wording. Those in :data:`OWN_WORDS` have no wordings but
        the commands' own."""
        known = self._wordings.get((role, where))
        if known is None:
            known = Wordings(
                commands=self.offered(role, where),
                called={} if role in OWN_WORDS else self.called,
                of_numbered={} if role in OWN_WORDS else self.perhaps,
                alone={} if role in OWN_WORDS else self.alone,
            )
            self._wordings[role, where] = known
        return known

    def uncertain(self, role: Role, where: RoomKind) -> Wordings:
        """The same commands, by words that can mean one but also something else."""
        known = self._uncertain.get((role, where))
        if known is None:
            known = Wordings(commands=self.offered(role, where), called=self.perhaps)
            self._uncertain[role, where] = known
        return known

    @cached_property
    def _wordings(self) -> dict[tuple[Role, RoomKind], Wordings]:
        return {}

    @cached_property
    def _uncertain(self) -> dict[tuple[Role, RoomKind], Wordings]:
        return {}

    def is_answer(self, ctx: UnitCtx, command: Command, field: str, text: str) -> bool:
        """Whether words are taken as the answer to a question for ``field``.

        Professionals are told what was wrong with an answer, unless it is to no command of theirs. A youth, guardian
        or guest is never met by a parser's error: what does not fit is treated as free words.
        """
        if bare(text) in CANCEL:
            return False
        if ctx.sender.role not in OWN_WORDS and not command.hidden:
            return True
        try:
            command.fields()[field].reads.value(text, contexts.env(ctx))
        except Refused:
            return False
        return True
