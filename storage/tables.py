"""Every table, in one place. Rows stay inside ``storage``: its functions return the rules' frozen dataclasses.

Two columns recur. ``unit_id`` (a district or municipality) stands on every case-bound row, ``account_id`` (one bot
account on one homeserver) on keys, sync position, inbox and outbox: neither may ever be crossed.
``*_sealed`` columns hold ciphertext (:mod:`storage.sealed`). Times are UTC.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

#: Counts upwards; SQLite only does that for plain INTEGER.
Serial = BigInteger().with_variant(Integer, "sqlite")


class UtcDateTime(TypeDecorator[datetime]):
    """A moment. Naive datetimes are refused; reading gives aware UTC on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime is no moment: give it a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Names every constraint, so that migrations can find them again."""

    type_annotation_map = {datetime: UtcDateTime(), bytes: LargeBinary, dict[str, Any]: JSON, list[str]: JSON}


Base.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


# ------------------------------------------------------------------ keys: what nio and cross-signing must remember


class Account(Base):
    """One bot account on one homeserver: its device, its Olm account and how far it has synced."""

    __tablename__ = "account"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(255))
    device_id: Mapped[str] = mapped_column(String(255))
    key_id: Mapped[str] = mapped_column(String(32))
    token_sealed: Mapped[bytes | None]
    olm_sealed: Mapped[bytes | None]
    olm_shared: Mapped[bool] = mapped_column(default=False)
    position: Mapped[str | None] = mapped_column(Text)
    synced_at: Mapped[datetime | None]
    seeds_sealed: Mapped[bytes | None]  # cross-signing: three seeds, persisted before they are uploaded
    fallback_at: Mapped[datetime | None]


class OlmSession(Base):
    """One-to-one session with another device; room keys travel in it."""

    __tablename__ = "olm_session"
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True)
    session_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    sender_key: Mapped[str] = mapped_column(String(64), index=True)
    pickle_sealed: Mapped[bytes]
    created_at: Mapped[datetime]
    used_at: Mapped[datetime]


class MegolmSession(Base):
    """Somebody else's room session: reads what that device writes in that room. Sealed with the room's key."""

    __tablename__ = "megolm_session"
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True)
    matrix_room: Mapped[str] = mapped_column(String(255), primary_key=True)
    sender_key: Mapped[str] = mapped_column(String(64), primary_key=True)
    session_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    ed25519: Mapped[str] = mapped_column(String(64))
    key_id: Mapped[str] = mapped_column(String(32))
    pickle_sealed: Mapped[bytes]
    used_at: Mapped[datetime] = mapped_column(index=True)


class Device(Base):
    """A device of a user, as its owner published it. ``trusted``: signed by its owner's pinned identity."""

    __tablename__ = "device"
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(255), primary_key=True)
    device_id: Mapped[str] = mapped_column(String(255), primary_key=True)
    ed25519: Mapped[str] = mapped_column(String(64))
    curve25519: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(Text, default="")
    deleted: Mapped[bool] = mapped_column(default=False)
    trusted: Mapped[bool] = mapped_column(default=False)


class Identity(Base):
    """A user's cross-signing identity: the master key we pinned when first seen, and what the server says now.

    ``stale``: the keys must be asked for again before the next room key is shared with this user.
    """

    __tablename__ = "identity"
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(255), primary_key=True)
    pinned_master: Mapped[str | None] = mapped_column(String(64))
    seen_master: Mapped[str | None] = mapped_column(String(64))
    pinned_at: Mapped[datetime | None]
    stale: Mapped[bool] = mapped_column(default=True)


class SealedKey(Base):
    """A data key, wrapped by a key that lives outside the database. Deleting the row erases what it sealed."""

    __tablename__ = "sealed_key"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(16))  # account | unit | case
    wrapped: Mapped[bytes]
    wrapped_by: Mapped[str] = mapped_column(String(32))
    created_at: Mapped[datetime]


# ----------------------------------------------------------------------------------- rooms as we keep and see them


class Room(Base):
    """A place to talk: the office of a unit, a case room, a side room, or one person's own page."""

    __tablename__ = "room"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    unit_id: Mapped[str] = mapped_column(String(32), index=True)
    kind: Mapped[str] = mapped_column(String(8))  # office | case | side | page
    case_id: Mapped[str | None] = mapped_column(String(32), index=True)
    person_id: Mapped[str | None] = mapped_column(String(32), index=True)
    key_id: Mapped[str] = mapped_column(String(32))
    alias: Mapped[str] = mapped_column(String(64), unique=True)  # opaque; makes createRoom happen once
    matrix_room: Mapped[str | None] = mapped_column(String(255), unique=True)
    state: Mapped[str] = mapped_column(String(8), default="planned")  # planned | open | frozen | left
    scope: Mapped[list[str]] = mapped_column(default=list)  # kinds of information its members may share
    encrypted: Mapped[bool] = mapped_column(default=False)  # seen in the room's state; never unset
    dirty: Mapped[bool] = mapped_column(default=True)  # members to be compared with wanted()


