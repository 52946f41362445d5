"""What becomes an inbox row, and what is never stored."""

from __future__ import annotations

import secrets
from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.matrix.http import MatrixError
from bot.rules.room import RoomKind, RoomState
from storage import inbox, outbox
from storage.body import RedactBody
from storage.tables import Account, Inbox, Outbox, Room
from tests.attacks.attacker import forge, send
from tests.matrix.conftest import Bot, World
from tests.storage.rows import megolm_count

pytestmark = pytest.mark.real


def _sent(bot: Bot, room_id: str, event_id: str) -> None:
    """As the outbox notes what it has sent."""
    now = datetime.now(UTC)
    with bot.db.unit() as session:
        session.add(
            Outbox(
                account_id="bot",
                room_id=room_id,
                kind="say",
                txn=secrets.token_hex(8),
                not_before=now,
                created_at=now,
                event_id=event_id,
                state="sent",
            )
        )


def _relates(**more: Any) -> dict[str, Any]:
    return {"m.relates_to": more}


async def test_case_room_keeps_only_what_is_for_the_bot(world: World) -> None:
    bot, anna, berit = await world.bot(), await world.person("anna"), await world.person("berit")
    room_id, matrix_room = await bot.room(anna, berit, kind=RoomKind.CASE)
    ours = await bot.say(room_id, "Hur går det?")
    _sent(bot, room_id, ours)
    chat = await anna.say(matrix_room, "vi hörs")
    command = await anna.say(matrix_room, "!klar 1")
    await anna.say(matrix_room, "ja", **_relates(**{"m.in_reply_to": {"event_id": ours}}))
    quoted = "> <@bot:x> Hur går det?\n> rad två\n\nbra"
    await anna.say(matrix_room, quoted, **_relates(**{"m.in_reply_to": {"event_id": ours}}))
    thread = {"rel_type": "m.thread", "event_id": ours, "is_falling_back": True, "m.in_reply_to": {"event_id": chat}}
    await anna.say(matrix_room, "i tråden", **_relates(**thread))
    await anna.say(matrix_room, "till berit", **_relates(**{"m.in_reply_to": {"event_id": chat}}))
    await anna.send(matrix_room, "m.room.message", {"msgtype": "m.notice", "body": "!robot"})
    await anna.send(matrix_room, "m.room.message", {"msgtype": "m.emote", "body": "!vinkar"})
    await anna.client.outbound.react(matrix_room, ours, "✅", "r1")
    await anna.client.outbound.react(matrix_room, chat, "👍", "r2")
    edit = {
        "msgtype": "m.text",
        "body": "* !klar 2",
        "m.new_content": {"msgtype": "m.text", "body": "!klar 2"},
        "m.relates_to": {"rel_type": "m.replace", "event_id": command},
    }
    await anna.send(matrix_room, "m.room.message", edit)
    await berit.send(matrix_room, "m.room.message", edit)  # somebody else's
    await bot.client.sync_once()
    await anna.client.outbound.redact(matrix_room, chat, "d1")
    await anna.client.outbound.redact(matrix_room, command, "d2")
    await bot.client.sync_once()
    assert [(said.kind.value, said.body, said.about) for said in bot.opened()] == [
        ("text", "!klar 1", None),
        ("text", "ja", ours),
        ("text", "bra", ours),
        ("text", "i tråden", ours),
        ("reaction", "✅", ours),
        ("edit", "!klar 2", command),
        ("redaction", "", command),
    ]
    reaction = next(said for said in bot.opened() if said.kind == "reaction")
    assert not reaction.verified
    assert "vi hörs" not in str([row.body_sealed for row in bot.rows()])


async def test_a_personal_number_becomes_a_row_without_it(world: World) -> None:
    """Wherever it stands, in chat and in clear text too; only on an own page the words are kept, until answered."""
    bot, anna = await world.bot(), await world.person("anna")
    _, case_room = await bot.room(anna, kind=RoomKind.CASE)
    _, page = await bot.room(anna, kind=RoomKind.PAGE)
    chat = await anna.say(case_room, "alex är 811228-9874")
    picture = {"msgtype": "m.image", "body": "19811228-9874.jpg", "url": "mxc://x/y"}
    shown = await anna.send(case_room, "m.room.message", picture)
    await anna.say(case_room, "ring 0701740605, 8112289875")
    cry = await anna.say(page, "hjälp, jag är 811228-9874")
    await bot.client.sync_once()
    # Rooms come in any order: one of them is the first
    rows = {said.event_id: (said.kind.value, said.body) for said in bot.opened()}
    assert sorted(kind for kind, _ in rows.values()) == ["number", "number_again", "number_again"]
    assert {event_id: body for event_id, (_, body) in rows.items()} == {chat: "", shown: "", cry: "hjälp, jag är …"}


