"""Logging in, always as the same device: its id is chosen and kept before the first login."""

from __future__ import annotations

import secrets
import string

from bot.matrix.http import Http, MatrixError
from storage import keys
from storage.db import Database


async def log_in(
    http: Http,
    db: Database,
    account_id: str,
    user_id: str,
    password: str | None,
    token: str | None,
    device_name: str,
) -> str:
    """Give ``http`` an access token that works (the kept one, the given one, or a new one) and return our device id.

    Raises:
        MatrixError: no token works and there is no password, or they are another user's or device's.
    """
    with db.unit() as session:
        fresh = "".join(secrets.choice(string.ascii_uppercase) for _ in range(10))
        known = keys.open_account(session, account_id, user_id, fresh)
        has_keys = keys.olm_account(session, account_id) is not None
    device_id = known.device_id
    for candidate in (known.token, token):
        found = None if candidate is None else await _device_of(http, candidate, user_id)
        if found is not None:
            if has_keys and found != device_id:
                raise MatrixError(403, "M_FORBIDDEN", "the access token belongs to another device than our keys")
            device_id = found
            break
    else:
        http.token = await _with_password(http, user_id, password, device_id, device_name)
    with db.unit() as session:
        keys.save_login(session, account_id, device_id=device_id, token=str(http.token))
    return device_id


async def _device_of(http: Http, token: str, user_id: str) -> str | None:
    """The device a token belongs to; ``None`` when it does not work any more."""
    http.token = token
    try:
        answer = await http.call("GET", ("account", "whoami"))
    except MatrixError as error:
        if not error.token_bad:
            raise
        return None
    if answer.get("user_id") != user_id:
        raise MatrixError(403, "M_FORBIDDEN", "the access token is another user's")
    return str(answer.get("device_id"))


async def _with_password(http: Http, user_id: str, password: str | None, device_id: str, device_name: str) -> str:
    http.token = None
    if password is None:
        raise MatrixError(401, "M_UNKNOWN_TOKEN", "no access token that works, and no password")
    body = {
        "type": "m.login.password",
        "identifier": {"type": "m.id.user", "user": user_id},
        "password": password,
        "device_id": device_id,
        "initial_device_display_name": device_name,
    }
    return str((await http.call("POST", ("login",), body))["access_token"])
