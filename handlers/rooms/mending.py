"""An operator has asked for something from outside: it is done here, and nobody in the rooms is told."""

from __future__ import annotations

from bot.conversation.command import Reply, UnitCtx, when_due
from bot.logs import get_logger
from bot.services import mending as service
from storage.mending import COMPARE, RETRY

log = get_logger(__name__)


@when_due(RETRY)
def retry(ctx: UnitCtx, subject: str) -> Reply:
    """Try a row again at once."""
    log.info("mending.retried", row=subject, done=service.retry(ctx.store, subject))
    return ()


@when_due(COMPARE)
def compare(ctx: UnitCtx, subject: str) -> Reply:
    """Compare a room's members with those wanted at once."""
    log.info("mending.compared", room=subject, done=service.compare(ctx.store, subject))
    return ()