def _poll(kind: str, question: str, *answers: str) -> dict[str, Any]:
    text = "m.text" if kind == "m.poll" else "org.matrix.msc1767.text"
    return {
        text: question,
        kind: {
            "question": {text: [{"body": question}] if kind == "m.poll" else question},
            "answers": [{"id": "6f1c8112289874", text: answer} for answer in answers],
        },
    }


#: What has no words: its type, and what a client would send.
WORDLESS: dict[str, tuple[str, dict[str, Any]]] = {
    "voice": ("m.room.message", {"msgtype": "m.audio", "url": "mxc://x/ljud", "org.matrix.msc3245.voice": {}}),
    "image": ("m.room.message", {"msgtype": "m.image", "url": "mxc://x/bild", "filename": "hem.jpg"}),
    "video": ("m.room.message", {"msgtype": "m.video", "file": {"url": "mxc://x/film", "key": {"k": "nyckel"}}}),
    "file": ("m.room.message", {"msgtype": "m.file", "url": "mxc://x/fil"}),
    "location": ("m.room.message", {"msgtype": "m.location", "geo_uri": "geo:58.39,13.85;u=35?q=!klar 1"}),
    "emote": ("m.room.message", {"msgtype": "m.emote"}),
    "notice": ("m.room.message", {"msgtype": "m.notice"}),
    "other": ("m.room.message", {"msgtype": "se.okand.sort"}),
    "sticker": ("m.sticker", {"url": "mxc://x/klister"}),
    "poll": ("org.matrix.msc3381.poll.start", {"org.matrix.msc3381.poll.start": {"question": {"body": "!klar 1"}}}),
}


async def test_what_has_no_words_comes_in_without_content_and_on_own_pages_alone(world: World) -> None:
    """Whatever a picture says or points to, nothing of it is taken in: so none can be fetched, obeyed or believed."""
    bot, alex = await world.bot(), await world.person("alex")
    own_page, page = await bot.room(alex, kind=RoomKind.PAGE)
    places = [page, *[(await bot.room(alex, kind=kind))[1] for kind in (RoomKind.CASE, RoomKind.SIDE)]]
    for place in places:
        for event_type, content in WORDLESS.values():
            await alex.send(place, event_type, {"body": "!klar 1 de slår mig", **content})
        # No part of a room, and nothing devices say to each other
        await forge(alex.client, place, "m.room.message", {"msgtype": "m.image", "body": "x"}, state_key="")
        await alex.send(place, "m.room.message", {"msgtype": "m.key.verification.request", "body": "x", "to": "@x:y"})
    await bot.client.sync_once()
    # A place is words: where somebody is. What an app writes beside it is not
    expected = [f"{kind} geo:58.39,13.85" if kind == "location" else kind for kind in WORDLESS]
    assert [(said.kind.value, said.body) for said in bot.opened()] == [("unreadable", body) for body in expected]
    assert {(said.room_id, said.about) for said in bot.opened()} == {(own_page, None)}


async def test_words_changed_into_a_picture_are_taken_back(world: World) -> None:
    bot, alex = await world.bot(), await world.person("alex")
    _, page = await bot.room(alex, kind=RoomKind.PAGE)
    said = await alex.say(page, "de slår mig")
    picture = {"msgtype": "m.image", "body": "x", "url": "mxc://x/y"}
    relation = {"m.relates_to": {"rel_type": "m.replace", "event_id": said}}
    await alex.send(page, "m.room.message", {**picture, "m.new_content": picture, **relation})
    await bot.client.sync_once()
    assert [(one.kind.value, one.about) for one in bot.opened()] == [("text", None), ("redaction", said)]


