"""The consent ledger in words: record and show. Who is in a room follows from it; nobody is invited here."""

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
from bot.i18n import Lines, T, Text, lines
from bot.rules import agreement as written
from bot.rules import consent as rules
from bot.rules import gate
from bot.rules.agreement import Agreement, Giver
from bot.rules.case import State
from bot.rules.consent import Grant, Kinds
from bot.rules.profile import YOUTH, Term
from bot.rules.roles import Duty
from handlers import expiry
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
    assessed: Annotated[
        date | None,
        Arg(reads=Day(), ask="consent.ask_assessed", words=("bedömd", "assessed"), only_after_word=True),
    ] = None


def _can_record(ctx: CaseCtx) -> None:
    if ctx.case.state not in (State.PROPOSED, State.ACTIVE, State.FROZEN):
        raise refuse("case.past_that", code=ctx.case.code)
    gate.check_decided(ctx.case, ctx.profile)


@command(
    sv="samtycke registrera",
    en="consent record",
    also=("samtycke", "consent"),
    needs=Duty.RECORD_CONSENT,
    evidence=True,
    where=("office",),
    ready=_can_record,
)
def record(ctx: CaseCtx, args: Record) -> Reply:
    """Record what youth and guardians agree to share, with whom, until when. A second person confirms it."""
    for function in args.functions:
        gate.check_named(ctx.case, function, ctx.profile)
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
        assessed_on=args.assessed,
    )
    if args.method == "verbal" and args.witness is None:
        raise Lacks("witness")
    band = ctx.profile.band(ctx.case.age_band)
    if band.ask_youth and YOUTH not in args.givers and args.asked is None:
        raise Lacks("asked")
    if band.assess_alone and args.givers == (YOUTH,) and args.assessed is None:
        raise Lacks("assessed")
    youth, earlier = youth_of(ctx.store), ctx.store.consents.all()
    youth_id = None if youth is None else youth.id
    until = written.check(agreement, band=ctx.case.age_band, profile=ctx.profile, today=ctx.today)
    written.check_youth(agreement, earlier, youth_id=youth_id, profile=ctx.profile)
    preview = lines(
        T("consent.preview", code=ctx.case.code),
        *(_preview_line(ctx, function, found) for function, found in agreement.kinds.items()),
        T("consent.preview_until", until=until, givers=[_term(GIVERS, giver) for giver in args.givers]),
        _left_out(ctx, args.functions),
    )
    ctx.confirm(preview)
    ctx.confirm_second(preview)
    assert ctx.approver is not None  # confirm_second returns only with one
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
        earlier=earlier,
        youth_id=youth_id,
    )
    ctx.store.consents.add(grants)
    ctx.store.audit(
        "case:consent:recorded", functions=list(args.functions), until=until.isoformat(), approved_by=ctx.approver.id
    )
    expiry.plan(ctx)
    return (ctx.say(lines(T("consent.recorded", until=until), _then(ctx))),)


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


def _then(ctx: CaseCtx) -> Text | Lines:
    """What a new consent changes, and the next step."""
    if ctx.case.state is State.PROPOSED:
        return standing(ctx, ctx.store, ctx.case)
    frozen = ctx.case.state is State.FROZEN
    return T("consent.recorded_frozen" if frozen else "consent.recorded_open", code=ctx.case.code)


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
    covered = rules.covered_functions(ctx.store.consents.all(), ctx.case.age_band, ctx.profile, ctx.case.id, ctx.today)
    inside = {*functions, *covered}
    others = [one.text for one in ctx.profile.recipients if one.id not in inside and not one.private]
    return T("consent.left_out", functions=others) if others else None


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
