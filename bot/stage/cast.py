"""The settings of a play, and the people and rooms in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversation.contexts import BOT
from bot.core import Core, load_profile
from bot.rules.person import Person
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
    """The settings of a play, as a settings file would hold them. ``tag``: see :func:`matrix_id`."""
    coordinators = [actor for actor in script.people.values() if actor.role == "coordinator" and actor.known]
    operators = [
        matrix_id(actor.handle, server_name, tag)
        for actor in script.people.values()
        if actor.role == "operator" and actor.known
    ]
    second = next((actor for actor in script.people.values() if actor.role == "second" and actor.known), None)
    unit: dict[str, Any] = {
        "id": UNIT,
        "name": "Enheten",
        "profile": script.profile,
        "coordinators": [_someone(actor, server_name, tag) for actor in coordinators],
    }
    if load_profile(script.profile).contact.phone is None:
        unit["phone"] = PHONE  # a profile without a phone needs one from the unit
    if second is not None:
        unit["second"] = _someone(second, server_name, tag)
    return {
        "homeserver": homeserver,
        "user_id": matrix_id("assistent", server_name, tag),
        "data_dir": str(folder / "data"),
        "key_file": str(folder / "keys" / "master.json"),
        "clock_file": str(folder / "clock"),
        "codes": list(script.codes),
        "operators": operators,
        "units": [unit],
        **more,
    }


def settings(script: Script, *, folder: Path) -> Settings:
    """The settings of a play without a homeserver."""
    nowhere = {"homeserver": "http://127.0.0.1:1", "server_name": "stage", "password": "unused"}
    return Settings(**settings_for(script, folder=folder, **nowhere))


def matrix_id(handle: str, server_name: str, tag: str = "") -> str:
    """The Matrix id of a handle. ``tag`` ends its local part, so that several plays fit on one homeserver."""
    return f"@{handle}{tag}:{server_name}"


def add_known(core: Core, script: Script, server_name: str, tag: str = "") -> None:
    """Add the people of a play whom the bot knows from the start and whom the settings do not name."""
    with core.db.unit() as session:
        people = People(session, UNIT)
        for actor in script.people.values():
            is_elsewhere = not actor.known or actor.role == "operator"
            if is_elsewhere or people.find(actor.handle) is not None:
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
        core.reconciler.run(session)


def place_of(session: Session, view: RoomView, tag: str = "") -> str:
    """What a script calls a room: ``office``, ``page of petra``, or its case's code.

    A side room's number follows the code after a slash; a room that was given up is ``old``. Guests are
    called by their Matrix name, because the bot gives them handles that scripts do not know.
    """
    if view.kind is RoomKind.OLD:
        return "old"
    if view.kind is RoomKind.OFFICE:
        return "office"
    if view.kind is RoomKind.OPERATORS:
        return "operators"
    if view.person_id is not None:
        owner = People(session, view.unit_id).get(view.person_id)
        if owner.role is Role.GUEST and owner.matrix_id is not None:
            return f"page of {owner.matrix_id[1:].partition(':')[0].removesuffix(tag)}"
        return f"page of {owner.handle}"
    assert view.case_id is not None
    code = cases.get(session, view.case_id).code
    return code if view.number is None else f"{code}/{view.number}"


def places(session: Session, tag: str = "") -> dict[str, str]:
    """What a script calls each Matrix room that the bot has."""
    views = [room.view(row) for row in session.scalars(select(Room))]
    return {view.matrix_room: place_of(session, view, tag) for view in views if view.matrix_room is not None}


def _someone(actor: Actor, server_name: str, tag: str) -> dict[str, str]:
    return {
        "handle": actor.handle,
        "name": actor.name,
        "matrix_id": matrix_id(actor.handle, server_name, tag),
    }
