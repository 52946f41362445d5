"""A message to the bot, with all it takes to understand it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from sqlalchemy.orm import Session

from bot.conversation import clean, contexts, parse, several
from bot.conversation.arguments import Env
from bot.conversation.command import UnitCtx
from bot.conversation.rephrase import Wordings, rephrased
from bot.conversation.table import Table
from bot.i18n import Items, Lines, Text
from bot.messages import Incoming, Kind
from bot.rules.roles import OWN_WORDS, Role
from bot.rules.room import RoomKind
from storage import inbox, outbox


@dataclass(frozen=True, kw_only=True)
class Message:
    """A row of the inbox, who wrote it and where (``ctx``), and its words.

    ``text``: the words as they are read. ``said``: as they were written, for free text and for echoes; see
    :mod:`bot.conversation.clean`. A row may hold several messages, one a line: this is the first that is not
    handled yet, and ``rest`` what follows it. ``is_crowded``: there are more of them than are taken at once.
    """

    session: Session
    table: Table
    account_id: str
    ctx: UnitCtx
    row: Incoming
    text: str
    said: str
    rest: str = ""
    is_marked: bool = False
    is_greeting: bool = False
    is_crowded: bool = False

    @property
    def env(self) -> Env:
        """What reading its words depends on."""
        return contexts.env(self.ctx)

    @cached_property
    def wordings(self) -> Wordings:
        """The commands that its writer may say here, by every wording."""
        return self.table.wordings(self.ctx.sender.role, self.ctx.room.kind)

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
        """Whether it is a direct reply to another message; of several lines the first is."""
        return self.row.about is not None and not self.is_edit and not self.is_later

    @property
    def is_later(self) -> bool:
        """Whether other lines of the same message came before it."""
        return self.row.part > 0

    @property
    def is_of_professional(self) -> bool:
        """Whether a professional wrote it, whose slips and courtesy are looked past."""
        return self.ctx.sender.role not in OWN_WORDS

    @property
    def is_for_bot(self) -> bool:
        """Whether it is certainly said to the bot: in the office, on an own page, or with the mark of a
        command."""
        if self.ctx.room.kind in (RoomKind.OFFICE, RoomKind.PAGE):
            return True
        return self.is_marked or self.is_later

    @property
    def allows_free_words(self) -> bool:
        """Whether a youth, a guardian or a guest wrote it on their own page, where any words are welcome."""
        return self.ctx.sender.role in OWN_WORDS and self.ctx.room.kind is RoomKind.PAGE

    @property
    def is_among_others(self) -> bool:
        """Whether a youth or a guardian wrote it in a room of a case, where all others read it."""
        return self.ctx.sender.role in (Role.YOUTH, Role.GUARDIAN) and self.ctx.room.kind.of_case

    def as_written(self, told: Text | Lines) -> Text | Lines:
        """What is said about its words, with those words as they were written."""
        if isinstance(told, Lines):
            parts = (part if isinstance(part, Items) else self.as_written(part) for part in told.parts)
            return replace(told, parts=tuple(parts))
        quoted = {
            name: clean.written(value, self.said)
            for name, value in told.values.items()
            if type(value) is str and value
        }
        return replace(told, values={**told.values, **quoted})

    @property
    def replied_to(self) -> tuple[int, str | None] | None:
        """The number and tag of the outbox row it replies to (or reacts to); None when the bot did not send
        that."""
        return outbox.row_behind(self.session, self.row.about or "")


def of_row(
    session: Session, table: Table, account_id: str, ctx: UnitCtx, row: Incoming, names: tuple[str, ...] = ()
) -> Message:
    """The message that a row of the inbox is, or the first of its lines. ``names``: the bot's own."""
    rest = ""
    is_crowded = False
    if ctx.sender.role in OWN_WORDS:
        cleaned = clean.lightly(row.body)
    else:
        first = clean.letter(row.body)
        if "\n" in first:
            first, rest, is_crowded = several.first(first, table.spoken, contexts.env(ctx), names)
        if rest and (is_crowded or _changes_what_is_done(session, account_id, row)):
            rest = ""  # all of it is refused
        cleaned = several.without_number(clean.line(first, names), table.spoken)
    return Message(
        session=session,
        table=table,
        account_id=account_id,
        ctx=ctx,
        row=row,
        text=cleaned.text,
        said=cleaned.said,
        rest=rest,
        is_marked=cleaned.is_marked,
        is_greeting=cleaned.is_greeting,
        is_crowded=is_crowded,
    )


def _changes_what_is_done(session: Session, account_id: str, row: Incoming) -> bool:
    """Whether a row changes a message of which something has been done."""
    if row.kind is not Kind.EDIT or row.part:
        return False
    return not inbox.is_refused(session, account_id, row.about or "")
