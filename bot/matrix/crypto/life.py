"""Which life of the bot this is, and which start of it: so that neither an old machine nor a copy runs on.

After ``sigbot identity restore`` the machine that was lost may come back by itself. It has the password and the
keys of the identity, so it would log in, sign its old device and go on with an old ledger. Therefore the bot's
account data on the homeserver has a *claim*: a number that each restore raises (the life), a number that each
start raises, and a random mark of that start, all signed by the identity's master key. Our database has them too.
Whoever finds a newer life, or a later start than any of its own, publishes nothing, signs nothing, says nothing
and ends.

A copied folder has the same device and the same access token. If the original has started since the copy was
made, the copy finds a start it does not know. If not, the copy starts, and the original, which hears of it by its
next sync, claims its account again and names the start it overrules: who was there first stays, and the copy
ends. All of it costs two requests for each start, and nothing for a message.

What it cannot do: a copy of a bot that is stopped, and never started again, looks like the bot itself. And who
runs the homeserver can delete the claim or put an older one back, and then an old machine runs on. They cannot
make a higher one: for a claim that is not signed by us the bot stops, and says so.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nacl.signing import SigningKey

from bot.errors import IdentityForeign
from bot.logs import get_logger
from bot.matrix import account_data
from bot.matrix.crypto import cross_signing, published
from bot.matrix.http import Http
from bot.matrix.payload import Malformed, as_object, as_objects
from storage import keys
from storage.db import Database

log = get_logger(__name__)

#: The kind of account data.
KIND = "se.sigbot.life"

_LONGEST_MARK = 32

_OLDER = (
    "this bot was restored elsewhere since, and lives on there: this one, whose database is older, does nothing more. "
    "Do: stop it for good. Only if this is the one to go on: sigbot identity restore"
)
_COPY = (
    "another bot has started as this one, with the same device: this database is a copy of its, or an older state of "
    "it, and the keys in it are used up. Do: run that one only. If this is the one to go on: sigbot identity restore"
)
_STRANGE = (
    "what the homeserver shows as the life of this bot was not signed by it: somebody has changed it, or the identity "
    "was replaced. The bot says nothing more. Do: look who did it. If this is the one to go on: sigbot identity restore"
)


@dataclass(frozen=True, kw_only=True)
class _Claim:
    """A claim as it is shown. ``over``: the mark of the start that it overrules."""

    life: int
    starts: int
    start: str
    over: str

    @property
    def age(self) -> tuple[int, int]:
        """Where it stands in the order of all claims."""
        return self.life, self.starts


class Life:
    """The claim of the bot that runs here. Not ``active`` for the stage's people, who may be anywhere."""

    def __init__(self, http: Http, db: Database, account_id: str, user_id: str, *, active: bool) -> None:
        self._http = http
        self._db = db
        self._account_id = account_id
        self._user_id = user_id
        self._active = active

    async def check(self) -> None:
        """Look whether this bot may still live, before it does anything under its name.

        Raises:
            IdentityForeign: it lives on elsewhere, or nobody knows. From then on every call raises it.
            MatrixError: the homeserver cannot be asked.
        """
        signers, own = self._own()
        if self._active and signers is not None:
            await self._look(signers, own)

    async def begin(self, *, is_new: bool = False) -> bool:
        """Check, and claim the account for this start; returns ``False`` if there is no identity to claim it
        with. With ``is_new`` the identity was made just now, and whatever was claimed before it is void.

        Raises: as :meth:`check`.
        """
        signers, own = self._own()
        if not self._active or signers is None:
            return signers is not None
        if not is_new:
            await self._look(signers, own)
        await self._claim(signers, keys.Life(number=own.number, starts=own.starts + 1, start=_mark()))
        return True

    async def hear(self, answer: Mapping[str, Any]) -> None:
        """See in a sync's answer whether somebody else has claimed the account.

        Raises: as :meth:`check`.
        """
        found = [
            one.get("content")
            for one in as_objects(as_object(answer.get("account_data")).get("events"))
            if one.get("type") == KIND
        ]
        signers, own = self._own() if found and self._active else (None, None)
        if signers is None or own is None:
            return
        with cross_signing.blocking_calls_if_foreign(self._http):
            shown = _read(self._user_id, signers["master"], found[-1])
            if shown is None or shown.age < (own.number, own.starts) or shown.start == own.start:
                return
            if shown.life > own.number:
                raise IdentityForeign(_OLDER)
            if shown.over == own.start:
                raise IdentityForeign(_COPY)
        log.warning("life.copy_overruled")
        again = keys.Life(number=own.number, starts=shown.starts + 1, start=str(own.start))
        await self._claim(signers, again, over=shown.start)

    def _own(self) -> tuple[dict[str, SigningKey] | None, keys.Life]:
        with self._db.read() as session:
            seeds = keys.seeds(session, self._account_id)
            own = keys.life(session, self._account_id)
        return None if seeds is None else cross_signing.signers_of(seeds), own

    async def _look(self, signers: Mapping[str, SigningKey], own: keys.Life) -> None:
        """Look what is claimed now. Raises :class:`IdentityForeign` when it is not for us to go on."""
        content = await account_data.fetch(self._http, self._user_id, KIND)
        with cross_signing.blocking_calls_if_foreign(self._http):
            shown = _read(self._user_id, signers["master"], content)
            if shown is None or shown.age < (own.number, own.starts) or shown.start == own.start:
                return
            raise IdentityForeign(_OLDER if shown.life > own.number else _COPY)

    async def _claim(self, signers: Mapping[str, SigningKey], own: keys.Life, *, over: str = "") -> None:
        """Store a claim, and then show it: who dies between the two knows it again."""
        with self._db.unit() as session:
            keys.save_life(session, self._account_id, own)
        await account_data.put(
            self._http, self._user_id, KIND, _signed(self._user_id, signers["master"], own, over)
        )


