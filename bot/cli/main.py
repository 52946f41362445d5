"""The table of commands: ``sigbot X`` is ``bot/cli/x.py``."""

from __future__ import annotations

import asyncio
import importlib.util
import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from bot.cli import run as running
from bot.cli.lines import each, print_lines
from bot.cli.run import DEFAULT
from bot.cli.run import settings as settings_of
from bot.errors import CannotDo
from bot.settings import CONFIG

# Commands import their modules when they run, so that the bot works without the stage and its packages.


class _Table(TyperGroup):
    """A command that somebody stops, by Ctrl-C or at a question, could not be done."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except (typer.Abort, KeyboardInterrupt, EOFError):
            raise CannotDo("\nstopped before it was done. Do: the same again") from None


app = typer.Typer(
    cls=_Table,
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
AsJson = Annotated[
    bool, typer.Option("--json", help="As one object for scripts; its keys stay (docs/drift.md).")
]

SecretKeyFile = Annotated[
    Path | None, typer.Option("--secret-key", help="The file of `sigbot keys backup` that opens it.")
]
LogOut = Annotated[
    bool | None,
    typer.Option("--log-out-others/--keep-others", help="The account's other devices; else asked."),
]
PassphraseFile = Annotated[Path | None, typer.Option(help="The passphrase that opens it, in a file.")]


@app.command()
def init(
    keys_dir: Annotated[
        Path | None,
        typer.Option("--keys", help="Folder of the keys; `keys` beside the settings if left out."),
    ] = None,
    data_dir: Annotated[
        Path | None,
        typer.Option("--data", help="Folder of the database; `data` beside the settings if left out."),
    ] = None,
    config: Config = DEFAULT,
) -> None:
    """Ask some questions and write settings and keys, readable by you alone."""
    from bot.cli import init as setup

    def ask(question: str, default: str, secret: bool) -> str:
        answer: str = typer.prompt(question, default=default, hide_input=secret, show_default=bool(default))
        return answer

    places = setup.Places(
        config=config, keys=keys_dir or config.parent / "keys", data=data_dir or config.parent / "data"
    )
    setup.refuse_to_overwrite(places)  # before the first question
    kept = setup.Kept(places.kept)
    try:
        answers = setup.interview(ask, typer.echo, kept, config.parent)
    except typer.Abort:
        if not kept:
            raise
        raise CannotDo(
            f"\nstopped; nothing was written but {places.kept}, readable by you alone: your answers, without the "
            "password. Do: sigbot init again, which offers them"
        ) from None
    for file in setup.write(places, answers):
        typer.echo(f"Wrote {file}")
    kept.forget()
    for line in setup.next_steps(places):
        typer.echo(line)


@app.command()
def check(as_json: AsJson = False, config: Config = DEFAULT) -> None:
    """Look at settings, keys, database, homeserver, login, identity, recovery, limits and clock; change
    nothing."""
    from bot.cli.check import check as lines_of

    if not asyncio.run(print_lines(lines_of(running.file(config)), typer.echo, as_json=as_json)):
        raise typer.Exit(1)


@app.command()
def doctor(
    retry: Annotated[
        str, typer.Option(help="Have a row tried again that was named here, such as outbox:12.")
    ] = "",
    compare: Annotated[str, typer.Option(help="Have a room's members put right that was named here.")] = "",
    as_json: AsJson = False,
    config: Config = DEFAULT,
) -> None:
    """Look at what is stuck, and say what mends it; a bot that runs carries out what is asked."""
    from bot.cli import doctor as doctoring

    settings = settings_of(config)
    if retry:
        typer.echo(doctoring.retry(settings, retry))
    if compare:
        typer.echo(doctoring.compare(settings, compare))
    if retry or compare:
        return
    if not asyncio.run(print_lines(each(doctoring.doctor(settings)), typer.echo, as_json=as_json)):
        raise typer.Exit(1)


@app.command()
def run(
    hold: Annotated[
        bool,
        typer.Option(
            "--hold",
            help="Where Docker restarts: do nothing for an hour before ending for good (docs/drift.md).",
        ),
    ] = False,
    config: Config = DEFAULT,
) -> None:
    """Run the bot until it is told to stop (Ctrl-C, SIGTERM)."""
    running.run(config, hold=hold)


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
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before going back to an older one.")] = False,
    config: Config = DEFAULT,
) -> None:
    """Bring the database's tables to this version. Stop the bot and back it up first."""
    from bot.cli import migrate as tables

    confirm: tables.Confirm | None = typer.confirm if _is_interactive() else None
    if yes:
        confirm = _agrees
    before, after = tables.migrate(settings_of(config), to, confirm=confirm)
    typer.echo(f"{before or 'empty'} -> {after or 'empty'}")


