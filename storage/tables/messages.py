"""The way of a message: what came in, what goes out, what is due, what was asked, and who did what."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, String, UniqueConstraint, and_, func, literal_column
from sqlalchemy.orm import Mapped, mapped_column

from bot.rules.audit import Action
from storage.tables.base import Base, Serial, partial, written


class Inbox(Base):
    """An event addressed to the bot. ``body_sealed`` is wiped when it is handled; of several messages in it
    each when it is, and ``part`` counts them."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("account_id", "event_id"),
        UniqueConstraint(
            "account_id", "session_id", "message_index"
        ),  # a replayed ciphertext is no new command
        # not the account first: for the heads of all senders SQLite would read all of it
        Index("ix_inbox_sender_account_id_seen_at", "sender", "account_id", "seen_at"),
    )
    id: Mapped[int] = mapped_column(Serial, primary_key=True, autoincrement=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    event_id: Mapped[str] = mapped_column(String(255))
    room_id: Mapped[str] = mapped_column(ForeignKey("room.id"))
    sender: Mapped[str] = mapped_column(String(255))
    kind: Mapped[str] = mapped_column(String(12))  # see bot.messages.Kind
    # the event replied to, reacted to, edited or redacted
    about: Mapped[str | None] = mapped_column(String(255))
    # the event with which its thread began
    thread: Mapped[str | None] = mapped_column(String(255))
    body_sealed: Mapped[bytes | None]
    verified: Mapped[bool] = mapped_column(default=False)
    session_id: Mapped[str | None] = mapped_column(String(64))
    message_index: Mapped[int | None]
    sent_at: Mapped[datetime]  # by the homeserver's clock, which is never compared with ours
    seen_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(8), default="new")  # new | waiting (for its key) | done | aside
    tries: Mapped[int] = mapped_column(default=0)
    part: Mapped[int] = mapped_column(default=0)
    # what the person was told to quote when something failed; or that it made no sense
    reference: Mapped[str | None] = mapped_column(String(16))


class Outbox(Base):
    """Something to be done on the homeserver, in order per room. ``body_sealed`` is wiped when it is done."""

    __tablename__ = "outbox"
    id: Mapped[int] = mapped_column(Serial, primary_key=True, autoincrement=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    room_id: Mapped[str] = mapped_column(ForeignKey("room.id"))
    kind: Mapped[str] = mapped_column(String(12))  # see bot.messages.Out
    # 0 removals, 1 other membership and rooms, 5 messages, 9 emoji offered
    rank: Mapped[int] = mapped_column(default=5)
    txn: Mapped[str] = mapped_column(String(36), unique=True)  # the homeserver's transaction id
    body_sealed: Mapped[bytes | None]
    # what it shows, for edits, pins and reactions: "plan:<case>"
    tag: Mapped[str | None] = mapped_column(String(64))
    # the event with which the thread began that it is said in
    thread: Mapped[str | None] = mapped_column(String(255))
    person_id: Mapped[str | None] = mapped_column(String(32))  # whom it is for or about, where that matters
    urgency: Mapped[str] = mapped_column(String(8), default="answer")  # see bot.rules.budget
    not_before: Mapped[datetime]
    created_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(8), default="waiting")  # waiting | sending | sent | dropped
    cause: Mapped[str | None] = mapped_column(String(64))  # why dropped, or why it waits for its next try
    waits_since: Mapped[datetime | None]  # since when it waits for that, first of all
    told_at: Mapped[datetime | None]  # when somebody was told that it waits, and why
    tries: Mapped[int] = mapped_column(default=0)
    event_id: Mapped[str | None] = mapped_column(String(255))
    sent_at: Mapped[datetime | None]


class Unprompted(Base):
    """Whom a message disturbs that the bot says by itself: one person on their own page, or all who are mentioned."""

    __tablename__ = "unprompted"
    outbox_id: Mapped[int] = mapped_column(
        Serial, ForeignKey("outbox.id"), primary_key=True, autoincrement=False
    )
    person_id: Mapped[str] = mapped_column(String(32), primary_key=True, index=True)


class Heard(Base):
    """An event that was addressed to the bot, after its row in the inbox was pruned: digests, so that it, its
    ciphertext and changes of it are known again while its room lives."""

    __tablename__ = "heard"
    event: Mapped[bytes] = mapped_column(primary_key=True)
    ciphertext: Mapped[bytes | None]  # of the session and the index in it
    sender: Mapped[bytes]  # together with the event, so that it tells of nobody what they have sent
    room_id: Mapped[str] = mapped_column(ForeignKey("room.id"), index=True)
    is_reaction: Mapped[bool]
    is_refused: Mapped[bool]  # it made no sense, so that an edit may say it anew


