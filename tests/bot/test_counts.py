"""What the whole bot may ask of its database and its homeserver, in counts, which are the same on every machine.

The application is run on a homeserver that is a function (:mod:`bench.counts`), with few cases and with many. If a
figure goes up, `python -m bench.counts 20 --where` says what is asked, and by whom. If it goes down, lower it here.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bench.counting import Counts
from bench.counts import Bench, bench, measured
from bench.filling import IN_CASES, ON_MATRIX, user_id
from storage import room

FEW, MANY = 10, 40
BURST = 10

#: What PostgreSQL takes besides: what is asked of each new connection, and the lock that is looked at now and then.
ON_POSTGRES = 6


@dataclass(frozen=True, kw_only=True)
class Most:
    """What something may take. ``each_case``: statements more for every case that the bot has."""

    statements: float
    transactions: float
    requests: float  # besides the sync
    each_case: float = 0

    def over(self, name: str, counts: Counts, cases: int, *, besides: int = 0) -> list[str]:
        """What is more than that, and more than what it may take ``besides``."""
        allowed = {
            "statements": (counts.statements, self.statements + self.each_case * cases),
            "transactions": (counts.transactions, self.transactions),
            "requests": (counts.requests, self.requests),
        }
        return [
            f"{name}: {found:g} {what}, not {most:g}, with {cases} cases"
            for what, (found, most) in allowed.items()
            if found > most + besides
        ]


#: What everything may take, as it is today; beside it the goal. The same from 5 cases to 1 000: nothing ``each_case``.
MOST = {
    "reply, until calm": Most(statements=33, transactions=5, requests=1),  # 40, 6, 1
    "hjälp": Most(statements=38, transactions=6, requests=1),  # a reply's, and what is open for somebody
    # A reply's, and one for each thing that may need hands: tasks, goals, meetings, receipts, alarms and so on
    "ärenden": Most(statements=43, transactions=6, requests=1),
    "personer": Most(statements=39, transactions=6, requests=1),  # likewise
    "konsultationer": Most(statements=37, transactions=6, requests=1),  # likewise, as all that follow
    "profil": Most(statements=37, transactions=6, requests=1),
    "ärende": Most(statements=49, transactions=6, requests=1),  # the same, and the words of its plan
    "plan": Most(statements=40, transactions=6, requests=1),
    "vem gör vad": Most(statements=40, transactions=6, requests=1),
    "mina": Most(statements=38, transactions=6, requests=1),
    "vem ser vad": Most(statements=40, transactions=6, requests=1),
    "historik": Most(statements=39, transactions=6, requests=1),
    "samtycke visa": Most(statements=39, transactions=6, requests=1),
    "kretsen": Most(statements=38, transactions=6, requests=1),
    "due row": Most(statements=16, transactions=2, requests=1),  # a follow-up: 15, and whom a round asked lately
    "daily round": Most(statements=18, transactions=6, requests=0),
    # For what has changed; to be alone on the database (3), and to look which life of the bot this is (7)
    "start, until calm": Most(statements=81, transactions=21, requests=10),
    "start, until the first reply": Most(statements=141, transactions=28, requests=13),
}


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=[pytest.mark.long, pytest.mark.postgres])])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'counted.db'}"
        return
    server: str = request.getfixturevalue("postgres")
    with _database_on(server) as url:
        yield url


@contextmanager
def _database_on(server: str) -> Iterator[str]:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("CREATE DATABASE counted"))
        yield server.rsplit("/", 1)[0] + "/counted"
        connection.execute(text("DROP DATABASE counted"))
    engine.dispose()


@pytest.mark.parametrize("cases", [FEW, MANY])
def test_nothing_takes_more_than_it_may(database: str, cases: int) -> None:
    found = asyncio.run(measured(cases, database=database, burst=BURST))

    besides = 0 if database.startswith("sqlite") else ON_POSTGRES
    over = [
        line for name, most in MOST.items() for line in most.over(name, found.figures[name], cases, besides=besides)
    ]

    assert over == []


def test_a_single_statement_more_in_a_unit_is_seen(tmp_path: Path) -> None:
    async def reply(one: Bench, *, reads: int) -> Counts:
        def look(step: str) -> None:
            if step == "inbox.handled":
                with one.app.db.unit() as session:
                    for _ in range(reads):
                        room.rows(session, dirty=True)

        with one.told(look):
            return (await one.reply(one.site.office, "!hjälp")).whole

    async def thrice() -> list[Counts]:
        async with bench(1, database=f"sqlite:///{tmp_path / 'counted.db'}") as one, one.running():
            return [await reply(one, reads=reads) for reads in (0, 0, 1)]

    _, usual, more = asyncio.run(thrice())  # with the first the keys are handed out

    most = Most(statements=usual.statements, transactions=usual.transactions, requests=usual.requests)
    assert most.over("reply", usual, 1) == []
    assert most.over("reply", more, 1) == [
        f"reply: {usual.statements + 1:g} statements, not {usual.statements:g}, with 1 cases"
    ]


def test_what_is_counted_is_read_by_those_in_the_room_and_nobody_else(tmp_path: Path) -> None:
    async def told(one: Bench) -> dict[str, object]:
        async with one.running():
            await one.reply(one.site.cases[0].matrix_room, "!hjälp")
        _, content = one.homeserver.sent[-1]
        return {handle: _read(one, handle, content) for handle in ON_MATRIX}

    async def all_told() -> dict[str, object]:
        async with bench(1, database=f"sqlite:///{tmp_path / 'counted.db'}") as one:
            return await told(one)

    found = asyncio.run(all_told())

    assert {handle for handle, words in found.items() if words is not None} == set(IN_CASES)
    assert all(str(found[handle]).startswith("Det här kan du skriva:") for handle in IN_CASES)


def _read(one: Bench, handle: str, content: dict[str, object]) -> str | None:
    """What somebody makes of a message; None without its key."""
    try:
        return one.homeserver.readable(user_id(handle), content)
    except KeyError:
        return None
