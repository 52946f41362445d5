"""The recovery key, and what it opens in secret storage."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.matrix.crypto import recovery
from bot.matrix.crypto.recovery import RecoveryWrong
from bot.matrix.http import Http
from bot.stage.homeserver import Homeserver
from tests.matrix.conftest import PASSWORD
from tests.names import own

#: Written down by another client than ours.
KNOWN = ("EsT1 H3Uz yb25 MMMG Ef2q ZFKy qUrs DfMZ zAu9 iNe3 avaQ ojtM", bytes([1, 2] * 16))


# ------------------------------------------------------------------------------------------------ the key


@given(st.binary(min_size=32, max_size=32))
@settings(max_examples=200)
def test_what_is_written_down_is_read_again(key: bytes) -> None:
    text = recovery.format_key(key)
    assert (
        recovery.parse_key(text)
        == recovery.parse_key(text.replace(" ", ""))
        == recovery.parse_key(f"\t{text}\n")
        == key
    )
    assert [len(group) for group in text.split(" ")] == [4] * 12


@given(st.binary(min_size=32, max_size=32), st.integers(0, 47), st.sampled_from(recovery._ALPHABET))
@settings(max_examples=200)
def test_one_wrong_character_is_mostly_seen_and_never_crashes(key: bytes, place: int, typed: str) -> None:
    text = recovery.format_key(key).replace(" ", "")
    wrong = text[:place] + typed + text[place + 1 :]
    try:
        assert wrong == text or recovery.parse_key(wrong) != key
    except RecoveryWrong:
        assert wrong != text


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "EsT",
        "lösenord",
        "0" * 48,
        "z" * 48,
        "z" * 5000,
        "1" + recovery.format_key(bytes(32)),
        "1" * 48,
        "\0" * 48,
    ],
)
def test_what_is_no_recovery_key_is_told(typed: str) -> None:
    with pytest.raises(RecoveryWrong, match="no recovery key"):
        recovery.parse_key(typed)


def test_another_client_writes_it_down_the_same_way() -> None:
    text, key = KNOWN
    assert recovery.format_key(key) == text


# ------------------------------------------------------------------------------------------------ secret storage

SEEDS = {usage: f"{number}" * 64 for number, usage in enumerate(recovery.USAGES, start=1)}


class Account:
    """Somebody's account data on a real homeserver."""

    def __init__(self, http: Http, user_id: str) -> None:
        self.http = http
        self.user_id = user_id
        self._call = http.call

    async def get(self, kind: str) -> dict[str, Any]:
        return await self.http.call("GET", ("user", self.user_id, "account_data", kind))

    async def put(self, kind: str, content: dict[str, Any]) -> None:
        await self.http.call("PUT", ("user", self.user_id, "account_data", kind), content)

    async def store(self, key: bytes) -> None:
        await recovery.store(self.http, self.user_id, key, SEEDS)

    async def opens(self, key: bytes) -> bool:
        try:
            return await recovery.fetch(self.http, self.user_id, key) == SEEDS
        except RecoveryWrong:
            return False

    def fail_at(self, number: int) -> None:
        """The connection ends before that write (counted from 1)."""
        writes = 0

        async def failing(method: str, *args: Any, **more: Any) -> dict[str, Any]:
            nonlocal writes
            writes += method == "PUT"
            if writes == number:
                raise ConnectionError
            return await self._call(method, *args, **more)

        self.http.call = failing  # type: ignore[method-assign]

    def mend(self) -> None:
        self.http.call = self._call  # type: ignore[method-assign]


@pytest.fixture
async def account(homeserver: Homeserver) -> AsyncIterator[Account]:
    user_id = await homeserver.register(own("store"), PASSWORD)
    http = Http(homeserver.url)
    who = {"type": "m.id.user", "user": user_id}
    answer = await http.call("POST", ("login",), {"type": "m.login.password", "identifier": who, "password": PASSWORD})
    http.token = answer["access_token"]
    yield Account(http, user_id)
    await http.close()


