"""The embedded homeserver: starts, says what is wrong, comes back with the same users, never outlives us."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.stage.homeserver import Homeserver, HomeserverError

pytestmark = pytest.mark.real


async def test_starts_registers_and_comes_back_with_the_same_users(tmp_path: Path) -> None:
    async with Homeserver(tmp_path, server_name="play.localhost") as first:
        anna = await first.register("anna", "secret", display_name="Anna A")
        await first.override_ratelimit(anna)
    assert anna == "@anna:play.localhost"

    async with Homeserver(tmp_path) as again:
        assert (again.url, again.server_name) == (first.url, "play.localhost")
        with pytest.raises(HomeserverError, match="M_USER_IN_USE"):
            await again.register("anna", "other")
        limits = await again.administer("GET", f"/v1/users/{anna}/override_ratelimit")
        assert limits == {"messages_per_second": 0, "burst_count": 0}


async def test_says_why_it_did_not_start(tmp_path: Path) -> None:
    server = Homeserver(tmp_path)
    config = json.loads((tmp_path / "homeserver.yaml").read_text())
    config["database"]["name"] = "nonsense"
    (tmp_path / "homeserver.yaml").write_text(json.dumps(config))
    with pytest.raises(HomeserverError, match="Unsupported database type 'nonsense'"):
        await server.start()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent died")
def test_does_not_outlive_a_killed_parent(tmp_path: Path) -> None:
    program = (
        "import asyncio, pathlib, sys\n"
        "from bot.stage.homeserver import Homeserver\n"
        "async def main():\n"
        "    server = Homeserver(pathlib.Path(sys.argv[1]))\n"
        "    await server.start()\n"
        "    print(server._process.pid, flush=True)\n"
        "    await asyncio.sleep(60)\n"
        "asyncio.run(main())\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    with parent.stdout:
        synapse = int(parent.stdout.readline())
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    for _ in range(100):
        if not _alive(synapse):
            return
        time.sleep(0.1)
    os.kill(synapse, signal.SIGKILL)
    pytest.fail("Synapse is still there ten seconds after its parent died")


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
