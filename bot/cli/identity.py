"""``sigbot identity``: shows and verifies the bot's cross-signing identity, and makes its recovery key.

The recovery key goes to the operator alone, on a terminal or in a new file, never into a log.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

from bot.app import open_database
from bot.cli.check import Line, recovery_line
from bot.clock import Clock
from bot.core import ACCOUNT
from bot.errors import CannotDo, IdentityForeign
from bot.matrix.crypto import cross_signing, published, recovery
from bot.matrix.crypto.machine import Machine
from bot.matrix.crypto.recovery import RecoveryWrong
from bot.matrix.http import Http, MatrixError
from bot.matrix.payload import Malformed, as_object
from bot.settings import Settings
from storage import keys
from storage.db import Database

Tell = Callable[[str], None]
Ask = Callable[[str], str]
Confirm = Callable[[str], bool]

_TRIES = 3
_NONE = (
    "there is no identity in our database yet. Do: look first whether `database` and data_dir are the bot's own, and "
    "whether the disk is there; on a first start, sigbot run makes one. Only if the bot's database is lost: sigbot "
    "identity restore"
)


@dataclass(frozen=True, kw_only=True)
class OwnKeys:
    """The account's login and keys in our database.

    ``seeds``: of the cross-signing identity. ``public``: the device's Ed25519 and Curve25519 keys.
    """

    device_id: str
    token: str
    seeds: Mapping[str, str]
    public: tuple[str, str]

    @property
    def master(self) -> str:
        """The public master key, which people's clients pin."""
        return published.public_of(cross_signing.signers_of(self.seeds)["master"])


def own_keys(settings: Settings) -> OwnKeys:
    """The account's keys. Raises :class:`CannotDo` when the bot never started on this database."""
    try:
        if not database_exists(settings):
            raise CannotDo(_NONE)
        with closing(open_database(settings)) as db:
            return _own_keys(db, settings.user_id)
    except SQLAlchemyError as error:
        raise CannotDo(f"database: {type(error).__name__}. Look with: sigbot check") from error


def database_exists(settings: Settings) -> bool:
    """Whether the database exists; of a server's database that is not checked."""
    if not settings.database_url.startswith("sqlite"):
        return True
    return Path(make_url(settings.database_url).database or "").exists()


def _own_keys(db: Database, user_id: str) -> OwnKeys:
    with db.unit() as session:
        login = keys.login(session, ACCOUNT)
        seeds = None if login is None else keys.seeds(session, ACCOUNT)
        if (
            login is None
            or login.token is None
            or seeds is None
            or keys.olm_account(session, ACCOUNT) is None
        ):
            raise CannotDo(_NONE)
        if login.user_id != user_id:
            raise CannotDo(f"this database is {login.user_id}'s. Do: look at user_id and database")
    machine = Machine(db, ACCOUNT, Clock())
    machine.set_device(user_id, login.device_id)
    with machine.unit():
        return OwnKeys(
            device_id=login.device_id, token=login.token, seeds=seeds, public=machine.identity_keys()
        )


# ------------------------------------------------------------------------------------------------ show, verify


async def show(settings: Settings) -> AsyncIterator[Line]:
    """The lines of ``sigbot identity show``: who the bot is, then those of :func:`verify`."""
    mine = own_keys(settings)
    yield Line(name="user", good=settings.user_id)
    yield Line(name="device", good=mine.device_id)
    yield Line(name="fingerprint", good=_grouped(mine.public[0]))
    yield Line(name="master key", good=_grouped(mine.master))
    async for line in verify(settings):
        yield line


async def verify(settings: Settings, key: bytes | None = None) -> AsyncIterator[Line]:
    """The lines of ``sigbot identity verify``: the chain from our seeds to our device as the homeserver shows
    it now.

    With a recovery ``key``, also whether it restores our identity.
    """
    mine = own_keys(settings)
    http = Http.of(settings)
    http.token = mine.token
    try:
        shown = await cross_signing.query_keys(http, settings.user_id)
        for line in _chain(settings.user_id, mine, shown):
            yield line
        yield recovery_line(await recovery.status(http, settings.user_id))
        if key is not None:
            yield await _key_line(http, settings.user_id, key, mine.seeds)
    except MatrixError as error:
        do = "sigbot run logs in again" if error.token_bad else "look at `homeserver`, and try again"
        yield Line(name="homeserver", wrong=f"does not answer us ({error.errcode})", do=do)
    finally:
        await http.close()


def _chain(user_id: str, mine: OwnKeys, shown: Mapping[str, Any]) -> list[Line]:
    signers = cross_signing.signers_of(mine.seeds)
    try:
        whole = cross_signing.is_ours(user_id, signers, shown)
    except IdentityForeign:
        again = (
            "people see a changed identity. If nobody of you did it: the account is in other hands, "
            "change its password"
        )
        do = "if you did it, sigbot identity restore with the new recovery key; docs/drift.md says more"
        return [Line(name="identity", wrong=f"the homeserver shows another one than ours: {again}", do=do)]
    if whole:
        lines = [Line(name="identity", good="ours: master, self-signing and user-signing key")]
    else:
        lines = [
            Line(
                name="identity", wrong="the homeserver lacks a part of it", do="sigbot run publishes it again"
            )
        ]
    signer = published.public_of(signers["self_signing"])
    devices = as_object(published.part_of(shown, "device_keys", user_id))
    lines.append(_device_line(user_id, mine, devices.get(mine.device_id), signer))
    others = sorted(
        name
        for name, raw in devices.items()
        if name != mine.device_id
        and isinstance(raw, dict)
        and published.is_signed(raw, user_id, f"ed25519:{signer}", signer)
    )
    if others:
        wrong = f"people trust {len(others)} more of the account: {', '.join(others)}"
        lines.append(Line(name="devices", wrong=wrong, do="log out those that nobody uses", unsure=True))
    else:
        lines.append(Line(name="devices", good="no other that people trust"))
    return lines


