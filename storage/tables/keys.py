"""Keys: what nio and cross-signing need, and the data keys that seal the rest."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, Serial


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
    alive_at: Mapped[datetime | None]  # when the bot last did what it does each minute
    back_at: Mapped[datetime | None]  # when it was last back from a time away
    seeds_sealed: Mapped[bytes | None]  # cross-signing: three seeds, stored before they are uploaded
    fallback_at: Mapped[datetime | None]
    picture: Mapped[str | None] = mapped_column(
        String(64)
    )  # beside its name: the digest, once we have set it
    # which life of the bot this is, and which start in it, with its mark: see bot.matrix.crypto.life
    life: Mapped[int] = mapped_column(BigInteger, default=1, server_default="1")
    starts: Mapped[int] = mapped_column(default=0, server_default="0")
    start: Mapped[str | None] = mapped_column(String(32))


class Picture(Base):
    """A picture of the bot's that an account has uploaded, and where it lies."""

    __tablename__ = "picture"
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    address: Mapped[str] = mapped_column(String(255))


class Generation(Base):
    """One row, whose number is raised by whoever writes beside the bot: then the bot forgets what it holds in
    memory."""

    __tablename__ = "generation"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # always 1
    number: Mapped[int] = mapped_column(Serial)


class Lease(Base):
    """One row: which bot works on this database. See :mod:`storage.lease`.

    ``fence`` grows with each holder, and never falls; ``holder`` is empty when nobody works here. ``proof``
    names the locked file that shows on the holder's machine whether it lives; ``host`` and ``pid`` are for
    whoever has to stop it.
    """

    __tablename__ = "lease"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # always 1
    fence: Mapped[int] = mapped_column(Serial)
    holder: Mapped[str | None] = mapped_column(String(32))
    renewed_at: Mapped[datetime]
    host: Mapped[str] = mapped_column(String(255))
    pid: Mapped[int]
    proof: Mapped[str | None] = mapped_column(String(128))


class OlmSession(Base):
    """A one-to-one session with another device; room keys are sent in it."""

    __tablename__ = "olm_session"
    __table_args__ = (Index("ix_olm_session_account_id_sender_key", "account_id", "sender_key"),)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True)
    session_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    sender_key: Mapped[str] = mapped_column(String(64))
    pickle_sealed: Mapped[bytes]
    created_at: Mapped[datetime]
    used_at: Mapped[datetime]


class MegolmSession(Base):
    """Another device's room session, which decrypts what it writes in a room. Sealed with the room's key."""

    __tablename__ = "megolm_session"
    __table_args__ = (
        Index(
            "ix_megolm_session_account_id_matrix_room_session_id", "account_id", "matrix_room", "session_id"
        ),
        Index("ix_megolm_session_account_id_sender_key", "account_id", "sender_key"),
    )
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True)
    matrix_room: Mapped[str] = mapped_column(String(255), primary_key=True)
    sender_key: Mapped[str] = mapped_column(String(64), primary_key=True)
    session_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    ed25519: Mapped[str] = mapped_column(String(64))
    key_id: Mapped[str] = mapped_column(String(32))
    pickle_sealed: Mapped[bytes]
    used_at: Mapped[datetime]


class Device(Base):
    """A device of a user, as its owner published it.

    ``trusted``: signed by its owner's pinned identity. ``lost``: reported lost or stolen; never trusted
    again, whoever signs it.
    """

    __tablename__ = "device"
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(255), primary_key=True)
    device_id: Mapped[str] = mapped_column(String(255), primary_key=True)
    ed25519: Mapped[str] = mapped_column(String(64))
    curve25519: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(Text, default="")
    deleted: Mapped[bool] = mapped_column(default=False)
    trusted: Mapped[bool] = mapped_column(default=False)
    lost: Mapped[bool] = mapped_column(default=False, server_default=false())


class Identity(Base):
    """A user's cross-signing identity: the master key that is pinned, and the one the homeserver shows now.

    ``pinned_at``: when it was pinned or last accepted. It is empty while the identity vouches for no further
    device, because one was reported lost, and in 1970 while it is accepted for one look. ``stale``: the keys
    must be asked for again before the next room key is shared with this user.
    """

    __tablename__ = "identity"
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(255), primary_key=True)
    pinned_master: Mapped[str | None] = mapped_column(String(64))
    seen_master: Mapped[str | None] = mapped_column(String(64))
    pinned_at: Mapped[datetime | None]
    stale: Mapped[bool] = mapped_column(default=True)


class SealedKey(Base):
    """A data key, wrapped by a master key outside the database. Deleting the row erases what it sealed."""

    __tablename__ = "sealed_key"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(16))  # account | unit | case
    wrapped: Mapped[bytes]
    wrapped_by: Mapped[str] = mapped_column(String(32))
    created_at: Mapped[datetime]
