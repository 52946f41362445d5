"""A message to the bot, with all it takes to understand it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from sqlalchemy.orm import Session

from bot.conversation import contexts, parse
from bot.conversation.arguments import Env
from bot.conversation.command import UnitCtx
from bot.conversation.rephrase import Wordings, rephrased
from bot.conversation.table import Table
from bot.messages import Incoming, Kind
from bot.rules.roles import OWN_WORDS
from bot.rules.room import RoomKind
from storage import outbox

#: What a command begins with where people talk with each other.
MARK = "!"


@dataclass(frozen=True, kw_only=True)
class Message:
    """A row of the inbox, who wrote it and where (``ctx``), and its words.

    ``text``: without blanks around it, and without the mark of a command.
    """

    session: Session
    table: Table
    account_id: str
    ctx: UnitCtx
    row: Incoming
    text: str

    @property
    def env(self) -> Env:
        """What reading its words depends on."""
        return contexts.env(self.ctx)

    @cached_property
    def wordings(self) -> Wordings:
        """The commands that its writer may say here, by every wording."""
        offered = self.table.offered(self.ctx.sender.role, self.ctx.room.kind)
        if self.env.own_words:
            return Wordings(commands=offered, called={})
        return Wordings(commands=offered, called=self.table.called, of_numbered=self.table.perhaps)

    @cached_property
    def words(self) -> list[str]:
        """Its words as a command is read. Those of a youth, a guardian or a guest stand as they wrote them."""
        words = parse.split(self.text)
        if self.env.own_words:
            return words
        return rephrased(words, self.wordings, self.env)

    @property
    def is_edit(self) -> bool:
        """Whether it changes an earlier message."""
        return self.row.kind is Kind.EDIT

    @property
    def is_reply(self) -> bool:
        """Whether it is a direct reply to another message."""
        return self.row.about is not None and not self.is_edit

    @property
    def is_for_bot(self) -> bool:
        """Whether it is certainly said to the bot: in the office, on an own page, or with the mark of a
        command."""
        if self.ctx.room.kind in (RoomKind.OFFICE, RoomKind.PAGE):
            return True
        return self.row.body.strip().startswith(MARK)

    @property
    def allows_free_words(self) -> bool:
        """Whether a youth, a guardian or a guest wrote it on their own page, where any words are welcome."""
        return self.ctx.sender.role in OWN_WORDS and self.ctx.room.kind is RoomKind.PAGE

    @property
    def replied_to(self) -> tuple[int, str | None] | None:
        """The number and tag of the outbox row it replies to (or reacts to); None when the bot did not send
        that."""
        return outbox.row_behind(self.session, self.row.about or "")


def of_row(session: Session, table: Table, account_id: str, ctx: UnitCtx, row: Incoming) -> Message:
    """The message that a row of the inbox is."""
    text = row.body.strip().removeprefix(MARK).strip()
    return Message(session=session, table=table, account_id=account_id, ctx=ctx, row=row, text=text)
