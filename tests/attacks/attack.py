"""Attacks by name, and what becomes of a victim under one."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal

from bot.stage.stagehand import StageError
from tests.attacks.victim import Victim

#: What a victim may spend of its processor on one attack, in seconds. A loop that never ends spends more.
MOST_CPU = 40.0

#: An answer so many seconds ago came after the attack: it was the last the attack waited for.
JUST_NOW = 0.05


Run = Callable[[Victim], Awaitable[None]]


@dataclass(frozen=True, kw_only=True)
class Attack:
    """``stock``: whether a stock bot falls to it, which ``make test-long`` proves. ``run`` asserts what must hold."""

    name: str
    stock: Literal["fails", "holds"]
    run: Run
    tells: str


#: As they were declared; :mod:`tests.attacks.suite` has them in order.
DECLARED: list[Attack] = []


def attack(stock: Literal["fails", "holds"], name: str = "") -> Callable[[Run], Run]:
    """Make a function an attack; its docstring says what it does and what must not come of it."""

    def made(run: Run) -> Run:
        DECLARED.append(Attack(name=name or run.__name__, stock=stock, run=run, tells=(run.__doc__ or "").strip()))
        return run

    return made


async def suffer(victim: Victim, one: Attack) -> str | None:
    """Attack; returns what came of it that must not, or ``None`` when the victim holds: it did nothing wrong, is
    still the same process, answers decent people, and did not spend its time on the attacker."""
    process, before = victim.process, victim.cpu()
    try:
        await one.run(victim)
        if victim.process is process:
            assert victim.lives(), "it died"
        if time.monotonic() - victim.answered_at > JUST_NOW:
            assert await victim.answers(), "decent people are not answered any more"
        assert not await victim.spoke_in_clear(), "it spoke in clear"
        if victim.process is process:
            assert victim.cpu() - before < MOST_CPU, "it is busy with the attacker"
    except (AssertionError, StageError) as error:
        return str(error).splitlines()[0][:120] if str(error) else "a check failed"
    finally:
        await victim.alone()
    return None