class Spoken(Base):
    """A message of the bot, after its row in the outbox was pruned: so that a reply to it, or a tap on it, is still
    known for one while its room lives."""

    __tablename__ = "spoken"
    event_id: Mapped[str] = mapped_column(String(255), primary_key=True)
    room_id: Mapped[str] = mapped_column(ForeignKey("room.id"), index=True)
    number: Mapped[int] = mapped_column(Serial)  # of the row it was
    tag: Mapped[str | None] = mapped_column(String(64))


class Tap(Base):
    """What somebody answered with an emoji, and what the answer was before, until it is taken back."""

    __tablename__ = "tap"
    id: Mapped[int] = mapped_column(Serial, primary_key=True, autoincrement=True)
    event_id: Mapped[str] = mapped_column(String(255), unique=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("case.id"), index=True)
    person_id: Mapped[str] = mapped_column(String(32))
    tag: Mapped[str] = mapped_column(String(64))  # of the message tapped: "task:<id>"
    said: Mapped[str] = mapped_column(String(12))
    before: Mapped[str | None] = mapped_column(String(12))  # None: there was no answer
    at: Mapped[datetime]  # when the answer became what this tap says


class Due(Base):
    """Something to be done at a time. This table decides; APScheduler only wakes the bot."""

    __tablename__ = "due"
    id: Mapped[int] = mapped_column(Serial, primary_key=True, autoincrement=True)
    unit_id: Mapped[str] = mapped_column(String(32))
    case_id: Mapped[str | None] = mapped_column(String(32))
    kind: Mapped[str] = mapped_column(String(40))  # "meeting.reminder"
    subject: Mapped[str] = mapped_column(String(64))  # what it is about; one pending row per (kind, subject)
    at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(10), default="pending")  # pending | done | cancelled | aside
    cause: Mapped[str | None] = mapped_column(String(64))  # why cancelled or set aside
    leased_until: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)


class Question(Base):
    """A question to one person in a room, or to any second person of the unit."""

    __tablename__ = "question"
    __table_args__ = (
        Index("ix_question_room_id_person_id_id", "room_id", "person_id", "id"),
        Index("ix_question_room_id_expires_at", "room_id", "expires_at"),
    )
    id: Mapped[int] = mapped_column(Serial, primary_key=True, autoincrement=True)
    unit_id: Mapped[str] = mapped_column(String(32))
    room_id: Mapped[str] = mapped_column(ForeignKey("room.id"))
    #: None: anybody but ``asker`` who may approve, until one has
    person_id: Mapped[str | None] = mapped_column(String(32))
    asker: Mapped[str] = mapped_column(String(32))  # the person whose command this is
    command: Mapped[str] = mapped_column(String(40))
    case_id: Mapped[str | None] = mapped_column(String(32))
    # the argument asked for; None: a yes/no about `digest`
    field: Mapped[str | None] = mapped_column(String(40))
    digest: Mapped[str | None] = mapped_column(String(64))
    state_sealed: Mapped[bytes]  # the arguments so far, and the previews agreed to
    key_id: Mapped[str] = mapped_column(String(32))
    outbox_id: Mapped[int | None] = mapped_column(Serial, index=True)
    # open | answered | replaced | expired | cancelled
    state: Mapped[str] = mapped_column(String(10), default="open")
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    event_id: Mapped[str | None] = mapped_column(String(255))  # the message that led to it


