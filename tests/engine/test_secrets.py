"""Secrets stay out of files, follow their items, and hold no send up."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace

import pytest

from curlew.engine.disk import Disk
from curlew.engine.secrets import PROGRAM, Secrets
from curlew.engine.session import Session
from curlew.model.auth import INHERIT, Auth
from curlew.model.exchange import Exchange
from curlew.model.request import Request
from curlew.model.tree import ROOT
from helpers.echo import running_echo
from helpers.keyrings import HangingBackend, MemoryBackend, RefusingBackend, a_keyring
from helpers.workspaces import a_profile, by_name, on_disk

CANARY = "planted-canary-73"


@pytest.fixture(scope="module")
def echo():
    with running_echo() as echo:
        yield echo


async def a_store(folder, backend):
    store = Secrets(folder / "secrets.json", Disk(), a_keyring(backend))
    store.load()
    return store


async def test_a_value_is_at_hand_at_once_and_the_next_run_finds_it_in_the_keyring(tmp_path):
    backend = MemoryBackend()
    store = await a_store(tmp_path, backend)
    store.set("/c/a.yml", "auth.password", "pa55-word")
    assert store.get("/c/a.yml", "auth.password") == "pa55-word"
    await store.close()
    await store._disk.close()
    again = await a_store(tmp_path, backend)
    assert again.get("/c/a.yml", "auth.password") is None
    assert again.holds("/c/a.yml", "auth.password")
    assert await again.ready([("/c/a.yml", "auth.password")]) == ()
    assert again.get("/c/a.yml", "auth.password") == "pa55-word"
    assert again.kept == "keyring"
    assert not any(b"pa55-word" in data for data in on_disk(tmp_path).values())


async def test_two_items_never_meet_under_one_name_and_a_copy_goes_its_own_way(tmp_path):
    store = await a_store(tmp_path, MemoryBackend())
    store.set("/c/a.yml", "auth.token", "one")
    store.copy("/c", "/c copy")
    store.set("/c copy/a.yml", "auth.token", "two")
    assert (store.get("/c/a.yml", "auth.token"), store.get("/c copy/a.yml", "auth.token")) == ("one", "two")
    store.move("/c", "/d")
    assert store.get("/d/a.yml", "auth.token") == "one"
    assert store.get("/c copy/a.yml", "auth.token") == "two"
    store.bury("/d/a.yml")
    store.set("/d/a.yml", "auth.token", "new")
    store.bury("/d/a.yml")
    assert store.get("/d/a.yml", "auth.token") is None
    store.unbury("/d/a.yml")
    assert store.get("/d/a.yml", "auth.token") == "new"


async def test_what_is_forgotten_leaves_the_keyring(tmp_path):
    backend = MemoryBackend()
    store = await a_store(tmp_path, backend)
    store.set("/c/a.yml", "auth.token", "one")
    store.copy("/c/a.yml", "/c/b.yml")
    await store.close()
    store.set("/c/a.yml", "auth.token", None)
    await store.ready([("/none", "x")])
    assert list(backend.values.values()) == ["one"]
    store.set("/c/b.yml", "auth.token", "")
    await asyncio.wrap_future(store._keyring.get("after"))
    assert backend.values == {}


async def test_without_a_keyring_values_live_for_this_run_and_no_file_names_them(tmp_path):
    for backend in (None, RefusingBackend()):
        store = await a_store(tmp_path, backend)
        store.set(PROGRAM, "proxy.password", CANARY)
        await store.close()
        await asyncio.sleep(0)
        assert (store.get(PROGRAM, "proxy.password"), store.kept) == (CANARY, "memory")
        assert CANARY not in store.why_not
        assert store.why_not
        await store._disk.run(lambda: None)
        assert not (await a_store(tmp_path, backend)).holds(PROGRAM, "proxy.password")


async def test_a_keyring_that_hangs_holds_nothing_up_and_is_heard_when_it_answers(tmp_path):
    values = MemoryBackend()
    store = await a_store(tmp_path, values)
    store.set("/c/a.yml", "auth.token", "one")
    await store.close()
    await store._disk.close()
    backend = HangingBackend(values.values)
    again = await a_store(tmp_path, backend)
    began = time.perf_counter()
    assert await again.ready([("/c/a.yml", "auth.token")], 0.02) == (("/c/a.yml", "auth.token"),)
    assert time.perf_counter() - began < 2
    heard = asyncio.Event()
    again.changed.listen(lambda place, _source: heard.set())
    backend.gate.set()
    await asyncio.wait_for(heard.wait(), 5)
    assert again.get("/c/a.yml", "auth.token") == "one"


async def a_collection(session: Session) -> int:
    await session.open_workspace(None)
    return await session.add_collection("Store")


def bearer(exchange: Exchange) -> str:
    return dict(exchange.request.headers).get("Authorization", "")


async def test_the_stored_secret_fills_the_empty_field_at_send_also_from_above_and_after_a_move(tmp_path, echo):
    session = Session(a_profile(tmp_path), keyring=a_keyring(MemoryBackend()))
    collection = await a_collection(session)
    url = f"{echo.base}/get?q=1"
    one = await session.add_request(collection, Request("One", url=url, auth=Auth("bearer", {"token": ""})))
    two = await session.add_request(collection, Request("Two", url=url, auth=INHERIT))
    session.secrets.set(session.secret_place(one), "auth.token", CANARY)
    loaded = (await session.load(one)).value
    assert bearer(await session.send(loaded, one)) == f"Bearer {CANARY}"
    await session.rename(one, "Renamed")
    assert bearer(await session.send(loaded, one)) == f"Bearer {CANARY}"
    (copy,) = await session.duplicate([one])
    assert bearer(await session.send((await session.load(copy)).value, copy)) == f"Bearer {CANARY}"
    await session.remove([one])
    await session.undo()
    back = by_name(session, "Renamed")
    assert bearer(await session.send(loaded, back)) == f"Bearer {CANARY}"
    assert bearer(await session.send((await session.load(two)).value, two)) == ""
    above = await session.load(collection)
    given = replace(above.value.defaults, auth=Auth("bearer", {"token": ""}))
    await session.save(collection, replace(above.value, defaults=given), above.hash)
    session.secrets.set(session.secret_place(collection), "auth.token", CANARY + "-above")
    assert bearer(await session.send((await session.load(two)).value, two)) == f"Bearer {CANARY}-above"
    await session.close()
    assert not any(CANARY.encode() in data for data in on_disk(tmp_path).values())


async def test_a_hanging_keyring_lets_a_send_go_without_and_says_so(tmp_path, echo, monkeypatch):
    monkeypatch.setattr("curlew.engine.secrets.Secrets.ready", _impatient(Secrets.ready))
    session = Session(a_profile(tmp_path), keyring=a_keyring(MemoryBackend()))
    collection = await a_collection(session)
    item = await session.add_request(collection, Request("One", url=f"{echo.base}/get", auth=Auth("bearer", {"token": ""})))
    session.secrets.set(session.secret_place(item), "auth.token", CANARY)
    path = session.tree[collection].path
    keyring = session.secrets._keyring._find()
    await session.close()
    backend = HangingBackend(keyring.values)
    again = Session(a_profile(tmp_path), keyring=a_keyring(backend))
    await again.open_workspace(None)
    assert again.tree.child_ids(ROOT)
    assert path.is_dir()
    item = by_name(again, "One")
    exchange = await again.send((await again.load(item)).value, item)
    assert exchange.response.status == 200
    assert any("keyring" in note for note in exchange.notes)
    backend.gate.set()
    await again.close()


def _impatient(ready):
    return lambda self, wanted: ready(self, wanted, 0.02)
