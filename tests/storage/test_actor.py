"""Who stands for which function in a case, and until when."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from storage.actor import Actors
from storage.case import Cases
from tests.storage.conftest import TODAY, World


def test_who_stands_for_a_function(world: World) -> None:
    anna, petra, sven = (world.person(handle) for handle in ("anna", "petra", "sven"))
    case, other = world.case("K-7F2", anna), world.case("K-4MD", anna)
    stranger = world.person("cia", "syd")
    with world.unit() as session:
        actors = Actors(session, "norr", case.id, TODAY)
        actors.assign("police", petra.id, TODAY)
        actors.assign("school", petra.id, TODAY)
        actors.assign("police", sven.id, TODAY)
        assert [(actor.function, actor.person_id) for actor in actors.all()] == [
            ("police", sven.id),
            ("school", petra.id),
        ]
        assert Actors(session, "norr", other.id, TODAY).all() == []
        cases = Cases(session, "norr", TODAY)
        assert [found.code for found in cases.of_person(petra.id)] == ["K-7F2"]
        assert cases.of_person(anna.id) == []
        with pytest.raises(LookupError):
            actors.assign("police", stranger.id, TODAY)


def test_a_deputy_stands_beside_for_their_days(world: World) -> None:
    anna, petra, per, pia = (world.person(handle) for handle in ("anna", "petra", "per", "pia"))
    case = world.case("K-7F2", anna)
    later, end = TODAY + timedelta(days=3), TODAY + timedelta(days=6)
    with world.unit() as session:

        def on(day: date) -> Actors:
            return Actors(session, "norr", case.id, day)

        def standing(day: date) -> list[str]:
            return [actor.person_id for actor in on(day).all()]

        on(TODAY).assign("police", petra.id, TODAY)
        number = on(TODAY).assign("police", per.id, later, deputy=True, ended_on=end)
        assert standing(TODAY) == [petra.id]
        assert standing(later) == [petra.id, per.id]  # whoever they are beside comes first
        assert standing(end) == [petra.id]
        assert [one.id for one in on(TODAY).deputies("police")] == [number]
        assert on(end).deputies("police") == []
        assert Cases(session, "norr", TODAY).of_person(per.id) == []
        assert [one.code for one in Cases(session, "norr", later).of_person(per.id)] == ["K-7F2"]
        on(later).assign("police", pia.id, later)  # takes over from Petra, not from the deputy
        assert standing(later) == [pia.id, per.id]
        on(later).end([number], later)
        assert standing(later) == [pia.id]
        ended = on(later).get(number)
        assert ended is not None
        assert ended.ended_on == later
        # Whoever is out by now has taken part all the same
        assert [one.person_id for one in on(end).all()] == [pia.id]
        assert {one.person_id for one in on(end).ever()} == {petra.id, per.id, pia.id}
