"""The table of commands: ``sigbot X`` is ``bot/cli/x.py``."""

from __future__ import annotations

import asyncio
import importlib.util
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import run as running
from bot.cli.run import DEFAULT
from bot.cli.run import settings as settings_of
from bot.errors import SettingsWrong
from bot.settings import CONFIG

if TYPE_CHECKING:
    from bot.cli.check import Line

# Commands import their modules when they run, so that the bot works without the stage and its packages.

app = typer.Typer(
    help="A bot that carries Sociala insatsgrupper in Matrix.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
keys = typer.Typer(help="The keys that seal what is stored.", no_args_is_help=True)
audit = typer.Typer(help="The log of who did what.", no_args_is_help=True)
identity = typer.Typer(
    help="What people recognise the bot by, and how it is brought back.", no_args_is_help=True
)
app.add_typer(keys, name="keys")
app.add_typer(audit, name="audit")
app.add_typer(identity, name="identity")

Config = Annotated[
    Path, typer.Option("--config", "-c", envvar=CONFIG, help="The settings, made by `sigbot init`.")
]


@app.command()
def init(config: Config = DEFAULT) -> None:
    """Ask some questions and write settings and keys, readable by you alone."""
    from bot.cli import init as setup

    def ask(question: str, default: str, secret: bool) -> str:
        answer: str = typer.prompt(question, default=default, hide_input=secret, show_default=bool(default))
        return answer

    setup.files_to_write(config)  # stops before the first question if a file exists
    for file in setup.write(config, setup.interview(ask, typer.echo)):
        typer.echo(f"Wrote {file}")
    typer.echo("Keep keys/ apart from the backups of data/. Next: sigbot check")
    typer.echo(
        "After the first start: sigbot identity recovery, which makes the key that can bring the bot back"
    )


@app.command()
def check(config: Config = DEFAULT) -> None:
    """Look at settings, keys, database, homeserver, login, identity, recovery, limits and clock; change
    nothing."""
    from bot.cli.check import check as lines_of

    if not asyncio.run(_print_all(lines_of(running.file(config)))):
        raise typer.Exit(1)


@app.command()
def run(config: Config = DEFAULT) -> None:
    """Run the bot until it is told to stop (Ctrl-C, SIGTERM)."""
    running.run(config)


@app.command()
def demo(
    once: Annotated[
        bool, typer.Option("--once", help="End when the case is closed, instead of staying up.")
    ] = False,
) -> None:
    """Play a whole case on a homeserver of its own, and let you join in with Element."""
    _needs_stage()
    from bot.stage import demo as stage

    raise typer.Exit(stage.main(once=once))


@app.command()
def play(
    files: Annotated[
        list[Path], typer.Argument(exists=True, dir_okay=False, help="Conversation files (YAML).")
    ],
    fast: Annotated[bool, typer.Option("--fast", help="Without Matrix, in milliseconds.")] = False,
) -> None:
    """Play conversation files on a homeserver of their own; exit code 0 only if every expectation held."""
    _needs_stage()
    from bot.stage import play as stage

    raise typer.Exit(stage.main(files, fast=fast))


@app.command()
def migrate(
    to: Annotated[str, typer.Option(help="A revision; older ones drop what newer ones brought.")] = "head",
    config: Config = DEFAULT,
) -> None:
    """Bring the database's tables to this version. Back it up first."""
    from bot.cli import migrate as tables

    before, after = tables.migrate(settings_of(config), to)
    typer.echo(f"{before or 'empty'} -> {after or 'empty'}")


@keys.command()
def rotate(
    forget_old: Annotated[
        bool,
        typer.Option(
            "--forget-old", help="Also drop the old master keys: older backups can never be read again."
        ),
    ] = False,
    config: Config = DEFAULT,
) -> None:
    """Make a new master key and wrap every data key with it. The bot may be running."""
    from bot.cli import keys as master

    settings = settings_of(config)
    changed = master.rotate(settings, forget_old=forget_old)
    typer.echo(
        f"{changed} keys wrapped anew. Take a copy of {settings.key_file}, apart from the backups of the database"
    )


@audit.command()
def verify(
    noted: Annotated[
        str, typer.Option(help="What an earlier run printed, as NUMBER:DIGEST; shows a cut-off tail.")
    ] = "",
    archive: Annotated[
        list[Path] | None,
        typer.Option(help="An archive of older rows, to be verified with it; may be repeated."),
    ] = None,
    config: Config = DEFAULT,
) -> None:
    """Walk the whole audit log; exit code 1 when anything was changed, removed or put in."""
    from bot.cli import audit as log

    found = log.verify(settings_of(config), noted, archive or ())
    for line in found.broken:
        typer.echo(line)
    wrong = len(found.broken) or "nothing"
    typer.echo(f"{found.rows} rows, {wrong} wrong at {datetime.now(UTC):%Y-%m-%d %H:%M} UTC")
    if found.begins > 1 and not archive:
        typer.echo(f"Rows 1 to {found.begins - 1} were taken out; verify them with --archive FILE")
    typer.echo(f"Note this elsewhere, for the next time: --noted {found.rows}:{found.digest}")
    if found.broken:
        raise typer.Exit(1)


@audit.command("archive")
def archive_audit(
    file: Annotated[Path, typer.Argument(help="The file to write; it must not exist.")],
    before: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="Rows from before this day.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    config: Config = DEFAULT,
) -> None:
    """Write older rows of the audit log into a file and take them out of the database. Both verify together."""
    from bot.cli import audit as log

    settings = settings_of(config)
    if not yes:
        typer.confirm(f"Take the rows from before {before:%Y-%m-%d} out of the log?", abort=True)
    done = log.archive(settings, file, before.date())
    typer.echo(f"{done.rows} rows written to {file} and taken out. The last is {done.seq}:{done.digest}")
    typer.echo(f"Keep the file as long as the log: sigbot audit verify --archive {file}")


@identity.command()
def show(config: Config = DEFAULT) -> None:
    """Show user, device, fingerprints, and what the homeserver shows of them."""
    from bot.cli import identity as bot

    asyncio.run(_print_all(bot.show(settings_of(config))))


@identity.command("verify")
def verify_identity(
    key: Annotated[bool, typer.Option("--key", help="Also try your recovery key; it is asked for.")] = False,
    key_file: Annotated[Path | None, typer.Option(help="The same, with the key in a file.")] = None,
    config: Config = DEFAULT,
) -> None:
    """Check the chain from our keys to what the homeserver shows; exit code 1 when anything is wrong."""
    from bot.cli import identity as bot

    settings = settings_of(config)
    tried = bot.read_key(key_file, _ask_hidden) if key or key_file else None
    if not asyncio.run(_print_all(bot.verify(settings, tried))):
        raise typer.Exit(1)


@identity.command()
def recovery(
    file: Annotated[
        Path | None, typer.Option(help="Write the key to a new file instead of the terminal.")
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Do not ask: an older key stops working.")
    ] = False,
    config: Config = DEFAULT,
) -> None:
    """Make the recovery key, which brings the identity back when everything here is lost."""
    from bot.cli import identity as bot

    interactive = _is_interactive()
    asyncio.run(
        bot.make_recovery(
            settings_of(config),
            file=file,
            replace=replace,
            tell=typer.echo,
            ask=typer.prompt if interactive else None,
            confirm=typer.confirm if interactive else None,
        )
    )


@identity.command()
def restore(
    key_file: Annotated[
        Path | None, typer.Option(help="The recovery key in a file; else it is asked for.")
    ] = None,
    log_out: Annotated[
        bool | None,
        typer.Option("--log-out-others/--keep-others", help="The account's other devices; else asked."),
    ] = None,
    config: Config = DEFAULT,
) -> None:
    """Come back from the recovery key: a new device, the same identity. Stop the bot first."""
    from bot.cli import identity as bot
    from bot.cli import identity_restore as restoring

    settings = settings_of(config)
    confirm = typer.confirm if _is_interactive() else None
    key = bot.read_key(key_file, _ask_hidden)
    asyncio.run(restoring.restore(settings, key, tell=typer.echo, confirm=confirm, log_out=log_out))


async def _print_all(lines: AsyncIterator[Line]) -> bool:
    """Print the lines; returns whether all of them are ok."""
    all_ok = True
    async for line in lines:
        typer.echo(str(line))
        all_ok = all_ok and line.ok
    return all_ok


def _ask_hidden(question: str) -> str:
    """Ask for a secret at the terminal, or read it from a pipe."""
    if sys.stdin.isatty():
        return str(typer.prompt(question, hide_input=True))
    return sys.stdin.readline()


def _is_interactive() -> bool:
    """Whether a person sits at a terminal; otherwise output goes into a pipe or a log."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def _needs_stage() -> None:
    if importlib.util.find_spec("synapse") is None or importlib.util.find_spec("bot.stage") is None:
        raise SettingsWrong(
            "the stage is not installed here: make demo, or pip install 'sigbot[stage]' in a checkout"
        )
