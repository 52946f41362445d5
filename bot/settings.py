"""The operator's settings: read once from a TOML file and the environment, checked, frozen.

The environment (``SIGBOT_HOMESERVER``, ``SIGBOT_HEALTH__PORT``) wins over the file. Paths in the file are
relative to the file. An error names each wrong key; it never contains a secret.
"""

from __future__ import annotations

import difflib
import ipaddress
import os
import tomllib
from collections.abc import Iterator
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, SettingsError

from bot.backoff import Backoff
from bot.errors import SettingsWrong
from bot.i18n import Language

PREFIX = "SIGBOT_"
#: Read by the command line, not by the settings.
CONFIG = "SIGBOT_CONFIG"
PATHS = ("password_file", "token_file", "data_dir", "key_file", "clock_file", "ca_file")


def _client_address(value: str) -> str:
    address = urlsplit(value)
    if address.scheme not in ("http", "https") or not address.hostname or address.query or address.username:
        raise ValueError("write it like https://matrix.example.se")
    if address.scheme == "http" and address.hostname not in ("localhost", "127.0.0.1", "::1"):
        raise ValueError("plain http is for this machine alone: use https")
    return value.rstrip("/")


Address = Annotated[str, AfterValidator(_client_address)]
MatrixId = Annotated[str, Field(pattern=r"^@[a-z0-9._=/+-]+:[A-Za-z0-9.:\[\]-]+$", max_length=255)]
Handle = Annotated[str, Field(pattern=r"^[a-z0-9åäö][a-z0-9åäö._-]{0,31}$")]
Phone = Annotated[str, Field(pattern=r"^[+0-9][0-9 ()/–-]{2,24}$")]
UnitId = Annotated[str, Field(pattern=r"^[a-z0-9-]{1,32}$")]
Name = Annotated[str, Field(min_length=1, max_length=60)]


class SettingsPart(BaseModel):
    """A part of the settings: frozen, and without unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Someone(SettingsPart):
    """A person known from the settings, before anybody could be added by command."""

    handle: Handle = Field(description="Short name that commands use, as in @anna.")
    name: Name = Field(description="The name shown to others.")
    matrix_id: MatrixId = Field(description="The person's Matrix id, @name:server.")


class Deviation(SettingsPart):
    """A value that a unit sets instead of its profile's, where the profile allows it. Written to the audit
    log."""

    key: str = Field(description="A key of the profile that its may_deviate names.")
    value: int | str | tuple[str, ...] = Field(description="What holds in this unit instead.")
    why: str = Field(min_length=5, max_length=200, description="The reason, for whoever compares the units.")


class UnitSettings(SettingsPart):
    """A district or municipality: its way of working and the people it starts with."""

    id: UnitId = Field(description="Never changes: it stands on every row of the unit.")
    name: Name = Field(description="What people call the unit.")
    profile: str = Field(
        "skovde",
        pattern=r"^[a-z0-9-]+$|\.toml$",
        description="The way of working: one that comes with the bot, or the path of a TOML file (docs/profil.md).",
    )
    phone: Phone | None = Field(
        None, description="Where a human being is reached, when not at the profile's number."
    )
    socialjour: Phone | None = Field(None, description="The number of the social services on call.")
    deviations: tuple[Deviation, ...] = Field(
        (), description="Where the unit differs from its profile, and why."
    )
    language: Language = Field("sv", description="The language of the office and of newcomers.")
    coordinators: tuple[Someone, ...] = Field(min_length=1, description="The first coordinators.")
    second: Someone | None = Field(
        None,
        description="Who approves what takes two people; needed when there is one coordinator (its manager).",
    )
    case_lead: Someone | None = Field(
        None, description="Who leads the daily work of cases, if it is one person."
    )

    @property
    def people(self) -> tuple[Someone, ...]:
        """Everybody the settings name, coordinators first."""
        return (*self.coordinators, *(one for one in (self.second, self.case_lead) if one is not None))

    @model_validator(mode="after")
    def _two_people(self) -> Self:
        for what in ("handle", "matrix_id"):
            values = [getattr(one, what) for one in self.people]
            for twice in sorted({value for value in values if values.count(value) > 1}):
                raise ValueError(f"{twice} stands twice: each person has one {what} in a unit")
        if len(self.coordinators) == 1 and self.second is None:
            raise ValueError(
                "one coordinator needs a second person who approves: add `second` (a manager, say)"
            )
        return self


class HealthSettings(SettingsPart):
    """The health endpoint, for the machine's own supervisor."""

    host: str = Field("127.0.0.1", description="Loopback address to listen on.")
    port: int = Field(0, ge=0, le=65535, description="Port to listen on; 0 is off.")
    stuck_seconds: int = Field(60, ge=5, description="Not alive when the event loop has stood this long.")
    sync_seconds: int = Field(180, ge=60, description="Not ready when nothing was heard for this long.")
    inbox_seconds: int = Field(120, ge=10, description="Not ready when what was heard waits this long.")
    outbox_seconds: int = Field(
        600, ge=30, description="Not ready when something that should have gone out waits this long."
    )
    due_seconds: int = Field(600, ge=90, description="Not ready when something is this late.")
    disk_megabytes: int = Field(500, ge=0, description="Less room than this on the disk is told; 0: never.")
    told_minutes: int = Field(
        5, ge=0, description="The operators' room is told of what lasts this long, and of its end likewise."
    )

    @field_validator("host")
    @classmethod
    def _loopback(cls, value: str) -> str:
        if value != "localhost" and not ipaddress.ip_address(value).is_loopback:
            raise ValueError("the health page has no login: use a loopback address")
        return value


