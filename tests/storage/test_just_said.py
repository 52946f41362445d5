"""What was written within the last half minute is judged as one, sealed, and then gone."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.rules.roles import Role
from storage import just_said
from storage.tables import JustSaid
from tests.storage.conftest import NOW, World

SECOND = timedelta(seconds=1)


def note(session: Session, person_id: str, text: str, event_id: str, now: datetime = NOW) -> None:
    just_said.note(session, person_id=person_id, text=text, event_id=event_id, now=now)


def cry(session: Session, person_id: str, event_id: str, now: datetime = NOW) -> list[str]:
    return [one.text for one in just_said.note_cry(session, person_id=person_id, event_id=event_id, now=now)]


def test_what_came_just_before_a_cry_is_found_once_and_in_order(world: World) -> None:
    alex, eva = world.person("alex", role=Role.YOUTH), world.person("eva", role=Role.YOUTH)
    with world.unit() as session:
        note(session, alex.id, "långt innan", "$0", NOW - 31 * SECOND)
        note(session, alex.id, "när är mötet", "$1", NOW - 30 * SECOND)
        note(session, alex.id, "och var", "$2", NOW - SECOND)
        note(session, eva.id, "hej", "$3", NOW - SECOND)
    assert "när är mötet".encode() not in world.disk()
    with world.unit() as session:
        assert cry(session, alex.id, "$4") == ["när är mötet", "och var"]
        assert cry(session, alex.id, "$5") == []
        assert session.scalar(select(func.count()).where(JustSaid.text_sealed.is_not(None))) == 1, "that of eva"


def test_a_message_is_noted_once_and_a_cry_is_no_ordinary_message_too(world: World) -> None:
    alex = world.person("alex", role=Role.YOUTH)
    with world.unit() as session:
        note(session, alex.id, "hej", "$1")
        note(session, alex.id, "hej", "$1")
        assert cry(session, alex.id, "$2") == ["hej"]
        note(session, alex.id, "de är här", "$2")
        assert cry(session, alex.id, "$3") == []


def test_for_half_a_minute_after_a_cry_or_until_it_is_decided_nothing_is_ordinary(world: World) -> None:
    alex = world.person("alex", role=Role.YOUTH)
    with world.unit() as session:
        assert not just_said.has_cried(session, alex.id, NOW)
        note(session, alex.id, "hej", "$1")
        assert not just_said.has_cried(session, alex.id, NOW)
        cry(session, alex.id, "$2")
        assert just_said.has_cried(session, alex.id, NOW + 30 * SECOND)
        assert not just_said.has_cried(session, alex.id, NOW + 31 * SECOND)
        just_said.forget(session, alex.id)
        assert not just_said.has_cried(session, alex.id, NOW)


def test_an_ordinary_message_is_forgotten_when_it_is_taken_back_and_a_cry_is_not(world: World) -> None:
    alex = world.person("alex", role=Role.YOUTH)
    with world.unit() as session:
        note(session, alex.id, "hej", "$1")
        just_said.forget_message(session, "$1")
        assert cry(session, alex.id, "$2") == []
        just_said.forget_message(session, "$2")
        assert just_said.has_cried(session, alex.id, NOW)


def test_when_its_time_is_over_it_is_gone(world: World) -> None:
    alex = world.person("alex", role=Role.YOUTH)
    with world.unit() as session:
        note(session, alex.id, "hej", "$1")
        just_said.expire(session, NOW + 30 * SECOND)
        assert session.scalar(select(func.count()).select_from(JustSaid)) == 1
        just_said.expire(session, NOW + 31 * SECOND)
        assert session.scalar(select(func.count()).select_from(JustSaid)) == 0
