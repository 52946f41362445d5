"""The consent ledger in words: record, show, withdraw. Who is in a room follows from it; nobody is invited here."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from bot.arguments import Arg, Day, Env, OneOf, Rest, SomeOf
from bot.command import Args, CaseCtx, Lacks, NoArgs, Reply, command, refuse
from bot.errors import Refused
from bot.i18n import T, Text, lines
from bot.messages import Say
from bot.rules import agreement as written
from bot.rules import consent as rules
from bot.rules import membership, plan
from bot.rules.agreement import Agreement, Giver
from bot.rules.case import Case, State, move
from bot.rules.consent import Grant, Kinds
from bot.rules.profile import YOUTH, Profile, Term
from bot.rules.roles import Duty
from handlers.case import standing, youth_of

#: Who can give consent, and in which capacity (guardians: one of two, alone, or appointed by a court).
GIVERS = (
    Term(id="youth", sv="ungdomen", en="the youth", words=("ungdom", "den unge", "youth")),
    Term(id="guardian1", sv="vårdnadshavare 1", en="guardian 1", words=("vh1", "vårdnadshavare1")),
    Term(id="guardian2", sv="vårdnadshavare 2", en="guardian 2", words=("vh2", "vårdnadshavare2")),
    Term(id="sole", sv="ensam vårdnadshavare", en="sole guardian", words=("ensam", "ensam-vh", "sole")),
    Term(id="appointed", sv="förordnad vårdnadshavare", en="appointed guardian", words=("förordnad", "appointed")),
)
_GIVER = {
    "youth": Giver(who=YOUTH, capacity="self"),
    "guardian1": Giver(who="guardian1", capacity="joint"),
    "guardian2": Giver(who="guardian2", capacity="joint"),
    "sole": Giver(who="guardian1", capacity="sole"),
    "appointed": Giver(who="guardian1", capacity="appointed"),
}
METHODS = (
    Term(id="paper", sv="papper", en="paper", words=("på papper", "skriftligt", "written")),
    Term(id="esign", sv="e-underskrift", en="e-signature", words=("e-sign", "esign", "bankid", "digitalt")),
    Term(id="verbal", sv="muntligt", en="verbal", words=("muntlig", "spoken")),
)
ASKED = (
    Term(id="yes", sv="ja", en="yes"),
    Term(id="no", sv="nej", en="no"),
    Term(id="not_yet", sv="inte än", en="not yet", words=("inte", "ännu inte")),
)


@dataclass(frozen=True)
class KindsFor:
    """Kinds of information, for everybody (``1 2``) or by function: ``alla: 1 6, polis: 1 2 6``."""

    def take(self, words: Sequence[str], env: Env) -> int:
        count = 0
        for index, word in enumerate(words):
            known = (
                SomeOf(lambda env: env.profile.kinds).take([word], env)
                or word.endswith(":")
                or word.strip(",").isdigit()
            )
            if not known and word.lower() not in ("och", "and"):
                break
            count = index + 1
        return count

    def value(self, text: str, env: Env) -> Mapping[str, Kinds]:
        """By function id; "" stands for every function that is not named."""
        found: dict[str, Kinds] = {}
        parts = re.split(r"([^\s,;:]+(?:\s[^\s,;:\d]+)?)\s*:", f" {text}")
        if parts[0].strip(" ,;"):
            found[""] = self._kinds(parts[0], env)
        for name, kinds in zip(parts[1::2], parts[2::2], strict=True):
            function = "" if name.lower() in ("alla", "all", "everybody") else _function(name, env)
            found[function] = self._kinds(kinds, env)
        return found

    def _kinds(self, text: str, env: Env) -> Kinds:
        return frozenset(SomeOf(lambda env: env.profile.kinds).value(text.strip(" ,;"), env))


class Record(Args):
    """What was agreed: who may take part, about what, who said yes and how, until when."""

    functions: Annotated[
        tuple[str, ...],
        Arg(
            reads=SomeOf(lambda env: env.profile.recipients),
            ask="consent.ask_functions",
            options=lambda env: env.profile.recipients,
        ),
    ]
    kinds: Annotated[
        Mapping[str, Kinds],
        Arg(reads=KindsFor(), ask="consent.ask_kinds", words=("om", "about"), options=lambda env: env.profile.kinds),
    ]
    givers: Annotated[
        tuple[str, ...],
        Arg(reads=SomeOf(lambda _: GIVERS), ask="consent.ask_givers", words=("av", "by"), options=lambda _: GIVERS),
    ]
    method: Annotated[str, Arg(reads=OneOf(lambda _: METHODS), ask="consent.ask_method", options=lambda _: METHODS)]
    until: Annotated[date | None, Arg(reads=Day(), words=("till", "tom", "until"), only_after_word=True)] = None
    given: Annotated[date | None, Arg(reads=Day(), words=("givet", "given"), only_after_word=True)] = None
    witness: Annotated[
        str | None,
        Arg(reads=Rest(), ask="consent.ask_witness", words=("vittne", "witness"), only_after_word=True),
    ] = None
    asked: Annotated[
        str | None,
        Arg(
            reads=OneOf(lambda _: ASKED),
            ask="consent.ask_youth",
            words=("tillfrågad", "asked"),
            only_after_word=True,
            options=lambda _: ASKED,
        ),
    ] = None


@command(sv="samtycke registrera", en="consent record", needs=Duty.RECORD_CONSENT, evidence=True, where=("office",))
def record(ctx: CaseCtx, args: Record) -> Reply:
    """Record what youth and guardians agree to share, with whom, until when. A second person confirms it."""
    if ctx.case.state not in (State.PROPOSED, State.ACTIVE, State.FROZEN):
        raise refuse("case.past_that", code=ctx.case.code)
    kinds = {function: args.kinds.get(function, args.kinds.get("")) for function in args.functions}
    for function, found in kinds.items():
        if found is None:
            raise refuse("consent.no_kind", function=ctx.profile.function(function).text)
    agreement = Agreement(
        givers=tuple(_GIVER[giver] for giver in args.givers),
        kinds={function: found for function, found in kinds.items() if found is not None},
        method=args.method,
        given_on=args.given or ctx.today,
        starts_on=ctx.today,
        until=args.until,
        witness=args.witness,
        youth_asked=args.asked,
    )
    if args.method == "verbal" and args.witness is None:
        raise Lacks("witness")
    band = ctx.profile.band(ctx.case.age_band)
    if band.ask_youth and YOUTH not in args.givers and args.asked is None:
        raise Lacks("asked")
    until = written.check(agreement, band=ctx.case.age_band, profile=ctx.profile, today=ctx.today)
    preview = lines(
        T("consent.preview", code=ctx.case.code),
        *(_preview_line(ctx, function, found) for function, found in agreement.kinds.items()),
        T("consent.preview_until", until=until, givers=[_term(GIVERS, giver) for giver in args.givers]),
        _left_out(ctx, args.functions),
    )
    ctx.confirm(preview)
    ctx.confirm_second(preview)
    assert ctx.approver is not None  # confirm_second returns only with one
    youth = youth_of(ctx.store)
    grants = written.record(
        agreement,
        unit_id=ctx.unit_id,
        case_id=ctx.case.id,
        band=ctx.case.age_band,
        profile=ctx.profile,
        now=ctx.now,
        today=ctx.today,
        recorded_by=ctx.sender.id,
        approved_by=ctx.approver.id,
        new_id=lambda: secrets.token_hex(16),
        earlier=ctx.store.consents.all(),
        youth_id=None if youth is None else youth.id,
    )
    ctx.store.consents.add(grants)
    ctx.store.audit(
        "case:consent:recorded", functions=list(args.functions), until=until.isoformat(), approved_by=ctx.approver.id
    )
    after = standing(ctx, ctx.store, ctx.case) if ctx.case.state is State.PROPOSED else T("consent.recorded_open")
    return (ctx.say(lines(T("consent.recorded", until=until), after)),)


@command(sv="samtycke visa", en="consent show", needs=Duty.RECORD_CONSENT, where=("office",))
def show(ctx: CaseCtx, args: NoArgs) -> Reply:
    """Show who may hear what in a case, and until when."""
    grants = ctx.store.consents.all()
    covered = rules.covered_functions(grants, ctx.case.age_band, ctx.profile, ctx.case.id, ctx.today)
    if not covered:
        return (ctx.say(T("consent.none", code=ctx.case.code)),)
    shown = [
        T(
            "consent.line",
            function=ctx.profile.function(function).text,
            kinds=ctx.profile.kind_words(kinds),
            until=_until(grants, function),
        )
        for function, kinds in covered.items()
    ]
    return (ctx.say(lines(T("consent.title", code=ctx.case.code), *shown)),)


class Withdraw(Args):
    """Whose part ends; everything when nobody is named."""

    function: Annotated[str | None, Arg(reads=OneOf(lambda env: env.profile.recipients))] = None


@command(sv="samtycke återkalla", en="consent withdraw", needs=Duty.RECORD_CONSENT, evidence=True, where=("office",))
def withdraw(ctx: CaseCtx, args: Withdraw) -> Reply:
    """Record that a consent is withdrawn, for one function or altogether: those concerned are out at once."""
    _withdrawable(ctx, args.function)
    what = _what(ctx.profile, args.function)
    ctx.confirm(T("consent.withdraw_preview", code=ctx.case.code, what=what))
    return (*withdrawn(ctx, args.function), ctx.say(T("consent.withdrawn_told", code=ctx.case.code, what=what)))


def withdrawn(ctx: CaseCtx, function: str | None) -> Reply:
    """Carry out a withdrawal: one mark in the ledger; then words to the room, to those who leave, the coordinator."""
    changed = _withdrawable(ctx, function)
    leaving = [actor for actor in ctx.store.actors.all() if actor.function in {grant.function for grant in changed}]
    ctx.store.consents.withdraw(changed)
    by_youth = ctx.sender.function == YOUTH
    ctx.store.audit("case:consent:withdrawn", functions=sorted({grant.function for grant in changed}))
    orphans = _orphan_tasks(ctx, {actor.person_id for actor in leaving})
    what = _what(ctx.profile, function)
    case = _freeze_if_needed(ctx)
    replies: list[Say] = []
    if case.opened_on is not None:
        gone = lines(T("consent.gone", what=what), _orphans("consent.orphans", orphans))
        replies.append(Say(room_id=ctx.store.room.id, body=gone))
    for actor in leaving:
        private = membership.private(actor.function, ctx.profile)
        replies.append(
            Say(
                room_id=ctx.store.page(actor.person_id).id,
                body=T("consent.you_are_out_private" if private else "consent.you_are_out", code=ctx.case.code),
                quiet=True,
            )
        )
    if ctx.room.kind != "office":
        replies.append(
            Say(
                room_id=ctx.store.office.id,
                body=lines(
                    T(
                        "consent.withdrawn_by_youth" if by_youth else "consent.withdrawn_told",
                        code=case.code,
                        what=what,
                    ),
                    _orphans("consent.orphans_told", orphans),
                    T("case.frozen_told", code=case.code) if case.state is State.FROZEN else None,
                ),
                mentions=(case.coordinator_id,),
            )
        )
    elif case.state is State.FROZEN:
        replies.append(ctx.say(T("case.frozen_told", code=case.code)))
    return tuple(replies)


def _withdrawable(ctx: CaseCtx, function: str | None) -> tuple[Grant, ...]:
    changed = rules.withdraw(ctx.store.consents.all(), function, by=ctx.sender.id, now=ctx.now)
    if not changed:
        raise refuse("consent.nothing_to_withdraw", code=ctx.case.code)
    return changed


def _orphan_tasks(ctx: CaseCtx, people: set[str]) -> list[int]:
    """Take the open tasks from those who leave; returns their numbers."""
    orphans = []
    for task in ctx.store.plan.all():
        if task.owner_id in people and task.state in plan.OPEN:
            ctx.store.plan.save(plan.without_owner(task, ctx.now), now=ctx.now)
            ctx.store.cancel_due("nobody owns the task", kind="task.due", subject=task.id)
            orphans.append(task.number)
    return orphans


def _freeze_if_needed(ctx: CaseCtx) -> Case:
    """Without somebody the profile requires ([Sk] "alltid en polis delaktig") the case is frozen; a person decides."""
    case = ctx.store.case
    if case.state is not State.ACTIVE:
        return case
    covered = rules.covered_functions(ctx.store.consents.all(), case.age_band, ctx.profile, case.id, ctx.today)
    if all(covered.get(needed, frozenset()) >= case.scope for needed in ctx.profile.required_functions):
        return case
    frozen = move(case, State.FROZEN)
    ctx.store.save(frozen)
    ctx.store.audit("case:frozen", cause="a required function is no longer covered")
    return frozen


def _preview_line(ctx: CaseCtx, function: str, kinds: Kinds) -> Text:
    named = [actor for actor in ctx.store.actors.all() if actor.function == function]
    who = ctx.store.people.get(named[0].person_id).name if named else T("consent.nobody_yet")
    return T(
        "consent.preview_line",
        function=ctx.profile.function(function).text,
        who=who,
        kinds=ctx.profile.kind_words(kinds),
    )


def _left_out(ctx: CaseCtx, functions: Sequence[str]) -> Text | None:
    others = [one.text for one in ctx.profile.recipients if one.id not in functions and not one.private]
    return T("consent.left_out", functions=others) if others else None


def _orphans(key: str, numbers: Sequence[int]) -> Text | None:
    return T(key, numbers=list(numbers), n=len(numbers)) if numbers else None


def _what(profile: Profile, function: str | None) -> Text:
    return T("consent.everybody") if function is None else profile.function(function).text


def _until(grants: Sequence[Grant], function: str) -> date | None:
    return rules.ends_on(grant for grant in grants if grant.function == function)


def _term(terms: Sequence[Term], term_id: str) -> Text:
    return next(term.text for term in terms if term.id == term_id)


def _function(name: str, env: Env) -> str:
    found = next((one for one in env.profile.recipients if one.known_as(name)), None)
    if found is None:
        raise Refused(
            T("kit.no_choice", text=name, choices=[one.label(env.language) for one in env.profile.recipients])
        )
    return found.id
