"""``sigbot keys``: the master keys, which encrypt the data keys, which encrypt what is stored."""

from __future__ import annotations

from contextlib import closing

from bot.errors import CannotDo
from bot.settings import Settings
from storage import sealed
from storage.db import Database


def rotate(settings: Settings, *, forget_old: bool) -> int:
    """Write a new master key and wrap every data key with it; the bot may be running.

    ``forget_old`` also drops the older master keys. Returns how many data keys were wrapped.

    Raises:
        CannotDo: the key file cannot be written; nothing was changed.
    """
    try:
        sealed.write_master(settings.key_file)
    except OSError as error:
        raise CannotDo(
            f"cannot write {settings.key_file} ({error.strerror}); nothing was changed. Do: run this as the user who "
            "may write in its folder; in a container: docker compose run --rm operator keys rotate"
        ) from error
    with closing(Database(settings.database_url, sealed.Vault.load(settings.key_file))) as db:
        with db.unit() as session:
            changed = sealed.rewrap(session)
        if forget_old:
            with db.unit() as session:
                changed += sealed.rewrap(session)  # data keys that a running bot created meanwhile
            sealed.drop_masters(settings.key_file)
    return changed
