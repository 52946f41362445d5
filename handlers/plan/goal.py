"""Goals: set, shown, put into the youth's own words, taken step by step, judged, and struck."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from bot.conversation.arguments import Arg, Day, Env, Number, OneOf, Rest, Step, StepNumber, Title
from bot.conversation.clean import bare
from bot.conversation.command import Args, CaseCtx, Missing, Outcome, Reply, command, refuse
from bot.i18n import T
from bot.rules import case as case_rules
from bot.rules import goal as rules
from bot.rules.goal import OUTCOMES
from bot.rules.goal import Outcome as Reached
from bot.rules.roles import Consequence, Duty
from bot.rules.room import RoomKind
from bot.rules.words import Term
from bot.services import goal as service
from bot.wording import goals

#: Where goals are set: in kontoret, and in the rooms of the case.
PLACES = (RoomKind.OFFICE, RoomKind.CASE, RoomKind.SIDE)

#: The area of a goal that belongs to none of the profile's.
OTHER = Term(id="other", sv="annat", en="other", words=("övrigt", "inget", "none"))

#: Words with which a step on the way is told to be taken.
_REACHED = frozenset(
    {"klart", "klar", "nått", "nådd", "uppnått", "uppnådd", "gjort", "done", "reached", "taken"}
)


def _can_change(ctx: CaseCtx) -> None:
    case_rules.check_can_change_plan(ctx.case)


def _areas(env: Env) -> Sequence[Term]:
    return (*env.profile.goals, OTHER)


def _outcomes(_env: Env) -> Sequence[Term]:
    return OUTCOMES


@dataclass(frozen=True)
class Area(OneOf):
    """An area of the profile in front of a goal's words: ``skola Komma dit varje dag``, ``skolan: ...``.

    In another form it may be the first word of those: in "Familjen äter ihop" nobody has named an area.
    """

    def take(self, words: Sequence[str], env: Env) -> int:
        count = super().take(words, env)
        said = " ".join(words[:count])
        labels = {name for term in self.terms(env) for name in (term.id, term.sv, term.en)}
        is_alone = count == len(words) or said.endswith((":", ",", "."))
        return count if is_alone or said in labels else 0


class New(Args):
    """What the circle works towards, and in which area."""

    area: Annotated[str, Arg(reads=Area(_areas), ask="goal.ask_area", options=_areas)]
    text: Annotated[str, Arg(reads=Rest(), ask="goal.ask_text")]


@command(
    sv="mål",
    en="goal",
    also=("mål ny", "nytt mål", "new goal"),
    needs=Duty.PLAN,
    where=PLACES,
    ready=_can_change,
)
def new(ctx: CaseCtx, args: New) -> Reply:
    """Set a goal together with the youth ([Sk] "sätter man tillsammans upp mål för framtiden")."""
    same = next((goal for goal in goals.seen(ctx) if goal.is_open and _is_same(goal.text, args.text)), None)
    if same is not None:
        raise refuse("goal.is_there", number=same.number, text=same.text)
    area = None if args.area == OTHER.id else args.area
    room_id = ctx.room.id if ctx.room.kind is RoomKind.SIDE else None
    goal = service.add(ctx.store, args.text, area=area, room_id=room_id)
    return goals.told(
        ctx, goal, T("goal.added", number=goal.number, text=goal.text), T("goal.next", number=goal.number)
    )


def _is_same(one: str, other: str) -> bool:
    return one.casefold().strip(" .!") == other.casefold().strip(" .!")


class Which(Args):
    """Which goal; all of them without a number."""

    number: Annotated[int | None, Arg(reads=Number())] = None


@command(
    sv="visa mål", en="show goal", also=("målen", "visa målen", "goals", "show goals"), needs=Duty.STATUS,
    consequence=Consequence.LOOK, evidence=False,
)  # fmt: skip
def show(ctx: CaseCtx, args: Which) -> Reply:
    """Show a goal with its steps and tasks, or the goals there are."""
    if args.number is not None:
        return (ctx.say(goals.whole(ctx, goals.numbered(ctx, args.number)), quiet=True),)
    found = [goal for goal in goals.seen(ctx) if not goal.dropped]
    if not found:
        raise refuse("goal.none", code=ctx.case.code)
    return (ctx.say(goals.listed(ctx, found), quiet=True),)


class Words(Args):
    """Which goal, and what is said about it."""

    number: Annotated[int, Arg(reads=Number(), ask="goal.ask_number")]
    words: Annotated[str, Arg(reads=Rest(), ask="goal.ask_words")]


@command(sv="egna ord", en="own words", needs=Duty.PLAN, where=PLACES, ready=_can_change)
def own_words(ctx: CaseCtx, args: Words) -> Reply:
    """Note how the youth says it, word by word ([Sk] "Utifrån ungdomens behov och önskemål")."""
    goal = goals.numbered(ctx, args.number)
    noted = service.note_own_words(ctx.store, goal, args.words, noted_by=ctx.sender.id)
    return goals.told(ctx, noted, T("goal.own_words_noted", number=goal.number, words=args.words))


@command(
    sv="mål så här", en="goal means", needs=Duty.PLAN,
    where=PLACES, ready=_can_change,
)  # fmt: skip
def means(ctx: CaseCtx, args: Words) -> Reply:
    """Note how a goal is to be reached ([B] "hur målen skall uppnås")."""
    goal = goals.numbered(ctx, args.number)
    noted = service.note_means(ctx.store, goal, args.words)
    return goals.told(ctx, noted, T("goal.means_noted", number=goal.number, means=args.words))


@command(sv="ändra mål", en="change goal", needs=Duty.PLAN, where=PLACES, ready=_can_change)
def change(ctx: CaseCtx, args: Words) -> Reply:
    """Put a goal into other words."""
    goal = goals.numbered(ctx, args.number)
    changed = service.reword(ctx.store, goal, args.words)
    return goals.told(
        ctx, changed, T("goal.changed", number=goal.number, text=changed.text, before=goal.text)
    )


class MilestoneArgs(Args):
    """A step on the way to a goal, and by when; or of a step (``1.2``) that it is taken."""

    number: Annotated[Step, Arg(reads=StepNumber(), ask="goal.ask_number")]
    text: Annotated[str | None, Arg(reads=Title((Day(),)))] = None
    day: Annotated[date | None, Arg(reads=Day(), words=("senast", "by"))] = None


@command(sv="delmål", en="milestone", needs=Duty.PLAN, where=PLACES, ready=_can_change)
def milestone(ctx: CaseCtx, args: MilestoneArgs) -> Outcome:
    """Add a step on the way to a goal, or say that one is taken."""
    goal = goals.numbered(ctx, args.number.goal)
    if args.number.step is None:
        if args.text is None:
            return Missing(field="text", ask="goal.ask_step")
        step = service.add_milestone(ctx.store, goal, args.text, args.day)
        line = goals.step_line(goal, step)
        return goals.told(ctx, goal, T("goal.step_added", step=line))
    known = next((each for each in goal.milestones if each.number == args.number.step), None)
    if known is None:
        raise refuse("goal.no_such_step", number=goal.number, step=args.number.step)
    if args.text is None and args.day is not None:
        put_off = service.put_off_milestone(ctx.store, goal, known, args.day)
        return goals.told(ctx, goal, T("goal.step_moved", step=goals.step_line(goal, put_off)))
    if args.text is not None and bare(args.text) not in _REACHED:
        reworded = service.reword_milestone(ctx.store, goal, known, args.text, args.day)
        return goals.told(ctx, goal, T("goal.step_moved", step=goals.step_line(goal, reworded)))
    reached = service.reach(ctx.store, goal, known)
    return goals.told(ctx, goal, T("goal.step_reached", step=goals.step_line(goal, reached)))


class Judge(Args):
    """Which goal, and how far it was reached."""

    number: Annotated[int, Arg(reads=Number(), ask="goal.ask_number")]
    reached: Annotated[str, Arg(reads=OneOf(_outcomes), ask="goal.ask_outcome", options=_outcomes)]


@command(
    sv="bedöm mål", en="judge goal", also=("bedöm", "döm mål", "utvärdera mål", "judge", "assess goal"),
    needs=Duty.PLAN, where=(RoomKind.OFFICE, RoomKind.PAGE), ready=_can_change,
)  # fmt: skip
def judge(ctx: CaseCtx, args: Judge) -> Reply:
    """Judge how far a goal was reached: fully, partly, no. It can be judged anew."""
    goal = goals.numbered(ctx, args.number)
    judged = service.judge(ctx.store, goal, Reached(args.reached), by=ctx.sender.id)
    before = None
    if goal.outcome is not None:
        before = T("goal.judged_before", outcome=T(rules.OUTCOME_TEXTS[goal.outcome]), day=goal.judged_on)
    return goals.told(ctx, judged, goals.judgement(ctx, judged), before, in_room=False)


def _choices(_env: Env) -> Sequence[Term]:
    return (
        Term(id="stay", sv="behåll", en="keep", words=("stannar", "kvar", "stay", "de stannar")),
        Term(id="go", sv="stryk", en="strike", words=("stryks", "bort", "ta bort", "också", "go")),
    )


class Strike(Args):
    """Which goal, and whether its tasks go too."""

    number: Annotated[int, Arg(reads=Number(), ask="goal.ask_number")]
    tasks: Annotated[str | None, Arg(reads=OneOf(_choices), options=_choices)] = None


@command(
    sv="stryk mål", en="strike goal", also=("ta bort mål", "remove goal"), needs=Duty.PLAN,
    consequence=Consequence.FAR, where=PLACES, ready=_can_change,
)  # fmt: skip
def strike(ctx: CaseCtx, args: Strike) -> Outcome:
    """Take a goal off the plan. It stays in the export as struck."""
    goal = rules.not_struck(goals.numbered(ctx, args.number))
    under = service.open_tasks(ctx.store, goal)
    if under and args.tasks is None:
        numbers = [str(task.number) for task in under]
        values = {"number": goal.number, "numbers": numbers, "n": len(numbers)}
        return Missing(field="tasks", ask="goal.ask_tasks", values=values)
    preview = T("goal.strike_preview", number=goal.number, text=goal.text)
    asked = ctx.still_to_agree(goals.with_tasks(preview, under, is_going=args.tasks == "go"))
    if asked is not None:
        return asked
    service.strike(ctx.store, goal, ctx.by(), with_tasks=args.tasks == "go")
    return goals.told(ctx, goal, T("goal.struck", number=goal.number, text=goal.text))
