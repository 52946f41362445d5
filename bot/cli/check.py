"""``sigbot check``: a line for each thing the bot depends on: ok, or what is wrong and what to do. Changes
nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from nacl.signing import SigningKey
from sqlalchemy import inspect, make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm import Session

from bot.cli import reach
from bot.core import ACCOUNT, profile_for
from bot.errors import SettingsWrong
from bot.matrix.crypto import published, recovery
from bot.matrix.crypto.recovery import RecoveryStatus
from bot.matrix.http import Http, MatrixError
from bot.matrix.login import ANOTHER_USER, NOT_KNOWN, refused_password
from bot.matrix.payload import Malformed
from bot.rules.profile import Profile
from bot.settings import Settings, UnitSettings, load
from storage import keys, version
from storage.db import Database
from storage.dialects import cause
from storage.sealed import CannotOpen, Vault

#: Seconds our clock and the homeserver's may differ.
SKEW = 30
#: Seconds until an answer is not waited for any more: somebody sits there and waits too.
PATIENCE = 10.0
#: Numbers change: after so long somebody should ring them again.
OLD_NUMBERS = timedelta(days=365)
_ADMIN = "/_synapse/admin/v1"

#: All that is looked at, in order. Whatever could not be looked at has its line all the same.
_OF_SETTINGS = ("profile", "deputy", "numbers")
_OF_DATABASE = ("keys", "database")
_OF_HOMESERVER = ("homeserver", "clock", "login")
_OF_ACCOUNT = ("identity", "recovery", "rate limits")

_DATABASE_UNREAD = "the database could not be read"
_MEND_FIRST = "mend what is WRONG above, and check again"


@dataclass(frozen=True, kw_only=True)
class Line:
    """The result of one check.

    ``wrong`` says what is wrong, ``do`` what to do about it. ``unsure``: it could not be checked, or the bot
    can work in spite of it. ``about``: ids and numbers by name, for ``--json``.
    """

    name: str
    good: str = ""
    wrong: str = ""
    do: str = ""
    unsure: bool = False
    about: Mapping[str, Any] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether the bot can work."""
        return not self.wrong or self.unsure

    def __str__(self) -> str:
        mark = "ok"
        text = self.good
        if self.wrong:
            mark = "WRONG"
            text = self.wrong
            if self.do:
                text += f". Do: {self.do}"
        if self.unsure:
            mark = "?"
        return f"{self.name:<12} {mark:<6} {text}"


def unchecked(names: Iterable[str], why: str) -> Iterator[Line]:
    """The lines of what could not be looked at: neither right nor wrong."""
    for name in names:
        yield Line(name=name, wrong=f"not checked, because {why}", do=_MEND_FIRST, unsure=True)


def _wrong(name: str, sentence: str) -> Line:
    """The line of an error that says itself what to do."""
    wrong, _, do = sentence.partition(". Do: ")
    return Line(name=name, wrong=wrong, do=do)


@dataclass(frozen=True, kw_only=True)
class _Account:
    """What the database holds of the account: its token, and the public half of its identity."""

    token: str | None = None
    master: str | None = None


async def check(path: Path | None) -> AsyncIterator[Line]:
    """Run all checks, each after those it depends on."""
    try:
        settings = load(path)
    except SettingsWrong as error:
        yield _wrong("config", str(error))
        everything = (*_OF_SETTINGS, *_OF_DATABASE, *_OF_HOMESERVER, *_OF_ACCOUNT)
        for line in unchecked(everything, "the settings could not be read"):
            yield line
        return
    for line in _config(settings, path):
        yield line
    account: _Account | None = None  # unless it can be read
    for found in _database(settings):
        if isinstance(found, Line):
            yield found
        else:
            account = found
    try:
        http = Http.of(settings)
    except SettingsWrong as error:
        yield _wrong("homeserver", str(error))
        for line in unchecked((*_OF_HOMESERVER[1:], *_OF_ACCOUNT), "the homeserver could not be asked"):
            yield line
        return
    http.patience = PATIENCE
    try:
        async for line in _homeserver(settings, http, account):
            yield line
    finally:
        await http.close()


