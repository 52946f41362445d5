"""What a youth wrote is kept sealed until decided about, or some hours."""

from __future__ import annotations

from datetime import timedelta

from bot.rules.roles import Role
from storage import kept
from tests.storage.conftest import NOW, World

SOON = NOW + timedelta(hours=12)


def test_a_text_is_taken_once(world: World) -> None:
    alex, eva = world.person("alex", role=Role.YOUTH), world.person("eva", role=Role.YOUTH)
    with world.unit() as session:
        for text in ("första", "de ska skjuta mig"):
            kept.add(session, unit_id="norr", person_id=alex.id, text=text, expires_at=SOON)
    assert b"skjuta" not in world.disk()
    with world.unit() as session:
        assert kept.take(session, eva.id) is None
        assert kept.take(session, alex.id) == "de ska skjuta mig"
        assert kept.take(session, alex.id) is None


def test_a_text_is_forgotten_when_its_time_is_over_or_when_told(world: World) -> None:
    alex, eva = world.person("alex", role=Role.YOUTH), world.person("eva", role=Role.YOUTH)
    with world.unit() as session:
        kept.add(session, unit_id="norr", person_id=alex.id, text="a", expires_at=NOW)
        kept.add(session, unit_id="norr", person_id=eva.id, text="b", expires_at=SOON)
        assert kept.expire(session, NOW) == 1
        assert kept.take(session, alex.id) is None
        kept.forget(session, eva.id)
        assert kept.take(session, eva.id) is None
