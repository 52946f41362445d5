"""How cases stand, in lines of a phone's width: the week, the list, the news of a morning, and the matters of one
case."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType

from bot.conversation.command import UnitCtx
from bot.i18n import Brief, Lines, T, Text, items, lines
from bot.rules import gate
from bot.rules.calendar import day_of
from bot.rules.case import STATE_TEXTS, State
from bot.rules.facts import CaseFacts
from bot.rules.overview import Coming, Matter, MatterKind
from bot.rules.person import Person
from bot.rules.roles import Duty, Role, may
from bot.services.overview import Count, Overview, Standing

#: So many cases, and so many meetings, stand in the week of one phone screen.
CASES_SHOWN, MEETINGS_SHOWN = 6, 3
#: So many matters of a case stand in one line.
MATTERS_SHOWN = 2
#: So many lines the news of a morning have.
NEWS_SHOWN = 8

_FAMILY: Mapping[Role, Text] = MappingProxyType(
    {Role.YOUTH: T("youth.is_youth"), Role.GUARDIAN: T("youth.is_guardian")}
)

_TOLD: Mapping[MatterKind, str] = MappingProxyType(
    {
        MatterKind.YOUTH_ALARM: "overview.youth_alarm",
        MatterKind.ROOM_ALARM: "overview.room_alarm",
        MatterKind.FROZEN: "overview.frozen",
        MatterKind.PURGE: "overview.purge",
        MatterKind.SECOND: "overview.second",
        MatterKind.CONSENT: "overview.consent",
        MatterKind.LATE: "overview.late",
        MatterKind.STUCK: "overview.stuck",
        MatterKind.MET: "overview.met",
        MatterKind.FOLLOWUP: "overview.followup",
        MatterKind.INFORMATION: "overview.information",
        MatterKind.NEXT: "overview.next",
        MatterKind.SILENT: "overview.silent",
        MatterKind.UNOWNED: "overview.unowned",
        MatterKind.UNTAKEN: "overview.untaken",
        MatterKind.INVITATION: "overview.invitation",
        MatterKind.CLOSING: "overview.closing",
        MatterKind.RECEIPT: "overview.receipt",
        MatterKind.GOAL: "overview.goal",
        MatterKind.ABSENT: "overview.absent",
        MatterKind.IDLE: "overview.idle",
    }
)

#: What to write about a matter, where it is one thing.
_DO: Mapping[MatterKind, str] = MappingProxyType(
    {
        MatterKind.PURGE: "overview.do_purge",
        MatterKind.CONSENT: "overview.do_consent",
        MatterKind.MET: "overview.do_met",
        MatterKind.FOLLOWUP: "overview.do_followup",
        MatterKind.INFORMATION: "overview.do_information",
        MatterKind.NEXT: "overview.do_next",
        MatterKind.SILENT: "overview.do_hand_over",
        MatterKind.UNOWNED: "overview.do_hand_over",
        MatterKind.UNTAKEN: "overview.do_hand_over",
        MatterKind.CLOSING: "overview.do_closing",
    }
)


def week(ctx: UnitCtx, reader: Person, own: Overview, others: Overview, *, whole: bool) -> Lines:
    """What needs hands this week: one's own cases first, and the most urgent; on one phone screen unless ``whole``."""
    needing = own.needing
    shown = needing if whole else needing[:CASES_SHOWN]
    meetings = own.meetings if whole else own.meetings[:MEETINGS_SHOWN]
    more = len(needing) - len(shown) + len(own.meetings) - len(meetings)
    codes = {one.case.id: one.case.code for one in own.cases}
    return lines(
        head(own),
        items(*(_case_line(ctx, reader, one) for one in shown)),
        T("overview.meetings") if meetings else None,
        items(*(meeting_line(codes[meeting.case_id], meeting) for meeting in meetings)),
        T("overview.more", n=more) if more else None,
        _of_others(others),
    )


def head(own: Overview) -> Text:
    """How many cases somebody has, and how many of them need hands."""
    if not own.cases:
        return T("overview.no_cases")
    needing = len(own.needing)
    if not needing:
        return T("overview.calm", n=len(own.cases))
    return T("overview.head", cases=T("overview.cases", n=len(own.cases)), n=needing)


