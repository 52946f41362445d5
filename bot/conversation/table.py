"""The table of everything the bot understands, built once from what ``handlers`` lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.conversation import contexts
from bot.conversation.arguments import bare
from bot.conversation.command import Command, MemberChange, Reply, Tapped, UnitCtx, When
from bot.errors import Refused
from bot.messages import Unheard
from bot.rules.roles import OWN_WORDS, Role, may
from bot.rules.room import RoomKind

#: Ends a dialogue, in either language.
CANCEL = frozenset({"avbryt", "cancel"})


@dataclass(frozen=True, kw_only=True)
class Table:
    """Commands, due handlers, reaction handlers, membership handlers, what answers the free words of
    :data:`bot.rules.roles.OWN_WORDS`, a personal number (of which the writer may be told already), what cannot be
    read, and what is told in the office of words that nobody can read on a page."""

    commands: Sequence[Command]
    due: Sequence[When]
    tapped: Sequence[Tapped]
    members: Sequence[MemberChange]
    free_words: Callable[[UnitCtx, str], Reply]
    number: Callable[[UnitCtx, str, bool], Reply]
    unreadable: Callable[[UnitCtx, str], Reply]
    unheard: Callable[[UnitCtx, Unheard], Reply]

    @cached_property
    def by_key(self) -> Mapping[str, Command]:
        """Commands by their stable name."""
        found = {command.key: command for command in self.commands}
        if len(found) != len(self.commands):
            raise ValueError("two commands share a name")
        return found

    @cached_property
    def spoken(self) -> Sequence[Command]:
        """The commands people write; hidden ones are only reached by the answer to a question."""
        return [command for command in self.commands if not command.hidden]

    @cached_property
    def by_due(self) -> Mapping[str, When]:
        """Due handlers by kind."""
        return {when.kind: when for when in self.due}

    @cached_property
    def by_tag(self) -> Mapping[str, Tapped]:
        """Reaction handlers by the first part of the tag."""
        return {tapped.tag: tapped for tapped in self.tapped}

    def offered(self, role: Role, where: RoomKind | None = None) -> list[Command]:
        """What a role may say (in a kind of room), as help and suggestions show it."""
        return [
            command
            for command in self.commands
            if not command.hidden and may(role, command.needs) and (where is None or where in command.where)
        ]

    def is_answer(self, ctx: UnitCtx, command: Command, field: str, text: str) -> bool:
        """Whether words are taken as the answer to a question for ``field``.

        Professionals are told what was wrong with an answer. A youth, guardian or guest is never met by a parser's
        error: what does not fit is treated as free words.
        """
        if bare(text) in CANCEL:
            return False
        if ctx.sender.role not in OWN_WORDS:
            return True
        try:
            command.fields()[field].reads.value(text, contexts.env(ctx))
        except Refused:
            return False
        return True
