"""The exit codes of ``sigbot``, each with one meaning.

A supervisor starts a bot again that ended, unless only a person can mend why: see :data:`FOR_GOOD`. Whatever
passes by itself (the database or the homeserver is away, the disk is full) ends no bot: it waits inside.
``docs/drift.md`` has the same table, and ``deploy/sigbot.service`` the same list; a test compares them.
"""

from __future__ import annotations

import signal
import sys
from contextlib import suppress
from enum import IntEnum
from typing import NoReturn

from sqlalchemy.exc import DBAPIError

from bot.errors import CannotDo, IdentityForeign, NotAlone, SettingsWrong, reference
from bot.logs import get_logger
from storage.dialects import cause, is_passing
from storage.sealed import CannotOpen

log = get_logger(__name__)


class Exit(IntEnum):
    """What an exit code says."""

    DONE = 0  # done, or told to stop
    FOUND_WRONG = 1  # a check (check, verify) found something wrong
    COMMAND_LINE_WRONG = 2  # typer's own code
    SETTINGS_WRONG = 10  # settings, keys or tables do not fit together
    IDENTITY_FOREIGN = 11  # the identity is somebody else's, or a newer life of the bot exists
    NOT_ALONE = 12  # another bot works on this database
    CANNOT_DO = 13  # a command could not be done
    UNKNOWN = 70  # an error of ours: its trace and reference are in the log


#: Only a person can mend these, so that starting again is no use. A supervisor restarts after every other code.
FOR_GOOD = frozenset({Exit.COMMAND_LINE_WRONG, Exit.SETTINGS_WRONG, Exit.IDENTITY_FOREIGN, Exit.NOT_ALONE})

#: How long a process that holds stays up after it has ended for good.
HOLD_SECONDS = 3600

_LOOK = "Look with: sigbot check"
_HELD = (
    "This ends for good ({code}): only you can mend it. The process stays up without doing anything for "
    "{minutes} minutes, or until it is stopped. Do: mend it, then restart"
)
_STOPPING = (signal.SIGTERM, signal.SIGINT)


def explanation(error: Exception) -> tuple[Exit, str] | None:
    """The exit code of a known error, and the sentence for who runs the bot; ``None`` if nobody foresaw it."""
    match error:
        case SettingsWrong():
            return Exit.SETTINGS_WRONG, str(error)
        case CannotOpen():
            return Exit.SETTINGS_WRONG, f"{error}. {_LOOK}"
        case IdentityForeign():
            return Exit.IDENTITY_FOREIGN, str(error)
        case NotAlone():
            return Exit.NOT_ALONE, str(error)
        case CannotDo():
            return Exit.CANNOT_DO, str(error)
        case DBAPIError():
            code = Exit.CANNOT_DO if is_passing(error) else Exit.SETTINGS_WRONG
            return code, f"database: {_first_line(error)}. {_LOOK}"
        case _:
            return None


def _first_line(error: DBAPIError) -> str:
    """What the database itself says; it holds nothing of what was to be stored."""
    said = str(error.orig).strip().splitlines()
    return said[0].rstrip(".:") if said else cause(error) or type(error).__name__


def end(error: Exception, *, hold: bool = False) -> NoReturn:
    """Say what went wrong, in one sentence, and end the process with its code.

    ``hold``: when only a person can mend it, end after an hour, or when told to. For a supervisor that knows no
    exit codes, as Docker's: it would start the bot again at once, and again.
    """
    known = explanation(error)
    if known is None:
        about = reference()
        log.error("sigbot.failed", reference=about, exc_info=error)
        known = (Exit.UNKNOWN, f"an error that nobody foresaw. The log says where it was, with {about}")
    code, sentence = known
    _say(sentence)
    if hold and code in FOR_GOOD:
        # Blocked they wait for us, also as process 1 of a container, which gets no signal it does not heed
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGHUP, *_STOPPING})
        _say(_HELD.format(code=code, minutes=HOLD_SECONDS // 60))
        signal.sigtimedwait(_STOPPING, HOLD_SECONDS)
    sys.exit(code)


def _say(line: str) -> None:
    with suppress(OSError):  # the disk is full, or the reader of the pipe is gone: the code says it too
        sys.stderr.write(f"{line}\n")
        sys.stderr.flush()
