"""A freeze is forecast by the rule that freezes: what is shown before a change is what the reconciler does after it.

People write to the whole bot. A preview that says that the room freezes is compared with the room once the change has
been agreed to.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.rules.room import RoomState
from tests.laws.town import Moment, Town

#: What may have happened before; whatever is refused has not.
EARLIER = (
    "ersättare K-7F2 polis per",
    "ersättare K-7F2 polis per från 2027-01-15",
    "utse K-7F2 polis per",
    "samtycke återkalla K-7F2 skola",
    "samtycke begränsa K-7F2 skola om 1",
    "ta bort K-7F2 lisa",
    "ta bort K-7F2 petra",
    "skyddade uppgifter K-7F2 ungdomen",
    "godkänn K-7F2 petra",
    "godkänn K-7F2 per",
    "godkänn K-7F2 sven",
    "samtycke utöka K-7F2 vårdnadshavare om 1 2 av ungdomen papper",
)

#: What a freeze is forecast for.
CHANGES = (
    "samtycke återkalla K-7F2",
    "samtycke återkalla K-7F2 polis",
    "samtycke återkalla K-7F2 skola",
    "samtycke begränsa K-7F2 polis om 1",
    "samtycke begränsa K-7F2 skola om 2",
    "ta bort K-7F2 petra",
    "ta bort K-7F2 per",
    "ta bort K-7F2 sven",
    "ta bort K-7F2 lisa",
    "person slutar petra",
    "person slutar per",
    "person slutar sven",
    "person slutar lisa",
    "skyddade uppgifter K-7F2 ungdomen",
    "ersättare K-7F2 polis slut",
    "utse K-7F2 polis per",
    "utse K-7F2 socialtjänst per",
)


class Life:
    """A unit with an open case."""

    def __init__(self, folder: Path, profile: str = "skovde") -> None:
        self._runner = asyncio.Runner()
        self._town = Town(profile, folder)
        self._runner.run(self._town.open())
        self._opened: Moment = self._town.remember()

    def begin(self, earlier: Sequence[str]) -> None:
        """The moment the room had been opened, and what happened then."""
        self._town.begin(self._opened)
        for line in earlier:
            self._runner.run(self._town.agreed(line))

    def tell(self, who: str, text: str) -> list[str]:
        """What the bot says when somebody writes that in the office."""
        return self._runner.run(self._town.tell(who, text))

    def wait(self, days: int) -> list[str]:
        """What the bot says, anywhere, in some days."""
        before = len(self._town.transcript())
        self._runner.run(self._town.wait(days))
        return [line.text for line in self._town.transcript()[before:]]

    @property
    def is_frozen(self) -> bool:
        """Whether the reconciler has frozen the case room."""
        return self._town.rooms()[0].state is RoomState.FROZEN

    def close(self) -> None:
        self._town.close()
        self._runner.close()


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Life]:
    """In Skövde the police and the social services must take part."""
    made = Life(tmp_path_factory.mktemp("life"))
    yield made
    made.close()


def forecast(life: Life, change: str) -> bool | None:
    """Have a change made; whether it was said before that the room freezes, None when it was refused."""
    shown = life.tell("anna", change)
    if not any("ja / nej" in line or "JA / NEJ" in line for line in shown):
        return None
    answered = life.tell("anna", "ja")
    if any("andra ja" in line for line in answered):
        life.tell("berit", "ja")
    return any("fryses" in line for line in shown)


@settings(
    max_examples=25,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(earlier=st.lists(st.sampled_from(EARLIER), max_size=5), change=st.sampled_from(CHANGES))
def test_a_freeze_comes_when_it_was_forecast_and_only_then(life: Life, earlier: list[str], change: str) -> None:
    life.begin(earlier)
    was_frozen = life.is_frozen
    freezes = forecast(life, change)
    if freezes is None:
        assert life.is_frozen == was_frozen
    elif was_frozen:
        assert life.is_frozen  # none of these lets it thaw
    else:
        assert life.is_frozen == freezes


PROTECTED = ("skyddade uppgifter K-7F2 ungdomen", "godkänn K-7F2 petra", "godkänn K-7F2 sven")


@pytest.mark.parametrize(
    ("earlier", "change", "freezes"),
    [
        ((), "samtycke återkalla K-7F2 polis", True),
        ((), "samtycke återkalla K-7F2 skola", False),
        ((), "samtycke begränsa K-7F2 polis om 1", True),
        ((), "samtycke begränsa K-7F2 skola om 1", False),
        ((), "ta bort K-7F2 petra", True),
        ((), "ta bort K-7F2 lisa", False),
        (("ersättare K-7F2 polis per",), "ta bort K-7F2 petra", False),
        # Nobody has approved the deputy, who is kept out
        (("ersättare K-7F2 polis per", *PROTECTED), "ta bort K-7F2 petra", True),
        (("ersättare K-7F2 polis per", *PROTECTED), "person slutar petra", True),
        (("ersättare K-7F2 polis per",), "ersättare K-7F2 polis slut", False),
        # The deputy stands for the police alone
        (("ersättare K-7F2 polis per", "ta bort K-7F2 petra"), "ersättare K-7F2 polis slut", True),
        ((), "person slutar sven", True),
        ((), "person slutar lisa", False),
        ((), "skyddade uppgifter K-7F2 ungdomen", True),
        ((), "utse K-7F2 polis per", False),
        # The second yes to the naming approves whoever takes the place of the one who was approved
        (PROTECTED, "utse K-7F2 polis per", False),
    ],
)
def test_who_is_needed_and_who_is_not(life: Life, earlier: Sequence[str], change: str, freezes: bool) -> None:
    life.begin(earlier)
    assert not life.is_frozen
    assert forecast(life, change) is freezes
    assert life.is_frozen is freezes


def test_a_consent_that_runs_out_is_told_as_the_room_is(life: Life) -> None:
    """It is not required, but the room is frozen for want of somebody else: those who are covered no more linger."""
    added = "samtycke utöka K-7F2 fritid om 1 2 av ungdomen papper till 2026-12-01"
    life.begin([added])
    assert any("inte längre med i ärenderummet" in line for line in life.wait(10))
    life.begin([added, "ta bort K-7F2 petra"])
    told = [line for line in life.wait(10) if "samtycket" in line and "gick ut" in line]
    assert len(told) == 1
    assert "Rummet är fryst" in told[0]


def test_a_month_of_birth_that_freezes_the_room_is_shown_before(tmp_path: Path) -> None:
    """Nobody consents for an adult."""
    with closing(Life(tmp_path, "stockholm")) as life:
        life.begin([])
        assert forecast(life, "född K-7F2 2008-01") is True
        assert life.is_frozen
        life.begin([])
        assert forecast(life, "född K-7F2 2010-01") is None  # nothing has to be agreed to
        assert not life.is_frozen


def test_a_change_of_custody_that_freezes_the_room_is_shown_before(tmp_path: Path) -> None:
    """What the guardians gave for the social services counts no more when a court has appointed somebody else."""
    with closing(Life(tmp_path, "stockholm")) as life:
        life.begin([])
        assert forecast(life, "samtycke registrera K-7F2 skola om 1 2 av förordnad papper") is True
        assert life.is_frozen