def list_line(ctx: UnitCtx, reader: Person, one: Standing) -> Text:
    """A case in the list of all: its state, and what is most urgent there or comes next."""
    state = T(STATE_TEXTS[one.case.state])
    seen = _seen_by(reader, one.matters)
    if seen:
        return T(
            "overview.line", mark=_mark(seen), code=one.case.code, state=state, what=_some(ctx, one, seen, 1)
        )
    return T("overview.line", mark="", code=one.case.code, state=state, what=_calm(one))


def matter_lines(ctx: UnitCtx, reader: Person, one: Standing, matters: Iterable[Matter]) -> list[Text]:
    """The matters of a case, each with what to write about it."""
    seen = _seen_by(reader, matters)
    return [_with_hint(ctx, one, matter, "overview.matter", "overview.matter_do") for matter in seen]


def news(ctx: UnitCtx, reader: Person, own: Overview, fresh: Mapping[str, Sequence[Matter]]) -> Lines | None:
    """What is new this morning in somebody's cases, the most urgent first; None when nothing is."""
    found = [(matter, one) for one in own.cases for matter in _seen_by(reader, fresh.get(one.case.id, ()))]
    if not found:
        return None
    found.sort(key=lambda both: (both[0].urgency, both[1].case.code))
    shown = [
        _with_hint(ctx, one, matter, "overview.news_line", "overview.news_line_do")
        for matter, one in found[:NEWS_SHOWN]
    ]
    left = len(found) - len(shown)
    return lines(
        T("overview.news"),
        items(*shown),
        T("overview.news_more", n=left) if left else T("overview.news_end"),
    )


def meeting_line(code: str, meeting: Coming) -> Text:
    """A meeting with how many have answered: ``ons 25 nov kl 10.00 K-2AB: 2 av 4 har svarat``."""
    return T("overview.meeting", at=_when(meeting), code=code, who=answers(meeting))


def _when(meeting: Coming) -> Brief:
    return Brief(day_of(meeting.starts_at) if meeting.is_whole_day else meeting.starts_at)


def answers(meeting: Coming) -> Text:
    """Who can come to a meeting, in numbers; of an information meeting that it is one: there nobody is asked."""
    if meeting.is_information:
        return T("overview.informs")
    if not meeting.is_asked and not meeting.answered:
        return T("overview.not_asked")
    if meeting.is_sure:
        return T("overview.all_can")
    if meeting.cannot:
        return T("overview.some_cannot", answered=meeting.answered, asked=meeting.asked, n=meeting.cannot)
    return T("overview.answered", answered=meeting.answered, asked=meeting.asked)


def tally(count: Count) -> Text:
    """How many tasks are done, with how many are late or stuck, if any are."""
    n = count.done + count.open + count.stuck + count.late
    if not n:
        return T("overview.no_tasks")
    parts = [T("overview.tally", done=count.done, n=n)]
    if count.late:
        parts.append(T("overview.tally_late", n=count.late))
    if count.stuck:
        parts.append(T("overview.tally_stuck", n=count.stuck))
    return T("overview.listed", parts=parts)


def people(ctx: UnitCtx, person_ids: Collection[str]) -> list[str | Text]:
    """People by name; the young person and the guardians by what they are."""
    found = [ctx.store.facts.person(person_id) for person_id in person_ids]
    return [_FAMILY.get(person.role, person.name) for person in found]


# -------------------------------------------------------------------------------------------------------------- inside


def _of_others(others: Overview) -> Text | None:
    if not others.cases:
        return None
    return T("overview.others", cases=T("overview.cases", n=len(others.cases)), needing=len(others.needing))


def _seen_by(reader: Person, matters: Iterable[Matter]) -> list[Matter]:
    """What somebody is shown: alarms of youths only whoever may take them."""
    takes_alarms = may(reader.role, Duty.TAKE_ALARM)
    return [matter for matter in matters if takes_alarms or matter.kind is not MatterKind.YOUTH_ALARM]


