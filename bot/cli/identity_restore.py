"""``sigbot identity restore``: a new device under the old identity, so that people see no change.

For a database that is lost, or older than what has happened since, or whose device keys may be stolen. The
old device's keys are deleted and never used again, and whatever else was the bot ends for good
(:mod:`bot.matrix.crypto.life`). What the database holds of rooms and cases stays. Messages
sent between the old device's last sync and now cannot be decrypted and are not handled; the operator and the
rooms are told so.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.app import App, open_database
from bot.cli.identity import Confirm, Tell, refusal
from bot.clock import Clock, MovableClock
from bot.core import ACCOUNT
from bot.errors import CannotDo, IdentityForeign
from bot.i18n import Language, Lines, T, Text, render
from bot.matrix import login
from bot.matrix.crypto import cross_signing, life, recovery, undecryptable
from bot.matrix.crypto.recovery import RecoveryWrong
from bot.matrix.http import Http, MatrixError
from bot.rules.alarm import Cause
from bot.rules.audit import Action
from bot.rules.room import RoomKind, RoomState
from bot.settings import Settings
from storage import alarm, audit, keys, outbox
from storage import case as cases
from storage import consent as consents
from storage import restore as restored
from storage import room as rooms
from storage.body import SayBody
from storage.db import Database
from storage.person import People
from storage.tables import Room


@dataclass(frozen=True, kw_only=True)
class OldDevice:
    """What the database holds of the device before."""

    device_id: str | None
    token: str | None
    seeds: Mapping[str, str] | None
    position: str | None


#: Finds the seeds of the identity to come back with, given the session and id of the new device. Raises
#: :class:`CannotDo` when the homeserver shows another identity.
FindSeeds = Callable[[Http, str, OldDevice], Awaitable[Mapping[str, str]]]


async def restore(
    settings: Settings,
    key: bytes,
    *,
    tell: Tell,
    confirm: Confirm | None,
    log_out: bool | None = None,
) -> None:
    """Restore the identity to a new device.

    ``log_out``: whether to log out the account's other devices; ``None`` asks, and logs them out if nobody is
    there.

    Raises:
        CannotDo: the message says why. Nothing was changed, or (the homeserver refused) it can be repeated.
    """

    async def find_seeds(http: Http, device_id: str, old: OldDevice) -> Mapping[str, str]:
        seeds = await _fetch_seeds(http, settings.user_id, key, device_id, old)
        _confirm_identity(old, seeds, confirm)
        return seeds

    with closing(open_database(settings)) as db, db.alone():
        await come_back(settings, db, find_seeds, tell=tell, confirm=confirm, log_out=log_out)


async def come_back(
    settings: Settings,
    db: Database,
    find_seeds: FindSeeds,
    *,
    carry_over: Callable[[], None] = lambda: None,
    tell: Tell,
    confirm: Confirm | None,
    log_out: bool | None,
) -> None:
    """Give the bot of a database a new device under its identity, and say everywhere what it may have missed.

    ``carry_over`` is called when all of that stands in the database, and before anybody can see the new device. If
    that or anything before it fails, nothing was changed.
    """
    password = _password(settings)
    token = None
    if password is None:
        _, token = settings.secret()
    http = Http.of(settings)
    old = _old_device(db, settings.user_id)
    try:
        device_id = await login.log_in_as_new_device(
            http, settings.user_id, password, token, settings.device_name
        )
        try:
            seeds = await find_seeds(http, device_id, old)
            unread = await undecryptable.count_by_room(http, db, ACCOUNT, settings.user_id, old.position)
            await undecryptable.mark_already_sent(http, db, ACCOUNT, settings.user_id)
            last_sync = _start_new_device(settings, db, device_id, str(http.token), seeds, unread)
            await life.begin_anew(http, db, ACCOUNT, settings.user_id)
            carry_over()
        except BaseException:
            if token is None:  # otherwise each try would leave a device behind
                await login.log_out_by_token(http, str(http.token))
            raise
        await _publish(settings)
        tell(
            f"Done: {settings.user_id} speaks from the new device {device_id}, under the identity people know."
        )
        await _tell_undecryptable(http, db, last_sync, unread, tell)
        _tell_consents(settings, db, last_sync, tell)
        await _log_out(http, settings, device_id, old, tell=tell, confirm=confirm, log_out=log_out)
    except MatrixError as error:
        raise refusal(error) from error
    finally:
        await http.close()


def _old_device(db: Database, user_id: str) -> OldDevice:
    with db.unit() as session:
        known = keys.login(session, ACCOUNT)
        if known is None:
            return OldDevice(device_id=None, token=None, seeds=None, position=None)
        if known.user_id != user_id:
            raise CannotDo(f"this database is {known.user_id}'s. Do: look at user_id and database")
        return OldDevice(
            device_id=known.device_id,
            token=known.token,
            seeds=keys.seeds(session, ACCOUNT),
            position=keys.position(session, ACCOUNT),
        )


# ------------------------------------------------------------------------------------------ before anything changes


async def _fetch_seeds(
    http: Http, user_id: str, key: bytes, device_id: str, old: OldDevice
) -> dict[str, str]:
    """The seeds that the recovery key opens. Raises :class:`CannotDo` if they are not those of the shown
    identity."""
    try:
        seeds = await recovery.fetch(http, user_id, key)
    except RecoveryWrong as error:
        raise CannotDo(str(error)) from error
    await check_shown(
        http,
        user_id,
        seeds,
        device_id,
        old,
        holder="the recovery key opens",
        otherwise="there is a newer recovery key",
    )
    return seeds


async def check_shown(
    http: Http,
    user_id: str,
    seeds: Mapping[str, str],
    device_id: str,
    old: OldDevice,
    *,
    holder: str,
    otherwise: str,
) -> None:
    """Check that the homeserver shows the identity of the seeds, and nothing of the new device.

    ``holder`` says where the seeds are from; ``otherwise`` what to do if one of us made the identity that is shown.
    Raises :class:`CannotDo`.
    """
    shown = await cross_signing.query_keys(http, user_id)
    listed = shown["device_keys"].get(user_id)
    if device_id == old.device_id or (isinstance(listed, dict) and device_id in listed):
        raise CannotDo(
            "the access token is of a device that has keys already. Do: log in anew for a token, or give a password"
        )
    signers = cross_signing.signers_of(seeds)
    try:
        whole = cross_signing.is_ours(user_id, signers, shown)
    except IdentityForeign as error:
        raise CannotDo(
            f"{holder} another identity than the homeserver shows: somebody has replaced it since. If it "
            f"was one of you, {otherwise}; if not, change the account's password first"
        ) from error
    if not whole and shown["master_keys"].get(user_id) is not None:
        raise CannotDo(f"{holder} an identity that the homeserver shows only in part, the rest is another's")


def _confirm_identity(old: OldDevice, seeds: Mapping[str, str], confirm: Confirm | None) -> None:
    """Have the operator confirm that another identity than the database's is taken over."""
    if old.seeds is None or dict(old.seeds) == dict(seeds):
        return
    question = (
        "The database holds another identity than the homeserver shows and the recovery key opens. If one of you made "
        "the new one, take it over? People have to accept it, if they have not"
    )
    if confirm is None or not confirm(question):
        raise CannotDo(
            "nothing was changed: the database keeps its identity, which the homeserver does not show"
        )


