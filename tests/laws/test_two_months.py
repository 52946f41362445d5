"""Forty cases, four hundred tasks, December and January: nobody is disturbed more than they may be.

``python -m tests.laws.test_two_months`` plays it, and writes the page that shows how much that is.
"""

from __future__ import annotations

import re
import tempfile
from datetime import date
from pathlib import Path

import pytest

from bot.conversation.table import Table
from bot.rules import working_day
from bot.rules.audit import Action
from handlers import TABLE
from tests.audience import ROOT
from tests.bot.desk import Desk
from tests.laws.two_months import HABITS, TwoMonths
from tests.services.stores import actions

PAGE = ROOT / "docs" / "meddelanden.md"
CASES = 40

#: The most that the bot says by itself: to a professional in a week, to a coordinator in a day.
A_WEEK, A_DAY = 3, 2


@pytest.fixture
def table() -> Table:
    return TABLE


def holds(played: TwoMonths) -> None:
    """The bounds, for everybody in every week."""
    people = played.professionals()
    assert {key: n for key, n in played.by_week().items() if key[0] in people and n > A_WEEK} == {}
    assert {key: n for key, n in played.by_day().items() if key[0] not in people and n > A_DAY} == {}
    assert [each for each in played.unprompted() if not working_day.is_working_day(each.on)] == []


def test_with_five_cases_nobody_is_disturbed_more_than_they_may_be(desk: Desk) -> None:
    played = TwoMonths(desk, cases=5)
    played.play()
    holds(played)
    assert {each.handle for each in played.unprompted()} == {"anna", "social_services0"}  # one wants it once a week
    with desk.core.db.read() as session:
        done = actions(session)
    assert done.count(Action.CASE_STATUS_ASKED) > 30
    assert done.count(Action.CASE_STATUS_NUDGED) > 5


@pytest.mark.long
def test_with_forty_cases_it_is_as_the_page_says(desk: Desk) -> None:
    played = TwoMonths(desk, cases=CASES)
    played.play()
    holds(played)
    assert PAGE.read_text(encoding="utf-8") == page(played), "write it anew: python -m tests.laws.test_two_months"


def test_the_page_holds_the_bounds() -> None:
    rows = re.findall(r"^\| v\. \d+ \|(.+)\|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(rows) == 9
    for row in rows:
        *professionals, coordinator = [cell.split() for cell in row.split("|")]
        assert all(int(cell[-1]) <= A_WEEK for cell in professionals)
        assert int(coordinator[-1]) <= A_DAY


def page(played: TwoMonths) -> str:
    """The table: for each week and kind of person, how many messages came on average, and the most."""
    heads = {
        "at once": "svarar genast",
        "now and then": "svarar ibland",
        "in words": "svarar med ord",
        "never": "svarar aldrig",
    }
    written = [
        "# Så ofta hör boten av sig",
        "",
        "En spelad december och januari: 40 ärenden med 400 uppgifter (engångsuppgifter, varje skoldag, varje vecka),",
        "en samordnare för alla 40, och aktörer som har ungefär sju ärenden var. Tabellen visar hur många meddelanden",
        "boten skickade *av sig själv* till var och en, de röda dagarna och jullovet med. Larm, det som en ungdom har",
        "sagt eller bett om och svar på det någon själv har skrivit räknas inte: de kommer alltid, genast.",
        "",
        "Gränserna: högst 3 i veckan till en aktör, högst 2 om dagen till en samordnare, inga på helger och röda",
        "dagar. Sidan skrivs av `python -m tests.laws.test_two_months`, och ett test håller gränserna.",
        "",
        "Aktörer: i snitt i veckan och det mesta någon fick. Samordnaren: hela veckan och det mesta på en dag.",
        "",
        f"| Vecka | {' | '.join(f'Aktör som {heads[habit]}' for habit in HABITS)} | Samordnare |",
        f"|---|{'---|' * (len(HABITS) + 1)}",
    ]
    by_week, by_day = played.by_week(), played.by_day()
    for monday in played.weeks():
        cells = []
        for habit in HABITS:
            counts = [by_week.get((handle, monday), 0) for handle in played.with_habit(habit)]
            cells.append(f"{sum(counts) / len(counts):.1f} · {max(counts)}")
        days = [n for (handle, on), n in by_day.items() if handle == "anna" and _is_of(on, monday)]
        cells.append(f"{sum(days)} · {max(days, default=0)}")
        written.append(f"| v. {monday.isocalendar().week} | {' | '.join(cells)} |")
    return "\n".join([*written, ""])


def _is_of(on: date, monday: date) -> bool:
    return 0 <= (on - monday).days < 7


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        played = TwoMonths(Desk(Path(folder), table=TABLE), cases=CASES)
        played.desk.work()
        played.play()
        holds(played)
        PAGE.write_text(page(played), encoding="utf-8")