class WindowSettings(SettingsPart):
    """How long the bot waits for things, and keeps them."""

    waiting_minutes: int = Field(
        5, ge=1, description="Minutes a message waits for its key before it is reported."
    )
    megolm_days: int = Field(
        14, ge=1, description="Days after last use until an inbound room key is dropped."
    )
    question_hours: int = Field(24, ge=1, description="Hours until an unanswered question expires.")
    away_minutes: int = Field(
        10, ge=3, description="Minutes the bot may be away before it says so in the rooms which that touched."
    )
    kept_hours: int = Field(
        12,
        ge=1,
        le=72,
        description="Hours a youth's own words are kept, sealed, for an answer; longer while an alarm is open.",
    )


Days = Annotated[int, Field(ge=30, le=3650)]


class RetentionSettings(SettingsPart):
    """How many days the rows of what is over are kept. What a case holds is kept as its profile says."""

    inbox_days: Days = Field(90, description="Days a handled event is kept, which then is a digest.")
    outbox_days: Days = Field(
        90, description="Days it is kept what was sent to whom, and when; never the words."
    )
    question_days: Days = Field(90, description="Days a question is kept after its time was over.")
    due_days: Days = Field(90, description="Days it is kept what was done at its time.")
    audit_days: Annotated[int, Field(ge=365)] | None = Field(
        None,
        description="Days the audit log is kept; empty: for good, until `sigbot audit archive` takes older rows out.",
    )


class OutboxSettings(SettingsPart):
    """How often and how long delivery is tried."""

    timeout_seconds: float = Field(
        30, gt=0, le=300, description="Longest wait for one answer of the homeserver."
    )
    first_wait_seconds: float = Field(
        1, gt=0, description="Wait after the first failure; doubles, with jitter."
    )
    # Well below the time after which somebody is told that words fail, and those behind them go first
    longest_wait_seconds: float = Field(120, gt=0, description="Longest wait between two tries.")

    @model_validator(mode="after")
    def _growing(self) -> Self:
        if self.first_wait_seconds > self.longest_wait_seconds:
            raise ValueError("first_wait_seconds is longer than longest_wait_seconds")
        return self

    @property
    def backoff(self) -> Backoff:
        """The waits between two tries. Jitter takes away up to half: the first is at least
        ``first_wait_seconds``."""
        return Backoff(first=2 * self.first_wait_seconds, most=self.longest_wait_seconds)


class RotationSettings(SettingsPart):
    """How often a room gets new encryption keys even if nobody leaves. Set when the room is created."""

    messages: int = Field(50, ge=1, le=1000, description="Messages per key.")
    days: int = Field(1, ge=1, le=30, description="Days per key.")

    @property
    def period(self) -> timedelta:
        """The longest life of a key."""
        return timedelta(days=self.days)


