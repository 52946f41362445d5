"""Reads conversation files: YAML into frozen steps, checked so thoroughly that only the bot is left to fail.

The schema lies beside this file and ``docs/conversations.md`` explains it. Beyond the schema it is checked
here that everybody who acts exists and can, that patterns compile, and that ``{groups}`` are set before they
are used.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from bot.i18n import ZONE
from bot.stage.stagehand import AccountChange
from bot.stage.steps import (
    GROUP,
    Account,
    Actor,
    Audience,
    Away,
    Crash,
    Edit,
    Enter,
    Expect,
    Knock,
    Leave,
    Members,
    MoveClock,
    React,
    Redact,
    Reply,
    Say,
    Script,
    Send,
    Silent,
    Step,
    TakeBack,
    fill,
)

_AMOUNT = {
    "min": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}
_DEFAULT_START = "2026-11-23 09:00"


class ScriptError(Exception):
    """The file is no conversation; the message names the file, the line and what is wrong."""


def load(path: Path) -> Script:
    """The script of a conversation file. Raises :class:`ScriptError`. A profile's file is looked for beside
    it."""
    found = parse(path.read_text(encoding="utf-8"), path.name)
    if found.profile.endswith(".toml"):
        return replace(found, profile=str((path.parent / found.profile).resolve()))
    return found


def parse(text: str, name: str = "conversation") -> Script:
    """The script of a YAML text. Raises :class:`ScriptError`, which begins with ``name``."""
    try:
        data = yaml.load(text, _Words)  # noqa: S506 - a SafeLoader that knows fewer types
        lines = _step_lines(text)
    except yaml.YAMLError as error:
        raise ScriptError(f"{name}: {error}") from error
    for wrong in _errors(data):
        where = list(wrong.absolute_path)
        at = f":{lines[int(where[1])]}" if where[:1] == ["steps"] and len(where) > 1 else ""
        raise ScriptError(f"{name}{at}: {'.'.join(map(str, where)) or 'file'}: {wrong.message}")
    people = {handle: _actor(handle, given) for handle, given in data["people"].items()}
    steps = tuple(_step(given, line) for given, line in zip(data["steps"], lines, strict=True))
    script = Script(
        title=data["title"],
        profile=data.get("profile", "skovde"),
        start=_moment(data.get("start", _DEFAULT_START)),
        codes=tuple(data.get("codes", ())),
        people=people,
        steps=steps,
    )
    known: set[str] = set()
    for step in steps:
        objection = _objection(step, people, known)
        if objection:
            raise ScriptError(f"{name}:{step.line}: {objection}")
    return script


class _Words(yaml.CSafeLoader):
    """YAML where everything but ``true`` and ``false`` is a word: ``says: 1`` and ``says: no`` mean what they
    say."""


_Words.yaml_implicit_resolvers = {}
_Words.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(true|false)$"), list("tf"))


@cache
def _schema() -> Draft202012Validator:
    text = resources.files("bot.stage").joinpath("conversation.schema.json").read_text(encoding="utf-8")
    return Draft202012Validator(json.loads(text))


#: The words that say what kind of step a step is; ``says`` comes last, because edits and silence have one
#: too.
_KINDS = (
    "sends",
    "replies",
    "reacts",
    "takes_back",
    "edits",
    "redacts",
    "enters",
    "leaves",
    "knocks",
    "clock",
    "room",
    "crash",
    "away",
    "device",
    "identity",
    "silent",
    "sees",
    "cannot_read",
    "says",
)

#: What happens to an account, by the word in the file.
_CHANGES: Mapping[str, AccountChange] = {
    "new": "new device",
    "signs": "device signed",
    "reset": "new identity",
}


def _kind(step: Any) -> str | None:
    return next((kind for kind in _KINDS if kind in step), None) if isinstance(step, dict) else None


def _errors(data: Any) -> Iterator[Any]:
    """The schema's errors. Each step is checked against its own kind: an error about "one of eleven" helps
    nobody."""
    whole = _schema()
    for error in whole.iter_errors(data):
        if list(error.absolute_path)[:1] != ["steps"] or len(error.absolute_path) < 2:
            yield error
            continue
        number = error.absolute_path[1]
        kind = _kind(data["steps"][number])
        if kind is None:
            error.message = f"no step has such words; it needs one of {', '.join(_KINDS)}"
            yield error
            continue
        for inner in whole.evolve(schema={"$ref": f"#/$defs/{kind}"}).iter_errors(data["steps"][number]):
            inner.path.extendleft([number, "steps"])
            yield inner


def _step_lines(text: str) -> list[int]:
    root = yaml.compose(text, _Words)
    if not isinstance(root, yaml.MappingNode):
        return []
    for key, value in root.value:
        if key.value == "steps" and isinstance(value, yaml.SequenceNode):
            return [node.start_mark.line + 1 for node in value.value]
    return []


def _actor(handle: str, given: Any) -> Actor:
    words = {"role": given} if isinstance(given, str) else given
    return Actor(**{"handle": handle, "name": handle.capitalize(), **words})


def _moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=ZONE)


def _step(given: dict[str, Any], line: int) -> Step:
    base: dict[str, Any] = {
        "line": line,
        "source": yaml.safe_dump(given, allow_unicode=True, default_flow_style=True, width=1000).strip(),
    }
    kind = _kind(given)
    who = given.get("who", "")
    place = given.get("in")
    bot = _expects(given.get("bot"))
    pills = given.get("pills", {})
    match kind:
        case "says":
            return Say(
                **base,
                who=who,
                place=given["in"],
                text=given["says"],
                thread=given.get("thread"),
                pills=pills,
                bot=bot,
            )
        case "sends":
            caption = given.get("says", given["sends"])
            return Send(**base, who=who, place=given["in"], what=given["sends"], text=caption, bot=bot)
        case "replies":
            return Reply(**base, who=who, place=place, to=given["to"], text=given["replies"], bot=bot)
        case "reacts":
            return React(**base, who=who, place=place, to=given["to"], key=given["reacts"], bot=bot)
        case "takes_back":
            return TakeBack(**base, who=who, place=place, to=given["from"], key=given["takes_back"], bot=bot)
        case "edits":
            return Edit(**base, who=who, place=place, to=given["edits"], text=given["says"], bot=bot)
        case "redacts":
            return Redact(**base, who=who, place=place, to=given["redacts"], bot=bot)
        case "enters":
            return Enter(**base, who=who, place=given["enters"], bot=bot)
        case "leaves":
            return Leave(**base, who=who, place=given["leaves"], bot=bot)
        case "knocks":
            return Knock(**base, who=who, bot=bot)
        case "clock":
            return MoveClock(**base, **_time(given["clock"]), bot=bot)
        case "crash":
            return Crash(**base, bot=bot)
        case "away":
            return Away(**base, begins=given["away"], bot=bot)
        case "device" | "identity":
            return Account(**base, who=who, what=_CHANGES[given[kind]], bot=bot)
        case "room":
            return Members(**base, place=given["room"], handles=frozenset(given["members"]))
        case "silent":
            quiet = given["silent"]
            return Silent(**base, who=quiet.get("who"), place=quiet.get("in"), text=quiet.get("says"))
        case _:
            seen = given[str(kind)]
            return Audience(
                **base,
                handles=(seen["who"],) if isinstance(seen["who"], str) else tuple(seen["who"]),
                place=seen.get("in"),
                message=seen["message"],
                reads=kind == "sees",
                newest="on" in seen,
            )


def _time(text: str) -> dict[str, Any]:
    if text.startswith("+"):
        number, unit = text[1:].split()
        return {"by": int(number) * _AMOUNT[unit], "until": None}
    return {"by": None, "until": _moment(text)}


def _expects(given: Any) -> tuple[Expect, ...]:
    """The expectations in a step's ``bot``: a text, an object or a list of them."""
    if given is None:
        return ()
    return tuple(_expect(part) for part in (given if isinstance(given, list) else [given]))


