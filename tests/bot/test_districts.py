"""Seven districts, one way of working: units that never see each other, and whose deviations are in the log."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.core import Core, profile_for
from bot.documents.export import export
from bot.errors import SettingsWrong
from bot.rules.audit import Action
from bot.rules.case import State, with_note
from bot.rules.note import Note
from bot.rules.profile import parse
from bot.settings import Settings, UnitSettings, load
from handlers import TABLE
from storage import audit
from storage.case import Cases
from storage.reference import References
from storage.scoped import CaseStore
from storage.sealed import Vault
from storage.tables import Audit, Base
from tests.bot.desk import Desk
from tests.bot.server import FixedClock
from tests.sqlite import database
from tests.test_profil import EXAMPLE

#: [St] footnote 1.
DISTRICTS = (
    ("enskede", "Enskede-Årsta-Vantör"),
    ("farsta", "Farsta"),
    ("hasselby", "Hässelby-Vällingby"),
    ("rinkeby", "Rinkeby-Kista"),
    ("skarpnack", "Skarpnäck"),
    ("skarholmen", "Skärholmen"),
    ("spanga", "Spånga-Tensta"),
)
LOWER = {"key": "followup_days", "value": 21, "why": "fler ungdomar än vi hinner med"}


def unit(unit_id: str, name: str, **more: Any) -> dict[str, Any]:
    people = [
        {"handle": f"{who}{number}", "name": who.title(), "matrix_id": f"@{who}-{unit_id}:s"}
        for number, who in enumerate(("anna", "berit"))
    ]
    known = {"profile": "stockholm", "phone": "08-508 00 000", "coordinators": people}
    return {"id": unit_id, "name": name, **known, **more}


def settings(folder: Path, *units: dict[str, Any]) -> Settings:
    return Settings(
        homeserver="http://127.0.0.1:1",
        user_id="@assistent:s",
        password="unused",
        data_dir=folder,
        key_file=folder / "keys" / "master.json",
        units=units,
    )


class City(Desk):
    """The bot of a whole city; ``start`` runs it anew on the same database, with some units changed."""

    def __init__(self, folder: Path, like: City | None = None) -> None:
        self.planned = [unit(*district) for district in DISTRICTS]
        super().__init__(folder, like, table=TABLE)

    def _build(self, db: Any = None) -> Core:
        self.settings = settings(self.folder, *self.planned)
        return super()._build(db)

    def start(self, *changed: dict[str, Any]) -> None:
        new = {each["id"]: each for each in changed}
        self.planned = [new.get(each["id"], each) for each in self.planned]
        self.rebuild()


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> City:
    """A city whose people have come in, to be copied."""
    made = City(tmp_path_factory.mktemp("city"))
    made.work()
    made.core.db.close()
    return made


@pytest.fixture
def city(begun: City, tmp_path: Path) -> Iterator[City]:
    made = City(tmp_path, begun)
    yield made
    made.core.db.close()


def spoken(city: City, district: str) -> Callable[[str], list[str]]:
    return lambda text: city.say(f"anna-{district}", text, unit=district)


def test_seven_districts_never_see_each_other(city: City) -> None:
    codes = dict[str, str]()
    for district, _ in DISTRICTS:
        (said,) = spoken(city, district)("ärende ny 15-17 skola unga")
        codes[district] = said.split()[1]
    for district, own in codes.items():
        (listed,) = spoken(city, district)("ärenden")
        assert own in listed
        for other, code in codes.items():
            if code != own:
                assert code not in listed, (district, other)


def test_a_case_of_another_district_is_not_there(city: City) -> None:
    (said,) = spoken(city, "farsta")("ärende ny 15-17 skola unga")
    code = said.split()[1]
    (mine,) = spoken(city, "farsta")(f"ärende {code}")
    assert "förslag" in mine
    for command in (f"ärende {code}", f"samtycke visa {code}", f"notera {code} beslut", f"utse {code} polis anna0"):
        (theirs,) = spoken(city, "rinkeby")(command)
        assert "förslag" not in theirs
        assert "inget ärende" in theirs.lower(), theirs
    with city.core.db.read() as session:
        assert [case.code for case in Cases(session, "farsta", city.clock.today()).all()] == [code]
        assert Cases(session, "rinkeby", city.clock.today()).all() == []


def test_a_reference_is_one_units_own(city: City) -> None:
    city.start(unit("farsta", "Farsta", profile="tyreso"), unit("rinkeby", "Rinkeby", profile="tyreso"))
    city.work()
    spoken(city, "farsta")("referens uppdrag ASN/2024:180")
    spoken(city, "farsta")("ja")
    assert "är skapat" in spoken(city, "farsta")("ärende ny 15-17 polis")[0]
    assert "Innan det första ärendet" in spoken(city, "rinkeby")("ärende ny 15-17 polis")[0]
    with city.core.db.read() as session:
        assert References(session, "rinkeby").all() == {}


def test_nothing_closes_by_itself(city: City) -> None:
    """[A] "Det finns ingen borte tidsgräns": years later a case is where people left it."""
    case = city.case("K-7F2", unit="farsta")
    city.open_case_room(case)
    with city.core.db.unit() as session:
        at = city.clock.now()
        CaseStore(session, "farsta", "bot", at, case.id, profile=None).schedule(
            "followup.prompt", case.id, at + timedelta(days=30)
        )
    for _ in range(3):
        city.clock.at += timedelta(days=500)
        city.core.daily()
        city.work()
    with city.core.db.read() as session:
        (found,) = Cases(session, "farsta", city.clock.today()).all()
    assert found.state is State.ACTIVE


def deviations(city: City) -> Iterator[tuple[str, list[str]]]:
    with city.core.db.read() as session:
        for row in session.scalars(select(Audit).where(Audit.action == Action.UNIT_DEVIATIONS).order_by(Audit.seq)):
            yield row.unit_id, row.detail["keys"]
        assert list(audit.broken_links(session)) == []


def test_a_deviation_is_written_to_the_log_once_for_each_change(city: City) -> None:
    farsta = unit("farsta", "Farsta")
    assert list(deviations(city)) == []
    city.start({**farsta, "deviations": [LOWER]})
    city.rebuild()
    assert list(deviations(city)) == [("farsta", ["followup_days = 21"])]
    assert city.core.profile_of("farsta").followup_days == 21
    assert city.core.profile_of("rinkeby").followup_days == 30
    (shown,) = city.say("anna-farsta", "profil", unit="farsta")
    assert "followup_days = 21, för: fler ungdomar än vi hinner med" in shown
    city.start({**farsta, "deviations": [{**LOWER, "value": 14}]})
    city.start(farsta)
    assert [keys for _, keys in deviations(city)] == [["followup_days = 21"], ["followup_days = 14"], []]


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"profile": "atlantis"}, "unit farsta: profile: there is no atlantis"),
        ({"phone": None}, "unit farsta: phone is missing"),
        ({"deviations": [{**LOWER, "key": "consent_days"}]}, "unit farsta: deviations: consent_days is not"),
        ({"profile": "nowhere/vimmerby.toml"}, "unit farsta: profile: cannot read nowhere/vimmerby.toml"),
    ],
)
def test_the_bot_does_not_start_with_a_profile_that_cannot_work(
    tmp_path: Path, more: dict[str, Any], says: str
) -> None:
    wrong = settings(tmp_path, unit("farsta", "Farsta", **more))
    db = database(tmp_path / "city.db", Vault.fresh())
    Base.metadata.create_all(db.engine)
    with pytest.raises(SettingsWrong, match=says):
        Core(wrong, db, FixedClock(), TABLE)
    db.close()


def test_a_unit_with_rooms_cannot_silently_leave_the_settings(city: City) -> None:
    city.planned = city.planned[1:]
    with pytest.raises(SettingsWrong, match="enskede has rooms"):
        city.rebuild()


def test_a_profile_may_lie_beside_the_settings(tmp_path: Path) -> None:
    (tmp_path / "vimmerby.toml").write_text(EXAMPLE, encoding="utf-8")
    path = tmp_path / "sigbot.toml"
    path.write_text(
        """homeserver = "https://matrix.example.se"