class Settings(BaseSettings):
    """All settings of one bot."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter="__",
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
    )

    homeserver: Address = Field(
        description="Address of the homeserver's client API, https://matrix.example.se."
    )
    user_id: MatrixId = Field(description="The bot's own Matrix id. Choose a neutral localpart.")
    password: SecretStr | None = Field(None, description="The bot's password; better in password_file.")
    password_file: Path | None = Field(
        None, description="File with the bot's password, readable by the bot alone."
    )
    token_file: Path | None = Field(None, description="File with an access token, instead of a password.")
    ca_file: Path | None = Field(
        None, description="File with the authorities (PEM) that alone may vouch for the homeserver."
    )
    proxy: str | None = Field(
        None, description="The proxy to the homeserver, http://proxy.example.se:3128; none without it."
    )
    device_name: Name = Field("Assistent", description="Name of the bot's session, as others may see it.")
    display_name: Name = Field(
        "Assistent", description="The bot's name in rooms; neutral, for lock screens show it."
    )
    page_name: Name = Field("Min sida", description="Name of a person's own page; neutral.")
    office_name: Name = Field("Kontoret", description="Name of a unit's office room; neutral.")
    data_dir: Path = Field(
        Path("data"), description="Folder of the database and of whatever else is backed up."
    )
    database: str = Field(
        "", description="SQLAlchemy URL, postgresql+psycopg://…; empty: SQLite in data_dir."
    )
    key_file: Path = Field(
        Path("keys/master.json"), description="Master keys; kept apart from the database's backups."
    )
    backup_recipient: str = Field(
        "",
        pattern=r"^(age1[0-9a-z]{58})?$",
        description="Public key of age that backups are encrypted for, made by `sigbot keys backup`.",
    )
    allowed_servers: tuple[str, ...] = Field(
        (), description="Other servers whose users may be bound to people."
    )
    break_glass_user: MatrixId | None = Field(
        None,
        description="Second creator of every room, for emergencies alone; an alarm sounds if it ever joins.",
    )
    operators: tuple[MatrixId, ...] = Field(
        (), description="Who runs the bot: told in a room of their own what needs a person; no case is named."
    )
    operators_name: Name = Field("Drift", description="Name of the operators' room; neutral.")
    units: tuple[UnitSettings, ...] = Field(
        min_length=1, description="The districts or municipalities served."
    )
    health: HealthSettings = Field(HealthSettings(), description="The health page.")
    windows: WindowSettings = Field(WindowSettings(), description="How long things are waited for and kept.")
    retention: RetentionSettings = Field(
        RetentionSettings(), description="How long the rows of what is over are kept."
    )
    outbox: OutboxSettings = Field(OutboxSettings(), description="How messages are delivered.")
    rotation: RotationSettings = Field(RotationSettings(), description="How often room keys are replaced.")
    clock_file: Path | None = Field(
        None, description="Stage only: file with the seconds the bot's clock is ahead."
    )
    codes: tuple[str, ...] = Field((), description="Stage only: the case codes to use first.")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="Least severe line logged."
    )
    log_format: Literal["auto", "json", "console"] = Field("auto", description="auto: console on a terminal.")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return env_settings, init_settings

    @property
    def server_name(self) -> str:
        """The server part of the bot's own id."""
        return self.user_id.split(":", 1)[1]

    @property
    def database_url(self) -> str:
        """The SQLAlchemy URL to open."""
        return self.database or f"sqlite:///{self.data_dir / 'sigbot.db'}"

    def secret(self) -> tuple[Literal["password", "token"], str]:
        """The password or token to log in with.

        Raises:
            SettingsWrong: its file cannot be read, or others can read it.
        """
        if self.password is not None:
            return "password", self.password.get_secret_value()
        kind: Literal["password", "token"] = "token" if self.token_file else "password"
        file = self.token_file or self.password_file
        assert file is not None  # the validator below saw to it
        try:
            if file.stat().st_mode & 0o077:
                raise SettingsWrong(f"{kind}_file: others can read {file}. Do: chmod 600 {file}")
            return kind, file.read_text().strip()
        except OSError as error:
            raise SettingsWrong(f"{kind}_file: cannot read {file} ({error.strerror})") from error

    @field_validator("proxy")
    @classmethod
    def _valid_proxy(cls, value: str | None) -> str | None:
        if value is None:
            return None
        address = urlsplit(value)
        if address.scheme != "http" or not address.hostname or address.path.strip("/") or address.query:
            raise ValueError("write it like http://proxy.example.se:3128")
        if address.username or address.password:
            raise ValueError("a proxy that asks for a name and password is not supported")
        return value.rstrip("/")

    @field_validator("database")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if value and not value.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise ValueError("use sqlite:///file.db or postgresql+psycopg://user@host/name")
        if value.startswith("postgresql") and find_spec("psycopg") is None:
            raise ValueError(
                "PostgreSQL needs psycopg, which is not installed: pip install 'sigbot[postgres]'"
            )
        return value

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        given = [
            name for name in ("password", "password_file", "token_file") if getattr(self, name) is not None
        ]
        if len(given) != 1:
            raise ValueError(
                f"give one of password, password_file, token_file (found: {', '.join(given) or 'none'})"
            )
        ids = [unit.id for unit in self.units]
        if len(set(ids)) != len(ids):
            raise ValueError("units: two units share an id")
        if self.rotation.days >= self.windows.megolm_days:
            # Otherwise people would still encrypt with sessions whose keys we have dropped
            raise ValueError("rotation.days must be shorter than windows.megolm_days")
        shortest = min(self.retention.outbox_days, self.retention.question_days)
        if self.windows.question_hours >= 24 * shortest:
            raise ValueError(
                "windows.question_hours must be shorter than retention.outbox_days and question_days"
            )
        servers = {self.server_name, *self.allowed_servers}
        for unit in self.units:
            for one in unit.people:
                if one.matrix_id.split(":", 1)[1] not in servers:
                    raise ValueError(
                        f"units: {one.handle} lives on a server that allowed_servers does not name"
                    )
                if one.matrix_id in (self.user_id, self.break_glass_user):
                    raise ValueError(f"units: {one.handle} may be neither the bot nor break_glass_user")
        for matrix_id in self.operators:
            if matrix_id.split(":", 1)[1] not in servers:
                raise ValueError("operators: one lives on a server that allowed_servers does not name")
            if matrix_id in (self.user_id, self.break_glass_user):
                raise ValueError("operators: none may be the bot or break_glass_user")
        if self.break_glass_user == self.user_id:
            raise ValueError("break_glass_user: must be somebody else than the bot")
        return self