# -------------------------------------------------------------------------------------------------- what changes


def _start_new_device(
    settings: Settings,
    db: Database,
    device_id: str,
    token: str,
    seeds: Mapping[str, str],
    unread: Mapping[str, int],
) -> datetime | None:
    """Replace the old device's keys by the new device, raise an alarm in every case's rooms, and queue the
    notices.

    All of it in one unit. Returns when the old device last synced; ``None`` if the database was empty.
    """
    clock = Clock() if settings.clock_file is None else MovableClock(settings.clock_file)
    now = clock.now()
    until = now + timedelta(minutes=1)  # the notice gives minutes, and the new device syncs within seconds
    languages: dict[str, Language] = {unit.id: unit.language for unit in settings.units}
    with db.unit() as session:
        last_sync = restored.start_new_device(
            session, ACCOUNT, settings.user_id, device_id=device_id, token=token, seeds=seeds
        )
        for unit in settings.units:
            audit.write(session, at=now, unit_id=unit.id, actor="bot", action=Action.IDENTITY_RESTORED)
        if last_sync is None:
            return None
        for row in rooms.rows(session):
            if row.kind.of_case and row.matrix_room is not None:
                # A withdrawal of consent may be among the unread messages: a coordinator reopens each room
                alarm.raise_alarm(session, row, Cause.RESTORED, now)
            if row.state is not RoomState.OPEN or row.unit_id not in languages:
                continue
            if row.kind is RoomKind.OFFICE:
                text: Text | Lines = T("recovery.office", since=last_sync, until=until)
                codes = consents.codes_of_living(session, row.unit_id, last_sync.date())
                if codes:
                    text = Lines((text, T("recovery.consents", cases=list(codes))), paragraphs=True)
                _queue_text(session, row, text, languages[row.unit_id], now)
            elif row.id in unread:
                text = T("recovery.unread", since=last_sync, until=until)
                _queue_text(session, row, text, _language(session, row, languages), now)
    return last_sync


