"""What a row of the outbox is kept as: rows of an older release are still carried out by a newer one."""

from __future__ import annotations

import json

import pytest

from bot.messages import Out
from storage.body import (
    AttachBody,
    Body,
    EditBody,
    FreezeBody,
    InviteBody,
    LeaveBody,
    OpenBody,
    PinBody,
    ReactBody,
    RedactBody,
    RemoveBody,
    SayBody,
    SeedBody,
    ThawBody,
    UnseedBody,
    Wording,
    from_json,
    to_json,
)

KEPT: list[tuple[Body, str]] = [
    (
        SayBody(plain="hej", html="<b>hej</b>"),
        '{"plain": "hej", "html": "<b>hej</b>", "quiet": false, "mentions": [], "reply_to": null}',
    ),
    (
        SayBody(
            plain="a", html="b", quiet=True, mentions=("@a:s",), reply_to="$1", elsewhere=Wording(plain="c", html="d")
        ),
        '{"plain": "a", "html": "b", "quiet": true, "mentions": ["@a:s"], "reply_to": "$1",'
        ' "elsewhere": {"plain": "c", "html": "d"}}',
    ),
    (EditBody(plain="a", html="b"), '{"plain": "a", "html": "b"}'),
    (ReactBody(event_id="$1", key="x"), '{"event_id": "$1", "key": "x"}'),
    (SeedBody(key="✅", tag="task:t"), '{"key": "\\u2705", "tag": "task:t"}'),
    (UnseedBody(seed=7), '{"seed": 7}'),
    (
        AttachBody(
            room_id="r",
            name="a.png",
            mime="image/png",
            make="picture",
            about={},
            language="sv",
            caption=Wording(plain="c", html="d"),
            size=(2, 1),
        ),
        '{"room_id": "r", "name": "a.png", "mime": "image/png", "make": "picture", "about": {}, "language": "sv",'
        ' "caption": {"plain": "c", "html": "d"}, "size": [2, 1]}',
    ),
    (
        AttachBody(room_id="r", name="a.json", mime="m/m", make="export", about={"case_id": "c"}, language="sv"),
        '{"room_id": "r", "name": "a.json", "mime": "m/m", "make": "export", "about": {"case_id": "c"},'
        ' "language": "sv"}',
    ),
    (PinBody(tag="plan:c"), '{"tag": "plan:c"}'),
    (RedactBody(event_id="$1"), '{"event_id": "$1"}'),
    (OpenBody(), "{}"),
    (InviteBody(user_id="@a:s"), '{"user_id": "@a:s"}'),
    (RemoveBody(user_id="@a:s"), '{"user_id": "@a:s"}'),
    (FreezeBody(), "{}"),
    (ThawBody(), "{}"),
    (LeaveBody(), "{}"),
]


@pytest.mark.parametrize(("body", "kept"), KEPT)
def test_a_body_is_kept_as_ever_and_read_as_it_was(body: Body, kept: str) -> None:
    assert json.dumps(to_json(body)) == kept
    assert from_json(body.kind, json.loads(kept)) == body


def test_every_kind_has_a_body() -> None:
    assert {body.kind for body, _ in KEPT} == set(Out)


@pytest.mark.parametrize(("body", "kept"), KEPT)
def test_what_another_release_kept_beside_it_is_passed_over(body: Body, kept: str) -> None:
    assert from_json(body.kind, json.loads(kept) | {"later": 1}) == body


def test_what_another_release_did_not_keep_is_as_it_is_by_default() -> None:
    assert from_json(Out.SAY, {"plain": "a", "html": "b"}) == SayBody(plain="a", html="b")
