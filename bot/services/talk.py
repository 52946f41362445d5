"""A talk with the coordinator that somebody asks for on their own page."""

from __future__ import annotations

from bot.rules.audit import Action
from storage.scoped import CaseStore


def ask_for(store: CaseStore) -> None:
    """Note that a talk is wanted about who may know what."""
    store.audit(Action.YOUTH_ASKED_FOR_TALK)
