"""Who is asked about: whether somebody is known is told to nobody but those who bind people, in words and in time.

Everything is written twice, with the name of somebody in another case and with one that nobody has. But for that word
the answers are the same, and so are the statements the database is asked; no clock is needed to see that.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import event, select

from bot.conversation.arguments import Somebody
from bot.conversation.command import Command
from bot.i18n import LANGUAGES
from bot.messages import Kind
from bot.rules.roles import Role, may
from bot.rules.room import RoomKind
from handlers import TABLE
from handlers.people.lost_device import Whose
from storage import outbox, room
from storage.room import RoomView
from storage.tables import Outbox, Person
from tests import opened
from tests.bodies import words_of
from tests.bot.desk import Desk, sv
from tests.handlers.test_wrong_person import Unit
from tests.sqlite import restore

#: Somebody in another case, and nobody, both with names that many have: by short name, by the name that is written
#: out, by Matrix id.
PAIRS = (("@kim", "@jens"), ("kim", "jens"), ("Kim", "Jens"), ("@kim:s", "@jens:s"), ("kim:s", "jens:s"))
ROLES = {
    "gast": Role.GUEST,
    "mona": Role.GUARDIAN,
    "alex": Role.YOUTH,
    "petra": Role.ACTOR,
    "leda": Role.LEAD,
    "lo": Role.LEAD,
    "chefen": Role.SECOND,
    "anna": Role.COORDINATOR,
}
PLACES = [
    *((who, RoomKind.PAGE) for who in ROLES if who != "anna"),
    *((who, RoomKind.CASE) for who in ("alex", "petra", "leda", "anna")),
    ("chefen", RoomKind.OFFICE),
]


@dataclass(frozen=True)
class Heard:
    """What came of some messages: what was said where, and the statements it took."""

    answers: tuple[tuple[str, str], ...]
    statements: tuple[str, ...]

    def without(self, word: str) -> Heard:
        return Heard(tuple((where, text.replace(word, "·")) for where, text in self.answers), self.statements)


class Others(Unit):
    """A desk with an open case, K-7F2, a guest, and Kim in another case. What is tried there leaves no trace."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        desk.case("K-8AA", actors=[("youth", "kim"), ("school", "olle")])
        with desk.core.db.unit() as session:
            assert desk.core.door.knock(session, "@gast:s")
        desk.work()
        desk.hear("gast", "1", where=self.page("gast"))
        desk.hear("sven", "join", where=self.room, kind=Kind.MEMBER, about="@sven:s")
        desk.work()
        for _ in range(3):  # the words that greet those who come first, then what is done once a day
            desk.clock.at += timedelta(minutes=1)
            desk.work()
        self.rest = desk.folder / "rest.db"
        with closing(sqlite3.connect(desk.folder / "desk.db")) as now, closing(sqlite3.connect(self.rest)) as rest:
            now.backup(rest)
        self.statements: list[str] = []
        event.listen(desk.core.db.engine, "before_cursor_execute", self._note)

    def _note(self, _connection: object, _cursor: object, statement: str, *_more: object) -> None:
        self.statements.append(statement)

    def page(self, who: str) -> RoomView:
        with self.desk.core.db.read() as session:
            return room.page(session, session.scalars(select(Person.id).where(Person.matrix_id == f"@{who}:s")).one())

    def place(self, who: str, kind: RoomKind) -> str | RoomView:
        if kind == RoomKind.OFFICE:
            return "office"
        return self.room if kind == RoomKind.CASE else self.page(who)

    def tried(
        self, who: str, kind: RoomKind, texts: Sequence[str], *, how: Kind = Kind.TEXT, verified: bool = True
    ) -> Heard:
        """Somebody writes this, one after the other; then everything is as if they had not."""
        where, before = self.place(who, kind), self.rows("outbox")
        self.statements.clear()
        for text in texts:
            said = f"!{text}" if kind == RoomKind.CASE else text
            self.desk.hear(
                who, said, where=where, kind=how, about="$none" if how is Kind.EDIT else None, verified=verified
            )
            while self.desk.core.work_one():
                pass
        return self._heard(before)

    def comes(self, who: str) -> Heard:
        """Somebody is seen to come into the case room; what is said then."""
        before = self.rows("outbox")
        self.desk.hear(who, "join", where=self.room, kind=Kind.MEMBER, about=f"@{who}:s")
        while self.desk.core.work_one():
            pass
        return self._heard(before)

    def _heard(self, before: int) -> Heard:
        statements = tuple(self.statements)
        with self.desk.core.db.unit() as session:
            new = session.scalars(select(Outbox).order_by(Outbox.id).offset(before)).all()
            answers = tuple((row.room_id, words_of(outbox.claim(session, row.id).body) or row.kind) for row in new)
        restore(self.desk.core.db, self.rest)
        return Heard(answers, statements)

    def assert_same(self, who: str, kind: RoomKind, *texts: str, pair: tuple[str, str], **more: object) -> Heard:
        """Texts with ``{}`` for a name: the same comes of them for somebody as for nobody."""
        heard = [
            self.tried(who, kind, [text.format(word) for text in texts], **more).without(word)  # type: ignore[arg-type]
            for word in pair
        ]
        assert heard[0].answers == heard[1].answers, (who, kind, texts, pair)
        assert heard[0].statements == heard[1].statements, (who, kind, texts, pair)
        return heard[0]