class Member(Base):
    """Membership of a room as the homeserver last told us."""

    __tablename__ = "member"
    matrix_room: Mapped[str] = mapped_column(String(255), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(255), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    membership: Mapped[str] = mapped_column(String(8))  # join | invite | leave | ban | knock
    by_self: Mapped[bool] = mapped_column(default=False)  # left or declined without being removed
    since: Mapped[datetime]


# --------------------------------------------------------------------------------------------- one message's way


class Inbox(Base):
    """An event addressed to the bot, kept until it is handled. ``body_sealed`` is wiped then, or after some hours."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("account_id", "event_id"),
        UniqueConstraint("account_id", "session_id", "message_index"),  # a replayed ciphertext is no new command
        Index("ix_inbox_account_id_state_id", "account_id", "state", "id"),
    )
    id: Mapped[int] = mapped_column(Serial, primary_key=True, autoincrement=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    event_id: Mapped[str] = mapped_column(String(255))
    room_id: Mapped[str] = mapped_column(ForeignKey("room.id"))
    sender: Mapped[str] = mapped_column(String(255))
    kind: Mapped[str] = mapped_column(String(12))  # text | reaction | edit | redaction | member | unreadable
    about: Mapped[str | None] = mapped_column(String(255))  # the event replied to, reacted to, edited or redacted
    body_sealed: Mapped[bytes | None]
    verified: Mapped[bool] = mapped_column(default=False)
    session_id: Mapped[str | None] = mapped_column(String(64))
    message_index: Mapped[int | None]
    sent_at: Mapped[datetime]  # the server's word; never compared with our clock
    seen_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(8), default="new")  # new | waiting (for its key) | done | aside
    tries: Mapped[int] = mapped_column(default=0)
    reference: Mapped[str | None] = mapped_column(String(16))  # told to the person when something failed


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
    tag: Mapped[str | None] = mapped_column(String(64))  # what it shows, for edits, pins and reactions: "plan:<case>"
    person_id: Mapped[str | None] = mapped_column(String(32))  # whom it is for, where that matters
    urgency: Mapped[str] = mapped_column(String(8), default="answer")  # see bot.rules.budget
    not_before: Mapped[datetime]
    created_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(8), default="waiting")  # waiting | sending | sent | dropped
    cause: Mapped[str | None] = mapped_column(String(64))  # why dropped
    tries: Mapped[int] = mapped_column(default=0)
    event_id: Mapped[str | None] = mapped_column(String(255), index=True)
    sent_at: Mapped[datetime | None]


class Due(Base):
    """Something to be done at a time. The truth; APScheduler only wakes us."""

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
    """An open question: one per person and room, or one that any second person of the unit may answer."""

    __tablename__ = "question"
    __table_args__ = (Index("ix_question_room_id_state", "room_id", "state"),)
    id: Mapped[int] = mapped_column(Serial, primary_key=True, autoincrement=True)
    unit_id: Mapped[str] = mapped_column(String(32))
    room_id: Mapped[str] = mapped_column(ForeignKey("room.id"))
    person_id: Mapped[str | None] = mapped_column(String(32))  # None: anybody but `asker` who may approve
    asker: Mapped[str] = mapped_column(String(32))  # the person whose command this is
    command: Mapped[str] = mapped_column(String(40))
    case_id: Mapped[str | None] = mapped_column(String(32))
    field: Mapped[str | None] = mapped_column(String(40))  # the argument asked for; None: a yes/no about `digest`
    digest: Mapped[str | None] = mapped_column(String(64))
    state_sealed: Mapped[bytes]  # arguments so far and previews already agreed to
    key_id: Mapped[str] = mapped_column(String(32))
    outbox_id: Mapped[int | None] = mapped_column(Serial)
    state: Mapped[str] = mapped_column(String(10), default="open")  # open | answered | replaced | expired | cancelled
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class Audit(Base):
    """Hash-chained and pseudonymous from its first row: opaque ids and tags, never names, texts or Matrix ids."""

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


# -------------------------------------------------------------------------------------------- people and cases


class Person(Base):
    """Somebody the bot talks with, in one unit. Coordinators find them by a short handle."""

    __tablename__ = "person"
    __table_args__ = (UniqueConstraint("unit_id", "handle"), UniqueConstraint("unit_id", "matrix_id"))
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    unit_id: Mapped[str] = mapped_column(String(32))
    handle: Mapped[str] = mapped_column(String(32))
    name_sealed: Mapped[bytes]
    key_id: Mapped[str] = mapped_column(String(32))
    role: Mapped[str] = mapped_column(String(16))  # bot.rules.roles.Role
    function: Mapped[str | None] = mapped_column(String(32))  # police, school, ... for actors
    matrix_id: Mapped[str | None] = mapped_column(String(255), index=True)  # plain: the homeserver knows it anyway
    language: Mapped[str] = mapped_column(String(2), default="sv")
    reminders: Mapped[bool] = mapped_column(default=True)
    added_by: Mapped[str] = mapped_column(String(32))
    approved_by: Mapped[str | None] = mapped_column(String(32))
    added_at: Mapped[datetime]
    active: Mapped[bool] = mapped_column(default=True)


class Case(Base):
    """One young person's SIG. Until consent: a code, an age band and who took the initiative; nothing else."""

    __tablename__ = "case"
    __table_args__ = (UniqueConstraint("unit_id", "code"),)
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    unit_id: Mapped[str] = mapped_column(String(32))
    code: Mapped[str] = mapped_column(String(8))
    key_id: Mapped[str] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(12))  # bot.rules.case.State
    age_band: Mapped[str] = mapped_column(String(12))
    initiator: Mapped[str] = mapped_column(String(24))
    coordinator_id: Mapped[str] = mapped_column(String(32))
    created_on: Mapped[date]
    purge_on: Mapped[date | None]
    information_meeting_on: Mapped[date | None]
    information_meeting_held: Mapped[bool] = mapped_column(default=False)
    youth_choice: Mapped[str | None] = mapped_column(String(8))  # room | page
    scope: Mapped[list[str]] = mapped_column(default=list)
    opened_on: Mapped[date | None]
    closing_on: Mapped[date | None]
    reason_sealed: Mapped[bytes | None]
    receipt_sealed: Mapped[bytes | None]
    leave_on: Mapped[date | None]
    dispose_on: Mapped[date | None]


