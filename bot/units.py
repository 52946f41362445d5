"""The units of the settings: a municipality or a district, its way of working and the people it starts with."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bot.i18n import Language

MatrixId = Annotated[str, Field(pattern=r"^@[a-z0-9._=/+-]+:[A-Za-z0-9.:\[\]-]+$", max_length=255)]
Handle = Annotated[str, Field(pattern=r"^[a-z0-9åäö][a-z0-9åäö._-]{0,31}$")]
Phone = Annotated[str, Field(pattern=r"^[+0-9][0-9 ()/–-]{2,24}$")]
Name = Annotated[str, Field(min_length=1, max_length=60)]


class SettingsPart(BaseModel):
    """A part of the settings: frozen, and without keys nobody knows."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Someone(SettingsPart):
    """A person known from the settings, before anybody could be added by command."""

    handle: Handle = Field(description="Short name that commands use, as in @anna.")
    name: Name = Field(description="The name shown to others.")
    matrix_id: MatrixId = Field(description="The person's Matrix id, @name:server.")


class Deviation(SettingsPart):
    """Something a unit does in its own way, where its profile leaves that open. Written to the audit log."""

    key: str = Field(description="A key of the profile that its may_deviate names.")
    value: int | str | tuple[str, ...] = Field(description="What holds in this unit instead.")
    why: str = Field(min_length=5, max_length=200, description="The reason, for whoever compares the units.")


class UnitSettings(SettingsPart):
    """A district or municipality: its way of working and the people it starts with."""

    id: str = Field(pattern=r"^[a-z0-9-]{1,32}$", description="Never changes: it stands on every row of the unit.")
    name: Name = Field(description="What people call the unit.")
    profile: str = Field(
        "skovde",
        pattern=r"^[a-z0-9-]+$|\.toml$",
        description="The way of working: one that comes with the bot, or the path of a TOML file (docs/profil.md).",
    )
    phone: Phone | None = Field(None, description="Where a human being is reached, when not at the profile's number.")
    socialjour: Phone | None = Field(None, description="The number of the social services on call.")
    deviations: tuple[Deviation, ...] = Field((), description="Where the unit differs from its profile, and why.")
    language: Language = Field("sv", description="The language of kontoret and of newcomers.")
    coordinators: tuple[Someone, ...] = Field(min_length=1, description="The first coordinators.")
    second: Someone | None = Field(
        None, description="Who approves what takes two people; needed when there is one coordinator (its manager)."
    )
    case_lead: Someone | None = Field(None, description="Who leads the daily work of cases, if it is one person.")

    @property
    def people(self) -> tuple[Someone, ...]:
        """Everybody the settings name, coordinators first."""
        return (*self.coordinators, *(one for one in (self.second, self.case_lead) if one is not None))

    @model_validator(mode="after")
    def _two_people(self) -> Self:
        for what in ("handle", "matrix_id"):
            values = [getattr(one, what) for one in self.people]
            for twice in sorted({value for value in values if values.count(value) > 1}):
                raise ValueError(f"{twice} stands twice: each person has one {what} in a unit")
        if len(self.coordinators) == 1 and self.second is None:
            raise ValueError("one coordinator needs a second person who approves: add `second` (a manager, say)")
        return self