@app.command()
def backup(
    place: Annotated[Path, typer.Argument(help="A new file; or a folder, where it is named by the time.")],
    recipient: Annotated[
        str, typer.Option(help="Public key (age1…) to encrypt it for, instead of backup_recipient.")
    ] = "",
    passphrase_file: Annotated[
        Path | None, typer.Option(help="A passphrase to encrypt it with, in a file.")
    ] = None,
    as_json: AsJson = False,
    config: Config = DEFAULT,
) -> None:
    """Write all that the database holds to an encrypted file. The bot may be running."""
    from bot.cli import backup as backups

    settings = settings_of(config)
    closer = backups.closer_of(settings, recipient, passphrase_file, _ask_secret())
    made = backups.make(settings, place, closer)
    if as_json:
        typer.echo(json.dumps(made.as_json()))
        return
    for line in made.told(settings.key_file):
        typer.echo(line)


@app.command("restore")
def restore_backup(
    file: Annotated[Path, typer.Argument(help="A backup.")],
    secret_key: SecretKeyFile = None,
    passphrase_file: PassphraseFile = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Also over a database that is not empty: what it holds is lost.")
    ] = False,
    identity_later: Annotated[
        bool,
        typer.Option(
            "--identity-later",
            help="Only the database; the device by: sigbot identity restore. Asks no homeserver.",
        ),
    ] = False,
    log_out: LogOut = None,
    config: Config = DEFAULT,
) -> None:
    """Bring a backup back: a new device, the same identity. Stop the bot first."""
    from bot.cli import backup as backups
    from bot.cli import restore as restoring

    settings = settings_of(config)
    opener = backups.opener_of(file, secret_key, passphrase_file, _ask_secret())
    asyncio.run(
        restoring.restore(
            settings,
            file,
            opener,
            replace=replace,
            identity_later=identity_later,
            tell=typer.echo,
            confirm=typer.confirm if _is_interactive() else None,
            log_out=log_out,
        )
    )


@app.command("drill")
def drill_backup(
    place: Annotated[Path, typer.Argument(help="A backup; or a folder, of which the newest is taken.")],
    secret_key: SecretKeyFile = None,
    passphrase_file: PassphraseFile = None,
    max_days: Annotated[float, typer.Option(help="Days after which a backup is too old.")] = 2,
    as_json: AsJson = False,
    config: Config = DEFAULT,
) -> None:
    """Restore a backup into a temporary folder and look whether it would serve; exit code 1 when it would not."""
    from bot.cli import backup as backups
    from bot.cli import drill as drilling

    settings = settings_of(config)
    file = drilling.newest(place)
    opener = backups.opener_of(file, secret_key, passphrase_file, _ask_secret())
    found = drilling.drill(settings, file, opener, most=timedelta(days=max_days))
    if as_json:
        typer.echo(json.dumps(found.as_json(), ensure_ascii=False))
    else:
        for line in found.lines:
            typer.echo(str(line))
    if not found.ok:
        raise typer.Exit(1)