#: What clients show somewhere: the kind of the event, its content, and whether there is a number in it.
SHOWN: list[tuple[str, dict[str, Any], bool]] = [
    ("m.room.message", {"msgtype": "m.text", "body": "811228‑9874"}, True),
    ("m.room.message", {"msgtype": "m.text", "body": "se", "formatted_body": "<b>811228</b>-<i>9874</i>"}, True),
    ("m.room.message", {"msgtype": "m.text", "body": "se", "formatted_body": "811228&ndash;987&#52;"}, True),
    ("m.room.message", {"msgtype": "m.text", "body": "se", "formatted_body": "&#" + "9" * 5000}, False),
    ("m.room.message", {"msgtype": "m.text", "body": "se", "formatted_body": "<p>811228 </p>kl<p>9874</p>"}, False),
    ("m.room.message", {"msgtype": "m.text", "body": "* se", "m.new_content": {"body": "811228-9874"}}, True),
    ("m.room.message", {"msgtype": "m.emote", "body": "är 811228-9874"}, True),
    ("m.room.message", {"msgtype": "m.file", "body": "fil", "filename": "811228-9874.pdf", "url": "mxc://x/y"}, True),
    ("m.room.message", {"msgtype": "m.file", "body": "fil", "url": "mxc://x/8112289874"}, False),
    ("m.room.message", {"msgtype": "m.location", "body": "här", "m.location": {"description": "811228-9874"}}, True),
    ("m.room.message", {"msgtype": "m.location", "body": "här", "geo_uri": "geo:59.32,18.06?q=811228-9874"}, True),
    ("m.room.message", {"msgtype": "m.text", "body": "se", "m.text": [{"body": "811228-9874"}]}, True),
    ("m.sticker", {"body": "811228-9874", "url": "mxc://x/y", "info": {}}, True),
    ("m.sticker", {"body": "hej", "url": "mxc://x/y", "info": {"size": 8112289874}}, False),
    ("org.matrix.msc3381.poll.start", _poll("org.matrix.msc3381.poll.start", "är det 811228-9874?", "ja"), True),
    ("org.matrix.msc3381.poll.start", _poll("org.matrix.msc3381.poll.start", "vem?", "811228-9874"), True),
    ("m.poll.start", _poll("m.poll", "vem?", "alex", "811228-9874"), True),
    ("m.poll.start", _poll("m.poll", "vem?", "alex"), False),
]


@pytest.mark.parametrize("sealed", [True, False], ids=["encrypted", "in clear"])
async def test_a_number_is_seen_wherever_a_client_shows_it(world: World, sealed: bool) -> None:
    bot, anna = await world.bot(), await world.person("anna")
    _, case_room = await bot.room(anna, kind=RoomKind.CASE)
    said = {}
    for kind, content, holds in SHOWN:
        sent = anna.send(case_room, kind, content) if sealed else send(anna.client, case_room, kind, content)
        said[await sent] = holds
    relation = {"rel_type": "m.annotation", "event_id": next(iter(said)), "key": "811228-9874"}
    said[await send(anna.client, case_room, "m.reaction", {"m.relates_to": relation})] = True
    await bot.client.sync_once()
    rows = bot.opened()
    assert [one.event_id for one in rows] == [event_id for event_id, holds in said.items() if holds]
    # One notice for all of them, and nothing else for the desk to do
    assert [one.kind.value for one in rows] == ["number", *["number_again"] * (len(rows) - 1)]
    assert [row.event_id for row in bot.rows("new")] == [rows[0].event_id]
    with bot.db.unit() as session:
        gone = [outbox.claim(session, row.id) for row in session.query(Outbox).order_by(Outbox.id)]
    assert [item.body for item in gone] == [RedactBody(event_id=one.event_id) for one in rows[1:]]


async def test_what_is_in_clear_or_no_message_is_never_a_command_though_a_number_stands_in_it(world: World) -> None:
    bot, anna = await world.bot(), await world.person("anna")
    _, page = await bot.room(anna, kind=RoomKind.PAGE)
    for number in ("", " 811228-9874"):
        command = {"msgtype": "m.text", "body": f"!klar 1{number}"}
        await send(anna.client, page, "m.room.message", command)
        for kind in ("m.sticker", "m.poll.start", "m.message"):
            await send(anna.client, page, kind, command)
            await anna.send(page, kind, command)
    await bot.client.sync_once()
    # What came encrypted and has no number is known by what it is; what was in clear, and has none, by nothing
    assert Counter(one.kind.value for one in bot.opened()) == {"unreadable": 3, "number": 1, "number_again": 6}
    assert {one.body for one in bot.opened()} == {"sticker", "poll", "other", "", "…"}


