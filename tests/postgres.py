"""A PostgreSQL server of the tests' own, on loopback, where its programs are installed."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

NOBODY = 65534


def programs() -> Path | None:
    """The folder of initdb and postgres, or None."""
    for name in ("initdb", "/usr/lib/postgresql/*/bin/initdb"):
        found = shutil.which(name) if "/" not in name else next(iter(sorted(map(str, Path("/").glob(name[1:])))), None)
        if found and (Path(found).resolve().parent / "postgres").exists():
            return Path(found).resolve().parent
    return None


@contextlib.contextmanager
def server() -> Iterator[str]:
    """Run a server; yields its SQLAlchemy URL. It refuses to run as root, so root lends it to ``nobody``."""
    folder = programs()
    assert folder is not None
    with tempfile.TemporaryDirectory(prefix="sigbot-postgres-") as name:
        home = Path(name)
        user = NOBODY if os.geteuid() == 0 else None
        if user is not None:
            os.chown(home, user, user)
        data = home / "data"
        subprocess.run(
            [folder / "initdb", "-D", data, "-U", "sigbot", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"],
            check=True,
            capture_output=True,
            user=user,
            cwd=home,
        )
        port = _free_port()
        options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={home} -c fsync=off"
        control: list[str | Path] = [folder / "pg_ctl", "-D", data, "-w", "-l", home / "log"]
        subprocess.run([*control, "-o", options, "start"], check=True, stdout=subprocess.DEVNULL, user=user, cwd=home)
        try:
            yield f"postgresql+psycopg://sigbot@127.0.0.1:{port}/postgres"
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], check=True, capture_output=True, user=user, cwd=home)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