user_id = "@assistent:example.se"
password_file = "password"

[[units]]
id = "vimmerby"
name = "Vimmerby"
profile = "vimmerby.toml"
second = {handle = "chef", name = "Chef", matrix_id = "@chef:example.se"}
coordinators = [{handle = "anna", name = "Anna", matrix_id = "@anna:example.se"}]
""",
        encoding="utf-8",
    )
    (found,) = load(path).units
    assert profile_for(found) == parse(EXAMPLE)


def test_a_wrong_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "wrong.toml").write_text('id = "wrong"\n', encoding="utf-8")
    planned = UnitSettings(**unit("u", "U", profile=str(tmp_path / "wrong.toml")))
    with pytest.raises(SettingsWrong, match=r"(?s)unit u: .*wrong.toml: profile: name: Field required.*bands"):
        profile_for(planned)


def test_what_is_noted_goes_into_the_file(city: City) -> None:
    """The export says what is noted, by whom, and which track the case belongs to."""
    (said,) = spoken(city, "farsta")("ärende ny 15-17 skola unga")
    code = said.split()[1]
    anna = city.person("anna0", "farsta")
    with city.core.db.unit() as session:
        (case,) = Cases(session, "farsta", city.clock.today()).all()
        made = Note(kind="decision", day=case.created_on, by=anna.id, reference="SoF 2026/33")
        CaseStore(session, "farsta", anna.id, city.clock.now(), case.id, profile=None).save(with_note(case, made))
        found = json.loads(export(session, {"case_id": case.id}, city.clock.now()))["case"]
    assert (found["code"], found["track"]) == (code, "young")
    day = case.created_on.isoformat()
    assert found["notes"] == [{"kind": "decision", "day": day, "number": "SoF 2026/33", "noted_by": "Anna"}]
