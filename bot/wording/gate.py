"""Shows what a case needs before its room opens, and the decisions on which the unit works."""

from __future__ import annotations

from bot.conversation.command import UnitCtx
from bot.i18n import Lines, T, Text, items, lines
from bot.rules import gate
from bot.rules.facts import CaseFacts


def checklist(facts: CaseFacts) -> Lines:
    """The gates, each with ☐ or ☑, and the next command."""
    gates = gate.gates(facts)
    shown = items(*(gate.gate_text(each, facts.profile) for each in gates))
    return lines(shown, gate.next_text(gates, facts.case, facts.profile))


def references(ctx: UnitCtx) -> tuple[Text, ...]:
    """The decisions that the profile names, with their file numbers, where the unit has given them."""
    given = ctx.store.references.all()
    shown = []
    for decision in ctx.profile.references:
        reference = given.get(decision.id)
        if reference is None:
            shown.append(T("gate.reference_missing", what=decision.text, example=decision.example))
        else:
            shown.append(
                T("gate.reference", what=decision.text, number=reference.reference, day=reference.day)
            )
    return tuple(shown)
