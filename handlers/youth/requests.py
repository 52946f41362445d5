"""What a youth or guardian wants of their coordinator, passed on as what it is: by its name and what is from a
closed list, never in their words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from bot.conversation.command import CaseCtx, Reply
from bot.conversation.youth import Intent, Wish
from bot.i18n import T, Text, lines
from bot.messages import Say
from bot.wording import names, ordinary
from bot.wording.consent import what_of

Passing = Callable[[CaseCtx, Wish], Reply]


def hear(ctx: CaseCtx, wish: Wish, _text: str) -> Reply | None:
    """Pass a request on, and say so; None when the words are no request."""
    known = _PASSED_ON.get(wish.kind)
    return None if known is None else known(ctx, wish)


def _passed_on(told: str, answer: str = "ordinary.passed_on") -> Passing:
    """To the coordinator: the sentence ``told``; to the writer that this was done."""

    def run(ctx: CaseCtx, wish: Wish) -> Reply:
        body = T(told, code=ctx.case.code, who=names.of_writer(ctx), what=_whom(ctx, wish))
        return (ordinary.answer(ctx, T(answer)), ordinary.to_coordinator(ctx, body))

    return run


def _to_office(told: str, answer: Callable[[CaseCtx], Say]) -> Passing:
    """To all who coordinate in the unit, since it may be about the one who coordinates the case."""

    def run(ctx: CaseCtx, wish: Wish) -> Reply:
        body = T(told, code=ctx.case.code, who=names.of_writer(ctx))
        return (answer(ctx), Say(room_id=ctx.store.office.id, body=body))

    return run


def _other_coordinator(ctx: CaseCtx) -> Say:
    return ordinary.answer(ctx, T("ordinary.asked_office"))


def _complaint(ctx: CaseCtx) -> Say:
    """Where to complain. It says what the page is about, and so does not stay."""
    contact = ctx.profile.contact
    how = T("ordinary.complain", who=contact.label(ctx.language), phone=contact.phone)
    return ordinary.sensitive(ctx, lines(T("ordinary.asked_office"), how))


def _whom(ctx: CaseCtx, wish: Wish) -> Text | list[Text]:
    """Whom a request is about, as the profile calls them."""
    return T("youth.somebody") if wish.function is None else what_of(ctx.profile, wish.function)


_PASSED_ON: Mapping[Intent, Passing] = MappingProxyType(
    {
        Intent.MAY_I_BRING: _passed_on("ordinary.told_bring", "ordinary.asks_coordinator"),
        Intent.IN: _passed_on("ordinary.told_in", "ordinary.decide_together"),
        Intent.BACK_AGAIN: _passed_on("ordinary.told_back", "ordinary.decide_together"),
        Intent.MEET_ELSEWHERE: _passed_on("ordinary.told_elsewhere", "ordinary.asks_coordinator"),
        Intent.NOT_AT_MEETING: _passed_on("ordinary.told_not_at_meeting", "ordinary.asks_coordinator"),
        Intent.INTERPRETER: _passed_on("ordinary.told_interpreter", "ordinary.interpreter"),
        Intent.OTHER_COORDINATOR: _to_office("ordinary.told_other_coordinator", _other_coordinator),
        Intent.COMPLAIN: _to_office("ordinary.told_complain", _complaint),
    }
)
