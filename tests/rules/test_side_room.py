"""What a side room may be about: never more than each of those it is for may hear."""

from __future__ import annotations

import pytest

from bot.rules.side_room import scope_for
from tests.rules.making import LISA, OPEN_CASE, PETRA, SVEN, actor, facts, grant, refused

GRANTS = (
    grant("police", "school", "crime_and_company"),
    grant("social_services", "school", "crime_and_company"),
    grant("school", "school"),
    grant("trainer", "school"),
)
FACTS = facts(OPEN_CASE, grants=GRANTS, actors=(actor(PETRA), actor(SVEN), actor(LISA)))


def test_it_is_about_all_that_they_share_or_as_said() -> None:
    both = frozenset({"school", "crime_and_company"})
    assert scope_for(("police", "social_services"), None, FACTS) == both
    assert scope_for(("police", "school"), None, FACTS) == {"school"}
    assert scope_for(("police", "social_services"), frozenset({"school"}), FACTS) == {"school"}


@pytest.mark.parametrize(
    ("functions", "said", "key"),
    [
        (("police", "psychiatry"), None, "side.no_consent"),
        (("police", "school"), frozenset({"crime_and_company"}), "side.narrower"),
        (("trainer",), None, "side.nobody"),
    ],
)
def test_refused_where_a_consent_ends_or_nobody_is_named(
    functions: tuple[str, ...], said: frozenset[str] | None, key: str
) -> None:
    assert refused(scope_for, functions, said, FACTS) == key


def test_refused_where_they_share_nothing() -> None:
    apart = facts(OPEN_CASE, grants=(grant("police", "crime_and_company"), grant("school", "school")))
    assert refused(scope_for, ("police", "school"), None, apart) == "side.nothing_shared"