@pytest.fixture(scope="module")
def unit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Others]:
    desk = Desk(tmp_path_factory.mktemp("desk"), table=TABLE)
    with closing(desk.core.db):
        yield Others(desk)


def names_somebody(command: Command) -> bool:
    return any(isinstance(arg.reads, Somebody | Whose) for arg in command.fields().values())


def with_a_name(command: Command, name: str) -> str:
    """A command as it may be written, with a name where it takes one."""
    before = {"task": '"Ring BUP"', "hand_over": "1"}.get(command.key, "")
    return f"{name} {before} {{}}".replace("  ", " ")


@pytest.mark.parametrize(("who", "kind"), PLACES)
def test_no_command_tells_who_is_known(unit: Others, who: str, kind: RoomKind) -> None:
    """Every command, with a name behind it, from everybody who binds no people and in a case's room from all."""
    full = [one for one in TABLE.spoken if names_somebody(one) and may(ROLES[who], one.needs) and kind in one.where]
    for command in full:
        for name in command.names():
            for pair in PAIRS if name == command.sv else PAIRS[:1]:
                unit.assert_same(who, kind, with_a_name(command, name), pair=pair)
    others = [one for one in TABLE.spoken if one not in full]
    for at in range(0, len(others), 15):
        unit.assert_same(who, kind, *(f"{one.sv} {{}}" for one in others[at : at + 15]), pair=PAIRS[0])


@pytest.mark.parametrize(("who", "kind"), PLACES)
@pytest.mark.parametrize(
    "texts",
    [
        ("{}",),
        ("tapad enhet {}",),
        ("tapad enhet {}", "ja"),
        ("lost devise {}", "yes"),
        ("tappad enhet", "{}"),
        ("tappad enhet {} alla",),
        ("tappad enhet Lisa {}",),
        ("uppgift Ring {} imorgon",),
        ("uppgift Ring BUP senast fredag {}",),
        ("uppgift", "Ring BUP", "{}"),
        ("uppgit Ring BUP {}",),
        ("lämna över {} 1",),
        ("lämna över 1 till {}",),
        ("lämna över", "1", "{}"),
        ("bjud in {} --visa",),
        ("bjud in", "{}"),
        ("möte med {} 2026-12-17 kl 15 här",),
        ("avsluta konsultation {}",),
        ("dra tillbaka {}",),
    ],
)
def test_nor_do_slips_dialogues_and_titles(unit: Others, who: str, kind: RoomKind, texts: Sequence[str]) -> None:
    for pair in PAIRS[:2] if kind == RoomKind.CASE else PAIRS[1:2]:
        unit.assert_same(who, kind, *texts, pair=pair)


@pytest.mark.parametrize("who", [who for who in ROLES if who != "anna"])
def test_nor_does_an_edit_or_a_phone_nobody_vouches_for(unit: Others, who: str) -> None:
    for pair in PAIRS:
        unit.assert_same(who, RoomKind.PAGE, "tappad enhet {}", pair=pair, how=Kind.EDIT)
        unit.assert_same(who, RoomKind.PAGE, "tappad enhet {}", pair=pair, verified=False)


