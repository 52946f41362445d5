"""Who is in a play: the settings it needs, and the people the bot knows from its start."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversation.contexts import BOT
from bot.core import Core, load_profile
from bot.rules.people import Person
from bot.rules.roles import Role
from bot.rules.room import RoomKind
from bot.settings import Settings
from bot.stage.steps import Actor, Script
from storage import case as cases
from storage import room
from storage.person import People
from storage.room import RoomView
from storage.tables import Room

UNIT = "enhet"
PHONE = "010-555 00 00"


def settings_for(
    script: Script, *, homeserver: str, server_name: str, folder: Path, tag: str = "", **more: Any
) -> dict[str, Any]:
    """The settings of a play, as they would stand in a file. ``tag`` ends every Matrix name: see :func:`matrix_id`."""
    first = [actor for actor in script.people.values() if actor.role == "coordinator" and actor.known]
    second = next((actor for actor in script.people.values() if actor.role == "second" and actor.known), None)
    unit: dict[str, Any] = {
        "id": UNIT,
        "name": "Enheten",
        "profile": script.profile,
        "coordinators": [_someone(actor, server_name, tag) for actor in first],
    }
    if load_profile(script.profile).contact.phone is None:
        unit["phone"] = PHONE  # the unit's own to say
    if second is not None:
        unit["second"] = _someone(second, server_name, tag)
    return {
        "homeserver": homeserver,
        "user_id": matrix_id("assistent", server_name, tag),
        "data_dir": str(folder / "data"),
        "key_file": str(folder / "keys" / "master.json"),
        "clock_file": str(folder / "clock"),
        "codes": list(script.codes),
        "units": [unit],
        **more,
    }


def settings(script: Script, *, folder: Path) -> Settings:
    """Settings for a play without a homeserver."""
    nowhere = {"homeserver": "http://127.0.0.1:1", "server_name": "stage", "password": "unused"}
    return Settings(**settings_for(script, folder=folder, **nowhere))


def matrix_id(handle: str, server_name: str, tag: str = "") -> str:
    """The Matrix id of a handle. ``tag`` tells people of several plays on one homeserver apart."""
    return f"@{handle}{tag}:{server_name}"


def add_known(core: Core, script: Script, server_name: str, tag: str = "") -> None:
    """Let the bot know the people of a play who are neither new to it nor named by the settings."""
    with core.db.unit() as session:
        people = People(session, UNIT)
        for actor in script.people.values():
            if not actor.known or people.find(actor.handle) is not None:
                continue
            people.add(
                Person(
                    id="",
                    unit_id=UNIT,
                    handle=actor.handle,
                    name=actor.name,
                    role=Role(actor.role),
                    function=actor.function
                    or {"youth": "youth", "guardian": "guardian", "lead": "lead"}.get(actor.role),
                    matrix_id=None if actor.matrix == "none" else matrix_id(actor.handle, server_name, tag),
                    language=actor.language,
                    added_by=BOT,
                    approved_by=BOT,
                ),
                now=core.clock.now(),
            )
        core.reconciler.everything(session)


def place_of(session: Session, where: RoomView, tag: str = "") -> str:
    """What a script calls a room: ``office``, ``page of petra``, its case's code, with the number of a side room after
    a stroke; ``old`` when it was given up. The bot calls guests something else than scripts do."""
    if where.kind is RoomKind.OLD:
        return "old"
    if where.kind is RoomKind.OFFICE:
        return "office"
    if where.person_id is not None:
        owner = People(session, where.unit_id).get(where.person_id)
        guest = owner.matrix_id if owner.role is Role.GUEST else None
        return f"page of {guest[1:].partition(':')[0].removesuffix(tag) if guest else owner.handle}"
    assert where.case_id is not None
    code = cases.get(session, where.case_id).code
    return code if where.number is None else f"{code}/{where.number}"


def places(session: Session, tag: str = "") -> dict[str, str]:
    """The place of each Matrix room, as the bot knows them."""
    views = [room.view(row) for row in session.scalars(select(Room))]
    return {view.matrix_room: place_of(session, view, tag) for view in views if view.matrix_room is not None}


def _someone(actor: Actor, server_name: str, tag: str) -> dict[str, str]:
    return {"handle": actor.handle, "name": actor.name, "matrix_id": matrix_id(actor.handle, server_name, tag)}
