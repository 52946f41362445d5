from __future__ import annotations

import pytest

from bot.rules.roles import DUTIES, Duty, Role, may


def test_every_role_stands_in_the_table() -> None:
    assert set(DUTIES) == set(Role)


def test_every_duty_is_somebodys() -> None:
    assert frozenset().union(*DUTIES.values()) == set(Duty)


@pytest.mark.parametrize(
    ("role", "duty", "allowed"),
    [
        (Role.COORDINATOR, Duty.RECORD_CONSENT, True),
        (Role.COORDINATOR, Duty.APPROVE, True),
        (Role.COORDINATOR, Duty.WITHDRAW_OWN, False),
        (Role.SECOND, Duty.APPROVE, True),
        (Role.SECOND, Duty.SEE_CASES, False),
        (Role.SECOND, Duty.TAKE_ALARM, True),
        (Role.LEAD, Duty.TAKE_ALARM, False),
        (Role.LEAD, Duty.PLAN, True),
        (Role.LEAD, Duty.RECORD_CONSENT, False),
        (Role.LEAD, Duty.MANAGE_ROOM, False),
        (Role.ACTOR, Duty.STATUS, True),
        (Role.ACTOR, Duty.PLAN, False),
        (Role.ACTOR, Duty.SEE_MEETINGS, True),
        (Role.ACTOR, Duty.MEETING, False),
        (Role.LEAD, Duty.MEETING, True),
        (Role.YOUTH, Duty.SEE_MEETINGS, False),
        (Role.YOUTH, Duty.WITHDRAW_OWN, True),
        (Role.YOUTH, Duty.CHOOSE_PLACE, True),
        (Role.GUARDIAN, Duty.WITHDRAW_OWN, True),
        (Role.GUARDIAN, Duty.CHOOSE_PLACE, False),
        (Role.GUEST, Duty.SEE_WHO, False),
    ],
)
def test_who_may_what(role: Role, duty: Duty, allowed: bool) -> None:
    assert may(role, duty) is allowed


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.COORDINATOR])
def test_only_coordinators_bind_people_and_open_rooms(role: Role) -> None:
    assert not DUTIES[role] & {Duty.BIND_PERSON, Duty.OPEN_CASE, Duty.MANAGE_ROOM, Duty.RECORD_CONSENT, Duty.CLOSE}


@pytest.mark.parametrize("role", list(Role))
def test_everybody_gets_help_and_their_language(role: Role) -> None:
    assert may(role, Duty.SELF)
