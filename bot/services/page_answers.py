"""What the bot may answer on own pages in a case: agreed, and looked up for whoever asks."""

from __future__ import annotations

from dataclasses import replace

from bot.rules import page_answers as rules
from bot.rules.audit import Action
from bot.rules.page_answers import PageAnswers
from bot.rules.person import Person
from bot.rules.profile import YOUTH
from bot.services import circle
from storage.scoped import CaseStore


def agree(store: CaseStore, answers: PageAnswers) -> None:
    """Answer so much from now on, as it was agreed face to face."""
    store.save(replace(store.case, page_answers=str(answers)))
    store.audit(Action.CASE_PAGE_AGREED, answers=str(answers))


def agreed_for(store: CaseStore, person: Person) -> PageAnswers:
    """What somebody who takes part in the case is answered on their page; whoever does not, nothing, and as little
    where somebody else may hold the phone."""
    if person.held:
        return PageAnswers.NOTHING
    return agreed(store) if store.facts.actors_of(person.id) else PageAnswers.NOTHING


def agreed(store: CaseStore) -> PageAnswers:
    """What is answered in the case today."""
    facts = store.facts
    return rules.agreed(facts.case, facts.profile)


def about_meetings(store: CaseStore, person: Person) -> PageAnswers:
    """What somebody is answered about meetings. Who is not in the group hears nothing of them here, unless it is
    the youth: a page never tells more than the room would."""
    is_youth = any(actor.function == YOUTH for actor in store.facts.actors_of(person.id))
    if not is_youth and person.id not in circle.members(store, store.room):
        return PageAnswers.NOTHING
    return agreed_for(store, person)