class AskedInRoom(Base):
    """A question of the bot in a room of a case that the asked person's next words there may answer, without a
    reply. The row goes with those words, whatever they are; nothing of them is kept."""

    __tablename__ = "asked_in_room"
    room_id: Mapped[str] = mapped_column(ForeignKey("room.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    outbox_id: Mapped[int] = mapped_column(Serial)
    tag: Mapped[str | None] = mapped_column(
        String(64)
    )  # of that message: when it is edited, the question is over
    takes: Mapped[str] = mapped_column(String(8))  # see bot.messages.Takes
    until: Mapped[datetime]


class Audit(Base):
    """A row of the hash-chained audit log: opaque ids and tags, never names, texts or Matrix ids."""

    __tablename__ = "audit"
    seq: Mapped[int] = mapped_column(Serial, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    unit_id: Mapped[str] = mapped_column(String(32))
    actor: Mapped[str] = mapped_column(String(32))  # person id, or "bot"
    case_id: Mapped[str | None] = mapped_column(String(32))
    action: Mapped[str] = mapped_column(String(64))  # "case:consent:withdrawn"
    detail: Mapped[dict[str, Any]]
    previous: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))


class Checkpoint(Base):
    """Where the audit log begins, once the rows before were archived or forgotten. The newest counts."""

    __tablename__ = "audit_checkpoint"
    seq: Mapped[int] = mapped_column(Serial, primary_key=True, autoincrement=False)  # of the last row before
    digest: Mapped[str] = mapped_column(String(64))  # of that row
    rows: Mapped[int]  # so many were taken away with it
    at: Mapped[datetime]


# What is over stays in these tables for some months; what is not is little. So nearly every index is of the rows
# that are not over, or that have what is looked for: a row that is done leaves it. Each condition stands here once, for
# the index and for the queries.


def is_unhandled() -> ColumnElement[bool]:
    """Inbox rows that are new, wait for their key or were set aside."""
    return Inbox.state != written("done")


def is_unsent(row: type[Outbox]) -> ColumnElement[bool]:
    """Outbox rows that are still to be done."""
    return row.state.in_((written("waiting"), written("sending")))


def is_said() -> ColumnElement[bool]:
    """Outbox rows that are messages."""
    return Outbox.kind == written("say")


def is_seed() -> ColumnElement[bool]:
    """Outbox rows of emoji that the bot offers, until they are taken away."""
    return and_(Outbox.kind == written("seed"), Outbox.tag.is_not(None))


def is_invitation() -> ColumnElement[bool]:
    """Outbox rows that invite somebody we know."""
    return and_(Outbox.kind == written("invite"), Outbox.tag.is_not(None))


def is_untold() -> ColumnElement[bool]:
    """Outbox rows that could not be done when they were to be, and of which nobody has been told."""
    return and_(is_unsent(Outbox), Outbox.waits_since.is_not(None), Outbox.told_at.is_(None))


def is_pending() -> ColumnElement[bool]:
    """Due rows that are to be done."""
    return Due.state == written("pending")


def is_aside() -> ColumnElement[bool]:
    """Due rows that failed again and again."""
    return Due.state == written("aside")


def is_open() -> ColumnElement[bool]:
    """Questions that wait for an answer."""
    return Question.state == written("open")


def is_unwiped() -> ColumnElement[bool]:
    """Questions whose arguments are kept still."""
    return func.length(Question.state_sealed) > literal_column("0")


#: The actions of a unit's settings: each new row of the audit log is compared with the one before it.
OF_SETTINGS = (Action.UNIT_DEVIATIONS, Action.UNIT_SERVERS)


def is_of_settings() -> ColumnElement[bool]:
    """Audit rows about the settings of a unit."""
    return Audit.action.in_([written(action) for action in OF_SETTINGS])


partial("ix_inbox_unhandled", Inbox.account_id, Inbox.state, Inbox.id, where=is_unhandled())
partial("ix_heard_ciphertext", Heard.ciphertext, where=Heard.ciphertext.is_not(None))
partial("ix_inbox_account_id_about", Inbox.account_id, Inbox.about, where=Inbox.about.is_not(None))

partial("ix_outbox_unsent", Outbox.room_id, Outbox.rank, Outbox.id, where=is_unsent(Outbox))
partial("ix_outbox_next", Outbox.account_id, Outbox.not_before, where=is_unsent(Outbox))
partial("ix_outbox_event_id", Outbox.event_id, where=Outbox.event_id.is_not(None))
partial("ix_outbox_newest", Outbox.account_id, Outbox.id, where=and_(is_said(), Outbox.event_id.is_not(None)))
partial("ix_outbox_said", Outbox.room_id, Outbox.sent_at, where=and_(is_said(), Outbox.sent_at.is_not(None)))
partial(
    "ix_outbox_tag",
    Outbox.room_id,
    Outbox.tag,
    Outbox.id,
    where=and_(is_said(), Outbox.tag.is_not(None)),
    ops={"tag": "text_pattern_ops"},  # also finds how a tag begins, whatever the collation
)
partial("ix_outbox_seed", Outbox.room_id, Outbox.tag, where=is_seed())
partial("ix_outbox_invitation", Outbox.room_id, Outbox.tag, Outbox.id, where=is_invitation())
partial("ix_outbox_thread", Outbox.thread, where=Outbox.thread.is_not(None))
partial(
    "ix_outbox_budget",
    Outbox.person_id,
    Outbox.urgency,
    Outbox.not_before,
    where=and_(is_said(), Outbox.person_id.is_not(None)),
)

partial("ix_outbox_untold", Outbox.account_id, Outbox.waits_since, where=is_untold())

partial("ix_due_pending", Due.kind, Due.subject, where=is_pending())
partial("ix_due_next", Due.at, Due.id, where=is_pending())
partial("ix_due_of_case", Due.case_id, where=and_(is_pending(), Due.case_id.is_not(None)))
partial("ix_due_failing", Due.subject, where=Due.kind == written("outbox.failing"))

partial("ix_due_aside", Due.at, where=is_aside())

partial("ix_question_open", Question.person_id, Question.room_id, where=is_open())
partial("ix_question_unwiped", Question.expires_at, where=is_unwiped())

partial("ix_audit_case_id_seq", Audit.case_id, Audit.seq, where=Audit.case_id.is_not(None))
partial("ix_audit_settings", Audit.unit_id, Audit.action, Audit.seq, where=is_of_settings())
