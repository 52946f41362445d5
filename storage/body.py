"""The bodies of outbox rows: what each kind of row says to do, and the JSON that is stored for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any, ClassVar, get_args

from bot.i18n import Language
from bot.messages import Out, Until
from bot.rules.ground import Ground


@dataclass(frozen=True, kw_only=True)
class Wording:
    """Rendered words."""

    plain: str
    html: str


@dataclass(frozen=True, kw_only=True)
class Rest:
    """A case that words are about, and what they rest on there."""

    case_id: str
    ground: tuple[Ground, ...]


@dataclass(frozen=True, kw_only=True)
class Part:
    """Some of a message's words, and all that they rest on: without it they are not sent."""

    plain: str
    html: str
    rests_on: tuple[Rest, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SayBody:
    """A message. ``mentions``: Matrix ids. ``elsewhere``, ``until``: see :class:`bot.messages.Say`. ``parts``: what it
    is made of, where that rests on something.

    ``thread``: the event with which the thread began that it is said in, after the event ``reply_to``; unless it
    ``replies``, that is only there for apps that know no threads.
    """

    kind: ClassVar = Out.SAY
    plain: str
    html: str
    quiet: bool = False
    mentions: tuple[str, ...] = ()
    reply_to: str | None = None
    elsewhere: Wording | None = None
    thread: str | None = None
    replies: bool = True
    until: Until | None = None
    parts: tuple[Part, ...] = ()

    def with_parts(self, parts: Sequence[Part]) -> SayBody:
        """The message made of these parts."""
        plain = "\n\n".join(part.plain for part in parts)
        return replace(
            self, plain=plain, html="<br><br>".join(part.html for part in parts), parts=tuple(parts)
        )


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
class SeedBody:
    """An emoji of the bot's own on the newest message of a tag, for people to tap. The row has the tag too, until
    the emoji is taken away."""

    kind: ClassVar = Out.SEED
    key: str
    tag: str


@dataclass(frozen=True, kw_only=True)
class UnseedBody:
    """The removal of the emoji that another row, by its number, has put on a message."""

    kind: ClassVar = Out.UNSEED
    seed: int


@dataclass(frozen=True, kw_only=True)
class AttachBody:
    """A file, which is created when the row is delivered: see :class:`bot.messages.Attach`."""

    kind: ClassVar = Out.ATTACH
    room_id: str
    name: str
    mime: str
    make: str
    about: dict[str, Any]
    language: Language
    caption: Wording | None = None
    size: tuple[int, int] | None = None


@dataclass(frozen=True, kw_only=True)
class PinBody:
    """Pin the newest message of a tag."""

    kind: ClassVar = Out.PIN
    tag: str


@dataclass(frozen=True, kw_only=True)
class RedactBody:
    """Remove the content of an event."""

    kind: ClassVar = Out.REDACT
    event_id: str


@dataclass(frozen=True, kw_only=True)
class OpenBody:
    """Create the room."""

    kind: ClassVar = Out.OPEN


@dataclass(frozen=True, kw_only=True)
class InviteBody:
    """Invite somebody."""

    kind: ClassVar = Out.INVITE
    user_id: str


@dataclass(frozen=True, kw_only=True)
class RemoveBody:
    """Remove somebody, or take their invitation back."""

    kind: ClassVar = Out.REMOVE
    user_id: str


@dataclass(frozen=True, kw_only=True)
class FreezeBody:
    """Let nobody write in the room from now on."""

    kind: ClassVar = Out.FREEZE


@dataclass(frozen=True, kw_only=True)
class ThawBody:
    """Let people write in the room again."""

    kind: ClassVar = Out.THAW


@dataclass(frozen=True, kw_only=True)
class LeaveBody:
    """Have the bot leave the room."""

    kind: ClassVar = Out.LEAVE


Body = (
    SayBody
    | EditBody
    | ReactBody
    | SeedBody
    | UnseedBody
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

#: The type of body of each kind of row.
_TYPES: Mapping[Out, type[Body]] = MappingProxyType(
    {body_type.kind: body_type for body_type in get_args(Body)}
)


def to_json(body: Body) -> dict[str, Any]:
    """What is stored of a body, in the order in which it has always been stored."""
    stored = asdict(body)
    if isinstance(body, SayBody) and body.elsewhere is None:
        del stored["elsewhere"]
    if isinstance(body, SayBody) and body.thread is None:
        del stored["thread"], stored["replies"]
    if isinstance(body, SayBody) and body.until is None:
        del stored["until"]
    elif isinstance(body, SayBody) and body.until is not None:
        stored["until"]["at"] = body.until.at.isoformat()
    if isinstance(body, SayBody) and not body.parts:
        del stored["parts"]
    if isinstance(body, AttachBody) and body.caption is None:
        del stored["caption"], stored["size"]
    return stored


def from_json(kind: Out, stored: Mapping[str, Any]) -> Body:
    """A body as it was stored, perhaps by another release: unknown fields are ignored, and fields that were
    not stored have their default."""
    body_type = _TYPES[kind]
    values = {field.name: stored[field.name] for field in fields(body_type) if field.name in stored}
    if "mentions" in values:
        values["mentions"] = tuple(values["mentions"])
    if values.get("size") is not None:
        values["size"] = tuple(values["size"])
    for name in ("elsewhere", "caption"):
        if values.get(name) is not None:
            values[name] = Wording(plain=values[name]["plain"], html=values[name]["html"])
    if values.get("until") is not None:
        until = values["until"]
        values["until"] = Until(
            at=datetime.fromisoformat(until["at"]), case_id=until["case_id"], meeting_id=until["meeting_id"]
        )
    if "parts" in values:
        values["parts"] = tuple(_part(stored_part) for stored_part in values["parts"])
    return body_type(**values)


def _part(stored: Mapping[str, Any]) -> Part:
    rests_on = tuple(
        Rest(case_id=one["case_id"], ground=tuple(map(Ground, one["ground"]))) for one in stored["rests_on"]
    )
    return Part(plain=stored["plain"], html=stored["html"], rests_on=rests_on)
