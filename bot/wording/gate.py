"""What a case needs before its room opens, as a list with the next command; and on whose decisions the unit works."""

from __future__ import annotations

from bot.conversation.command import UnitCtx
from bot.i18n import Lines, T, Text, lines
from bot.rules import gate
from bot.rules.facts import CaseFacts


def checklist(facts: CaseFacts) -> Lines:
    """The gates ☐/☑ and the next command."""
    gates = gate.gates(facts)
    return lines(
        *(gate.gate_text(each, facts.profile) for each in gates),
        gate.next_text(gates, facts.case, facts.profile),
    )


def references(ctx: UnitCtx) -> tuple[Text, ...]:
    """The decisions the profile names, with the numbers that are given."""
    given = ctx.store.references.all()
    return tuple(
        T("gate.reference", what=each.text, number=given[each.id].reference, day=given[each.id].day)
        if each.id in given
        else T("gate.reference_missing", what=each.text, example=each.example)
        for each in ctx.profile.references
    )
