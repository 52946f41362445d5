"""Bodies of outbox rows as tests write them, and what is in those they are given."""

from __future__ import annotations

from storage.body import AttachBody, Body, EditBody, InviteBody, RemoveBody, SayBody


def say_body(text: str = "") -> SayBody:
    """A plain message."""
    return SayBody(plain=text, html=text)


def words_of(body: Body) -> str:
    """The words of a message or of an edit; "" for all else."""
    return body.plain if isinstance(body, SayBody | EditBody) else ""


def user_of(body: Body) -> str:
    """Who is invited or removed; "" for all else."""
    return body.user_id if isinstance(body, InviteBody | RemoveBody) else ""


def what_of(body: Body) -> str:
    """What is said, who is moved, or which file is sent."""
    return body.name if isinstance(body, AttachBody) else words_of(body) or user_of(body)
