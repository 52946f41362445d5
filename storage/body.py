"""What a row of the outbox says to do, for each kind of row, and the JSON it is kept as."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from types import MappingProxyType
from typing import Any, ClassVar, get_args

from bot.i18n import Language
from bot.messages import Out


@dataclass(frozen=True, kw_only=True)
class Wording:
    """Rendered words."""

    plain: str
    html: str


@dataclass(frozen=True, kw_only=True)
class SayBody:
    """A message. ``mentions``: Matrix ids. ``elsewhere``: see :class:`bot.messages.Say`."""

    kind: ClassVar = Out.SAY
    plain: str
    html: str
    quiet: bool = False
    mentions: tuple[str, ...] = ()
    reply_to: str | None = None
    elsewhere: Wording | None = None


@dataclass(frozen=True, kw_only=True)
class EditBody:
    """Other words for the newest message of the row's tag."""

    kind: ClassVar = Out.EDIT
    plain: str
    html: str


@dataclass(frozen=True, kw_only=True)
class ReactBody:
    """An emoji on an event."""

    kind: ClassVar = Out.REACT
    event_id: str
    key: str


@dataclass(frozen=True, kw_only=True)
class AttachBody:
    """A file, which is made when it is delivered: see :class:`bot.messages.Attach`."""

    kind: ClassVar = Out.ATTACH
    room_id: str
    name: str
    mime: str
    make: str
    about: dict[str, Any]
    language: Language


@dataclass(frozen=True, kw_only=True)
class PinBody:
    """The newest message of a tag is pinned."""

    kind: ClassVar = Out.PIN
    tag: str


@dataclass(frozen=True, kw_only=True)
class RedactBody:
    """An event's content is removed."""

    kind: ClassVar = Out.REDACT
    event_id: str


@dataclass(frozen=True, kw_only=True)
class OpenBody:
    """The room is made."""

    kind: ClassVar = Out.OPEN


@dataclass(frozen=True, kw_only=True)
class InviteBody:
    """Somebody is invited."""

    kind: ClassVar = Out.INVITE
    user_id: str


@dataclass(frozen=True, kw_only=True)
class RemoveBody:
    """Somebody is removed, or an invitation of theirs taken back."""

    kind: ClassVar = Out.REMOVE
    user_id: str


@dataclass(frozen=True, kw_only=True)
class FreezeBody:
    """Nobody may write there from then on."""

    kind: ClassVar = Out.FREEZE


@dataclass(frozen=True, kw_only=True)
class ThawBody:
    """People may write there again."""

    kind: ClassVar = Out.THAW


@dataclass(frozen=True, kw_only=True)
class LeaveBody:
    """The bot leaves."""

    kind: ClassVar = Out.LEAVE


Body = (
    SayBody
    | EditBody
    | ReactBody
    | AttachBody
    | PinBody
    | RedactBody
    | OpenBody
    | InviteBody
    | RemoveBody
    | FreezeBody
    | ThawBody
    | LeaveBody
)

_OF: Mapping[Out, type[Body]] = MappingProxyType({made.kind: made for made in get_args(Body)})


def to_json(body: Body) -> dict[str, Any]:
    """What is kept of a body, in the order in which it has always been kept."""
    kept = asdict(body)
    if isinstance(body, SayBody) and body.elsewhere is None:
        del kept["elsewhere"]
    return kept


def from_json(kind: Out, kept: Mapping[str, Any]) -> Body:
    """A body as it was kept, perhaps by another release: what this one does not know is passed over, and what was not
    kept then is as it is by default."""
    made = _OF[kind]
    values = {field.name: kept[field.name] for field in fields(made) if field.name in kept}
    if "mentions" in values:
        values["mentions"] = tuple(values["mentions"])
    if values.get("elsewhere") is not None:
        values["elsewhere"] = Wording(plain=values["elsewhere"]["plain"], html=values["elsewhere"]["html"])
    return made(**values)
