"""Logging in, always as the same device: its id is chosen and stored before the first login.

Only :func:`log_in_as_new_device` uses another one: after a loss, when the old device's keys are gone or
stolen. What only a person can mend about a password or token is :class:`SettingsWrong`, a sentence.
"""

from __future__ import annotations

import secrets
import string
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from bot.errors import SettingsWrong
from bot.logs import get_logger
from bot.matrix.http import Http, MatrixError
from storage import keys
from storage.db import Database

log = get_logger(__name__)

NOT_KNOWN = (
    "token_file: the homeserver does not know this access token of {user} (any more), and there is no password. Do: "
    "ask its administrator for a new one, or give password_file instead"
)
ANOTHER_USER = "token_file: the access token is not {user}'s. Do: make user_id and the token agree"
_ANOTHER_DEVICE = (
    "token_file: the access token of {user} belongs to another device than {device}, whose keys are in our database. "
    "Do: give the token of that device; only if it is lost: sigbot identity restore, with the recovery key"
)


async def log_in(
    http: Http,
    db: Database,
    account_id: str,
    user_id: str,
    password: str | None,
    token: str | None,
    device_name: str,
    *,
    check: Callable[[], Awaitable[None]],
) -> str:
    """Set a working access token on ``http`` (the stored one, the given one, or a new one); returns our
    device id.

    ``check`` is called with a token of a passing device before our own, which the homeserver may have logged
    out, is logged in again.

    Raises:
        IdentityForeign: ``check`` found that the bot lives on elsewhere.
        SettingsWrong: no token works and there is no password, they are another user's or device's, or the
            homeserver does not accept them.
        MatrixError: the homeserver cannot be asked.
    """
    with db.unit() as session:
        known = keys.open_account(session, account_id, user_id, new_device_id())
        has_keys = keys.olm_account(session, account_id) is not None
    device_id = known.device_id
    for candidate in (known.token, token):
        if candidate is None:
            continue
        found = await _try_token(http, candidate, user_id)
        if found is not None:
            if has_keys and found != device_id:
                raise SettingsWrong(_ANOTHER_DEVICE.format(user=user_id, device=device_id))
            device_id = found
            break
    else:
        if has_keys:
            await _check_from_passing_device(http, user_id, password, device_name, check)
        http.token = await _log_in_with_password(http, user_id, password, device_id, device_name)
    with db.unit() as session:
        keys.save_login(session, account_id, device_id=device_id, token=str(http.token))
    return device_id


async def log_in_as_new_device(
    http: Http, user_id: str, password: str | None, token: str | None, device_name: str
) -> str:
    """Set the access token of a new device on ``http``; returns its id. A given ``token`` must belong to a
    new device.

    Raises:
        SettingsWrong: the homeserver does not accept the token or the password, or the token is another user's.
        MatrixError: the homeserver cannot be asked.
    """
    if token is not None:
        found = await _try_token(http, token, user_id)
        if found is None:
            raise SettingsWrong(NOT_KNOWN.format(user=user_id))
        return found
    device_id = new_device_id()
    http.token = await _log_in_with_password(http, user_id, password, device_id, device_name)
    return device_id


async def _check_from_passing_device(
    http: Http,
    user_id: str,
    password: str | None,
    device_name: str,
    check: Callable[[], Awaitable[None]],
) -> None:
    """Make a device without keys for as long as it takes to ``check`` something of the account."""
    await log_in_as_new_device(http, user_id, password, None, device_name)
    token = str(http.token)
    try:
        await check()
    finally:
        await log_out_by_token(http, token)


async def post_with_password(
    http: Http, path: Sequence[str], body: dict[str, Any], user_id: str, password: str | None
) -> dict[str, Any]:
    """POST something the homeserver may ask the account's password for (replacing an identity, deleting
    devices).

    Raises:
        MatrixError: refused; also when it asks for more than a password, or for one and we have none.
    """
    try:
        return await http.call("POST", path, body)
    except MatrixError as error:
        if error.status != 401 or "flows" not in error.body or password is None:
            raise
        proof = {
            "type": "m.login.password",
            "identifier": {"type": "m.id.user", "user": user_id},
            "password": password,
            "session": error.body.get("session"),
        }
        return await http.call("POST", path, {**body, "auth": proof})


async def other_devices(http: Http, device_id: str) -> list[str]:
    """The account's devices other than ours."""
    listed = (await http.call("GET", ("devices",), needs={"devices": list}))["devices"]
    found = [one.get("device_id") for one in listed if isinstance(one, dict)]
    return sorted(name for name in found if isinstance(name, str) and name != device_id)


async def log_out(http: Http, user_id: str, devices: Sequence[str], password: str | None) -> list[str]:
    """Log out devices of the account; returns those that the homeserver did not log out."""
    try:
        await post_with_password(http, ("delete_devices",), {"devices": list(devices)}, user_id, password)
    except MatrixError as error:
        log.warning("login.devices_not_logged_out", status=error.status, errcode=error.errcode)
        return list(devices)
    return []


async def log_out_by_token(http: Http, token: str) -> bool:
    """Log out the device of an access token, which needs no password. ``False``: the token does not work."""
    other = http.another()
    other.token = token
    try:
        await other.call("POST", ("logout",), {})
    except MatrixError:
        return False
    finally:
        await other.close()
    return True


def new_device_id() -> str:
    """An id that no device has."""
    return "".join(secrets.choice(string.ascii_uppercase) for _ in range(10))


async def _try_token(http: Http, token: str, user_id: str) -> str | None:
    """Set a token on ``http`` and return the device it belongs to; ``None`` when it does not work any
    more."""
    http.token = token
    try:
        answer = await http.call(
            "GET", ("account", "whoami"), needs={"user_id": str, "device_id": str | None}
        )
    except MatrixError as error:
        if not error.token_bad:
            raise
        return None
    if answer.get("user_id") != user_id:
        raise SettingsWrong(ANOTHER_USER.format(user=user_id))
    return str(answer.get("device_id"))


async def _log_in_with_password(
    http: Http, user_id: str, password: str | None, device_id: str, device_name: str
) -> str:
    """Log in with the password; returns the access token."""
    http.token = None
    if password is None:
        raise SettingsWrong(NOT_KNOWN.format(user=user_id))
    body = {
        "type": "m.login.password",
        "identifier": {"type": "m.id.user", "user": user_id},
        "password": password,
        "device_id": device_id,
        "initial_device_display_name": device_name,
    }
    try:
        answer = await http.call("POST", ("login",), body, needs={"access_token": str})
    except MatrixError as error:
        if (
            error.passing or error.token_bad
        ):  # who asks for a token has none: that says nothing of the password
            raise
        raise SettingsWrong(refused_password(error, user_id)) from error
    return str(answer["access_token"])


def refused_password(error: MatrixError, user_id: str) -> str:
    """What is to be done about a password that the homeserver does not accept."""
    said = f"{error.status} {error.errcode}"
    match error.errcode:
        case "M_FORBIDDEN":
            return (
                f"password: the homeserver does not accept it for {user_id} ({said}). Do: look at user_id and at the "
                "password, and try both in Element. If they are right, the account may be deactivated"
            )
        case "M_USER_DEACTIVATED":
            return (
                f"user_id: the account {user_id} is deactivated ({said}). Do: ask the homeserver's administrator to "
                "bring it back"
            )
        case _:
            return (
                f"password: the homeserver lets {user_id} not log in with a password ({said}). Do: ask its "
                "administrator for an access token, and give that as token_file"
            )
