"""The tests bring a PostgreSQL server, whatever the machine has, and nothing that needs one is skipped."""

from __future__ import annotations

import pytest
from sqlalchemy import create_engine, text

from tests import postgres


@pytest.mark.postgres
def test_the_server_in_the_wheel_runs_also_from_a_folder_that_only_its_owner_sees(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(postgres, "_is_open_to_all", lambda _: False)
    with postgres.server(postgres.in_wheel()) as server, postgres.database(server.url) as url:
        engine = create_engine(url)
        with engine.connect() as connection:
            assert connection.scalar(text("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")) == 0
        engine.dispose()