def _config(settings: Settings, path: Path | None) -> Iterator[Line]:
    if path is not None and path.stat().st_mode & 0o077:
        yield Line(name="config", wrong=f"others can read {path}", do=f"chmod 600 {path}")
    elif settings.clock_file is not None:
        yield Line(
            name="config",
            wrong="clock_file is set: the bot's time can be moved",
            do="remove it outside of plays",
        )
    elif settings.key_file.resolve().is_relative_to(settings.data_dir.resolve()):
        yield Line(
            name="config",
            wrong="key_file lies in data_dir: whoever takes a backup of the data can read everything",
            do="keep it in another folder, backed up elsewhere",
        )
    else:
        yield Line(name="config", good=f"{len(settings.units)} unit(s)")
    for unit in settings.units:
        try:
            profile = profile_for(unit)
        except SettingsWrong as error:
            yield Line(name="profile", wrong=str(error), do="see docs/profil.md")
            yield from unchecked(_OF_SETTINGS[1:], "the profile could not be read")
            continue
        yield Line(name="profile", good=f"{unit.id} follows {profile.name}")
        yield from alarm_lines(unit, profile, datetime.now(UTC).date())


def alarm_lines(unit: UnitSettings, profile: Profile, today: date) -> Iterator[Line]:
    """The lines about who takes a youth's alarm, and whether the numbers that people are told are right."""
    if len(unit.coordinators) < 2:
        yield Line(
            name="deputy",
            wrong=f"{unit.id} has one coordinator, and nobody who takes a youth's alarm instead",
            do="add another under `coordinators`",
            unsure=True,
        )
    else:
        yield Line(name="deputy", good=f"{unit.id} has {len(unit.coordinators)} coordinators")
    if profile.on_call is not None:
        may_take = [one.handle for one in (*unit.coordinators, unit.second) if one is not None]
        if profile.on_call.handle not in may_take:
            yield Line(
                name="on call",
                wrong=f"{unit.id} has no coordinator or second person called {profile.on_call.handle}",
                do="add them to the settings, or take on_call out of the profile",
            )
    old = [name for name, checked in numbers(profile) if checked is None or today - checked > OLD_NUMBERS]
    if old:
        yield Line(
            name="numbers",
            wrong=f"{unit.id}: nobody has noted within a year that these are right: {', '.join(old)}",
            do="ring them, and write the day in the profile (numbers_checked, help_lines.*.checked)",
            unsure=True,
        )


def numbers(profile: Profile) -> Iterator[tuple[str, date | None]]:
    """The numbers a youth may be told, each with the day somebody made sure of it."""
    yield profile.contact.sv, profile.numbers_checked
    if profile.socialjour is not None:
        yield "socialjouren", profile.numbers_checked
    for line in (profile.help_lines.under_18, profile.help_lines.adult, profile.help_lines.guardian):
        if line is not None:
            yield line.name, line.checked


def _database(settings: Settings) -> Iterator[Line | _Account]:
    """The lines of the key file and the database; and the account, if all of it could be read."""
    try:
        vault = Vault.load(settings.key_file)
    except SettingsWrong as error:
        yield _wrong("keys", str(error))
        yield from unchecked(["database"], "the keys could not be read")
        return
    yield Line(name="keys", good=f"master key {vault.newest}")
    file = make_url(settings.database_url).database
    if settings.database_url.startswith("sqlite") and not Path(file or "").exists():
        yield Line(name="database", good="not there yet: the first start makes it")
        yield _Account()
        return
    db = Database(settings.database_url, vault)
    try:
        with db.read() as session:
            found = _contents(session, settings.user_id)
        yield from found
    except SQLAlchemyError as error:
        why = (cause(error) if isinstance(error, DBAPIError) else None) or type(error).__name__
        yield Line(
            name="database",
            wrong=f"cannot be read ({why})",
            do="look at `database` and data_dir, whether its disk is full or missing, and whether its server runs",
        )
    except CannotOpen as error:
        yield Line(name="database", wrong=str(error), do="use the key file this database was made with")
    finally:
        db.close()