def _expect(part: Any) -> Expect:
    if isinstance(part, str):
        return Expect(text=part)
    return Expect(
        place=part.get("in"),
        text=part.get("text"),
        reacts=part.get("reacts"),
        takes_back=part.get("takes_back"),
        removes=part.get("removes"),
        thread=part.get("thread"),
        quiet=part.get("quiet"),
    )


def _objection(step: Step, people: Mapping[str, Actor], known: set[str]) -> str | None:
    """What is wrong with a step, or None. ``known``: the groups set by steps before it; its own are added."""
    who = getattr(step, "who", None)
    named = {who} if who else set()
    pills: Mapping[str, str] = getattr(step, "pills", {})
    for words, handle in pills.items():
        if handle not in {*people, "bot"}:
            return f"{handle} is not among the people"
        if words not in getattr(step, "text", ""):
            return f"{words!r} does not stand in the text"
    if isinstance(step, Members | Audience):
        named |= set(step.handles)
    for handle in sorted(named):
        if handle not in people:
            return f"{handle} is not among the people"
        if people[handle].matrix == "none" and not isinstance(step, Audience | Silent):
            return f"{handle} has no Matrix account"
    expects: tuple[Expect, ...] = getattr(step, "bot", ())
    for place in [getattr(step, "place", None), *(expect.place for expect in expects)]:
        owner = (place or "").removeprefix("page of ")
        if owner != (place or "") and owner not in people:
            return f"{owner} is not among the people"
    for expect in expects:
        if expect.place == "page" and not who:
            return "whose page? page of <handle>"
        if expect.place is None and isinstance(step, MoveClock | Crash | Away | Account):
            return "where should the bot say that? bot: {in: ..., text: ...}"
    texts = [getattr(step, "text", None), getattr(step, "place", None)]
    patterns = [
        getattr(step, "to", None),
        getattr(step, "thread", None),
        getattr(step, "message", None),
        *(expect.text for expect in expects),
    ]
    texts += [expect.place for expect in expects]
    mentioned = {name for text in [*texts, *patterns] if text for name in GROUP.findall(text)}
    for name in sorted(mentioned):
        if name.startswith("@") and name[1:] not in people:
            return f"{name[1:]} is not among the people"
        if not name.startswith("@") and name not in known:
            return f"{{{name}}} is not set by any step before"
    everybody = dict.fromkeys(mentioned, "x")
    for pattern in patterns:
        try:
            known.update(re.compile(fill(pattern or "", everybody, pattern=True)).groupindex)
        except re.error as error:
            return f"{pattern!r} is no regular expression: {error}"
    return None
