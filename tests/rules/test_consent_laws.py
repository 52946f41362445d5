"""What holds for every ledger and day: coverage only ever shrinks by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.rules.consent import (
    Actor,
    Grant,
    covered,
    living,
    withdrawn,
)
from tests.rules.making import (
    KIM,
    LISA,
    NOW,
    PETRA,
    SKOVDE,
    TODAY,
    actor,
    after,
    grant,
)

# ------------------------------------------------------------------------------------------------------- in general

KINDS = tuple(kind.id for kind in SKOVDE.kinds)
FUNCTIONS = ("police", "school", "social_services", "guardian")


@st.composite
def grants(draw: st.DrawFn) -> Grant:
    """Any grant, also odd ones: any giver, any days, withdrawn or not."""
    giver = draw(st.sampled_from(["youth", "guardian1", "guardian2"]))
    starts = after(draw(st.integers(-30, 30)))
    withdrawn = draw(st.none() | st.integers(0, 40))
    return replace(
        grant(
            draw(st.sampled_from(FUNCTIONS)),
            *draw(st.sets(st.sampled_from(KINDS), min_size=1)),
            giver=giver,
            capacity="self" if giver == "youth" else draw(st.sampled_from(["joint", "sole", "appointed"])),
            starts_on=starts,
            until=starts + timedelta(days=draw(st.integers(0, 60))),
            recorded_at=NOW + timedelta(days=draw(st.integers(-30, 30))),
            person_id=draw(st.sampled_from([None, None, "petra", "lisa"])),
        ),
        id=draw(st.uuids()).hex,
        withdrawn_at=None if withdrawn is None else NOW + timedelta(days=withdrawn),
        withdrawn_by=None if withdrawn is None else "alex",
    )


LEDGERS = st.lists(grants(), max_size=8)
BANDS = st.sampled_from([band.id for band in SKOVDE.bands])
WHO = st.sampled_from([actor(PETRA), actor(LISA), actor(KIM)])
DAYS = st.integers(-40, 120)


@given(LEDGERS, WHO, BANDS, DAYS)
def test_never_more_than_living_grants_say(ledger: list[Grant], who: Actor, band: str, day: int) -> None:
    alive = [
        one
        for one in living(ledger, after(day))
        if one.function == who.function and one.person_id in (None, who.person_id)
    ]
    said = frozenset().union(*(one.kinds for one in alive)) if alive else frozenset()
    assert covered(ledger, who, band, SKOVDE, after(day)) <= said


@given(LEDGERS, WHO, BANDS, DAYS, st.sampled_from([None, *FUNCTIONS]))
def test_withdrawing_never_adds(ledger: list[Grant], who: Actor, band: str, day: int, function: str | None) -> None:
    before = covered(ledger, who, band, SKOVDE, after(day))
    changed = {one.id: one for one in withdrawn(ledger, function, by="alex", now=NOW + timedelta(days=50))}
    left = [changed.get(one.id, one) for one in ledger]
    now = covered(left, who, band, SKOVDE, after(day))
    assert now <= before
    if function in (None, who.function):
        assert now == frozenset()
    else:
        assert now == before


@given(LEDGERS, WHO, BANDS, st.data())
def test_each_single_mark_takes_away_only(ledger: list[Grant], who: Actor, band: str, data: st.DataObject) -> None:
    if not ledger:
        return
    index = data.draw(st.integers(0, len(ledger) - 1))
    marked = [*ledger]
    marked[index] = replace(
        marked[index], withdrawn_at=marked[index].withdrawn_at or NOW + timedelta(days=50), withdrawn_by="kim"
    )
    assert covered(marked, who, band, SKOVDE, TODAY) <= covered(ledger, who, band, SKOVDE, TODAY)


@given(LEDGERS, WHO, BANDS, st.integers(30, 60), st.integers(0, 60))
def test_once_all_have_begun_time_only_takes_away(
    ledger: list[Grant], who: Actor, band: str, day: int, more: int
) -> None:
    assert covered(ledger, who, band, SKOVDE, after(day + more)) <= covered(ledger, who, band, SKOVDE, after(day))


@given(LEDGERS, WHO, BANDS, DAYS, st.randoms(use_true_random=False))
def test_the_order_of_the_ledger_does_not_matter(
    ledger: list[Grant], who: Actor, band: str, day: int, shuffle: Any
) -> None:
    other = [*ledger]
    shuffle.shuffle(other)
    assert covered(other, who, band, SKOVDE, after(day)) == covered(ledger, who, band, SKOVDE, after(day))