def _contents(session: Session, user_id: str) -> list[Line | _Account]:
    found = version.current_of(session)
    if found is None and not inspect(session.connection()).get_table_names():
        return [Line(name="database", good="empty: the first start fills it"), _Account()]
    if found != version.head():
        wrong = f"its tables are of version {found}"
        return [Line(name="database", wrong=wrong, do="back it up, then: sigbot migrate")]
    login = keys.login(session, ACCOUNT)
    if login is not None and login.user_id != user_id:
        return [
            Line(
                name="database",
                wrong=f"it is {login.user_id}'s",
                do="look at user_id, `database` and data_dir",
            )
        ]
    line = Line(name="database", good=f"version {found}")
    if login is None:
        return [line, _Account()]
    seeds = keys.seeds(session, ACCOUNT)
    master = None if seeds is None else published.public_of(SigningKey(bytes.fromhex(seeds["master"])))
    return [line, _Account(token=login.token, master=master)]


async def _homeserver(settings: Settings, http: Http, account: _Account | None) -> AsyncIterator[Line]:
    try:
        versions = await reach.versions(http)
    except MatrixError as error:
        found = await reach.trouble(settings, http, error)
        yield Line(name="homeserver", wrong=found.wrong, do=found.do)
        for line in unchecked((*_OF_HOMESERVER[1:], *_OF_ACCOUNT), "the homeserver could not be asked"):
            yield line
        return
    newest = versions[-1] if versions else "nothing known"
    yield Line(name="homeserver", good=f"speaks up to {newest}")
    yield await _clock(http)
    login = _Login(settings, http)
    line = await login.line(None if account is None else account.token)
    yield line
    if not line.ok:
        for line in unchecked(_OF_ACCOUNT, "the login failed"):
            yield line
        return
    try:
        yield await _identity(settings, http, account)
        yield await _recovery(settings, http, account)
        yield await _limits(settings, http)
    finally:
        await login.end()


@dataclass
class _Login:
    """The session that the rest is asked with: the bot's own, or one that is ended when all is asked."""

    settings: Settings
    http: Http
    is_ours: bool = field(default=False, init=False)

    async def line(self, stored: str | None) -> Line:
        """Log in, with the bot's token if there is one that works."""
        try:
            is_lost = stored is not None and not await self._is_good(stored)
            if stored is None or is_lost:
                await self._log_in()
        except SettingsWrong as error:
            return _wrong("login", str(error))
        except MatrixError as error:
            if error.passing:
                return Line(name="login", wrong=f"no answer ({error.errcode})", do="try again")
            return Line(
                name="login",
                wrong=f"refused ({error.status} {error.errcode})",
                do="look at user_id and at the password or token",
            )
        if is_lost:
            return Line(name="login", good="the bot's session is logged out: its next start logs in again")
        return Line(
            name="login", good="with a session of its own" if self.is_ours else "with the bot's session"
        )

    async def end(self) -> None:
        """Log out again, if it is a session of our own."""
        if self.is_ours:
            await self.http.call("POST", ("logout",), {}, tries=1)

    async def _log_in(self) -> None:
        kind, secret = self.settings.secret()
        user_id = self.settings.user_id
        if kind == "token":
            if not await self._is_good(secret):
                raise SettingsWrong(NOT_KNOWN.format(user=user_id))
            return
        self.http.token = None
        body = {
            "type": "m.login.password",
            "identifier": {"type": "m.id.user", "user": user_id},
            "password": secret,
            "initial_device_display_name": self.settings.device_name,
        }
        try:
            answer = await self.http.call("POST", ("login",), body, needs={"access_token": str}, tries=1)
        except MatrixError as error:
            if error.passing:
                raise
            raise SettingsWrong(refused_password(error, user_id)) from error
        self.http.token = str(answer["access_token"])
        self.is_ours = True

    async def _is_good(self, token: str) -> bool:
        """Set a token; whether the homeserver knows it. Raises SettingsWrong when it is somebody else's."""
        self.http.token = token
        try:
            found = await self.http.call("GET", ("account", "whoami"), needs={"user_id": str}, tries=1)
        except MatrixError as error:
            if error.token_bad:
                return False
            raise
        if found["user_id"] != self.settings.user_id:
            raise SettingsWrong(ANOTHER_USER.format(user=self.settings.user_id))
        return True


