"""The way of a message: what came in, what goes out, what is due, what was asked, and who did what."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, Serial


class Inbox(Base):
    """An event addressed to the bot. ``body_sealed`` is wiped when it is handled."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("account_id", "event_id"),
        UniqueConstraint(
            "account_id", "session_id", "message_index"
        ),  # a replayed ciphertext is no new command
        Index("ix_inbox_account_id_state_id", "account_id", "state", "id"),
        Index("ix_inbox_account_id_about", "account_id", "about"),
    )
    id: Mapped[int] = mapped_column(Serial, primary_key=True, autoincrement=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    event_id: Mapped[str] = mapped_column(String(255))
    room_id: Mapped[str] = mapped_column(ForeignKey("room.id"))
    sender: Mapped[str] = mapped_column(String(255))
    kind: Mapped[str] = mapped_column(String(12))  # see bot.messages.Kind
    # the event replied to, reacted to, edited or redacted
    about: Mapped[str | None] = mapped_column(String(255))
    body_sealed: Mapped[bytes | None]
    verified: Mapped[bool] = mapped_column(default=False)
    session_id: Mapped[str | None] = mapped_column(String(64))
    message_index: Mapped[int | None]
    sent_at: Mapped[datetime]  # by the homeserver's clock, which is never compared with ours
    seen_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(8), default="new")  # new | waiting (for its key) | done | aside
    tries: Mapped[int] = mapped_column(default=0)
    # what the person was told to quote when something failed
    reference: Mapped[str | None] = mapped_column(String(16))


class Outbox(Base):
    """Something to be done on the homeserver, in order per room. ``body_sealed`` is wiped when it is done."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_account_id_state_room_id_id", "account_id", "state", "room_id", "id"),
        Index("ix_outbox_room_id_tag", "room_id", "tag"),
    )
    id: Mapped[int] = mapped_column(Serial, primary_key=True, autoincrement=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    room_id: Mapped[str] = mapped_column(ForeignKey("room.id"))
    kind: Mapped[str] = mapped_column(String(12))  # see bot.messages.Out
    rank: Mapped[int] = mapped_column(default=5)  # 0 removals, 1 other membership and rooms, 5 messages
    txn: Mapped[str] = mapped_column(String(36), unique=True)  # the homeserver's transaction id
    body_sealed: Mapped[bytes | None]
    # what it shows, for edits, pins and reactions: "plan:<case>"
    tag: Mapped[str | None] = mapped_column(String(64))
    person_id: Mapped[str | None] = mapped_column(String(32))  # whom it is for or about, where that matters
    urgency: Mapped[str] = mapped_column(String(8), default="answer")  # see bot.rules.budget
    not_before: Mapped[datetime]
    created_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(8), default="waiting")  # waiting | sending | sent | dropped
    cause: Mapped[str | None] = mapped_column(String(64))  # why dropped, or why it failed at the last try
    tries: Mapped[int] = mapped_column(default=0)
    event_id: Mapped[str | None] = mapped_column(String(255), index=True)
    sent_at: Mapped[datetime | None]


class Due(Base):
    """Something to be done at a time. This table decides; APScheduler only wakes the bot."""

    __tablename__ = "due"
    __table_args__ = (
        Index("ix_due_state_at", "state", "at"),
        Index("ix_due_kind_subject_state", "kind", "subject", "state"),
    )
    id: Mapped[int] = mapped_column(Serial, primary_key=True, autoincrement=True)
    unit_id: Mapped[str] = mapped_column(String(32))
    case_id: Mapped[str | None] = mapped_column(String(32), index=True)
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
    __table_args__ = (Index("ix_question_room_id_state", "room_id", "state"),)
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
    event_id: Mapped[str | None] = mapped_column(String(255), index=True)  # the message that led to it


class Audit(Base):
    """A row of the hash-chained audit log: opaque ids and tags, never names, texts or Matrix ids."""

    __tablename__ = "audit"
    seq: Mapped[int] = mapped_column(Serial, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    unit_id: Mapped[str] = mapped_column(String(32))
    actor: Mapped[str] = mapped_column(String(32))  # person id, or "bot"
    case_id: Mapped[str | None] = mapped_column(String(32), index=True)
    action: Mapped[str] = mapped_column(String(64))  # "case:consent:withdrawn"
    detail: Mapped[dict[str, Any]]
    previous: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))