def load(path: Path | None) -> Settings:
    """The settings of a TOML file (or of none) and the environment. Raises :class:`SettingsWrong`, naming
    each key."""
    given = {} if path is None else _from_file(path)
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    for name in map(str.upper, os.environ):
        if name.startswith(PREFIX) and name != CONFIG and name.split("__")[0] not in known:
            raise SettingsWrong(f"{name}: no such setting{_suggestion(name, known)}")
    try:
        return Settings(**given)
    except ValidationError as error:
        raise SettingsWrong("\n".join(_lines(error))) from error
    except SettingsError as error:
        raise SettingsWrong(f"{error}: write lists in the environment as JSON") from error


def _from_file(path: Path) -> dict[str, Any]:
    """The content of a TOML file, with its paths resolved against its folder."""
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsWrong(f"cannot read {path} ({error.strerror}). Make one with: sigbot init") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsWrong(f"{path} is not TOML: {error}. Do: mend it there") from error
    for name in PATHS:
        if isinstance(given.get(name), str):
            given[name] = str(path.parent / given[name])
    units = given.get("units")
    for unit in units if isinstance(units, list) else ():
        if isinstance(unit, dict) and str(unit.get("profile", "")).endswith(".toml"):
            unit["profile"] = str(path.parent / unit["profile"])
    given.setdefault("data_dir", str(path.parent / "data"))
    given.setdefault("key_file", str(path.parent / "keys" / "master.json"))
    return given


def _lines(error: ValidationError) -> Iterator[str]:
    """One line for each wrong key, without its value."""
    for one in error.errors(include_url=False, include_input=False, include_context=False):
        key = ".".join(str(part) for part in one["loc"])
        match one["type"]:
            case "extra_forbidden":
                yield f"{key}: no such setting{_suggestion(str(one['loc'][-1]), _fields(one['loc'][:-1]))}"
            case "missing":
                yield f"{key}: is missing"
            case "value_error":
                text = one["msg"].removeprefix("Value error, ")
                yield f"{key}: {text}" if key else text
            case _:
                yield f"{key}: {one['msg'][0].lower()}{one['msg'][1:]}"


def _fields(location: tuple[int | str, ...]) -> set[str]:
    """The keys that are allowed at a place of the settings."""
    model: Any = Settings
    for part in location:
        if isinstance(part, str):
            model = next(_models(model.model_fields[part].annotation))
    return set(model.model_fields)


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in getattr(annotation, "__args__", ()):
        yield from _models(inner)


def _suggestion(name: str, known: set[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    return f"; did you mean {near[0]}?" if near else ""