class Actor(Base):
    """Who stands for a function in a case: the police is Petra. The youth is one too (function ``youth``)."""

    __tablename__ = "actor"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    unit_id: Mapped[str] = mapped_column(String(32))
    case_id: Mapped[str] = mapped_column(ForeignKey("case.id"), index=True)
    function: Mapped[str] = mapped_column(String(32))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    named_on: Mapped[date]
    ended_on: Mapped[date | None]


class Consent(Base):
    """One giver lets one actor take part in one set of kinds of information, for one period. Never edited."""

    __tablename__ = "consent"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    unit_id: Mapped[str] = mapped_column(String(32))
    case_id: Mapped[str] = mapped_column(ForeignKey("case.id"), index=True)
    giver: Mapped[str] = mapped_column(String(12))  # youth | guardian1 | guardian2
    capacity: Mapped[str] = mapped_column(String(12))  # self | joint | sole | appointed
    function: Mapped[str] = mapped_column(String(32))
    person_id: Mapped[str | None] = mapped_column(String(32))  # None: whoever is named for the function
    kinds: Mapped[list[str]]
    starts_on: Mapped[date]
    until: Mapped[date]  # last day, inclusive
    method: Mapped[str] = mapped_column(String(12))  # paper | esign | verbal
    given_on: Mapped[date]
    youth_asked: Mapped[str | None] = mapped_column(String(8))  # yes | no | not_yet, where the youth is no giver
    witness_sealed: Mapped[bytes | None]
    recorded_by: Mapped[str] = mapped_column(String(32))
    approved_by: Mapped[str] = mapped_column(String(32))
    recorded_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str | None] = mapped_column(String(32))


class Task(Base):
    """One line of the action plan: who does what by when."""

    __tablename__ = "task"
    __table_args__ = (UniqueConstraint("case_id", "number"),)
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    unit_id: Mapped[str] = mapped_column(String(32))
    case_id: Mapped[str] = mapped_column(ForeignKey("case.id"), index=True)
    number: Mapped[int]
    text_sealed: Mapped[bytes]
    owner_id: Mapped[str | None] = mapped_column(String(32))
    due_on: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(8))  # asked | doing | done | stuck | dropped
    obstacle_sealed: Mapped[bytes | None]
    changed_at: Mapped[datetime]


class Meeting(Base):
    """A meeting of the circle."""

    __tablename__ = "meeting"
    __table_args__ = (UniqueConstraint("case_id", "number"),)
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    unit_id: Mapped[str] = mapped_column(String(32))
    case_id: Mapped[str] = mapped_column(ForeignKey("case.id"), index=True)
    number: Mapped[int]
    starts_at: Mapped[datetime]
    minutes: Mapped[int]
    title_sealed: Mapped[bytes]
    place_sealed: Mapped[bytes]
    state: Mapped[str] = mapped_column(String(10), default="planned")  # planned | moved | cancelled | held


class Attendance(Base):
    """What somebody answered about a meeting; the last answer counts."""

    __tablename__ = "attendance"
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    answer: Mapped[str] = mapped_column(String(6))  # yes | no | maybe
    answered_at: Mapped[datetime]


class Kept(Base):
    """What a youth wrote that was no answer: sealed, until the youth decides whether it is passed on, or some hours."""

    __tablename__ = "kept"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    unit_id: Mapped[str] = mapped_column(String(32))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    key_id: Mapped[str] = mapped_column(String(32))
    text_sealed: Mapped[bytes]
    expires_at: Mapped[datetime] = mapped_column(index=True)
