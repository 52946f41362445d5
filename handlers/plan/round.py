"""Rounds: all whose turn it is are asked how their tasks go, in one message a room, and answer it with a tap."""

from __future__ import annotations

from bot.conversation.command import CaseCtx, Reply, when_due
from bot.services import status_round
from bot.wording import rounds


@when_due(status_round.DUE)
def due(ctx: CaseCtx, subject: str) -> Reply:
    """The day of a task has come: ask its owner, and everybody else whose turn it is; while the case is paused,
    later."""
    return rounds.asked(ctx, status_round.hold_due(ctx.store, subject))


@when_due(status_round.SNOOZED)
def woken(ctx: CaseCtx, subject: str) -> Reply:
    """The day has come until which somebody did not want to be asked."""
    return rounds.asked(ctx, status_round.hold_due(ctx.store, subject, was_snoozed=True))


@when_due(status_round.AGAIN)
def again(ctx: CaseCtx, subject: str) -> Reply:
    """A week has gone since a room was asked: what is late is asked about again."""
    return rounds.asked(ctx, status_round.hold_again(ctx.store, subject))
