"""All attacks, in the order they are made: last those that leave a hostile member unheard for a while."""

from __future__ import annotations

from tests.attacks import devices, flood, forged, people, speech, text
from tests.attacks.attack import DECLARED

_ORDER = [module.__name__ for module in (forged, speech, text, devices, people, flood)]

ATTACKS = sorted(DECLARED, key=lambda one: _ORDER.index(one.run.__module__))
