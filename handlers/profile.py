"""Shows in words what the unit's profile decides, so that nobody has to read its file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from bot.conversation.command import NoArgs, Reply, UnitCtx, command
from bot.i18n import Lines, T, Text, items, lines
from bot.rules import youth_alarm
from bot.rules.gate import YOUTH_NAMED, gate_words
from bot.rules.person import coordinators
from bot.rules.profile import Band, Givers, Profile
from bot.rules.roles import Consequence, Duty
from bot.rules.room import RoomKind
from bot.rules.words import Term
from bot.wording.case import registration
from bot.wording.gate import references

#: Whose consent an age band needs.
_GIVERS: Mapping[Givers, str] = MappingProxyType(
    {
        Givers.YOUTH: "profile.givers_youth",
        Givers.GUARDIAN: "profile.givers_guardian",
        Givers.ANY: "profile.givers_any",
        Givers.BOTH: "profile.givers_both",
    }
)

#: The rows of the table of withdrawals, and what may follow in each.
_ROWS: Mapping[str, str] = MappingProxyType(
    {
        "youth_under_15": "profile.row_youth_under_15",
        "youth_from_15": "profile.row_youth_from_15",
        "guardian_under_15": "profile.row_guardian_under_15",
        "guardian_from_15": "profile.row_guardian_from_15",
        "family": "profile.row_family",
        "protected": "profile.row_protected",
        "required": "profile.row_required",
        "silence_at_15": "profile.row_silence_at_15",
        "silence_at_18": "profile.row_silence_at_18",
    }
)
_FOLLOWS: Mapping[str, str] = MappingProxyType(
    {
        "remove": "profile.follows_remove",
        "freeze": "profile.follows_freeze",
        "keep": "profile.follows_keep",
    }
)


@command(
    sv="profil",
    en="profile",
    needs=Duty.SEE_CASES,
    consequence=Consequence.LOOK,
    evidence=False,
    where=(RoomKind.OFFICE,),
)
def show(ctx: UnitCtx, args: NoArgs) -> Reply:
    """Show the municipality's way of working that the bot follows here."""
    profile = ctx.profile
    shown = lines(
        T("profile.head", name=profile.name, registration=registration(profile)),
        _ages(profile),
        items(*(_band(band) for band in profile.bands)),
        T("profile.gates", gates=[gate_words(gate, profile) for gate in (*profile.gates, YOUTH_NAMED)]),
        T("profile.required", functions=_functions(profile, profile.required_functions)),
        *references(ctx),
        _words("profile.tracks", profile.tracks),
        _words("profile.kinds", profile.kinds),
        _words("profile.goals", profile.goals),
        T("profile.roles", coordinator=profile.coordinator.text, plan=profile.plan.text),
        None if profile.steering is None else T("profile.steering", steering=profile.steering.text),
        _days(profile),
        _withdrawal(profile),
        T(
            "profile.reach",
            who=profile.contact.text,
            phone=profile.contact.phone,
            emergency=profile.emergency,
        ),
        _socialjour(profile),
        *_reading(ctx),
        *_deviations(profile),
    )
    return (ctx.say(shown),)


def _socialjour(profile: Profile) -> Text:
    if not profile.socialjour:
        return T("profile.socialjour_missing", emergency=profile.emergency)
    return T("profile.socialjour", phone=profile.socialjour)


def _reading(ctx: UnitCtx) -> Iterator[Text]:
    """When the office reads, who is on call otherwise, and whether anybody can stand in for its coordinators."""
    hours = ctx.profile.office_hours
    yield T(
        "profile.office_hours", opens=hours.opens, closes=hours.closes, minutes=ctx.profile.untaken_minutes
    )
    on_call = youth_alarm.on_call(ctx.store.facts)
    if on_call is None or ctx.profile.on_call is None:
        yield T("profile.no_on_call")
    else:
        yield T("profile.on_call", name=on_call.name, when=ctx.profile.on_call.text)
    if len(coordinators(ctx.store.facts.people, ctx.unit_id)) < 2:
        yield T("away.nobody_else")


def _deviations(profile: Profile) -> Iterator[Text]:
    """What a unit may decide for itself, and what this one has decided."""
    if profile.may_deviate:
        yield T("profile.open", keys=list(profile.may_deviate))
    for key, why in profile.own_ways.items():
        yield T("profile.own_way", name=key, value=str(getattr(profile, key)), why=why)


def _ages(profile: Profile) -> Text:
    if profile.ages is None:
        return T("profile.no_ages")
    return T("profile.ages", youngest=profile.ages.youngest, oldest=profile.ages.oldest)


def _band(band: Band) -> Text:
    return T("profile.band", band=band.text, givers=T(_GIVERS[band.givers]))


def _functions(profile: Profile, ids: Sequence[str]) -> list[Text]:
    return [profile.function(function).text for function in ids]


def _words(key: str, terms: Sequence[Term]) -> Text | None:
    if not terms:
        return None
    return T(key, words=[term.text for term in terms])


def _withdrawal(profile: Profile) -> Lines:
    """The table of withdrawals, row by row, and whether a lawyer has settled it."""
    table = profile.withdrawal
    rows = [
        T("profile.row", what=T(_ROWS[row]), follows=T(_FOLLOWS[getattr(table, row)]))
        for row in type(table).model_fields
        if row in _ROWS
    ]
    tracks = [track.text for track in profile.tracks if track.id in table.freeze_tracks]
    if tracks:
        rows.append(T("profile.row_tracks", tracks=tracks, follows=T("profile.follows_freeze")))
    return lines(T("profile.withdrawal" if table.decided else "profile.undecided"), items(*rows))


def _days(profile: Profile) -> Lines:
    """How many days or years everything lasts."""
    preserved = None
    if profile.preserve_born_on:
        preserved = T("profile.preserve", days=[str(day) for day in profile.preserve_born_on])
    return lines(
        T("profile.consent", days=profile.consent_days, verbal=profile.verbal_days, purge=profile.purge_days),
        T("profile.followup", days=profile.followup_days),
        T("profile.review", days=profile.review_days),
        T("profile.second_yes", days=profile.second_yes_days),
        T(
            "profile.leave",
            days=profile.leave_days,
            expiry=profile.expiry_leave_days,
            years=profile.retention_years,
        ),
        preserved,
    )
