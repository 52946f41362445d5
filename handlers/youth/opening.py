"""Opening what a youth wrote without their yes: in danger to life, by two people, where the profile allows it."""

from __future__ import annotations

from bot.conversation.command import CaseCtx, NoArgs, Outcome, command
from bot.i18n import T, lines
from bot.messages import Say, Urgency
from bot.rules.roles import Consequence, Duty
from bot.rules.room import RoomKind
from bot.services import youth_words as service
from bot.wording import kept_words, youth_alarm


@command(
    sv="nöd",
    en="emergency",
    needs=Duty.RECORD_CONSENT,
    consequence=Consequence.FAR,
    where=(RoomKind.OFFICE,),
)
def open_kept(ctx: CaseCtx, args: NoArgs) -> Outcome:
    """Open what a youth wrote, because their life is in danger and nobody reaches them; takes two."""
    alarms = service.openable(ctx.store)
    preview = lines(
        T("kept.preview", code=ctx.case.code), T("kept.only_then", emergency=ctx.profile.emergency)
    )
    asked = ctx.still_to_agree(preview, second=True)
    if asked is not None:
        return asked
    assert ctx.approver is not None  # a second person has agreed
    opened = service.open_in_danger(ctx.store, alarms, approved_by=ctx.approver.id)
    page = ctx.store.page(ctx.sender.id)
    waits = T("kept.waits", code=ctx.case.code)
    shown = []
    for person_id, words in opened.items():
        who = youth_alarm.who(ctx.facts.person(person_id))
        head = T("kept.opened_words", code=ctx.case.code, who=who)
        for body in kept_words.bodies(ctx, words, head, who):
            shown.append(Say(room_id=page.id, body=body, urgency=Urgency.ALARM, elsewhere=waits))
    done = T("kept.opened", code=ctx.case.code, name=ctx.sender.name, second=ctx.approver.name)
    return (ctx.say(done), *shown)
