"""News about devices is reported once, and what was reported is remembered as long as it counts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import select

from storage import device_news, due
from storage.tables import Due
from tests.storage.conftest import NOW, PETRA, World


def planned(world: World) -> Sequence[Due]:
    with world.unit() as session:
        return session.scalars(select(Due).where(Due.kind == device_news.NEWS, Due.state == "pending")).all()


def test_news_is_told_once_however_often_it_comes(world: World) -> None:
    person, theirs = world.person("petra"), world.person("petra", "syd")
    with world.unit() as session:
        device_news.schedule_news(session, PETRA, NOW, good=False)
        device_news.schedule_news(session, PETRA, NOW + timedelta(hours=1), good=False)
        device_news.schedule_news(session, "@stranger:s", NOW, good=False)
    assert {(row.unit_id, row.subject, row.at) for row in planned(world)} == {
        ("norr", person.id, NOW),
        ("syd", theirs.id, NOW),
    }


def test_good_news_is_for_those_who_heard_the_bad(world: World) -> None:
    person = world.person("petra")
    with world.unit() as session:
        device_news.schedule_news(session, PETRA, NOW, good=True)
    assert planned(world) == []
    with world.unit() as session:
        world.unit_store(session).devices.note_reported(person.id, "cannot.changed", NOW + timedelta(days=1))
        device_news.schedule_news(session, PETRA, NOW, good=True)
    assert len(planned(world)) == 1


def test_what_was_told_is_remembered_until_it_is_over_or_due(world: World) -> None:
    petra, lisa = world.person("petra"), world.person("lisa")
    soon = NOW + timedelta(hours=1)
    with world.unit() as session:
        devices = world.unit_store(session).devices
        devices.note_reported(petra.id, "office", soon)
        devices.note_reported(petra.id, "new.1", soon)
        devices.note_reported(lisa.id, "page", soon)
        devices.forget_reported(petra.id, "new.1")
        assert devices.reported(petra.id) == {"office": soon}
        assert due.Batch(session, due.claim(session, soon)).take() is not None
        assert devices.reported(petra.id) == {}


def test_a_unit_reaches_the_devices_of_its_own_people_alone(world: World) -> None:
    theirs = world.person("eva", "syd")
    with world.unit() as session:
        devices = world.unit_store(session).devices
        for reach in (
            lambda: devices.of(theirs.id),
            lambda: devices.mark_lost(theirs.id, None),
            lambda: devices.accept(theirs.id),
            lambda: devices.note_reported(theirs.id, "office", NOW),
        ):
            with pytest.raises(LookupError):
                reach()