@keys.command("backup")
def backup_keys(
    file: Annotated[Path, typer.Argument(help="A new file for the secret key.")],
) -> None:
    """Make the pair of keys for backups: the public one encrypts them, the secret one opens them."""
    from storage import envelope

    try:
        public = envelope.write_key(file)
    except OSError as error:
        raise CannotDo(f"cannot write {file} ({error.strerror})") from error
    typer.echo(f'backup_recipient = "{public.text}"')
    typer.echo(
        f"Put that line into the settings. Keep {file} away from this machine: without it no backup opens,"
    )
    typer.echo("and whoever has it, a backup and the key file of the bot can read everything.")


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


def _as_noted(value: str) -> str:
    number, _, digest = value.partition(":")
    if value and not (number.isdecimal() and digest):
        raise typer.BadParameter("write it as NUMBER:DIGEST, as an earlier run printed it")
    return value


@audit.command()
def verify(
    noted: Annotated[
        str,
        typer.Option(
            callback=_as_noted, help="What an earlier run printed, as NUMBER:DIGEST; shows a cut-off tail."
        ),
    ] = "",
    archive: Annotated[
        list[Path] | None,
        typer.Option(help="An archive of older rows, to be verified with it; may be repeated."),
    ] = None,
    as_json: AsJson = False,
    config: Config = DEFAULT,
) -> None:
    """Walk the whole audit log; exit code 1 when anything was changed, removed or put in."""
    from bot.cli import audit as log

    found = log.verify(settings_of(config), noted, archive or ())
    if as_json:
        typer.echo(found.to_json())
        raise typer.Exit(1 if found.broken else 0)
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
def show(as_json: AsJson = False, config: Config = DEFAULT) -> None:
    """Show user, device, fingerprints, and what the homeserver shows of them."""
    from bot.cli import identity as bot

    asyncio.run(print_lines(bot.show(settings_of(config)), typer.echo, as_json=as_json))


@identity.command("verify")
def verify_identity(
    key: Annotated[bool, typer.Option("--key", help="Also try your recovery key; it is asked for.")] = False,
    key_file: Annotated[Path | None, typer.Option(help="The same, with the key in a file.")] = None,
    as_json: AsJson = False,
    config: Config = DEFAULT,
) -> None:
    """Check the chain from our keys to what the homeserver shows; exit code 1 when anything is wrong."""
    from bot.cli import identity as bot

    settings = settings_of(config)
    tried = bot.read_key(key_file, _ask_hidden) if key or key_file else None
    if not asyncio.run(print_lines(bot.verify(settings, tried), typer.echo, as_json=as_json)):
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
    log_out: LogOut = None,
    config: Config = DEFAULT,
) -> None:
    """Come back from the recovery key: a new device, the same identity. Stop the bot first."""
    from bot.cli import identity as bot
    from bot.cli import identity_restore as restoring

    settings = settings_of(config)
    confirm = typer.confirm if _is_interactive() else None
    key = bot.read_key(key_file, _ask_hidden)
    asyncio.run(restoring.restore(settings, key, tell=typer.echo, confirm=confirm, log_out=log_out))


def _agrees(_question: str) -> bool:
    return True


def _ask_hidden(question: str) -> str:
    """Ask for a secret at the terminal, or read it from a pipe."""
    if sys.stdin.isatty():
        return str(typer.prompt(question, hide_input=True))
    return sys.stdin.readline()


def _ask_secret() -> Callable[[str, bool], str] | None:
    """Asks for a secret, once or twice; ``None`` where nobody sits at a terminal."""
    if not _is_interactive():
        return None

    def ask(question: str, twice: bool) -> str:
        return str(typer.prompt(question, hide_input=True, confirmation_prompt=twice))

    return ask


def _is_interactive() -> bool:
    """Whether a person sits at a terminal; otherwise output goes into a pipe or a log."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def _needs_stage() -> None:
    if importlib.util.find_spec("synapse") is None or importlib.util.find_spec("bot.stage") is None:
        raise CannotDo(
            "the stage is not installed here: make demo, or pip install 'sigbot[stage]' in a checkout"
        )