def _device_line(user_id: str, mine: OwnKeys, raw: Any, signer: str) -> Line:
    if raw is None:
        return Line(
            name="device", wrong="the homeserver has no keys of it", do="sigbot run publishes them again"
        )
    try:
        found = published.device(user_id, mine.device_id, raw)
        seen = (found.ed25519, found.curve25519)
    except Malformed:
        seen = ("", "")
    if seen != mine.public:
        do = (
            "stop the bot. If our database is an older copy: sigbot identity restore. If it is not: change the "
            "account's password first"
        )
        return Line(name="device", wrong="the homeserver shows keys for it that are not ours", do=do)
    if not published.is_signed(raw, user_id, f"ed25519:{signer}", signer):
        return Line(
            name="device",
            wrong="our signature of it is lost: people see a red shield",
            do="sigbot run signs it",
        )
    return Line(name="device", good="its keys are ours, and signed by us")


async def _key_line(http: Http, user_id: str, key: bytes, seeds: Mapping[str, str]) -> Line:
    try:
        found = await recovery.fetch(http, user_id, key)
    except RecoveryWrong as error:
        return Line(name="recovery key", wrong=str(error), do="look for the right one, or make a new one")
    if found != dict(seeds):
        return Line(
            name="recovery key", wrong="it opens another identity than ours", do="sigbot identity recovery"
        )
    return Line(name="recovery key", good="it brings our identity back")


def _grouped(text: str) -> str:
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


# ------------------------------------------------------------------------------------------------ recovery


async def make_recovery(
    settings: Settings,
    *,
    file: Path | None,
    replace: bool,
    tell: Tell,
    ask: Ask | None,
    confirm: Confirm | None,
) -> None:
    """Make a recovery key, give it to the operator, then store our seeds under it.

    ``ask`` and ``confirm`` are ``None`` where nobody sits at a terminal; then a ``file`` must be given.

    Raises:
        CannotDo: the message says why; if the homeserver refused, the key that was given out may not work.
    """
    if file is None and ask is None:
        raise CannotDo(
            "a recovery key is never shown where it may be kept by chance (a pipe, a log). Do: --file NAME"
        )
    mine = own_keys(settings)
    http = Http.of(settings)
    http.token = mine.token
    try:
        shown = await cross_signing.query_keys(http, settings.user_id)
        wrong = [line for line in _chain(settings.user_id, mine, shown) if not line.ok]
        if wrong:
            raise CannotDo(f"first things first: {wrong[0]}")
        found = await recovery.status(http, settings.user_id)
        if found.key_id is not None and not replace:
            if confirm is None:
                raise CannotDo("there is a recovery key already. Do: --replace, if it is to stop working")
            if not confirm("There is a recovery key already. Make a new one? The old one stops working"):
                raise CannotDo("nothing was changed: the recovery key you have is still the right one")
        key = recovery.new_key()
        _hand_over(recovery.format_key(key), file, tell, ask)
        await recovery.store(http, settings.user_id, key, mine.seeds)
        tell(
            "It works now, and no other does. Keep it apart from this machine and its backups; try it one day with:"
        )
        tell("  sigbot identity verify --key")
    except MatrixError as error:
        raise refusal(error) from error
    finally:
        await http.close()


def refusal(error: MatrixError) -> CannotDo:
    """The operator's error for a call that the homeserver refused."""
    return CannotDo(
        f"the homeserver refused, or cannot be asked ({error.status} {error.errcode}). Do: the same again later"
    )


def _hand_over(text: str, file: Path | None, tell: Tell, ask: Ask | None) -> None:
    """Give the recovery key to the operator and have them confirm it, before it replaces an older one."""
    if file is not None:
        try:
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            raise CannotDo(
                f"cannot write {file} ({error.strerror}); nothing is overwritten, nothing was changed"
            ) from error
        with os.fdopen(descriptor, "w", encoding="ascii") as handle:
            handle.write(text + "\n")
            handle.flush()
            os.fsync(handle.fileno())
        tell(
            f"Wrote the recovery key to {file}, readable by you alone. Move it to where you keep such things."
        )
        return
    assert ask is not None
    tell(
        "The recovery key. It is shown once and kept nowhere. Write it down, or put it in a password manager:"
    )
    tell(f"\n    {text}\n")
    for _ in range(_TRIES):
        if ask("Its last four characters, to show that you have it").strip() == text.replace(" ", "")[-4:]:
            return
    raise CannotDo("nothing was changed: the key that was shown is of no use. Do: sigbot identity recovery")


def read_key(file: Path | None, ask_hidden: Ask) -> bytes:
    """Read the recovery key from a file, or ask for it. Raises :class:`CannotDo`."""
    try:
        if file is not None and file.stat().st_mode & 0o077:
            raise CannotDo(f"others can read {file}. Do: chmod 600 {file}")
        text = ask_hidden("Recovery key") if file is None else file.read_text(encoding="utf-8")
        return recovery.parse_key(text)
    except RecoveryWrong as error:
        raise CannotDo(str(error)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise CannotDo(f"cannot read {file} ({type(error).__name__})") from error
