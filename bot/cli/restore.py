"""``sigbot restore``: brings a backup back, as a new device under the identity that people know.

All is prepared in a temporary database first (:mod:`storage.rehearsal`), and put into the real one in one
transaction: whatever fails before leaves that as it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from bot.app import open_database
from bot.cli import identity_restore
from bot.cli.drill import audit_line, sealed_line
from bot.cli.identity import Confirm, Tell
from bot.cli.identity_restore import OldDevice
from bot.core import ACCOUNT
from bot.errors import CannotDo
from bot.matrix import login
from bot.matrix.http import Http
from bot.settings import Settings
from storage import backup, dialects, rehearsal
from storage import restore as restored
from storage.db import Database
from storage.envelope import Opener
from storage.rehearsal import Rehearsal


async def restore(
    settings: Settings,
    file: Path,
    opener: Opener,
    *,
    replace: bool,
    identity_later: bool,
    tell: Tell,
    confirm: Confirm | None,
    log_out: bool | None = None,
) -> None:
    """Make the database what a backup holds, and give the bot a new device.

    ``replace``: also where the database holds something, which is lost then. ``identity_later``: leave the device
    to ``sigbot identity restore``; until then the bot does not start. ``log_out``: see that command.

    Raises:
        CannotDo: the message says why. Nothing was changed, or what was can be repeated.
    """
    with closing(open_database(settings)) as db, db.alone():
        _check_empty(db, replace, confirm)
        with rehearsal.rehearsed(file, opener, db.vault) as found:
            _tell_found(settings, found, tell)

            def carry_over() -> None:
                _carry_over(found.db, db)
                tell("The database is restored.")

            if found.head.user_id is None:
                carry_over()  # no bot ever started on it: there is no device to replace
            elif identity_later:
                with found.db.unit() as session:
                    restored.forget_device(session, ACCOUNT, login.new_device_id())
                carry_over()
                tell(
                    "Next: sigbot identity restore, with the recovery key. Until then the bot does not start."
                )
                return
            else:
                await identity_restore.come_back(
                    settings,
                    found.db,
                    _find_seeds(settings),
                    carry_over=carry_over,
                    tell=tell,
                    confirm=confirm,
                    log_out=log_out,
                )
    tell(
        "Next: sigbot check, then start the bot. If another machine may still run the old one: stop it for good."
    )


def _check_empty(db: Database, replace: bool, confirm: Confirm | None) -> None:
    with db.read() as session:
        if backup.is_empty(session.connection()):
            return
    if not replace:
        raise CannotDo(
            "the database is not empty. Do: give another `database` or data_dir; or --replace, and all that it "
            "holds is lost (sigbot backup keeps it)"
        )
    if confirm is not None and not confirm("All that the database holds now is lost. Replace it?"):
        raise CannotDo("nothing was changed")


def _tell_found(settings: Settings, found: Rehearsal, tell: Tell) -> None:
    """Say what the backup is of. Raises :class:`CannotDo` when it cannot become this bot's."""
    head = found.head
    if head.user_id not in (None, settings.user_id):
        raise CannotDo(f"it is {head.user_id}'s. Do: look at user_id, and whether it is the right backup")
    if found.sealed.shut and not found.sealed.opened:
        raise CannotDo(
            "nothing in it opens with this key file. Do: use the one that was kept for it (key_file)"
        )
    tell(
        f"Made {head.made_at:%Y-%m-%d %H:%M} UTC: {sum(found.counts.values())} rows of {len(found.counts)} tables."
    )
    for line in (sealed_line(found), audit_line(found)):
        if not line.ok:  # a damaged backup is better than none, but nobody should find out later
            tell(str(line))


def _find_seeds(settings: Settings) -> identity_restore.FindSeeds:
    """The identity is in the backup, and the homeserver must show the same."""

    async def find_seeds(http: Http, device_id: str, old: OldDevice) -> Mapping[str, str]:
        if old.seeds is None:
            raise CannotDo(
                "it holds no identity. Do: sigbot restore --identity-later, then sigbot identity restore"
            )
        await identity_restore.check_shown(
            http,
            settings.user_id,
            old.seeds,
            device_id,
            old,
            holder="the backup holds",
            otherwise="sigbot restore --identity-later, then sigbot identity restore with the newer recovery key",
        )
        return old.seeds

    return find_seeds


def _carry_over(prepared: Database, db: Database) -> None:
    """Make a database what the prepared one is, or leave it as it was."""
    with prepared.read() as session, dialects.migrating(db.engine) as connection:
        backup.erase(connection)
        backup.fill(connection, backup.rows_of(session.connection()))
