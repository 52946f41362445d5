"""Logging in, always as the same device: its id is chosen and stored before the first login.

Only :func:`log_in_as_new_device` uses another one: after a loss, when the old device's keys are gone or
stolen.
"""

from __future__ import annotations

import secrets
import string
from collections.abc import Sequence
from typing import Any

from bot.logs import get_logger
from bot.matrix.http import Http, MatrixError
from storage import keys
from storage.db import Database

log = get_logger(__name__)


async def log_in(
    http: Http,
    db: Database,
    account_id: str,
    user_id: str,
    password: str | None,
    token: str | None,
    device_name: str,
) -> str:
    """Set a working access token on ``http`` (the stored one, the given one, or a new one); returns our
    device id.

    Raises:
        MatrixError: no token works and there is no password, or they are another user's or device's.
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
                raise MatrixError(
                    403, "M_FORBIDDEN", "the access token belongs to another device than our keys"
                )
            device_id = found
            break
    else:
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
        MatrixError: the homeserver refused, or the token is another user's.
    """
    if token is not None:
        found = await _try_token(http, token, user_id)
        if found is None:
            raise MatrixError(401, "M_UNKNOWN_TOKEN", "the access token does not work")
        return found
    device_id = new_device_id()
    http.token = await _log_in_with_password(http, user_id, password, device_id, device_name)
    return device_id


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


async def log_out_by_token(url: str, token: str) -> bool:
    """Log out the device of an access token, which needs no password. ``False``: the token does not work."""
    http = Http(url)
    http.token = token
    try:
        await http.call("POST", ("logout",), {})
    except MatrixError:
        return False
    finally:
        await http.close()
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
        raise MatrixError(403, "M_FORBIDDEN", "the access token is another user's")
    return str(answer.get("device_id"))


async def _log_in_with_password(
    http: Http, user_id: str, password: str | None, device_id: str, device_name: str
) -> str:
    """Log in with the password; returns the access token."""
    http.token = None
    if password is None:
        raise MatrixError(401, "M_FORBIDDEN", "no access token that works, and no password")
    body = {
        "type": "m.login.password",
        "identifier": {"type": "m.id.user", "user": user_id},
        "password": password,
        "device_id": device_id,
        "initial_device_display_name": device_name,
    }
    return str((await http.call("POST", ("login",), body, needs={"access_token": str}))["access_token"])