async def begin_anew(http: Http, db: Database, account_id: str, user_id: str) -> None:
    """Begin a new life, after a restore: every other machine and every copy that was the bot ends for good.

    To be called once the restored account, its new device and its seeds are committed, and before the device is
    published. If it fails, it can be repeated. The number is one more than any that is known, and at least the
    time, for the database may be empty and the homeserver's claim lost.

    Raises :class:`MatrixError`: the homeserver refused.
    """
    with db.read() as session:
        seeds = keys.seeds(session, account_id)
        own = keys.life(session, account_id)
    if seeds is None:
        raise LookupError("no identity was restored")
    master = cross_signing.signers_of(seeds)["master"]
    content = await account_data.fetch(http, user_id, KIND)
    try:
        shown = _read(user_id, master, content)
    except IdentityForeign:
        shown = None  # of an identity before this one, or damaged: this one begins anew
    known = max(own.number, 0 if shown is None else shown.life)
    fresh = keys.Life(number=max(known + 1, int(time.time())), starts=1, start=_mark())
    with db.unit() as session:
        keys.save_life(session, account_id, fresh)
    await account_data.put(http, user_id, KIND, _signed(user_id, master, fresh, ""))


def _mark() -> str:
    return secrets.token_hex(16)


def _signed(user_id: str, master: SigningKey, own: keys.Life, over: str) -> dict[str, Any]:
    fields = {
        "type": KIND,
        "user_id": user_id,
        "life": own.number,
        "starts": own.starts,
        "start": own.start,
        "over": over,
    }
    return published.sign(fields, user_id, master)


def _read(user_id: str, master: SigningKey, content: Any) -> _Claim | None:
    """What is claimed; ``None`` when nothing is. Raises :class:`IdentityForeign` when it is not ours."""
    if content == {}:
        return None
    try:
        return _parsed(user_id, published.public_of(master), content)
    except Malformed as error:
        raise IdentityForeign(_STRANGE) from error


def _parsed(user_id: str, master: str, content: Any) -> _Claim:
    fields = as_object(content)
    numbers = [fields.get(name) for name in ("life", "starts")]
    marks = [fields.get(name) for name in ("start", "over")]
    if not all(isinstance(one, int) and not isinstance(one, bool) for one in numbers):
        raise Malformed("no numbers")
    if not all(isinstance(one, str) and len(one) <= _LONGEST_MARK for one in marks):
        raise Malformed("no marks")
    if (fields.get("type"), fields.get("user_id")) != (KIND, user_id):
        raise Malformed("another kind")
    if not published.is_signed(fields, user_id, f"ed25519:{master}", master):
        raise Malformed("not signed by us")
    return _Claim(life=fields["life"], starts=fields["starts"], start=fields["start"], over=fields["over"])
