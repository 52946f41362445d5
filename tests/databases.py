"""SQLite and PostgreSQL, for fixtures and tests that run on either."""

from __future__ import annotations

from pathlib import Path

import pytest

#: On PostgreSQL too, in every run of the tests.
EACH = ("sqlite", pytest.param("postgres", marks=pytest.mark.postgres))
#: On PostgreSQL too, in the long run.
EACH_IN_THE_LONG_RUN = ("sqlite", pytest.param("postgres", marks=[pytest.mark.long, pytest.mark.postgres]))


def url_of(request: pytest.FixtureRequest, kind: str, folder: Path) -> str:
    """The URL of an empty database of a test's own."""
    if kind == "postgres":
        return str(request.getfixturevalue("postgres"))
    return f"sqlite:///{folder / 'own.db'}"
