"""The ledger read aloud: who may hear what and until when, how it was agreed to, who has acknowledged it,
what was withdrawn. For a phone: short lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.conversation.command import CaseCtx, NoArgs, Reply, command
from bot.i18n import ZONE, Lines, T, Text, items, lines
from bot.rules import consent as rules
from bot.rules import interpreter, ledger, promise
from bot.rules.agreement import ASKED, GIVERS, METHODS, Giver
from bot.rules.consent import Grant, Kinds
from bot.rules.ledger import Written
from bot.rules.roles import Consequence, Duty
from bot.rules.room import RoomKind
from bot.rules.words import one
from bot.services import expiry, receipt


@command(
    sv="samtycke visa",
    en="consent show",
    needs=Duty.RECORD_CONSENT,
    consequence=Consequence.LOOK,
    evidence=False,
    where=(RoomKind.OFFICE,),
)
def show(ctx: CaseCtx, args: NoArgs) -> Reply:
    """Show who may hear what in a case, until when, who agreed to it and how, and who has noted that they
    have it."""
    grants = ctx.facts.grants
    covered = ctx.facts.heard
    standing = [grant for grant in grants if grant.withdrawn_at is None and grant.until >= ctx.today]
    counting = [grant for grant in standing if rules.speaks(grant, grants)]
    sections = (
        lines(
            T("consent.title" if covered else "consent.none", code=ctx.case.code),
            items(*(_function(ctx, standing, function, kinds) for function, kinds in covered.items())),
            _incomplete(ctx, standing, covered),
        ),
        *(_written(ctx, each) for each in ledger.written(counting)),
        lines(T("ledger.superseded") if counting != standing else None),
        lines(*(_receipts(ctx) if covered else ())),
        lines(
            _ended(ctx, covered),
            *(_taken_back(ctx, grant, narrowed) for grant, narrowed in ledger.taken_back(grants)),
        ),
    )
    return (ctx.say(lines(*(each for each in sections if each.parts), paragraphs=True)),)


# -------------------------------------------------------------------------------------------------------------- inside


def _function(ctx: CaseCtx, standing: Sequence[Grant], function: str, kinds: Kinds) -> Text:
    """``polis: skolgång, t.o.m. ...``; only for one person where it was given so."""
    until = ledger.last_day(ctx.facts.with_grants(standing), function, kinds)
    only = ledger.only(standing, [function]).get(function)
    words = {
        "function": ctx.profile.function(function).text,
        "kinds": ctx.profile.kind_words(kinds),
        "until": until,
    }
    if only is None:
        return T("consent.line", **words)
    return T("ledger.line_only", name=ctx.facts.person(only).name, **words)


def _incomplete(ctx: CaseCtx, standing: Sequence[Grant], covered: Mapping[str, Kinds]) -> Text | None:
    """What somebody has agreed to, and somebody else whose yes is needed has not."""
    lacking = {grant.function for grant in standing} - covered.keys()
    words = [function.text for function in ctx.profile.recipients if function.id in lacking]
    return T("ledger.incomplete", functions=words) if words else None


def _written(ctx: CaseCtx, written: Written) -> Lines:
    """How it was agreed to: who, how, when; who wrote it down and who agreed to that; and what proves it."""
    grant = written.one
    givers = [one(GIVERS, Giver(who=who, capacity=capacity).term).text for who, capacity in written.givers]
    functions = [function.text for function in ctx.profile.recipients if function.id in written.functions]
    proof = [
        T("ledger.interpreter", language=interpreter.language(grant.interpreter).text)
        if grant.interpreter
        else None,
        T("ledger.form", version=grant.form) if grant.form else None,
        T("ledger.paper", number=grant.paper) if grant.paper else None,
        T("ledger.witness", name=grant.witness) if grant.witness else None,
        T("ledger.asked", answer=one(ASKED, grant.youth_asked).text) if grant.youth_asked else None,
        T("ledger.assessed", day=grant.assessed_on) if grant.assessed_on else None,
    ]
    return lines(
        T(
            "ledger.given",
            day=grant.given_on,
            givers=givers,
            how=one(METHODS, grant.method).text,
            functions=functions,
        ),
        T("ledger.recorded", name=_name(ctx, grant.recorded_by), second=_name(ctx, grant.approved_by)),
        *proof,
    )


def _receipts(ctx: CaseCtx) -> list[Text]:
    """Which authorities have acknowledged the consent, and which have not; then who has promised."""
    missing = receipt.unacknowledged(ctx.store)
    found = []
    for each in ctx.store.receipts.all():
        if each.function not in missing:
            function = ctx.profile.function(each.function).text
            day = each.noted_at.astimezone(ZONE).date()
            found.append(T("ledger.has", function=function, day=day, name=_name(ctx, each.noted_by)))
    if missing:
        words = [ctx.profile.function(function).text for function in missing]
        found.append(T("ledger.has_not", functions=words))
    return [*found, *_promises(ctx)]


def _promises(ctx: CaseCtx) -> list[Text]:
    """Who of the private persons has promised, and who has not."""
    heard = ctx.facts.heard
    found = []
    for actor in ctx.facts.actors:
        if not promise.binds(actor.function, ctx.profile) or actor.function not in heard:
            continue
        words = {"name": _name(ctx, actor.person_id), "function": ctx.profile.function(actor.function).text}
        if actor.promised_on is None:
            found.append(T("ledger.not_promised", **words))
        else:
            found.append(T("ledger.promised", day=actor.promised_on, **words))
    return found


def _ended(ctx: CaseCtx, covered: Mapping[str, Kinds]) -> Text | None:
    """What has run out and was not renewed."""
    ended = {
        function: day
        for function, day in expiry.last_days(ctx.facts).items()
        if day < ctx.today and function not in covered
    }
    if not ended:
        return None
    words = [ctx.profile.function(function).text for function in ended]
    return T("ledger.ended", functions=words, day=max(ended.values()))


def _taken_back(ctx: CaseCtx, grant: Grant, narrowed: bool) -> Text:
    assert grant.withdrawn_at is not None
    return T(
        "ledger.narrowed" if narrowed else "ledger.withdrawn",
        function=ctx.profile.function(grant.function).text,
        at=grant.withdrawn_at,
        name=_name(ctx, grant.withdrawn_by or ""),
    )


def _name(ctx: CaseCtx, person_id: str) -> str | Text:
    try:
        return ctx.facts.person(person_id).name
    except LookupError:
        return T("ledger.somebody")