def _queue_text(session: Session, row: Room, text: Text | Lines, language: Language, now: datetime) -> None:
    said = render(text, language)
    body = SayBody(plain=said.plain, html=said.html)
    outbox.put(session, row, body, now=now, tag=f"restored:{now.date()}")


def _language(session: Session, row: Room, languages: Mapping[str, Language]) -> Language:
    if row.person_id is None:
        return languages[row.unit_id]
    return People(session, row.unit_id).get(row.person_id).language


async def _publish(settings: Settings) -> None:
    """Publish the new device, signed, and sync once. If this fails, the bot's next start does it."""
    bot = App(settings)
    try:
        await bot.client.start()
        await bot.client.sync_once()
    finally:
        await bot.client.stop()
        bot.db.close()


async def _tell_undecryptable(
    http: Http, db: Database, last_sync: datetime | None, unread: Mapping[str, int], tell: Tell
) -> None:
    """Tell the operator which messages cannot be read."""
    if last_sync is not None:
        tell(
            f"What was written from {last_sync:%Y-%m-%d %H:%M} UTC until now cannot be read, and is not handled."
        )
        tell(
            f"It says so in the office, and in {len(unread)} more room(s) where somebody wrote. Messages not read:"
        )
        with db.read() as session:
            for room_id, count in unread.items():
                room = rooms.get(session, room_id)
                code = "" if room.case_id is None else cases.get(session, room.case_id).code
                tell(f"  {count:>5}  {room.kind} {code}".rstrip())
        return
    joined = (await http.call("GET", ("joined_rooms",))).get("joined_rooms")
    count = len(joined) if isinstance(joined, list) else 0
    tell(
        "The database was empty: cases, consents and rooms of before are not in it. The next start makes new rooms."
    )
    if count:
        tell(
            f"The account still is in {count} room(s) that this database does not know, and says nothing there."
        )


def _tell_consents(settings: Settings, db: Database, last_sync: datetime | None, tell: Tell) -> None:
    """Tell the operator which cases had consents that may have been withdrawn since."""
    if last_sync is None:
        return
    with db.read() as session:
        for unit in settings.units:
            codes = consents.codes_of_living(session, unit.id, last_sync.date())
            if codes:
                tell(
                    f"Consents that may have been withdrawn since, in {unit.name}: {', '.join(codes)}. Their rooms are "
                    "stopped until a coordinator has gone through each and writes: tina upp, and its code"
                )


async def _log_out(
    http: Http,
    settings: Settings,
    device_id: str,
    old: OldDevice,
    *,
    tell: Tell,
    confirm: Confirm | None,
    log_out: bool | None,
) -> None:
    """Log out the account's other devices: until then, people trust whoever has the old device's keys."""
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
    if (
        left
        and old.token is not None
        and old.device_id in left
        and await login.log_out_by_token(http, old.token)
    ):
        left.remove(old.device_id)
    if left:
        tell(
            f"The homeserver does not let us log out {', '.join(left)}, and people trust what they say. Do: in Element,"
        )
        tell("logged in as the bot, Settings > Sessions; or ask the homeserver's administrator for:")
        body = json.dumps({"devices": left})
        tell(f"POST /_synapse/admin/v2/users/{settings.user_id}/delete_devices {body}")
        return
    tell(
        "The account's other devices are logged out. If the machine may be in other hands, change its password too."
    )


def _password(settings: Settings) -> str | None:
    kind, secret = settings.secret()
    return secret if kind == "password" else None
