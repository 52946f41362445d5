"""Links to people in a message: the id they lead to, wherever they are written, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matrix import pills
from bot.matrix.pills import Addressee, linked, spoken_to
from bot.rules.roles import Role
from bot.rules.room import RoomKind
from storage import room
from storage.room import RoomView
from tests.at_once import read_at_once
from tests.bot.desk import Desk

LISA = "@lisa:school.example"
SVEN = "@sven:soc.example"
BOT = Addressee(user_id="@assistent:s", name="Assistent", is_command=lambda words: words.startswith("klar "))


def link(user_id: str, words: str) -> str:
    return f'<a href="https://matrix.to/#/{user_id}">{words}</a>'


def content(body: str, html: str | None = None, *, mentions: Any = None) -> dict[str, Any]:
    made: dict[str, Any] = {"msgtype": "m.text", "body": body, "m.mentions": mentions}
    if html is not None:
        made |= {"format": "org.matrix.custom.html", "formatted_body": html}
    return made


@pytest.fixture
def office(desk: Desk) -> tuple[Desk, RoomView]:
    with desk.core.db.read() as session:
        found = room.office(session, "norr")
    return desk, found


def read(office: tuple[Desk, RoomView], said: dict[str, Any], who: str = "anna") -> str:
    desk, where = office
    with desk.core.db.read() as session:
        return pills.as_said(session, where, f"@{who}:s", said, BOT)


@pytest.mark.parametrize(
    ("body", "html", "text"),
    [
        ("ring Lisa Berg fredag", f"ring {link(LISA, 'Lisa Berg')} fredag", f"ring {LISA} fredag"),
        ("ring @lisa:school.example", f"ring {link(LISA, LISA)}", f"ring {LISA}"),
        (f"ring [Lisa](https://matrix.to/#/{LISA}) nu", f"ring {link(LISA, 'Lisa')} nu", f"ring {LISA} nu"),
        (f"ring [Lisa](https://matrix.to/#/{LISA}) nu", None, f"ring {LISA} nu"),
        (f"ring [Lisa](<https://matrix.to/#/{LISA}>)", None, f"ring {LISA}"),
        (f"ring https://matrix.to/#/{LISA}, nu", None, f"ring {LISA}, nu"),
        ("ring https://matrix.to/#/%40lisa%3Aschool.example.", None, f"ring {LISA}."),
        (f"ring https://matrix.to/#/{LISA}?via=school.example", None, f"ring {LISA}"),
        ("ring matrix:u/lisa:school.example nu", None, f"ring {LISA} nu"),
        ("ring [Lisa](matrix:u/lisa:school.example)", None, f"ring {LISA}"),
        (f"ring https://app.example.org/#/user/{LISA}", None, f"ring {LISA}"),
        # Two, in the order in which they stand
        ("Sven och Lisa", f"{link(SVEN, 'Sven')} och {link(LISA, 'Lisa')}", f"{SVEN} och {LISA}"),
        ("Lisa och Lisa", f"{link(SVEN, 'Lisa')} och {link(LISA, 'Lisa')}", f"{SVEN} och {LISA}"),
        # Which of the words is the link, the HTML says
        ("Lisa Berg och Lisa Berg", f"Lisa Berg och {link(LISA, 'Lisa Berg')}", f"Lisa Berg och {LISA}"),
        ("Lisabet ringer Lisa", f"Lisabet ringer {link(LISA, 'Lisa')}", f"Lisabet ringer {LISA}"),
        ("något helt annat", f"ring {link(LISA, 'Lisa')}<br>nu", f"ring {LISA}\nnu"),
        ("ringLisa", f"ring{link(LISA, 'Lisa')}nu", f"ring {LISA} nu"),
        # As a browser takes it
        ("Lisa", f'<a title=" href=x" HREF=\'https://matrix.to/#/{LISA}\' href="/">Lisa</a>', LISA),
        ("a Lisa", f"<b>a <i>{link(LISA, '<b>Lisa</b>')}</i></b>", f"a {LISA}"),
        ("Lisa Sven", f'<a href="https://matrix.to/#/{LISA}">Lisa {link(SVEN, "Sven")}</a>', f"{LISA} {SVEN}"),
        ("K&B", f"K&amp;B {link(LISA, 'L &amp; B')}", f"K&B {LISA}"),
        # A quoted message is not what they say
        ("nej", f"<mx-reply>{link(SVEN, 'Sven')}</mx-reply>nej", "nej"),
    ],
)
def test_a_link_is_the_id_it_leads_to(office: tuple[Desk, RoomView], body: str, html: str | None, text: str) -> None:
    assert read(office, content(body, html)) == text


@pytest.mark.parametrize(
    "address",
    [
        "https://matrix.to/#/!room:school.example",
        "https://matrix.to/#/!room:school.example/$event?via=school.example",
        "https://matrix.to/#/#alias:school.example",
        "matrix:r/alias:school.example",
        "matrix:roomid/room:school.example/e/event",
        f"https://matrix.to/#/{LISA}/$event",
        "https://matrix.to/#/@lisa",
        "https://matrix.to/#/@lisa:school.example%20--visa",
        "https://matrix.to/#/@lisa%0A!avsluta:school.example",
        'https://matrix.to/#/@lisa":school.example',
        "https://matrix.to/@lisa:school.example",
        "https://example.org/lisa",
        "javascript:alert(1)",
        "",
    ],
)
def test_what_leads_to_nobody_stays_as_it_is(office: tuple[Desk, RoomView], address: str) -> None:
    assert linked(address) is None
    body = f"ring [Lisa]({address}) nu"
    assert read(office, content(body, f'ring <a href="{address}">Lisa</a> nu')) == body


def test_a_link_without_words_names_nobody(office: tuple[Desk, RoomView]) -> None:
    hidden = f'ring <a href="https://matrix.to/#/{SVEN}"> </a>{link(LISA, "Lisa")}'
    assert read(office, content("ring Lisa", hidden)) == f"ring {LISA}"
    assert read(office, content("ring ", f"ring {link(SVEN, '<b></b>')}")) == "ring "


def test_a_mentioned_person_is_found_by_the_name_the_bot_knows(office: tuple[Desk, RoomView]) -> None:
    mentions = {"user_ids": ["@berit:s", "@mallory:s", 7]}
    assert read(office, content("ring Berit nu", mentions=mentions)) == "ring @berit:s nu"
    assert read(office, content("ring @Berit nu", mentions=mentions)) == "ring @berit:s nu"
    assert read(office, content("Berit och Berit", mentions=mentions)) == "Berit och Berit"
    assert read(office, content("ring Mallory", mentions=mentions)) == "ring Mallory"
    assert read(office, content("ring Berit", mentions=["@berit:s"])) == "ring Berit"


def test_a_link_lets_nobody_name_whom_they_may_not(desk: Desk) -> None:
    """What it comes to is what the typed id comes to, whatever the link is called."""
    where = desk.open_case_room(desk.case("K-7F2"))
    said = content("!måla Berit", f"!måla {link('@chef:s', 'Berit')}")
    with desk.core.db.read() as session:
        text = pills.as_said(session, where, "@anna:s", said, BOT)
    assert text == "!måla @chef:s"


@pytest.mark.parametrize("role", ["youth", "guardian"])
def test_on_their_own_page_words_stay_as_they_are_written(desk: Desk, role: str) -> None:
    who = desk.add("alex", Role(role), role)
    with desk.core.db.read() as session:
        page = room.page(session, who.id)
        assert page.kind is RoomKind.PAGE
        for body, html in (
            ("Assistent, hjälp", None),
            ("hälsa Lisa", f"hälsa {link(LISA, 'Lisa')}"),
            (f"hälsa https://matrix.to/#/{LISA}", None),
        ):
            said = content(body, html)
            assert pills.as_said(session, page, "@alex:s", said, BOT) == body


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("Assistent, klar 1", "!klar 1"),
        ("Assistent: klar 1", "!klar 1"),
        ("assistent klar 1", "!klar 1"),
        ("Hej Assistent klar 1", "!klar 1"),
        ("Assistent behövs på torsdag", "Assistent behövs på torsdag"),
        ("Assistent !klar 1", "!klar 1"),
        ("Assistent: !klar 1", "!klar 1"),
        ("hej Assistent! klar 1", "!klar 1"),
        ("Hej, assistent – klar 1", "!klar 1"),
        ("@Assistent klar 1", "!klar 1"),
        ("@assistent:s klar 1", "!klar 1"),
        ("@assistent:s: klar 1", "!klar 1"),
        ("klar 1 @assistent:s", "!klar 1"),
        ("klar 1 @assistent:s!", "!klar 1"),
        ("Assistent", "!"),
        ("Assistent?", "!"),
        ("assistenten sa att det är klart", "assistenten sa att det är klart"),
        ("Assistent blanketten e ifylld", "!blanketten e ifylld"),
        ("assistent hej, 2an e fixad", "!hej, 2an e fixad"),
        ("Assistenten lägg på sven att ringa", "!lägg på sven att ringa"),
        ("Hej på dig Assistenten, hjälp", "!hjälp"),
        ("God morgon assistent tvåan är klar", "!tvåan är klar"),
        ("Assistent who can see what?", "!who can see what?"),
        ("Assistent klar 1\nAssistent tvåan tar Lisa", "!klar 1\n!tvåan tar Lisa"),
        ("Tack för idag!\nAssistent, klar 1", "!klar 1"),
        ("Assistent\nklar 1", "!klar 1"),
        ("assistenten på skolan ringde", "assistenten på skolan ringde"),
        ("Assistenten ringde mig igår", "Assistenten ringde mig igår"),
        ("Assistenten kan inte komma", "Assistenten kan inte komma"),
        ("Assistenten, hon på skolan, slutar", "Assistenten, hon på skolan, slutar"),
        ("assistent på skolan sökes", "assistent på skolan sökes"),
        ("Assistent-rollen är ledig", "Assistent-rollen är ledig"),
        ("fråga @assistent:s om det", "fråga @assistent:s om det"),
        ("@assistent:s2 klar 1", "@assistent:s2 klar 1"),
        ("!klar 1 @assistent:s", "!klar 1 @assistent:s"),
        ("!klar 1", "!klar 1"),
    ],
)
def test_who_begins_with_its_name_speaks_to_the_bot(text: str, read_as: str) -> None:
    assert spoken_to(text, BOT) == read_as


def test_a_name_of_several_words_and_signs_is_a_name() -> None:
    assert spoken_to("SIG (Norr)  plan: klar 1", Addressee(user_id="@sig:s", name="SIG (Norr) plan")) == "!klar 1"


@pytest.mark.parametrize(
    "source",
    [
        "<a " * 20_000,
        "<a href=" * 8_000,
        '<a href="' * 8_000,
        "<a x=" + "'" * 60_000,
        "<a " + "b " * 30_000 + ">",
        link(LISA, "Lisa") * 800,
        "<mx-reply>" * 6_000,
        "<a>" * 20_000,
        "&#" + "1" * 60_000,
        "<!--" * 15_000,
    ],
    ids=str.__len__,
)
def test_html_that_never_ends_is_read_at_once(office: tuple[Desk, RoomView], source: str) -> None:
    with read_at_once():  # read twice it would take minutes
        read(office, content("ring Lisa Lisa Lisa", source))
        read(office, content(source))
        read(office, content("[" * 60_000))
        read(office, content("https://" * 8_000))


@given(
    st.text(alphabet="<>a href=\"'/!-&;#x\n @:.[]()LisaBerg", max_size=200),
    st.text(alphabet="[](<>) LisaBerg@:/#.htpsmarix", max_size=200),
)
def test_whatever_is_written_has_a_text(html: str, body: str) -> None:
    assert isinstance(pills._with_ids(content(body, html)), str)
