"""What whoever has only the database can read of a youth's circle: nothing that is not named here.

A case is played with words that stand nowhere else. Then all there is of the database is looked through for them: every
column of every table as text, and the files it lies in.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import JSON, Engine, LargeBinary, String, create_engine, text

from bot.core import ACCOUNT
from bot.stage import script
from bot.stage.fast import SERVER, FastStage
from handlers import TABLE
from storage import keys, sealed
from storage.tables import Base, SealedKey
from tests import opened

# ------------------------------------------------------------------------------------------- what may stand in clear

_ID = "a random id, which means nothing without the sealed rows"
_UNIT = "the unit's id, from the settings"
_MATRIX = "the homeserver has it anyway"
_KEYS = "a public key, or a name of one"
_STATE = "how far it has come, which the bot looks for"
_KIND = "what sort of row it is, which the bot looks for"
_INDEX = "a keyed hash"

#: Every column in which words could stand, and why they may. The whole table: a column that is not here must not be.
CLEAR: Mapping[str, Mapping[str, Sequence[str]]] = {
    "account": {_ID: ["id", "key_id"], _MATRIX: ["user_id", "device_id", "position", "picture", "start"]},
    "actor": {_ID: ["id", "case_id", "person_id"], _UNIT: ["unit_id"]},
    "asked_in_room": {_ID: ["room_id", "person_id"], _KIND: ["takes"], "kind and ids": ["tag"]},
    "attendance": {_ID: ["meeting_id", "person_id", "case_id", "deputy_id"], "yes, no or maybe": ["answer"]},
    "audit": {
        _ID: ["actor", "case_id"],
        _UNIT: ["unit_id"],
        "what was done, which is what a log is for; see bot.rules.audit.hidden": ["action"],
        "ids, numbers, counts and days; see bot.rules.audit.is_in_clear": ["detail"],
        "the chain": ["previous", "digest"],
    },
    "case": {
        _ID: ["id", "key_id", "coordinator_id"],
        _UNIT: ["unit_id"],
        "a code that names nobody": ["code"],
        _STATE: ["state"],
    },
    "consent": {
        _ID: ["id", "case_id", "person_id", "recorded_by", "approved_by", "withdrawn_by"],
        _UNIT: ["unit_id"],
    },
    "consultation": {
        _ID: ["id", "person_id"],
        _UNIT: ["unit_id"],
        "a code that names nobody": ["code"],
        _STATE: ["state"],
    },
    "audit_checkpoint": {"the chain": ["digest"]},
    "device": {
        _ID: ["account_id"],
        _MATRIX: ["user_id", "device_id", "name"],
        _KEYS: ["ed25519", "curve25519"],
    },
    "digest": {_ID: ["person_id"], _UNIT: ["unit_id"]},
    "due": {
        _ID: ["case_id"],
        _UNIT: ["unit_id"],
        _KIND: ["kind"],
        _STATE: ["state"],
        "ids, numbers and days": ["subject"],
        "one of a few phrases": ["cause"],
    },
    "generation": {},
    "goal": {
        _ID: ["id", "case_id", "own_words_from", "room_id", "judged_by"],
        _UNIT: ["unit_id"],
        _STATE: ["outcome"],
    },
    "heard": {_ID: ["room_id"]},
    "identity": {_ID: ["account_id"], _MATRIX: ["user_id"], _KEYS: ["pinned_master", "seen_master"]},
    "inbox": {
        _ID: ["account_id", "room_id"],
        _MATRIX: ["event_id", "sender", "about", "thread", "session_id"],
        _KIND: ["kind"],
        _STATE: ["state"],
        "a random word to quote": ["reference"],
    },
    "just_said": {_ID: ["person_id", "key_id"], _MATRIX: ["event_id"]},
    "kept": {
        _ID: ["id", "person_id", "key_id"],
        _UNIT: ["unit_id"],
        _MATRIX: ["event_id"],
        "words, or a picture, or a sound": ["kind"],
    },
    "lease": {"a random mark": ["holder"], "the bot's own machine": ["host", "proof"]},
    "meeting": {_ID: ["id", "case_id", "series_id", "root_id"], _UNIT: ["unit_id"], _STATE: ["state"]},
    "meeting_series": {_ID: ["id", "case_id"], _UNIT: ["unit_id"], "days, without words": ["repeats"]},
    "meeting_suggestion": {_ID: ["meeting_id", "person_id", "case_id"]},
    "meeting_point": {_ID: ["case_id", "person_id"]},
    "megolm_session": {
        _ID: ["account_id", "key_id"],
        _MATRIX: ["matrix_room", "session_id"],
        _KEYS: ["sender_key", "ed25519"],
    },
    "member": {_ID: ["account_id"], _MATRIX: ["matrix_room", "user_id", "membership"]},
    "milestone": {_ID: ["id", "case_id", "goal_id"]},
    "minute": {_ID: ["id", "case_id", "meeting_id", "task_id"], _KIND: ["kind"]},
    "olm_session": {_ID: ["account_id"], _MATRIX: ["session_id"], _KEYS: ["sender_key"]},
    "outage": {_UNIT: ["unit_id"]},
    "outage_room": {_ID: ["room_id"]},
    "outbox": {
        _ID: ["account_id", "room_id", "person_id"],
        _MATRIX: ["txn", "thread", "event_id"],
        _KIND: ["kind", "urgency"],
        _STATE: ["state"],
        "kind and ids": ["tag"],
        "a code of the homeserver, or one of a few phrases": ["cause"],
    },
    "own_withdrawal": {_ID: ["case_id", "person_id"], _UNIT: ["unit_id"], _INDEX: ["function_index"]},
    "presence": {_ID: ["meeting_id", "person_id", "case_id"], "yes, late or no": ["came"]},
    "person": {
        _ID: ["id", "key_id", "added_by", "approved_by", "deputy_id"],
        _UNIT: ["unit_id"],
        _INDEX: ["handle_index"],
        _MATRIX: ["matrix_id"],
        "how somebody at work wants the week": ["monday"],
    },
    "picture": {_ID: ["account_id"], _MATRIX: ["digest", "address"]},
    "question": {
        _ID: ["room_id", "person_id", "asker", "case_id", "key_id"],
        _UNIT: ["unit_id"],
        _MATRIX: ["event_id"],
        "which command, and which of its arguments": ["command", "field"],
        _STATE: ["state"],
        _INDEX: ["digest"],
    },
    "receipt": {_ID: ["case_id", "noted_by"], _UNIT: ["unit_id"], _INDEX: ["function_index"]},
    "reference": {_ID: ["noted_by"], _UNIT: ["unit_id"], "the number of a public decision": ["kind", "number"]},
    "refusal": {_ID: ["case_id", "person_id"], _UNIT: ["unit_id"], _INDEX: ["function_index"]},
    "room": {
        _ID: ["id", "account_id", "case_id", "person_id", "key_id", "alias"],
        _UNIT: ["unit_id"],
        _KIND: ["kind"],
        _STATE: ["state", "alarm"],
        _MATRIX: ["matrix_room", "picture"],
    },
    "rulebook": {_UNIT: ["unit_id"], "a hash of the rules": ["fingerprint"]},
    "sealed_key": {_ID: ["id", "wrapped_by"], "what it is for: account, unit, case, index": ["purpose"]},
    "spoken": {_ID: ["room_id"], _MATRIX: ["event_id"], "kind and ids": ["tag"]},
    "snooze": {_ID: ["task_id", "case_id"]},
    "status_ask": {
        _ID: ["round_id", "task_id", "case_id", "person_id"],
        _UNIT: ["unit_id"],
        "how it goes": ["answer"],
    },
    "status_round": {_ID: ["id", "case_id", "room_id"]},
    "tap": {
        _ID: ["case_id", "person_id"],
        _MATRIX: ["event_id"],
        "kind and ids": ["tag"],
        "how it goes": ["said", "before"],
    },
    "task": {
        _ID: ["id", "case_id", "owner_id", "goal_id", "room_id", "deputy_id", "waits_for"],
        _UNIT: ["unit_id"],
        _STATE: ["state"],
        "how often": ["repeats"],
    },
    "task_day": {_ID: ["task_id", "case_id"], _STATE: ["state"]},
    "task_event": {_ID: ["task_id", "case_id", "by_id", "about_id"], "what happened, and how": ["what", "via"]},
    "trouble": {_KIND: ["kind"]},
    "unprompted": {_ID: ["person_id"]},
    "youth_alarm": {
        _ID: ["case_id", "person_id", "places", "taken_by"],
        _UNIT: ["unit_id"],
        _STATE: ["state"],
        "whether there were words, how many, when; no words": ["came"],
        "whether they were reached": ["outcome"],
    },
}


#: What is known of an event after its row was pruned.
DIGESTS = frozenset({"event", "ciphertext", "sender"})


def _has_words(kind: object) -> bool:
    """Whether a column may hold words as they are."""
    return isinstance(kind, (String, JSON)) or isinstance(getattr(kind, "impl", None), String)


def test_every_column_in_clear_is_listed_with_its_reason() -> None:
    there = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if _has_words(column.type)
    }
    listed = [f"{table}.{column}" for table, whys in CLEAR.items() for columns in whys.values() for column in columns]
    assert sorted(listed) == sorted(there), "seal it, or say here and in docs/hot.md why it may be read"


def test_whatever_else_holds_bytes_is_sealed() -> None:
    blobs = {
        column.name
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, LargeBinary)
    }
    assert {name for name in blobs if not name.endswith("_sealed")} == {"wrapped", *DIGESTS}


# ------------------------------------------------------------------------------------------------- what must not stand

#: Whose handles are no part of their Matrix ids once those are taken away: see `searched`.
PEOPLE = {
    "kvastanna": "{role: coordinator, name: Kvastanna Rimfors}",
    "bodilla": "{role: coordinator, name: Bodilla Lerduvesson}",
    "tornblad": "{role: actor, function: police, name: Pelle Tornbladius}",
    "sylvester": "{role: actor, function: social_services, name: Sylvester Ahlgrenius}",
    "vivekalina": "{role: actor, function: school, name: Vivekalina Stenhuggare}",
    "grodan": "{role: youth, name: Groda Boklund}",
}

SAID = (
    ("kvastanna", "office", "ärende ny 15-17 skola"),
    ("kvastanna", "office", "informationsmöte K-7F2 hållet"),
    ("kvastanna", "office", "notera K-7F2 kartläggning"),
    ("kvastanna", "office", "utse K-7F2 polis tornblad"),
    ("kvastanna", "office", "ja"),
    ("kvastanna", "office", "utse K-7F2 socialtjänst sylvester"),
    ("kvastanna", "office", "ja"),
    ("kvastanna", "office", "utse K-7F2 skola vivekalina"),
    ("kvastanna", "office", "ja"),
    ("kvastanna", "office", "utse K-7F2 ungdom grodan"),
    ("kvastanna", "office", "ja"),
    ("kvastanna", "office", "samtycke registrera K-7F2 polis socialtjänst skola om 1 2 av ungdomen papper"),
    ("kvastanna", "office", "ja"),
    ("bodilla", "office", "ja"),
    ("kvastanna", "office", "öppna K-7F2 rummet"),
    ("kvastanna", "office", "ja"),
    ("kvastanna", "office", "född K-7F2 2010-03"),
    ("tornblad", "K-7F2", "!samtycke mottaget"),
    ("kvastanna", "K-7F2", "!mål skola Komma till skolan utan ormbunkar"),
    ("kvastanna", "office", "mål K-7F2 1 egna ord Jag vill slippa dimkulorna"),
    ("kvastanna", "K-7F2", "!uppgift Ring farbror på 070-174 06 05 @sylvester 2026-11-30"),
    ("sylvester", "page of sylvester", "hinder 1 bilen har kantarellfeber"),
    ("kvastanna", "K-7F2", "!möte uppföljning 2026-12-17 kl 15 Lingonstugan 1 h"),
    ("kvastanna", "K-7F2", "!ja"),
    ("kvastanna", "office", "sidorum K-7F2 skola om 1"),
    ("kvastanna", "office", "ja"),
    ("grodan", "page of grodan", "jag vill inte att skolan ska vara med"),
    ("grodan", "page of grodan", "ja"),
    ("grodan", "page of grodan", "de ska slå sönder mig med en brödkavel"),
    ("kvastanna", "office", "ärende ny 13-14 socialtjänst"),
    ("kvastanna", "office", "skyddade uppgifter K-3HP ungdomen"),
    ("kvastanna", "office", "ja"),
    ("kvastanna", "office", "avbryt K-3HP"),
)

#: Written, and never read.
LAST = ("tornblad", "K-7F2", "!hinder 1 ingen syltburk")

#: What people wrote, or what was put in, wherever it might have ended.
WORDS = (
    *("Rimfors", "Lerduvesson", "Tornbladius", "Ahlgrenius", "Stenhuggare", "Boklund"),
    *PEOPLE,
    *("ormbunkar", "dimkulorna", "070-174", "kantarellfeber", "Lingonstugan", "brödkavel", "syltburk"),
    *("2010-03", "syt_planterad", "planterad-olm", "planterad-seed"),
)

#: What may be read all the same: names of things that were done or are to be done, which somebody may draw conclusions
#: from. Of the log see :mod:`bot.rules.audit`; questions go after some weeks.
READABLE = {
    ("audit.action", "actor"),
    ("audit.action", "youth"),
    ("due.kind", "youth"),
    ("outbox.tag", "youth"),
    ("question.command", "protected"),
}

#: Words of ours that tell of the circle.
TELLING = (
    *("police", "polis", "social_services", "socialtj", "school", "skola", "skolgång"),
    *("crime_and_company", "15-17", "13-14", "guardian", "protected", "paper", "kartl"),
)

#: The same, but so short or common that they are looked for in columns, not in files: tables are called so too.
IN_COLUMNS = ("youth", "actor", "coordinator", "survey", "self")


@pytest.fixture(
    scope="module",
    params=["sqlite", pytest.param("postgres", marks=[pytest.mark.long, pytest.mark.postgres])],
)
def played(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastStage]:
    folder = tmp_path_factory.mktemp("dump")
    people = "\n".join(f"  {handle}: {who}" for handle, who in PEOPLE.items())
    head = f"title: A case with words that stand nowhere else\ncodes: [K-7F2, K-3HP]\npeople:\n{people}\n"
    whole = script.parse(f"{head}steps:\n  - {{crash: true}}\n")
    with _database(request, folder) as url, closing(FastStage(whole, TABLE, folder, url)) as stage:
        asyncio.run(_play(stage))
        with stage._core.db.unit() as session:
            keys.save_login(session, ACCOUNT, device_id="PHONE", token="syt_planterad")
            keys.save_olm_account(session, ACCOUNT, "planterad-olm", shared=True)
            keys.save_seeds(session, ACCOUNT, {"master": "planterad-seed"})
        yield stage


async def _play(stage: FastStage) -> None:
    await stage.settle()
    for who, place, words in SAID:
        await stage.say(who, place, words)
        await stage.settle()
        await stage.move_clock(stage.now())
    await stage.say(*LAST)


@contextmanager
def _database(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    """The URL of an empty database until the block ends."""
    if request.param == "sqlite":
        yield f"sqlite:///{folder / 'play.db'}"
        return
    server: str = request.getfixturevalue("postgres")
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with closing(engine.connect()) as connection:
        connection.execute(text("CREATE DATABASE dumped"))
        yield server.rsplit("/", 1)[0] + "/dumped"
        connection.execute(text("DROP DATABASE dumped WITH (FORCE)"))
    engine.dispose()


def columns(engine: Engine) -> Iterator[tuple[str, str]]:
    """Everything that stands in a database, as text, with where it stands."""
    with engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            for row in connection.execute(text(f'SELECT * FROM "{table.name}"')).mappings():
                for column, value in row.items():
                    if isinstance(value, (bytes, memoryview)):
                        yield f"{table.name}.{column}", bytes(value).decode("utf-8", "replace")
                    elif value is not None:
                        shown = value if isinstance(value, str) else json.dumps(value, default=str, ensure_ascii=False)
                        yield f"{table.name}.{column}", shown


def files(engine: Engine) -> Iterator[tuple[str, bytes]]:
    """The bytes of the files a database lies in, those beside it too."""
    if engine.dialect.name == "sqlite":
        file = Path(str(engine.url.database))
        for each in sorted(file.parent.glob(f"{file.name}*")):
            yield each.name, each.read_bytes()
        return
    ours = text(
        "SELECT relname, pg_relation_filepath(c.oid) FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace "
        "WHERE nspname IN ('public', 'pg_toast') AND pg_relation_filepath(c.oid) IS NOT NULL AND c.oid >= 16384"
    )
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CHECKPOINT"))
        home = Path(str(connection.scalar(text("SHOW data_directory"))))
        for name, path in connection.execute(ours).all():
            yield name, (home / path).read_bytes()


def searched(content: str) -> str:
    """Without Matrix ids, in which handles stand that a play has from there."""
    for handle in PEOPLE:
        content = content.replace(f"@{handle}:{SERVER}", "")
    return content


def test_the_case_was_played(played: FastStage) -> None:
    """Else nothing would be looked for in vain."""
    with played._core.db.read() as session:
        assert {one.function for one in opened.grants(session)} == {"police", "social_services", "school"}
        assert set(opened.handles(session).values()) == set(PEOPLE)
        assert opened.cases(session)["K-7F2"].scope == {"school", "crime_and_company"}
        assert opened.cases(session)["K-3HP"].protected == {"youth"}
        assert "case:protected" in {entry.action for entry in opened.audited(session)}
    said = "\n".join(line.text for line in played.transcript())
    for word in ("ormbunkar", "dimkulorna", "070-174", "kantarellfeber", "Lingonstugan", "brödkavel", "syltburk"):
        assert word in said, word


def test_no_column_tells_of_the_circle(played: FastStage) -> None:
    found = {
        (where, word)
        for where, content in columns(played._core.db.engine)
        for stripped in [searched(content)]
        for word in (*WORDS, *TELLING, *IN_COLUMNS)
        if word in stripped
    }
    assert found - READABLE == set()
    assert found >= READABLE, "no longer there: take it off the list"


def test_no_file_of_the_database_does(played: FastStage) -> None:
    found = {
        (where, word)
        for where, content in files(played._core.db.engine)
        for stripped in [searched(content.decode("latin-1")).encode("latin-1")]
        for word in (*WORDS, *TELLING)
        if word.encode() in stripped
    }
    allowed = {word for _, word in READABLE}
    assert {(where, word) for where, word in found if word not in allowed} == set()


def test_no_key_is_in_a_file(played: FastStage) -> None:
    db = played._core.db
    with db.read() as session:
        key_ids = [row.id for row in session.query(SealedKey)]
        sealed.take_keys(session, key_ids)
    secret = [*db.vault._masters.values(), *db.vault._open.values()]
    assert len(secret) > len(key_ids)
    for where, content in files(db.engine):
        assert not [key for key in secret if key in content or key.hex().encode() in content], where