def _case_line(ctx: UnitCtx, reader: Person, one: Standing) -> Text:
    seen = _seen_by(reader, one.matters)
    return T("overview.case", mark=_mark(seen), code=one.case.code, what=_some(ctx, one, seen, MATTERS_SHOWN))


def _some(ctx: UnitCtx, one: Standing, matters: Sequence[Matter], most: int) -> Text:
    """The most urgent matters, and how many more there are."""
    shown = _told(ctx, one, matters[0])
    for matter in matters[1:most]:
        shown = T("overview.both", first=shown, second=_told(ctx, one, matter))
    more = len(matters) - most
    return T("overview.with_more", what=shown, more=more) if more > 0 else shown


def _mark(matters: Sequence[Matter]) -> str | Text:
    return T("overview.mark") if matters and matters[0].is_marked else ""


def _calm(one: Standing) -> Text:
    """What comes next in a case where nothing needs hands."""
    case = one.case
    if case.state is State.CLOSED:
        return T("case.then_closed", code=case.code, day=case.dispose_on)
    if one.meetings:
        return T("overview.next_meeting", at=_when(one.meetings[0]))
    if case.state is State.PROPOSED:
        waits = gate.next_step(gate.gates(one.facts))
        if waits is None:
            return T("overview.ready")
        return T("overview.waits_for", what=gate.gate_words(waits.id, one.facts.profile))
    if case.state is State.CLOSING:
        return T("case.then_closing", code=case.code)
    return T("overview.nothing")


def _with_hint(ctx: UnitCtx, one: Standing, matter: Matter, plain: str, hinted: str) -> Text:
    values = {"code": one.case.code, "mark": _mark([matter]), "what": _told(ctx, one, matter)}
    if matter.kind not in _DO:
        return T(plain, **values)
    number = matter.numbers[0] if matter.numbers else None
    return T(hinted, do=T(_DO[matter.kind], code=one.case.code, number=number), **values)


def _told(ctx: UnitCtx, one: Standing, matter: Matter) -> Text:
    """A matter in a few words, without the code of its case."""
    key = _TOLD[matter.kind]
    facts = one.facts
    n = len(matter.numbers)
    match matter.kind:
        case MatterKind.CONSENT:
            return _consent(one, matter)
        case MatterKind.PURGE | MatterKind.CLOSING:
            return T(key, day=_brief(matter))
        case MatterKind.FOLLOWUP:
            assert matter.day is not None
            return T(key, n=(facts.today - matter.day).days)
        case MatterKind.INFORMATION:
            return _information(facts, matter)
        case MatterKind.NEXT:
            assert matter.at is not None
            return T(key, day=_brief(matter), at=Brief(matter.at))
        case MatterKind.LATE:
            who = people(ctx, matter.people)
            values = {"n": n, "numbers": list(matter.numbers), "day": _brief(matter)}
            return T(key, who=who, **values) if who else T("overview.late_unowned", **values)
        case MatterKind.RECEIPT:
            return T(key, functions=[facts.profile.function(function).text for function in matter.functions])
        case _:
            return T(key, n=n, numbers=list(matter.numbers), who=people(ctx, matter.people))


def _information(facts: CaseFacts, matter: Matter) -> Text:
    """That the information meeting is today, or whether it was held."""
    assert matter.day is not None
    when = _brief(matter) if matter.at is None else Brief(matter.at)
    if matter.day < facts.today:
        return T("overview.information_held", at=when)
    return T("overview.information", at=when)


def _consent(one: Standing, matter: Matter) -> Text:
    assert matter.day is not None
    left = (matter.day - one.facts.today).days
    values = {"n": left, "day": _brief(matter)}
    if not matter.functions:
        return T("overview.consent_today" if left == 0 else "overview.consent", **values)
    functions = [one.facts.profile.function(function).text for function in matter.functions]
    return T(
        "overview.consent_some_today" if left == 0 else "overview.consent_some", functions=functions, **values
    )


def _brief(matter: Matter) -> Brief:
    assert matter.day is not None
    return Brief(matter.day)
