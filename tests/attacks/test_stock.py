"""The same attacks on a stock matrix-nio bot: it fares as the suite says, so the suite can tell right from wrong."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bot.stage.homeserver import Homeserver
from tests.attacks.attack import Attack, suffer
from tests.attacks.stock import Stock
from tests.attacks.suite import ATTACKS
from tests.faults.proxy import Proxy

pytestmark = [pytest.mark.real, pytest.mark.long]

#: What came of each attack.
RESULTS: dict[str, str | None] = {}


@pytest.mark.parametrize("one", [pytest.param(one, id=one.name) for one in ATTACKS])
async def test_it_fares_as_declared(homeserver: Homeserver, tmp_path: Path, one: Attack) -> None:
    async with Proxy(homeserver.url) as gate:
        victim = Stock(homeserver, gate, tmp_path / "stock")
        try:
            await victim.open()
            RESULTS[one.name] = await suffer(victim, one)
        finally:
            await victim.close()
    assert ("holds" if RESULTS[one.name] is None else "fails") == one.stock, RESULTS[one.name]


def test_it_falls_to_most(capsys: pytest.CaptureFixture[str]) -> None:
    if len(RESULTS) < len(ATTACKS):
        pytest.skip("only with all attacks made")
    with capsys.disabled():
        sys.stdout.write(f"\n{'attack':<42}{'stock nio':<12}what came of it\n")
        for name, came in RESULTS.items():
            sys.stdout.write(f"{name:<42}{'holds' if came is None else 'FAILS':<12}{came or ''}\n")
    failed = {name for name, came in RESULTS.items() if came is not None}
    assert failed >= {one.name for one in ATTACKS if one.stock == "fails"}
    assert len(failed) > len(ATTACKS) // 3
