"""The same events in another order end in the same state, where none of them is about what another is about."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.laws.town import Moment, Town
from tests.opened import actors, cases, grants, handles

#: Who, where, what: each is about other people than the rest.
EVENTS = (
    ("anna", "office", "samtycke återkalla K-7F2 skola"),
    ("anna", "office", "samtycke utöka K-7F2 vårdnadshavare om 1 2 av ungdomen papper"),
    ("anna", "office", "utse K-7F2 vårdnadshavare mia"),
    ("anna", "office", "ersättare K-7F2 polis @per"),
    ("anna", "office", "utse K-7F2 operativ samordnare lena"),
    ("alex", "page of alex", "egen sida"),
    ("anna", "office", "sidorum K-7F2 socialtjänst om 1"),
    ("anna", "office", "född K-7F2 2010-05"),
    ("", "", "crash"),
)


def _state(town: Town) -> dict[str, Any]:
    """What an order must not change: who is where, the ledger, the states. Ids and moments are left out."""
    with town._core.db.read() as session:
        names = handles(session)
        case = next(iter(cases(session).values()))
        return {
            "rooms": [(where.kind, where.number, where.state, sorted(town.inside(where))) for where in town.rooms()],
            "ledger": sorted(
                (row.giver, row.function, tuple(sorted(row.kinds)), str(row.until), row.withdrawn_at is not None)
                for row in grants(session)
            ),
            "actors": sorted(
                (row.function, names[row.person_id], row.deputy, str(row.ended_on)) for row in actors(session)
            ),
            "case": (case.state, case.youth_choice, tuple(sorted(case.scope))),
        }


async def _after(town: Town, moment: Moment, numbers: list[int]) -> dict[str, Any]:
    town.begin(moment)
    for number in numbers:
        who, place, words = EVENTS[number]
        if words == "crash":
            await town.crash()
            await town.settle()
        else:
            await town.agreed(words, who=who, place=place)
    town.judge()
    town.judge_audit()
    return _state(town)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Town, Moment]]:
    town = Town("skovde", tmp_path_factory.mktemp("order"))
    asyncio.run(town.open())
    yield town, town.remember()
    town.close()


ORDERS = st.permutations(range(len(EVENTS))).map(lambda order: order[:4])
FEW = settings(
    max_examples=2, phases=[Phase.generate], deadline=None, suppress_health_check=list(HealthCheck), print_blob=True
)


def _same(opened: tuple[Town, Moment], first: list[int], shuffle: Any) -> None:
    second = [*first]
    shuffle.shuffle(second)
    one, other = (asyncio.run(_after(*opened, order)) for order in (first, second))
    assert one == other, [EVENTS[number][2] for number in second]


@FEW
@given(ORDERS, st.randoms(use_true_random=False))
def test_the_order_of_equal_events_does_not_matter(opened: tuple[Town, Moment], first: list[int], shuffle: Any) -> None:
    _same(opened, first, shuffle)


@pytest.mark.long
@settings(FEW, max_examples=150)
@given(ORDERS, st.randoms(use_true_random=False))
def test_no_order_of_equal_events_matters(opened: tuple[Town, Moment], first: list[int], shuffle: Any) -> None:
    _same(opened, first, shuffle)
