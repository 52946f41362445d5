"""One homeserver for all attacks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.stage.homeserver import Homeserver, running


@pytest.fixture(scope="session")
def homeserver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Homeserver]:
    with running(tmp_path_factory.mktemp("homeserver")) as server:
        yield server