def test_the_room_hears_the_same_of_everybody_outside_the_case(unit: Others) -> None:
    """Also of an active colleague, of somebody who is named in no case, and of the coordinator's second person."""
    for who in ("anna", "leda"):
        for handle in ("kim", "olle", "mia", "chefen", "berit", "jens"):
            heard = unit.tried(who, RoomKind.CASE, [f'uppgift "Ring BUP" @{handle}'])
            assert heard.answers == ((unit.room.id, sv("kit.no_person_here", text=f"@{handle}")),)


def test_who_is_let_in_past_us_is_announced_to_nobody(unit: Others) -> None:
    """The youth hears who is new in the group; not who a server's administrator let in, who may be in another case."""
    told = sv("room.newcomer", name="Petra", function="polis")
    assert (unit.page("alex").id, told) in unit.comes("petra").answers
    for who in ("kim", "olle", "mia"):
        assert [text for _, text in unit.comes(who).answers if who.title() in text] == []


def test_people_of_the_case_are_known_in_its_room(unit: Others) -> None:
    for handle in ("sven", "petra", "alex", "anna", "leda"):
        for who in ("anna", "leda"):
            heard = unit.tried(who, RoomKind.CASE, [f'uppgift "Ring BUP" @{handle}'])
            assert any("tar du den" in said for _, said in heard.answers), (who, handle)
    assert unit.tried("anna", RoomKind.CASE, ["bjud in sven"]).answers[0][1].startswith("Sven omfattas")


def test_whoever_binds_people_knows_them_all_where_no_others_read(unit: Others) -> None:
    assert (
        "Kim är inte med i ärendet" in unit.tried("anna", RoomKind.OFFICE, ['uppgift K-7F2 "Ring" @kim']).answers[0][1]
    )
    assert "@kim" in unit.tried("anna", RoomKind.PAGE, ["tappad enhet kim"]).answers[0][1]
    known = sv("kit.no_person", text="min telefon")
    assert unit.tried("anna", RoomKind.PAGE, ["tappad enhet min telefon"]).answers[0][1] == known


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("who", ["gast", "mona", "alex", "petra", "leda", "chefen"])
def test_kontoret_hears_of_it_once(unit: Others, who: str, language: str) -> None:
    """Whoever says that somebody else's phone is gone is not told whether we know them, and a human being hears it."""
    texts = ("tappad enhet @kim:s", "lost device @kim") if language == "sv" else ("lost device @kim", "lost device @x")
    answers = unit.tried(who, RoomKind.PAGE, texts).answers
    first, office, second = answers
    mine, kontoret = unit.page(who).id, office[0]
    assert (first[0], second[0]) == (mine, mine)
    assert first[1].startswith(sv("device.another"))
    assert sv("device.another_told") in first[1]
    assert sv("device.another_told") not in second[1]
    assert f"» {texts[0].split()[-1]}" in office[1]
    with unit.desk.core.db.read() as session:
        assert room.get(session, kontoret).kind == RoomKind.OFFICE


@pytest.mark.parametrize("who", ["mona", "alex"])
def test_a_cry_for_help_that_begins_so_is_one(unit: Others, who: str) -> None:
    for text in ("tappat mobilen hjälp", "tappad enhet kim", "tappat mobilen @kim slår mig"):
        assert "112" in unit.tried(who, RoomKind.PAGE, [text]).answers[0][1], text


@pytest.mark.parametrize("who", ["gast", *(who for who in ROLES if who not in ("gast", "anna"))])
def test_ones_own_is_said_as_before(unit: Others, who: str) -> None:
    """With or without one's own name; nobody has a device here, so that is what is said."""
    handle = unit.page(who).person_id
    assert handle is not None
    with unit.desk.core.db.read() as session:
        short = opened.handles(session)[handle]
    plain = unit.tried(who, RoomKind.PAGE, ["tappad enhet"])
    assert "Jag ser ingen enhet" in plain.answers[0][1]
    for own in (short, f"@{short}", f"@{who}:s"):
        assert unit.tried(who, RoomKind.PAGE, [f"tappad enhet {own}"]).answers == plain.answers
