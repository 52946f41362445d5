"""What a youth wrote is kept sealed, line by line, until decided about, or some hours."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.rules.roles import Role
from storage import youth_words
from storage.tables import Kept
from tests.storage.conftest import NOW, World

SOON = NOW + timedelta(hours=12)


def keep(session: Session, person_id: str, text: str, event_id: str = "$event", until: datetime = SOON) -> bool:
    return youth_words.add(
        session,
        unit_id="norr",
        person_id=person_id,
        text=text,
        event_id=event_id,
        now=NOW,
        expires_at=until,
    )


def texts(session: Session, person_id: str) -> list[str]:
    return [line.text for line in youth_words.take(session, person_id)]


def test_all_that_was_written_is_taken_in_order_and_once(world: World) -> None:
    alex, eva = world.person("alex", role=Role.YOUTH), world.person("eva", role=Role.YOUTH)
    with world.unit() as session:
        for text in ("de slår mig hemma", "pappa alltså", "hela tiden"):
            assert keep(session, alex.id, text)
    assert b"pappa" not in world.disk()
    with world.unit() as session:
        assert youth_words.has_words(session, alex.id)
        assert not youth_words.has_words(session, eva.id)
        assert texts(session, eva.id) == []
        taken = youth_words.take(session, alex.id)
        assert [line.text for line in taken] == ["de slår mig hemma", "pappa alltså", "hela tiden"]
        assert {line.said_at for line in taken} == {NOW}
        assert texts(session, alex.id) == []


def test_texts_are_forgotten_when_their_time_is_over_or_when_told(world: World) -> None:
    alex, eva = world.person("alex", role=Role.YOUTH), world.person("eva", role=Role.YOUTH)
    with world.unit() as session:
        keep(session, alex.id, "a", until=NOW)
        keep(session, eva.id, "b")
        assert youth_words.expire(session, NOW) == 1
        assert texts(session, alex.id) == []
        youth_words.forget(session, eva.id)
        assert texts(session, eva.id) == []


def test_all_are_kept_as_long_as_the_last_one(world: World) -> None:
    alex = world.person("alex", role=Role.YOUTH)
    with world.unit() as session:
        keep(session, alex.id, "a", until=NOW)
        keep(session, alex.id, "b", until=SOON)
        assert youth_words.expire(session, NOW) == 0
        assert texts(session, alex.id) == ["a", "b"]


def test_one_that_is_taken_back_loses_its_words_and_leaves_that_it_was(world: World) -> None:
    alex = world.person("alex", role=Role.YOUTH)
    with world.unit() as session:
        for text in ("a", "b", "c"):
            keep(session, alex.id, text, f"${text}")
        youth_words.forget_message(session, "$b", changed=False)
        keep(session, alex.id, "d")
        assert [(line.text, line.kind) for line in youth_words.take(session, alex.id)] == [
            ("a", "text"),
            ("", "taken_back"),
            ("c", "text"),
            ("d", "text"),
        ]


def test_of_one_that_is_changed_nothing_is_left(world: World) -> None:
    alex = world.person("alex", role=Role.YOUTH)
    with world.unit() as session:
        keep(session, alex.id, "a", "$a")
        assert youth_words.has_words(session, alex.id)
        youth_words.forget_message(session, "$a", changed=True)
        assert not youth_words.has_words(session, alex.id)
        assert texts(session, alex.id) == []


def test_what_was_taken_back_is_nothing_to_pass_on(world: World) -> None:
    alex = world.person("alex", role=Role.YOUTH)
    with world.unit() as session:
        keep(session, alex.id, "a", "$a")
        assert youth_words.has_words(session, alex.id)
        youth_words.forget_message(session, "$a", changed=False)
        assert not youth_words.has_words(session, alex.id)


def test_there_is_an_end_to_how_many_are_kept(world: World) -> None:
    alex = world.person("alex", role=Role.YOUTH)
    with world.unit() as session:
        assert all(keep(session, alex.id, f"rad {number}") for number in range(youth_words.MOST_LINES))
        for text in ("en till", "och en"):
            assert not keep(session, alex.id, text)
        taken = youth_words.take(session, alex.id)
        assert [line.text for line in taken[:-1]] == [f"rad {number}" for number in range(youth_words.MOST_LINES)]
        assert taken[-1].kind == youth_words.MORE


def test_there_is_an_end_to_how_much_is_kept_and_what_fits_is(world: World) -> None:
    alex = world.person("alex", role=Role.YOUTH)
    with world.unit() as session:
        assert keep(session, alex.id, "å" * 9_000)
        assert not keep(session, alex.id, "ä" * 9_000)
        assert not keep(session, alex.id, "ö")
        first, second, more = texts(session, alex.id)
        assert more == ""
        assert first == "å" * 9_000
        assert 900 < len(second) < 1_000
        assert set(second) == {"ä"}


def test_what_a_release_before_kept_still_opens(world: World) -> None:
    alex = world.person("alex", role=Role.YOUTH)
    with world.unit() as session:
        keep(session, alex.id, "sedan förut")
        row = session.query(Kept).one()
        row.number, row.event_id, row.said_at = 0, None, None
        keep(session, alex.id, "nyss")
        assert [(line.text, line.said_at) for line in youth_words.take(session, alex.id)] == [
            ("sedan förut", None),
            ("nyss", NOW),
        ]