async def test_members_become_rows(world: World) -> None:
    bot, anna = await world.bot(), await world.person("anna")
    _, matrix_room = await bot.room(anna)
    await anna.client.http.call("POST", ("rooms", matrix_room, "leave"), {"reason": "Hinner inte"})
    await bot.client.sync_once()
    with bot.db.unit() as session:
        rows = session.query(Inbox).filter_by(kind="member").order_by(Inbox.id).all()
        assert [(row.sender, row.about) for row in rows] == [(anna.id, anna.id)] * 2
        assert [inbox.body(session, row) for row in rows] == ["join", "left Hinner inte"]


async def test_strangers_rooms_are_ignored(world: World) -> None:
    bot, mallory = await world.bot(), await world.person("mallory")
    made = await mallory.client.http.call("POST", ("createRoom",), {"invite": [bot.client.user_id]})
    assert not await bot.client.sync_once()
    assert bot.client.invites == frozenset()  # nobody can fill our memory with them
    assert made["room_id"] not in await bot.client.http.call("GET", ("joined_rooms",))


@pytest.mark.long
async def test_a_hundred_rooms_of_strangers_are_ignored(world: World) -> None:
    bot, mallory, anna = await world.bot(), await world.person("mallory"), await world.person("anna")
    _, matrix_room = await bot.room(anna)
    for _ in range(100):
        await mallory.client.http.call("POST", ("createRoom",), {"invite": [bot.client.user_id]})
    await anna.say(matrix_room, "hör du?")
    assert await bot.client.sync_once()
    assert [one.body for one in bot.opened()] == ["hör du?"]
    assert bot.client.invites == frozenset()
    assert (await bot.client.http.call("GET", ("joined_rooms",)))["joined_rooms"] == [matrix_room]


async def test_a_new_device_of_the_account_replays_no_old_commands(world: World) -> None:
    bot, anna = await world.bot(), await world.person("anna")
    _, matrix_room = await bot.room(anna)
    await anna.say(matrix_room, "!gammalt")
    with bot.db.unit() as session:
        session.get_one(Account, "bot").position = None
    await bot.restart()
    assert bot.opened() == []
    await anna.say(matrix_room, "!nytt")
    await bot.client.sync_once()
    assert [said.body for said in bot.opened()] == ["!nytt"]


async def test_whoever_comes_in_right_after_the_first_start_is_heard(world: World) -> None:
    bot, anna = await world.bot(), await world.person("anna")
    with bot.db.unit() as session:
        session.get_one(Account, "bot").position = None
    await bot.restart()
    matrix_room = await bot.client.rooms.create(bot.plan(), name="kontoret")
    await bot.client.rooms.invite(matrix_room, anna.id)
    await anna.enter(matrix_room)
    await anna.say(matrix_room, "ärende ny")
    await bot.client.sync_once()
    assert [said.body for said in bot.opened()] == ["ärende ny"]


async def test_frozen_and_left(world: World) -> None:
    bot, anna = await world.bot(), await world.person("anna")
    room_id, matrix_room = await bot.room(anna)
    for _ in range(2):
        await bot.client.rooms.set_up(room_id, "K-TST", frozen=True)
    with pytest.raises(MatrixError, match="403"):
        await anna.say(matrix_room, "hej")
    event = await bot.say(room_id, "fryst")
    await bot.client.rooms.pin(matrix_room, [event])
    await bot.client.rooms.set_up(room_id, "K-TST", frozen=False)
    await anna.say(matrix_room, "hej")
    await bot.client.sync_once()
    await bot.client.rooms.remove(matrix_room, anna.id)
    await bot.client.rooms.leave(matrix_room)
    await bot.client.rooms.leave(matrix_room)
    with bot.db.unit() as session:
        assert session.get_one(Room, room_id).state == RoomState.LEFT
        assert megolm_count(session, "bot") == 0
    assert not await bot.client.sync_once()
