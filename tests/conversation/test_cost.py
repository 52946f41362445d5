"""What a row of a conversation costs, in counts: one context, one unit, and nothing read again that nobody wrote."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.trace import CONTEXTS, PAUSES, REFUSED, UNITS, Line, trace

CONVERSATIONS = Path(__file__).parents[1] / "conversations"


@pytest.fixture(scope="module", params=["kort.yaml", "hela-arendet.yaml"])
def rows(request: pytest.FixtureRequest) -> list[Line]:
    lines = trace(CONVERSATIONS / request.param)
    assert len(lines) > 30
    return lines


def test_a_row_builds_one_context_and_takes_one_unit_unless_it_is_refused(rows: list[Line]) -> None:
    inbox = [line for line in rows if line.kind == "inbox"]
    assert len(inbox) > 20
    for line in inbox:
        most = 2 if REFUSED in line.names else 1
        pauses = line.counts[PAUSES]  # the bot says so itself, in a context of its own for each room
        assert line.counts[CONTEXTS] <= most + pauses, line.what
        assert line.counts[UNITS] <= most, line.what


def test_a_case_its_consents_actors_and_people_are_read_once_and_again_only_after_a_write(rows: list[Line]) -> None:
    assert {line.what: line.over for line in rows if line.over} == {}
    assert any(line.most("consents")[1] for line in rows), "in some row the ledger was written, and read again"
