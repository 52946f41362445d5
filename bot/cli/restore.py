"""``sigbot identity restore``: a new device under the old identity, so that people see no change.

For a database that is lost, or older than what has happened since, or whose device may be in other hands. The old
device's keys go and are never used again. What we know of rooms and cases stays; what was said between its last sync
and now cannot be read, and is not handled: that span is told to the operator and in the rooms.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.app import App, open_database
from bot.cli.identity import Confirm, Tell, refused
from bot.clock import Clock
from bot.core import ACCOUNT
from bot.errors import CannotDo, IdentityForeign
from bot.i18n import Language, T, Text, render
from bot.matrix import login
from bot.matrix.crypto import own_identity, recovery, undecryptable
from bot.matrix.crypto.recovery import RecoveryWrong
from bot.matrix.http import Http, MatrixError
from bot.rules.alarm import Cause
from bot.rules.audit import Action
from bot.rules.room import RoomKind, RoomState
from bot.settings import Settings
from storage import alarm, audit, keys, outbox
from storage import case as cases
from storage import restore as restored
from storage import room as rooms
from storage.body import SayBody
from storage.db import Database
from storage.person import People
from storage.tables import Room


@dataclass(frozen=True, kw_only=True)
class _Old:
    """What the database says of the device before."""

    device_id: str | None
    token: str | None
    seeds: Mapping[str, str] | None
    position: str | None


async def restore(
    settings: Settings,
    key: bytes,
    *,
    tell: Tell,
    confirm: Confirm | None,
    log_out: bool | None = None,
) -> None:
    """Bring the identity back. ``log_out``: the account's other devices; ``None`` asks, and does where nobody can say.

    Raises:
        CannotDo: the message says why. Nothing was changed, or (the homeserver refused) it can be done again.
    """
    password = _password(settings)
    token = settings.secret()[1] if password is None else None
    http = Http(settings.homeserver)
    with closing(open_database(settings)) as db, db.alone():
        old = _old(db, settings.user_id)
        try:
            device_id = await login.log_in_as_new_device(http, settings.user_id, password, token, settings.device_name)
            try:
                seeds = await _seeds(http, settings.user_id, key, device_id, old)
                _agree(old, seeds, confirm)
            except BaseException:
                if token is None:  # else each try would leave a device behind
                    await login.log_out_by_token(http.url, str(http.token))
                raise
            unread = await undecryptable.count_by_room(http, db, ACCOUNT, settings.user_id, old.position)
            await undecryptable.mark_already_sent(http, db, ACCOUNT, settings.user_id)
            heard = _start_new_device(settings, db, device_id, str(http.token), seeds, unread)
            await _publish(settings)
            tell(f"Done: {settings.user_id} speaks from the new device {device_id}, under the identity people know.")
            await _tell_span(http, db, heard, unread, tell)
            await _log_out(http, settings, device_id, old, tell=tell, confirm=confirm, log_out=log_out)
        except MatrixError as error:
            raise refused(error) from error
        finally:
            await http.close()


def _old(db: Database, user_id: str) -> _Old:
    with db.unit() as session:
        known = keys.login(session, ACCOUNT)
        if known is None:
            return _Old(device_id=None, token=None, seeds=None, position=None)
        if known.user_id != user_id:
            raise CannotDo(f"this database is {known.user_id}'s. Do: look at user_id and database")
        return _Old(
            device_id=known.device_id,
            token=known.token,
            seeds=keys.seeds(session, ACCOUNT),
            position=keys.position(session, ACCOUNT),
        )


# ------------------------------------------------------------------------------------------ before anything changes


async def _seeds(http: Http, user_id: str, key: bytes, device_id: str, old: _Old) -> dict[str, str]:
    """What the recovery key opens, if it is the identity that people see."""
    try:
        seeds = await recovery.fetch(http, user_id, key)
    except RecoveryWrong as error:
        raise CannotDo(str(error)) from error
    shown = await own_identity.query_keys(http, user_id)
    listed = shown["device_keys"].get(user_id)
    if device_id == old.device_id or (isinstance(listed, dict) and device_id in listed):
        raise CannotDo(
            "the access token is of a device that has keys already. Do: log in anew for a token, or give a password"
        )
    signers = own_identity.signers_of(seeds)
    try:
        whole = own_identity.is_ours(user_id, signers, shown)
    except IdentityForeign as error:
        raise CannotDo(
            "the recovery key opens another identity than the homeserver shows: somebody has replaced it since. If it "
            "was one of you, there is a newer recovery key; if not, change the account's password first"
        ) from error
    if not whole and shown["master_keys"].get(user_id) is not None:
        raise CannotDo(
            "the recovery key opens an identity that the homeserver shows only in part, the rest is another's"
        )
    return seeds


def _agree(old: _Old, seeds: Mapping[str, str], confirm: Confirm | None) -> None:
    if old.seeds is None or dict(old.seeds) == dict(seeds):
        return
    question = (
        "The database holds another identity than the homeserver shows and the recovery key opens. If one of you made "
        "the new one, take it over? People have to accept it, if they have not"
    )
    if confirm is None or not confirm(question):
        raise CannotDo("nothing was changed: the database keeps its identity, which the homeserver does not show")


# -------------------------------------------------------------------------------------------------- what changes


def _start_new_device(
    settings: Settings, db: Database, device_id: str, token: str, seeds: Mapping[str, str], unread: Mapping[str, int]
) -> datetime | None:
    """In one unit: either all of the old device is there, or none. Returns how far it had heard."""
    now = Clock().now()
    until = now + timedelta(minutes=1)  # minutes are what people are told, and we hear again in some seconds
    languages: dict[str, Language] = {unit.id: unit.language for unit in settings.units}
    with db.unit() as session:
        heard = restored.start_new_device(
            session, ACCOUNT, settings.user_id, device_id=device_id, token=token, seeds=seeds
        )
        for unit in settings.units:
            audit.write(session, at=now, unit_id=unit.id, actor="bot", action=Action.IDENTITY_RESTORED)
        for row in rooms.rows(session) if heard is not None else ():
            if row.kind.of_case and row.matrix_room is not None:
                # Consent decides, and what we know of it is old: a coordinator lets each room go on
                alarm.raise_alarm(session, row, Cause.RESTORED, now)
            if row.state is not RoomState.OPEN or row.unit_id not in languages:
                continue
            if row.kind is RoomKind.OFFICE:
                _say(session, row, T("recovery.office", since=heard, until=until), languages[row.unit_id], now)
            elif row.id in unread:
                _say(
                    session,
                    row,
                    T("recovery.unread", since=heard, until=until),
                    _language(session, row, languages),
                    now,
                )
    return heard


def _say(session: Session, row: Room, text: Text, language: Language, now: datetime) -> None:
    said = render(text, language)
    body = SayBody(plain=said.plain, html=said.html)
    outbox.put(session, row, body, now=now, tag=f"restored:{now.date()}")


def _language(session: Session, row: Room, languages: Mapping[str, Language]) -> Language:
    if row.person_id is None:
        return languages[row.unit_id]
    return People(session, row.unit_id).get(row.person_id).language


async def _publish(settings: Settings) -> None:
    """Show the new device, signed, and hear from here on. If this fails, the next start does it."""
    bot = App(settings)
    try:
        await bot.client.start()
        await bot.client.sync_once()
    finally:
        await bot.client.stop()
        bot.db.close()


async def _tell_span(http: Http, db: Database, heard: datetime | None, unread: Mapping[str, int], tell: Tell) -> None:
    if heard is not None:
        tell(f"What was written from {heard:%Y-%m-%d %H:%M} UTC until now cannot be read, and is not handled.")
        tell(f"It says so in kontoret, and in {len(unread)} more room(s) where somebody wrote. Messages not read:")
        with db.read() as session:
            for room_id, count in unread.items():
                where = rooms.get(session, room_id)
                code = "" if where.case_id is None else cases.get(session, where.case_id).code
                tell(f"  {count:>5}  {where.kind} {code}".rstrip())
        return
    joined = (await http.call("GET", ("joined_rooms",))).get("joined_rooms")
    count = len(joined) if isinstance(joined, list) else 0
    tell("The database was empty: cases, consents and rooms of before are not in it. The next start makes new rooms.")
    if count:
        tell(f"The account still is in {count} room(s) that this database does not know, and says nothing there.")


async def _log_out(
    http: Http,
    settings: Settings,
    device_id: str,
    old: _Old,
    *,
    tell: Tell,
    confirm: Confirm | None,
    log_out: bool | None,
) -> None:
    """Whoever holds the old device's keys is believed to be the bot until it is logged out."""
    others = await login.other_devices(http, device_id)
    if not others:
        return
    if log_out is None:
        question = f"Log out the account's other devices ({', '.join(others)})? Until then people trust what they say"
        log_out = confirm is None or confirm(question)
    if not log_out:
        tell(f"Still logged in: {', '.join(others)}. People trust what they say until they are logged out.")
        return
    left = await login.log_out(http, settings.user_id, others, _password(settings))
    if left and old.token is not None and old.device_id in left and await login.log_out_by_token(http.url, old.token):
        left.remove(old.device_id)
    if left:
        tell(
            f"The homeserver does not let us log out {', '.join(left)}, and people trust what they say. Do: in Element,"
        )
        tell("logged in as the bot, Settings > Sessions; or ask the homeserver's administrator for:")
        body = json.dumps({"devices": left})
        tell(f"POST /_synapse/admin/v2/users/{settings.user_id}/delete_devices {body}")
        return
    tell("The account's other devices are logged out. If the machine may be in other hands, change its password too.")


def _password(settings: Settings) -> str | None:
    kind, secret = settings.secret()
    return secret if kind == "password" else None
