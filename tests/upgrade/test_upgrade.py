"""What earlier releases left in their databases goes on in this one: whatever was open, held, due or waiting."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import fields, replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from bot.messages import Kind, Out, Urgency, Wordless
from bot.stage import script
from bot.stage.play import play
from bot.stage.stagehand import BOT, Line
from handlers import TABLE
from storage import audit, migrate, version
from storage.body import Body
from storage.db import Database
from storage.tables import Attendance, Case, Due, Inbox, Kept, Meeting, Outbox
from tests import opened
from tests.upgrade import fixture
from tests.upgrade.census import census
from tests.upgrade.stages import REFUSED, LateGuests

#: In questions these stand for a command, and for one of its arguments.
NO_COMMAND = frozenset({"between"})
NO_FIELD = frozenset({"between", "case", "(yes)", "(second yes)", "(meant)"})

CODE = Path(migrate.__file__).parents[1]

#: All that an outbox row may carry.
BODY_FIELDS = frozenset(field.name for body in get_args(Body) for field in fields(body))

#: What is said at the start, because the release before was stopped too early for it: where, by what, and the words.
#: (Every fixture grows out of the one before it, so this is in each.)
AT_START = (
    ("K-7F2", "edit", "Petra har den"),  # her tap on an old message was taken in, but never shown
    ("K-7F2", "text", "Uppgift 1 är på gång"),  # written, but never read
    ("page of lisa", "text", "tappad enhet"),  # the same
    ("page of vera", "text", "Klart. Inte längre med: fritid"),
    ("page of leo", "text", "inte längre med i K-9WQ"),
    ("page of dan", "file", "K-9WQ export.json"),
    ("page of sven", "redaction", ""),
    ("page of moa", "text", "Det här är din egen sida"),
    ("page of kim", "text", "vem som får läsa vad"),  # had failed, and was about to be tried again
    ("office", "text", "Nu är Ove inbjuden"),
    ("office", "text", "K-3HP: någon som inte får vara där"),
    ("office", "text", "återställts från en äldre kopia"),
)


@pytest.fixture(params=fixture.RELEASES, ids=lambda folder: folder.name)
def folder(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=[pytest.mark.long, pytest.mark.postgres])])
def db(request: pytest.FixtureRequest, tmp_path: Path, folder: Path) -> Iterator[Database]:
    """A database as the release left it, upgraded."""
    on_postgres = request.param == "postgres"
    url = request.getfixturevalue("postgres") if on_postgres else f"sqlite:///{tmp_path / 'play.db'}"
    database = Database(url, fixture.vault(folder))
    fixture.load(folder, database)
    assert version.current(database) == fixture.made(folder).head
    migrate.upgrade(database)
    yield database
    if on_postgres:
        with database.engine.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
    database.close()


# ------------------------------------------------------------------------------------------------ what goes on


async def _day_by_day(stage: LateGuests) -> None:
    """Let five years pass, with every morning of them: some thousand."""
    await stage.move_clock(stage.now() + timedelta(days=5 * 366))


async def _away_for_years(stage: LateGuests) -> None:
    """Let two weeks pass day by day, then five years of which the bot is away but for some days."""
    await stage.move_clock(stage.now() + timedelta(days=14))
    for _ in range(5):
        await stage.set_away(True)
        await stage.move_clock(stage.now() + timedelta(days=364))
        await stage.set_away(False)
        await stage.move_clock(stage.now() + timedelta(days=3))


@pytest.mark.parametrize(
    "pass_years",
    [pytest.param(_away_for_years, id="away"), pytest.param(_day_by_day, id="day_by_day", marks=pytest.mark.long)],
)
async def test_what_was_going_on_goes_on(
    db: Database, folder: Path, tmp_path: Path, pass_years: Callable[[LateGuests], Awaitable[None]]
) -> None:
    after = replace(script.load(folder / "after.yaml"), start=fixture.made(folder).moment)
    with db.read() as session:
        planned = session.scalars(select(Due.id).where(Due.state == "pending")).all()
        waiting = session.scalars(select(Outbox.id).where(Outbox.state.in_(("waiting", "sending")))).all()
    vault, outside = fixture.vault(folder), fixture.surroundings(folder)
    with closing(LateGuests(after, TABLE, tmp_path, db.url, vault=vault, surroundings=outside)) as stage:
        await stage.settle()
        said = stage.transcript()[len(outside.lines) :]
        for place, kind, words in AT_START:
            assert any(_is(line, place, kind, words) for line in said), (place, kind, words)
        assert await stage.members(f"page of {REFUSED}") == {REFUSED}
        assert "leo" not in await stage.members("K-9WQ")
        failure = await play(after, stage)
        assert failure is None, str(failure)
        await _history_names_everything(stage, folder)
        await pass_years(stage)  # until the closed case is disposed of too
        with db.read() as session:
            assert session.scalars(select(Due.kind).where(Due.id.in_(planned), Due.state == "pending")).all() == []
            assert session.scalars(select(Due.kind).where(Due.state == "aside")).all() == []
            left = select(Outbox.kind).where(Outbox.id.in_(waiting), Outbox.state.in_(("waiting", "sending")))
            assert session.scalars(left).all() == []
            assert session.scalars(select(Inbox.kind).where(Inbox.state != "done")).all() == []
            assert session.scalars(select(Kept.kind)).all() == []
            assert list(audit.broken_links(session)) == []
            _what_was_agreed_is_kept(session)


def _what_was_agreed_is_kept(session: Session) -> None:
    """The database holds what the answers to the open questions changed, and disposed of what was over."""
    code_of = {case.id: code for code, case in opened.cases(session).items()}
    handle_of = opened.handles(session)
    assert ("K-3HP", "leisure") in {(code_of[one.case_id], one.function) for one in opened.grants(session)}
    actors = opened.actors(session)
    named = {(code_of[one.case_id], one.function, handle_of[one.person_id]) for one in actors}
    assert ("K-4TR", "school", "lisa") in named
    coming = select(Case.code, Attendance.person_id, Attendance.answer).join(Meeting, Meeting.case_id == Case.id)
    coming = coming.join(Attendance, Attendance.meeting_id == Meeting.id)
    answers = {(code, handle_of[person_id], answer) for code, person_id, answer in session.execute(coming)}
    assert answers >= {("K-7F2", "alex", "yes"), ("K-8CN", "wille", "yes"), ("K-3HP", "robin", "yes")}
    assert [one.promised_on for one in actors if handle_of[one.person_id] == "tim"] != [None]
    disposed = select(Case.code).where(Case.state == "disposed")
    assert set(session.scalars(disposed)) >= {"K-2AB", "K-5BX", "K-6DM", "K-9WQ"}


async def _history_names_everything(stage: LateGuests, folder: Path) -> None:
    """Whatever the release wrote in its log is told in words, in both languages."""
    actions = _counted(folder)["stored"]["audit"]
    for code in ("K-7F2", "K-3HP", "K-4TR", "K-5BX", "K-8CN", "K-9WQ"):
        for who, place, words, of in (
            ("anna", "office", f"historik {code} allt sida", r"sida 1 av (\d+)"),
            ("eva", "page of eva", f"history {code} everything page", r"page 1 of (\d+)"),
        ):
            told = await _answer(stage, who, place, f"{words} 1")
            pages = re.search(of, told)
            assert pages is not None, told
            for page in range(2, int(pages[1]) + 1):
                told += await _answer(stage, who, place, f"{words} {page}")
            assert "history." not in told
            assert [name for name in actions if name in told] == []


async def _answer(stage: LateGuests, who: str, place: str, words: str) -> str:
    await stage.say(who, place, words)
    await stage.settle()
    return _newest(stage.transcript(), place).text


def _newest(said: Sequence[Line], place: str) -> Line:
    return [line for line in said if line.place == place and line.who == BOT][-1]


def _is(line: Line, place: str, kind: str, words: str) -> bool:
    return (line.place, line.kind) == (place, kind) and words in line.text


# ------------------------------------------------------------------------------------------------ stored names


def test_an_upgrade_changes_no_stored_name(db: Database, folder: Path) -> None:
    """Should a migration map one, this is where it is said."""
    with db.read() as session:
        stored = json.loads(json.dumps(census(session)))
        begun = {kind: stored["due"].pop(kind) for kind in BEGUN if kind in stored["due"]}
        assert stored["words"]["sealed_key.purpose"].pop("index") == 1, "by which handles are found, of the one unit"
        assert stored == _counted(folder)["stored"]
        assert set(begun) == BEGUN
        assert list(audit.broken_links(session)) == []


#: What an upgrade begins, that the release did not know: the mornings of each unit.
BEGUN = {"overview.morning/pending"}


@cache
def _counted(folder: Path) -> Any:
    return json.loads((folder / "census.json").read_text(encoding="utf-8"))


@cache
def _source() -> str:
    """All code that may take a name up again, but for the stage."""
    files = [file for part in ("bot", "handlers", "storage") for file in sorted((CODE / part).rglob("*.py"))]
    return "\n".join(file.read_text(encoding="utf-8") for file in files if "stage" not in file.parts)


def _is_written(name: str) -> bool:
    """Whether a name, or what begins with it and a colon, stands in the code."""
    return re.search(rf"""["']{re.escape(name)}["':]""", _source()) is not None


def _names() -> Iterator[Any]:
    """Each name of each release, stored or only known, with what it is a name of."""
    for folder in fixture.RELEASES:
        stored, known = _counted(folder)["stored"], _counted(folder)["known"]
        found = {
            "question": {name.rpartition("/")[0] for name in stored["questions"]},
            "argument": {f"{command}/{word}" for command, words in stored["question_words"].items() for word in words}
            | {f"{command}/{word}" for command, words in known["commands"].items() for word in words},
            "command": {*known["commands"]},
            "due": {name.partition("/")[0] for name in stored["due"]} | {*known["due"]},
            "tapped": {*known["tapped"]},
            "tag": {*stored["tags"]},
            "outbox": {name.partition("/")[0] for name in stored["outbox"]} | {*known["outbox"]},
            "body": {name for names in stored["outbox_bodies"].values() for name in names},
            "inbox": {name.partition("/")[0] for name in stored["inbox"]} | {*known["inbox"]},
            "wordless": {*known["wordless"]},
            "urgency": {*stored["words"]["outbox.urgency"], *known["urgencies"]},
            "action": {*stored["audit"]},
        }
        for what, names in found.items():
            for name in sorted(names):
                yield pytest.param(what, name, id=f"{folder.name}-{what}-{name}")


@pytest.mark.parametrize(("what", "name"), list(_names()))
def test_a_stored_name_is_still_known(what: str, name: str) -> None:
    head, _, rest = name.partition("/" if what in ("question", "argument") else ":")
    match what:
        case "question":
            fields = NO_FIELD if head in NO_COMMAND else NO_FIELD | set(TABLE.by_key[head].fields())
            assert rest in fields
        case "argument":
            assert head in NO_COMMAND or rest in TABLE.by_key[head].fields()
        case "command":
            assert name in TABLE.by_key
        case "due":
            assert name in TABLE.by_due
        case "tapped":
            assert name in TABLE.by_tag
        case "tag":
            assert _is_written(name)
        case "body":
            assert name in BODY_FIELDS
        case "outbox":
            assert Out(name) == name
        case "inbox":
            assert Kind(name) == name
        case "wordless":
            assert Wordless(name) == name
        case "urgency":
            assert Urgency(name) == name
        case "action" if head == "command" and rest != "refused":
            assert rest in TABLE.by_key
        case "action":
            assert _is_written(name) or (head == "room" and Out(rest) == rest)
        case _:
            pytest.fail(f"nobody looks at {what}")