async def _identity(settings: Settings, http: Http, account: _Account | None) -> Line:
    if account is None:
        return next(unchecked(["identity"], _DATABASE_UNREAD))
    try:
        shown = await http.call("POST", ("keys", "query"), {"device_keys": {settings.user_id: []}}, tries=1)
        raw = shown.get("master_keys", {}).get(settings.user_id)
        seen = None if raw is None else published.cross_signing_key(settings.user_id, "master", raw)
    except MatrixError as error:
        return Line(
            name="identity", wrong=f"cannot be asked for ({error.errcode})", do="try again", unsure=True
        )
    except Malformed:
        seen = ""
    if seen == account.master:
        return Line(name="identity", good="ours" if seen else "none yet: the first start makes it")
    if seen is None:
        return Line(name="identity", good="not on the homeserver: the next start publishes it again")
    return Line(
        name="identity",
        wrong="the homeserver shows an identity that is not in our database",
        do="look first whether `database` and data_dir are the bot's own, and no new ones or old copies. Only if its "
        "database is lost: sigbot identity restore, with the recovery key. If it is not lost, and nobody of you made "
        "another identity: change the account's password",
    )


async def _recovery(settings: Settings, http: Http, account: _Account | None) -> Line:
    if account is None:
        return next(unchecked(["recovery"], _DATABASE_UNREAD))
    if account.master is None:
        return Line(name="recovery", good="after the first start: sigbot identity recovery")
    try:
        return recovery_line(await recovery.status(http, settings.user_id))
    except MatrixError as error:
        return Line(
            name="recovery", wrong=f"cannot be asked for ({error.errcode})", do="try again", unsure=True
        )


def recovery_line(found: RecoveryStatus) -> Line:
    """The line that says whether the identity can be restored after a loss."""
    if found.complete:
        return Line(name="recovery", good="a recovery key is set up")
    wrong = "not set up: if this database is lost, people will see a stranger"
    if found.key_id is not None:
        wrong = f"incomplete: {' and '.join(found.missing)} cannot be brought back"
    return Line(name="recovery", wrong=wrong, do="sigbot identity recovery", unsure=True)


async def _limits(settings: Settings, http: Http) -> Line:
    user = settings.user_id
    order = f"POST {_ADMIN}/users/{user}/override_ratelimit " + '{"messages_per_second": 0, "burst_count": 0}'
    try:
        found = await http.call("GET", ("users", user, "override_ratelimit"), below=_ADMIN, tries=1)
    except MatrixError as error:
        return Line(
            name="rate limits",
            wrong=f"could not see them ({error.errcode}); with the usual ones the bot is slow, and loses nothing",
            do=f"ask the homeserver's administrator for: {order}",
            unsure=True,
        )
    if found.get("messages_per_second") == 0 and found.get("burst_count") == 0:
        return Line(name="rate limits", good="lifted for the bot")
    return Line(
        name="rate limits", wrong="the usual ones: ten rooms, then one a minute", do=order, unsure=True
    )


async def _clock(http: Http) -> Line:
    """The line that compares our clock with the homeserver's, read from the Date of an answer."""
    theirs = await http.time()
    if theirs is None:
        return Line(
            name="clock",
            wrong="not checked, because the homeserver tells no time",
            do="look whether this machine uses NTP",
            unsure=True,
        )
    difference = abs((datetime.now(UTC) - theirs).total_seconds())
    if difference > SKEW:
        return Line(
            name="clock",
            wrong=f"{difference:.0f} s apart from the homeserver's",
            do="let both machines use NTP",
        )
    return Line(name="clock", good=f"within {SKEW} s of the homeserver's")