@pytest.mark.real
async def test_only_the_recovery_key_opens_what_is_stored(account: Account) -> None:
    key = recovery.new_key()
    assert not (await recovery.status(account.http, account.user_id)).complete
    with pytest.raises(RecoveryWrong, match="no recovery is set up"):
        await recovery.fetch(account.http, account.user_id, key)
    await account.store(key)
    assert (await recovery.status(account.http, account.user_id)).complete
    assert await account.opens(key)
    with pytest.raises(RecoveryWrong, match="not the recovery key of this account"):
        await recovery.fetch(account.http, account.user_id, recovery.new_key())
    shown = [await account.get(f"m.cross_signing.{usage}") for usage in recovery.USAGES]
    for seed in SEEDS.values():
        assert seed not in str(shown)
        assert recovery._plain(seed).decode() not in str(shown)


@pytest.mark.real
async def test_a_new_key_ends_the_old_one(account: Account) -> None:
    old, new = recovery.new_key(), recovery.new_key()
    await account.store(old)
    described = (await account.get("m.secret_storage.default_key"))["key"]
    await account.store(new)
    assert (await account.opens(old), await account.opens(new)) == (False, True)
    assert await account.get(f"m.secret_storage.key.{described}") == {}
    for usage in recovery.USAGES:  # also for whoever names the old key again
        assert described not in (await account.get(f"m.cross_signing.{usage}"))["encrypted"]


@pytest.mark.real
async def test_at_every_moment_of_the_change_one_of_the_keys_works(account: Account) -> None:
    old = recovery.new_key()
    await account.store(old)
    failures = 0
    while True:
        new = recovery.new_key()
        account.fail_at(failures + 1)
        try:
            await account.store(new)
        except ConnectionError:
            account.mend()
            failures += 1
            assert await account.opens(old) != await account.opens(new), failures
            if await account.opens(new):
                old = new
            continue
        account.mend()
        assert await account.opens(new)
        assert failures == 9  # as many as there are writes
        return


@pytest.mark.real
async def test_what_the_homeserver_changed_is_not_believed(account: Account) -> None:
    key = recovery.new_key()
    await account.store(key)
    key_id = (await account.get("m.secret_storage.default_key"))["key"]
    description = await account.get(f"m.secret_storage.key.{key_id}")
    master, signing = [await account.get(f"m.cross_signing.{usage}") for usage in ("master", "self_signing")]
    sealed = master["encrypted"][key_id]

    async def tried(kind: str, content: dict[str, Any], before: dict[str, Any]) -> None:
        await account.put(kind, content)
        with pytest.raises(RecoveryWrong):
            await recovery.fetch(account.http, account.user_id, key)
        await account.put(kind, before)
        assert await account.opens(key)

    await tried("m.cross_signing.master", signing, master)  # one in the place of the other
    damaged: list[Any] = [
        None,
        [],
        "text",
        {},
        {**sealed, "iv": ""},
        {**sealed, "iv": 7},
        {**sealed, "mac": None},
        {**sealed, "mac": "A" * 43},
        {**sealed, "ciphertext": "A" + sealed["ciphertext"][1:] if sealed["ciphertext"][0] != "A" else "B"},
        {**sealed, "ciphertext": "*"},
        recovery._seal(key, "m.cross_signing.master", b"AAAA", bytes(16)),
        recovery._seal(key, "m.cross_signing.master", b"\xff" * 43, bytes(16)),
    ]
    for wrong in damaged:
        await tried("m.cross_signing.master", {"encrypted": {key_id: wrong}}, master)
    for bad in ({}, {"algorithm": "m.other"}, {**description, "iv": "AA"}, {**description, "mac": "A" * 43}):
        await tried(f"m.secret_storage.key.{key_id}", bad, description)
    # Without its check a wrong key still opens nothing
    await account.put(f"m.secret_storage.key.{key_id}", {"algorithm": recovery.ALGORITHM})
    assert await account.opens(key)
    assert not await account.opens(recovery.new_key())


@pytest.mark.real
async def test_what_is_missing_is_named(account: Account) -> None:
    await account.store(recovery.new_key())
    await account.put("m.cross_signing.self_signing", {"encrypted": []})
    found = await recovery.status(account.http, account.user_id)
    assert (found.complete, found.missing) == (False, ("self_signing",))
    await account.put("m.secret_storage.default_key", {})
    assert (await recovery.status(account.http, account.user_id)).key_id is None
