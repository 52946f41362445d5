"""Where the bot's pictures lie on the homeserver, and where they are shown: by the digest of each."""

from __future__ import annotations

from sqlalchemy.orm import Session

from storage.tables import Account, Picture, Room


def address(session: Session, account_id: str, digest: str) -> str | None:
    """The address of a picture that an account has uploaded (``mxc://``); None while it has not."""
    row = session.get(Picture, (account_id, digest))
    return None if row is None else row.address


def note_uploaded(session: Session, account_id: str, digest: str, address: str) -> None:
    """Remember where a picture lies, so that it is uploaded once."""
    session.merge(Picture(account_id=account_id, digest=digest, address=address))


def of_account(session: Session, account_id: str) -> str | None:
    """The digest of the picture that people see beside the account's name, as far as we have set it."""
    return session.get_one(Account, account_id).picture


def note_of_account(session: Session, account_id: str, digest: str) -> None:
    """Remember which picture people see beside the account's name."""
    session.get_one(Account, account_id).picture = digest


def note_of_room(session: Session, room_id: str, digest: str) -> None:
    """Remember which picture a room has."""
    session.get_one(Room, room_id).picture = digest
